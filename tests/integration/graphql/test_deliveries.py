"""A sanction's letter is received by opening it (II.2.3.s1): whoever gets its bytes as head starts the term, nobody else."""

from collections.abc import Iterator
from functools import partial
from hashlib import sha256
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from starlette.applications import Starlette
from starlette.routing import Route

from app.downloads import download
from app.embedded import Addresses
from domain.refusals import RefusalCode
from domain.roles import ANONYMOUS
from persistence.calendar import CalendarRecord
from storage.s3 import S3Store
from tests.integration.graphql.plays import ASKED, REVOKE, Play
from tests.integration.graphql.stage import PEOPLE, Snapshot, Stage, key_of, open_stage, person_id

pytestmark = pytest.mark.servers

OPENED_AT = "2022-10-03T04:00:00.000Z"


@pytest.fixture(scope="module")
def stage(servers: Addresses, s3: S3Store) -> Iterator[Stage]:
    with open_stage(servers, s3) as opened:
        yield opened


@pytest.fixture(scope="module")
def with_advice(stage: Stage) -> Snapshot:
    """A unit certified 17 of 17, and an advice issued to it an hour ago, which nobody opened."""
    play = Play(stage)
    play.file()
    play.installed()
    play.certify()
    stage.things["case"] = play.case()
    stage.things["advice"] = play.issued(play.thing("case"), "ADVICE")
    play.advance(hours=1)
    return stage.snapshot()


@pytest.fixture
def play(stage: Stage, with_advice: Snapshot) -> Play:
    stage.restore(with_advice)
    return Play(stage)


def letter_of(play: Play, sanction: str) -> str:
    return str(play.stage.look(sanction, "document { id }")["document"]["id"])


def receipts_of(play: Play, sanction: str) -> list[dict[str, Any]]:
    found = play.stage.look(sanction, "state receipts { channel by { id name } }")
    return list(found["receipts"])


def fetched(play: Play, document: str, who: str, method: str = "GET", **headers: str) -> httpx.Response:
    """The answer of `/documents/{id}` on this stage."""
    return opened(play, f"/documents/{key_of(document)}", method, authorization=who, **headers)


def opened(play: Play, path: str, method: str = "GET", **headers: str) -> httpx.Response:
    """The answer of an address on this stage."""
    people = {each.id: each for each in PEOPLE}
    system: Any = SimpleNamespace(
        authenticator=lambda request: people.get(request.headers.get("authorization", ""), ANONYMOUS),
        use_cases=play.stage.use_cases,
        store=play.stage.store,
    )
    route = Route("/documents/{document_id}", partial(download, system=system), methods=["GET", "HEAD"])

    async def send() -> httpx.Response:
        transport = httpx.ASGITransport(app=Starlette(routes=[route]))
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
            return await client.request(method, path, headers=headers)

    return play.stage.runner.run(send())


OPENINGS = [("unit-head", {}), ("head", {}), ("unit-head", {"range": "bytes=0-9"})]


@pytest.mark.parametrize(("who", "headers"), OPENINGS, ids=["head of the unit", "head of the institution", "by parts"])
def test_the_heads_download_is_the_receipt(play: Play, who: str, headers: dict[str, str]) -> None:
    """The term begins with that instant: Monday 3 October 2022, so the tenth is the last day to object."""
    advice = play.thing("advice")
    answer = fetched(play, letter_of(play, advice), who, **headers)
    assert answer.status_code == (206 if headers else 200)
    found = play.stage.look(advice, "state receivedAt lastInstant receipts { channel by { id } }")
    assert found == {
        "state": "RECEIVED",
        "receivedAt": OPENED_AT,
        "lastInstant": "2022-10-10T16:59:59.000Z",
        "receipts": [{"channel": "IN_APP", "by": {"id": person_id(who)}}],
    }


LIST = "query { documents(first: 100) { nodes { id kind downloadUrl } } }"


def address_of(play: Play, document: str, who: str) -> str:
    """The download address that this person is shown in a list of everything; without scheme and host."""
    nodes = play.stage.ask(LIST, who)["documents"]["nodes"]
    (address,) = (node["downloadUrl"] for node in nodes if node["id"] == document)
    parts = urlsplit(address)
    return f"{parts.path}?{parts.query}"


@pytest.mark.parametrize("who", ["unit-head", "head"])
def test_a_list_of_addresses_opens_nothing_and_fetching_one_does(play: Play, who: str) -> None:
    """II.2.3.s1: the opening is the download, by whoever was given the address."""
    advice = play.thing("advice")
    before = play.stage.stored()
    address = address_of(play, letter_of(play, advice), who)
    assert play.stage.stored() == before
    answer = opened(play, address)
    assert (answer.status_code, answer.headers["etag"]) == (200, f'"{sha256(answer.content).hexdigest()}"')
    found = play.stage.look(advice, "state receipts { channel by { id } }")
    assert found == {"state": "RECEIVED", "receipts": [{"channel": "IN_APP", "by": {"id": person_id(who)}}]}


@pytest.mark.parametrize("who", ["staff", "auditor", "deputy"])
def test_the_address_of_others_opens_without_receiving(play: Play, who: str) -> None:
    address = address_of(play, letter_of(play, play.thing("advice")), who)
    before = play.stage.stored()
    assert opened(play, address).status_code == 200
    assert play.stage.stored() == before


@pytest.mark.parametrize("purpose", [{"sec-purpose": "prefetch;prerender"}, {"purpose": "prefetch"}])
def test_a_browser_that_fetches_ahead_of_its_reader_gets_nothing(play: Play, purpose: dict[str, str]) -> None:
    address = address_of(play, letter_of(play, play.thing("advice")), "unit-head")
    before = play.stage.stored()
    assert opened(play, address, **purpose).status_code == 403
    assert opened(play, address, "HEAD").status_code == 200
    assert play.stage.stored() == before


def test_an_address_opens_its_own_paper_only(play: Play) -> None:
    """Forged, of another paper, and empty; whoever brings a token is who the token says."""
    letter = letter_of(play, play.thing("advice"))
    nodes = play.stage.ask(LIST, "unit-head")["documents"]["nodes"]
    other = next(node["downloadUrl"] for node in nodes if node["id"] != letter and node["downloadUrl"])
    good = address_of(play, letter, "unit-head")
    before = play.stage.stored()
    for query in (urlsplit(other).query, "pass=", "pass=ä", f"{urlsplit(good).query}A", f"pass={'A' * 9_000}"):
        answer = opened(play, f"/documents/{key_of(letter)}?{query}")
        assert (answer.status_code, "alamat" in answer.json()["message"]["id"].lower()) == (401, True)
    assert opened(play, good, authorization="stranger").status_code == 404
    assert play.stage.stored() == before


def test_only_the_first_opening_counts(play: Play) -> None:
    advice = play.thing("advice")
    fetched(play, letter_of(play, advice), "unit-head")
    play.advance(days=1)
    before = play.stage.stored()
    assert fetched(play, letter_of(play, advice), "head").status_code == 200
    assert play.stage.stored() == before
    assert play.stage.look(advice, "receivedAt")["receivedAt"] == OPENED_AT


@pytest.mark.parametrize("who", ["staff", "admin", "deputy", "auditor", "assessor-1"])
def test_others_read_without_receiving(play: Play, who: str) -> None:
    before = play.stage.stored()
    assert fetched(play, letter_of(play, play.thing("advice")), who).status_code == 200
    assert play.stage.stored() == before


def test_what_carries_no_bytes_receives_nothing(play: Play) -> None:
    """HEAD, a validator that still holds, a range beyond the end, and a stranger: RFC 9110, sections 9.3.2, 13 and 14."""
    letter = letter_of(play, play.thing("advice"))
    etag = fetched(play, letter, "admin").headers["etag"]
    before = play.stage.stored()
    assert fetched(play, letter, "unit-head", "HEAD").status_code == 200
    assert fetched(play, letter, "unit-head", **{"if-none-match": etag}).status_code == 304
    assert fetched(play, letter, "unit-head", range="bytes=99999999-").status_code == 416
    assert fetched(play, letter, "stranger").status_code == 404
    assert fetched(play, letter, "nobody").status_code == 401
    assert play.stage.stored() == before


def test_a_paper_beside_it_is_no_receipt(play: Play) -> None:
    """The Keputusan of a revocation is served under a notice: opening the notice is the receipt."""
    case, advice = play.thing("case"), play.thing("advice")
    fetched(play, letter_of(play, advice), "unit-head")
    play.after_term(advice)
    play.stage.act("recordNoImprovement", "reviewer", advice, reason="Tidak ada bukti perbaikan.")
    play.unimproved(case, "WARNING", ASKED)
    revocation = play.issued(case, "REVOCATION", REVOKE)
    play.stage.papers_made()
    assert fetched(play, letter_of(play, revocation), "unit-head").status_code == 200
    assert receipts_of(play, revocation) == []
    [notice] = play.stage.papers(revocation, "NOTICE")
    assert fetched(play, notice["id"], "unit-head").status_code == 200
    assert [receipt["channel"] for receipt in receipts_of(play, revocation)] == ["IN_APP"]


def test_no_bytes_where_the_term_cannot_be_counted(play: Play) -> None:
    """A calendar that ends before the fifth working day: the letter stays closed, and nothing is recorded."""
    record = CalendarRecord.objects(state="IN_FORCE").get()
    record.last_day = "2022-10-05"
    record.off_days = [off for off in record.off_days if off.date <= "2022-10-05"]
    record.save()
    letter = letter_of(play, play.thing("advice"))
    before = play.stage.stored()
    answer = fetched(play, letter, "unit-head")
    assert answer.status_code == 503
    assert answer.json()["code"] == RefusalCode.OUTSIDE_CALENDAR
    assert answer.json()["clause"] == "II.2.3.s1"
    assert opened(play, address_of(play, letter, "unit-head")).status_code == 503
    assert play.stage.stored() == before
    assert fetched(play, letter, "admin").status_code == 200
