"""The working calendar: read by everybody, revised by LKPP's administrator, approved by the Deputy."""

from collections.abc import Callable
from typing import TypeVar

from domain.aggregates import Aggregate
from domain.refusals import Refusal
from persistence.queries.calendars import calendar_in_force, calendar_proposals, calendar_version
from resolvers.acting import Info, committed, performed
from schema import calendars as acts
from schema import refusals
from schema.calendars import ReviseCalendarInput, WorkingCalendar
from schema.described import InputArgument, object_type, root
from schema.permissions import OfLkpp, Public, SignedIn
from schema.refusals import refusal_type
from services.calendars import CalendarChange
from services.commands import Done

S = TypeVar("S", bound=acts.CalendarChanged)


@object_type
class CalendarQueries:
    """What is read of the working calendar."""

    @root(Public)
    async def calendar(self, info: Info) -> WorkingCalendar:
        """The working calendar in force."""
        [row] = await info.context.reads.all(calendar_in_force())
        return WorkingCalendar.of(row)

    @root(SignedIn, OfLkpp)
    async def calendar_proposals(self, info: Info) -> list[WorkingCalendar]:
        """The versions of the working calendar that wait for the Deputy (house rule)."""
        return [WorkingCalendar.of(row) for row in await info.context.reads.all(calendar_proposals())]


@object_type
class CalendarMutations:
    """What can be done with the working calendar."""

    @root(SignedIn, graphql_type=acts.ReviseCalendarPayload)
    async def revise_calendar(
        self, info: Info, act: InputArgument[acts.ReviseCalendarInput]
    ) -> acts.ReviseCalendarSuccess | refusals.Refusal:
        """Proposes a new version of the working calendar (house rule). Deadlines computed before stand."""
        return await _changed(info, acts.ReviseCalendarSuccess, act.key_problem() or await _revised(info, act))

    @root(SignedIn, graphql_type=acts.ApproveCalendarPayload)
    async def approve_calendar(
        self, info: Info, act: InputArgument[acts.ApproveCalendarInput]
    ) -> acts.ApproveCalendarSuccess | refusals.Refusal:
        """Puts a proposed version of the working calendar in force (house rule). Deadlines computed before stand."""
        done = await performed(info, Aggregate.CALENDAR, "approve", act)
        return await _changed(info, acts.ApproveCalendarSuccess, done)

    @root(SignedIn, graphql_type=acts.WithdrawCalendarPayload)
    async def withdraw_calendar(
        self, info: Info, act: InputArgument[acts.WithdrawCalendarInput]
    ) -> acts.WithdrawCalendarSuccess | refusals.Refusal:
        """Withdraws a proposed version of the working calendar (house rule)."""
        done = await performed(info, Aggregate.CALENDAR, "withdraw", act)
        return await _changed(info, acts.WithdrawCalendarSuccess, done)


async def _changed(info: Info, success: Callable[..., S], done: Done | Refusal) -> S | refusals.Refusal:
    if isinstance(done, Refusal):
        return refusal_type(done)
    [row] = await info.context.reads.all(calendar_version(done.record_id))
    return success(calendar=WorkingCalendar.of(row))


async def _revised(info: Info, act: ReviseCalendarInput) -> Done | Refusal:
    change = CalendarChange(
        days=tuple(day.day() for day in act.days), removed=tuple(act.removed), last_day=act.last_day
    )
    calendars = info.context.use_cases.calendars
    return await committed(
        info,
        lambda: calendars.revise(
            actor=info.context.viewer,
            replaces=act.replaces,
            change=change,
            reason=act.reason,
            idempotency_key=act.idempotency_key,
        ),
    )
