"""Uploads are bounded: few bodies in memory at once, a short queue, and a time for each body."""

import threading
from typing import Any

import anyio
import pytest
from starlette.requests import Request
from starlette.responses import Response

from app.uploads import AT_ONCE, WAITING, UploadTooSlow, report_of_upload, verify_upload


class Verifying:
    """A verification that lasts until it is let go; counts how many ran at once."""

    def __init__(self) -> None:
        self.go = threading.Event()
        self.sizes: list[int] = []

    def verify_bytes(self, data: bytes) -> Any:
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


def test_few_bodies_are_read_at_once_and_a_long_queue_is_sent_away() -> None:
    verifying: Any = Verifying()
    uploads = [Upload() for _ in range(AT_ONCE + WAITING)]
    answers: list[Response] = []

    async def send(upload: Upload) -> None:
        answers.append(await verify_upload(upload.request, verifying))

    async def everybody() -> None:
        async with anyio.create_task_group() as group:
            for upload in uploads:
                group.start_soon(send, upload)
            await settled()
            assert sum(upload.read for upload in uploads) == AT_ONCE
            one_more = Upload()
            busy = await verify_upload(one_more.request, verifying)
            assert (busy.status_code, busy.headers["retry-after"], one_more.read) == (503, "10", False)
            assert b"Too many files are being verified" in bytes(busy.body)
            verifying.go.set()

    anyio.run(everybody)
    assert [answer.status_code for answer in answers] == [200] * (AT_ONCE + WAITING)
    assert verifying.sizes == [4] * (AT_ONCE + WAITING)


def test_a_body_that_does_not_arrive_gives_its_place_back() -> None:
    verifying: Any = Verifying()
    verifying.go.set()

    async def never() -> dict[str, Any]:
        await anyio.sleep_forever()
        raise AssertionError

    async def slow_ones_first() -> Response:
        for _ in range(AT_ONCE + 1):
            request = Request({"type": "http", "method": "POST", "headers": []}, never)
            with pytest.raises(UploadTooSlow):
                await report_of_upload(request, verifying, reading_seconds=0.02)
        return await verify_upload(Upload().request, verifying)

    assert anyio.run(slow_ones_first).status_code == 200


@pytest.mark.parametrize(
    ("upload", "status"),
    [(Upload(b""), 400), (Upload(headers={"content-length": "30000000"}), 413), (Upload(bytes(21_000_000)), 413)],
)
def test_what_cannot_be_verified_is_said_and_never_verified(upload: Upload, status: int) -> None:
    verifying: Any = Verifying()
    assert anyio.run(verify_upload, upload.request, verifying).status_code == status
    assert verifying.sizes == []
