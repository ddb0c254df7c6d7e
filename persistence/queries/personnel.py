"""Which people are read; what proves their identity is never read here."""

from collections.abc import Iterable
from typing import Any

from persistence.queries.reading import Scope, Selection

PRIVATE = ("identity",)
"""The fields that no reader gets."""


def personnel(*, scope: Scope, role: str | None = None, institution_id: str | None = None) -> Selection:
    """People whom the reader may know: all, or those of his institution and of LKPP."""
    conditions: list[dict[str, Any]] = [_known_to(scope)]
    if role is not None:
        conditions.append({"roles": role, "active": True})
    if institution_id is not None:
        conditions.append({"institution_id": institution_id})
    return Selection(collection="personnel", conditions=tuple(conditions), hidden=PRIVATE)


def present_in_lkpp(roles: Iterable[str]) -> Selection:
    """Who holds one of the roles in LKPP and still acts."""
    conditions = {"institution_id": None, "roles": {"$in": sorted(roles)}, "active": True}
    return Selection(collection="personnel", conditions=(conditions,), hidden=PRIVATE)


def _known_to(scope: Scope) -> dict[str, Any]:
    if scope.nothing or scope.institution_id is None:
        return scope.where()
    return {"institution_id": {"$in": [scope.institution_id, None]}}
