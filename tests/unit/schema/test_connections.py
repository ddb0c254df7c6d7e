"""Cursors: opaque, of one order, and never more than a sort value and an id."""

import base64
import json
from datetime import UTC, datetime

import pytest

from schema.connections import Order, PageError, make_cursor, read_cursor, requested

NAME = Order(field="name")


def cursor_of(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


@pytest.mark.parametrize(
    "value",
    [
        *("", "Kabupaten Contoh", 'ñ\n\t"', 0, -5, 1 << 62),
        datetime(2023, 10, 2, 3, 0, 0, 123_000, tzinfo=UTC),
        datetime.min.replace(tzinfo=UTC),
        datetime.max.replace(tzinfo=UTC),
    ],
)
def test_a_cursor_gives_its_place_back(value):
    assert read_cursor(make_cursor(NAME, value, "key"), NAME) == (value, "key")


@pytest.mark.parametrize(
    "cursor",
    [
        "",
        "x",
        "%%%%",
        "\ud800",
        cursor_of(None),
        cursor_of([]),
        cursor_of(["+name", "a"]),
        cursor_of(["+name", "a", "b", "c"]),
        cursor_of(["-name", "a", "b"]),
        cursor_of(["+updated_at", "a", "b"]),
        cursor_of(["+name", {"$gt": ""}, "b"]),
        cursor_of(["+name", "a", {"$gt": ""}]),
        cursor_of(["+name", ["a"], "b"]),
        cursor_of(["+name", ["@nonsense"], "b"]),
        cursor_of(["+name", ["@2023-10-02T03:00:00"], "b"]),
        cursor_of(["+name", ["@0001-01-01T00:00:00+23:59"], "b"]),
        cursor_of(["+name", ["@9999-12-31T23:59:59-23:59"], "b"]),
        cursor_of(["+name", ["@0001-01-01T00:00:00+00:00:01"], "b"]),
        cursor_of(["+name", None, "b"]),
        cursor_of(["+name", True, "b"]),
        cursor_of(["+name", 1.5, "b"]),
        cursor_of(["+name", 1 << 63, "b"]),
        cursor_of(["+name", "\ud800", "b"]),
        base64.urlsafe_b64encode(b"[" * 5_000).decode(),
    ],
)
def test_anything_else_is_no_cursor(cursor):
    with pytest.raises(PageError, match="does not belong to this list"):
        read_cursor(cursor, NAME)


@pytest.mark.parametrize("first", [0, -1, 101])
def test_a_page_has_1_to_100_rows(first):
    with pytest.raises(PageError, match="1 to 100"):
        requested(first, None, NAME)


def test_a_page_goes_on_after_equal_sort_values_by_id():
    upwards = requested(10, make_cursor(NAME, "a", "k"), NAME).window
    assert upwards.beyond() == {"$or": [{"name": {"$gt": "a"}}, {"name": "a", "_id": {"$gt": "k"}}]}
    assert upwards.order() == {"name": 1, "_id": 1}
    down = Order(field="name", descending=True)
    downwards = requested(10, make_cursor(down, "a", "k"), down).window
    assert downwards.beyond() == {"$or": [{"name": {"$lt": "a"}}, {"name": "a", "_id": {"$lt": "k"}}]}
    assert downwards.order() == {"name": -1, "_id": -1}
    assert requested(10, None, NAME).window.beyond() == {}
