"""`/status/1` and `/offline/bundle`: what anyone may fetch to check certificates without us, cacheable, with a strong ETag."""

from collections.abc import Mapping

from anyio.to_thread import run_sync
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from app.errors import bilingual
from app.places import Places
from app.ranges import is_current
from app.wiring import System
from signing.status_lists import CWT_TYPE

AT_ONCE, WAITING = 4, 64
"""How many answers are made at once, and how many may wait: as many as files that are verified, and that arrive."""

_JWT_MEDIA_TYPE = "application/statuslist+jwt"
_OPEN = {"Access-Control-Allow-Origin": "*"}


class StatusLists:
    """Serves them. One for an application."""

    def __init__(self, system: System, *, places: Places | None = None) -> None:
        self._system = system
        self._places = places or Places(at_once=AT_ONCE, waiting=WAITING)

    def routes(self) -> list[Route]:
        """The addresses."""
        return [Route("/status/{number}", self.status_list), Route("/offline/bundle", self.offline_bundle)]

    async def status_list(self, request: Request) -> Response:
        """The list as CWT, or as JWT where the request prefers that: 200, 304, 404 or 503.

        *Source*: draft-ietf-oauth-status-list-21, section 8.1 (content negotiation, CORS).
        """
        if request.path_params["number"] != "1":
            return bilingual(404, "Daftar status ini tidak ada.", "There is no such status list.")
        async with self._places.one():
            published = await run_sync(self._system.statuses.current)
        as_jwt = _JWT_MEDIA_TYPE in request.headers.get("accept", "")
        return _cacheable(
            request,
            published.jwt if as_jwt else published.cwt,
            etag=f"{published.etag}-{'jwt' if as_jwt else 'cwt'}",
            max_age=published.refresh_seconds,
            media_type=_JWT_MEDIA_TYPE if as_jwt else CWT_TYPE,
            headers={"Vary": "Accept"},
        )

    async def offline_bundle(self, request: Request) -> Response:
        """The bundle for `pembina verify --offline`: 200, 304 or 503. It names its own time.

        The same bytes are served until something in them changes, so that a copy can be compared with the present one.
        """
        async with self._places.one():
            packed = await run_sync(self._system.bundles.packed)
        name = f"pembina-luring-{packed.made_at:%Y%m%dT%H%M%SZ}.zip"
        return _cacheable(
            request,
            packed.content,
            etag=packed.etag,
            max_age=packed.refresh_seconds,
            media_type="application/zip",
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )


def _cacheable(
    request: Request, content: bytes | str, *, etag: str, max_age: int, media_type: str, headers: Mapping[str, str]
) -> Response:
    """The content, or 304 where the client has it (RFC 9110, section 13.1.2). *Units*: `max_age` in seconds."""
    quoted = f'"{etag}"'
    sent = {"ETag": quoted, "Cache-Control": f"public, max-age={max_age}", **_OPEN, **headers}
    if is_current(request.headers, quoted):
        return Response(status_code=304, headers=sent)
    return Response(content, headers=sent, media_type=media_type)
