"""Revising the working calendar: a few days are added, changed or taken out, and a whole new version is proposed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from domain.aggregates import Aggregate
from domain.calendar import OffDay
from domain.calendars import PublishCalendar
from domain.refusals import Refusal
from domain.roles import Actor
from persistence.calendar import current_calendar
from services.commands import Command, Done
from services.door import Door


@dataclass(frozen=True, kw_only=True)
class CalendarChange:
    """What a revision changes. *Shape*: a day in `days` replaces one of the same date; `last_day` extends the coverage."""

    days: tuple[OffDay, ...] = ()
    removed: tuple[date, ...] = ()
    last_day: date | None = None


class CalendarService:
    """The administrator's edits, which the Deputy approves. Deadlines that were computed stand until an act moves them."""

    def __init__(self, *, door: Door) -> None:
        self._door = door

    def revise(
        self, *, actor: Actor, replaces: str, change: CalendarChange, reason: str, idempotency_key: str
    ) -> Done | Refusal:
        """Proposes a new version made from the one named by `replaces`. *Raises*: `DatabaseUnavailable`."""
        now = current_calendar()
        kept = _without(now.off_days.values(), {day.date for day in change.days} | set(change.removed))
        payload = PublishCalendar(
            first_day=now.first_day,
            last_day=change.last_day or now.last_day,
            off_days=(*kept, *change.days),
            reason=reason,
            replaces=replaces,
        )
        return self._door.perform(
            Command(
                aggregate=Aggregate.CALENDAR,
                verb="propose",
                actor=actor,
                payload=payload,
                idempotency_key=idempotency_key,
                intent={"replaces": replaces, "change": change, "reason": reason},
            )
        )


def _without(days: Iterable[OffDay], dates: set[date]) -> tuple[OffDay, ...]:
    return tuple(day for day in days if day.date not in dates)
