"""The fonts inside a PDF: their names without the subset's random letters, what their codes mean, and their outlines."""

# mypy: disable-error-code="no-untyped-call"

import re
import struct
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from pyhanko.pdf_utils.generic import IndirectObject, StreamObject

from documents.content_streams import ContentUnreadable

_SUBSET = re.compile(r"^/?(?:[A-Z]{6}\+)?")
_SINGLE = re.compile(rb"beginbfchar(.*?)endbfchar", re.DOTALL)
_RANGES = re.compile(rb"beginbfrange(.*?)endbfrange", re.DOTALL)
_PAIR = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f\s]*)>")
_RANGE = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*(?:<([0-9A-Fa-f\s]*)>|\[([^\]]*)\])")
_HEXADECIMAL = re.compile(rb"<([0-9A-Fa-f\s]*)>")
_WIDEST_RANGE = 65_536


@dataclass(frozen=True)
class Font:
    """A font as the canonical content needs it.

    *Shape*: `label` is its name, kind, and the digest of outlines and widths; `meanings` maps codes to characters,
    and `single` lists those of one byte.
    """

    label: str
    meanings: Mapping[int, str]
    bytes_per_code: int
    single: Sequence[str] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "single", [self.meanings.get(code, f"<{code:x}>") for code in range(256)])

    def text(self, shown: bytes) -> str:
        """What the bytes of a string show; a code without a meaning is told by its number."""
        if self.bytes_per_code == 1:
            return "".join(map(self.single.__getitem__, shown))
        step = self.bytes_per_code
        codes = (int.from_bytes(shown[place : place + step]) for place in range(0, len(shown), step))
        return "".join(self.meanings.get(code, f"<{code:x}>") for code in codes)


def resolved(value: Any) -> Any:
    """The object itself, where a reference stands for it."""
    return value.get_object() if isinstance(value, IndirectObject) else value


def font_of(stored: Any) -> Font:
    """The font of a font dictionary. *Source*: ISO 32000-1, 9.6 to 9.10. *Raises*: `ContentUnreadable`."""
    composite = stored.get("/Subtype") == "/Type0"
    inner = resolved(resolved(stored["/DescendantFonts"])[0]) if composite else stored
    name = _SUBSET.sub("", str(stored.get("/BaseFont", "")))
    meanings = _meanings(resolved(stored.get("/ToUnicode")))
    told = sha256(f"{_widths(inner)} {_outlines(resolved(inner.get('/FontDescriptor')))}".encode()).hexdigest()
    return Font(
        label=f"{name} {stored.get('/Subtype')} {told}", meanings=meanings, bytes_per_code=2 if composite else 1
    )


def _widths(font: Any) -> str:
    given = resolved(font.get("/Widths")) or resolved(font.get("/W")) or []
    return str([str(resolved(each)) for each in given])


def _outlines(descriptor: Any) -> str:
    if descriptor is None:
        return "-"
    for name in ("/FontFile2", "/FontFile3", "/FontFile"):
        program = resolved(descriptor.get(name))
        if isinstance(program, StreamObject):
            return f"{name} {program_digest(program.data)}"
    return "-"


def program_digest(program: bytes) -> str:
    """The digest of a font program without its own dates and checksum; of one that is not TrueType, of its bytes.

    *Source*: OpenType 1.9, "head": checksumAdjustment at 8, created and modified at 20 to 35.
    """
    try:
        tables = sorted(_tables(program))
    except (struct.error, ValueError):
        return sha256(program).hexdigest()
    return sha256(b"".join(tag + sha256(table).digest() for tag, table in tables)).hexdigest()


def _tables(program: bytes) -> Iterator[tuple[bytes, bytes]]:
    version, count = struct.unpack_from(">IH", program)
    if version not in {0x00010000, 0x74727565}:
        raise ValueError("no TrueType program")
    for index in range(count):
        tag, _checksum, offset, length = struct.unpack_from(">4sIII", program, 12 + 16 * index)
        table = program[offset : offset + length]
        if len(table) != length:
            raise ValueError("a table lies outside the program")
        yield tag, (table[:8] + bytes(4) + table[12:20] + bytes(16) + table[36:] if tag == b"head" else table)


def _meanings(table: Any) -> dict[int, str]:
    """The map of codes to characters (a ToUnicode CMap). *Source*: ISO 32000-1, 9.10.3."""
    if not isinstance(table, StreamObject):
        return {}
    found: dict[int, str] = {}
    for part in _RANGES.findall(table.data):
        for first, last, begin, each in _RANGE.findall(part):
            found |= _of_range(int(first, 16), int(last, 16), begin, each)
    for part in _SINGLE.findall(table.data):
        found |= {int(code, 16): _characters(text) for code, text in _PAIR.findall(part)}
    return found


def _of_range(first: int, last: int, begin: bytes, each: bytes) -> dict[int, str]:
    if last - first > _WIDEST_RANGE:
        raise ContentUnreadable("a font maps too wide a range")
    if each:
        return {first + place: _characters(text) for place, text in enumerate(_HEXADECIMAL.findall(each))}
    start = _characters(begin)
    if not start:
        return {}
    return {first + place: start[:-1] + chr(ord(start[-1]) + place) for place in range(last - first + 1)}


def _characters(digits: bytes) -> str:
    return bytes.fromhex(digits.decode("ascii")).decode("utf-16-be", "surrogatepass")
