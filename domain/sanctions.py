"""Sanctions (tindakan pembinaan): the table of II.2.2, from a reviewer's draft to its outcome; objections are elsewhere."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from domain.aggregates import Aggregate
from domain.case_acts import CloseCase, CloseReason
from domain.clock import legal_date
from domain.document_acts import SignDocument
from domain.document_kinds import DocumentKind
from domain.ladder import LADDER, Course, revocable
from domain.papers import is_signatory, paper_ready, paper_waits, publish, recalled, same_paper
from domain.reasons import Reason
from domain.receipt_strikes import (
    after_strike,
    case_can_go_on,
    no_objection_heard,
    nothing_rests_on_it,
    recorded_by_another,
    rest_is_counted,
    strike_receipt,
)
from domain.receipts import ObjectionLimit, Receipt, objection_deadline
from domain.refusals import HOUSE
from domain.roles import Role
from domain.rungs import Rung
from domain.sanction_acts import (
    IN_FORCE,
    IN_THE_MAKING,
    OBJECTIONABLE,
    AcceptImprovement,
    AcceptInPart,
    ChangeSanction,
    DraftSanction,
    PrepareSanction,
    ProveReceipt,
    RecommendLkppSystem,
    ReplaceSanction,
    SanctionState,
    SubmitFollowUp,
)
from domain.sanction_effects import annulled, changed, found_in_time, improved, issued, terminated
from domain.sanction_facts import RUNG_PAPERS, SanctionFacts
from domain.sanction_findings import (
    accept_in_part,
    findings_told,
    improvable,
    improved_by_parts,
    part_fits,
    returned_reports,
    settle,
    still_unimproved,
    waiting,
)
from domain.sanction_rules import (
    actor_independent,
    announced,
    as_the_rung_needs,
    calendar_reaches,
    case_known,
    case_open,
    change_fits,
    earlier_than_known,
    evidence_confirmed,
    instant_fits,
    internal_until,
    limit_computable,
    limit_moves,
    limit_open,
    no_objection_decided,
    no_objection_open,
    not_by_follow_up,
    not_over_with_case,
    not_own_finding,
    not_suspended,
    not_the_drafter,
    own_channel,
    proven_at,
    recounted,
    remaining,
    revoked_still,
    rung_open,
    settled,
    standards_named,
    still_has_effect,
    still_held,
    still_remaining,
    still_revocable,
)
from domain.stop_forms import StopForm
from domain.tables import Act, Effect, LetterOrder, Outcome, Table, Transition

# --- actions --------------------------------------------------------------------------------------------------------


def _draft(facts: SanctionFacts, act: Act) -> Outcome:
    return Outcome(
        changes={
            "institution_id": facts.institution_id,
            "unit_id": facts.unit_id,
            "case_id": facts.case_id,
            "rung": facts.rung.value,
            "round": facts.round,
            "sequence": facts.sequence,
            "drafted_by": act.actor.id,
            "author_ids": _authors(facts, act),
            "assessor_ids": list(facts.assessor_ids),
        }
    )


def _authors(facts: SanctionFacts, act: Act) -> list[str]:
    """Everyone who had a hand in it stays one of its authors, also where it was recalled and prepared by another."""
    return list(dict.fromkeys([*facts.author_ids, act.actor.id]))


def _because(_facts: SanctionFacts, act: Act) -> Outcome:
    return Outcome(changes={"reason": act.payload.reason.strip()}, reason=act.payload.reason.strip())


def _prepare(facts: SanctionFacts, act: Act) -> Outcome:
    given: PrepareSanction = act.payload
    return Outcome(
        changes={
            "asked": [each.strip() for each in given.asked],
            "standards": sorted(given.standards),
            "stop_form": given.stop_form.value if given.stop_form else None,
            "stop_text": (given.stop_text or "").strip() or None,
            "stops_on": legal_date(act.now).isoformat() if facts.rung is Rung.STOP else None,
            "remaining": sorted(remaining(facts, given.standards)) if facts.rung is Rung.REVOCATION else [],
            "held": sorted(revoked_still(facts)) if facts.rung is Rung.STOP else [],
            "findings": findings_told(facts, given.standards),
            "limit_days": facts.limit_days,
            "drafted_by": act.actor.id,
            "author_ids": _authors(facts, act),
            "document_id": act.fresh.document,
            "reason": None,
        },
        letters=(LetterOrder(kind=RUNG_PAPERS[facts.rung], document_id=act.fresh.document),),
    )


def _issue(facts: SanctionFacts, act: Act) -> Outcome:
    changes: dict[str, Any] = {"issued_on": legal_date(act.now).isoformat(), "issued_at": act.now}
    letters: tuple[LetterOrder, ...] = ()
    if facts.rung is Rung.REVOCATION:
        changes["notice_id"] = act.fresh.of("notice")
        letters = (_notice(act, about="issue"),)
    if facts.rung is Rung.STOP:
        changes["stops_on"] = legal_date(act.now).isoformat()
    if facts.rung is Rung.STOP and (ended := terminated(facts)) is not None:
        changes["terminated_sla_id"] = ended
    return Outcome(changes=changes, letters=letters, effects=(publish(facts, act), *issued(facts, act)))


def _notice(act: Act, **details: str) -> LetterOrder:
    return LetterOrder(kind=DocumentKind.NOTICE, document_id=act.fresh.of("notice"), details=details)


def _recall(facts: SanctionFacts, act: Act) -> Outcome:
    reason = act.payload.reason.strip()
    changes = {"document_id": None, "reason": reason}
    return Outcome(changes=changes, effects=recalled(facts, reason), reason=reason)


def _after_receipt(facts: SanctionFacts, _act: Act) -> str:
    return SanctionState.RECEIVED if facts.state == SanctionState.ISSUED else str(facts.state)


def _prove_receipt(facts: SanctionFacts, act: Act) -> Outcome:
    """The earliest proven receipt sets both limits, by the calendar in force now; they are stored, not computed again.

    A measure may have ended in improvement before its letter was received, by a re-assessment that LKPP opened itself: the
    right to object to it begins with the receipt all the same (II.2.3.s1).
    """
    given: ProveReceipt = act.payload
    at = proven_at(act)
    receipt = Receipt(channel=given.channel, at=at, by=act.actor.id, evidence_id=given.evidence_id)
    limit = objection_deadline(at, facts.term, facts.calendar)
    if limit is None:
        raise AssertionError("the checks let a receipt pass whose limit cannot be computed")
    until = internal_until(facts, legal_date(at))
    by_now = ObjectionLimit(last_instant=limit.last_instant, is_estimated=limit.is_estimated)
    return Outcome(
        changes={
            "receipts": [each.values() for each in (*facts.receipts, receipt)],
            "received_at": at,
            "last_instant": limit.last_instant,
            "calendar_version": limit.calendar_version,
            "limit_is_estimated": limit.is_estimated,
            "internal_until": until.isoformat() if until else None,
        },
        effects=found_in_time(facts, by_now),
    )


def _recompute_limit(facts: SanctionFacts, act: Act) -> Outcome:
    """The last moment to object by the calendar in force: later, or certain; a notice tells the unit.

    An objection that was kept as late and lies within it is in time: it was filed within the term (II.2.3.s1).
    """
    fresh = recounted(facts)
    moved = facts.limit.recomputed(fresh) if facts.limit is not None and fresh is not None else None
    if facts.limit is None or fresh is None or moved is None:
        raise AssertionError("the guards let a limit pass that does not change")
    reason = act.payload.reason.strip()
    changes = {
        "last_instant": moved.last_instant,
        "calendar_version": fresh.calendar_version,
        "limit_is_estimated": moved.is_estimated,
    }
    before = legal_date(facts.limit.last_instant).isoformat()
    details = {"about": "limit", "before": before, "reason": reason}
    order = LetterOrder(kind=DocumentKind.NOTICE, document_id=act.fresh.document, details=details)
    return Outcome(changes=changes, letters=(order,), effects=found_in_time(facts, moved), reason=reason)


def _as_before(facts: SanctionFacts, _act: Act) -> str:
    """Where it stood before it was recorded that no improvement followed."""
    reported = bool(facts.follow_ups) and facts.follow_ups[-1].get("returned") is None
    return SanctionState.FOLLOW_UP if reported else SanctionState.RECEIVED


def _submit_follow_up(facts: SanctionFacts, act: Act) -> Outcome:
    given: SubmitFollowUp = act.payload
    report = {
        "text": given.text.strip(),
        "evidence_ids": list(given.evidence_ids),
        "by": act.actor.id,
        "on": legal_date(act.now).isoformat(),
        "returned": None,
    }
    return Outcome(changes={"follow_ups": [*(dict(each) for each in facts.follow_ups), report]})


def _return_follow_up(facts: SanctionFacts, act: Act) -> Outcome:
    reason = act.payload.reason.strip()
    letters = (_notice(act, about="return_follow_up", reason=reason),)
    return Outcome(changes={"follow_ups": returned_reports(facts, reason)}, letters=letters, reason=reason)


def _accept_improvement(facts: SanctionFacts, act: Act) -> Outcome:
    given: AcceptImprovement = act.payload
    verification = given.verification.strip()
    minutes = LetterOrder(
        kind=DocumentKind.MINUTES,
        document_id=act.fresh.document,
        details={"verification": verification, "improved": waiting(facts), "left": []},
    )
    return Outcome(
        changes={
            "verification": verification,
            "verified_by": act.actor.id,
            "verified_on": legal_date(act.now).isoformat(),
        },
        letters=(minutes,),
        effects=(*settle(facts, act, improvable(facts)), _close(facts, CloseReason.IMPROVED)),
    )


def _record_no_improvement(facts: SanctionFacts, act: Act) -> Outcome:
    reason = act.payload.reason.strip()
    return Outcome(changes={"reason": reason}, effects=_outcome_on_case(facts), reason=reason)


def _outcome_on_case(facts: SanctionFacts) -> tuple[Effect, ...]:
    """After a warning without a certificate to revoke the decree is silent: the Deputy decides. A stop ends the case."""
    course = Course.NOT_IMPROVED
    if facts.rung is Rung.WARNING and not revocable(facts.ladder):
        course = Course.NOTHING_CERTIFIED
    step = LADDER[facts.rung, course]
    if step.held:
        return (Effect(aggregate=Aggregate.CASE, verb="hold", record_id=facts.case_id or ""),)
    return () if step.rungs else (_close(facts, CloseReason.STOP_FINAL),)


def _close(facts: SanctionFacts, why: CloseReason) -> Effect:
    closed = CloseCase(reason=why)
    return Effect(aggregate=Aggregate.CASE, verb="close", record_id=facts.case_id or "", payload=closed)


def _same_state(facts: SanctionFacts, _act: Act) -> str:
    return str(facts.state)


def _recommend_lkpp_system(facts: SanctionFacts, act: Act) -> Outcome:
    reasons = [each.strip() for each in act.payload.reasons]
    letter = LetterOrder(kind=DocumentKind.LKPP_SYSTEM, document_id=act.fresh.document, details={"reasons": reasons})
    return Outcome(changes={"lkpp_system_ids": [*facts.lkpp_system_ids, act.fresh.document]}, letters=(letter,))


def _change(facts: SanctionFacts, act: Act) -> Outcome:
    return Outcome(
        changes={"reason": act.payload.reason, "replaced_by": act.fresh.of("replacement")},
        effects=tuple(changed(facts, act)),
        reason=act.payload.reason,
    )


def _annul(facts: SanctionFacts, act: Act) -> Outcome:
    reason = act.payload.reason
    return Outcome(changes={"reason": reason}, effects=tuple(annulled(facts, act, reason)), reason=reason)


def _improve(facts: SanctionFacts, act: Act) -> Outcome:
    return Outcome(effects=improved(facts, act))


def _lapse(facts: SanctionFacts, act: Act) -> Outcome:
    reason = act.payload.reason
    return Outcome(changes={"reason": reason}, effects=recalled(facts, reason), reason=reason)


def _as_replaced(_facts: SanctionFacts, act: Act) -> str:
    """What takes the place of a sanction that was followed by improvement is improved with it."""
    return SanctionState.IMPROVED if act.payload.improved else SanctionState.ISSUED


def _replace(facts: SanctionFacts, act: Act) -> Outcome:
    given: ReplaceSanction = act.payload
    begun = _draft(facts, replace(act, actor=replace(act.actor, id=facts.drafted_by or act.actor.id)))
    return Outcome(
        changes={
            **begun.changes,
            "asked": list(given.asked),
            "limit_days": given.limit_days,
            "standards": sorted(given.standards),
            "findings": findings_told(facts, given.standards),
            "stop_form": given.stop_form.value if given.stop_form else None,
            "stop_text": given.stop_text,
            "stops_on": legal_date(act.now).isoformat() if given.rung is Rung.STOP else None,
            "terminated_sla_id": facts.terminated_sla_id if given.stop_form is StopForm.REVOCATION else None,
            "document_id": given.document_id,
            "replaces": given.replaces,
            "issued_on": legal_date(act.now).isoformat(),
            "issued_at": act.now,
        }
    )


def _by_rung(facts: SanctionFacts, _act: Act) -> str:
    return facts.rung.clause


def _by_consequence(facts: SanctionFacts, _act: Act) -> str:
    """Whether something improved is the condition of the next rung, which names it; after a stop the decree is silent."""
    return LADDER[facts.rung, Course.NOT_IMPROVED].clause


# --- the table ------------------------------------------------------------------------------------------------------

_S = SanctionState
_RUNGS = tuple(rung.clause for rung in Rung)
_BY_RUNG: Mapping[str, Any] = {"clause": "II.2.2", "clauses": _RUNGS, "cite": _by_rung}
_BY_CONSEQUENCE: Mapping[str, Any] = {"clause": "II.2.2", "clauses": (*_RUNGS[1:], HOUSE), "cite": _by_consequence}
_REVIEWER = frozenset({Role.REVIEWER})
_ASSESSOR = frozenset({Role.ASSESSOR})
_DEPUTY = frozenset({Role.DEPUTY})
_UNIT_HEAD = frozenset({Role.UNIT_HEAD})
_SYSTEM = frozenset({Role.SYSTEM})
_FORCE = tuple(state for state in SanctionState if state in IN_FORCE)
_STANDING = (*_FORCE, _S.NOT_IMPROVED)
_OBJECTIONABLE = tuple(state for state in SanctionState if state in OBJECTIONABLE)
_MAKING = tuple(state for state in SanctionState if state in IN_THE_MAKING)


def _row(verb: str, label_id: str, event: str, **columns: Any) -> Transition[SanctionFacts]:
    return Transition(verb=verb, label_id=label_id, event=event, **columns)


# fmt: off
SANCTIONS: Table[SanctionFacts] = Table(
    aggregate=Aggregate.SANCTION,
    label_id="Tindakan pembinaan",
    label_en="Sanction",
    states=SanctionState,
    final=frozenset({_S.CHANGED, _S.ANNULLED, _S.VOID}),
    rows=(
        _row(
            "draft", "menyusun tindakan pembinaan", "SanctionDrafted",
            sources=(None,), targets=(_S.DRAFT,), roles=_REVIEWER, **_BY_RUNG, payload=DraftSanction,
            guards=(case_known, rung_open), action=_draft,
        ),
        _row(
            "discard", "menghapus konsep tindakan pembinaan", "SanctionDiscarded",
            sources=(_S.DRAFT,), targets=(_S.VOID,), roles=_REVIEWER, clause=HOUSE, payload=Reason, action=_because,
        ),
        _row(
            "prepare", "menyiapkan surat tindakan pembinaan", "SanctionPrepared",
            sources=(_S.DRAFT,), targets=(_S.AWAITING_SIGNATURE,), roles=_REVIEWER, **_BY_RUNG,
            payload=PrepareSanction, guards=(rung_open,),
            checks=(as_the_rung_needs, standards_named, limit_computable), action=_prepare,
        ),
        _row(
            "issue", "mengenakan tindakan pembinaan", "SanctionIssued",
            sources=(_S.AWAITING_SIGNATURE,), targets=(_S.ISSUED,), roles=_DEPUTY, **_BY_RUNG,
            payload=SignDocument,
            guards=(
                paper_ready, is_signatory, not_the_drafter, rung_open, still_revocable, still_remaining, still_held,
                still_unimproved,
            ),
            checks=(same_paper,), action=_issue,
        ),
        _row(
            "recall", "menarik kembali surat tindakan pembinaan", "SanctionRecalled",
            sources=(_S.AWAITING_SIGNATURE,), targets=(_S.DRAFT,), roles=_REVIEWER | _DEPUTY, clause=HOUSE,
            payload=Reason, guards=(paper_waits,), action=_recall,
        ),
        _row(
            "prove_receipt", "membuktikan penerimaan", "SanctionReceived",
            sources=(*_FORCE, _S.IMPROVED), targets=(_S.RECEIVED, _S.FOLLOW_UP, _S.IMPROVED),
            roles=frozenset({Role.UNIT_HEAD, Role.INSTITUTION_HEAD, Role.ADMIN}), clause="II.2.3.s1",
            payload=ProveReceipt, guards=(announced, no_objection_decided),
            checks=(own_channel, instant_fits, evidence_confirmed, earlier_than_known, calendar_reaches, limit_computable),
            choose=_after_receipt, action=_prove_receipt,
        ),
        _row(
            "strike_receipt", "mencoret bukti penerimaan", "SanctionReceiptStruck",
            sources=_OBJECTIONABLE, targets=(_S.ISSUED, _S.RECEIVED, _S.FOLLOW_UP, _S.IMPROVED), roles=_DEPUTY,
            clause=HOUSE, payload=Reason,
            guards=(
                recorded_by_another, no_objection_decided, no_objection_heard, nothing_rests_on_it, case_can_go_on,
            ),
            checks=(rest_is_counted,), choose=after_strike, action=strike_receipt, paper=DocumentKind.NOTICE,
        ),
        _row(
            "recompute_limit", "menghitung kembali batas akhir keberatan", "SanctionLimitRecomputed",
            sources=_OBJECTIONABLE, targets=_OBJECTIONABLE, roles=frozenset({Role.ADMIN, Role.DEPUTY}), clause=HOUSE,
            payload=Reason, guards=(limit_open, limit_moves), choose=_same_state, action=_recompute_limit,
            paper=DocumentKind.NOTICE,
        ),
        _row(
            "submit_follow_up", "menyampaikan tindak lanjut", "SanctionFollowedUp",
            sources=(_S.RECEIVED,), targets=(_S.FOLLOW_UP,), roles=_UNIT_HEAD, **_BY_CONSEQUENCE,
            payload=SubmitFollowUp, guards=(case_open,), checks=(evidence_confirmed,), action=_submit_follow_up,
        ),
        _row(
            "return_follow_up", "mengembalikan tindak lanjut", "SanctionFollowUpReturned",
            sources=(_S.FOLLOW_UP,), targets=(_S.RECEIVED,), roles=_ASSESSOR, clause=HOUSE, payload=Reason,
            guards=(case_open, not_suspended, actor_independent), action=_return_follow_up, paper=DocumentKind.NOTICE,
        ),
        _row(
            "accept_improvement", "menerima perbaikan", "SanctionImproved",
            sources=(_S.FOLLOW_UP,), targets=(_S.IMPROVED,), roles=_ASSESSOR, **_BY_CONSEQUENCE,
            payload=AcceptImprovement,
            guards=(case_open, no_objection_open, not_by_follow_up, actor_independent, not_own_finding),
            action=_accept_improvement, paper=DocumentKind.MINUTES,
        ),
        _row(
            "accept_in_part", "menerima perbaikan sebagian temuan", "SanctionImprovedInPart",
            sources=(_S.FOLLOW_UP,), targets=(_S.RECEIVED,), roles=_ASSESSOR, clause=HOUSE, payload=AcceptInPart,
            guards=(case_open, no_objection_open, improved_by_parts, actor_independent, not_own_finding),
            checks=(part_fits,), action=accept_in_part, paper=DocumentKind.MINUTES,
        ),
        _row(
            "record_no_improvement", "mencatat tidak ada perbaikan", "SanctionNotImproved",
            sources=(_S.RECEIVED, _S.FOLLOW_UP), targets=(_S.NOT_IMPROVED,), roles=_REVIEWER,
            **_BY_CONSEQUENCE,
            payload=Reason, guards=(case_open, actor_independent, settled), action=_record_no_improvement,
        ),
        _row(
            "recommend_lkpp_system", "merekomendasikan penggunaan sistem yang dikelola LKPP", "LkppSystemRecommended",
            sources=_STANDING, targets=_STANDING, roles=_REVIEWER, clause="III", payload=RecommendLkppSystem,
            guards=(not_suspended, not_over_with_case, still_has_effect), choose=_same_state, action=_recommend_lkpp_system,
            paper=DocumentKind.LKPP_SYSTEM,
        ),
        _row(
            "change", "mengubah tindakan pembinaan", "SanctionChanged",
            sources=(*_STANDING, _S.IMPROVED), targets=(_S.CHANGED,), roles=_SYSTEM, clause="II.2.3.s3", payload=ChangeSanction,
            checks=(change_fits,), action=_change,
        ),
        _row(
            "replace", "mengganti tindakan pembinaan yang diubah", "SanctionReplaced",
            sources=(None,), targets=(_S.ISSUED, _S.IMPROVED), roles=_SYSTEM, clause="II.2.3.s3", payload=ReplaceSanction,
            choose=_as_replaced, action=_replace,
        ),
        _row(
            "annul", "membatalkan tindakan pembinaan", "SanctionAnnulled",
            sources=(*_STANDING, _S.IMPROVED), targets=(_S.ANNULLED,), roles=_SYSTEM, clause="II.2.3.s3", payload=Reason,
            action=_annul,
        ),
        _row(
            "improve", "menyatakan perbaikan melalui penilaian ulang atau dengan ditutupnya kasus", "SanctionImprovedWithCase",
            sources=_STANDING, targets=(_S.IMPROVED,), roles=_SYSTEM, clause="II.2.2.c.s2", action=_improve,
        ),
        _row(
            "reopen", "membuka kembali tindak lanjut", "SanctionReopened",
            sources=(_S.NOT_IMPROVED,), targets=(_S.RECEIVED, _S.FOLLOW_UP), roles=_SYSTEM, clause="II.2.3.s3",
            payload=Reason, choose=_as_before, action=_because,
        ),
        _row(
            "lapse", "menggugurkan konsep dengan ditutupnya kasus", "SanctionLapsed",
            sources=_MAKING, targets=(_S.VOID,), roles=_SYSTEM, clause=HOUSE, payload=Reason, action=_lapse,
        ),
    ),
)
# fmt: on
