"""When it may be recorded that no improvement followed a measure (II.2.2.b-d): the limits over, nothing of the unit unread."""

from datetime import date, datetime, timedelta

from domain.clock import legal_date
from domain.ladder import (
    RUNNING,
    LadderFacts,
    LadderSanction,
    objection_block,
    reassessment_refusal,
    receipt_block,
    to_assess,
)
from domain.refusals import Refusal, RefusalCode, refuse
from domain.rungs import Rung


def settling_blocks(facts: LadderFacts, sanction: LadderSanction, instant: datetime) -> tuple[Refusal, ...]:
    """Why it may not be recorded at an instant that no improvement followed a sanction; empty where it may.

    Receipt proven, internal limit over where there is one, term to object over and not counted with an estimated holiday, no
    objection open in the case, what the unit reported looked at, and after a revocation no re-assessment running in it: house
    rules all, for II.2.2 names the missing improvement alone. A request after an attempt that showed no improvement does not
    undo what that one showed: it holds up the stop, not the record.
    """
    awaited = to_assess(facts) if sanction.rung is Rung.REVOCATION else ()
    running = [each for each in awaited if each.state in RUNNING and not each.asked_again]
    found = (
        receipt_block(sanction),
        _internal_limit(sanction, instant),
        _objection_term(sanction, instant),
        _estimate(sanction),
        objection_block(facts),
        _report(sanction),
        reassessment_refusal(running) if running else None,
    )
    return tuple(each for each in found if each is not None)


def _internal_limit(sanction: LadderSanction, instant: datetime) -> Refusal | None:
    until = sanction.internal_until
    if until is None or legal_date(instant) > until:
        return None
    return refuse(
        RefusalCode.TOO_EARLY,
        day=((settled_after(sanction) or until) + timedelta(days=1)).isoformat(),
        subject="internalUntil",
    )


def _objection_term(sanction: LadderSanction, instant: datetime) -> Refusal | None:
    """While the unit may object, nothing is recorded against it. House rule: II.2.3.s1 gives the term, not this effect."""
    last = sanction.last_instant
    if last is None or instant.replace(microsecond=0) > last:
        return None
    return refuse(
        RefusalCode.OBJECTION_TERM_RUNNING,
        day=legal_date(last).isoformat(),
        subject="lastInstant",
    )


def _estimate(sanction: LadderSanction) -> Refusal | None:
    """A holiday that turns out to be another day would give the unit a later last day. House rule."""
    if sanction.last_instant is None or not sanction.limit_is_estimated:
        return None
    day = legal_date(sanction.last_instant).isoformat()
    return refuse(RefusalCode.LIMIT_ESTIMATED, day=day, subject="lastInstant")


def _report(sanction: LadderSanction) -> Refusal | None:
    """Nothing is recorded over a report that no assessor has looked at: accepted, in part, or returned. House rule.

    Whoever was answered once had the term for more: a further report after the last day holds up nothing, so that no unit can
    put off the record for ever. After a revocation the re-assessment tells, and no report does (II.2.2.c.s2).
    """
    reported_on = sanction.reported_on
    if reported_on is None or sanction.rung is Rung.REVOCATION:
        return None
    last_day = settled_after(sanction)
    if sanction.answered_before and last_day is not None and reported_on > last_day:
        return None
    return refuse(RefusalCode.FOLLOW_UP_UNANSWERED, day=reported_on.isoformat(), subject="followUps")


def settled_after(sanction: LadderSanction) -> date | None:
    """The last day on which it is too early to record it: of the term to object, or of a later internal limit."""
    if sanction.last_instant is None:
        return None
    return max(legal_date(sanction.last_instant), sanction.internal_until or date.min)
