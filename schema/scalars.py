"""Scalars of our own: aware times, digests, and secrets that nothing repeats."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import NewType, NoReturn

import strawberry
from graphql import GraphQLError, ValueNode
from strawberry.types.scalar import ScalarDefinition

Sha256 = NewType("Sha256", str)
"""A SHA-256 digest. *Shape*: 64 lower-case hexadecimal digits."""

_SHA256 = re.compile(r"[0-9a-f]{64}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Secret:
    """A passphrase on its way to one call; neither `repr` nor `str` nor an error message shows it."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def __repr__(self) -> str:
        return "Secret(***)"

    def reveal(self) -> str:
        """The passphrase, for the call that needs it."""
        return self._value


def _parse_secret(value: object) -> Secret:
    if not isinstance(value, str) or not 1 <= len(value) <= 1_000 or not value.isprintable():
        raise GraphQLError("A Secret is a text of 1 to 1000 printable characters.")
    return Secret(value)


def _refuse_literal(_node: ValueNode, _variables: object = None) -> NoReturn:
    raise GraphQLError(
        "A Secret is given as a variable, never in the text of the request: texts are logged and cached."
    )


def _refuse_output(_value: object) -> NoReturn:
    raise GraphQLError("A Secret is never sent.")


def _parse_sha256(value: object) -> Sha256:
    if not isinstance(value, str) or not _SHA256.fullmatch(value):
        raise GraphQLError("A Sha256 is 64 lower-case hexadecimal digits.")
    return Sha256(value)


def _parse_moment(value: object) -> datetime:
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise GraphQLError("A DateTime is ISO 8601 with an offset, such as 2026-11-22T09:00:00+07:00.")
    return moment.astimezone(UTC)


def _print_moment(value: datetime) -> str:
    return value.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _parse_day(value: object) -> date:
    try:
        day = date.fromisoformat(value) if isinstance(value, str) and _DAY.fullmatch(value) else None
    except ValueError:
        day = None
    if day is None:
        raise GraphQLError("A Date is a day that exists, as YYYY-MM-DD.")
    return day


SCALARS: Mapping[object, ScalarDefinition] = {
    Sha256: strawberry.scalar(
        name="Sha256",
        description="A SHA-256 digest: 64 lower-case hexadecimal digits.",
        serialize=str,
        parse_value=_parse_sha256,
    ),
    Secret: strawberry.scalar(
        name="Secret",
        description="A passphrase. It must be given as a variable, lives for one call, and is never sent back, stored "
        "or logged.",
        serialize=_refuse_output,
        parse_value=_parse_secret,
        parse_literal=_refuse_literal,
    ),
    datetime: strawberry.scalar(
        name="DateTime",
        description="An instant: ISO 8601 with an offset; given back in UTC with milliseconds.",
        specified_by_url="https://www.rfc-editor.org/rfc/rfc3339",
        serialize=_print_moment,
        parse_value=_parse_moment,
    ),
    date: strawberry.scalar(
        name="Date",
        description="A legal date, which is a date in Jakarta: YYYY-MM-DD.",
        specified_by_url="https://www.rfc-editor.org/rfc/rfc3339",
        serialize=date.isoformat,
        parse_value=_parse_day,
    ),
}
"""The scalars by the Python type that stands for them."""
