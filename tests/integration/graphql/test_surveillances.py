"""Surveillance through GraphQL: the risk-based list, the programme, findings, and what is refused or not shown."""

from datetime import timedelta
from time import perf_counter
from typing import Any

import pytest

from app.seeds.loader import all_seeds
from domain.standards import StandardCode
from persistence.compliance import ComplianceRecord
from persistence.evidence import EvidenceRecord
from schema.nodes import global_id, split_id
from services.door import Door
from tests.integration.graphql.conftest import NOW, PlainLetters, StandingClock, World

pytestmark = pytest.mark.servers

LIST = """
query($year: Int!, $first: Int!, $after: String) {
  surveillanceCandidates(year: $year, first: $first, after: $after) {
    totalCount pageInfo { hasNextPage hasPreviousPage endCursor }
    nodes { score unit { name } parts { factor points weight text(language: EN) } }
  }
}
"""
REFUSAL = "... on Refusal { code message(language: EN) required clauseId subject }"
THING = """
id version state year score reason factors beginsOn endsOn method standards startedOn concludedOn conclusion cancellation
risk { factor points text } case { id } lead { name } members { name } unit { name }
findings { standard criterion fact observation severity evidence { name } }
documents(first: 10) { nodes { kind } }
"""


def act(world: World, mutation: str, who: str, **given: Any) -> dict[str, Any]:
    """What a mutation of a surveillance gives."""
    name = f"{mutation[0].upper()}{mutation[1:]}"
    query = f"""mutation($i: {name}Input!) {{ {mutation}(input: $i) {{
        __typename {REFUSAL} ... on {name}Success {{ thing {{ {THING} }} documents {{ kind state }} }} }} }}"""
    return dict(world.ask(query, who, i={"idempotencyKey": f"key-{mutation}-{who}", **given})[mutation])


def refused(world: World, mutation: str, who: str, **given: Any) -> tuple[str, str, str]:
    """Code, clause and subject of a refusal that wrote nothing."""
    before = world.dump()
    answer = act(world, mutation, who, **given)
    assert world.dump() == before
    assert "thing" not in answer
    return answer["code"], answer["clauseId"], answer["subject"]


def cells(world: World, unit: str, **states: str) -> None:
    """All seventeen cells of a unit: determined, save those that are named."""
    for code in StandardCode:
        values = {"record_id": f"{unit}-{code}", "unit_id": unit, "standard": code.value, "since": "2023-01-02"}
        state = states.get(code.value, "DETERMINED")
        world._put(ComplianceRecord, "inst-a", NOW, values | {"state": state, "cause": "UNIT", "cause_id": unit})


def person(key: str) -> str:
    return str(global_id("Person", key))


@pytest.fixture
def unit(people: World) -> str:
    """A unit in service with its cells, and the standards as they are shipped."""
    door = Door(database=people.database, clock=StandingClock(), letters=PlainLetters())
    [standards] = [seed for seed in all_seeds(door) if seed.name == "standards"]
    standards.write(standards.rows())
    key = people.unit("inst-a", name="LPSE Contoh Utara")
    cells(people, key, S01="IMPLEMENTING", S02="GAP", S03="REVOKED", S04="FLAGGED")
    return key


def assignment_signed(people: World) -> None:
    """As if the Deputy had signed the assignment letter."""
    documents = people.database.client[people.database.name]["documents"]
    assert documents.update_one({"kind": "ASSIGNMENT"}, {"$set": {"state": "SIGNED"}}).modified_count == 1


def planned(world: World, unit: str) -> dict[str, Any]:
    given = {"unit": global_id("Unit", unit), "year": 2023, "factors": ["REVOKED"], "reason": "Ada pencabutan."}
    return dict(act(world, "planSurveillance", "admin", **given)["thing"])


def notified(world: World, unit: str) -> dict[str, Any]:
    thing = planned(world, unit)
    answer = act(
        world,
        "notifySurveillance",
        "admin",
        surveillance=thing["id"],
        expectedVersion=1,
        beginsOn="2023-10-02",
        endsOn="2023-10-04",
        method="ON_SITE",
        lead=person("assessor"),
        members=[],
        declared=[person("assessor")],
        standards=["S09", "S05"],
    )
    return dict(answer["thing"])


# --- the risk-based list --------------------------------------------------------------------------------------------


def test_the_list_explains_each_score(people: World, unit: str) -> None:
    calm = people.unit("inst-b", name="LPSE Contoh Selatan")
    cells(people, calm)
    people.unit("inst-b", name="LPSE Tanpa Penetapan")
    stopped = people.unit("inst-b", name="LPSE Terhenti", state="STOPPED")
    cells(people, stopped)
    found = people.ask(LIST, "reviewer", year=2023, first=10)["surveillanceCandidates"]
    assert [(each["unit"]["name"], each["score"]) for each in found["nodes"]] == [
        ("LPSE Contoh Utara", 17 + 11 + 11 + 150),
        ("LPSE Contoh Selatan", 150),
    ]
    assert found["totalCount"] == 2
    assert [(part["factor"], part["points"], part["weight"], part["text"]) for part in found["nodes"][0]["parts"]] == [
        ("UNDETERMINED", 17, 150, "2 of 17 standards not determined"),
        ("FLAGGED", 11, 200, "1 of 17 standards flagged by a finding"),
        ("REVOKED", 11, 200, "1 of 17 standards revoked"),
        ("OPEN_FINDINGS", 0, 200, "0 findings and 0 sanctions are open"),
        ("MONTHS_SINCE", 150, 150, "never surveilled"),
        ("ASSESSMENT_GAP", 0, 100, "the gap between the assessments is unknown"),
    ]


def test_the_list_knows_findings_sanctions_the_last_surveillance_and_the_gap(people: World, unit: str) -> None:
    stored = people.database.client[people.database.name]
    stored["surveillances"].insert_many(
        [
            {"unit_id": unit, "year": 2021, "state": "CONFORM", "concluded_on": "2021-10-02", "findings": []},
            {"unit_id": unit, "year": 2022, "state": "FINDINGS", "concluded_on": "2022-10-02", "findings": [{}, {}]},
            {"unit_id": unit, "year": 2023, "state": "CANCELLED"},
        ]
    )
    stored["sanctions"].insert_many(
        [
            {"unit_id": unit, "case_id": "case-1", "sequence": number, "state": state}
            for number, state in enumerate(("RECEIVED", "DRAFT", "IMPROVED"))
        ]
    )
    scores = {"self_scores": [{"score": 2}, {"score": None}], "factual_scores": [{"score": 1}, {"score": 2}]}
    stored["assessments"].insert_many(
        [
            {"_id": "1", "unit_id": unit, "state": "DETERMINED", **scores, "factual_scores": [{"score": 0}]},
            {"_id": "2", "unit_id": unit, "state": "READY", **scores},
            {"_id": "3", "unit_id": unit, "state": "SELF_DRAFT", "self_scores": [{"score": 2}]},
        ]
    )
    [node] = people.ask(LIST, "admin", year=2023, first=10)["surveillanceCandidates"]["nodes"]
    assert {part["factor"]: (part["points"], part["text"]) for part in node["parts"][3:]} == {
        "OPEN_FINDINGS": (150, "2 findings and 1 sanctions are open"),
        "MONTHS_SINCE": (75, "12 months since the last surveillance"),
        "ASSESSMENT_GAP": (25, "own scores 0.50 above the factual ones"),
    }


def test_the_scope_is_configuration(people: World, unit: str) -> None:
    people.unit("inst-b", name="LPSE Tanpa Penetapan")
    stored = people.database.client[people.database.name]
    stored["configuration"].insert_one(
        {
            "_id": "scope-1",
            "state": "APPROVED",
            "version": 1,
            "created_at": NOW,
            "updated_at": NOW,
            "key": "surveillance.scope",
            "value": "EVERY_ACTIVE_UNIT",
            "valid_from": "2023-01-01",
            "changed_by": "admin",
        }
    )
    found = people.ask(LIST, "admin", year=2023, first=10)["surveillanceCandidates"]
    assert [each["unit"]["name"] for each in found["nodes"]] == ["LPSE Contoh Utara", "LPSE Tanpa Penetapan"]


def test_who_is_in_the_programme_leaves_the_list_of_that_year(people: World, unit: str) -> None:
    planned(people, unit)
    for year, count in ((2023, 0), (2024, 1)):
        assert people.ask(LIST, "admin", year=year, first=10)["surveillanceCandidates"]["totalCount"] == count


def test_the_list_is_lkpps(people: World, unit: str) -> None:
    for who in ("head-a", "unit-head-a"):
        assert people.codes(LIST, who, year=2023, first=10) == ["FORBIDDEN"]
    assert people.codes(LIST, year=2023, first=10) == ["UNAUTHENTICATED"]
    assert people.codes(LIST, "admin", year=2023, first=0) == ["INVALID_PAGE"]


def test_the_list_of_all_units_is_quick_and_read_in_pages(people: World) -> None:
    """700 units with 17 cells each: one aggregation, and the same order however it is paged."""
    stored = people.database.client[people.database.name]
    keys = [f"unit-{number:04}" for number in range(700)]
    common = {"version": 1, "created_at": NOW, "updated_at": NOW, "institution_id": "inst-a"}
    details = {"application_id": "none", "form": "SYSTEM_PROVIDER", "unit_form": "UKPBJ", "address": "-", "email": "-"}
    details |= {"management_pattern": "DISTRIBUTED", "phone": "-", "service_hours": "-", "legal_basis_number": "1"}
    details |= {"legal_basis_date": "2021-03-01", "state": "ACTIVE"}
    stored["units"].insert_many([common | details | {"_id": key, "name": key} for key in keys])
    states = ("DETERMINED", "GAP", "FLAGGED", "REVOKED", "IMPLEMENTING")
    stored["compliance"].insert_many(
        [
            {"_id": f"{key}-{code}", "unit_id": key, "standard": code, "state": states[(row * 7 + code.number) % 5]}
            for row, key in enumerate(keys)
            for code in StandardCode
        ]
    )
    days = [(NOW - timedelta(days=31 * (row % 40))).date().isoformat() for row in range(700)]
    stored["surveillances"].insert_many(
        [{"unit_id": key, "year": 2020, "state": "CONFORM", "concluded_on": days[row]} for row, key in enumerate(keys)]
    )
    began = perf_counter()
    sent = people.commands(lambda: people.ask(LIST, "admin", year=2023, first=100))
    assert perf_counter() - began < 2
    assert [command for command, collection in sent if collection == "units"] == ["aggregate", "find"]

    seen: list[tuple[int, str]] = []
    after = None
    while True:
        page = people.ask(LIST, "admin", year=2023, first=100, after=after)["surveillanceCandidates"]
        assert page["pageInfo"]["hasPreviousPage"] is (after is not None)
        seen += [(node["score"], node["unit"]["name"]) for node in page["nodes"]]
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break
    assert len(seen) == page["totalCount"] == 700
    assert seen == sorted(seen, reverse=True)
    assert {name for _score, name in seen} == set(keys)


# --- one surveillance -----------------------------------------------------------------------------------------------


def test_a_unit_is_planned_notified_visited_and_found_wanting(people: World, unit: str) -> None:
    people._put(
        EvidenceRecord,
        "inst-a",
        NOW,
        {
            "record_id": "file-1",
            "state": "CONFIRMED",
            "name": "foto.png",
            "content_type": "image/png",
            "size": 1,
            "sha256": "0" * 64,
            "uploaded_by": "staff-a",
            "key": "k",
        },
    )
    thing = notified(people, unit)
    assert (thing["state"], thing["version"], thing["score"], thing["factors"]) == ("NOTIFIED", 2, 189, ["REVOKED"])
    assert (thing["beginsOn"], thing["endsOn"], thing["method"]) == ("2023-10-02", "2023-10-04", "ON_SITE")
    assert (thing["standards"], thing["lead"], thing["members"]) == (["S05", "S09"], {"name": "assessor"}, [])
    assert (len(thing["risk"]), thing["unit"]) == (6, {"name": "LPSE Contoh Utara"})
    assert thing["risk"][0]["text"] == "2 dari 17 standar belum ditetapkan"
    assignment_signed(people)
    started = act(people, "startSurveillance", "assessor", surveillance=thing["id"], expectedVersion=2)["thing"]
    assert (started["state"], started["startedOn"]) == ("RUNNING", "2023-10-02")
    finding = {"standard": "S09", "criterion": "S09-K1", "fact": "Pintu terbuka.", "severity": "MAJOR"}
    concluded = act(
        people,
        "concludeSurveillanceWithFindings",
        "assessor",
        surveillance=thing["id"],
        expectedVersion=3,
        findings=[
            finding | {"evidence": [global_id("Evidence", "file-1")]},
            finding | {"criterion": "S09-K2", "severity": "MINOR", "evidence": [], "observation": "Dilihat."},
        ],
        conclusion="Belum sesuai.",
    )
    assert [paper["kind"] for paper in concluded["documents"]] == ["ASSESSMENT_REPORT"]
    thing = concluded["thing"]
    assert (thing["state"], thing["concludedOn"], thing["conclusion"]) == ("FINDINGS", "2023-10-02", "Belum sesuai.")
    assert thing["findings"] == [
        finding | {"observation": None, "evidence": [{"name": "foto.png"}]},
        finding | {"criterion": "S09-K2", "severity": "MINOR", "observation": "Dilihat.", "evidence": []},
    ]
    kinds = [paper["kind"] for paper in thing["documents"]["nodes"]]
    assert sorted(kinds) == ["ASSESSMENT_REPORT", "ASSIGNMENT", "NOTICE", "NOTICE"]
    assert ComplianceRecord.objects(id=f"{unit}-S09").get().state == "FLAGGED"


def test_a_unit_that_conforms(people: World, unit: str) -> None:
    """R-35 (II.2.1.f.p1)."""
    thing = notified(people, unit)
    assignment_signed(people)
    act(people, "startSurveillance", "assessor", surveillance=thing["id"], expectedVersion=2)
    done = act(
        people,
        "concludeSurveillanceConform",
        "assessor",
        surveillance=thing["id"],
        expectedVersion=3,
        conclusion="Sesuai.",
    )["thing"]
    assert (done["state"], done["findings"], done["conclusion"]) == ("CONFORM", [], "Sesuai.")


def test_a_cancelled_surveillance_says_why(people: World, unit: str) -> None:
    thing = notified(people, unit)
    done = act(people, "cancelSurveillance", "admin", surveillance=thing["id"], expectedVersion=2, reason="Ditunda.")
    assert (done["thing"]["state"], done["thing"]["cancellation"]) == ("CANCELLED", "Ditunda.")
    assert [paper["kind"] for paper in done["documents"]] == ["NOTICE"]


def test_what_is_refused_writes_nothing(people: World, unit: str) -> None:
    plan = {"unit": global_id("Unit", unit), "year": 2023, "factors": ["REVOKED"], "reason": "Alasan"}
    assert refused(people, "planSurveillance", "reviewer", **plan)[0] == "NOT_PERMITTED"
    assert refused(people, "planSurveillance", "admin", **plan | {"unit": "x"}) == ("NOT_FOUND", "HOUSE", "unit")
    assert refused(people, "planSurveillance", "admin", **plan | {"year": 2030}) == ("INVALID_INPUT", "HOUSE", "year")
    thing = planned(people, unit)
    again = plan | {"idempotencyKey": "key-plan-again"}
    assert refused(people, "planSurveillance", "admin", **again) == ("ALREADY_PLANNED", "HOUSE", "year")
    notice = {
        "surveillance": thing["id"],
        "expectedVersion": 1,
        "beginsOn": "2023-10-02",
        "endsOn": "2023-10-02",
        "method": "DESK",
        "lead": person("assessor"),
        "members": [],
        "declared": [person("assessor")],
        "standards": ["S05"],
    }
    for changes, expected in (
        ({"lead": person("reviewer"), "declared": [person("reviewer")]}, ("NOT_FOUND", "HOUSE", "team")),
        ({"declared": []}, ("INVALID_INPUT", "HOUSE", "declared")),
        ({"lead": "x"}, ("NOT_FOUND", "HOUSE", "lead")),
        ({"members": ["x"]}, ("NOT_FOUND", "HOUSE", "members")),
        ({"declared": ["x"]}, ("NOT_FOUND", "HOUSE", "declared")),
    ):
        assert refused(people, "notifySurveillance", "admin", **notice | changes) == expected
    findings = {"surveillance": thing["id"], "expectedVersion": 1, "conclusion": "Belum"}
    wrong = {"standard": "S09", "criterion": "S09-K1", "fact": "Fakta", "severity": "MINOR", "evidence": ["x"]}
    found = refused(people, "concludeSurveillanceWithFindings", "assessor", **findings, findings=[wrong])
    assert found == ("NOT_FOUND", "HOUSE", "findings.evidence")
    sound = wrong | {"evidence": [], "observation": "Dilihat"}
    found = refused(people, "concludeSurveillanceWithFindings", "assessor", **findings, findings=[sound])
    assert found == ("WRONG_STATE", "II.2.1.f.p2", thing_key(thing))
    assert refused(people, "startSurveillance", "assessor", surveillance="x", expectedVersion=1)[0] == "NOT_FOUND"


def thing_key(thing: dict[str, Any]) -> str:
    """The record's key behind an id."""
    parts = split_id(thing["id"])
    assert parts is not None
    return parts[1]


def test_an_institution_sees_its_own_without_lkpps_score(people: World, unit: str) -> None:
    planned(people, unit)
    query = """query($filter: SurveillanceFilter) {
      surveillances(first: 10, filter: $filter) {
        totalCount nodes { year score risk { points } availableActions { mutation } }
      }
      units(first: 10) { nodes { surveillances(first: 5) { totalCount } } }
    }"""
    own = people.ask(query, "unit-head-a", filter={"year": 2023, "states": ["PLANNED"]})
    assert own["surveillances"] == {
        "totalCount": 1,
        "nodes": [{"year": 2023, "score": None, "risk": None, "availableActions": []}],
    }
    assert own["units"]["nodes"] == [{"surveillances": {"totalCount": 1}}]
    foreign = people.ask(query, "head-b")
    assert (foreign["surveillances"]["totalCount"], foreign["units"]["nodes"]) == (0, [{"surveillances": None}])
    lkpp = people.ask(query, "admin", filter={"unit": global_id("Unit", unit)})["surveillances"]["nodes"]
    offers = [offer["mutation"] for offer in lkpp[0]["availableActions"]]
    assert offers == ["notifySurveillance", "replaceSurveillanceTeam", "cancelSurveillance"]
    assert people.ask(query, "admin", filter={"year": 2022})["surveillances"]["totalCount"] == 0
    assert people.codes(query) == ["UNAUTHENTICATED"]
