"""The public log as MongoDB keeps it: entries as the door writes them, their sequence, and every checkpoint ever signed.

What is published of it, and how, stands in `services/publication.py`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from mongoengine import BinaryField, BooleanField, DateTimeField, Document, IntField, ListField, StringField
from pymongo import MongoClient, UpdateOne
from pymongo.errors import DuplicateKeyError

from persistence.log import LogHeadRecord, write_head
from persistence.merkle import Frontier, leaf_hash
from persistence.records import insert, utc_now
from persistence.transactions import reaching_database, run_transaction

_HEAD = "entries"
_PUBLICATION = "publication"
_BATCH = 500


class LogEntryRecord(Document):
    """One entry of the public log. Never changed but by the sequencer, which sets `index` and removes `pending`, once.

    *Shape*: `id` names the paper and what happened, so that nothing is logged twice; `order` counts within the paper,
    0 its issuance; `salt` only where the entry is a commitment to the statement.
    """

    meta = {
        "collection": "log_entries",
        "auto_create_index": False,
        "indexes": [
            {"fields": ["index"], "unique": True, "partialFilterExpression": {"index": {"$type": "int"}}},
            {"fields": ["pending", "id"], "partialFilterExpression": {"pending": True}},
            ("document_id", "order"),
        ],
    }

    id = StringField(primary_key=True)
    document_id = StringField(required=True)
    order = IntField(required=True)
    at = DateTimeField(required=True)
    statement = BinaryField(required=True)
    salt = BinaryField()
    entry = BinaryField(required=True)
    index = IntField()
    pending = BooleanField(default=True)


class PublicationRecord(Document):
    """What is published: the newest checkpoint that was signed. *Shape*: one record; `shown` is the size of the checkpoint
    that object storage was last given, `pruned` the size up to which partial tiles have given way to full ones.
    """

    meta = {"collection": "log_publications"}

    id = StringField(primary_key=True)
    vkey = StringField(required=True)
    size = IntField(required=True)
    frontier = ListField(BinaryField())
    root = BinaryField(required=True)
    note = StringField(required=True)
    shown = StringField(required=True)
    pruned = IntField(required=True)


class CheckpointRecord(Document):
    """A checkpoint that was signed; it is kept for ever. *Shape*: `id` is the size of its tree."""

    meta = {"collection": "log_checkpoints"}

    id = IntField(primary_key=True)
    root = BinaryField(required=True)
    note = StringField(required=True)
    signed_at = DateTimeField(required=True)


@dataclass(frozen=True, kw_only=True)
class Published:
    """The newest signed checkpoint. *Shape*: `shown` is the note that object storage was last given."""

    vkey: str
    frontier: Frontier
    note: str
    shown: str
    pruned: int

    @property
    def size(self) -> int:
        """The number of leaves."""
        return self.frontier.size


@dataclass(frozen=True, kw_only=True)
class LoggedEntry:
    """An entry as recorded. *Shape*: `index` None while it waits for its place."""

    index: int | None
    statement: bytes
    salt: bytes | None
    entry: bytes


def add_entry(
    *, document_id: str, order: int, at: datetime, statement: bytes, salt: bytes | None, entry: bytes
) -> None:
    """Writes an entry, in the transaction of the act that it tells of. *Raises*: `DuplicateKeyError` of the driver."""
    insert(
        LogEntryRecord(
            id=f"{document_id}/{order}",
            document_id=document_id,
            order=order,
            at=at,
            statement=statement,
            salt=salt,
            entry=entry,
        )
    )


def next_order(document_id: str) -> int:
    """The place of a paper's next entry among its own, as this thread's transaction sees them; 0 for its issuance."""
    return LogEntryRecord._get_collection().count_documents({"document_id": document_id})


def newest_statement(document_id: str) -> bytes | None:
    """What a paper's newest entry says, as this thread's transaction sees it; None where it has no entry."""
    newest = LogEntryRecord._get_collection().find_one({"document_id": document_id}, sort=[("order", -1)])
    return bytes(newest["statement"]) if newest is not None else None


def newest_statements(document_ids: Iterable[str]) -> dict[str, bytes]:
    """What the newest entry of each of these papers says, by the paper's id; one that has no entry is not there."""
    wanted = {"document_id": {"$in": sorted(document_ids)}}
    told = LogEntryRecord._get_collection().find(wanted, {"document_id": 1, "statement": 1})
    return {each["document_id"]: bytes(each["statement"]) for each in told.sort([("document_id", 1), ("order", 1)])}


def entries_of(document_id: str) -> list[LoggedEntry]:
    """A paper's entries, its issuance first."""
    return [_logged(each) for each in LogEntryRecord._get_collection().find({"document_id": document_id}).sort("order")]


def issued_without_entry(signed_state: str) -> list[str]:
    """The papers in that state whose issuance has no entry: issued before there was a log."""
    pipeline = [
        {"$match": {"state": signed_state}},
        {"$project": {"entry": {"$concat": ["$_id", "/0"]}}},
        {"$lookup": {"from": "log_entries", "localField": "entry", "foreignField": "_id", "as": "found"}},
        {"$match": {"found": []}},
        {"$sort": {"_id": 1}},
    ]
    database = LogEntryRecord._get_db()
    return [str(each["_id"]) for each in database["documents"].aggregate(pipeline)]


def sequence_entries(client: MongoClient[dict[str, Any]]) -> int:
    """Gives the next entries their index; returns how many. Safe anywhere at any time: the head is compared and set."""
    return run_transaction(client, _sequence_batch)


def _sequence_batch() -> int:
    entries = LogEntryRecord._get_collection()
    waiting = list(entries.find({"pending": True}).sort([("_id", 1)]).limit(_BATCH))
    if not waiting:
        return 0
    head = LogHeadRecord.objects(id=_HEAD).first()
    frontier = Frontier(head.size, tuple(head.frontier)) if head else Frontier()
    writes = []
    for entry in sorted(waiting, key=lambda each: (each["at"], each["document_id"], each["order"])):
        writes.append(
            UpdateOne(
                {"_id": entry["_id"], "index": None}, {"$set": {"index": frontier.size}, "$unset": {"pending": ""}}
            )
        )
        frontier = frontier.append(leaf_hash(entry["entry"]))
    if entries.bulk_write(writes, ordered=False).modified_count != len(writes):
        raise AssertionError("an entry was sequenced twice inside one transaction")
    write_head(_HEAD, frontier, expected_size=head.size if head else None)
    return len(writes)


@reaching_database()
def unpublished() -> int:
    """How many entries no published checkpoint holds yet. *Raises*: `DatabaseUnavailable`."""
    return LogEntryRecord._get_collection().count_documents({}) - (found.size if (found := published()) else 0)


def sequenced() -> Frontier:
    """The tree over all entries that have an index."""
    head = LogHeadRecord.objects(id=_HEAD).first()
    return Frontier(head.size, tuple(bytes(node) for node in head.frontier)) if head else Frontier()


def between(begin: int, end: int) -> dict[str, Any]:
    """The filter for the entries with these indexes, written so that their partial index serves it."""
    return {"index": {"$type": "int", "$gte": begin, "$lt": end}}


def entries_between(begin: int, end: int) -> list[bytes]:
    """The entries with these indexes. *Raises*: `LookupError` where one is missing."""
    found = LogEntryRecord._get_collection().find(between(begin, end), {"entry": 1, "index": 1})
    entries = {each["index"]: bytes(each["entry"]) for each in found}
    if entries.keys() != set(range(begin, end)):
        raise LookupError(f"of the entries {begin} to {end - 1} only {len(entries)} are there")
    return [entries[index] for index in range(begin, end)]


def published() -> Published | None:
    """The newest signed checkpoint, or None before the first."""
    found = PublicationRecord._get_collection().find_one({"_id": _PUBLICATION})
    if found is None:
        return None
    return Published(
        vkey=found["vkey"],
        frontier=Frontier(found["size"], tuple(bytes(node) for node in found["frontier"])),
        note=found["note"],
        shown=found["shown"],
        pruned=found["pruned"],
    )


def record_checkpoint(
    client: MongoClient[dict[str, Any]], *, expected_size: int | None, frontier: Frontier, note: str, vkey: str
) -> bool:
    """Makes this the newest checkpoint if the one before has `expected_size` (None: there is none) and this key; else False.

    It is on record before anybody sees it, so that no two checkpoints that differ are ever signed for one size.
    """

    def work() -> bool:
        heads = PublicationRecord._get_collection()
        values = {
            "vkey": vkey,
            "size": frontier.size,
            "frontier": list(frontier.nodes),
            "root": frontier.root(),
            "note": note,
        }
        if expected_size is None:
            heads.insert_one({"_id": _PUBLICATION, **values, "shown": "", "pruned": 0})
        else:
            before = {"_id": _PUBLICATION, "size": expected_size, "vkey": vkey}
            if heads.update_one(before, {"$set": values}).matched_count != 1:
                return False
        CheckpointRecord._get_collection().insert_one(
            {"_id": frontier.size, "root": frontier.root(), "note": note, "signed_at": utc_now()}
        )
        return True

    try:
        return run_transaction(client, work)
    except DuplicateKeyError:
        return False


def amend_note(*, size: int, note: str, expected: str) -> bool:
    """Puts a note with more signatures in the place of the newest one; False where that is no longer the newest."""
    found = PublicationRecord._get_collection().update_one(
        {"_id": _PUBLICATION, "size": size, "note": expected}, {"$set": {"note": note}}
    )
    if found.matched_count == 1:
        CheckpointRecord._get_collection().update_one({"_id": size}, {"$set": {"note": note}})
    return found.matched_count == 1


def hand_over(client: MongoClient[dict[str, Any]], *, expected: Published, note: str, vkey: str) -> bool:
    """Another key signs from now on: the newest checkpoint bears its signature too; False where that is no longer it."""

    def work() -> bool:
        newest = {"_id": _PUBLICATION, "vkey": expected.vkey, "size": expected.size, "note": expected.note}
        found = PublicationRecord._get_collection().update_one(newest, {"$set": {"note": note, "vkey": vkey}})
        if found.matched_count != 1:
            return False
        CheckpointRecord._get_collection().update_one({"_id": expected.size}, {"$set": {"note": note}})
        return True

    return run_transaction(client, work)


def mark_shown(note: str) -> None:
    """Object storage was given this note."""
    PublicationRecord._get_collection().update_one({"_id": _PUBLICATION}, {"$set": {"shown": note}})


def mark_pruned(size: int) -> None:
    """Partial tiles of trees up to this size have given way."""
    PublicationRecord._get_collection().update_one({"_id": _PUBLICATION}, {"$max": {"pruned": size}})


def checkpoint_sizes(begin: int, end: int) -> list[int]:
    """The sizes, from `begin` up to but not `end`, for which a checkpoint was signed."""
    found = CheckpointRecord._get_collection().find({"_id": {"$gte": begin, "$lt": end}}, {"_id": 1}).sort("_id")
    return [each["_id"] for each in found]


def checkpoint_notes() -> Iterable[tuple[int, bytes, str]]:
    """Every checkpoint ever signed: size, root and note, smallest first."""
    for each in CheckpointRecord._get_collection().find().sort("_id"):
        yield each["_id"], bytes(each["root"]), each["note"]


def all_entries() -> Iterable[tuple[str, int, LoggedEntry]]:
    """Every entry: its paper, its order within the paper, and itself; those without an index last."""
    for each in LogEntryRecord._get_collection().find({"index": {"$type": "int"}}).sort("index"):
        yield each["document_id"], each["order"], _logged(each)
    for each in LogEntryRecord._get_collection().find({"index": None}).sort("_id"):
        yield each["document_id"], each["order"], _logged(each)


def _logged(found: dict[str, Any]) -> LoggedEntry:
    salt = found.get("salt")
    return LoggedEntry(
        index=found.get("index"),
        statement=bytes(found["statement"]),
        salt=None if salt is None else bytes(salt),
        entry=bytes(found["entry"]),
    )
