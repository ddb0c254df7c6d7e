"""A development PKI on a clock that the test moves, and letters signed with it once per session."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from signing.development_pki import DevelopmentPki
from signing.pkcs12 import Pkcs12Keys
from signing.port import RecipeName, SignedPdf, SigningIntent
from signing.profile import add_signature_fields
from signing.report import SignatureReport
from signing.router import RoutedSigner
from signing.validation import inspect_signatures

FIRST_START = datetime(2026, 3, 2, 2, 30, tzinfo=UTC)
PASSPHRASES = {"deputi": "Kata-Sandi Deputi #1", "kepala": "Kata-Sandi Kepala #2"}


@dataclass
class MovableClock:
    instant: datetime = FIRST_START

    def now(self) -> datetime:
        return self.instant

    def advance(self, **step: float) -> None:
        self.instant += timedelta(**step)


@dataclass
class Office:
    """The PKI, its people and a signer on one clock."""

    folder: Path
    clock: MovableClock = field(default_factory=MovableClock)
    make: type[DevelopmentPki] = DevelopmentPki

    def __post_init__(self) -> None:
        self.pki = self.make.open(self.folder, self.clock, public_url="https://pembina.example")
        for subject_id, name in (("deputi", "Ratna Sari (DATA CONTOH)"), ("kepala", "Budi Santoso (DATA CONTOH)")):
            self.issue(subject_id, name)
        self.signer = RoutedSigner(
            directory=Pkcs12Keys(self.pki), trust=self.pki.trust, timestamps=self.pki.timestamps, clock=self.clock
        )

    def issue(self, subject_id: str, name: str, passphrase: str | None = None) -> Path:
        return self.pki.issue_person_key(
            subject_id=subject_id,
            name=name,
            title="Pejabat Contoh",
            organisation="Instansi Contoh",
            passphrase=passphrase or PASSPHRASES[subject_id],
        )

    def intent(self, pdf: bytes, *, field_name: str, signer_id: str, recipe: RecipeName) -> SigningIntent:
        return SigningIntent(
            document_id="dok-1",
            field_name=field_name,
            signer_id=signer_id,
            signer_name=f"Penanda {signer_id}",
            digest=hashlib.sha256(pdf).hexdigest(),
            recipe=recipe,
            reason="Persetujuan",
            location="Jakarta",
            signed_at=self.clock.now(),
        )

    def sign(self, pdf: bytes, *, field_name: str, signer_id: str, recipe: RecipeName) -> SignedPdf:
        intent = self.intent(pdf, field_name=field_name, signer_id=signer_id, recipe=recipe)
        return self.signer.sign(pdf, intent, passphrase=PASSPHRASES.get(signer_id))

    def inspect(self, pdf: bytes) -> SignatureReport:
        return inspect_signatures(pdf, self.pki.trust(), self.clock.now())


@pytest.fixture(scope="session")
def letter() -> bytes:
    """One page of PDF/A-2b as LibreOffice exports it."""
    return (Path(__file__).parent / "letter.pdf").read_bytes()


@pytest.fixture(scope="session")
def one_field(letter: bytes) -> bytes:
    return add_signature_fields(letter, ["Penanda"])


@pytest.fixture(scope="session")
def two_fields(letter: bytes) -> bytes:
    return add_signature_fields(letter, ["Pertama", "Kedua"])


@pytest.fixture(scope="session")
def shared_office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """Read only: its clock stands at the first start."""
    return Office(tmp_path_factory.mktemp("kantor") / "pki")


@pytest.fixture(scope="session")
def new_office(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Office]:
    """Another PKI, whose clock the test may move."""
    return lambda: Office(tmp_path_factory.mktemp("kantor") / "pki")


@pytest.fixture(scope="session")
def single(shared_office: Office, one_field: bytes) -> SignedPdf:
    return shared_office.sign(one_field, field_name="Penanda", signer_id="deputi", recipe=RecipeName.SINGLE)


@pytest.fixture(scope="session")
def first_of_two(shared_office: Office, two_fields: bytes) -> SignedPdf:
    return shared_office.sign(two_fields, field_name="Pertama", signer_id="kepala", recipe=RecipeName.FIRST_OF_TWO)


@pytest.fixture(scope="session")
def two_signed(shared_office: Office, first_of_two: SignedPdf) -> SignedPdf:
    return shared_office.sign(
        first_of_two.data, field_name="Kedua", signer_id="deputi", recipe=RecipeName.SECOND_OF_TWO
    )
