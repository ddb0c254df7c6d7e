"""The lock of a data folder: held by the servers themselves, so that it lasts exactly as long as the data is in use."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.embedded.errors import DataFolderInUse

FILE_NAME = "embedded.lock"


@contextmanager
def locked_folder(folder: Path, *, patience_seconds: float = 30.0) -> Iterator[int]:
    """An open, locked file descriptor to hand on to the servers; this process's own copy closes at the block's end.

    The lock belongs to the open file, not to a process: it is free once the last process that inherited it has ended.
    Where its owner is dead, its servers are just stopping, and this waits for them; a live owner is refused at once.
    *Raises*: `DataFolderInUse`.
    """
    descriptor = os.open(folder / FILE_NAME, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        _acquire(descriptor, folder, deadline=time.monotonic() + patience_seconds)
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"{os.getpid()} {_birth(os.getpid())}".encode(), 0)
        yield descriptor
    finally:
        os.close(descriptor)


def live_owner(folder: Path) -> int | None:
    """The process that runs servers on this folder now, or None."""
    try:
        descriptor = os.open(folder / FILE_NAME, os.O_RDWR)
    except FileNotFoundError:
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        process_id, alive = _owner(descriptor)
        return process_id if alive else None
    finally:
        os.close(descriptor)
    return None


def _acquire(descriptor: int, folder: Path, *, deadline: float) -> None:
    while True:
        try:
            return fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            process_id, alive = _owner(descriptor)
            if alive or time.monotonic() > deadline:
                raise DataFolderInUse(folder=str(folder), process_id=process_id) from error
            time.sleep(0.05)


def _owner(descriptor: int) -> tuple[int, bool]:
    """The owner's process id, and whether that very process (not a later one with its number) still lives."""
    noted = os.pread(descriptor, 100, 0).decode("ascii", "replace").split()
    if len(noted) != 2 or not noted[0].isdigit():
        return 0, False
    return int(noted[0]), _birth(int(noted[0])) == noted[1]


def _birth(process_id: int) -> str:
    """When a process started, in clock ticks since boot; empty if there is none, or if it has ended (a zombie)."""
    try:
        fields = (
            Path(f"/proc/{process_id}/stat").read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()
        )
    except OSError:
        return ""
    return "" if fields[0] in "ZX" else fields[19]
