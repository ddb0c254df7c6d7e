"""The life of a paper: numbered, presented, signed, or void with its number kept; and what a paper means in law."""

from dataclasses import replace
from datetime import date

import pytest

from domain.aggregates import Aggregate
from domain.assessment_acts import MoveFollowUpLimit
from domain.certificates import ReplacePaper
from domain.document_acts import (
    DraftDocument,
    PresentDocument,
    ProtectDocument,
    RenditionFact,
    ReserveNumber,
    SignatureFact,
    SignDocument,
    SignedPaper,
)
from domain.document_kinds import DOCUMENT_LABELS, SEALED_KINDS, SIGNED_BY_ACT, DocumentKind, SignatureKind
from domain.document_rules import DocumentFacts
from domain.documents import DOCUMENTS
from domain.initials import InitialDocument
from domain.reasons import Reason
from domain.refusals import Refusal, RefusalCode, refuse
from domain.roles import Role
from domain.standings import STANDING_LABELS, Standing
from domain.tables import Effect, LetterOrder, lawful

ROWS = """
draft          | -                                                   | DRAFT                                | SY       | HOUSE|-
reserve_number | DRAFT                                               | DRAFT                                | SY       | HOUSE|-
present        | DRAFT                                               | AWAITING_SIGNATURE AWAITING_INITIALS | SY       | HOUSE|-
initial        | AWAITING_INITIALS                                   | AWAITING_INITIALS AWAITING_SIGNATURE | RV AS    | HOUSE|-
return_paper   | AWAITING_INITIALS AWAITING_SIGNATURE                | RETURNED                             | RV AS DP | HOUSE|-
resubmit       | RETURNED                                            | DRAFT                               | RV AS AD DP|HOUSE|-
redate         | AWAITING_SIGNATURE AWAITING_INITIALS                | DRAFT                                | SY       | HOUSE|-
add_signature  | AWAITING_SIGNATURE                                  | AWAITING_SIGNATURE                   | SY       | HOUSE|-
publish        | AWAITING_SIGNATURE                                  | SIGNED                               | SY       | HOUSE|-
sign           | AWAITING_SIGNATURE                                  | SIGNED                               | DP AS RV | HOUSE|-
renew          | SIGNED                                              | SIGNED                               | SY       | HOUSE|-
void           | DRAFT AWAITING_INITIALS AWAITING_SIGNATURE RETURNED | VOID                                 | SY       | HOUSE|-
reissue        | DRAFT AWAITING_INITIALS AWAITING_SIGNATURE RETURNED | VOID                                 | AD       | HOUSE|-
"""
TODAY, YESTERDAY = date(2026, 11, 22), date(2026, 11, 21)
FACT = SignatureFact(
    field="TandaTangan",
    kind=SignatureKind.PERSONAL,
    signer_id="actor",
    signer_name="Ratna",
    certificate_sha256="c" * 64,
    level="B-LTA",
    certification="NO_CHANGES",
    signed_at="2026-11-22T03:00:00+00:00",
)
VALUES = {
    "field": "TandaTangan",
    "kind": "PERSONAL",
    "signer_id": "actor",
    "signer_name": "Ratna",
    "certificate_sha256": "c" * 64,
    "level": "B-LTA",
    "certification": "NO_CHANGES",
    "signed_at": "2026-11-22T03:00:00+00:00",
}
SIGNED = SignedPaper(sha256="b" * 64, size=2_000, signature=FACT)
NUMBERED = ReserveNumber(
    number="1/B/D.2/SPJ/XI/2026",
    series="APPROVAL/2026",
    sequence=1,
    dated=date(2026, 11, 22),
    code="e" * 32,
    template_version="1",
    template_sha256="f" * 64,
)
NO_INITIALS = {"chain": [], "initials": [], "awaits_step": None}
PAYLOADS = {
    "draft": DraftDocument(
        kind=DocumentKind.APPROVAL,
        institution_id="inst-own",
        subject=Aggregate.APPLICATION,
        subject_id="app-1",
        facts={"unit": "LPSE"},
        facts_sha256="0" * 64,
        signatories=("actor",),
        drafted_by="reviewer",
    ),
    "reserve_number": NUMBERED,
    "present": PresentDocument(sha256="a" * 64, size=1_000, rendering={"template_sha256": "b" * 64}),
    "add_signature": SIGNED,
    "publish": SIGNED,
    "renew": ProtectDocument(protected_until="2036-02-27T02:30:00+00:00"),
    "initial": InitialDocument(seen_sha256="a" * 64),
    "return_paper": Reason(reason="Alamat salah."),
    "sign": SignDocument(seen_sha256="a" * 64, signed=SIGNED),
    "void": Reason(reason="Ditolak."),
    "reissue": Reason(reason="Deputi berganti."),
}


def facts_in(state, **changes) -> DocumentFacts:
    sound = DocumentFacts(
        state=state,
        institution_id="inst-own",
        kind=DocumentKind.APPROVAL,
        sha256="a" * 64,
        signatories=("actor",),
        office_holders=frozenset({"actor"}),
    )
    return replace(sound, **changes)


def situation(verb, state, role):
    """In initials it is the turn of this role; who initials is no signatory."""
    facts = facts_in(state, dated=YESTERDAY if verb == "redate" else TODAY, drafted_by="other")
    if verb == "resubmit":
        facts = replace(facts, drafted_by="actor")
    if verb == "initial" or (verb == "return_paper" and state == "AWAITING_INITIALS"):
        turn = f"person:{'actor'}" if role is Role.DEPUTY else role.value
        facts = replace(facts, chain=(turn, "ASSESSOR"), signatories=("another",))
    return facts, PAYLOADS.get(verb)


@pytest.fixture
def book(rule_book):
    return rule_book(DOCUMENTS, ROWS, situation)


@pytest.fixture
def outcome(try_act):
    def attempt(verb, *, state, role=Role.SYSTEM, payload=None, **changes):
        found = try_act(DOCUMENTS, facts_in(state, **changes), verb, role, payload or PAYLOADS.get(verb))
        assert not isinstance(found, Refusal), found
        return found.state, found.outcome

    return attempt


# --- the whole table ------------------------------------------------------------------------------------------------


def test_the_table_has_the_rows_of_the_rule_book_and_no_other(book) -> None:
    book.verbs_agree()


def test_every_state_is_reached_and_only_final_states_have_no_exit(book) -> None:
    book.states_live()
    assert set(DOCUMENTS.final) == {"VOID"}


def test_every_verb_in_every_state_by_every_role_is_lawful_or_refused(book) -> None:
    book.every_combination()


# --- guards ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", list(DocumentKind))
def test_only_a_paper_for_one_person_is_signed_on_its_own(kind, try_act) -> None:
    """A sealed paper waits for nobody, and one whose signature is an act is signed through the thing that it speaks of."""
    found = try_act(DOCUMENTS, facts_in("AWAITING_SIGNATURE", kind=kind), "sign", Role.DEPUTY, PAYLOADS["sign"])
    on_their_own = {
        "APPROVAL",
        "REJECTION",
        "ASSIGNMENT",
        "ASSESSMENT_REPORT",
        "RECOMMENDATION",
        "CERTIFICATE",
        "LKPP_SYSTEM",
    }
    if kind in on_their_own:
        assert not isinstance(found, Refusal)
    elif kind in SIGNED_BY_ACT:
        assert (found.code, found.slots["paper_id"]) == (RefusalCode.SIGNED_BY_ITS_ACT, DOCUMENT_LABELS[kind][0])
    else:
        assert (found.code, found.slots["signatory"]) == (RefusalCode.NOT_THE_SIGNATORY, DOCUMENT_LABELS[kind][0])


def test_a_letter_that_only_tells_what_is_done_is_signed_on_its_own(try_act) -> None:
    """II.2.3: an annulled stop has restored the service; its letter of reinstatement moves nothing."""
    telling = facts_in("AWAITING_SIGNATURE", kind=DocumentKind.REINSTATEMENT, tells_what_is_done=True)
    assert not isinstance(try_act(DOCUMENTS, telling, "sign", Role.DEPUTY, PAYLOADS["sign"]), Refusal)


def test_only_the_signatory_signs_and_only_what_he_has_seen(try_act) -> None:
    other = facts_in("AWAITING_SIGNATURE", signatories=("another", "third"))
    found = try_act(DOCUMENTS, other, "sign", Role.DEPUTY, PAYLOADS["sign"])
    assert (found.code, found.slots["signatory"]) == (RefusalCode.NOT_THE_SIGNATORY, "another, third")
    unseen = SignDocument(seen_sha256="9" * 64, signed=SIGNED)
    found = try_act(DOCUMENTS, facts_in("AWAITING_SIGNATURE"), "sign", Role.DEPUTY, unseen)
    assert (found.code, found.subject) == (RefusalCode.DIGEST_MISMATCH, "sha256")


# --- what a paper says --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("verb", "state"), [("sign", "AWAITING_SIGNATURE"), ("initial", "AWAITING_INITIALS")])
def test_what_no_longer_holds_is_neither_initialled_nor_signed(verb, state, try_act) -> None:
    """It is said before that its date has passed: of what is overtaken no new date is of use."""
    overtaken = refuse(RefusalCode.PAPER_OUTDATED, clause="II.2.2.c.s1", what="S09", subject="document")
    role = Role.DEPUTY if verb == "sign" else Role.REVIEWER
    facts = facts_in(state, kind=DocumentKind.CERTIFICATE, outdated=overtaken, dated=YESTERDAY)
    facts = replace(facts, chain=("REVIEWER",), signatories=("another",)) if verb == "initial" else facts
    assert try_act(DOCUMENTS, facts, verb, role, PAYLOADS[verb]) == overtaken
    holds = replace(facts, outdated=None, dated=TODAY)
    assert not isinstance(try_act(DOCUMENTS, holds, verb, role, PAYLOADS[verb]), Refusal)


# --- the date of a paper --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("verb", ["add_signature", "publish", "sign"])
def test_a_paper_is_signed_on_the_day_that_it_bears(verb, try_act) -> None:
    """A second signature is put on the paper of the first, on whatever day."""
    role = Role.DEPUTY if verb == "sign" else Role.SYSTEM

    def signed(**changes):
        return try_act(DOCUMENTS, facts_in("AWAITING_SIGNATURE", **changes), verb, role, PAYLOADS[verb])

    found = signed(dated=YESTERDAY)
    assert (found.code, found.clause, found.subject) == (RefusalCode.PAPER_DATE_PASSED, "HOUSE", "document")
    assert found.slots["dated"] == "2026-11-21"
    assert not isinstance(signed(dated=TODAY), Refusal)
    assert not isinstance(signed(dated=YESTERDAY, signatures=(FACT.values(),)), Refusal)


@pytest.mark.parametrize("changes", [{"dated": date(2026, 11, 22)}, {"dated": None}, {"signatures": ({"field": "x"},)}])
def test_only_an_unsigned_paper_of_a_past_day_is_dated_anew(changes, try_act) -> None:
    stale = facts_in("AWAITING_SIGNATURE", **{"dated": YESTERDAY, **changes})
    found = try_act(DOCUMENTS, stale, "redate", Role.SYSTEM)
    assert (found.code, found.subject) == (RefusalCode.PAPER_WAITING, "record")


def test_what_is_dated_anew_is_made_again(outcome) -> None:
    state, found = outcome("redate", state="AWAITING_SIGNATURE", dated=YESTERDAY)
    cleared = {"sha256": None, "prepared_sha256": None, "size": None, "rendering": {}} | NO_INITIALS
    assert (state, found.changes) == ("DRAFT", cleared)


def test_a_fact_that_is_the_letters_own_day_moves_with_it(outcome) -> None:
    moved = replace(NUMBERED, facts={"stops_on": "2026-11-22"}, facts_sha256="1" * 64)
    _state, found = outcome("reserve_number", state="DRAFT", payload=moved)
    assert (found.changes["facts"], found.changes["facts_sha256"]) == ({"stops_on": "2026-11-22"}, "1" * 64)


RECOMMENDATION = {"kind": DocumentKind.RECOMMENDATION, "subject": (Aggregate.ASSESSMENT, "assessment-1")}


@pytest.mark.parametrize("had", [True, False])
def test_a_limit_that_the_letter_was_drafted_with_is_remembered_and_never_forgotten(had: bool, outcome) -> None:
    """Of a letter without one nothing is said, so that what is on record stays."""
    _state, found = outcome("reserve_number", state="DRAFT", payload=replace(NUMBERED, had_limit=had))
    assert found.changes.get("had_limit", "not said") == (True if had else "not said")


@pytest.mark.parametrize("until", ["2027-01-04", None])
def test_the_assessment_keeps_the_limit_that_its_letter_says_anew(until, outcome) -> None:
    moved = replace(NUMBERED, facts={"follow_up_until": until}, facts_sha256="1" * 64, moves_limit=True)
    _state, found = outcome("reserve_number", state="DRAFT", payload=moved, **RECOMMENDATION)
    assert found.effects == (
        Effect(
            aggregate=Aggregate.ASSESSMENT,
            verb="move_follow_up_limit",
            record_id="assessment-1",
            payload=MoveFollowUpLimit(until=until),
        ),
    )


@pytest.mark.parametrize(
    ("payload", "facts"),
    [
        ({"moves_limit": False}, RECOMMENDATION),
        ({"moves_limit": True}, {"kind": DocumentKind.COMPLETION_REQUEST}),
        ({"moves_limit": True, "facts": None}, RECOMMENDATION),
    ],
)
def test_no_other_record_is_told_of_a_limit(payload, facts, outcome) -> None:
    """Another official alone moves no limit; a request for completion is kept by its letter only."""
    moved = replace(NUMBERED, facts_sha256="1" * 64, **{"facts": {"answer_until": "2027-01-04"}, **payload})
    assert outcome("reserve_number", state="DRAFT", payload=moved, **facts)[1].effects == ()


# --- what follows ---------------------------------------------------------------------------------------------------


def test_a_draft_freezes_its_facts(outcome) -> None:
    assert outcome("draft", state=None)[1].changes == {
        "kind": "APPROVAL",
        "institution_id": "inst-own",
        "subject": "APPLICATION",
        "subject_id": "app-1",
        "facts": {"unit": "LPSE"},
        "facts_sha256": "0" * 64,
        "signatories": ["actor"],
        "drafted_by": "reviewer",
    }


def test_a_number_is_kept_and_a_voided_one_stays_on_record(outcome) -> None:
    first = outcome("reserve_number", state="DRAFT")[1].changes
    assert first == {
        "number": "1/B/D.2/SPJ/XI/2026",
        "series": "APPROVAL/2026",
        "sequence": 1,
        "dated": "2026-11-22",
        "code": "e" * 32,
        "template_version": "1",
        "template_sha256": "f" * 64,
        "voided_numbers": [],
    }
    again = replace(NUMBERED, voided_number="1/B/D.2/SPJ/XII/2026")
    found = outcome("reserve_number", state="DRAFT", payload=again, voided_numbers=("7/B/D.2/SPJ/XII/2025",))
    assert found[1].changes["voided_numbers"] == ["7/B/D.2/SPJ/XII/2025", "1/B/D.2/SPJ/XII/2026"]


def test_what_is_presented_is_the_digest_to_be_signed(outcome, act) -> None:
    assert outcome("present", state="DRAFT")[1].changes == {
        **NO_INITIALS,
        "presented_at": act("present", None).now,
        "sha256": "a" * 64,
        "prepared_sha256": "a" * 64,
        "size": 1_000,
        "rendering": {"template_sha256": "b" * 64},
    }


@pytest.mark.parametrize(
    ("verb", "role"), [("add_signature", Role.SYSTEM), ("publish", Role.SYSTEM), ("sign", Role.DEPUTY)]
)
def test_a_signature_is_added_to_those_before_it(verb, role, outcome, act) -> None:
    earlier = {**VALUES, "field": "PihakKedua"}
    _state, found = outcome(verb, state="AWAITING_SIGNATURE", role=role, signatures=(earlier,))
    assert found.changes == {
        "sha256": "b" * 64,
        "size": 2_000,
        "signatures": [earlier, VALUES],
        "signed_at": act(verb, None).now,
    }


def test_an_unsigned_rehearsal_changes_nothing(outcome) -> None:
    rehearsal = SignDocument(seen_sha256="a" * 64)
    assert rehearsal.is_rehearsal()
    assert not PAYLOADS["sign"].is_rehearsal()
    found = outcome("sign", state="AWAITING_SIGNATURE", role=Role.DEPUTY, payload=rehearsal)
    assert found[1].changes == {}


def test_a_void_paper_keeps_the_reason(outcome) -> None:
    _state, found = outcome("void", state="AWAITING_SIGNATURE")
    assert (found.changes, found.reason) == ({"void_reason": "Ditolak."}, "Ditolak.")


# --- kinds ----------------------------------------------------------------------------------------------------------


def test_everything_has_a_label_in_both_languages() -> None:
    assert set(STANDING_LABELS) == set(Standing)
    assert set(DOCUMENT_LABELS) == set(DocumentKind)
    assert all(all(pair) for pair in (*STANDING_LABELS.values(), *DOCUMENT_LABELS.values()))


def test_what_needs_no_person_is_sealed() -> None:
    assert set(SEALED_KINDS) == {
        "APPLICATION_RECEIPT",
        "COMPLETION_REQUEST",
        "INSTALLATION_MINUTES",
        "NOTICE",
        "OBJECTION_RECEIPT",
        "MINUTES",
    }


@pytest.mark.parametrize("kind", [DocumentKind.APPROVAL, DocumentKind.ASSESSMENT_REPORT])
def test_who_prepared_a_paper_signs_it_only_where_it_is_his_own_report(kind, try_act) -> None:
    facts = facts_in("AWAITING_SIGNATURE", kind=kind, drafted_by="actor")
    found = try_act(DOCUMENTS, facts, "sign", Role.ASSESSOR, PAYLOADS["sign"])
    refused = isinstance(found, Refusal) and found.code is RefusalCode.SEPARATION_OF_DUTIES
    assert refused is (kind is DocumentKind.APPROVAL)


def test_who_has_left_the_office_signs_no_paper(try_act) -> None:
    facts = facts_in("AWAITING_SIGNATURE", office_holders=frozenset())
    found = try_act(DOCUMENTS, facts, "sign", Role.DEPUTY, PAYLOADS["sign"])
    assert found.code is RefusalCode.NOT_THE_SIGNATORY


def test_who_reviewed_the_application_does_not_sign_its_approval(try_act) -> None:
    facts = facts_in("AWAITING_SIGNATURE", kind=DocumentKind.APPROVAL, reviewers=frozenset({"actor", "reviewer-2"}))
    found = try_act(DOCUMENTS, facts, "sign", Role.DEPUTY, PAYLOADS["sign"])
    assert (found.code, found.clause, found.subject) == (RefusalCode.SEPARATION_OF_DUTIES, "HOUSE", "record")


def test_who_drafted_a_paper_does_not_sign_it(try_act, act, actor) -> None:
    """Separation of duties (HOUSE); it can be told beforehand."""
    facts = facts_in("AWAITING_SIGNATURE", drafted_by="actor")
    found = try_act(DOCUMENTS, facts, "sign", Role.DEPUTY, PAYLOADS["sign"])
    assert (found.code, found.clause, found.subject) == (RefusalCode.SEPARATION_OF_DUTIES, "HOUSE", "record")
    assert lawful(DOCUMENTS, facts, act("sign", actor(Role.DEPUTY))) == found
    another = facts_in("AWAITING_SIGNATURE", drafted_by="reviewer")
    assert not isinstance(try_act(DOCUMENTS, another, "sign", Role.DEPUTY, PAYLOADS["sign"]), Refusal)


@pytest.mark.parametrize("state", ["DRAFT", "AWAITING_SIGNATURE"])
def test_a_paper_that_cannot_be_signed_is_void_and_ordered_anew(state, outcome) -> None:
    """Of the same thing, and still by who drafted it first; its number is void with it."""
    changes = {"subject": (Aggregate.APPLICATION, "app-1"), "drafted_by": "reviewer", "number": "7/B/D.2/SPJ/XI/2026"}
    found = outcome("reissue", state=state, role=Role.ADMIN, **changes)
    assert found[0] == "VOID"
    assert found[1].changes == {"void_reason": "Deputi berganti."}
    assert found[1].reason == "Deputi berganti."
    assert found[1].letters == (
        LetterOrder(
            kind=DocumentKind.APPROVAL,
            document_id="fresh-document",
            subject=(Aggregate.APPLICATION, "app-1"),
            drafted_by="reviewer",
        ),
    )


@pytest.mark.parametrize(
    "changes",
    [{"kind": kind} for kind in DocumentKind if kind not in {"APPROVAL", "REJECTION", "CERTIFICATE"}]
    + [{"signatures": (VALUES,)}],
    ids=str,
)
def test_what_is_sealed_signed_by_two_or_signed_already_is_not_issued_anew(changes, try_act, act, actor) -> None:
    facts = facts_in("AWAITING_SIGNATURE", **changes)
    found = try_act(DOCUMENTS, facts, "reissue", Role.ADMIN, PAYLOADS["reissue"])
    assert (found.code, found.subject) == (RefusalCode.INVALID_INPUT, "document")
    assert lawful(DOCUMENTS, facts, act("reissue", actor(Role.ADMIN))) == found


def test_the_refusal_of_a_new_issue_names_every_kind_that_can_be_issued_anew(try_act) -> None:
    facts = facts_in("AWAITING_SIGNATURE", kind=DocumentKind.WARNING)
    found = try_act(DOCUMENTS, facts, "reissue", Role.ADMIN, PAYLOADS["reissue"])
    assert (
        "hanya surat persetujuan, surat penolakan permohonan atau sertifikat standarisasi yang belum ditandatangani yang "
        "dapat diterbitkan ulang; naskah lain ditarik kembali melalui tindakan yang memerintahkannya."
    ) in found.message_id
    assert (
        "only an approval letter, a rejection letter or a standardisation certificate that is not signed yet can be issued "
        "anew; another paper is recalled with the act that ordered it."
    ) in found.message_en


def test_the_edition_of_a_certificate_has_the_paper_that_is_issued_anew(outcome) -> None:
    """The number of the other is void with it (HOUSE)."""
    changes = {"kind": DocumentKind.CERTIFICATE, "subject": (Aggregate.CERTIFICATE, "cert-1"), "drafted_by": "system"}
    state, found = outcome("reissue", state="RETURNED", role=Role.ADMIN, **changes)
    assert (state, found.changes) == ("VOID", {"void_reason": "Deputi berganti."})
    assert [(each.kind, each.subject) for each in found.letters] == [("CERTIFICATE", (Aggregate.CERTIFICATE, "cert-1"))]
    assert found.effects == (
        Effect(
            aggregate=Aggregate.CERTIFICATE,
            verb="replace_paper",
            record_id="cert-1",
            payload=ReplacePaper(document_id="fresh-document"),
        ),
    )


def test_what_says_what_no_longer_holds_is_not_issued_anew(try_act, act, actor) -> None:
    """An edition that was overtaken, or a unit that is not approved any more (I.p2)."""
    why = refuse(RefusalCode.SEPARATE_UNIT_NOT_ALLOWED, clause="I.p2", today="2024-01-02", subject="unitForm")
    facts = facts_in("AWAITING_SIGNATURE", outdated=why)
    assert try_act(DOCUMENTS, facts, "reissue", Role.ADMIN, PAYLOADS["reissue"]) == why
    assert lawful(DOCUMENTS, facts, act("reissue", actor(Role.ADMIN))) == why


def test_a_rendition_is_recorded_as_it_was_made() -> None:
    made = {"sha256": "b" * 64, "size": 7, "made_at": "2026-11-22T03:00:00+00:00", "protected_until": "2036-01-01"}
    assert RenditionFact(**made).values() == made
