"""GraphQL over HTTP: media types, status codes and limits. *Source*: the GraphQL over HTTP draft, sections 5 and 6."""

import asyncio
import json

import httpx
import pytest
from graphql import get_introspection_query
from pymongo.errors import ServerSelectionTimeoutError

from app.authentication import AuthenticationError
from app.graphql import build_schema
from app.graphql_http import LARGEST_BODY, GraphQLApplication

pytestmark = pytest.mark.servers

SPEC, PLAIN = "application/graphql-response+json", "application/json"
QUERY = "{ viewer { name } }"


def messages(response):
    return [error["message"] for error in response.json()["errors"]]


@pytest.mark.parametrize(
    ("accept", "answered"), [(SPEC, SPEC), (PLAIN, PLAIN), ("*/*", PLAIN), (f"{SPEC}, {PLAIN};q=0.9", SPEC)]
)
def test_the_media_type_is_the_one_accepted(world, accept, answered):
    response = world.post({"query": QUERY}, headers={"accept": accept})
    assert response.status_code == 200
    assert response.headers["content-type"] == f"{answered}; charset=utf-8"
    assert response.json() == {"data": {"viewer": {"name": "Publik"}}}


BAD_REQUESTS = [
    ({"query": "{ viewer { name }"}, "Syntax Error: Expected Name."),
    ({"query": "{ nothing }"}, "Cannot query field 'nothing' on type 'Query'."),
    ({"query": "query A { viewer { name } }", "operationName": "B"}, 'Unknown operation named "B".'),
    (
        {"query": "query A { viewer { name } } query B { viewer { name } }"},
        "The text holds several operations: name one as `operationName`.",
    ),
    (
        {"query": "query($n: Int!) { institutions(first: $n) { totalCount } }", "variables": {"n": "x"}},
        "Variable '$n' has invalid value: Int cannot represent non-integer value.",
    ),
    (
        {"query": "query($n: Int!) { institutions(first: $n) { totalCount } }"},
        "Variable '$n' has invalid value: Expected a value of non-null type 'Int!' to be provided.",
    ),
    ({"variables": {}}, "No GraphQL query found in the request"),
    ({"query": 1}, "The GraphQL operation's `query` must be a string or null, if provided."),
    ({"query": QUERY, "variables": []}, "The GraphQL operation's `variables` must be an object or null, if provided."),
    ([{"query": QUERY}], "Batching is not enabled"),
]


@pytest.mark.parametrize(("body", "message"), BAD_REQUESTS)
def test_a_request_that_cannot_be_executed_is_400_without_data(world, body, message):
    response = world.post(body, headers={"accept": SPEC})
    assert (response.status_code, messages(response), set(response.json())) == (400, [message], {"errors"})


def test_a_client_that_accepts_only_plain_json_gets_200_for_what_was_not_executed(world):
    """Section 6.4.1: with `application/json` the status tells nothing of the GraphQL errors."""
    response = world.post({"query": "{ nothing }"}, headers={"accept": PLAIN})
    assert (response.status_code, set(response.json())) == (200, {"errors"})
    assert world.post({"query": "{ nothing }"}).status_code == 400


@pytest.mark.parametrize("content", [b"", b"{", b"null", b"1", b'"x"', b"\xff", b"[" * 10_000])
def test_a_body_that_is_no_request_is_400(world, content):
    response = world.post(None, content=content or b" ", headers={"content-type": PLAIN})
    assert (response.status_code, len(messages(response))) == (400, 1)


@pytest.mark.parametrize(
    "media", ["text/plain", "multipart/form-data; boundary=x", "application/x-www-form-urlencoded"]
)
def test_a_browser_form_of_another_site_cannot_send_a_request(world, media):
    response = world.post(None, content=json.dumps({"query": QUERY}).encode(), headers={"content-type": media})
    assert (response.status_code, messages(response)) == (400, ["Unsupported content type"])


def test_queries_may_come_by_get_and_mutations_may_not(world):
    assert world.request("GET", params={"query": QUERY}).json() == {"data": {"viewer": {"name": "Publik"}}}
    values = 'application: "x", expectedVersion: 1, idempotencyKey: "k"'
    mutation = f"mutation {{ lapseApplication(input: {{{values}}}) {{ __typename }} }}"
    response = world.request("GET", params={"query": mutation})
    assert (response.status_code, messages(response)) == (400, ["mutations are not allowed when using GET"])
    assert world.request("PUT", json={"query": QUERY}).status_code == 405
    assert world.request("GET", params={"query": QUERY, "variables": "{"}).status_code == 400


def test_no_page_for_developers_outside_development(world):
    assert world.request("GET", headers={"accept": "text/html"}).status_code == 404


def test_a_large_body_is_refused_while_it_is_read(world):
    response = world.post({"query": QUERY + " " * LARGEST_BODY})
    assert (response.status_code, messages(response)) == (413, [f"The request is larger than {LARGEST_BODY} bytes."])


@pytest.mark.parametrize(
    ("query", "what"),
    [
        ("{" + " ".join(f"a{n}: clauses {{ path }}" for n in range(300)) + "}", "fields"),
        ("{" + " ".join(f"a{n}: __typename" for n in range(501)) + "}", "fields"),
        ("{ clauses {" + " parent {" * 14 + " path " + "}" * 14 + "} }", "levels of fields"),
        ("{ institutions(first: 100) { nodes { units(first: 100) { nodes { name state } } } } }", "points of cost"),
        ("{ viewer " + "{ person { institution " * 80 + "{ id }" + " } }" * 80 + "}", "levels of selections"),
    ],
)
def test_a_request_that_costs_too_much_is_400_and_says_what_to_do(world, query, what):
    response = world.post({"query": query})
    (message,) = messages(response)
    assert response.status_code == 400
    assert f" {what}; at most " in message
    assert message.endswith("Ask for smaller pages, fewer fields, or in several requests.")


def test_a_text_of_too_many_tokens_is_400(world):
    response = world.post({"query": "{" + " name" * 5_001 + "}"})
    assert (response.status_code, messages(response)) == (
        400,
        ["Syntax Error: Document contains more than 5000 tokens. Parsing aborted."],
    )


def test_the_usual_introspection_is_allowed(world):
    response = world.post({"query": get_introspection_query(descriptions=True)})
    assert response.status_code == 200
    assert len(response.json()["data"]["__schema"]["types"]) > 100


class Cursor:
    """A database, collection and cursor in one, whose first row never comes or fails."""

    def __init__(self, error=None):
        self._error = error

    def asynchronous(self):
        return self

    def __getitem__(self, name):
        return self

    def find(self, *_arguments, **_options):
        return self

    def __aiter__(self):
        return self

    async def __anext__(self):
        if self._error is not None:
            raise self._error
        await asyncio.sleep(60)


def served_by(stage, database=None, **options):
    """The stage's application on another database, or with other options; and its answer to one query."""
    wanted = {
        "use_cases": stage.application._use_cases,
        "database": database or stage.database,
        "authenticate": stage.application._authenticate,
        "clock": stage.clock,
        "public_url": "",
        "development": False,
    }
    application = GraphQLApplication(build_schema(), **(wanted | options))

    async def send(query, **headers):
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app=application), base_url="http://test") as client:
            return await client.post("/", json={"query": query}, headers=headers)

    return lambda query, **headers: stage.runner.run(send(query, **headers))


def test_a_slow_request_ends_with_advice(stage):
    """The time limit: what an act did is told by its idempotency key."""
    response = served_by(stage, Cursor(), slowest_seconds=0.05)("{ institutions(first: 1) { nodes { id } } }")
    assert (response.status_code, response.headers["retry-after"]) == (503, "5")
    assert response.json()["errors"][0]["extensions"] == {"code": "TIMEOUT"}


def test_an_unreachable_database_is_named_as_such(stage):
    gone = Cursor(ServerSelectionTimeoutError("127.0.0.1:9: connection refused"))
    (error,) = served_by(stage, gone)("{ institutions(first: 1) { nodes { id } } }").json()["errors"]
    assert error["extensions"] == {"code": "SERVICE_UNAVAILABLE"}
    assert "MongoDB" in error["message"]
    assert "127.0.0.1" not in error["message"]


def test_a_token_that_proves_nobody_is_401(stage):
    def refuse(_request):
        raise AuthenticationError("expired")

    send = served_by(stage, Cursor(), authenticate=refuse)
    refused = send(QUERY, authorization="Bearer x")
    assert (refused.status_code, refused.headers["www-authenticate"]) == (401, "Bearer")
    assert refused.json()["errors"][0]["extensions"] == {"code": "UNAUTHENTICATED"}
    assert send(QUERY).status_code == 200


def test_our_own_pages_ask_as_anybody(stage, people):
    asked = stage.runner.run(
        stage.application.ask("query($n: Int!) { institutions(first: $n) { nodes { name } } }", {"n": 1})
    )
    assert asked == {"institutions": {"nodes": [{"name": "Kabupaten Contoh Selatan"}]}}
