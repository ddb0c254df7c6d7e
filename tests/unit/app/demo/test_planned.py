"""The plan of the volume adds up to the numbers wanted, and every unit of it belongs to an invented institution."""

from collections import Counter
from datetime import date

from app.demo.planned import PLAN, Fate, Trouble
from app.demo.troubles import TROUBLES
from app.seeds.institutions import local_governments, ministries, sample_institutions
from app.seeds.people import people
from app.seeds.volume import volume_governments, volume_institutions, volume_people
from domain.applications import ApplicationState
from domain.assessment_acts import AssessmentState
from domain.institutions import InstitutionKind
from domain.roles import Role
from domain.unit_forms import SEPARATE_UNIT_LAST_DAY, UnitForm
from domain.units import ProviderForm


def test_sixty_units_in_the_shares_wanted() -> None:
    assert Counter(life.form for life in PLAN) == {ProviderForm.SYSTEM_PROVIDER: 40, ProviderForm.SERVICE_PROVIDER: 20}
    assert Counter(life.fate for life in PLAN) == {
        Fate.CERTIFIED: 30,
        Fate.ASSESSED: 10,
        Fate.APPLYING: 5,
        Fate.TROUBLED: 8,
        Fate.SEPARATE: 3,
        Fate.RUNNING: 4,
    }


def test_certificates_of_each_size_and_17_of_17_for_system_providers_only() -> None:
    certified = [life for life in PLAN if life.fate is Fate.CERTIFIED]
    sizes = Counter("17" if life.standards == 17 else "9-16" if life.standards >= 9 else "1-8" for life in certified)
    assert sizes == {"17": 8, "9-16": 12, "1-8": 10}
    assert {life.form for life in certified if life.standards == 17} == {ProviderForm.SYSTEM_PROVIDER}
    assert min(life.standards for life in certified) == 1
    assert max(life.standards for life in certified if life.form is ProviderForm.SERVICE_PROVIDER) == 16


def test_assessments_stand_in_every_state_on_the_way() -> None:
    states = {life.stops_at for life in PLAN if life.fate is Fate.ASSESSED}
    assert states == set(AssessmentState) - {AssessmentState.DETERMINED, AssessmentState.CLOSED}


def test_applications_stand_in_every_state_over_the_whole_set() -> None:
    left = {life.stops_at for life in PLAN if life.fate is Fate.APPLYING}
    other = {life.first_try for life in PLAN} | {life.changes_to for life in PLAN}
    assert len([life for life in PLAN if life.fate is Fate.APPLYING]) == len(left) == 5
    assert (left | other | {ApplicationState.ACTIVE}) - {None} == set(ApplicationState)


def test_every_trouble_once_and_each_has_its_chapter() -> None:
    assert Counter(life.trouble for life in PLAN if life.fate is Fate.TROUBLED) == Counter(Trouble)
    assert set(TROUBLES) == set(Trouble)


def test_the_separate_units_apply_while_they_may() -> None:
    separate = [life for life in PLAN if life.unit_form is UnitForm.SEPARATE]
    assert {life.fate for life in separate} == {Fate.SEPARATE}
    assert all(life.begins < SEPARATE_UNIT_LAST_DAY for life in separate)


def test_two_years_of_surveillance_after_the_certificates() -> None:
    days = [day for life in PLAN for day in life.surveilled]
    assert Counter(day.year for day in days) == {2024: 7, 2025: 15}
    assert all(day.year > life.begins.year for life in PLAN for day in life.surveilled)
    assert max(life.later or life.begins for life in PLAN) < date(2026, 11, 1)


def test_each_unit_has_an_invented_institution_of_its_own_with_its_people() -> None:
    institutions = {institution.id: institution for institution in volume_institutions()}
    assert len(institutions) == 60
    assert sorted(life.institution_id for life in PLAN) == sorted(institutions)
    assert {life.place for life in PLAN} == {institution.name for institution in institutions.values()}
    assert all(institution.is_sample and "Contoh" in institution.name for institution in institutions.values())
    by_kind = Counter(institution.kind for institution in institutions.values())
    assert by_kind == {
        InstitutionKind.REGENCY: 28,
        InstitutionKind.CITY: 12,
        InstitutionKind.PROVINCE: 4,
        InstitutionKind.AGENCY: 16,
    }
    roles = Counter((person.institution_id, person.roles) for person in volume_people())
    wanted = ((Role.INSTITUTION_HEAD,), (Role.UNIT_HEAD,), (Role.UNIT_STAFF,))
    assert roles == {(institution, role): 1 for institution in institutions for role in wanted}


def test_nothing_of_it_is_there_already() -> None:
    shipped = {each.id for each in (*local_governments(), *ministries(), *sample_institutions())}
    assert (len(local_governments()), len(ministries())) == (546, 48)
    assert not shipped & {each.id for each in volume_governments()}
    assert not {each.id for each in people()} & {each.id for each in volume_people()}
    assert len({each.name for each in volume_people()}) == len(volume_people()) == 180
