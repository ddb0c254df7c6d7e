"""Users registered and verified, by kind and period (I.p2)."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from domain.refusals import Refusal, RefusalCode
from domain.roles import Role
from domain.units import IN_THE_REGISTER, UnitState
from domain.user_figures import (
    LARGEST_COUNT,
    USER_FIGURES,
    USER_LABELS,
    CorrectFigures,
    ReportFigures,
    UserCount,
    UserFiguresFacts,
    UserKind,
)

ROWS = """
report  | -                  | REPORTED  | HL ST | I.p2  | -
correct | REPORTED CORRECTED | CORRECTED | HL ST | HOUSE | -
"""
COUNTS = (
    UserCount(kind=UserKind.PROVIDER, registered=120, verified=96),
    UserCount(kind=UserKind.AUDITOR, registered=3, verified=3),
)
STORED = [
    {"kind": "PROVIDER", "registered": 120, "verified": 96},
    {"kind": "AUDITOR", "registered": 3, "verified": 3},
]
REPORT = ReportFigures(unit_id="unit-1", period="2026-10", counts=COUNTS)
CORRECTION = CorrectFigures(counts=COUNTS, reason=" Salah hitung. ")
FACTS = UserFiguresFacts(state=None, institution_id="inst-own", unit_id="unit-1", unit_state="ACTIVE")
NOW = datetime(2026, 11, 30, 17, 30, tzinfo=UTC)
"""Already 1 December in Jakarta."""


def situation(verb, state, _role):
    return replace(FACTS, state=state), REPORT if verb == "report" else CORRECTION


@pytest.fixture
def book(rule_book):
    return rule_book(USER_FIGURES, ROWS, situation)


@pytest.fixture
def report(try_act):
    """The code and subject of the refusal of a report at NOW; None where it is lawful."""

    def attempt(period="2026-10", **changes):
        given = replace(REPORT, period=period)
        found = try_act(USER_FIGURES, replace(FACTS, **changes), "report", Role.UNIT_STAFF, given, now=NOW)
        return (found.code, found.subject) if isinstance(found, Refusal) else None

    return attempt


def test_the_table_has_the_rows_of_the_rule_book_and_no_other(book) -> None:
    book.verbs_agree()


def test_every_state_is_reached_and_figures_are_never_closed(book) -> None:
    book.states_live()
    assert USER_FIGURES.final == frozenset()
    assert set(USER_LABELS) == set(UserKind)


def test_every_verb_in_every_state_by_every_role_is_lawful_or_refused(book) -> None:
    book.every_combination()


def test_another_institution_sees_no_figures(book) -> None:
    book.strangers_see_nothing()


@pytest.mark.parametrize("state", [None, *UnitState])
def test_only_a_unit_that_is_in_the_register_reports(state, report) -> None:
    expected = None if state in IN_THE_REGISTER else (RefusalCode.WRONG_STATE, "unit")
    assert report(unit_state=state) == expected


@pytest.mark.parametrize(
    ("period", "begun"),
    [("2026", True), ("2027", False), ("2026-12", True), ("2027-01", False), ("2025-12", True), ("2025", True)],
)
def test_a_period_is_reported_once_it_has_begun_in_jakarta(period, begun, report) -> None:
    assert report(period) == (None if begun else (RefusalCode.INVALID_INPUT, "period"))


def test_a_period_is_reported_once_and_then_corrected(report) -> None:
    reported = frozenset({"2026-10"})
    assert report(reported=reported) == (RefusalCode.INVALID_INPUT, "period")
    assert report("2026", reported=reported) is None


def test_what_is_reported_and_corrected(try_act) -> None:
    first = try_act(USER_FIGURES, FACTS, "report", Role.UNIT_HEAD, REPORT, now=NOW)
    assert first.outcome.changes == {
        "institution_id": "inst-own",
        "unit_id": "unit-1",
        "period": "2026-10",
        "counts": STORED,
    }
    again = try_act(USER_FIGURES, replace(FACTS, state="CORRECTED"), "correct", Role.UNIT_HEAD, CORRECTION)
    assert (again.outcome.changes, again.outcome.reason) == (
        {"counts": STORED, "reason": "Salah hitung."},
        "Salah hitung.",
    )


@pytest.mark.parametrize("period", ["", "26", "2026-13", "2026-00", "2026-1", "1999", "2026-10-01", "2026-10 "])
def test_a_period_is_a_year_or_a_month(period, first_problem_field) -> None:
    assert first_problem_field(replace(REPORT, period=period)) == "period"


@pytest.mark.parametrize(
    ("registered", "verified", "sound"),
    [
        (0, 0, True),
        (5, 5, True),
        (LARGEST_COUNT, 0, True),
        (4, 5, False),
        (5, -1, False),
        (LARGEST_COUNT + 1, 0, False),
    ],
)
def test_no_more_are_verified_than_registered(registered, verified, sound, first_problem_field) -> None:
    count = UserCount(kind=UserKind.OTHER, registered=registered, verified=verified)
    for payload in (replace(REPORT, counts=(count,)), replace(CORRECTION, counts=(count,))):
        assert first_problem_field(payload) == (None if sound else "counts")


def test_each_kind_of_user_stands_at_most_once(first_problem_field) -> None:
    for counts in ((), (COUNTS[0], COUNTS[0])):
        assert first_problem_field(replace(REPORT, counts=counts)) == "counts"
        assert first_problem_field(replace(CORRECTION, counts=counts)) == "counts"


def test_a_correction_says_why(first_problem_field) -> None:
    assert first_problem_field(replace(CORRECTION, reason=" ")) == "reason"
