"""Which service-level agreements are read; the clauses, being long, only where they are asked for."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from domain.sla_acts import SlaState
from domain.slas import ACTIVE_STATES
from persistence.queries.reading import Scope, Selection

HEAVY = ("agreement",)
"""The fields that an ordinary read leaves out."""

_ENDED = (SlaState.VOID, SlaState.SUPERSEDED)


def slas(
    *,
    scope: Scope,
    states: Iterable[str] = (),
    institution_id: str | None = None,
    ending: tuple[date, date] | None = None,
) -> Selection:
    """SLAs within the reader's scope: in these states, of that institution.

    *Shape*: `ending` is a first and a last day: those that are active and whose own last day lies between them.
    """
    conditions: list[dict[str, Any]] = [scope.where()]
    if wanted := list(states):
        conditions.append({"state": {"$in": wanted}})
    if institution_id is not None:
        conditions.append({"institution_id": institution_id})
    if ending is not None:
        first, last = (day.isoformat() for day in ending)
        active = sorted(state.value for state in ACTIVE_STATES)
        conditions.append({"state": {"$in": active}, "expires_on": {"$gte": first, "$lte": last}})
    return Selection(collection="slas", conditions=tuple(conditions), hidden=HEAVY)


def agreements(*, scope: Scope) -> Selection:
    """SLAs with their clauses."""
    return Selection(collection="slas", conditions=(scope.where(),))


def current_slas(*, scope: Scope) -> Selection:
    """SLAs that a unit has now: neither void nor superseded."""
    ended = {"state": {"$nin": [state.value for state in _ENDED]}}
    return Selection(collection="slas", conditions=(scope.where(), ended), hidden=HEAVY)
