"""Which applications are read."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from domain.application_acts import ApplicationState
from persistence.queries.reading import Scope, Selection


def applications(
    *,
    scope: Scope,
    states: Iterable[str] = (),
    institution_id: str | None = None,
    reviewer_id: str | None = None,
    form: str | None = None,
    overdue_on: date | None = None,
) -> Selection:
    """Applications within the reader's scope: in these states, of that institution, reviewer and form.

    *Shape*: `overdue_on` is a day on which the internal limit of the review is over, and the review is not.
    """
    conditions: list[dict[str, Any]] = [scope.where()]
    if wanted := list(states):
        conditions.append({"state": {"$in": wanted}})
    for name, value in (("institution_id", institution_id), ("reviewer_id", reviewer_id), ("form", form)):
        if value is not None:
            conditions.append({name: value})
    if overdue_on is not None:
        overdue = {"state": ApplicationState.UNDER_REVIEW.value, "review_until": {"$lt": overdue_on.isoformat()}}
        conditions.append(overdue)
    return Selection(collection="applications", conditions=tuple(conditions))
