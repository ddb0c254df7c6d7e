"""Cases, sanctions and the outlook through GraphQL: the main path, what an institution sees, and refusals."""

import base64
from datetime import UTC, date, datetime
from typing import Any

import pytest

from app.seeds.loader import all_seeds
from domain.aggregates import Aggregate
from domain.calendars import PublishCalendar
from domain.roles import SYSTEM
from persistence.case_records import CaseRecord
from persistence.documents import DocumentRecord
from persistence.evidence import EvidenceRecord
from persistence.sanction_records import SanctionRecord
from services.commands import Command, Done
from services.door import Door
from tests.integration.graphql.conftest import NOW, PlainLetters, StandingClock, World

pytestmark = pytest.mark.servers

REFUSAL = "... on Refusal { code clauseId subject message(language: EN) required(language: EN) }"
CASE = "thing { id version state rung closedReason furtherWarning findings { standard criterion fact severity } }"
SANCTION = """thing { id version state rung round asked standards stopForm issuedOn lastInstant calendarVersion
  receipts { channel by { name } struck { reason by { name } } }
  followUps { text returned } document { kind state } case { state } }
  documents { kind state }"""
LAST = "2023-10-09T16:59:59.000Z"
FILE = {"record_id": "evidence-1", "key": "k", "state": "CONFIRMED", "name": "izin.pdf", "uploaded_by": "staff-a"}


def global_id(kind: str, key: str) -> str:
    return base64.urlsafe_b64encode(f"{kind}:{key}".encode()).rstrip(b"=").decode()


def key_of(value: str) -> str:
    return base64.urlsafe_b64decode(value + "=" * (-len(value) % 4)).decode().partition(":")[2]


@pytest.fixture
def act(people: World):
    """What a mutation gives; each call has a key of its own."""
    calls: list[str] = []

    def perform(name: str, who: str, fields: str, **values: Any) -> dict[str, Any]:
        calls.append(name)
        kind = name[0].upper() + name[1:]
        query = f"""mutation($i: {kind}Input!) {{ {name}(input: $i) {{
            __typename {REFUSAL} ... on {kind}Success {{ {fields} }} }} }}"""
        given = values | {"idempotencyKey": f"key-{len(calls):06}"}
        answer: dict[str, Any] = people.ask(query, who, i=given)[name]
        return answer

    return perform


@pytest.fixture
def refused(people: World, act):
    """The refusal of a mutation that changed nothing in the whole database: code, clause, subject, and words."""

    def attempt(name: str, who: str, **values: Any) -> dict[str, Any]:
        before = people.dump()
        answer: dict[str, Any] = act(name, who, "__typename", **values)
        assert people.dump() == before
        assert answer["message"]
        assert answer["required"]
        return answer

    return attempt


@pytest.fixture
def unit(people: World) -> str:
    """A unit in service, with the standards, the calendar of the year and a confirmed file."""
    door = Door(database=people.database, clock=StandingClock(), letters=PlainLetters())
    [standards] = [seed for seed in all_seeds(door) if seed.name == "standards"]
    standards.write(standards.rows())
    calendar = PublishCalendar(
        first_day=date(2023, 1, 1), last_day=date(2023, 12, 31), off_days=(), reason="pertama", replaces=None
    )
    command = Command(aggregate=Aggregate.CALENDAR, verb="seed", actor=SYSTEM, record_id="calendar-1", payload=calendar)
    assert isinstance(door.perform(command), Done)
    people._put(
        EvidenceRecord, "inst-a", people.now, FILE | {"content_type": "application/pdf", "size": 1, "sha256": "0" * 64}
    )
    return people.unit("inst-a", name="LPSE Contoh Utara")


@pytest.fixture
def case(act, unit: str) -> str:
    finding = {"standard": "S09", "criterion": "S09-K2", "fact": "Tanpa izin.", "severity": "MAJOR"}
    finding["evidence"] = [global_id("Evidence", "evidence-1")]
    made = act("openSanctionCase", "reviewer", CASE, unit=global_id("Unit", unit), findings=[finding])
    assert made["thing"]["state"] == "OPEN"
    assert made["thing"]["findings"] == [
        {"standard": "S09", "criterion": "S09-K2", "fact": "Tanpa izin.", "severity": "MAJOR"}
    ]
    return str(made["thing"]["id"])


@pytest.fixture
def prepared(act, case: str) -> dict[str, Any]:
    """An advice whose letter is ordered."""
    drafted = act("draftSanction", "reviewer", SANCTION, case=case, rung="ADVICE")["thing"]
    assert (drafted["state"], drafted["round"], drafted["document"]) == ("DRAFT", 1, None)
    made = act(
        "prepareSanction",
        "reviewer",
        SANCTION,
        sanction=drafted["id"],
        expectedVersion=1,
        asked=["Catat setiap izin."],
        standards=[],
    )
    assert made["documents"] == [{"kind": "ADVICE", "state": "DRAFT"}]
    assert (made["thing"]["state"], made["thing"]["asked"]) == ("AWAITING_SIGNATURE", ["Catat setiap izin."])
    return dict(made["thing"])


@pytest.fixture
def issued(prepared: dict[str, Any]) -> str:
    """As the Deputy's signature leaves it; how it is signed is tested through the door."""
    key = key_of(prepared["id"])
    letter = SanctionRecord.objects(id=key).get().document_id
    DocumentRecord.objects(id=letter).update(set__state="SIGNED")
    SanctionRecord.objects(id=key).update(set__state="ISSUED", set__issued_at=NOW, set__issued_on="2023-10-02")
    return str(prepared["id"])


def test_from_the_advice_to_the_draft_of_the_warning(act, refused, people: World, case: str, issued: str) -> None:
    """II.2.2.a-b with II.2.3.s1."""
    opened = act("proveReceipt", "unit-head-a", SANCTION, sanction=issued, expectedVersion=2, channel="IN_APP")["thing"]
    assert (opened["state"], opened["lastInstant"], opened["calendarVersion"]) == ("RECEIVED", LAST, "calendar-1")
    assert opened["receipts"] == [{"channel": "IN_APP", "by": {"name": "unit-head-a"}, "struck": None}]
    early = refused("recordNoImprovement", "reviewer", sanction=issued, expectedVersion=3, reason="Tidak ada bukti.")
    assert (early["code"], early["clauseId"]) == ("OBJECTION_TERM_RUNNING", "HOUSE")
    assert early["message"] == "The unit may still object until the end of 2023-10-09."
    warning = refused("draftSanction", "reviewer", case=case, rung="WARNING")
    assert (warning["code"], warning["clauseId"]) == ("RUNG_NOT_SETTLED", "II.2.2.b")
    SanctionRecord.objects(id=key_of(issued)).update(set__last_instant=datetime(2023, 10, 1, 16, 59, 59, tzinfo=UTC))
    done = act("recordNoImprovement", "reviewer", SANCTION, sanction=issued, expectedVersion=3, reason="Tidak ada.")
    assert done["thing"]["state"] == "NOT_IMPROVED"
    assert act("draftSanction", "reviewer", SANCTION, case=case, rung="WARNING")["thing"]["rung"] == "WARNING"


def test_a_receipt_recorded_wrongly_is_struck_and_stays_on_record(act, refused, issued: str) -> None:
    """II.2.3.s1; the strike is a house rule."""
    note = {"channel": "DELIVERY_NOTE", "receivedAt": NOW.isoformat(), "evidence": global_id("Evidence", "evidence-1")}
    act("proveReceipt", "admin", SANCTION, sanction=issued, expectedVersion=2, **note)
    given = {"sanction": issued, "expectedVersion": 3, "reason": "Salah tanggal."}
    assert refused("strikeReceipt", "admin", **given)["code"] == "NOT_PERMITTED"
    assert refused("strikeReceipt", "deputy", **(given | {"reason": " "}))["subject"] == "reason"
    assert refused("strikeReceipt", "deputy", **(given | {"expectedVersion": 2}))["code"] == "CONFLICT"
    wrong = given | {"sanction": global_id("Unit", "x")}
    assert refused("strikeReceipt", "deputy", **wrong)["subject"] == "sanction"
    done = act("strikeReceipt", "deputy", SANCTION, **given)
    assert (done["thing"]["state"], done["thing"]["lastInstant"], done["thing"]["calendarVersion"]) == (
        "ISSUED",
        None,
        None,
    )
    struck = {"reason": "Salah tanggal.", "by": {"name": "deputy"}}
    assert done["thing"]["receipts"] == [{"channel": "DELIVERY_NOTE", "by": {"name": "admin"}, "struck": struck}]
    assert [paper["kind"] for paper in done["documents"]] == ["NOTICE"]
    opened = act("proveReceipt", "unit-head-a", SANCTION, sanction=issued, expectedVersion=4, channel="IN_APP")["thing"]
    assert (opened["state"], opened["lastInstant"], len(opened["receipts"])) == ("RECEIVED", LAST, 2)
    own = refused("strikeReceipt", "deputy", **(given | {"expectedVersion": 5}))
    assert (own["code"], own["clauseId"]) == ("RECEIPT_BY_OPENING", "HOUSE")


def test_a_rung_left_out_is_refused_with_what_would_have_to_be(refused, case: str) -> None:
    """II.2.2.b-d."""
    found = {rung: refused("draftSanction", "reviewer", case=case, rung=rung) for rung in ("REVOCATION", "STOP")}
    assert {rung: (each["code"], each["clauseId"]) for rung, each in found.items()} == {
        "REVOCATION": ("RUNG_NOT_NEXT", "II.2.2.c.s1"),
        "STOP": ("RUNG_NOT_NEXT", "II.2.2.d"),
    }
    assert found["REVOCATION"]["required"] == (
        "The same case must hold: a warning that was received and not followed by improvement."
    )


@pytest.mark.parametrize("who", ["unit-head-a", "head-a", "staff-a", "assessor", "admin", "deputy", "auditor"])
def test_only_a_reviewer_drafts(who: str, refused, case: str) -> None:
    assert refused("draftSanction", who, case=case, rung="ADVICE")["code"] == "NOT_PERMITTED"


def test_what_is_not_what_it_says_is_not_found(refused, unit: str, case: str) -> None:
    wrong = global_id("Person", "admin")
    findings = [{"standard": "S09", "criterion": "S09-K2", "fact": "x", "evidence": [wrong]}]
    mine = global_id("Unit", unit)
    for values in (
        {"unit": wrong, "findings": []},
        {"unit": mine, "findings": [], "surveillance": wrong},
        {"unit": mine, "findings": [], "assessment": wrong},
        {"unit": mine, "findings": [], "surveillance": global_id("Surveillance", "none")},
        {
            "unit": mine,
            "findings": [findings[0] | {"evidence": []}],
            "assessment": global_id("Assessment", "none"),
        },
        {"unit": mine, "findings": findings},
    ):
        assert refused("openSanctionCase", "reviewer", **values)["code"] == "NOT_FOUND"
    assert refused("draftSanction", "reviewer", case=wrong, rung="ADVICE")["code"] == "NOT_FOUND"
    assert (
        refused("draftSanction", "reviewer", case=global_id("SanctionCase", "x"), rung="ADVICE")["code"] == "NOT_FOUND"
    )
    sanction = global_id("Sanction", "none")
    act = {"sanction": sanction, "expectedVersion": 1}
    proof = act | {"channel": "DELIVERY_NOTE", "evidence": wrong}
    assert refused("proveReceipt", "admin", **proof)["subject"] == "evidence"
    report = act | {"text": "x", "evidence": [wrong]}
    assert refused("submitSanctionFollowUp", "unit-head-a", **report)["subject"] == "evidence"
    held = {"case": wrong, "expectedVersion": 1, "decision": "LEAVE", "reason": "x"}
    assert refused("resumeSanctionCase", "deputy", **held)["subject"] == "case"


# --- what an institution sees ---------------------------------------------------------------------------------------

SEEN = """query($c: ID!, $s: ID!) { node(id: $s) { id }
  case: node(id: $c) { ... on SanctionCase { sanctions(first: 5) { edges { node { state
    drafted: draftedBy { name } documents(first: 5) { edges { node { kind } } } } } } } }
  sanctions(first: 5) { edges { node { id } } }
  documents(first: 5) { edges { node { kind } } } }"""


def seen(people: World, who: str, case: str, sanction: str) -> dict[str, Any]:
    return people.ask(SEEN, who, c=case, s=sanction)  # type: ignore[no-any-return]


@pytest.mark.parametrize("state", ["DRAFT", "AWAITING_SIGNATURE", "VOID"])
def test_an_institution_sees_nothing_of_a_sanction_that_is_not_issued(
    state: str, people: World, refused, case: str, prepared: dict[str, Any]
) -> None:
    SanctionRecord.objects(id=key_of(prepared["id"])).update(set__state=state)
    for who in ("head-a", "unit-head-a", "staff-a"):
        mine = seen(people, who, case, prepared["id"])
        assert (mine["node"], mine["case"]) == (None, {"sanctions": {"edges": []}})
        assert (mine["sanctions"]["edges"], mine["documents"]["edges"]) == ([], [])
    opening = {"sanction": prepared["id"], "expectedVersion": 2, "channel": "IN_APP"}
    assert refused("proveReceipt", "unit-head-a", **opening)["code"] == "NOT_FOUND"
    lkpp = seen(people, "reviewer", case, prepared["id"])
    assert lkpp["node"] == {"id": prepared["id"]}
    assert lkpp["documents"]["edges"] == [{"node": {"kind": "ADVICE"}}]


def test_an_institution_sees_its_own_sanction_once_it_is_issued(people: World, case: str, issued: str) -> None:
    mine = seen(people, "unit-head-a", case, issued)
    assert mine["node"] == {"id": issued}
    [edge] = mine["case"]["sanctions"]["edges"]
    assert edge["node"] == {
        "state": "ISSUED",
        "drafted": None,
        "documents": {"edges": [{"node": {"kind": "ADVICE"}}]},
    }
    foreign = seen(people, "head-b", case, issued)
    assert (foreign["node"], foreign["case"], foreign["sanctions"]["edges"]) == (None, None, [])


def test_the_result_of_an_objection_is_read_once_it_is_signed(people: World) -> None:
    waiting = {"kind": "OBJECTION_RESULT", "state": "AWAITING_SIGNATURE", "subject": "OBJECTION"}
    document = global_id("Document", people.document("inst-a", **waiting))
    query = "query($d: ID!) { node(id: $d) { id } }"
    assert people.ask(query, "head-a", d=document)["node"] is None
    DocumentRecord.objects(id=key_of(document)).update(set__state="SIGNED")
    assert people.ask(query, "head-a", d=document)["node"] == {"id": document}


# --- the other verbs ------------------------------------------------------------------------------------------------


def test_a_letter_is_recalled_and_the_draft_discarded(act, refused, prepared: dict[str, Any]) -> None:
    sanction = prepared["id"]
    signing = {"sanction": sanction, "expectedVersion": 2, "seenSha256": "a" * 64, "passphrase": "rahasia"}
    assert refused("issueSanction", "deputy", **signing)["code"] == "PASSPHRASE_REFUSED"
    recalled = act("recallSanction", "deputy", SANCTION, sanction=sanction, expectedVersion=2, reason="Keliru.")
    assert (recalled["thing"]["state"], recalled["thing"]["document"]) == ("DRAFT", None)
    gone = act("discardSanction", "reviewer", SANCTION, sanction=sanction, expectedVersion=3, reason="Keliru.")
    assert gone["thing"]["state"] == "VOID"


def test_a_follow_up_is_returned_and_then_accepted(act, issued: str) -> None:
    """R-41 (II.2.2.b): after the advice improvement followed, so that no warning does; meanwhile R-60 (III)."""
    act("proveReceipt", "head-a", SANCTION, sanction=issued, expectedVersion=2, channel="IN_APP")
    letter = act(
        "recommendLkppSystem", "reviewer", SANCTION, sanction=issued, expectedVersion=3, reasons=["Agar lancar."]
    )
    assert letter["documents"] == [{"kind": "LKPP_SYSTEM", "state": "DRAFT"}]
    report = {"sanction": issued, "text": "Sudah dicatat.", "evidence": [global_id("Evidence", "evidence-1")]}
    assert act("submitSanctionFollowUp", "unit-head-a", SANCTION, **report, expectedVersion=4)["thing"]["state"] == (
        "FOLLOW_UP"
    )
    returned = act("returnSanctionFollowUp", "assessor", SANCTION, sanction=issued, expectedVersion=5, reason="Kurang.")
    assert returned["thing"]["followUps"] == [{"text": "Sudah dicatat.", "returned": "Kurang."}]
    act("submitSanctionFollowUp", "unit-head-a", SANCTION, **report, expectedVersion=6)
    done = act("acceptImprovement", "assessor", SANCTION, sanction=issued, expectedVersion=7, verification="Sesuai.")
    assert (done["thing"]["state"], done["thing"]["case"]) == ("IMPROVED", {"state": "CLOSED"})
    assert [paper["kind"] for paper in done["documents"]] == ["MINUTES"]


SETTLEMENTS = (
    "thing { findings case { findings { criterion settlement { on by { name } thing } } } } documents { kind }"
)


def test_some_findings_are_improved_and_the_others_are_not(act, refused, case: str, issued: str) -> None:
    """II.2.2.b: who verified it, when and through which measure; the advice asks for the rest."""
    act("proveReceipt", "head-a", SANCTION, sanction=issued, expectedVersion=2, channel="IN_APP")
    report = {"sanction": issued, "text": "Sudah dicatat.", "evidence": [global_id("Evidence", "evidence-1")]}
    act("submitSanctionFollowUp", "unit-head-a", SANCTION, **report, expectedVersion=3)
    part = {
        "sanction": issued,
        "expectedVersion": 4,
        "verification": "Buku izin diperiksa.",
        "reason": "Belum ditinjau.",
    }
    one = refused("acceptImprovementInPart", "assessor", **part, findings=["S09-K2"])
    assert (one["code"], one["clauseId"]) == ("NOTHING_TO_PART", "HOUSE")
    other = {"standard": "S10", "criterion": "S10-K1", "fact": "Hak akses tidak ditinjau.", "evidence_ids": []}
    CaseRecord.objects(id=key_of(case)).update(push__findings=other)
    assert refused("acceptImprovementInPart", "reviewer", **part, findings=["S09-K2"])["code"] == "NOT_PERMITTED"
    unknown = refused("acceptImprovementInPart", "assessor", **part, findings=["S01-K1"])
    assert (unknown["code"], unknown["subject"]) == ("INVALID_INPUT", "findings")
    done = act("acceptImprovementInPart", "assessor", SETTLEMENTS, **part, findings=["S09-K2"])
    assert done["documents"] == [{"kind": "MINUTES"}, {"kind": "NOTICE"}]
    assert done["thing"] == {
        "findings": ["S09-K2"],
        "case": {
            "findings": [
                {
                    "criterion": "S09-K2",
                    "settlement": {"on": "2023-10-02", "by": {"name": "assessor"}, "thing": issued},
                },
                {"criterion": "S10-K1", "settlement": None},
            ]
        },
    }


def test_the_deputy_decides_on_a_case_that_is_held(act, case: str) -> None:
    CaseRecord.objects(id=key_of(case)).update(set__state="HOLD")
    decision = {"case": case, "expectedVersion": 1, "decision": "FURTHER_WARNING", "reason": "Masih dibina."}
    assert act("resumeSanctionCase", "deputy", CASE, **decision)["thing"]["furtherWarning"] is True
    CaseRecord.objects(id=key_of(case)).update(set__state="HOLD")
    leave = decision | {"decision": "LEAVE", "expectedVersion": 2}
    done = act("resumeSanctionCase", "deputy", CASE, **leave)["thing"]
    assert (done["state"], done["closedReason"]) == ("CLOSED", "DECIDED")


# --- the outlook ----------------------------------------------------------------------------------------------------

OUTLOOK = """query($u: ID!, $on: Date) { sanctionOutlook(unit: $u, on: $on) { on cases {
  case { id } sanction { id } lastDayToObject mayObject settledAfter
  rungs { rung possible firstDay refusals { code clauseId required } } }
  acts { thing action { mutation clauseId allowed refusal { code } } } } }"""


def test_the_outlook_tells_what_is_open_and_what_blocks_the_rest(
    act, people: World, unit: str, case: str, issued: str
) -> None:
    act("proveReceipt", "unit-head-a", SANCTION, sanction=issued, expectedVersion=2, channel="IN_APP")
    found = people.ask(OUTLOOK, "reviewer", u=global_id("Unit", unit), on="2023-10-09")["sanctionOutlook"]
    [outlook] = found["cases"]
    assert (found["on"], outlook["case"], outlook["sanction"]) == ("2023-10-09", {"id": case}, {"id": issued})
    assert (outlook["lastDayToObject"], outlook["mayObject"], outlook["settledAfter"]) == (
        "2023-10-09",
        True,
        "2023-10-09",
    )
    told = {rung["rung"]: [refusal["code"] for refusal in rung["refusals"]] for rung in outlook["rungs"]}
    assert told["WARNING"] == ["RUNG_NOT_SETTLED", "OBJECTION_TERM_RUNNING"]
    assert told["STOP"] == ["RUNG_NOT_NEXT"]
    assert not any(rung["possible"] for rung in outlook["rungs"])
    assert [rung["firstDay"] for rung in outlook["rungs"]] == [None, "2023-10-10", None, None]
    acts = {(act["thing"], act["action"]["mutation"]): act["action"]["refusal"] for act in found["acts"]}
    assert acts[issued, "submitSanctionFollowUp"] is None
    assert acts[issued, "recordNoImprovement"] == {"code": "OBJECTION_TERM_RUNNING"}
    assert acts[case, "dismissSanctionCase"] == {"code": "CASE_HAS_MEASURE"}


def test_the_outlook_of_a_unit_without_a_case_is_for_today(people: World, unit: str) -> None:
    found = people.ask(OUTLOOK, "deputy", u=global_id("Unit", unit))["sanctionOutlook"]
    [outlook] = found["cases"]
    assert (found["on"], outlook["case"], outlook["sanction"]) == ("2023-10-02", None, None)
    assert outlook["rungs"][0]["refusals"][0]["code"] == "CASE_NOT_OPEN"
    assert [rung["firstDay"] for rung in outlook["rungs"]] == [None] * 4
    opening = {"mutation": "openSanctionCase", "clauseId": "II.2.2.a", "allowed": True, "refusal": None}
    assert found["acts"] == [{"thing": global_id("Unit", unit), "action": opening}]
    assert people.ask(OUTLOOK, "deputy", u=global_id("Unit", "none"))["sanctionOutlook"] is None
    assert people.codes(OUTLOOK, "unit-head-a", u=global_id("Unit", unit)) == ["FORBIDDEN"]


def test_lists_are_filtered(people: World, unit: str, case: str, issued: str) -> None:
    query = """query($u: ID!) {
      cases: sanctionCases(first: 5, filter: { unit: $u, states: [OPEN] }) { edges { node { id breach { article } } } }
      closed: sanctionCases(first: 5, filter: { states: [CLOSED] }) { edges { node { id } } }
      advice: sanctions(first: 5, filter: { unit: $u, rung: ADVICE, states: [ISSUED] }) { edges { node { id
        unit { sanctionCases(first: 1) { edges { node { id surveillance { id } } } } } } } }
      stops: sanctions(first: 5, filter: { rung: STOP }) { edges { node { id } } } }"""
    found = people.ask(query, "head-a", u=global_id("Unit", unit))
    assert found["cases"]["edges"] == [{"node": {"id": case, "breach": None}}]
    assert found["closed"]["edges"] == found["stops"]["edges"] == []
    [edge] = found["advice"]["edges"]
    assert edge["node"]["id"] == issued
    assert edge["node"]["unit"]["sanctionCases"]["edges"] == [{"node": {"id": case, "surveillance": None}}]
    hidden = people.ask(
        "query($u: ID!) { node(id: $u) { ... on Unit { sanctionCases(first: 1) { totalCount } } } }",
        "anonymous",
        u=global_id("Unit", unit),
    )
    assert hidden["node"] == {"sanctionCases": None}
