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
from domain.findings import finding_of
from domain.sanction_acts import IN_THE_MAKING, SanctionState
from domain.stop_forms import STOP_FORM_LABELS, StopForm
from domain.surveillance_acts import SEVERITY_LABELS
from domain.tables import Act, LetterOrder
from persistence.cases import CaseRecord
from persistence.certificates import present_certificate
from persistence.configuration import setting
from persistence.documents import DocumentRecord
from persistence.sanction_records import SanctionRecord
from persistence.slas import SlaRecord
from services.letter_parts import (
    addressee,
    deputy_signatory,
    earlier_letter,
    operator,
    person_signatory,
    seal,
    standard_lines,
    unit_head_addressee,
)
from services.offices import deputy_on, person_named
from services.writing import Written

_ANNEX = "Lampiran Keputusan Deputi Nomor 152 Tahun 2022"
_INTERNAL = "(batas waktu internal, bukan dari Keputusan Deputi Nomor 152 Tahun 2022)"
_AFTER_REVOCATION = "tidak dilakukan perbaikan setelah pencabutan sertifikat standarisasi"
_BREACH = "pelanggaran terhadap hal-hal yang dinyatakan di dalam kesepakatan tingkat layanan"


def write_advice(letterhead: Letterhead, _order: LetterOrder, record: SanctionRecord, act: Act) -> Written:
    """Surat saran/rekomendasi perbaikan (II.2.2.a)."""
    deputy = deputy_on(legal_date(act.now))
    context = Advice(
        letterhead=letterhead,
        reference=_reference("Saran/Rekomendasi Perbaikan Pengelolaan LPSE"),
        addressee=unit_head_addressee(record.unit_id),
        operator=operator(record.unit_id),
        facts=_facts(_case(record)),
        earlier=_earlier(record),
        asked=tuple(record.asked),
        improve_days=record.limit_days,
        signatory=deputy_signatory(deputy),
        copies=_copies(record, legal_date(act.now)),
    )
    return context, (deputy.person_id,)


def write_warning(letterhead: Letterhead, _order: LetterOrder, record: SanctionRecord, act: Act) -> Written:
    """Surat teguran (II.2.2.b)."""
    deputy = deputy_on(legal_date(act.now))
    context = WarningLetter(
        letterhead=letterhead,
        reference=_reference("Teguran"),
        addressee=unit_head_addressee(record.unit_id),
        operator=operator(record.unit_id),
        facts=_facts(_case(record)),
        earlier=_earlier(record),
        asked=tuple(record.asked),
        improve_days=record.limit_days,
        round=record.round,
        signatory=deputy_signatory(deputy),
        copies=_copies(record, legal_date(act.now)),
    )
    return context, (deputy.person_id,)


def write_revocation(letterhead: Letterhead, _order: LetterOrder, record: SanctionRecord, act: Act) -> Written:
    """Keputusan pencabutan sertifikat standarisasi (II.2.2.c): the standards named, and those that remain."""
    deputy = deputy_on(legal_date(act.now))
    earlier = _earlier(record)
    context = Revocation(
        letterhead=letterhead,
        operator=operator(record.unit_id),
        considerations=_considerations(record, earlier),
        facts=_facts(_case(record)),
        earlier=earlier,
        standards=standard_lines(record.standards),
        certificate=_certificate(record.unit_id),
        remaining=standard_lines(record.remaining),
        signatory=deputy_signatory(deputy),
    )
    return context, (deputy.person_id,)


def write_service_stop(letterhead: Letterhead, _order: LetterOrder, record: SanctionRecord, act: Act) -> Written:
    """Surat penghentian layanan SPSE (II.2.2.d), by either door."""
    deputy = deputy_on(legal_date(act.now))
    case = _case(record)
    context = ServiceStop(
        letterhead=letterhead,
        reference=_reference("Penghentian Layanan SPSE"),
        addressee=unit_head_addressee(record.unit_id),
        operator=operator(record.unit_id),
        facts=None if case.breach else _facts(case),
        breach=_breach(case) if case.breach else None,
        earlier=_earlier(record),
        asked=tuple(record.asked),
        improve_days=None,
        form=STOP_FORM_LABELS[StopForm(record.stop_form)][0],
        form_text=record.stop_text,
        ground=_BREACH if case.breach else _AFTER_REVOCATION,
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
        sanction=_letter(record),
        reasons=tuple(order.details["reasons"]),
        signatory=deputy_signatory(deputy),
        copies=_copies(record, legal_date(act.now)),
    )
    return context, (deputy.person_id,)


def write_sanction_notice(letterhead: Letterhead, order: LetterOrder, record: SanctionRecord, act: Act) -> Written:
    """Surat pemberitahuan: it serves a revocation, or says why a follow-up report came back."""
    if order.details["about"] == "issue":
        return _serving(letterhead, record, legal_date(act.now))
    return _returned(letterhead, record, str(order.details["reason"]), legal_date(act.now))


def write_sanction_minutes(letterhead: Letterhead, order: LetterOrder, record: SanctionRecord, act: Act) -> Written:
    """Berita acara: the assessor has verified the improvement."""
    author = person_signatory(person_named(act.actor.id))
    letter = _letter(record)
    report = record.follow_ups[-1]
    context = Minutes(
        letterhead=letterhead,
        operator=operator(record.unit_id),
        title="Verifikasi Perbaikan atas Tindakan Pembinaan",
        held_at=act.now,
        place=letterhead.place,
        participants=(TeamMember(name=author.name, role=author.office),),
        paragraphs=(
            f"Perbaikan sebagai tindak lanjut terhadap {_named(letter)} telah diverifikasi dan diterima. Dengan demikian "
            "kasus pembinaan ini ditutup.",
        ),
        items=(
            *(Particular(label=_codes(fact), value=fact.fact) for fact in _facts(_case(record))),
            Particular(label=f"Tindak lanjut, {long_date(date.fromisoformat(report['on']))}", value=report["text"]),
            Particular(label="Hasil verifikasi", value=str(order.details["verification"])),
        ),
        author=author,
        signatory=seal(),
    )
    return context, ()


def _serving(letterhead: Letterhead, record: SanctionRecord, today: date) -> Written:
    """Its receipt is the receipt of the decision (II.2.3.s1)."""
    letter = _letter(record)
    named = ", ".join(f"{line.name} ({line.code})" for line in standard_lines(record.standards))
    asked = "; ".join(each.rstrip(" .;") for each in record.asked)
    days = record.limit_days
    within = f"paling lambat {number_and_words(days)} hari kerja sejak surat ini diterima" if days else ""
    limit = f" Bukti perbaikan disampaikan {within} {_INTERNAL}." if days else ""
    paragraphs = (
        f"Dengan {_named(letter)}, sesuai pedoman dalam Bab II angka 2.2 huruf c {_ANNEX}, dikenakan tindakan pembinaan "
        f"berupa pencabutan sertifikat standarisasi untuk: {named}. Keputusan tersebut disampaikan bersama surat ini.",
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
        particulars=tuple(Particular(label=_codes(fact), value=fact.fact) for fact in _facts(_case(record))),
        objection_right=True,
        signatory=seal(),
        copies=_copies(record, today),
    )
    return context, ()


def _returned(letterhead: Letterhead, record: SanctionRecord, reason: str, today: date) -> Written:
    report = record.follow_ups[-1]
    context = Notice(
        letterhead=letterhead,
        reference=_reference("Pengembalian Laporan Tindak Lanjut"),
        addressee=unit_head_addressee(record.unit_id),
        operator=operator(record.unit_id),
        paragraphs=(
            f"Laporan tindak lanjut yang Saudara sampaikan pada tanggal {long_date(date.fromisoformat(report['on']))} "
            f"terhadap {_named(_letter(record))} telah diperiksa dan belum dapat diterima. Laporan yang diperbaiki dapat "
            "disampaikan kembali melalui sistem informasi pembinaan LKPP.",
        ),
        particulars=(Particular(label="Alasan", value=reason),),
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


def _breach(case: CaseRecord) -> tuple[Particular, ...]:
    """What was confirmed as a breach of the SLA, which belongs to no standard (II.2.2.d)."""
    files = len(case.breach["evidence_ids"])
    return (
        Particular(label="Pasal yang dilanggar", value=f"Pasal {case.breach['article']}"),
        Particular(label="Uraian", value=case.breach["facts"]),
        Particular(label="Pelanggaran ditetapkan", value=long_date(date.fromisoformat(case.opened_on))),
        *((Particular(label="Bukti", value=f"{number_and_words(files)} berkas pada LKPP"),) if files else ()),
    )


def _facts(case: CaseRecord) -> tuple[Fact, ...]:
    """The findings of the case; a breach of the SLA has none."""
    findings = [finding_of(finding) for finding in case.findings]
    return tuple(
        Fact(
            standard=finding.standard.value,
            criterion=finding.criterion or "-",
            fact=finding.fact,
            severity=SEVERITY_LABELS[finding.severity][0].lower() if finding.severity else None,
        )
        for finding in findings
    )


def _codes(fact: Fact) -> str:
    return fact.standard if fact.criterion == "-" else fact.criterion


def _earlier(record: SanctionRecord) -> tuple[EarlierLetter, ...]:
    """The letters of the case's sanctions before this one that count, each with the day of its receipt."""
    gone = {SanctionState.VOID, SanctionState.ANNULLED, SanctionState.CHANGED} | IN_THE_MAKING
    before = SanctionRecord.objects(
        case_id=record.case_id, sequence__lt=record.sequence, state__nin=sorted(gone)
    ).order_by("sequence")
    return tuple(_letter(sanction) for sanction in before)


def _letter(record: SanctionRecord) -> EarlierLetter:
    received = record.received_at
    return earlier_letter(record.document_id, received_on=legal_date(received) if received else None)


def _named(letter: EarlierLetter) -> str:
    return f"{letter.name} nomor {letter.number} tanggal {long_date(letter.date)}"


def _considerations(record: SanctionRecord, earlier: tuple[EarlierLetter, ...]) -> tuple[str, ...]:
    """What goes on after "bahwa" (II.2.2.c.s1)."""
    unit = operator(record.unit_id).unit
    ignored = f" {_named(earlier[-1])}" if earlier else " teguran"
    return (
        f"ditemukan pengelolaan layanan pengadaan secara elektronik oleh {unit} yang belum sesuai dengan standar layanan, "
        "kapasitas, dan keamanan informasi",
        f"{unit} tidak melakukan perbaikan untuk menindaklanjuti{ignored}",
        f"sesuai pedoman dalam Bab II angka 2.2 huruf c {_ANNEX}, dikenakan tindakan pembinaan berupa pencabutan "
        "sertifikat standarisasi",
    )


def _certificate(unit_id: str) -> EarlierLetter | None:
    """The present certificate, once its paper has a number."""
    present = present_certificate(unit_id)
    paper = DocumentRecord.objects(id=present.document_id).first() if present else None
    return earlier_letter(paper.id) if paper is not None and paper.number else None


def _breached_agreement(case: CaseRecord) -> EarlierLetter | None:
    sla = SlaRecord.objects(id=case.breach.get("sla_id")).first() if case.breach else None
    return earlier_letter(sla.document_id) if sla is not None and sla.document_id else None
