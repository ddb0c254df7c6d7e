"""The thirteenth scenario: what the code on a revoked certificate answers. Its paper is really rendered, signed and stored."""

import asyncio
import json
import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast
from urllib.parse import quote

import httpx
import jwt
import pytest
from starlette.applications import Starlette

from app.cli import main
from app.embedded import Addresses
from app.http import http_application
from app.places import Places, PlacesTaken, places_taken
from app.pools import Pools
from app.status_lists import StatusLists
from documents.attachments import read_facts
from domain.credentials import StatusType
from domain.document_kinds import DocumentKind
from persistence.documents import DocumentRecord
from services.offline_bundles import OfflineBundle
from services.status_lists import PublishedStatuses, StatusListService
from signing.credential_keys import CredentialTrust
from signing.credentials import CredentialIssuer, read_credential
from signing.status_lists import read_status_list
from storage.keys import issued_key
from storage.port import Area
from tests.integration.graphql.earnest import in_town
from tests.integration.graphql.plays import REVOKE, Play
from tests.integration.graphql.stage import populate
from tests.integration.services.town import Town, running_town

pytestmark = [pytest.mark.servers, pytest.mark.libreoffice]

ANSWER = """genuine origin standing standingLabel standingSince document { kind }
    signatures { valid trusted signerName } checks { code result }"""
LISTED = "unitName standards { code determinedOn revoked }"
BY_CREDENTIAL = f"""query($text: String!) {{ verify(credential: $text) {{ genuine origin standing message(language: EN)
    document {{ number path {LISTED} }} checks {{ result }}
    credential {{ number edition institutionName expiresOn {LISTED} }} }} }}"""
REGISTER = "query { certificates(first: 5) { nodes { number path verifyUrl } } }"
BY_CODE = f"query($code: String!) {{ verify(code: $code) {{ {ANSWER} }} }}"
BY_DIGEST = f"query($sha256: Sha256!) {{ verify(sha256: $sha256) {{ {ANSWER} }} }}"


@pytest.fixture(scope="module")
def town(servers: Addresses, pools: Pools, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """The running system, whose seeds bring the Deputy with his key."""
    with running_town(servers, pools, tmp_path_factory.mktemp("town")) as town:
        yield town


@pytest.fixture(scope="module")
def play(town: Town) -> Iterator[Play]:
    """A play in the running system."""
    with asyncio.Runner() as runner:
        populate()
        stage = in_town(town, runner, {DocumentKind.CERTIFICATE})
        yield Play(stage)
        runner.run(stage.application.aclose())


def fetched(town: Town, path: str, **headers: str) -> httpx.Response:
    """What anyone gets from the running system."""

    async def get() -> httpx.Response:
        transport = httpx.ASGITransport(app=http_application(town.system))
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
            return await client.get(path, headers=headers)

    return asyncio.run(get())


def verified(
    capsys: pytest.CaptureFixture[str], bundle: Path, what: Path | str, at: datetime, pins: Sequence[str] = ()
) -> tuple[int, dict[str, Any]]:
    """Exit status and report of the command, which knows nothing but the bundle and what it is given."""
    status = main(["verify", "--offline", str(bundle), *pins, "--json", "--at", at.isoformat(), str(what)])
    return status, json.loads(capsys.readouterr().out)


def test_13_a_revoked_certificate_says_dicabut_by_code_upload_and_offline_though_its_signature_is_valid(
    play: Play, town: Town, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """R-42 (II.2.2.c): the paper stays genuine for ever; what it means today is another answer, and the public reads both."""
    stage = play.stage
    play.installed()
    assessment = play.reported("S09", "S11")
    stage.act("recordNoRecommendation", "reviewer", assessment)
    certificate = play.determined(assessment, "S09", "S11")
    paper = stage.look(certificate, "document { sha256 verifyUrl state }")["document"]
    code = paper["verifyUrl"].rpartition("/v/")[2]
    before = stage.ask(BY_DIGEST, sha256=paper["sha256"])["verify"]
    assert (before["genuine"], before["standing"], before["standingLabel"]) == (True, "IN_FORCE", "Berlaku")
    file, early, late = tmp_path / "sertifikat.pdf", tmp_path / "early.zip", tmp_path / "late.zip"
    file.write_bytes(town.system.store.get(Area.ISSUED, issued_key(paper["sha256"])))
    early.write_bytes(fetched(town, "/offline/bundle").content)
    text = read_facts(file.read_bytes()).credential
    made = stage.clock.now()
    root = tmp_path / "root.pem"
    root.write_bytes(town.system.pki.root_pem)
    pins = ("--root", str(root), "--log-key", town.system.publication.key.vkey)
    for what, genuine in ((file, True), (text, None)):
        status, report = verified(capsys, early, what, made, pins)
        stands = genuine is True
        assert (report["genuine"], report["inForce"], report["freshness"]) == (genuine, True, "FRESH")
        assert (status, report["standsToday"]) == (0 if stands else 1, stands), "a text alone never stands"
    (root_der,) = OfflineBundle.read(early.read_bytes()).trust.anchors.roots
    for some, finding in (((), "NEITHER"), (pins[:2], "ROOT_ONLY"), (pins[2:], "KEYS_ONLY")):
        status, report = verified(capsys, early, file, made, some)
        assert (status, report["genuine"], report["checks"][-1]["finding"]) == (1, None, finding)
        assert report["rootSha256"] == [sha256(root_der).hexdigest()]
    first = fetched(town, "/status/1")
    case = play.case()
    play.unimproved(case, "ADVICE")
    play.unimproved(case, "WARNING")
    assert stage.ask(BY_CODE, code=code)["verify"]["standing"] == "IN_FORCE"
    play.issued(case, "REVOCATION", REVOKE)
    assert stage.state(certificate) == "REVOKED"
    by_code = stage.ask(BY_CODE, code=code)["verify"]
    assert [check["result"] for check in by_code["checks"]] == ["PASSED"] * 7, "signature valid, certificate revoked"
    assert [(each["valid"], each["trusted"]) for each in by_code["signatures"]] == [(True, True)]
    assert (by_code["genuine"], by_code["standing"], by_code["standingLabel"]) == (None, "REVOKED", "Dicabut")
    after = stage.ask(BY_DIGEST, sha256=paper["sha256"])["verify"]
    assert (after["standing"], after["standingLabel"], after["standingSince"]) == ("REVOKED", "Dicabut", play.today())
    assert (after["genuine"], after["origin"], after["document"]) == (True, "ISSUED_BY_US", {"kind": "CERTIFICATE"})
    assert [check["result"] for check in after["checks"]] == ["PASSED"] * 7
    assert [(each["valid"], each["trusted"]) for each in after["signatures"]] == [(True, True)]
    assert after["checks"] == before["checks"]
    # by upload
    uploaded = town.system.use_cases.verification.verify_bytes(file.read_bytes())
    assert (uploaded.genuine, uploaded.standing, uploaded.standing_since) == (True, "REVOKED", play.today())
    # without network, by the newest list
    late.write_bytes(fetched(town, "/offline/bundle").content)
    now = stage.clock.now()
    for what, genuine in ((file, True), (text, None)):
        status, report = verified(capsys, late, what, now, pins)
        assert (status, report["genuine"], report["standsToday"], report["freshness"]) == (1, genuine, False, "FRESH")
        assert report["status"] == {
            "status": StatusType.INVALID,
            "since": play.today(),
            "revoked": {"S09": play.today(), "S11": play.today()},
        }
    assert (
        "GENUINE: the signature is valid. Legal standing: Revoked since"
        in verified(capsys, late, file, now, pins)[1]["messageEn"]
    )
    # the list of before is stale by now, and never says "in force" beyond its time
    status, report = verified(capsys, early, file, now, pins)
    assert (status, report["genuine"], report["standsToday"], report["freshness"]) == (1, True, False, "STALE")
    assert "TIDAK DIKETAHUI" in report["messageId"]
    # the published list moved with the standing
    second = fetched(town, "/status/1")
    assert (first.status_code, second.status_code) == (200, 200)
    assert first.headers["etag"] != second.headers["etag"]
    assert second.headers["content-type"] == "application/statuslist+cwt"
    assert second.headers["cache-control"] == "public, max-age=3600"
    assert fetched(town, "/status/1", **{"if-none-match": second.headers["etag"]}).status_code == 304
    trust = OfflineBundle.read(late.read_bytes()).trust
    place = DocumentRecord.objects(sha256=paper["sha256"]).get().status_index
    assert [read_status_list(each.content, trust).entry(place).status for each in (first, second)] == [
        StatusType.VALID,
        StatusType.INVALID,
    ]
    as_jwt = fetched(town, "/status/1", accept="application/statuslist+jwt")
    assert as_jwt.headers["content-type"].startswith("application/statuslist+jwt")
    assert jwt.get_unverified_header(as_jwt.text)["typ"] == "statuslist+jwt"
    for other in ("2", "01", "1" * 5_000, "-1", "x"):
        assert fetched(town, f"/status/{other}").status_code == 404
    # the bundle is the same bytes until something in it changes
    old, new = (f'"{sha256(each.read_bytes()).hexdigest()}"' for each in (early, late))
    again = fetched(town, "/offline/bundle")
    assert (again.content, again.headers["etag"]) == (late.read_bytes(), new)
    assert again.headers["cache-control"] == "public, max-age=300"
    unchanged = fetched(town, "/offline/bundle", **{"if-none-match": new})
    assert (unchanged.status_code, unchanged.content, unchanged.headers["etag"]) == (304, b"", new)
    assert fetched(town, "/offline/bundle", **{"if-none-match": old}).status_code == 200


def test_anyone_compares_a_paper_with_the_certificate_that_was_issued(play: Play, town: Town) -> None:
    """House rule: what the register lists is public, and so are the issued papers that say it; a copied code shows the
    difference. Drafts, other kinds and other people's papers stay closed.
    """
    stage = play.stage
    paper = DocumentRecord.objects(kind="CERTIFICATE", state="SIGNED").first()
    determination = DocumentRecord.objects(kind="DETERMINATION", state="SIGNED").first()
    data = town.system.store.get(Area.ISSUED, issued_key(paper.sha256))
    etag, address = f'"{paper.sha256}"', f"/documents/{paper.id}"
    got = fetched(town, address)
    assert (got.status_code, got.content, got.headers["etag"]) == (200, data, etag)
    assert got.headers["content-type"] == "application/pdf"
    part = fetched(town, address, range="bytes=0-3")
    assert (part.status_code, part.content) == (206, b"%PDF")
    assert fetched(town, address, **{"if-none-match": etag}).status_code == 304
    assert fetched(town, address, **{"sec-purpose": "prefetch"}).status_code == 403
    assert fetched(town, f"/documents/{determination.id}").status_code == 200
    closed = DocumentRecord.objects(kind__nin=["CERTIFICATE", "DETERMINATION"], state="SIGNED")
    assert closed.count() > 3
    for other in (*(each.id for each in closed), "f" * 24, "$ne"):
        refused = fetched(town, f"/documents/{other}")
        assert (refused.status_code, refused.headers["www-authenticate"]) == (401, "Bearer")
    for state in ("DRAFT", "AWAITING_SIGNATURE", "VOID"):
        DocumentRecord._get_collection().update_one({"_id": paper.id}, {"$set": {"state": state}})
        assert fetched(town, address).status_code == 401
    DocumentRecord._get_collection().update_one({"_id": paper.id}, {"$set": {"state": "SIGNED"}})
    # the register leads to it
    (node,) = stage.ask(REGISTER)["certificates"]["nodes"]
    assert node["number"] == paper.number
    assert (node["path"].endswith(address), node["verifyUrl"].endswith(f"/v/{paper.code}")) == (True, True)
    # the second QR code
    text = read_facts(data).credential
    said = stage.ask(BY_CREDENTIAL, text=text)["verify"]
    day = paper.dated
    listed = {
        "unitName": paper.facts["operator"]["unit"],
        "standards": [{"code": code, "determinedOn": day, "revoked": True} for code in ("S09", "S11")],
    }
    assert (said["genuine"], said["origin"], said["standing"]) == (None, "NO_FILE", "REVOKED")
    assert said["document"] == {"number": paper.number, "path": node["path"], **listed}
    assert said["credential"] == {
        "number": paper.number,
        "edition": 1,
        "institutionName": paper.facts["operator"]["institution"],
        "expiresOn": None,
        **listed,
    }
    assert {check["result"] for check in said["checks"]} == {"PASSED"}
    page = fetched(town, f"/verify?q={quote(text)}")
    assert (page.status_code, "Isi kode QR kedua" in page.text) == (200, True)
    assert paper.facts["operator"]["unit"] in page.text
    assert f'/documents/{paper.id}"' in page.text
    # what is damaged, not ours, or of a draft
    damaged = stage.ask(BY_CREDENTIAL, text=text[:-4])["verify"]
    assert (damaged["document"], damaged["credential"], damaged["standing"]) == (None, None, None)
    assert damaged["message"].startswith("This text is no whole credential.")
    assert fetched(town, f"/verify?q={quote(text[:-4])}").status_code == 404
    claims = read_credential(
        text,
        CredentialTrust(town.system.installation.credential_certificates(), town.system.installation.trust()),
        known_at=stage.clock.now(),
    ).claims
    issuer = CredentialIssuer(town.system.installation.credential_key)
    of_draft = issuer.issue(replace(claims, edition=2))
    assert stage.ask(BY_CREDENTIAL, text=of_draft)["verify"]["message"].startswith("This credential is ours, but no ")
    beyond = issuer.issue(replace(claims, status=replace(claims.status, index=9_999)))
    assert stage.ask(BY_CREDENTIAL, text=beyond)["verify"]["document"] is None
    for query in ('{ verify(code: "a", credential: "b") { genuine } }', "{ verify { genuine } }"):
        both = fetched(town, f"/graphql?query={quote(query)}").json()
        assert both["errors"][0]["message"] == "Give either `code`, `sha256` or `credential`."


def test_who_comes_when_too_many_are_served_is_told_to_come_again(town: Town) -> None:
    """As where too many files are being verified: 503, in both languages, and when to try again."""
    held, let_go = threading.Event(), threading.Event()

    def slowly() -> PublishedStatuses:
        held.set()
        assert let_go.wait(30)
        return town.system.statuses.current()

    slow = SimpleNamespace(current=slowly)
    lists = StatusLists(
        replace(town.system, statuses=cast(StatusListService, slow)), places=Places(at_once=1, waiting=0)
    )
    application = Starlette(routes=lists.routes(), exception_handlers={PlacesTaken: places_taken})

    async def both() -> list[httpx.Response]:
        transport = httpx.ASGITransport(app=application)
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
            first = asyncio.create_task(client.get("/status/1"))
            await asyncio.to_thread(held.wait, 30)
            second = [await client.get(path) for path in ("/status/1", "/offline/bundle")]
            let_go.set()
            return [await first, *second, await client.get("/offline/bundle")]

    answers = asyncio.run(both())
    assert [each.status_code for each in answers] == [200, 503, 503, 200]
    assert (answers[1].headers["retry-after"], answers[1].headers["cache-control"]) == ("10", "no-store")
    assert set(answers[1].json()["message"]) == {"id", "en"}
