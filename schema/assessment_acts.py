"""What the mutations of assessments take and give (II.2.1.e); each input knows the domain's payload that it stands for."""

from datetime import date
from typing import TypeVar

import strawberry

from domain import assessment_acts as acts
from domain.assessment_teams import ReplaceAssessors
from domain.reasons import Reason
from domain.refusals import Refusal
from domain.scoring import CriterionScore
from domain.tables import Payload
from schema.acts import KeyedAct, SigningAct, VersionedAct
from schema.assessments import Assessment
from schema.described import attribute, input_type, object_type
from schema.documents import Document
from schema.enums import AssessmentMethod, StandardCode
from schema.nodes import key_of, keys_of
from schema.refusals import payload
from schema.teams import TeamInput, team_keys

T = TypeVar("T")


@input_type
class AssessmentAct(VersionedAct):
    """An act on an assessment."""

    assessment: strawberry.ID = attribute("The assessment.")

    def record(self) -> str | Refusal:
        """The assessment's key."""
        return key_of(self.assessment, "Assessment", field="assessment")

    def payload(self) -> Payload | Refusal | None:
        """The domain's payload: nothing more."""
        return None


@input_type
class ReasonedAssessmentAct(AssessmentAct):
    """An act on an assessment that takes a reason."""

    reason: str = attribute("Why, in at most 4000 characters. It is recorded.")

    def payload(self) -> Payload | Refusal | None:
        """The domain's payload: the reason."""
        return Reason(reason=self.reason)


@input_type
class OpenAssessmentInput(KeyedAct):
    """What `openAssessment` takes (II.2.1.e.1)."""

    unit: strawberry.ID = attribute("The unit that assesses itself.")
    standards: list[StandardCode] = attribute("The standards, each once.")

    def payload(self) -> Payload | Refusal:
        """The domain's payload."""
        unit = key_of(self.unit, "Unit", field="unit")
        if isinstance(unit, Refusal):
            return unit
        return acts.OpenAssessment(unit_id=unit, standards=tuple(self.standards))


# --- scores ---------------------------------------------------------------------------------------------------------


@input_type
class AssessmentScoreInput:
    """What is said of one criterion."""

    criterion: str = attribute("The criterion's code, such as S09-K3.")
    score: int | None = attribute("0 not yet, 1 partly, 2 met; null where it is not applicable.", default=None)
    note: str = attribute("What was found; where it is not applicable, why. At most 4000 characters.", default="")
    evidence: list[strawberry.ID] = attribute("Confirmed files of the institution, at most 10.")

    def scored(self) -> CriterionScore | Refusal:
        """The domain's score."""
        evidence = keys_of(self.evidence, "Evidence", field="scores.evidence")
        if isinstance(evidence, Refusal):
            return evidence
        return CriterionScore(criterion=self.criterion, score=self.score, note=self.note, evidence_ids=evidence)


def _all(found: list[T | Refusal]) -> tuple[T, ...] | Refusal:
    """All of them, or the first refusal."""
    refusal = next((each for each in found if isinstance(each, Refusal)), None)
    return refusal or tuple(each for each in found if not isinstance(each, Refusal))


@input_type
class ScoreSelfAssessmentInput(AssessmentAct):
    """What `scoreSelfAssessment` takes (II.2.1.e.1): what is not named stays as it was."""

    scores: list[AssessmentScoreInput] = attribute("Scores, each criterion once.")

    def payload(self) -> Payload | Refusal | None:
        """The domain's payload."""
        scores = _all([each.scored() for each in self.scores])
        return scores if isinstance(scores, Refusal) else acts.GiveScores(scores=scores)


@input_type
class SubmitSelfAssessmentInput(AssessmentAct):
    """What `submitSelfAssessment` takes (II.2.1.e.1)."""


@input_type
class ReturnSelfAssessmentInput(ReasonedAssessmentAct):
    """What `returnSelfAssessment` takes (house rule)."""


# --- factual assessment ---------------------------------------------------------------------------------------------


@input_type
class AssignAssessorsInput(AssessmentAct):
    """What `assignAssessors` takes (II.2.1.e.2)."""

    lead: strawberry.ID = attribute("Who leads the team and reports.")
    second_reader: strawberry.ID = attribute("Who reads the scores before they are reported; he gives none.")
    members: list[strawberry.ID] = attribute("The others of the team.")
    declared: list[strawberry.ID] = attribute(
        "Everyone of the team who has declared in writing to be free of conflicting interests: all of them must have."
    )
    begins_on: date | None = attribute("The first day of the assignment.", default=None)
    ends_on: date | None = attribute("The last day of the assignment.", default=None)

    def payload(self) -> Payload | Refusal | None:
        """The domain's payload."""
        team = team_keys(self.lead, self.members, self.declared)
        second_reader = key_of(self.second_reader, "Person", field="secondReader")
        if isinstance(team, Refusal):
            return team
        if isinstance(second_reader, Refusal):
            return second_reader
        return acts.AssignAssessors(
            lead_id=team.lead,
            second_reader_id=second_reader,
            member_ids=team.members,
            declared_ids=team.declared,
            begins_on=self.begins_on,
            ends_on=self.ends_on,
        )


@input_type
class ReplaceAssessmentTeamInput(TeamInput, AssessmentAct):
    """What `replaceAssessmentTeam` takes (house rule)."""

    second_reader: strawberry.ID = attribute(
        "Who reads the scores before they are reported: one whose scores do not count in this assessment."
    )

    def payload(self) -> Payload | Refusal | None:
        """The domain's payload."""
        team = team_keys(self.lead, self.members, self.declared)
        second_reader = key_of(self.second_reader, "Person", field="secondReader")
        if isinstance(team, Refusal):
            return team
        if isinstance(second_reader, Refusal):
            return second_reader
        return ReplaceAssessors(
            lead_id=team.lead,
            second_reader_id=second_reader,
            reason=self.reason,
            member_ids=team.members,
            declared_ids=team.declared,
        )


@input_type
class StartFactualAssessmentInput(AssessmentAct):
    """What `startFactualAssessment` takes (II.2.1.e.2)."""

    on: date = attribute("The day of the assessment: today or later.")
    method: AssessmentMethod = attribute("How it is made.")
    place: str = attribute("Where: an address, or Daring. At most 200 characters.")

    def payload(self) -> Payload | Refusal | None:
        """The domain's payload."""
        return acts.StartFactual(on=self.on, method=self.method, place=self.place)


@input_type
class ScoreFactualAssessmentInput(AssessmentAct):
    """What `scoreFactualAssessment` takes (II.2.1.e.2): what is not named stays; the second reading is to be done anew."""

    scores: list[AssessmentScoreInput] = attribute("Scores, each criterion once, each with a note of what was found.")

    def payload(self) -> Payload | Refusal | None:
        """The domain's payload."""
        scores = _all([each.scored() for each in self.scores])
        return scores if isinstance(scores, Refusal) else acts.GiveFactualScores(scores=scores)


@input_type
class ApproveReadingInput(AssessmentAct):
    """What `approveReading` takes (house rule)."""


@input_type
class ReportFactualAssessmentInput(AssessmentAct):
    """What `reportFactualAssessment` takes (II.2.1.e.2)."""

    conclusion: str = attribute("What the lead concludes, in at most 4000 characters. It stands in the report.")

    def payload(self) -> Payload | Refusal | None:
        """The domain's payload."""
        return acts.ReportFactual(conclusion=self.conclusion)


# --- recommendation and follow-up -----------------------------------------------------------------------------------


@input_type
class ImprovementInput:
    """One improvement."""

    standard: StandardCode = attribute("The standard concerned.")
    criterion: str | None = attribute("The criterion concerned; null for the standard as a whole.", default=None)
    text: str = attribute("What is recommended, in at most 1000 characters.")


@input_type
class RecommendImprovementInput(AssessmentAct):
    """What `recommendImprovement` takes (II.2.1.e.3)."""

    items: list[ImprovementInput] = attribute("At least one improvement.")

    def payload(self) -> Payload | Refusal | None:
        """The domain's payload."""
        items = tuple(
            acts.Improvement(standard=each.standard, criterion=each.criterion, text=each.text) for each in self.items
        )
        return acts.Recommend(items=items)


@input_type
class RecordNoRecommendationInput(AssessmentAct):
    """What `recordNoRecommendation` takes (II.2.1.e.3)."""


@input_type
class FollowUpAnswerInput:
    """What was done about one item."""

    number: str = attribute("The item's number.")
    action: str = attribute("What was done, in at most 1000 characters.")
    evidence: list[strawberry.ID] = attribute("Confirmed files that show it: 1 to 10.")
    done_on: date = attribute("When it was done.")

    def answer(self) -> acts.FollowUpAnswer | Refusal:
        """The domain's answer."""
        evidence = keys_of(self.evidence, "Evidence", field="answers.evidence")
        if isinstance(evidence, Refusal):
            return evidence
        return acts.FollowUpAnswer(item_id=self.number, action=self.action, evidence_ids=evidence, done_on=self.done_on)


@input_type
class SubmitAssessmentFollowUpInput(AssessmentAct):
    """What `submitAssessmentFollowUp` takes (II.2.1.e.4)."""

    answers: list[FollowUpAnswerInput] = attribute("An answer to each item that is open.")

    def payload(self) -> Payload | Refusal | None:
        """The domain's payload."""
        answers = _all([each.answer() for each in self.answers])
        return answers if isinstance(answers, Refusal) else acts.SubmitFollowUp(answers=answers)


@input_type
class VerifyAssessmentFollowUpInput(AssessmentAct):
    """What `verifyAssessmentFollowUp` takes (house rule): every item is closed, and gaps that the new scores close."""

    note: str = attribute("What was verified and found, in at most 4000 characters. It stands in the minutes.")
    place: str = attribute("Where: an address, or Daring. At most 200 characters.")
    scores: list[AssessmentScoreInput] = attribute("New scores of criteria that the follow-up changed; may be empty.")

    def payload(self) -> Payload | Refusal | None:
        """The domain's payload."""
        scores = _all([each.scored() for each in self.scores])
        if isinstance(scores, Refusal):
            return scores
        return acts.VerifyFollowUp(note=self.note, place=self.place, scores=scores)


@input_type
class ReturnedItemInput:
    """One item whose follow-up does not do."""

    number: str = attribute("The item's number.")
    reason: str = attribute("Why, in at most 1000 characters.")


@input_type
class ReturnAssessmentFollowUpInput(AssessmentAct):
    """What `returnAssessmentFollowUp` takes (house rule)."""

    items: list[ReturnedItemInput] = attribute("The items that are to be followed up again.")

    def payload(self) -> Payload | Refusal | None:
        """The domain's payload."""
        return acts.ReturnFollowUp(
            items=tuple(acts.ReturnedItem(item_id=each.number, reason=each.reason) for each in self.items)
        )


# --- determination --------------------------------------------------------------------------------------------------


@input_type
class PrepareDeterminationInput(AssessmentAct):
    """What `prepareDetermination` takes (II.2.1.e.5)."""

    standards: list[StandardCode] = attribute("The standards that are to be determined, each once.")

    def payload(self) -> Payload | Refusal | None:
        """The domain's payload."""
        return acts.PrepareDetermination(standards=tuple(self.standards))


@input_type
class RecallAssessmentReportInput(ReasonedAssessmentAct):
    """What `recallAssessmentReport` takes (house rule)."""


@input_type
class RecallRecommendationInput(ReasonedAssessmentAct):
    """What `recallRecommendation` takes (house rule)."""


@input_type
class RecallDeterminationInput(ReasonedAssessmentAct):
    """What `recallDetermination` takes (house rule)."""


@input_type
class DetermineStandardsInput(SigningAct):
    """What `determineStandards` takes (II.2.1.e.5): the Deputy's signature on the determination."""

    assessment: strawberry.ID = attribute("The assessment.")

    def record(self) -> str | Refusal:
        """The assessment's key."""
        return key_of(self.assessment, "Assessment", field="assessment")


@input_type
class CloseAssessmentInput(ReasonedAssessmentAct):
    """What `closeAssessment` takes (house rule)."""


# --- what they give -------------------------------------------------------------------------------------------------


@object_type
class AssessmentChanged:
    """An assessment after an act."""

    thing: Assessment = attribute("The assessment as it stands after the act.")
    documents: list[Document] = attribute("The papers that the act ordered.")


@object_type
class OpenAssessmentSuccess(AssessmentChanged):
    """The assessment is open, with the criteria of this day (II.2.1.e.1)."""


@object_type
class ScoreSelfAssessmentSuccess(AssessmentChanged):
    """The scores are kept; nothing is submitted yet."""


@object_type
class SubmitSelfAssessmentSuccess(AssessmentChanged):
    """The self-assessment is submitted, and the compliance of the unit follows it (II.2.1.e.1)."""


@object_type
class ReturnSelfAssessmentSuccess(AssessmentChanged):
    """The self-assessment is a draft again; a notice says why."""


@object_type
class AssignAssessorsSuccess(AssessmentChanged):
    """The team is assigned; its letter of assignment waits for the Deputy (II.2.1.e.2)."""


@object_type
class ReplaceAssessmentTeamSuccess(AssessmentChanged):
    """Another team goes on; its letter waits for the Deputy, and what the former lead left unsigned is void (house rule)."""


@object_type
class StartFactualAssessmentSuccess(AssessmentChanged):
    """The factual assessment has begun; a notice tells the unit its day (II.2.1.e.2)."""


@object_type
class ScoreFactualAssessmentSuccess(AssessmentChanged):
    """The scores are kept; nothing is reported yet."""


@object_type
class ApproveReadingSuccess(AssessmentChanged):
    """The second reader approved the present scores."""


@object_type
class ReportFactualAssessmentSuccess(AssessmentChanged):
    """The factual assessment is reported; the report waits for the lead's signature (II.2.1.e.2)."""


@object_type
class RecommendImprovementSuccess(AssessmentChanged):
    """Improvements are recommended; the letter waits for the Deputy (II.2.1.e.3)."""


@object_type
class RecordNoRecommendationSuccess(AssessmentChanged):
    """Nothing is recommended: what is met may be determined."""


@object_type
class SubmitAssessmentFollowUpSuccess(AssessmentChanged):
    """The follow-up waits for its verification (II.2.1.e.4)."""


@object_type
class VerifyAssessmentFollowUpSuccess(AssessmentChanged):
    """Every item is closed; minutes are ordered."""


@object_type
class ReturnAssessmentFollowUpSuccess(AssessmentChanged):
    """The next round of the follow-up begins; a notice says why."""


@object_type
class PrepareDeterminationSuccess(AssessmentChanged):
    """The determination is being prepared for the Deputy; nothing is determined yet."""


@object_type
class RecallAssessmentReportSuccess(AssessmentChanged):
    """The factual assessment runs again with the scores that it has; the report is void, its number stays on record."""


@object_type
class RecallRecommendationSuccess(AssessmentChanged):
    """Nothing is recommended yet; the letter is void, its number stays on record."""


@object_type
class RecallDeterminationSuccess(AssessmentChanged):
    """The prepared paper is void; its number stays on record."""


@object_type
class DetermineStandardsSuccess(AssessmentChanged):
    """The standards are determined, and the next edition of the certificate is issued (II.2.1.e.5)."""


@object_type
class CloseAssessmentSuccess(AssessmentChanged):
    """The assessment is over without determination; papers that waited are void."""


OpenAssessmentPayload = payload(OpenAssessmentSuccess)
ScoreSelfAssessmentPayload = payload(ScoreSelfAssessmentSuccess)
SubmitSelfAssessmentPayload = payload(SubmitSelfAssessmentSuccess)
ReturnSelfAssessmentPayload = payload(ReturnSelfAssessmentSuccess)
AssignAssessorsPayload = payload(AssignAssessorsSuccess)
ReplaceAssessmentTeamPayload = payload(ReplaceAssessmentTeamSuccess)
StartFactualAssessmentPayload = payload(StartFactualAssessmentSuccess)
ScoreFactualAssessmentPayload = payload(ScoreFactualAssessmentSuccess)
ApproveReadingPayload = payload(ApproveReadingSuccess)
ReportFactualAssessmentPayload = payload(ReportFactualAssessmentSuccess)
RecommendImprovementPayload = payload(RecommendImprovementSuccess)
RecordNoRecommendationPayload = payload(RecordNoRecommendationSuccess)
SubmitAssessmentFollowUpPayload = payload(SubmitAssessmentFollowUpSuccess)
VerifyAssessmentFollowUpPayload = payload(VerifyAssessmentFollowUpSuccess)
ReturnAssessmentFollowUpPayload = payload(ReturnAssessmentFollowUpSuccess)
PrepareDeterminationPayload = payload(PrepareDeterminationSuccess)
RecallAssessmentReportPayload = payload(RecallAssessmentReportSuccess)
RecallRecommendationPayload = payload(RecallRecommendationSuccess)
RecallDeterminationPayload = payload(RecallDeterminationSuccess)
DetermineStandardsPayload = payload(DetermineStandardsSuccess)
CloseAssessmentPayload = payload(CloseAssessmentSuccess)
