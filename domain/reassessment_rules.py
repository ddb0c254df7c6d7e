"""What the guards of a re-assessment may know, and the guards and checks of its table (II.2.2.c.s2); pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from domain.assessment_acts import GiveFactualScores
from domain.certification import Certified
from domain.clock import legal_date
from domain.compliance import CellState
from domain.configuration_keys import ConfigurationKey
from domain.documents import DocumentKind, DocumentState
from domain.independence import Tie, assessors_known, independent
from domain.papers import PaperFacts, letter_signed
from domain.refusals import Refusal, RefusalCode, refuse
from domain.scoring import FrozenCriterion, Scores, evidence_of, met_standards, unconfirmed, unknown_criterion, unscored
from domain.standards import StandardCode
from domain.tables import Act
from domain.text import input_problem

CLAUSE = "II.2.2.c.s2"
"""Of the standards revoked a re-assessment is made."""


@dataclass(frozen=True, kw_only=True)
class ReassessmentFacts:
    """What the guards of a re-assessment may know.

    *Shape*: `standards` are those revoked that this attempt is for, `scope` those of them that were asked for; `criteria`
    those frozen at the assignment (before it, those in force for the unit's form, of `edition`); `team` the persons
    assigned, the lead first; `assessors`, `ties` and `confirmed` concern persons and files named in the act; `involved`
    assessed what led to the revocation, or led an attempt before; `attempts` are the attempts before, as they ended;
    `suspended` says that an objection suspends the revocation, `objected` that one is open; `running` are, for a new one,
    the standards of another of the same revocation that is not over.
    """

    state: str | None
    institution_id: str | None
    unit_id: str | None = None
    running: frozenset[StandardCode] = frozenset()
    sanction_id: str = ""
    case_id: str = ""
    case_state: str | None = None
    stop_issued: bool = False
    standards: tuple[StandardCode, ...] = ()
    scope: tuple[StandardCode, ...] = ()
    attempt: int = 1
    attempts: tuple[Mapping[str, Any], ...] = ()
    began_on: date | None = None
    team: tuple[str, ...] = ()
    criteria: tuple[FrozenCriterion, ...] = ()
    edition: str | None = None
    scores: Scores = field(default_factory=dict)
    stored_scores: tuple[Mapping[str, Any], ...] = ()
    report_id: str | None = None
    report_state: str | None = None
    assignment_state: str | None = None
    proposed: tuple[StandardCode, ...] = ()
    prepared_by: str | None = None
    partial_allowed: bool = True
    cells: Mapping[StandardCode, str] = field(default_factory=dict)
    certified: Certified = field(default_factory=Certified)
    suspended: bool = False
    objected: bool = False
    assessors: Mapping[str, str] = field(default_factory=dict)
    ties: Mapping[str, Tie] = field(default_factory=dict)
    involved: frozenset[str] = frozenset()
    confirmed: frozenset[str] = frozenset()
    paper: PaperFacts | None = None

    def met(self) -> tuple[StandardCode, ...]:
        """The standards in scope that the scores meet and that are revoked still, in the decree's order."""
        found = met_standards(self.criteria, self.scores)
        return tuple(code for code in self.scope if code in found and self.is_revoked(code))

    def is_revoked(self, code: StandardCode) -> bool:
        """Whether the standard is revoked still: an objection may have reinstated it."""
        return self.cells.get(code) == CellState.REVOKED


# --- guards ---------------------------------------------------------------------------------------------------------


def none_running(facts: ReassessmentFacts, _act: Act) -> Refusal | None:
    """Guard: of what one sanction revoked no other re-assessment is under way."""
    if not facts.running:
        return None
    running = ", ".join(sorted(code.value for code in facts.running))
    return refuse(RefusalCode.ASSESSMENT_OPEN, clause=CLAUSE, standards=running, subject="standards")


def no_objection_open(facts: ReassessmentFacts, _act: Act) -> Refusal | None:
    """Guard: the objection to the revocation is decided first; with the pass its case ends (II.2.3.s2)."""
    return refuse(RefusalCode.OBJECTION_OPEN, clause="II.2.3.s2", subject="objection") if facts.objected else None


def not_suspended(facts: ReassessmentFacts, act: Act) -> Refusal | None:
    """Guard: no objection suspends the revocation; the unit itself may ask meanwhile (`objection.suspends`). House rule."""
    return refuse(RefusalCode.SANCTION_SUSPENDED, subject=act.record_id) if facts.suspended else None


def on_the_team(facts: ReassessmentFacts, act: Act) -> Refusal | None:
    """Guard: the actor was assigned."""
    return None if act.actor.id in facts.team else _not_assigned(facts.team, act)


def leads(facts: ReassessmentFacts, act: Act) -> Refusal | None:
    """Guard: the actor leads the team."""
    return None if act.actor.id in facts.team[:1] else _not_assigned(facts.team[:1], act)


def _not_assigned(team: tuple[str, ...], act: Act) -> Refusal:
    return refuse(RefusalCode.NOT_ON_THE_TEAM, clause=CLAUSE, who=", ".join(team) or "-", subject=act.record_id)


def not_reported(facts: ReassessmentFacts, act: Act) -> Refusal | None:
    """Guard: after the report nothing is scored anew."""
    if facts.report_id is None:
        return None
    return refuse(RefusalCode.ALREADY_REPORTED, clause=CLAUSE, subject=act.record_id)


def all_scored(facts: ReassessmentFacts, act: Act) -> Refusal | None:
    """Guard: each criterion has a score, or a reason why it is not applicable."""
    missing = unscored(facts.criteria, facts.scores)
    if not missing:
        return None
    return refuse(RefusalCode.SCORES_INCOMPLETE, clause=CLAUSE, missing=", ".join(missing), subject="scores")


def something_met(facts: ReassessmentFacts, act: Act) -> Refusal | None:
    """Guard: at least one standard in scope is met: every mandatory criterion 2, mean at least 1.6."""
    return None if facts.met() else refuse(RefusalCode.STANDARDS_NOT_MET, clause=CLAUSE, subject=act.record_id)


def nothing_met(facts: ReassessmentFacts, act: Act) -> Refusal | None:
    """Guard: no standard in scope is met; where one is, it is reported and determined again."""
    met = facts.met()
    if not met:
        return None
    return refuse(RefusalCode.STANDARDS_MET, clause=CLAUSE, standards=", ".join(met), subject=act.record_id)


def assignment_signed(facts: ReassessmentFacts, act: Act) -> Refusal | None:
    """Guard: the team goes by an assignment letter that is signed."""
    return letter_signed(DocumentKind.ASSIGNMENT, facts.assignment_state, act.record_id, clause=CLAUSE)


def report_signed(facts: ReassessmentFacts, act: Act) -> Refusal | None:
    """Guard: the lead has signed the report."""
    if facts.report_state == DocumentState.SIGNED:
        return None
    return refuse(RefusalCode.REPORT_NOT_SIGNED, clause=CLAUSE, state=facts.report_state or "-", subject=act.record_id)


def partial_or_whole(facts: ReassessmentFacts, _act: Act) -> Refusal | None:
    """Guard: all that is revoked is met, unless determining some of it is configured."""
    if facts.partial_allowed or set(facts.met()) == {code for code in facts.standards if facts.is_revoked(code)}:
        return None
    return refuse(RefusalCode.NOT_CONFIGURED, key=ConfigurationKey.DETERMINATION_PARTIAL.value)


def not_the_preparer(facts: ReassessmentFacts, act: Act) -> Refusal | None:
    """Guard: who prepared the determination does not sign it. House rule."""
    if facts.prepared_by != act.actor.id:
        return None
    return refuse(
        RefusalCode.OWN_WORK, what="naskah yang Anda susun (the paper that you drafted)", subject=act.record_id
    )


def still_revoked(facts: ReassessmentFacts, act: Act) -> Refusal | None:
    """Guard: what the paper determines again was not reinstated meanwhile; otherwise it is recalled and prepared anew."""
    gone = [code.value for code in facts.proposed if not facts.is_revoked(code)]
    if not gone:
        return None
    return refuse(
        RefusalCode.WRONG_STATE,
        clause=CLAUSE,
        subject=act.record_id,
        verb="menetapkan kembali standar",
        state=", ".join(gone),
        sources="REVOKED",
    )


def no_stop(facts: ReassessmentFacts, act: Act) -> Refusal | None:
    """Guard: no stop of the service was issued in the case. House rule."""
    return refuse(RefusalCode.STOP_ISSUED, subject=act.record_id) if facts.stop_issued else None


# --- checks ---------------------------------------------------------------------------------------------------------


def of_those_revoked(facts: ReassessmentFacts, act: Act) -> Refusal | None:
    """Check: the re-assessment is of the standards revoked and of no other."""
    other = [code.value for code in act.payload.standards if code not in facts.standards]
    if not other:
        return None
    listed = ", ".join(facts.standards)
    return refuse(
        RefusalCode.INVALID_INPUT,
        clause=CLAUSE,
        subject="standards",
        field="standards",
        problem_id=f"hanya standar yang dicabut dapat dinilai ulang ({listed}), bukan {', '.join(other)}.",
        problem_en=f"only the standards revoked are assessed again ({listed}), not {', '.join(other)}.",
    )


def evidence_confirmed(facts: ReassessmentFacts, act: Act) -> Refusal | None:
    """Check: each file is confirmed and the institution's own."""
    return unconfirmed(act.payload.evidence_ids, facts.confirmed)


def scores_fit(facts: ReassessmentFacts, act: Act) -> Refusal | None:
    """Check: each score is of a criterion of this re-assessment, and each file counts."""
    given: GiveFactualScores = act.payload
    return unknown_criterion(given.scores, facts.criteria) or unconfirmed(evidence_of(given.scores), facts.confirmed)


def team_stands_apart(facts: ReassessmentFacts, act: Act) -> Refusal | None:
    """Check: assessors of LKPP without a tie to the unit; another lead than before is preferred, not required."""
    team = act.payload.team()
    return assessors_known(facts.assessors, team, "team", clause=CLAUSE) or independent(
        facts.ties, team, "team", names=facts.assessors, clause=CLAUSE
    )


def assessed_by_today(facts: ReassessmentFacts, act: Act) -> Refusal | None:
    """Check: the day lies between the beginning and today."""
    if facts.began_on is not None and facts.began_on <= act.payload.assessed_on <= legal_date(act.now):
        return None
    return _day_problem("assessedOn")


def reminded_by_today(facts: ReassessmentFacts, act: Act) -> Refusal | None:
    """Check: the reminders were sent since it began, and not in the future."""
    days = [reminder.sent_on for reminder in act.payload.reminders]
    if facts.began_on is not None and facts.began_on <= min(days) and max(days) <= legal_date(act.now):
        return None
    return _day_problem("reminders.sentOn")


def _day_problem(field: str) -> Refusal:
    return input_problem(
        field,
        "tanggal harus sejak penilaian ulang dimulai sampai hari ini.",
        "the day must be from the beginning of the re-assessment to today.",
    )
