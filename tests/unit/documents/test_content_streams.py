"""Content streams: what is no content stream is refused, and strings, names and arrays are read as ISO 32000-1 says."""

import pytest

from documents.content_streams import ContentUnreadable, operations


@pytest.mark.parametrize(
    ("stream", "problem"),
    [
        (b"1 2 3", "operands that nothing takes"),
        (b"[1 2", "operands that nothing takes"),
        (b"] n", "never opened"),
        (b">> n", "never opened"),
        (b"(never ends", "does not end"),
        (b"(a (b) Tj", "does not end"),
        (b"{1} n", "begins no token"),
        (b"<0G> Tj", "begins no token"),
        (b"[1 Tj]", "inside a content stream"),
        (b"BI /W 1 ID \x00 EI", "BI inside a content stream"),
        (b"[" * 30 + b"1" + b"]" * 30 + b" n", "nests too deeply"),
    ],
)
def test_what_is_no_content_stream_is_refused(stream: bytes, problem: str) -> None:
    with pytest.raises(ContentUnreadable, match=problem):
        list(operations(stream))


@pytest.mark.parametrize(
    ("stream", "expected"),
    [
        (b"", []),
        (b"% nothing\n", []),
        (b"q 1 0 0 -1.5 .25 +3. cm Q", [("q", []), ("cm", [1.0, 0.0, 0.0, -1.5, 0.25, 3.0]), ("Q", [])]),
        (b"/F1 12 Tf", [("Tf", ["/F1", 12.0])]),
        (b"(a\\(b\\)c) Tj", [("Tj", [b"a(b)c"])]),
        (b"(a(b)c) Tj", [("Tj", [b"a(b)c"])]),
        (b"(\\101\\7\\n\\q\\\n.) '", [("'", [b"A\x07\nq."])]),
        (b"<41 4> Tj", [("Tj", [b"A@"])]),
        (b"[(A)-120<42>]TJ", [("TJ", [[b"A", -120.0, b"B"]])]),
        (b"/P<</MCID 0/Lang(id)>>BDC EMC", [("BDC", ["/P", ["<<", "/MCID", 0.0, "/Lang", b"id"]]), ("EMC", [])]),
        (b"true false null n f*", [("n", ["true", "false", "null"]), ("f*", [])]),
    ],
)
def test_operators_come_with_their_operands(stream: bytes, expected: list[object]) -> None:
    assert list(operations(stream)) == expected
