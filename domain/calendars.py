"""The life of a working calendar: one version is in force, a revision replaces it whole; how days are counted is elsewhere."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from domain.calendar import CalendarError, OffDay, calendar_of
from domain.refusals import HOUSE, Refusal, RefusalCode, refuse
from domain.roles import Role
from domain.tables import Act, Aggregate, Effect, Outcome, Payload, Table, Transition
from domain.text import LONG, SHORT, first_problem, input_problem, text_problem


class CalendarState(StrEnum):
    """The states of a calendar's version. A superseded one stays: deadlines that it decided name it."""

    IN_FORCE = "IN_FORCE"
    SUPERSEDED = "SUPERSEDED"


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
    """What the guards of a calendar may know. *Shape*: `current_id` is the version in force, None where there is none."""

    state: str | None
    current_id: str | None = None

    @property
    def institution_id(self) -> str | None:
        """A calendar is nobody's own."""
        return None


def _made_from_current(facts: CalendarFacts, act: Act) -> Refusal | None:
    replaces: str | None = act.payload.replaces
    if replaces == facts.current_id:
        return None
    return refuse(
        RefusalCode.CONFLICT, expected=str(replaces or "-"), actual=str(facts.current_id or "-"), subject="calendar"
    )


def _publish(facts: CalendarFacts, act: Act) -> Outcome:
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
    effects: tuple[Effect, ...] = ()
    if facts.current_id is not None:
        effects = (Effect(aggregate=Aggregate.CALENDAR, verb="supersede", record_id=facts.current_id),)
    return Outcome(changes=changes, effects=effects, reason=calendar.reason.strip())


CALENDARS: Table[CalendarFacts] = Table(
    aggregate=Aggregate.CALENDAR,
    label_id="Kalender hari kerja",
    label_en="Working calendar",
    states=CalendarState,
    final=frozenset({CalendarState.SUPERSEDED}),
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
            action=_publish,
        ),
        Transition(
            verb="publish",
            label_id="menetapkan kalender hari kerja",
            event="CalendarPublished",
            sources=(None,),
            targets=(CalendarState.IN_FORCE,),
            roles=frozenset({Role.ADMIN}),
            clause=HOUSE,
            payload=PublishCalendar,
            checks=(_made_from_current,),
            action=_publish,
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
