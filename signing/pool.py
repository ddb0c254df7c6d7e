"""A pool of signing processes: supervised, replaced when they die, each call under a time limit; no signing logic here."""

import queue
import secrets
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Set
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from datetime import datetime
from multiprocessing.connection import Connection
from os import getpid
from types import TracebackType
from typing import Self

from signing.archive import RenewalRequest, RenewedPdf
from signing.keys import SigningRequest
from signing.parts import AcceptanceRequest
from signing.port import SignedPdf, SigningFailed, SigningUnavailable
from signing.report import SignatureReport
from signing.requests import Answer, Failure, InspectionRequest, Ready, Request, SessionEnded
from signing.structure import Limits
from signing.trust import TrustAnchors

START_SECONDS = 30.0
STOP_SECONDS = 2.0
ATTEMPTS = 2
_LIMITS = Limits()


class WorkerDied(Exception):
    """The process ended before it answered; nothing of the call remains."""


class WorkerTimedOut(Exception):
    """The process did not answer in time and was killed."""


class _Worker:
    """One process and its socket. Not safe for two threads at once."""

    def __init__(self) -> None:
        ours, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "signing.worker", str(theirs.fileno()), str(getpid())],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
            )
        self._channel = Connection(ours.detach())
        self._sessions: set[str] = set()

    @property
    def pid(self) -> int:
        return self._process.pid

    def ask(self, request: Request, *, timeout_seconds: float) -> Answer:
        """*Raises*: `WorkerDied`, `WorkerTimedOut`; the worker is then of no more use."""
        if isinstance(request, SigningRequest) and request.session is not None:
            self._sessions.add(request.session)
        try:
            self._channel.send(request)
            if not self._channel.poll(timeout_seconds):
                raise WorkerTimedOut
            answer: Answer = self._channel.recv()
        except (EOFError, OSError) as error:
            raise WorkerDied from error
        return answer

    def forget_all_but(self, sessions: Set[str]) -> None:
        """Tells it of the sessions that are over. One that died has forgotten; the next call finds that out."""
        ended, self._sessions = self._sessions - sessions, self._sessions & sessions
        for session in ended:
            with suppress(OSError):
                self._channel.send(SessionEnded(session))

    def stop(self, *, gently: bool) -> None:
        self._channel.close()
        if not gently:
            self._process.kill()
        try:
            self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


class SigningPool:
    """Signing and checking in `workers` processes.

    Calls block; use them from threads. A worker that dies is replaced and the call tried once more: a signature that never
    left the process is as if it had not been made. A worker that exceeds the time limit is killed, and its call fails.
    Passphrases reach a worker by its socket only. A key that a worker opened under a session stays in that worker, and is
    forgotten when the session ends, or at once after a call that was busy then.
    """

    def __init__(self, *, workers: int = 2, timeout_seconds: float = 30.0) -> None:
        self._timeout = timeout_seconds
        self._closed = False
        self._guard = threading.Lock()
        self._pids: set[int] = set()
        self._sessions: set[str] = set()
        self._places: queue.Queue[_Worker | None] = queue.Queue()
        # The kernel's signal at the parent's death follows the *thread* that started the child: this one lives as long as we.
        self._starter = ThreadPoolExecutor(max_workers=1, thread_name_prefix="signing-starter")
        self._workers = workers
        for _ in range(workers):
            self._places.put(None)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def warm(self) -> None:
        """Start every process now and wait until it has loaded its libraries. *Raises*: `SigningFailed`."""
        with ThreadPoolExecutor(max_workers=self._workers) as threads:
            for done in [threads.submit(self._call, Ready(), START_SECONDS) for _ in range(self._workers)]:
                done.result()

    @property
    def worker_pids(self) -> frozenset[int]:
        """The processes that run now, for figures of memory and for supervision."""
        with self._guard:
            return frozenset(self._pids)

    def sign(self, request: SigningRequest) -> SignedPdf:
        """One signature. *Raises*: the `SigningError` family."""
        answer = self._call(request, self._timeout)
        if isinstance(answer, SignedPdf):
            return answer
        raise _failure(answer) from None

    def accept(self, request: AcceptanceRequest) -> SignedPdf:
        """One letter that a service has signed, extended and examined. *Raises*: the `SigningError` family."""
        answer = self._call(request, self._timeout)
        if isinstance(answer, SignedPdf):
            return answer
        raise _failure(answer) from None

    @contextmanager
    def session(self) -> Iterator[str]:
        """See `signing.port.Sessions.session`."""
        name = secrets.token_hex(16)
        with self._guard:
            self._sessions.add(name)
        try:
            yield name
        finally:
            with self._guard:
                self._sessions.discard(name)
            for worker in self._idle():
                self._give_back(worker)

    def renew(self, request: RenewalRequest) -> RenewedPdf:
        """One renewal of an archive. *Raises*: the `SigningError` family."""
        answer = self._call(request, self._timeout)
        if isinstance(answer, RenewedPdf):
            return answer
        raise _failure(answer) from None

    def inspect(
        self, pdf: bytes, trust: TrustAnchors, at: datetime, *, limits: Limits = _LIMITS, confined: bool = False
    ) -> SignatureReport:
        """Check a file in a worker. *Raises*: `SigningUnavailable` where no worker did it; that says nothing of the file."""
        timeout = self._timeout + (limits.wall_seconds if confined else 0)
        try:
            answer = self._call(InspectionRequest(pdf, trust, at, limits, confined), timeout)
        except SigningUnavailable:
            raise
        except SigningFailed as error:
            raise SigningUnavailable(f"the file was not examined: {error}") from error
        if isinstance(answer, SignatureReport):
            return answer
        raise SigningUnavailable(f"the file was not examined: {_failure(answer)}")

    def close(self) -> None:
        """Stop all processes and wait for them; the second time nothing is left to do."""
        if self._closed:
            return
        self._closed = True
        for _ in range(self._workers):
            worker = self._places.get()
            if worker is not None:
                self._forget(worker, gently=True)
        self._starter.shutdown()

    def _call(self, request: Request, timeout_seconds: float) -> Answer:
        if self._closed:
            raise SigningUnavailable("the signing processes are stopped")
        deadline = time.monotonic() + timeout_seconds
        try:
            worker = self._places.get(timeout=timeout_seconds)
        except queue.Empty:
            raise SigningUnavailable("no signing process became free in time") from None
        begun = time.monotonic()
        try:
            worker, answer = self._ask(worker, request, deadline)
        except WorkerTimedOut:
            self._places.put(None)
            if deadline - begun < timeout_seconds / 2:
                raise SigningUnavailable("a signing process became free too late") from None
            raise SigningFailed("the signing process exceeded its time limit") from None
        except BaseException:
            self._places.put(None)
            raise
        self._give_back(worker)
        return answer

    def _give_back(self, worker: _Worker | None) -> None:
        """To its place, told of what is over: in one step, so that a session that ends meanwhile finds it idle."""
        with self._guard:
            if worker is not None:
                worker.forget_all_but(self._sessions)
            self._places.put(worker)

    def _idle(self) -> list[_Worker | None]:
        """Every worker that nobody uses now, taken from its place."""
        found = []
        with suppress(queue.Empty):
            while True:
                found.append(self._places.get_nowait())
        return found

    def _ask(self, worker: _Worker | None, request: Request, deadline: float) -> tuple[_Worker, Answer]:
        for _ in range(ATTEMPTS):
            worker = worker or self._start()
            try:
                return worker, worker.ask(request, timeout_seconds=max(0.0, deadline - time.monotonic()))
            except WorkerDied:
                self._forget(worker, gently=False)
                worker = None
            except BaseException:
                self._forget(worker, gently=False)
                raise
        raise SigningUnavailable("the signing process died twice")

    def _start(self) -> _Worker:
        try:
            worker = self._starter.submit(_Worker).result()
        except (OSError, RuntimeError) as error:
            raise SigningUnavailable("the signing process does not start") from error
        with self._guard:
            self._pids.add(worker.pid)
        return worker

    def _forget(self, worker: _Worker, *, gently: bool) -> None:
        worker.stop(gently=gently)
        with self._guard:
            self._pids.discard(worker.pid)


def _failure(answer: Answer) -> Exception:
    return (
        answer.error() if isinstance(answer, Failure) else SigningFailed("the signing process answered something else")
    )
