"""What the worker asks of MongoDB: no look at the outbox for a call that nobody heard, one commit for many events."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from app.worker import SEQUENCE_SECONDS, Worker
from persistence import outbox
from persistence.connection import Database
from persistence.log import EventRecord, LogHeadRecord, unsequenced, verify_log
from persistence.records import insert, new_id, utc_now

pytestmark = pytest.mark.servers


UNASKED = 60.0
"""After how long the workers of these tests look unasked. *Units*: seconds."""


class NoIssuance:
    """Whose letters are issued at once."""

    def __init__(self) -> None:
        self.issued: list[str] = []

    def prepare(self, document_id: str) -> None:
        self.issued.append(document_id)

    issue_sealed = prepare


@contextmanager
def working(database: Database, *, calls: int) -> Iterator[NoIssuance]:
    """A worker of two threads, to which so many commits were told before it began."""
    worker, issuance = Worker(database=database, threads=2, poll_seconds=UNASKED), NoIssuance()
    worker.serve(issuance)  # type: ignore[arg-type]
    for _ in range(calls):
        worker.wake()
    worker.start()
    try:
        yield issuance
    finally:
        worker.stop()


def asked(database: Database, collection: str, kind: str) -> int:
    """How many operations of a kind MongoDB has done on a collection, by its own count."""
    totals = database.client.admin.command("top")["totals"]
    found: dict[str, Any] = totals.get(f"{database.name}.{collection}", {})
    return int(found.get(kind, {}).get("count", 0))


def until(holds: Callable[[], bool]) -> None:
    """Waits for it, at most ten seconds: long before a worker looks unasked."""
    deadline = time.monotonic() + 10
    while not holds():
        assert time.monotonic() < deadline, "it did not happen in ten seconds"
        time.sleep(0.02)


def test_of_three_hundred_calls_to_busy_threads_only_one_for_each_is_kept(database: Database) -> None:
    before = asked(database, "outbox", "commands")
    with working(database, calls=300):
        until(lambda: asked(database, "outbox", "commands") - before >= 4)
        time.sleep(0.3)
    assert 4 <= asked(database, "outbox", "commands") - before <= 8


def test_two_entries_that_are_ordered_while_the_threads_wait_are_done_at_once(database: Database) -> None:
    worker, issuance = Worker(database=database, threads=2, poll_seconds=UNASKED), NoIssuance()
    worker.serve(issuance)  # type: ignore[arg-type]
    worker.start()
    try:
        time.sleep(0.1)
        for name in ("doc-1", "doc-2"):
            outbox.add("issue_document", name)
            worker.wake()
        until(lambda: len(issuance.issued) == 2)
        assert sorted(issuance.issued) == ["doc-1", "doc-2"]
    finally:
        worker.stop()


def test_the_events_of_a_moment_share_a_commit_and_none_stays_behind(database: Database) -> None:
    begun = asked(database, "log_heads", "update")
    started = time.monotonic()
    worker = Worker(database=database, threads=1)
    worker.start()
    try:
        for version in range(1, 31):
            insert(event(version))
            worker.wake()
            time.sleep(0.01)
        until(lambda: not unsequenced())
        seconds = time.monotonic() - started
    finally:
        worker.stop()
    commits = asked(database, "log_heads", "update") - begun
    assert commits <= seconds / SEQUENCE_SECONDS + 1
    assert LogHeadRecord.objects.get().size == 30
    assert list(verify_log({})) == []


def event(version: int) -> EventRecord:
    return EventRecord(
        id=new_id(),
        aggregate="EVIDENCE",
        record_id="file-1",
        version=version,
        name="UploadRequested",
        verb="request_upload",
        from_state=None if version == 1 else "REQUESTED",
        to_state="REQUESTED",
        actor_id="person-a",
        actor_name="Sari",
        at=utc_now(),
        clause="HOUSE",
    )
