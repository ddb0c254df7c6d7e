"""One revocation list: read, and tied to the CA that signed it; where lists come from stands elsewhere."""

# mypy: disable-error-code="import-untyped"

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from asn1crypto import crl as asn1_crl
from asn1crypto import pem
from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from signing.listed_authorities import key_of

MOST_BYTES = 20 * 1024 * 1024
"""The largest list that is read."""

CLOCKS_DIFFER = timedelta(minutes=5)
"""How far a CA's clock may be ahead of ours."""


_DELTA = b"delta"


class NoRevocationList(ValueError):
    """The bytes are no revocation list, or one that is not taken. *Shape*: the message says why, in a few words."""


@dataclass(frozen=True)
class RevocationList:
    """One list as it was found. *Shape*: DER; times aware UTC; `scope` is the same for lists that replace one another: of one
    CA's key, for the same part of its certificates; `signer` is that key (`key_of`), `issuer` too but for a list that only adds
    to another (RFC 5280, 5.2.4), which tells nothing alone: there it is None; `origin` is the file or address.
    """

    der: bytes
    issued_at: datetime
    ends_at: datetime
    scope: str
    signer: str
    issuer: str | None
    origin: str

    def is_current(self, now: datetime) -> bool:
        """Whether it holds. *Source*: RFC 5280, 5.1.2.4 and 5.1.2.5 (thisUpdate, nextUpdate)."""
        return self.issued_at <= now + CLOCKS_DIFFER and now < self.ends_at


def read_lists(content: bytes, *, issuers: Sequence[x509.Certificate], origin: str) -> list[RevocationList]:
    """One list in DER, or one or many in PEM, each signed by one of `issuers`. *Raises*: `NoRevocationList`.

    *Does not take*: indirect lists (RFC 5280, 5.2.5), which another than the CA signs; lists without nextUpdate, which
    RFC 5280, 5.1.2.5 demands and without which a list would hold for ever. *Does not check*: that it holds now.
    """
    if len(content) > MOST_BYTES:
        raise NoRevocationList("it is larger than any revocation list")
    try:
        armoured = pem.detect(content)
        ders = [bytes(der) for _, _, der in pem.unarmor(content, multiple=True)] if armoured else [content]
    except (ValueError, TypeError) as error:
        raise NoRevocationList("it is no revocation list") from error
    return [_read(der, issuers, origin) for der in ders]


def signed_by(listed: x509.CertificateRevocationList, issuer: x509.Certificate) -> bool:
    """Whether it is the list of this CA: bears its name, and was signed by its key, RSA or elliptic.

    *Source*: RFC 5280, section 6.3.3 (b)(1) and (f).
    """
    key = issuer.public_key()
    if listed.issuer != issuer.subject or not isinstance(key, EllipticCurvePublicKey | RSAPublicKey):
        return False
    try:
        return listed.is_signature_valid(key)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        return False


def newest_of_each(lists: Iterable[RevocationList]) -> list[RevocationList]:
    """Of those that replace one another the latest, in the order in which they are found."""
    newest: dict[str, RevocationList] = {}
    for found in lists:
        if found.scope not in newest or newest[found.scope].issued_at < found.issued_at:
            newest[found.scope] = found
    return list(newest.values())


def _read(der: bytes, issuers: Sequence[x509.Certificate], origin: str) -> RevocationList:
    try:
        listed = asn1_crl.CertificateList.load(der, strict=True)["tbs_cert_list"]
        issued_at, ends_at, part = listed["this_update"].native, listed["next_update"].native, _part(listed)
        signed = x509.load_der_x509_crl(der)
        signers = [issuer for issuer in issuers if signed_by(signed, issuer)]
    except (ValueError, TypeError, x509.InvalidVersion) as error:
        raise NoRevocationList("it is no revocation list") from error
    if not signers:
        raise NoRevocationList("none of the CAs in roots and intermediates signed it")
    if ends_at is None:
        raise NoRevocationList("it does not say until when it holds (nextUpdate)")
    issuer = key_of(signers[0])
    alone = None if part.startswith(_DELTA) else issuer
    return RevocationList(der, issued_at, ends_at, _scope(issuer, part), issuer, alone, origin)


def _part(listed: asn1_crl.TbsCertList) -> bytes:
    """What it says of the certificates that it is about. *Source*: RFC 5280, 5.2.4 and 5.2.5."""
    said: dict[str, bytes] = {
        each["extn_id"].native: each["extn_value"].contents for each in listed["crl_extensions"] or ()
    }
    delta = _DELTA if "delta_crl_indicator" in said else b""
    return delta + said.get("issuing_distribution_point", b"")


def _scope(issuer: str, part: bytes) -> str:
    return hashlib.sha256(bytes.fromhex(issuer) + part).hexdigest()
