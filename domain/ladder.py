"""The ladder of guidance measures (II.2.2): which rung follows what, and what blocks each; no timer climbs it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum

from domain.case_acts import CaseState
from domain.reassessment_acts import LIVING
from domain.refusals import HOUSE, Refusal, RefusalCode, Words, refuse
from domain.rungs import RUNG_LABELS, Rung
from domain.sanction_acts import IN_THE_MAKING, SanctionState
from domain.standards import StandardCode

__all__ = [
    "LADDER",
    "RUNNING",
    "Course",
    "LadderFacts",
    "LadderReassessment",
    "LadderSanction",
    "Rung",
    "Step",
    "blocks",
    "counting",
    "ever_imposed",
    "goes_no_further",
    "held",
    "held_by",
    "is_improved",
    "left",
    "objection_block",
    "on_the_way",
    "reassessment_refusal",
    "receipt_block",
    "regained",
    "rested_on",
    "revocable",
    "sanction_before",
    "standing",
    "to_assess",
]


class Course(StrEnum):
    """What became of a rung, or what begins a case."""

    FINDING = "FINDING"
    BREACH = "BREACH"
    NOT_IMPROVED = "NOT_IMPROVED"
    NOTHING_CERTIFIED = "NOTHING_CERTIFIED"
    ANNULLED = "ANNULLED"
    CHANGED = "CHANGED"


@dataclass(frozen=True, kw_only=True)
class Step:
    """Where a course leads.

    *Shape*: `rungs` may be imposed next; after ANNULLED the case stands on it again (a further warning leaves the warning
    before it), or where the measure had taken a heavier one's place at most on it; after CHANGED one of them takes the
    place. No rung: the case is held for the Deputy (`held`), or it ends.
    """

    rungs: tuple[Rung, ...]
    clause: str
    held: bool = False


_R, _C = Rung, Course

# fmt: off
LADDER: Mapping[tuple[Rung | None, Course], Step] = {
    (None, _C.FINDING): Step(rungs=(_R.ADVICE,), clause="II.2.2.a"),
    (None, _C.BREACH): Step(rungs=(_R.STOP,), clause="II.2.2.d"),
    (_R.ADVICE, _C.NOT_IMPROVED): Step(rungs=(_R.WARNING,), clause="II.2.2.b"),
    (_R.WARNING, _C.NOT_IMPROVED): Step(rungs=(_R.REVOCATION,), clause="II.2.2.c.s1"),
    (_R.WARNING, _C.NOTHING_CERTIFIED): Step(rungs=(), clause=HOUSE, held=True),
    (_R.REVOCATION, _C.NOT_IMPROVED): Step(rungs=(_R.STOP,), clause="II.2.2.d"),
    (_R.STOP, _C.NOT_IMPROVED): Step(rungs=(), clause=HOUSE),
    (_R.ADVICE, _C.ANNULLED): Step(rungs=(), clause="II.2.3.s3"),
    (_R.WARNING, _C.ANNULLED): Step(rungs=(_R.ADVICE,), clause="II.2.3.s3"),
    (_R.REVOCATION, _C.ANNULLED): Step(rungs=(_R.WARNING,), clause="II.2.3.s3"),
    (_R.STOP, _C.ANNULLED): Step(rungs=(_R.REVOCATION,), clause="II.2.3.s3"),
    (_R.ADVICE, _C.CHANGED): Step(rungs=(_R.ADVICE,), clause="II.2.3.s3"),
    (_R.WARNING, _C.CHANGED): Step(rungs=(_R.ADVICE, _R.WARNING), clause="II.2.3.s3"),
    (_R.REVOCATION, _C.CHANGED): Step(rungs=(_R.ADVICE, _R.WARNING, _R.REVOCATION), clause="II.2.3.s3"),
    (_R.STOP, _C.CHANGED): Step(rungs=(_R.ADVICE, _R.WARNING, _R.STOP), clause="II.2.3.s3"),
}
# fmt: on
"""Next = LADDER[rung, course]. A stop that is annulled goes back to the revocation, or ends the case where an SLA's breach
opened it; a stop is not changed into a revocation, whose standards are revoked already.
"""

_NEEDED: Mapping[Rung, tuple[str, str]] = {
    Rung.ADVICE: (
        "temuan ketidaksesuaian yang belum pernah diberi saran/rekomendasi",
        "a finding on which no advice was given yet",
    ),
    Rung.WARNING: (
        "saran/rekomendasi yang diterima dan tidak diikuti perbaikan",
        "an advice that was received and not followed by improvement",
    ),
    Rung.REVOCATION: (
        "teguran yang diterima dan tidak diikuti perbaikan",
        "a warning that was received and not followed by improvement",
    ),
    Rung.STOP: (
        "pencabutan sertifikat yang tidak diikuti perbaikan, atau pelanggaran kesepakatan tingkat layanan yang ditetapkan",
        "a revocation not followed by improvement, or a confirmed breach of the service-level agreement",
    ),
}

_GONE = frozenset({SanctionState.VOID, SanctionState.ANNULLED, SanctionState.CHANGED})
RUNNING = frozenset({"REQUESTED", "RUNNING"})
"""The states of a re-assessment that is awaited."""


@dataclass(frozen=True, kw_only=True)
class LadderSanction:
    """One sanction of a case as the ladder sees it.

    *Shape*: instants are aware; `internal_until` is an internal limit; `reported_on` is the day of a report of the unit that
    no assessor has looked at, `answered_before` says that one before it was; `replaces` is the sanction whose place it
    took, which was changed on an objection.
    """

    id: str
    rung: Rung
    state: SanctionState
    round: int = 1
    received_at: datetime | None = None
    last_instant: datetime | None = None
    internal_until: date | None = None
    objection_open: bool = False
    reported_on: date | None = None
    answered_before: bool = False
    limit_is_estimated: bool = False
    replaces: str | None = None


@dataclass(frozen=True, kw_only=True)
class LadderReassessment:
    """One re-assessment after a revocation (II.2.2.c.s2), of `standards`, of which it determined `passed` again.

    *Shape*: `report_state` is that of its report; `tied` are those who assessed in it and have a tie to the unit now, each
    as `independence.said` has it; `asked_again` says that the unit itself has asked for it after an attempt of LKPP's team
    that failed or was in vain, and that nobody is assigned yet.
    """

    id: str
    sanction_id: str
    state: str
    non_cooperation: bool = False
    asked_again: bool = False
    report_state: str | None = None
    tied: tuple[Words, ...] = ()
    attempt: int = 1
    standards: tuple[StandardCode, ...] = ()
    passed: tuple[StandardCode, ...] = ()


@dataclass(frozen=True, kw_only=True)
class LadderFacts:
    """A case with all that decides on its next rung.

    *Shape*: `sanctions` oldest first; `concerned` are the standards of its unsettled findings, `certified` the unit's that are
    DETERMINED or FLAGGED now, `flagged` those FLAGGED; `revoked_by` maps each that is revoked now, by whichever case, to the
    revocation that took it, as it was before any change; `further_warning` says that the Deputy decided so by hand.
    """

    case_id: str | None = None
    case_state: str | None = None
    from_breach: bool = False
    further_warning: bool = False
    sanctions: tuple[LadderSanction, ...] = ()
    concerned: frozenset[StandardCode] = frozenset()
    certified: frozenset[StandardCode] = frozenset()
    flagged: frozenset[StandardCode] = frozenset()
    revoked_by: Mapping[StandardCode, str] = field(default_factory=dict)
    reassessments: tuple[LadderReassessment, ...] = ()
    unit_state: str | None = None


def standing(facts: LadderFacts) -> LadderSanction | None:
    """The newest sanction that was issued, still counts, and is not above the rung to which an annulment went back, or None.

    Where improvement followed the newest, and it is no stop, the last revocation of the case that it did not follow: a case
    may hold two (II.2.2.c.s2).
    """
    found = on_the_way(facts)
    if not found or found[-1].state is not SanctionState.IMPROVED or found[-1].rung is Rung.STOP:
        return found[-1] if found else None
    left = [each for each in found if each.rung is Rung.REVOCATION and each.state is not SanctionState.IMPROVED]
    return left[-1] if left else found[-1]


def on_the_way(facts: LadderFacts) -> tuple[LadderSanction, ...]:
    """The sanctions that count and over which the case did not step back, oldest first: what the next one may rest on."""
    return tuple(each for each in counting(facts) if not _stepped_over(facts, each))


def _stepped_over(facts: LadderFacts, sanction: LadderSanction) -> bool:
    """Whether the case went back below it, when a measure in place of a later one was annulled (II.2.3.s3).

    A measure that was lowered on an objection stands below what was imposed before it; annulled in its turn, the case goes
    back to the rung that the ladder names for it, and not to a higher one. One that was changed on its own rung leaves what
    it would have left unchanged: a further warning the warning before it.
    """
    later = facts.sanctions[facts.sanctions.index(sanction) + 1 :]
    annulled = [each.rung for each in later if each.state == SanctionState.ANNULLED and _is_lowered(facts, each)]
    return any(sanction.rung.height > _highest_left(rung) for rung in annulled)


def _is_lowered(facts: LadderFacts, measure: LadderSanction) -> bool:
    """Whether it stands in the place of a heavier one, also by way of others in between."""
    before = next((each for each in facts.sanctions if each.id == measure.replaces), None)
    return before is not None and (before.rung.height > measure.rung.height or _is_lowered(facts, before))


def _highest_left(annulled: Rung) -> int:
    """The height of the rung on which the case may stand after a measure on this one was annulled; -1 for none."""
    return max((rung.height for rung in LADDER[annulled, Course.ANNULLED].rungs), default=-1)


def counting(facts: LadderFacts) -> tuple[LadderSanction, ...]:
    """The sanctions that were issued and neither taken back nor replaced by another, oldest first."""
    return tuple(each for each in facts.sanctions if each.state not in _GONE | IN_THE_MAKING)


def ever_imposed(facts: LadderFacts) -> bool:
    """Whether a measure of the case was ever issued, also where it was taken back or replaced since (II.2.3.s3)."""
    return any(each.state not in IN_THE_MAKING | {SanctionState.VOID} for each in facts.sanctions)


def sanction_before(facts: LadderFacts, sanction_id: str) -> LadderSanction | None:
    """The sanction on which the case stands without this one, or None: then the case ends."""
    without = tuple(
        replace(each, state=SanctionState.ANNULLED) if each.id == sanction_id else each for each in facts.sanctions
    )
    return standing(LadderFacts(sanctions=without))


def revocable(facts: LadderFacts) -> frozenset[StandardCode]:
    """The standards that a revocation may name now: concerned by the findings, and on the certificate (II.2.2.c.s1).

    Not what the case has regained: improvement followed there, and the same findings do not take it twice (II.2.2.c.s2).
    """
    return left(facts) & facts.certified


def left(facts: LadderFacts) -> frozenset[StandardCode]:
    """The standards of the findings that neither improvement nor a re-assessment of the case has settled."""
    return facts.concerned - regained(facts)


def is_improved(facts: LadderFacts) -> bool:
    """Whether nothing is left to improve: no finding, and no revocation or stop that counts and was not followed by it."""
    heavy = [each for each in counting(facts) if each.rung in {Rung.REVOCATION, Rung.STOP}]
    return not left(facts) and all(each.state is SanctionState.IMPROVED for each in heavy)


def regained(facts: LadderFacts) -> frozenset[StandardCode]:
    """What a re-assessment of the case determined again and nobody found wanting since (II.2.2.c.s2)."""
    passed = {code for each in facts.reassessments for code in each.passed}
    return frozenset(passed & facts.certified - facts.flagged)


def held_by(facts: LadderFacts, sanction_id: str) -> frozenset[StandardCode]:
    """The standards that are revoked now by this revocation of the case, or by one whose place it took (II.2.3.s3)."""
    replaced = {each.id: each.replaces for each in facts.sanctions}
    chain: list[str] = []
    last: str | None = sanction_id
    while last is not None and last not in chain:
        chain.append(last)
        last = replaced.get(last)
    return frozenset(code for code, cause_id in facts.revoked_by.items() if cause_id in chain)


def goes_no_further(facts: LadderFacts) -> bool:
    """Whether no rung can follow the one on which the case stands, as things are: the decree is silent then.

    A warning after which nothing is certified any more; or a revocation after which the service stands still already, or no
    re-assessment in the case is left that could fail or succeed.
    """
    last = standing(facts)
    if last is None or last.state != SanctionState.NOT_IMPROVED or facts.further_warning:
        return False
    if last.rung is Rung.WARNING:
        return not revocable(facts)
    if last.rung is not Rung.REVOCATION:
        return False
    return _service(facts) is not None or not to_assess(facts)


def to_assess(facts: LadderFacts) -> tuple[LadderReassessment, ...]:
    """The re-assessments that are not over, each of a revocation that counts.

    A case may hold two: after a stop that was lowered to a warning, another revocation may follow beside the one before.
    """
    imposed = {each.id for each in counting(facts)}
    return tuple(each for each in facts.reassessments if each.state in LIVING and each.sanction_id in imposed)


def held(facts: LadderFacts) -> Mapping[str, frozenset[StandardCode]]:
    """What is revoked still in the case, by the revocation that counts: on that a stop rests (II.2.2.d)."""
    found = {each.sanction_id: frozenset(each.standards) - facts.certified for each in to_assess(facts)}
    return {sanction_id: codes for sanction_id, codes in found.items() if codes}


def rested_on(facts: LadderFacts, rung: Rung) -> tuple[LadderSanction, ...]:
    """The sanctions that the letter of a measure on this rung names, oldest first: none above it (II.2.2.b-d).

    A stop rests on each revocation that holds a standard still, also where the case stepped back over it, and on no other: no
    missing improvement follows from what is regained.
    """
    holding, way = held(facts), on_the_way(facts)
    by_holding = {Rung.REVOCATION} if rung is Rung.STOP else set[Rung]()
    return tuple(
        each
        for each in counting(facts)
        if each.rung.height <= rung.height and (each.id in holding if each.rung in by_holding else each in way)
    )


def blocks(facts: LadderFacts, rung: Rung, *, making: str | None = None) -> tuple[Refusal, ...]:
    """Everything that blocks a rung now, the most telling first; empty where it may be imposed.

    *Shape*: `making` is the sanction that asks, so that it does not stand in its own way.
    """
    if facts.case_state != CaseState.OPEN:
        return (refuse(RefusalCode.CASE_NOT_OPEN, subject="case", state=facts.case_state or "-"),)
    place = _place_block(facts, rung)
    if place is not None:
        return (place,)
    return tuple(found for found in (_underway(facts, making), *_ground_blocks(facts, rung)) if found is not None)


def _underway(facts: LadderFacts, making: str | None) -> Refusal | None:
    if any(each.state in IN_THE_MAKING and each.id != making for each in facts.sanctions):
        return refuse(RefusalCode.SANCTION_UNDERWAY, subject="case")
    return None


def _place_block(facts: LadderFacts, rung: Rung) -> Refusal | None:
    if rung in _following(facts):
        return None
    needed_id, needed_en = _NEEDED[rung]
    label_id, label_en = RUNG_LABELS[rung]
    return refuse(
        RefusalCode.RUNG_NOT_NEXT,
        clause=rung.clause,
        subject="rung",
        rung_id=label_id,
        rung_en=label_en,
        needed_id=needed_id,
        needed_en=needed_en,
    )


def _following(facts: LadderFacts) -> tuple[Rung, ...]:
    """The rungs that come next in this case, whatever else is missing."""
    last = standing(facts)
    if last is None:
        return LADDER[None, Course.BREACH if facts.from_breach else Course.FINDING].rungs
    by_hand = (Rung.WARNING,) if facts.further_warning else ()
    return (*LADDER[last.rung, Course.NOT_IMPROVED].rungs, *by_hand)


def _ground_blocks(facts: LadderFacts, rung: Rung) -> tuple[Refusal | None, ...]:
    last = standing(facts)
    return (
        _unsettled(last) if last else None,
        receipt_block(last) if last else None,
        objection_block(facts),
        _nothing_to_revoke(facts) if rung is Rung.REVOCATION else None,
        _reassessment(facts, last) if rung is Rung.STOP and last else None,
        _service(facts) if rung is Rung.STOP else None,
    )


def _unsettled(last: LadderSanction) -> Refusal | None:
    if last.state == SanctionState.NOT_IMPROVED:
        return None
    label_id, label_en = RUNG_LABELS[last.rung]
    return refuse(
        RefusalCode.RUNG_NOT_SETTLED,
        clause=_next_clause(last.rung),
        subject="rung",
        rung_id=label_id,
        rung_en=label_en,
        state=last.state.value,
    )


def _next_clause(rung: Rung) -> str:
    return LADDER[rung, Course.NOT_IMPROVED].clause


def receipt_block(last: LadderSanction) -> Refusal | None:
    """Nothing follows a letter that nobody is proven to have. House rule: the decree counts only the objection from it."""
    if last.received_at is not None:
        return None
    return refuse(RefusalCode.RECEIPT_NOT_PROVEN, subject="sanction")


def objection_block(facts: LadderFacts) -> Refusal | None:
    """Nothing follows while an objection is open. House rule: the decree does not say that an objection suspends."""
    if any(each.objection_open for each in facts.sanctions):
        return refuse(RefusalCode.OBJECTION_OPEN, subject="case")
    return None


def _nothing_to_revoke(facts: LadderFacts) -> Refusal | None:
    if revocable(facts):
        return None
    return refuse(RefusalCode.NOTHING_TO_REVOKE, clause="II.2.2.c.s1", subject="standards")


def _reassessment(facts: LadderFacts, last: LadderSanction) -> Refusal | None:
    """After a revocation without improvement: the re-assessment failed by a signed report of people without a tie, or the
    unit does not cooperate, and none runs in the case. House rule: the decree leaves open which comes first, the stop of
    II.2.2.d or what II.2.2.c.s2 orders. Where all that this revocation took is regained, it rests on one before that holds
    a standard still.
    """
    living = to_assess(facts)
    own = [each for each in facts.reassessments if each.sanction_id == last.id]
    mine = [each for each in living if each.sanction_id == last.id] or living
    running = any(each.state in RUNNING for each in living)
    failed = [each for each in mine if each.state == "FAILED"]
    unwilling = any(each.state == "PENDING" and each.non_cooperation for each in mine)
    if running or not (failed or unwilling):
        return reassessment_refusal(living or own)
    return None if unwilling else _failure_unproven(failed)


def _failure_unproven(failed: list[LadderReassessment]) -> Refusal | None:
    """Why no report shows that one of these failed, or None: the lead signed it, and nobody who assessed has a tie now."""
    signed = [each for each in failed if each.report_state == "SIGNED"]
    if not signed:
        return refuse(RefusalCode.REPORT_NOT_SIGNED, state=failed[-1].report_state or "-", subject="reassessment")
    if any(not each.tied for each in signed):
        return None
    persons = Words(*map("; ".join, zip(*signed[-1].tied, strict=True)))
    return refuse(RefusalCode.REPORT_NOT_INDEPENDENT, persons=persons, subject="reassessment")


def reassessment_refusal(found: Sequence[LadderReassessment]) -> Refusal:
    """That these re-assessments are not over, or show nothing yet."""
    states = ", ".join(each.state for each in found)
    return refuse(RefusalCode.REASSESSMENT_UNSETTLED, subject="reassessment", state=states or "-")


def _service(facts: LadderFacts) -> Refusal | None:
    if facts.unit_state == "ACTIVE":
        return None
    return refuse(RefusalCode.SERVICE_NOT_ACTIVE, clause="II.2.2.d", subject="unit", state=str(facts.unit_state or "-"))
