"""The real Portal before a fake API: what is verified depends on the code, the SHA-256 or the uploaded bytes alone."""

import hashlib
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from portal.pages import MEASURES_DOCUMENT, Portal
from tests.unit.portal import measures, reports

GENUINE_FILE = b"%PDF-1.7 the agreement as issued (DATA CONTOH)"
GENUINE_SHA256 = hashlib.sha256(GENUINE_FILE).hexdigest()

TERMINATED_CODE = "7" * 32
CERTIFICATE_CODE = "9" * 32


async def ask(document_asked: str, variables: Mapping[str, Any]) -> Mapping[str, Any]:
    """The API's answer."""
    if document_asked == MEASURES_DOCUMENT:
        return measures.answered()
    document = reports.document(sha256=GENUINE_SHA256)
    match dict(variables):
        case {"code": reports.CODE}:
            return {"verify": reports.by_code(sha256=GENUINE_SHA256, document=document)}
        case {"sha256": digest} if digest == GENUINE_SHA256:
            return {"verify": reports.genuine(sha256=digest, document=document)}
        case {"code": code} if code == TERMINATED_CODE:
            return {"verify": reports.by_code(standing="TERMINATED")}
        case {"code": code} if code == CERTIFICATE_CODE:
            return {"verify": reports.by_credential(standing="PARTLY_REVOKED")}
        case _:
            return {"verify": reports.unknown(variables.get("sha256"))}


def report_of(data: bytes) -> dict[str, Any]:
    """The report of uploaded bytes."""
    digest = hashlib.sha256(data).hexdigest()
    document = reports.document(sha256=GENUINE_SHA256)
    if digest == GENUINE_SHA256:
        return reports.genuine(sha256=digest, document=document)
    if data.startswith(b"%PDF"):
        return reports.altered(sha256=digest, document=document)
    return reports.not_ours(sha256=digest)


def sample_app() -> Starlette:
    """The pages, and an upload as the application takes it."""
    portal = Portal(ask=ask, development=True, public_url="https://pembina.contoh.invalid")

    async def upload(request: Request) -> Response:
        async with request.form() as form:
            file = form["file"]
            assert not isinstance(file, str)
            data = await file.read()
        if not data:
            return portal.problem_page(request, 400, "Pilih berkas PDF lebih dahulu.", "Choose a PDF file first.")
        return portal.report_page(request, report_of(data))

    return Starlette(routes=[Route("/verify", upload, methods=["POST"]), *portal.routes()])


@contextmanager
def sample_site() -> Iterator[str]:
    """The address of a running site on loopback; it stops with the block."""
    server = uvicorn.Server(uvicorn.Config(sample_app(), host="127.0.0.1", port=0, log_level="warning", lifespan="off"))
    thread = threading.Thread(target=server.run, name="sample-site")
    thread.start()
    try:
        while not server.started:
            thread.join(0.02)
            assert thread.is_alive(), "the site does not start"
        port = server.servers[0].sockets[0].getsockname()[1]
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(10)
