"""The parts that all letters share: page, styles, marks, letterhead, reference lines, signature box, footer."""

import re
from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.section import WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Mm, Pt, RGBColor

from documents.marks import DEVELOPMENT_MARK, DRAFT_MARK
from documents.qr_codes import QR_DESCRIPTION, QR_SIDE_MM, verification_code

FONT = "Arial"
"""Word has it; on Debian `fonts-liberation` gives Liberation Sans, which has the same widths."""


QR_SIDE = Mm(QR_SIDE_MM)

_TEXT_WIDTH = Cm(16.5)
_GREY = RGBColor(0x59, 0x59, 0x59)

STYLES: tuple[tuple[str, float, dict[str, Any]], ...] = (
    ("Kop Instansi", 12, {"bold": True, "align": WD_ALIGN_PARAGRAPH.CENTER}),
    ("Kop Unit", 9.5, {"bold": True, "align": WD_ALIGN_PARAGRAPH.CENTER}),
    ("Kop Alamat", 8, {"align": WD_ALIGN_PARAGRAPH.CENTER}),
    ("Judul Naskah", 12, {"bold": True, "align": WD_ALIGN_PARAGRAPH.CENTER, "keep": True}),
    ("Nomor Naskah", 11, {"align": WD_ALIGN_PARAGRAPH.CENTER, "keep": True}),
    ("Isi Surat", 11, {"align": WD_ALIGN_PARAGRAPH.JUSTIFY, "after": 6, "indent": Cm(1.25), "line": 1.15}),
    ("Isi Rata", 11, {"align": WD_ALIGN_PARAGRAPH.JUSTIFY, "after": 6, "line": 1.1}),
    ("Pasal", 11, {"bold": True, "align": WD_ALIGN_PARAGRAPH.CENTER, "before": 12, "keep": True}),
    ("Judul Pasal", 11, {"bold": True, "align": WD_ALIGN_PARAGRAPH.CENTER, "after": 6, "keep": True}),
    ("Ayat", 11, {"align": WD_ALIGN_PARAGRAPH.JUSTIFY, "after": 4, "hang": (Cm(0.9), Cm(0.9)), "line": 1.1}),
    ("Ayat Berhuruf", 11, {"based_on": "Ayat", "keep": True}),
    ("Huruf", 11, {"align": WD_ALIGN_PARAGRAPH.JUSTIFY, "after": 2, "hang": (Cm(1.6), Cm(0.7)), "line": 1.1}),
    ("Baris", 11, {}),
    ("Isi Tabel", 9.5, {"before": 2, "after": 2}),
    ("Kepala Tabel", 9.5, {"bold": True, "align": WD_ALIGN_PARAGRAPH.CENTER, "before": 2, "after": 2, "keep": True}),
    ("Sidik Berkas", 7.5, {"before": 2, "after": 2, "font": "Courier New"}),
    ("Jabatan Penanda Tangan", 11, {"keep": True, "after": 4}),
    ("Nama Penanda Tangan", 11, {"bold": True, "keep": True}),
    ("Kotak Tanda Tangan", 8, {"keep": True}),
    ("Tembusan", 9, {}),
    ("Sela", 2, {}),
    ("Kaki", 7.5, {"align": WD_ALIGN_PARAGRAPH.CENTER}),
    ("Tanda Halaman", 9, {"bold": True, "align": WD_ALIGN_PARAGRAPH.CENTER}),
)


def new_paper() -> Any:
    """An empty A4 paper in Indonesian with the styles of all letters, marks on every page, and the footer."""
    paper = Document()
    section = paper.sections[0]
    section.start_type = WD_SECTION.NEW_PAGE
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Cm(2.5), Cm(2.0)
    section.top_margin, section.bottom_margin = Cm(1.8), Cm(1.8)
    section.header_distance, section.footer_distance = Cm(0.9), Cm(0.8)
    _styles(paper)
    _marks(section.header)
    _footer(section.footer)
    paper.core_properties.title = "{{ title }}"
    paper.core_properties.author = "{{ author }}"
    paper.core_properties.language = "id-ID"
    return paper


def _styles(paper: Any) -> None:
    normal = paper.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(11)
    normal.paragraph_format.space_after = Pt(0)
    fonts = normal.element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(script), FONT)
    language = _element("w:lang", {"w:val": "id-ID", "w:eastAsia": "id-ID", "w:bidi": "ar-SA"})
    normal.element.get_or_add_rPr().append(language)
    looks = {name: look for name, _, look in STYLES}
    for name, size, own in STYLES:
        look = looks.get(own.get("based_on", ""), {}) | own
        _style(paper.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH), size, look)


def _style(style: Any, size: float, look: dict[str, Any]) -> None:
    style.font.size, style.font.bold = Pt(size), look.get("bold", False)
    style.font.name = look.get("font", FONT)
    shape = style.paragraph_format
    shape.alignment = look.get("align", WD_ALIGN_PARAGRAPH.LEFT)
    shape.space_before, shape.space_after = Pt(look.get("before", 0)), Pt(look.get("after", 0))
    shape.line_spacing = look.get("line", 1.0)
    shape.keep_with_next = look.get("keep", False)
    shape.widow_control = True
    if "indent" in look:
        shape.first_line_indent = look["indent"]
    if "hang" in look:
        left, hanging = look["hang"]
        shape.left_indent, shape.first_line_indent = left, -hanging
        shape.tab_stops.add_tab_stop(left)


def _marks(header: Any) -> None:
    """The marks of `Marks`; a header keeps one paragraph even where no mark applies."""
    tag(header, "{%p if marks.development %}")
    header.add_paragraph(DEVELOPMENT_MARK, style="Tanda Halaman").runs[0].font.color.rgb = RGBColor(0xB0, 0, 0)
    english = header.add_paragraph("TEST SIGNATURE - NOT LEGALLY VALID", style="Kaki")
    english.runs[0].font.color.rgb = RGBColor(0xB0, 0, 0)
    tag(header, "{%p endif %}")
    tag(header, "{%p if marks.draft %}")
    header.add_paragraph(DRAFT_MARK, style="Tanda Halaman")
    tag(header, "{%p endif %}")
    header.paragraphs[0].style = "Sela"
    header.add_paragraph(style="Kaki")


def _footer(footer: Any) -> None:
    first = footer.paragraphs[0]
    first.style = "Kaki"
    _border(first, "top", "single")
    tag(footer, "{%p if numbering %}")
    footer.add_paragraph(
        "Keaslian dan status terkini dapat diperiksa di {{ numbering.verify_url }}",
        style="Kaki",
    )
    tag(footer, "{%p endif %}")
    pages = footer.add_paragraph("{% if numbering %}Kode {{ numbering.code }} | {% endif %}Halaman ", style="Kaki")
    _field(pages, "PAGE")
    pages.add_run(" dari ")
    _field(pages, "NUMPAGES")


def letterhead(paper: Any) -> None:
    """The kop: a neutral frame in place of an emblem, agency, office, address, and a double line."""
    table = _table(paper, [Cm(2.0), Cm(14.5)])
    frame, text = table.rows[0].cells
    frame.vertical_alignment = text.vertical_alignment = 1
    emblem = _table(frame, [Cm(1.8)], style="Table Grid")
    emblem.rows[0].height = Cm(1.8)
    emblem.cell(0, 0).vertical_alignment = 1
    _write(emblem.cell(0, 0), "LAMBANG INSTANSI", "Kaki").runs[0].font.color.rgb = _GREY
    _drop_first(frame)
    _write(text, "{{ letterhead.agency | upper }}", "Kop Instansi")
    text.add_paragraph("{{ letterhead.office | upper }}", style="Kop Unit")
    tag(text, "{%p for line in letterhead.address %}")
    text.add_paragraph("{{ line }}", style="Kop Alamat")
    tag(text, "{%p endfor %}")
    rule = paper.add_paragraph(style="Kaki")
    _border(rule, "top", "double")


def reference_lines(paper: Any) -> None:
    """Nomor with place and date at its right, then Sifat, Lampiran, Hal, then the addressee."""
    table = _table(paper, [Cm(2.0), Cm(0.4), Cm(8.6), Cm(5.5)])
    lines = (
        ("Nomor", "{{ numbering.number if numbering else '…………' }}"),
        ("Sifat", "{{ reference.nature }}"),
        ("Lampiran", "{{ reference.enclosures }}"),
        ("Hal", "{{ reference.subject }}"),
    )
    for index, (label, value) in enumerate(lines):
        cells = (table.rows[0] if index == 0 else table.add_row()).cells
        for cell, words in zip(cells, (label, ":", value), strict=False):
            _write(cell, words, "Baris")
    place = _write(
        table.cell(0, 3),
        "{{ letterhead.place }}, {{ numbering.date | long_date if numbering else '…………' }}",
        "Baris",
    )
    place.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    paper.add_paragraph(style="Baris")
    paper.add_paragraph("Yth. {{ addressee.name }}", style="Baris")
    paper.add_paragraph("di {{ addressee.place }}", style="Baris")
    paper.add_paragraph(style="Baris")


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
    table = _table(paper, [Cm(0.9), Cm(5.6), Cm(0.4), Cm(9.6)])
    _whole(table.rows[0])
    _write(table.cell(0, 0), number, "Baris")
    _write(table.cell(0, 1), f"{{{{ {who}.official.name }}}}", "Baris")
    _write(table.cell(0, 2), ":", "Baris")
    text = (
        f"{{{{ {who}.official.office }}}}, bertindak untuk dan atas nama {{{{ {who}.body }}}}, berkedudukan di "
        f"{{{{ {who}.address }}}}, selanjutnya disebut {role}."
    )
    _write(table.cell(0, 3), text, "Baris").alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    paper.add_paragraph(style="Kaki")


def acceptances(paper: Any, whom: tuple[str, ...]) -> None:
    """A ruled table of acceptances given in the system: capacity, official, instant."""
    table = _table(paper, [Cm(3.2), Cm(7.3), Cm(6.0)], style="Table Grid")
    for cell, title in zip(table.rows[0].cells, ("Selaku", "Nama dan jabatan", "Diterima pada"), strict=True):
        _write(cell, title, "Kepala Tabel")
        cell._tc.get_or_add_tcPr().append(_element("w:shd", {"w:val": "clear", "w:color": "auto", "w:fill": "EDEDED"}))
    for who in whom:
        row = table.add_row()
        _whole(row)
        _write(row.cells[0], f"{{{{ {who}.capacity }}}}", "Isi Tabel")
        _write(row.cells[1], f"{{{{ {who}.official.name }}}}", "Isi Tabel").runs[0].font.bold = True
        row.cells[1].add_paragraph(f"{{{{ {who}.official.office }}}}", style="Isi Tabel")
        _write(row.cells[2], f"{{{{ {who}.accepted_at | date_and_time }}}}", "Isi Tabel")
    paper.add_paragraph(style="Kaki")


def particulars(paper: Any, *lines: tuple[str, str]) -> None:
    """Label, colon, value: a table without lines."""
    table = _table(paper, [Cm(5.4), Cm(0.4), Cm(10.7)])
    for index, (label, value) in enumerate(lines):
        row = table.rows[0] if index == 0 else table.add_row()
        _whole(row)
        for cell, words in zip(row.cells, (label, ":", value), strict=True):
            _write(cell, words, "Baris")
    paper.add_paragraph(style="Kaki")


def listing(paper: Any, *, loop: str, columns: tuple[tuple[str, float, str], ...], style: str = "Isi Tabel") -> None:
    """A ruled table with a repeated head; `loop` is `item in items`, a column its title, width in cm and cell text."""
    table = _table(paper, [Cm(width) for _, width, _ in columns], style="Table Grid")
    head = table.rows[0]
    head._tr.get_or_add_trPr().append(_element("w:tblHeader", {}))
    for cell, (title, _, _) in zip(head.cells, columns, strict=True):
        _write(cell, title, "Kepala Tabel")
        cell._tc.get_or_add_tcPr().append(_element("w:shd", {"w:val": "clear", "w:color": "auto", "w:fill": "EDEDED"}))
    _write(table.add_row().cells[0], f"{{%tr for {loop} %}}", "Isi Tabel")
    row = table.add_row()
    _whole(row)
    for cell, (_, _, words) in zip(row.cells, columns, strict=True):
        _write(cell, words, "Sidik Berkas" if "sha256" in words else style)
    _write(table.add_row().cells[0], "{%tr endfor %}", "Isi Tabel")
    _widths(table, [Cm(width) for _, width, _ in columns])
    paper.add_paragraph(style="Kaki")


def signature(paper: Any, *, seal: bool) -> None:
    """The block at the right in one unbreakable row: office, box with QR code, name and identity."""
    table = _table(paper, [Cm(6.8), Cm(9.7)])
    _whole(table.rows[0])
    cell = table.cell(0, 1)
    _write(cell, "{{ signatory.office }},", "Jabatan Penanda Tangan")
    _box(cell, _act(seal=seal), width=Cm(9.3))
    _name(cell, "signatory")


def signature_pair(paper: Any) -> None:
    """Both parties side by side, then the QR code, all in one unbreakable row; a NIP only where it is given."""
    frame = _table(paper, [_TEXT_WIDTH])
    _whole(frame.rows[0])
    outer = frame.cell(0, 0)
    sides = _table(outer, [Cm(8.1), Cm(8.1)])
    sides.add_row()
    sides.add_row()
    columns = (("PIHAK KEDUA", "institution.official"), ("PIHAK KESATU", "lkpp.official"))
    for column, (title, who) in enumerate(columns):
        office, act, name = (row.cells[column] for row in sides.rows)
        _write(office, f"{title},", "Jabatan Penanda Tangan")
        office.add_paragraph(f"{{{{ {who}.office }}}},", style="Jabatan Penanda Tangan")
        shape = _write(act, _act(seal=False), "Kotak Tanda Tangan").paragraph_format
        shape.space_before = shape.space_after = Pt(14)
        _write(name, f"{{{{ {who}.name }}}}", "Nama Penanda Tangan")
        _identity(name, who)
    _widths(sides, [Cm(8.1), Cm(8.1)])
    _drop_first(outer)
    _box(outer, "Naskah ini ditandatangani secara elektronik oleh PARA PIHAK.", width=Cm(16.1))
    outer.add_paragraph(style="Kaki")


def copies(paper: Any) -> None:
    """Tembusan at the lower left, where there are any."""
    tag(paper, "{%p if copies %}")
    paper.add_paragraph("Tembusan:", style="Tembusan").paragraph_format.keep_with_next = True
    tag(paper, "{%p for copy in copies %}")
    paper.add_paragraph("{{ loop.index }}. {{ copy }}", style="Tembusan")
    tag(paper, "{%p endfor %}")
    tag(paper, "{%p endif %}")


def _act(*, seal: bool) -> str:
    return "Dibubuhi segel elektronik instansi" if seal else "Ditandatangani secara elektronik"


def _box(cell: Any, act: str, *, width: Any) -> None:
    """QR code at the left, the act and the address at the right; a draft has neither number nor code."""
    box = _table(cell, [QR_SIDE + Mm(4), width - QR_SIDE - Mm(4)])
    picture, words = box.rows[0].cells
    words.vertical_alignment = 1
    for side in (picture, words):
        _frame(side, left=side is picture)
        _padding(side)
    _write(picture, "{%p if numbering %}", "Kotak Tanda Tangan")
    picture.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER
    _picture(picture.add_paragraph(style="Kotak Tanda Tangan"))
    tag(picture, "{%p endif %}")
    picture.add_paragraph(style="Sela")
    _write(words, act, "Kotak Tanda Tangan").runs[0].font.bold = True
    tag(words, "{%p if numbering %}")
    words.add_paragraph("Pindai kode QR atau buka alamat berikut untuk memeriksa:", style="Kotak Tanda Tangan")
    words.add_paragraph("{{ numbering.verify_url }}", style="Kotak Tanda Tangan")
    tag(words, "{%p endif %}")


def _picture(paragraph: Any) -> None:
    code = BytesIO(verification_code("https://contoh.invalid/v/0"))
    inline = paragraph.add_run().add_picture(code, width=QR_SIDE, height=QR_SIDE)._inline
    inline.docPr.set("descr", QR_DESCRIPTION)


def _name(cell: Any, who: str) -> None:
    cell.add_paragraph(f"{{{{ {who}.name }}}}", style="Nama Penanda Tangan").paragraph_format.space_before = Pt(4)
    _identity(cell, who)


def _identity(cell: Any, who: str) -> None:
    tag(cell, f"{{%p if {who}.identity %}}")
    cell.add_paragraph(f"NIP {{{{ {who}.identity }}}}", style="Jabatan Penanda Tangan")
    tag(cell, "{%p endif %}")
    cell.add_paragraph(style="Sela")


def _table(parent: Any, widths: list[Any], *, style: str | None = None) -> Any:
    """A table of one row with exact column widths, in a paper or in a cell."""
    inside = hasattr(parent, "_tc")
    table = parent.add_table(1, len(widths))
    if inside:
        parent.paragraphs[-1].style = "Sela"
    table.style = style
    table.alignment = WD_TABLE_ALIGNMENT.LEFT
    table.autofit = False
    _margins(table, ruled=style is not None)
    _widths(table, widths)
    return table


def _margins(table: Any, *, ruled: bool) -> None:
    """Without lines the text stands at the paper's margin; with lines the lines do."""
    side = "85" if ruled else "0"
    margins = OxmlElement("w:tblCellMar")
    for name in ("w:left", "w:right"):
        margins.append(_element(name, {"w:w": side, "w:type": "dxa"}))
    properties = table._tbl.tblPr
    properties.append(_element("w:tblInd", {"w:w": side, "w:type": "dxa"}))
    properties.append(margins)


def _widths(table: Any, widths: list[Any]) -> None:
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = width


def _whole(row: Any) -> None:
    """A row that does not break over pages."""
    row._tr.get_or_add_trPr().append(_element("w:cantSplit", {}))


def _write(cell: Any, text: str, style: str) -> Any:
    paragraph = cell.paragraphs[0]
    paragraph.style = style
    paragraph.add_run(text)
    return paragraph


def _drop_first(cell: Any) -> None:
    """Takes the empty paragraph that opens a new cell, where a table follows it."""
    cell._tc.remove(cell.paragraphs[0]._p)


def tag(parent: Any, text: str) -> None:
    """A paragraph that holds only a template tag, in one run; rendering removes it."""
    parent.add_paragraph(text, style="Kaki")


def _field(paragraph: Any, code: str) -> None:
    for kind in ("begin", "", "end"):
        run = paragraph.add_run()._r
        if kind:
            run.append(_element("w:fldChar", {"w:fldCharType": kind}))
        else:
            instruction = _element("w:instrText", {"xml:space": "preserve"})
            instruction.text = code
            run.append(instruction)


def _padding(cell: Any) -> None:
    margins = OxmlElement("w:tcMar")
    for name in ("w:top", "w:left", "w:bottom", "w:right"):
        margins.append(_element(name, {"w:w": "85", "w:type": "dxa"}))
    cell._tc.get_or_add_tcPr().append(margins)


def _frame(cell: Any, *, left: bool) -> None:
    line = {"w:val": "single", "w:sz": "6", "w:color": "7F7F7F"}
    none = {"w:val": "nil"}
    borders = OxmlElement("w:tcBorders")
    for side in ("top", "left", "bottom", "right"):
        hidden = side == ("right" if left else "left")
        borders.append(_element(f"w:{side}", none if hidden else line))
    cell._tc.get_or_add_tcPr().append(borders)


def _border(paragraph: Any, side: str, kind: str) -> None:
    borders = OxmlElement("w:pBdr")
    borders.append(_element(f"w:{side}", {"w:val": kind, "w:sz": "6", "w:space": "1", "w:color": "000000"}))
    paragraph._p.get_or_add_pPr().append(borders)


def _element(name: str, attributes: dict[str, str]) -> Any:
    element = OxmlElement(name)
    for key, value in attributes.items():
        element.set("{http://www.w3.org/XML/1998/namespace}space" if key == "xml:space" else qn(key), value)
    return element
