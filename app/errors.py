"""How HTTP answers errors outside GraphQL: always JSON, always in Indonesian and English, never with inner detail."""

import logging
import secrets
from collections.abc import Mapping

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from portal.pages import Portal

LOG = logging.getLogger("pembina.http")


def bilingual(
    status: int, message_id: str, message_en: str, *, headers: Mapping[str, str] | None = None
) -> JSONResponse:
    """An error in both languages."""
    return JSONResponse(
        {"message": {"id": message_id, "en": message_en}}, status_code=status, headers=dict(headers or {})
    )


def answered(
    request: Request, status: int, message_id: str, message_en: str, *, headers: Mapping[str, str] | None = None
) -> Response:
    """The same as a page, where a browser asked for one."""
    if "text/html" not in request.headers.get("accept", ""):
        return bilingual(status, message_id, message_en, headers=headers)
    portal: Portal = request.app.state.portal
    page = portal.problem_page(request, status, message_id, message_en)
    page.headers.update(headers or {})
    return page


async def unauthenticated(_request: Request, error: Exception) -> Response:
    """401 for a token that proves nobody."""
    return JSONResponse({"message": {"text": str(error)}}, status_code=401, headers={"WWW-Authenticate": "Bearer"})


async def unavailable(request: Request, error: Exception) -> Response:
    """503 where MongoDB, object storage, LibreOffice or the signing processes do not answer."""
    LOG.warning("%s: %s", type(error).__name__, error)
    return answered(
        request,
        503,
        "Layanan sedang tidak dapat dijangkau. Ulangi beberapa saat lagi.",
        "A service cannot be reached at the moment. Try again in a while.",
        headers={"Retry-After": "5"},
    )


async def http_error(request: Request, error: Exception) -> Response:
    """404, 405 and the like, in both languages."""
    status = error.status_code if isinstance(error, HTTPException) else 500
    headers = error.headers if isinstance(error, HTTPException) else None
    known = {
        404: ("Alamat ini tidak ada.", "There is nothing at this address."),
        405: ("Metode ini tidak diizinkan di sini.", "This method is not allowed here."),
    }
    message_id, message_en = known.get(status, ("Permintaan tidak dapat dilayani.", "The request cannot be served."))
    return answered(request, status, message_id, message_en, headers=headers)


async def unexpected(request: Request, error: Exception) -> Response:
    """500 with an id that the log knows."""
    incident = secrets.token_hex(6)
    LOG.error("incident %s", incident, exc_info=error)
    return answered(
        request,
        500,
        f"Terjadi kesalahan pada sistem (kode {incident}). Laporkan kode ini.",
        f"Something went wrong inside (id {incident}). Please report this id.",
    )
