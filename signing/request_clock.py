"""Legal time inside a signing process: the caller's, moving on with real seconds; no clock is read from disk here."""

import time
from datetime import datetime, timedelta
from functools import lru_cache

from pyhanko.sign.timestamps import TimeStamper

from signing.timestamps import TimestampSource


class RequestClock:
    """A legal clock set by each request."""

    def __init__(self) -> None:
        self._base: datetime | None = None
        self._set_at = 0.0

    def set(self, now: datetime) -> None:
        """From here on it is `now`."""
        self._base, self._set_at = now, time.monotonic()

    def now(self) -> datetime:
        """The legal instant. *Raises*: `RuntimeError` before `set`."""
        if self._base is None:
            raise RuntimeError("no request has told the time yet")
        return self._base + timedelta(seconds=time.monotonic() - self._set_at)


def timestamper_at(source: TimestampSource, now: datetime) -> TimeStamper:
    """The client of `source`, kept per process with what it learned of its authority, its clock set to `now`."""
    timestamper, clock = _kept(source)
    clock.set(now)
    return timestamper


@lru_cache(maxsize=8)
def _kept(source: TimestampSource) -> tuple[TimeStamper, RequestClock]:
    clock = RequestClock()
    return source.timestamper(clock), clock
