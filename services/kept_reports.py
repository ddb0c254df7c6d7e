"""What bytes of ours were found to prove, kept for a moment: by who signs a paper, and by who asks for a stored one."""

import threading
from datetime import timedelta

from services.examination import Examined, Moment

KEPT = timedelta(minutes=1)
"""How long a report answers for the same bytes under the same trust: a paper of ours is asked for by code, by SHA-256 and as
a file, by many. *Source*: house rule; the legal standing is read anew each time.
"""

MOST_KEPT = 256
"""How many reports are kept."""


class KeptReports:
    """The reports of one process. Threads may share it.

    *Does not check*: whose the bytes are; keep none of a stranger's.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: dict[str, Examined] = {}

    def find(self, digest: str, moment: Moment) -> Examined | None:
        """What the bytes of this SHA-256 were found to prove at most `KEPT` ago in legal time under the same trust."""
        with self._lock:
            found = self._kept.get(digest)
        if found is None or found.moment.under != moment.under:
            return None
        return found if found.moment.at <= moment.at < found.moment.at + KEPT else None

    def keep(self, digest: str, found: Examined) -> None:
        """Keeps what was found, if the paper holds: what does not may hold in the next moment. The oldest gives way."""
        if not found.report.holds:
            return
        with self._lock:
            self._kept.pop(digest, None)
            self._kept[digest] = found
            while len(self._kept) > MOST_KEPT:
                del self._kept[next(iter(self._kept))]
