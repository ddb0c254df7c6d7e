"""The form of a decision (Keputusan): heading, parts with label and colon, annex; also used by an assignment letter."""

import re
from typing import Any

from docx.enum.text import WD_BREAK
from docx.shared import Cm

from documents.templates import paper as parts
from documents.templates.ooxml import drop_first, keep_whole, table_of, write

OFFICE = "{{ letterhead.office | upper }}"
AGENCY = "{{ letterhead.agency | upper }}"
NUMBER = "{{ numbering.number | heading_number if numbering else 'NOMOR ………… TAHUN …………' }}"
_DECIDER = f"{OFFICE} {AGENCY}"
_LABEL, _COLON, _TEXT = Cm(2.7), Cm(0.5), Cm(13.3)


def decision_heading(paper: Any, about: str) -> None:
    """The title of a decision of the Deputy, its number, what it is about, and who decides."""
    for lines in (("KEPUTUSAN", _DECIDER, NUMBER), ("TENTANG",), (about,), (f"{_DECIDER},",)):
        for line in lines:
            shape = paper.add_paragraph(line, style="Judul Naskah").paragraph_format
            shape.left_indent = shape.right_indent = Cm(1.3)
        shape.space_after = Cm(0.3)


def capitals(text: str) -> str:
    """A title in capitals; its tags are left as they are, but that what they print is in capitals too."""
    pieces = re.split(r"(\{\{.*?\}\}|\{%.*?%\})", text)
    return "".join(_capital(piece) for piece in pieces)


def _capital(piece: str) -> str:
    if piece.startswith("{{"):
        return piece.replace(" }}", " | upper }}")
    return piece if piece.startswith("{%") else piece.upper()


def dictum(paper: Any, label: str, text: str | None = None, *, last: bool = False) -> Any:
    """Label, colon and a cell of text on one page; a cell without text is given back to be filled, and may run on.

    *Shape*: `last` keeps the row with what follows it.
    """
    table = table_of(paper, [_LABEL, _COLON, _TEXT])
    name, colon, cell = table.rows[0].cells
    write(name, label, "Isi Diktum").alignment = 0
    write(colon, ":", "Isi Diktum")
    drop_first(cell)
    if text is not None:
        keep_whole(table.rows[0])
        parts.say(cell, text, "Isi Diktum")
    after = paper.add_paragraph(style="Sela")
    for paragraph in (name.paragraphs[0], *cell.paragraphs, after):
        paragraph.paragraph_format.keep_with_next = last or None
    return cell


def items(cell: Any, *texts: str) -> None:
    """Numbered lines in the text of a part."""
    for number, text in enumerate(texts, start=1):
        item(cell, f"{number}.", text)


def item(cell: Any, mark: str, text: str) -> None:
    """One line with hanging mark."""
    parts.say(cell, f"{mark}\t{text}", "Huruf Diktum")


def annex_head(paper: Any, about: str) -> None:
    """A new page with the block at the right that says whose annex it is."""
    paper.add_paragraph(style="Sela").add_run().add_break(WD_BREAK.PAGE)
    table = table_of(paper, [Cm(7.3), Cm(1.9), Cm(0.4), Cm(6.9)])
    lines = (
        ("LAMPIRAN", f"KEPUTUSAN {OFFICE}"),
        ("NOMOR", "{{ numbering.number | bare_number if numbering else '…………' }}"),
        ("TANGGAL", "{{ numbering.date | long_date | upper if numbering else '…………' }}"),
        ("TENTANG", about),
    )
    for index, (label, value) in enumerate(lines):
        row = table.rows[0] if index == 0 else table.add_row()
        keep_whole(row)
        row.cells[0].paragraphs[0].style = "Sela"
        for cell, words in zip(row.cells[1:], (label, ":", value), strict=True):
            write(cell, words, "Kepala Lampiran")
    paper.add_paragraph(style="Baris")


def annex_signature(paper: Any) -> None:
    """Office and name under an annex; the signature itself stands in the decision."""
    table = table_of(paper, [Cm(6.8), Cm(9.7)])
    keep_whole(table.rows[0])
    cell = table.cell(0, 1)
    write(cell, "{{ signatory.office }},", "Jabatan Penanda Tangan").paragraph_format.space_after = Cm(0.5)
    cell.add_paragraph("{{ signatory.name }}", style="Nama Penanda Tangan")
