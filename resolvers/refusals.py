"""The one mapping of refusals and of unreachable services; no other module here holds a `try`."""

import logging
from collections.abc import Callable
from typing import TypeVar

from anyio.to_thread import run_sync

from domain.refusals import Refusal, RefusalCode, Words, refuse
from persistence.errors import DatabaseUnavailable
from signing.port import SigningUnavailable
from storage.port import StorageRefused, StorageUnavailable

T = TypeVar("T")

LOG = logging.getLogger("pembina.graphql")

UNREACHABLE = (DatabaseUnavailable, StorageUnavailable, StorageRefused, SigningUnavailable)
"""The errors that mean: ask again in a while."""


async def answered(work: Callable[[], T]) -> T | Refusal:
    """What a use case gives, run in a worker thread; an unreachable service is the refusal SERVICE_UNAVAILABLE.

    The thread is not waited for when the request's time is over: the act goes on, and its key recalls the outcome.
    """
    try:
        return await run_sync(work, abandon_on_cancel=True)
    except UNREACHABLE as error:
        LOG.warning("%s: %s", type(error).__name__, error)
        return unavailable(error)


def proven(work: Callable[[], T]) -> T | None:
    """What a proof is, or None where there are no such trees."""
    try:
        return work()
    except IndexError:
        return None


def unavailable(error: Exception) -> Refusal:
    """The refusal of an unreachable service."""
    return refuse(RefusalCode.SERVICE_UNAVAILABLE, service=_service(error))


def _service(error: Exception) -> str | Words:
    match error:
        case DatabaseUnavailable():
            return "MongoDB"
        case SigningUnavailable():
            return Words("pemeriksaan tanda tangan", "examination of signatures")
        case _:
            return "S3"
