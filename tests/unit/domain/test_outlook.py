"""The outlook on the ladder (II.2.2): what each day may bring, what blocks it, and until when a measure may be objected to."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from domain.case_acts import CaseState
from domain.ladder import LadderFacts, standing
from domain.outlook import outlook
from tests.unit.domain.ladder_cases import LAST, RECEIVED_AT, R, S, facts_of, sanction


def test_the_outlook_of_a_unit_without_a_case() -> None:
    found = outlook(LadderFacts(unit_state="ACTIVE"), date(2026, 11, 22))
    assert (found.case_id, found.sanction_id, found.last_day_to_object, found.settled_after) == (None, None, None, None)
    assert not found.may_object
    assert [(each.rung, each.possible) for each in found.rungs] == [(rung, False) for rung in R]


@pytest.mark.parametrize(
    ("on", "may_object", "codes_of_warning"),
    [
        (date(2026, 11, 27), True, ["RUNNING", "OBJECTION_TERM_RUNNING", "TOO_EARLY"]),
        (date(2026, 11, 28), False, ["RUNNING", "TOO_EARLY"]),
        (date(2026, 12, 1), False, ["RUNNING", "TOO_EARLY"]),
        (date(2026, 12, 2), False, ["RUNNING"]),
    ],
)
def test_the_outlook_tells_until_when_each_limit_blocks(on, may_object, codes_of_warning) -> None:
    received = sanction(R.ADVICE, S.RECEIVED, internal_until=date(2026, 12, 1))
    found = outlook(facts_of(received), on)
    assert (found.last_day_to_object, found.may_object) == (date(2026, 11, 27), may_object)
    assert found.settled_after == date(2026, 12, 1)
    warning = found.rungs[1]
    told = {each.code.value for each in warning.refusals}
    assert told == {"RUNG_NOT_SETTLED" if code == "RUNNING" else code for code in codes_of_warning}
    assert not warning.possible


@pytest.mark.parametrize(
    ("changes", "may_object"),
    [
        ({}, True),
        ({"state": S.FOLLOW_UP}, True),
        ({"state": S.IMPROVED}, True),
        ({"objection_open": True}, False),
        ({"received_at": None}, False),
    ],
)
def test_the_outlook_tells_of_the_right_to_object_as_the_filing_is_examined(changes, may_object) -> None:
    """II.2.3.s1: also against a measure that was followed at once; not twice at a time."""
    given = {"state": S.RECEIVED, "received_at": RECEIVED_AT, **changes}
    assert (
        outlook(facts_of(sanction(R.ADVICE, given.pop("state"), **given)), date(2026, 11, 25)).may_object is may_object
    )


def test_nothing_can_be_objected_to_before_it_is_received() -> None:
    received = facts_of(sanction(R.ADVICE, S.RECEIVED, received_at=RECEIVED_AT))
    assert [outlook(received, date(2026, 11, day)).may_object for day in (19, 20, 27, 28)] == [False, True, True, False]


@pytest.mark.parametrize("case_state", [CaseState.OPEN, CaseState.CLOSED])
def test_the_outlook_tells_of_the_newest_measure_while_it_may_be_objected_to(case_state) -> None:
    """II.2.3.s1: improvement followed it, and the case stands on the revocation before; afterwards it tells of that one."""
    revoked = sanction(
        R.REVOCATION, received_at=RECEIVED_AT - timedelta(days=90), last_instant=LAST - timedelta(days=90)
    )
    lowered = sanction(R.WARNING, S.IMPROVED, id="lowered", received_at=RECEIVED_AT)
    facts = facts_of(sanction(R.ADVICE), revoked, lowered, case_state=case_state)
    assert standing(facts) == revoked
    told = {day: outlook(facts, date(2026, 11, day)) for day in (19, 20, 27, 28)}
    assert {day: (each.sanction_id, each.last_day_to_object, each.may_object) for day, each in told.items()} == {
        19: ("revocation-1", date(2026, 8, 29), False),
        20: ("lowered", date(2026, 11, 27), True),
        27: ("lowered", date(2026, 11, 27), True),
        28: ("revocation-1", date(2026, 8, 29), False),
    }


def test_the_outlook_of_a_settled_sanction_opens_the_next_rung() -> None:
    found = outlook(facts_of(sanction(R.ADVICE)), date(2026, 12, 1))
    assert [each.possible for each in found.rungs] == [False, True, False, False]
    assert (found.may_object, found.settled_after) == (False, None)


def test_the_outlook_names_the_first_day_on_which_only_people_are_awaited() -> None:
    """Both limits over; not where something blocks the rung of which nobody knows the day."""
    received = sanction(R.ADVICE, S.RECEIVED, internal_until=date(2026, 12, 1))
    for on, first in ((date(2026, 11, 25), date(2026, 12, 2)), (date(2026, 12, 10), date(2026, 12, 10))):
        assert [each.first_day for each in outlook(facts_of(received), on).rungs] == [None, first, None, None]
    for changes in ({"objection_open": True}, {"limit_is_estimated": True}):
        found = outlook(facts_of(replace(received, **changes)), date(2026, 11, 25))
        assert [each.first_day for each in found.rungs] == [None] * 4
    settled = outlook(facts_of(sanction(R.ADVICE)), date(2026, 12, 1))
    assert [each.first_day for each in settled.rungs] == [None, date(2026, 12, 1), None, None]


def test_the_outlook_names_no_day_before_the_receipt_is_proven() -> None:
    found = outlook(facts_of(sanction(R.ADVICE, S.ISSUED, received_at=None, last_instant=None)), date(2026, 12, 1))
    assert (found.last_day_to_object, found.may_object, found.settled_after) == (None, False, None)
    told = [each.code.value for each in found.rungs[1].refusals]
    assert told == ["RUNG_NOT_SETTLED", "RECEIPT_NOT_PROVEN"]
