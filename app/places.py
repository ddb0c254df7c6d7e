"""How many answers of one costly kind are made at once: the next wait a little, and beyond them others are sent away."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from anyio import CapacityLimiter
from starlette.responses import Response

from app.errors import bilingual


class PlacesTaken(Exception):
    """Too many are waiting already."""


class Places:
    """One for an address and an application; not for several event loops.

    *Shape*: `at_once` are worked on, `waiting` more may stand in line.
    """

    def __init__(self, *, at_once: int, waiting: int) -> None:
        self._places = CapacityLimiter(at_once)
        self._waiting = waiting

    @asynccontextmanager
    async def one(self) -> AsyncIterator[None]:
        """Holds a place while the block runs. *Raises*: `PlacesTaken`."""
        if self._places.available_tokens < 1 and self._places.statistics().tasks_waiting >= self._waiting:
            raise PlacesTaken
        async with self._places:
            yield


async def places_taken(_request: object, _error: Exception) -> Response:
    """503, as where too many files are being verified."""
    return bilingual(
        503,
        "Terlalu banyak permintaan sedang dilayani. Ulangi beberapa saat lagi.",
        "Too many requests are being served. Try again in a while.",
        headers={"Retry-After": "10", "Cache-Control": "no-store"},
    )
