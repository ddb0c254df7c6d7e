"""Databases that were prepared before: to make some forty collections with their indexes takes longer than most tests.

A database is given to one user at a time, empty; who is done gives it back, and the next module of the same process finds
its collections and indexes there.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

from pymongo import MongoClient
from pymongo.database import Database as Stored

from persistence.connection import Database, connect
from persistence.schema_setup import prepare_database

_FREE: dict[str, list[str]] = {}
"""Names of databases that nobody uses, by the server's address."""


@contextmanager
def prepared_database(uri: str) -> Iterator[Database]:
    """A database as a start prepares it, with nothing in it, and mongoengine connected to it."""
    with borrowed_name(uri) as name:
        database = connect(uri, name=name)
        prepare_database()
        try:
            yield database
        finally:
            database.client.close()


@contextmanager
def borrowed_name(uri: str) -> Iterator[str]:
    """The name of a database with nothing in it, for a system that prepares it itself, as any start does."""
    free = _FREE.setdefault(uri, [])
    name = free.pop() if free else f"test-{uuid4().hex[:12]}"
    with MongoClient[dict[str, Any]](uri) as client:
        _empty(client[name])
    yield name
    free.append(name)


def empty(database: Database) -> None:
    """Deletes whatever is stored; collections and indexes stay."""
    _empty(database.client[database.name])


def _empty(stored: Stored[dict[str, Any]]) -> None:
    for name in stored.list_collection_names():
        stored[name].delete_many({})
