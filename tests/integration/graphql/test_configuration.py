"""Configuration and officials through GraphQL: proposed, approved, in force from a day; what the decree sets is locked."""

from datetime import date
from typing import Any

import pytest

from domain.aggregates import Aggregate
from domain.configuration_keys import ConfigurationKey
from domain.document_kinds import DocumentKind
from domain.official_terms import AppointOfficial
from domain.officials import Capacity, Office
from domain.roles import SYSTEM, Role
from persistence.configuration import office_holders, setting
from schema.nodes import global_id
from services.commands import Command, Done
from services.door import Door
from tests.integration.graphql.conftest import PlainLetters, StandingClock, World

pytestmark = pytest.mark.servers
TODAY = "2023-10-02"

READ = """
query($on: Date) {
  configuration(on: $on) {
    key kind countedIn choices locked label(language: EN) default value clauseId clause { path }
    reason(language: EN) present { validFrom enteredBy { name } } coming { value state validFrom validTo }
  }
}
"""
CHANGED = """
    __typename
    ... on %s { thing {
      id version key state value validFrom validTo reason availableActions { mutation allowed }
      history(first: 9) { nodes { name } }
    } documents { id } }
    ... on Refusal { code subject clauseId message(language: EN) }
"""
ENTER = f"mutation($i: EnterSettingInput!) {{ enterSetting(input: $i) {{ {CHANGED % 'EnterSettingSuccess'} }} }}"
APPROVE = (
    f"mutation($i: ApproveSettingInput!) {{ approveSetting(input: $i) {{ {CHANGED % 'ApproveSettingSuccess'} }} }}"
)
WITHDRAW = (
    f"mutation($i: WithdrawSettingInput!) {{ withdrawSetting(input: $i) {{ {CHANGED % 'WithdrawSettingSuccess'} }} }}"
)
TERM = """
    __typename
    ... on %s { thing {
      id version office capacity state name title titleEn: title(language: EN) validFrom validTo person { name }
    } documents { id } }
    ... on Refusal { code subject }
"""
APPOINT = (
    f"mutation($i: AppointOfficialInput!) {{ appointOfficial(input: $i) {{ {TERM % 'AppointOfficialSuccess'} }} }}"
)
END = f"mutation($i: EndTermInput!) {{ endTerm(input: $i) {{ {TERM % 'EndTermSuccess'} }} }}"
CANCEL = (
    f"mutation($i: WithdrawAppointmentInput!) "
    f"{{ withdrawAppointment(input: $i) {{ {TERM % 'WithdrawAppointmentSuccess'} }} }}"
)
ORDER = {"orderNumber": "PRINT-1/D.2/2023", "orderDate": "2023-10-01"}
OFFICIALS = "query($on: Date) { officials(on: $on) { name title validFrom validTo } }"


def configured(world: World, key: str, who: str = "reviewer", on: str | None = None) -> dict[str, Any]:
    rows = world.ask(READ, who, on=on)["configuration"]
    [found] = [row for row in rows if row["key"] == key]
    return dict(found)


def enter(world: World, who: str = "admin", **values: Any) -> dict[str, Any]:
    given = {
        "key": "LIMIT_REVIEW",
        "value": "10",
        "validFrom": "2023-11-01",
        "reason": "Beban kerja",
        "idempotencyKey": "key-enter-1",
        **values,
    }
    return dict(world.ask(ENTER, who, i=given)["enterSetting"])


def on_setting(
    world: World, mutation: str, name: str, who: str, thing: dict[str, Any], **values: Any
) -> dict[str, Any]:
    given = {
        "setting": thing["id"],
        "expectedVersion": thing["version"],
        "idempotencyKey": f"{name}-{thing['id']}-{thing['version']}",
        **values,
    }
    return dict(world.ask(mutation, who, i=given)[name])


def test_every_key_is_shown_with_whose_rule_it_is(people: World) -> None:
    locked = configured(people, "OBJECTION_WORKING_DAYS", "staff-a")
    assert locked == {
        "key": "OBJECTION_WORKING_DAYS",
        "kind": "COUNT",
        "countedIn": "WORKING_DAYS",
        "choices": [],
        "locked": True,
        "label": "Keputusan 152/2022, II.2.3.s1",
        "default": "5",
        "value": "5",
        "clauseId": "II.2.3.s1",
        "clause": {"path": "II.2.3.s1"},
        "reason": "The decree's own words.",
        "present": None,
        "coming": [],
    }
    internal = configured(people, "LIMIT_REVIEW")
    assert (internal["label"], internal["value"]) == ("internal, not from Keputusan 152/2022", None)
    assert (internal["clauseId"], internal["clause"]) == ("HOUSE", None)
    assert len(people.ask(READ, "auditor")["configuration"]) == len(ConfigurationKey)
    assert people.codes(READ) == ["UNAUTHENTICATED"]


def test_a_value_is_in_force_from_its_day_once_it_is_approved(people: World) -> None:
    entered = enter(people)
    assert entered["__typename"] == "EnterSettingSuccess"
    thing = entered["thing"]
    assert (thing["state"], thing["value"], thing["validFrom"], entered["documents"]) == (
        "PROPOSED",
        "10",
        "2023-11-01",
        [],
    )
    assert thing["availableActions"] == [{"mutation": "withdrawSetting", "allowed": True}]
    assert enter(people) == entered, "the same key gives the same value"
    assert configured(people, "LIMIT_REVIEW", on="2023-11-01")["value"] is None, "a proposal is not in force"
    approved = on_setting(people, APPROVE, "approveSetting", "deputy", thing)["thing"]
    assert (approved["state"], [event["name"] for event in approved["history"]["nodes"]]) == (
        "APPROVED",
        ["SettingEntered", "SettingApproved"],
    )
    assert configured(people, "LIMIT_REVIEW", on="2023-10-31")["coming"] == [
        {"value": "10", "state": "APPROVED", "validFrom": "2023-11-01", "validTo": None}
    ]
    found = configured(people, "LIMIT_REVIEW", on="2023-11-01")
    assert (found["value"], found["coming"]) == ("10", [])
    assert found["present"] == {"validFrom": "2023-11-01", "enteredBy": {"name": "admin"}}
    assert setting(ConfigurationKey.LIMIT_REVIEW, date(2023, 10, 31)) is None
    assert setting(ConfigurationKey.LIMIT_REVIEW, date(2023, 11, 1)) == 10


def test_an_approved_value_is_withdrawn_before_its_first_day_and_not_on_it(people: World) -> None:
    coming = on_setting(people, APPROVE, "approveSetting", "deputy", enter(people)["thing"])["thing"]
    today = enter(people, validFrom=TODAY, idempotencyKey="key-enter-2")["thing"]
    begun = on_setting(people, APPROVE, "approveSetting", "deputy", today)["thing"]
    gone = on_setting(people, WITHDRAW, "withdrawSetting", "deputy", coming, reason="Keliru")
    assert gone["thing"]["state"] == "WITHDRAWN"
    before = people.dump()
    refused = on_setting(people, WITHDRAW, "withdrawSetting", "admin", begun, reason="Keliru")
    assert (refused["code"], refused["subject"]) == ("PAST_DAY", "validFrom")
    assert people.dump() == before
    assert setting(ConfigurationKey.LIMIT_REVIEW, date(2024, 1, 1)) == 10


@pytest.mark.parametrize(
    ("who", "values", "code", "subject", "clause"),
    [
        ("admin", {"key": "OBJECTION_WORKING_DAYS"}, "CONFIGURATION_LOCKED", "objection.working_days", "II.2.3.s1"),
        (
            "admin",
            {"key": "SEPARATE_UNIT_LAST_DAY", "value": "2030-12-31"},
            "CONFIGURATION_LOCKED",
            "separate_unit.last_day",
            "I.p2",
        ),
        ("admin", {"validFrom": "2023-10-01"}, "INVALID_INPUT", "limit.review", "HOUSE"),
        ("admin", {"value": "366"}, "INVALID_INPUT", "limit.review", "HOUSE"),
        (
            "admin",
            {"key": "NUMBER_LETTER_PATTERN", "value": "{sequence}/{year}"},
            "INVALID_INPUT",
            "number.letter_pattern",
            "HOUSE",
        ),
        (
            "admin",
            {"key": "NUMBER_SLA_PATTERN", "value": "NOMOR {sequence} TAHUN {year}"},
            "INVALID_INPUT",
            "number.sla_pattern",
            "HOUSE",
        ),
        ("admin", {"reason": " "}, "INVALID_INPUT", "reason", "HOUSE"),
        ("deputy", {}, "NOT_PERMITTED", None, "HOUSE"),
        ("unit-head-a", {}, "NOT_PERMITTED", None, "HOUSE"),
    ],
)
def test_a_value_that_is_refused_changes_nothing(
    people: World, who: str, values: dict[str, Any], code: str, subject: str | None, clause: str
) -> None:
    """Locked values are refused with the clause that locks them (II.2.3.s1, I.p2)."""
    before = people.dump()
    refused = enter(people, who, **values)
    assert (refused["code"], refused["clauseId"]) == (code, clause)
    assert subject is None or refused["subject"] == subject
    assert people.dump() == before


def test_only_the_deputy_approves(people: World) -> None:
    thing = enter(people)["thing"]
    before = people.dump()
    assert on_setting(people, APPROVE, "approveSetting", "admin", thing)["code"] == "NOT_PERMITTED"
    malformed = {**thing, "id": "no-id"}
    assert on_setting(people, APPROVE, "approveSetting", "deputy", malformed)["code"] == "NOT_FOUND"
    assert people.dump() == before


# --- officials ------------------------------------------------------------------------------------------------------


@pytest.fixture
def deputy(people: World) -> World:
    """The Deputy in office since the decree, and the one who will follow."""
    people.person("successor", Role.DEPUTY)
    term = AppointOfficial(
        office=Office.DEPUTY,
        capacity=Capacity.DEFINITIVE,
        person_id="deputy",
        title_id="Deputi (contoh)",
        title_en="Deputy (sample)",
        valid_from=date(2022, 9, 30),
        reason="DATA CONTOH",
    )
    door = Door(database=people.database, clock=StandingClock(), letters=PlainLetters())
    command = Command(aggregate=Aggregate.OFFICIAL, verb="seed", actor=SYSTEM, record_id="deputy-1", payload=term)
    assert isinstance(door.perform(command), Done)
    return people


def appoint(world: World, who: str = "admin", **values: Any) -> dict[str, Any]:
    given = {
        "office": "DEPUTY",
        "capacity": "DEFINITIVE",
        "person": global_id("Person", "successor"),
        "titleId": "Deputi (contoh)",
        "titleEn": "Deputy (sample)",
        "validFrom": "2023-11-01",
        "reason": "Keputusan contoh",
        "idempotencyKey": "key-appoint-1",
        **values,
    }
    return dict(world.ask(APPOINT, who, i=given)["appointOfficial"])


def end(world: World, who: str = "admin", **values: Any) -> dict[str, Any]:
    given = {
        "official": global_id("Official", "deputy-1"),
        "lastDay": "2023-10-31",
        "reason": "Purna tugas",
        "expectedVersion": 1,
        "idempotencyKey": "key-end-001",
        **values,
    }
    return dict(world.ask(END, who, i=given)["endTerm"])


def test_the_deputys_successor_is_appointed_when_the_term_is_ended(deputy: World) -> None:
    before = deputy.dump()
    assert appoint(deputy) == {"__typename": "TermsOverlap", "code": "TERMS_OVERLAP", "subject": "validFrom"}
    assert deputy.dump() == before
    assert end(deputy)["thing"]["state"] == "ENDED"
    made = appoint(deputy, capacity="ACTING", **ORDER, validTo="2024-01-31")
    thing = made["thing"]
    assert thing.pop("id")
    assert thing == {
        "version": 1,
        "office": "DEPUTY",
        "capacity": "ACTING",
        "state": "APPOINTED",
        "name": "successor",
        "title": "Plt. Deputi (contoh)",
        "titleEn": "Deputy (sample)",
        "validFrom": "2023-11-01",
        "validTo": "2024-01-31",
        "person": {"name": "successor"},
    }
    assert [row["name"] for row in deputy.ask(OFFICIALS, "head-a")["officials"]] == ["deputy"]
    assert [row["name"] for row in deputy.ask(OFFICIALS, "head-a", on="2023-11-01")["officials"]] == ["successor"]
    assert office_holders(["deputy", "successor"], date(2023, 10, 31), kind=DocumentKind.APPROVAL) == {"deputy"}
    assert office_holders(["deputy", "successor"], date(2023, 11, 1), kind=DocumentKind.APPROVAL) == {"successor"}


def test_an_appointment_is_withdrawn_before_its_first_day(deputy: World) -> None:
    given = {"kinds": ["APPROVAL"], "ownTitleId": "Direktur (contoh)", "validTo": "2023-11-30"}
    delegate = appoint(deputy, capacity="ON_BEHALF", **ORDER, **given)["thing"]
    assert delegate["title"] == "a.n. Deputi (contoh)\nDirektur (contoh)"
    on = {"on": "2023-11-01"}
    assert [row["name"] for row in deputy.ask(OFFICIALS, "admin", **on)["officials"]] == ["deputy", "successor"]
    given = {"official": delegate["id"], "expectedVersion": 1, "reason": "Keliru", "idempotencyKey": "key-cancel-1"}
    gone = deputy.ask(CANCEL, "admin", i=given)["withdrawAppointment"]
    assert gone["thing"]["state"] == "WITHDRAWN"
    assert [row["name"] for row in deputy.ask(OFFICIALS, "admin", **on)["officials"]] == ["deputy"]
    assert office_holders(["successor"], date(2023, 11, 1), kind=DocumentKind.APPROVAL) == frozenset()


@pytest.mark.parametrize(
    ("who", "values", "code", "subject"),
    [
        ("deputy", {}, "NOT_PERMITTED", None),
        ("admin", {"person": global_id("Person", "head-a")}, "PERSON_UNKNOWN", "person"),
        ("admin", {"person": global_id("Person", "admin")}, "INVALID_INPUT", "person"),
        ("admin", {"person": "nobody"}, "NOT_FOUND", "person"),
        ("admin", {"validFrom": "2023-10-01"}, "PAST_DAY", "validFrom"),
        ("admin", {"reason": ""}, "INVALID_INPUT", "reason"),
    ],
)
def test_an_appointment_that_is_refused_changes_nothing(
    deputy: World, who: str, values: dict[str, Any], code: str, subject: str | None
) -> None:
    before = deputy.dump()
    refused = appoint(deputy, who, **values)
    assert refused["code"] == code
    assert subject is None or refused["subject"] == subject
    assert deputy.dump() == before


@pytest.mark.parametrize(
    ("values", "code"),
    [({"lastDay": "2023-10-01"}, "PAST_DAY"), ({"reason": ""}, "INVALID_INPUT"), ({"official": "x"}, "NOT_FOUND")],
)
def test_a_term_is_not_ended_in_the_past(deputy: World, values: dict[str, Any], code: str) -> None:
    before = deputy.dump()
    assert end(deputy, **values)["code"] == code
    assert deputy.dump() == before
