"""Surveillances: their record, and the facts that their guards need, read in the act's own transaction."""

from datetime import date
from typing import Any

from mongoengine import DictField, IntField, ListField, StringField

from domain.aggregates import Aggregate
from domain.case_acts import CaseState
from domain.case_findings import standards_of
from domain.clock import legal_date
from domain.compliance import CellState
from domain.configuration_keys import ConfigurationKey, SurveillanceScope
from domain.document_kinds import DocumentKind
from domain.provider_forms import ProviderForm
from domain.standards import StandardCode
from domain.surveillance_acts import (
    UNDER_WAY,
    ConcludeFindings,
    NotifySurveillance,
    PlanSurveillance,
    SurveillanceState,
)
from domain.surveillance_risk import risk_of
from domain.surveillances import SurveillanceFacts
from domain.tables import Act
from domain.teams import ReplaceTeam
from persistence.case_records import CaseRecord, unsettled_in
from persistence.compliance import ComplianceRecord, cells_of
from persistence.configuration import setting
from persistence.documents import newest_paper, state_of_paper
from persistence.evidence import confirmed_among
from persistence.independence import assessors_among, ties_of
from persistence.queries.rows import Row
from persistence.queries.surveillance_risk import SOURCES, Candidate, candidate_of
from persistence.records import Record, only_one
from persistence.standards import catalogue
from persistence.units import UnitRecord


class SurveillanceRecord(Record):
    """One surveillance. *Shape*: dates as ISO 8601 text; the database too holds one per unit and year that is not
    concluded; `criteria` are those of the scope as they stood at the notice; `former_teams` are those
    that were replaced, the lead of each first; `case_ids` are the cases in which its findings are, or were, pursued,
    `case_id` the one that was opened from them, or in which they were taken up, while it is to follow them.
    """

    meta = {
        "collection": "surveillances",
        "indexes": [
            only_one("one_under_way", "unit_id", "year", states=UNDER_WAY),
            ("unit_id", "id"),
            ("institution_id", "id"),
            ("state", "updated_at", "id"),
            ("updated_at", "id"),
        ],
    }

    institution_id = StringField(required=True)
    unit_id = StringField(required=True)
    year = IntField(required=True)
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
    assignment_id = StringField()
    former_teams = ListField(DictField())
    standards = ListField(StringField())
    criteria = DictField()
    notified_on = StringField()
    started_on = StringField()
    started_by = StringField()
    findings = ListField(DictField())
    conclusion = StringField()
    concluded_on = StringField()
    concluded_by = StringField()
    case_id = StringField()
    case_ids = ListField(StringField())
    cancellation = StringField()
    closed_on = StringField()

    def cases(self) -> tuple[str, ...]:
        """The cases in which its findings are, or were, pursued; of a record that was written before it named several, one."""
        return tuple(self.case_ids) or ((self.case_id,) if self.case_id else ())


def surveillance_facts(record: SurveillanceRecord | None, act: Act) -> SurveillanceFacts:
    """The facts of a surveillance, or of one that the act plans."""
    if record is None:
        return _facts_of_plan(act)
    team = tuple([record.lead_id, *record.member_ids] if record.lead_id else [])
    named = {*team, *_named(act)}
    assignment_id = record.assignment_id or _newest(record, DocumentKind.ASSIGNMENT)
    report = newest_paper(Aggregate.SURVEILLANCE, str(record.id), DocumentKind.ASSESSMENT_REPORT)
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
        assignment_id=assignment_id,
        report_id=report.id if report else None,
        report_state=report.state if report else None,
        former_teams=tuple(dict(each) for each in record.former_teams),
        unpursued=_unpursued(record.unit_id),
        case_ids=record.cases(),
        assignment_state=state_of_paper(assignment_id),
    )


def _newest(record: SurveillanceRecord, kind: DocumentKind) -> str | None:
    """Of a record that was written before it named the paper."""
    found = newest_paper(Aggregate.SURVEILLANCE, str(record.id), kind)
    return str(found.id) if found else None


def _named(act: Act) -> tuple[str, ...]:
    """Those whom the act assigns."""
    match act.payload:
        case NotifySurveillance():
            return act.payload.team
        case ReplaceTeam():
            return act.payload.team()
    return ()


def _unpursued(unit_id: str) -> frozenset[StandardCode]:
    """Flagged standards whose surveillance is over: no case pursues a finding upon them, nor waits to be opened."""
    flagged = ComplianceRecord.objects(unit_id=unit_id, state=CellState.FLAGGED.value).only("standard", "cause_id")
    by_cause = {str(cell.standard): str(cell.cause_id) for cell in flagged}
    over = SurveillanceRecord.objects(id__in=sorted(set(by_cause.values())), state=SurveillanceState.CLOSED.value).only(
        "id"
    )
    ended = {str(each.id) for each in over}
    unsettled = CaseRecord.objects(unit_id=unit_id, state__ne=CaseState.CLOSED.value).only("findings")
    pursued = {code.value for case in unsettled for code in standards_of(unsettled_in(case))}
    return frozenset(StandardCode(code) for code, cause in by_cause.items() if cause in ended and code not in pursued)


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
        under_way=_under_way(unit.id, plan.year),
    )


def _under_way(unit_id: str, year: int) -> bool:
    found = SurveillanceRecord.objects(unit_id=unit_id, year=year, state__in=sorted(UNDER_WAY)).only("id")
    return found.first() is not None


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
