"""Production from the outside: it starts with a signer, trust, time stamps and its own servers, and with nothing less."""

import io
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import bson
import pytest
from pyhanko.pdf_utils.reader import PdfFileReader
from pymongo import MongoClient

from app.demo.story import Story
from app.embedded import Addresses
from documents.marks import BSRE_WORDS, DEVELOPMENT_MARK
from tests.e2e.authorities import Authorities, authorities
from tests.e2e.production import (
    PEOPLE,
    SIGNERS,
    Installed,
    environment_of,
    installed,
    refused_start,
)
from tests.integration.signing.tokens import Softhsm

pytestmark = [pytest.mark.servers, pytest.mark.libreoffice, pytest.mark.slow]

SECRET, SEAL_SECRET = "PIN-pejabat-7Kq2", "PIN-segel-9Zx4"
WRONG = "bukan frasa sandinya"
"""What the walk gives first."""


@dataclass
class Told:
    """An installation in which the walk was told, and its papers."""

    installation: Installed
    servers: Addresses
    database: str
    story: Story
    papers: list[dict[str, object]]
    seal_name: str


def token_tables(folder: Path, given: Authorities) -> str:
    """Keys in tokens: one for each person who signs, one for the seal."""
    hsm = Softhsm(folder / "softhsm", given.pki)
    for person in SIGNERS.values():
        hsm.person(person.id, pin=SECRET, name=person.name)
    hsm.person("segel", pin=SEAL_SECRET, name="Segel LKPP")
    (folder / "seal.pin").write_text(SEAL_SECRET)
    return (
        f'[seal]\nkind = "pkcs11"\nmodule = "{hsm.module}"\ntoken = "segel"\nkey = "kunci"\npin_file = "seal.pin"\n'
        f'chain = ["issuing.pem"]\n\n'
        f'[personal]\nkind = "pkcs11"\nmodule = "{hsm.module}"\ntoken = "{{signer}}"\nkey = "kunci"\n'
        f'chain = ["issuing.pem"]\n'
    )


KINDS: dict[str, Callable[[Path, Authorities], str]] = {"pkcs11": token_tables}


@pytest.fixture(scope="module", params=sorted(KINDS))
def told(
    request: pytest.FixtureRequest, servers: Addresses, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Told]:
    """The walk, once for each kind of key."""
    folder = tmp_path_factory.mktemp(f"production-{request.param}")
    database = f"prod-{uuid4().hex[:8]}"
    with authorities(folder) as given:
        signing = KINDS[request.param](folder, given)
        with installed(folder, servers, given, database=database, signing=signing) as installation:
            cast = installation.cast(SECRET)
            installation.appoint(cast.admin)
            story = installation.mark(SECRET, name="production")
            papers = story.await_papers()
            yield Told(installation, servers, database, story, papers, "Segel LKPP")


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
        data = told.installation.head.download(str(paper["path"]))
        report = public.verify(data)
        assert (report["genuine"], report["development"]) == (True, False), report["checks"]
        assert {check["result"] for check in report["checks"]} <= {"PASSED"}, report["checks"]
        assert report["signatures"][-1]["level"] == "B_LTA"


def test_the_test_sentence_stands_nowhere(told: Told) -> None:
    assert DEVELOPMENT_MARK == "TANDA TANGAN UJI - TIDAK SAH SECARA HUKUM"
    for paper in told.papers:
        data = told.installation.head.download(str(paper["path"]))
        text = subprocess.run(["pdftotext", "-", "-"], input=data, capture_output=True, check=True).stdout.decode()
        assert "TIDAK SAH SECARA HUKUM" not in " ".join(text.split())
        assert "DATA CONTOH" not in text or paper["kind"] == "APPROVAL"
        assert BSRE_WORDS not in text
        assert "Jalan Produksi Nomor 7" in text or paper["kind"] == "SLA"


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


def test_secrets_stand_nowhere_but_in_the_files_of_their_owner(told: Told) -> None:
    """Logs of serve and worker, every file of the data folders, every collection as BSON, and the broker."""
    installation = told.installation
    secrets = [SECRET.encode(), SEAL_SECRET.encode(), WRONG.encode()]
    assert "PASSPHRASE_REFUSED" in installation.log() or "WrongPassphrase" in installation.log()
    found = {
        str(file.relative_to(installation.folder))
        for file in installation.folder.rglob("*")
        if file.is_file() and any(secret in file.read_bytes() for secret in secrets)
    }
    assert found == {"seal.pin"}
    with MongoClient(told.servers.mongodb_uri, document_class=bson.raw_bson.RawBSONDocument) as client:
        stored = client[told.database]
        raw = [document.raw for name in stored.list_collection_names() for document in stored[name].find()]
    assert len(raw) > 100
    assert not [document for document in raw if any(secret in document for secret in secrets)]
    redis = installation.redis
    kept = [redis.dump(key) for key in redis.keys("*")]
    assert not [value for value in kept if value and any(secret in value for secret in secrets)]


def test_what_development_serves_is_not_served(told: Told) -> None:
    client = told.installation.public
    roots = client._http.get("/pki/root.pem")
    assert roots.content == (told.installation.folder / "root.pem").read_bytes()
    assert client._http.get("/crl/issuing.crl").status_code == 404


def test_a_letter_waits_for_the_time_stamps(told: Told) -> None:
    """The level is never lowered: without the authority nothing is signed, and afterwards it is."""
    given = told.installation.given
    paper = told.papers[0]
    assert PdfFileReader(io.BytesIO(told.installation.head.download(str(paper["path"])))).embedded_timestamp_signatures
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
    import time

    story._until(story.papers, lambda found: any(p["state"] == "AWAITING_SIGNATURE" for p in found), "it is not made")
    time.sleep(seconds)
    return story.papers()


# --- what does not start --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("setting", "value", "reason"),
    [
        ("PEMBINA_SIGNING_FILE", "", "production needs PEMBINA_SIGNING_FILE"),
        ("PEMBINA_AGENCY_FILE", "", "production needs PEMBINA_AGENCY_FILE"),
        ("PEMBINA_CREDENTIAL_KEY_FILE", "", "production needs PEMBINA_CREDENTIAL_KEY_FILE"),
        ("PEMBINA_OIDC_ISSUER", "", "the development issuer is refused"),
        ("PEMBINA_CLOCK_START", "2026-01-01T00:00Z", "legal time is real time"),
        ("PEMBINA_SIGNING_FILE", "/tidak/ada.toml", "cannot be read"),
        ("PEMBINA_AGENCY_FILE", "/tidak/ada.toml", "cannot be read"),
    ],
)
def test_production_does_not_start_without(
    tmp_path: Path, servers: Addresses, setting: str, value: str, reason: str
) -> None:
    with authorities(tmp_path) as given:
        signing = token_tables(tmp_path, given)
        environment = environment_of(tmp_path, servers, given, database="never", signing=signing, port=1)
        status, said = refused_start({**environment, setting: value}, tmp_path / "data")
    assert status == 1
    assert reason in said
    assert not (tmp_path / "data").exists()
    assert len(PEOPLE) == 6
