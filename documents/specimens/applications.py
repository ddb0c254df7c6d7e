"""Invented letters of an application (DATA CONTOH)."""

from datetime import UTC, date, datetime

from documents.contexts import (
    Acceptance,
    Application,
    ApplicationReceipt,
    Approval,
    CheckedItem,
    CompletionRequest,
    IncompleteItem,
    InstallationMinutes,
    Party,
    Reference,
    Rejection,
    Signatory,
    Sla,
)
from documents.sla_clauses import sla_articles
from documents.sla_terms import ContactPoint, ResponseTarget, Service, SlaTerms
from documents.specimens.shared import ADDRESSEE, COPIES, DEPUTY, LETTERHEAD, SEAL, attachment
from domain.provider_forms import ProviderForm

APPLICATION = Application(
    letter_number="027/118/UKPBJ/2026",
    letter_date=date(2026, 11, 9),
    institution="Pemerintah Kabupaten Contoh Utara",
    unit="LPSE Kabupaten Contoh Utara",
    form=ProviderForm.SYSTEM_PROVIDER,
)
RECEIVED_AT = datetime(2026, 11, 10, 2, 15, tzinfo=UTC)

RECEIPT = ApplicationReceipt(
    letterhead=LETTERHEAD,
    reference=Reference(nature="Biasa", enclosures="-", subject="Tanda Terima Permohonan Pengelolaan LPSE"),
    addressee=ADDRESSEE,
    application=APPLICATION,
    received_at=RECEIVED_AT,
    attachments=(
        attachment("Surat permohonan pengelolaan layanan pengadaan secara elektronik"),
        attachment("Dasar hukum pembentukan UKPBJ"),
        attachment("Susunan organisasi dan daftar personel"),
        attachment("Rencana infrastruktur dan topologi jaringan"),
    ),
    signatory=SEAL,
    copies=("Kepala LPSE Kabupaten Contoh Utara",),
)

COMPLETION_REQUEST = CompletionRequest(
    letterhead=LETTERHEAD,
    reference=Reference(nature="Biasa", enclosures="-", subject="Permintaan Kelengkapan Permohonan Pengelolaan LPSE"),
    addressee=ADDRESSEE,
    application=APPLICATION,
    received_at=RECEIVED_AT,
    items=(
        IncompleteItem(
            requirement="Susunan organisasi dan daftar personel",
            reason="Surat keputusan penetapan personel belum ditandatangani pejabat yang berwenang.",
        ),
        IncompleteItem(
            requirement="Rencana infrastruktur dan topologi jaringan",
            reason="Belum memuat rencana pencadangan data dan lokasi peladen cadangan.",
        ),
    ),
    answer_until=date(2026, 12, 7),
    signatory=SEAL,
    copies=COPIES,
)

APPROVAL = Approval(
    letterhead=LETTERHEAD,
    reference=Reference(
        nature="Biasa", enclosures="-", subject="Persetujuan Pengelolaan Layanan Pengadaan Secara Elektronik"
    ),
    addressee=ADDRESSEE,
    application=APPLICATION,
    complete_on=date(2026, 11, 20),
    signatory=DEPUTY,
    copies=(*COPIES, "Inspektur Kabupaten Contoh Utara"),
)

REJECTION = Rejection(
    letterhead=LETTERHEAD,
    reference=Reference(nature="Biasa", enclosures="-", subject="Penolakan Permohonan Pengelolaan LPSE"),
    addressee=ADDRESSEE,
    application=APPLICATION,
    rejected_on=date(2026, 11, 20),
    reason="Fungsi layanan pengadaan secara elektronik Pemerintah Kabupaten Contoh Utara sudah diselenggarakan oleh "
    "pengelola lain berdasarkan Kesepakatan Tingkat Layanan Nomor 3/LKPP-LPSE/III/2026 yang masih berlaku.",
    signatory=DEPUTY,
    copies=COPIES,
)

TERMS = SlaTerms(
    form=ProviderForm.SYSTEM_PROVIDER,
    validity_months=24,
    availability="99,5",
    targets=(
        ResponseTarget(
            priority="Tinggi", description="Layanan terhenti bagi seluruh Pengguna", response_hours=1, recovery_hours=4
        ),
        ResponseTarget(
            priority="Sedang",
            description="Sebagian layanan atau Pengguna terganggu",
            response_hours=2,
            recovery_hours=8,
        ),
        ResponseTarget(
            priority="Rendah",
            description="Permintaan dan gangguan tanpa dampak luas",
            response_hours=4,
            recovery_hours=24,
        ),
    ),
    services=(
        Service(
            name="Aplikasi SPSE",
            description="Akses Pengguna ke aplikasi SPSE dan sistem pendukungnya",
            hours="24 jam, setiap hari",
            target="Ketersediaan 99,5% per bulan",
        ),
        Service(
            name="Registrasi dan verifikasi",
            description="Pemeriksaan dokumen dan aktivasi akun Pengguna",
            hours="Senin-Jumat 08.00-15.00",
            target="Selesai dalam 1 (satu) Hari Kerja sejak berkas lengkap",
        ),
        Service(
            name="Helpdesk",
            description="Penanganan pertanyaan, permintaan, dan Gangguan",
            hours="Senin-Jumat 08.00-16.00",
            target="Sesuai tabel Waktu Tanggap dan Waktu Pemulihan",
        ),
        Service(
            name="Pelatihan Pengguna",
            description="Pelatihan penggunaan SPSE bagi penyedia dan pelaku pengadaan",
            hours="Sesuai jadwal",
            target="Paling sedikit 4 (empat) kali setahun",
        ),
        Service(
            name="Pemeliharaan dan pencadangan",
            description="Pembaruan aplikasi, pencadangan data, dan uji pemulihan",
            hours="Di luar Jam Layanan",
            target="Pencadangan harian; uji pemulihan setiap 6 (enam) bulan",
        ),
    ),
    contacts=(
        ContactPoint(
            party="PIHAK KESATU",
            name="Layanan Bantuan LKPP",
            telephone="(021) 000-0000",
            email="bantuan@lkpp.contoh.invalid",
            hours="Senin-Jumat 08.00-16.00 WIB",
        ),
        ContactPoint(
            party="PIHAK KEDUA",
            name="Helpdesk LPSE Kabupaten Contoh Utara",
            telephone="(0299) 000-000",
            email="helpdesk@contohutara.contoh.invalid",
            hours="Senin-Jumat 08.00-16.00 WIB",
        ),
    ),
    reporting_months=3,
    report_due_working_days=10,
    maintenance_notice_working_days=3,
    breach_answer_working_days=10,
    evaluation_months=12,
)

SLA = Sla(
    letterhead=LETTERHEAD,
    lkpp=Party(
        body="Lembaga Kebijakan Pengadaan Barang/Jasa Pemerintah",
        official=DEPUTY,
        address="Jalan Contoh Nomor 1, Jakarta 10000",
    ),
    institution=Party(
        body="Pemerintah Kabupaten Contoh Utara",
        official=Signatory(
            office="Bupati Contoh Utara",
            name="H. Contoh Prasetyo, S.Sos.",
            organisation="Pemerintah Kabupaten Contoh Utara",
        ),
        address="Jalan Merdeka Nomor 10, Kota Contoh",
    ),
    application=APPLICATION,
    terms=TERMS,
    articles=sla_articles(TERMS),
)

INSTALLATION_MINUTES = InstallationMinutes(
    letterhead=LETTERHEAD,
    application=APPLICATION,
    sla_number="3/LKPP-LPSE/XI/2026",
    sla_date=date(2026, 11, 23),
    location="Ruang Peladen Dinas Komunikasi dan Informatika Kabupaten Contoh Utara",
    system_version="SPSE 4.5 (contoh)",
    checklist=(
        CheckedItem(item="Spesifikasi peladen sesuai kebutuhan kapasitas", passed=True, note="-"),
        CheckedItem(item="Aplikasi SPSE terpasang dan dapat diakses Pengguna", passed=True, note="-"),
        CheckedItem(item="Koneksi dengan sistem pendukung LKPP berhasil", passed=True, note="Diuji dengan akun uji"),
        CheckedItem(item="Sertifikat TLS terpasang dan masih berlaku", passed=True, note="-"),
        CheckedItem(item="Pencadangan dan pemulihan data berhasil diuji", passed=True, note="Pemulihan 14 menit"),
        CheckedItem(item="Akun bawaan dinonaktifkan dan kata sandi diganti", passed=True, note="-"),
    ),
    lkpp_acceptance=Acceptance(
        capacity="Administrator LKPP",
        official=Signatory(
            office="Pranata Komputer Ahli Muda",
            name="Contoh Lestari, S.Kom.",
            organisation="Lembaga Kebijakan Pengadaan Barang/Jasa Pemerintah",
        ),
        accepted_at=datetime(2026, 11, 23, 3, 40, tzinfo=UTC),
    ),
    unit_acceptance=Acceptance(
        capacity="Kepala LPSE",
        official=Signatory(
            office="Kepala LPSE Kabupaten Contoh Utara",
            name="Contoh Ramadhan, S.T., M.Kom.",
            organisation="Pemerintah Kabupaten Contoh Utara",
        ),
        accepted_at=datetime(2026, 11, 23, 4, 5, tzinfo=UTC),
    ),
    signatory=SEAL,
)
