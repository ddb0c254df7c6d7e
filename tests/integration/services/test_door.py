"""The one door on a real database: each act once, whole or not at all; every refusal is compared byte by byte."""

from contextvars import Context
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pymongo import MongoClient

from domain.aggregates import Aggregate
from domain.application_acts import (
    AssignReviewer,
    Attachment,
    AttachmentKind,
    CreateApplication,
    Resubmit,
    ReviseApplication,
)
from domain.canonical import canonical_digest
from domain.document_acts import SignDocument
from domain.evidence import ConfirmUpload
from domain.refusals import Refusal, RefusalCode
from domain.roles import SYSTEM, Role
from domain.sla_acts import AgreeSla, SignSla
from domain.unit_forms import UnitForm
from domain.units import ProviderForm
from persistence.applications import ApplicationRecord
from persistence.configuration import OfficialRecord
from persistence.documents import DocumentRecord
from persistence.locks import LockHeld, LockRecord, lease_on
from persistence.log import EventRecord, sequence_events, verify_log
from persistence.outbox import OutboxRecord
from persistence.records import utc_now
from persistence.repositories import REPOSITORIES
from persistence.slas import SlaRecord
from persistence.units import UnitRecord
from services.approvals import ApprovalService
from services.commands import Command, Done, plain
from services.slas import SlaService
from tests.integration.services.office import (
    ADMIN,
    ALL_PASSED,
    BECAUSE,
    COMPLETE,
    DEPUTY,
    DETAILS,
    HEAD,
    INCOMPLETE,
    REVIEWER,
    STAFF,
    STRANGER,
    UNIT_HEAD,
    Office,
    person,
    signed_by,
)

pytestmark = pytest.mark.servers
A = Aggregate
CREATE = CreateApplication(institution_id="inst-a", details=DETAILS)
CODES = RefusalCode


def events_of(record_id: str) -> list[tuple[str, str | None, str, int]]:
    found = EventRecord.objects(record_id=record_id).order_by("version")
    return [(event.name, event.from_state, event.to_state, event.version) for event in found]


def log_is_whole(office: Office) -> bool:
    while sequence_events(office.database.client):
        continue
    classes = {aggregate.value: repository.record_class for aggregate, repository in REPOSITORIES.items()}
    return list(verify_log(classes)) == []


# --- one act --------------------------------------------------------------------------------------------------------


def test_an_act_writes_its_record_its_event_and_its_key_together(office: Office, dump) -> None:
    before = {name: len(rows) for name, rows in dump().items()}
    done = office.done(A.APPLICATION, "create", HEAD, payload=CREATE, idempotency_key="key-1")
    after = {name: len(rows) for name, rows in dump().items()}
    assert {name: after[name] - before[name] for name in after if after[name] != before[name]} == {
        "applications": 1,
        "events": 1,
        "idempotency_keys": 1,
    }
    assert (done.aggregate, done.version, done.state, done.documents, done.repeated) == (
        A.APPLICATION,
        1,
        "DRAFT",
        (),
        False,
    )
    record = office.record(A.APPLICATION, done.record_id)
    assert (record.state, record.version, record.institution_id, record.created_by) == ("DRAFT", 1, "inst-a", "head-a")
    assert record.created_at == record.updated_at == office.clock.now()


def test_an_event_says_who_did_what_when_by_which_clause_and_with_what(office: Office) -> None:
    office.clock.instant = datetime(2026, 11, 22, 3, 0, 0, 123_456, tzinfo=UTC)
    application_id = office.done(A.APPLICATION, "create", HEAD, payload=CREATE).record_id
    office.clock.instant += timedelta(hours=1)
    office.done(A.APPLICATION, "withdraw", HEAD, application_id, BECAUSE)
    created, withdrawn = EventRecord.objects(record_id=application_id).order_by("version")
    assert (created.aggregate, created.name, created.verb, created.clause) == (
        "APPLICATION",
        "ApplicationCreated",
        "create",
        "II.2.1.a.1",
    )
    assert (created.from_state, created.to_state, created.version, created.reason) == (None, "DRAFT", 1, None)
    assert (created.actor_id, created.actor_name) == ("head-a", "Head-A (DATA CONTOH)")
    assert created.at == datetime(2026, 11, 22, 3, 0, 0, 123_000, tzinfo=UTC)
    assert created.payload_sha256 == canonical_digest(plain(CREATE))
    assert (withdrawn.clause, withdrawn.reason, withdrawn.version) == ("HOUSE", "Alasan yang sah.", 2)
    assert created.index is None


def test_a_refusal_that_wrote_something_would_fail_any_of_these_tests(office: Office, mongodb_uri: str) -> None:
    """All of tests/integration is watched by `tests/integration/refused.py`."""
    application_id = office.ready_draft()
    office.done(A.APPLICATION, "withdraw", HEAD, application_id, BECAUSE)
    command = Command(aggregate=A.APPLICATION, verb="submit", actor=HEAD, record_id=application_id)
    with MongoClient[dict[str, Any]](mongodb_uri) as outside:
        stray = outside[office.database.name]["outbox"]
        with pytest.raises(AssertionError, match=r"submit was refused \(WRONG_STATE\) and wrote"):
            office.door.perform(command, late=lambda: Context().run(stray.insert_one, {"_id": "stray"}))


def test_every_commit_wakes_the_worker_once(office: Office) -> None:
    application_id = office.ready_draft()
    count = len(office.commits)
    office.done(A.APPLICATION, "submit", HEAD, application_id, idempotency_key="key-1")
    office.done(A.APPLICATION, "submit", HEAD, application_id, idempotency_key="key-1")
    office.refused(A.APPLICATION, "submit", HEAD, application_id)
    assert len(office.commits) == count + 1


def test_a_paper_for_a_person_is_prepared_and_a_sealed_one_is_issued(office: Office) -> None:
    office.complete()
    kinds = {paper.id: paper.kind for paper in DocumentRecord.objects(state="DRAFT")}
    ordered = [(entry.topic, kinds[entry.record_id]) for entry in OutboxRecord.objects.order_by("id")]
    assert ordered == [("issue_document", "APPLICATION_RECEIPT"), ("prepare_document", "APPROVAL")]


def test_a_letter_that_cannot_be_composed_takes_the_act_back(office: Office, dump) -> None:
    application_id = office.ready_draft()
    before = dump()
    office.letters.broken = True
    with pytest.raises(LookupError, match="no letterhead"):
        office.attempt(A.APPLICATION, "submit", HEAD, application_id)
    assert dump() == before
    office.letters.broken = False
    assert office.done(A.APPLICATION, "submit", HEAD, application_id).state == "SUBMITTED"


# --- idempotency ----------------------------------------------------------------------------------------------------


def test_a_repeated_act_returns_its_first_outcome_and_writes_nothing(office: Office, dump) -> None:
    first = office.done(A.APPLICATION, "create", HEAD, payload=CREATE, idempotency_key="key-1")
    office.done(A.APPLICATION, "withdraw", HEAD, first.record_id, BECAUSE)
    before = dump()
    again = office.done(A.APPLICATION, "create", HEAD, payload=CREATE, idempotency_key="key-1")
    assert again == replace(first, repeated=True)
    assert dump() == before


def test_a_repeated_act_with_letters_names_the_same_letters(office: Office, dump) -> None:
    application_id = office.ready_draft()
    first = office.done(A.APPLICATION, "submit", HEAD, application_id, expected_version=2, idempotency_key="key-1")
    assert len(first.documents) == 1
    before = dump()
    again = office.done(A.APPLICATION, "submit", HEAD, application_id, expected_version=2, idempotency_key="key-1")
    assert again == replace(first, repeated=True)
    assert dump() == before


@pytest.mark.parametrize(
    ("verb", "payload"),
    [
        ("create", CreateApplication(institution_id="inst-a", details=replace(DETAILS, unit_name="LPSE Lain"))),
        ("create", CreateApplication(institution_id="inst-b", details=DETAILS)),
        ("withdraw", BECAUSE),
    ],
)
def test_a_key_does_not_serve_for_another_act(verb, payload, office: Office) -> None:
    first = office.done(A.APPLICATION, "create", HEAD, payload=CREATE, idempotency_key="key-1")
    record_id = first.record_id if verb == "withdraw" else None
    found = office.refused(A.APPLICATION, verb, HEAD, record_id, payload, idempotency_key="key-1")
    assert (found.code, found.subject) == (CODES.IDEMPOTENCY_KEY_REUSED, "idempotencyKey")


def test_a_key_is_its_actors_own(office: Office) -> None:
    first = office.done(A.APPLICATION, "create", HEAD, payload=CREATE, idempotency_key="key-1")
    other = office.done(A.APPLICATION, "create", STAFF, payload=CREATE, idempotency_key="key-1")
    assert other.record_id != first.record_id


def test_a_refused_act_leaves_its_key_free(office: Office) -> None:
    application_id = office.draft()
    found = office.refused(A.APPLICATION, "submit", HEAD, application_id, idempotency_key="key-1")
    assert found.code is CODES.ATTACHMENT_MISSING
    attachments = tuple(Attachment(kind=kind, evidence_id=office.evidence()) for kind in AttachmentKind)
    office.done(A.APPLICATION, "revise", HEAD, application_id, ReviseApplication(attachments=attachments))
    done = office.done(A.APPLICATION, "submit", HEAD, application_id, idempotency_key="key-1")
    assert (done.state, done.repeated) == ("SUBMITTED", False)


def test_a_key_can_be_recalled_without_an_act(office: Office) -> None:
    command = Command(aggregate=A.APPLICATION, verb="create", actor=HEAD, payload=CREATE, idempotency_key="key-1")
    assert office.door.recall(command) is None
    done = office.door.perform(command)
    assert office.door.recall(command) == replace(done, repeated=True)
    assert office.door.recall(replace(command, idempotency_key=None)) is None
    reused = office.door.recall(replace(command, verb="withdraw"))
    assert reused.code is CODES.IDEMPOTENCY_KEY_REUSED


def test_many_at_once_with_one_key_do_one_act(office: Office, together) -> None:
    command = Command(aggregate=A.APPLICATION, verb="create", actor=HEAD, payload=CREATE, idempotency_key="key-1")
    results = together(*[lambda: office.door.perform(command)] * 6)
    assert ApplicationRecord.objects(state="DRAFT").count() == 1
    assert {type(result) for result in results} == {Done}
    assert {result.record_id for result in results} == {ApplicationRecord.objects.get().id}
    assert [result.repeated for result in results].count(False) == 1
    assert len(office.commits) == 1


# --- versions -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("expected", [0, 1, 3, -1])
def test_a_stale_version_is_a_conflict_that_names_the_present_one(expected, office: Office) -> None:
    application_id = office.ready_draft()
    found = office.refused(A.APPLICATION, "submit", HEAD, application_id, expected_version=expected)
    assert (found.code, found.subject) == (CODES.CONFLICT, application_id)
    assert found.message_en == f"The record has changed: your version is {expected}, the present one is 2."
    assert office.done(A.APPLICATION, "submit", HEAD, application_id, expected_version=2).version == 3


def test_who_may_not_do_it_is_told_that_and_not_the_version(office: Office) -> None:
    application_id = office.draft()
    stale = {"expected_version": 9}
    assert office.refused(A.APPLICATION, "submit", STRANGER, application_id, **stale).code is CODES.NOT_FOUND
    assert office.refused(A.APPLICATION, "submit", REVIEWER, application_id, **stale).code is CODES.NOT_PERMITTED
    assert office.refused(A.APPLICATION, "explode", HEAD, application_id, **stale).code is CODES.NOT_PERMITTED


def test_of_two_acts_on_one_record_exactly_one_wins(office: Office, together) -> None:
    application_id = office.ready_draft()
    works = [
        lambda verb=verb, payload=payload: office.attempt(
            A.APPLICATION, verb, HEAD, application_id, payload, expected_version=2
        )
        for verb, payload in (("submit", None), ("withdraw", BECAUSE)) * 2
    ]
    results = together(*works)
    won = [result for result in results if isinstance(result, Done)]
    lost = [result for result in results if isinstance(result, Refusal)]
    assert (len(won), {result.code for result in lost}) == (1, {CODES.CONFLICT})
    record = office.record(A.APPLICATION, application_id)
    assert (record.version, record.state) == (3, won[0].state)
    assert len(events_of(application_id)) == 3
    assert OutboxRecord.objects(topic="issue_document").count() == (1 if record.state == "SUBMITTED" else 0)
    assert log_is_whole(office)


def test_of_two_that_did_not_look_the_second_finds_another_state(office: Office, together) -> None:
    application_id = office.ready_draft()
    results = together(*[lambda: office.attempt(A.APPLICATION, "submit", HEAD, application_id)] * 2)
    assert [isinstance(result, Done) for result in results].count(True) == 1
    assert [result.code for result in results if isinstance(result, Refusal)] == [CODES.WRONG_STATE]


# --- ids ------------------------------------------------------------------------------------------------------------


def test_a_strangers_record_does_not_exist_for_him(office: Office) -> None:
    application_id, sla_id = office.ready_to_sign()
    evidence_id = office.evidence(confirmed=False)
    sound = ConfirmUpload(problem_id=None, problem_en=None)
    for aggregate, verb, record_id, payload in (
        (A.APPLICATION, "withdraw", application_id, BECAUSE),
        (A.APPLICATION, "submit", application_id, None),
        (A.SLA, "agree", sla_id, AgreeSla(digest="0" * 64)),
        (A.SLA, "decline", sla_id, BECAUSE),
        (A.EVIDENCE, "confirm_upload", evidence_id, sound),
    ):
        found = office.refused(aggregate, verb, STRANGER, record_id, payload)
        nothing = office.refused(aggregate, verb, STRANGER, "f" * 24, payload)
        assert found.code is nothing.code is CODES.NOT_FOUND
        assert found.message_id.replace(record_id, "f" * 24) == nothing.message_id


def test_nobody_applies_for_another_institution(office: Office) -> None:
    foreign = CreateApplication(institution_id="inst-b", details=DETAILS)
    assert office.refused(A.APPLICATION, "create", HEAD, payload=foreign).code is CODES.NOT_FOUND
    closed = person("head-c", Role.INSTITUTION_HEAD, "inst-closed")
    payload = CreateApplication(institution_id="inst-closed", details=DETAILS)
    assert office.refused(A.APPLICATION, "create", closed, payload=payload).code is CODES.INSTITUTION_INACTIVE


@pytest.mark.parametrize("record_id", ["f" * 24, "", "x", "../../etc", "😀" * 500, "\x00", "$where"])
@pytest.mark.parametrize(
    ("aggregate", "verb"),
    [
        (A.APPLICATION, "submit"),
        (A.SLA, "decline"),
        (A.UNIT, "stop"),
        (A.DOCUMENT, "sign"),
        (A.EVIDENCE, "confirm_upload"),
    ],
)
def test_an_id_that_names_nothing_is_not_found(aggregate, verb, record_id, office: Office) -> None:
    found = office.refused(aggregate, verb, HEAD, record_id, BECAUSE)
    assert (found.code, found.subject) == (CODES.NOT_FOUND, record_id)


def test_a_record_is_not_made_under_an_id_of_the_callers_choice(office: Office) -> None:
    assert office.refused(A.APPLICATION, "create", HEAD, "f" * 24, CREATE).code is CODES.NOT_FOUND
    application_id = office.draft()
    assert office.refused(A.APPLICATION, "create", HEAD, application_id, CREATE).code is CODES.WRONG_STATE


def test_an_act_without_its_record_is_refused(office: Office) -> None:
    assert office.refused(A.APPLICATION, "submit", HEAD).code is CODES.NOT_FOUND
    payload = AssignReviewer(reviewer_id="reviewer")
    assert office.refused(A.APPLICATION, "assign_reviewer", ADMIN, payload=payload).code is CODES.WRONG_STATE


# --- the facts that guards need, from the records ---------------------------------------------------------------------


def test_an_attachment_is_a_confirmed_file_of_the_same_institution(office: Office) -> None:
    application_id = office.draft()

    def revise(evidence_id: str) -> Refusal:
        attachment = Attachment(kind=AttachmentKind.LEGAL_BASIS, evidence_id=evidence_id)
        payload = ReviseApplication(attachments=(attachment,))
        return office.refused(A.APPLICATION, "revise", STAFF, application_id, payload)

    for evidence_id in (office.evidence(confirmed=False), office.evidence(STRANGER), "f" * 24, ""):
        found = revise(evidence_id)
        assert (found.code, found.subject) == (CODES.EVIDENCE_NOT_CONFIRMED, evidence_id)


def test_a_reviewer_is_known_active_and_without_a_tie(office: Office) -> None:
    application_id = office.ready_draft()
    office.done(A.APPLICATION, "submit", HEAD, application_id)

    def assign(reviewer_id: str) -> RefusalCode:
        payload = AssignReviewer(reviewer_id=reviewer_id)
        return office.refused(A.APPLICATION, "assign_reviewer", ADMIN, application_id, payload).code

    assert assign("tied-reviewer") is CODES.CONFLICT_OF_INTEREST
    for nobody in ("admin", "head-a", "", "nobody"):
        assert assign(nobody) is CODES.NOT_FOUND


def test_only_the_assigned_reviewer_goes_on(office: Office) -> None:
    application_id = office.under_review()
    other = person("tied-reviewer", Role.REVIEWER)
    for verb in ("request_completion", "declare_complete"):
        found = office.refused(A.APPLICATION, verb, other, application_id, INCOMPLETE)
        assert found.code is CODES.NOT_ASSIGNED


def test_a_returned_application_comes_back_with_its_answers(office: Office) -> None:
    application_id = office.under_review()
    office.done(A.APPLICATION, "request_completion", REVIEWER, application_id, INCOMPLETE)
    found = office.refused(A.APPLICATION, "resubmit", HEAD, application_id, Resubmit(answers=()))
    assert (found.code, found.slots) == (CODES.ITEM_NOT_ANSWERED, {"missing": "PERSONNEL_LIST"})
    not_configured = office.refused(A.APPLICATION, "lapse", ADMIN, application_id)
    assert not_configured.slots == {"key": "application.lapse_after_days"}
    off = office.refused(A.APPLICATION, "reject", DEPUTY, office.under_review(), BECAUSE)
    assert off.slots == {"key": "application.rejection_enabled"}


def test_a_separate_unit_applied_through_2023_in_jakarta(office: Office) -> None:
    """I.p2, scenario 3: 23:59:59 on 31 December passes, one second later fails."""
    office.clock.instant = datetime(2023, 12, 31, 16, 59, 59, tzinfo=UTC)
    late = office.ready_draft()
    separate = replace(DETAILS, unit_form=UnitForm.SEPARATE)
    office.done(A.APPLICATION, "revise", HEAD, late, ReviseApplication(details=separate))
    in_time = office.ready_draft()
    office.done(A.APPLICATION, "revise", HEAD, in_time, ReviseApplication(details=separate))
    assert office.done(A.APPLICATION, "submit", HEAD, in_time).state == "SUBMITTED"
    assert office.record(A.APPLICATION, in_time).submitted_on == "2023-12-31"
    office.clock.instant += timedelta(seconds=1)
    found = office.refused(A.APPLICATION, "submit", HEAD, late)
    assert (found.code, found.clause) == (CODES.SEPARATE_UNIT_NOT_ALLOWED, "I.p2")


def _separate_and_complete(office: Office) -> tuple[str, str]:
    """Declared complete two days before the form ended: the application and its approval, which waits for the Deputy."""
    office.clock.instant = datetime(2023, 12, 29, 3, tzinfo=UTC)
    application_id = office.ready_draft()
    separate = replace(DETAILS, unit_form=UnitForm.SEPARATE)
    office.done(A.APPLICATION, "revise", HEAD, application_id, ReviseApplication(details=separate))
    office.done(A.APPLICATION, "submit", HEAD, application_id)
    office.done(A.APPLICATION, "assign_reviewer", ADMIN, application_id, AssignReviewer(reviewer_id="reviewer"))
    office.done(A.APPLICATION, "declare_complete", REVIEWER, application_id, COMPLETE)
    approval = DocumentRecord.objects(kind="APPROVAL", subject_id=application_id).get()
    office.present(approval.id)
    return application_id, str(approval.id)


def test_no_separate_unit_is_approved_after_2023_however_early_its_application_was_complete(office: Office) -> None:
    """I.p2: neither signed nor issued anew; the letter is void, and the application has an end."""
    application_id, paper = _separate_and_complete(office)
    approvals = ApprovalService(door=office.door, clock=office.clock)
    seen = SignDocument(seen_sha256=office.record(A.DOCUMENT, paper).sha256, signed=signed_by(DEPUTY, paper))
    rehearsed = {each.verb: each.refusal for each in office.door.available_actions(A.DOCUMENT, paper, DEPUTY)}
    assert (rehearsed["sign"], approvals.void_over()) == (None, 0), "until the last day it is signed"
    office.clock.instant = datetime(2024, 1, 1, 17, tzinfo=UTC)
    for verb, actor, payload in (("sign", DEPUTY, seen), ("reissue", ADMIN, BECAUSE)):
        found = office.refused(A.DOCUMENT, verb, actor, paper, payload)
        assert (found.code, found.clause, found.slots) == (
            CODES.SEPARATE_UNIT_NOT_ALLOWED,
            "I.p2",
            {"today": "2024-01-02"},
        )
        assert "tarik permohonan lalu ajukan yang baru" in found.required_id
        assert "withdraw the application and file another" in found.required_en
    assert [approvals.void_over(), approvals.void_over()] == [1, 0]
    void = office.record(A.DOCUMENT, paper)
    assert (void.state, void.void_reason) == (
        "VOID",
        "unit kerja terpisah dari UKPBJ berlaku sampai dengan 31 Desember 2023 (Bab I)",
    )
    assert office.refused(A.APPLICATION, "start_sla", REVIEWER, application_id).clause == "I.p2"
    assert office.done(A.APPLICATION, "withdraw", HEAD, application_id, BECAUSE).state == "WITHDRAWN"


def test_the_approval_of_a_separate_unit_that_was_taken_on_in_time_is_signed_later(office: Office) -> None:
    """I.p2: its agreement was in force before the form ended."""
    application_id, paper = _separate_and_complete(office)
    office.done(A.APPLICATION, "start_sla", REVIEWER, application_id)
    sla_id = str(office.record(A.APPLICATION, application_id).sla_id)
    office.clock.instant = datetime(2024, 1, 1, 17, tzinfo=UTC)
    assert isinstance(office.refused(A.DOCUMENT, "reissue", ADMIN, paper, BECAUSE), Refusal)
    SlaRecord._get_collection().update_one({"_id": sla_id}, {"$set": {"in_force_since": "2023-12-31"}})
    assert ApprovalService(door=office.door, clock=office.clock).void_over() == 0
    assert office.done(A.DOCUMENT, "reissue", ADMIN, paper, BECAUSE).state == "VOID"


# --- effects --------------------------------------------------------------------------------------------------------


def test_starting_the_sla_registers_the_unit_and_drafts_the_sla_in_one_transaction(office: Office) -> None:
    application_id, sla_id = office.started()
    application, sla = office.record(A.APPLICATION, application_id), office.record(A.SLA, sla_id)
    unit = office.record(A.UNIT, application.unit_id)
    assert (application.state, unit.state, sla.state) == ("SLA_PENDING", "PENDING", "DRAFT")
    assert (unit.institution_id, unit.application_id, unit.name) == ("inst-a", application_id, "LPSE Kabupaten Contoh")
    assert (sla.institution_id, sla.application_id, sla.unit_id, sla.form) == (
        "inst-a",
        application_id,
        unit.id,
        "SYSTEM_PROVIDER",
    )
    assert events_of(unit.id) == [("UnitRegistered", None, "PENDING", 1)]
    assert events_of(sla_id) == [("SlaDrafted", None, "DRAFT", 1)]
    by = {event.actor_id for event in EventRecord.objects(record_id__in=[unit.id, sla_id])}
    assert by == {"system"}
    assert log_is_whole(office)


def test_withdrawing_voids_the_sla_and_its_paper(office: Office) -> None:
    application_id, sla_id = office.ready_to_sign()
    paper = office.paper_of(sla_id)
    office.done(A.APPLICATION, "withdraw", HEAD, application_id, BECAUSE)
    assert office.record(A.SLA, sla_id).state == "VOID"
    void = office.record(A.DOCUMENT, paper.id)
    assert (void.state, void.number, void.void_reason) == ("VOID", paper.number, "Alasan yang sah.")
    assert log_is_whole(office)


def test_declining_voids_the_paper_and_a_new_agreement_makes_another(office: Office) -> None:
    _application_id, sla_id = office.ready_to_sign()
    first = office.paper_of(sla_id)
    assert isinstance(office.sign(sla_id, "sign_for_institution", HEAD), Done)
    office.done(A.SLA, "decline", DEPUTY, sla_id, BECAUSE)
    assert (office.record(A.SLA, sla_id).state, office.record(A.DOCUMENT, first.id).state) == ("NEGOTIATION", "VOID")
    office.agree(sla_id)
    second = office.paper_of(sla_id)
    assert (second.id != first.id, second.number != first.number) == (True, True)
    assert office.record(A.DOCUMENT, first.id).number == first.number
    assert log_is_whole(office)


def test_new_terms_take_the_agreement_of_both_away(office: Office) -> None:
    _application_id, sla_id = office.started()
    office.propose(sla_id)
    digest = office.record(A.SLA, sla_id).digest
    office.done(A.SLA, "agree", UNIT_HEAD, sla_id, AgreeSla(digest=digest))
    assert office.refused(A.SLA, "agree", HEAD, sla_id, AgreeSla(digest=digest)).code is CODES.ALREADY_GIVEN
    office.propose(sla_id)
    assert office.record(A.SLA, sla_id).agreed_by == []
    stale = office.refused(A.SLA, "agree", HEAD, sla_id, AgreeSla(digest="0" * 64))
    assert stale.code is CODES.DIGEST_MISMATCH


def test_a_system_provider_waits_for_two_signatures_and_then_its_installation(office: Office) -> None:
    """II.2.1.a.3-4, scenario 1."""
    application_id, sla_id = office.ready_to_sign()
    unit_id = office.record(A.APPLICATION, application_id).unit_id
    for verb, signer, state in (("sign_for_institution", HEAD, "SIGNED_ONE"), ("sign_for_lkpp", DEPUTY, "IN_FORCE")):
        for actor in (ADMIN, STAFF):
            found = office.refused(A.APPLICATION, "start_installation", actor, application_id)
            assert (found.code, found.clause) == (CODES.SLA_NOT_IN_FORCE, "II.2.1.a.4")
        assert office.sign(sla_id, verb, signer).state == state
    paper = office.paper_of(sla_id)
    assert (paper.state, [s["signer_id"] for s in paper.signatures]) == ("SIGNED", ["head-a", "deputy"])
    assert (office.record(A.APPLICATION, application_id).state, office.record(A.UNIT, unit_id).state) == (
        "INSTALL_PENDING",
        "PENDING",
    )
    assert office.record(A.SLA, sla_id).in_force_since == "2026-11-22"
    office.done(A.APPLICATION, "start_installation", STAFF, application_id)
    office.done(A.APPLICATION, "accept_installation", ADMIN, application_id, ALL_PASSED)
    again = office.refused(A.APPLICATION, "accept_installation", ADMIN, application_id, ALL_PASSED)
    assert again.code is CODES.ALREADY_GIVEN
    last = office.done(A.APPLICATION, "accept_installation", UNIT_HEAD, application_id, ALL_PASSED)
    assert (last.state, office.record(A.UNIT, unit_id).state) == ("ACTIVE", "ACTIVE")
    assert office.record(A.DOCUMENT, last.documents[0]).kind == "INSTALLATION_MINUTES"
    assert log_is_whole(office)


def test_a_service_provider_is_active_with_the_second_signature(office: Office) -> None:
    """II.2.1.a.3, scenario 2."""
    application_id, _sla_id = office.in_force(ProviderForm.SERVICE_PROVIDER)
    application = office.record(A.APPLICATION, application_id)
    assert (application.state, office.record(A.UNIT, application.unit_id).state) == ("ACTIVE", "ACTIVE")
    assert events_of(application_id)[-1][:3] == ("ApplicationSlaInForce", "SLA_PENDING", "ACTIVE")
    assert log_is_whole(office)


def test_a_newer_sla_of_the_unit_supersedes_the_older(office: Office) -> None:
    first_application, first_sla = office.in_force()
    unit_id = office.record(A.APPLICATION, first_application).unit_id
    office.accept_installation(first_application)
    second_application = office.complete(ProviderForm.SERVICE_PROVIDER, unit_id=unit_id)
    office.done(A.APPLICATION, "start_sla", REVIEWER, second_application)
    second_sla = office.record(A.APPLICATION, second_application).sla_id
    assert UnitRecord.objects(institution_id="inst-a").count() == 1
    office.propose(second_sla)
    office.agree(second_sla)
    assert isinstance(office.sign(second_sla, "sign_for_institution", HEAD), Done)
    assert office.record(A.SLA, first_sla).state == "IN_FORCE"
    assert isinstance(office.sign(second_sla, "sign_for_lkpp", DEPUTY), Done)
    assert (office.record(A.SLA, first_sla).state, office.record(A.SLA, second_sla).state) == ("SUPERSEDED", "IN_FORCE")
    unit = office.record(A.UNIT, unit_id)
    assert (unit.state, unit.form) == ("ACTIVE", "SERVICE_PROVIDER")
    assert log_is_whole(office)


def test_an_effect_that_is_refused_takes_the_whole_act_back(office: Office) -> None:
    """Here the application was moved behind the door's back: then the SLA does not come into force either."""
    application_id, sla_id = office.ready_to_sign(ProviderForm.SERVICE_PROVIDER)
    assert isinstance(office.sign(sla_id, "sign_for_institution", HEAD), Done)
    unit_id = office.record(A.APPLICATION, application_id).unit_id
    UnitRecord._get_collection().update_one({"_id": unit_id}, {"$set": {"state": "DISCARDED"}})
    paper = office.paper_of(sla_id)
    payload = SignSla(seen_sha256=paper.sha256, signed=signed_by(DEPUTY, "x"))
    found = office.refused(A.SLA, "sign_for_lkpp", DEPUTY, sla_id, payload, idempotency_key="key-1")
    assert (found.code, found.subject) == (CODES.WRONG_STATE, unit_id)
    assert SlaRecord.objects(id=sla_id).get().state == "SIGNED_ONE"


def test_the_deputy_cannot_sign_before_the_institution(office: Office) -> None:
    _application_id, sla_id = office.ready_to_sign()
    payload = SignSla(seen_sha256=office.paper_of(sla_id).sha256, signed=signed_by(DEPUTY, "x"))
    found = office.refused(A.SLA, "sign_for_lkpp", DEPUTY, sla_id, payload)
    assert (found.code, found.clause) == (CODES.FIRST_SIGNATURE_NOT_VALID, "HOUSE")


# --- rehearsals, and what is offered ----------------------------------------------------------------------------------


def test_an_unsigned_act_can_be_examined_and_never_performed(office: Office, dump) -> None:
    _application_id, sla_id = office.ready_to_sign()
    seen = office.paper_of(sla_id).sha256
    command = Command(
        aggregate=A.SLA, verb="sign_for_institution", actor=HEAD, record_id=sla_id, payload=SignSla(seen_sha256=seen)
    )
    before = dump()
    assert office.door.examine(command) is None
    with pytest.raises(TypeError, match="sign_for_institution can only be examined with an unfinished SignSla"):
        office.door.perform(command)
    assert dump() == before


def test_what_is_examined_is_what_would_be_refused(office: Office, dump) -> None:
    application_id = office.draft()
    before = dump()
    for actor, verb, expected_version, code in (
        (HEAD, "submit", None, CODES.ATTACHMENT_MISSING),
        (HEAD, "submit", 9, CODES.CONFLICT),
        (STRANGER, "submit", 9, CODES.NOT_FOUND),
        (REVIEWER, "submit", None, CODES.NOT_PERMITTED),
    ):
        command = Command(
            aggregate=A.APPLICATION,
            verb=verb,
            actor=actor,
            record_id=application_id,
            expected_version=expected_version,
        )
        found = office.door.examine(command)
        assert found is not None
        assert found.code is code
        assert office.door.perform(command) == found
    assert dump() == before


def test_what_is_offered_says_of_each_verb_whether_and_why_not(office: Office, dump) -> None:
    application_id = office.draft()
    before = dump()
    offers = {offer.verb: offer for offer in office.door.available_actions(A.APPLICATION, application_id, HEAD)}
    assert {verb: offer.refusal and offer.refusal.code for verb, offer in offers.items()} == {
        "revise": None,
        "submit": CODES.ATTACHMENT_MISSING,
        "resubmit": CODES.WRONG_STATE,
        "withdraw": None,
    }
    assert (offers["submit"].label_id, offers["submit"].clause) == ("mengajukan permohonan", "II.2.1.a.1")
    assert office.door.available_actions(A.APPLICATION, "f" * 24, HEAD) == ()
    assert office.door.available_actions(A.UNIT, application_id, HEAD) == ()
    by_deputy = office.door.available_actions(A.APPLICATION, application_id, DEPUTY)
    assert [(offer.verb, offer.refusal.code) for offer in by_deputy] == [("reject", CODES.WRONG_STATE)]
    by_stranger = office.door.available_actions(A.APPLICATION, application_id, STRANGER)
    assert {offer.refusal.code for offer in by_stranger} == {CODES.NOT_FOUND}
    assert dump() == before


def test_what_is_offered_can_then_be_done(office: Office) -> None:
    application_id = office.under_review()
    offered = {
        offer.verb
        for offer in office.door.available_actions(A.APPLICATION, application_id, REVIEWER)
        if offer.refusal is None
    }
    assert offered == {"request_completion", "declare_complete"}
    office.done(A.APPLICATION, "declare_complete", REVIEWER, application_id, COMPLETE)


# --- what only the system does --------------------------------------------------------------------------------------


@pytest.mark.parametrize("actor", [HEAD, ADMIN, DEPUTY])
def test_nobody_does_what_only_an_effect_does(actor, office: Office) -> None:
    application_id, sla_id = office.ready_to_sign()
    unit_id = office.record(A.APPLICATION, application_id).unit_id
    paper = office.paper_of(sla_id)
    for aggregate, verb, record_id in (
        (A.APPLICATION, "sla_came_into_force", application_id),
        (A.SLA, "void", sla_id),
        (A.UNIT, "stop", unit_id),
        (A.DOCUMENT, "publish", paper.id),
        (A.DOCUMENT, "void", paper.id),
    ):
        assert office.refused(aggregate, verb, actor, record_id).code is CODES.NOT_PERMITTED


def test_the_system_too_is_refused_what_its_tables_do_not_hold(office: Office) -> None:
    _application_id, sla_id = office.ready_to_sign()
    paper = office.paper_of(sla_id)
    office.done(A.DOCUMENT, "void", SYSTEM, paper.id, BECAUSE)
    assert office.refused(A.DOCUMENT, "void", SYSTEM, paper.id, BECAUSE).code is CODES.WRONG_STATE
    assert office.refused(A.DOCUMENT, "publish", SYSTEM, "f" * 24, signed_by(HEAD, "x")).code is CODES.WRONG_STATE


# --- what time and withdrawal bring about ----------------------------------------------------------------------------


def test_a_withdrawal_takes_sla_approval_and_pending_unit_along(office: Office) -> None:
    """Else the Deputy could sign the approval of an application that is gone, and its unit would stay for ever."""
    application_id, sla_id = office.started()
    unit_id = office.record(A.APPLICATION, application_id).unit_id
    [approval] = DocumentRecord.objects(subject_id=application_id, kind="APPROVAL")
    office.present(approval.id)
    office.done(A.APPLICATION, "withdraw", HEAD, application_id, BECAUSE)
    states = (
        office.record(A.SLA, sla_id).state,
        office.record(A.DOCUMENT, approval.id).state,
        office.record(A.UNIT, unit_id).state,
    )
    assert states == ("VOID", "VOID", "DISCARDED")
    seen = office.record(A.DOCUMENT, approval.id).sha256
    payload = SignDocument(seen_sha256=seen, signed=signed_by(DEPUTY, "x"))
    found = office.refused(A.DOCUMENT, "sign", DEPUTY, approval.id, payload)
    assert found.code is CODES.WRONG_STATE
    assert log_is_whole(office)


def test_an_application_names_only_its_own_institutions_active_unit(office: Office) -> None:
    application_id, _sla_id = office.started()
    pending = office.record(A.APPLICATION, application_id).unit_id
    for unit_id in (pending, "unit-nowhere"):
        payload = CreateApplication(institution_id="inst-a", details=DETAILS, unit_id=unit_id)
        found = office.refused(A.APPLICATION, "create", HEAD, payload=payload)
        assert (found.code, found.subject) == (CODES.NOT_FOUND, "unit")


def test_an_agreement_expires_the_day_after_its_last(office: Office) -> None:
    """24 months from 22 November 2026; the worker's duty ends it, not a day earlier."""
    _application_id, sla_id = office.in_force()
    sla = office.record(A.SLA, sla_id)
    assert (sla.in_force_since, sla.expires_on) == ("2026-11-22", "2028-11-21")
    nothing: Any = None
    duty = SlaService(door=office.door, issuance=nothing, letters=nothing, clock=office.clock)
    office.clock.instant = datetime(2028, 11, 21, 16, 59, 59, tzinfo=UTC)
    assert duty.expire_due() == 0
    office.clock.instant += timedelta(seconds=1)
    assert duty.expire_due() == 1
    assert office.record(A.SLA, sla_id).state == "EXPIRED"
    assert duty.expire_due() == 0
    assert log_is_whole(office)


def test_a_deputy_whose_term_is_over_does_not_sign(office: Office) -> None:
    _application_id, sla_id = office.ready_to_sign()
    assert isinstance(office.sign(sla_id, "sign_for_institution", HEAD), Done)
    OfficialRecord._get_collection().update_one({"_id": "deputy-1"}, {"$set": {"valid_to": "2026-11-21"}})
    payload = SignSla(seen_sha256=office.paper_of(sla_id).sha256, signed=signed_by(DEPUTY, "x"))
    found = office.refused(A.SLA, "sign_for_lkpp", DEPUTY, sla_id, payload)
    assert found.code is CODES.SIGNATORY_NOT_IN_OFFICE


def test_one_holder_at_a_time_has_a_lease_and_a_dead_one_no_longer_than_it_lasts(office: Office) -> None:
    with lease_on("sign-1"):
        with pytest.raises(LockHeld), lease_on("sign-1"):
            pass
        with lease_on("sign-2"):
            pass
    LockRecord(id="sign-1", token="dead", until=utc_now()).save()
    with lease_on("sign-1"):
        pass
    assert LockRecord.objects.count() == 0


def test_who_ordered_a_paper_is_on_record_and_does_not_sign_it(office: Office) -> None:
    """Separation of duties: the reviewer who became Deputy meanwhile, with a token that says only that."""
    application_id = office.complete()
    approval = DocumentRecord.objects(kind="APPROVAL", subject_id=application_id).get()
    receipt = DocumentRecord.objects(kind="APPLICATION_RECEIPT", subject_id=application_id).get()
    assert (approval.drafted_by, receipt.drafted_by) == (REVIEWER.id, HEAD.id)
    office.present(approval.id)
    DocumentRecord._get_collection().update_one({"_id": approval.id}, {"$set": {"drafted_by": DEPUTY.id}})
    offers = {offer.verb: offer.refusal for offer in office.door.available_actions(A.DOCUMENT, approval.id, DEPUTY)}
    assert offers["sign"] is not None
    assert offers["sign"].code is CODES.SEPARATION_OF_DUTIES
    DocumentRecord._get_collection().update_one({"_id": approval.id}, {"$set": {"drafted_by": REVIEWER.id}})
    offers = {offer.verb: offer.refusal for offer in office.door.available_actions(A.DOCUMENT, approval.id, DEPUTY)}
    assert offers["sign"] is None


def test_a_paper_whose_signatory_left_is_void_and_ordered_anew(office: Office) -> None:
    application_id = office.complete()
    old = DocumentRecord.objects(kind="APPROVAL", subject_id=application_id).get()
    office.present(old.id)
    OfficialRecord.objects.update(valid_to="2026-11-21")
    offers = {offer.verb: offer.refusal for offer in office.door.available_actions(A.DOCUMENT, old.id, ADMIN)}
    assert offers.pop("resubmit").code is CODES.WRONG_STATE
    assert offers == {"reissue": None}
    assert office.refused(A.DOCUMENT, "reissue", DEPUTY, old.id, BECAUSE).code is CODES.NOT_PERMITTED
    done = office.done(A.DOCUMENT, "reissue", ADMIN, old.id, BECAUSE)
    void, new = office.record(A.DOCUMENT, old.id), office.record(A.DOCUMENT, done.documents[0])
    assert (void.state, void.void_reason) == ("VOID", "Alasan yang sah.")
    assert void.number is not None
    assert (new.state, new.kind, new.subject, new.subject_id) == ("DRAFT", "APPROVAL", "APPLICATION", application_id)
    assert (new.drafted_by, new.number, new.institution_id) == (REVIEWER.id, None, "inst-a")
    assert OutboxRecord.objects(record_id=new.id).get().topic == "prepare_document"
    event = EventRecord.objects(record_id=old.id).order_by("-version").first()
    assert (event.verb, event.reason, event.documents) == ("reissue", "Alasan yang sah.", [new.id])
    assert office.refused(A.DOCUMENT, "reissue", ADMIN, old.id, BECAUSE).code is CODES.WRONG_STATE
    office.done(A.APPLICATION, "withdraw", HEAD, application_id, BECAUSE)
    assert office.record(A.DOCUMENT, new.id).state == "VOID"
