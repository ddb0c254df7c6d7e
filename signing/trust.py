"""Whom we trust: roots, intermediate certificates and revocation lists as plain bytes, and their parsed form for pyHanko."""

# mypy: disable-error-code="import-untyped"

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from asn1crypto import crl as asn1_crl
from asn1crypto import pem
from asn1crypto import x509 as asn1_x509

from signing.issuing import TEST_UNIT


class TrustMaterialUnreadable(ValueError):
    """A certificate or revocation list given as trust material cannot be read."""


@dataclass(frozen=True)
class TrustAnchors:
    """Roots, further certificates and revocation lists. *Shape*: each entry is DER; hashable and cheap to send to a process.

    `asks_responders` lets a signature ask the responders that its certificates name; a verification asks nobody.
    """

    roots: tuple[bytes, ...]
    intermediates: tuple[bytes, ...] = ()
    crls: tuple[bytes, ...] = ()
    asks_responders: bool = False

    @classmethod
    def read(
        cls, *, roots: Iterable[bytes], intermediates: Iterable[bytes] = (), crls: Iterable[bytes] = ()
    ) -> "TrustAnchors":
        """Trust anchors from PEM (one or many in a file) or DER.

        *Raises*: `TrustMaterialUnreadable`. *Does not check*: validity, signatures, or that a root is self-signed.
        """
        anchors = cls(roots=_ders(roots), intermediates=_ders(intermediates), crls=_ders(crls))
        try:
            parsed(anchors)
        except (ValueError, TypeError) as error:
            raise TrustMaterialUnreadable("trust material is neither PEM nor DER") from error
        return anchors


@dataclass(frozen=True)
class ParsedTrust:
    """The same material as asn1crypto objects."""

    roots: tuple[asn1_x509.Certificate, ...]
    intermediates: tuple[asn1_x509.Certificate, ...]
    crls: tuple[asn1_crl.CertificateList, ...]


@lru_cache(maxsize=8)
def parsed(trust: TrustAnchors) -> ParsedTrust:
    """The parsed form, kept for the last few anchors: parsing costs more than checking a signature."""
    return ParsedTrust(
        roots=tuple(_certificate(der) for der in trust.roots),
        intermediates=tuple(_certificate(der) for der in trust.intermediates),
        crls=tuple(_crl(der) for der in trust.crls),
    )


def trusts_a_test(trust: TrustAnchors) -> bool:
    """Whether one of the roots is of a test PKI of ours, which says so in its name (`issuing.TEST_UNIT`)."""
    return any(TEST_UNIT in root.subject.human_friendly for root in parsed(trust).roots)


def _ders(sources: Iterable[bytes]) -> tuple[bytes, ...]:
    return tuple(der for source in sources for der in _split(source))


def _split(source: bytes) -> list[bytes]:
    try:
        return [der for _, _, der in pem.unarmor(source, multiple=True)] if pem.detect(source) else [source]
    except (ValueError, TypeError) as error:
        raise TrustMaterialUnreadable("a PEM file is damaged") from error


def _certificate(der: bytes) -> asn1_x509.Certificate:
    certificate = asn1_x509.Certificate.load(der, strict=True)
    _ = certificate.subject.native, certificate.public_key.algorithm
    return certificate


def _crl(der: bytes) -> asn1_crl.CertificateList:
    revocations = asn1_crl.CertificateList.load(der, strict=True)
    _ = revocations.issuer.native
    return revocations
