"""Which papers are read; what they print is left out, as it stands on the paper."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from domain.document_kinds import SEALED_KINDS, SIGNED_BY_INSTITUTION, DocumentState
from domain.reading import INTERNAL_SUBJECTS
from persistence.documents import lapsing_before
from persistence.queries.reading import Scope, Selection

_NOT_VOID = {"$ne": DocumentState.VOID.value}
_FOR_INSTITUTIONS: dict[str, Any] = {
    "$or": [
        {"state": DocumentState.SIGNED.value},
        {
            "kind": {"$in": sorted(kind.value for kind in SIGNED_BY_INSTITUTION)},
            "$or": [{"state": _NOT_VOID}, {"signatures.0": {"$exists": True}}],
        },
        {
            "kind": {"$in": sorted(kind.value for kind in SEALED_KINDS)},
            "subject": {"$nin": sorted(subject.value for subject in INTERNAL_SUBJECTS)},
            "state": _NOT_VOID,
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
    lapsing: datetime | None = None,
) -> Selection:
    """Papers within the reader's scope that speak of these kinds of subject.

    *Shape*: `awaiting` is the person whose signature they wait for: he is a signatory and has not signed yet.
    `lapsing` leaves issued papers whose protection ends before then, or was never recorded.
    """
    conditions: list[dict[str, Any]] = [scope.where(), {"subject": {"$in": sorted(subjects)}}]
    if scope.institution_id is not None:
        conditions.append(_FOR_INSTITUTIONS)
    if kind_list := list(kinds):
        conditions.append({"kind": {"$in": kind_list}})
    if state_list := list(states):
        conditions.append({"state": {"$in": state_list}})
    if awaiting is not None:
        waits = {"signatories": awaiting, "state": DocumentState.AWAITING_SIGNATURE.value}
        conditions.append(waits | {"signatures.signer_id": {"$ne": awaiting}})
    if lapsing is not None:
        conditions.append(lapsing_before(lapsing))
    return Selection(collection="documents", conditions=tuple(conditions), hidden=HEAVY)
