"""Mutations of the breach door of the SLA (II.2.2.d), and of its renewal, one per verb."""

from resolvers.acting import Info, on_sla
from schema import refusals
from schema import sla_breach_acts as acts
from schema.described import InputArgument, object_type, root
from schema.permissions import SignedIn


@object_type
class SlaBreachMutations:
    """What can be done with an agreement that is in force, or was broken."""

    @root(SignedIn, graphql_type=acts.ReportBreachPayload)
    async def report_breach(
        self, info: Info, act: InputArgument[acts.ReportBreachInput]
    ) -> acts.ReportBreachSuccess | refusals.Refusal:
        """Reports a breach of a named article, with evidence (II.2.2.d)."""
        return await on_sla(info, acts.ReportBreachSuccess, "report_breach", act)

    @root(SignedIn, graphql_type=acts.ProveNoticeReceiptPayload)
    async def prove_notice_receipt(
        self, info: Info, act: InputArgument[acts.ProveNoticeReceiptInput]
    ) -> acts.ProveNoticeReceiptSuccess | refusals.Refusal:
        """Proves that the notice of a reported breach was received; the days to answer begin with it (house rule)."""
        return await on_sla(info, acts.ProveNoticeReceiptSuccess, "prove_notice_receipt", act)

    @root(SignedIn, graphql_type=acts.AnswerBreachPayload)
    async def answer_breach(
        self, info: Info, act: InputArgument[acts.AnswerBreachInput]
    ) -> acts.AnswerBreachSuccess | refusals.Refusal:
        """Answers a reported breach for the unit (house rule)."""
        return await on_sla(info, acts.AnswerBreachSuccess, "answer_breach", act)

    @root(SignedIn, graphql_type=acts.RecomputeAnswerDayPayload)
    async def recompute_answer_day(
        self, info: Info, act: InputArgument[acts.RecomputeAnswerDayInput]
    ) -> acts.RecomputeAnswerDaySuccess | refusals.Refusal:
        """Counts the days to answer a reported breach anew by the calendar in force, to a later day only (house rule)."""
        return await on_sla(info, acts.RecomputeAnswerDaySuccess, "recompute_answer_day", act)

    @root(SignedIn, graphql_type=acts.RecordBreachFindingPayload)
    async def record_breach_finding(
        self, info: Info, act: InputArgument[acts.RecordBreachFindingInput]
    ) -> acts.RecordBreachFindingSuccess | refusals.Refusal:
        """Records what a reviewer found of a reported breach, once the unit was heard (house rule)."""
        return await on_sla(info, acts.RecordBreachFindingSuccess, "record_breach_finding", act)

    @root(SignedIn, graphql_type=acts.DismissBreachPayload)
    async def dismiss_breach(
        self, info: Info, act: InputArgument[acts.DismissBreachInput]
    ) -> acts.DismissBreachSuccess | refusals.Refusal:
        """Lets a reported breach rest, with the reason (house rule)."""
        return await on_sla(info, acts.DismissBreachSuccess, "dismiss_breach", act)

    @root(SignedIn, graphql_type=acts.ConfirmBreachPayload)
    async def confirm_breach(
        self, info: Info, act: InputArgument[acts.ConfirmBreachInput]
    ) -> acts.ConfirmBreachSuccess | refusals.Refusal:
        """Confirms a breach that was heard and found by others; it opens the second door to the stop (II.2.2.d)."""
        return await on_sla(info, acts.ConfirmBreachSuccess, "confirm_breach", act)

    @root(SignedIn, graphql_type=acts.CureSlaPayload)
    async def cure_sla(
        self, info: Info, act: InputArgument[acts.CureSlaInput]
    ) -> acts.CureSlaSuccess | refusals.Refusal:
        """Declares a breach cured once its case is closed (house rule)."""
        return await on_sla(info, acts.CureSlaSuccess, "cure", act)

    @root(SignedIn, graphql_type=acts.RenewSlaPayload)
    async def renew_sla(
        self, info: Info, act: InputArgument[acts.RenewSlaInput]
    ) -> acts.RenewSlaSuccess | refusals.Refusal:
        """Begins a new agreement of the same unit, to amend or renew this one (house rule)."""
        return await on_sla(info, acts.RenewSlaSuccess, "renew", act)

    @root(SignedIn, graphql_type=acts.AbandonRenewalPayload)
    async def abandon_renewal(
        self, info: Info, act: InputArgument[acts.AbandonRenewalInput]
    ) -> acts.AbandonRenewalSuccess | refusals.Refusal:
        """Lets a renewal rest before anybody has signed it (house rule)."""
        return await on_sla(info, acts.AbandonRenewalSuccess, "abandon_renewal", act)

    @root(SignedIn, graphql_type=acts.AssignSlaReviewerPayload)
    async def assign_sla_reviewer(
        self, info: Info, act: InputArgument[acts.AssignSlaReviewerInput]
    ) -> acts.AssignSlaReviewerSuccess | refusals.Refusal:
        """Hands an agreement in preparation to another reviewer, such as when the first has left (house rule)."""
        return await on_sla(info, acts.AssignSlaReviewerSuccess, "assign_reviewer", act)
