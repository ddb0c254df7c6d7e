"""Surveillance (II.2.1.f): the table of the yearly programme, its conduct, and what findings must lead to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from domain.aggregates import Aggregate
from domain.clock import legal_date
from domain.compliance import CellVerb, MoveCell, movable, move
from domain.configuration_keys import ConfigurationKey
from domain.document_kinds import DocumentKind, DocumentState
from domain.independence import Tie, assessors_known, independent
from domain.papers import letter_signed
from domain.reasons import Reason
from domain.refusals import HOUSE, Refusal, RefusalCode, Words, refuse
from domain.roles import Role
from domain.standards import StandardCode
from domain.surveillance_acts import (
    CaseOpened,
    ConcludeConform,
    ConcludeFindings,
    Finding,
    NotifySurveillance,
    PlanSurveillance,
    SurveillanceState,
)
from domain.surveillance_risk import Risk
from domain.tables import Act, Effect, LetterOrder, Outcome, Table, Transition
from domain.teams import ReplaceTeam, former, is_another, voided
from domain.text import first_problem, input_problem
from domain.units import UnitState

_CLAUSE = "II.2.1.f.p1"


@dataclass(frozen=True, kw_only=True)
class SurveillanceFacts:
    """What the guards of a surveillance may know.

    *Shape*: `under_way` says that the programme of the year holds one of the unit that is not concluded; `risk` is the
    unit's of the day, where one is planned; `team` has the lead first; `names` and `ties` are by person, `names` of
    assessors only; `criteria` maps each standard that binds the unit to its criteria, and from the notice on those of the
    scope; `confirmed` are the files of the act that are confirmed and the institution's; `assignment_id` and
    `assignment_state` are of the team's letter; `report_id` and `report_state` are of the newest report, `former_teams`
    those that were replaced;
    `unpursued` are flagged standards whose findings no case pursues any more; `case_ids` the cases in which its own are, or
    were, pursued.
    """

    state: str | None
    institution_id: str | None
    unit_id: str | None = None
    unit_state: str | None = None
    in_scope: bool = True
    under_way: bool = False
    risk: Risk | None = None
    year: int | None = None
    begins_on: date | None = None
    team: tuple[str, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    ties: Mapping[str, Tie] = field(default_factory=dict)
    criteria: Mapping[StandardCode, frozenset[str]] = field(default_factory=dict)
    cells: Mapping[StandardCode, str] = field(default_factory=dict)
    confirmed: frozenset[str] = frozenset()
    assignment_id: str | None = None
    report_id: str | None = None
    report_state: str | None = None
    former_teams: tuple[Mapping[str, Any], ...] = ()
    unpursued: frozenset[StandardCode] = frozenset()
    case_ids: tuple[str, ...] = ()
    assignment_state: str | None = None


# --- guards and checks ----------------------------------------------------------------------------------------------


def _unit_in_service(facts: SurveillanceFacts, act: Act) -> Refusal | None:
    """House rule: the decree does not say which units are surveilled."""
    if facts.unit_id is None:
        return refuse(RefusalCode.NOT_FOUND, what="Unit", subject="unit")
    if facts.unit_state == UnitState.ACTIVE:
        return None
    return refuse(
        RefusalCode.WRONG_STATE,
        subject="unit",
        verb=Words("merencanakan surveillance", "plan a surveillance"),
        state=str(facts.unit_state),
        sources=UnitState.ACTIVE.value,
    )


def _in_scope(facts: SurveillanceFacts, _act: Act) -> Refusal | None:
    """Whom surveillance concerns is not in the decree: configuration."""
    if facts.in_scope:
        return None
    return refuse(RefusalCode.NOT_CONFIGURED, key=ConfigurationKey.SURVEILLANCE_SCOPE.value, subject="unit")


def _one_at_a_time(facts: SurveillanceFacts, act: Act) -> Refusal | None:
    """A unit is not surveilled twice at once; how often it is the decree leaves open (II.2.1.f), and so does the house."""
    if not facts.under_way:
        return None
    return refuse(RefusalCode.ALREADY_PLANNED, year=str(act.payload.year), subject="year")


def _this_year_or_next(_facts: SurveillanceFacts, act: Act) -> Refusal | None:
    today = legal_date(act.now).year
    if act.payload.year in {today, today + 1}:
        return None
    return input_problem("year", f"tahun {today} atau {today + 1}.", f"the year {today} or {today + 1}.")


def _as_the_list_says(facts: SurveillanceFacts, act: Act) -> Refusal | None:
    known = facts.risk.factors if facts.risk else frozenset()
    unfounded = [factor.value for factor in act.payload.factors if factor not in known]
    if not unfounded:
        return None
    named = ", ".join(unfounded)
    return input_problem(
        "factors",
        f"{named} tidak tampak pada unit ini dalam daftar berbasis risiko hari ini.",
        f"{named} does not show for this unit in today's risk-based list.",
    )


def _dates_to_come(facts: SurveillanceFacts, act: Act) -> Refusal | None:
    given: NotifySurveillance = act.payload
    today = legal_date(act.now)
    if given.begins_on < today:
        return input_problem("beginsOn", "tidak boleh sebelum hari ini.", "it must not be before today.")
    if given.begins_on.year == facts.year:
        return None
    return input_problem("beginsOn", f"harus dalam tahun program {facts.year}.", f"it must lie in {facts.year}.")


def _team_of_assessors(facts: SurveillanceFacts, act: Act) -> Refusal | None:
    return assessors_known(facts.names, act.payload.team, "team")


def _team_independent(facts: SurveillanceFacts, act: Act) -> Refusal | None:
    return independent(facts.ties, act.payload.team, "team", names=facts.names)


def _standards_bind(facts: SurveillanceFacts, act: Act) -> Refusal | None:
    foreign = [code.value for code in act.payload.standards if not facts.criteria.get(code)]
    if not foreign:
        return None
    named = ", ".join(foreign)
    return input_problem(
        "standards", f"{named} tidak berlaku bagi bentuk unit ini.", f"{named} does not bind a unit of this form."
    )


def _on_the_team(facts: SurveillanceFacts, act: Act) -> Refusal | None:
    return None if act.actor.id in facts.team else _not_assigned(facts, facts.team, act)


def _leads_the_team(facts: SurveillanceFacts, act: Act) -> Refusal | None:
    lead = facts.team[:1]
    return None if act.actor.id in lead else _not_assigned(facts, lead, act)


def _not_assigned(facts: SurveillanceFacts, people: tuple[str, ...], act: Act) -> Refusal:
    who = ", ".join(facts.names.get(person, person) for person in people) or "-"
    return refuse(RefusalCode.NOT_ON_THE_TEAM, who=who, subject=act.record_id)


def _still_independent(facts: SurveillanceFacts, act: Act) -> Refusal | None:
    """A tie may have come since the notice; then the team is replaced."""
    return independent(facts.ties, facts.team, act.record_id, names=facts.names)


def _first_day_come(facts: SurveillanceFacts, act: Act) -> Refusal | None:
    """The unit was told from which day on; nobody comes earlier."""
    if facts.begins_on is None or legal_date(act.now) >= facts.begins_on:
        return None
    return refuse(RefusalCode.TOO_EARLY, day=facts.begins_on.isoformat(), subject=act.record_id)


def _assignment_signed(facts: SurveillanceFacts, act: Act) -> Refusal | None:
    return letter_signed(DocumentKind.ASSIGNMENT, facts.assignment_state, act.record_id)


def _report_unsigned(facts: SurveillanceFacts, act: Act) -> Refusal | None:
    """Once the report is signed, the team's work is done."""
    if facts.report_state != DocumentState.SIGNED:
        return None
    return refuse(RefusalCode.ALREADY_REPORTED, subject=act.record_id)


def _team_takes_over(facts: SurveillanceFacts, act: Act) -> Refusal | None:
    given: ReplaceTeam = act.payload
    return (
        assessors_known(facts.names, given.team(), "team")
        or independent(facts.ties, given.team(), "team", names=facts.names)
        or is_another(facts.team, given)
    )


def _findings_founded(facts: SurveillanceFacts, act: Act) -> Refusal | None:
    return first_problem(*(_unfounded(facts, finding) for finding in act.payload.findings))


def _unfounded(facts: SurveillanceFacts, finding: Finding) -> Refusal | None:
    standard = finding.standard
    if standard not in facts.criteria:
        return input_problem(
            "findings.standard",
            f"{standard.value} di luar lingkup surveillance ini.",
            f"{standard.value} is not in the scope of this surveillance.",
        )
    if finding.criterion not in facts.criteria[standard]:
        return input_problem(
            "findings.criterion",
            f"{finding.criterion[:80]} bukan kriteria {standard.value} yang berlaku bagi unit ini.",
            f"{finding.criterion[:80]} is no criterion of {standard.value} that binds this unit.",
        )
    missing = [evidence for evidence in finding.evidence_ids if evidence not in facts.confirmed]
    if not missing:
        return None
    return refuse(RefusalCode.EVIDENCE_NOT_CONFIRMED, evidence=missing[0][:80], subject="findings.evidence")


# --- actions --------------------------------------------------------------------------------------------------------


def _notice(act: Act) -> LetterOrder:
    return LetterOrder(kind=DocumentKind.NOTICE, document_id=act.fresh.document)


def _plan(facts: SurveillanceFacts, act: Act) -> Outcome:
    given: PlanSurveillance = act.payload
    parts = facts.risk.parts if facts.risk else ()
    reason = given.reason.strip()
    return Outcome(
        changes={
            "institution_id": facts.institution_id,
            "unit_id": given.unit_id,
            "year": given.year,
            "factors": [factor.value for factor in given.factors],
            "reason": reason,
            "score": facts.risk.score if facts.risk else 0,
            "risk": [
                {
                    "factor": part.factor.value,
                    "points": part.points,
                    "weight": part.weight,
                    "text_id": part.text_id,
                    "text_en": part.text_en,
                }
                for part in parts
            ],
            "planned_on": legal_date(act.now).isoformat(),
            "planned_by": act.actor.id,
        },
        letters=(_notice(act),),
        reason=reason,
    )


def _notify(facts: SurveillanceFacts, act: Act) -> Outcome:
    given: NotifySurveillance = act.payload
    standards = sorted(given.standards)
    assignment = LetterOrder(kind=DocumentKind.ASSIGNMENT, document_id=act.fresh.of("assignment"))
    return Outcome(
        changes={
            "begins_on": given.begins_on.isoformat(),
            "ends_on": given.ends_on.isoformat(),
            "method": given.method.value,
            "lead_id": given.lead_id,
            "member_ids": list(given.member_ids),
            "standards": [code.value for code in standards],
            "criteria": {code.value: sorted(facts.criteria[code]) for code in standards},
            "notified_on": legal_date(act.now).isoformat(),
            "assignment_id": assignment.document_id,
        },
        letters=(_notice(act), assignment),
    )


def _replaced(facts: SurveillanceFacts, act: Act, further: LetterOrder) -> Outcome:
    """What nobody has signed yet becomes void; the team's letter is ordered, and with it what else there is to say."""
    given: ReplaceTeam = act.payload
    reason = given.reason.strip()
    assignment = LetterOrder(kind=DocumentKind.ASSIGNMENT, document_id=act.fresh.document)
    return Outcome(
        changes={
            "lead_id": given.lead_id,
            "member_ids": list(given.member_ids),
            "former_teams": [*(dict(each) for each in facts.former_teams), former(facts.team, act)],
            "assignment_id": assignment.document_id,
        },
        letters=(assignment, further),
        effects=voided({facts.assignment_id: facts.assignment_state, facts.report_id: facts.report_state}, reason),
        reason=reason,
    )


def _replace_team(facts: SurveillanceFacts, act: Act) -> Outcome:
    """The unit was told who comes, so it is told who comes instead."""
    return _replaced(facts, act, LetterOrder(kind=DocumentKind.NOTICE, document_id=act.fresh.of("notice")))


def _replace_reporter(facts: SurveillanceFacts, act: Act) -> Outcome:
    """What was concluded stands and names who concluded it; the new lead signs the report that the former did not."""
    report = LetterOrder(kind=DocumentKind.ASSESSMENT_REPORT, document_id=act.fresh.of("report"))
    return _replaced(facts, act, report)


def _start(_facts: SurveillanceFacts, act: Act) -> Outcome:
    return Outcome(changes={"started_on": legal_date(act.now).isoformat(), "started_by": act.actor.id})


def _concluded(act: Act, findings: list[dict[str, Any]], effects: tuple[Effect, ...] = ()) -> Outcome:
    report = LetterOrder(kind=DocumentKind.ASSESSMENT_REPORT, document_id=act.fresh.document)
    return Outcome(
        changes={
            "findings": findings,
            "conclusion": act.payload.conclusion.strip(),
            "concluded_on": legal_date(act.now).isoformat(),
            "concluded_by": act.actor.id,
        },
        letters=(report,),
        effects=effects,
    )


def _conclude_conform(facts: SurveillanceFacts, act: Act) -> Outcome:
    """A flag that an ended case left goes, where this surveillance looked at the standard and found it conform."""
    conform = (code for code in movable(CellVerb.CLEAR, facts.cells) if code in facts.unpursued & facts.criteria.keys())
    cleared = (_moved(facts, CellVerb.CLEAR, code, "sesuai menurut surveillance", act) for code in conform)
    return _concluded(act, [], tuple(cleared))


def _conclude_findings(facts: SurveillanceFacts, act: Act) -> Outcome:
    given: ConcludeFindings = act.payload
    findings = [
        {
            "id": act.fresh.of(f"finding {number}"),
            "standard": finding.standard.value,
            "criterion": finding.criterion,
            "fact": finding.fact.strip(),
            "observation": finding.observation.strip(),
            "evidence_ids": list(finding.evidence_ids),
            "severity": finding.severity.value,
        }
        for number, finding in enumerate(given.findings, start=1)
    ]
    return _concluded(act, findings, _flags(facts, given.findings, act))


def _flags(facts: SurveillanceFacts, findings: tuple[Finding, ...], act: Act) -> tuple[Effect, ...]:
    """The standards that stand determined, and have a finding upon them now; others keep their state."""
    criteria: dict[StandardCode, list[str]] = {}
    for finding in findings:
        criteria.setdefault(finding.standard, []).append(finding.criterion)
    return tuple(
        _moved(facts, CellVerb.FLAG, code, f"temuan surveillance pada {', '.join(dict.fromkeys(criteria[code]))}", act)
        for code in movable(CellVerb.FLAG, facts.cells)
        if code in criteria
    )


def _moved(facts: SurveillanceFacts, verb: CellVerb, code: StandardCode, reason: str, act: Act) -> Effect:
    moved = MoveCell(
        institution_id=facts.institution_id or "",
        unit_id=facts.unit_id or "",
        standard=code,
        cause=Aggregate.SURVEILLANCE,
        cause_id=act.record_id,
        on=legal_date(act.now),
        reason=reason,
    )
    return move(verb, moved)


def _lead_to_sanction(facts: SurveillanceFacts, act: Act) -> Outcome:
    given: CaseOpened = act.payload
    pursuing = list(dict.fromkeys([*facts.case_ids, *given.case_ids]))
    return Outcome(changes={"case_id": given.case_ids[0], "case_ids": pursuing})


def _reopen_findings(_facts: SurveillanceFacts, _act: Act) -> Outcome:
    """A case that was to follow ended before any measure: what it pursued asks for another one."""
    return Outcome(changes={"case_id": None})


def _close(_facts: SurveillanceFacts, act: Act) -> Outcome:
    return Outcome(changes={"closed_on": legal_date(act.now).isoformat()})


def _cancel(facts: SurveillanceFacts, act: Act) -> Outcome:
    given: Reason = act.payload
    reason = given.reason.strip()
    void = voided({facts.assignment_id: facts.assignment_state}, reason)
    changes = {"cancellation": reason, "closed_on": legal_date(act.now).isoformat()}
    return Outcome(changes=changes, letters=(_notice(act),), effects=void, reason=reason)


# --- the table ------------------------------------------------------------------------------------------------------

_S = SurveillanceState
_ADMIN = frozenset({Role.ADMIN})
_ASSESSOR = frozenset({Role.ASSESSOR})
_SYSTEM = frozenset({Role.SYSTEM})


def _row(verb: str, label_id: str, event: str, **columns: Any) -> Transition[SurveillanceFacts]:
    return Transition(verb=verb, label_id=label_id, event=event, **columns)


# fmt: off
SURVEILLANCES: Table[SurveillanceFacts] = Table(
    aggregate=Aggregate.SURVEILLANCE,
    label_id="Surveillance",
    label_en="Surveillance",
    states=SurveillanceState,
    final=frozenset({_S.CLOSED, _S.CANCELLED}),
    rows=(
        _row(
            "plan", "merencanakan surveillance", "SurveillancePlanned",
            sources=(None,), targets=(_S.PLANNED,), roles=_ADMIN, clause=_CLAUSE, payload=PlanSurveillance,
            guards=(_unit_in_service, _in_scope), checks=(_this_year_or_next, _one_at_a_time, _as_the_list_says),
            action=_plan, paper=DocumentKind.NOTICE,
        ),
        _row(
            "notify", "memberitahukan surveillance", "SurveillanceNotified",
            sources=(_S.PLANNED,), targets=(_S.NOTIFIED,), roles=_ADMIN, clause=HOUSE, payload=NotifySurveillance,
            checks=(_dates_to_come, _team_of_assessors, _team_independent, _standards_bind),
            action=_notify, paper=DocumentKind.ASSIGNMENT,
        ),
        _row(
            "start", "memulai surveillance", "SurveillanceStarted",
            sources=(_S.NOTIFIED,), targets=(_S.RUNNING,), roles=_ASSESSOR, clause=_CLAUSE,
            guards=(_on_the_team, _still_independent, _first_day_come, _assignment_signed), action=_start,
        ),
        _row(
            "conclude_conform", "menyimpulkan sesuai", "SurveillanceConform",
            sources=(_S.RUNNING,), targets=(_S.CONFORM,), roles=_ASSESSOR, clause=_CLAUSE,
            payload=ConcludeConform, guards=(_leads_the_team, _still_independent, _assignment_signed),
            action=_conclude_conform,
            paper=DocumentKind.ASSESSMENT_REPORT,
        ),
        _row(
            "conclude_findings", "menyimpulkan dengan temuan", "SurveillanceFoundNonconformity",
            sources=(_S.RUNNING,), targets=(_S.FINDINGS,), roles=_ASSESSOR, clause="II.2.1.f.p2",
            payload=ConcludeFindings, guards=(_leads_the_team, _still_independent, _assignment_signed),
            checks=(_findings_founded,),
            action=_conclude_findings, paper=DocumentKind.ASSESSMENT_REPORT,
        ),
        _row(
            "lead_to_sanction", "menindaklanjuti temuan dengan tindakan pembinaan", "SurveillanceSanctioned",
            sources=(_S.FINDINGS,), targets=(_S.SANCTIONED,), roles=_SYSTEM, clause="II.2.1.f.p2",
            payload=CaseOpened, action=_lead_to_sanction,
        ),
        _row(
            "reopen_findings", "membuka kembali temuan surveillance", "SurveillanceFindingsReopened",
            sources=(_S.SANCTIONED,), targets=(_S.FINDINGS,), roles=_SYSTEM, clause="II.2.1.f.p2",
            action=_reopen_findings,
        ),
        _row(
            "close", "menutup surveillance", "SurveillanceClosed",
            sources=(_S.SANCTIONED,), targets=(_S.CLOSED,), roles=_SYSTEM, clause=HOUSE, action=_close,
        ),
        *(
            _row(
                "replace_team", "mengganti tim surveillance", "SurveillanceTeamReplaced",
                sources=(state,), targets=(state,), roles=_ADMIN, clause=HOUSE, payload=ReplaceTeam,
                checks=(_team_takes_over,), action=_replace_team, paper=DocumentKind.ASSIGNMENT,
            )
            for state in (_S.NOTIFIED, _S.RUNNING)
        ),
        *(
            _row(
                "replace_team", "mengganti tim surveillance", "SurveillanceTeamReplaced",
                sources=(state,), targets=(state,), roles=_ADMIN, clause=HOUSE, payload=ReplaceTeam,
                guards=(_report_unsigned,), checks=(_team_takes_over,), action=_replace_reporter,
                paper=DocumentKind.ASSIGNMENT,
            )
            for state in (_S.CONFORM, _S.FINDINGS)
        ),
        _row(
            "cancel", "membatalkan surveillance", "SurveillanceCancelled",
            sources=(_S.PLANNED, _S.NOTIFIED), targets=(_S.CANCELLED,), roles=_ADMIN, clause=HOUSE,
            payload=Reason, action=_cancel, paper=DocumentKind.NOTICE,
        ),
    ),
)
# fmt: on
