"""`pembina log witness` as somebody else runs it: by its own key and a file, killed and started again."""

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from app.server import free_port
from signing.checkpoints import Checkpoint, read_checkpoint
from signing.notes import new_signer, read_vkey
from signing.witnesses import request

LOG = new_signer("contoh.invalid/log")


def pembina(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "app.cli", "log", *arguments]


@contextmanager
def witness(folder: Path, port: int) -> Iterator[str]:
    files = ["--key", str(folder / "saksi.key"), "--state", str(folder / "saksi.json")]
    process = subprocess.Popen(
        pembina("witness", "--log-key", LOG.key.vkey, *files, "--port", str(port)), stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout is not None
        address, _, _vkey = process.stdout.readline().partition(" ")
        for _ in range(100):
            try:
                assert httpx.get(address).status_code == 404
                break
            except httpx.ConnectError:
                time.sleep(0.1)
        yield address
    finally:
        process.send_signal(signal.SIGKILL)
        process.communicate()


def checkpoint(size: int, root: bytes) -> str:
    return Checkpoint(origin=LOG.name, size=size, root=root).signed(LOG)


def test_a_killed_witness_has_not_forgotten_what_it_cosigned(tmp_path: Path) -> None:
    made = subprocess.run(
        pembina("new-key", str(tmp_path / "saksi.key"), "--name", "saksi.invalid", "--witness"),
        check=True,
        capture_output=True,
        text=True,
    )
    key, port = read_vkey(made.stdout), free_port()
    assert (tmp_path / "saksi.key").stat().st_mode & 0o777 == 0o600
    note = checkpoint(7, b"a" * 32)
    with witness(tmp_path, port) as address:
        answer = httpx.post(f"{address}/add-checkpoint", content=request(note, 0, []))
        assert answer.status_code == 200
        assert read_checkpoint(note + answer.text, key=LOG.key, witnesses=[key]).size == 7
    with witness(tmp_path, port) as address:
        other = httpx.post(f"{address}/add-checkpoint", content=request(checkpoint(7, b"b" * 32), 7, []))
        assert (other.status_code, other.text) == (409, "7\n")
        again = httpx.post(f"{address}/add-checkpoint", content=request(note, 7, []))
        assert again.status_code == 200


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--log-key", "x"], "not a verifier's key"),
        (["--log-key", LOG.key.vkey], "cannot be read"),
    ],
)
def test_without_keys_it_says_what_is_wrong(tmp_path: Path, arguments: list[str], told: str) -> None:
    files = ["--key", str(tmp_path / "none.key"), "--state", str(tmp_path / "saksi.json")]
    ended = subprocess.run(pembina("witness", *arguments, *files), check=False, capture_output=True, text=True)
    assert ended.returncode != 0
    assert told in ended.stdout + ended.stderr
    assert "Traceback" not in ended.stderr
