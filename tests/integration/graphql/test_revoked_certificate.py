"""The thirteenth scenario: what the code on a revoked certificate answers. Its paper is really rendered, signed and stored."""

import asyncio
import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx
import jwt
import pytest

from app.cli import main
from app.embedded import Addresses
from app.http import http_application
from documents.attachments import read_facts
from domain.credentials import StatusType
from domain.documents import DocumentKind
from persistence.documents import DocumentRecord
from services.offline_bundles import OfflineBundle
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
BY_CODE = f"query($code: String!) {{ verify(code: $code) {{ {ANSWER} }} }}"
BY_DIGEST = f"query($sha256: Sha256!) {{ verify(sha256: $sha256) {{ {ANSWER} }} }}"


@pytest.fixture(scope="module")
def town(servers: Addresses, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """The running system, whose seeds bring the Deputy with his key."""
    with running_town(servers, tmp_path_factory.mktemp("town")) as town:
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
    capsys: pytest.CaptureFixture[str], bundle: Path, what: Path | str, at: datetime
) -> tuple[int, dict[str, Any]]:
    """Exit status and report of the command, which knows nothing but the bundle and what it is given."""
    status = main(["verify", "--offline", str(bundle), "--json", "--at", at.isoformat(), str(what)])
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
    for what, genuine in ((file, True), (text, None)):
        status, report = verified(capsys, early, what, made)
        assert (status, report["genuine"], report["standsToday"], report["freshness"]) == (0, genuine, True, "FRESH")
    first = fetched(town, "/status/1")
    case = play.case()
    play.unimproved(case, "ADVICE")
    play.unimproved(case, "WARNING")
    assert stage.ask(BY_CODE, code=code)["verify"]["standing"] == "IN_FORCE"
    play.issued(case, "REVOCATION", REVOKE)
    assert stage.state(certificate) == "REVOKED"
    by_code = stage.ask(BY_CODE, code=code)["verify"]
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
        status, report = verified(capsys, late, what, now)
        assert (status, report["genuine"], report["standsToday"], report["freshness"]) == (1, genuine, False, "FRESH")
        assert report["status"] == {
            "status": StatusType.INVALID,
            "since": play.today(),
            "revoked": {"S09": play.today(), "S11": play.today()},
        }
    assert (
        "GENUINE: the signature is valid. Legal standing: Revoked since"
        in verified(capsys, late, file, now)[1]["messageEn"]
    )
    # the list of before is stale by now, and never says "in force" beyond its time
    status, report = verified(capsys, early, file, now)
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
    assert fetched(town, "/status/2").status_code == 404
