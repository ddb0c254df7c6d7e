"""What the letters of several subjects have in common: the operator, the addressee, standards, facts, earlier letters."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from documents.contexts import (
    Addressee,
    EarlierLetter,
    Fact,
    Operator,
    Signatory,
    StandardLine,
    TeamMember,
)
from documents.wording import long_date
from domain.assessment_acts import METHOD_LABELS, AssessmentMethod
from domain.documents import DOCUMENT_LABELS, DocumentKind
from domain.institutions import LOCAL_GOVERNMENTS, InstitutionKind
from domain.officials import Official
from domain.provider_forms import ProviderForm
from domain.standards import StandardCode
from persistence.documents import DocumentRecord
from persistence.institutions import InstitutionRecord
from persistence.personnel import PersonRecord
from persistence.standards import catalogue
from persistence.units import UnitRecord

AGENCY = "Lembaga Kebijakan Pengadaan Barang/Jasa Pemerintah"
SEAL_NAME = "Segel Elektronik LKPP"
LEAD, SECOND_READER, MEMBER = "Ketua tim", "Pembaca kedua", "Anggota"


def seal() -> Signatory:
    """The agency's seal, as a signatory."""
    return Signatory(office=AGENCY, name=SEAL_NAME, organisation=AGENCY)


def deputy_signatory(official: Official) -> Signatory:
    """The Deputy, with the title that he signs by."""
    return Signatory(office=official.signature_title, name=official.name, organisation=AGENCY)


def person_signatory(person: PersonRecord) -> Signatory:
    """A person in his own office."""
    return Signatory(
        office=person.office, name=person.name, organisation=person.organisation, identity=person.identity or None
    )


def formal_name(institution: InstitutionRecord) -> str:
    """The institution's name as letters say it: a local government with `Pemerintah` before it."""
    if InstitutionKind(institution.kind) in LOCAL_GOVERNMENTS:
        return f"Pemerintah {institution.name}"
    return str(institution.name)


def addressee(institution_id: str) -> Addressee:
    """The head of the institution, to whom letters go."""
    institution = InstitutionRecord.objects(id=institution_id).get()
    return Addressee(name=institution.head_office, place=institution.place or "Tempat")


def unit_head_addressee(unit_id: str) -> Addressee:
    """The head of the unit."""
    unit = UnitRecord.objects(id=unit_id).get()
    institution = InstitutionRecord.objects(id=unit.institution_id).get()
    return Addressee(name=f"Kepala {unit.name}", place=institution.place or "Tempat")


def operator(unit_id: str) -> Operator:
    """The unit with its institution."""
    unit = UnitRecord.objects(id=unit_id).get()
    institution = InstitutionRecord.objects(id=unit.institution_id).get()
    return Operator(unit=unit.name, institution=formal_name(institution), form=ProviderForm(unit.form))


def standard_lines(codes: Iterable[str]) -> tuple[StandardLine, ...]:
    """The standards of these codes, in the decree's order, by the decree's names."""
    wanted = {StandardCode(code) for code in codes}
    return tuple(
        StandardLine(code=standard.code.value, name=standard.name_id)
        for standard in catalogue()
        if standard.code in wanted
    )


def fact_lines(findings: Iterable[Mapping[str, Any]]) -> tuple[Fact, ...]:
    """Findings as letters state them. *Shape*: each has `standard`, `criterion`, `fact` and perhaps `severity`."""
    return tuple(
        Fact(
            standard=finding["standard"],
            criterion=finding.get("criterion") or "-",
            fact=finding["fact"],
            severity=finding.get("severity"),
        )
        for finding in findings
    )


def earlier_letter(document_id: str, *, received_on: date | None = None) -> EarlierLetter:
    """A letter that was issued before, as others name it."""
    paper = DocumentRecord.objects(id=document_id).get()
    return EarlierLetter(
        name=DOCUMENT_LABELS[DocumentKind(paper.kind)][0],
        number=paper.number,
        date=date.fromisoformat(paper.dated),
        received_on=received_on,
    )


def team_lines(person_ids: Iterable[str], roles: Mapping[str, str]) -> tuple[TeamMember, ...]:
    """A team in the order given; who has no role of his own in it is a member."""
    people = list(person_ids)
    names = {str(each.id): str(each.name) for each in PersonRecord.objects(id__in=people).only("name")}
    return tuple(TeamMember(name=names[each], role=roles.get(each, MEMBER)) for each in people)


def method_name(method: str) -> str:
    """How an assessment is made, in the letter's words."""
    return METHOD_LABELS[AssessmentMethod(method)][0]


def standard_names(codes: Iterable[str]) -> str:
    """Standards by name and code, in one line."""
    return "; ".join(f"{line.name} ({line.code})" for line in standard_lines(codes))


def copy_to_unit_head(unit_id: str) -> tuple[str, ...]:
    """Who gets a copy, where that is the head of the unit."""
    return (unit_head_addressee(unit_id).name,)


def said_day(day: str) -> str:
    """A stored day in words."""
    return long_date(date.fromisoformat(day))
