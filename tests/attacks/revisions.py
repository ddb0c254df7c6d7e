"""Attacks in a well-formed revision of their own: forged signature dictionaries, shadows, annotations, forms, bombs."""

# mypy: disable-error-code="no-untyped-call"

import re
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigFieldSpec, append_signature_field

from tests.attacks.attack import Attack, Change, revised
from tests.attacks.bombs import bomb

USF = "Mladenov et al., CCS 2019, section 4.1 (universal signature forgery)"
SHADOW = "Mainka et al., Shadow Attacks, NDSS 2021"
CERTIFIED = "Rohlmann et al., Breaking the Specification: PDF Certification, S&P 2021"
AFTER = "ISO 32000-1, 12.8.2 (changes after signing)"
COST = "HOUSE limits; CWE-400, CWE-409, CWE-674"

Writer = IncrementalPdfFileWriter


def _dictionary(**entries: Any) -> generic.DictionaryObject:
    return generic.DictionaryObject({pdf_name("/" + key): value for key, value in entries.items()})


def _numbers(*values: int) -> generic.ArrayObject:
    return generic.ArrayObject([generic.NumberObject(value) for value in values])


def _page(writer: Writer) -> Any:
    return writer.root["/Pages"]["/Kids"][0]


def _signature(key: str, value: Any) -> Change:
    """The signature dictionary of the first field, once more, with another entry; without it where `value` is None."""

    def change(writer: Writer) -> None:
        signature = writer.root["/AcroForm"]["/Fields"][0]["/V"]
        if value is None:
            del signature[key]
        else:
            signature[pdf_name(key)] = value
        writer.update_container(signature)

    return change


def _annotation(subtype: str, **entries: Any) -> Change:
    def change(writer: Writer) -> None:
        page = _page(writer)
        note = _dictionary(Type=pdf_name("/Annot"), Subtype=pdf_name("/" + subtype), Rect=_numbers(50, 50, 500, 700))
        note.update({pdf_name("/" + key): value for key, value in entries.items()})
        annotations = page.setdefault(pdf_name("/Annots"), generic.ArrayObject())
        annotations.append(writer.add_object(note))
        writer.update_container(annotations)
        writer.update_container(page)

    return change


def _on_page(key: str, value: Any) -> Change:
    def change(writer: Writer) -> None:
        page = _page(writer)
        page[pdf_name(key)] = value
        writer.update_container(page)

    return change


def _in_catalog(key: str, value: Any) -> Change:
    def change(writer: Writer) -> None:
        writer.root[pdf_name(key)] = value
        writer.update_root()

    return change


def _without(key: str) -> Change:
    def change(writer: Writer) -> None:
        del writer.root[key]
        writer.update_root()

    return change


def _in_form(key: str, value: Any) -> Change:
    def change(writer: Writer) -> None:
        form = writer.root["/AcroForm"]
        form[pdf_name(key)] = value
        writer.update_container(form)

    return change


def _covered(writer: Writer) -> None:
    page = _page(writer)
    content = writer.add_object(generic.StreamObject(stream_data=b"1 1 1 rg 0 0 600 800 re f"))
    page["/Contents"] = generic.ArrayObject([page.raw_get("/Contents"), content])
    writer.update_container(page)


def _content_replaced(writer: Writer) -> None:
    page = _page(writer)
    page[pdf_name("/Contents")] = writer.add_object(generic.StreamObject(stream_data=b"BT ET"))
    writer.update_container(page)


def _font_replaced(writer: Writer) -> None:
    fonts = _page(writer)["/Resources"]["/Font"]
    name = next(iter(fonts))
    other = _dictionary(Type=pdf_name("/Font"), Subtype=pdf_name("/Type1"), BaseFont=pdf_name("/ZapfDingbats"))
    fonts[pdf_name(name)] = writer.add_object(other)
    writer.update_container(fonts)


def _page_added(writer: Writer) -> None:
    pages = writer.root["/Pages"]
    page = _dictionary(Type=pdf_name("/Page"), Parent=writer.root.raw_get("/Pages"), MediaBox=_numbers(0, 0, 9, 9))
    pages["/Kids"].append(writer.add_object(page))
    pages[pdf_name("/Count")] = generic.NumberObject(int(pages["/Count"]) + 1)
    writer.update_container(pages)


def _pages_removed(writer: Writer) -> None:
    pages = writer.root["/Pages"]
    pages[pdf_name("/Kids")] = generic.ArrayObject()
    pages[pdf_name("/Count")] = generic.NumberObject(0)
    writer.update_container(pages)


def _page_count(count: int) -> Change:
    def change(writer: Writer) -> None:
        writer.root["/Pages"][pdf_name("/Count")] = generic.NumberObject(count)
        writer.update_container(writer.root["/Pages"])

    return change


def _pages_in_a_ring(writer: Writer) -> None:
    writer.root["/Pages"][pdf_name("/Kids")] = generic.ArrayObject([writer.root.raw_get("/Pages")])
    writer.update_container(writer.root["/Pages"])


def _fields_in_a_ring(writer: Writer) -> None:
    fields = writer.root["/AcroForm"]["/Fields"]
    fields[0][pdf_name("/Kids")] = generic.ArrayObject([fields.raw_get(0)])
    writer.update_container(fields[0])


def _field(**entries: Any) -> Change:
    def change(writer: Writer) -> None:
        fields = writer.root["/AcroForm"]["/Fields"]
        fields.append(writer.add_object(_dictionary(T=generic.pdf_string("Nilai"), **entries)))
        writer.update_container(fields)

    return change


def _field_renamed(writer: Writer) -> None:
    field = writer.root["/AcroForm"]["/Fields"][0]
    field[pdf_name("/T")] = generic.pdf_string("Lain")
    writer.update_container(field)


def _appearance(writer: Writer) -> None:
    field = writer.root["/AcroForm"]["/Fields"][0]
    stream = generic.StreamObject(stream_data=b"1 0 0 rg 0 0 300 300 re f")
    stream[pdf_name("/Subtype")] = pdf_name("/Form")
    stream[pdf_name("/BBox")] = _numbers(0, 0, 300, 300)
    field[pdf_name("/AP")] = _dictionary(N=writer.add_object(stream))
    writer.update_container(field)


def _enlarged(writer: Writer) -> None:
    field = writer.root["/AcroForm"]["/Fields"][0]
    field[pdf_name("/Rect")] = _numbers(0, 0, 600, 800)
    writer.update_container(field)


def _visible_field(writer: Writer) -> None:
    append_signature_field(writer, SigFieldSpec("Susulan", box=(10, 10, 300, 300)))


def _empty_field(writer: Writer) -> None:
    append_signature_field(writer, SigFieldSpec("Susulan"))


def _seventeen_fields(writer: Writer) -> None:
    for number in range(17):
        append_signature_field(writer, SigFieldSpec(f"Susulan{number}"))


def _xmp_title(writer: Writer) -> None:
    stream = writer.root["/Metadata"]
    changed, times = re.subn(rb'(<rdf:li xml:lang="x-default">)[^<]*', rb"\1SURAT CABUT", stream.data)
    assert times
    stream._data = changed
    stream._encoded_data = None
    writer.update_container(stream)


def _xmp(data: bytes) -> Change:
    def change(writer: Writer) -> None:
        stream = generic.StreamObject(stream_data=data)
        stream.compress()
        writer.root[pdf_name("/Metadata")] = writer.add_object(stream)
        writer.update_root()

    return change


def _xmp_bomb(writer: Writer) -> None:
    writer.root[pdf_name("/Metadata")] = writer.add_object(bomb(b" "))
    writer.update_root()


def _info_title(writer: Writer) -> None:
    info = writer.trailer["/Info"]
    info[pdf_name("/Title")] = generic.pdf_string("SURAT CABUT")
    writer.update_container(info)


def _dss_emptied(writer: Writer) -> None:
    writer.root[pdf_name("/DSS")] = writer.add_object(_dictionary())
    writer.update_root()


_SCRIPT = _dictionary(S=pdf_name("/JavaScript"), JS=generic.pdf_string("app.alert(1)"))
_ENTITIES = (
    b'<!DOCTYPE x [<!ENTITY a "' + b"A" * 1_000 + b'"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    b'<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><x>&c;&c;&c;</x>'
)

_CHANGES: list[tuple[str, str, Change]] = [
    ("USF: no /Contents", USF, _signature("/Contents", None)),
    ("USF: /Contents null", USF, _signature("/Contents", generic.NullObject())),
    ("USF: /Contents empty", USF, _signature("/Contents", generic.ByteStringObject(b""))),
    ("USF: /Contents zero", USF, _signature("/Contents", generic.ByteStringObject(b"\x00"))),
    ("USF: /Contents a number", USF, _signature("/Contents", generic.NumberObject(0))),
    ("USF: no /ByteRange", USF, _signature("/ByteRange", None)),
    ("USF: /ByteRange null", USF, _signature("/ByteRange", generic.NullObject())),
    ("USF: /ByteRange empty", USF, _signature("/ByteRange", _numbers())),
    ("USF: /ByteRange of zeros", USF, _signature("/ByteRange", _numbers(0, 0, 0, 0))),
    ("USF: /ByteRange negative", USF, _signature("/ByteRange", _numbers(0, -1, -1, -1))),
    ("USF: /ByteRange of three", USF, _signature("/ByteRange", _numbers(0, 10, 20))),
    ("USF: /ByteRange beyond the file", USF, _signature("/ByteRange", _numbers(0, 10, 20, 2**40))),
    ("USF: no /SubFilter", USF, _signature("/SubFilter", None)),
    ("USF: no /Filter", USF, _signature("/Filter", None)),
    ("signature: other reason", AFTER, _signature("/Reason", generic.pdf_string("DICABUT"))),
    ("signature: other time", AFTER, _signature("/M", generic.pdf_string("D:20200101000000Z"))),
    ("signature: no /Reference", AFTER, _signature("/Reference", generic.ArrayObject())),
    ("shadow hide: covered page", SHADOW, _covered),
    ("shadow replace: content stream", SHADOW, _content_replaced),
    ("shadow replace: font", SHADOW, _font_replaced),
    ("shadow replace: field value", SHADOW, _field(FT=pdf_name("/Tx"), V=generic.pdf_string("Rp 0"))),
    ("shadow replace: appearance of the field", SHADOW, _appearance),
    ("shadow hide-and-replace: other page tree", SHADOW, _pages_removed),
    ("evil annotation: free text", CERTIFIED, _annotation("FreeText", Contents=generic.pdf_string("DICABUT"))),
    ("evil annotation: stamp", CERTIFIED, _annotation("Stamp")),
    ("evil annotation: redaction", CERTIFIED, _annotation("Redact")),
    ("evil annotation: highlight", CERTIFIED, _annotation("Highlight")),
    ("evil annotation: link", CERTIFIED, _annotation("Link", A=_dictionary(S=pdf_name("/URI")))),
    ("evil annotation: hidden", CERTIFIED, _annotation("Text", F=generic.NumberObject(2))),
    ("evil annotation: attachment", CERTIFIED, _annotation("FileAttachment")),
    ("sneaky signature: visible empty field", CERTIFIED, _visible_field),
    ("sneaky signature: enlarged field", CERTIFIED, _enlarged),
    ("empty signature field", AFTER, _empty_field),
    ("field renamed", AFTER, _field_renamed),
    ("button with a script", AFTER, _field(FT=pdf_name("/Btn"), A=_SCRIPT)),
    ("form: /NeedAppearances", AFTER, _in_form("/NeedAppearances", generic.BooleanObject(True))),
    ("form: XFA", AFTER, _in_form("/XFA", generic.pdf_string("<xdp/>"))),
    ("form: no field", AFTER, _in_form("/Fields", generic.ArrayObject())),
    ("form removed", AFTER, _without("/AcroForm")),
    ("page added", AFTER, _page_added),
    ("page turned", AFTER, _on_page("/Rotate", generic.NumberObject(180))),
    ("page cropped", AFTER, _on_page("/CropBox", _numbers(0, 0, 1, 1))),
    ("page enlarged", AFTER, _on_page("/UserUnit", generic.NumberObject(10))),
    ("page with actions", AFTER, _on_page("/AA", _dictionary(O=_SCRIPT))),
    ("catalog: script on opening", AFTER, _in_catalog("/OpenAction", _SCRIPT)),
    ("catalog: additional actions", AFTER, _in_catalog("/AA", _dictionary(WC=_SCRIPT))),
    ("catalog: names", AFTER, _in_catalog("/Names", _dictionary(JavaScript=_dictionary()))),
    ("catalog: embedded files", AFTER, _in_catalog("/AF", generic.ArrayObject())),
    ("catalog: optional content", AFTER, _in_catalog("/OCProperties", _dictionary())),
    ("catalog: page labels", AFTER, _in_catalog("/PageLabels", _dictionary())),
    ("catalog: another language", AFTER, _in_catalog("/Lang", generic.pdf_string("en"))),
    ("catalog: version", AFTER, _in_catalog("/Version", pdf_name("/1.3"))),
    ("catalog: permissions removed", AFTER, _without("/Perms")),
    ("catalog: structure removed", AFTER, _without("/StructTreeRoot")),
    ("catalog: DSS removed", AFTER, _without("/DSS")),
    ("catalog: DSS emptied", AFTER, _dss_emptied),
    ("title in XMP", AFTER, _xmp_title),
    ("title in the information dictionary", AFTER, _info_title),
    ("XMP: not XML", AFTER, _xmp(b"<x")),
    ("XMP: entities in entities", COST, _xmp(_ENTITIES)),
    ("XMP: 300 MiB when unpacked", COST, _xmp_bomb),
    ("pages in a ring", COST, _pages_in_a_ring),
    ("fields in a ring", COST, _fields_in_a_ring),
    ("501 pages", COST, _page_count(501)),
    ("-1 pages", COST, _page_count(-1)),
    ("17 signature fields", COST, _seventeen_fields),
]


REVISIONS = [Attack(name, source, revised(change)) for name, source, change in _CHANGES]
