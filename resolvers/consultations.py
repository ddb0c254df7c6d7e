"""Consultations (II.2.1.d): the list, and one mutation per verb."""

from domain.aggregates import Aggregate
from resolvers.acting import Info, begun, on_life
from resolvers.lists import listed
from schema import guidance_acts as acts
from schema import refusals
from schema.connections import AfterArgument, Connection, FirstArgument, requested
from schema.described import FilterArgument, InputArgument, OrderArgument, object_type, root
from schema.guidance import Consultation, GuidanceFilter
from schema.lives import LifeOrder
from schema.permissions import ReadsConsultations, SignedIn

_A = Aggregate.CONSULTATION


@object_type
class ConsultationQueries:
    """What is read of consultations."""

    @root(SignedIn, ReadsConsultations)
    async def consultations(
        self,
        info: Info,
        first: FirstArgument,
        after: AfterArgument = None,
        where: FilterArgument[GuidanceFilter] = None,
        order: OrderArgument[LifeOrder] = None,
    ) -> Connection[Consultation]:
        """Consultations (II.2.1.d), last changed first unless told otherwise; an institution sees its own."""
        page = requested(first, after, (order or LifeOrder()).order())
        which = (where or GuidanceFilter()).selection(_A, info.context.viewer)
        return await listed(info.context.reads, which, page, Consultation.of)


@object_type
class ConsultationMutations:
    """What can be done with consultations."""

    @root(SignedIn, graphql_type=acts.RequestConsultationPayload)
    async def request_consultation(
        self, info: Info, act: InputArgument[acts.RequestConsultationInput]
    ) -> acts.RequestConsultationSuccess | refusals.Refusal:
        """Asks a question on the standards, by any channel (II.2.1.d.p1)."""
        return await begun(info, acts.RequestConsultationSuccess, _A, "request", act)

    @root(SignedIn, graphql_type=acts.ScheduleConsultationPayload)
    async def schedule_consultation(
        self, info: Info, act: InputArgument[acts.ScheduleConsultationInput]
    ) -> acts.ScheduleConsultationSuccess | refusals.Refusal:
        """Names who answers, the day and the channel, or names others (II.2.1.d.p2)."""
        return await on_life(info, acts.ScheduleConsultationSuccess, _A, "schedule", act)

    @root(SignedIn, graphql_type=acts.HoldConsultationPayload)
    async def hold_consultation(
        self, info: Info, act: InputArgument[acts.HoldConsultationInput]
    ) -> acts.HoldConsultationSuccess | refusals.Refusal:
        """Records that people talked, and who (II.2.1.d.p2)."""
        return await on_life(info, acts.HoldConsultationSuccess, _A, "hold", act)

    @root(SignedIn, graphql_type=acts.ReplaceConsultantsPayload)
    async def replace_consultants(
        self, info: Info, act: InputArgument[acts.ReplaceConsultantsInput]
    ) -> acts.ReplaceConsultantsSuccess | refusals.Refusal:
        """Names others to answer what was talked about (house rule)."""
        return await on_life(info, acts.ReplaceConsultantsSuccess, _A, "replace_guides", act)

    @root(SignedIn, graphql_type=acts.AnswerConsultationPayload)
    async def answer_consultation(
        self, info: Info, act: InputArgument[acts.AnswerConsultationInput]
    ) -> acts.AnswerConsultationSuccess | refusals.Refusal:
        """Answers the question, at once or after people have talked (II.2.1.d.p2)."""
        return await on_life(info, acts.AnswerConsultationSuccess, _A, "answer", act)

    @root(SignedIn, graphql_type=acts.CloseConsultationPayload)
    async def close_consultation(
        self, info: Info, act: InputArgument[acts.CloseConsultationInput]
    ) -> acts.CloseConsultationSuccess | refusals.Refusal:
        """Closes it (house rule)."""
        return await on_life(info, acts.CloseConsultationSuccess, _A, "close", act)

    @root(SignedIn, graphql_type=acts.CancelConsultationPayload)
    async def cancel_consultation(
        self, info: Info, act: InputArgument[acts.CancelConsultationInput]
    ) -> acts.CancelConsultationSuccess | refusals.Refusal:
        """Cancels it before it was held, with a reason (house rule)."""
        return await on_life(info, acts.CancelConsultationSuccess, _A, "cancel", act)
