"""One stored document as a reader sees it: typed access by the record class's field names; here `Any` ends."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any


class RowError(Exception):
    """A stored document does not have the field, or not of the type, that its record class promises."""


class Row:
    """A document of MongoDB. *Shape*: the accessors name a field; those with `_or_none` allow it to be absent."""

    __slots__ = ("_fields",)

    def __init__(self, fields: Mapping[str, Any]) -> None:
        self._fields = fields

    @property
    def id(self) -> str:
        """The record's id."""
        return self.text("_id")

    def text(self, name: str) -> str:
        """A text. *Raises*: `RowError`."""
        value = self._fields.get(name)
        if not isinstance(value, str):
            raise RowError(f"{name} holds no text")
        return value

    def text_or_none(self, name: str) -> str | None:
        """A text that may be absent. *Raises*: `RowError` for another type."""
        return None if self._fields.get(name) is None else self.text(name)

    def whole(self, name: str) -> int:
        """A whole number. *Raises*: `RowError`."""
        value = self._fields.get(name)
        if not isinstance(value, int) or isinstance(value, bool):
            raise RowError(f"{name} holds no whole number")
        return value

    def whole_or_none(self, name: str) -> int | None:
        """A whole number that may be absent. *Raises*: `RowError` for another type."""
        return None if self._fields.get(name) is None else self.whole(name)

    def flag(self, name: str) -> bool:
        """True or false. *Raises*: `RowError`."""
        value = self._fields.get(name)
        if not isinstance(value, bool):
            raise RowError(f"{name} holds no truth value")
        return value

    def plain(self, name: str) -> str | int | bool | None:
        """A value of any plain kind, or None. *Raises*: `RowError` for another type."""
        value = self._fields.get(name)
        if value is not None and not isinstance(value, str | int | bool):
            raise RowError(f"{name} holds no plain value")
        return value

    def moment(self, name: str) -> datetime:
        """An instant, aware, UTC. *Raises*: `RowError`."""
        value = self._fields.get(name)
        if not isinstance(value, datetime) or value.tzinfo is None:
            raise RowError(f"{name} holds no aware time")
        return value

    def moment_or_none(self, name: str) -> datetime | None:
        """An instant that may be absent. *Raises*: `RowError` for another type."""
        return None if self._fields.get(name) is None else self.moment(name)

    def day(self, name: str) -> date:
        """A legal date, stored as ISO 8601 text. *Raises*: `RowError`, `ValueError`."""
        return date.fromisoformat(self.text(name))

    def day_or_none(self, name: str) -> date | None:
        """A legal date that may be absent. *Raises*: `RowError`, `ValueError`."""
        return None if self._fields.get(name) is None else self.day(name)

    def texts(self, name: str) -> list[str]:
        """A list of texts; an absent one is empty. *Raises*: `RowError`."""
        value = self._fields.get(name) or []
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise RowError(f"{name} holds no list of texts")
        return value

    def rows(self, name: str) -> list["Row"]:
        """A list of inner documents; an absent one is empty. *Raises*: `RowError`."""
        value = self._fields.get(name) or []
        if not isinstance(value, list) or not all(isinstance(item, Mapping) for item in value):
            raise RowError(f"{name} holds no list of documents")
        return [Row(item) for item in value]

    def having(self, name: str, rows: "list[Row]") -> "Row":
        """This document with other inner documents under a name."""
        return Row({**self._fields, name: [row._fields for row in rows]})

    def row(self, name: str) -> "Row":
        """An inner document; an absent one is empty. *Raises*: `RowError`."""
        value = self._fields.get(name) or {}
        if not isinstance(value, Mapping):
            raise RowError(f"{name} holds no document")
        return Row(value)

    def row_or_none(self, name: str) -> "Row | None":
        """An inner document; None where it is absent or empty. *Raises*: `RowError` for another type."""
        return self.row(name) if self._fields.get(name) else None

    def pairs(self) -> list[tuple[str, str]]:
        """The fields of a document that maps names to texts. *Raises*: `RowError`."""
        return [(name, self.text(name)) for name in self._fields]

    def sort_value(self, name: str) -> str | int | datetime:
        """The value by which a page is ordered. *Raises*: `RowError` where it cannot order anything."""
        value = self._fields.get(name)
        if not isinstance(value, str | int | datetime) or isinstance(value, bool):
            raise RowError(f"{name} orders nothing")
        return value
