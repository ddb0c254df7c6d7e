"""The worker: claims outbox entries and does them, and sequences the event log; what the work is stands in `services`."""

import logging
import threading
from collections.abc import Callable, Mapping

from persistence import outbox
from persistence.connection import Database
from persistence.errors import DatabaseUnavailable
from persistence.log import sequence_events
from services.door import ISSUE_DOCUMENT, PREPARE_DOCUMENT
from services.issuance import Issuance, LetterUnsound

LOG = logging.getLogger("pembina.worker")
POLL_SECONDS = 0.5
"""How often the outbox is looked at where nobody says that something was written (another process did)."""

RETRY_SECONDS = 2.0
"""How long to wait after MongoDB did not answer."""

Handler = Callable[[str], None]


class Worker:
    """Threads that do what transactions ordered. An entry is done at least once; every step of it is idempotent."""

    def __init__(self, *, database: Database, threads: int) -> None:
        self._database = database
        self._threads = threads
        self._handlers: Mapping[str, Handler] = {}
        self._stop = threading.Event()
        self._work = threading.Semaphore(0)
        self._events = threading.Event()
        self._running: list[threading.Thread] = []

    def serve(self, issuance: Issuance) -> None:
        """Names who does what."""
        self._handlers = {PREPARE_DOCUMENT: issuance.prepare, ISSUE_DOCUMENT: issuance.issue_sealed}

    def wake(self) -> None:
        """Something was committed: look at once."""
        self._work.release()
        self._events.set()

    def start(self) -> None:
        """Starts the threads."""
        targets = [self._dispatch] * self._threads + [self._sequence]
        self._running = [threading.Thread(target=target, daemon=True, name="pembina-worker") for target in targets]
        for thread in self._running:
            thread.start()

    def stop(self) -> None:
        """Lets each thread finish what it does, and waits."""
        self._stop.set()
        self._events.set()
        for _ in self._running:
            self._work.release()
        for thread in self._running:
            thread.join()
        self._running = []

    def run_due(self) -> int:
        """Does everything that is due, in this thread; returns how many entries were done."""
        done = 0
        while (entry := outbox.claim()) is not None:
            self.run_entry(entry)
            done += 1
        return done

    def run_entry(self, entry: outbox.Entry) -> None:
        """Does one claimed entry, and closes or returns it."""
        handler = self._handlers.get(entry.topic)
        try:
            if handler is None:
                raise LetterUnsound(f"nobody does {entry.topic}")
            handler(entry.record_id)
        except LetterUnsound as error:
            LOG.error("entry %s (%s %s) cannot be done: %s", entry.id, entry.topic, entry.record_id, error)
            outbox.fail(entry, f"{type(error).__name__}: {error}", final=True)
        except Exception as error:  # whatever went wrong: the entry waits and is tried again
            LOG.warning("entry %s (%s %s) is put back: %s", entry.id, entry.topic, entry.record_id, error)
            outbox.fail(entry, f"{type(error).__name__}: {error}")
        else:
            outbox.complete(entry)

    def _dispatch(self) -> None:
        while not self._stop.is_set():
            try:
                entry = outbox.claim()
                if entry is not None:
                    self.run_entry(entry)
                    continue
            except DatabaseUnavailable as error:
                LOG.warning("MongoDB does not answer: %s", error)
                self._stop.wait(RETRY_SECONDS)
            self._work.acquire(timeout=POLL_SECONDS)

    def _sequence(self) -> None:
        while not self._stop.is_set():
            self._events.wait(POLL_SECONDS * 2)
            self._events.clear()
            try:
                while sequence_events(self._database.client):
                    continue
            except DatabaseUnavailable as error:
                LOG.warning("the event log waits: %s", error)
                self._stop.wait(RETRY_SECONDS)
