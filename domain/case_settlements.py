"""How single findings of a case are done with while others go on: improvement of them is on record (II.2.2; II.2.1.e.5).

What a case does besides is in `cases`; what its end does to findings beside it in `case_findings`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from domain.aggregates import Aggregate
from domain.case_acts import CaseState, CloseCase, CloseReason, NoteDetermination, SettleFindings
from domain.case_findings import FindingKey, PursuingCase, settled_standards, standards_of
from domain.case_rules import CaseFacts
from domain.clock import legal_date
from domain.compliance import CellVerb, MoveCell, movable, move
from domain.ladder import ever_imposed, is_improved
from domain.standards import StandardCode
from domain.tables import Act, Effect, Outcome


def same_state(facts: CaseFacts, _act: Act) -> str:
    """The state in which the case is."""
    return str(facts.state)


def note_determination(facts: CaseFacts, act: Act) -> Outcome:
    """What LKPP has determined as met is no longer held against the unit; where nothing else is left, the case ends.

    No measure follows a finding on which LKPP itself says that the standard is met (II.2.1.e.5, II.2.2). One that is found
    afterwards has a case of its own.
    """
    given: NoteDetermination = act.payload
    met = frozenset(key for key in facts.open_findings if key[0] in given.standards)
    found = _settled(facts, act, met, _settlement(act, by=given.by, cause=given.cause, cause_id=given.cause_id))
    concerned = standards_of(facts.open_findings - met)
    if facts.state == CaseState.CLOSED or not is_improved(replace(facts.ladder, concerned=concerned)):
        return found
    closed = CloseCase(reason=CloseReason.IMPROVED)
    ends = Effect(aggregate=Aggregate.CASE, verb="close", record_id=act.record_id, payload=closed)
    return replace(found, effects=(*found.effects, ends))


def settle(facts: CaseFacts, act: Act) -> Outcome:
    """What an assessor has verified as improved; the case ends by an act of its own."""
    given: SettleFindings = act.payload
    improved = frozenset(key for key in facts.open_findings if key[1] in given.criteria)
    through = _settlement(act, by=given.by, cause=Aggregate.SANCTION, cause_id=given.sanction_id)
    return _settled(facts, act, improved, through)


def _settlement(act: Act, *, by: str, cause: Aggregate, cause_id: str) -> dict[str, str]:
    """By whom, when and through what a finding is done with, as its record keeps it."""
    return {"by": by, "on": legal_date(act.now).isoformat(), "cause": cause.value, "cause_id": cause_id}


def _settled(facts: CaseFacts, act: Act, keys: frozenset[FindingKey], settlement: Mapping[str, str]) -> Outcome:
    findings = [
        {**each, "settled": dict(settlement)}
        if (StandardCode(each["standard"]), each["criterion"]) in keys
        else dict(each)
        for each in facts.stored_findings
    ]
    return Outcome(changes={"findings": findings}, effects=tuple(_cleared_with(facts, act, keys)))


def _cleared_with(facts: CaseFacts, act: Act, keys: frozenset[FindingKey]) -> Iterator[Effect]:
    """The flags of standards of which these were the last findings of the case, as at its end."""
    left = facts.open_findings - keys
    done = PursuingCase(
        id=act.record_id, findings=facts.findings - left, imposed=ever_imposed(facts.ladder), settled=True
    )
    yield from cleared(
        facts, act, settled_standards(done, facts.beside) - standards_of(left), "temuan sudah diperbaiki"
    )


def cleared(facts: CaseFacts, act: Act, settled: frozenset[StandardCode], label: str) -> Iterator[Effect]:
    """The flags on these standards are taken away."""
    for code in movable(CellVerb.CLEAR, facts.cells):
        if code in settled:
            moved = MoveCell(
                institution_id=facts.institution_id or "",
                unit_id=facts.unit_id or "",
                standard=code,
                cause=Aggregate.CASE,
                cause_id=act.record_id,
                on=legal_date(act.now),
                reason=label,
            )
            yield move(CellVerb.CLEAR, moved)
