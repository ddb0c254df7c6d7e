"""One worker process as the pool sees it: started, asked, given a time limit, and killed with all that it started."""

import contextlib
import json
import os
import select
import shutil
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from documents.conversion.folders import remove_sockets
from documents.errors import ConversionError, ConversionFailed, ConversionTimedOut, ConverterMissing

PACKAGES = "apt-get install libreoffice-writer-nogui python3-uno fonts-liberation2"
_LEAVE_SECONDS = 2.0
_PASSING = "tmp"
_WORKER = Path(__file__).with_name("worker.py")


@dataclass(frozen=True, slots=True)
class LibreOffice:
    """Where the converter's two programs are. The defaults are Debian's."""

    soffice: Path = Path("/usr/lib/libreoffice/program/soffice.bin")
    python: Path = Path("/usr/bin/python3")

    def require(self) -> None:
        """*Raises*: `ConverterMissing`, naming the Debian packages."""
        for program in (self.soffice, self.python):
            if not os.access(program, os.X_OK):
                raise ConverterMissing(f"{program} is not there; on Debian: {PACKAGES}")


class WorkerLost(ConversionError):
    """The worker or its LibreOffice ended in the middle of a job: the job may be tried again on a new one."""


class Worker:
    """A worker process with its LibreOffice, in a process group of its own.

    It dies with the *thread* that starts it (PR_SET_PDEATHSIG): start it in a thread that lives as long as it shall.
    """

    def __init__(self, libreoffice: LibreOffice, folder: Path, *, start_seconds: float) -> None:
        libreoffice.require()
        self._folder = folder
        self._buffer = b""
        self._office: object = None
        self.jobs_done = 0
        self.process = self._launch(libreoffice)
        self._await_ready(start_seconds)

    def _launch(self, libreoffice: LibreOffice) -> "subprocess.Popen[bytes]":
        profile = self._folder / "profile"
        profile.mkdir(parents=True, exist_ok=True)
        passing = self._folder / _PASSING
        passing.mkdir(exist_ok=True)
        with (self._folder / "errors.log").open("wb") as errors:
            return subprocess.Popen(
                [libreoffice.python, "-I", _WORKER, libreoffice.soffice, profile, str(os.getpid())],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                start_new_session=True,
                cwd=self._folder,
                env={
                    "PATH": "/usr/bin:/bin",
                    "HOME": str(self._folder),
                    "TMPDIR": str(passing),
                    "LC_ALL": "C.UTF-8",
                    "SAL_USE_VCLPLUGIN": "svp",
                },
            )

    def _await_ready(self, seconds: float) -> None:
        try:
            first = self._read(time.monotonic() + seconds)
        except ConversionError:
            self.end(seconds=0)
            raise
        self._office = first.get("office")
        if not first.get("ready"):
            self.end()
            if "python3-uno" in str(first.get("error")):
                raise ConverterMissing(f"{first['error']}; on Debian: {PACKAGES}")
            raise WorkerLost(str(first.get("error")))

    def convert(self, source: Path, target: Path, *, title: str, part: int, seconds: float) -> None:
        """One job.

        *Raises*: `ConversionFailed` (this file), `ConversionTimedOut` or `WorkerLost` (kill it and take another).
        """
        job = json.dumps({"source": str(source), "target": str(target), "title": title, "part": part})
        try:
            assert self.process.stdin  # noqa: S101 (a pipe was asked for)
            self.process.stdin.write(job.encode() + b"\n")
            self.process.stdin.flush()
        except OSError as error:
            raise WorkerLost("the worker ended before the job") from error
        answer = self._read(time.monotonic() + seconds)
        self.jobs_done += 1
        if answer.get("ok"):
            return
        if answer.get("fatal"):
            raise WorkerLost(str(answer.get("error")))
        raise ConversionFailed(str(answer.get("error")))

    def _read(self, limit: float) -> dict[str, object]:
        assert self.process.stdout  # noqa: S101 (a pipe was asked for)
        descriptor = self.process.stdout.fileno()
        while b"\n" not in self._buffer:
            readable, _, _ = select.select([descriptor], [], [], max(0.0, limit - time.monotonic()))
            if not readable:
                raise ConversionTimedOut("LibreOffice did not answer in time")
            chunk = os.read(descriptor, 65536)
            if not chunk:
                raise WorkerLost(f"the worker ended: {self._last_words()}")
            self._buffer += chunk
        line, _, self._buffer = self._buffer.partition(b"\n")
        try:
            answer = json.loads(line)
        except ValueError as error:
            raise WorkerLost(f"the worker said {line[:200]!r}") from error
        return answer if isinstance(answer, dict) else {}

    def _last_words(self) -> str:
        return (self._folder / "errors.log").read_text(errors="replace")[-500:].strip() or "without a word"

    def kill_office(self) -> None:
        """Kills LibreOffice, a stopped one too; the worker then notices, takes leave of it and ends. From any thread."""
        if isinstance(self._office, int) and self.process.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self._office, signal.SIGKILL)

    def end(self, *, seconds: float = _LEAVE_SECONDS) -> None:
        """Ends the worker: by closing its input, and where that does not help in time, by killing its whole group.

        A killed worker leaves its LibreOffice to init, so that in a container without init it stays as a zombie.
        """
        with contextlib.suppress(OSError):
            assert self.process.stdin  # noqa: S101 (a pipe was asked for)
            self.process.stdin.close()
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        if self.process.stdout:
            self.process.stdout.close()
        remove_sockets(self._folder)
        shutil.rmtree(self._folder / _PASSING, ignore_errors=True)

    def forget_profile(self) -> None:
        """Throws the user profile away, which a crash may have spoilt."""
        shutil.rmtree(self._folder / "profile", ignore_errors=True)
