"""The working calendar: anyone reads it, an administrator proposes whole versions, the Deputy approves, earlier ones stay."""

from datetime import date
from typing import Any

import pytest

from domain.aggregates import Aggregate
from domain.calendar import OffDay, OffDayKind, OffDayStatus
from domain.calendars import PublishCalendar
from domain.roles import SYSTEM
from services.commands import Command, Done
from services.door import Door
from tests.integration.graphql.conftest import PlainLetters, StandingClock, World

pytestmark = pytest.mark.servers

CALENDAR = """
query($year: Int) {
  calendar { version firstDay lastDay reason offDays(year: $year) { date name kind status source } }
}
"""
REVISE = """
mutation($i: ReviseCalendarInput!) {
  reviseCalendar(input: $i) {
    __typename
    ... on ReviseCalendarSuccess { calendar { version recordVersion state lastDay reason offDays { date name } } }
    ... on Refusal { code subject clauseId }
  }
}
"""
DECIDE = """
mutation($i: %(kind)sInput!) {
  answer: %(name)s(input: $i) {
    ... on %(kind)sSuccess { calendar { version state offDays { date name } proposedBy { name } approvedBy { name } } }
    ... on Refusal { code subject clauseId }
  }
}
"""
PROPOSALS = "{ calendarProposals { version state reason proposedBy { name } approvedBy { name } } }"
NEW_YEAR = OffDay(
    date=date(2026, 1, 1),
    name="Tahun Baru Masehi",
    kind=OffDayKind.NATIONAL,
    source="SKB contoh",
    status=OffDayStatus.OFFICIAL,
)
POLLING = {
    "date": "2026-02-11",
    "name": "Pemungutan suara (contoh)",
    "kind": "OTHER",
    "status": "OFFICIAL",
    "source": "Keputusan contoh",
}


@pytest.fixture
def calendar(people: World) -> World:
    first = PublishCalendar(
        first_day=date(2026, 1, 1),
        last_day=date(2026, 12, 31),
        off_days=(NEW_YEAR,),
        reason="pertama",
        replaces=None,
    )
    door = Door(database=people.database, clock=StandingClock(), letters=PlainLetters())
    command = Command(aggregate=Aggregate.CALENDAR, verb="seed", actor=SYSTEM, record_id="calendar-1", payload=first)
    assert isinstance(door.perform(command), Done)
    return people


def revise(world: World, who: str, **values: Any) -> dict[str, Any]:
    given = {
        "replaces": "calendar-1",
        "days": [POLLING],
        "removed": [],
        "reason": "Hari pemungutan suara",
        "idempotencyKey": "key-calendar-1",
        **values,
    }
    answer: dict[str, Any] = world.ask(REVISE, who, i=given)["reviseCalendar"]
    return answer


def decide(world: World, name: str, who: str, version: str, **values: Any) -> dict[str, Any]:
    kind = name[0].upper() + name[1:]
    given = {"calendar": version, "expectedVersion": 1, "idempotencyKey": f"key-{name}-{version}", **values}
    answer: dict[str, Any] = world.ask(DECIDE % {"kind": kind, "name": name}, who, i=given)["answer"]
    return answer


def test_anyone_reads_the_calendar_in_force(calendar: World) -> None:
    assert calendar.ask(CALENDAR, year=2026)["calendar"] == {
        "version": "calendar-1",
        "firstDay": "2026-01-01",
        "lastDay": "2026-12-31",
        "reason": "pertama",
        "offDays": [
            {
                "date": "2026-01-01",
                "name": "Tahun Baru Masehi",
                "kind": "NATIONAL",
                "status": "OFFICIAL",
                "source": "SKB contoh",
            }
        ],
    }
    assert calendar.ask(CALENDAR, year=2027)["calendar"]["offDays"] == []


def test_a_revision_is_proposed_by_one_and_put_in_force_by_another(calendar: World) -> None:
    """House rule: by one person alone no day of the five in which a unit may object becomes a working day (II.2.3.s1)."""
    made = revise(calendar, "admin", lastDay="2027-12-31")
    assert made["__typename"] == "ReviseCalendarSuccess"
    now = made["calendar"]
    assert (now["state"], now["lastDay"], now["reason"]) == ("PROPOSED", "2027-12-31", "Hari pemungutan suara")
    days = [
        {"date": "2026-01-01", "name": "Tahun Baru Masehi"},
        {"date": "2026-02-11", "name": "Pemungutan suara (contoh)"},
    ]
    assert now["offDays"] == days
    assert revise(calendar, "admin", lastDay="2027-12-31") == made, "the same key gives the same version"
    assert calendar.ask(CALENDAR, year=2026)["calendar"]["version"] == "calendar-1"
    waiting = calendar.ask(PROPOSALS, "deputy")["calendarProposals"]
    assert [(each["version"], each["proposedBy"], each["approvedBy"]) for each in waiting] == [
        (now["version"], {"name": "admin"}, None)
    ]
    approved = decide(calendar, "approveCalendar", "deputy", now["version"])["calendar"]
    assert (approved["state"], approved["offDays"]) == ("IN_FORCE", days)
    assert (approved["proposedBy"], approved["approvedBy"]) == ({"name": "admin"}, {"name": "deputy"})
    assert calendar.ask(CALENDAR, year=2026)["calendar"]["version"] == now["version"]
    assert calendar.ask(PROPOSALS, "admin")["calendarProposals"] == []
    stored = {row["_id"]: (row["state"], row.get("replaces")) for row in calendar.dump()["calendars"]}
    assert stored[now["version"]] == ("IN_FORCE", "calendar-1")
    assert stored["calendar-1"][0] == "SUPERSEDED"
    assert len(stored) == 2


def test_a_day_is_taken_out_or_named_anew(calendar: World) -> None:
    renamed = {**POLLING, "date": "2026-01-01", "name": "Tahun Baru 2026"}
    made = revise(calendar, "admin", days=[renamed])["calendar"]
    assert made["offDays"] == [{"date": "2026-01-01", "name": "Tahun Baru 2026"}]
    decide(calendar, "approveCalendar", "deputy", made["version"])
    values = {"replaces": made["version"], "days": [], "removed": ["2026-01-01"], "idempotencyKey": "key-calendar-2"}
    assert revise(calendar, "admin", **values)["calendar"]["offDays"] == []


def test_a_proposal_is_withdrawn_or_overtaken(calendar: World) -> None:
    first = revise(calendar, "admin")["calendar"]["version"]
    second = revise(calendar, "admin", idempotencyKey="key-calendar-2")["calendar"]["version"]
    decide(calendar, "approveCalendar", "deputy", second)
    before = calendar.dump()
    for name, who, version, code in (
        ("approveCalendar", "deputy", first, "CONFLICT"),
        ("approveCalendar", "admin", first, "NOT_PERMITTED"),
        ("withdrawCalendar", "reviewer", first, "NOT_PERMITTED"),
        ("withdrawCalendar", "admin", second, "WRONG_STATE"),
        ("approveCalendar", "deputy", "calendar-0", "NOT_FOUND"),
        ("approveCalendar", "deputy", "", "NOT_FOUND"),
    ):
        reason = {"reason": "Keliru."} if name == "withdrawCalendar" else {}
        answer = decide(calendar, name, who, version, **reason, expectedVersion=2 if version == second else 1)
        assert (name, who, answer.get("code")) == (name, who, code)
    assert calendar.dump() == before
    withdrawn = decide(calendar, "withdrawCalendar", "admin", first, reason="Sudah ada versi lain.")
    assert withdrawn["calendar"]["state"] == "WITHDRAWN"


@pytest.mark.parametrize(
    ("who", "values", "code", "subject"),
    [
        ("reviewer", {}, "NOT_PERMITTED", None),
        ("head-a", {}, "NOT_PERMITTED", None),
        ("admin", {"replaces": "calendar-0"}, "CONFLICT", "calendar"),
        ("admin", {"reason": ""}, "INVALID_INPUT", "reason"),
        ("admin", {"days": [POLLING, POLLING]}, "INVALID_INPUT", "days"),
        ("admin", {"days": [{**POLLING, "date": "2030-01-01"}]}, "INVALID_INPUT", "days"),
        ("admin", {"idempotencyKey": "short"}, "INVALID_INPUT", "idempotencyKey"),
    ],
)
def test_a_revision_that_is_refused_changes_nothing(
    calendar: World, who: str, values: dict[str, Any], code: str, subject: str | None
) -> None:
    before = calendar.dump()
    refused = revise(calendar, who, **values)
    assert refused["code"] == code
    if subject is not None:
        assert refused["subject"] == subject
    assert calendar.dump() == before
