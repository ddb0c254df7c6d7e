"""Slow senders on real sockets: they hold out nobody, take a bounded place, and leave nothing behind."""

import os
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.routing import Route

from app.receiving import ReceivingLimits
from app.server import free_port, served
from app.uploads import AT_ONCE, Uploads
from domain.roles import Actor

LIMITS = ReceivingLimits(places=12, largest=400_000, window_seconds=3.0)
SENT = 150_000
"""More than is kept in memory, less than is allowed."""


class Verifying:
    """Says how many bytes it was given, and how many files it had at once."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.now = self.most = 0

    def verify_bytes(self, data: bytes, *, viewer: Actor) -> Any:
        with self.lock:
            self.now += 1
            self.most = max(self.most, self.now)
        time.sleep(0.02)
        with self.lock:
            self.now -= 1
        return {"size": len(data)}


def kept_in(folder: Path) -> list[int]:
    """The sizes of the files in a folder that this process has open, named or not. *Units*: bytes."""
    sizes = []
    for descriptor in Path("/proc/self/fd").iterdir():
        with suppress(OSError):
            if str(descriptor.readlink()).startswith(f"{folder}/"):
                sizes.append(os.fstat(int(descriptor.name)).st_size)
    return sizes


@pytest.fixture
def verifying() -> Verifying:
    return Verifying()


@pytest.fixture
def address(verifying: Any, tmp_path: Path) -> Iterator[tuple[str, int]]:
    uploads = Uploads(verifying, limits=LIMITS, folder=tmp_path)
    application = Starlette(routes=[Route("/verify", uploads.answer, methods=["POST"])])
    port = free_port()
    with served(application, host="127.0.0.1", port=port):
        yield "127.0.0.1", port


@pytest.fixture
def slow(address: tuple[str, int]) -> Iterator[Callable[[bytes], socket.socket]]:
    """Opens a connection that sends the beginning of a body and then nothing."""
    with ExitStack() as open_ones:

        def sender(first: bytes) -> socket.socket:
            connection = open_ones.enter_context(socket.create_connection(address))
            connection.settimeout(10)
            connection.sendall(b"POST /verify HTTP/1.1\r\nHost: x\r\nContent-Length: 300000\r\n\r\n" + first)
            return connection

        yield sender


def verified(address: tuple[str, int], size: int = 4) -> tuple[int, float]:
    """The status for a quick sender, and how long the answer took. *Units*: seconds."""
    began = time.monotonic()
    answer = httpx.post(f"http://{address[0]}:{address[1]}/verify", content=bytes(size), timeout=20)
    return answer.status_code, time.monotonic() - began


def until(holds: Callable[[], bool]) -> bool:
    limit = time.monotonic() + 5
    while not holds() and time.monotonic() < limit:
        time.sleep(0.01)
    return holds()


def test_as_many_slow_ones_as_are_verified_at_once_delay_nobody(address, slow) -> None:
    for _ in range(AT_ONCE):
        slow(b"%PDF")
    status, seconds = verified(address)
    assert status == 200
    assert seconds < 1.0


def test_where_slow_ones_hold_every_place_the_next_is_answered_and_the_slowest_is_told(address, slow) -> None:
    slowest = slow(b"%")
    for _ in range(LIMITS.places - 1):
        slow(b"%PDF" * 1000)
    time.sleep(LIMITS.patience_seconds + 0.1)
    status, seconds = verified(address)
    assert status == 200
    assert seconds < 1.0
    assert slowest.recv(4096).startswith(b"HTTP/1.1 408 ")


def test_what_arrives_is_on_disk_within_bounds_and_gone_afterwards(address, slow, verifying, tmp_path) -> None:
    senders = [slow(b"x" * SENT) for _ in range(LIMITS.places)]
    assert until(lambda: kept_in(tmp_path) == [SENT] * LIMITS.places)
    assert sum(kept_in(tmp_path)) <= LIMITS.places * LIMITS.largest
    time.sleep(LIMITS.patience_seconds + 0.1)
    assert verified(address, size=SENT)[0] == 200
    assert len(kept_in(tmp_path)) == LIMITS.places - 1
    answers = [sender.recv(4096)[:13] for sender in senders]
    assert answers == [b"HTTP/1.1 408 "] * LIMITS.places
    assert until(lambda: kept_in(tmp_path) == [])
    assert list(tmp_path.iterdir()) == []
    assert verifying.most == 1


def test_many_quick_ones_are_verified_few_at_once(address, verifying, together, tmp_path) -> None:
    results = together(*[lambda: verified(address, size=SENT)] * LIMITS.places)
    assert [status for status, _seconds in results] == [200] * LIMITS.places
    assert verifying.most <= AT_ONCE
    assert until(lambda: kept_in(tmp_path) == [])
