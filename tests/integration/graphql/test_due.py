"""What is due: internal limits that have passed, agreements that end soon; and the public register of measures."""

from typing import Any

import pytest

from persistence.compliance import ComplianceRecord
from persistence.configuration import ConfigurationRecord
from persistence.objections import ObjectionRecord
from persistence.sanction_records import SanctionRecord
from portal.pages import MEASURES_DOCUMENT
from schema.nodes import global_id
from tests.integration.graphql.conftest import NOW, World

pytestmark = pytest.mark.servers

APPLICATIONS = """{ applications(first: 9, filter: {overdue: true}) { nodes { unitName reviewUntil } } }"""
OBJECTIONS = """{ objections(first: 9, filter: {overdue: true}) { nodes { letterNumber resultUntil } } }"""
SLAS = """query ($n: Int) { slas(first: 9, filter: {endingWithinMonths: $n}) { nodes { expiresOn } } }"""
REGISTER = """query ($unit: ID) {
  sanctionRegister(first: 9, filter: {unit: $unit}) {
    totalCount nodes { rung issuedOn standards stopForm unit { name } institution { name } }
  }
}"""


def configured(world: World, key: str, value: Any) -> None:
    values = {"state": "APPROVED", "key": key, "value": value, "valid_from": "2022-10-01", "changed_by": "admin"}
    ConfigurationRecord(id=f"set-{key}", version=1, created_at=NOW, updated_at=NOW, **values).save(force_insert=True)


def test_applications_whose_review_is_overdue_are_listed(people: World) -> None:
    """Today is 2 October 2023. Who is past the limit without a review is not late: only what is under review."""
    for name, state, until in (
        ("late", "UNDER_REVIEW", "2023-10-01"),
        ("due today", "UNDER_REVIEW", "2023-10-02"),
        ("without a limit", "UNDER_REVIEW", None),
        ("done", "COMPLETE", "2023-10-01"),
    ):
        people.application_of("inst-a", unit_name=name, state=state, review_until=until)
    nodes = people.ask(APPLICATIONS, "admin")["applications"]["nodes"]
    assert nodes == [{"unitName": "late", "reviewUntil": "2023-10-01"}]


def objection(people: World, number: str, state: str, until: str | None) -> None:
    values = {"unit_id": "unit-1", "sanction_id": number, "letter_number": number, "letter_date": "2023-09-01"}
    values |= {"grounds": "Contoh.", "filed_by": "head-a", "filed_at": NOW, "late": False, "last_instant": NOW}
    people._put(ObjectionRecord, "inst-a", NOW, values | {"suspends": False, "state": state, "result_until": until})


def test_objections_whose_result_is_overdue_are_listed(people: World) -> None:
    objection(people, "late", "EXAMINATION", "2023-10-01")
    objection(people, "due today", "SUBMITTED", "2023-10-02")
    objection(people, "decided", "DECIDED", "2023-10-01")
    objection(people, "without a limit", "SUBMITTED", None)
    nodes = people.ask(OBJECTIONS, "admin")["objections"]["nodes"]
    assert nodes == [{"letterNumber": "late", "resultUntil": "2023-10-01"}]


@pytest.mark.parametrize(
    ("months", "listed"),
    [(1, ["2023-10-02"]), (3, ["2023-10-02", "2024-01-01"]), (None, ["2023-10-01", "2023-10-02", "2024-01-01"])],
)
def test_agreements_that_end_soon_are_listed(months: int | None, listed: list[str], people: World) -> None:
    """From 2 October 2023 three months last through 1 January 2024; what has ended is not surprising any more."""
    for day in ("2023-10-01", "2023-10-02", "2024-01-01"):
        people.sla("inst-a", state="IN_FORCE", expires_on=day)
    if months is not None:
        people.sla("inst-a", state="SUPERSEDED", expires_on="2023-10-02")
        people.sla("inst-a", state="IN_FORCE")
    nodes = people.ask(SLAS, "reviewer", n=months)["slas"]["nodes"]
    assert sorted(node["expiresOn"] for node in nodes) == listed


def sanction(people: World, unit: str, **values: Any) -> str:
    given = {"unit_id": unit, "case_id": "case-1", "round": 1, "drafted_by": "reviewer", "issued_on": "2023-09-01"}
    return people._put(SanctionRecord, "inst-a", NOW, given | values)


def revoked_by(people: World, unit: str, sanction_id: str) -> None:
    """S01 of the unit is revoked by that revocation."""
    values = {"unit_id": unit, "standard": "S01", "state": "REVOKED", "since": "2023-09-20"}
    people._put(ComplianceRecord, "inst-a", NOW, values | {"cause": "SANCTION", "cause_id": sanction_id})


def test_a_stopped_service_is_public_and_the_measure_that_stopped_it_is_not(people: World) -> None:
    """Stop status is needed for verification; the measures themselves are hidden by default (house rule)."""
    people.unit("inst-a", name="LPSE Contoh Utara")
    stopped = people.unit("inst-a", name="LPSE Contoh Selatan", state="STOPPED")
    sanction(people, stopped, rung="STOP", sequence=1, state="RECEIVED", stop_form="REVOCATION")
    page = people.ask(MEASURES_DOCUMENT)
    place = {"institution": {"name": "Kabupaten Contoh Utara"}}
    assert page["units"]["nodes"] == [{"name": "LPSE Contoh Selatan", "state": "STOPPED"} | place]
    assert page["sanctionRegister"]["nodes"] == []


def test_the_public_sees_measures_only_where_that_is_configured(people: World) -> None:
    """`sanctions.public`, off by default: the decree says nothing of publication."""
    unit = people.unit("inst-a", name="LPSE Contoh Utara")
    sanction(people, unit, rung="ADVICE", sequence=1, state="NOT_IMPROVED")
    sanction(people, unit, rung="WARNING", sequence=2, state="ANNULLED")
    sanction(people, unit, rung="WARNING", sequence=3, state="DRAFT", issued_on=None)
    revocation = {
        "rung": "REVOCATION",
        "sequence": 4,
        "state": "RECEIVED",
        "issued_on": "2023-09-20",
        "standards": ["S01"],
    }
    revoked_by(people, unit, sanction(people, unit, **revocation))
    assert people.ask(REGISTER)["sanctionRegister"] == {"totalCount": 0, "nodes": []}
    configured(people, "sanctions.public", True)
    shown = people.ask(REGISTER)["sanctionRegister"]
    names = {"unit": {"name": "LPSE Contoh Utara"}, "institution": {"name": "Kabupaten Contoh Utara"}}
    assert shown == {
        "totalCount": 2,
        "nodes": [
            {"rung": "REVOCATION", "issuedOn": "2023-09-20", "standards": ["S01"], "stopForm": None} | names,
            {"rung": "ADVICE", "issuedOn": "2023-09-01", "standards": [], "stopForm": None} | names,
        ],
    }
    page = people.ask(MEASURES_DOCUMENT)
    assert (page["units"]["totalCount"], page["sanctionRegister"]["totalCount"]) == (0, 2)
    assert [(row["rung"], row["unit"]) for row in page["sanctionRegister"]["nodes"]] == [
        ("REVOCATION", {"name": "LPSE Contoh Utara"}),
        ("ADVICE", {"name": "LPSE Contoh Utara"}),
    ]
    other = people.ask(REGISTER, unit=global_id("Unit", "another"))["sanctionRegister"]
    assert other["nodes"] == []
