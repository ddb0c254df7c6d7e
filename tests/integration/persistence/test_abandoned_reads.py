"""Reads whose askers are gone: each ends by itself, and no connection is forgotten half opened."""

import asyncio
import gc
import warnings
from typing import Any

import pytest

from persistence.connection import Database
from persistence.errors import DatabaseUnavailable
from persistence.queries.reading import Reads, Selection, Window
from persistence.units import UnitRecord

pytestmark = pytest.mark.servers
UNITS = Selection(collection=UnitRecord._get_collection_name())
TICKS = 25
"""Turns of the event loop: opening a connection takes about five, a whole read fewer than these."""


async def abandoned(database: Database, ticks: int) -> int:
    """Gives several reads up after so many turns of the loop; how many were given up before their end."""
    reads = Reads(database.asynchronous())
    await reads.count(UNITS)
    askers: list[asyncio.Task[Any]] = [
        asyncio.ensure_future(each)
        for each in (
            reads.all(UNITS),
            reads.count(UNITS),
            reads.page(UNITS, Window(sort="_id", size=1)),
            reads.gathered(UNITS.collection, [{"$match": {}}]),
            reads.first_of_each(UNITS, Window(sort="_id", size=1), parent="institution_id", parents=["a"]),
        )
    ]
    for _ in range(ticks):
        await asyncio.sleep(0)
    given_up = sum(each.cancel() for each in askers)
    await asyncio.gather(*askers, return_exceptions=True)
    await reads.aclose()
    assert not reads.under_way
    return given_up


def test_whenever_the_askers_leave_no_socket_is_forgotten(database: Database) -> None:
    """The warning is that of a socket which nobody closed; pytest shows it in whatever test the garbage is collected."""
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always", ResourceWarning)
        given_up = [asyncio.run(abandoned(database, ticks)) for ticks in range(TICKS)]
        gc.collect()
    assert given_up[:8] == [5] * 8
    assert [str(each.message) for each in warned] == []


def test_what_fails_after_its_asker_left_is_nobodys_error(
    database: Database, over_the_line: Database, line: Any
) -> None:
    """No "Task exception was never retrieved": asyncio would hand that to the loop's handler."""
    unheard: list[dict[str, Any]] = []

    async def leave() -> None:
        asyncio.get_running_loop().set_exception_handler(lambda _loop, context: unheard.append(context))
        reads = Reads(over_the_line.asynchronous())
        await reads.count(UNITS)
        line.cut()
        asker = asyncio.ensure_future(reads.all(UNITS))
        await asyncio.sleep(0)
        asker.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asker
        assert len(reads.under_way) == 1
        while reads.under_way:
            await asyncio.sleep(0.01)
        with pytest.raises(DatabaseUnavailable):
            await reads.all(UNITS)
        del asker
        gc.collect()
        await asyncio.sleep(0)
        await reads.aclose()

    asyncio.run(leave())
    assert unheard == []
