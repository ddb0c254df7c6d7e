"""How rows are read: by ids, a page by keyset, the first of each parent; what they are stands in the aggregates' files."""

import asyncio
from asyncio import gather
from collections.abc import AsyncIterator, Callable, Coroutine, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import wraps
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeAlias, TypeVar

from pymongo.asynchronous.database import AsyncDatabase
from pymongo.errors import AutoReconnect, ExecutionTimeout, NetworkTimeout, ServerSelectionTimeoutError

from persistence.errors import DatabaseUnavailable
from persistence.queries.rows import Row

if TYPE_CHECKING:
    from domain.standings import Subject
    from persistence.queries.standings import Plan

SortValue: TypeAlias = str | int | datetime
"""What a cursor may carry; nothing that MongoDB could read as an operator."""

_UNREACHABLE = (AutoReconnect, NetworkTimeout, ServerSelectionTimeoutError, ExecutionTimeout)
_SLOWEST_MS = 10_000
_CLOSING_SECONDS = 3.0
"""How long the reader waits, before it closes, for reads whose askers are gone."""

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True)
class Scope:
    """Whose records a reader sees: one institution's, everybody's (None), or nobody's (`nothing`)."""

    institution_id: str | None = None
    nothing: bool = False

    def covers(self, institution_id: str | None) -> bool:
        """Whether a record of that institution is seen."""
        if self.nothing:
            return False
        return self.institution_id is None or self.institution_id == institution_id

    def where(self) -> dict[str, Any]:
        """The filter on `institution_id`; one that nothing meets for `nothing`."""
        if self.nothing:
            return {"_id": {"$in": []}}
        return {} if self.institution_id is None else {"institution_id": self.institution_id}


EVERYTHING = Scope()
"""The scope of LKPP's readers, and of what is public."""


@dataclass(frozen=True, kw_only=True)
class Selection:
    """Which rows: the collection, the conditions that all hold, the heavy fields left out, or else the only ones read."""

    collection: str
    conditions: tuple[Mapping[str, Any], ...] = ()
    hidden: tuple[str, ...] = ()
    only: tuple[str, ...] = ()

    def filter(self, *more: Mapping[str, Any]) -> dict[str, Any]:
        """The filter of MongoDB."""
        every = [condition for condition in (*self.conditions, *more) if condition]
        return {"$and": every} if every else {}

    def projection(self) -> dict[str, bool] | None:
        """The projection of MongoDB."""
        return dict.fromkeys(self.only, True) or dict.fromkeys(self.hidden, False) or None


@dataclass(frozen=True, kw_only=True)
class Window:
    """A page by keyset: `size` rows after the place of a row (its sort value and id), in one direction."""

    sort: str
    size: int
    descending: bool = False
    after: tuple[SortValue, str] | None = None

    def order(self) -> dict[str, int]:
        """The sort, made total by the id."""
        direction = -1 if self.descending else 1
        return {self.sort: direction, "_id": direction}

    def beyond(self) -> dict[str, Any]:
        """The filter that skips everything up to `after`. *Shape*: equal sort values are told apart by id."""
        if self.after is None:
            return {}
        operator, (value, key) = "$lt" if self.descending else "$gt", self.after
        if self.sort == "_id":
            return {"_id": {operator: key}}
        return {"$or": [{self.sort: {operator: value}}, {self.sort: value, "_id": {operator: key}}]}


@dataclass(frozen=True)
class Page:
    """The rows of a window, and whether more follow."""

    rows: tuple[Row, ...] = ()
    more: bool = field(default=False)


def _to_its_end(
    read: "Callable[Concatenate[Reads, P], Coroutine[Any, Any, T]]",
) -> "Callable[Concatenate[Reads, P], Coroutine[Any, Any, T]]":
    """A read that ends by itself where who asked is cancelled: a request that took too long, a sibling of a failed field.

    PyMongo 4.20 forgets the socket of a connection that it was opening when it is cancelled (PYTHON-5867), and closes a
    connection that it was reading from. The server ends a read after `_SLOWEST_MS`; one that does not answer is given up by
    the limits of the connection (`persistence/connection.py`). What fails then is nobody's error.
    """

    @wraps(read)
    async def asked(reads: "Reads", /, *given: P.args, **named: P.kwargs) -> T:
        task = asyncio.ensure_future(read(reads, *given, **named))
        reads.under_way.add(task)
        task.add_done_callback(reads.ended)
        return await asyncio.shield(task)

    return asked


class Reads:
    """The asynchronous reader. It belongs to the event loop in which its database handle was made."""

    def __init__(self, database: AsyncDatabase[dict[str, Any]]) -> None:
        self._database = database
        self.under_way: set[asyncio.Future[Any]] = set()

    def ended(self, read: asyncio.Future[Any]) -> None:
        """A read is done. Its error is looked at here, so that asyncio does not report it where its asker is gone."""
        self.under_way.discard(read)
        if not read.cancelled():
            read.exception()

    async def aclose(self) -> None:
        """Closes the connections, after what is under way."""
        if self.under_way:
            await asyncio.wait(self.under_way, timeout=_CLOSING_SECONDS)
        await self._database.client.close()

    async def by_ids(self, selection: Selection, ids: Iterable[str]) -> dict[str, Row]:
        """The rows of these ids that the selection holds, by id, in one command. *Raises*: `DatabaseUnavailable`."""
        return {row.id: row for row in await self.all(selection, {"_id": {"$in": sorted(set(ids))}})}

    @_to_its_end
    async def all(self, selection: Selection, *conditions: Mapping[str, Any]) -> list[Row]:
        """Every row, in one command: for sets that are small by their nature. *Raises*: `DatabaseUnavailable`."""
        async with _reachable():
            found = self._database[selection.collection].find(
                selection.filter(*conditions), selection.projection(), max_time_ms=_SLOWEST_MS, batch_size=10_000
            )
            return [Row(document) async for document in found]

    @_to_its_end
    async def page(self, selection: Selection, window: Window) -> Page:
        """One page, in one command. *Raises*: `DatabaseUnavailable`."""
        async with _reachable():
            found = self._database[selection.collection].find(
                selection.filter(window.beyond()),
                selection.projection(),
                sort=list(window.order().items()),
                limit=window.size + 1,
                max_time_ms=_SLOWEST_MS,
                batch_size=window.size + 1,
            )
            return _page([Row(document) async for document in found], window.size)

    @_to_its_end
    async def first_of_each(
        self, selection: Selection, window: Window, *, parent: str, parents: Iterable[str]
    ) -> dict[str, Page]:
        """The first page of each parent, in one command. *Shape*: `parent` is the field; parents without rows are absent.

        *Raises*: `DatabaseUnavailable`.
        """
        pipeline: list[dict[str, Any]] = [{"$match": selection.filter({parent: {"$in": sorted(set(parents))}})}]
        if selection.hidden:
            pipeline.append({"$unset": list(selection.hidden)})
        first = {"$firstN": {"input": "$$ROOT", "n": window.size + 1}}
        pipeline += [{"$sort": window.order()}, {"$group": {"_id": f"${parent}", "rows": first}}]
        async with _reachable():
            found = await self._database[selection.collection].aggregate(
                pipeline, maxTimeMS=_SLOWEST_MS, batchSize=10_000
            )
            return {group["_id"]: _page([Row(each) for each in group["rows"]], window.size) async for group in found}

    @_to_its_end
    async def gathered(self, collection: str, pipeline: Sequence[Mapping[str, Any]]) -> list[Row]:
        """What an aggregation makes of a collection, in one command. *Raises*: `DatabaseUnavailable`."""
        async with _reachable():
            found = await self._database[collection].aggregate(pipeline, maxTimeMS=_SLOWEST_MS, batchSize=10_000)
            return [Row(document) async for document in found]

    async def planned(self, plan: "Plan") -> "dict[str, Subject]":
        """What a plan of reads ends with: each of its steps asks for several selections at the same time.

        *Raises*: `DatabaseUnavailable`.
        """
        asked = next(plan)
        while True:
            found = await gather(*(self._found(selection) for selection in asked))
            try:
                asked = plan.send(found)
            except StopIteration as finished:
                subjects: dict[str, Subject] = finished.value
                return subjects

    async def _found(self, selection: Selection | None) -> list[Row]:
        return await self.all(selection) if selection is not None else []

    @_to_its_end
    async def count(self, selection: Selection) -> int:
        """How many rows there are. *Raises*: `DatabaseUnavailable`."""
        async with _reachable():
            return await self._database[selection.collection].count_documents(selection.filter(), maxTimeMS=_SLOWEST_MS)


def _page(rows: list[Row], size: int) -> Page:
    return Page(rows=tuple(rows[:size]), more=len(rows) > size)


@asynccontextmanager
async def _reachable() -> AsyncIterator[None]:
    try:
        yield
    except _UNREACHABLE as error:
        raise DatabaseUnavailable(str(error)) from error
