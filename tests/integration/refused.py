"""Whatever the door refuses, in whichever of these tests, has written nothing: seen at the driver, act by act."""

import functools
import threading

from pymongo import monitoring

from domain.refusals import Refusal
from services.commands import Command, Done
from services.door import Door

_WRITES = frozenset({"insert", "update", "delete", "findAndModify", "commitTransaction"})


class Writes(monitoring.CommandListener):
    """Counts for each thread what it wrote for good: what a transaction writes counts when that commits."""

    def __init__(self) -> None:
        self._own = threading.local()

    def count(self) -> int:
        """How many writes this thread sent."""
        return getattr(self._own, "count", 0)

    def started(self, event: monitoring.CommandStartedEvent) -> None:
        is_within = event.command.get("autocommit") is False and event.command_name != "commitTransaction"
        if event.command_name in _WRITES and not is_within:
            self._own.count = self.count() + 1

    def succeeded(self, event: monitoring.CommandSucceededEvent) -> None:
        pass

    def failed(self, event: monitoring.CommandFailedEvent) -> None:
        pass


WRITES = Writes()


def watch_the_door() -> None:
    """From now on `Door.perform` fails a test where a refusal left something; clients made later are heard."""
    monitoring.register(WRITES)
    perform = Door.perform

    @functools.wraps(perform)
    def watched(door: Door, command: Command, **more: object) -> Done | Refusal:
        before = WRITES.count()
        result = perform(door, command, **more)
        if isinstance(result, Refusal):
            assert WRITES.count() == before, f"{command.verb} was refused ({result.code}) and wrote"
        return result

    Door.perform = watched
