"""The connections to MongoDB: mongoengine's for writes, PyMongo's asynchronous client for reads; and the health probe."""

from dataclasses import dataclass
from typing import Any

import mongoengine
from pymongo import AsyncMongoClient, MongoClient
from pymongo.asynchronous.database import AsyncDatabase
from pymongo.errors import PyMongoError

from persistence.errors import DatabaseUnavailable

DATABASE = "pembina"

# No write concern is set here: a bound session would send it inside transactions, where MongoDB refuses it. Outside of
# them the server's own default holds, which for a replica set is w:majority with journal (MongoDB 5.0 and newer).
_OPTIONS: dict[str, Any] = {
    "tz_aware": True,
    "uuidRepresentation": "standard",
    "serverSelectionTimeoutMS": 3_000,
    "connectTimeoutMS": 3_000,
    "socketTimeoutMS": 20_000,
    "retryWrites": True,
}


@dataclass(frozen=True)
class Database:
    """One connected database. *Shape*: `client` is for worker threads, `asynchronous` for the event loop."""

    client: MongoClient[dict[str, Any]]
    uri: str
    name: str

    def asynchronous(self) -> AsyncDatabase[dict[str, Any]]:
        """A new asynchronous database handle; make it inside the event loop that uses it."""
        client: AsyncMongoClient[dict[str, Any]] = AsyncMongoClient(self.uri, **_OPTIONS)
        return client[self.name]

    def check(self) -> None:
        """Asks for the primary. *Raises*: `DatabaseUnavailable` within about three seconds."""
        try:
            self.client.admin.command("ping")
        except PyMongoError as error:
            raise DatabaseUnavailable(str(error)) from error


def connect(uri: str, *, name: str = DATABASE) -> Database:
    """Connects mongoengine's default alias; no server need answer yet."""
    mongoengine.disconnect_all()
    client = mongoengine.connect(db=name, host=uri, alias="default", **_OPTIONS)
    return Database(client=client, uri=uri, name=name)
