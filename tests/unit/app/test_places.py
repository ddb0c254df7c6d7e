"""Places of costly answers: so many at once, so many in line, and the next is sent away."""

import anyio
import pytest

from app.places import Places, PlacesTaken, places_taken


def test_so_many_at_once_so_many_in_line_and_then_none() -> None:
    async def told() -> list[str]:
        places, done, seen = Places(at_once=2, waiting=1), anyio.Event(), []

        async def hold(name: str) -> None:
            async with places.one():
                seen.append(name)
                await done.wait()

        async with anyio.create_task_group() as group:
            for name in ("first", "second", "third"):
                group.start_soon(hold, name)
            await anyio.wait_all_tasks_blocked()
            assert seen == ["first", "second"]
            with pytest.raises(PlacesTaken):
                async with places.one():
                    raise AssertionError("a fourth got in")
            done.set()
        async with places.one():
            seen.append("later")
        return seen

    assert anyio.run(told) == ["first", "second", "third", "later"]


def test_a_place_is_given_back_when_the_answer_fails() -> None:
    async def told() -> None:
        places = Places(at_once=1, waiting=0)
        for _ in range(3):
            with pytest.raises(ValueError, match="x"):
                async with places.one():
                    raise ValueError("x")

    anyio.run(told)


def test_nobody_gets_in_where_none_may_wait() -> None:
    async def told() -> None:
        places = Places(at_once=1, waiting=0)
        async with places.one():
            with pytest.raises(PlacesTaken):
                async with places.one():
                    raise AssertionError("a second got in")

    anyio.run(told)


def test_who_is_sent_away_is_told_when_to_come_back() -> None:
    response = anyio.run(places_taken, None, PlacesTaken())
    assert (response.status_code, response.headers["retry-after"]) == (503, "10")
