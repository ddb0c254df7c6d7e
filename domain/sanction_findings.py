"""The findings on which a sanction rests (II.2.2): which its letter states, and which a follow-up settles one by one.

What the case makes of it is in `case_settlements`.
"""

from collections.abc import Container, Iterable
from typing import Any

from domain.aggregates import Aggregate
from domain.case_acts import SettleFindings
from domain.compliance import CellState
from domain.document_kinds import DocumentKind
from domain.ladder import left
from domain.refusals import Refusal, RefusalCode, Words, refuse
from domain.rungs import Rung
from domain.sanction_acts import AcceptInPart
from domain.sanction_facts import SanctionFacts
from domain.sanction_rules import revoked_still
from domain.standards import StandardCode
from domain.tables import Act, Effect, LetterOrder, Outcome
from domain.text import input_problem


def waiting(facts: SanctionFacts) -> list[str]:
    """The criteria of the findings that wait for improvement, in order."""
    return _criteria_on(facts, left(facts.ladder))


def improvable(facts: SanctionFacts) -> list[str]:
    """Those of them that a follow-up can show as improved: what is revoked, a re-assessment does (II.2.2.c.s2)."""
    revoked = {standard for standard, state in facts.cells.items() if state == CellState.REVOKED}
    return _criteria_on(facts, left(facts.ladder) - revoked)


def _criteria_on(facts: SanctionFacts, standards: Container[StandardCode]) -> list[str]:
    return sorted(str(criterion) for standard, criterion in facts.open_findings if standard in standards)


def findings_told(facts: SanctionFacts, standards: Iterable[StandardCode]) -> list[str]:
    """The criteria of the findings on which a letter rests, in order: those of which no improvement is on record.

    Of a revocation those on the `standards` that it takes (II.2.2.c.s1), of a stop those on what is revoked still (II.2.2.d);
    a letter that says that nothing improved names nothing that did (II.2.2.b).
    """
    bound = {Rung.REVOCATION: frozenset(standards), Rung.STOP: revoked_still(facts)}.get(facts.rung, left(facts.ladder))
    return _criteria_on(facts, bound)


def still_unimproved(facts: SanctionFacts, _act: Act) -> Refusal | None:
    """Guard: what the letter says was found is without improvement today. *Source*: house rule."""
    today = findings_told(facts, facts.standards)
    if not facts.found or list(facts.found) == today:
        return None
    said, now = (", ".join(criteria) or "-" for criteria in (facts.found, today))
    what = Words(
        f"temuan yang belum diperbaiki: {said}; kini: {now}", f"findings without improvement: {said}; now: {now}"
    )
    return refuse(RefusalCode.PAPER_OUTDATED, what=what, subject="findings")


def improved_by_parts(facts: SanctionFacts, act: Act) -> Refusal | None:
    """Guard: an advice and a warning rest on findings that can be improved one by one; a stop is followed as a whole, and
    where there is one finding, it is improved or not. *Source*: house rule.
    """
    if facts.rung in {Rung.ADVICE, Rung.WARNING} and len(waiting(facts)) > 1:
        return None
    return refuse(RefusalCode.NOTHING_TO_PART, subject=act.record_id)


def part_fits(facts: SanctionFacts, act: Act) -> Refusal | None:
    """Check: what is accepted in part are some of the findings that wait, and not all. *Source*: house rule."""
    given: AcceptInPart = act.payload
    if outside := sorted(set(given.criteria) - set(improvable(facts))):
        named = ", ".join(each[:80] for each in outside)
        return input_problem(
            "findings",
            f"bukan temuan kasus ini yang menunggu perbaikan: {named}.",
            f"no findings of this case that wait for improvement: {named}.",
        )
    if set(waiting(facts)) - set(given.criteria):
        return None
    return input_problem(
        "findings",
        "semua temuan sudah diperbaiki: terimalah perbaikannya seluruhnya.",
        "every finding is improved: accept the improvement as a whole.",
    )


def settle(facts: SanctionFacts, act: Act, criteria: Iterable[str]) -> tuple[Effect, ...]:
    """The findings are done with; after a breach there are none."""
    payload = SettleFindings(criteria=tuple(criteria), sanction_id=act.record_id, by=act.actor.id)
    effect = Effect(aggregate=Aggregate.CASE, verb="settle_findings", record_id=facts.case_id or "", payload=payload)
    return (effect,) if payload.criteria else ()


def accept_in_part(facts: SanctionFacts, act: Act) -> Outcome:
    """Some findings are done with; for the others the report is returned, and the measure asks for their improvement still."""
    given: AcceptInPart = act.payload
    improved, reason = tuple(sorted(given.criteria)), given.returned.strip()
    rest = [each for each in waiting(facts) if each not in improved]
    told = {"verification": given.verification.strip(), "improved": list(improved), "left": rest}
    minutes = LetterOrder(kind=DocumentKind.MINUTES, document_id=act.fresh.document, details=told)
    notified = {"about": "accept_in_part", "reason": reason, "left": rest}
    notice = LetterOrder(kind=DocumentKind.NOTICE, document_id=act.fresh.of("notice"), details=notified)
    return Outcome(
        changes={"follow_ups": returned_reports(facts, reason)},
        letters=(minutes, notice),
        effects=settle(facts, act, improved),
        reason=reason,
    )


def returned_reports(facts: SanctionFacts, reason: str) -> list[dict[str, Any]]:
    """The reports, the newest with why it came back."""
    reports = [dict(each) for each in facts.follow_ups]
    reports[-1]["returned"] = reason
    return reports
