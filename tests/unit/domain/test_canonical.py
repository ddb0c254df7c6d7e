"""Canonical JSON: one byte sequence per value, so that two parties can agree on a digest (RFC 8785, without numbers)."""

import hashlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.canonical import canonical_digest, canonical_json

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(exclude_categories=("Cs",))),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(st.characters(exclude_categories=("Cs",))), inner, max_size=4)
    ),
    max_leaves=12,
)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, b"null"),
        ({}, b"{}"),
        ({"b": 1, "a": [True, False, None]}, b'{"a":[true,false,null],"b":1}'),
        ({"B": 1, "a": 2, "_": 3}, b'{"B":1,"_":3,"a":2}'),
        ('é € \n " \\', '"é € \\n \\" \\\\"'.encode()),
        ((1, 2), b"[1,2]"),
        (-(2**70), b"-1180591620717411303424"),
    ],
)
def test_a_value_has_these_bytes(value, expected) -> None:
    assert canonical_json(value) == expected
    assert canonical_digest(value) == hashlib.sha256(expected).hexdigest()


@pytest.mark.parametrize("bad", [1.0, {"a": 0.5}, [[1.5]], ({"a": (float("nan"),)},), float("inf")])
def test_a_float_is_refused_wherever_it_stands(bad) -> None:
    with pytest.raises(TypeError, match="no floats"):
        canonical_json(bad)


@pytest.mark.parametrize("bad", [{1: "a"}, {"a": {None: 1}}, [{True: 1}]])
def test_a_key_is_text(bad) -> None:
    with pytest.raises(TypeError, match="text keys"):
        canonical_json(bad)


def test_what_json_does_not_hold_is_refused() -> None:
    for bad in ({1, 2}, b"bytes", object()):
        with pytest.raises(TypeError):
            canonical_json(bad)


@given(VALUES)
def test_the_bytes_say_the_value_and_do_not_depend_on_its_order(value) -> None:
    data = canonical_json(value)
    assert json.loads(data) == value
    assert canonical_json(json.loads(data)) == data
    if isinstance(value, dict):
        assert canonical_json(dict(reversed(value.items()))) == data
