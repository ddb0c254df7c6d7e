"""The public log over HTTP and from the command line: what any tile client may ask, and what a stranger finds out."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.testclient import TestClient

from app.cli import main
from app.embedded import Addresses
from app.log_key import log_signer, origin_of
from app.public_log import PublicLog
from app.settings import SettingsError, read_settings
from app.wiring import running_system
from domain.transparency import entry_of
from persistence.connection import connect
from persistence.merkle import leaf_hash, root, verify_consistency
from persistence.transparency import add_entry
from services.log_proofs import LogProver
from services.publication import Publication, PublicationPorts
from signing.checkpoints import read_checkpoint
from signing.notes import new_signer, read_vkey
from storage.s3 import S3Store

pytestmark = pytest.mark.servers

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
Typed = Callable[..., tuple[int, str]]
ENTRIES = [entry_of(b"{}", bytes([number]) * 32) for number in range(300)]


@dataclass(frozen=True)
class Served:
    """A log of 300 entries that is served."""

    publication: Publication
    client: TestClient
    application: Starlette


@pytest.fixture
def served(prepared_log: Publication, s3: S3Store) -> Served:
    part: Any = SimpleNamespace(
        store=s3, publication=prepared_log, use_cases=SimpleNamespace(log=LogProver(prepared_log))
    )
    application = Starlette(routes=PublicLog(part).routes())
    return Served(prepared_log, TestClient(application), application)


@pytest.fixture
def prepared_log(database: Any, s3: S3Store) -> Publication:
    for number, entry in enumerate(ENTRIES):
        add_entry(
            document_id=f"{number:024x}", order=0, at=NOW, statement=b"{}", salt=bytes([number % 256]) * 32, entry=entry
        )
    signer = new_signer("contoh.invalid/log")
    publication = Publication(PublicationPorts(database=database, store=s3, signer=signer, most_at_once=200))
    publication.advance()
    return publication


@pytest.fixture
def typed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Typed:
    """Runs `pembina` with these words; its exit status and what it printed, errors too."""

    def run(*words: str) -> tuple[int, str]:
        status = main(["--data", str(tmp_path), *words])
        printed = capsys.readouterr()
        return status, (printed.out + printed.err).strip()

    return run


# --- what is refused --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    [
        "/log/",
        "/log/tile/0/002",
        "/log/tile/0/001",
        "/log/tile/0/001.p/45",
        "/log/tile/0/001.p/256",
        "/log/tile/1/000",
        "/log/tile/1/000.p/2",
        "/log/tile/2/000.p/1",
        "/log/tile/0/1",
        "/log/tile/data/000",
        "/log/tile/entries/001.p/45",
        "/log/tile/0/..%2f000",
        "/log/checkpoint/000",
    ],
)
def test_what_no_checkpoint_holds_is_not_there(served: Served, path: str) -> None:
    answer = served.client.get(path)
    assert answer.status_code == 404
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    "query", ["", "?from=1", "?from=0&to=3", "?from=3&to=2", "?from=1&to=301", "?from=-1&to=2", "?from=1&to=" + "9" * 30]
)
def test_a_proof_between_no_trees_is_a_bad_request(served: Served, query: str) -> None:
    assert served.client.get(f"/log/consistency{query}").status_code == 400


def test_a_log_without_entries_has_no_checkpoint(database: Any, s3: S3Store) -> None:
    empty = Publication(PublicationPorts(database=database, store=s3, signer=new_signer("contoh.invalid/log")))
    part: Any = SimpleNamespace(store=s3, publication=empty, use_cases=SimpleNamespace(log=LogProver(empty)))
    client = TestClient(Starlette(routes=PublicLog(part).routes()))
    assert not empty.advance()
    assert client.get("/log/checkpoint").status_code == 404
    assert client.get("/log/tile/0/000.p/1").status_code == 404


# --- what is served ---------------------------------------------------------------------------------------------------


def test_a_tile_client_finds_all_that_the_checkpoint_needs(served: Served) -> None:
    """C2SP tlog-tiles, "APIs": types of content, and how long each may be kept."""
    key = read_vkey(served.client.get("/log/key").text)
    assert key == served.publication.key
    answer = served.client.get("/log/checkpoint")
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert answer.headers["cache-control"] == "public, max-age=1, must-revalidate"
    checkpoint = read_checkpoint(answer.text, key=key)
    leaves = [leaf_hash(entry) for entry in ENTRIES]
    assert (checkpoint.size, checkpoint.root) == (300, root(leaves))
    for path, data in (
        ("tile/0/000", b"".join(leaves[:256])),
        ("tile/0/001.p/44", b"".join(leaves[256:])),
        ("tile/1/000.p/1", root(leaves[:256])),
        ("tile/entries/001.p/44", b"".join(len(e).to_bytes(2, "big") + e for e in ENTRIES[256:])),
        ("tile/0/000.p/200", b"".join(leaves[:200])),
    ):
        answer = served.client.get(f"/log/{path}")
        assert (answer.status_code, answer.content) == (200, data)
        assert answer.headers["content-type"] == "application/octet-stream"
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert answer.headers["access-control-allow-origin"] == "*"


def test_the_proof_between_two_sizes_holds(served: Served) -> None:
    found = served.client.get("/log/consistency?from=200&to=300").json()
    leaves = [leaf_hash(entry) for entry in ENTRIES]
    assert (found["fromRoot"], found["toRoot"]) == (root(leaves[:200]).hex(), root(leaves).hex())
    assert verify_consistency(
        earlier_size=200,
        size=300,
        earlier_root=root(leaves[:200]),
        root_hash=root(leaves),
        proof=[bytes.fromhex(each) for each in found["path"]],
    )


# --- from the command line --------------------------------------------------------------------------------------------


@pytest.fixture
def address(served: Served) -> Iterator[str]:
    """The log on a loopback port."""
    server = uvicorn.Server(uvicorn.Config(served.application, host="127.0.0.1", port=0, log_level="error"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        thread.join(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}/log"
    server.should_exit = True
    thread.join()


def test_a_stranger_verifies_with_the_key_alone_and_again_with_what_he_kept(
    served: Served, address: str, typed: Typed, tmp_path: Path
) -> None:
    key, kept = served.publication.key.vkey, tmp_path / "checkpoint"
    digest = root([leaf_hash(entry) for entry in ENTRIES]).hex()
    intact = f"contoh.invalid/log: 300 {digest}\nlog utuh / the log is intact"
    assert typed("log", "verify", "--url", address, "--key", key, "--save", str(kept)) == (0, intact)
    assert kept.read_text() == served.client.get("/log/checkpoint").text
    assert typed("log", "verify", "--url", address, "--key", key, "--checkpoint", str(kept)) == (0, intact)


def test_a_stranger_is_told_what_is_wrong(served: Served, address: str, typed: Typed, tmp_path: Path) -> None:
    other = new_signer("contoh.invalid/log").key.vkey
    status, said = typed("log", "verify", "--url", address, "--key", other, "--save", str(tmp_path / "kept"))
    assert (status, said.splitlines()[0]) == (1, "-: the checkpoint lacks the signature of contoh.invalid/log")
    assert not (tmp_path / "kept").exists()
    key = served.publication.key.vkey
    assert typed("log", "verify", "--url", address, "--key", "x") == (1, "-: not a verifier's key: 'x'")
    assert typed("log", "verify", "--url", address)[0] == 1
    assert "has no checkpoint" in typed("log", "verify", "--url", f"{address}/none", "--key", key)[1]
    assert "does not answer" in typed("log", "verify", "--url", "http://127.0.0.1:9/log", "--key", key)[1]
    forged = tmp_path / "forged"
    forged.write_text(served.client.get("/log/checkpoint").text.replace("\n300\n", "\n299\n"))
    status, said = typed("log", "verify", "--url", address, "--key", key, "--checkpoint", str(forged))
    assert (status, said) == (1, "-: the signature of contoh.invalid/log does not verify")


def test_the_keeper_verifies_both_logs(
    servers: Addresses, database_name: str, typed: Typed, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in named(servers, database_name).items():
        monkeypatch.setenv(name, value)
    assert typed("log", "verify")[0] == 0
    status, vkey = typed("log", "key")
    assert (status, read_vkey(vkey.splitlines()[-1]).name) == (0, "127.0.0.1:8000/log")
    connect(servers.mongodb_uri, name=database_name)
    for number in range(3):
        add_entry(
            document_id=f"{number:024x}", order=0, at=NOW, statement=b'{"sha256":"x"}', salt=None, entry=ENTRIES[number]
        )
    status, said = typed("log", "verify")
    assert status == 1
    assert "0: the entry of paper 000000000000000000000000 is not that of its statement" in said
    assert "-: the log holds paper 000000000000000000000002, which was not issued" in said
    assert typed("log", "consistency", "1", "3")[0] == 0
    assert typed("log", "consistency", "0", "3") == (1, "pembina: no trees of 0 and 3 leaves")


# --- the key ----------------------------------------------------------------------------------------------------------


def named(servers: Addresses, database_name: str) -> dict[str, str]:
    return {
        "PEMBINA_MONGODB_URI": servers.mongodb_uri,
        "PEMBINA_MONGODB_NAME": database_name,
        "PEMBINA_S3_ENDPOINT": servers.s3_endpoint,
        "PEMBINA_S3_ACCESS_KEY": servers.s3_access_key,
        "PEMBINA_S3_SECRET_KEY": servers.s3_secret_key,
        "PEMBINA_S3_SECURE": "false",
    }


def test_a_key_for_production_is_made_once_and_read_only_from_its_owner(tmp_path: Path, typed: Typed) -> None:
    file = tmp_path / "log.key"
    status, vkey = typed("log", "new-key", str(file), "--name", "pembina.contoh.invalid/log")
    assert (status, file.stat().st_mode & 0o777) == (0, 0o600)
    settings = read_settings({"PEMBINA_LOG_KEY_FILE": str(file)}, data=tmp_path)
    assert log_signer(settings).key.vkey == vkey
    assert typed("log", "new-key", str(file))[0] == 1
    file.chmod(0o640)
    with pytest.raises(SettingsError, match="0600"):
        log_signer(settings)
    file.chmod(0o600)
    file.write_text("PRIVATE+KEY+rahasia")
    with pytest.raises(SettingsError, match="no key") as refused:
        log_signer(settings)
    assert "rahasia" not in str(refused.value)
    file.unlink()
    with pytest.raises(SettingsError, match="cannot be read"):
        log_signer(settings)
    assert typed("log", "new-key", str(file), "--name", "dua kata")[0] == 1
    assert not file.exists()


def test_the_key_of_development_is_made_at_first_start_and_names_the_log(tmp_path: Path) -> None:
    settings = read_settings({"PEMBINA_PUBLIC_URL": "http://127.0.0.1:8123"}, data=tmp_path)
    made = log_signer(settings)
    assert made.name == origin_of(settings.public_url) == "127.0.0.1:8123/log"
    moved = read_settings({"PEMBINA_PUBLIC_URL": "http://127.0.0.1:9000"}, data=tmp_path)
    assert log_signer(moved).key == made.key
    assert (tmp_path / "pki" / "log.key").stat().st_mode & 0o777 == 0o600


def test_a_running_system_publishes_by_itself(servers: Addresses, database_name: str, tmp_path: Path) -> None:
    with running_system(read_settings(named(servers, database_name), data=tmp_path)) as system:
        system.worker.start()
        try:
            add_entry(document_id="a" * 24, order=0, at=NOW, statement=b"{}", salt=None, entry=b"{}")
            system.worker.wake()
            waited = threading.Event()
            for _ in range(100):
                newest = system.publication.newest()
                if newest is not None:
                    break
                waited.wait(0.1)
            assert newest is not None
            assert newest.size == 1
        finally:
            system.worker.stop()
