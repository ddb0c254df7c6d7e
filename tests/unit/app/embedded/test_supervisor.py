"""The supervisor alone, with small programs in place of servers: it starts, tells, and stops them, stubborn ones too."""

import json
import multiprocessing
import os
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from app.embedded import supervisor

CONTEXT = multiprocessing.get_context("fork")


class Supervised:
    """A forked process that runs `supervisor.main` with pipes for its standard input and output."""

    def __init__(self, programs: list[dict[str, Any]], *, parent: int | None = None) -> None:
        order_read, self.lifeline = os.pipe()
        self._events, events_write = os.pipe()
        self.process = CONTEXT.Process(
            target=_run, args=(order_read, events_write, self.lifeline, self._events), name="supervisor"
        )
        self.process.start()
        os.close(order_read)
        os.close(events_write)
        order = {"parent": parent or os.getpid(), "lock": 2, "programs": programs}
        os.write(self.lifeline, json.dumps(order).encode() + b"\n")
        self.events = os.fdopen(self._events, "rb")
        self.started: dict[str, int] = self.event()["started"]

    def event(self) -> dict[str, Any]:
        read: dict[str, Any] = json.loads(self.events.readline())
        return read

    def join(self) -> int | None:
        self.process.join(timeout=10)
        return self.process.exitcode

    def close(self) -> None:
        self.events.close()
        if self.lifeline >= 0:
            os.close(self.lifeline)
        self.process.kill()
        self.process.join()


def _run(order: int, events: int, *parents_ends: int) -> None:
    for descriptor in parents_ends:
        os.close(descriptor)
    os.dup2(order, 0)
    os.dup2(events, 1)
    supervisor.main()


@pytest.fixture
def supervise() -> Iterator[Callable[..., Supervised]]:
    running: list[Supervised] = []

    def start(*programs: dict[str, Any], parent: int | None = None) -> Supervised:
        running.append(Supervised(list(programs), parent=parent))
        return running[-1]

    yield start
    for one in running:
        one.close()


def program(folder: Path, name: str, script: str, **other: object) -> dict[str, Any]:
    return {
        "name": name,
        "command": ["sh", "-c", script],
        "environment": {"CONTOH": "isi"},
        "log": str(folder / f"{name}.log"),
        "grace_seconds": 5,
        "leavings": [],
    } | other


def test_a_closed_lifeline_stops_everything(supervise: Callable[..., Supervised], tmp_path: Path) -> None:
    """It closes when the parent ends, unless a forked child of the parent holds it too."""
    socket = tmp_path / "left.sock"
    socket.touch()
    leavings = [str(socket), str(tmp_path / "never made")]
    run = supervise(program(tmp_path, "tidur", "echo $CONTOH; exec sleep 60", leavings=leavings))
    time.sleep(0.1)
    os.close(run.lifeline)
    run.lifeline = -1
    assert run.join() == 0
    assert not psutil.pid_exists(run.started["tidur"])
    assert not socket.exists()
    assert (tmp_path / "tidur.log").read_text(encoding="utf-8") == "isi\n"


def test_a_signal_stops_everything(supervise: Callable[..., Supervised], tmp_path: Path) -> None:
    run = supervise(program(tmp_path, "satu", "exec sleep 60"), program(tmp_path, "dua", "exec sleep 60"))
    run.process.terminate()
    assert run.join() == 0
    assert not any(psutil.pid_exists(one) for one in run.started.values())


def test_a_stubborn_program_is_killed_after_its_own_grace(supervise: Callable[..., Supervised], tmp_path: Path) -> None:
    """The short grace of one does not wait for the long grace of another, nor cut it."""
    stubborn = "trap '' TERM; echo siap; while :; do sleep 0.05; done"
    orderly = "trap 'sleep 0.6; echo selesai; exit' TERM; while :; do sleep 0.05; done"
    run = supervise(
        program(tmp_path, "tertib", orderly, grace_seconds=5), program(tmp_path, "bandel", stubborn, grace_seconds=0.2)
    )
    while not (tmp_path / "bandel.log").read_text(encoding="utf-8"):
        time.sleep(0.01)
    run.process.terminate()
    assert run.join() == 0
    assert not any(psutil.pid_exists(one) for one in run.started.values())
    assert (tmp_path / "tertib.log").read_text(encoding="utf-8") == "selesai\n"


def test_the_end_of_a_program_is_told_once_and_the_others_go_on(
    supervise: Callable[..., Supervised], tmp_path: Path
) -> None:
    run = supervise(program(tmp_path, "singkat", "exit 3"), program(tmp_path, "tidur", "exec sleep 60"))
    assert run.event() == {"ended": "singkat", "status": 3}
    assert psutil.pid_exists(run.started["tidur"])
    run.process.terminate()
    assert run.join() == 0
    assert run.events.read() == b""


def test_a_program_ends_with_a_killed_supervisor(supervise: Callable[..., Supervised], tmp_path: Path) -> None:
    run = supervise(program(tmp_path, "tidur", "exec sleep 60"))
    server = psutil.Process(run.started["tidur"])
    assert run.process.pid is not None
    os.kill(run.process.pid, signal.SIGKILL)
    run.process.join()
    assert psutil.wait_procs([server], timeout=5)[1] == []


def test_a_parent_that_is_gone_already_is_seen(supervise: Callable[..., Supervised], tmp_path: Path) -> None:
    """It may have ended between the start of the supervisor and the first look at it."""
    child = CONTEXT.Process(target=int)
    child.start()
    gone = child.pid
    child.join()
    run = supervise(program(tmp_path, "tidur", "exec sleep 60"), parent=gone)
    assert run.join() == 0
    assert not psutil.pid_exists(run.started["tidur"])
