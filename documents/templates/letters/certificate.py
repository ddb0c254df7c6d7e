"""Sertifikat standarisasi: one lying page with a border (II.2.2.c names it; its contents are a house rule)."""

from typing import Any

from docx.shared import Cm, Pt, RGBColor

from documents.templates import paper as parts
from documents.templates.letters import words
from documents.templates.ooxml import NAVY, drop_first, keep_whole, rule_under, set_widths, table_of, tag, write
from documents.templates.page import new_certificate_paper
from documents.templates.signatures import DATED, signed_with_credential

_COLUMNS = (("No.", 0.7), ("Standar", 5.0), ("Ditetapkan", 2.4))
_GAP = 0.3
_LEFT, _BETWEEN, _RIGHT = 16.5, 0.7, 8.5


def certificate() -> Any:
    """Sertifikat standarisasi."""
    paper = new_certificate_paper()
    parts.letterhead(paper, widths=(1.8, 22.1, 1.8))
    title = paper.add_paragraph("SERTIFIKAT", style="Judul Sertifikat")
    subtitle = paper.add_paragraph("STANDARISASI LAYANAN PENGADAAN SECARA ELEKTRONIK", style="Anak Judul Sertifikat")
    for paragraph in (title, subtitle):
        paragraph.runs[0].font.color.rgb = RGBColor.from_string(NAVY)
    paper.add_paragraph(
        "Nomor {{ numbering.number if numbering else '…………' }}  |  Versi {{ edition }}", style="Isi Sertifikat"
    )
    paper.add_paragraph("diberikan kepada", style="Isi Sertifikat")
    tag(paper, "{%p if operator.unit | length > 60 %}")
    paper.add_paragraph("{{ operator.unit }}", style="Nama Panjang Sertifikat")
    tag(paper, "{%p else %}")
    paper.add_paragraph("{{ operator.unit }}", style="Nama Sertifikat")
    tag(paper, "{%p endif %}")
    parts.say(paper, "{{ operator.institution }}, bentuk _{{ operator.form | form_name }}_", "Isi Sertifikat")
    parts.say(
        paper,
        f"yang telah ditetapkan memenuhi {words.STANDARDS} untuk "
        "{{ standards | length }} dari {{ applicable }} standar yang berlaku",
        "Isi Sertifikat",
    ).paragraph_format.space_after = Pt(6)
    tag(paper, "{%p set half = (standards | length + 1) // 2 %}")
    frame = table_of(paper, [Cm(_LEFT), Cm(_BETWEEN), Cm(_RIGHT)])
    keep_whole(frame.rows[0])
    left, _, right = frame.rows[0].cells
    _standards(left)
    drop_first(left)
    _basis(left)
    signed_with_credential(right, opening=DATED, width=Cm(_RIGHT - 0.1))
    paper.add_paragraph(style="Sela")
    return paper


def _standards(cell: Any) -> None:
    """The standards in two columns, read downwards."""
    widths = [Cm(width) for _, width in _COLUMNS]
    widths = [*widths, Cm(_GAP), *widths]
    table = table_of(cell, widths)
    head = table.rows[0].cells
    for start in (0, 4):
        for offset, (title, _) in enumerate(_COLUMNS):
            write(head[start + offset], title, "Baris Sertifikat").runs[0].font.bold = True
            rule_under(head[start + offset])
    write(table.add_row().cells[0], "{%tr for first in standards[:half] %}", "Baris Sertifikat")
    row = table.add_row()
    keep_whole(row)
    second = "standards[half + loop.index0]"
    there = "{% if half + loop.index0 < standards | length %}"
    texts = (
        "{{ loop.index }}",
        "{{ first.name }}",
        "{{ first.determined_on | long_date }}",
        "",
        f"{there}{{{{ half + loop.index }}}}{{% endif %}}",
        f"{there}{{{{ {second}.name }}}}{{% endif %}}",
        f"{there}{{{{ {second}.determined_on | long_date }}}}{{% endif %}}",
    )
    for box, text in zip(row.cells, texts, strict=True):
        write(box, text, "Baris Sertifikat").paragraph_format.right_indent = Cm(0.1)
    write(table.add_row().cells[0], "{%tr endfor %}", "Baris Sertifikat")
    set_widths(table, widths)


def _basis(cell: Any) -> None:
    """What the certificate rests on, how long it holds, and where its present standing is found."""
    rested = (
        f"Dasar: Bab II angka 2.1 huruf e angka 5) {words.ANNEX}, dan {{{{ determination.name }}}} "
        "{{ determination.number | numbered }} tanggal {{ determination.date | long_date }}."
        "{% if expires_on %} Sertifikat ini berlaku sampai dengan tanggal {{ expires_on | long_date }}.{% endif %}"
    )
    cell.add_paragraph(rested, style="Dasar Sertifikat").paragraph_format.space_before = Pt(6)
    note = cell.add_paragraph(
        "Status terkini sertifikat ini, termasuk perubahan dan pencabutan, diperiksa melalui kode QR.",
        style="Dasar Sertifikat",
    )
    note.runs[0].font.bold = True
