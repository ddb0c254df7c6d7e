"""Invented letters of guidance measures up the ladder, and of what follows them (DATA CONTOH)."""

from datetime import date

from documents.contexts import (
    Advice,
    EarlierLetter,
    LkppSystem,
    Reference,
    Reinstatement,
    Revocation,
    ServiceStop,
    WarningLetter,
)
from documents.specimens.shared import (
    ADDRESSEE,
    ADVICE_LETTER,
    ASKED,
    CERTIFICATE_PAPER,
    COPIES,
    DEPUTY,
    FACTS,
    LETTERHEAD,
    OPERATOR,
    REMAINING,
    REVOCATION_DECISION,
    REVOKED,
    WARNING_LETTER,
)

_COPIES = (*COPIES, "Inspektur Kabupaten Contoh Utara")


def _reference(subject: str) -> Reference:
    return Reference(nature="Biasa", enclosures="-", subject=subject)


ADVICE = Advice(
    letterhead=LETTERHEAD,
    reference=_reference("Saran/Rekomendasi Perbaikan Pengelolaan LPSE"),
    addressee=ADDRESSEE,
    operator=OPERATOR,
    facts=FACTS,
    earlier=(),
    asked=ASKED,
    improve_days=14,
    signatory=DEPUTY,
    copies=COPIES,
)

WARNING = WarningLetter(
    letterhead=LETTERHEAD,
    reference=_reference("Teguran"),
    addressee=ADDRESSEE,
    operator=OPERATOR,
    facts=FACTS,
    earlier=(ADVICE_LETTER,),
    asked=ASKED,
    improve_days=14,
    round=1,
    signatory=DEPUTY,
    copies=COPIES,
)

REVOCATION = Revocation(
    letterhead=LETTERHEAD,
    operator=OPERATOR,
    considerations=(
        "dalam pemantauan dan evaluasi ditemukan pengelolaan layanan pengadaan secara elektronik oleh LPSE Kabupaten "
        "Contoh Utara yang belum sesuai dengan standar layanan, kapasitas, dan keamanan informasi",
        "LPSE Kabupaten Contoh Utara tidak melakukan perbaikan untuk menindaklanjuti Surat Teguran Nomor "
        "2/B/D.2/TG/IX/2026 tanggal 14 September 2026",
        "sesuai pedoman dalam Bab II angka 2.2 huruf c Lampiran Keputusan Deputi Nomor 152 Tahun 2022, dikenakan tindakan "
        "pembinaan berupa pencabutan sertifikat standarisasi",
    ),
    facts=FACTS,
    earlier=(ADVICE_LETTER, WARNING_LETTER),
    standards=REVOKED,
    certificate=CERTIFICATE_PAPER,
    remaining=REMAINING,
    signatory=DEPUTY,
    asked=(
        "memulihkan pengendalian akses atas aplikasi dan peladen sesuai dengan kriteria S09-K2;",
        "meninjau hak akses seluruh pengguna dan mencatat hasilnya.",
    ),
)

SERVICE_STOP = ServiceStop(
    letterhead=LETTERHEAD,
    reference=_reference("Penghentian Layanan SPSE"),
    addressee=ADDRESSEE,
    operator=OPERATOR,
    facts=FACTS,
    breach=None,
    earlier=(ADVICE_LETTER, WARNING_LETTER, REVOCATION_DECISION),
    asked=(
        "menyerahkan daftar akun pengelola, salinan basis data, dan catatan sistem;",
        "memberitahukan penghentian layanan kepada seluruh pengguna.",
    ),
    improve_days=14,
    form="pengambilalihan hak akses",
    form_text="Hak akses pengelola pada peladen dan aplikasi SPSE dialihkan kepada LKPP; paket pengadaan yang sedang "
    "berlangsung tetap dilayani sampai dengan selesai.",
    ground="tidak dilakukan perbaikan setelah pencabutan sertifikat standarisasi dengan Keputusan Pencabutan Nomor 9 Tahun "
    "2026 tanggal 19 Oktober 2026 untuk " + ", ".join(f"{line.name} ({line.code})" for line in REVOKED),
    sla=EarlierLetter(
        name="Kesepakatan Tingkat Layanan",
        number="3/LKPP-LPSE/III/2026",
        date=date(2026, 3, 2),
        received_on=None,
    ),
    stops_on=date(2026, 12, 1),
    signatory=DEPUTY,
    copies=_COPIES,
)

STOP_LETTER = EarlierLetter(
    name="Surat Penghentian Layanan",
    number="1/B/D.2/PHL/X/2026",
    date=date(2026, 10, 26),
    received_on=date(2026, 10, 27),
)

LKPP_SYSTEM = LkppSystem(
    letterhead=LETTERHEAD,
    reference=_reference("Rekomendasi Penggunaan Sistem yang Dikelola LKPP"),
    addressee=ADDRESSEE,
    operator=OPERATOR,
    sanction=STOP_LETTER,
    reasons=(
        "Terdapat 14 (empat belas) paket pengadaan yang sedang berlangsung sampai dengan akhir tahun anggaran.",
        "Layanan pengadaan secara elektronik kepada pelaku usaha dan pelaku pengadaan perlu tetap berjalan lancar.",
    ),
    signatory=DEPUTY,
    copies=_COPIES,
)

REINSTATEMENT = Reinstatement(
    letterhead=LETTERHEAD,
    reference=_reference("Pemulihan Layanan SPSE"),
    addressee=ADDRESSEE,
    operator=OPERATOR,
    stop=STOP_LETTER,
    reasons=(
        "Ketidaksesuaian yang menjadi dasar penghentian layanan telah diperbaiki dan diverifikasi oleh LKPP.",
        "Standar yang dicabut telah dipenuhi kembali dalam penilaian ulang.",
    ),
    from_day=date(2026, 12, 1),
    signatory=DEPUTY,
    copies=_COPIES,
)
