"""A certificate's paper that waits while its edition is revoked, superseded or over: it is void by the same act."""

from collections.abc import Iterator
from typing import Any

import pytest

from app.embedded import Addresses
from persistence.certificates import CertificateRecord
from persistence.documents import DocumentRecord
from storage.s3 import S3Store
from tests.integration.graphql.plays import REVOKE, Play
from tests.integration.graphql.stage import Snapshot, Stage, key_of, open_stage

pytestmark = pytest.mark.servers

DESK = "{ signingDesk(first: 50) { nodes { document { id kind state } offer { allowed refusal { code } } } } }"
EDITION = "id state document { id state number } standards { code revoked }"


@pytest.fixture(scope="module")
def stage(servers: Addresses, s3: S3Store) -> Iterator[Stage]:
    with open_stage(servers, s3) as opened:
        yield opened


@pytest.fixture(scope="module")
def empty(stage: Stage) -> Snapshot:
    """Before anything was done."""
    return stage.snapshot()


def determined(play: Play, *standards: str) -> str:
    """These determined, and the certificate's paper that waits."""
    stage, assessment = play.stage, play.reported(*standards)
    stage.act("recordNoRecommendation", "reviewer", assessment)
    stage.act("prepareDetermination", "reviewer", assessment, standards=list(standards))
    stage.sign("determineStandards", "deputy", assessment)
    stage.papers_made()
    return str(play.certificate("document { id }")["document"]["id"])


def warned(stage: Stage, *standards: str) -> Snapshot:
    """These determined and their certificate's paper never signed; advice and warning brought no improvement."""
    play = Play(stage)
    play.installed()
    stage.things["waiting"] = determined(play, *standards)
    stage.things["case"] = play.case()
    play.unimproved(play.thing("case"), "ADVICE")
    play.unimproved(play.thing("case"), "WARNING")
    stage.papers_made()
    return stage.snapshot()


@pytest.fixture(scope="module")
def warned_of_some(stage: Stage, empty: Snapshot) -> Snapshot:
    stage.restore(empty)
    return warned(stage, "S09", "S10", "S11")


@pytest.fixture(scope="module")
def warned_of_all(stage: Stage, empty: Snapshot) -> Snapshot:
    stage.restore(empty)
    return warned(stage, "S09", "S11")


@pytest.fixture
def play(stage: Stage, warned_of_some: Snapshot) -> Play:
    """S09, S10 and S11 are certified; S09 and S11 may be revoked."""
    stage.restore(warned_of_some)
    return Play(stage)


def items(play: Play) -> list[dict[str, Any]]:
    """What the Deputy's desk says of certificates' papers."""
    nodes = play.stage.ask(DESK, "deputy")["signingDesk"]["nodes"]
    return [each for each in nodes if each["document"]["kind"] == "CERTIFICATE"]


def on_desk(play: Play) -> list[str]:
    return [each["document"]["id"] for each in items(play)]


def paper(document: str) -> DocumentRecord:
    return DocumentRecord.objects(id=key_of(document)).get()


def printed(document: str) -> list[str]:
    """The standards that a certificate's paper lists."""
    return [each["code"] for each in paper(document).facts["standards"]]


def states() -> list[tuple[int, str]]:
    return [(each.edition, each.state) for each in CertificateRecord.objects.order_by("edition")]


def signing(play: Play, document: str) -> dict[str, Any]:
    return {"seenSha256": paper(document).sha256 or "0" * 64, "passphrase": play.stage.passphrase}


def test_a_waiting_paper_is_void_with_the_revocation_and_what_remains_has_a_paper_of_its_own(play: Play) -> None:
    """II.2.2.c: nobody signs a certificate that lists what was revoked, and what was not revoked stays certified."""
    stage, waiting = play.stage, play.thing("waiting")
    assert (on_desk(play), printed(waiting)) == ([waiting], ["S09", "S10", "S11"])
    sanction = play.issued(play.thing("case"), "REVOCATION", REVOKE)
    stage.papers_made()
    old = paper(waiting)
    assert (old.state, old.signatures, old.number is None) == ("VOID", [], False)
    assert old.void_reason == "standar pada sertifikat dicabut sebelum naskahnya ditandatangani"
    assert states() == [(1, "SUPERSEDED"), (2, "ACTIVE")]
    present = play.certificate(EDITION)
    anew = present["document"]["id"]
    assert [(each["code"], each["revoked"]) for each in present["standards"]] == [("S10", False)]
    assert (printed(anew), present["document"]["state"], on_desk(play)) == (["S10"], "AWAITING_SIGNATURE", [anew])
    assert paper(anew).number != old.number
    code, _clause, _subject = stage.refused("signDocument", "deputy", waiting, **signing(play, waiting))
    assert code == "WRONG_STATE"
    # it rests on the decision that says what remains
    decision = DocumentRecord.objects(id=key_of(stage.look(sanction, "document { id }")["document"]["id"])).get()
    assert paper(anew).facts["determination"]["number"] == decision.number
    assert decision.facts["certificate"] is None
    stage.sign_paper(anew, "deputy")
    assert (paper(anew).state, on_desk(play)) == ("SIGNED", [])


def test_a_revocation_of_everything_leaves_no_paper_to_sign(stage: Stage, warned_of_all: Snapshot) -> None:
    stage.restore(warned_of_all)
    play = Play(stage)
    assert printed(play.thing("waiting")) == ["S09", "S11"]
    play.issued(play.thing("case"), "REVOCATION", REVOKE)
    stage.papers_made()
    assert (paper(play.thing("waiting")).state, states(), on_desk(play)) == ("VOID", [(1, "REVOKED")], [])


def test_the_next_edition_voids_the_paper_of_the_one_before(play: Play) -> None:
    """HOUSE: the unit has one certificate, and the newer one lists all that the older did."""
    waiting = play.thing("waiting")
    newer = determined(play, "S12")
    assert (paper(waiting).state, states()) == ("VOID", [(1, "SUPERSEDED"), (2, "ACTIVE")])
    assert paper(waiting).void_reason == "digantikan oleh edisi berikutnya sebelum naskahnya ditandatangani"
    assert (printed(newer), on_desk(play)) == (["S09", "S10", "S11", "S12"], [newer])
    play.stage.sign_paper(newer, "deputy")
    play.advance(days=1)
    determined(play, "S13")
    assert (paper(newer).state, states()[-2:]) == ("SIGNED", [(2, "SUPERSEDED"), (3, "ACTIVE")])


@pytest.mark.parametrize(
    ("changes", "clause", "said"),
    [
        (
            {"state": "PARTLY_REVOKED", "revoked": ["S11", "S09"]},
            "II.2.2.c.s1",
            "standards revoked since: S09, S11",
        ),
        ({"state": "SUPERSEDED"}, "HOUSE", "the state of this edition: SUPERSEDED"),
        ({"state": "EXPIRED"}, "HOUSE", "the state of this edition: EXPIRED"),
        ({"expires_on": "2022-01-31"}, "HOUSE", "the state of this edition: EXPIRED"),
    ],
    ids=["revoked", "superseded", "expired", "not expired yet, though its last day has passed"],
)
def test_a_paper_that_was_left_waiting_is_not_signed_all_the_same(
    play: Play, changes: dict[str, Any], clause: str, said: str
) -> None:
    """The second line: as a database holds it that an earlier version of this system wrote."""
    waiting = play.thing("waiting")
    CertificateRecord.objects(document_id=key_of(waiting)).update(**changes)
    refusal = play.stage.refused("signDocument", "deputy", waiting, **signing(play, waiting))
    assert refusal == ("PAPER_OUTDATED", clause, "document")
    answer = play.stage.answer("signDocument", "deputy", waiting, **signing(play, waiting))
    assert said in answer["message"]
    assert play.stage.refused("signDocument", "reviewer", waiting, **signing(play, waiting))[0] == "NOT_THE_SIGNATORY"
    [item] = items(play)
    assert item["offer"] == {"allowed": False, "refusal": {"code": "PAPER_OUTDATED"}}


def test_on_its_last_day_it_is_signed(play: Play) -> None:
    waiting = play.thing("waiting")
    CertificateRecord.objects(document_id=key_of(waiting)).update(expires_on=play.today())
    play.stage.sign_paper(waiting, "deputy")
    assert paper(waiting).state == "SIGNED"


def test_a_revocation_cites_the_certificate_once_it_is_signed(play: Play) -> None:
    """II.2.2.c.s1: a number that stands on no signed paper names nothing."""
    stage, waiting = play.stage, play.thing("waiting")
    assert paper(waiting).number is not None
    draft = stage.act("draftSanction", "reviewer", case=play.thing("case"), rung="REVOCATION")
    unsigned = stage.act("prepareSanction", "reviewer", draft, **REVOKE)
    cited = stage.look(unsigned, "document { id }")["document"]["id"]
    assert paper(cited).facts["certificate"] is None
    stage.act("recallSanction", "reviewer", unsigned, reason="Sertifikat ditandatangani lebih dahulu.")
    stage.sign_paper(waiting, "deputy")
    signed = stage.act("prepareSanction", "reviewer", unsigned, **REVOKE)
    cited = stage.look(signed, "document { id }")["document"]["id"]
    assert paper(cited).facts["certificate"]["number"] == paper(waiting).number
    # a paper that is signed is never void: what is revoked on it, its standing says
    stage.sign("issueSanction", "deputy", signed)
    assert (paper(waiting).state, states()) == ("SIGNED", [(1, "PARTLY_REVOKED")])
