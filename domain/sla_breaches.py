"""The breach door of the SLA (II.2.2.d): what is asked before a breach counts, and what follows from it.

The agreement counts the days to answer from the receipt of the notice (article 6), and so does the table.
"""

from typing import Any

from domain.aggregates import Aggregate
from domain.case_acts import OpenForBreach
from domain.clock import legal_date
from domain.document_kinds import DocumentKind
from domain.independence import independent
from domain.papers import letter_signed
from domain.receipts import Receipt, earliest
from domain.refusals import Refusal, RefusalCode, refuse
from domain.sanction_acts import ProveReceipt
from domain.sanction_rules import proven_at
from domain.sla_acts import AnswerBreach, RecordBreachFinding, ReportBreach
from domain.sla_facts import SlaFacts
from domain.tables import Act, Effect, LetterOrder, Outcome
from domain.text import input_problem

# --- guards and checks ----------------------------------------------------------------------------------------------


def reporter_independent(facts: SlaFacts, act: Act) -> Refusal | None:
    """Guard: who reports, examines, decides or renews for LKPP has no tie to the institution or its unit (house rule)."""
    return independent(facts.ties, (act.actor.id,), act.record_id, names={act.actor.id: act.actor.name})


def second_person(facts: SlaFacts, act: Act) -> Refusal | None:
    """Guard: nobody judges his own: the reporter records no finding and dismisses nothing, and neither he nor the reviewer who
    found it confirms. House rule.
    """
    acted = {facts.breach.get("reported_by")}
    if act.verb == "confirm_breach":
        acted |= {finding["found_by"] for finding in facts.breach.get("findings", ())}
    if act.actor.id not in acted:
        return None
    return refuse(RefusalCode.NOT_A_SECOND_PERSON, subject=act.actor.id, person=act.actor.name)


def no_breach_unsettled(facts: SlaFacts, _act: Act) -> Refusal | None:
    """Guard: what a breach of another agreement of the unit brings about no new agreement evades (II.2.2.d). House rule."""
    if facts.unsettled_breach is None:
        return None
    return refuse(RefusalCode.BREACH_NOT_SETTLED, state=facts.unsettled_breach)


def service_runs(facts: SlaFacts, _act: Act) -> Refusal | None:
    """Guard: a breach leads to the stop of a service that runs; one that stands already cannot be stopped again."""
    if facts.unit_state == "ACTIVE":
        return None
    return refuse(RefusalCode.SERVICE_NOT_ACTIVE, clause="II.2.2.d", subject="unit", state=str(facts.unit_state or "-"))


def answer_day_known(facts: SlaFacts, act: Act) -> Refusal | None:
    """Guard: the days for the answer can be counted: the calendar reaches so far today. House rule."""
    if facts.answer_until is not None:
        return None
    return refuse(RefusalCode.OUTSIDE_CALENDAR, day=legal_date(act.now).isoformat(), subject="calendar")


def evidence_confirmed(facts: SlaFacts, act: Act) -> Refusal | None:
    """Check: each file is confirmed and the institution's."""
    given = act.payload
    named = (given.evidence_id,) if isinstance(given, ProveReceipt) else given.evidence_ids
    unsound = next((each for each in named if each is not None and each not in facts.confirmed_evidence), None)
    if unsound is None:
        return None
    return refuse(RefusalCode.EVIDENCE_NOT_CONFIRMED, evidence=unsound[:80], subject="evidence")


def notice_issued(facts: SlaFacts, _act: Act) -> Refusal | None:
    """Guard: the notice of the report bears its seal: what was never issued nobody received. House rule."""
    if facts.notice_issued_at is not None:
        return None
    return letter_signed(DocumentKind.NOTICE, facts.notice_state, "notice")


def notice_came_first(facts: SlaFacts, act: Act) -> Refusal | None:
    """Check: the receipt lies after the notice was issued, and not in the future. House rule."""
    issued = facts.notice_issued_at
    if issued is not None and issued <= proven_at(act) <= act.now:
        return None
    return input_problem(
        "receivedAt",
        "saat terima tidak boleh sebelum surat diterbitkan dan tidak boleh di masa depan.",
        "the receipt must not lie before the letter was issued, nor in the future.",
    )


def earlier_than_known(facts: SlaFacts, act: Act) -> Refusal | None:
    """Check: the earliest proven receipt counts, so that only an earlier one can be added. House rule."""
    known = earliest(facts.receipts)
    if known is None or proven_at(act) < known.at:
        return None
    return refuse(RefusalCode.RECEIPT_ALREADY_PROVEN, at=known.at.isoformat(), subject="receivedAt")


def answer_day_counted(facts: SlaFacts, act: Act) -> Refusal | None:
    """Check: the calendar knows all days of the time to answer, counted from this receipt. House rule."""
    if facts.answer_until is not None:
        return None
    return refuse(RefusalCode.OUTSIDE_CALENDAR, day=legal_date(proven_at(act)).isoformat(), subject="calendar")


def breach_heard(facts: SlaFacts, act: Act) -> Refusal | None:
    """Guard: the notice has reached the unit, and it has answered, or its time to answer is over (house rule)."""
    if not facts.receipts:
        return notice_issued(facts, act) or refuse(RefusalCode.RECEIPT_NOT_PROVEN, subject="notice")
    if facts.breach_answered or facts.breach_window_over:
        return None
    return refuse(RefusalCode.ANSWER_TERM_RUNNING, day=str(facts.breach.get("answer_until") or "-"), subject="answers")


def breach_found(facts: SlaFacts, _act: Act) -> Refusal | None:
    """Guard: a reviewer has recorded his finding, and it weighs every answer that came in time (house rule), also as the time
    was counted when it came: an earlier receipt that is proven since takes no answer away.
    """
    until = facts.breach.get("answer_until")
    answers = facts.breach.get("answers", ())
    in_time = [each for each in answers if each.get("in_time") or until is None or each["answered_on"] <= until]
    findings = facts.breach.get("findings", ())
    if findings and findings[-1]["answers_weighed"] >= len(in_time):
        return None
    return refuse(RefusalCode.FINDING_MISSING)


def answer_day_runs(facts: SlaFacts, _act: Act) -> Refusal | None:
    """Guard: the unit's time to answer runs still. House rule."""
    until = facts.breach.get("answer_until")
    if until is None:
        return refuse(RefusalCode.RECEIPT_NOT_PROVEN, subject="notice")
    if not facts.breach_window_over:
        return None
    return refuse(RefusalCode.LIMIT_OVER, day=until, subject="answerUntil")


def answer_day_moves(facts: SlaFacts, _act: Act) -> Refusal | None:
    """Guard: by the calendar in force the unit has more days to answer. House rule."""
    fresh = facts.answer_until
    if fresh is not None and fresh.isoformat() > facts.breach["answer_until"]:
        return None
    return refuse(RefusalCode.LIMIT_UNCHANGED, version=facts.calendar_version or "-", subject="answerUntil")


def case_closed(facts: SlaFacts, _act: Act) -> Refusal | None:
    """Guard: the case that the breach opened is closed."""
    return None if facts.breach_case_closed else refuse(RefusalCode.CASE_STILL_OPEN)


def no_other_in_force(facts: SlaFacts, _act: Act) -> Refusal | None:
    """Guard: a unit has one agreement in force."""
    return refuse(RefusalCode.ANOTHER_SLA, state="IN_FORCE") if facts.previous_sla_id is not None else None


# --- actions --------------------------------------------------------------------------------------------------------


def report_breach(_facts: SlaFacts, act: Act) -> Outcome:
    """The breach; a notice tells the unit, whose days to answer begin when it is received. An earlier one gives way to it."""
    given: ReportBreach = act.payload
    notice = _paper(DocumentKind.NOTICE, act)
    breach = {
        "article": given.article,
        "facts": given.facts.strip(),
        "evidence_ids": list(given.evidence_ids),
        "reported_by": act.actor.id,
        "reported_on": legal_date(act.now).isoformat(),
        "notice_id": notice.document_id,
        "receipts": [],
        "answer_until": None,
        "calendar_version": None,
        "answers": [],
        "findings": [],
        "case_id": None,
    }
    return Outcome(changes={"breach": breach}, letters=(notice,), reason=given.facts.strip())


def prove_notice_receipt(facts: SlaFacts, act: Act) -> Outcome:
    """The earliest proven receipt sets the last day for the answer, by the calendar in force now; it is stored."""
    given: ProveReceipt = act.payload
    receipt = Receipt(channel=given.channel, at=proven_at(act), by=act.actor.id, evidence_id=given.evidence_id)
    counted = {
        "receipts": [each.values() for each in (*facts.receipts, receipt)],
        "answer_until": facts.answer_until.isoformat() if facts.answer_until else None,
        "calendar_version": facts.calendar_version,
    }
    return Outcome(changes={"breach": {**facts.breach, **counted}})


def answer_breach(facts: SlaFacts, act: Act) -> Outcome:
    """The answer is kept beside those before it."""
    given: AnswerBreach = act.payload
    answer = {
        "text": given.text.strip(),
        "evidence_ids": list(given.evidence_ids),
        "answered_by": act.actor.id,
        "answered_on": legal_date(act.now).isoformat(),
        "in_time": not facts.breach_window_over,
    }
    return Outcome(changes={"breach": {**facts.breach, "answers": [*facts.breach.get("answers", ()), answer]}})


def recompute_answer_day(facts: SlaFacts, act: Act) -> Outcome:
    """The unit has until a later day, by the calendar in force; a notice tells it."""
    until = facts.answer_until.isoformat() if facts.answer_until else None
    moved = {**facts.breach, "answer_until": until, "calendar_version": facts.calendar_version}
    return _told(DocumentKind.NOTICE, act, {"breach": moved})


def record_breach_finding(facts: SlaFacts, act: Act) -> Outcome:
    """What the reviewer found of the report and of the answers so far; a later finding stands beside it and decides."""
    given: RecordBreachFinding = act.payload
    finding = {
        "text": given.text.strip(),
        "evidence_ids": list(given.evidence_ids),
        "found_by": act.actor.id,
        "found_on": legal_date(act.now).isoformat(),
        "answers_weighed": len(facts.breach.get("answers", ())),
    }
    findings = [*facts.breach.get("findings", ()), finding]
    return Outcome(changes={"breach": {**facts.breach, "findings": findings}}, reason=given.text.strip())


def dismiss_breach(_facts: SlaFacts, act: Act) -> Outcome:
    """The report leads to nothing; minutes say why."""
    return _told(DocumentKind.MINUTES, act, {})


def confirm_breach(facts: SlaFacts, act: Act) -> Outcome:
    """The breach is proven: a case opens at the rung of the stop, the second door of II.2.2.d.

    Who examined it goes along with who reported it: neither hears the objection.
    """
    breach = facts.breach
    case_id = act.fresh.of("case")
    opened = OpenForBreach(
        institution_id=facts.institution_id or "",
        unit_id=facts.unit_id or "",
        sla_id=act.record_id,
        article=breach["article"],
        facts=breach["facts"],
        evidence_ids=tuple(breach["evidence_ids"]),
        reported_by=breach["reported_by"],
        found_by=tuple(dict.fromkeys(finding["found_by"] for finding in breach["findings"])),
    )
    effect = Effect(aggregate=Aggregate.CASE, verb="open_for_breach", record_id=case_id, payload=opened)
    return _told(DocumentKind.NOTICE, act, {"breach": {**breach, "case_id": case_id}}, effect)


def cure(_facts: SlaFacts, act: Act) -> Outcome:
    """The agreement is in force again; a notice says so."""
    return _told(DocumentKind.NOTICE, act, {})


def _told(kind: DocumentKind, act: Act, changes: dict[str, Any], *effects: Effect) -> Outcome:
    reason = act.payload.reason.strip()
    return Outcome(changes={"reason": reason, **changes}, letters=(_paper(kind, act),), effects=effects, reason=reason)


def _paper(kind: DocumentKind, act: Act) -> LetterOrder:
    return LetterOrder(kind=kind, document_id=act.fresh.document, details={"verb": act.verb})
