"""Objections: their record, the facts that their guards need, and which one is open on a sanction."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from mongoengine import BooleanField, DateTimeField, DictField, ListField, StringField

from domain.case_acts import CaseState
from domain.clock import legal_date
from domain.configuration_keys import ConfigurationKey, LateObjection, ObjectionSuspends
from domain.objection_acts import OPEN_STATES, ObjectionState, Proposal, answers, holds_up
from domain.objection_rules import ObjectedSanction, ObjectionFacts
from domain.reading import is_hidden
from domain.roles import Role
from domain.rungs import Rung
from domain.sanction_acts import STANDING, SanctionState
from domain.standards import StandardCode
from domain.tables import Act, Aggregate
from persistence.configuration import setting
from persistence.documents import paper_facts
from persistence.evidence import confirmed_among
from persistence.independence import ties_of
from persistence.limits import limit_from
from persistence.personnel import PersonRecord
from persistence.records import Record


class ObjectionRecord(Record):
    """An objection against one sanction.

    *Shape*: `last_instant` is the sanction's, by which it was found in time or late; `proposal` is the decision that
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


def objection_facts(record: ObjectionRecord | None, act: Act) -> ObjectionFacts:
    """The facts of an objection, or of one that the act files."""
    today = legal_date(act.now)
    suspends = setting(ConfigurationKey.OBJECTION_SUSPENDS, today) == ObjectionSuspends.SANCTION_AND_ESCALATION
    if record is None:
        return _facts_of_filing(act, suspends=suspends)
    examiners = _examiners(act)
    return ObjectionFacts(
        state=record.state,
        institution_id=record.institution_id,
        unit_id=record.unit_id,
        sanction=_sanction(_stored_sanction(record.sanction_id)),
        accepts_late=setting(ConfigurationKey.OBJECTION_LATE, today) == LateObjection.LKPP_DECIDES,
        suspends=suspends,
        result_until=limit_from(today, ConfigurationKey.LIMIT_OBJECTION_RESULT),
        filed_at=record.filed_at,
        examiners=examiners,
        ties=ties_of({*examiners, act.actor.id}, record.institution_id, record.unit_id),
        examiner_id=record.examiner_id,
        summoned_at=record.summoned_at,
        hearings=tuple(dict(hearing) for hearing in record.hearings),
        proposal=Proposal.of(record.proposal) if record.proposal else None,
        paper=paper_facts(record.document_id, today),
    )


def _facts_of_filing(act: Act, *, suspends: bool) -> ObjectionFacts:
    sanction_id: str | None = getattr(act.payload, "sanction_id", None)
    stored = _stored_sanction(sanction_id)
    if is_hidden(act.actor, Aggregate.SANCTION, stored.get("state")):
        stored = {}
    institution_id: str | None = stored.get("institution_id")
    return ObjectionFacts(
        state=None,
        institution_id=institution_id,
        unit_id=stored.get("unit_id"),
        sanction=_sanction(stored),
        another_open=sanction_id is not None and open_objection(sanction_id) is not None,
        confirmed=confirmed_among(getattr(act.payload, "evidence_ids", ()), institution_id),
        suspends=suspends,
        result_until=limit_from(legal_date(act.now), ConfigurationKey.LIMIT_OBJECTION_RESULT),
    )


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


def is_suspended(sanction_id: str | None) -> bool:
    """Whether an objection that is heard suspends the sanction itself: where it was so configured when it was filed."""
    states = [ObjectionState.SUBMITTED.value, ObjectionState.EXAMINATION.value]
    return ObjectionRecord.objects(sanction_id=sanction_id, state__in=states, suspends=True).first() is not None


def _stored_sanction(sanction_id: str | None) -> dict[str, Any]:
    """The sanction as stored: its own module reads objections, so this one does not import it."""
    return Record._get_db()["sanctions"].find_one({"_id": sanction_id}) or {}


def _sanction(stored: dict[str, Any]) -> ObjectedSanction | None:
    if not stored:
        return None
    return ObjectedSanction(
        id=stored["_id"],
        state=stored["state"],
        rung=Rung(stored["rung"]),
        standards=tuple(StandardCode(code) for code in stored.get("standards") or ()),
        last_instant=stored.get("last_instant"),
        authors=frozenset({stored["drafted_by"], *stored.get("author_ids", ()), *stored.get("assessor_ids", ())}),
        stands=not _has_later(stored),
        case_state=_case_state(stored["case_id"]),
    )


def _has_later(stored: dict[str, Any]) -> bool:
    """Whether a later sanction of the case was imposed and counts."""
    later = {"case_id": stored["case_id"], "sequence": {"$gt": stored["sequence"]}}
    counting = {"state": {"$in": [*sorted(STANDING), SanctionState.IMPROVED.value]}}
    return Record._get_db()["sanctions"].find_one({**later, **counting}, {"_id": 1}) is not None


def _case_state(case_id: str) -> str:
    found = Record._get_db()["cases"].find_one({"_id": case_id}, {"state": 1})
    return str(found["state"]) if found else CaseState.CLOSED


def _examiners(act: Act) -> dict[str, str]:
    """The person named in the act, where he is LKPP's reviewer or assessor and active."""
    person_id: str | None = getattr(act.payload, "examiner_id", None)
    if person_id is None:
        return {}
    found = PersonRecord.objects(
        id=person_id, roles__in=[Role.REVIEWER.value, Role.ASSESSOR.value], institution_id=None, active=True
    ).only("name")
    return {str(person.id): str(person.name) for person in found}


def drafters_of_decisions(sanction_id: str) -> tuple[str, ...]:
    """Who prepared the decisions on objections against this sanction: of what takes its place they are authors."""
    decided = ObjectionRecord.objects(sanction_id=sanction_id, state=ObjectionState.DECIDED.value).order_by("id")
    return tuple(str(each.proposal["prepared_by"]) for each in decided)


def letter_of_sanction(sanction_id: str) -> tuple[str, datetime | None]:
    """The paper of a sanction, and when its receipt was proven."""
    stored = _stored_sanction(sanction_id)
    return stored["document_id"], stored.get("received_at")
