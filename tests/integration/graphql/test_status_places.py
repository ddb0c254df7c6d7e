"""A certificate's place in the status list, and what the list says of it through a certificate's whole life."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from app.embedded import Addresses
from domain.credentials import StatusEntry, StatusType
from domain.standards import StandardCode
from persistence.certificates import CertificateRecord
from persistence.documents import DocumentRecord
from persistence.status_lists import places_taken
from services.status_lists import PublishedStatuses, StatusListService
from signing.credential_keys import CredentialTrust
from signing.development_pki import DevelopmentPki
from signing.registers import read_register
from signing.status_lists import LIFE, read_status_list
from storage.s3 import S3Store
from tests.integration.graphql.plays import Play
from tests.integration.graphql.stage import Stage, key_of, open_stage

pytestmark = pytest.mark.servers

URL = "https://pembina.contoh.invalid"


@pytest.fixture(scope="module")
def stage(servers: Addresses, s3: S3Store) -> Iterator[Stage]:
    with open_stage(servers, s3) as opened:
        yield opened


@pytest.fixture(scope="module")
def pki(stage: Stage, tmp_path_factory: pytest.TempPathFactory) -> DevelopmentPki:
    return DevelopmentPki.open(tmp_path_factory.mktemp("pki") / "pki", stage.clock)


@pytest.fixture(scope="module")
def lists(stage: Stage, pki: DevelopmentPki) -> StatusListService:
    return StatusListService(clock=stage.clock, key=pki.credential_key, public_url=URL)


def paper_of(certificate: str) -> DocumentRecord:
    edition = CertificateRecord.objects(id=key_of(certificate)).get()
    return DocumentRecord.objects(id=edition.document_id).get()


def said(published: PublishedStatuses, pki: DevelopmentPki) -> list[StatusEntry]:
    """Every place, as a stranger reads the published token."""
    trust = CredentialTrust(pki.credential_certificates(), pki.trust())
    found = read_status_list(published.cwt, trust)
    assert found == published.statuses or found.size >= published.statuses.size
    return [found.entry(place) for place in range(published.statuses.size)]


def test_a_place_is_taken_with_the_number_and_never_given_twice(
    stage: Stage, lists: StatusListService, pki: DevelopmentPki
) -> None:
    """From a paper that waits, over a night, to its signature, a revocation in part, and the next edition."""
    play = Play(stage)
    assert (places_taken(), lists.current().statuses.size) == (0, 1)
    assert said(lists.current(), pki) == [StatusEntry(status=StatusType.NOT_ISSUED)]

    # it waits: what it bears has no force
    play.installed()
    assessment = play.reported()
    stage.act("recordNoRecommendation", "reviewer", assessment)
    stage.act("prepareDetermination", "reviewer", assessment, standards=["S09", "S10", "S11"])
    stage.sign("determineStandards", "deputy", assessment)
    certificate = str(play.certificate("id")["id"])
    stage.papers_made()
    waiting = paper_of(certificate)
    assert (waiting.state, waiting.status_index, places_taken()) == ("AWAITING_SIGNATURE", 0, 1)
    assert said(lists.current(), pki) == [StatusEntry(status=StatusType.NOT_ISSUED)]

    # dated anew: the same number, another place; the first stays empty for ever
    play.advance(days=1)
    stage.papers_made()
    anew = paper_of(certificate)
    assert (anew.number, anew.status_index, places_taken()) == (waiting.number, 1, 2)

    # signed: in force, and registered
    stage.sign_paper(play.certificate("document { id }")["document"]["id"], "deputy")
    issued = lists.current()
    valid = StatusEntry(status=StatusType.VALID)
    assert said(issued, pki) == [StatusEntry(status=StatusType.NOT_ISSUED), valid]
    trust = CredentialTrust(pki.credential_certificates(), pki.trust())
    assert read_register(issued.register, trust, known_at=issued.statuses.issued_at).papers == {
        1: paper_of(certificate).sha256
    }

    # nothing moved: the very same bytes, until they are an hour old
    play.advance(minutes=59)
    assert lists.current() is issued
    play.advance(minutes=1)
    later = lists.current()
    assert (later.cwt == issued.cwt, later.statuses.entries == issued.statuses.entries) == (False, True)
    assert later.statuses.expires_at - later.statuses.issued_at == LIFE

    # two of three revoked: which, and since when
    _, revocation = play.revoked()
    today = date.fromisoformat(play.today())
    revoked = {StandardCode.S09: today, StandardCode.S11: today}
    partly = StatusEntry(status=StatusType.PARTLY_REVOKED, since=today, revoked=revoked)
    assert said(lists.current(), pki)[1] == partly

    # the next edition takes the next place; the one before is superseded, and keeps what was revoked
    play.advance(days=1)
    following = play.passed(play.reassessment(revocation))
    assert paper_of(following).status_index == 2
    entries = said(lists.current(), pki)
    assert [entry.status for entry in entries] == [StatusType.NOT_ISSUED, StatusType.SUPERSEDED, StatusType.VALID]
    assert entries[1].revoked == revoked


def test_a_changed_key_folder_is_read_anew(stage: Stage, lists: StatusListService, tmp_path: Path) -> None:
    """The process keeps no key: a list that is due is signed by the key that the folder holds then."""
    other = DevelopmentPki.open(tmp_path / "pki", stage.clock)
    key = other.credential_key
    made = StatusListService(clock=stage.clock, key=lambda: key(), public_url=URL).current()
    assert read_status_list(made.cwt, CredentialTrust(other.credential_certificates(), other.trust())).size >= 3
    assert made.statuses.issued_at <= stage.clock.now() < made.statuses.issued_at + timedelta(seconds=1)
