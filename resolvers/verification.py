"""Verification: the service's report as clients see it."""

from collections.abc import Iterable

from resolvers.public_log import log_proof
from schema import verification as schema
from schema.certificates import CertifiedStandard
from schema.scalars import Sha256
from schema.standings import RevokedStandard
from services import reports
from services.certified_papers import ReportedStandard


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
        timestamps=[_timestamp(timestamp) for timestamp in report.timestamps],
        document=None if report.document is None else _document(report.document),
        standing=report.standing,
        standing_since=report.standing_since,
        log=[log_proof(proof) for proof in report.log],
        standing_by=report.standing_by,
        revoked_standards=[RevokedStandard.of(each) for each in report.revoked_standards],
        credential=None if report.credential is None else _credential(report.credential),
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
        office=signature.office,
        kind=signature.kind,
        signed_at=signature.signed_at,
        level=signature.level,
        certificate_sha256=signature.certificate_sha256,
        valid=signature.valid,
        trusted=signature.trusted,
        indication=signature.indication,
        sub_indication=signature.sub_indication,
        reasons=[_reason(reason) for reason in signature.reasons],
    )


def _timestamp(timestamp: reports.ReportedTimestamp) -> schema.ReportedTimestamp:
    return schema.ReportedTimestamp(
        field_name=timestamp.field_name,
        authority_name=timestamp.authority_name,
        proven_at=timestamp.proven_at,
        certificate_sha256=timestamp.certificate_sha256,
        valid=timestamp.valid,
        indication=timestamp.indication,
        sub_indication=timestamp.sub_indication,
        reasons=[_reason(reason) for reason in timestamp.reasons],
    )


def _reason(reason: reports.Reason) -> schema.SignatureReason:
    return schema.SignatureReason(text_id=reason.text_id, text_en=reason.text_en, code=reason.code)


def _document(document: reports.ReportedDocument) -> schema.IssuedDocument:
    return schema.IssuedDocument(
        kind=document.kind,
        number=document.number,
        dated=document.dated,
        code=document.code,
        sha256=Sha256(document.sha256),
        institution_name=document.institution_name,
        signature_count=document.signature_count,
        unit_name=document.unit_name,
        standards=_standards(document.standards),
        file_path=document.path,
    )


def _standards(standards: Iterable[ReportedStandard]) -> list[CertifiedStandard]:
    return [
        CertifiedStandard(code=each.code, determined_on=each.determined_on, revoked=each.revoked) for each in standards
    ]


def _credential(said: reports.ReportedCredential) -> schema.Credential:
    return schema.Credential(
        number=said.number,
        edition=said.edition,
        unit_name=said.unit_name,
        institution_name=said.institution_name,
        standards=_standards(said.standards),
        issued_at=said.issued_at,
        expires_on=said.expires_on,
    )
