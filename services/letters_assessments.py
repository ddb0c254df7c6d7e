"""The letters of an assessment (II.2.1.e): notices, assignment, report, recommendation, minutes, determination."""

from collections.abc import Callable, Mapping
from datetime import date

from documents.contexts import (
    AssessedStandard,
    AssessmentReport,
    Assignment,
    Determination,
    Letterhead,
    Minutes,
    Notice,
    Particular,
    Recommendation,
    RecommendedItem,
    Reference,
    TeamMember,
)
from domain.aggregates import Aggregate
from domain.assessment_acts import METHOD_LABELS, Item
from domain.clock import legal_date
from domain.document_kinds import DocumentKind
from domain.scoring import FrozenCriterion, Scores, mean, mean_text, score_of
from domain.standards import StandardCode
from domain.tables import Act, LetterOrder
from domain.unit_cells import applicable
from persistence.assessments import AssessmentRecord
from persistence.compliance import cells_of
from persistence.units import UnitRecord
from services.letter_parts import (
    LEAD,
    SECOND_READER,
    addressee,
    copy_to_unit_head,
    deputy_signatory,
    earlier_letter,
    fact_lines,
    instead_of_team,
    method_name,
    operator,
    person_signatory,
    said_day,
    seal,
    standard_lines,
    standard_names,
    team_lines,
    unit_head_addressee,
    waived_lines,
)
from services.offices import deputy_on, person_named, signatory_of_order
from services.writing import Written

_SUBJECT = "Tata Kelola Layanan Pengadaan Secara Elektronik"
_ANNEX = "Lampiran Keputusan Deputi Nomor 152 Tahun 2022"


# --- notices --------------------------------------------------------------------------------------------------------

_Told = tuple[str, tuple[str, ...], tuple[Particular, ...]]


def _returned_self(record: AssessmentRecord, _order: LetterOrder) -> _Told:
    paragraphs = (
        f"Penilaian mandiri yang Saudara ajukan pada tanggal {said_day(record.submitted_on)}, sesuai pedoman dalam Bab II "
        f"angka 2.1 huruf e angka 1) {_ANNEX}, kami kembalikan untuk dilengkapi.",
        "Kami mohon Saudara memperbaiki penilaian mandiri tersebut, lalu mengajukannya kembali melalui sistem.",
    )
    particulars = (
        Particular(label="Standar yang dinilai", value=standard_names(record.standards)),
        Particular(label="Alasan pengembalian", value=record.reason),
    )
    return "Pengembalian Penilaian Mandiri", paragraphs, particulars


def _scheduled(record: AssessmentRecord, _order: LetterOrder) -> _Told:
    paragraphs = (
        f"Kami akan melaksanakan penilaian faktual terhadap unit Saudara, sesuai pedoman dalam Bab II angka 2.1 huruf e "
        f"angka 2) {_ANNEX}.",
        "Kami mohon Saudara menyiapkan dokumen, catatan, dan personel yang berkaitan dengan standar yang dinilai.",
    )
    particulars = (
        Particular(label="Tanggal", value=said_day(record.visit_on)),
        Particular(label="Metode", value=method_name(record.method)),
        Particular(label="Tempat", value=record.place),
        Particular(
            label="Tim",
            value="; ".join(f"{person.name} ({person.role})" for person in _team(record)),
        ),
        Particular(label="Standar yang dinilai", value=standard_names(record.standards)),
    )
    return "Jadwal Penilaian Faktual", paragraphs, particulars


def _returned_follow_up(record: AssessmentRecord, order: LetterOrder) -> _Told:
    reasons: Mapping[str, str] = order.details["reasons"]
    items = {item.id: item for item in map(Item.stored, record.items)}
    paragraphs = (
        f"Tindak lanjut yang Saudara sampaikan pada tanggal {said_day(record.followed_up_on)} atas rekomendasi perbaikan, "
        f"sesuai pedoman dalam Bab II angka 2.1 huruf e angka 4) {_ANNEX}, belum dapat kami terima untuk butir di bawah "
        "ini.",
        "Kami mohon Saudara menindaklanjuti butir tersebut, lalu menyampaikannya kembali beserta buktinya melalui sistem.",
    )
    particulars = tuple(
        Particular(label=f"Butir {place} ({items[place].criterion or items[place].standard.value})", value=reason)
        for place, reason in reasons.items()
    )
    return f"Pengembalian Tindak Lanjut Rekomendasi (Putaran {record.round})", paragraphs, particulars


def _closed(record: AssessmentRecord, _order: LetterOrder) -> _Told:
    paragraphs = (
        f"Penilaian standarisasi yang dibuka pada tanggal {said_day(record.opened_on)} terhadap unit Saudara kami tutup tanpa "
        "penetapan.",
        "Penutupan ini bukan tindakan pembinaan. Saudara dapat membuka penilaian baru atas standar yang sama.",
    )
    particulars = (
        Particular(label="Standar yang dinilai", value=standard_names(record.standards)),
        Particular(label="Alasan penutupan", value=record.reason),
    )
    return "Penutupan Penilaian Tanpa Penetapan", paragraphs, particulars


def _team_replaced(record: AssessmentRecord, _order: LetterOrder) -> _Told:
    paragraphs = (
        f"Tim yang melaksanakan penilaian faktual terhadap unit Saudara, sesuai pedoman dalam Bab II angka 2.1 huruf e angka "
        f"2) {_ANNEX}, kami ganti. Tanggal, metode, dan standar yang dinilai tetap sebagaimana telah kami beritahukan.",
    )
    team = "; ".join(f"{person.name} ({person.role})" for person in _team(record))
    return "Penggantian Tim Penilaian Faktual", paragraphs, (Particular(label="Tim pengganti", value=team),)


_NOTICES: Mapping[str, Callable[[AssessmentRecord, LetterOrder], _Told]] = {
    "return_self": _returned_self,
    "start_factual": _scheduled,
    "return_follow_up": _returned_follow_up,
    "replace_team": _team_replaced,
    "close_without": _closed,
}
"""What the notice says, by the verb that orders it."""


def write_notice(letterhead: Letterhead, order: LetterOrder, record: AssessmentRecord, act: Act) -> Written:
    """Surat pemberitahuan to the head of the unit (house rule)."""
    subject, paragraphs, particulars = _NOTICES[act.verb](record, order)
    context = Notice(
        letterhead=letterhead,
        reference=Reference(nature="Biasa", enclosures="-", subject=f"Pemberitahuan {subject}"),
        addressee=unit_head_addressee(record.unit_id),
        operator=operator(record.unit_id),
        paragraphs=paragraphs,
        particulars=particulars,
        objection_right=False,
        signatory=seal(),
        copies=(addressee(record.institution_id).name,),
    )
    return context, ()


# --- papers that persons sign ---------------------------------------------------------------------------------------


def write_assignment(letterhead: Letterhead, order: LetterOrder, record: AssessmentRecord, act: Act) -> Written:
    """Surat tugas penilaian faktual, signed by the Deputy (II.2.1.e.2)."""
    official = signatory_of_order(DocumentKind.ASSIGNMENT, order, act)
    context = Assignment(
        letterhead=letterhead,
        operator=operator(record.unit_id),
        purpose=f"penilaian faktual{_instead(record)}",
        basis="Bab II angka 2.1 huruf e angka 2)",
        team=_team(record),
        standards=standard_lines(record.standards),
        begins_on=_day(record.begins_on),
        ends_on=_day(record.ends_on),
        method=_either_method(),
        signatory=deputy_signatory(official),
        copies=copy_to_unit_head(record.unit_id),
    )
    return context, (official.person_id,)


def _instead(record: AssessmentRecord) -> str:
    return instead_of_team(Aggregate.ASSESSMENT, record.id) if record.former_teams else ""


def write_report(letterhead: Letterhead, _order: LetterOrder, record: AssessmentRecord, _act: Act) -> Written:
    """Laporan penilaian faktual, signed by the lead assessor (II.2.1.e.2)."""
    lead = person_named(record.lead_id)
    criteria = _criteria(record)
    own, factual = _scores(record.self_scores), _scores(record.factual_scores)
    context = AssessmentReport(
        letterhead=letterhead,
        operator=operator(record.unit_id),
        title=f"Penilaian Faktual Standarisasi {_SUBJECT}",
        assessed_on=date.fromisoformat(record.visit_on),
        method=method_name(record.method).capitalize(),
        team=_team(record),
        results=_results(record, criteria, own, factual),
        facts=fact_lines(record.findings),
        waived=waived_lines(criteria, own=own, factual=factual),
        conclusion=record.conclusion,
        signatory=person_signatory(lead),
    )
    return context, (str(lead.id),)


def write_recommendation(letterhead: Letterhead, order: LetterOrder, record: AssessmentRecord, act: Act) -> Written:
    """Surat rekomendasi perbaikan, signed by the Deputy (II.2.1.e.3)."""
    official = signatory_of_order(DocumentKind.RECOMMENDATION, order, act)
    context = Recommendation(
        letterhead=letterhead,
        reference=Reference(nature="Biasa", enclosures="-", subject=f"Rekomendasi Perbaikan {_SUBJECT}"),
        addressee=addressee(record.institution_id),
        operator=operator(record.unit_id),
        assessment_on=date.fromisoformat(record.visit_on),
        items=tuple(
            RecommendedItem(standard=item.standard.value, criterion=item.criterion or "-", text=item.text)
            for item in map(Item.stored, record.items)
        ),
        follow_up_until=_day(record.follow_up_until),
        signatory=deputy_signatory(official),
        copies=copy_to_unit_head(record.unit_id),
    )
    return context, (official.person_id,)


def write_determination(letterhead: Letterhead, _order: LetterOrder, record: AssessmentRecord, act: Act) -> Written:
    """Keputusan penetapan, signed by the Deputy: his signature determines (II.2.1.e.5)."""
    deputy = deputy_on(legal_date(act.now))
    unit = UnitRecord.objects(id=record.unit_id).only("name", "form").get()
    context = Determination(
        letterhead=letterhead,
        operator=operator(record.unit_id),
        reassessment=False,
        considerations=_considerations(record, unit.name),
        standards=standard_lines(record.proposed),
        applicable=applicable(cells_of(record.unit_id)),
        report=earlier_letter(record.report_id),
        signatory=deputy_signatory(deputy),
    )
    return context, (deputy.person_id,)


def _considerations(record: AssessmentRecord, unit: str) -> tuple[str, ...]:
    if record.items:
        recommended = (
            f"rekomendasi perbaikan yang diberikan kepada {unit} telah ditindaklanjuti, dan tindak lanjutnya telah "
            f"diverifikasi pada tanggal {said_day(record.verified_on)}"
        )
    else:
        recommended = f"tidak terdapat rekomendasi perbaikan bagi {unit} atas standar yang ditetapkan"
    return (
        f"{unit} telah melakukan penilaian mandiri terhadap pemenuhan standarisasi tata kelola fungsi pengelolaan layanan "
        f"pengadaan secara elektronik, yang diajukan pada tanggal {said_day(record.submitted_on)}",
        f"LKPP telah melakukan penilaian faktual terhadap {unit} pada tanggal {said_day(record.visit_on)}",
        recommended,
    )


# --- minutes --------------------------------------------------------------------------------------------------------


def write_minutes(letterhead: Letterhead, order: LetterOrder, record: AssessmentRecord, act: Act) -> Written:
    """Berita acara verifikasi tindak lanjut, under the seal; the verifying assessor is named as its author."""
    author = person_named(act.actor.id)
    improved = order.details["improved"]
    closing = (
        f"Kesenjangan pada standar berikut dinyatakan tertutup: {standard_names(improved)}."
        if improved
        else "Hasil penilaian faktual atas setiap standar tidak berubah."
    )
    context = Minutes(
        letterhead=letterhead,
        operator=operator(record.unit_id),
        title="Verifikasi Tindak Lanjut Rekomendasi Perbaikan",
        held_at=act.now,
        place=order.details["place"],
        participants=(TeamMember(name=author.name, role="Penilai yang memverifikasi"),),
        paragraphs=(
            f"Tindak lanjut rekomendasi perbaikan yang disampaikan pada tanggal {said_day(record.followed_up_on)} telah "
            "diverifikasi, dan setiap butirnya dinyatakan selesai.",
            record.verification_note,
            closing,
        ),
        items=tuple(
            Particular(label=f"{item.criterion or item.standard.value}: {item.text}", value=item.action)
            for item in map(Item.stored, record.items)
        ),
        author=person_signatory(author),
        signatory=seal(),
    )
    return context, ()


# --- parts ----------------------------------------------------------------------------------------------------------


def _criteria(record: AssessmentRecord) -> list[FrozenCriterion]:
    return [FrozenCriterion.stored(values) for values in record.criteria]


def _results(
    record: AssessmentRecord, criteria: list[FrozenCriterion], own: Scores, factual: Scores
) -> tuple[AssessedStandard, ...]:
    def result(code: str, name: str) -> AssessedStandard:
        these = [criterion for criterion in criteria if criterion.standard == StandardCode(code)]
        return AssessedStandard(
            code=code,
            name=name,
            self_mean=mean_text(mean(these, own)),
            factual_mean=mean_text(mean(these, factual)),
            met=code in record.factual_met,
        )

    return tuple(result(line.code, line.name) for line in standard_lines(record.standards))


def _scores(stored: list[dict[str, object]]) -> Scores:
    return {score.criterion: score for score in map(score_of, stored)}


def _either_method() -> str:
    """Before the lead has chosen."""
    return " dan/atau ".join(label_id for label_id, _label_en in METHOD_LABELS.values())


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _team(record: AssessmentRecord) -> tuple[TeamMember, ...]:
    return team_lines(record.assessor_ids, {record.lead_id: LEAD, record.second_reader_id: SECOND_READER})
