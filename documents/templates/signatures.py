"""The signature blocks: one official or the agency seal at the right, or two parties side by side; the QR code."""

from io import BytesIO
from typing import Any

from docx.enum.table import WD_ALIGN_VERTICAL
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Cm, Mm, Pt

from documents.qr_codes import (
    CREDENTIAL_DESCRIPTION,
    CREDENTIAL_SIDE_MM,
    QR_DESCRIPTION,
    QR_SIDE_MM,
    credential_code,
    verification_code,
)
from documents.templates.ooxml import drop_first, frame_half, keep_whole, pad, set_widths, table_of, tag, write
from documents.templates.paper import copies

QR_SIDE, CREDENTIAL_SIDE = Mm(QR_SIDE_MM), Mm(CREDENTIAL_SIDE_MM)
_TEXT_WIDTH = Cm(16.5)


_DAY = "{{ numbering.date | long_date if numbering else '…………' }}"
DATED = (f"{{{{ letterhead.place }}}}, {_DAY}",)
"""The line over a signature where no reference lines bear place and date."""
DECIDED = ("Ditetapkan di {{ letterhead.place }}", f"pada tanggal {_DAY}")
"""The lines over the signature of a decision."""


def signature(paper: Any, *, seal: bool, opening: tuple[str, ...] = (), beside: bool = False) -> None:
    """The block at the right in one unbreakable row: place and day if asked, office, box with QR code, name, identity.

    *Shape*: `beside` puts the copies (tembusan) at the foot of the empty half, so that they never stand alone.
    """
    table = table_of(paper, [Cm(6.8), Cm(9.7)])
    keep_whole(table.rows[0])
    if beside:
        foot = table.cell(0, 0)
        foot.vertical_alignment = WD_ALIGN_VERTICAL.BOTTOM
        foot.paragraphs[0].style = "Kotak Tanda Tangan"
        copies(foot)
        foot.add_paragraph(style="Sela")
    signed(table.cell(0, 1), seal=seal, opening=opening, width=Cm(9.3))


def signed(cell: Any, *, seal: bool, opening: tuple[str, ...], width: Any) -> None:
    """The block itself, in a new cell."""
    _head(cell, opening)
    _box(cell, _act(seal=seal), width=width)
    _name(cell, "signatory")


def signed_with_credential(cell: Any, *, opening: tuple[str, ...], width: Any) -> None:
    """The same with both codes of a certificate side by side: its address, and its credential."""
    _head(cell, opening)
    _two_codes(cell, width=width)
    _name(cell, "signatory")


def _head(cell: Any, opening: tuple[str, ...]) -> None:
    first, *others = (*opening, "{{ signatory.office }},")
    write(cell, first, "Jabatan Penanda Tangan")
    for line in others:
        cell.add_paragraph(line, style="Jabatan Penanda Tangan")
    for paragraph in cell.paragraphs[:-1]:
        paragraph.paragraph_format.space_after = Pt(0)


def signature_pair(paper: Any) -> None:
    """Both parties side by side, then the QR code, all in one unbreakable row; a NIP only where it is given."""
    frame = table_of(paper, [_TEXT_WIDTH])
    keep_whole(frame.rows[0])
    outer = frame.cell(0, 0)
    sides = table_of(outer, [Cm(8.1), Cm(8.1)])
    sides.add_row()
    sides.add_row()
    columns = (("PIHAK KEDUA", "institution.official"), ("PIHAK KESATU", "lkpp.official"))
    for column, (title, who) in enumerate(columns):
        office, act, name = (row.cells[column] for row in sides.rows)
        write(office, f"{title},", "Jabatan Penanda Tangan")
        office.add_paragraph(f"{{{{ {who}.office }}}},", style="Jabatan Penanda Tangan")
        shape = write(act, _act(seal=False), "Kotak Tanda Tangan").paragraph_format
        shape.space_before = shape.space_after = Pt(14)
        write(name, f"{{{{ {who}.name }}}}", "Nama Penanda Tangan")
        _identity(name, who)
    set_widths(sides, [Cm(8.1), Cm(8.1)])
    drop_first(outer)
    _box(outer, "Naskah ini ditandatangani secara elektronik oleh PARA PIHAK.", width=Cm(16.1))
    outer.add_paragraph(style="Kaki")


def _act(*, seal: bool) -> str:
    return "Dibubuhi segel elektronik instansi" if seal else "Ditandatangani secara elektronik"


def _box(cell: Any, act: str, *, width: Any) -> None:
    """QR code at the left, the act and the address at the right; a draft has neither number nor code."""
    box = table_of(cell, [QR_SIDE + Mm(4), width - QR_SIDE - Mm(4)])
    picture, words = box.rows[0].cells
    words.vertical_alignment = 1
    for side in (picture, words):
        frame_half(side, left=side is picture)
        pad(side)
    write(picture, "{%p if numbering %}", "Kotak Tanda Tangan")
    picture.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER
    _address_picture(picture.add_paragraph(style="Kotak Tanda Tangan"))
    tag(picture, "{%p endif %}")
    picture.add_paragraph(style="Sela")
    write(words, act, "Kotak Tanda Tangan").runs[0].font.bold = True
    tag(words, "{%p if numbering %}")
    words.add_paragraph("Pindai kode QR atau buka alamat berikut untuk memeriksa:", style="Kotak Tanda Tangan")
    words.add_paragraph("{{ numbering.verify_url }}", style="Kotak Tanda Tangan")
    tag(words, "{%p endif %}")


def _two_codes(cell: Any, *, width: Any) -> None:
    """A framed pair; under each code what it is for."""
    cell.add_paragraph(_act(seal=False), style="Kotak Tanda Tangan").runs[0].font.bold = True
    half = int(width / 2)
    box = table_of(cell, [half, width - half])
    columns = (
        (_address_picture, "Status terkini", "Pindai, atau buka alamat pada kaki halaman ini."),
        (_credential_picture, "Kredensial luring", "Dapat diperiksa tanpa jaringan dengan berkas status LKPP."),
    )
    for side, (picture, title, words) in zip(box.rows[0].cells, columns, strict=True):
        frame_half(side, left=picture is _address_picture)
        pad(side)
        write(side, "{%p if numbering %}", "Kotak Tanda Tangan")
        picture(side.add_paragraph(style="Kotak Tanda Tangan"), CREDENTIAL_SIDE)
        side.paragraphs[-1].alignment = WD_ALIGN_PARAGRAPH.CENTER
        tag(side, "{%p endif %}")
        for text, bold in ((title, True), (words, False)):
            line = side.add_paragraph(text, style="Keterangan Kode")
            line.runs[0].font.bold = bold


def _address_picture(paragraph: Any, side: Any = QR_SIDE) -> None:
    _picture(paragraph, verification_code("https://contoh.invalid/v/0"), side=side, description=QR_DESCRIPTION)


def _credential_picture(paragraph: Any, side: Any) -> None:
    _picture(paragraph, credential_code("PBN1:0"), side=side, description=CREDENTIAL_DESCRIPTION)


def _picture(paragraph: Any, code: bytes, *, side: Any, description: str) -> None:
    inline = paragraph.add_run().add_picture(BytesIO(code), width=side, height=side)._inline
    inline.docPr.set("descr", description)


def _name(cell: Any, who: str) -> None:
    cell.add_paragraph(f"{{{{ {who}.name }}}}", style="Nama Penanda Tangan").paragraph_format.space_before = Pt(4)
    _identity(cell, who)


def _identity(cell: Any, who: str) -> None:
    tag(cell, f"{{%p if {who}.identity %}}")
    cell.add_paragraph(f"NIP {{{{ {who}.identity }}}}", style="Jabatan Penanda Tangan")
    tag(cell, "{%p endif %}")
    cell.add_paragraph(style="Sela")
