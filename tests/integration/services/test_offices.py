"""Who signs for an institution, where it has several units and several people."""

from datetime import UTC, date, datetime

import pytest

from domain.refusals import RefusalCode
from domain.roles import Role
from persistence.configuration import ConfigurationRecord
from persistence.personnel import PersonRecord
from services.door import CannotCompose
from services.offices import institution_signatory

pytestmark = pytest.mark.servers
TODAY = date(2026, 11, 22)


@pytest.fixture
def unit_heads_sign(database) -> None:
    then = datetime(2026, 1, 1, tzinfo=UTC)
    ConfigurationRecord(
        id="1",
        state="APPROVED",
        version=2,
        created_at=then,
        updated_at=then,
        key="sla.institution_signatory",
        value="UNIT_HEAD",
        valid_from="2022-01-01",
        changed_by="admin",
    ).save()


def person(person_id: str, role: Role, unit_id: str | None = None, *, active: bool = True) -> None:
    PersonRecord(
        id=person_id,
        name=person_id.title(),
        roles=[role.value],
        office="Kepala LPSE",
        organisation="Kabupaten Contoh",
        institution_id="inst-a",
        unit_id=unit_id,
        active=active,
    ).save()


def signs(unit_id: str) -> str:
    return str(institution_signatory("inst-a", TODAY, unit_id=unit_id).id)


def refused(unit_id: str) -> str:
    with pytest.raises(CannotCompose) as found:
        signs(unit_id)
    assert (found.value.refusal.code, found.value.refusal.clause) == (RefusalCode.PERSON_UNKNOWN, "HOUSE")
    return found.value.refusal.slots["who"]


def test_each_units_own_head_signs_for_it(unit_heads_sign) -> None:
    person("a-head-of-two", Role.UNIT_HEAD, "unit-2")
    person("b-head-of-one", Role.UNIT_HEAD, "unit-1")
    person("c-head", Role.UNIT_HEAD)
    assert (signs("unit-1"), signs("unit-2"), signs("unit-3")) == ("b-head-of-one", "a-head-of-two", "c-head")


def test_the_head_of_another_unit_signs_for_none_but_his_own(unit_heads_sign) -> None:
    person("a-head-of-two", Role.UNIT_HEAD, "unit-2")
    person("b-gone", Role.UNIT_HEAD, "unit-1", active=False)
    assert refused("unit-1") == "kepala LPSE, inst-a"


def test_where_several_could_be_meant_nobody_is_chosen(unit_heads_sign) -> None:
    person("ani", Role.UNIT_HEAD)
    person("budi", Role.UNIT_HEAD)
    assert refused("unit-1") == "kepala LPSE, inst-a (Ani, Budi?)"


def test_the_head_of_the_institution_signs_for_every_unit(database) -> None:
    person("head", Role.INSTITUTION_HEAD)
    person("unit-head", Role.UNIT_HEAD, "unit-1")
    assert (signs("unit-1"), signs("unit-2")) == ("head", "head")
