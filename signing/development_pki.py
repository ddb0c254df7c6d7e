"""The development PKI on disk: root, issuing CA, time stamps, seal and personal keys; without worth in law or production."""

import hashlib
import json
import secrets
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
from pyhanko.sign.timestamps import TimeStamper

from domain.clock import Clock
from signing import issuing
from signing.credential_keys import CredentialKey
from signing.issuing import YEAR, Authority, Revocation
from signing.pkcs12 import SealKey
from signing.port import KeyMissing, SigningError
from signing.private_files import drop_drafts, locked, private_folder, write_private
from signing.timestamps import LocalTimestamps
from signing.trust import TrustAnchors

CRL_RENEWED_AFTER = timedelta(days=1)
KDF_ROUNDS = 50_000
DAY = timedelta(days=1)
SEAL_SUBJECT = "segel-lembaga"


class PkiDamaged(SigningError):
    """The folder of the development PKI holds something unreadable; it is never silently made anew."""


class DevelopmentPki:
    """A whole PKI in one folder (mode 0700, files 0600), made at first start and then only read and extended.

    Safe against several processes at once and against being killed at any moment: each file appears whole, and the
    folder's lock goes with the process that held it.
    """

    def __init__(self, folder: Path, clock: Clock, public_url: str) -> None:
        self._folder = folder
        self._clock = clock
        self._public_url = public_url.rstrip("/")

    @classmethod
    def open(cls, folder: Path, clock: Clock, *, public_url: str = "http://127.0.0.1:8000") -> "DevelopmentPki":
        """The PKI in `folder`, made now where it is missing.

        *Shape*: `public_url` is the address below which `/crl/root.crl` and `/crl/issuing.crl` will be published; it stands
        in the certificates and cannot change later. Certificates start a day before the legal time of the first start.
        *Raises*: `PkiDamaged`; `OSError` where the folder cannot be written.
        """
        pki = cls(private_folder(folder), clock, public_url)
        private_folder(folder / "persons")
        with locked(folder):
            drop_drafts(folder)
            drop_drafts(folder / "persons")
            pki._complete()
        return pki

    @property
    def root_pem(self) -> bytes:
        """The root certificate, for `pdfsig`, Acrobat or anybody who checks."""
        return self._read("root.pem")

    @property
    def seal_key(self) -> SealKey:
        """The agency's seal."""
        return SealKey(path=self._folder / "seal.p12", passphrase_file=self._folder / "seal.passphrase")

    def credential_key(self) -> CredentialKey:
        """The key of credentials and status lists, read anew each time: this process keeps none. *Raises*: `PkiDamaged`."""
        authority = self._authority("credential")
        return CredentialKey(authority.key, authority.certificate)

    def credential_certificates(self) -> tuple[bytes, ...]:
        """The certificates of all credential keys so far, in DER. *Shape*: files `credential*.pem`, by name."""
        found = sorted(self._folder.glob("credential*.pem"))
        return tuple(x509.load_pem_x509_certificate(path.read_bytes()).public_bytes(Encoding.DER) for path in found)

    @property
    def timestamps(self) -> LocalTimestamps:
        """The time-stamping authority, in the form that is sent to a signing process."""
        file = self._folder.joinpath
        return LocalTimestamps(file("tsa.pem"), file("tsa.key"), chain=(file("issuing.pem"), file("root.pem")))

    def timestamper(self, clock: Clock | None = None) -> TimeStamper:
        """The time-stamping authority in this process, on the given or the PKI's legal clock."""
        return self.timestamps.timestamper(clock or self._clock)

    def trust(self) -> TrustAnchors:
        """Root, issuing CA and revocation lists that are current by the legal clock."""
        return TrustAnchors.read(
            roots=[self.root_pem], intermediates=[self._read("issuing.pem")], crls=list(self.current_crls().values())
        )

    def current_crls(self) -> dict[str, bytes]:
        """The revocation lists by their published name, `root.crl` and `issuing.crl`, in DER; renewed where a day old."""
        with locked(self._folder):
            return {f"{name}.crl": self._current_crl(name) for name in ("root", "issuing")}

    def person_key_path(self, subject_id: str) -> Path:
        """Where the PKCS#12 of this person lies or would lie; the name says nothing about the person."""
        return self._person(subject_id).with_suffix(".p12")

    def issue_person_key(self, *, subject_id: str, name: str, title: str, organisation: str, passphrase: str) -> Path:
        """The person's key, made where there is none whose certificate is valid by the legal clock and not revoked.

        A present key is left alone, with the passphrase it has.
        *Raises*: `ValueError` for an empty passphrase.
        """
        if not passphrase:
            raise ValueError("a personal key needs a passphrase")
        with locked(self._folder):
            if not self._has_valid_key(subject_id):
                subject = issuing.person_name(name=name, title=title, organisation=organisation, subject_id=subject_id)
                self._issue(self._person(subject_id), subject, life=2 * YEAR, passphrase=passphrase)
        return self.person_key_path(subject_id)

    def revoke(self, subject_id: str, at: datetime, reason: str) -> None:
        """Revoke the person's certificate as of `at` (legal time) and publish a new list.

        *Shape*: `reason` is a code of RFC 5280, section 5.3.1: `key_compromise`, `affiliation_changed`, `superseded`,
        `cessation_of_operation`, `privilege_withdrawn`, `unspecified`.
        *Raises*: `KeyMissing` where no certificate was issued to this person; `ValueError` for another reason.
        """
        code = x509.ReasonFlags[reason] if reason in x509.ReasonFlags.__members__ else None
        if code is None:
            raise ValueError(f"no reason for revocation: {reason}")
        with locked(self._folder):
            serial = str(self._person_certificate(subject_id).serial_number)
            revoked = json.loads(self._read("revoked.json"))
            revoked.setdefault(serial, {"at": at.isoformat(), "reason": code.name})
            write_private(self._folder / "revoked.json", json.dumps(revoked).encode())
            self._renew_crl("issuing")

    def _complete(self) -> None:
        """Make what is missing, root first: a file that exists is never replaced, so a killed start is continued."""
        if not (self._folder / "start").exists():
            start = (self._clock.now() - DAY).replace(microsecond=0)
            write_private(self._folder / "start", start.isoformat().encode())
        if not (self._folder / "root.pem").exists():
            self._keep("root", issuing.root_authority(start=self._start()))
        if not (self._folder / "issuing.pem").exists():
            url = self._crl_url("root")
            self._keep("issuing", issuing.issuing_authority(self._authority("root"), start=self._start(), crl_url=url))
        if not (self._folder / "tsa.pem").exists():
            key = issuing.new_key()
            certificate = issuing.timestamping_certificate(
                self._authority("issuing"), key=key.public_key(), start=self._start(), crl_url=self._crl_url("issuing")
            )
            self._keep("tsa", Authority(certificate, key))
        if not (self._folder / "credential.pem").exists():
            key = issuing.new_key()
            certificate = issuing.credential_certificate(
                self._authority("issuing"), key=key.public_key(), start=self._start(), crl_url=self._crl_url("issuing")
            )
            self._keep("credential", Authority(certificate, key))
        if not (self._folder / "revoked.json").exists():
            write_private(self._folder / "revoked.json", b"{}")
        if not (self._folder / "seal.p12").exists():
            self._issue_seal()

    def _issue_seal(self) -> None:
        passphrase = secrets.token_urlsafe(32)
        write_private(self._folder / "seal.passphrase", passphrase.encode())
        subject = issuing.person_name(
            name="Segel Elektronik Pembina UJI", title="", organisation="Pembina", subject_id=SEAL_SUBJECT
        )
        self._issue(self._folder / "seal", subject, life=10 * YEAR, passphrase=passphrase, start=self._start())

    def _issue(
        self, path: Path, subject: x509.Name, *, life: timedelta, passphrase: str, start: datetime | None = None
    ) -> None:
        """Certificate first, key last: a PKCS#12 that exists has its certificate beside it."""
        ca = self._authority("issuing")
        key = issuing.new_key()
        certificate = issuing.signing_certificate(
            ca,
            name=subject,
            key=key.public_key(),
            start=start or self._issue_date(),
            life=life,
            crl_url=self._crl_url("issuing"),
        )
        path.with_suffix(".p12").unlink(missing_ok=True)
        write_private(path.with_suffix(".pem"), certificate.public_bytes(Encoding.PEM))
        store = serialize_key_and_certificates(b"pembina", key, certificate, [ca.certificate], _protection(passphrase))
        write_private(path.with_suffix(".p12"), store)

    def _issue_date(self) -> datetime:
        """In the first year the day before the first start, so that a legal clock set ahead makes no key of the future.

        Programs outside check by the wall clock, and would not take such a key.
        """
        now = self._clock.now()
        return self._start() if now - self._start() < YEAR else (now - DAY).replace(microsecond=0)

    def _has_valid_key(self, subject_id: str) -> bool:
        if not self.person_key_path(subject_id).exists():
            return False
        certificate = self._person_certificate(subject_id)
        revoked = str(certificate.serial_number) in json.loads(self._read("revoked.json"))
        return not revoked and self._clock.now() < certificate.not_valid_after_utc

    def _current_crl(self, name: str) -> bytes:
        path = self._folder / f"{name}.crl"
        if path.exists():
            now = self._clock.now()
            crl = x509.load_der_x509_crl(path.read_bytes())
            if crl.last_update_utc <= now < crl.last_update_utc + CRL_RENEWED_AFTER:
                return path.read_bytes()
        return self._renew_crl(name)

    def _renew_crl(self, name: str) -> bytes:
        path = self._folder / f"{name}.crl"
        crl = issuing.revocation_list(
            self._authority(name),
            number=_next_number(path),
            now=self._clock.now().replace(microsecond=0),
            revoked=self._revoked() if name == "issuing" else {},
        ).public_bytes(Encoding.DER)
        write_private(path, crl)
        return crl

    def _revoked(self) -> dict[int, Revocation]:
        entries = json.loads(self._read("revoked.json"))
        return {
            int(serial): Revocation(int(serial), datetime.fromisoformat(entry["at"]), x509.ReasonFlags[entry["reason"]])
            for serial, entry in entries.items()
        }

    def _keep(self, name: str, authority: Authority) -> None:
        """Key first, certificate last: a certificate that exists has its key beside it."""
        key = authority.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        write_private(self._folder / f"{name}.key", key)
        write_private(self._folder / f"{name}.pem", authority.certificate.public_bytes(Encoding.PEM))

    def _authority(self, name: str) -> Authority:
        try:
            key = load_pem_private_key(self._read(f"{name}.key"), password=None)
            certificate = x509.load_pem_x509_certificate(self._read(f"{name}.pem"))
        except ValueError as error:
            raise PkiDamaged(f"{name}.key or {name}.pem of the development PKI cannot be read") from error
        if not isinstance(key, ec.EllipticCurvePrivateKey):
            raise PkiDamaged(f"{name}.key of the development PKI is of another kind")
        return Authority(certificate, key)

    def _person(self, subject_id: str) -> Path:
        return self._folder / "persons" / hashlib.sha256(subject_id.encode()).hexdigest()[:32]

    def _person_certificate(self, subject_id: str) -> x509.Certificate:
        try:
            return x509.load_pem_x509_certificate(self._person(subject_id).with_suffix(".pem").read_bytes())
        except OSError as error:
            raise KeyMissing("no certificate was issued to this person") from error

    def _start(self) -> datetime:
        return datetime.fromisoformat(self._read("start").decode())

    def _crl_url(self, name: str) -> str:
        return f"{self._public_url}/crl/{name}.crl"

    def _read(self, name: str) -> bytes:
        try:
            return (self._folder / name).read_bytes()
        except FileNotFoundError as error:
            raise PkiDamaged(f"{name} of the development PKI is gone") from error


def _next_number(path: Path) -> int:
    if not path.exists():
        return 1
    number = x509.load_der_x509_crl(path.read_bytes()).extensions.get_extension_for_class(x509.CRLNumber)
    return number.value.crl_number + 1


def _protection(passphrase: str) -> KeySerializationEncryption:
    return (
        PrivateFormat.PKCS12.encryption_builder().kdf_rounds(KDF_ROUNDS).hmac_hash(SHA256()).build(passphrase.encode())
    )
