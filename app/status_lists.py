"""`/status/1` and `/offline/bundle`: what anyone may fetch to check certificates without us, cacheable, with a strong ETag."""

from anyio.to_thread import run_sync
from starlette.requests import Request
from starlette.responses import Response

from app.errors import bilingual
from app.ranges import is_current
from app.wiring import System
from signing.status_lists import CWT_TYPE

_JWT_MEDIA_TYPE = "application/statuslist+jwt"
_OPEN = {"Access-Control-Allow-Origin": "*", "Vary": "Accept"}


async def status_list(request: Request, system: System) -> Response:
    """The list as CWT, or as JWT where the request prefers that: 200, 304 or 404.

    *Source*: draft-ietf-oauth-status-list-21, section 8.1 (content negotiation, CORS).
    """
    if request.path_params["number"] != 1:
        return bilingual(404, "Daftar status ini tidak ada.", "There is no such status list.")
    published = await run_sync(system.statuses.current)
    as_jwt = _JWT_MEDIA_TYPE in request.headers.get("accept", "")
    etag = f'"{published.etag}-{"jwt" if as_jwt else "cwt"}"'
    headers = {"ETag": etag, "Cache-Control": f"public, max-age={published.refresh_seconds}", **_OPEN}
    if is_current(request.headers, etag):
        return Response(status_code=304, headers=headers)
    if as_jwt:
        return Response(published.jwt, headers=headers, media_type=_JWT_MEDIA_TYPE)
    return Response(published.cwt, headers=headers, media_type=CWT_TYPE)


async def offline_bundle(_request: Request, system: System) -> Response:
    """The bundle for `pembina verify --offline`. It names its own time, and is made anew for each request."""
    bundle = await run_sync(system.bundles.current)
    name = f"pembina-luring-{bundle.made_at:%Y%m%dT%H%M%SZ}.zip"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "public, max-age=300", **_OPEN}
    return Response(await run_sync(bundle.packed), headers=headers, media_type="application/zip")
