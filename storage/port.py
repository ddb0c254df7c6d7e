"""The ObjectStore port: what the system asks of any object storage, and the one family of errors that it gives back.

Methods are synchronous: they are called in worker threads. No library's name stands here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol


class Area(StrEnum):
    """The kinds of bytes; each is a bucket of its own."""

    EVIDENCE = "evidence"
    """What institutions upload to prove a criterion."""
    DRAFT = "draft"
    """Letters before they are signed."""
    ISSUED = "issued"
    """Issued letters, under object lock: never changed, never removed before their retention ends."""
    LOG = "log"
    """The public log as anyone may read it: tiles, bundles of entries, and the newest checkpoint."""


@dataclass(frozen=True)
class StoredObject:
    """What is known of stored bytes without reading them. *Units*: `size` in bytes. *Shape*: `etag` without quotes."""

    key: str
    size: int
    etag: str
    content_type: str


@dataclass(frozen=True)
class PresignedPut:
    """Leave to upload one object. *Shape*: the client sends exactly these headers with the PUT, or is refused."""

    url: str
    headers: Mapping[str, str]


class StorageError(Exception):
    """Object storage did not do what was asked. *Shape*: `str()` gives the Indonesian sentence, then the English."""

    def __init__(self, *, indonesian: str, english: str) -> None:
        self.indonesian = indonesian
        self.english = english
        super().__init__(f"{indonesian} / {english}")


class ObjectMissing(StorageError):
    """No object has this key."""

    def __init__(self, area: Area, key: str) -> None:
        super().__init__(indonesian=f"Berkas {area}/{key} tidak ada.", english=f"There is no object {area}/{key}.")


class ObjectExists(StorageError):
    """Other bytes are already stored under a key that may be written once only."""

    def __init__(self, area: Area, key: str) -> None:
        super().__init__(
            indonesian=f"Berkas {area}/{key} sudah ada dengan isi lain.",
            english=f"The object {area}/{key} exists already, with other bytes.",
        )


class ObjectLocked(StorageError):
    """The object is under retention."""

    def __init__(self, area: Area, key: str) -> None:
        super().__init__(
            indonesian=f"Berkas {area}/{key} terkunci dan tidak dapat dihapus.",
            english=f"The object {area}/{key} is locked and cannot be removed.",
        )


class InvalidKey(StorageError):
    """A key, or a part of one, that this system would never make."""

    def __init__(self, part: str) -> None:
        super().__init__(indonesian=f"Kunci berkas tidak sah: {part!r}.", english=f"Not a valid object key: {part!r}.")


class StorageUnavailable(StorageError):
    """Object storage cannot be reached, or fails: trying again later may help."""

    def __init__(self, reason: str) -> None:
        super().__init__(
            indonesian="Penyimpanan berkas sedang tidak dapat dihubungi. Coba lagi nanti.",
            english=f"Object storage cannot be reached now; try again later ({reason}).",
        )


class StorageRefused(StorageError):
    """Object storage refuses our identity or request: somebody must change the configuration."""

    def __init__(self, reason: str) -> None:
        super().__init__(
            indonesian="Penyimpanan berkas menolak permintaan. Periksa pengaturan PEMBINA_S3_*.",
            english=f"Object storage refuses the request; check the settings PEMBINA_S3_* ({reason}).",
        )


class BucketMissing(StorageRefused):
    """The bucket of an area was not made yet (`ensure_buckets`)."""


class ObjectStore(Protocol):
    """Bytes by area and key. *Raises*: each method `StorageUnavailable` and `StorageRefused`; others where named."""

    def ensure_buckets(self) -> None:
        """Make the buckets that are missing, the issued one with object lock.

        *Raises*: `StorageRefused` if the issued bucket exists without object lock.
        """
        ...

    def put(self, area: Area, key: str, data: bytes, *, content_type: str) -> StoredObject:
        """Store the bytes, in place of any before. *Raises*: `ObjectLocked` for `Area.ISSUED` (use `put_locked`)."""
        ...

    def put_locked(self, key: str, data: bytes, *, content_type: str, retain_until: datetime) -> StoredObject:
        """Store an issued paper that nobody can remove or replace before `retain_until` (aware).

        The same bytes again are a success, and a later `retain_until` prolongs the lock.
        *Raises*: `ObjectExists` if the key holds other bytes; then nothing was changed.
        """
        ...

    def put_once(self, area: Area, key: str, data: bytes, *, content_type: str) -> StoredObject:
        """Store the bytes unless the key exists; the same bytes again are a success.

        *Raises*: `ObjectExists` if the key holds other bytes, and then nothing was changed; `ObjectLocked` for
        `Area.ISSUED` (use `put_locked`).
        """
        ...

    def get(self, area: Area, key: str) -> bytes:
        """All bytes of the object. *Raises*: `ObjectMissing`."""
        ...

    def stat(self, area: Area, key: str) -> StoredObject:
        """Size, ETag and type, without the bytes. *Raises*: `ObjectMissing`."""
        ...

    def read_range(self, area: Area, key: str, *, offset: int, length: int) -> bytes:
        """Up to `length` bytes from `offset`; fewer at the end, none beyond it. *Raises*: `ObjectMissing`."""
        ...

    def presign_put(self, key: str, *, size: int, content_type: str, expires: timedelta) -> PresignedPut:
        """Leave to upload evidence of exactly this size and type under this key, once, by plain HTTP.

        *Does not check*: the content; confirm an upload by `storage.content.inspect_upload`.
        """
        ...

    def presign_get(self, area: Area, key: str, *, expires: timedelta, filename: str) -> str:
        """A URL that downloads the object under this file name. *Does not check*: that the object exists."""
        ...

    def remove(self, area: Area, key: str) -> None:
        """Remove the object; one that is missing is a success. *Raises*: `ObjectLocked` for `Area.ISSUED`, always."""
        ...

    def check(self) -> None:
        """Ask storage whether it serves us, within about two seconds: for health checks."""
        ...
