"""Transactions: everything or nothing, and again on a conflict."""

import time

import pytest
from mongoengine.errors import ValidationError
from pymongo.errors import DuplicateKeyError, OperationFailure

from persistence import outbox
from persistence.counters import CounterRecord, next_in
from persistence.documents import DocumentRecord
from persistence.evidence import EvidenceRecord
from persistence.idempotency import recall, remember
from persistence.records import VersionMoved, create, insert, new_id, store, utc_now
from persistence.schema_setup import is_loaded, mark_loaded, prepare_database
from persistence.transactions import run_transaction

pytestmark = pytest.mark.servers

FIELDS = {
    "institution_id": "inst-a",
    "name": "SK.pdf",
    "content_type": "application/pdf",
    "size": 3,
    "sha256": "0" * 64,
    "uploaded_by": "person-a",
    "key": "inst-a/1",
}


class Unwanted(Exception):
    """What the work itself raises."""


def make(record_id: str, **changes) -> int:
    return create(EvidenceRecord, record_id, state="REQUESTED", changes=FIELDS | changes, now=utc_now())


# --- everything or nothing ------------------------------------------------------------------------------------------


def test_what_the_work_returns_is_committed_and_given_back(database) -> None:
    assert run_transaction(database.client, lambda: make("one")) == 1
    found = EvidenceRecord.objects(id="one").get()
    assert (found.state, found.version, found.size) == ("REQUESTED", 1, 3)


def test_an_exception_takes_every_write_back_and_passes_through(database, dump) -> None:
    """mongoengine's writes, the driver's own, a counter and an order of work: all of them."""
    make("before")
    before = dump()

    def work() -> None:
        make("one")
        store(EvidenceRecord.objects(id="before").get(), state="CONFIRMED", changes={}, now=utc_now())
        next_in("SPK/2026")
        outbox.add("prepare_document", "doc-1")
        remember("person-a", "key", command_sha256="0" * 64, outcome={"state": "DRAFT"})
        raise Unwanted

    with pytest.raises(Unwanted):
        run_transaction(database.client, work)
    assert dump() == before


def test_a_record_that_is_not_valid_is_not_written(database, dump) -> None:
    before = dump()
    with pytest.raises(ValidationError):
        run_transaction(database.client, lambda: make("one", size="tiga"))
    assert dump() == before


def test_a_double_is_an_error_and_not_another_try(database, dump) -> None:
    make("one")
    before, tries = dump(), []

    def work() -> None:
        tries.append(1)
        make("two")
        make("one")

    with pytest.raises(DuplicateKeyError):
        run_transaction(database.client, work)
    assert (dump(), tries) == (before, [1])


def test_the_drivers_error_comes_out_of_mongoengines_wrapping(database) -> None:
    """Else the label that asks for another try is lost."""
    EvidenceRecord(id="one", state="REQUESTED", version=1, created_at=utc_now(), updated_at=utc_now(), **FIELDS).save()
    with pytest.raises(OperationFailure) as caught:
        run_transaction(database.client, lambda: EvidenceRecord.objects(id="one").update(__raw__={"$nonsense": 1}))
    assert type(caught.value).__module__ == "pymongo.errors"


def test_a_transaction_sees_one_moment(database) -> None:
    """A snapshot: what another commits meanwhile is not seen halfway."""
    make("one")

    def work() -> list[int]:
        first = EvidenceRecord.objects(id="one").get().version
        outside = database.client.get_database(database.name)["evidence"]
        with database.client.start_session() as session:
            outside.update_one({"_id": "one"}, {"$set": {"version": 7}}, session=session)
        return [first, EvidenceRecord.objects(id="one").get().version]

    assert run_transaction(database.client, work) == [1, 1]
    assert EvidenceRecord.objects(id="one").get().version == 7


# --- at the same time -----------------------------------------------------------------------------------------------


def test_numbers_have_no_gap_and_no_double_under_conflict(database, together) -> None:
    """Four threads take 80 numbers of one series, each with a write of its own; some tries fail on purpose."""
    refused = []

    def take(thread: int) -> list[int]:
        taken = []
        for turn in range(20):
            record_id = f"{thread}-{turn}"

            def work(record_id: str = record_id, *, give_up: bool = False) -> int:
                number = next_in("SPK/2026")
                make(record_id, name=str(number))
                if give_up:
                    raise Unwanted
                return number

            if turn % 5 == 0:
                with pytest.raises(Unwanted):
                    run_transaction(database.client, lambda work=work: work(give_up=True))
                refused.append(record_id)
            taken.append(run_transaction(database.client, work))
        return taken

    results = together(*(lambda thread=thread: take(thread) for thread in range(4)))
    assert sorted(number for taken in results for number in taken) == list(range(1, 81))
    assert CounterRecord.objects(id="SPK/2026").get().last == 80
    assert sorted(int(record.name) for record in EvidenceRecord.objects(state="REQUESTED")) == list(range(1, 81))
    assert len(refused) == 16


def test_two_series_count_for_themselves(database) -> None:
    assert [next_in("SPK/2026"), next_in("TT/2026"), next_in("SPK/2027"), next_in("SPK/2026")] == [1, 1, 1, 2]


def test_a_stale_version_moves_nothing(database, dump) -> None:
    make("one")
    seen = EvidenceRecord.objects(id="one").get()
    assert store(seen, state="CONFIRMED", changes={"name": "lain"}, now=utc_now()) == 2
    before = dump()
    with pytest.raises(VersionMoved, match="EvidenceRecord one is no longer at version 1"):
        store(seen, state="REQUESTED", changes={}, now=utc_now())
    assert dump() == before


def test_two_that_saw_the_same_version_do_not_both_write(database, together) -> None:
    make("one")

    def write(name: str):
        def work() -> int:
            seen = EvidenceRecord.objects(id="one", version=1).first()
            if seen is None:
                raise VersionMoved
            return store(seen, state="CONFIRMED", changes={"name": name}, now=utc_now())

        return lambda: run_transaction(database.client, work)

    results = together(write("a"), write("b"))
    assert sorted(map(str, results), key=len, reverse=True)[0] == "2"
    assert [isinstance(result, VersionMoved) for result in results].count(True) == 1
    assert EvidenceRecord.objects(id="one").get().version == 2


def test_a_paper_number_is_unique_in_its_series(database) -> None:
    def paper(record_id: str, **fields) -> None:
        insert(
            DocumentRecord(
                id=record_id,
                state="DRAFT",
                version=1,
                created_at=utc_now(),
                updated_at=utc_now(),
                kind="APPROVAL",
                institution_id="inst-a",
                subject="APPLICATION",
                subject_id="app-1",
                facts={"a": 1},
                facts_sha256="0" * 64,
                **fields,
            )
        )

    paper("without-1")
    paper("without-2")
    paper("one", series="APPROVAL/2026", sequence=1, code="a" * 32)
    paper("other-year", series="APPROVAL/2027", sequence=1, code="b" * 32)
    with pytest.raises(DuplicateKeyError):
        paper("double", series="APPROVAL/2026", sequence=1, code="c" * 32)
    with pytest.raises(DuplicateKeyError):
        paper("same-code", series="APPROVAL/2026", sequence=2, code="a" * 32)


# --- idempotency keys and ids ---------------------------------------------------------------------------------------


def test_a_key_belongs_to_its_actor(database) -> None:
    """Also where an actor's id holds the sign that joins the two."""
    remember("a", "b:c", command_sha256="1" * 64, outcome={"state": "DRAFT"})
    remember("a:b", "c", command_sha256="2" * 64, outcome={"state": "SUBMITTED"})
    assert recall("a", "b:c") == ("1" * 64, {"state": "DRAFT"})
    assert recall("a:b", "c") == ("2" * 64, {"state": "SUBMITTED"})
    assert recall("a", "c") is None
    with pytest.raises(DuplicateKeyError):
        remember("a", "b:c", command_sha256="3" * 64, outcome={"state": "DRAFT"})


def test_ids_are_fresh_and_sort_by_their_making() -> None:
    ids = [new_id() for _ in range(1_000)]
    assert len(set(ids)) == 1_000
    assert all(len(each) == 24 and int(each, 16) for each in ids)


# --- preparing ------------------------------------------------------------------------------------------------------


def test_preparing_twice_changes_nothing(database, dump) -> None:
    stored = database.client[database.name]
    before = {name: stored[name].index_information() for name in stored.list_collection_names()}
    started = time.monotonic()
    prepare_database()
    assert time.monotonic() - started < 2
    assert {name: stored[name].index_information() for name in stored.list_collection_names()} == before
    assert all(rows == [] for rows in dump().values())


def test_a_seed_is_loaded_once_for_each_of_its_versions(database) -> None:
    assert is_loaded("standards", "1" * 64) is False
    mark_loaded("standards", "1" * 64)
    assert is_loaded("standards", "1" * 64) is True
    assert is_loaded("standards", "2" * 64) is False
    mark_loaded("standards", "2" * 64)
    assert [is_loaded("standards", digit * 64) for digit in "12"] == [False, True]
