"""Sanction cases and sanctions (II.2.2): their lists, the outlook of a unit, and one mutation per verb."""

from datetime import date
from typing import Annotated

import strawberry

from domain.act_labels import act_label_en
from domain.aggregates import Aggregate
from domain.configuration_keys import ConfigurationKey
from domain.refusals import Refusal
from resolvers.acting import Info, begun, on_life, signed_life
from resolvers.lists import listed
from resolvers.lives import KINDS
from resolvers.refusals import answered
from resolvers.sanction_register import page_of, standing_measures
from resolvers.settings import written_setting
from schema import refusals
from schema import sanction_acts as acts
from schema.actions import MUTATIONS, ActionOffer
from schema.connections import AfterArgument, Connection, FirstArgument, Order, connection, empty, requested
from schema.described import FilterArgument, InputArgument, OrderArgument, object_type, root
from schema.lives import LifeOrder
from schema.nodes import global_id, key_of
from schema.outlook import CaseOutlook, OutlookAct, SanctionOutlook
from schema.permissions import OfLkpp, Public, ReadsCases, ReadsSanctions, SignedIn
from schema.refusals import refusal_type
from schema.sanction_cases import SanctionCase, SanctionCaseFilter
from schema.sanction_register import RegisteredSanction, SanctionRegisterFilter
from schema.sanctions import Sanction, SanctionFilter
from services import outlook as services_outlook
from services.outlook import outlook_acts, sanction_outlook

UnitArgument = Annotated[strawberry.ID, strawberry.argument(name="unit", description="The unit.")]
DayArgument = Annotated[
    date | None, strawberry.argument(name="on", description="The day that is asked about; today without it.")
]

_NEWEST = Order(field="issued_on", descending=True)
_CASE, _SANCTION = Aggregate.CASE, Aggregate.SANCTION


@object_type
class SanctionQueries:
    """What is read of cases and sanctions."""

    @root(SignedIn, ReadsCases)
    async def sanction_cases(
        self,
        info: Info,
        first: FirstArgument,
        after: AfterArgument = None,
        where: FilterArgument[SanctionCaseFilter] = None,
        order: OrderArgument[LifeOrder] = None,
    ) -> Connection[SanctionCase]:
        """Sanction cases (II.2.2), last changed first unless told otherwise; an institution sees its own."""
        page = requested(first, after, (order or LifeOrder()).order())
        which = (where or SanctionCaseFilter()).selection(info.context.viewer)
        return await listed(info.context.reads, which, page, SanctionCase.of)

    @root(SignedIn, ReadsSanctions)
    async def sanctions(
        self,
        info: Info,
        first: FirstArgument,
        after: AfterArgument = None,
        where: FilterArgument[SanctionFilter] = None,
        order: OrderArgument[LifeOrder] = None,
    ) -> Connection[Sanction]:
        """Sanctions (II.2.2), last changed first unless told otherwise; an institution sees its own, once issued."""
        page = requested(first, after, (order or LifeOrder()).order())
        which = (where or SanctionFilter()).selection(info.context.viewer)
        return await listed(info.context.reads, which, page, Sanction.of)

    @root(Public)
    async def sanction_register(
        self,
        info: Info,
        first: FirstArgument,
        after: AfterArgument = None,
        where: FilterArgument[SanctionRegisterFilter] = None,
    ) -> Connection[RegisteredSanction]:
        """The measures that stand today, newest first, for everybody: those of which the verification of their letter says
        so. Empty unless `sanctions.public` is on (house rule).
        """
        reads, page = info.context.reads, requested(first, after, _NEWEST)
        which = (where or SanctionRegisterFilter()).selection()
        if await written_setting(info, ConfigurationKey.SANCTIONS_PUBLIC) != "true":
            return empty(page)
        standing = await standing_measures(reads, which, info.context.today)
        found = page_of(standing, page.window)
        rows = [(RegisteredSanction.of(row), row.text("issued_on"), row.id) for row in found.rows]

        async def count() -> int:
            return len(standing)

        return connection(rows, request=page, more=found.more, counter=count)

    @root(SignedIn, OfLkpp)
    async def sanction_outlook(self, info: Info, unit: UnitArgument, on: DayArgument = None) -> SanctionOutlook | None:
        """Which rungs of the ladder are open for a unit on a day, what blocks each, and the last day to object.

        Null for an unknown unit. It speaks of things as they stand now, and promises nothing.
        """
        key = key_of(unit, "Unit", field="unit")
        if isinstance(key, Refusal) or await info.context.loaders.unit(key) is None:
            return None
        day = on or info.context.today
        found = await answered(lambda: sanction_outlook(key, day))
        acts_found = await answered(lambda: outlook_acts(key, day))
        if isinstance(found, Refusal) or isinstance(acts_found, Refusal):
            return None
        cases = [CaseOutlook.of(each) for each in found]
        return SanctionOutlook(on=day, cases=cases, acts=[_offered(each) for each in acts_found])


def _offered(found: services_outlook.OutlookAct) -> OutlookAct:
    offer = ActionOffer(
        label_id=found.label_id,
        label_en=act_label_en(found.aggregate, found.verb),
        mutation=MUTATIONS[found.aggregate, found.verb],
        clause_id=found.clause,
        allowed=found.refusal is None,
        refusal=None if found.refusal is None else refusal_type(found.refusal),
    )
    kind = KINDS[found.about].__name__ if found.about in KINDS else found.about.value.capitalize()
    return OutlookAct(thing=global_id(kind, found.key), action=offer)


@object_type
class SanctionMutations:
    """What can be done with cases and sanctions."""

    @root(SignedIn, graphql_type=acts.OpenSanctionCasePayload)
    async def open_sanction_case(
        self, info: Info, act: InputArgument[acts.OpenSanctionCaseInput]
    ) -> acts.OpenSanctionCaseSuccess | refusals.Refusal:
        """Opens a case from the findings of a surveillance, from gaps of an assessment, or from findings stated here."""
        return await begun(info, acts.OpenSanctionCaseSuccess, _CASE, "open", act)

    @root(SignedIn, graphql_type=acts.TakeUpFindingsPayload)
    async def take_up_findings(
        self, info: Info, act: InputArgument[acts.TakeUpFindingsInput]
    ) -> acts.TakeUpFindingsSuccess | refusals.Refusal:
        """Follows up what a surveillance found where open cases pursue it already: no second case for it (II.2.1.f.p2)."""
        return await on_life(info, acts.TakeUpFindingsSuccess, _CASE, "take_up", act)

    @root(SignedIn, graphql_type=acts.DismissSanctionCasePayload)
    async def dismiss_sanction_case(
        self, info: Info, act: InputArgument[acts.DismissSanctionCaseInput]
    ) -> acts.DismissSanctionCaseSuccess | refusals.Refusal:
        """Closes a case that should not be pursued, or cannot be: no measure of it is in force (house rule).

        Where none was ever issued and a surveillance led to it, its findings are open again (II.2.1.f.p2).
        """
        return await on_life(info, acts.DismissSanctionCaseSuccess, _CASE, "dismiss", act)

    @root(SignedIn, graphql_type=acts.ResumeSanctionCasePayload)
    async def resume_sanction_case(
        self, info: Info, act: InputArgument[acts.ResumeSanctionCaseInput]
    ) -> acts.ResumeSanctionCaseSuccess | refusals.Refusal:
        """Decides by hand on a case that is held, or in which no measure can follow: the decree is silent (house rule)."""
        return await on_life(info, acts.ResumeSanctionCaseSuccess, _CASE, "resume", act)

    @root(SignedIn, graphql_type=acts.DraftSanctionPayload)
    async def draft_sanction(
        self, info: Info, act: InputArgument[acts.DraftSanctionInput]
    ) -> acts.DraftSanctionSuccess | refusals.Refusal:
        """Begins a sanction on the next rung of a case (II.2.2)."""
        return await begun(info, acts.DraftSanctionSuccess, _SANCTION, "draft", act)

    @root(SignedIn, graphql_type=acts.DiscardSanctionPayload)
    async def discard_sanction(
        self, info: Info, act: InputArgument[acts.DiscardSanctionInput]
    ) -> acts.DiscardSanctionSuccess | refusals.Refusal:
        """Discards a draft (house rule)."""
        return await on_life(info, acts.DiscardSanctionSuccess, _SANCTION, "discard", act)

    @root(SignedIn, graphql_type=acts.PrepareSanctionPayload)
    async def prepare_sanction(
        self, info: Info, act: InputArgument[acts.PrepareSanctionInput]
    ) -> acts.PrepareSanctionSuccess | refusals.Refusal:
        """Orders the letter, or the decision, for the Deputy's signature (II.2.2)."""
        return await on_life(info, acts.PrepareSanctionSuccess, _SANCTION, "prepare", act)

    @root(SignedIn, graphql_type=acts.IssueSanctionPayload)
    async def issue_sanction(
        self, info: Info, act: InputArgument[acts.IssueSanctionInput]
    ) -> acts.IssueSanctionSuccess | refusals.Refusal:
        """Imposes the sanction by the Deputy's signature, with the viewer's own key (II.2.2)."""
        return await signed_life(info, acts.IssueSanctionSuccess, _SANCTION, "issue", act)

    @root(SignedIn, graphql_type=acts.RecallSanctionPayload)
    async def recall_sanction(
        self, info: Info, act: InputArgument[acts.RecallSanctionInput]
    ) -> acts.RecallSanctionSuccess | refusals.Refusal:
        """Takes back a letter that waits for its signature (house rule)."""
        return await on_life(info, acts.RecallSanctionSuccess, _SANCTION, "recall", act)

    @root(SignedIn, graphql_type=acts.ProveReceiptPayload)
    async def prove_receipt(
        self, info: Info, act: InputArgument[acts.ProveReceiptInput]
    ) -> acts.ProveReceiptSuccess | refusals.Refusal:
        """Proves the receipt of the letter that notifies a sanction; it starts the 5 working days (II.2.3.s1)."""
        return await on_life(info, acts.ProveReceiptSuccess, _SANCTION, "prove_receipt", act)

    @root(SignedIn, graphql_type=acts.StrikeReceiptPayload)
    async def strike_receipt(
        self, info: Info, act: InputArgument[acts.StrikeReceiptInput]
    ) -> acts.StrikeReceiptSuccess | refusals.Refusal:
        """Strikes the proof of receipt that counts, which another recorded wrongly, while nothing rests on it (house rule)."""
        return await on_life(info, acts.StrikeReceiptSuccess, _SANCTION, "strike_receipt", act)

    @root(SignedIn, graphql_type=acts.RecomputeObjectionLimitPayload)
    async def recompute_objection_limit(
        self, info: Info, act: InputArgument[acts.RecomputeObjectionLimitInput]
    ) -> acts.RecomputeObjectionLimitSuccess | refusals.Refusal:
        """Counts the term to object anew by the calendar in force, to a later day only (house rule)."""
        return await on_life(info, acts.RecomputeObjectionLimitSuccess, _SANCTION, "recompute_limit", act)

    @root(SignedIn, graphql_type=acts.SubmitSanctionFollowUpPayload)
    async def submit_sanction_follow_up(
        self, info: Info, act: InputArgument[acts.SubmitSanctionFollowUpInput]
    ) -> acts.SubmitSanctionFollowUpSuccess | refusals.Refusal:
        """Reports what the operator did about a sanction (II.2.2)."""
        return await on_life(info, acts.SubmitSanctionFollowUpSuccess, _SANCTION, "submit_follow_up", act)

    @root(SignedIn, graphql_type=acts.ReturnSanctionFollowUpPayload)
    async def return_sanction_follow_up(
        self, info: Info, act: InputArgument[acts.ReturnSanctionFollowUpInput]
    ) -> acts.ReturnSanctionFollowUpSuccess | refusals.Refusal:
        """Returns a report that does not show the improvement (house rule)."""
        return await on_life(info, acts.ReturnSanctionFollowUpSuccess, _SANCTION, "return_follow_up", act)

    @root(SignedIn, graphql_type=acts.AcceptImprovementPayload)
    async def accept_improvement(
        self, info: Info, act: InputArgument[acts.AcceptImprovementInput]
    ) -> acts.AcceptImprovementSuccess | refusals.Refusal:
        """Accepts the improvement and closes the case (II.2.2); after a revocation, re-assessment does."""
        return await on_life(info, acts.AcceptImprovementSuccess, _SANCTION, "accept_improvement", act)

    @root(SignedIn, graphql_type=acts.AcceptImprovementInPartPayload)
    async def accept_improvement_in_part(
        self, info: Info, act: InputArgument[acts.AcceptImprovementInPartInput]
    ) -> acts.AcceptImprovementInPartSuccess | refusals.Refusal:
        """Accepts the improvement of some findings and returns the report for the others (house rule)."""
        return await on_life(info, acts.AcceptImprovementInPartSuccess, _SANCTION, "accept_in_part", act)

    @root(SignedIn, graphql_type=acts.RecordNoImprovementPayload)
    async def record_no_improvement(
        self, info: Info, act: InputArgument[acts.RecordNoImprovementInput]
    ) -> acts.RecordNoImprovementSuccess | refusals.Refusal:
        """Records that no improvement followed, once every limit is over, what the operator reported was looked at, and no
        objection is open (II.2.2.b-d).
        """
        return await on_life(info, acts.RecordNoImprovementSuccess, _SANCTION, "record_no_improvement", act)

    @root(SignedIn, graphql_type=acts.RecommendLkppSystemPayload)
    async def recommend_lkpp_system(
        self, info: Info, act: InputArgument[acts.RecommendLkppSystemInput]
    ) -> acts.RecommendLkppSystemSuccess | refusals.Refusal:
        """Orders the letter that recommends a system run by LKPP to an operator under a sanction (III)."""
        return await on_life(info, acts.RecommendLkppSystemSuccess, _SANCTION, "recommend_lkpp_system", act)
