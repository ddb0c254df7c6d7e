"""Runs the asynchronous library from blocking code; the one place that starts an event loop."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import TypeVar

Result = TypeVar("Result")


class InsideEventLoop(RuntimeError):
    """Blocking code was called from a running event loop: a mistake of the caller, never of a file."""


def run_blocking(work: Callable[[], Coroutine[object, object, Result]]) -> Result:
    """The result of `work`, run to its end in a loop of its own. *Raises*: `InsideEventLoop`, and what `work` raises."""
    require_no_event_loop()
    return asyncio.run(work())


def require_no_event_loop() -> None:
    """*Raises*: `InsideEventLoop` where this thread runs an event loop already."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return
    raise InsideEventLoop("this blocks: call it from a thread, not from a running event loop")
