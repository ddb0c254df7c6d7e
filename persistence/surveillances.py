"""Surveillances: their record, and the facts that their guards need, read in the act's own transaction."""

from datetime import date
from typing import Any

from mongoengine import DictField, IntField, ListField, StringField

from domain.clock import legal_date
from domain.compliance import CellState
from domain.configuration_keys import ConfigurationKey, SurveillanceScope
from domain.documents import UNSIGNED, DocumentKind
from domain.provider_forms import ProviderForm
from domain.standards import StandardCode
from domain.surveillance_acts import ConcludeFindings, NotifySurveillance, PlanSurveillance, SurveillanceState
from domain.surveillance_risk import risk_of
from domain.surveillances import SurveillanceFacts
from domain.tables import Act, Aggregate
from persistence.compliance import ComplianceRecord, cells_of
from persistence.configuration import setting
from persistence.documents import DocumentRecord, state_of_newest
from persistence.evidence import confirmed_among
from persistence.independence import assessors_among, ties_of
from persistence.queries.rows import Row
from persistence.queries.surveillance_risk import SOURCES, Candidate, candidate_of
from persistence.records import Record
from persistence.standards import catalogue
from persistence.units import UnitRecord


class SurveillanceRecord(Record):
    """One surveillance. *Shape*: dates as ISO 8601 text; `slot` is `unit-year`, absent once cancelled, so that the database
    too holds one per unit and year; `criteria` are those of the scope as they stood at the notice.
    """

    meta = {
        "collection": "surveillances",
        "indexes": [
            {"fields": ["slot"], "unique": True, "partialFilterExpression": {"slot": {"$type": "string"}}},
            ("unit_id", "id"),
            ("institution_id", "id"),
            ("state", "updated_at", "id"),
            ("updated_at", "id"),
        ],
    }

    institution_id = StringField(required=True)
    unit_id = StringField(required=True)
    year = IntField(required=True)
    slot = StringField()
    factors = ListField(StringField())
    reason = StringField(required=True)
    score = IntField(required=True)
    risk = ListField(DictField())
    planned_on = StringField(required=True)
    planned_by = StringField(required=True)
    begins_on = StringField()
    ends_on = StringField()
    method = StringField()
    lead_id = StringField()
    member_ids = ListField(StringField())
    standards = ListField(StringField())
    criteria = DictField()
    notified_on = StringField()
    started_on = StringField()
    started_by = StringField()
    findings = ListField(DictField())
    conclusion = StringField()
    concluded_on = StringField()
    case_id = StringField()
    cancellation = StringField()
    closed_on = StringField()


def surveillance_facts(record: SurveillanceRecord | None, act: Act) -> SurveillanceFacts:
    """The facts of a surveillance, or of one that the act plans."""
    if record is None:
        return _facts_of_plan(act)
    team = tuple([record.lead_id, *record.member_ids] if record.lead_id else [])
    named = act.payload.team if isinstance(act.payload, NotifySurveillance) else team
    return SurveillanceFacts(
        state=record.state,
        institution_id=record.institution_id,
        unit_id=record.unit_id,
        year=record.year,
        begins_on=date.fromisoformat(record.begins_on) if record.begins_on else None,
        team=team,
        names=assessors_among(named),
        ties=ties_of(named, record.institution_id, record.unit_id),
        criteria=_criteria(record, legal_date(act.now)),
        cells=cells_of(record.unit_id),
        confirmed=_confirmed(record, act),
        assignment_id=_waiting_assignment(str(record.id)),
        unpursued=_unpursued(record.unit_id),
        assignment_state=state_of_newest(Aggregate.SURVEILLANCE, str(record.id), DocumentKind.ASSIGNMENT),
    )


def _unpursued(unit_id: str) -> frozenset[StandardCode]:
    """Flagged standards whose surveillance is over: no case pursues its findings, nor waits to be opened."""
    flagged = ComplianceRecord.objects(unit_id=unit_id, state=CellState.FLAGGED.value).only("standard", "cause_id")
    by_cause = {str(cell.standard): str(cell.cause_id) for cell in flagged}
    over = SurveillanceRecord.objects(id__in=sorted(set(by_cause.values())), state=SurveillanceState.CLOSED.value).only(
        "id"
    )
    ended = {str(each.id) for each in over}
    return frozenset(StandardCode(code) for code, cause in by_cause.items() if cause in ended)


def _facts_of_plan(act: Act) -> SurveillanceFacts:
    plan = act.payload if isinstance(act.payload, PlanSurveillance) else None
    unit = UnitRecord.objects(id=plan.unit_id).only("institution_id", "state").first() if plan else None
    if plan is None or unit is None:
        return SurveillanceFacts(state=None, institution_id=None)
    today = legal_date(act.now)
    scope = SurveillanceScope(str(setting(ConfigurationKey.SURVEILLANCE_SCOPE, today)))
    candidate = candidate_in(unit.id)
    return SurveillanceFacts(
        state=None,
        institution_id=unit.institution_id,
        unit_id=unit.id,
        unit_state=unit.state,
        in_scope=candidate.in_scope(scope),
        risk=risk_of(candidate.facts, today),
        planned_in_year=plan.year in candidate.years,
    )


def candidate_in(unit_id: str) -> Candidate:
    """What the risk-based list knows of one unit, gathered in the act's own transaction (where `$unionWith` may not be)."""
    gathered: dict[str, Any] = {"_id": unit_id}
    for collection, stages in SOURCES.items():
        of_unit = [{"$match": {"unit_id": unit_id}}, *stages]
        for found in Record._get_db()[collection].aggregate(of_unit):
            gathered |= found
    return candidate_of(Row(gathered))


def _criteria(record: SurveillanceRecord, today: date) -> dict[StandardCode, frozenset[str]]:
    """From the notice on those that were frozen then, before it those of today's catalogue that bind the unit's form."""
    if record.criteria:
        return {StandardCode(code): frozenset(criteria) for code, criteria in record.criteria.items()}
    unit = UnitRecord.objects(id=record.unit_id).only("form").get()
    form = ProviderForm(unit.form)
    return {
        standard.code: frozenset(criterion.code for criterion in standard.criteria_for(form))
        for standard in catalogue(today)
    }


def _confirmed(record: SurveillanceRecord, act: Act) -> frozenset[str]:
    if not isinstance(act.payload, ConcludeFindings):
        return frozenset()
    named = [evidence for finding in act.payload.findings for evidence in finding.evidence_ids]
    return confirmed_among(named, record.institution_id)


def _waiting_assignment(surveillance_id: str) -> str | None:
    """The assignment letter that nobody has signed yet."""
    waiting = [state.value for state in UNSIGNED]
    found = DocumentRecord.objects(
        subject=Aggregate.SURVEILLANCE.value,
        subject_id=surveillance_id,
        kind=DocumentKind.ASSIGNMENT.value,
        state__in=waiting,
    )
    first = found.only("id").first()
    return str(first.id) if first else None
