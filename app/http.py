"""The HTTP application: every address of the system in one list; what each does stands in the module it names."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from anyio.to_thread import run_sync
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from app.authentication import AuthenticationError
from app.development_services import DevelopmentServices
from app.downloads import Packs, concept, download
from app.errors import bilingual, http_error, unauthenticated, unavailable, unexpected
from app.graphql import graphql_app
from app.graphql_http import AskUnavailable
from app.headers import SecurityHeaders
from app.health import health
from app.places import PlacesTaken, places_taken
from app.public_log import PublicLog
from app.receiving import LARGEST_UPLOAD_BYTES
from app.status_lists import StatusLists
from app.uploads import Uploads
from app.wiring import System
from documents.errors import ConversionError
from persistence.errors import DatabaseUnavailable
from portal.pages import Portal
from services.publication import LogDiverged
from signing.port import SigningError
from storage.port import StorageError


def http_application(system: System) -> Starlette:
    """The ASGI application of one running system."""
    graphql = graphql_app(
        use_cases=system.use_cases,
        database=system.database,
        authenticate=system.authenticator,
        clock=system.clock,
        settings=system.settings,
    )

    portal = Portal(
        ask=graphql.ask,
        development=not system.settings.production,
        public_url=system.settings.public_url,
        largest_upload_mib=LARGEST_UPLOAD_BYTES // 1024 // 1024,
    )

    uploads = Uploads(system.use_cases.verification, authenticate=system.authenticator)

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        await run_sync(system.worker.start)
        try:
            yield
        finally:
            await graphql.aclose()
            await run_sync(system.worker.stop)

    async def serve_health(_request: Request) -> Response:
        return await health(system)

    async def serve_download(request: Request) -> Response:
        return await download(request, system)

    async def serve_concept(request: Request) -> Response:
        return await concept(request, system)

    async def serve_verify(request: Request) -> Response:
        if "text/html" in request.headers.get("accept", ""):
            return await uploads.page(request, portal)
        return await uploads.answer(request)

    async def serve_crl(request: Request) -> Response:
        return await _crl(request, system)

    async def serve_root(_request: Request) -> Response:
        return Response(system.installation.signing.roots_pem(), media_type="application/x-pem-file")

    async def serve_ca(request: Request) -> Response:
        return await _ca(request, system)

    application = Starlette(
        routes=[
            Route("/health", serve_health),
            Route("/documents/{document_id}", serve_download, methods=["GET", "HEAD"]),
            Route("/slas/{sla_id}/concept", serve_concept),
            Route("/cases/{case_id}/evidence-pack", Packs(system).serve),
            Route("/verify", serve_verify, methods=["POST"]),
            Route("/crl/{name}.crl", serve_crl),
            *StatusLists(system).routes(),
            Route("/pki/root.pem", serve_root),
            Route("/pki/{name}.cer", serve_ca),
            Route("/graphql", graphql),
            *PublicLog(system).routes(),
            *(() if system.settings.production else DevelopmentServices(system.pki, system.clock).routes()),
            *portal.routes(),
        ],
        middleware=[Middleware(SecurityHeaders)],
        exception_handlers={
            AuthenticationError: unauthenticated,
            DatabaseUnavailable: unavailable,
            StorageError: unavailable,
            ConversionError: unavailable,
            SigningError: unavailable,
            LogDiverged: unavailable,
            AskUnavailable: unavailable,
            PlacesTaken: places_taken,
            HTTPException: http_error,
            Exception: unexpected,
        },
        lifespan=lifespan,
    )
    application.state.portal = portal
    return application


async def _ca(request: Request, system: System) -> Response:
    """*Source*: RFC 5280, section 4.2.2.1: one certificate in DER."""
    development = system.installation.development
    name = request.path_params["name"]
    found = await run_sync(development.pki.ca_certificate, name) if development is not None else None
    if found is None:
        return bilingual(404, "Sertifikat ini tidak ada.", "There is no such certificate.")
    return Response(found, media_type="application/pkix-cert")


async def _crl(request: Request, system: System) -> Response:
    development = system.installation.development  # in production the CAs publish their own lists
    lists = await run_sync(development.pki.current_crls) if development is not None else {}
    found = lists.get(f"{request.path_params['name']}.crl")
    if found is None:
        return bilingual(404, "Daftar pencabutan ini tidak ada.", "There is no such revocation list.")
    return Response(found, media_type="application/pkix-crl")
