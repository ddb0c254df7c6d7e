"""The decree read as rules (R-01 to R-60, with gaps): who shall or may do what, and what is left open; words in `decree`."""

from dataclasses import dataclass
from enum import StrEnum

from domain.decree import clause


class Force(StrEnum):
    """How a clause binds: stated as done or imposed, allowed ("dapat"), or a definition."""

    SHALL = "SHALL"
    MAY = "MAY"
    FACT = "FACT"


class Party(StrEnum):
    """Whom a rule speaks of. INSTITUTION is the K/L/Pemda, UNIT the pengelola LPSE."""

    DEPUTY = "DEPUTY"
    LKPP = "LKPP"
    INSTITUTION = "INSTITUTION"
    UKPBJ = "UKPBJ"
    SEPARATE_UNIT = "SEPARATE_UNIT"
    UNIT = "UNIT"


@dataclass(frozen=True)
class OpenPoint:
    """Something that the decree leaves open; the system may set it as configuration, never as law."""

    text_id: str
    text_en: str


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One rule. *Shape*: `clause` is a clause id; `actors` is empty for a definition. *Source*: the clause named."""

    id: str
    clause: str
    force: Force
    actors: tuple[Party, ...]
    action_id: str
    action_en: str
    undefined: tuple[OpenPoint, ...] = ()


class UnknownRuleError(Exception):
    """A rule id that is not in the table."""


def rule(rule_id: str) -> Rule:
    """The rule of that id. *Raises*: `UnknownRuleError`."""
    try:
        return RULES[rule_id]
    except KeyError as error:
        raise UnknownRuleError(f"there is no rule {rule_id!r}") from error


def rules_of(clause_id: str) -> tuple[Rule, ...]:
    """The rules that rest on a clause or on one below it. *Raises*: `domain.decree.UnknownClauseError`."""
    wanted = clause(clause_id).id
    return tuple(each for each in RULES.values() if wanted in _with_ancestors(each.clause))


def _with_ancestors(clause_id: str) -> frozenset[str]:
    lineage: set[str] = set()
    current: str | None = clause_id
    while current is not None:
        lineage.add(current)
        current = clause(current).parent
    return frozenset(lineage)


def _rule(
    rule_id: str,
    clause_id: str,
    force: Force,
    actors: tuple[Party, ...],
    action: tuple[str, str],
    *undefined: tuple[str, str],
) -> Rule:
    return Rule(
        id=rule_id,
        clause=clause_id,
        force=force,
        actors=actors,
        action_id=action[0],
        action_en=action[1],
        undefined=tuple(OpenPoint(*point) for point in undefined),
    )


_NOBODY: tuple[Party, ...] = ()
_LKPP = (Party.LKPP,)
_UNIT = (Party.UNIT,)
_DURATION = ("jangka waktu", "duration")
_DEADLINE = ("batas waktu", "deadline")

_TABLE: tuple[Rule, ...] = (
    _rule(
        "R-01", "DIKTUM.KESATU", Force.FACT, (Party.DEPUTY,),
        ("menetapkan pembinaan sebagaimana Lampiran", "set the guidance as in the annex"),
    ),
    _rule(
        "R-02", "DIKTUM.KEDUA.a", Force.MAY, (Party.UKPBJ,),
        ("menjadikan Lampiran sebagai pedoman", "use the annex as guidance"),
        ("akibat hukum bila tidak dipakai", "legal effect of not using it"),
    ),
    _rule(
        "R-03", "DIKTUM.KEDUA.b", Force.MAY, (Party.SEPARATE_UNIT,),
        ("menjadikan Lampiran sebagai pedoman", "use the annex as guidance"),
    ),
    _rule(
        "R-04", "DIKTUM.KETIGA", Force.FACT, _NOBODY,
        ("berlaku sejak 30 September 2022", "in force from 30 September 2022"),
        ("tanggal berakhir dan pencabutan Keputusan", "end date and repeal of the decree"),
    ),
    _rule(
        "R-05", "I.p1", Force.FACT, _NOBODY,
        ("fungsi berupa layanan pengelolaan teknologi informasi; SPSE dan sistem pendukung",
         "the function is an IT management service; SPSE and supporting systems"),
        ("daftar sistem pendukung", "list of supporting systems"),
    ),
    _rule(
        "R-06", "I.p2", Force.FACT, (Party.LKPP, Party.INSTITUTION),
        ("pengelolaan terpusat atau terdistribusi", "centralised or distributed management"),
        ("padanannya dengan service provider dan system provider", "mapping to service and system provider"),
    ),
    _rule(
        "R-07", "I.p2", Force.SHALL, (Party.INSTITUTION,),
        ("menyelenggarakan fungsi di UKPBJ", "run the function in the UKPBJ"),
    ),
    _rule(
        "R-08", "I.p2", Force.SHALL, (Party.SEPARATE_UNIT,),
        ("unit kerja terpisah berlaku sampai dengan 31 Desember 2023",
         "the separate-unit form is valid through 31 December 2023"),
        ("nasib unit terpisah setelah tanggal itu, SLA dan sertifikatnya",
         "what becomes of a separate unit after that date, its SLA and certificate"),
    ),
    _rule(
        "R-09", "I.p2", Force.FACT, _UNIT,
        ("mengelola sistem dan infrastruktur, registrasi dan verifikasi pengguna, mengembangkan sistem",
         "manage systems and infrastructure, register and verify users, develop systems"),
    ),
    _rule(
        "R-10", "I.p3", Force.FACT, _UNIT,
        ("memperhatikan kerahasiaan, integritas, dan ketersediaan informasi",
         "attend to confidentiality, integrity and availability"),
    ),
    _rule(
        "R-11", "I.p3", Force.SHALL, _LKPP,
        ("membina dan mengembangkan sistem informasi serta mengawasi pengadaan elektronik",
         "guide and develop information systems, and supervise e-procurement"),
    ),
    _rule(
        "R-20", "II.2.1.a.1", Force.SHALL, (Party.INSTITUTION,),
        ("mengajukan permohonan", "submit an application"),
        ("penanda tangan permohonan", "who signs it"), ("lampiran", "attachments"), ("saluran pengajuan", "channel"),
        ("permohonan baru atau perpanjangan", "new application or renewal"),
    ),
    _rule(
        "R-21", "II.2.1.a.2", Force.SHALL, _LKPP,
        ("melakukan reviu permohonan", "review the application"),
        _DURATION, ("kriteria reviu", "criteria"), ("penolakan", "rejection"),
        ("substansi atau hanya kelengkapan", "substance or completeness only"),
    ),
    _rule(
        "R-22", "II.2.1.a.3", Force.SHALL, (Party.LKPP, Party.INSTITUTION),
        ("menandatangani kesepakatan tingkat layanan setelah permohonan dinyatakan lengkap",
         "sign the service-level agreement once the application is declared complete"),
        ("penanda tangan tiap pihak", "who signs for each side"), ("urutan tanda tangan", "order of signatures"),
        ("isi dan masa berlaku", "content and term"), ("permohonan yang tidak lengkap", "an incomplete application"),
        ("surat persetujuan: judul menyebut persetujuan, isi tidak", "an approval letter: named in the heading only"),
    ),
    _rule(
        "R-23", "II.2.1.a.4", Force.SHALL, (Party.LKPP, Party.INSTITUTION),
        ("memasang SPSE pada infrastruktur system provider setelah SLA ditandatangani",
         "install SPSE on the system provider's infrastructure after the SLA is signed"),
        ("pelaksana pemasangan", "who installs"), ("serah terima", "acceptance"), _DEADLINE,
    ),
    _rule(
        "R-24", "II.2.1.b.1", Force.SHALL, _LKPP,
        ("menetapkan 17 standar layanan, kapasitas, dan keamanan informasi",
         "set the 17 standards of service, capacity and information security"),
        ("isi setiap standar", "content of each standard"), ("versi", "versioning"), ("penilaian", "scoring"),
    ),
    _rule(
        "R-25", "II.2.1.b.2", Force.SHALL, _UNIT,
        ("menerapkan standar", "implement the standards"),
        _DEADLINE, ("standar yang mengikat service provider", "which standards bind a service provider"),
    ),
    _rule(
        "R-26", "II.2.1.c.1", Force.SHALL, _LKPP,
        ("menetapkan Kamus Kompetensi Teknis", "set the technical competency dictionary"),
        ("unit dan tingkat kompetensi", "units and levels"),
    ),
    _rule(
        "R-27", "II.2.1.c.2", Force.SHALL, _LKPP,
        ("menetapkan Standar Kompetensi", "set the competency standard"),
        ("peran", "roles"), ("ambang", "thresholds"), ("akibat kesenjangan kompetensi", "consequence of a gap"),
    ),
    _rule(
        "R-28", "II.2.1.d.p1", Force.SHALL, _LKPP,
        ("memberikan pendampingan dan konsultasi", "give mentoring and consultation"),
        ("atas permintaan atau prakarsa LKPP", "on request or on LKPP's initiative"),
    ),
    _rule(
        "R-29", "II.2.1.d.p2", Force.FACT, _LKPP,
        ("pendampingan berupa bimbingan teknis; konsultasi daring, luring, atau bentuk lain",
         "mentoring is technical guidance; consultation is online, in person or other"),
        ("frekuensi", "frequency"), ("waktu jawab", "reply time"),
    ),
    _rule(
        "R-30", "II.2.1.e.1", Force.SHALL, _UNIT,
        ("melakukan penilaian mandiri", "make the self-assessment"),
        ("periode", "period"), ("skala", "scale"), ("nilai lulus", "passing mark"),
    ),
    _rule(
        "R-31", "II.2.1.e.2", Force.SHALL, _LKPP,
        ("melakukan penilaian faktual", "make the factual assessment"),
        ("metode", "method"), ("penilai", "assessor"), _DURATION,
        ("penilaian mandiri sebagai syarat mutlak", "self-assessment as a strict precondition"),
    ),
    _rule(
        "R-32", "II.2.1.e.3", Force.MAY, _LKPP,
        ("memberikan rekomendasi perbaikan", "give improvement recommendations"),
        ("batas waktu tindak lanjut", "deadline for the follow-up"),
    ),
    _rule(
        "R-33", "II.2.1.e.4", Force.SHALL, _UNIT,
        ("menindaklanjuti rekomendasi", "follow up the recommendations"),
        _DEADLINE, ("verifikasi", "verification"),
    ),
    _rule(
        "R-34", "II.2.1.e.5", Force.SHALL, _LKPP,
        ("menetapkan LPSE yang memenuhi penilaian mandiri, penilaian faktual, dan rekomendasi",
         "determine the service that met self-assessment, factual assessment and recommendations"),
        ("seluruh standar atau per standar", "all standards or each by itself"), ("masa berlaku", "validity period"),
        ("penanda tangan", "signer"), ("publikasi", "publication"),
    ),
    _rule(
        "R-35", "II.2.1.f.p1", Force.SHALL, _LKPP,
        ("memantau dan mengevaluasi dalam bentuk surveillance", "monitor and evaluate by surveillance"),
        ("frekuensi", "frequency"), ("LPSE bersertifikat saja atau semua", "certified services only, or all"),
    ),
    _rule(
        "R-36", "II.2.1.f.p2", Force.SHALL, _LKPP,
        ("memberikan tindakan pembinaan atas ketidaksesuaian", "give a measure of guidance on non-conformity"),
        ("tingkat tindakan yang pertama", "which rung comes first"),
    ),
    _rule(
        "R-40", "II.2.2.a", Force.SHALL, _LKPP,
        ("memberikan saran/rekomendasi atas ketidaksesuaian", "give advice on non-conformity"),
        _DEADLINE,
    ),
    _rule(
        "R-41", "II.2.2.b", Force.SHALL, _LKPP,
        ("mengenakan teguran bila saran tidak ditindaklanjuti", "impose a warning where the advice was not followed"),
        _DEADLINE, ("jumlah teguran", "number of warnings"),
    ),
    _rule(
        "R-42", "II.2.2.c.s1", Force.SHALL, _LKPP,
        ("mencabut sertifikat standarisasi bila teguran tidak ditindaklanjuti",
         "revoke the certificate where the warning was not followed"),
        ("standar yang dicabut", "which standards"), ("bila tidak ada sertifikat", "what if there is no certificate"),
    ),
    _rule(
        "R-43", "II.2.2.c.s2", Force.SHALL, _LKPP,
        ("melakukan penilaian ulang atas standar yang dicabut", "re-assess the standards revoked"),
        ("pemrakarsa", "who starts it"), ("waktu", "when"), ("jumlah percobaan", "number of tries"), ("biaya", "fee"),
    ),
    _rule(
        "R-44", "II.2.2.d", Force.SHALL, _LKPP,
        ("menghentikan layanan SPSE bila tidak ada perbaikan setelah pencabutan",
         "stop the SPSE service where nothing improved after revocation"),
        _DEADLINE, ("hubungan dengan penilaian ulang yang berjalan", "relation to a running re-assessment"),
    ),
    _rule(
        "R-45", "II.2.2.d", Force.SHALL, _LKPP,
        ("menghentikan layanan SPSE atas pelanggaran SLA", "stop the SPSE service on breach of the SLA"),
        ("pembuktian", "proof"), ("masa perbaikan", "cure period"), ("berat pelanggaran", "severity"),
    ),
    _rule(
        "R-46", "II.2.2.d", Force.FACT, _LKPP,
        ("penghentian berbentuk pencabutan, pengambilalihan hak akses, atau bentuk lainnya",
         "the stop is a revocation, a takeover of access rights, or another form"),
        ("pemulihan layanan", "reinstatement"), ("penanganan data", "handling of data"),
        ("tender yang berjalan", "running tenders"), ("nasib SLA", "what becomes of the SLA"),
    ),
    _rule(
        "R-50", "II.2.3.s1", Force.MAY, _UNIT,
        ("mengajukan keberatan dengan surat dan bukti paling lambat 5 hari kerja sejak surat pemberitahuan diterima",
         "object by letter with evidence at the latest 5 working days after the notification was received"),
        ("hari pertama hitungan", "which day is day 1"), ("cuti bersama", "joint leave"), ("zona waktu", "time zone"),
        ("pengajuan terlambat", "late filing"), ("penundaan tindakan", "whether it suspends the measure"),
        ("penanda tangan", "who signs"),
    ),
    _rule(
        "R-51", "II.2.3.s2", Force.SHALL, _LKPP,
        ("memeriksa dan/atau mengklarifikasi keberatan", "examine and/or clarify the objection"),
        _DURATION, ("susunan pemeriksa", "composition of the examiners"),
    ),
    _rule(
        "R-52", "II.2.3.s3", Force.SHALL, _LKPP,
        ("menjadikan hasilnya dasar tindak lanjut atas tindakan yang telah dikenakan",
         "take the result as the basis for what follows of the measure imposed"),
        ("macam putusan", "possible decisions"), ("banding", "appeal"),
    ),
    _rule(
        "R-60", "III", Force.MAY, _LKPP,
        ("merekomendasikan penggunaan sistem yang dikelola LKPP", "recommend a system managed by LKPP"),
        ("daya ikat", "whether it binds"), ("akibat atas SLA", "effect on the SLA"),
    ),
)  # fmt: skip

RULES: dict[str, Rule] = {each.id: each for each in _TABLE}
"""Every rule by id, in the decree's order."""
