"""What each letter says around its facts, one module a subject; the parts that letters share stand in `paper`."""

from collections.abc import Callable
from typing import Any

from documents.templates.letters import (
    applications,
    assessments,
    certificate,
    decisions,
    general,
    objections,
    sanctions,
)
from domain.document_kinds import DocumentKind

LETTERS: dict[DocumentKind, Callable[[], Any]] = {
    DocumentKind.APPLICATION_RECEIPT: applications.application_receipt,
    DocumentKind.COMPLETION_REQUEST: applications.completion_request,
    DocumentKind.APPROVAL: applications.approval,
    DocumentKind.REJECTION: applications.rejection,
    DocumentKind.SLA: applications.sla,
    DocumentKind.INSTALLATION_MINUTES: applications.installation_minutes,
    DocumentKind.NOTICE: general.notice,
    DocumentKind.ASSIGNMENT: assessments.assignment,
    DocumentKind.ASSESSMENT_REPORT: assessments.assessment_report,
    DocumentKind.RECOMMENDATION: assessments.recommendation,
    DocumentKind.DETERMINATION: decisions.determination,
    DocumentKind.CERTIFICATE: certificate.certificate,
    DocumentKind.ADVICE: sanctions.advice,
    DocumentKind.WARNING: sanctions.warning,
    DocumentKind.REVOCATION: decisions.revocation,
    DocumentKind.SERVICE_STOP: sanctions.service_stop,
    DocumentKind.LKPP_SYSTEM: sanctions.lkpp_system,
    DocumentKind.OBJECTION_RECEIPT: objections.objection_receipt,
    DocumentKind.OBJECTION_RESULT: objections.objection_result,
    DocumentKind.REINSTATEMENT: sanctions.reinstatement,
    DocumentKind.MINUTES: general.minutes,
}
"""The first shape of each letter; from then on officials edit the built templates."""
