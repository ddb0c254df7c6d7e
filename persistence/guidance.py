"""Mentorings and consultations: their records, and the facts that their guards need, read in the act's own transaction."""

from collections.abc import Iterable
from datetime import date

from mongoengine import BooleanField, DateTimeField, DictField, ListField, StringField

from domain.assessment_acts import AssessmentState
from domain.guidance import LKPP_SIDE, GuidanceFacts
from domain.guidance_acts import ReplaceGuides, ScheduleConsultation, ScheduleMentoring
from domain.objection_acts import ObjectionState
from domain.surveillance_acts import SurveillanceState
from domain.tables import Act
from persistence.personnel import PersonRecord
from persistence.records import Record
from persistence.surveillances import SurveillanceRecord
from persistence.units import UnitRecord

_BY_UNIT = [("unit_id", "id"), ("institution_id", "id"), ("state", "updated_at", "id"), ("updated_at", "id")]
_SURVEILLING = [SurveillanceState.NOTIFIED.value, SurveillanceState.RUNNING.value]
_ASSESSING = [
    AssessmentState.FACTUAL_ASSIGNED.value,
    AssessmentState.FACTUAL_RUNNING.value,
    AssessmentState.FACTUAL_REPORTED.value,
    AssessmentState.RECOMMENDED.value,
    AssessmentState.FOLLOW_UP.value,
]


class GuidanceRecord(Record):
    """What mentorings and consultations have in common.

    *Shape*: dates as ISO 8601 text; `attendance` has name and role; `successor_ids` report in place of those who guided.
    """

    meta = {"abstract": True}

    institution_id = StringField(required=True)
    unit_id = StringField(required=True)
    standards = ListField(StringField(), required=True)
    requested_by = StringField(required=True)
    requested_on = StringField(required=True)
    own_motion = BooleanField(required=True)
    channel = StringField()
    channel_text = StringField()
    scheduled_on = StringField()
    held_at = DateTimeField()
    held_on = StringField()
    attendance = ListField(DictField())
    successor_ids = ListField(StringField())
    reason = StringField()
    closed_on = StringField()
    closed_by = StringField()


class MentoringRecord(GuidanceRecord):
    """One mentoring. *Shape*: `activities` are service activities with examples (II.2.1.d.p2)."""

    meta = {"collection": "mentorings", "indexes": _BY_UNIT}

    topic = StringField(required=True)
    mentor_ids = ListField(StringField())
    activities = ListField(DictField())
    report = StringField()
    reported_by = StringField()
    reported_on = StringField()


class ConsultationRecord(GuidanceRecord):
    """One consultation: a question, and its answer."""

    meta = {"collection": "consultations", "indexes": _BY_UNIT}

    question = StringField(required=True)
    consultant_ids = ListField(StringField())
    answer = StringField()
    answered_by = StringField()
    answered_on = StringField()


def mentoring_facts(record: MentoringRecord | None, act: Act) -> GuidanceFacts:
    """The facts of a mentoring, or of one that the act requests."""
    if record is None:
        return _facts_of_request(act)
    return _facts(record, tuple(record.mentor_ids), _named(act))


def consultation_facts(record: ConsultationRecord | None, act: Act) -> GuidanceFacts:
    """The facts of a consultation, or of one that the act requests."""
    if record is None:
        return _facts_of_request(act)
    return _facts(record, tuple(record.consultant_ids), _named(act))


def _named(act: Act) -> tuple[str, ...]:
    """Those whom the act assigns."""
    match act.payload:
        case ScheduleMentoring():
            return act.payload.mentor_ids
        case ScheduleConsultation():
            return act.payload.consultant_ids
        case ReplaceGuides():
            return act.payload.guide_ids
    return ()


def _facts_of_request(act: Act) -> GuidanceFacts:
    unit_id = getattr(act.payload, "unit_id", None)
    unit = UnitRecord.objects(id=unit_id).only("institution_id", "state").first() if unit_id else None
    if unit is None:
        return GuidanceFacts(state=None, institution_id=act.actor.institution_id)
    return GuidanceFacts(state=None, institution_id=unit.institution_id, unit_id=unit.id, unit_state=unit.state)


def _facts(record: GuidanceRecord, held_by: tuple[str, ...], named: tuple[str, ...]) -> GuidanceFacts:
    guides = tuple(record.successor_ids) or held_by
    return GuidanceFacts(
        state=record.state,
        institution_id=record.institution_id,
        unit_id=record.unit_id,
        guide_ids=guides,
        people=_guides_among((*guides, *named)),
        assessing=assessors_at_work(record.unit_id) | examiners_at_work(record.unit_id) if named else frozenset(),
        on=date.fromisoformat(record.scheduled_on) if record.scheduled_on else None,
    )


def _guides_among(person_ids: Iterable[str]) -> dict[str, str]:
    """Those of these persons who are LKPP's and may guide, with their names."""
    roles = sorted(role.value for role in LKPP_SIDE)
    found = PersonRecord.objects(id__in=sorted(set(person_ids)), roles__in=roles, institution_id=None, active=True)
    return {str(person.id): str(person.name) for person in found.only("name")}


def examiners_at_work(unit_id: str) -> frozenset[str]:
    """Everyone who examines an objection of the unit that is not settled (II.2.3.s2)."""
    examined = {"unit_id": unit_id, "state": ObjectionState.EXAMINATION.value}
    return frozenset(Record._get_db()["objections"].distinct("examiner_id", examined))


def assessors_at_work(unit_id: str) -> frozenset[str]:
    """Everyone who surveils or re-assesses the unit at present, or whose assessment of it is not ready yet."""
    surveilling = SurveillanceRecord.objects(unit_id=unit_id, state__in=_SURVEILLING).only("lead_id", "member_ids")
    team = {person for each in surveilling for person in (each.lead_id, *each.member_ids)}
    of_unit, again = {"unit_id": unit_id, "state": {"$in": _ASSESSING}}, {"unit_id": unit_id, "state": "RUNNING"}
    team |= set(Record._get_db()["assessments"].distinct("assessor_ids", of_unit))
    found = Record._get_db()["reassessments"]
    return frozenset(team.union(found.distinct("assessor_ids", again), found.distinct("scores.by", again)))
