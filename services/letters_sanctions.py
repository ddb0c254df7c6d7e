"""The letters of guidance measures (II.2.2), the notice that serves a revocation, and the letter on LKPP's systems (III)."""

from datetime import date

from documents.contexts import (
    Advice,
    EarlierLetter,
    Fact,
    Letterhead,
    LkppSystem,
    Minutes,
    Notice,
    Particular,
    Reference,
    Revocation,
    ServiceStop,
    TeamMember,
    WarningLetter,
)
from documents.wording import long_date, number_and_words
from domain.clock import legal_date
from domain.configuration_keys import ConfigurationKey
from domain.document_kinds import DocumentState
from domain.stop_forms import STOP_FORM_LABELS, StopForm
from domain.tables import Act, LetterOrder
from persistence.case_records import CaseRecord
from persistence.certificates import present_certificate
from persistence.configuration import setting
from persistence.documents import DocumentRecord
from persistence.ladder import ladder_of_case
from persistence.sanction_records import SanctionRecord
from persistence.slas import SlaRecord
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
from services.measure_grounds import earlier_measures, ground_of_stop, letter_of_measure, named
from services.offices import deputy_on, person_named
from services.writing import Written

_ANNEX = "Lampiran Keputusan Deputi Nomor 152 Tahun 2022"
_INTERNAL = "(batas waktu internal, bukan dari Keputusan Deputi Nomor 152 Tahun 2022)"
_BREACH = "pelanggaran terhadap hal-hal yang dinyatakan di dalam kesepakatan tingkat layanan"


def write_advice(letterhead: Letterhead, _order: LetterOrder, record: SanctionRecord, act: Act) -> Written:
    """Surat saran/rekomendasi perbaikan (II.2.2.a)."""
    deputy, case = deputy_on(legal_date(act.now)), _case(record)
    context = Advice(
        letterhead=letterhead,
        reference=_reference("Saran/Rekomendasi Perbaikan Pengelolaan LPSE"),
        addressee=unit_head_addressee(record.unit_id),
        operator=operator(record.unit_id),
        facts=_told(record, case),
        earlier=earlier_measures(record, ladder_of_case(case)),
        asked=tuple(record.asked),
        improve_days=record.limit_days,
        signatory=deputy_signatory(deputy),
        copies=_copies(record, legal_date(act.now)),
    )
    return context, (deputy.person_id,)


def write_warning(letterhead: Letterhead, _order: LetterOrder, record: SanctionRecord, act: Act) -> Written:
    """Surat teguran (II.2.2.b)."""
    deputy, case = deputy_on(legal_date(act.now)), _case(record)
    context = WarningLetter(
        letterhead=letterhead,
        reference=_reference("Teguran"),
        addressee=unit_head_addressee(record.unit_id),
        operator=operator(record.unit_id),
        facts=_told(record, case),
        earlier=earlier_measures(record, ladder_of_case(case)),
        asked=tuple(record.asked),
        improve_days=record.limit_days,
        round=record.round,
        signatory=deputy_signatory(deputy),
        copies=_copies(record, legal_date(act.now)),
    )
    return context, (deputy.person_id,)


def write_revocation(letterhead: Letterhead, _order: LetterOrder, record: SanctionRecord, act: Act) -> Written:
    """Keputusan pencabutan sertifikat standarisasi (II.2.2.c): the standards named, and those that remain."""
    deputy, case = deputy_on(legal_date(act.now)), _case(record)
    earlier = earlier_measures(record, ladder_of_case(case))
    context = Revocation(
        letterhead=letterhead,
        operator=operator(record.unit_id),
        considerations=_considerations(record, earlier),
        facts=_told(record, case),
        earlier=earlier,
        standards=standard_lines(record.standards),
        certificate=_certificate(record.unit_id),
        remaining=standard_lines(record.remaining),
        signatory=deputy_signatory(deputy),
        asked=tuple(record.asked),
    )
    return context, (deputy.person_id,)


def write_service_stop(letterhead: Letterhead, _order: LetterOrder, record: SanctionRecord, act: Act) -> Written:
    """Surat penghentian layanan SPSE (II.2.2.d), by either door."""
    deputy, case = deputy_on(legal_date(act.now)), _case(record)
    ladder = ladder_of_case(case)
    ground, facts = (_BREACH, None) if case.breach else (ground_of_stop(ladder), _told(record, case))
    context = ServiceStop(
        letterhead=letterhead,
        reference=_reference("Penghentian Layanan SPSE"),
        addressee=unit_head_addressee(record.unit_id),
        operator=operator(record.unit_id),
        facts=facts,
        breach=breach_of(case) if case.breach else None,
        earlier=earlier_measures(record, ladder),
        asked=tuple(record.asked),
        improve_days=None,
        form=STOP_FORM_LABELS[StopForm(record.stop_form)][0].removeprefix("bentuk "),
        form_text=record.stop_text,
        ground=ground,
        sla=_breached_agreement(case),
        stops_on=date.fromisoformat(record.stops_on),
        signatory=deputy_signatory(deputy),
        copies=_copies(record, legal_date(act.now)),
    )
    return context, (deputy.person_id,)


def write_lkpp_system(letterhead: Letterhead, order: LetterOrder, record: SanctionRecord, act: Act) -> Written:
    """Surat rekomendasi penggunaan sistem yang dikelola LKPP (III)."""
    deputy = deputy_on(legal_date(act.now))
    context = LkppSystem(
        letterhead=letterhead,
        reference=_reference("Rekomendasi Penggunaan Sistem yang Dikelola LKPP"),
        addressee=unit_head_addressee(record.unit_id),
        operator=operator(record.unit_id),
        sanction=letter_of_measure(record),
        reasons=tuple(order.details["reasons"]),
        signatory=deputy_signatory(deputy),
        copies=_copies(record, legal_date(act.now)),
    )
    return context, (deputy.person_id,)


def write_sanction_notice(letterhead: Letterhead, order: LetterOrder, record: SanctionRecord, act: Act) -> Written:
    """Surat pemberitahuan: it serves a revocation, moves the last day to object, strikes a receipt or returns a report."""
    if order.details["about"] == "issue":
        return _serving(letterhead, record, legal_date(act.now))
    if order.details["about"] == "limit":
        return _recounted(letterhead, order, record, act)
    if order.details["about"] == "strike":
        return _struck(letterhead, order, record, act)
    return _returned(letterhead, record, order, legal_date(act.now))


def write_sanction_minutes(letterhead: Letterhead, order: LetterOrder, record: SanctionRecord, act: Act) -> Written:
    """Berita acara: the assessor has verified the improvement, of every finding that was left or of some."""
    author = person_signatory(person_named(act.actor.id))
    report = record.follow_ups[-1]
    left = order.details["left"]
    context = Minutes(
        letterhead=letterhead,
        operator=operator(record.unit_id),
        title="Verifikasi Perbaikan atas Tindakan Pembinaan",
        held_at=act.now,
        place=letterhead.place,
        participants=(TeamMember(name=author.name, role=author.office),),
        paragraphs=(_verified(record, left),),
        items=(
            *(
                Particular(label=_codes(fact), value=fact.fact)
                for fact in findings_of(_case(record))
                if fact.criterion in order.details["improved"]
            ),
            Particular(label=f"Tindak lanjut, {long_date(date.fromisoformat(report['on']))}", value=report["text"]),
            Particular(label="Hasil verifikasi", value=str(order.details["verification"])),
        ),
        author=author,
        signatory=seal(),
    )
    return context, ()


def _verified(record: SanctionRecord, left: list[str]) -> str:
    followed = f"sebagai tindak lanjut terhadap {named(letter_of_measure(record))} telah diverifikasi dan diterima."
    if not left:
        return f"Perbaikan {followed} Dengan demikian kasus pembinaan ini ditutup."
    return (
        f"Perbaikan atas temuan yang disebut di bawah ini {followed} Perbaikan atas temuan lainnya, yaitu {', '.join(left)}, "
        "belum dapat diterima."
    )


def _serving(letterhead: Letterhead, record: SanctionRecord, today: date) -> Written:
    """Its receipt is the receipt of the decision (II.2.3.s1)."""
    letter = letter_of_measure(record)
    listed = ", ".join(f"{line.name} ({line.code})" for line in standard_lines(record.standards))
    asked = "; ".join(each.rstrip(" .;") for each in record.asked)
    days = record.limit_days
    within = f"paling lambat {number_and_words(days)} hari kerja sejak surat ini diterima" if days else ""
    limit = f" Bukti perbaikan disampaikan {within} {_INTERNAL}." if days else ""
    paragraphs = (
        f"Dengan {named(letter)}, sesuai pedoman dalam Bab II angka 2.2 huruf c {_ANNEX}, dikenakan tindakan pembinaan "
        f"berupa pencabutan sertifikat standarisasi untuk: {listed}. Keputusan tersebut disampaikan bersama surat ini.",
        f"Terhadap standar yang dicabut dilakukan penilaian ulang.{f' Saudara diminta: {asked}.' if asked else ''}{limit}",
    )
    context = Notice(
        letterhead=letterhead,
        reference=Reference(
            nature="Biasa", enclosures="1 (satu) berkas", subject="Pemberitahuan Pencabutan Sertifikat Standarisasi"
        ),
        addressee=unit_head_addressee(record.unit_id),
        operator=operator(record.unit_id),
        paragraphs=paragraphs,
        particulars=tuple(Particular(label=_codes(fact), value=fact.fact) for fact in _told(record, _case(record))),
        objection_right=True,
        signatory=seal(),
        copies=_copies(record, today),
    )
    return context, ()


def _recounted(letterhead: Letterhead, order: LetterOrder, record: SanctionRecord, act: Act) -> Written:
    """The last day to object by another calendar: later, or the same and certain. It tells; the receipt stays the first."""
    before, now = date.fromisoformat(order.details["before"]), legal_date(record.last_instant)
    moved = f"semula {long_date(before)}, menjadi" if now != before else "tetap"
    context = Notice(
        letterhead=letterhead,
        reference=_reference("Penghitungan Kembali Batas Akhir Keberatan"),
        addressee=unit_head_addressee(record.unit_id),
        operator=operator(record.unit_id),
        paragraphs=(
            f"Kalender hari kerja yang dipakai untuk menghitung batas akhir keberatan terhadap "
            f"{named(letter_of_measure(record))} telah berubah. Batas akhir keberatan {moved} tanggal "
            f"{long_date(now)} pukul 23.59.59 WIB.",
            "Surat ini bukan tindakan pembinaan dan tidak mengubah tanggal penerimaan surat tersebut.",
        ),
        particulars=(
            Particular(label="Versi kalender", value=record.calendar_version),
            Particular(label="Alasan", value=str(order.details["reason"])),
        ),
        objection_right=False,
        signatory=seal(),
        copies=_copies(record, legal_date(act.now)),
    )
    return context, ()


def _struck(letterhead: Letterhead, order: LetterOrder, record: SanctionRecord, act: Act) -> Written:
    """The proof of a receipt was recorded wrongly: from when the letter counts as received now, if at all."""
    struck = long_date(date.fromisoformat(order.details["struck"]))
    paragraphs = (
        f"Bukti penerimaan {named(letter_of_measure(record))} yang semula tercatat tanggal {struck} kami nyatakan tidak "
        f"berlaku karena keliru dicatat. {_received_now(record)}",
        *((_UNDONE,) if order.details["undone"] else ()),
        "Surat ini bukan tindakan pembinaan dan tidak mengubah isi surat tersebut.",
    )
    context = Notice(
        letterhead=letterhead,
        reference=_reference("Pencoretan Bukti Penerimaan"),
        addressee=unit_head_addressee(record.unit_id),
        operator=operator(record.unit_id),
        paragraphs=paragraphs,
        particulars=(Particular(label="Alasan", value=str(order.details["reason"])),),
        objection_right=False,
        signatory=seal(),
        copies=_copies(record, legal_date(act.now)),
    )
    return context, ()


_UNDONE = (
    "Pencatatan bahwa tidak dilakukan perbaikan sebagai tindak lanjut terhadap tindakan pembinaan tersebut kami batalkan, "
    "sehingga tindak lanjut masih dapat disampaikan."
)


def _received_now(record: SanctionRecord) -> str:
    if record.received_at is None:
        return (
            "Penerimaan surat tersebut belum terbukti. Tenggang waktu keberatan belum berjalan, dan dihitung sejak "
            "penerimaannya terbukti."
        )
    return (
        f"Surat tersebut diterima pada tanggal {long_date(legal_date(record.received_at))}, dan batas akhir keberatan menjadi "
        f"tanggal {long_date(legal_date(record.last_instant))} pukul 23.59.59 WIB."
    )


def _returned(letterhead: Letterhead, record: SanctionRecord, order: LetterOrder, today: date) -> Written:
    """As a whole, or for the findings that are left where improvement of the others was accepted."""
    report, left = record.follow_ups[-1], order.details.get("left", [])
    outcome = f"belum dapat diterima untuk temuan {', '.join(left)}" if left else "belum dapat diterima"
    context = Notice(
        letterhead=letterhead,
        reference=_reference("Pengembalian Laporan Tindak Lanjut"),
        addressee=unit_head_addressee(record.unit_id),
        operator=operator(record.unit_id),
        paragraphs=(
            f"Laporan tindak lanjut yang Saudara sampaikan pada tanggal {long_date(date.fromisoformat(report['on']))} "
            f"terhadap {named(letter_of_measure(record))} telah diperiksa dan {outcome}. Laporan yang "
            "diperbaiki dapat disampaikan kembali melalui sistem informasi pembinaan LKPP.",
        ),
        particulars=(Particular(label="Alasan", value=str(order.details["reason"])),),
        objection_right=False,
        signatory=seal(),
        copies=_copies(record, today),
    )
    return context, ()


def _reference(subject: str) -> Reference:
    return Reference(nature="Biasa", enclosures="-", subject=subject)


def _copies(record: SanctionRecord, today: date) -> tuple[str, ...]:
    """The institution's head and, where it is so configured on the day of the act, its inspectorate (house rule)."""
    head = addressee(record.institution_id).name
    if setting(ConfigurationKey.SANCTIONS_COPIED_TO_INSPECTORATE, today) is not True:
        return (head,)
    return (head, f"Inspektorat {operator(record.unit_id).institution}")


def _case(record: SanctionRecord) -> CaseRecord:
    found: CaseRecord = CaseRecord.objects(id=record.case_id).get()
    return found


def _told(record: SanctionRecord, case: CaseRecord) -> tuple[Fact, ...]:
    """The findings on which the measure rests (`sanction_findings.findings_told`)."""
    return tuple(fact for fact in findings_of(case) if not record.findings or fact.criterion in record.findings)


def _codes(fact: Fact) -> str:
    return fact.standard if fact.criterion == "-" else fact.criterion


def _considerations(record: SanctionRecord, earlier: tuple[EarlierLetter, ...]) -> tuple[str, ...]:
    """What goes on after "bahwa" (II.2.2.c.s1)."""
    unit = operator(record.unit_id).unit
    ignored = f" {named(earlier[-1])}" if earlier else " teguran"
    return (
        f"ditemukan pengelolaan layanan pengadaan secara elektronik oleh {unit} yang belum sesuai dengan standar layanan, "
        "kapasitas, dan keamanan informasi",
        f"{unit} tidak melakukan perbaikan untuk menindaklanjuti{ignored}",
        f"sesuai pedoman dalam Bab II angka 2.2 huruf c {_ANNEX}, dikenakan tindakan pembinaan berupa pencabutan "
        "sertifikat standarisasi",
    )


def _certificate(unit_id: str) -> EarlierLetter | None:
    """The present certificate, once its paper is signed: before that nobody has been given one."""
    present = present_certificate(unit_id)
    paper = DocumentRecord.objects(id=present.document_id).first() if present else None
    return earlier_letter(paper.id) if paper is not None and paper.state == DocumentState.SIGNED else None


def _breached_agreement(case: CaseRecord) -> EarlierLetter | None:
    sla = SlaRecord.objects(id=case.breach.get("sla_id")).first() if case.breach else None
    return earlier_letter(sla.document_id) if sla is not None and sla.document_id else None
