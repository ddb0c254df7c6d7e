"""The invented people and units: every role, ties that hold, and nothing real about anyone."""

from collections import Counter

from app.seeds.institutions import institutions
from app.seeds.people import institution_people, lkpp_people, people
from app.seeds.units import sample_units
from domain.roles import INSTITUTION_ROLES, Role
from domain.unit_forms import UnitForm
from domain.units import ManagementPattern, ProviderForm

SAMPLE_IDS = {seed.id for seed in institutions() if seed.is_sample}


def test_lkpp_has_the_people_that_the_demonstration_needs() -> None:
    assert Counter(role for person in lkpp_people() for role in person.roles) == {
        Role.DEPUTY: 1,
        Role.ADMIN: 1,
        Role.REVIEWER: 3,
        Role.ASSESSOR: 3,
        Role.AUDITOR: 1,
    }


def test_each_invented_institution_with_a_unit_has_head_unit_head_and_staff() -> None:
    wanted = {(unit.institution_id, role) for unit in sample_units() for role in INSTITUTION_ROLES}
    assert {(person.institution_id, role) for person in institution_people() for role in person.roles} == wanted
    assert len(wanted) == len(institution_people()) == 21


def test_an_institution_is_named_exactly_for_its_own_roles_and_is_invented() -> None:
    for person in people():
        assert bool(set(person.roles) & INSTITUTION_ROLES) is (person.institution_id is not None)
        assert person.institution_id in SAMPLE_IDS | {None}
        assert person.unit_id is None


def test_ids_and_addresses_are_unique_and_every_person_is_plainly_invented() -> None:
    assert len({person.id for person in people()}) == len({person.email for person in people()}) == 30
    assert len({person.name for person in people()}) == 30
    for person in people():
        assert "Contoh " in person.name
        assert person.email.endswith(".contoh.invalid")
        assert person.office
        assert person.organisation


def test_ids_that_the_demonstration_uses() -> None:
    assert {
        "person-deputy",
        "person-admin",
        "person-reviewer-1",
        "person-reviewer-2",
        "person-reviewer-3",
        "person-assessor-1",
        "person-assessor-2",
        "person-assessor-3",
        "person-auditor",
        "person-head-kabupaten-contoh-utara",
        "person-unit-head-kabupaten-contoh-utara",
        "person-staff-kabupaten-contoh-utara",
        "person-head-kabupaten-contoh-selatan",
    } <= {person.id for person in people()}


def test_units_cover_every_form_at_an_invented_institution() -> None:
    units = sample_units()
    assert len({unit.id for unit in units}) == len(units) == 7
    assert {unit.institution_id for unit in units} <= SAMPLE_IDS
    assert {unit.data.form for unit in units} == set(ProviderForm)
    assert {unit.data.unit_form for unit in units} == set(UnitForm)


def test_a_system_provider_runs_its_own_infrastructure() -> None:
    for unit in sample_units():
        expected = (
            ManagementPattern.DISTRIBUTED
            if unit.data.form is ProviderForm.SYSTEM_PROVIDER
            else ManagementPattern.CENTRALISED
        )
        assert unit.data.management_pattern is expected
