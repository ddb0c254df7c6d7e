"""Sanction cases (kasus pembinaan): what holds the sanctions of one set of findings, or of one breach (II.2.2; II.2.3)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from domain.case_acts import (
    AdvanceCase,
    CaseState,
    CloseCase,
    CloseReason,
    DismissCase,
    HoldDecision,
    OpenCase,
    OpenForBreach,
    ResumeCase,
    StepBack,
)
from domain.clock import legal_date
from domain.compliance import CellVerb, MoveCell, movable, move
from domain.documents import DocumentKind, DocumentState
from domain.findings import CaseFinding
from domain.reasons import Reason
from domain.refusals import HOUSE, Refusal, RefusalCode, refuse
from domain.roles import Role
from domain.rungs import Rung
from domain.standards import StandardCode
from domain.surveillance_acts import CaseOpened
from domain.tables import Act, Aggregate, Effect, Outcome, Table, Transition
from domain.text import first_problem, input_problem

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


@dataclass(frozen=True, kw_only=True)
class CaseOrigin:
    """The surveillance or assessment from which a case is opened, as the guards see it.

    *Shape*: `findings` are a surveillance's; `gaps` the standards in which the assessment found one that stands today;
    `assessor_ids` everyone who found them; `has_open_case` says that they are followed up already; `report_state` is that
    of the report which states them.
    """

    aggregate: Aggregate
    id: str
    state: str
    unit_id: str
    findings: tuple[CaseFinding, ...] = ()
    gaps: frozenset[StandardCode] = frozenset()
    assessor_ids: tuple[str, ...] = ()
    has_open_case: bool = False
    report_state: str | None = None


@dataclass(frozen=True, kw_only=True)
class CaseFacts:
    """What the guards of a case may know.

    *Shape*: `criteria` maps each standard that binds the unit to its criteria; `confirmed` are the files named in the act
    that are confirmed and the institution's; `cells` maps standard to state, `flagged` are those that the origin flagged;
    `in_the_making` and `in_force` are ids of the case's sanctions; `pursued` are standard and criterion of each finding in
    an open case of the unit.
    """

    state: str | None
    institution_id: str | None
    unit_id: str | None = None
    unit_state: str | None = None
    origin: CaseOrigin | None = None
    criteria: Mapping[StandardCode, frozenset[str]] = field(default_factory=dict)
    confirmed: frozenset[str] = frozenset()
    cells: Mapping[StandardCode, str] = field(default_factory=dict)
    flagged: frozenset[StandardCode] = frozenset()
    in_the_making: tuple[str, ...] = ()
    in_force: tuple[str, ...] = ()
    pursued: frozenset[tuple[StandardCode, str | None]] = frozenset()


# --- guards and checks ----------------------------------------------------------------------------------------------


def _unit_in_service(facts: CaseFacts, _act: Act) -> Refusal | None:
    if facts.unit_id is None:
        return refuse(RefusalCode.NOT_FOUND, what="Unit", subject="unit")
    if facts.unit_state == "ACTIVE":
        return None
    return refuse(RefusalCode.SERVICE_NOT_ACTIVE, clause="II.2.2.a", subject="unit", state=str(facts.unit_state or "-"))


def _no_measure_counts(facts: CaseFacts, _act: Act) -> Refusal | None:
    """A measure is ended by improvement or objection, not by ending its case."""
    if not (facts.in_the_making or facts.in_force):
        return None
    return refuse(RefusalCode.CASE_HAS_MEASURE, subject="case")


def _not_pursued_already(facts: CaseFacts, act: Act) -> Refusal | None:
    """One case for a set of findings: what an open case of the unit pursues is not begun again beside it."""
    twice = sorted(
        finding.criterion or finding.standard.value
        for finding in act.payload.findings
        if (finding.standard, finding.criterion) in facts.pursued
    )
    return (
        refuse(RefusalCode.FINDING_PURSUED, clause="II.2.2", what=", ".join(twice), subject="findings")
        if twice
        else None
    )


def _origin_has_findings(facts: CaseFacts, act: Act) -> Refusal | None:
    given: OpenCase = act.payload
    origin = facts.origin
    if given.origin is None:
        return None
    if origin is None or origin.unit_id != facts.unit_id:
        return refuse(RefusalCode.NOT_FOUND, what=f"{given.origin} {str(given.origin_id)[:80]}", subject="origin")
    if origin.has_open_case:
        return _without_findings(f"{origin.aggregate} {origin.id}")
    if origin.aggregate is Aggregate.SURVEILLANCE:
        return None if origin.state == "FINDINGS" else _without_findings(f"SURVEILLANCE {origin.state}")
    outside = sorted({finding.standard.value for finding in given.findings} - {code.value for code in origin.gaps})
    return _without_findings(", ".join(outside)) if outside else None


def _report_signed(facts: CaseFacts, act: Act) -> Refusal | None:
    """What was found is what the lead has signed; before that there is nothing to act upon (II.2.1.f.p2)."""
    origin = facts.origin
    if origin is None or origin.report_state == DocumentState.SIGNED:
        return None
    return refuse(
        RefusalCode.REPORT_NOT_SIGNED, clause="II.2.1.f.p2", state=origin.report_state or "-", subject="origin"
    )


def _without_findings(what: str) -> Refusal:
    return refuse(RefusalCode.ORIGIN_WITHOUT_FINDINGS, clause="II.2.2.a", what=what, subject="origin")


def _findings_fit(facts: CaseFacts, act: Act) -> Refusal | None:
    return first_problem(*(_misfit(facts, finding) for finding in act.payload.findings))


def _misfit(facts: CaseFacts, finding: CaseFinding) -> Refusal | None:
    criteria = facts.criteria.get(finding.standard)
    if criteria is None:
        return input_problem(
            "findings.standard",
            f"{finding.standard.value} tidak berlaku bagi bentuk layanan unit ini.",
            f"{finding.standard.value} does not bind the form of this unit.",
        )
    if finding.criterion is not None and finding.criterion not in criteria:
        return input_problem(
            "findings.criterion",
            f"{finding.criterion} bukan kriteria yang berlaku bagi unit ini.",
            f"{finding.criterion} is no criterion that binds this unit.",
        )
    missing = next((each for each in finding.evidence_ids if each not in facts.confirmed), None)
    if missing is None:
        return None
    return refuse(RefusalCode.EVIDENCE_NOT_CONFIRMED, evidence=missing[:80], subject="findings.evidence")


# --- actions --------------------------------------------------------------------------------------------------------


def _open(facts: CaseFacts, act: Act) -> Outcome:
    given: OpenCase = act.payload
    origin = facts.origin
    findings = origin.findings if origin and origin.aggregate is Aggregate.SURVEILLANCE else given.findings
    effects: tuple[Effect, ...] = ()
    if origin is not None and origin.aggregate is Aggregate.SURVEILLANCE:
        opened = CaseOpened(case_id=act.record_id)
        effects = (
            Effect(aggregate=Aggregate.SURVEILLANCE, verb="lead_to_sanction", record_id=origin.id, payload=opened),
        )
    return Outcome(
        changes={
            "institution_id": facts.institution_id,
            "unit_id": facts.unit_id,
            "findings": [finding.values() for finding in findings],
            "origin": origin.aggregate.value if origin else None,
            "origin_id": origin.id if origin else None,
            "assessor_ids": list(origin.assessor_ids) if origin else [],
            "slot": _slot(origin.aggregate, origin.id) if origin else None,
            "opened_by": act.actor.id,
            "opened_on": legal_date(act.now).isoformat(),
            "further_warning": False,
        },
        effects=effects,
    )


def _slot(origin: Aggregate, origin_id: str) -> str:
    """What only one case at a time may hold: the database too keeps a second from being opened from the same origin."""
    return f"{origin.value}-{origin_id}"


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
            },
            "origin": Aggregate.SLA.value,
            "origin_id": given.sla_id,
            "slot": _slot(Aggregate.SLA, given.sla_id),
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
    return CaseState.CLOSED if act.payload.rung is None else CaseState.OPEN


def _step_back(facts: CaseFacts, act: Act) -> Outcome:
    given: StepBack = act.payload
    if given.rung is None:
        return _closed(facts, act, CloseReason.ANNULLED, given.reason)
    return Outcome(changes={"rung": given.rung.value, "further_warning": False}, reason=given.reason)


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
    changes: dict[str, Any] = {"closed_reason": why.value, "closed_on": today, "slot": None}
    if why is CloseReason.ANNULLED:
        changes["rung"] = None
    if reason:
        changes["reason"] = reason
    return Outcome(changes=changes, effects=tuple(_closing_effects(facts, act, why, settled=settled)), reason=reason)


def _closing_effects(facts: CaseFacts, act: Act, why: CloseReason, *, settled: bool) -> Iterator[Effect]:
    """What is being made lapses; what is in force is improved with its case; the origin closes.

    Flags are taken away where every finding was settled; else they stay until a surveillance finds the standards conform,
    or another case takes up the findings.
    """
    label = CLOSE_REASON_LABELS[why][0]
    for sanction_id in facts.in_the_making:
        yield _on_sanction("lapse", sanction_id, Reason(reason=f"Kasus ditutup: {label}."))
    if why is CloseReason.IMPROVED:
        for sanction_id in facts.in_force:
            yield _on_sanction("improve", sanction_id, None)
    origin = facts.origin
    if origin is not None and origin.aggregate is Aggregate.SURVEILLANCE and origin.state == "SANCTIONED":
        yield Effect(aggregate=Aggregate.SURVEILLANCE, verb="close", record_id=origin.id)
    if settled and why in {CloseReason.IMPROVED, CloseReason.ANNULLED}:
        yield from _cleared(facts, act, label)


def _on_sanction(verb: str, sanction_id: str, payload: Reason | None) -> Effect:
    return Effect(aggregate=Aggregate.SANCTION, verb=verb, record_id=sanction_id, payload=payload)


def _cleared(facts: CaseFacts, act: Act, label: str) -> Iterator[Effect]:
    for code in movable(CellVerb.CLEAR, facts.cells):
        if code in facts.flagged:
            moved = MoveCell(
                institution_id=facts.institution_id or "",
                unit_id=facts.unit_id or "",
                standard=code,
                cause=Aggregate.CASE,
                cause_id=act.record_id,
                on=legal_date(act.now),
                reason=label,
            )
            yield move(CellVerb.CLEAR, moved)


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
    final=frozenset({_S.CLOSED}),
    rows=(
        _row(
            "open", "membuka kasus pembinaan", "CaseOpened",
            sources=(None,), targets=(_S.OPEN,), roles=frozenset({Role.REVIEWER}), clause="II.2.1.f.p2",
            payload=OpenCase, guards=(_unit_in_service,),
            checks=(_origin_has_findings, _report_signed, _findings_fit, _not_pursued_already), action=_open,
        ),
        _effect(
            "open_for_breach", "membuka kasus atas pelanggaran kesepakatan", "CaseOpenedForBreach",
            sources=(None,), targets=(_S.OPEN,), clause="II.2.2.d", payload=OpenForBreach, action=_open_for_breach,
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
            "resume", "memutuskan kasus yang ditahan", "CaseResumed",
            sources=(_S.HOLD,), targets=(_S.OPEN, _S.CLOSED), roles=frozenset({Role.DEPUTY}), clause=HOUSE,
            payload=ResumeCase, choose=_resume_target, action=_resume,
        ),
        _row(
            "dismiss", "menutup kasus tanpa tindakan", "CaseDismissed",
            sources=(_S.OPEN,), targets=(_S.CLOSED,), roles=frozenset({Role.DEPUTY}), clause=HOUSE,
            payload=DismissCase, guards=(_no_measure_counts,), action=_dismiss,
        ),
        _effect(
            "step_back", "mengembalikan kasus ke tindakan sebelumnya", "CaseSteppedBack",
            sources=(_S.OPEN, _S.HOLD), targets=(_S.OPEN, _S.CLOSED), clause="II.2.3.s3", payload=StepBack,
            choose=_step_back_target, action=_step_back,
        ),
        _effect(
            "close", "menutup kasus pembinaan", "CaseClosed",
            sources=(_S.OPEN, _S.HOLD), targets=(_S.CLOSED,), clause=HOUSE, payload=CloseCase, action=_close,
        ),
    ),
)
# fmt: on
