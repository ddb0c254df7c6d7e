"""Mutations: what is done, what is refused, and that what was refused wrote nothing."""

import base64
import logging

import pytest

pytestmark = pytest.mark.servers

REFUSAL = "__typename ... on Refusal { code message required clauseId clause { path } subject }"
CHANGED = "application { id version state submittedOn } documents { id kind state }"


def global_id(kind, key):
    return base64.urlsafe_b64encode(f"{kind}:{key}".encode()).rstrip(b"=").decode()


def act(world, name, who, **values):
    """What a mutation of an application gives."""
    kind = name[0].upper() + name[1:]
    query = f"mutation($i: {kind}Input!) {{ {name}(input: $i) {{ {REFUSAL} ... on {kind}Success {{ {CHANGED} }} }} }}"
    return world.ask(query, who, i=values)[name]


def details(**more):
    return {
        "form": "SERVICE_PROVIDER",
        "unitForm": "UKPBJ",
        "managementPattern": "CENTRALISED",
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
        **more,
    }


@pytest.fixture
def draft(people):
    """A draft of inst-a, with its id."""
    made = act(
        people,
        "createApplication",
        "head-a",
        institution=global_id("Institution", "inst-a"),
        details=details(),
        idempotencyKey="key-create-1",
    )
    assert made["__typename"] == "CreateApplicationSuccess"
    assert (made["application"]["version"], made["application"]["state"]) == (1, "DRAFT")
    return made["application"]["id"]


@pytest.fixture
def complete(people, draft):
    """The draft with every attachment confirmed, at version 2."""
    from persistence.evidence import EvidenceRecord

    kinds = ["APPLICATION_LETTER", "LEGAL_BASIS", "ORGANISATION_STRUCTURE", "PERSONNEL_LIST"]
    for number, _kind in enumerate(kinds):
        people._put(
            EvidenceRecord,
            "inst-a",
            people.now,
            {
                "record_id": f"evidence-{number}",
                "key": "k",
                "state": "CONFIRMED",
                "name": "a.pdf",
                "content_type": "application/pdf",
                "size": 1,
                "sha256": "0" * 64,
                "uploaded_by": "staff-a",
            },
        )
    attachments = [{"kind": kind, "evidence": global_id("Evidence", f"evidence-{n}")} for n, kind in enumerate(kinds)]
    revised = act(
        people,
        "reviseApplication",
        "staff-a",
        application=draft,
        attachments=attachments,
        expectedVersion=1,
        idempotencyKey="key-revise-1",
    )
    assert revised["application"]["version"] == 2
    return draft


def refused(world, name, who, **values):
    """The refusal of a mutation that changed nothing in the whole database."""
    before = world.dump()
    answer = act(world, name, who, **values)
    assert world.dump() == before
    assert not answer["__typename"].endswith("Success")
    return answer


def test_a_submission_gives_the_application_anew_and_its_receipt(people, complete):
    done = act(
        people, "submitApplication", "head-a", application=complete, expectedVersion=2, idempotencyKey="key-submit"
    )
    assert done["__typename"] == "SubmitApplicationSuccess"
    assert done["application"] == {"id": complete, "version": 3, "state": "SUBMITTED", "submittedOn": "2023-10-02"}
    assert [(paper["kind"], paper["state"]) for paper in done["documents"]] == [("APPLICATION_RECEIPT", "DRAFT")]


def test_two_acts_in_one_request_each_show_their_own_version(people, complete):
    query = """mutation($r: ReviseApplicationInput!, $s: SubmitApplicationInput!) {
        reviseApplication(input: $r) { ... on ReviseApplicationSuccess { application { version state } } }
        submitApplication(input: $s) { ... on SubmitApplicationSuccess { application { version state } } } }"""
    answer = people.ask(
        query,
        "head-a",
        r={"application": complete, "details": details(), "expectedVersion": 2, "idempotencyKey": "key-revise-2"},
        s={"application": complete, "expectedVersion": 3, "idempotencyKey": "key-submit"},
    )
    assert answer["reviseApplication"]["application"] == {"version": 3, "state": "DRAFT"}
    assert answer["submitApplication"]["application"] == {"version": 4, "state": "SUBMITTED"}


def test_a_missing_attachment_is_refused_by_a_house_rule(people, draft):
    """II.2.1.a.1 asks for an application; what is attached to it is ours (R-20)."""
    answer = refused(
        people, "submitApplication", "head-a", application=draft, expectedVersion=1, idempotencyKey="key-submit"
    )
    assert answer == {
        "__typename": "AttachmentMissing",
        "code": "ATTACHMENT_MISSING",
        "message": "Lampiran wajib belum ada: APPLICATION_LETTER, LEGAL_BASIS, ORGANISATION_STRUCTURE, PERSONNEL_LIST.",
        "required": "Setiap lampiran wajib harus diunggah dan dikonfirmasi.",
        "clauseId": "HOUSE",
        "clause": None,
        "subject": "attachments",
    }


def test_a_stale_version_is_a_conflict(people, complete):
    answer = refused(
        people, "submitApplication", "head-a", application=complete, expectedVersion=1, idempotencyKey="key-submit"
    )
    assert (answer["__typename"], answer["clauseId"], answer["clause"]) == ("Conflict", "HOUSE", None)
    assert answer["message"] == "Data telah berubah: versi Anda 1, versi sekarang 2."


def test_a_repeated_key_gives_the_first_outcome_and_writes_nothing(people, complete):
    act(people, "submitApplication", "head-a", application=complete, expectedVersion=2, idempotencyKey="key-submit")
    before = people.dump()
    again = act(
        people, "submitApplication", "head-a", application=complete, expectedVersion=2, idempotencyKey="key-submit"
    )
    assert people.dump() == before
    assert (again["__typename"], again["application"]["version"]) == ("SubmitApplicationSuccess", 3)


def test_a_key_of_another_act_is_refused(people, complete):
    answer = refused(
        people, "submitApplication", "staff-a", application=complete, expectedVersion=2, idempotencyKey="key-revise-1"
    )
    assert answer["__typename"] == "IdempotencyKeyReused"


@pytest.mark.parametrize(
    "key", ["", "short12", "x" * 101, "newline\nnewline", "\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0000"]
)
def test_an_idempotency_key_that_will_not_do_is_invalid_input(people, draft, key):
    answer = refused(people, "submitApplication", "head-a", application=draft, expectedVersion=1, idempotencyKey=key)
    assert (answer["__typename"], answer["subject"]) == ("InvalidInput", "idempotencyKey")


def test_a_foreign_application_answers_like_an_unknown_one(people, draft):
    values = {"expectedVersion": 1, "idempotencyKey": "key-submit"}
    foreign = refused(people, "submitApplication", "head-b", application=draft, **values)
    unknown = refused(people, "submitApplication", "head-b", application=global_id("Application", "0" * 24), **values)
    assert foreign["__typename"] == unknown["__typename"] == "NotFound"
    key = base64.urlsafe_b64decode(draft + "=" * (-len(draft) % 4)).decode().partition(":")[2]
    assert foreign["message"].replace(key, "?") == unknown["message"].replace("0" * 24, "?")
    assert foreign["required"] == unknown["required"]


@pytest.mark.parametrize(
    "value", ["", "x", "\N{GRINNING FACE}", global_id("Sla", "1"), global_id("Nothing", "1"), "a" * 5_000]
)
def test_an_id_of_something_else_is_not_found(people, draft, value):
    values = {"expectedVersion": 1, "idempotencyKey": "key-some-1"}
    one = refused(people, "submitApplication", "head-a", application=value, **values)
    two = refused(people, "assignReviewer", "admin", application=draft, reviewer=value, **values)
    three = refused(
        people,
        "reviseApplication",
        "head-a",
        application=draft,
        attachments=[{"kind": "LEGAL_BASIS", "evidence": value}],
        **values,
    )
    four = refused(
        people,
        "createApplication",
        "head-a",
        institution=value,
        details=details(authorisedSubmitters=[value]),
        idempotencyKey="key-some-1",
    )
    assert [answer["__typename"] for answer in (one, two, three, four)] == ["NotFound"] * 4
    assert [answer["subject"] for answer in (one, two, three, four)] == [
        "application",
        "reviewer",
        "attachments.evidence",
        "institution",
    ]


def test_nobody_acts_without_a_token(people, draft):
    query = "mutation($i: SubmitApplicationInput!) { submitApplication(input: $i) { __typename } }"
    before = people.dump()
    values = {"application": draft, "expectedVersion": 1, "idempotencyKey": "key-submit"}
    assert people.codes(query, "anonymous", i=values) == ["UNAUTHENTICATED"]
    assert people.dump() == before


def test_the_auditor_may_do_nothing(people, draft):
    answer = refused(
        people, "submitApplication", "auditor", application=draft, expectedVersion=1, idempotencyKey="key-submit"
    )
    assert answer["__typename"] == "NotPermitted"


def test_available_actions_say_what_may_be_done_and_why_not(people, draft):
    query = """query($i: ID!) { node(id: $i) { ... on Application { availableActions {
        mutation allowed label(language: EN) clauseId refusal { code clause { path } } } } } }"""
    offers = {o["mutation"]: o for o in people.ask(query, "head-a", i=draft)["node"]["availableActions"]}
    assert sorted(offers) == ["resubmitApplication", "reviseApplication", "submitApplication", "withdrawApplication"]
    assert offers["withdrawApplication"] == {
        "mutation": "withdrawApplication",
        "allowed": True,
        "label": "withdraw the application",
        "clauseId": "HOUSE",
        "refusal": None,
    }
    assert offers["submitApplication"]["refusal"] == {
        "code": "ATTACHMENT_MISSING",
        "clause": None,
    }
    assert people.ask(query, "auditor", i=draft)["node"]["availableActions"] == []


SIGN = "mutation($i: SignDocumentInput!) { signDocument(input: $i) { __typename ... on Refusal { code subject } } }"
SECRET = "sangat-rahasia-4711"


def test_a_passphrase_reaches_the_signature_and_nothing_else(people, caplog):
    caplog.set_level(logging.DEBUG)
    paper = people.document("inst-a", kind="APPROVAL", state="AWAITING_SIGNATURE", signatories=["deputy"])
    values = {
        "document": global_id("Document", paper),
        "seenSha256": "0" * 64,
        "passphrase": SECRET,
        "expectedVersion": 1,
        "idempotencyKey": "key-sign-1",
    }
    answer = people.ask(SIGN, "deputy", i=values)
    assert answer == {
        "signDocument": {"__typename": "PassphraseRefused", "code": "PASSPHRASE_REFUSED", "subject": "passphrase"}
    }
    assert people.papers.passphrases == [SECRET]
    assert SECRET not in caplog.text


GOOD = {"document": "x", "seenSha256": "0", "passphrase": SECRET, "expectedVersion": 1, "idempotencyKey": "key-sign-1"}


@pytest.mark.parametrize(
    "values",
    [
        {"passphrase": SECRET},
        {**GOOD, "passphrase": [SECRET]},
        {**GOOD, "passphrase": {"a": SECRET}},
        {**GOOD, "passphrase": SECRET * 100},
        {**GOOD, "passphrase": SECRET + "\n"},
        {**GOOD, "passphrse": SECRET},
        {**GOOD, "expectedVersion": SECRET},
        {**GOOD, "expectedVersion": [SECRET]},
        {**GOOD, "idempotencyKey": {"a": SECRET}},
        {**GOOD, "document": {"a": SECRET}},
        {**GOOD, "seenSha256": [SECRET]},
        SECRET,
        [SECRET],
        [{"a": SECRET}],
    ],
)
def test_a_request_that_fails_validation_repeats_no_passphrase(people, caplog, values):
    caplog.set_level(logging.DEBUG)
    response = people.post({"query": SIGN, "variables": {"i": values}}, who="deputy")
    assert response.status_code == 400
    assert response.json()["errors"]
    assert SECRET not in response.text
    assert SECRET not in caplog.text
    assert people.papers.passphrases == []


@pytest.mark.parametrize(
    "text",
    [
        f'mutation {{ signDocument(input: {{passphrase: "{SECRET}"}}) {{ __typename }} }}',
        f'mutation {{ signDocument(input: {{document: "x", seenSha256: "0", passphrase: "{SECRET}", expectedVersion: 1, '
        'idempotencyKey: "key-sign-1"}) { __typename } }',
        f'mutation {{ signDocument(input: "{SECRET}") {{ __typename }} }}',
        f'mutation {{ signDocument(input: {{expectedVersion: "{SECRET}"}}) {{ __typename }} }}',
        f'mutation {{ signDocument(input: {{passphrse: "{SECRET}"}}) {{ __typename }} }}',
        f'mutation {{ signDocument(input: """{SECRET}""" ',
        f'mutation {{ signDocument(input: {{passphrase: "{SECRET}',
        f'mutation {{ "{SECRET}" }}',
        f'mutation($i: SignDocumentInput = {{passphrase: "{SECRET}"}}) {{ signDocument(input: $i) {{ __typename }} }}',
        f'{{ institutions(first: "{SECRET}") {{ totalCount }} }}',
        f'{{ institutions(first: 1, orderBy: {{field: "{SECRET}"}}) {{ totalCount }} }}',
    ],
)
def test_a_passphrase_in_the_text_is_refused_and_not_repeated(people, caplog, text):
    caplog.set_level(logging.DEBUG)
    response = people.post({"query": text}, who="deputy")
    assert response.status_code == 400
    assert response.json()["errors"]
    assert SECRET not in response.text
    assert SECRET not in caplog.text


def test_an_unknown_error_is_masked_with_an_id_that_the_log_knows(people, caplog):
    """A record that lacks what its class promises is our fault, and its detail is not for clients."""
    key = people.application_of("inst-a")
    stored = people.database.client[people.database.name]["applications"]
    stored.update_one({"_id": key}, {"$set": {"unit_name": 4711}})
    answer = people.post({"query": "{ applications(first: 1) { nodes { id } } }"}, who="admin").json()
    (error,) = answer["errors"]
    assert answer["data"] is None
    assert error["extensions"]["code"] == "INTERNAL"
    incident = error["extensions"]["incident"]
    assert incident in error["message"]
    assert "unit_name" not in str(answer)
    (logged,) = [record for record in caplog.records if record.name == "pembina.graphql"]
    assert incident in logged.getMessage()
    assert "unit_name holds no text" in caplog.text


REISSUE = """mutation($i: ReissueDocumentInput!) { reissueDocument(input: $i) {
  __typename
  ... on Refusal { code subject }
  ... on ReissueDocumentSuccess { document { state voidReason } documents { id kind state } }
} }"""


def test_an_admin_issues_an_unsigned_approval_anew(people):
    application = people.application_of("inst-a", state="COMPLETE")
    paper = people.document(
        "inst-a",
        kind="APPROVAL",
        state="AWAITING_SIGNATURE",
        subject="APPLICATION",
        subject_id=application,
        signatories=["deputy"],
        drafted_by="reviewer",
    )
    act = {"document": global_id("Document", paper), "reason": "Deputi berganti.", "expectedVersion": 1}
    for who in ("deputy", "reviewer", "head-a"):
        refused = people.ask(REISSUE, who, i=act | {"idempotencyKey": f"key-{who}"})["reissueDocument"]
        assert refused["code"] == "NOT_PERMITTED"
    empty = people.ask(REISSUE, "admin", i=act | {"idempotencyKey": "key-empty", "reason": " "})["reissueDocument"]
    assert (empty["code"], empty["subject"]) == ("INVALID_INPUT", "reason")
    done = people.ask(REISSUE, "admin", i=act | {"idempotencyKey": "key-reissue"})["reissueDocument"]
    assert done["document"] == {"state": "VOID", "voidReason": "Deputi berganti."}
    assert [(each["kind"], each["state"]) for each in done["documents"]] == [("APPROVAL", "DRAFT")]
    again = people.ask(REISSUE, "admin", i=act | {"idempotencyKey": "key-reissue"})["reissueDocument"]
    assert again == done
