"""kill -9 of the server at twenty seeded random moments of the story, four in each of five; each goes on in the same data."""

import random
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from app.demo.telling import Cast
from tests.e2e.promises import LETTERS, check_promises
from tests.e2e.servers import Server, cast_of, closed, told_story

pytestmark = [pytest.mark.servers, pytest.mark.libreoffice, pytest.mark.slow]

STORIES, KILLS = 5, 4
_DICE = random.Random(152)
MOMENTS = [sorted(round(_DICE.random(), 3) for _ in range(KILLS)) for _ in range(STORIES)]
"""When to kill, story by story, as parts of the time that a story usually takes while a server answers."""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with Server(tmp_path_factory.mktemp("moments"), workers=1, warm=False) as server:
        server.start()
        yield server


@pytest.fixture(scope="module")
def cast(server: Server) -> Iterator[Cast]:
    with closed(cast_of(server.reached)) as cast:
        yield cast


@pytest.fixture(scope="module")
def usual_seconds(cast: Cast) -> float:
    """How long a story takes here today, on a server that is warm."""
    told_story(cast, "moments-warm")
    begun = time.monotonic()
    told_story(cast, "moments-usual")
    return time.monotonic() - begun


@pytest.mark.parametrize("number", range(STORIES), ids=lambda number: "-".join(f"{at:.0%}" for at in MOMENTS[number]))
def test_the_story_is_told_to_its_end(server: Server, cast: Cast, usual_seconds: float, number: int) -> None:
    with ThreadPoolExecutor(max_workers=1) as teller:
        telling = teller.submit(told_story, cast, f"moments-{number:02}")
        served = 0.0
        for moment in MOMENTS[number]:
            time.sleep((moment - served) * usual_seconds)
            served = moment
            server.kill()
            assert server.left_behind() == {}
            server.start()
        story = telling.result()
    papers = story.await_papers()
    assert len(papers) == sum(LETTERS.values())
    assert sorted(len(paper["signatures"]) for paper in papers) == [1, 1, 1, 1, 1, 2]


def test_every_letter_was_issued_once_with_numbers_from_1_to_n(server: Server) -> None:
    check_promises(server, stories=STORIES + 2)
