"""Checks a file from outside in a child process with limits on time and memory; only this process may be forked this way."""

import gc
import os
import pickle
import resource
import select
import signal
import time
from contextlib import suppress
from datetime import datetime
from functools import cache
from pathlib import Path

from signing.parent_death import die_with_parent
from signing.report import Problem, SignatureReport
from signing.structure import Limits
from signing.trust import TrustAnchors, parsed
from signing.validation import inspect_signatures, problem_report

_CHUNK = 65536
_STANDARD_ERROR = 2


def inspect_confined(pdf: bytes, trust: TrustAnchors, at: datetime, limits: Limits) -> SignatureReport:
    """The report, or `TOO_COSTLY` where the child ran into a limit or died. Call it in a process with a single thread.

    *Source*: setrlimit(2) for processor time, address space, file size and descriptors.
    """
    reading, writing = os.pipe()
    parent = os.getpid()
    parsed(trust)
    _freeze_once()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _run_child(parent, writing, pdf, trust=trust, at=at, limits=limits)
    os.close(writing)
    try:
        result = _read_until(reading, time.monotonic() + limits.wall_seconds)
    finally:
        os.close(reading)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    return _report(result) or problem_report(pdf, Problem.TOO_COSTLY)


@cache
def _freeze_once() -> None:
    """Keep the collector's marks off the pages that children share."""
    gc.freeze()


def _run_child(parent: int, writing: int, pdf: bytes, *, trust: TrustAnchors, at: datetime, limits: Limits) -> None:
    """Never returns: whatever happens, the child ends here."""
    try:
        gc.disable()
        die_with_parent(parent)
        _let_go_of_all_but(writing)
        _confine(limits)
        result = pickle.dumps(inspect_signatures(pdf, trust, at, limits=limits))
        with os.fdopen(writing, "wb") as pipe:
            pipe.write(result)
    finally:
        os._exit(0)


def _let_go_of_all_but(descriptor: int) -> None:
    """The parent's sockets and files are none of a hostile file's business, and do not count against its own limit."""
    for held in [int(each.name) for each in Path("/proc/self/fd").iterdir()]:
        if held > _STANDARD_ERROR and held != descriptor:
            with suppress(OSError):  # that by which the folder was listed is closed already
                os.close(held)


def _confine(limits: Limits) -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (limits.cpu_seconds, limits.cpu_seconds))
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory_bytes, limits.memory_bytes))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (limits.open_files, limits.open_files))


def _read_until(reading: int, deadline: float) -> bytes:
    """All that the child wrote, or nothing where it is not done in time."""
    parts: list[bytes] = []
    while (left := deadline - time.monotonic()) > 0:
        ready, _, _ = select.select([reading], [], [], left)
        if not ready:
            break
        part = os.read(reading, _CHUNK)
        if not part:
            return b"".join(parts)
        parts.append(part)
    return b""


def _report(result: bytes) -> SignatureReport | None:
    """Unpickled by this process: the child runs our code on a hostile file, it is not itself hostile code."""
    if not result:
        return None
    try:
        report = pickle.loads(result)  # noqa: S301
    except (pickle.UnpicklingError, EOFError, AttributeError, ImportError, IndexError):
        return None
    return report if isinstance(report, SignatureReport) else None
