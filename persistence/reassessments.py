"""Re-assessments: their record, and the facts that their guards need, read in the act's own transaction."""

from collections.abc import Iterable
from datetime import date

from mongoengine import BooleanField, DictField, IntField, ListField, StringField

from domain.clock import legal_date
from domain.configuration_keys import ConfigurationKey
from domain.provider_forms import ProviderForm
from domain.reassessment_acts import LIVING, AssignReassessors
from domain.reassessment_rules import ReassessmentFacts
from domain.rungs import Rung
from domain.sanction_acts import IN_FORCE, SanctionState
from domain.scoring import FrozenCriterion, evidence_of, score_of
from domain.standards import StandardCode
from domain.tables import Act
from domain.units import UnitState
from persistence.certification import certified
from persistence.compliance import cells_of
from persistence.configuration import setting
from persistence.documents import paper_facts, state_of_paper
from persistence.evidence import confirmed_among
from persistence.independence import assessors_among, ties_of
from persistence.objections import is_suspended, open_objection
from persistence.records import Record, only_one
from persistence.standards import catalogue, edition_on
from persistence.units import UnitRecord

_STOPPING = sorted({*(state.value for state in IN_FORCE), SanctionState.NOT_IMPROVED.value})
"""The states of a stop that was issued and counts."""


class ReassessmentRecord(Record):
    """A re-assessment of standards that one sanction revoked.

    *Shape*: `standards` are what this attempt is for, `scope` those asked for; `assessor_ids` the lead first; `criteria`
    are frozen at the assignment; `attempts` are the attempts before, as they ended; `non_cooperation` holds reason,
    reminders, day and person; `proposed` waits for the Deputy, `passed_standards` were determined; dates ISO 8601.
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
    form, cells = ProviderForm(UnitRecord.objects(id=record.unit_id).get().form), cells_of(record.unit_id)
    named = act.payload.team() if isinstance(act.payload, AssignReassessors) else ()
    stored_scores = tuple(dict(score) for score in record.scores)
    return ReassessmentFacts(
        state=record.state,
        institution_id=record.institution_id,
        unit_id=record.unit_id,
        sanction_id=record.sanction_id,
        case_id=record.case_id,
        case_state=_case_state(record.case_id),
        stop_issued=_stop_issued(record.case_id, record.unit_id),
        standards=_codes(record.standards),
        scope=_codes(record.scope),
        attempt=record.attempt,
        attempts=tuple(dict(attempt) for attempt in record.attempts),
        began_on=date.fromisoformat(record.began_on),
        team=tuple(record.assessor_ids),
        criteria=_frozen(record) or _binding(form, today),
        edition=edition_on(today),
        scores={score.criterion: score for score in map(score_of, stored_scores)},
        stored_scores=stored_scores,
        report_id=record.report_id,
        report_state=state_of_paper(record.report_id),
        assignment_state=state_of_paper(record.assignment_id),
        proposed=_codes(record.proposed),
        prepared_by=record.prepared_by,
        suspended=is_suspended(record.sanction_id),
        objected=open_objection(record.sanction_id) is not None,
        partial_allowed=setting(ConfigurationKey.DETERMINATION_PARTIAL, today) is True,
        cells=cells,
        certified=certified(record.unit_id, form, cells, today),
        assessors=assessors_among(named),
        ties=ties_of(named, record.institution_id, record.unit_id),
        involved=_involved(record),
        confirmed=confirmed_among(_files(act), record.institution_id),
        paper=paper_facts(record.document_id, today),
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


def _codes(values: Iterable[str]) -> tuple[StandardCode, ...]:
    return tuple(StandardCode(value) for value in values)


def _frozen(record: ReassessmentRecord) -> tuple[FrozenCriterion, ...]:
    return tuple(FrozenCriterion.stored(criterion) for criterion in record.criteria)


def _binding(form: ProviderForm, on: date) -> tuple[FrozenCriterion, ...]:
    """The criteria that bind a unit of that form, by the catalogue in force on a day."""
    return tuple(
        FrozenCriterion.of(criterion) for standard in catalogue(on) for criterion in standard.criteria_for(form)
    )


def _case_state(case_id: str) -> str | None:
    """As stored: cases and sanctions read re-assessments, so this module does not import theirs."""
    found = Record._get_db()["cases"].find_one({"_id": case_id}, {"state": 1})
    return str(found["state"]) if found else None


def _stop_issued(case_id: str, unit_id: str) -> bool:
    """Whether a stop of the case stands, and the service with it: one that was reinstated runs again."""
    unit = Record._get_db()["units"].find_one({"_id": unit_id}, {"state": 1})
    if unit is not None and unit["state"] == UnitState.ACTIVE:
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
