"""The working calendar as clients see it, and what a revision takes."""

from datetime import date, datetime
from typing import Annotated

import strawberry

from domain.calendar import OffDay as DomainOffDay
from persistence.queries.rows import Row
from schema.acts import KeyedAct
from schema.described import attribute, computed, input_type, object_type
from schema.enums import OffDayKind, OffDayStatus
from schema.refusals import payload


@object_type
class OffDay:
    """One day on which offices are closed."""

    date_: date = attribute("The day.", name="date")
    name: str = attribute("What it is, in Indonesian.")
    kind: OffDayKind = attribute("Why it is off.")
    status: OffDayStatus = attribute("Whether the date is decided, or computed in advance.")
    source: str = attribute("Who says so, such as a joint decree of ministers (SKB).")

    @classmethod
    def of(cls, row: Row) -> "OffDay":
        """The day as clients see it."""
        return cls(
            date_=row.day("date"),
            name=row.text("name"),
            kind=OffDayKind(row.text("kind")),
            status=OffDayStatus(row.text("status")),
            source=row.text("source"),
        )


YearArgument = Annotated[int | None, strawberry.argument(description="Only of this year; all known years without it.")]


@object_type
class WorkingCalendar:
    """The working calendar in force. Working days are Monday to Friday without these days (house rule; II.2.3.s1)."""

    row: strawberry.Private[Row]
    version: str = attribute("The version that decides deadlines computed now. A deadline names its version for ever.")
    first_day: date = attribute("The first day that the calendar knows.")
    last_day: date = attribute("The last day that the calendar knows; beyond it no deadline is computed.")
    reason: str = attribute("Why this version was published.")
    published_at: datetime = attribute("When it was published.")

    @classmethod
    def of(cls, row: Row) -> "WorkingCalendar":
        """The calendar as clients see it."""
        return cls(
            row=row,
            version=row.id,
            first_day=row.day("first_day"),
            last_day=row.day("last_day"),
            reason=row.text("reason"),
            published_at=row.moment("created_at"),
        )

    @computed
    def off_days(self, year: YearArgument = None) -> list[OffDay]:
        """The days that are off, by date."""
        days = (OffDay.of(row) for row in self.row.rows("off_days"))
        return [day for day in days if year is None or day.date_.year == year]


@input_type
class OffDayInput:
    """A day that is off, or another word on one that is."""

    date_: date = attribute("The day.", name="date")
    name: str = attribute("What it is, in Indonesian, at most 200 characters.")
    kind: OffDayKind = attribute("Why it is off.")
    status: OffDayStatus = attribute("Whether the date is decided.")
    source: str = attribute("Who says so, at most 200 characters.")

    def day(self) -> DomainOffDay:
        """The domain's day."""
        return DomainOffDay(date=self.date_, name=self.name, kind=self.kind, source=self.source, status=self.status)


@input_type
class ReviseCalendarInput(KeyedAct):
    """What `reviseCalendar` takes: what changes against the version that you have seen."""

    replaces: str = attribute("The version that you have seen; if it is no longer in force, you get Conflict.")
    days: list[OffDayInput] = attribute("Days that are off from now on; one of the same date is replaced.")
    removed: list[date] = attribute("Days that are off no longer.")
    last_day: date | None = attribute("The last day known from now on; null leaves it.", default=None)
    reason: str = attribute("Why, in at most 4000 characters. It is recorded.")


@object_type
class ReviseCalendarSuccess:
    """The revision is in force. Deadlines that were computed before stand."""

    calendar: WorkingCalendar = attribute("The calendar in force.")


ReviseCalendarPayload = payload(ReviseCalendarSuccess)
