"""Service-level agreements against the rules of II.2.1.a.3 and II.2.2.d as written out here."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from domain.aggregates import Aggregate
from domain.application_acts import AssignReviewer
from domain.canonical import canonical_digest
from domain.case_acts import OpenForBreach
from domain.document_acts import SignatureFact, SignedPaper
from domain.document_kinds import SignatureKind
from domain.independence import Tie
from domain.reasons import Reason
from domain.receipts import Receipt, ReceiptChannel
from domain.refusals import Refusal, RefusalCode
from domain.reviewers import Reviewer
from domain.roles import Role
from domain.sanction_acts import ProveReceipt
from domain.sla_acts import (
    AgreeSla,
    AnswerBreach,
    CatalogueService,
    DraftSla,
    Priority,
    ProposedTerms,
    ProposeSla,
    RecordBreachFinding,
    ReportBreach,
    ResponseTime,
    Side,
    SignSla,
    SlaState,
    with_term,
)
from domain.sla_texts import UNIT_PARTY, NamedUnit, unit_named_in
from domain.slas import ACTIVE_STATES, SLAS, PaperFacts, SlaFacts, side_of
from domain.tables import Effect, LetterOrder, lawful
from domain.unit_forms import UnitForm
from domain.units import ProviderForm

ROWS = """
draft                | -                              | DRAFT                     | SY       | II.2.1.a.3 | -
propose              | DRAFT NEGOTIATION              | NEGOTIATION               | RV       | II.2.1.a.3 | -
agree                | NEGOTIATION                    | NEGOTIATION READY_TO_SIGN | HL HI RV | HOUSE      | SLA
sign_for_institution | READY_TO_SIGN                  | SIGNED_ONE                | HI HL    | II.2.1.a.3 | SLA
sign_for_lkpp        | SIGNED_ONE                     | IN_FORCE                  | DP       | II.2.1.a.3 | SLA
decline              | READY_TO_SIGN SIGNED_ONE       | NEGOTIATION               | HI HL DP | HOUSE      | -
assign_reviewer      | DRAFT NEGOTIATION READY_TO_SIGN | DRAFT NEGOTIATION READY_TO_SIGN | AD | HOUSE | -
report_breach        | IN_FORCE                       | BREACH_REVIEW             | RV AS    | II.2.2.d   | NOTICE
prove_notice_receipt | BREACH_REVIEW                  | BREACH_REVIEW             | HL HI AD | HOUSE      | -
answer_breach        | BREACH_REVIEW                  | BREACH_REVIEW             | HL       | HOUSE      | -
recompute_answer_day | BREACH_REVIEW                  | BREACH_REVIEW             | AD DP    | HOUSE      | NOTICE
record_breach_finding | BREACH_REVIEW                 | BREACH_REVIEW             | RV       | HOUSE      | -
dismiss_breach       | BREACH_REVIEW                  | IN_FORCE                  | RV       | HOUSE      | MINUTES
confirm_breach       | BREACH_REVIEW                  | BREACHED                  | DP       | II.2.2.d   | NOTICE
cure                 | BREACHED                       | IN_FORCE                  | DP       | HOUSE      | NOTICE
renew                | IN_FORCE TERMINATED EXPIRED    | IN_FORCE TERMINATED EXPIRED | RV       | HOUSE      | -
abandon_renewal      | DRAFT NEGOTIATION READY_TO_SIGN | VOID                     | RV       | HOUSE      | -
supersede            | IN_FORCE                       | SUPERSEDED                | SY       | HOUSE      | -
tell_term            | IN_FORCE                       | IN_FORCE                  | SY       | HOUSE      | NOTICE
expire               | IN_FORCE                       | EXPIRED                   | SY       | HOUSE      | -
terminate            | IN_FORCE BREACH_REVIEW BREACHED | TERMINATED               | SY       | HOUSE      | -
restore              | BREACHED TERMINATED            | IN_FORCE                  | SY       | II.2.3.s3 | -
void                 | DRAFT NEGOTIATION READY_TO_SIGN SIGNED_ONE | VOID          | SY       | HOUSE      | -
"""

NOW = datetime(2026, 11, 22, 17, 30, tzinfo=UTC)
"""Already 23 November in Jakarta."""

TERMS = ProposedTerms(
    validity_months=24,
    availability="99,5",
    services=(CatalogueService(name="Aplikasi SPSE", description="Akses", hours="24 jam", target="99,5%"),),
    targets=tuple(ResponseTime(priority=p, response_hours=1, recovery_hours=4) for p in Priority),
    reporting_months=3,
    report_due_working_days=10,
    maintenance_notice_working_days=3,
    breach_answer_working_days=10,
    evaluation_months=12,
)
AGREEMENT = {"articles": ["Pasal 1"]}
DIGEST = canonical_digest(AGREEMENT)
SIGNED = SignedPaper(
    sha256="b" * 64,
    size=1000,
    signature=SignatureFact(
        field="PihakKedua",
        kind=SignatureKind.PERSONAL,
        signer_id="actor",
        signer_name="Sari",
        certificate_sha256="c" * 64,
        level="B-LT",
        certification="FORM_FILLING",
        signed_at="2026-11-22T03:00:00+00:00",
    ),
)
BECAUSE = Reason(reason=" Alasan yang sah. ")
BREACH = ReportBreach(article=6, facts=" Ketersediaan 91% selama tiga bulan. ", evidence_ids=("evidence-1",))
REPORTED = {
    "article": 6,
    "facts": "Ketersediaan 91% selama tiga bulan.",
    "evidence_ids": ["evidence-1"],
    "reported_by": "reporter",
    "reported_on": "2026-11-09",
    "notice_id": "notice-1",
    "receipts": [{"channel": "IN_APP", "at": "2026-11-09T04:00:00+00:00", "by": "head", "evidence_id": None}],
    "answer_until": "2026-11-20",
    "calendar_version": "2026.1",
    "answers": [],
    "findings": [],
    "case_id": None,
}
SEALED_AT = datetime(2026, 11, 9, 3, 30, tzinfo=UTC)
OPENED = Receipt(channel=ReceiptChannel.IN_APP, at=datetime(2026, 11, 9, 4, 0, tzinfo=UTC), by="head")
NOTED_AT = datetime(2026, 11, 9, 3, 45, tzinfo=UTC)
NOTE = ProveReceipt(channel=ReceiptChannel.DELIVERY_NOTE, at=NOTED_AT, evidence_id="evidence-1")
FOUND = {
    "text": "Laporan terbukti.",
    "evidence_ids": ["evidence-1"],
    "found_by": "finder",
    "found_on": "2026-11-21",
    "answers_weighed": 0,
}
EXAMINED = REPORTED | {"findings": [FOUND]}
PAYLOADS = {
    "draft": DraftSla(
        application_id="app-1", institution_id="inst-own", unit_id="unit-1", form=ProviderForm.SYSTEM_PROVIDER
    ),
    "propose": ProposeSla(terms=TERMS, agreement=AGREEMENT, signatories={"LKPP": "deputy", "INSTITUTION": "head"}),
    "agree": AgreeSla(digest=DIGEST),
    "sign_for_institution": SignSla(seen_sha256="a" * 64, signed=SIGNED),
    "sign_for_lkpp": SignSla(seen_sha256="a" * 64, signed=SIGNED),
    "decline": BECAUSE,
    "report_breach": BREACH,
    "prove_notice_receipt": ProveReceipt(channel=ReceiptChannel.IN_APP),
    "answer_breach": AnswerBreach(text=" Gangguan sudah dipulihkan. ", evidence_ids=("evidence-1",)),
    "recompute_answer_day": BECAUSE,
    "record_breach_finding": RecordBreachFinding(text=" Laporan terbukti. ", evidence_ids=("evidence-1",)),
    "dismiss_breach": BECAUSE,
    "confirm_breach": BECAUSE,
    "cure": BECAUSE,
    "renew": BECAUSE,
    "abandon_renewal": BECAUSE,
    "assign_reviewer": AssignReviewer(reviewer_id="reviewer"),
    "void": BECAUSE,
}
PAPER = PaperFacts(id="doc-1", state="AWAITING_SIGNATURE", sha256="a" * 64, signatures=1)


def facts_in(state, **changes) -> SlaFacts:
    sound = SlaFacts(
        state=state,
        institution_id="inst-own",
        application_id="app-1",
        application_state="SLA_PENDING",
        digest=DIGEST,
        signatories={"LKPP": "actor", "INSTITUTION": "actor"},
        paper=PAPER,
        unit_id="unit-1",
        form=ProviderForm.SYSTEM_PROVIDER,
        renews_id="sla-0",
        next_reviewer=Reviewer(name="Budi (DATA CONTOH)", tied=False),
        breach=EXAMINED,
        answer_until=date(2026, 12, 7),
        calendar_version="2026.2",
        notice_state="SIGNED",
        notice_issued_at=SEALED_AT,
        receipts=(OPENED,),
        confirmed_evidence=frozenset({"evidence-1"}),
        breach_answered=True,
        breach_case_closed=True,
        office_holders=frozenset({"actor"}),
        expires_on=date(2026, 11, 1),
        unit_state="ACTIVE",
        term_notice_days=30,
    )
    return replace(sound, **changes)


def situation(verb, state, role):
    signatory = Role.UNIT_HEAD if role is Role.UNIT_HEAD else Role.INSTITUTION_HEAD
    last_day = date(2026, 12, 1) if verb == "tell_term" else date(2026, 11, 1)
    payload = NOTE if verb == "prove_notice_receipt" and role is Role.ADMIN else PAYLOADS.get(verb)
    received = () if verb == "prove_notice_receipt" else (OPENED,)
    return facts_in(state, institution_signatory=signatory, expires_on=last_day, receipts=received), payload


@pytest.fixture
def book(rule_book):
    return rule_book(SLAS, ROWS, situation)


@pytest.fixture
def refused(try_act):
    def attempt(verb, role, *, state, payload=None, **changes):
        found = try_act(SLAS, facts_in(state, **changes), verb, role, payload or PAYLOADS.get(verb), now=NOW)
        return (found.code, found.clause, found.subject) if isinstance(found, Refusal) else None

    return attempt


@pytest.fixture
def outcome(try_act):
    def attempt(verb, role, *, state, payload=None, **changes):
        found = try_act(SLAS, facts_in(state, **changes), verb, role, payload or PAYLOADS.get(verb), now=NOW)
        assert not isinstance(found, Refusal), found
        return found.state, found.outcome

    return attempt


# --- the whole table ------------------------------------------------------------------------------------------------


def test_the_table_has_the_rows_of_the_rule_book_and_no_other(book) -> None:
    book.verbs_agree()


def test_every_state_is_reached_and_only_final_states_have_no_exit(book) -> None:
    book.states_live()
    assert set(SLAS.final) == {"SUPERSEDED", "VOID"}
    assert set(ACTIVE_STATES) == {"IN_FORCE", "BREACH_REVIEW"}


def test_every_verb_in_every_state_by_every_role_is_lawful_or_refused(book, try_act) -> None:
    """One exception: before the first signature the Deputy is told of that signature (below)."""
    row = SLAS.rows_of("sign_for_lkpp")[0]
    assert [other.verb for other in SLAS.rows if other.otherwise is not None] == [row.verb]
    plain = replace(SLAS, rows=tuple(replace(each, otherwise=None) for each in SLAS.rows))
    replace(book, table=plain).every_combination()


def test_another_institution_sees_no_agreement(book) -> None:
    book.strangers_see_nothing()


@pytest.mark.parametrize("state", list(SlaState))
def test_the_deputy_signs_second_or_is_told_of_the_first_signature(state, refused) -> None:
    """II.2.1.a.3: the institution signs with LKPP; the order is ours."""
    expected = {
        SlaState.SIGNED_ONE: None,
        SlaState.DRAFT: (RefusalCode.FIRST_SIGNATURE_NOT_VALID, "HOUSE"),
        SlaState.NEGOTIATION: (RefusalCode.FIRST_SIGNATURE_NOT_VALID, "HOUSE"),
        SlaState.READY_TO_SIGN: (RefusalCode.FIRST_SIGNATURE_NOT_VALID, "HOUSE"),
    }.get(state, (RefusalCode.WRONG_STATE, "II.2.1.a.3"))
    found = refused("sign_for_lkpp", Role.DEPUTY, state=state)
    assert (found and found[:2]) == expected


# --- guards and checks ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("application_state", ["COMPLETE", "SLA_PENDING", "UNDER_REVIEW", "WITHDRAWN", None])
def test_terms_are_proposed_for_a_complete_application_or_a_renewal(application_state, refused) -> None:
    lawful = application_state in {"COMPLETE", "SLA_PENDING"}
    first = {"application_state": application_state, "renews_id": None}
    found = refused("propose", Role.REVIEWER, state="DRAFT", **first)
    assert found == (None if lawful else (RefusalCode.WRONG_STATE, "II.2.1.a.3", ""))
    for renewal in ({"previous_sla_id": "sla-0"}, {"renews_id": "sla-0"}):
        assert refused("propose", Role.REVIEWER, state="DRAFT", **(first | renewal)) is None


@pytest.mark.parametrize(
    ("verb", "state", "role"),
    [
        ("propose", "DRAFT", Role.REVIEWER),
        ("agree", "NEGOTIATION", Role.UNIT_HEAD),
        ("sign_for_institution", "READY_TO_SIGN", Role.INSTITUTION_HEAD),
        ("sign_for_lkpp", "SIGNED_ONE", Role.DEPUTY),
    ],
)
def test_a_first_agreement_with_a_separate_unit_has_its_last_day(verb, state, role, try_act) -> None:
    """I.p2: begun in time is not enough; a renewal keeps a unit that was taken on in time."""

    def refusal(now, **changes):
        facts = facts_in(state, unit_form=UnitForm.SEPARATE, **changes)
        found = try_act(SLAS, facts, verb, role, PAYLOADS[verb], now=now)
        return (found.code, found.clause, found.subject) if isinstance(found, Refusal) else None

    lapsed = (RefusalCode.SEPARATE_UNIT_NOT_ALLOWED, "I.p2", "unitForm")
    last, next_day = datetime(2023, 12, 31, 16, 59, tzinfo=UTC), datetime(2023, 12, 31, 17, 0, tzinfo=UTC)
    assert refusal(last, renews_id=None) is None
    assert refusal(next_day, renews_id=None) == lapsed
    assert refusal(next_day) is None


def test_nobody_agrees_to_nothing(refused) -> None:
    assert refused("agree", Role.REVIEWER, state="NEGOTIATION", digest=None)[0] is RefusalCode.TERMS_MISSING


def test_agreement_is_to_the_digest_of_the_present_clauses(refused) -> None:
    other = AgreeSla(digest="0" * 64)
    for role in (Role.REVIEWER, Role.UNIT_HEAD, Role.INSTITUTION_HEAD):
        assert refused("agree", role, state="NEGOTIATION", payload=other) == (
            RefusalCode.DIGEST_MISMATCH,
            "HOUSE",
            "digest",
        )


def test_each_side_agrees_once(refused) -> None:
    lkpp, institution = frozenset({Side.LKPP}), frozenset({Side.INSTITUTION})
    assert refused("agree", Role.REVIEWER, state="NEGOTIATION", agreed_sides=lkpp)[0] is RefusalCode.ALREADY_GIVEN
    assert refused("agree", Role.REVIEWER, state="NEGOTIATION", agreed_sides=institution) is None
    for role in (Role.UNIT_HEAD, Role.INSTITUTION_HEAD):
        assert refused("agree", role, state="NEGOTIATION", agreed_sides=institution)[0] is RefusalCode.ALREADY_GIVEN
        assert refused("agree", role, state="NEGOTIATION", agreed_sides=lkpp) is None


@pytest.mark.parametrize(
    ("verb", "state", "role", "side"),
    [
        ("sign_for_institution", "READY_TO_SIGN", Role.INSTITUTION_HEAD, "INSTITUTION"),
        ("sign_for_lkpp", "SIGNED_ONE", Role.DEPUTY, "LKPP"),
    ],
)
def test_the_person_named_in_the_clauses_signs_and_no_other(verb, state, role, side, refused) -> None:
    """II.2.1.a.3; who signs for each side is configuration."""
    refusal = (RefusalCode.NOT_THE_SIGNATORY, "HOUSE", "")
    for signatories in (None, {}, {side: "another"}):
        holding = frozenset({"actor", "another"})
        assert refused(verb, role, state=state, signatories=signatories, office_holders=holding) == refusal
    assert refused(verb, role, state=state, signatories={side: "actor"}) is None


def test_who_signs_for_the_institution_follows_the_configuration(refused) -> None:
    refusal = (RefusalCode.NOT_THE_SIGNATORY, "HOUSE", "")
    by_unit_head = {"state": "READY_TO_SIGN", "institution_signatory": Role.UNIT_HEAD}
    assert refused("sign_for_institution", Role.UNIT_HEAD, **by_unit_head) is None
    assert refused("sign_for_institution", Role.INSTITUTION_HEAD, **by_unit_head) == refusal
    assert refused("sign_for_institution", Role.UNIT_HEAD, state="READY_TO_SIGN") == refusal


@pytest.mark.parametrize(
    ("verb", "state", "role"),
    [
        ("sign_for_institution", "READY_TO_SIGN", Role.INSTITUTION_HEAD),
        ("sign_for_lkpp", "SIGNED_ONE", Role.DEPUTY),
    ],
)
def test_only_the_present_finished_paper_is_signed(verb, state, role, refused) -> None:
    for paper in (None, replace(PAPER, state="DRAFT"), replace(PAPER, state="VOID"), replace(PAPER, state="SIGNED")):
        assert refused(verb, role, state=state, paper=paper) == (RefusalCode.PAPER_NOT_READY, "HOUSE", "document")
    other = replace(PAPER, sha256="d" * 64)
    assert refused(verb, role, state=state, paper=other) == (RefusalCode.DIGEST_MISMATCH, "HOUSE", "sha256")


def test_the_second_signature_needs_a_first(refused) -> None:
    """That the first one holds is checked on the bytes, beside the second (step 8 of issuing)."""
    bad = replace(PAPER, signatures=0)
    assert refused("sign_for_lkpp", Role.DEPUTY, state="SIGNED_ONE", paper=bad) == (
        RefusalCode.FIRST_SIGNATURE_NOT_VALID,
        "HOUSE",
        "",
    )
    assert refused("sign_for_institution", Role.INSTITUTION_HEAD, state="READY_TO_SIGN", paper=bad) is None


@pytest.mark.parametrize("renews_id", [None, "sla-0"])
@pytest.mark.parametrize(
    ("verb", "state", "role"),
    [
        ("sign_for_institution", "READY_TO_SIGN", Role.INSTITUTION_HEAD),
        ("sign_for_lkpp", "SIGNED_ONE", Role.DEPUTY),
        ("renew", "TERMINATED", Role.REVIEWER),
    ],
)
def test_a_breach_is_evaded_by_no_other_agreement_of_the_unit(verb, state, role, renews_id, refused, try_act) -> None:
    """II.2.2.d: neither by a renewal nor by a new application: it is decided first, then cured, or the service is stopped."""
    for breach in ("BREACH_REVIEW", "BREACHED"):
        changes = {"renews_id": renews_id, "unsettled_breach": breach}
        assert refused(verb, role, state=state, **changes) == (RefusalCode.BREACH_NOT_SETTLED, "HOUSE", "")
        told = try_act(SLAS, facts_in(state, **changes), verb, role, PAYLOADS[verb], now=NOW)
        assert told.message_en == f"A breach of another agreement of this unit is not settled (state: {breach})."
    assert refused(verb, role, state=state, renews_id=renews_id) is None


def test_an_agreement_under_review_is_not_superseded(refused) -> None:
    """Its report would end without a decision, minutes or notice."""
    found = refused("supersede", Role.SYSTEM, state="BREACH_REVIEW")
    assert found == (RefusalCode.WRONG_STATE, "HOUSE", "record")


@pytest.mark.parametrize("unit_state", ["ACTIVE", "STOPPED", "ACCESS_TAKEN", "STOP_CARRIED_OUT"])
def test_a_stopped_unit_whose_term_ended_may_come_back(unit_state, refused) -> None:
    """Its service is reinstated only under an agreement in force."""
    assert refused("renew", Role.REVIEWER, state="EXPIRED", unit_state=unit_state) is None


@pytest.mark.parametrize("unit_state", ["PENDING", None])
def test_an_agreement_whose_term_ended_is_renewed_for_a_service_that_goes_on(unit_state, refused, outcome) -> None:
    """House rule; the term is a house rule too. A separate unit is not admitted by it (I.p2)."""
    state, found = outcome("renew", Role.REVIEWER, state="EXPIRED", unit_form=UnitForm.SEPARATE)
    assert (state, found.changes) == ("EXPIRED", {"renewal_id": "fresh-sla"})
    over = refused("renew", Role.REVIEWER, state="EXPIRED", unit_state=unit_state)
    assert over == (RefusalCode.SERVICE_NOT_ACTIVE, "HOUSE", "unit")
    assert refused("renew", Role.REVIEWER, state="TERMINATED", unit_state=unit_state) is None


@pytest.mark.parametrize("later", ["EXPIRED", "TERMINATED", "SUPERSEDED"])
def test_what_ended_is_not_renewed_where_another_agreement_followed(later, refused) -> None:
    """Else the form and the clauses of before would return; one in force, such as after an objection, is renewed."""
    for state in ("EXPIRED", "TERMINATED"):
        assert refused("renew", Role.REVIEWER, state=state, later_sla=later) == (RefusalCode.ANOTHER_SLA, "HOUSE", "")
    assert refused("renew", Role.REVIEWER, state="IN_FORCE", later_sla=later) is None


@pytest.mark.parametrize("state", ["IN_FORCE", "TERMINATED", "EXPIRED"])
def test_one_renewal_at_a_time_and_none_beside_another_agreement(state, refused) -> None:
    assert refused("renew", Role.REVIEWER, state=state) is None
    for changes in ({"other_in_preparation": "NEGOTIATION"}, {"previous_sla_id": "sla-9"}):
        assert refused("renew", Role.REVIEWER, state=state, **changes) == (RefusalCode.ANOTHER_SLA, "HOUSE", "")


BINDING = [
    ("agree", "NEGOTIATION", Role.INSTITUTION_HEAD),
    ("sign_for_institution", "READY_TO_SIGN", Role.INSTITUTION_HEAD),
    ("sign_for_lkpp", "SIGNED_ONE", Role.DEPUTY),
]
"""By what somebody binds himself to the text."""


@pytest.mark.parametrize(("verb", "state", "role"), [("propose", "DRAFT", Role.REVIEWER), *BINDING])
def test_a_renewal_that_another_agreement_overtook_goes_no_further(verb, state, role, refused, outcome) -> None:
    """Else it would supersede the newer agreement, be it of another form (house rule); it is declined and abandoned."""
    for overtaken_by in ("IN_FORCE", "SUPERSEDED"):
        found = refused(verb, role, state=state, overtaken_by=overtaken_by)
        assert found == (RefusalCode.ANOTHER_SLA, "HOUSE", "")
    assert refused(verb, role, state=state, previous_sla_id="sla-0") is None
    assert outcome("decline", Role.DEPUTY, state="SIGNED_ONE", overtaken_by="IN_FORCE")[0] == "NEGOTIATION"
    assert outcome("abandon_renewal", Role.REVIEWER, state="NEGOTIATION", overtaken_by="IN_FORCE")[0] == "VOID"


@pytest.mark.parametrize(("verb", "state", "role"), [("agree", "NEGOTIATION", Role.REVIEWER), *BINDING])
def test_nobody_binds_himself_to_a_text_of_before_an_amendment(verb, state, role, try_act) -> None:
    """House rule (ADR 98): the terms are proposed again, after the signature is declined where the paper is made."""
    facts = facts_in(state, amended_since=("name", "serviceHours"))
    found = try_act(SLAS, facts, verb, role, PAYLOADS[verb], now=NOW)
    assert (found.code, found.clause, found.slots) == ("UNIT_AMENDED", "HOUSE", {"fields": "name, serviceHours"})
    assert found.message_en == (
        "The text of this agreement names the unit otherwise than it would today: name, serviceHours."
    )
    assert not isinstance(try_act(SLAS, replace(facts, amended_since=()), verb, role, PAYLOADS[verb], now=NOW), Refusal)


def test_what_was_amended_does_not_hinder_the_next_proposal(outcome) -> None:
    assert outcome("propose", Role.REVIEWER, state="NEGOTIATION", amended_since=("phone",))[0] == "NEGOTIATION"
    assert outcome("decline", Role.DEPUTY, state="SIGNED_ONE", amended_since=("phone",))[0] == "NEGOTIATION"


def test_what_a_text_says_of_the_unit_is_read_from_its_own_party() -> None:
    lkpp = {"party": "PIHAK KESATU", "telephone": "(021) 1", "email": "lkpp@contoh.invalid", "hours": "24 jam"}
    unit = {"party": UNIT_PARTY, "telephone": "(021) 2", "email": "lpse@contoh.invalid", "hours": "08.00-16.00"}
    agreement = {
        "application": {"unit": "LPSE Contoh"},
        "institution": {"address": "Jalan Contoh 1"},
        "terms": {"contacts": [lkpp, unit]},
    }
    said = unit_named_in(agreement)
    assert said == NamedUnit(
        name="LPSE Contoh",
        address="Jalan Contoh 1",
        email="lpse@contoh.invalid",
        phone="(021) 2",
        service_hours="08.00-16.00",
    )
    assert said.differing(said) == ()
    assert said.differing(replace(said, name="LPSE Lain", service_hours="24 jam")) == ("name", "serviceHours")


BOTH_NAMED = {"LKPP": "deputy", "INSTITUTION": "head"}


@pytest.mark.parametrize("gone", ["deputy", "head"])
@pytest.mark.parametrize("role", [Role.REVIEWER, Role.UNIT_HEAD, Role.INSTITUTION_HEAD])
def test_nobody_agrees_to_a_signatory_who_holds_no_office_any_more(role, gone, try_act) -> None:
    """House rule: the terms are proposed again, with the officials of that day."""
    facts = facts_in("NEGOTIATION", signatories=BOTH_NAMED, office_holders=frozenset({"deputy", "head"} - {gone}))
    found = try_act(SLAS, facts, "agree", role, PAYLOADS["agree"], now=NOW)
    assert (found.code, found.clause, found.slots["signatory"]) == ("SIGNATORY_NOT_IN_OFFICE", "HOUSE", gone)
    assert found.message_en == f"A signatory whom this agreement names does not hold the office today: {gone}."
    holding = replace(facts, office_holders=frozenset({"deputy", "head"}))
    assert not isinstance(try_act(SLAS, holding, "agree", role, PAYLOADS["agree"], now=NOW), Refusal)


def test_the_institution_signs_nothing_that_lkpp_cannot_sign_after_it(refused, outcome) -> None:
    """House rule: its signature would be lost; it may decline, and the terms are proposed again."""
    named = {"signatories": {"LKPP": "deputy", "INSTITUTION": "actor"}, "state": "READY_TO_SIGN"}
    found = refused("sign_for_institution", Role.INSTITUTION_HEAD, **named)
    assert found == (RefusalCode.SIGNATORY_NOT_IN_OFFICE, "HOUSE", "")
    assert outcome("decline", Role.INSTITUTION_HEAD, **named)[0] == "NEGOTIATION"
    both = frozenset({"actor", "deputy"})
    assert refused("sign_for_institution", Role.INSTITUTION_HEAD, **named, office_holders=both) is None


def test_the_second_signature_asks_for_lkpps_signatory_only(refused) -> None:
    """The institution has signed already: that its head has left since takes nothing away."""
    named = {"signatories": {"LKPP": "actor", "INSTITUTION": "head"}, "state": "SIGNED_ONE"}
    assert refused("sign_for_lkpp", Role.DEPUTY, **named) is None
    former = named | {"signatories": {"LKPP": "former", "INSTITUTION": "actor"}}
    assert refused("sign_for_lkpp", Role.DEPUTY, **former)[0] is RefusalCode.SIGNATORY_NOT_IN_OFFICE


@pytest.mark.parametrize("state", ["DRAFT", "NEGOTIATION", "READY_TO_SIGN"])
def test_another_reviewer_takes_over_before_anybody_has_signed(state, refused, outcome) -> None:
    found = outcome(
        "assign_reviewer", Role.ADMIN, state=state, reviewer_id="first", former_reviewers=frozenset({"zero"})
    )
    assert found[1].changes == {"reviewer_id": "reviewer", "former_reviewer_ids": ["first", "zero"]}
    found = {
        code: refused("assign_reviewer", Role.ADMIN, state=state, **changes)
        for code, changes in {
            RefusalCode.NOT_FOUND: {"next_reviewer": None},
            RefusalCode.CONFLICT_OF_INTEREST: {"next_reviewer": Reviewer(name="Budi", tied=True)},
            RefusalCode.INVALID_INPUT: {"reviewer_id": "reviewer"},
        }.items()
    }
    assert found == {code: (code, "HOUSE", "reviewer") for code in found}


@pytest.mark.parametrize("changes", [{"reviewer_id": "actor"}, {"former_reviewers": frozenset({"actor"})}])
def test_who_ever_reviewed_it_does_not_sign_it(changes, refused) -> None:
    """Handing the work over makes nobody free to sign what he proposed."""
    found = refused("sign_for_lkpp", Role.DEPUTY, state="SIGNED_ONE", **changes)
    assert found == (RefusalCode.SEPARATION_OF_DUTIES, "HOUSE", "actor")


@pytest.mark.parametrize("state", ["READY_TO_SIGN", "SIGNED_ONE"])
def test_a_unit_head_declines_only_what_he_is_to_sign(state, refused) -> None:
    asked = {"institution_signatory": Role.UNIT_HEAD}
    assert refused("decline", Role.UNIT_HEAD, state=state, **asked) is None
    refusal = (RefusalCode.NOT_THE_SIGNATORY, "HOUSE", "")
    assert refused("decline", Role.UNIT_HEAD, state=state) == refusal
    others = {"LKPP": "actor", "INSTITUTION": "another"}
    assert refused("decline", Role.UNIT_HEAD, state=state, signatories=others, **asked) == refusal


def test_only_a_renewal_is_abandoned_and_by_its_reviewer(refused) -> None:
    first = refused("abandon_renewal", Role.REVIEWER, state="DRAFT", renews_id=None)
    assert first == (RefusalCode.NOT_A_RENEWAL, "HOUSE", "")
    other = refused("abandon_renewal", Role.REVIEWER, state="DRAFT", reviewer_id="somebody-else")
    assert other == (RefusalCode.NOT_ASSIGNED, "HOUSE", "")


@pytest.mark.parametrize(
    ("verb", "state", "role"),
    [
        ("report_breach", "IN_FORCE", Role.REVIEWER),
        ("record_breach_finding", "BREACH_REVIEW", Role.REVIEWER),
        ("dismiss_breach", "BREACH_REVIEW", Role.REVIEWER),
        ("confirm_breach", "BREACH_REVIEW", Role.DEPUTY),
        ("renew", "IN_FORCE", Role.REVIEWER),
    ],
)
@pytest.mark.parametrize("tie", list(Tie))
def test_who_is_tied_to_the_unit_takes_no_part_in_its_breach_or_renewal(verb, state, role, tie, refused) -> None:
    tied = refused(verb, role, state=state, ties={"actor": tie})
    assert tied == (RefusalCode.CONFLICT_OF_INTEREST, "HOUSE", "record")
    assert refused(verb, role, state=state, ties={"another": tie}) is None


def test_a_breach_is_reported_where_the_time_to_answer_can_be_counted(refused) -> None:
    found = refused("report_breach", Role.ASSESSOR, state="IN_FORCE", answer_until=None)
    assert found == (RefusalCode.OUTSIDE_CALENDAR, "HOUSE", "calendar")


@pytest.mark.parametrize(
    ("verb", "state", "role"),
    [
        ("report_breach", "IN_FORCE", Role.REVIEWER),
        ("answer_breach", "BREACH_REVIEW", Role.UNIT_HEAD),
        ("record_breach_finding", "BREACH_REVIEW", Role.REVIEWER),
    ],
)
def test_evidence_counts_once_it_is_confirmed_and_the_institutions(verb, state, role, refused) -> None:
    found = refused(verb, role, state=state, confirmed_evidence=frozenset({"evidence-2"}))
    assert found == (RefusalCode.EVIDENCE_NOT_CONFIRMED, "HOUSE", "evidence")


def test_an_answer_needs_no_evidence(refused) -> None:
    bare = AnswerBreach(text="Sudah dipulihkan.")
    assert refused("answer_breach", Role.UNIT_HEAD, state="BREACH_REVIEW", payload=bare) is None


@pytest.mark.parametrize(("verb", "role"), [("record_breach_finding", Role.REVIEWER), ("confirm_breach", Role.DEPUTY)])
def test_a_breach_is_found_and_confirmed_after_the_unit_was_heard(verb, role, refused) -> None:
    """II.2.2.d; hearing the unit is a house rule."""
    unheard = {"state": "BREACH_REVIEW", "breach_answered": False}
    assert refused(verb, role, **unheard) == (RefusalCode.ANSWER_TERM_RUNNING, "HOUSE", "answers")
    assert refused(verb, role, **unheard, breach_window_over=True) is None


def test_a_running_answer_gets_a_later_last_day_by_another_calendar_and_a_notice(outcome) -> None:
    _state, found = outcome("recompute_answer_day", Role.ADMIN, state="BREACH_REVIEW")
    moved = EXAMINED | {"answer_until": "2026-12-07", "calendar_version": "2026.2"}
    assert found.changes == {"breach": moved, "reason": "Alasan yang sah."}
    assert found.letters == ordered("NOTICE", "recompute_answer_day")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"breach_window_over": True}, RefusalCode.LIMIT_OVER),
        ({"breach": {}}, RefusalCode.RECEIPT_NOT_PROVEN),
        ({"answer_until": date(2026, 11, 20)}, RefusalCode.LIMIT_UNCHANGED),
        ({"answer_until": date(2026, 11, 19)}, RefusalCode.LIMIT_UNCHANGED),
        ({"answer_until": None}, RefusalCode.LIMIT_UNCHANGED),
    ],
)
def test_the_days_to_answer_are_moved_while_they_run_and_to_a_later_day_only(changes, code, refused) -> None:
    found = refused("recompute_answer_day", Role.DEPUTY, state="BREACH_REVIEW", **changes)
    assert found == (code, "HOUSE", "notice" if code is RefusalCode.RECEIPT_NOT_PROVEN else "answerUntil")


@pytest.mark.parametrize("breach", [REPORTED, {k: v for k, v in REPORTED.items() if k != "findings"}])
def test_no_breach_is_confirmed_without_the_finding_of_a_reviewer(breach, refused) -> None:
    """House rule; a report from before there were findings waits for one."""
    found = refused("confirm_breach", Role.DEPUTY, state="BREACH_REVIEW", breach=breach)
    assert found == (RefusalCode.FINDING_MISSING, "HOUSE", "")


@pytest.mark.parametrize(
    ("answered", "until", "weighed", "lawful"),
    [
        (["2026-11-20"], "2026-11-20", 0, False),
        (["2026-11-20"], "2026-11-20", 1, True),
        (["2026-11-21"], "2026-11-20", 0, True),
        (["2026-11-20", "2026-11-21"], "2026-11-20", 1, True),
        (["2026-11-19", "2026-11-20"], "2026-11-20", 1, False),
        (["2026-11-21"], None, 0, False),
    ],
)
def test_the_finding_weighs_every_answer_that_came_in_time_and_waits_for_no_later_one(
    answered, until, weighed, lawful, refused
) -> None:
    """So neither an answer is passed over, nor the confirmation held up by ever new ones."""
    answers = [{"text": "Jawaban", "answered_on": day} for day in answered]
    earlier, last = FOUND, FOUND | {"answers_weighed": weighed}
    breach = REPORTED | {"answers": answers, "answer_until": until, "findings": [earlier, last]}
    found = refused("confirm_breach", Role.DEPUTY, state="BREACH_REVIEW", breach=breach)
    assert found == (None if lawful else (RefusalCode.FINDING_MISSING, "HOUSE", ""))


def test_an_earlier_receipt_that_is_proven_since_takes_no_answer_away(refused) -> None:
    """The head opened the notice on the tenth and answered in time; a delivery note of the fifth came afterwards."""
    answer = {"text": "Jawaban", "answered_on": "2026-11-16", "in_time": True}
    breach = REPORTED | {"answers": [answer], "answer_until": "2026-11-12", "findings": [FOUND]}
    found = refused("confirm_breach", Role.DEPUTY, state="BREACH_REVIEW", breach=breach)
    assert found == (RefusalCode.FINDING_MISSING, "HOUSE", "")
    weighed = breach | {"findings": [FOUND | {"answers_weighed": 1}]}
    assert refused("confirm_breach", Role.DEPUTY, state="BREACH_REVIEW", breach=weighed) is None


def test_who_reported_a_breach_neither_finds_nor_confirms_it(refused) -> None:
    """House rule: reporter, reviewer and Deputy are three persons, whatever offices one of them came to hold."""
    refusal = (RefusalCode.NOT_A_SECOND_PERSON, "HOUSE", "actor")
    own = EXAMINED | {"reported_by": "actor"}
    assert refused("record_breach_finding", Role.REVIEWER, state="BREACH_REVIEW", breach=own) == refusal
    assert refused("confirm_breach", Role.DEPUTY, state="BREACH_REVIEW", breach=own) == refusal


def test_nobody_dismisses_his_own_report_of_a_breach(refused) -> None:
    """House rule; who found it may dismiss it: the finding is his, the report is not."""
    own, found = EXAMINED | {"reported_by": "actor"}, REPORTED | {"findings": [FOUND | {"found_by": "actor"}]}
    refusal = (RefusalCode.NOT_A_SECOND_PERSON, "HOUSE", "actor")
    assert refused("dismiss_breach", Role.REVIEWER, state="BREACH_REVIEW", breach=own) == refusal
    assert refused("dismiss_breach", Role.REVIEWER, state="BREACH_REVIEW", breach=found) is None


def test_who_found_a_breach_does_not_confirm_it_and_may_find_anew(refused) -> None:
    """House rule; also where another reviewer's finding stands last."""
    refusal = (RefusalCode.NOT_A_SECOND_PERSON, "HOUSE", "actor")
    for findings in ([FOUND | {"found_by": "actor"}], [FOUND | {"found_by": "actor"}, FOUND]):
        own = REPORTED | {"findings": findings}
        assert refused("confirm_breach", Role.DEPUTY, state="BREACH_REVIEW", breach=own) == refusal
        assert refused("record_breach_finding", Role.REVIEWER, state="BREACH_REVIEW", breach=own) is None


def test_a_breach_is_cured_once_its_case_is_closed(refused) -> None:
    assert refused("cure", Role.DEPUTY, state="BREACHED", breach_case_closed=False) == (
        RefusalCode.CASE_STILL_OPEN,
        "HOUSE",
        "",
    )


def test_nothing_is_cured_beside_another_agreement_in_force(refused) -> None:
    found = refused("cure", Role.DEPUTY, state="BREACHED", previous_sla_id="sla-9")
    assert found == (RefusalCode.ANOTHER_SLA, "HOUSE", "")


def test_the_refusal_to_confirm_names_the_last_day_to_answer(try_act) -> None:
    for breach, day in ((REPORTED, "2026-11-20"), ({}, "-")):
        facts = facts_in("BREACH_REVIEW", breach_answered=False, breach=breach)
        found = try_act(SLAS, facts, "confirm_breach", Role.DEPUTY, BECAUSE, now=NOW)
        assert found.message_id == f"Unit masih dapat menjawab laporan pelanggaran sampai dengan {day}."


# --- what follows ---------------------------------------------------------------------------------------------------


def test_the_side_is_the_institution_of_the_actor_or_lkpp(act, actor) -> None:
    assert side_of(act("agree", actor(Role.REVIEWER))) is Side.LKPP
    assert side_of(act("agree", actor(Role.UNIT_HEAD))) is Side.INSTITUTION


def test_a_draft_names_its_application_unit_and_form(outcome) -> None:
    assert outcome("draft", Role.SYSTEM, state=None)[1].changes == {
        "application_id": "app-1",
        "institution_id": "inst-own",
        "unit_id": "unit-1",
        "form": "SYSTEM_PROVIDER",
        "renews_id": None,
        "reviewer_id": None,
    }


def test_a_renewal_drafts_an_agreement_of_the_same_unit_and_keeps_its_own_state(outcome) -> None:
    for state in ("IN_FORCE", "TERMINATED"):
        after, found = outcome("renew", Role.REVIEWER, state=state)
        assert (after, found.changes, found.reason) == (state, {"renewal_id": "fresh-sla"}, "Alasan yang sah.")
        draft = DraftSla(
            application_id="app-1",
            institution_id="inst-own",
            unit_id="unit-1",
            form=ProviderForm.SYSTEM_PROVIDER,
            renews_id="record",
            reviewer_id="actor",
        )
        assert found.effects == (Effect(aggregate=Aggregate.SLA, verb="draft", record_id="fresh-sla", payload=draft),)


def test_a_renewal_of_nothing_is_a_bug(try_act) -> None:
    for missing in ({"form": None}, {"application_id": None}):
        with pytest.raises(AssertionError, match="names its application and form"):
            try_act(SLAS, facts_in("IN_FORCE", **missing), "renew", Role.REVIEWER, BECAUSE)


def test_an_abandoned_renewal_takes_its_paper_along(outcome) -> None:
    state, found = outcome("abandon_renewal", Role.REVIEWER, state="READY_TO_SIGN")
    void = Effect(aggregate=Aggregate.DOCUMENT, verb="void", record_id="doc-1", payload=BECAUSE)
    assert (state, found.effects) == ("VOID", (void,))


def test_new_terms_take_every_earlier_agreement_away(outcome) -> None:
    agreed = frozenset({Side.LKPP})
    _state, found = outcome("propose", Role.REVIEWER, state="NEGOTIATION", agreed_sides=agreed)
    assert found.changes == {
        "agreement": AGREEMENT,
        "digest": DIGEST,
        "agreed_by": [],
        "signatories": {"LKPP": "deputy", "INSTITUTION": "head"},
        "validity_months": 24,
    }


def test_the_first_agreement_waits_for_the_other_side(outcome) -> None:
    state, found = outcome("agree", Role.UNIT_HEAD, state="NEGOTIATION")
    assert (state, found.changes, found.letters) == ("NEGOTIATION", {"agreed_by": ["INSTITUTION"]}, ())


@pytest.mark.parametrize(("role", "other"), [(Role.REVIEWER, Side.INSTITUTION), (Role.INSTITUTION_HEAD, Side.LKPP)])
def test_the_second_agreement_orders_the_paper_whoever_gives_it(role, other, outcome) -> None:
    state, found = outcome("agree", role, state="NEGOTIATION", agreed_sides=frozenset({other}))
    assert state == "READY_TO_SIGN"
    assert found.changes == {"agreed_by": ["INSTITUTION", "LKPP"], "document_id": "fresh-document"}
    [order] = found.letters
    drafter = "actor" if role is Role.REVIEWER else "system"
    assert order == LetterOrder(kind="SLA", document_id="fresh-document", drafted_by=drafter)


@pytest.mark.parametrize(("role", "other"), [(Role.REVIEWER, Side.INSTITUTION), (Role.INSTITUTION_HEAD, Side.LKPP)])
def test_the_paper_of_an_agreement_is_drafted_by_its_reviewer_whoever_agrees_last(role, other, outcome) -> None:
    """A returned paper is LKPP's matter: the institution is not told why, and submits nothing again."""
    reviewer = "actor" if role is Role.REVIEWER else "reviewer-1"
    _state, found = outcome("agree", role, state="NEGOTIATION", agreed_sides=frozenset({other}), reviewer_id=reviewer)
    assert found.letters[0].drafted_by == reviewer


def test_the_first_signature_goes_on_the_paper_and_puts_nothing_in_force(outcome) -> None:
    state, found = outcome("sign_for_institution", Role.INSTITUTION_HEAD, state="READY_TO_SIGN")
    on_paper = Effect(aggregate=Aggregate.DOCUMENT, verb="add_signature", record_id="doc-1", payload=SIGNED)
    assert (state, found.changes, found.effects) == ("SIGNED_ONE", {}, (on_paper,))


PUBLISH = Effect(aggregate=Aggregate.DOCUMENT, verb="publish", record_id="doc-1", payload=SIGNED)
MOVE_APPLICATION = Effect(aggregate=Aggregate.APPLICATION, verb="sla_came_into_force", record_id="app-1")


def test_the_second_signature_publishes_the_paper_and_moves_the_application(outcome) -> None:
    state, found = outcome("sign_for_lkpp", Role.DEPUTY, state="SIGNED_ONE")
    assert state == "IN_FORCE"
    assert found.changes == {"in_force_since": "2026-11-23", "expires_on": None}
    assert found.effects == (PUBLISH, MOVE_APPLICATION)


def test_a_renewal_supersedes_the_earlier_sla_and_moves_no_application(outcome) -> None:
    renewal = {"application_state": "ACTIVE", "previous_sla_id": "sla-0"}
    _state, found = outcome("sign_for_lkpp", Role.DEPUTY, state="SIGNED_ONE", **renewal)
    assert found.effects == (PUBLISH, Effect(aggregate=Aggregate.SLA, verb="supersede", record_id="sla-0"))
    without = outcome("sign_for_lkpp", Role.DEPUTY, state="SIGNED_ONE", application_id=None)
    assert without[1].effects == (PUBLISH,)


def test_an_unsigned_rehearsal_touches_no_paper(outcome) -> None:
    rehearsal = SignSla(seen_sha256="a" * 64)
    assert rehearsal.is_rehearsal()
    assert not SignSla(seen_sha256="a" * 64, signed=SIGNED).is_rehearsal()
    found = outcome("sign_for_institution", Role.INSTITUTION_HEAD, state="READY_TO_SIGN", payload=rehearsal)
    assert found[1].effects == ()
    assert ProposeSla(terms=TERMS, agreement={}, signatories={}).is_rehearsal()
    assert not PAYLOADS["propose"].is_rehearsal()


@pytest.mark.parametrize("role", [Role.INSTITUTION_HEAD, Role.DEPUTY])
def test_declining_voids_the_paper_and_takes_agreement_away(role, outcome) -> None:
    state, found = outcome("decline", role, state="SIGNED_ONE")
    assert state == "NEGOTIATION"
    assert found.changes == {"agreed_by": [], "reason": "Alasan yang sah."}
    assert found.reason == "Alasan yang sah."
    void = Effect(aggregate=Aggregate.DOCUMENT, verb="void", record_id="doc-1", payload=BECAUSE)
    assert found.effects == (void,)


@pytest.mark.parametrize(
    ("paper", "touched"), [(None, 0), (PAPER, 1), (replace(PAPER, state="VOID"), 0), (replace(PAPER, state="DRAFT"), 1)]
)
def test_voiding_takes_the_living_paper_along(paper, touched, outcome) -> None:
    _state, found = outcome("void", Role.SYSTEM, state="SIGNED_ONE", paper=paper)
    assert [effect.verb for effect in found.effects] == ["void"] * touched


def ordered(kind: str, verb: str) -> tuple[LetterOrder, ...]:
    return (LetterOrder(kind=kind, document_id="fresh-document", details={"verb": verb}),)


def test_the_receipt_of_the_notice_sets_the_last_day_to_answer(outcome) -> None:
    """Article 6 of the agreement counts from the receipt; NOW is the opening."""
    before = REPORTED | {"receipts": [], "answer_until": None, "calendar_version": None}
    given = {"state": "BREACH_REVIEW", "receipts": (), "breach": before}
    state, found = outcome("prove_notice_receipt", Role.UNIT_HEAD, **given)
    opened = {"channel": "IN_APP", "at": "2026-11-22T17:30:00+00:00", "by": "actor", "evidence_id": None}
    counted = {"receipts": [opened], "answer_until": "2026-12-07", "calendar_version": "2026.2"}
    assert (state, found.changes) == ("BREACH_REVIEW", {"breach": before | counted})
    assert (found.letters, found.effects) == ((), ())


def test_an_earlier_proof_stands_beside_the_later_and_counts(outcome) -> None:
    _state, found = outcome("prove_notice_receipt", Role.ADMIN, state="BREACH_REVIEW", payload=NOTE)
    noted = {"channel": "DELIVERY_NOTE", "at": "2026-11-09T03:45:00+00:00", "by": "actor", "evidence_id": "evidence-1"}
    assert found.changes["breach"]["receipts"] == [OPENED.values(), noted]


@pytest.mark.parametrize(
    ("role", "changes", "given", "refusal"),
    [
        (Role.UNIT_HEAD, {"notice_issued_at": None, "notice_state": "DRAFT"}, {}, ("LETTER_NOT_SIGNED", "notice")),
        (Role.UNIT_HEAD, {"notice_issued_at": None, "notice_state": None}, {}, ("LETTER_NOT_SIGNED", "notice")),
        (Role.ADMIN, {}, {"channel": "IN_APP", "at": None, "evidence_id": None}, ("INVALID_INPUT", "channel")),
        (Role.UNIT_HEAD, {}, {"channel": "DELIVERY_NOTE"}, ("INVALID_INPUT", "channel")),
        (Role.ADMIN, {}, {"evidence_id": None}, ("INVALID_INPUT", "evidence")),
        (Role.ADMIN, {}, {"at": SEALED_AT - timedelta(seconds=1)}, ("INVALID_INPUT", "receivedAt")),
        (Role.ADMIN, {}, {"at": NOW + timedelta(seconds=1)}, ("INVALID_INPUT", "receivedAt")),
        (Role.ADMIN, {}, {"evidence_id": "evidence-2"}, ("EVIDENCE_NOT_CONFIRMED", "evidence")),
        (Role.ADMIN, {"receipts": (OPENED,)}, {"at": OPENED.at}, ("RECEIPT_ALREADY_PROVEN", "receivedAt")),
        (Role.ADMIN, {"answer_until": None}, {}, ("OUTSIDE_CALENDAR", "calendar")),
    ],
)
def test_only_a_sound_proof_starts_the_days_to_answer(role, changes, given, refusal, refused) -> None:
    """House rule: what proves the receipt of a sanction's letter proves that of the notice."""
    fields = {"channel": "DELIVERY_NOTE", "at": NOTED_AT, "evidence_id": "evidence-1"} | given
    payload = ProveReceipt(**fields | {"channel": ReceiptChannel(fields["channel"])})
    state = {"state": "BREACH_REVIEW", "receipts": ()} | changes
    code, clause, subject = refused("prove_notice_receipt", role, payload=payload, **state)
    assert ((code, subject), clause) == (refusal, "HOUSE")


@pytest.mark.parametrize(("verb", "role"), [("record_breach_finding", Role.REVIEWER), ("confirm_breach", Role.DEPUTY)])
def test_a_breach_is_not_decided_before_its_notice_has_reached_the_unit(verb, role, refused) -> None:
    """Article 6: the days run from the receipt; a notice that was never issued, or never received, starts none."""
    unheard = {"state": "BREACH_REVIEW", "receipts": (), "breach_window_over": True}
    assert refused(verb, role, **unheard) == (RefusalCode.RECEIPT_NOT_PROVEN, "HOUSE", "notice")
    dead = unheard | {"notice_issued_at": None, "notice_state": "DRAFT"}
    assert refused(verb, role, **dead) == (RefusalCode.LETTER_NOT_SIGNED, "HOUSE", "notice")
    assert refused("dismiss_breach", Role.REVIEWER, **dead) is None


def test_a_reported_breach_gives_the_unit_its_time_and_notice(outcome) -> None:
    """II.2.2.d: each breach is heard for itself, so an earlier one and its answers give way."""
    earlier = REPORTED | {"answers": [{"text": "Jawaban lama"}], "case_id": "case-1"}
    _state, found = outcome("report_breach", Role.ASSESSOR, state="IN_FORCE", breach=earlier)
    now = {
        "reported_by": "actor",
        "reported_on": "2026-11-23",
        "notice_id": "fresh-document",
        "receipts": [],
        "answer_until": None,
        "calendar_version": None,
    }
    assert found.changes == {"breach": REPORTED | now}
    assert found.letters == ordered("NOTICE", "report_breach")
    assert found.reason == "Ketersediaan 91% selama tiga bulan."


def test_each_answer_is_kept_beside_those_before_it(outcome) -> None:
    earlier = {"text": "Kami periksa.", "evidence_ids": [], "answered_by": "head", "answered_on": "2026-11-10"}
    breach = REPORTED | {"answers": [earlier]}
    _state, found = outcome("answer_breach", Role.UNIT_HEAD, state="BREACH_REVIEW", breach=breach)
    answer = {
        "text": "Gangguan sudah dipulihkan.",
        "evidence_ids": ["evidence-1"],
        "answered_by": "actor",
        "answered_on": "2026-11-23",
        "in_time": True,
    }
    assert found.changes == {"breach": REPORTED | {"answers": [earlier, answer]}}
    assert (found.letters, found.effects) == ((), ())
    _state, late = outcome(
        "answer_breach", Role.UNIT_HEAD, state="BREACH_REVIEW", breach=REPORTED, breach_window_over=True
    )
    assert late.changes["breach"]["answers"] == [answer | {"in_time": False}]


def test_a_finding_stands_beside_those_before_it_with_the_answers_that_it_weighs(outcome) -> None:
    breach = EXAMINED | {"answers": [{"text": "Jawaban", "answered_on": "2026-11-20"}]}
    _state, found = outcome("record_breach_finding", Role.REVIEWER, state="BREACH_REVIEW", breach=breach)
    recorded = FOUND | {"found_by": "actor", "found_on": "2026-11-23", "answers_weighed": 1}
    assert found.changes == {"breach": breach | {"findings": [FOUND, recorded]}}
    assert (found.letters, found.effects, found.reason) == ((), (), "Laporan terbukti.")


def test_a_confirmed_breach_opens_the_second_door_to_the_stop(outcome, act, actor) -> None:
    """II.2.2.d."""
    twice = REPORTED | {"findings": [FOUND, FOUND | {"found_by": "other"}, FOUND]}
    _state, found = outcome("confirm_breach", Role.DEPUTY, state="BREACH_REVIEW", breach=twice)
    case_id = act("confirm_breach", actor(Role.DEPUTY)).fresh.of("case")
    assert found.changes == {"reason": "Alasan yang sah.", "breach": twice | {"case_id": case_id}}
    assert found.letters == ordered("NOTICE", "confirm_breach")
    opened = OpenForBreach(
        institution_id="inst-own",
        unit_id="unit-1",
        sla_id="record",
        article=6,
        facts="Ketersediaan 91% selama tiga bulan.",
        evidence_ids=("evidence-1",),
        reported_by="reporter",
        found_by=("finder", "other"),
    )
    assert found.effects == (
        Effect(aggregate=Aggregate.CASE, verb="open_for_breach", record_id=case_id, payload=opened),
    )


@pytest.mark.parametrize(
    ("verb", "role", "state", "kind"),
    [
        ("dismiss_breach", Role.REVIEWER, "BREACH_REVIEW", "MINUTES"),
        ("cure", Role.DEPUTY, "BREACHED", "NOTICE"),
    ],
)
def test_the_end_of_a_breach_is_told_with_its_reason(verb, role, state, kind, outcome) -> None:
    after, found = outcome(verb, role, state=state)
    assert (after, found.changes, found.reason) == ("IN_FORCE", {"reason": "Alasan yang sah."}, "Alasan yang sah.")
    assert (found.letters, found.effects) == (ordered(kind, verb), ())


# --- payloads -------------------------------------------------------------------------------------------------------

RANGES = {
    "reporting_months": ("reportingMonths", 1, 12),
    "report_due_working_days": ("reportDueWorkingDays", 1, 30),
    "maintenance_notice_working_days": ("maintenanceNoticeWorkingDays", 1, 30),
    "breach_answer_working_days": ("breachAnswerWorkingDays", 1, 30),
    "evaluation_months": ("evaluationMonths", 1, 24),
    "validity_months": ("validityMonths", 1, 120),
}


@pytest.mark.parametrize("name", RANGES)
def test_each_number_of_the_terms_has_its_range(name, first_problem_field) -> None:
    field, least, most = RANGES[name]
    for bad in (least - 1, most + 1, -1):
        assert first_problem_field(replace(TERMS, **{name: bad})) == field
    for good in (least, most):
        assert first_problem_field(replace(TERMS, **{name: good})) is None


def test_terms_may_have_no_end(first_problem_field) -> None:
    assert first_problem_field(replace(TERMS, validity_months=None)) is None


@pytest.mark.parametrize("availability", ["", "99.5", "99,", "99,5555", "101", "49,9", "99,5%", " 99,5", "100,0", "٩٩"])
def test_availability_is_a_percentage_with_a_comma(availability, first_problem_field) -> None:
    assert first_problem_field(replace(TERMS, availability=availability)) == "availability"


@pytest.mark.parametrize("availability", ["50", "99", "99,5", "99,999", "100"])
def test_availability_from_fifty_to_a_hundred_percent_is_accepted(availability, first_problem_field) -> None:
    assert first_problem_field(replace(TERMS, availability=availability)) is None


def test_the_catalogue_holds_one_to_forty_services(first_problem_field) -> None:
    for count in (0, 41):
        assert first_problem_field(replace(TERMS, services=TERMS.services * count)) == "services"
    assert first_problem_field(replace(TERMS, services=TERMS.services * 40)) is None


@pytest.mark.parametrize(("name", "longest"), [("name", 200), ("description", 1_000), ("hours", 200), ("target", 200)])
def test_each_text_of_a_service_has_its_length(name, longest, first_problem_field) -> None:
    for bad in ("", "x" * (longest + 1), "\x07"):
        service = replace(TERMS.services[0], **{name: bad})
        assert first_problem_field(replace(TERMS, services=(TERMS.services[0], service))) == f"services.{name}"
    assert first_problem_field(replace(TERMS.services[0], **{name: "x" * longest})) is None


@pytest.mark.parametrize(("response", "recovery"), [(0, 4), (5, 4), (1, 721), (-1, -1)])
def test_a_disturbance_is_answered_before_it_is_repaired(response, recovery, first_problem_field) -> None:
    bad = ResponseTime(priority=Priority.LOW, response_hours=response, recovery_hours=recovery)
    assert first_problem_field(replace(TERMS, targets=(*TERMS.targets[:3], bad))) == "targets"


def test_each_priority_has_one_target(first_problem_field) -> None:
    for targets in ((), TERMS.targets[:3], (*TERMS.targets, TERMS.targets[0])):
        assert first_problem_field(replace(TERMS, targets=targets)) == "targets"
    assert first_problem_field(PAYLOADS["propose"]) is None


def test_a_proposal_is_as_sound_as_its_terms(first_problem_field) -> None:
    assert (
        first_problem_field(replace(PAYLOADS["propose"], terms=replace(TERMS, reporting_months=0))) == "reportingMonths"
    )


def test_a_breach_names_an_article_facts_and_evidence(first_problem_field) -> None:
    assert first_problem_field(BREACH) is None
    for article in (0, 16):
        assert first_problem_field(replace(BREACH, article=article)) == "article"
    assert first_problem_field(replace(BREACH, facts=" ")) == "facts"
    assert first_problem_field(replace(BREACH, evidence_ids=())) == "evidence"


def test_a_finding_has_words_and_evidence(first_problem_field) -> None:
    finding = PAYLOADS["record_breach_finding"]
    assert first_problem_field(finding) is None
    assert first_problem_field(replace(finding, text=" ")) == "text"
    assert first_problem_field(replace(finding, evidence_ids=())) == "evidence"


def test_an_answer_to_a_breach_says_something(first_problem_field) -> None:
    assert first_problem_field(AnswerBreach(text="")) == "text"
    assert first_problem_field(AnswerBreach(text="Sudah dipulihkan.")) is None


def test_a_term_begins_with_the_second_signature_and_its_last_day_is_kept(outcome) -> None:
    _state, found = outcome("sign_for_lkpp", Role.DEPUTY, state="SIGNED_ONE", validity_months=24)
    assert found.changes == {"in_force_since": "2026-11-23", "expires_on": "2028-11-22"}


def test_an_agreement_ends_after_its_last_day_and_not_on_it(refused) -> None:
    """NOW is 23 November 2026 in Jakarta."""
    assert refused("expire", Role.SYSTEM, state="IN_FORCE", expires_on=date(2026, 11, 22)) is None
    today = refused("expire", Role.SYSTEM, state="IN_FORCE", expires_on=date(2026, 11, 23))
    assert today == (RefusalCode.TOO_EARLY, "HOUSE", "")
    endless = refused("expire", Role.SYSTEM, state="IN_FORCE", expires_on=None)
    assert endless == (RefusalCode.NOT_CONFIGURED, "HOUSE", "")


@pytest.mark.parametrize(
    ("last_day", "changes", "code", "slots"),
    [
        (date(2026, 12, 23), {}, None, {}),
        (date(2026, 11, 23), {}, None, {}),
        (date(2026, 12, 24), {}, "TOO_EARLY", {"day": "2026-11-24"}),
        (date(2026, 11, 22), {}, "WRONG_STATE", {"state": "EXPIRED", "sources": "IN_FORCE"}),
        (date(2026, 12, 23), {"is_term_told": True}, "ALREADY_GIVEN", {}),
        (date(2026, 12, 23), {"term_notice_days": None}, "NOT_CONFIGURED", {"key": "sla.term_notice_days"}),
        (None, {}, "NOT_CONFIGURED", {"key": "validityMonths"}),
    ],
)
def test_the_end_of_a_term_is_told_within_the_configured_days_and_once(last_day, changes, code, slots, try_act) -> None:
    """House rule (`sla.term_notice_days`). NOW is 23 November 2026 in Jakarta, 30 days before 23 December."""
    found = try_act(SLAS, facts_in("IN_FORCE", expires_on=last_day, **changes), "tell_term", Role.SYSTEM, now=NOW)
    if code is None:
        assert found.state == "IN_FORCE"
        assert found.outcome.changes == {"term_told_on": "2026-11-23"}
        order = LetterOrder(kind="NOTICE", document_id="fresh-document", details={"verb": "tell_term"})
        assert (found.outcome.letters, found.outcome.effects) == ((order,), ())
        return
    assert (found.code, {name: found.slots[name] for name in slots}) == (code, slots)


def test_for_lkpp_the_assigned_reviewer_acts(refused) -> None:
    """His independence of the institution was checked when he was assigned (II.2.1.a.2)."""
    for verb in ("propose", "agree"):
        assert refused(verb, Role.REVIEWER, state="NEGOTIATION", reviewer_id="actor") is None
        other = refused(verb, Role.REVIEWER, state="NEGOTIATION", reviewer_id="somebody-else")
        assert other == (RefusalCode.NOT_ASSIGNED, "HOUSE", "")
    assert refused("agree", Role.UNIT_HEAD, state="NEGOTIATION", reviewer_id="somebody-else") is None


@pytest.mark.parametrize(
    ("verb", "state", "role"),
    [
        ("sign_for_institution", "READY_TO_SIGN", Role.INSTITUTION_HEAD),
        ("sign_for_lkpp", "SIGNED_ONE", Role.DEPUTY),
    ],
)
def test_who_has_left_the_office_signs_no_more(verb, state, role, refused) -> None:
    left = refused(verb, role, state=state, office_holders=frozenset())
    assert left == (RefusalCode.SIGNATORY_NOT_IN_OFFICE, "HOUSE", "")


def test_the_reviewer_of_the_application_does_not_sign_for_lkpp(refused, act, actor) -> None:
    """Separation of duties (HOUSE), whatever offices one person came to hold; it can be told beforehand."""
    refusal = (RefusalCode.SEPARATION_OF_DUTIES, "HOUSE", "actor")
    assert refused("sign_for_lkpp", Role.DEPUTY, state="SIGNED_ONE", reviewer_id="actor") == refusal
    assert refused("sign_for_lkpp", Role.DEPUTY, state="SIGNED_ONE", reviewer_id="somebody-else") is None
    offered = lawful(SLAS, facts_in("SIGNED_ONE", reviewer_id="actor"), act("sign_for_lkpp", actor(Role.DEPUTY)))
    assert isinstance(offered, Refusal)
    assert offered.code is RefusalCode.SEPARATION_OF_DUTIES
    institution = {"state": "READY_TO_SIGN", "reviewer_id": "actor"}
    assert refused("sign_for_institution", Role.INSTITUTION_HEAD, **institution) is None


@pytest.mark.parametrize(("named", "configured", "months"), [(None, 36, 36), (12, 36, 12), (None, None, None)])
def test_a_term_that_the_reviewer_names_goes_before_the_configured_one(named, configured, months) -> None:
    """House rule (`sla.term_months`)."""
    assert with_term(replace(TERMS, validity_months=named), configured).validity_months == months


@pytest.mark.parametrize("unit_state", ["STOPPED", None])
def test_no_breach_is_reported_of_a_service_that_stands_still(unit_state, refused) -> None:
    """II.2.2.d: it leads to a stop, and what stands is not stopped again."""
    found = refused("report_breach", Role.ASSESSOR, state="IN_FORCE", unit_state=unit_state)
    assert found == (RefusalCode.SERVICE_NOT_ACTIVE, "II.2.2.d", "unit")
