"""The event log: events as the door writes them, and the sequencer that gives them index and Merkle tree a moment later."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from mongoengine import BinaryField, BooleanField, DateTimeField, Document, IntField, ListField, StringField
from pymongo import MongoClient, UpdateOne

from domain.canonical import canonical_json
from persistence.merkle import Frontier, leaf_hash
from persistence.transactions import reaching_database, run_transaction

_HEAD = "events"
MOST_AT_ONCE = 500
"""Events that get their index in one transaction; where it was so many, more may wait."""


class EventRecord(Document):
    """One act that was done. Never changed but by the sequencer, which sets `index` and removes `pending`, once."""

    meta = {
        "collection": "events",
        "auto_create_index": False,
        "indexes": [
            {"fields": ["index"], "unique": True, "partialFilterExpression": {"index": {"$type": "int"}}},
            {"fields": ["pending", "id"], "partialFilterExpression": {"pending": True}},
            ("aggregate", "record_id", "version"),
            ("clause", "id"),
        ],
    }

    id = StringField(primary_key=True)
    aggregate = StringField(required=True)
    record_id = StringField(required=True)
    version = IntField(required=True)
    name = StringField(required=True)
    verb = StringField(required=True)
    from_state = StringField()
    to_state = StringField(required=True)
    actor_id = StringField(required=True)
    actor_name = StringField(required=True)
    at = DateTimeField(required=True)
    clause = StringField(required=True)
    reason = StringField()
    documents = ListField(StringField())
    payload_sha256 = StringField()
    index = IntField()
    pending = BooleanField(default=True)


class LogHeadRecord(Document):
    """The sequenced part of a log, this one or the public one: how many leaves, the frontier, the root."""

    meta = {"collection": "log_heads"}

    id = StringField(primary_key=True)
    size = IntField(required=True)
    frontier = ListField(BinaryField())
    root = BinaryField(required=True)


def leaf_of(event: dict[str, Any]) -> bytes:
    """The canonical bytes of an event, without what the sequencer sets. *Source*: RFC 6962, section 2.1 (leaf input)."""
    return canonical_json({key: _plain(value) for key, value in event.items() if key not in {"index", "pending"}})


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat(timespec="milliseconds")
    return value


def sequence_events(client: MongoClient[dict[str, Any]]) -> int:
    """Gives the next events their index; returns how many. Safe to run anywhere at any time: the head is compared and set.

    Events without index are taken in the order of their ids (made by the writers, a second apart at the coarsest), so
    the order within a second is the sequencer's; the order of one record's events is kept by their versions.
    """
    return run_transaction(client, _sequence_batch)


@reaching_database()
def unsequenced() -> int:
    """How many events wait for their index. *Raises*: `DatabaseUnavailable`."""
    return EventRecord._get_collection().count_documents({"pending": True})


def _sequence_batch() -> int:
    events = EventRecord._get_collection()
    waiting = list(events.find({"pending": True}).sort([("_id", 1)]).limit(MOST_AT_ONCE))
    if not waiting:
        return 0
    waiting = _in_turn(waiting)
    head = LogHeadRecord.objects(id=_HEAD).first()
    frontier = Frontier(head.size, tuple(head.frontier)) if head else Frontier()
    writes = []
    for event in waiting:
        index = frontier.size
        frontier = frontier.append(leaf_hash(leaf_of(event)))
        writes.append(
            UpdateOne({"_id": event["_id"], "index": None}, {"$set": {"index": index}, "$unset": {"pending": ""}})
        )
    if events.bulk_write(writes, ordered=False).modified_count != len(writes):
        raise AssertionError("an event was sequenced twice inside one transaction")
    write_head(_HEAD, frontier, expected_size=head.size if head else None)
    return len(writes)


def _in_turn(events: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Ordered by time and id, but the events of one record by their versions, whatever two machines' clocks say."""
    ordered = sorted(events, key=lambda event: (event["at"], event["_id"]))
    places: dict[tuple[str, str], list[int]] = {}
    for place, event in enumerate(ordered):
        places.setdefault((event["aggregate"], event["record_id"]), []).append(place)
    result = list(ordered)
    for mine in places.values():
        for place, event in zip(mine, sorted((ordered[p] for p in mine), key=lambda e: int(e["version"])), strict=True):
            result[place] = event
    return result


def write_head(name: str, frontier: Frontier, *, expected_size: int | None) -> None:
    """Moves the head of a log, inside the transaction that gives its leaves their index; None where it has none yet."""
    heads = LogHeadRecord._get_collection()
    values = {"size": frontier.size, "frontier": list(frontier.nodes), "root": frontier.root()}
    if expected_size is None:
        heads.insert_one({"_id": name, **values})
    else:
        heads.update_one({"_id": name, "size": expected_size}, {"$set": values})


@dataclass(frozen=True)
class LogFinding:
    """Something in the log that cannot be. *Shape*: `index` is None where the head, not one event, is at fault."""

    index: int | None
    message: str


def verify_log(states: dict[str, type[Document]]) -> Iterator[LogFinding]:
    """Walks the whole log and tells every edit, deletion, reordering or truncation, and every state that differs.

    *Shape*: `states` maps aggregate names to their record classes. Nothing found means: the sequenced events give the
    recorded root, their indexes have no gap, and each record stands where its last event left it.
    *Does not check*: an attacker who rewrites events and head together; that is what published checkpoints are for.
    """
    frontier = Frontier()
    last: dict[tuple[str, str], tuple[int, str]] = {}
    for event in EventRecord._get_collection().find({"index": {"$type": "int"}}).sort([("index", 1)]):
        if event["index"] != frontier.size:
            yield LogFinding(frontier.size, f"event {frontier.size} is missing; {event['index']} follows")
            return
        frontier = frontier.append(leaf_hash(leaf_of(event)))
        yield from _out_of_turn(event, last)
    head = LogHeadRecord.objects(id=_HEAD).first()
    yield from _head_findings(head, frontier)
    yield from _unsequenced(last)
    yield from _state_findings(states, last)


def _out_of_turn(event: dict[str, Any], last: dict[tuple[str, str], tuple[int, str]]) -> Iterator[LogFinding]:
    key = (event["aggregate"], event["record_id"])
    version, state = last.get(key, (0, ""))
    if event["version"] != version + 1:
        yield LogFinding(event.get("index"), f"{key} jumps from version {version} to {event['version']}")
    elif version and event.get("from_state") != state:
        yield LogFinding(event.get("index"), f"{key} leaves {event.get('from_state')}, but was {state}")
    last[key] = (event["version"], event["to_state"])


def _head_findings(head: LogHeadRecord | None, frontier: Frontier) -> Iterator[LogFinding]:
    size = head.size if head else 0
    if size != frontier.size:
        yield LogFinding(None, f"the head counts {size} events, the log holds {frontier.size}: it was truncated")
    elif head is not None and bytes(head.root) != frontier.root():
        yield LogFinding(None, "the root of the events is not the recorded one: an event was edited or reordered")


def _unsequenced(last: dict[tuple[str, str], tuple[int, str]]) -> Iterator[LogFinding]:
    waiting = EventRecord._get_collection().find({"index": None}).sort([("version", 1)])
    for event in waiting:
        if not event.get("pending"):
            yield LogFinding(None, f"event {event['_id']} has no index and does not wait for one")
        yield from _out_of_turn(event, last)


def _state_findings(
    states: dict[str, type[Document]], last: dict[tuple[str, str], tuple[int, str]]
) -> Iterator[LogFinding]:
    seen = set()
    for aggregate, record_class in states.items():
        for record in record_class._get_collection().find({}, {"state": 1, "version": 1}):
            key = (aggregate, str(record["_id"]))
            seen.add(key)
            if last.get(key) != (record["version"], record["state"]):
                yield LogFinding(
                    None, f"{key} is {record['state']} v{record['version']}, its events say {last.get(key)}"
                )
    for key in last.keys() - seen:
        if key[0] in states:
            yield LogFinding(None, f"{key} has events, but no record")
