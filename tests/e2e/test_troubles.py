"""The troubles of the demo's volume that no other test tells, over HTTP to where their cases are left (II.2.2, II.2.3)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from app.demo.casting import OF_LKPP
from app.demo.planned import PLAN, Trouble
from tests.e2e.ledger import Ledger, log_findings
from tests.e2e.volumes import Told, few_lives

pytestmark = [pytest.mark.servers, pytest.mark.libreoffice, pytest.mark.slow]

LEFT = {
    # state of the unit, of its certificates, of its case; each sanction, and what was objected to it
    Trouble.WARNED_OBJECTS_LATE: (
        "ACTIVE",
        ["ACTIVE"],
        "OPEN",
        ["ADVICE NOT_IMPROVED", "WARNING RECEIVED"],
        ["WARNING late LATE"],
    ),
    Trouble.WARNING_CHANGED: (
        "ACTIVE",
        ["ACTIVE"],
        "OPEN",
        ["ADVICE NOT_IMPROVED", "WARNING CHANGED", "WARNING ISSUED"],
        ["WARNING SANCTION_CHANGED"],
    ),
    Trouble.REVOKED_FAILED_AGAIN: (
        "ACTIVE",
        ["PARTLY_REVOKED"],
        "OPEN",
        ["ADVICE NOT_IMPROVED", "WARNING NOT_IMPROVED", "REVOCATION RECEIVED"],
        [],
    ),
    Trouble.STOPPED_BY_LADDER: (
        "STOP_CARRIED_OUT",
        ["PARTLY_REVOKED"],
        "OPEN",
        ["ADVICE NOT_IMPROVED", "WARNING NOT_IMPROVED", "REVOCATION NOT_IMPROVED", "STOP RECEIVED"],
        [],
    ),
}
_LOOKED_AT = date(2023, 9, 4)
"""When each is surveilled here: the keys of the people are made when the lives begin, and hold for two years."""

SAMPLE = tuple(replace(life, surveilled=(_LOOKED_AT,)) for life in PLAN if life.trouble in LEFT)
CASES = """
{ sanctionCases(first: 20) { nodes {
  state
  unit { state institution { name } certificates(first: 5) { nodes { state } } }
  sanctions(first: 10) { nodes { rung state objections(first: 5) { nodes { state decision late } } } }
} } }
"""


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Told]:
    with few_lives(tmp_path_factory.mktemp("troubles"), SAMPLE) as told:
        assert set(told.tell()) == {life.place for life in SAMPLE}
        yield told


def test_each_trouble_is_left_where_the_plan_says(told: Told) -> None:
    cases = told.company.session(OF_LKPP["deputy"]).ask(CASES)["sanctionCases"]["nodes"]
    found = {case["unit"]["institution"]["name"].removesuffix(" (DATA CONTOH)"): _left(case) for case in cases}
    assert found == {life.place: LEFT[life.trouble] for life in SAMPLE}


def _left(case: dict[str, Any]) -> tuple[str, list[str], str, list[str], list[str]]:
    sanctions = case["sanctions"]["nodes"]
    objections = [
        " ".join([each["rung"], *["late"][: objection["late"]], objection["decision"] or objection["state"]])
        for each in sanctions
        for objection in each["objections"]["nodes"]
    ]
    certificates = sorted(each["state"] for each in case["unit"]["certificates"]["nodes"])
    steps = [f"{each['rung']} {each['state']}" for each in sanctions]
    return (case["unit"]["state"], certificates, case["state"], steps, objections)


def test_their_numbers_have_no_gap_and_the_log_is_intact(told: Told) -> None:
    with Ledger(told.server.reached) as ledger:
        ledger.settle()
        numbers = ledger.numbers()
    assert {series: list(range(1, len(found) + 1)) for series, found in numbers.items()} == numbers
    assert log_findings(told.server.data) == "log utuh / the log is intact\n"
