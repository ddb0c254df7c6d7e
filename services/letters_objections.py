"""The letters of an objection (II.2.3): receipt, notices, minutes of hearings, and the result."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from documents.contexts import (
    Attachment,
    ChangedMeasure,
    EarlierLetter,
    Fact,
    Letterhead,
    Minutes,
    Notice,
    ObjectionReceipt,
    ObjectionResult,
    Particular,
    Reference,
    TeamMember,
)
from documents.wording import date_and_time, long_date, numbered
from domain.clock import legal_date
from domain.objection_acts import HEARING_LABELS, HearingKind, ObjectionDecision, Proposal
from domain.rungs import RUNG_LABELS, Rung
from domain.sanction_acts import SanctionState
from domain.stop_forms import STOP_FORM_LABELS
from domain.tables import Act, LetterOrder
from persistence.case_records import CaseRecord, unsettled_in
from persistence.documents import DocumentRecord
from persistence.evidence import EvidenceRecord
from persistence.objections import ObjectionRecord, letter_of_sanction, limit_of_sanction
from persistence.sanction_records import SanctionRecord
from services.letter_parts import (
    addressee,
    breach_of,
    deputy_signatory,
    earlier_letter,
    findings_of,
    operator,
    person_signatory,
    seal,
    standard_lines,
    unit_head_addressee,
)
from services.offices import deputy_on, person_named
from services.writing import Written

_ANNEX = "Bab II angka 2.3 Lampiran Keputusan Deputi Nomor 152 Tahun 2022"


def write_receipt(letterhead: Letterhead, _order: LetterOrder, record: ObjectionRecord, _act: Act) -> Written:
    """Tanda terima keberatan, under the seal; of a late one too (II.2.3.s1)."""
    files = {str(file.id): file for file in EvidenceRecord.objects(id__in=list(record.evidence_ids))}
    context = ObjectionReceipt(
        letterhead=letterhead,
        reference=Reference(nature="Biasa", enclosures="-", subject="Tanda Terima Keberatan atas Tindakan Pembinaan"),
        addressee=addressee(record.institution_id),
        operator=operator(record.unit_id),
        sanction=_sanction_letter(record),
        objection_number=record.letter_number,
        objection_date=date.fromisoformat(record.letter_date),
        received_at=record.filed_at,
        last_instant=record.last_instant,
        late=record.late,
        evidence=tuple(Attachment(name=files[each].name, sha256=files[each].sha256) for each in record.evidence_ids),
        signatory=seal(),
        copies=_copies(record),
    )
    return context, ()


# --- notices --------------------------------------------------------------------------------------------------------

_Told = tuple[str, tuple[str, ...], tuple[Particular, ...]]


def _late_accepted(record: ObjectionRecord, order: LetterOrder) -> _Told:
    if record.filed_at.replace(microsecond=0) <= limit_of_sanction(record.sanction_id):
        return _found_in_time(record, order)
    paragraphs = (
        f"{_objection(record)} diterima setelah batas waktu yang diatur dalam {_ANNEX}.",
        "Atas dasar pertimbangan di bawah ini, keberatan tersebut kami terima dan kami tindak lanjuti dengan "
        "pemeriksaan dan/atau klarifikasi.",
    )
    return "Penerimaan Keberatan yang Terlambat", paragraphs, _late_particulars(record, order)


def _late_refused(record: ObjectionRecord, order: LetterOrder) -> _Told:
    paragraphs = (
        f"{_objection(record)} diterima setelah batas waktu yang diatur dalam {_ANNEX}.",
        "Atas dasar pertimbangan di bawah ini, keberatan tersebut tidak kami periksa. Surat keberatan dan buktinya tetap "
        "tersimpan dalam sistem.",
    )
    return "Penolakan Keberatan yang Terlambat", paragraphs, _late_particulars(record, order)


def _found_in_time(record: ObjectionRecord, order: LetterOrder) -> _Told:
    """It was kept as late by a limit that was counted anew since."""
    paragraphs = (
        f"{_objection(record)} semula tercatat terlambat. Menurut batas akhir yang telah dihitung kembali, keberatan tersebut "
        f"diajukan dalam batas waktu yang diatur dalam {_ANNEX}.",
        "Keberatan tersebut kami tindak lanjuti dengan pemeriksaan dan/atau klarifikasi.",
    )
    return "Keberatan Diajukan Tepat Waktu", paragraphs, _late_particulars(record, order)


def _late_particulars(record: ObjectionRecord, order: LetterOrder) -> tuple[Particular, ...]:
    """By the limit on record today, which may be another than at the filing."""
    reason = order.details.get("reason")
    return (
        Particular(label="Batas akhir keberatan", value=date_and_time(limit_of_sanction(record.sanction_id))),
        Particular(label="Keberatan diterima", value=date_and_time(record.filed_at)),
        *((Particular(label="Pertimbangan", value=reason),) if reason else ()),
    )


def _summoned(record: ObjectionRecord, order: LetterOrder) -> _Told:
    examiner = person_named(record.examiner_id)
    paragraphs = (
        f"{_objection(record)} kami tindak lanjuti dengan pemeriksaan dan/atau klarifikasi sebagaimana diatur dalam "
        f"{_ANNEX}.",
        "Kami mengundang Saudara untuk memberikan keterangan pada waktu dan tempat di bawah ini. Pihak lain yang dianggap "
        "perlu dapat turut didengar.",
    )
    particulars = (
        Particular(label="Waktu", value=date_and_time(datetime.fromisoformat(order.details["at"]))),
        Particular(label="Tempat", value=order.details["place"]),
        Particular(label="Pokok bahasan", value=order.details["agenda"]),
        Particular(label="Pemeriksa", value=f"{examiner.name} ({examiner.office})"),
    )
    return "Undangan Pemeriksaan dan/atau Klarifikasi Keberatan", paragraphs, particulars


_NOTICES: Mapping[str, Callable[[ObjectionRecord, LetterOrder], _Told]] = {
    "accept_late": _late_accepted,
    "refuse_late": _late_refused,
    "find_in_time": _found_in_time,
    "admit": _summoned,
}
"""What the notice says, by the verb that orders it."""


def write_notice(letterhead: Letterhead, order: LetterOrder, record: ObjectionRecord, act: Act) -> Written:
    """Surat pemberitahuan: a late objection accepted or refused, or the summons to be heard (II.2.3.s2)."""
    subject, paragraphs, particulars = _NOTICES[act.verb](record, order)
    context = Notice(
        letterhead=letterhead,
        reference=Reference(nature="Biasa", enclosures="-", subject=subject),
        addressee=unit_head_addressee(record.unit_id),
        operator=operator(record.unit_id),
        paragraphs=paragraphs,
        particulars=particulars,
        objection_right=False,
        signatory=seal(),
        copies=(addressee(record.institution_id).name,),
    )
    return context, ()


# --- minutes and result ---------------------------------------------------------------------------------------------


def write_minutes(letterhead: Letterhead, _order: LetterOrder, record: ObjectionRecord, act: Act) -> Written:
    """Berita acara pemeriksaan atau klarifikasi, under the seal; the examiner is named as its author (II.2.3.s2)."""
    hearing = record.hearings[-1]
    examiner = person_named(act.actor.id)
    heard = [*hearing["participants"], *hearing["others"]]
    context = Minutes(
        letterhead=letterhead,
        operator=operator(record.unit_id),
        title=f"{_hearing_name(hearing).capitalize()} atas Keberatan",
        held_at=hearing["held_at"],
        place=hearing["place"],
        participants=(
            TeamMember(name=examiner.name, role="Pemeriksa keberatan"),
            *(TeamMember(name=person["name"], role=person["role"]) for person in heard),
        ),
        paragraphs=(
            f"{_hearing_name(hearing).capitalize()} dilaksanakan sesuai pedoman dalam {_ANNEX} atas surat keberatan "
            f"{numbered(record.letter_number)} tanggal {_said(record.letter_date)}.",
            hearing["text"],
        ),
        items=(
            Particular(label="Tindakan pembinaan yang diajukan keberatan", value=_named(_sanction_letter(record))),
            *(
                (Particular(label="Pernyataan unit tidak perlu ditunggu", value=hearing["waiver"]),)
                if hearing["waiver"]
                else ()
            ),
            *(
                (Particular(label="Pengelola dipanggil dan tidak datang", value=date_and_time(missed)),)
                if (missed := hearing.get("missed_summons"))
                else ()
            ),
        ),
        author=person_signatory(examiner),
        signatory=seal(),
    )
    return context, ()


def write_result(letterhead: Letterhead, _order: LetterOrder, record: ObjectionRecord, act: Act) -> Written:
    """Surat hasil keberatan, signed by the Deputy: his signature decides (II.2.3.s3)."""
    deputy = deputy_on(legal_date(act.now))
    proposal = Proposal.of(record.proposal)
    context = ObjectionResult(
        letterhead=letterhead,
        reference=Reference(nature="Biasa", enclosures="-", subject="Hasil Keberatan atas Tindakan Pembinaan"),
        addressee=addressee(record.institution_id),
        operator=operator(record.unit_id),
        sanction=_sanction_letter(record),
        objection_number=record.letter_number,
        objection_date=date.fromisoformat(record.letter_date),
        hearings=tuple(_hearing(hearing) for hearing in record.hearings),
        considerations=proposal.considerations,
        decision=proposal.decision.value,
        decision_text=_decision_text(proposal),
        reinstated=standard_lines(proposal.regained),
        follow_up=proposal.follow_up,
        signatory=deputy_signatory(deputy),
        copies=_copies(record),
        measure=_measure(record, proposal) if proposal.decision is ObjectionDecision.SANCTION_CHANGED else None,
    )
    return context, (deputy.person_id,)


_CONSEQUENCES: Mapping[Rung, str] = {
    Rung.ADVICE: "Apabila tidak dilakukan perbaikan sebagai tindak lanjut terhadap saran/rekomendasi ini, tindakan pembinaan "
    "berikutnya dapat berupa teguran.",
    Rung.WARNING: "Apabila tidak dilakukan perbaikan untuk menindaklanjuti teguran ini, tindakan pembinaan berikutnya dapat "
    "berupa pencabutan sertifikat standarisasi.",
    Rung.REVOCATION: "Apabila tidak dilakukan perbaikan setelah pencabutan sertifikat standarisasi, tindakan pembinaan "
    "berikutnya dapat berupa penghentian layanan SPSE.",
}
"""What may follow each measure (II.2.2.b-d); after a stop nothing does."""

_IMPROVED = (
    "Perbaikan atas tindakan pembinaan yang diajukan keberatan telah diterima, sehingga tidak ada lagi yang diminta."
)


_CASE_OVER = "Kasus pembinaan ini sudah berakhir, sehingga tidak ada lagi yang diminta."

_HOLDS_ONLY = (
    "Kasus pembinaan ini sudah berakhir, sehingga tidak ada tindakan pembinaan berikutnya dalam kasus ini. Pencabutan tersebut "
    "tetap berlaku sampai standar yang dicabut ditetapkan kembali melalui penilaian ulang."
)
"""In a case that is over nothing follows a revocation; it is in force all the same (II.2.2.c.s2)."""


def _measure(record: ObjectionRecord, proposal: Proposal) -> ChangedMeasure:
    """The measure that the change puts in place: this letter is its letter (II.2.2, II.2.3.s3)."""
    sanction: SanctionRecord = SanctionRecord.objects(id=record.sanction_id).get()
    case: CaseRecord = CaseRecord.objects(id=sanction.case_id).get()
    rung = proposal.rung or Rung(sanction.rung)
    over = _IMPROVED if sanction.state == SanctionState.IMPROVED else _CASE_OVER
    kept = {code.value for code in proposal.still_revoked} if rung is Rung.REVOCATION else set()
    return ChangedMeasure(
        name=RUNG_LABELS[rung][0],
        letter=rung.clause.split(".")[3],
        facts=tuple(fact for fact in _findings_left(case) if not kept or fact.standard in kept),
        breach=breach_of(case) if case.breach else (),
        revoked=standard_lines(kept),
        asked=proposal.asked,
        improve_days=proposal.limit_days,
        consequence=_what_follows(rung, proposal) if proposal.asked else over,
    )


def _findings_left(case: CaseRecord) -> tuple[Fact, ...]:
    """The findings of which no improvement is on record; where all are improved, what the measure was imposed for."""
    left = {criterion for _standard, criterion in unsettled_in(case)}
    return tuple(fact for fact in findings_of(case) if not left or fact.criterion in left)


def _what_follows(rung: Rung, proposal: Proposal) -> str | None:
    return _HOLDS_ONLY if proposal.over else _CONSEQUENCES.get(rung)


def _decision_text(proposal: Proposal) -> str:
    """What the decision means here, as whole sentences."""
    match proposal.decision:
        case ObjectionDecision.SANCTION_CONFIRMED:
            return "Kewajiban yang timbul dari tindakan pembinaan tersebut tetap harus dipenuhi."
        case ObjectionDecision.SANCTION_ANNULLED:
            return "Tindakan pembinaan tersebut dinyatakan tidak mempunyai akibat sejak keputusan ini ditetapkan."
        case _:
            return _change_text(proposal)


def _change_text(proposal: Proposal) -> str:
    label = STOP_FORM_LABELS[proposal.stop_form][0].removeprefix("bentuk ") if proposal.stop_form else ""
    form = f" dalam bentuk {label}" if label else ""
    text = f" ({proposal.stop_text})" if proposal.stop_text else ""
    form += f"{text}, terhitung mulai tanggal surat ini" if form else ""
    if proposal.rung is not None:
        replaced = f"Sebagai gantinya dikenakan {RUNG_LABELS[proposal.rung][0]}{form}."
    elif form:
        replaced = f"Penghentian layanan SPSE selanjutnya dilakukan{form}."
    else:
        replaced = "Tindakan pembinaan tersebut selanjutnya berlaku dengan perubahan sebagaimana disebut di bawah ini."
    return replaced


# --- parts ----------------------------------------------------------------------------------------------------------


def _sanction_letter(record: ObjectionRecord) -> EarlierLetter:
    document_id, received_at = letter_of_sanction(record.sanction_id)
    return earlier_letter(document_id, received_on=legal_date(received_at) if received_at else None)


def _named(letter: EarlierLetter) -> str:
    return f"{letter.name} {numbered(letter.number)} tanggal {long_date(letter.date)}"


def _objection(record: ObjectionRecord) -> str:
    return (
        f"Surat keberatan Saudara {numbered(record.letter_number)} tanggal {_said(record.letter_date)} atas "
        f"{_named(_sanction_letter(record))}"
    )


def _hearing(hearing: Mapping[str, Any]) -> Particular:
    minutes = DocumentRecord.objects(id=hearing["document_id"]).only("number").first()
    number = f", berita acara {numbered(minutes.number)}" if minutes is not None and minutes.number else ""
    held = long_date(legal_date(hearing["held_at"]))
    return Particular(label=f"{_hearing_name(hearing).capitalize()} tanggal {held}{number}", value=hearing["text"])


def _hearing_name(hearing: Mapping[str, Any]) -> str:
    return HEARING_LABELS[HearingKind(hearing["kind"])][0]


def _copies(record: ObjectionRecord) -> tuple[str, ...]:
    return (unit_head_addressee(record.unit_id).name,)


def _said(text: str) -> str:
    return long_date(date.fromisoformat(text))
