"""Invented letters of an objection against a revocation (DATA CONTOH)."""

from datetime import UTC, date, datetime

from documents.contexts import ChangedMeasure, ObjectionReceipt, ObjectionResult, Particular, Reference
from documents.specimens.shared import (
    ADDRESSEE,
    COPIES,
    DEPUTY,
    FACTS,
    LETTERHEAD,
    OPERATOR,
    REVOCATION_DECISION,
    REVOKED,
    SEAL,
    attachment,
)

OBJECTION_RECEIPT = ObjectionReceipt(
    letterhead=LETTERHEAD,
    reference=Reference(nature="Biasa", enclosures="-", subject="Tanda Terima Keberatan atas Tindakan Pembinaan"),
    addressee=ADDRESSEE,
    operator=OPERATOR,
    sanction=REVOCATION_DECISION,
    objection_number="027/131/UKPBJ/2026",
    objection_date=date(2026, 10, 23),
    received_at=datetime(2026, 10, 26, 3, 20, tzinfo=UTC),
    last_instant=datetime(2026, 10, 27, 16, 59, tzinfo=UTC),
    late=False,
    evidence=(
        attachment("Surat keberatan Bupati Contoh Utara"),
        attachment("Catatan pemutakhiran peladen SPSE, Oktober 2026"),
        attachment("Foto kunci elektronik ruang peladen"),
    ),
    signatory=SEAL,
    copies=("Kepala LPSE Kabupaten Contoh Utara",),
)

OBJECTION_RESULT = ObjectionResult(
    letterhead=LETTERHEAD,
    reference=Reference(nature="Biasa", enclosures="-", subject="Hasil Keberatan atas Tindakan Pembinaan"),
    addressee=ADDRESSEE,
    operator=OPERATOR,
    sanction=REVOCATION_DECISION,
    objection_number="027/131/UKPBJ/2026",
    objection_date=date(2026, 10, 23),
    hearings=(
        Particular(
            label="Klarifikasi tanggal 20 November 2026, Berita Acara Nomor 11/B/D.2/BAP/XI/2026",
            value="Pemutakhiran peladen terbukti dilaksanakan pada tanggal 2 Oktober 2026.",
        ),
    ),
    considerations=(
        "Keberatan diajukan dalam batas waktu dan disertai bukti pendukung.",
        "Ketidaksesuaian terhadap kriteria S11-K2 telah diperbaiki sebelum Keputusan Pencabutan ditetapkan.",
        "Ketidaksesuaian terhadap kriteria S09-K3 belum diperbaiki pada saat Keputusan Pencabutan ditetapkan.",
    ),
    decision="SANCTION_CHANGED",
    decision_text="Pencabutan tetap berlaku untuk Standar Pengelolaan Keamanan Perangkat (S09) dan tidak berlaku lagi untuk "
    "Standar Pengelolaan Keamanan Server dan Jaringan (S11).",
    reinstated=(REVOKED[1],),
    follow_up=(
        "Sertifikat standarisasi dengan versi baru diterbitkan sesuai keputusan ini.",
        "Penilaian ulang dilanjutkan untuk Standar Pengelolaan Keamanan Perangkat (S09).",
    ),
    signatory=DEPUTY,
    copies=COPIES,
    measure=ChangedMeasure(
        name="pencabutan sertifikat standarisasi",
        letter="c",
        facts=FACTS[:1],
        breach=(),
        revoked=REVOKED[:1],
        asked=("memasang kendali akses pada ruang peladen dan mencatat setiap akses.",),
        improve_days=30,
        consequence="Apabila tidak dilakukan perbaikan setelah pencabutan sertifikat standarisasi, tindakan pembinaan "
        "berikutnya dapat berupa penghentian layanan SPSE.",
    ),
)
