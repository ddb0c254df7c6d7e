"""One invented letter of each kind (DATA CONTOH), for previews of an edited template, tests and measurements."""

from documents.attachments import CREDENTIAL_KINDS
from documents.contexts import Context, Numbering
from documents.specimens.applications import (
    APPROVAL,
    COMPLETION_REQUEST,
    INSTALLATION_MINUTES,
    RECEIPT,
    REJECTION,
    SLA,
    TERMS,
)
from documents.specimens.assessments import ASSESSMENT_REPORT, ASSIGNMENT, CERTIFICATE, DETERMINATION, RECOMMENDATION
from documents.specimens.general import MINUTES, NOTICE
from documents.specimens.objections import OBJECTION_RECEIPT, OBJECTION_RESULT
from documents.specimens.sanctions import ADVICE, LKPP_SYSTEM, REINSTATEMENT, REVOCATION, SERVICE_STOP, WARNING
from documents.specimens.shared import ASSESSOR, CREDENTIAL, DEPUTY, numbering
from domain.document_kinds import DocumentKind

__all__ = [
    "ADVICE",
    "APPROVAL",
    "ASSESSMENT_REPORT",
    "ASSESSOR",
    "ASSIGNMENT",
    "CERTIFICATE",
    "COMPLETION_REQUEST",
    "CREDENTIAL",
    "DEPUTY",
    "DETERMINATION",
    "INSTALLATION_MINUTES",
    "LKPP_SYSTEM",
    "MINUTES",
    "NOTICE",
    "OBJECTION_RECEIPT",
    "OBJECTION_RESULT",
    "RECEIPT",
    "RECOMMENDATION",
    "REINSTATEMENT",
    "REJECTION",
    "REVOCATION",
    "SERVICE_STOP",
    "SLA",
    "SPECIMENS",
    "TERMS",
    "WARNING",
    "credential_of",
    "numbering",
]

SPECIMENS: dict[DocumentKind, tuple[Context, Numbering]] = {
    DocumentKind.APPLICATION_RECEIPT: (RECEIPT, numbering("TT")),
    DocumentKind.COMPLETION_REQUEST: (COMPLETION_REQUEST, numbering("SPK")),
    DocumentKind.APPROVAL: (APPROVAL, numbering("SPJ")),
    DocumentKind.REJECTION: (REJECTION, numbering("SPN")),
    DocumentKind.SLA: (SLA, numbering("SLA", number="12/LKPP-LPSE/XI/2026")),
    DocumentKind.INSTALLATION_MINUTES: (INSTALLATION_MINUTES, numbering("BA")),
    DocumentKind.NOTICE: (NOTICE, numbering("PB")),
    DocumentKind.ASSIGNMENT: (ASSIGNMENT, numbering("ST")),
    DocumentKind.ASSESSMENT_REPORT: (ASSESSMENT_REPORT, numbering("LP")),
    DocumentKind.RECOMMENDATION: (RECOMMENDATION, numbering("SR-E")),
    DocumentKind.DETERMINATION: (DETERMINATION, numbering("KEP", number="NOMOR 12 TAHUN 2026")),
    DocumentKind.CERTIFICATE: (CERTIFICATE, numbering("SERT", number="SERT-2026-0012")),
    DocumentKind.ADVICE: (ADVICE, numbering("SR-P")),
    DocumentKind.WARNING: (WARNING, numbering("TG")),
    DocumentKind.REVOCATION: (REVOCATION, numbering("KEP", number="NOMOR 13 TAHUN 2026")),
    DocumentKind.SERVICE_STOP: (SERVICE_STOP, numbering("PHL")),
    DocumentKind.LKPP_SYSTEM: (LKPP_SYSTEM, numbering("RSL")),
    DocumentKind.OBJECTION_RECEIPT: (OBJECTION_RECEIPT, numbering("TTK")),
    DocumentKind.OBJECTION_RESULT: (OBJECTION_RESULT, numbering("HK")),
    DocumentKind.REINSTATEMENT: (REINSTATEMENT, numbering("PML")),
    DocumentKind.MINUTES: (MINUTES, numbering("BAP")),
}
"""The specimen of each kind with its numbering."""


def credential_of(kind: DocumentKind) -> str | None:
    """The invented credential, for a kind that bears one."""
    return CREDENTIAL if kind in CREDENTIAL_KINDS else None
