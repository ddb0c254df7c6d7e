"""Servers that hang, die or are missing: the API stays up and says so, nothing is half done, and accepted work is finished."""

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count

import httpx
import pytest

from app.demo.client import AWAY, ApiClient, ApiError, Refused
from app.demo.telling import Cast
from tests.e2e.desks import Desk
from tests.e2e.ledger import Ledger
from tests.e2e.servers import Server, cast_of, closed, told_story

pytestmark = [pytest.mark.servers, pytest.mark.libreoffice, pytest.mark.slow]

SOON = 15.0
"""Within how many seconds a person is told that something is away."""

READ = "{ standards { number } }"
SECONDS_OF_A_JOB = 3.0


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server of these tests' own, with a converter that gives LibreOffice three seconds for a letter."""
    with Server(tmp_path_factory.mktemp("failures"), workers=1, job_seconds=SECONDS_OF_A_JOB) as server:
        server.start()
        yield server


@pytest.fixture(scope="module")
def cast(server: Server) -> Iterator[Cast]:
    with closed(cast_of(server.reached)) as cast:
        told_story(cast, "failures-first")  # everything is warm, and a letter is there to be downloaded
        yield cast


_NAMES = (f"failures-desk-{number}" for number in count())


@pytest.fixture
def desk(server: Server, cast: Cast) -> Iterator[Desk]:
    desk = Desk(cast, server.reached, name=next(_NAMES))
    yield desk
    desk.close()


@pytest.fixture
def impatient(server: Server) -> Iterator[ApiClient]:
    """The institution's head, who asks once."""
    client = ApiClient(server.reached.address, server.reached.tokens["INSTITUTION_HEAD"], patience_seconds=0)
    yield client
    client.close()


@contextmanager
def frozen(*process_ids: int) -> Iterator[None]:
    """The processes hang (SIGSTOP) while the block runs."""
    for process_id in process_ids:
        os.kill(process_id, signal.SIGSTOP)
    try:
        yield
    finally:
        for process_id in process_ids:
            os.kill(process_id, signal.SIGCONT)


def health(server: Server) -> tuple[int, set[str]]:
    """The status of `/health`, and which parts are not well."""
    answer = httpx.get(f"{server.reached.address}/health", timeout=60)
    return answer.status_code, {name for name, check in answer.json()["checks"].items() if not check["ok"]}


def within(seconds: float, ask: Callable[[], object]) -> None:
    """The question is answered, or refused, within the time."""
    begun = time.monotonic()
    ask()
    assert time.monotonic() - begun < seconds


def is_away(outcome: object) -> bool:
    return isinstance(outcome, Refused) and outcome.code == AWAY


# --- MongoDB ----------------------------------------------------------------------------------------------------------


def mongodb_is_away(server: Server, desk: Desk, impatient: ApiClient) -> None:
    """What people see while MongoDB does not answer."""
    begun = time.monotonic()
    status, unwell = health(server)
    assert (status, "mongodb" in unwell, "s3" in unwell) == (503, True, False)
    outcome = desk.request_completion()
    assert is_away(outcome), outcome
    with pytest.raises(ApiError, match=AWAY):
        impatient.ask(READ)
    with pytest.raises(ApiError, match="Layanan sedang tidak dapat dijangkau"):
        impatient.verify(b"%PDF-1.7")
    page = httpx.get(f"{server.reached.address}/verify", headers={"Accept": "text/html"})
    assert page.status_code == 200
    assert time.monotonic() - begun < 4 * SOON


def test_mongodb_hangs_and_comes_back(server: Server, desk: Desk, impatient: ApiClient) -> None:
    with frozen(*server.reached.processes["mongod"]):
        mongodb_is_away(server, desk, impatient)
    done = desk.request_completion(desk.cast.reviewer)
    assert isinstance(done, dict)
    assert done["application"] == {"state": "RETURNED"}
    desk.await_letters(2)
    assert health(server) == (200, set())


def test_mongodb_dies_and_the_next_start_finishes_what_was_accepted(
    server: Server, desk: Desk, impatient: ApiClient
) -> None:
    """Its letter waits for a LibreOffice that hangs when MongoDB is killed."""
    os.kill(offices(server)[0], signal.SIGSTOP)
    accepted = desk.request_completion()
    assert isinstance(accepted, dict)
    os.kill(server.reached.processes["mongod"][0], signal.SIGKILL)
    mongodb_is_away(server, desk, impatient)
    server.stop()
    assert server.left_behind() == {}
    server.start()
    assert desk.request_completion(desk.cast.reviewer) == accepted
    desk.await_letters(2)


# --- object storage ---------------------------------------------------------------------------------------------------


def s3_is_away(server: Server, desk: Desk, impatient: ApiClient) -> None:
    """What people see while object storage does not answer: acts are accepted, their letters wait."""
    assert health(server) == (503, {"s3"})
    path = desk.letters()[0]["path"]
    done = desk.request_completion()
    assert isinstance(done, dict)
    assert done["application"] == {"state": "RETURNED"}

    def download() -> None:
        with pytest.raises(ApiError, match="Layanan sedang tidak dapat dijangkau"):
            impatient.download(path[path.index("/documents/") :])

    within(SOON, download)
    assert len(impatient.ask(READ)["standards"]) == 17
    assert desk.states() == ["SIGNED", "DRAFT"]


def test_s3_hangs_and_the_letter_is_issued_when_it_is_back(server: Server, desk: Desk, impatient: ApiClient) -> None:
    with frozen(*server.reached.processes["weed"]):
        s3_is_away(server, desk, impatient)
    desk.await_letters(2)
    assert health(server) == (200, set())


def test_s3_dies_and_the_next_start_issues_the_letter(server: Server, desk: Desk, impatient: ApiClient) -> None:
    os.kill(server.reached.processes["weed"][0], signal.SIGKILL)
    s3_is_away(server, desk, impatient)
    server.stop()
    server.start()
    desk.await_letters(2)
    assert health(server) == (200, set())


# --- LibreOffice and the signing processes ----------------------------------------------------------------------------


def offices(server: Server) -> list[int]:
    """The LibreOffice processes that run now."""
    return [process_id for process_id, command in server.processes().items() if "soffice.bin" in command.split(" ")[0]]


def test_a_hanging_libreoffice_is_replaced_and_the_letter_is_issued(server: Server, desk: Desk) -> None:
    before = offices(server)
    assert len(before) == 1
    os.kill(before[0], signal.SIGSTOP)
    begun = time.monotonic()
    assert isinstance(desk.request_completion(), dict)
    desk.await_letters(2)
    assert time.monotonic() - begun > SECONDS_OF_A_JOB
    assert set(offices(server)) & set(before) == set()
    assert health(server) == (200, set())


def test_signing_processes_that_die_in_mid_signature_are_replaced_and_the_letter_is_signed_once(
    server: Server, desk: Desk
) -> None:
    """The processes hang with the request in their hands, and are killed there."""
    signing = [process_id for process_id, command in server.processes().items() if "signing.worker" in command]
    for process_id in signing:
        os.kill(process_id, signal.SIGSTOP)
    assert isinstance(desk.request_completion(), dict)
    limit = time.monotonic() + 20
    while desk.states()[1] != "AWAITING_SIGNATURE":
        assert time.monotonic() < limit
        time.sleep(0.05)
    time.sleep(0.3)
    assert desk.states()[1] == "AWAITING_SIGNATURE"
    for process_id in signing:
        os.kill(process_id, signal.SIGKILL)
    desk.await_letters(2)
    assert [len(letter["signatures"]) for letter in desk.letters()] == [1, 1]


def test_without_libreoffice_letters_wait_and_are_issued_once_it_is_installed(server: Server, cast: Cast) -> None:
    """The API serves all the same; no restart is needed after `apt-get install`."""
    soffice = server.folder / "installed-later"
    server.stop()
    server.start(soffice=str(soffice))
    assert health(server) == (503, {"libreoffice"})
    problem = httpx.get(f"{server.reached.address}/health").json()["checks"]["libreoffice"]["problem"]
    assert "apt-get install libreoffice-writer-nogui" in problem
    installing = threading.Timer(3.0, lambda: install(soffice))
    installing.start()
    desk = Desk(cast, server.reached, name=next(_NAMES))  # its receipt waits meanwhile
    installing.join()
    assert isinstance(desk.request_completion(), dict)
    desk.await_letters(2)
    assert health(server) == (200, set())
    desk.close()
    server.stop()
    server.start(soffice=None)


def install(soffice: "os.PathLike[str]") -> None:
    """A program of that name appears."""
    draft = f"{os.fspath(soffice)}.draft"
    with open(draft, "w", encoding="ascii") as program:  # noqa: PTH123
        program.write('#!/bin/sh\nexec /usr/lib/libreoffice/program/soffice.bin "$@"\n')
    os.chmod(draft, 0o755)  # noqa: PTH101
    os.replace(draft, soffice)  # noqa: PTH105


# --- afterwards -------------------------------------------------------------------------------------------------------


def test_after_all_of_it_no_number_is_missing_and_no_work_is_owed(server: Server, cast: Cast) -> None:
    with Ledger(server.reached) as ledger:
        ledger.settle()
        assert {series: len(numbers) for series, numbers in ledger.numbers().items()} == ledger.counters()
        for numbers in ledger.numbers().values():
            assert numbers == list(range(1, len(numbers) + 1))
        assert ledger.stored["documents"].count_documents({"state": "VOID"}) == 0
        for events in ledger.event_counts().values():
            assert (events["DocumentDrafted"], events["DocumentNumbered"], events["DocumentIssued"]) == (1, 1, 1)
