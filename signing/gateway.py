"""What is said to the BSrE gateway and what it says, versions 1 and 2; nothing of a signature is looked at here.

*Source*: no public specification exists; the shapes are those that independent clients of versions 1 and 2 use. Not
verified against the real gateway. No client shows with which code a one-time password is refused that is wrong, expired, used
up, another person's or asked for fewer files: any refusal that speaks of one is taken for that.
"""

import base64
import binascii
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

import httpx

from signing.port import (
    Letter,
    OneTimePasswordRefused,
    ServiceUnavailable,
    SignerNotEnrolled,
    SigningError,
    SigningFailed,
    WrongPassphrase,
)

MAY_SIGN = 1111
NOT_REGISTERED, UNKNOWN_USER, WRONG_PASSPHRASE = 1110, 2011, 2031
"""Codes of the gateway."""

_LARGEST_FILE = 32 * 1024 * 1024
_LARGEST_PART = 4 * _LARGEST_FILE
_PDF = "application/pdf"


class GatewayVersion(StrEnum):
    """Which interface of the gateway is spoken: multipart forms (1), or JSON (2)."""

    V1 = "v1"
    V2 = "v2"


class GatewaySecret(StrEnum):
    """What opens the key there. A one-time password (version 2) is sent to the person by the gateway."""

    PASSPHRASE = "passphrase"  # noqa: S105  (the name of a field)
    TOTP = "totp"


class Gateway(ABC):
    """What both versions share, for one person."""

    def __init__(self, client: httpx.AsyncClient, *, nik: str, secret: GatewaySecret) -> None:
        self._client = client
        self._nik = nik
        self._secret = secret

    @abstractmethod
    async def require_may_sign(self) -> None:
        """*Raises*: `SignerNotEnrolled` where the person has no certificate that may sign; `ServiceUnavailable`."""

    @abstractmethod
    async def signed(self, letters: Sequence[Letter], given: str) -> list[bytes]:
        """The files that came back, at most as many as were given, in whatever order. *Raises*: the `SigningError` family."""

    @abstractmethod
    async def send_code(self, files: int) -> None:
        """Has a one-time password for so many files sent to the person. *Raises*: the `SigningError` family."""

    async def _ask(self, method: str, path: str, *, largest: int = _LARGEST_FILE, **content: Any) -> httpx.Response:
        """An answer that is no refusal. An account that is not taken is the installation's trouble, not the signer's."""
        try:
            async with self._client.stream(method, path, **content) as answer:
                parts, size = [], 0
                async for part in answer.aiter_bytes():
                    parts.append(part)
                    size += len(part)
                    if size > largest:
                        raise ServiceUnavailable("the gateway's answer is larger than any letter")
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise ServiceUnavailable(f"the gateway does not answer: {type(error).__name__}") from error
        whole = httpx.Response(answer.status_code, headers=_plain(answer.headers), content=b"".join(parts))
        if whole.status_code in {401, 403} or whole.is_server_error or whole.is_redirect:
            raise ServiceUnavailable(f"the gateway answered {whole.status_code}")
        if not whole.is_success:
            raise self._refusal(_json(whole), whole.status_code)
        return whole

    def _refusal(self, found: Mapping[str, Any], status: int) -> SigningError:
        """The error of a refused request, by its code; its text is the gateway's own and is not repeated."""
        code = _code(found)
        if code in {UNKNOWN_USER, NOT_REGISTERED}:
            return SignerNotEnrolled("the gateway does not know this person")
        if self._secret is GatewaySecret.TOTP and (code == WRONG_PASSPHRASE or _speaks_of_otp(found)):
            return OneTimePasswordRefused("the gateway does not take this one-time password for these files")
        if code == WRONG_PASSPHRASE:
            return WrongPassphrase("the passphrase does not open the key at the gateway")
        return SigningFailed(f"the gateway refused ({status}, {code})")


class GatewayV1(Gateway):
    """Multipart forms; the signed file comes back itself, or can be fetched once. It knows no one-time password."""

    async def require_may_sign(self) -> None:
        """See `Gateway.require_may_sign`."""
        _require_issued(_json(await self._ask("GET", f"/api/user/status/{self._nik}")))

    async def signed(self, letters: Sequence[Letter], given: str) -> list[bytes]:
        """See `Gateway.signed`; one letter in a call."""
        [letter] = letters
        form = {
            "nik": self._nik,
            self._secret.value: given,
            "tampilan": "invisible",
            "reason": letter.intent.reason,
            "location": letter.intent.location,
        }
        answer = await self._ask("POST", "/api/sign/pdf", data=form, files={"file": ("naskah.pdf", letter.pdf, _PDF)})
        if not answer.headers.get("content-type", "").startswith(_PDF):
            document_id = str(_json(answer).get("id_dokumen", ""))
            if not document_id.isalnum():
                raise ServiceUnavailable("the gateway answered neither a file nor the id of one")
            answer = await self._ask("GET", f"/api/sign/download/{document_id}")
        return [answer.content]

    async def send_code(self, files: int) -> None:
        """See `Gateway.send_code`. *Raises*: `SigningFailed`: version 1 sends none."""
        raise SigningFailed("version 1 of the gateway sends no one-time passwords")


class GatewayV2(Gateway):
    """JSON, files in Base64: as many as are given in one call, each with properties of its own."""

    async def require_may_sign(self) -> None:
        """See `Gateway.require_may_sign`."""
        _require_issued(_json(await self._ask("POST", "/api/v2/user/check/status", json={"nik": self._nik})))

    async def signed(self, letters: Sequence[Letter], given: str) -> list[bytes]:
        """See `Gateway.signed`."""
        asked = {
            "nik": self._nik,
            self._secret.value: given,
            "signatureProperties": [_properties(letter) for letter in letters],
            "file": [base64.b64encode(letter.pdf).decode() for letter in letters],
        }
        largest = min(len(letters) * _LARGEST_FILE, _LARGEST_PART)
        answer = await self._ask("POST", "/api/v2/sign/pdf", json=asked, largest=largest)
        found = _json(answer)
        if "error" in found:
            raise self._refusal(found, answer.status_code)
        return _files(found, most=len(letters))

    async def send_code(self, files: int) -> None:
        """See `Gateway.send_code`. Were the password itself in the answer, it would not be read: it is the person's."""
        answer = await self._ask("POST", "/api/v2/sign/get/totp", json={"nik": self._nik, "data": files})
        found = _json(answer)
        if "error" in found or False in (found.get("success"), found.get("result")):
            raise self._refusal(found, answer.status_code)


GATEWAYS: Mapping[GatewayVersion, type[Gateway]] = {GatewayVersion.V1: GatewayV1, GatewayVersion.V2: GatewayV2}


def _properties(letter: Letter) -> dict[str, str]:
    return {"tampilan": "INVISIBLE", "reason": letter.intent.reason, "location": letter.intent.location}


def _files(found: Mapping[str, Any], *, most: int) -> list[bytes]:
    files = found.get("file")
    if not isinstance(files, list) or not 1 <= len(files) <= most:
        raise ServiceUnavailable("the gateway answered without the files that it was given")
    try:
        return [base64.b64decode(file, validate=True) for file in files]
    except (TypeError, ValueError, binascii.Error) as error:
        raise ServiceUnavailable("the gateway answered with what is no file") from error


def _require_issued(status: Mapping[str, Any]) -> None:
    code = _code(status)
    if code in {NOT_REGISTERED, UNKNOWN_USER}:
        raise SignerNotEnrolled("the gateway does not know this person")
    if code != MAY_SIGN:
        raise SignerNotEnrolled(f"the gateway says that this person may not sign ({code})")


def _speaks_of_otp(found: Mapping[str, Any]) -> bool:
    return any("otp" in str(found.get(name, "")).lower() for name in ("error", "message"))


def _code(found: Mapping[str, Any]) -> int:
    code = found.get("status_code")
    return code if isinstance(code, int) and not isinstance(code, bool) else 0


def _json(answer: httpx.Response) -> Mapping[str, Any]:
    try:
        found = answer.json()
    except (ValueError, UnicodeDecodeError) as error:
        raise ServiceUnavailable(f"the gateway's answer ({answer.status_code}) is no JSON") from error
    if not isinstance(found, dict):
        raise ServiceUnavailable(f"the gateway's answer ({answer.status_code}) is no JSON object")
    return found


def _plain(headers: httpx.Headers) -> dict[str, str]:
    """Without what says how the body was packed: it is unpacked already."""
    return {name: value for name, value in headers.items() if name not in {"content-encoding", "content-length"}}
