"""Our issued papers as they are stored, examined for those who ask by a code or bring a copy; what a file means is decided in
`verification`.
"""

import logging
import threading
from collections.abc import Collection, Iterable
from hashlib import sha256
from itertools import islice

from persistence.documents import DocumentRecord, newest_bytes
from services.examination import Means, examine, examine_ours, present_moment
from services.kept_reports import KeptReports
from signing.port import SigningUnavailable
from signing.report import SignatureReport
from storage.keys import issued_key
from storage.port import Area, ObjectMissing, ObjectStore

LOG = logging.getLogger("pembina.verification")

MOST_AT_ONCE = 2
"""How many are examined at the same time for those who ask by a code: who waits for one holds a thread."""

PATIENCE_SECONDS = 2.0
"""How long who asks by a code waits for one of these places; then he is told what is on record."""

MOST_COMPARED = 20
"""How many of our papers one stranger's file is compared with: a second has at most a batch's papers of one signer."""


class StoredPapers:
    """Reports of stored papers, and of their copies. Threads may share it."""

    def __init__(self, *, store: ObjectStore, means: Means, kept: KeptReports) -> None:
        self._store = store
        self._means = means
        self._kept = kept
        self._places = threading.BoundedSemaphore(MOST_AT_ONCE)

    def newest(self, document: DocumentRecord) -> bytes:
        """The bytes of its newest rendition.

        *Raises*: `ObjectMissing` where storage does not hold these very bytes, which is logged; `StorageUnavailable`.
        """
        return self._bytes(document, newest_bytes(document)[0])

    def report_on(self, data: bytes, *, is_ours: bool) -> SignatureReport:
        """What these bytes prove, or were found to prove at most `KEPT` ago in legal time under the same roots and lists.

        *Shape*: only what `is_ours`, by its SHA-256, is kept.
        *Raises*: `SigningUnavailable`, of what is ours also where the examination came to no end.
        """
        moment = present_moment(self._means)
        if not is_ours:
            return examine(data, self._means, moment).report
        digest = sha256(data).hexdigest()
        found = self._kept.find(digest, moment)
        if found is None:
            found = examine_ours(data, self._means, moment)
            self._kept.keep(digest, found)
        return found.report

    def examined(self, document: DocumentRecord) -> SignatureReport:
        """What its newest rendition proves, as of at most `KEPT` ago in legal time.

        *Raises*: `ObjectMissing`, `StorageUnavailable`; `SigningUnavailable` also where too many are examined now, or the
        examination came to no end.
        """
        digest = newest_bytes(document)[0]
        kept = self._kept.find(digest, present_moment(self._means))
        if kept is not None:
            return kept.report
        if not self._places.acquire(timeout=PATIENCE_SECONDS):
            raise SigningUnavailable("too many papers are examined now")
        try:
            return self._report(document, digest)
        finally:
            self._places.release()

    def bearing(self, values: Collection[bytes], candidates: Iterable[DocumentRecord]) -> DocumentRecord | None:
        """The first of the candidates, each looked at once and `MOST_COMPARED` at most, whose file bears one of these
        signature values. *Raises*: `StorageUnavailable`, `SigningUnavailable`.
        """
        distinct = {candidate.id: candidate for candidate in candidates}
        return next(
            (each for each in islice(distinct.values(), MOST_COMPARED) if self._values(each).intersection(values)),
            None,
        )

    def _values(self, document: DocumentRecord) -> frozenset[bytes]:
        """The signature values of the file as issued; of one that is missing none."""
        try:
            report = self._report(document, document.sha256)
        except ObjectMissing:
            return frozenset()
        return frozenset(each.value for each in report.signatures if each.value)

    def _report(self, document: DocumentRecord, digest: str) -> SignatureReport:
        """What is kept, or found now in the bytes of this digest."""
        kept = self._kept.find(digest, present_moment(self._means))
        return kept.report if kept is not None else self.report_on(self._bytes(document, digest), is_ours=True)

    def _bytes(self, document: DocumentRecord, digest: str) -> bytes:
        """Other bytes than those that were issued are as good as none: who writes to storage chooses what lies in a key."""
        try:
            data = self._store.get(Area.ISSUED, issued_key(digest))
            if sha256(data).hexdigest() != digest:
                raise ObjectMissing(Area.ISSUED, issued_key(digest))
        except ObjectMissing as error:
            LOG.error("the issued paper %s (%s) is missing from storage: %s", document.id, document.number, error)
            raise
        return data
