"""Assessments: their record, and the facts that their guards need, read in the act's own transaction."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from mongoengine import DictField, IntField, ListField, StringField

from domain.aggregates import Aggregate
from domain.assessment_acts import ENDED, AssignAssessors, Item, OpenAssessment, SubmitFollowUp
from domain.assessment_rules import AssessmentFacts
from domain.clock import legal_date
from domain.configuration_keys import ConfigurationKey
from domain.document_kinds import SEALED_KINDS, DocumentKind
from domain.papers import WAITING
from domain.provider_forms import ProviderForm
from domain.scoring import CriterionScore, FrozenCriterion, evidence_of, score_of
from domain.standards import StandardCode
from domain.tables import Act
from domain.teams import ReplaceTeam
from persistence.case_records import standards_pursued
from persistence.certification import certified
from persistence.compliance import cells_of
from persistence.configuration import setting
from persistence.documents import DocumentRecord, newest_paper, paper_facts, state_of_paper
from persistence.evidence import confirmed_among
from persistence.independence import assessors_among, ties_of
from persistence.limits import limit_from
from persistence.records import Record
from persistence.standards import catalogue, edition_on
from persistence.units import UnitRecord


class AssessmentRecord(Record):
    """An assessment of chosen standards of one unit.

    *Shape*: `criteria` are frozen at the opening, `catalogue_edition` names the version they are of; `self_scores` and
    `factual_scores` are two records, each score with who gave it and when; `verified_scores` were given when the follow-up
    was verified; `open_cells` are the ids of the cells that it assesses while it is open, so that the database itself
    refuses a second open assessment of one; `former_teams` are those that were replaced, the lead of each first, and
    `reported_by` led the one that reported; dates are ISO 8601 text.
    """

    meta = {
        "collection": "assessments",
        "indexes": [
            ("institution_id", "id"),
            ("unit_id", "state"),
            ("state", "updated_at", "id"),
            ("updated_at", "id"),
            "assessor_ids",
            {
                "fields": ["open_cells"],
                "unique": True,
                "partialFilterExpression": {"open_cells": {"$type": "string"}},
            },
        ],
    }

    institution_id = StringField(required=True)
    unit_id = StringField(required=True)
    standards = ListField(StringField(), required=True)
    criteria = ListField(DictField(), required=True)
    catalogue_edition = StringField()
    catalogue_sha256 = StringField(required=True)
    open_cells = ListField(StringField())
    opened_by = StringField(required=True)
    opened_on = StringField(required=True)
    self_scores = ListField(DictField())
    self_met = ListField(StringField())
    submitted_by = StringField()
    submitted_on = StringField()
    lead_id = StringField()
    second_reader_id = StringField()
    assessor_ids = ListField(StringField())
    assignment_id = StringField()
    former_teams = ListField(DictField())
    begins_on = StringField()
    ends_on = StringField()
    visit_on = StringField()
    method = StringField()
    place = StringField()
    factual_scores = ListField(DictField())
    read_by = StringField()
    read_on = StringField()
    factual_met = ListField(StringField())
    findings = ListField(DictField())
    conclusion = StringField()
    reported_by = StringField()
    reported_on = StringField()
    report_id = StringField()
    items = ListField(DictField())
    round = IntField(required=True)
    recommended_on = StringField()
    follow_up_until = StringField()
    followed_up_on = StringField()
    verified_scores = ListField(DictField())
    verified_by = StringField()
    verified_on = StringField()
    verification_note = StringField()
    proposed = ListField(StringField())
    prepared_by = StringField()
    document_id = StringField()
    determined = ListField(StringField())
    determined_on = StringField()
    certificate_id = StringField()
    closed_on = StringField()
    reason = StringField()


def assessment_facts(record: AssessmentRecord | None, act: Act) -> AssessmentFacts:
    """The facts of an assessment, or of one that the act opens."""
    return _facts_of_new(act) if record is None else _facts_of(record, act)


def _facts_of_new(act: Act) -> AssessmentFacts:
    asked = act.payload
    unit = UnitRecord.objects(id=asked.unit_id).first() if isinstance(asked, OpenAssessment) else None
    if unit is None:
        return AssessmentFacts(state=None, institution_id=None)
    cells, form = cells_of(unit.id), ProviderForm(unit.form)
    return AssessmentFacts(
        state=None,
        institution_id=unit.institution_id,
        unit_id=unit.id,
        unit_state=unit.state,
        criteria=_binding(form, legal_date(act.now)),
        edition=edition_on(legal_date(act.now)),
        cells=cells,
        certified=certified(unit.id, cells, legal_date(act.now)),
        open_standards=_open_standards(unit.id),
    )


def _facts_of(record: AssessmentRecord, act: Act) -> AssessmentFacts:
    today = legal_date(act.now)
    unit = UnitRecord.objects(id=record.unit_id).only("state").get()
    cells = cells_of(record.unit_id)
    scorers = (str(score["by"]) for score in record.factual_scores if score.get("by"))
    did = (*scorers, *filter(None, (record.read_by, record.reported_by)))
    persons = tuple(dict.fromkeys((act.actor.id, *_assigned(act), *record.assessor_ids, *did)))
    assignment_id = record.assignment_id or _newest_assignment(record.id)
    recommendation = newest_paper(Aggregate.ASSESSMENT, record.id, DocumentKind.RECOMMENDATION)
    return AssessmentFacts(
        state=record.state,
        institution_id=record.institution_id,
        unit_id=record.unit_id,
        unit_state=unit.state,
        standards=_codes(record.standards),
        criteria=tuple(FrozenCriterion.stored(criterion) for criterion in record.criteria),
        cells=cells,
        certified=certified(record.unit_id, cells, today),
        self_scores=_by_criterion(record.self_scores),
        factual_scores=_by_criterion(record.factual_scores),
        stored_self=tuple(dict(score) for score in record.self_scores),
        stored_factual=tuple(dict(score) for score in record.factual_scores),
        confirmed=confirmed_among(_files(record, act), record.institution_id),
        lead_id=record.lead_id,
        second_reader_id=record.second_reader_id,
        assessor_ids=tuple(record.assessor_ids),
        known_assessors=assessors_among(persons),
        ties=ties_of(persons, record.institution_id, record.unit_id),
        visit_on=date.fromisoformat(record.visit_on) if record.visit_on else None,
        read_by=record.read_by,
        self_met=frozenset(_codes(record.self_met)),
        factual_met=frozenset(_codes(record.factual_met)),
        items=tuple(Item.stored(item) for item in record.items),
        round=record.round,
        follow_up_until=limit_from(today, ConfigurationKey.LIMIT_RECOMMENDATION),
        partial_allowed=setting(ConfigurationKey.DETERMINATION_PARTIAL, today) is True,
        proposed=_codes(record.proposed),
        prepared_by=record.prepared_by,
        paper=paper_facts(record.document_id, today),
        waiting_papers=_waiting(record.id),
        report_id=record.report_id,
        report_state=state_of_paper(record.report_id),
        reported_by=record.reported_by,
        assignment_id=assignment_id,
        assignment_state=state_of_paper(assignment_id),
        former_teams=tuple(dict(each) for each in record.former_teams),
        pursued=standards_pursued(record.unit_id),
        recommendation_id=str(recommendation.id) if recommendation else None,
        recommendation_state=recommendation.state if recommendation else None,
    )


def _codes(values: Iterable[str]) -> tuple[StandardCode, ...]:
    return tuple(StandardCode(value) for value in values)


def _by_criterion(stored: Iterable[dict[str, Any]]) -> dict[str, CriterionScore]:
    return {score.criterion: score for score in map(score_of, stored)}


def _binding(form: ProviderForm, today: date) -> tuple[FrozenCriterion, ...]:
    """The criteria that bind a unit of that form, by the catalogue in force."""
    bound = (criterion for standard in catalogue(today) for criterion in standard.criteria_for(form))
    return tuple(FrozenCriterion.of(criterion) for criterion in bound)


def _open_standards(unit_id: str) -> frozenset[StandardCode]:
    """The standards that another open assessment of the unit assesses."""
    ended = [state.value for state in ENDED]
    others = AssessmentRecord.objects(unit_id=unit_id, state__nin=ended).only("standards")
    return frozenset(code for other in others for code in _codes(other.standards))


def _assigned(act: Act) -> tuple[str, ...]:
    return act.payload.team() if isinstance(act.payload, AssignAssessors | ReplaceTeam) else ()


def _newest_assignment(assessment_id: str) -> str | None:
    """Of a record that was written before it named the paper."""
    found = newest_paper(Aggregate.ASSESSMENT, assessment_id, DocumentKind.ASSIGNMENT)
    return str(found.id) if found else None


def _files(record: AssessmentRecord, act: Act) -> set[str]:
    """The files that the act names, and those that the self-assessment rests on."""
    named = {str(file) for score in record.self_scores for file in score["evidence_ids"]}
    if isinstance(act.payload, SubmitFollowUp):
        return named | {file for answer in act.payload.answers for file in answer.evidence_ids}
    return named | set(evidence_of(getattr(act.payload, "scores", ())))


def _waiting(assessment_id: str) -> tuple[str, ...]:
    """The papers of this assessment that a person may still sign."""
    found = DocumentRecord.objects(
        subject=Aggregate.ASSESSMENT.value,
        subject_id=assessment_id,
        state__in=[state.value for state in WAITING],
        kind__nin=[kind.value for kind in SEALED_KINDS],
    )
    return tuple(str(paper.id) for paper in found.order_by("id").only("id"))
