"""What the guards of an assessment may know, and the guards and checks of its table (II.2.1.e); pure, as all of `domain`."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from domain.assessment_acts import (
    AssignAssessors,
    Item,
    PrepareDetermination,
    Recommend,
    ReturnFollowUp,
    StartFactual,
    SubmitFollowUp,
    VerifyFollowUp,
)
from domain.certification import Certified
from domain.clock import legal_date
from domain.compliance import CellVerb, movable
from domain.document_kinds import DocumentKind, DocumentState
from domain.independence import Tie, assessors_known, independent
from domain.papers import PaperFacts, letter_signed
from domain.refusals import Refusal, RefusalCode, Words, refuse
from domain.scoring import (
    FrozenCriterion,
    Scores,
    evidence_of,
    unconfirmed,
    unknown_criterion,
    unproven,
    unscored,
)
from domain.standards import StandardCode
from domain.tables import Act
from domain.teams import ReplaceTeam
from domain.text import input_problem


@dataclass(frozen=True, kw_only=True)
class AssessmentFacts:
    """What the guards of an assessment may know.

    *Shape*: `criteria` are those frozen at its opening (at the opening: those that bind the unit now, of
    `edition`); `cells` maps each standard to the state of its cell; `open_standards` are in another open assessment;
    `confirmed` are the institution's own confirmed files among those named; `known_assessors` and `ties` are about the
    persons named; `waiting_papers` may still be signed by a person, `report_state` is that of the report,
    `assignment_state` that of the team's letter, `recommendation_id` and `recommendation_state` are of the newest; the two
    stored lists are the scores as recorded; `former_teams` are those that were replaced, and `reported_by` led the team when
    it reported; `pursued` maps each case of the unit that goes on, or may again, to the standards of its unsettled findings.
    """

    state: str | None
    institution_id: str | None
    unit_id: str | None = None
    unit_state: str | None = None
    standards: tuple[StandardCode, ...] = ()
    criteria: tuple[FrozenCriterion, ...] = ()
    edition: str | None = None
    cells: Mapping[StandardCode, str] = field(default_factory=dict)
    certified: Certified = field(default_factory=Certified)
    open_standards: frozenset[StandardCode] = frozenset()
    self_scores: Scores = field(default_factory=dict)
    factual_scores: Scores = field(default_factory=dict)
    stored_self: tuple[Mapping[str, Any], ...] = ()
    stored_factual: tuple[Mapping[str, Any], ...] = ()
    confirmed: frozenset[str] = frozenset()
    lead_id: str | None = None
    second_reader_id: str | None = None
    assessor_ids: tuple[str, ...] = ()
    known_assessors: Mapping[str, str] = field(default_factory=dict)
    ties: Mapping[str, Tie] = field(default_factory=dict)
    visit_on: date | None = None
    read_by: str | None = None
    self_met: frozenset[StandardCode] = frozenset()
    factual_met: frozenset[StandardCode] = frozenset()
    items: tuple[Item, ...] = ()
    round: int = 1
    follow_up_until: date | None = None
    partial_allowed: bool = True
    proposed: tuple[StandardCode, ...] = ()
    prepared_by: str | None = None
    paper: PaperFacts | None = None
    waiting_papers: tuple[str, ...] = ()
    report_id: str | None = None
    report_state: str | None = None
    reported_by: str | None = None
    assignment_id: str | None = None
    assignment_state: str | None = None
    former_teams: tuple[Mapping[str, Any], ...] = ()
    pursued: Mapping[str, frozenset[StandardCode]] = field(default_factory=dict)
    recommendation_id: str | None = None
    recommendation_state: str | None = None

    def assessed_by(self) -> tuple[str, ...]:
        """The team, and whoever scored, read or reported for LKPP, of a former team too where that counts."""
        did = (*(str(each["by"]) for each in self.stored_factual), self.read_by, self.reported_by)
        return tuple(dict.fromkeys((*self.assessor_ids, *(person for person in did if person))))


def in_order(standards: Iterable[StandardCode]) -> tuple[StandardCode, ...]:
    """The standards in the decree's order."""
    return tuple(sorted(standards))


def determinable(facts: AssessmentFacts) -> frozenset[StandardCode]:
    """The assessed standards that may be determined now: met by both assessments, and not determined already (II.2.1.e.5).

    Where the unit scored itself below the mark, its follow-up of a recommendation, verified by LKPP, stands for the
    self-assessment: house rule, as the decree asks for both and does not say which goes before. One whose certificate's
    term is over has lapsed, and may be determined anew.
    """
    met_by_unit = facts.self_met | _followed_up(facts)
    return met_by_unit & facts.factual_met & frozenset(movable(CellVerb.DETERMINE, facts.cells))


def _followed_up(facts: AssessmentFacts) -> frozenset[StandardCode]:
    """The standards with recommendations, of which each was followed up and the follow-up verified (II.2.1.e.4)."""
    still_open = {item.standard for item in facts.items if item.closed_by is None}
    return frozenset(item.standard for item in facts.items) - still_open


def _named(standards: Iterable[StandardCode]) -> str:
    return ", ".join(in_order(standards))


def findings_of(facts: AssessmentFacts) -> list[dict[str, Any]]:
    """What the factual assessment found wanting: each criterion scored below 2, with the assessor's note.

    *Shape*: JSON values: standard, criterion, fact, evidence_ids.
    """
    given = ((criterion, facts.factual_scores[criterion.code]) for criterion in facts.criteria)
    return [
        {
            "standard": criterion.standard.value,
            "criterion": criterion.code,
            "fact": score.note.strip(),
            "evidence_ids": list(score.evidence_ids),
        }
        for criterion, score in given
        if score.score is not None and score.score < 2
    ]


# --- opening and self-assessment ------------------------------------------------------------------------------------


def unit_active(facts: AssessmentFacts, _act: Act) -> Refusal | None:
    """Check: the unit's service runs. House rule."""
    if facts.unit_state == "ACTIVE":
        return None
    return refuse(RefusalCode.UNIT_NOT_ACTIVE, state=str(facts.unit_state or "-"), subject="unit")


def standards_assessable(facts: AssessmentFacts, act: Act) -> Refusal | None:
    """Check: each standard binds the unit and is neither determined nor revoked. House rule."""
    free = frozenset(movable(CellVerb.MEET_BY_SELF, facts.cells))
    bound = {criterion.standard for criterion in facts.criteria}
    barred = [code for code in act.payload.standards if code not in free or code not in bound]
    if not barred:
        return None
    return refuse(RefusalCode.STANDARD_NOT_ASSESSABLE, standards=_named(barred), subject="standards")


def no_other_cycle(facts: AssessmentFacts, act: Act) -> Refusal | None:
    """Check: no assessment of the same standards is open. House rule."""
    twice = facts.open_standards & set(act.payload.standards)
    return refuse(RefusalCode.ASSESSMENT_OPEN, standards=_named(twice), subject="standards") if twice else None


def scores_fit(facts: AssessmentFacts, act: Act) -> Refusal | None:
    """Check: each score is of a criterion of this assessment, and each file is confirmed and the institution's own."""
    scores = act.payload.scores
    return unknown_criterion(scores, facts.criteria) or unconfirmed(evidence_of(scores), facts.confirmed)


def self_complete(facts: AssessmentFacts, _act: Act) -> Refusal | None:
    """Guard: each criterion has a score with confirmed evidence, or a reason why it is not applicable (II.2.1.e.1)."""
    missing = {*unscored(facts.criteria, facts.self_scores), *unproven(facts.criteria, facts.self_scores)}
    if missing:
        return refuse(
            RefusalCode.SCORES_INCOMPLETE, clause="II.2.1.e.1", missing=", ".join(sorted(missing)), subject="scores"
        )
    return unconfirmed(evidence_of(facts.self_scores.values()), facts.confirmed)


# --- factual assessment ---------------------------------------------------------------------------------------------


def team_independent(facts: AssessmentFacts, act: Act) -> Refusal | None:
    """Check: everyone is an assessor of LKPP without a tie to the institution, who never mentored the unit. House rule."""
    assigned: AssignAssessors | ReplaceTeam = act.payload
    return assessors_known(facts.known_assessors, assigned.team(), "team") or independent(
        facts.ties, assigned.team(), "team", names=facts.known_assessors
    )


def in_team(facts: AssessmentFacts, act: Act) -> Refusal | None:
    """Guard: the actor is of the team. House rule: the decree says LKPP, not who of it."""
    if act.actor.id in facts.assessor_ids:
        return None
    return refuse(RefusalCode.NOT_ASSIGNED, subject=act.record_id)


def still_independent(facts: AssessmentFacts, act: Act) -> Refusal | None:
    """Guard: the actor has got no tie since he was assigned."""
    return independent(facts.ties, (act.actor.id,), act.record_id, names={act.actor.id: act.actor.name})


def all_independent(facts: AssessmentFacts, act: Act) -> Refusal | None:
    """Guard: nobody who assessed has got a tie since; else another team assesses what he did anew, or once a recommendation
    was given the assessment is closed.
    """
    return independent(facts.ties, facts.assessed_by(), act.record_id, names=facts.known_assessors)


def not_in_the_past(_facts: AssessmentFacts, act: Act) -> Refusal | None:
    """Check: the assessment is announced for today or later."""
    given: StartFactual = act.payload
    if given.on >= legal_date(act.now):
        return None
    return input_problem("on", "tanggal sudah lewat.", "the day has passed.")


def not_second_reader(facts: AssessmentFacts, act: Act) -> Refusal | None:
    """Guard: whoever reads does not score. House rule."""
    if act.actor.id != facts.second_reader_id:
        return None
    return refuse(RefusalCode.OWN_WORK, what=Words("pembacaan kedua", "the second reading"), subject=act.record_id)


def is_second_reader(facts: AssessmentFacts, act: Act) -> Refusal | None:
    """Guard: the actor is the second reader."""
    if act.actor.id == facts.second_reader_id:
        return None
    return refuse(RefusalCode.NOT_ASSIGNED, subject=act.record_id)


def is_lead(facts: AssessmentFacts, act: Act) -> Refusal | None:
    """Guard: the actor leads the team. House rule."""
    if act.actor.id == facts.lead_id:
        return None
    return refuse(RefusalCode.NOT_ASSIGNED, subject=act.record_id)


def factual_complete(facts: AssessmentFacts, _act: Act) -> Refusal | None:
    """Guard: each criterion is scored, or said to be not applicable (II.2.1.e.2)."""
    missing = unscored(facts.criteria, facts.factual_scores)
    if not missing:
        return None
    return refuse(RefusalCode.SCORES_INCOMPLETE, clause="II.2.1.e.2", missing=", ".join(missing), subject="scores")


def was_visited(facts: AssessmentFacts, act: Act) -> Refusal | None:
    """Guard: the announced day has come: nothing is reported before it. House rule."""
    if facts.visit_on is not None and facts.visit_on <= legal_date(act.now):
        return None
    day = facts.visit_on.isoformat() if facts.visit_on else "-"
    return refuse(RefusalCode.TOO_EARLY, day=day, subject=act.record_id)


def was_read(facts: AssessmentFacts, act: Act) -> Refusal | None:
    """Guard: the second reader approved the present scores. House rule."""
    return None if facts.read_by is not None else refuse(RefusalCode.READING_MISSING, subject=act.record_id)


# --- recommendation and follow-up -----------------------------------------------------------------------------------


def items_fit(facts: AssessmentFacts, act: Act) -> Refusal | None:
    """Check: each item names a standard of this assessment, and a criterion of that standard or none."""
    given: Recommend = act.payload
    criteria = {criterion.code: criterion.standard for criterion in facts.criteria}
    for item in given.items:
        if item.standard not in facts.standards:
            return input_problem("items.standard", "standar ini tidak dinilai.", "this standard is not assessed.")
        if item.criterion is not None and criteria.get(item.criterion) != item.standard:
            return input_problem(
                "items.criterion", "bukan kriteria standar itu.", "this is no criterion of that standard."
            )
    return None


def something_determinable(facts: AssessmentFacts, act: Act) -> Refusal | None:
    """Guard: without recommendations no gap may be in what will be determined (II.2.1.e.3, e.5)."""
    found = determinable(facts)
    missing = frozenset(facts.standards) - found
    if not found:
        return refuse(RefusalCode.STANDARDS_NOT_MET, clause="II.2.1.e.5", subject=act.record_id)
    if missing and not facts.partial_allowed:
        return refuse(
            RefusalCode.NOT_DETERMINABLE, clause="II.2.1.e.5", standards=_named(missing), subject=act.record_id
        )
    return None


def answers_fit(facts: AssessmentFacts, act: Act) -> Refusal | None:
    """Check: each open item is answered, no other exists, nothing was done in the future, each file counts (II.2.1.e.4)."""
    given: SubmitFollowUp = act.payload
    answered = {answer.item_id for answer in given.answers}
    missing = [item.id for item in facts.items if not item.is_answered and item.id not in answered]
    if missing:
        return refuse(RefusalCode.ITEM_NOT_ANSWERED, clause="II.2.1.e.4", missing=", ".join(missing), subject="answers")
    if any(answer.done_on > legal_date(act.now) for answer in given.answers):
        return input_problem("answers.doneOn", "tanggal belum tiba.", "the day has not come yet.")
    files = [file for answer in given.answers for file in answer.evidence_ids]
    return _known_items(facts, answered, field="answers") or unconfirmed(files, facts.confirmed)


def returned_fit(facts: AssessmentFacts, act: Act) -> Refusal | None:
    """Check: what is returned are items of this recommendation."""
    given: ReturnFollowUp = act.payload
    return _known_items(facts, {item.item_id for item in given.items}, field="items")


def _known_items(facts: AssessmentFacts, item_ids: set[str], *, field: str) -> Refusal | None:
    unknown = sorted(item_ids - {item.id for item in facts.items})
    if not unknown:
        return None
    return input_problem(field, f"butir {unknown[0][:40]} tidak ada.", f"there is no item {unknown[0][:40]}.")


def not_own_finding(facts: AssessmentFacts, act: Act) -> Refusal | None:
    """Guard: whoever leads, or scored what is to be closed, does not close it alone. House rule: separation of duties.

    The team has a second reader who never scores, so there is always another.
    """
    standards = {item.standard for item in facts.items}
    concerned = {criterion.code for criterion in facts.criteria if criterion.standard in standards}
    scorers = {str(score["by"]) for score in facts.stored_factual if score["criterion"] in concerned}
    if act.actor.id not in scorers | {facts.lead_id}:
        return None
    return refuse(RefusalCode.OWN_WORK, what=Words("temuan Anda sendiri", "your own findings"), subject=act.record_id)


def verified_fit(facts: AssessmentFacts, act: Act) -> Refusal | None:
    """Check: only criteria of the standards that the recommendation concerns are scored anew."""
    given: VerifyFollowUp = act.payload
    standards = {item.standard for item in facts.items}
    concerned = [criterion for criterion in facts.criteria if criterion.standard in standards]
    return unknown_criterion(given.scores, concerned) or unconfirmed(evidence_of(given.scores), facts.confirmed)


# --- determination --------------------------------------------------------------------------------------------------


def recommendation_open(facts: AssessmentFacts, act: Act) -> Refusal | None:
    """Why nothing is determined while a recommendation is open (II.2.1.e.5); None in other states."""
    if facts.state not in {"RECOMMENDED", "FOLLOW_UP"}:
        return None
    still_open = [item.id for item in facts.items if item.closed_by is None]
    return refuse(
        RefusalCode.RECOMMENDATION_OPEN, clause="II.2.1.e.5", items=", ".join(still_open), subject=act.record_id
    )


def assignment_signed(facts: AssessmentFacts, act: Act) -> Refusal | None:
    """Guard: the team goes by an assignment letter that is signed. House rule: the decree names no such letter."""
    return letter_signed(DocumentKind.ASSIGNMENT, facts.assignment_state, act.record_id)


def recommendation_signed(facts: AssessmentFacts, act: Act) -> Refusal | None:
    """Guard: what is followed up is a recommendation that was given, by a letter that is signed (II.2.1.e.3-4)."""
    return letter_signed(DocumentKind.RECOMMENDATION, facts.recommendation_state, act.record_id, clause="II.2.1.e.4")


def report_signed(facts: AssessmentFacts, act: Act) -> Refusal | None:
    """Guard: the report is signed on which recommendation and determination rest. House rule."""
    if facts.report_state == DocumentState.SIGNED:
        return None
    return refuse(
        RefusalCode.REPORT_NOT_SIGNED,
        state=str(facts.report_state or "-"),
        subject=act.record_id,
    )


def named_determinable(facts: AssessmentFacts, act: Act) -> Refusal | None:
    """Check: each standard named may be determined, and where parts are not allowed none is left out (II.2.1.e.5)."""
    given: PrepareDetermination = act.payload
    return _not_determinable(facts, given.standards, subject="standards")


def still_determinable(facts: AssessmentFacts, act: Act) -> Refusal | None:
    """Guard: what was proposed may be determined still."""
    return _not_determinable(facts, facts.proposed, subject=act.record_id)


def _not_determinable(facts: AssessmentFacts, standards: tuple[StandardCode, ...], *, subject: str) -> Refusal | None:
    barred = set(standards) - determinable(facts)
    if not facts.partial_allowed:
        barred |= set(facts.standards) - set(standards)
    if not barred:
        return None
    return refuse(RefusalCode.NOT_DETERMINABLE, clause="II.2.1.e.5", standards=_named(barred), subject=subject)


def not_the_drafter(facts: AssessmentFacts, act: Act) -> Refusal | None:
    """Guard: whoever prepared the paper does not sign it. House rule: separation of duties."""
    if act.actor.id != facts.prepared_by:
        return None
    return refuse(
        RefusalCode.OWN_WORK, what=Words("naskah yang Anda susun", "the paper that you drafted"), subject=act.record_id
    )
