"""Loading the reference data into a real database: once, again without harm, by many at once, and never over people's edits."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from app.seeds.loader import load_seeds
from app.seeds.people import PersonSeed
from domain.aggregates import Aggregate
from domain.calendars import PublishCalendar
from domain.roles import Actor, Role
from persistence.calendar import CalendarRecord, current_calendar
from persistence.connection import Database, connect
from persistence.institutions import InstitutionRecord
from persistence.log import sequence_events, verify_log
from persistence.personnel import PersonRecord, holder
from persistence.repositories import REPOSITORIES
from persistence.schema_setup import SeedRecord, prepare_database
from persistence.standards import StandardRecord
from services.commands import Command, Done
from services.door import Door

pytestmark = pytest.mark.servers
ADMIN = Actor(id="admin", name="Admin", roles=frozenset({Role.ADMIN}))
DEPUTY = Actor(id="deputy", name="Deputy", roles=frozenset({Role.DEPUTY}))
SAMPLES = {"sample institutions", "sample people", "sample officials", "sample limits", "sample competencies"}


class Clock:
    def now(self) -> datetime:
        return datetime(2026, 11, 22, 3, 0, tzinfo=UTC)


class NoLetters:
    def compose(self, *_given: Any, **_more: Any) -> Any:
        raise AssertionError("reference data orders no letter")


@pytest.fixture
def door(database: Database) -> Door:
    return Door(database=database, clock=Clock(), letters=NoLetters())


@pytest.fixture
def load(door: Door) -> Callable[..., list[str]]:
    """Loads, and gives back what was said to be loaded."""

    def run(*, with_samples: bool = True) -> list[str]:
        said: list[str] = []
        load_seeds(door=door, with_samples=with_samples, on_progress=said.append)
        return [line.partition(" / loading ")[2] for line in said]

    return run


def test_everything_is_loaded_once(load, dump) -> None:
    assert load() == [
        "standards",
        "calendar",
        "institutions",
        "sample institutions",
        "sample people",
        "sample officials",
        "sample limits",
        "sample competencies",
    ]
    before = dump()
    assert len(before["standards"]) == 17
    assert [len(version["criteria"]) for version in before["catalogues"]] == [100]
    assert len(before["competencies"]) == 15
    assert sum(len(standard["criteria"]) for standard in before["standards"]) == 100
    assert (
        sum(row["kind"] in {"PROVINCE", "REGENCY", "CITY"} and not row["sample"] for row in before["institutions"])
        == 546
    )
    assert load() == []
    assert dump() == before


def test_production_takes_no_samples(load, dump) -> None:
    assert set(load(with_samples=False)) == {"standards", "calendar", "institutions"}
    found = dump()
    assert (found["personnel"], found["officials"], found["configuration"], found["competencies"]) == ([], [], [], [])
    assert not any(row["sample"] for row in found["institutions"])
    assert set(load()) == SAMPLES


def test_a_start_that_broke_off_is_made_up_for(load, dump) -> None:
    """Written and not yet marked: the same rows again are the same rows."""
    load()
    before = dump()
    SeedRecord.objects.delete()
    assert len(load()) == 8
    after = dump()
    assert {name: rows for name, rows in after.items() if name != "seeds"} == {
        name: rows for name, rows in before.items() if name != "seeds"
    }


def test_the_agency_file_rules_the_people_that_it_names(door: Door, database: Database) -> None:
    """So that an office passes on: the old head acts no more, the new one is there; who is not named stays as he is."""
    head = PersonSeed(
        id="kepala-1",
        name="Kepala Lama",
        roles=(Role.INSTITUTION_HEAD,),
        office="Bupati",
        organisation="Kabupaten",
        email="",
        institution_id="kab-1",
    )
    staff = replace(head, id="staf-1", name="Staf", roles=(Role.UNIT_STAFF,), office="Staf")
    load_seeds(door=door, with_samples=False, people=(head, staff))
    PersonRecord.objects(id="kepala-1").update(set__unit_id="unit-1", set__identity="nik")
    successor = replace(head, id="kepala-2", name="Kepala Baru")
    file = (replace(head, name="Kepala Lama, S.H.", active=False), successor)
    for _start in range(2):
        load_seeds(door=door, with_samples=False, people=file)
        people = {each.id: (each.name, each.active, each.unit_id, each.identity) for each in PersonRecord.objects}
        assert people == {
            "kepala-1": ("Kepala Lama, S.H.", False, "unit-1", "nik"),
            "kepala-2": ("Kepala Baru", True, None, None),
            "staf-1": ("Staf", True, None, None),
        }
        found = holder(Role.INSTITUTION_HEAD.value, "kab-1")
        assert found is not None
        assert found.id == "kepala-2"


def test_a_new_version_of_a_seed_leaves_what_people_changed(load, door: Door) -> None:
    load()
    InstitutionRecord.objects(id="inst-kabupaten-contoh-utara").update(set__active=False, set__place="Kota Lain")
    PersonRecord.objects(id="person-admin").update(set__name="Nama Baru")
    StandardRecord.objects(id="S04").update(set__reference="ISO 31000")
    StandardRecord.objects(id="S05").delete()
    calendar = current_calendar()
    edited = PublishCalendar(
        first_day=calendar.first_day,
        last_day=calendar.last_day,
        off_days=tuple(calendar.off_days.values())[1:],
        reason="Satu hari dihapus.",
        replaces=calendar.version,
    )
    proposed = door.perform(Command(aggregate=Aggregate.CALENDAR, verb="propose", actor=ADMIN, payload=edited))
    assert isinstance(proposed, Done), proposed
    approval = Command(aggregate=Aggregate.CALENDAR, verb="approve", actor=DEPUTY, record_id=proposed.record_id)
    done = door.perform(approval)
    assert isinstance(done, Done), done
    SeedRecord.objects.update(set__digest="0" * 64)
    assert len(load()) == 8
    institution = InstitutionRecord.objects(id="inst-kabupaten-contoh-utara").get()
    assert (institution.active, institution.place) == (False, "Kota Lain")
    assert PersonRecord.objects(id="person-admin").get().name == "Nama Baru"
    assert StandardRecord.objects(id="S04").get().reference == "ISO 31000"
    assert StandardRecord.objects(id="S05").get().number == 5
    assert current_calendar().version == done.record_id
    assert CalendarRecord.objects(state="IN_FORCE").count() == 1


def test_the_calendar_passes_the_door_as_the_systems_act(load, door: Door, database: Database) -> None:
    load()
    while sequence_events(database.client):
        continue
    classes = {aggregate.value: repository.record_class for aggregate, repository in REPOSITORIES.items()}
    assert list(verify_log(classes)) == []


def test_processes_that_start_together_load_the_same(servers, together) -> None:
    """The API and its workers on a database that nobody has seen."""
    database = connect(servers.mongodb_uri, name=f"test-together-{datetime.now(UTC):%H%M%S%f}")
    door = Door(database=database, clock=Clock(), letters=NoLetters())

    def start() -> None:
        prepare_database()
        load_seeds(door=door, with_samples=True)

    try:
        assert together(start, start, start) == [None, None, None]
        assert StandardRecord.objects(number__gte=1).count() == 17
        assert CalendarRecord.objects(state="IN_FORCE").count() == 1
    finally:
        database.client.close()
