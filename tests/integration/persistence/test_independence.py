"""Ties of persons to a unit, read from real records: its institution, ties on record, and mentorings that were held."""

import pytest

from domain.independence import Tie
from domain.roles import Role
from persistence.independence import assessors_among, ties_of
from persistence.personnel import PersonRecord

pytestmark = pytest.mark.servers


@pytest.fixture
def people(database):
    for key, role, values in (
        ("assessor-1", Role.ASSESSOR, {}),
        ("assessor-2", Role.ASSESSOR, {"tied_institution_ids": ["inst-a"]}),
        ("assessor-3", Role.ASSESSOR, {"active": False}),
        ("head-a", Role.UNIT_HEAD, {"institution_id": "inst-a"}),
        ("reviewer", Role.REVIEWER, {}),
    ):
        known = {"name": f"{key} (DATA CONTOH)", "office": "Jabatan", "organisation": "LKPP", "active": True}
        PersonRecord(id=key, roles=[role.value], **(known | values)).save(force_insert=True)
    return database.client[database.name]


def test_a_person_is_tied_by_his_institution_or_by_a_tie_on_record(people):
    everybody = ["assessor-1", "assessor-2", "head-a", "reviewer", "nobody"]
    assert ties_of(everybody, "inst-a", "unit-a") == {"assessor-2": Tie.INSTITUTION, "head-a": Tie.INSTITUTION}
    assert ties_of(everybody, "inst-b", "unit-b") == {}
    assert ties_of(everybody, None, None) == {}


@pytest.mark.parametrize(
    ("state", "tied"),
    [
        ("REQUESTED", False),
        ("SCHEDULED", True),
        ("HELD", True),
        ("REPORTED", True),
        ("CLOSED", True),
        ("CANCELLED", False),
    ],
)
def test_whoever_mentors_the_unit_is_tied_to_it_from_the_day_he_is_named(people, state, tied):
    """II.2.1.d and the separation of duties."""
    people["mentorings"].insert_one(
        {"_id": "m1", "unit_id": "unit-a", "state": state, "mentor_ids": ["assessor-1", "reviewer"]}
    )
    expected = {"assessor-1": Tie.MENTOR} if tied else {}
    assert ties_of(["assessor-1"], "inst-a", "unit-a") == expected
    assert ties_of(["assessor-1"], "inst-a", "unit-b") == {}


def test_only_active_assessors_are_assessors(people):
    found = assessors_among(["assessor-1", "assessor-3", "reviewer", "nobody"])
    assert found == {"assessor-1": "assessor-1 (DATA CONTOH)"}
