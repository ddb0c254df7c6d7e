"""`/documents/{id}`, `/slas/{id}/concept` and `/cases/{id}/evidence-pack`: for those who may read what is in them."""

from functools import partial
from pathlib import Path
from tempfile import NamedTemporaryFile
from urllib.parse import quote

from anyio.to_thread import run_sync
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response

from app.errors import bilingual
from app.ranges import RangeNotSatisfiable, is_current, wanted_slice
from app.wiring import System
from domain.refusals import Refusal, RefusalCode
from domain.roles import ANONYMOUS
from schema.nodes import split_id
from services.evidence_packs import not_found
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


async def evidence_pack(request: Request, system: System) -> Response:
    """Everything of one sanction case as a ZIP that proves itself: 200, 401, 404, or 503 as `download`.

    *Shape*: the id as GraphQL gives it, or its key. The pack is made in a temporary file, which goes with the response.
    """
    if request.method != "GET":  # what carries no bytes must not count as the receipt of a letter in it (II.2.3.s1)
        return bilingual(405, "Hanya GET.", "GET only.", headers={"Allow": "GET"})
    request.scope["headers"] = [(n, v) for n, v in request.scope["headers"] if n not in {b"range", b"if-range"}]
    actor = await run_sync(system.authenticator, request)
    if actor is ANONYMOUS:
        return _token_needed()
    given = request.path_params["case_id"]
    kind, key = split_id(given) or ("SanctionCase", given)
    with NamedTemporaryFile(prefix="pembina-bukti-", suffix=".zip", delete=False) as target:
        path = Path(target.name)
        try:
            write = partial(system.evidence_packs.write, actor=actor, case_id=key, target=target)
            refusal = await run_sync(write) if kind == "SanctionCase" else not_found(given)
        except BaseException:
            path.unlink()
            raise
    if refusal is not None:
        path.unlink()
        return refused(refusal, status=404 if refusal.code is RefusalCode.NOT_FOUND else 503)
    return FileResponse(
        path,
        filename=f"bukti-{key}.zip",
        media_type="application/zip",
        headers={"Cache-Control": "no-store"},
        background=BackgroundTask(path.unlink),
    )


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
