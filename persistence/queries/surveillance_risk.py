"""The units that a year's surveillance may look at, with what speaks for each: one aggregation; the score is the domain's."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from domain.assessment_acts import AssessmentState
from domain.compliance import CERTIFIED, CellState
from domain.configuration_keys import SurveillanceScope
from domain.sanction_acts import IN_FORCE
from domain.surveillance_acts import SurveillanceState
from domain.surveillance_risk import RiskFacts
from domain.units import UnitState
from persistence.queries.rows import Row

UNITS = "units"
"""The collection in which the aggregation begins."""

_UNDETERMINED = [
    state.value for state in CellState if state not in CERTIFIED | {CellState.REVOKED, CellState.NOT_APPLICABLE}
]
_OPEN_FINDINGS = [SurveillanceState.FINDINGS.value, SurveillanceState.SANCTIONED.value]
_CONCLUDED = [SurveillanceState.CONFORM.value, *_OPEN_FINDINGS, SurveillanceState.CLOSED.value]
_BOTH_SCORED = [
    AssessmentState.FACTUAL_REPORTED.value,
    AssessmentState.RECOMMENDED.value,
    AssessmentState.FOLLOW_UP.value,
    AssessmentState.READY.value,
    AssessmentState.DETERMINED.value,
]
_JOINED = {"localField": "_id", "foreignField": "unit_id"}


@dataclass(frozen=True)
class Candidate:
    """One unit with the facts of its risk."""

    unit_id: str
    facts: RiskFacts


def candidates(
    scope: SurveillanceScope, *, year: int | None = None, unit_id: str | None = None
) -> list[dict[str, Any]]:
    """The pipeline on `units`: those in service and in the scope, without those planned for `year`; or one of them."""
    wanted: dict[str, Any] = {"state": UnitState.ACTIVE.value}
    if unit_id is not None:
        wanted["_id"] = unit_id
    stages: list[dict[str, Any]] = [{"$match": wanted}, {"$project": {"_id": 1}}, *_cells()]
    if scope is SurveillanceScope.AT_LEAST_ONE_DETERMINED:
        stages.append({"$match": {"cells.determined": {"$gt": 0}}})
    stages += _surveillances(year)
    return [*stages, *_sanctions(), *_assessments()]


def candidate_of(row: Row) -> Candidate:
    """One result of the pipeline."""
    cells, surveillances = row.row("cells"), row.row("surveillances")
    last: date | None = surveillances.day_or_none("last")
    return Candidate(
        row.id,
        RiskFacts(
            binding=cells.whole_or_none("binding") or 0,
            undetermined=cells.whole_or_none("undetermined") or 0,
            flagged=cells.whole_or_none("flagged") or 0,
            revoked=cells.whole_or_none("revoked") or 0,
            open_findings=surveillances.whole_or_none("open") or 0,
            open_sanctions=row.row("sanctions").whole_or_none("open") or 0,
            last_concluded_on=last,
            gap=row.row("assessments").whole_or_none("gap"),
        ),
    )


def _joined(collection: str, name: str, *stages: dict[str, Any]) -> list[dict[str, Any]]:
    """One row, grouped from another collection's rows of the unit, under `name`; absent where the unit has none."""
    return [
        {"$lookup": {"from": collection, **_JOINED, "as": name, "pipeline": list(stages)}},
        {"$set": {name: {"$first": f"${name}"}}},
    ]


def _counted(condition: dict[str, Any]) -> dict[str, Any]:
    return {"$sum": {"$cond": [condition, 1, 0]}}


def _cells() -> list[dict[str, Any]]:
    return _joined(
        "compliance",
        "cells",
        {
            "$group": {
                "_id": None,
                "binding": _counted({"$ne": ["$state", CellState.NOT_APPLICABLE.value]}),
                "determined": _counted({"$in": ["$state", sorted(CERTIFIED)]}),
                "undetermined": _counted({"$in": ["$state", _UNDETERMINED]}),
                "flagged": _counted({"$eq": ["$state", CellState.FLAGGED.value]}),
                "revoked": _counted({"$eq": ["$state", CellState.REVOKED.value]}),
            }
        },
    )


def _surveillances(year: int | None) -> list[dict[str, Any]]:
    is_open = {"$in": ["$state", _OPEN_FINDINGS]}
    found: dict[str, Any] = {
        "_id": None,
        "last": {"$max": {"$cond": [{"$in": ["$state", _CONCLUDED]}, "$concluded_on", None]}},
        "open": {"$sum": {"$cond": [is_open, {"$size": {"$ifNull": ["$findings", []]}}, 0]}},
    }
    if year is not None:
        cancelled = SurveillanceState.CANCELLED.value
        found["planned"] = _counted({"$and": [{"$eq": ["$year", year]}, {"$ne": ["$state", cancelled]}]})
    stages = _joined("surveillances", "surveillances", {"$group": found})
    return stages if year is None else [*stages, {"$match": {"surveillances.planned": {"$not": {"$gt": 0}}}}]


def _sanctions() -> list[dict[str, Any]]:
    of_open = {"$match": {"state": {"$in": sorted(IN_FORCE)}}}
    return _joined("sanctions", "sanctions", of_open, {"$group": {"_id": None, "open": {"$sum": 1}}})


def _assessments() -> list[dict[str, Any]]:
    """The newest assessment that has both scores: the mean of the own ones less that of the factual, in hundredths."""
    means = {"$subtract": [{"$avg": "$self_scores.score"}, {"$avg": "$factual_scores.score"}]}
    gap = {"$toInt": {"$round": [{"$multiply": [100, means]}, 0]}}
    return _joined(
        "assessments",
        "assessments",
        {"$match": {"state": {"$in": _BOTH_SCORED}}},
        {"$sort": {"_id": -1}},
        {"$limit": 1},
        {"$project": {"_id": 0, "gap": gap}},
    )
