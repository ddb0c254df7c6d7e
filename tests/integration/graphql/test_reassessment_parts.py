"""Re-assessments where determining a part is switched off (`determination.partial`): told through GraphQL, with no dead end."""

from collections.abc import Iterator

import pytest

from app.embedded import Addresses
from domain.aggregates import Aggregate
from domain.clock import legal_date
from domain.configuration_keys import ConfigurationKey
from domain.roles import SYSTEM
from domain.settings import EnterSetting
from services.commands import Command, Done
from storage.s3 import S3Store
from tests.integration.graphql.plays import Play
from tests.integration.graphql.stage import Snapshot, Stage, open_stage

pytestmark = pytest.mark.servers


@pytest.fixture(scope="module")
def stage(servers: Addresses, s3: S3Store) -> Iterator[Stage]:
    with open_stage(servers, s3) as opened:
        yield opened


@pytest.fixture(scope="module")
def with_revocation(stage: Stage) -> Snapshot:
    """S09 and S11 of a unit in service revoked, received, and the re-assessment waiting for a request."""
    play = Play(stage)
    play.installed()
    play.certify()
    _case, revocation = play.revoked()
    stage.act("proveReceipt", "unit-head", revocation, channel="IN_APP")
    stage.things["reassessment"] = play.reassessment(revocation)
    return stage.snapshot()


@pytest.fixture
def play(stage: Stage, with_revocation: Snapshot) -> Play:
    stage.restore(with_revocation)
    return Play(stage)


def whole_only(play: Play) -> None:
    """From today on nothing is determined in part."""
    setting = EnterSetting(
        key=ConfigurationKey.DETERMINATION_PARTIAL,
        text="false",
        valid_from=legal_date(play.stage.clock.now()),
        reason="Contoh",
    )
    command = Command(aggregate=Aggregate.SETTING, verb="seed", actor=SYSTEM, record_id="whole-only", payload=setting)
    assert isinstance(play.stage.door.perform(command), Done)


def met_in_part(play: Play, reassessment: str) -> dict[str, str]:
    """All of S09 met, one criterion of S11 not; gives what a report takes."""
    scores = play.scores(reassessment, evidence=[], missed=frozenset({"S11-K1"}))
    play.stage.act("scoreReassessment", "assessor-4", reassessment, scores=scores)
    return {"conclusion": "S09 terpenuhi, S11 belum.", "assessedOn": play.today()}


def test_what_is_met_in_part_fails_and_is_tried_again_until_all_is_met(play: Play) -> None:
    """HOUSE (determination.partial): a report would lead nowhere, so it is refused, and the failure is lawful."""
    stage, reassessment = play.stage, play.thing("reassessment")
    whole_only(play)
    play.reassessing(reassessment)
    concluded = met_in_part(play, reassessment)
    refused = stage.refused("reportReassessment", "assessor-4", reassessment, **concluded)
    assert refused[:2] == ("PARTIAL_DETERMINATION_OFF", "HOUSE")
    stage.act("failReassessment", "assessor-4", reassessment, **concluded)
    play.report_signed(reassessment, "assessor-4")
    stage.act("retryReassessment", "unit-head", reassessment, reason="S11 sudah diperbaiki.")
    play.passed(reassessment)
    assert (stage.state(reassessment), set(play.cells().values())) == ("PASSED", {"DETERMINED"})


def test_no_part_is_asked_for(play: Play) -> None:
    stage, reassessment = play.stage, play.thing("reassessment")
    whole_only(play)
    asked = {"standards": ["S09"], "improvement": "Izin dicatat.", "evidence": [play.file()]}
    refused = stage.refused("requestReassessment", "unit-head", reassessment, **asked)
    assert refused == ("PARTIAL_DETERMINATION_OFF", "HOUSE", "standards")
    refused = stage.refused("openReassessment", "admin", reassessment, standards=["S11"], reason="Prakarsa LKPP.")
    assert refused == ("PARTIAL_DETERMINATION_OFF", "HOUSE", "standards")
    stage.act("openReassessment", "admin", reassessment, standards=["S11", "S09"], reason="Prakarsa LKPP.")


def test_a_report_of_before_the_setting_gives_way_to_a_failure(play: Play) -> None:
    """Reported while parts were determined; the setting changed before the Deputy had it."""
    stage, reassessment = play.stage, play.thing("reassessment")
    play.reassessing(reassessment)
    concluded = met_in_part(play, reassessment)
    stage.act("reportReassessment", "assessor-4", reassessment, **concluded)
    again = stage.refused("failReassessment", "assessor-4", reassessment, **concluded)
    assert again[:2] == ("ALREADY_REPORTED", "HOUSE")
    whole_only(play)
    stage.papers_made()
    stage.act("failReassessment", "assessor-4", reassessment, **concluded)
    states = [paper["state"] for paper in stage.papers(reassessment, "ASSESSMENT_REPORT")]
    assert states == ["VOID", "AWAITING_SIGNATURE"]
    stage.act("retryReassessment", "admin", reassessment, reason="Percobaan berikutnya.")
    assert stage.look(reassessment, "state attempt") == {"state": "PENDING", "attempt": 2}
