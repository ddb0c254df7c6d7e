"""Which papers are read; what they print is left out, as it stands on the paper."""

from collections.abc import Iterable
from typing import Any

from domain.documents import DocumentState
from domain.reading import INTERNAL_KINDS, INTERNAL_SUBJECTS
from persistence.queries.reading import Scope, Selection

_ISSUED_OR_NOT_INTERNAL: dict[str, Any] = {
    "$or": [
        {"state": DocumentState.SIGNED.value},
        {
            "subject": {"$nin": sorted(subject.value for subject in INTERNAL_SUBJECTS)},
            "kind": {"$nin": sorted(kind.value for kind in INTERNAL_KINDS)},
        },
    ]
}
"""As `domain.reading.may_read_paper` says of an institution's people."""

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
    if scope.institution_id is not None:
        conditions.append(_ISSUED_OR_NOT_INTERNAL)
    if kind_list := list(kinds):
        conditions.append({"kind": {"$in": kind_list}})
    if state_list := list(states):
        conditions.append({"state": {"$in": state_list}})
    if awaiting is not None:
        waits = {"signatories": awaiting, "state": DocumentState.AWAITING_SIGNATURE.value}
        conditions.append(waits | {"signatures.signer_id": {"$ne": awaiting}})
    return Selection(collection="documents", conditions=tuple(conditions), hidden=HEAVY)
