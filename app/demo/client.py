"""A small GraphQL client as a web front end would write one: bearer token, one document a request, patience, no magic."""

import ssl
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from typing import Any

import httpx

PATIENCE_SECONDS = 120.0
"""How long a server that does not answer is asked again: it may be starting anew."""

AGAIN_SECONDS = 0.25
AWAY = "SERVICE_UNAVAILABLE"
"""The code, of a refusal or an error, that means: nothing was changed, ask again with the same key."""


class ApiError(Exception):
    """The API answered with errors, or not at all in time."""


@dataclass(frozen=True)
class Refused:
    """A refusal as the API told it."""

    type: str
    code: str
    message: str
    required: str
    clause: str


class ApiClient:
    """One person's session. *Shape*: `url` is the server's base address; `token` None asks as anyone."""

    def __init__(self, url: str, token: str | None = None, *, patience_seconds: float = PATIENCE_SECONDS) -> None:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        self._http = httpx.Client(base_url=url, headers=headers, timeout=60, verify=_trust())
        self._patience = patience_seconds

    def close(self) -> None:
        """Closes its connections."""
        self._http.close()

    def ask(self, document: str, **variables: Any) -> dict[str, Any]:
        """The `data` of a query or mutation. *Raises*: `ApiError` with the API's own words."""
        limit = time.monotonic() + self._patience
        while True:
            answer = self._patiently("POST", "/graphql", json={"query": document, "variables": variables})
            body = answer.json()
            if answer.status_code == httpx.codes.OK and not body.get("errors"):
                data: dict[str, Any] = body["data"]
                return data
            if not _is_away(body.get("errors") or ()) or time.monotonic() > limit:
                raise ApiError(f"{answer.status_code}: {body.get('errors') or body}")
            time.sleep(AGAIN_SECONDS)

    def act(self, mutation: str, fields: str, values: Mapping[str, Any]) -> dict[str, Any] | Refused:
        """One mutation: its success type's `fields`, or the refusal. An unreachable service is asked again, by its leave."""
        name = mutation[0].upper() + mutation[1:]
        document = (
            f"mutation Act($input: {name}Input!) {{ result: {mutation}(input: $input) {{ __typename "
            f"... on {name}Success {{ {fields} }} "
            "... on Refusal { code message required clauseId } } }"
        )
        limit = time.monotonic() + self._patience
        while (result := self.ask(document, input=dict(values))["result"]).get("code") == AWAY:
            if time.monotonic() > limit:
                break
            time.sleep(AGAIN_SECONDS)
        if "code" not in result:
            return dict(result)
        return Refused(
            type=result["__typename"],
            code=result["code"],
            message=result["message"],
            required=result["required"],
            clause=result["clauseId"],
        )

    def upload(self, url: str, headers: Mapping[str, str], data: bytes) -> None:
        """PUTs a file where the API said. A file that is there already was put by an attempt before. *Raises*: `ApiError`."""
        answer = self._patiently("PUT", url, content=data, headers=dict(headers))
        if answer.status_code not in {httpx.codes.OK, httpx.codes.PRECONDITION_FAILED}:
            raise ApiError(f"the upload was refused: {answer.status_code} {answer.text[:300]}")

    def download(self, path: str) -> bytes:
        """The bytes of a paper, checked against its strong ETag. *Raises*: `ApiError`."""
        answer = self._patiently("GET", path)
        if answer.status_code != httpx.codes.OK:
            raise ApiError(f"{path}: {answer.status_code} {answer.text[:300]}")
        if answer.headers["etag"] != f'"{sha256(answer.content).hexdigest()}"':
            raise ApiError(f"{path}: the bytes are not those of the ETag")
        return answer.content

    def verify(self, data: bytes) -> dict[str, Any]:
        """The verification report of a file, by `POST /verify`. *Raises*: `ApiError`."""
        answer = self._patiently("POST", "/verify", content=data, headers={"Content-Type": "application/pdf"})
        if answer.status_code != httpx.codes.OK:
            raise ApiError(f"/verify: {answer.status_code} {answer.text[:300]}")
        report: dict[str, Any] = answer.json()
        return report

    def _patiently(self, method: str, path: str, **request: Any) -> httpx.Response:
        """Asks again while the server is away or says 503; each act bears its idempotency key, so that this is harmless."""
        limit = time.monotonic() + self._patience
        while True:
            try:
                answer = self._http.request(method, path, **request)
                if answer.status_code != httpx.codes.SERVICE_UNAVAILABLE:
                    return answer
                problem = answer.text[:300]
            except httpx.TransportError as error:
                problem = f"{type(error).__name__}: {error}"
            if time.monotonic() > limit:
                raise ApiError(f"{method} {path}: the server does not answer: {problem}")
            time.sleep(AGAIN_SECONDS)


@cache
def _trust() -> ssl.SSLContext:
    """One for all sessions: reading the roots for each of two hundred would take seconds."""
    return httpx.create_ssl_context()


def _is_away(errors: Sequence[Mapping[str, Any]]) -> bool:
    return any(error.get("extensions", {}).get("code") == AWAY for error in errors)
