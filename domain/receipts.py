"""How the receipt of a sanction letter is proven, and the last instant to object that follows from it (II.2.3.s1)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from domain.calendar import CountingStart, Deadline, OutsideCalendarError, WorkingCalendar, deadline


class ReceiptChannel(StrEnum):
    """How a receipt is proven. The decree says that the letter is received, not how it is shown: house rule."""

    IN_APP = "IN_APP"
    DELIVERY_NOTE = "DELIVERY_NOTE"
    EMAIL_ACKNOWLEDGEMENT = "EMAIL_ACKNOWLEDGEMENT"


@dataclass(frozen=True, kw_only=True)
class Struck:
    """That a proof of receipt was recorded wrongly: who struck it, when and why. *Shape*: `at` is aware."""

    by: str
    at: datetime
    reason: str

    def values(self) -> dict[str, Any]:
        """The record's field."""
        return {"by": self.by, "at": self.at.isoformat(), "reason": self.reason}


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """One proof of receipt.

    *Shape*: `at` is aware; `by` the person who opened or recorded; an in-app one has no file; one that is `struck` proves
    nothing.
    """

    channel: ReceiptChannel
    at: datetime
    by: str
    evidence_id: str | None = None
    struck: Struck | None = None

    def values(self) -> dict[str, Any]:
        """The record's field. *Shape*: `at` as ISO 8601 text with its offset; `struck` only where it is."""
        told = {
            "channel": self.channel.value,
            "at": self.at.isoformat(),
            "by": self.by,
            "evidence_id": self.evidence_id,
        }
        return told | ({"struck": self.struck.values()} if self.struck else {})


def receipt_of(values: dict[str, Any]) -> Receipt:
    """The proof that a record holds."""
    return Receipt(
        channel=ReceiptChannel(values["channel"]),
        at=datetime.fromisoformat(values["at"]),
        by=values["by"],
        evidence_id=values.get("evidence_id"),
        struck=_struck_of(values.get("struck")),
    )


def _struck_of(values: dict[str, Any] | None) -> Struck | None:
    if not values:
        return None
    return Struck(by=values["by"], at=datetime.fromisoformat(values["at"]), reason=values["reason"])


def earliest(receipts: Iterable[Receipt]) -> Receipt | None:
    """The proof that counts, or None where there is none that was not struck."""
    return min((each for each in receipts if each.struck is None), key=lambda receipt: receipt.at, default=None)


def without_earliest(receipts: Iterable[Receipt]) -> Receipt | None:
    """The proof that would count if the one that does were struck, or None."""
    found = tuple(receipts)
    return earliest(each for each in found if each is not earliest(found))


def struck_out(receipts: Iterable[Receipt], struck: Struck) -> tuple[Receipt, ...]:
    """All of them, the one that counted struck."""
    found = tuple(receipts)
    return tuple(replace(each, struck=struck) if each is earliest(found) else each for each in found)


@dataclass(frozen=True, kw_only=True)
class ObjectionTerm:
    """How the term to object is counted. *Units*: working days. *Source*: II.2.3.s1 gives their number; the rest is ours.

    It ends at 23:59:59 in Jakarta wherever the unit is: one last moment for everybody, not to be configured.
    """

    working_days: int = 5
    counting_start: CountingStart = CountingStart.NEXT_WORKING_DAY
    joint_leave_is_off: bool = True


@dataclass(frozen=True, kw_only=True)
class ObjectionLimit:
    """The last moment to object as it was stored with the receipt, and whether an estimated holiday lay in its count."""

    last_instant: datetime
    is_estimated: bool = False

    def over_at(self, instant: datetime) -> bool:
        """Whether the term is over. A fraction of the last second is still in time."""
        return instant.replace(microsecond=0) > self.last_instant

    def may_move_at(self, instant: datetime) -> bool:
        """Whether another calendar may still move it: the term runs, or nobody knows for certain that it is over."""
        return self.is_estimated or not self.over_at(instant)

    def recomputed(self, fresh: Deadline) -> "ObjectionLimit | None":
        """The limit by another calendar: never an earlier one. None where nothing about it changes.

        It becomes later, or what was an estimate is certain now.
        """
        latest = max(self.last_instant, fresh.last_instant)
        if latest == self.last_instant and fresh.is_estimated >= self.is_estimated:
            return None
        return ObjectionLimit(last_instant=latest, is_estimated=fresh.is_estimated)


def objection_deadline(received: datetime, term: ObjectionTerm, calendar: WorkingCalendar | None) -> Deadline | None:
    """The limit that a receipt sets, or None where the calendar does not know the days that it counts."""
    if calendar is None:
        return None
    try:
        return deadline(
            received,
            term.working_days,
            calendar,
            joint_leave_is_off=term.joint_leave_is_off,
            counting_start=term.counting_start,
        )
    except OutsideCalendarError:
        return None
