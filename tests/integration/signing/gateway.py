"""A double of the BSrE gateway on loopback, made from the shapes that its independent clients use; not the real one.

It refuses what those clients never send, signs with pyHanko's stock signer (a field of its own, no certification, a time
stamp of its own authority), and gives a version 1 file out once. A one-time password is new at each request, signs at most as
many files as it was asked for, of its person, in one call, while it lives; then it is used up. Which codes the real one gives
for a password that it refuses is not known.
"""

import asyncio
import base64
import io
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.signers.pdf_cms import Signer as KeyHolder
from pyhanko.sign.timestamps import TimeStamper
from starlette.applications import Starlette
from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route


class Refused(Exception):
    def __init__(self, status: int, code: int, text: str) -> None:
        super().__init__(text)
        self.answer = JSONResponse({"error": text, "status_code": code}, status_code=status)


MAY_SIGN = 1111
WRONG_PASSPHRASE = (400, 2031, "Passphrase anda salah")
UNKNOWN_USER = (400, 2011, "User tidak terdaftar")
NO_CERTIFICATE = (400, 2021, "User belum memiliki sertifikat")
UNREADABLE = (400, 5001, "Rebuild failed: trailer not found")


@dataclass
class Person:
    """Somebody the gateway knows. *Shape*: `status` is 1111 where he may sign."""

    holder: KeyHolder
    passphrase: str
    status: int = MAY_SIGN
    inbox: list[str] = field(default_factory=list)


@dataclass
class Code:
    """A one-time password: whose, for how many files, and until when. *Units*: `until` by `time.monotonic`."""

    nik: str
    files: int
    until: float


@dataclass
class Gateway:
    """What a test changes makes the gateway answer otherwise."""

    timestamper: TimeStamper | None
    people: dict[str, Person] = field(default_factory=dict)
    account: tuple[str, str] = ("pembina", "akun-gerbang-77")
    by_download: bool = False
    change: Callable[[bytes], bytes] = bytes
    answers: dict[str, Response] = field(default_factory=dict)
    delay: float = 0.0
    asked: list[str] = field(default_factory=list)
    asked_files: list[int] = field(default_factory=list)
    codes: dict[str, Code] = field(default_factory=dict)
    code_seconds: float = 300.0
    code_digits: int = 6
    bad_code: tuple[int, int, str] = (400, 2031, "TOTP salah atau sudah kedaluwarsa")
    unreadable: bytes | None = None
    reorder: bool = False
    _files: dict[str, bytes] = field(default_factory=dict)

    def application(self) -> Starlette:
        return Starlette(
            routes=[
                self._route("/api/user/status/{nik}", "GET", self._status_v1),
                self._route("/api/sign/pdf", "POST", self._sign_v1),
                self._route("/api/sign/download/{document_id}", "GET", self._download),
                self._route("/api/v2/user/check/status", "POST", self._status_v2),
                self._route("/api/v2/sign/get/totp", "POST", self._send_code),
                self._route("/api/v2/sign/pdf", "POST", self._sign_v2),
            ]
        )

    def _route(self, path: str, method: str, answer: Any) -> Route:
        async def serve(request: Request) -> Response:
            expected = base64.b64encode(":".join(self.account).encode()).decode()
            if request.headers.get("authorization") != f"Basic {expected}":
                return Response(status_code=401)
            self.asked.append(path.partition("{")[0])
            if path in self.answers:
                return self.answers[path]
            await asyncio.sleep(self.delay)
            try:
                found: Response = await answer(request)
            except Refused as refused:
                return refused.answer
            return found

        return Route(path, serve, methods=[method])

    async def _status_v1(self, request: Request) -> Response:
        return _status(self.people.get(request.path_params["nik"]))

    async def _status_v2(self, request: Request) -> Response:
        body = await request.json()
        if body.keys() != {"nik"}:
            raise Refused(400, 1000, "Parameter tidak dikenal")
        return _status(self.people.get(body["nik"]))

    async def _sign_v1(self, request: Request) -> Response:
        async with request.form() as form:
            return await self._signed_v1(form)

    async def _signed_v1(self, form: FormData) -> Response:
        if form.keys() != {"file", "nik", "passphrase", "tampilan", "reason", "location"}:
            raise Refused(400, 1000, "Parameter tidak dikenal")
        file = form["file"]
        if (
            form["tampilan"] != "invisible"
            or not isinstance(file, UploadFile)
            or file.content_type != "application/pdf"
        ):
            raise Refused(400, 1000, "Parameter tidak benar")
        person = self._person(str(form["nik"]), str(form["passphrase"]))
        signed = await self._signed(
            person, await file.read(), reason=str(form["reason"]), location=str(form["location"])
        )
        document_id = secrets.token_hex(16)
        if self.by_download:
            self._files[document_id] = signed
            return JSONResponse({"id_dokumen": document_id})
        return Response(signed, media_type="application/pdf", headers={"id_dokumen": document_id})

    async def _download(self, request: Request) -> Response:
        found = self._files.pop(request.path_params["document_id"], None)
        if found is None:
            raise Refused(404, 2042, "Dokumen telah didownload sebelumnya")
        return Response(found, media_type="application/pdf")

    async def _send_code(self, request: Request) -> Response:
        """Sent to the person alone: the answer does not hold it."""
        body = await request.json()
        if body.keys() != {"nik", "data"} or type(body["data"]) is not int or body["data"] < 1:
            raise Refused(400, 1000, "Parameter tidak dikenal")
        person = self.people.get(body["nik"])
        if person is None:
            raise Refused(*UNKNOWN_USER)
        if person.status != MAY_SIGN:
            raise Refused(*NO_CERTIFICATE)
        value = f"{secrets.randbelow(10**self.code_digits):0{self.code_digits}}"
        self.codes[value] = Code(body["nik"], body["data"], time.monotonic() + self.code_seconds)
        person.inbox.append(value)
        return JSONResponse({"success": True, "message": "TOTP telah dikirim"})

    async def _sign_v2(self, request: Request) -> Response:
        body = await request.json()
        secret = body.keys() & {"passphrase", "totp"}
        if body.keys() - secret != {"nik", "signatureProperties", "file"} or len(secret) != 1:
            raise Refused(400, 1000, "Parameter tidak dikenal")
        properties, files = body["signatureProperties"], body["file"]
        if not files or len(properties) not in {1, len(files)}:
            raise Refused(400, 1000, "signatureProperties tidak benar")
        if any(each.keys() != {"tampilan", "reason", "location"} for each in properties):
            raise Refused(400, 1000, "signatureProperties tidak benar")
        if {each["tampilan"] for each in properties} != {"INVISIBLE"}:
            raise Refused(400, 1000, "tampilan tidak benar")
        if "totp" in body:
            person = self._by_code(body["nik"], body["totp"], files=len(files))
        else:
            person = self._person(body["nik"], body["passphrase"])
        self.asked_files.append(len(files))
        given = [base64.b64decode(file, validate=True) for file in files]
        if self.unreadable in given:
            raise Refused(*UNREADABLE)
        begun = time.monotonic()
        each_own = properties * len(given) if len(properties) == 1 else properties
        signed = [
            await self._signed(person, pdf, reason=each["reason"], location=each["location"])
            for pdf, each in zip(given, each_own, strict=True)
        ]
        took = int((time.monotonic() - begun) * 1000)
        told = [base64.b64encode(file).decode() for file in (reversed(signed) if self.reorder else signed)]
        return JSONResponse({"time": took, "file": told})

    def _by_code(self, nik: str, given: str, *, files: int) -> Person:
        """Used up by this call, where it is right."""
        person, code = self.people.get(nik), self.codes.get(given)
        if person is None:
            raise Refused(*UNKNOWN_USER)
        if code is None or code.nik != nik or code.until < time.monotonic() or files > code.files:
            raise Refused(*self.bad_code)
        del self.codes[given]
        return person

    def _person(self, nik: str, passphrase: str) -> Person:
        person = self.people.get(nik)
        if person is None:
            raise Refused(*UNKNOWN_USER)
        if passphrase != person.passphrase:
            raise Refused(*WRONG_PASSPHRASE)
        return person

    async def _signed(self, person: Person, pdf: bytes, *, reason: str, location: str) -> bytes:
        metadata = PdfSignatureMetadata(
            field_name=f"Signature-{secrets.token_hex(4)}",
            md_algorithm="sha256",
            subfilter=SigSeedSubFilter.PADES,
            reason=reason,
            location=location,
        )
        signer = PdfSigner(metadata, person.holder, timestamper=self.timestamper)
        output = io.BytesIO()
        await signer.async_sign_pdf(IncrementalPdfFileWriter(io.BytesIO(pdf)), output=output)
        return self.change(output.getvalue())


def _status(person: Person | None) -> Response:
    if person is None:
        return JSONResponse({"status": "NOT_REGISTERED", "status_code": 1110, "message": "User tidak terdaftar"})
    status = "ISSUE" if person.status == MAY_SIGN else "EXPIRED"
    return JSONResponse({"status": status, "status_code": person.status, "message": status})
