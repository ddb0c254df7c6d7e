"""The public log on a real MongoDB and S3: what is published can be read by its rules alone, and a kill leaves no fork."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from domain.transparency import entry_of
from persistence.connection import Database
from persistence.merkle import consistency_proof, leaf_hash, nodes_of, root, verify_consistency
from persistence.transparency import (
    CheckpointRecord,
    LogEntryRecord,
    PublicationRecord,
    add_entry,
    between,
    published,
    sequence_entries,
    unpublished,
)
from services.log_proofs import LogProver, LogStatus
from services.publication import LogDiverged, Publication, PublicationPorts
from signing.checkpoints import read_checkpoint
from signing.log_keys import LogKeys
from signing.notes import NoteSigner, new_signer
from storage.port import Area, ObjectMissing, StorageUnavailable
from storage.s3 import S3Store
from storage.tiles import ENTRIES, Tile, entries_in, hashes_in, partial_tiles, tiles_of

pytestmark = pytest.mark.servers

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)


class Killed(BaseException):
    """The process ends here."""


def statement(number: int) -> bytes:
    return json.dumps({"event": "ISSUED", "sha256": f"{number:064x}"}).encode()


class Log:
    """A log of its own, with as many entries as the test adds."""

    def __init__(self, database: Database, store: S3Store) -> None:
        self.signer = new_signer("contoh.invalid/log")
        self.database = database
        self.store = store
        self.count = 0
        self.publication = self.opened()

    def opened(self, **changes: Any) -> Publication:
        """The log as another process opens it."""
        ports = PublicationPorts(database=self.database, store=self.store, keys=LogKeys(self.signer))
        return Publication(replace(ports, **changes))

    def add(self, count: int, *, salt: bytes | None = None) -> None:
        for number in range(self.count, self.count + count):
            add_entry(
                document_id=f"{number:024x}",
                order=0,
                at=NOW + timedelta(seconds=number),
                statement=statement(number),
                salt=salt,
                entry=entry_of(statement(number), salt),
            )
        self.count += count

    def read(self, name: str) -> bytes:
        return self.store.get(Area.LOG, self.publication.place(name))

    @property
    def leaves(self) -> list[bytes]:
        return [leaf_hash(statement(number)) for number in range(self.count)]

    def confirm(self) -> None:
        """A stranger's look at object storage: the checkpoint, every tile and every bundle of its tree, and no others."""
        checkpoint = read_checkpoint(self.read("checkpoint").decode(), key=self.signer.key)
        assert (checkpoint.size, checkpoint.root) == (self.count, root(self.leaves))
        level = {0: self.leaves}
        for tile in tiles_of(self.count):
            data = self.read(tile.name)
            if tile.level == ENTRIES:
                entries = entries_in(tile, data)
                assert entries == [statement(tile.index * 256 + place) for place in range(tile.width)]
                continue
            below = level.get(tile.level - 1, [])
            level.setdefault(
                tile.level, [root(below[place * 256 : place * 256 + 256]) for place in range(len(below) // 256)]
            )
            assert hashes_in(tile, data) == level[tile.level][tile.index * 256 :][: tile.width]
        recorded = [(each.id, bytes(each.root)) for each in CheckpointRecord.objects.order_by("id")]
        assert recorded == [(size, root(self.leaves[:size])) for size, _ in recorded]
        assert recorded[-1][0] == self.count


@pytest.fixture
def log(database: Database, s3: S3Store) -> Log:
    return Log(database, s3)


def test_a_checkpoint_reads_what_is_new_and_not_the_whole_log(log: Log) -> None:
    """A partial index serves only a query that implies its filter."""
    log.add(40)
    log.publication.advance()
    found = LogEntryRecord._get_collection().find(between(30, 40), {"entry": 1, "index": 1})
    figures = found.explain()["executionStats"]
    assert (figures["nReturned"], figures["totalDocsExamined"]) == (10, 10)


# --- what is broken ---------------------------------------------------------------------------------------------------


def test_nothing_is_signed_over_an_entry_that_was_changed(log: Log) -> None:
    log.add(3)
    log.publication.advance()
    log.add(2)
    assert sequence_entries(log.database.client) == 2
    LogEntryRecord._get_collection().update_one({"index": 3}, {"$set": {"entry": b"{}"}})
    with pytest.raises(LogDiverged, match="one was changed"):
        log.publication.advance()
    assert log.publication.diverged == "the entries up to 5 do not give the root on record: one was changed"
    assert read_checkpoint(log.read("checkpoint").decode(), key=log.signer.key).size == 3
    assert [each.id for each in CheckpointRecord.objects] == [3]


def test_records_restored_from_an_older_copy_cannot_fork_the_log(log: Log) -> None:
    log.add(3)
    log.publication.advance()
    older = PublicationRecord.objects.first().to_mongo()
    log.add(2)
    log.publication.advance()
    shown = log.read("checkpoint")
    records = log.database.client[log.database.name]
    records["log_publications"].replace_one({}, older)
    records["log_checkpoints"].delete_one({"_id": 5})
    records["log_entries"].update_one({"index": 4}, {"$set": {"entry": b"{}"}})
    records["log_heads"].update_one(
        {"_id": "entries"},
        {"$set": {"size": 3, "root": older["root"], "frontier": older["frontier"]}},
    )
    records["log_entries"].update_many({"index": {"$gte": 3}}, {"$unset": {"index": ""}, "$set": {"pending": True}})
    with pytest.raises(LogDiverged):
        log.opened().advance()
    assert log.read("checkpoint") == shown


def test_another_key_does_not_go_on_with_a_log(log: Log) -> None:
    log.add(1)
    log.publication.advance()
    stranger = NoteSigner(name=log.signer.name, private=Ed25519PrivateKey.generate())
    log.add(1)
    with pytest.raises(LogDiverged, match=r"not of contoh\.invalid/log\+"):
        log.opened(keys=LogKeys(stranger)).advance()
    assert [each.id for each in CheckpointRecord.objects] == [1]


def test_a_paper_that_storage_keeps_from_being_published_waits(log: Log) -> None:
    class Unreachable:
        def __getattr__(self, name: str) -> Callable[..., Any]:
            def fail(*_arguments: Any, **_named: Any) -> Any:
                raise StorageUnavailable(name)

            return fail

    log.add(1)
    away: Any = Unreachable()
    found = LogProver(log.opened(store=away)).find(f"{0:024x}")
    assert (found.status, found.proofs) == (LogStatus.WAITING, ())
    assert unpublished() == 1
    assert LogProver(log.publication).find(f"{0:024x}").status is LogStatus.HELD
    assert LogProver(log.publication).find("f" * 24).status is LogStatus.ABSENT


def test_a_tile_with_another_byte_breaks_the_proof(log: Log) -> None:
    log.add(4)
    log.publication.advance()
    tile = Tile(level=0, index=0, width=4)
    log.store.put(Area.LOG, log.publication.place(tile.name), b"x" * 128, content_type="application/octet-stream")
    proof = LogProver(log.opened()).find(f"{2:024x}").proofs[0]
    assert not proof.holds(log.signer.key)
    log.store.put(Area.LOG, log.publication.place(tile.name), b"x", content_type="application/octet-stream")
    assert LogProver(log.opened()).find(f"{2:024x}").status is LogStatus.BROKEN


# --- growth -----------------------------------------------------------------------------------------------------------


def test_a_log_that_grows_by_one_and_by_many_is_always_what_its_checkpoint_says(log: Log) -> None:
    for count in (1, 1, 253, 1, 1, 300, 211):
        log.add(count)
        assert log.publication.advance()
        log.confirm()
    assert not log.publication.advance()
    assert unpublished() == 0


def test_partial_tiles_give_way_to_full_ones_and_older_proofs_still_hold(log: Log) -> None:
    """C2SP tlog-tiles, "Partial Tiles": those of a tree whose checkpoint was signed stay until the full tile is there."""
    log.add(5)
    log.publication.advance()
    earlier = list(partial_tiles(5))
    assert [tile.name for tile in earlier] == ["tile/entries/000.p/5", "tile/0/000.p/5"]
    log.add(250)
    log.publication.advance()
    assert all(log.read(tile.name) for tile in earlier)
    log.add(2)
    log.publication.advance()
    for tile in earlier:
        with pytest.raises(ObjectMissing):
            log.read(tile.name)
    fresh = log.opened()
    assert hashes_in(earlier[1], fresh.fetch(earlier[1])) == log.leaves[:5]
    assert entries_in(earlier[0], fresh.fetch(earlier[0])) == [statement(number) for number in range(5)]


def test_more_entries_than_one_checkpoint_takes_are_published_in_several(
    log: Log,
) -> None:
    log.add(330)
    log.opened(most_at_once=100).advance()
    assert [each.id for each in CheckpointRecord.objects.order_by("id")] == [100, 200, 300, 330]
    log.confirm()


def test_every_entry_is_proven_and_every_tree_continues_the_one_before(log: Log) -> None:
    log.add(300)
    log.publication.advance()
    prover = LogProver(log.publication)
    for number in (0, 1, 255, 256, 299):
        found = prover.find(f"{number:024x}")
        assert found.status is LogStatus.HELD
        proof = found.proofs[0]
        assert (proof.index, proof.tree_size, proof.root) == (number, 300, root(log.leaves).hex())
        assert proof.holds(log.signer.key)
        assert not replace(proof, entry="{}").holds(log.signer.key)
        assert not replace(proof, index=(number + 1) % 300).holds(log.signer.key)
        assert not proof.holds(new_signer("contoh.invalid/log").key)
    for earlier, size in ((1, 300), (255, 256), (256, 300), (300, 300), (17, 290)):
        found = prover.consistency(earlier, size)
        path = [bytes.fromhex(each) for each in found.path]
        assert path == consistency_proof(nodes_of(log.leaves), earlier, size)
        assert verify_consistency(
            earlier_size=earlier,
            size=size,
            earlier_root=bytes.fromhex(found.earlier_root),
            root_hash=bytes.fromhex(found.root),
            proof=path,
        )
    for earlier, size in ((0, 1), (2, 1), (1, 301)):
        with pytest.raises(IndexError):
            prover.consistency(earlier, size)


def test_two_processes_publish_together_and_sign_no_size_twice(log: Log, together: Callable[..., list[Any]]) -> None:
    others = [log.opened() for _ in range(4)]
    for _ in range(5):
        log.add(7)
        assert [each for each in together(*[other.advance for other in others]) if isinstance(each, Exception)] == []
    log.publication.advance()
    log.confirm()


# --- killed between any two writes ------------------------------------------------------------------------------------


def steps_of(log: Log, growth: tuple[int, ...]) -> Iterator[int]:
    """How many steps the growth takes, counted on a run that nobody kills."""
    count = 0

    def counted(_step: int, _what: str) -> None:
        nonlocal count
        count += 1

    for more in growth:
        log.add(more)
        log.opened(on_step=counted).advance()
    yield from range(1, count + 1)


GROWTH = (3, 251, 4, 260)


def test_killed_after_any_step_the_log_goes_on_and_never_forks(database: Database, s3: S3Store) -> None:
    every = list(steps_of(Log(database, s3), GROWTH))
    assert len(every) == 32
    for fatal in every:
        for name in database.client[database.name].list_collection_names():
            database.client[database.name][name].delete_many({})
        _die_at(Log(database, s3), fatal)


def _die_at(log: Log, fatal: int) -> None:
    left = fatal

    def step(_step: int, _what: str) -> None:
        nonlocal left
        left -= 1
        if left == 0:
            raise Killed

    deaths = 0
    for more in GROWTH:
        log.add(more)
        try:
            log.opened(on_step=step).advance()
        except Killed:
            deaths += 1
            _shown_is_whole(log)
            log.opened().advance()
        log.confirm()
    assert deaths == 1
    found = published()
    assert found is not None
    assert found.size == sum(GROWTH)


def _shown_is_whole(log: Log) -> None:
    """Whatever checkpoint is shown at the moment of death: its tiles are there."""
    try:
        checkpoint = read_checkpoint(log.read("checkpoint").decode(), key=log.signer.key)
    except ObjectMissing:
        return
    assert checkpoint.root == root(log.leaves[: checkpoint.size])
    for tile in tiles_of(checkpoint.size):
        assert log.opened().fetch(tile)
