"""Legal time: the port from which deadlines, letter dates and signing times come; leases use real time."""

from datetime import date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo

JAKARTA = ZoneInfo("Asia/Jakarta")
"""Legal dates are dates in Jakarta: LKPP acts there, and the decree names no other place."""


class Clock(Protocol):
    """Tells legal time. In production this is real time; in development a persisted clock that only moves forward."""

    def now(self) -> datetime:
        """The present legal instant. *Shape*: aware, UTC."""
        ...


def legal_date(instant: datetime) -> date:
    """The calendar date in Jakarta on which `instant` (aware) falls."""
    return instant.astimezone(JAKARTA).date()
