"""Who issues what in the development PKI: authorities, seal and personal keys, by the newest CA; when is decided elsewhere."""

import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    KeySerializationEncryption,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.hazmat.primitives.serialization.pkcs12 import serialize_key_and_certificates

from domain.clock import Clock
from signing import issuing
from signing.development_lists import DevelopmentLists
from signing.generations import Generations, PkiDamaged, generation_of
from signing.issuing import YEAR, Access, Authority
from signing.private_files import write_private

KDF_ROUNDS = 50_000
DAY = timedelta(days=1)
SEAL_SUBJECT = "segel-lembaga"
RESPONDER_RENEWED_BEFORE = timedelta(days=30)
LEAF_AUTHORITIES: dict[str, Callable[..., x509.Certificate]] = {
    "tsa": issuing.timestamping_certificate,
    "credential": issuing.credential_certificate,
}
"""The authorities below the issuing CA that are no CA themselves."""


class DevelopmentIssuing:
    """Makes keys and certificates in the folder. Call what makes something under the folder's lock."""

    def __init__(
        self, folder: Path, generations: Generations, lists: DevelopmentLists, *, clock: Clock, public_url: str
    ) -> None:
        self._folder = folder
        self._generations = generations
        self._lists = lists
        self._clock = clock
        self._public_url = public_url

    def root(self, stem: str) -> None:
        """A root. The first is as old as the PKI."""
        made = issuing.root_authority(start=self.issue_date(), generation=generation_of(stem))
        self._generations.keep(stem, made)

    def issuing_ca(self, stem: str) -> None:
        """An issuing CA below the newest root."""
        parent = self._generations.newest("root")
        made = issuing.issuing_authority(
            self._generations.authority(parent),
            start=self.issue_date(),
            crl_url=self._crl_url(parent),
            access=self._access(parent, ocsp=True),
            generation=generation_of(stem),
        )
        self._lists.note_issued(parent, made.certificate)
        self._generations.keep(stem, made)

    def leaf_authority(self, name: str, stem: str) -> None:
        """The time-stamping authority or the key of credentials, below the newest issuing CA."""
        ca, key = self._generations.newest("issuing"), issuing.new_key()
        certificate = LEAF_AUTHORITIES[name](
            self._generations.authority(ca),
            key=key.public_key(),
            start=self.issue_date(),
            crl_url=self._crl_url(ca),
            access=self._access(ca, ocsp=True),
            generation=generation_of(stem),
        )
        self._lists.note_issued(ca, certificate)
        self._generations.keep(stem, Authority(certificate, key), chain=self.chain(ca))

    def seal(self, stem: str) -> None:
        """The agency's seal: its passphrase first, then as any signing key."""
        passphrase = secrets.token_urlsafe(32)
        write_private(self._generations.path(stem, "passphrase"), passphrase.encode())
        subject = issuing.person_name(
            name="Segel Elektronik Pembina UJI", title="", organisation="Pembina", subject_id=SEAL_SUBJECT
        )
        self.signing_key(self._folder / stem, subject, life=10 * YEAR, passphrase=passphrase)

    def signing_key(self, path: Path, subject: x509.Name, *, life: timedelta, passphrase: str) -> None:
        """Certificate first, key last: a PKCS#12 that exists has its certificate beside it. *Shape*: `path` has no suffix."""
        stem, key = self._generations.newest("issuing"), issuing.new_key()
        ca = self._generations.authority(stem)
        certificate = issuing.signing_certificate(
            ca,
            name=subject,
            key=key.public_key(),
            start=self.issue_date(),
            life=life,
            crl_url=self._crl_url(stem),
            access=self._access(stem, ocsp=False),
        )
        self._lists.note_issued(stem, certificate)
        store = serialize_key_and_certificates(b"pembina", key, certificate, [ca.certificate], _protection(passphrase))
        path.with_name(f"{path.name}.p12").unlink(missing_ok=True)
        write_private(path.with_name(f"{path.name}.pem"), certificate.public_bytes(Encoding.PEM))
        write_private(path.with_name(f"{path.name}.p12"), store)

    def responder(self, ca: str, *, anew: bool = False) -> Authority:
        """The key that answers for this CA's certificates, made where there is none for another month.

        *Shape*: key and certificate in one file, `ocsp-<stem>.pem`: a responder that is replaced leaves nothing behind, as
        its answers bring its certificate along. *Raises*: `PkiDamaged`.
        """
        path = self._folder / f"ocsp-{ca}.pem"
        now = self._clock.now()
        if not anew and path.exists():
            found = _one_file(path)
            if now < found.certificate.not_valid_after_utc - RESPONDER_RENEWED_BEFORE:
                return found
        key = issuing.new_key()
        certificate = issuing.responder_certificate(
            self._generations.authority(ca),
            key=key.public_key(),
            start=self.issue_date(),
            now=now,
            crl_url=self._crl_url(ca),
        )
        self._lists.note_issued(ca, certificate)
        private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        write_private(path, private + certificate.public_bytes(Encoding.PEM))
        return Authority(certificate, key)

    def chain(self, ca: str) -> list[x509.Certificate]:
        """This issuing CA, and the root above it."""
        certificate = self._generations.certificate(ca)
        roots = map(self._generations.certificate, self._generations.stems("root"))
        return [certificate, *(root for root in roots if root.subject == certificate.issuer)]

    def issue_date(self) -> datetime:
        """In the first year the day before the first start, so that a legal clock set ahead makes no key of the future.

        Programs outside check by the wall clock, and would not take such a key. Later, the day before.
        """
        now, start = self._clock.now(), self.start()
        return start if now - start < YEAR else (now - DAY).replace(microsecond=0)

    def start(self) -> datetime:
        """The day before the first start. *Raises*: `PkiDamaged`."""
        try:
            return datetime.fromisoformat((self._folder / "start").read_text())
        except (OSError, ValueError) as error:
            raise PkiDamaged("start of the development PKI cannot be read") from error

    def _crl_url(self, ca: str) -> str:
        return f"{self._public_url}/crl/{ca}.crl"

    def _access(self, ca: str, *, ocsp: bool) -> Access:
        return Access(f"{self._public_url}/pki/{ca}.cer", f"{self._public_url}/ocsp" if ocsp else None)


def _one_file(path: Path) -> Authority:
    try:
        key = load_pem_private_key(path.read_bytes(), password=None)
        certificate = x509.load_pem_x509_certificate(path.read_bytes())
    except ValueError as error:
        raise PkiDamaged(f"{path.name} of the development PKI cannot be read") from error
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise PkiDamaged(f"{path.name} of the development PKI is of another kind")
    return Authority(certificate, key)


def _protection(passphrase: str) -> KeySerializationEncryption:
    return (
        PrivateFormat.PKCS12.encryption_builder().kdf_rounds(KDF_ROUNDS).hmac_hash(SHA256()).build(passphrase.encode())
    )
