"""One clock for many lives: it moves when all wait, never over anybody's instant, and a broken life ends the others."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

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


@pytest.mark.parametrize("ended_by", [KeyboardInterrupt, ValueError])
def test_a_life_that_never_pauses_ends_after_the_act_that_it_is_at(
    ended_by: type[BaseException], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl-C comes while the telling waits for the lives."""
    time = SharedTime(Hands(), lives=2, at_once=2)
    acting, progress = threading.Event(), Progress(tell=lambda _line: None, goes_on=time.check)

    def endless() -> None:
        with time.life():
            while True:
                progress.done("an act")
                acting.set()

    def broken() -> None:
        with time.life():
            assert acting.wait(timeout=10)
            raise ended_by

    if ended_by is KeyboardInterrupt:

        def interrupted(_lives: object, return_when: str) -> None:
            assert (return_when, acting.wait(timeout=10)) == ("FIRST_EXCEPTION", True)
            raise KeyboardInterrupt

        monkeypatch.setattr("app.demo.shared_time.wait", interrupted)
    with pytest.raises(ended_by):
        told_together(time, [endless, broken])
    assert len(progress.acts) >= 1
    with pytest.raises(LivesBroken):
        progress.done("one more")


def test_who_awaits_a_letter_is_told_that_the_telling_was_broken_off() -> None:
    time = SharedTime(Hands(), lives=1, at_once=1)
    teller = Teller(Progress(tell=lambda _line: None, goes_on=time.check), name="test")
    time.stop()
    with pytest.raises(LivesBroken):
        teller._until(lambda: "DRAFT", lambda state: state == "SIGNED", "not issued")
