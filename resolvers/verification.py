"""Verification: the service's report as clients see it."""

from resolvers.public_log import log_proof
from schema import verification as schema
from schema.scalars import Sha256
from schema.standings import RevokedStandard
from services import reports


def verification_report(report: reports.VerificationReport) -> schema.VerificationReport:
    """The report as clients see it."""
    return schema.VerificationReport(
        message_id=report.message_id,
        message_en=report.message_en,
        asked_at=report.asked_at,
        sha256=report.sha256,
        origin=report.origin,
        genuine=report.genuine,
        checks=[_check(check) for check in report.checks],
        signatures=[_signature(signature) for signature in report.signatures],
        document=None if report.document is None else _document(report.document),
        standing=report.standing,
        standing_since=report.standing_since,
        log=[log_proof(proof) for proof in report.log],
        standing_by=report.standing_by,
        revoked_standards=[RevokedStandard.of(each) for each in report.revoked_standards],
        development=report.development,
    )


def _check(check: reports.Check) -> schema.VerificationCheck:
    return schema.VerificationCheck(
        statement_id=check.statement_id,
        statement_en=check.statement_en,
        evidence_id=check.evidence_id,
        evidence_en=check.evidence_en,
        number=check.number,
        code=check.id.value,
        result=check.result,
    )


def _signature(signature: reports.ReportedSignature) -> schema.ReportedSignature:
    return schema.ReportedSignature(
        field_name=signature.field_name,
        signer_name=signature.signer_name,
        kind=signature.kind,
        signed_at=signature.signed_at,
        level=signature.level,
        certificate_sha256=signature.certificate_sha256,
        valid=signature.valid,
        trusted=signature.trusted,
    )


def _document(document: reports.ReportedDocument) -> schema.IssuedDocument:
    return schema.IssuedDocument(
        kind=document.kind,
        number=document.number,
        dated=document.dated,
        code=document.code,
        sha256=Sha256(document.sha256),
        institution_name=document.institution_name,
        signature_count=document.signature_count,
        content_sha256=Sha256(document.content_sha256) if document.content_sha256 else None,
    )
