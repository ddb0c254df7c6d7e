"""One running system for the tests that leave it whole (with pytest-xdist one a worker), with everybody signed in."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from app.demo.story import Story
from app.demo.telling import Cast
from domain.clock import legal_date
from tests.e2e.ledger import Ledger
from tests.e2e.servers import Reached, Server, cast_of, closed, told_story


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server in a process of its own: MongoDB, S3, LibreOffice, signing, worker and HTTP, as `pembina serve` runs them."""
    with Server(tmp_path_factory.mktemp("running")) as server:
        server.start()
        yield server


@pytest.fixture(scope="session")
def reached(running: Server) -> Reached:
    """How to reach it."""
    return running.reached


@pytest.fixture(scope="session")
def cast(reached: Reached) -> Iterator[Cast]:
    """A client for each person."""
    with closed(cast_of(reached)) as cast:
        yield cast


@pytest.fixture(scope="session")
def story_days() -> list[date]:
    """The legal days on which the session's story begins and ends: two different ones at midnight in Jakarta."""
    return []


@pytest.fixture(scope="session")
def story(cast: Cast, story_days: list[date]) -> Story:
    """The walk from application to a running unit, told once."""
    story_days.append(legal_date(datetime.now(UTC)))
    story = told_story(cast, "session-story")
    story_days.append(legal_date(datetime.now(UTC)))
    return story


@pytest.fixture
def ledger(reached: Reached) -> Iterator[Ledger]:
    """What is really stored."""
    with Ledger(reached) as ledger:
        yield ledger
