"""Which units are read."""

from collections.abc import Iterable
from typing import Any

from domain.units import IN_THE_REGISTER
from persistence.queries.reading import EVERYTHING, Scope, Selection


def units(
    *,
    scope: Scope,
    states: Iterable[str] = (),
    form: str | None = None,
    institution_id: str | None = None,
    unit_forms: Iterable[str] | None = None,
) -> Selection:
    """Units in these states, of that form, of that institution, in one of these places (None: in any).

    Outside the reader's scope only those in the register: a unit that waits for its SLA, or was discarded, is its own affair.
    """
    conditions: list[dict[str, Any]] = []
    if scope != EVERYTHING:
        conditions.append({"$or": [{"state": {"$in": [state.value for state in IN_THE_REGISTER]}}, scope.where()]})
    if wanted := list(states):
        conditions.append({"state": {"$in": wanted}})
    if form is not None:
        conditions.append({"form": form})
    if institution_id is not None:
        conditions.append({"institution_id": institution_id})
    if unit_forms is not None:
        conditions.append({"unit_form": {"$in": list(unit_forms)}})
    return Selection(collection="units", conditions=tuple(conditions))
