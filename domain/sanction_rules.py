"""What a sanction's acts are allowed by: guards that look at the facts, checks that compare the payload (II.2.2; II.2.3)."""

from collections.abc import Iterable
from datetime import date, datetime

from domain.calendar import Deadline, OutsideCalendarError, add_working_days
from domain.case_acts import CaseState
from domain.clock import legal_date
from domain.compliance import CellState
from domain.independence import independent
from domain.ladder import LADDER, Course, blocks, held, revocable
from domain.receipts import ReceiptChannel, earliest, objection_deadline
from domain.refusals import HOUSE, Refusal, RefusalCode, Words, refuse
from domain.roles import Role
from domain.rungs import Rung
from domain.sanction_acts import STANDING, ChangeSanction, PrepareSanction, ProveReceipt, SubmitFollowUp
from domain.sanction_facts import SanctionFacts, on_ladder
from domain.settling import settling_blocks
from domain.standards import StandardCode
from domain.stop_forms import lighter_forms
from domain.tables import Act
from domain.text import first_problem, input_problem

# --- guards ---------------------------------------------------------------------------------------------------------


def case_known(facts: SanctionFacts, _act: Act) -> Refusal | None:
    """Guard: the case of which a sanction is drafted exists."""
    if facts.case_id:
        return None
    return refuse(RefusalCode.NOT_FOUND, what=Words("Kasus pembinaan", "Sanction case"), subject="case")


def rung_open(facts: SanctionFacts, act: Act) -> Refusal | None:
    """Guard: the ladder allows this rung now."""
    return first_problem(*blocks(facts.ladder, facts.rung, making=act.record_id))


def case_open(facts: SanctionFacts, _act: Act) -> Refusal | None:
    """Guard: the case is open; a measure of a case that ended is not pursued. *Source*: house rule, as the case itself."""
    if facts.ladder.case_state == CaseState.OPEN:
        return None
    return refuse(RefusalCode.CASE_NOT_OPEN, subject="case", state=facts.ladder.case_state or "-")


def not_the_drafter(facts: SanctionFacts, act: Act) -> Refusal | None:
    """Guard: whoever drafted or prepared the sanction does not sign it. *Source*: house rule."""
    if act.actor.id not in {facts.drafted_by, *facts.author_ids}:
        return None
    return refuse(RefusalCode.SIGNER_IS_DRAFTER, subject=act.record_id)


def still_revocable(facts: SanctionFacts, _act: Act) -> Refusal | None:
    """Guard: between preparing and signing a standard may have left the certificate."""
    return _not_revocable(facts, facts.standards) if facts.rung is Rung.REVOCATION else None


def remaining(facts: SanctionFacts, standards: Iterable[StandardCode]) -> frozenset[StandardCode]:
    """The standards that stay determined where these are revoked."""
    return facts.ladder.certified - frozenset(standards)


def still_remaining(facts: SanctionFacts, _act: Act) -> Refusal | None:
    """Guard: what a revocation says remains does so today; the standards may have changed. *Source*: house rule."""
    if facts.rung is not Rung.REVOCATION or remaining(facts, facts.standards) == frozenset(facts.remaining):
        return None
    said, today = (", ".join(sorted(codes)) or "-" for codes in (facts.remaining, remaining(facts, facts.standards)))
    what = Words(f"standar yang tetap berlaku: {said}; kini: {today}", f"standards that remain: {said}; now: {today}")
    return refuse(RefusalCode.PAPER_OUTDATED, what=what, subject="standards")


def revoked_still(facts: SanctionFacts) -> frozenset[StandardCode]:
    """The standards on whose revocation a stop rests; none after a breach."""
    return frozenset[StandardCode]().union(*held(facts.ladder).values())


def still_held(facts: SanctionFacts, _act: Act) -> Refusal | None:
    """Guard: what a stop says is revoked still is so today; a standard may be regained while it waits. *Source*: house rule."""
    if facts.rung is not Rung.STOP or not facts.held or revoked_still(facts) == frozenset(facts.held):
        return None
    said, today = (", ".join(sorted(codes)) or "-" for codes in (facts.held, revoked_still(facts)))
    what = Words(f"standar yang masih dicabut: {said}; kini: {today}", f"standards revoked still: {said}; now: {today}")
    return refuse(RefusalCode.PAPER_OUTDATED, what=what, subject="standards")


def _not_revocable(facts: SanctionFacts, standards: tuple[str, ...]) -> Refusal | None:
    outside = sorted(set(standards) - revocable(facts.ladder))
    if not outside:
        return None
    return refuse(
        RefusalCode.STANDARD_NOT_REVOCABLE,
        clause="II.2.2.c.s1",
        standards=", ".join(outside),
        subject="standards",
    )


def announced(facts: SanctionFacts, _act: Act) -> Refusal | None:
    """Guard: the letter whose receipt is to be proven is out: of a revocation, the notice that serves it."""
    if facts.announced_at is not None:
        return None
    return refuse(RefusalCode.PAPER_NOT_READY, clause="II.2.3.s1", state="DRAFT", subject="notice")


def no_objection_decided(facts: SanctionFacts, _act: Act) -> Refusal | None:
    """Guard: no objection to it is decided, so that its limit may still be computed anew. *Source*: house rule."""
    if not facts.objection_decided:
        return None
    return refuse(RefusalCode.OBJECTION_DECIDED, subject="objection")


def no_objection_open(facts: SanctionFacts, act: Act) -> Refusal | None:
    """Guard: an objection is decided first: what should not have been is annulled, not improved. *Source*: house rule."""
    if not on_ladder(facts, act.record_id).objection_open:
        return None
    return refuse(RefusalCode.OBJECTION_OPEN, subject="objection")


def actor_independent(facts: SanctionFacts, act: Act) -> Refusal | None:
    """Guard: who acts has no tie to the institution, and has not mentored the unit. *Source*: house rule."""
    return independent(facts.ties, [act.actor.id], act.record_id, names={act.actor.id: act.actor.name})


def not_own_finding(facts: SanctionFacts, act: Act) -> Refusal | None:
    """Guard: who made the finding does not settle it alone, where another assessor can. *Source*: house rule."""
    if act.actor.id not in facts.assessor_ids or not facts.other_assessor:
        return None
    return refuse(RefusalCode.OWN_FINDING, who=act.actor.name, subject=act.record_id)


def not_suspended(facts: SanctionFacts, act: Act) -> Refusal | None:
    """Guard: no objection suspends it, so that it may be pursued (`objection.suspends`). *Source*: house rule."""
    return refuse(RefusalCode.SANCTION_SUSPENDED, clause=HOUSE, subject=act.record_id) if facts.suspended else None


def not_over_with_case(facts: SanctionFacts, _act: Act) -> Refusal | None:
    """Guard: an advice or a warning stands as long as its case is not closed, as `domain.standings` has it (III)."""
    if facts.rung in {Rung.REVOCATION, Rung.STOP} or facts.ladder.case_state != CaseState.CLOSED:
        return None
    return refuse(RefusalCode.CASE_NOT_OPEN, clause="III", subject="case", state=CaseState.CLOSED)


def still_has_effect(facts: SanctionFacts, act: Act) -> Refusal | None:
    """Guard: who is recommended LKPP's system is under the measure (III): stopped by it, or its standards still revoked.

    A service may have been reinstated by hand since, and the standards regained in a case that is closed.
    """
    regained = not any(facts.cells.get(code) == CellState.REVOKED for code in facts.standards)
    closed = facts.ladder.case_state == CaseState.CLOSED
    over = facts.stopped_by != act.record_id if facts.rung is Rung.STOP else closed and regained
    is_measured = facts.rung in {Rung.REVOCATION, Rung.STOP}
    return refuse(RefusalCode.MEASURE_OVER, clause="III", subject=act.record_id) if is_measured and over else None


def recommendation_over(facts: SanctionFacts, act: Act) -> Refusal | None:
    """Why a recommendation of LKPP's system that waits for its signature rests on nothing any more, or None (III).

    Whoever is recommended it is under the measure, on the day of the signature as on that of the draft.
    """
    if facts.state not in STANDING:
        return refuse(RefusalCode.MEASURE_OVER, clause="III", subject=act.record_id)
    return first_problem(not_over_with_case(facts, act), still_has_effect(facts, act))


def recommendation_held_up(facts: SanctionFacts, act: Act) -> Refusal | None:
    """As `recommendation_over`, or an objection suspends the measure, so that the letter waits for its decision."""
    return first_problem(recommendation_over(facts, act), not_suspended(facts, act))


def not_by_follow_up(facts: SanctionFacts, act: Act) -> Refusal | None:
    """Guard: after a revocation, improvement is shown by re-assessment (II.2.2.c.s2)."""
    if facts.rung is not Rung.REVOCATION:
        return None
    return refuse(RefusalCode.IMPROVEMENT_BY_REASSESSMENT, clause="II.2.2.c.s2", subject=act.record_id)


def settled(facts: SanctionFacts, act: Act) -> Refusal | None:
    """Guard: receipt proven, internal limit and term to object over, no objection open. *Source*: house rules of `settling`."""
    return first_problem(*settling_blocks(facts.ladder, on_ladder(facts, act.record_id), act.now))


# --- checks ---------------------------------------------------------------------------------------------------------


def as_the_rung_needs(facts: SanctionFacts, act: Act) -> Refusal | None:
    """Check: what is asked, the standards and the form of a stop are given exactly where the rung has them.

    An advice is of improvements (II.2.2.a); that every other measure too says what is asked is a house rule.
    """
    given: PrepareSanction = act.payload
    revokes, stops = facts.rung is Rung.REVOCATION, facts.rung is Rung.STOP
    if not given.asked:
        clause = Rung.ADVICE.clause if facts.rung is Rung.ADVICE else HOUSE
        return _needed("asked", clause, "sebut apa yang diminta dari pengelola.", "say what the operator is to do.")
    if bool(given.standards) and not revokes:
        return _needed("standards", Rung.REVOCATION.clause, "hanya untuk pencabutan.", "for a revocation only.")
    if (given.stop_form is not None or given.stop_text is not None) and not stops:
        return _needed("stopForm", Rung.STOP.clause, "hanya untuk penghentian layanan.", "for a stop only.")
    if stops and given.stop_form is None:
        return _needed("stopForm", Rung.STOP.clause, "sebut bentuk penghentian.", "name the form of the stop.")
    return None


def _needed(field: str, clause: str, problem_id: str, problem_en: str) -> Refusal:
    return refuse(
        RefusalCode.INVALID_INPUT,
        clause=clause,
        subject=field,
        field=field,
        problem_id=problem_id,
        problem_en=problem_en,
    )


def standards_named(facts: SanctionFacts, act: Act) -> Refusal | None:
    """Check: a revocation names at least one standard, and only such as it can revoke (II.2.2.c.s1)."""
    if facts.rung is not Rung.REVOCATION:
        return None
    if not act.payload.standards:
        return refuse(RefusalCode.NOTHING_TO_REVOKE, clause="II.2.2.c.s1", subject="standards")
    return _not_revocable(facts, act.payload.standards)


def limit_computable(facts: SanctionFacts, act: Act) -> Refusal | None:
    """Check: where there is an internal limit, the calendar reaches its last day, counted from the receipt or today."""
    day = legal_date(proven_at(act) if isinstance(act.payload, ProveReceipt) else act.now)
    if facts.limit_days is None or internal_until(facts, day) is not None:
        return None
    return refuse(RefusalCode.OUTSIDE_CALENDAR, day=day.isoformat(), subject="calendar")


def internal_until(facts: SanctionFacts, received_on: date) -> date | None:
    """The last day of the internal limit, counted from the day of receipt as the letter says (HOUSE).

    None without a limit, or where it lies beyond the calendar.
    """
    if facts.limit_days is None or facts.calendar is None:
        return None
    try:
        return add_working_days(
            received_on, facts.limit_days, facts.calendar, joint_leave_is_off=facts.term.joint_leave_is_off
        )
    except OutsideCalendarError:
        return None


def own_channel(_facts: SanctionFacts, act: Act) -> Refusal | None:
    """Check: opening in the system is the operator's own act; LKPP's admin brings papers."""
    given: ProveReceipt = act.payload
    is_lkpp = act.actor.has(Role.ADMIN)
    if is_lkpp is not (given.channel is ReceiptChannel.IN_APP):
        return None
    return input_problem(
        "channel",
        "pimpinan atau kepala LPSE membuka sendiri dalam sistem; admin LKPP mencatat tanda terima dengan berkasnya.",
        "the head opens it himself in the system; LKPP's admin records a delivery note or e-mail with its file.",
    )


def instant_fits(facts: SanctionFacts, act: Act) -> Refusal | None:
    """Check: the receipt lies after the letter was issued, and not in the future (II.2.3.s1)."""
    at = proven_at(act)
    if facts.announced_at is not None and facts.announced_at <= at <= act.now:
        return None
    return refuse(
        RefusalCode.INVALID_INPUT,
        clause="II.2.3.s1",
        subject="receivedAt",
        field="receivedAt",
        problem_id="saat terima tidak boleh sebelum surat diterbitkan dan tidak boleh di masa depan.",
        problem_en="the receipt must not lie before the letter was issued, nor in the future.",
    )


def evidence_confirmed(facts: SanctionFacts, act: Act) -> Refusal | None:
    """Check: each file named is confirmed, and the institution's own."""
    named = act.payload.evidence_ids if isinstance(act.payload, SubmitFollowUp) else (act.payload.evidence_id,)
    missing = next((each for each in named if each is not None and each not in facts.confirmed), None)
    if missing is None:
        return None
    return refuse(RefusalCode.EVIDENCE_NOT_CONFIRMED, evidence=missing[:80], subject="evidence")


def earlier_than_known(facts: SanctionFacts, act: Act) -> Refusal | None:
    """Check: the earliest proven receipt counts, so that only an earlier one can be added."""
    known = earliest(facts.receipts)
    if known is None or proven_at(act) < known.at:
        return None
    return refuse(RefusalCode.RECEIPT_ALREADY_PROVEN, clause="II.2.3.s1", at=known.at.isoformat(), subject="receivedAt")


def calendar_reaches(facts: SanctionFacts, act: Act) -> Refusal | None:
    """Check: the calendar knows all days of the term to object."""
    if objection_deadline(proven_at(act), facts.term, facts.calendar) is not None:
        return None
    day = legal_date(proven_at(act)).isoformat()
    return refuse(RefusalCode.OUTSIDE_CALENDAR, clause="II.2.3.s1", day=day, subject="calendar")


def limit_open(facts: SanctionFacts, act: Act) -> Refusal | None:
    """Guard: the term to object runs still, or its last day was an estimate. *Source*: house rule."""
    if facts.limit is None:
        return refuse(RefusalCode.RECEIPT_NOT_PROVEN, subject="sanction")
    if facts.limit.may_move_at(act.now):
        return None
    return refuse(RefusalCode.LIMIT_OVER, day=legal_date(facts.limit.last_instant).isoformat(), subject="lastInstant")


def limit_moves(facts: SanctionFacts, _act: Act) -> Refusal | None:
    """Guard: by the calendar in force the limit is a later day, or certain at last. *Source*: house rule."""
    fresh = recounted(facts)
    if fresh is None:
        return refuse(RefusalCode.OUTSIDE_CALENDAR, day=_received_on(facts), subject="calendar")
    if facts.limit is not None and facts.limit.recomputed(fresh) is not None:
        return None
    return refuse(RefusalCode.LIMIT_UNCHANGED, version=fresh.calendar_version, subject="lastInstant")


def recounted(facts: SanctionFacts) -> Deadline | None:
    """The limit that the receipt sets by the calendar in force now; None where it does not know the days."""
    known = earliest(facts.receipts)
    return objection_deadline(known.at, facts.term, facts.calendar) if known else None


def _received_on(facts: SanctionFacts) -> str:
    known = earliest(facts.receipts)
    return legal_date(known.at).isoformat() if known else "-"


def proven_at(act: Act) -> datetime:
    """The instant that a proof of receipt shows: the one it names, or now for an opening in the system."""
    given: ProveReceipt = act.payload
    return given.at or act.now


def change_fits(facts: SanctionFacts, act: Act) -> Refusal | None:
    """Check: a changed sanction is on the same rung or a lower one, and no heavier than it was. *Source*: house rule."""
    given: ChangeSanction = act.payload
    rung = given.rung or facts.rung
    if rung not in LADDER[facts.rung, Course.CHANGED].rungs:
        return _unfit("rung", "hanya tindakan yang sama atau lebih ringan.", "only the same measure, or a lighter one.")
    kept, stays_revoked = set(given.standards), rung is Rung.REVOCATION
    if stays_revoked and not (kept and kept < set(facts.standards)):
        return _unfit(
            "standards", "sebut sebagian dari standar yang dicabut.", "name some of the standards revoked, not all."
        )
    if kept and not stays_revoked:
        return _unfit("standards", "hanya untuk pencabutan.", "for a revocation only.")
    lighter = lighter_forms(facts.stop_form) if rung is Rung.STOP else ()
    if given.stop_form is not None and given.stop_form not in lighter:
        return _unfit(
            "stopForm", "penghentian diubah ke bentuk yang lebih ringan.", "a stop is changed to a lighter form."
        )
    return None


def _unfit(field: str, problem_id: str, problem_en: str) -> Refusal:
    return refuse(
        RefusalCode.INVALID_INPUT,
        subject=field,
        field=field,
        problem_id=problem_id,
        problem_en=problem_en,
    )
