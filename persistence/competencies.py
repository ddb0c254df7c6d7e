"""Competencies as stored (II.2.1.c): the dictionary, the personnel of units, and their plans of capacity building."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from mongoengine import BooleanField, EmbeddedDocument, EmbeddedDocumentListField, IntField, ListField, StringField

from domain.capacity_plans import CapacityPlanState, PlanFacts
from domain.clock import legal_date
from domain.competencies import CompetencyFacts, CompetencyState, Position
from domain.competency_gaps import Gap, HeldCompetency, StaffMember, gaps_of
from domain.personnel_files import PersonnelFacts, PersonnelFileState
from domain.tables import Act
from domain.units import UnitState
from persistence.evidence import confirmed_among
from persistence.personnel import PersonRecord
from persistence.records import Record, only_one
from persistence.units import UnitRecord

_IN_FORCE_ONCE = (CompetencyState.PUBLISHED.value, CompetencyState.SUPERSEDED.value)
_ON_FILE = (PersonnelFileState.PROPOSED.value, PersonnelFileState.ACTIVE.value)
_NOT_CANCELLED = (CapacityPlanState.PLANNED.value, CapacityPlanState.COMPLETED.value)


class LevelField(EmbeddedDocument):
    """One level of a competency."""

    level = IntField(required=True)
    text_id = StringField(required=True)
    text_en = StringField(required=True)


class RequiredField(EmbeddedDocument):
    """The least level that the standard of a position asks for."""

    position = StringField(required=True)
    level = IntField(required=True)


class CompetencyRecord(Record):
    """One version of a competency of the dictionary. *Shape*: dates as ISO 8601 text."""

    meta = {
        "collection": "competencies",
        "indexes": [
            only_one("one_after_another", "code", "replaces", states=_IN_FORCE_ONCE),
            ("code", "valid_from"),
            ("state", "code"),
        ],
    }

    code = StringField(required=True)
    name_id = StringField(required=True)
    name_en = StringField(required=True)
    definition_id = StringField(required=True)
    definition_en = StringField(required=True)
    levels = EmbeddedDocumentListField(LevelField)
    required = EmbeddedDocumentListField(RequiredField)
    valid_from = StringField(required=True)
    valid_to = StringField()
    replaces = StringField()
    reason = StringField(required=True)
    changed_by = StringField(required=True)


class HeldField(EmbeddedDocument):
    """A level of a competency that a person has. *Shape*: `valid_until` is the last day, or absent."""

    code = StringField(required=True)
    level = IntField(required=True)
    evidence_ids = ListField(StringField())
    valid_until = StringField()


class PersonnelFileRecord(Record):
    """One person of a unit."""

    meta = {
        "collection": "personnel_files",
        "indexes": [
            only_one("one_of_a_person", "unit_id", "person_id", states=_ON_FILE, person_id={"$type": "string"}),
            ("unit_id", "state"),
            "institution_id",
            ("state", "competencies.code"),
        ],
    }

    institution_id = StringField(required=True)
    unit_id = StringField(required=True)
    person_id = StringField()
    name = StringField(required=True)
    positions = ListField(StringField(), required=True)
    competencies = EmbeddedDocumentListField(HeldField)


class PlanItemField(EmbeddedDocument):
    """One measure of a plan, with the gap that it rests on."""

    file_id = StringField(required=True)
    code = StringField(required=True)
    held = IntField(required=True)
    required_level = IntField(required=True, db_field="required")
    target_level = IntField(required=True)
    activity = StringField(required=True)
    due = StringField(required=True)


class ItemResultField(EmbeddedDocument):
    """What came of one measure."""

    file_id = StringField(required=True)
    code = StringField(required=True)
    achieved = BooleanField(required=True)
    note = StringField(required=True)
    evidence_ids = ListField(StringField())


class CapacityPlanRecord(Record):
    """The plan of one unit for one year."""

    meta = {
        "collection": "capacity_plans",
        "indexes": [only_one("one_a_year", "unit_id", "year", states=_NOT_CANCELLED), "institution_id"],
    }

    institution_id = StringField(required=True)
    unit_id = StringField(required=True)
    year = IntField(required=True)
    items = EmbeddedDocumentListField(PlanItemField)
    results = EmbeddedDocumentListField(ItemResultField)
    completed_on = StringField()


def competency_facts(record: CompetencyRecord | None, act: Act) -> CompetencyFacts:
    """The facts of a version, or of one that the act drafts."""
    code = record.code if record else getattr(act.payload, "code", "")
    versions = CompetencyRecord.objects(code=code, state=CompetencyState.PUBLISHED.value)
    current = versions.only("valid_from").order_by("-valid_from").first()
    return CompetencyFacts(
        state=record.state if record else None,
        code=record.code if record else None,
        valid_from=date.fromisoformat(record.valid_from) if record else None,
        replaces=record.replaces if record else None,
        current_id=current.id if current else None,
        current_from=date.fromisoformat(current.valid_from) if current else None,
    )


def competency_standard(on: date) -> dict[str, dict[Position, int]]:
    """The competency standard in force on a day: for each code the least level of each position (II.2.1.c.2)."""
    day = on.isoformat()
    found = CompetencyRecord.objects(state__in=_IN_FORCE_ONCE, valid_from__lte=day)
    return {
        record.code: {Position(each.position): each.level for each in record.required}
        for record in found
        if record.valid_to is None or record.valid_to >= day
    }


def personnel_facts(record: PersonnelFileRecord | None, act: Act) -> PersonnelFacts:
    """The facts of a person's file, or of one that the act begins."""
    unit_id = record.unit_id if record else getattr(act.payload, "unit_id", None)
    person_id = record.person_id if record else getattr(act.payload, "person_id", None)
    institution_id = record.institution_id if record else _institution_of(unit_id)
    held: tuple[HeldCompetency, ...] = getattr(act.payload, "held", ())
    named = [each for item in held for each in item.evidence_ids]
    return PersonnelFacts(
        state=record.state if record else None,
        institution_id=institution_id,
        unit_id=unit_id,
        person_id=person_id,
        person_known=person_id is None or _acts_for(person_id, institution_id),
        twice=person_id is not None and _has_file(person_id, unit_id, act.record_id),
        dictionary=frozenset(competency_standard(legal_date(act.now))) if held else frozenset(),
        evidence=dict.fromkeys(confirmed_among(named, institution_id), True),
        on_file=frozenset(_held(record)) if record else frozenset(),
    )


def plan_facts(record: CapacityPlanRecord | None, act: Act) -> PlanFacts:
    """The facts of a plan, or of one that the act begins."""
    unit_id = record.unit_id if record else getattr(act.payload, "unit_id", None)
    year = record.year if record else getattr(act.payload, "year", None)
    institution_id = record.institution_id if record else _institution_of(unit_id)
    others = CapacityPlanRecord.objects(unit_id=unit_id, year=year, state__ne=CapacityPlanState.CANCELLED.value)
    named = [each for result in getattr(act.payload, "results", ()) for each in result.evidence_ids]
    return PlanFacts(
        state=record.state if record else None,
        institution_id=institution_id,
        unit_id=unit_id,
        year=year,
        twice=others.filter(id__ne=act.record_id).only("id").first() is not None,
        gaps=_widest(gaps_of(staff_of(unit_id), competency_standard(legal_date(act.now)), on=legal_date(act.now))),
        items=frozenset((item.file_id, item.code) for item in record.items) if record else frozenset(),
        evidence=dict.fromkeys(confirmed_among(named, institution_id), True),
    )


def staff_of(unit_id: str | None) -> list[StaffMember]:
    """The active people of a unit, by their files."""
    files = PersonnelFileRecord.objects(unit_id=unit_id, state=PersonnelFileState.ACTIVE.value).order_by("id")
    return [
        StaffMember(
            file_id=file.id,
            positions=tuple(Position(position) for position in file.positions),
            held=_held(file),
        )
        for file in files
    ]


def _held(file: PersonnelFileRecord) -> tuple[HeldCompetency, ...]:
    return tuple(
        HeldCompetency(
            code=held.code,
            level=held.level,
            evidence_ids=tuple(held.evidence_ids),
            valid_until=date.fromisoformat(held.valid_until) if held.valid_until else None,
        )
        for held in file.competencies
    )


def _widest(gaps: Iterable[Gap]) -> dict[tuple[str, str], tuple[int, int]]:
    """Of a person's gaps in one competency that of the position which asks for most."""
    found: dict[tuple[str, str], tuple[int, int]] = {}
    for gap in gaps:
        _held, required = found.get((gap.file_id, gap.code), (0, 0))
        found[gap.file_id, gap.code] = (gap.held, max(required, gap.required))
    return found


def _institution_of(unit_id: str | None) -> str | None:
    unit: Any = UnitRecord.objects(id=unit_id, state__ne=UnitState.DISCARDED.value).only("institution_id").first()
    return None if unit is None else str(unit.institution_id)


def _acts_for(person_id: str, institution_id: str | None) -> bool:
    return PersonRecord.objects(id=person_id, institution_id=institution_id, active=True).only("id").first() is not None


def _has_file(person_id: str, unit_id: str | None, file_id: str) -> bool:
    files = PersonnelFileRecord.objects(person_id=person_id, unit_id=unit_id, id__ne=file_id)
    return files.filter(state__ne=PersonnelFileState.LEFT.value).only("id").first() is not None
