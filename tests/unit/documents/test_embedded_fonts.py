"""Embedded fonts: the subset's letters and the program's dates do not count, outlines and meanings do."""

import struct

import pytest
from pyhanko.pdf_utils.generic import ArrayObject, DictionaryObject, NameObject, NumberObject, StreamObject

from documents.content_streams import ContentUnreadable
from documents.embedded_fonts import font_of, program_digest

HEAD = b"\x00\x01\x00\x00" + b"\x00\x01\x00\x00" + b"SUMS" + b"magicflg" + b"created." + b"modified" + b"rest"


def truetype(head: bytes = HEAD, outlines: bytes = b"kontur") -> bytes:
    """The smallest program with two tables."""
    tables, offset, records, bodies = {b"glyf": outlines, b"head": head}, 12 + 16 * 2, b"", b""
    for tag, body in tables.items():
        records += struct.pack(">4sIII", tag, 7, offset + len(bodies), len(body))
        bodies += body
    return struct.pack(">IHHHH", 0x00010000, 2, 0, 0, 0) + records + bodies


def cmap(text: str) -> StreamObject:
    return StreamObject(stream_data=text.encode())


def font(
    name: str = "/ABCDEF+Liberation", program: bytes = b"program", mapping: str = "", **more: object
) -> DictionaryObject:
    descriptor = DictionaryObject({NameObject("/FontFile2"): StreamObject(stream_data=program)})
    return DictionaryObject(
        {
            NameObject("/Subtype"): NameObject("/TrueType"),
            NameObject("/BaseFont"): NameObject(name),
            NameObject("/FontDescriptor"): descriptor,
            NameObject("/Widths"): ArrayObject([NumberObject(500)]),
            NameObject("/ToUnicode"): cmap(mapping),
            **{NameObject(f"/{key}"): value for key, value in more.items()},
        }
    )


def test_dates_and_checksum_of_a_program_do_not_count_and_outlines_do() -> None:
    later = truetype(HEAD.replace(b"SUMS", b"sums").replace(b"created.", b"CREATED.").replace(b"modified", b"MODIFIED"))
    assert program_digest(later) == program_digest(truetype())
    assert program_digest(truetype(outlines=b"Kontur")) != program_digest(truetype())
    assert program_digest(truetype(HEAD.replace(b"rest", b"REST"))) != program_digest(truetype())


@pytest.mark.parametrize("program", [b"", b"%!PS-AdobeFont", truetype()[:-3], b"OTTO" + truetype()[4:]])
def test_another_program_counts_byte_by_byte(program: bytes) -> None:
    assert program_digest(program) != program_digest(program + b"x")


def test_the_letters_of_the_subset_do_not_count_and_the_name_does() -> None:
    assert font_of(font("/ABCDEF+Liberation")).label == font_of(font("/ZYXWVU+Liberation")).label
    assert font_of(font("/ABCDEF+Liberation")).label != font_of(font("/ABCDEF+Carlito")).label
    assert font_of(font(program=b"another")).label != font_of(font()).label
    assert font_of(font(Widths=ArrayObject([NumberObject(501)]))).label != font_of(font()).label


def test_codes_mean_characters() -> None:
    mapping = """2 beginbfchar <01> <0041> <02> <00660066> endbfchar
        2 beginbfrange <10> <12> <0061> <20> <21> [<0058> <D83DDE00>] endbfrange"""
    told = font_of(font(mapping=mapping))
    assert told.text(bytes([1, 2, 0x10, 0x12, 0x20, 0x21, 0x99])) == "AffacX\U0001f600<99>"


def test_a_composite_font_has_two_bytes_for_a_code() -> None:
    inner = font()
    outer = DictionaryObject(
        {
            NameObject("/Subtype"): NameObject("/Type0"),
            NameObject("/BaseFont"): NameObject("/ABCDEF+Liberation"),
            NameObject("/DescendantFonts"): ArrayObject([inner]),
            NameObject("/ToUnicode"): cmap("1 beginbfchar <0102> <0041> endbfchar"),
        }
    )
    assert font_of(outer).text(b"\x01\x02\x00\x07") == "A<7>"


def test_a_range_without_end_is_refused() -> None:
    with pytest.raises(ContentUnreadable, match="too wide"):
        font_of(font(mapping="1 beginbfrange <00000000> <7FFFFFFF> <0041> endbfrange"))
