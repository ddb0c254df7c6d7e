"""Which assessments are read, and how far self and factual scores lie apart: one aggregation."""

from collections.abc import Iterable
from typing import Any

from domain.aggregates import Aggregate
from domain.assessment_acts import AssessmentState
from persistence.queries.lives import COLLECTIONS, lives
from persistence.queries.reading import Scope, Selection

_REPORTED = [
    AssessmentState.FACTUAL_REPORTED.value,
    AssessmentState.RECOMMENDED.value,
    AssessmentState.FOLLOW_UP.value,
    AssessmentState.READY.value,
    AssessmentState.DETERMINED.value,
    AssessmentState.CLOSED.value,
]
"""The states in which factual scores may have been reported; those closed before it bear no date of report."""


def assessments(
    *,
    scope: Scope,
    states: Iterable[str] = (),
    unit_id: str | None = None,
    institution_id: str | None = None,
    assessor_id: str | None = None,
) -> Selection:
    """Assessments within the reader's scope, in these states, of that unit or institution, with that person in the team."""
    return lives(
        Aggregate.ASSESSMENT,
        scope=scope,
        states=states,
        unit_id=unit_id,
        institution_id=institution_id,
        assessor_ids=assessor_id,
    )


def gaps(
    *, scope: Scope, unit_id: str | None = None, standard: str | None = None, assessor_id: str | None = None
) -> Selection:
    """The reported assessments that can hold such gaps. *Shape*: what is narrowed further stands in `gap_stages`."""
    reported: dict[str, Any] = {"state": {"$in": _REPORTED}, "reported_on": {"$type": "string"}}
    conditions: list[dict[str, Any]] = [scope.where(), reported]
    for name, value in (("unit_id", unit_id), ("standards", standard), ("assessor_ids", assessor_id)):
        if value is not None:
            conditions.append({name: value})
    return Selection(collection=COLLECTIONS[Aggregate.ASSESSMENT], conditions=tuple(conditions))


def gap_stages(*, standard: str | None = None, assessor_id: str | None = None) -> list[dict[str, Any]]:
    """One row for each assessment, standard and assessor, from the criteria that both assessments scored.

    *Shape*: `_id` is `assessment/standard/assessor`; unit_id, assessment_id, standard, assessor_id, criteria, self_sum,
    factual_sum.
    """
    wanted: dict[str, Any] = {"factual.score": {"$type": "number"}, "own.score": {"$type": "number"}}
    if standard is not None:
        wanted["standard"] = standard
    if assessor_id is not None:
        wanted["factual.by"] = assessor_id
    same = {"$eq": ["$$own.criterion", "$factual_scores.criterion"]}
    return [
        {"$project": {"unit_id": 1, "self_scores": 1, "factual_scores": 1}},
        {"$unwind": "$factual_scores"},
        {
            "$project": {
                "unit_id": 1,
                "factual": "$factual_scores",
                "standard": {"$arrayElemAt": [{"$split": ["$factual_scores.criterion", "-"]}, 0]},
                "own": {"$first": {"$filter": {"input": "$self_scores", "as": "own", "cond": same}}},
            }
        },
        {"$match": wanted},
        {
            "$group": {
                "_id": {"$concat": ["$_id", "/", "$standard", "/", "$factual.by"]},
                "unit_id": {"$first": "$unit_id"},
                "assessment_id": {"$first": "$_id"},
                "standard": {"$first": "$standard"},
                "assessor_id": {"$first": "$factual.by"},
                "criteria": {"$sum": 1},
                "self_sum": {"$sum": "$own.score"},
                "factual_sum": {"$sum": "$factual.score"},
            }
        },
    ]
