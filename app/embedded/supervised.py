"""The parent's side of the supervisor: start it with an order, learn what its servers do, ask it to stop."""

import json
import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from app.embedded.errors import EmbeddedServerError, LibraryMissing, PortTaken, StartFailed
from app.embedded.programs import Program

_SUPERVISOR = Path(__file__).with_name("supervisor.py")
_LIBRARY = re.compile(r"error while loading shared libraries: ([^:\s]+)")
_ADDRESS_IN_USE = re.compile(
    r"port (?P<asked>\d+) .*not available"  # SeaweedFS, which looks before it listens
    r"|:(?P<bound>\d+): bind: address already in use"  # SeaweedFS, where the port was taken after its look
    r"|set(?:ting)? up listener.*Address already in use"  # mongod, which does not say which
)


class RunningServers:
    """Servers under a supervisor. *Shape*: `process_ids` by program name, with the supervisor's own."""

    def __init__(self, process: "subprocess.Popen[bytes]", programs: Sequence[Program]) -> None:
        self._process = process
        self._programs = {program.name: program for program in programs}
        self._statuses: dict[str, int] = {}
        self.process_ids = self._read_start()
        threading.Thread(target=self._listen, name="embedded-servers", daemon=True).start()

    def await_ready(self, program: str, *, ready: Callable[[], bool], timeout_seconds: float) -> None:
        """Return once `ready()` holds. *Raises*: `LibraryMissing`, `PortTaken` or `StartFailed` with the log's tail."""
        deadline = time.monotonic() + timeout_seconds
        while program in self._statuses or not ready():
            if program in self._statuses:
                raise self._explain_end(program, self._statuses[program])
            if time.monotonic() > deadline:
                raise self._failed(
                    program,
                    reason_id=f"tidak menjawab dalam {timeout_seconds:g} detik",
                    reason_en=f"no answer within {timeout_seconds:g} seconds",
                )
            time.sleep(0.01)

    def stop(self) -> None:
        """Stop the servers cleanly and wait until they have ended."""
        self._process.terminate()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                with suppress(BrokenPipeError):
                    stream.close()

    def _read_start(self) -> Mapping[str, int]:
        assert self._process.stdout is not None  # noqa: S101 - opened as a pipe below
        line = self._process.stdout.readline()
        started: dict[str, int] = json.loads(line)["started"] if line else {}
        return {**started, "supervisor": self._process.pid}

    def _listen(self) -> None:
        assert self._process.stdout is not None  # noqa: S101
        with suppress(ValueError):  # The stream is closed by `stop`.
            for line in self._process.stdout:
                event = json.loads(line)
                self._statuses[event["ended"]] = event["status"]

    def _explain_end(self, program: str, status: int) -> EmbeddedServerError:
        if missing := _LIBRARY.search(_tail(self._programs[program].log)):
            return LibraryMissing(program, missing[1])
        if port := _taken_port(self._programs[program]):
            return PortTaken(port)
        return self._failed(
            program, reason_id=f"berakhir dengan status {status}", reason_en=f"it ended with status {status}"
        )

    def _failed(self, program: str, *, reason_id: str, reason_en: str) -> StartFailed:
        log = self._programs[program].log
        return StartFailed(program, reason_id=reason_id, reason_en=reason_en, log=str(log), tail=_tail(log))


def start_supervised(programs: Sequence[Program], *, lock: int) -> RunningServers:
    """Start the programs; the caller stops them. *Shape*: `lock` is a descriptor that each inherits and keeps open."""
    for program in programs:
        _turn_over(program.log)
    process = subprocess.Popen(
        [sys.executable, "-I", "-S", str(_SUPERVISOR)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        pass_fds=(lock,),
        start_new_session=True,
    )
    assert process.stdin is not None  # noqa: S101 - opened as a pipe above
    process.stdin.write(json.dumps(_order(programs, lock)).encode() + b"\n")
    process.stdin.flush()
    return RunningServers(process, programs)


def _order(programs: Sequence[Program], lock: int) -> dict[str, object]:
    return {
        "parent": os.getpid(),
        "lock": lock,
        "programs": [
            {
                "name": one.name,
                "command": one.command,
                "log": str(one.log),
                "environment": dict(one.environment),
                "grace_seconds": one.grace_seconds,
                "leavings": one.leavings,
            }
            for one in programs
        ],
    }


def _turn_over(log: Path) -> None:
    """Begin a new log; the one of the start before stays beside it."""
    log.parent.mkdir(parents=True, exist_ok=True)
    if log.exists():
        log.replace(log.with_suffix(".before.log"))


def _taken_port(program: Program) -> int | None:
    """The port that the program found taken, by the words of its log. mongod's stand far above the log's end."""
    log = program.log.read_text(encoding="utf-8", errors="replace") if program.log.exists() else ""
    found = _ADDRESS_IN_USE.search(log)
    if found is None:
        return None
    named = found["asked"] or found["bound"]
    return int(named) if named else program.port


def _tail(log: Path, lines: int = 15, width: int = 400) -> str:
    text = log.read_text(encoding="utf-8", errors="replace") if log.exists() else ""
    return "\n".join(line[:width] for line in text.splitlines()[-lines:])
