"""Without MongoDB, or with one that is lost on the way: our own error, and in time."""

import time

import pytest

from persistence import outbox
from persistence.connection import connect
from persistence.counters import next_in
from persistence.errors import DatabaseUnavailable
from persistence.evidence import EvidenceRecord
from persistence.log import sequence_events
from persistence.schema_setup import prepare_database
from persistence.transactions import TIME_LIMIT_SECONDS, reaching_database, run_transaction

pytestmark = [pytest.mark.servers, pytest.mark.slow]


def test_an_address_where_nobody_is_answers_within_four_seconds(together) -> None:
    database = connect("mongodb://127.0.0.1:9/?replicaSet=pembina", name="test-nobody")

    @reaching_database()
    def read() -> object:
        return EvidenceRecord.objects(id="one").first()

    started = time.monotonic()
    errors = together(
        database.check,
        prepare_database,
        outbox.claim,
        outbox.waiting,
        lambda: run_transaction(database.client, lambda: next_in("SPK/2026")),
        lambda: sequence_events(database.client),
        read,
    )
    assert time.monotonic() - started < 4
    assert [type(error) for error in errors] == [DatabaseUnavailable] * 7
    database.client.close()


@pytest.mark.parametrize("failure", ["cut", "freeze"])
def test_a_server_lost_inside_the_transaction_is_given_up_in_time(failure, line, over_the_line) -> None:
    """The driver alone would try for two minutes, in every thread that asks."""
    tries = []

    def work() -> None:
        next_in("SPK/2026")
        if not tries:
            getattr(line, failure)()
        tries.append(1)
        next_in("SPK/2026")

    started = time.monotonic()
    with pytest.raises(DatabaseUnavailable):
        run_transaction(over_the_line.client, work)
    assert time.monotonic() - started < TIME_LIMIT_SECONDS + 2
    if failure == "cut":
        started = time.monotonic()
        with pytest.raises(DatabaseUnavailable):
            run_transaction(over_the_line.client, work)
        assert time.monotonic() - started < 4
