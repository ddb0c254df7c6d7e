"""`POST /verify`: a stranger's file in, a verification report out as JSON; bounded in size, number and time."""

import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

from anyio import CapacityLimiter, fail_after
from anyio.to_thread import run_sync
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import Message, Receive

from app.errors import bilingual
from portal.pages import Portal
from services.commands import plain
from services.reports import VerificationReport
from services.verification import VerificationService

LARGEST_UPLOAD_BYTES = 20 * 1024 * 1024
"""The largest file that is verified. *Units*: bytes (20 MiB), as `signing.structure` examines."""

AT_ONCE = 4
"""How many files are held in memory and verified at once."""

WAITING = 32
"""How many uploads may wait for their turn, their bodies unread; more are sent away."""

READING_SECONDS = 60.0
"""How long one body may take to arrive, since it holds a place meanwhile. *Units*: seconds."""

_FORM_BYTES = 10_000
"""What a form may add to its file. *Units*: bytes."""

_PLACES = CapacityLimiter(AT_ONCE)
_THREADS = CapacityLimiter(AT_ONCE)
_SNAKE = re.compile(r"_([a-z])")


class UploadRefused(Exception):
    """No report: the status, and the reason in both languages."""

    status = 400
    message_id = ""
    message_en = ""
    headers: Mapping[str, str] = {}


class UploadMissing(UploadRefused):
    """The request holds no file."""

    message_id = "Kirim berkas sebagai isi permintaan (application/pdf) atau kolom formulir “file”."
    message_en = "Send the file as the request body (application/pdf), or as the form field “file”."


class UploadTooLarge(UploadRefused):
    """More bytes than `LARGEST_UPLOAD_BYTES`."""

    status = 413
    message_id = f"Berkas lebih dari {LARGEST_UPLOAD_BYTES // 1024 // 1024} MiB."
    message_en = f"The file is larger than {LARGEST_UPLOAD_BYTES // 1024 // 1024} MiB."


class UploadTooSlow(UploadRefused):
    """The body took longer than `READING_SECONDS`."""

    status = 408
    message_id = f"Berkas tidak tiba dalam {READING_SECONDS:.0f} detik. Ulangi dengan sambungan yang lebih cepat."
    message_en = f"The file did not arrive within {READING_SECONDS:.0f} seconds. Try again on a faster connection."
    headers: Mapping[str, str] = {"Connection": "close"}


class UploadsBusy(UploadRefused):
    """More than `WAITING` uploads wait already."""

    status = 503
    message_id = "Terlalu banyak berkas sedang diperiksa. Ulangi beberapa saat lagi."
    message_en = "Too many files are being verified. Try again in a while."
    headers: Mapping[str, str] = {"Retry-After": "10"}


async def verify_upload(request: Request, verification: VerificationService) -> Response:
    """200 with the report, whatever the file is; 400 without one, 413 too large, 408 too slow, 503 too many at once."""
    try:
        report = await report_of_upload(request, verification)
    except UploadRefused as refused:
        return bilingual(refused.status, refused.message_id, refused.message_en, headers=refused.headers)
    return JSONResponse(camel(plain(report)))


async def verify_upload_page(request: Request, verification: VerificationService, portal: Portal) -> Response:
    """The same for a browser's form: the report as a page."""
    try:
        report = await report_of_upload(request, verification)
    except UploadMissing:
        return portal.problem_page(request, 400, "Pilih berkas PDF lebih dahulu.", "Choose a PDF file first.")
    except UploadRefused as refused:
        page = portal.problem_page(request, refused.status, refused.message_id, refused.message_en)
        page.headers.update(refused.headers)
        return page
    return portal.report_page(request, camel(plain(report)))


async def report_of_upload(
    request: Request, verification: VerificationService, *, reading_seconds: float = READING_SECONDS
) -> VerificationReport:
    """The report of the file in the request. *Raises*: `UploadRefused`, `DatabaseUnavailable`, `SigningUnavailable`."""
    if int(request.headers.get("content-length", "0") or 0) > LARGEST_UPLOAD_BYTES + _FORM_BYTES:
        raise UploadTooLarge
    async with _place():
        data = await _in_time(request, reading_seconds)
        return await run_sync(lambda: verification.verify_bytes(data), limiter=_THREADS)


@asynccontextmanager
async def _place() -> AsyncIterator[None]:
    """A place among those that hold a file: taken before the body is read, so that memory stays bounded."""
    if _PLACES.statistics().tasks_waiting >= WAITING:
        raise UploadsBusy
    async with _PLACES:
        yield


async def _in_time(request: Request, reading_seconds: float) -> bytes:
    try:
        with fail_after(reading_seconds):
            data = await _file(request)
    except TimeoutError as error:
        raise UploadTooSlow from error
    if not data:
        raise UploadMissing
    return data


async def _file(request: Request) -> bytes:
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        return await _body(request)
    bounded = Request(request.scope, _bounded(request.receive))
    async with bounded.form(max_files=1, max_fields=5, max_part_size=LARGEST_UPLOAD_BYTES) as form:
        upload = form.get("file")
        if not isinstance(upload, UploadFile):
            raise UploadMissing
        data = await upload.read(LARGEST_UPLOAD_BYTES + 1)
    if len(data) > LARGEST_UPLOAD_BYTES:
        raise UploadTooLarge
    return data


def _bounded(receive: Receive) -> Receive:
    """The same request, up to the largest file in its form: a form is kept on disk while it is read, announced or not."""
    received = 0

    async def bounded() -> Message:
        nonlocal received
        message = await receive()
        received += len(message.get("body", b""))
        if received > LARGEST_UPLOAD_BYTES + _FORM_BYTES:
            raise UploadTooLarge
        return message

    return bounded


async def _body(request: Request) -> bytes:
    received = bytearray()
    async for chunk in request.stream():
        received += chunk
        if len(received) > LARGEST_UPLOAD_BYTES:
            raise UploadTooLarge
    return bytes(received)


def camel(value: Any) -> Any:
    """JSON with the names that GraphQL uses: `signedAt`, not `signed_at`."""
    if isinstance(value, dict):
        return {_SNAKE.sub(lambda found: found[1].upper(), key): camel(item) for key, item in value.items()}
    if isinstance(value, list):
        return [camel(item) for item in value]
    return value
