"""Attacks on the bytes: flips by region, cuts, tails, foreign heads, cross references, and revisions written by hand."""

import re

from asn1crypto import cms

from tests.attacks.attack import Attack, Make, flipped, gaps, replaced

ISA = "Mladenov et al., 1 Trillion Dollar Refund, CCS 2019, section 4.2 (incremental saving)"
SWA = "Mladenov et al., CCS 2019, section 4.3 (signature wrapping)"
FILE = "ISO 32000-1, 7.5 (file structure)"
DEPTH = 20_000
RANGE = "ISO 32000-1, 12.8.1 (byte range); ETSI EN 319 142-1, section 4.1"


def _appended(tail: bytes) -> Make:
    return lambda pdf: pdf + tail


def _prefixed(head: bytes) -> Make:
    return lambda pdf: head + pdf


def _cut(share: float) -> Make:
    """The file up to a share of it, with no end mark near its end: soon after one a reader takes the rest for a tail."""

    def cut(pdf: bytes) -> bytes:
        end = int(len(pdf) * share)
        while b"%%EOF" in pdf[max(0, end - 1100) : end]:
            end += 100
        return pdf[:end]

    return cut


def _startxref(value: bytes) -> Make:
    return lambda pdf: re.sub(rb"startxref\s+\d+", b"startxref\n" + value, pdf)


def _last_start(pdf: bytes) -> bytes:
    return re.findall(rb"startxref\s+(\d+)", pdf)[-1]


def _page_number(pdf: bytes) -> bytes:
    return re.search(rb"(\d+) 0 obj\s*<<[^>]*?/Type\s*/Page\b", pdf)[1]  # type: ignore[index]


def _false_page(pdf: bytes) -> bytes:
    number = _page_number(pdf)
    return b"\n" + number + b" 0 obj\n<</Type/Page/MediaBox[0 0 9 9]>>\nendobj\n"


def _isa_without_table(pdf: bytes) -> bytes:
    return pdf + _false_page(pdf)


def _isa_with_end_mark(pdf: bytes) -> bytes:
    return pdf + _false_page(pdf) + b"%%EOF\n"


def _isa_old_trailer(pdf: bytes) -> bytes:
    return pdf + _false_page(pdf) + b"startxref\n" + _last_start(pdf) + b"\n%%EOF\n"


def _isa_with_table(pdf: bytes, entries: bytes = b"") -> bytes:
    number = _page_number(pdf)
    place = len(pdf) + 1
    body = pdf + _false_page(pdf).replace(b">>", entries + b">>")
    table = b"xref\n%s 1\n%010d 00000 n \n" % (number, place)
    root = re.findall(rb"/Root\s+\d+ 0 R", pdf)[-1]
    size = re.findall(rb"/Size\s+\d+", pdf)[-1]
    trailer = b"trailer\n<<%s%s/Prev %s>>\nstartxref\n%d\n%%%%EOF\n" % (root, size, _last_start(pdf), len(body))
    return body + table + trailer


def _nested(pdf: bytes) -> bytes:
    return _isa_with_table(pdf, b"/Nested " + b"[" * DEPTH + b"]" * DEPTH)


def _isa_table_to_nowhere(pdf: bytes) -> bytes:
    return _isa_with_table(pdf).replace(b"%010d 00000 n" % (len(pdf) + 1), b"%010d 00000 n" % 0)


def _endless_previous(pdf: bytes) -> bytes:
    start = len(pdf) + 1
    root = re.findall(rb"/Root\s+\d+ 0 R", pdf)[-1]
    table = b"\nxref\n0 1\n0000000000 65535 f \ntrailer\n<<%s/Size 99/Prev %d>>\nstartxref\n%d\n%%%%EOF\n"
    return pdf + table % (root, start, start)


def _huge_table(pdf: bytes) -> bytes:
    root = re.findall(rb"/Root\s+\d+ 0 R", pdf)[-1]
    table = (
        b"\nxref\n0 4000000000\n0000000000 65535 f \ntrailer\n<<%s/Size 4000000000/Prev %s>>\nstartxref\n%d\n%%%%EOF\n"
    )
    return pdf + table % (root, _last_start(pdf), len(pdf) + 1)


def _wrapped(pdf: bytes) -> bytes:
    _start, end = gaps(pdf)[0]
    return pdf[:end] + b"\n7 0 obj\n<</Type/Page>>\nendobj\n" + pdf[end:]


def _hole_widened(pdf: bytes) -> bytes:
    match = re.search(rb"(/ByteRange\s*\[\s*0\s+\d+\s+)(\d+)(\s+)(\d+)", pdf)
    assert match is not None
    gap_end, tail = int(match[2]) + 9, int(match[4]) - 9
    new = match[1] + str(gap_end).encode() + match[3] + str(tail).encode()
    return pdf[: match.start()] + new + pdf[match.end() :]


def _tail_shortened(pdf: bytes) -> bytes:
    match = re.search(rb"(/ByteRange\s*\[\s*0\s+\d+\s+\d+\s+)(\d+)", pdf)
    assert match is not None
    return pdf[: match.start()] + match[1] + str(int(match[2]) - 1).encode() + pdf[match.end() :]


def _container(pdf: bytes, new: bytes) -> bytes:
    start, end = gaps(pdf)[0]
    return pdf[:start] + b"<" + new.ljust(end - start - 2, b"0") + b">" + pdf[end:]


def _last_container_as_first(pdf: bytes) -> bytes:
    start, end = gaps(pdf)[-1]
    return _container(pdf, pdf[start + 1 : end - 1])


def _in_value(pdf: bytes, place: int) -> int:
    """A decimal digit amid the signature value of a container, whose neighbour is a hexadecimal digit too."""
    start, end = gaps(pdf)[place]
    info = cms.ContentInfo.load(bytes.fromhex(pdf[start + 1 : end - 1].decode()), strict=False)
    value = info["content"]["signer_infos"][0]["signature"].native
    begun = pdf.lower().index(value.hex().encode(), start, end) + 16
    return next(at for at in range(begun, end) if pdf[at : at + 1].isdigit())


def _swapped_case(pdf: bytes) -> bytes:
    start, end = gaps(pdf)[0]
    at = next(place for place in range(start, end) if pdf[place : place + 1].isalpha())
    return pdf[:at] + pdf[at : at + 1].swapcase() + pdf[at + 1 :]


def _stuffed_padding(pdf: bytes) -> bytes:
    _start, end = gaps(pdf)[0]
    return pdf[: end - 3] + b"41" + pdf[end - 1 :]


def _first_revision(pdf: bytes) -> bytes:
    return pdf[: pdf.index(b"%%EOF") + 6]


RAW = [
    Attack("flip: header", FILE, flipped(lambda pdf: 5)),
    Attack("flip: binary mark", FILE, flipped(lambda pdf: 11)),
    Attack("flip: page content", FILE, flipped(lambda pdf: pdf.index(b"stream") + 60)),
    Attack("flip: byte range", RANGE, flipped(lambda pdf: pdf.index(b"/ByteRange") + 13)),
    Attack("flip: before the container", RANGE, flipped(lambda pdf: gaps(pdf)[0][0] - 3)),
    Attack("flip: CMS, first byte", RANGE, flipped(lambda pdf: gaps(pdf)[0][0] + 2)),
    Attack("flip: CMS, signature value", RANGE, flipped(lambda pdf: _in_value(pdf, 0))),
    Attack("flip: CMS of the time stamp", RANGE, flipped(lambda pdf: _in_value(pdf, -1))),
    Attack("flip: DSS", "ETSI EN 319 142-1, section 5.4.2", flipped(lambda pdf: pdf.rindex(b"/Certs") + 3)),
    Attack("flip: last cross reference", FILE, flipped(lambda pdf: pdf.rindex(b"/Root") + 6)),
    Attack("flip: startxref", FILE, flipped(lambda pdf: pdf.rindex(b"startxref") + 11)),
    Attack("flip: last end mark", FILE, flipped(lambda pdf: pdf.rindex(b"%%EOF") + 3)),
    Attack("tail: space", FILE, _appended(b" ")),
    Attack("tail: comment", FILE, _appended(b"\n% DICABUT\n")),
    Attack("tail: 900 zeros", FILE, _appended(bytes(900))),
    Attack("tail: end mark", FILE, _appended(b"%%EOF\n")),
    Attack("tail: 2,000 bytes without end mark", FILE, _appended(b"A" * 2_000)),
    Attack("tail: the file once more", FILE, lambda pdf: pdf + pdf),
    Attack("tail: a ZIP directory", "polyglot", _appended(b"PK\x05\x06" + bytes(18))),
    *(Attack(f"cut: {share:.0%}", FILE, _cut(share)) for share in (0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99)),
    Attack("cut: last byte", FILE, lambda pdf: pdf[:-1]),
    Attack("cut: to the first revision", FILE, _first_revision),
    Attack("empty", FILE, lambda pdf: b""),
    Attack("only the header", FILE, lambda pdf: b"%PDF-1.7\n"),
    Attack("only header and end mark", FILE, lambda pdf: b"%PDF-1.7\n%%EOF\n"),
    Attack("not a PDF", FILE, lambda pdf: b"\x89PNG\r\n\x1a\n" + bytes(500)),
    Attack("zeros", FILE, lambda pdf: bytes(len(pdf))),
    Attack("polyglot: PNG first", "polyglot", _prefixed(b"\x89PNG\r\n\x1a\n")),
    Attack("polyglot: HTML first", "polyglot", _prefixed(b"<html><!--")),
    Attack("polyglot: ZIP first", "polyglot", _prefixed(b"PK\x03\x04" + bytes(26))),
    Attack("polyglot: program first", "polyglot", _prefixed(b"MZ" + bytes(62))),
    Attack("polyglot: second header", "polyglot", _prefixed(b"%PDF-1.4\n%%EOF\n")),
    Attack("byte order mark first", FILE, _prefixed(b"\xef\xbb\xbf")),
    Attack("ISA: object without table", ISA, _isa_without_table),
    Attack("ISA: object and end mark", ISA, _isa_with_end_mark),
    Attack("ISA: object and the old startxref", ISA, _isa_old_trailer),
    Attack("ISA: object, table and trailer", ISA, _isa_with_table),
    Attack("ISA: table that points to nowhere", ISA, _isa_table_to_nowhere),
    Attack("SWA: objects inside the hole", SWA, _wrapped),
    Attack("SWA: wider hole", SWA, _hole_widened),
    Attack("byte range: shorter tail", RANGE, _tail_shortened),
    Attack("container: empty", RANGE, lambda pdf: _container(pdf, b"")),
    Attack("container: no CMS", RANGE, lambda pdf: _container(pdf, b"3003020101")),
    Attack("container: endless length", RANGE, lambda pdf: _container(pdf, b"3080" * 900)),
    Attack("container: nested 900 deep", RANGE, lambda pdf: _container(pdf, b"30820f00" * 900)),
    Attack("container: that of the time stamp", RANGE, _last_container_as_first),
    Attack("container: one digit in the other case", RANGE, _swapped_case),
    Attack("container: bytes in the padding", RANGE, _stuffed_padding),
    Attack("cross references: startxref 0", FILE, _startxref(b"0")),
    Attack("cross references: startxref beyond the end", FILE, _startxref(b"99999999999999999999")),
    Attack("cross references: startxref negative", FILE, _startxref(b"-1")),
    Attack("cross references: endless /Prev", FILE, _endless_previous),
    Attack("cross references: 4,000,000,000 entries", FILE, _huge_table),
    Attack(
        "signature dictionary: other /SubFilter", RANGE, replaced(b"/ETSI.CAdES.detached", b"/adbe.pkcs7.detachedX")
    ),
    Attack("catalog renamed", FILE, replaced(b"/Catalog", b"/Katalog")),
    Attack("20,000 arrays in each other", "CWE-674", _nested),
    Attack("too large", "HOUSE limit: 20 MiB", _appended(b" " * (20 * 1024 * 1024) + b"%%EOF\n")),
    Attack("65 end marks", "HOUSE limit: 64 revisions", _appended(b"%%EOF\n" * 65)),
]
