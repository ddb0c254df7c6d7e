"""What every record has in common: a text id, a version, and who may write it (only the door, by `store`)."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, ClassVar

from bson import CodecOptions, ObjectId
from bson.raw_bson import RawBSONDocument
from mongoengine import DateTimeField, Document, IntField, StringField


def new_id() -> str:
    """A fresh record id. *Shape*: 24 hexadecimal characters that sort by the second of their making."""
    return str(ObjectId())


class Record(Document):
    """A stored thing with a life: its `state` is one of its table's, its `version` counts its changes from 1."""

    meta: ClassVar[dict[str, Any]] = {"abstract": True}

    id = StringField(primary_key=True)
    state = StringField(required=True)
    version = IntField(required=True)
    created_at = DateTimeField(required=True)
    updated_at = DateTimeField(required=True)


def only_one(name: str, *fields: str, states: Iterable[str] | None = None, **having: Any) -> dict[str, Any]:
    """A unique index: one record with these values, among those in `states` (None: in any) whose fields are as `having`.

    The guard that looks for another record says why not; of two acts at the same moment the index stops the second, and
    its transaction, run again, finds the first: so its refusal is the guard's. *Shape*: an entry of `meta["indexes"]`.
    """
    among = {"state": {"$in": sorted(states)}} if states is not None else {}
    partial = {"partialFilterExpression": among | having} if among or having else {}
    return {"name": name, "fields": list(fields), "unique": True, **partial}


class VersionMoved(Exception):
    """The record's version is no longer the one that the decision was made on."""


def insert(document: Document) -> None:
    """Validates and inserts one document. mongoengine's own insert names a write concern, which transactions refuse."""
    document.validate()
    document._get_collection().insert_one(document.to_mongo())


def stored_bytes(record_class: type[Document], filter_: Mapping[str, Any], *, sort: str) -> list[bytes]:
    """Each record that fulfils the filter as it is stored, in BSON: what is read often and changes seldom is parsed once for
    the same bytes, as this thread's transaction sees them.
    """
    raw: CodecOptions[RawBSONDocument] = CodecOptions(document_class=RawBSONDocument)
    found = record_class._get_collection().with_options(codec_options=raw).find(filter_).sort(sort)
    return [document.raw for document in found]


def create(record_class: type[Record], record_id: str, *, state: str, changes: dict[str, Any], now: datetime) -> int:
    """Inserts a record at version 1. *Raises*: `pymongo.errors.DuplicateKeyError`."""
    insert(record_class(id=record_id, state=state, version=1, created_at=now, updated_at=now, **changes))
    return 1


def store(record: Record, *, state: str, changes: dict[str, Any], now: datetime) -> int:
    """Compare-and-set on the version that was loaded; returns the new one. *Raises*: `VersionMoved`."""
    values = {**changes, "state": state, "updated_at": now}
    filter_ = {"_id": record.id, "version": record.version}
    result = type(record)._get_collection().update_one(filter_, {"$set": values, "$inc": {"version": 1}})
    if result.modified_count != 1:
        raise VersionMoved(f"{type(record).__name__} {record.id} is no longer at version {record.version}")
    return int(record.version) + 1


def utc_now() -> datetime:
    """Real time, for leases and bookkeeping; never for a legal date. *Shape*: aware UTC, milliseconds as MongoDB keeps."""
    now = datetime.now(UTC)
    return now.replace(microsecond=now.microsecond // 1000 * 1000)
