"""Service-level agreements (kesepakatan tingkat layanan): the table of II.2.1.a.3 and the breach door of II.2.2.d.

What is asked and what follows in the breach door stands in `sla_breaches`, of a renewal in `sla_renewals`.
"""

from datetime import timedelta
from typing import Any

from domain.aggregates import Aggregate
from domain.application_acts import AssignReviewer
from domain.canonical import canonical_digest
from domain.clock import legal_date
from domain.document_kinds import DocumentKind
from domain.document_rules import date_passed, not_ready, not_same
from domain.initials import signs_own_initials
from domain.reasons import Reason
from domain.refusals import HOUSE, Refusal, RefusalCode, Words, refuse
from domain.reviewers import reviewer_problem, same_reviewer
from domain.roles import ROLE_LABELS, SYSTEM, Role
from domain.sanction_acts import ProveReceipt
from domain.sanction_rules import own_channel
from domain.sla_acts import (
    AgreeSla,
    AnswerBreach,
    DraftSla,
    ProposeSla,
    RecordBreachFinding,
    ReportBreach,
    Side,
    SignSla,
    SlaState,
)
from domain.sla_breaches import (
    answer_breach,
    answer_day_counted,
    answer_day_known,
    answer_day_moves,
    answer_day_runs,
    breach_found,
    breach_heard,
    case_closed,
    confirm_breach,
    cure,
    dismiss_breach,
    earlier_than_known,
    evidence_confirmed,
    no_breach_unsettled,
    no_other_in_force,
    notice_came_first,
    notice_issued,
    prove_notice_receipt,
    recompute_answer_day,
    record_breach_finding,
    report_breach,
    reporter_independent,
    second_person,
    service_runs,
)
from domain.sla_facts import PaperFacts, SlaFacts
from domain.sla_renewals import (
    is_renewal,
    last_of_its_unit,
    no_other_in_preparation,
    renew,
    renews_what_stands,
    says_what_is_registered,
    service_outlived_it,
)
from domain.tables import Act, Effect, LetterOrder, Outcome, Table, Transition
from domain.terms import last_day_of_term
from domain.unit_forms import form_problem

ACTIVE_STATES = frozenset({SlaState.IN_FORCE, SlaState.BREACH_REVIEW})
"""The states in which a unit's SLA is active."""

IN_PREPARATION = frozenset({SlaState.DRAFT, SlaState.NEGOTIATION, SlaState.READY_TO_SIGN, SlaState.SIGNED_ONE})
"""The states before it comes into force."""

UNSETTLED = frozenset({SlaState.BREACH_REVIEW, SlaState.BREACHED})
"""The states in which a breach is reported, or confirmed and neither cured nor followed by the end of the agreement."""

__all__ = ["ACTIVE_STATES", "IN_PREPARATION", "SLAS", "UNSETTLED", "PaperFacts", "SlaFacts", "side_of"]


def side_of(act: Act) -> Side:
    """For which party the actor acts."""
    return Side.LKPP if act.actor.institution_id is None else Side.INSTITUTION


# --- guards ---------------------------------------------------------------------------------------------------------


def _application_ready(facts: SlaFacts, _act: Act) -> Refusal | None:
    renewal = facts.previous_sla_id is not None or facts.renews_id is not None
    if renewal or facts.application_state in {"COMPLETE", "SLA_PENDING"}:
        return None
    return refuse(
        RefusalCode.WRONG_STATE,
        clause="II.2.1.a.3",
        verb=Words("mengusulkan ketentuan", "propose terms"),
        state=str(facts.application_state),
        sources="COMPLETE, SLA_PENDING",
    )


def _unit_form_stands(facts: SlaFacts, act: Act) -> Refusal | None:
    """No first agreement with a separate unit after the last day for that, however early it was begun (I.p2).

    A renewal is no admission: what becomes of a unit in service the decree does not say.
    """
    if facts.renews_id is not None or facts.unit_form is None:
        return None
    return form_problem(facts.unit_form, act.now)


def _terms_present(facts: SlaFacts, _act: Act) -> Refusal | None:
    return refuse(RefusalCode.TERMS_MISSING) if facts.digest is None else None


def _assigned_reviewer(facts: SlaFacts, act: Act) -> Refusal | None:
    """For LKPP the reviewer of the application acts, whose independence was checked when he was assigned."""
    if side_of(act) is Side.INSTITUTION or facts.reviewer_id in {None, act.actor.id}:
        return None
    return refuse(RefusalCode.NOT_ASSIGNED)


def _next_reviewer_independent(facts: SlaFacts, act: Act) -> Refusal | None:
    """The work is handed to another reviewer, who has no tie to the institution. House rule."""
    reviewer = act.payload.reviewer_id
    return reviewer_problem(facts.next_reviewer, reviewer) or same_reviewer(reviewer, facts.reviewer_id)


def _may_decline(facts: SlaFacts, act: Act) -> Refusal | None:
    """A unit's head declines where it is he who is to sign (`sla.institution_signatory`). House rule."""
    if act.actor.has(Role.INSTITUTION_HEAD) or act.actor.has(Role.DEPUTY):
        return None
    named = (facts.signatories or {}).get(Side.INSTITUTION)
    if facts.institution_signatory is Role.UNIT_HEAD and named == act.actor.id:
        return None
    return refuse(RefusalCode.NOT_THE_SIGNATORY, signatory=_official(facts.institution_signatory, named))


def _official(role: Role, person_id: str | None) -> Words:
    return Words(*(f"{label} ({person_id or '-'})" for label in ROLE_LABELS[role]))


def _term_over(facts: SlaFacts, act: Act) -> Refusal | None:
    if facts.expires_on is None:
        return refuse(RefusalCode.NOT_CONFIGURED, key="validityMonths")
    if legal_date(act.now) > facts.expires_on:
        return None
    return refuse(RefusalCode.TOO_EARLY, day=(facts.expires_on + timedelta(days=1)).isoformat())


def _term_ends_soon(facts: SlaFacts, act: Act) -> Refusal | None:
    """From so many days before the last day as are configured, through the last day itself."""
    if facts.expires_on is None:
        return refuse(RefusalCode.NOT_CONFIGURED, key="validityMonths")
    if facts.term_notice_days is None:
        return refuse(RefusalCode.NOT_CONFIGURED, key="sla.term_notice_days")
    first, today = facts.expires_on - timedelta(days=facts.term_notice_days), legal_date(act.now)
    if today < first:
        return refuse(RefusalCode.TOO_EARLY, day=first.isoformat())
    if today <= facts.expires_on:
        return None
    verb, state = Words("memberitahukan akhir masa berlaku", "notify the end of its term"), SlaState.EXPIRED.value
    return refuse(RefusalCode.WRONG_STATE, verb=verb, state=state, sources=SlaState.IN_FORCE.value)


def _not_told_yet(facts: SlaFacts, _act: Act) -> Refusal | None:
    return refuse(RefusalCode.ALREADY_GIVEN) if facts.is_term_told else None


def _same_clauses(facts: SlaFacts, act: Act) -> Refusal | None:
    return None if act.payload.digest == facts.digest else refuse(RefusalCode.DIGEST_MISMATCH, subject="digest")


def _not_yet_agreed(facts: SlaFacts, act: Act) -> Refusal | None:
    return refuse(RefusalCode.ALREADY_GIVEN) if side_of(act) in facts.agreed_sides else None


def _holds_the_office(facts: SlaFacts, act: Act) -> Refusal | None:
    side = side_of(act)
    role = Role.DEPUTY if side is Side.LKPP else facts.institution_signatory
    named = (facts.signatories or {}).get(side)
    if not (act.actor.has(role) and named == act.actor.id and act.actor.id in facts.office_holders):
        return refuse(RefusalCode.NOT_THE_SIGNATORY, signatory=_official(role, named))
    if side is Side.LKPP and act.actor.id in {facts.reviewer_id, *facts.former_reviewers}:
        return refuse(RefusalCode.SEPARATION_OF_DUTIES, subject=act.actor.id)
    return signs_own_initials(act.actor, facts.paper.initials if facts.paper else ())


def _signatories_serve(facts: SlaFacts, act: Act) -> Refusal | None:
    """Whom the agreement names to sign still holds the office today: each of both sides, or LKPP's before the second
    signature. Nobody signs what the other cannot sign after him. House rule.
    """
    asked = (Side.LKPP,) if act.verb == "sign_for_lkpp" else tuple(Side)
    named = [person for side in asked if (person := (facts.signatories or {}).get(side)) is not None]
    gone = [person for person in named if person not in facts.office_holders]
    return refuse(RefusalCode.SIGNATORY_NOT_IN_OFFICE, signatory=", ".join(gone)) if gone else None


def _paper_ready(facts: SlaFacts, act: Act) -> Refusal | None:
    if facts.paper is None:
        return not_ready(None)
    paper = facts.paper
    return not_ready(paper.state) or date_passed(paper.dated, legal_date(act.now), signatures=paper.signatures)


def _same_paper(facts: SlaFacts, act: Act) -> Refusal | None:
    return not_same(facts.paper.sha256 if facts.paper else None, act.payload.seen_sha256)


_NOT_SIGNED_FIRST = Words("pihak instansi belum menandatangani", "the institution has not signed")


def _signed_by_institution(facts: SlaFacts, _act: Act) -> Refusal | None:
    """That it holds is checked on the bytes, beside the second signature (step 8 of issuing)."""
    if facts.paper is not None and facts.paper.signatures == 1:
        return None
    return refuse(RefusalCode.FIRST_SIGNATURE_NOT_VALID, reason=_NOT_SIGNED_FIRST)


def _second_signature_missing(facts: SlaFacts, _act: Act) -> Refusal | None:
    if facts.state not in {SlaState.DRAFT, SlaState.NEGOTIATION, SlaState.READY_TO_SIGN}:
        return None
    return refuse(RefusalCode.FIRST_SIGNATURE_NOT_VALID, reason=_NOT_SIGNED_FIRST)


# --- actions --------------------------------------------------------------------------------------------------------


def _draft(_facts: SlaFacts, act: Act) -> Outcome:
    payload: DraftSla = act.payload
    return Outcome(
        changes={
            "application_id": payload.application_id,
            "institution_id": payload.institution_id,
            "unit_id": payload.unit_id,
            "form": payload.form.value,
            "renews_id": payload.renews_id,
            "reviewer_id": payload.reviewer_id,
        }
    )


def _propose(_facts: SlaFacts, act: Act) -> Outcome:
    agreement = dict(act.payload.agreement)
    return Outcome(
        changes={
            "agreement": agreement,
            "digest": canonical_digest(agreement),
            "agreed_by": [],
            "signatories": dict(act.payload.signatories),
            "validity_months": act.payload.terms.validity_months,
        }
    )


def _assign_reviewer(facts: SlaFacts, act: Act) -> Outcome:
    """Who had it stays on record: what he proposed or agreed to he does not sign."""
    former = sorted({*facts.former_reviewers, *([facts.reviewer_id] if facts.reviewer_id else [])})
    return Outcome(changes={"reviewer_id": act.payload.reviewer_id, "former_reviewer_ids": former})


def _both_agreed(facts: SlaFacts, act: Act) -> bool:
    return facts.agreed_sides | {side_of(act)} == frozenset(Side)


def _agree_target(facts: SlaFacts, act: Act) -> str:
    return SlaState.READY_TO_SIGN if _both_agreed(facts, act) else SlaState.NEGOTIATION


def _agree(facts: SlaFacts, act: Act) -> Outcome:
    agreed = sorted(side.value for side in facts.agreed_sides | {side_of(act)})
    if not _both_agreed(facts, act):
        return Outcome(changes={"agreed_by": agreed})
    paper = LetterOrder(kind=DocumentKind.SLA, document_id=act.fresh.document, drafted_by=_drafter(facts, act))
    return Outcome(changes={"agreed_by": agreed, "document_id": paper.document_id}, letters=(paper,))


def _drafter(facts: SlaFacts, act: Act) -> str:
    """LKPP's reviewer, whoever agrees last: a paper that LKPP returns lies with who may submit it again."""
    return facts.reviewer_id or (act.actor.id if side_of(act) is Side.LKPP else SYSTEM.id)


def _on_paper(facts: SlaFacts, verb: str, payload: Any) -> tuple[Effect, ...]:
    if facts.paper is None or payload is None:
        return ()
    return (Effect(aggregate=Aggregate.DOCUMENT, verb=verb, record_id=facts.paper.id, payload=payload),)


def _sign_first(facts: SlaFacts, act: Act) -> Outcome:
    return Outcome(effects=_on_paper(facts, "add_signature", act.payload.signed))


def _sign_second(facts: SlaFacts, act: Act) -> Outcome:
    effects = list(_on_paper(facts, "publish", act.payload.signed))
    if facts.application_state == "SLA_PENDING" and facts.application_id is not None:
        from_sla = Effect(
            aggregate=Aggregate.APPLICATION,
            verb="sla_came_into_force",
            record_id=facts.application_id,
        )
        effects.append(from_sla)
    if facts.previous_sla_id is not None:
        effects.append(Effect(aggregate=Aggregate.SLA, verb="supersede", record_id=facts.previous_sla_id))
    today = legal_date(act.now)
    changes = {"in_force_since": today.isoformat(), "expires_on": None}
    if facts.validity_months is not None:
        changes["expires_on"] = last_day_of_term(today, facts.validity_months).isoformat()
    return Outcome(changes=changes, effects=tuple(effects))


def _decline(facts: SlaFacts, act: Act) -> Outcome:
    reason = act.payload.reason.strip()
    return Outcome(
        changes={"agreed_by": [], "reason": reason},
        effects=_on_paper(facts, "void", act.payload),
        reason=reason,
    )


def _void(facts: SlaFacts, act: Act) -> Outcome:
    effects = _on_paper(facts, "void", act.payload) if facts.paper and facts.paper.state != "VOID" else ()
    return Outcome(effects=effects, reason=act.payload.reason)


def _tell_term(_facts: SlaFacts, act: Act) -> Outcome:
    order = LetterOrder(kind=DocumentKind.NOTICE, document_id=act.fresh.document, details={"verb": act.verb})
    return Outcome(changes={"term_told_on": legal_date(act.now).isoformat()}, letters=(order,))


def _same_state(facts: SlaFacts, _act: Act) -> str:
    return SlaState(facts.state or "")


# --- the table ------------------------------------------------------------------------------------------------------

_S = SlaState
_REVIEWER = frozenset({Role.REVIEWER})
_DEPUTY = frozenset({Role.DEPUTY})
_SYSTEM = frozenset({Role.SYSTEM})


def _row(verb: str, label_id: str, event: str, **columns: Any) -> Transition[SlaFacts]:
    return Transition(verb=verb, label_id=label_id, event=event, **columns)


def _effect(verb: str, label_id: str, event: str, **columns: Any) -> Transition[SlaFacts]:
    return _row(verb, label_id, event, roles=_SYSTEM, **columns)


# fmt: off
SLAS: Table[SlaFacts] = Table(
    aggregate=Aggregate.SLA,
    label_id="Kesepakatan tingkat layanan",
    label_en="Service-level agreement",
    states=SlaState,
    final=frozenset({_S.SUPERSEDED, _S.VOID}),
    rows=(
        _effect(
            "draft", "membuat kesepakatan", "SlaDrafted",
            sources=(None,), targets=(_S.DRAFT,), clause="II.2.1.a.3", payload=DraftSla, action=_draft,
        ),
        _row(
            "propose", "mengusulkan ketentuan", "SlaProposed",
            sources=(_S.DRAFT, _S.NEGOTIATION), targets=(_S.NEGOTIATION,), roles=_REVIEWER, clause="II.2.1.a.3",
            payload=ProposeSla, action=_propose,
            guards=(_application_ready, _assigned_reviewer, _unit_form_stands, renews_what_stands),
        ),
        _row(
            "agree", "menyetujui ketentuan", "SlaAgreed",
            sources=(_S.NEGOTIATION,), targets=(_S.NEGOTIATION, _S.READY_TO_SIGN),
            roles=frozenset({Role.UNIT_HEAD, Role.INSTITUTION_HEAD, Role.REVIEWER}), clause=HOUSE, payload=AgreeSla,
            guards=(
                _assigned_reviewer, _terms_present, _not_yet_agreed, _unit_form_stands, renews_what_stands,
                says_what_is_registered, _signatories_serve,
            ),
            checks=(_same_clauses,), choose=_agree_target, action=_agree,
            paper=DocumentKind.SLA,
        ),
        _row(
            "sign_for_institution", "menandatangani atas nama instansi", "SlaSignedByInstitution",
            sources=(_S.READY_TO_SIGN,), targets=(_S.SIGNED_ONE,),
            roles=frozenset({Role.INSTITUTION_HEAD, Role.UNIT_HEAD}), clause="II.2.1.a.3", payload=SignSla,
            guards=(
                _unit_form_stands, no_breach_unsettled, renews_what_stands, says_what_is_registered, _signatories_serve,
                _holds_the_office, _paper_ready,
            ),
            checks=(_same_paper,), action=_sign_first, paper=DocumentKind.SLA,
        ),
        _row(
            "sign_for_lkpp", "menandatangani atas nama LKPP", "SlaCameIntoForce",
            sources=(_S.SIGNED_ONE,), targets=(_S.IN_FORCE,), roles=_DEPUTY, clause="II.2.1.a.3", payload=SignSla,
            guards=(
                _unit_form_stands, no_breach_unsettled, renews_what_stands, says_what_is_registered, _signatories_serve,
                _holds_the_office, _paper_ready,
            ),
            checks=(_same_paper, _signed_by_institution), action=_sign_second,
            otherwise=_second_signature_missing, paper=DocumentKind.SLA,
        ),
        _row(
            "decline", "menolak menandatangani", "SlaDeclined",
            sources=(_S.READY_TO_SIGN, _S.SIGNED_ONE), targets=(_S.NEGOTIATION,),
            roles=frozenset({Role.INSTITUTION_HEAD, Role.UNIT_HEAD, Role.DEPUTY}), clause=HOUSE, payload=Reason,
            guards=(_may_decline,), action=_decline,
        ),
        _row(
            "assign_reviewer", "menugaskan pereviu", "SlaReviewerAssigned",
            sources=(_S.DRAFT, _S.NEGOTIATION, _S.READY_TO_SIGN), targets=(_S.DRAFT, _S.NEGOTIATION, _S.READY_TO_SIGN),
            roles=frozenset({Role.ADMIN}), clause=HOUSE, payload=AssignReviewer, checks=(_next_reviewer_independent,),
            choose=_same_state, action=_assign_reviewer,
        ),
        _row(
            "report_breach", "melaporkan pelanggaran", "SlaBreachReported",
            sources=(_S.IN_FORCE,), targets=(_S.BREACH_REVIEW,), roles=frozenset({Role.REVIEWER, Role.ASSESSOR}),
            clause="II.2.2.d", payload=ReportBreach,
            guards=(reporter_independent, service_runs, answer_day_known),
            checks=(evidence_confirmed,), action=report_breach, paper=DocumentKind.NOTICE,
        ),
        _row(
            "prove_notice_receipt", "membuktikan penerimaan pemberitahuan pelanggaran", "SlaBreachNoticeReceived",
            sources=(_S.BREACH_REVIEW,), targets=(_S.BREACH_REVIEW,),
            roles=frozenset({Role.UNIT_HEAD, Role.INSTITUTION_HEAD, Role.ADMIN}), clause=HOUSE, payload=ProveReceipt,
            guards=(notice_issued,),
            checks=(own_channel, notice_came_first, evidence_confirmed, earlier_than_known, answer_day_counted),
            action=prove_notice_receipt,
        ),
        _row(
            "answer_breach", "menjawab laporan pelanggaran", "SlaBreachAnswered",
            sources=(_S.BREACH_REVIEW,), targets=(_S.BREACH_REVIEW,), roles=frozenset({Role.UNIT_HEAD}),
            clause=HOUSE, payload=AnswerBreach, checks=(evidence_confirmed,), action=answer_breach,
        ),
        _row(
            "recompute_answer_day", "menghitung kembali batas jawaban", "SlaAnswerDayRecomputed",
            sources=(_S.BREACH_REVIEW,), targets=(_S.BREACH_REVIEW,), roles=frozenset({Role.ADMIN, Role.DEPUTY}),
            clause=HOUSE, payload=Reason, guards=(answer_day_runs, answer_day_moves), action=recompute_answer_day,
            paper=DocumentKind.NOTICE,
        ),
        _row(
            "record_breach_finding", "mencatat temuan atas laporan pelanggaran", "SlaBreachFindingRecorded",
            sources=(_S.BREACH_REVIEW,), targets=(_S.BREACH_REVIEW,), roles=_REVIEWER, clause=HOUSE,
            payload=RecordBreachFinding, guards=(reporter_independent, second_person, breach_heard),
            checks=(evidence_confirmed,), action=record_breach_finding,
        ),
        _row(
            "dismiss_breach", "menghentikan laporan pelanggaran", "SlaBreachDismissed",
            sources=(_S.BREACH_REVIEW,), targets=(_S.IN_FORCE,), roles=_REVIEWER, clause=HOUSE, payload=Reason,
            guards=(reporter_independent, second_person), action=dismiss_breach, paper=DocumentKind.MINUTES,
        ),
        _row(
            "confirm_breach", "menetapkan pelanggaran", "SlaBreachConfirmed",
            sources=(_S.BREACH_REVIEW,), targets=(_S.BREACHED,), roles=_DEPUTY, clause="II.2.2.d", payload=Reason,
            guards=(service_runs, reporter_independent, second_person, breach_heard, breach_found), action=confirm_breach,
            paper=DocumentKind.NOTICE,
        ),
        _row(
            "cure", "menyatakan pelanggaran dipulihkan", "SlaBreachCured",
            sources=(_S.BREACHED,), targets=(_S.IN_FORCE,), roles=_DEPUTY, clause=HOUSE, payload=Reason,
            guards=(case_closed, no_other_in_force), action=cure, paper=DocumentKind.NOTICE,
        ),
        _row(
            "renew", "memperbarui kesepakatan", "SlaRenewalStarted",
            sources=(_S.IN_FORCE, _S.TERMINATED, _S.EXPIRED), targets=(_S.IN_FORCE, _S.TERMINATED, _S.EXPIRED),
            roles=_REVIEWER, clause=HOUSE, payload=Reason,
            guards=(
                reporter_independent, no_other_in_force, no_breach_unsettled, no_other_in_preparation, last_of_its_unit,
                service_outlived_it,
            ),
            choose=_same_state, action=renew,
        ),
        _row(
            "abandon_renewal", "menghentikan pembaruan kesepakatan", "SlaRenewalAbandoned",
            sources=(_S.DRAFT, _S.NEGOTIATION, _S.READY_TO_SIGN), targets=(_S.VOID,), roles=_REVIEWER, clause=HOUSE,
            payload=Reason, guards=(is_renewal, _assigned_reviewer), action=_void,
        ),
        _effect(
            "supersede", "menggantikan kesepakatan", "SlaSuperseded",
            sources=(_S.IN_FORCE,), targets=(_S.SUPERSEDED,), clause=HOUSE,
        ),
        _effect(
            "tell_term", "memberitahukan akhir masa berlaku", "SlaTermTold",
            sources=(_S.IN_FORCE,), targets=(_S.IN_FORCE,), clause=HOUSE, guards=(_term_ends_soon, _not_told_yet),
            action=_tell_term, paper=DocumentKind.NOTICE,
        ),
        _effect(
            "expire", "mengakhiri kesepakatan", "SlaExpired",
            sources=(_S.IN_FORCE,), targets=(_S.EXPIRED,), clause=HOUSE, guards=(_term_over,),
        ),
        _effect(
            "terminate", "menghentikan kesepakatan", "SlaTerminated",
            sources=(_S.IN_FORCE, _S.BREACH_REVIEW, _S.BREACHED), targets=(_S.TERMINATED,), clause=HOUSE,
        ),
        _effect(
            "restore", "memulihkan kesepakatan", "SlaRestored",
            sources=(_S.BREACHED, _S.TERMINATED), targets=(_S.IN_FORCE,), clause="II.2.3.s3",
        ),
        _effect(
            "void", "membatalkan kesepakatan", "SlaVoided",
            sources=(_S.DRAFT, _S.NEGOTIATION, _S.READY_TO_SIGN, _S.SIGNED_ONE), targets=(_S.VOID,), clause=HOUSE,
            payload=Reason, action=_void,
        ),
    ),
)
# fmt: on
