"""Mutations and root queries of assessments (II.2.1.e): one mutation per verb of their table, lists, and the gaps."""

from typing import Annotated, TypeAlias

import strawberry

from domain.aggregates import Aggregate
from persistence.queries.assessments import gap_stages, gaps
from persistence.queries.reading import Selection
from resolvers.acting import Info, begun, on_life, signed_life
from resolvers.lists import listed
from schema import assessment_acts as acts
from schema import refusals
from schema.assessments import Assessment, AssessmentFilter, AssessmentGap
from schema.connections import (
    AfterArgument,
    Connection,
    FirstArgument,
    Order,
    PageRequest,
    connection,
    requested,
)
from schema.described import FilterArgument, InputArgument, OrderArgument, object_type, root
from schema.enums import StandardCode
from schema.lives import LifeOrder
from schema.nodes import key_or_nothing
from schema.permissions import ReadsAssessments, SignedIn, scope_of

A = Aggregate.ASSESSMENT

UnitArgument: TypeAlias = Annotated[strawberry.ID | None, strawberry.argument(description="Of this unit.")]
StandardArgument: TypeAlias = Annotated[StandardCode | None, strawberry.argument(description="Of this standard.")]
AssessorArgument: TypeAlias = Annotated[
    strawberry.ID | None, strawberry.argument(description="By the factual scores of this person.")
]


@object_type
class AssessmentQueries:
    """What can be asked of assessments."""

    @root(SignedIn, ReadsAssessments)
    async def assessments(
        self,
        info: Info,
        first: FirstArgument,
        after: AfterArgument = None,
        where: FilterArgument[AssessmentFilter] = None,
        order: OrderArgument[LifeOrder] = None,
    ) -> Connection[Assessment]:
        """Assessments (II.2.1.e), last changed first unless told otherwise; an institution sees its own."""
        page = requested(first, after, (order or LifeOrder()).order())
        which = (where or AssessmentFilter()).selection(info.context.viewer)
        return await listed(info.context.reads, which, page, Assessment.of)

    @root(SignedIn, ReadsAssessments)
    async def assessment_gaps(
        self,
        info: Info,
        first: FirstArgument,
        after: AfterArgument = None,
        unit: UnitArgument = None,
        standard: StandardArgument = None,
        assessor: AssessorArgument = None,
    ) -> Connection[AssessmentGap]:
        """How far self and factual scores lie apart, of assessments that are reported: a row for each standard of an
        assessment and each assessor; an institution sees its own.
        """
        assessor_key = key_or_nothing(assessor, "Person")
        which = gaps(
            scope=scope_of(info.context.viewer, A),
            unit_id=key_or_nothing(unit, "Unit"),
            standard=standard,
            assessor_id=assessor_key,
        )
        stages = gap_stages(standard=standard, assessor_id=assessor_key)
        return await _gaps(info, which, stages, requested(first, after, Order(field="_id")))


async def _gaps(
    info: Info, which: Selection, stages: list[dict[str, object]], page: PageRequest
) -> Connection[AssessmentGap]:
    """One page, in one aggregation."""
    reads, window = info.context.reads, page.window
    found: list[dict[str, object]] = [{"$match": which.filter()}, *stages]
    place: list[dict[str, object]] = [
        {"$match": window.beyond()},
        {"$sort": window.order()},
        {"$limit": window.size + 1},
    ]
    rows = await reads.gathered(which.collection, [*found, *place])

    async def count() -> int:
        counted = await reads.gathered(which.collection, [*found, {"$count": "rows"}])
        return counted[0].whole("rows") if counted else 0

    nodes = [(AssessmentGap.of(row), row.id, row.id) for row in rows[: window.size]]
    return connection(nodes, request=page, more=len(rows) > window.size, counter=count)


@object_type
class AssessmentMutations:
    """What can be done with assessments."""

    @root(SignedIn, graphql_type=acts.OpenAssessmentPayload)
    async def open_assessment(
        self, info: Info, act: InputArgument[acts.OpenAssessmentInput]
    ) -> acts.OpenAssessmentSuccess | refusals.Refusal:
        """Opens an assessment of chosen standards; their criteria are frozen (II.2.1.e.1)."""
        return await begun(info, acts.OpenAssessmentSuccess, A, "open", act)

    @root(SignedIn, graphql_type=acts.ScoreSelfAssessmentPayload)
    async def score_self_assessment(
        self, info: Info, act: InputArgument[acts.ScoreSelfAssessmentInput]
    ) -> acts.ScoreSelfAssessmentSuccess | refusals.Refusal:
        """Fills in scores of the self-assessment (II.2.1.e.1)."""
        return await on_life(info, acts.ScoreSelfAssessmentSuccess, A, "score_self", act)

    @root(SignedIn, graphql_type=acts.SubmitSelfAssessmentPayload)
    async def submit_self_assessment(
        self, info: Info, act: InputArgument[acts.SubmitSelfAssessmentInput]
    ) -> acts.SubmitSelfAssessmentSuccess | refusals.Refusal:
        """Submits the self-assessment: each criterion scored with evidence, or explained (II.2.1.e.1)."""
        return await on_life(info, acts.SubmitSelfAssessmentSuccess, A, "submit_self", act)

    @root(SignedIn, graphql_type=acts.ReturnSelfAssessmentPayload)
    async def return_self_assessment(
        self, info: Info, act: InputArgument[acts.ReturnSelfAssessmentInput]
    ) -> acts.ReturnSelfAssessmentSuccess | refusals.Refusal:
        """Returns the self-assessment with a reason (house rule)."""
        return await on_life(info, acts.ReturnSelfAssessmentSuccess, A, "return_self", act)

    @root(SignedIn, graphql_type=acts.AssignAssessorsPayload)
    async def assign_assessors(
        self, info: Info, act: InputArgument[acts.AssignAssessorsInput]
    ) -> acts.AssignAssessorsSuccess | refusals.Refusal:
        """Assigns assessors who have no tie to the institution or the unit (II.2.1.e.2)."""
        return await on_life(info, acts.AssignAssessorsSuccess, A, "assign_assessors", act)

    @root(SignedIn, graphql_type=acts.ReplaceAssessmentTeamPayload)
    async def replace_assessment_team(
        self, info: Info, act: InputArgument[acts.ReplaceAssessmentTeamInput]
    ) -> acts.ReplaceAssessmentTeamSuccess | refusals.Refusal:
        """Assigns another team where the lead or another left or got a tie (house rule)."""
        return await on_life(info, acts.ReplaceAssessmentTeamSuccess, A, "replace_team", act)

    @root(SignedIn, graphql_type=acts.StartFactualAssessmentPayload)
    async def start_factual_assessment(
        self, info: Info, act: InputArgument[acts.StartFactualAssessmentInput]
    ) -> acts.StartFactualAssessmentSuccess | refusals.Refusal:
        """Starts the factual assessment, with its day and method (II.2.1.e.2)."""
        return await on_life(info, acts.StartFactualAssessmentSuccess, A, "start_factual", act)

    @root(SignedIn, graphql_type=acts.ScoreFactualAssessmentPayload)
    async def score_factual_assessment(
        self, info: Info, act: InputArgument[acts.ScoreFactualAssessmentInput]
    ) -> acts.ScoreFactualAssessmentSuccess | refusals.Refusal:
        """Fills in scores of the factual assessment (II.2.1.e.2)."""
        return await on_life(info, acts.ScoreFactualAssessmentSuccess, A, "score_factual", act)

    @root(SignedIn, graphql_type=acts.ApproveReadingPayload)
    async def approve_reading(
        self, info: Info, act: InputArgument[acts.ApproveReadingInput]
    ) -> acts.ApproveReadingSuccess | refusals.Refusal:
        """Approves the present factual scores as second reader (house rule)."""
        return await on_life(info, acts.ApproveReadingSuccess, A, "approve_reading", act)

    @root(SignedIn, graphql_type=acts.ReportFactualAssessmentPayload)
    async def report_factual_assessment(
        self, info: Info, act: InputArgument[acts.ReportFactualAssessmentInput]
    ) -> acts.ReportFactualAssessmentSuccess | refusals.Refusal:
        """Reports the factual assessment as its lead (II.2.1.e.2)."""
        return await on_life(info, acts.ReportFactualAssessmentSuccess, A, "report_factual", act)

    @root(SignedIn, graphql_type=acts.RecommendImprovementPayload)
    async def recommend_improvement(
        self, info: Info, act: InputArgument[acts.RecommendImprovementInput]
    ) -> acts.RecommendImprovementSuccess | refusals.Refusal:
        """Recommends improvements (II.2.1.e.3)."""
        return await on_life(info, acts.RecommendImprovementSuccess, A, "recommend", act)

    @root(SignedIn, graphql_type=acts.RecallAssessmentReportPayload)
    async def recall_assessment_report(
        self, info: Info, act: InputArgument[acts.RecallAssessmentReportInput]
    ) -> acts.RecallAssessmentReportSuccess | refusals.Refusal:
        """Recalls the lead's own report while nobody has signed it, to report anew (house rule)."""
        return await on_life(info, acts.RecallAssessmentReportSuccess, A, "recall_report", act)

    @root(SignedIn, graphql_type=acts.RecallRecommendationPayload)
    async def recall_recommendation(
        self, info: Info, act: InputArgument[acts.RecallRecommendationInput]
    ) -> acts.RecallRecommendationSuccess | refusals.Refusal:
        """Recalls the recommendation while nobody has signed its letter, to recommend anew (house rule)."""
        return await on_life(info, acts.RecallRecommendationSuccess, A, "recall_recommendation", act)

    @root(SignedIn, graphql_type=acts.RecordNoRecommendationPayload)
    async def record_no_recommendation(
        self, info: Info, act: InputArgument[acts.RecordNoRecommendationInput]
    ) -> acts.RecordNoRecommendationSuccess | refusals.Refusal:
        """States that nothing is recommended (II.2.1.e.3)."""
        return await on_life(info, acts.RecordNoRecommendationSuccess, A, "no_recommendation", act)

    @root(SignedIn, graphql_type=acts.SubmitAssessmentFollowUpPayload)
    async def submit_assessment_follow_up(
        self, info: Info, act: InputArgument[acts.SubmitAssessmentFollowUpInput]
    ) -> acts.SubmitAssessmentFollowUpSuccess | refusals.Refusal:
        """Submits what was done about the recommendation (II.2.1.e.4)."""
        return await on_life(info, acts.SubmitAssessmentFollowUpSuccess, A, "submit_follow_up", act)

    @root(SignedIn, graphql_type=acts.VerifyAssessmentFollowUpPayload)
    async def verify_assessment_follow_up(
        self, info: Info, act: InputArgument[acts.VerifyAssessmentFollowUpInput]
    ) -> acts.VerifyAssessmentFollowUpSuccess | refusals.Refusal:
        """Verifies the follow-up and closes every item (house rule)."""
        return await on_life(info, acts.VerifyAssessmentFollowUpSuccess, A, "verify_follow_up", act)

    @root(SignedIn, graphql_type=acts.ReturnAssessmentFollowUpPayload)
    async def return_assessment_follow_up(
        self, info: Info, act: InputArgument[acts.ReturnAssessmentFollowUpInput]
    ) -> acts.ReturnAssessmentFollowUpSuccess | refusals.Refusal:
        """Returns items of the follow-up, each with its reason (house rule)."""
        return await on_life(info, acts.ReturnAssessmentFollowUpSuccess, A, "return_follow_up", act)

    @root(SignedIn, graphql_type=acts.PrepareDeterminationPayload)
    async def prepare_determination(
        self, info: Info, act: InputArgument[acts.PrepareDeterminationInput]
    ) -> acts.PrepareDeterminationSuccess | refusals.Refusal:
        """Prepares the determination for the Deputy (II.2.1.e.5)."""
        return await on_life(info, acts.PrepareDeterminationSuccess, A, "prepare_determination", act)

    @root(SignedIn, graphql_type=acts.RecallDeterminationPayload)
    async def recall_determination(
        self, info: Info, act: InputArgument[acts.RecallDeterminationInput]
    ) -> acts.RecallDeterminationSuccess | refusals.Refusal:
        """Recalls the prepared determination (house rule)."""
        return await on_life(info, acts.RecallDeterminationSuccess, A, "recall_determination", act)

    @root(SignedIn, graphql_type=acts.DetermineStandardsPayload)
    async def determine_standards(
        self, info: Info, act: InputArgument[acts.DetermineStandardsInput]
    ) -> acts.DetermineStandardsSuccess | refusals.Refusal:
        """Signs the determination: the standards are determined and the certificate is issued (II.2.1.e.5)."""
        return await signed_life(info, acts.DetermineStandardsSuccess, A, "determine", act)

    @root(SignedIn, graphql_type=acts.CloseAssessmentPayload)
    async def close_assessment(
        self, info: Info, act: InputArgument[acts.CloseAssessmentInput]
    ) -> acts.CloseAssessmentSuccess | refusals.Refusal:
        """Closes the assessment without determination (house rule)."""
        return await on_life(info, acts.CloseAssessmentSuccess, A, "close_without", act)
