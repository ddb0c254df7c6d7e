"""What the letters of assessments, measures and objections say: exact sentences, and those that go with a fact."""

import re
from dataclasses import replace
from datetime import date

import pytest

from documents.contexts import Marks
from documents.render import render
from documents.specimens import CERTIFICATE, DETERMINATION, OBJECTION_RESULT, SPECIMENS, credential_of
from documents.text import docx_text, one_line
from domain.document_kinds import DocumentKind

PLAIN = Marks(development=False, draft=False)
DECREE = (
    "Keputusan Deputi Bidang Monitoring-Evaluasi dan Pengembangan Sistem Informasi LKPP Nomor 152 Tahun 2022 tentang "
    "Pembinaan Fungsi Pengelolaan Layanan Pengadaan Secara Elektronik"
)
UNIT = "LPSE Kabupaten Contoh Utara pada Pemerintah Kabupaten Contoh Utara"
OBJECTION = (
    "Apabila keberatan atas tindakan pembinaan ini, sesuai pedoman dalam Bab II angka 2.3 Lampiran Keputusan Deputi "
    "tersebut, Saudara dapat mengajukan surat keberatan kepada LKPP disertai bukti pendukung melalui sistem informasi "
    "pembinaan LKPP, paling lambat 5 (lima) hari kerja sejak surat ini diterima."
)


def said(kind: DocumentKind, **changes: object) -> str:
    """The text of the specimen of `kind`, with these fields changed, on one line."""
    context, number = SPECIMENS[kind]
    return one_line(
        docx_text(
            render(kind, replace(context, **changes), numbering=number, marks=PLAIN, credential=credential_of(kind))
        )
    )


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        (
            DocumentKind.NOTICE,
            "Apabila keberatan atas tindakan pembinaan yang diberitahukan dengan surat ini, sesuai pedoman dalam Bab "
            "II "
            f"angka 2.3 Lampiran {DECREE}, Saudara dapat mengajukan surat keberatan kepada LKPP disertai bukti "
            "pendukung "
            "melalui sistem informasi pembinaan LKPP, paling lambat 5 (lima) hari kerja sejak surat pemberitahuan ini "
            "diterima.",
        ),
        (DocumentKind.NOTICE, "Keputusan : Nomor 13 Tahun 2026 tanggal 23 November 2026"),
        (
            DocumentKind.ASSIGNMENT,
            f"SURAT TUGAS NOMOR 12/B/D.2/ST/XI/2026 Dasar : Bab II angka 2.1 huruf e angka 2) Lampiran {DECREE}.",
        ),
        (
            DocumentKind.ASSIGNMENT,
            "1. Contoh Anggraini, S.Kom., M.T., selaku Ketua tim; 2. Contoh Nugroho, S.T., selaku Anggota;",
        ),
        (
            DocumentKind.ASSIGNMENT,
            f"1. melaksanakan penilaian faktual terhadap {UNIT} dengan bentuk system provider, meliputi 17 (tujuh "
            "belas) standar, yaitu Standar Kebijakan Layanan (S01), ",
        ),
        (DocumentKind.ASSIGNMENT, "Standar Pengelolaan Kepatuhan (S16), dan Standar Penilaian Internal (S17);"),
        (
            DocumentKind.ASSIGNMENT,
            "pelaksanaan tugas mulai tanggal 30 November 2026 sampai dengan tanggal 4 Desember 2026;",
        ),
        (DocumentKind.ASSESSMENT_REPORT, "S09 Standar Pengelolaan Keamanan Perangkat 2,00 1,25 Belum memenuhi"),
        (DocumentKind.ASSESSMENT_REPORT, "S10 Standar Pengelolaan Operasional Keamanan Layanan 2,00 1,83 Memenuhi"),
        (
            DocumentKind.ASSESSMENT_REPORT,
            "Kriteria berikut dinyatakan tidak berlaku dan tidak diperhitungkan dalam nilai. Standar yang semua kriteria "
            "wajibnya dinyatakan tidak berlaku tidak dinyatakan memenuhi (ketentuan internal LKPP, bukan dari Keputusan "
            "Deputi Nomor 152 Tahun 2022). No. Kriteria Sifat Dinyatakan oleh Alasan 1 S14-K4 wajib penilai Tidak ada "
            "pemasok yang diberi akses ke sistem. D. Fakta",
        ),
        (DocumentKind.ASSESSMENT_REPORT, "Jakarta, 23 November 2026 Ketua Tim Penilai, Pranata Komputer Ahli Muda,"),
        (
            DocumentKind.RECOMMENDATION,
            "menyampaikan buktinya melalui sistem informasi pembinaan LKPP paling lambat tanggal 21 Desember 2026 "
            "(batas "
            "waktu internal, bukan dari Keputusan Deputi Nomor 152 Tahun 2022). Rekomendasi perbaikan ini merupakan "
            "bagian "
            "dari penilaian dan bukan merupakan tindakan pembinaan.",
        ),
        (
            DocumentKind.DETERMINATION,
            "PENGADAAN BARANG/JASA PEMERINTAH NOMOR 12 TAHUN 2026 TENTANG PENETAPAN PEMENUHAN STANDAR LAYANAN, "
            "KAPASITAS, "
            "DAN KEAMANAN INFORMASI PADA LPSE KABUPATEN CONTOH UTARA DEPUTI BIDANG",
        ),
        (
            DocumentKind.DETERMINATION,
            f"KESATU : Menetapkan {UNIT} dengan bentuk system provider telah memenuhi penilaian mandiri dan penilaian "
            "faktual standarisasi, serta rekomendasi perbaikan tata kelola layanan pengadaan secara elektronik dengan "
            "mengacu pada standar layanan, kapasitas, dan keamanan informasi, untuk 17 (tujuh belas) dari 17 (tujuh "
            "belas) "
            "standar yang berlaku, berdasarkan Laporan Penilaian Nomor 9/B/D.2/LP/XI/2026 tanggal 16 November 2026,",
        ),
        (DocumentKind.DETERMINATION, "Ditetapkan di Jakarta pada tanggal 23 November 2026 Deputi Bidang"),
        (
            DocumentKind.DETERMINATION,
            "LAMPIRAN : KEPUTUSAN DEPUTI BIDANG MONITORING-EVALUASI DAN PENGEMBANGAN SISTEM INFORMASI NOMOR : 12 "
            "TAHUN 2026 TANGGAL : 23 NOVEMBER 2026 TENTANG : PENETAPAN",
        ),
        (
            DocumentKind.CERTIFICATE,
            "SERTIFIKAT STANDARISASI LAYANAN PENGADAAN SECARA ELEKTRONIK Nomor SERT-2026-0012 | Versi 1 diberikan "
            "kepada "
            "LPSE Kabupaten Contoh Utara Pemerintah Kabupaten Contoh Utara, bentuk system provider yang telah "
            "ditetapkan "
            "memenuhi standar layanan, kapasitas, dan keamanan informasi untuk 17 dari 17 standar yang berlaku",
        ),
        (
            DocumentKind.CERTIFICATE,
            "1 Standar Kebijakan Layanan 12 Oktober 2026 10 Standar Pengelolaan Operasional Keamanan Layanan 12 "
            "Oktober 2026 2",
        ),
        (DocumentKind.CERTIFICATE, "dan Keputusan Penetapan Nomor 12 Tahun 2026 tanggal 23 November 2026."),
        (
            DocumentKind.ADVICE,
            f"Sesuai pedoman dalam Bab II angka 2.2 huruf a Lampiran {DECREE}, kami memberikan tindakan pembinaan "
            "berupa "
            "saran/rekomendasi perbaikan sebagai berikut: 1. memasang kendali akses",
        ),
        (
            DocumentKind.ADVICE,
            "1 S09 S09-K3 Ruang peladen tidak terkunci dan tidak memiliki catatan keluar masuk sejak Mei 2026. "
            "(tingkat: Mayor)",
        ),
        (DocumentKind.ADVICE, OBJECTION),
        (
            DocumentKind.WARNING,
            "Kami telah memberikan tindakan pembinaan melalui: 1. Surat Saran/Rekomendasi Nomor 4/B/D.2/SR-P/VIII/2026 "
            "tanggal 3 Agustus 2026, yang diterima pada tanggal 4 Agustus 2026. Sampai dengan tanggal surat ini, "
            f"{UNIT} tidak melakukan perbaikan sebagai tindak lanjut terhadap saran/rekomendasi yang diberikan",
        ),
        (DocumentKind.WARNING, "kami mengenakan tindakan pembinaan berupa teguran, dan meminta Saudara: 1. memasang"),
        (DocumentKind.WARNING, OBJECTION),
        (
            DocumentKind.REVOCATION,
            f"KESATU : Mencabut sertifikat standarisasi {UNIT} dengan bentuk system provider Nomor SERT-2026-0007 "
            "tanggal "
            "16 Maret 2026 untuk 2 (dua) standar sebagai berikut: a. Standar Pengelolaan Keamanan Perangkat (S09); b. "
            "Standar Pengelolaan Keamanan Server dan Jaringan (S11). KEDUA :",
        ),
        (
            DocumentKind.REVOCATION,
            "d. bahwa berdasarkan pertimbangan sebagaimana dimaksud dalam huruf a sampai dengan huruf c, perlu "
            "menetapkan "
            "Keputusan Deputi Bidang Monitoring-Evaluasi dan Pengembangan Sistem Informasi tentang pencabutan "
            "sertifikat "
            "standarisasi pada LPSE Kabupaten Contoh Utara;",
        ),
        (
            DocumentKind.REVOCATION,
            "KETIGA : Standar yang tidak dicabut, sebanyak 15 (lima belas) standar sebagaimana tercantum dalam "
            "Lampiran, tetap berlaku.",
        ),
        (
            DocumentKind.REVOCATION,
            "2 Surat Teguran 2/B/D.2/TG/IX/2026 14 September 2026 15 September 2026 C. Standar yang Tetap Berlaku",
        ),
        (
            DocumentKind.SERVICE_STOP,
            f"sebagaimana diatur dalam Bab II angka 2.2 huruf d Lampiran {DECREE}, yaitu tidak dilakukan perbaikan "
            "setelah pencabutan sertifikat standarisasi dengan Keputusan Pencabutan Nomor 9 Tahun 2026 tanggal 19 Oktober "
            "2026 untuk Standar Pengelolaan Keamanan Perangkat (S09), Standar Pengelolaan Keamanan Server dan Jaringan "
            "(S11), dengan fakta sebagai berikut:",
        ),
        (
            DocumentKind.SERVICE_STOP,
            "3. Keputusan Pencabutan Nomor 9 Tahun 2026 tanggal 19 Oktober 2026, yang diterima pada tanggal 20 "
            "Oktober 2026.",
        ),
        (
            DocumentKind.SERVICE_STOP,
            "dalam bentuk pengambilalihan hak akses, terhitung mulai tanggal 1 Desember 2026. Hak akses pengelola",
        ),
        (DocumentKind.SERVICE_STOP, OBJECTION),
        (
            DocumentKind.LKPP_SYSTEM,
            "kami memberikan rekomendasi agar LPSE Kabupaten Contoh Utara menggunakan sistem yang dikelola oleh LKPP.",
        ),
        (
            DocumentKind.OBJECTION_RECEIPT,
            "Batas akhir keberatan : 27 Oktober 2026 pukul 23.59 WIB Keterangan waktu : dalam batas waktu",
        ),
        (
            DocumentKind.OBJECTION_RESULT,
            "kami memutuskan bahwa tindakan pembinaan melalui Keputusan Pencabutan Nomor 9 Tahun 2026 diubah. "
            "Pencabutan tetap berlaku untuk",
        ),
        (
            DocumentKind.OBJECTION_RESULT,
            "Dengan demikian, sesuai pedoman dalam Bab II angka 2.2 huruf c Lampiran Keputusan Deputi "
            "tersebut, tindakan pembinaan yang dikenakan selanjutnya adalah pencabutan sertifikat standarisasi, "
            "dengan fakta sebagai berikut: No. Standar "
            "Kriteria Fakta yang ditemukan 1 S09 S09-K3 Ruang peladen",
        ),
        (
            DocumentKind.OBJECTION_RESULT,
            "Sertifikat standarisasi tetap dicabut untuk 1 (satu) standar berikut, dan terhadapnya dilakukan penilaian "
            "ulang: 1. Standar Pengelolaan Keamanan Perangkat (S09).",
        ),
        (
            DocumentKind.OBJECTION_RESULT,
            "kami meminta Saudara: 1. memasang kendali akses pada ruang peladen dan mencatat setiap akses. Bukti perbaikan "
            "disampaikan melalui sistem informasi pembinaan LKPP paling lambat 30 (tiga puluh) hari kerja sejak surat ini "
            "diterima (batas waktu internal, bukan dari Keputusan Deputi Nomor 152 Tahun 2022).",
        ),
        (DocumentKind.OBJECTION_RESULT, OBJECTION),
        (
            DocumentKind.OBJECTION_RESULT,
            "penetapan atas 1 (satu) standar berikut dipulihkan: 1. Standar Pengelolaan Keamanan Server dan Jaringan "
            "(S11).",
        ),
        (
            DocumentKind.REINSTATEMENT,
            "dengan bentuk system provider kami pulihkan terhitung mulai tanggal 1 Desember 2026. Pemulihan layanan ini "
            f"merupakan ketentuan internal LKPP, tidak diatur dalam Lampiran {DECREE}.",
        ),
        (
            DocumentKind.MINUTES,
            "BERITA ACARA KLARIFIKASI ATAS KEBERATAN NOMOR 12/B/D.2/BAP/XI/2026 Pada hari Jumat tanggal dua puluh "
            "bulan November tahun dua ribu dua puluh enam, pukul 09.30 WIB, bertempat di Ruang Rapat",
        ),
        (
            DocumentKind.MINUTES,
            "dibuat dengan sebenarnya oleh Contoh Maharani, S.H., M.H., Pemeriksa Keberatan, berdasarkan",
        ),
    ],
)
def test_a_letter_says_these_words(kind: DocumentKind, sentence: str) -> None:
    """R-01 (DIKTUM.KESATU): what a letter asks or imposes rests on the decree and its annex, which it cites."""
    assert sentence in said(kind)


@pytest.mark.parametrize(
    ("kind", "changes", "there", "gone"),
    [
        (DocumentKind.NOTICE, {"objection_right": False}, "Demikian kami sampaikan", "keberatan"),
        (
            DocumentKind.ASSIGNMENT,
            {"begins_on": None, "ends_on": None},
            "sejak tanggal surat tugas ini sampai dengan selesai;",
            "4 Desember",
        ),
        (
            DocumentKind.ASSIGNMENT,
            {"begins_on": None},
            "pelaksanaan tugas sampai dengan tanggal 4 Desember 2026;",
            "30 November",
        ),
        (
            DocumentKind.ASSIGNMENT,
            {"ends_on": SPECIMENS[DocumentKind.ASSIGNMENT][0].begins_on},
            "pelaksanaan tugas pada tanggal 30 November 2026;",
            "mulai tanggal",
        ),
        (
            DocumentKind.ASSIGNMENT,
            {"ends_on": None},
            "mulai tanggal 30 November 2026 sampai dengan selesai;",
            "4 Desember",
        ),
        (DocumentKind.ASSIGNMENT, {"standards": ()}, "dengan bentuk system provider; 2.", "meliputi"),
        (
            DocumentKind.ASSIGNMENT,
            {"standards": CERTIFICATE.standards[:2]},
            "2 (dua) standar, yaitu Standar Kebijakan Layanan (S01) dan Standar Organisasi Layanan (S02);",
            "S03",
        ),
        (
            DocumentKind.ASSIGNMENT,
            {"standards": CERTIFICATE.standards[:1]},
            "1 (satu) standar, yaitu Standar Kebijakan Layanan (S01);",
            "S02",
        ),
        (
            DocumentKind.ASSESSMENT_REPORT,
            {"facts": (), "waived": ()},
            "Tidak ditemukan ketidaksesuaian pada standar yang dinilai.",
            "Kriteria",
        ),
        (
            DocumentKind.ASSESSMENT_REPORT,
            {"waived": ()},
            "Memenuhi D. Fakta yang Ditemukan",
            "dinyatakan tidak berlaku",
        ),
        (
            DocumentKind.RECOMMENDATION,
            {"follow_up_until": None},
            "menyampaikan buktinya melalui sistem informasi pembinaan LKPP. Rekomendasi",
            "batas waktu internal",
        ),
        (
            DocumentKind.DETERMINATION,
            {"reassessment": True},
            "telah memenuhi penilaian ulang tata kelola",
            "penilaian mandiri dan",
        ),
        (
            DocumentKind.DETERMINATION,
            {"report": None},
            "standar yang berlaku, sebagaimana tercantum dalam Lampiran",
            "Laporan Penilaian Nomor",
        ),
        (
            DocumentKind.DETERMINATION,
            {"considerations": DETERMINATION.considerations[:1]},
            "b. bahwa berdasarkan pertimbangan sebagaimana dimaksud dalam huruf a, perlu",
            "sampai dengan huruf",
        ),
        (
            DocumentKind.CERTIFICATE,
            {"standards": CERTIFICATE.standards[:1], "applicable": 16},
            "untuk 1 dari 16 standar yang berlaku",
            "Standar Organisasi",
        ),
        (
            DocumentKind.CERTIFICATE,
            {"expires_on": date(2029, 11, 22)},
            "Sertifikat ini berlaku sampai dengan tanggal 22 November 2029.",
            "None",
        ),
        (
            DocumentKind.ADVICE,
            {"improve_days": None},
            "Bukti perbaikan disampaikan melalui sistem informasi pembinaan LKPP. Apabila",
            "batas waktu internal",
        ),
        (DocumentKind.WARNING, {"round": 2}, "berupa teguran ke-2, dan meminta", "berupa teguran,"),
        (
            DocumentKind.REVOCATION,
            {"certificate": None},
            "dengan bentuk system provider untuk 2 (dua) standar",
            "SERT-",
        ),
        (
            DocumentKind.REVOCATION,
            {"remaining": ()},
            "tidak ada lagi standar yang berlaku pada sertifikat tersebut.",
            "Tetap Berlaku",
        ),
        (DocumentKind.SERVICE_STOP, {"asked": ()}, "sampai dengan selesai. Apabila keberatan", "kami meminta Saudara"),
        (
            DocumentKind.SERVICE_STOP,
            {"sla": None, "form_text": None},
            "terhitung mulai tanggal 1 Desember 2026. Sehubungan",
            "Hubungan layanan",
        ),
        (DocumentKind.SERVICE_STOP, {"earlier": ()}, "Sesuai pedoman tersebut", "Sebelum surat ini"),
        (
            DocumentKind.OBJECTION_RECEIPT,
            {"late": True},
            "Keterangan waktu : melewati batas akhir",
            "kami tindak lanjuti",
        ),
        (
            DocumentKind.OBJECTION_RECEIPT,
            {"sanction": replace(OBJECTION_RESULT.sanction, received_on=None)},
            "Surat pemberitahuan diterima : belum tercatat",
            "20 Oktober",
        ),
        (
            DocumentKind.OBJECTION_RESULT,
            {"decision": "SANCTION_CONFIRMED", "reinstated": (), "follow_up": (), "measure": None},
            "Nomor 9 Tahun 2026 tetap berlaku.",
            "dipulihkan",
        ),
        (
            DocumentKind.REINSTATEMENT,
            {"by_objection": True},
            "sebagai tindak lanjut atas keberatan sesuai pedoman dalam Bab II angka 2.3 Lampiran Keputusan Deputi",
            "ketentuan internal",
        ),
        (
            DocumentKind.OBJECTION_RESULT,
            {"measure": None},
            "Demikian kami sampaikan",
            "Apabila keberatan atas tindakan",
        ),
        (
            DocumentKind.OBJECTION_RESULT,
            {"measure": replace(OBJECTION_RESULT.measure, asked=(), improve_days=None, consequence=None, revoked=())},
            "Demikian kami sampaikan",
            "kami meminta Saudara",
        ),
        (DocumentKind.OBJECTION_RESULT, {"decision": "SANCTION_ANNULLED"}, "Nomor 9 Tahun 2026 dibatalkan.", "diubah"),
        (
            DocumentKind.MINUTES,
            {"participants": (), "items": ()},
            "diunggah ke dalam sistem. Demikian berita acara",
            "diikuti oleh",
        ),
    ],
)
def test_words_go_with_their_facts(kind: DocumentKind, changes: dict[str, object], there: str, gone: str) -> None:
    text = said(kind, **changes)
    assert there in text
    assert gone not in text
    assert said(kind) != text


@pytest.mark.parametrize(
    "kind", [DocumentKind.ADVICE, DocumentKind.WARNING, DocumentKind.SERVICE_STOP, DocumentKind.REVOCATION]
)
def test_no_measure_computes_the_last_day_to_object(kind: DocumentKind) -> None:
    """It follows from the receipt, which comes after the signing (II.2.3.s1)."""
    (sentence,) = re.findall(r"Apabila keberatan.*?diterima\.", said(kind))
    assert "5 (lima) hari kerja sejak surat" in sentence
    assert "tanggal" not in sentence


def test_copies_stand_beside_the_signature_only_where_there_are_any() -> None:
    assert "Tembusan: 1. Sekretaris Daerah Kabupaten Contoh Utara 2. Kepala LPSE" in said(DocumentKind.WARNING)
    assert "Tembusan" not in said(DocumentKind.WARNING, copies=())


def test_a_draft_of_a_decision_shows_dots() -> None:
    context, _ = SPECIMENS[DocumentKind.REVOCATION]
    text = docx_text(
        render(DocumentKind.REVOCATION, context, numbering=None, marks=Marks(development=False, draft=True))
    )
    assert "NOMOR ………… TAHUN …………\n" in text
    assert "pada tanggal …………" in text
