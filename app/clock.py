"""The adapters of the Clock port: real time, and the development clock that is kept on disk and only moves forward."""

import fcntl
import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from app.embedded.folder import using_folder

_ROOM_FOR_DEADLINES = timedelta(days=366 * 100)


class ClockError(Exception):
    """The development clock was asked for something that legal time cannot do."""


class RealClock:
    """Legal time is real time: production."""

    def now(self) -> datetime:
        """The present instant, UTC."""
        return datetime.now(UTC)


class DevelopmentClock:
    """Real time plus an offset on disk, shared by every process of the data folder.

    The first start may lie in the past (`start`); after that the offset only grows.
    """

    def __init__(self, file: Path, *, start: datetime | None = None) -> None:
        self._file = file
        self._seen: tuple[int, int] | None = None
        self._offset = timedelta(0)
        with using_folder(file.parent):
            file.parent.mkdir(parents=True, exist_ok=True)
        with self._alone():
            if not file.exists():
                self._write(start - datetime.now(UTC) if start is not None else timedelta(0))

    def now(self) -> datetime:
        """The present legal instant, UTC; a change by another process counts at once."""
        return datetime.now(UTC) + self._current_offset()

    def advance(self, by: timedelta) -> datetime:
        """Moves legal time forward; returns the new now. *Raises*: `ClockError` where it would not move forward."""
        if by <= timedelta(0):
            raise ClockError("legal time only moves forward")
        with self._alone():
            try:
                offset = self._current_offset() + by
                datetime.now(UTC) + offset + _ROOM_FOR_DEADLINES
            except OverflowError as error:
                raise ClockError("legal time ends with the year 9999") from error
            self._write(offset)
        return self.now()

    def advance_to(self, instant: datetime) -> datetime:
        """Moves legal time to an instant (aware). *Raises*: `ClockError` where that lies in the past."""
        return self.advance(instant - self.now())

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """One process at a time changes the offset: two that add to the same old one would lose the first."""
        with using_folder(self._file.parent), self._file.with_suffix(".lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _current_offset(self) -> timedelta:
        with using_folder(self._file.parent):
            status = self._file.stat()
            stamp = (status.st_mtime_ns, status.st_ino)
            if stamp != self._seen:
                self._offset = _stored_offset(self._file)
                self._seen = stamp
        return self._offset

    def _write(self, offset: timedelta) -> None:
        content = json.dumps({"offset_microseconds": offset // timedelta(microseconds=1)})
        handle, name = tempfile.mkstemp(dir=self._file.parent, prefix=".clock-")
        with os.fdopen(handle, "w") as draft:
            draft.write(content)
        Path(name).replace(self._file)


def _stored_offset(file: Path) -> timedelta:
    try:
        return timedelta(microseconds=json.loads(file.read_text())["offset_microseconds"])
    except (ValueError, KeyError, TypeError, OverflowError) as error:
        raise ClockError(
            f"berkas {file} rusak: kembalikan salinannya, sebab waktu hukum tidak boleh mundur / "
            f"the file {file} is damaged: put back a copy of it, for legal time must not go back"
        ) from error


def parse_instant(text: str) -> datetime:
    """An instant in ISO 8601 that names its zone, such as `2027-01-04T09:00+07:00`. *Raises*: `ClockError`."""
    try:
        instant = datetime.fromisoformat(text)
    except ValueError as error:
        raise ClockError(f"{text[:40]}: bukan waktu ISO 8601 / no such time") from error
    if instant.tzinfo is None:
        raise ClockError(f"{text[:40]}: sebutkan zona waktu / name the time zone")
    return instant


def parse_duration(text: str) -> timedelta:
    """`5d`, `36h`, `90m` or `30s` as a duration. *Raises*: `ClockError`."""
    units = {"d": "days", "h": "hours", "m": "minutes", "s": "seconds"}
    number, unit = text[:-1], text[-1:]
    if unit not in units or not (number.isascii() and number.isdecimal()) or len(number) > 9 or int(number) == 0:
        raise ClockError(f"a duration is a number with d, h, m or s, such as 5d, not {text[:40]!r}")
    return timedelta(**{units[unit]: int(number)})
