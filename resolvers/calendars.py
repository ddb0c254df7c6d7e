"""The working calendar: read by everybody, revised by LKPP's administrator."""

from domain.refusals import Refusal
from persistence.queries.calendars import calendar_in_force
from resolvers.acting import Info, committed
from schema import refusals
from schema.calendars import ReviseCalendarInput, ReviseCalendarPayload, ReviseCalendarSuccess, WorkingCalendar
from schema.described import InputArgument, object_type, root
from schema.permissions import Public, SignedIn
from schema.refusals import refusal_type
from services.calendars import CalendarChange
from services.commands import Done


@object_type
class CalendarQueries:
    """What is read of the working calendar."""

    @root(Public)
    async def calendar(self, info: Info) -> WorkingCalendar:
        """The working calendar in force."""
        [row] = await info.context.reads.all(calendar_in_force())
        return WorkingCalendar.of(row)


@object_type
class CalendarMutations:
    """What can be done with the working calendar."""

    @root(SignedIn, graphql_type=ReviseCalendarPayload)
    async def revise_calendar(
        self, info: Info, act: InputArgument[ReviseCalendarInput]
    ) -> ReviseCalendarSuccess | refusals.Refusal:
        """Publishes a new version of the working calendar (house rule). Deadlines computed before stand."""
        done = act.key_problem() or await _revised(info, act)
        if isinstance(done, Refusal):
            return refusal_type(done)
        [row] = await info.context.reads.all(calendar_in_force())
        return ReviseCalendarSuccess(calendar=WorkingCalendar.of(row))


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
