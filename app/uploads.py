"""`POST /verify`: a stranger's file in, a verification report out as JSON; bounded in size, number and time."""

import re
from typing import Any

from anyio import CapacityLimiter
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

_FORM_BYTES = 10_000
"""What a form may add to its file. *Units*: bytes."""

_AT_ONCE = CapacityLimiter(4)
_SNAKE = re.compile(r"_([a-z])")


class UploadTooLarge(Exception):
    """More bytes than `LARGEST_UPLOAD_BYTES`."""


class UploadMissing(Exception):
    """The request holds no file."""


async def verify_upload(request: Request, verification: VerificationService) -> Response:
    """200 with the report, whatever the file is; 400 without a file; 413 for one that is too large."""
    try:
        report = await report_of_upload(request, verification)
    except UploadMissing:
        return bilingual(
            400,
            "Kirim berkas sebagai isi permintaan (application/pdf) atau kolom formulir “file”.",
            "Send the file as the request body (application/pdf), or as the form field “file”.",
        )
    except UploadTooLarge:
        most = LARGEST_UPLOAD_BYTES // 1024 // 1024
        return bilingual(413, f"Berkas lebih dari {most} MiB.", f"The file is larger than {most} MiB.")
    return JSONResponse(camel(plain(report)))


async def verify_upload_page(request: Request, verification: VerificationService, portal: Portal) -> Response:
    """The same for a browser's form: the report as a page."""
    try:
        report = await report_of_upload(request, verification)
    except UploadMissing:
        return portal.problem_page(request, 400, "Pilih berkas PDF lebih dahulu.", "Choose a PDF file first.")
    except UploadTooLarge:
        most = LARGEST_UPLOAD_BYTES // 1024 // 1024
        return portal.problem_page(
            request, 413, f"Berkas lebih dari {most} MiB.", f"The file is larger than {most} MiB."
        )
    return portal.report_page(request, camel(plain(report)))


async def report_of_upload(request: Request, verification: VerificationService) -> VerificationReport:
    """The report of the file in the request. *Raises*: `UploadMissing`, `UploadTooLarge`, `DatabaseUnavailable`."""
    data = await _file(request)
    if not data:
        raise UploadMissing
    return await run_sync(lambda: verification.verify_bytes(data), limiter=_AT_ONCE)


async def _file(request: Request) -> bytes:
    if int(request.headers.get("content-length", "0") or 0) > LARGEST_UPLOAD_BYTES + _FORM_BYTES:
        raise UploadTooLarge
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
