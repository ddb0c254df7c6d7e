"""Re-assessments (II.2.2.c.s2): the list, and one mutation per verb."""

from domain.aggregates import Aggregate
from resolvers.acting import Info, on_life, signed_life
from resolvers.lists import listed
from schema import reassessment_acts as acts
from schema import refusals
from schema.connections import AfterArgument, Connection, FirstArgument, requested
from schema.described import FilterArgument, InputArgument, OrderArgument, object_type, root
from schema.lives import LifeOrder
from schema.permissions import ReadsReassessments, SignedIn
from schema.reassessments import Reassessment, ReassessmentFilter

_A = Aggregate.REASSESSMENT


@object_type
class ReassessmentQueries:
    """What is read of re-assessments."""

    @root(SignedIn, ReadsReassessments)
    async def reassessments(
        self,
        info: Info,
        first: FirstArgument,
        after: AfterArgument = None,
        where: FilterArgument[ReassessmentFilter] = None,
        order: OrderArgument[LifeOrder] = None,
    ) -> Connection[Reassessment]:
        """Re-assessments (II.2.2.c.s2), last changed first unless told otherwise; an institution sees its own."""
        page = requested(first, after, (order or LifeOrder()).order())
        which = (where or ReassessmentFilter()).selection(info.context.viewer)
        return await listed(info.context.reads, which, page, Reassessment.of)


@object_type
class ReassessmentMutations:
    """What can be done with re-assessments."""

    @root(SignedIn, graphql_type=acts.RequestReassessmentPayload)
    async def request_reassessment(
        self, info: Info, act: InputArgument[acts.RequestReassessmentInput]
    ) -> acts.RequestReassessmentSuccess | refusals.Refusal:
        """Asks that standards be assessed again, with evidence of what was improved (house rule)."""
        return await on_life(info, acts.RequestReassessmentSuccess, _A, "request", act)

    @root(SignedIn, graphql_type=acts.OpenReassessmentPayload)
    async def open_reassessment(
        self, info: Info, act: InputArgument[acts.OpenReassessmentInput]
    ) -> acts.OpenReassessmentSuccess | refusals.Refusal:
        """Opens the re-assessment on LKPP's own motion (II.2.2.c.s2)."""
        return await on_life(info, acts.OpenReassessmentSuccess, _A, "open_by_lkpp", act)

    @root(SignedIn, graphql_type=acts.AssignReassessorsPayload)
    async def assign_reassessors(
        self, info: Info, act: InputArgument[acts.AssignReassessorsInput]
    ) -> acts.AssignReassessorsSuccess | refusals.Refusal:
        """Assigns assessors without a tie to the unit (II.2.2.c.s2)."""
        return await on_life(info, acts.AssignReassessorsSuccess, _A, "assign", act)

    @root(SignedIn, graphql_type=acts.ScoreReassessmentPayload)
    async def score_reassessment(
        self, info: Info, act: InputArgument[acts.ScoreReassessmentInput]
    ) -> acts.ScoreReassessmentSuccess | refusals.Refusal:
        """Gives scores of criteria (II.2.2.c.s2)."""
        return await on_life(info, acts.ScoreReassessmentSuccess, _A, "score", act)

    @root(SignedIn, graphql_type=acts.ReportReassessmentPayload)
    async def report_reassessment(
        self, info: Info, act: InputArgument[acts.ReportReassessmentInput]
    ) -> acts.ReportReassessmentSuccess | refusals.Refusal:
        """Reports that standards can be determined again; the lead signs the report (II.2.2.c.s2)."""
        return await on_life(info, acts.ReportReassessmentSuccess, _A, "report", act)

    @root(SignedIn, graphql_type=acts.FailReassessmentPayload)
    async def fail_reassessment(
        self, info: Info, act: InputArgument[acts.FailReassessmentInput]
    ) -> acts.FailReassessmentSuccess | refusals.Refusal:
        """Reports that nothing can be determined again; the lead signs the report (II.2.2.c.s2)."""
        return await on_life(info, acts.FailReassessmentSuccess, _A, "fail", act)

    @root(SignedIn, graphql_type=acts.PrepareReassessmentPassPayload)
    async def prepare_reassessment_pass(
        self, info: Info, act: InputArgument[acts.PrepareReassessmentPassInput]
    ) -> acts.PrepareReassessmentPassSuccess | refusals.Refusal:
        """Puts the new determination before the Deputy (II.2.2.c.s2)."""
        return await on_life(info, acts.PrepareReassessmentPassSuccess, _A, "prepare_pass", act)

    @root(SignedIn, graphql_type=acts.RecallReassessmentPassPayload)
    async def recall_reassessment_pass(
        self, info: Info, act: InputArgument[acts.RecallReassessmentPassInput]
    ) -> acts.RecallReassessmentPassSuccess | refusals.Refusal:
        """Recalls the determination before it is signed (house rule)."""
        return await on_life(info, acts.RecallReassessmentPassSuccess, _A, "recall_pass", act)

    @root(SignedIn, graphql_type=acts.PassReassessmentPayload)
    async def pass_reassessment(
        self, info: Info, act: InputArgument[acts.PassReassessmentInput]
    ) -> acts.PassReassessmentSuccess | refusals.Refusal:
        """Signs the determination with the viewer's own key: it determines the standards again (II.2.2.c.s2)."""
        return await signed_life(info, acts.PassReassessmentSuccess, _A, "pass", act)

    @root(SignedIn, graphql_type=acts.ReplaceReassessmentTeamPayload)
    async def replace_reassessment_team(
        self, info: Info, act: InputArgument[acts.ReplaceReassessmentTeamInput]
    ) -> acts.ReplaceReassessmentTeamSuccess | refusals.Refusal:
        """Assigns another team where the present one cannot go on; scores stay, the new lead reports (house rule)."""
        return await on_life(info, acts.ReplaceReassessmentTeamSuccess, _A, "replace_team", act)

    @root(SignedIn, graphql_type=acts.RetryReassessmentPayload)
    async def retry_reassessment(
        self, info: Info, act: InputArgument[acts.RetryReassessmentInput]
    ) -> acts.RetryReassessmentSuccess | refusals.Refusal:
        """Begins a further attempt while no stop is made or issued; a unit, until no improvement is recorded (house rule)."""
        return await on_life(info, acts.RetryReassessmentSuccess, _A, "retry", act)

    @root(SignedIn, graphql_type=acts.RecordNonCooperationPayload)
    async def record_non_cooperation(
        self, info: Info, act: InputArgument[acts.RecordNonCooperationInput]
    ) -> acts.RecordNonCooperationSuccess | refusals.Refusal:
        """Records that the unit does not cooperate although it was reminded (house rule)."""
        return await on_life(info, acts.RecordNonCooperationSuccess, _A, "record_non_cooperation", act)
