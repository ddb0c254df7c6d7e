"""Issuing when something fails: the letter waits, says why, and is finished later; a number is never lost or doubled."""

import asyncio
import hashlib
import json
import logging
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from unittest.mock import patch

import httpx
import pytest

from app.health import health
from app.http import http_application
from app.server import free_port, served
from documents.errors import ConversionTimedOut, ConverterMissing, ConverterUnavailable
from domain.aggregates import Aggregate
from domain.reasons import Reason
from domain.refusals import RefusalCode
from domain.standings import Standing
from domain.verification import CheckResult
from persistence import outbox
from persistence.applications import ApplicationRecord
from persistence.configuration import ConfigurationRecord, OfficialRecord
from persistence.documents import DocumentRecord
from persistence.errors import DatabaseUnavailable
from persistence.locks import lease_on
from persistence.log import EventRecord
from persistence.outbox import MOST_ATTEMPTS, OutboxRecord
from persistence.records import utc_now
from services.commands import Done
from services.kept_reports import KeptReports
from services.papers import signing_refusal
from services.verification import VerificationService
from signing.port import SigningUnavailable, TimestampUnavailable
from signing.sandbox import InspectionSandbox
from signing.structure import Limits
from storage.keys import draft_key
from storage.port import Area, BucketMissing, StorageRefused, StorageUnavailable
from tests.integration.services.assessing import configured
from tests.integration.services.town import TERMS, Town, running_town

pytestmark = [pytest.mark.servers, pytest.mark.libreoffice]
A = Aggregate


@pytest.fixture(scope="module")
def running(servers, pools, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    with running_town(servers, pools, tmp_path_factory.mktemp("town")) as town:
        yield town


@pytest.fixture
def town(running: Town) -> Town:
    """The running town without work left over from another test."""
    running.work()
    OutboxRecord.objects.delete()
    running.steps.clear()
    return running


def receipt_of(application_id: str) -> DocumentRecord:
    return DocumentRecord.objects(kind="APPLICATION_RECEIPT", subject_id=application_id).get()


def entry_of(document_id: str) -> OutboxRecord:
    return OutboxRecord.objects(record_id=document_id).get()


def try_again(document_id: str) -> None:
    """As if the delay had passed."""
    OutboxRecord._get_collection().update_one(
        {"record_id": document_id}, {"$set": {"due_at": utc_now() - timedelta(seconds=1)}}
    )


# --- what fails and comes back --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("error", "counted"),
    [
        (ConverterMissing("LibreOffice is not installed: apt-get install libreoffice-writer-nogui"), 0),
        (ConverterUnavailable("no worker was free within 120 seconds"), 0),
        (ConversionTimedOut("no PDF after 60 s, on any attempt"), 1),
    ],
)
def test_without_a_converter_the_letter_waits_and_is_finished_with_its_number(
    error: Exception, counted: int, town: Town
) -> None:
    application_id = town.submitted()
    with town.conversion.failing(error):
        assert town.work() == 1
    waiting = receipt_of(application_id)
    entry = entry_of(waiting.id)
    assert (entry.state, entry.attempts, entry.error) == ("PENDING", counted, f"{type(error).__name__}: {error}")
    assert (waiting.state, waiting.sha256) == ("DRAFT", None)
    assert waiting.number is not None
    assert ApplicationRecord.objects(id=application_id).get().state == "SUBMITTED"
    assert [step for _document, step in town.steps] == [1, 2, 3]
    try_again(waiting.id)
    assert town.work() == 1
    finished = receipt_of(application_id)
    assert (finished.state, finished.number, finished.code) == ("SIGNED", waiting.number, waiting.code)
    assert entry_of(waiting.id).state == "DONE"


@pytest.mark.parametrize(("call", "steps"), [("put", [1, 2, 3, 4, 5]), ("put_locked", [1, 2, 3, 4, 5, 6, 7, 8])])
def test_without_object_storage_the_letter_waits_and_is_finished_later(call: str, steps: list[int], town: Town) -> None:
    application_id = town.submitted()
    with town.storage.failing(StorageUnavailable("connection refused"), call):
        town.work()
    waiting = receipt_of(application_id)
    entry = entry_of(waiting.id)
    assert (entry.state, entry.attempts) == ("PENDING", 0)
    assert entry.error.startswith("StorageUnavailable: ")
    assert waiting.state == ("DRAFT" if call == "put" else "AWAITING_SIGNATURE")
    assert [step for _document, step in town.steps] == steps
    assert waiting.signatures == []
    try_again(waiting.id)
    town.work()
    finished = receipt_of(application_id)
    assert (finished.state, finished.number, len(finished.signatures)) == ("SIGNED", waiting.number, 1)
    report = town.system.use_cases.verification.verify_bytes(town.bytes_of(finished.id))
    assert (report.genuine, report.document.number) == (True, waiting.number)


def nearly_dead(document_id: str) -> None:
    """As if it had failed eleven times."""
    OutboxRecord._get_collection().update_one({"record_id": document_id}, {"$set": {"attempts": MOST_ATTEMPTS - 1}})


@pytest.mark.parametrize(
    ("switch", "error"),
    [
        ("storage", StorageUnavailable("connection refused")),
        ("storage", StorageRefused("InvalidAccessKeyId")),
        ("storage", BucketMissing("NoSuchBucket")),
        ("storage", DatabaseUnavailable("no primary")),
        ("storage", TimestampUnavailable("no answer")),
        ("storage", SigningUnavailable("no signing process became free in time")),
        ("conversion", ConverterMissing("no LibreOffice")),
        ("conversion", ConverterUnavailable("LibreOffice does not start")),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else value,
)
def test_an_outage_of_any_length_leaves_no_letter_dead(switch: str, error: Exception, town: Town) -> None:
    """Accepted work waits and is finished, after however many looks at the service that is away."""
    application_id = town.submitted()
    document = receipt_of(application_id)
    nearly_dead(document.id)
    with getattr(town, switch).failing(error):
        for _ in range(14):
            assert town.work() == 1
            entry = entry_of(document.id)
            assert (entry.state, entry.attempts) == ("PENDING", MOST_ATTEMPTS - 1)
            wait = entry.due_at - utc_now()
            try_again(document.id)
    assert entry.postponements == 14
    assert timedelta(seconds=290) < wait <= timedelta(seconds=300)
    town.work()
    assert (receipt_of(application_id).state, entry_of(document.id).state) == ("SIGNED", "DONE")


def test_storage_that_refuses_us_is_shown_to_the_operator(town: Town) -> None:
    """The storage answers, but does not let us lock: nothing else would tell that a letter waits."""

    def outbox_check() -> tuple[int, str, dict[str, object]]:
        answer = asyncio.run(health(town.system))
        told = json.loads(bytes(answer.body))
        return answer.status_code, told["status"], told["checks"]["outbox"]

    status, word, check = outbox_check()
    assert (status, word, check["waiting"], check["postponed"], check["dead"]) == (200, "ok", 0, 0, 0)
    document = receipt_of(town.submitted())
    with town.storage.failing(StorageRefused("AccessDenied"), "put_locked"):
        town.work()
    status, word, check = outbox_check()
    assert (status, word, check["waiting"], check["postponed"], check["dead"]) == (200, "attention", 1, 1, 0)
    assert str(check["problem"]).startswith("StorageRefused: Penyimpanan berkas menolak permintaan.")
    try_again(document.id)
    town.work()
    assert outbox_check()[1] == "ok"
    assert entry_of(document.id).state == "DONE"


def test_a_letter_that_no_attempt_converts_is_dead_until_it_is_revived(town: Town) -> None:
    application_id = town.submitted()
    document = receipt_of(application_id)
    nearly_dead(document.id)
    with town.conversion.failing(ConversionTimedOut("no PDF after 60 s, on 2 attempts")):
        town.work()
    assert (entry_of(document.id).state, outbox.dead(), town.work()) == ("DEAD", 1, 0)
    assert outbox.revive("another") == 0
    assert outbox.revive(document.id) == 1
    assert (town.work(), receipt_of(application_id).state) == (1, "SIGNED")


def test_without_object_storage_a_person_signs_nothing(town: Town) -> None:
    sla_id = town.agreed()
    town.work()
    before = town.sla(sla_id)
    paper = town.paper("SLA", sla_id)
    for call in ("get", "put"):
        with (
            town.storage.failing(StorageUnavailable("connection refused"), call),
            pytest.raises(StorageUnavailable),
        ):
            town.sign_sla("sign_for_institution", sla_id)
    assert (town.sla(sla_id).state, town.sla(sla_id).version) == ("READY_TO_SIGN", before.version)
    assert town.paper("SLA", sla_id).to_mongo() == paper.to_mongo()
    assert isinstance(town.sign_sla("sign_for_institution", sla_id), Done)


# --- what cannot be mended by trying again --------------------------------------------------------------------------


def test_frozen_facts_that_were_altered_are_never_signed(town: Town) -> None:
    application_id = town.submitted()
    document = receipt_of(application_id)
    DocumentRecord._get_collection().update_one({"_id": document.id}, {"$set": {"facts.copies": ["Orang lain"]}})
    town.work()
    entry = entry_of(document.id)
    assert (entry.state, outbox.dead()) == ("DEAD", 1)
    assert entry.error == f"LetterUnsound: the frozen facts of {document.id} are not those that were ordered"
    assert (receipt_of(application_id).state, receipt_of(application_id).number) == ("DRAFT", None)
    try_again(document.id)
    assert town.work() == 0


def test_what_the_lint_finds_is_dead_and_visible_and_never_presented(town: Town) -> None:
    """The Deputy left office between the order and the preparation."""
    application_id = town.complete()
    officials = OfficialRecord._get_collection()
    before = list(officials.find({"office": "DEPUTY"}))
    officials.update_many({"office": "DEPUTY"}, {"$set": {"valid_to": "2026-11-19"}})
    try:
        town.work()
    finally:
        for row in before:
            officials.replace_one({"_id": row["_id"]}, row)
    approval = town.paper("APPROVAL", application_id)
    entry = entry_of(approval.id)
    assert entry.state == "DEAD"
    assert entry.error.startswith("LetterUnsound: SIGNATORY_NOT_IN_OFFICE: ")
    assert (approval.state, approval.sha256, approval.number is not None) == ("DRAFT", None, True)
    assert town.sign_paper(approval, seen_sha256="0" * 64).code is RefusalCode.WRONG_STATE


def test_an_approval_that_cannot_be_signed_is_issued_anew_and_signed(town: Town) -> None:
    """The Deputy's term ended between order and preparation; another term began meanwhile."""
    application_id = town.complete()
    officials = OfficialRecord._get_collection()
    before = list(officials.find({"office": "DEPUTY"}))
    officials.update_many({"office": "DEPUTY"}, {"$set": {"valid_to": "2026-11-19"}})
    old = town.paper("APPROVAL", application_id)
    reissue = (A.DOCUMENT, "reissue", town.admin, old.id, Reason(reason="Masa jabatan Deputi berakhir."))
    try:
        town.work()
        assert entry_of(old.id).state == "DEAD"
        assert town.attempt(*reissue).code is RefusalCode.PERSON_UNKNOWN
    finally:
        for row in before:
            officials.replace_one({"_id": row["_id"]}, row)
    town.done(*reissue)
    town.work()
    new = town.paper("APPROVAL", application_id)
    void = DocumentRecord.objects(id=old.id).get()
    assert (new.id != old.id, new.state, new.number != void.number) == (True, "AWAITING_SIGNATURE", True)
    assert (void.state, void.void_reason, void.number is not None) == ("VOID", "Masa jabatan Deputi berakhir.", True)
    assert town.sign_paper(new).state == "SIGNED"
    assert (outbox.revive(old.id), town.work(), entry_of(old.id).state) == (1, 1, "DONE")
    assert DocumentRecord.objects(id=old.id).get().to_mongo() == void.to_mongo()


def test_work_that_nobody_does_is_dead_at_once(town: Town) -> None:
    entry_id = outbox.add("send_pigeon", "doc-1")
    assert town.work() == 1
    found = OutboxRecord.objects(id=entry_id).get()
    assert (found.state, found.error) == ("DEAD", "LetterUnsound: nobody does send_pigeon")


def test_work_done_twice_changes_nothing(town: Town) -> None:
    """At least once is the promise; each step knows what is done."""
    application_id = town.submitted()
    town.work()
    before = receipt_of(application_id).to_mongo()
    town.steps.clear()
    town.system.issuance.issue_sealed(before["_id"])
    town.system.issuance.prepare(before["_id"])
    assert (receipt_of(application_id).to_mongo(), town.steps) == (before, [])


# --- signing --------------------------------------------------------------------------------------------------------


def test_a_wrong_passphrase_signs_nothing_and_stands_nowhere(town: Town, caplog: pytest.LogCaptureFixture) -> None:
    sla_id = town.agreed()
    town.work()
    wrong = "Kata-Sandi-Salah-8271"
    caplog.set_level(logging.DEBUG)
    refused = town.sign_sla("sign_for_institution", sla_id, passphrase=wrong)
    assert (refused.code, refused.subject) == (RefusalCode.PASSPHRASE_REFUSED, "passphrase")
    assert (town.sla(sla_id).state, town.paper("SLA", sla_id).signatures) == ("READY_TO_SIGN", [])
    assert isinstance(town.sign_sla("sign_for_institution", sla_id), Done)
    for secret in (wrong, town.passphrase):
        assert secret not in caplog.text
        assert not any(secret in str(record.__dict__) for record in caplog.records)
        database = town.system.database
        stored = database.client[database.name]
        for name in stored.list_collection_names():
            assert not any(secret in str(row) for row in stored[name].find()), name


@pytest.mark.parametrize("passphrase", ["", " ", "x" * 10_000, "é😀", "\x00"])
def test_any_other_passphrase_is_refused(passphrase: str, town: Town) -> None:
    application_id = town.complete()
    town.work()
    approval = town.paper("APPROVAL", application_id)
    refused = town.sign_paper(approval, passphrase=passphrase)
    assert refused.code is RefusalCode.PASSPHRASE_REFUSED
    assert town.paper("APPROVAL", application_id).to_mongo() == approval.to_mongo()


def test_a_paper_is_signed_once_by_its_signatory_on_what_he_has_seen(town: Town) -> None:
    application_id = town.complete()
    town.work()
    approval = town.paper("APPROVAL", application_id)
    assert town.sign_paper(approval, seen_sha256="0" * 64).code is RefusalCode.DIGEST_MISMATCH
    assert town.sign_paper(approval, expected_version=1).code is RefusalCode.CONFLICT
    assert town.sign_paper(approval, actor=town.admin).code is RefusalCode.NOT_PERMITTED
    assert town.sign_paper(approval, document_id="f" * 24).code is RefusalCode.NOT_FOUND
    key = town.key()
    first = town.sign_paper(approval, idempotency_key=key)
    again = town.sign_paper(approval, idempotency_key=key)
    assert (first.state, again.repeated, again.version) == ("SIGNED", True, first.version)
    assert len(town.paper("APPROVAL", application_id).signatures) == 1
    assert town.sign_paper(approval, expected_version=first.version).code is RefusalCode.WRONG_STATE


def test_a_person_without_a_key_is_told_so(town: Town) -> None:
    sla_id = town.agreed()
    town.work()
    key = town.system.pki.person_key_path(town.head.id)
    aside = key.with_suffix(".aside")
    key.rename(aside)
    try:
        refused = town.sign_sla("sign_for_institution", sla_id)
    finally:
        aside.rename(key)
    assert (refused.code, refused.subject) == (RefusalCode.KEY_NOT_USABLE, "key")
    assert town.sla(sla_id).state == "READY_TO_SIGN"


def test_the_second_signature_is_not_put_under_a_first_that_was_altered(town: Town) -> None:
    """The stored draft is not what was signed: its digest gives it away."""
    sla_id = town.agreed()
    town.work()
    assert isinstance(town.sign_sla("sign_for_institution", sla_id), Done)
    paper = town.paper("SLA", sla_id)
    found = town.system.use_cases.papers.stored_at(actor=town.admin, document_id=paper.id)
    _document, area, key = found
    data = town.system.store.get(area, key)
    altered = data[:5_000] + bytes([data[5_000] ^ 1]) + data[5_001:]
    assert area is Area.DRAFT
    town.system.store.put(area, key, altered, content_type="application/pdf")
    refused = town.sign_sla("sign_for_lkpp", sla_id)
    assert refused.code in {RefusalCode.FIRST_SIGNATURE_NOT_VALID, RefusalCode.DIGEST_MISMATCH}
    assert town.sla(sla_id).state == "SIGNED_ONE"
    town.system.store.put(area, key, data, content_type="application/pdf")
    assert isinstance(town.sign_sla("sign_for_lkpp", sla_id), Done)


def test_a_first_signature_that_does_not_hold_is_found_though_its_digest_was_forged_too(town: Town) -> None:
    """II.2.1.a.3: whoever changed the stored bytes and the record beside them still gets no second signature."""
    sla_id = town.agreed()
    town.work()
    assert isinstance(town.sign_sla("sign_for_institution", sla_id), Done)
    paper = town.paper("SLA", sla_id)
    data = town.bytes_of(paper.id)
    altered = data[:5_000] + bytes([data[5_000] ^ 1]) + data[5_001:]
    forged = hashlib.sha256(altered).hexdigest()
    town.system.store.put(Area.DRAFT, draft_key(paper.id, forged, "pdf"), altered, content_type="application/pdf")
    DocumentRecord._get_collection().update_one({"_id": paper.id}, {"$set": {"sha256": forged}})
    refused = town.sign_sla("sign_for_lkpp", sla_id)
    assert (refused.code, refused.clause) == (RefusalCode.FIRST_SIGNATURE_NOT_VALID, "HOUSE")
    assert (town.sla(sla_id).state, len(town.paper("SLA", sla_id).signatures)) == ("SIGNED_ONE", 1)


def test_both_signatures_asked_for_at_once_are_still_made_in_order(town: Town, together) -> None:
    sla_id = town.agreed()
    town.work()
    results = together(
        lambda: town.sign_sla("sign_for_institution", sla_id),
        lambda: town.sign_sla("sign_for_institution", sla_id),
        lambda: town.sign_sla("sign_for_lkpp", sla_id),
    )
    assert [isinstance(result, Done) for result in results].count(True) == 1
    assert {result.code for result in results if not isinstance(result, Done)} <= {
        RefusalCode.CONFLICT,
        RefusalCode.WRONG_STATE,
        RefusalCode.SIGNING_IN_PROGRESS,
        RefusalCode.FIRST_SIGNATURE_NOT_VALID,
    }
    assert town.sla(sla_id).state == "SIGNED_ONE"
    assert len(town.paper("SLA", sla_id).signatures) == 1


def test_a_signature_while_another_is_being_made_is_told_so_and_leaves_nothing(town: Town) -> None:
    sla_id = town.agreed()
    town.work()
    paper = town.paper("SLA", sla_id)
    with lease_on(f"sign-{paper.id}"):
        refused = town.sign_sla("sign_for_institution", sla_id)
    assert (refused.code, refused.subject) == (RefusalCode.SIGNING_IN_PROGRESS, paper.id)
    assert (town.sla(sla_id).state, town.paper("SLA", sla_id).signatures) == ("READY_TO_SIGN", [])
    assert isinstance(town.sign_sla("sign_for_institution", sla_id), Done)


def test_a_time_stamp_that_cannot_be_had_is_a_service_that_does_not_answer() -> None:
    """The mapping of signing errors; the authority itself is tested with the signer."""
    found = signing_refusal(TimestampUnavailable("no answer"))
    assert (found.code, found.slots) == (RefusalCode.SERVICE_UNAVAILABLE, {"service": "TSA"})


# --- verifying when nobody can examine the file -----------------------------------------------------------------------


def stopped() -> InspectionSandbox:
    """Does not take files any more."""
    sandbox = InspectionSandbox()
    sandbox.close()
    return sandbox


def starved() -> InspectionSandbox:
    """Takes them, and the machine gives it nothing to examine them with."""
    return InspectionSandbox(limits=Limits(open_files=4))


@pytest.mark.parametrize("examining", [stopped, starved])
def test_an_untouched_paper_is_not_called_altered_because_nobody_could_examine_it(
    town: Town, examining: Callable[[], InspectionSandbox]
) -> None:
    application_id = town.submitted()
    town.work()
    paper = receipt_of(application_id)
    with examining() as inspector:
        _require_no_word_against(town, paper, inspector)


def _require_no_word_against(town: Town, paper: DocumentRecord, inspector: InspectionSandbox) -> None:
    verification = VerificationService(
        replace(town.system.use_cases.verification._ports, inspector=inspector, kept=KeptReports())
    )
    system = replace(town.system, use_cases=replace(town.system.use_cases, verification=verification))
    port = free_port()
    query = "query($digest: Sha256!) { verify(sha256: $digest) { genuine } }"
    with (
        served(http_application(system), host="127.0.0.1", port=port),
        httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=30) as client,
    ):
        uploaded = client.post("/verify", content=town.bytes_of(paper.id))
        asked = client.post("/graphql", json={"query": query, "variables": {"digest": paper.sha256}}).json()
    assert (uploaded.status_code, uploaded.headers["retry-after"]) == (503, "5")
    assert [error["extensions"]["code"] for error in asked["errors"]] == ["SERVICE_UNAVAILABLE"]
    report = town.system.use_cases.verification.verify_bytes(town.bytes_of(paper.id))
    assert report.genuine is True
    by_code = verification.verify_code(paper.code)
    assert (by_code.genuine, by_code.standing, by_code.document.number) == (None, Standing.IN_FORCE, paper.number)
    assert [check.result for check in by_code.checks] == [CheckResult.INDETERMINATE] * 7
    assert by_code.checks[0].evidence_en == "Our stored file cannot be examined now. Check again in a moment."
    assert [(each.valid, each.trusted) for each in by_code.signatures] == [(None, None)]


# --- proposing --------------------------------------------------------------------------------------------------------


def test_terms_are_proposed_by_the_reviewer_on_the_present_version(town: Town) -> None:
    application_id = town.complete()
    town.done(A.APPLICATION, "start_sla", town.reviewer, application_id)
    sla_id = str(ApplicationRecord.objects(id=application_id).get().sla_id)
    slas = town.system.use_cases.slas
    given = {"sla_id": sla_id, "terms": TERMS, "expected_version": 1}
    refused = slas.propose(actor=town.admin, idempotency_key=town.key(), **given)
    assert refused.code is RefusalCode.NOT_PERMITTED
    stale = slas.propose(actor=town.reviewer, idempotency_key=town.key(), **(given | {"expected_version": 9}))
    assert stale.code is RefusalCode.CONFLICT
    nothing = slas.propose(actor=town.reviewer, idempotency_key=town.key(), **(given | {"sla_id": "f" * 24}))
    assert nothing.code is RefusalCode.NOT_FOUND
    key = town.key()
    first = slas.propose(actor=town.reviewer, idempotency_key=key, **given)
    again = slas.propose(actor=town.reviewer, idempotency_key=key, **given)
    assert (first.state, again.repeated, again.version) == ("NEGOTIATION", True, first.version)


@pytest.mark.parametrize(("named", "months"), [(None, 36), (12, 12)])
def test_terms_without_a_term_get_the_configured_one(named: int | None, months: int, town: Town) -> None:
    """`sla.term_months`, a house rule: a term that the reviewer names goes before it."""
    configured("sla.term_months", 36)
    application_id = town.complete()
    town.done(A.APPLICATION, "start_sla", town.reviewer, application_id)
    sla_id = str(ApplicationRecord.objects(id=application_id).get().sla_id)
    given = {"actor": town.reviewer, "sla_id": sla_id, "terms": replace(TERMS, validity_months=named)}
    given |= {"expected_version": 1, "idempotency_key": town.key()}
    first = town.system.use_cases.slas.propose(**given)
    assert (first.state, town.sla(sla_id).validity_months) == ("NEGOTIATION", months)
    assert town.sla(sla_id).agreement["terms"]["validity_months"] == months
    ConfigurationRecord.objects(key="sla.term_months").delete()
    assert town.system.use_cases.slas.propose(**given).repeated is True


def test_the_parties_read_the_proposed_clauses_before_they_agree(town: Town) -> None:
    application_id = town.complete()
    town.done(A.APPLICATION, "start_sla", town.reviewer, application_id)
    sla_id = str(ApplicationRecord.objects(id=application_id).get().sla_id)
    slas = town.system.use_cases.slas
    assert slas.concept(actor=town.head, sla_id=sla_id).code is RefusalCode.TERMS_MISSING
    assert isinstance(town.propose(sla_id), Done)
    for actor in (town.head, town.deputy):
        assert slas.concept(actor=actor, sla_id=sla_id).startswith(b"%PDF-1.")
    stranger = replace(town.head, institution_id="inst-lain")
    assert slas.concept(actor=stranger, sla_id=sla_id).code is RefusalCode.NOT_FOUND
    assert slas.concept(actor=town.head, sla_id="f" * 24).code is RefusalCode.NOT_FOUND


# --- months and years; last, because legal time only moves forward --------------------------------------------------


def test_a_new_month_keeps_the_number_and_writes_the_new_month(town: Town) -> None:
    application_id = town.submitted()
    with town.conversion.failing(ConverterMissing("no LibreOffice")):
        town.work()
    november = receipt_of(application_id)
    assert (november.number, november.dated) == (f"{november.sequence}/B/D.2/TT/XI/2026", "2026-11-20")
    town.advance(days=12)
    try_again(november.id)
    town.work()
    december = receipt_of(application_id)
    assert (december.state, december.dated) == ("SIGNED", "2026-12-02")
    assert december.number == f"{november.sequence}/B/D.2/TT/XII/2026"
    assert (december.sequence, december.code, december.voided_numbers) == (november.sequence, november.code, [])


def test_a_new_year_voids_the_number_and_takes_the_first_of_the_new_series(town: Town) -> None:
    application_id = town.submitted()
    with town.conversion.failing(ConverterMissing("no LibreOffice")):
        town.work()
    old = receipt_of(application_id)
    assert old.number == f"{old.sequence}/B/D.2/TT/XII/2026"
    town.advance(days=31)
    try_again(old.id)
    town.work()
    new = receipt_of(application_id)
    assert (new.state, new.number, new.dated) == ("SIGNED", "1/B/D.2/TT/I/2027", "2027-01-02")
    assert new.voided_numbers == [old.number]
    second = town.submitted()
    town.work()
    assert receipt_of(second).number == "2/B/D.2/TT/I/2027"


def test_a_letter_whose_day_ends_while_it_is_made_is_made_again_with_the_new_day(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Midnight in Jakarta between its number and its check: no letter is dead for that."""
    application_id = town.submitted()
    midnights = iter([1])
    monkeypatch.setattr(town.conversion, "check", lambda _name: [town.advance(days=day) for day in midnights])
    town.work()
    begun = receipt_of(application_id)
    assert (begun.state, begun.dated) == ("DRAFT", "2027-01-02")
    problem = f"IssuingError: the day ended while {begun.id} was made; it is dated anew"
    assert (entry_of(begun.id).state, entry_of(begun.id).error) == ("PENDING", problem)
    try_again(begun.id)
    town.work()
    issued = receipt_of(application_id)
    assert (issued.state, issued.dated) == ("SIGNED", "2027-01-03")
    assert (issued.number, issued.voided_numbers) == (begun.number, [])


def test_every_number_of_the_year_is_on_a_paper_or_on_record_as_void(town: Town) -> None:
    """Gap-free: nothing of all that failed above lost a number."""
    receipts = list(DocumentRecord.objects(kind="APPLICATION_RECEIPT", number__ne=None))
    taken = [paper.number for paper in receipts] + [void for paper in receipts for void in paper.voided_numbers]
    of_2026 = sorted(int(number.partition("/")[0]) for number in taken if number.endswith("/2026"))
    assert of_2026 == list(range(1, len(of_2026) + 1))


def test_the_workers_threads_do_the_work_at_once_and_number_the_events(town: Town) -> None:
    """Woken by the commit, not by the next look at the outbox; then every event has its index."""
    town.system.worker.start()
    try:
        application_id = town.submitted()
        until = time.monotonic() + 20
        while receipt_of(application_id).state != "SIGNED" or EventRecord.objects(index=None).first() is not None:
            assert time.monotonic() < until, [(each.state, each.error) for each in OutboxRecord.objects]
            time.sleep(0.02)
    finally:
        town.system.worker.stop()
    assert entry_of(receipt_of(application_id).id).attempts == 1
    assert sorted(event.index for event in EventRecord.objects(version__gte=1)) == list(
        range(EventRecord.objects(version__gte=1).count())
    )


def test_what_its_validation_found_answers_for_a_paper_within_the_minute(town: Town) -> None:
    """Step 8 has examined these very bytes; later they are examined anew, by a process that sees no key."""
    application_id = town.submitted()
    town.work()
    data = town.bytes_of(town.paper("APPLICATION_RECEIPT", application_id).id)
    verification = town.system.use_cases.verification
    with patch.object(town.system.pools.inspection, "inspect", side_effect=SigningUnavailable("away")) as examined:
        assert (verification.verify_bytes(data).genuine, examined.call_count) == (True, 0)
        town.advance(minutes=1)
        with pytest.raises(SigningUnavailable):
            verification.verify_bytes(data)
    assert verification.verify_bytes(data).genuine
