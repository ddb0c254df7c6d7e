"""A prepared database on a real mongod for each module of tests, emptied before each test, and its contents as a value."""

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from app.embedded import Addresses
from persistence.connection import Database
from tests.integration.refused import watch_the_door
from tests.prepared import empty, prepared_database

watch_the_door()


@pytest.fixture(scope="module")
def prepared(servers: Addresses) -> Iterator[Database]:
    with prepared_database(servers.mongodb_uri) as database:
        yield database


@pytest.fixture
def database(prepared: Database) -> Database:
    """The module's database, empty."""
    empty(prepared)
    return prepared


@pytest.fixture
def dump(database: Database) -> Callable[[], dict[str, list[dict[str, Any]]]]:
    """Everything that is stored, collection by collection."""

    def everything() -> dict[str, list[dict[str, Any]]]:
        stored = database.client[database.name]
        return {name: list(stored[name].find().sort("_id")) for name in sorted(stored.list_collection_names())}

    return everything


@pytest.fixture
def together() -> Callable[..., list[Any]]:
    """Runs every function in a thread of its own, all at the same moment, and gives back what each returned or raised."""

    def run(*works: Callable[[], Any]) -> list[Any]:
        barrier = threading.Barrier(len(works))
        results: list[Any] = [None] * len(works)

        def one(place: int, work: Callable[[], Any]) -> None:
            barrier.wait()
            try:
                results[place] = work()
            except Exception as error:
                results[place] = error

        threads = [threading.Thread(target=one, args=(place, work)) for place, work in enumerate(works)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return results

    return run
