"""Leases on a name: one holder at a time over all processes, as long as it works; a dead one no longer than the lease."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from mongoengine import DateTimeField, Document, StringField
from pymongo.errors import DuplicateKeyError

from persistence.heartbeats import kept_alive
from persistence.records import new_id, utc_now

LEASE = timedelta(seconds=60)
"""How long a holder that died keeps others out; one that lives renews it (`persistence.heartbeats`)."""


class LockHeld(Exception):
    """Another holds the lease."""


class LockRecord(Document):
    """A lease. *Shape*: `token` names the holder."""

    meta = {"collection": "locks"}

    id = StringField(primary_key=True)
    token = StringField(required=True)
    until = DateTimeField(required=True)


def release_leases() -> int:
    """Ends every lease: for a single process that has just started and knows that it is alone."""
    return LockRecord._get_collection().delete_many({}).deleted_count


@contextmanager
def lease_on(name: str, *, lease: timedelta = LEASE) -> Iterator[None]:
    """Holds the lease while the block runs, however long that is. *Raises*: `LockHeld`.

    *Does not check*: that it was never lost, as a process that stood still may; what the block records needs a version.
    """
    now, token = utc_now(), new_id()
    locks = LockRecord._get_collection()
    try:
        locks.update_one(
            {"_id": name, "until": {"$lte": now}}, {"$set": {"token": token, "until": now + lease}}, upsert=True
        )
    except DuplicateKeyError as error:
        raise LockHeld(name) from error

    def renew() -> bool:
        until = {"$set": {"until": utc_now() + lease}}
        return locks.update_one({"_id": name, "token": token}, until).matched_count == 1

    try:
        with kept_alive(renew, what=name, lease=lease):
            yield
    finally:
        locks.delete_one({"_id": name, "token": token})
