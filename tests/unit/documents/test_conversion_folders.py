"""What killed processes left among the passing files goes, and nothing else does, whatever lies there."""

import os
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from documents.conversion import folders
from documents.conversion.folders import new_folder, remove_sockets


@pytest.fixture
def passing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


@pytest.fixture
def left(passing: Path) -> Path:
    """A socket that nobody listens on any more."""
    path = passing / "OSL_PIPE_0_x"
    with socket.socket(socket.AF_UNIX) as one:
        one.bind(str(path))
    return path


def dead() -> int:
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def worker_of(process_id: int, passing: Path, *lines: str) -> Path:
    worker = passing / f"pembina-conversion-{process_id}-x" / "0"
    worker.mkdir(parents=True)
    (worker / "sockets").write_text("".join(f"{line}\n" for line in lines))
    return worker


def test_a_new_folder_bears_the_name_of_its_process_and_is_its_users_alone(passing: Path) -> None:
    folder = new_folder()
    assert folder.parent == passing
    assert folder.name.startswith(f"pembina-conversion-{os.getpid()}-")
    assert folder.stat().st_mode & 0o777 == 0o700


def test_the_folder_and_the_sockets_of_a_dead_process_go(passing: Path, left: Path) -> None:
    worker = worker_of(dead(), passing, str(left))
    new_folder()
    assert not worker.parent.exists()
    assert not left.exists()


def test_those_of_a_living_process_stay(passing: Path, left: Path) -> None:
    worker = worker_of(os.getpid(), passing, str(left))
    new_folder()
    assert worker.exists()
    assert left.is_socket()


def test_only_sockets_are_removed_and_every_line_is_looked_at(passing: Path, left: Path) -> None:
    key, link = passing / "root.key", passing / "link"
    key.write_text("kunci")
    link.symlink_to(left)
    names = (str(key), str(link), str(passing / "nothing"), "a\0b", str(passing), str(left))
    remove_sockets(worker_of(1, passing, *names))
    assert (key.read_text(), link.is_symlink(), left.exists()) == ("kunci", True, False)


def test_what_another_has_planted_is_left_alone_and_stops_nothing(
    passing: Path, left: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    worker = worker_of(dead(), passing, str(left))
    target = worker.parent.rename(passing / "elsewhere")
    worker.parent.symlink_to(target)
    new_folder()
    assert (target / "0").exists()
    worker.parent.unlink()
    target.rename(worker.parent)
    with monkeypatch.context() as other:
        other.setattr(folders.os, "geteuid", lambda: os.getuid() + 1)
        new_folder()
    assert (worker.exists(), left.is_socket()) == (True, True)


@pytest.mark.parametrize("content", [b"\xff\xfe", b""])
def test_a_list_that_is_none_stops_nothing(passing: Path, content: bytes) -> None:
    worker = worker_of(dead(), passing)
    (worker / "sockets").write_bytes(content)
    (worker.parent / "1").write_text("no folder")
    new_folder()
    assert not worker.parent.exists()
