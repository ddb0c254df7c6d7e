"""The outbox: leases, fencing tokens, growing delays, the dead, and never one entry for two workers."""

from datetime import timedelta

import pytest

from persistence import outbox
from persistence.outbox import LEASE, MOST_ATTEMPTS, OutboxRecord, OutboxState
from persistence.records import utc_now
from persistence.transactions import run_transaction

pytestmark = pytest.mark.servers

A_MOMENT = timedelta(seconds=2)


def entry_of(entry_id: str) -> OutboxRecord:
    return OutboxRecord.objects(id=entry_id).get()


def make_due(entry_id: str) -> None:
    """As if the delay, or the lease, had passed."""
    past = utc_now() - timedelta(seconds=1)
    OutboxRecord._get_collection().update_one({"_id": entry_id}, {"$set": {"due_at": past, "lease_until": past}})


def test_ordered_work_is_pending_and_due_at_once(database) -> None:
    entry_id = outbox.add("prepare_document", "doc-1", {"page": 1})
    found = entry_of(entry_id)
    assert (found.topic, found.record_id, found.details) == ("prepare_document", "doc-1", {"page": 1})
    assert (found.state, found.token, found.attempts, found.error) == (OutboxState.PENDING, 0, 0, None)
    assert (outbox.waiting(), outbox.dead()) == (1, 0)


def test_what_a_transaction_ordered_and_took_back_is_not_there(database) -> None:
    def work() -> None:
        outbox.add("prepare_document", "doc-1")
        raise LookupError

    with pytest.raises(LookupError):
        run_transaction(database.client, work)
    assert outbox.claim() is None


def test_a_claim_is_a_lease_with_a_token(database) -> None:
    entry_id = outbox.add("prepare_document", "doc-1", {"page": 1})
    entry = outbox.claim()
    assert entry == outbox.Entry(
        id=entry_id, topic="prepare_document", record_id="doc-1", details={"page": 1}, token=1, attempts=1
    )
    found = entry_of(entry_id)
    assert found.state == OutboxState.CLAIMED
    assert timedelta(0) <= utc_now() + LEASE - found.lease_until < A_MOMENT
    assert outbox.claim() is None
    assert outbox.claim(entry_id=entry_id) is None


def test_the_oldest_due_entry_comes_first(database) -> None:
    ids = [outbox.add("prepare_document", f"doc-{number}") for number in range(3)]
    make_due(ids[2])
    assert [outbox.claim().record_id for _ in range(3)] == ["doc-2", "doc-0", "doc-1"]


def test_one_entry_can_be_asked_for_by_its_id(database) -> None:
    first, second = (outbox.add("prepare_document", f"doc-{number}") for number in range(2))
    assert outbox.claim(entry_id=second).id == second
    assert outbox.claim(entry_id="nothing") is None
    assert outbox.claim().id == first


def test_done_is_done(database) -> None:
    outbox.add("prepare_document", "doc-1")
    entry = outbox.claim()
    assert outbox.complete(entry) is True
    assert (entry_of(entry.id).state, entry_of(entry.id).lease_until) == (OutboxState.DONE, None)
    assert outbox.complete(entry) is False
    assert outbox.fail(entry, "too late") is False
    assert (outbox.claim(), outbox.waiting()) == (None, 0)


def test_who_lost_his_lease_closes_nothing(database) -> None:
    """The fencing token: the second claim alone decides."""
    entry_id = outbox.add("prepare_document", "doc-1")
    slow = outbox.claim()
    make_due(entry_id)
    quick = outbox.claim()
    assert (quick.token, quick.attempts) == (2, 2)
    assert outbox.complete(slow) is False
    assert outbox.fail(slow, "late") is False
    assert entry_of(entry_id).state == OutboxState.CLAIMED
    assert outbox.complete(quick) is True


@pytest.mark.parametrize(("attempt", "seconds"), [(1, 1), (2, 2), (3, 4), (9, 256), (10, 300), (11, 300)])
def test_the_delay_doubles_up_to_five_minutes(attempt, seconds, database) -> None:
    entry_id = outbox.add("prepare_document", "doc-1")
    OutboxRecord._get_collection().update_one({"_id": entry_id}, {"$set": {"attempts": attempt - 1}})
    assert outbox.fail(outbox.claim(), "ConversionError: hangs") is True
    found = entry_of(entry_id)
    assert (found.state, found.error, found.attempts) == (OutboxState.PENDING, "ConversionError: hangs", attempt)
    assert timedelta(0) <= utc_now() + timedelta(seconds=seconds) - found.due_at < A_MOMENT
    assert outbox.claim() is None


def test_the_last_failure_is_dead_with_its_error(database) -> None:
    entry_id = outbox.add("prepare_document", "doc-1")
    OutboxRecord._get_collection().update_one({"_id": entry_id}, {"$set": {"attempts": MOST_ATTEMPTS - 1}})
    outbox.fail(outbox.claim(), "x" * 3_000)
    found = entry_of(entry_id)
    assert (MOST_ATTEMPTS, found.state, found.error) == (12, OutboxState.DEAD, "x" * 2_000)
    make_due(entry_id)
    assert (outbox.claim(), outbox.waiting(), outbox.dead()) == (None, 0, 1)


def test_what_cannot_be_done_is_dead_at_once(database) -> None:
    entry_id = outbox.add("prepare_document", "doc-1")
    outbox.fail(outbox.claim(), "LetterUnsound: altered", final=True)
    assert entry_of(entry_id).state == OutboxState.DEAD


@pytest.mark.parametrize(("times", "seconds"), [(1, 1), (2, 2), (9, 256), (10, 300), (5_000, 300)])
def test_what_waits_for_a_service_is_never_dead(times, seconds, database) -> None:
    """Eleven failures before, and any number of looks at the service that is away: the attempt is not counted."""
    entry_id = outbox.add("prepare_document", "doc-1")
    counts = {"attempts": MOST_ATTEMPTS - 1, "postponements": times - 1}
    OutboxRecord._get_collection().update_one({"_id": entry_id}, {"$set": counts})
    assert outbox.postpone(outbox.claim(), "StorageUnavailable: refused") is True
    found = entry_of(entry_id)
    assert (found.state, found.attempts, found.postponements) == (OutboxState.PENDING, MOST_ATTEMPTS - 1, times)
    assert found.error == "StorageUnavailable: refused"
    assert timedelta(0) <= utc_now() + timedelta(seconds=seconds) - found.due_at < A_MOMENT


def test_what_would_be_in_vain_waits_as_long_as_it_is_told(database) -> None:
    entry_id = outbox.add("renew_document", "doc-1")
    other = outbox.add("prepare_document", "doc-2")
    outbox.postpone(outbox.claim(entry_id=entry_id), "RenewalGainsNothing: no", wait=timedelta(days=1))
    outbox.postpone(outbox.claim(entry_id=other), "StorageUnavailable: refused", wait=timedelta(days=1))
    found = entry_of(entry_id)
    assert timedelta(0) <= utc_now() + timedelta(days=1) - found.due_at < A_MOMENT
    assert (found.state, found.attempts, found.postponements) == (OutboxState.PENDING, 0, 1)
    assert (outbox.hasten("renew_document"), outbox.hasten("renew_document")) == (1, 0)
    assert [outbox.claim().id, outbox.claim()] == [entry_id, None]


@pytest.mark.parametrize("take", [lambda: [outbox.claim().id for _ in range(4)], lambda: outbox.carry(4)])
def test_what_can_wait_is_done_when_nothing_else_is_due(take, database) -> None:
    """And what was ordered before there were ranks is not left behind."""
    patient = [outbox.add("renew_document", f"doc-{number}", can_wait=True) for number in range(2)]
    old, fresh = outbox.add("prepare_document", "doc-2"), outbox.add("prepare_document", "doc-3")
    OutboxRecord._get_collection().update_one({"_id": old}, {"$unset": {"rank": ""}})
    assert take() == [old, fresh, *patient]


def test_a_failure_after_an_outage_begins_its_delays_anew(database) -> None:
    entry_id = outbox.add("prepare_document", "doc-1")
    outbox.postpone(outbox.claim(), "StorageUnavailable: refused")
    make_due(entry_id)
    outbox.fail(outbox.claim(), "ConversionError: hangs")
    assert (entry_of(entry_id).attempts, entry_of(entry_id).postponements) == (1, 0)


@pytest.mark.parametrize("by", ["entry", "record", "all"])
def test_the_dead_are_revived_with_all_their_attempts(by, database) -> None:
    dead, other, waiting = (outbox.add("prepare_document", f"doc-{number}") for number in range(3))
    for _ in range(2):
        outbox.fail(outbox.claim(), "LetterUnsound: altered", final=True)
    assert outbox.dead() == 2
    assert outbox.revive({"entry": dead, "record": "doc-0", "all": None}[by]) == (2 if by == "all" else 1)
    found = entry_of(dead)
    assert (found.state, found.attempts, found.error) == (OutboxState.PENDING, 0, "LetterUnsound: altered")
    assert (outbox.revive(dead), outbox.revive(waiting)) == (0, 0)
    assert entry_of(other).state == (OutboxState.PENDING if by == "all" else OutboxState.DEAD)
    assert outbox.claim(entry_id=dead).attempts == 1


def test_a_process_that_is_alone_takes_up_what_it_left(database) -> None:
    entry_id = outbox.add("prepare_document", "doc-1")
    done = outbox.add("prepare_document", "doc-2")
    outbox.claim(entry_id=entry_id)
    outbox.complete(outbox.claim(entry_id=done))
    assert outbox.release_claims() == 1
    assert (outbox.claim().id, outbox.claim()) == (entry_id, None)


def test_no_entry_is_ever_given_to_two(database, together) -> None:
    ids = {outbox.add("prepare_document", f"doc-{number}") for number in range(60)}

    def take() -> list[tuple[str, int]]:
        taken = []
        while (entry := outbox.claim()) is not None:
            taken.append((entry.id, entry.token))
        return taken

    results = together(*[take] * 6)
    taken = [pair for result in results for pair in result]
    assert sorted(taken) == sorted((each, 1) for each in ids)


def test_an_expired_lease_goes_to_one_of_many(database, together) -> None:
    entry_id = outbox.add("prepare_document", "doc-1")
    outbox.claim()
    make_due(entry_id)
    results = together(*[outbox.claim] * 6)
    assert [entry.token for entry in results if entry is not None] == [2]


def test_a_broker_carries_each_id_once_until_it_is_claimed(database) -> None:
    ids = [outbox.add("prepare_document", f"doc-{number}") for number in range(3)]
    assert outbox.carry(2) == ids[:2]
    assert outbox.carry(2) == []
    assert outbox.claim(entry_id=ids[0]).id == ids[0]
    assert outbox.carry(2) == [ids[2]]
    outbox.not_carried([ids[1]])
    assert outbox.carry(2) == [ids[1]]
