"""Batches at the BSrE gateway's double, through GraphQL: a one-time password for the papers, one call, an outcome each."""

import asyncio
import base64
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest
from pymongo import MongoClient
from starlette.responses import PlainTextResponse

from app.embedded import Addresses
from app.pools import Pools
from app.server import free_port, served
from domain.document_acts import SignedPaper
from domain.document_kinds import DocumentKind
from persistence.documents import DocumentRecord
from persistence.locks import lease_on
from persistence.log import EventRecord
from services.issuance import Issuance
from services.issuing_parts import Signing
from signing.bsre import GatewayKey
from signing.gateway import GatewaySecret
from signing.parts import PartSigner
from signing.pkcs12 import open_key
from signing.port import SignedPdf
from signing.router import RoutedSigner
from storage.port import StorageUnavailable
from tests.integration.graphql.earnest import in_town
from tests.integration.graphql.plays import Play
from tests.integration.graphql.stage import Stage, key_of, populate
from tests.integration.graphql.test_signing_batches import ASK, outcomes, seen, send
from tests.integration.graphql.test_signing_batches_in_earnest import waiting
from tests.integration.services.town import Town, running_town
from tests.integration.signing.gateway import Gateway, Person
from tests.integration.signing.named_keys import NamedKeys

pytestmark = [pytest.mark.servers, pytest.mark.libreoffice]

NIK, OTHER_NIK = "3171010101700001", "3171010101700002"
ACCOUNT = ("pembina", "akun-gerbang-77")
AT_ONCE = 3
ASK_CODE = """mutation($i: RequestSigningCodeInput!) { requestSigningCode(input: $i) { __typename
  ... on RequestSigningCodeSuccess { covered papers { covered document { id } refusal { code } } }
  ... on Refusal { code subject message(language: ID) } } }"""


class Fragile(Issuance):
    """Storage is away when it comes to one paper."""

    fails = ""

    def finish(self, document: DocumentRecord, signing: Signing, signed: SignedPdf) -> SignedPaper:
        if document.id == self.fails:
            raise StorageUnavailable("away")
        return super().finish(document, signing, signed)


@dataclass
class Site:
    """A town whose Deputy signs at the gateway. *Shape*: `key` may be changed between two tests."""

    town: Town
    gateway: Gateway
    stage: Stage
    real: Fragile
    keys: dict[str, GatewayKey]

    @property
    def inbox(self) -> list[str]:
        return self.gateway.people[NIK].inbox


@pytest.fixture(scope="module")
def site(servers: Addresses, pools: Pools, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("gerbang")
    (folder / "akun").write_text(":".join(ACCOUNT))
    port = free_port()
    with running_town(servers, pools, folder / "town") as town, asyncio.Runner() as runner:
        pki, ports = town.system.pki, town.system.issuance._ports
        holder = open_key(pki.person_key_path(town.deputy.id).read_bytes(), passphrase=town.passphrase)
        gateway = Gateway(pki.timestamper(), account=ACCOUNT)
        gateway.people |= {nik: Person(holder, town.passphrase) for nik in (NIK, OTHER_NIK)}
        key = GatewayKey(
            url=f"http://127.0.0.1:{port}",
            nik=NIK,
            account_file=folder / "akun",
            secret=GatewaySecret.TOTP,
            files_at_once=AT_ONCE,
        )
        keys = {town.deputy.id: key}
        directory = NamedKeys(people=keys)
        given: dict[str, Any] = {"trust": ports.trust, "timestamps": pki.timestamps, "clock": town.system.clock}
        parts = PartSigner(key_of=directory.key_of_person, accept=town.system.pools.signing.accept, **given)
        real = Fragile(replace(ports, signer=RoutedSigner(directory=directory, **given)))
        with served(gateway.application(), host="127.0.0.1", port=port):
            populate()
            stage = in_town(town, runner, {DocumentKind.APPROVAL}, real=real, part_signer=parts)
            yield Site(town, gateway, stage, real, keys)
            runner.run(stage.application.aclose())


@pytest.fixture
def fresh(site: Site) -> Callable[[int], list[str]]:
    """So many papers that wait for the Deputy; the gateway as it was, by one-time password."""
    site.gateway.answers.clear()
    site.gateway.asked.clear()
    site.gateway.asked_files.clear()
    site.gateway.codes.clear()
    site.gateway.code_seconds = 300.0
    site.gateway.unreadable = None
    site.gateway.people[NIK].status = 1111
    site.keys[site.town.deputy.id] = replace(site.keys[site.town.deputy.id], secret=GatewaySecret.TOTP)
    return lambda count: [waiting(site.stage) for _ in range(count)]


def ask_code(site: Site, papers: list[str], *, key: str | None = None, who: str = "deputy") -> Any:
    given = {"documents": papers, "idempotencyKey": key or f"code-{site.town.key()}-{papers[0][-6:]}"}
    return site.stage.ask(ASK_CODE, who, i=given)["requestSigningCode"]


def batch(site: Site, papers: list[str], secret: str, *, key: str) -> Any:
    return sent(site, seen(site.stage, papers), secret, key=key)


def sent(site: Site, rows: list[dict[str, Any]], secret: str, *, key: str) -> Any:
    """The batch, when it runs no more: the request itself waits for twenty seconds at most."""
    found, limit = send(site.stage, rows, key=key, passphrase=secret)["batch"], time.monotonic() + 300
    while found["state"] == "RUNNING" and time.monotonic() < limit:
        time.sleep(0.1)
        found = site.stage.ask(ASK, "deputy", k=key)["signingBatch"]
    return found


def signatures(papers: list[str]) -> list[list[tuple[str, str]]]:
    records = [DocumentRecord.objects(id=key_of(paper)).get() for paper in papers]
    return [[(s["signer_id"], s["level"]) for s in record.signatures] for record in records]


# --- what is refused ------------------------------------------------------------------------------------------------


def test_no_code_is_sent_for_what_the_viewer_cannot_sign(site: Site, fresh: Callable[[int], list[str]]) -> None:
    [paper] = fresh(1)
    foreign = base64.b64encode(b"Document:tidak-ada-9").decode()
    assert ask_code(site, [foreign])["code"] == "NOT_FOUND"
    assert ask_code(site, [paper, paper])["code"] == "INVALID_INPUT"
    assert ask_code(site, [paper], key="pendek")["code"] == "INVALID_INPUT"
    assert ask_code(site, [paper], who="reviewer")["code"] in {"NOT_THE_SIGNATORY", "NOT_FOUND"}
    assert ask_code(site, [f"{number:04}" for number in range(201)])["code"] == "INVALID_INPUT"
    assert (site.gateway.asked, site.inbox[len(site.inbox) :]) == ([], [])


def test_a_key_that_is_opened_by_a_passphrase_gets_no_code(site: Site, fresh: Callable[[int], list[str]]) -> None:
    [paper] = fresh(1)
    site.keys[site.town.deputy.id] = replace(site.keys[site.town.deputy.id], secret=GatewaySecret.PASSPHRASE)
    told = ask_code(site, [paper])
    assert told["code"] == "NO_SIGNING_CODE"
    assert "tidak ada kata sandi sekali pakai" in told["message"]
    assert site.gateway.asked == []


def test_who_may_not_sign_and_a_gateway_that_is_away_send_none_and_the_key_stays_free(
    site: Site, fresh: Callable[[int], list[str]]
) -> None:
    [paper] = fresh(1)
    sent = len(site.inbox)
    site.gateway.people[NIK].status = 2021
    assert ask_code(site, [paper], key="code-away-1")["code"] == "KEY_NOT_USABLE"
    site.gateway.people[NIK].status = 1111
    site.gateway.answers["/api/v2/sign/get/totp"] = PlainTextResponse("galat", status_code=500)
    assert ask_code(site, [paper], key="code-away-1")["code"] == "SERVICE_UNAVAILABLE"
    site.gateway.answers.clear()
    assert ask_code(site, [paper], key="code-away-1")["covered"] == 1
    assert len(site.inbox) == sent + 1


def test_a_paper_whose_signature_is_an_act_gets_a_password_for_itself(
    site: Site, fresh: Callable[[int], list[str]]
) -> None:
    [approval] = fresh(1)
    _application, sla = Play(site.stage).ready_to_sign()
    agreement = site.stage.look(sla, "document { id }")["document"]["id"]
    assert ask_code(site, [agreement])["code"] == "NOT_PERMITTED"  # the institution signs first
    site.stage.sign("signSlaForInstitution", "head", sla)
    told = ask_code(site, [approval, agreement])
    assert [(each["covered"], each["refusal"]) for each in told["papers"]] == [
        (True, None),
        (False, {"code": "SIGNED_ALONE"}),
    ]
    assert ask_code(site, [agreement])["covered"] == 1
    assert [code.files for code in site.gateway.codes.values()] == [1, 1]


@pytest.mark.parametrize("wrong", ["another's", "expired", "for fewer", "no such"])
def test_a_password_that_is_not_taken_signs_nothing_and_the_next_one_does(
    site: Site, fresh: Callable[[int], list[str]], wrong: str
) -> None:
    papers, key = fresh(2), f"batch-{wrong.replace(' ', '-')}"
    site.gateway.code_seconds = -1.0 if wrong == "expired" else 300.0
    ask_code(site, papers[:1] if wrong == "for fewer" else papers)
    secret = site.inbox[-1]
    if wrong == "another's":
        site.gateway.codes[secret].nik = OTHER_NIK
    if wrong == "no such":
        secret = f"{(int(secret) + 1) % 10**6:06}"
    assert outcomes(batch(site, papers, secret, key=key)) == ["ONE_TIME_PASSWORD_REFUSED"] * 2
    assert (signatures(papers), site.gateway.asked_files) == ([[], []], [])
    site.gateway.code_seconds = 300.0
    ask_code(site, papers)
    assert outcomes(batch(site, papers, site.inbox[-1], key=key)) == ["SIGNED"] * 2


# --- what is signed -------------------------------------------------------------------------------------------------


def test_one_password_signs_a_part_in_one_call_and_the_next_goes_on(
    site: Site, fresh: Callable[[int], list[str]]
) -> None:
    papers = fresh(AT_ONCE + 2)
    told = ask_code(site, papers)
    assert (told["covered"], [each["covered"] for each in told["papers"]]) == (3, [True] * 3 + [False] * 2)
    first = site.inbox[-1]
    assert outcomes(batch(site, papers, first, key="batch-part-1")) == [
        *["SIGNED"] * 3,
        *["ONE_TIME_PASSWORD_SPENT"] * 2,
    ]
    assert outcomes(batch(site, papers, first, key="batch-part-1"))[3:] == ["ONE_TIME_PASSWORD_REFUSED"] * 2
    told = ask_code(site, papers)
    assert (told["covered"], [each["covered"] for each in told["papers"]]) == (2, [False] * 3 + [True] * 2)
    assert [each["refusal"] is None for each in told["papers"]] == [False] * 3 + [True] * 2
    found = batch(site, papers, site.inbox[-1], key="batch-part-1")
    assert (outcomes(found), found["state"]) == (["SIGNED"] * 5, "FINISHED")
    assert site.gateway.asked_files == [3, 2]
    assert signatures(papers) == [[(site.town.deputy.id, "B_LTA")]] * 5
    for paper in papers:
        record = DocumentRecord.objects(id=key_of(paper)).get()
        assert EventRecord.objects(record_id=record.id, name="DocumentIssued").count() == 1
        report = site.town.system.use_cases.verification.verify_bytes(site.town.bytes_of(record.id))
        assert (report.genuine, {check.result.value for check in report.checks}) == (True, {"PASSED"})


def test_the_same_request_sends_no_second_password_and_for_other_papers_it_is_refused(
    site: Site, fresh: Callable[[int], list[str]]
) -> None:
    papers, sent = fresh(2), len(site.inbox)
    first = ask_code(site, papers, key="code-same-1")
    assert ask_code(site, papers, key="code-same-1") == first
    assert len(site.inbox) == sent + 1
    assert ask_code(site, papers[:1], key="code-same-1")["code"] == "IDEMPOTENCY_KEY_REUSED"


def test_of_a_part_the_paper_that_another_signs_now_or_was_not_seen_so_is_refused_alone(
    site: Site, fresh: Callable[[int], list[str]]
) -> None:
    papers = fresh(3)
    rows = seen(site.stage, papers)
    rows[0]["seenSha256"] = "0" * 64
    ask_code(site, papers)
    with lease_on(f"sign-{key_of(papers[1])}"):
        found = sent(site, rows, site.inbox[-1], key="batch-held-1")
    assert outcomes(found) == ["DIGEST_MISMATCH", "SIGNING_IN_PROGRESS", "SIGNED"]
    assert site.gateway.asked_files == [1]


def test_a_file_that_came_back_changed_is_one_papers_refusal_and_the_others_are_published(
    site: Site, fresh: Callable[[int], list[str]]
) -> None:
    papers = fresh(3)
    ask_code(site, papers)
    spoiled: list[bytes] = []

    def change(signed: bytes) -> bytes:
        spoiled.append(signed)
        return signed[:100] + b"X" + signed[101:] if len(spoiled) == 2 else signed

    site.gateway.change = change
    try:
        found = batch(site, papers, site.inbox[-1], key="batch-spoiled-1")
    finally:
        site.gateway.change = bytes
    assert outcomes(found) == ["SIGNED", "SERVICE_UNAVAILABLE", "SIGNED"]
    assert [len(each) for each in signatures(papers)] == [1, 0, 1]
    ask_code(site, papers[1:2])
    assert outcomes(batch(site, papers, site.inbox[-1], key="batch-spoiled-1")) == ["SIGNED"] * 3


def test_storage_that_goes_away_in_the_middle_loses_no_paper_that_could_be_published(
    site: Site, fresh: Callable[[int], list[str]]
) -> None:
    """The batch stands still, each paper is published or waits, and the rest follows with the next password."""
    papers = fresh(3)
    ask_code(site, papers)
    rows, site.real.fails = seen(site.stage, papers), key_of(papers[1])
    found = sent(site, rows, site.inbox[-1], key="batch-storage-1")
    site.real.fails = ""
    assert found["state"] == "INTERRUPTED"
    assert [len(each) for each in signatures(papers)] == [1, 0, 1]
    ask_code(site, papers)
    again = sent(site, rows, site.inbox[-1], key="batch-storage-1")
    assert outcomes(again) == ["SIGNED"] * 3
    assert site.gateway.asked_files == [3, 1]


def test_by_passphrase_whole_parts_go_in_one_call_each(site: Site, fresh: Callable[[int], list[str]]) -> None:
    papers = fresh(AT_ONCE + 1)
    site.keys[site.town.deputy.id] = replace(site.keys[site.town.deputy.id], secret=GatewaySecret.PASSPHRASE)
    assert outcomes(batch(site, papers, "salah", key="batch-frasa-1")) == ["PASSPHRASE_REFUSED"] * 4
    assert site.gateway.asked.count("/api/v2/sign/pdf") == 1
    assert outcomes(batch(site, papers, site.town.passphrase, key="batch-frasa-1")) == ["SIGNED"] * 4
    assert sorted(site.gateway.asked_files) == [1, 3]


def test_nothing_of_a_password_is_stored(site: Site, fresh: Callable[[int], list[str]], servers: Addresses) -> None:
    papers = fresh(1)
    ask_code(site, papers, key="code-stored-1")
    secret = site.inbox[-1]
    assert outcomes(batch(site, papers, secret, key="batch-stored-1")) == ["SIGNED"]
    with MongoClient(servers.mongodb_uri) as client:
        stored = client[site.town.system.database.name]
        told = [str(row) for name in stored.list_collection_names() for row in stored[name].find()]
        stored["uji"].insert_one({"passphrase": secret})
        canary = [str(row) for row in stored["uji"].find()]
        stored.drop_collection("uji")
    assert len(told) > 50
    assert [[row for row in rows if f"'{secret}'" in row] for rows in (told, canary)] == [[], canary]
    progress = site.stage.ask(ASK, "deputy", k="batch-stored-1")["signingBatch"]
    assert (progress["state"], progress["signed"]) == ("FINISHED", 1)
