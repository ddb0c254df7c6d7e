"""The event log: one order for all, and no edit, deletion, reordering, truncation or silent change of state goes unseen."""

from datetime import UTC, datetime, timedelta

import pytest

from persistence.evidence import EvidenceRecord
from persistence.log import EventRecord, LogHeadRecord, leaf_of, sequence_events, unsequenced, verify_log
from persistence.merkle import leaf_hash, root
from persistence.records import insert, new_id, utc_now
from persistence.transactions import run_transaction

pytestmark = pytest.mark.servers

START = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
STATES = {"EVIDENCE": EvidenceRecord}


def event(record_id: str, version: int, *, at: datetime = START, event_id: str | None = None, **changes) -> str:
    """One event of a file's life: requested at version 1, confirmed after it."""
    values = {
        "id": event_id or new_id(),
        "aggregate": "EVIDENCE",
        "record_id": record_id,
        "version": version,
        "name": "UploadRequested" if version == 1 else "UploadConfirmed",
        "verb": "request_upload" if version == 1 else "confirm_upload",
        "from_state": None if version == 1 else "REQUESTED",
        "to_state": "REQUESTED" if version == 1 else "CONFIRMED",
        "actor_id": "person-a",
        "actor_name": "Sari",
        "at": at,
        "clause": "HOUSE",
        "payload_sha256": "0" * 64,
    }
    found = EventRecord(**(values | changes))
    insert(found)
    return str(found.id)


def record(record_id: str, version: int, state: str) -> None:
    insert(
        EvidenceRecord(
            id=record_id,
            state=state,
            version=version,
            created_at=utc_now(),
            updated_at=utc_now(),
            institution_id="inst-a",
            name="SK.pdf",
            content_type="application/pdf",
            size=3,
            sha256="0" * 64,
            uploaded_by="person-a",
            key=f"inst-a/{record_id}",
        )
    )


@pytest.fixture
def life(database) -> list[str]:
    """Three files, each requested and confirmed, sequenced; the ids of the six events in their order."""
    ids = []
    for number in range(3):
        record(f"file-{number}", 2, "CONFIRMED")
        ids.append(event(f"file-{number}", 1, at=START + timedelta(seconds=number)))
    for number in range(3):
        ids.append(event(f"file-{number}", 2, at=START + timedelta(seconds=10 + number)))
    assert sequence_events(database.client) == 6
    assert list(verify_log(STATES)) == []
    return ids


def events() -> list[dict]:
    return list(EventRecord._get_collection().find().sort("index"))


def messages() -> list[str]:
    return [finding.message for finding in verify_log(STATES)]


# --- the order ------------------------------------------------------------------------------------------------------


def test_an_empty_log_has_nothing_to_tell(database) -> None:
    assert sequence_events(database.client) == 0
    assert LogHeadRecord.objects.first() is None
    assert messages() == []


def test_sequenced_events_have_an_index_without_gap_and_a_head(database, life) -> None:
    assert [(each["index"], each["_id"]) for each in events()] == list(enumerate(life))
    head = LogHeadRecord.objects.get()
    leaves = [leaf_hash(leaf_of(each)) for each in events()]
    assert (head.id, head.size, bytes(head.root)) == ("events", 6, root(leaves))
    assert [len(node) for node in head.frontier] == [32, 32]


def test_a_leaf_is_the_canonical_event_without_its_index(database) -> None:
    event("file-0", 1, event_id="e1")
    stored = EventRecord._get_collection().find_one()
    assert leaf_of(stored) == (
        b'{"_id":"e1","actor_id":"person-a","actor_name":"Sari","aggregate":"EVIDENCE",'
        b'"at":"2026-11-22T03:00:00.000+00:00","clause":"HOUSE","documents":[],"name":"UploadRequested",'
        b'"payload_sha256":"' + b"0" * 64 + b'","record_id":"file-0","to_state":"REQUESTED","verb":"request_upload",'
        b'"version":1}'
    )
    sequenced = {key: value for key, value in stored.items() if key != "pending"} | {"index": 7}
    assert leaf_of(sequenced) == leaf_of(stored)


def test_the_sequencer_looks_at_what_waits_and_not_at_the_whole_log(database, life) -> None:
    record("file-9", 1, "REQUESTED")
    event("file-9", 1)
    waiting = EventRecord._get_collection().find({"pending": True}).sort([("_id", 1)]).limit(500)
    figures = waiting.explain()["executionStats"]
    assert (figures["totalKeysExamined"], figures["totalDocsExamined"], unsequenced()) == (1, 1, 1)
    assert sequence_events(database.client) == 1
    assert unsequenced() == 0
    assert all("pending" not in each for each in events())


def test_an_event_that_was_taken_out_of_the_queue_is_found(life) -> None:
    record("file-9", 1, "REQUESTED")
    hidden = event("file-9", 1)
    EventRecord._get_collection().update_one({"_id": hidden}, {"$unset": {"pending": ""}})
    assert messages() == [f"event {hidden} has no index and does not wait for one"]


def test_later_events_follow_the_earlier_ones(database, life) -> None:
    record("file-9", 1, "REQUESTED")
    newest = event("file-9", 1, at=START - timedelta(days=1))
    assert sequence_events(database.client) == 1
    assert sequence_events(database.client) == 0
    assert (events()[6]["_id"], LogHeadRecord.objects.get().size, messages()) == (newest, 7, [])


def test_events_come_by_time_but_those_of_one_record_by_version(database) -> None:
    """Two machines' clocks may differ: the second act on a record can bear the earlier time."""
    record("file-0", 3, "CONFIRMED")
    record("file-1", 1, "REQUESTED")
    third = event("file-0", 3, at=START, from_state="CONFIRMED", event_id="a")
    second = event("file-0", 2, at=START + timedelta(seconds=2), event_id="b")
    first = event("file-0", 1, at=START + timedelta(seconds=5), event_id="c")
    other = event("file-1", 1, at=START + timedelta(seconds=3), event_id="d")
    assert sequence_events(database.client) == 4
    assert [each["_id"] for each in events()] == [first, second, other, third]
    assert messages() == []


def test_many_events_are_taken_in_batches(database) -> None:
    for number in range(505):
        record(f"file-{number}", 1, "REQUESTED")
        event(f"file-{number}", 1)
    assert [sequence_events(database.client) for _ in range(3)] == [500, 5, 0]
    assert LogHeadRecord.objects.get().size == 505
    assert messages() == []


def test_many_sequencers_at_once_give_each_event_one_index(database, together) -> None:
    for number in range(40):
        record(f"file-{number}", 1, "REQUESTED")
        event(f"file-{number}", 1)
    results = together(*[lambda: sequence_events(database.client)] * 4)
    assert sum(results) == 40
    assert [each["index"] for each in events()] == list(range(40))
    assert messages() == []


def test_sequencing_while_others_write_loses_nothing(database, together) -> None:
    def write(writer: int) -> None:
        for number in range(15):

            def act(record_id: str = f"{writer}-{number}") -> None:
                record(record_id, 1, "REQUESTED")
                event(record_id, 1)

            run_transaction(database.client, act)

    def sequence() -> None:
        for _ in range(15):
            sequence_events(database.client)

    results = together(lambda: write(1), lambda: write(2), sequence, sequence)
    assert [result for result in results if result is not None] == []
    while sequence_events(database.client):
        continue
    assert [each["index"] for each in events()] == list(range(30))
    assert messages() == []


# --- what is found --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    [
        {"actor_id": "person-b"},
        {"at": START + timedelta(milliseconds=1)},
        {"clause": "II.2.1.a.1"},
        {"payload_sha256": "1" * 64},
        {"reason": "lain"},
        {"documents": ["doc-1"]},
        {"extra": "x"},
    ],
)
@pytest.mark.parametrize("place", [0, 5])
def test_an_edited_event_is_found(change, place, life) -> None:
    EventRecord._get_collection().update_one({"index": place}, {"$set": change})
    assert messages() == ["the root of the events is not the recorded one: an event was edited or reordered"]


def test_an_edited_state_is_found_where_it_stands(life) -> None:
    EventRecord._get_collection().update_one({"index": 0}, {"$set": {"to_state": "CONFIRMED"}})
    found = list(verify_log(STATES))
    assert found[0].index == 3
    assert found[0].message == "('EVIDENCE', 'file-0') leaves REQUESTED, but was CONFIRMED"
    assert "edited" in found[1].message


@pytest.mark.parametrize("place", [0, 2, 4])
def test_a_deleted_event_is_found(place, life) -> None:
    EventRecord._get_collection().delete_one({"index": place})
    assert [(finding.index, finding.message) for finding in verify_log(STATES)] == [
        (place, f"event {place} is missing; {place + 1} follows")
    ]


def test_a_deleted_event_whose_gap_was_closed_is_found(life) -> None:
    EventRecord._get_collection().delete_one({"index": 2})
    for index in (3, 4, 5):
        EventRecord._get_collection().update_one({"index": index}, {"$set": {"index": index - 1}})
    found = messages()
    assert "the head counts 6 events, the log holds 5: it was truncated" in found
    assert "('EVIDENCE', 'file-2') jumps from version 0 to 2" in found


def test_reordered_events_are_found(life) -> None:
    events_ = EventRecord._get_collection()
    for old, new in ((1, 99), (2, 1), (99, 2)):
        events_.update_one({"index": old}, {"$set": {"index": new}})
    assert messages() == ["the root of the events is not the recorded one: an event was edited or reordered"]


@pytest.mark.parametrize("count", [1, 6])
def test_a_truncated_log_is_found(count, life) -> None:
    EventRecord._get_collection().delete_many({"index": {"$gte": 6 - count}})
    found = messages()
    assert found[0] == f"the head counts 6 events, the log holds {6 - count}: it was truncated"
    assert len(found) > 1


def test_a_lost_head_is_found(life) -> None:
    LogHeadRecord.objects.delete()
    assert messages() == ["the head counts 0 events, the log holds 6: it was truncated"]


def test_a_state_that_was_changed_behind_the_log_is_found(life) -> None:
    EvidenceRecord._get_collection().update_one({"_id": "file-1"}, {"$set": {"state": "REQUESTED"}})
    assert messages() == ["('EVIDENCE', 'file-1') is REQUESTED v2, its events say (2, 'CONFIRMED')"]


def test_a_version_that_was_changed_behind_the_log_is_found(life) -> None:
    EvidenceRecord._get_collection().update_one({"_id": "file-1"}, {"$inc": {"version": 1}})
    assert messages() == ["('EVIDENCE', 'file-1') is CONFIRMED v3, its events say (2, 'CONFIRMED')"]


def test_a_record_without_events_and_events_without_a_record_are_found(life) -> None:
    record("file-9", 1, "REQUESTED")
    EvidenceRecord._get_collection().delete_one({"_id": "file-0"})
    assert messages() == [
        "('EVIDENCE', 'file-9') is REQUESTED v1, its events say None",
        "('EVIDENCE', 'file-0') has events, but no record",
    ]


def test_events_that_wait_for_their_index_count_too(database, life) -> None:
    """A state may be a moment ahead of the sequencer, never of its events."""
    record("file-9", 2, "CONFIRMED")
    event("file-9", 1)
    event("file-9", 2)
    assert messages() == []
    EventRecord._get_collection().delete_one({"record_id": "file-9", "version": 1})
    assert messages() == ["('EVIDENCE', 'file-9') jumps from version 0 to 2"]


def test_other_aggregates_are_not_missed(life, database) -> None:
    event("thing", 1, aggregate="CERTIFICATE")
    sequence_events(database.client)
    assert messages() == []
