"""Sanction cases: the facts that their guards need, read in the act's own transaction."""

from datetime import date

from domain.aggregates import Aggregate
from domain.case_acts import CaseState, OpenCase, TakeUpFindings
from domain.case_findings import FindingKey, answered, keys_of
from domain.case_rules import CaseFacts, CaseOrigin
from domain.cases import slot_of
from domain.clock import legal_date
from domain.compliance import CellState
from domain.document_kinds import DocumentKind
from domain.findings import finding_of, is_settled
from domain.provider_forms import ProviderForm
from domain.sanction_acts import IN_FORCE, IN_THE_MAKING
from domain.standards import StandardCode
from domain.tables import Act
from persistence.assessments import AssessmentRecord
from persistence.case_findings import beside, pursued_by, pursuing_cases
from persistence.case_records import CaseRecord
from persistence.compliance import ComplianceRecord, cells_of
from persistence.documents import state_of_newest, state_of_paper
from persistence.evidence import confirmed_among
from persistence.independence import ties_of
from persistence.ladder import ladder_of_case
from persistence.sanction_records import SanctionRecord
from persistence.standards import catalogue
from persistence.surveillances import SurveillanceRecord
from persistence.units import UnitRecord

_UNSETTLED = [CaseState.OPEN.value, CaseState.HOLD.value]


def case_facts(record: CaseRecord | None, act: Act) -> CaseFacts:
    """The facts of a case, or of one that the act opens."""
    if record is None:
        return _facts_of_opening(act)
    taken = act.payload.surveillance_id if isinstance(act.payload, TakeUpFindings) else None
    return CaseFacts(
        state=record.state,
        institution_id=record.institution_id,
        unit_id=record.unit_id,
        origin=_origin(Aggregate.SURVEILLANCE, taken, record.unit_id) if taken else None,
        cells=cells_of(record.unit_id),
        pursued=_pursued(record.unit_id) if taken else {},
        findings=keys_of(map(finding_of, record.findings)),
        settled=keys_of(finding_of(each) for each in record.findings if is_settled(each)),
        stored_findings=tuple(dict(each) for each in record.findings),
        assessor_ids=tuple(record.assessor_ids),
        surveillance_ids=tuple(record.surveillance_ids),
        beside=beside(record),
        in_the_making=_sanctions(record, IN_THE_MAKING),
        in_force=_sanctions(record, IN_FORCE),
        free_slot=_free_slot(record),
        ladder=ladder_of_case(record),
    )


def _facts_of_opening(act: Act) -> CaseFacts:
    given = act.payload if isinstance(act.payload, OpenCase) else None
    unit = UnitRecord.objects(id=given.unit_id).only("institution_id", "state", "form").first() if given else None
    if given is None or unit is None:
        return CaseFacts(state=None, institution_id=getattr(act.payload, "institution_id", None))
    named = [evidence for finding in given.findings for evidence in finding.evidence_ids]
    today = legal_date(act.now)
    return CaseFacts(
        state=None,
        institution_id=unit.institution_id,
        unit_id=unit.id,
        unit_state=unit.state,
        origin=_origin(given.origin, given.origin_id, unit.id),
        criteria=_frozen(given, unit.id) or _criteria(ProviderForm(unit.form), today),
        confirmed=confirmed_among(named, unit.institution_id),
        pursued=_pursued(unit.id),
        ties=ties_of([act.actor.id], unit.institution_id, unit.id),
    )


def _pursued(unit_id: str) -> dict[FindingKey, tuple[str, ...]]:
    """Each unsettled finding in a case of the unit that is not closed, with those cases."""
    return pursued_by(CaseRecord.objects(unit_id=unit_id, state__in=_UNSETTLED).order_by("id"))


def _origin(aggregate: str | None, origin_id: str | None, unit_id: str) -> CaseOrigin | None:
    if aggregate == Aggregate.SURVEILLANCE:
        surveillance = SurveillanceRecord.objects(id=origin_id).first()
        return _surveillance(surveillance) if surveillance else None
    if aggregate == Aggregate.ASSESSMENT:
        assessment = AssessmentRecord.objects(id=origin_id).first()
        return _assessment(assessment) if assessment else None
    return None


def _surveillance(record: SurveillanceRecord) -> CaseOrigin:
    former = [person for each in record.former_teams for person in each["assessor_ids"]]
    found = tuple(finding_of(finding) for finding in record.findings)
    done = answered(keys_of(found), pursuing_cases(CaseRecord.objects(id__in=record.cases())))
    team = dict.fromkeys([record.lead_id, *record.member_ids, *former])
    return CaseOrigin(
        aggregate=Aggregate.SURVEILLANCE,
        id=record.id,
        state=record.state,
        unit_id=record.unit_id,
        findings=tuple(each for each in found if (each.standard, each.criterion) not in done),
        assessor_ids=tuple(person for person in team if person),
        has_open_case=_has_open_case(record.id),
        report_state=state_of_newest(Aggregate.SURVEILLANCE, record.id, DocumentKind.ASSESSMENT_REPORT),
    )


def _assessment(record: AssessmentRecord) -> CaseOrigin:
    former = [person for each in record.former_teams for person in each["assessor_ids"]]
    team = dict.fromkeys([record.lead_id, record.second_reader_id, *record.assessor_ids, *former])
    return CaseOrigin(
        aggregate=Aggregate.ASSESSMENT,
        id=record.id,
        state=record.state,
        unit_id=record.unit_id,
        gaps=_cells_by(record.unit_id, CellState.GAP, record.id),
        assessor_ids=tuple(person for person in team if person),
        has_open_case=_has_open_case(record.id),
        report_state=state_of_paper(record.report_id),
    )


def _has_open_case(origin_id: str) -> bool:
    return CaseRecord.objects(origin_id=origin_id, state__in=_UNSETTLED).only("id").first() is not None


def _free_slot(record: CaseRecord) -> str | None:
    """The slot that the case held, while no other case holds it."""
    if not record.origin:
        return None
    slot = slot_of(record.origin, record.origin_id)
    return None if CaseRecord.objects(slot=slot, id__ne=record.id).only("id").first() else slot


def _cells_by(unit_id: str, state: CellState, cause_id: str | None) -> frozenset[StandardCode]:
    """The unit's standards that this very record moved into this state last."""
    found = ComplianceRecord.objects(unit_id=unit_id, state=state.value, cause_id=cause_id).only("standard")
    return frozenset(StandardCode(cell.standard) for cell in found)


def _frozen(given: OpenCase, unit_id: str) -> dict[StandardCode, frozenset[str]]:
    """The criteria by which the assessment that is the origin found its gaps, whatever the catalogue says since."""
    if given.origin is not Aggregate.ASSESSMENT:
        return {}
    assessment = AssessmentRecord.objects(id=given.origin_id, unit_id=unit_id).only("criteria").first()
    by_standard: dict[StandardCode, set[str]] = {}
    for criterion in assessment.criteria if assessment else ():
        by_standard.setdefault(StandardCode(criterion["standard"]), set()).add(str(criterion["code"]))
    return {code: frozenset(criteria) for code, criteria in by_standard.items()}


def _criteria(form: ProviderForm, on: date) -> dict[StandardCode, frozenset[str]]:
    bound = {standard.code: standard.criteria_for(form) for standard in catalogue(on)}
    return {code: frozenset(each.code for each in criteria) for code, criteria in bound.items() if criteria}


def _sanctions(record: CaseRecord, states: frozenset[str]) -> tuple[str, ...]:
    found = SanctionRecord.objects(case_id=record.id, state__in=sorted(states)).order_by("sequence").only("id")
    return tuple(str(sanction.id) for sanction in found)
