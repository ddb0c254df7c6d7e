"""The public pages: verification by code, by SHA-256 and by upload; what is shown comes from GraphQL, never from storage.

GET  /                  what this is, and the ways to verify
GET  /verify            upload; ?sha256= looks a digest up; ?q= takes what was typed to where it belongs; a credential it reads
GET  /v/{code}          the address in every QR code
GET  /measures          services that are stopped, and guidance measures where they are public
POST /verify            belongs to the application, which hands the report to `report_page`
"""

from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from portal.advice import next_steps
from portal.answers import genuineness, headline, legal_standing
from portal.dates import day, moment
from portal.languages import Text, language_of, with_language
from portal.lookups import Code, Credential, Digest, recognise
from portal.measures import read_measures
from portal.reports import Finding, Report, read_report
from portal.responses import page, static_address, static_files

Ask = Callable[[str, Mapping[str, Any]], Awaitable[Mapping[str, Any]]]
"""Runs a GraphQL document as an anonymous caller and gives its `data`."""

_HERE = Path(__file__).parent
VERIFICATION_DOCUMENT = (_HERE / "documents" / "verification.graphql").read_text(encoding="utf-8")
MEASURES_DOCUMENT = (_HERE / "documents" / "measures.graphql").read_text(encoding="utf-8")

_NEITHER = Text(
    "Yang Anda ketik bukan kode verifikasi, bukan SHA-256, dan bukan isi kode QR. Kode tercetak di kaki setiap halaman naskah, "
    "setelah kata “Kode”; nomor surat bukan kode.",
    "What you typed is no verification code, no SHA-256 and no content of a QR code. The code is printed at the foot of "
    "each page, after the word “Kode”; the number of the letter is not the code.",
)


class Portal:
    """The pages of one installation.

    *Shape*: `public_url` is the address that visitors must see in their browser; without it, the one that was asked.
    *Units*: `largest_upload_mib` in MiB, as the application that takes uploads allows.
    """

    def __init__(self, *, ask: Ask, development: bool, public_url: str = "", largest_upload_mib: int = 20) -> None:
        self._ask = ask
        self._development = development
        self._public_url = public_url.rstrip("/")
        self._largest_upload_mib = largest_upload_mib
        self._templates = Environment(
            loader=FileSystemLoader(_HERE / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.globals.update(day=day, moment=moment, static=static_address, Finding=Finding)

    def routes(self) -> list[BaseRoute]:
        """The addresses of the pages."""
        return [
            Route("/", self._home),
            Route("/verify", self._verify),
            Route("/v/{code:path}", self._code),
            Route("/measures", self._measures),
            static_files(),
        ]

    def report_page(self, request: Request, report: Mapping[str, Any]) -> Response:
        """The page of a report, as the answer to an uploaded file. *Raises*: `UnreadableReport`."""
        return self._report(request, read_report(report))

    def problem_page(self, request: Request, status: int, message_id: str, message_en: str) -> Response:
        """A page that says what went wrong, and offers to try again."""
        return self._page(request, "problem.html", here="/verify", status=status, message=Text(message_id, message_en))

    async def _home(self, request: Request) -> Response:
        return self._page(request, "home.html", here="/", listed=True)

    async def _verify(self, request: Request) -> Response:
        asked = request.query_params
        if "q" in asked:
            return await self._typed(request, asked["q"])
        if "sha256" in asked:
            found = recognise(asked["sha256"])
            return await self._look_up(request, found if isinstance(found, Digest) else None)
        return self._page(request, "upload.html", here="/verify", listed=True)

    async def _code(self, request: Request) -> Response:
        found = recognise(request.path_params["code"].rstrip("/"))
        return await self._look_up(request, found if isinstance(found, Code) else None)

    async def _measures(self, request: Request) -> Response:
        shown = await read_measures(lambda after: self._ask(MEASURES_DOCUMENT, after))
        return self._page(request, "measures.html", here="/measures", listed=True, shown=shown)

    async def _typed(self, request: Request, typed: str) -> Response:
        """To the address of what was typed: that address can be kept and passed on. A credential is its own address."""
        match recognise(typed):
            case Code(value):
                return RedirectResponse(_Links(request).to(f"/v/{value}"), status_code=303)
            case Digest(value):
                return RedirectResponse(_Links(request).to(f"/verify?sha256={value}"), status_code=303)
            case Credential(value):
                return await self._credential(request, value)
            case None:
                return self.problem_page(request, 400, _NEITHER.id, _NEITHER.en)

    async def _credential(self, request: Request, text: str) -> Response:
        report = read_report((await self._ask(VERIFICATION_DOCUMENT, {"credential": text}))["verify"])
        if report.finding is Finding.UNKNOWN:
            return self.problem_page(request, 404, report.message.id, report.message.en)
        return self._report(request, report)

    async def _look_up(self, request: Request, sought: Code | Digest | None) -> Response:
        if sought is None:
            return self._page(request, "unknown.html", here="/verify", status=404, sought=None)
        variables = {"code": sought.value} if isinstance(sought, Code) else {"sha256": sought.value}
        answered = await self._ask(VERIFICATION_DOCUMENT, variables)
        report = read_report(answered["verify"])
        if report.finding is not Finding.UNKNOWN:
            return self._report(request, report)
        return self._page(request, "unknown.html", here=_address_of(sought), status=404, sought=sought)

    def _report(self, request: Request, report: Report) -> Response:
        return self._page(
            request,
            "report.html",
            here=_address_of_report(report),
            report=report,
            headline=headline(report),
            genuineness=genuineness(report),
            legal_standing=legal_standing(report),
            next_steps=next_steps(report),
            is_test=self._development or report.development,
        )

    def _page(
        self, request: Request, template: str, *, here: str, status: int = 200, listed: bool = False, **values: object
    ) -> Response:
        language = language_of(request)
        known: dict[str, object] = {
            "language": language,
            "t": language.choose,
            "to": _Links(request).to,
            "in_other_language": with_language(here, language.other),
            "official_address": self._public_url or str(request.base_url).rstrip("/"),
            "is_test": self._development,
            "largest_upload_mib": self._largest_upload_mib,
        }
        html = self._templates.get_template(template).render({**known, **values})
        return page(html, language=language, status=status, listed=listed)


class _Links:
    """Addresses of other pages, which keep the language that this one was asked in."""

    def __init__(self, request: Request) -> None:
        self._language = language_of(request) if "lang" in request.query_params else None

    def to(self, address: str) -> str:
        """The address, with `lang` where this page has it."""
        return address if self._language is None else with_language(address, self._language)


def _address_of(sought: Code | Digest) -> str:
    return f"/v/{sought.value}" if isinstance(sought, Code) else f"/verify?sha256={sought.value}"


def _address_of_report(report: Report) -> str:
    """Where the same report can be had again; a file that is not on record must be uploaded again."""
    if report.document is None:
        return "/verify"
    if report.finding is Finding.NOT_SHOWN:
        return f"/v/{report.document.code}"
    return f"/verify?sha256={report.sha256}" if report.sha256 == report.document.sha256 else "/verify"
