"""Mentoring and consultation through GraphQL: their whole lives, and what is refused or not shown."""

from typing import Any

import pytest

from schema.nodes import global_id, split_id
from tests.integration.graphql.conftest import World

pytestmark = pytest.mark.servers

REFUSAL = "... on Refusal { code message(language: EN) required clauseId subject }"
COMMON = """id version state standards ownMotion channel channelText scheduledOn heldAt reason
attendance { name role person { name } } unit { name } requestedBy { name }"""
THINGS = {
    "Mentoring": f"{COMMON} topic report activities {{ activity example }} mentors {{ name }} "
    "documents(first: 5) { nodes { kind } }",
    "Consultation": f"{COMMON} question answer consultants {{ name }} answeredBy {{ name }}",
}


def act(world: World, mutation: str, who: str, **given: Any) -> dict[str, Any]:
    """What a mutation gives."""
    name = f"{mutation[0].upper()}{mutation[1:]}"
    thing = next(fields for kind, fields in THINGS.items() if name.endswith(kind))
    query = f"""mutation($i: {name}Input!) {{ {mutation}(input: $i) {{
        __typename {REFUSAL} ... on {name}Success {{ thing {{ {thing} }} documents {{ kind }} }} }} }}"""
    return dict(world.ask(query, who, i={"idempotencyKey": f"key-{mutation}-{who}", **given})[mutation])


def refused(world: World, mutation: str, who: str, **given: Any) -> tuple[str, str, str]:
    """Code, clause and subject of a refusal that wrote nothing."""
    before = world.dump()
    answer = act(world, mutation, who, **given)
    assert world.dump() == before
    assert "thing" not in answer
    return answer["code"], answer["clauseId"], answer["subject"]


@pytest.fixture
def unit(people: World) -> str:
    """The id of a unit of inst-a."""
    return str(global_id("Unit", people.unit("inst-a", name="LPSE Contoh Utara")))


def person(key: str) -> str:
    return str(global_id("Person", key))


def mentoring(world: World, unit: str) -> dict[str, Any]:
    request = {"unit": unit, "topic": "Pencatatan gangguan", "standards": ["S05"]}
    return dict(act(world, "requestMentoring", "staff-a", **request)["thing"])


def scheduled(world: World, unit: str) -> dict[str, Any]:
    answer = act(
        world,
        "scheduleMentoring",
        "admin",
        mentoring=mentoring(world, unit)["id"],
        expectedVersion=1,
        mentors=[person("assessor")],
        on="2023-10-02",
        meeting={"channel": "OTHER", "text": "Surat-menyurat"},
        standards=["S05", "S01"],
    )
    return dict(answer["thing"])


def test_a_unit_asks_for_mentoring_and_gets_it(people: World, unit: str) -> None:
    """II.2.1.d: asked for, scheduled, held with attendance and activities, reported with minutes, closed."""
    asked = scheduled(people, unit)
    assert (asked["state"], asked["ownMotion"], asked["requestedBy"]) == ("SCHEDULED", False, {"name": "staff-a"})
    assert (asked["channel"], asked["channelText"], asked["scheduledOn"]) == ("OTHER", "Surat-menyurat", "2023-10-02")
    assert (asked["standards"], asked["mentors"]) == (["S01", "S05"], [{"name": "assessor"}])
    held = act(
        people,
        "holdMentoring",
        "assessor",
        mentoring=asked["id"],
        expectedVersion=2,
        heldAt="2023-10-02T09:00:00+07:00",
        attendance=[
            {"name": "Contoh Satu", "role": "Kepala LPSE", "person": person("unit-head-a")},
            {"name": "Contoh Dua", "role": "Helpdesk"},
        ],
        activities=[{"activity": "Pencatatan tiket", "example": "Buku tiket contoh."}],
    )["thing"]
    assert (held["state"], held["heldAt"]) == ("HELD", "2023-10-02T02:00:00.000Z")
    assert held["attendance"] == [
        {"name": "Contoh Satu", "role": "Kepala LPSE", "person": {"name": "unit-head-a"}},
        {"name": "Contoh Dua", "role": "Helpdesk", "person": None},
    ]
    assert held["activities"] == [{"activity": "Pencatatan tiket", "example": "Buku tiket contoh."}]
    reported = act(people, "reportMentoring", "assessor", mentoring=held["id"], expectedVersion=3, text="Baik.")
    assert [paper["kind"] for paper in reported["documents"]] == ["MINUTES"]
    assert reported["thing"]["documents"]["nodes"] == [{"kind": "MINUTES"}]
    closed = act(people, "closeMentoring", "unit-head-a", mentoring=held["id"], expectedVersion=4)["thing"]
    assert (closed["state"], closed["report"]) == ("CLOSED", "Baik.")


def test_a_question_is_answered_at_once(people: World, unit: str) -> None:
    """R-28, R-29 (II.2.1.d): in any form of communication, a written answer too."""
    question = {"unit": unit, "question": "Bagaimana?", "meeting": {"channel": "ONLINE"}, "standards": ["S03"]}
    asked = act(people, "requestConsultation", "head-a", **question)["thing"]
    assert (asked["state"], asked["channel"], asked["channelText"]) == ("REQUESTED", "ONLINE", None)
    answered = act(
        people, "answerConsultation", "reviewer", consultation=asked["id"], expectedVersion=1, text="Begini."
    )["thing"]
    assert (answered["state"], answered["answer"], answered["answeredBy"]) == (
        "REPORTED",
        "Begini.",
        {"name": "reviewer"},
    )
    closed = act(people, "closeConsultation", "admin", consultation=asked["id"], expectedVersion=2)["thing"]
    assert (closed["state"], closed["unit"]) == ("CLOSED", {"name": "LPSE Contoh Utara"})


def test_a_consultation_of_lkpps_own_motion_is_scheduled_and_held(people: World, unit: str) -> None:
    """R-28, R-29 (II.2.1.d): consultation by communication online, in person or otherwise."""
    question = {"unit": unit, "question": "Bagaimana?", "meeting": {"channel": "IN_PERSON"}, "standards": ["S03"]}
    asked = act(people, "requestConsultation", "reviewer", **question)["thing"]
    assert (asked["ownMotion"], asked["answeredBy"], asked["consultants"]) == (True, None, [])
    consultation = {"consultation": asked["id"]}
    act(
        people,
        "scheduleConsultation",
        "admin",
        **consultation,
        expectedVersion=1,
        consultants=[person("reviewer")],
        on="2023-10-02",
        meeting={"channel": "ONLINE", "text": "https://rapat.contoh.invalid"},
    )
    held = act(
        people,
        "holdConsultation",
        "reviewer",
        **consultation,
        expectedVersion=2,
        heldAt="2023-10-02T03:00:00Z",
        attendance=[{"name": "Contoh Satu", "role": "Helpdesk"}],
    )["thing"]
    assert (held["state"], held["consultants"], held["channelText"]) == (
        "HELD",
        [{"name": "reviewer"}],
        "https://rapat.contoh.invalid",
    )


def test_what_is_cancelled_says_why(people: World, unit: str) -> None:
    asked = mentoring(people, unit)
    given = {"mentoring": asked["id"], "expectedVersion": 1, "reason": "Ditunda."}
    done = act(people, "cancelMentoring", "unit-head-a", **given)["thing"]
    assert (done["state"], done["reason"]) == ("CANCELLED", "Ditunda.")
    question = {"unit": unit, "question": "Bagaimana?", "meeting": {"channel": "ONLINE"}, "standards": ["S03"]}
    asked = act(people, "requestConsultation", "head-a", **question)["thing"]
    given = {"consultation": asked["id"], "expectedVersion": 1, "reason": "Sudah jelas."}
    done = act(people, "cancelConsultation", "head-a", **given)["thing"]
    assert (done["state"], done["reason"]) == ("CANCELLED", "Sudah jelas.")


def test_what_is_refused_writes_nothing(people: World, unit: str) -> None:
    request = {"unit": unit, "topic": "Aset", "standards": ["S03"]}
    assert refused(people, "requestMentoring", "head-b", **request)[0] == "NOT_FOUND"
    assert refused(people, "requestMentoring", "auditor", **request)[0] == "NOT_PERMITTED"
    assert refused(people, "requestMentoring", "head-a", **request | {"unit": "x"}) == ("NOT_FOUND", "HOUSE", "unit")
    found = refused(people, "requestMentoring", "head-a", **request | {"standards": []})
    assert found == ("INVALID_INPUT", "HOUSE", "standards")
    question = {"unit": "x", "question": "Bagaimana?", "meeting": {"channel": "OTHER"}, "standards": ["S03"]}
    assert refused(people, "requestConsultation", "head-a", **question) == ("NOT_FOUND", "HOUSE", "unit")
    found = refused(people, "requestConsultation", "head-a", **question | {"unit": unit})
    assert found == ("INVALID_INPUT", "HOUSE", "meeting.text")
    asked = scheduled(people, unit)
    schedule = {"mentoring": asked["id"], "expectedVersion": 2, "meeting": {"channel": "ONLINE"}, "standards": ["S01"]}
    schedule |= {"idempotencyKey": "key-schedule-again", "on": "2023-10-02"}
    for mentors in (["x"], [person("head-a")]):
        found = refused(people, "scheduleMentoring", "admin", **schedule, mentors=mentors)
        assert found == ("NOT_FOUND", "HOUSE", "mentors")
    hold = {"mentoring": asked["id"], "expectedVersion": 2, "heldAt": "2023-10-02T02:00:00Z"}
    hold["activities"] = [{"activity": "Tiket", "example": "Contoh"}]
    wrong = [{"name": "Contoh", "role": "Helpdesk", "person": "x"}]
    found = refused(people, "holdMentoring", "assessor", **hold, attendance=wrong)
    assert found == ("NOT_FOUND", "HOUSE", "attendance.person")
    sound = [{"name": "Contoh", "role": "Helpdesk"}]
    parts = split_id(asked["id"])
    assert parts is not None
    found = refused(people, "holdMentoring", "reviewer", **hold, attendance=sound)
    assert found == ("NOT_ON_THE_TEAM", "HOUSE", parts[1])
    assert refused(people, "closeMentoring", "admin", mentoring="x", expectedVersion=1)[0] == "NOT_FOUND"
    talk = {"consultation": "x", "expectedVersion": 1, "heldAt": "2023-10-02T02:00:00Z", "attendance": wrong}
    assert refused(people, "holdConsultation", "reviewer", **talk)[0] == "NOT_FOUND"
    schedule = {"consultation": "x", "expectedVersion": 1, "on": "2023-10-02", "meeting": {"channel": "ONLINE"}}
    assert refused(people, "scheduleConsultation", "admin", **schedule, consultants=["x"])[0] == "NOT_FOUND"


def test_an_institution_sees_its_own(people: World, unit: str) -> None:
    mentoring(people, unit)
    question = {"unit": unit, "question": "Bagaimana?", "meeting": {"channel": "ONLINE"}, "standards": ["S03"]}
    act(people, "requestConsultation", "head-a", **question)
    query = """query($filter: GuidanceFilter) {
      mentorings(first: 10, filter: $filter) { totalCount nodes { availableActions { mutation } } }
      consultations(first: 10, filter: $filter) { totalCount }
      units(first: 10) { nodes { mentorings(first: 5) { totalCount } consultations(first: 5) { totalCount } } }
    }"""
    own = people.ask(query, "staff-a")
    assert own["mentorings"] == {"totalCount": 1, "nodes": [{"availableActions": []}]}
    assert own["units"]["nodes"] == [{"mentorings": {"totalCount": 1}, "consultations": {"totalCount": 1}}]
    foreign = people.ask(query, "head-b")
    assert (foreign["mentorings"]["totalCount"], foreign["consultations"]["totalCount"]) == (0, 0)
    assert foreign["units"]["nodes"] == [{"mentorings": None, "consultations": None}]
    by_standard = people.ask(query, "admin", filter={"standard": "S03", "unit": unit, "states": ["REQUESTED"]})
    assert (by_standard["mentorings"]["totalCount"], by_standard["consultations"]["totalCount"]) == (0, 1)
    offered = people.ask(query, "admin")["mentorings"]["nodes"][0]["availableActions"]
    assert [each["mutation"] for each in offered][:2] == ["scheduleMentoring", "holdMentoring"]
    assert people.codes(query) == ["UNAUTHENTICATED"]
