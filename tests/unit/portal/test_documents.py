"""Both ways by which a report reaches the pages, GraphQL and upload, give what the pages read; with the real schema."""

from dataclasses import replace
from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any, cast

import anyio
import pytest
from graphql import parse, validate
from strawberry.types import ExecutionResult

from app.graphql import build_schema
from app.uploads import camel
from domain.document_kinds import DocumentKind, SignatureKind
from domain.roles import ANONYMOUS
from domain.standards import StandardCode
from domain.standings import Standing
from domain.verification import CheckResult, FileOrigin, SignatureIndication, SubIndication
from portal.pages import MEASURES_DOCUMENT, VERIFICATION_DOCUMENT
from portal.reports import Finding, read_report
from services.certified_papers import ReportedStandard
from services.checks import checks_of_missing
from services.commands import plain
from services.reports import (
    CHECKS,
    Check,
    Reason,
    ReportedCredential,
    ReportedDocument,
    ReportedSignature,
    ReportedTimestamp,
    VerificationReport,
)
from tests.unit.portal.reports import CODE, SHA256

GENUINE = VerificationReport(
    asked_at=datetime(2026, 11, 22, 7, 5, 9, tzinfo=UTC),
    sha256=SHA256,
    origin=FileOrigin.ISSUED_BY_US,
    genuine=True,
    checks=tuple(
        Check(
            number=number,
            id=check_id,
            result=CheckResult.PASSED,
            statement_id=statement_id,
            statement_en=statement_en,
            evidence_id=f"Bukti {number}.",
            evidence_en=f"Evidence {number}.",
        )
        for number, (check_id, statement_id, statement_en) in enumerate(CHECKS, start=1)
    ),
    signatures=(
        ReportedSignature(
            field_name="Signature1",
            signer_name="Sekar Wulandari",
            kind=SignatureKind.PERSONAL,
            signed_at=datetime(2026, 11, 20, 2, 11, 40, tzinfo=UTC),
            level="B-LT",
            certificate_sha256="c7" * 32,
            valid=True,
            trusted=True,
            indication=SignatureIndication.INDETERMINATE,
            sub_indication=SubIndication.TRY_LATER,
            reasons=(Reason(code="TRY_LATER", text_id="Belum ada.", text_en="Not yet."),),
        ),
    ),
    timestamps=(
        ReportedTimestamp(
            field_name="Timestamp1",
            authority_name="Otoritas",
            proven_at=datetime(2026, 11, 20, 2, 11, 41, tzinfo=UTC),
            certificate_sha256="d8" * 32,
            valid=False,
            indication=SignatureIndication.TOTAL_FAILED,
            sub_indication=SubIndication.HASH_FAILURE,
            reasons=(Reason(code="HASH_FAILURE", text_id="Lain.", text_en="Other."),),
        ),
    ),
    document=ReportedDocument(
        id="document-1",
        kind=DocumentKind.SLA,
        number="12/B/D.2/SLA/XI/2026",
        dated="2026-11-20",
        code=CODE,
        sha256=SHA256,
        institution_name="Kabupaten Sinar Mulya",
        subject_id="sla-1",
        signature_count=1,
    ),
    standing=Standing.IN_FORCE,
    standing_since="2026-11-20",
    message_id="Asli. Status hukum: Berlaku.",
    message_en="Genuine. Legal standing: In force.",
    development=True,
)

BY_CODE = replace(
    GENUINE,
    origin=FileOrigin.NO_FILE,
    genuine=None,
    checks=(),
    timestamps=(),
    signatures=tuple(replace(signature, valid=None, trusted=None, indication=None) for signature in GENUINE.signatures),
)
STANDARDS = (ReportedStandard(code=StandardCode.S09, determined_on=date(2026, 10, 2), revoked=True),)
BY_CREDENTIAL = replace(
    BY_CODE,
    document=replace(
        cast(ReportedDocument, GENUINE.document),
        kind=DocumentKind.CERTIFICATE,
        unit_name="LPSE Sinar Mulya",
        standards=STANDARDS,
        path="/documents/doc-1",
    ),
    credential=ReportedCredential(
        number="1/B/D.2/SS/XI/2026",
        edition=1,
        unit_name="LPSE Sinar Mulya",
        institution_name="Kabupaten Sinar Mulya",
        standards=STANDARDS,
        issued_at=datetime(2026, 11, 20, 2, 11, 40, tzinfo=UTC),
        expires_on=None,
    ),
)
MISSING = replace(BY_CODE, origin=FileOrigin.ISSUED_BY_US, genuine=False, checks=checks_of_missing())

NOTHING = VerificationReport(
    asked_at=GENUINE.asked_at,
    sha256=None,
    origin=FileOrigin.NO_FILE,
    genuine=None,
    checks=(),
    signatures=(),
    document=None,
    standing=None,
    standing_since=None,
    message_id="Tidak ada naskah terbit dengan kode atau SHA-256 ini.",
    message_en="No issued paper has this code or SHA-256.",
)


def answered(report: VerificationReport, variables: dict[str, str]) -> Any:
    """What GraphQL answers to the document of the pages where the service gives this report."""
    verification = SimpleNamespace(
        verify_code=lambda _code, *, viewer: report,
        verify_digest=lambda _digest, *, viewer: report,
        verify_credential=lambda _text, *, viewer: report,
    )
    context = SimpleNamespace(public_url="", viewer=ANONYMOUS, use_cases=SimpleNamespace(verification=verification))

    async def execute() -> ExecutionResult:
        return await build_schema().execute(VERIFICATION_DOCUMENT, variable_values=variables, context_value=context)

    result = anyio.run(execute)
    assert result.errors is None
    assert result.data is not None
    return result.data["verify"]


@pytest.mark.parametrize("document", [VERIFICATION_DOCUMENT, MEASURES_DOCUMENT])
def test_document_is_valid_in_the_schema(document: str) -> None:
    assert validate(build_schema()._schema, parse(document)) == []


@pytest.mark.parametrize("variables", [{"code": CODE}, {"sha256": SHA256}, {"credential": "PBN1:ABC"}])
@pytest.mark.parametrize(
    ("report", "finding"),
    [
        (GENUINE, Finding.GENUINE),
        (BY_CODE, Finding.NOT_SHOWN),
        (BY_CREDENTIAL, Finding.NOT_SHOWN),
        (MISSING, Finding.NOT_PROVEN),
        (NOTHING, Finding.UNKNOWN),
    ],
)
def test_graphql_and_upload_are_read_alike(
    report: VerificationReport, finding: Finding, variables: dict[str, str]
) -> None:
    by_upload = read_report(camel(plain(report)))
    assert by_upload.finding is finding
    assert read_report(answered(report, variables)) == by_upload


def test_what_was_not_examined_is_null_in_the_json() -> None:
    said = camel(plain(BY_CODE))["signatures"][0]
    assert (said["valid"], said["trusted"], said["indication"]) == (None, None, None)
