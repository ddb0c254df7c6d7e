"""Scalars: what they refuse, and that a secret is never shown."""

from datetime import UTC, date, datetime

import pytest
from graphql import GraphQLError, StringValueNode

from schema.scalars import SCALARS, Secret, Sha256


def parse(kind, value):
    return SCALARS[kind].parse_value(value)


def test_a_secret_is_not_shown_by_any_means():
    secret = parse(Secret, "rahasia")
    assert secret.reveal() == "rahasia"
    for text in (repr(secret), str(secret), f"{secret}", f"{[secret]}", f"{secret!r}"):
        assert "rahasia" not in text
    with pytest.raises(TypeError):
        vars(secret)


@pytest.mark.parametrize("value", ["", "a" * 1_001, "a\n", "\ud800", 1, None, ["rahasia"], {"a": "rahasia"}])
def test_what_is_no_secret_is_refused_without_repeating_it(value):
    with pytest.raises(GraphQLError) as refused:
        parse(Secret, value)
    assert str(refused.value) == "A Secret is a text of 1 to 1000 printable characters."


def test_a_secret_is_never_read_from_the_text_nor_sent():
    with pytest.raises(GraphQLError) as refused:
        SCALARS[Secret].parse_literal(StringValueNode(value="rahasia"))
    assert "rahasia" not in str(refused.value)
    with pytest.raises(GraphQLError, match="never sent"):
        SCALARS[Secret].serialize(Secret("rahasia"))


@pytest.mark.parametrize("value", ["", "2023-10-02", "2023-10-02T03:00:00", "x", 1, None])
def test_a_time_needs_its_offset(value):
    with pytest.raises(GraphQLError):
        parse(datetime, value)


def test_a_time_is_read_in_any_offset_and_given_in_utc():
    moment = parse(datetime, "2023-10-02T10:00:00.123+07:00")
    assert moment == datetime(2023, 10, 2, 3, 0, 0, 123_000, tzinfo=UTC)
    assert SCALARS[datetime].serialize(moment) == "2023-10-02T03:00:00.123Z"


@pytest.mark.parametrize(
    "value", ["", "2023-02-29", "20231002", "2023-10-2", "2023-W40-1", "2023-10-02T00:00:00Z", 1, None]
)
def test_a_date_is_a_day_that_exists(value):
    with pytest.raises(GraphQLError):
        parse(date, value)


def test_a_date_is_read_and_given_alike():
    assert SCALARS[date].serialize(parse(date, "2023-12-31")) == "2023-12-31"


@pytest.mark.parametrize("value", ["", "0" * 63, "0" * 65, "G" * 64, "A" * 64, 1, None])
def test_a_digest_is_64_lower_case_digits(value):
    with pytest.raises(GraphQLError):
        parse(Sha256, value)
