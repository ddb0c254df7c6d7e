"""Attacks on the file's structure: encryption, cross-reference and object streams, hybrid files, bombs and deep trees."""

# mypy: disable-error-code="no-untyped-call"

import io
import re
from collections.abc import Callable
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import copy_into_new_writer

from tests.attacks.attack import Attack, Change, gaps, revised
from tests.attacks.bombs import BOMB_BYTES, bomb, packed

ENCRYPTED = "ISO 32000-1, 7.6 (encryption); Müller et al., PDFex, CCS 2019"
STREAMS = "ISO 32000-1, 7.5.7 and 7.5.8 (object streams, cross-reference streams)"
HYBRID = "ISO 32000-1, 7.5.8.4 (hybrid-reference files)"
COST = "HOUSE limits; CWE-400, CWE-409, CWE-674"
AFTER = "ISO 32000-1, 12.8.2 (changes after signing)"
FILE = "ISO 32000-1, 7.5 (file structure)"
DEPTH = 5_000
OBJECTS = 50_000
WIDE = 60_000

Writer = IncrementalPdfFileWriter


# -- by hand -----------------------------------------------------------------------------------------------------------


def _entry(pdf: bytes, name: bytes) -> bytes:
    return re.findall(rb"/" + name + rb"\s+(\d+(?: 0 R)?)", pdf)[-1]


def _page_number(pdf: bytes) -> int:
    found = re.search(rb"(\d+) 0 obj\s*<<[^>]*?/Type\s*/Page\b", pdf)
    assert found is not None
    return int(found[1])


def _start(pdf: bytes) -> int:
    return int(re.findall(rb"startxref\s+(\d+)", pdf)[-1])


def _field(value: int, width: int) -> bytes:
    return value.to_bytes(width, "big") if width else b""


def _xref_stream(
    pdf: bytes,
    *,
    body: bytes = b"",
    rows: bytes = b"",
    widths: str = "1 4 2",
    index: str = "",
    deflated: bool = False,
    extra: str = "",
) -> bytes:
    """A revision with these objects and a cross-reference stream of these rows, which says what it is told to say."""
    number = int(_entry(pdf, b"Size"))
    start = len(pdf) + 1 + len(body)
    filtered = "/Filter/FlateDecode" if deflated else ""
    head = (
        f"{number} 0 obj\n<</Type/XRef/Size {number + 9}/W[{widths}]{f'/Index[{index}]' if index else ''}{filtered}"
        f"/Root {_entry(pdf, b'Root').decode()}/Prev {_start(pdf)}/Length {len(rows)}{extra}>>\nstream\n"
    ).encode()
    return pdf + b"\n" + body + head + rows + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % start


def _page_by_xref_stream(widths: tuple[int, int, int]) -> Callable[[bytes], bytes]:
    """The page replaced, in a revision that is well formed but for the unusual widths of its columns."""

    def make(pdf: bytes) -> bytes:
        number = _page_number(pdf)
        body = b"%d 0 obj\n<</Type/Page/MediaBox[0 0 9 9]>>\nendobj\n" % number
        row = b"".join(_field(value, width) for value, width in zip((1, len(pdf) + 1, 0), widths, strict=True))
        return _xref_stream(pdf, body=body, rows=row, widths=" ".join(map(str, widths)), index=f"{number} 1")

    return make


def _object_stream(content: bytes, *, count: int, first: int, extra: str = "") -> bytes:
    return f"<</Type/ObjStm/N {count}/First {first}{extra}/Length {len(content)}>>\nstream\n".encode() + content


def _page_in_object_stream(pdf: bytes, *, count: int = 1, first: int | None = None, extra: str = "") -> bytes:
    page, container = _page_number(pdf), int(_entry(pdf, b"Size")) + 1
    head = f"{page} 0 ".encode()
    content = head + b"<</Type/Page/MediaBox[0 0 9 9]>>"
    stream = _object_stream(content, count=count, first=len(head) if first is None else first, extra=extra)
    body = b"%d 0 obj\n" % container + stream + b"\nendstream\nendobj\n"
    rows = _field(2, 1) + _field(container, 4) + _field(0, 2) + _field(1, 1) + _field(len(pdf) + 1, 4) + _field(0, 2)
    return _xref_stream(pdf, body=body, rows=rows, index=f"{page} 1 {container} 1")


def _object_streams_in_a_ring(pdf: bytes) -> bytes:
    container = int(_entry(pdf, b"Size")) + 1
    return _page_in_object_stream(pdf, extra=f"/Extends {container} 0 R")


def _object_stream_in_itself(pdf: bytes) -> bytes:
    """The stream that holds the page stands, by the table, in itself."""
    page, container = _page_number(pdf), int(_entry(pdf, b"Size")) + 1
    rows = (_field(2, 1) + _field(container, 4) + _field(0, 2)) * 2
    return _xref_stream(pdf, rows=rows, index=f"{page} 1 {container} 1")


def _hybrid(pdf: bytes) -> bytes:
    """A table that says nothing, and a stream beside it, for readers that know streams, that replaces the page."""
    page, number = _page_number(pdf), int(_entry(pdf, b"Size"))
    body = b"\n%d 0 obj\n<</Type/Page/MediaBox[0 0 9 9]>>\nendobj\n" % page
    row = _field(1, 1) + _field(len(pdf) + 1, 4) + _field(0, 2)
    stream = len(pdf) + len(body)
    body += (
        f"{number} 0 obj\n<</Type/XRef/Size {number + 1}/W[1 4 2]/Index[{page} 1]/Length 7>>\nstream\n".encode()
        + row
        + b"\nendstream\nendobj\n"
    )
    table = len(pdf) + len(body)
    root = _entry(pdf, b"Root").decode()
    trailer = f"xref\n0 1\n0000000000 65535 f \ntrailer\n<</Root {root}/Size {number + 1}/Prev {_start(pdf)}"
    return pdf + body + f"{trailer}/XRefStm {stream}>>\nstartxref\n{table}\n%%EOF\n".encode()


def _trailer_says(entry: str) -> Callable[[bytes], bytes]:
    """An empty revision whose trailer says one thing more."""

    def make(pdf: bytes) -> bytes:
        root, size = _entry(pdf, b"Root").decode(), _entry(pdf, b"Size").decode()
        table = f"\nxref\n0 1\n0000000000 65535 f \ntrailer\n<</Root {root}/Size {size}/Prev {_start(pdf)}{entry}>>\n"
        return pdf + table.encode() + b"startxref\n%d\n%%%%EOF\n" % (len(pdf) + 1)

    return make


def _encrypted(pdf: bytes) -> bytes:
    writer = copy_into_new_writer(PdfFileReader(io.BytesIO(pdf)))
    writer.encrypt("pemilik", "")
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()


def _rewritten(pdf: bytes) -> bytes:
    """Every object written anew in one revision: what a viewer does on "save as"."""
    writer = copy_into_new_writer(PdfFileReader(io.BytesIO(pdf)))
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()


def _swapped_entries(pdf: bytes) -> bytes:
    """Two objects change places by the cross references of a new revision; no object is written."""
    found = [(int(m[1]), m.start()) for m in re.finditer(rb"(?m)^(\d+) 0 obj", pdf[: gaps(pdf)[0][0]])]
    (first, at_first), (second, at_second) = found[0], found[-1]
    table = f"\nxref\n{first} 1\n{at_second:010} 00000 n \n{second} 1\n{at_first:010} 00000 n \ntrailer\n"
    root, size = _entry(pdf, b"Root").decode(), _entry(pdf, b"Size").decode()
    end = f"<</Root {root}/Size {size}/Prev {_start(pdf)}>>\nstartxref\n{len(pdf) + 1}\n%%EOF\n"
    return pdf + table.encode() + end.encode()


# -- by a writer -------------------------------------------------------------------------------------------------------


def _dictionary(**entries: Any) -> generic.DictionaryObject:
    return generic.DictionaryObject({pdf_name("/" + key): value for key, value in entries.items()})


def _numbers(*values: int) -> generic.ArrayObject:
    return generic.ArrayObject([generic.NumberObject(value) for value in values])


def _page(writer: Writer) -> Any:
    return writer.root["/Pages"]["/Kids"][0]


def _unchanged(writer: Writer) -> None:
    writer.update_root()


def _in_catalog(key: str, value: Any) -> Change:
    def change(writer: Writer) -> None:
        writer.root[pdf_name(key)] = value
        writer.update_root()

    return change


def _content_bomb(writer: Writer) -> None:
    page = _page(writer)
    page[pdf_name("/Contents")] = writer.add_object(bomb(b" "))
    writer.update_container(page)


def _list_bomb(writer: Writer) -> None:
    writer.root["/DSS"]["/CRLs"] = generic.ArrayObject([writer.add_object(bomb(b" "))])
    writer.update_container(writer.root["/DSS"])


def _list_of_letters(writer: Writer) -> None:
    stream = generic.StreamObject(stream_data=b"bukan DER")
    writer.root["/DSS"]["/CRLs"] = generic.ArrayObject([writer.add_object(stream)])
    writer.update_container(writer.root["/DSS"])


def _image_bomb(writer: Writer) -> None:
    image = _dictionary(
        Type=pdf_name("/XObject"),
        Subtype=pdf_name("/Image"),
        Width=generic.NumberObject(WIDE),
        Height=generic.NumberObject(WIDE),
        BitsPerComponent=generic.NumberObject(8),
        ColorSpace=pdf_name("/DeviceGray"),
    )
    resources = _page(writer)["/Resources"]
    resources[pdf_name("/XObject")] = _dictionary(Im0=writer.add_object(bomb(b"\0", image)))
    writer.update_container(resources)


def _deep_pages(writer: Writer) -> None:
    root = writer.root["/Pages"]
    below = writer.root.raw_get("/Pages")
    for _ in range(DEPTH):
        node = _dictionary(Type=pdf_name("/Pages"), Kids=generic.ArrayObject([below]), Count=root["/Count"])
        below = writer.add_object(node)
    writer.root[pdf_name("/Pages")] = below
    writer.update_root()


def _deep_fields(writer: Writer) -> None:
    below = writer.add_object(_dictionary(FT=pdf_name("/Tx"), T=generic.pdf_string("x")))
    for _ in range(DEPTH):
        below = writer.add_object(_dictionary(T=generic.pdf_string("x"), Kids=generic.ArrayObject([below])))
    fields = writer.root["/AcroForm"]["/Fields"]
    fields.append(below)
    writer.update_container(fields)


def _names_in_a_ring(writer: Writer) -> None:
    node = _dictionary()
    reference = writer.add_object(node)
    node[pdf_name("/Kids")] = generic.ArrayObject([reference])
    writer.root[pdf_name("/Names")] = _dictionary(EmbeddedFiles=reference)
    writer.update_root()


def _many_objects(writer: Writer) -> None:
    for number in range(OBJECTS):
        writer.add_object(generic.NumberObject(number))


def _page_replaced(writer: Writer) -> None:
    pages = writer.root["/Pages"]
    page = _dictionary(Type=pdf_name("/Page"), Parent=writer.root.raw_get("/Pages"), MediaBox=_numbers(0, 0, 595, 842))
    pages["/Kids"][0] = writer.add_object(page)
    writer.update_container(pages)


def _outline(writer: Writer) -> None:
    item = writer.add_object(_dictionary(Title=generic.pdf_string("DICABUT")))
    writer.root[pdf_name("/Outlines")] = writer.add_object(_dictionary(First=item, Last=item))
    writer.update_root()


def _signature_removed(writer: Writer) -> None:
    field = writer.root["/AcroForm"]["/Fields"][0]
    del field["/V"]
    writer.update_container(field)


def _signatures_swapped(writer: Writer) -> None:
    fields = writer.root["/AcroForm"]["/Fields"]
    first, second = fields[0], fields[1]
    one, two = first.raw_get("/V"), second.raw_get("/V")
    first[pdf_name("/V")], second[pdf_name("/V")] = two, one
    writer.update_container(first)
    writer.update_container(second)


def _signature_twice(writer: Writer) -> None:
    fields = writer.root["/AcroForm"]["/Fields"]
    copy = _dictionary(FT=pdf_name("/Sig"), T=generic.pdf_string("Salinan"), V=fields[0].raw_get("/V"))
    fields.append(writer.add_object(copy))
    writer.update_container(fields)


def _lock_changed(writer: Writer) -> None:
    field = writer.root["/AcroForm"]["/Fields"][-2]
    field[pdf_name("/Lock")] = _dictionary(Type=pdf_name("/SigFieldLock"), Action=pdf_name("/Include"), Fields=_names())
    writer.update_container(field)


def _names() -> generic.ArrayObject:
    return generic.ArrayObject([generic.pdf_string("Lain")])


def _certified_by_last(writer: Writer) -> None:
    """The catalog names the time stamp as the certifying signature."""
    last = writer.root["/AcroForm"]["/Fields"][-1].raw_get("/V")
    writer.root[pdf_name("/Perms")] = _dictionary(DocMDP=last)
    writer.update_root()


_CHANGES: list[tuple[str, str, Change]] = [
    ("revision: nothing changed", AFTER, _unchanged),
    ("page replaced", AFTER, _page_replaced),
    ("outline added", AFTER, _outline),
    ("catalog: base address", AFTER, _in_catalog("/URI", _dictionary(Base=generic.pdf_string("https://lain.example")))),
    ("catalog: viewer preferences", AFTER, _in_catalog("/ViewerPreferences", _dictionary())),
    ("catalog: mark information", AFTER, _in_catalog("/MarkInfo", _dictionary(Marked=generic.BooleanObject(False)))),
    ("catalog: collection", AFTER, _in_catalog("/Collection", _dictionary())),
    ("signature removed from its field", AFTER, _signature_removed),
    ("signatures swapped", AFTER, _signatures_swapped),
    ("signature shown twice", AFTER, _signature_twice),
    ("lock changed", "ISO 32000-1, 12.8.2.4 (FieldMDP)", _lock_changed),
    ("certification moved to the time stamp", "ISO 32000-1, 12.8.4", _certified_by_last),
    ("DSS: list of 300 MiB when unpacked", COST, _list_bomb),
    ("DSS: list that is not DER", "ETSI EN 319 142-1, section 5.4.2", _list_of_letters),
    ("page content of 300 MiB when unpacked", COST, _content_bomb),
    ("image of 3,600 million pixels", COST, _image_bomb),
    ("pages 5,000 deep", COST, _deep_pages),
    ("fields 5,000 deep", COST, _deep_fields),
    ("names in a ring", COST, _names_in_a_ring),
    ("50,000 objects", COST, _many_objects),
]

_STANDARD_HANDLER = f"/Encrypt<</Filter/Standard/V 1/R 2/P -1/O<{'00' * 32}>/U<{'00' * 32}>>>/ID[<00><00>]"

FILES = [
    Attack("encrypted", ENCRYPTED, _encrypted),
    Attack("encrypted by the trailer alone", ENCRYPTED, _trailer_says(_STANDARD_HANDLER)),
    Attack("written anew", FILE, _rewritten),
    Attack("objects swapped", FILE, _swapped_entries),
    Attack("trailer: no catalog", FILE, _trailer_says("/Root null")),
    Attack("trailer: other identifier", FILE, _trailer_says("/ID[<00><00>]")),
    Attack("hybrid reference", HYBRID, _hybrid),
    Attack("cross-reference stream: page replaced", STREAMS, _page_by_xref_stream((1, 4, 2))),
    Attack("cross-reference stream: wide columns", STREAMS, _page_by_xref_stream((3, 9, 7))),
    Attack("cross-reference stream: no column for the kind", STREAMS, _page_by_xref_stream((0, 8, 0))),
    Attack("cross-reference stream: columns of no width", STREAMS, lambda pdf: _xref_stream(pdf, widths="0 0 0")),
    Attack("cross-reference stream: negative width", STREAMS, lambda pdf: _xref_stream(pdf, widths="1 -4 2")),
    Attack("cross-reference stream: column of 4 GB", STREAMS, lambda pdf: _xref_stream(pdf, widths="1 4000000000 2")),
    Attack("cross-reference stream: two columns", STREAMS, lambda pdf: _xref_stream(pdf, widths="1 4")),
    Attack("cross-reference stream: 4,000,000,000 rows", STREAMS, lambda pdf: _xref_stream(pdf, index="0 4000000000")),
    Attack(
        "cross-reference stream: 300 MiB when unpacked",
        COST,
        lambda pdf: _xref_stream(pdf, rows=packed(b"\0"), deflated=True, index=f"0 {BOMB_BYTES // 7}"),
    ),
    Attack("object stream: page replaced", STREAMS, _page_in_object_stream),
    Attack("object stream: 4,000,000,000 objects", STREAMS, lambda pdf: _page_in_object_stream(pdf, count=4 * 10**9)),
    Attack("object stream: first beyond its end", STREAMS, lambda pdf: _page_in_object_stream(pdf, first=10**9)),
    Attack("object stream: extends itself", STREAMS, _object_streams_in_a_ring),
    Attack("object stream: stands in itself", STREAMS, _object_stream_in_itself),
    *(Attack(name, source, revised(change)) for name, source, change in _CHANGES),
]
