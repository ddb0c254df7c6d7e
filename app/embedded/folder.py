"""What the operating system refuses in a data folder, told as such: what is wrong, where, and what to do."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.embedded.errors import DataFolderUnusable

_REASONS = {
    errno.EACCES: ("akses ditolak", "permission denied"),
    errno.EPERM: ("tindakan tidak diizinkan", "the operation is not permitted"),
    errno.EROFS: ("sistem berkas hanya dapat dibaca", "the file system is read only"),
    errno.ENOENT: ("tidak dapat dibuat di sana", "it cannot be made there"),
    errno.ENOTDIR: ("bagian dari jalurnya bukan folder", "part of its path is no folder"),
    errno.EEXIST: ("sudah ada, tetapi bukan folder", "it exists already and is no folder"),
    errno.EISDIR: ("sebuah folder berada di tempat berkas", "a folder stands where a file should be"),
    errno.ELOOP: ("tautan simboliknya berputar", "its symbolic links go round in a circle"),
    errno.ENAMETOOLONG: ("namanya terlalu panjang", "its name is too long"),
    errno.ENOSPC: ("cakram penuh", "the disk is full"),
    errno.EDQUOT: ("kuota cakram habis", "the disk quota is used up"),
    errno.EIO: ("cakram gagal dibaca atau ditulis", "the disk failed to read or write"),
}
_WITHOUT_NAME = {errno.ENOSPC, errno.EDQUOT, errno.EIO}
"""What a write says, whose file is open already and is not named any more."""


@contextmanager
def using_folder(folder: Path) -> Iterator[None]:
    """The block works on this data folder. *Raises*: `DataFolderUnusable` for what the system refuses in it.

    What it refuses elsewhere (a program that cannot be run, say) is raised as it is.
    """
    try:
        yield
    except OSError as error:
        place = _place(error, folder)
        if place is None:
            raise
        said = error.strerror or str(error)
        reason_id, reason_en = _REASONS.get(error.errno or 0, (said, said))
        raise DataFolderUnusable(
            folder=str(folder), path=str(place), reason_id=reason_id, reason_en=reason_en
        ) from error


def followed(folder: Path) -> Path:
    """The folder behind symbolic links; one whose links go round stays as it is, to be refused when it is used."""
    return Path(os.path.realpath(folder))


def _place(error: OSError, folder: Path) -> Path | None:
    """What was refused, where that is the folder, lies in it, or is on the way to it."""
    if error.filename is None:
        return folder if error.errno in _WITHOUT_NAME else None
    place = Path(os.fsdecode(error.filename))
    return place if place.is_relative_to(folder) or folder.is_relative_to(place) else None
