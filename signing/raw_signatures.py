"""Certificates as pyHanko wants them, keys that are strong enough, and whether a raw signature fits its certificate."""

# mypy: disable-error-code="import-untyped,no-untyped-call"

from collections.abc import Iterable
from pathlib import Path

from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import Certificate
from pyhanko_certvalidator.registry import SimpleCertificateStore

from signing.port import KeyMissing, SigningFailed
from signing.trust import TrustAnchors

SMALLEST_RSA_BITS = 2048

PublicKey = EllipticCurvePublicKey | RSAPublicKey


def strong_public_key(certificate: Certificate) -> PublicKey:
    """The certificate's key. *Raises*: `KeyMissing` where it is neither P-256 nor RSA of 2048 bits or more."""
    key = certificate.public_key()
    if isinstance(key, EllipticCurvePublicKey) and isinstance(key.curve, SECP256R1):
        return key
    if isinstance(key, RSAPublicKey) and key.key_size >= SMALLEST_RSA_BITS:
        return key
    raise KeyMissing("the key is neither P-256 nor RSA of 2048 bits or more")


def require_sha256(digest_algorithm: str) -> None:
    """*Raises*: `SigningFailed` for another digest: SHA-384 would raise the PDF version in some builds."""
    if digest_algorithm != "sha256":
        raise SigningFailed("letters are signed with SHA-256")


def require_pair(certificate: Certificate, *, data: bytes, signature: bytes) -> None:
    """A raw signature over `data` by the certificate's key: ECDSA in DER, or RSA by PKCS#1 v1.5, both with SHA-256.

    *Raises*: `KeyMissing` where it is another key's.
    """
    key = strong_public_key(certificate)
    try:
        if isinstance(key, EllipticCurvePublicKey):
            key.verify(signature, data, ECDSA(SHA256()))
        else:
            key.verify(signature, data, PKCS1v15(), SHA256())
    except InvalidSignature as error:
        raise KeyMissing("the certificate belongs to another key than the one that signs") from error


def as_asn1(certificate: Certificate) -> asn1_x509.Certificate:
    """The certificate in pyHanko's form."""
    return asn1_x509.Certificate.load(certificate.public_bytes(Encoding.DER))


def store_of(certificates: Iterable[Certificate]) -> SimpleCertificateStore:
    """Certificates that go into the signature beside the signer's."""
    store = SimpleCertificateStore()
    store.register_multiple([as_asn1(certificate) for certificate in certificates])
    return store


def read_certificates(paths: Iterable[Path]) -> list[Certificate]:
    """Certificates of files, PEM (one or many) or DER. *Raises*: `KeyMissing` where one cannot be read."""
    try:
        ders = TrustAnchors.read(roots=[path.read_bytes() for path in paths]).roots
        return [x509.load_der_x509_certificate(der) for der in ders]
    except (OSError, ValueError) as error:
        raise KeyMissing("a certificate of the signing key cannot be read") from error
