"""The texts without which a letter of each kind must not be signed, with the clause that each one carries out."""

import re
from collections.abc import Iterator

from documents.contexts import (
    Advice,
    Approval,
    AssessmentReport,
    Assignment,
    Certificate,
    ChangedMeasure,
    CompletionRequest,
    Context,
    Determination,
    Fact,
    InstallationMinutes,
    LkppSystem,
    Minutes,
    Notice,
    ObjectionReceipt,
    ObjectionResult,
    Recommendation,
    Reinstatement,
    Rejection,
    Revocation,
    ServiceStop,
    Sla,
    StandardLine,
    WarningLetter,
)
from documents.wording import date_and_time, long_date, number_and_words, numbered
from domain.document_kinds import DocumentKind
from domain.units import ProviderForm

_EVERYWHERE = r"^copies$|\.items$|\.label$"
_MAY_BE_EMPTY: dict[DocumentKind, str] = {
    DocumentKind.NOTICE: r"^particulars$",
    DocumentKind.MINUTES: r"^(participants|items)$",
    DocumentKind.ASSIGNMENT: r"^standards$",
    DocumentKind.ASSESSMENT_REPORT: r"^(facts|waived)$",
    DocumentKind.ADVICE: r"^earlier$",
    DocumentKind.REVOCATION: r"^remaining$",
    DocumentKind.SERVICE_STOP: r"^earlier$",
    DocumentKind.OBJECTION_RESULT: r"^(reinstated|follow_up|measure\.(facts|breach|revoked|asked))$",
}
_DECREE = "Nomor 152 Tahun 2022"
_OBJECTION = (  # II.2.3.s1
    "Bab II angka 2.3",
    "dapat mengajukan surat keberatan kepada LKPP disertai bukti pendukung",
    "paling lambat 5 (lima) hari kerja sejak surat",
)
_INTERNAL = "batas waktu internal, bukan dari Keputusan Deputi Nomor 152 Tahun 2022"
_DECISIONS = {
    "SANCTION_CONFIRMED": "tetap berlaku",
    "SANCTION_CHANGED": "diubah",
    "SANCTION_ANNULLED": "dibatalkan",
}
_TEXTS: dict[DocumentKind, tuple[str, ...]] = {
    DocumentKind.APPLICATION_RECEIPT: (  # II.2.1.a.1-2
        _DECREE,
        "telah kami terima pada tanggal",
        "Bab II angka 2.1 huruf a angka 2)",
        "bukan merupakan persetujuan",
    ),
    DocumentKind.COMPLETION_REQUEST: (_DECREE, "Bab II angka 2.1 huruf a angka 2)", "belum lengkap"),  # II.2.1.a.2
    DocumentKind.APPROVAL: (  # II.2.1.a.3
        _DECREE,
        "dinyatakan lengkap pada tanggal",
        "menyetujui",
        "Bab II angka 2.1 huruf a angka 3)",
        "kesepakatan tingkat layanan",
    ),
    DocumentKind.REJECTION: (  # house rule: the decree knows no rejection
        _DECREE,
        "Bab II angka 2.1 huruf a angka 2)",
        "kami tolak pada tanggal",
        "bukan oleh Keputusan Deputi Nomor 152 Tahun 2022",
    ),
    DocumentKind.SLA: (  # II.2.1.a.3, II.2.2.d, II.2.3
        _DECREE,
        "Bab II angka 2.1 huruf a angka 3)",
        "penghentian layanan SPSE dalam bentuk pencabutan, pengambilalihan hak akses, atau bentuk lainnya",
        "Bab II angka 2.2 huruf d",
        "paling lambat 5 (lima) hari kerja sejak surat pemberitahuan tindakan pembinaan diterima",
        "PIHAK KESATU",
        "PIHAK KEDUA",
    ),
    DocumentKind.INSTALLATION_MINUTES: (_DECREE, "Bab II angka 2.1 huruf a angka 4)", "Kesepakatan tingkat layanan"),
    DocumentKind.NOTICE: (),
    DocumentKind.MINUTES: (_DECREE, "BERITA ACARA"),
    DocumentKind.ASSIGNMENT: (_DECREE, "SURAT TUGAS", "MEMBERI TUGAS"),  # II.2.1.e.2
    DocumentKind.ASSESSMENT_REPORT: (_DECREE, "Bab II angka 2.1 huruf b", "Kesimpulan"),  # II.2.1.b.1
    DocumentKind.RECOMMENDATION: (  # II.2.1.e.3-4
        _DECREE,
        "Bab II angka 2.1 huruf e angka 3)",
        "Bab II angka 2.1 huruf e angka 4)",
        "bukan merupakan tindakan pembinaan",
    ),
    DocumentKind.DETERMINATION: (_DECREE, "MEMUTUSKAN", "Ditetapkan di"),  # II.2.1.e.5
    DocumentKind.CERTIFICATE: (  # II.2.1.e.5, II.2.2.c
        _DECREE,
        "SERTIFIKAT STANDARISASI LAYANAN PENGADAAN SECARA ELEKTRONIK",
        "Bab II angka 2.1 huruf e angka 5)",
        "Status terkini sertifikat ini",
    ),
    DocumentKind.ADVICE: (_DECREE, "Bab II angka 2.2 huruf a", "saran/rekomendasi", *_OBJECTION),  # II.2.2.a
    DocumentKind.WARNING: (_DECREE, "Bab II angka 2.2 huruf b", "teguran", *_OBJECTION),  # II.2.2.b
    DocumentKind.REVOCATION: (  # II.2.2.c
        _DECREE,
        "Mencabut sertifikat standarisasi",
        "dilakukan penilaian ulang sesuai pedoman dalam Bab II angka 2.2 huruf c",
        "MEMUTUSKAN",
        "Ditetapkan di",
        *_OBJECTION[:2],
        "paling lambat 5 (lima) hari kerja sejak surat pemberitahuan tersebut diterima",
    ),
    DocumentKind.SERVICE_STOP: (  # II.2.2.d
        _DECREE,
        "Bab II angka 2.2 huruf d",
        "penghentian layanan sistem pengadaan secara elektronik",
        *_OBJECTION,
    ),
    DocumentKind.LKPP_SYSTEM: (_DECREE, "Bab III", "sistem yang dikelola oleh LKPP"),  # III
    DocumentKind.OBJECTION_RECEIPT: (  # II.2.3.s1
        _DECREE,
        "Bab II angka 2.3",
        "bukan merupakan keputusan atas keberatan",
    ),
    DocumentKind.OBJECTION_RESULT: (_DECREE, "Bab II angka 2.3", "pemeriksaan dan/atau klarifikasi"),  # II.2.3.s2-s3
    DocumentKind.REINSTATEMENT: (_DECREE, "kami pulihkan terhitung mulai tanggal"),
}


def may_be_empty(kind: DocumentKind, path: str) -> bool:
    """Whether the field at `path` may be empty: no copies, a clause without lines, a list of what there may be none."""
    own = _MAY_BE_EMPTY.get(kind)
    return bool(re.search(_EVERYWHERE, path) or (own and re.search(own, path)))


def required_texts(kind: DocumentKind, context: Context) -> Iterator[str]:
    """What the paper must say: the fixed texts of its kind, and the facts without which it would say nothing."""
    yield from _TEXTS[kind]
    match context:
        case Sla():
            yield context.institution.body.upper()
            yield from _agreed_words(context)
        case Approval() if context.application.form is ProviderForm.SYSTEM_PROVIDER:
            yield context.application.institution
            yield "Bab II angka 2.1 huruf a angka 4)"
        case Rejection():
            yield from (context.application.institution, context.application.unit, context.reason)
        case InstallationMinutes():
            yield context.application.institution
            yield context.lkpp_acceptance.official.name
            yield context.unit_acceptance.official.name
            yield context.sla_number
        case Notice() | Minutes():
            yield from (context.operator.unit, context.operator.institution, *context.paragraphs)
            yield from _general(context)
        case Assignment() | AssessmentReport() | Recommendation() | Determination() | Certificate():
            yield from (context.operator.unit, context.operator.institution)
            yield from _assessed(context)
        case Advice() | WarningLetter() | Revocation() | ServiceStop():
            yield from (context.operator.unit, context.operator.institution)
            yield from _facts(context.facts or ())
            yield from _measured(context)
        case ObjectionReceipt() | ObjectionResult():
            yield from (context.operator.unit, context.operator.institution, context.objection_number)
            yield numbered(context.sanction.number)
            yield from _objected(context)
        case LkppSystem():
            yield from (context.operator.unit, context.operator.institution, *context.reasons)
            yield numbered(context.sanction.number)
        case Reinstatement():
            yield from (context.operator.unit, context.operator.institution, *context.reasons)
            yield from (numbered(context.stop.number), long_date(context.from_day))
            yield "Bab II angka 2.3" if context.by_objection else "ketentuan internal LKPP, tidak diatur dalam Lampiran"
        case CompletionRequest() if context.answer_until:
            yield context.application.institution
            yield from (long_date(context.answer_until), _INTERNAL)
        case _:
            yield context.application.institution


def _general(context: Notice | Minutes) -> Iterator[str]:
    if isinstance(context, Minutes):
        yield from (context.title.upper(), context.author.name, *(item.value for item in context.items))
    elif context.objection_right:
        yield from (_DECREE, *_OBJECTION)


def _assessed(
    context: Assignment | AssessmentReport | Recommendation | Determination | Certificate,
) -> Iterator[str]:
    match context:
        case Assignment():
            yield from (context.basis, context.purpose, *(person.name for person in context.team))
            yield from _standards(context.standards)
        case AssessmentReport():
            yield context.conclusion
            yield from _facts(context.facts)
            yield from (f"{each.criterion} {each.requirement} {each.by} {each.reason}" for each in context.waived)
        case Recommendation():
            yield from (item.text for item in context.items)
            if context.follow_up_until:
                yield from (long_date(context.follow_up_until), _INTERNAL)
        case Determination():
            yield from (standard.name for standard in context.standards)
            told = f"{number_and_words(len(context.standards))} dari {number_and_words(context.applicable)}"
            yield f"{told} standar yang berlaku"
        case _:
            yield from (standard.name for standard in context.standards)
            yield f"{len(context.standards)} dari {context.applicable} standar yang berlaku"
            yield from (f"Versi {context.edition}", numbered(context.determination.number))
            if context.expires_on:
                yield f"berlaku sampai dengan tanggal {long_date(context.expires_on)}"


def _measured(context: Advice | WarningLetter | Revocation | ServiceStop) -> Iterator[str]:
    """What a guidance measure asks or takes, and every letter before it."""
    if isinstance(context, Revocation):
        yield from (letter.number for letter in context.earlier)
        yield from _standards(context.standards)
        yield from (standard.name for standard in context.remaining)
        yield from context.asked
        if context.certificate:
            yield numbered(context.certificate.number)
        return
    yield from (numbered(letter.number) for letter in context.earlier)
    yield from context.asked
    if context.improve_days and context.asked:
        yield from (f"{number_and_words(context.improve_days)} hari kerja sejak surat ini diterima", _INTERNAL)
    match context:
        case WarningLetter() if context.round > 1:
            yield f"teguran ke-{context.round}"
        case ServiceStop():
            yield from (context.form, context.ground, long_date(context.stops_on))
            yield from (particular.value for particular in context.breach or ())


def _objected(context: ObjectionReceipt | ObjectionResult) -> Iterator[str]:
    if isinstance(context, ObjectionReceipt):
        yield from (date_and_time(context.received_at), date_and_time(context.last_instant))
        yield "melewati batas akhir" if context.late else "dalam batas waktu"
        return
    yield f"{numbered(context.sanction.number)} {_DECISIONS.get(context.decision, context.decision)}"
    yield from (context.decision_text, *context.considerations, *context.follow_up)
    yield from _standards(context.reinstated)
    if context.measure is not None:
        yield from _changed(context.measure)


def _changed(measure: ChangedMeasure) -> Iterator[str]:
    """The letter of a change is that of the measure in place too (II.2.2), with the right to object to it (II.2.3.s1)."""
    yield f"Bab II angka 2.2 huruf {measure.letter}"
    yield f"selanjutnya adalah {measure.name}"
    yield from _facts(measure.facts)
    yield from (particular.value for particular in measure.breach)
    yield from _standards(measure.revoked)
    yield from measure.asked
    if measure.improve_days:
        yield from (f"{number_and_words(measure.improve_days)} hari kerja sejak surat ini diterima", _INTERNAL)
    if measure.consequence:
        yield measure.consequence
    yield from _OBJECTION


def _facts(facts: tuple[Fact, ...]) -> Iterator[str]:
    """Each fact with the codes of its standard and criterion."""
    for fact in facts:
        yield f"{fact.standard} {fact.criterion} {fact.fact}"


def _standards(standards: tuple[StandardLine, ...]) -> Iterator[str]:
    for standard in standards:
        yield f"{standard.name} ({standard.code})"


def _agreed_words(context: Sla) -> Iterator[str]:
    """Every word that the parties agreed on stands in the paper."""
    for article in context.articles:
        yield f"Pasal {article.number} {article.heading.upper()}"
        for clause in article.clauses:
            yield clause.text
            yield from (item.text for item in clause.items)
