"""What the ladder needs of a case, gathered in the act's own transaction: its sanctions, objections, standards, unit."""

from datetime import date

from domain.case_acts import CaseState
from domain.compliance import CERTIFIED
from domain.ladder import LadderFacts, LadderReassessment, LadderSanction
from domain.rungs import Rung
from domain.sanction_acts import SanctionState
from domain.standards import StandardCode
from persistence.cases import CaseRecord
from persistence.compliance import cells_of
from persistence.documents import state_of_paper
from persistence.objections import held_up
from persistence.reassessments import ReassessmentRecord
from persistence.sanction_records import SanctionRecord
from persistence.units import UnitRecord


def ladder_facts(unit_id: str) -> tuple[LadderFacts, ...]:
    """The facts of each case of the unit that is not closed, oldest first; of the unit itself where it has none."""
    unsettled = [CaseState.OPEN.value, CaseState.HOLD.value]
    cases = CaseRecord.objects(unit_id=unit_id, state__in=unsettled).order_by("id")
    return tuple(ladder_of_case(case) for case in cases) or (LadderFacts(unit_state=_unit_state(unit_id)),)


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
        concerned=frozenset(StandardCode(finding["standard"]) for finding in case.findings),
        certified=frozenset(code for code, state in cells.items() if state in CERTIFIED),
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
    )


def _reassessments(case: CaseRecord) -> tuple[LadderReassessment, ...]:
    found = ReassessmentRecord.objects(case_id=case.id).order_by("began_on", "attempt", "id")
    return tuple(
        LadderReassessment(
            id=record.id,
            sanction_id=record.sanction_id,
            state=record.state,
            non_cooperation=bool(record.non_cooperation),
            report_state=state_of_paper(record.report_id),
            attempt=record.attempt,
        )
        for record in found
    )


def _unit_state(unit_id: str) -> str | None:
    unit = UnitRecord.objects(id=unit_id).only("state").first()
    return str(unit.state) if unit else None
