"""WordprocessingML that python-docx has no words for: exact tables, whole rows, frames, fields, template tags."""

from typing import Any

from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

NAVY = "1F3864"
"""The one colour of a certificate."""


def table_of(parent: Any, widths: list[Any], *, style: str | None = None) -> Any:
    """A table of one row with exact column widths, in a paper or in a cell."""
    inside = hasattr(parent, "_tc")
    table = parent.add_table(1, len(widths))
    if inside:
        parent.paragraphs[-1].style = "Sela"
    table.style = style
    table.alignment = WD_TABLE_ALIGNMENT.LEFT
    table.autofit = False
    _margins(table, ruled=style is not None)
    set_widths(table, widths)
    return table


def _margins(table: Any, *, ruled: bool) -> None:
    """Without lines the text stands at the paper's margin; with lines the lines do."""
    side = "85" if ruled else "0"
    margins = OxmlElement("w:tblCellMar")
    for name in ("w:left", "w:right"):
        margins.append(element(name, {"w:w": side, "w:type": "dxa"}))
    properties = table._tbl.tblPr
    properties.append(element("w:tblInd", {"w:w": side, "w:type": "dxa"}))
    properties.append(margins)


def set_widths(table: Any, widths: list[Any]) -> None:
    """Gives each column and each of its cells a width; Word reads the cells, LibreOffice the columns."""
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = width


def keep_whole(row: Any) -> None:
    """A row that does not break over pages."""
    row._tr.get_or_add_trPr().append(element("w:cantSplit", {}))


def write(cell: Any, text: str, style: str) -> Any:
    """Writes into the paragraph that a new cell already has."""
    paragraph = cell.paragraphs[0]
    paragraph.style = style
    paragraph.add_run(text)
    return paragraph


def drop_first(cell: Any) -> None:
    """Takes the empty paragraph that opens a new cell, where a table follows it."""
    cell._tc.remove(cell.paragraphs[0]._p)


def tag(parent: Any, text: str) -> None:
    """A paragraph that holds only a template tag, in one run; rendering removes it."""
    parent.add_paragraph(text, style="Kaki")


def add_field(paragraph: Any, code: str) -> None:
    """A field that the word processor computes, such as PAGE."""
    for kind in ("begin", "", "end"):
        run = paragraph.add_run()._r
        if kind:
            run.append(element("w:fldChar", {"w:fldCharType": kind}))
        else:
            instruction = element("w:instrText", {"xml:space": "preserve"})
            instruction.text = code
            run.append(instruction)


def pad(cell: Any) -> None:
    """Space between a cell's frame and its content."""
    margins = OxmlElement("w:tcMar")
    for name in ("w:top", "w:left", "w:bottom", "w:right"):
        margins.append(element(name, {"w:w": "85", "w:type": "dxa"}))
    cell._tc.get_or_add_tcPr().append(margins)


def frame(cell: Any) -> None:
    """A line around one cell."""
    borders = OxmlElement("w:tcBorders")
    for side in ("top", "left", "bottom", "right"):
        borders.append(element(f"w:{side}", {"w:val": "single", "w:sz": "4", "w:color": "000000"}))
    cell._tc.get_or_add_tcPr().append(borders)


def frame_half(cell: Any, *, left: bool) -> None:
    """One half of a frame around two neighbouring cells."""
    line = {"w:val": "single", "w:sz": "6", "w:color": "7F7F7F"}
    none = {"w:val": "nil"}
    borders = OxmlElement("w:tcBorders")
    for side in ("top", "left", "bottom", "right"):
        hidden = side == ("right" if left else "left")
        borders.append(element(f"w:{side}", none if hidden else line))
    cell._tc.get_or_add_tcPr().append(borders)


def rule_under(cell: Any) -> None:
    """A line under a cell."""
    borders = OxmlElement("w:tcBorders")
    borders.append(element("w:bottom", {"w:val": "single", "w:sz": "6", "w:color": NAVY}))
    cell._tc.get_or_add_tcPr().append(borders)


def add_border(paragraph: Any, side: str, kind: str) -> None:
    """A line at one side of a paragraph."""
    borders = OxmlElement("w:pBdr")
    borders.append(element(f"w:{side}", {"w:val": kind, "w:sz": "6", "w:space": "1", "w:color": "000000"}))
    paragraph._p.get_or_add_pPr().append(borders)


def add_page_border(section: Any) -> None:
    """A double line around every page, measured from the paper's edge."""
    borders = element("w:pgBorders", {"w:offsetFrom": "page"})
    for side in ("top", "left", "bottom", "right"):
        line = {"w:val": "double", "w:sz": "12", "w:space": "24", "w:color": NAVY}
        borders.append(element(f"w:{side}", line))
    section._sectPr.find(qn("w:pgMar")).addnext(borders)


def shade(cell: Any) -> None:
    """The grey ground of a table's head."""
    cell._tc.get_or_add_tcPr().append(element("w:shd", {"w:val": "clear", "w:color": "auto", "w:fill": "EDEDED"}))


def element(name: str, attributes: dict[str, str]) -> Any:
    """An element of WordprocessingML with its attributes."""
    element = OxmlElement(name)
    for key, value in attributes.items():
        element.set("{http://www.w3.org/XML/1998/namespace}space" if key == "xml:space" else qn(key), value)
    return element


def in_schema_order(root: Any) -> None:
    """Sorts the properties of tables and cells as the schema has them: Word refuses other orders.

    *Source*: ECMA-376 Part 1, 17.4.60 (tblPr) and 17.4.70 (tcPr).
    """
    for name, order in _ORDERS.items():
        for properties in root.iter(qn(name)):
            children = sorted(properties, key=lambda child: order.index(child.tag.rpartition("}")[2]))
            for child in children:
                properties.append(child)


_TABLE = (
    "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing tblInd "
    "tblBorders shd tblLayout tblCellMar tblLook tblCaption tblDescription"
)
_CELL = "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign hideMark"
_ORDERS = {"w:tblPr": tuple(_TABLE.split()), "w:tcPr": tuple(_CELL.split())}
