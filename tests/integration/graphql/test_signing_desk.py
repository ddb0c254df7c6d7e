"""The signing desk through GraphQL: what waits for whom, the very bytes, initials before a signature, and papers returned."""

from collections.abc import Iterator
from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest

from app.embedded import Addresses
from domain.roles import SYSTEM
from persistence.documents import DocumentRecord
from persistence.personnel import PersonRecord
from storage.s3 import S3Store
from tests.integration.graphql.plays import ATTACHMENTS, TERMS, Play
from tests.integration.graphql.stage import PEOPLE, Snapshot, Stage, key_of, open_stage, person_id

pytestmark = pytest.mark.servers

DESK = """query($first: Int!, $after: String, $where: DeskFilter, $by: DeskOrder) {
  signingDesk(first: $first, after: $after, filter: $where, orderBy: $by) {
    pageInfo { hasNextPage endCursor } nodes {
      task urgency waitingSince presentedAt datePassed mutation inBatch
      offer { allowed refusal { code } } target { id version }
      document { id kind state sha256 number subject { id } initials { step personName sha256 } }
  } } }"""
COUNTS = "query($where: DeskFilter) { signingDeskCounts(filter: $where) { task kind count datePassed oldest } }"


class Desk:
    """What the tests do at a desk."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage

    def items(self, who: str, **where: Any) -> list[dict[str, Any]]:
        """Everything on the desk of `who`, page by page."""
        found: list[dict[str, Any]] = []
        after = None
        while True:
            page = self.stage.ask(DESK, who, first=2, after=after, where=where or None)["signingDesk"]
            found += page["nodes"]
            if not page["pageInfo"]["hasNextPage"]:
                return found
            after = page["pageInfo"]["endCursor"]

    def only(self, who: str) -> dict[str, Any]:
        [item] = self.items(who)
        return item

    def counts(self, who: str, **where: Any) -> list[tuple[str, str, int, int]]:
        rows = self.stage.ask(COUNTS, who, where=where or None)["signingDeskCounts"]
        return [(row["task"], row["kind"], row["count"], row["datePassed"]) for row in rows]

    def bytes_of(self, who: str, document: str) -> bytes:
        """What `/documents/{id}` serves to `who`."""
        actor = next(each for each in PEOPLE if each.id == who)
        found = self.stage.use_cases.papers.stored_at(actor=actor, document_id=key_of(document))
        assert isinstance(found, tuple), found
        _record, area, key = found
        return self.stage.store.get(area, key)

    def configured(self, key: str, value: str | None) -> None:
        """A setting in force from today on."""
        setting = self.stage.act(
            "enterSetting", "admin", key=key, value=value, validFrom=Play(self.stage).today(), reason="Kehati-hatian."
        )
        self.stage.act("approveSetting", "deputy", setting)


@pytest.fixture(scope="module")
def stage(servers: Addresses, s3: S3Store) -> Iterator[Stage]:
    with open_stage(servers, s3) as opened:
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
def desk(stage: Stage, under_review: Snapshot) -> Desk:
    stage.restore(under_review)
    return Desk(stage)


def ordered(stage: Stage) -> str:
    """An approval that waits."""
    application = stage.things["application"]
    items = [{"kind": kind, "complete": True} for kind in ATTACHMENTS]
    stage.act("declareComplete", "reviewer", application, items=items)
    [paper] = stage.papers(application, "APPROVAL")
    return str(paper["id"])


def state_and_sha(stage: Stage, paper: str) -> tuple[str, str]:
    found = stage.look(paper, "state sha256")
    return found["state"], found["sha256"]


# --- what waits -----------------------------------------------------------------------------------------------------


def test_a_desk_is_empty_before_anything_waits_and_never_anothers(desk: Desk) -> None:
    assert desk.items("deputy") == []
    ordered(desk.stage)
    assert len(desk.items("deputy")) == 1
    for who in ("reviewer", "admin", "head", "staff", "stranger", "assessor-1", "auditor"):
        assert desk.items(who) == []
        assert desk.counts(who) == []


def test_what_waits_is_told_with_its_act_and_the_very_bytes(desk: Desk) -> None:
    paper = ordered(desk.stage)
    item = desk.only("deputy")
    document = item["document"]
    assert (document["id"], document["kind"], document["state"]) == (paper, "APPROVAL", "AWAITING_SIGNATURE")
    assert document["subject"]["id"] == desk.stage.things["application"]
    assert (item["task"], item["urgency"], item["datePassed"]) == ("SIGN", "NEW", False)
    assert (item["mutation"], item["inBatch"]) == ("signDocument", True)
    assert item["offer"] == {"allowed": True, "refusal": None}
    assert item["target"]["id"] == paper
    assert desk.counts("deputy") == [("SIGN", "APPROVAL", 1, 0)]
    content = desk.bytes_of("deputy", paper)
    assert sha256(content).hexdigest() == document["sha256"]
    desk.stage.act("signDocument", "deputy", paper, seenSha256=sha256(content).hexdigest(), passphrase="x")
    assert desk.items("deputy") == []


def test_a_signature_that_is_an_act_names_the_mutation_and_the_thing(desk: Desk) -> None:
    """II.2.1.a.3: the institution signs its agreement first, then the Deputy."""
    _application, sla = Play(desk.stage).ready_to_sign()
    desk.stage.papers_made()
    assert [item["document"]["kind"] for item in desk.items("deputy")] == ["APPROVAL"]
    item = desk.only("head")
    assert (item["mutation"], item["inBatch"], item["target"]["id"]) == ("signSlaForInstitution", False, sla)
    desk.stage.sign("signSlaForInstitution", "head", sla)
    assert desk.items("head") == []
    by_kind = {each["document"]["kind"]: each for each in desk.items("deputy")}
    assert set(by_kind) == {"APPROVAL", "SLA"}
    item = by_kind["SLA"]
    assert (item["mutation"], item["inBatch"], item["target"]["id"]) == ("signSlaForLkpp", False, sla)
    assert item["target"]["version"] == desk.stage.look(sla, "version")["version"]


def test_a_desk_is_filtered_sorted_and_read_by_pages(desk: Desk) -> None:
    _application, sla = Play(desk.stage).ready_to_sign()
    desk.stage.sign("signSlaForInstitution", "head", sla)
    desk.stage.clock.instant += timedelta(days=1)
    ordered(desk.stage)
    desk.stage.papers_made()
    kinds = [item["document"]["kind"] for item in desk.items("deputy")]
    assert sorted(kinds) == ["APPROVAL", "APPROVAL", "SLA"]
    assert kinds[-1] == "APPROVAL"
    newest = desk.stage.ask(DESK, "deputy", first=1, by={"direction": "DESC"})["signingDesk"]["nodes"]
    assert [item["urgency"] for item in newest] == ["NEW"]
    assert [item["document"]["kind"] for item in desk.items("deputy", kinds=["SLA"])] == ["SLA"]
    assert len(desk.items("deputy", urgencies=["NEW"])) == 1
    assert len(desk.items("deputy", urgencies=["WAITING"])) == 2
    assert desk.items("deputy", urgencies=["LATE"]) == []
    assert desk.items("deputy", tasks=["INITIAL"]) == []
    assert desk.counts("deputy") == [("SIGN", "APPROVAL", 2, 0), ("SIGN", "SLA", 1, 0)]
    desk.stage.clock.instant += timedelta(days=2)
    assert len(desk.items("deputy", urgencies=["LATE"])) == 2


def test_a_paper_whose_day_has_passed_is_shown_so_and_comes_back_with_other_bytes(desk: Desk) -> None:
    """ADR 0047: it is dated anew under the same number; since when it waits stays."""
    paper = ordered(desk.stage)
    before = desk.only("deputy")
    desk.stage.clock.instant += timedelta(days=1)
    stale = desk.only("deputy")
    assert (stale["datePassed"], stale["urgency"]) == (True, "WAITING")
    assert stale["offer"] == {"allowed": False, "refusal": {"code": "PAPER_DATE_PASSED"}}
    assert len(desk.items("deputy", datePassed=True)) == 1
    assert desk.items("deputy", datePassed=False) == []
    assert desk.counts("deputy") == [("SIGN", "APPROVAL", 1, 1)]
    desk.stage.papers_made()
    anew = desk.only("deputy")
    assert (anew["datePassed"], anew["offer"]["allowed"]) == (False, True)
    assert anew["document"]["number"] == before["document"]["number"]
    assert anew["document"]["sha256"] != before["document"]["sha256"]
    assert (anew["waitingSince"], anew["presentedAt"]) == (before["waitingSince"], before["presentedAt"])
    assert sha256(desk.bytes_of("deputy", paper)).hexdigest() == anew["document"]["sha256"]


# --- initials -------------------------------------------------------------------------------------------------------


def test_a_chain_is_walked_before_the_signature(desk: Desk) -> None:
    stage = desk.stage
    desk.configured("INITIALS_APPROVAL", "REVIEWER,person:reviewer-2")
    paper = ordered(stage)
    state, sha = state_and_sha(stage, paper)
    assert state == "AWAITING_INITIALS"
    assert desk.items("deputy") == []
    assert [desk.only(who)["mutation"] for who in ("reviewer", "reviewer-2")] == ["initialDocument"] * 2
    early = stage.refused("signDocument", "deputy", paper, seenSha256=sha, passphrase="x")
    assert early == ("WRONG_STATE", "HOUSE", key_of(paper))
    assert stage.refused("initialDocument", "assessor-1", paper, seenSha256=sha)[0] == "NOT_YOUR_INITIALS"
    assert stage.refused("initialDocument", "deputy", paper, seenSha256=sha)[0] == "NOT_PERMITTED"
    assert stage.refused("initialDocument", "reviewer", paper, seenSha256="0" * 64)[0] == "DIGEST_MISMATCH"
    stage.act("initialDocument", "reviewer", paper, seenSha256=sha)
    assert desk.items("reviewer") == []
    assert desk.only("reviewer-2")["task"] == "INITIAL"
    stage.act("initialDocument", "reviewer-2", paper, seenSha256=sha)
    item = desk.only("deputy")
    assert item["task"] == "SIGN"
    assert item["document"]["initials"] == [
        {"step": "REVIEWER", "personName": "Reviewer (DATA CONTOH)", "sha256": sha},
        {"step": "person:reviewer-2", "personName": "Reviewer-2 (DATA CONTOH)", "sha256": sha},
    ]
    stage.sign_paper(paper, "deputy")
    assert stage.state(paper) == "SIGNED"


def test_a_paper_of_a_past_day_loses_its_initials(desk: Desk) -> None:
    stage = desk.stage
    desk.configured("INITIALS_APPROVAL", "REVIEWER")
    paper = ordered(stage)
    _state, sha = state_and_sha(stage, paper)
    stage.act("initialDocument", "reviewer", paper, seenSha256=sha)
    stage.clock.instant += timedelta(days=1)
    stage.papers_made()
    state, anew = state_and_sha(stage, paper)
    assert (state, anew != sha) == ("AWAITING_INITIALS", True)
    assert stage.look(paper, "initials { step }")["initials"] == []
    assert desk.items("deputy") == []
    assert desk.only("reviewer")["task"] == "INITIAL"
    stage.clock.instant += timedelta(days=1)
    assert desk.only("reviewer")["datePassed"] is True
    assert stage.refused("initialDocument", "reviewer", paper, seenSha256=anew)[0] == "PAPER_DATE_PASSED"
    stage.papers_made()
    assert desk.only("reviewer")["datePassed"] is False


def test_a_returned_paper_lies_on_its_drafters_desk_and_is_made_anew(desk: Desk) -> None:
    stage = desk.stage
    paper = ordered(stage)
    number = stage.look(paper, "number")["number"]
    assert stage.refused("returnDocument", "reviewer", paper, reason="Alamat salah.")[0] == "NOT_THE_SIGNATORY"
    assert stage.refused("returnDocument", "deputy", paper, reason=" ")[0] == "INVALID_INPUT"
    stage.act("returnDocument", "deputy", paper, reason="Alamat salah.")
    found = stage.look(paper, "state sha256 returnReason number")
    assert found == {"state": "RETURNED", "sha256": None, "returnReason": "Alamat salah.", "number": number}
    assert stage.look(paper, "state returnReason", "head") is None
    assert desk.items("deputy") == []
    item = desk.only("reviewer")
    assert (item["task"], item["mutation"], item["datePassed"]) == ("RESUBMIT", "resubmitDocument", False)
    assert stage.refused("resubmitDocument", "reviewer-2", paper)[0] == "NOT_THE_DRAFTER"
    stage.act("resubmitDocument", "reviewer", paper)
    stage.papers_made()
    assert stage.look(paper, "state number returnReason") == {
        "state": "AWAITING_SIGNATURE",
        "number": number,
        "returnReason": None,
    }
    stage.sign_paper(paper, "deputy")
    assert stage.state(paper) == "SIGNED"


def returned_to(desk: Desk, paper: str, who: str) -> None:
    """The returned paper lies on one desk alone, whose owner is offered the act, does it, and has it signed afterwards."""
    desk.stage.act("returnDocument", "deputy", paper, reason="Alamat salah.")
    everybody = [each.id for each in PEOPLE]
    assert [each for each in everybody if any(i["document"]["id"] == paper for i in desk.items(each))] == [who]
    [item] = [item for item in desk.items(who) if item["document"]["id"] == paper]
    assert (item["task"], item["mutation"]) == ("RESUBMIT", "resubmitDocument")
    assert item["offer"] == {"allowed": True, "refusal": None}
    desk.stage.act("resubmitDocument", who, paper)
    desk.stage.papers_made()
    assert desk.stage.state(paper) == "AWAITING_SIGNATURE"


def agreed(stage: Stage, *order: str) -> str:
    """An agreement's paper, to which the parties agreed in this order."""
    play, application = Play(stage), stage.things["application"]
    items = [{"kind": kind, "complete": True} for kind in ATTACHMENTS]
    stage.act("declareComplete", "reviewer", application, items=items)
    stage.act("startSla", "reviewer", application)
    sla = stage.look(application, "sla { id }")["sla"]["id"]
    stage.act("proposeSla", "reviewer", sla, terms=TERMS)
    for who in order:
        stage.act("agreeSla", who, sla, digest=stage.look(sla, "digest")["digest"])
    assert play.stage.papers_made() > 0
    return str(stage.look(sla, "document { id }")["document"]["id"])


@pytest.mark.parametrize("order", [("head", "reviewer"), ("reviewer", "unit-head"), ("reviewer", "head")])
def test_a_returned_agreement_lies_with_its_reviewer_whoever_agreed_last(desk: Desk, order: tuple[str, str]) -> None:
    """The institution is not told why LKPP returned the paper, and may not submit it: it must not lie there."""
    paper = agreed(desk.stage, *order)
    returned_to(desk, paper, "reviewer")


def test_a_returned_rejection_lies_with_the_deputy_who_drafted_it(desk: Desk) -> None:
    stage = desk.stage
    application = stage.things["application"]
    desk.configured("APPLICATION_REJECTION_ENABLED", "true")
    stage.act("rejectApplication", "deputy", application, reason="Dasar hukum tidak ada.")
    [paper] = stage.papers(application, "REJECTION")
    returned_to(desk, str(paper["id"]), "deputy")


def test_a_returned_paper_that_nobody_drafted_lies_with_the_administrator(desk: Desk) -> None:
    paper = ordered(desk.stage)
    DocumentRecord._get_collection().update_one({"_id": key_of(paper)}, {"$set": {"drafted_by": SYSTEM.id}})
    returned_to(desk, paper, "admin")


def test_a_returned_paper_whose_drafter_left_lies_with_the_administrator(desk: Desk) -> None:
    paper = ordered(desk.stage)
    desk.stage.act("returnDocument", "deputy", paper, reason="Alamat salah.")
    assert desk.items("admin") == []
    assert PersonRecord.objects(id="reviewer").update(set__active=False) == 1
    item = desk.only("admin")
    assert (item["document"]["id"], item["task"], item["offer"]["allowed"]) == (paper, "RESUBMIT", True)
    desk.stage.act("resubmitDocument", "admin", paper)
    assert desk.items("admin") == []


def test_the_administrator_issues_a_returned_letter_anew(desk: Desk) -> None:
    """Where its facts are wrong: they are frozen, and only a new paper has others."""
    stage = desk.stage
    paper = ordered(stage)
    stage.act("returnDocument", "deputy", paper, reason="Alamat salah.")
    stage.act("reissueDocument", "admin", paper, reason="Data diperbaiki.")
    stage.papers_made()
    states = {each["id"]: each["state"] for each in stage.papers(stage.things["application"], "APPROVAL")}
    assert states.pop(paper) == "VOID"
    assert list(states.values()) == ["AWAITING_SIGNATURE"]


def test_a_chain_of_an_act_by_signature_holds_the_act_back(desk: Desk) -> None:
    """II.2.1.a.3 with the house's initials: neither party signs an agreement before them."""
    stage = desk.stage
    desk.configured("INITIALS_SLA", "REVIEWER")
    _application, sla = Play(stage).ready_to_sign()
    stage.papers_made()
    paper = stage.look(sla, "document { id sha256 }")["document"]
    signature = {"seenSha256": paper["sha256"], "passphrase": "x"}
    assert stage.refused("signSlaForInstitution", "head", sla, **signature)[0] == "PAPER_NOT_READY"
    stage.act("initialDocument", "reviewer-2", paper["id"], seenSha256=paper["sha256"])
    stage.sign("signSlaForInstitution", "head", sla)
    stage.sign("signSlaForLkpp", "deputy", sla)
    assert stage.state(paper["id"]) == "SIGNED"
