"""Connections by keyset: no row is missed and none comes twice, whatever the order and the page size."""

import base64
import json
from datetime import datetime, timedelta

import pytest

from domain.clock import JAKARTA
from tests.integration.graphql.conftest import NOW

pytestmark = pytest.mark.servers

PAGE = "pageInfo { hasNextPage hasPreviousPage startCursor endCursor } edges { cursor node { id } }"


def walk(world, field, *, size, arguments="", who="admin"):
    """Every id of a list, read page by page, and the sizes of the pages."""
    ids, sizes, after = [], [], None
    query = f"query($n: Int!, $a: String) {{ {field}(first: $n, after: $a {arguments}) {{ {PAGE} }} }}"
    while True:
        page = world.ask(query, who, n=size, a=after)[field]
        ids += [edge["node"]["id"] for edge in page["edges"]]
        sizes.append(len(page["edges"]))
        assert page["pageInfo"]["hasPreviousPage"] is (after is not None)
        if not page["pageInfo"]["hasNextPage"]:
            return ids, sizes
        after = page["pageInfo"]["endCursor"]


def keys(ids):
    import base64

    return [base64.urlsafe_b64decode(i + "=" * (-len(i) % 4)).decode().partition(":")[2] for i in ids]


@pytest.mark.parametrize(("size", "direction"), [(100, "ASC"), (37, "ASC"), (100, "DESC"), (41, "DESC")])
def test_600_institutions_are_each_read_once_by_name(world, size, direction):
    """Every third institution bears the same name, so that the order stands on the ids there."""
    for number in range(600):
        name = "Sama" if number % 3 == 0 else f"Kabupaten {number:03}"
        world.institution(f"inst-{number:03}", name=name)
    read, sizes = walk(world, "institutions", size=size, arguments=f", orderBy: {{direction: {direction}}}")
    expected = sorted(range(600), key=lambda n: ("Sama" if n % 3 == 0 else f"Kabupaten {n:03}", n))
    expected = [f"inst-{number:03}" for number in expected]
    assert keys(read) == (expected if direction == "ASC" else expected[::-1])
    assert sizes == [size] * (600 // size) + ([600 % size] if 600 % size else [])


@pytest.mark.parametrize("direction", ["ASC", "DESC"])
@pytest.mark.parametrize("order", ["UPDATED_AT", "NAME"])
def test_units_with_equal_sort_values_are_each_read_once(people, later, order, direction):
    made = [people.unit("inst-a", at=later(n // 4), name=f"LPSE {n // 5:02}") for n in range(60)]
    arguments = f", orderBy: {{field: {order}, direction: {direction}}}"
    read, _sizes = walk(people, "units", size=7, arguments=arguments)
    assert keys(read) == (made if direction == "ASC" else made[::-1])


@pytest.mark.parametrize("direction", ["ASC", "DESC"])
@pytest.mark.parametrize("order", ["UPDATED_AT", "CREATED_AT"])
@pytest.mark.parametrize(
    ("field", "make"), [("applications", "application_of"), ("slas", "sla"), ("documents", "document")]
)
def test_things_with_equal_times_are_each_read_once(people, later, field, make, order, direction):
    made = [getattr(people, make)("inst-a", at=later(n // 3)) for n in range(20)]
    arguments = f", orderBy: {{field: {order}, direction: {direction}}}"
    read, _sizes = walk(people, field, size=3, arguments=arguments)
    assert keys(read) == (made if direction == "ASC" else made[::-1])


def test_a_row_that_comes_in_meanwhile_moves_no_other(people, later):
    made = [people.unit("inst-a", name=f"LPSE {n:02}") for n in range(6)]
    query = "query($a: String) { units(first: 3, after: $a) { pageInfo { endCursor } nodes { id } } }"
    first = people.ask(query)["units"]
    people.unit("inst-a", name="LPSE 00")
    second = people.ask(query, a=first["pageInfo"]["endCursor"])["units"]
    assert keys([node["id"] for node in (*first["nodes"], *second["nodes"])]) == made


def test_the_total_is_counted_only_when_asked_for(people):
    plain = people.commands(lambda: people.ask("{ institutions(first: 1) { nodes { id } } }"))
    counted = people.commands(lambda: people.ask("{ institutions(first: 1) { totalCount nodes { id } } }"))
    assert plain == [("find", "institutions")]
    assert counted == [("find", "institutions"), ("aggregate", "institutions")]


@pytest.mark.parametrize("first", [0, -1, 101, 2_000_000_000])
def test_a_page_size_out_of_range_is_refused(world, first):
    assert world.codes("query($n: Int!) { institutions(first: $n) { nodes { id } } }", n=first) == ["INVALID_PAGE"]


@pytest.mark.parametrize("cursor", ["", "x", "W10", "bnVsbA", "eyIkZ3QiOiAiIn0", "A" * 5_000, "\N{GRINNING FACE}"])
def test_a_cursor_of_something_else_is_refused(world, cursor):
    query = "query($a: String) { institutions(first: 1, after: $a) { nodes { id } } }"
    assert world.codes(query, a=cursor) == ["INVALID_PAGE"]


@pytest.mark.parametrize("instant", ["0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59"])
def test_a_cursor_at_an_instant_that_no_calendar_holds_is_refused(people, instant):
    """Its offset is right and it is aware, but MongoDB's dates, which are in UTC, cannot say it."""
    stored = json.dumps(["-updated_at", [f"@{instant}"], "k"]).encode()
    cursor = base64.urlsafe_b64encode(stored).rstrip(b"=").decode()
    query = "query($a: String) { units(first: 1, after: $a, orderBy: {field: UPDATED_AT, direction: DESC}) { nodes { id } } }"
    assert people.codes(query, "admin", a=cursor) == ["INVALID_PAGE"]


def test_a_cursor_of_another_order_is_refused(people):
    query = "query($a: String, $d: OrderDirection!) { institutions(first: 1, after: $a, orderBy: {direction: $d})"
    query += " { pageInfo { endCursor } } }"
    cursor = people.ask(query, d="ASC")["institutions"]["pageInfo"]["endCursor"]
    assert people.codes(query, d="DESC", a=cursor) == ["INVALID_PAGE"]


def test_institutions_are_found_by_kind_name_and_region(world):
    world.institution("inst-33", name="Provinsi Jawa Tengah", kind="PROVINCE", region_code="33")
    world.institution("inst-33.01", name="Kabupaten Cilacap", region_code="33.01")
    world.institution("inst-331", name="Kabupaten (Lain)", region_code="331.01")

    def names(where):
        found = world.ask(f"{{ institutions(first: 10, filter: {where}) {{ nodes {{ name }} }} }}")
        return [node["name"] for node in found["institutions"]["nodes"]]

    assert names("{kinds: [PROVINCE]}") == ["Provinsi Jawa Tengah"]
    assert names('{search: "cilacap"}') == ["Kabupaten Cilacap"]
    assert names('{search: "(lain"}') == ["Kabupaten (Lain)"]
    assert names('{search: "\\u0000.*"}') == []
    assert names('{region: "33"}') == ["Kabupaten Cilacap", "Provinsi Jawa Tengah"]
    assert names("{}") == ["Kabupaten (Lain)", "Kabupaten Cilacap", "Provinsi Jawa Tengah"]


def test_applications_are_found_by_state_institution_reviewer_and_form(people):
    a = people.application_of("inst-a", state="UNDER_REVIEW", reviewer_id="reviewer")
    b = people.application_of("inst-b", form="SERVICE_PROVIDER")
    ids = people.ask(
        "{ institutions(first: 2) { nodes { id name } } people(first: 20) { nodes { id name } } }", "admin"
    )
    institution = {node["name"]: node["id"] for node in ids["institutions"]["nodes"]}["Kabupaten Contoh Utara"]
    reviewer = {node["name"]: node["id"] for node in ids["people"]["nodes"]}["reviewer"]
    query = "query($f: ApplicationFilter) { applications(first: 10, filter: $f) { nodes { id } } }"

    def found(**where):
        return keys([node["id"] for node in people.ask(query, "admin", f=where)["applications"]["nodes"]])

    assert found() == [b, a]
    assert found(states=["UNDER_REVIEW", "DRAFT"]) == [b, a]
    assert found(states=["UNDER_REVIEW"]) == [a]
    assert found(institution=institution) == [a]
    assert found(reviewer=reviewer) == [a]
    assert found(form="SERVICE_PROVIDER") == [b]
    assert found(institution="nonsense") == []
    assert found(institution=reviewer) == []


def test_papers_that_wait_for_my_signature(people):
    waiting = people.document("inst-a", kind="APPROVAL", state="AWAITING_SIGNATURE", signatories=["deputy"])
    people.document("inst-a", state="AWAITING_SIGNATURE", signatories=["head-a"])
    people.document("inst-a", state="DRAFT", signatories=["deputy"])
    people.document("inst-a", state="AWAITING_SIGNATURE", signatories=["deputy"], signatures=[{"signer_id": "deputy"}])
    query = "{ documents(first: 10, filter: {awaitingMySignature: true}) { nodes { id } } }"
    assert keys([node["id"] for node in people.ask(query, "deputy")["documents"]["nodes"]]) == [waiting]


def lapsing(world, who, months):
    query = "query($n: Int) { documents(first: 10, filter: {protectionLapsesWithinMonths: $n}) { totalCount nodes { id } } }"
    found = world.ask(query, who, n=months)["documents"]
    assert found["totalCount"] == len(found["nodes"])
    return set(keys([node["id"] for node in found["nodes"]]))


def test_issued_papers_whose_protection_lapses_within_months(people):
    """A month is thirty days, as in `pembina archive report`; the last of them counts to its end in Jakarta."""
    end_of_month = datetime(2023, 11, 2, 0, 0, tzinfo=JAKARTA)  # thirty days after 2 October, and the whole of that day
    issued = {"state": "SIGNED", "sha256": "0" * 64}
    lapsed = people.document("inst-a", **issued, protected_until=NOW - timedelta(days=1))
    last = people.document("inst-a", **issued, protected_until=end_of_month - timedelta(seconds=1))
    next_day = people.document("inst-a", **issued, protected_until=end_of_month)
    unrecorded = people.document("inst-a", **issued)
    elsewhere = people.document("inst-b", **issued, protected_until=NOW + timedelta(days=5))
    people.document("inst-a", state="VOID", protected_until=NOW)
    people.document("inst-a", state="AWAITING_SIGNATURE", sha256="1" * 64)
    soon = {lapsed, last, unrecorded}
    assert lapsing(people, "admin", 0) == {lapsed, unrecorded}
    assert lapsing(people, "admin", 1) == soon | {elsewhere}
    assert lapsing(people, "auditor", 2) == soon | {elsewhere, next_day}
    assert lapsing(people, "head-a", 1) == soon
    assert lapsing(people, "unit-head-b", 1200) == {elsewhere}
    assert people.codes("{ documents(first: 1, filter: {protectionLapsesWithinMonths: 1}) { totalCount } }") == [
        "UNAUTHENTICATED"
    ]


@pytest.mark.parametrize("months", [-1, 1201, 2_147_483_647])
def test_months_out_of_range_are_refused(people, months):
    query = f"{{ documents(first: 1, filter: {{protectionLapsesWithinMonths: {months}}}) {{ totalCount }} }}"
    answer = people.post({"query": query}, who="admin").json()
    assert answer["data"] is None
    (error,) = answer["errors"]
    assert (error["extensions"]["code"], error["message"]) == (
        "BAD_REQUEST",
        "`protectionLapsesWithinMonths` is 0 to 1200.",
    )
