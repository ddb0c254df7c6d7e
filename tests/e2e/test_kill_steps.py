"""kill -9 of the server at each numbered step of issuing, and on both sides of the commit that makes a letter count.

The people of the story only do what any client does: ask again with the same key. *Source*: `services/issuance.py`.
"""

from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor

import pytest

from app.demo.proof import proof_of
from app.demo.story import Story
from app.demo.telling import Cast
from tests.e2e.promises import FIELDS, check_promises
from tests.e2e.servers import Server, cast_of, closed, told_story

pytestmark = [pytest.mark.servers, pytest.mark.libreoffice, pytest.mark.slow]

AROUND_PUBLISHING = ("7", "8", "9", "before-10", "after-10")

PLANS = {
    "one sealed letter dies after each of its ten steps": [
        *(f"APPLICATION_RECEIPT/0/{step}" for step in range(1, 11)),
    ],
    "each letter dies once, at another step": [
        "APPLICATION_RECEIPT/0/before-10",
        "COMPLETION_REQUEST/0/4",
        "APPROVAL/0/2",
        "SLA/0/6",
        "APPROVAL/0/9",
        "INSTALLATION_MINUTES/0/after-10",
    ],
    "both signatures of the SLA die around each of their steps": [
        *(f"SLA/0/{step}" for step in AROUND_PUBLISHING),
        *(f"SLA/1/{step}" for step in AROUND_PUBLISHING),
    ],
}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One data folder for every plan; nothing is warm after a restart, so that the restarts are quick."""
    with Server(tmp_path_factory.mktemp("steps"), workers=1, warm=False) as server:
        server.start()
        yield server


@pytest.fixture(scope="module")
def cast(server: Server) -> Iterator[Cast]:
    with closed(cast_of(server.reached)) as cast:
        yield cast


@pytest.mark.parametrize("title", PLANS)
def test_the_story_is_told_to_its_end_whenever_the_server_dies(server: Server, cast: Cast, title: str) -> None:
    story = told_while_dying(server, cast, PLANS[title], name=f"steps-{list(PLANS).index(title)}")
    proofs = [proof_of(paper, holder=cast.institution_head, public=cast.public) for paper in story.await_papers()]
    assert sorted((proof.kind, proof.signatures, proof.genuine) for proof in proofs) == sorted(
        (kind, len(FIELDS[kind]), True) for kind in (*FIELDS, "APPLICATION_RECEIPT")
    )


def test_every_letter_was_issued_once_with_numbers_from_1_to_n(server: Server) -> None:
    done, planned = (file.read_text().splitlines() for file in (server.plan.with_suffix(".done"), server.plan))
    assert sorted(done) == sorted(planned)
    check_promises(server, stories=len(PLANS))


def told_while_dying(server: Server, cast: Cast, moments: Sequence[str], *, name: str) -> Story:
    """The story, told while the server dies at each of the moments, whichever comes first, and is started again."""
    with server.plan.open("a") as plan:
        plan.writelines(f"{moment}\n" for moment in moments)
    with ThreadPoolExecutor(max_workers=1) as teller:
        telling = teller.submit(told_story, cast, name)
        for death in range(len(moments)):
            await_death(server, telling, death=death)
            assert server.left_behind() == {}
            server.start_again()
        return telling.result()


def await_death(server: Server, telling: "Future[Story]", *, death: int) -> None:
    """Until the server is dead. *Raises*: what ended the story before that."""
    while not server.is_dead(within_seconds=0.2):
        assert not telling.done() or telling.result() is None, f"the story ended after {death} deaths"
