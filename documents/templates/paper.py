"""The parts of a letter's text: letterhead, reference lines, headings, paragraphs, tables, copies."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Cm, RGBColor

from documents.templates.ooxml import (
    add_border,
    element,
    frame,
    keep_whole,
    set_widths,
    shade,
    table_of,
    tag,
    write,
)

_LONGEST_LABEL = 28
"""Characters; "Surat pemberitahuan diterima" takes 5.1 of the 5.4 cm."""

_GREY = RGBColor(0x59, 0x59, 0x59)


def letterhead(paper: Any, *, widths: tuple[float, ...] = (1.8, 14.7)) -> None:
    """The kop: a neutral frame in place of an emblem, agency, office, address, and a double line. *Units*: cm."""
    table = table_of(paper, [Cm(width) for width in widths])
    table.rows[0].height = Cm(1.8)
    emblem, text = table.rows[0].cells[:2]
    emblem.vertical_alignment = text.vertical_alignment = 1
    frame(emblem)
    write(emblem, "LAMBANG INSTANSI", "Kaki").runs[0].font.color.rgb = _GREY
    write(text, "{{ letterhead.agency | upper }}", "Kop Instansi")
    text.add_paragraph("{{ letterhead.office | upper }}", style="Kop Unit")
    tag(text, "{%p for line in letterhead.address %}")
    text.add_paragraph("{{ line }}", style="Kop Alamat")
    tag(text, "{%p endfor %}")
    rule = paper.add_paragraph(style="Kaki")
    add_border(rule, "top", "double")


def reference_lines(paper: Any, *, space: str = "Baris") -> None:
    """Nomor with place and date at its right, then Sifat, Lampiran, Hal, then the addressee. *Shape*: `space` is a style.

    Each is a paragraph with tabs: a screen reader says "Nomor : 12", where a table would be read cell by cell.
    """
    number = "{{ numbering.number if numbering else '…………' }}"
    day = "{{ letterhead.place }}, {{ numbering.date | long_date if numbering else '…………' }}"
    paper.add_paragraph(f"Nomor\t:\t{number}\t{day}", style="Baris Nomor")
    for label, value in (
        ("Sifat", "{{ reference.nature }}"),
        ("Lampiran", "{{ reference.enclosures }}"),
        ("Hal", "{{ reference.subject }}"),
    ):
        paper.add_paragraph(f"{label}\t:\t{value}", style="Baris Rujukan")
    paper.add_paragraph(style=space)
    paper.add_paragraph("Yth. {{ addressee.name }}", style="Baris")
    paper.add_paragraph("di {{ addressee.place }}", style="Baris")
    paper.add_paragraph(style=space)


def heading(paper: Any, *lines: str) -> None:
    """The centred title of minutes and agreements with their number under it."""
    for line in lines:
        paper.add_paragraph(line, style="Judul Naskah")
    paper.add_paragraph("NOMOR {{ numbering.number if numbering else '…………' }}", style="Nomor Naskah")
    paper.add_paragraph(style="Nomor Naskah")


def body(paper: Any, *texts: str, keep_with_next: bool = False) -> None:
    """Paragraphs of a letter's text."""
    for text in texts:
        say(paper, text, "Isi Surat").paragraph_format.keep_with_next = keep_with_next or None


def plain(paper: Any, text: str) -> Any:
    """A paragraph without indent, as minutes and agreements have it."""
    return say(paper, text, "Isi Rata")


def say(paper: Any, text: str, style: str) -> Any:
    """A paragraph in which `_words_` are printed in italics: words of another language."""
    paragraph = paper.add_paragraph(style=style)
    for index, words in enumerate(re.split(r"(?<!\w)_(?=\w|{{)(.+?)(?<=\w|})_(?!\w)", text)):
        paragraph.add_run(words).italic = index % 2 == 1 or None
    return paragraph


def party(paper: Any, number: str, who: str, role: str) -> None:
    """One party of an agreement: its official, office, body and address, and the name it bears in the text."""
    table = table_of(paper, [Cm(0.9), Cm(5.6), Cm(0.4), Cm(9.6)])
    keep_whole(table.rows[0])
    write(table.cell(0, 0), number, "Baris")
    write(table.cell(0, 1), f"{{{{ {who}.official.name }}}}", "Baris")
    write(table.cell(0, 2), ":", "Baris")
    text = (
        f"{{{{ {who}.official.office }}}}, bertindak untuk dan atas nama {{{{ {who}.body }}}}, berkedudukan di "
        f"{{{{ {who}.address }}}}, selanjutnya disebut {role}."
    )
    write(table.cell(0, 3), text, "Baris").alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    paper.add_paragraph(style="Kaki")


def acceptances(paper: Any, whom: tuple[str, ...]) -> None:
    """A ruled table of acceptances given in the system: capacity, official, instant."""
    table = table_of(paper, [Cm(3.2), Cm(7.3), Cm(6.0)], style="Table Grid")
    for cell, title in zip(table.rows[0].cells, ("Selaku", "Nama dan jabatan", "Diterima pada"), strict=True):
        write(cell, title, "Kepala Tabel")
        shade(cell)
    for who in whom:
        row = table.add_row()
        keep_whole(row)
        write(row.cells[0], f"{{{{ {who}.capacity }}}}", "Isi Tabel")
        write(row.cells[1], f"{{{{ {who}.official.name }}}}", "Isi Tabel").runs[0].font.bold = True
        row.cells[1].add_paragraph(f"{{{{ {who}.official.office }}}}", style="Isi Tabel")
        write(row.cells[2], f"{{{{ {who}.accepted_at | date_and_time }}}}", "Isi Tabel")
    paper.add_paragraph(style="Kaki")


def particulars(paper: Any, *lines: tuple[str, str]) -> None:
    """Label, colon, value: a paragraph with tabs for each. *Shape*: a label has its 5.4 cm, a value's words 10.7 cm.

    *Raises*: `ValueError` for a label that may be too wide.
    """
    for label, value in lines:
        if len(label) > _LONGEST_LABEL:
            raise ValueError(f"{label} is too wide: a list of long labels is a table (`particular_rows`)")
        paper.add_paragraph(f"{label}\t:\t{value}", style="Baris Keterangan")
    paper.add_paragraph(style="Kaki")


def particular_rows(paper: Any, loop: str, label: str, value: str) -> None:
    """Label, colon, value for each thing of a list: a table without lines, as these labels may be long."""
    table = table_of(paper, [Cm(5.4), Cm(0.4), Cm(10.7)])
    write(table.rows[0].cells[0], f"{{%tr for {loop} %}}", "Baris")
    row = table.add_row()
    keep_whole(row)
    for cell, words in zip(row.cells, (label, ":", value), strict=True):
        write(cell, words, "Baris")
    write(table.add_row().cells[0], "{%tr endfor %}", "Baris")
    set_widths(table, [Cm(5.4), Cm(0.4), Cm(10.7)])
    paper.add_paragraph(style="Kaki")


def lines(parent: Any, loop: str, text: str, style: str = "Ayat", *, mark: str = "{{ loop.index }}.") -> None:
    """A paragraph with hanging mark for each thing of a list, in a paper or in a cell."""
    tag(parent, f"{{%p for {loop} %}}")
    say(parent, f"{mark}\t{text}", style)
    tag(parent, "{%p endfor %}")


def each(paper: Any, loop: str, text: str, style: str) -> None:
    """A paragraph for each thing of a list."""
    tag(paper, f"{{%p for {loop} %}}")
    say(paper, text, style)
    tag(paper, "{%p endfor %}")


@contextmanager
def only_if(parent: Any, condition: str) -> Iterator[None]:
    """What is written within stands in the letter only where the condition holds."""
    tag(parent, f"{{%p if {condition} %}}")
    yield
    tag(parent, "{%p endif %}")


def listing(paper: Any, *, loop: str, columns: tuple[tuple[str, float, str], ...], style: str = "Isi Tabel") -> None:
    """A ruled table with a repeated head; `loop` is `item in items`, a column its title, width in cm and cell text."""
    table = table_of(paper, [Cm(width) for _, width, _ in columns], style="Table Grid")
    head = table.rows[0]
    head._tr.get_or_add_trPr().append(element("w:tblHeader", {}))
    for cell, (title, _, _) in zip(head.cells, columns, strict=True):
        write(cell, title, "Kepala Tabel")
        shade(cell)
    write(table.add_row().cells[0], f"{{%tr for {loop} %}}", "Isi Tabel")
    row = table.add_row()
    keep_whole(row)
    for cell, (_, _, words) in zip(row.cells, columns, strict=True):
        write(cell, words, "Sidik Berkas" if "sha256" in words else style)
    write(table.add_row().cells[0], "{%tr endfor %}", "Isi Tabel")
    set_widths(table, [Cm(width) for _, width, _ in columns])
    paper.add_paragraph(style="Kaki")


def copies(paper: Any) -> None:
    """Tembusan at the lower left, where there are any; in a paper, or in the cell beside its signature."""
    tag(paper, "{%p if copies %}")
    paper.add_paragraph("Tembusan:", style="Tembusan").paragraph_format.keep_with_next = True
    tag(paper, "{%p for copy in copies %}")
    paper.add_paragraph("{{ loop.index }}. {{ copy }}", style="Tembusan")
    tag(paper, "{%p endfor %}")
    tag(paper, "{%p endif %}")
