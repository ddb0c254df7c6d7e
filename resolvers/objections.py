"""Objections (II.2.3): the list, and one mutation per verb."""

from domain.aggregates import Aggregate
from resolvers.acting import Info, begun, on_life, signed_life
from resolvers.lists import listed
from schema import objection_acts as acts
from schema import refusals
from schema.connections import AfterArgument, Connection, FirstArgument, requested
from schema.described import FilterArgument, InputArgument, OrderArgument, object_type, root
from schema.lives import LifeOrder
from schema.objections import Objection, ObjectionFilter
from schema.permissions import ReadsObjections, SignedIn

_A = Aggregate.OBJECTION


@object_type
class ObjectionQueries:
    """What is read of objections."""

    @root(SignedIn, ReadsObjections)
    async def objections(
        self,
        info: Info,
        first: FirstArgument,
        after: AfterArgument = None,
        where: FilterArgument[ObjectionFilter] = None,
        order: OrderArgument[LifeOrder] = None,
    ) -> Connection[Objection]:
        """Objections (II.2.3), last changed first unless told otherwise; an institution sees its own."""
        page = requested(first, after, (order or LifeOrder()).order())
        which = (where or ObjectionFilter()).selection(info.context.viewer, info.context.today)
        return await listed(info.context.reads, which, page, Objection.of)


@object_type
class ObjectionMutations:
    """What can be done with objections."""

    @root(SignedIn, graphql_type=acts.FileObjectionPayload)
    async def file_objection(
        self, info: Info, act: InputArgument[acts.FileObjectionInput]
    ) -> acts.FileObjectionSuccess | refusals.Refusal:
        """Objects to a sanction, by letter with evidence; after the last instant it is kept as late (II.2.3.s1)."""
        return await begun(info, acts.FileObjectionSuccess, _A, "file", act)

    @root(SignedIn, graphql_type=acts.AcceptLateObjectionPayload)
    async def accept_late_objection(
        self, info: Info, act: InputArgument[acts.AcceptLateObjectionInput]
    ) -> acts.AcceptLateObjectionSuccess | refusals.Refusal:
        """Accepts an objection although it is late (house rule)."""
        return await on_life(info, acts.AcceptLateObjectionSuccess, _A, "accept_late", act)

    @root(SignedIn, graphql_type=acts.RefuseLateObjectionPayload)
    async def refuse_late_objection(
        self, info: Info, act: InputArgument[acts.RefuseLateObjectionInput]
    ) -> acts.RefuseLateObjectionSuccess | refusals.Refusal:
        """Refuses an objection because it is late (house rule)."""
        return await on_life(info, acts.RefuseLateObjectionSuccess, _A, "refuse_late", act)

    @root(SignedIn, graphql_type=acts.AdmitObjectionPayload)
    async def admit_objection(
        self, info: Info, act: InputArgument[acts.AdmitObjectionInput]
    ) -> acts.AdmitObjectionSuccess | refusals.Refusal:
        """Names an independent examiner and summons the unit (II.2.3.s2)."""
        return await on_life(info, acts.AdmitObjectionSuccess, _A, "admit", act)

    @root(SignedIn, graphql_type=acts.RecordHearingPayload)
    async def record_hearing(
        self, info: Info, act: InputArgument[acts.RecordHearingInput]
    ) -> acts.RecordHearingSuccess | refusals.Refusal:
        """Records an examination or clarification, with the unit and others (II.2.3.s2)."""
        return await on_life(info, acts.RecordHearingSuccess, _A, "record_hearing", act)

    @root(SignedIn, graphql_type=acts.PrepareObjectionDecisionPayload)
    async def prepare_objection_decision(
        self, info: Info, act: InputArgument[acts.PrepareObjectionDecisionInput]
    ) -> acts.PrepareObjectionDecisionSuccess | refusals.Refusal:
        """Puts a decision before the Deputy; at least one hearing is on record (II.2.3.s3)."""
        return await on_life(info, acts.PrepareObjectionDecisionSuccess, _A, "prepare_decision", act)

    @root(SignedIn, graphql_type=acts.RecallObjectionDecisionPayload)
    async def recall_objection_decision(
        self, info: Info, act: InputArgument[acts.RecallObjectionDecisionInput]
    ) -> acts.RecallObjectionDecisionSuccess | refusals.Refusal:
        """Recalls the letter before it is signed (house rule)."""
        return await on_life(info, acts.RecallObjectionDecisionSuccess, _A, "recall_decision", act)

    @root(SignedIn, graphql_type=acts.DecideObjectionPayload)
    async def decide_objection(
        self, info: Info, act: InputArgument[acts.DecideObjectionInput]
    ) -> acts.DecideObjectionSuccess | refusals.Refusal:
        """Signs the letter with the viewer's own key: it is the decision, and the sanction follows it (II.2.3.s3)."""
        return await signed_life(info, acts.DecideObjectionSuccess, _A, "decide", act)

    @root(SignedIn, graphql_type=acts.WithdrawObjectionPayload)
    async def withdraw_objection(
        self, info: Info, act: InputArgument[acts.WithdrawObjectionInput]
    ) -> acts.WithdrawObjectionSuccess | refusals.Refusal:
        """Withdraws the objection before it is decided (house rule)."""
        return await on_life(info, acts.WithdrawObjectionSuccess, _A, "withdraw", act)
