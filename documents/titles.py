"""The name of each kind of paper, as its title, its file properties and its lint say it."""

from documents.contexts import Numbering
from documents.wording import numbered
from domain.document_kinds import DocumentKind

TITLES = {
    DocumentKind.APPLICATION_RECEIPT: "Tanda Terima Permohonan",
    DocumentKind.COMPLETION_REQUEST: "Surat Permintaan Kelengkapan",
    DocumentKind.APPROVAL: "Surat Persetujuan",
    DocumentKind.REJECTION: "Surat Penolakan Permohonan",
    DocumentKind.SLA: "Kesepakatan Tingkat Layanan",
    DocumentKind.INSTALLATION_MINUTES: "Berita Acara Instalasi SPSE",
    DocumentKind.NOTICE: "Surat Pemberitahuan",
    DocumentKind.ASSIGNMENT: "Surat Tugas",
    DocumentKind.ASSESSMENT_REPORT: "Laporan Penilaian",
    DocumentKind.RECOMMENDATION: "Surat Rekomendasi Perbaikan",
    DocumentKind.DETERMINATION: "Keputusan Penetapan",
    DocumentKind.CERTIFICATE: "Sertifikat Standarisasi",
    DocumentKind.ADVICE: "Surat Saran/Rekomendasi",
    DocumentKind.WARNING: "Surat Teguran",
    DocumentKind.REVOCATION: "Keputusan Pencabutan",
    DocumentKind.SERVICE_STOP: "Surat Penghentian Layanan",
    DocumentKind.LKPP_SYSTEM: "Surat Rekomendasi Penggunaan Sistem LKPP",
    DocumentKind.OBJECTION_RECEIPT: "Tanda Terima Keberatan",
    DocumentKind.OBJECTION_RESULT: "Surat Hasil Keberatan",
    DocumentKind.REINSTATEMENT: "Surat Pemulihan Layanan",
    DocumentKind.MINUTES: "Berita Acara",
}


def document_title(kind: DocumentKind, numbering: Numbering | None) -> str:
    """The title in the file's properties. *Shape*: `Surat Persetujuan Nomor 12/B/D.2/SPJ/XI/2026`."""
    return f"{TITLES[kind]} {numbered(numbering.number)}" if numbering else f"{TITLES[kind]} (konsep)"
