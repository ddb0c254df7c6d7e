"""The development PKI in one folder: who is trusted and whose key signs now; without worth in law or production.

Each authority has generations (`signing.generations`): a new one takes over, and the old one stays trusted for what it has
signed. Certificates are made in `signing.development_issuing`, lists kept in
`signing.development_lists`, personal keys in `signing.development_persons`, successors decided in `signing.rotation`.
"""

from datetime import datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.sign.timestamps import TimeStamper

from domain.clock import Clock
from signing import issuing
from signing.credential_keys import CredentialKey
from signing.development_issuing import DAY, LEAF_AUTHORITIES, DevelopmentIssuing
from signing.development_lists import DevelopmentLists
from signing.development_persons import DevelopmentPersons
from signing.generations import Generations, PkiDamaged
from signing.issuing import YEAR, Authority
from signing.pkcs12 import SealKey
from signing.port import KeyMissing
from signing.private_files import drop_drafts, locked, private_folder, write_private
from signing.rotation import AuthorityName, AuthorityState, KeptAuthority, Rotation
from signing.timestamps import RotatingTimestamps
from signing.trust import TrustAnchors

__all__ = ["AuthorityName", "AuthorityState", "DevelopmentPki", "KeptAuthority", "PkiDamaged"]

REASONS = (
    "key_compromise",
    "ca_compromise",
    "affiliation_changed",
    "superseded",
    "cessation_of_operation",
    "privilege_withdrawn",
    "unspecified",
)
"""For which a certificate is revoked for good. *Source*: RFC 5280, section 5.3.1."""


class DevelopmentPki:
    """A whole PKI in one folder (mode 0700, files 0600), made at first start and then only read and extended.

    Safe against several processes at once and against being killed at any moment: each file appears whole, and the
    folder's lock goes with the process that held it.
    """

    def __init__(self, folder: Path, clock: Clock, public_url: str) -> None:
        self._folder = folder
        self._clock = clock
        self._generations = Generations(folder)
        self._persons = DevelopmentPersons(folder / "persons")
        self._lists = DevelopmentLists(folder, self._generations, clock)
        self._issuing = DevelopmentIssuing(
            folder, self._generations, self._lists, clock=clock, public_url=public_url.rstrip("/")
        )
        self._rotation = Rotation(self._generations, self._issuing, self._lists, clock)

    @classmethod
    def open(cls, folder: Path, clock: Clock, *, public_url: str = "http://127.0.0.1:8000") -> "DevelopmentPki":
        """The PKI in `folder`, made now where it is missing.

        *Shape*: `public_url` is the address below which `/crl/issuing.crl`, `/pki/issuing.cer` and `/ocsp` will be published;
        it stands in the certificates and cannot change later. Certificates start a day before the legal time of the first
        start. *Raises*: `PkiDamaged`; `OSError` where the folder cannot be written.
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
        """Every root certificate, newest first, for `pdfsig`, Acrobat or anybody who checks."""
        return b"".join(self._generations.read(stem, "pem") for stem in reversed(self._generations.stems("root")))

    def ca_certificate(self, stem: str) -> bytes | None:
        """The certificate of one CA in DER, by its stem; None where there is none of that name."""
        if stem not in (*self._generations.stems("root"), *self._generations.stems("issuing")):
            return None
        return self._generations.certificate(stem).public_bytes(Encoding.DER)

    @property
    def seal_key(self) -> SealKey:
        """The agency's seal."""
        stem = self._generations.newest("seal")
        return SealKey(
            path=self._generations.path(stem, "p12"), passphrase_file=self._generations.path(stem, "passphrase")
        )

    def credential_key(self) -> CredentialKey:
        """The key of credentials and status lists, read anew each time: this process keeps none. *Raises*: `PkiDamaged`."""
        authority = self._generations.authority(self._generations.newest("credential"))
        return CredentialKey(authority.key, authority.certificate)

    def credential_certificates(self) -> tuple[bytes, ...]:
        """The certificates of all credential keys so far, in DER, oldest first."""
        found = map(self._generations.certificate, self._generations.stems("credential"))
        return tuple(certificate.public_bytes(Encoding.DER) for certificate in found)

    @property
    def timestamps(self) -> RotatingTimestamps:
        """The time-stamping authority, in the form that is sent to a signing process: always the newest generation."""
        return RotatingTimestamps(self._folder)

    def timestamper(self, clock: Clock | None = None) -> TimeStamper:
        """The time-stamping authority in this process, on the given or the PKI's legal clock."""
        return self.timestamps.timestamper(clock or self._clock)

    def trust(self) -> TrustAnchors:
        """Every root and issuing CA so far, and revocation lists that are current by the legal clock."""
        return TrustAnchors.read(
            roots=[self._generations.read(stem, "pem") for stem in self._generations.stems("root")],
            intermediates=[self._generations.read(stem, "pem") for stem in self._generations.stems("issuing")],
            crls=list(self.current_crls().values()),
        )

    def current_crls(self) -> dict[str, bytes]:
        """The revocation lists by their published name, `root.crl` and `issuing.crl`, in DER; renewed where a day old."""
        with locked(self._folder):
            return self._lists.current()

    def person_key_path(self, subject_id: str) -> Path:
        """Where the newest PKCS#12 of this person lies or would lie; the name says nothing about the person."""
        return self._persons.key_path(subject_id)

    def issue_person_key(self, *, subject_id: str, name: str, title: str, organisation: str, passphrase: str) -> Path:
        """The person's key, made where there is none of the newest CA that is valid by the legal clock and not revoked.

        A present key is left alone, with the passphrase it has; one that is replaced keeps its certificate.
        *Raises*: `ValueError` for an empty passphrase.
        """
        if not passphrase:
            raise ValueError("a personal key needs a passphrase")
        with locked(self._folder):
            if not self._has_valid_key(subject_id):
                subject = issuing.person_name(name=name, title=title, organisation=organisation, subject_id=subject_id)
                path = self._persons.next_path(subject_id)
                self._issuing.signing_key(path, subject, life=2 * YEAR, passphrase=passphrase)
        return self.person_key_path(subject_id)

    def revoke(self, subject_id: str, at: datetime, reason: str, *, serial: int | None = None) -> tuple[int, ...]:
        """Revoke all certificates of the person, or the one of this number, as of `at` (legal time); new lists say so at once.

        Returns their numbers. One whose CA has ended is left: nobody publishes a list of it.
        *Shape*: `reason` is one of `REASONS`.
        *Raises*: `KeyMissing` where there is none to revoke; `ValueError` for another reason.
        """
        code = _reason(reason)
        with locked(self._folder):
            found = [each for each in self._persons.certificates(subject_id) if serial in (None, each.serial_number)]
            if not found:
                raise KeyMissing("no certificate of this number was issued to this person")
            listed = [each for each in found if self._lists.can_list(each)]
            if not listed:
                raise KeyMissing("the CA of this certificate has ended, and publishes no list any more")
            for certificate in listed:
                self._lists.revoke(certificate, at=at, reason=code)
            return tuple(certificate.serial_number for certificate in listed)

    def person_certificates(self, subject_id: str) -> tuple[x509.Certificate, ...]:
        """Every certificate of this person, oldest first. *Raises*: `KeyMissing` where none was issued."""
        return self._persons.certificates(subject_id)

    def revoke_authority(self, stem: str, at: datetime, reason: str) -> tuple[str, ...]:
        """Revoke one generation of an authority; one that is in use has a successor at once. Returns the new stems.

        *Raises*: `KeyMissing` where there is none of that name; `ValueError` for another reason, a root or a responder.
        """
        code = _reason(reason)
        with locked(self._folder):
            return self._rotation.revoke(stem, at=at, reason=code)

    def rotate(self, name: AuthorityName) -> tuple[str, ...]:
        """A new generation takes over now; the old one stays trusted for what it has signed. Returns the new stems.

        A new root comes with an issuing CA below it. The seal, the time stamps and the key of credentials move below a new CA
        when they are rotated themselves; personal keys when they are next asked for.
        """
        with locked(self._folder):
            return self._rotation.rotate(name)

    def replace_due(self) -> tuple[str, ...]:
        """Rotates what ends within two years by the legal clock; returns the new stems.

        However far the clock has jumped: what has ended meanwhile has ended, and its successor begins now.
        """
        with locked(self._folder):
            return self._rotation.replace_due()

    def responder(self, ca: str) -> Authority:
        """The key that answers for the certificates of this CA (RFC 6960). *Shape*: `ca` is a CA's stem."""
        with locked(self._folder):
            return self._issuing.responder(ca)

    def living_cas(self) -> tuple[str, ...]:
        """The stems of the CAs whose certificates have not ended."""
        return self._rotation.living_cas()

    def authorities(self) -> tuple[KeptAuthority, ...]:
        """Every generation of every authority, by name, oldest first."""
        with locked(self._folder):
            return self._rotation.authorities()

    @property
    def lists(self) -> DevelopmentLists:
        """What was issued and revoked."""
        return self._lists

    @property
    def generations(self) -> Generations:
        """The authorities' files."""
        return self._generations

    # --- under the lock ---------------------------------------------------------------------------------------------

    def _complete(self) -> None:
        """Make what is missing, root first: a file that exists is never replaced, so a killed start is continued."""
        if not (self._folder / "start").exists():
            start = (self._clock.now() - DAY).replace(microsecond=0)
            write_private(self._folder / "start", start.isoformat().encode())
        if not (self._folder / "revoked.json").exists():
            write_private(self._folder / "revoked.json", b"{}")
        if not self._generations.exists("root"):
            self._issuing.root("root")
        if not self._generations.exists("issuing"):
            self._issuing.issuing_ca("issuing")
        self._lists.complete()
        self._rotation.follow_root()
        for name in LEAF_AUTHORITIES:
            if not self._generations.exists(name):
                self._issuing.leaf_authority(name, name)
        if not self.seal_key.path.exists():
            self._issuing.seal(self._generations.newest("seal"))

    def _has_valid_key(self, subject_id: str) -> bool:
        if not self.person_key_path(subject_id).exists():
            return False
        newest = self.person_key_path(subject_id).with_suffix(".pem")
        certificate = x509.load_pem_x509_certificate(newest.read_bytes())
        ca = self._generations.certificate(self._generations.newest("issuing"))
        return (
            certificate.issuer == ca.subject
            and self._clock.now() < certificate.not_valid_after_utc
            and not self._lists.is_revoked(certificate)
        )


def _reason(name: str) -> x509.ReasonFlags:
    if name not in REASONS:
        raise ValueError(f"no reason for revocation: {name}")
    return x509.ReasonFlags[name]
