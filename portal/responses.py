"""How a page is sent: its security headers, and the files that pages refer to; what it says is in the templates."""

import hashlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from starlette.responses import HTMLResponse, Response
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from portal.languages import Language

STATIC = Path(__file__).parent / "static"

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "script-src 'self'",
        "img-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
"""Nothing from elsewhere, nothing inline, no frame around us. *Source*: Content Security Policy Level 3."""

_HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


def page(html: str, *, language: Language, status: int = 200, listed: bool = False) -> HTMLResponse:
    """A page that is never stored, since a standing can change; `listed` ones may stand in search engines."""
    headers = {
        **_HEADERS,
        "Cache-Control": "no-store",
        "Content-Language": language.value,
        "Vary": "Accept-Language",
    }
    if not listed:
        headers["X-Robots-Tag"] = "noindex, nofollow"
    return HTMLResponse(html, status_code=status, headers=headers)


@cache
def static_address(name: str) -> str:
    """The address of a static file; it changes with the content, so that browsers may keep it for ever."""
    digest = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]
    return f"/static/{name}?v={digest}"


def static_files() -> Mount:
    """The style, the script and the pictures of the pages."""
    return Mount("/static", _Static(directory=STATIC), name="static")


class _Static(StaticFiles):
    """Static files with the security headers; kept for a year where the address names the content."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        response.headers.update(_HEADERS)
        kept = "public, max-age=31536000, immutable" if scope["query_string"] else "public, max-age=300"
        response.headers["Cache-Control"] = kept
        return response
