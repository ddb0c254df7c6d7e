"""Certificates without network: a bundle fetched over HTTP, as anyone fetches it, and a root and a log key from elsewhere."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath
from typing import Any

from app.demo.answers import Answer, found
from app.demo.client import ApiClient
from app.demo.proof import Proof
from app.demo.telling import StoryBroken
from domain.credentials import STATUS_OF
from domain.document_kinds import DocumentKind
from domain.standings import Standing
from services.offline import Freshness, OfflineVerification
from services.offline_bundles import OfflineBundle
from services.offline_pins import Pins, pinned
from signing.validation import inspect_signatures


@dataclass(frozen=True)
class Fetched:
    """A bundle as the server gave it. *Shape*: `at` is the legal instant of that."""

    content: bytes
    at: datetime

    def verification(self, pins: Pins) -> OfflineVerification:
        """The check by this bundle, once it is compared with the pins."""
        return OfflineVerification(pinned(OfflineBundle.read(self.content), pins), inspect_signatures)


@dataclass(frozen=True)
class RevokedCertificate:
    """A certificate while standards of it stand revoked: what the server answered then, and the bundle of then."""

    proof: Proof
    fetched: Fetched

    def checked(self, pins: Pins) -> "CheckedCertificate":
        """The same with the third answer. *Raises*: `StoryBroken` where it differs from the server's."""
        return CheckedCertificate(self, _agreed(self.proof, self.fetched.verification(pins), self.fetched.at))


@dataclass(frozen=True)
class CheckedCertificate:
    """A certificate that lost standards, with what anyone is told of it, by each of three ways."""

    certificate: RevokedCertificate
    offline: Answer

    @property
    def number(self) -> str:
        """Its number."""
        return self.certificate.proof.number

    @property
    def bundle_file(self) -> str:
        """The name under which its bundle is kept, beside its PDF."""
        return f"{PurePath(self.certificate.proof.file).stem}.luring.zip"

    def answers(self) -> dict[str, Answer]:
        """The three answers, by the way."""
        proof = self.certificate.proof
        return {"code": proof.by_code, "upload": proof.by_upload, "offline": self.offline}

    def summary(self) -> dict[str, Any]:
        """Its entry in `summary.json`."""
        return {
            "number": self.number,
            "file": self.certificate.proof.file,
            "bundle": self.bundle_file,
            "at": self.certificate.fetched.at.isoformat(),
            "answers": {way: answer.summary() for way, answer in self.answers().items()},
        }


def fetch_bundle(public: ApiClient, at: datetime) -> Fetched:
    """What `GET /offline/bundle` gives now. *Shape*: `at` is the present legal instant. *Raises*: `ApiError`."""
    return Fetched(public.download("/offline/bundle"), at)


def agree_without_network(proofs: Sequence[Proof], fetched: Fetched, pins: Pins) -> int:
    """Checks each certificate by the bundle and the pins alone; returns how many there are.

    *Raises*: `StoryBroken` where the answer differs from that of the server.
    """
    verification = fetched.verification(pins)
    certificates = [proof for proof in proofs if proof.kind == DocumentKind.CERTIFICATE]
    for proof in certificates:
        _agreed(proof, verification, fetched.at)
    return len(certificates)


def _agreed(proof: Proof, verification: OfflineVerification, at: datetime) -> Answer:
    """The answer without network, which says by a fresh list what the server said of the file.

    Of what is in force a list names no day, and the server that of the paper.
    """
    answer, told = found(verification.verify_file(proof.data, at)), proof.by_upload
    standing = Standing(proof.standing)
    since = None if standing is Standing.IN_FORCE else told.since
    expected = (told.genuine, STATUS_OF[standing].name, since, told.revoked, Freshness.FRESH)
    if (answer.genuine, answer.standing, answer.since, answer.revoked, answer.freshness) != expected:
        raise StoryBroken(f"{proof.number} is another thing without network: {answer}")
    return answer
