"""Sanction cases: their record, and the facts that their guards need, read in the act's own transaction."""

from datetime import date

from mongoengine import BooleanField, DictField, ListField, StringField

from domain.case_acts import CaseState, OpenCase
from domain.cases import CaseFacts, CaseOrigin
from domain.clock import legal_date
from domain.compliance import CellState
from domain.documents import DocumentKind
from domain.findings import finding_of
from domain.provider_forms import ProviderForm
from domain.sanction_acts import IN_FORCE, IN_THE_MAKING
from domain.standards import StandardCode
from domain.tables import Act, Aggregate
from persistence.assessments import AssessmentRecord
from persistence.compliance import ComplianceRecord, cells_of
from persistence.documents import state_of_newest
from persistence.evidence import confirmed_among
from persistence.records import Record
from persistence.sanction_records import SanctionRecord
from persistence.standards import catalogue
from persistence.surveillances import SurveillanceRecord
from persistence.units import UnitRecord

_UNSETTLED = [CaseState.OPEN.value, CaseState.HOLD.value]


class CaseRecord(Record):
    """A sanction case.

    *Shape*: `findings` as `domain.findings.CaseFinding` states them; `breach` holds sla_id, article, facts, evidence_ids;
    `rung` is the last that was issued and counts; `slot` names the origin while the case is not closed, so that the
    database too holds one case of each; dates as ISO 8601 text.
    """

    meta = {
        "collection": "cases",
        "indexes": [
            {"fields": ["slot"], "unique": True, "partialFilterExpression": {"slot": {"$type": "string"}}},
            ("institution_id", "id"),
            ("unit_id", "id"),
            ("unit_id", "state"),
            ("origin_id", "state"),
            ("state", "updated_at", "id"),
            ("updated_at", "id"),
        ],
    }

    institution_id = StringField(required=True)
    unit_id = StringField(required=True)
    findings = ListField(DictField())
    breach = DictField()
    origin = StringField()
    origin_id = StringField()
    slot = StringField()
    assessor_ids = ListField(StringField())
    rung = StringField()
    further_warning = BooleanField(required=True)
    opened_by = StringField(required=True)
    opened_on = StringField(required=True)
    closed_reason = StringField()
    closed_on = StringField()
    reason = StringField()


def case_facts(record: CaseRecord | None, act: Act) -> CaseFacts:
    """The facts of a case, or of one that the act opens."""
    if record is None:
        return _facts_of_opening(act)
    return CaseFacts(
        state=record.state,
        institution_id=record.institution_id,
        unit_id=record.unit_id,
        origin=_origin(record.origin, record.origin_id, record.unit_id),
        cells=cells_of(record.unit_id),
        flagged=_cells_by(record.unit_id, CellState.FLAGGED, record.origin_id),
        in_the_making=_sanctions(record, IN_THE_MAKING),
        in_force=_sanctions(record, IN_FORCE),
    )


def _facts_of_opening(act: Act) -> CaseFacts:
    given = act.payload if isinstance(act.payload, OpenCase) else None
    unit = UnitRecord.objects(id=given.unit_id).only("institution_id", "state", "form").first() if given else None
    if given is None or unit is None:
        return CaseFacts(state=None, institution_id=getattr(act.payload, "institution_id", None))
    named = [evidence for finding in given.findings for evidence in finding.evidence_ids]
    return CaseFacts(
        state=None,
        institution_id=unit.institution_id,
        unit_id=unit.id,
        unit_state=unit.state,
        origin=_origin(given.origin, given.origin_id, unit.id),
        criteria=_criteria(ProviderForm(unit.form), legal_date(act.now)),
        confirmed=confirmed_among(named, unit.institution_id),
        pursued=_pursued(unit.id),
    )


def _pursued(unit_id: str) -> frozenset[tuple[StandardCode, str | None]]:
    """Standard and criterion of each finding in a case of the unit that is not closed."""
    unsettled = CaseRecord.objects(unit_id=unit_id, state__in=_UNSETTLED).only("findings")
    found = (finding_of(finding) for case in unsettled for finding in case.findings)
    return frozenset((each.standard, each.criterion) for each in found)


def _origin(aggregate: str | None, origin_id: str | None, unit_id: str) -> CaseOrigin | None:
    if aggregate == Aggregate.SURVEILLANCE:
        surveillance = SurveillanceRecord.objects(id=origin_id).first()
        return _surveillance(surveillance) if surveillance else None
    if aggregate == Aggregate.ASSESSMENT:
        assessment = AssessmentRecord.objects(id=origin_id).first()
        return _assessment(assessment) if assessment else None
    return None


def _surveillance(record: SurveillanceRecord) -> CaseOrigin:
    team = [record.lead_id, *record.member_ids]
    return CaseOrigin(
        aggregate=Aggregate.SURVEILLANCE,
        id=record.id,
        state=record.state,
        unit_id=record.unit_id,
        findings=tuple(finding_of(finding) for finding in record.findings),
        assessor_ids=tuple(person for person in team if person),
        has_open_case=_has_open_case(record.id),
        report_state=state_of_newest(Aggregate.SURVEILLANCE, record.id, DocumentKind.ASSESSMENT_REPORT),
    )


def _assessment(record: AssessmentRecord) -> CaseOrigin:
    team = dict.fromkeys([record.lead_id, record.second_reader_id, *record.assessor_ids])
    return CaseOrigin(
        aggregate=Aggregate.ASSESSMENT,
        id=record.id,
        state=record.state,
        unit_id=record.unit_id,
        gaps=_cells_by(record.unit_id, CellState.GAP, record.id),
        assessor_ids=tuple(person for person in team if person),
        has_open_case=_has_open_case(record.id),
        report_state=state_of_newest(Aggregate.ASSESSMENT, record.id, DocumentKind.ASSESSMENT_REPORT),
    )


def _has_open_case(origin_id: str) -> bool:
    return CaseRecord.objects(origin_id=origin_id, state__in=_UNSETTLED).only("id").first() is not None


def _cells_by(unit_id: str, state: CellState, cause_id: str | None) -> frozenset[StandardCode]:
    """The unit's standards that this very record moved into this state last."""
    found = ComplianceRecord.objects(unit_id=unit_id, state=state.value, cause_id=cause_id).only("standard")
    return frozenset(StandardCode(cell.standard) for cell in found)


def _criteria(form: ProviderForm, on: date) -> dict[StandardCode, frozenset[str]]:
    bound = {standard.code: standard.criteria_for(form) for standard in catalogue(on)}
    return {code: frozenset(each.code for each in criteria) for code, criteria in bound.items() if criteria}


def _sanctions(record: CaseRecord, states: frozenset[str]) -> tuple[str, ...]:
    found = SanctionRecord.objects(case_id=record.id, state__in=sorted(states)).order_by("sequence").only("id")
    return tuple(str(sanction.id) for sanction in found)
