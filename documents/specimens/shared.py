"""What all invented letters share: letterhead, signatories, the unit, the standards, the numbering (DATA CONTOH)."""

from datetime import date
from hashlib import sha256

from documents.contexts import (
    Addressee,
    Attachment,
    EarlierLetter,
    Fact,
    Letterhead,
    Numbering,
    Operator,
    Signatory,
    StandardLine,
)
from domain.provider_forms import ProviderForm

LETTERHEAD = Letterhead(
    agency="Lembaga Kebijakan Pengadaan Barang/Jasa Pemerintah",
    office="Deputi Bidang Monitoring-Evaluasi dan Pengembangan Sistem Informasi",
    address=("Jalan Contoh Nomor 1, Jakarta 10000 (DATA CONTOH)", "Telepon (021) 000-0000 | contoh@contoh.invalid"),
    place="Jakarta",
)
DEPUTY = Signatory(
    office="Deputi Bidang Monitoring-Evaluasi dan Pengembangan Sistem Informasi",
    name="Dr. Contoh Wiratama, M.T.",
    identity="990000001980010001",
    organisation="Lembaga Kebijakan Pengadaan Barang/Jasa Pemerintah",
)
SEAL = Signatory(
    office="Lembaga Kebijakan Pengadaan Barang/Jasa Pemerintah",
    name="Segel Elektronik LKPP",
    organisation="Lembaga Kebijakan Pengadaan Barang/Jasa Pemerintah",
)
ADDRESSEE = Addressee(name="Bupati Contoh Utara", place="Kota Contoh")
COPIES = ("Sekretaris Daerah Kabupaten Contoh Utara", "Kepala LPSE Kabupaten Contoh Utara")


def numbering(code: str, *, sequence: int = 12, number: str | None = None) -> Numbering:
    """An invented number for a letter with the code `code`; decisions and certificates have a `number` of their own."""
    return Numbering(
        number=number or f"{sequence}/B/D.2/{code}/XI/2026",
        date=date(2026, 11, 23),
        code="7Q2K-9F4M-3XTR-8WNB",
        verify_url="https://pembina.contoh.invalid/v/7q2k9f4m3xtr8wnb5hpc6dgv2s",
    )


def attachment(name: str) -> Attachment:
    """An invented file."""
    return Attachment(name=name, sha256=sha256(name.encode()).hexdigest())


OPERATOR = Operator(
    unit="LPSE Kabupaten Contoh Utara",
    institution="Pemerintah Kabupaten Contoh Utara",
    form=ProviderForm.SYSTEM_PROVIDER,
)
ASSESSOR = Signatory(
    office="Pranata Komputer Ahli Muda",
    name="Contoh Anggraini, S.Kom., M.T.",
    organisation="Lembaga Kebijakan Pengadaan Barang/Jasa Pemerintah",
    identity="990000001985020002",
)
STANDARDS = tuple(
    StandardLine(code=f"S{position:02}", name=name)
    for position, name in enumerate(
        (
            "Standar Kebijakan Layanan",
            "Standar Organisasi Layanan",
            "Standar Pengelolaan Aset Layanan",
            "Standar Pengelolaan Resiko Layanan",
            "Standar Pengelolaan Gangguan Masalah dan Permintaan Layanan",
            "Standar Pengelolaan Perubahan",
            "Standar Pengelolaan Kapasitas Layanan",
            "Standar Pengelolaan Sumber Daya Manusia",
            "Standar Pengelolaan Keamanan Perangkat",
            "Standar Pengelolaan Operasional Keamanan Layanan",
            "Standar Pengelolaan Keamanan Server dan Jaringan",
            "Standar Pengelolaan Kelangsungan Pelayanan",
            "Standar Pengelolaan Anggaran Layanan",
            "Standar Pengelolaan Pendukung Layanan",
            "Standar Pengelolaan Hubungan Bisnis Layanan",
            "Standar Pengelolaan Kepatuhan",
            "Standar Penilaian Internal",
        ),
        start=1,
    )
)
"""The seventeen standards, as the decree spells them (II.2.1.b.1)."""
REVOKED = (STANDARDS[8], STANDARDS[10])
REMAINING = tuple(line for line in STANDARDS if line not in REVOKED)
FACTS = (
    Fact(
        standard="S09",
        criterion="S09-K3",
        fact="Ruang peladen tidak terkunci dan tidak memiliki catatan keluar masuk sejak Mei 2026.",
        severity="Mayor",
    ),
    Fact(
        standard="S11",
        criterion="S11-K2",
        fact="Tambalan keamanan sistem operasi dua peladen SPSE tertinggal lebih dari enam bulan.",
        severity="Mayor",
    ),
)
ASKED = (
    "memasang kendali akses pada ruang peladen dan mencatat setiap akses;",
    "memutakhirkan sistem operasi peladen SPSE dan menetapkan jadwal pemutakhiran berkala.",
)
ADVICE_LETTER = EarlierLetter(
    name="Surat Saran/Rekomendasi",
    number="4/B/D.2/SR-P/VIII/2026",
    date=date(2026, 8, 3),
    received_on=date(2026, 8, 4),
)
WARNING_LETTER = EarlierLetter(
    name="Surat Teguran", number="2/B/D.2/TG/IX/2026", date=date(2026, 9, 14), received_on=date(2026, 9, 15)
)
REVOCATION_DECISION = EarlierLetter(
    name="Keputusan Pencabutan",
    number="NOMOR 9 TAHUN 2026",
    date=date(2026, 10, 19),
    received_on=date(2026, 10, 20),
)
CERTIFICATE_PAPER = EarlierLetter(
    name="Sertifikat Standarisasi", number="SERT-2026-0007", date=date(2026, 3, 16), received_on=None
)
CREDENTIAL = (
    "PBN1:NCFOXN%TSMAHN-HKPCR*NSLU5Z9O-ELH4CX5YUIG.C-NC9RV:EWR.T.OIBPI9VS0$J.SS0$8EGJGY26MP.Z8UY2283RU4S."
    "OZWV9W03JN4IJ4HH0OP8EF4MVKMFRFFTFHEGJQRVS*BA:GHQ1ON1AM9DZU: B2I8I$H:ZH9UEON1N+H.43CN57 FSLGTX2GL2AG9"
    "3E2+LABR24IOM556:I:Z2MOMV254%K%:KV*CK%IB0DK9A+TRGP4QDP6OP/.32GH$96./F8BH035VSRZI5Q0SMTELDTJSOTE0X*OZ"
    "1NUYT7YF5QV*E1AP8LP29ZMX*AMUBR-CQ1WVVJ :MT+9DTHY.B*P9K+FKSUTDU-87EEALLMP5MB00CLQY0"
)
"""The credential of the invented certificate, by a key that was thrown away."""
