"""What the letters of several subjects have in common: the operator, the addressee, standards, facts, earlier letters."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from documents.contexts import (
    Addressee,
    EarlierLetter,
    Fact,
    Operator,
    Particular,
    Signatory,
    StandardLine,
    TeamMember,
    WaivedCriterion,
)
from documents.titles import TITLES
from documents.wording import long_date, number_and_words, numbered
from domain.aggregates import Aggregate
from domain.assessment_acts import METHOD_LABELS, AssessmentMethod
from domain.document_kinds import DocumentKind
from domain.findings import finding_of
from domain.institutions import LOCAL_GOVERNMENTS, InstitutionKind
from domain.officials import Official
from domain.provider_forms import ProviderForm
from domain.refusals import RefusalCode, refuse
from domain.scoring import FrozenCriterion, Scores, waived
from domain.standards import REQUIREMENT_LABELS, StandardCode
from domain.surveillance_acts import SEVERITY_LABELS
from persistence.applications import ApplicationRecord
from persistence.case_records import CaseRecord
from persistence.documents import DocumentRecord, signed_papers_of
from persistence.institutions import InstitutionRecord
from persistence.personnel import PersonRecord
from persistence.slas import SlaRecord, present_agreement
from persistence.standards import catalogue
from persistence.units import UnitRecord
from services.door import CannotCompose

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


def waived_lines(
    criteria: Iterable[FrozenCriterion], *, own: Scores | None = None, factual: Scores
) -> tuple[WaivedCriterion, ...]:
    """The criteria that the assessors said not to be applicable, then those of which the unit itself (`own`) said it."""
    frozen = tuple(criteria)
    return tuple(
        WaivedCriterion(
            criterion=criterion.code, requirement=REQUIREMENT_LABELS[criterion.requirement][0], by=by, reason=reason
        )
        for by, scores in (("penilai", factual), ("unit", own or {}))
        for criterion, reason in waived(frozen, scores)
    )


def findings_of(case: CaseRecord) -> tuple[Fact, ...]:
    """The findings of the case; a breach of the SLA has none."""
    findings = [finding_of(finding) for finding in case.findings]
    return tuple(
        Fact(
            standard=finding.standard.value,
            criterion=finding.criterion,
            fact=finding.fact,
            severity=SEVERITY_LABELS[finding.severity][0].lower() if finding.severity else None,
        )
        for finding in findings
    )


def breach_of(case: CaseRecord) -> tuple[Particular, ...]:
    """What was confirmed as a breach of the SLA, which belongs to no standard (II.2.2.d)."""
    files = len(case.breach["evidence_ids"])
    return (
        Particular(label="Pasal yang dilanggar", value=f"Pasal {case.breach['article']}"),
        Particular(label="Uraian", value=case.breach["facts"]),
        Particular(label="Pelanggaran ditetapkan", value=long_date(date.fromisoformat(case.opened_on))),
        *((Particular(label="Bukti", value=f"{number_and_words(files)} berkas pada LKPP"),) if files else ()),
    )


def agreement_of(record: ApplicationRecord) -> SlaRecord:
    """The agreement under which an application's service is installed. *Raises*: `CannotCompose` where there is none."""
    found = present_agreement(record.id)
    if found is None:
        raise CannotCompose(refuse(RefusalCode.SLA_NOT_IN_FORCE, state="-"))
    return found


def earlier_letter(document_id: str, *, received_on: date | None = None) -> EarlierLetter:
    """A letter that was issued before, as others name it."""
    paper = DocumentRecord.objects(id=document_id).get()
    return EarlierLetter(
        name=TITLES[DocumentKind(paper.kind)],
        number=paper.number,
        date=date.fromisoformat(paper.dated),
        received_on=received_on,
    )


def instead_of_team(subject: Aggregate, subject_id: str) -> str:
    """What the letter of a team says where it takes the place of another that had a signed letter; else nothing."""
    signed = [paper for paper in signed_papers_of(subject, subject_id) if paper.kind == DocumentKind.ASSIGNMENT.value]
    if not signed:
        return ""
    letter = earlier_letter(str(signed[-1].id))
    return f" sebagai pengganti tim menurut {letter.name} {numbered(letter.number)} tanggal {long_date(letter.date)}"


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
