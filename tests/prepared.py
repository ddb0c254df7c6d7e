"""Databases that were prepared before: to make some forty collections with their indexes takes longer than most tests.

A database is given to one user at a time, empty; who is done gives it back, and the next module of the same process finds
its collections and indexes there.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

from persistence.connection import Database, connect
from persistence.schema_setup import prepare_database

_FREE: dict[str, list[str]] = {}
"""Names of databases that nobody uses, by the server's address."""


@contextmanager
def prepared_database(uri: str) -> Iterator[Database]:
    """A database as a start prepares it, with nothing in it, and mongoengine connected to it."""
    free = _FREE.setdefault(uri, [])
    used = bool(free)
    database = connect(uri, name=free.pop() if used else f"test-{uuid4().hex[:12]}")
    if used:
        empty(database)
    prepare_database()
    try:
        yield database
    finally:
        database.client.close()
    free.append(database.name)


def empty(database: Database) -> None:
    """Deletes whatever is stored; collections and indexes stay."""
    stored = database.client[database.name]
    for name in stored.list_collection_names():
        stored[name].delete_many({})
