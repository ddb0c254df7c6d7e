"""The units that a year's surveillance may look at, with what speaks for each: one aggregation; the score is the domain's."""

from dataclasses import dataclass
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

_SETTLED = CERTIFIED | {CellState.REVOKED, CellState.NOT_APPLICABLE}
_UNDETERMINED = [state.value for state in CellState if state not in _SETTLED]
_OPEN_FINDINGS = [SurveillanceState.FINDINGS.value, SurveillanceState.SANCTIONED.value]
_CONCLUDED = [SurveillanceState.CONFORM.value, *_OPEN_FINDINGS, SurveillanceState.CLOSED.value]
_BOTH_SCORED = [
    AssessmentState.FACTUAL_REPORTED.value,
    AssessmentState.RECOMMENDED.value,
    AssessmentState.FOLLOW_UP.value,
    AssessmentState.READY.value,
    AssessmentState.DETERMINED.value,
]


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """One unit with the facts of its risk. *Shape*: `years` are those of whose programme it has a place."""

    unit_id: str
    facts: RiskFacts
    determined: int
    years: frozenset[int]

    def in_scope(self, scope: SurveillanceScope) -> bool:
        """Whether surveillance concerns the unit, as it is configured."""
        return scope is SurveillanceScope.EVERY_ACTIVE_UNIT or self.determined > 0


def candidates() -> list[dict[str, Any]]:
    """The pipeline on `units`: one row for each unit in service. *Does not check*: scope and year."""
    joined = [{"$unionWith": {"coll": collection, "pipeline": stages}} for collection, stages in SOURCES.items()]
    merged = {name: {"$max": f"${name}"} for name in ("in_service", *_FIELDS)}
    return [
        {"$match": {"state": UnitState.ACTIVE.value}},
        {"$project": {"in_service": {"$literal": True}}},
        *joined,
        {"$group": {"_id": "$_id", **merged}},
        {"$match": {"in_service": True}},
    ]


def candidate_of(row: Row) -> Candidate:
    """One row of the pipeline, or what `SOURCES` give of one unit taken together."""
    return Candidate(
        unit_id=row.id,
        facts=RiskFacts(
            binding=row.whole_or_none("binding") or 0,
            undetermined=row.whole_or_none("undetermined") or 0,
            flagged=row.whole_or_none("flagged") or 0,
            revoked=row.whole_or_none("revoked") or 0,
            open_findings=row.whole_or_none("open_findings") or 0,
            open_sanctions=row.whole_or_none("open_sanctions") or 0,
            last_concluded_on=row.day_or_none("last_concluded_on"),
            gap=row.whole_or_none("gap"),
        ),
        determined=row.whole_or_none("determined") or 0,
        years=frozenset(int(year) for year in row.texts("years")),
    )


def _counted(condition: dict[str, Any]) -> dict[str, Any]:
    return {"$sum": {"$cond": [condition, 1, 0]}}


def _cells() -> list[dict[str, Any]]:
    return [
        {
            "$group": {
                "_id": "$unit_id",
                "binding": _counted({"$ne": ["$state", CellState.NOT_APPLICABLE.value]}),
                "determined": _counted({"$in": ["$state", sorted(CERTIFIED)]}),
                "undetermined": _counted({"$in": ["$state", _UNDETERMINED]}),
                "flagged": _counted({"$eq": ["$state", CellState.FLAGGED.value]}),
                "revoked": _counted({"$eq": ["$state", CellState.REVOKED.value]}),
            }
        }
    ]


def _surveillances() -> list[dict[str, Any]]:
    found = {"$size": {"$ifNull": ["$findings", []]}}
    return [
        {"$match": {"state": {"$ne": SurveillanceState.CANCELLED.value}}},
        {
            "$group": {
                "_id": "$unit_id",
                "last_concluded_on": {"$max": {"$cond": [{"$in": ["$state", _CONCLUDED]}, "$concluded_on", None]}},
                "open_findings": {"$sum": {"$cond": [{"$in": ["$state", _OPEN_FINDINGS]}, found, 0]}},
                "years": {"$addToSet": {"$toString": "$year"}},
            }
        },
    ]


def _sanctions() -> list[dict[str, Any]]:
    return [
        {"$match": {"state": {"$in": sorted(IN_FORCE)}}},
        {"$group": {"_id": "$unit_id", "open_sanctions": {"$sum": 1}}},
    ]


def _assessments() -> list[dict[str, Any]]:
    """The newest assessment that has both scores: the mean of the own ones less that of the factual, in hundredths."""
    means = {"$subtract": [{"$avg": "$self_scores.score"}, {"$avg": "$factual_scores.score"}]}
    gap = {"$toInt": {"$round": [{"$multiply": [100, means]}, 0]}}
    return [
        {"$match": {"state": {"$in": _BOTH_SCORED}}},
        {"$sort": {"_id": 1}},
        {"$project": {"unit_id": 1, "gap": gap}},
        {"$group": {"_id": "$unit_id", "gap": {"$last": "$gap"}}},
    ]


SOURCES: dict[str, list[dict[str, Any]]] = {
    "compliance": _cells(),
    "surveillances": _surveillances(),
    "sanctions": _sanctions(),
    "assessments": _assessments(),
}
"""What is gathered from each collection. *Shape*: stages that end with one row for each unit, whose id is the unit's."""

_FIELDS = [name for stages in SOURCES.values() for name in stages[-1]["$group"] if name != "_id"]
