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
from app.places import Places
from app.ranges import RangeNotSatisfiable, is_ahead_of_reader, is_current, wanted_slice
from app.wiring import System
from domain.refusals import Refusal, RefusalCode
from domain.roles import ANONYMOUS, Actor
from persistence.documents import newest_bytes
from schema.nodes import split_id
from services.download_passes import PassInvalid
from services.evidence_packs import not_found
from services.papers import file_name
from storage.keys import issued_key
from storage.port import Area

PACKS_AT_ONCE, PACKS_WAITING = 2, 16
"""How many evidence packs are made at once, and how many may wait: each holds its letters, one after the other, in memory."""

_STATUS = {RefusalCode.NOT_FOUND: 404, RefusalCode.PAPER_NOT_READY: 409, RefusalCode.TERMS_MISSING: 409}


async def download(request: Request, system: System) -> Response:
    """200, 206, 304, 401, 403, 404, 409, 416 or 503. *Shape*: the ETag is the SHA-256 of the whole file.

    That is the newest rendition of an issued paper; with `?issued=1` its bytes as issued. Who brings no token gets what is
    public (`domain.reading.PUBLIC_PAPERS`), and 401 for everything else, whether it exists or not.

    A sanction's letter is received by the answer that carries bytes of it to the head (II.2.3.s1): neither HEAD nor 304 is
    such an answer. 503 where that receipt cannot be recorded; 403 to a browser that fetches ahead of its reader.
    """
    papers = system.use_cases.papers
    document_id = request.path_params["document_id"]
    try:
        actor = await _opener(request, system, document_id)
    except PassInvalid:
        return _address_over()
    found = await run_sync(lambda: papers.stored_at(actor=actor, document_id=document_id))
    if actor is ANONYMOUS and isinstance(found, Refusal):
        return _token_needed()
    if is_ahead_of_reader(request.headers):
        return bilingual(403, "Naskah dibuka oleh pembacanya.", "A paper is opened by its reader.")
    if isinstance(found, Refusal):
        return refused(found)
    document, area, key = found
    if "issued" in request.query_params and area is Area.ISSUED:
        digest, size, key = document.sha256, document.size, issued_key(document.sha256)
    else:
        digest, size = newest_bytes(document)
    etag = f'"{digest}"'
    headers = {
        "ETag": etag,
        "Accept-Ranges": "bytes",
        "Cache-Control": "private, no-cache",
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(file_name(document))}",
        "X-Content-Type-Options": "nosniff",
    }
    if is_current(request.headers, etag):
        return Response(status_code=304, headers=headers)
    if request.method == "HEAD":  # a range is defined for GET alone (RFC 9110, section 14.2)
        return Response(headers={**headers, "Content-Length": str(size)}, media_type="application/pdf")
    try:
        part = wanted_slice(request.headers, size=size, etag=etag)
    except RangeNotSatisfiable:
        return Response(status_code=416, headers={**headers, "Content-Range": f"bytes */{size}"})
    if part.partial:
        headers["Content-Range"] = f"bytes {part.offset}-{part.offset + part.length - 1}/{size}"
    data = await run_sync(lambda: system.store.read_range(area, key, offset=part.offset, length=part.length))
    unrecorded = await run_sync(lambda: papers.opened(actor=actor, document=document))
    if unrecorded is not None:
        return refused(unrecorded, status=503)
    return Response(data, status_code=206 if part.partial else 200, headers=headers, media_type="application/pdf")


async def _opener(request: Request, system: System, document_id: str) -> Actor:
    """Whoever bears the token; without one whom the pass in the address names. *Raises*: `PassInvalid`."""
    given = request.query_params.get("pass")
    if given is None or "authorization" in request.headers:
        return await run_sync(system.authenticator, request)
    return system.use_cases.papers.bearer(given, document_id)


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


class Packs:
    """`/cases/{id}/evidence-pack`. One for an application."""

    def __init__(self, system: System) -> None:
        self._system = system
        self._places = Places(at_once=PACKS_AT_ONCE, waiting=PACKS_WAITING)

    async def serve(self, request: Request) -> Response:
        """200, 401, 404, 405, or 503 as `download` and where too many are being made."""
        async with self._places.one():
            return await evidence_pack(request, self._system)


async def evidence_pack(request: Request, system: System) -> Response:
    """Everything of one sanction case as a ZIP that proves itself; each is made for its reader, so that none is kept.

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
        headers={"Cache-Control": "private, no-store"},
        background=BackgroundTask(path.unlink),
    )


def _address_over() -> JSONResponse:
    return bilingual(
        401,
        "Alamat unduhan ini tidak berlaku, atau sudah lewat waktunya. Mintalah yang baru (`downloadUrl`).",
        "This download address does not hold, or its time is over. Ask for a new one (`downloadUrl`).",
        headers={"Cache-Control": "no-store"},
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
