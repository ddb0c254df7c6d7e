"""The breach door of the SLA (II.2.2.d): what is asked before a breach counts, and what follows from it."""

from typing import Any

from domain.case_acts import OpenForBreach
from domain.clock import legal_date
from domain.documents import DocumentKind
from domain.independence import independent
from domain.refusals import Refusal, RefusalCode, refuse
from domain.sla_acts import AnswerBreach, ReportBreach
from domain.sla_facts import SlaFacts
from domain.tables import Act, Aggregate, Effect, LetterOrder, Outcome

# --- guards and checks ----------------------------------------------------------------------------------------------


def reporter_independent(facts: SlaFacts, act: Act) -> Refusal | None:
    """Guard: who reports, dismisses or renews for LKPP has no tie to the institution or its unit (house rule)."""
    return independent(facts.ties, (act.actor.id,), act.record_id, names={act.actor.id: act.actor.name})


def service_runs(facts: SlaFacts, _act: Act) -> Refusal | None:
    """Guard: a breach leads to the stop of a service that runs; one that stands already cannot be stopped again."""
    if facts.unit_state == "ACTIVE":
        return None
    return refuse(RefusalCode.SERVICE_NOT_ACTIVE, clause="II.2.2.d", subject="unit", state=str(facts.unit_state or "-"))


def answer_day_known(facts: SlaFacts, _act: Act) -> Refusal | None:
    """Guard: the last day for the unit's answer can be counted: the terms name the days, the calendar reaches it."""
    if facts.answer_until is not None:
        return None
    return refuse(RefusalCode.NOT_CONFIGURED, clause="II.2.2.d", key="breachAnswerWorkingDays")


def evidence_confirmed(facts: SlaFacts, act: Act) -> Refusal | None:
    """Check: each file is confirmed and the institution's."""
    unsound = next((each for each in act.payload.evidence_ids if each not in facts.confirmed_evidence), None)
    if unsound is None:
        return None
    return refuse(RefusalCode.EVIDENCE_NOT_CONFIRMED, evidence=unsound[:80], subject="evidence")


def breach_heard(facts: SlaFacts, _act: Act) -> Refusal | None:
    """Guard: the unit has answered, or its time to answer is over (house rule)."""
    if facts.breach_answered or facts.breach_window_over:
        return None
    day = f"jawaban unit (the unit's answer) / {facts.breach.get('answer_until') or '-'}"
    return refuse(RefusalCode.TOO_EARLY, clause="II.2.2.d", day=day)


def case_closed(facts: SlaFacts, _act: Act) -> Refusal | None:
    """Guard: the case that the breach opened is closed."""
    return None if facts.breach_case_closed else refuse(RefusalCode.CASE_STILL_OPEN)


def no_other_in_force(facts: SlaFacts, _act: Act) -> Refusal | None:
    """Guard: a unit has one agreement in force."""
    return refuse(RefusalCode.ANOTHER_SLA, state="IN_FORCE") if facts.previous_sla_id is not None else None


# --- actions --------------------------------------------------------------------------------------------------------


def report_breach(facts: SlaFacts, act: Act) -> Outcome:
    """The breach with the last day for the answer; a notice tells the unit. An earlier one gives way to it."""
    given: ReportBreach = act.payload
    until = facts.answer_until
    breach = {
        "article": given.article,
        "facts": given.facts.strip(),
        "evidence_ids": list(given.evidence_ids),
        "reported_by": act.actor.id,
        "reported_on": legal_date(act.now).isoformat(),
        "answer_until": until.isoformat() if until else None,
        "calendar_version": facts.calendar_version,
        "answers": [],
        "case_id": None,
    }
    return Outcome(changes={"breach": breach}, letters=(_paper(DocumentKind.NOTICE, act),), reason=given.facts.strip())


def answer_breach(facts: SlaFacts, act: Act) -> Outcome:
    """The answer is kept beside those before it."""
    given: AnswerBreach = act.payload
    answer = {
        "text": given.text.strip(),
        "evidence_ids": list(given.evidence_ids),
        "answered_by": act.actor.id,
        "answered_on": legal_date(act.now).isoformat(),
    }
    return Outcome(changes={"breach": {**facts.breach, "answers": [*facts.breach.get("answers", ()), answer]}})


def dismiss_breach(_facts: SlaFacts, act: Act) -> Outcome:
    """The report leads to nothing; minutes say why."""
    return _told(DocumentKind.MINUTES, act, {})


def confirm_breach(facts: SlaFacts, act: Act) -> Outcome:
    """The breach is proven: a case opens at the rung of the stop, the second door of II.2.2.d."""
    breach = facts.breach
    case_id = act.fresh.of("case")
    opened = OpenForBreach(
        institution_id=facts.institution_id or "",
        unit_id=facts.unit_id or "",
        sla_id=act.record_id,
        article=breach["article"],
        facts=breach["facts"],
        evidence_ids=tuple(breach["evidence_ids"]),
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
