"""docs/attacks.md is what the attack collection and pdfsig yield now."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from tests.attacks.expected import PRINCIPLES

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def script() -> ModuleType:
    found = importlib.util.spec_from_file_location("attacks_page", ROOT / "scripts" / "attacks.py")
    assert found is not None
    assert found.loader is not None
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def page(script: ModuleType) -> str:
    return str(script.page())


def settled(script: ModuleType, page: str) -> list[str]:
    """The lines, with pdfsig's words on a class as far as no chance is in them: whether each signature is "valid" to it.

    How it words a file that it cannot follow depends on the place of a cut, and so on the length of a certificate.
    """
    lines = []
    for line in page.splitlines():
        cells = line.split(" | ")
        if len(cells) == 6 and cells[0] != "| Class":
            cells[2], cells[4] = str(script._all_valid(cells[2])), str(script._all_valid(cells[4]))
        lines.append(" | ".join(cells))
    return lines


def test_the_page_is_what_the_collection_yields(script: ModuleType, page: str) -> None:
    """Where this fails, run `make attacks` and look at what moved before you commit the page with the change."""
    kept = (ROOT / "docs" / "attacks.md").read_text(encoding="utf-8")
    assert settled(script, kept) == settled(script, page)


def test_every_class_has_its_line_and_none_is_genuine(page: str) -> None:
    lines = [line.split(" | ") for line in page.splitlines() if line.count(" | ") == 5]
    names = [line[0].removeprefix("| ") for line in lines if line[0] != "| Class"]
    assert sorted(names) == sorted(PRINCIPLES)
    assert "GENUINE" not in page
    assert "no answer in" not in page


def test_pdfsigs_words_are_read(script: ModuleType) -> None:
    said = (
        "Signature #1:\n  - Not total document signed\n  - Signature Validation: Signature is Valid.\n"
        "Signature #2:\n  - Total document signed\n  - Signature Validation: Digest Mismatch.\n"
    )
    assert script._words(said) == "valid, Digest Mismatch; whole"
    assert script._words("File 'x.pdf' does not contain any signatures\n") == "no signature"
    assert script._words("") == "not read"
    assert script._all_valid("valid, unverified; whole")
    assert not script._all_valid("valid, Digest Mismatch; whole")
    assert not script._all_valid("unverified; whole")
    assert not script._all_valid("not read")
