"""What a certificate and a determination say of unit and standards, from the facts that they print."""

from dataclasses import replace
from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from documents.contexts import to_facts
from documents.specimens import CERTIFICATE, SPECIMENS
from domain.credentials import CredentialClaims, StatusReference, fitted
from domain.document_kinds import DocumentKind
from domain.standards import StandardCode
from services.certified_papers import Certified, ReportedStandard, certified_by, says_the_same


def paper(kind: DocumentKind) -> Any:
    """An issued specimen."""
    context, numbering = SPECIMENS[kind]
    return SimpleNamespace(
        kind=kind.value, number=numbering.number, dated=numbering.date.isoformat(), facts=to_facts(context)
    )


def claims(**changes: Any) -> CredentialClaims:
    found = CredentialClaims(
        number=SPECIMENS[DocumentKind.CERTIFICATE][1].number,
        edition=CERTIFICATE.edition,
        unit=fitted(CERTIFICATE.operator.unit),
        institution=fitted(CERTIFICATE.operator.institution),
        standards={StandardCode(line.code): line.determined_on for line in CERTIFICATE.standards},
        issued_at=datetime(2026, 11, 22, 3, 0, tzinfo=UTC),
        expires_on=CERTIFICATE.expires_on,
        status=StatusReference(index=0, uri="https://pembina.contoh.invalid/status/1"),
    )
    return replace(found, **changes)


def test_a_certificate_names_its_unit_and_each_standard_with_its_date_and_whether_it_stands() -> None:
    """R-42 (II.2.2.c): what somebody compares with a paper in his hand."""
    first = StandardCode(CERTIFICATE.standards[0].code)
    assert certified_by(paper(DocumentKind.CERTIFICATE), {first}) == Certified(
        unit_name=CERTIFICATE.operator.unit,
        standards=tuple(
            ReportedStandard(
                code=StandardCode(line.code), determined_on=line.determined_on, revoked=line.code == first.value
            )
            for line in sorted(CERTIFICATE.standards, key=lambda line: line.code)
        ),
    )


def test_a_determination_dates_its_standards_with_its_own_day() -> None:
    """II.2.1.e.5."""
    context, numbering = SPECIMENS[DocumentKind.DETERMINATION]
    found = certified_by(paper(DocumentKind.DETERMINATION), ())
    assert found.unit_name == context.operator.unit  # type: ignore[union-attr]
    assert [each.code.value for each in found.standards] == sorted(line.code for line in context.standards)  # type: ignore[union-attr]
    assert {(each.determined_on, each.revoked) for each in found.standards} == {(numbering.date, False)}


@pytest.mark.parametrize(
    "kind", [kind for kind in DocumentKind if kind not in {DocumentKind.CERTIFICATE, DocumentKind.DETERMINATION}]
)
def test_no_other_paper_tells_more_than_it_did(kind: DocumentKind) -> None:
    """Findings, scores and measures stand in them; the public learns whether they are genuine."""
    assert certified_by(paper(kind), ()) == Certified(unit_name=None, standards=())


def test_a_credential_is_that_of_the_issued_certificate_only_where_all_of_it_agrees() -> None:
    issued = paper(DocumentKind.CERTIFICATE)
    assert says_the_same(claims(), issued)
    others = (
        {"number": "1/B/D.2/SS/XI/2026"},
        {"edition": CERTIFICATE.edition + 1},
        {"unit": "LPSE Lain"},
        {"institution": "Kabupaten Lain"},
        {"standards": {StandardCode.S17: date(2026, 11, 22)}},
        {"expires_on": date(2040, 1, 1)},
    )
    for other in others:
        assert not says_the_same(claims(**other), issued), other
