"""Number series: counters that rise only together with the paper that takes the number, so that no gap can arise."""

from mongoengine import Document, IntField, StringField
from pymongo import ReturnDocument


class CounterRecord(Document):
    """The last sequence number taken in one series. *Shape*: the id is the series, such as `APPROVAL-2026`."""

    meta = {"collection": "counters"}

    id = StringField(primary_key=True)
    last = IntField(required=True)


def next_in(series: str) -> int:
    """The next number of the series, from 1, inside the transaction of this thread."""
    found = CounterRecord._get_collection().find_one_and_update(
        {"_id": series}, {"$inc": {"last": 1}}, upsert=True, return_document=ReturnDocument.AFTER
    )
    return int(found["last"])
