"""What the guards of a re-assessment may know, and the guards and checks of its table (II.2.2.c.s2); pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from domain.assessment_acts import GiveFactualScores
from domain.certification import Certified
from domain.clock import legal_date
from domain.compliance import CellState
from domain.configuration_keys import ConfigurationKey
from domain.document_kinds import DocumentKind, DocumentState
from domain.independence import Tie, assessors_known, independent
from domain.papers import PaperFacts, letter_signed
from domain.refusals import Refusal, RefusalCode, Words, refuse
from domain.roles import Role
from domain.scoring import FrozenCriterion, Scores, evidence_of, met_standards, unconfirmed, unknown_criterion, unscored
from domain.standards import StandardCode
from domain.tables import Act
from domain.teams import is_another
from domain.text import input_problem

CLAUSE = "II.2.2.c.s2"
"""Of the standards revoked a re-assessment is made."""


@dataclass(frozen=True, kw_only=True)
class ReassessmentFacts:
    """What the guards of a re-assessment may know.

    *Shape*: `standards` are those revoked that this attempt is for, `scope` those of them that were asked for; `criteria`
    those frozen at the assignment (before it, those in force for the unit's form, of `edition`); `team` the persons
    assigned, the lead first; `assessors`, `ties` and `confirmed` concern persons and files named in the act, `ties` also
    who acts; `involved` assessed what led to the revocation, or led an attempt before; `attempts` are the attempts before,
    as they ended, `former_teams` those whose place the team took in this one;
    `asked_by_unit` says that the unit itself asked to be assessed again, `asked_on` is the day from which LKPP has asked the
    unit for it: that of the revocation, of LKPP's own opening, or the first one of the assignment;
    `requests_over` says that LKPP alone opens the next one: a team went in vain after it was recorded that nothing improved;
    `suspended` says that an objection suspends the revocation, `objected` that one is open to it or, while its case goes on,
    to another measure of the case; `running` are, for a new one,
    the standards of another of the same revocation that is not over; `stop_underway` says that a stop of the case is being
    made, `stop_next` that it comes next, for it is recorded that no improvement followed the revocation; `pursued` maps
    each other case of the unit that goes on, or may again, to the standards of its unsettled findings.
    """

    state: str | None
    institution_id: str | None
    unit_id: str | None = None
    running: frozenset[StandardCode] = frozenset()
    sanction_id: str = ""
    case_id: str = ""
    stop_issued: bool = False
    stop_underway: bool = False
    stop_next: bool = False
    standards: tuple[StandardCode, ...] = ()
    scope: tuple[StandardCode, ...] = ()
    attempt: int = 1
    attempts: tuple[Mapping[str, Any], ...] = ()
    began_on: date | None = None
    asked_by_unit: bool = False
    asked_on: date | None = None
    requests_over: bool = False
    team: tuple[str, ...] = ()
    criteria: tuple[FrozenCriterion, ...] = ()
    edition: str | None = None
    scores: Scores = field(default_factory=dict)
    stored_scores: tuple[Mapping[str, Any], ...] = ()
    former_teams: tuple[Mapping[str, Any], ...] = ()
    report_id: str | None = None
    report_state: str | None = None
    assignment_id: str | None = None
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
    pursued: Mapping[str, frozenset[StandardCode]] = field(default_factory=dict)

    def met(self) -> tuple[StandardCode, ...]:
        """The standards in scope that the scores meet and that are revoked still, in the decree's order."""
        found = met_standards(self.criteria, self.scores)
        return tuple(code for code in self.scope if code in found and self.is_revoked(code))

    def assessed_by(self) -> tuple[str, ...]:
        """The team, and whose scores count beside: a score is kept with its author when the team is replaced."""
        return tuple(
            dict.fromkeys((*self.team, *(str(score["by"]) for score in self.stored_scores if score.get("by"))))
        )

    def left_out(self, chosen: Collection[StandardCode]) -> tuple[StandardCode, ...]:
        """What is revoked still and not among those chosen."""
        return tuple(code for code in self.standards if self.is_revoked(code) and code not in chosen)

    def determinable(self) -> tuple[StandardCode, ...]:
        """What may be determined again: what is met, and where parts are not determined, only if that is all."""
        met = self.met()
        return met if self.partial_allowed or not self.left_out(met) else ()

    def is_revoked(self, code: StandardCode) -> bool:
        """Whether the standard is revoked still: an objection may have reinstated it."""
        return self.cells.get(code) == CellState.REVOKED


# --- guards ---------------------------------------------------------------------------------------------------------


def none_running(facts: ReassessmentFacts, _act: Act) -> Refusal | None:
    """Guard: of what one sanction revoked no other re-assessment is under way. House rule."""
    if not facts.running:
        return None
    running = ", ".join(sorted(code.value for code in facts.running))
    return refuse(RefusalCode.ASSESSMENT_OPEN, standards=running, subject="standards")


def no_objection_open(facts: ReassessmentFacts, _act: Act) -> Refusal | None:
    """Guard: the objection in the case is decided first; with the pass the case may end. House rule."""
    return refuse(RefusalCode.OBJECTION_OPEN, subject="objection") if facts.objected else None


def not_suspended(facts: ReassessmentFacts, act: Act) -> Refusal | None:
    """Guard: no objection suspends the revocation; the unit itself may ask meanwhile (`objection.suspends`). House rule."""
    return refuse(RefusalCode.SANCTION_SUSPENDED, subject=act.record_id) if facts.suspended else None


def on_the_team(facts: ReassessmentFacts, act: Act) -> Refusal | None:
    """Guard: the actor was assigned. House rule: the decree says LKPP, not who of it."""
    return None if act.actor.id in facts.team else _not_assigned(facts.team, act)


def leads(facts: ReassessmentFacts, act: Act) -> Refusal | None:
    """Guard: the actor leads the team. House rule."""
    return None if act.actor.id in facts.team[:1] else _not_assigned(facts.team[:1], act)


def _not_assigned(team: tuple[str, ...], act: Act) -> Refusal:
    return refuse(RefusalCode.NOT_ON_THE_TEAM, who=", ".join(team) or "-", subject=act.record_id)


def not_reported(facts: ReassessmentFacts, act: Act) -> Refusal | None:
    """Guard: after the report nothing is scored anew. House rule."""
    if facts.report_id is None:
        return None
    return refuse(RefusalCode.ALREADY_REPORTED, subject=act.record_id)


def all_scored(facts: ReassessmentFacts, act: Act) -> Refusal | None:
    """Guard: each criterion has a score, or a reason why it is not applicable."""
    missing = unscored(facts.criteria, facts.scores)
    if not missing:
        return None
    return refuse(RefusalCode.SCORES_INCOMPLETE, clause=CLAUSE, missing=", ".join(missing), subject="scores")


def report_stands(facts: ReassessmentFacts, act: Act) -> Refusal | None:
    """Guard: where a report was made, nothing can rest on it any more. House rule.

    The setting changed since, or an objection reinstated what was met; without this exit no act would be lawful.
    """
    return not_reported(facts, act) if facts.determinable() else None


def something_determinable(facts: ReassessmentFacts, act: Act) -> Refusal | None:
    """Guard: a standard in scope is met (every mandatory criterion 2, mean at least 1.6), or all where the setting asks it."""
    met = facts.met()
    if not met:
        return refuse(RefusalCode.STANDARDS_NOT_MET, clause=CLAUSE, subject=act.record_id)
    return _whole(facts, met, act.record_id)


def nothing_determinable(facts: ReassessmentFacts, act: Act) -> Refusal | None:
    """Guard: nothing can be determined again; where something can, it is reported. House rule."""
    found = facts.determinable()
    if not found:
        return None
    return refuse(RefusalCode.STANDARDS_MET, standards=", ".join(found), subject=act.record_id)


def _whole(facts: ReassessmentFacts, chosen: tuple[StandardCode, ...], subject: str) -> Refusal | None:
    """Why this part of what is revoked is not enough, or None. House rule: the decree does not speak of parts."""
    wanting = facts.left_out(chosen)
    if facts.partial_allowed or not wanting:
        return None
    return refuse(
        RefusalCode.PARTIAL_DETERMINATION_OFF,
        key=ConfigurationKey.DETERMINATION_PARTIAL.value,
        standards=", ".join(wanting),
        subject=subject,
    )


def assignment_signed(facts: ReassessmentFacts, act: Act) -> Refusal | None:
    """Guard: the team goes by an assignment letter that is signed. House rule."""
    return letter_signed(DocumentKind.ASSIGNMENT, facts.assignment_state, act.record_id)


def report_signed(facts: ReassessmentFacts, act: Act) -> Refusal | None:
    """Guard: the lead has signed the report. House rule."""
    if facts.report_state == DocumentState.SIGNED:
        return None
    return refuse(RefusalCode.REPORT_NOT_SIGNED, state=facts.report_state or "-", subject=act.record_id)


def not_the_preparer(facts: ReassessmentFacts, act: Act) -> Refusal | None:
    """Guard: who prepared the determination does not sign it. House rule."""
    if facts.prepared_by != act.actor.id:
        return None
    what = Words("naskah yang Anda susun", "the paper that you drafted")
    return refuse(RefusalCode.OWN_WORK, what=what, subject=act.record_id)


def still_revoked(facts: ReassessmentFacts, act: Act) -> Refusal | None:
    """Guard: what the paper determines again was not reinstated meanwhile; otherwise it is recalled and prepared anew."""
    gone = [code.value for code in facts.proposed if not facts.is_revoked(code)]
    if not gone:
        return None
    return refuse(
        RefusalCode.WRONG_STATE,
        clause=CLAUSE,
        subject=act.record_id,
        verb=Words("menetapkan kembali standar", "determine standards again"),
        state=", ".join(gone),
        sources="REVOKED",
    )


def no_stop(facts: ReassessmentFacts, act: Act) -> Refusal | None:
    """Guard: no stop of the service was issued in the case. House rule."""
    return refuse(RefusalCode.STOP_ISSUED, subject=act.record_id) if facts.stop_issued else None


def no_stop_underway(facts: ReassessmentFacts, act: Act) -> Refusal | None:
    """Guard: LKPP does not open another try beside the stop of II.2.2.d that it is making: it discards its draft first."""
    if not facts.stop_underway:
        return None
    return refuse(RefusalCode.STOP_UNDERWAY, clause="II.2.2.d", subject=act.record_id)


def stop_not_next(facts: ReassessmentFacts, act: Act) -> Refusal | None:
    """Guard: by what LKPP has recorded, the stop of II.2.2.d does not come next; else LKPP alone gives another try. House rule.

    The decree counts no tries, and a failed one is LKPP's work each time. The record is possible while a unit waits for
    another try (`settling.settling_blocks`), so that the one after it is not for the unit to begin. It learns of no draft.
    """
    if not (facts.stop_next or facts.stop_underway) or act.actor.has(Role.ADMIN):
        return None
    return refuse(RefusalCode.NO_IMPROVEMENT_RECORDED, subject=act.record_id)


def may_ask_again(facts: ReassessmentFacts, act: Act) -> Refusal | None:
    """Guard: no team went in vain since it was recorded that nothing improved; until then the unit asks by itself. House rule.

    Also while the stop is being made, as the notice of its non-cooperation tells it: a request holds up its signature.
    """
    return refuse(RefusalCode.NO_IMPROVEMENT_RECORDED, subject=act.record_id) if facts.requests_over else None


def report_unsigned(facts: ReassessmentFacts, act: Act) -> Refusal | None:
    """Guard: the report waits still; once it is signed, what it says stands. House rule."""
    if facts.report_state != DocumentState.SIGNED:
        return None
    return refuse(RefusalCode.ALREADY_REPORTED, subject=act.record_id)


def lkpp_has_acted(facts: ReassessmentFacts, act: Act) -> Refusal | None:
    """Guard: it is not the unit's own request that waits for a team: who asks to be assessed cooperates. House rule."""
    if not facts.asked_by_unit:
        return None
    return refuse(RefusalCode.REQUEST_UNANSWERED, subject=act.record_id)


def first_day_passed(facts: ReassessmentFacts, act: Act) -> Refusal | None:
    """Guard: the first day of the assignment has passed, or where it names none the day of its letter. House rule."""
    if facts.asked_on is not None and facts.asked_on < legal_date(act.now):
        return None
    day = (facts.asked_on + timedelta(days=1)).isoformat() if facts.asked_on else "-"
    return refuse(RefusalCode.TOO_EARLY, day=day, subject=act.record_id)


def team_is_needed(facts: ReassessmentFacts, act: Act) -> Refusal | None:
    """Guard: a signed report stands, unless nothing can rest on it or who assessed is tied to the unit. House rule."""
    if still_independent(facts, act) is not None or not facts.determinable():
        return None
    return report_unsigned(facts, act)


def failure_gives_way(facts: ReassessmentFacts, act: Act) -> Refusal | None:
    """Guard: a failure whose report is signed stands, unless who assessed is tied to the unit since. House rule.

    No stop of the service may rest on such a report (`ladder`), so that it must be possible to make another.
    """
    return report_unsigned(facts, act) if still_independent(facts, act) is None else None


def actor_independent(facts: ReassessmentFacts, act: Act) -> Refusal | None:
    """Guard: who acts has no tie to the unit: an assessor none since he was assigned, nor who records that it stays away.

    Others may score anew what one with a tie did. House rule.
    """
    return independent(facts.ties, (act.actor.id,), act.record_id, names={act.actor.id: act.actor.name})


def still_independent(facts: ReassessmentFacts, act: Act) -> Refusal | None:
    """Guard: nobody who assessed has got a tie since; else the team is replaced, and his scores are given anew."""
    return independent(facts.ties, facts.assessed_by(), act.record_id, names=facts.assessors)


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


def in_part_or_whole(facts: ReassessmentFacts, act: Act) -> Refusal | None:
    """Check: all that is revoked still is asked for, unless determining some of it is configured. House rule."""
    asked = act.payload.standards
    return _whole(facts, asked, "standards") if asked else None


def evidence_confirmed(facts: ReassessmentFacts, act: Act) -> Refusal | None:
    """Check: each file is confirmed and the institution's own."""
    return unconfirmed(act.payload.evidence_ids, facts.confirmed)


def scores_fit(facts: ReassessmentFacts, act: Act) -> Refusal | None:
    """Check: each score is of a criterion of this re-assessment, and each file counts."""
    given: GiveFactualScores = act.payload
    return unknown_criterion(given.scores, facts.criteria) or unconfirmed(evidence_of(given.scores), facts.confirmed)


def team_stands_apart(facts: ReassessmentFacts, act: Act) -> Refusal | None:
    """Check: assessors of LKPP without a tie to the unit; another lead is preferred, not required. House rule."""
    team = act.payload.team()
    return assessors_known(facts.assessors, team, "team") or independent(
        facts.ties, team, "team", names=facts.assessors
    )


def another_team(facts: ReassessmentFacts, act: Act) -> Refusal | None:
    """Check: it is not the team that is assigned already."""
    return is_another(facts.team, act.payload)


def assessed_by_today(facts: ReassessmentFacts, act: Act) -> Refusal | None:
    """Check: the day lies between the beginning and today."""
    if facts.began_on is not None and facts.began_on <= act.payload.assessed_on <= legal_date(act.now):
        return None
    return _day_problem("assessedOn")


def reminded_in_vain(facts: ReassessmentFacts, act: Act) -> Refusal | None:
    """Check: the reminders were sent since LKPP asked, none in the future, and one before today, so that it could be heeded."""
    days = [reminder.sent_on for reminder in act.payload.reminders]
    today = legal_date(act.now)
    if facts.asked_on is not None and facts.asked_on <= min(days) < today and max(days) <= today:
        return None
    return input_problem(
        "reminders.sentOn",
        "pengingat harus dikirim sejak LKPP memintanya sampai hari ini, dan paling sedikit satu sebelum hari ini.",
        "reminders must have been sent since LKPP asked and until today, and at least one of them before today.",
    )


def _day_problem(field: str) -> Refusal:
    return input_problem(
        field,
        "tanggal harus sejak penilaian ulang dimulai sampai hari ini.",
        "the day must be from the beginning of the re-assessment to today.",
    )
