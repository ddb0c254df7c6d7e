"""The cells of a unit follow the value and the version of the criteria that are in force, up to its certificate's "n of m"."""

from collections.abc import Iterator
from typing import Any

import pytest

from app.embedded import Addresses
from services.standards import StandardsService
from storage.s3 import S3Store
from tests.integration.graphql.plays import Play
from tests.integration.graphql.stage import Snapshot, Stage, key_of, open_stage

pytestmark = pytest.mark.servers

CRITERIA = """{ standardsCatalogue { standards { code criteria {
    code textId: text textEn: text(language: EN) evidence methods requirement applicability aspects } } } }"""


@pytest.fixture(scope="module")
def stage(servers: Addresses, s3: S3Store) -> Iterator[Stage]:
    with open_stage(servers, s3) as opened:
        yield opened


@pytest.fixture(scope="module")
def in_service(stage: Stage) -> Snapshot:
    """A service provider in service: S11 binds it not, by the value that is shipped."""
    play = Play(stage)
    application, sla = play.in_force(form="SERVICE_PROVIDER", managementPattern="CENTRALISED")
    unit = stage.look(application, "unit { id }")["unit"]["id"]
    stage.things |= {"application": application, "sla": sla, "unit": str(unit)}
    play.file()
    return stage.snapshot()


@pytest.fixture
def play(stage: Stage, in_service: Snapshot) -> Play:
    stage.restore(in_service)
    return Play(stage)


def tomorrow(play: Play) -> str:
    play.advance(days=1)
    day = play.today()
    play.advance(days=-1)
    return day


def bound_by(play: Play, scope: str) -> str:
    """A value of `standards.for_service_provider` approved from tomorrow on, and tomorrow come: the value's id."""
    given = {"key": "STANDARDS_FOR_SERVICE_PROVIDER", "value": scope, "validFrom": tomorrow(play), "reason": "Contoh"}
    value = play.stage.act("enterSetting", "admin", **given)
    play.stage.act("approveSetting", "deputy", value)
    play.advance(days=1)
    return value


def test_a_value_in_force_brings_the_standard_to_the_unit_up_to_its_certificate(play: Play) -> None:
    """R-25 (II.2.1.b.2): what binds the unit is implemented, assessed and determined by it."""
    stage = play.stage
    assert stage.timers() == 0
    value = bound_by(play, "EVERY_CRITERION")
    assert play.cells()["S11"] == "NOT_APPLICABLE", "until the day's duties are done"
    assert stage.timers() == 1
    cell = cell_of(play, "S11")
    assert (cell["state"], cell["since"], cell["cause"]) == ("IMPLEMENTING", play.today(), "SETTING")
    assert key_of(value) == stored_cell(play, "S11")["cause_id"]
    assert stage.timers() == 0, "done once"
    assessment = play.reported("S01", "S11")
    stage.act("recordNoRecommendation", "reviewer", assessment)
    play.determined(assessment, "S01", "S11")
    assert certificate(play) == (1, 17, ["S01", "S11"])


def test_a_running_assessment_and_what_is_determined_stay_when_the_value_ends(play: Play) -> None:
    """II.2.1.b.1: an assessment goes on with the criteria that it was opened with; what was determined stands."""
    stage = play.stage
    bound_by(play, "EVERY_CRITERION")
    stage.timers()
    assessment = play.reported("S01", "S11")
    stage.act("recordNoRecommendation", "reviewer", assessment)
    bound_by(play, "WITHOUT_SYSTEM_CRITERIA")
    assert (stage.timers(), cell_of(play, "S11")["state"]) == (0, "FACTUAL_MET")
    play.determined(assessment, "S01", "S11")
    assert certificate(play) == (1, 17, ["S01", "S11"])
    assert (stage.timers(), cell_of(play, "S11")["state"]) == (0, "DETERMINED")
    other = play.reported("S02")
    stage.act("recordNoRecommendation", "reviewer", other)
    play.determined(other, "S02")
    assert certificate(play) == (2, 17, ["S01", "S02", "S11"])


def test_an_assessment_that_ended_without_determination_holds_nothing_any_more(play: Play) -> None:
    stage = play.stage
    bound_by(play, "EVERY_CRITERION")
    stage.timers()
    assessment = play.running("S11")
    ended = bound_by(play, "WITHOUT_SYSTEM_CRITERIA")
    stage.worker.run_due()
    assert (stage.timers(), cell_of(play, "S11")["state"]) == (0, "SELF_MET")
    play.advance(days=3)
    stage.act("closeAssessment", "admin", assessment, reason="Unit mengundurkan diri.")
    stage.worker.run_due()
    assert stage.timers() == 1
    cell = cell_of(play, "S11")
    assert (cell["state"], cell["since"], cell["cause"]) == ("NOT_APPLICABLE", play.today(), "SETTING")
    assert stored_cell(play, "S11")["cause_id"] == key_of(ended), "the value that ended it, not the day of the move"
    refusal = stage.refused("openAssessment", "unit-head", unit=play.thing("unit"), standards=["S11"])
    assert refusal == ("STANDARD_NOT_ASSESSABLE", "HOUSE", "standards")


def test_what_no_longer_binds_is_dropped_with_the_end_of_its_certificate(play: Play) -> None:
    stage = play.stage
    given = {"key": "CERTIFICATE_TERM_MONTHS", "value": "12", "validFrom": play.today(), "reason": "Contoh"}
    stage.act("approveSetting", "deputy", stage.act("enterSetting", "admin", **given))
    bound_by(play, "EVERY_CRITERION")
    stage.timers()
    assessment = play.reported("S01", "S11")
    stage.act("recordNoRecommendation", "reviewer", assessment)
    play.determined(assessment, "S01", "S11")
    bound_by(play, "WITHOUT_SYSTEM_CRITERIA")
    play.advance(days=363)
    assert (stage.timers(), play.cells()["S11"]) == (0, "DETERMINED"), "the last day of the term"
    play.advance(days=1)
    stage.timers()
    assert (play.cells()["S01"], play.cells()["S11"]) == ("IMPLEMENTING", "NOT_APPLICABLE")
    again = play.reported("S01")
    stage.act("recordNoRecommendation", "reviewer", again)
    play.determined(again, "S01")
    assert certificate(play) == (2, 16, ["S01"])


def test_a_version_that_takes_a_forms_last_criterion_of_a_standard_ends_it_for_that_form(play: Play) -> None:
    """R-24, R-25 (II.2.1.b): from the version's first day, and the certificate counts without it."""
    stage = play.stage
    version = published(play, "S17", "SYSTEM_PROVIDER")
    assert (stage.timers(), play.cells()["S17"]) == (0, "IMPLEMENTING"), "the day before"
    play.advance(days=1)
    assert (stage.timers(), stage.timers()) == (1, 0)
    cell = cell_of(play, "S17")
    assert (cell["state"], cell["cause"]) == ("NOT_APPLICABLE", "CATALOGUE")
    assert cell["reason"] == f"kriterianya tidak berlaku bagi bentuk ini sejak {play.today()} menurut versi katalog"
    assert stored_cell(play, "S17")["cause_id"] == key_of(version)
    refusal = stage.refused("openAssessment", "unit-head", unit=play.thing("unit"), standards=["S17"])
    assert refusal == ("STANDARD_NOT_ASSESSABLE", "HOUSE", "standards")
    assessment = play.reported("S01")
    stage.act("recordNoRecommendation", "reviewer", assessment)
    play.determined(assessment, "S01")
    assert certificate(play) == (1, 15, ["S01"])


def test_one_round_moves_so_many_cells_and_the_next_goes_on(play: Play) -> None:
    stage = play.stage
    play.in_force(form="SERVICE_PROVIDER", managementPattern="CENTRALISED", unitName="LPSE Kedua (contoh)")
    play.in_force(unitName="LPSE Penyelenggara (contoh)")
    bound_by(play, "EVERY_CRITERION")
    duty = StandardsService(door=stage.door, clock=stage.clock, most=1)
    assert [duty.follow_due() for _ in range(3)] == [1, 1, 0]
    states = [row["state"] for row in stage.stored()["compliance"] if row["standard"] == "S11"]
    assert states == ["IMPLEMENTING", "IMPLEMENTING"], "the system provider is not in service yet"


def published(play: Play, standard: str, applicability: str) -> str:
    """A version from tomorrow on, in which all criteria of the standard bind these only: its id."""
    shown = play.stage.ask(CRITERIA)["standardsCatalogue"]["standards"]
    [criteria] = [each["criteria"] for each in shown if each["code"] == standard]
    changed = [each | {"standard": standard, "applicability": applicability} for each in criteria]
    given = {"edition": "2022.2", "validFrom": tomorrow(play), "changed": changed, "removed": [], "reason": "Contoh"}
    version = play.stage.act("draftCatalogue", "admin", **given)
    return play.stage.act("publishCatalogue", "deputy", version)


def cell_of(play: Play, code: str) -> dict[str, Any]:
    cells = play.stage.look(play.thing("unit"), "compliance { code state since cause reason }")["compliance"]
    return next(dict(cell) for cell in cells if cell["code"] == code)


def stored_cell(play: Play, code: str) -> dict[str, Any]:
    return next(row for row in play.stage.stored()["compliance"] if row["standard"] == code)


def certificate(play: Play) -> tuple[int, int, list[str]]:
    """Edition, how many standards bind the unit, and those that stand on it."""
    found = play.certificate("applicable standards { code }")
    return found["edition"], found["applicable"], [each["code"] for each in found["standards"]]
