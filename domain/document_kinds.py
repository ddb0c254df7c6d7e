"""The kinds of paper (naskah) that the system issues, their states, and which are signed by whom."""

from collections.abc import Mapping
from enum import StrEnum


class DocumentKind(StrEnum):
    """The kinds of paper that the system issues."""

    APPLICATION_RECEIPT = "APPLICATION_RECEIPT"
    COMPLETION_REQUEST = "COMPLETION_REQUEST"
    APPROVAL = "APPROVAL"
    REJECTION = "REJECTION"
    SLA = "SLA"
    INSTALLATION_MINUTES = "INSTALLATION_MINUTES"
    NOTICE = "NOTICE"
    ASSIGNMENT = "ASSIGNMENT"
    ASSESSMENT_REPORT = "ASSESSMENT_REPORT"
    RECOMMENDATION = "RECOMMENDATION"
    DETERMINATION = "DETERMINATION"
    CERTIFICATE = "CERTIFICATE"
    ADVICE = "ADVICE"
    WARNING = "WARNING"
    REVOCATION = "REVOCATION"
    SERVICE_STOP = "SERVICE_STOP"
    LKPP_SYSTEM = "LKPP_SYSTEM"
    OBJECTION_RECEIPT = "OBJECTION_RECEIPT"
    OBJECTION_RESULT = "OBJECTION_RESULT"
    REINSTATEMENT = "REINSTATEMENT"
    MINUTES = "MINUTES"


class DocumentState(StrEnum):
    """The states of a paper. Before SIGNED nothing legal has happened."""

    DRAFT = "DRAFT"
    AWAITING_INITIALS = "AWAITING_INITIALS"
    AWAITING_SIGNATURE = "AWAITING_SIGNATURE"
    RETURNED = "RETURNED"
    SIGNED = "SIGNED"
    VOID = "VOID"


UNSIGNED = (
    DocumentState.DRAFT,
    DocumentState.AWAITING_INITIALS,
    DocumentState.AWAITING_SIGNATURE,
    DocumentState.RETURNED,
)
"""The states of a paper that may still be signed, or become void."""


class SignatureKind(StrEnum):
    """Whose signature a paper bears: a person's, or the agency's seal, put unattended."""

    SEAL = "SEAL"
    PERSONAL = "PERSONAL"


DOCUMENT_LABELS: dict[DocumentKind, tuple[str, str]] = {
    DocumentKind.APPLICATION_RECEIPT: ("Tanda terima permohonan", "Application receipt"),
    DocumentKind.COMPLETION_REQUEST: ("Surat permintaan kelengkapan", "Request for completion"),
    DocumentKind.APPROVAL: ("Surat persetujuan", "Approval letter"),
    DocumentKind.REJECTION: ("Surat penolakan permohonan", "Rejection letter"),
    DocumentKind.SLA: ("Kesepakatan tingkat layanan", "Service-level agreement"),
    DocumentKind.INSTALLATION_MINUTES: ("Berita acara instalasi", "Installation minutes"),
    DocumentKind.NOTICE: ("Surat pemberitahuan", "Notice"),
    DocumentKind.ASSIGNMENT: ("Surat tugas", "Assignment letter"),
    DocumentKind.ASSESSMENT_REPORT: ("Laporan penilaian", "Assessment report"),
    DocumentKind.RECOMMENDATION: ("Surat rekomendasi perbaikan", "Recommendation letter"),
    DocumentKind.DETERMINATION: ("Keputusan penetapan", "Determination"),
    DocumentKind.CERTIFICATE: ("Sertifikat standarisasi", "Standardisation certificate"),
    DocumentKind.ADVICE: ("Surat saran/rekomendasi", "Letter of advice"),
    DocumentKind.WARNING: ("Surat teguran", "Warning letter"),
    DocumentKind.REVOCATION: ("Keputusan pencabutan", "Revocation decision"),
    DocumentKind.SERVICE_STOP: ("Surat penghentian layanan", "Service-stop letter"),
    DocumentKind.LKPP_SYSTEM: ("Surat rekomendasi penggunaan sistem LKPP", "Recommendation to use LKPP's systems"),
    DocumentKind.OBJECTION_RECEIPT: ("Tanda terima keberatan", "Objection receipt"),
    DocumentKind.OBJECTION_RESULT: ("Surat hasil keberatan", "Objection result"),
    DocumentKind.REINSTATEMENT: ("Surat pemulihan layanan", "Reinstatement letter"),
    DocumentKind.MINUTES: ("Berita acara", "Minutes"),
}

SEALED_KINDS = frozenset(
    {
        DocumentKind.APPLICATION_RECEIPT,
        DocumentKind.COMPLETION_REQUEST,
        DocumentKind.INSTALLATION_MINUTES,
        DocumentKind.NOTICE,
        DocumentKind.OBJECTION_RECEIPT,
        DocumentKind.MINUTES,
    }
)
"""Papers under the agency seal, which a worker issues unattended. All others wait for a person."""

SIGNED_BY_ACT = frozenset(
    {
        DocumentKind.SLA,
        DocumentKind.DETERMINATION,
        DocumentKind.ADVICE,
        DocumentKind.WARNING,
        DocumentKind.REVOCATION,
        DocumentKind.SERVICE_STOP,
        DocumentKind.OBJECTION_RESULT,
        DocumentKind.REINSTATEMENT,
    }
)
"""Papers whose signature is the act itself: they are signed by the verb that moves the thing they speak of."""

SIGNED_BY_INSTITUTION = frozenset({DocumentKind.SLA})
"""Papers that a person of the institution signs, before LKPP does."""

SIGNED_BY_AUTHOR = frozenset({DocumentKind.ASSESSMENT_REPORT, DocumentKind.REJECTION})
"""Papers that their own author signs."""

LETTER_DAY: Mapping[DocumentKind, str] = {DocumentKind.SERVICE_STOP: "stops_on"}
"""The frozen fact that is the letter's own day, and moves with its date: the service is stopped by the signature."""

LETTER_LIMIT: Mapping[DocumentKind, str] = {
    DocumentKind.RECOMMENDATION: "follow_up_until",
    DocumentKind.COMPLETION_REQUEST: "answer_until",
}
"""The frozen fact that is the last day of a limit which begins with the letter's date, and is counted anew from a later one.

Other letters print a limit in working days from their receipt, or a day that the act or the decree fixed, which stays.
"""

REISSUABLE = frozenset({DocumentKind.APPROVAL, DocumentKind.REJECTION, DocumentKind.CERTIFICATE})
"""Papers that can be issued anew while they wait: their letter follows from the record alone, and no act recalls them."""
