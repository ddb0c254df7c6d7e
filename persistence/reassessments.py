"""Re-assessments: their record, and the facts that their guards need, read in the act's own transaction."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from mongoengine import BooleanField, DictField, IntField, ListField, StringField

from domain.case_acts import CaseState
from domain.clock import legal_date
from domain.configuration_keys import ConfigurationKey
from domain.independence import said
from domain.provider_forms import ProviderForm
from domain.reassessment_acts import LIVING, AssignReassessors, ReassessmentState
from domain.reassessment_rules import ReassessmentFacts
from domain.refusals import Words
from domain.rungs import Rung
from domain.sanction_acts import IN_FORCE, IN_THE_MAKING, SanctionState
from domain.scoring import FrozenCriterion, evidence_of, score_of
from domain.standards import StandardCode
from domain.tables import Act
from domain.teams import ReplaceTeam
from domain.units import UnitState
from persistence.case_records import standards_pursued
from persistence.certification import certified
from persistence.compliance import cells_of
from persistence.configuration import setting
from persistence.documents import day_of_paper, paper_facts, state_of_paper
from persistence.evidence import confirmed_among
from persistence.independence import assessors_among, names_of, ties_of
from persistence.objections import held_up, is_suspended, open_objection
from persistence.records import Record, only_one
from persistence.standards import catalogue, edition_on
from persistence.units import UnitRecord

_STOPPING = sorted({*(state.value for state in IN_FORCE), SanctionState.NOT_IMPROVED.value})
"""The states of a stop that was issued and counts."""


class ReassessmentRecord(Record):
    """A re-assessment of standards that one sanction revoked.

    *Shape*: `standards` are what this attempt is for, `scope` those asked for; `assessor_ids` the lead first; `criteria`
    are frozen at the assignment; `attempts` are the attempts before, as they ended; `non_cooperation` holds reason,
    reminders, day and person, and whether LKPP alone opens the next; `former_teams` are those that were replaced in this
    attempt; `proposed` waits for the Deputy, `passed_standards` were determined; dates ISO 8601.
    """

    meta = {
        "collection": "reassessments",
        "indexes": [
            only_one("one_of_a_revocation", "sanction_id", states=LIVING),
            ("institution_id", "id"),
            ("unit_id", "id"),
            ("sanction_id", "state"),
            ("state", "updated_at", "id"),
            ("updated_at", "id"),
            "assessor_ids",
        ],
    }

    institution_id = StringField(required=True)
    unit_id = StringField(required=True)
    sanction_id = StringField(required=True)
    case_id = StringField(required=True)
    standards = ListField(StringField(), required=True)
    scope = ListField(StringField())
    attempt = IntField(required=True)
    attempts = ListField(DictField())
    previous_id = StringField()
    began_on = StringField(required=True)
    improvement = StringField()
    evidence_ids = ListField(StringField())
    requested_by = StringField()
    requested_on = StringField()
    lead_id = StringField()
    lead_was_involved = BooleanField()
    assessor_ids = ListField(StringField())
    declared_ids = ListField(StringField())
    method = StringField()
    begins_on = StringField()
    ends_on = StringField()
    criteria = ListField(DictField())
    catalogue_edition = StringField()
    former_teams = ListField(DictField())
    scores = ListField(DictField())
    conclusion = StringField()
    assessed_on = StringField()
    assignment_id = StringField()
    report_id = StringField()
    proposed = ListField(StringField())
    prepared_by = StringField()
    document_id = StringField()
    passed_standards = ListField(StringField())
    remaining_standards = ListField(StringField())
    determined_on = StringField()
    non_cooperation = DictField()
    reason = StringField()


def reassessment_facts(record: ReassessmentRecord | None, act: Act) -> ReassessmentFacts:
    """The facts of a re-assessment, or of one that the act begins."""
    if record is None:
        return _facts_of_new(act)
    today = legal_date(act.now)
    unit: UnitRecord = UnitRecord.objects(id=record.unit_id).get()
    form, cells = ProviderForm(unit.form), cells_of(record.unit_id)
    case = _case(record.case_id)
    stored_scores = tuple(dict(score) for score in record.scores)
    named = _persons(record, act)
    return ReassessmentFacts(
        state=record.state,
        institution_id=record.institution_id,
        unit_id=record.unit_id,
        sanction_id=record.sanction_id,
        case_id=record.case_id,
        stop_issued=_stop_issued(record.case_id, unit),
        stop_underway=_stop_underway(record.case_id),
        stop_next=unit.state == UnitState.ACTIVE and _stop_next(record.case_id, case),
        standards=_codes(record.standards),
        scope=_codes(record.scope),
        attempt=record.attempt,
        attempts=tuple(dict(attempt) for attempt in record.attempts),
        former_teams=tuple(dict(team) for team in record.former_teams),
        began_on=date.fromisoformat(record.began_on),
        asked_by_unit=record.state == ReassessmentState.REQUESTED and record.improvement is not None,
        asked_on=_asked_on(record),
        requests_over=bool((record.non_cooperation or {}).get("last")),
        team=tuple(record.assessor_ids),
        criteria=_frozen(record) or criteria_to_assess(form, today, _codes(record.standards), _revoked_on(record)),
        edition=edition_on(today),
        scores={score.criterion: score for score in map(score_of, stored_scores)},
        stored_scores=stored_scores,
        report_id=record.report_id,
        report_state=state_of_paper(record.report_id),
        assignment_id=record.assignment_id,
        assignment_state=state_of_paper(record.assignment_id),
        proposed=_codes(record.proposed),
        prepared_by=record.prepared_by,
        suspended=is_suspended(record.sanction_id),
        objected=_objected(record, case),
        partial_allowed=setting(ConfigurationKey.DETERMINATION_PARTIAL, today) is True,
        cells=cells,
        certified=certified(record.unit_id, cells, today),
        assessors=assessors_among(named),
        ties=ties_of({*named, act.actor.id}, record.institution_id, record.unit_id),
        involved=_involved(record),
        confirmed=confirmed_among(_files(act), record.institution_id),
        paper=paper_facts(record.document_id, today),
        pursued={each: codes for each, codes in standards_pursued(record.unit_id).items() if each != record.case_id},
    )


def _facts_of_new(act: Act) -> ReassessmentFacts:
    sanction_id: str | None = getattr(act.payload, "sanction_id", None)
    others = ReassessmentRecord.objects(sanction_id=sanction_id, state__in=sorted(LIVING), id__ne=act.record_id)
    return ReassessmentFacts(
        state=None,
        institution_id=getattr(act.payload, "institution_id", None),
        unit_id=getattr(act.payload, "unit_id", None),
        running=frozenset(code for other in others.only("standards") for code in _codes(other.standards)),
    )


def _objected(record: ReassessmentRecord, case: Mapping[str, Any]) -> bool:
    """Whether an objection to the revocation is open; or while its case goes on, one to any measure of it that holds it up."""
    if open_objection(record.sanction_id) is not None:
        return True
    if case.get("state") == CaseState.CLOSED:
        return False
    measures = Record._get_db()["sanctions"].find({"case_id": record.case_id}, {"_id": 1})
    return bool(held_up(str(each["_id"]) for each in measures))


def _asked_on(record: ReassessmentRecord) -> date | None:
    """From which day on LKPP has asked the unit to be assessed again: the revocation does, then its own opening, then the
    assignment by its first day, or by the day of its letter where it names none.
    """
    by_state: dict[str, str | None] = {
        ReassessmentState.PENDING: record.began_on,
        ReassessmentState.REQUESTED: record.requested_on,
        ReassessmentState.RUNNING: record.begins_on or day_of_paper(record.assignment_id),
    }
    day = by_state.get(record.state)
    return date.fromisoformat(day) if day else None


def _persons(record: ReassessmentRecord, act: Act) -> set[str]:
    """Everyone who assesses or assessed, and those whom the act assigns."""
    named = act.payload.team() if isinstance(act.payload, AssignReassessors | ReplaceTeam) else ()
    return {*named, *_assessed_by(record)}


def _assessed_by(record: ReassessmentRecord) -> tuple[str, ...]:
    """The team, and whose scores count beside: as `ReassessmentFacts.assessed_by`."""
    return tuple(
        dict.fromkeys((*record.assessor_ids, *(str(score["by"]) for score in record.scores if score.get("by"))))
    )


def tied_among_assessors(record: ReassessmentRecord) -> tuple[Words, ...]:
    """Who assessed in it and is tied to the unit now, each with his tie as refusals say it; the lead first."""
    persons = _assessed_by(record)
    ties = ties_of(persons, record.institution_id, record.unit_id)
    names = names_of(ties)
    return tuple(said(person, ties[person], names) for person in persons if person in ties)


def _codes(values: Iterable[str]) -> tuple[StandardCode, ...]:
    return tuple(StandardCode(value) for value in values)


def _frozen(record: ReassessmentRecord) -> tuple[FrozenCriterion, ...]:
    return tuple(FrozenCriterion.stored(criterion) for criterion in record.criteria)


def criteria_to_assess(
    form: ProviderForm, today: date, revoked: Iterable[StandardCode], revoked_on: date
) -> tuple[FrozenCriterion, ...]:
    """The criteria that bind a unit of that form today. Of a revoked standard that binds it no more, because the unit's form
    or the catalogue changed, all that it had when it was revoked: otherwise nothing could be assessed again (II.2.2.c.s2).
    """
    binding = [criterion for standard in catalogue(today) for criterion in standard.criteria_for(form)]
    missing = set(revoked) - {criterion.standard for criterion in binding}
    earlier = [each for standard in catalogue(revoked_on) if standard.code in missing for each in standard.criteria]
    return tuple(FrozenCriterion.of(criterion) for criterion in (*binding, *earlier))


def _revoked_on(record: ReassessmentRecord) -> date:
    issued = Record._get_db()["sanctions"].find_one({"_id": record.sanction_id}, {"issued_at": 1})
    return (
        legal_date(issued["issued_at"]) if issued and issued.get("issued_at") else date.fromisoformat(record.began_on)
    )


def _case(case_id: str) -> dict[str, Any]:
    """As stored: what the guards of a case read, reads re-assessments."""
    found: dict[str, Any] | None = Record._get_db()["cases"].find_one({"_id": case_id}, {"state": 1, "rung": 1})
    return found or {}


def _stop_next(case_id: str, case: Mapping[str, Any]) -> bool:
    """Whether the case stands open on a revocation after which nothing improved, so that no measure of it is in force."""
    if (case.get("state"), case.get("rung")) != (CaseState.OPEN, Rung.REVOCATION):
        return False
    in_force = {"case_id": case_id, "state": {"$in": sorted(IN_FORCE)}}
    return Record._get_db()["sanctions"].find_one(in_force, {"_id": 1}) is None


def _stop_underway(case_id: str) -> bool:
    """Whether a stop of the case is being made."""
    stop = {"case_id": case_id, "rung": Rung.STOP.value, "state": {"$in": sorted(IN_THE_MAKING)}}
    return Record._get_db()["sanctions"].find_one(stop, {"_id": 1}) is not None


def _stop_issued(case_id: str, unit: UnitRecord) -> bool:
    """Whether a stop of the case stands, and the service with it: one that was reinstated runs again."""
    if unit.state == UnitState.ACTIVE:
        return False
    stop = {"case_id": case_id, "rung": Rung.STOP.value, "state": {"$in": _STOPPING}}
    return Record._get_db()["sanctions"].find_one(stop, {"_id": 1}) is not None


def _involved(record: ReassessmentRecord) -> frozenset[str]:
    """Who assessed what the sanction rests on, or led an attempt before this one."""
    sanction = Record._get_db()["sanctions"].find_one({"_id": record.sanction_id}, {"assessor_ids": 1}) or {}
    others = ReassessmentRecord.objects(sanction_id=record.sanction_id, id__ne=record.id).only("lead_id")
    earlier = {str(other.lead_id) for other in others if other.lead_id}
    led = {str(attempt["assessor_ids"][0]) for attempt in record.attempts}
    return frozenset({*(sanction.get("assessor_ids") or ()), *earlier, *led})


def _files(act: Act) -> set[str]:
    """The files that the act names."""
    return {*getattr(act.payload, "evidence_ids", ()), *evidence_of(getattr(act.payload, "scores", ()))}
