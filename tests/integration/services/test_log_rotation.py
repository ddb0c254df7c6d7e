"""The key of the public log replaced while the log lives: one tree, no fork, and nothing more by the key of before."""

import pytest

from persistence.connection import Database
from persistence.transparency import CheckpointRecord, published
from services.log_audit import read_log
from services.log_proofs import LogProver
from services.publication import LogDiverged, Publication
from signing.checkpoints import read_checkpoint
from signing.log_keys import LogKeys
from signing.notes import new_signer
from storage.s3 import S3Store
from tests.integration.services.test_public_log import Log

pytestmark = pytest.mark.servers


@pytest.fixture
def log(database: Database, s3: S3Store) -> Log:
    log = Log(database, s3)
    log.add(300)
    log.publication.advance()
    return log


def rotated(log: Log, publication: Publication) -> LogKeys:
    """As `pembina log rotate` does it, without its file."""
    newest = publication.newest()
    assert newest is not None
    successor = publication.keys.successor(newest.size)
    assert publication.hand_over(successor)
    publication.advance()
    log.signer = successor.signer
    return successor


def test_the_log_goes_on_under_the_new_key_in_the_same_place(log: Log) -> None:
    before, folder = log.read("checkpoint").decode(), log.publication.place("")
    keys = rotated(log, log.publication)
    old = keys.earlier[0].key
    assert log.publication.place("") == folder
    handed = log.read("checkpoint").decode()
    assert handed.startswith(before)
    assert read_checkpoint(handed, key=old) == read_checkpoint(handed, key=keys.key) == read_checkpoint(before, key=old)
    log.add(20)
    log.publication.advance()
    log.confirm()
    newest = log.read("checkpoint").decode()
    assert read_checkpoint(newest, key=keys.key).size == 320
    kept = read_checkpoint(before, key=keys.key, earlier=keys.earlier)
    read = read_log(log.publication.fetch, newest, keys.key, earlier=[kept])
    assert read.checkpoint is not None
    assert {finding.message for finding in read.findings} == {"not an entry of version 1"}, (
        "the entries are of the test"
    )
    found = LogProver(log.publication).find(f"{5:024x}")
    assert [(proof.holds(keys.key), proof.holds(old)) for proof in found.proofs] == [(True, False)]


def test_twice_replaced_and_opened_anew_it_is_the_same_log(log: Log) -> None:
    for _ in range(2):
        keys = rotated(log, log.publication)
        log.add(1)
        log.publication.advance()
    assert [each.last_size for each in keys.earlier] == [300, 301]
    again = log.opened(keys=keys)
    log.add(1)
    assert again.advance()
    log.confirm()
    assert [each.id for each in CheckpointRecord.objects.order_by("id")] == [300, 301, 302, 303]


def test_a_process_with_the_old_key_signs_nothing_more_and_one_that_can_read_the_new_goes_on(log: Log) -> None:
    stale = log.opened()
    assert stale.newest() is not None
    keys = rotated(log, log.publication)
    log.add(1)
    with pytest.raises(LogDiverged, match="the log on record is that of"):
        stale.advance()
    newest = published()
    assert newest is not None
    assert (newest.size, newest.vkey) == (300, keys.key.vkey)
    reading = log.opened(keys=stale.keys, read_keys=lambda: keys)
    assert reading.advance()
    assert reading.key == keys.key
    log.confirm()


def test_a_key_of_another_log_is_not_taken_over(log: Log) -> None:
    rotated(log, log.publication)
    stranger = LogKeys(new_signer("contoh.invalid/log"))
    reading = log.opened(keys=stranger, read_keys=lambda: stranger)
    with pytest.raises(LogDiverged):
        reading.newest()


def test_a_hand_over_to_a_tree_that_has_grown_meanwhile_is_not_made(log: Log) -> None:
    successor = log.publication.keys.successor(300)
    log.add(1)
    log.opened().advance()
    before = published()
    assert not log.publication.hand_over(successor)
    assert published() == before
    assert not log.publication.hand_over(LogKeys(new_signer("contoh.invalid/log")))


class _Slow(Publication):
    """Signs after somebody else has replaced the key."""

    def _sign(self, before, frontier):  # type: ignore[no-untyped-def]
        self.meanwhile()
        return super()._sign(before, frontier)


def test_what_was_being_signed_with_the_old_key_when_it_was_replaced_is_not_recorded(log: Log) -> None:
    slow = _Slow(log.publication._ports)
    successor = log.publication.keys.successor(300)
    slow.meanwhile = lambda: log.opened().hand_over(successor)  # type: ignore[attr-defined]
    log.add(5)
    with pytest.raises(LogDiverged):
        slow.advance()
    newest = published()
    assert newest is not None
    assert (newest.size, newest.vkey) == (300, successor.key.vkey)
