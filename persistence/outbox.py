"""The outbox: work that a transaction ordered, claimed with a lease and a fencing token; what the work is stands elsewhere."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from mongoengine import DateTimeField, DictField, Document, IntField, StringField
from pymongo import ReturnDocument
from pymongo.errors import PyMongoError

from persistence.errors import DatabaseUnavailable
from persistence.records import insert, new_id, utc_now

LEASE = timedelta(seconds=180)
"""How long a claimed entry is nobody else's; who does it extends that (`extend`) while he works."""

CARRY_AGAIN = timedelta(seconds=30)
"""How long a broker has to bring an entry to a worker before the entry is carried once more."""

MOST_ATTEMPTS = 12
"""After so many failures an entry is dead: it stays, with its error, until a person revives it (`revive`)."""

LONGEST_DELAY = timedelta(seconds=300)
"""The delays double up to this one."""


_ORDER = [("rank", 1), ("due_at", 1)]
"""What can wait comes last (an entry of before there were ranks is first), and then what has been due for longest."""


class OutboxState(StrEnum):
    """The states of an entry."""

    PENDING = "PENDING"
    CLAIMED = "CLAIMED"
    DONE = "DONE"
    DEAD = "DEAD"


class OutboxRecord(Document):
    """One piece of work that is owed."""

    meta = {
        "collection": "outbox",
        "indexes": [
            ("state", "rank", "due_at"),
            ("state", "lease_until"),
            "record_id",
            {"fields": ["carried_at"], "sparse": True},
        ],
    }

    id = StringField(primary_key=True)
    topic = StringField(required=True)
    record_id = StringField(required=True)
    details = DictField()
    state = StringField(required=True)
    rank = IntField()
    due_at = DateTimeField(required=True)
    lease_until = DateTimeField()
    carried_at = DateTimeField()
    token = IntField(required=True)
    attempts = IntField(required=True)
    postponements = IntField()
    error = StringField()
    created_at = DateTimeField(required=True)


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A claimed entry. *Shape*: `token` rises with each claim, so that a late worker cannot close another's claim."""

    id: str
    topic: str
    record_id: str
    details: Mapping[str, Any]
    token: int
    attempts: int
    postponements: int = 0


def add(topic: str, record_id: str, details: Mapping[str, Any] | None = None, *, can_wait: bool = False) -> str:
    """Orders work, inside the transaction of this thread. What `can_wait` is done when nothing else is due."""
    now = utc_now()
    entry = OutboxRecord(
        id=new_id(),
        topic=topic,
        record_id=record_id,
        details=dict(details or {}),
        state=OutboxState.PENDING,
        rank=int(can_wait),
        due_at=now,
        token=0,
        attempts=0,
        created_at=now,
    )
    insert(entry)
    return str(entry.id)


def is_owed(topic: str, record_id: str) -> bool:
    """Whether such work is ordered and not done yet; what is dead is owed until a person revives it."""
    owed = OutboxRecord.objects(topic=topic, record_id=record_id, state__ne=OutboxState.DONE)
    return owed.only("id").first() is not None


def claim(*, entry_id: str | None = None, lease: timedelta = LEASE) -> Entry | None:
    """The next entry that is due, or whose lease ran out; None where there is none. *Raises*: `DatabaseUnavailable`."""
    now = utc_now()
    due = _due(now)
    if entry_id is not None:
        due["_id"] = entry_id
    try:
        found = OutboxRecord._get_collection().find_one_and_update(
            due,
            {
                "$set": {"state": OutboxState.CLAIMED, "lease_until": now + lease},
                "$inc": {"token": 1, "attempts": 1},
                "$unset": {"carried_at": ""},
            },
            sort=_ORDER,
            return_document=ReturnDocument.AFTER,
        )
    except PyMongoError as error:
        raise DatabaseUnavailable(str(error)) from error
    return _entry(found) if found else None


def _due(now: datetime) -> dict[str, Any]:
    return {
        "$or": [
            {"state": OutboxState.PENDING, "due_at": {"$lte": now}},
            {"state": OutboxState.CLAIMED, "lease_until": {"$lte": now}},
        ]
    }


def _entry(found: dict[str, Any]) -> Entry:
    return Entry(
        id=found["_id"],
        topic=found["topic"],
        record_id=found["record_id"],
        details=found.get("details", {}),
        token=found["token"],
        attempts=found["attempts"],
        postponements=found.get("postponements") or 0,
    )


def extend(entry: Entry, *, lease: timedelta = LEASE) -> bool:
    """The claim lasts so long from now; False where it was lost or closed meanwhile. *Raises*: `DatabaseUnavailable`."""
    values = {"$set": {"lease_until": utc_now() + lease}}
    try:
        return OutboxRecord._get_collection().update_one(_mine(entry), values).matched_count == 1
    except PyMongoError as error:
        raise DatabaseUnavailable(str(error)) from error


def complete(entry: Entry) -> bool:
    """Closes the entry; False where the claim was lost meanwhile."""
    return _close(entry, {"state": OutboxState.DONE, "error": None, "lease_until": None})


def fail(entry: Entry, error: str, *, final: bool = False) -> bool:
    """Puts the entry back with a growing delay (1 s doubling to 5 min), or to the dead where it failed too often."""
    dead = final or entry.attempts >= MOST_ATTEMPTS
    due_at = utc_now() + _delay(entry.attempts)
    state = OutboxState.DEAD if dead else OutboxState.PENDING
    values = {"state": state, "error": error[:2_000], "due_at": due_at, "lease_until": None, "postponements": 0}
    return _close(entry, values)


def postpone(entry: Entry, error: str, *, wait: timedelta | None = None) -> bool:
    """Puts the entry back because a service that it needs does not answer: with a growing delay, and for ever.

    *Shape*: `wait` is how long, where the reason tells that asking sooner is of no use.
    The attempt is not counted, so that an outage of any length leaves nothing dead.
    """
    values = {
        "state": OutboxState.PENDING,
        "error": error[:2_000],
        "due_at": utc_now() + (wait or _delay(entry.postponements + 1)),
        "lease_until": None,
        "attempts": entry.attempts - 1,
        "postponements": entry.postponements + 1,
    }
    return _close(entry, values)


def hasten(topic: str) -> int:
    """Makes all of a topic due at once that was put back; returns how many. *Raises*: `DatabaseUnavailable`."""
    now = utc_now()
    waits = {"topic": topic, "state": OutboxState.PENDING, "postponements": {"$gt": 0}, "due_at": {"$gt": now}}
    try:
        return OutboxRecord._get_collection().update_many(waits, {"$set": {"due_at": now}}).modified_count
    except PyMongoError as error:
        raise DatabaseUnavailable(str(error)) from error


def _delay(times: int) -> timedelta:
    return min(LONGEST_DELAY, timedelta(seconds=2 ** min(times - 1, 9)))


def _close(entry: Entry, values: dict[str, Any]) -> bool:
    try:
        result = OutboxRecord._get_collection().update_one(_mine(entry), {"$set": values})
    except PyMongoError as error:
        raise DatabaseUnavailable(str(error)) from error
    return result.modified_count == 1


def _mine(entry: Entry) -> dict[str, Any]:
    return {"_id": entry.id, "token": entry.token, "state": OutboxState.CLAIMED}


def release_claims() -> int:
    """Makes every claimed entry due at once: for a single process that has just started and knows that it is alone.

    *Raises*: `DatabaseUnavailable`.
    """
    now: datetime = utc_now()
    claimed = {"state": OutboxState.CLAIMED}
    try:
        return OutboxRecord._get_collection().update_many(claimed, {"$set": {"lease_until": now}}).modified_count
    except PyMongoError as error:
        raise DatabaseUnavailable(str(error)) from error


def carry(limit: int, *, again_after: timedelta = CARRY_AGAIN) -> list[str]:
    """The ids that a broker should carry now, marked as carried: oldest first, as many as leave `limit` on their way.

    An entry is on its way from its mark until it is claimed, at most for `again_after`. Two carriers at the same moment
    may give the same id twice, which is harmless. *Raises*: `DatabaseUnavailable`.
    """
    now = utc_now()
    room = limit - _count({"carried_at": {"$gt": now - again_after}})
    if room <= 0:
        return []
    entries = OutboxRecord._get_collection()
    due = {**_due(now), "carried_at": {"$not": {"$gt": now - again_after}}}
    try:
        ids = [entry["_id"] for entry in entries.find(due, {"_id": 1}).sort(_ORDER).limit(room)]
        if ids:
            entries.update_many({**due, "_id": {"$in": ids}}, {"$set": {"carried_at": now}})
    except PyMongoError as error:
        raise DatabaseUnavailable(str(error)) from error
    return ids


def not_carried(ids: Sequence[str]) -> None:
    """Takes the mark back, where the broker did not take the ids. *Raises*: `DatabaseUnavailable`."""
    try:
        OutboxRecord._get_collection().update_many({"_id": {"$in": list(ids)}}, {"$unset": {"carried_at": ""}})
    except PyMongoError as error:
        raise DatabaseUnavailable(str(error)) from error


def revive(entry_id: str | None = None) -> int:
    """Makes dead entries due at once, with all their attempts before them again; returns how many.

    *Shape*: `entry_id` names one, by its own id or by that of the record it is about; None means every dead entry.
    *Raises*: `DatabaseUnavailable`.
    """
    dead: dict[str, Any] = {"state": OutboxState.DEAD}
    if entry_id is not None:
        dead["$or"] = [{"_id": entry_id}, {"record_id": entry_id}]
    values = {"state": OutboxState.PENDING, "due_at": utc_now(), "attempts": 0, "postponements": 0}
    try:
        return OutboxRecord._get_collection().update_many(dead, {"$set": values}).modified_count
    except PyMongoError as error:
        raise DatabaseUnavailable(str(error)) from error


def waiting() -> int:
    """How many entries are neither done nor dead. *Raises*: `DatabaseUnavailable`."""
    return _count({"state": {"$in": [OutboxState.PENDING, OutboxState.CLAIMED]}})


def postponed() -> tuple[int, str | None]:
    """How many entries wait for a service that they need, and what the oldest of them was told.

    *Raises*: `DatabaseUnavailable`.
    """
    waits = {"state": OutboxState.PENDING, "postponements": {"$gt": 0}}
    try:
        oldest = OutboxRecord._get_collection().find_one(waits, {"error": 1}, sort=[("created_at", 1)])
    except PyMongoError as error:
        raise DatabaseUnavailable(str(error)) from error
    return (_count(waits), oldest.get("error")) if oldest else (0, None)


def dead() -> int:
    """How many entries need a person. *Raises*: `DatabaseUnavailable`."""
    return _count({"state": OutboxState.DEAD})


def _count(filter_: dict[str, Any]) -> int:
    try:
        return OutboxRecord._get_collection().count_documents(filter_)
    except PyMongoError as error:
        raise DatabaseUnavailable(str(error)) from error
