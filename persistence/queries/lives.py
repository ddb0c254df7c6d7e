"""Which records of the decree's later things are read: one way for all, since each has a unit, an institution and a state."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from domain.aggregates import Aggregate
from domain.reading import INTERNAL_STATES
from persistence.queries.reading import Scope, Selection

COLLECTIONS: Mapping[Aggregate, str] = {
    Aggregate.COMPLIANCE: "compliance",
    Aggregate.ASSESSMENT: "assessments",
    Aggregate.CERTIFICATE: "certificates",
    Aggregate.SURVEILLANCE: "surveillances",
    Aggregate.CASE: "cases",
    Aggregate.SANCTION: "sanctions",
    Aggregate.OBJECTION: "objections",
    Aggregate.REASSESSMENT: "reassessments",
    Aggregate.MENTORING: "mentorings",
    Aggregate.CONSULTATION: "consultations",
    Aggregate.MANAGED_SYSTEM: "managed_systems",
    Aggregate.USER_FIGURES: "user_figures",
    Aggregate.CATALOGUE: "catalogues",
    Aggregate.SETTING: "configuration",
    Aggregate.OFFICIAL: "officials",
    Aggregate.COMPETENCY: "competencies",
    Aggregate.PERSONNEL_FILE: "personnel_files",
    Aggregate.CAPACITY_PLAN: "capacity_plans",
}
"""The collection of each."""


def overdue(selection: Selection, limit: str, on: date, states: Iterable[str]) -> Selection:
    """Those of the records that are in one of these states though the day in their field `limit` is over."""
    late = {"state": {"$in": list(states)}, limit: {"$lt": on.isoformat()}}
    return replace(selection, conditions=(*selection.conditions, late))


def lives(aggregate: Aggregate, *, scope: Scope, states: Iterable[str] = (), **equal: str | int | None) -> Selection:
    """Records within the reader's scope, in these states, with these values; None does not restrict.

    An institution does not see what is LKPP's own affair yet (`domain.reading.INTERNAL_STATES`).
    """
    conditions: list[dict[str, Any]] = [scope.where()]
    if scope.institution_id is not None and (internal := INTERNAL_STATES.get(aggregate)):
        conditions.append({"state": {"$nin": sorted(internal)}})
    if wanted := list(states):
        conditions.append({"state": {"$in": wanted}})
    conditions += [{name: value} for name, value in equal.items() if value is not None]
    return Selection(collection=COLLECTIONS[aggregate], conditions=tuple(conditions))
