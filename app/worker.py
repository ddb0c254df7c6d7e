"""The worker: does outbox entries, sequences the event log, extends the public one; what the work is stands in `services`."""

import logging
import queue
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import timedelta
from functools import partial
from typing import Protocol

from documents.errors import ConverterUnavailable
from persistence import outbox
from persistence.connection import Database
from persistence.errors import DatabaseUnavailable
from persistence.heartbeats import kept_alive
from persistence.log import MOST_AT_ONCE, sequence_events
from services.archive import RENEW_DOCUMENT, ArchiveService
from services.door import ISSUE_DOCUMENT, PREPARE_DOCUMENT
from services.issuance import Issuance
from services.issuing_parts import LetterUnsound
from services.stamping_authorities import GainsNothingYet
from signing.port import SigningUnavailable, TimestampUnavailable
from storage.port import StorageRefused, StorageUnavailable

LOG = logging.getLogger("pembina.worker")
POLL_SECONDS = 0.5
"""How often the outbox is looked at where nobody says that something was written (another process did)."""

DUTY_SECONDS = 5.0
"""How often it is looked whether a date has passed. Standing follows the date at once; the state follows here."""

SEQUENCE_SECONDS = 0.2
"""How often at most the event log is sequenced: the acts of that time share one transaction and one commit."""

PUBLISH_SECONDS = 1.0
"""How often at most the public log gets a new checkpoint; who verifies a paper before that has it published at once."""

RETRY_SECONDS = 2.0
"""How long to wait after MongoDB did not answer."""

UNAVAILABLE = (
    DatabaseUnavailable,
    StorageUnavailable,
    StorageRefused,
    ConverterUnavailable,
    SigningUnavailable,
    TimestampUnavailable,
)
"""What says nothing against the letter: the service that it needs does not answer, or refuses us until the operator has
mended its settings (keys, bucket, lock). The letter waits, however long that takes.
"""

Handler = Callable[[str], object]


class Carrier(Protocol):
    """Tells workers elsewhere, through a broker, which entries are due."""

    def start(self) -> None:
        """Carries from now on."""
        ...

    def wake(self) -> None:
        """Something was committed: look at once."""
        ...

    def stop(self) -> None:
        """Carries no more, and closes the connections."""
        ...

    def check(self) -> None:
        """Asks the broker for an answer now. *Raises*: `BrokerUnavailable` within a few seconds."""
        ...


class Worker:
    """Threads that do what transactions ordered. An entry is done at least once; every step of it is idempotent.

    With a carrier the entries are done elsewhere, and the threads here only carry them and sequence the event log.
    """

    def __init__(
        self,
        *,
        database: Database,
        threads: int,
        lease: timedelta = outbox.LEASE,
        carrier: Carrier | None = None,
        poll_seconds: float = POLL_SECONDS,
    ) -> None:
        self._database = database
        self._threads = threads
        self._lease = lease
        self._carrier = carrier
        self._poll_seconds = poll_seconds
        self._handlers: dict[str, Handler] = {}
        self._duties: tuple[Callable[[], object], ...] = ()
        self._stop = threading.Event()
        self._work: queue.Queue[None] = queue.Queue(maxsize=threads)  # a call for each thread that may be idle, no more
        self._events = threading.Event()
        self._entries = threading.Event()
        self._publish: Callable[[], object] | None = None
        self._running: list[threading.Thread] = []

    def serve(
        self,
        issuance: Issuance,
        *,
        archive: ArchiveService | None = None,
        duties: Sequence[Callable[[], object]] = (),
        publish: Callable[[], object] | None = None,
    ) -> None:
        """Names who does what; the duties are done again and again, as legal time passes; `publish` extends the public log."""
        self._duties = tuple(duties)
        self._publish = publish
        self._handlers = {PREPARE_DOCUMENT: issuance.prepare, ISSUE_DOCUMENT: issuance.issue_sealed}
        if archive is not None:
            self._handlers[RENEW_DOCUMENT] = archive.renew

    def wake(self) -> None:
        """Something was committed: look at once."""
        self._call_one()
        self._events.set()
        self._entries.set()
        if self._carrier is not None:
            self._carrier.wake()

    def _call_one(self) -> None:
        """One idle thread looks at the outbox; calls that nobody was free to hear are not kept for later."""
        with suppress(queue.Full):
            self._work.put_nowait(None)

    def start(self) -> None:
        """Starts the threads."""
        self._stop.clear()
        dispatchers = 0 if self._carrier is not None else self._threads
        targets = [self._dispatch] * dispatchers + [self._sequence, self._attend, self._extend_log]
        self._running = [threading.Thread(target=target, daemon=True, name="pembina-worker") for target in targets]
        for thread in self._running:
            thread.start()
        if self._carrier is not None:
            self._carrier.start()

    def stop(self) -> None:
        """Lets each thread finish what it does, and waits."""
        self._stop.set()
        self._events.set()
        self._entries.set()
        for _ in range(self._threads):
            self._call_one()
        for thread in self._running:
            thread.join()
        self._running = []
        if self._carrier is not None:
            self._carrier.stop()

    def _attend(self) -> None:
        """What the passing of legal time brings about: dates that end an agreement."""
        while not self._stop.is_set():
            for duty in self._duties:
                try:
                    duty()
                except Exception as error:  # the duty is done again; nothing else may stop for it
                    LOG.warning("a duty waits: %s", error)
            self._stop.wait(DUTY_SECONDS)

    def run_due(self) -> int:
        """Does everything that is due, in this thread; returns how many entries were done."""
        done = 0
        while (entry := outbox.claim(lease=self._lease)) is not None:
            self.run_entry(entry)
            done += 1
        return done

    def run_carried(self, entry_id: str) -> bool:
        """Does the entry that a broker brought; False where it is done, not due, or claimed by another.

        *Raises*: `DatabaseUnavailable`; then the entry is carried again.
        """
        entry = outbox.claim(entry_id=entry_id, lease=self._lease)
        if entry is not None:
            self.run_entry(entry)
        return entry is not None

    def run_entry(self, entry: outbox.Entry) -> None:
        """Does one claimed entry, and closes or returns it; the claim is extended while it is done."""
        handler = self._handlers.get(entry.topic)
        try:
            if handler is None:
                raise LetterUnsound(f"nobody does {entry.topic}")
            with kept_alive(partial(outbox.extend, entry, lease=self._lease), what=entry.record_id, lease=self._lease):
                handler(entry.record_id)
        except LetterUnsound as error:
            LOG.error("entry %s (%s %s) cannot be done: %s", entry.id, entry.topic, entry.record_id, error)
            outbox.fail(entry, f"{type(error).__name__}: {error}", final=True)
        except GainsNothingYet as error:
            LOG.info("entry %s (%s %s) waits %s: %s", entry.id, entry.topic, entry.record_id, error.wait, error)
            outbox.postpone(entry, f"{type(error).__name__}: {error}", wait=error.wait)
        except UNAVAILABLE as error:
            LOG.warning("entry %s (%s %s) waits: %s", entry.id, entry.topic, entry.record_id, error)
            outbox.postpone(entry, f"{type(error).__name__}: {error}")
        except Exception as error:  # whatever went wrong: the entry is tried again, a limited number of times
            LOG.warning("entry %s (%s %s) is put back: %s", entry.id, entry.topic, entry.record_id, error)
            outbox.fail(entry, f"{type(error).__name__}: {error}")
        else:
            outbox.complete(entry)

    def _dispatch(self) -> None:
        while not self._stop.is_set():
            try:
                entry = outbox.claim(lease=self._lease)
                if entry is not None:
                    self.run_entry(entry)
                    continue
            except DatabaseUnavailable as error:
                LOG.warning("MongoDB does not answer: %s", error)
                self._stop.wait(RETRY_SECONDS)
            with suppress(queue.Empty):
                self._work.get(timeout=self._poll_seconds)

    def _sequence(self) -> None:
        while not self._stop.is_set():
            self._events.wait(self._poll_seconds * 2)
            self._events.clear()
            try:
                while sequence_events(self._database.client) == MOST_AT_ONCE:
                    continue
            except Exception as error:  # whatever went wrong: without this thread no event would get its index again
                LOG.warning("the event log waits: %s: %s", type(error).__name__, error)
                self._stop.wait(RETRY_SECONDS)
            self._stop.wait(SEQUENCE_SECONDS)

    def _extend_log(self) -> None:
        while self._publish is not None and not self._stop.is_set():
            self._entries.wait(self._poll_seconds * 10)
            self._entries.clear()
            try:
                self._publish()
            except Exception as error:  # whatever went wrong: without this thread no checkpoint would follow
                LOG.warning("the public log waits: %s: %s", type(error).__name__, error)
                self._stop.wait(RETRY_SECONDS)
            self._stop.wait(PUBLISH_SECONDS)
