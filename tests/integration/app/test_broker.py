"""Letters over a real Redis to real workers: what is lost on the way is carried again, what comes twice is done once.

The process of the tests is the API's: it orders letters, carries their ids and sequences the event log. The workers are
`pembina worker`, each a process of its own with its LibreOffice, on the same MongoDB, S3 and keys.
"""

import asyncio
import json
import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from redis import Redis
from redis.exceptions import RedisError

from app.broker import QUEUE, CeleryCarrier, work_for_broker
from app.embedded import Addresses
from app.health import health
from app.problems import BrokerUnavailable
from app.server import free_port
from app.settings import read_settings
from app.wiring import System, running_system
from app.worker import Carrier
from documents.contexts import to_facts
from documents.specimens import SPECIMENS
from domain.aggregates import Aggregate
from domain.canonical import canonical_digest
from domain.document_acts import DraftDocument
from domain.document_kinds import DocumentKind, DocumentState
from domain.refusals import Refusal
from domain.roles import SYSTEM
from persistence import outbox
from persistence.connection import connect
from persistence.counters import CounterRecord
from persistence.documents import DocumentRecord
from persistence.errors import DatabaseUnavailable
from persistence.log import EventRecord
from persistence.outbox import OutboxRecord, OutboxState
from persistence.records import utc_now
from persistence.transparency import PublicationRecord
from services.commands import Command
from services.door import ISSUE_DOCUMENT
from storage.keys import issued_key
from storage.port import Area

pytestmark = pytest.mark.servers
REPOSITORY = Path(__file__).parents[3]
KIND = DocumentKind.APPLICATION_RECEIPT
PATIENCE_SECONDS = 90.0


class RedisServer:
    """A Redis of this test on a free port, which keeps nothing."""

    def __init__(self) -> None:
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.client = Redis(port=self.port, protocol=2)
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = ["redis-server", "--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, cwd="/")
        until(self._answers, "Redis does not start")

    def kill(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait()
        self.client.close()

    def waiting(self) -> int:
        """How many ids wait in the queue."""
        return int(self.client.llen(QUEUE))

    def unfinished(self) -> int:
        """How many ids wait, or are at a worker that has not acknowledged them."""
        return self.waiting() + int(self.client.hlen("unacked"))

    def _answers(self) -> bool:
        try:
            return bool(self.client.ping())
        except RedisError:
            return False


def until(holds: Callable[[], bool], otherwise: str, *, seconds: float = PATIENCE_SECONDS) -> None:
    limit = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > limit:
            pytest.fail(otherwise)
        time.sleep(0.005)


@pytest.fixture
def redis() -> Iterator[RedisServer]:
    server = RedisServer()
    server.start()
    yield server
    server.kill()


# --- the outbox's side: which ids are carried ---------------------------------------------------------------------------


@pytest.fixture
def empty_outbox(mongodb_uri: str, database_name: str) -> Iterator[None]:
    database = connect(mongodb_uri, name=database_name)
    OutboxRecord.ensure_indexes()
    yield
    database.client.drop_database(database_name)
    database.client.close()


def ordered(number: int) -> list[str]:
    return [outbox.add("nothing", f"record-{index}") for index in range(number)]


NOW = timedelta(0)
LATER = timedelta(hours=1)


@pytest.mark.usefixtures("empty_outbox")
def test_an_id_is_carried_once_and_again_when_its_time_is_over() -> None:
    ids = ordered(2)
    assert outbox.carry(10) == ids
    assert outbox.carry(10) == []
    assert outbox.carry(10, again_after=NOW) == ids


@pytest.mark.usefixtures("empty_outbox")
def test_no_more_ids_are_on_their_way_than_the_window_holds() -> None:
    ids = ordered(5)
    assert outbox.carry(2, again_after=LATER) == ids[:2]
    assert outbox.carry(2, again_after=LATER) == []
    assert outbox.carry(3, again_after=LATER) == ids[2:3]
    assert outbox.claim(entry_id=ids[0]) is not None
    assert outbox.carry(3, again_after=LATER) == ids[3:4]


@pytest.mark.usefixtures("empty_outbox")
def test_what_is_claimed_done_dead_or_not_due_is_not_carried() -> None:
    ids = ordered(4)
    claimed, done, dead, back = (outbox.claim(entry_id=entry_id) for entry_id in ids)
    assert claimed
    assert done
    assert dead
    assert back
    outbox.complete(done)
    outbox.fail(dead, "broken", final=True)
    outbox.fail(back, "later")
    assert outbox.carry(10, again_after=NOW) == []


@pytest.mark.usefixtures("empty_outbox")
def test_an_entry_whose_lease_ran_out_is_carried_at_once() -> None:
    (entry_id,) = ordered(1)
    assert outbox.carry(1, again_after=LATER) == [entry_id]
    assert outbox.claim(entry_id=entry_id, lease=NOW)
    assert outbox.carry(1, again_after=LATER) == [entry_id]


@pytest.mark.usefixtures("empty_outbox")
def test_what_was_put_back_is_carried_when_it_is_due_and_not_only_when_its_mark_is_old() -> None:
    (entry_id,) = ordered(1)
    assert outbox.carry(1, again_after=LATER) == [entry_id]
    entry = outbox.claim(entry_id=entry_id)
    assert entry
    outbox.fail(entry, "again")
    OutboxRecord.objects(id=entry_id).update(due_at=utc_now())
    assert outbox.carry(1, again_after=LATER) == [entry_id]


@pytest.mark.usefixtures("empty_outbox")
def test_ids_that_the_broker_did_not_take_are_due_still() -> None:
    ids = ordered(2)
    carrier = CeleryCarrier(f"redis://127.0.0.1:{free_port()}/0")
    with pytest.raises(BrokerUnavailable):
        carrier.carry()
    carrier.stop()
    assert outbox.carry(10) == ids


@pytest.mark.usefixtures("empty_outbox")
def test_ids_reach_the_queue_in_the_order_in_which_they_were_due(redis: RedisServer) -> None:
    ids = ordered(3)
    carrier = CeleryCarrier(redis.url)
    assert carrier.carry() == 3
    assert carrier.carry() == 0
    carrier.stop()
    came: list[str] = []
    finish = threading.Event()
    work_for_broker(redis.url, lambda entry_id: took(came, entry_id, finish, last=ids[-1]), threads=1, until=finish)
    assert came == ids
    assert redis.unfinished() == 0


def took(came: list[str], entry_id: str, finish: threading.Event, *, last: str) -> None:
    came.append(entry_id)
    if entry_id == last:
        finish.set()


def test_a_broker_that_refuses_the_password_does_not_answer(redis: RedisServer) -> None:
    redis.client.config_set("requirepass", "kata-sandi")
    carrier = CeleryCarrier(redis.url.replace("127.0.0.1", ":bukan@127.0.0.1"))
    for act in (carrier.check, lambda: carrier.send("1")):
        with pytest.raises(BrokerUnavailable) as caught:
            act()
        assert "bukan" not in str(caught.value)
    carrier.stop()


def test_a_carrier_that_stops_leaves_another_to_the_same_broker_alone(redis: RedisServer) -> None:
    first, second = CeleryCarrier(redis.url), CeleryCarrier(redis.url)
    first.send("1")
    second.send("2")
    first.stop()
    second.send("3")
    second.stop()
    assert redis.waiting() == 3


def test_a_worker_whose_every_thread_worked_while_redis_was_lost_takes_the_next_id(redis: RedisServer) -> None:
    """None of its acknowledgements arrive, and yet it does not count those messages as held for ever."""
    finish, broken = threading.Event(), threading.Event()
    came: list[str] = []

    def run(entry_id: str) -> None:
        came.append(entry_id)
        if entry_id == "last":
            finish.set()
        broken.wait(PATIENCE_SECONDS)

    def lose() -> None:
        until(lambda: len(came) == 2, "the worker does not work")
        time.sleep(0.3)  # the loop has seen that no place is free
        redis.kill()
        broken.set()
        time.sleep(0.3)  # both threads end, and acknowledge to nobody
        redis.start()
        limit = time.monotonic() + 20
        while not finish.wait(0.2) and time.monotonic() < limit:
            carrier.send("last")
        finish.set()
        carrier.stop()

    carrier = CeleryCarrier(redis.url)
    for entry_id in ("first", "second"):
        carrier.send(entry_id)
    saboteur = threading.Thread(target=lose)
    saboteur.start()
    work_for_broker(redis.url, run, threads=2, until=finish)
    saboteur.join()
    assert came[:2] == ["first", "second"]
    assert set(came[2:]) == {"last"}, "nothing comes any more"


def test_a_worker_survives_a_lost_database_and_leaves_the_root_logger_alone(
    redis: RedisServer, caplog: pytest.LogCaptureFixture
) -> None:
    root = logging.getLogger()
    before = (list(root.handlers), root.level)
    carrier = CeleryCarrier(redis.url)
    for entry_id in ("lost", "found"):
        carrier.send(entry_id)
    carrier.stop()
    finish = threading.Event()

    def run(entry_id: str) -> None:
        if entry_id == "lost":
            raise DatabaseUnavailable("no primary")
        finish.set()

    work_for_broker(redis.url, run, threads=1, until=finish)
    said = [record.getMessage() for record in caplog.records if record.name == "pembina.broker"]
    assert said == ["entry lost is carried again later: no primary"]
    assert (list(root.handlers), root.level) == before


# --- whole letters ------------------------------------------------------------------------------------------------------


class Site:
    """One installation with a broker: the API's side in this process, workers beside it."""

    def __init__(self, system: System, environment: dict[str, str], redis: RedisServer) -> None:
        self.system = system
        self.redis = redis
        self._environment = environment

    def order(self) -> str:
        """Orders a letter under the agency seal; its document's id."""
        facts = to_facts(SPECIMENS[KIND][0])
        draft = DraftDocument(
            kind=KIND,
            institution_id="inst-kabupaten-contoh-utara",
            subject=Aggregate.APPLICATION,
            subject_id="test",
            facts=facts,
            facts_sha256=canonical_digest(facts),
            signatories=(),
            drafted_by=SYSTEM.id,
        )
        command = Command(aggregate=Aggregate.DOCUMENT, verb="draft", actor=SYSTEM, payload=draft)
        done = self.system.use_cases.door.perform(command)
        assert not isinstance(done, Refusal)
        outbox.add(ISSUE_DOCUMENT, done.record_id)
        self.system.worker.wake()
        return done.record_id

    @contextmanager
    def worker(self, *, lease_seconds: int = 180) -> Iterator["subprocess.Popen[str]"]:
        """A `pembina worker` that is ready; it ends cleanly with the block where it still runs."""
        process = subprocess.Popen(
            [sys.executable, "-m", "app.cli", "worker"],
            env={**self._environment, "PEMBINA_LEASE_SECONDS": str(lease_seconds)},
            cwd=REPOSITORY,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert process.stdout is not None
        try:
            lines = iter(process.stdout.readline, "")
            assert "pekerja siap / worker ready\n" in lines, f"the worker ended: {process.wait()}"
            yield process
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
                assert process.wait(timeout=30) == 0
        finally:
            process.kill()
            process.wait()
            process.stdout.close()

    def await_issued(self, *document_ids: str) -> None:
        until(lambda: self._issued(document_ids), "the letters are not issued")

    def assert_issued_once(self, *document_ids: str) -> None:
        """Signed and published once, under the next numbers without gap or double, with the bytes as recorded."""
        papers = [DocumentRecord.objects.get(id=each) for each in document_ids]
        assert sorted(paper.sequence for paper in papers) == list(range(1, len(papers) + 1))
        assert CounterRecord.objects.get(id=papers[0].series).last == len(papers)
        for paper in papers:
            assert (paper.state, len(paper.signatures), paper.voided_numbers) == (DocumentState.SIGNED, 1, [])
            events = EventRecord.objects(record_id=paper.id).order_by("version")
            assert [event.verb for event in events] == ["draft", "reserve_number", "present", "publish"]
            stored = self.system.store.get(Area.ISSUED, issued_key(paper.sha256))
            assert sha256(stored).hexdigest() == paper.sha256

    def _issued(self, document_ids: tuple[str, ...]) -> bool:
        signed = DocumentRecord.objects(id__in=document_ids, state=DocumentState.SIGNED.value).count()
        return signed == len(document_ids) and outbox.waiting() == 0


def checked(site: Site) -> Carrier:
    assert site.system.carrier is not None
    return site.system.carrier


def health_of(site: Site) -> dict[str, Any]:
    answer = asyncio.run(health(site.system))
    checks: dict[str, Any] = json.loads(bytes(answer.body))["checks"]
    return checks


def entry_of(document_id: str) -> OutboxRecord:
    found: OutboxRecord = OutboxRecord.objects.get(record_id=document_id)
    return found


@pytest.fixture
def site(servers: Addresses, database_name: str, redis: RedisServer, tmp_path: Path) -> Iterator[Site]:
    given = {
        "PEMBINA_DATA": str(tmp_path),
        "PEMBINA_MONGODB_URI": servers.mongodb_uri,
        "PEMBINA_MONGODB_NAME": database_name,
        "PEMBINA_S3_ENDPOINT": servers.s3_endpoint,
        "PEMBINA_S3_ACCESS_KEY": servers.s3_access_key,
        "PEMBINA_S3_SECRET_KEY": servers.s3_secret_key,
        "PEMBINA_S3_SECURE": "false",
        "PEMBINA_BROKER_URL": redis.url,
        "PEMBINA_CARRY_AGAIN_SECONDS": "1",
    }
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PEMBINA_")} | given
    with ExitStack() as stack:
        system = stack.enter_context(running_system(read_settings(given)))
        stack.callback(system.database.client.drop_database, database_name)
        system.worker.start()
        stack.callback(system.worker.stop)
        yield Site(system, environment, redis)


@pytest.mark.libreoffice
@pytest.mark.slow
def test_a_letter_ordered_here_is_issued_by_a_worker_elsewhere(site: Site) -> None:
    with site.worker():
        papers = [site.order() for _ in range(4)]
        site.await_issued(*papers)
        until(lambda: site.redis.unfinished() == 0, "ids stay at the broker")
    site.assert_issued_once(*papers)
    assert site.system.pools.conversion.process_ids() == []
    until(lambda: EventRecord.objects(index=None).count() == 0, "the event log is not sequenced here")


@pytest.mark.libreoffice
@pytest.mark.slow
def test_a_broker_that_loses_everything_loses_no_letter(site: Site) -> None:
    """Once while the id waits and nobody works, once under a worker that runs on."""
    first = site.order()
    until(lambda: site.redis.waiting() > 0, "nothing is carried")
    site.redis.kill()
    second = site.order()
    with pytest.raises(BrokerUnavailable):
        checked(site).check()
    site.redis.start()
    with site.worker():
        site.await_issued(first, second)
        site.redis.kill()
        third = site.order()
        site.redis.start()
        site.await_issued(first, second, third)
    site.assert_issued_once(first, second, third)


@pytest.mark.libreoffice
@pytest.mark.slow
def test_a_letter_of_a_worker_that_was_killed_is_issued_by_another(site: Site) -> None:
    """It is stopped between the number and the signature, and killed there; the number that it took is kept."""
    with site.worker(lease_seconds=5) as killed:
        paper = site.order()
        until(lambda: DocumentRecord.objects.get(id=paper).number is not None, "the letter is not begun")
        killed.send_signal(signal.SIGSTOP)
        assert DocumentRecord.objects.get(id=paper).state != DocumentState.SIGNED, "the test came too late"
        assert entry_of(paper).state == OutboxState.CLAIMED
        killed.kill()
        killed.wait()
    with site.worker():
        site.await_issued(paper)
    site.assert_issued_once(paper)
    assert entry_of(paper).token == 2


@pytest.mark.libreoffice
@pytest.mark.slow
def test_an_id_that_comes_many_times_makes_one_letter_with_one_number(site: Site) -> None:
    paper = site.order()
    entry_id = entry_of(paper).id
    again = CeleryCarrier(site.redis.url)
    for _ in range(5):
        again.send(entry_id)
    with site.worker():
        site.await_issued(paper)
        again.send(entry_id)
        until(lambda: site.redis.unfinished() == 0, "ids stay at the broker")
    again.stop()
    site.assert_issued_once(paper)
    assert (entry_of(paper).token, entry_of(paper).attempts) == (1, 1)


def test_health_tells_of_a_public_log_that_is_not_ours_and_stays_up(site: Site) -> None:
    head = PublicationRecord._get_collection()
    with site.worker():
        site.await_issued(site.order())
        until(lambda: health_of(site)["public_log"] == {"ok": True, "unpublished": 0}, "an entry stays unpublished")
    ours = head.find_one()
    assert ours is not None
    head.update_one({}, {"$set": {"vkey": "lain.invalid/log+00000000+AA=="}})
    answer = asyncio.run(health(site.system))
    told = json.loads(bytes(answer.body))
    assert (answer.status_code, told["status"]) == (200, "attention")
    assert told["checks"]["public_log"]["problem"] == (
        f"the log on record is that of lain.invalid/log+00000000+AA==, not of {ours['vkey']}"
    )
    head.replace_one({}, ours)
    assert "problem" not in health_of(site)["public_log"]


def test_health_names_the_broker_and_no_longer_libreoffice(site: Site) -> None:
    assert health_of(site)["broker"] == {"ok": True}
    assert "libreoffice" not in health_of(site)
    site.redis.kill()
    broken = health_of(site)["broker"]
    assert broken["ok"] is False
    assert broken["problem"].startswith("the broker does not answer: ")
    site.redis.start()
    assert health_of(site)["broker"] == {"ok": True}
