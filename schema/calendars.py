"""The working calendar as clients see it, and what its revision, approval and withdrawal take."""

from datetime import date, datetime
from typing import Annotated

import strawberry

from domain.calendar import OffDay as DomainOffDay
from domain.reasons import Reason
from domain.refusals import Refusal, RefusalCode, Words, refuse
from domain.tables import Payload
from persistence.queries.rows import Row
from schema.acts import KeyedAct, VersionedAct
from schema.context import Info
from schema.described import attribute, computed, input_type, object_type
from schema.enums import CalendarState, OffDayKind, OffDayStatus
from schema.personnel import Person
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
    """A version of the working calendar. Working days are Monday to Friday without these days (house rule; II.2.3.s1)."""

    row: strawberry.Private[Row]
    version: str = attribute(
        "The version's name. The one in force decides deadlines computed now, and each names its own."
    )
    state: CalendarState = attribute("Whether it is proposed, in force or past.")
    record_version: int = attribute("How often it was acted on: what `expectedVersion` of an act on it asks for.")
    first_day: date = attribute("The first day that the calendar knows.")
    last_day: date = attribute("The last day that the calendar knows; beyond it no deadline is computed.")
    reason: str = attribute("Why this version was proposed.")
    proposed_at: datetime = attribute("When it was proposed, or loaded with the first data.")

    @classmethod
    def of(cls, row: Row) -> "WorkingCalendar":
        """The calendar as clients see it."""
        return cls(
            row=row,
            version=row.id,
            state=CalendarState(row.text("state")),
            record_version=row.whole("version"),
            first_day=row.day("first_day"),
            last_day=row.day("last_day"),
            reason=row.text("reason"),
            proposed_at=row.moment("created_at"),
        )

    @computed
    async def proposed_by(self, info: Info) -> Person | None:
        """Who proposed it; null for the first, which came with the system."""
        return await info.context.loaders.person(self.row.text("changed_by"))

    @computed
    async def approved_by(self, info: Info) -> Person | None:
        """Who approved it; null where nobody has, or did not have to."""
        key = self.row.text_or_none("approved_by")
        return None if key is None else await info.context.loaders.person(key)

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


@input_type
class CalendarAct(VersionedAct):
    """An act on a proposed version of the calendar."""

    calendar: str = attribute("The name of the version.")

    def record(self) -> str | Refusal:
        """The version's key."""
        if 0 < len(self.calendar) <= 100 and self.calendar.isprintable():
            return self.calendar
        return refuse(RefusalCode.NOT_FOUND, what=Words("Kalender hari kerja", "Working calendar"), subject="calendar")

    def payload(self) -> Payload | Refusal | None:
        """The domain's payload: nothing more."""
        return None


@input_type
class ApproveCalendarInput(CalendarAct):
    """What `approveCalendar` takes (house rule)."""


@input_type
class WithdrawCalendarInput(CalendarAct):
    """What `withdrawCalendar` takes (house rule)."""

    reason: str = attribute("Why, in at most 4000 characters. It is recorded.")

    def payload(self) -> Payload | Refusal | None:
        """The domain's payload."""
        return Reason(reason=self.reason)


@object_type
class CalendarChanged:
    """The version after an act."""

    calendar: WorkingCalendar = attribute("The version as it stands after the act.")


@object_type
class ReviseCalendarSuccess(CalendarChanged):
    """The revision is proposed; it is in force once the Deputy has approved it."""


@object_type
class ApproveCalendarSuccess(CalendarChanged):
    """The version is in force. Deadlines that were computed before stand, until an act moves one to a later day."""


@object_type
class WithdrawCalendarSuccess(CalendarChanged):
    """The proposal is withdrawn: it never comes into force."""


ReviseCalendarPayload = payload(ReviseCalendarSuccess)
ApproveCalendarPayload = payload(ApproveCalendarSuccess)
WithdrawCalendarPayload = payload(WithdrawCalendarSuccess)
