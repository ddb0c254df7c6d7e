"""The notices and minutes of a reported breach of the SLA (II.2.2.d), that it was cured, and that its term ends."""

from collections.abc import Callable, Mapping
from datetime import date

from documents.contexts import EarlierLetter, Letterhead, Minutes, Notice, Particular, Reference, TeamMember
from documents.wording import long_date, number_and_words, numbered
from domain.clock import legal_date
from domain.receipts import earliest, receipt_of
from domain.tables import Act, LetterOrder
from persistence.slas import SlaRecord
from persistence.units import UnitRecord
from services.letter_parts import (
    addressee,
    earlier_letter,
    operator,
    person_signatory,
    seal,
    unit_head_addressee,
)
from services.offices import person_named
from services.writing import Written

_AGREEMENT = "kesepakatan tingkat layanan"
_DECREE = "Keputusan Deputi Nomor 152 Tahun 2022"
_STOP = f"Bab II angka 2.2 huruf d Lampiran {_DECREE}"


def write_sla_notice(letterhead: Letterhead, order: LetterOrder, record: SlaRecord, act: Act) -> Written:
    """Surat pemberitahuan: a breach reported, confirmed or cured, or a term that ends, by the verb that ordered it."""
    return _NOTICES[order.details["verb"]](letterhead, record, act)


def write_sla_minutes(letterhead: Letterhead, _order: LetterOrder, record: SlaRecord, act: Act) -> Written:
    """Berita acara: why a reported breach led to nothing."""
    author = person_signatory(person_named(act.actor.id))
    agreement = _agreement(record)
    context = Minutes(
        letterhead=letterhead,
        operator=operator(record.unit_id),
        title="Penghentian Laporan Pelanggaran Kesepakatan Tingkat Layanan",
        held_at=act.now,
        place=letterhead.place,
        participants=(TeamMember(name=author.name, role=author.office),),
        paragraphs=(
            f"Laporan pelanggaran atas {_AGREEMENT} {numbered(agreement.number)} tanggal {long_date(agreement.date)} telah "
            "diperiksa dan dihentikan. Kesepakatan tersebut tetap berlaku.",
        ),
        items=(
            *_breach(record),
            *_answers(record),
            *_findings(record),
            Particular(label="Alasan penghentian", value=record.reason),
        ),
        author=author,
        signatory=seal(),
    )
    return context, ()


def _reported(letterhead: Letterhead, record: SlaRecord, _act: Act) -> Written:
    days = record.agreement["terms"]["breach_answer_working_days"]
    agreement = _agreement(record)
    context = Notice(
        letterhead=letterhead,
        reference=_reference("Pemberitahuan Laporan Pelanggaran Kesepakatan Tingkat Layanan"),
        addressee=unit_head_addressee(record.unit_id),
        operator=operator(record.unit_id),
        paragraphs=(
            f"LKPP menerima laporan bahwa Pasal {record.breach['article']} {_AGREEMENT} {numbered(agreement.number)} tanggal "
            f"{long_date(agreement.date)} tidak dipenuhi. Uraian laporan kami sampaikan di bawah ini.",
            "Saudara dapat menyampaikan jawaban beserta bukti melalui sistem informasi pembinaan LKPP dalam waktu "
            f"{number_and_words(days)} hari kerja sejak surat ini diterima, sebagaimana disepakati dalam {_AGREEMENT} "
            f"tersebut. Batas waktu ini berasal dari kesepakatan, bukan dari {_DECREE}.",
            "Surat ini bukan tindakan pembinaan. Apabila pelanggaran ditetapkan, terhadap pengelola dapat dikenakan "
            f"penghentian layanan SPSE sesuai pedoman dalam {_STOP}.",
        ),
        particulars=_breach(record),
        objection_right=False,
        signatory=seal(),
        copies=(addressee(record.institution_id).name,),
    )
    return context, ()


def _recounted(letterhead: Letterhead, record: SlaRecord, _act: Act) -> Written:
    until = long_date(date.fromisoformat(record.breach["answer_until"]))
    paragraphs = (
        f"Kalender hari kerja telah berubah. Jawaban atas laporan pelanggaran Pasal {record.breach['article']} {_AGREEMENT} "
        f"{numbered(_agreement(record).number)} dapat Saudara sampaikan paling lambat tanggal {until}.",
        f"Surat ini bukan tindakan pembinaan. Batas waktu ini berasal dari kesepakatan, bukan dari {_DECREE}.",
    )
    particulars = (
        Particular(label="Versi kalender", value=record.breach["calendar_version"]),
        Particular(label="Alasan", value=record.reason),
    )
    return _to_institution(letterhead, record, "Penghitungan Kembali Batas Jawaban", paragraphs, particulars)


def _confirmed(letterhead: Letterhead, record: SlaRecord, _act: Act) -> Written:
    agreement = _agreement(record)
    paragraphs = (
        f"LKPP menetapkan bahwa Pasal {record.breach['article']} {_AGREEMENT} {numbered(agreement.number)} tanggal "
        f"{long_date(agreement.date)} telah dilanggar, dengan uraian dan pertimbangan di bawah ini.",
        f"Tindakan pembinaan atas pelanggaran tersebut, sesuai pedoman dalam {_STOP}, disampaikan dengan surat tersendiri. "
        "Hak mengajukan keberatan disebutkan dalam surat itu.",
    )
    grounds = Particular(label="Pertimbangan", value=record.reason)
    particulars = (*_breach(record), *_receipt(record), *_answers(record), *_findings(record), grounds)
    return _to_institution(letterhead, record, "Penetapan Pelanggaran", paragraphs, particulars)


def _cured(letterhead: Letterhead, record: SlaRecord, _act: Act) -> Written:
    agreement = _agreement(record)
    paragraphs = (
        f"Pelanggaran atas Pasal {record.breach['article']} {_AGREEMENT} {numbered(agreement.number)} tanggal "
        f"{long_date(agreement.date)} dinyatakan telah dipulihkan. Kesepakatan tersebut berlaku kembali.",
    )
    particulars = (Particular(label="Pertimbangan", value=record.reason),)
    return _to_institution(letterhead, record, "Pemulihan Pelanggaran", paragraphs, particulars)


def _term(letterhead: Letterhead, record: SlaRecord, _act: Act) -> Written:
    agreement = _agreement(record)
    last_day = date.fromisoformat(record.expires_on)
    paragraphs = (
        f"Masa berlaku {_AGREEMENT} {numbered(agreement.number)} tanggal {long_date(agreement.date)} berakhir pada tanggal "
        f"{long_date(last_day)}. Setelah tanggal itu kesepakatan tersebut tidak berlaku lagi.",
        "Agar layanan tetap didasari kesepakatan, Saudara dapat menghubungi LKPP untuk menyusun kesepakatan yang baru "
        "sebelum tanggal tersebut. Kesepakatan yang baru menggantikan kesepakatan ini sejak mulai berlaku.",
        f"Surat ini bukan tindakan pembinaan. Masa berlaku berasal dari kesepakatan, bukan dari {_DECREE}.",
    )
    particulars = (
        Particular(label="Berlaku sejak", value=long_date(date.fromisoformat(record.in_force_since))),
        Particular(label="Berlaku sampai dengan", value=long_date(last_day)),
    )
    return _to_institution(letterhead, record, "Pemberitahuan Akhir Masa Berlaku", paragraphs, particulars)


def _to_institution(
    letterhead: Letterhead,
    record: SlaRecord,
    subject: str,
    paragraphs: tuple[str, ...],
    particulars: tuple[Particular, ...],
) -> Written:
    unit = UnitRecord.objects(id=record.unit_id).get()
    context = Notice(
        letterhead=letterhead,
        reference=_reference(f"{subject} Kesepakatan Tingkat Layanan"),
        addressee=addressee(record.institution_id),
        operator=operator(record.unit_id),
        paragraphs=paragraphs,
        particulars=particulars,
        objection_right=False,
        signatory=seal(),
        copies=(f"Kepala {unit.name}",),
    )
    return context, ()


_NOTICES: Mapping[str, Callable[[Letterhead, SlaRecord, Act], Written]] = {
    "report_breach": _reported,
    "recompute_answer_day": _recounted,
    "confirm_breach": _confirmed,
    "cure": _cured,
    "tell_term": _term,
}


def _reference(subject: str) -> Reference:
    return Reference(nature="Biasa", enclosures="-", subject=subject)


def _agreement(record: SlaRecord) -> EarlierLetter:
    return earlier_letter(record.document_id)


def _breach(record: SlaRecord) -> tuple[Particular, ...]:
    reported = date.fromisoformat(record.breach["reported_on"])
    return (
        Particular(label="Pasal", value=str(record.breach["article"])),
        Particular(label="Dilaporkan pada", value=long_date(reported)),
        Particular(label="Uraian", value=record.breach["facts"]),
    )


def _receipt(record: SlaRecord) -> tuple[Particular, ...]:
    """When the unit received the notice of the report, from which its days to answer were counted."""
    proven = earliest(receipt_of(dict(each)) for each in record.breach.get("receipts", ()))
    if proven is None:
        return ()
    return (Particular(label="Pemberitahuan diterima pada", value=long_date(legal_date(proven.at))),)


def _answers(record: SlaRecord) -> tuple[Particular, ...]:
    return tuple(
        Particular(
            label="Jawaban pengelola",
            value=f"{long_date(date.fromisoformat(answer['answered_on']))}: {answer['text']}",
        )
        for answer in record.breach["answers"]
    )


def _findings(record: SlaRecord) -> tuple[Particular, ...]:
    """What the reviewer found; the last one decides, since it weighs all answers."""
    found = record.breach.get("findings", ())[-1:]
    return tuple(
        Particular(label="Temuan LKPP", value=f"{long_date(date.fromisoformat(each['found_on']))}: {each['text']}")
        for each in found
    )
