"""Global ids: what was made is read, and nothing else is."""

import base64

import pytest

from domain.refusals import Refusal, RefusalCode
from schema.nodes import global_id, key_of, key_or_nothing, keys_of, printable, split_id


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
    assert "Person x" in refused.message_id


def test_a_filter_by_something_else_names_nothing():
    assert key_or_nothing(None, "Person") is None
    assert key_or_nothing("x", "Person") == ""
    assert key_or_nothing(global_id("Person", "1"), "Person") == "1"


def test_a_clients_text_is_repeated_short_and_printable():
    assert printable("a\x00b\nc\ud800" + "d" * 200) == "abc" + "d" * 74
