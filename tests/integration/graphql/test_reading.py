"""Nested reads are batched, and nobody reads what is not his to read (the readers of each kind of thing)."""

import base64
from datetime import UTC, datetime

import pytest

from domain.refusals import Refusal
from persistence.documents import DocumentRecord
from persistence.evidence import EvidenceRecord
from persistence.log import EventRecord
from persistence.outbox import OutboxRecord
from services.papers import PaperService, readable
from storage.port import Area
from tests.integration.graphql.conftest import ACTORS

pytestmark = pytest.mark.servers

NESTED = """
{
  applications(first: 50) {
    nodes {
      id state
      institution { name units(first: 3) { nodes { name currentSla { state } } } }
      unit { name }
      reviewer { name office }
      createdBy { name }
      authorisedSubmitters { name }
      attachments { kind evidence { name } }
      sla { state digest articles { heading } document { number standing } }
      documents(first: 5) { nodes { kind } }
      history(first: 5) { nodes { name } }
    }
  }
}
"""


def global_id(kind, key):
    return base64.urlsafe_b64encode(f"{kind}:{key}".encode()).rstrip(b"=").decode()


def test_a_nested_list_of_fifty_sends_twelve_commands(people):
    """Each kind of thing is read once for all parents, whatever their number."""
    for number in range(50):
        institution = people.institution(f"inst-{number:02}", name=f"Kota {number:02}")
        unit = people.unit(institution)
        sla = people.sla(institution, unit_id=unit, state="IN_FORCE", agreement={"articles": []}, digest="0" * 64)
        paper = people.document(institution, subject="SLA", subject_id=sla, state="SIGNED", number=str(number))
        people.database.client[people.database.name]["slas"].update_one({"_id": sla}, {"$set": {"document_id": paper}})
        application = people.application_of(
            institution, unit_id=unit, sla_id=sla, reviewer_id="reviewer", authorised_submitter_ids=["staff-a"]
        )
        people.document(institution, kind="APPROVAL", subject="APPLICATION", subject_id=application, state="SIGNED")
    read = {}
    sent = people.commands(lambda: read.update(people.ask(NESTED, "admin")))
    assert len(read["applications"]["nodes"]) == 50
    assert read["applications"]["nodes"][0]["sla"]["document"]["standing"] == "IN_FORCE"
    assert sorted(sent) == [
        ("aggregate", "documents"),
        ("aggregate", "events"),
        ("aggregate", "units"),
        ("find", "applications"),
        ("find", "documents"),
        ("find", "institutions"),
        ("find", "personnel"),
        ("find", "slas"),
        ("find", "slas"),
        ("find", "slas"),
        ("find", "slas"),
        ("find", "units"),
    ]


@pytest.mark.parametrize(
    ("expires_on", "standing"), [("2023-10-02", "IN_FORCE"), ("2023-10-01", "EXPIRED"), (None, "IN_FORCE")]
)
@pytest.mark.parametrize("kind", ["SLA", "CERTIFICATE"])
def test_a_paper_whose_last_day_has_passed_is_expired_before_its_record_follows(people, kind, expires_on, standing):
    """As verification says it: 2 October 2023 is today."""
    paper = people.document("inst-a", kind=kind, subject=kind, subject_id="thing", state="SIGNED")
    if kind == "SLA":
        people.sla("inst-a", record_id="thing", state="IN_FORCE", document_id=paper, expires_on=expires_on)
    else:
        people.database.client[people.database.name]["certificates"].insert_one(
            {
                "_id": "thing",
                "state": "ACTIVE",
                "institution_id": "inst-a",
                "unit_id": "unit-a",
                "updated_at": people.now,
                "issued_on": "2023-09-01",
                "expires_on": expires_on,
            }
        )
    asked = "query ($id: ID!) { node(id: $id) { ... on Document { standing } } }"
    read = people.ask(asked, "admin", id=global_id("Document", paper))
    assert read["node"]["standing"] == standing


@pytest.fixture
def things(people):
    """One thing of each kind for each institution, by institution and kind."""
    made = {}
    for institution in ("inst-a", "inst-b"):
        unit = people.unit(institution)
        sla = people.sla(institution, unit_id=unit)
        application = people.application_of(institution, unit_id=unit, sla_id=sla)
        made[institution] = {
            "Unit": unit,
            "Sla": sla,
            "Application": application,
            "Document": people.document(institution, subject="SLA", subject_id=sla),
            "Evidence": people._put(EvidenceRecord, institution, people.now, dict(EVIDENCE)),
            "Letter": people.document(
                institution, kind="APPROVAL", subject="APPLICATION", subject_id=application, state="SIGNED"
            ),
        }
    return made


EVIDENCE = {
    "state": "CONFIRMED",
    "name": "a.pdf",
    "content_type": "application/pdf",
    "size": 1,
    "sha256": "0" * 64,
    "uploaded_by": "staff-a",
    "key": "k",
}
READERS = {
    "Evidence": {"admin", "deputy", "reviewer", "assessor", "auditor", "head-a", "unit-head-a", "staff-a"},
    "Application": {"admin", "deputy", "reviewer", "auditor", "head-a", "unit-head-a", "staff-a"},
    "Sla": {"admin", "deputy", "reviewer", "assessor", "auditor", "head-a", "unit-head-a", "staff-a"},
    "Document": {"admin", "deputy", "reviewer", "assessor", "auditor", "head-a", "unit-head-a", "staff-a"},
    "Letter": {"admin", "deputy", "reviewer", "auditor", "head-a", "unit-head-a", "staff-a"},
    "Unit": {
        "admin",
        "deputy",
        "reviewer",
        "assessor",
        "auditor",
        "head-a",
        "unit-head-a",
        "staff-a",
        "head-b",
        "anonymous",
    },
}
EVERYBODY = READERS["Unit"]


@pytest.mark.parametrize("kind", READERS)
def test_a_thing_is_found_by_exactly_its_readers(people, things, kind):
    """A foreign thing answers as an unknown one does: null."""
    name = "Document" if kind == "Letter" else kind
    found = {
        who
        for who in EVERYBODY
        if people.ask("query($i: ID!) { node(id: $i) { id } }", who, i=global_id(name, things["inst-a"][kind]))["node"]
    }
    assert found == READERS[kind]


@pytest.mark.parametrize("field", ["applications", "slas", "documents"])
def test_an_institution_lists_only_its_own(people, things, field):
    query = f"{{ {field}(first: 10) {{ totalCount nodes {{ institution {{ name }} }} }} }}"
    for who in ("head-a", "unit-head-a", "staff-a"):
        names = [node["institution"]["name"] for node in people.ask(query, who)[field]["nodes"]]
        assert set(names) == {"Kabupaten Contoh Utara"}
    assert people.ask(query, "head-a")[field]["totalCount"] == people.ask(query, "admin")[field]["totalCount"] / 2


def test_a_filter_does_not_widen_what_an_institution_sees(people, things):
    query = "query($f: ApplicationFilter) { applications(first: 10, filter: $f) { totalCount nodes { id } } }"
    foreign = people.ask(query, "head-a", f={"institution": global_id("Institution", "inst-b")})["applications"]
    assert foreign == {"totalCount": 0, "nodes": []}


@pytest.mark.parametrize(
    ("field", "who", "code"),
    [
        ("applications", "anonymous", "UNAUTHENTICATED"),
        ("slas", "anonymous", "UNAUTHENTICATED"),
        ("documents", "anonymous", "UNAUTHENTICATED"),
        ("people", "anonymous", "UNAUTHENTICATED"),
        ("outbox", "anonymous", "UNAUTHENTICATED"),
        ("applications", "assessor", "FORBIDDEN"),
        ("outbox", "deputy", "FORBIDDEN"),
        ("outbox", "head-a", "FORBIDDEN"),
    ],
)
def test_a_list_is_closed_to_roles_that_do_not_read_it(people, field, who, code):
    assert people.codes(f"{{ {field}(first: 1) {{ totalCount }} }}", who) == [code]


def test_a_public_unit_shows_a_stranger_no_more_than_its_public_part(people, things):
    query = """query($i: ID!) { node(id: $i) { ... on Unit {
        name state slaState contact { email } application { id } currentSla { id } slas(first: 1) { totalCount }
        institution { applications(first: 1) { totalCount } } availableActions { mutation }
        history(first: 5) { totalCount } } } }"""
    for who in ("anonymous", "head-b"):
        unit = people.ask(query, who, i=global_id("Unit", things["inst-a"]["Unit"]))["node"]
        assert unit == {
            "name": "LPSE Contoh",
            "state": "ACTIVE",
            "slaState": None,
            "contact": None,
            "application": None,
            "currentSla": None,
            "slas": None,
            "institution": {"applications": None},
            "availableActions": [],
            "history": {"totalCount": 0},
        }
    mine = people.ask(query, "head-a", i=global_id("Unit", things["inst-a"]["Unit"]))["node"]
    assert (mine["contact"], mine["slaState"]) == ({"email": "lpse@contoh.invalid"}, "DRAFT")
    assert mine["institution"] == {"applications": {"totalCount": 1}}


@pytest.mark.parametrize(
    ("state", "told"), [("IN_FORCE", "IN_FORCE"), ("BREACH_REVIEW", "IN_FORCE"), ("BREACHED", "BREACHED")]
)
def test_a_breach_that_nobody_confirmed_is_told_to_its_parties_alone(people, state, told):
    """II.2.2.d"""
    unit = people.unit("inst-a")
    people.sla("inst-a", unit_id=unit, state=state)
    query = "query($i: ID!) { node(id: $i) { ... on Unit { slaState } } }"
    seen = {who: people.ask(query, who, i=global_id("Unit", unit))["node"]["slaState"] for who in READERS["Unit"]}
    assert seen == {who: told if who in {"head-b", "anonymous"} else state for who in READERS["Unit"]}


LKPP = {"admin", "deputy", "reviewer", "auditor"}
OWN = {"head-a", "unit-head-a", "staff-a"}
PAPERS = [
    ("APPROVAL", "APPLICATION", "DRAFT", False, LKPP),
    ("APPROVAL", "APPLICATION", "AWAITING_SIGNATURE", False, LKPP),
    ("APPROVAL", "APPLICATION", "VOID", False, LKPP),
    ("APPROVAL", "APPLICATION", "SIGNED", True, LKPP | OWN),
    ("REJECTION", "APPLICATION", "AWAITING_INITIALS", False, LKPP),
    ("DETERMINATION", "ASSESSMENT", "AWAITING_SIGNATURE", False, LKPP | {"assessor"}),
    ("CERTIFICATE", "CERTIFICATE", "RETURNED", False, LKPP | {"assessor"}),
    ("SLA", "SLA", "AWAITING_SIGNATURE", False, LKPP | OWN | {"assessor"}),
    ("SLA", "SLA", "VOID", False, LKPP | {"assessor"}),
    ("SLA", "SLA", "VOID", True, LKPP | OWN | {"assessor"}),
    ("APPLICATION_RECEIPT", "APPLICATION", "AWAITING_SIGNATURE", False, LKPP | OWN),
    ("NOTICE", "SANCTION", "AWAITING_SIGNATURE", False, LKPP | {"assessor"}),
]


@pytest.mark.parametrize(("kind", "subject", "state", "signed", "readers"), PAPERS)
def test_an_institution_finds_what_is_signed_or_waits_for_its_own(people, kind, subject, state, signed, readers):
    """By its id, in the list, and by the very bytes: one rule in the domain and in the database."""
    signatures = [{"field": "Sig1", "signer_id": "head-a"}] if signed else []
    more = {"subject": subject, "subject_id": "thing", "sha256": "0" * 64, "signatures": signatures}
    key = people.document("inst-a", kind=kind, state=state, **more)
    query = "query($i: ID!) { node(id: $i) { id } }"
    found = {who for who in EVERYBODY if people.ask(query, who, i=global_id("Document", key))["node"]}
    listed = {who for who in readers | OWN if people.ask("{ documents(first: 9) { totalCount } }", who) == _ONE}
    assert (found, listed) == (readers, readers)
    document = DocumentRecord.objects(id=key).get()
    assert {who for who in EVERYBODY if readable(ACTORS[who], document)} == readers


@pytest.mark.parametrize(
    ("kind", "state", "given"),
    [
        ("APPLICATION_RECEIPT", "AWAITING_SIGNATURE", "PAPER_NOT_READY"),
        ("APPROVAL", "AWAITING_SIGNATURE", "NOT_FOUND"),
        ("APPROVAL", "VOID", "NOT_FOUND"),
        ("APPROVAL", "SIGNED", "ISSUED"),
        ("SLA", "AWAITING_SIGNATURE", "DRAFT"),
    ],
)
def test_an_institution_is_given_no_bytes_that_say_what_is_not_yet_so(people, kind, state, given):
    """The page says that it is signed before it is: LKPP gets it, to sign it; others do once it is true."""
    key = people.document("inst-a", kind=kind, subject="SLA", state=state, sha256="0" * 64)
    papers = PaperService(door=None, issuance=None, passes=None)
    for who in ("head-a", "unit-head-a", "staff-a"):
        found = papers.stored_at(actor=ACTORS[who], document_id=key)
        assert (found.code.value if isinstance(found, Refusal) else found[1].name) == given
    _document, area, _key = papers.stored_at(actor=ACTORS["deputy"], document_id=key)
    assert area is (Area.ISSUED if state == "SIGNED" else Area.DRAFT)


_ONE = {"documents": {"totalCount": 1}}


def test_an_institution_reads_neither_initials_nor_their_chain(people):
    """They are LKPP's own way to a signature, as the events that put them are."""
    initials = [{"step": "REVIEWER", "person_id": "reviewer", "person_name": "reviewer", "sha256": "0" * 64, "at": AT}]
    key = people.document("inst-a", state="SIGNED", chain=["REVIEWER"], initials=initials)
    query = "query($i: ID!) { node(id: $i) { ... on Document { chain initials { personName } } } }"
    seen = {who: people.ask(query, who, i=global_id("Document", key))["node"] for who in ("admin", "head-a")}
    assert seen == {
        "admin": {"chain": ["REVIEWER"], "initials": [{"personName": "reviewer"}]},
        "head-a": {"chain": [], "initials": []},
    }


AT = "2023-10-02T02:00:00+00:00"


def test_an_institution_reads_no_act_of_lkpps_deliberation(people):
    """Neither on a page nor in its count; whoever reads LKPP's log reads them all."""
    key = people.document("inst-a", state="SIGNED")
    verbs = ["draft", "reserve_number", "present", "initial", "return_paper", "resubmit", "present", "publish"]
    for version, verb in enumerate(verbs, start=1):
        EventRecord(
            id=f"{key}-{version}", aggregate="DOCUMENT", record_id=key, version=version, name=verb, verb=verb,
            to_state="DRAFT", actor_id="reviewer", actor_name="reviewer", at=people.now, clause="HOUSE",
            reason="rahasia" if verb == "return_paper" else None,
        ).save()  # fmt: skip
    query = """query($i: ID!, $a: String) { node(id: $i) { ... on Document { history(first: 3, after: $a) {
        totalCount pageInfo { hasNextPage endCursor } nodes { version name reason } } } } }"""

    def pages(who):
        after, found = None, []
        while True:
            page = people.ask(query, who, i=global_id("Document", key), a=after)["node"]["history"]
            found += [(node["version"], node["name"], node["reason"]) for node in page["nodes"]]
            if not page["pageInfo"]["hasNextPage"]:
                return page["totalCount"], found
            after = page["pageInfo"]["endCursor"]

    whole = [(n, verb, "rahasia" if n == 5 else None) for n, verb in enumerate(verbs, start=1)]
    assert pages("deputy") == (8, whole)
    assert pages("head-a") == pages("unit-head-a") == (5, [whole[n] for n in (0, 1, 2, 6, 7)])
    assert pages("reviewer") == (8, whole)
    assert pages("assessor") == pages("staff-a") == (0, [])


def test_people_are_known_to_lkpp_and_to_their_own(people):
    query = "{ people(first: 50) { nodes { name roles } } }"
    everybody = {node["name"]: node["roles"] for node in people.ask(query, "admin")["people"]["nodes"]}
    assert everybody["head-b"] == ["INSTITUTION_HEAD"]
    mine = {node["name"]: node["roles"] for node in people.ask(query, "head-a")["people"]["nodes"]}
    assert mine == {
        "admin": None,
        "assessor": None,
        "assessor-2": None,
        "assessor-3": None,
        "auditor": None,
        "deputy": None,
        "head-a": ["INSTITUTION_HEAD"],
        "reviewer": None,
        "reviewer-2": None,
        "staff-a": None,
        "unit-head-a": None,
    }


def test_the_log_is_read_by_its_readers_only(people):
    """LKPP's officers read it all, the heads of the institution theirs, reviewers their own acts, staff nothing."""
    answer = people.ask(
        """mutation($i: CreateApplicationInput!) { createApplication(input: $i) {
            ... on CreateApplicationSuccess { application { id } } } }""",
        "staff-a",
        i=create_input(),
    )
    key = answer["createApplication"]["application"]["id"]
    query = "query($i: ID!) { node(id: $i) { ... on Application { history(first: 5) { nodes { name actorName } } } } }"
    seen = {who: people.ask(query, who, i=key)["node"]["history"]["nodes"] for who in READERS["Application"]}
    event = {"name": "ApplicationCreated", "actorName": "staff-a"}
    everything = {"admin", "deputy", "auditor", "head-a", "unit-head-a"}
    assert seen == {who: [event] if who in everything else [] for who in READERS["Application"]}


@pytest.mark.parametrize(
    "value", ["", "x", "Application:1", "QXBwbGljYXRpb24", "QXBwbGljYXRpb246", "OjE", "\N{GRINNING FACE}", "A" * 9_999]
)
def test_a_malformed_id_is_found_nowhere(world, value):
    assert world.ask("query($i: ID!) { node(id: $i) { id } nodes(ids: [$i, $i]) { id } }", i=value) == {
        "node": None,
        "nodes": [None, None],
    }


def test_a_lone_surrogate_is_found_nowhere(world):
    body = rb'{"query": "query($i: ID!, $a: String) { node(id: $i) { id } institutions(first: 1, filter: {search: $a}) '
    body += rb'{ nodes { id } } }", "variables": {"i": "\ud800", "a": "\ud800"}}'
    answer = world.post(None, content=body, headers={"content-type": "application/json"}).json()
    assert answer == {"data": {"node": None, "institutions": {"nodes": []}}}


def test_every_kind_of_node_is_found_again_by_its_own_id(people, things):
    ids = [
        global_id("Institution", "inst-a"),
        *(global_id(kind, things["inst-a"][kind]) for kind in ("Unit", "Application", "Sla", "Document")),
        global_id("Person", "deputy"),
        global_id("Clause", "II.2.1.a.3"),
        global_id("Rule", "R-01"),
    ]
    found = people.ask("query($i: [ID!]!) { nodes(ids: $i) { id __typename } }", "admin", i=ids)["nodes"]
    assert [node["id"] for node in found] == ids
    assert people.ask("query($i: ID!) { node(id: $i) { id } }", i=global_id("Clause", "HOUSE"))["node"] is None


def create_input(key="key-0000-create", institution="inst-a"):
    return {
        "institution": global_id("Institution", institution),
        "idempotencyKey": key,
        "details": {
            "form": "SYSTEM_PROVIDER",
            "unitForm": "UKPBJ",
            "managementPattern": "DISTRIBUTED",
            "unitName": "LPSE Contoh",
            "letterNumber": "1",
            "letterDate": "2023-09-29",
            "legalBasisNumber": "2",
            "legalBasisDate": "2021-03-01",
            "address": "Jalan Contoh",
            "email": "lpse@contoh.invalid",
            "phone": "000",
            "serviceHours": "08.00-16.00",
            "authorisedSubmitters": [],
        },
    }


@pytest.mark.parametrize("person", ["deputy", "staff-a", "head-b"])
def test_a_person_is_found_by_those_who_may_know_him(people, person):
    """LKPP's people by everybody who is signed in, an institution's by LKPP and its own; the public knows nobody."""
    lkpp = {"admin", "deputy", "reviewer", "assessor", "auditor"}
    expected = {
        "deputy": EVERYBODY - {"anonymous"},
        "staff-a": lkpp | {"head-a", "unit-head-a", "staff-a"},
        "head-b": lkpp | {"head-b"},
    }
    query, key = "query($i: ID!) { node(id: $i) { id } }", global_id("Person", person)
    assert {who for who in EVERYBODY if people.ask(query, who, i=key)["node"]} == expected[person]


def test_a_paper_shows_where_it_is_checked_and_served(people):
    key = people.document("inst-a", state="SIGNED", code="c0de", sha256="0" * 64, dated="2023-10-02", number="1/X")
    query = "query($i: ID!) { node(id: $i) { ... on Document { verifyUrl path date number label(language: EN) } } }"
    assert people.ask(query, "head-a", i=global_id("Document", key))["node"] == {
        "verifyUrl": "https://pembina.contoh.invalid/v/c0de",
        "path": f"https://pembina.contoh.invalid/documents/{key}",
        "date": "2023-10-02",
        "number": "1/X",
        "label": "Service-level agreement",
    }


def test_the_clauses_of_an_agreement_are_read_in_their_structure(people):
    items = [{"label": "a.", "text": "satu"}]
    clauses = [{"label": "(1)", "text": "bunyi", "items": items}, {"label": "(2)", "text": "lagi", "items": []}]
    agreement = {"articles": [{"number": 1, "heading": "Para Pihak", "clauses": clauses}], "terms": {"a": 1}}
    key = people.sla("inst-a", agreement=agreement, signatories={"LKPP": "deputy", "INSTITUTION": "head-a"})
    query = """query($i: ID!) { node(id: $i) { ... on Sla {
        articles { number heading clauses { label text items { label text } } }
        signatories { side person { name } } } } }"""
    assert people.ask(query, "head-a", i=global_id("Sla", key))["node"] == {
        "articles": agreement["articles"],
        "signatories": [
            {"side": "INSTITUTION", "person": {"name": "head-a"}},
            {"side": "LKPP", "person": {"name": "deputy"}},
        ],
    }


def test_an_administrator_sees_what_waits_and_what_failed(people):
    for state, error in (("PENDING", None), ("DEAD", "RuntimeError: no converter"), ("DONE", None)):
        OutboxRecord(
            id=state,
            topic="issue_document",
            record_id="x",
            state=state,
            due_at=people.now,
            token=0,
            attempts=12,
            error=error,
            created_at=people.now,
        ).save(force_insert=True)
    query = "query($f: OutboxFilter) { outbox(first: 10, filter: $f) { nodes { state error topic } } }"
    found = people.ask(query, "admin")["outbox"]["nodes"]
    assert [(entry["state"], entry["error"]) for entry in found] == [
        ("DEAD", "RuntimeError: no converter"),
        ("PENDING", None),
    ]
    assert [entry["state"] for entry in people.ask(query, "admin", f={"states": ["DONE"]})["outbox"]["nodes"]] == [
        "DONE"
    ]


def test_a_separate_unit_is_flagged_when_its_last_day_has_passed_in_jakarta(world):
    """I.p2: valid through 31 December 2023; the unit is not touched, time passes."""
    world.institution("inst-a")
    world.unit("inst-a", name="LPSE di UKPBJ")
    world.unit("inst-a", name="LPSE terpisah", unit_form="SEPARATE")
    query = """query($lapsed: Boolean) {
        units(first: 9, filter: {unitFormLapsed: $lapsed}) { totalCount edges { node { name unitFormLapsed } } }
    }"""

    def found(lapsed):
        answer = world.ask(query, lapsed=lapsed)["units"]
        assert answer["totalCount"] == len(answer["edges"])
        return {edge["node"]["name"]: edge["node"]["unitFormLapsed"] for edge in answer["edges"]}

    every = {"LPSE di UKPBJ": False, "LPSE terpisah": False}
    world.clock.instant = datetime(2023, 12, 31, 16, 59, 59, tzinfo=UTC)
    assert (found(None), found(False), found(True)) == (every, every, {})
    world.clock.instant = datetime(2023, 12, 31, 17, 0, tzinfo=UTC)
    assert found(None) == every | {"LPSE terpisah": True}
    assert (found(False), found(True)) == ({"LPSE di UKPBJ": False}, {"LPSE terpisah": True})


VIEWER = "{ viewer { name office signedIn person { id office } } }"


def test_the_viewers_office_is_that_of_the_register(people):
    """No token says it: it stands where the signature blocks take it from."""
    assert people.ask(VIEWER, "reviewer")["viewer"] == {
        "name": "reviewer",
        "office": "Jabatan",
        "signedIn": True,
        "person": {"id": global_id("Person", "reviewer"), "office": "Jabatan"},
    }


def test_who_is_not_in_the_register_has_no_office(world):
    nobody = {"office": "", "person": None}
    assert world.ask(VIEWER)["viewer"] == {"name": "Publik", "signedIn": False, **nobody}
    assert world.ask(VIEWER, "reviewer")["viewer"] == {"name": "reviewer", "signedIn": True, **nobody}
