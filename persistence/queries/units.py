"""Which units are read."""

from collections.abc import Iterable
from typing import Any

from persistence.queries.reading import Selection


def units(*, states: Iterable[str] = (), form: str | None = None, institution_id: str | None = None) -> Selection:
    """Units in these states, of that form, of that institution."""
    conditions: list[dict[str, Any]] = []
    if wanted := list(states):
        conditions.append({"state": {"$in": wanted}})
    if form is not None:
        conditions.append({"form": form})
    if institution_id is not None:
        conditions.append({"institution_id": institution_id})
    return Selection(collection="units", conditions=tuple(conditions))
