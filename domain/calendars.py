"""The life of a working calendar: the administrator proposes a version, the Deputy approves it, and it replaces the one before.

How days are counted is elsewhere. *Source*: house rules throughout; the decree says working days and names no calendar.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from domain.aggregates import Aggregate
from domain.calendar import CalendarError, OffDay, calendar_of
from domain.reasons import Reason
from domain.refusals import HOUSE, Refusal, RefusalCode, refuse
from domain.roles import Role
from domain.tables import Act, Effect, Outcome, Payload, Table, Transition
from domain.text import LONG, SHORT, first_problem, input_problem, text_problem


class CalendarState(StrEnum):
    """The states of a calendar's version. Only an approved one is in force; a superseded one stays for what it decided."""

    PROPOSED = "PROPOSED"
    IN_FORCE = "IN_FORCE"
    SUPERSEDED = "SUPERSEDED"
    WITHDRAWN = "WITHDRAWN"


@dataclass(frozen=True, kw_only=True)
class PublishCalendar(Payload):
    """A whole new version. *Shape*: `replaces` is the version that it was made from, None for the first."""

    first_day: date
    last_day: date
    off_days: tuple[OffDay, ...]
    reason: str
    replaces: str | None

    def problem(self) -> Refusal | None:
        """Printable names and sources, a reason, and days that make a calendar."""
        return first_problem(
            text_problem(self.reason, field="reason", longest=LONG),
            *(text_problem(day.name, field="days.name", longest=SHORT) for day in self.off_days),
            *(text_problem(day.source, field="days.source", longest=SHORT) for day in self.off_days),
            self._shape_problem(),
        )

    def _shape_problem(self) -> Refusal | None:
        try:
            calendar_of(version="-", first_day=self.first_day, last_day=self.last_day, off_days=self.off_days)
        except CalendarError as error:
            return input_problem("days", f"hari-hari ini bukan kalender ({error}).", f"no calendar: {error}.")
        return None


@dataclass(frozen=True, kw_only=True)
class CalendarFacts:
    """What the guards of a calendar may know. *Shape*: `current_id` is the version in force, `made_from` the one that a
    proposal was made from; None where there is none.
    """

    state: str | None
    current_id: str | None = None
    made_from: str | None = None

    @property
    def institution_id(self) -> str | None:
        """A calendar is nobody's own."""
        return None


def _made_from_current(facts: CalendarFacts, act: Act) -> Refusal | None:
    return _still_current(facts, act.payload.replaces)


def _not_overtaken(facts: CalendarFacts, _act: Act) -> Refusal | None:
    return _still_current(facts, facts.made_from)


def _still_current(facts: CalendarFacts, replaces: str | None) -> Refusal | None:
    if replaces == facts.current_id:
        return None
    return refuse(
        RefusalCode.CONFLICT, expected=str(replaces or "-"), actual=str(facts.current_id or "-"), subject="calendar"
    )


def _write(_facts: CalendarFacts, act: Act) -> Outcome:
    calendar: PublishCalendar = act.payload
    changes: dict[str, Any] = {
        "first_day": calendar.first_day.isoformat(),
        "last_day": calendar.last_day.isoformat(),
        "off_days": [
            {
                "date": day.date.isoformat(),
                "name": day.name,
                "kind": day.kind.value,
                "source": day.source,
                "status": day.status.value,
            }
            for day in sorted(calendar.off_days, key=lambda day: day.date)
        ],
        "replaces": calendar.replaces,
        "changed_by": act.actor.id,
        "reason": calendar.reason.strip(),
    }
    return Outcome(changes=changes, reason=calendar.reason.strip())


def _approve(facts: CalendarFacts, act: Act) -> Outcome:
    effects: tuple[Effect, ...] = ()
    if facts.current_id is not None:
        effects = (Effect(aggregate=Aggregate.CALENDAR, verb="supersede", record_id=facts.current_id),)
    return Outcome(changes={"approved_by": act.actor.id}, effects=effects)


def _withdraw(_facts: CalendarFacts, act: Act) -> Outcome:
    return Outcome(reason=act.payload.reason.strip())


CALENDARS: Table[CalendarFacts] = Table(
    aggregate=Aggregate.CALENDAR,
    label_id="Kalender hari kerja",
    label_en="Working calendar",
    states=CalendarState,
    final=frozenset({CalendarState.SUPERSEDED, CalendarState.WITHDRAWN}),
    rows=(
        Transition(
            verb="seed",
            label_id="memuat kalender hari kerja pertama",
            event="CalendarSeeded",
            sources=(None,),
            targets=(CalendarState.IN_FORCE,),
            roles=frozenset({Role.SYSTEM}),
            clause=HOUSE,
            payload=PublishCalendar,
            checks=(_made_from_current,),
            action=_write,
        ),
        Transition(
            verb="propose",
            label_id="mengusulkan kalender hari kerja",
            event="CalendarProposed",
            sources=(None,),
            targets=(CalendarState.PROPOSED,),
            roles=frozenset({Role.ADMIN}),
            clause=HOUSE,
            payload=PublishCalendar,
            checks=(_made_from_current,),
            action=_write,
        ),
        Transition(
            verb="approve",
            label_id="menyetujui kalender hari kerja",
            event="CalendarApproved",
            sources=(CalendarState.PROPOSED,),
            targets=(CalendarState.IN_FORCE,),
            roles=frozenset({Role.DEPUTY}),
            clause=HOUSE,
            guards=(_not_overtaken,),
            action=_approve,
        ),
        Transition(
            verb="withdraw",
            label_id="menarik usulan kalender hari kerja",
            event="CalendarWithdrawn",
            sources=(CalendarState.PROPOSED,),
            targets=(CalendarState.WITHDRAWN,),
            roles=frozenset({Role.ADMIN, Role.DEPUTY}),
            clause=HOUSE,
            payload=Reason,
            action=_withdraw,
        ),
        Transition(
            verb="supersede",
            label_id="menggantikan kalender hari kerja",
            event="CalendarSuperseded",
            sources=(CalendarState.IN_FORCE,),
            targets=(CalendarState.SUPERSEDED,),
            roles=frozenset({Role.SYSTEM}),
            clause=HOUSE,
        ),
    ),
)
