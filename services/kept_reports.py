"""What bytes of ours were found to prove, kept for a moment: by who signs a paper, and by who asks for a stored one."""

import threading
from datetime import datetime, timedelta

from signing.report import SignatureReport
from signing.trust import TrustAnchors

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
        self._kept: dict[str, tuple[datetime, TrustAnchors, SignatureReport]] = {}

    def find(self, digest: str, now: datetime, trust: TrustAnchors) -> SignatureReport | None:
        """What the bytes of this SHA-256 were found to prove at most `KEPT` ago in legal time under these roots and lists."""
        with self._lock:
            at, under, report = self._kept.get(digest, (None, None, None))
        return report if at is not None and at <= now < at + KEPT and under == trust else None

    def keep(self, digest: str, at: datetime, trust: TrustAnchors, report: SignatureReport) -> None:
        """Keeps what was found; the oldest gives way."""
        with self._lock:
            self._kept.pop(digest, None)
            self._kept[digest] = (at, trust, report)
            while len(self._kept) > MOST_KEPT:
                del self._kept[next(iter(self._kept))]
