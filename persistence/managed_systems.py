"""The register of systems and user figures of units: their records, and the facts that their guards need."""

from mongoengine import DictField, ListField, StringField

from domain.managed_systems import SPSE_COMPONENTS, ManagedSystemFacts, ManagedSystemState, SystemKind
from domain.tables import Act
from domain.user_figures import UserFiguresFacts
from persistence.records import Record, only_one
from persistence.units import UnitRecord

_REGISTERED = [ManagedSystemState.REGISTERED.value]


class ManagedSystemRecord(Record):
    """A system that a unit manages. *Shape*: texts are empty where they do not apply (`domain.managed_systems`)."""

    meta = {
        "collection": "managed_systems",
        "indexes": [
            only_one("one_of_a_component", "unit_id", "kind", states=_REGISTERED, kind={"$in": list(SPSE_COMPONENTS)}),
            only_one("one_of_a_name", "unit_id", "kind", "name", states=_REGISTERED),
            ("institution_id", "id"),
            ("state", "kind", "pattern"),
            ("updated_at", "id"),
        ],
    }

    institution_id = StringField(required=True)
    unit_id = StringField(required=True)
    kind = StringField(required=True)
    name = StringField(required=True)
    pattern = StringField(required=True)
    location = StringField()
    owner = StringField()
    developed_for = StringField()
    reason = StringField()


class UserFiguresRecord(Record):
    """The figures of a unit for a year or month. *Shape*: `period` is `2026` or `2026-03`."""

    meta = {
        "collection": "user_figures",
        "indexes": [
            {"fields": ["unit_id", "period"], "unique": True},
            ("institution_id", "id"),
            ("period", "id"),
            ("updated_at", "id"),
        ],
    }

    institution_id = StringField(required=True)
    unit_id = StringField(required=True)
    period = StringField(required=True)
    counts = ListField(DictField())
    reason = StringField()


def managed_system_facts(record: ManagedSystemRecord | None, act: Act) -> ManagedSystemFacts:
    """The facts of a system, or of one that the act registers."""
    if record is not None:
        return ManagedSystemFacts(
            state=record.state,
            institution_id=record.institution_id,
            unit_id=record.unit_id,
            kind=SystemKind(record.kind),
            registered=_registered(record.unit_id, but=record.id),
        )
    unit = _unit(act)
    return ManagedSystemFacts(
        state=None,
        institution_id=unit.institution_id if unit else None,
        unit_id=unit.id if unit else None,
        unit_state=unit.state if unit else None,
        registered=_registered(unit.id) if unit else {},
    )


def _registered(unit_id: str, *, but: str | None = None) -> dict[SystemKind, frozenset[str]]:
    """The names in a unit's register by kind, without one record's."""
    found = ManagedSystemRecord.objects(unit_id=unit_id, state=ManagedSystemState.REGISTERED.value, id__ne=but)
    systems = [(SystemKind(each.kind), str(each.name)) for each in found.only("kind", "name")]
    return {kind: frozenset(name for of, name in systems if of is kind) for kind, _name in systems}


def user_figures_facts(record: UserFiguresRecord | None, act: Act) -> UserFiguresFacts:
    """The facts of figures, or of those that the act reports."""
    if record is not None:
        return UserFiguresFacts(state=record.state, institution_id=record.institution_id, unit_id=record.unit_id)
    unit = _unit(act)
    reported = UserFiguresRecord.objects(unit_id=unit.id if unit else None).only("period")
    return UserFiguresFacts(
        state=None,
        institution_id=unit.institution_id if unit else None,
        unit_id=unit.id if unit else None,
        unit_state=unit.state if unit else None,
        reported=frozenset(str(each.period) for each in reported),
    )


def _unit(act: Act) -> UnitRecord | None:
    unit_id = getattr(act.payload, "unit_id", None)
    found: UnitRecord | None = UnitRecord.objects(id=unit_id).first() if unit_id else None
    return found
