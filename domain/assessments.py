"""Assessments (penilaian): the table of II.2.1.e with its actions; its guards stand in `assessment_rules`."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from domain import assessment_recalls as recalls
from domain import assessment_rules as rules
from domain import assessment_teams as teams
from domain.aggregates import Aggregate
from domain.assessment_acts import (
    AssessmentState,
    AssignAssessors,
    GiveFactualScores,
    GiveScores,
    Item,
    MoveFollowUpLimit,
    OpenAssessment,
    PrepareDetermination,
    Recommend,
    ReportFactual,
    ReturnFollowUp,
    StartFactual,
    SubmitFollowUp,
    VerifyFollowUp,
)
from domain.assessment_rules import AssessmentFacts, in_order
from domain.canonical import canonical_digest
from domain.case_acts import NoteDetermination
from domain.case_findings import noted
from domain.certification import Holder, next_certificate
from domain.clock import legal_date
from domain.compliance import CellVerb, MoveCell, cell_id, movable, move
from domain.document_acts import SignDocument
from domain.document_kinds import DocumentKind
from domain.papers import is_signatory, no_paper_waits, paper_ready, paper_waits, publish, recalled, same_paper
from domain.reasons import Reason
from domain.refusals import HOUSE
from domain.roles import Role
from domain.scoring import CriterionScore, Scores, met_standards, replaced, stored_score
from domain.standards import StandardCode
from domain.tables import Act, Effect, LetterOrder, Outcome, Table, Transition


def _today(act: Act) -> str:
    return legal_date(act.now).isoformat()


def _institution(facts: AssessmentFacts) -> str:
    if facts.institution_id is None:
        raise AssertionError("an assessment names its institution")
    return facts.institution_id


def _unit(facts: AssessmentFacts) -> str:
    if facts.unit_id is None:
        raise AssertionError("an assessment names its unit")
    return facts.unit_id


def _moves(
    facts: AssessmentFacts, act: Act, verb: CellVerb, standards: Iterable[StandardCode], *, reason: str = ""
) -> tuple[Effect, ...]:
    """The effects on the cells of these standards that the verb can move now."""
    free = movable(verb, facts.cells)
    return tuple(
        move(
            verb,
            MoveCell(
                institution_id=_institution(facts),
                unit_id=_unit(facts),
                standard=code,
                cause=Aggregate.ASSESSMENT,
                cause_id=act.record_id,
                on=legal_date(act.now),
                reason=reason,
            ),
        )
        for code in in_order(standards)
        if code in free
    )


def _notice(act: Act, **details: Any) -> LetterOrder:
    """A notice under the seal; what it says follows from the verb."""
    return LetterOrder(kind=DocumentKind.NOTICE, document_id=act.fresh.of("notice"), details=details)


# --- actions: self-assessment ---------------------------------------------------------------------------------------


def _open(facts: AssessmentFacts, act: Act) -> Outcome:
    given: OpenAssessment = act.payload
    standards = in_order(given.standards)
    criteria = [criterion.values() for criterion in facts.criteria if criterion.standard in standards]
    return Outcome(
        changes={
            "institution_id": _institution(facts),
            "unit_id": given.unit_id,
            "standards": [code.value for code in standards],
            "criteria": criteria,
            "catalogue_edition": facts.edition,
            "catalogue_sha256": canonical_digest(criteria),
            "open_cells": [cell_id(given.unit_id, code) for code in standards],
            "opened_by": act.actor.id,
            "opened_on": _today(act),
            "round": 1,
        }
    )


def _given(act: Act, scores: Iterable[CriterionScore]) -> list[dict[str, Any]]:
    return [stored_score(score, by=act.actor.id, on=_today(act)) for score in scores]


def _score_self(facts: AssessmentFacts, act: Act) -> Outcome:
    return Outcome(changes={"self_scores": replaced(facts.stored_self, _given(act, act.payload.scores))})


def _submit_self(facts: AssessmentFacts, act: Act) -> Outcome:
    found = met_standards(facts.criteria, facts.self_scores)
    missed = frozenset(facts.standards) - found
    return Outcome(
        changes={
            "self_met": [code.value for code in in_order(found)],
            "submitted_by": act.actor.id,
            "submitted_on": _today(act),
        },
        effects=(
            *_moves(facts, act, CellVerb.MEET_BY_SELF, found),
            *_moves(facts, act, CellVerb.MISS_BY_SELF, missed),
        ),
    )


def _return_self(_facts: AssessmentFacts, act: Act) -> Outcome:
    reason = act.payload.reason.strip()
    return Outcome(
        changes={"reason": reason, "self_met": []},
        letters=(_notice(act, reason=reason),),
        reason=reason,
    )


# --- actions: factual assessment ------------------------------------------------------------------------------------


def _assign(_facts: AssessmentFacts, act: Act) -> Outcome:
    given: AssignAssessors = act.payload
    return Outcome(
        changes={
            "lead_id": given.lead_id,
            "second_reader_id": given.second_reader_id,
            "assessor_ids": list(given.team()),
            "assignment_id": act.fresh.document,
            "begins_on": given.begins_on.isoformat() if given.begins_on else None,
            "ends_on": given.ends_on.isoformat() if given.ends_on else None,
        },
        letters=(LetterOrder(kind=DocumentKind.ASSIGNMENT, document_id=act.fresh.document),),
    )


def _start(_facts: AssessmentFacts, act: Act) -> Outcome:
    given: StartFactual = act.payload
    return Outcome(
        changes={"visit_on": given.on.isoformat(), "method": given.method.value, "place": given.place.strip()},
        letters=(_notice(act),),
    )


def _score_factual(facts: AssessmentFacts, act: Act) -> Outcome:
    scores = replaced(facts.stored_factual, _given(act, act.payload.scores))
    return Outcome(changes={"factual_scores": scores, "read_by": None, "read_on": None})


def _approve_reading(_facts: AssessmentFacts, act: Act) -> Outcome:
    return Outcome(changes={"read_by": act.actor.id, "read_on": _today(act)})


def _report(facts: AssessmentFacts, act: Act) -> Outcome:
    found = met_standards(facts.criteria, facts.factual_scores)
    missed = frozenset(facts.standards) - found
    return Outcome(
        changes={
            "factual_met": [code.value for code in in_order(found)],
            "findings": rules.findings_of(facts),
            "conclusion": act.payload.conclusion.strip(),
            "reported_by": act.actor.id,
            "reported_on": _today(act),
            "report_id": act.fresh.document,
        },
        letters=(LetterOrder(kind=DocumentKind.ASSESSMENT_REPORT, document_id=act.fresh.document),),
        effects=(
            *_moves(facts, act, CellVerb.MEET_BY_FACT, found),
            *_moves(facts, act, CellVerb.MISS_BY_FACT, missed),
        ),
    )


# --- actions: recommendation and follow-up --------------------------------------------------------------------------


def _recommend(facts: AssessmentFacts, act: Act) -> Outcome:
    given: Recommend = act.payload
    items = [
        Item(id=str(place), standard=each.standard, criterion=each.criterion, text=each.text.strip())
        for place, each in enumerate(given.items, start=1)
    ]
    until = facts.follow_up_until
    return Outcome(
        changes={
            "items": [item.values() for item in items],
            "recommended_on": _today(act),
            "follow_up_until": until.isoformat() if until else None,
        },
        letters=(LetterOrder(kind=DocumentKind.RECOMMENDATION, document_id=act.fresh.document),),
    )


def _move_follow_up_limit(_facts: AssessmentFacts, act: Act) -> Outcome:
    return Outcome(changes={"follow_up_until": act.payload.until})


def _submit_follow_up(facts: AssessmentFacts, act: Act) -> Outcome:
    given: SubmitFollowUp = act.payload
    answers = {answer.item_id: answer for answer in given.answers}
    items = [
        replace(
            item,
            action=answers[item.id].action.strip(),
            evidence_ids=answers[item.id].evidence_ids,
            done_on=answers[item.id].done_on.isoformat(),
            returned="",
        )
        if item.id in answers
        else item
        for item in facts.items
    ]
    return Outcome(changes={"items": [item.values() for item in items], "followed_up_on": _today(act)})


def _verify_follow_up(facts: AssessmentFacts, act: Act) -> Outcome:
    """What the new scores meet is added to what was met; nothing that was met is lost by a follow-up."""
    given: VerifyFollowUp = act.payload
    present: Scores = {**facts.factual_scores, **{score.criterion: score for score in given.scores}}
    improved = met_standards(facts.criteria, present) - facts.factual_met
    items = [replace(item, closed_by=act.actor.id, closed_on=_today(act)).values() for item in facts.items]
    return Outcome(
        changes={
            "items": items,
            "verified_scores": _given(act, given.scores),
            "verified_by": act.actor.id,
            "verified_on": _today(act),
            "verification_note": given.note.strip(),
            "factual_met": [code.value for code in in_order(facts.factual_met | improved)],
        },
        letters=(
            LetterOrder(
                kind=DocumentKind.MINUTES,
                document_id=act.fresh.document,
                details={"place": given.place.strip(), "improved": [code.value for code in in_order(improved)]},
            ),
        ),
        effects=_moves(facts, act, CellVerb.CLOSE_GAP, improved),
    )


def _return_follow_up(facts: AssessmentFacts, act: Act) -> Outcome:
    given: ReturnFollowUp = act.payload
    reasons: Mapping[str, str] = {item.item_id: item.reason.strip() for item in given.items}
    items = [replace(item, returned=reasons.get(item.id, item.returned)).values() for item in facts.items]
    return Outcome(
        changes={"items": items, "round": facts.round + 1},
        letters=(_notice(act, reasons=dict(reasons)),),
    )


# --- actions: determination and end ---------------------------------------------------------------------------------


def _prepare(_facts: AssessmentFacts, act: Act) -> Outcome:
    given: PrepareDetermination = act.payload
    return Outcome(
        changes={
            "proposed": [code.value for code in in_order(given.standards)],
            "prepared_by": act.actor.id,
            "document_id": act.fresh.document,
        },
        letters=(LetterOrder(kind=DocumentKind.DETERMINATION, document_id=act.fresh.document),),
    )


def _recall(facts: AssessmentFacts, act: Act) -> Outcome:
    """The reason is LKPP's own and stands in the log alone: the unit reads that of the record."""
    reason = act.payload.reason.strip()
    return Outcome(
        changes={"proposed": [], "prepared_by": None, "document_id": None},
        effects=recalled(facts, reason),
        reason=reason,
    )


def _determine(facts: AssessmentFacts, act: Act) -> Outcome:
    """The paper is published, the cells move, the certificate is issued, and the cases with findings on these standards
    learn of it, in this order: each builds on the one before.
    """
    holder = Holder(institution_id=_institution(facts), unit_id=_unit(facts), origin=Aggregate.ASSESSMENT)
    certified = next_certificate(facts.certified, holder, facts.proposed, act)
    return Outcome(
        changes={
            "determined": [code.value for code in facts.proposed],
            "determined_on": _today(act),
            "certificate_id": certified[-1].record_id,
            "open_cells": [],
        },
        effects=(
            publish(facts, act),
            *_moves(facts, act, CellVerb.DETERMINE, facts.proposed),
            *certified,
            *noted(facts.pursued, _note(facts, act)),
        ),
    )


def _note(facts: AssessmentFacts, act: Act) -> NoteDetermination:
    return NoteDetermination(
        standards=facts.proposed, cause=Aggregate.ASSESSMENT, cause_id=act.record_id, by=act.actor.id
    )


def _close(facts: AssessmentFacts, act: Act) -> Outcome:
    """What waits for a signature still is void: nobody signs a paper of an assessment that is over."""
    reason = act.payload.reason.strip()
    void = tuple(
        Effect(aggregate=Aggregate.DOCUMENT, verb="void", record_id=paper, payload=Reason(reason=reason))
        for paper in facts.waiting_papers
    )
    return Outcome(
        changes={"reason": reason, "open_cells": [], "closed_on": _today(act)},
        letters=(_notice(act, reason=reason),),
        effects=void,
        reason=reason,
    )


# --- the table ------------------------------------------------------------------------------------------------------

_S = AssessmentState
_HEAD = frozenset({Role.UNIT_HEAD})
_UNIT_PEOPLE = frozenset({Role.UNIT_HEAD, Role.UNIT_STAFF})
_REVIEWER = frozenset({Role.REVIEWER})
_ASSESSOR = frozenset({Role.ASSESSOR})
_ADMIN = frozenset({Role.ADMIN})
_DEPUTY = frozenset({Role.DEPUTY})
_TEAM = (rules.in_team, rules.still_independent, rules.assignment_signed)


def _row(verb: str, label_id: str, event: str, **columns: Any) -> Transition[AssessmentFacts]:
    return Transition(verb=verb, label_id=label_id, event=event, **columns)


def _team_row(source: AssessmentState, target: AssessmentState, **columns: Any) -> Transition[AssessmentFacts]:
    return _row(
        "replace_team",
        "mengganti tim penilai",
        "AssessmentTeamReplaced",
        sources=(source,),
        targets=(target,),
        roles=_ADMIN,
        clause=HOUSE,
        payload=teams.ReplaceAssessors,
        checks=(teams.takes_over,),
        paper=DocumentKind.ASSIGNMENT,
        **columns,
    )


# fmt: off
ASSESSMENTS: Table[AssessmentFacts] = Table(
    aggregate=Aggregate.ASSESSMENT,
    label_id="Penilaian",
    label_en="Assessment",
    states=AssessmentState,
    final=frozenset({_S.DETERMINED, _S.CLOSED}),
    rows=(
        _row(
            "open", "membuka penilaian", "AssessmentOpened",
            sources=(None,), targets=(_S.SELF_DRAFT,), roles=_HEAD, clause="II.2.1.e.1", payload=OpenAssessment,
            checks=(rules.unit_active, rules.standards_assessable, rules.no_other_cycle), action=_open,
        ),
        _row(
            "score_self", "mengisi penilaian mandiri", "SelfScored",
            sources=(_S.SELF_DRAFT,), targets=(_S.SELF_DRAFT,), roles=_UNIT_PEOPLE, clause="II.2.1.e.1",
            payload=GiveScores, checks=(rules.scores_fit,), action=_score_self,
        ),
        _row(
            "submit_self", "mengajukan penilaian mandiri", "SelfAssessmentSubmitted",
            sources=(_S.SELF_DRAFT,), targets=(_S.SELF_SUBMITTED,), roles=_HEAD, clause="II.2.1.e.1",
            guards=(rules.self_complete,), action=_submit_self,
        ),
        _row(
            "return_self", "mengembalikan penilaian mandiri", "SelfAssessmentReturned",
            sources=(_S.SELF_SUBMITTED,), targets=(_S.SELF_DRAFT,), roles=_REVIEWER, clause=HOUSE, payload=Reason,
            action=_return_self, paper=DocumentKind.NOTICE,
        ),
        _row(
            "assign_assessors", "menugaskan penilai", "AssessorsAssigned",
            sources=(_S.SELF_SUBMITTED,), targets=(_S.FACTUAL_ASSIGNED,), roles=_ADMIN, clause="II.2.1.e.2",
            payload=AssignAssessors, checks=(rules.team_independent,), action=_assign, paper=DocumentKind.ASSIGNMENT,
        ),
        _row(
            "start_factual", "memulai penilaian faktual", "FactualAssessmentStarted",
            sources=(_S.FACTUAL_ASSIGNED,), targets=(_S.FACTUAL_RUNNING,), roles=_ASSESSOR, clause="II.2.1.e.2",
            payload=StartFactual, guards=_TEAM, checks=(rules.not_in_the_past,), action=_start,
            paper=DocumentKind.NOTICE,
        ),
        _row(
            "score_factual", "mengisi penilaian faktual", "FactuallyScored",
            sources=(_S.FACTUAL_RUNNING,), targets=(_S.FACTUAL_RUNNING,), roles=_ASSESSOR, clause="II.2.1.e.2",
            payload=GiveFactualScores, guards=(*_TEAM, rules.not_second_reader), checks=(rules.scores_fit,),
            action=_score_factual,
        ),
        _row(
            "approve_reading", "menyetujui hasil sebagai pembaca kedua", "FactualAssessmentRead",
            sources=(_S.FACTUAL_RUNNING,), targets=(_S.FACTUAL_RUNNING,), roles=_ASSESSOR, clause=HOUSE,
            guards=(rules.is_second_reader, rules.still_independent, rules.assignment_signed, rules.factual_complete),
            action=_approve_reading,
        ),
        _row(
            "report_factual", "melaporkan penilaian faktual", "FactualAssessmentReported",
            sources=(_S.FACTUAL_RUNNING,), targets=(_S.FACTUAL_REPORTED,), roles=_ASSESSOR, clause="II.2.1.e.2",
            payload=ReportFactual,
            guards=(
                rules.is_lead, rules.all_independent, rules.assignment_signed, rules.was_visited, rules.factual_complete,
                rules.was_read,
            ),
            action=_report, paper=DocumentKind.ASSESSMENT_REPORT,
        ),
        _row(
            "recall_report", "menarik kembali laporan penilaian faktual", "FactualReportRecalled",
            sources=(_S.FACTUAL_REPORTED,), targets=(_S.FACTUAL_RUNNING,), roles=_ASSESSOR, clause=HOUSE, payload=Reason,
            guards=(rules.is_lead, recalls.report_not_signed), action=recalls.recall_report,
        ),
        _row(
            "recommend", "memberi rekomendasi perbaikan", "ImprovementRecommended",
            sources=(_S.FACTUAL_REPORTED,), targets=(_S.RECOMMENDED,), roles=_REVIEWER, clause="II.2.1.e.3",
            payload=Recommend, guards=(rules.report_signed,), checks=(rules.items_fit,), action=_recommend,
            paper=DocumentKind.RECOMMENDATION,
        ),
        _row(
            "recall_recommendation", "menarik kembali konsep surat rekomendasi", "RecommendationRecalled",
            sources=(_S.RECOMMENDED,), targets=(_S.FACTUAL_REPORTED,), roles=_REVIEWER | _DEPUTY, clause=HOUSE,
            payload=Reason, guards=(recalls.recommendation_not_signed,), action=recalls.recall_recommendation,
        ),
        *(
            _row(
                "move_follow_up_limit", "menghitung ulang batas tindak lanjut menurut tanggal surat", "FollowUpLimitMoved",
                sources=(state,), targets=(state,), roles=frozenset({Role.SYSTEM}), clause=HOUSE,
                payload=MoveFollowUpLimit, action=_move_follow_up_limit,
            )
            for state in (_S.RECOMMENDED, _S.FOLLOW_UP, _S.READY)
        ),
        _row(
            "no_recommendation", "menyatakan tanpa rekomendasi", "NothingRecommended",
            sources=(_S.FACTUAL_REPORTED,), targets=(_S.READY,), roles=_REVIEWER, clause="II.2.1.e.3",
            guards=(rules.report_signed, rules.something_determinable),
        ),
        _row(
            "submit_follow_up", "menyampaikan tindak lanjut", "FollowUpSubmitted",
            sources=(_S.RECOMMENDED,), targets=(_S.FOLLOW_UP,), roles=_HEAD, clause="II.2.1.e.4",
            payload=SubmitFollowUp, guards=(rules.recommendation_signed,), checks=(rules.answers_fit,),
            action=_submit_follow_up,
        ),
        _row(
            "verify_follow_up", "memverifikasi tindak lanjut", "FollowUpVerified",
            sources=(_S.FOLLOW_UP,), targets=(_S.READY,), roles=_ASSESSOR, clause=HOUSE, payload=VerifyFollowUp,
            guards=(*_TEAM, rules.not_own_finding), checks=(rules.verified_fit,), action=_verify_follow_up,
            paper=DocumentKind.MINUTES,
        ),
        _row(
            "return_follow_up", "mengembalikan tindak lanjut", "FollowUpReturned",
            sources=(_S.FOLLOW_UP,), targets=(_S.RECOMMENDED,), roles=_ASSESSOR, clause=HOUSE, payload=ReturnFollowUp,
            guards=_TEAM, checks=(rules.returned_fit,), action=_return_follow_up, paper=DocumentKind.NOTICE,
        ),
        _row(
            "prepare_determination", "menyiapkan penetapan", "DeterminationPrepared",
            sources=(_S.READY,), targets=(_S.READY,), roles=_REVIEWER, clause="II.2.1.e.5",
            payload=PrepareDetermination, guards=(rules.report_signed, no_paper_waits, rules.all_independent),
            checks=(rules.named_determinable,), action=_prepare, paper=DocumentKind.DETERMINATION,
            otherwise=rules.recommendation_open,
        ),
        _row(
            "recall_determination", "menarik kembali konsep penetapan", "DeterminationRecalled",
            sources=(_S.READY,), targets=(_S.READY,), roles=_REVIEWER | _DEPUTY, clause=HOUSE, payload=Reason,
            guards=(paper_waits,), action=_recall,
        ),
        _row(
            "determine", "menetapkan", "StandardsDetermined",
            sources=(_S.READY,), targets=(_S.DETERMINED,), roles=_DEPUTY, clause="II.2.1.e.5", payload=SignDocument,
            guards=(paper_ready, is_signatory, rules.not_the_drafter, rules.all_independent, rules.still_determinable),
            checks=(same_paper,), action=_determine, paper=DocumentKind.DETERMINATION,
            otherwise=rules.recommendation_open,
        ),
        *(
            _team_row(state, state, action=teams.assess_on) for state in (_S.FACTUAL_ASSIGNED, _S.FACTUAL_RUNNING)
        ),
        _team_row(_S.FACTUAL_REPORTED, _S.FACTUAL_RUNNING, guards=(teams.report_gives_way,), action=teams.assess_on),
        *(_team_row(state, state, action=teams.follow_on) for state in (_S.RECOMMENDED, _S.FOLLOW_UP)),
        _row(
            "close_without", "menutup tanpa penetapan", "AssessmentClosed",
            sources=(
                _S.SELF_DRAFT, _S.SELF_SUBMITTED, _S.FACTUAL_ASSIGNED, _S.FACTUAL_RUNNING, _S.FACTUAL_REPORTED,
                _S.RECOMMENDED, _S.FOLLOW_UP, _S.READY,
            ),
            targets=(_S.CLOSED,), roles=_ADMIN, clause=HOUSE, payload=Reason, action=_close,
            paper=DocumentKind.NOTICE,
        ),
    ),
)
# fmt: on
