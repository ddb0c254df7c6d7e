"""Short leases on a name: one holder at a time over all processes; one that died holds it no longer than the lease."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from mongoengine import DateTimeField, Document, StringField
from pymongo.errors import DuplicateKeyError

from persistence.records import new_id, utc_now

LEASE = timedelta(seconds=60)


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
    """Holds the lease while the block runs. *Raises*: `LockHeld`."""
    now, token = utc_now(), new_id()
    locks = LockRecord._get_collection()
    try:
        locks.update_one(
            {"_id": name, "until": {"$lte": now}}, {"$set": {"token": token, "until": now + lease}}, upsert=True
        )
    except DuplicateKeyError as error:
        raise LockHeld(name) from error
    try:
        yield
    finally:
        locks.delete_one({"_id": name, "token": token})
