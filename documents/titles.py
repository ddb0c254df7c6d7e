"""The name of each kind of paper, as its title, its file properties and its lint say it."""

from documents.contexts import Numbering
from domain.documents import DocumentKind

TITLES = {
    DocumentKind.APPLICATION_RECEIPT: "Tanda Terima Permohonan",
    DocumentKind.COMPLETION_REQUEST: "Surat Permintaan Kelengkapan",
    DocumentKind.APPROVAL: "Surat Persetujuan",
    DocumentKind.SLA: "Kesepakatan Tingkat Layanan",
    DocumentKind.INSTALLATION_MINUTES: "Berita Acara Instalasi SPSE",
}


def document_title(kind: DocumentKind, numbering: Numbering | None) -> str:
    """The title in the file's properties. *Shape*: `Surat Persetujuan Nomor 12/B/D.2/SPJ/XI/2026`."""
    return f"{TITLES[kind]} Nomor {numbering.number}" if numbering else f"{TITLES[kind]} (konsep)"
