"""Which applications are read."""

from collections.abc import Iterable
from typing import Any

from persistence.queries.reading import Scope, Selection


def applications(
    *,
    scope: Scope,
    states: Iterable[str] = (),
    institution_id: str | None = None,
    reviewer_id: str | None = None,
    form: str | None = None,
) -> Selection:
    """Applications within the reader's scope: in these states, of that institution, reviewer and form."""
    conditions: list[dict[str, Any]] = [scope.where()]
    if wanted := list(states):
        conditions.append({"state": {"$in": wanted}})
    for name, value in (("institution_id", institution_id), ("reviewer_id", reviewer_id), ("form", form)):
        if value is not None:
            conditions.append({name: value})
    return Selection(collection="applications", conditions=tuple(conditions))
