"""Revocation lists that lie in a file or folder, where the operator or a job of his puts them."""

import logging
import os
from collections.abc import Sequence
from pathlib import Path

from cryptography import x509

from signing.revocation_lists import MOST_BYTES, NoRevocationList, RevocationList, read_lists

LOG = logging.getLogger("pembina.signing")

_WHAT_TO_DO = "remove it, or put the CA's present list (DER or PEM) in its place"

_Mark = tuple[int, int, int]


class FiledLists:
    """What lies in one place. A file that is no list of our CAs is set aside, with one line in the log, and never an error."""

    def __init__(self, path: Path, *, issuers: Sequence[x509.Certificate]) -> None:
        self.path = path
        self._issuers = tuple(issuers)
        self._read: dict[Path, tuple[_Mark, list[RevocationList]]] = {}
        self._told: dict[Path, str] = {}

    def found(self) -> list[RevocationList]:
        """Every good list there now, ended or not; a file is read again only when it has changed."""
        files = self._files()
        self._read = {path: kept for path, kept in self._read.items() if path in files}
        return [each for path in files for each in self._lists(path)]

    def _files(self) -> list[Path]:
        try:
            if self.path.is_dir():
                return sorted(each for each in self.path.iterdir() if each.is_file())
        except OSError as error:
            self._set_aside(self.path, f"it cannot be read ({type(error).__name__})")
            return []
        return [self.path]

    def _lists(self, path: Path) -> list[RevocationList]:
        try:
            state = path.stat()
            mark = (state.st_mtime_ns, state.st_size, state.st_ino)
            kept = self._read.get(path)
            if kept is None or kept[0] != mark:
                kept = (mark, self._taken(path))
                self._read[path] = kept
            return kept[1]
        except OSError as error:
            self._set_aside(path, f"it cannot be read ({type(error).__name__})")
            return []

    def _taken(self, path: Path) -> list[RevocationList]:
        """*Raises*: `OSError`."""
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
        try:
            lists = read_lists(content, issuers=self._issuers, origin=os.fspath(path))
        except NoRevocationList as error:
            self._set_aside(path, str(error))
            return []
        self._told.pop(path, None)
        return lists

    def _set_aside(self, path: Path, reason: str) -> None:
        if self._told.get(path) != reason:
            self._told[path] = reason
            LOG.warning("%s is set aside: %s; %s", path, reason, _WHAT_TO_DO)
