"""Letters signed today, as other programs check them by the wall clock; and veraPDF beside the tests of paper."""

import hashlib
import importlib.util
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from signing.development_pki import DevelopmentPki
from signing.pkcs12 import Pkcs12Signer
from signing.port import RecipeName, SigningIntent
from signing.profile import add_signature_fields

TESTS = Path(__file__).parents[2]


class WallClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


@dataclass(frozen=True)
class SignedLetters:
    """`stages` are the letter after each step, by a name that says which."""

    pki: DevelopmentPki
    stages: dict[str, bytes]


@pytest.fixture(scope="session")
def letters(tmp_path_factory: pytest.TempPathFactory) -> SignedLetters:
    clock = WallClock()
    pki = DevelopmentPki.open(tmp_path_factory.mktemp("pki"), clock, public_url="https://pembina.invalid")
    for subject_id in ("kepala", "deputi"):
        pki.issue_person_key(
            subject_id=subject_id, name=subject_id.title(), title="Pejabat", organisation="Contoh", passphrase="sandi"
        )
    signer = Pkcs12Signer(keys=pki, trust=pki.trust, timestamps=pki.timestamps, clock=clock)

    def sign(pdf: bytes, field_name: str, signer_id: str, recipe: RecipeName) -> bytes:
        intent = SigningIntent(
            document_id="dok",
            field_name=field_name,
            signer_id=signer_id,
            signer_name=signer_id.title(),
            digest=hashlib.sha256(pdf).hexdigest(),
            recipe=recipe,
            reason="Persetujuan",
            location="Jakarta",
            signed_at=clock.now(),
        )
        return signer.sign(pdf, intent, passphrase="sandi").data

    letter = (TESTS / "unit" / "signing" / "letter.pdf").read_bytes()
    one, two = add_signature_fields(letter, ["Penanda"]), add_signature_fields(letter, ["Pertama", "Kedua"])
    first = sign(two, "Pertama", "kepala", RecipeName.FIRST_OF_TWO)
    return SignedLetters(
        pki,
        {
            "one field": one,
            "two fields": two,
            "single": sign(one, "Penanda", "deputi", RecipeName.SINGLE),
            "sealed": sign(one, "Penanda", "segel", RecipeName.SEAL),
            "first of two": first,
            "both": sign(first, "Kedua", "deputi", RecipeName.SECOND_OF_TWO),
        },
    )


@pytest.fixture(scope="session")
def check_pdfa() -> Callable[..., Any]:
    """veraPDF, with its Java machine warm for the session."""
    path = TESTS / "integration" / "documents" / "verapdf.py"
    specification = importlib.util.spec_from_file_location("verapdf_for_signing", path)
    assert specification
    assert specification.loader
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    check: Callable[..., Any] = module.check_pdfa
    return check
