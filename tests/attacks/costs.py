"""What the examination of a file costs: the child that reads it alone, as the sandbox runs it."""

import multiprocessing
import os
import resource
import struct
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from signing.confined import inspect_confined
from signing.structure import Limits
from signing.trust import TrustAnchors

_FIGURES = struct.Struct("dq")


@dataclass(frozen=True)
class Cost:
    """*Units*: `seconds` of processor time; `peak` bytes of resident memory, the modules of the program included."""

    seconds: float
    peak: int


def costs(files: Iterable[bytes], trust: TrustAnchors, at: datetime) -> list[Cost]:
    """The cost of each file, in order; in a process of one thread, which may be forked."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.starmap(_cost, [(file, trust, at) for file in files], chunksize=1)


def _cost(pdf: bytes, trust: TrustAnchors, at: datetime) -> Cost:
    """In a fork of its own: the system adds up what all children of a process took, and keeps the largest peak."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            inspect_confined(pdf, trust, at, Limits())
            used = resource.getrusage(resource.RUSAGE_CHILDREN)
            os.write(writing, _FIGURES.pack(used.ru_utime + used.ru_stime, used.ru_maxrss * 1024))
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        seconds, peak = _FIGURES.unpack(pipe.read())
    os.waitpid(child, 0)
    return Cost(seconds, peak)
