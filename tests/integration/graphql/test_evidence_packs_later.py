"""An evidence pack eleven years later: a renewed letter, every key rotated, some revoked since."""

import asyncio
import io
import json
import zipfile
from pathlib import Path

import pytest

from app.embedded import Addresses
from app.pools import Pools
from domain.document_kinds import DocumentKind
from persistence.documents import DocumentRecord
from signing.development_pki import AuthorityName
from tests.integration.graphql.earnest import in_town
from tests.integration.graphql.plays import Play
from tests.integration.graphql.stage import populate
from tests.integration.graphql.test_evidence_packs import (
    PEOPLE_BY_ID,
    checked,
    fetched,
    linked_libraries,
    pins,
    warned_case,
)
from tests.integration.services.town import running_town

pytestmark = [pytest.mark.servers, pytest.mark.libreoffice]


def test_a_pack_of_a_renewed_letter_holds_after_every_key_was_rotated_and_one_revoked(
    servers: Addresses, pools: Pools, tmp_path: Path
) -> None:
    """The letter stands in it with its archive stamp; its issuance in the public log is that of the bytes as issued."""
    folder = tmp_path / "libraries"
    folder.mkdir()
    libraries = linked_libraries(folder)
    with running_town(servers, pools, tmp_path / "town") as town, asyncio.Runner() as runner:
        populate()
        play = Play(in_town(town, runner, {DocumentKind.ADVICE}))
        case = warned_case(play)
        system = town.system
        with zipfile.ZipFile(io.BytesIO(fetched(town, case, PEOPLE_BY_ID["auditor"]).content)) as archive:
            before = json.loads(archive.read("manifest.json"))["letters"]
        papers = [DocumentRecord.objects(sha256=letter["sha256"]).get() for letter in before]
        town.advance(days=365 * 9 + 10)
        for name in (AuthorityName.ROOT, AuthorityName.TSA, AuthorityName.CREDENTIAL, AuthorityName.SEAL):
            system.pki.rotate(name)
        archive_service = system.installation.archive(
            system.use_cases.door, store=system.store, signing=system.pools.signing
        )
        assert [archive_service.renew(paper.id) for paper in papers] == [True] * len(before)
        town.advance(days=20)
        for stem in ("seal", "tsa", "credential"):
            if not system.pki.lists.is_revoked(system.pki.generations.certificate(stem)):
                system.pki.revoke_authority(stem, system.clock.now(), "key_compromise")
        town.advance(days=365 * 2)
        system.pki.replace_due()
        unpacked = tmp_path / "kelak"
        with zipfile.ZipFile(io.BytesIO(fetched(town, case, PEOPLE_BY_ID["auditor"]).content)) as archive:
            archive.extractall(unpacked)
        assert json.loads((unpacked / "manifest.json").read_bytes())["letters"] == before
        files = sorted((unpacked / "letters").iterdir())
        assert [letter["size"] for letter in before] == [paper.size for paper in papers]
        assert all(file.stat().st_size > letter["size"] for file, letter in zip(files, before, strict=True))
        known = pins(town, tmp_path)
        status, said = checked(unpacked, libraries, *known)
        assert (status, said.startswith("BENAR / HOLDS")) == (0, True), said
        with files[0].open("r+b") as content:
            content.seek(-300, 2)
            content.write(b"x")
        assert checked(unpacked, libraries, *known)[0] == 1
        runner.run(play.stage.application.aclose())
