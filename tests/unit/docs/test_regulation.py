"""docs/regulation.md is what the tables give."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from domain.regulation import RULES

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def script() -> ModuleType:
    found = importlib.util.spec_from_file_location("regulation_page", ROOT / "scripts" / "regulation.py")
    assert found is not None
    assert found.loader is not None
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


def test_the_page_is_what_the_tables_give(script: ModuleType) -> None:
    """Where this fails, run `make regulation` and commit the page with the change."""
    assert (ROOT / "docs" / "regulation.md").read_text(encoding="utf-8") == script.page()


def test_every_rule_has_its_line(script: ModuleType) -> None:
    lines = script.page().splitlines()
    assert [line.split(" | ")[0].removeprefix("| ") for line in lines if line.startswith("| R-")] == list(RULES)


def test_a_clause_is_not_named_by_one_below_it(script: ModuleType) -> None:
    assert script._names("by II.2.2.c.", "II.2.2.c")
    assert not script._names("by II.2.2.c.s1", "II.2.2.c")
    assert not script._names("by II.2.2.cd", "II.2.2.c")
