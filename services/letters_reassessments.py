"""The letters of a re-assessment (II.2.2.c): notices, assignment, the lead's report, and the determination."""

from collections.abc import Callable, Mapping
from datetime import date

from documents.contexts import (
    AssessedStandard,
    AssessmentReport,
    Assignment,
    Determination,
    Fact,
    Letterhead,
    Notice,
    Particular,
    Reference,
    TeamMember,
)
from documents.wording import long_date, numbered
from domain.aggregates import Aggregate
from domain.clock import legal_date
from domain.document_kinds import DocumentKind
from domain.scoring import FrozenCriterion, Scores, mean, mean_text, met_standards, score_of
from domain.standards import Score
from domain.tables import Act, LetterOrder
from domain.unit_cells import applicable
from persistence.compliance import cells_of
from persistence.objections import letter_of_sanction
from persistence.reassessments import ReassessmentRecord
from persistence.units import UnitRecord
from services.letter_parts import (
    LEAD,
    addressee,
    copy_to_unit_head,
    deputy_signatory,
    earlier_letter,
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

_BASIS = "Bab II angka 2.2 huruf c"
_ANNEX = f"{_BASIS} Lampiran Keputusan Deputi Nomor 152 Tahun 2022"


# --- notices --------------------------------------------------------------------------------------------------------

_Told = tuple[str, tuple[str, ...], tuple[Particular, ...]]


def _opened(record: ReassessmentRecord, order: LetterOrder) -> _Told:
    paragraphs = (
        f"Kami membuka penilaian ulang terhadap standar yang dicabut dengan {_revocation(record)}, sesuai pedoman dalam "
        f"{_ANNEX}.",
        "Kami mohon Saudara menyiapkan bukti perbaikan atas standar di bawah ini. Jadwal dan tim penilai kami "
        "beritahukan kemudian.",
    )
    particulars = (
        Particular(label="Standar yang dinilai ulang", value=standard_names(record.scope)),
        Particular(label="Alasan", value=order.details["reason"]),
    )
    return "Pembukaan Penilaian Ulang", paragraphs, particulars


def _not_cooperating(record: ReassessmentRecord, order: LetterOrder) -> _Told:
    paragraphs = (
        f"Penilaian ulang terhadap standar yang dicabut dengan {_revocation(record)} belum dapat dilaksanakan, meskipun "
        "unit Saudara telah diingatkan.",
        f"Keadaan ini kami catat. {asking_again(last=bool(order.details.get('last')))}.",
    )
    reminders = tuple(
        Particular(label="Pengingat", value=f"{said_day(reminder['sent_on'])}: {reminder['text']}")
        for reminder in order.details["reminders"]
    )
    particulars = (
        Particular(label="Standar yang dicabut", value=standard_names(record.standards)),
        Particular(label="Alasan pencatatan", value=order.details["reason"]),
        *reminders,
    )
    return "Pencatatan Ketidaksediaan Dinilai Ulang", paragraphs, particulars


def asking_again(*, last: bool) -> str:
    """Who may ask for the next one, as the guard `may_ask_again` has it. *Shape*: `last` that LKPP alone opens it."""
    if last:
        return (
            "Tidak adanya perbaikan setelah pencabutan sudah tercatat sebelumnya, sehingga penilaian ulang berikutnya hanya "
            "dapat dibuka oleh LKPP (ketentuan internal, bukan dari Keputusan Deputi Nomor 152 Tahun 2022)"
        )
    return (
        "Saudara tetap dapat meminta penilaian ulang disertai bukti perbaikan selama penghentian layanan belum diterbitkan, "
        f"sesuai pedoman dalam {_ANNEX}"
    )


_NOTICES: Mapping[str, Callable[[ReassessmentRecord, LetterOrder], _Told]] = {
    "open_by_lkpp": _opened,
    "record_non_cooperation": _not_cooperating,
}
"""What the notice says, by the verb that orders it."""


def write_notice(letterhead: Letterhead, order: LetterOrder, record: ReassessmentRecord, act: Act) -> Written:
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


def write_assignment(letterhead: Letterhead, order: LetterOrder, record: ReassessmentRecord, act: Act) -> Written:
    """Surat tugas penilaian ulang, signed by the Deputy."""
    official = signatory_of_order(DocumentKind.ASSIGNMENT, order, act)
    context = Assignment(
        letterhead=letterhead,
        operator=operator(record.unit_id),
        purpose=f"penilaian ulang{_instead(record)}",
        basis=_BASIS,
        team=_team(record),
        standards=standard_lines(record.scope),
        begins_on=_day(record.begins_on),
        ends_on=_day(record.ends_on),
        method=method_name(record.method),
        signatory=deputy_signatory(official),
        copies=copy_to_unit_head(record.unit_id),
    )
    return context, (official.person_id,)


def _instead(record: ReassessmentRecord) -> str:
    return instead_of_team(Aggregate.REASSESSMENT, record.id) if record.former_teams else ""


def write_report(letterhead: Letterhead, _order: LetterOrder, record: ReassessmentRecord, _act: Act) -> Written:
    """Laporan penilaian ulang, signed by the lead, whether standards passed or not."""
    lead = person_named(record.lead_id)
    criteria, scores = _criteria(record), _scores(record)
    context = AssessmentReport(
        letterhead=letterhead,
        operator=operator(record.unit_id),
        title=f"Penilaian Ulang Standar yang Dicabut (Percobaan ke-{record.attempt})",
        assessed_on=date.fromisoformat(record.assessed_on),
        method=method_name(record.method).capitalize(),
        team=_team(record),
        results=_results(record, criteria, scores),
        facts=_facts(criteria, scores),
        waived=waived_lines(criteria, factual=scores),
        conclusion=record.conclusion,
        signatory=person_signatory(lead),
    )
    return context, (str(lead.id),)


def write_determination(letterhead: Letterhead, _order: LetterOrder, record: ReassessmentRecord, act: Act) -> Written:
    """Keputusan penetapan after a re-assessment, signed by the Deputy: his signature determines the standards again."""
    deputy = deputy_on(legal_date(act.now))
    unit = UnitRecord.objects(id=record.unit_id).only("name", "form").get()
    context = Determination(
        letterhead=letterhead,
        operator=operator(record.unit_id),
        reassessment=True,
        considerations=(
            f"standar layanan {unit.name} telah dicabut dengan {_revocation(record)}",
            f"terhadap standar yang dicabut telah dilakukan penilaian ulang pada tanggal {said_day(record.assessed_on)}",
            "berdasarkan laporan penilaian ulang, standar yang ditetapkan dalam Keputusan ini telah dipenuhi",
        ),
        standards=standard_lines(record.proposed),
        applicable=applicable(cells_of(record.unit_id)),
        report=earlier_letter(record.report_id),
        signatory=deputy_signatory(deputy),
    )
    return context, (deputy.person_id,)


# --- parts ----------------------------------------------------------------------------------------------------------


def _revocation(record: ReassessmentRecord) -> str:
    document_id, _received_at = letter_of_sanction(record.sanction_id)
    letter = earlier_letter(document_id)
    return f"{letter.name} {numbered(letter.number)} tanggal {long_date(letter.date)}"


def _criteria(record: ReassessmentRecord) -> list[FrozenCriterion]:
    return [FrozenCriterion.stored(values) for values in record.criteria]


def _scores(record: ReassessmentRecord) -> Scores:
    return {score.criterion: score for score in map(score_of, record.scores)}


def _results(
    record: ReassessmentRecord, criteria: list[FrozenCriterion], scores: Scores
) -> tuple[AssessedStandard, ...]:
    met = {code.value for code in met_standards(criteria, scores)}
    return tuple(
        AssessedStandard(
            code=line.code,
            name=line.name,
            self_mean="-",
            factual_mean=mean_text(mean([each for each in criteria if each.standard == line.code], scores)),
            met=line.code in met,
        )
        for line in standard_lines(record.scope)
    )


def _facts(criteria: list[FrozenCriterion], scores: Scores) -> tuple[Fact, ...]:
    """What is still wanting: each criterion scored below 2, with the assessor's note."""
    given = ((criterion, scores[criterion.code]) for criterion in criteria)
    return tuple(
        Fact(standard=criterion.standard.value, criterion=criterion.code, fact=score.note.strip(), severity=None)
        for criterion, score in given
        if score.score is not None and score.score < Score.MET
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _team(record: ReassessmentRecord) -> tuple[TeamMember, ...]:
    return team_lines(record.assessor_ids, {record.lead_id: LEAD})
