"""`POST /verify`: a stranger's file in, a verification report out as JSON; bounded in size, number and time."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from anyio import CapacityLimiter, SpooledTemporaryFile
from anyio.to_thread import run_sync
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import Message

from app.errors import bilingual
from app.receiving import (
    LARGEST_UPLOAD_BYTES,
    ReceivingLimits,
    Reception,
    UploadMissing,
    UploadRefused,
    UploadTooLarge,
)
from domain.roles import ANONYMOUS, Actor
from portal.pages import Portal
from services.commands import plain
from services.reports import VerificationReport
from services.verification import VerificationService

AT_ONCE = 4
"""How many files are held in memory and verified at once: only those that have arrived whole."""

_CHUNK = 64 * 1024
_SNAKE = re.compile(r"_([a-z])")


class Uploads:
    """Files that strangers send to be verified. One for an application."""

    def __init__(
        self,
        verification: VerificationService,
        *,
        authenticate: Callable[[Request], Actor] = lambda _request: ANONYMOUS,
        limits: ReceivingLimits | None = None,
        folder: Path | None = None,
    ) -> None:
        self._verification = verification
        self._authenticate = authenticate
        self._limits = limits or ReceivingLimits()
        self._reception = Reception(self._limits, folder=folder)
        self._places = CapacityLimiter(AT_ONCE)
        self._threads = CapacityLimiter(AT_ONCE)

    async def answer(self, request: Request) -> Response:
        """200 with the report, whatever the file is; 400 without one, 413 too large, 408 too slow, 503 too many.

        A bearer token is not needed; with one, the report tells the legal standing as far as its bearer may know it.
        """
        try:
            report = await self._report(request)
        except UploadRefused as refused:
            return bilingual(refused.status, refused.message_id, refused.message_en, headers=refused.headers)
        return JSONResponse(camel(plain(report)))

    async def page(self, request: Request, portal: Portal) -> Response:
        """The same for a browser's form: the report as a page."""
        try:
            report = await self._report(request)
        except UploadMissing:
            return portal.problem_page(request, 400, "Pilih berkas PDF lebih dahulu.", "Choose a PDF file first.")
        except UploadRefused as refused:
            page = portal.problem_page(request, refused.status, refused.message_id, refused.message_en)
            page.headers.update(refused.headers)
            return page
        return portal.report_page(request, camel(plain(report)))

    async def _report(self, request: Request) -> VerificationReport:
        """*Raises*: `UploadRefused`, `AuthenticationError`, `DatabaseUnavailable`, `SigningUnavailable`."""
        viewer = await run_sync(self._authenticate, request)
        if int(request.headers.get("content-length", "0") or 0) > self._limits.largest:
            raise UploadTooLarge
        async with self._reception.body(request.receive) as body, self._places:
            data = await _file(request, body)
            return await run_sync(lambda: self._verification.verify_bytes(data, viewer=viewer), limiter=self._threads)


async def _file(request: Request, body: SpooledTemporaryFile[bytes]) -> bytes:
    is_form = request.headers.get("content-type", "").startswith("multipart/form-data")
    data = await (_file_of_form(request, body) if is_form else body.read())
    if len(data) > LARGEST_UPLOAD_BYTES:
        raise UploadTooLarge
    if not data:
        raise UploadMissing
    return data


async def _file_of_form(request: Request, body: SpooledTemporaryFile[bytes]) -> bytes:
    async def receive() -> Message:
        chunk = await body.read(_CHUNK)
        return {"type": "http.request", "body": chunk, "more_body": bool(chunk)}

    received = Request(request.scope, receive)
    async with received.form(max_files=1, max_fields=5, max_part_size=LARGEST_UPLOAD_BYTES) as form:
        upload = form.get("file")
        if not isinstance(upload, UploadFile):
            raise UploadMissing
        return await upload.read()


def camel(value: Any) -> Any:
    """JSON with the names that GraphQL uses: `signedAt`, not `signed_at`."""
    if isinstance(value, dict):
        return {_SNAKE.sub(lambda found: found[1].upper(), key): camel(item) for key, item in value.items()}
    if isinstance(value, list):
        return [camel(item) for item in value]
    return value
