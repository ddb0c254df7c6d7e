"""Competencies through GraphQL (II.2.1.c): the dictionary, the people of a unit, where they fall short, and the plans."""

import itertools
from datetime import UTC, datetime
from typing import Any

import pytest

from app.seeds.loader import all_seeds
from persistence.evidence import EvidenceRecord
from schema.nodes import global_id
from services.door import Door
from tests.integration.graphql.conftest import PlainLetters, StandingClock, World

pytestmark = pytest.mark.servers
KEYS = itertools.count()

DICTIONARY = """
query($on: Date, $position: Position) {
  competencies(on: $on, position: $position) {
    code name(language: EN) validFrom validTo reason levels { level text(language: EN) } required { position level }
  }
}
"""
GAPS = """
query($unit: ID!, $on: Date) {
  competencyGaps(unit: $unit, on: $on) {
    on people unfilled gaps { file { name } position competency { code } required held expired }
  }
}
"""
NATIONAL = """
query($on: Date) { competencyGapsNational(competency: "KT-05", on: $on) { position required people short units } }
"""
FILE = """
    __typename
    ... on %s { thing {
      id version state name positions unit { name } person { name }
      competencies { code level validUntil evidence { name } }
    } }
    ... on Refusal { code subject clauseId }
"""
PLAN = """
    __typename
    ... on %s { thing {
      id version state year completedOn items { file { name } code held required targetLevel due achieved note }
    } }
    ... on Refusal { code subject clauseId }
"""
ENTRY = """
    __typename
    ... on %s { thing { id version state code validFrom validTo required { position level } } }
    ... on Refusal { code subject clauseId }
"""


def mutation(name: str, fields: str) -> str:
    stem = f"{name[0].upper()}{name[1:]}"
    return f"mutation($i: {stem}Input!) {{ {name}(input: $i) {{ {fields % f'{stem}Success'} }} }}"


@pytest.fixture
def school(people: World) -> World:
    """The world with the invented dictionary, a unit of each institution, and one confirmed file."""
    door = Door(database=people.database, clock=StandingClock(), letters=PlainLetters())
    [shipped] = [seed for seed in all_seeds(door) if seed.name == "sample competencies"]
    shipped.write(shipped.rows())
    people.unit("inst-a", record_id="unit-a", name="LPSE A")
    people.unit("inst-b", record_id="unit-b", name="LPSE B")
    moment = datetime(2023, 10, 1, tzinfo=UTC)
    for key, institution, state in (("proof-a", "inst-a", "CONFIRMED"), ("loose-a", "inst-a", "REQUESTED")):
        EvidenceRecord(
            id=key, state=state, version=1, created_at=moment, updated_at=moment, institution_id=institution,
            name="Sertifikat.pdf", content_type="application/pdf", size=1, sha256="0" * 64, uploaded_by="staff-a", key=key,
        ).save(force_insert=True)  # fmt: skip
    return people


def has(code: str, level: int, *, evidence: str = "proof-a", until: str | None = None) -> dict[str, Any]:
    return {"code": code, "level": level, "evidence": [global_id("Evidence", evidence)], "validUntil": until}


def do(world: World, verb: str, fields: str, who: str, /, **given: Any) -> dict[str, Any]:
    given = {"idempotencyKey": f"{verb}-{next(KEYS)}", **given}
    return dict(world.ask(mutation(verb, fields), who, i=given)[verb])


def enter(world: World, verb: str = "enterPersonnel", who: str = "unit-head-a", /, **values: Any) -> dict[str, Any]:
    given = {
        "unit": global_id("Unit", "unit-a"),
        "name": "Contoh Pertiwi",
        "positions": ["HELPDESK"],
        "competencies": [has("KT-05", 2)],
        **values,
    }
    return do(world, verb, FILE, who, **given)


def on_file(world: World, verb: str, who: str, thing: dict[str, Any], /, **values: Any) -> dict[str, Any]:
    return do(world, verb, FILE, who, file=thing["id"], expectedVersion=thing["version"], **values)


def gaps(world: World, who: str = "unit-head-a", unit: str = "unit-a", on: str | None = None) -> Any:
    return world.ask(GAPS, who, unit=global_id("Unit", unit), on=on)["competencyGaps"]


# --- the dictionary -------------------------------------------------------------------------------------------------


def test_anyone_reads_the_dictionary_and_the_standard_of_a_position(school: World) -> None:
    found = school.ask(DICTIONARY)["competencies"]
    assert [entry["code"] for entry in found] == [f"KT-{number:02}" for number in range(1, 16)]
    assert all([level["level"] for level in entry["levels"]] == [1, 2, 3, 4, 5] for entry in found)
    assert found[0]["name"] == "Procurement and LPSE regulation"
    assert found[0]["reason"].startswith("DATA CONTOH")
    asked = school.ask(DICTIONARY, position="HELPDESK")["competencies"]
    assert {entry["code"] for entry in asked} == {
        entry["code"] for entry in found if "HELPDESK" in [each["position"] for each in entry["required"]]
    }
    assert 0 < len(asked) < 15
    assert school.ask(DICTIONARY, on="2022-09-29")["competencies"] == []


def new_version(world: World, who: str = "admin", **entry: Any) -> dict[str, Any]:
    given = {
        "code": "KT-05",
        "nameId": "Penanganan gangguan (contoh)",
        "nameEn": "Incident handling (sample)",
        "definitionId": "Contoh",
        "definitionEn": "Sample",
        "levels": [{"textId": f"Tingkat {n}", "textEn": f"Level {n}"} for n in (1, 2, 3, 4, 5)],
        "required": [{"position": "HELPDESK", "level": 3}],
        "validFrom": "2024-01-01",
        **entry,
    }
    return do(world, "draftCompetency", ENTRY, who, entry=given, reason="Contoh")


def on_entry(world: World, name: str, who: str, thing: dict[str, Any], **values: Any) -> dict[str, Any]:
    return do(world, name, ENTRY, who, competency=thing["id"], expectedVersion=thing["version"], **values)


def test_a_new_version_of_a_competency_is_in_force_from_its_day(school: World) -> None:
    """R-26, R-27 (II.2.1.c): LKPP sets the dictionary, and by it the standard of each position."""
    drafted = new_version(school)["thing"]
    entry = {
        "code": "KT-05", "nameId": "A", "nameEn": "A", "definitionId": "A", "definitionEn": "A",
        "levels": [{"textId": "T", "textEn": "T"}] * 5, "required": [{"position": "HELPDESK", "level": 4}],
        "validFrom": "2024-02-01",
    }  # fmt: skip
    revised = on_entry(school, "reviseCompetency", "admin", drafted, entry=entry, reason="Lagi")["thing"]
    assert on_entry(school, "publishCompetency", "admin", revised)["code"] == "NOT_PERMITTED"
    published = on_entry(school, "publishCompetency", "deputy", revised)["thing"]
    assert (published["state"], published["required"]) == ("PUBLISHED", [{"position": "HELPDESK", "level": 4}])
    on = {day: school.ask(DICTIONARY, on=day)["competencies"][4] for day in ("2024-01-31", "2024-02-01")}
    assert (on["2024-01-31"]["name"], on["2024-01-31"]["validTo"]) == (
        "Incident and service-request handling",
        "2024-01-31",
    )
    assert (on["2024-02-01"]["name"], on["2024-02-01"]["validTo"]) == ("A", None)
    other = new_version(school)["thing"]
    gone = on_entry(school, "discardCompetency", "deputy", other, reason="Keliru")
    assert gone["thing"]["state"] == "DISCARDED"


@pytest.mark.parametrize(
    ("who", "entry", "code", "subject"),
    [
        ("deputy", {}, "NOT_PERMITTED", None),
        ("admin", {"code": "X"}, "INVALID_INPUT", "code"),
        ("admin", {"levels": []}, "INVALID_INPUT", "levels"),
        ("admin", {"required": [{"position": "HELPDESK", "level": 6}]}, "INVALID_INPUT", "required"),
    ],
)
def test_a_competency_that_is_refused_changes_nothing(
    school: World, who: str, entry: dict[str, Any], code: str, subject: str | None
) -> None:
    before = school.dump()
    refused = new_version(school, who, **entry)
    assert refused["code"] == code
    assert subject is None or refused["subject"] == subject
    assert school.dump() == before


# --- the people of a unit -------------------------------------------------------------------------------------------


def test_the_head_enters_a_person_with_evidence(school: World) -> None:
    made = enter(school, person=global_id("Person", "staff-a"))
    thing = made["thing"]
    assert thing.pop("id")
    assert thing == {
        "version": 1,
        "state": "ACTIVE",
        "name": "Contoh Pertiwi",
        "positions": ["HELPDESK"],
        "unit": {"name": "LPSE A"},
        "person": {"name": "staff-a"},
        "competencies": [{"code": "KT-05", "level": 2, "validUntil": None, "evidence": [{"name": "Sertifikat.pdf"}]}],
    }
    listed = "{ units(first: 9) { nodes { name personnel(first: 9) { nodes { name } } } } }"
    assert school.ask(listed, "staff-a")["units"]["nodes"] == [
        {"name": "LPSE A", "personnel": {"nodes": [{"name": "Contoh Pertiwi"}]}},
        {"name": "LPSE B", "personnel": None},
    ]
    assert [unit["personnel"] for unit in school.ask(listed)["units"]["nodes"]] == [None, None]


def test_staff_propose_their_own_entry_and_the_head_accepts_it(school: World) -> None:
    """R-27 (II.2.1.c.2): the standard is the reference for the personnel that a unit has."""
    mine = {"person": global_id("Person", "staff-a")}
    proposed = enter(school, "proposePersonnel", "staff-a", **mine)["thing"]
    assert proposed["state"] == "PROPOSED"
    assert gaps(school)["people"] == 0
    changed = {"name": "Contoh Pertiwi, A.Md.", "positions": ["HELPDESK", "ADMIN_PPE"], "competencies": []}
    revised = on_file(school, "revisePersonnel", "staff-a", proposed, **changed)["thing"]
    accepted = on_file(school, "acceptPersonnel", "unit-head-a", revised)["thing"]
    assert (accepted["state"], accepted["positions"]) == ("ACTIVE", ["HELPDESK", "ADMIN_PPE"])
    before = school.dump()
    assert on_file(school, "revisePersonnel", "staff-a", accepted, **changed)["code"] == "WRONG_STATE"
    assert enter(school, **mine)["subject"] == "person", "one file for one person"
    assert school.dump() == before
    gone = on_file(school, "leavePersonnel", "unit-head-a", accepted, reason="Mutasi")["thing"]
    assert gone["state"] == "LEFT"
    assert enter(school, **mine)["thing"]["state"] == "ACTIVE"


@pytest.mark.parametrize(
    ("name", "who", "values", "code", "subject"),
    [
        ("enterPersonnel", "staff-a", {}, "NOT_PERMITTED", None),
        ("enterPersonnel", "unit-head-a", {"unit": global_id("Unit", "unit-b")}, "NOT_FOUND", None),
        ("enterPersonnel", "unit-head-a", {"unit": "x"}, "NOT_FOUND", "unit"),
        ("enterPersonnel", "unit-head-a", {"person": "x"}, "NOT_FOUND", "person"),
        ("enterPersonnel", "unit-head-a", {"person": global_id("Person", "head-b")}, "PERSON_UNKNOWN", "person"),
        ("enterPersonnel", "unit-head-a", {"positions": []}, "INVALID_INPUT", "positions"),
        (
            "enterPersonnel",
            "unit-head-a",
            {"competencies": [has("KT-99", 1)]},
            "INVALID_INPUT",
            "competencies.code",
        ),
        (
            "enterPersonnel",
            "unit-head-a",
            {"competencies": [has("KT-05", 1, evidence="loose-a")]},
            "EVIDENCE_NOT_CONFIRMED",
            "competencies.evidence",
        ),
        (
            "enterPersonnel",
            "unit-head-a",
            {"competencies": [{"code": "KT-05", "level": 1, "evidence": ["x"]}]},
            "NOT_FOUND",
            "competencies.evidence",
        ),
        (
            "enterPersonnel",
            "unit-head-a",
            {"competencies": [has("KT-05", 1, until="2023-10-01")]},
            "INVALID_INPUT",
            "competencies.validUntil",
        ),
        ("proposePersonnel", "staff-a", {"person": global_id("Person", "unit-head-a")}, "NOT_PERMITTED", None),
    ],
)
def test_an_entry_that_is_refused_changes_nothing(
    school: World, name: str, who: str, values: dict[str, Any], code: str, subject: str | None
) -> None:
    before = school.dump()
    refused = enter(school, name, who, **values)
    assert refused["code"] == code
    assert subject is None or refused["subject"] == subject
    assert school.dump() == before


# --- gaps and plans -------------------------------------------------------------------------------------------------


def test_the_gaps_of_a_unit_follow_the_standard_of_each_position_and_the_day(school: World) -> None:
    """The helpdesk needs level 4 of KT-05; a level counts until its last day."""
    enter(school, competencies=[has("KT-05", 4, until="2023-12-31")])
    now = gaps(school)
    assert (now["on"], now["people"]) == ("2023-10-02", 1)
    assert "KT-05" not in [gap["competency"]["code"] for gap in now["gaps"]]
    assert now["unfilled"] == [
        "ADMIN_PPE", "SECURITY_COORDINATOR", "SYSTEM_ADMINISTRATOR", "TRAINER", "UNIT_HEAD", "VERIFIER"
    ]  # fmt: skip
    later = gaps(school, on="2024-01-01")["gaps"]
    assert {
        "file": {"name": "Contoh Pertiwi"},
        "position": "HELPDESK",
        "competency": {"code": "KT-05"},
        "required": 4,
        "held": 0,
        "expired": True,
    } in later
    assert len(later) == len(now["gaps"]) + 1
    assert gaps(school, "reviewer") == now
    assert gaps(school, "head-b") is None
    assert gaps(school, "head-b", unit="unit-b")["people"] == 0
    assert school.ask(GAPS, "admin", unit="nonsense")["competencyGaps"] is None
    assert school.codes(GAPS, unit="x") == ["UNAUTHENTICATED"]


def test_the_nations_gaps_are_one_aggregation(school: World) -> None:
    enter(school, competencies=[has("KT-05", 4, until="2023-12-31")])
    enter(school, positions=["HELPDESK", "VERIFIER"], competencies=[has("KT-05", 2)])
    enter(school, competencies=[])
    sent = school.commands(lambda: school.ask(NATIONAL, "auditor"))
    assert sent == [("find", "competencies"), ("aggregate", "personnel_files")]
    assert school.ask(NATIONAL, "auditor")["competencyGapsNational"] == [
        {"position": "HELPDESK", "required": 4, "people": 3, "short": 2, "units": 1},
        {"position": "VERIFIER", "required": 2, "people": 1, "short": 0, "units": 0},
    ]
    assert school.ask(NATIONAL, "auditor", on="2024-01-01")["competencyGapsNational"][0]["short"] == 3
    assert school.ask(NATIONAL, "auditor", on="2022-01-01")["competencyGapsNational"] == []
    assert school.codes(NATIONAL, "unit-head-a") == ["FORBIDDEN"]


def plan(world: World, file: dict[str, Any], who: str = "unit-head-a", **values: Any) -> dict[str, Any]:
    item = {"file": file["id"], "code": "KT-05", "targetLevel": 4, "activity": "Pelatihan", "due": "2024-06-30"}
    items = [item | values.pop("item", {})]
    given = {"unit": global_id("Unit", "unit-a"), "year": 2024, "items": items, **values}
    return do(world, "planCapacity", PLAN, who, **given)


def on_plan(world: World, name: str, thing: dict[str, Any], **values: Any) -> dict[str, Any]:
    return do(world, name, PLAN, "unit-head-a", plan=thing["id"], expectedVersion=thing["version"], **values)


def test_a_plan_closes_gaps_and_tells_what_came_of_it(school: World) -> None:
    """R-27 (II.2.1.c.2): the standard is the reference for building capacity."""
    file = enter(school)["thing"]
    made = plan(school, file)["thing"]
    assert made["items"] == [
        {
            "file": {"name": "Contoh Pertiwi"},
            "code": "KT-05",
            "held": 2,
            "required": 4,
            "targetLevel": 4,
            "due": "2024-06-30",
            "achieved": None,
            "note": None,
        }
    ]
    item = {"file": file["id"], "code": "KT-05", "targetLevel": 3, "activity": "Magang", "due": "2024-12-31"}
    revised = on_plan(school, "reviseCapacityPlan", made, items=[item])["thing"]
    assert revised["items"][0]["targetLevel"] == 3
    before = school.dump()
    assert on_plan(school, "completeCapacityPlan", revised, results=[])["code"] == "ITEM_NOT_ANSWERED"
    assert plan(school, file)["subject"] == "year", "one plan a year"
    assert school.dump() == before
    result = {
        "file": file["id"], "code": "KT-05", "achieved": True, "note": "Lulus",
        "evidence": [global_id("Evidence", "proof-a")],
    }  # fmt: skip
    done = on_plan(school, "completeCapacityPlan", revised, results=[result])["thing"]
    assert (done["state"], done["completedOn"]) == ("COMPLETED", "2023-10-02")
    assert (done["items"][0]["achieved"], done["items"][0]["note"]) == (True, "Lulus")
    listed = "{ units(first: 9) { nodes { capacityPlans(first: 9) { nodes { year } } } } }"
    assert school.ask(listed, "head-a")["units"]["nodes"][0] == {"capacityPlans": {"nodes": [{"year": 2024}]}}


def test_a_cancelled_plan_makes_room_for_another(school: World) -> None:
    file = enter(school)["thing"]
    made = plan(school, file)["thing"]
    assert on_plan(school, "cancelCapacityPlan", made, reason="Anggaran")["thing"]["state"] == "CANCELLED"
    assert plan(school, file)["thing"]["state"] == "PLANNED"


@pytest.mark.parametrize(
    ("who", "values", "code", "subject"),
    [
        ("staff-a", {}, "NOT_PERMITTED", None),
        ("unit-head-a", {"year": 2022}, "INVALID_INPUT", "year"),
        ("unit-head-a", {"item": {"due": "2025-01-01"}}, "INVALID_INPUT", "items.due"),
        ("unit-head-a", {"item": {"targetLevel": 2}}, "INVALID_INPUT", "items"),
        ("unit-head-a", {"item": {"code": "KT-04"}}, "INVALID_INPUT", "items"),
        ("unit-head-a", {"item": {"file": "x"}}, "NOT_FOUND", "items.file"),
        ("unit-head-a", {"unit": "x"}, "NOT_FOUND", "unit"),
        ("unit-head-a", {"unit": global_id("Unit", "unit-b")}, "NOT_FOUND", None),
    ],
)
def test_a_plan_that_is_refused_changes_nothing(
    school: World, who: str, values: dict[str, Any], code: str, subject: str | None
) -> None:
    file = enter(school)["thing"]
    before = school.dump()
    refused = plan(school, file, who, **values)
    assert refused["code"] == code
    assert subject is None or refused["subject"] == subject
    assert school.dump() == before
