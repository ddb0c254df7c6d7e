"""The credential on a certificate: a signed CBOR web token as text for a QR code, made and read; no record is known here."""

import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import base45

from domain.clock import JAKARTA
from domain.credentials import (
    CREDENTIAL_PREFIX,
    LONGEST_CREDENTIAL,
    LONGEST_NAME,
    CredentialClaims,
    StatusReference,
)
from signing.claims import instant, standards_by_day, standards_on_days, text, whole
from signing.cose import Cbor, TokenUnsound, read_map, sign_map
from signing.credential_keys import CredentialKey, CredentialKeyUnproven, CredentialKeyUntrusted, CredentialTrust

PREFIX = CREDENTIAL_PREFIX

EXPIRES, ISSUED, STATUS, CERTIFICATE = 4, 6, 65_535, -65_537
"""Claims: RFC 8392, section 3.1; draft-ietf-oauth-status-list, section 6.3; our own, from the range for private use."""
NUMBER, EDITION, UNIT, INSTITUTION, STANDARDS = 1, 2, 3, 4, 5
"""Inside our own claim."""

LONGEST_TEXT = LONGEST_CREDENTIAL
LARGEST_TOKEN = 8_192


class CredentialUnreadable(ValueError):
    """This is no credential of ours: another prefix, damaged text, or contents of another shape."""


class CredentialForged(ValueError):
    """This has the shape of a credential, and no key that we trust signed it."""


class CredentialUnproven(ValueError):
    """A key below a trusted root signed this; whether it was revoked since, the lists at hand are too old to know."""


class CredentialIssuer:
    """Signs credentials with the key that the installation has now. *Shape*: `key` reads it anew each time."""

    def __init__(self, key: Callable[[], CredentialKey]) -> None:
        self._key = key

    def issue(self, claims: CredentialClaims) -> str:
        """The text of the QR code. The same claims and key give the same text. *Raises*: `SigningError`."""
        key = self._key()
        token = sign_map(_encoded(claims), key=key.key, key_id=key.key_id, typ=None)
        encoded: bytes = base45.b45encode(zlib.compress(token, 9))
        return PREFIX + encoded.decode()


@dataclass(frozen=True)
class Credential:
    """A credential as it was read and proven. *Shape*: `key_id` is that of the key that signed it."""

    claims: CredentialClaims
    key_id: bytes


def read_credential(
    shown: str, trust: CredentialTrust, *, known_at: datetime, proven: datetime | None = None
) -> Credential:
    """What a QR code says, where a trusted credential key signed it.

    *Shape*: `known_at` is the instant for which revocation must be known; `proven` a time at which something else, such as a
    time stamp, proves it to have existed.
    *Raises*: `CredentialUnreadable`, `CredentialForged`, `CredentialUnproven`.
    *Does not check*: whether the certificate stands today.
    """
    token = unpacked(shown)
    try:
        found = read_map(token, typ=None)
        claims = _decoded(found.claims)
        key_id = found.key_id
    except TokenUnsound as error:
        raise CredentialUnreadable(str(error)) from error
    try:
        found.verify(trust.key(key_id, claims.issued_at, known_at=known_at, proven=proven))
    except CredentialKeyUnproven as error:
        raise CredentialUnproven(str(error)) from error
    except (TokenUnsound, CredentialKeyUntrusted) as error:
        raise CredentialForged(str(error)) from error
    return Credential(claims, key_id)


def unpacked(shown: str) -> bytes:
    """The token in a QR code's text, never more than `LARGEST_TOKEN` bytes. *Raises*: `CredentialUnreadable`."""
    shown = shown.strip()
    if len(shown) > LONGEST_TEXT or not shown.startswith(PREFIX):
        raise CredentialUnreadable(f"a credential begins with {PREFIX} and is at most {LONGEST_TEXT} characters long")
    try:
        packed = base45.b45decode(shown.removeprefix(PREFIX))
        inflater = zlib.decompressobj()
        token = inflater.decompress(packed, LARGEST_TOKEN)
    except (ValueError, zlib.error) as error:
        raise CredentialUnreadable("the text is damaged or cut off") from error
    if not inflater.eof or inflater.unused_data:
        raise CredentialUnreadable("the text is cut off, too large, or something follows it")
    return token


def _encoded(claims: CredentialClaims) -> dict[Cbor, Cbor]:
    own: dict[Cbor, Cbor] = {
        NUMBER: claims.number,
        EDITION: claims.edition,
        UNIT: claims.unit,
        INSTITUTION: claims.institution,
        STANDARDS: standards_by_day(claims.standards),
    }
    status: dict[Cbor, Cbor] = {"status_list": {"idx": claims.status.index, "uri": claims.status.uri}}
    encoded: dict[Cbor, Cbor] = {ISSUED: int(claims.issued_at.timestamp()), STATUS: status, CERTIFICATE: own}
    if claims.expires_on is not None:
        encoded[EXPIRES] = int(_end_of(claims.expires_on).timestamp())
    return encoded


def _end_of(day: date) -> datetime:
    """The first instant after a legal day."""
    return datetime.combine(day + timedelta(days=1), time(), tzinfo=JAKARTA)


def _decoded(claims: Mapping[Cbor, Cbor]) -> CredentialClaims:
    own, status = _map(claims.get(CERTIFICATE)), _map(_map(claims.get(STATUS)).get("status_list"))
    expires = claims.get(EXPIRES)
    return CredentialClaims(
        number=text(own.get(NUMBER), LONGEST_NAME),
        edition=whole(own.get(EDITION), least=1, most=10_000),
        unit=text(own.get(UNIT), LONGEST_NAME),
        institution=text(own.get(INSTITUTION), LONGEST_NAME),
        standards=standards_on_days(own.get(STANDARDS)),
        issued_at=instant(claims.get(ISSUED)),
        expires_on=None if expires is None else _last_day(instant(expires)),
        status=StatusReference(index=whole(status.get("idx"), least=0, most=2**32), uri=text(status.get("uri"), 200)),
    )


def _last_day(end: datetime) -> date:
    return (end - timedelta(seconds=1)).astimezone(JAKARTA).date()


def _map(value: "Cbor | None") -> Mapping[Cbor, Cbor]:
    if not isinstance(value, dict):
        raise TokenUnsound("a claim is no map")
    return value
