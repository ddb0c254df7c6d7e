"""When an authority of the development PKI gets a successor, and where each generation stands; files are made elsewhere."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from cryptography import x509

from domain.clock import Clock
from signing.development_issuing import DevelopmentIssuing
from signing.development_lists import DevelopmentLists
from signing.generations import Generations, generation_of
from signing.issuing import YEAR
from signing.port import KeyMissing

REPLACED_BEFORE = 2 * YEAR
"""How long before its end an authority gets a successor by itself: HOUSE. Personal keys live as long."""


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


class Rotation:
    """Successors, by hand or because an end is near. Call everything under the folder's lock."""

    def __init__(
        self, generations: Generations, issuing: DevelopmentIssuing, lists: DevelopmentLists, clock: Clock
    ) -> None:
        self._generations = generations
        self._issuing = issuing
        self._lists = lists
        self._clock = clock

    def rotate(self, name: AuthorityName) -> tuple[str, ...]:
        """The stems of the new generations: a new root comes with an issuing CA below it."""
        if name is AuthorityName.OCSP:
            cas = self.living_cas()
            for ca in cas:
                self._issuing.responder(ca, anew=True)
            return tuple(f"ocsp-{ca}" for ca in cas)
        stem, _ = self._generations.next(name.value)
        match name:
            case AuthorityName.ROOT:
                self._issuing.root(stem)
                return (stem, *self.follow_root())
            case AuthorityName.ISSUING:
                self._issuing.issuing_ca(stem)
            case AuthorityName.SEAL:
                self._issuing.seal(stem)
            case _:
                self._issuing.leaf_authority(name.value, stem)
        self._retire_credential_keys()
        return (stem,)

    def replace_due(self) -> tuple[str, ...]:
        """Rotates, from the root down, whatever ends within two years by the legal clock; the new stems."""
        new = tuple(stem for name in AuthorityName if self._is_due(name) for stem in self.rotate(name))
        self._retire_credential_keys()
        return new

    def _retire_credential_keys(self) -> None:
        """Earlier keys of credentials go on the list as superseded; again where a rotation was killed in between.

        A credential bears no time stamp: only the list tells what such a key signed before it was replaced.
        """
        now, (*earlier, _newest) = self._clock.now(), self._generations.stems(AuthorityName.CREDENTIAL.value)
        for certificate in map(self._generations.certificate, earlier):
            if now < certificate.not_valid_after_utc and not self._lists.is_revoked(certificate):
                self._lists.revoke(certificate, at=now, reason=x509.ReasonFlags.superseded)

    def follow_root(self) -> tuple[str, ...]:
        """An issuing CA below the newest root, where there is none yet: a rotation may be killed in between."""
        root = self._generations.certificate(self._generations.newest("root"))
        if self._generations.certificate(self._generations.newest("issuing")).issuer == root.subject:
            return ()
        stem, _ = self._generations.next("issuing")
        self._issuing.issuing_ca(stem)
        return (stem,)

    def revoke(self, stem: str, *, at: datetime, reason: x509.ReasonFlags) -> tuple[str, ...]:
        """Revokes this generation; one that is in use has a successor at once. Returns the new stems.

        *Raises*: `KeyMissing` where there is no such generation; `ValueError` for a root: nobody above it could say so, one
        takes it out of the trusted ones; and for a responder: its short life stands for revocation (`ocsp-nocheck`).
        """
        name = stem.partition(".")[0]
        if stem not in {each for known in AuthorityName for each in self._stems(known)}:
            raise KeyMissing(f"no authority {stem}")
        if name == AuthorityName.ROOT or name.startswith("ocsp-"):
            raise ValueError(f"{stem} cannot be revoked; rotate it")
        certificate = self._generations.certificate(stem)
        was_new = not self._lists.is_revoked(certificate)
        self._lists.revoke(certificate, at=at, reason=reason)
        return self.rotate(AuthorityName(name)) if was_new and stem == self._generations.newest(name) else ()

    def living_cas(self) -> tuple[str, ...]:
        """Roots and issuing CAs whose certificates have not ended."""
        cas = (*self._generations.stems("root"), *self._generations.stems("issuing"))
        now = self._clock.now()
        return tuple(ca for ca in cas if now < self._generations.certificate(ca).not_valid_after_utc)

    def authorities(self) -> tuple[KeptAuthority, ...]:
        """Every generation of every authority, by name, oldest first."""
        return tuple(self._kept(stem) for name in AuthorityName for stem in self._stems(name))

    def _is_due(self, name: AuthorityName) -> bool:
        """A responder is renewed when it is asked."""
        if name is AuthorityName.OCSP:
            return False
        end = self._generations.certificate(self._generations.newest(name.value)).not_valid_after_utc
        return self._clock.now() >= end - REPLACED_BEFORE

    def _stems(self, name: AuthorityName) -> tuple[str, ...]:
        if name is not AuthorityName.OCSP:
            return self._generations.stems(name.value)
        return tuple(f"ocsp-{ca}" for ca in self.living_cas() if self._generations.exists(f"ocsp-{ca}"))

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
        if self._lists.is_revoked(certificate) and not self._was_replaced(stem, certificate):
            return AuthorityState.REVOKED
        if self._clock.now() >= certificate.not_valid_after_utc:
            return AuthorityState.ENDED
        name = stem.partition(".")[0]
        newest = name.startswith("ocsp-") or generation_of(stem) == generation_of(self._generations.newest(name))
        return AuthorityState.CURRENT if newest else AuthorityState.RETIRED

    def _was_replaced(self, stem: str, certificate: x509.Certificate) -> bool:
        """Whether it is on the list only because its successor came."""
        is_credential = stem.partition(".")[0] == AuthorityName.CREDENTIAL
        return is_credential and self._lists.reason_of(certificate) is x509.ReasonFlags.superseded


def _common_name(name: x509.Name) -> str:
    return str(name.get_attributes_for_oid(x509.NameOID.COMMON_NAME)[0].value)
