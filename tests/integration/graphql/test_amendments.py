"""An amendment of the SLA is a renewal with other contents, told through GraphQL; a house rule, the decree is silent."""

from collections.abc import Iterator
from typing import Any

import pytest

from app.embedded import Addresses
from domain.clock import legal_date
from domain.terms import last_day_of_term
from persistence.slas import SlaRecord
from storage.s3 import S3Store
from tests.integration.graphql.plays import TERMS, Play
from tests.integration.graphql.stage import Snapshot, Stage, key_of, open_stage

pytestmark = pytest.mark.servers

CHANGE = {"reason": "Perubahan: masa berlaku lebih panjang dan layanan bantuan ditambahkan."}
HELPDESK = {"name": "Layanan bantuan", "description": "Bantuan bagi pengguna", "hours": "Jam kerja", "target": "95%"}
AMENDED: dict[str, Any] = {**TERMS, "validityMonths": 60, "services": [*TERMS["services"], HELPDESK]}


@pytest.fixture(scope="module")
def stage(servers: Addresses, s3: S3Store) -> Iterator[Stage]:
    with open_stage(servers, s3) as opened:
        yield opened


@pytest.fixture(scope="module")
def in_service(stage: Stage) -> Snapshot:
    """A system provider's unit in service, under an agreement of 24 months."""
    play = Play(stage)
    play.file()
    play.installed()
    return stage.snapshot()


@pytest.fixture
def serving(stage: Stage, in_service: Snapshot) -> Play:
    stage.restore(in_service)
    return Play(stage)


def services_of(sla: str) -> list[str]:
    """The services of the canonical clauses, of which the digest is agreed on and the paper is made."""
    found = SlaRecord.objects(id=key_of(sla)).get().agreement
    return [each["name"] for each in found["terms"]["services"]]


def begun(play: Play) -> str:
    play.stage.act("renewSla", "reviewer", play.thing("sla"), **CHANGE)
    return str(play.stage.look(play.thing("sla"), "renewal { id }")["renewal"]["id"])


def agreed(play: Play, amendment: str) -> None:
    play.stage.act("proposeSla", "reviewer", amendment, terms=AMENDED)
    for who in ("head", "reviewer"):
        play.stage.act("agreeSla", who, amendment, digest=play.stage.look(amendment, "digest")["digest"])


def test_an_amendment_with_a_longer_term_and_other_services_supersedes_the_agreement(serving: Play) -> None:
    """HOUSE: until both have signed the old one is in force as it was; from that day the new one is."""
    stage, old = serving.stage, serving.thing("sla")
    before = stage.look(old, "state digest expiresOn inForceSince")
    serving.advance(days=40)
    amendment = begun(serving)
    agreed(serving, amendment)
    stage.sign("signSlaForInstitution", "head", amendment)
    assert stage.look(old, "state digest expiresOn inForceSince") == before
    assert (before["state"], services_of(old)) == ("IN_FORCE", ["Aplikasi SPSE"])
    stage.sign("signSlaForLkpp", "deputy", amendment)

    today = legal_date(stage.clock.now())
    assert stage.look(amendment, "state inForceSince expiresOn renews { id }") == {
        "state": "IN_FORCE",
        "inForceSince": today.isoformat(),
        "expiresOn": last_day_of_term(today, 60).isoformat(),
        "renews": {"id": old},
    }
    assert services_of(amendment) == ["Aplikasi SPSE", "Layanan bantuan"]
    assert stage.look(old, "state digest expiresOn inForceSince") == {**before, "state": "SUPERSEDED"}
    assert [stage.papers(each, "SLA")[-1]["state"] for each in (old, amendment)] == ["SIGNED", "SIGNED"]
    unit = stage.look(serving.thing("unit"), "state slaState currentSla { id }", "head")
    assert unit == {"state": "ACTIVE", "slaState": "IN_FORCE", "currentSla": {"id": amendment}}


def test_what_is_not_signed_amends_nothing(serving: Play) -> None:
    """HOUSE: an amendment that LKPP lets rest is void, and the agreement goes on with its own term and services."""
    stage, old = serving.stage, serving.thing("sla")
    before = stage.look(old, "state digest expiresOn inForceSince")
    amendment = begun(serving)
    assert stage.refused("renewSla", "reviewer", old, **CHANGE)[0] == "ANOTHER_SLA"
    agreed(serving, amendment)
    stage.act("abandonRenewal", "reviewer", amendment, reason="Tidak jadi.")
    assert stage.state(amendment) == "VOID"
    assert stage.look(old, "state digest expiresOn inForceSince") == before


def test_an_agreement_that_was_superseded_is_not_amended_again(serving: Play) -> None:
    """HOUSE: the next amendment is of the agreement in force."""
    stage, old = serving.stage, serving.thing("sla")
    amendment = begun(serving)
    agreed(serving, amendment)
    stage.sign("signSlaForInstitution", "head", amendment)
    stage.sign("signSlaForLkpp", "deputy", amendment)
    assert stage.refused("renewSla", "reviewer", old, **CHANGE)[0] == "WRONG_STATE"
    stage.act("renewSla", "reviewer", amendment, **CHANGE)
    assert stage.look(amendment, "renewal { state renews { id } }")["renewal"] == {
        "state": "DRAFT",
        "renews": {"id": amendment},
    }
