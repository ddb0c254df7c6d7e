"""A delegate in the running system: his real key, and what becomes of a letter when that is lost before he signs."""

import asyncio
from collections.abc import Iterator

import pytest

from app.embedded import Addresses
from app.pools import Pools
from domain.document_kinds import DocumentKind
from persistence.documents import DocumentRecord
from tests.integration.graphql.earnest import in_town
from tests.integration.graphql.plays import ATTACHMENTS, Play
from tests.integration.graphql.stage import Stage, key_of, person_id, populate
from tests.integration.graphql.test_delegations import delegation, seen
from tests.integration.services.town import Town, running_town

pytestmark = [pytest.mark.servers, pytest.mark.libreoffice]

DELEGATE = "reviewer-2"
SIGN = """mutation($i: SignDocumentInput!) { signDocument(input: $i) { __typename ... on Refusal {
  code subject id: message(language: ID) en: message(language: EN) needed: required(language: EN) } } }"""


@pytest.fixture(scope="module")
def town(servers: Addresses, pools: Pools, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    with running_town(servers, pools, tmp_path_factory.mktemp("town")) as town:
        yield town


@pytest.fixture(scope="module")
def play(town: Town) -> Iterator[Play]:
    with asyncio.Runner() as runner:
        populate()
        stage = in_town(town, runner, {DocumentKind.APPROVAL})
        yield Play(stage)
        runner.run(stage.application.aclose())


@pytest.fixture(scope="module")
def term(play: Play, town: Town) -> str:
    """The director signs approvals a.n. for three days; his role alone gave him no key."""
    assert not town.system.pki.person_key_path(DELEGATE).exists()
    given = delegation(play, "ON_BEHALF", DELEGATE, kinds=["APPROVAL"], ownTitleId="Direktur Contoh")
    return play.stage.act("appointOfficial", "admin", **given)


def waiting(stage: Stage) -> str:
    """An approval that is rendered, and waits for a signature."""
    application = Play(stage).drafted()
    stage.act("submitApplication", "head", application)
    stage.act("assignReviewer", "admin", application, reviewer=person_id("reviewer"))
    items = [{"kind": kind, "complete": True} for kind in ATTACHMENTS]
    stage.act("declareComplete", "reviewer", application, items=items)
    return str(stage.papers(application, "APPROVAL")[0]["id"])


def record(paper: str) -> DocumentRecord:
    return DocumentRecord.objects(id=key_of(paper)).get()


@pytest.mark.usefixtures("term")
def test_a_delegate_signs_with_a_key_of_his_own(play: Play, town: Town) -> None:
    stage = play.stage
    paper = waiting(stage)
    assert list(record(paper).signatories) == [DELEGATE]
    stage.sign_paper(paper, DELEGATE)
    [signature] = record(paper).signatures
    assert (signature["signer_id"], signature["level"]) == (DELEGATE, "B_LTA")
    report = town.system.use_cases.verification.verify_bytes(town.bytes_of(key_of(paper)))
    assert report.genuine
    assert [each.signer_name for each in report.signatures] == ["Reviewer-2 (DATA CONTOH)"]


def test_a_key_that_is_lost_is_told_and_the_letter_goes_to_the_holder(play: Play, town: Town, term: str) -> None:
    """What nobody could know at the delegation (a token left at home, a certificate that ended) is told when he signs; the
    Deputy takes the delegation back, and the letter is his, under its number.
    """
    stage = play.stage
    paper = waiting(stage)
    number = record(paper).number
    town.system.pki.person_key_path(DELEGATE).unlink()
    given = {
        "document": paper,
        "expectedVersion": record(paper).version,
        "idempotencyKey": "sign-without-key",
        **seen(play, paper, DELEGATE),
    }
    assert stage.ask(SIGN, DELEGATE, i=given)["signDocument"] == {
        "__typename": "KeyNotUsable",
        "code": "KEY_NOT_USABLE",
        "subject": "key",
        "id": "Kunci tanda tangan Anda tidak dapat dipakai: kunci tidak ada.",
        "en": "Your signing key cannot be used: there is no key.",
        "needed": "Ask LKPP's admin for a key or certificate that is valid.",
    }
    assert (record(paper).state, list(record(paper).signatures)) == ("AWAITING_SIGNATURE", [])
    stage.act("revokeDelegation", "deputy", term, reason="Kunci pejabat hilang.")
    assert stage.papers_made() == 1
    assert (list(record(paper).signatories), record(paper).number) == ([town.deputy.id], number)
    stage.sign_paper(paper, "deputy")
    assert record(paper).state == "SIGNED"
