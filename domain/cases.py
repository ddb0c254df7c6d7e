"""Sanction cases (kasus pembinaan): what holds the sanctions of one set of findings, or of one breach (II.2.2; II.2.3)."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from domain.aggregates import Aggregate
from domain.case_acts import (
    AdvanceCase,
    CaseState,
    CloseCase,
    CloseReason,
    DismissCase,
    HoldDecision,
    NoteDetermination,
    OpenCase,
    OpenForBreach,
    ResumeCase,
    SettleFindings,
    ShareFindings,
    StepBack,
    TakeUpFindings,
)
from domain.case_findings import PursuingCase, ended_surveillances, keys_of, settled_standards
from domain.case_rules import (
    CaseFacts,
    CaseOrigin,
    all_are_pursued,
    cases_pursuing,
    findings_fit,
    fresh_findings,
    no_measure_counts,
    not_pursued_already,
    opener_independent,
    origin_has_findings,
    report_signed,
    surveillance_waits,
    unit_in_service,
    waits_for_the_deputy,
    warned_before,
)
from domain.case_settlements import cleared, note_determination, same_state, settle
from domain.clock import legal_date
from domain.document_kinds import DocumentKind
from domain.ladder import ever_imposed
from domain.reasons import Reason
from domain.refusals import HOUSE
from domain.roles import Role
from domain.rungs import Rung
from domain.surveillance_acts import CaseOpened
from domain.tables import Act, Effect, Outcome, Table, Transition

CLOSE_REASON_LABELS: dict[CloseReason, tuple[str, str]] = {
    CloseReason.IMPROVED: ("sudah diperbaiki", "improved"),
    CloseReason.ANNULLED: ("tindakan pembinaan dibatalkan", "the sanction was annulled"),
    CloseReason.STOP_FINAL: ("penghentian layanan menjadi tetap", "the stop of the service is final"),
    CloseReason.DECIDED: ("diputuskan oleh Deputi", "decided by the Deputy"),
}

CASE_VERBS: dict[Rung, str] = {
    Rung.ADVICE: "record_advice",
    Rung.WARNING: "record_warning",
    Rung.REVOCATION: "record_revocation",
    Rung.STOP: "record_stop",
}
"""By which verb a case takes note of a sanction issued on each rung."""


# --- actions --------------------------------------------------------------------------------------------------------


def _open(facts: CaseFacts, act: Act) -> Outcome:
    origin = facts.origin
    findings = fresh_findings(facts, act)
    effects: tuple[Effect, ...] = ()
    if origin is not None and origin.aggregate is Aggregate.SURVEILLANCE:
        effects = _followed(origin, act.record_id, cases_pursuing(facts, keys_of(origin.findings)))
    return Outcome(
        changes={
            "institution_id": facts.institution_id,
            "unit_id": facts.unit_id,
            "findings": [finding.values() for finding in findings],
            "origin": origin.aggregate.value if origin else None,
            "origin_id": origin.id if origin else None,
            "assessor_ids": list(origin.assessor_ids) if origin else [],
            "slot": slot_of(origin.aggregate.value, origin.id) if origin else None,
            "opened_by": act.actor.id,
            "opened_on": legal_date(act.now).isoformat(),
            "further_warning": False,
        },
        effects=effects,
    )


def _followed(origin: CaseOrigin, case_id: str, others: tuple[str, ...]) -> tuple[Effect, ...]:
    """The surveillance waits for the end of the case and of the others that pursue its findings; they learn who found them."""
    led = CaseOpened(case_ids=(case_id, *others))
    shared = ShareFindings(surveillance_id=origin.id, assessor_ids=origin.assessor_ids)
    return (
        Effect(aggregate=Aggregate.SURVEILLANCE, verb="lead_to_sanction", record_id=origin.id, payload=led),
        *(Effect(aggregate=Aggregate.CASE, verb="share_findings", record_id=each, payload=shared) for each in others),
    )


def _take_up(facts: CaseFacts, act: Act) -> Outcome:
    origin = facts.origin
    if origin is None:
        raise AssertionError("a surveillance was taken up that nobody read")
    others = tuple(each for each in cases_pursuing(facts, keys_of(origin.findings)) if each != act.record_id)
    return Outcome(
        changes=_found_again(facts, origin.id, origin.assessor_ids), effects=_followed(origin, act.record_id, others)
    )


def _share(facts: CaseFacts, act: Act) -> Outcome:
    given: ShareFindings = act.payload
    return Outcome(changes=_found_again(facts, given.surveillance_id, given.assessor_ids))


def _found_again(facts: CaseFacts, surveillance_id: str, assessor_ids: tuple[str, ...]) -> dict[str, Any]:
    """Who found the same again made the finding too: none of them settles it alone."""
    return {
        "assessor_ids": list(dict.fromkeys([*facts.assessor_ids, *assessor_ids])),
        "surveillance_ids": list(dict.fromkeys([*facts.surveillance_ids, surveillance_id])),
    }


def slot_of(origin: str, origin_id: str) -> str:
    """What only one case at a time may hold: the database too keeps a second from being opened from the same origin."""
    return f"{origin}-{origin_id}"


def _by_origin(facts: CaseFacts, _act: Act) -> str:
    """What a surveillance finds is followed by a measure (II.2.1.f.p2); what is found otherwise by an advice (II.2.2.a)."""
    surveilled = facts.origin is not None and facts.origin.aggregate is Aggregate.SURVEILLANCE
    return "II.2.1.f.p2" if surveilled else "II.2.2.a"


def _open_for_breach(_facts: CaseFacts, act: Act) -> Outcome:
    given: OpenForBreach = act.payload
    return Outcome(
        changes={
            "institution_id": given.institution_id,
            "unit_id": given.unit_id,
            "findings": [],
            "breach": {
                "sla_id": given.sla_id,
                "article": given.article,
                "facts": given.facts,
                "evidence_ids": list(given.evidence_ids),
                "reported_by": given.reported_by,
                "found_by": list(given.found_by),
            },
            "origin": Aggregate.SLA.value,
            "origin_id": given.sla_id,
            "slot": slot_of(Aggregate.SLA.value, given.sla_id),
            "assessor_ids": [],
            "opened_by": act.actor.id,
            "opened_on": legal_date(act.now).isoformat(),
            "further_warning": False,
        }
    )


def _advance(_facts: CaseFacts, act: Act) -> Outcome:
    rung = next(rung for rung, verb in CASE_VERBS.items() if verb == act.verb)
    return Outcome(changes={"rung": rung.value, "further_warning": False})


def _step_back_target(_facts: CaseFacts, act: Act) -> str:
    return CaseState.CLOSED if act.payload.rung is None or act.payload.ended else CaseState.OPEN


def _step_back(facts: CaseFacts, act: Act) -> Outcome:
    given: StepBack = act.payload
    if given.rung is None:
        return _closed(facts, act, CloseReason.ANNULLED, given.reason)
    stands: dict[str, Any] = {"rung": given.rung.value, "further_warning": False}
    if given.ended:
        closed = _closed(facts, act, CloseReason.ANNULLED, given.reason, settled=False)
        return replace(closed, changes={**closed.changes, **stands})
    if facts.state == CaseState.CLOSED:
        stands |= {"closed_reason": None, "closed_on": None, "findings_settled": None, "slot": facts.free_slot}
    return Outcome(changes=stands, reason=given.reason)


def _close(facts: CaseFacts, act: Act) -> Outcome:
    return _closed(facts, act, act.payload.reason, "", settled=act.payload.findings_settled)


def _dismiss(facts: CaseFacts, act: Act) -> Outcome:
    return _closed(facts, act, CloseReason.DECIDED, act.payload.reason.strip())


def _resume_target(_facts: CaseFacts, act: Act) -> str:
    return CaseState.CLOSED if act.payload.decision is HoldDecision.LEAVE else CaseState.OPEN


def _resume(facts: CaseFacts, act: Act) -> Outcome:
    given: ResumeCase = act.payload
    reason = given.reason.strip()
    if given.decision is HoldDecision.LEAVE:
        return _closed(facts, act, CloseReason.DECIDED, reason)
    return Outcome(changes={"further_warning": True, "reason": reason}, reason=reason)


def _closed(facts: CaseFacts, act: Act, why: CloseReason, reason: str, *, settled: bool = True) -> Outcome:
    today = legal_date(act.now).isoformat()
    settled = settled and why in {CloseReason.IMPROVED, CloseReason.ANNULLED}
    changes: dict[str, Any] = {
        "closed_reason": why.value,
        "closed_on": today,
        "findings_settled": settled,
        "slot": None,
    }
    if why is CloseReason.ANNULLED:
        changes["rung"] = None
    if reason:
        changes["reason"] = reason
    return Outcome(changes=changes, effects=tuple(_closing_effects(facts, act, why, settled=settled)), reason=reason)


def _closing_effects(facts: CaseFacts, act: Act, why: CloseReason, *, settled: bool) -> Iterator[Effect]:
    """What is being made lapses; what is in force is improved with its case; surveillances are over whose findings no other
    case pursues.

    Flags are taken away where every finding was settled; else they stay until a surveillance finds the standards conform,
    or another case takes up the findings.
    """
    label = CLOSE_REASON_LABELS[why][0]
    for sanction_id in facts.in_the_making:
        yield _on_sanction("lapse", sanction_id, Reason(reason=f"Kasus ditutup: {label}."))
    if why is CloseReason.IMPROVED:
        for sanction_id in facts.in_force:
            yield _on_sanction("improve", sanction_id, None)
    ending = PursuingCase(
        id=act.record_id,
        findings=facts.findings,
        imposed=ever_imposed(facts.ladder),
        settled=settled,
        done=facts.settled,
    )
    yield from ended_surveillances(ending, facts.beside)
    if settled:
        yield from cleared(facts, act, settled_standards(ending, facts.beside), label)


def _on_sanction(verb: str, sanction_id: str, payload: Reason | None) -> Effect:
    return Effect(aggregate=Aggregate.SANCTION, verb=verb, record_id=sanction_id, payload=payload)


# --- the table ------------------------------------------------------------------------------------------------------

_S = CaseState
_SYSTEM = frozenset({Role.SYSTEM})


def _row(verb: str, label_id: str, event: str, **columns: Any) -> Transition[CaseFacts]:
    return Transition(verb=verb, label_id=label_id, event=event, **columns)


def _effect(verb: str, label_id: str, event: str, **columns: Any) -> Transition[CaseFacts]:
    return _row(verb, label_id, event, roles=_SYSTEM, **columns)


def _noted(rung: Rung, label_id: str, event: str, paper: DocumentKind) -> Transition[CaseFacts]:
    """A sanction was issued on this rung."""
    return _effect(
        CASE_VERBS[rung],
        label_id,
        event,
        sources=(_S.OPEN,),
        targets=(_S.OPEN,),
        clause=rung.clause,
        payload=AdvanceCase,
        action=_advance,
        paper=paper,
    )


# fmt: off
CASES: Table[CaseFacts] = Table(
    aggregate=Aggregate.CASE,
    label_id="Kasus pembinaan",
    label_en="Sanction case",
    states=CaseState,
    final=frozenset(),
    rows=(
        _row(
            "open", "membuka kasus pembinaan", "CaseOpened",
            sources=(None,), targets=(_S.OPEN,), roles=frozenset({Role.REVIEWER}), clause="II.2.2.a",
            clauses=("II.2.1.f.p2", "II.2.2.a"), cite=_by_origin, payload=OpenCase,
            guards=(unit_in_service, opener_independent),
            checks=(origin_has_findings, report_signed, findings_fit, not_pursued_already), action=_open,
        ),
        _effect(
            "open_for_breach", "membuka kasus atas pelanggaran kesepakatan", "CaseOpenedForBreach",
            sources=(None,), targets=(_S.OPEN,), clause="II.2.2.d", payload=OpenForBreach, action=_open_for_breach,
        ),
        _row(
            "take_up", "menindaklanjuti temuan surveillance dalam kasus yang sama", "CaseTookUpFindings",
            sources=(_S.OPEN, _S.HOLD), targets=(_S.OPEN, _S.HOLD), roles=frozenset({Role.REVIEWER}),
            clause="II.2.1.f.p2", payload=TakeUpFindings, checks=(surveillance_waits, report_signed, all_are_pursued),
            choose=same_state, action=_take_up,
        ),
        _effect(
            "share_findings", "mencatat temuan surveillance yang sama", "CaseSharedFindings",
            sources=(_S.OPEN, _S.HOLD), targets=(_S.OPEN, _S.HOLD), clause="II.2.1.f.p2", payload=ShareFindings,
            choose=same_state, action=_share,
        ),
        _noted(Rung.ADVICE, "memberi saran/rekomendasi", "CaseAdvised", DocumentKind.ADVICE),
        _noted(Rung.WARNING, "mengenakan teguran", "CaseWarned", DocumentKind.WARNING),
        _noted(Rung.REVOCATION, "mencabut sertifikat standarisasi", "CaseCertificateRevoked", DocumentKind.REVOCATION),
        _noted(Rung.STOP, "menghentikan layanan SPSE", "CaseServiceStopped", DocumentKind.SERVICE_STOP),
        _effect(
            "hold", "menahan kasus untuk keputusan Deputi", "CaseHeld",
            sources=(_S.OPEN,), targets=(_S.HOLD,), clause=HOUSE,
        ),
        _row(
            "resume", "memutuskan kasus yang ditahan atau tidak dapat berlanjut", "CaseResumed",
            sources=(_S.OPEN, _S.HOLD), targets=(_S.OPEN, _S.CLOSED), roles=frozenset({Role.DEPUTY}), clause=HOUSE,
            payload=ResumeCase, guards=(waits_for_the_deputy,), checks=(warned_before,), choose=_resume_target,
            action=_resume,
        ),
        _row(
            "dismiss", "menutup kasus tanpa tindakan", "CaseDismissed",
            sources=(_S.OPEN,), targets=(_S.CLOSED,), roles=frozenset({Role.DEPUTY}), clause=HOUSE,
            payload=DismissCase, guards=(no_measure_counts,), action=_dismiss,
        ),
        _effect(
            "note_determination", "mencatat penetapan atas standar dalam temuan", "CaseNotedDetermination",
            sources=tuple(_S), targets=tuple(_S), clause="II.2.1.e.5", payload=NoteDetermination, choose=same_state,
            action=note_determination,
        ),
        _effect(
            "settle_findings", "mencatat perbaikan temuan", "CaseFindingsSettled",
            sources=(_S.OPEN,), targets=(_S.OPEN,), clause=HOUSE, payload=SettleFindings, action=settle,
        ),
        _effect(
            "step_back", "mengembalikan kasus ke tindakan sebelumnya", "CaseSteppedBack",
            sources=(_S.OPEN, _S.HOLD, _S.CLOSED), targets=(_S.OPEN, _S.CLOSED), clause="II.2.3.s3", payload=StepBack,
            choose=_step_back_target, action=_step_back,
        ),
        _effect(
            "set_back", "mengembalikan kasus karena bukti penerimaan dicoret", "CaseSetBack",
            sources=(_S.OPEN, _S.HOLD, _S.CLOSED), targets=(_S.OPEN,), clause=HOUSE, payload=StepBack, action=_step_back,
        ),
        _effect(
            "close", "menutup kasus pembinaan", "CaseClosed",
            sources=(_S.OPEN, _S.HOLD), targets=(_S.CLOSED,), clause=HOUSE, payload=CloseCase, action=_close,
        ),
    ),
)
# fmt: on
