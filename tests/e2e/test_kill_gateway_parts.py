"""kill -9 of the server inside a part that the BSrE gateway's double signs: while it signs, and when its answer is here.

The one-time password is spent then and the gateway has signed; what nobody stored counts for nothing. The same batch with the
next password signs the very same bytes, under the same number. *Source*: `services/signing_parts.py`.
"""

import asyncio
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from starlette.requests import Request
from starlette.responses import Response

from app.clock import RealClock
from app.demo.client import ApiClient
from app.demo.story import Story
from app.demo.telling import Cast, Progress
from app.server import free_port, served
from schema.nodes import key_of
from signing.development_pki import DevelopmentPki
from signing.pkcs12 import open_key
from tests.e2e.ledger import Ledger, log_findings
from tests.e2e.servers import Server, cast_of, closed
from tests.integration.signing.gateway import Gateway, Person

pytestmark = [pytest.mark.servers, pytest.mark.libreoffice, pytest.mark.slow]

LETTERS = 2
LONGEST_SECONDS = 120.0
NIK, DEPUTY = "3171010101700001", "person-deputy"
DESK = "{ signingDesk(first: 100) { nodes { document { id version sha256 } } } }"
BATCH = "batch { state signed papers { refusal { code } } }"
ONCE = {"DocumentDrafted": 1, "DocumentNumbered": 1, "DocumentPresented": 1, "DocumentIssued": 1}


@dataclass
class Watched(Gateway):
    """Keeps the digest of each letter that it was handed; `before_answer` is called when all are signed."""

    handed: list[str] = field(default_factory=list)
    before_answer: Callable[[], None] | None = None

    async def _signed(self, person: Person, pdf: bytes, *, reason: str, location: str) -> bytes:
        self.handed.append(sha256(pdf).hexdigest())
        return await super()._signed(person, pdf, reason=reason, location=location)

    async def _sign_v2(self, request: Request) -> Response:
        answer = await super()._sign_v2(request)
        if self.before_answer is not None:
            await asyncio.to_thread(self.before_answer)
            self.before_answer = None
        return answer


@dataclass
class Site:
    """A server whose Deputy signs at the gateway, and his one batch."""

    server: Server
    gateway: Watched
    cast: Cast
    papers: list[dict[str, Any]]

    @property
    def keys(self) -> list[str]:
        return [key_of(each["document"], "Document", field="document") for each in self.papers]

    def code(self, name: str) -> str:
        """The one-time password that the Deputy is sent for those that wait still."""
        wanted = {"documents": [each["document"] for each in self.papers], "idempotencyKey": f"kode-{name}"}
        answer = self.cast.deputy.act("requestSigningCode", "covered", wanted)
        assert isinstance(answer, dict), answer
        return self.gateway.people[NIK].inbox[-1]

    def send(self, code: str) -> list[str]:
        """What came of each paper; the request is sent again until the batch runs no more."""
        values = {"papers": self.papers, "passphrase": code, "idempotencyKey": "batch-gerbang-1"}
        limit = time.monotonic() + LONGEST_SECONDS
        while time.monotonic() < limit:
            answer = self.cast.deputy.act("signDocuments", BATCH, values)
            assert isinstance(answer, dict), answer
            if answer["batch"]["state"] == "FINISHED":
                return [each["refusal"]["code"] if each["refusal"] else "SIGNED" for each in answer["batch"]["papers"]]
        raise AssertionError("the batch does not end")

    def records(self) -> list[dict[str, Any]]:
        with Ledger(self.server.reached) as ledger:
            found = {each["_id"]: each for each in ledger.stored["documents"].find({"_id": {"$in": self.keys}})}
            events = ledger.event_counts()
        for each in found.values():
            signed = each["state"] == "SIGNED"
            assert len(each["signatures"]) == int(signed)
            assert events[each["_id"]] == {name: n for name, n in ONCE.items() if signed or name != "DocumentIssued"}
        return [found[key] for key in self.keys]

    def states(self) -> list[str]:
        return [each["state"] for each in self.records()]


def signing_file(folder: Path, pki: Path, *, server: str, gateway: str) -> Path:
    """The keys, lists and authority of the server's own development PKI, and the gateway for people."""
    (folder / "akun").write_text("pembina:akun-gerbang-77")
    file = folder / "signing.toml"
    file.write_text(
        f'[trust]\nroots = ["{pki}/root.pem"]\nintermediates = ["{pki}/issuing.pem"]\n'
        f'revocation_lists = ["{pki}/root.crl", "{pki}/issuing.crl"]\n\n'
        f'[timestamps]\nurl = "{server}/tsa"\n\n'
        f'[seal]\nkind = "pkcs12"\nfile = "{pki}/seal.p12"\npassphrase_file = "{pki}/seal.passphrase"\n'
        f'subject_name = "Segel Elektronik Pembina UJI"\n\n'
        f'[personal]\nkind = "bsre"\nurl = "{gateway}"\naccount_file = "{folder}/akun"\nversion = "v2"\n'
        f'secret = "totp"\n\n[personal.people.{DEPUTY}]\nnik = "{NIK}"\nsubject_name = "Deputi (contoh)"\n'
    )
    return file


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    server, port = Server(tmp_path, workers=1, warm=False), free_port()
    address = f"http://127.0.0.1:{server.order.port}"
    pki = DevelopmentPki.open(server.data / "pki", RealClock(), public_url=address)
    given = {"name": "Deputi (contoh)", "title": "Deputi", "organisation": "LKPP", "passphrase": "frasa-gerbang"}
    path = pki.issue_person_key(subject_id="di-gerbang", **given)
    gateway = Watched(pki.timestamper())
    gateway.people[NIK] = Person(open_key(path.read_bytes(), passphrase="frasa-gerbang"), "frasa-gerbang")
    pki.trust()  # writes the revocation lists
    file = signing_file(tmp_path, server.data / "pki", server=address, gateway=f"http://127.0.0.1:{port}")
    with served(gateway.application(), host="127.0.0.1", port=port), server:
        server.start(signing_file=str(file))
        with closed(cast_of(server.reached)) as cast:
            yield Site(server, gateway, cast, waiting(cast))


def waiting(cast: Cast) -> list[dict[str, Any]]:
    """So many approvals that wait for the Deputy."""
    for number in range(LETTERS):
        story = Story(cast, Progress(tell=lambda _line: None), name=f"gerbang-{number}")
        story.apply()
        story.assign("first")
        story.declare()
    limit = time.monotonic() + LONGEST_SECONDS
    while len(found := cast.deputy.ask(DESK)["signingDesk"]["nodes"]) < LETTERS:
        assert time.monotonic() < limit, "the letters are not made"
        time.sleep(0.1)
    papers = [row["document"] for row in found]
    return [{"document": p["id"], "expectedVersion": p["version"], "seenSha256": p["sha256"]} for p in papers]


def test_a_death_inside_a_gateways_part_signs_nothing_twice_and_loses_nothing(site: Site) -> None:
    before = {each["_id"]: (each["number"], each["prepared_sha256"]) for each in site.records()}
    with ThreadPoolExecutor(max_workers=1) as teller:
        site.gateway.before_answer = site.server.kill
        sending = teller.submit(site.send, site.code("pertama"))
        await_death(site.server, sending)  # the gateway has signed, and nobody hears of it
        assert site.server.left_behind() == {}
        site.server.start()
        assert sending.result() == ["ONE_TIME_PASSWORD_REFUSED"] * LETTERS
        assert (site.states(), site.gateway.asked_files) == (["AWAITING_SIGNATURE"] * LETTERS, [LETTERS])

        site.server.plan.write_text("APPROVAL/0/8\n")
        sending = teller.submit(site.send, site.code("kedua"))
        await_death(site.server, sending)  # the answer is here and examined, and not stored
        assert site.server.left_behind() == {}
        site.server.start()
        told, states = sending.result(), site.states()
    assert [code == "SIGNED" for code in told] == [state == "SIGNED" for state in states]
    assert "AWAITING_SIGNATURE" in states
    assert site.send(site.code("ketiga")) == ["SIGNED"] * LETTERS
    assert site.states() == ["SIGNED"] * LETTERS
    assert site.gateway.asked_files == [LETTERS, LETTERS, states.count("AWAITING_SIGNATURE")]
    assert set(site.gateway.handed) == {digest for _number, digest in before.values()}, "no letter in other bytes"
    check_letters(site, {key: number for key, (number, _digest) in before.items()})


def await_death(server: Server, sending: "Future[list[str]]") -> None:
    """Until the server is dead. *Raises*: where the batch ends before."""
    limit = time.monotonic() + LONGEST_SECONDS
    while not server.is_dead(within_seconds=0.1):
        assert not sending.done(), sending.result()
        assert time.monotonic() < limit, "no death"


def check_letters(site: Site, numbers: dict[str, str]) -> None:
    """Each under the number that it had from the first, genuine and in force; no number is left out or voided."""
    records = site.records()
    assert {each["_id"]: each["number"] for each in records} == numbers
    assert sorted(each["sequence"] for each in records) == list(range(1, LETTERS + 1))
    assert [each["voided_numbers"] for each in records] == [[]] * LETTERS
    with Ledger(site.server.reached) as ledger, closing(ApiClient(site.server.reached.address)) as public:
        ledger.settle()
        [series] = {each["series"] for each in records}
        assert ledger.counters()[series] == LETTERS
        for each in records:
            name = f"sha256/{each['sha256'][:2]}/{each['sha256'][2:4]}/{each['sha256']}.pdf"
            report = public.verify(ledger.object("pembina-issued", name))
            assert (report["genuine"], report["standing"]) == (True, "IN_FORCE")
    assert log_findings(site.server.data) == "log utuh / the log is intact\n"
