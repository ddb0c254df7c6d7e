"""The content of a PDF in a canonical form: what a page shows and where, without the bytes that differ from run to run.

LibreOffice writes other identifiers, dates and font streams each time, so two conversions of one letter never have the
same bytes. Here each page is told as a list of lines: its boxes, then each drawing operator with numbers rounded to a
thousandth, text as characters with the font's name and the digest of its outlines, images and forms by the
digest of what they draw, then its links. The document adds title, author, language, the PDF/A part and embedded files.

*Does not check*: signatures, signature fields, the structure tree (tags for screen readers), identifiers, dates, producer.
"""

# mypy: disable-error-code="no-untyped-call"

import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from hashlib import sha256
from itertools import zip_longest
from json.encoder import encode_basestring
from typing import Any

from lxml import etree
from pyhanko.pdf_utils.generic import DictionaryObject, StreamObject
from pyhanko.pdf_utils.reader import PdfFileReader

from documents.content_streams import ContentUnreadable, Operand, operations
from documents.embedded_fonts import Font, font_of, resolved

__all__ = ["CanonicalContent", "ContentUnreadable", "Difference", "canonical_content", "differences"]

FORMAT = "pembina-content-1"
"""Named in every digest: another way of telling the content gives another name."""

_MOST_PAGES = 500
_DEEPEST = 12
_BOXES = ("/MediaBox", "/CropBox", "/Rotate", "/UserUnit")
_ARCHIVE = "{http://www.aiim.org/pdfa/ns/id/}"
_SKIPPED = frozenset(
    {"/Metadata", "/Parent", "/P", "/StructParent", "/StructParents", "/Length", "/Filter", "/DecodeParms"}
)


@dataclass(frozen=True)
class CanonicalContent:
    """The content of a document. *Shape*: `document` are lines about the whole, `pages` those of each page, in order."""

    document: tuple[str, ...]
    pages: tuple[tuple[str, ...], ...]

    @property
    def sha256(self) -> str:
        """The digest of the canonical JSON of format, document and pages, as 64 hexadecimal characters."""
        told = [FORMAT, self.document, self.pages]
        return sha256(json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


@dataclass(frozen=True, kw_only=True)
class Difference:
    """The first line in which two contents differ on a page. *Shape*: `page` from 1, 0 for the document as a whole;
    `before` and `after` are None where one of them ends earlier.
    """

    page: int
    before: str | None
    after: str | None


def canonical_content(pdf: bytes) -> CanonicalContent:
    """The content of a PDF, as its last revision shows it. *Raises*: `ContentUnreadable`."""
    try:
        reader = PdfFileReader(io.BytesIO(pdf), strict=False)
        return CanonicalContent(
            document=tuple(_document(reader)), pages=tuple(tuple(_page(page)) for page in _pages(reader))
        )
    except ContentUnreadable:
        raise
    except Exception as error:
        raise ContentUnreadable(f"the content of the PDF cannot be read: {error}") from error


def differences(before: CanonicalContent, after: CanonicalContent) -> list[Difference]:
    """Where two contents differ: the first line of the document and of each page; none where their digests are equal."""
    parts = zip_longest((before.document, *before.pages), (after.document, *after.pages), fillvalue=())
    found = (_first(number, old, new) for number, (old, new) in enumerate(parts))
    return [each for each in found if each is not None]


def _first(page: int, before: tuple[str, ...], after: tuple[str, ...]) -> Difference | None:
    for old, new in zip_longest(before, after):
        if old != new:
            return Difference(page=page, before=old, after=new)
    return None


# --- the document ---------------------------------------------------------------------------------------------------


def _document(reader: PdfFileReader) -> Iterator[str]:
    information = resolved(reader.trailer_view.get("/Info")) or {}
    for name in ("/Title", "/Author"):
        yield f"{name} {information.get(name, '')}"
    yield f"/Lang {reader.root.get('/Lang', '')}"
    found = _archive(resolved(reader.root.get("/Metadata")))
    yield f"PDF/A {found.get('part', '-')}{found.get('conformance', '-')}"
    for specification in resolved(reader.root.get("/AF")) or ():
        attached = resolved(specification)
        content = resolved(resolved(attached["/EF"])["/F"])
        yield f"/AF {attached.get('/UF')} {sha256(content.data).hexdigest()}"


def _archive(metadata: Any) -> dict[str, str]:
    """What the XMP packet claims of PDF/A, as elements or as attributes. *Source*: ISO 19005-2, 6.6.4."""
    if not isinstance(metadata, StreamObject):
        return {}
    tree = etree.fromstring(metadata.data, etree.XMLParser(resolve_entities=False, no_network=True))
    found = {etree.QName(each).localname: str(each.text) for each in tree.iter(f"{_ARCHIVE}*")}
    for each in tree.iter("{*}Description"):
        found |= {
            str(name)[len(_ARCHIVE) :]: str(value) for name, value in each.items() if str(name).startswith(_ARCHIVE)
        }
    return found


def _pages(reader: PdfFileReader) -> Iterator[DictionaryObject]:
    for number, page in enumerate(_kids(resolved(reader.root["/Pages"]), {}, 0), 1):
        if number > _MOST_PAGES:
            raise ContentUnreadable(f"the PDF has more than {_MOST_PAGES} pages")
        yield page


def _kids(node: Any, inherited: Mapping[str, Any], depth: int) -> Iterator[DictionaryObject]:
    """The pages below a node, each with what it inherits. *Source*: ISO 32000-1, 7.7.3.4."""
    if depth > _DEEPEST:
        raise ContentUnreadable("the page tree nests too deeply")
    own = {**inherited, **{name: node[name] for name in ("/Resources", *_BOXES) if name in node}}
    if "/Kids" not in node:
        yield DictionaryObject({**own, **node})
        return
    for kid in resolved(node["/Kids"]):
        yield from _kids(resolved(kid), own, depth + 1)


# --- a page ---------------------------------------------------------------------------------------------------------


def _page(page: DictionaryObject) -> Iterator[str]:
    for name in _BOXES:
        if name in page:
            yield f"{name} {_plain(page[name])}"
    resources = _Resources(resolved(page.get("/Resources")) or {}, depth=0)
    yield from _drawn(b"\n".join(_streams(resolved(page.get("/Contents")))), resources)
    for annotation in map(resolved, resolved(page.get("/Annots")) or ()):
        if annotation.get("/Subtype") != "/Widget":
            yield f"/Annot {_plain(annotation)}"


def _streams(contents: Any) -> Iterator[bytes]:
    if isinstance(contents, StreamObject):
        yield contents.data
    elif contents is not None:
        for each in contents:
            yield resolved(each).data


@dataclass
class _Resources:
    """What the names in a content stream stand for; each is told once."""

    given: Any
    depth: int
    fonts: dict[str, Font] = field(default_factory=dict)
    told: dict[tuple[str, str], str] = field(default_factory=dict)

    def font(self, name: str) -> Font:
        if name not in self.fonts:
            self.fonts[name] = font_of(resolved(resolved(self.given["/Font"])[name]))
        return self.fonts[name]

    def tell(self, category: str, name: str) -> str:
        key = (category, name)
        if key not in self.told:
            stored = resolved(resolved(self.given.get(category)) or {}).get(name)
            self.told[key] = name if stored is None else self._tell(category, resolved(stored))
        return self.told[key]

    def _tell(self, category: str, stored: Any) -> str:
        if category == "/XObject" and stored.get("/Subtype") == "/Form":
            return f"form {_digest(*_form(stored, self))}"
        return f"{category} {_digest(_plain(stored))}"


def _form(stored: Any, outer: _Resources) -> Iterator[str]:
    if outer.depth >= _DEEPEST:
        raise ContentUnreadable("forms nest too deeply")
    inner = _Resources(resolved(stored.get("/Resources")) or outer.given, depth=outer.depth + 1)
    yield _plain([stored.get("/BBox"), stored.get("/Matrix"), stored.get("/Group")])
    yield from _drawn(stored.data, inner)


_NAMED = {
    "gs": "/ExtGState",
    "Do": "/XObject",
    "sh": "/Shading",
    "cs": "/ColorSpace",
    "CS": "/ColorSpace",
    "scn": "/Pattern",
    "SCN": "/Pattern",
    "BDC": "/Properties",
    "DP": "/Properties",
}
"""The kind of resource that an operator's name stands for. *Source*: ISO 32000-1, annex A."""

_SHOWING = frozenset({"Tj", "TJ", "'", '"'})


def _drawn(stream: bytes, resources: _Resources) -> Iterator[str]:
    font: Font | None = None
    for operator, operands in operations(stream):
        if operator == "Tf":
            font = resources.font(str(operands[0]))
            yield f"Tf {font.label} {_number(operands[1])}"
        elif operator in _SHOWING:
            if font is None:
                raise ContentUnreadable("text is shown before a font is chosen")
            yield f"{operator} {' '.join(_shown(operand, font) for operand in operands)}"
        else:
            category = _NAMED.get(operator)
            yield " ".join([operator, *[_operand(operand, category, resources) for operand in operands]])


def _shown(operand: Operand, font: Font) -> str:
    if isinstance(operand, bytes):
        return encode_basestring(font.text(operand))
    if isinstance(operand, list):
        return f"[{' '.join([_shown(each, font) for each in operand])}]"
    return _number(operand)


def _operand(operand: Operand, category: str | None, resources: _Resources) -> str:
    if isinstance(operand, float):
        return _number(operand)
    if isinstance(operand, list):
        return f"[{' '.join(_operand(each, None, resources) for each in operand)}]"
    if isinstance(operand, bytes):
        return operand.hex()
    return resources.tell(category, operand) if category and operand.startswith("/") else operand


def _number(value: object) -> str:
    """To a thousandth: enough for the 255 steps of a colour, and less than any eye sees of a point (0.35 mm)."""
    told = f"{value:.3f}"
    return "0.000" if told == "-0.000" else told


# --- anything else --------------------------------------------------------------------------------------------------


def _digest(*lines: str) -> str:
    return sha256("\n".join(lines).encode()).hexdigest()


def _plain(value: Any, depth: int = 0) -> str:
    """Any object as text, by its content and never by its number in the file."""
    if depth > _DEEPEST:
        raise ContentUnreadable("an object of the PDF nests too deeply")
    found = resolved(value)
    if isinstance(found, StreamObject):
        return f"{_entries(found, depth)} {sha256(_bytes(found)).hexdigest()}"
    if isinstance(found, dict):
        return _entries(found, depth)
    if isinstance(found, list):
        return f"[{' '.join(_plain(each, depth + 1) for each in found)}]"
    if isinstance(found, int | float | Decimal) and not isinstance(found, bool):
        return _number(found)
    return found.hex() if isinstance(found, bytes) else str(found)


def _entries(found: Mapping[str, Any], depth: int) -> str:
    told = (f"{key} {_plain(found[key], depth + 1)}" for key in sorted(found) if key not in _SKIPPED)
    return f"<<{' '.join(told)}>>"


def _bytes(stream: StreamObject) -> bytes:
    """What a stream holds, decoded as far as that is lossless; a photograph stays as it was compressed."""
    filters = resolved(stream.get("/Filter"))
    lossy = "/DCTDecode" in (filters if isinstance(filters, list) else [filters])
    data: bytes = stream.encoded_data if lossy else stream.data
    return data
