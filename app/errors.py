"""How HTTP answers errors outside GraphQL: always JSON, always in Indonesian and English, never with inner detail."""

import logging
import secrets
from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

LOG = logging.getLogger("pembina.http")


def bilingual(
    status: int, message_id: str, message_en: str, *, headers: Mapping[str, str] | None = None
) -> JSONResponse:
    """An error in both languages."""
    return JSONResponse(
        {"message": {"id": message_id, "en": message_en}}, status_code=status, headers=dict(headers or {})
    )


async def unauthenticated(_request: Request, error: Exception) -> Response:
    """401 for a token that proves nobody."""
    return JSONResponse({"message": {"text": str(error)}}, status_code=401, headers={"WWW-Authenticate": "Bearer"})


async def unavailable(_request: Request, error: Exception) -> Response:
    """503 where MongoDB or object storage does not answer."""
    LOG.warning("%s: %s", type(error).__name__, error)
    return bilingual(
        503,
        "Layanan sedang tidak dapat dijangkau; tidak ada yang berubah. Ulangi beberapa saat lagi.",
        "A service cannot be reached at the moment; nothing was changed. Try again in a while.",
        headers={"Retry-After": "5"},
    )


async def unexpected(_request: Request, error: Exception) -> Response:
    """500 with an id that the log knows."""
    incident = secrets.token_hex(6)
    LOG.error("incident %s", incident, exc_info=error)
    return bilingual(
        500,
        f"Terjadi kesalahan pada sistem (kode {incident}). Laporkan kode ini.",
        f"Something went wrong inside (id {incident}). Please report this id.",
    )
