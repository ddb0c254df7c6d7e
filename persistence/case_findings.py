"""What there is beside a case of measures: the unit's other cases, and the surveillances whose findings count still."""

from collections.abc import Iterable

from domain.case_acts import CaseState
from domain.case_findings import FindingKey, FindingsBeside, FollowedSurveillance, PursuingCase, keys_of
from domain.compliance import CellState
from domain.findings import finding_of, is_settled
from domain.sanction_acts import IN_THE_MAKING, SanctionState
from domain.standards import StandardCode
from domain.surveillance_acts import SurveillanceState
from persistence.case_records import CaseRecord, unsettled_in
from persistence.compliance import ComplianceRecord
from persistence.sanction_records import SanctionRecord
from persistence.surveillances import SurveillanceRecord

_NEVER_ISSUED = sorted({*IN_THE_MAKING, SanctionState.VOID})
_WAITING = [SurveillanceState.FINDINGS.value, SurveillanceState.SANCTIONED.value]


def beside(record: CaseRecord) -> FindingsBeside:
    """What the end of this case must look at, as this thread's transaction sees it."""
    others = CaseRecord.objects(unit_id=record.unit_id, id__ne=record.id)
    return FindingsBeside(
        cases={case.id: case for case in pursuing_cases(others)},
        surveillances=_followed(record.unit_id),
    )


def pursuing_cases(records: Iterable[CaseRecord]) -> tuple[PursuingCase, ...]:
    """These cases with what they pursue, and what has become of it."""
    found = list(records)
    measures = SanctionRecord.objects(case_id__in=[each.id for each in found], state__nin=_NEVER_ISSUED)
    imposed = set(measures.distinct("case_id")) if found else set()
    return tuple(
        PursuingCase(
            id=each.id,
            findings=_pursued_in(each),
            is_open=each.state != CaseState.CLOSED,
            imposed=each.id in imposed,
            settled=bool(each.findings_settled),
            done=keys_of(finding_of(values) for values in each.findings if is_settled(values)),
        )
        for each in found
    )


def pursued_by(records: Iterable[CaseRecord]) -> dict[FindingKey, tuple[str, ...]]:
    """Each finding of these cases that is not settled with the cases that pursue it, in their order."""
    found: dict[FindingKey, tuple[str, ...]] = {}
    for each in records:
        for key in _pursued_in(each):
            found[key] = (*found.get(key, ()), str(each.id))
    return found


def _pursued_in(case: CaseRecord) -> frozenset[FindingKey]:
    """What a case pursues, or pursued: while it is not closed, the findings that are not settled yet."""
    return keys_of(map(finding_of, case.findings)) if case.state == CaseState.CLOSED else unsettled_in(case)


def _followed(unit_id: str) -> tuple[FollowedSurveillance, ...]:
    """Those that wait for the end of their cases, and those whose flags stand."""
    flags: dict[str, set[StandardCode]] = {}
    for cell in ComplianceRecord.objects(unit_id=unit_id, state=CellState.FLAGGED.value).only("standard", "cause_id"):
        flags.setdefault(str(cell.cause_id), set()).add(StandardCode(cell.standard))
    wanted = {"unit_id": unit_id, "$or": [{"state": {"$in": _WAITING}}, {"_id": {"$in": sorted(flags)}}]}
    return tuple(
        FollowedSurveillance(
            id=each.id,
            state=each.state,
            findings=keys_of(map(finding_of, each.findings)),
            case_ids=each.cases(),
            flags=frozenset(flags.get(each.id, ())),
        )
        for each in SurveillanceRecord.objects(__raw__=wanted).order_by("id")
    )
