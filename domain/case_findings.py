"""What the end of a case does to the findings beside it: which surveillances are over with it, and which flags go.

Nothing here reads or writes; the table of the case is in `cases`.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from domain.aggregates import Aggregate
from domain.case_acts import NoteDetermination
from domain.findings import CaseFinding
from domain.standards import StandardCode
from domain.surveillance_acts import SurveillanceState
from domain.tables import Effect

FindingKey: TypeAlias = tuple[StandardCode, str | None]
"""What makes two findings the same: the standard, and the criterion where one is named."""

_WAITING = frozenset({SurveillanceState.FINDINGS, SurveillanceState.SANCTIONED})


def keys_of(findings: Iterable[CaseFinding]) -> frozenset[FindingKey]:
    """The findings without their words."""
    return frozenset((finding.standard, finding.criterion) for finding in findings)


@dataclass(frozen=True, kw_only=True)
class PursuingCase:
    """One case of the unit with what it pursues.

    *Shape*: `is_open` unless it is closed, and `findings` are then those that are not settled yet; `imposed` says that a
    measure of it was ever issued (II.2.1.f.p2); `settled` that it ended and every finding of it was looked at; `done` are the
    findings of which improvement is on record, also by a determination before any measure (II.2.1.e.5).
    """

    id: str
    findings: frozenset[FindingKey] = frozenset()
    is_open: bool = False
    imposed: bool = False
    settled: bool = False
    done: frozenset[FindingKey] = frozenset()


@dataclass(frozen=True, kw_only=True)
class FollowedSurveillance:
    """A surveillance of the unit whose findings count still.

    *Shape*: `case_ids` are the cases in which its findings are, or were, pursued; `flags` the standards that are flagged
    now and that it flagged last.
    """

    id: str
    state: str
    findings: frozenset[FindingKey] = frozenset()
    case_ids: tuple[str, ...] = ()
    flags: frozenset[StandardCode] = frozenset()


@dataclass(frozen=True, kw_only=True)
class FindingsBeside:
    """What there is beside a case that ends. *Shape*: `cases` are the unit's other cases by id."""

    cases: Mapping[str, PursuingCase] = field(default_factory=dict)
    surveillances: tuple[FollowedSurveillance, ...] = ()


def noted(pursued: Mapping[str, frozenset[StandardCode]], note: NoteDetermination) -> Iterator[Effect]:
    """Each case learns what was determined of the standards on which it has findings. *Shape*: `pursued` by case."""
    for case_id, standards in sorted(pursued.items()):
        if met := standards.intersection(note.standards):
            payload = replace(note, standards=tuple(sorted(met)))
            yield Effect(aggregate=Aggregate.CASE, verb="note_determination", record_id=case_id, payload=payload)


def answered(findings: frozenset[FindingKey], cases: Iterable[PursuingCase]) -> frozenset[FindingKey]:
    """Those that were followed by a measure, as II.2.1.f.p2 asks, in a case that is over; or that were improved before one."""
    over = [case for case in cases if not case.is_open]
    done = frozenset(key for case in over for key in case.done)
    return findings & (_of(case for case in over if case.imposed) | done)


def ended_surveillances(ending: PursuingCase, beside: FindingsBeside) -> Iterator[Effect]:
    """The surveillances that are over with the last case that pursues their findings.

    One of which a finding was given no measure is open again instead: another case must follow (II.2.1.f.p2).
    """
    for each in beside.surveillances:
        linked = _linked(each, ending, beside)
        if each.state != SurveillanceState.SANCTIONED or ending not in linked or any(case.is_open for case in linked):
            continue
        verb = "close" if answered(each.findings, linked) == each.findings else "reopen_findings"
        yield Effect(aggregate=Aggregate.SURVEILLANCE, verb=verb, record_id=each.id)


def settled_standards(ending: PursuingCase, beside: FindingsBeside) -> frozenset[StandardCode]:
    """The standards of the case's own findings of which nothing is left with its end: no other open case pursues one of
    them, and no finding of a surveillance upon them waits for its case, or was left unsettled by one. House rule.
    """
    pursued = _of(case for case in beside.cases.values() if case.is_open)
    left = [_unsettled(each, ending, beside) for each in beside.surveillances]
    return standards_of(ending.findings) - standards_of(pursued) - frozenset(code for codes in left for code in codes)


def _unsettled(each: FollowedSurveillance, ending: PursuingCase, beside: FindingsBeside) -> frozenset[StandardCode]:
    """Of one that is over, the flags alone count, and any case may take up what it left."""
    settled = _of(case for case in _linked(each, ending, beside) if case.settled)
    if each.state in _WAITING:
        return standards_of(each.findings - settled)
    return standards_of(each.findings - settled - ending.findings) & each.flags


def _linked(each: FollowedSurveillance, ending: PursuingCase, beside: FindingsBeside) -> list[PursuingCase]:
    known = {**beside.cases, ending.id: ending}
    return [known[case_id] for case_id in each.case_ids if case_id in known]


def standards_of(findings: Iterable[FindingKey]) -> frozenset[StandardCode]:
    """The standards of findings."""
    return frozenset(standard for standard, _criterion in findings)


def _of(cases: Iterable[PursuingCase]) -> frozenset[FindingKey]:
    return frozenset(key for case in cases for key in case.findings)
