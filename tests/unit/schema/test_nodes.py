"""Global ids: what was made is read, and nothing else is."""

import ast
import base64
from pathlib import Path

import pytest

import schema
from domain.refusals import Refusal, RefusalCode
from schema.nodes import LABELS_ID, global_id, key_of, key_or_nothing, keys_of, printable, split_id


def encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


@pytest.mark.parametrize(
    "value",
    [
        "",
        "x",
        "=",
        "Application:1",
        "QXBwbGljYXRpb246MQ==",
        "QXBwbGljYXRpb246MQ\n",
        "QXBwbGljYXRpb246MR",
        encoded(b"Application"),
        encoded(b"Application:"),
        encoded(b":1"),
        encoded(b"Application:\xff"),
        encoded(b"Application:\x00"),
        encoded(b"Application:a\nb"),
        encoded(b"Application:" + b"a" * 101),
        "\N{GRINNING FACE}",
        "\ud800",
    ],
)
def test_anything_else_is_no_id(value):
    assert split_id(value) is None


@pytest.mark.parametrize("key", ["1", "0" * 24, "inst-11.01", "II.2.1.a.3", "a:b", "kota-ñ"])
def test_an_id_gives_its_kind_and_key_back(key):
    assert split_id(global_id("Application", key)) == ("Application", key)


def test_an_id_of_another_kind_is_the_refusal_of_an_unknown_thing():
    found = key_of(global_id("Sla", "1"), "Application", field="application")
    assert isinstance(found, Refusal)
    assert (found.code, found.subject, found.clause) == (RefusalCode.NOT_FOUND, "application", "HOUSE")


def test_the_first_id_that_is_none_refuses_all():
    good = global_id("Person", "1")
    assert keys_of([good, global_id("Person", "2")], "Person", field="f") == ("1", "2")
    refused = keys_of([good, "x", "y"], "Person", field="f")
    assert isinstance(refused, Refusal)
    assert "Person x" in refused.message_en


def test_a_filter_by_something_else_names_nothing():
    assert key_or_nothing(None, "Person") is None
    assert key_or_nothing("x", "Person") == ""
    assert key_or_nothing(global_id("Person", "1"), "Person") == "1"


def test_a_clients_text_is_repeated_short_and_printable():
    assert printable("a\x00b\nc\ud800" + "d" * 200) == "abc" + "d" * 74


def test_what_is_no_id_of_its_kind_is_told_in_both_languages():
    found = key_of("x", "Document", field="document")
    assert isinstance(found, Refusal)
    assert (found.message_id, found.message_en) == ("Naskah x tidak ditemukan.", "Document x was not found.")
    assert set(LABELS_ID) == kinds_that_are_asked_for()


def kinds_that_are_asked_for() -> set[str]:
    """The second argument of every call that reads an id."""
    root = Path(schema.__file__).parents[1]
    files = [file for folder in ("schema", "resolvers") for file in (root / folder).rglob("*.py")]
    calls = [each for file in files for each in ast.walk(ast.parse(file.read_text())) if isinstance(each, ast.Call)]
    readers = {"key_of", "keys_of", "key_or_nothing"}
    asked = [each.args[1] for each in calls if isinstance(each.func, ast.Name) and each.func.id in readers]
    return {str(each.value) for each in asked if isinstance(each, ast.Constant)}
