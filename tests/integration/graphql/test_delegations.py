"""Delegation through GraphQL: who sees and signs a paper on which day, what the paper and its verification say of him."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from app.embedded import Addresses
from persistence.configuration import OfficialRecord
from persistence.documents import DocumentRecord
from schema.nodes import global_id
from storage.s3 import S3Store
from tests.integration.graphql.plays import ATTACHMENTS, Play
from tests.integration.graphql.stage import Snapshot, Stage, key_of, open_stage, person_id

pytestmark = pytest.mark.servers

DESK = """query { signingDesk(first: 50) { nodes { task mutation document { id } offer { allowed refusal { code } } } } }"""
BATCH = """mutation($i: SignDocumentsInput!) { signDocuments(input: $i) { ... on Refusal { code } } }"""
APPOINT = """mutation($i: AppointOfficialInput!) { appointOfficial(input: $i) { __typename ... on Refusal {
  code subject clause { path } id: message(language: ID) en: message(language: EN) needed: required(language: ID) } } }"""
REPORT = "query($c: String!) { verify(code: $c) { standing } }"
SIGNATURES = "signatures { signerName office }"
OFFERS = "availableActions { mutation allowed refusal { code } }"
TITLE = "Deputi (contoh)"


KEYLESS: set[str] = set()
"""People of whom the system knows no key; a test that adds one takes him out again."""


@pytest.fixture(scope="module")
def stage(servers: Addresses, s3: S3Store) -> Iterator[Stage]:
    with open_stage(servers, s3, lacks_key=KEYLESS.__contains__) as opened:
        yield opened


@pytest.fixture(scope="module")
def under_review(stage: Stage) -> Snapshot:
    """An application that the reviewer examines."""
    application = Play(stage).drafted()
    stage.act("submitApplication", "head", application)
    stage.act("assignReviewer", "admin", application, reviewer=person_id("reviewer"))
    stage.things["application"] = application
    return stage.snapshot()


@pytest.fixture
def play(stage: Stage, under_review: Snapshot) -> Play:
    stage.restore(under_review)
    return Play(stage)


def delegation(play: Play, capacity: str, who: str, *, first: int = 0, days: int = 3, **more: Any) -> dict[str, Any]:
    """The input of a delegation that begins `first` days from today. *Units*: days."""
    begins = play.stage.clock.instant.date() + timedelta(days=first)
    return {
        "office": "DEPUTY",
        "capacity": capacity,
        "person": person_id(who),
        "titleId": TITLE,
        "titleEn": "Deputy (sample)",
        "validFrom": begins.isoformat(),
        "validTo": (begins + timedelta(days=days - 1)).isoformat(),
        "reason": "Perjalanan dinas pejabat.",
        "orderNumber": "PRINT-12/D.2/2022",
        "orderDate": play.today(),
        **more,
    }


def plh(play: Play, **more: Any) -> str:
    return play.stage.act("appointOfficial", "admin", **delegation(play, "DAILY", "stand-in", **more))


def on_behalf(play: Play, who: str = "reviewer-2", **more: Any) -> str:
    """The director signs approvals a.n."""
    given = {"kinds": ["APPROVAL"], "ownTitleId": "Direktur Contoh", **more}
    return play.stage.act("appointOfficial", "admin", **delegation(play, "ON_BEHALF", who, **given))


def approval(play: Play, reviewer: str = "reviewer") -> str:
    """An approval that waits; the reviewer drafted it."""
    items = [{"kind": kind, "complete": True} for kind in ATTACHMENTS]
    application = play.thing("application")
    play.stage.act("declareComplete", reviewer, application, items=items)
    [paper] = play.stage.papers(application, "APPROVAL")
    return str(paper["id"])


def record(paper: str) -> DocumentRecord:
    return DocumentRecord.objects(id=key_of(paper)).get()


def block(paper: str) -> tuple[list[str], str]:
    """Who is to sign, and what stands over the name."""
    found = record(paper)
    return list(found.signatories), found.facts["signatory"]["office"]


def desk_of(play: Play, who: str) -> list[str]:
    nodes = play.stage.ask(DESK, who)["signingDesk"]["nodes"]
    return [node["document"]["id"] for node in nodes if node["offer"]["allowed"] and node["task"] == "SIGN"]


def seen(play: Play, paper: str, who: str) -> dict[str, str]:
    return {"seenSha256": play.stage.look(paper, "sha256", who)["sha256"], "passphrase": play.stage.passphrase}


# --- Plh. -----------------------------------------------------------------------------------------------------------


def test_a_plh_sees_and_signs_on_his_days_and_not_a_day_longer(play: Play) -> None:
    stage = play.stage
    plh(play, first=1, days=2)
    paper = approval(play)
    assert (block(paper), desk_of(play, "stand-in")) == ((["deputy"], TITLE), [])
    number = record(paper).number
    play.advance(days=1)
    stage.papers_made()
    assert block(paper) == (["stand-in"], f"Plh. {TITLE}")
    assert (desk_of(play, "stand-in"), desk_of(play, "deputy")) == ([paper], [])
    assert stage.refused("signDocument", "deputy", paper, **seen(play, paper, "deputy"))[0] == "NOT_THE_SIGNATORY"
    play.advance(days=2)
    assert desk_of(play, "stand-in") == []
    late = seen(play, paper, "stand-in")
    assert stage.refused("signDocument", "stand-in", paper, **late)[0] == "NOT_THE_SIGNATORY"
    stage.papers_made()
    assert (block(paper), record(paper).number) == ((["deputy"], TITLE), number)
    assert (desk_of(play, "stand-in"), desk_of(play, "deputy")) == ([], [paper])


def test_the_last_day_of_a_plh_ends_at_midnight_in_jakarta(play: Play) -> None:
    plh(play, days=1)
    paper = approval(play)
    play.stage.clock.instant = play.stage.clock.instant.replace(hour=16, minute=59, second=59)
    assert desk_of(play, "stand-in") == [paper]
    play.advance(seconds=1)
    assert desk_of(play, "stand-in") == []


def test_the_signature_says_under_which_title(play: Play) -> None:
    """So does its verification: `tests/unit/services/test_reported_signatures.py`."""
    stage = play.stage
    plh(play)
    paper = approval(play)
    stage.sign_paper(paper, "stand-in")
    signed = {"signatures": [{"signerName": "Stand-In (DATA CONTOH)", "office": f"Plh. {TITLE}"}]}
    for days in (0, 10):
        play.advance(days=days)
        assert stage.look(paper, SIGNATURES, "head") == signed
        assert stage.ask(REPORT, c=record(paper).code)["verify"]["standing"] == "IN_FORCE"


# --- a.n. -----------------------------------------------------------------------------------------------------------


def test_a_delegate_signs_the_kinds_named_under_both_titles(play: Play) -> None:
    stage = play.stage
    on_behalf(play)
    paper = approval(play)
    assert block(paper) == (["reviewer-2"], f"a.n. {TITLE}\nDirektur Contoh")
    assert (desk_of(play, "reviewer-2"), desk_of(play, "deputy")) == ([paper], [])
    offers = {each["mutation"]: each for each in stage.look(paper, OFFERS, "reviewer-2")["availableActions"]}
    assert offers["signDocument"] == {"mutation": "signDocument", "allowed": True, "refusal": None}
    others = {each["mutation"]: each for each in stage.look(paper, OFFERS, "reviewer")["availableActions"]}
    assert others["signDocument"]["refusal"] == {"code": "NOT_THE_SIGNATORY"}
    stage.sign_paper(paper, "reviewer-2")
    [signature] = stage.look(paper, SIGNATURES, "head")["signatures"]
    assert signature == {"signerName": "Reviewer-2 (DATA CONTOH)", "office": f"a.n. {TITLE}, Direktur Contoh"}


def test_a_delegate_does_not_sign_what_he_drafted(play: Play) -> None:
    on_behalf(play, "reviewer")
    paper = approval(play)
    assert block(paper) == (["deputy"], TITLE)
    refused = play.stage.refused("signDocument", "reviewer", paper, **seen(play, paper, "reviewer"))
    assert refused[0] == "NOT_THE_SIGNATORY"
    play.stage.sign_paper(paper, "deputy")


def test_what_is_not_delegated_stays_on_the_holders_desk(play: Play) -> None:
    on_behalf(play, kinds=["ASSIGNMENT"])
    paper = approval(play)
    assert (block(paper), desk_of(play, "reviewer-2")) == ((["deputy"], TITLE), [])


# --- after the last day ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("delegate", "title"), [("stand-in", f"Plh. {TITLE}"), ("reviewer-2", f"a.n. {TITLE}\nDirektur Contoh")]
)
@pytest.mark.parametrize("remade", [False, True], ids=["before it is made anew", "after"])
def test_ordered_within_the_days_and_signed_after_them(play: Play, delegate: str, title: str, remade: bool) -> None:
    """Refused to the delegate, alone and in a batch, and never stuck: the holder gets it under the same number."""
    stage = play.stage
    if delegate == "stand-in":
        plh(play, days=1)
    else:
        on_behalf(play, days=1)
    paper = approval(play)
    number, given = record(paper).number, seen(play, paper, delegate)
    assert (block(paper), desk_of(play, delegate)) == (([delegate], title), [paper])
    play.advance(days=1)
    if remade:
        assert stage.papers_made() == 1
        given = seen(play, paper, delegate)
    assert desk_of(play, delegate) == []
    assert stage.refused("signDocument", delegate, paper, **given)[0] == "NOT_THE_SIGNATORY"
    row = stage.look(paper, "id version", delegate)
    papers = [{"document": row["id"], "expectedVersion": row["version"], "seenSha256": given["seenSha256"]}]
    batch = {"papers": papers, "passphrase": stage.passphrase, "idempotencyKey": f"batch-{delegate}"}
    assert stage.ask(BATCH, delegate, i=batch)["signDocuments"]["code"] == "NOT_THE_SIGNATORY"
    assert record(paper).state == "AWAITING_SIGNATURE"
    stage.papers_made()
    assert (block(paper), record(paper).number) == ((["deputy"], TITLE), number)
    assert (desk_of(play, delegate), desk_of(play, "deputy")) == ([], [paper])
    stage.sign_paper(paper, "deputy")
    assert record(paper).state == "SIGNED"


# --- revoked --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("delegate", ["stand-in", "reviewer-2"])
def test_revoked_between_preparation_and_signature(play: Play, delegate: str) -> None:
    """The paper is made anew on the same day, under the same number, with the holder's own block."""
    stage = play.stage
    term = plh(play) if delegate == "stand-in" else on_behalf(play)
    paper = approval(play)
    before, given = record(paper), seen(play, paper, delegate)
    assert stage.state(stage.act("revokeDelegation", "deputy", term, reason="Pejabat kembali.")) == "REVOKED"
    assert stage.refused("signDocument", delegate, paper, **given)[0] == "NOT_THE_SIGNATORY"
    assert desk_of(play, delegate) == []
    stage.papers_made()
    after = record(paper)
    assert block(paper) == (["deputy"], TITLE)
    assert (after.number, after.code, after.dated) == (before.number, before.code, before.dated)
    assert after.sha256 != before.sha256
    assert stage.papers_made() == 0
    stage.sign_paper(paper, "deputy")
    events = "query($i: ID!) { node(id: $i) { ... on Official { revokedAt validTo state reason } } }"
    found = stage.ask(events, "admin", i=term)["node"]
    assert (found["state"], found["validTo"]) == ("REVOKED", "2022-10-02")


def test_what_was_signed_before_the_revocation_stands(play: Play) -> None:
    stage = play.stage
    term = plh(play)
    paper = approval(play)
    stage.sign_paper(paper, "stand-in")
    stage.act("revokeDelegation", "admin", term, reason="Pejabat kembali.")
    assert stage.papers_made() == 0
    assert stage.ask(REPORT, c=record(paper).code)["verify"]["standing"] == "IN_FORCE"
    assert stage.look(paper, SIGNATURES, "head")["signatures"][0]["office"] == f"Plh. {TITLE}"


@pytest.mark.parametrize("who", ["reviewer", "assessor-1", "auditor", "head"])
def test_only_the_administrator_or_the_deputy_revokes(play: Play, who: str) -> None:
    term = plh(play)
    assert play.stage.refused("revokeDelegation", who, term, reason="Tidak berwenang.")[0] == "NOT_PERMITTED"


# --- refused --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("capacity", "who", "more", "code", "subject"),
    [
        ("DAILY", "deputy", {}, "INVALID_INPUT", "person"),
        ("DAILY", "reviewer-2", {}, "SEPARATION_OF_DUTIES", "person"),
        ("DAILY", "auditor", {}, "SEPARATION_OF_DUTIES", "person"),
        ("DAILY", "admin", {}, "INVALID_INPUT", "person"),
        ("DAILY", "stand-in", {"days": 31}, "DELEGATION_TOO_LONG", "validTo"),
        ("DAILY", "stand-in", {"validTo": None}, "DELEGATION_TOO_LONG", "validTo"),
        ("DAILY", "stand-in", {"days": 0}, "INVALID_INPUT", "validTo"),
        ("DAILY", "stand-in", {"first": -1}, "PAST_DAY", "validFrom"),
        ("DAILY", "stand-in", {"orderNumber": ""}, "INVALID_INPUT", "orderNumber"),
        ("DAILY", "stand-in", {"orderDate": None}, "INVALID_INPUT", "orderDate"),
        ("ACTING", "stand-in", {}, "TERMS_OVERLAP", "validFrom"),
        ("ON_BEHALF", "reviewer-2", {"kinds": ["CERTIFICATE"], "ownTitleId": "x"}, "NOT_DELEGABLE", "kinds"),
        ("ON_BEHALF", "reviewer-2", {"ownTitleId": "Direktur"}, "INVALID_INPUT", "kinds"),
        ("ON_BEHALF", "reviewer-2", {"kinds": ["APPROVAL"]}, "INVALID_INPUT", "ownTitleId"),
    ],
)
def test_a_delegation_that_will_not_do_changes_nothing(
    play: Play, capacity: str, who: str, more: dict[str, Any], code: str, subject: str
) -> None:
    days, first = more.pop("days", 3), more.pop("first", 0)
    given = {**delegation(play, capacity, who, days=days, first=first), **more}
    assert play.stage.refused("appointOfficial", "admin", **given)[::2] == (code, subject)


def test_two_plh_on_one_day_are_refused(play: Play) -> None:
    plh(play)
    given = delegation(play, "DAILY", "stand-in-2", first=2)
    assert play.stage.refused("appointOfficial", "admin", **given)[::2] == ("TERMS_OVERLAP", "validFrom")


@pytest.fixture
def keyless() -> Iterator[set[str]]:
    yield KEYLESS
    KEYLESS.clear()


@pytest.mark.parametrize(("capacity", "who"), [("DAILY", "stand-in"), ("ON_BEHALF", "reviewer-2")])
def test_a_delegate_without_a_key_is_refused_before_a_letter_waits_for_him(
    play: Play, keyless: set[str], capacity: str, who: str
) -> None:
    """Told to the administrator, in both languages; once the delegate has his key, the same request appoints him."""
    keyless.add(who)
    more = {"kinds": ["APPROVAL"], "ownTitleId": "Direktur Contoh"} if capacity == "ON_BEHALF" else {}
    given = {**delegation(play, capacity, who, **more), "idempotencyKey": f"appoint-{who}"}
    before = play.stage.stored()
    told = play.stage.ask(APPOINT, "admin", i=given)["appointOfficial"]
    name = f"{who.title()} (DATA CONTOH)"
    assert (told["__typename"], told["code"], told["subject"], told["clause"]) == (
        "DelegateWithoutKey",
        "DELEGATE_WITHOUT_KEY",
        "person",
        None,
    )
    assert told["id"].startswith(f"{name} belum mempunyai kunci tanda tangan")
    assert told["en"].startswith(f"{name} has no signing key in this system yet")
    assert told["needed"] == "Daftarkan dahulu kunci atau sertifikatnya, atau limpahkan kepada orang lain."
    assert play.stage.stored() == before
    keyless.clear()
    assert play.stage.ask(APPOINT, "admin", i=given)["appointOfficial"]["__typename"] == "AppointOfficialSuccess"
    keyless.add(who)  # lost since: what was done under the key stays done
    assert play.stage.ask(APPOINT, "admin", i=given)["appointOfficial"]["__typename"] == "AppointOfficialSuccess"
    paper = approval(play)
    assert desk_of(play, who) == [paper]


def test_what_else_is_wrong_is_said_before_the_key(play: Play, keyless: set[str]) -> None:
    keyless.update({"auditor", "stand-in"})
    assert play.stage.refused("appointOfficial", "admin", **delegation(play, "DAILY", "auditor"))[0] == (
        "SEPARATION_OF_DUTIES"
    )
    assert play.stage.refused("appointOfficial", "reviewer", **delegation(play, "DAILY", "stand-in"))[0] == (
        "NOT_PERMITTED"
    )


def test_a_holder_may_be_appointed_before_his_certificate_comes(play: Play, keyless: set[str]) -> None:
    keyless.add("stand-in")
    term = next(iter(OfficialRecord.objects(person_id="deputy")))
    last = play.stage.clock.instant.date() + timedelta(days=30)
    play.stage.act("endTerm", "admin", global_id("Official", term.id), lastDay=last.isoformat(), reason="Pensiun.")
    given = delegation(play, "DEFINITIVE", "stand-in", first=31)
    given = {k: v for k, v in given.items() if k not in {"orderNumber", "orderDate", "validTo"}}
    play.stage.act("appointOfficial", "admin", **given)
