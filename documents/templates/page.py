"""The page of all letters: A4, styles, marks in the header, verification address and page count in the footer."""

from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml.ns import qn
from docx.shared import Cm, Mm, Pt, RGBColor

from documents.marks import BSRE_SENTENCE, DEVELOPMENT_MARK, DRAFT_MARK
from documents.templates.ooxml import add_border, add_field, add_page_border, element, tag

FONT = "Arial"
"""Word has it; on Debian `fonts-liberation2` gives Liberation Sans, which has the same widths."""

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
    ("Baris Nomor", 11, {"hang": (Cm(2.4), Cm(2.4)), "tabs": (Cm(2.0), Cm(2.4)), "at_margin": Cm(16.5)}),
    ("Baris Rujukan", 11, {"hang": (Cm(2.4), Cm(2.4)), "tabs": (Cm(2.0), Cm(2.4)), "right": Cm(5.5)}),
    ("Baris Keterangan", 11, {"hang": (Cm(5.8), Cm(5.8)), "tabs": (Cm(5.4), Cm(5.8)), "whole": True}),
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

_COPIES: tuple[str, float, dict[str, Any]] = ("Tembusan", 8.5, {})
LETTER_STYLES: tuple[tuple[str, float, dict[str, Any]], ...] = (
    ("Isi Surat", 11, {"align": WD_ALIGN_PARAGRAPH.JUSTIFY, "after": 5, "indent": Cm(1.25)}),
    ("Ayat", 11, {"align": WD_ALIGN_PARAGRAPH.JUSTIFY, "after": 3, "hang": (Cm(0.9), Cm(0.9))}),
    _COPIES,
)
"""Letters with tables and lists between their paragraphs, which are to stay on one page where they can."""

HEADED_STYLES: tuple[tuple[str, float, dict[str, Any]], ...] = (
    ("Judul Bagian", 11, {"bold": True, "before": 6, "after": 4, "keep": True}),
    ("Isi Diktum", 11, {"align": WD_ALIGN_PARAGRAPH.JUSTIFY, "after": 3, "line": 1.05}),
    ("Huruf Diktum", 11, {"align": WD_ALIGN_PARAGRAPH.JUSTIFY, "after": 3, "hang": (Cm(0.8), Cm(0.8)), "line": 1.05}),
    ("Memutuskan", 11, {"align": WD_ALIGN_PARAGRAPH.CENTER, "before": 4, "after": 6, "keep": True}),
    ("Kepala Lampiran", 9.5, {"keep": True}),
    _COPIES,
)
"""Papers that bear a title of their own: assignments, reports and decisions."""

CERTIFICATE_STYLES: tuple[tuple[str, float, dict[str, Any]], ...] = (
    ("Judul Sertifikat", 26, {"bold": True, "align": WD_ALIGN_PARAGRAPH.CENTER, "before": 2, "keep": True}),
    ("Anak Judul Sertifikat", 12.5, {"bold": True, "align": WD_ALIGN_PARAGRAPH.CENTER, "keep": True}),
    ("Isi Sertifikat", 10.5, {"align": WD_ALIGN_PARAGRAPH.CENTER, "before": 2, "after": 3}),
    ("Nama Sertifikat", 17, {"bold": True, "align": WD_ALIGN_PARAGRAPH.CENTER}),
    ("Nama Panjang Sertifikat", 12.5, {"bold": True, "align": WD_ALIGN_PARAGRAPH.CENTER}),
    ("Baris Sertifikat", 7.5, {"before": 1.5, "after": 1.5}),
    ("Keterangan Kode", 7, {"align": WD_ALIGN_PARAGRAPH.CENTER, "keep": True}),
    ("Dasar Sertifikat", 8, {"align": WD_ALIGN_PARAGRAPH.JUSTIFY, "after": 2}),
)

FURTHER_STYLES = LETTER_STYLES + HEADED_STYLES + CERTIFICATE_STYLES


def new_paper(*styles: tuple[str, float, dict[str, Any]]) -> Any:
    """An empty A4 paper in Indonesian: the styles of all letters, these over them, marks on every page, the footer."""
    paper = Document()
    section = paper.sections[0]
    section.start_type = WD_SECTION.NEW_PAGE
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Cm(2.5), Cm(2.0)
    section.top_margin, section.bottom_margin = Cm(1.8), Cm(1.8)
    section.header_distance, section.footer_distance = Cm(0.9), Cm(0.8)
    _styles(paper, {name: (size, look) for name, size, look in STYLES + styles})
    _marks(section.header)
    _footer(section.footer)
    paper.core_properties.title = "{{ title }}"
    paper.core_properties.author = "{{ author }}"
    paper.core_properties.language = "id-ID"
    return paper


def new_certificate_paper() -> Any:
    """The same lying, with a double border around the page."""
    paper = new_paper(*CERTIFICATE_STYLES)
    section = paper.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin = section.right_margin = Cm(2.0)
    section.top_margin, section.bottom_margin = Cm(1.4), Cm(1.4)
    section.header_distance = section.footer_distance = Cm(1.3)
    add_page_border(section)
    return paper


def _styles(paper: Any, styles: dict[str, tuple[float, dict[str, Any]]]) -> None:
    normal = paper.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(11)
    normal.paragraph_format.space_after = Pt(0)
    fonts = normal.element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(script), FONT)
    language = element("w:lang", {"w:val": "id-ID", "w:eastAsia": "id-ID", "w:bidi": "ar-SA"})
    normal.element.get_or_add_rPr().append(language)
    for default in paper.styles.element.iterfind(".//" + qn("w:docDefaults") + "//" + qn("w:lang")):
        default.set(qn("w:val"), "id-ID")  # the language of the PDF is taken from here
    for name, (size, own) in styles.items():
        _, base = styles.get(own.get("based_on", ""), (0, {}))
        look = base | own
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
    shape.keep_together = look.get("whole")
    shape.right_indent = look.get("right")
    if "hang" in look:
        left, hanging = look["hang"]
        shape.left_indent, shape.first_line_indent = left, -hanging
        for stop in look.get("tabs", (left,)):
            shape.tab_stops.add_tab_stop(stop)
    if "at_margin" in look:
        shape.tab_stops.add_tab_stop(look["at_margin"], WD_TAB_ALIGNMENT.RIGHT)


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
    add_border(first, "top", "single")
    said = first.add_run(f"{{% if marks.certified_by_bsre %}}{BSRE_SENTENCE}{{% endif %}}")
    said.font.size = Pt(6)  # on one line, which is empty otherwise: no letter becomes longer by it
    tag(footer, "{%p if numbering %}")
    footer.add_paragraph(
        "Keaslian dan status terkini dapat diperiksa di {{ numbering.verify_url }}",
        style="Kaki",
    )
    tag(footer, "{%p endif %}")
    pages = footer.add_paragraph("{% if numbering %}Kode {{ numbering.code }} | {% endif %}Halaman ", style="Kaki")
    add_field(pages, "PAGE")
    pages.add_run(" dari ")
    add_field(pages, "NUMPAGES")
