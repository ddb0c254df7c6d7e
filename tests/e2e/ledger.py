"""What is really stored, looked at behind the API's back: MongoDB, object storage, and the event log by the command."""

import re
import subprocess
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import urllib3
from minio import Minio
from pymongo import MongoClient

from tests.e2e.servers import Reached

BUCKETS = ("pembina-draft", "pembina-evidence", "pembina-issued")


class Ledger:
    """Reads everything; writes nothing."""

    def __init__(self, reached: Reached) -> None:
        self._client: MongoClient[dict[str, Any]] = MongoClient(reached.mongodb_uri, tz_aware=True)
        self.stored = self._client[reached.database]
        self._pool = urllib3.PoolManager()
        self._objects = Minio(**reached.s3, secure=False, http_client=self._pool)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()
        self._pool.clear()

    def everything(self) -> dict[str, Any]:
        """Each collection with its documents, each bucket with its objects."""
        collections = {
            name: list(self.stored[name].find().sort("_id", 1)) for name in sorted(self.stored.list_collection_names())
        }
        return {**collections, **{bucket: self.objects(bucket) for bucket in BUCKETS}}

    def objects(self, bucket: str) -> list[tuple[str | None, str | None, int | None]]:
        """Name, ETag and size of each object."""
        found = self._objects.list_objects(bucket, recursive=True)
        return sorted((each.object_name, each.etag, each.size) for each in found)

    def object(self, bucket: str, name: str) -> bytes:
        """The bytes of one object."""
        response = self._objects.get_object(bucket, name)
        try:
            return response.data
        finally:
            response.close()
            response.release_conn()

    def settle(self, seconds: float = 30.0) -> None:
        """Waits until no work is owed, every event has its place in the log, and the public log shows all its entries."""
        limit = time.monotonic() + seconds
        while self._owed():
            assert time.monotonic() < limit, self._owed()
            time.sleep(0.02)

    def _owed(self) -> dict[str, list[Any]]:
        work = list(self.stored["outbox"].find({"state": {"$ne": "DONE"}}))
        events = list(self.stored["events"].find({"index": None}))
        owed = {"outbox": work, "events": events, "log_entries": self._unpublished()}
        return {name: found for name, found in owed.items() if found}

    def _unpublished(self) -> list[Any]:
        """The public log's head, while it does not show every entry."""
        entries = self.stored["log_entries"].count_documents({})
        head = self.stored["log_publications"].find_one() or {"size": 0, "note": "", "shown": ""}
        is_shown = head["size"] == entries and head["shown"] == head["note"]
        return [] if is_shown else [entries, head["size"]]

    def numbers(self) -> dict[str, list[int]]:
        """The numbers of each series, in order."""
        found: dict[str, list[int]] = defaultdict(list)
        for document in self.stored["documents"].find({"series": {"$type": "string"}}).sort("sequence", 1):
            found[document["series"]].append(document["sequence"])
        return dict(found)

    def counters(self) -> dict[str, int]:
        """The last number of each series."""
        return {counter["_id"]: counter["last"] for counter in self.stored["counters"].find()}

    def event_counts(self) -> dict[str, Counter[str]]:
        """How often each event happened to each paper."""
        found: dict[str, Counter[str]] = defaultdict(Counter)
        for event in self.stored["events"].find({"aggregate": "DOCUMENT"}):
            found[event["record_id"]][event["name"]] += 1
        return dict(found)


@contextmanager
def unchanged(ledger: Ledger) -> Iterator[None]:
    """Whatever happens in the block, MongoDB (the events too) and object storage are afterwards as they were."""
    ledger.settle()
    before = ledger.everything()
    yield
    after = ledger.everything()
    assert [name for name in before.keys() | after.keys() if before.get(name) != after.get(name)] == []


CHECKPOINT_LINE = re.compile(r"\S+/log: \d+ [0-9a-f]{64}")
"""Origin, size and root."""


def log_findings(data: Path) -> str:
    """What `pembina log verify` says at last of the data folder of a running server: its findings, or that there is none.

    *Shape*: without the line that names the public log's checkpoint, which differs with each run.
    """
    command = [sys.executable, "-m", "app.cli", "--data", str(data), "log", "verify"]
    done = subprocess.run(command, check=False, capture_output=True, text=True, cwd=Path(__file__).parents[2])
    told = [line for line in done.stdout.splitlines(keepends=True) if not CHECKPOINT_LINE.fullmatch(line.strip())]
    return "".join(told) + (done.stderr if done.returncode else "")
