"""A proof of receipt that LKPP recorded wrongly is struck by a second person (II.2.3.s1): guards, check and what follows.

The whole verb is a house rule; it stands beside `sanctions`, whose table has the row.
"""

from datetime import datetime

from domain.aggregates import Aggregate
from domain.calendar import Deadline
from domain.case_acts import CaseState, StepBack
from domain.clock import legal_date
from domain.document_kinds import DocumentKind
from domain.ladder import LadderSanction, counting, standing
from domain.reasons import Reason
from domain.receipts import (
    ObjectionLimit,
    Receipt,
    ReceiptChannel,
    Struck,
    earliest,
    objection_deadline,
    struck_out,
    without_earliest,
)
from domain.refusals import Refusal, RefusalCode, Words, refuse
from domain.sanction_acts import SanctionState
from domain.sanction_effects import found_in_time, is_over
from domain.sanction_facts import SanctionFacts, on_ladder
from domain.sanction_rules import internal_until
from domain.tables import Act, Effect, LetterOrder, Outcome

# --- guards and check -----------------------------------------------------------------------------------------------


def recorded_by_another(facts: SanctionFacts, act: Act) -> Refusal | None:
    """Guard: what counts is a proof that LKPP recorded, and not the actor; an opening in the system nobody recorded."""
    known = earliest(facts.receipts)
    if known is None:
        return refuse(RefusalCode.RECEIPT_NOT_PROVEN, subject="sanction")
    if known.channel is ReceiptChannel.IN_APP:
        return refuse(RefusalCode.RECEIPT_BY_OPENING, at=known.at.isoformat(), subject="receipt")
    if known.by != act.actor.id:
        return None
    what = Words("bukti penerimaan yang Anda catat", "the proof of receipt that you recorded")
    return refuse(RefusalCode.OWN_WORK, what=what, subject="receipt")


def nothing_rests_on_it(facts: SanctionFacts, act: Act) -> Refusal | None:
    """Guard: no later measure of the case was issued, and none waits whose letter names this receipt."""
    later = _later(facts, act.record_id)
    if any(each in counting(facts.ladder) for each in later):
        return refuse(RefusalCode.RECEIPT_RELIED_ON, subject="case")
    if any(each.state is SanctionState.AWAITING_SIGNATURE for each in later):
        return refuse(RefusalCode.PAPER_WAITING, subject="case")
    return None


def _later(facts: SanctionFacts, sanction_id: str) -> tuple[LadderSanction, ...]:
    found = facts.ladder.sanctions
    return found[found.index(on_ladder(facts, sanction_id)) + 1 :]


def no_objection_heard(facts: SanctionFacts, act: Act) -> Refusal | None:
    """Guard: no objection to it is heard; one that is kept as late may prove to be in time by the strike."""
    if facts.late_objection is not None or not on_ladder(facts, act.record_id).objection_open:
        return None
    return refuse(RefusalCode.OBJECTION_OPEN, subject="objection")


def case_can_go_on(facts: SanctionFacts, act: Act) -> Refusal | None:
    """Guard: a measure of which it is recorded that no improvement followed has a case in which it is pursued again, and that
    stands on it still: one over which the case stepped back is not raised again (II.2.3.s3).
    """
    if facts.state != SanctionState.NOT_IMPROVED:
        return None
    if is_over(facts, act.record_id):
        return refuse(RefusalCode.CASE_NOT_OPEN, subject="case", state=facts.ladder.case_state or CaseState.CLOSED)
    last = standing(facts.ladder)
    return (
        None if last is not None and last.id == act.record_id else refuse(RefusalCode.RECEIPT_RELIED_ON, subject="case")
    )


def rest_is_counted(facts: SanctionFacts, _act: Act) -> Refusal | None:
    """Check: the calendar knows all days that are counted from the proof that is left, where one is."""
    left = without_earliest(facts.receipts)
    if left is None or _counted(facts, left) is not None:
        return None
    return refuse(RefusalCode.OUTSIDE_CALENDAR, day=legal_date(left.at).isoformat(), subject="calendar")


def _counted(facts: SanctionFacts, left: Receipt) -> Deadline | None:
    """The term to object by the proof that is left, where the internal limit can be counted too."""
    if facts.limit_days is not None and internal_until(facts, legal_date(left.at)) is None:
        return None
    return objection_deadline(left.at, facts.term, facts.calendar)


# --- action ---------------------------------------------------------------------------------------------------------


def after_strike(facts: SanctionFacts, _act: Act) -> str:
    """Where it stands by the proofs that are left; a report that waits was made by somebody who has the letter.

    That no improvement followed was recorded on the days of the proof that is struck, and is undone with it.
    """
    if facts.state == SanctionState.IMPROVED:
        return SanctionState.IMPROVED
    if facts.follow_ups and facts.follow_ups[-1].get("returned") is None:
        return SanctionState.FOLLOW_UP
    return SanctionState.RECEIVED if without_earliest(facts.receipts) else SanctionState.ISSUED


def strike_receipt(facts: SanctionFacts, act: Act) -> Outcome:
    """The proof stays on record as struck; the limits are counted from what is left, and without any the clock stops.

    The unit is told; an objection that was kept as late is in time where it lies within the limit now (II.2.3.s1); a letter
    that waits and names the receipt is void; the case goes back to this measure.
    """
    known, left = earliest(facts.receipts), without_earliest(facts.receipts)
    if known is None:
        raise AssertionError("the guards let a strike pass where nothing is proven")
    reason = act.payload.reason.strip()
    struck = struck_out(facts.receipts, Struck(by=act.actor.id, at=act.now, reason=reason))
    undone = facts.state == SanctionState.NOT_IMPROVED
    limit, deadline = None, _counted(facts, left) if left else None
    if deadline is not None:
        limit = ObjectionLimit(last_instant=_not_earlier(facts, deadline), is_estimated=deadline.is_estimated)
    until = internal_until(facts, legal_date(left.at)) if left else None
    details = {"about": "strike", "struck": legal_date(known.at).isoformat(), "reason": reason, "undone": undone}
    return Outcome(
        changes={
            "receipts": [each.values() for each in struck],
            "received_at": left.at if left else None,
            "last_instant": limit.last_instant if limit else None,
            "calendar_version": deadline.calendar_version if deadline else None,
            "limit_is_estimated": limit is not None and limit.is_estimated,
            "internal_until": until.isoformat() if until else None,
        },
        letters=(LetterOrder(kind=DocumentKind.NOTICE, document_id=act.fresh.of("notice"), details=details),),
        effects=(
            *(_void(letter_id, reason) for letter_id in facts.lkpp_letters_waiting),
            *((_set_back(facts, reason),) if undone else ()),
            *(found_in_time(facts, limit) if limit else ()),
        ),
        reason=reason,
    )


def _not_earlier(facts: SanctionFacts, fresh: Deadline) -> datetime:
    """Another calendar may have moved the limit to a later day, which the unit keeps."""
    return max(fresh.last_instant, facts.limit.last_instant) if facts.limit else fresh.last_instant


def _void(letter_id: str, reason: str) -> Effect:
    return Effect(aggregate=Aggregate.DOCUMENT, verb="void", record_id=letter_id, payload=Reason(reason=reason))


def _set_back(facts: SanctionFacts, reason: str) -> Effect:
    payload = StepBack(rung=facts.rung, reason=reason)
    return Effect(aggregate=Aggregate.CASE, verb="set_back", record_id=facts.case_id or "", payload=payload)
