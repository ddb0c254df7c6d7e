"""The thirteenth scenario: what the code on a revoked certificate answers. Its paper is really rendered, signed and stored."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest

from app.embedded import Addresses
from domain.documents import DocumentKind, SignedPaper
from persistence.documents import DocumentRecord
from services.door import Door
from services.issuance import Issuance, IssuancePorts, Signing
from tests.integration.graphql.plays import REVOKE, Play
from tests.integration.graphql.stage import Stage, assembled, populate
from tests.integration.services.plain_issuance import PlainIssuance
from tests.integration.services.town import Town, running_town

pytestmark = [pytest.mark.servers, pytest.mark.libreoffice]

ANSWER = """genuine origin standing standingLabel standingSince document { kind }
    signatures { valid trusted signerName } checks { code result }"""
BY_CODE = f"query($code: String!) {{ verify(code: $code) {{ {ANSWER} }} }}"
BY_DIGEST = f"query($sha256: Sha256!) {{ verify(sha256: $sha256) {{ {ANSWER} }} }}"


class CertificatesInEarnest(PlainIssuance):
    """Certificates are issued by the running system itself, all other papers plainly: the story looks at certificates."""

    def __init__(self, ports: IssuancePorts, *, real: Issuance) -> None:
        super().__init__(ports)
        self._real = real

    def prepare(self, document_id: str) -> None:
        if _is_certificate(DocumentRecord.objects(id=document_id).get()):
            self._real.prepare(document_id)
        else:
            super().prepare(document_id)

    def sign(self, document: DocumentRecord, signing: Signing) -> SignedPaper:
        return (self._real if _is_certificate(document) else super()).sign(document, signing)


def _is_certificate(document: DocumentRecord) -> bool:
    return bool(document.kind == DocumentKind.CERTIFICATE)


@dataclass
class TownClock:
    """The running system's clock, moved as stories move theirs: forward only."""

    town: Town

    @property
    def instant(self) -> datetime:
        return self.town.system.clock.now()

    @instant.setter
    def instant(self, later: datetime) -> None:
        self.town.advance(seconds=(later - self.instant).total_seconds())

    def now(self) -> datetime:
        return self.instant


@pytest.fixture(scope="module")
def play(servers: Addresses, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Play]:
    """A play in the running system, whose seeds bring the Deputy with his key."""
    with running_town(servers, tmp_path_factory.mktemp("town")) as town, asyncio.Runner() as runner:
        populate()
        stage = in_town(town, runner)
        yield Play(stage)
        runner.run(stage.application.aclose())


def in_town(town: Town, runner: asyncio.Runner) -> Stage:
    system, clock = town.system, TownClock(town)

    def issuance(door: Door) -> Issuance:
        unused: Any = None
        ports = IssuancePorts(
            door=door,
            clock=clock,
            store=system.store,
            converter=unused,
            signer=unused,
            inspector=unused,
            trust=unused,
            public_url=system.settings.public_url,
            development=True,
        )
        return CertificatesInEarnest(ports, real=system.issuance)

    return assembled(
        database=system.database,
        clock=clock,
        store=system.store,
        issuance=issuance,
        verification=system.use_cases.verification,
        runner=runner,
        passphrase=town.passphrase,
        actors={"deputy": town.deputy},
    )


def test_13_the_code_of_a_revoked_certificate_says_dicabut_though_its_signature_is_valid(play: Play) -> None:
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
