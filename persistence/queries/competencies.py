"""Which competencies are read, and the one aggregation that counts gaps over all units."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from domain.competencies import CompetencyState, Position
from domain.personnel_files import PersonnelFileState
from persistence.queries.reading import Selection

PERSONNEL_FILES = "personnel_files"
"""The collection of the people of all units."""


def published_competencies() -> Selection:
    """Every version of the dictionary that is, was or will be in force."""
    states = [CompetencyState.PUBLISHED.value, CompetencyState.SUPERSEDED.value]
    return Selection(collection="competencies", conditions=({"state": {"$in": states}},))


def gaps_by_position(code: str, least: Mapping[Position, int], on: date) -> list[dict[str, Any]]:
    """The aggregation over all active people: for each position how many there are, how many fall short of the least level
    of a competency on a day, and in how many units. *Shape*: rows of `_id` (the position), `people`, `short`, `units`.
    """
    branches = [{"case": {"$eq": ["$positions", each.value]}, "then": level} for each, level in least.items()]
    counting = {
        "$and": [
            {"$eq": ["$$this.code", code]},
            {"$or": [{"$eq": [{"$ifNull": ["$$this.valid_until", None]}, None]}, _reaches(on)]},
        ]
    }
    valid = {"$filter": {"input": {"$ifNull": ["$competencies", []]}, "as": "this", "cond": counting}}
    held = {"$max": {"$map": {"input": valid, "as": "this", "in": "$$this.level"}}}
    short = {"$lt": [{"$ifNull": ["$held", 0]}, {"$switch": {"branches": branches, "default": 0}}]}
    return [
        {"$match": {"state": PersonnelFileState.ACTIVE.value}},
        {"$unwind": "$positions"},
        {"$match": {"positions": {"$in": [each.value for each in least]}}},
        {"$set": {"held": held}},
        {"$set": {"short": short}},
        {
            "$group": {
                "_id": "$positions",
                "people": {"$sum": 1},
                "short": {"$sum": {"$cond": ["$short", 1, 0]}},
                "units": {"$addToSet": {"$cond": ["$short", "$unit_id", "$$REMOVE"]}},
            }
        },
        {"$set": {"units": {"$size": "$units"}}},
        {"$sort": {"_id": 1}},
    ]


def _reaches(on: date) -> dict[str, Any]:
    return {"$gte": ["$$this.valid_until", on.isoformat()]}
