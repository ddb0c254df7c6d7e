"""kill -9 in the middle of a batch, of the server or the process that signs, and of the server at each step from the signature
to its publication: the same request again does the rest, once.

*Source*: `services/issuance.py` for the steps, `killable_server.Killer` for the moments.
"""

import os
import signal
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from typing import Any

import pytest

from app.demo.client import ApiClient
from app.demo.story import Story
from app.demo.telling import Cast, Progress
from schema.nodes import key_of
from tests.e2e.ledger import Ledger, log_findings
from tests.e2e.servers import Server, cast_of, closed

pytestmark = [pytest.mark.servers, pytest.mark.libreoffice, pytest.mark.slow]

LETTERS = 5
LONGEST_SECONDS = 120.0
DESK = "{ signingDesk(first: 100) { nodes { document { id version sha256 } } } }"
BATCH = "batch { state signed waiting refused }"
PROGRESS = "query($k: String!) { signingBatch(idempotencyKey: $k) { state signed waiting refused } }"
ALL_SIGNED = {"state": "FINISHED", "signed": LETTERS, "waiting": 0, "refused": 0}
MOMENTS = ("7", "8", "9", "before-10", "after-10")
"""The steps in the signer's own request, and both sides of the commit that makes a letter count."""
ONCE = {"DocumentDrafted": 1, "DocumentNumbered": 1, "DocumentPresented": 1, "DocumentIssued": 1}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with Server(tmp_path_factory.mktemp("batches"), workers=1, warm=False) as server:
        server.start()
        yield server


@pytest.fixture(scope="module")
def cast(server: Server) -> Iterator[Cast]:
    with closed(cast_of(server.reached)) as cast:
        yield cast


class Batch:
    """Approvals that wait for the Deputy, and his one request to sign them all, sent as often as it takes."""

    def __init__(self, cast: Cast, *, key: str) -> None:
        self._deputy = cast.deputy
        self._passphrase = cast.passphrase
        self.key = key
        for number in range(LETTERS):
            story = Story(cast, Progress(tell=lambda _line: None), name=f"{key}-{number}")
            story.apply()
            story.assign("first")
            story.declare()
        self._papers = self._waiting()
        self.keys = [key_of(paper["document"], "Document", field="document") for paper in self._papers]

    def send(self) -> dict[str, Any]:
        """The outcome of the request, which is the same each time: an interrupted batch is sent again."""
        limit = time.monotonic() + LONGEST_SECONDS
        values = {"papers": self._papers, "passphrase": self._passphrase, "idempotencyKey": self.key}
        while time.monotonic() < limit:
            answer = self._deputy.act("signDocuments", BATCH, values)
            assert isinstance(answer, dict), answer
            if answer["batch"]["state"] == "FINISHED":
                return dict(answer["batch"])
        raise AssertionError("the batch does not end")

    def _waiting(self) -> list[dict[str, Any]]:
        limit = time.monotonic() + LONGEST_SECONDS
        while len(found := self._deputy.ask(DESK)["signingDesk"]["nodes"]) < LETTERS:
            assert time.monotonic() < limit, "the letters are not made"
            time.sleep(0.2)
        papers = [row["document"] for row in found]
        return [{"document": p["id"], "expectedVersion": p["version"], "seenSha256": p["sha256"]} for p in papers]


def await_signed(server: Server, batch: Batch, *, at_least: int) -> None:
    """Returns in the middle: so many are signed, and not all."""
    watcher = ApiClient(server.reached.address, server.reached.tokens["DEPUTY"])
    limit = time.monotonic() + LONGEST_SECONDS
    while ((found := watcher.ask(PROGRESS, k=batch.key)["signingBatch"]) or {"signed": 0})["signed"] < at_least:
        assert time.monotonic() < limit, "nothing is signed"
        time.sleep(0.02)
    watcher.close()
    assert found["signed"] < LETTERS


def standing(server: Server, batch: Batch) -> Counter[str]:
    """How the batch's approvals stand: signed once with one signature and one event, or waiting without any."""
    with Ledger(server.reached) as ledger:
        events = ledger.event_counts()
        found: Counter[str] = Counter()
        for each in ledger.stored["documents"].find({"_id": {"$in": batch.keys}}):
            found[each["state"]] += 1
            signed = each["state"] == "SIGNED"
            assert len(each["signatures"]) == int(signed)
            assert events[each["_id"]] == (ONCE if signed else {k: n for k, n in ONCE.items() if k != "DocumentIssued"})
        return found


def sent(batch: Batch, teller: ThreadPoolExecutor) -> "Future[dict[str, Any]]":
    return teller.submit(batch.send)


def test_the_server_dies_in_the_middle(server: Server, cast: Cast) -> None:
    batch = Batch(cast, key="batch-server-01")
    with ThreadPoolExecutor(max_workers=1) as teller:
        sending = sent(batch, teller)
        await_signed(server, batch, at_least=2)
        server.kill()
        assert server.left_behind() == {}
        server.start()
        assert set(standing(server, batch)) <= {"SIGNED", "AWAITING_SIGNATURE"}
        assert sending.result() == ALL_SIGNED
    assert standing(server, batch) == {"SIGNED": LETTERS}
    assert batch.send() == ALL_SIGNED
    assert standing(server, batch) == {"SIGNED": LETTERS}


def test_the_process_that_signs_dies_in_the_middle(server: Server, cast: Cast) -> None:
    batch = Batch(cast, key="batch-process-1")
    with ThreadPoolExecutor(max_workers=1) as teller:
        sending = sent(batch, teller)
        await_signed(server, batch, at_least=2)
        for pid in signing_processes(server):
            os.kill(pid, signal.SIGKILL)
        assert sending.result() == ALL_SIGNED
    assert standing(server, batch) == {"SIGNED": LETTERS}


def test_the_server_dies_at_each_step_from_the_signature_to_its_publication(server: Server, cast: Cast) -> None:
    """Each time some papers are signed and some wait; afterwards all are, once, without a gap, and hold for anybody."""
    batch = Batch(cast, key="batch-steps-01")
    with ThreadPoolExecutor(max_workers=1) as teller:
        sending = sent(batch, teller)
        await_signed(server, batch, at_least=1)
        found = []
        for step in MOMENTS:
            with server.plan.open("a") as plan:
                plan.write(f"APPROVAL/0/{step}\n")
            await_death(server, sending, step=step)
            assert server.left_behind() == {}
            server.start()
            found.append(standing(server, batch)["SIGNED"])
        assert found == sorted(found)
        assert 1 <= found[0] <= found[-1] < LETTERS
        assert sending.result() == ALL_SIGNED
    assert server.plan.with_suffix(".done").read_text().split() == [f"APPROVAL/0/{step}" for step in MOMENTS]
    assert standing(server, batch) == {"SIGNED": LETTERS}
    assert batch.send() == ALL_SIGNED
    check_everything(server, batch)


def await_death(server: Server, sending: "Future[dict[str, Any]]", *, step: str) -> None:
    """Until the server is dead. *Raises*: where the batch ends before."""
    limit = time.monotonic() + LONGEST_SECONDS
    while not server.is_dead(within_seconds=0.2):
        assert not sending.done(), f"the batch ended before the death at {step}: {sending.result()}"
        assert time.monotonic() < limit, f"no death at {step}"


def check_everything(server: Server, batch: Batch) -> None:
    """All approvals of this folder bear the numbers 1 to n; each one's bytes are genuine and in force; what a death between
    the steps 9 and 10 left under lock is no letter.
    """
    with Ledger(server.reached) as ledger, closing(ApiClient(server.reached.address)) as public:
        ledger.settle()
        assert standing(server, batch) == {"SIGNED": LETTERS}
        papers = list(ledger.stored["documents"].find({"kind": "APPROVAL"}))
        [series] = {each["series"] for each in papers}
        assert ledger.numbers()[series] == list(range(1, len(papers) + 1))
        assert ledger.counters()[series] == len(papers)
        issued = {each["sha256"] for each in ledger.stored["documents"].find()}
        reports = {
            str(name): public.verify(ledger.object("pembina-issued", str(name)))
            for name, *_rest in ledger.objects("pembina-issued")
            if str(name).endswith(".pdf")
        }
        told = {name: (report["genuine"], report["standing"]) for name, report in reports.items()}
        for sha256 in (each["sha256"] for each in papers):
            assert told.pop(f"sha256/{sha256[:2]}/{sha256[2:4]}/{sha256}.pdf") == (True, "IN_FORCE")
        left = [name for name in told if name.rpartition("/")[2].removesuffix(".pdf") not in issued]
        assert len(left) >= 2  # of step 9, and of before-10: signed, stored, never published
        assert {told[name] for name in left} == {(False, None)}
    assert log_findings(server.data) == "log utuh / the log is intact\n"


def signing_processes(server: Server) -> list[int]:
    """The processes of this server that sign now; one at least."""
    found = [pid for pid, command in server.processes().items() if "signing" in command]
    assert found
    return found
