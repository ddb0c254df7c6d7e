"""The working calendar: anyone reads it, LKPP's administrator revises it by whole versions, the earlier ones stay."""

from datetime import date
from typing import Any

import pytest

from domain.calendar import OffDay, OffDayKind, OffDayStatus
from domain.calendars import PublishCalendar
from domain.roles import SYSTEM
from domain.tables import Aggregate
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
    ... on ReviseCalendarSuccess { calendar { version lastDay reason offDays { date name } } }
    ... on Refusal { code subject clauseId }
  }
}
"""
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
def calendar(world: World) -> World:
    first = PublishCalendar(
        first_day=date(2026, 1, 1),
        last_day=date(2026, 12, 31),
        off_days=(NEW_YEAR,),
        reason="pertama",
        replaces=None,
    )
    door = Door(database=world.database, clock=StandingClock(), letters=PlainLetters())
    command = Command(aggregate=Aggregate.CALENDAR, verb="seed", actor=SYSTEM, record_id="calendar-1", payload=first)
    assert isinstance(door.perform(command), Done)
    return world


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


def test_a_revision_replaces_the_version_and_leaves_it_on_record(calendar: World) -> None:
    made = revise(calendar, "admin", lastDay="2027-12-31")
    assert made["__typename"] == "ReviseCalendarSuccess"
    now = made["calendar"]
    assert now["version"] != "calendar-1"
    assert (now["lastDay"], now["reason"]) == ("2027-12-31", "Hari pemungutan suara")
    assert now["offDays"] == [
        {"date": "2026-01-01", "name": "Tahun Baru Masehi"},
        {"date": "2026-02-11", "name": "Pemungutan suara (contoh)"},
    ]
    stored = calendar.dump()["calendars"]
    assert sorted((row["state"], row["replaces"]) for row in stored if row["state"] == "IN_FORCE") == [
        ("IN_FORCE", "calendar-1")
    ]
    assert [(row["_id"], row["state"]) for row in stored if row["_id"] == "calendar-1"] == [
        ("calendar-1", "SUPERSEDED")
    ]
    assert revise(calendar, "admin", lastDay="2027-12-31") == made, "the same key gives the same version"
    assert len(calendar.dump()["calendars"]) == 2


def test_a_day_is_taken_out_or_named_anew(calendar: World) -> None:
    renamed = {**POLLING, "date": "2026-01-01", "name": "Tahun Baru 2026"}
    made = revise(calendar, "admin", days=[renamed])
    assert made["calendar"]["offDays"] == [{"date": "2026-01-01", "name": "Tahun Baru 2026"}]
    gone = revise(
        calendar,
        "admin",
        replaces=made["calendar"]["version"],
        days=[],
        removed=["2026-01-01"],
        idempotencyKey="key-calendar-2",
    )
    assert gone["calendar"]["offDays"] == []


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
