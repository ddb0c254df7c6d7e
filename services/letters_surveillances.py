"""The letters of surveillance (II.2.1.f): notices of the programme, the assignment of the team, and the lead's report."""

from datetime import date

from documents.contexts import (
    AssessedStandard,
    AssessmentReport,
    Assignment,
    Letterhead,
    Notice,
    Particular,
    Reference,
    TeamMember,
)
from documents.wording import long_date
from domain.aggregates import Aggregate
from domain.document_kinds import DocumentKind
from domain.surveillance_acts import SEVERITY_LABELS, Severity
from domain.tables import Act, LetterOrder
from persistence.surveillances import SurveillanceRecord
from persistence.units import UnitRecord
from services.letter_parts import (
    LEAD,
    addressee,
    deputy_signatory,
    fact_lines,
    instead_of_team,
    method_name,
    operator,
    person_signatory,
    seal,
    standard_lines,
    team_lines,
)
from services.offices import person_named, signatory_of_order
from services.writing import Written

_CLAUSE = "sesuai pedoman dalam Bab II angka 2.1 huruf f Lampiran Keputusan Deputi Nomor 152 Tahun 2022"


def write_notice(letterhead: Letterhead, _order: LetterOrder, record: SurveillanceRecord, act: Act) -> Written:
    """Surat pemberitahuan: that a surveillance is planned, when it begins, or that it is cancelled."""
    subject, paragraphs, particulars = _NOTICES[act.verb](record)
    context = Notice(
        letterhead=letterhead,
        reference=Reference(nature="Biasa", enclosures="-", subject=subject),
        addressee=addressee(record.institution_id),
        operator=operator(record.unit_id),
        paragraphs=paragraphs,
        particulars=particulars,
        objection_right=False,
        signatory=seal(),
        copies=_copies(record),
    )
    return context, ()


def write_assignment(letterhead: Letterhead, order: LetterOrder, record: SurveillanceRecord, act: Act) -> Written:
    """Surat tugas: the team, its standards and its days."""
    official = signatory_of_order(DocumentKind.ASSIGNMENT, order, act)
    context = Assignment(
        letterhead=letterhead,
        operator=operator(record.unit_id),
        purpose=f"surveillance{_instead(record)}",
        basis="Bab II angka 2.1 huruf f",
        team=_team(record),
        standards=standard_lines(record.standards),
        begins_on=date.fromisoformat(record.begins_on),
        ends_on=date.fromisoformat(record.ends_on),
        method=method_name(record.method),
        signatory=deputy_signatory(official),
        copies=_copies(record),
    )
    return context, (official.person_id,)


def _instead(record: SurveillanceRecord) -> str:
    return instead_of_team(Aggregate.SURVEILLANCE, record.id) if record.former_teams else ""


def write_report(letterhead: Letterhead, _order: LetterOrder, record: SurveillanceRecord, _act: Act) -> Written:
    """Laporan surveillance, signed by the lead: each standard of the scope, and what was found (II.2.1.f.p1-p2)."""
    lead = person_named(record.lead_id)
    missed = {finding["standard"] for finding in record.findings}
    stated = ({**finding, "severity": _severity(finding["severity"])} for finding in record.findings)
    context = AssessmentReport(
        letterhead=letterhead,
        operator=operator(record.unit_id),
        title=f"Surveillance Tahun {record.year}",
        assessed_on=date.fromisoformat(record.concluded_on),
        method=method_name(record.method).capitalize(),
        team=_team(record),
        results=tuple(
            AssessedStandard(
                code=line.code, name=line.name, self_mean="-", factual_mean="-", met=line.code not in missed
            )
            for line in standard_lines(record.standards)
        ),
        facts=fact_lines(stated),
        conclusion=_conclusion(record),
        signatory=person_signatory(lead),
    )
    return context, (str(lead.id),)


def _conclusion(record: SurveillanceRecord) -> str:
    """Where another lead concluded than signs, the report says who."""
    if record.concluded_by in (None, record.lead_id):
        return str(record.conclusion)
    concluder = person_named(record.concluded_by)
    return (
        f"{record.conclusion} (Disimpulkan oleh {concluder.name} selaku ketua tim pada waktu itu; laporan ini "
        "ditandatangani oleh ketua tim penggantinya.)"
    )


_Told = tuple[str, tuple[str, ...], tuple[Particular, ...]]


def _planned(record: SurveillanceRecord) -> _Told:
    paragraphs = (
        f"Unit Saudara termasuk dalam program surveillance tahun {record.year}, {_CLAUSE}. Surveillance dilakukan untuk "
        "memastikan penyelenggaraan layanan dilaksanakan sesuai standarisasi pengelolaan layanan pengadaan secara "
        "elektronik.",
        "Waktu pelaksanaan, tim, dan standar yang diperiksa akan kami beritahukan kemudian.",
    )
    particulars = (
        Particular(label="Tahun program", value=str(record.year)),
        Particular(label="Alasan", value=record.reason),
    )
    return f"Pemberitahuan Program Surveillance Tahun {record.year}", paragraphs, particulars


def _notified(record: SurveillanceRecord) -> _Told:
    begins, ends = (long_date(date.fromisoformat(day)) for day in (record.begins_on, record.ends_on))
    paragraphs = (
        f"Kami akan melaksanakan surveillance tahun {record.year} terhadap unit Saudara, {_CLAUSE}.",
        "Kami mohon Saudara menyiapkan dokumen, catatan, dan personel yang berkaitan dengan standar yang diperiksa.",
    )
    standards = "; ".join(f"{line.name} ({line.code})" for line in standard_lines(record.standards))
    particulars = (
        Particular(label="Waktu", value=begins if begins == ends else f"{begins} sampai dengan {ends}"),
        Particular(label="Metode", value=method_name(record.method)),
        Particular(
            label="Tim",
            value="; ".join(f"{person.name} ({person.role})" for person in _team(record)),
        ),
        Particular(label="Standar yang diperiksa", value=standards),
    )
    return f"Pemberitahuan Pelaksanaan Surveillance Tahun {record.year}", paragraphs, particulars


def _team_replaced(record: SurveillanceRecord) -> _Told:
    paragraphs = (
        f"Tim yang melaksanakan surveillance tahun {record.year} terhadap unit Saudara, {_CLAUSE}, kami ganti. Waktu, "
        "metode, dan standar yang diperiksa tetap sebagaimana telah kami beritahukan.",
    )
    team = "; ".join(f"{person.name} ({person.role})" for person in _team(record))
    particulars = (Particular(label="Tim pengganti", value=team),)
    return f"Pemberitahuan Penggantian Tim Surveillance Tahun {record.year}", paragraphs, particulars


def _cancelled(record: SurveillanceRecord) -> _Told:
    paragraphs = (
        f"Surveillance tahun {record.year} terhadap unit Saudara yang telah kami beritahukan sebelumnya dibatalkan.",
    )
    particulars = (Particular(label="Alasan pembatalan", value=record.cancellation),)
    return f"Pemberitahuan Pembatalan Surveillance Tahun {record.year}", paragraphs, particulars


_NOTICES = {"plan": _planned, "notify": _notified, "replace_team": _team_replaced, "cancel": _cancelled}
"""What the notice says, by the verb that orders it."""


def _severity(code: str) -> str:
    return SEVERITY_LABELS[Severity(code)][0].lower()


def _copies(record: SurveillanceRecord) -> tuple[str, ...]:
    unit = UnitRecord.objects(id=record.unit_id).only("name").get()
    return (f"Kepala {unit.name}",)


def _team(record: SurveillanceRecord) -> tuple[TeamMember, ...]:
    return team_lines([record.lead_id, *record.member_ids], {record.lead_id: LEAD})
