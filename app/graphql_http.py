"""GraphQL over HTTP: media types, status codes, limits of size and time, and who asks. *Source*: GraphQL over HTTP draft."""

import asyncio
import json
from collections.abc import Callable, Mapping
from typing import Any

from anyio.to_thread import run_sync
from cross_web import HTTPException
from starlette.requests import HTTPConnection, Request
from starlette.responses import JSONResponse, Response
from starlette.types import Message, Receive, Scope, Send
from starlette.websockets import WebSocket
from strawberry.asgi import GraphQL
from strawberry.http import GraphQLHTTPResponse
from strawberry.schema import BaseSchema

from app.authentication import AuthenticationError
from domain.clock import Clock, legal_date
from domain.roles import ANONYMOUS, Actor
from persistence.connection import Database
from persistence.queries.reading import Reads
from resolvers.context import RequestContext, request_context
from services.use_cases import UseCases

LARGEST_BODY = 1_000_000
"""The largest request. *Units*: bytes. Evidence goes to object storage, not through here."""

SLOWEST_SECONDS = 30.0
"""How long one request may take. An act under way goes on; its idempotency key recalls the outcome."""

SPEC_TYPE = "application/graphql-response+json"
PLAIN_TYPE = "application/json"


class AskFailed(Exception):
    """A document of our own pages failed. *Shape*: the errors' messages."""


class AskUnavailable(AskFailed):
    """It failed because MongoDB or object storage does not answer."""


class BodyTooLarge(Exception):
    """A request of more than `LARGEST_BODY` bytes."""


class NotExecuted(JSONResponse):
    """The answer to a well-formed request of which nothing was executed."""


class GraphQLApplication(GraphQL[RequestContext, None]):
    """Serves one schema. Queries by GET and POST, mutations by POST; no batches, no uploads, no subscriptions."""

    def __init__(
        self,
        schema: BaseSchema,
        *,
        use_cases: UseCases,
        database: Database,
        authenticate: Callable[[HTTPConnection], Actor],
        clock: Clock,
        public_url: str,
        development: bool,
        slowest_seconds: float = SLOWEST_SECONDS,
    ) -> None:
        super().__init__(
            schema, graphql_ide="graphiql" if development else None, subscription_protocols=(), allowed_origins=()
        )
        self._use_cases = use_cases
        self._database = database
        self._authenticate = authenticate
        self._clock = clock
        self._public_url = public_url
        self._slowest_seconds = slowest_seconds
        self._reader: tuple[asyncio.AbstractEventLoop, Reads] | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] == "websocket":
            await WebSocket(scope, receive, send).close(code=1008)
            return
        response = await self._answer(Request(scope, _bounded(receive)))
        await response(scope, receive, send)

    async def ask(self, document: str, variables: Mapping[str, Any]) -> Mapping[str, Any]:
        """The `data` of a document of our own, run as anybody. *Raises*: `AskFailed`."""
        context = self._context(ANONYMOUS)
        result = await self.schema.execute(document, variable_values=dict(variables), context_value=context)
        if any((error.extensions or {}).get("code") == "SERVICE_UNAVAILABLE" for error in result.errors or []):
            raise AskUnavailable("a service does not answer")
        if result.errors or result.data is None:
            raise AskFailed("; ".join(error.message for error in result.errors or []))
        return result.data

    async def aclose(self) -> None:
        """Closes the connections for reading."""
        if self._reader is not None:
            await self._reader[1].aclose()
            self._reader = None

    async def get_context(self, request: Request | WebSocket, response: Response | WebSocket) -> RequestContext:
        """The request's context. *Raises*: `AuthenticationError`."""
        if "authorization" not in request.headers:
            return self._context(ANONYMOUS)
        return self._context(await run_sync(self._authenticate, request))

    def decode_json(self, data: str | bytes) -> object:
        """A JSON object or array; null counts as an empty object. *Raises*: `HTTPException` 400 for anything else."""
        try:
            decoded = json.loads(data)
        except (ValueError, RecursionError) as error:
            raise HTTPException(400, "The request is not JSON in UTF-8.") from error
        if not isinstance(decoded, dict | list | None):
            raise HTTPException(400, "The request is not a JSON object.")
        return {} if decoded is None else decoded

    def create_response(
        self, response_data: GraphQLHTTPResponse | list[GraphQLHTTPResponse], sub_response: Response
    ) -> Response:
        """Where nothing was executed there is no `data`."""
        if isinstance(response_data, list) or not is_request_error(response_data):
            return super().create_response(response_data, sub_response)
        return NotExecuted({"errors": response_data.get("errors")}, status_code=400)

    async def _answer(self, request: Request) -> Response:
        accept = request.headers.get("accept", "")
        try:
            async with asyncio.timeout(self._slowest_seconds):
                response = await self.run(request)
        except HTTPException as error:
            response = _problem(error.status_code, error.reason)
        except AuthenticationError as error:
            response = _problem(401, str(error), code="UNAUTHENTICATED", headers={"WWW-Authenticate": "Bearer"})
        except BodyTooLarge:
            response = _problem(413, f"The request is larger than {LARGEST_BODY} bytes.")
        except TimeoutError:
            response = _problem(503, _TOO_SLOW, code="TIMEOUT", headers={"Retry-After": "5"})
        return _typed(response, accept)

    def _context(self, viewer: Actor) -> RequestContext:
        return request_context(
            viewer=viewer,
            use_cases=self._use_cases,
            reads=self._reads(),
            today=legal_date(self._clock.now()),
            public_url=self._public_url,
        )

    def _reads(self) -> Reads:
        """The reader of this event loop: an asynchronous client belongs to the loop in which it was made."""
        loop = asyncio.get_running_loop()
        if self._reader is None or self._reader[0] is not loop:
            self._reader = (loop, Reads(self._database.asynchronous()))
        return self._reader[1]


_TOO_SLOW = (
    "Permintaan melebihi batas waktu. Untuk tindakan: ulangi dengan kunci idempotensi yang sama. / "
    "The request took too long. For an act: send it again with the same idempotency key."
)


def is_request_error(data: GraphQLHTTPResponse) -> bool:
    """Whether nothing was executed: no data, and no error that points into a result."""
    if data.get("data") is not None:
        return False
    return not any(isinstance(error, dict) and error.get("path") for error in data.get("errors") or [])


def _typed(response: Response, accept: str) -> Response:
    """The media type that the client accepts, and the status that goes with it.

    A client that accepts only `application/json` gets 200 for a well-formed request that was not executed (section
    6.4.1); every other client gets 400 (section 6.4.2).
    """
    if not response.headers.get("content-type", "").startswith(PLAIN_TYPE):
        return response
    named = {part.partition(";")[0].strip() for part in accept.lower().split(",")}
    response.headers["content-type"] = f"{SPEC_TYPE if SPEC_TYPE in named else PLAIN_TYPE}; charset=utf-8"
    if isinstance(response, NotExecuted) and named == {PLAIN_TYPE}:
        response.status_code = 200
    return response


def _problem(
    status: int, message: str, *, code: str = "BAD_REQUEST", headers: Mapping[str, str] | None = None
) -> Response:
    content = {"errors": [{"message": message, "extensions": {"code": code}}]}
    return JSONResponse(content, status_code=status, headers=dict(headers or {}))


def _bounded(receive: Receive) -> Receive:
    """The same body, up to `LARGEST_BODY`. *Raises*: `BodyTooLarge`."""
    received = 0

    async def bounded() -> Message:
        nonlocal received
        message = await receive()
        received += len(message.get("body", b""))
        if received > LARGEST_BODY:
            raise BodyTooLarge
        return message

    return bounded
