"""Objections (keberatan) against a sanction: the table of II.2.3 with its actions; its guards stand in `objection_rules`."""

from datetime import datetime
from typing import Any

from domain import objection_rules as rules
from domain.aggregates import Aggregate
from domain.clock import legal_date
from domain.document_acts import SignDocument
from domain.document_kinds import DocumentKind
from domain.objection_acts import (
    AdmitObjection,
    FileObjection,
    FindInTime,
    ObjectionDecision,
    ObjectionState,
    PrepareDecision,
    Proposal,
    RecordHearing,
)
from domain.objection_rules import ObjectedSanction, ObjectionFacts, is_late
from domain.papers import is_signatory, no_paper_waits, paper_ready, paper_waits, publish, recalled, same_paper
from domain.reasons import Reason
from domain.refusals import HOUSE
from domain.roles import Role
from domain.sanction_acts import ChangeSanction
from domain.tables import Act, Effect, LetterOrder, Outcome, Table, Transition


def _in_time(facts: ObjectionFacts, act: Act) -> str:
    if facts.sanction is not None and not is_late(facts.sanction, act.now):
        return ObjectionState.SUBMITTED
    return ObjectionState.LATE


def _file(facts: ObjectionFacts, act: Act) -> Outcome:
    given: FileObjection = act.payload
    late = _in_time(facts, act) == ObjectionState.LATE
    return Outcome(
        changes={
            "institution_id": facts.institution_id,
            "unit_id": facts.unit_id,
            "sanction_id": given.sanction_id,
            "open_on": given.sanction_id,
            "letter_number": given.letter_number.strip(),
            "letter_date": given.letter_date.isoformat(),
            "grounds": given.grounds.strip(),
            "evidence_ids": list(given.evidence_ids),
            "filed_by": act.actor.id,
            "filed_at": act.now,
            "late": late,
            "last_instant": facts.sanction.last_instant if facts.sanction else None,
            "suspends": facts.suspends and not late,
            "result_until": None if late else _until(facts),
        },
        letters=(LetterOrder(kind=DocumentKind.OBJECTION_RECEIPT, document_id=act.fresh.document),),
    )


def _until(facts: ObjectionFacts) -> str | None:
    return facts.result_until.isoformat() if facts.result_until else None


def _answer_late(facts: ObjectionFacts, act: Act) -> Outcome:
    reason = act.payload.reason.strip()
    accepted = act.verb == "accept_late"
    settled: dict[str, Any] = {"result_until": _until(facts)} if accepted else {"open_on": None}
    if accepted and facts.sanction is not None and rules.filed_in_time(facts):
        settled |= {"late": False, "last_instant": facts.sanction.last_instant}
    return Outcome(
        changes={"late_reason": reason, "suspends": facts.suspends and accepted, **settled},
        letters=(
            LetterOrder(
                kind=DocumentKind.NOTICE,
                document_id=act.fresh.document,
                details={"about": act.verb, "reason": reason},
            ),
        ),
        reason=reason,
    )


def _find_in_time(facts: ObjectionFacts, act: Act) -> Outcome:
    """The limit was counted anew, and the objection lies within it: it is heard as any other, and the unit is told."""
    given: FindInTime = act.payload
    details = {"about": act.verb}
    notice = LetterOrder(kind=DocumentKind.NOTICE, document_id=act.fresh.of("objection-notice"), details=details)
    return Outcome(
        changes={
            "late": False,
            "found_in_time_id": notice.document_id,
            "found_in_time_on": legal_date(act.now).isoformat(),
            "last_instant": given.last_instant,
            "suspends": facts.suspends,
            "result_until": _until(facts),
        },
        letters=(notice,),
    )


def _admit(_facts: ObjectionFacts, act: Act) -> Outcome:
    given: AdmitObjection = act.payload
    summons = {
        "about": "admit",
        "at": given.summoned_at.isoformat(),
        "place": given.place.strip(),
        "agenda": given.agenda.strip(),
    }
    return Outcome(
        changes={"examiner_id": given.examiner_id, "summoned_at": given.summoned_at},
        letters=(LetterOrder(kind=DocumentKind.NOTICE, document_id=act.fresh.document, details=summons),),
    )


def _missed_summons(facts: ObjectionFacts, given: RecordHearing) -> datetime | None:
    """To when the unit was summoned, where it came to no hearing so far and did not say that it need not be waited for."""
    came = given.unit_is_there() or any(
        person.get("of_unit") for each in facts.hearings for person in each.get("participants", ())
    )
    waived = given.waiver is not None or any(each.get("waiver") for each in facts.hearings)
    return None if came or waived else facts.summoned_at


def _record_hearing(facts: ObjectionFacts, act: Act) -> Outcome:
    given: RecordHearing = act.payload
    hearing = {
        "kind": given.kind.value,
        "held_at": given.held_at,
        "place": given.place.strip(),
        "text": given.text.strip(),
        "participants": [person.values() for person in given.participants],
        "others": [person.values() for person in given.others],
        "waiver": (given.waiver or "").strip() or None,
        "missed_summons": _missed_summons(facts, given),
        "recorded_by": act.actor.id,
        "document_id": act.fresh.document,
    }
    return Outcome(
        changes={"hearings": [*(dict(each) for each in facts.hearings), hearing]},
        letters=(LetterOrder(kind=DocumentKind.MINUTES, document_id=act.fresh.document),),
    )


def _prepare(facts: ObjectionFacts, act: Act) -> Outcome:
    given: PrepareDecision = act.payload
    limit = rules.replacement_limit(facts, given)
    proposal = Proposal(
        decision=given.decision,
        considerations=tuple(text.strip() for text in given.considerations),
        reinstated=tuple(sorted(given.reinstated)),
        follow_up=tuple(text.strip() for text in given.follow_up),
        rung=given.rung,
        stop_form=given.stop_form,
        stop_text=(given.stop_text or "").strip() or None,
        asked=tuple(text.strip() for text in given.asked),
        limit_days=limit.days if limit else None,
        revoked=tuple(sorted(facts.sanction.still_revoked)) if facts.sanction else (),
        over=facts.sanction is not None and facts.sanction.over,
        prepared_by=act.actor.id,
    )
    return Outcome(
        changes={"proposal": proposal.values(), "document_id": act.fresh.document},
        letters=(LetterOrder(kind=DocumentKind.OBJECTION_RESULT, document_id=act.fresh.document),),
    )


def _recall(facts: ObjectionFacts, act: Act) -> Outcome:
    reason = act.payload.reason.strip()
    return Outcome(
        changes={"proposal": None, "document_id": None}, effects=recalled(facts, act.payload.reason), reason=reason
    )


def _decide(facts: ObjectionFacts, act: Act) -> Outcome:
    proposal = facts.proposal
    if proposal is None:
        raise AssertionError("a paper that is ready has the proposal from which it was written")
    return Outcome(
        changes={
            "open_on": None,
            "decision": proposal.decision.value,
            "reinstated": [code.value for code in proposal.reinstated],
            "considerations": list(proposal.considerations),
            "follow_up": list(proposal.follow_up),
            "changed_rung": proposal.rung.value if proposal.rung else None,
            "decided_on": legal_date(act.now).isoformat(),
        },
        effects=(publish(facts, act), *_on_sanction(facts, proposal)),
    )


def _on_sanction(facts: ObjectionFacts, proposal: Proposal) -> tuple[Effect, ...]:
    """The follow-up on the sanction (II.2.3.s3)."""
    sanction = facts.sanction
    if sanction is None or proposal.decision is ObjectionDecision.SANCTION_CONFIRMED:
        return ()
    reason = proposal.considerations[0]
    if proposal.decision is ObjectionDecision.SANCTION_ANNULLED:
        return (_sanction_effect(sanction, "annul", Reason(reason=reason)),)
    kept = tuple(code for code in sanction.standards if code not in proposal.reinstated)
    change = ChangeSanction(
        reason=reason,
        standards=kept,
        rung=proposal.rung,
        stop_form=proposal.stop_form,
        stop_text=proposal.stop_text,
        asked=proposal.asked,
        limit_days=proposal.limit_days,
        document_id=facts.paper.id if facts.paper else None,
    )
    return (_sanction_effect(sanction, "change", change),)


def _sanction_effect(sanction: ObjectedSanction, verb: str, payload: Any) -> Effect:
    return Effect(aggregate=Aggregate.SANCTION, verb=verb, record_id=sanction.id, payload=payload)


def _withdraw(facts: ObjectionFacts, act: Act) -> Outcome:
    reason = act.payload.reason.strip()
    return Outcome(
        changes={"open_on": None, "reason": reason}, effects=recalled(facts, act.payload.reason), reason=reason
    )


# --- the table ------------------------------------------------------------------------------------------------------

_S = ObjectionState
_UNIT = frozenset({Role.UNIT_HEAD, Role.INSTITUTION_HEAD})
_DEPUTY = frozenset({Role.DEPUTY})
_LKPP_OFFICERS = frozenset({Role.REVIEWER, Role.ASSESSOR})


def _row(verb: str, label_id: str, event: str, **columns: Any) -> Transition[ObjectionFacts]:
    return Transition(verb=verb, label_id=label_id, event=event, **columns)


# fmt: off
OBJECTIONS: Table[ObjectionFacts] = Table(
    aggregate=Aggregate.OBJECTION,
    label_id="Keberatan",
    label_en="Objection",
    states=ObjectionState,
    final=frozenset({_S.DECIDED, _S.REFUSED_LATE, _S.WITHDRAWN}),
    rows=(
        _row(
            "file", "mengajukan keberatan", "ObjectionFiled",
            sources=(None,), targets=(_S.SUBMITTED, _S.LATE), roles=_UNIT, clause="II.2.3.s1", payload=FileObjection,
            guards=(rules.can_be_objected_to, rules.none_open),
            checks=(rules.letter_not_from_tomorrow, rules.evidence_confirmed), choose=_in_time, action=_file,
            paper=DocumentKind.OBJECTION_RECEIPT,
        ),
        _row(
            "accept_late", "menerima keberatan yang terlambat", "LateObjectionAccepted",
            sources=(_S.LATE,), targets=(_S.SUBMITTED,), roles=_DEPUTY, clause=HOUSE, payload=Reason,
            guards=(rules.limit_certain, rules.late_may_be_accepted, rules.late_could_follow), action=_answer_late,
            paper=DocumentKind.NOTICE,
        ),
        _row(
            "refuse_late", "menolak keberatan yang terlambat", "LateObjectionRefused",
            sources=(_S.LATE,), targets=(_S.REFUSED_LATE,), roles=_DEPUTY, clause=HOUSE, payload=Reason,
            guards=(rules.limit_certain, rules.is_late_today), action=_answer_late, paper=DocumentKind.NOTICE,
        ),
        _row(
            "find_in_time", "menyatakan keberatan tepat waktu", "ObjectionFoundInTime",
            sources=(_S.LATE,), targets=(_S.SUBMITTED,), roles=frozenset({Role.SYSTEM}), clause="II.2.3.s1",
            payload=FindInTime, action=_find_in_time, paper=DocumentKind.NOTICE,
        ),
        _row(
            "admit", "menunjuk pemeriksa dan memanggil", "ObjectionAdmitted",
            sources=(_S.SUBMITTED, _S.EXAMINATION), targets=(_S.EXAMINATION,), roles=frozenset({Role.ADMIN}),
            clause="II.2.3.s2", payload=AdmitObjection, guards=(no_paper_waits,),
            checks=(rules.examiner_stands_apart, rules.summoned_ahead), action=_admit, paper=DocumentKind.NOTICE,
        ),
        _row(
            "record_hearing", "mencatat pemeriksaan atau klarifikasi", "ObjectionHeard",
            sources=(_S.EXAMINATION,), targets=(_S.EXAMINATION,), roles=_LKPP_OFFICERS, clause="II.2.3.s2",
            payload=RecordHearing, guards=(rules.is_examiner, rules.stands_apart, no_paper_waits),
            checks=(rules.held_since_filed, rules.unit_could_come), action=_record_hearing, paper=DocumentKind.MINUTES,
        ),
        _row(
            "prepare_decision", "menyiapkan putusan keberatan", "ObjectionDecisionPrepared",
            sources=(_S.EXAMINATION,), targets=(_S.EXAMINATION,), roles=_LKPP_OFFICERS, clause="II.2.3.s3",
            payload=PrepareDecision, guards=(
                rules.may_prepare, rules.stands_apart, rules.heard, no_paper_waits, rules.minutes_numbered,
            ),
            checks=(rules.carried_out, rules.limit_reached), action=_prepare, paper=DocumentKind.OBJECTION_RESULT,
        ),
        _row(
            "recall_decision", "menarik kembali konsep putusan keberatan", "ObjectionDecisionRecalled",
            sources=(_S.EXAMINATION,), targets=(_S.EXAMINATION,), roles=frozenset({Role.REVIEWER, Role.DEPUTY}),
            clause=HOUSE, payload=Reason, guards=(paper_waits,), action=_recall,
        ),
        _row(
            "decide", "memutus keberatan", "ObjectionDecided",
            sources=(_S.EXAMINATION,), targets=(_S.DECIDED,), roles=_DEPUTY, clause="II.2.3.s3", payload=SignDocument,
            guards=(
                rules.heard, paper_ready, is_signatory, rules.not_the_preparer, rules.sanction_can_follow,
                rules.still_as_written,
            ),
            checks=(same_paper,), action=_decide, paper=DocumentKind.OBJECTION_RESULT,
        ),
        _row(
            "withdraw", "mencabut keberatan", "ObjectionWithdrawn",
            sources=(_S.LATE, _S.SUBMITTED, _S.EXAMINATION), targets=(_S.WITHDRAWN,), roles=_UNIT, clause=HOUSE,
            payload=Reason, action=_withdraw,
        ),
    ),
)
# fmt: on
