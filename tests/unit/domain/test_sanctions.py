"""Sanctions against the rules of II.2.2, II.2.3 and III as written out here."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from app.seeds.holidays import working_calendar
from domain.aggregates import Aggregate
from domain.calendar import OffDay, OffDayKind, OffDayStatus, calendar_of
from domain.case_acts import AdvanceCase, CaseState, CloseCase, CloseReason, SettleFindings, StepBack
from domain.certificates import ChangeStandards
from domain.certification import Certified, Listing
from domain.document_acts import SignatureFact, SignDocument, SignedPaper
from domain.document_kinds import DocumentKind, SignatureKind
from domain.independence import Tie
from domain.ladder import LadderFacts, LadderReassessment, LadderSanction
from domain.papers import PaperFacts
from domain.reasons import Reason
from domain.reassessment_acts import BeginReassessment
from domain.receipts import ObjectionLimit, Receipt, ReceiptChannel
from domain.refusal_codes import RefusalCode
from domain.roles import INSTITUTION_ROLES, SYSTEM, Role
from domain.rungs import Rung
from domain.sanction_acts import (
    AcceptImprovement,
    AcceptInPart,
    ChangeSanction,
    DraftSanction,
    PrepareSanction,
    ProveReceipt,
    RecommendLkppSystem,
    ReplaceSanction,
    SanctionState,
    SubmitFollowUp,
)
from domain.sanction_facts import CertificateOnRecord, KeptAsLate, SanctionFacts, SlaOnRecord
from domain.sanction_rules import recommendation_held_up, recommendation_over
from domain.sanctions import SANCTIONS
from domain.standards import StandardCode
from domain.stop_forms import StopForm
from domain.tables import Act, FreshIds
from domain.unit_acts import StopService

ROWS = """
draft                 | -                         | DRAFT              | RV       | II.2.2      | -
discard               | DRAFT                     | VOID               | RV       | HOUSE       | -
prepare               | DRAFT                     | AWAITING_SIGNATURE | RV       | II.2.2      | -
issue                 | AWAITING_SIGNATURE        | ISSUED             | DP       | II.2.2      | -
recall                | AWAITING_SIGNATURE        | DRAFT              | RV DP    | HOUSE       | -
prove_receipt         | ISSUED RECEIVED FOLLOW_UP IMPROVED | RECEIVED FOLLOW_UP IMPROVED | HL HI AD | II.2.3.s1   | -
strike_receipt | RECEIVED FOLLOW_UP IMPROVED NOT_IMPROVED | ISSUED RECEIVED FOLLOW_UP IMPROVED | DP | HOUSE | NOTICE
submit_follow_up      | RECEIVED                  | FOLLOW_UP          | HL       | II.2.2      | -
return_follow_up      | FOLLOW_UP                 | RECEIVED           | AS       | HOUSE       | NOTICE
accept_improvement    | FOLLOW_UP                 | IMPROVED           | AS       | II.2.2      | MINUTES
accept_in_part        | FOLLOW_UP                 | RECEIVED           | AS       | HOUSE       | MINUTES
recompute_limit | RECEIVED FOLLOW_UP IMPROVED NOT_IMPROVED | RECEIVED FOLLOW_UP IMPROVED NOT_IMPROVED | AD DP | HOUSE | NOTICE
record_no_improvement | RECEIVED FOLLOW_UP        | NOT_IMPROVED       | RV       | II.2.2      | -
recommend_lkpp_system | ISSUED RECEIVED FOLLOW_UP NOT_IMPROVED | ISSUED RECEIVED FOLLOW_UP NOT_IMPROVED | RV | III | LKPP_SYSTEM
change                | ISSUED RECEIVED FOLLOW_UP NOT_IMPROVED IMPROVED | CHANGED | SY       | II.2.3.s3   | -
replace               | -                         | ISSUED IMPROVED | SY       | II.2.3.s3   | -
annul                 | ISSUED RECEIVED FOLLOW_UP NOT_IMPROVED IMPROVED | ANNULLED | SY       | II.2.3.s3   | -
improve               | ISSUED RECEIVED FOLLOW_UP NOT_IMPROVED | IMPROVED | SY     | II.2.2.c.s2 | -
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
IN_PART = AcceptInPart(verification=" Diperiksa. ", criteria=("S09-K2",), returned=" Hak akses belum ditinjau. ")
PAYLOADS = {
    "draft": DraftSanction(case_id="case-1", rung=R.ADVICE),
    "discard": BECAUSE,
    "prepare": ASKED,
    "issue": SignDocument(seen_sha256="a" * 64, signed=SIGNED),
    "recall": BECAUSE,
    "submit_follow_up": REPORT,
    "return_follow_up": BECAUSE,
    "accept_improvement": AcceptImprovement(verification=" Diperiksa. "),
    "accept_in_part": IN_PART,
    "recompute_limit": BECAUSE,
    "strike_receipt": BECAUSE,
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
RECEIVED = (Receipt(channel=ReceiptChannel.IN_APP, at=ISSUED_AT, by="head"),)
RECORDED = (Receipt(channel=ReceiptChannel.DELIVERY_NOTE, at=ISSUED_AT, by="admin", evidence_id="evidence-1"),)
ESTIMATE = ObjectionLimit(last_instant=LAST, is_estimated=True)
CERTIFICATE = CertificateOnRecord(id="certificate-1", listed=frozenset({S01, S09, S10}), revoked=frozenset())
FOUND = frozenset({(S09, "S09-K2"), (S10, "S10-K1")})
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
        open_findings=FOUND,
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
    return _with_causes(replace(sound, **changes))


def _with_causes(facts) -> SanctionFacts:
    """What is revoked is so by the revocation of the case, unless the test says by which."""
    by = "record" if facts.rung is R.REVOCATION else "revocation-1"
    given = facts.ladder.revoked_by
    causes = {code: given.get(code, by) for code, state in facts.cells.items() if state == "REVOKED"}
    return replace(facts, ladder=replace(facts.ladder, revoked_by=causes))


def situation(verb, state, role):
    if verb == "recompute_limit":
        return facts_in(state, receipts=RECEIVED, limit=ESTIMATE), BECAUSE
    if verb == "strike_receipt":
        return facts_in(state, receipts=RECORDED), BECAUSE
    opening = OPENED if role in INSTITUTION_ROLES else NOTE
    return facts_in(state), opening if verb == "prove_receipt" else _situated(verb)


def _situated(verb):
    return PAYLOADS.get(verb)


@pytest.fixture
def act_of():
    """An act of the system on the sanction `record`, at NOW."""

    def made(verb: str) -> Act:
        fresh = FreshIds("", "", "")
        return Act(verb=verb, actor=SYSTEM, payload=None, now=NOW, record_id="record", fresh=fresh)

    return made


@pytest.fixture
def book(rule_book):
    return rule_book(SANCTIONS, ROWS, situation)


@pytest.fixture
def attempt(try_act):
    def act(verb, role, *, state=None, rung=R.ADVICE, payload=None, now=NOW, **changes):
        return try_act(SANCTIONS, facts_in(state, rung, **changes), verb, role, payload or _situated(verb), now=now)

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


# --- the term to object by another calendar (domain house rule) ----------------------------------------------------


def calendar_with(*days, status=OffDayStatus.OFFICIAL, last_day=date(2026, 12, 31)):
    """The year with these days off, as another version."""
    off = [OffDay(date=day, name="Libur", kind=OffDayKind.OTHER, source="SKB", status=status) for day in days]
    return calendar_of(version="2026.9", first_day=date(2026, 1, 1), last_day=last_day, off_days=off)


RUNNING = datetime(2026, 11, 16, 16, 59, 59, 900_000, tzinfo=UTC)
CERTAIN = ObjectionLimit(last_instant=LAST)
ELECTION = date(2026, 11, 12)


@pytest.mark.parametrize("state", [S.RECEIVED, S.FOLLOW_UP, S.IMPROVED, S.NOT_IMPROVED])
@pytest.mark.parametrize("role", [Role.ADMIN, Role.DEPUTY])
def test_a_day_off_within_the_term_gives_the_unit_a_later_last_day_and_a_notice(state, role, outcome) -> None:
    after, result = outcome(
        "recompute_limit",
        role,
        state=state,
        receipts=RECEIVED,
        limit=CERTAIN,
        calendar=calendar_with(ELECTION),
        now=RUNNING,
    )
    assert after == state
    assert result.changes == {
        "last_instant": datetime(2026, 11, 17, 16, 59, 59, tzinfo=UTC),
        "calendar_version": "2026.9",
        "limit_is_estimated": False,
    }
    [order] = result.letters
    details = {"about": "limit", "before": "2026-11-16", "reason": "Alasan yang sah."}
    assert (order.kind, order.details) == ("NOTICE", details)
    assert (result.reason, result.effects) == ("Alasan yang sah.", ())


def test_a_limit_never_becomes_an_earlier_day(refused, outcome) -> None:
    """A day that is off no longer takes nothing from the unit; what was an estimate is certain all the same."""
    later = datetime(2026, 11, 17, 16, 59, 59, tzinfo=UTC)
    given = {"state": S.RECEIVED, "receipts": RECEIVED, "calendar": calendar_with(), "now": RUNNING}
    kept = refused("recompute_limit", Role.ADMIN, **given, limit=ObjectionLimit(last_instant=later))
    assert kept == ("LIMIT_UNCHANGED", "HOUSE", "lastInstant")
    estimate = ObjectionLimit(last_instant=later, is_estimated=True)
    _state, result = outcome("recompute_limit", Role.ADMIN, **given, limit=estimate)
    assert (result.changes["last_instant"], result.changes["limit_is_estimated"]) == (later, False)


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"limit": None}, ("RECEIPT_NOT_PROVEN", "HOUSE", "sanction")),
        ({"now": datetime(2026, 11, 16, 17, 0, 0, tzinfo=UTC)}, ("LIMIT_OVER", "HOUSE", "lastInstant")),
        ({"calendar": calendar_with()}, ("LIMIT_UNCHANGED", "HOUSE", "lastInstant")),
        ({"calendar": calendar_with(last_day=date(2026, 11, 15))}, ("OUTSIDE_CALENDAR", "HOUSE", "calendar")),
        ({"calendar": None}, ("OUTSIDE_CALENDAR", "HOUSE", "calendar")),
        ({"receipts": ()}, ("OUTSIDE_CALENDAR", "HOUSE", "calendar")),
    ],
)
def test_a_limit_moves_only_while_it_runs_and_by_a_calendar_that_knows_its_days(changes, refusal, refused) -> None:
    sound = {"limit": CERTAIN, "receipts": RECEIVED, "calendar": calendar_with(ELECTION), "now": RUNNING}
    assert refused("recompute_limit", Role.ADMIN, state=S.RECEIVED, **(sound | changes)) == refusal


def test_an_estimate_stays_one_while_the_calendar_has_no_official_date(refused, outcome) -> None:
    guess = calendar_with(ELECTION, status=OffDayStatus.ESTIMATED)
    known = ObjectionLimit(last_instant=datetime(2026, 11, 17, 16, 59, 59, tzinfo=UTC), is_estimated=True)
    given = {"state": S.RECEIVED, "receipts": RECEIVED}
    found = refused("recompute_limit", Role.ADMIN, **given, limit=known, calendar=guess)
    assert found == ("LIMIT_UNCHANGED", "HOUSE", "lastInstant")
    _state, result = outcome("recompute_limit", Role.ADMIN, **given, limit=known, calendar=calendar_with(ELECTION))
    assert result.changes["limit_is_estimated"] is False


@pytest.mark.parametrize(
    ("filed_at", "verbs"),
    [
        (datetime(2026, 11, 17, 16, 59, 59, 999_999, tzinfo=UTC), ["find_in_time"]),
        (datetime(2026, 11, 17, 17, 0, 0, tzinfo=UTC), []),
        (None, []),
    ],
)
@pytest.mark.parametrize("verb", ["recompute_limit", "prove_receipt"])
def test_whatever_moves_the_limit_finds_an_objection_in_time_that_was_kept_as_late(
    verb, filed_at, verbs, outcome
) -> None:
    """II.2.3.s1: five working days from the receipt, as they are counted now."""
    late = KeptAsLate(id="objection-1", filed_at=filed_at) if filed_at else None
    moves = {"recompute_limit": {"receipts": RECEIVED, "limit": ESTIMATE}, "prove_receipt": {"payload": NOTE}}
    _after, result = outcome(
        verb,
        Role.ADMIN,
        state=S.RECEIVED,
        late_objection=late,
        calendar=calendar_with(ELECTION),
        announced_at=ISSUED_AT,
        **moves[verb],
    )
    assert result.changes["last_instant"] == datetime(2026, 11, 17, 16, 59, 59, tzinfo=UTC)
    assert done(result) == [("OBJECTION", each, "objection-1") for each in verbs]
    assert [effect.payload.last_instant for effect in result.effects] == [result.changes["last_instant"]] * len(verbs)


@pytest.mark.parametrize("tie", list(Tie))
@pytest.mark.parametrize("state", [S.RECEIVED, S.FOLLOW_UP])
def test_who_is_tied_to_the_unit_does_not_record_that_nothing_improved(state, tie, refused) -> None:
    """House rule: the record leads to the next rung (II.2.2.b-d), and nobody stands on both sides."""
    given = {"state": state, "ladder": ladder(R.ADVICE, state)}
    found = refused("record_no_improvement", Role.REVIEWER, ties={"actor": tie}, **given)
    assert found == ("CONFLICT_OF_INTEREST", "HOUSE", "record")
    assert refused("record_no_improvement", Role.REVIEWER, ties={"another": tie}, **given) is None


def test_nothing_is_recorded_against_a_unit_whose_last_day_is_an_estimate(refused) -> None:
    """House rule: the holiday may turn out to be another day, and the last day a later one."""
    case = ladder(R.ADVICE, S.RECEIVED, limit_is_estimated=True)
    found = refused("record_no_improvement", Role.REVIEWER, state=S.RECEIVED, ladder=case)
    assert found == ("LIMIT_ESTIMATED", "HOUSE", "lastInstant")
    assert (
        refused("record_no_improvement", Role.REVIEWER, state=S.RECEIVED, ladder=ladder(R.ADVICE, S.RECEIVED)) is None
    )


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
        (R.REVOCATION, replace(ASKED, standards=(S10, S09)), DocumentKind.REVOCATION),
        (R.STOP, replace(ASKED, stop_form=StopForm.OTHER, stop_text=" Paket baru. "), DocumentKind.SERVICE_STOP),
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
        "held": [],
        "findings": [] if rung is R.STOP else ["S09-K2", "S10-K1"],
        "limit_days": None,
        "drafted_by": "actor",
        "author_ids": ["first", "drafter", "actor"],
        "document_id": "fresh-document",
        "reason": None,
    }


@pytest.mark.parametrize(
    ("rung", "payload", "expected"),
    [
        (R.ADVICE, PrepareSanction(), ("INVALID_INPUT", "II.2.2.a", "asked")),
        (R.WARNING, PrepareSanction(), ("INVALID_INPUT", "HOUSE", "asked")),
        (R.REVOCATION, PrepareSanction(standards=(S09,)), ("INVALID_INPUT", "HOUSE", "asked")),
        (R.STOP, PrepareSanction(stop_form=StopForm.REVOCATION), ("INVALID_INPUT", "HOUSE", "asked")),
        (R.ADVICE, replace(ASKED, standards=(S09,)), ("INVALID_INPUT", "II.2.2.c.s1", "standards")),
        (R.ADVICE, replace(ASKED, stop_form=StopForm.REVOCATION), ("INVALID_INPUT", "II.2.2.d", "stopForm")),
        (R.ADVICE, replace(ASKED, stop_text="x"), ("INVALID_INPUT", "II.2.2.d", "stopForm")),
        (R.REVOCATION, ASKED, ("NOTHING_TO_REVOKE", "II.2.2.c.s1", "standards")),
        (R.REVOCATION, replace(ASKED, standards=(S01,)), ("STANDARD_NOT_REVOCABLE", "II.2.2.c.s1", "standards")),
        (R.STOP, ASKED, ("INVALID_INPUT", "II.2.2.d", "stopForm")),
        (R.STOP, replace(ASKED, stop_form=StopForm.OTHER), ("INVALID_INPUT", "II.2.2.d", "stopText")),
        (R.STOP, replace(ASKED, stop_form=StopForm.OTHER, stop_text=" "), ("INVALID_INPUT", "II.2.2.d", "stopText")),
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
    assert refused("issue", Role.DEPUTY, **waiting, remaining=()) == ("PAPER_OUTDATED", "HOUSE", "standards")
    more = replace(ladder(R.REVOCATION, S.AWAITING_SIGNATURE), certified=frozenset({S09, S10}))
    assert refused("issue", Role.DEPUTY, **waiting, ladder=more) == ("PAPER_OUTDATED", "HOUSE", "standards")
    assert refused("issue", Role.DEPUTY, **waiting) is None


def failed(*standards: StandardCode) -> LadderFacts:
    """The case at its stop, after a re-assessment of these standards that failed."""
    again = LadderReassessment(
        id="re-1", sanction_id="revocation-1", state="FAILED", report_state="SIGNED", standards=standards
    )
    return replace(ladder(R.STOP, S.AWAITING_SIGNATURE), certified=frozenset({S01}), reassessments=(again,))


def test_a_stop_says_what_is_revoked_still_today(outcome, refused) -> None:
    """II.2.2.d: where a standard was regained while the letter waited, it is prepared anew."""
    payload = replace(ASKED, stop_form=StopForm.OTHER, stop_text="Paket baru.")
    drafted = replace(failed(S10, S09), sanctions=failed().sanctions[:-1])
    _state, result = outcome("prepare", Role.REVIEWER, state=S.DRAFT, rung=R.STOP, payload=payload, ladder=drafted)
    assert result.changes["held"] == ["S09", "S10"]
    waiting = {"state": S.AWAITING_SIGNATURE, "rung": R.STOP, "held": (S09, S10)}
    assert refused("issue", Role.DEPUTY, **waiting, ladder=failed(S10)) == ("PAPER_OUTDATED", "HOUSE", "standards")
    regained = replace(failed(S09, S10), certified=frozenset({S09}))
    assert refused("issue", Role.DEPUTY, **waiting, ladder=regained) == ("PAPER_OUTDATED", "HOUSE", "standards")
    assert refused("issue", Role.DEPUTY, **waiting, ladder=failed(S09, S10)) is None


@pytest.mark.parametrize("verb", ["draft", "prepare", "issue"])
@pytest.mark.parametrize("rung", R)
def test_each_act_cites_the_clause_of_its_rung(verb, rung, attempt) -> None:
    """II.2.2.a to II.2.2.d."""
    state = {"draft": None, "prepare": S.DRAFT, "issue": S.AWAITING_SIGNATURE}[verb]
    letters = {
        R.REVOCATION: replace(ASKED, standards=(S09,)),
        R.STOP: replace(ASKED, stop_form=StopForm.REVOCATION),
    }
    payload = letters.get(rung, ASKED) if verb == "prepare" else _situated(verb)
    role = Role.DEPUTY if verb == "issue" else Role.REVIEWER
    assert attempt(verb, role, state=state, rung=rung, payload=payload).clause == CLAUSES[rung]
    wrong = attempt(verb, role, state=S.VOID, rung=rung, payload=payload)
    assert (wrong.code, wrong.clause) == ("WRONG_STATE", CLAUSES[rung])
    for stranger, clause in (
        (Role.AUDITOR, CLAUSES[rung]),
        (Role.UNIT_HEAD, CLAUSES[rung]),
        (Role.ASSESSOR, "HOUSE"),
        (Role.ADMIN, "HOUSE"),
    ):
        found = attempt(verb, stranger, state=state, rung=rung, payload=payload)
        assert (found.code, found.clause) == ("NOT_PERMITTED", clause), "II.2.2 says LKPP, not who of it"


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
        (replace(OPENED, at=ISSUED_AT), "receivedAt"),
        (replace(OPENED, evidence_id="x"), "evidence"),
        (replace(NOTE, at=None), "receivedAt"),
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
    """R-40, R-41 (II.2.2.a-b)."""
    state, result = outcome("issue", Role.DEPUTY, state=S.AWAITING_SIGNATURE, rung=rung)
    assert state == "ISSUED"
    assert result.changes == {"issued_on": "2026-12-07", "issued_at": NOW}
    assert result.letters == ()
    assert done(result) == [("DOCUMENT", "publish", "doc-1"), ("CASE", verb, "case-1")]
    assert result.effects[0].payload == SIGNED
    assert result.effects[1].payload == AdvanceCase(sanction_id="record")


def test_a_revocation_revokes_exactly_what_it_names(outcome) -> None:
    """R-42, II.2.2.c: cells, certificate, the re-assessment of these standards, and the notice that serves it."""
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


@pytest.mark.parametrize(
    ("paper", "standing", "listed"),
    [
        ("SIGNED", (S01, S09, S10), None),
        (None, (S01, S09, S10), None),
        ("AWAITING_SIGNATURE", (S09, S10), None),
        ("AWAITING_SIGNATURE", (S01, S09, S10), {S01}),
        ("DRAFT", (S01, S09, S10), {S01}),
    ],
    ids=["signed", "no paper", "nothing remains", "waiting", "not made yet"],
)
def test_what_remains_has_an_edition_of_its_own_where_the_present_one_is_unsigned(
    paper, standing, listed, outcome
) -> None:
    """II.2.2.c.s1: its paper, which is void now, listed all of them."""
    certified = Certified(
        present_id="certificate-1", edition=1, standing=dict.fromkeys(standing, date(2025, 1, 31)), applicable=17
    )
    more = {"certificate": replace(CERTIFICATE, paper=paper), "certified": certified}
    _state, result = outcome("issue", Role.DEPUTY, state=S.AWAITING_SIGNATURE, rung=R.REVOCATION, **more)
    revoke, *issued = [effect for effect in result.effects if effect.aggregate is Aggregate.CERTIFICATE]
    assert (revoke.verb, revoke.record_id) == ("revoke", "certificate-1")
    assert [effect.verb for effect in issued] == ["issue"] * (listed is not None)
    for effect in issued:
        assert effect.payload.standards == dict.fromkeys(listed, date(2025, 1, 31))
        assert (effect.payload.origin, effect.payload.origin_id) == (Aggregate.SANCTION, "record")
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


@pytest.mark.parametrize(
    ("form", "breached", "ended", "restored"),
    [
        (StopForm.REVOCATION, "BREACHED", ["sla-1", "sla-2"], "sla-2"),
        (StopForm.REVOCATION, "SUPERSEDED", ["sla-2"], "sla-2"),
        (StopForm.ACCESS_TAKEOVER, "BREACHED", [], None),
    ],
)
def test_a_stop_by_revocation_leaves_no_agreement_over_the_service(form, breached, ended, restored, outcome) -> None:
    """II.2.2.d: beside the agreement that was breached the one ends that is in force; its annulment restores this one."""
    _state, result = outcome(
        "issue",
        Role.DEPUTY,
        state=S.AWAITING_SIGNATURE,
        rung=R.STOP,
        stop_form=form,
        sla=SlaOnRecord(id="sla-1", state=breached, succeeded=True),
        later_sla_id="sla-2",
    )
    assert [record for aggregate, verb, record in done(result) if (aggregate, verb) == ("SLA", "terminate")] == ended
    assert result.changes.get("terminated_sla_id") == restored


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
    _, prepared = outcome("prepare", Role.REVIEWER, state=S.DRAFT)
    assert prepared.changes["reason"] is None, "why it was recalled is LKPP's own: the unit reads what is prepared anew"
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


@pytest.mark.parametrize(
    ("role", "payload", "last"),
    [(Role.UNIT_HEAD, OPENED, datetime(2026, 12, 14, 16, 59, 59, tzinfo=UTC)), (Role.ADMIN, NOTE, LAST)],
)
def test_what_improved_before_it_was_received_is_received_all_the_same(role, payload, last, outcome) -> None:
    """II.2.3.s1: the right is against each measure, and its term begins with the receipt."""
    state, result = outcome("prove_receipt", role, state=S.IMPROVED, payload=payload)
    assert (state, result.changes["last_instant"]) == ("IMPROVED", last)


@pytest.mark.parametrize("channel", [ReceiptChannel.DELIVERY_NOTE, ReceiptChannel.EMAIL_ACKNOWLEDGEMENT])
@pytest.mark.parametrize("state", [S.RECEIVED, S.FOLLOW_UP, S.IMPROVED])
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
        (Role.UNIT_HEAD, OPENED, {"objection_decided": True}, ("OBJECTION_DECIDED", "HOUSE", "objection")),
        (Role.UNIT_HEAD, NOTE, {}, ("INVALID_INPUT", "HOUSE", "channel")),
        (Role.ADMIN, OPENED, {}, ("INVALID_INPUT", "HOUSE", "channel")),
        (
            Role.ADMIN,
            replace(NOTE, at=ISSUED_AT - timedelta(milliseconds=1)),
            {},
            ("INVALID_INPUT", "II.2.3.s1", "receivedAt"),
        ),
        (
            Role.ADMIN,
            replace(NOTE, at=NOW + timedelta(milliseconds=1)),
            {},
            ("INVALID_INPUT", "II.2.3.s1", "receivedAt"),
        ),
        (Role.ADMIN, NOTE, {"confirmed": frozenset()}, ("EVIDENCE_NOT_CONFIRMED", "HOUSE", "evidence")),
        (Role.UNIT_HEAD, OPENED, {"calendar": None}, ("OUTSIDE_CALENDAR", "II.2.3.s1", "calendar")),
        (
            Role.UNIT_HEAD,
            OPENED,
            {"receipts": (Receipt(channel=ReceiptChannel.IN_APP, at=NOW, by="head"),)},
            ("RECEIPT_ALREADY_PROVEN", "II.2.3.s1", "receivedAt"),
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


def test_a_limit_that_does_not_move_is_never_stored(act, actor) -> None:
    [row] = SANCTIONS.rows_of("recompute_limit")
    recounting = act("recompute_limit", actor(Role.ADMIN), BECAUSE, now=NOW)
    with pytest.raises(AssertionError, match="does not change"):
        row.action(facts_in(S.RECEIVED, limit=None), recounting)


# --- follow-up ------------------------------------------------------------------------------------------------------


def test_a_report_is_kept_and_may_be_returned(outcome) -> None:
    """R-41, R-44: by it an advice is followed up, and a measure of any other rung."""
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
    """R-41 (II.2.2.b): no warning where improvement followed the advice."""
    state, result = outcome("accept_improvement", Role.ASSESSOR, state=S.FOLLOW_UP)
    assert (state, result.changes) == (
        "IMPROVED",
        {"verification": "Diperiksa.", "verified_by": "actor", "verified_on": "2026-12-07"},
    )
    assert [letter.kind for letter in result.letters] == [DocumentKind.MINUTES]
    settled, closed = result.effects
    assert (settled.aggregate, settled.verb, settled.record_id) == (Aggregate.CASE, "settle_findings", "case-1")
    assert settled.payload == SettleFindings(criteria=("S09-K2", "S10-K1"), sanction_id="record", by="actor")
    assert (closed.aggregate, closed.verb, closed.record_id) == (Aggregate.CASE, "close", "case-1")
    assert closed.payload == CloseCase(reason=CloseReason.IMPROVED)


@pytest.mark.parametrize("verb", ["accept_improvement", "return_follow_up"])
def test_an_assessor_with_a_tie_judges_no_follow_up(verb, refused) -> None:
    found = refused(verb, Role.ASSESSOR, state=S.FOLLOW_UP, ties={"actor": Tie.MENTOR})
    assert found == ("CONFLICT_OF_INTEREST", "HOUSE", "record")


def test_after_a_revocation_improvement_is_shown_by_re_assessment(refused) -> None:
    """R-44 (II.2.2.d): whether improvement followed a revocation is told by the re-assessment that II.2.2.c.s2 orders."""
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
    assert refused(verb, role, state=state, ladder=closed) == ("CASE_NOT_OPEN", "HOUSE", "case")
    unknown = replace(closed, case_state=None)
    assert refused(verb, role, state=state, ladder=unknown) == ("CASE_NOT_OPEN", "HOUSE", "case")


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
    expected = ("OBJECTION_TERM_RUNNING", "HOUSE", "lastInstant")
    assert refused("record_no_improvement", Role.REVIEWER, **running) == expected
    objected = ladder(R.ADVICE, S.RECEIVED, objection_open=True)
    found = refused("record_no_improvement", Role.REVIEWER, state=S.RECEIVED, ladder=objected)
    assert found == ("OBJECTION_OPEN", "HOUSE", "case")
    limited = ladder(R.ADVICE, S.RECEIVED, internal_until=date(2026, 12, 7))
    found = refused("record_no_improvement", Role.REVIEWER, state=S.RECEIVED, ladder=limited)
    assert found == ("TOO_EARLY", "HOUSE", "internalUntil")


@pytest.mark.parametrize("state", [S.ISSUED, S.RECEIVED, S.FOLLOW_UP, S.NOT_IMPROVED])
@pytest.mark.parametrize("rung", R)
def test_a_system_of_lkpp_is_recommended_at_any_rung_in_force(state, rung, outcome) -> None:
    """III."""
    found, result = outcome("recommend_lkpp_system", Role.REVIEWER, state=state, rung=rung, stopped_by="record")
    assert (found, result.changes) == (state, {"lkpp_system_ids": ["letter-0", "fresh-document"]})
    [letter] = result.letters
    assert (letter.kind, dict(letter.details)) == (DocumentKind.LKPP_SYSTEM, {"reasons": ["Agar lancar."]})


@pytest.mark.parametrize("stopped_by", [None, "stop-2"], ids=["runs again", "stopped by another"])
def test_no_system_is_recommended_for_a_stop_that_has_no_effect_any_more(stopped_by, refused) -> None:
    """III: "yang dikenakan tindakan pembinaan"; the service was reinstated by hand since."""
    found = refused("recommend_lkpp_system", Role.REVIEWER, state=S.NOT_IMPROVED, rung=R.STOP, stopped_by=stopped_by)
    assert found == ("MEASURE_OVER", "III", "record")


def test_no_system_is_recommended_for_a_revocation_whose_standards_are_back_in_a_closed_case(refused) -> None:
    """III."""
    closed = replace(ladder(R.REVOCATION, S.NOT_IMPROVED), case_state="CLOSED")
    facts = {"state": S.NOT_IMPROVED, "rung": R.REVOCATION, "ladder": closed}
    assert refused("recommend_lkpp_system", Role.REVIEWER, **facts) == ("MEASURE_OVER", "III", "record")
    one = {S09: "REVOKED", S10: "DETERMINED"}
    assert refused("recommend_lkpp_system", Role.REVIEWER, **facts, cells=one) is None


@pytest.mark.parametrize("rung", R)
@pytest.mark.parametrize("state", S)
def test_a_recommendation_that_waits_rests_on_a_measure_that_stands(state, rung, act_of) -> None:
    """III, on the day of the signature as on that of the draft."""
    stands = state in {S.ISSUED, S.RECEIVED, S.FOLLOW_UP, S.NOT_IMPROVED}
    facts, act = facts_in(state, rung, stopped_by="record"), act_of("recommend_lkpp_system")
    for found in (recommendation_over(facts, act), recommendation_held_up(facts, act)):
        assert (found is None) is stands
        assert found is None or (found.code.value, found.clause, found.subject) == ("MEASURE_OVER", "III", "record")


@pytest.mark.parametrize("rung", [R.ADVICE, R.WARNING, R.REVOCATION])
def test_a_recommendation_is_over_with_the_case_as_it_could_not_be_made_any_more(rung, act_of) -> None:
    closed = replace(ladder(rung, S.NOT_IMPROVED), case_state="CLOSED")
    facts, act = facts_in(S.NOT_IMPROVED, rung, ladder=closed), act_of("recommend_lkpp_system")
    found = recommendation_over(facts, act)
    assert found is not None
    assert (found.code.value, found.clause) == (
        "MEASURE_OVER" if rung is R.REVOCATION else "CASE_NOT_OPEN",
        "III",
    )


def test_an_objection_that_suspends_holds_a_recommendation_up_and_ends_it_not(act_of) -> None:
    facts, act = facts_in(S.RECEIVED, suspended=True), act_of("recommend_lkpp_system")
    held = recommendation_held_up(facts, act)
    assert held is not None
    assert (held.code.value, held.clause) == ("SANCTION_SUSPENDED", "HOUSE")
    assert recommendation_over(facts, act) is None


# --- after an objection ---------------------------------------------------------------------------------------------

REVOKED = {S01: "DETERMINED", S09: "REVOKED", S10: "REVOKED"}
LISTED = {code: Listing(date(2025, 1, 31), date(2026, 12, 7)) for code in (S09, S10)}
"""Until the day of NOW in Jakarta."""
OVER = {code: Listing(date(2025, 1, 31), date(2026, 12, 6)) for code in (S09, S10)}
"""Until the day before."""
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
        reassessments=(
            LadderReassessment(
                id="re-1", sanction_id="revocation-1", state="CANCELLED", attempt=3, standards=(S09, S10)
            ),
        ),
        unit_state="STOPPED",
    )
    given = {
        "state": S.RECEIVED,
        "rung": R.STOP,
        "ladder": case,
        "cells": REVOKED,
        "sla": SlaOnRecord(id="sla-1", state="TERMINATED"),
        "terminated_sla_id": "sla-1",
        "stopped_by": "record",
    }
    return given | more


def test_an_annulled_advice_ends_its_case_and_an_annulled_warning_goes_back(outcome) -> None:
    """II.2.3.s3."""
    _state, result = outcome("annul", Role.SYSTEM, state=S.ISSUED)
    assert result.effects[0].payload == StepBack(rung=None, reason="Beralasan.")
    _state, result = outcome("annul", Role.SYSTEM, state=S.FOLLOW_UP, rung=R.WARNING)
    assert done(result) == [("SANCTION", "reopen", "advice-1"), ("CASE", "step_back", "case-1")]
    assert result.effects[1].payload == StepBack(rung=R.ADVICE, reason="Beralasan.")


@pytest.mark.parametrize(
    ("own", "verbs", "back"),
    [(R.ADVICE, ["step_back"], None), (R.WARNING, ["reopen", "step_back"], R.ADVICE)],
)
def test_an_annulled_replacement_of_a_revocation_goes_back_below_its_own_rung(own, verbs, back, outcome) -> None:
    """II.2.3.s3: who wins an objection to a lowered measure is not nearer to revocation than who did not object."""
    earlier = ladder(R.REVOCATION, S.CHANGED).sanctions
    changed = replace(earlier[-1], id="revocation-1")
    placed = replace(ladder(own, S.RECEIVED).sanctions[-1], replaces="revocation-1")
    case = replace(ladder(own, S.RECEIVED), sanctions=(*earlier[:-1], changed, placed))
    _state, result = outcome("annul", Role.SYSTEM, state=S.RECEIVED, rung=own, ladder=case)
    assert [effect.verb for effect in result.effects] == verbs
    assert result.effects[-1].payload == StepBack(rung=back, reason="Beralasan.")


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
    assert found == ("OBJECTION_OPEN", "HOUSE", "objection")


def test_an_annulled_revocation_reinstates_what_is_still_revoked(outcome) -> None:
    """R-52 (II.2.3.s3). S10 was determined again meanwhile, and stays as it is."""
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


@pytest.mark.parametrize("paper", ["AWAITING_SIGNATURE", "VOID"])
def test_what_was_revoked_on_a_paper_that_nobody_signed_is_reinstated_by_a_next_one(paper, outcome) -> None:
    certificate = replace(CERTIFICATE, revoked=frozenset({S09, S10}), paper=paper)
    _state, result = outcome("annul", Role.SYSTEM, **revoked(certificate=certificate))
    [issue] = [effect for effect in result.effects if effect.aggregate is Aggregate.CERTIFICATE]
    assert (issue.verb, issue.payload.edition, issue.payload.previous_id) == ("issue", 2, "certificate-1")
    assert issue.payload.standards == dict.fromkeys((S09, S10), date(2025, 1, 31))


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


@pytest.mark.parametrize("present", [None, "certificate-2"])
def test_what_is_reinstated_after_its_term_lapses_at_once(present, outcome) -> None:
    """Without the revocation it would have ended with its certificate: no edition lists it, whichever there is by then."""
    certified = Certified(
        present_id=present, edition=2, listed=OVER, expires_on=date(2028, 1, 1) if present else None, applicable=17
    )
    another = CertificateOnRecord(id="certificate-2", listed=frozenset({S01}), revoked=frozenset()) if present else None
    _state, result = outcome("annul", Role.SYSTEM, **revoked(certificate=another, certified=certified))
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
        ({"sla": SlaOnRecord(id="sla-1", state="TERMINATED", succeeded=True)}, False),
    ],
)
def test_an_annulled_stop_leaves_an_sla_that_it_did_not_end(changes, restored, outcome) -> None:
    _state, result = outcome("annul", Role.SYSTEM, **stopped(cells={}, **changes))
    assert ("SLA", "restore", "sla-1") not in done(result)
    assert [verb for _aggregate, verb, _record in done(result)] == ["annul_stop", "reopen", "step_back"]
    assert not restored


@pytest.mark.parametrize("stopped_by", [None, "stop-2"], ids=["runs again", "stopped by another"])
def test_a_decision_on_an_earlier_stop_leaves_the_service_as_a_later_act_has_it(stopped_by, outcome) -> None:
    """II.2.3.s3: reinstated by hand it stays in service, and by another stop it stays stopped; the rest is undone."""
    facts = stopped(stopped_by=stopped_by)
    _state, result = outcome("annul", Role.SYSTEM, **facts)
    assert [effect.verb for effect in result.effects] == ["restore", "begin", "reopen", "step_back"]
    lighter = ChangeSanction(reason="Bentuk lain.", stop_form=StopForm.OTHER, stop_text="Paket baru.")
    _state, result = outcome("change", Role.SYSTEM, **facts, payload=lighter)
    assert [effect.verb for effect in result.effects] == ["restore", "replace"]
    warning = ChangeSanction(reason="Cukup teguran.", rung=R.WARNING)
    _state, result = outcome("change", Role.SYSTEM, **facts, payload=warning)
    assert [effect.verb for effect in result.effects] == ["restore", "begin", "step_back", "replace"]


@pytest.mark.parametrize(
    ("present", "form"),
    [
        (StopForm.OTHER, StopForm.ACCESS_TAKEOVER),
        (StopForm.OTHER, StopForm.REVOCATION),
        (StopForm.ACCESS_TAKEOVER, StopForm.ACCESS_TAKEOVER),
        (StopForm.ACCESS_TAKEOVER, StopForm.REVOCATION),
        (StopForm.REVOCATION, StopForm.REVOCATION),
    ],
)
def test_a_stop_is_changed_to_no_form_that_is_not_lighter(present, form, attempt) -> None:
    """II.2.3.s3."""
    found = attempt(
        "change",
        Role.SYSTEM,
        **stopped(stop_form=present),
        payload=ChangeSanction(reason="Bentuk lain.", stop_form=form),
    )
    assert (found.code, found.clause, found.subject) == (RefusalCode.INVALID_INPUT, "HOUSE", "stopForm")


def test_after_an_annulled_stop_only_what_its_last_revocation_holds_is_assessed_again(outcome) -> None:
    """II.2.2.c.s2: S09 is revoked by another case by now, and the revocation before was changed: neither begins here."""
    case = stopped()["ladder"]
    changed = LadderSanction(id="revocation-0", rung=R.REVOCATION, state=S.CHANGED)
    [last] = case.reassessments
    others = (
        replace(last, standards=(S10,)),
        LadderReassessment(id="re-0", sanction_id="revocation-0", state="CANCELLED", standards=(S09, S10), attempt=9),
    )
    case = replace(case, sanctions=(changed, *case.sanctions), reassessments=others)
    _state, result = outcome("annul", Role.SYSTEM, **stopped(ladder=case))
    [begun] = [effect.payload for effect in result.effects if effect.verb == "begin"]
    assert (begun.sanction_id, begun.standards, begun.attempt) == ("revocation-1", (S10,), 4)


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


def final(**more):
    """Facts of a stop that became final: its case is closed with it."""
    facts = stopped(state=S.NOT_IMPROVED)
    own = replace(facts["ladder"].sanctions[-1], state=S.NOT_IMPROVED)
    case = replace(facts["ladder"], case_state="CLOSED", sanctions=(*facts["ladder"].sanctions[:-1], own))
    return facts | {"ladder": case} | more


def test_a_final_stop_that_is_annulled_opens_the_case_again_on_the_revocation(outcome) -> None:
    """II.2.3.s3 with II.2.2.c.s2: service and agreement are as before, and what is revoked still is assessed again."""
    state, result = outcome("annul", Role.SYSTEM, **final())
    assert (state, [verb for _aggregate, verb, _record in done(result)]) == (
        "ANNULLED",
        ["annul_stop", "restore", "begin", "reopen", "step_back"],
    )
    assert result.effects[-1].payload == StepBack(rung=R.REVOCATION, reason="Beralasan.")


def test_a_final_stop_annulled_after_everything_was_determined_again_leaves_nothing_to_pursue(outcome) -> None:
    """The service was reinstated by hand and the standards regained meanwhile: the case says only how it ended."""
    regained = {S01: "DETERMINED", S09: "DETERMINED", S10: "DETERMINED"}
    _state, result = outcome("annul", Role.SYSTEM, **final(cells=regained, stopped_by=None, sla=None))
    assert done(result) == [("CASE", "step_back", "case-1")]
    assert result.effects[0].payload == StepBack(rung=R.REVOCATION, reason="Beralasan.", ended=True)


def test_a_final_stop_of_a_breach_that_is_annulled_ends_the_case_as_annulled(outcome) -> None:
    case = LadderFacts(
        case_id="case-1",
        case_state=CaseState.CLOSED,
        from_breach=True,
        sanctions=(LadderSanction(id="record", rung=R.STOP, state=S.NOT_IMPROVED),),
    )
    breached = SlaOnRecord(id="sla-1", state="BREACHED")
    _state, result = outcome("annul", Role.SYSTEM, **final(ladder=case, sla=breached, terminated_sla_id=None))
    assert [verb for _aggregate, verb, _record in done(result)] == ["annul_stop", "restore", "step_back"]
    assert result.effects[-1].payload == StepBack(rung=None, reason="Beralasan.")


@pytest.mark.parametrize(
    ("given", "verbs", "rung"),
    [
        ({"stop_form": StopForm.OTHER, "stop_text": "Paket baru."}, ["annul_stop", "stop", "restore"], R.STOP),
        ({"rung": R.WARNING, "asked": ("Tinjau.",)}, ["annul_stop", "restore", "begin"], R.WARNING),
    ],
)
def test_a_final_stop_that_is_changed_opens_the_case_again_with_what_takes_its_place(
    given, verbs, rung, outcome
) -> None:
    payload = ChangeSanction(reason="Terlalu berat.", **given)
    _state, result = outcome("change", Role.SYSTEM, **final(), payload=payload)
    assert [verb for _aggregate, verb, _record in done(result)] == [*verbs, "step_back", "replace"]
    assert result.effects[-2].payload == StepBack(rung=rung, reason="Terlalu berat.")
    assert replaced(result).improved is False


def test_a_warning_that_the_deputy_left_is_annulled_in_its_closed_case(outcome) -> None:
    closed = replace(ladder(R.WARNING, S.NOT_IMPROVED), case_state="CLOSED")
    _state, result = outcome("annul", Role.SYSTEM, state=S.NOT_IMPROVED, rung=R.WARNING, ladder=closed)
    assert done(result) == []


def closed(rung, state=S.NOT_IMPROVED):
    return replace(ladder(rung, state), case_state="CLOSED")


REGAINED = {S01: "DETERMINED", S09: "DETERMINED", S10: "DETERMINED"}


def test_a_warning_that_the_deputy_left_is_changed_in_its_closed_case(outcome) -> None:
    """What takes its place is over with it: nothing is asked, and the case stays closed."""
    lower = ChangeSanction(reason="Cukup saran.", rung=R.ADVICE)
    facts = {"state": S.NOT_IMPROVED, "rung": R.WARNING, "ladder": closed(R.WARNING)}
    _state, result = outcome("change", Role.SYSTEM, **facts, payload=lower)
    assert [effect.verb for effect in result.effects] == ["replace"]
    assert (replaced(result).rung, replaced(result).improved) == (R.ADVICE, True)


@pytest.mark.parametrize(
    ("given", "rung"), [({"standards": (S10,)}, R.REVOCATION), ({"rung": R.WARNING}, R.WARNING)], ids=["part", "lower"]
)
def test_a_revocation_whose_standards_are_all_regained_is_changed_in_its_closed_case(given, rung, outcome) -> None:
    """II.2.2.c.s2: the case ended with the re-assessment, whatever was recorded before it."""
    facts = revoked(state=S.NOT_IMPROVED, ladder=closed(R.REVOCATION), cells=REGAINED)
    _state, result = outcome("change", Role.SYSTEM, **facts, payload=ChangeSanction(reason="Sebagian.", **given))
    assert [effect.verb for effect in result.effects] == ["replace"]
    assert (replaced(result).rung, replaced(result).improved) == (rung, True)


def test_what_stays_revoked_in_a_case_that_the_deputy_left_is_assessed_again_and_the_case_stays_closed(outcome) -> None:
    """II.2.2.c.s2: a revocation that holds a standard is in force, whatever became of its case."""
    facts = revoked(state=S.NOT_IMPROVED, ladder=closed(R.REVOCATION))
    kept = ChangeSanction(reason="Sebagian.", standards=(S10,))
    _state, result = outcome("change", Role.SYSTEM, **facts, payload=kept)
    assert [effect.verb for effect in result.effects] == ["reinstate", "reinstate", "begin", "replace"]
    assert replaced(result).improved is False


@pytest.mark.parametrize(
    ("stopped_by", "given", "verbs", "improved"),
    [
        (None, {"rung": R.WARNING}, ["replace"], True),
        ("record", {"rung": R.WARNING}, ["annul_stop", "step_back", "replace"], False),
        ("record", {"stop_form": StopForm.OTHER}, ["annul_stop", "stop", "step_back", "replace"], False),
        (None, {"stop_form": StopForm.OTHER}, ["replace"], True),
    ],
)
def test_a_final_stop_of_which_nothing_is_left_is_changed_in_its_closed_case(
    stopped_by, given, verbs, improved, outcome
) -> None:
    """The service runs again and the standards are regained: nothing is asked. While it stands still, the case goes on."""
    facts = final(cells=REGAINED, stopped_by=stopped_by, sla=None, terminated_sla_id=None)
    _state, result = outcome("change", Role.SYSTEM, **facts, payload=ChangeSanction(reason="Terlalu berat.", **given))
    assert [effect.verb for effect in result.effects] == verbs
    assert replaced(result).improved is improved


@pytest.mark.parametrize(
    ("given", "rung"), [({"standards": (S10,)}, R.REVOCATION), ({"rung": R.WARNING}, R.WARNING)], ids=["part", "lower"]
)
def test_an_improved_revocation_that_is_changed_leaves_what_was_regained(given, rung, outcome) -> None:
    """II.2.3.s3: what is revoked today another revocation did; the case stays closed, its measure improved."""
    causes = {S09: "revocation-9", S10: "revocation-9"}
    closed = replace(ladder(R.REVOCATION, S.IMPROVED), case_state="CLOSED", revoked_by=causes)
    facts = revoked(state=S.IMPROVED, ladder=closed)
    state, result = outcome("change", Role.SYSTEM, **facts, payload=ChangeSanction(reason="Sebagian.", **given))
    assert (state, done(result)) == ("CHANGED", [("SANCTION", "replace", result.changes["replaced_by"])])
    assert (replaced(result).rung, replaced(result).improved) == (rung, True)
    _state, result = outcome("annul", Role.SYSTEM, **facts)
    assert done(result) == []


@pytest.mark.parametrize("state", [S.RECEIVED, S.NOT_IMPROVED])
def test_a_revocation_takes_back_nothing_that_another_case_holds(state, outcome) -> None:
    """II.2.3.s3: nobody objected to that one. S09 was regained, and is revoked since by another case."""
    ended = replace(ladder(R.REVOCATION, state), case_state="CLOSED", revoked_by={S09: "revocation-9"})
    cells = {S01: "DETERMINED", S09: "REVOKED", S10: "DETERMINED"}
    facts = revoked(state=state, ladder=ended, cells=cells)
    _state, result = outcome("annul", Role.SYSTEM, **facts)
    assert done(result) == []
    kept = ChangeSanction(reason="Sebagian.", standards=(S09,))
    _state, result = outcome("change", Role.SYSTEM, **facts, payload=kept)
    assert [effect.verb for effect in result.effects] == ["replace"]
    assert replaced(result).improved is True


@pytest.mark.parametrize("by", ["record", "revocation-0"], ids=["itself", "the one whose place it took"])
def test_a_revocation_takes_back_what_it_or_the_one_before_its_change_took(by, outcome) -> None:
    """II.2.3.s3: the cell names who revoked it first; a change leaves that."""
    case = ladder(R.REVOCATION, S.RECEIVED)
    changed = LadderSanction(id="revocation-0", rung=R.REVOCATION, state=S.CHANGED)
    own = replace(case.sanctions[-1], replaces="revocation-0")
    case = replace(case, sanctions=(*case.sanctions[:-1], changed, own), revoked_by={S09: by, S10: by})
    _state, result = outcome("annul", Role.SYSTEM, **revoked(ladder=case))
    assert [record for aggregate, _verb, record in done(result) if aggregate == "COMPLIANCE"] == [
        "unit-1-S09",
        "unit-1-S10",
    ]


# --- regained --------------------------------------------------------------------------------------------------------

ENDS = [("CASE", "close", "case-1")]


@pytest.mark.parametrize("state", [S.ISSUED, S.RECEIVED, S.FOLLOW_UP, S.NOT_IMPROVED])
@pytest.mark.parametrize(("case_state", "effects"), [("OPEN", ENDS), ("HOLD", ENDS), ("CLOSED", []), (None, [])])
def test_a_revocation_whose_standards_are_regained_is_improved_whatever_was_recorded(
    state, case_state, effects, outcome
) -> None:
    """II.2.2.c.s2: also where the case was over before; it ends once."""
    case = replace(ladder(R.REVOCATION, state), case_state=case_state)
    after, result = outcome("improve", Role.SYSTEM, **revoked(state=state, ladder=case, cells=REGAINED))
    assert (after, result.changes, done(result)) == ("IMPROVED", {}, effects)
    assert [each.payload for each in result.effects] == [
        CloseCase(reason=CloseReason.IMPROVED, findings_settled=False) for _each in effects
    ]


def first_regained(own, state, *, passed=(S01,), concerned=(S01, S09), **more):
    """Facts of the revocation of S01 all of which a re-assessment has just determined again; `own` came after it."""
    facts = beside_another(own, state, "PASSED", cells=REGAINED)
    sanctions = facts["ladder"].sanctions
    again = tuple(replace(each, passed=passed) for each in facts["ladder"].reassessments[2:])
    swapped = {"revocation-1": "record", "record": "later"}
    case = replace(
        facts["ladder"],
        sanctions=tuple(replace(each, id=swapped.get(each.id, each.id)) for each in sanctions),
        reassessments=again,
        concerned=frozenset(concerned),
        certified=frozenset({S01, S09, S10}),
        **more,
    )
    return {"state": S.NOT_IMPROVED, "rung": R.REVOCATION, "ladder": case, "cells": REGAINED, "standards": (S01,)}


@pytest.mark.parametrize(
    ("state", "ends"), [(S.RECEIVED, False), (S.NOT_IMPROVED, False), (S.IMPROVED, True), (S.ANNULLED, False)]
)
def test_a_case_ends_when_both_its_revocations_are_regained(state, ends, outcome) -> None:
    """II.2.2.c.s2; annulled, the later one leaves the warning on which it rested, and what that concerns."""
    after, result = outcome("improve", Role.SYSTEM, **first_regained(R.REVOCATION, state))
    assert (after, done(result)) == ("IMPROVED", ENDS if ends else [])


@pytest.mark.parametrize("state", [S.ISSUED, S.RECEIVED, S.FOLLOW_UP])
def test_a_case_goes_on_where_a_warning_asks_still(state, outcome) -> None:
    """II.2.2.b: the warning in place of a stop is followed up by itself, whatever else is regained."""
    facts = first_regained(R.WARNING, state, concerned=(S01,))
    _state, result = outcome("improve", Role.SYSTEM, **facts)
    assert done(result) == []


@pytest.mark.parametrize(
    ("more", "ends"),
    [
        ({"concerned": (S01, S09)}, False),
        ({"concerned": (S01,)}, True),
        ({"concerned": (S01,), "passed": ()}, False),
        ({"concerned": (S01,), "flagged": frozenset({S01})}, False),
    ],
    ids=["another standard", "all", "back by an objection", "found wanting since"],
)
def test_after_a_warning_without_improvement_a_case_ends_only_with_all_that_it_concerns(more, ends, outcome) -> None:
    """II.2.2.c.s1: of S09 the revocation must follow; where all that the findings concern is regained none can."""
    facts = first_regained(R.WARNING, S.NOT_IMPROVED, **more)
    _state, result = outcome("improve", Role.SYSTEM, **facts)
    assert done(result) == (ENDS if ends else [])


@pytest.mark.parametrize(("stopped_by", "ends"), [(None, True), ("stop-9", True), ("later", False)])
def test_a_stop_ends_with_the_standards_where_the_service_runs_again(stopped_by, ends, outcome) -> None:
    """II.2.2.d with II.2.2.c.s2: a service that was reinstated by hand is assessed again, and nothing is left to stop."""
    case = ladder(R.STOP, S.RECEIVED)
    swapped = {"revocation-1": "record", "record": "later"}
    case = replace(case, sanctions=tuple(replace(each, id=swapped.get(each.id, each.id)) for each in case.sanctions))
    facts = revoked(state=S.NOT_IMPROVED, ladder=case, cells=REGAINED, stopped_by=stopped_by)
    _state, result = outcome("improve", Role.SYSTEM, **facts)
    assert done(result) == (ENDS if ends else [])
    unimproved = LadderSanction(id="revocation-0", rung=R.REVOCATION, state=S.NOT_IMPROVED)
    two = replace(case, sanctions=(unimproved, *case.sanctions))
    _state, result = outcome("improve", Role.SYSTEM, **(facts | {"ladder": two}))
    assert done(result) == []


TWICE_REVOKED = {S01: "REVOKED", S09: "REVOKED", S10: "REVOKED"}


def beside_another(own, state, first, **more):
    """A case whose stop was lowered to a warning, and then `own`: beside the revocation of S01 one of S09 and S10.

    *Shape*: `first` and `more["second"]` are the states of their re-assessments.
    """
    earlier = ladder(R.STOP, S.CHANGED).sanctions
    lowered = LadderSanction(id="warning-2", rung=R.WARNING, state=S.NOT_IMPROVED, received_at=LAST, replaces="stop-1")
    case = (*earlier[:-1], replace(earlier[-1], id="stop-1"), lowered)
    record = replace(ladder(own, state).sanctions[-1], rung=own)
    if own is R.STOP:
        case = (*case, replace(earlier[2], id="revocation-2"))
    again = (
        LadderReassessment(id="re-1", sanction_id="revocation-1", state="CANCELLED", standards=(S01,)),
        LadderReassessment(
            id="re-2",
            sanction_id="record" if own is R.REVOCATION else "revocation-2",
            state=more.pop("second", "PENDING"),
            standards=(S09, S10),
        ),
        LadderReassessment(id="re-3", sanction_id="revocation-1", state=first, attempt=2, standards=(S01,)),
    )
    facts = revoked if own is R.REVOCATION else stopped
    causes = {S01: "revocation-1", S09: again[1].sanction_id, S10: again[1].sanction_id}
    whole = replace(ladder(own, state), sanctions=(*case, record), reassessments=again, revoked_by=causes)
    return facts(state=state, ladder=whole, cells=TWICE_REVOKED) | more


def reassessed(result) -> list[tuple[str, str]]:
    """What becomes of re-assessments: the verb, and of which record, or after which."""
    found = [each for each in result.effects if each.aggregate is Aggregate.REASSESSMENT]
    return [(each.verb, each.payload.previous_id or "-" if each.verb == "begin" else each.record_id) for each in found]


@pytest.mark.parametrize("state", [S.RECEIVED, S.NOT_IMPROVED])
def test_an_annulled_revocation_leaves_the_re_assessment_of_another_one_of_its_case(state, outcome) -> None:
    """II.2.3.s3 with II.2.2.c.s2: S01, which nobody decided upon, is revoked still and has its way back."""
    _state, result = outcome("annul", Role.SYSTEM, **beside_another(R.REVOCATION, state, "PENDING"))
    assert [record for aggregate, _verb, record in done(result) if aggregate == "COMPLIANCE"] == [
        "unit-1-S09",
        "unit-1-S10",
    ]
    assert reassessed(result) == [("cancel", "re-2")]
    assert done(result)[-2:] == [("SANCTION", "reopen", "warning-2"), ("CASE", "step_back", "case-1")]


@pytest.mark.parametrize(
    ("given", "expected"),
    [({"standards": (S10,)}, [("cancel", "re-2"), ("begin", "-")]), ({"rung": R.WARNING}, [("cancel", "re-2")])],
    ids=["part", "lower"],
)
def test_a_changed_revocation_leaves_the_re_assessment_of_another_one_of_its_case(given, expected, outcome) -> None:
    """II.2.3.s3 with II.2.2.c.s2."""
    facts = beside_another(R.REVOCATION, S.RECEIVED, "RUNNING")
    payload = ChangeSanction(reason="Sebagian.", **given)
    _state, result = outcome("change", Role.SYSTEM, **facts, payload=payload)
    assert reassessed(result) == expected


def test_an_improved_revocation_that_is_changed_leaves_the_re_assessment_of_another_one(outcome) -> None:
    facts = beside_another(R.REVOCATION, S.IMPROVED, "PENDING", second="PASSED", cells={S01: "REVOKED"})
    _state, result = outcome(
        "change", Role.SYSTEM, **facts, payload=ChangeSanction(reason="Sebagian.", standards=(S10,))
    )
    assert reassessed(result) == []


def test_a_stop_ends_the_re_assessments_of_every_revocation_of_its_case(outcome) -> None:
    """II.2.2.d."""
    facts = beside_another(R.STOP, S.AWAITING_SIGNATURE, "FAILED", second="FAILED")
    case = replace(
        facts["ladder"],
        unit_state="ACTIVE",
        reassessments=tuple(replace(each, report_state="SIGNED") for each in facts["ladder"].reassessments),
    )
    _state, result = outcome("issue", Role.DEPUTY, **(facts | {"ladder": case}))
    assert reassessed(result) == [("cancel", "re-2"), ("cancel", "re-3")]


@pytest.mark.parametrize(
    ("first", "second", "cells", "expected"),
    [
        ("CANCELLED", "CANCELLED", TWICE_REVOKED, [("revocation-1", "re-3", 3), ("revocation-2", "re-2", 2)]),
        ("CANCELLED", "PASSED", {S01: "REVOKED"}, [("revocation-1", "re-3", 3)]),
        ("PASSED", "CANCELLED", TWICE_REVOKED, [("revocation-2", "re-2", 2)]),
        ("CANCELLED", "FAILED", TWICE_REVOKED, [("revocation-1", "re-3", 3)]),
        ("PASSED", "PASSED", TWICE_REVOKED, []),
    ],
    ids=["both", "the first", "the second", "one goes on already", "none"],
)
@pytest.mark.parametrize("verb", ["annul", "change"])
def test_without_the_stop_each_revocation_is_assessed_again(verb, first, second, cells, expected, outcome) -> None:
    """II.2.3.s3 with II.2.2.c.s2: of each the last attempt counts; one that regained all is over."""
    lowered = {"payload": ChangeSanction(reason="Cukup teguran.", rung=R.WARNING)} if verb == "change" else {}
    facts = beside_another(R.STOP, S.RECEIVED, first, second=second) | {"cells": cells}
    _state, result = outcome(verb, Role.SYSTEM, **facts, **lowered)
    begun = [each for each in result.effects if each.verb == "begin"]
    assert [(each.payload.sanction_id, each.payload.previous_id, each.payload.attempt) for each in begun] == expected
    assert len({each.record_id for each in begun}) == len(begun)


@pytest.mark.parametrize(
    ("first", "second", "cells", "ended"),
    [
        ("CANCELLED", "PASSED", {S01: "REVOKED"}, False),
        ("PASSED", "CANCELLED", {S10: "REVOKED"}, False),
        ("PASSED", "CANCELLED", {}, True),
    ],
)
def test_a_final_stop_that_is_annulled_goes_on_while_either_revocation_holds_a_standard(
    first, second, cells, ended, outcome
) -> None:
    """II.2.3.s3 with II.2.2.c.s2."""
    facts = beside_another(R.STOP, S.NOT_IMPROVED, first, second=second) | {"cells": cells}
    facts["ladder"] = replace(facts["ladder"], case_state="CLOSED")
    _state, result = outcome("annul", Role.SYSTEM, **facts)
    assert result.effects[-1].payload == StepBack(rung=R.REVOCATION, reason="Beralasan.", ended=ended)


def test_a_stop_lowered_to_an_advice_and_then_annulled_leaves_the_revocation_in_force(outcome) -> None:
    """ADR 0071: nobody objected to the revocation; it stays with its re-assessment, and its case ends with the advice."""
    facts = beside_another(R.REVOCATION, S.RECEIVED, "PENDING")
    earlier = facts["ladder"].sanctions[:4]
    advice = LadderSanction(id="record", rung=R.ADVICE, state=S.RECEIVED, received_at=LAST, replaces="stop-1")
    again = tuple(each for each in facts["ladder"].reassessments if each.sanction_id == "revocation-1")
    case = replace(facts["ladder"], sanctions=(*earlier, advice), reassessments=again)
    _state, result = outcome("annul", Role.SYSTEM, state=S.RECEIVED, rung=R.ADVICE, ladder=case, cells=TWICE_REVOKED)
    assert done(result) == [("CASE", "step_back", "case-1")]
    assert result.effects[0].payload == StepBack(rung=None, reason="Beralasan.")


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
    lower = ChangeSanction(
        reason="Cukup saran.", rung=R.ADVICE, document_id="result-1", asked=("Catat tamu.",), limit_days=14
    )
    _state, result = outcome("change", Role.SYSTEM, state=S.RECEIVED, rung=R.WARNING, payload=lower)
    assert result.effects[0].payload == StepBack(rung=R.ADVICE, reason="Cukup saran.")
    assert (replaced(result).rung, replaced(result).document_id) == (R.ADVICE, "result-1")
    assert (replaced(result).asked, replaced(result).limit_days) == (("Catat tamu.",), 14)


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
    assert refused("change", Role.SYSTEM, **facts, payload=payload) == ("INVALID_INPUT", "HOUSE", subject)


@pytest.mark.parametrize(("form", "terminated"), [(None, None), (StopForm.REVOCATION, "sla-1"), (StopForm.OTHER, None)])
def test_what_takes_its_place_is_in_force_at_once(form, terminated, outcome) -> None:
    payload = replace(PAYLOADS["replace"], rung=R.STOP, stop_form=form, stop_text=None)
    state, result = outcome("replace", Role.SYSTEM, payload=payload, rung=R.STOP, terminated_sla_id="sla-1")
    assert state == "ISSUED"
    assert (result.changes["drafted_by"], result.changes["assessor_ids"]) == ("drafter", ["finder"])
    assert (result.changes["issued_on"], result.changes["issued_at"]) == ("2026-12-07", NOW)
    assert (result.changes["document_id"], result.changes["replaces"]) == ("result-1", "sanction-0")
    assert (result.changes["stop_form"], result.changes["terminated_sla_id"]) == (form, terminated)
    state, _result = outcome("replace", Role.SYSTEM, payload=replace(payload, improved=True))
    assert state == "IMPROVED"
    asks = replace(payload, asked=("Kembalikan akses.",), limit_days=7)
    _state, result = outcome("replace", Role.SYSTEM, payload=asks)
    assert (result.changes["asked"], result.changes["limit_days"]) == (["Kembalikan akses."], 7)
    _state, result = outcome("replace", Role.SYSTEM, drafted_by=None)
    assert (result.changes["asked"], result.changes["limit_days"]) == ([], None)
    assert result.changes["drafted_by"] == "actor"


def test_what_was_being_made_lapses_with_its_case(outcome) -> None:
    _state, result = outcome("lapse", Role.SYSTEM, state=S.AWAITING_SIGNATURE)
    assert done(result) == [("DOCUMENT", "void", "doc-1")]
    _state, result = outcome("lapse", Role.SYSTEM, state=S.DRAFT, paper=None)
    assert done(result) == []
