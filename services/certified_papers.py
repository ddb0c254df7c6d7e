"""What a certificate or a determination prints of unit and standards, to be compared with a paper in somebody's hand."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from domain.credentials import CredentialClaims, fitted
from domain.document_kinds import DocumentKind
from domain.standards import StandardCode
from persistence.documents import DocumentRecord

_CERTIFYING = frozenset({DocumentKind.CERTIFICATE, DocumentKind.DETERMINATION})


@dataclass(frozen=True, kw_only=True)
class ReportedStandard:
    """A standard that a paper lists, the legal date of its determination, and whether it is revoked now (II.2.2.c)."""

    code: StandardCode
    determined_on: date
    revoked: bool


@dataclass(frozen=True, kw_only=True)
class Certified:
    """Whom and what a paper names. *Shape*: standards in the decree's order; other kinds of papers name none."""

    unit_name: str | None = None
    standards: tuple[ReportedStandard, ...] = ()


def certified_by(document: DocumentRecord, revoked: Collection[StandardCode]) -> Certified:
    """What an issued paper prints, by its frozen facts: what the public register tells of the same unit and standards.

    A determination dates its standards with the day that it bears (II.2.1.e.5).
    """
    if DocumentKind(document.kind) not in _CERTIFYING:
        return Certified()
    dates = {
        StandardCode(line["code"]): date.fromisoformat(line.get("determined_on", document.dated))
        for line in document.facts["standards"]
    }
    return Certified(unit_name=document.facts["operator"]["unit"], standards=reported_standards(dates, revoked))


def reported_standards(
    dates: Mapping[StandardCode, date], revoked: Collection[StandardCode]
) -> tuple[ReportedStandard, ...]:
    """Standards with their dates, in the decree's order."""
    return tuple(
        ReportedStandard(code=code, determined_on=day, revoked=code in revoked) for code, day in sorted(dates.items())
    )


def says_the_same(claims: CredentialClaims, document: DocumentRecord) -> bool:
    """Whether a credential is that of this issued certificate: a draft has one too, and can be made anew."""
    facts = document.facts
    standards = {StandardCode(line["code"]): date.fromisoformat(line["determined_on"]) for line in facts["standards"]}
    expires = facts.get("expires_on")
    return (
        claims.number,
        claims.edition,
        claims.unit,
        claims.institution,
        dict(claims.standards),
        claims.expires_on,
    ) == (
        document.number,
        facts["edition"],
        fitted(facts["operator"]["unit"]),
        fitted(facts["operator"]["institution"]),
        standards,
        date.fromisoformat(expires) if expires else None,
    )
