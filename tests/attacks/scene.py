"""The papers that are attacked, really signed with a PKI of their own, and the whole collection; no verdict stands here."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from domain.verification import CheckResult
from services.checks import Evidence, check_all
from services.reports import CheckId
from signing.development_pki import DevelopmentPki
from signing.pkcs12 import Pkcs12Keys
from signing.port import RecipeName, SignedPdf, SigningIntent
from signing.profile import add_signature_fields
from signing.report import SignatureReport
from signing.router import RoutedSigner
from signing.trust import TrustAnchors
from tests.attacks.adversary import Adversary, FixedClock
from tests.attacks.attack import Attack, Forgery
from tests.attacks.files import FILES
from tests.attacks.forgeries import FORGERIES
from tests.attacks.raw import RAW
from tests.attacks.revisions import REVISIONS

NOW = datetime(2026, 3, 2, 2, 30, tzinfo=UTC)
LETTER = Path(__file__).parents[1] / "unit" / "signing" / "letter.pdf"
PASSPHRASE = "Kata-Sandi Contoh #1"
KINDS = ("one", "sealed", "two")
"""A letter with a person's signature, one under the seal, and an agreement with two signatures."""

COLLECTION: tuple[Attack | Forgery, ...] = (*RAW, *FILES, *REVISIONS, *FORGERIES)


@dataclass(frozen=True)
class Paper:
    """A paper as it was issued, and what is on record of it."""

    data: bytes
    record: Any


class Scene:
    """Three papers, one PKI, one legal time, and an adversary."""

    def __init__(self, folder: Path) -> None:
        self.now = NOW
        self.clock = FixedClock(NOW)
        self.pki = DevelopmentPki.open(folder / "ours", self.clock, public_url="https://pembina.example")
        for subject_id, name in (("deputi", "Ratna Sari (DATA CONTOH)"), ("kepala", "Budi Santoso (DATA CONTOH)")):
            self.pki.issue_person_key(
                subject_id=subject_id, name=name, title="Pejabat", organisation="Instansi", passphrase=PASSPHRASE
            )
        self._signer = RoutedSigner(
            directory=Pkcs12Keys(self.pki), trust=self.pki.trust, timestamps=self.pki.timestamps, clock=self.clock
        )
        self.papers = self._papers(LETTER.read_bytes())
        self.adversary = Adversary(ours=self.pki, folder=folder / "theirs", now=NOW)

    def trust(self) -> TrustAnchors:
        """Our root and the newest revocation lists."""
        return self.pki.trust()

    def _papers(self, letter: bytes) -> dict[str, Paper]:
        one = self._sign(add_signature_fields(letter, ["Penanda"]), "Penanda", "deputi", RecipeName.SINGLE)
        sealed = self._sign(add_signature_fields(letter, ["Segel"]), "Segel", "segel", RecipeName.SEAL)
        fields = add_signature_fields(letter, ["Pertama", "Kedua"])
        first = self._sign(fields, "Pertama", "kepala", RecipeName.FIRST_OF_TWO)
        second = self._sign(first.data, "Kedua", "deputi", RecipeName.SECOND_OF_TWO)
        return {"one": _paper(one), "sealed": _paper(sealed), "two": _paper(first, second)}

    def _sign(self, pdf: bytes, field_name: str, signer_id: str, recipe: RecipeName) -> SignedPdf:
        intent = SigningIntent(
            document_id="dok-1",
            field_name=field_name,
            signer_id=signer_id,
            signer_name=f"Penanda {signer_id}",
            digest=hashlib.sha256(pdf).hexdigest(),
            recipe=recipe,
            reason="Persetujuan",
            location="Jakarta",
            signed_at=NOW,
        )
        return self._signer.sign(pdf, intent, passphrase=None if recipe is RecipeName.SEAL else PASSPHRASE)


def failed(report: SignatureReport, record: Any) -> str:
    """The problem, and the numbers of the checks that do not pass; the public log, which looks at no file, is left out."""
    is_ours = record.sha256 in {report.sha256, *(revision.sha256 for revision in report.revisions)}
    evidence = Evidence(report=report, document=record if is_ours else None, extended=report.sha256 != record.sha256)
    of_the_file = [check for check in check_all(evidence) if check.id is not CheckId.PUBLICLY_LOGGED]
    numbers = [str(check.number) for check in of_the_file if check.result is not CheckResult.PASSED]
    return " ".join([*([report.problem.value] if report.problem else []), *numbers])


def _paper(*signed: SignedPdf) -> Paper:
    recorded = [
        {"certificate_sha256": s.certificate_sha256, "certification": s.certification.value, "level": s.level.value}
        for s in signed
    ]
    last = signed[-1].data
    record = SimpleNamespace(
        number="1/LKPP-LPSE/III/2026", signatures=recorded, sha256=hashlib.sha256(last).hexdigest(), size=len(last)
    )
    return Paper(last, record)
