"""Leases while work takes longer than they last: one worker, one signer; who lost his lease does no harm."""

import threading
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest

from app.embedded import Addresses
from app.worker import Worker
from domain.document_acts import SignedPaper
from domain.refusals import RefusalCode
from domain.roles import Actor
from persistence import outbox
from persistence.documents import DocumentRecord
from persistence.errors import DatabaseUnavailable
from persistence.heartbeats import kept_alive
from persistence.locks import LockHeld, LockRecord, lease_on
from persistence.log import EventRecord
from persistence.outbox import OutboxRecord
from persistence.records import utc_now
from services.commands import Done
from services.download_passes import DownloadPasses
from services.issuing_parts import Signing
from services.papers import PaperService
from storage.s3 import S3Store
from tests.integration.graphql.plays import ATTACHMENTS, Play
from tests.integration.graphql.stage import PEOPLE, Stage, key_of, open_stage, person_id
from tests.integration.services.plain_issuance import PASSPHRASE, PlainIssuance

pytestmark = pytest.mark.servers

SHORT = timedelta(seconds=1.5)
SLOW_SECONDS = 4.0
DEPUTY = next(each for each in PEOPLE if each.id == "deputy")


class SlowIssuance(PlainIssuance):
    """Signs only after a while, or when it is let go. *Shape*: `begun` names each signature that was begun."""

    def __init__(self, inner: PlainIssuance, let_go: threading.Event | None = None) -> None:
        super().__init__(inner._ports)
        self._let_go = let_go
        self.begun: list[str] = []

    def sign(self, document: DocumentRecord, signing: Signing) -> SignedPaper:
        self.begun.append(document.id)
        if self._let_go is None:
            time.sleep(SLOW_SECONDS)
        else:
            assert self._let_go.wait(30)
        return super().sign(document, signing)


@pytest.fixture(scope="module")
def stage(servers: Addresses, s3: S3Store) -> Iterator[Stage]:
    with open_stage(servers, s3) as opened:
        yield opened


def slow(stage: Stage, let_go: threading.Event | None = None) -> SlowIssuance:
    assert isinstance(stage.issuance, PlainIssuance)
    return SlowIssuance(stage.issuance, let_go)


def issued(document_id: str) -> int:
    return EventRecord.objects(record_id=document_id, name="DocumentIssued").count()


def until(holds: Callable[[], bool]) -> None:
    """Waits for it, at most ten seconds."""
    for _ in range(200):
        if holds():
            return
        time.sleep(0.05)
    raise AssertionError("it did not happen in ten seconds")


# --- an entry of the outbox -----------------------------------------------------------------------------------------


def ordered_receipt(stage: Stage) -> str:
    """A letter under the seal that is ordered and that nobody has begun."""
    application = Play(stage).drafted()
    stage.worker.run_due()
    stage.act("submitApplication", "head", application)
    return str(DocumentRecord.objects(kind="APPLICATION_RECEIPT", subject_id=key_of(application)).get().id)


def test_a_letter_whose_seal_takes_longer_than_the_lease_is_done_by_one_worker(stage: Stage) -> None:
    """Two workers, a lease of 1.5 s, a signing service that takes 4 s."""
    document_id = ordered_receipt(stage)
    issuance = slow(stage)
    workers = [Worker(database=stage.database, threads=1, lease=SHORT) for _ in range(2)]
    for worker in workers:
        worker.serve(issuance)
        worker.start()
    until(lambda: issued(document_id) == 1)
    time.sleep(SHORT.total_seconds())
    for worker in workers:
        worker.stop()
    entry = OutboxRecord.objects(record_id=document_id).get()
    assert issuance.begun == [document_id]
    assert (entry.state, entry.attempts, entry.token, entry.error) == ("DONE", 1, 1, None)
    assert issued(document_id) == 1


def test_a_worker_that_was_held_up_past_its_lease_publishes_nothing_twice(stage: Stage) -> None:
    """As a process that is stopped and goes on later: its token and the letter's version are old, whatever it signed."""
    document_id = ordered_receipt(stage)
    let_go = threading.Event()
    held, quick = slow(stage, let_go), stage.issuance
    late, other = (Worker(database=stage.database, threads=1, lease=timedelta(minutes=5)) for _ in range(2))
    late.serve(held)
    other.serve(quick)
    running = threading.Thread(target=late.run_due)
    running.start()
    until(lambda: held.begun == [document_id])
    OutboxRecord._get_collection().update_one({"record_id": document_id}, {"$set": {"lease_until": utc_now()}})
    assert other.run_due() == 1
    published = DocumentRecord.objects(id=document_id).get()
    let_go.set()
    running.join(30)
    entry = OutboxRecord.objects(record_id=document_id).get()
    assert (entry.state, entry.token, entry.error) == ("DONE", 2, None)
    again = DocumentRecord.objects(id=document_id).get()
    assert (again.version, again.sha256, issued(document_id)) == (published.version, published.sha256, 1)


def test_a_claim_is_extended_by_its_holder_alone(stage: Stage) -> None:
    stage.worker.run_due()
    entry_id = outbox.add("prepare_document", "doc-1")
    first = outbox.claim(lease=timedelta(0))
    second = outbox.claim(entry_id=entry_id, lease=timedelta(0))
    assert first is not None
    assert second is not None
    assert outbox.extend(first, lease=SHORT) is False
    assert outbox.claim(entry_id="nothing") is None
    assert outbox.extend(second, lease=timedelta(minutes=5)) is True
    assert outbox.claim(entry_id=entry_id) is None
    assert outbox.complete(second) is True
    assert outbox.extend(second, lease=SHORT) is False


# --- the lease on a paper -------------------------------------------------------------------------------------------


def test_a_lease_lasts_as_long_as_its_block_and_a_dead_holders_no_longer_than_it_was_taken_for(stage: Stage) -> None:
    with lease_on("sign-1", lease=SHORT):
        time.sleep(2 * SHORT.total_seconds())
        with pytest.raises(LockHeld), lease_on("sign-1", lease=SHORT):
            pass
    LockRecord(id="sign-1", token="dead", until=utc_now() - timedelta(milliseconds=1)).save()
    with lease_on("sign-1", lease=SHORT):
        assert LockRecord.objects(id="sign-1").get().token != "dead"
    assert LockRecord.objects.count() == 0


def test_no_heart_beats_after_the_block(stage: Stage) -> None:
    with lease_on("sign-1", lease=SHORT):
        assert [each.name for each in threading.enumerate()].count("pembina-heartbeat") == 1
    assert [each.name for each in threading.enumerate()].count("pembina-heartbeat") == 0


def test_of_two_signers_one_of_whom_lost_his_lease_one_signs(stage: Stage) -> None:
    """The paper's version is the fence: the later of two signatures is told of a conflict, and is not recorded."""
    application = Play(stage).drafted()
    stage.act("submitApplication", "head", application)
    stage.act("assignReviewer", "admin", application, reviewer=person_id("reviewer"))
    stage.act("declareComplete", "reviewer", application, items=[{"kind": k, "complete": True} for k in ATTACHMENTS])
    document_id = key_of(stage.papers(application, "APPROVAL")[0]["id"])
    let_go = threading.Event()
    held = slow(stage, let_go)
    results: list[Any] = []
    running = threading.Thread(target=lambda: results.append(signed_by(DEPUTY, document_id, stage, held, "late-0001")))
    running.start()
    until(lambda: held.begun == [document_id])
    LockRecord.objects.delete()
    assert isinstance(signed_by(DEPUTY, document_id, stage, stage.issuance, "quick-0001"), Done)
    let_go.set()
    running.join(30)
    assert [result.code for result in results] == [RefusalCode.CONFLICT]
    assert (issued(document_id), len(DocumentRecord.objects(id=document_id).get().signatures)) == (1, 1)


def signed_by(actor: Actor, document_id: str, stage: Stage, issuance: Any, key: str) -> Any:
    paper = DocumentRecord.objects(id=document_id).get()
    return PaperService(door=stage.door, issuance=issuance, passes=DownloadPasses(key=bytes(32))).sign(
        actor=actor,
        document_id=document_id,
        seen_sha256=paper.sha256,
        passphrase=PASSPHRASE,
        expected_version=paper.version,
        idempotency_key=key,
    )


# --- the heartbeat itself -------------------------------------------------------------------------------------------


def test_a_beat_that_fails_is_followed_by_the_next_and_a_lost_lease_by_none(caplog: pytest.LogCaptureFixture) -> None:
    beats: list[int] = []

    def renew() -> bool:
        beats.append(len(beats))
        if len(beats) == 1:
            raise DatabaseUnavailable("away")
        return len(beats) < 3

    with kept_alive(renew, what="sign-1", lease=timedelta(seconds=0.09)):
        until(lambda: len(beats) == 3)
        time.sleep(0.2)
    assert beats == [0, 1, 2]
    assert [record.getMessage() for record in caplog.records if record.name == "pembina.leases"] == [
        "the lease on sign-1 was not renewed, and is tried again: DatabaseUnavailable",
        "the lease on sign-1 is another's now: what is done here is recorded only where nothing was done there",
    ]


def test_a_holder_that_hangs_keeps_its_lease_no_longer_than_the_longest() -> None:
    beats: list[int] = []

    def renew() -> bool:
        beats.append(1)
        return True

    with kept_alive(renew, what="sign-1", lease=timedelta(seconds=0.03), longest=timedelta(seconds=0.1)):
        time.sleep(0.5)
        assert len(beats) in range(1, 11)
        found = len(beats)
        time.sleep(0.1)
        assert len(beats) == found
