"""The parent's side of `killable_server.py`: starts it, stops it, kills it, and sees that nothing of it is left."""

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, fields, replace
from functools import cache
from multiprocessing import forkserver, get_context
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext, ForkServerProcess
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from unittest.mock import patch

from app.demo.client import ApiClient
from app.demo.story import Story
from app.demo.telling import Cast, Progress
from app.server import free_port
from tests.e2e.killable_server import Order, serve

_ROOT = Path(__file__).parents[2]
_UNMEASURED = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")}
"""Coverage slows a server by half, and one that is killed tells none; what it runs is measured in process elsewhere."""
START_SECONDS = 90.0
GONE_SECONDS = 20.0
PATIENCE_SECONDS = 300.0
"""How long the people of a story ask a server that is killed again and again before it answers once."""


@cache
def _loaded() -> ForkServerContext:
    """A process that has loaded the server's modules once, and forks each server: loading takes half of a start."""
    context = get_context("forkserver")
    context.set_forkserver_preload([serve.__module__])
    with patch.dict(os.environ, {**_UNMEASURED, "PYTHONPATH": str(_ROOT)}, clear=True):
        forkserver.ensure_running()
    return context


@dataclass(frozen=True, kw_only=True)
class Reached:
    """What a server told of itself. *Shape*: tokens by role, and of the foreign head; `people` by id; process ids by part."""

    address: str
    tokens: dict[str, str] = field(repr=False)
    people: dict[str, str] = field(repr=False)
    passphrase: str = field(repr=False)
    mongodb_uri: str
    database: str
    s3: dict[str, str] = field(repr=False)
    processes: dict[str, list[int]]


class Server:
    """A server on a folder and a port of its own, which keep their values over restarts."""

    def __init__(self, folder: Path, **order: Any) -> None:
        self.folder = folder
        self.data = folder / "data"
        self.log = folder / "server.log"
        self.data.mkdir(parents=True, exist_ok=True)
        (folder / "tmp").mkdir(exist_ok=True)
        self.plan = folder / "kills.plan"
        self.order = Order(data=str(self.data), port=free_port(), plan=str(self.plan), log=str(self.log), **order)
        self.starts: list[float] = []
        self._process: ForkServerProcess | None = None
        self._channel: Connection | None = None
        self._reached: Reached | None = None

    @property
    def reached(self) -> Reached:
        """How to reach the server that runs now, or ran last."""
        assert self._reached is not None
        return self._reached

    @property
    def process(self) -> ForkServerProcess:
        """The server's process."""
        assert self._process is not None
        return self._process

    def start(self, **changed: Any) -> Reached:
        """Starts it and waits until it answers; `changed` alters the order from now on."""
        self.order = replace(self.order, **changed)
        begun = time.monotonic()
        self._channel, theirs = _loaded().Pipe()
        self._process = _loaded().Process(target=serve, args=(self.order, theirs, self.folder))
        self._process.start()
        theirs.close()
        self._reached = Reached(**self._told())
        self.starts.append(time.monotonic() - begun)
        return self._reached

    def start_again(self) -> None:
        """Starts it after a death; it may reach its next moment, and die, before it has told how to reach it."""
        try:
            self.start()
        except AssertionError:
            if self.process.exitcode != -signal.SIGKILL:
                raise

    def stop(self) -> None:
        """Ends it as Ctrl-C would, and waits."""
        self._wait(60)

    def kill(self) -> None:
        """kill -9, and waits for its end."""
        self.process.kill()
        self._wait(10)

    def is_dead(self, *, within_seconds: float) -> bool:
        """Whether it has died by itself within the time."""
        self.process.join(within_seconds)
        if self.process.exitcode is None:
            return False
        self._wait(1)
        return True

    def left_behind(self) -> dict[int, str]:
        """Processes of servers on this folder that live still, though they had time to go: id and command line."""
        limit = time.monotonic() + GONE_SECONDS
        while (found := self.processes()) and time.monotonic() < limit:
            time.sleep(0.05)
        return found

    def processes(self) -> dict[int, str]:
        """Every process that was started for this folder, by what it inherited and by its command line."""
        marks = (str(self.folder).encode() + b"/",)
        found = {}
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit() and int(entry.name) != os.getpid():
                command = _read(entry / "cmdline")
                if any(mark in command or mark in _read(entry / "environ") for mark in marks):
                    found[int(entry.name)] = command.replace(b"\0", b" ").decode(errors="replace")[:200]
        return found

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process is not None and self._process.exitcode is None:
            self.stop()

    def _told(self) -> dict[str, Any]:
        """What it tells first. *Raises*: `AssertionError` where it ended before, or says nothing."""
        assert self._channel is not None
        try:
            if self._channel.poll(START_SECONDS):
                told: dict[str, Any] = self._channel.recv()
                return told
            self.process.kill()
        except EOFError:
            pass
        self._wait(10)
        raise AssertionError(f"the server did not start: {(self.folder / 'errors.log').read_text()[-2000:]}")

    def _wait(self, seconds: float) -> None:
        """Until it has ended, which it does when its connection is closed, if not by itself."""
        assert self._channel is not None
        self._channel.close()
        self.process.join(seconds)
        if self.process.exitcode is None:
            self.process.kill()
            self.process.join()
            raise AssertionError(f"the server did not end within {seconds} seconds")


def cast_of(reached: Reached) -> Cast:
    """A client for each person of the story."""

    def client(role: str) -> ApiClient:
        return ApiClient(reached.address, reached.tokens[role], patience_seconds=PATIENCE_SECONDS)

    return Cast(
        institution_head=client("INSTITUTION_HEAD"),
        unit_head=client("UNIT_HEAD"),
        unit_staff=client("UNIT_STAFF"),
        reviewer=client("REVIEWER"),
        admin=client("ADMIN"),
        deputy=client("DEPUTY"),
        public=ApiClient(reached.address),
        passphrase=reached.passphrase,
    )


@contextmanager
def closed(cast: Cast) -> Iterator[Cast]:
    """The cast, whose connections are closed afterwards."""
    try:
        yield cast
    finally:
        for person in fields(cast):
            client = getattr(cast, person.name)
            if isinstance(client, ApiClient):
                client.close()


def told_story(cast: Cast, name: str) -> Story:
    """A story that was told to its end."""
    story = Story(cast, Progress(tell=lambda _line: None), name=name)
    story.run()
    return story


def _read(file: Path) -> bytes:
    """What the kernel tells of a process; nothing where it has just ended or is another user's."""
    try:
        return file.read_bytes()
    except OSError:
        return b""
