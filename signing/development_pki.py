"""The development PKI in one folder: who is trusted, whose key signs now, and when it is replaced; without worth in law or production.

Each authority has generations (`signing.generations`): a new one takes over, and the old one stays trusted for what it has
signed. Certificates are made in `signing.development_issuing`, lists kept in `signing.development_lists`.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.sign.timestamps import TimeStamper

from domain.clock import Clock
from signing import issuing
from signing.credential_keys import CredentialKey
from signing.development_issuing import DAY, LEAF_AUTHORITIES, SEAL_SUBJECT, DevelopmentIssuing
from signing.development_lists import DevelopmentLists
from signing.generations import Generations, PkiDamaged, generation_of
from signing.issuing import YEAR, Authority
from signing.pkcs12 import SealKey
from signing.port import KeyMissing
from signing.private_files import drop_drafts, locked, private_folder, write_private
from signing.timestamps import RotatingTimestamps
from signing.trust import TrustAnchors

__all__ = ["AuthorityName", "AuthorityState", "DevelopmentPki", "KeptAuthority", "PkiDamaged"]

REPLACED_BEFORE = 2 * YEAR
"""How long before its end an authority gets a successor by itself: papers stamped by the old one can then still be stamped anew."""


class AuthorityName(StrEnum):
    """What can be rotated."""

    ROOT = "root"
    ISSUING = "issuing"
    TSA = "tsa"
    CREDENTIAL = "credential"
    SEAL = "seal"
    OCSP = "ocsp"


class AuthorityState(StrEnum):
    """Where a generation stands: in use, trusted still for what it signed, ended by its date, or revoked."""

    CURRENT = "CURRENT"
    RETIRED = "RETIRED"
    ENDED = "ENDED"
    REVOKED = "REVOKED"


@dataclass(frozen=True, kw_only=True)
class KeptAuthority:
    """One generation of an authority, as `pembina pki show` lists it. *Shape*: `stem` names its files; times aware UTC."""

    stem: str
    subject: str
    issuer: str
    serial: int
    begins: datetime
    ends: datetime
    state: AuthorityState


class DevelopmentPki:
    """A whole PKI in one folder (mode 0700, files 0600), made at first start and then only read and extended.

    Safe against several processes at once and against being killed at any moment: each file appears whole, and the
    folder's lock goes with the process that held it.
    """

    def __init__(self, folder: Path, clock: Clock, public_url: str) -> None:
        self._folder = folder
        self._clock = clock
        self._generations = Generations(folder)
        self._lists = DevelopmentLists(folder, self._generations, clock)
        self._issuing = DevelopmentIssuing(
            folder, self._generations, self._lists, clock=clock, public_url=public_url.rstrip("/")
        )

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
                self._issuing.signing_key(self._person(subject_id), subject, life=2 * YEAR, passphrase=passphrase)
        return self.person_key_path(subject_id)

    def revoke(self, subject_id: str, at: datetime, reason: str) -> None:
        """Revoke the certificate of the person, or of the seal (`SEAL_SUBJECT`), as of `at` (legal time); publish a new list.

        A revoked seal has a successor at once.
        *Shape*: `reason` is a code of RFC 5280, section 5.3.1: `key_compromise`, `affiliation_changed`, `superseded`,
        `cessation_of_operation`, `privilege_withdrawn`, `unspecified`.
        *Raises*: `KeyMissing` where no certificate was issued to this person; `ValueError` for another reason.
        """
        code = x509.ReasonFlags[reason] if reason in x509.ReasonFlags.__members__ else None
        if code is None:
            raise ValueError(f"no reason for revocation: {reason}")
        with locked(self._folder):
            if subject_id == SEAL_SUBJECT:
                certificate = self._generations.certificate(self._generations.newest("seal"))
                self._lists.revoke(certificate, at=at, reason=code)
                self._issuing.seal(self._generations.next("seal")[0])
            else:
                self._lists.revoke(self._person_certificate(subject_id), at=at, reason=code)

    def rotate(self, name: AuthorityName) -> tuple[str, ...]:
        """A new generation takes over now; the old one stays trusted for what it has signed. Returns the new stems.

        A new root comes with an issuing CA below it. Personal keys, the seal and the time stamps move below a new CA when
        they are rotated or renewed themselves.
        """
        with locked(self._folder):
            return self._rotate(name)

    def replace_due(self) -> tuple[str, ...]:
        """Rotates what ends within two years by the legal clock, and what would end before its new CA; returns the new stems.

        However far the clock has jumped: what has ended meanwhile has ended, and its successor begins now.
        """
        with locked(self._folder):
            return tuple(stem for name in AuthorityName if self._is_due(name) for stem in self._rotate(name))

    def responder(self, ca: str) -> Authority:
        """The key that answers for the certificates of this CA (RFC 6960). *Shape*: `ca` is a CA's stem."""
        with locked(self._folder):
            return self._issuing.responder(ca)

    def authorities(self) -> tuple[KeptAuthority, ...]:
        """Every generation of every authority, by name, oldest first."""
        with locked(self._folder):
            stems = [stem for name in AuthorityName for stem in self._stems(name)]
            return tuple(self._kept(stem) for stem in stems)

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
        self._follow_root()
        for name in LEAF_AUTHORITIES:
            if not self._generations.exists(name):
                self._issuing.leaf_authority(name, name)
        if not self.seal_key.path.exists():
            self._issuing.seal(self._generations.newest("seal"))

    def _follow_root(self) -> tuple[str, ...]:
        """An issuing CA below the newest root, where a rotation was killed in between."""
        root = self._generations.certificate(self._generations.newest("root"))
        if self._generations.certificate(self._generations.newest("issuing")).issuer == root.subject:
            return ()
        stem, _ = self._generations.next("issuing")
        self._issuing.issuing_ca(stem)
        return (stem,)

    def _rotate(self, name: AuthorityName) -> tuple[str, ...]:
        if name is AuthorityName.OCSP:
            for ca in self._living_cas():
                self._issuing.responder(ca, anew=True)
            return tuple(f"ocsp-{ca}" for ca in self._living_cas())
        stem, _ = self._generations.next(name.value)
        match name:
            case AuthorityName.ROOT:
                self._issuing.root(stem)
                return (stem, *self._follow_root())
            case AuthorityName.ISSUING:
                self._issuing.issuing_ca(stem)
            case AuthorityName.SEAL:
                self._issuing.seal(stem)
            case _:
                self._issuing.leaf_authority(name.value, stem)
        return (stem,)

    def _is_due(self, name: AuthorityName) -> bool:
        if name is AuthorityName.OCSP:
            return False  # renewed when it is asked
        end = self._generations.certificate(self._generations.newest(name.value)).not_valid_after_utc
        return self._clock.now() >= end - REPLACED_BEFORE

    def _stems(self, name: AuthorityName) -> tuple[str, ...]:
        if name is not AuthorityName.OCSP:
            return self._generations.stems(name.value)
        return tuple(f"ocsp-{ca}" for ca in self._living_cas() if self._generations.exists(f"ocsp-{ca}"))

    def _living_cas(self) -> tuple[str, ...]:
        cas = (*self._generations.stems("root"), *self._generations.stems("issuing"))
        now = self._clock.now()
        return tuple(ca for ca in cas if now < self._generations.certificate(ca).not_valid_after_utc)

    def _kept(self, stem: str) -> KeptAuthority:
        certificate = self._generations.certificate(stem)
        return KeptAuthority(
            stem=stem,
            subject=_common_name(certificate.subject),
            issuer=_common_name(certificate.issuer),
            serial=certificate.serial_number,
            begins=certificate.not_valid_before_utc,
            ends=certificate.not_valid_after_utc,
            state=self._state(stem, certificate),
        )

    def _state(self, stem: str, certificate: x509.Certificate) -> AuthorityState:
        if self._lists.is_revoked(certificate):
            return AuthorityState.REVOKED
        if self._clock.now() >= certificate.not_valid_after_utc:
            return AuthorityState.ENDED
        name = stem.partition(".")[0]
        return AuthorityState.CURRENT if self._is_newest(name, stem) else AuthorityState.RETIRED

    def _is_newest(self, name: str, stem: str) -> bool:
        return name.startswith("ocsp-") or generation_of(stem) == generation_of(self._generations.newest(name))

    def _has_valid_key(self, subject_id: str) -> bool:
        if not self.person_key_path(subject_id).exists():
            return False
        certificate = self._person_certificate(subject_id)
        return not self._lists.is_revoked(certificate) and self._clock.now() < certificate.not_valid_after_utc

    def _person(self, subject_id: str) -> Path:
        return self._folder / "persons" / hashlib.sha256(subject_id.encode()).hexdigest()[:32]

    def _person_certificate(self, subject_id: str) -> x509.Certificate:
        try:
            return x509.load_pem_x509_certificate(self._person(subject_id).with_suffix(".pem").read_bytes())
        except OSError as error:
            raise KeyMissing("no certificate was issued to this person") from error


def _common_name(name: x509.Name) -> str:
    return str(name.get_attributes_for_oid(x509.NameOID.COMMON_NAME)[0].value)
