"""Sentences and tables that several letters share: the right to object, facts found, earlier letters, the closing."""

from typing import Any

from documents.sla_clauses import DECREE
from documents.templates import paper as parts

ANNEX = f"Lampiran {DECREE}"
SHORT = "Keputusan Deputi Nomor 152 Tahun 2022"
OPERATOR = "{{ operator.unit }} pada {{ operator.institution }}"
FORM = "_{{ operator.form | form_name }}_"
LETTER = "{{ letter.name }} {{ letter.number | numbered }} tanggal {{ letter.date | long_date }}"
SANCTION = "{{ sanction.name }} {{ sanction.number | numbered }} tanggal {{ sanction.date | long_date }}"
STANDARDS = "standar layanan, kapasitas, dan keamanan informasi"
SYSTEM = "sistem informasi pembinaan LKPP"
INTERNAL = f"(batas waktu internal, bukan dari {SHORT})"
"""What is said of every limit that the decree does not know."""

OBJECTION = (
    "Apabila keberatan atas tindakan pembinaan ini, sesuai pedoman dalam Bab II angka 2.3 Lampiran Keputusan Deputi "
    "tersebut, Saudara dapat mengajukan surat keberatan kepada LKPP disertai bukti pendukung melalui "
    f"{SYSTEM}, paling lambat 5 (lima) hari kerja sejak surat ini diterima. Surat ini sekaligus merupakan surat "
    "pemberitahuan tindakan pembinaan."
)
"""II.2.3.s1. No day is computed: it follows from the receipt, which comes after the signing."""

IMPROVE_UNTIL = (
    f"Bukti perbaikan disampaikan melalui {SYSTEM}{{% if improve_until %}} paling lambat tanggal "
    f"{{{{ improve_until | long_date }}}} {INTERNAL}{{% endif %}}. "
)


def head(paper: Any) -> None:
    """Letterhead, reference lines and addressee of a letter (surat dinas)."""
    parts.letterhead(paper)
    parts.reference_lines(paper)


def close(paper: Any, thanks: str = "perhatian dan kerja sama") -> None:
    """The closing sentence, which stays with the signature."""
    parts.body(
        paper,
        f"Demikian kami sampaikan. Atas {thanks} Saudara, kami ucapkan terima kasih.",
        keep_with_next=True,
    )


def facts_table(paper: Any) -> None:
    """What was found, with standard and criterion."""
    parts.listing(
        paper,
        loop="fact in facts",
        columns=(
            ("No.", 1.0, "{{ loop.index }}"),
            ("Standar", 1.8, "{{ fact.standard }}"),
            ("Kriteria", 2.1, "{{ fact.criterion }}"),
            ("Fakta yang ditemukan", 9.3, "{{ fact.fact }}"),
            ("Tingkat", 2.3, "{{ fact.severity or '-' }}"),
        ),
    )


def earlier_letters(paper: Any, opening: str) -> None:
    """The letters that came before, each with the day of its receipt where known; nothing where there are none."""
    with parts.only_if(paper, "earlier"):
        parts.body(paper, opening, keep_with_next=True)
        parts.lines(
            paper,
            "letter in earlier",
            f"{LETTER}{{% if letter.received_on %}}, yang diterima pada tanggal "
            "{{ letter.received_on | long_date }}{% endif %}{{ '.' if loop.last else ';' }}",
        )


def sentences(paper: Any, items: str) -> None:
    """A numbered list of whole sentences."""
    parts.lines(paper, f"item in {items}", "{{ item }}")
