"""Uploads are bounded: so many at once, few of them in memory, and none that comes too slowly."""

import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import anyio
import pytest
from starlette.requests import Request
from starlette.responses import Response

from app.receiving import ReceivingLimits
from app.uploads import AT_ONCE, Uploads
from domain.roles import Actor

LIMITS = ReceivingLimits(places=8)


class Verifying:
    """A verification that lasts until it is let go; counts how many ran at once."""

    def __init__(self) -> None:
        self.go = threading.Event()
        self.sizes: list[int] = []

    def verify_bytes(self, data: bytes, *, viewer: Actor) -> Any:
        self.sizes.append(len(data))
        self.go.wait(10)
        return {"size": len(data)}


class Upload:
    """One request; knows whether its body was asked for."""

    def __init__(self, body: bytes = b"%PDF", *, headers: dict[str, str] | None = None) -> None:
        self.read = False
        self._body = body
        named = [(key.encode(), value.encode()) for key, value in (headers or {}).items()]
        self.request = Request({"type": "http", "method": "POST", "headers": named}, self._receive)

    async def _receive(self) -> dict[str, Any]:
        self.read = True
        return {"type": "http.request", "body": self._body, "more_body": False}


async def settled() -> None:
    for _ in range(5):
        await anyio.wait_all_tasks_blocked()


def form_of(file: bytes, name: str = "file") -> Upload:
    parts = (
        b"--x",
        f'Content-Disposition: form-data; name="{name}"; filename="a.pdf"'.encode(),
        b"Content-Type: application/pdf",
        b"",
        file,
        b"--x--",
        b"",
    )
    return Upload(b"\r\n".join(parts), headers={"content-type": "multipart/form-data; boundary=x"})


async def never() -> dict[str, Any]:
    await anyio.sleep_forever()
    raise AssertionError


def silent() -> Request:
    return Request({"type": "http", "method": "POST", "headers": []}, never)


def test_few_are_in_memory_at_once_and_a_long_queue_is_sent_away() -> None:
    verifying: Any = Verifying()
    answers: list[Response] = []

    async def everybody() -> None:
        uploads = Uploads(verifying, limits=LIMITS)

        async def send() -> None:
            answers.append(await uploads.answer(Upload().request))

        async with anyio.create_task_group() as group:
            for _ in range(LIMITS.places):
                group.start_soon(send)
            await settled()
            assert len(verifying.sizes) == AT_ONCE
            one_more = Upload()
            busy = await uploads.answer(one_more.request)
            assert (busy.status_code, busy.headers["retry-after"], one_more.read) == (503, "10", False)
            assert b"Too many files are being verified" in bytes(busy.body)
            verifying.go.set()

    anyio.run(everybody)
    assert [answer.status_code for answer in answers] == [200] * LIMITS.places
    assert verifying.sizes == [4] * LIMITS.places


@pytest.mark.parametrize(("bytes_each", "status"), [(0, 408), (20, 408), (400, 200)])
def test_a_body_that_falls_under_the_least_rate_is_cut_off(bytes_each: int, status: int) -> None:
    """Of 1,000 bytes a second a window of 0.2 s must bring 200; what came in the first window saves none after it."""
    limits = replace(LIMITS, least_per_second=1_000, window_seconds=0.2)
    verifying: Any = Verifying()
    verifying.go.set()
    pieces = iter([500, *[bytes_each] * 12])

    async def receive() -> dict[str, Any]:
        await anyio.sleep(0.06)
        size = next(pieces, None)
        if size is None:
            return {"type": "http.request", "body": b"", "more_body": False}
        return {"type": "http.request", "body": b"x" * size, "more_body": True}

    async def send() -> Response:
        request = Request({"type": "http", "method": "POST", "headers": []}, receive)
        return await Uploads(verifying, limits=limits).answer(request)

    answer = anyio.run(send)
    assert answer.status_code == status
    assert verifying.sizes == ([500 + 12 * bytes_each] if status == 200 else [])
    assert answer.headers.get("connection") == (None if status == 200 else "close")


def test_where_every_place_is_taken_the_slowest_gives_his_to_the_next() -> None:
    limits = replace(LIMITS, places=2, patience_seconds=0.3)
    verifying: Any = Verifying()
    verifying.go.set()
    answers: dict[str, int] = {}

    async def slow(name: str, uploads: Uploads, first: bytes) -> None:
        pieces = iter([first])

        async def receive() -> dict[str, Any]:
            piece = next(pieces, None)
            return await never() if piece is None else {"type": "http.request", "body": piece, "more_body": True}

        request = Request({"type": "http", "method": "POST", "headers": []}, receive)
        answers[name] = (await uploads.answer(request)).status_code

    async def everybody() -> None:
        uploads = Uploads(verifying, limits=limits)
        async with anyio.create_task_group() as group:
            group.start_soon(slow, "quicker", uploads, b"x" * 1000)
            group.start_soon(slow, "slower", uploads, b"x")
            await anyio.sleep(0.05)
            answers["at once"] = (await uploads.answer(Upload().request)).status_code
            await anyio.sleep(0.3)
            answers["later"] = (await uploads.answer(Upload().request)).status_code
            assert answers == {"at once": 503, "later": 200, "slower": 408}
            group.cancel_scope.cancel()

    anyio.run(everybody)


def test_a_sender_that_goes_away_leaves_its_place() -> None:
    verifying: Any = Verifying()
    verifying.go.set()

    async def gone() -> dict[str, Any]:
        return {"type": "http.disconnect"}

    async def everybody() -> list[int]:
        uploads = Uploads(verifying, limits=replace(LIMITS, places=1))
        request = Request({"type": "http", "method": "POST", "headers": []}, gone)
        return [(await uploads.answer(each)).status_code for each in (request, request, Upload().request)]

    assert anyio.run(everybody) == [400, 400, 200]


@pytest.mark.parametrize(
    ("upload", "status"),
    [
        (Upload(b""), 400),
        (Upload(headers={"content-length": "30000000"}), 413),
        (Upload(bytes(21_000_000)), 413),
        (Upload(bytes(20 * 1024 * 1024 + 1)), 413),
        (form_of(b""), 400),
        (form_of(b"%PDF", name="other"), 400),
        (form_of(bytes(20 * 1024 * 1024 + 1)), 413),
    ],
)
def test_what_cannot_be_verified_is_said_and_never_verified(upload: Upload, status: int) -> None:
    verifying: Any = Verifying()

    async def send() -> Response:
        return await Uploads(verifying).answer(upload.request)

    assert anyio.run(send).status_code == status
    assert verifying.sizes == []


@pytest.mark.parametrize("size", [4, 300_000, 20 * 1024 * 1024])
def test_a_file_arrives_whole_as_a_body_or_in_a_form(size: int) -> None:
    verifying: Any = Verifying()
    verifying.go.set()

    async def send() -> list[int]:
        uploads = Uploads(verifying)
        return [
            (await uploads.answer(each.request)).status_code for each in (Upload(bytes(size)), form_of(bytes(size)))
        ]

    assert anyio.run(send) == [200, 200]
    assert verifying.sizes == [size, size]


def test_a_full_disk_is_said_as_too_many() -> None:
    verifying: Any = Verifying()

    async def send() -> Response:
        return await Uploads(verifying, folder=Path("/nowhere")).answer(Upload(bytes(100_000)).request)

    assert anyio.run(send).status_code == 503
