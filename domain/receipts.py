"""How the receipt of a sanction letter is proven, and the last instant to object that follows from it (II.2.3.s1)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from domain.calendar import CountingStart, Deadline, OutsideCalendarError, WorkingCalendar, deadline
from domain.clock import JAKARTA


class ReceiptChannel(StrEnum):
    """How a receipt is proven. The decree says that the letter is received, not how it is shown: house rule."""

    IN_APP = "IN_APP"
    DELIVERY_NOTE = "DELIVERY_NOTE"
    EMAIL_ACKNOWLEDGEMENT = "EMAIL_ACKNOWLEDGEMENT"


RECEIPT_LABELS: dict[ReceiptChannel, tuple[str, str]] = {
    ReceiptChannel.IN_APP: ("dibuka dalam sistem", "opened in the system"),
    ReceiptChannel.DELIVERY_NOTE: ("tanda terima pengiriman", "delivery note"),
    ReceiptChannel.EMAIL_ACKNOWLEDGEMENT: ("pernyataan terima melalui pos-el", "acknowledgement by e-mail"),
}


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """One proof of receipt. *Shape*: `at` is aware; `by` the person who opened or recorded; an in-app one has no file."""

    channel: ReceiptChannel
    at: datetime
    by: str
    evidence_id: str | None = None

    def values(self) -> dict[str, Any]:
        """The record's field. *Shape*: `at` as ISO 8601 text with its offset."""
        return {
            "channel": self.channel.value,
            "at": self.at.isoformat(),
            "by": self.by,
            "evidence_id": self.evidence_id,
        }


def receipt_of(values: dict[str, Any]) -> Receipt:
    """The proof that a record holds."""
    return Receipt(
        channel=ReceiptChannel(values["channel"]),
        at=datetime.fromisoformat(values["at"]),
        by=values["by"],
        evidence_id=values.get("evidence_id"),
    )


def earliest(receipts: Iterable[Receipt]) -> Receipt | None:
    """The proof that counts, or None where there is none."""
    return min(receipts, key=lambda receipt: receipt.at, default=None)


@dataclass(frozen=True, kw_only=True)
class ObjectionTerm:
    """How the term to object is counted. *Units*: working days. *Source*: II.2.3.s1 gives their number; the rest is ours."""

    working_days: int = 5
    counting_start: CountingStart = CountingStart.NEXT_WORKING_DAY
    joint_leave_is_off: bool = True
    zone: ZoneInfo = JAKARTA


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
            zone=term.zone,
        )
    except OutsideCalendarError:
        return None
