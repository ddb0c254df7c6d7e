"""The public register of measures through a unit's story: it lists what the verification of each letter calls in force."""

from collections.abc import Iterator

import pytest

from app.embedded import Addresses
from persistence.configuration import ConfigurationRecord
from persistence.records import utc_now
from storage.s3 import S3Store
from tests.integration.graphql.plays import TAKEOVER, UNIMPROVED, Play
from tests.integration.graphql.stage import Snapshot, Stage, open_stage

pytestmark = pytest.mark.servers

REGISTER = """query($first: Int!, $after: String) { sanctionRegister(first: $first, after: $after) {
    totalCount pageInfo { hasNextPage endCursor } nodes { rung standards } } }"""
LETTERS = """query { sanctions(first: 100) { nodes { rung state document { state verifyUrl } } } }"""
BY_CODE = "query($code: String!) { verify(code: $code) { standing } }"
TO_ONE = {
    "rung": "REVOCATION",
    "reinstated": ["S09"],
    "followUp": ["Hanya S11 yang dicabut."],
    "asked": ["Perbaiki S11."],
}


@pytest.fixture(scope="module")
def stage(servers: Addresses, s3: S3Store) -> Iterator[Stage]:
    with open_stage(servers, s3) as opened:
        yield opened


@pytest.fixture(scope="module")
def with_revocation(stage: Stage) -> Snapshot:
    """Where measures are public, a certified unit whose S09 and S11 are revoked after advice and warning."""
    play = Play(stage)
    play.file()
    play.installed()
    play.certify()
    case, revocation = play.revoked()
    stage.papers_made()
    stage.act("proveReceipt", "unit-head", revocation, channel="IN_APP")
    stage.things |= {"case": case, "revocation": revocation}
    ConfigurationRecord(
        id="set-public",
        version=1,
        created_at=utc_now(),
        updated_at=utc_now(),
        state="APPROVED",
        key="sanctions.public",
        value=True,
        valid_from="2022-10-01",
        changed_by="admin",
    ).save(force_insert=True)
    return stage.snapshot()


@pytest.fixture
def play(stage: Stage, with_revocation: Snapshot) -> Play:
    stage.restore(with_revocation)
    return Play(stage)


def listed(play: Play) -> list[str]:
    """The rungs that a stranger finds in the register, newest first; those whose letter is in force by its code."""
    play.stage.worker.run_due()
    page = play.stage.ask(REGISTER, first=100)["sanctionRegister"]
    rungs = [node["rung"] for node in page["nodes"]]
    assert page["totalCount"] == len(rungs)
    assert sorted(rungs) == sorted(rung for rung, standing in by_code(play) if standing == "IN_FORCE")
    return rungs


def by_code(play: Play) -> list[tuple[str, str]]:
    """The rung of each measure with a signed letter, and what its code tells a stranger.

    Advice and warning are withheld from strangers by their code; there the deputy's answer stands for it.
    """
    found = []
    for node in play.stage.ask(LETTERS, "deputy")["sanctions"]["nodes"]:
        if (node["document"] or {}).get("state") == "SIGNED":
            code = node["document"]["verifyUrl"].rpartition("/v/")[2]
            told = play.stage.ask(BY_CODE, code=code)["verify"]["standing"]
            if told == "WITHHELD":
                told = play.stage.ask(BY_CODE, "deputy", code=code)["verify"]["standing"]
            found.append((node["rung"], told))
    return found


def stopped(play: Play) -> None:
    """The service is stopped after the revocation was followed by nothing (II.2.2.d)."""
    stage, revocation = play.stage, play.thing("revocation")
    play.after_term(revocation)
    reminded = play.reminded()
    reassessment = play.reassessment(revocation)
    stage.act("recordNonCooperation", "reviewer", reassessment, reason="Tidak menjawab.", reminders=reminded)
    stage.act("recordNoImprovement", "reviewer", revocation, **UNIMPROVED)
    stage.things["stop"] = play.received(play.thing("case"), "STOP", TAKEOVER)


def test_a_stranger_finds_every_measure_that_stands(play: Play) -> None:
    assert listed(play) == ["REVOCATION", "WARNING", "ADVICE"]


def test_page_by_page_it_is_the_same_list(play: Play) -> None:
    found: list[str] = []
    after: str | None = None
    for more in (True, True, False):
        page = play.stage.ask(REGISTER, first=1, after=after)["sanctionRegister"]
        found += [node["rung"] for node in page["nodes"]]
        assert (page["totalCount"], page["pageInfo"]["hasNextPage"]) == (3, more)
        after = page["pageInfo"]["endCursor"]
    assert found == ["REVOCATION", "WARNING", "ADVICE"]
    assert play.stage.ask(REGISTER, first=1, after=after)["sanctionRegister"]["nodes"] == []


def test_a_stop_leaves_it_when_the_service_is_reinstated_by_hand(play: Play) -> None:
    """II.2.2.d: the stop's record stays as it was, and the letter that restores the service ends it."""
    stopped(play)
    assert listed(play) == ["STOP", "REVOCATION", "WARNING", "ADVICE"]
    play.advance(days=1)
    unit = play.thing("unit")
    play.stage.act("prepareReinstatement", "reviewer", unit, reasons=["Sudah diperbaiki."], fromDay=play.today())
    play.stage.sign("reinstateUnit", "deputy", unit)
    assert play.stage.state(play.thing("stop")) == "RECEIVED"
    assert "STOP" not in listed(play)


def test_an_annulled_measure_leaves_it(play: Play) -> None:
    play.decided(play.heard(play.thing("revocation")), "SANCTION_ANNULLED", reinstated=["S09", "S11"])
    assert "REVOCATION" not in listed(play)


def test_while_an_objection_is_open_the_public_learns_nothing_of_it(play: Play) -> None:
    """II.2.3: the letter stays in force for strangers; the deputy sees that it is under objection."""
    play.heard(play.thing("revocation"))
    play.stage.worker.run_due()
    nodes = play.stage.ask(REGISTER, first=9)["sanctionRegister"]["nodes"]
    assert nodes[0] == {"rung": "REVOCATION", "standards": ["S09", "S11"]}


def test_a_changed_measure_gives_its_place_to_the_one_that_replaces_it(play: Play) -> None:
    """II.2.3.s3: only S11 stays revoked, and the register says so."""
    play.decided(play.heard(play.thing("revocation")), "SANCTION_CHANGED", **TO_ONE)
    assert listed(play).count("REVOCATION") == 1
    nodes = play.stage.ask(REGISTER, first=9)["sanctionRegister"]["nodes"]
    assert [node["standards"] for node in nodes if node["rung"] == "REVOCATION"] == [["S11"]]


def test_with_improvement_the_case_ends_and_all_its_measures_with_it(play: Play) -> None:
    """II.2.2.c: what was revoked is certified anew; advice and warning end with the case though their states stay."""
    play.after_term(play.thing("revocation"))
    play.passed(play.reassessment(play.thing("revocation")))
    assert {node["state"] for node in play.stage.ask(LETTERS, "deputy")["sanctions"]["nodes"]} == {
        "IMPROVED",
        "NOT_IMPROVED",
    }
    assert listed(play) == []
