"""Writes the reference data into the database: once for each version of a seed, and never over what people changed."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from enum import Enum
from typing import Any

from pymongo import UpdateOne

from app.seeds import competencies, holidays, institutions, officials, people, standards, volume
from app.seeds.institutions import SAMPLE_MARK
from domain.aggregates import Aggregate
from domain.calendar import WorkingCalendar
from domain.calendars import PublishCalendar
from domain.canonical import canonical_digest
from domain.catalogues import ChangeCatalogue, stored_criterion
from domain.competencies import SetCompetency
from domain.configuration_keys import DEMONSTRATION_LIMITS, ConfigurationKey
from domain.official_terms import AppointOfficial
from domain.officials import Official
from domain.refusals import Refusal
from domain.roles import SYSTEM
from domain.settings import EnterSetting
from domain.standards import Standard
from domain.tables import Payload
from persistence.calendar import CalendarRecord
from persistence.institutions import InstitutionRecord
from persistence.personnel import PersonRecord
from persistence.records import utc_now
from persistence.repositories import REPOSITORIES
from persistence.schema_setup import is_loaded, mark_loaded
from persistence.standards import CatalogueRecord, CriterionField, StandardRecord
from services.commands import Command
from services.door import Door


@dataclass(frozen=True)
class Seed:
    """One set of reference data: its rows, and how they are written. *Shape*: `sample` sets are for demonstration only."""

    name: str
    rows: Callable[[], Any]
    write: Callable[[Any], None]
    sample: bool


def load_seeds(
    *,
    door: Door,
    with_samples: bool,
    people: tuple[people.PersonSeed, ...] = (),
    on_progress: Callable[[str], None] = lambda _line: None,
) -> None:
    """Loads what is new. Production takes no samples: no invented people, institutions, officials or limits.

    *Shape*: `people` are those of the agency file, which rules: one who stands there already becomes what it says.
    """
    _load([seed for seed in all_seeds(door) if with_samples or not seed.sample], on_progress)
    if people:
        _load([Seed("people", lambda: people, _write_agency_people, sample=False)], on_progress)


def load_volume(on_progress: Callable[[str], None] = lambda _line: None) -> None:
    """Loads the institutions and people of the volume, which the demonstration gives a life afterwards."""
    _load(
        [
            Seed("volume institutions", volume.volume_governments, _write_institutions, sample=True),
            Seed("volume people", volume.volume_people, _write_people, sample=True),
        ],
        on_progress,
    )


def _load(seeds: Iterable[Seed], on_progress: Callable[[str], None]) -> None:
    for seed in seeds:
        rows = seed.rows()
        digest = canonical_digest(_plain(rows))
        if is_loaded(seed.name, digest):
            continue
        on_progress(f"memuat data {seed.name} / loading {seed.name}")
        seed.write(rows)
        mark_loaded(seed.name, digest)


def _upsert(collection: Any, rows: list[dict[str, Any]]) -> None:
    """Inserts what is missing; a row that stands stays as people left it."""
    collection.bulk_write(
        [UpdateOne({"_id": row["_id"]}, {"$setOnInsert": row}, upsert=True) for row in rows], ordered=False
    )


def _write_institutions(rows: tuple[institutions.InstitutionSeed, ...]) -> None:
    now = utc_now()
    _upsert(
        InstitutionRecord._get_collection(),
        [
            {
                "_id": row.id,
                "kind": row.kind.value,
                "name": row.name,
                "region_code": row.region_code,
                "province_code": row.region_code[:2] if row.region_code else None,
                "time_zone": row.time_zone,
                "head_office": row.head_title,
                "address": row.address,
                "place": row.city,
                "active": row.active,
                "sample": row.is_sample,
                "updated_at": now,
            }
            for row in rows
        ],
    )


def _write_people(rows: tuple[people.PersonSeed, ...]) -> None:
    _upsert(PersonRecord._get_collection(), [_person(row) for row in rows])


def _write_agency_people(rows: tuple[people.PersonSeed, ...]) -> None:
    """Whoever stands in the file becomes what it says; the unit that it does not name is kept, and so is who is not in it."""
    writes = []
    for row in rows:
        kept = {"identity"} if row.unit_id else {"identity", "unit_id"}
        person = _person(row)
        first = {name: person.pop(name) for name in kept}
        writes.append(UpdateOne({"_id": row.id}, {"$set": person, "$setOnInsert": first}, upsert=True))
    PersonRecord._get_collection().bulk_write(writes, ordered=False)


def _person(row: people.PersonSeed) -> dict[str, Any]:
    return {
        "_id": row.id,
        "name": row.name,
        "roles": [role.value for role in row.roles],
        "office": row.office,
        "organisation": row.organisation,
        "institution_id": row.institution_id,
        "unit_id": row.unit_id,
        "identity": None,
        "tied_institution_ids": list(row.tied_institution_ids),
        "active": row.active,
    }


def _write_officials(rows: tuple[Official, ...], door: Door) -> None:
    for row in rows:
        payload = AppointOfficial(
            office=row.office,
            capacity=row.capacity,
            person_id=row.person_id,
            title_id=row.title_id,
            title_en=row.title_en,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
            reason=SAMPLE_MARK,
            name=row.name,
            is_sample=row.is_sample,
        )
        _seed(door, Aggregate.OFFICIAL, f"{row.office.value}-{row.valid_from.isoformat()}", payload)


def _seed(door: Door, aggregate: Aggregate, record_id: str, payload: Payload) -> None:
    """Puts one record through the door, unless it stands: then it stays as people left it."""
    repository = REPOSITORIES[aggregate]
    if repository.load(record_id) is not None:
        return
    done = door.perform(Command(aggregate=aggregate, verb="seed", actor=SYSTEM, record_id=record_id, payload=payload))
    if isinstance(done, Refusal) and repository.load(record_id) is None:  # else another process was faster
        raise ValueError(f"what is shipped is refused: {done.message_en}")


def _write_standards(catalogue: standards.StandardsCatalogue, door: Door) -> None:
    """The seventeen standards, and the first version of their criteria."""
    rows = [_standard(standard) for standard in catalogue.standards]
    for row in rows:
        row.validate()
    _upsert(StandardRecord._get_collection(), [dict(row.to_mongo()) for row in rows])
    if CatalogueRecord.objects.only("id").first() is not None:
        return
    first = ChangeCatalogue(
        edition=catalogue.version,
        valid_from=catalogue.valid_from,
        changed=tuple(criterion for standard in catalogue.standards for criterion in standard.criteria),
        removed=(),
        reason=catalogue.label_id,
    )
    _seed(door, Aggregate.CATALOGUE, f"catalogue-{catalogue.version}", first)


def _standard(standard: Standard) -> StandardRecord:
    return StandardRecord(
        id=standard.code.value,
        number=standard.code.number,
        clause=standard.code.clause,
        name_id=standard.name_id,
        name_en=standard.name_en,
        aliases=list(standard.aliases),
        reference=standard.reference,
        official_text=False,
        criteria=[CriterionField(**stored_criterion(criterion)) for criterion in standard.criteria],
    )


def _write_calendar(calendar: WorkingCalendar, door: Door) -> None:
    """The first calendar only: once there is one, people keep it."""
    if _has_calendar():
        return
    done = door.perform(
        Command(
            aggregate=Aggregate.CALENDAR,
            verb="seed",
            actor=SYSTEM,
            record_id=calendar.version,
            payload=PublishCalendar(
                first_day=calendar.first_day,
                last_day=calendar.last_day,
                off_days=tuple(calendar.off_days.values()),
                reason="Hari libur nasional dan cuti bersama dari paket holidays",
                replaces=None,
            ),
        )
    )
    if isinstance(done, Refusal) and not _has_calendar():  # else another process that starts now was faster
        raise ValueError(f"the shipped calendar is refused: {done.message_en}")


def _has_calendar() -> bool:
    return CalendarRecord.objects.only("id").first() is not None


def _write_limits(limits: dict[ConfigurationKey, int], door: Door) -> None:
    for key, value in limits.items():
        payload = EnterSetting(key=key, text=str(value), valid_from=officials.DECREE_IN_FORCE, reason=SAMPLE_MARK)
        _seed(door, Aggregate.SETTING, f"{key.value}-{payload.valid_from.isoformat()}", payload)


def _write_competencies(rows: tuple[SetCompetency, ...], door: Door) -> None:
    for row in rows:
        _seed(door, Aggregate.COMPETENCY, f"{row.code}-{row.valid_from.isoformat()}", row)


def all_seeds(door: Door) -> tuple[Seed, ...]:
    """All reference data, in the order of loading. What has a life of its own passes the door."""
    return (
        Seed("standards", standards.standards_catalogue, lambda rows: _write_standards(rows, door), sample=False),
        Seed("calendar", holidays.working_calendar, lambda rows: _write_calendar(rows, door), sample=False),
        Seed("institutions", _real_institutions, _write_institutions, sample=False),
        Seed("sample institutions", institutions.sample_institutions, _write_institutions, sample=True),
        Seed("sample people", people.people, _write_people, sample=True),
        Seed("sample officials", officials.officials, lambda rows: _write_officials(rows, door), sample=True),
        Seed("sample limits", lambda: DEMONSTRATION_LIMITS, lambda rows: _write_limits(rows, door), sample=True),
        Seed(
            "sample competencies", competencies.competencies, lambda rows: _write_competencies(rows, door), sample=True
        ),
    )


def _real_institutions() -> tuple[institutions.InstitutionSeed, ...]:
    return (*institutions.local_governments(), *institutions.ministries())


def _plain(value: Any) -> Any:
    """JSON values of seed rows, for their digest."""
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, date):
        return value.isoformat()
    if is_dataclass(value) and not isinstance(value, type):
        return {item.name: _plain(getattr(value, item.name)) for item in fields(value)}
    if hasattr(value, "items"):
        return {str(_plain(key)): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value
