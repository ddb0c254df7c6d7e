"""`/documents/{id}` and `/slas/{id}/concept`: papers for those who may read them, with strong ETag and Range."""

from urllib.parse import quote

from anyio.to_thread import run_sync
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from app.errors import bilingual
from app.ranges import RangeNotSatisfiable, is_current, wanted_slice
from app.wiring import System
from domain.refusals import Refusal, RefusalCode
from domain.roles import ANONYMOUS
from services.papers import file_name

_STATUS = {RefusalCode.NOT_FOUND: 404, RefusalCode.PAPER_NOT_READY: 409, RefusalCode.TERMS_MISSING: 409}


async def download(request: Request, system: System) -> Response:
    """200, 206, 304, 401, 404, 409, 416 or 503. *Shape*: the ETag is the SHA-256 of the whole file.

    A sanction's letter is received by the answer that carries bytes of it to the head (II.2.3.s1): neither HEAD nor 304 is
    such an answer. 503 where that receipt cannot be recorded.
    """
    actor = await run_sync(system.authenticator, request)
    if actor is ANONYMOUS:
        return _token_needed()
    papers = system.use_cases.papers
    document_id = request.path_params["document_id"]
    found = await run_sync(lambda: papers.stored_at(actor=actor, document_id=document_id))
    if isinstance(found, Refusal):
        return refused(found)
    document, area, key = found
    etag = f'"{document.sha256}"'
    headers = {
        "ETag": etag,
        "Accept-Ranges": "bytes",
        "Cache-Control": "private, no-cache",
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(file_name(document))}",
        "X-Content-Type-Options": "nosniff",
    }
    if is_current(request.headers, etag):
        return Response(status_code=304, headers=headers)
    try:
        part = wanted_slice(request.headers, size=document.size, etag=etag)
    except RangeNotSatisfiable:
        return Response(status_code=416, headers={**headers, "Content-Range": f"bytes */{document.size}"})
    if part.partial:
        headers["Content-Range"] = f"bytes {part.offset}-{part.offset + part.length - 1}/{document.size}"
    if request.method == "HEAD":
        return Response(headers={**headers, "Content-Length": str(part.length)}, media_type="application/pdf")
    data = await run_sync(lambda: system.store.read_range(area, key, offset=part.offset, length=part.length))
    unrecorded = await run_sync(lambda: papers.opened(actor=actor, document=document))
    if unrecorded is not None:
        return refused(unrecorded, status=503)
    return Response(data, status_code=206 if part.partial else 200, headers=headers, media_type="application/pdf")


async def concept(request: Request, system: System) -> Response:
    """The proposed clauses of an SLA as a PDF marked KONSEP: 200, 401, 404 or 409. It has no number and no signature."""
    actor = await run_sync(system.authenticator, request)
    if actor is ANONYMOUS:
        return _token_needed()
    sla_id = request.path_params["sla_id"]
    found = await run_sync(lambda: system.use_cases.slas.concept(actor=actor, sla_id=sla_id))
    if isinstance(found, Refusal):
        return refused(found)
    headers = {"Content-Disposition": 'inline; filename="KONSEP_SLA.pdf"', "Cache-Control": "no-store"}
    return Response(found, headers=headers, media_type="application/pdf")


def _token_needed() -> JSONResponse:
    return bilingual(401, "Perlu token.", "A bearer token is needed.", headers={"WWW-Authenticate": "Bearer"})


def refused(refusal: Refusal, *, status: int | None = None) -> JSONResponse:
    """A refusal outside GraphQL. *Shape*: code, message and what would have to be true, in both languages."""
    return JSONResponse(
        {
            "code": refusal.code.value,
            "message": {"id": refusal.message_id, "en": refusal.message_en},
            "required": {"id": refusal.required_id, "en": refusal.required_en},
            "clause": refusal.clause,
        },
        status_code=status or _STATUS.get(refusal.code, 400),
    )
