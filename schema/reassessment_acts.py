"""What the mutations of re-assessments take and give (II.2.2.c.s2)."""

from datetime import date

import strawberry

from domain import reassessment_acts as acts
from domain.assessment_acts import GiveFactualScores
from domain.reasons import Reason
from domain.refusals import Refusal
from domain.scoring import CriterionScore
from domain.tables import Payload
from schema.acts import SigningAct, VersionedAct
from schema.assessment_acts import AssessmentScoreInput
from schema.described import attribute, input_type, object_type
from schema.documents import Document
from schema.enums import AssessmentMethod, StandardCode
from schema.nodes import key_of, keys_of
from schema.reassessments import Reassessment
from schema.refusals import payload
from schema.teams import TeamInput, team_keys


@input_type
class ReassessmentAct(VersionedAct):
    """An act on a re-assessment."""

    reassessment: strawberry.ID = attribute("The re-assessment.")

    def record(self) -> str | Refusal:
        """The re-assessment's key."""
        return key_of(self.reassessment, "Reassessment", field="reassessment")

    def payload(self) -> Payload | Refusal | None:
        """The domain's payload: nothing more."""
        return None


@input_type
class ReasonedReassessmentAct(ReassessmentAct):
    """An act on a re-assessment that takes a reason."""

    reason: str = attribute("Why, in at most 4000 characters. It is recorded.")

    def payload(self) -> Payload | Refusal | None:
        """The domain's payload."""
        return Reason(reason=self.reason)


@input_type
class RequestReassessmentInput(ReassessmentAct):
    """What `requestReassessment` takes (house rule)."""

    standards: list[StandardCode] = attribute(
        "Which of the standards revoked; an empty list means all of them, as it must where parts are not determined."
    )
    improvement: str = attribute("What was improved, in at most 4000 characters.")
    evidence: list[strawberry.ID] = attribute("At least one confirmed file that shows it.")

    def payload(self) -> Payload | Refusal | None:
        """The domain's payload."""
        evidence = keys_of(self.evidence, "Evidence", field="evidence")
        if isinstance(evidence, Refusal):
            return evidence
        return acts.RequestReassessment(
            improvement=self.improvement, evidence_ids=evidence, standards=tuple(self.standards)
        )


@input_type
class OpenReassessmentInput(ReassessmentAct):
    """What `openReassessment` takes (II.2.2.c.s2)."""

    standards: list[StandardCode] = attribute(
        "Which of the standards revoked; an empty list means all of them, as it must where parts are not determined."
    )
    reason: str = attribute("Why, in at most 4000 characters. It is printed on the notice.")

    def payload(self) -> Payload | Refusal | None:
        """The domain's payload."""
        return acts.OpenReassessment(reason=self.reason, standards=tuple(self.standards))


@input_type
class AssignReassessorsInput(ReassessmentAct):
    """What `assignReassessors` takes (II.2.2.c.s2)."""

    lead: strawberry.ID = attribute("Who leads the team and reports; preferably another than before.")
    members: list[strawberry.ID] = attribute("The others of the team.")
    declared: list[strawberry.ID] = attribute(
        "Everyone of the team who has declared in writing to be free of conflicting interests: all of them must have."
    )
    method: AssessmentMethod = attribute("How it is made.")
    begins_on: date | None = attribute("The first day of the assignment.", default=None)
    ends_on: date | None = attribute("The last day of the assignment.", default=None)

    def payload(self) -> Payload | Refusal | None:
        """The domain's payload."""
        team = team_keys(self.lead, self.members, self.declared)
        if isinstance(team, Refusal):
            return team
        return acts.AssignReassessors(
            lead_id=team.lead,
            method=self.method,
            member_ids=team.members,
            declared_ids=team.declared,
            begins_on=self.begins_on,
            ends_on=self.ends_on,
        )


@input_type
class ScoreReassessmentInput(ReassessmentAct):
    """What `scoreReassessment` takes (II.2.2.c.s2): what is not named stays as it was."""

    scores: list[AssessmentScoreInput] = attribute("Scores, each criterion once, each with a note of what was found.")

    def payload(self) -> Payload | Refusal | None:
        """The domain's payload."""
        given: list[CriterionScore] = []
        for each in self.scores:
            score = each.scored()
            if isinstance(score, Refusal):
                return score
            given.append(score)
        return GiveFactualScores(scores=tuple(given))


@input_type
class ReassessmentConclusion(ReassessmentAct):
    """An act that orders the lead's report."""

    conclusion: str = attribute("What the team concludes, in at most 4000 characters.")
    assessed_on: date = attribute("When the assessment was made: since the attempt began, and not in the future.")

    def payload(self) -> Payload | Refusal | None:
        """The domain's payload."""
        return acts.ReportReassessment(conclusion=self.conclusion, assessed_on=self.assessed_on)


@input_type
class ReportReassessmentInput(ReassessmentConclusion):
    """What `reportReassessment` takes (II.2.2.c.s2): a standard is met, or all where parts are not determined."""


@input_type
class FailReassessmentInput(ReassessmentConclusion):
    """What `failReassessment` takes (II.2.2.c.s2): no standard is met, or not all where parts are not determined."""


@input_type
class PrepareReassessmentPassInput(ReassessmentAct):
    """What `prepareReassessmentPass` takes (II.2.2.c.s2): the standards follow from the scores."""


@input_type
class RecallReassessmentPassInput(ReasonedReassessmentAct):
    """What `recallReassessmentPass` takes (house rule)."""


@input_type
class PassReassessmentInput(SigningAct):
    """What `passReassessment` takes (II.2.2.c.s2): the Deputy's signature on the new determination."""

    reassessment: strawberry.ID = attribute("The re-assessment.")

    def record(self) -> str | Refusal:
        """The re-assessment's key."""
        return key_of(self.reassessment, "Reassessment", field="reassessment")


@input_type
class ReplaceReassessmentTeamInput(TeamInput, ReassessmentAct):
    """What `replaceReassessmentTeam` takes (house rule)."""


@input_type
class RetryReassessmentInput(ReasonedReassessmentAct):
    """What `retryReassessment` takes (house rule)."""


@input_type
class ReminderInput:
    """One reminder that was sent to the unit."""

    sent_on: date = attribute(
        "When: since LKPP asked (by the revocation, its own opening, or the first day of the assignment), not in the future."
    )
    text: str = attribute("What it said, in at most 4000 characters.")


@input_type
class RecordNonCooperationInput(ReassessmentAct):
    """What `recordNonCooperation` takes (house rule): not while the unit's own request waits for a team."""

    reason: str = attribute("What happened, in at most 4000 characters. It is printed on the notice.")
    reminders: list[ReminderInput] = attribute("The reminders that were sent: at least one before today.")

    def payload(self) -> Payload | Refusal | None:
        """The domain's payload."""
        reminders = tuple(acts.Reminder(sent_on=each.sent_on, text=each.text) for each in self.reminders)
        return acts.RecordNonCooperation(reason=self.reason, reminders=reminders)


@object_type
class ReassessmentChanged:
    """A re-assessment after an act."""

    thing: Reassessment = attribute("The re-assessment as it stands after the act.")
    documents: list[Document] = attribute("The papers that the act ordered.")


@object_type
class RequestReassessmentSuccess(ReassessmentChanged):
    """The unit has asked to be assessed again."""


@object_type
class OpenReassessmentSuccess(ReassessmentChanged):
    """LKPP has opened it; the unit is told (II.2.2.c.s2)."""


@object_type
class AssignReassessorsSuccess(ReassessmentChanged):
    """The team is assigned; its letter waits for the Deputy (II.2.2.c.s2)."""


@object_type
class ScoreReassessmentSuccess(ReassessmentChanged):
    """The scores are on record."""


@object_type
class ReportReassessmentSuccess(ReassessmentChanged):
    """The report is ordered for the lead's signature (II.2.2.c.s2)."""


@object_type
class FailReassessmentSuccess(ReassessmentChanged):
    """Nothing can be determined again; the report is ordered for the lead's signature (II.2.2.c.s2)."""


@object_type
class PrepareReassessmentPassSuccess(ReassessmentChanged):
    """The determination is ordered for the Deputy's signature; nothing is determined yet."""


@object_type
class RecallReassessmentPassSuccess(ReassessmentChanged):
    """The determination that waited is void."""


@object_type
class PassReassessmentSuccess(ReassessmentChanged):
    """The standards met are determined again; a new edition of the certificate is ordered (II.2.2.c.s2)."""


@object_type
class ReplaceReassessmentTeamSuccess(ReassessmentChanged):
    """Another team goes on; its letter waits for the Deputy, and what the former lead left unsigned is void (house rule)."""


@object_type
class RetryReassessmentSuccess(ReassessmentChanged):
    """The next attempt begins (house rule)."""


@object_type
class RecordNonCooperationSuccess(ReassessmentChanged):
    """It is on record that the unit does not cooperate; it is told (house rule)."""


RequestReassessmentPayload = payload(RequestReassessmentSuccess)
OpenReassessmentPayload = payload(OpenReassessmentSuccess)
AssignReassessorsPayload = payload(AssignReassessorsSuccess)
ScoreReassessmentPayload = payload(ScoreReassessmentSuccess)
ReportReassessmentPayload = payload(ReportReassessmentSuccess)
FailReassessmentPayload = payload(FailReassessmentSuccess)
PrepareReassessmentPassPayload = payload(PrepareReassessmentPassSuccess)
RecallReassessmentPassPayload = payload(RecallReassessmentPassSuccess)
PassReassessmentPayload = payload(PassReassessmentSuccess)
ReplaceReassessmentTeamPayload = payload(ReplaceReassessmentTeamSuccess)
RetryReassessmentPayload = payload(RetryReassessmentSuccess)
RecordNonCooperationPayload = payload(RecordNonCooperationSuccess)
