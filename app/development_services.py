"""The services of the development PKI over HTTP: `/ocsp` (RFC 6960) and `/tsa` (RFC 3161); bounded, never in production."""

import base64
import binascii
import time
from collections.abc import Callable, Sequence
from urllib.parse import unquote_to_bytes

from anyio import CapacityLimiter
from anyio.to_thread import run_sync
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from app.errors import bilingual
from app.receiving import ReceivingLimits, Reception, UploadRefused, UploadTooLarge
from domain.clock import Clock
from signing import responder, stamping
from signing.development_pki import DevelopmentPki
from signing.responder import Responder
from signing.stamping import stamped

LARGEST_BYTES = max(responder.LARGEST_REQUEST_BYTES, stamping.LARGEST_REQUEST_BYTES)
MOST_EACH_SECOND = 50
"""How many questions each service answers in a second of real time, whoever asks: HOUSE."""

AT_ONCE = 2
PLACES = 16


class Pace:
    """So many in each second, counted by whole seconds."""

    def __init__(self, most: int, *, now: Callable[[], float] = time.monotonic) -> None:
        self._most = most
        self._now = now
        self._second = 0
        self._count = 0

    def admits(self) -> bool:
        """Whether one more may come now; it counts as having come."""
        second = int(self._now())
        self._count = self._count + 1 if second == self._second else 1
        self._second = second
        return self._count <= self._most


class DevelopmentServices:
    """Responder and time-stamping authority of one application."""

    def __init__(self, pki: DevelopmentPki, clock: Clock, *, most_each_second: int = MOST_EACH_SECOND) -> None:
        self._pki = pki
        self._responder = Responder(pki, clock)
        limits = ReceivingLimits(places=PLACES, largest=LARGEST_BYTES, in_memory=LARGEST_BYTES, least_per_second=1)
        self._reception = Reception(limits)
        self._threads = CapacityLimiter(AT_ONCE)
        self._paces = {service: Pace(most_each_second) for service in ("ocsp", "tsa")}

    def routes(self) -> Sequence[Route]:
        """The addresses. *Source*: RFC 6960, appendix A.1 (GET and POST); RFC 3161, section 3.4."""
        return (
            Route("/ocsp", self._ocsp_posted, methods=["POST"]),
            Route("/ocsp/{request:path}", self._ocsp_in_path),
            Route("/tsa", self._tsa, methods=["POST"]),
        )

    async def _ocsp_posted(self, request: Request) -> Response:
        return await self._posted(request, "ocsp", self._responded)

    async def _tsa(self, request: Request) -> Response:
        return await self._posted(request, "tsa", self._stamped)

    async def _ocsp_in_path(self, request: Request) -> Response:
        """The request is base64 in the path, percent-encoded: what stands in it is read raw, as `//` is part of it."""
        raw: bytes = request.scope.get("raw_path", b"").partition(b"/ocsp/")[2]
        try:
            asked = base64.b64decode(unquote_to_bytes(raw), validate=True)
        except binascii.Error:
            asked = b""
        return await self._answered("ocsp", asked, self._responded)

    async def _posted(self, request: Request, service: str, answer: Callable[[bytes], Response]) -> Response:
        try:
            if int(request.headers.get("content-length", "0") or 0) > LARGEST_BYTES:
                raise UploadTooLarge
            async with self._reception.body(request.receive) as body:
                asked = await body.read()
        except UploadTooLarge:
            return bilingual(413, f"Lebih dari {LARGEST_BYTES} bita.", f"More than {LARGEST_BYTES} bytes.")
        except UploadRefused as refused:
            return bilingual(refused.status, refused.message_id, refused.message_en, headers=refused.headers)
        return await self._answered(service, asked, answer)

    async def _answered(self, service: str, asked: bytes, answer: Callable[[bytes], Response]) -> Response:
        if not self._paces[service].admits():
            return bilingual(
                429,
                "Terlalu banyak pertanyaan dalam satu detik.",
                "Too many questions within one second.",
                headers={"Retry-After": "1"},
            )
        return await run_sync(answer, asked, limiter=self._threads)

    def _responded(self, asked: bytes) -> Response:
        return _unkept(self._responder.answer(asked), "application/ocsp-response")

    def _stamped(self, asked: bytes) -> Response:
        return _unkept(stamped(asked, self._pki.timestamper()), "application/timestamp-reply")


def _unkept(der: bytes, media_type: str) -> Response:
    """An answer in legal time, which no cache knows."""
    return Response(der, media_type=media_type, headers={"Cache-Control": "no-store"})
