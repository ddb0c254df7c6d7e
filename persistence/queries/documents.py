"""Which papers are read; what they print is left out, as it stands on the paper."""

from collections.abc import Iterable
from typing import Any

from domain.documents import DocumentState
from persistence.queries.reading import Scope, Selection

HEAVY = ("facts",)
"""The fields that no read here needs."""


def documents(
    *,
    scope: Scope,
    subjects: Iterable[str],
    kinds: Iterable[str] = (),
    states: Iterable[str] = (),
    awaiting: str | None = None,
) -> Selection:
    """Papers within the reader's scope that speak of these kinds of subject.

    *Shape*: `awaiting` is the person whose signature they wait for: he is a signatory and has not signed yet.
    """
    conditions: list[dict[str, Any]] = [scope.where(), {"subject": {"$in": sorted(subjects)}}]
    if kind_list := list(kinds):
        conditions.append({"kind": {"$in": kind_list}})
    if state_list := list(states):
        conditions.append({"state": {"$in": state_list}})
    if awaiting is not None:
        waits = {"signatories": awaiting, "state": DocumentState.AWAITING_SIGNATURE.value}
        conditions.append(waits | {"signatures.signer_id": {"$ne": awaiting}})
    return Selection(collection="documents", conditions=tuple(conditions), hidden=HEAVY)
