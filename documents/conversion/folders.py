"""The folder of a pool among the passing files of the machine: made anew, and cleared of what killed processes left there."""

import os
import shutil
import stat
import tempfile
from contextlib import suppress
from pathlib import Path

_PREFIX = "pembina-conversion-"
_SOCKETS = "sockets"


def new_folder() -> Path:
    """A folder named after this process; those of processes that were killed, and could remove nothing, go now."""
    for path in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        owner = path.name.removeprefix(_PREFIX).partition("-")[0]
        if owner.isdecimal() and not Path(f"/proc/{owner}").exists() and _is_ours(path):
            for worker in path.glob("*"):
                remove_sockets(worker)
            shutil.rmtree(path, ignore_errors=True)
    return Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-"))


def remove_sockets(folder: Path) -> None:
    """Removes the sockets that the LibreOffice of a worker's folder left behind, wherever it had made them.

    *Does not check*: whose the folder is; of what its list names only sockets of this user go.
    """
    with suppress(OSError, ValueError):
        for line in (folder / _SOCKETS).read_text().splitlines():
            _remove_socket(Path(line))
        (folder / _SOCKETS).unlink()


def _remove_socket(path: Path) -> None:
    with suppress(OSError, ValueError):
        found = path.lstat()
        if stat.S_ISSOCK(found.st_mode) and found.st_uid == os.geteuid():
            path.unlink()


def _is_ours(folder: Path) -> bool:
    """Whether it is a folder of this user: anybody may make one of that name where all have their passing files."""
    with suppress(OSError):
        found = folder.lstat()
        return stat.S_ISDIR(found.st_mode) and found.st_uid == os.geteuid()
    return False
