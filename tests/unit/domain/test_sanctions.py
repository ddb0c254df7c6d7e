"""Sanctions against the rules of II.2.2, II.2.3 and III as written out here."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from app.seeds.holidays import working_calendar
from domain.case_acts import AdvanceCase, CaseState, CloseCase, CloseReason, StepBack
from domain.certificates import ChangeStandards
from domain.certification import Certified, Listing
from domain.documents import DocumentKind, SignatureFact, SignatureKind, SignDocument, SignedPaper
from domain.independence import Tie
from domain.ladder import LadderFacts, LadderReassessment, LadderSanction
from domain.papers import PaperFacts
from domain.reasons import Reason
from domain.reassessment_acts import BeginReassessment
from domain.receipts import Receipt, ReceiptChannel
from domain.refusals import Refusal
from domain.roles import INSTITUTION_ROLES, Role
from domain.rungs import Rung
from domain.sanction_acts import (
    AcceptImprovement,
    ChangeSanction,
    DraftSanction,
    PrepareSanction,
    ProveReceipt,
    RecommendLkppSystem,
    ReplaceSanction,
    SanctionState,
    SubmitFollowUp,
)
from domain.sanction_facts import CertificateOnRecord, SanctionFacts, SlaOnRecord
from domain.sanctions import SANCTIONS
from domain.standards import StandardCode
from domain.stop_forms import StopForm
from domain.tables import Aggregate
from domain.unit_acts import StopService

ROWS = """
draft                 | -                         | DRAFT              | RV       | II.2.2      | -
discard               | DRAFT                     | VOID               | RV       | HOUSE       | -
prepare               | DRAFT                     | AWAITING_SIGNATURE | RV       | II.2.2      | -
issue                 | AWAITING_SIGNATURE        | ISSUED             | DP       | II.2.2      | -
recall                | AWAITING_SIGNATURE        | DRAFT              | RV DP    | HOUSE       | -
prove_receipt         | ISSUED RECEIVED FOLLOW_UP | RECEIVED FOLLOW_UP | HL HI AD | II.2.3.s1   | -
submit_follow_up      | RECEIVED                  | FOLLOW_UP          | HL       | II.2.2      | -
return_follow_up      | FOLLOW_UP                 | RECEIVED           | AS       | HOUSE       | NOTICE
accept_improvement    | FOLLOW_UP                 | IMPROVED           | AS       | II.2.2      | MINUTES
record_no_improvement | RECEIVED FOLLOW_UP        | NOT_IMPROVED       | RV       | II.2.2      | -
recommend_lkpp_system | ISSUED RECEIVED FOLLOW_UP NOT_IMPROVED | ISSUED RECEIVED FOLLOW_UP NOT_IMPROVED | RV | III | LKPP_SYSTEM
change                | ISSUED RECEIVED FOLLOW_UP NOT_IMPROVED | CHANGED | SY       | II.2.3.s3   | -
replace               | -                         | ISSUED             | SY       | II.2.3.s3   | -
annul                 | ISSUED RECEIVED FOLLOW_UP NOT_IMPROVED IMPROVED | ANNULLED | SY       | II.2.3.s3   | -
improve               | ISSUED RECEIVED FOLLOW_UP | IMPROVED           | SY       | II.2.2.c.s2 | -
reopen                | NOT_IMPROVED              | RECEIVED FOLLOW_UP | SY       | II.2.3.s3   | -
lapse                 | DRAFT AWAITING_SIGNATURE  | VOID               | SY       | HOUSE       | -
"""
CALENDAR = working_calendar()
S01, S09, S10 = StandardCode.S01, StandardCode.S09, StandardCode.S10
S, R = SanctionState, Rung
NOW = datetime(2026, 12, 7, 3, 0, tzinfo=UTC)
ISSUED_AT = datetime(2026, 11, 9, 3, 0, tzinfo=UTC)
LAST = datetime(2026, 11, 16, 16, 59, 59, tzinfo=UTC)
SIGNED = SignedPaper(
    sha256="b" * 64,
    size=1000,
    signature=SignatureFact(
        field="Tanda",
        kind=SignatureKind.PERSONAL,
        signer_id="actor",
        signer_name="Sari",
        certificate_sha256="c" * 64,
        level="B-LTA",
        certification="NO_CHANGES",
        signed_at="2026-12-07T03:00:00+00:00",
    ),
)
BECAUSE = Reason(reason=" Alasan yang sah. ")
ASKED = PrepareSanction(asked=(" Catat izin. ",))
OPENED = ProveReceipt(channel=ReceiptChannel.IN_APP)
NOTE = ProveReceipt(channel=ReceiptChannel.DELIVERY_NOTE, at=ISSUED_AT, evidence_id="evidence-1")
REPORT = SubmitFollowUp(text=" Sudah dicatat. ", evidence_ids=("evidence-1",))
PAYLOADS = {
    "draft": DraftSanction(case_id="case-1", rung=R.ADVICE),
    "discard": BECAUSE,
    "prepare": ASKED,
    "issue": SignDocument(seen_sha256="a" * 64, signed=SIGNED),
    "recall": BECAUSE,
    "submit_follow_up": REPORT,
    "return_follow_up": BECAUSE,
    "accept_improvement": AcceptImprovement(verification=" Diperiksa. "),
    "record_no_improvement": BECAUSE,
    "recommend_lkpp_system": RecommendLkppSystem(reasons=(" Agar lancar. ",)),
    "change": ChangeSanction(reason="Sebagian beralasan."),
    "replace": ReplaceSanction(
        case_id="case-1",
        replaces="sanction-0",
        rung=R.ADVICE,
        standards=(),
        stop_form=None,
        stop_text=None,
        document_id="result-1",
    ),
    "annul": Reason(reason="Beralasan."),
    "reopen": Reason(reason="Tindakan berikutnya dibatalkan."),
    "lapse": Reason(reason="Kasus ditutup."),
}
PAPER = PaperFacts(
    id="doc-1",
    state="AWAITING_SIGNATURE",
    sha256="a" * 64,
    signatories=frozenset({"actor"}),
    office_holders=frozenset({"actor"}),
)
CERTIFICATE = CertificateOnRecord(id="certificate-1", listed=frozenset({S01, S09, S10}), revoked=frozenset())
BEFORE = {R.ADVICE: (), R.WARNING: (R.ADVICE,), R.REVOCATION: (R.ADVICE, R.WARNING), R.STOP: tuple(R)[:3]}


def ladder(rung, state, **more) -> LadderFacts:
    """The case with everything before this sanction settled, and the sanction `record` itself."""
    earlier = [
        LadderSanction(id=f"{each}-1".lower(), rung=each, state=S.NOT_IMPROVED, received_at=LAST, last_instant=LAST)
        for each in BEFORE[rung]
    ]
    own = LadderSanction(
        id="record", rung=rung, state=state or S.DRAFT, received_at=ISSUED_AT, last_instant=LAST, **more
    )
    return LadderFacts(
        case_id="case-1",
        case_state=CaseState.OPEN,
        sanctions=(*earlier, *([own] if state else [])),
        concerned=frozenset({S09, S10}),
        certified=frozenset({S01, S09, S10}),
        reassessments=(
            LadderReassessment(id="re-1", sanction_id="revocation-1", state="FAILED", report_state="SIGNED"),
        )
        if rung is R.STOP
        else (),
        unit_state="ACTIVE",
    )


def facts_in(state, rung=R.ADVICE, **changes) -> SanctionFacts:
    sound = SanctionFacts(
        state=state,
        institution_id="inst-own",
        unit_id="unit-1",
        case_id="case-1",
        rung=rung,
        ladder=ladder(rung, state),
        standards=(S09, S10) if rung is R.REVOCATION else (),
        stop_form=StopForm.REVOCATION if rung is R.STOP else None,
        remaining=(S01,) if rung is R.REVOCATION else (),
        asked=("Catat izin.",),
        author_ids=("first", "drafter"),
        drafted_by="drafter",
        assessor_ids=("finder",),
        document_id="doc-1",
        paper=PAPER,
        announced_at=ISSUED_AT,
        follow_ups=({"text": "Sudah.", "returned": None},),
        lkpp_system_ids=("letter-0",),
        confirmed=frozenset({"evidence-1"}),
        calendar=CALENDAR,
        cells={S01: "DETERMINED", S09: "FLAGGED", S10: "DETERMINED"},
        certificate=CERTIFICATE,
        sla=SlaOnRecord(id="sla-1", state="IN_FORCE"),
    )
    return replace(sound, **changes)


def situation(verb, state, role):
    opening = OPENED if role in INSTITUTION_ROLES else NOTE
    return facts_in(state), opening if verb == "prove_receipt" else _situated(verb)


def _situated(verb):
    return PAYLOADS.get(verb)


@pytest.fixture
def book(rule_book):
    return rule_book(SANCTIONS, ROWS, situation)


@pytest.fixture
def attempt(try_act):
    def act(verb, role, *, state=None, rung=R.ADVICE, payload=None, now=NOW, **changes):
        return try_act(SANCTIONS, facts_in(state, rung, **changes), verb, role, payload or _situated(verb), now=now)

    return act


@pytest.fixture
def refused(attempt):
    def act(*arguments, **more):
        found = attempt(*arguments, **more)
        return (found.code.value, found.clause, found.subject) if isinstance(found, Refusal) else None

    return act


@pytest.fixture
def outcome(attempt):
    def act(*arguments, **more):
        found = attempt(*arguments, **more)
        assert not isinstance(found, Refusal), found
        return found.state, found.outcome

    return act


def done(outcome):
    """What an outcome brings about elsewhere: aggregate, verb, record, in order."""
    return [(effect.aggregate.value, effect.verb, effect.record_id) for effect in outcome.effects]


# --- the whole table ------------------------------------------------------------------------------------------------


def test_the_table_has_the_rows_of_the_rule_book_and_no_other(book) -> None:
    book.verbs_agree()


def test_every_state_is_reached_and_only_final_states_have_no_exit(book) -> None:
    book.states_live()
    assert set(SANCTIONS.final) == {"CHANGED", "ANNULLED", "VOID"}


def test_every_verb_in_every_state_by_every_role_is_lawful_or_refused(book) -> None:
    book.every_combination()


def test_another_institution_sees_no_sanction(book) -> None:
    book.strangers_see_nothing()


# --- from the draft to the signature --------------------------------------------------------------------------------


@pytest.mark.parametrize("rung", R)
def test_a_draft_begins_on_the_rung_that_is_open(rung, outcome) -> None:
    payload = DraftSanction(case_id="case-1", rung=rung)
    state, result = outcome(
        "draft", Role.REVIEWER, rung=rung, payload=payload, round=2, sequence=5, author_ids=(), drafted_by=None
    )
    assert state == "DRAFT"
    assert result.changes == {
        "institution_id": "inst-own",
        "unit_id": "unit-1",
        "case_id": "case-1",
        "rung": rung.value,
        "round": 2,
        "sequence": 5,
        "drafted_by": "actor",
        "author_ids": ["actor"],
        "assessor_ids": ["finder"],
    }


def test_a_draft_needs_a_case_in_which_its_rung_is_open(refused) -> None:
    assert refused("draft", Role.REVIEWER, case_id=None) == ("NOT_FOUND", "HOUSE", "case")
    assert refused("draft", Role.REVIEWER, ladder=ladder(R.WARNING, None)) == ("RUNG_NOT_NEXT", "II.2.2.a", "rung")


@pytest.mark.parametrize(
    ("rung", "payload", "kind"),
    [
        (R.ADVICE, ASKED, DocumentKind.ADVICE),
        (R.WARNING, ASKED, DocumentKind.WARNING),
        (R.REVOCATION, PrepareSanction(standards=(S10, S09)), DocumentKind.REVOCATION),
        (R.STOP, PrepareSanction(stop_form=StopForm.OTHER, stop_text=" Paket baru. "), DocumentKind.SERVICE_STOP),
    ],
)
def test_each_rung_orders_its_paper(rung, payload, kind, outcome) -> None:
    state, result = outcome("prepare", Role.REVIEWER, state=S.DRAFT, rung=rung, payload=payload)
    assert state == "AWAITING_SIGNATURE"
    assert [(letter.kind, letter.document_id) for letter in result.letters] == [(kind, "fresh-document")]
    assert result.changes == {
        "asked": [each.strip() for each in payload.asked],
        "standards": sorted(payload.standards),
        "stop_form": payload.stop_form,
        "stop_text": "Paket baru." if payload.stop_text else None,
        "stops_on": "2026-12-07" if rung is R.STOP else None,
        "remaining": ["S01"] if rung is R.REVOCATION else [],
        "limit_days": None,
        "drafted_by": "actor",
        "author_ids": ["first", "drafter", "actor"],
        "document_id": "fresh-document",
    }


@pytest.mark.parametrize(
    ("rung", "payload", "expected"),
    [
        (R.ADVICE, PrepareSanction(), ("INVALID_INPUT", "II.2.2.a", "asked")),
        (R.WARNING, PrepareSanction(), ("INVALID_INPUT", "II.2.2.b", "asked")),
        (R.ADVICE, replace(ASKED, standards=(S09,)), ("INVALID_INPUT", "II.2.2.a", "standards")),
        (R.ADVICE, replace(ASKED, stop_form=StopForm.REVOCATION), ("INVALID_INPUT", "II.2.2.a", "stopForm")),
        (R.ADVICE, replace(ASKED, stop_text="x"), ("INVALID_INPUT", "II.2.2.a", "stopForm")),
        (R.REVOCATION, PrepareSanction(), ("NOTHING_TO_REVOKE", "II.2.2.c.s1", "standards")),
        (R.REVOCATION, PrepareSanction(standards=(S01,)), ("STANDARD_NOT_REVOCABLE", "II.2.2.c.s1", "standards")),
        (R.STOP, PrepareSanction(), ("INVALID_INPUT", "II.2.2.d", "stopForm")),
        (R.STOP, PrepareSanction(stop_form=StopForm.OTHER), ("INVALID_INPUT", "II.2.2.d", "stopText")),
        (R.STOP, PrepareSanction(stop_form=StopForm.OTHER, stop_text=" "), ("INVALID_INPUT", "II.2.2.d", "stopText")),
    ],
)
def test_a_letter_says_what_its_rung_needs_and_nothing_else(rung, payload, expected, refused) -> None:
    assert refused("prepare", Role.REVIEWER, state=S.DRAFT, rung=rung, payload=payload) == expected


def test_an_internal_limit_is_counted_from_the_receipt(outcome, refused) -> None:
    """Monday 7 December: the fifth working day is Monday the 14th; of a proof the day that it shows."""
    _state, result = outcome("prepare", Role.REVIEWER, state=S.DRAFT, limit_days=5)
    assert (result.changes["limit_days"], "internal_until" in result.changes) == (5, False)
    expected = ("OUTSIDE_CALENDAR", "HOUSE", "calendar")
    assert refused("prepare", Role.REVIEWER, state=S.DRAFT, limit_days=5, calendar=None) == expected
    assert refused("prepare", Role.REVIEWER, state=S.DRAFT, limit_days=400) == expected
    _state, result = outcome("prove_receipt", Role.UNIT_HEAD, state=S.ISSUED, payload=OPENED, limit_days=5)
    assert result.changes["internal_until"] == "2026-12-14"
    _state, result = outcome("prove_receipt", Role.ADMIN, state=S.ISSUED, payload=NOTE, limit_days=1)
    assert result.changes["internal_until"] == "2026-11-10"
    assert refused("prove_receipt", Role.UNIT_HEAD, state=S.ISSUED, payload=OPENED, limit_days=400) == expected


def test_a_revocation_says_what_remains_today(refused) -> None:
    """II.2.2.c.s1: standards may have come and gone since the letter was prepared."""
    waiting = {"state": S.AWAITING_SIGNATURE, "rung": R.REVOCATION}
    assert refused("issue", Role.DEPUTY, **waiting, remaining=()) == ("PAPER_OUTDATED", "II.2.2.c.s1", "standards")
    more = replace(ladder(R.REVOCATION, S.AWAITING_SIGNATURE), certified=frozenset({S09, S10}))
    assert refused("issue", Role.DEPUTY, **waiting, ladder=more) == ("PAPER_OUTDATED", "II.2.2.c.s1", "standards")
    assert refused("issue", Role.DEPUTY, **waiting) is None


@pytest.mark.parametrize("verb", ["draft", "prepare", "issue"])
@pytest.mark.parametrize("rung", R)
def test_each_act_cites_the_clause_of_its_rung(verb, rung, attempt) -> None:
    """II.2.2.a to II.2.2.d."""
    state = {"draft": None, "prepare": S.DRAFT, "issue": S.AWAITING_SIGNATURE}[verb]
    letters = {R.REVOCATION: PrepareSanction(standards=(S09,)), R.STOP: PrepareSanction(stop_form=StopForm.REVOCATION)}
    payload = letters.get(rung, ASKED) if verb == "prepare" else _situated(verb)
    role = Role.DEPUTY if verb == "issue" else Role.REVIEWER
    assert attempt(verb, role, state=state, rung=rung, payload=payload).clause == CLAUSES[rung]
    wrong = attempt(verb, role, state=S.VOID, rung=rung, payload=payload)
    assert (wrong.code, wrong.clause) == ("WRONG_STATE", CLAUSES[rung])
    stranger = attempt(verb, Role.AUDITOR, state=state, rung=rung, payload=payload)
    assert (stranger.code, stranger.clause) == ("NOT_PERMITTED", CLAUSES[rung])


CLAUSES = {R.ADVICE: "II.2.2.a", R.WARNING: "II.2.2.b", R.REVOCATION: "II.2.2.c.s1", R.STOP: "II.2.2.d"}


@pytest.mark.parametrize(
    ("payload", "field"),
    [
        (ASKED, None),
        (PrepareSanction(asked=("x",) * 31), "asked"),
        (PrepareSanction(asked=(" ",)), "asked"),
        (PrepareSanction(standards=(S09, S09)), "standards"),
        (PrepareSanction(stop_text="\x00"), "stopText"),
        (PrepareSanction(stop_form=StopForm.ACCESS_TAKEOVER), None),
        (OPENED, None),
        (NOTE, None),
        (replace(OPENED, at=ISSUED_AT), "at"),
        (replace(OPENED, evidence_id="x"), "evidence"),
        (replace(NOTE, at=None), "at"),
        (replace(NOTE, evidence_id=None), "evidence"),
        (REPORT, None),
        (replace(REPORT, text=" "), "text"),
        (replace(REPORT, evidence_ids=("x", "x")), "evidence"),
        (replace(REPORT, evidence_ids=tuple(map(str, range(51)))), "evidence"),
        (AcceptImprovement(verification=""), "verification"),
        (RecommendLkppSystem(reasons=()), "reasons"),
        (RecommendLkppSystem(reasons=("x",) * 31), "reasons"),
        (RecommendLkppSystem(reasons=("",)), "reasons"),
    ],
)
def test_what_is_wrong_with_values_by_themselves(payload, field, first_problem_field) -> None:
    assert first_problem_field(payload) == field


def test_a_follow_up_brings_evidence() -> None:
    problem = replace(REPORT, evidence_ids=()).problem()
    assert problem is not None
    assert (problem.code.value, problem.subject) == ("ATTACHMENT_MISSING", "evidence")


def test_who_drafted_does_not_sign_and_the_paper_is_the_one_seen(refused) -> None:
    waiting = {"state": S.AWAITING_SIGNATURE}
    assert refused("issue", Role.DEPUTY, **waiting, drafted_by="actor") == ("SIGNER_IS_DRAFTER", "HOUSE", "record")
    earlier = refused("issue", Role.DEPUTY, **waiting, author_ids=("actor", "drafter"))
    assert earlier == ("SIGNER_IS_DRAFTER", "HOUSE", "record")
    assert refused("issue", Role.DEPUTY, **waiting, paper=replace(PAPER, sha256="d" * 64))[0] == "DIGEST_MISMATCH"
    assert refused("issue", Role.DEPUTY, **waiting, paper=None)[0] == "PAPER_NOT_READY"
    other = replace(PAPER, signatories=frozenset({"other"}))
    assert refused("issue", Role.DEPUTY, **waiting, paper=other)[0] == "NOT_THE_SIGNATORY"


def test_what_has_changed_since_the_letter_was_prepared_stops_the_signature(refused) -> None:
    closed = replace(ladder(R.ADVICE, S.AWAITING_SIGNATURE), case_state=CaseState.CLOSED)
    assert refused("issue", Role.DEPUTY, state=S.AWAITING_SIGNATURE, ladder=closed)[0] == "CASE_NOT_OPEN"
    fallen = replace(ladder(R.REVOCATION, S.AWAITING_SIGNATURE), certified=frozenset({S09}))
    found = refused("issue", Role.DEPUTY, state=S.AWAITING_SIGNATURE, rung=R.REVOCATION, ladder=fallen)
    assert found == ("STANDARD_NOT_REVOCABLE", "II.2.2.c.s1", "standards")


@pytest.mark.parametrize(("rung", "verb"), [(R.ADVICE, "record_advice"), (R.WARNING, "record_warning")])
def test_advice_and_warning_move_the_case_only(rung, verb, outcome) -> None:
    state, result = outcome("issue", Role.DEPUTY, state=S.AWAITING_SIGNATURE, rung=rung)
    assert state == "ISSUED"
    assert result.changes == {"issued_on": "2026-12-07", "issued_at": NOW}
    assert result.letters == ()
    assert done(result) == [("DOCUMENT", "publish", "doc-1"), ("CASE", verb, "case-1")]
    assert result.effects[0].payload == SIGNED
    assert result.effects[1].payload == AdvanceCase(sanction_id="record")


def test_a_revocation_revokes_exactly_what_it_names(outcome) -> None:
    """II.2.2.c: cells, certificate, the re-assessment of these standards, and the notice that serves it."""
    _state, result = outcome("issue", Role.DEPUTY, state=S.AWAITING_SIGNATURE, rung=R.REVOCATION)
    [notice] = result.letters
    assert (notice.kind, dict(notice.details)) == (DocumentKind.NOTICE, {"about": "issue"})
    assert result.changes["notice_id"] == notice.document_id
    [reassessment] = [effect for effect in result.effects if effect.aggregate is Aggregate.REASSESSMENT]
    assert done(result) == [
        ("DOCUMENT", "publish", "doc-1"),
        ("CASE", "record_revocation", "case-1"),
        ("COMPLIANCE", "revoke", "unit-1-S09"),
        ("COMPLIANCE", "revoke", "unit-1-S10"),
        ("CERTIFICATE", "revoke", "certificate-1"),
        ("REASSESSMENT", "begin", reassessment.record_id),
    ]
    assert result.effects[4].payload == ChangeStandards(
        standards=(S09, S10), reason="sertifikat dicabut untuk standar ini"
    )
    assert reassessment.payload == BeginReassessment(
        institution_id="inst-own", unit_id="unit-1", sanction_id="record", case_id="case-1", standards=(S09, S10)
    )
    assert result.effects[2].payload.on == date(2026, 12, 7)


@pytest.mark.parametrize("certificate", [None, replace(CERTIFICATE, listed=frozenset({S01}))])
def test_a_revocation_touches_no_certificate_that_does_not_list_its_standards(certificate, outcome) -> None:
    _state, result = outcome(
        "issue", Role.DEPUTY, state=S.AWAITING_SIGNATURE, rung=R.REVOCATION, certificate=certificate
    )
    assert not [effect for effect in result.effects if effect.aggregate is Aggregate.CERTIFICATE]


@pytest.mark.parametrize(
    ("form", "sla", "ends"),
    [
        (StopForm.REVOCATION, "IN_FORCE", True),
        (StopForm.REVOCATION, "BREACHED", True),
        (StopForm.REVOCATION, "EXPIRED", False),
        (StopForm.REVOCATION, None, False),
        (StopForm.ACCESS_TAKEOVER, "IN_FORCE", False),
        (StopForm.OTHER, "BREACH_REVIEW", False),
    ],
)
def test_a_stop_ends_the_sla_only_in_the_form_of_a_revocation(form, sla, ends, outcome) -> None:
    """II.2.2.d; the failed re-assessment is cancelled, since the stop has come."""
    record = SlaOnRecord(id="sla-1", state=sla) if sla else None
    _state, result = outcome(
        "issue",
        Role.DEPUTY,
        state=S.AWAITING_SIGNATURE,
        rung=R.STOP,
        stop_form=form,
        stop_text="Paket baru.",
        sla=record,
    )
    assert done(result) == [
        ("DOCUMENT", "publish", "doc-1"),
        ("CASE", "record_stop", "case-1"),
        ("UNIT", "stop", "unit-1"),
        *([("SLA", "terminate", "sla-1")] if ends else []),
        ("REASSESSMENT", "cancel", "re-1"),
    ]
    stop = StopService(form=form, text="Paket baru.", sanction_id="record", on=date(2026, 12, 7))
    assert result.effects[2].payload == stop
    assert result.changes.get("terminated_sla_id") == ("sla-1" if ends else None)


def test_a_stop_leaves_a_re_assessment_that_is_over(outcome) -> None:
    case = ladder(R.STOP, S.AWAITING_SIGNATURE)
    over = LadderReassessment(id="re-0", sanction_id="revocation-1", state="PASSED")
    both = replace(case, reassessments=(over, *case.reassessments))
    _state, result = outcome("issue", Role.DEPUTY, state=S.AWAITING_SIGNATURE, rung=R.STOP, ladder=both)
    assert [record for aggregate, _verb, record in done(result) if aggregate == "REASSESSMENT"] == ["re-1"]


def test_a_stop_without_its_form_is_a_bug_of_ours(outcome) -> None:
    with pytest.raises(AssertionError, match="without its form"):
        outcome("issue", Role.DEPUTY, state=S.AWAITING_SIGNATURE, rung=R.STOP, stop_form=None)


def test_a_recalled_letter_is_void(outcome, refused) -> None:
    state, result = outcome("recall", Role.DEPUTY, state=S.AWAITING_SIGNATURE)
    assert (state, result.changes) == ("DRAFT", {"document_id": None, "reason": "Alasan yang sah."})
    assert done(result) == [("DOCUMENT", "void", "doc-1")]
    gone = replace(PAPER, state="VOID")
    assert refused("recall", Role.REVIEWER, state=S.AWAITING_SIGNATURE, paper=gone)[0] == "PAPER_NOT_READY"


def test_a_discarded_draft_keeps_its_reason(outcome) -> None:
    assert outcome("discard", Role.REVIEWER, state=S.DRAFT)[1].reason == "Alasan yang sah."


# --- receipt --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", [Role.UNIT_HEAD, Role.INSTITUTION_HEAD])
def test_opening_in_the_system_is_received_now(role, outcome) -> None:
    """II.2.3.s1: Monday 7 December, 10:00 in Jakarta; the fifth working day is Monday the 14th."""
    state, result = outcome("prove_receipt", role, state=S.ISSUED, payload=OPENED)
    assert state == "RECEIVED"
    assert result.changes == {
        "receipts": [{"channel": "IN_APP", "at": NOW.isoformat(), "by": "actor", "evidence_id": None}],
        "received_at": NOW,
        "last_instant": datetime(2026, 12, 14, 16, 59, 59, tzinfo=UTC),
        "calendar_version": "holidays-0.109-ID-2022-2027",
        "limit_is_estimated": False,
        "internal_until": None,
    }


@pytest.mark.parametrize("channel", [ReceiptChannel.DELIVERY_NOTE, ReceiptChannel.EMAIL_ACKNOWLEDGEMENT])
@pytest.mark.parametrize("state", [S.RECEIVED, S.FOLLOW_UP])
def test_an_earlier_proof_sets_the_limit_anew(channel, state, outcome) -> None:
    known = Receipt(channel=ReceiptChannel.IN_APP, at=NOW - timedelta(days=3), by="head")
    payload = replace(NOTE, channel=channel)
    found, result = outcome("prove_receipt", Role.ADMIN, state=state, payload=payload, receipts=(known,))
    assert found == state
    assert (result.changes["received_at"], result.changes["last_instant"]) == (ISSUED_AT, LAST)
    assert [receipt["channel"] for receipt in result.changes["receipts"]] == ["IN_APP", channel.value]


@pytest.mark.parametrize(
    ("role", "payload", "changes", "expected"),
    [
        (Role.UNIT_HEAD, OPENED, {"announced_at": None}, ("PAPER_NOT_READY", "II.2.3.s1", "notice")),
        (Role.UNIT_HEAD, OPENED, {"objection_decided": True}, ("OBJECTION_DECIDED", "II.2.3.s3", "objection")),
        (Role.UNIT_HEAD, NOTE, {}, ("INVALID_INPUT", "HOUSE", "channel")),
        (Role.ADMIN, OPENED, {}, ("INVALID_INPUT", "HOUSE", "channel")),
        (
            Role.ADMIN,
            replace(NOTE, at=ISSUED_AT - timedelta(milliseconds=1)),
            {},
            ("INVALID_INPUT", "II.2.3.s1", "at"),
        ),
        (Role.ADMIN, replace(NOTE, at=NOW + timedelta(milliseconds=1)), {}, ("INVALID_INPUT", "II.2.3.s1", "at")),
        (Role.ADMIN, NOTE, {"confirmed": frozenset()}, ("EVIDENCE_NOT_CONFIRMED", "HOUSE", "evidence")),
        (Role.UNIT_HEAD, OPENED, {"calendar": None}, ("OUTSIDE_CALENDAR", "II.2.3.s1", "calendar")),
        (
            Role.UNIT_HEAD,
            OPENED,
            {"receipts": (Receipt(channel=ReceiptChannel.IN_APP, at=NOW, by="head"),)},
            ("RECEIPT_ALREADY_PROVEN", "II.2.3.s1", "at"),
        ),
    ],
)
def test_what_does_not_prove_a_receipt(role, payload, changes, expected, refused) -> None:
    assert refused("prove_receipt", role, state=S.RECEIVED, payload=payload, **changes) == expected


def test_a_limit_that_cannot_be_computed_is_never_stored(act, actor) -> None:
    [row] = SANCTIONS.rows_of("prove_receipt")
    opening = act("prove_receipt", actor(Role.UNIT_HEAD), OPENED, now=NOW)
    with pytest.raises(AssertionError, match="cannot be computed"):
        row.action(facts_in(S.ISSUED, calendar=None), opening)


# --- follow-up ------------------------------------------------------------------------------------------------------


def test_a_report_is_kept_and_may_be_returned(outcome) -> None:
    state, result = outcome("submit_follow_up", Role.UNIT_HEAD, state=S.RECEIVED, follow_ups=())
    assert (state, result.changes) == (
        "FOLLOW_UP",
        {
            "follow_ups": [
                {
                    "text": "Sudah dicatat.",
                    "evidence_ids": ["evidence-1"],
                    "by": "actor",
                    "on": "2026-12-07",
                    "returned": None,
                }
            ]
        },
    )
    state, result = outcome("return_follow_up", Role.ASSESSOR, state=S.FOLLOW_UP)
    assert state == "RECEIVED"
    assert result.changes == {"follow_ups": [{"text": "Sudah.", "returned": "Alasan yang sah."}]}
    [notice] = result.letters
    assert dict(notice.details) == {"about": "return_follow_up", "reason": "Alasan yang sah."}


def test_a_report_shows_confirmed_evidence(refused) -> None:
    found = refused("submit_follow_up", Role.UNIT_HEAD, state=S.RECEIVED, confirmed=frozenset())
    assert found == ("EVIDENCE_NOT_CONFIRMED", "HOUSE", "evidence")


def test_accepted_improvement_closes_the_case(outcome) -> None:
    state, result = outcome("accept_improvement", Role.ASSESSOR, state=S.FOLLOW_UP)
    assert (state, result.changes) == (
        "IMPROVED",
        {"verification": "Diperiksa.", "verified_by": "actor", "verified_on": "2026-12-07"},
    )
    assert [letter.kind for letter in result.letters] == [DocumentKind.MINUTES]
    [closed] = result.effects
    assert (closed.aggregate, closed.verb, closed.record_id) == (Aggregate.CASE, "close", "case-1")
    assert closed.payload == CloseCase(reason=CloseReason.IMPROVED)


@pytest.mark.parametrize("verb", ["accept_improvement", "return_follow_up"])
def test_an_assessor_with_a_tie_judges_no_follow_up(verb, refused) -> None:
    found = refused(verb, Role.ASSESSOR, state=S.FOLLOW_UP, ties={"actor": Tie.MENTOR})
    assert found == ("CONFLICT_OF_INTEREST", "HOUSE", "record")


def test_after_a_revocation_improvement_is_shown_by_re_assessment(refused) -> None:
    found = refused("accept_improvement", Role.ASSESSOR, state=S.FOLLOW_UP, rung=R.REVOCATION)
    assert found == ("IMPROVEMENT_BY_REASSESSMENT", "II.2.2.c.s2", "record")


@pytest.mark.parametrize(
    ("verb", "role", "state"),
    [
        ("submit_follow_up", Role.UNIT_HEAD, S.RECEIVED),
        ("return_follow_up", Role.ASSESSOR, S.FOLLOW_UP),
        ("accept_improvement", Role.ASSESSOR, S.FOLLOW_UP),
        ("record_no_improvement", Role.REVIEWER, S.RECEIVED),
    ],
)
def test_a_case_that_ended_is_not_pursued(verb, role, state, refused) -> None:
    closed = replace(ladder(R.ADVICE, state), case_state=CaseState.CLOSED)
    assert refused(verb, role, state=state, ladder=closed) == ("CASE_NOT_OPEN", "II.2.2", "case")
    unknown = replace(closed, case_state=None)
    assert refused(verb, role, state=state, ladder=unknown) == ("CASE_NOT_OPEN", "II.2.2", "case")


# --- no improvement -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rung", R)
def test_what_follows_where_no_improvement_is_recorded(rung, outcome) -> None:
    """The next rung is open; a stop that stands ends its case (II.2.2.d)."""
    state, result = outcome("record_no_improvement", Role.REVIEWER, state=S.RECEIVED, rung=rung)
    assert (state, result.reason) == ("NOT_IMPROVED", "Alasan yang sah.")
    assert done(result) == ([("CASE", "close", "case-1")] if rung is R.STOP else [])
    if rung is R.STOP:
        assert result.effects[0].payload == CloseCase(reason=CloseReason.STOP_FINAL)


def test_without_a_certified_standard_the_case_is_held(outcome) -> None:
    """The decree is silent: II.2.2.c presumes a certificate."""
    nothing = replace(ladder(R.WARNING, S.RECEIVED), certified=frozenset({S01}))
    _state, result = outcome("record_no_improvement", Role.REVIEWER, state=S.RECEIVED, rung=R.WARNING, ladder=nothing)
    assert done(result) == [("CASE", "hold", "case-1")]


def test_limits_and_objections_are_awaited(refused) -> None:
    running = {"state": S.RECEIVED, "now": LAST}
    expected = ("OBJECTION_TERM_RUNNING", "II.2.3.s1", "lastInstant")
    assert refused("record_no_improvement", Role.REVIEWER, **running) == expected
    objected = ladder(R.ADVICE, S.RECEIVED, objection_open=True)
    found = refused("record_no_improvement", Role.REVIEWER, state=S.RECEIVED, ladder=objected)
    assert found == ("OBJECTION_OPEN", "II.2.3.s2", "case")
    limited = ladder(R.ADVICE, S.RECEIVED, internal_until=date(2026, 12, 7))
    found = refused("record_no_improvement", Role.REVIEWER, state=S.RECEIVED, ladder=limited)
    assert found == ("TOO_EARLY", "HOUSE", "internalUntil")


@pytest.mark.parametrize("state", [S.ISSUED, S.RECEIVED, S.FOLLOW_UP, S.NOT_IMPROVED])
@pytest.mark.parametrize("rung", R)
def test_a_system_of_lkpp_is_recommended_at_any_rung_in_force(state, rung, outcome) -> None:
    """III."""
    found, result = outcome("recommend_lkpp_system", Role.REVIEWER, state=state, rung=rung)
    assert (found, result.changes) == (state, {"lkpp_system_ids": ["letter-0", "fresh-document"]})
    [letter] = result.letters
    assert (letter.kind, dict(letter.details)) == (DocumentKind.LKPP_SYSTEM, {"reasons": ["Agar lancar."]})


# --- after an objection ---------------------------------------------------------------------------------------------

REVOKED = {S01: "DETERMINED", S09: "REVOKED", S10: "REVOKED"}
LISTED = {code: Listing(date(2025, 1, 31), date(2026, 12, 6)) for code in (S09, S10)}
"""Until the day before NOW in Jakarta."""
CERTIFIED = Certified(present_id="certificate-1", edition=1, listed=LISTED, applicable=17)
PENDING = LadderReassessment(id="re-2", sanction_id="record", state="PENDING", attempt=2)


def revoked(**more):
    """Facts of a revocation in force, as changes."""
    case = replace(ladder(R.REVOCATION, S.RECEIVED), reassessments=(PENDING,))
    certificate = replace(CERTIFICATE, revoked=frozenset({S09, S10}))
    given = {
        "state": S.RECEIVED,
        "rung": R.REVOCATION,
        "ladder": case,
        "cells": REVOKED,
        "certificate": certificate,
        "certified": CERTIFIED,
    }
    return given | more


def stopped(**more):
    """Facts of a stop in force that ended the SLA."""
    case = replace(
        ladder(R.STOP, S.RECEIVED),
        reassessments=(LadderReassessment(id="re-1", sanction_id="revocation-1", state="CANCELLED", attempt=3),),
        unit_state="STOPPED",
    )
    given = {
        "state": S.RECEIVED,
        "rung": R.STOP,
        "ladder": case,
        "cells": REVOKED,
        "sla": SlaOnRecord(id="sla-1", state="TERMINATED"),
        "terminated_sla_id": "sla-1",
    }
    return given | more


def test_an_annulled_advice_ends_its_case_and_an_annulled_warning_goes_back(outcome) -> None:
    """II.2.3.s3."""
    _state, result = outcome("annul", Role.SYSTEM, state=S.ISSUED)
    assert result.effects[0].payload == StepBack(rung=None, reason="Beralasan.")
    _state, result = outcome("annul", Role.SYSTEM, state=S.FOLLOW_UP, rung=R.WARNING)
    assert done(result) == [("SANCTION", "reopen", "advice-1"), ("CASE", "step_back", "case-1")]
    assert result.effects[1].payload == StepBack(rung=R.ADVICE, reason="Beralasan.")


def test_an_annulled_warning_that_was_followed_leaves_the_closed_case_and_the_advice_as_they_are(outcome) -> None:
    """II.2.3.s1, s3: the right is against each measure; the case ended with the improvement, and nothing is pursued anew."""
    closed = replace(ladder(R.WARNING, S.IMPROVED), case_state="CLOSED")
    state, result = outcome("annul", Role.SYSTEM, state=S.IMPROVED, rung=R.WARNING, ladder=closed)
    assert (state, done(result)) == ("ANNULLED", [])


@pytest.mark.parametrize(
    ("follow_ups", "state"),
    [((), "RECEIVED"), (({"returned": "Kurang."},), "RECEIVED"), (({"returned": None},), "FOLLOW_UP")],
)
def test_a_reopened_sanction_stands_where_its_follow_up_stood(follow_ups, state, outcome) -> None:
    """II.2.3.s3: the operator may improve, and what comes next needs a new record of what became of it."""
    found, result = outcome("reopen", Role.SYSTEM, state=S.NOT_IMPROVED, follow_ups=follow_ups)
    assert (found, result.reason) == (state, "Tindakan berikutnya dibatalkan.")


def test_no_improvement_is_accepted_while_an_objection_is_open(refused) -> None:
    """II.2.3.s2: a measure that should not have been is annulled, not improved."""
    objected = ladder(R.ADVICE, S.FOLLOW_UP, objection_open=True)
    found = refused("accept_improvement", Role.ASSESSOR, state=S.FOLLOW_UP, ladder=objected)
    assert found == ("OBJECTION_OPEN", "II.2.3.s2", "objection")


def test_an_annulled_revocation_reinstates_what_is_still_revoked(outcome) -> None:
    """S10 was determined again meanwhile, and stays as it is."""
    again = {**REVOKED, S10: "DETERMINED"}
    certificate = replace(CERTIFICATE, revoked=frozenset({S09}))
    _state, result = outcome("annul", Role.SYSTEM, **revoked(cells=again, certificate=certificate))
    assert done(result) == [
        ("COMPLIANCE", "reinstate", "unit-1-S09"),
        ("CERTIFICATE", "reinstate", "certificate-1"),
        ("REASSESSMENT", "cancel", "re-2"),
        ("SANCTION", "reopen", "warning-1"),
        ("CASE", "step_back", "case-1"),
    ]
    assert result.effects[1].payload == ChangeStandards(standards=(S09,), reason="Beralasan.")
    assert result.effects[-1].payload == StepBack(rung=R.WARNING, reason="Beralasan.")


@pytest.mark.parametrize("revoked_on_it", [(), (S10,)])
def test_what_the_present_edition_does_not_list_is_reinstated_by_a_next_one(revoked_on_it, outcome) -> None:
    """II.2.3.s3: a partial re-assessment issued an edition without S09; the one after lists it, with its own date."""
    certificate = CertificateOnRecord(
        id="certificate-2", listed=frozenset({S01, S10}), revoked=frozenset(revoked_on_it)
    )
    certified = Certified(
        present_id="certificate-2", edition=2, standing={S01: date(2025, 1, 31)}, listed=LISTED, applicable=17
    )
    _state, result = outcome("annul", Role.SYSTEM, **revoked(certificate=certificate, certified=certified))
    assert [each for each in done(result) if each[0] != "REASSESSMENT"] == [
        ("COMPLIANCE", "reinstate", "unit-1-S09"),
        ("COMPLIANCE", "reinstate", "unit-1-S10"),
        ("CERTIFICATE", "issue", result.effects[2].record_id),
        ("SANCTION", "reopen", "warning-1"),
        ("CASE", "step_back", "case-1"),
    ]
    issued = result.effects[2].payload
    assert issued.standards == dict.fromkeys((S01, S09, S10), date(2025, 1, 31))
    assert (issued.origin, issued.origin_id, issued.edition) == (Aggregate.SANCTION, "record", 3)
    assert (issued.previous_id, issued.expires_on) == ("certificate-2", None)


def test_what_is_reinstated_after_its_term_lapses_at_once(outcome) -> None:
    """Without the revocation it would have ended with its certificate: no edition lists it."""
    certified = Certified(edition=2, listed=LISTED, applicable=17)
    _state, result = outcome("annul", Role.SYSTEM, **revoked(certificate=None, certified=certified))
    assert done(result)[:4] == [
        ("COMPLIANCE", "reinstate", "unit-1-S09"),
        ("COMPLIANCE", "reinstate", "unit-1-S10"),
        ("COMPLIANCE", "lapse", "unit-1-S09"),
        ("COMPLIANCE", "lapse", "unit-1-S10"),
    ]
    assert not [effect for effect in result.effects if effect.aggregate is Aggregate.CERTIFICATE]


def test_an_annulled_stop_puts_service_and_sla_back_and_goes_on_with_re_assessment(outcome) -> None:
    """II.2.3.s3 with II.2.2.c.s2."""
    _state, result = outcome("annul", Role.SYSTEM, **stopped())
    begun = [effect for effect in result.effects if effect.aggregate is Aggregate.REASSESSMENT]
    assert done(result) == [
        ("UNIT", "annul_stop", "unit-1"),
        ("SLA", "restore", "sla-1"),
        ("REASSESSMENT", "begin", begun[0].record_id),
        ("SANCTION", "reopen", "revocation-1"),
        ("CASE", "step_back", "case-1"),
    ]
    assert begun[0].payload == BeginReassessment(
        institution_id="inst-own",
        unit_id="unit-1",
        sanction_id="revocation-1",
        case_id="case-1",
        standards=(S09, S10),
        attempt=4,
        previous_id="re-1",
    )
    assert result.effects[-1].payload == StepBack(rung=R.REVOCATION, reason="Beralasan.")


@pytest.mark.parametrize(
    ("changes", "restored"),
    [
        ({"sla": SlaOnRecord(id="sla-1", state="IN_FORCE"), "terminated_sla_id": None}, False),
        ({"sla": None, "terminated_sla_id": None}, False),
        ({"sla": SlaOnRecord(id="sla-1", state="SUPERSEDED")}, False),
    ],
)
def test_an_annulled_stop_leaves_an_sla_that_it_did_not_end(changes, restored, outcome) -> None:
    _state, result = outcome("annul", Role.SYSTEM, **stopped(cells={}, **changes))
    assert ("SLA", "restore", "sla-1") not in done(result)
    assert [verb for _aggregate, verb, _record in done(result)] == ["annul_stop", "reopen", "step_back"]
    assert not restored


def test_an_annulled_stop_of_a_breach_restores_the_sla_and_ends_the_case(outcome) -> None:
    case = LadderFacts(
        case_id="case-1",
        case_state=CaseState.OPEN,
        from_breach=True,
        sanctions=(LadderSanction(id="record", rung=R.STOP, state=S.RECEIVED),),
    )
    breached = SlaOnRecord(id="sla-1", state="BREACHED")
    _state, result = outcome("annul", Role.SYSTEM, **stopped(ladder=case, sla=breached, terminated_sla_id=None))
    assert done(result) == [
        ("UNIT", "annul_stop", "unit-1"),
        ("SLA", "restore", "sla-1"),
        ("CASE", "step_back", "case-1"),
    ]
    assert result.effects[-1].payload == StepBack(rung=None, reason="Beralasan.")


def replaced(result) -> ReplaceSanction:
    [effect] = [each for each in result.effects if each.verb == "replace"]
    assert result.changes["replaced_by"] == effect.record_id
    given: ReplaceSanction = effect.payload
    return given


def test_a_changed_warning_is_replaced_on_its_rung_or_a_lower_one(outcome) -> None:
    case = ladder(R.WARNING, S.RECEIVED)
    _state, result = outcome("change", Role.SYSTEM, state=S.RECEIVED, rung=R.WARNING, ladder=case)
    assert done(result) == [("SANCTION", "replace", result.changes["replaced_by"])]
    assert replaced(result) == ReplaceSanction(
        case_id="case-1",
        replaces="record",
        rung=R.WARNING,
        standards=(),
        stop_form=None,
        stop_text=None,
        document_id="doc-1",
    )
    lower = ChangeSanction(reason="Cukup saran.", rung=R.ADVICE, document_id="result-1")
    _state, result = outcome("change", Role.SYSTEM, state=S.RECEIVED, rung=R.WARNING, payload=lower)
    assert result.effects[0].payload == StepBack(rung=R.ADVICE, reason="Cukup saran.")
    assert (replaced(result).rung, replaced(result).document_id) == (R.ADVICE, "result-1")


def test_a_warning_without_improvement_that_is_changed_takes_the_case_back_to_its_rung(outcome) -> None:
    """The case may be held by then, or stand open for a further warning (II.2.3.s3)."""
    _state, result = outcome("change", Role.SYSTEM, state=S.NOT_IMPROVED, rung=R.WARNING)
    assert done(result)[0] == ("CASE", "step_back", "case-1")
    assert result.effects[0].payload == StepBack(rung=R.WARNING, reason="Sebagian beralasan.")


@pytest.mark.parametrize(
    ("verb", "role"), [("return_follow_up", Role.ASSESSOR), ("recommend_lkpp_system", Role.REVIEWER)]
)
def test_a_suspended_sanction_is_not_pursued(verb, role, refused) -> None:
    """House rule (`objection.suspends`); what the operator does about it is taken still."""
    state = S.FOLLOW_UP
    assert refused(verb, role, state=state, suspended=True) == ("SANCTION_SUSPENDED", "HOUSE", "record")
    assert refused(verb, role, state=state) is None
    assert refused("accept_improvement", Role.ASSESSOR, state=state, suspended=True) is None


def test_a_changed_revocation_keeps_what_it_names(outcome) -> None:
    payload = ChangeSanction(reason="Sebagian.", standards=(S10,))
    _state, result = outcome("change", Role.SYSTEM, **revoked(), payload=payload)
    begun = next(effect for effect in result.effects if effect.verb == "begin")
    assert done(result) == [
        ("COMPLIANCE", "reinstate", "unit-1-S09"),
        ("CERTIFICATE", "reinstate", "certificate-1"),
        ("REASSESSMENT", "cancel", "re-2"),
        ("REASSESSMENT", "begin", begun.record_id),
        ("SANCTION", "replace", result.changes["replaced_by"]),
    ]
    assert (begun.payload.sanction_id, begun.payload.standards) == (result.changes["replaced_by"], (S10,))
    assert replaced(result).standards == (S10,)


def test_a_revocation_changed_into_a_warning_revokes_nothing(outcome) -> None:
    payload = ChangeSanction(reason="Cukup teguran.", rung=R.WARNING)
    _state, result = outcome("change", Role.SYSTEM, **revoked(), payload=payload)
    assert [verb for _aggregate, verb, _record in done(result)] == [
        "reinstate",
        "reinstate",
        "reinstate",
        "cancel",
        "step_back",
        "replace",
    ]
    assert replaced(result).standards == ()


@pytest.mark.parametrize(
    ("form", "verbs"),
    [
        (None, ["annul_stop", "stop", "replace"]),
        (StopForm.OTHER, ["annul_stop", "stop", "restore", "replace"]),
    ],
)
def test_a_changed_stop_stops_in_another_form(form, verbs, outcome) -> None:
    payload = ChangeSanction(reason="Bentuk lain.", stop_form=form, stop_text="Paket baru." if form else None)
    _state, result = outcome("change", Role.SYSTEM, **stopped(), payload=payload)
    assert [effect.verb for effect in result.effects] == verbs
    stop = result.effects[1].payload
    assert (stop.form, stop.sanction_id) == (form or StopForm.REVOCATION, result.changes["replaced_by"])
    assert (replaced(result).stop_form, replaced(result).stop_text) == (
        form or StopForm.REVOCATION,
        "Paket baru." if form else None,
    )


def test_a_stop_changed_that_did_not_end_the_sla_leaves_it(outcome) -> None:
    payload = ChangeSanction(reason="Bentuk lain.", stop_form=StopForm.OTHER, stop_text="Paket baru.")
    _state, result = outcome("change", Role.SYSTEM, **stopped(terminated_sla_id=None), payload=payload)
    assert [effect.verb for effect in result.effects] == ["annul_stop", "stop", "replace"]


def test_a_stop_changed_into_a_warning_ends_the_stop(outcome) -> None:
    payload = ChangeSanction(reason="Cukup teguran.", rung=R.WARNING)
    _state, result = outcome("change", Role.SYSTEM, **stopped(), payload=payload)
    assert [effect.verb for effect in result.effects] == ["annul_stop", "restore", "begin", "step_back", "replace"]
    assert (replaced(result).rung, replaced(result).stop_form) == (R.WARNING, None)


@pytest.mark.parametrize(
    ("facts", "changes", "subject"),
    [
        ({"state": S.RECEIVED}, {"rung": R.WARNING}, "rung"),
        (stopped(), {"rung": R.REVOCATION, "standards": (S09,)}, "rung"),
        (revoked(), {}, "standards"),
        (revoked(), {"standards": (S09, S10)}, "standards"),
        (revoked(), {"standards": (S01,)}, "standards"),
        ({"state": S.RECEIVED}, {"standards": (S09,)}, "standards"),
        ({"state": S.RECEIVED}, {"stop_form": StopForm.OTHER}, "stopForm"),
        (stopped(), {"stop_form": StopForm.REVOCATION}, "stopForm"),
    ],
)
def test_a_change_is_never_heavier(facts, changes, subject, refused) -> None:
    payload = ChangeSanction(reason="Diubah.", **changes)
    assert refused("change", Role.SYSTEM, **facts, payload=payload) == ("INVALID_INPUT", "II.2.3.s3", subject)


@pytest.mark.parametrize(("form", "terminated"), [(None, None), (StopForm.REVOCATION, "sla-1"), (StopForm.OTHER, None)])
def test_what_takes_its_place_is_in_force_at_once(form, terminated, outcome) -> None:
    payload = replace(PAYLOADS["replace"], rung=R.STOP, stop_form=form, stop_text=None)
    state, result = outcome("replace", Role.SYSTEM, payload=payload, rung=R.STOP, terminated_sla_id="sla-1")
    assert state == "ISSUED"
    assert (result.changes["drafted_by"], result.changes["assessor_ids"]) == ("drafter", ["finder"])
    assert (result.changes["issued_on"], result.changes["issued_at"]) == ("2026-12-07", NOW)
    assert (result.changes["document_id"], result.changes["replaces"]) == ("result-1", "sanction-0")
    assert (result.changes["stop_form"], result.changes["terminated_sla_id"]) == (form, terminated)
    _state, result = outcome("replace", Role.SYSTEM, drafted_by=None)
    assert result.changes["drafted_by"] == "actor"


def test_what_was_being_made_lapses_with_its_case(outcome) -> None:
    _state, result = outcome("lapse", Role.SYSTEM, state=S.AWAITING_SIGNATURE)
    assert done(result) == [("DOCUMENT", "void", "doc-1")]
    _state, result = outcome("lapse", Role.SYSTEM, state=S.DRAFT, paper=None)
    assert done(result) == []
