"""Applications against the rules of II.2.1.a.1-4 as written out here: every combination, each guard on either side."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from domain.aggregates import Aggregate
from domain.application_acts import (
    ATTACHMENT_LABELS,
    INSTALLATION_LABELS,
    AcceptInstallation,
    Answer,
    ApplicationDetails,
    ApplicationState,
    AssignReviewer,
    Attachment,
    AttachmentKind,
    CreateApplication,
    InstallationItem,
    Resubmit,
    ReviewItem,
    ReviewSheet,
    ReviseApplication,
)
from domain.application_rules import Acceptance, ApplicationFacts, required_attachments
from domain.applications import APPLICATIONS
from domain.reasons import Reason
from domain.refusals import Refusal, RefusalCode
from domain.reviewers import Reviewer
from domain.roles import Role
from domain.sla_acts import DraftSla, SlaState
from domain.tables import Effect, LetterOrder
from domain.unit_forms import SEPARATE_UNIT_LAST_DAY, UnitForm
from domain.units import ActivateUnit, ManagementPattern, ProviderForm, RegisterUnit, UnitData

ROWS = """
create              | -               | DRAFT                  | HI HL ST | II.2.1.a.1 | -
revise              | DRAFT           | DRAFT                  | HI HL ST | HOUSE      | -
revise              | RETURNED        | RETURNED               | HI HL ST | HOUSE      | -
submit              | DRAFT           | SUBMITTED              | HI HL ST | II.2.1.a.1 | APPLICATION_RECEIPT
assign_reviewer     | SUBMITTED       | UNDER_REVIEW           | AD       | II.2.1.a.2 | -
assign_reviewer     | UNDER_REVIEW COMPLETE | UNDER_REVIEW COMPLETE | AD  | II.2.1.a.2 | -
request_completion  | UNDER_REVIEW    | RETURNED               | RV       | HOUSE      | COMPLETION_REQUEST
resubmit            | RETURNED        | SUBMITTED              | HI HL ST | HOUSE      | APPLICATION_RECEIPT
lapse               | RETURNED        | LAPSED                 | AD       | HOUSE      | NOTICE
declare_complete    | UNDER_REVIEW    | COMPLETE               | RV       | II.2.1.a.3 | APPROVAL
reject              | UNDER_REVIEW    | REJECTED               | DP       | HOUSE      | REJECTION
start_sla           | COMPLETE        | SLA_PENDING            | RV       | II.2.1.a.3 | -
sla_came_into_force | SLA_PENDING     | INSTALL_PENDING ACTIVE | SY       | II.2.1.a.3 | -
start_installation  | INSTALL_PENDING | INSTALLING             | AD ST    | II.2.1.a.4 | -
accept_installation | INSTALLING      | INSTALLING ACTIVE      | AD HL    | II.2.1.a.4 | INSTALLATION_MINUTES
fail_installation   | INSTALLING      | INSTALL_PENDING        | AD       | HOUSE      | MINUTES
withdraw            | DRAFT SUBMITTED UNDER_REVIEW RETURNED COMPLETE SLA_PENDING | WITHDRAWN | HI | HOUSE | -
withdraw            | INSTALL_PENDING INSTALLING | WITHDRAWN   | HI       | HOUSE      | -
"""
"""The rule book. Whom HI has authorised may submit, so HL and ST may too; that is a guard."""

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
EVERY = tuple(AttachmentKind)
DETAILS = ApplicationDetails(
    form=ProviderForm.SYSTEM_PROVIDER,
    unit_form=UnitForm.UKPBJ,
    management_pattern=ManagementPattern.DISTRIBUTED,
    unit_name="LPSE Kabupaten Contoh",
    letter_number="027/118/UKPBJ/2026",
    letter_date=date(2026, 11, 9),
    legal_basis_number="Peraturan Bupati 12/2021",
    legal_basis_date=date(2021, 3, 1),
    address="Jalan Merdeka 10, Kota Contoh",
    email="lpse@contoh.invalid",
    phone="(0299) 000",
    service_hours="Senin-Jumat 08.00-16.00",
    authorised_submitter_ids=("actor",),
)
UNIT_DATA = UnitData(
    name="LPSE Kabupaten Contoh",
    form=ProviderForm.SYSTEM_PROVIDER,
    unit_form=UnitForm.UKPBJ,
    management_pattern=ManagementPattern.DISTRIBUTED,
    legal_basis_number="Peraturan Bupati 12/2021",
    legal_basis_date=date(2021, 3, 1),
    address="Jalan Merdeka 10, Kota Contoh",
    email="lpse@contoh.invalid",
    phone="(0299) 000",
    service_hours="Senin-Jumat 08.00-16.00",
)
COMPLETE_SHEET = ReviewSheet(items=tuple(ReviewItem(kind=kind, complete=True) for kind in EVERY))
ONE_MISSING = ReviewSheet(
    items=(
        ReviewItem(kind=AttachmentKind.LEGAL_BASIS, complete=True),
        ReviewItem(kind=AttachmentKind.PERSONNEL_LIST, complete=False, reason=" SK belum ditandatangani. "),
    )
)
ALL_PASSED = AcceptInstallation(
    passed=tuple(InstallationItem), system_version=" SPSE 4.5 ", location=" Pusat data (contoh) "
)
WHERE = {"location": "Pusat data (contoh)"}
BECAUSE = Reason(reason=" Alasan yang sah. ")
PAYLOADS = {
    "create": CreateApplication(institution_id="inst-own", details=DETAILS),
    "revise": ReviseApplication(details=DETAILS),
    "assign_reviewer": AssignReviewer(reviewer_id="reviewer"),
    "request_completion": ONE_MISSING,
    "resubmit": Resubmit(answers=()),
    "declare_complete": COMPLETE_SHEET,
    "reject": BECAUSE,
    "accept_installation": ALL_PASSED,
    "fail_installation": BECAUSE,
    "withdraw": BECAUSE,
}

TIED = Reviewer(name="Budi (DATA CONTOH)", tied=True)


def facts_in(state, **changes) -> ApplicationFacts:
    """Everything in order, in this state."""
    sound = ApplicationFacts(
        state=state,
        institution_id="inst-own",
        form=ProviderForm.SYSTEM_PROVIDER,
        details=DETAILS,
        attachments=tuple((kind, f"evidence-{kind}", True) for kind in EVERY),
        authorised_submitter_ids=("actor",),
        reviewer_id="actor",
        next_reviewer=Reviewer(name="Budi (DATA CONTOH)", tied=False),
        sla_in_preparation_id="sla-1",
        sla_state=SlaState.IN_FORCE,
        unit_id="unit-1",
        returned_on=date(2026, 11, 1),
        lapse_after_days=14,
        rejection_enabled=True,
    )
    return replace(sound, **changes)


def situation(verb, state, _role):
    over = verb == "withdraw" and state in {"INSTALL_PENDING", "INSTALLING"}
    return facts_in(state, **{"sla_state": SlaState.EXPIRED} if over else {}), PAYLOADS.get(verb)


@pytest.fixture
def book(rule_book):
    return rule_book(APPLICATIONS, ROWS, situation)


@pytest.fixture
def refused(try_act):
    """The code, clause and subject with which an act is refused; None where it is lawful."""

    def attempt(verb, role, *, state, payload=None, now=NOW, **changes):
        found = try_act(APPLICATIONS, facts_in(state, **changes), verb, role, payload or PAYLOADS.get(verb), now=now)
        return (found.code, found.clause, found.subject) if isinstance(found, Refusal) else None

    return attempt


@pytest.fixture
def outcome(try_act):
    """What follows from a lawful act: the new state and its outcome."""

    def attempt(verb, role, *, state, payload=None, now=NOW, **changes):
        found = try_act(APPLICATIONS, facts_in(state, **changes), verb, role, payload or PAYLOADS.get(verb), now=now)
        assert not isinstance(found, Refusal), found
        return found.state, found.outcome

    return attempt


# --- the whole table ------------------------------------------------------------------------------------------------


def test_the_table_has_the_rows_of_the_rule_book_and_no_other(book) -> None:
    book.verbs_agree()
    assert [row.otherwise is not None for row in APPLICATIONS.rows].count(True) == 1


def test_every_state_is_reached_and_only_final_states_have_no_exit(book) -> None:
    book.states_live()
    assert set(APPLICATIONS.final) == {"ACTIVE", "LAPSED", "REJECTED", "WITHDRAWN"}


def test_every_verb_in_every_state_by_every_role_is_lawful_or_refused(book) -> None:
    book.every_combination()


def test_another_institution_sees_no_application(book) -> None:
    book.strangers_see_nothing()


# --- guards and checks ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("verb", ["create", "submit", "resubmit"])
def test_an_inactive_institution_cannot_apply(verb, refused) -> None:
    """II.2.1.a.1: the institution that will manage the service applies."""
    state = {"create": None, "submit": "DRAFT", "resubmit": "RETURNED"}[verb]
    assert refused(verb, Role.INSTITUTION_HEAD, state=state, institution_active=False) == (
        RefusalCode.INSTITUTION_INACTIVE,
        "HOUSE",
        "",
    )
    assert refused(verb, Role.INSTITUTION_HEAD, state=state) is None


@pytest.mark.parametrize("verb", ["create", "revise"])
@pytest.mark.parametrize("role", [Role.UNIT_STAFF, Role.UNIT_HEAD])
def test_only_the_head_says_who_may_submit(verb, role, refused) -> None:
    state = {"create": None, "revise": "DRAFT"}[verb]
    refusal = (RefusalCode.SUBMITTER_NOT_AUTHORISED, "HOUSE", "authorisedSubmitters")
    assert refused(verb, role, state=state, authorised_submitter_ids=()) == refusal
    assert refused(verb, role, state=state, authorised_submitter_ids=("actor", "another")) == refusal
    assert refused(verb, role, state=state, authorised_submitter_ids=("actor",)) is None
    assert refused(verb, Role.INSTITUTION_HEAD, state=state, authorised_submitter_ids=()) is None


def test_new_attachments_alone_need_no_word_of_the_head(refused) -> None:
    attachments = ReviseApplication(attachments=(Attachment(kind=AttachmentKind.LEGAL_BASIS, evidence_id="e"),))
    assert refused("revise", Role.UNIT_STAFF, state="RETURNED", payload=attachments) is None


def test_attachments_must_be_confirmed_files_of_the_institution(refused) -> None:
    attachments = (
        (AttachmentKind.LEGAL_BASIS, "evidence-1", True),
        (AttachmentKind.PERSONNEL_LIST, "evidence-2", False),
    )
    assert refused("revise", Role.INSTITUTION_HEAD, state="DRAFT", attachments=attachments) == (
        RefusalCode.EVIDENCE_NOT_CONFIRMED,
        "HOUSE",
        "evidence-2",
    )


def test_a_system_provider_states_its_infrastructure_and_a_service_provider_does_not() -> None:
    assert required_attachments(ProviderForm.SYSTEM_PROVIDER) == EVERY
    assert required_attachments(ProviderForm.SERVICE_PROVIDER) == (
        AttachmentKind.APPLICATION_LETTER,
        AttachmentKind.LEGAL_BASIS,
        AttachmentKind.ORGANISATION_STRUCTURE,
        AttachmentKind.PERSONNEL_LIST,
    )


@pytest.mark.parametrize(("verb", "state"), [("submit", "DRAFT"), ("resubmit", "RETURNED")])
def test_required_attachments_must_be_there(verb, state, refused) -> None:
    without = tuple((kind, f"e-{kind}", True) for kind in EVERY if kind is not AttachmentKind.INFRASTRUCTURE_STATEMENT)
    refusal = (RefusalCode.ATTACHMENT_MISSING, "HOUSE", "attachments")
    assert refused(verb, Role.INSTITUTION_HEAD, state=state, attachments=without) == refusal
    service = ProviderForm.SERVICE_PROVIDER
    assert refused(verb, Role.INSTITUTION_HEAD, state=state, attachments=without, form=service) is None
    unconfirmed = (*without, (AttachmentKind.INFRASTRUCTURE_STATEMENT, "e", False))
    assert refused(verb, Role.INSTITUTION_HEAD, state=state, attachments=unconfirmed) == refusal


def test_the_missing_attachments_are_named(try_act) -> None:
    found = try_act(APPLICATIONS, facts_in("DRAFT", attachments=()), "submit", Role.INSTITUTION_HEAD)
    assert found.message_id == (
        "Lampiran wajib belum ada: APPLICATION_LETTER, LEGAL_BASIS, ORGANISATION_STRUCTURE, PERSONNEL_LIST, "
        "INFRASTRUCTURE_STATEMENT."
    )


LAST_SECOND = datetime(2023, 12, 31, 16, 59, 59, tzinfo=UTC)
"""31 December 2023, 23:59:59 in Jakarta (UTC+7)."""


@pytest.mark.parametrize(("verb", "state"), [("submit", "DRAFT"), ("resubmit", "RETURNED")])
def test_a_separate_unit_may_apply_through_2023_in_jakarta_and_not_a_second_later(verb, state, refused) -> None:
    """R-02, R-07 (I.p2): in the UKPBJ at any time; R-03, R-08: separate from it through 31 December 2023."""
    assert date(2023, 12, 31) == SEPARATE_UNIT_LAST_DAY
    separate = {"unit_form": UnitForm.SEPARATE, "state": state}
    assert refused(verb, Role.INSTITUTION_HEAD, **separate, now=LAST_SECOND) is None
    too_late = LAST_SECOND + timedelta(seconds=1)
    assert refused(verb, Role.INSTITUTION_HEAD, **separate, now=too_late) == (
        RefusalCode.SEPARATE_UNIT_NOT_ALLOWED,
        "I.p2",
        "unitForm",
    )
    assert refused(verb, Role.INSTITUTION_HEAD, state=state, now=too_late) is None


def test_the_refused_day_is_the_day_in_jakarta(try_act) -> None:
    facts = facts_in("DRAFT", unit_form=UnitForm.SEPARATE)
    found = try_act(APPLICATIONS, facts, "submit", Role.INSTITUTION_HEAD, now=LAST_SECOND + timedelta(seconds=1))
    assert found.message_en == (
        "A unit separate from the UKPBJ was valid through 31 December 2023 only; today is 2024-01-01."
    )


@pytest.mark.parametrize(("verb", "state"), [("submit", "DRAFT"), ("resubmit", "RETURNED")])
@pytest.mark.parametrize("role", [Role.UNIT_HEAD, Role.UNIT_STAFF])
def test_the_head_submits_or_a_person_whom_he_authorised(verb, state, role, refused) -> None:
    """II.2.1.a.1."""
    refusal = (RefusalCode.SUBMITTER_NOT_AUTHORISED, "HOUSE", "")
    assert refused(verb, role, state=state, authorised_submitter_ids=("another",)) == refusal
    assert refused(verb, role, state=state, authorised_submitter_ids=("another", "actor")) is None
    assert refused(verb, Role.INSTITUTION_HEAD, state=state, authorised_submitter_ids=()) is None


def test_the_reviewer_is_a_known_reviewer_without_a_tie(refused) -> None:
    """II.2.1.a.2."""
    assert refused("assign_reviewer", Role.ADMIN, state="SUBMITTED", next_reviewer=None) == (
        RefusalCode.NOT_FOUND,
        "HOUSE",
        "reviewer",
    )
    assert refused("assign_reviewer", Role.ADMIN, state="SUBMITTED", next_reviewer=TIED) == (
        RefusalCode.CONFLICT_OF_INTEREST,
        "HOUSE",
        "reviewer",
    )


@pytest.mark.parametrize(
    ("verb", "state"),
    [("request_completion", "UNDER_REVIEW"), ("declare_complete", "UNDER_REVIEW"), ("start_sla", "COMPLETE")],
)
def test_only_the_assigned_reviewer_reviews(verb, state, refused) -> None:
    assert refused(verb, Role.REVIEWER, state=state, reviewer_id="another") == (
        RefusalCode.NOT_ASSIGNED,
        "HOUSE",
        "",
    )
    assert refused(verb, Role.REVIEWER, state=state, reviewer_id=None) is None


def test_a_completion_request_names_something_incomplete(refused) -> None:
    assert refused("request_completion", Role.REVIEWER, state="UNDER_REVIEW", payload=COMPLETE_SHEET) == (
        RefusalCode.NOTHING_INCOMPLETE,
        "HOUSE",
        "items",
    )


def test_complete_means_every_required_item_and_no_incomplete_one(try_act, refused) -> None:
    """II.2.1.a.3."""
    found = try_act(APPLICATIONS, facts_in("UNDER_REVIEW"), "declare_complete", Role.REVIEWER, ONE_MISSING)
    assert (found.code, found.clause, found.slots["missing"]) == (
        RefusalCode.ITEMS_INCOMPLETE,
        "II.2.1.a.3",
        "APPLICATION_LETTER, ORGANISATION_STRUCTURE, PERSONNEL_LIST, INFRASTRUCTURE_STATEMENT",
    )
    infrastructure = ReviewItem(kind=AttachmentKind.INFRASTRUCTURE_STATEMENT, complete=False, reason="Belum ada.")
    extra = ReviewSheet(items=(*COMPLETE_SHEET.items[:4], infrastructure))
    service = {"state": "UNDER_REVIEW", "form": ProviderForm.SERVICE_PROVIDER}
    assert refused("declare_complete", Role.REVIEWER, payload=extra, **service)[0] is RefusalCode.ITEMS_INCOMPLETE
    enough = ReviewSheet(items=COMPLETE_SHEET.items[:4])
    assert refused("declare_complete", Role.REVIEWER, payload=enough, **service) is None


def test_each_requested_item_is_answered(try_act, refused) -> None:
    requested = (AttachmentKind.LEGAL_BASIS, AttachmentKind.PERSONNEL_LIST)
    one = Resubmit(answers=(Answer(kind=AttachmentKind.LEGAL_BASIS, text="Terlampir."),))
    facts = facts_in("RETURNED", requested_items=requested)
    found = try_act(APPLICATIONS, facts, "resubmit", Role.INSTITUTION_HEAD, one)
    assert (found.code, found.slots["missing"]) == (RefusalCode.ITEM_NOT_ANSWERED, "PERSONNEL_LIST")
    both = Resubmit(answers=tuple(Answer(kind=kind, text="Terlampir.") for kind in requested))
    assert refused("resubmit", Role.INSTITUTION_HEAD, state="RETURNED", payload=both, requested_items=requested) is None


def test_an_application_lapses_only_after_the_configured_days(try_act, refused) -> None:
    """The decree knows no lapse: off unless configured, and then only after the whole last day in Jakarta."""
    not_configured = (RefusalCode.NOT_CONFIGURED, "HOUSE", "")
    assert refused("lapse", Role.ADMIN, state="RETURNED", lapse_after_days=None) == not_configured
    assert refused("lapse", Role.ADMIN, state="RETURNED", returned_on=None) == not_configured
    last_second = datetime(2026, 11, 15, 16, 59, 59, tzinfo=UTC)
    found = try_act(APPLICATIONS, facts_in("RETURNED"), "lapse", Role.ADMIN, now=last_second)
    assert (found.code, found.slots["day"]) == (RefusalCode.TOO_EARLY, "2026-11-16")
    assert found.message_en == "This cannot be done yet; 2026-11-16 at the earliest."
    assert refused("lapse", Role.ADMIN, state="RETURNED", now=last_second + timedelta(seconds=1)) is None


def test_rejection_is_off_unless_configured(refused) -> None:
    """The decree has no rejection."""
    assert refused("reject", Role.DEPUTY, state="UNDER_REVIEW", rejection_enabled=False) == (
        RefusalCode.NOT_CONFIGURED,
        "HOUSE",
        "",
    )


@pytest.mark.parametrize("sla_state", [None, *SlaState])
def test_installation_starts_and_is_accepted_only_under_an_sla_in_force(sla_state, refused) -> None:
    """II.2.1.a.4, scenario 1: one signature is not enough."""
    expected = (
        None
        if sla_state in {SlaState.IN_FORCE, SlaState.BREACH_REVIEW}
        else (RefusalCode.SLA_NOT_IN_FORCE, "II.2.1.a.4", "")
    )
    for role in (Role.ADMIN, Role.UNIT_STAFF):
        assert refused("start_installation", role, state="INSTALL_PENDING", sla_state=sla_state) == expected
    for role in (Role.ADMIN, Role.UNIT_HEAD):
        assert refused("accept_installation", role, state="INSTALLING", sla_state=sla_state) == expected


@pytest.mark.parametrize("state", ["DRAFT", "COMPLETE", "SLA_PENDING"])
def test_before_the_sla_the_refusal_names_the_sla_and_not_the_state(state, refused) -> None:
    """Scenario 1: what the applicant is told is the missing signature, with the clause."""
    assert refused("start_installation", Role.ADMIN, state=state, sla_state=SlaState.SIGNED_ONE) == (
        RefusalCode.SLA_NOT_IN_FORCE,
        "II.2.1.a.4",
        "",
    )


def test_each_checklist_item_must_have_passed(try_act) -> None:
    missing = AcceptInstallation(passed=tuple(InstallationItem)[:-2], system_version="SPSE 4.5", **WHERE)
    found = try_act(APPLICATIONS, facts_in("INSTALLING"), "accept_installation", Role.ADMIN, missing)
    assert (found.code, found.clause, found.slots["missing"]) == (
        RefusalCode.CHECKLIST_NOT_PASSED,
        "HOUSE",
        "ACCOUNTS_CREATED, USER_TEST_PASSED",
    )


def test_each_side_accepts_once_and_one_person_is_not_both_sides(refused) -> None:
    refusal = (RefusalCode.ALREADY_GIVEN, "HOUSE", "")
    by_admin = (
        Acceptance(
            role=Role.ADMIN, person_id="admin", at="2026-11-22T03:00:00+00:00", system_version="SPSE 4.5", **WHERE
        ),
    )
    assert refused("accept_installation", Role.ADMIN, state="INSTALLING", acceptances=by_admin) == refusal
    assert refused("accept_installation", Role.UNIT_HEAD, state="INSTALLING", acceptances=by_admin) is None
    by_same_person = (
        Acceptance(
            role=Role.ADMIN, person_id="actor", at="2026-11-22T03:00:00+00:00", system_version="SPSE 4.5", **WHERE
        ),
    )
    assert refused("accept_installation", Role.UNIT_HEAD, state="INSTALLING", acceptances=by_same_person) == refusal


# --- what follows ---------------------------------------------------------------------------------------------------

FIELDS = {
    "form": "SYSTEM_PROVIDER",
    "unit_form": "UKPBJ",
    "management_pattern": "DISTRIBUTED",
    "unit_name": "LPSE Kabupaten Contoh",
    "letter_number": "027/118/UKPBJ/2026",
    "letter_date": "2026-11-09",
    "legal_basis_number": "Peraturan Bupati 12/2021",
    "legal_basis_date": "2021-03-01",
    "address": "Jalan Merdeka 10, Kota Contoh",
    "email": "lpse@contoh.invalid",
    "phone": "(0299) 000",
    "service_hours": "Senin-Jumat 08.00-16.00",
    "authorised_submitter_ids": ["actor"],
}


def test_a_draft_holds_what_was_said_without_white_space_around_it(outcome) -> None:
    spaced = replace(DETAILS, unit_name="  LPSE Kabupaten Contoh ", phone=" (0299) 000 ")
    state, found = outcome(
        "create",
        Role.UNIT_STAFF,
        state=None,
        payload=CreateApplication(institution_id="inst-own", details=spaced),
    )
    assert state == ApplicationState.DRAFT
    assert found.changes == {"institution_id": "inst-own", "unit_id": None, "created_by": "actor", **FIELDS}
    assert (found.letters, found.effects, found.reason) == ((), (), "")


def test_a_revision_changes_only_what_it_brings(outcome) -> None:
    attachment = Attachment(kind=AttachmentKind.LEGAL_BASIS, evidence_id="evidence-9")
    nothing = outcome("revise", Role.UNIT_STAFF, state="DRAFT", payload=ReviseApplication())
    assert nothing[1].changes == {}
    details = outcome("revise", Role.UNIT_STAFF, state="DRAFT", payload=ReviseApplication(details=DETAILS))
    assert details[1].changes == FIELDS
    files = outcome("revise", Role.UNIT_STAFF, state="RETURNED", payload=ReviseApplication(attachments=(attachment,)))
    assert (files[0], files[1].changes) == (
        "RETURNED",
        {"attachments": [{"kind": "LEGAL_BASIS", "evidence_id": "evidence-9"}]},
    )


def test_submitting_is_dated_in_jakarta_and_orders_a_receipt(outcome) -> None:
    late_evening_utc = datetime(2026, 11, 22, 17, 0, tzinfo=UTC)
    _state, found = outcome("submit", Role.INSTITUTION_HEAD, state="DRAFT", now=late_evening_utc)
    assert found.changes == {
        "submitted_on": "2026-11-23",
        "submitted_at": late_evening_utc,
        "submitted_by": "actor",
    }
    receipt = LetterOrder(
        kind="APPLICATION_RECEIPT", document_id="fresh-document", details={"submitted_by": "Sari (DATA CONTOH)"}
    )
    assert found.letters == (receipt,)


def test_a_completion_request_keeps_the_sheet_and_lists_what_is_asked(outcome) -> None:
    _state, found = outcome("request_completion", Role.REVIEWER, state="UNDER_REVIEW")
    asked = [{"kind": "PERSONNEL_LIST", "reason": "SK belum ditandatangani."}]
    assert found.changes == {
        "review_items": [
            {"kind": "LEGAL_BASIS", "complete": True, "reason": ""},
            {"kind": "PERSONNEL_LIST", "complete": False, "reason": "SK belum ditandatangani."},
        ],
        "requested_items": ["PERSONNEL_LIST"],
        "returned_on": "2026-11-22",
    }
    assert found.letters == (
        LetterOrder(kind="COMPLETION_REQUEST", document_id="fresh-document", details={"items": asked}),
    )


def test_resubmitting_keeps_the_answers_and_clears_what_was_asked(outcome) -> None:
    answer = Resubmit(answers=(Answer(kind=AttachmentKind.PERSONNEL_LIST, text=" Terlampir. "),))
    _state, found = outcome("resubmit", Role.INSTITUTION_HEAD, state="RETURNED", payload=answer)
    assert found.changes == {
        "submitted_on": "2026-11-22",
        "submitted_at": NOW,
        "submitted_by": "actor",
        "answers": [{"kind": "PERSONNEL_LIST", "text": "Terlampir."}],
        "requested_items": [],
    }
    assert [letter.kind for letter in found.letters] == ["APPLICATION_RECEIPT"]


@pytest.mark.parametrize(("before", "former"), [(None, []), ("reviewer", []), ("actor", ["actor"])])
def test_assigning_names_the_reviewer_and_keeps_who_returned_it(before, former, outcome) -> None:
    found = outcome("assign_reviewer", Role.ADMIN, state="SUBMITTED", reviewer_id=before)[1]
    assert found.changes == {"reviewer_id": "reviewer", "former_reviewer_ids": former, "review_until": None}


def test_an_internal_limit_of_the_review_is_kept_with_the_assignment(outcome) -> None:
    found = outcome("assign_reviewer", Role.ADMIN, state="SUBMITTED", review_until=date(2026, 12, 11))[1]
    assert found.changes["review_until"] == "2026-12-11"


def test_declaring_complete_orders_the_approval(outcome) -> None:
    _state, found = outcome("declare_complete", Role.REVIEWER, state="UNDER_REVIEW")
    assert found.changes["completed_on"] == "2026-11-22"
    assert len(found.changes["review_items"]) == 5
    assert found.letters == (LetterOrder(kind="APPROVAL", document_id="fresh-document"),)


def test_starting_the_sla_registers_the_unit_and_drafts_the_agreement(outcome) -> None:
    """II.2.1.a.3: in one transaction, from the application's own data."""
    _state, found = outcome("start_sla", Role.REVIEWER, state="COMPLETE", unit_id=None)
    assert found.changes == {"unit_id": "fresh-unit", "sla_id": "fresh-sla"}
    draft = DraftSla(
        application_id="record", institution_id="inst-own", unit_id="fresh-unit", form=ProviderForm.SYSTEM_PROVIDER
    )
    register = RegisterUnit(application_id="record", institution_id="inst-own", data=UNIT_DATA)
    assert found.effects == (
        Effect(aggregate=Aggregate.UNIT, verb="register", record_id="fresh-unit", payload=register),
        Effect(aggregate=Aggregate.SLA, verb="draft", record_id="fresh-sla", payload=draft),
    )


def test_a_unit_that_exists_is_not_registered_again(outcome) -> None:
    _state, found = outcome("start_sla", Role.REVIEWER, state="COMPLETE", unit_id="unit-1")
    assert found.changes == {"unit_id": "unit-1", "sla_id": "fresh-sla"}
    assert [(effect.aggregate, effect.verb) for effect in found.effects] == [(Aggregate.SLA, "draft")]


ACTIVATE = Effect(aggregate=Aggregate.UNIT, verb="activate", record_id="unit-1", payload=ActivateUnit(data=UNIT_DATA))


def test_a_service_provider_is_active_with_its_sla(outcome) -> None:
    """II.2.1.a.3, scenario 2: no installation step."""
    state, found = outcome("sla_came_into_force", Role.SYSTEM, state="SLA_PENDING", form=ProviderForm.SERVICE_PROVIDER)
    assert (state, found.effects) == ("ACTIVE", (ACTIVATE,))


def test_a_system_provider_waits_for_its_installation(outcome) -> None:
    """II.2.1.a.4."""
    state, found = outcome("sla_came_into_force", Role.SYSTEM, state="SLA_PENDING")
    assert (state, found.effects) == ("INSTALL_PENDING", ())


def test_the_first_acceptance_waits_for_the_other_side(outcome) -> None:
    state, found = outcome("accept_installation", Role.ADMIN, state="INSTALLING")
    mine = {
        "role": "ADMIN",
        "person_id": "actor",
        "at": "2026-11-22T03:00:00+00:00",
        "system_version": "SPSE 4.5",
    } | WHERE
    assert (state, found.changes, found.letters, found.effects) == ("INSTALLING", {"acceptances": [mine]}, (), ())


def test_the_second_acceptance_starts_the_service_and_orders_the_minutes(outcome) -> None:
    """II.2.1.a.4."""
    first = Acceptance(
        role=Role.ADMIN, person_id="admin", at="2026-11-21T03:00:00+00:00", system_version="SPSE 4.5", **WHERE
    )
    state, found = outcome("accept_installation", Role.UNIT_HEAD, state="INSTALLING", acceptances=(first,))
    assert state == "ACTIVE"
    assert found.changes == {
        "acceptances": [
            {"role": "ADMIN", "person_id": "admin", "at": "2026-11-21T03:00:00+00:00", "system_version": "SPSE 4.5"}
            | WHERE,
            {
                "role": "UNIT_HEAD",
                "person_id": "actor",
                "at": "2026-11-22T03:00:00+00:00",
                "system_version": "SPSE 4.5",
            }
            | WHERE,
        ],
        "installed_on": "2026-11-22",
    }
    details = {"passed": [item.value for item in InstallationItem], "system_version": "SPSE 4.5"} | WHERE
    assert found.letters == (LetterOrder(kind="INSTALLATION_MINUTES", document_id="fresh-document", details=details),)
    assert found.effects == (ACTIVATE,)


def test_a_failed_installation_keeps_its_reason_and_no_acceptance(outcome) -> None:
    first = Acceptance(
        role=Role.ADMIN, person_id="admin", at="2026-11-21T03:00:00+00:00", system_version="SPSE 4.5", **WHERE
    )
    state, found = outcome("fail_installation", Role.ADMIN, state="INSTALLING", acceptances=(first,))
    assert (state, found.changes, found.reason) == (
        "INSTALL_PENDING",
        {"reason": "Alasan yang sah.", "acceptances": []},
        "Alasan yang sah.",
    )
    details = {"about": "fail_installation", "reason": "Alasan yang sah.", "in_force": True}
    assert found.letters == (LetterOrder(kind="MINUTES", document_id="fresh-document", details=details),)


def test_withdrawing_voids_the_sla_where_there_is_one(outcome) -> None:
    _state, with_sla = outcome("withdraw", Role.INSTITUTION_HEAD, state="SLA_PENDING")
    assert with_sla.effects == (Effect(aggregate=Aggregate.SLA, verb="void", record_id="sla-1", payload=BECAUSE),)
    assert (with_sla.changes, with_sla.reason) == ({"reason": "Alasan yang sah."}, "Alasan yang sah.")
    _state, without = outcome("withdraw", Role.INSTITUTION_HEAD, state="DRAFT", sla_in_preparation_id=None)
    assert without.effects == ()


@pytest.mark.parametrize("state", ["INSTALL_PENDING", "INSTALLING"])
def test_what_waits_for_its_installation_is_withdrawn_once_no_agreement_binds(state, refused) -> None:
    """Otherwise an agreement that ended before the installation would leave the application without a way out."""
    binding = (RefusalCode.WRONG_STATE, "HOUSE", "")
    assert refused("withdraw", Role.INSTITUTION_HEAD, state=state, sla_state=SlaState.BREACHED) == binding
    for sla_state in (SlaState.IN_FORCE, SlaState.BREACH_REVIEW):
        assert refused("withdraw", Role.INSTITUTION_HEAD, state=state, sla_state=sla_state) == binding
        assert refused("withdraw", Role.INSTITUTION_HEAD, state=state, sla_state=sla_state, sla_over=True) is None
    for sla_state in (SlaState.EXPIRED, SlaState.TERMINATED, SlaState.SUPERSEDED):
        assert refused("withdraw", Role.INSTITUTION_HEAD, state=state, sla_state=sla_state) is None


@pytest.mark.parametrize("state", ["UNDER_REVIEW", "COMPLETE"])
def test_another_reviewer_takes_over_and_the_limit_stays(state, refused, outcome) -> None:
    kept, found = outcome("assign_reviewer", Role.ADMIN, state=state, review_until=date(2026, 12, 11))
    assert (kept, found.changes) == (state, {"reviewer_id": "reviewer", "former_reviewer_ids": ["actor"]})
    same = AssignReviewer(reviewer_id="actor")
    assert refused("assign_reviewer", Role.ADMIN, state=state, payload=same) == (
        RefusalCode.INVALID_INPUT,
        "HOUSE",
        "reviewer",
    )
    assert refused("assign_reviewer", Role.ADMIN, state=state, next_reviewer=TIED) == (
        RefusalCode.CONFLICT_OF_INTEREST,
        "HOUSE",
        "reviewer",
    )


@pytest.mark.parametrize(("verb", "state"), [("declare_complete", "UNDER_REVIEW"), ("start_sla", "COMPLETE")])
def test_a_separate_unit_is_not_taken_on_after_its_last_day(verb, state, refused) -> None:
    """I.p2: submitted in time is not enough."""
    in_time = datetime(2023, 12, 31, 16, 59, tzinfo=UTC)
    assert refused(verb, Role.REVIEWER, state=state, unit_form=UnitForm.SEPARATE, now=in_time) is None
    assert refused(verb, Role.REVIEWER, state=state, unit_form=UnitForm.SEPARATE) == (
        RefusalCode.SEPARATE_UNIT_NOT_ALLOWED,
        "I.p2",
        "unitForm",
    )


@pytest.mark.parametrize("begun", ["DRAFT", "SIGNED_ONE"])
def test_of_a_unit_one_agreement_is_prepared_at_a_time(begun, refused) -> None:
    """House rule: a renewal, or another application's, is concluded or ended first."""
    found = refused("start_sla", Role.REVIEWER, state="COMPLETE", unit_sla_in_preparation=begun)
    assert found == (RefusalCode.ANOTHER_SLA, "HOUSE", "")
    assert refused("start_sla", Role.REVIEWER, state="COMPLETE") is None


def test_rejecting_keeps_its_reason_and_tells_it(outcome) -> None:
    state, found = outcome("reject", Role.DEPUTY, state="UNDER_REVIEW")
    assert (state, found.reason, found.changes) == ("REJECTED", "Alasan yang sah.", {"reason": "Alasan yang sah."})
    assert found.letters == (LetterOrder(kind="REJECTION", document_id="fresh-document"),)


def test_a_lapsed_application_is_told_so(outcome) -> None:
    state, found = outcome("lapse", Role.ADMIN, state="RETURNED")
    order = LetterOrder(kind="NOTICE", document_id="fresh-document", details={"about": "lapse", "days": 14})
    assert (state, found.letters, found.changes) == ("LAPSED", (order,), {})


def test_records_that_cannot_be_are_bugs_and_not_refusals(try_act) -> None:
    """A record that exists names its institution, and one that was submitted its details."""
    with pytest.raises(AssertionError, match="names its institution"):
        try_act(APPLICATIONS, facts_in("COMPLETE", institution_id=None, unit_id="unit-1"), "start_sla", Role.REVIEWER)
    with pytest.raises(AssertionError, match="holds its details"):
        try_act(APPLICATIONS, facts_in("COMPLETE", details=None, unit_id=None), "start_sla", Role.REVIEWER)


# --- payloads -------------------------------------------------------------------------------------------------------

LONG_TEXTS = {
    "unit_name": ("unitName", 200),
    "letter_number": ("letterNumber", 200),
    "legal_basis_number": ("legalBasisNumber", 200),
    "address": ("address", 500),
    "phone": ("phone", 50),
    "service_hours": ("serviceHours", 200),
}


@pytest.mark.parametrize("name", LONG_TEXTS)
def test_each_text_of_the_details_has_its_length(name, first_problem_field) -> None:
    field, longest = LONG_TEXTS[name]
    for bad in ("", "   ", "x" * (longest + 1), "a\x00b"):
        details = replace(DETAILS, **{name: bad})
        assert first_problem_field(CreateApplication(institution_id="i", details=details)) == field
        assert first_problem_field(ReviseApplication(details=details)) == field
    assert first_problem_field(replace(DETAILS, **{name: "x" * longest})) is None


@pytest.mark.parametrize(
    "email", ["", "x", "@contoh.invalid", "lpse@", "lpse@contoh", "a@b@contoh.invalid", "l pse@contoh.invalid"]
)
def test_an_address_of_e_mail_has_one_at_and_a_domain(email, first_problem_field) -> None:
    assert first_problem_field(replace(DETAILS, email=email)) == "email"


def test_at_most_ten_persons_are_authorised(first_problem_field) -> None:
    ten = tuple(f"person-{number}" for number in range(10))
    assert first_problem_field(replace(DETAILS, authorised_submitter_ids=ten)) is None
    eleven = replace(DETAILS, authorised_submitter_ids=(*ten, "one-more"))
    assert first_problem_field(eleven) == "authorisedSubmitters"


def test_no_kind_stands_twice(first_problem_field) -> None:
    attachment = Attachment(kind=AttachmentKind.LEGAL_BASIS, evidence_id="e")
    assert first_problem_field(ReviseApplication(attachments=(attachment, attachment))) == "attachments"
    assert first_problem_field(ReviseApplication(attachments=(attachment,))) is None
    item = ReviewItem(kind=AttachmentKind.LEGAL_BASIS, complete=True)
    assert first_problem_field(ReviewSheet(items=(item, item))) == "items"
    answer = Answer(kind=AttachmentKind.LEGAL_BASIS, text="Terlampir.")
    assert first_problem_field(Resubmit(answers=(answer, answer))) == "answers"


def test_an_incomplete_item_has_its_reason(first_problem_field) -> None:
    for reason in ("", " ", "x" * 1_001):
        sheet = ReviewSheet(items=(ReviewItem(kind=AttachmentKind.LEGAL_BASIS, complete=False, reason=reason),))
        assert first_problem_field(sheet) == "items.LEGAL_BASIS.reason"
    assert first_problem_field(ONE_MISSING) is None
    assert first_problem_field(COMPLETE_SHEET) is None


def test_an_answer_says_something(first_problem_field) -> None:
    for text in ("", "x" * 1_001):
        answers = Resubmit(answers=(Answer(kind=AttachmentKind.LEGAL_BASIS, text=text),))
        assert first_problem_field(answers) == "answers.LEGAL_BASIS"
    assert first_problem_field(Resubmit(answers=())) is None


def test_an_installed_version_is_named(first_problem_field) -> None:
    for version in ("", "x" * 51):
        assert first_problem_field(replace(ALL_PASSED, system_version=version)) == "systemVersion"
    for location in ("", " ", "x" * 201, "\x07"):
        assert first_problem_field(replace(ALL_PASSED, location=location)) == "location"
    assert first_problem_field(replace(ALL_PASSED, location="x" * 200)) is None
    assert first_problem_field(ALL_PASSED) is None


def test_every_kind_has_a_label_in_both_languages() -> None:
    assert set(ATTACHMENT_LABELS) == set(AttachmentKind)
    assert set(INSTALLATION_LABELS) == set(InstallationItem)
    assert all(all(pair) for pair in (*ATTACHMENT_LABELS.values(), *INSTALLATION_LABELS.values()))


def test_withdrawing_takes_the_pending_unit_and_the_unsigned_approval_along(outcome) -> None:
    pending = {"unit_state": "PENDING", "pending_approval_id": "document-7"}
    _state, found = outcome("withdraw", Role.INSTITUTION_HEAD, state="SLA_PENDING", **pending)
    assert found.effects == (
        Effect(aggregate=Aggregate.SLA, verb="void", record_id="sla-1", payload=BECAUSE),
        Effect(aggregate=Aggregate.DOCUMENT, verb="void", record_id="document-7", payload=BECAUSE),
        Effect(aggregate=Aggregate.UNIT, verb="discard", record_id="unit-1"),
    )
    _state, in_service = outcome("withdraw", Role.INSTITUTION_HEAD, state="SLA_PENDING", unit_state="ACTIVE")
    assert [effect.aggregate for effect in in_service.effects] == [Aggregate.SLA]


def test_both_sides_accept_the_same_version(refused) -> None:
    """What the sealed minutes say was accepted by both, both have said."""
    other = Acceptance(
        role=Role.ADMIN, person_id="admin", at="2026-11-21T03:00:00+00:00", system_version="SPSE 4.4", **WHERE
    )
    found = refused("accept_installation", Role.UNIT_HEAD, state="INSTALLING", acceptances=(other,))
    assert found == (RefusalCode.INVALID_INPUT, "HOUSE", "systemVersion")


def test_both_sides_accept_what_stands_at_the_same_place(try_act) -> None:
    """House rule: the minutes name it; the unit's postal address may be another."""
    elsewhere = Acceptance(
        role=Role.ADMIN,
        person_id="admin",
        at="2026-11-21T03:00:00+00:00",
        system_version="SPSE 4.5",
        location="Gedung B",
    )
    facts = facts_in("INSTALLING", acceptances=(elsewhere,))
    found = try_act(APPLICATIONS, facts, "accept_installation", Role.UNIT_HEAD, ALL_PASSED, now=NOW)
    assert (found.code, found.clause, found.subject) == (RefusalCode.INVALID_INPUT, "HOUSE", "location")
    assert "the other side accepted the installation at “Gedung B”." in found.message_en
    same = replace(ALL_PASSED, location="Gedung B")
    assert try_act(APPLICATIONS, facts, "accept_installation", Role.UNIT_HEAD, same, now=NOW).state == "ACTIVE"


def test_who_accepts_is_registered(refused) -> None:
    found = refused("accept_installation", Role.ADMIN, state="INSTALLING", actor_known=False)
    assert found == (RefusalCode.PERSON_UNKNOWN, "HOUSE", "actor")


def test_nothing_is_installed_under_an_agreement_whose_term_is_over(refused) -> None:
    for verb, state in (("start_installation", "INSTALL_PENDING"), ("accept_installation", "INSTALLING")):
        found = refused(verb, Role.ADMIN, state=state, sla_over=True)
        assert found[:2] == (RefusalCode.SLA_NOT_IN_FORCE, "II.2.1.a.4")


def test_an_application_for_a_unit_names_ones_own_active_unit(refused) -> None:
    """A change of form, or a renewal, is a new application for the same unit."""
    again = replace(PAYLOADS["create"], unit_id="unit-9")
    assert refused("create", Role.INSTITUTION_HEAD, state=None, payload=again) is None
    found = refused("create", Role.INSTITUTION_HEAD, state=None, payload=again, unit_known=False)
    assert found == (RefusalCode.NOT_FOUND, "HOUSE", "unit")


def test_a_person_of_one_unit_does_not_apply_for_another_and_is_told_of_the_unit(try_act, actor) -> None:
    """Nobody knows the id that the application would get."""
    again = replace(PAYLOADS["create"], unit_id="unit-9")
    staff = replace(actor(Role.UNIT_STAFF), unit_id="unit-8")
    found = try_act(APPLICATIONS, facts_in(None, unit_id="unit-9"), "create", staff, again)
    assert (found.code, found.subject, found.message_en) == ("NOT_FOUND", "unit", "Unit unit-9 was not found.")
    own = replace(staff, unit_id="unit-9")
    assert not isinstance(try_act(APPLICATIONS, facts_in(None, unit_id="unit-9"), "create", own, again), Refusal)


@pytest.mark.parametrize(
    ("field", "day", "subject"),
    [
        ("letter_date", date(2026, 11, 23), "letterDate"),
        ("letter_date", date(1945, 8, 16), "letterDate"),
        ("legal_basis_date", date(2199, 1, 1), "legalBasisDate"),
        ("legal_basis_date", date(1, 1, 1), "legalBasisDate"),
    ],
)
def test_a_date_that_cannot_be_is_refused(refused, field, day, subject) -> None:
    wrong = replace(PAYLOADS["create"], details=replace(DETAILS, **{field: day}))
    found = refused("create", Role.INSTITUTION_HEAD, state=None, payload=wrong)
    assert found == (RefusalCode.INVALID_INPUT, "HOUSE", subject)
    revised = ReviseApplication(details=replace(DETAILS, **{field: day}))
    assert refused("revise", Role.UNIT_STAFF, state="DRAFT", payload=revised)[0] is RefusalCode.INVALID_INPUT


def test_today_is_a_date_that_can_be(refused) -> None:
    today = replace(PAYLOADS["create"], details=replace(DETAILS, letter_date=date(2026, 11, 22)))
    assert refused("create", Role.INSTITUTION_HEAD, state=None, payload=today) is None
