"""What each letter prints, one frozen dataclass per kind; looks stand in the templates, rules in the domain."""

from typing import TypeAlias

from documents.contexts.applications import (
    Acceptance,
    Application,
    ApplicationReceipt,
    Approval,
    CheckedItem,
    CompletionRequest,
    IncompleteItem,
    InstallationMinutes,
    Party,
    Rejection,
    Sla,
)
from documents.contexts.assessments import (
    AssessedStandard,
    AssessmentReport,
    Assignment,
    Certificate,
    Determination,
    Recommendation,
    RecommendedItem,
    WaivedCriterion,
)
from documents.contexts.blocks import (
    Addressee,
    Attachment,
    DatedStandard,
    EarlierLetter,
    Fact,
    Letterhead,
    Marks,
    Numbering,
    Operator,
    Particular,
    Reference,
    Signatory,
    StandardLine,
    TeamMember,
)
from documents.contexts.general import (
    Minutes,
    Notice,
)
from documents.contexts.objections import (
    ChangedMeasure,
    ObjectionReceipt,
    ObjectionResult,
)
from documents.contexts.sanctions import (
    Advice,
    LkppSystem,
    Reinstatement,
    Revocation,
    ServiceStop,
    WarningLetter,
)
from documents.errors import FactsError
from documents.facts import Json, freeze, thaw
from domain.document_kinds import DocumentKind

__all__ = [
    "CONTEXTS",
    "Acceptance",
    "Addressee",
    "Advice",
    "Application",
    "ApplicationReceipt",
    "Approval",
    "AssessedStandard",
    "AssessmentReport",
    "Assignment",
    "Attachment",
    "Certificate",
    "ChangedMeasure",
    "CheckedItem",
    "CompletionRequest",
    "Context",
    "DatedStandard",
    "Determination",
    "EarlierLetter",
    "Fact",
    "IncompleteItem",
    "InstallationMinutes",
    "Letterhead",
    "LkppSystem",
    "Marks",
    "Minutes",
    "Notice",
    "Numbering",
    "ObjectionReceipt",
    "ObjectionResult",
    "Operator",
    "Particular",
    "Party",
    "Recommendation",
    "RecommendedItem",
    "Reference",
    "Reinstatement",
    "Rejection",
    "Revocation",
    "ServiceStop",
    "Signatory",
    "Sla",
    "StandardLine",
    "TeamMember",
    "WaivedCriterion",
    "WarningLetter",
    "from_facts",
    "to_facts",
]

Context: TypeAlias = (
    ApplicationReceipt
    | CompletionRequest
    | Approval
    | Rejection
    | Sla
    | InstallationMinutes
    | Notice
    | Assignment
    | AssessmentReport
    | Recommendation
    | Determination
    | Certificate
    | Advice
    | WarningLetter
    | Revocation
    | ServiceStop
    | LkppSystem
    | ObjectionReceipt
    | ObjectionResult
    | Reinstatement
    | Minutes
)

CONTEXTS: dict[DocumentKind, type[Context]] = {
    DocumentKind.APPLICATION_RECEIPT: ApplicationReceipt,
    DocumentKind.COMPLETION_REQUEST: CompletionRequest,
    DocumentKind.APPROVAL: Approval,
    DocumentKind.REJECTION: Rejection,
    DocumentKind.SLA: Sla,
    DocumentKind.INSTALLATION_MINUTES: InstallationMinutes,
    DocumentKind.NOTICE: Notice,
    DocumentKind.ASSIGNMENT: Assignment,
    DocumentKind.ASSESSMENT_REPORT: AssessmentReport,
    DocumentKind.RECOMMENDATION: Recommendation,
    DocumentKind.DETERMINATION: Determination,
    DocumentKind.CERTIFICATE: Certificate,
    DocumentKind.ADVICE: Advice,
    DocumentKind.WARNING: WarningLetter,
    DocumentKind.REVOCATION: Revocation,
    DocumentKind.SERVICE_STOP: ServiceStop,
    DocumentKind.LKPP_SYSTEM: LkppSystem,
    DocumentKind.OBJECTION_RECEIPT: ObjectionReceipt,
    DocumentKind.OBJECTION_RESULT: ObjectionResult,
    DocumentKind.REINSTATEMENT: Reinstatement,
    DocumentKind.MINUTES: Minutes,
}
"""The context of each kind. A further letter is a dataclass in its subject, a line here, a template, and its lint clauses."""


def to_facts(context: Context) -> dict[str, Json]:
    """The frozen legal fact of a letter: JSON values only, for `domain.canonical`. *Raises*: `FactsError`."""
    facts = freeze(context)
    if not isinstance(facts, dict):
        raise FactsError(f"{type(context).__name__} is not a context")
    return facts


def from_facts(kind: DocumentKind, facts: Json) -> Context:
    """The context of `kind` from frozen facts. *Raises*: `FactsError` for an unknown, missing or mistyped key."""
    return thaw(CONTEXTS[kind], facts)
