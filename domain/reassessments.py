"""Re-assessments (penilaian ulang) of exactly the standards that a revocation took: the table of II.2.2.c.s2 with its actions.

Its guards stand in `reassessment_rules`.
"""

from collections.abc import Mapping
from typing import Any

from domain import reassessment_rules as rules
from domain.aggregates import Aggregate
from domain.assessment_acts import GiveFactualScores
from domain.case_acts import NoteDetermination
from domain.case_findings import noted
from domain.certification import Holder, next_certificate
from domain.clock import legal_date
from domain.compliance import CellVerb, MoveCell, move
from domain.document_acts import SignDocument
from domain.document_kinds import DocumentKind
from domain.papers import is_signatory, no_paper_waits, paper_ready, paper_waits, publish, recalled, same_paper
from domain.reasons import Reason
from domain.reassessment_acts import (
    LIVING,
    AssignReassessors,
    BeginReassessment,
    OpenReassessment,
    ReassessmentState,
    RecordNonCooperation,
    ReportReassessment,
    RequestReassessment,
)
from domain.reassessment_rules import CLAUSE, ReassessmentFacts
from domain.refusals import HOUSE
from domain.roles import Role
from domain.scoring import replaced, stored_score
from domain.standards import StandardCode
from domain.tables import Act, Effect, LetterOrder, Outcome, Table, Transition
from domain.teams import ReplaceTeam, former, voided


def _begin(_facts: ReassessmentFacts, act: Act) -> Outcome:
    given: BeginReassessment = act.payload
    return Outcome(
        changes={
            "institution_id": given.institution_id,
            "unit_id": given.unit_id,
            "sanction_id": given.sanction_id,
            "case_id": given.case_id,
            "standards": sorted(code.value for code in given.standards),
            "attempt": given.attempt,
            "previous_id": given.previous_id,
            "began_on": legal_date(act.now).isoformat(),
        }
    )


def _request(facts: ReassessmentFacts, act: Act) -> Outcome:
    given: RequestReassessment = act.payload
    return Outcome(
        changes={
            "scope": _scope(facts, given.standards),
            "improvement": given.improvement.strip(),
            "evidence_ids": list(given.evidence_ids),
            "requested_by": act.actor.id,
            "requested_on": legal_date(act.now).isoformat(),
            "non_cooperation": None,
        }
    )


def _open(facts: ReassessmentFacts, act: Act) -> Outcome:
    given: OpenReassessment = act.payload
    reason = given.reason.strip()
    notice = LetterOrder(
        kind=DocumentKind.NOTICE, document_id=act.fresh.document, details={"about": act.verb, "reason": reason}
    )
    return Outcome(
        changes={
            "scope": _scope(facts, given.standards),
            "improvement": None,
            "evidence_ids": [],
            "requested_by": act.actor.id,
            "requested_on": legal_date(act.now).isoformat(),
        },
        letters=(notice,),
        reason=reason,
    )


def _scope(facts: ReassessmentFacts, asked: tuple[StandardCode, ...]) -> list[str]:
    return sorted(code.value for code in asked or facts.standards)


def _assign(facts: ReassessmentFacts, act: Act) -> Outcome:
    given: AssignReassessors = act.payload
    return Outcome(
        changes={
            "lead_id": given.lead_id,
            "assessor_ids": list(given.team()),
            "declared_ids": list(given.declared_ids),
            "lead_was_involved": given.lead_id in facts.involved,
            "method": given.method.value,
            "begins_on": given.begins_on.isoformat() if given.begins_on else None,
            "ends_on": given.ends_on.isoformat() if given.ends_on else None,
            "criteria": [each.values() for each in facts.criteria if each.standard in facts.scope],
            "catalogue_edition": facts.edition,
            "assignment_id": act.fresh.document,
        },
        letters=(LetterOrder(kind=DocumentKind.ASSIGNMENT, document_id=act.fresh.document),),
    )


def _replace_team(facts: ReassessmentFacts, act: Act) -> Outcome:
    """The scores stay with their authors; a report that was made is the former lead's, so the new one reports himself."""
    given: ReplaceTeam = act.payload
    reason = given.reason.strip()
    return Outcome(
        changes={
            "lead_id": given.lead_id,
            "assessor_ids": list(given.team()),
            "declared_ids": list(given.declared_ids),
            "lead_was_involved": given.lead_id in facts.involved,
            "former_teams": [*(dict(each) for each in facts.former_teams), former(facts.team, act)],
            "assignment_id": act.fresh.document,
            "report_id": None,
            "conclusion": None,
            "assessed_on": None,
        },
        letters=(LetterOrder(kind=DocumentKind.ASSIGNMENT, document_id=act.fresh.document),),
        effects=voided({facts.assignment_id: facts.assignment_state, facts.report_id: facts.report_state}, reason),
        reason=reason,
    )


def _score(facts: ReassessmentFacts, act: Act) -> Outcome:
    given: GiveFactualScores = act.payload
    today = legal_date(act.now).isoformat()
    new = [stored_score(score, by=act.actor.id, on=today) for score in given.scores]
    return Outcome(changes={"scores": replaced(facts.stored_scores, new)})


def _report(facts: ReassessmentFacts, act: Act) -> Outcome:
    """A report of before that nobody has signed yet gives way."""
    given: ReportReassessment = act.payload
    return Outcome(
        changes={
            "conclusion": given.conclusion.strip(),
            "assessed_on": given.assessed_on.isoformat(),
            "report_id": act.fresh.document,
        },
        letters=(LetterOrder(kind=DocumentKind.ASSESSMENT_REPORT, document_id=act.fresh.document),),
        effects=voided({facts.report_id: facts.report_state}, given.conclusion.strip()),
    )


def _prepare(facts: ReassessmentFacts, act: Act) -> Outcome:
    return Outcome(
        changes={
            "proposed": [code.value for code in facts.met()],
            "prepared_by": act.actor.id,
            "document_id": act.fresh.document,
        },
        letters=(LetterOrder(kind=DocumentKind.DETERMINATION, document_id=act.fresh.document),),
    )


def _recall(facts: ReassessmentFacts, act: Act) -> Outcome:
    return Outcome(
        changes={"proposed": [], "prepared_by": None, "document_id": None},
        effects=recalled(facts, act.payload.reason),
        reason=act.payload.reason.strip(),
    )


def _pass(facts: ReassessmentFacts, act: Act) -> Outcome:
    passed = facts.proposed
    remaining = tuple(code for code in facts.standards if code not in passed and facts.is_revoked(code))
    holder = Holder(
        institution_id=facts.institution_id or "", unit_id=facts.unit_id or "", origin=Aggregate.REASSESSMENT
    )
    return Outcome(
        changes={
            "passed_standards": [code.value for code in passed],
            "remaining_standards": [code.value for code in remaining],
            "determined_on": legal_date(act.now).isoformat(),
        },
        effects=(
            publish(facts, act),
            *_redetermine(facts, act),
            *next_certificate(facts.certified, holder, passed, act),
            *noted(facts.pursued, _note(act, passed)),
            _next_attempt(facts, act, remaining) if remaining else _improve(facts),
        ),
    )


def _note(act: Act, passed: tuple[StandardCode, ...]) -> NoteDetermination:
    """For the other cases of the unit: its own knows what it has regained (`ladder.regained`)."""
    return NoteDetermination(standards=passed, cause=Aggregate.REASSESSMENT, cause_id=act.record_id, by=act.actor.id)


def _redetermine(facts: ReassessmentFacts, act: Act) -> tuple[Effect, ...]:
    return tuple(
        move(
            CellVerb.REDETERMINE,
            MoveCell(
                institution_id=facts.institution_id or "",
                unit_id=facts.unit_id or "",
                standard=code,
                cause=Aggregate.REASSESSMENT,
                cause_id=act.record_id,
                on=legal_date(act.now),
            ),
        )
        for code in facts.proposed
    )


def _next_attempt(facts: ReassessmentFacts, act: Act, remaining: tuple[StandardCode, ...]) -> Effect:
    """The standards that did not pass are assessed again by themselves."""
    begin = BeginReassessment(
        institution_id=facts.institution_id or "",
        unit_id=facts.unit_id or "",
        sanction_id=facts.sanction_id,
        case_id=facts.case_id,
        standards=remaining,
        attempt=facts.attempt + 1,
        previous_id=act.record_id,
    )
    return Effect(
        aggregate=Aggregate.REASSESSMENT,
        verb="begin",
        record_id=act.fresh.of("reassessment"),
        payload=begin,
    )


def _improve(facts: ReassessmentFacts) -> Effect:
    """All that was revoked is determined again: improvement followed the revocation, whatever was recorded of it before, and
    whether its case is over already or ends with it (`sanction_effects.improved`).
    """
    return Effect(aggregate=Aggregate.SANCTION, verb="improve", record_id=facts.sanction_id)


_FRESH_ATTEMPT: Mapping[str, Any] = {
    "scope": [],
    "improvement": None,
    "evidence_ids": [],
    "requested_by": None,
    "requested_on": None,
    "lead_id": None,
    "assessor_ids": [],
    "declared_ids": [],
    "lead_was_involved": False,
    "method": None,
    "begins_on": None,
    "ends_on": None,
    "criteria": [],
    "catalogue_edition": None,
    "former_teams": [],
    "scores": [],
    "conclusion": None,
    "assessed_on": None,
    "report_id": None,
    "assignment_id": None,
    "non_cooperation": None,
}


def _retry(facts: ReassessmentFacts, act: Act) -> Outcome:
    return Outcome(changes=_anew(facts, act), reason=act.payload.reason.strip())


def _anew(facts: ReassessmentFacts, act: Act) -> dict[str, Any]:
    """What was found stays on record among the attempts; the next one begins with nothing."""
    ended = {
        "attempt": facts.attempt,
        "scope": [code.value for code in facts.scope],
        "assessor_ids": list(facts.team),
        "scores": [dict(score) for score in facts.stored_scores],
        "report_id": facts.report_id,
        "former_teams": [dict(each) for each in facts.former_teams],
    }
    return {
        **_FRESH_ATTEMPT,
        "attempt": facts.attempt + 1,
        "attempts": [*(dict(each) for each in facts.attempts), ended],
        "began_on": legal_date(act.now).isoformat(),
    }


def _record_non_cooperation(facts: ReassessmentFacts, act: Act) -> Outcome:
    return _not_cooperating(act, {"scope": []}, last=facts.requests_over)


def _record_not_received(facts: ReassessmentFacts, act: Act) -> Outcome:
    """A team went in vain: its attempt ends with what it scored, and the unit may ask for the next one.

    Not where the missing improvement was on record already: then it was the last that the unit could ask for by itself.
    """
    return _not_cooperating(act, _anew(facts, act), last=facts.stop_next)


def _not_cooperating(act: Act, changes: Mapping[str, Any], *, last: bool = False) -> Outcome:
    given: RecordNonCooperation = act.payload
    reason = given.reason.strip()
    reminders = [{"sent_on": each.sent_on.isoformat(), "text": each.text.strip()} for each in given.reminders]
    recorded = {
        "reason": reason,
        "reminders": reminders,
        "on": legal_date(act.now).isoformat(),
        "by": act.actor.id,
        "last": last,
    }
    notice = LetterOrder(
        kind=DocumentKind.NOTICE,
        document_id=act.fresh.document,
        details={"about": act.verb, "reason": reason, "reminders": reminders, "last": last},
    )
    return Outcome(changes={**changes, "non_cooperation": recorded}, letters=(notice,), reason=reason)


def _cancel(facts: ReassessmentFacts, act: Act) -> Outcome:
    reason = act.payload.reason
    return Outcome(changes={"reason": reason}, effects=recalled(facts, reason), reason=reason)


# --- the table ------------------------------------------------------------------------------------------------------

_S = ReassessmentState
_ASSESSOR = frozenset({Role.ASSESSOR})
_ADMIN = frozenset({Role.ADMIN})
_REVIEWER = frozenset({Role.REVIEWER})
_SYSTEM = frozenset({Role.SYSTEM})


def _row(verb: str, label_id: str, event: str, **columns: Any) -> Transition[ReassessmentFacts]:
    return Transition(verb=verb, label_id=label_id, event=event, **columns)


# fmt: off
REASSESSMENTS: Table[ReassessmentFacts] = Table(
    aggregate=Aggregate.REASSESSMENT,
    label_id="Penilaian ulang",
    label_en="Re-assessment",
    states=ReassessmentState,
    final=frozenset({_S.PASSED, _S.CANCELLED}),
    rows=(
        _row(
            "begin", "memulai penilaian ulang", "ReassessmentBegun",
            sources=(None,), targets=(_S.PENDING,), roles=_SYSTEM, clause=CLAUSE, payload=BeginReassessment,
            guards=(rules.none_running,), action=_begin,
        ),
        _row(
            "request", "meminta penilaian ulang", "ReassessmentRequested",
            sources=(_S.PENDING,), targets=(_S.REQUESTED,), roles=frozenset({Role.UNIT_HEAD}), clause=HOUSE,
            payload=RequestReassessment, guards=(rules.may_ask_again,),
            checks=(rules.of_those_revoked, rules.in_part_or_whole, rules.evidence_confirmed), action=_request,
        ),
        _row(
            "open_by_lkpp", "membuka penilaian ulang atas prakarsa LKPP", "ReassessmentOpened",
            sources=(_S.PENDING,), targets=(_S.REQUESTED,), roles=_ADMIN, clause=CLAUSE, payload=OpenReassessment,
            guards=(rules.not_suspended, rules.no_stop_underway),
            checks=(rules.of_those_revoked, rules.in_part_or_whole), action=_open,
            paper=DocumentKind.NOTICE,
        ),
        _row(
            "assign", "menugaskan penilai ulang", "ReassessorsAssigned",
            sources=(_S.REQUESTED,), targets=(_S.RUNNING,), roles=_ADMIN, clause=CLAUSE, payload=AssignReassessors,
            checks=(rules.team_stands_apart,), action=_assign, paper=DocumentKind.ASSIGNMENT,
        ),
        _row(
            "score", "menilai ulang kriteria", "ReassessmentScored",
            sources=(_S.RUNNING,), targets=(_S.RUNNING,), roles=_ASSESSOR, clause=CLAUSE, payload=GiveFactualScores,
            guards=(rules.on_the_team, rules.actor_independent, rules.assignment_signed, rules.not_reported),
            checks=(rules.scores_fit,), action=_score,
        ),
        _row(
            "report", "melaporkan penilaian ulang", "ReassessmentReported",
            sources=(_S.RUNNING,), targets=(_S.RUNNING,), roles=_ASSESSOR, clause=CLAUSE, payload=ReportReassessment,
            guards=(
                rules.leads, rules.still_independent, rules.assignment_signed, rules.not_reported, rules.all_scored,
                rules.something_determinable,
            ),
            checks=(rules.assessed_by_today,), action=_report, paper=DocumentKind.ASSESSMENT_REPORT,
        ),
        _row(
            "prepare_pass", "menyiapkan penetapan kembali", "RedeterminationPrepared",
            sources=(_S.RUNNING,), targets=(_S.RUNNING,), roles=_REVIEWER, clause=CLAUSE,
            guards=(
                rules.report_signed, no_paper_waits, rules.no_objection_open, rules.still_independent,
                rules.something_determinable,
            ),
            action=_prepare, paper=DocumentKind.DETERMINATION,
        ),
        _row(
            "recall_pass", "menarik kembali konsep penetapan", "RedeterminationRecalled",
            sources=(_S.RUNNING,), targets=(_S.RUNNING,), roles=frozenset({Role.REVIEWER, Role.DEPUTY}), clause=HOUSE,
            payload=Reason, guards=(paper_waits,), action=_recall,
        ),
        _row(
            "pass", "menetapkan kembali standar", "ReassessmentPassed",
            sources=(_S.RUNNING,), targets=(_S.PASSED,), roles=frozenset({Role.DEPUTY}), clause=CLAUSE,
            payload=SignDocument,
            guards=(
                paper_ready, is_signatory, rules.not_the_preparer, rules.no_objection_open, rules.still_independent,
                rules.still_revoked,
            ),
            checks=(same_paper,), action=_pass, paper=DocumentKind.DETERMINATION,
        ),
        _row(
            "fail", "menyatakan tidak lulus", "ReassessmentFailed",
            sources=(_S.RUNNING,), targets=(_S.FAILED,), roles=_ASSESSOR, clause=CLAUSE, payload=ReportReassessment,
            guards=(
                rules.leads, rules.still_independent, rules.assignment_signed, rules.report_stands, no_paper_waits,
                rules.all_scored, rules.nothing_determinable,
            ),
            checks=(rules.assessed_by_today,), action=_report, paper=DocumentKind.ASSESSMENT_REPORT,
        ),
        _row(
            "replace_team", "mengganti tim penilai ulang", "ReassessmentTeamReplaced",
            sources=(_S.RUNNING,), targets=(_S.RUNNING,), roles=_ADMIN, clause=HOUSE, payload=ReplaceTeam,
            guards=(no_paper_waits, rules.team_is_needed), checks=(rules.team_stands_apart, rules.another_team),
            action=_replace_team, paper=DocumentKind.ASSIGNMENT,
        ),
        _row(
            "replace_team", "mengganti tim penilai ulang", "ReassessmentTeamReplaced",
            sources=(_S.FAILED,), targets=(_S.RUNNING,), roles=_ADMIN, clause=HOUSE, payload=ReplaceTeam,
            guards=(rules.failure_gives_way, rules.no_stop_underway), checks=(rules.team_stands_apart, rules.another_team),
            action=_replace_team, paper=DocumentKind.ASSIGNMENT,
        ),
        _row(
            "retry", "mengulang penilaian ulang", "ReassessmentRetried",
            sources=(_S.FAILED,), targets=(_S.PENDING,), roles=frozenset({Role.ADMIN, Role.UNIT_HEAD}), clause=HOUSE,
            payload=Reason, guards=(rules.no_stop, rules.stop_not_next, rules.no_stop_underway), action=_retry,
        ),
        _row(
            "record_non_cooperation", "mencatat ketidaksediaan dinilai ulang", "NonCooperationRecorded",
            sources=(_S.PENDING, _S.REQUESTED), targets=(_S.PENDING,), roles=_REVIEWER, clause=HOUSE,
            payload=RecordNonCooperation, guards=(rules.actor_independent, rules.not_suspended, rules.lkpp_has_acted),
            checks=(rules.reminded_in_vain,), action=_record_non_cooperation, paper=DocumentKind.NOTICE,
        ),
        _row(
            "record_non_cooperation", "mencatat ketidaksediaan dinilai ulang", "NonCooperationRecorded",
            sources=(_S.RUNNING,), targets=(_S.PENDING,), roles=_REVIEWER, clause=HOUSE, payload=RecordNonCooperation,
            guards=(
                rules.actor_independent, rules.not_suspended, rules.assignment_signed, rules.first_day_passed,
                rules.not_reported,
                rules.nothing_determinable,
            ),
            checks=(rules.reminded_in_vain,), action=_record_not_received, paper=DocumentKind.NOTICE,
        ),
        _row(
            "cancel", "membatalkan penilaian ulang", "ReassessmentCancelled",
            sources=LIVING, targets=(_S.CANCELLED,), roles=_SYSTEM, clause="II.2.3.s3", payload=Reason, action=_cancel,
        ),
    ),
)
# fmt: on
