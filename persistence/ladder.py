"""What the ladder needs of a case, gathered in the act's own transaction: its sanctions, objections, standards, unit."""

from datetime import date, datetime, time

from mongoengine import Q

from domain.case_acts import CaseState
from domain.case_findings import standards_of
from domain.clock import JAKARTA
from domain.compliance import CERTIFIED, CellState
from domain.ladder import LadderFacts, LadderReassessment, LadderSanction
from domain.reassessment_acts import ReassessmentState
from domain.rungs import Rung
from domain.sanction_acts import OBJECTIONABLE, SanctionState
from domain.standards import StandardCode
from persistence.case_records import CaseRecord, unsettled_in
from persistence.compliance import cells_of, revoked_by
from persistence.documents import state_of_paper
from persistence.objections import held_up
from persistence.reassessments import ReassessmentRecord, tied_among_assessors
from persistence.sanction_records import SanctionRecord
from persistence.units import UnitRecord


def ladder_facts(unit_id: str, on: date) -> tuple[LadderFacts, ...]:
    """The facts of each case of the unit that is not closed, oldest first, or of the unit itself where it has none.

    After them those of its closed cases in which a measure still concerns the unit: its term to object is not over on that
    day or has not begun, or the service stands still by it.
    """
    unsettled = [CaseState.OPEN.value, CaseState.HOLD.value]
    cases = CaseRecord.objects(unit_id=unit_id, state__in=unsettled).order_by("id")
    living = tuple(ladder_of_case(case) for case in cases) or (LadderFacts(unit_state=_unit_state(unit_id)),)
    return (*living, *_closed_of_concern(unit_id, on))


def _closed_of_concern(unit_id: str, on: date) -> tuple[LadderFacts, ...]:
    morning = datetime.combine(on, time.min, JAKARTA)
    measures = SanctionRecord.objects(unit_id=unit_id, state__in=sorted(OBJECTIONABLE))
    objectionable = measures.filter(Q(last_instant=None) | Q(last_instant__gte=morning))
    unit = UnitRecord.objects(id=unit_id).only("stop").first()
    stopping = SanctionRecord.objects(id=unit.stop.get("sanction_id") if unit else None)
    ids = {str(each.case_id) for found in (objectionable, stopping) for each in found.only("case_id")}
    cases = CaseRecord.objects(id__in=sorted(ids), state=CaseState.CLOSED.value).order_by("id")
    return tuple(ladder_of_case(case) for case in cases)


def ladder_of_case(case: CaseRecord) -> LadderFacts:
    """The facts of one case."""
    records = list(SanctionRecord.objects(case_id=case.id).order_by("sequence"))
    objected = held_up(str(record.id) for record in records)
    cells = cells_of(case.unit_id)
    return LadderFacts(
        case_id=case.id,
        case_state=case.state,
        from_breach=bool(case.breach),
        further_warning=case.further_warning,
        sanctions=tuple(_sanction(record, objected) for record in records),
        concerned=standards_of(unsettled_in(case)),
        certified=frozenset(code for code, state in cells.items() if state in CERTIFIED),
        flagged=frozenset(code for code, state in cells.items() if state == CellState.FLAGGED),
        revoked_by=revoked_by(case.unit_id) if CellState.REVOKED in cells.values() else {},
        reassessments=_reassessments(case),
        unit_state=_unit_state(case.unit_id),
    )


def _sanction(record: SanctionRecord, objected: frozenset[str]) -> LadderSanction:
    return LadderSanction(
        id=record.id,
        rung=Rung(record.rung),
        state=SanctionState(record.state),
        round=record.round,
        received_at=record.received_at,
        last_instant=record.last_instant,
        internal_until=date.fromisoformat(record.internal_until) if record.internal_until else None,
        objection_open=record.id in objected,
        reported_on=_unanswered(record),
        answered_before=any(each["returned"] is not None for each in record.follow_ups),
        limit_is_estimated=bool(record.limit_is_estimated),
        replaces=record.replaces,
    )


def _unanswered(record: SanctionRecord) -> date | None:
    waits = record.state == SanctionState.FOLLOW_UP and record.follow_ups[-1:]
    return date.fromisoformat(waits[0]["on"]) if waits else None


def _reassessments(case: CaseRecord) -> tuple[LadderReassessment, ...]:
    found = ReassessmentRecord.objects(case_id=case.id).order_by("began_on", "attempt", "id")
    return tuple(
        LadderReassessment(
            id=record.id,
            sanction_id=record.sanction_id,
            state=record.state,
            non_cooperation=bool(record.non_cooperation),
            asked_again=_asked_again(record),
            report_state=state_of_paper(record.report_id),
            tied=tied_among_assessors(record) if record.state == ReassessmentState.FAILED else (),
            attempt=record.attempt,
            standards=tuple(StandardCode(code) for code in record.standards),
            passed=tuple(StandardCode(code) for code in record.passed_standards),
        )
        for record in found
    )


def _asked_again(record: ReassessmentRecord) -> bool:
    """LKPP's own opening leaves no improvement on record: it gives the unit that try before it records anything."""
    return record.state == ReassessmentState.REQUESTED and record.improvement is not None and bool(record.attempts)


def _unit_state(unit_id: str) -> str | None:
    unit = UnitRecord.objects(id=unit_id).only("state").first()
    return str(unit.state) if unit else None
