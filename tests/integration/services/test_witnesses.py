"""Witnesses of the public log over real HTTP: each cosigns only what continues what it has seen, and the log never waits."""

import json
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest

from app.server import free_port, served
from app.witness import LARGEST_REQUEST, WitnessLog, witness_application
from persistence.connection import Database
from persistence.merkle import consistency_proof, root
from persistence.transparency import published
from services.log_audit import read_log
from services.log_nodes import nodes_in
from services.publication import Publication, PublicationPorts
from services.witnessing import Witnessing
from signing.checkpoints import Checkpoint, read_checkpoint
from signing.log_keys import LogKeys
from signing.notes import NoteInvalid, new_signer, read_note, read_vkey
from signing.witnesses import Witness, read_witnesses, request
from storage.s3 import S3Store
from tests.integration.services.test_public_log import Log

pytestmark = pytest.mark.servers


class WitnessServer:
    """A witness that runs, or is away."""

    def __init__(self, log: Log, folder: Path, name: str) -> None:
        self.signer = new_signer(name)
        self.state = folder / f"{name}.json"
        self.log = WitnessLog(self.state, log=log.signer.key, signer=self.signer)
        self.port = free_port()
        self.running = ExitStack()

    def start(self) -> None:
        self.running.enter_context(served(witness_application(self.log), host="127.0.0.1", port=self.port))

    @property
    def witness(self) -> Witness:
        return Witness(f"http://127.0.0.1:{self.port}", self.signer.witness_key)

    def seen(self) -> int:
        return int(json.loads(self.state.read_text())["size"])

    def post(self, body: bytes) -> httpx.Response:
        return httpx.post(f"{self.witness.url}/add-checkpoint", content=body)


@pytest.fixture
def log(database: Database, s3: S3Store) -> Log:
    return Log(database, s3)


@pytest.fixture
def pair(log: Log, tmp_path: Path) -> Iterator[list[WitnessServer]]:
    servers = [WitnessServer(log, tmp_path, name) for name in ("saksi-a.invalid", "saksi-b.invalid")]
    for each in servers:
        each.start()
    yield servers
    for each in servers:
        each.running.close()


def shown(log: Log) -> str:
    return log.read("checkpoint").decode()


def published_with(log: Log, count: int) -> str:
    log.add(count)
    log.publication.advance()
    return shown(log)


def test_the_shown_checkpoint_bears_the_cosignatures_of_both(log: Log, pair: list[WitnessServer]) -> None:
    witnessing = Witnessing(log.publication, [each.witness for each in pair])
    keys = [each.signer.witness_key for each in pair]
    for count, size in ((3, 3), (300, 303), (1, 304)):
        alone = published_with(log, count)
        with pytest.raises(NoteInvalid, match=r"lacks the signature of saksi-a\.invalid"):
            read_checkpoint(alone, key=log.signer.key, witnesses=keys)
        assert witnessing.cosign() is True
        assert read_checkpoint(shown(log), key=log.signer.key, witnesses=keys).size == size
        assert [each.seen() for each in pair] == [size, size]
        assert witnessing.cosign() is False
    assert witnessing.problems == ()
    read = read_log(log.publication.fetch, shown(log), log.signer.key, witnesses=keys)
    assert {finding.message for finding in read.findings} == {"not an entry of version 1"}  # as this test's are
    assert len(read.entries) == 304


def test_another_process_learns_from_the_witness_what_it_has_seen(log: Log, pair: list[WitnessServer]) -> None:
    published_with(log, 5)
    assert Witnessing(log.publication, [pair[0].witness]).cosign() is True
    published_with(log, 4)
    assert Witnessing(log.publication, [pair[0].witness]).cosign() is True
    assert pair[0].seen() == 9


def test_a_witness_that_is_away_keeps_nobody_waiting(log: Log, pair: list[WitnessServer], tmp_path: Path) -> None:
    away = WitnessServer(log, tmp_path, "jauh.invalid")
    witnessing = Witnessing(log.publication, [away.witness, pair[1].witness])
    published_with(log, 2)
    assert witnessing.cosign() is True
    assert [each.name for each in read_note(shown(log)).signatures] == ["contoh.invalid/log", "saksi-b.invalid"]
    assert witnessing.problems == ("jauh.invalid: [Errno 111] Connection refused",)
    away.start()
    assert witnessing.cosign() is True
    away.running.close()
    assert witnessing.problems == ()
    assert len(read_note(shown(log)).signatures) == 3


def test_a_tree_that_forgets_gets_no_cosignature(log: Log, pair: list[WitnessServer]) -> None:
    """The keeper's second face: the same key, other entries."""
    published_with(log, 4)
    witness = pair[0]
    assert Witnessing(log.publication, [witness.witness]).cosign() is True
    forged = [b"x" * 32 for _ in range(6)]
    note = Checkpoint(origin=log.signer.name, size=6, root=root(forged)).signed(log.signer)
    nodes = nodes_in(log.publication.fetch, 4)
    refused = witness.post(request(note, 4, consistency_proof(nodes, 3, 4)))
    assert (refused.status_code, refused.text) == (422, "the tree does not continue the one that was seen before\n")
    other = Checkpoint(origin=log.signer.name, size=4, root=b"x" * 32).signed(log.signer)
    assert witness.post(request(other, 4, [])).status_code == 409
    assert witness.seen() == 4


def test_a_log_that_lost_entries_is_told_so(
    log: Log, pair: list[WitnessServer], database: Database, s3: S3Store
) -> None:
    published_with(log, 4)
    witness = pair[0]
    assert Witnessing(log.publication, [witness.witness]).cosign() is True
    ahead = Checkpoint(origin=log.signer.name, size=9, root=b"x" * 32)
    witness.log._write(ahead)
    published_with(log, 1)
    witnessing = Witnessing(log.publication, [witness.witness])
    assert witnessing.cosign() is False
    assert witnessing.problems == ("saksi-a.invalid has seen a tree of 9, and ours has 5",)
    newest = published()
    assert newest is not None
    assert len(read_note(newest.note).signatures) == 1


def test_requests_of_another_form_are_refused_and_leave_no_trace(log: Log, pair: list[WitnessServer]) -> None:
    witness, note = pair[0], published_with(log, 3)
    stranger = new_signer("contoh.invalid/log")
    checkpoint = Checkpoint(origin=log.signer.name, size=3, root=b"x" * 32)
    foreign = Checkpoint(origin="lain.invalid/log", size=3, root=b"x" * 32).signed(new_signer("lain.invalid/log"))
    for body, status in (
        (b"", 400),
        (b"old 0", 400),
        (b"old -1\n\n" + note.encode(), 400),
        (b"old 00\n\n" + note.encode(), 400),
        (b"old 0\nAAAA\n\n" + note.encode(), 400),
        (b"old 4\n\n" + note.encode(), 400),
        (b"\xff\n\n" + note.encode(), 400),
        (b"old 0\n\nno note", 403),
        (request(checkpoint.signed(stranger), 0, []), 403),
        (request(foreign, 0, []), 404),
        (request(note, 0, [b"x" * 32]), 422),
        (request(note, 1, [b"x" * 32]), 409),
        (b"old 0\n\n" + b"x" * LARGEST_REQUEST, 413),
    ):
        assert witness.post(body).status_code == status, body[:80]
    assert not witness.state.exists()
    known = witness.post(request(note, 2, []))
    assert (known.status_code, known.headers["content-type"], known.text) == (409, "text/x.tlog.size", "0\n")
    assert httpx.get(f"{witness.witness.url}/add-checkpoint").status_code == 405


def test_an_answer_that_is_no_cosignature_is_not_believed(log: Log, pair: list[WitnessServer]) -> None:
    """The address of one witness under the key of another."""
    note = published_with(log, 3)
    mixed = Witness(pair[0].witness.url, pair[1].signer.witness_key)
    witnessing = Witnessing(log.publication, [mixed])
    assert witnessing.cosign() is False
    assert witnessing.problems == ("saksi-b.invalid: the answer bears no signature of the witness",)
    assert shown(log) == note


def test_the_file_of_witnesses() -> None:
    key = new_signer("saksi.invalid").witness_key
    text = f"# saksi\n\nhttps://saksi.invalid/log/ {key.vkey}\n"
    assert read_witnesses(text) == (Witness("https://saksi.invalid/log", key),)
    for wrong, told in (
        ("https://saksi.invalid", "an address and a verifier's key"),
        (f"ftp://saksi.invalid {key.vkey}", "an address and a verifier's key"),
        (f"https://saksi.invalid {new_signer('saksi.invalid').key.vkey}", "no key for cosignatures"),
        (f"https://a.invalid {key.vkey}\nhttps://b.invalid {key.vkey}", "each once"),
        ("https://saksi.invalid saksi+1+2", "not Base 64"),
    ):
        with pytest.raises(NoteInvalid, match=told):
            read_witnesses(wrong)
    assert read_vkey(key.vkey) == key


def test_two_processes_that_ask_at_once_lose_no_cosignature(log: Log, pair: list[WitnessServer]) -> None:
    published_with(log, 3)
    other = Publication(PublicationPorts(database=log.database, store=log.store, keys=LogKeys(log.signer)))
    first, second = (
        Witnessing(publication, [each.witness])
        for publication, each in zip((log.publication, other), pair, strict=True)
    )
    stale = published()
    assert first.cosign() is True
    other.newest = lambda: stale  # type: ignore[method-assign]  # as it stood before the first was done
    assert second.cosign() is False
    del other.newest  # type: ignore[method-assign]
    assert second.cosign() is True
    assert len(read_note(shown(log)).signatures) == 3
