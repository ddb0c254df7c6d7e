"""Objections and re-assessments through GraphQL: what is done, shown and refused (II.2.3; II.2.2.c)."""

import base64
from datetime import timedelta
from typing import Any

import pytest

from persistence.case_records import CaseRecord
from persistence.compliance import ComplianceRecord
from persistence.evidence import EvidenceRecord
from persistence.objections import ObjectionRecord
from persistence.reassessments import ReassessmentRecord
from persistence.sanction_records import SanctionRecord
from persistence.standards import CriterionField, StandardRecord
from tests.integration.graphql.conftest import NOW, World

pytestmark = pytest.mark.servers

REFUSAL = "... on Refusal { code clauseId subject }"
OBJECTION = """thing { id version state late filedAt lastInstant letterNumber letterDate grounds open suspends decision
  sanction { id version } unit { name } filedBy { name } examiner { name } summonedAt evidence { name }
  hearings { kind place text participants { name role } others { name } missedSummons minutes { kind } }
  proposal { decision considerations reinstated followUp rung asked } document { kind state } }
  documents { kind }"""
REASSESSMENT = """thing { id version state standards scope attempt requestedOn improvement leadWasInvolved method
  assessors { name } lead { name } criteria { code } scores { criterion score note evidence { name } }
  sanction { version } previous { id } nonCooperation { reason reminders { sentOn text } }
  report { kind } document { kind } evidence { name } }
  documents { kind }"""


def global_id(kind: str, key: str) -> str:
    return base64.urlsafe_b64encode(f"{kind}:{key}".encode()).rstrip(b"=").decode()


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
    """The refusal of a mutation that changed nothing in the whole database."""

    def attempt(name: str, who: str, **values: Any) -> tuple[str, str, str]:
        before = people.dump()
        answer = act(name, who, "__typename", **values)
        assert people.dump() == before
        return answer["code"], answer["clauseId"], answer["subject"]

    return attempt


@pytest.fixture
def sanction(people: World) -> str:
    """A revocation of S01 and S02 that was received: its last instant is now. Beside it two files of the institution."""
    for name, institution in (("evidence-1", "inst-a"), ("evidence-b", "inst-b")):
        file = {"record_id": name, "key": "k", "state": "CONFIRMED", "name": f"{name}.pdf", "uploaded_by": "staff-a"}
        file |= {"content_type": "application/pdf", "size": 1, "sha256": "0" * 64}
        people._put(EvidenceRecord, institution, people.now, file)
    unit = people.unit("inst-a", name="LPSE Contoh Utara")
    case = {"state": "OPEN", "unit_id": unit, "further_warning": False, "opened_by": "reviewer"}
    case_id = people._put(CaseRecord, "inst-a", people.now, case | {"opened_on": "2023-09-01", "rung": "REVOCATION"})
    given = {"state": "RECEIVED", "unit_id": unit, "case_id": case_id, "rung": "REVOCATION", "round": 1, "sequence": 3}
    given |= {
        "limit_is_estimated": False,
        "drafted_by": "reviewer",
        "standards": ["S01", "S02"],
        "last_instant": NOW,
        "received_at": NOW,
    }
    return people._put(SanctionRecord, "inst-a", people.now, given)


def assignment_signed(people: World) -> None:
    """As if the Deputy had signed the assignment letter."""
    documents = people.database.client[people.database.name]["documents"]
    assert documents.update_one({"kind": "ASSIGNMENT"}, {"$set": {"state": "SIGNED"}}).modified_count == 1


def minutes_numbered(people: World) -> None:
    """As if the worker had made the minutes."""
    documents = people.database.client[people.database.name]["documents"]
    assert documents.update_one({"kind": "MINUTES"}, {"$set": {"number": "1/B/D.2/BAP/X/2023"}}).modified_count == 1


def filing(sanction: str, *evidence: str, **changes: Any) -> dict[str, Any]:
    return {
        "sanction": global_id("Sanction", sanction),
        "letterNumber": "027/131/UKPBJ/2023",
        "letterDate": "2023-10-02",
        "grounds": "Temuan tidak sesuai keadaan.",
        "evidence": [global_id("Evidence", name) for name in evidence or ("evidence-1",)],
    } | changes


def late(sanction: str) -> None:
    """Now is one second after its last instant."""
    SanctionRecord.objects(id=sanction).update_one(set__last_instant=NOW - timedelta(seconds=1))


def admission(objection: dict[str, Any], examiner: str) -> dict[str, Any]:
    return {
        "objection": objection["id"],
        "expectedVersion": objection["version"],
        "examiner": global_id("Person", examiner),
        "summonedAt": "2023-10-03T09:00:00+07:00",
        "place": "Ruang Rapat Contoh",
        "agenda": "Bukti baru.",
    }


def hearing(objection: dict[str, Any]) -> dict[str, Any]:
    return {
        "objection": objection["id"],
        "expectedVersion": objection["version"],
        "kind": "CLARIFICATION",
        "heldAt": "2023-10-02T10:00:00+07:00",
        "place": "Daring",
        "text": "Unit memperlihatkan catatan.",
        "participants": [{"name": "Contoh Ramadhan", "role": "Kepala LPSE", "ofUnit": True}],
        "others": [{"name": "Contoh Wenda", "role": "Penyedia jaringan"}],
    }


def decision(objection: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return {
        "objection": objection["id"],
        "expectedVersion": objection["version"],
        "decision": "SANCTION_CHANGED",
        "considerations": ["Standar 1 dipenuhi."],
        "reinstated": ["S01"],
        "followUp": ["Standar 2 dinilai ulang."],
    } | changes


def test_an_objection_is_filed_examined_and_put_before_the_deputy(people: World, act, refused, sanction: str) -> None:
    """II.2.3: at the very last instant it is in time."""
    filed = act("fileObjection", "unit-head-a", OBJECTION, **filing(sanction))
    thing = filed["thing"]
    assert [paper["kind"] for paper in filed["documents"]] == ["OBJECTION_RECEIPT"]
    assert (thing["state"], thing["late"], thing["open"], thing["suspends"]) == ("SUBMITTED", False, True, False)
    assert thing["filedAt"] == thing["lastInstant"] == "2023-10-02T03:00:00.000Z"
    assert (thing["sanction"]["id"], thing["filedBy"]["name"]) == (global_id("Sanction", sanction), "unit-head-a")
    assert (thing["evidence"], thing["unit"]["name"]) == ([{"name": "evidence-1.pdf"}], "LPSE Contoh Utara")

    admitted = act("admitObjection", "admin", OBJECTION, **admission(thing, "assessor"))
    assert (admitted["thing"]["state"], admitted["thing"]["examiner"]["name"]) == ("EXAMINATION", "assessor")
    assert refused("prepareObjectionDecision", "assessor", **decision(admitted["thing"])) == (
        "HEARING_MISSING",
        "II.2.3.s2",
        str(ObjectionRecord.objects.get().id),
    )
    heard = act("recordHearing", "assessor", OBJECTION, **hearing(admitted["thing"]))
    assert heard["thing"]["hearings"] == [
        {
            "kind": "CLARIFICATION",
            "place": "Daring",
            "text": "Unit memperlihatkan catatan.",
            "participants": [{"name": "Contoh Ramadhan", "role": "Kepala LPSE"}],
            "others": [{"name": "Contoh Wenda"}],
            "missedSummons": None,
            "minutes": {"kind": "MINUTES"},
        }
    ]
    assert refused("prepareObjectionDecision", "assessor", **decision(heard["thing"]))[0] == "MINUTES_NOT_NUMBERED"
    minutes_numbered(people)
    for code in ("S01", "S02"):
        cell(people, str(SanctionRecord.objects.get().unit_id), code, by=sanction)
    prepared = act("prepareObjectionDecision", "assessor", OBJECTION, **decision(heard["thing"], asked=["Tinjau."]))
    assert prepared["thing"]["proposal"] == {
        "decision": "SANCTION_CHANGED",
        "considerations": ["Standar 1 dipenuhi."],
        "reinstated": ["S01"],
        "followUp": ["Standar 2 dinilai ulang."],
        "rung": None,
        "asked": ["Tinjau."],
    }
    assert (prepared["thing"]["document"]["kind"], prepared["thing"]["decision"]) == ("OBJECTION_RESULT", None)
    seen = people.ask(
        "query($k: ID!) { node(id: $k) { ... on Objection { proposal { decision } document { kind } } } }",
        "head-a",
        k=thing["id"],
    )["node"]
    assert seen == {"proposal": None, "document": None}

    answer = act(
        "decideObjection",
        "deputy",
        "thing { state }",
        objection=thing["id"],
        expectedVersion=prepared["thing"]["version"],
        seenSha256="a" * 64,
        passphrase="rahasia",
    )
    assert (answer["code"], people.papers.passphrases) == ("PASSPHRASE_REFUSED", ["rahasia"])

    recalled = act(
        "recallObjectionDecision",
        "deputy",
        OBJECTION,
        objection=thing["id"],
        expectedVersion=prepared["thing"]["version"],
        reason="Diperbaiki.",
    )
    assert (recalled["thing"]["proposal"], recalled["thing"]["document"]) == (None, None)
    withdrawn = act(
        "withdrawObjection",
        "head-a",
        OBJECTION,
        objection=thing["id"],
        expectedVersion=recalled["thing"]["version"],
        reason="Diterima.",
    )
    assert (withdrawn["thing"]["state"], withdrawn["thing"]["open"]) == ("WITHDRAWN", False)


@pytest.mark.parametrize(
    ("verb", "state"), [("acceptLateObjection", "SUBMITTED"), ("refuseLateObjection", "REFUSED_LATE")]
)
def test_one_second_later_it_is_late_and_the_deputy_answers(act, sanction: str, verb: str, state: str) -> None:
    late(sanction)
    filed = act("fileObjection", "head-a", OBJECTION, **filing(sanction))["thing"]
    assert (filed["state"], filed["late"]) == ("LATE", True)
    given = {"objection": filed["id"], "expectedVersion": 1, "reason": "Bencana alam."}
    answered = act(verb, "deputy", "thing { state lateReason } documents { kind }", **given)
    assert answered["thing"] == {"state": state, "lateReason": "Bencana alam."}
    assert answered["documents"] == [{"kind": "NOTICE"}]


def test_what_is_missing_foreign_or_open_already_is_refused(act, refused, sanction: str) -> None:
    assert refused("fileObjection", "unit-head-a", **filing(sanction, evidence=[])) == (
        "ATTACHMENT_MISSING",
        "II.2.3.s1",
        "evidence",
    )
    assert refused("fileObjection", "unit-head-a", **filing(sanction, "evidence-b"))[0] == "EVIDENCE_NOT_CONFIRMED"
    assert refused("fileObjection", "head-b", **filing(sanction, "evidence-b"))[0] == "NOT_FOUND"
    assert refused("fileObjection", "unit-head-a", **filing(sanction) | {"sanction": "x"}) == (
        "NOT_FOUND",
        "HOUSE",
        "sanction",
    )
    wrong = filing(sanction, evidence=[global_id("Sanction", sanction)])
    assert refused("fileObjection", "unit-head-a", **wrong) == ("NOT_FOUND", "HOUSE", "evidence")
    assert refused("fileObjection", "staff-a", **filing(sanction))[0] == "NOT_PERMITTED"
    act("fileObjection", "unit-head-a", "__typename", **filing(sanction))
    assert refused("fileObjection", "head-a", **filing(sanction)) == ("OBJECTION_OPEN", "HOUSE", "sanction")


def test_the_examiner_did_not_draft_the_sanction(act, refused, sanction: str) -> None:
    filed = act("fileObjection", "unit-head-a", OBJECTION, **filing(sanction))["thing"]
    found = refused("admitObjection", "admin", **admission(filed, "reviewer"))
    assert found == ("CONFLICT_OF_INTEREST", "HOUSE", "examiner")
    unknown = admission(filed, "assessor") | {"examiner": "x"}
    assert refused("admitObjection", "admin", **unknown) == ("NOT_FOUND", "HOUSE", "examiner")
    assert refused("withdrawObjection", "head-a", objection="x", expectedVersion=1, reason="x")[2] == "objection"
    signing = {"expectedVersion": 1, "seenSha256": "a" * 64, "passphrase": "x"}
    assert refused("decideObjection", "deputy", objection="x", **signing)[2] == "objection"
    assert refused("passReassessment", "deputy", reassessment="x", **signing)[2] == "reassessment"


def test_objections_are_listed_each_to_its_readers(people: World, act, sanction: str) -> None:
    filed = act("fileObjection", "unit-head-a", OBJECTION, **filing(sanction))["thing"]
    unit = SanctionRecord.objects(id=sanction).get().unit_id
    query = """query($f: ObjectionFilter) { objections(first: 5, filter: $f) { edges { node { id
        availableActions { mutation allowed } } } } }"""
    listed = {"unit": global_id("Unit", unit), "states": ["SUBMITTED"]}
    for who, expected in (("auditor", [filed["id"]]), ("head-a", [filed["id"]]), ("head-b", [])):
        found = people.ask(query, who, f=listed)["objections"]["edges"]
        assert [edge["node"]["id"] for edge in found] == expected
    [mine] = people.ask(query, "unit-head-a")["objections"]["edges"]
    assert mine["node"]["availableActions"] == [{"mutation": "withdrawObjection", "allowed": True}]
    nested = people.ask(
        """query($s: ID!, $u: ID!) { s: node(id: $s) { ... on Sanction { objections(first: 5) { edges { node { id } } }
        reassessments(first: 5) { edges { node { id } } } } }
        u: node(id: $u) { ... on Unit { objections(first: 5) { edges { node { id } } }
        reassessments(first: 5) { edges { node { id } } } } } }""",
        "reviewer",
        s=global_id("Sanction", sanction),
        u=global_id("Unit", unit),
    )
    for of in ("s", "u"):
        assert nested[of] == {
            "objections": {"edges": [{"node": {"id": filed["id"]}}]},
            "reassessments": {"edges": []},
        }
    public = people.ask(
        """query($u: ID!) { node(id: $u) { ... on Unit { objections(first: 5) { edges { node { id } } }
        reassessments(first: 5) { edges { node { id } } } } } }""",
        u=global_id("Unit", unit),
    )
    assert public["node"] == {"objections": None, "reassessments": None}
    assert people.codes(query) == ["UNAUTHENTICATED"]


# --- re-assessments -------------------------------------------------------------------------------------------------


@pytest.fixture
def reassessment(people: World, sanction: str) -> str:
    """The re-assessment of S01 and S02, each of one criterion; it waits to be asked for."""
    for number, code in ((1, "S01"), (2, "S02")):
        criterion = CriterionField(
            code=f"{code}-K1",
            text_id="Kriteria.",
            text_en="Criterion.",
            evidence_id="Dokumen",
            methods=["DOCUMENT"],
            requirement="MANDATORY",
            applicability="ALL",
        )
        StandardRecord(
            id=code,
            number=number,
            clause=f"II.2.1.b.1.{'ab'[number - 1]}",
            name_id=f"Standar {number}",
            name_en=f"Standard {number}",
            official_text=False,
            criteria=[criterion],
        ).save(force_insert=True)
    found = SanctionRecord.objects(id=sanction).get()
    given = {"state": "PENDING", "unit_id": found.unit_id, "sanction_id": sanction, "case_id": found.case_id}
    given |= {"standards": ["S01", "S02"], "attempt": 1, "began_on": "2023-10-01"}
    for code in ("S01", "S02"):
        cell(people, found.unit_id, code)
    return people._put(ReassessmentRecord, "inst-a", people.now, given)


def cell(people: World, unit: str, code: str, *, by: str = "s") -> None:
    values = {"record_id": f"{unit}-{code}", "state": "REVOKED", "unit_id": unit, "standard": code}
    values |= {"since": "2023-10-01", "cause": "SANCTION", "cause_id": by}
    people._put(ComplianceRecord, "inst-a", people.now, values)


def on(thing: dict[str, Any], **values: Any) -> dict[str, Any]:
    return {"reassessment": thing["id"], "expectedVersion": thing["version"]} | values


def test_the_standards_revoked_are_assessed_again(people: World, act, refused, reassessment: str) -> None:
    first = {"id": global_id("Reassessment", reassessment), "version": 1}
    evidence = [global_id("Evidence", "evidence-1")]
    asked = {"standards": [], "improvement": "Kebijakan ditetapkan.", "evidence": evidence}
    found = refused("requestReassessment", "unit-head-a", **on(first, **asked | {"standards": ["S03"]}))
    assert found == ("INVALID_INPUT", "II.2.2.c.s2", "standards")
    assert refused("requestReassessment", "unit-head-a", **on(first, **asked | {"evidence": ["x"]}))[2] == "evidence"
    requested = act("requestReassessment", "unit-head-a", REASSESSMENT, **on(first, **asked))["thing"]
    assert (requested["state"], requested["scope"], requested["requestedOn"]) == (
        "REQUESTED",
        ["S01", "S02"],
        "2023-10-02",
    )
    assert (requested["evidence"], requested["improvement"]) == (
        [{"name": "evidence-1.pdf"}],
        "Kebijakan ditetapkan.",
    )
    lead = global_id("Person", "assessor")
    team = {"lead": lead, "members": [], "declared": [lead], "method": "DESK"}
    for name, subject in (("lead", "lead"), ("members", "members"), ("declared", "declared")):
        wrong = team | {name: "x" if name == "lead" else ["x"]}
        assert refused("assignReassessors", "admin", **on(requested, **wrong)) == ("NOT_FOUND", "HOUSE", subject)
    running = act("assignReassessors", "admin", REASSESSMENT, **on(requested, **team))
    assert running["documents"] == [{"kind": "ASSIGNMENT"}]
    assert running["thing"]["criteria"] == [{"code": "S01-K1"}, {"code": "S02-K1"}]
    assert (running["thing"]["leadWasInvolved"], running["thing"]["lead"]) == (False, {"name": "assessor"})
    scores = [{"criterion": f"{code}-K1", "score": 2, "note": "Ada.", "evidence": evidence} for code in ("S01", "S02")]
    assignment_signed(people)
    bad = [scores[0] | {"evidence": ["x"]}]
    assert refused("scoreReassessment", "assessor", **on(running["thing"], scores=bad))[0] == "NOT_FOUND"
    scored = act("scoreReassessment", "assessor", REASSESSMENT, **on(running["thing"], scores=scores))["thing"]
    assert scored["scores"][0] == {
        "criterion": "S01-K1",
        "score": 2,
        "note": "Ada.",
        "evidence": [{"name": "evidence-1.pdf"}],
    }
    hidden = people.ask(
        "query($k: ID!) { node(id: $k) { ... on Reassessment { scores { criterion } } } }", "head-a", k=first["id"]
    )
    assert hidden["node"] == {"scores": None}
    concluded = {"conclusion": "Terpenuhi.", "assessedOn": "2023-10-02"}
    assert refused("failReassessment", "assessor", **on(scored, **concluded))[0] == "STANDARDS_MET"
    reported = act("reportReassessment", "assessor", REASSESSMENT, **on(scored, **concluded))
    assert (reported["documents"], reported["thing"]["report"]) == (
        [{"kind": "ASSESSMENT_REPORT"}],
        {"kind": "ASSESSMENT_REPORT"},
    )
    assert refused("prepareReassessmentPass", "reviewer", **on(reported["thing"]))[0] == "REPORT_NOT_SIGNED"
    people.database.client[people.database.name]["documents"].update_one(
        {"kind": "ASSESSMENT_REPORT"}, {"$set": {"state": "SIGNED"}}
    )
    prepared = act("prepareReassessmentPass", "reviewer", REASSESSMENT, **on(reported["thing"]))
    assert (prepared["documents"], prepared["thing"]["document"]) == (
        [{"kind": "DETERMINATION"}],
        {"kind": "DETERMINATION"},
    )
    answer = act(
        "passReassessment",
        "deputy",
        "__typename",
        **on(prepared["thing"], seenSha256="a" * 64, passphrase="rahasia"),
    )
    assert (answer["code"], people.papers.passphrases) == ("PASSPHRASE_REFUSED", ["rahasia"])
    recalled = act("recallReassessmentPass", "deputy", REASSESSMENT, **on(prepared["thing"], reason="Diperbaiki."))
    assert recalled["thing"]["document"] is None


def test_lkpp_opens_it_records_silence_and_tries_again(people: World, act, reassessment: str) -> None:
    first = {"id": global_id("Reassessment", reassessment), "version": 1}
    opened = act("openReassessment", "admin", REASSESSMENT, **on(first, standards=["S01"], reason="Prakarsa LKPP."))
    assert (opened["thing"]["scope"], opened["documents"]) == (["S01"], [{"kind": "NOTICE"}])
    silent = {"reason": "Tidak menanggapi.", "reminders": [{"sentOn": "2023-10-02", "text": "Mohon jadwal."}]}
    people.clock.instant += timedelta(days=1)
    told = act("recordNonCooperation", "reviewer", REASSESSMENT, **on(opened["thing"], **silent))
    assert told["thing"]["nonCooperation"] == silent
    assert (told["thing"]["state"], told["documents"]) == ("PENDING", [{"kind": "NOTICE"}])
    ReassessmentRecord.objects(id=reassessment).update_one(set__state="FAILED")
    again = act("retryReassessment", "unit-head-a", REASSESSMENT, **on(told["thing"], reason="Sudah diperbaiki."))
    assert (again["thing"]["state"], again["thing"]["attempt"], again["thing"]["nonCooperation"]) == (
        "PENDING",
        2,
        None,
    )


def test_where_nothing_is_met_it_fails(people: World, act, reassessment: str) -> None:
    first = {"id": global_id("Reassessment", reassessment), "version": 1}
    opened = act("openReassessment", "admin", REASSESSMENT, **on(first, standards=["S01"], reason="x"))["thing"]
    lead = global_id("Person", "assessor")
    team = {"lead": lead, "members": [], "declared": [lead], "method": "ON_SITE"}
    running = act("assignReassessors", "admin", REASSESSMENT, **on(opened, **team))["thing"]
    assignment_signed(people)
    score = {"criterion": "S01-K1", "score": 0, "note": "Belum ada.", "evidence": []}
    scored = act("scoreReassessment", "assessor", REASSESSMENT, **on(running, scores=[score]))["thing"]
    concluded = {"conclusion": "Belum terpenuhi.", "assessedOn": "2023-10-02"}
    failed = act("failReassessment", "assessor", REASSESSMENT, **on(scored, **concluded))
    assert (failed["thing"]["state"], failed["documents"]) == ("FAILED", [{"kind": "ASSESSMENT_REPORT"}])


def test_reassessments_are_listed_each_to_its_readers(people: World, reassessment: str) -> None:
    ReassessmentRecord.objects(id=reassessment).update_one(set__assessor_ids=["assessor"])
    query = """query($f: ReassessmentFilter) { reassessments(first: 5, filter: $f) { edges { node { state
        previous { id } institution { name } } } } }"""
    for who, assessor, expected in (("auditor", "assessor", 1), ("auditor", "deputy", 0), ("head-b", "assessor", 0)):
        found = people.ask(query, who, f={"assessor": global_id("Person", assessor), "states": ["PENDING"]})
        assert len(found["reassessments"]["edges"]) == expected
    [mine] = people.ask(query, "staff-a")["reassessments"]["edges"]
    assert mine["node"] == {
        "state": "PENDING",
        "previous": None,
        "institution": {"name": "Kabupaten Contoh Utara"},
    }
