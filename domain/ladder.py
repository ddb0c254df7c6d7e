"""The ladder of guidance measures (II.2.2): which rung follows what, what blocks each, and the outlook; no timer climbs it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

from domain.case_acts import CaseState
from domain.clock import JAKARTA, legal_date
from domain.refusals import HOUSE, Refusal, RefusalCode, refuse
from domain.rungs import RUNG_LABELS, Rung
from domain.sanction_acts import IN_FORCE, IN_THE_MAKING, SanctionState
from domain.standards import StandardCode

__all__ = [
    "LADDER",
    "Course",
    "LadderFacts",
    "LadderReassessment",
    "LadderSanction",
    "Outlook",
    "Rung",
    "RungOutlook",
    "Step",
    "blocks",
    "outlook",
    "revocable",
    "sanction_before",
    "settling_blocks",
    "standing",
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

    *Shape*: `rungs` may be imposed next; after ANNULLED the case stands on it again, after CHANGED one of them takes the
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
    (_R.STOP, _C.NOT_IMPROVED): Step(rungs=(), clause="II.2.2.d"),
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
_RUNNING = frozenset({"REQUESTED", "RUNNING"})


@dataclass(frozen=True, kw_only=True)
class LadderSanction:
    """One sanction of a case as the ladder sees it. *Shape*: instants are aware; `internal_until` is an internal limit."""

    id: str
    rung: Rung
    state: SanctionState
    round: int = 1
    received_at: datetime | None = None
    last_instant: datetime | None = None
    internal_until: date | None = None
    objection_open: bool = False


@dataclass(frozen=True, kw_only=True)
class LadderReassessment:
    """One re-assessment after a revocation (II.2.2.c.s2). *Shape*: `report_state` is that of its report."""

    id: str
    sanction_id: str
    state: str
    non_cooperation: bool = False
    report_state: str | None = None
    attempt: int = 1


@dataclass(frozen=True, kw_only=True)
class LadderFacts:
    """A case with all that decides on its next rung.

    *Shape*: `sanctions` oldest first; `concerned` are the standards of its findings, `certified` the unit's that are
    DETERMINED or FLAGGED now; `further_warning` says that the Deputy decided so by hand.
    """

    case_id: str | None = None
    case_state: str | None = None
    from_breach: bool = False
    further_warning: bool = False
    sanctions: tuple[LadderSanction, ...] = ()
    concerned: frozenset[StandardCode] = frozenset()
    certified: frozenset[StandardCode] = frozenset()
    reassessments: tuple[LadderReassessment, ...] = ()
    unit_state: str | None = None


def standing(facts: LadderFacts) -> LadderSanction | None:
    """The newest sanction that was issued and still counts, or None."""
    counting = [each for each in facts.sanctions if each.state not in _GONE | IN_THE_MAKING]
    return counting[-1] if counting else None


def sanction_before(facts: LadderFacts, sanction_id: str) -> LadderSanction | None:
    """The sanction on which the case stands without this one, or None: then the case ends."""
    others = tuple(each for each in facts.sanctions if each.id != sanction_id)
    return standing(LadderFacts(sanctions=others))


def revocable(facts: LadderFacts) -> frozenset[StandardCode]:
    """The standards that a revocation may name now: concerned by the findings, and on the certificate (II.2.2.c.s1)."""
    return facts.concerned & facts.certified


def blocks(facts: LadderFacts, rung: Rung, *, making: str | None = None) -> tuple[Refusal, ...]:
    """Everything that blocks a rung now, the most telling first; empty where it may be imposed.

    *Shape*: `making` is the sanction that asks, so that it does not stand in its own way.
    """
    if facts.case_state != CaseState.OPEN:
        return (refuse(RefusalCode.CASE_NOT_OPEN, clause=rung.clause, subject="case", state=facts.case_state or "-"),)
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
        _not_received(last) if last else None,
        _objection(facts),
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


def _not_received(last: LadderSanction) -> Refusal | None:
    if last.received_at is not None:
        return None
    return refuse(RefusalCode.RECEIPT_NOT_PROVEN, clause="II.2.3.s1", subject="sanction")


def _objection(facts: LadderFacts) -> Refusal | None:
    if any(each.objection_open for each in facts.sanctions):
        return refuse(RefusalCode.OBJECTION_OPEN, clause="II.2.3.s2", subject="case")
    return None


def _nothing_to_revoke(facts: LadderFacts) -> Refusal | None:
    if revocable(facts):
        return None
    return refuse(RefusalCode.NOTHING_TO_REVOKE, clause="II.2.2.c.s1", subject="standards")


def _reassessment(facts: LadderFacts, last: LadderSanction) -> Refusal | None:
    """After a revocation without improvement: the re-assessment failed by a signed report, or the unit does not cooperate,
    and none runs.
    """
    mine = [each for each in facts.reassessments if each.sanction_id == last.id]
    running = any(each.state in _RUNNING for each in mine)
    failed = [each for each in mine if each.state == "FAILED"]
    unwilling = any(each.state == "PENDING" and each.non_cooperation for each in mine)
    if running or not (failed or unwilling):
        return _reassessment_refusal(mine)
    if unwilling or any(each.report_state == "SIGNED" for each in failed):
        return None
    state = failed[-1].report_state or "-"
    return refuse(RefusalCode.REPORT_NOT_SIGNED, clause="II.2.2.d", state=state, subject="reassessment")


def _reassessment_refusal(mine: list[LadderReassessment]) -> Refusal:
    states = ", ".join(each.state for each in mine)
    return refuse(RefusalCode.REASSESSMENT_UNSETTLED, clause="II.2.2.d", subject="reassessment", state=states or "-")


def _service(facts: LadderFacts) -> Refusal | None:
    if facts.unit_state == "ACTIVE":
        return None
    return refuse(RefusalCode.SERVICE_NOT_ACTIVE, clause="II.2.2.d", subject="unit", state=str(facts.unit_state or "-"))


def settling_blocks(facts: LadderFacts, sanction: LadderSanction, instant: datetime) -> tuple[Refusal, ...]:
    """Why it may not be recorded at an instant that no improvement followed a sanction; empty where it may.

    Receipt proven, internal limit over where there is one, term to object over, no objection open in the case, and after a
    revocation no re-assessment running.
    """
    running = [each for each in facts.reassessments if each.sanction_id == sanction.id and each.state in _RUNNING]
    found = (
        _not_received(sanction),
        _internal_limit(sanction, instant),
        _objection_term(sanction, instant),
        _objection(facts),
        _reassessment_refusal(running) if running else None,
    )
    return tuple(each for each in found if each is not None)


def _internal_limit(sanction: LadderSanction, instant: datetime) -> Refusal | None:
    until = sanction.internal_until
    if until is None or legal_date(instant) > until:
        return None
    return refuse(RefusalCode.TOO_EARLY, day=until.isoformat(), subject="internalUntil")


def _objection_term(sanction: LadderSanction, instant: datetime) -> Refusal | None:
    last = sanction.last_instant
    if last is None or instant.replace(microsecond=0) > last:
        return None
    return refuse(
        RefusalCode.OBJECTION_TERM_RUNNING,
        clause="II.2.3.s1",
        day=legal_date(last).isoformat(),
        subject="lastInstant",
    )


@dataclass(frozen=True, kw_only=True)
class RungOutlook:
    """Whether a rung may be imposed, or everything that blocks it."""

    rung: Rung
    refusals: tuple[Refusal, ...]

    @property
    def possible(self) -> bool:
        """Whether nothing blocks it."""
        return not self.refusals


@dataclass(frozen=True, kw_only=True)
class Outlook:
    """What may be done in a case on a day, as things stand now.

    *Shape*: `rungs` lowest first; `last_day_to_object` and `may_object` speak of the sanction that stands now; the day is
    None where no receipt is proven. `settled_after` is the last day on which it is too early to record that no
    improvement followed, or None.
    """

    on: date
    case_id: str | None
    rungs: tuple[RungOutlook, ...]
    sanction_id: str | None = None
    last_day_to_object: date | None = None
    may_object: bool = False
    settled_after: date | None = None


def outlook(facts: LadderFacts, on: date) -> Outlook:
    """The outlook of a case, or of a unit without one, at the beginning of a day in Jakarta."""
    morning = datetime.combine(on, time.min, JAKARTA)
    last = standing(facts)
    unsettled = last if last is not None and last.state in IN_FORCE else None
    last_day = legal_date(last.last_instant) if last and last.last_instant else None
    return Outlook(
        on=on,
        case_id=facts.case_id,
        rungs=tuple(_rung_outlook(facts, rung, unsettled, morning) for rung in Rung),
        sanction_id=last.id if last else None,
        last_day_to_object=last_day,
        may_object=unsettled is not None and last_day is not None and on <= last_day,
        settled_after=_settled_after(unsettled),
    )


def _rung_outlook(facts: LadderFacts, rung: Rung, unsettled: LadderSanction | None, morning: datetime) -> RungOutlook:
    refusals = list(blocks(facts, rung))
    if unsettled is not None and any(each.code is RefusalCode.RUNG_NOT_SETTLED for each in refusals):
        known = {each.code for each in refusals}
        refusals += [each for each in settling_blocks(facts, unsettled, morning) if each.code not in known]
    return RungOutlook(rung=rung, refusals=tuple(refusals))


def _settled_after(unsettled: LadderSanction | None) -> date | None:
    if unsettled is None or unsettled.last_instant is None:
        return None
    return max(legal_date(unsettled.last_instant), unsettled.internal_until or date.min)
