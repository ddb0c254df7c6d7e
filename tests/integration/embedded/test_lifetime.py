"""The servers end with their parent, however it ends, and never because a thread of it ended."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import psutil
import pytest
from pymongo import MongoClient

from app.embedded import embedded_servers

pytestmark = pytest.mark.servers
HOLDER = Path(__file__).with_name("holder.py")
REPOSITORY = Path(__file__).parents[3]


class Holder:
    """A parent in a session of its own, as a terminal would give it."""

    def __init__(self, folder: Path, *wishes: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, str(HOLDER), str(folder), *wishes],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
        )
        assert self.process.stdout is not None
        self.addresses: Mapping[str, Any] = json.loads(self.process.stdout.readline())
        self.servers = [psutil.Process(one) for one in self.addresses["process_ids"].values()]

    def end(self, number: signal.Signals) -> None:
        self.process.send_signal(number)
        self.process.wait(timeout=30)

    def close(self) -> None:
        for process in (self.process, *self.servers):
            with suppress(ProcessLookupError, psutil.NoSuchProcess):
                process.kill()
        self.process.wait()
        if self.process.stdout is not None:
            self.process.stdout.close()


@pytest.fixture
def hold(tmp_path: Path) -> Iterator[Callable[..., Holder]]:
    held: list[Holder] = []

    def start(*wishes: str) -> Holder:
        held.append(Holder(tmp_path, *wishes))
        return held[-1]

    yield start
    for holder in held:
        holder.close()
    for socket in left_sockets(tmp_path):
        socket.unlink()


def left_sockets(folder: Path) -> list[Path]:
    """SeaweedFS's Unix sockets that are still there: the supervisor removes them, unless it was killed itself."""
    ports = json.loads((folder / "embedded.json").read_text(encoding="utf-8"))["ports"].values()
    return [left for port in ports for left in Path("/tmp").glob(f"seaweedfs-*-{port}.sock")]


def insert(uri: str, value: int) -> None:
    with MongoClient[dict[str, Any]](uri, timeoutMS=5000) as client:
        client["test"]["kept"].insert_one({"value": value})


def kept(uri: str) -> list[int]:
    with MongoClient[dict[str, Any]](uri, timeoutMS=5000) as client:
        return sorted(one["value"] for one in client["test"]["kept"].find())


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT], ids=lambda number: number.name)
def test_no_server_outlives_its_parent(hold: Callable[..., Holder], tmp_path: Path, number: signal.Signals) -> None:
    """They stop cleanly, keep what was acknowledged, and the next start needs no help."""
    holder = hold()
    insert(holder.addresses["mongodb_uri"], 7)
    holder.end(number)
    gone, alive = psutil.wait_procs(holder.servers, timeout=15)
    assert (len(gone), alive) == (3, [])
    assert left_sockets(tmp_path) == []
    with embedded_servers(tmp_path) as again:
        assert again.mongodb_uri == holder.addresses["mongodb_uri"]
        assert kept(again.mongodb_uri) == [7]


def test_a_start_right_after_a_killed_parent_waits_for_its_servers(hold: Callable[..., Holder], tmp_path: Path) -> None:
    holder = hold()
    insert(holder.addresses["mongodb_uri"], 1)
    holder.end(signal.SIGKILL)
    with embedded_servers(tmp_path) as again:
        assert kept(again.mongodb_uri) == [1]
        before = {holder.addresses["process_ids"][name] for name in ("mongod", "weed")}
        assert before.isdisjoint(psutil.pids())


def test_a_forked_child_of_a_killed_parent_keeps_no_server_alive(hold: Callable[..., Holder], tmp_path: Path) -> None:
    """A forked child inherits the parent's pipes, so their closing alone would tell nothing."""
    holder = hold("forked-child")
    child = psutil.Process(holder.addresses["forked"])
    try:
        holder.end(signal.SIGKILL)
        assert psutil.wait_procs(holder.servers, timeout=15)[1] == []
        assert child.is_running()
        with embedded_servers(tmp_path):
            assert child.is_running()
    finally:
        child.kill()


def test_servers_outlive_the_thread_that_started_them(hold: Callable[..., Holder]) -> None:
    holder = hold()
    time.sleep(0.3)
    insert(holder.addresses["mongodb_uri"], 1)
    assert kept(holder.addresses["mongodb_uri"]) == [1]


def test_a_terminal_interrupt_reaches_the_parent_only(hold: Callable[..., Holder]) -> None:
    """The servers are in a session of their own; the parent stops them in its own order."""
    holder = hold()
    parent_session = os.getsid(holder.process.pid)
    assert {os.getsid(server.pid) for server in holder.servers} == {holder.addresses["process_ids"]["supervisor"]}
    assert parent_session == holder.process.pid


def test_servers_end_when_the_supervisor_is_killed(hold: Callable[..., Holder]) -> None:
    holder = hold()
    supervisor = psutil.Process(holder.addresses["process_ids"]["supervisor"])
    supervisor.kill()
    servers = [server for server in holder.servers if server.pid != supervisor.pid]
    assert psutil.wait_procs(servers, timeout=15)[1] == []


def test_everything_killed_at_once_prevents_no_start(hold: Callable[..., Holder], tmp_path: Path) -> None:
    """As after a power cut: no process could tidy up, and the acknowledged write is there."""
    holder = hold()
    insert(holder.addresses["mongodb_uri"], 9)
    for process in (*holder.servers, holder.process):
        process.kill()
    holder.process.wait()
    with embedded_servers(tmp_path) as again:
        assert kept(again.mongodb_uri) == [9]
