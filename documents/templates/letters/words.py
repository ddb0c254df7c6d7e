"""Sentences and tables that several letters share: the right to object, facts found, earlier letters, the closing."""

from typing import Any

from documents.sla_clauses import DECREE
from documents.templates import paper as parts
from documents.templates.signatures import signature

DECREE_OF_LKPP = DECREE.replace("Lembaga Kebijakan Pengadaan Barang/Jasa Pemerintah", "LKPP")
"""The decree's name where the letterhead has said the agency's."""
ANNEX = f"Lampiran {DECREE_OF_LKPP}"
SHORT = "Keputusan Deputi Nomor 152 Tahun 2022"
OPERATOR = "{{ operator.unit }} pada {{ operator.institution }}"
FORM = "_{{ operator.form | form_name }}_"
LETTER = "{{ letter.name }} {{ letter.number | numbered }} tanggal {{ letter.date | long_date }}"
SANCTION = "{{ sanction.name }} {{ sanction.number | numbered }} tanggal {{ sanction.date | long_date }}"
STANDARDS = "standar layanan, kapasitas, dan keamanan informasi"
JOINED_STANDARDS = (
    "{% for standard in standards %}{{ standard.name }} ({{ standard.code }}){% if loop.revindex == 2 %}"
    "{{ ', dan ' if loop.length > 2 else ' dan ' }}{% elif not loop.last %}, {% endif %}{% endfor %}"
)
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


def improve_until(days: str) -> str:
    """How improvement is shown, and by when where there is an internal limit; `days` names the field that holds it."""
    return (
        f"Bukti perbaikan disampaikan melalui {SYSTEM}{{% if {days} %}} paling lambat "
        f"{{{{ {days} | number_and_words }}}} hari kerja sejak surat ini diterima {INTERNAL}{{% endif %}}. "
    )


IMPROVE_UNTIL = improve_until("improve_days")


def head(paper: Any) -> None:
    """Letterhead, reference lines and addressee of a letter (surat dinas)."""
    parts.letterhead(paper)
    parts.reference_lines(paper, space="Kaki")


def close(paper: Any, *, seal: bool = False, thanks: str = "kerja sama") -> Any:
    """The closing sentence with the signature, and the copies beside it; the paragraph before stays with them."""
    before = paper.paragraphs[-1]
    if not before.text.startswith("{%"):
        before.paragraph_format.keep_with_next = True
    parts.body(
        paper,
        f"Demikian kami sampaikan. Atas {thanks} Saudara, kami ucapkan terima kasih.",
        keep_with_next=True,
    )
    signature(paper, seal=seal, beside=True)
    return paper


def facts_table(paper: Any, facts: str = "facts") -> None:
    """What was found, with standard and criterion."""
    parts.listing(
        paper,
        loop=f"fact in {facts}",
        columns=(
            ("No.", 1.0, "{{ loop.index }}"),
            ("Standar", 1.8, "{{ fact.standard }}"),
            ("Kriteria", 2.1, "{{ fact.criterion }}"),
            (
                "Fakta yang ditemukan",
                11.6,
                "{{ fact.fact }}{% if fact.severity %} (tingkat: {{ fact.severity }}){% endif %}",
            ),
        ),
    )


def objection(paper: Any, text: str = OBJECTION) -> None:
    """The right to object (II.2.3), whole and on the page of the signature."""
    parts.body(paper, text, keep_with_next=True)
    paper.paragraphs[-1].paragraph_format.keep_together = True


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
