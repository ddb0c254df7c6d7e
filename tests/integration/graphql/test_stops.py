"""The breach door, a unit's data, a stopped unit and the register of systems through GraphQL: done, shown and refused."""

import base64
from datetime import date
from typing import Any

import pytest

from domain.aggregates import Aggregate
from domain.calendars import PublishCalendar
from domain.roles import SYSTEM
from persistence.documents import DocumentRecord
from persistence.evidence import EvidenceRecord
from services.commands import Command, Done
from services.door import Door
from tests.integration.graphql.conftest import PlainLetters, StandingClock, World

pytestmark = pytest.mark.servers

REFUSAL = "... on Refusal { code clauseId subject }"
SLA = """sla { id version state reason availableActions { mutation allowed refusal { code } }
  renewal { id state renews { id } }
  breach { article facts reportedOn answerUntil calendarVersion reportedBy { name } evidence { name }
    notice { kind state } receipts { channel at by { name } evidence { name } }
    answers { text answeredOn answeredBy { name } evidence { name } }
    findings { text foundOn answersWeighed foundBy { name } evidence { name } } case { __typename version } } }
  documents { kind }"""
UNIT = """unit { id version state document { kind state }
  stop { form text stoppedOn sanction { version }
    takeover { place takenBy { name } participants { name capacity } items { item done note } }
    carriedOut { place carriedOutBy { name } participants { name capacity } items { item done note } } } }
  documents { kind }"""
SYSTEM_FIELDS = "thing { id version state kind name pattern location owner developedFor unit { name } }"
FIGURES = "thing { id version state period registered verified counts { kind registered verified } unit { name } }"


def global_id(kind: str, key: str) -> str:
    return base64.urlsafe_b64encode(f"{kind}:{key}".encode()).rstrip(b"=").decode()


@pytest.fixture
def act(people: World):
    """What a mutation gives; each call has a key of its own."""
    calls: list[str] = []

    def perform(name: str, who: str, fields: str, /, **values: Any) -> dict[str, Any]:
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
    """The refusal of a mutation that changed nothing in the whole database."""

    def attempt(name: str, who: str, /, **values: Any) -> tuple[str, str, str]:
        before = people.dump()
        answer = act(name, who, "__typename", **values)
        assert people.dump() == before
        return answer["code"], answer["clauseId"], answer["subject"]

    return attempt


@pytest.fixture
def sla(people: World) -> str:
    """An SLA in force that grants ten working days to answer, the calendar of the year, and a confirmed file."""
    calendar = PublishCalendar(
        first_day=date(2023, 1, 1), last_day=date(2023, 12, 31), off_days=(), reason="pertama", replaces=None
    )
    door = Door(database=people.database, clock=StandingClock(), letters=PlainLetters())
    command = Command(aggregate=Aggregate.CALENDAR, verb="seed", actor=SYSTEM, record_id="calendar-1", payload=calendar)
    assert isinstance(door.perform(command), Done)
    file = {"record_id": "evidence-1", "key": "k", "state": "CONFIRMED", "name": "log.pdf", "uploaded_by": "reviewer"}
    file |= {"content_type": "application/pdf", "size": 1, "sha256": "0" * 64}
    people._put(EvidenceRecord, "inst-a", people.now, file)
    unit = people.unit("inst-a", name="LPSE Contoh Utara")
    return people.sla(
        "inst-a",
        state="IN_FORCE",
        unit_id=unit,
        agreement={"terms": {"breach_answer_working_days": 10}},
        in_force_since="2023-01-02",
    )


def report(sla: str) -> dict[str, Any]:
    return {
        "sla": global_id("Sla", sla),
        "article": 6,
        "facts": "Ketersediaan 91%.",
        "evidence": [global_id("Evidence", "evidence-1")],
        "expectedVersion": 1,
    }


def test_a_breach_is_reported_answered_found_and_confirmed(act, refused, sla: str) -> None:
    """II.2.2.d: from the report to the case at the rung of the stop."""
    reported = act("reportBreach", "assessor", SLA, **report(sla))
    assert [paper["kind"] for paper in reported["documents"]] == ["NOTICE"]
    assert reported["sla"]["state"] == "BREACH_REVIEW"
    assert reported["sla"]["breach"] == {
        "article": 6,
        "facts": "Ketersediaan 91%.",
        "reportedOn": "2023-10-02",
        "answerUntil": None,
        "calendarVersion": None,
        "reportedBy": {"name": "assessor"},
        "evidence": [{"name": "log.pdf"}],
        "notice": {"kind": "NOTICE", "state": "DRAFT"},
        "receipts": [],
        "answers": [],
        "findings": [],
        "case": None,
    }
    key = {"sla": global_id("Sla", sla)}
    second = key | {"channel": "IN_APP", "expectedVersion": 2}
    unissued = ("LETTER_NOT_SIGNED", "HOUSE", "notice")
    assert refused("proveNoticeReceipt", "unit-head-a", **second) == unissued
    DocumentRecord.objects(subject_id=sla, kind="NOTICE").update(state="SIGNED", signed_at=StandingClock().now())
    unread = ("RECEIPT_NOT_PROVEN", "HOUSE", "notice")
    assert refused("confirmBreach", "deputy", **key, reason="Terbukti.", expectedVersion=2) == unread
    received = act("proveNoticeReceipt", "unit-head-a", SLA, **second)["sla"]["breach"]
    assert (received["answerUntil"], received["calendarVersion"]) == ("2023-10-16", "calendar-1")
    opened = {"channel": "IN_APP", "by": {"name": "unit-head-a"}, "evidence": None}
    assert [receipt | {"at": None} for receipt in received["receipts"]] == [opened | {"at": None}]
    answered = act("answerBreach", "unit-head-a", SLA, **key, text="Sudah dipulihkan.", evidence=[], expectedVersion=3)
    assert [answer["text"] for answer in answered["sla"]["breach"]["answers"]] == ["Sudah dipulihkan."]
    told = {"text": "Laporan terbukti.", "evidence": report(sla)["evidence"]}
    fourth = key | {"text": told["text"], "expectedVersion": 4}
    assert refused("recordBreachFinding", "reviewer", **fourth, evidence=[]) == ("INVALID_INPUT", "HOUSE", "evidence")
    unknown = [global_id("Evidence", "evidence-2")]
    found = refused("recordBreachFinding", "reviewer", **fourth, evidence=unknown)
    assert found == ("EVIDENCE_NOT_CONFIRMED", "HOUSE", "evidence")
    found = act("recordBreachFinding", "reviewer", SLA, **key, **told, expectedVersion=4)
    assert found["sla"]["breach"]["findings"] == [
        {
            "text": "Laporan terbukti.",
            "foundOn": "2023-10-02",
            "answersWeighed": 1,
            "foundBy": {"name": "reviewer"},
            "evidence": [{"name": "log.pdf"}],
        }
    ]
    confirmed = act("confirmBreach", "deputy", SLA, **key, reason="Terbukti.", expectedVersion=5)
    assert (confirmed["sla"]["state"], confirmed["sla"]["reason"]) == ("BREACHED", "Terbukti.")
    assert confirmed["sla"]["breach"]["case"] == {"__typename": "SanctionCase", "version": 1}
    offers = {offer["mutation"]: offer["refusal"] for offer in confirmed["sla"]["availableActions"]}
    assert offers["cureSla"] == {"code": "CASE_STILL_OPEN"}


def test_what_the_breach_door_refuses_changes_nothing(refused, act, sla: str) -> None:
    unknown = [global_id("Evidence", "evidence-2")]
    assert refused("reportBreach", "reviewer", **(report(sla) | {"evidence": unknown})) == (
        "EVIDENCE_NOT_CONFIRMED",
        "HOUSE",
        "evidence",
    )
    wrong_kind = report(sla) | {"evidence": [global_id("Unit", "1")]}
    assert refused("reportBreach", "reviewer", **wrong_kind) == ("NOT_FOUND", "HOUSE", "evidence")
    assert refused("reportBreach", "unit-head-a", **report(sla))[:2] == ("NOT_PERMITTED", "II.2.2.d")
    act("reportBreach", "reviewer", SLA, **report(sla))
    key = {"sla": global_id("Sla", sla), "expectedVersion": 2}
    assert refused("confirmBreach", "deputy", **key, reason="Terbukti.") == ("LETTER_NOT_SIGNED", "HOUSE", "notice")
    assert refused("proveNoticeReceipt", "reviewer", **key, channel="IN_APP")[:2] == ("NOT_PERMITTED", "HOUSE")
    note = {"channel": "DELIVERY_NOTE", "receivedAt": "2023-10-02T01:00:00.000Z", "evidence": global_id("Unit", "1")}
    assert refused("proveNoticeReceipt", "admin", **key, **note) == ("NOT_FOUND", "HOUSE", "evidence")
    assert refused("cureSla", "deputy", **key, reason="Pulih.")[0] == "WRONG_STATE"
    assert refused("answerBreach", "unit-head-a", **key, text=" ", evidence=[]) == ("INVALID_INPUT", "HOUSE", "text")
    told = {"text": "Terbukti.", "evidence": report(sla)["evidence"]}
    assert refused("recordBreachFinding", "reviewer", **key, **told) == ("NOT_A_SECOND_PERSON", "HOUSE", "reviewer")
    assert refused("recordBreachFinding", "assessor", **key, **told)[:2] == ("NOT_PERMITTED", "HOUSE")
    own = refused("dismissBreach", "reviewer", **key, reason="Tidak terbukti.")
    assert own == ("NOT_A_SECOND_PERSON", "HOUSE", "reviewer")
    dismissed = act("dismissBreach", "reviewer-2", SLA, **key, reason="Tidak terbukti.")
    assert (dismissed["sla"]["state"], [p["kind"] for p in dismissed["documents"]]) == ("IN_FORCE", ["MINUTES"])


def test_an_agreement_is_renewed_and_the_renewal_abandoned(act, people: World, sla: str) -> None:
    key = {"sla": global_id("Sla", sla)}
    renewed = act("renewSla", "reviewer", SLA, **key, reason="Perubahan target.", expectedVersion=1)
    renewal = renewed["sla"]["renewal"]
    assert (renewed["sla"]["state"], renewal["state"], renewal["renews"]) == ("IN_FORCE", "DRAFT", {"id": key["sla"]})
    present = "{ units(first: 5) { nodes { slaState currentSla { id } } } }"
    public, own = people.ask(present)["units"]["nodes"], people.ask(present, "head-a")["units"]["nodes"]
    assert public == [{"slaState": "IN_FORCE", "currentSla": None}]
    assert own == [{"slaState": "IN_FORCE", "currentSla": {"id": key["sla"]}}]
    given = {"sla": renewal["id"], "reason": "Tidak jadi.", "expectedVersion": 1}
    assert act("abandonRenewal", "reviewer", SLA, **given)["sla"]["state"] == "VOID"


@pytest.fixture
def stopped(people: World, sla: str) -> str:
    """The unit of that SLA, stopped in the form of a takeover of access."""
    return people.unit(
        "inst-a",
        name="LPSE Contoh Timur",
        state="STOPPED",
        stop={"form": "ACCESS_TAKEOVER", "text": None, "sanction_id": "sanction-1", "on": "2023-10-01"},
    )


ITEMS = [
    {"item": item, "done": item != "LOGS", "note": "Menyusul." if item == "LOGS" else ""}
    for item in ("ACCOUNTS", "DOMAIN", "DATABASE", "LOGS", "RUNNING_TENDERS")
]


def test_the_access_of_a_stopped_unit_is_taken_over(act, refused, people: World, stopped: str) -> None:
    """II.2.2.d. The public sees the status, and nothing of the stop."""
    given = {
        "unit": global_id("Unit", stopped),
        "place": "Pusat data",
        "participants": [{"name": "Budi (DATA CONTOH)", "capacity": "Kepala LPSE"}],
        "items": ITEMS,
        "expectedVersion": 1,
    }
    assert refused("takeAccess", "admin", **(given | {"items": ITEMS[:4]})) == ("INVALID_INPUT", "HOUSE", "items")
    assert refused("takeAccess", "unit-head-a", **given)[:2] == ("NOT_PERMITTED", "II.2.2.d")
    taken = act("takeAccess", "admin", UNIT, **given)
    assert [paper["kind"] for paper in taken["documents"]] == ["MINUTES"]
    assert taken["unit"]["state"] == "ACCESS_TAKEN"
    assert taken["unit"]["stop"] == {
        "form": "ACCESS_TAKEOVER",
        "text": None,
        "stoppedOn": "2023-10-01",
        "sanction": None,
        "takeover": {
            "place": "Pusat data",
            "takenBy": {"name": "admin"},
            "participants": [{"name": "Budi (DATA CONTOH)", "capacity": "Kepala LPSE"}],
            "items": ITEMS,
        },
        "carriedOut": None,
    }
    query = (
        "query($id: ID!) { node(id: $id) { ... on Unit { state stop { form } documents(first: 5) { totalCount } } } }"
    )
    assert people.ask(query, id=given["unit"])["node"] == {
        "state": "ACCESS_TAKEN",
        "stop": None,
        "documents": {"totalCount": 0},
    }
    own = people.ask(query, "head-a", id=given["unit"])["node"]
    assert (own["stop"], own["documents"]) == ({"form": "ACCESS_TAKEOVER"}, {"totalCount": 1})
    papers = "{ documents(first: 5) { edges { node { kind subject { ... on Unit { id } } } } } }"
    assert people.ask(papers, "auditor")["documents"]["edges"] == [
        {"node": {"kind": "MINUTES", "subject": {"id": given["unit"]}}}
    ]


ORDERED = [
    {"item": item, "done": item != "TENDERS_HANDED_OVER", "note": "Pembatasan akses penyedia berlaku."}
    for item in ("ORDER_CARRIED_OUT", "TENDERS_HANDED_OVER", "USERS_TOLD")
]


def test_a_stop_in_another_form_is_carried_out(act, refused, people: World) -> None:
    """II.2.2.d. Its checklist is its own; the public sees the status alone."""
    stop = {"form": "OTHER", "text": "Pembatasan akses penyedia.", "sanction_id": "sanction-1", "on": "2023-10-01"}
    unit = global_id("Unit", people.unit("inst-a", name="LPSE Contoh Barat", state="STOPPED", stop=stop))
    given = {
        "unit": unit,
        "place": "Pusat data",
        "participants": [{"name": "Budi (DATA CONTOH)", "capacity": "Kepala LPSE"}],
        "items": ORDERED,
        "expectedVersion": 1,
    }
    assert refused("carryOutStop", "admin", **(given | {"items": ORDERED[1:]})) == ("INVALID_INPUT", "HOUSE", "items")
    silent = [ORDERED[0] | {"note": " "}, *ORDERED[1:]]
    assert refused("carryOutStop", "admin", **(given | {"items": silent})) == ("INVALID_INPUT", "HOUSE", "items.note")
    assert refused("carryOutStop", "unit-head-a", **given)[:2] == ("NOT_PERMITTED", "II.2.2.d")
    assert refused("takeAccess", "admin", **(given | {"items": ITEMS}))[:2] == ("OTHER_STOP_FORM", "II.2.2.d")
    done = act("carryOutStop", "admin", UNIT, **given)
    assert [paper["kind"] for paper in done["documents"]] == ["MINUTES"]
    assert (done["unit"]["state"], done["unit"]["stop"]["takeover"]) == ("STOP_CARRIED_OUT", None)
    assert done["unit"]["stop"]["carriedOut"] == {
        "place": "Pusat data",
        "carriedOutBy": {"name": "admin"},
        "participants": given["participants"],
        "items": ORDERED,
    }
    public = people.ask("query($id: ID!) { node(id: $id) { ... on Unit { state stop { form } } } }", id=unit)["node"]
    assert public == {"state": "STOP_CARRIED_OUT", "stop": None}


def test_a_reinstatement_is_prepared_recalled_and_signed_only_with_a_key(
    act, refused, people: World, stopped: str
) -> None:
    people.sla("inst-a", state="IN_FORCE", unit_id=stopped)
    unit = global_id("Unit", stopped)
    prepared = act(
        "prepareReinstatement", "reviewer", UNIT, unit=unit, reasons=["Pulih."], fromDay="2023-10-02", expectedVersion=1
    )
    assert prepared["unit"]["document"] == {"kind": "REINSTATEMENT", "state": "DRAFT"}
    signing = {"unit": unit, "seenSha256": "0" * 64, "passphrase": "rahasia", "expectedVersion": 2}
    assert refused("reinstateUnit", "deputy", **signing) == ("PASSPHRASE_REFUSED", "HOUSE", "passphrase")
    assert people.papers.passphrases == ["rahasia"]
    assert refused("reinstateUnit", "deputy", **(signing | {"unit": "x"})) == ("NOT_FOUND", "HOUSE", "unit")
    recalled = act("recallReinstatement", "deputy", UNIT, unit=unit, reason="Keliru.", expectedVersion=2)
    assert (recalled["unit"]["state"], recalled["unit"]["document"]) == ("STOPPED", None)


# --- managed systems and user figures --------------------------------------------------------------------------------

DETAILS = {"name": "SPSE 4.5", "pattern": "DISTRIBUTED", "location": "Pusat data", "owner": "Diskominfo"}


@pytest.fixture
def unit(people: World) -> str:
    return global_id("Unit", people.unit("inst-a", name="LPSE Contoh Utara"))


def test_a_unit_registers_revises_and_retires_a_system(act, refused, people: World, unit: str) -> None:
    """I.p1, I.p2."""
    given = {"unit": unit, "kind": "PROVIDER_SELECTION", "details": DETAILS}
    made = act("registerSystem", "staff-a", SYSTEM_FIELDS, **given)["thing"]
    assert made | {"id": ""} == {
        "id": "",
        "version": 1,
        "state": "REGISTERED",
        "kind": "PROVIDER_SELECTION",
        **DETAILS,
        "developedFor": None,
        "unit": {"name": "LPSE Contoh Utara"},
    }
    assert refused("registerSystem", "staff-a", **given) == ("INVALID_INPUT", "HOUSE", "kind")
    assert refused("registerSystem", "staff-a", **(given | {"unit": "x"})) == ("NOT_FOUND", "HOUSE", "unit")
    assert refused("registerSystem", "head-b", **given)[0] == "NOT_PERMITTED"
    central = {"name": "SPSE 4.5", "pattern": "CENTRALISED"}
    revised = act("reviseSystem", "unit-head-a", SYSTEM_FIELDS, system=made["id"], details=central, expectedVersion=1)
    assert (revised["thing"]["pattern"], revised["thing"]["owner"]) == ("CENTRALISED", None)
    listed = """query($where: ManagedSystemFilter) { managedSystems(first: 5, filter: $where) {
        totalCount edges { node { id } } } }"""
    assert people.ask(listed, "reviewer", where={"pattern": "CENTRALISED", "unit": unit})["managedSystems"] == {
        "totalCount": 1,
        "edges": [{"node": {"id": made["id"]}}],
    }
    assert people.ask(listed, "reviewer", where={"kind": "PLANNING"})["managedSystems"]["totalCount"] == 0
    assert people.ask(listed, "head-b")["managedSystems"]["totalCount"] == 0
    assert people.codes(listed) == ["UNAUTHENTICATED"]
    retired = act("retireSystem", "staff-a", SYSTEM_FIELDS, system=made["id"], reason="Diganti.", expectedVersion=2)
    assert retired["thing"]["state"] == "RETIRED"
    assert people.ask("query($id: ID!) { node(id: $id) { __typename } }", "head-b", id=made["id"]) == {"node": None}


def test_users_are_reported_and_corrected_and_seen_by_the_parties(act, refused, people: World, unit: str) -> None:
    """I.p2."""
    counts = [
        {"kind": "PROVIDER", "registered": 120, "verified": 96},
        {"kind": "AUDITOR", "registered": 3, "verified": 3},
    ]
    given = {"unit": unit, "period": "2023-09", "counts": counts}
    made = act("reportUserFigures", "staff-a", FIGURES, **given)["thing"]
    assert (made["state"], made["registered"], made["verified"], made["counts"]) == ("REPORTED", 123, 99, counts)
    assert refused("reportUserFigures", "staff-a", **given) == ("INVALID_INPUT", "HOUSE", "period")
    assert refused("reportUserFigures", "staff-a", **(given | {"period": "2023-11"}))[2] == "period"
    assert refused("reportUserFigures", "staff-a", **(given | {"unit": "x"})) == ("NOT_FOUND", "HOUSE", "unit")
    corrected = act(
        "correctUserFigures",
        "unit-head-a",
        FIGURES,
        figures=made["id"],
        counts=counts[:1],
        reason="Auditor dihitung ganda.",
        expectedVersion=1,
    )["thing"]
    assert (corrected["state"], corrected["registered"]) == ("CORRECTED", 120)
    act("reportUserFigures", "staff-a", FIGURES, **(given | {"period": "2023-10"}))
    query = """query($id: ID!) { node(id: $id) { ... on Unit {
        managedSystems(first: 5) { totalCount } userFigures(first: 5) { edges { node { period } } } } } }"""
    node = people.ask(query, "auditor", id=unit)["node"]
    assert node["managedSystems"] == {"totalCount": 0}
    assert [edge["node"]["period"] for edge in node["userFigures"]["edges"]] == ["2023-10", "2023-09"]
    assert people.ask(query, id=unit)["node"] == {"managedSystems": None, "userFigures": None}
    listed = """query($where: UserFiguresFilter) { userFigures(first: 5, filter: $where) {
        edges { node { registered reason } } } }"""
    found = people.ask(listed, "deputy", where={"period": "2023-09", "unit": unit})["userFigures"]["edges"]
    assert found == [{"node": {"registered": 120, "reason": "Auditor dihitung ganda."}}]


AMENDED = (
    "unit { version name contact { address email phone } availableActions { mutation allowed } } documents { kind }"
)


def amended(unit: str, /, **changed: Any) -> dict[str, Any]:
    said = {"letterNumber": "800/1/2022", "letterDate": "2022-12-01", "unit": unit}
    return {**said, "expectedVersion": 1, **changed}


def test_the_administrator_amends_a_units_data(act, unit: str) -> None:
    done = act("amendUnit", "admin", AMENDED, **amended(unit, name="LPSE Contoh Raya", phone="(021) 7"))
    assert [paper["kind"] for paper in done["documents"]] == ["NOTICE"]
    assert (done["unit"]["version"], done["unit"]["name"]) == (2, "LPSE Contoh Raya")
    assert done["unit"]["contact"]["phone"] == "(021) 7"
    assert {"mutation": "amendUnit", "allowed": True} in done["unit"]["availableActions"]


@pytest.mark.parametrize("who", ["reviewer", "deputy", "unit-head-a", "head-a"])
def test_nobody_else_amends_them(refused, unit: str, who: str) -> None:
    assert refused("amendUnit", who, **amended(unit, name="LPSE Lain"))[0] == "NOT_PERMITTED"


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"name": "LPSE Lain", "expectedVersion": 7}, ("CONFLICT", "HOUSE", f"{1:02}{1:022}")),
        ({"name": "LPSE Lain", "letterNumber": ""}, ("INVALID_INPUT", "HOUSE", "letterNumber")),
        ({"name": "LPSE Lain", "letterDate": "2999-01-01"}, ("INVALID_INPUT", "HOUSE", "letterDate")),
        ({"email": "bukan alamat"}, ("INVALID_INPUT", "HOUSE", "email")),
        ({"name": "LPSE Contoh Utara"}, ("INVALID_INPUT", "HOUSE", "unit")),
        ({}, ("INVALID_INPUT", "HOUSE", "unit")),
        ({"name": "LPSE Lain", "unit": global_id("Sla", "x")}, ("NOT_FOUND", "HOUSE", "unit")),
        ({"name": "LPSE Lain", "unit": global_id("Unit", "none")}, ("NOT_FOUND", "HOUSE", "none")),
    ],
)
def test_an_amendment_of_bad_input_writes_nothing(
    refused, unit: str, changed: dict[str, Any], expected: tuple[str, str, str]
) -> None:
    assert refused("amendUnit", "admin", **amended(unit, **changed)) == expected
