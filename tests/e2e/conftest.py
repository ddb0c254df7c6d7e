"""One running system for the tests that leave it whole (with pytest-xdist one a worker), with everybody signed in."""

from collections.abc import Iterator

import pytest

from app.demo.story import Story
from app.demo.telling import Cast
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
def story(cast: Cast) -> Story:
    """The walk from application to a running unit, told once."""
    return told_story(cast, "session-story")


@pytest.fixture
def ledger(reached: Reached) -> Iterator[Ledger]:
    """What is really stored."""
    with Ledger(reached) as ledger:
        yield ledger
