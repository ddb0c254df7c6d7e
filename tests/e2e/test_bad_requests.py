"""What bad requests get over HTTP: a status, a code, words that say what to do, and nothing written anywhere."""

import time
from collections.abc import Iterator, Mapping
from typing import Any

import httpx
import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from app.demo.client import ApiClient, Refused
from app.demo.samples import ATTACHMENTS, DETAILS, TERMS
from app.demo.story import CHECKLIST, Story
from app.demo.telling import Cast
from schema.nodes import global_id, split_id
from tests.e2e.ledger import Ledger, unchanged
from tests.e2e.plausible import Inputs
from tests.e2e.servers import Reached

pytestmark = [pytest.mark.servers, pytest.mark.libreoffice]


@pytest.fixture(autouse=True)
def untouched(story: Story, ledger: Ledger) -> Iterator[None]:
    """Each test leaves MongoDB, its events and object storage as they were."""
    with unchanged(ledger):
        yield


@pytest.fixture(scope="module")
def site(reached: Reached) -> Iterator[httpx.Client]:
    """Raw HTTP, as nobody."""
    with httpx.Client(base_url=reached.address, timeout=60) as client:
        yield client


@pytest.fixture
def clients(reached: Reached) -> Iterator[Mapping[str, ApiClient]]:
    """A client by role."""
    made = {role: ApiClient(reached.address, token) for role, token in reached.tokens.items()}
    yield made
    for client in made.values():
        client.close()


# --- broken requests --------------------------------------------------------------------------------------------------

CREATE = "mutation($input: CreateApplicationInput!) { createApplication(input: $input) { __typename } }"
BROKEN = {
    "malformed JSON": (b'{"query": "{ viewer', 400, "The request is not JSON in UTF-8."),
    "no JSON object": (b"7", 400, ""),
    "no query": (b"{}", 400, "No GraphQL query found in the request"),
    "malformed GraphQL": (b'{"query": "{ viewer { name }"}', 400, "Syntax Error: Expected Name."),
    "unknown field": (b'{"query": "{ viewer { shoeSize } }"}', 400, "Cannot query field 'shoeSize' on type 'Viewer'."),
    "unknown mutation": (b'{"query": "mutation { dropEverything }"}', 400, "Cannot query field 'dropEverything'"),
    "a literal of another type": (b'{"query": "{ institutions(first: true) { totalCount } }"}', 400, "Int cannot rep"),
    "an enumeration's unknown value": (
        b'{"query": "{ documents(first: 1, where: {kind: [LOVE_LETTER]}) { totalCount } }"}',
        400,
        "",
    ),
    "more than a megabyte": (b'{"query": "' + b" " * 1_000_000 + b'"}', 413, "larger than 1000000 bytes"),
    "too many aliases": (
        b'{"query": "{' + b" ".join(b"a%d: __typename" % n for n in range(501)) + b'}"}',
        400,
        "This request has 501 fields; at most 500 are allowed.",
    ),
    "too deep": (
        b'{"query": "{ clauses {' + b" parent {" * 14 + b" path " + b"}" * 14 + b'} }"}',
        400,
        "levels of fields; at most 15 are allowed.",
    ),
    "fragments that double": (
        b'{"query": "{ clauses { ...f0 } } '
        + b" ".join(b"fragment f%d on Clause { ...f%d a%d: path ...f%d }" % (n, n + 1, n, n + 1) for n in range(30))
        + b' fragment f30 on Clause { path }"}',
        400,
        "fields; at most 500 are allowed.",
    ),
    "a batch": (b'[{"query": "{ viewer { name } }"}]', 400, "Batching is not enabled"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_request_is_refused_quickly_with_its_reason(site: httpx.Client, reached: Reached, name: str) -> None:
    body, status, words = BROKEN[name]
    begun = time.monotonic()
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {reached.tokens['ADMIN']}"}
    answer = site.post("/graphql", content=body, headers=headers)
    assert (answer.status_code, set(answer.json())) == (status, {"errors"})
    assert words in answer.json()["errors"][0]["message"]
    assert answer.json()["errors"][0]["extensions"]["code"] in {"BAD_REQUEST", "TOO_EXPENSIVE"}
    assert time.monotonic() - begun < 5


WRONG_VARIABLES = {
    "missing": ({}, "Variable '$input' has invalid value"),
    "not an object": ({"input": 7}, "Variable '$input' has invalid value"),
    "a field too many": (
        {"input": {"idempotencyKey": "k" * 8, "institution": "x", "details": DETAILS, "state": "ACTIVE"}},
        "not to include unknown field 'state'",
    ),
    "a date that does not exist": (
        {"input": {"idempotencyKey": "k" * 8, "institution": "x", "details": {**DETAILS, "letterDate": "2026-02-30"}}},
        "A Date is a day that exists, as YYYY-MM-DD.",
    ),
    "an unknown form": (
        {"input": {"idempotencyKey": "k" * 8, "institution": "x", "details": {**DETAILS, "form": "PIRATE"}}},
        "The value does not exist in 'ProviderForm' enum.",
    ),
}


@pytest.mark.parametrize("name", WRONG_VARIABLES)
def test_wrong_variables_are_named_without_their_values(site: httpx.Client, reached: Reached, name: str) -> None:
    variables, words = WRONG_VARIABLES[name]
    headers = {"Authorization": f"Bearer {reached.tokens['INSTITUTION_HEAD']}"}
    answer = site.post("/graphql", json={"query": CREATE, "variables": variables}, headers=headers)
    assert (answer.status_code, answer.json()["errors"][0]["extensions"]["code"]) == (400, "BAD_REQUEST")
    assert words in answer.json()["errors"][0]["message"]
    assert "PIRATE" not in answer.text


def test_a_passphrase_in_the_text_of_a_request_is_refused_and_not_repeated(
    site: httpx.Client, reached: Reached
) -> None:
    text = 'mutation { signDocument(input: {passphrase: "rahasia sekali", document: "x"}) { __typename } }'
    headers = {"Authorization": f"Bearer {reached.tokens['DEPUTY']}"}
    answer = site.post("/graphql", json={"query": text}, headers=headers)
    assert (answer.status_code, "rahasia" in answer.text) == (400, False)
    assert "A Secret is given as a variable, never in the text of the request" in answer.text


# --- who asks ---------------------------------------------------------------------------------------------------------


def test_without_a_token_no_act_is_done(site: httpx.Client) -> None:
    values = {"idempotencyKey": "without-token", "institution": "x", "details": DETAILS}
    answer = site.post("/graphql", json={"query": CREATE, "variables": {"input": values}})
    assert answer.json()["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"
    assert "Masuk lebih dahulu. Sign in first" in answer.json()["errors"][0]["message"]


def claims(reached: Reached, **changed: Any) -> dict[str, Any]:
    """What a genuine token says, with some of it changed."""
    genuine = jwt.decode(reached.tokens["DEPUTY"], options={"verify_signature": False})
    return {**genuine, **changed}


def forged(reached: Reached, how: str) -> str:
    """A token that proves nobody."""
    key, kid = ec.generate_private_key(ec.SECP256R1()), {"kid": "development"}
    head, body, signature = reached.tokens["DEPUTY"].split(".")
    match how:
        case "another key":
            return jwt.encode(claims(reached), key, algorithm="ES256", headers=kid)
        case "no signature":
            return jwt.encode(claims(reached), None, algorithm="none", headers=kid)
        case "a shared secret":
            return jwt.encode(claims(reached), "s" * 32, algorithm="HS256", headers=kid)
        case "another body":
            other = jwt.encode(claims(reached, sub="person-admin"), key, algorithm="ES256", headers=kid).split(".")[1]
            return f"{head}.{other}.{signature}"
        case "cut off":
            return f"{head}.{body}"
    return "not a token"


@pytest.mark.parametrize(
    "how", ["another key", "no signature", "a shared secret", "another body", "cut off", "garbage"]
)
def test_a_forged_token_is_401_everywhere(site: httpx.Client, reached: Reached, story: Story, how: str) -> None:
    headers = {"Authorization": f"Bearer {forged(reached, how)}"}
    answer = site.post("/graphql", json={"query": "{ viewer { name } }"}, headers=headers)
    assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")
    assert answer.json()["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"
    paper = story.papers()[0]["path"].partition("/documents/")[2]
    assert site.get(f"/documents/{paper}", headers=headers).status_code == 401


def test_the_genuine_claims_do_sign_in(site: httpx.Client, reached: Reached) -> None:
    headers = {"Authorization": f"Bearer {reached.tokens['DEPUTY']}"}
    answer = site.post("/graphql", json={"query": "{ viewer { name signedIn } }"}, headers=headers)
    assert answer.json() == {"data": {"viewer": {"name": "Dr. Contoh Wiratama, M.T.", "signedIn": True}}}


@pytest.fixture(scope="module")
def inputs(cast: Cast) -> Inputs:
    """What each mutation takes, read from the schema."""
    return Inputs(cast.admin)


def later(story: Story, ledger: Ledger, inputs: Inputs) -> list[str]:
    """The mutations that the walk of an application does not need."""
    return sorted(set(inputs.names()) - set(acts(story, ledger)))


def acts(story: Story, ledger: Ledger) -> dict[str, dict[str, Any]]:
    """A well-formed act for each mutation on the things of the story, without version and key."""
    on_application, on_sla = {"application": story.application_id}, {"sla": story.sla_id}
    reason, items = {"reason": "Contoh"}, [{"kind": kind, "complete": True, "reason": ""} for kind in ATTACHMENTS]
    signing = {"seenSha256": "0" * 64, "passphrase": "contoh"}
    upload = {"name": "a.pdf", "contentType": "application/pdf", "size": 1, "sha256": "0" * 64}
    institution = global_id("Institution", "inst-kabupaten-contoh-utara")
    return {
        "createApplication": {"institution": institution, "details": DETAILS},
        "reviseApplication": on_application,
        "submitApplication": on_application,
        "assignReviewer": {**on_application, "reviewer": global_id("Person", "person-reviewer-1")},
        "requestCompletion": {**on_application, "items": items},
        "resubmitApplication": {**on_application, "answers": []},
        "lapseApplication": on_application,
        "declareComplete": {**on_application, "items": items},
        "rejectApplication": {**on_application, **reason},
        "startSla": on_application,
        "startInstallation": on_application,
        "acceptInstallation": {**on_application, "passed": list(CHECKLIST), "systemVersion": "1", "location": "1"},
        "failInstallation": {**on_application, **reason},
        "withdrawApplication": {**on_application, **reason},
        "proposeSla": {**on_sla, "terms": TERMS},
        "agreeSla": {**on_sla, "digest": "0" * 64},
        "signSlaForInstitution": {**on_sla, **signing},
        "signSlaForLkpp": {**on_sla, **signing},
        "declineSla": {**on_sla, **reason},
        "signDocument": {"document": story.papers()[3]["id"], **signing},
        "reissueDocument": {"document": story.papers()[3]["id"], **reason},
        "requestUpload": {"institution": institution, **upload},
        "confirmUpload": {"evidence": global_id("Evidence", ledger.stored["evidence"].find_one()["_id"])},
        "reviseCalendar": {"replaces": "1", "days": [], "removed": [], **reason},
    }


WITHOUT_VERSION = {"createApplication", "requestUpload", "reviseCalendar"}
COLLECTIONS = {"application": "applications", "sla": "slas", "document": "documents", "evidence": "evidence"}


def refused(client: ApiClient, mutation: str, values: Mapping[str, Any], *, version: int = 1) -> Refused:
    """The refusal of an act."""
    versioned = {} if mutation in WITHOUT_VERSION else {"expectedVersion": version}
    found = client.act(mutation, "__typename", {**values, **versioned, "idempotencyKey": f"refused-{mutation}"})
    assert isinstance(found, Refused), (mutation, found)
    return found


def version_of(ledger: Ledger, values: Mapping[str, Any]) -> int:
    """The present version of the thing that an act names."""
    for name, collection in COLLECTIONS.items():
        if name in values:
            key = split_id(values[name])
            assert key is not None
            return int(ledger.stored[collection].find_one({"_id": key[1]})["version"])
    return 0


def test_every_mutation_stands_in_this_file(story: Story, ledger: Ledger, inputs: Inputs) -> None:
    """Those of the walk with its own things, all others with things that do not exist."""
    assert set(acts(story, ledger)) < set(inputs.names())
    assert len(later(story, ledger, inputs)) == len(inputs.names()) - len(acts(story, ledger))


@pytest.mark.parametrize(
    "role", ["ADMIN", "REVIEWER", "DEPUTY", "ASSESSOR", "UNIT_HEAD", "INSTITUTION_HEAD", "AUDITOR"]
)
def test_a_later_mutation_on_what_does_not_exist_is_refused_and_changes_nothing(
    story: Story, ledger: Ledger, inputs: Inputs, clients: Mapping[str, ApiClient], role: str
) -> None:
    """Every role: the thing is not found, or the role may not, or the values will not do; never an error."""
    for mutation in later(story, ledger, inputs):
        found = clients[role].act(mutation, "__typename", inputs.of(mutation))
        assert isinstance(found, Refused), (mutation, found)
        assert found.code in {"NOT_FOUND", "NOT_PERMITTED", "INVALID_INPUT", "CONFIGURATION_LOCKED"}, (mutation, found)
        assert (bool(found.message), bool(found.required)) == (True, True)


def test_an_auditor_is_refused_every_later_mutation_that_makes_a_thing(
    story: Story, ledger: Ledger, inputs: Inputs, clients: Mapping[str, ApiClient]
) -> None:
    for mutation in later(story, ledger, inputs):
        found = clients["AUDITOR"].act(mutation, "__typename", inputs.of(mutation))
        assert isinstance(found, Refused)
        assert found.code in {"NOT_PERMITTED", "NOT_FOUND"}, (mutation, found)


def test_a_role_that_may_not_is_refused_each_mutation(
    story: Story, ledger: Ledger, clients: Mapping[str, ApiClient]
) -> None:
    """The auditor reads everything and may do nothing; the refusal says who may."""
    for mutation, values in acts(story, ledger).items():
        refusal = refused(clients["AUDITOR"], mutation, values, version=version_of(ledger, values))
        assert (refusal.code, refusal.type) == ("NOT_PERMITTED", "NotPermitted"), mutation
        assert refusal.message.startswith("Peran Anda tidak berwenang melakukan")
        assert refusal.required.startswith("Tindakan ini hanya untuk: ")


def test_another_institutions_things_are_not_found(
    story: Story, ledger: Ledger, clients: Mapping[str, ApiClient]
) -> None:
    """A stranger with the right role learns nothing, whatever version he names."""
    for mutation in HEAD_MAY:
        values = acts(story, ledger)[mutation]
        for version in (1, version_of(ledger, values)):
            refusal = refused(clients["FOREIGN_HEAD"], mutation, values, version=version)
            assert (refusal.code, refusal.type) == ("NOT_FOUND", "NotFound"), mutation


HEAD_MAY = (
    "createApplication",
    "reviseApplication",
    "submitApplication",
    "resubmitApplication",
    "withdrawApplication",
    "agreeSla",
    "signSlaForInstitution",
    "declineSla",
    "requestUpload",
    "confirmUpload",
)
"""What the head of an institution may do with its own things."""


@pytest.mark.parametrize("wrong", ["unknown", "of another kind", "no id", "empty", "forged"])
def test_a_wrong_id_is_not_found(story: Story, ledger: Ledger, clients: Mapping[str, ApiClient], wrong: str) -> None:
    for mutation, values in acts(story, ledger).items():
        thing = next((name for name in COLLECTIONS if name in values), None)
        if thing is None:
            continue
        kind = thing[0].upper() + thing[1:]
        bad = {
            "unknown": global_id(kind, "0" * 24),
            "of another kind": global_id("Standard", "0" * 24),
            "no id": "naskah saya",
            "empty": "",
            "forged": global_id(kind, "a") + "==",
        }[wrong]
        refusal = refused(clients["ADMIN"], mutation, {**values, thing: bad})
        assert refusal.code == "NOT_FOUND", (mutation, refusal)
        assert "tidak ditemukan" in refusal.message


def test_node_of_a_wrong_id_is_nothing(cast: Cast, story: Story) -> None:
    ids = [global_id("Application", "0" * 24), global_id("Sla", "../../etc"), "x", "", story.application_id + "="]
    assert cast.admin.ask("query($ids: [ID!]!) { nodes(ids: $ids) { id } }", ids=ids) == {"nodes": [None] * 5}


def test_a_stale_version_is_a_conflict_that_names_both(
    story: Story, ledger: Ledger, clients: Mapping[str, ApiClient]
) -> None:
    values = acts(story, ledger)["startInstallation"]
    present = version_of(ledger, values)
    refusal = refused(clients["ADMIN"], "startInstallation", values, version=present - 1)
    assert (refusal.code, refusal.message) == (
        "CONFLICT",
        f"Data telah berubah: versi Anda {present - 1}, versi sekarang {present}.",
    )


def test_an_act_in_the_wrong_state_names_the_states_and_the_clause(
    story: Story, ledger: Ledger, clients: Mapping[str, ApiClient]
) -> None:
    values = acts(story, ledger)["startInstallation"]
    refusal = refused(clients["ADMIN"], "startInstallation", values, version=version_of(ledger, values))
    assert (refusal.code, refusal.clause) == ("WRONG_STATE", "II.2.1.a.4")
    assert refusal.message == "“memulai instalasi SPSE” tidak dapat dilakukan dalam keadaan ACTIVE."


@pytest.mark.parametrize("key", ["", "short", "k" * 101, "new\nline-in-it"])
def test_an_idempotency_key_that_will_not_do_is_refused(
    story: Story, ledger: Ledger, clients: Mapping[str, ApiClient], key: str
) -> None:
    values = acts(story, ledger)["createApplication"]
    found = clients["INSTITUTION_HEAD"].act("createApplication", "__typename", {**values, "idempotencyKey": key})
    assert isinstance(found, Refused)
    assert (found.code, "8 sampai 100 karakter" in found.message) == ("INVALID_INPUT", True)


BAD_DETAILS = {
    "no name": ({"unitName": " "}, "isian ini wajib."),
    "a name of 201 characters": ({"unitName": "x" * 201}, "paling banyak 200 karakter, diterima 201."),
    "a control character": ({"address": "Jalan\x07 1"}, "memuat karakter yang tidak dapat dicetak: U+0007."),
    "no address of e-mail": ({"email": "lpse"}, "bukan alamat pos-el."),
}


@pytest.mark.parametrize("name", BAD_DETAILS)
def test_a_bad_field_is_named(story: Story, ledger: Ledger, clients: Mapping[str, ApiClient], name: str) -> None:
    changed, words = BAD_DETAILS[name]
    values = {**acts(story, ledger)["createApplication"], "details": {**DETAILS, **changed}}
    refusal = refused(clients["INSTITUTION_HEAD"], "createApplication", values)
    assert refusal.code == "INVALID_INPUT"
    assert (words in refusal.message, next(iter(changed)) in refusal.required) == (True, True)
