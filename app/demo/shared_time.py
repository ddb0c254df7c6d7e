"""One legal clock for many lives: it moves when every life waits, to the earliest instant that one of them waits for."""

import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_EXCEPTION, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from datetime import datetime
from typing import Any, TypeVar

from app.demo.stage import LegalTime

Told = TypeVar("Told")


class LivesBroken(Exception):
    """Another life broke: none goes on."""


class SharedTime:
    """The legal clock of lives that are told at the same time, each in a thread of its own.

    *Shape*: `lives` is how many take part; the clock stands until each of them waits or has ended. At most `at_once` of
    them act at the same moment; the others queue for their turn.
    """

    def __init__(self, clock: LegalTime, *, lives: int, at_once: int) -> None:
        self._clock = clock
        self._turns = threading.Semaphore(at_once)
        self._changed = threading.Condition()
        self._acting = lives
        self._waited_for: list[datetime] = []
        self._reached = clock.now()
        self._broken = False

    def now(self) -> datetime:
        """The present legal instant."""
        return self._clock.now()

    @contextmanager
    def life(self) -> Iterator[None]:
        """Takes part: the life acts within the block, whenever it has its turn. A life that breaks ends all others."""
        self._turns.acquire()
        try:
            self.check()
            yield
        except BaseException:
            self.stop()
            raise
        finally:
            self._turns.release()
            with self._changed:
                self._acting -= 1
                self._move_on()

    @contextmanager
    def still(self) -> Iterator[None]:
        """Within a life: the clock stands, though the life acts no more and another has its turn."""
        self._turns.release()
        try:
            yield
        finally:
            self._turns.acquire()

    def advance_to(self, instant: datetime) -> datetime:
        """Waits until legal time has come to the instant; others act meanwhile. *Raises*: `LivesBroken`."""
        self._turns.release()
        try:
            with self._changed:
                self._acting -= 1
                self._waited_for.append(instant)
                self._move_on()
                self._changed.wait_for(lambda: self._broken or instant <= self._reached)
        finally:
            self._turns.acquire()
        self.check()
        return self.now()

    def _move_on(self) -> None:
        """Moves the clock where nobody acts any more, and counts those whose instant has come as acting again."""
        if self._acting or self._broken or not self._waited_for:
            return
        earliest = min(self._waited_for)
        self._reached = self._clock.now() if earliest <= self._clock.now() else self._clock.advance_to(earliest)
        due = [instant for instant in self._waited_for if instant <= self._reached]
        self._waited_for = [instant for instant in self._waited_for if instant > self._reached]
        self._acting += len(due)
        self._changed.notify_all()

    def check(self) -> None:
        """Whether the lives go on. *Raises*: `LivesBroken`."""
        if self._broken:
            raise LivesBroken

    def stop(self) -> None:
        """Ends every life at its next pause, or where it asks next (`check`)."""
        with self._changed:
            self._broken = True
            self._changed.notify_all()


def told_together(time: SharedTime, lives: Sequence[Callable[[], Told]]) -> list[Told]:
    """Tells each life in a thread of its own. *Shape*: what each returned, in the order given.

    *Raises*: what broke the first life, or `KeyboardInterrupt`; then the others end where they ask next.
    """
    with ThreadPoolExecutor(max_workers=len(lives)) as threads:
        told: list[Future[Told]] = []
        try:
            told.extend(threads.submit(life) for life in lives)
            wait(told, return_when=FIRST_EXCEPTION)
        finally:
            if len(told) < len(lives) or not all(life.done() for life in told):
                time.stop()
    _raise_cause(told)
    return [life.result() for life in told]


def _raise_cause(told: Sequence[Future[Any]]) -> None:
    """*Raises*: what broke the first life, rather than that others stopped for it."""
    problems = [problem for life in told if (problem := life.exception()) is not None]
    for problem in problems:
        if not isinstance(problem, LivesBroken):
            raise problem
    if problems:
        raise problems[0]
