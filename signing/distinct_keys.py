"""No key and no certificate of the signing file is two people's: the same in two tables is a mistake that nobody would see."""

from collections.abc import Hashable, Mapping
from itertools import combinations

from signing.bsre import GatewayKey
from signing.configuration import SigningFileUnusable
from signing.csc import CloudKey
from signing.keys import Key
from signing.pkcs11 import TokenKey
from signing.pkcs12 import PersonKey, SealKey

SHARED_KEY = "{first} and {second} have one key; each signs with a key of his own"
SHARED_SUBJECT = "{first} and {second} have one subject; a number (subject_serial_number) tells two of one name apart"


def require_distinct(keys: Mapping[str, Key], where: str) -> None:
    """*Raises*: `SigningFileUnusable`, which names the first two that share a key, or what their certificates must say."""
    for (first, one), (second, other) in combinations(keys.items(), 2):
        if have_one_place(one, other):
            raise SigningFileUnusable(f"{where}: {SHARED_KEY.format(first=first, second=second)}")
        if have_one_subject(one, other):
            raise SigningFileUnusable(f"{where}: {SHARED_SUBJECT.format(first=first, second=second)}")


def have_one_place(one: Key, other: Key) -> bool:
    """Whether both are the same private key, as far as their names tell."""
    return _place(one) == _place(other)


def have_one_subject(one: Key, other: Key) -> bool:
    """Whether the certificates of both must say the same."""
    return one.subject is not None and other.subject is not None and one.subject.is_same_as(other.subject)


def _place(key: Key) -> Hashable:
    match key:
        case PersonKey() | SealKey():
            return key.path.resolve()
        case TokenKey():
            return key.module, key.token, key.key
        case CloudKey():
            return key.url, key.credential
        case GatewayKey():
            return key.url, key.nik
        case _:
            return id(key)
