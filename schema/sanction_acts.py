"""What the mutations of sanction cases and sanctions take and give (II.2.2)."""

import strawberry

from domain import case_acts, findings
from domain import sanction_acts as acts
from domain.aggregates import Aggregate
from domain.reasons import Reason
from domain.refusals import Refusal
from domain.tables import Payload
from schema.acts import KeyedAct, SigningAct, VersionedAct
from schema.described import attribute, input_type, object_type
from schema.documents import Document
from schema.enums import HoldDecision, Rung, Severity, StandardCode, StopForm
from schema.nodes import key_of, keys_of
from schema.receipts import ReceiptProofGiven
from schema.refusals import payload
from schema.sanction_cases import SanctionCase
from schema.sanctions import Sanction


@input_type
class CaseFindingInput:
    """One non-conformity with a standard."""

    standard: StandardCode = attribute("The standard.")
    criterion: str = attribute("The code of a criterion of this standard, such as S09-K1; each letter names it.")
    fact: str = attribute("What was found, in at most 4000 characters. It is printed on the letters.")
    severity: Severity | None = attribute("How grave it is (house rule).", default=None)
    evidence: list[strawberry.ID] = attribute(
        "Confirmed files that show it; at least one where no surveillance or assessment is the origin (house rule)."
    )

    def finding(self) -> findings.CaseFinding | Refusal:
        """The domain's finding."""
        files = keys_of(self.evidence, "Evidence", field="findings.evidence")
        if isinstance(files, Refusal):
            return files
        return findings.CaseFinding(
            standard=self.standard,
            criterion=self.criterion,
            fact=self.fact,
            severity=self.severity,
            evidence_ids=files,
        )


@input_type
class OpenSanctionCaseInput(KeyedAct):
    """What `openSanctionCase` takes: a surveillance whose findings it follows, or an assessment or none with findings."""

    unit: strawberry.ID = attribute("The unit: in service, or any of which a surveillance found something.")
    surveillance: strawberry.ID | None = attribute(
        "The surveillance with findings (II.2.1.f.p2); give no findings then.", default=None
    )
    assessment: strawberry.ID | None = attribute("The assessment that found the gaps (II.2.2.a).", default=None)
    findings: list[CaseFindingInput] = attribute("The findings; none for a surveillance, which has its own.")

    def payload(self) -> Payload | Refusal | None:
        """The domain's payload."""
        unit, origin = key_of(self.unit, "Unit", field="unit"), self._origin()
        if isinstance(unit, Refusal):
            return unit
        if isinstance(origin, Refusal):
            return origin
        given = []
        for each in self.findings:
            found = each.finding()
            if isinstance(found, Refusal):
                return found
            given.append(found)
        kind, key = origin
        return case_acts.OpenCase(unit_id=unit, findings=tuple(given), origin=kind, origin_id=key)

    def _origin(self) -> tuple[Aggregate | None, str | None] | Refusal:
        """A surveillance goes before an assessment; both together would be two cases."""
        if self.surveillance is not None:
            key = key_of(self.surveillance, "Surveillance", field="surveillance")
            return key if isinstance(key, Refusal) else (Aggregate.SURVEILLANCE, key)
        if self.assessment is not None:
            key = key_of(self.assessment, "Assessment", field="assessment")
            return key if isinstance(key, Refusal) else (Aggregate.ASSESSMENT, key)
        return None, None


@input_type
class TakeUpFindingsInput(VersionedAct):
    """What `takeUpFindings` takes (II.2.1.f.p2): where open cases pursue all that a surveillance found."""

    case: strawberry.ID = attribute("The case, open or held, that pursues at least one of the findings.")
    surveillance: strawberry.ID = attribute("The surveillance whose findings wait, its report signed.")

    def record(self) -> str | Refusal:
        """The case's key."""
        return key_of(self.case, "SanctionCase", field="case")

    def payload(self) -> Payload | Refusal | None:
        """The domain's payload."""
        key = key_of(self.surveillance, "Surveillance", field="surveillance")
        return key if isinstance(key, Refusal) else case_acts.TakeUpFindings(surveillance_id=key)


@input_type
class DismissSanctionCaseInput(VersionedAct):
    """What `dismissSanctionCase` takes (house rule). Findings of a surveillance without any measure are open again by it."""

    case: strawberry.ID = attribute("The case, in which no measure is in force or being made.")
    reason: str = attribute("Why, in at most 4000 characters. It is recorded.")

    def record(self) -> str | Refusal:
        """The case's key."""
        return key_of(self.case, "SanctionCase", field="case")

    def payload(self) -> Payload | Refusal | None:
        """The domain's payload."""
        return case_acts.DismissCase(reason=self.reason)


@input_type
class ResumeSanctionCaseInput(VersionedAct):
    """What `resumeSanctionCase` takes (house rule; the decree is silent)."""

    case: strawberry.ID = attribute("The case that is held.")
    decision: HoldDecision = attribute("One more warning, or to leave it.")
    reason: str = attribute("Why, in at most 4000 characters. It is recorded.")

    def record(self) -> str | Refusal:
        """The case's key."""
        return key_of(self.case, "SanctionCase", field="case")

    def payload(self) -> Payload | Refusal | None:
        """The domain's payload."""
        return case_acts.ResumeCase(decision=self.decision, reason=self.reason)


@input_type
class DraftSanctionInput(KeyedAct):
    """What `draftSanction` takes (II.2.2)."""

    case: strawberry.ID = attribute("The case.")
    rung: Rung = attribute("The rung: the next one that the ladder allows in this case.")

    def payload(self) -> Payload | Refusal | None:
        """The domain's payload."""
        case = key_of(self.case, "SanctionCase", field="case")
        return case if isinstance(case, Refusal) else acts.DraftSanction(case_id=case, rung=self.rung)


@input_type
class SanctionAct(VersionedAct):
    """An act on a sanction."""

    sanction: strawberry.ID = attribute("The sanction.")

    def record(self) -> str | Refusal:
        """The sanction's key."""
        return key_of(self.sanction, "Sanction", field="sanction")


@input_type
class ReasonedSanctionAct(SanctionAct):
    """An act on a sanction that takes its reason."""

    reason: str = attribute("Why, in at most 4000 characters. It is recorded.")

    def payload(self) -> Payload | Refusal | None:
        """The domain's payload."""
        return Reason(reason=self.reason)


@input_type
class DiscardSanctionInput(ReasonedSanctionAct):
    """What `discardSanction` takes (house rule)."""


@input_type
class PrepareSanctionInput(SanctionAct):
    """What `prepareSanction` takes: what the letter says beside the facts of the case (II.2.2)."""

    asked: list[str] = attribute("What the operator is to do: one to 30 sentences, which the letter prints.")
    standards: list[StandardCode] = attribute("The standards to be revoked; for a revocation only (II.2.2.c).")
    stop_form: StopForm | None = attribute("The form of the stop; for a stop only (II.2.2.d).", default=None)
    stop_text: str | None = attribute("The form in words; required for another form (II.2.2.d).", default=None)

    def payload(self) -> Payload | Refusal | None:
        """The domain's payload."""
        return acts.PrepareSanction(
            asked=tuple(self.asked),
            standards=tuple(self.standards),
            stop_form=self.stop_form,
            stop_text=self.stop_text,
        )


@input_type
class IssueSanctionInput(SigningAct):
    """What `issueSanction` takes: the Deputy's signature is the act (II.2.2)."""

    sanction: strawberry.ID = attribute("The sanction whose letter waits.")

    def record(self) -> str | Refusal:
        """The sanction's key."""
        return key_of(self.sanction, "Sanction", field="sanction")


@input_type
class RecallSanctionInput(ReasonedSanctionAct):
    """What `recallSanction` takes (house rule)."""


@input_type
class ProveReceiptInput(ReceiptProofGiven, SanctionAct):
    """What `proveReceipt` takes (II.2.3.s1)."""


@input_type
class StrikeReceiptInput(ReasonedSanctionAct):
    """What `strikeReceipt` takes: why the proof that counts is wrong, which the notice to the unit says (house rule)."""


@input_type
class RecomputeObjectionLimitInput(ReasonedSanctionAct):
    """What `recomputeObjectionLimit` takes: why, such as the decree that moved a holiday (house rule)."""


@input_type
class SubmitSanctionFollowUpInput(SanctionAct):
    """What `submitSanctionFollowUp` takes (II.2.2)."""

    text: str = attribute("What was done, in at most 4000 characters.")
    evidence: list[strawberry.ID] = attribute("Confirmed files that show it: 1 to 50.")

    def payload(self) -> Payload | Refusal | None:
        """The domain's payload."""
        files = keys_of(self.evidence, "Evidence", field="evidence")
        return files if isinstance(files, Refusal) else acts.SubmitFollowUp(text=self.text, evidence_ids=files)


@input_type
class ReturnSanctionFollowUpInput(ReasonedSanctionAct):
    """What `returnSanctionFollowUp` takes (house rule)."""


@input_type
class AcceptImprovementInput(SanctionAct):
    """What `acceptImprovement` takes (II.2.2)."""

    verification: str = attribute("What was verified, and how, in at most 4000 characters. The minutes print it.")

    def payload(self) -> Payload | Refusal | None:
        """The domain's payload."""
        return acts.AcceptImprovement(verification=self.verification)


@input_type
class AcceptImprovementInPartInput(SanctionAct):
    """What `acceptImprovementInPart` takes (house rule): of an advice or a warning with more than one finding."""

    verification: str = attribute("What was verified, and how, in at most 4000 characters. The minutes print it.")
    findings: list[str] = attribute(
        "The criteria of the findings that were improved, such as S09-K1: not all that are left."
    )
    reason: str = attribute(
        "Why the report is returned for the others, in at most 4000 characters. A notice prints it."
    )

    def payload(self) -> Payload | Refusal | None:
        """The domain's payload."""
        return acts.AcceptInPart(verification=self.verification, criteria=tuple(self.findings), returned=self.reason)


@input_type
class RecordNoImprovementInput(ReasonedSanctionAct):
    """What `recordNoImprovement` takes (II.2.2.b-d)."""


@input_type
class RecommendLkppSystemInput(SanctionAct):
    """What `recommendLkppSystem` takes (III)."""

    reasons: list[str] = attribute("Why: 1 to 30 sentences, printed on the letter.")

    def payload(self) -> Payload | Refusal | None:
        """The domain's payload."""
        return acts.RecommendLkppSystem(reasons=tuple(self.reasons))


@object_type
class SanctionCaseChanged:
    """A case after an act."""

    thing: SanctionCase = attribute("The case as it stands after the act.")
    documents: list[Document] = attribute("The papers that the act ordered.")


@object_type
class OpenSanctionCaseSuccess(SanctionCaseChanged):
    """The case is open; the surveillance that led to it is sanctioned (II.2.1.f.p2)."""


@object_type
class TakeUpFindingsSuccess(SanctionCaseChanged):
    """The surveillance is sanctioned, and is closed with the last case that pursues a finding of it (II.2.1.f.p2)."""


@object_type
class DismissSanctionCaseSuccess(SanctionCaseChanged):
    """The case is closed by the Deputy without a measure; flags of its findings stay until a surveillance clears them."""


@object_type
class ResumeSanctionCaseSuccess(SanctionCaseChanged):
    """The Deputy has decided: one more warning may be given, or the case is closed (house rule)."""


@object_type
class SanctionChanged:
    """A sanction after an act."""

    thing: Sanction = attribute("The sanction as it stands after the act.")
    documents: list[Document] = attribute("The papers that the act ordered.")


@object_type
class DraftSanctionSuccess(SanctionChanged):
    """A draft is begun on the next rung (II.2.2)."""


@object_type
class DiscardSanctionSuccess(SanctionChanged):
    """The draft is void."""


@object_type
class PrepareSanctionSuccess(SanctionChanged):
    """The letter is ordered; the Deputy signs it by `issueSanction`."""


@object_type
class IssueSanctionSuccess(SanctionChanged):
    """The sanction is in force, with everything that follows from it (II.2.2)."""


@object_type
class RecallSanctionSuccess(SanctionChanged):
    """The letter is void; the sanction is a draft again."""


@object_type
class ProveReceiptSuccess(SanctionChanged):
    """The receipt is proven, and the last moment to object computed (II.2.3.s1)."""


@object_type
class StrikeReceiptSuccess(SanctionChanged):
    """The proof is struck and stays on record; the term runs by what is left, and a notice is ordered (house rule)."""


@object_type
class RecomputeObjectionLimitSuccess(SanctionChanged):
    """The last moment to object is a later one, or certain now; a notice to the unit is ordered (house rule)."""


@object_type
class SubmitSanctionFollowUpSuccess(SanctionChanged):
    """The report waits for an assessor (II.2.2)."""


@object_type
class ReturnSanctionFollowUpSuccess(SanctionChanged):
    """The report is returned; a notice is ordered."""


@object_type
class AcceptImprovementSuccess(SanctionChanged):
    """Improvement is accepted; the case is closed, and minutes are ordered (II.2.2)."""


@object_type
class AcceptImprovementInPartSuccess(SanctionChanged):
    """The findings named are settled; the report is returned for the others, and minutes and a notice are ordered."""


@object_type
class RecordNoImprovementSuccess(SanctionChanged):
    """It is recorded that no improvement followed: the next rung is open, or the Deputy decides (II.2.2.b-d)."""


@object_type
class RecommendLkppSystemSuccess(SanctionChanged):
    """The letter is ordered; the Deputy signs it (III)."""


OpenSanctionCasePayload = payload(OpenSanctionCaseSuccess)
TakeUpFindingsPayload = payload(TakeUpFindingsSuccess)
DismissSanctionCasePayload = payload(DismissSanctionCaseSuccess)
ResumeSanctionCasePayload = payload(ResumeSanctionCaseSuccess)
DraftSanctionPayload = payload(DraftSanctionSuccess)
DiscardSanctionPayload = payload(DiscardSanctionSuccess)
PrepareSanctionPayload = payload(PrepareSanctionSuccess)
IssueSanctionPayload = payload(IssueSanctionSuccess)
RecallSanctionPayload = payload(RecallSanctionSuccess)
ProveReceiptPayload = payload(ProveReceiptSuccess)
StrikeReceiptPayload = payload(StrikeReceiptSuccess)
RecomputeObjectionLimitPayload = payload(RecomputeObjectionLimitSuccess)
SubmitSanctionFollowUpPayload = payload(SubmitSanctionFollowUpSuccess)
ReturnSanctionFollowUpPayload = payload(ReturnSanctionFollowUpSuccess)
AcceptImprovementPayload = payload(AcceptImprovementSuccess)
AcceptImprovementInPartPayload = payload(AcceptImprovementInPartSuccess)
RecordNoImprovementPayload = payload(RecordNoImprovementSuccess)
RecommendLkppSystemPayload = payload(RecommendLkppSystemSuccess)
