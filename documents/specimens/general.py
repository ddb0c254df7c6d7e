"""An invented notice, which serves a revocation, and invented minutes of a clarification (DATA CONTOH)."""

from datetime import UTC, datetime

from documents.contexts import Minutes, Notice, Particular, Reference, Signatory, TeamMember
from documents.specimens.shared import ADDRESSEE, COPIES, LETTERHEAD, OPERATOR, SEAL

NOTICE = Notice(
    letterhead=LETTERHEAD,
    reference=Reference(
        nature="Biasa", enclosures="1 (satu) berkas", subject="Pemberitahuan Pencabutan Sertifikat Standarisasi"
    ),
    addressee=ADDRESSEE,
    operator=OPERATOR,
    paragraphs=(
        "Dengan surat ini kami memberitahukan tindakan pembinaan berupa pencabutan sertifikat standarisasi untuk 2 (dua) "
        "standar, sesuai pedoman dalam Bab II angka 2.2 huruf c. Keputusan Pencabutan kami sampaikan bersama surat ini.",
        "Fakta yang menjadi dasar pencabutan adalah ketidaksesuaian terhadap kriteria S09-K3 (ruang peladen tidak "
        "terkunci) dan kriteria S11-K2 (tambalan keamanan peladen tertinggal), yang tidak diperbaiki setelah teguran.",
        "Terhadap standar yang dicabut dilakukan penilaian ulang. Saudara dapat mengajukan penilaian ulang disertai bukti "
        "perbaikan melalui sistem informasi pembinaan LKPP.",
    ),
    particulars=(
        Particular(label="Keputusan", value="Nomor 13 Tahun 2026 tanggal 23 November 2026"),
        Particular(label="Sertifikat", value="Nomor SERT-2026-0007 tanggal 16 Maret 2026"),
        Particular(
            label="Standar yang dicabut",
            value="Standar Pengelolaan Keamanan Perangkat (S09); Standar Pengelolaan Keamanan Server dan Jaringan (S11)",
        ),
    ),
    objection_right=True,
    signatory=SEAL,
    copies=(*COPIES, "Inspektur Kabupaten Contoh Utara"),
)

MINUTES = Minutes(
    letterhead=LETTERHEAD,
    operator=OPERATOR,
    title="Klarifikasi atas Keberatan",
    held_at=datetime(2026, 11, 20, 2, 30, tzinfo=UTC),
    place="Ruang Rapat Contoh LKPP, Jakarta, dan melalui konferensi video",
    participants=(
        TeamMember(name="Contoh Maharani, S.H., M.H.", role="Pemeriksa keberatan"),
        TeamMember(name="Contoh Ramadhan, S.T., M.Kom.", role="Kepala LPSE Kabupaten Contoh Utara"),
        TeamMember(name="Contoh Wibowo, S.Kom.", role="Pengelola infrastruktur LPSE"),
    ),
    paragraphs=(
        "Pemeriksa membacakan pokok surat keberatan dan bukti pendukung yang diterima. Kepala LPSE menerangkan bahwa "
        "pemutakhiran peladen dilaksanakan pada tanggal 2 Oktober 2026, sebelum Keputusan Pencabutan ditetapkan.",
        "Pemeriksa meminta catatan pemutakhiran dari kedua peladen. Catatan tersebut diperlihatkan pada saat klarifikasi "
        "dan diunggah ke dalam sistem.",
    ),
    items=(
        Particular(
            label="Catatan pemutakhiran peladen", value="Diterima; memuat tanggal, versi, dan pelaksana pemutakhiran."
        ),
        Particular(
            label="Kendali akses ruang peladen", value="Kunci elektronik terpasang; buku tamu dimulai 5 Oktober 2026."
        ),
        Particular(label="Kesediaan peninjauan lapangan", value="Disepakati apabila diperlukan oleh pemeriksa."),
    ),
    author=Signatory(
        office="Pemeriksa Keberatan",
        name="Contoh Maharani, S.H., M.H.",
        organisation="Lembaga Kebijakan Pengadaan Barang/Jasa Pemerintah",
    ),
    signatory=SEAL,
)
