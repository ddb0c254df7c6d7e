"""What the door takes and gives back; nothing is done here."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any

from domain.aggregates import Aggregate
from domain.canonical import canonical_digest
from domain.refusals import Refusal
from domain.roles import Actor


@dataclass(frozen=True, kw_only=True)
class Command:
    """One request for an act. *Shape*: `record_id` None for a verb that makes the record; `expected_version` None where
    the caller has not seen the record (workers); the key makes a repeated request harmless. `intent` is what the key
    stands for where the payload holds more than the caller said (a signature made on his behalf).
    """

    aggregate: Aggregate
    verb: str
    actor: Actor
    record_id: str | None = None
    payload: Any = None
    expected_version: int | None = None
    idempotency_key: str | None = None
    intent: Any = None

    def digest(self) -> str:
        """What the idempotency key stands for: the verb, the record and the payload."""
        return canonical_digest(
            {
                "aggregate": self.aggregate,
                "verb": self.verb,
                "id": self.record_id,
                "payload": plain(self.intent or self.payload),
            }
        )


@dataclass(frozen=True, kw_only=True)
class Done:
    """An act that was committed. *Shape*: `documents` are the papers that it ordered; `repeated` marks a recalled outcome."""

    aggregate: Aggregate
    record_id: str
    version: int
    state: str
    documents: tuple[str, ...] = ()
    repeated: bool = False


@dataclass(frozen=True, kw_only=True)
class ActionOffer:
    """One verb of a record's table for one actor: allowed now, or why not."""

    verb: str
    label_id: str
    clause: str
    refusal: Refusal | None


def plain(value: Any) -> Any:
    """JSON values of a payload: dataclasses as objects, enums as their values, dates as ISO 8601 text.

    *Raises*: `TypeError` for anything else, so that nothing is digested by accident.
    """
    if value is None or isinstance(value, str | int | bool):
        return value.value if isinstance(value, Enum) else value
    if isinstance(value, date | datetime):
        return value.isoformat()
    if is_dataclass(value) and not isinstance(value, type):
        return {item.name: plain(getattr(value, item.name)) for item in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    raise TypeError(f"a payload holds no {type(value).__name__}")
