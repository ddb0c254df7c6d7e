"""Letters signed today, as other programs check them by the wall clock; and veraPDF beside the tests of paper."""

import importlib.util
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from signing.development_pki import DevelopmentPki
from signing.port import RecipeName
from signing.profile import add_signature_fields
from tests.integration.signing.ageing import PASSPHRASE, AgeingOffice
from tests.unit.signing.unstamped import extended_by, unstamped

TESTS = Path(__file__).parents[2]


@dataclass(frozen=True)
class SignedLetters:
    """`stages` are the letter after each step, by a name that says which."""

    pki: DevelopmentPki
    stages: dict[str, bytes]


@pytest.fixture(scope="session")
def letters(tmp_path_factory: pytest.TempPathFactory) -> SignedLetters:
    office = AgeingOffice(tmp_path_factory.mktemp("pki"))
    sign = office.sign
    letter = (TESTS / "unit" / "signing" / "letter.pdf").read_bytes()
    one, two = add_signature_fields(letter, ["Penanda"]), add_signature_fields(letter, ["Pertama", "Kedua"])
    bare = unstamped(letter, office.pki, "deputi", PASSPHRASE)
    first = sign(two, "Pertama", "kepala", RecipeName.FIRST_OF_TWO)
    stages = {
        "one field": one,
        "two fields": two,
        "single": sign(one, "Penanda", "deputi", RecipeName.SINGLE),
        "sealed": sign(one, "Penanda", "segel", RecipeName.SEAL),
        "first of two": first,
        "both": sign(first, "Kedua", "deputi", RecipeName.SECOND_OF_TWO),
        "stamped by ours": extended_by(office.pki, bare, office.clock.now()),
    }
    for times, before in ((1, ("single", "both")), (2, ("single, renewed 1", "both, renewed 1"))):
        office.rotate()
        for stage in before:
            stages[f"{stage.partition(',')[0]}, renewed {times}"] = office.renewed(stages[stage])
    return SignedLetters(office.pki, stages)


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
