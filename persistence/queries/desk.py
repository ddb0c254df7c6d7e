"""Which papers lie on a person's desk: to be signed, initialled, or submitted again by him; within what he may read."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from domain.clock import JAKARTA
from domain.desk import DeskTask, DeskUrgency, ordered_days
from domain.document_kinds import DocumentKind, DocumentState
from domain.initials import steps_of
from domain.officials import OFFICE_KINDS
from domain.roles import Actor, Role
from persistence.queries.documents import documents
from persistence.queries.reading import Scope, Selection

COLLECTION = "documents"


@dataclass(frozen=True, kw_only=True)
class DeskQuestion:
    """Which of a person's papers.

    *Shape*: what is empty or None does not restrict; `today` is the legal date; `may_sign` are the kinds of paper that he
    signs for LKPP on it; `drafters` are the people of LKPP who may submit again what they drafted.
    """

    viewer: Actor
    today: date
    may_sign: frozenset[DocumentKind] = frozenset()
    drafters: frozenset[str] = frozenset()
    tasks: tuple[DeskTask, ...] = ()
    kinds: tuple[str, ...] = ()
    urgencies: tuple[DeskUrgency, ...] = ()
    date_passed: bool | None = None


def desk(question: DeskQuestion, *, scope: Scope, subjects: Iterable[str]) -> Selection:
    """The papers that wait for the person."""
    conditions: list[dict[str, Any]] = [{"$or": [_WAITS[task](question) for task in question.tasks or tuple(DeskTask)]}]
    if question.urgencies:
        conditions.append({"$or": [_ordered(each, question.today) for each in question.urgencies]})
    if question.date_passed is not None:
        passed = date_passed(question.today)
        conditions.append(passed if question.date_passed else {"$nor": [passed]})
    mine = documents(scope=scope, subjects=subjects, kinds=question.kinds)
    return Selection(collection=COLLECTION, conditions=(*mine.conditions, *conditions), hidden=mine.hidden)


def counts(selection: Selection, today: date) -> list[dict[str, Any]]:
    """The pipeline that counts a desk by state and kind, with how many bear a day that has passed, and the oldest."""
    passed = {"$and": [{"$lt": ["$dated", today.isoformat()]}, {"$ne": ["$dated", None]}, {"$eq": [_SIGNATURES, 0]}]}
    return [
        {"$match": selection.filter()},
        {
            "$group": {
                "_id": {"$concat": ["$state", "/", "$kind"]},
                "state": {"$first": "$state"},
                "kind": {"$first": "$kind"},
                "count": {"$sum": 1},
                "passed": {"$sum": {"$cond": [passed, 1, 0]}},
                "oldest": {"$min": "$created_at"},
            }
        },
        {"$sort": {"_id": 1}},
    ]


def date_passed(today: date) -> dict[str, Any]:
    """Papers that print an earlier day and bear no signature: they are made again before anyone can sign them."""
    presented = [DocumentState.AWAITING_INITIALS.value, DocumentState.AWAITING_SIGNATURE.value]
    return {"state": {"$in": presented}, "dated": {"$lt": today.isoformat()}, "signatures.0": {"$exists": False}}


def _to_sign(question: DeskQuestion) -> dict[str, Any]:
    """The next signature is his: of two signatories the one after those who have signed; for LKPP on his days alone."""
    viewer = question.viewer
    next_signatory = {"$arrayElemAt": ["$signatories", _SIGNATURES]}
    return {
        "signatories": viewer.id,
        "state": DocumentState.AWAITING_SIGNATURE.value,
        "$expr": {"$eq": [next_signatory, viewer.id]},
        "$or": [{"kind": {"$nin": _for_lkpp(viewer)}}, {"kind": {"$in": sorted(question.may_sign)}}],
    }


def _for_lkpp(viewer: Actor) -> list[str]:
    """The kinds that he would sign by an office of LKPP's: an agreement only where he is of no institution."""
    agreements = set() if viewer.institution_id else {DocumentKind.SLA}
    return sorted(OFFICE_KINDS | agreements)


def _to_initial(question: DeskQuestion) -> dict[str, Any]:
    viewer = question.viewer
    return {
        "awaits_step": {"$in": list(steps_of(viewer))},
        "state": DocumentState.AWAITING_INITIALS.value,
        "initials.person_id": {"$ne": viewer.id},
        "signatories": {"$ne": viewer.id},
    }


def _to_resubmit(question: DeskQuestion) -> dict[str, Any]:
    """What he drafted; the administrator's is what nobody did, or somebody who acts no more."""
    viewer = question.viewer
    returned = {"state": DocumentState.RETURNED.value}
    if not viewer.has(Role.ADMIN):
        return returned | {"drafted_by": viewer.id}
    return returned | {"drafted_by": {"$nin": sorted(question.drafters - {viewer.id})}}


_SIGNATURES: dict[str, Any] = {"$size": {"$ifNull": ["$signatures", []]}}

_WAITS = {DeskTask.SIGN: _to_sign, DeskTask.INITIAL: _to_initial, DeskTask.RESUBMIT: _to_resubmit}


def _ordered(urgency: DeskUrgency, today: date) -> dict[str, Any]:
    first, last = ordered_days(urgency, today)
    bounds: dict[str, datetime] = {}
    if first is not None:
        bounds["$gte"] = _begins(first)
    if last is not None:
        bounds["$lt"] = _begins(last + timedelta(days=1))
    return {"created_at": bounds}


def _begins(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=JAKARTA)
