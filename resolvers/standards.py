"""The standards as one request reads them: the seventeen once, with the criteria in force on the day."""

from collections.abc import Callable
from datetime import date

from strawberry.dataloader import DataLoader

from persistence.queries.reading import Reads
from persistence.queries.rows import Row
from persistence.queries.standards import published_catalogues, standards
from schema.standards import Standard, of_version, version_on


class StandardsToday:
    """Reads the standards and the version in force once for all that ask."""

    def __init__(self, reads: Reads, today: Callable[[], date]) -> None:
        self._reads = reads
        self._today = today
        self._rows: DataLoader[None, list[Row]] = DataLoader(load_fn=self._load_rows)
        self._standards: DataLoader[None, list[Standard]] = DataLoader(load_fn=self._load)

    async def rows(self) -> list[Row]:
        """The seventeen as stored, in the decree's order."""
        return await self._rows.load(None)

    async def all(self) -> list[Standard]:
        """The seventeen with the criteria in force today."""
        return await self._standards.load(None)

    async def one(self, code: str) -> Standard | None:
        """One of them."""
        return next((standard for standard in await self.all() if standard.key == code), None)

    def forget(self) -> None:
        """Reads anew from now on: after an act."""
        self._standards.clear_all()

    async def _load_rows(self, keys: list[None]) -> list[list[Row]]:
        rows = sorted(await self._reads.all(standards()), key=lambda row: row.id)
        return [rows for _key in keys]

    async def _load(self, keys: list[None]) -> list[list[Standard]]:
        versions = sorted(await self._reads.all(published_catalogues()), key=lambda row: row.day("valid_from"))
        found = of_version(await self.rows(), version_on(versions, self._today()))
        return [found for _key in keys]
