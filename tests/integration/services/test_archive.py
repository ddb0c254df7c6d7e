"""Renewal of what was issued: recorded once, found by every digest, and nothing stored where a paper cannot be renewed."""

import asyncio
import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from asn1crypto import tsp
from asn1crypto.x509 import Certificate
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.sign.timestamps import TimeStamper

from app.http import http_application
from domain.clock import Clock
from domain.verification import FileOrigin
from persistence import outbox
from persistence.documents import DocumentRecord
from persistence.outbox import OutboxRecord
from persistence.records import utc_now
from persistence.transparency import LogEntryRecord
from schema.nodes import global_id
from services.archive import RENEW_DOCUMENT, ArchiveService, Protection, RenewalImpossible
from services.door import ISSUE_DOCUMENT
from signing.archive import RenewalRequest, RenewedPdf, renew
from signing.development_pki import AuthorityName
from signing.port import RenewalGainsNothing
from signing.retirement import authority_id
from signing.sandbox import InspectionSandbox
from signing.structure import Limits
from signing.timestamps import RotatingTimestamps
from signing.trust import TrustAnchors
from storage.keys import issued_key
from storage.port import Area, ObjectMissing
from tests.integration.services.town import Town, running_town

pytestmark = [pytest.mark.servers, pytest.mark.libreoffice]
YEAR = 365


@pytest.fixture
def town(servers, pools, tmp_path) -> Iterator[Town]:
    with running_town(servers, pools, tmp_path) as town:
        yield town


def archive_of(town: Town) -> ArchiveService:
    system = town.system
    return system.installation.archive(system.use_cases.door, store=system.store, signing=system.pools.signing)


def issued(town: Town) -> DocumentRecord:
    application_id = town.submitted()
    town.work()
    return receipt(application_id)


def receipt(application_id: str) -> DocumentRecord:
    return DocumentRecord.objects(kind="APPLICATION_RECEIPT", subject_id=application_id).get()


def again(paper: DocumentRecord) -> DocumentRecord:
    return DocumentRecord.objects(id=paper.id).get()


def stored(town: Town, digest: str) -> bytes:
    return town.system.store.get(Area.ISSUED, issued_key(digest))


def near_the_end(town: Town) -> None:
    """A year before the first keys end, when their successors are long there."""
    town.advance(days=YEAR * 9 + 10)
    town.system.pki.replace_due()


def genuine(town: Town, data: bytes) -> bool:
    report = town.system.use_cases.verification.verify_bytes(data)
    assert report.sha256 == hashlib.sha256(data).hexdigest()
    return bool(report.genuine) and report.origin is FileOrigin.ISSUED_BY_US


def test_a_paper_is_renewed_once_and_every_edition_of_its_bytes_is_genuine(town: Town) -> None:
    paper = issued(town)
    archive = archive_of(town)
    end = town.system.pki.generations.certificate("tsa").not_valid_after_utc
    assert (paper.protected_until, list(paper.renditions)) == (end, [])
    assert archive.report(timedelta(days=YEAR)) == ()
    assert archive.order_due() == 0
    entries = LogEntryRecord.objects.count()
    near_the_end(town)
    (line,) = archive.report(timedelta(days=YEAR))
    assert (line.document_id, line.protection, line.protected_until) == (paper.id, Protection.LAPSING, end)
    assert (archive.order_due(), archive.order_due()) == (1, 0)
    assert town.work() == 1
    renewed = again(paper)
    (rendition,) = renewed.renditions
    first, second = stored(town, paper.sha256), stored(town, rendition["sha256"])
    assert (renewed.sha256, renewed.size, renewed.number) == (paper.sha256, paper.size, paper.number)
    assert second.startswith(first)
    assert rendition["size"] == len(second)
    assert renewed.protected_until == town.system.pki.generations.certificate("tsa.2").not_valid_after_utc
    assert LogEntryRecord.objects.count() == entries
    assert (archive.order_due(), archive.renew(paper.id)) == (0, False)
    assert archive.report(timedelta(days=YEAR)) == ()
    town.advance(days=YEAR * 3)
    assert [genuine(town, data) for data in (first, second)] == [True, True]
    verification = town.system.use_cases.verification
    for digest in (paper.sha256, rendition["sha256"]):
        found = verification.verify_digest(digest)
        assert (found.genuine, found.origin) == (True, FileOrigin.ISSUED_BY_US)
    by_code = verification.verify_code(paper.code)
    assert (by_code.sha256, by_code.origin) == (paper.sha256, FileOrigin.NO_FILE)
    assert not genuine(town, second[:-20] + b"x" * 20)


def test_two_workers_at_once_make_one_rendition(town: Town, together) -> None:
    paper = issued(town)
    near_the_end(town)
    archive = archive_of(town)
    outcomes = together(*[lambda: archive.renew(paper.id)] * 3)
    assert sorted(outcomes) == [False, False, True]
    assert len(again(paper).renditions) == 1


class DoorOfTheKilled:
    """Whoever comes to it is killed."""

    def perform(self, _command: object) -> None:
        raise KeyboardInterrupt


def test_what_was_killed_before_it_was_recorded_is_renewed_again(town: Town) -> None:
    """The object that nobody names stays behind; the paper has one rendition."""
    paper = issued(town)
    near_the_end(town)
    system = town.system
    killed = system.installation.archive(DoorOfTheKilled(), store=system.store, signing=system.pools.signing)  # type: ignore[arg-type]
    with pytest.raises(KeyboardInterrupt):
        killed.renew(paper.id)
    assert again(paper).renditions == []
    assert archive_of(town).renew(paper.id)
    assert len(again(paper).renditions) == 1


def test_a_paper_that_lapsed_in_a_jump_is_dead_with_its_reason(town: Town) -> None:
    paper = issued(town)
    town.advance(days=YEAR * 11)
    town.system.pki.replace_due()
    archive = archive_of(town)
    (line,) = archive.report(timedelta(0))
    assert line.protection is Protection.LAPSED
    assert archive.order_due() == 1
    town.work()
    entry = OutboxRecord.objects(topic=RENEW_DOCUMENT).get()
    assert (entry.state, entry.error) == (
        "DEAD",
        f"RenewalImpossible: its protection lapsed on {paper.protected_until.isoformat()}",
    )
    assert again(paper).renditions == []
    assert archive.order_due() == 0
    assert not genuine(town, stored(town, paper.sha256))


def test_a_renewal_that_is_known_to_gain_nothing_is_not_ordered_until_there_is_a_newer_key(town: Town) -> None:
    paper = issued(town)
    town.advance(days=YEAR * 9 + 10)  # the worker has not made the authority's next key yet
    archive = archive_of(town)
    with pytest.raises(RenewalGainsNothing, match="no later than that of the last"):
        archive.renew(paper.id)
    assert (archive.order_due(), OutboxRecord.objects(topic=RENEW_DOCUMENT).count()) == (0, 0)
    town.system.pki.replace_due()
    assert (archive.order_due(), town.work(), len(again(paper).renditions)) == (1, 1, 1)


def test_a_renewal_that_is_known_to_gain_nothing_reads_no_paper(town: Town) -> None:
    """The cheap question first: storage is not asked for bytes that would be read, hashed and validated in vain."""
    paper = issued(town)
    town.advance(days=YEAR * 9 + 10)
    archive = ArchiveService(replace(archive_of(town)._ports, store=Lost(town.system.store, None)))  # type: ignore[arg-type]
    with pytest.raises(RenewalGainsNothing, match="no later than that of the last"):
        archive.renew(paper.id)
    town.system.pki.replace_due()
    with pytest.raises(RenewalImpossible, match="is missing"):
        archive.renew(paper.id)


ASKED: list[str] = []
"""Every token that was asked of an authority elsewhere, dummies among them."""


class Counted(TimeStamper):
    """Counts what the authority behind it is asked."""

    def __init__(self, inner: TimeStamper) -> None:
        super().__init__()
        self._inner = inner

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        ASKED.append("token")
        return await self._inner.async_request_tsa_response(req)


@dataclass(frozen=True)
class Elsewhere:
    """An authority whose certificate nobody knows before it has stamped."""

    folder: Path

    def timestamper(self, clock: Clock) -> TimeStamper:
        return Counted(RotatingTimestamps(self.folder).timestamper(clock))


class InThisProcess:
    """Renews where the tokens can be counted."""

    def renew(self, request: RenewalRequest) -> RenewedPdf:
        return renew(request)


@pytest.fixture
def elsewhere(town: Town) -> ArchiveService:
    """The keeper with an authority elsewhere, who does the worker's renewals."""
    ASKED.clear()
    ports = archive_of(town)._ports
    source = Elsewhere(town.system.pki.generations.path("tsa", "pem").parent)
    archive = ArchiveService(replace(ports, timestamps=source, renewer=InThisProcess()))
    town.system.worker._handlers[RENEW_DOCUMENT] = archive.renew
    return archive


def asked() -> int:
    """How many tokens since the last look."""
    found = len(ASKED)
    ASKED.clear()
    return found


def test_an_authority_without_a_newer_key_is_asked_once_a_day_and_not_for_every_paper(
    town: Town, elsewhere: ArchiveService
) -> None:
    """Its certificate ends within a year: until it has another, a renewal gains nothing, however many papers are due."""
    papers = [issued(town) for _ in range(3)]
    town.advance(days=YEAR * 9 + 10)
    assert elsewhere.order_due() == 3
    assert town.work() == 3
    assert asked() <= 2, "the token, and the first time a dummy that tells its size"
    entries = list(OutboxRecord.objects(topic=RENEW_DOCUMENT))
    for entry in entries:
        assert (entry.state, entry.attempts) == ("PENDING", 0)
        assert entry.error.startswith("GainsNothingYet: ")
        assert timedelta(0) <= utc_now() + timedelta(days=1) - entry.due_at < timedelta(minutes=2)
    assert (town.work(), elsewhere.order_due(), town.work(), asked()) == (0, 0, 0, 0)
    town.advance(hours=23)
    make_due()
    assert (elsewhere.order_due(), town.work(), asked()) == (0, 3, 0)
    town.advance(hours=2)
    make_due()
    assert (elsewhere.order_due(), town.work(), asked()) == (0, 3, 1)
    assert [again(paper).renditions for paper in papers] == [[], [], []]


def test_what_lapses_within_hours_is_asked_for_again_in_time(town: Town, elsewhere: ArchiveService) -> None:
    """A whole day's wait would let it lapse; the authority gets its next key an hour after it was asked in vain."""
    paper = issued(town)
    left = paper.protected_until - town.system.clock.now() - timedelta(hours=4)
    town.advance(seconds=left.total_seconds())
    assert (elsewhere.order_due(), town.work(), asked() > 0) == (1, 1, True)
    entry = OutboxRecord.objects(topic=RENEW_DOCUMENT).get()
    waits = entry.due_at - utc_now()
    assert timedelta(minutes=59) < waits <= timedelta(hours=1), "a quarter of four hours"
    town.system.pki.rotate(AuthorityName.ROOT)
    town.system.pki.rotate(AuthorityName.TSA)
    town.advance(minutes=59)
    make_due()
    assert (town.work(), asked(), again(paper).renditions) == (1, 0, []), "still believed"
    town.advance(minutes=2)
    make_due()
    assert (town.work(), asked() > 0, len(again(paper).renditions)) == (1, True, 1)
    assert genuine(town, stored(town, again(paper).renditions[0]["sha256"]))


def test_a_newer_key_that_a_fresh_letter_shows_ends_the_waiting_at_once(town: Town, elsewhere: ArchiveService) -> None:
    paper = issued(town)
    town.advance(days=YEAR * 9 + 10)
    assert (elsewhere.order_due(), town.work()) == (1, 1)
    town.system.pki.rotate(AuthorityName.TSA)
    town.advance(minutes=1)
    asked()
    assert (elsewhere.order_due(), town.work(), asked()) == (0, 0, 0)
    issued_again = town.submitted()
    town.work()
    assert receipt(issued_again).protected_by == authority_id(tsa(town, "tsa.2"))
    assert (elsewhere.order_due(), town.work()) == (0, 1)
    assert (len(again(paper).renditions), asked() > 0) == (1, True)


def test_a_fresh_letter_is_made_before_the_renewals_that_were_due_before_it(town: Town) -> None:
    papers = [issued(town) for _ in range(2)]
    near_the_end(town)
    assert archive_of(town).order_due() == 2
    fresh = town.submitted()
    first = outbox.claim()
    assert first is not None
    assert (first.topic, first.record_id) == (ISSUE_DOCUMENT, receipt(fresh).id)
    assert [outbox.claim().topic for _ in papers] == [RENEW_DOCUMENT] * 2


def make_due() -> None:
    OutboxRecord.objects(topic=RENEW_DOCUMENT, state="PENDING").update(due_at=utc_now())


class Lost:
    """Storage that has lost what was issued, or gives other bytes."""

    def __init__(self, inner, data: bytes | None) -> None:
        self._inner, self._data = inner, data

    def get(self, area: Area, key: str) -> bytes:
        if self._data is None:
            raise ObjectMissing(area, key)
        return self._data

    def put_locked(self, *_arguments: object, **_named: object) -> None:
        raise AssertionError("nothing may be stored")


@pytest.mark.parametrize(("data", "why"), [(None, "is missing"), (b"%PDF-1.7", "is not what was recorded")])
def test_a_paper_that_storage_lost_or_altered_is_not_renewed(town: Town, data: bytes | None, why: str) -> None:
    paper = issued(town)
    near_the_end(town)
    system = town.system
    archive = system.installation.archive(
        system.use_cases.door,
        store=Lost(system.store, data),  # type: ignore[arg-type]
        signing=system.pools.signing,
    )
    with pytest.raises(RenewalImpossible, match=why):
        archive.renew(paper.id)
    assert again(paper).renditions == []


def test_a_paper_whose_signer_is_another_than_recorded_is_not_renewed(town: Town) -> None:
    paper = issued(town)
    DocumentRecord._get_collection().update_one(
        {"_id": paper.id}, {"$set": {"signatures.0.certificate_sha256": "0" * 64}}
    )
    near_the_end(town)
    with pytest.raises(RenewalImpossible, match="does not validate any more"):
        archive_of(town).renew(paper.id)
    assert again(paper).renditions == []


def test_a_paper_of_an_earlier_version_is_recorded_and_not_stamped_before_it_needs_it(town: Town) -> None:
    paper = issued(town)
    DocumentRecord._get_collection().update_one(
        {"_id": paper.id}, {"$unset": {"protected_until": "", "renditions": ""}}
    )
    archive = archive_of(town)
    (line,) = archive.report(timedelta(0))
    assert line.protection is Protection.UNRECORDED
    assert archive.order_due() == 1
    town.work()
    assert (again(paper).protected_until, again(paper).renditions) == (paper.protected_until, [])
    assert archive.report(timedelta(0)) == ()


def test_downloads_give_the_newest_rendition_and_the_bytes_as_issued_when_asked(town: Town) -> None:
    paper = issued(town)
    near_the_end(town)
    archive_of(town).renew(paper.id)
    newest = again(paper).renditions[0]["sha256"]
    actor = town.admin
    system = town.system
    token = system.installation.issuer.token(
        actor, audience=system.settings.oidc_audience, roles_claim=system.settings.oidc_roles_claim
    )

    async def get(path: str, **body: object) -> httpx.Response:
        application = http_application(system)
        client = httpx.AsyncClient(transport=httpx.ASGITransport(app=application), base_url="http://test")
        async with application.router.lifespan_context(application), client:
            named = {"authorization": f"Bearer {token}"}
            return await (client.post(path, json=body, headers=named) if body else client.get(path, headers=named))

    for query, digest in (("", newest), ("?issued=1", paper.sha256)):
        answer = asyncio.run(get(f"/documents/{paper.id}{query}"))
        assert (answer.status_code, answer.headers["etag"]) == (200, f'"{digest}"')
        assert hashlib.sha256(answer.content).hexdigest() == digest
    wanted = "sha256 protectedUntil renditions { sha256 size protectedUntil }"
    query = f"query($id: ID!) {{ node(id: $id) {{ ... on Document {{ {wanted} }} }} }}"
    answer = asyncio.run(get("/graphql", query=query, variables={"id": global_id("Document", paper.id)}))
    told = answer.json()["data"]["node"]
    end = f"{town.system.pki.generations.certificate('tsa.2').not_valid_after_utc:%Y-%m-%dT%H:%M:%S}.000Z"
    (made,) = again(paper).renditions
    assert told == {
        "sha256": paper.sha256,
        "protectedUntil": end,
        "renditions": [{"sha256": newest, "size": made["size"], "protectedUntil": end}],
    }


# --- revocation that is not known now ---------------------------------------------------------------------------------


def archive_with(town: Town, trust: Callable[[], TrustAnchors]) -> ArchiveService:
    """The archive, and those lists; whatever is owed is done by it."""
    archive = ArchiveService(replace(archive_of(town)._ports, trust=trust))
    town.system.worker._handlers[RENEW_DOCUMENT] = archive.renew
    return archive


@pytest.mark.parametrize("are_old", [True, False])
def test_a_renewal_without_current_lists_waits_and_is_made_when_they_are_there(town: Town, are_old: bool) -> None:
    """Nothing speaks against the paper; TRY_LATER is what the standard calls it, and what is done."""
    paper, pki = issued(town), town.system.pki
    early = pki.trust() if are_old else replace(pki.trust(), crls=())
    near_the_end(town)
    given = [early]
    archive = archive_with(town, lambda: given[0])
    assert archive.order_due() == 1
    town.work()
    entry = OutboxRecord.objects(topic=RENEW_DOCUMENT).get()
    words = "no current revocation list tells of a certificate; the stored paper does not validate any more: "
    assert (entry.state, entry.attempts, entry.error.startswith(f"ServiceUnavailable: {words}")) == ("PENDING", 0, True)
    assert "TRY_LATER" in entry.error
    assert (again(paper).renditions, outbox.dead(), outbox.postponed()) == ([], 0, (1, entry.error))
    given[0] = pki.trust()
    OutboxRecord.objects(id=entry.id).update(due_at=entry.created_at)
    assert town.work() == 1
    (rendition,) = again(paper).renditions
    assert genuine(town, stored(town, rendition["sha256"]))
    assert OutboxRecord.objects(topic=RENEW_DOCUMENT, state="PENDING").count() == 0


def test_a_renewal_whose_examination_came_to_no_end_waits(town: Town) -> None:
    """A machine that gives an examination nothing to work with says nothing against the paper."""
    paper = issued(town)
    near_the_end(town)
    with InspectionSandbox(limits=Limits(open_files=4)) as starved:
        archive = ArchiveService(replace(archive_of(town)._ports, inspector=starved))
        town.system.worker._handlers[RENEW_DOCUMENT] = archive.renew
        assert archive.order_due() == 1
        town.work()
    entry = OutboxRecord.objects(topic=RENEW_DOCUMENT).get()
    words = "SigningUnavailable: the examination of a paper of ours came to no end"
    assert (entry.state, entry.attempts, entry.error) == ("PENDING", 0, words)
    assert (again(paper).renditions, outbox.dead()) == ([], 0)


def test_a_paper_of_another_signer_is_not_waited_for_without_lists(town: Town) -> None:
    """It is not what was recorded, whatever is known of revocation."""
    paper, early = issued(town), town.system.pki.trust()
    DocumentRecord._get_collection().update_one(
        {"_id": paper.id}, {"$set": {"signatures.0.certificate_sha256": "0" * 64}}
    )
    near_the_end(town)
    with pytest.raises(RenewalImpossible, match=r"does not validate any more: .*TRY_LATER"):
        archive_with(town, lambda: early).renew(paper.id)


# --- an authority that is revoked -------------------------------------------------------------------------------------


@pytest.mark.parametrize("renews_first", [False, True])
def test_a_paper_of_a_retired_authority_is_due_and_its_renewal_is_by_the_successor(
    town: Town, renews_first: bool
) -> None:
    """RFC 3161, section 4: it stays proven meanwhile; the lawful order is to rotate, to renew and then to revoke."""
    paper, pki, archive = issued(town), town.system.pki, archive_of(town)
    assert paper.protected_by == authority_id(tsa(town, "tsa"))
    town.advance(days=30)
    if renews_first:
        pki.rotate(AuthorityName.TSA)
        assert archive.renew(paper.id, timedelta(days=YEAR * 11))
    pki.revoke_authority("tsa", town.system.clock.now(), "cessation_of_operation")
    town.advance(days=1)
    assert genuine(town, stored(town, paper.sha256))
    if renews_first:
        assert (archive.report(timedelta(0)), archive.order_due()) == ((), 0)
    else:
        (line,) = archive.report(timedelta(0))
        assert (line.document_id, line.protection, line.renditions) == (paper.id, Protection.RETIRED, 0)
        assert (archive.order_due(), archive.order_due(), town.work()) == (1, 0, 1)
    renewed = again(paper)
    (rendition,) = renewed.renditions
    assert renewed.protected_by == authority_id(tsa(town, "tsa.2"))
    assert renewed.protected_until == paper.protected_until
    assert genuine(town, stored(town, rendition["sha256"]))
    assert (archive.report(timedelta(0)), archive.order_due(), archive.renew(paper.id)) == ((), 0, False)


def test_a_paper_of_a_compromised_authority_is_told_and_not_stamped_as_if_it_were_whole(town: Town) -> None:
    paper, archive = issued(town), archive_of(town)
    town.advance(days=30)
    town.system.pki.revoke_authority("tsa", town.system.clock.now(), "key_compromise")
    town.advance(days=1)
    (line,) = archive.report(timedelta(0))
    assert (line.document_id, line.protection) == (paper.id, Protection.COMPROMISED)
    assert not genuine(town, stored(town, paper.sha256))
    archive.order_due()
    town.work()
    entry = OutboxRecord.objects(topic=RENEW_DOCUMENT).get()
    why = "RenewalImpossible: the stored paper does not validate any more: REVOKED_NO_POE"
    assert (entry.state, entry.error, again(paper).renditions) == ("DEAD", why, [])


def test_a_compromise_after_a_renewal_by_another_key_makes_nothing_due(town: Town) -> None:
    paper, pki, archive = issued(town), town.system.pki, archive_of(town)
    town.advance(days=30)
    pki.rotate(AuthorityName.TSA)
    assert archive.renew(paper.id, timedelta(days=YEAR * 11))
    town.advance(days=1)
    pki.revoke_authority("tsa", town.system.clock.now(), "key_compromise")
    town.advance(days=1)
    (rendition,) = again(paper).renditions
    assert (archive.report(timedelta(0)), archive.order_due()) == ((), 0)
    assert genuine(town, stored(town, rendition["sha256"]))


def test_a_paper_whose_authority_is_not_recorded_is_read_once(town: Town) -> None:
    """Of an earlier version, which kept the end alone."""
    paper, archive = issued(town), archive_of(town)
    DocumentRecord._get_collection().update_one({"_id": paper.id}, {"$unset": {"protected_by": ""}})
    (line,) = archive.report(timedelta(0))
    assert line.protection is Protection.UNRECORDED
    assert (archive.order_due(), town.work()) == (1, 1)
    assert (again(paper).protected_by, again(paper).renditions) == (paper.protected_by, [])
    assert (archive.report(timedelta(0)), archive.order_due()) == ((), 0)


def tsa(town: Town, stem: str) -> Certificate:
    """The certificate of one generation of the time-stamping authority."""
    found = town.system.pki.generations.certificate(stem)
    return Certificate.load(found.public_bytes(Encoding.DER))
