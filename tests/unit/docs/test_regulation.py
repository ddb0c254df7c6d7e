"""docs/regulation.md is what the tables give."""

import importlib.util
import re
import sys
from pathlib import Path
from types import ModuleType

import pytest

from domain.refusals import HOUSE
from domain.regulation import RULES
from domain.trace import acts_of, cited, traced_acts

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def script() -> ModuleType:
    found = importlib.util.spec_from_file_location("regulation_page", ROOT / "scripts" / "regulation.py")
    assert found is not None
    assert found.loader is not None
    module = importlib.util.module_from_spec(found)
    sys.modules[found.name] = module
    found.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def page(script: ModuleType) -> str:
    return str(script.page())


def test_the_page_is_what_the_tables_give(page: str) -> None:
    """Where this fails, run `make regulation` and commit the page with the change."""
    assert (ROOT / "docs" / "regulation.md").read_text(encoding="utf-8") == page


def test_every_rule_has_its_line(page: str) -> None:
    lines = page.splitlines()
    assert [line.split(" | ")[0].removeprefix("| ") for line in lines if line.startswith("| R-")] == list(RULES)


def test_a_clause_is_not_named_by_one_below_it(script: ModuleType) -> None:
    assert script.names_clause("by II.2.2.c.", "II.2.2.c")
    assert not script.names_clause("by II.2.2.c.s1", "II.2.2.c")
    assert not script.names_clause("by II.2.2.cd", "II.2.2.c")


def test_every_act_of_every_table_stands_on_the_page_by_a_rule_or_as_a_house_rule(
    script: ModuleType, page: str
) -> None:
    rules, house = page.split("\n## House rules\n")
    for act in traced_acts(script.TABLES):
        by_rule = f"`{act.aggregate}.{act.verb}`" in rules
        by_house = re.search(rf"\| {act.aggregate} \| \*?`{act.verb}`\*? \|", house) is not None
        clauses = set(cited(act.clause))
        assert (by_rule, by_house) == (bool(clauses - {HOUSE}), HOUSE in clauses), f"{act.aggregate}.{act.verb}"


def test_every_rule_has_a_test(script: ModuleType) -> None:
    tests = script.every_test()
    assert [code for code, each in RULES.items() if not script.tests_of(each, tests)] == []


def test_every_act_that_carries_out_a_rule_is_done_by_a_test_that_cites_it(script: ModuleType) -> None:
    tests = script.every_test()
    assert [
        f"{each.id} {act.aggregate}.{act.verb}"
        for each in RULES.values()
        for act in acts_of(each, script.TABLES)
        if not any(test.cites(each) and test.does(act, each) for test in tests)
    ] == []


TEST = '''def test_it(act):
    """{said}"""
    {does}
'''


@pytest.mark.parametrize(
    ("file", "said", "does", "is_of"),
    [
        ("test_any.py", "II.2.2.d.", 'act("confirmBreach")', ["R-45"]),
        ("test_any.py", "II.2.2.d.", 'act("recordNoImprovement")', ["R-44"]),
        ("test_any.py", "II.2.2.d.", 'act("issueSanction")', []),
        ("test_any.py", "R-45.", 'act("issueSanction")', ["R-45"]),
        ("test_any.py", "II.2.2.d.", "assert act", []),
        ("test_any.py", "Without a clause.", 'act("confirmBreach")', []),
        ("test_any.py", "II.2.2.d.", 'act("take_access")', []),
        ("test_units.py", "II.2.2.d.", 'act("take_access")', ["R-46"]),
        ("test_any.py", "II.2.2.d.", 'act(Aggregate.UNIT, "take_access")', ["R-46"]),
        ("test_any.py", "II.2.3.s3.", 'act("restore")', []),
        ("test_any.py", "R-52.", 'act("restore")', ["R-52"]),
        ("test_any.py", "R-08 (I.p2).", "act()", ["R-08"]),
        ("test_any.py", "(I.p2).", "act()", []),
        ("test_any.py", "No rule.", 'act("R-08")', []),
    ],
)
def test_a_test_counts_where_it_does_an_act_of_the_rule_that_it_cites(
    script: ModuleType, tmp_path: Path, file: str, said: str, does: str, is_of: list[str]
) -> None:
    (tmp_path / file).write_text(TEST.format(said=said, does=does), encoding="utf-8")
    tests = tuple(script.tests_in(tmp_path / file))
    assert [test.name for test in tests] == [f"{file}::test_it"]
    assert [code for code, each in RULES.items() if script.tests_of(each, tests)] == is_of
