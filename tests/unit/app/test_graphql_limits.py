"""The cost of a request: exact figures, and a count of visited selections instead of a clock."""

import pytest
from graphql import build_schema, parse

from app.graphql_limits import (
    ASSUMED_LIST,
    DEEPEST,
    LARGEST_PAGE,
    MOST_COST,
    MOST_FIELDS,
    Cost,
    CostCounter,
    refused_cost,
)

SCHEMA = build_schema(
    """
    type Query { thing: Thing things(first: Int!): ThingConnection! nodes(ids: [ID!]!): [Thing]! plain: [Thing!]! }
    type Thing { name: String self: Thing things(first: Int!): ThingConnection availableActions: [Action!]! }
    type Action { verb: String }
    type ThingConnection { edges: [ThingEdge!]! nodes: [Thing!]! totalCount: Int! }
    type ThingEdge { cursor: String! node: Thing! }
    """
)


def counted(text, **variables):
    document = parse(text)
    counter = CostCounter(SCHEMA, document, variables)
    return counter.operation(document.definitions[0]), counter


def refused(text, **variables):
    error = refused_cost(SCHEMA, parse(text), variables, None)
    return None if error is None else error.message


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{ thing { name } }", Cost(2, 2, 2)),
        ("{ thing { name a: name __typename } }", Cost(2, 4, 4)),
        ("{ plain { name } }", Cost(2, 2, 1 + ASSUMED_LIST)),
        ("{ things(first: 10) { nodes { name } } }", Cost(3, 3, 1 + 1 + 10)),
        ("{ things(first: 10) { edges { cursor node { name } } } }", Cost(4, 5, 1 + 1 + 30)),
        ("{ things(first: 10) { totalCount nodes { name } } }", Cost(3, 4, 1 + 50 + 1 + 10)),
        ("{ things(first: 10) { nodes { things(first: 5) { nodes { name } } } } }", Cost(5, 5, 2 + 10 * (2 + 5))),
        ("{ things(first: 2) { nodes { availableActions { verb } } } }", Cost(4, 4, 2 + 2 * (500 + ASSUMED_LIST))),
        ('{ nodes(ids: ["a", "b", "c"]) { name } }', Cost(2, 2, 1 + 3)),
        ("{ __schema { types { name } } }", Cost(1, 3, 0)),
    ],
)
def test_the_cost_is_exact(text, expected):
    assert counted(text)[0] == expected


def test_a_page_size_is_read_from_its_variable():
    text = "query($n: Int!) { things(first: $n) { nodes { name } } }"
    assert counted(text, n=7)[0].once == 2 + 7
    for unknown in ({}, {"n": None}, {"n": -1}, {"n": 10**9}, {"n": "7"}):
        assert counted(text, **unknown)[0].once == 2 + LARGEST_PAGE


def test_a_number_of_many_digits_is_no_page_size():
    """Python reads none of more than 4300 digits."""
    for digits in (11, 5000):
        assert counted(f"{{ things(first: {'1' * digits}) {{ nodes {{ name }} }} }}")[0].once == 2 + LARGEST_PAGE


def test_a_list_of_ids_is_read_from_its_variable():
    text = "query($i: [ID!]!) { nodes(ids: $i) { name } }"
    assert counted(text, i=["a", "b"])[0].once == 1 + 2
    assert counted(text)[0].once == 1 + LARGEST_PAGE


def test_twenty_chained_fragments_are_each_counted_once():
    """Written out, the text has more than a million fields; counting visits each selection of the text once."""
    links = " ".join(
        f"fragment F{n} on Thing {{ a: self {{ ...F{n + 1} }} b: self {{ ...F{n + 1} }} }}" for n in range(20)
    )
    cost, counter = counted("{ thing { ...F0 } } " + links + " fragment F20 on Thing { name }")
    assert cost.fields == 1 + sum(2**n for n in range(1, 21)) + 2**20
    assert counter.selections == 2 + 20 * 4 + 1


def test_a_cycle_of_fragments_ends():
    """Its refusal is the business of validation."""
    cycle = "{ thing { ...A } } fragment A on Thing { self { ...B } } fragment B on Thing { self { ...A } }"
    assert counted(cycle)[0].depth == 3


@pytest.mark.parametrize("text", ["{ ...Nothing }", "{ ... on Nothing { x } }", "{ nothing { x } }", "mutation { x }"])
def test_what_validation_will_refuse_is_counted_without_failing(text):
    assert refused(text) is None


def test_the_deepest_request_is_allowed_and_the_next_is_not():
    def nested(levels):
        return "{ thing {" + " self {" * (levels - 2) + " name " + "}" * (levels - 2) + "} }"

    assert refused(nested(DEEPEST)) is None
    assert refused(nested(DEEPEST + 1)).startswith(
        f"This request has {DEEPEST + 1} levels of fields; at most {DEEPEST} "
    )


def test_nesting_that_could_exhaust_the_stack_is_refused_while_counting():
    text = "{ thing {" + " ... {" * 150 + " name " + "}" * 150 + "} }"
    assert refused(text).startswith("This request has 61 levels of selections; at most 60 ")


def test_the_most_fields_are_allowed_and_one_more_is_not():
    assert refused("{" + " ".join(f"a{n}: __typename" for n in range(MOST_FIELDS)) + "}") is None
    over = "{" + " ".join(f"a{n}: __typename" for n in range(MOST_FIELDS + 1)) + "}"
    assert refused(over).startswith(f"This request has {MOST_FIELDS + 1} fields; at most {MOST_FIELDS} are allowed.")


def test_the_greatest_cost_is_allowed_and_more_is_not():
    """100 rows of 199 values and the page around them: 2 + 100 * 199 = 19,902; with one more value 20,002."""

    def wide(values):
        return "{ things(first: 100) { nodes {" + " ".join(f"a{n}: name" for n in range(values)) + "} } }"

    assert refused(wide(199)) is None
    assert refused(wide(200)).startswith(f"This request has 20002 points of cost; at most {MOST_COST} are allowed.")


def test_only_the_operation_asked_for_is_counted():
    text = "query A { thing { name } } query B { " + " ".join(f"a{n}: __typename" for n in range(501)) + " }"
    assert refused_cost(SCHEMA, parse(text), {}, "A") is None
    assert refused_cost(SCHEMA, parse(text), {}, "B") is not None
