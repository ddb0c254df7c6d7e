"""Of which CAs a revocation list is needed, which have none, and what the operator is told to do; it reads no file."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat


@dataclass(frozen=True)
class ListingAuthority:
    """A CA whose certificates are judged by its list.

    *Shape*: `key` as `key_of`; `name` its subject (RFC 4514); `addresses` where the certificates at hand that it issued say
    its list is, empty where none is at hand or none says so.
    """

    key: str
    name: str
    addresses: tuple[str, ...]


def key_of(certificate: x509.Certificate) -> str:
    """The key of a CA, the same in all its certificates. *Shape*: SHA-256 of its SubjectPublicKeyInfo, hexadecimal."""
    key = certificate.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return hashlib.sha256(key).hexdigest()


def listing_authorities(
    roots: Sequence[x509.Certificate], intermediates: Sequence[x509.Certificate], now: datetime
) -> tuple[ListingAuthority, ...]:
    """Each CA key once, in the order of the file, whose certificate holds now.

    One that has ended publishes nothing more, and one that has yet to begin certified nobody.

    *Source*: RFC 5280, 6.3 (each certificate of a path but the root is judged by its issuer's list); RFC 5280, 4.2.1.9.
    """
    certificates = [*roots, *intermediates]
    authorities = [*roots, *(each for each in intermediates if _is_authority(each))]
    named: dict[str, ListingAuthority] = {}
    for each in authorities:
        if each.not_valid_before_utc <= now < each.not_valid_after_utc:
            name = each.subject.rfc4514_string()
            found = ListingAuthority(key_of(each), name, _addresses(each, certificates))
            named.setdefault(found.key, found)
    return tuple(named.values())


def lacking(authorities: Iterable[ListingAuthority], listed: Iterable[str]) -> tuple[ListingAuthority, ...]:
    """Those of which there is no list. *Shape*: `listed` are the keys of CAs that have one."""
    there = set(listed)
    return tuple(each for each in authorities if each.key not in there)


def what_is_lacking(authorities: Iterable[ListingAuthority]) -> str:
    """Which CAs have no list and what to do, in English and Indonesian."""
    named = "; ".join(_named(each) for each in authorities)
    return (
        f"of each CA in roots and intermediates a list is needed, and there is none of {named}: "
        "name its address or file in revocation_lists, or take the CA out "
        f"/ daftar pencabutan setiap CA pada roots dan intermediates diperlukan, dan belum ada dari {named}: "
        "sebutkan alamat atau berkasnya pada revocation_lists, atau keluarkan CA itu"
    )


def too_few(addresses: int, authorities: Sequence[ListingAuthority]) -> str:
    """That there are fewer addresses than CAs, of whom, and what to do, in English and Indonesian."""
    named = "; ".join(_named(each) for each in authorities)
    return (
        f"revocation_lists names {addresses} for {len(authorities)} CAs ({named}): name the list of each, or take the CA out "
        f"/ revocation_lists menyebut {addresses} untuk {len(authorities)} CA ({named}): "
        "sebutkan daftar pencabutan setiap CA, atau keluarkan CA itu"
    )


def _named(authority: ListingAuthority) -> str:
    at = f" ({', '.join(authority.addresses)})" if authority.addresses else ""
    return f"{authority.name}{at}"


def _is_authority(certificate: x509.Certificate) -> bool:
    try:
        return bool(certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca)
    except (x509.ExtensionNotFound, x509.DuplicateExtension, ValueError):
        return False


def _addresses(authority: x509.Certificate, certificates: Iterable[x509.Certificate]) -> tuple[str, ...]:
    """Where the certificates that it issued to others say its list is. *Source*: RFC 5280, 4.2.1.13."""
    issued = [each for each in certificates if each.issuer == authority.subject and each.subject != each.issuer]
    return tuple(dict.fromkeys(address for each in issued for address in _points(each)))


def _points(certificate: x509.Certificate) -> list[str]:
    try:
        points = certificate.extensions.get_extension_for_class(x509.CRLDistributionPoints).value
    except (x509.ExtensionNotFound, x509.DuplicateExtension, ValueError):
        return []
    names = [name for point in points for name in point.full_name or ()]
    return [name.value for name in names if isinstance(name, x509.UniformResourceIdentifier)]
