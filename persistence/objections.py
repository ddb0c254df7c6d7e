"""Objections: their record, and which one is open on a sanction."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from mongoengine import BooleanField, DateTimeField, DictField, ListField, StringField

from domain.objection_acts import OPEN_STATES, ObjectionState, answers, holds_up
from domain.sanction_facts import KeptAsLate
from persistence.records import Record


class ObjectionRecord(Record):
    """An objection against one sanction.

    *Shape*: `last_instant` is the sanction's, by which it was found in time or late, at its filing or when it was counted
    anew; `proposal` is the decision that
    waits for the Deputy, `decision` what was decided; `hearings` are records of hearings, oldest first; `open_on` is the
    sanction while it is not settled, so that the database itself refuses a second open one; dates ISO 8601.
    """

    meta = {
        "collection": "objections",
        "indexes": [
            ("institution_id", "id"),
            ("unit_id", "id"),
            ("sanction_id", "state"),
            ("state", "updated_at", "id"),
            ("updated_at", "id"),
            {
                "fields": ["open_on"],
                "unique": True,
                "partialFilterExpression": {"open_on": {"$type": "string"}},
            },
        ],
    }

    institution_id = StringField(required=True)
    unit_id = StringField(required=True)
    sanction_id = StringField(required=True)
    open_on = StringField()
    letter_number = StringField(required=True)
    letter_date = StringField(required=True)
    grounds = StringField(required=True)
    evidence_ids = ListField(StringField())
    filed_by = StringField(required=True)
    filed_at = DateTimeField(required=True)
    late = BooleanField(required=True)
    late_reason = StringField()
    found_in_time_id = StringField()
    found_in_time_on = StringField()
    last_instant = DateTimeField(required=True)
    suspends = BooleanField(required=True)
    result_until = StringField()
    examiner_id = StringField()
    summoned_at = DateTimeField()
    hearings = ListField(DictField())
    proposal = DictField()
    document_id = StringField()
    decision = StringField()
    reinstated = ListField(StringField())
    considerations = ListField(StringField())
    follow_up = ListField(StringField())
    changed_rung = StringField()
    decided_on = StringField()
    reason = StringField()


def held_up(sanction_ids: Iterable[str]) -> frozenset[str]:
    """Those of these sanctions on which an objection is open that holds up what would follow (`holds_up`)."""
    found = list(ObjectionRecord.objects(sanction_id__in=list(sanction_ids)).only("sanction_id", "state", "late"))
    answered = {str(each.sanction_id) for each in found if answers(each.state, late=each.late)}
    return frozenset(
        str(each.sanction_id)
        for each in found
        if holds_up(each.state, answered_before=str(each.sanction_id) in answered)
    )


def open_objection(sanction_id: str) -> ObjectionRecord | None:
    """The objection on this sanction that is not settled, or None."""
    states = sorted(state.value for state in OPEN_STATES)
    found: ObjectionRecord | None = ObjectionRecord.objects(sanction_id=sanction_id, state__in=states).first()
    return found


def late_objection(sanction_id: str) -> KeptAsLate | None:
    """The objection to this sanction that is kept as late and not answered, or None."""
    found = ObjectionRecord.objects(sanction_id=sanction_id, state=ObjectionState.LATE.value).only("filed_at").first()
    return KeptAsLate(id=str(found.id), filed_at=found.filed_at) if found else None


def limit_of_sanction(sanction_id: str) -> datetime:
    """The last moment to object to a sanction as it is on record today. *Raises*: `KeyError` without a proven receipt."""
    last: datetime = stored_sanction(sanction_id)["last_instant"]
    return last


def is_suspended(sanction_id: str | None) -> bool:
    """Whether an objection that is heard suspends the sanction itself: where it was so configured when it was filed."""
    states = [ObjectionState.SUBMITTED.value, ObjectionState.EXAMINATION.value]
    return ObjectionRecord.objects(sanction_id=sanction_id, state__in=states, suspends=True).first() is not None


def stored_sanction(sanction_id: str | None) -> dict[str, Any]:
    """The sanction as stored: its own module reads objections, so this one does not import it."""
    return Record._get_db()["sanctions"].find_one({"_id": sanction_id}) or {}


def drafters_of_decisions(sanction_id: str) -> tuple[str, ...]:
    """Who prepared the decisions on objections against this sanction: of what takes its place they are authors."""
    decided = ObjectionRecord.objects(sanction_id=sanction_id, state=ObjectionState.DECIDED.value).order_by("id")
    return tuple(str(each.proposal["prepared_by"]) for each in decided)


def letter_of_sanction(sanction_id: str) -> tuple[str, datetime | None]:
    """The paper of a sanction, and when its receipt was proven."""
    stored = stored_sanction(sanction_id)
    return stored["document_id"], stored.get("received_at")
