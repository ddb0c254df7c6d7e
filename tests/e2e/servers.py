"""The parent's side of `killable_server.py`: starts it, stops it, kills it, and sees that nothing of it is left."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from app.demo.client import ApiClient
from app.demo.story import Story
from app.demo.telling import Cast, Progress
from app.server import free_port
from tests.e2e.killable_server import Order

_ROOT = Path(__file__).parents[2]
_PROGRAM = Path(__file__).with_name("killable_server.py")
_UNMEASURED = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")}
"""Coverage slows a server by half, and one that is killed tells none; what it runs is measured in process elsewhere."""
START_SECONDS = 90.0
GONE_SECONDS = 20.0
PATIENCE_SECONDS = 300.0
"""How long the people of a story ask a server that is killed again and again before it answers once."""


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
        self._process: subprocess.Popen[bytes] | None = None
        self._reached: Reached | None = None

    @property
    def reached(self) -> Reached:
        """How to reach the server that runs now, or ran last."""
        assert self._reached is not None
        return self._reached

    @property
    def process(self) -> "subprocess.Popen[bytes]":
        """The server's process."""
        assert self._process is not None
        return self._process

    def start(self, **changed: Any) -> Reached:
        """Starts it and waits until it answers; `changed` alters the order from now on."""
        self.order = replace(self.order, **changed)
        begun = time.monotonic()
        with (self.folder / "errors.log").open("ab") as errors:
            self._process = subprocess.Popen(
                [sys.executable, str(_PROGRAM), json.dumps(asdict(self.order))],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                cwd=_ROOT,
                env={**_UNMEASURED, "TMPDIR": str(self.folder / "tmp"), "PYTHONPATH": str(_ROOT)},
            )
        self._reached = Reached(**self._first_line())
        self.starts.append(time.monotonic() - begun)
        return self._reached

    def start_again(self) -> None:
        """Starts it after a death; it may reach its next moment, and die, before it has told how to reach it."""
        try:
            self.start()
        except AssertionError:
            if self.process.returncode != -signal.SIGKILL:
                raise

    def stop(self) -> None:
        """Ends it as Ctrl-C would, and waits."""
        assert self.process.stdin is not None
        self.process.stdin.close()
        self._wait(60)

    def kill(self) -> None:
        """kill -9, and waits for its end."""
        self.process.send_signal(signal.SIGKILL)
        self._wait(10)

    def is_dead(self, *, within_seconds: float) -> bool:
        """Whether it has died by itself within the time."""
        try:
            self.process.wait(within_seconds)
        except subprocess.TimeoutExpired:
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
        if self._process is not None and self._process.poll() is None:
            self.stop()

    def _first_line(self) -> dict[str, Any]:
        assert self.process.stdout is not None
        watch = threading.Timer(START_SECONDS, self.process.kill)
        watch.start()
        try:
            line = self.process.stdout.readline()
        finally:
            watch.cancel()
        if not line:
            self._wait(5)
            raise AssertionError(f"the server did not start: {(self.folder / 'errors.log').read_text()[-2000:]}")
        told: dict[str, Any] = json.loads(line)
        return told

    def _wait(self, seconds: float) -> None:
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise
        finally:
            for stream in (self.process.stdin, self.process.stdout):
                if stream is not None:
                    stream.close()


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
