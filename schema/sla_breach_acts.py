"""What the mutations of the breach door (II.2.2.d) and of a renewal take and give."""

import strawberry

from domain import sla_acts as acts
from domain.application_acts import AssignReviewer
from domain.reasons import Reason
from domain.refusals import Refusal
from domain.tables import Payload
from schema.described import attribute, input_type, object_type
from schema.nodes import key_of, keys_of
from schema.receipts import ReceiptProofGiven
from schema.refusals import payload
from schema.sla_acts import SlaAct, SlaChanged


@input_type
class ReasonedSlaAct(SlaAct):
    """An act on an SLA that takes nothing but its reason."""

    reason: str = attribute("Why, in at most 4000 characters. It is recorded.")

    def payload(self) -> Payload | Refusal | None:
        """The domain's payload."""
        return Reason(reason=self.reason)


@input_type
class ReportBreachInput(SlaAct):
    """What `reportBreach` takes (II.2.2.d)."""

    article: int = attribute("The article (pasal) of the agreement, 1 to 15.")
    facts: str = attribute("What happened, in at most 4000 characters.")
    evidence: list[strawberry.ID] = attribute("The files that show it, at least one, each confirmed.")

    def payload(self) -> Payload | Refusal | None:
        """The domain's payload."""
        keys = keys_of(self.evidence, "Evidence", field="evidence")
        if isinstance(keys, Refusal):
            return keys
        return acts.ReportBreach(article=self.article, facts=self.facts, evidence_ids=keys)


@input_type
class ProveNoticeReceiptInput(ReceiptProofGiven, SlaAct):
    """What `proveNoticeReceipt` takes (house rule)."""


@input_type
class AnswerBreachInput(SlaAct):
    """What `answerBreach` takes (house rule)."""

    text: str = attribute("The answer, in at most 4000 characters.")
    evidence: list[strawberry.ID] = attribute("Files that support it, each confirmed; there may be none.")

    def payload(self) -> Payload | Refusal | None:
        """The domain's payload."""
        keys = keys_of(self.evidence, "Evidence", field="evidence")
        return keys if isinstance(keys, Refusal) else acts.AnswerBreach(text=self.text, evidence_ids=keys)


@input_type
class RecomputeAnswerDayInput(ReasonedSlaAct):
    """What `recomputeAnswerDay` takes: why, such as the decree that moved a holiday (house rule)."""


@input_type
class RecordBreachFindingInput(SlaAct):
    """What `recordBreachFinding` takes (house rule)."""

    text: str = attribute("What was found of the report and of the answers, in at most 4000 characters.")
    evidence: list[strawberry.ID] = attribute("The files that show it, at least one, each confirmed.")

    def payload(self) -> Payload | Refusal | None:
        """The domain's payload."""
        keys = keys_of(self.evidence, "Evidence", field="evidence")
        return keys if isinstance(keys, Refusal) else acts.RecordBreachFinding(text=self.text, evidence_ids=keys)


@input_type
class DismissBreachInput(ReasonedSlaAct):
    """What `dismissBreach` takes (house rule)."""


@input_type
class ConfirmBreachInput(ReasonedSlaAct):
    """What `confirmBreach` takes (II.2.2.d)."""


@input_type
class CureSlaInput(ReasonedSlaAct):
    """What `cureSla` takes (house rule)."""


@input_type
class RenewSlaInput(ReasonedSlaAct):
    """What `renewSla` takes: why the agreement is renewed or amended (house rule)."""


@input_type
class AbandonRenewalInput(ReasonedSlaAct):
    """What `abandonRenewal` takes (house rule)."""


@input_type
class AssignSlaReviewerInput(SlaAct):
    """What `assignSlaReviewer` takes (house rule)."""

    reviewer: strawberry.ID = attribute("The reviewer, who must have no tie with the institution.")

    def payload(self) -> Payload | Refusal | None:
        """The domain's payload."""
        reviewer = key_of(self.reviewer, "Person", field="reviewer")
        return reviewer if isinstance(reviewer, Refusal) else AssignReviewer(reviewer_id=reviewer)


@object_type
class ReportBreachSuccess(SlaChanged):
    """The breach is reported and a notice ordered; the agreement is in force still (II.2.2.d)."""


@object_type
class ProveNoticeReceiptSuccess(SlaChanged):
    """The notice of the reported breach was received; the last day for the unit's answer is counted (house rule)."""


@object_type
class AnswerBreachSuccess(SlaChanged):
    """The unit's answer is on record."""


@object_type
class RecomputeAnswerDaySuccess(SlaChanged):
    """The unit may answer until a later day; a notice to it is ordered (house rule)."""


@object_type
class RecordBreachFindingSuccess(SlaChanged):
    """The reviewer's finding is on record; the Deputy, another person, may confirm the breach (house rule)."""


@object_type
class DismissBreachSuccess(SlaChanged):
    """The report led to nothing; minutes are ordered."""


@object_type
class ConfirmBreachSuccess(SlaChanged):
    """The breach is confirmed; a sanction case is open at the rung of the stop (II.2.2.d)."""


@object_type
class CureSlaSuccess(SlaChanged):
    """The agreement is in force again."""


@object_type
class RenewSlaSuccess(SlaChanged):
    """A new agreement is begun, a draft: `sla.renewal`. Terms are proposed for it as for a first one.

    An amendment is the same act with other contents: another term, services or targets. The agreement stays in force as it
    is until both parties have signed the new one, which supersedes it from that day (article 11 of the agreement).
    """


@object_type
class AbandonRenewalSuccess(SlaChanged):
    """The renewal is void; the agreement that it was to renew is as before."""


@object_type
class AssignSlaReviewerSuccess(SlaChanged):
    """Another reviewer acts for LKPP in this agreement; what was agreed stays agreed."""


ReportBreachPayload = payload(ReportBreachSuccess)
ProveNoticeReceiptPayload = payload(ProveNoticeReceiptSuccess)
AnswerBreachPayload = payload(AnswerBreachSuccess)
RecomputeAnswerDayPayload = payload(RecomputeAnswerDaySuccess)
RecordBreachFindingPayload = payload(RecordBreachFindingSuccess)
DismissBreachPayload = payload(DismissBreachSuccess)
ConfirmBreachPayload = payload(ConfirmBreachSuccess)
CureSlaPayload = payload(CureSlaSuccess)
RenewSlaPayload = payload(RenewSlaSuccess)
AbandonRenewalPayload = payload(AbandonRenewalSuccess)
AssignSlaReviewerPayload = payload(AssignSlaReviewerSuccess)
