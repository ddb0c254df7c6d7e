"""Compliance cells: their record, and the facts that the guards of cells and of those who move them need."""

from mongoengine import StringField

from domain.compliance import CellFacts, CellState
from domain.standards import StandardCode
from domain.tables import Act
from persistence.records import Record


class ComplianceRecord(Record):
    """One standard of one unit. *Shape*: id as `domain.compliance.cell_id`; `since` an ISO 8601 date."""

    meta = {
        "collection": "compliance",
        "indexes": [
            {"fields": ["unit_id", "standard"], "unique": True},
            ("standard", "state", "id"),
            ("institution_id", "id"),
        ],
    }

    institution_id = StringField(required=True)
    unit_id = StringField(required=True)
    standard = StringField(required=True)
    since = StringField(required=True)
    cause = StringField(required=True)
    cause_id = StringField(required=True)
    reason = StringField()


def cell_facts(record: ComplianceRecord | None, act: Act) -> CellFacts:
    """The facts of a cell, or of one that the act begins."""
    if record is None:
        return CellFacts(
            state=None,
            institution_id=getattr(act.payload, "institution_id", None),
            unit_id=getattr(act.payload, "unit_id", None),
        )
    return CellFacts(state=record.state, institution_id=record.institution_id, unit_id=record.unit_id)


def cells_of(unit_id: str) -> dict[StandardCode, str]:
    """The state of each cell that the unit has, as this thread's transaction sees it."""
    found = ComplianceRecord.objects(unit_id=unit_id).only("standard", "state")
    return {StandardCode(cell.standard): str(cell.state) for cell in found}


def revoked_by(unit_id: str) -> dict[StandardCode, str]:
    """Of each standard that is revoked now the revocation that took it, as this thread's transaction sees it."""
    found = ComplianceRecord.objects(unit_id=unit_id, state=CellState.REVOKED.value).only("standard", "cause_id")
    return {StandardCode(cell.standard): str(cell.cause_id) for cell in found}
