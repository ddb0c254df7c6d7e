"""What of a unit the outlook looks at beside its rungs: the things by which a case, a stop or a next rung may come."""

from collections.abc import Iterator

from domain.aggregates import Aggregate
from domain.case_acts import CaseState
from domain.reassessment_acts import LIVING
from domain.sanction_acts import STANDING
from domain.sla_acts import SlaState
from persistence.records import Record
from persistence.repositories import REPOSITORIES

_LOOKED_AT: dict[Aggregate, tuple[str, ...]] = {
    Aggregate.SLA: (SlaState.IN_FORCE, SlaState.BREACH_REVIEW, SlaState.BREACHED),
    Aggregate.SURVEILLANCE: ("FINDINGS",),
    Aggregate.CASE: (CaseState.OPEN, CaseState.HOLD),
    Aggregate.SANCTION: tuple(sorted(STANDING)),
    Aggregate.REASSESSMENT: tuple(sorted(LIVING)),
}


def looked_at(unit_id: str) -> Iterator[tuple[Aggregate, Record]]:
    """Each such thing of the unit, kind by kind, oldest first."""
    for aggregate, states in _LOOKED_AT.items():
        found = REPOSITORIES[aggregate].record_class.objects(unit_id=unit_id, state__in=[str(each) for each in states])
        for record in found.order_by("id"):
            yield aggregate, record
