"""How bodies of uploads arrive: on disk, so many at once, and none so slowly that it holds another out."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from anyio import CancelScope, CapacityLimiter, SpooledTemporaryFile, current_time
from starlette.types import Message, Receive

LARGEST_UPLOAD_BYTES = 20 * 1024 * 1024
"""The largest file that is verified. *Units*: bytes (20 MiB), as `signing.structure` examines."""

_FORM_BYTES = 10_000
"""What a form may add to its file. *Units*: bytes."""


@dataclass(frozen=True, kw_only=True)
class ReceivingLimits:
    """*Units*: bytes and seconds. So at most `places` times `largest` on disk, `places` times `in_memory` in memory.

    A body that brings less than `least_per_second` over a window is cut off. Where every place is taken, the body that
    has come slowest gives its place to a new one, once it had `patience_seconds`.
    """

    places: int = 64
    largest: int = LARGEST_UPLOAD_BYTES + _FORM_BYTES
    in_memory: int = 64 * 1024
    least_per_second: int = 16 * 1024
    window_seconds: float = 5.0
    patience_seconds: float = 1.0


class UploadRefused(Exception):
    """No report: the status, and the reason in both languages."""

    status = 400
    message_id = ""
    message_en = ""
    headers: Mapping[str, str] = {}


class UploadMissing(UploadRefused):
    """The request holds no file, or its sender went away."""

    message_id = "Kirim berkas sebagai isi permintaan (application/pdf) atau kolom formulir “file”."
    message_en = "Send the file as the request body (application/pdf), or as the form field “file”."


class UploadTooLarge(UploadRefused):
    """More bytes than `LARGEST_UPLOAD_BYTES`."""

    status = 413
    message_id = f"Berkas lebih dari {LARGEST_UPLOAD_BYTES // 1024 // 1024} MiB."
    message_en = f"The file is larger than {LARGEST_UPLOAD_BYTES // 1024 // 1024} MiB."


class UploadTooSlow(UploadRefused):
    """The body came too slowly: for any server, or for one on which many others wait."""

    status = 408
    message_id = "Berkas tiba terlalu lambat. Ulangi dengan sambungan yang lebih cepat."
    message_en = "The file arrived too slowly. Try again on a faster connection."
    headers: Mapping[str, str] = {"Connection": "close"}


class UploadsBusy(UploadRefused):
    """Every place is taken by a body that came quickly enough, or the disk is full."""

    status = 503
    message_id = "Terlalu banyak berkas sedang diperiksa. Ulangi beberapa saat lagi."
    message_en = "Too many files are being verified. Try again in a while."
    headers: Mapping[str, str] = {"Retry-After": "10"}


@dataclass(eq=False)
class _Arrival:
    """One body that is still arriving. *Units*: seconds of the event loop's clock, bytes."""

    began: float
    received: int = 0
    scope: CancelScope = field(default_factory=CancelScope)

    def rate(self, now: float) -> float:
        return self.received / max(now - self.began, 0.001)


class Reception:
    """Receives bodies. One for an application; not for several event loops."""

    def __init__(self, limits: ReceivingLimits | None = None, *, folder: Path | None = None) -> None:
        self._limits = limits or ReceivingLimits()
        self._folder = str(folder) if folder else None
        self._places = CapacityLimiter(self._limits.places)
        self._arriving: set[_Arrival] = set()

    @asynccontextmanager
    async def body(self, receive: Receive) -> AsyncIterator[SpooledTemporaryFile[bytes]]:
        """The whole body, from its beginning; it holds its place, and the disk its bytes, until the block ends.

        *Raises*: `UploadsBusy` before anything is read, `UploadTooSlow`, `UploadTooLarge`, `UploadMissing`.
        """
        self._make_room()
        async with (
            self._places,
            SpooledTemporaryFile[bytes](max_size=self._limits.in_memory, dir=self._folder) as spool,
        ):
            await self._arrive(receive, spool)
            await spool.seek(0)
            yield spool

    def _make_room(self) -> None:
        """Where no place is free: ends the slowest arrival, whose place falls to the new one."""
        waiting = self._places.statistics()
        if waiting.borrowed_tokens + waiting.tasks_waiting < self._limits.places:
            return
        now = current_time()
        slow = [each for each in self._arriving if now - each.began >= self._limits.patience_seconds]
        slowest = min((each for each in slow if not each.scope.cancel_called), key=lambda e: e.rate(now), default=None)
        if slowest is None:
            raise UploadsBusy
        slowest.scope.cancel()

    async def _arrive(self, receive: Receive, spool: SpooledTemporaryFile[bytes]) -> None:
        arrival = _Arrival(began=current_time())
        self._arriving.add(arrival)
        try:
            with arrival.scope:
                await self._fill(receive, spool, arrival)
        except OSError as error:
            raise UploadsBusy from error
        finally:
            self._arriving.discard(arrival)
        if arrival.scope.cancelled_caught:
            raise UploadTooSlow

    async def _fill(self, receive: Receive, spool: SpooledTemporaryFile[bytes], arrival: _Arrival) -> None:
        window_ends, before = arrival.began + self._limits.window_seconds, 0
        while True:
            message = await _message(receive, before=window_ends)
            if message is not None:
                chunk = message.get("body", b"")
                arrival.received += len(chunk)
                if arrival.received > self._limits.largest:
                    raise UploadTooLarge
                await spool.write(chunk)
                if not message.get("more_body", False):
                    return
            if (now := current_time()) >= window_ends:
                if arrival.received - before < self._limits.least_per_second * self._limits.window_seconds:
                    raise UploadTooSlow
                window_ends, before = now + self._limits.window_seconds, arrival.received


async def _message(receive: Receive, *, before: float) -> Message | None:
    """The next piece of a body; None where none came in time. *Raises*: `UploadMissing` where the sender went away."""
    message = None
    with CancelScope(deadline=before):
        message = await receive()
    if message is not None and message["type"] == "http.disconnect":
        raise UploadMissing
    return message
