"""Which language a visitor gets."""

import pytest
from starlette.requests import Request

from portal.languages import Language, Text, language_of, preferred, with_language


def request(query: str = "", accept: str | None = None) -> Request:
    headers = [] if accept is None else [(b"accept-language", accept.encode())]
    return Request({"type": "http", "method": "GET", "path": "/", "query_string": query.encode(), "headers": headers})


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("", "id"),
        ("*", "id"),
        ("id", "id"),
        ("id-ID,id;q=0.9,en-US;q=0.8", "id"),
        ("en-US,en;q=0.9,id;q=0.8", "en"),
        ("en;q=0.5,id;q=0.9", "id"),
        ("EN-gb", "en"),
        ("in", "id"),
        ("ms-MY", "id"),
        ("fr-FR,fr;q=0.9", "en"),
        ("fr-FR,id;q=0.3", "id"),
        ("id;q=0", "id"),
        ("id;q=0,en", "en"),
        ("en;q=broken", "id"),
        (";;;,,,q=1;", "en"),
        ("x" * 10_000, "en"),
    ],
)
def test_browser_decides_where_the_address_does_not(header: str, expected: str) -> None:
    """RFC 9110, section 12.5.4; a broken header is never an error."""
    assert preferred(header) is Language(expected)


@pytest.mark.parametrize(
    ("query", "accept", "expected"),
    [
        ("lang=en", "id", "en"),
        ("lang=id", "en", "id"),
        ("lang=fr", "en", "en"),
        ("lang=", None, "id"),
        ("lang=EN", None, "id"),
        ("", None, "id"),
    ],
)
def test_address_decides_first(query: str, accept: str | None, expected: str) -> None:
    assert language_of(request(query, accept)) is Language(expected)


def test_text_is_said_in_one_of_two_languages() -> None:
    text = Text("Asli", "Genuine")
    assert (text.to(Language.ID), text.to(Language.EN)) == ("Asli", "Genuine")
    assert (Language.ID.other, Language.EN.other) == (Language.EN, Language.ID)


def test_language_joins_any_query() -> None:
    assert with_language("/verify", Language.EN) == "/verify?lang=en"
    assert with_language("/verify?sha256=ab", Language.ID) == "/verify?sha256=ab&lang=id"
