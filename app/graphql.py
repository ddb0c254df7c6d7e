"""The GraphQL schema with its limits, assembled; `python -m app.graphql` prints it. How it is served is `graphql_http`."""

import sys
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Any

import strawberry
from graphql import DocumentNode, GraphQLError, OperationDefinitionNode
from starlette.requests import HTTPConnection
from strawberry.extensions import MaxTokensLimiter, ParserCache, SchemaExtension, ValidationCache
from strawberry.schema.config import StrawberryConfig
from strawberry.types import ExecutionContext, ExecutionResult

from app.graphql_errors import safe_error
from app.graphql_http import GraphQLApplication
from app.graphql_limits import MOST_TOKENS, refused_cost
from app.settings import Settings
from domain.clock import Clock
from domain.roles import Actor
from persistence.connection import Database
from resolvers.roots import Mutation, Query
from schema.scalars import SCALARS
from services.use_cases import UseCases

__all__ = ["build_schema", "graphql_app"]

_CACHED_TEXTS = 200


class CheckedValidation(ValidationCache):
    """Counts what an operation costs, and only then validates its text, or recalls that it is valid."""

    def on_validate(self) -> Iterator[None]:
        """The count comes first: it is linear in the text, which validation is not."""
        context = self.execution_context
        refused: GraphQLError | None = None
        if context.graphql_document is not None:
            variables, name = context.variables or {}, context.operation_name
            document = context.graphql_document
            refused = _unclear(context, document) or refused_cost(context.schema._schema, document, variables, name)
        if refused is None:
            yield from super().on_validate()
        else:
            context.pre_execution_errors = [refused]
            yield


def _unclear(context: ExecutionContext, document: DocumentNode) -> GraphQLError | None:
    """Several operations without a name: nothing may be executed. *Source*: GraphQL, section 6.1, GetOperation."""
    operations = [d for d in document.definitions if isinstance(d, OperationDefinitionNode)]
    if context._provided_operation_name is not None or len(operations) < 2:
        return None
    return GraphQLError("The text holds several operations: name one as `operationName`.")


EXTENSIONS: Sequence[Callable[[], SchemaExtension]] = (
    lambda: MaxTokensLimiter(max_token_count=MOST_TOKENS),
    lambda: ParserCache(maxsize=_CACHED_TEXTS),
    lambda: CheckedValidation(maxsize=_CACHED_TEXTS),
)
"""Made anew for each request, as each holds the request's state."""


class Schema(strawberry.Schema):
    """The schema; whatever leaves it in an error is fit for a client's eyes."""

    async def execute(self, query: str | None, *args: Any, **kwargs: Any) -> ExecutionResult:
        """As Strawberry's, with every error made safe."""
        result = await super().execute(query, *args, **kwargs)
        if result.errors:
            result.errors = [safe_error(error) for error in result.errors]
        return result

    def process_errors(self, errors: list[GraphQLError], execution_context: ExecutionContext | None = None) -> None:
        """Logs nothing: messages repeat what clients send, and unknown errors are logged where they are masked."""


@cache
def build_schema(*, in_order: bool = False) -> Schema:
    """The schema of all roots and types. It holds no state of a request, takes a second to build, and is built once.

    `in_order` is for printing only: a sorted schema loses Strawberry's enum types, and its inputs would hold plain text.
    """
    return Schema(
        query=Query,
        mutation=Mutation,
        config=StrawberryConfig(scalar_map=SCALARS, sort_schema=in_order, disable_field_suggestions=True),
        extensions=list(EXTENSIONS),
    )


def graphql_app(
    *,
    use_cases: UseCases,
    database: Database,
    authenticate: Callable[[HTTPConnection], Actor],
    clock: Clock,
    settings: Settings,
) -> GraphQLApplication:
    """The ASGI application. Close it (`aclose`) in the event loop that served it."""
    return GraphQLApplication(
        build_schema(),
        use_cases=use_cases,
        database=database,
        authenticate=authenticate,
        clock=clock,
        public_url=settings.public_url,
        development=not settings.production,
    )


if __name__ == "__main__":
    sys.stdout.write(build_schema(in_order=True).as_str() + "\n")
