"""One helper for multi-document transactions, mongoengine's writes included; what is written is decided elsewhere."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

import pymongo
from mongoengine.errors import NotUniqueError, OperationError
from pymongo import MongoClient
from pymongo.errors import (
    AutoReconnect,
    DuplicateKeyError,
    ExecutionTimeout,
    NetworkTimeout,
    OperationFailure,
    PyMongoError,
    ServerSelectionTimeoutError,
    WTimeoutError,
)
from pymongo.read_concern import ReadConcern
from pymongo.write_concern import WriteConcern

from persistence.errors import DatabaseUnavailable

T = TypeVar("T")

TIME_LIMIT_SECONDS = 8
"""How long one transaction may take, every new try included. The driver's own limit is 120 s, also without a server."""

_UNREACHABLE = (AutoReconnect, NetworkTimeout, ServerSelectionTimeoutError, ExecutionTimeout, WTimeoutError)


@contextmanager
def reaching_database() -> Iterator[None]:
    """Around reads (as `with` or as a decorator): a driver that finds no server raises `DatabaseUnavailable`."""
    try:
        yield
    except _UNREACHABLE as error:
        raise DatabaseUnavailable(str(error)) from error


def run_transaction(client: MongoClient[dict[str, object]], work: Callable[[], T]) -> T:
    """Runs `work` in one transaction and commits it (w:majority, j:true); it is run again on a transient conflict.

    Every MongoDB operation of this thread inside `work` joins, mongoengine's too. `work` must not start threads: those
    fall outside silently. An exception from `work` rolls everything back and passes through.
    *Raises*: `DatabaseUnavailable` where MongoDB cannot be reached, after three seconds, or is lost on the way, after
    `TIME_LIMIT_SECONDS`; whether a commit cut off on its way took place is then not known, which is what idempotency keys
    are for.
    """
    with reaching_database(), client.start_session() as session, session.bind(end_session=False):
        _ = (
            client.is_primary
        )  # waits for a primary for as long as the connection says, which the limit below would hide
        with pymongo.timeout(TIME_LIMIT_SECONDS):
            return session.with_transaction(
                lambda _session: _labelled(work),
                read_concern=ReadConcern("snapshot"),
                write_concern=WriteConcern("majority", j=True),
            )


def _labelled(work: Callable[[], T]) -> T:
    """Gives the driver its own error back: mongoengine's wrapping loses the label that asks for another try."""
    try:
        return work()
    except NotUniqueError as error:
        raise _driver_error(error, DuplicateKeyError) from error
    except OperationError as error:
        raise _driver_error(error, OperationFailure) from error


def _driver_error(error: OperationError, fallback: type[PyMongoError]) -> PyMongoError:
    for cause in (error.__cause__, error.__context__):
        if isinstance(cause, PyMongoError):
            return cause
    return fallback(str(error))
