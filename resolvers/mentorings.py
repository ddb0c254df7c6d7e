"""Mentorings (II.2.1.d): the list, and one mutation per verb."""

from domain.aggregates import Aggregate
from resolvers.acting import Info, begun, on_life
from resolvers.lists import listed
from schema import guidance_acts as acts
from schema import refusals
from schema.connections import AfterArgument, Connection, FirstArgument, requested
from schema.described import FilterArgument, InputArgument, OrderArgument, object_type, root
from schema.guidance import GuidanceFilter, Mentoring
from schema.lives import LifeOrder
from schema.permissions import ReadsMentorings, SignedIn

_A = Aggregate.MENTORING


@object_type
class MentoringQueries:
    """What is read of mentorings."""

    @root(SignedIn, ReadsMentorings)
    async def mentorings(
        self,
        info: Info,
        first: FirstArgument,
        after: AfterArgument = None,
        where: FilterArgument[GuidanceFilter] = None,
        order: OrderArgument[LifeOrder] = None,
    ) -> Connection[Mentoring]:
        """Mentorings (II.2.1.d), last changed first unless told otherwise; an institution sees its own."""
        page = requested(first, after, (order or LifeOrder()).order())
        which = (where or GuidanceFilter()).selection(_A, info.context.viewer)
        return await listed(info.context.reads, which, page, Mentoring.of)


@object_type
class MentoringMutations:
    """What can be done with mentorings."""

    @root(SignedIn, graphql_type=acts.RequestMentoringPayload)
    async def request_mentoring(
        self, info: Info, act: InputArgument[acts.RequestMentoringInput]
    ) -> acts.RequestMentoringSuccess | refusals.Refusal:
        """Asks for mentoring, or offers it of LKPP's own motion (II.2.1.d.p1)."""
        return await begun(info, acts.RequestMentoringSuccess, _A, "request", act)

    @root(SignedIn, graphql_type=acts.ScheduleMentoringPayload)
    async def schedule_mentoring(
        self, info: Info, act: InputArgument[acts.ScheduleMentoringInput]
    ) -> acts.ScheduleMentoringSuccess | refusals.Refusal:
        """Names mentors, day, channel and standards, or names others (II.2.1.d.p1)."""
        return await on_life(info, acts.ScheduleMentoringSuccess, _A, "schedule", act)

    @root(SignedIn, graphql_type=acts.HoldMentoringPayload)
    async def hold_mentoring(
        self, info: Info, act: InputArgument[acts.HoldMentoringInput]
    ) -> acts.HoldMentoringSuccess | refusals.Refusal:
        """Records the technical guidance: who attended, and service activities with examples (II.2.1.d.p2)."""
        return await on_life(info, acts.HoldMentoringSuccess, _A, "hold", act)

    @root(SignedIn, graphql_type=acts.ReplaceMentorsPayload)
    async def replace_mentors(
        self, info: Info, act: InputArgument[acts.ReplaceMentorsInput]
    ) -> acts.ReplaceMentorsSuccess | refusals.Refusal:
        """Names others to report what was held (house rule)."""
        return await on_life(info, acts.ReplaceMentorsSuccess, _A, "replace_guides", act)

    @root(SignedIn, graphql_type=acts.ReportMentoringPayload)
    async def report_mentoring(
        self, info: Info, act: InputArgument[acts.ReportMentoringInput]
    ) -> acts.ReportMentoringSuccess | refusals.Refusal:
        """Reports what came of it, and orders the minutes (II.2.1.d.p2)."""
        return await on_life(info, acts.ReportMentoringSuccess, _A, "report", act)

    @root(SignedIn, graphql_type=acts.CloseMentoringPayload)
    async def close_mentoring(
        self, info: Info, act: InputArgument[acts.CloseMentoringInput]
    ) -> acts.CloseMentoringSuccess | refusals.Refusal:
        """Closes it (house rule)."""
        return await on_life(info, acts.CloseMentoringSuccess, _A, "close", act)

    @root(SignedIn, graphql_type=acts.CancelMentoringPayload)
    async def cancel_mentoring(
        self, info: Info, act: InputArgument[acts.CancelMentoringInput]
    ) -> acts.CancelMentoringSuccess | refusals.Refusal:
        """Cancels it before it was held, with a reason (house rule)."""
        return await on_life(info, acts.CancelMentoringSuccess, _A, "cancel", act)
