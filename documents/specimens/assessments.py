"""Invented papers of an assessment of all seventeen standards (DATA CONTOH)."""

from datetime import date

from documents.contexts import (
    AssessedStandard,
    AssessmentReport,
    Assignment,
    Certificate,
    DatedStandard,
    Determination,
    EarlierLetter,
    Fact,
    Recommendation,
    RecommendedItem,
    Reference,
    TeamMember,
    WaivedCriterion,
)
from documents.specimens.shared import ADDRESSEE, ASSESSOR, COPIES, DEPUTY, LETTERHEAD, OPERATOR, STANDARDS

_TEAM = (
    TeamMember(name=ASSESSOR.name, role="Ketua tim"),
    TeamMember(name="Contoh Nugroho, S.T.", role="Anggota"),
    TeamMember(name="Contoh Permata, S.Si., M.Kom.", role="Anggota"),
)
_LATER = date(2026, 11, 2)

ASSIGNMENT = Assignment(
    letterhead=LETTERHEAD,
    operator=OPERATOR,
    purpose="penilaian faktual",
    basis="Bab II angka 2.1 huruf e angka 2)",
    team=_TEAM,
    standards=STANDARDS,
    begins_on=date(2026, 11, 30),
    ends_on=date(2026, 12, 4),
    method="pemeriksaan dokumen, wawancara, dan peninjauan lapangan",
    signatory=DEPUTY,
    copies=("Bupati Contoh Utara", "Kepala LPSE Kabupaten Contoh Utara"),
)

ASSESSMENT_REPORT = AssessmentReport(
    letterhead=LETTERHEAD,
    operator=OPERATOR,
    title="Penilaian Faktual Standarisasi Tata Kelola Layanan Pengadaan Secara Elektronik",
    assessed_on=date(2026, 11, 13),
    method="Pemeriksaan dokumen, wawancara, dan peninjauan lapangan",
    team=_TEAM,
    results=tuple(
        AssessedStandard(
            code=line.code,
            name=line.name,
            self_mean="2,00",
            factual_mean="1,25" if line.code in {"S09", "S11"} else "1,83",
            met=line.code not in {"S09", "S11"},
        )
        for line in STANDARDS
    ),
    facts=(
        Fact(
            standard="S09",
            criterion="S09-K3",
            fact="Ruang peladen belum memiliki catatan keluar masuk.",
            severity=None,
        ),
        Fact(
            standard="S11",
            criterion="S11-K2",
            fact="Jadwal pemutakhiran peladen belum ditetapkan.",
            severity=None,
        ),
    ),
    waived=(
        WaivedCriterion(
            criterion="S14-K4",
            requirement="wajib",
            by="penilai",
            reason="Tidak ada pemasok yang diberi akses ke sistem.",
        ),
    ),
    conclusion="LPSE Kabupaten Contoh Utara memenuhi 15 (lima belas) dari 17 (tujuh belas) standar yang berlaku. Untuk dua "
    "standar lainnya diusulkan rekomendasi perbaikan.",
    signatory=ASSESSOR,
)

RECOMMENDATION = Recommendation(
    letterhead=LETTERHEAD,
    reference=Reference(
        nature="Biasa", enclosures="-", subject="Rekomendasi Perbaikan Tata Kelola Layanan Pengadaan Secara Elektronik"
    ),
    addressee=ADDRESSEE,
    operator=OPERATOR,
    assessment_on=date(2026, 11, 13),
    items=(
        RecommendedItem(
            standard="S09",
            criterion="S09-K3",
            text="Menyusun dan mengisi catatan keluar masuk ruang peladen, serta meninjaunya setiap bulan.",
        ),
        RecommendedItem(
            standard="S11",
            criterion="S11-K2",
            text="Menetapkan jadwal pemutakhiran peladen SPSE dan menyimpan catatan setiap pemutakhiran.",
        ),
    ),
    follow_up_until=date(2026, 12, 21),
    signatory=DEPUTY,
    copies=COPIES,
)

DETERMINATION = Determination(
    letterhead=LETTERHEAD,
    operator=OPERATOR,
    reassessment=False,
    considerations=(
        "LPSE Kabupaten Contoh Utara telah melakukan penilaian mandiri terhadap pemenuhan standarisasi tata kelola fungsi "
        "pengelolaan layanan pengadaan secara elektronik",
        "LKPP telah melakukan penilaian faktual, dan seluruh rekomendasi perbaikan yang diberikan telah ditindaklanjuti",
    ),
    standards=STANDARDS,
    applicable=17,
    report=EarlierLetter(
        name="Laporan Penilaian", number="9/B/D.2/LP/XI/2026", date=date(2026, 11, 16), received_on=None
    ),
    signatory=DEPUTY,
)

CERTIFICATE = Certificate(
    letterhead=LETTERHEAD,
    operator=OPERATOR,
    edition=1,
    standards=tuple(
        DatedStandard(code=line.code, name=line.name, determined_on=_LATER if line.code > "S12" else date(2026, 10, 12))
        for line in STANDARDS
    ),
    applicable=17,
    determination=EarlierLetter(
        name="Keputusan Penetapan", number="NOMOR 12 TAHUN 2026", date=date(2026, 11, 23), received_on=None
    ),
    expires_on=None,
    signatory=DEPUTY,
)
