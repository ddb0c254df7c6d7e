"""The keys of credentials and status lists: who may sign them, proven by a certificate chain; no key is made here."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import TypeVar

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, load_pem_private_key

from signing.port import SigningError
from signing.trust import TrustAnchors

_Extension = TypeVar("_Extension", bound=x509.ExtensionType)

KEY_ID_BYTES = 8
"""As health certificates have it: enough to find the key, too little to prove anything."""


class CredentialKeyUnusable(SigningError):
    """The file with the credential key cannot be read, or holds a key or certificate of another kind."""


class CredentialKeyUntrusted(ValueError):
    """The certificate of a credential key does not lead to a trusted root, is revoked, or is meant for something else."""


@dataclass(frozen=True)
class CredentialKey:
    """The key that signs credentials and status lists. *Shape*: P-256."""

    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate

    def __repr__(self) -> str:
        return f"CredentialKey({self.key_id.hex()})"

    @property
    def key_id(self) -> bytes:
        """How tokens name it."""
        return key_id(self.certificate)

    @classmethod
    def read(cls, pem: bytes) -> "CredentialKey":
        """From one PEM with an unencrypted P-256 key and its certificate. *Raises*: `CredentialKeyUnusable`."""
        try:
            key = load_pem_private_key(pem, password=None)
            certificate = x509.load_pem_x509_certificate(pem)
        except (ValueError, TypeError) as error:
            raise CredentialKeyUnusable("the credential key is no PEM with a key and its certificate") from error
        if not isinstance(key, ec.EllipticCurvePrivateKey) or not isinstance(key.curve, ec.SECP256R1):
            raise CredentialKeyUnusable("the credential key is not on the curve P-256")
        if certificate.public_key() != key.public_key():
            raise CredentialKeyUnusable("the certificate is that of another key")
        return cls(key, certificate)


def key_id(certificate: x509.Certificate) -> bytes:
    """The first eight bytes of the SHA-256 of the certificate in DER."""
    return sha256(certificate.public_bytes(Encoding.DER)).digest()[:KEY_ID_BYTES]


@dataclass(frozen=True)
class CredentialTrust:
    """The credential keys that are known, with the anchors that must vouch for them. *Shape*: certificates in DER."""

    certificates: tuple[bytes, ...]
    anchors: TrustAnchors

    def key(self, named: bytes, at: datetime) -> ec.EllipticCurvePublicKey:
        """The public key of that id, proven by its chain for the instant `at`.

        *Raises*: `CredentialKeyUntrusted`. *Source*: RFC 5280, sections 6.1 and 6.3, for chains of at most three.
        *Does not check*: whether a revocation list is the newest; that is for who brings the anchors.
        """
        found = [each for each in _loaded(self.certificates) if key_id(each) == named]
        if not found:
            raise CredentialKeyUntrusted("no such credential key is known")
        certificate = found[0]
        _require_purpose(certificate)
        _require_chain(certificate, self.anchors, at)
        key = certificate.public_key()
        if not isinstance(key, ec.EllipticCurvePublicKey) or not isinstance(key.curve, ec.SECP256R1):
            raise CredentialKeyUntrusted("the credential key is not on the curve P-256")
        return key


def _loaded(ders: Iterable[bytes]) -> list[x509.Certificate]:
    try:
        return [x509.load_der_x509_certificate(der) for der in ders]
    except ValueError as error:
        raise CredentialKeyUntrusted("a certificate cannot be read") from error


def _require_purpose(certificate: x509.Certificate) -> None:
    """Digital signature and nothing else: so that neither a person's key nor the time stamps' can sign a credential."""
    usages = _extension(certificate, x509.KeyUsage)
    constraints = _extension(certificate, x509.BasicConstraints)
    only = usages is not None and usages.digital_signature and not _further(usages)
    is_authority = constraints is not None and constraints.ca
    if not only or is_authority or _extension(certificate, x509.ExtendedKeyUsage) is not None:
        raise CredentialKeyUntrusted("the certificate is not meant for credentials")


def _further(usages: x509.KeyUsage) -> bool:
    named = (usages.content_commitment, usages.key_encipherment, usages.data_encipherment, usages.key_agreement)
    return any(named) or usages.key_cert_sign or usages.crl_sign


def _require_chain(certificate: x509.Certificate, anchors: TrustAnchors, at: datetime) -> None:
    """Up to a root, each certificate valid at `at`, signed by the one above, and on no list of its issuer."""
    roots, others = _loaded(anchors.roots), _loaded(anchors.intermediates)
    lists = [x509.load_der_x509_crl(der) for der in anchors.crls]
    below = certificate
    for _ in range(len(others) + 1):
        if not below.not_valid_before_utc <= at <= below.not_valid_after_utc:
            raise CredentialKeyUntrusted("a certificate of the chain was not valid then")
        root = next((each for each in roots if _issued(below, each)), None)
        issuer = root or next((each for each in others if each != below and _issued(below, each)), None)
        if issuer is None:
            break
        _require_not_revoked(below, issuer, lists)
        if root is not None:
            return
        below = issuer
    raise CredentialKeyUntrusted("the certificate does not lead to a trusted root")


def _issued(below: x509.Certificate, above: x509.Certificate) -> bool:
    constraints = _extension(above, x509.BasicConstraints)
    if constraints is None or not constraints.ca:
        return False
    try:
        below.verify_directly_issued_by(above)
    except (InvalidSignature, ValueError, TypeError):
        return False
    return True


def _require_not_revoked(
    below: x509.Certificate, issuer: x509.Certificate, lists: list[x509.CertificateRevocationList]
) -> None:
    """A list of the issuer must be there, and must not name the certificate, whenever it was revoked.

    A credential bears no time stamp: one that claims to be older than the revocation may have been made after it.
    """
    key = issuer.public_key()
    own = [each for each in lists if isinstance(key, ec.EllipticCurvePublicKey) and each.is_signature_valid(key)]
    if not own:
        raise CredentialKeyUntrusted("there is no revocation list of the issuer")
    if any(each.get_revoked_certificate_by_serial_number(below.serial_number) for each in own):
        raise CredentialKeyUntrusted("the certificate of the credential key is revoked")


def _extension(certificate: x509.Certificate, kind: type[_Extension]) -> _Extension | None:
    try:
        return certificate.extensions.get_extension_for_class(kind).value
    except x509.ExtensionNotFound:
        return None
