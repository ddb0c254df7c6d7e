"""What the door writes into the public log through a whole case: a certificate, its revocation, and the annulment of it."""

import json
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest

from domain.aggregates import Aggregate
from domain.certificates import CERTIFICATES
from domain.documents import DOCUMENTS
from domain.objection_acts import ObjectionDecision, PrepareDecision
from domain.refusals import Refusal
from domain.roles import SYSTEM
from domain.rungs import Rung
from domain.sanction_acts import SanctionState
from domain.tables import Act, Decision, FreshIds, Outcome
from domain.transparency import PUBLIC_KINDS, entry_of
from persistence.assessments import AssessmentRecord
from persistence.certificates import CertificateRecord
from persistence.documents import DocumentRecord
from persistence.repositories import REPOSITORIES
from persistence.sanction_records import SanctionRecord
from persistence.transactions import run_transaction
from persistence.transparency import LogEntryRecord, all_entries, entries_of
from services.log_audit import ReadLog, audit_records, read_log
from services.log_entries import log_act, log_earlier_papers
from services.log_proofs import LogProver, LogStatus
from services.publication import Publication, PublicationPorts
from signing.checkpoints import Checkpoint, read_checkpoint
from signing.log_keys import LogKeys
from signing.notes import new_signer
from storage.port import Area
from storage.s3 import S3Store
from storage.tiles import CHECKPOINT, Tile
from tests.integration.services.assessing import S01, S02
from tests.integration.services.objecting import Kept, Objecting, played
from tests.integration.services.office import BECAUSE, DEPUTY, REVIEWER, Office

pytestmark = pytest.mark.servers

ANNUL = PrepareDecision(
    decision=ObjectionDecision.SANCTION_ANNULLED,
    considerations=("Bukti menunjukkan standar dipenuhi.",),
    reinstated=(S01, S02),
)
_KEPT: dict[str, Kept] = {}


@pytest.fixture
def town(office: Office) -> Objecting:
    """A revocation of S01 and S02 that was objected to and annulled; played once, put back for each test."""
    if "annulled" not in _KEPT:
        town = played(office)
        revoked = town.revoked()
        town.decided(town.heard(revoked), ANNUL)
        _KEPT["annulled"] = Kept.of(town, revoked)
        return town
    return _KEPT["annulled"].put_back(office)


class Published:
    """The town's log, published under a key of its own."""

    def __init__(self, office: Office, store: S3Store) -> None:
        self.publication = Publication(
            PublicationPorts(database=office.database, store=store, keys=LogKeys(new_signer("contoh.invalid/log")))
        )
        self.store = store
        self.publication.advance()

    def read(self, *earlier: Checkpoint) -> ReadLog:
        note = self.store.get(Area.LOG, self.publication.place(CHECKPOINT)).decode()
        return read_log(self.publication.fetch, note, self.publication.key, earlier=earlier)

    def findings(self) -> list[str]:
        read = self.read()
        return [finding.message for finding in (*read.findings, *audit_records(read))]


@pytest.fixture
def log(town: Objecting, s3: S3Store) -> Published:
    return Published(town.office, s3)


def told(kind: str) -> Iterator[tuple[str, str, list[str]]]:
    """What the entries say of the papers of one kind, in their order."""
    for paper in DocumentRecord.objects(kind=kind, state="SIGNED").order_by("id"):
        for entry in entries_of(paper.id):
            said = json.loads(entry.statement)
            assert (said["kind"], said["number"], said["sha256"]) == (kind, paper.number, paper.sha256)
            yield said["event"], said["standing"], said["revoked"]


# --- what is written --------------------------------------------------------------------------------------------------


def test_a_refused_act_leaves_no_entry(town: Objecting) -> None:
    before = LogEntryRecord.objects.count()
    drafted: Any = town.office.attempt(Aggregate.SANCTION, "issue", DEPUTY, "f" * 24)
    assert isinstance(drafted, Refusal)
    assert LogEntryRecord.objects.count() == before


def test_each_issued_paper_has_one_issuance_and_a_paper_in_the_making_none(town: Objecting) -> None:
    issuances = [document_id for document_id, order, _entry in all_entries() if order == 0]
    signed = {paper.id for paper in DocumentRecord.objects(state="SIGNED")}
    assert set(issuances) == signed
    assert len(issuances) == len(signed)
    assert DocumentRecord.objects(state__ne="SIGNED").count() > 0


def test_a_certificate_is_issued_revoked_and_given_back_in_the_open(town: Objecting) -> None:
    """II.2.2.c, II.2.3: S03 stood through it all."""
    assert list(told("CERTIFICATE")) == [
        ("ISSUED", "IN_FORCE", []),
        ("STANDING_CHANGED", "PARTLY_REVOKED", ["S01", "S02"]),
        ("STANDING_CHANGED", "IN_FORCE", []),
    ]


def test_a_determination_stands_and_falls_with_its_standards(town: Objecting) -> None:
    """II.2.1.e.5, II.2.2.c, II.2.3.s3: what the public is told of it is what its newest entry says, at every step."""
    assert list(told("DETERMINATION")) == [
        ("ISSUED", "IN_FORCE", []),
        ("STANDING_CHANGED", "PARTLY_REVOKED", []),
        ("STANDING_CHANGED", "IN_FORCE", []),
    ]


def test_an_order_ends_with_what_it_ordered_and_gives_way_to_a_later_one(town: Objecting) -> None:
    assert list(told("ASSIGNMENT")) == [("ISSUED", "IN_FORCE", []), ("STANDING_CHANGED", "CONCLUDED", [])]
    first = DocumentRecord.objects(kind="ASSIGNMENT").get()
    AssessmentRecord.objects(id=first.subject_id).update(set__state="FACTUAL")
    changed = {
        "_id": "f" * 24,
        "sequence": 900,
        "number": "2/ST/2026",
        "code": "f" * 32,
        "state": "SIGNED",
        "sha256": "b" * 64,
    }
    now = town.office.clock.now()
    DocumentRecord._get_collection().insert_one(dict(first.to_mongo()) | changed | {"signed_at": now})
    later = DocumentRecord.objects(id="f" * 24).get()
    later.state = "AWAITING_SIGNATURE"  # as it was before the act
    row = DOCUMENTS.rows_of("publish")[0]
    act = Act(verb="publish", record_id=later.id, actor=SYSTEM, now=now, payload=None, fresh=FreshIds("", "", ""))
    decision = Decision(row=row, clause=row.clause, state="SIGNED", outcome=Outcome(changes={"sha256": "b" * 64}))
    run_transaction(town.office.database.client, lambda: log_act(Aggregate.DOCUMENT, later, act, decision))
    assert [standing for _event, standing, _revoked in told("ASSIGNMENT")] == [
        "IN_FORCE",
        "CONCLUDED",
        "SUPERSEDED",
        "IN_FORCE",
    ]


def test_a_revocation_is_issued_and_annulled(town: Objecting) -> None:
    assert list(told("REVOCATION")) == [("ISSUED", "IN_FORCE", []), ("STANDING_CHANGED", "ANNULLED", [])]


def test_what_is_not_public_is_a_commitment_with_a_salt_of_its_own(town: Objecting) -> None:
    kinds = {paper.id: paper.kind for paper in DocumentRecord.objects}
    salts = []
    for document_id, _order, entry in all_entries():
        assert entry_of(entry.statement, entry.salt) == entry.entry
        is_open = kinds[document_id] in {kind.value for kind in PUBLIC_KINDS}
        assert (entry.salt is None) == is_open
        if entry.salt is not None:
            salts.append(entry.salt)
            assert json.loads(entry.entry).keys() == {"v", "commitment"}
            assert kinds[document_id].encode() not in entry.entry
    assert {kinds[document_id] for document_id, _o, entry in all_entries() if entry.salt} >= {"ADVICE", "WARNING"}
    assert len(set(salts)) == len(salts)
    assert {len(salt) for salt in salts} == {32}


def test_the_holder_of_a_warning_gets_salt_and_statement_and_nobody_learns_what_became_of_it(
    town: Objecting, log: Published
) -> None:
    prover = LogProver(log.publication)
    warning = DocumentRecord.objects(kind="WARNING").get()
    found = prover.find(warning.id)
    assert found.status is LogStatus.HELD
    assert [(proof.tells_of(warning.sha256), proof.holds(log.publication.key)) for proof in found.proofs] == [
        (True, True)
    ]
    certificate = DocumentRecord.objects(kind="CERTIFICATE").get()
    assert len(prover.find(certificate.id).proofs) == 3


def test_a_standing_that_changes_while_the_paper_is_signed_is_told_after_its_issuance(town: Objecting) -> None:
    """Neither transaction sees the other: without a turn the revocation would find no signed paper, and tell nothing."""
    paper = DocumentRecord.objects(kind="CERTIFICATE").get()
    record = REPOSITORIES[Aggregate.CERTIFICATE].load(paper.subject_id)
    client, now = town.office.database.client, town.office.clock.now()
    documents = DocumentRecord._get_collection()
    LogEntryRecord._get_collection().delete_many({"document_id": paper.id})
    documents.update_one({"_id": paper.id}, {"$set": {"state": "AWAITING_SIGNATURE"}})
    paper.reload()
    begun = threading.Event()

    def sign() -> None:
        documents.update_one({"_id": paper.id}, {"$set": {"state": "SIGNED"}})
        log_act(Aggregate.DOCUMENT, paper, act("publish", paper.id), decision("publish", "SIGNED", sha256=paper.sha256))
        begun.set()
        time.sleep(0.5)  # the other act would be done by now

    def expire() -> None:
        CertificateRecord._get_collection().update_one({"_id": record.id}, {"$set": {"state": "EXPIRED"}})
        log_act(Aggregate.CERTIFICATE, record, act("expire", record.id), decision("expire", "EXPIRED"))

    def act(verb: str, record_id: str) -> Act:
        return Act(verb=verb, record_id=record_id, actor=SYSTEM, now=now, payload=None, fresh=FreshIds("", "", ""))

    def decision(verb: str, state: str, **changes: str) -> Decision:
        row = (DOCUMENTS if verb == "publish" else CERTIFICATES).rows_of(verb)[0]
        return Decision(row=row, clause=row.clause, state=state, outcome=Outcome(changes=changes))

    signing = threading.Thread(target=lambda: run_transaction(client, sign))
    signing.start()
    assert begun.wait(5)
    run_transaction(client, expire)
    signing.join()
    assert list(told("CERTIFICATE")) == [("ISSUED", "IN_FORCE", []), ("STANDING_CHANGED", "EXPIRED", [])]


# --- the migration ----------------------------------------------------------------------------------------------------


def test_papers_issued_before_there_was_a_log_are_logged_once_with_their_standing(town: Objecting) -> None:
    count = DocumentRecord.objects(state="SIGNED").count()
    LogEntryRecord._get_collection().delete_many({})
    assert log_earlier_papers(town.office.database) == count
    assert log_earlier_papers(town.office.database) == 0
    assert LogEntryRecord.objects(order=0).count() == count
    assert list(told("DETERMINATION")) == [("ISSUED", "IN_FORCE", [])]
    assert list(told("ASSIGNMENT")) == [("ISSUED", "IN_FORCE", []), ("STANDING_CHANGED", "CONCLUDED", [])]
    assert list(told("REVOCATION")) == [("ISSUED", "ANNULLED", [])]
    assert list(told("CERTIFICATE")) == [("ISSUED", "IN_FORCE", [])]
    paper = DocumentRecord.objects(kind="CERTIFICATE").get()
    said = json.loads(entries_of(paper.id)[0].statement)
    assert said["at"] == paper.signed_at.strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"


def test_of_an_earlier_paper_that_is_not_public_only_its_issuance_is_shown(town: Objecting, s3: S3Store) -> None:
    """House rule (`sanctions.public`): that an advice was annulled since is an entry of its own, which nobody is told."""
    paper = DocumentRecord.objects(kind="ADVICE", state="SIGNED").first()
    SanctionRecord.objects(id=paper.subject_id).update(set__state="ANNULLED")
    LogEntryRecord._get_collection().delete_many({})
    log_earlier_papers(town.office.database)
    assert list(told("ADVICE")) == [("ISSUED", "IN_FORCE", []), ("STANDING_CHANGED", "ANNULLED", [])]
    assert all(entry.salt for entry in entries_of(paper.id))
    found = LogProver(Published(town.office, s3).publication).find(paper.id)
    assert found.status is LogStatus.HELD
    assert [json.loads(proof.statement)["standing"] for proof in found.proofs] == ["IN_FORCE"]


def test_a_standing_that_changes_before_the_migration_came_begins_the_papers_log(office: Office) -> None:
    town = played(office)
    for rung in (Rung.ADVICE, Rung.WARNING):
        sanction_id = town.received(rung)
        town.advance(days=8)
        office.done(Aggregate.SANCTION, "record_no_improvement", REVIEWER, sanction_id, BECAUSE)
    LogEntryRecord._get_collection().delete_many({})
    revoked = town.received(Rung.REVOCATION)
    assert town.sanction(revoked).state == SanctionState.RECEIVED
    assert list(told("CERTIFICATE")) == [("ISSUED", "PARTLY_REVOKED", ["S01", "S02"])]


# --- the audit --------------------------------------------------------------------------------------------------------


def test_a_sound_log_has_no_findings(log: Published) -> None:
    assert log.findings() == []


def test_an_earlier_checkpoint_is_a_prefix_and_a_forged_one_is_found(town: Objecting, log: Published) -> None:
    earlier = read_checkpoint(log.read().note, key=log.publication.key)
    assert log.read(earlier).findings == ()
    forged = Checkpoint(origin=log.publication.key.name, size=2, root=b"x" * 32)
    assert [finding.message for finding in log.read(forged).findings] == [
        "the tree of 2 leaves has not the root of its checkpoint"
    ]
    longer = Checkpoint(origin=log.publication.key.name, size=earlier.size + 1, root=b"x" * 32)
    assert [finding.message for finding in log.read(longer).findings] == [
        f"a checkpoint of {earlier.size + 1} was signed, and the log ends at {earlier.size}"
    ]


def test_a_stranger_believes_no_checkpoint_of_another_key(log: Published) -> None:
    note = log.read().note
    read = read_log(log.publication.fetch, note, new_signer("contoh.invalid/log").key)
    assert (read.checkpoint, read.entries) == (None, ())
    assert [finding.message for finding in read.findings] == [
        "the checkpoint lacks the signature of contoh.invalid/log"
    ]


def test_a_changed_bundle_or_tile_is_found(log: Published) -> None:
    size = log.read().checkpoint
    assert size is not None
    for tile, message in (
        (Tile(level=0, index=0, width=size.size), "is not the tree of its entries"),
        (Tile(level=-1, index=0, width=size.size), "ends within an entry"),
    ):
        data = log.store.get(Area.LOG, log.publication.place(tile.name))
        for changed in (b"\xff" + data[1:],):
            log.store.put(Area.LOG, log.publication.place(tile.name), changed, content_type="x/y")
            log.publication._cache.clear()
            assert any(message in finding for finding in log.findings())
        log.store.remove(Area.LOG, log.publication.place(tile.name))
        log.publication._cache.clear()
        assert any("There is no object" in finding for finding in log.findings())
        log.store.put(Area.LOG, log.publication.place(tile.name), data, content_type="x/y")
    log.publication._cache.clear()
    assert log.findings() == []


def test_the_keeper_finds_what_records_and_log_do_not_share(town: Objecting, log: Published) -> None:
    records = town.office.database.client[town.office.database.name]
    certificate = DocumentRecord.objects(kind="CERTIFICATE").get()
    determination = DocumentRecord.objects(kind="DETERMINATION").get()
    warning = DocumentRecord.objects(kind="WARNING").get()

    def change(collection: str, key: Any, **values: Any) -> list[str]:
        before = records[collection].find_one({"_id": key})
        records[collection].update_one({"_id": key}, {"$set": values})
        found = log.findings()
        records[collection].replace_one({"_id": key}, before)
        return found

    assert change("documents", certificate.id, sha256="0" * 64) == [
        f"paper {certificate.id} has another digest than the log"
    ]
    assert change("documents", certificate.id, state="VOID") == [
        f"the log holds paper {certificate.id}, which was not issued"
    ]
    assert sorted(change("certificates", certificate.subject_id, state="EXPIRED")) == sorted(
        f"paper {paper.id} is EXPIRED, and its newest entry says IN_FORCE" for paper in (determination, certificate)
    )
    assert change("log_entries", f"{warning.id}/0", salt=b"0" * 32) == [
        f"the entry of paper {warning.id} is not that of its statement"
    ]
    statement = entries_of(certificate.id)[0].statement.replace(b"IN_FORCE", b"EXPIRED!")
    assert change("log_entries", f"{certificate.id}/0", statement=statement, entry=statement) == [
        f"the log shows another entry than that of paper {certificate.id}"
    ]
    size = len(log.read().entries)
    assert change("log_checkpoints", size, root=b"x" * 32) == [
        f"the tree of {size} leaves has not the root of its checkpoint"
    ]
    records["log_entries"].delete_one({"_id": f"{warning.id}/0"})
    assert log.findings() == [
        "the log shows an entry that is not on record",
        f"paper {warning.id} was issued, and the log does not hold it",
    ]
