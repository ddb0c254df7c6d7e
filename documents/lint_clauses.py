"""The texts without which a letter of each kind must not be signed, with the clause that each one carries out."""

import re
from collections.abc import Iterator

from documents.contexts import Approval, Context, InstallationMinutes, Sla
from domain.documents import DocumentKind
from domain.units import ProviderForm

UNDER_SEAL = frozenset(
    {DocumentKind.APPLICATION_RECEIPT, DocumentKind.COMPLETION_REQUEST, DocumentKind.INSTALLATION_MINUTES}
)
"""Kinds that bear the agency seal, where no person's term of office counts."""
MAY_BE_EMPTY = re.compile(r"^copies$|\.items$|\.label$")
"""Paths of fields that may be empty: no copies, a clause without lines, a single clause without label."""
_DECREE = "Nomor 152 Tahun 2022"
_TEXTS: dict[DocumentKind, tuple[str, ...]] = {
    DocumentKind.APPLICATION_RECEIPT: (  # II.2.1.a.1-2
        _DECREE,
        "telah kami terima pada tanggal",
        "Bab II angka 2.1 huruf a angka 2)",
        "bukan merupakan persetujuan",
    ),
    DocumentKind.COMPLETION_REQUEST: (_DECREE, "Bab II angka 2.1 huruf a angka 2)", "belum lengkap"),  # II.2.1.a.2
    DocumentKind.APPROVAL: (  # II.2.1.a.3
        _DECREE,
        "dinyatakan lengkap pada tanggal",
        "menyetujui",
        "Bab II angka 2.1 huruf a angka 3)",
        "kesepakatan tingkat layanan",
    ),
    DocumentKind.SLA: (  # II.2.1.a.3, II.2.2.d, II.2.3
        _DECREE,
        "Bab II angka 2.1 huruf a angka 3)",
        "penghentian layanan SPSE dalam bentuk pencabutan, pengambilalihan hak akses, atau bentuk lainnya",
        "Bab II angka 2.2 huruf d",
        "paling lambat 5 (lima) hari kerja sejak surat pemberitahuan tindakan pembinaan diterima",
        "PIHAK KESATU",
        "PIHAK KEDUA",
    ),
    DocumentKind.INSTALLATION_MINUTES: (_DECREE, "Bab II angka 2.1 huruf a angka 4)", "Kesepakatan tingkat layanan"),
}


def required_texts(kind: DocumentKind, context: Context) -> Iterator[str]:
    """What the paper must say: the fixed texts of its kind, and the facts without which it would say nothing."""
    yield from _TEXTS[kind]
    yield context.application.institution if not isinstance(context, Sla) else context.institution.body.upper()
    match context:
        case Sla():
            yield from _agreed_words(context)
        case Approval() if context.application.form is ProviderForm.SYSTEM_PROVIDER:
            yield "Bab II angka 2.1 huruf a angka 4)"
        case InstallationMinutes():
            yield context.lkpp_acceptance.official.name
            yield context.unit_acceptance.official.name
            yield context.sla_number


def _agreed_words(context: Sla) -> Iterator[str]:
    """Every word that the parties agreed on stands in the paper."""
    for article in context.articles:
        yield f"Pasal {article.number} {article.heading.upper()}"
        for clause in article.clauses:
            yield clause.text
            yield from (item.text for item in clause.items)
