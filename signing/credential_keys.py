"""The keys of credentials and status lists: who may sign them, proven by a certificate chain; no key is made here."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, load_pem_private_key

from signing.credential_chains import (
    CredentialKeyUnproven,
    CredentialKeyUntrusted,
    loaded,
    require_chain,
    require_purpose,
)
from signing.port import SigningError
from signing.trust import TrustAnchors

__all__ = [
    "CredentialKey",
    "CredentialKeyUnproven",
    "CredentialKeyUntrusted",
    "CredentialKeyUnusable",
    "CredentialTrust",
]

KEY_ID_BYTES = 8
"""As health certificates have it: enough to find the key, too little to prove anything."""


class CredentialKeyUnusable(SigningError):
    """The file with the credential key cannot be read, or holds a key or certificate of another kind."""


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

    def key(
        self, named: bytes, at: datetime, *, known_at: datetime, proven: datetime | None = None
    ) -> ec.EllipticCurvePublicKey:
        """The public key of that id, proven by its chain for the instant `at`, of which the token itself speaks.

        *Shape*: `known_at` is the instant for which it must be known whether the key is revoked: for each certificate of the
        chain the newest list of its issuer must have been current then. `proven` is a time at which something else proves
        the token to have existed, such as the time stamp of the paper that carries it: what came of the key afterwards is no
        matter then.
        *Raises*: `CredentialKeyUntrusted`; its kind `CredentialKeyUnproven` where the lists are too old or missing.
        *Source*: RFC 5280, sections 6.1 and 6.3, for chains of at most three.
        """
        found = [each for each in loaded(self.certificates) if key_id(each) == named]
        if not found:
            raise CredentialKeyUntrusted("no such credential key is known")
        certificate = found[0]
        require_purpose(certificate)
        require_chain(certificate, self.anchors, at=at, proven=proven, known_at=known_at)
        key = certificate.public_key()
        if not isinstance(key, ec.EllipticCurvePublicKey) or not isinstance(key.curve, ec.SECP256R1):
            raise CredentialKeyUntrusted("the credential key is not on the curve P-256")
        return key
