"""One clock for many lives: it moves when all wait, never over anybody's instant, and a broken life ends the others."""

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from time import monotonic, sleep

import pytest

from app.demo.shared_time import LivesBroken, SharedTime, told_together
from app.demo.telling import Progress, Teller

START = datetime(2022, 10, 3, 1, tzinfo=UTC)


def day(number: int) -> datetime:
    return START + timedelta(days=number)


class Hands:
    """A clock that only these tests move."""

    def __init__(self) -> None:
        self.instant = START
        self.moves: list[datetime] = []

    def now(self) -> datetime:
        return self.instant

    def advance_to(self, instant: datetime) -> datetime:
        assert instant > self.instant
        self.instant = instant
        self.moves.append(instant)
        return instant


def live(time: SharedTime, days: list[int]) -> list[datetime]:
    seen = []
    with time.life():
        for number in days:
            time.advance_to(day(number))
            seen.append(time.now())
    return seen


@pytest.mark.parametrize("at_once", [1, 2, 3])
def test_each_life_acts_at_its_own_instants_and_the_clock_takes_them_in_order(at_once: int) -> None:
    hands = Hands()
    plans = [[3, 9], [1, 3, 8], [9, 10]]
    time = SharedTime(hands, lives=len(plans), at_once=at_once)
    with ThreadPoolExecutor(len(plans)) as threads:
        told = [threads.submit(live, time, plan) for plan in plans]
        assert [life.result(10) for life in told] == [[day(number) for number in plan] for plan in plans]
    assert hands.moves == [day(number) for number in (1, 3, 8, 9, 10)]


def test_an_instant_that_has_come_moves_nothing() -> None:
    hands = Hands()
    time = SharedTime(hands, lives=1, at_once=1)
    assert live(time, [0, 0]) == [START, START]
    assert hands.moves == []


def test_a_life_that_breaks_ends_those_that_wait() -> None:
    hands = Hands()
    time = SharedTime(hands, lives=2, at_once=2)

    def broken() -> None:
        with time.life():
            time.advance_to(day(1))
            raise ValueError("this one")

    with ThreadPoolExecutor(2) as threads:
        other, first = threads.submit(live, time, [5]), threads.submit(broken)
        with pytest.raises(ValueError, match="this one"):
            first.result(10)
        with pytest.raises(LivesBroken):
            other.result(10)
    assert hands.moves == [day(1)]


def test_stopped_from_outside_nobody_goes_on() -> None:
    hands = Hands()
    time = SharedTime(hands, lives=2, at_once=2)
    with ThreadPoolExecutor(1) as threads:
        waiting = threads.submit(live, time, [5])
        time.stop()
        with pytest.raises(LivesBroken):
            waiting.result(10)
    assert hands.moves == []


def test_lives_told_together_give_what_each_returned_in_their_order() -> None:
    hands = Hands()
    time = SharedTime(hands, lives=2, at_once=2)
    told = told_together(time, [lambda: live(time, [2]), lambda: live(time, [1, 3])])
    assert told == [[day(2)], [day(1), day(3)]]
    assert hands.moves == [day(1), day(2), day(3)]


def test_the_life_that_broke_is_told_and_not_those_that_stopped_for_it() -> None:
    hands = Hands()
    time = SharedTime(hands, lives=3, at_once=3)

    def broken() -> list[datetime]:
        with time.life():
            time.advance_to(day(1))
            raise ValueError("the second life")

    with pytest.raises(ValueError, match=r"^the second life$"):
        told_together(time, [lambda: live(time, [1, 5]), broken, lambda: live(time, [4])])
    assert hands.moves == [day(1)]


class Acting:
    """A life that never pauses; it gives up after ten seconds, so that a test of it fails and does not hang."""

    def __init__(self, time: SharedTime) -> None:
        self.time = time
        self.begun = threading.Event()
        self.progress = Progress(tell=lambda _line: None, goes_on=time.check)

    def live(self) -> None:
        with self.time.life():
            limit = monotonic() + 10
            while monotonic() < limit:
                self.progress.done("an act")
                self.begun.set()


def test_a_life_that_never_pauses_ends_after_the_act_at_which_another_broke() -> None:
    time = SharedTime(Hands(), lives=2, at_once=2)
    acting = Acting(time)

    def broken() -> None:
        with time.life():
            assert acting.begun.wait(timeout=10)
            raise ValueError("the second life")

    begun = monotonic()
    with pytest.raises(ValueError, match=r"^the second life$"):
        told_together(time, [acting.live, broken])
    assert monotonic() - begun < 5


def test_ctrl_c_ends_every_life_after_the_act_that_it_is_at_and_lets_none_begin(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It comes while the telling waits for the lives: two act, one queues for its turn."""
    time = SharedTime(Hands(), lives=3, at_once=2)
    lives = [Acting(time) for _ in range(3)]

    def interrupted(_lives: object, return_when: str) -> None:
        assert return_when == "FIRST_EXCEPTION"
        limit = monotonic() + 10
        while sum(life.begun.is_set() for life in lives) < 2 and monotonic() < limit:
            sleep(0.01)
        raise KeyboardInterrupt

    monkeypatch.setattr("app.demo.shared_time.wait", interrupted)
    begun = monotonic()
    with pytest.raises(KeyboardInterrupt):
        told_together(time, [life.live for life in lives])
    assert monotonic() - begun < 5
    assert sorted(life.begun.is_set() for life in lives) == [False, True, True]


def test_what_ends_the_telling_before_every_life_has_begun_ends_those_that_have(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    time = SharedTime(Hands(), lives=2, at_once=2)
    acting = Acting(time)
    submit = ThreadPoolExecutor.submit

    def interrupted(pool: ThreadPoolExecutor, life: Callable[[], None]) -> Future[None]:
        if acting.begun.is_set():
            raise KeyboardInterrupt
        begun = submit(pool, life)
        assert acting.begun.wait(timeout=10)
        return begun

    monkeypatch.setattr(ThreadPoolExecutor, "submit", interrupted)
    begun = monotonic()
    with pytest.raises(KeyboardInterrupt):
        told_together(time, [acting.live, acting.live])
    assert monotonic() - begun < 5


def test_who_awaits_a_letter_is_told_that_the_telling_was_broken_off() -> None:
    time = SharedTime(Hands(), lives=1, at_once=1)
    teller = Teller(Progress(tell=lambda _line: None, goes_on=time.check), name="test")
    time.stop()
    with pytest.raises(LivesBroken):
        teller._until(lambda: "DRAFT", lambda state: state == "SIGNED", "not issued")


def test_the_clock_stands_while_a_life_looks_on_and_another_has_its_turn() -> None:
    hands = Hands()
    time = SharedTime(hands, lives=2, at_once=1)
    acted, looked = threading.Event(), []

    def looks() -> None:
        with time.life(), time.still():
            assert acted.wait(timeout=10)
            sleep(0.05)
            looked.append(time.now())

    def acts() -> None:
        with time.life():
            acted.set()
            time.advance_to(day(3))

    told_together(time, [looks, acts])
    assert (looked, hands.moves) == ([START], [day(3)])
