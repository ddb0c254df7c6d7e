"""A batch in the running system: rendered letters, a real key, PAdES B-LTA, and a wrong passphrase before."""

import asyncio
from collections.abc import Iterator

import pytest

from app.embedded import Addresses
from app.pools import Pools
from domain.document_kinds import DocumentKind
from persistence.documents import DocumentRecord
from services.signing_batches import SigningBatches
from tests.integration.graphql.earnest import in_town
from tests.integration.graphql.plays import ATTACHMENTS, Play
from tests.integration.graphql.stage import Stage, key_of, person_id, populate
from tests.integration.graphql.test_signing_batches import outcomes, seen, send
from tests.integration.services.town import Town, running_town

pytestmark = [pytest.mark.servers, pytest.mark.libreoffice]

LETTERS = 4


@pytest.fixture(scope="module")
def town(servers: Addresses, pools: Pools, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    with running_town(servers, pools, tmp_path_factory.mktemp("town")) as town:
        yield town


@pytest.fixture(scope="module")
def stage(town: Town) -> Iterator[Stage]:
    with asyncio.Runner() as runner:
        populate()
        stage = in_town(town, runner, {DocumentKind.APPROVAL})
        yield stage
        runner.run(stage.application.aclose())


def waiting(stage: Stage) -> str:
    """An approval that is rendered, and waits for the Deputy."""
    application = Play(stage).drafted()
    stage.act("submitApplication", "head", application)
    stage.act("assignReviewer", "admin", application, reviewer=person_id("reviewer"))
    items = [{"kind": kind, "complete": True} for kind in ATTACHMENTS]
    stage.act("declareComplete", "reviewer", application, items=items)
    return str(stage.papers(application, "APPROVAL")[0]["id"])


def test_rendered_letters_are_signed_and_none_by_a_wrong_passphrase(stage: Stage, town: Town) -> None:
    assert isinstance(town.system.use_cases.signing_batches, SigningBatches)
    papers = [waiting(stage) for _ in range(LETTERS)]
    rows = seen(stage, papers)
    wrong = send(stage, rows, passphrase="bukan itu")["batch"]
    assert outcomes(wrong) == ["PASSPHRASE_REFUSED"] * LETTERS
    assert outcomes(send(stage, rows)["batch"]) == ["SIGNED"] * LETTERS
    for paper in papers:
        record = DocumentRecord.objects(id=key_of(paper)).get()
        [signature] = record.signatures
        assert (signature["signer_id"], signature["level"], signature["certification"]) == (
            town.deputy.id,
            "B_LTA",
            "NO_CHANGES",
        )
        found = stage.ask("query($c: String!) { verify(code: $c) { standing } }", c=record.code)["verify"]
        assert found["standing"] == "IN_FORCE"
