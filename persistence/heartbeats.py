"""Renews a lease while its holder works, so that slow work stays one holder's; what is leased stands elsewhere."""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

LOG = logging.getLogger("pembina.leases")

LONGEST = timedelta(hours=1)
"""How long a lease is renewed. Every service that work waits for has a time limit far below; what takes longer hangs."""

_BEATS = 3
"""How often a lease is renewed while it lasts, so that one or two beats may fail."""


@contextmanager
def kept_alive(
    renew: Callable[[], bool], *, what: str, lease: timedelta, longest: timedelta = LONGEST
) -> Iterator[None]:
    """While the block runs, a thread calls `renew` three times in each length of the lease.

    *Shape*: `renew` says False where the lease is another's by now; it is not called again then, nor after `longest`. The
    block is not interrupted: what it records must be fenced, by a token or a version.
    """
    over = threading.Event()
    beat = threading.Thread(
        target=_beat, args=(renew, over, what, lease / _BEATS, longest), name="pembina-heartbeat", daemon=True
    )
    beat.start()
    try:
        yield
    finally:
        over.set()
        beat.join()


def _beat(renew: Callable[[], bool], over: threading.Event, what: str, every: timedelta, longest: timedelta) -> None:
    ends = time.monotonic() + longest.total_seconds()
    while not over.wait(every.total_seconds()) and time.monotonic() < ends:
        try:
            if not renew():
                LOG.error(
                    "the lease on %s is another's now: what is done here is recorded only where nothing was done there",
                    what,
                )
                return
        except Exception as error:  # whatever went wrong: the next beat may come in time
            LOG.warning("the lease on %s was not renewed, and is tried again: %s", what, type(error).__name__)
