"""The working calendar's life: whole versions, each made from the one in force, proposed by one and approved by another."""

from dataclasses import replace
from datetime import date

import pytest

from domain.aggregates import Aggregate
from domain.calendar import OffDay, OffDayKind, OffDayStatus
from domain.calendars import CALENDARS, CalendarFacts, CalendarState, PublishCalendar
from domain.reasons import Reason
from domain.refusals import RefusalCode
from domain.roles import Role

ROWS = """
seed      | -        | IN_FORCE   | SY | HOUSE | -
propose   | -        | PROPOSED   | AD | HOUSE | -
approve   | PROPOSED | IN_FORCE   | DP | HOUSE | -
withdraw  | PROPOSED | WITHDRAWN  | AD DP | HOUSE | -
supersede | IN_FORCE | SUPERSEDED | SY | HOUSE | -
"""
CHRISTMAS = OffDay(
    date=date(2026, 12, 25),
    name="Hari Raya Natal",
    kind=OffDayKind.NATIONAL,
    source="SKB contoh",
    status=OffDayStatus.OFFICIAL,
)
NEW_YEAR = replace(CHRISTMAS, date=date(2026, 1, 1), name="Tahun Baru Masehi")
VERSION = PublishCalendar(
    first_day=date(2026, 1, 1),
    last_day=date(2026, 12, 31),
    off_days=(CHRISTMAS, NEW_YEAR),
    reason=" SKB baru ",
    replaces="calendar-1",
)


def situation(verb, state, _role):
    facts = CalendarFacts(state=state, current_id="calendar-1", made_from="calendar-1")
    return facts, {"seed": VERSION, "propose": VERSION, "withdraw": Reason(reason=" Keliru. ")}.get(verb)


@pytest.fixture
def book(rule_book):
    return rule_book(CALENDARS, ROWS, situation)


def test_the_table_has_the_rows_of_the_rule_book_and_no_other(book) -> None:
    book.verbs_agree()


def test_every_state_is_reached_and_only_final_states_have_no_exit(book) -> None:
    book.states_live()
    assert set(CALENDARS.final) == {CalendarState.SUPERSEDED, CalendarState.WITHDRAWN}


def test_every_verb_in_every_state_by_every_role_is_lawful_or_refused(book) -> None:
    book.every_combination()


def test_a_version_is_proposed_whole_in_the_order_of_its_days_and_replaces_nothing_yet(try_act) -> None:
    found = try_act(CALENDARS, CalendarFacts(state=None, current_id="calendar-1"), "propose", Role.ADMIN, VERSION)
    assert found.state == "PROPOSED"
    assert found.outcome.changes == {
        "first_day": "2026-01-01",
        "last_day": "2026-12-31",
        "off_days": [
            {
                "date": "2026-01-01",
                "name": "Tahun Baru Masehi",
                "kind": "NATIONAL",
                "source": "SKB contoh",
                "status": "OFFICIAL",
            },
            {
                "date": "2026-12-25",
                "name": "Hari Raya Natal",
                "kind": "NATIONAL",
                "source": "SKB contoh",
                "status": "OFFICIAL",
            },
        ],
        "replaces": "calendar-1",
        "changed_by": "actor",
        "reason": "SKB baru",
    }
    assert (found.outcome.reason, found.outcome.effects) == ("SKB baru", ())


def test_an_approved_version_replaces_the_one_before(try_act) -> None:
    proposed = CalendarFacts(state="PROPOSED", current_id="calendar-1", made_from="calendar-1")
    found = try_act(CALENDARS, proposed, "approve", Role.DEPUTY)
    assert (found.state, found.outcome.changes) == ("IN_FORCE", {"approved_by": "actor"})
    [effect] = found.outcome.effects
    assert (effect.aggregate, effect.verb, effect.record_id) == (Aggregate.CALENDAR, "supersede", "calendar-1")


def test_the_first_version_replaces_nothing(try_act) -> None:
    first = replace(VERSION, replaces=None)
    found = try_act(CALENDARS, CalendarFacts(state=None), "seed", Role.SYSTEM, first)
    assert found.outcome.effects == ()


def test_a_proposal_where_no_calendar_is_replaces_none(try_act) -> None:
    found = try_act(CALENDARS, CalendarFacts(state="PROPOSED"), "approve", Role.DEPUTY)
    assert found.outcome.effects == ()


def test_a_proposal_that_another_version_has_overtaken_is_not_approved_but_withdrawn(try_act) -> None:
    overtaken = CalendarFacts(state="PROPOSED", current_id="calendar-2", made_from="calendar-1")
    found = try_act(CALENDARS, overtaken, "approve", Role.DEPUTY)
    assert (found.code, found.slots) == (RefusalCode.CONFLICT, {"expected": "calendar-1", "actual": "calendar-2"})
    gone = try_act(CALENDARS, overtaken, "withdraw", Role.ADMIN, Reason(reason=" Keliru. "))
    assert (gone.state, gone.outcome.changes, gone.outcome.reason) == ("WITHDRAWN", {}, "Keliru.")


def test_a_version_made_from_an_older_one_is_refused(try_act) -> None:
    facts = CalendarFacts(state=None, current_id="calendar-2")
    found = try_act(CALENDARS, facts, "propose", Role.ADMIN, VERSION)
    assert (found.code, found.slots) == (RefusalCode.CONFLICT, {"expected": "calendar-1", "actual": "calendar-2"})


@pytest.mark.parametrize(
    ("changes", "subject"),
    [
        ({"reason": " "}, "reason"),
        ({"off_days": (replace(CHRISTMAS, name=""),)}, "days.name"),
        ({"off_days": (replace(CHRISTMAS, source="a" * 201),)}, "days.source"),
        ({"off_days": (CHRISTMAS, replace(CHRISTMAS, name="Dua kali"))}, "days"),
        ({"off_days": (replace(CHRISTMAS, date=date(2027, 12, 25)),)}, "days"),
        ({"last_day": date(2025, 12, 31), "off_days": ()}, "days"),
    ],
)
def test_a_version_that_is_no_calendar_is_refused(changes, subject, try_act) -> None:
    facts = CalendarFacts(state=None, current_id="calendar-1")
    found = try_act(CALENDARS, facts, "propose", Role.ADMIN, replace(VERSION, **changes))
    assert (found.code, found.subject) == (RefusalCode.INVALID_INPUT, subject)


def test_a_calendar_is_nobodys_own() -> None:
    assert CalendarFacts(state=None).institution_id is None
