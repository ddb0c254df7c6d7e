"""Lists in pages: keyset cursors of our own and the types of Relay's cursor connections; how rows are read is elsewhere."""

import base64
import binascii
import json
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, Generic, TypeAlias, TypeVar

import strawberry
from graphql import GraphQLError

from persistence.queries.reading import SortValue, Window
from schema.described import attribute, computed, enumeration, object_type

LARGEST_PAGE = 100
"""The most rows of one page."""

N = TypeVar("N")

FirstArgument: TypeAlias = Annotated[
    int, strawberry.argument(name="first", description=f"How many rows: 1 to {LARGEST_PAGE}.")
]
AfterArgument: TypeAlias = Annotated[
    str | None, strawberry.argument(name="after", description="The cursor after which the page begins.")
]


class OrderDirection(StrEnum):
    """Upwards or downwards."""

    ASC = "ASC"
    DESC = "DESC"


enumeration(
    OrderDirection,
    "The direction of an order.",
    ASC="From the least: A to Z, oldest to newest.",
    DESC="From the greatest: Z to A, newest to oldest.",
)


class PageError(GraphQLError):
    """A page that cannot be given: a size out of range, or a cursor that is not of this list."""

    def __init__(self, message: str) -> None:
        super().__init__(message, extensions={"code": "INVALID_PAGE"})


@dataclass(frozen=True, kw_only=True)
class Order:
    """How a list is sorted. *Shape*: `field` is a field of the record class that every row has."""

    field: str
    descending: bool = False

    @property
    def name(self) -> str:
        """What a cursor remembers of its order."""
        return f"{'-' if self.descending else '+'}{self.field}"


@object_type
class PageInfo:
    """Where a page stands in its list."""

    has_next_page: bool = attribute("Whether rows follow this page.")
    has_previous_page: bool = attribute("Whether rows go before this page.")
    start_cursor: str | None = attribute("The cursor of the first row; null on an empty page.")
    end_cursor: str | None = attribute("The cursor of the last row: give it as `after` for the next page.")


@object_type
class Edge(Generic[N]):
    """One row of a list with its cursor."""

    cursor: str = attribute("The place of this row in the list.")
    node: N = attribute("The row itself.")


@object_type
class Connection(Generic[N]):
    """One page of a list."""

    edges: list[Edge[N]] = attribute("The rows with their cursors.")
    page_info: PageInfo = attribute("Where this page stands.")
    counter: strawberry.Private[Callable[[], Awaitable[int]]]

    @computed
    def nodes(self) -> list[N]:
        """The rows without cursors."""
        return [edge.node for edge in self.edges]

    @computed
    async def total_count(self) -> int:
        """How many rows the whole list has, at the time of asking. It is counted only when asked for."""
        return await self.counter()


@dataclass(frozen=True, kw_only=True)
class PageRequest:
    """The page that a client asked for, checked."""

    window: Window
    order: Order

    @property
    def is_first(self) -> bool:
        """Whether the list is read from its beginning."""
        return self.window.after is None


def requested(first: int, after: str | None, order: Order) -> PageRequest:
    """The page of these arguments. *Raises*: `PageError`."""
    if not 1 <= first <= LARGEST_PAGE:
        raise PageError(f"`first` is 1 to {LARGEST_PAGE}; ask for the following rows by `after`.")
    place = None if after is None else read_cursor(after, order)
    window = Window(sort=order.field, size=first, descending=order.descending, after=place)
    return PageRequest(window=window, order=order)


def connection(
    rows: Sequence[tuple[N, SortValue, str]], *, request: PageRequest, more: bool, counter: Callable[[], Awaitable[int]]
) -> Connection[N]:
    """The page of these rows. *Shape*: each row as (node, sort value, record id)."""
    edges = [Edge(cursor=make_cursor(request.order, value, key), node=node) for node, value, key in rows]
    info = PageInfo(
        has_next_page=more,
        has_previous_page=not request.is_first,
        start_cursor=edges[0].cursor if edges else None,
        end_cursor=edges[-1].cursor if edges else None,
    )
    return Connection(edges=edges, page_info=info, counter=counter)


def empty(request: PageRequest) -> Connection[N]:
    """A page of nothing."""

    async def none() -> int:
        return 0

    return connection([], request=request, more=False, counter=none)


def make_cursor(order: Order, value: SortValue, key: str) -> str:
    """The opaque cursor of a row. *Shape*: base64url of JSON: the order, the sort value (a time marked `@`), the id."""
    plain = [f"@{value.astimezone(UTC).isoformat()}"] if isinstance(value, datetime) else value
    text = json.dumps([order.name, plain, key], separators=(",", ":"), ensure_ascii=False)
    return base64.urlsafe_b64encode(text.encode()).rstrip(b"=").decode()


def read_cursor(cursor: str, order: Order) -> tuple[SortValue, str]:
    """The sort value and id of a cursor. *Raises*: `PageError` for anything that this order did not make."""
    match _decoded(cursor):
        case [str(name), value, str(key)] if name == order.name:
            place = _sort_value(value)
            if place is not None:
                return place, key
    raise PageError("This cursor does not belong to this list in this order; begin again without `after`.")


def _decoded(cursor: str) -> object:
    try:
        text = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True).decode()
        decoded = json.loads(text)
        json.dumps(decoded, ensure_ascii=False).encode()
    except (binascii.Error, ValueError, RecursionError):
        return None
    return decoded


def _sort_value(value: object) -> SortValue | None:
    match value:
        case [str(text)] if text.startswith("@"):
            return _aware(text[1:])
        case str():
            return value
        case int() if not isinstance(value, bool) and abs(value) < 1 << 63:
            return value
    return None


def _aware(text: str) -> datetime | None:
    """The instant in UTC, as the database keeps it; None for none, and for one that UTC's calendar cannot hold."""
    try:
        moment = datetime.fromisoformat(text)
        return moment.astimezone(UTC) if moment.tzinfo is not None else None
    except (ValueError, OverflowError):
        return None
