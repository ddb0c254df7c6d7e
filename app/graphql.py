"""GraphQL over HTTP: the schema with its limits, and the ASGI application that serves it."""

import asyncio
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Protocol

import strawberry
from anyio.to_thread import run_sync
from cross_web import HTTPException
from graphql import GraphQLError
from starlette.requests import HTTPConnection, Request
from starlette.responses import JSONResponse, Response
from starlette.types import Message, Receive, Scope, Send
from starlette.websockets import WebSocket
from strawberry.asgi import GraphQL
from strawberry.extensions import MaxTokensLimiter, ParserCache, SchemaExtension, ValidationCache
from strawberry.http import GraphQLHTTPResponse
from strawberry.schema.config import StrawberryConfig
from strawberry.types import ExecutionContext, ExecutionResult

import schema.enums  # noqa: F401 - describes the domain's enums
from app.authentication import AuthenticationError
from app.graphql_errors import safe_error
from app.graphql_limits import MOST_TOKENS, refused_cost
from domain.roles import ANONYMOUS, Actor
from persistence.connection import Database
from persistence.queries.reading import Reads
from resolvers.context import RequestContext, request_context
from resolvers.roots import Mutation, Query
from schema.scalars import SCALARS
from services.use_cases import UseCases

LARGEST_BODY = 1_000_000
"""The largest request. *Units*: bytes. Evidence goes to object storage, not through here."""

SLOWEST_SECONDS = 30.0
"""How long one request may take. An act under way goes on; its idempotency key recalls the outcome."""

_CACHED_TEXTS = 200
_SPEC_TYPE = "application/graphql-response+json"
_PLAIN_TYPE = "application/json"


class CheckedValidation(ValidationCache):
    """Counts what an operation costs, and only then validates its text, or recalls that it is valid."""

    def on_validate(self) -> Iterator[None]:
        """The count comes first: it is linear in the text, which validation is not."""
        context = self.execution_context
        document = context.graphql_document
        if document is not None:
            variables, name = context.variables or {}, context.provided_operation_name
            refused = refused_cost(context.schema.schema_converter_schema(), document, variables, name)
            if refused is not None:
                context.pre_execution_errors = [refused]
                yield
                return
        yield from super().on_validate()
