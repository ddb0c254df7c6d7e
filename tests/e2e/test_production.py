"""Production from the outside: it starts with a signer, trust, time stamps and its own servers, and with nothing less."""

import io
import re
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import bson
import pytest
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pymongo import MongoClient

from app.broker import QUEUE, CeleryCarrier
from app.demo.story import Story
from app.embedded import Addresses
from app.server import free_port, served
from documents.marks import BSRE_WORDS, DEVELOPMENT_MARK
from signing.pkcs12 import CachedKeyHolder
from tests.e2e.authorities import Authorities, authorities
from tests.e2e.production import (
    PEOPLE,
    SIGNERS,
    Installed,
    certified,
    environment_of,
    installed,
    refused_start,
)
from tests.integration.signing.cloud_service import CloudService
from tests.integration.signing.gateway import Gateway
from tests.integration.signing.gateway import Person as GatewayPerson
from tests.integration.signing.tokens import Softhsm

pytestmark = [pytest.mark.servers, pytest.mark.libreoffice, pytest.mark.slow]

SECRET, SEAL_SECRET = "PIN-pejabat-7Kq2", "PIN-segel-9Zx4"
WAYS = ({"version": "v1"}, {"version": "v2", "secret": "totp"})
"""How the two who sign do so at the gateway: the Deputy by version 1, the head of the institution by one-time passwords."""
CODE_DIGITS = 24
"""Long ones: six digits would be found in many a file by chance."""
ACCOUNT = ("pembina", "akun-gerbang-5Wd8")
NIK_START = 3171010101700001
WRONG = "bukan frasa sandinya"
"""What the walk gives first."""


Inbox = list[str]
"""The one-time passwords that a person was sent."""


class CodeStory(Story):
    """The head of the institution has a one-time password sent to him, and signs by it; a wrong one before is refused."""

    def __init__(self, inbox: Inbox, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._inbox = inbox

    def sign_first(self) -> None:
        signing, head = self._signing(), self._cast.institution_head
        mutation, fields = "signSlaForInstitution", "sla { id state version document { id state sha256 } }"
        self._refused(head, mutation, "ONE_TIME_PASSWORD_REFUSED", {**signing, "passphrase": WRONG})
        paper = self._sla()["document"]["id"]
        self._do(head, "requestSigningCode", "covered", {"documents": [paper]})
        self._do(head, mutation, fields, {**signing, "passphrase": self._inbox[-1]})


@dataclass(frozen=True)
class Prepared:
    """The tables of the signing file, and the inbox of the one who signs by one-time passwords, where somebody does."""

    tables: str
    inbox: Inbox | None = None

    def story(self, *given: Any, **named: Any) -> Story:
        return Story(*given, **named) if self.inbox is None else CodeStory(self.inbox, *given, **named)


@dataclass
class Told:
    """An installation in which the walk was told, and its papers. *Shape*: `codes` are all one-time passwords sent."""

    installation: Installed
    servers: Addresses
    database: str
    story: Story
    papers: list[dict[str, object]]
    seal_name: str
    prepared: Prepared

    @property
    def codes(self) -> Inbox:
        return list(self.prepared.inbox or ())


def token_tables(folder: Path, given: Authorities) -> str:
    """Keys in tokens: one for each person who signs, one for the seal."""
    hsm = Softhsm(folder / "softhsm", given.pki)
    for person in SIGNERS.values():
        hsm.person(person.id, pin=SECRET, name=person.name)
    hsm.person("segel", pin=SEAL_SECRET, name="Segel LKPP")
    (folder / "seal.pin").write_text(SEAL_SECRET)
    return (
        f'[seal]\nkind = "pkcs11"\nmodule = "{hsm.module}"\ntoken = "segel"\nkey = "kunci"\npin_file = "seal.pin"\n'
        f'chain = ["issuing.pem"]\nsubject_name = "Segel LKPP"\n\n'
        f'[personal]\nkind = "pkcs11"\nmodule = "{hsm.module}"\ntoken = "{{signer}}"\nkey = "kunci"\n'
        f'chain = ["issuing.pem"]\nsubject_serial_number = "{{signer}}"\n'
    )


def prepared_tokens(folder: Path, given: Authorities, _stack: ExitStack) -> Prepared:
    """The tables, with nothing running beside them."""
    return Prepared(token_tables(folder, given))


def service_tables(folder: Path, given: Authorities, stack: ExitStack) -> Prepared:
    """No key here at all: people sign at the BSrE gateway's double, and the seal is a credential at a CSC service."""
    seal = certified(given, "Segel LKPP")
    cloud = CloudService(key=seal.key, certificates=[seal.certificate, given.issuing], pin=SEAL_SECRET)
    gateway = Gateway(given.pki.timestamper(), account=ACCOUNT, code_digits=CODE_DIGITS)
    rows, inbox = [], None
    for number, person in enumerate(SIGNERS.values()):
        made = certified(given, person.name)
        holder = CachedKeyHolder(made.key, made.certificate, chain=[given.issuing])
        nik = f"{NIK_START + number}"
        ways = WAYS[number]
        is_one_time = ways.get("secret") == "totp"
        gateway.people[nik] = GatewayPerson(holder, "" if is_one_time else SECRET)
        inbox = gateway.people[nik].inbox if is_one_time else inbox
        lines = [f'{name} = "{value}"\n' for name, value in ({"nik": nik, "subject_name": person.name} | ways).items()]
        rows.append(f"[personal.people.{person.id}]\n{''.join(lines)}")
    for name, text in (("seal.pin", SEAL_SECRET), ("csc.token", cloud.token), ("bsre.account", ":".join(ACCOUNT))):
        (folder / name).write_text(text)
    ports = free_port(), free_port()
    for port, application in zip(ports, (cloud.application(), gateway.application()), strict=True):
        stack.enter_context(served(application, host="127.0.0.1", port=port))
    stack.callback(lambda: _require_both_ways(gateway))
    return Prepared(
        f'[seal]\nkind = "csc"\nurl = "http://127.0.0.1:{ports[0]}"\ncredential = "{cloud.credential}"\n'
        f'token_file = "csc.token"\nsecret_file = "seal.pin"\nsubject_name = "Segel LKPP"\n\n'
        f'[personal]\nkind = "bsre"\nurl = "http://127.0.0.1:{ports[1]}"\naccount_file = "bsre.account"\n\n'
        + "\n".join(rows),
        inbox,
    )


def _require_both_ways(gateway: Gateway) -> None:
    """The walk has signed by both versions: a search for secrets after one of them would find nothing of the other."""
    assert {"/api/sign/pdf", "/api/v2/sign/get/totp", "/api/v2/sign/pdf"} <= set(gateway.asked)


Prepare = Callable[[Path, Authorities, ExitStack], Prepared]
KINDS: dict[str, Prepare] = {"pkcs11": prepared_tokens, "services": service_tables}


@pytest.fixture(scope="module", params=sorted(KINDS))
def told(
    request: pytest.FixtureRequest, servers: Addresses, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Told]:
    """The walk, once for each kind of key."""
    folder = tmp_path_factory.mktemp(f"production-{request.param}")
    database = f"prod-{uuid4().hex[:8]}"
    with authorities(folder) as given, ExitStack() as stack:
        prepared = KINDS[request.param](folder, given, stack)
        with installed(folder, servers, given, database=database, signing=prepared.tables) as installation:
            cast = installation.cast(SECRET)
            installation.appoint(cast.admin)
            story = installation.mark(SECRET, name="production", told_by=prepared.story)
            papers = story.await_papers()
            yield Told(installation, servers, database, story, papers, "Segel LKPP", prepared)


def test_every_paper_is_genuine_and_signed_at_the_highest_level(told: Told) -> None:
    public = told.installation.public
    assert sorted(str(paper["kind"]) for paper in told.papers) == [
        "APPLICATION_RECEIPT",
        "APPLICATION_RECEIPT",
        "APPROVAL",
        "COMPLETION_REQUEST",
        "INSTALLATION_MINUTES",
        "SLA",
    ]
    for paper in told.papers:
        data = told.installation.paper(paper)
        report = public.verify(data)
        assert (report["genuine"], report["development"]) == (True, False), report["checks"]
        assert {check["result"] for check in report["checks"]} <= {"PASSED"}, report["checks"]
        assert report["signatures"][-1]["level"] == "B_LTA"


def test_the_test_sentence_stands_nowhere(told: Told) -> None:
    assert DEVELOPMENT_MARK == "TANDA TANGAN UJI - TIDAK SAH SECARA HUKUM"
    for paper in told.papers:
        data = told.installation.paper(paper)
        text = subprocess.run(["pdftotext", "-", "-"], input=data, capture_output=True, check=True).stdout.decode()
        assert "TIDAK SAH SECARA HUKUM" not in " ".join(text.split())
        assert "DATA CONTOH" not in text or paper["kind"] == "APPROVAL"
        assert BSRE_WORDS not in text
        assert "Jalan Produksi Nomor 7" in text or paper["kind"] == "SLA"


def test_the_agreement_names_the_help_desk_of_the_agency_file(told: Told) -> None:
    [agreement] = [told.installation.paper(paper) for paper in told.papers if paper["kind"] == "SLA"]
    text = subprocess.run(["pdftotext", "-", "-"], input=agreement, capture_output=True, check=True).stdout.decode()
    for words in (
        "Layanan Bantuan Uji",
        "(021) 7007000",
        "bantuan@produksi.invalid",
        "Hari kerja 07.30 sampai 16.30 WIB",
    ):
        assert words.replace(" ", "") in "".join(text.split())


def test_the_seal_and_a_person_are_told_apart(told: Told) -> None:
    """In the record and on the paper: by the certificate of the signature, and by its words."""
    with MongoClient(told.servers.mongodb_uri) as client:
        records = list(client[told.database]["documents"].find({"state": "SIGNED"}))
    kinds = {
        (record["kind"], signature["kind"], signature["signer_name"])
        for record in records
        for signature in record["signatures"]
    }
    deputy, head = (person.name for person in SIGNERS.values())
    assert kinds == {
        ("APPLICATION_RECEIPT", "SEAL", told.seal_name),
        ("COMPLETION_REQUEST", "SEAL", told.seal_name),
        ("INSTALLATION_MINUTES", "SEAL", told.seal_name),
        ("APPROVAL", "PERSONAL", deputy),
        ("SLA", "PERSONAL", head),
        ("SLA", "PERSONAL", deputy),
    }


def test_the_time_stamps_came_over_http(told: Told) -> None:
    signatures = 7  # the SLA bears two
    assert told.installation.given.stamped >= signatures


def test_the_cas_responder_was_asked_and_its_answers_are_in_the_papers(told: Told) -> None:
    """RFC 6960, where the certificates name one; the revocation lists stay beside it."""
    assert told.installation.given.asked >= len(told.papers)
    for paper in told.papers:
        store = DocumentSecurityStore.read_dss(PdfFileReader(io.BytesIO(told.installation.paper(paper))))
        assert list(store.ocsps)


def test_secrets_stand_nowhere_but_in_the_files_of_their_owner(told: Told) -> None:
    """Logs of serve and worker, every file of the data folders, every collection as BSON, and all that the broker got: PINs,
    passphrases and one-time passwords, right and wrong ones.
    """
    installation = told.installation
    by_service = (installation.folder / "bsre.account").exists()
    assert [len(code) for code in told.codes] == ([CODE_DIGITS] if by_service else [])
    secrets = [secret.encode() for secret in (SECRET, SEAL_SECRET, WRONG, ACCOUNT[1], *told.codes)]
    assert ("OneTimePasswordRefused" if by_service else "WrongPassphrase") in installation.log()
    found = _files_with(installation.folder, *secrets)
    assert found == {"seal.pin", *(["bsre.account"] if by_service else [])}
    for number in range(len(SIGNERS)):
        nik = str(NIK_START + number).encode()
        assert _files_with(installation.folder, nik) <= {"signing.toml"}
        secrets.append(nik)
    with MongoClient(told.servers.mongodb_uri, document_class=bson.raw_bson.RawBSONDocument) as client:
        stored = client[told.database]
        raw = [document.raw for name in stored.list_collection_names() for document in stored[name].find()]
    assert len(raw) > 100
    assert not [document for document in raw if any(secret in document for secret in secrets)]
    published = installation.tap.published(QUEUE)
    assert sum(_names_an_entry(body) for body in published) >= len(told.papers)  # each was made by the worker
    assert installation.tap.with_any(secrets) == []


def test_the_search_of_the_broker_finds_what_is_published_though_it_is_consumed(told: Told) -> None:
    """A canary, by the way that ids go: as an argument it is in the message twice, and readable in one place only."""
    canary = "kanari-PIN-8Ht3"
    assert told.installation.tap.with_any([canary.encode()]) == []
    carrier = CeleryCarrier(told.installation.environment["PEMBINA_BROKER_URL"])
    carrier.send(canary)
    carrier.stop()
    limit = time.monotonic() + 20
    while told.installation.redis.llen(QUEUE) and time.monotonic() < limit:
        time.sleep(0.05)
    assert told.installation.redis.llen(QUEUE) == 0
    body = f'[["{canary}"]'.encode()
    while not told.installation.tap.with_any([body]) and time.monotonic() < limit:  # MONITOR tells a moment later
        time.sleep(0.05)
    found = told.installation.tap.with_any([canary.encode()])
    assert any(each.startswith(body) for each in found)
    assert any(canary.encode() in message for message in told.installation.tap.published(QUEUE))


def _names_an_entry(body: bytes) -> bool:
    return re.match(rb'\[\["[0-9A-Za-z-]+"\]', body) is not None


def _files_with(folder: Path, *wanted: bytes) -> set[str]:
    """The files in which one of these stands."""
    return {
        str(file.relative_to(folder))
        for file in folder.rglob("*")
        if file.is_file() and any(each in file.read_bytes() for each in wanted)
    }


def test_what_development_serves_is_not_served(told: Told) -> None:
    client = told.installation.public
    roots = client._http.get("/pki/root.pem")
    assert roots.content == (told.installation.folder / "root.pem").read_bytes()
    assert client._http.get("/crl/issuing.crl").status_code == 404


def test_a_letter_waits_for_the_time_stamps(told: Told) -> None:
    """The level is never lowered: without the authority nothing is signed, and afterwards it is."""
    given = told.installation.given
    paper = told.papers[0]
    assert PdfFileReader(io.BytesIO(told.installation.paper(paper))).embedded_timestamp_signatures
    given.tsa_answers = False
    try:
        again = Story(told.installation.cast(SECRET), told.story._progress, name="waiting")
        again.apply()
        waiting = [paper for paper in _after(again, 6) if paper["kind"] == "APPLICATION_RECEIPT"]
        assert [paper["state"] for paper in waiting] == ["AWAITING_SIGNATURE"]
    finally:
        given.tsa_answers = True
    done = again._until(again.papers, lambda found: all(p["state"] == "SIGNED" for p in found), "it still waits")
    assert [paper["signatures"][0]["level"] for paper in done] == ["B_LTA"]


def _after(story: Story, seconds: float) -> list[dict[str, object]]:
    """The papers, when one waits for its signature and has been tried."""
    story._until(story.papers, lambda found: any(p["state"] == "AWAITING_SIGNATURE" for p in found), "it is not made")
    time.sleep(seconds)
    return story.papers()


# --- what does not start --------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def installable(servers: Addresses, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The settings of an installation that would start."""
    folder = tmp_path_factory.mktemp("installable")
    with authorities(folder) as given:
        signing = token_tables(folder, given)
        yield environment_of(folder, servers, given, database="never", signing=signing, port=1)


@pytest.mark.parametrize(
    ("setting", "value", "reason"),
    [
        ("PEMBINA_SIGNING_FILE", "", "production needs PEMBINA_SIGNING_FILE"),
        ("PEMBINA_AGENCY_FILE", "", "production needs PEMBINA_AGENCY_FILE"),
        ("PEMBINA_CREDENTIAL_KEY_FILE", "", "production needs PEMBINA_CREDENTIAL_KEY_FILE"),
        ("PEMBINA_LOG_KEY_FILE", "", "production needs PEMBINA_LOG_KEY_FILE"),
        ("PEMBINA_OIDC_ISSUER", "", "the development issuer is refused"),
        ("PEMBINA_CLOCK_START", "2026-01-01T00:00Z", "legal time is real time"),
        ("PEMBINA_SIGNING_FILE", "/tidak/ada.toml", "cannot be read"),
        ("PEMBINA_AGENCY_FILE", "/tidak/ada.toml", "cannot be read"),
        ("PEMBINA_LOG_KEY_FILE", "/tidak/ada.key", "cannot be read"),
        ("PEMBINA_CREDENTIAL_KEY_FILE", "/tidak/ada.pem", "cannot be read"),
    ],
)
def test_production_does_not_start_without(
    tmp_path: Path, installable: dict[str, str], setting: str, value: str, reason: str
) -> None:
    status, said = refused_start({**installable, setting: value}, tmp_path / "data")
    assert status == 1
    assert reason in said
    assert not (tmp_path / "data").exists()
    assert len(PEOPLE) == 6
