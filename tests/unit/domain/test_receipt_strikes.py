"""A proof of receipt that LKPP recorded wrongly is struck by the Deputy, who did not record it (II.2.3.s1; HOUSE)."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from app.seeds.holidays import working_calendar
from domain.aggregates import Aggregate
from domain.calendar import OffDay, OffDayKind, OffDayStatus, calendar_of
from domain.case_acts import CaseState, StepBack
from domain.document_kinds import DocumentKind
from domain.ladder import LadderFacts, LadderReassessment, LadderSanction
from domain.objection_acts import FindInTime
from domain.reasons import Reason
from domain.receipts import (
    ObjectionLimit,
    Receipt,
    ReceiptChannel,
    Struck,
    earliest,
    receipt_of,
    struck_out,
    without_earliest,
)
from domain.refusals import Refusal, RefusalCode
from domain.roles import Role
from domain.rungs import Rung
from domain.sanction_acts import SanctionState
from domain.sanction_facts import KeptAsLate, SanctionFacts
from domain.sanctions import SANCTIONS
from domain.tables import Effect, LetterOrder

R, S = Rung, SanctionState
NOW = datetime(2026, 12, 7, 3, 0, tzinfo=UTC)
ISSUED_AT = datetime(2026, 11, 9, 3, 0, tzinfo=UTC)
WRONG_AT = datetime(2026, 11, 9, 4, 0, tzinfo=UTC)
RIGHT_AT = datetime(2026, 11, 19, 4, 0, tzinfo=UTC)
LAST = datetime(2026, 11, 16, 16, 59, 59, tzinfo=UTC)
LAST_NOW = datetime(2026, 11, 26, 16, 59, 59, tzinfo=UTC)
"""The fifth working day after Thursday 19 November."""

OPENED = Receipt(channel=ReceiptChannel.IN_APP, at=RIGHT_AT, by="head")
WRONG = Receipt(channel=ReceiptChannel.DELIVERY_NOTE, at=WRONG_AT, by="admin", evidence_id="evidence-1")
STRUCK = {"by": "actor", "at": NOW.isoformat(), "reason": "Salah tanggal."}
BECAUSE = Reason(reason=" Salah tanggal. ")
TOLD = {"about": "strike", "struck": "2026-11-09", "reason": "Salah tanggal.", "undone": False}


def sanction(key, rung, state, **more) -> LadderSanction:
    return LadderSanction(id=key, rung=rung, state=state, received_at=WRONG_AT, last_instant=LAST, **more)


def facts_in(
    state, *, rung=R.ADVICE, later=(), case_state=CaseState.OPEN, objection_open=False, **changes
) -> SanctionFacts:
    own = sanction("record", rung, state, objection_open=objection_open)
    sound = SanctionFacts(
        state=state,
        institution_id="inst-own",
        unit_id="unit-1",
        case_id="case-1",
        rung=rung,
        ladder=LadderFacts(case_id="case-1", case_state=case_state, sanctions=(own, *later)),
        announced_at=ISSUED_AT,
        receipts=(WRONG,),
        limit=ObjectionLimit(last_instant=LAST),
        calendar=working_calendar(),
        stopped_by="record",
    )
    return replace(sound, **changes)


@pytest.fixture
def refused(try_act):
    def attempt(*, state=S.RECEIVED, payload=BECAUSE, **changes):
        found = try_act(SANCTIONS, facts_in(state, **changes), "strike_receipt", Role.DEPUTY, payload, now=NOW)
        return (found.code, found.clause, found.subject) if isinstance(found, Refusal) else None

    return attempt


@pytest.fixture
def outcome(try_act):
    def attempt(*, state=S.RECEIVED, **changes):
        found = try_act(SANCTIONS, facts_in(state, **changes), "strike_receipt", Role.DEPUTY, BECAUSE, now=NOW)
        assert not isinstance(found, Refusal), found
        return found.state, found.outcome

    return attempt


# --- the proofs -----------------------------------------------------------------------------------------------------


def test_a_struck_proof_stays_on_record_and_proves_nothing() -> None:
    struck = struck_out((OPENED, WRONG), Struck(by="deputy", at=NOW, reason="Salah."))
    assert [each.struck is None for each in struck] == [True, False]
    assert (earliest(struck), without_earliest(struck)) == (OPENED, None)
    assert (without_earliest((OPENED, WRONG)), without_earliest(())) == (OPENED, None)
    assert [receipt_of(each.values()) for each in struck] == list(struck)
    assert "struck" not in OPENED.values()


# --- what forbids it ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("receipts", "refusal"),
    [
        ((), (RefusalCode.RECEIPT_NOT_PROVEN, "HOUSE", "sanction")),
        ((OPENED,), (RefusalCode.RECEIPT_BY_OPENING, "HOUSE", "receipt")),
        ((replace(WRONG, by="actor"),), (RefusalCode.OWN_WORK, "HOUSE", "receipt")),
        ((WRONG,), None),
        ((OPENED, WRONG), None),
        ((replace(WRONG, channel=ReceiptChannel.EMAIL_ACKNOWLEDGEMENT),), None),
    ],
)
def test_what_another_recorded_is_struck_and_nothing_else(receipts, refusal, refused) -> None:
    assert refused(receipts=receipts) == refusal


def test_a_strike_has_its_reason(refused) -> None:
    assert refused(payload=Reason(reason=" ")) == (RefusalCode.INVALID_INPUT, "HOUSE", "reason")


@pytest.mark.parametrize(
    ("state", "code"),
    [
        (S.DRAFT, None),
        (S.VOID, None),
        (S.ANNULLED, None),
        (S.AWAITING_SIGNATURE, RefusalCode.PAPER_WAITING),
        (S.ISSUED, RefusalCode.RECEIPT_RELIED_ON),
        (S.NOT_IMPROVED, RefusalCode.RECEIPT_RELIED_ON),
        (S.IMPROVED, RefusalCode.RECEIPT_RELIED_ON),
    ],
)
def test_nothing_is_struck_on_which_a_later_measure_rests(state, code, refused) -> None:
    """A draft says nothing yet; one that waits for its signature names the receipt."""
    found = refused(state=S.NOT_IMPROVED, later=(sanction("warning-1", R.WARNING, state),))
    assert found == ((code, "HOUSE", "case") if code else None)


def test_an_objection_that_is_heard_or_decided_keeps_the_receipt(refused) -> None:
    """One that is kept as late is what the strike is for."""
    late = KeptAsLate(id="objection-1", filed_at=NOW)
    assert refused(objection_open=True) == (RefusalCode.OBJECTION_OPEN, "HOUSE", "objection")
    assert refused(objection_open=True, late_objection=late) is None
    assert refused(objection_decided=True) == (RefusalCode.OBJECTION_DECIDED, "HOUSE", "objection")


@pytest.mark.parametrize(
    ("state", "rung", "stopped_by", "refusal"),
    [
        (S.NOT_IMPROVED, R.ADVICE, None, (RefusalCode.CASE_NOT_OPEN, "HOUSE", "case")),
        (S.IMPROVED, R.ADVICE, None, None),
        (S.NOT_IMPROVED, R.STOP, "record", None),
        (S.NOT_IMPROVED, R.STOP, None, (RefusalCode.CASE_NOT_OPEN, "HOUSE", "case")),
    ],
)
def test_what_is_over_is_not_pursued_again(state, rung, stopped_by, refusal, refused) -> None:
    """A case that ended with this very stop goes on while the service stands still by it."""
    before = sanction("revocation-1", R.REVOCATION, S.NOT_IMPROVED)
    own = sanction("record", rung, state)
    facts = LadderFacts(case_id="case-1", case_state=CaseState.CLOSED, sanctions=(before, own))
    assert refused(state=state, rung=rung, ladder=facts, stopped_by=stopped_by) == refusal


def test_what_the_case_stepped_back_over_is_not_raised_again(refused) -> None:
    """II.2.3.s3: the revocation was lowered to a warning, and that one annulled; the case stands on the advice."""
    advice = sanction("advice-1", R.ADVICE, S.RECEIVED)
    own = sanction("record", R.WARNING, S.NOT_IMPROVED)
    revoked = sanction("revocation-1", R.REVOCATION, S.CHANGED)
    lowered = sanction("warning-2", R.WARNING, S.ANNULLED, replaces="revocation-1")
    stepped = LadderFacts(case_id="case-1", case_state=CaseState.OPEN, sanctions=(advice, own, revoked, lowered))
    over = (RefusalCode.RECEIPT_RELIED_ON, "HOUSE", "case")
    assert refused(state=S.NOT_IMPROVED, rung=R.WARNING, ladder=stepped) == over
    standing = replace(stepped, sanctions=(advice, own))
    assert refused(state=S.NOT_IMPROVED, rung=R.WARNING, ladder=standing) is None


def test_the_calendar_knows_the_days_counted_from_the_proof_that_is_left(refused) -> None:
    outside = (RefusalCode.OUTSIDE_CALENDAR, "HOUSE", "calendar")
    assert refused(receipts=(OPENED, WRONG), calendar=None) == outside
    assert refused(receipts=(OPENED, WRONG), limit_days=400) == outside
    assert refused(receipts=(WRONG,), calendar=None, limit_days=400) is None


# --- what follows ---------------------------------------------------------------------------------------------------


def test_without_another_proof_the_letter_is_not_received_and_the_clock_stops(outcome) -> None:
    state, found = outcome(limit_days=5)
    assert (state, found.reason, found.effects) == ("ISSUED", "Salah tanggal.", ())
    assert found.changes == {
        "receipts": [WRONG.values() | {"struck": STRUCK}],
        "received_at": None,
        "last_instant": None,
        "calendar_version": None,
        "limit_is_estimated": False,
        "internal_until": None,
    }
    assert [(each.kind, each.details) for each in found.letters] == [(DocumentKind.NOTICE, TOLD)]
    assert isinstance(found.letters[0], LetterOrder)


def test_another_proof_counts_in_its_place(outcome) -> None:
    """II.2.3.s1: the five working days run from the receipt that is proven still."""
    state, found = outcome(receipts=(OPENED, WRONG), limit_days=5)
    assert state == "RECEIVED"
    assert found.changes == {
        "receipts": [OPENED.values(), WRONG.values() | {"struck": STRUCK}],
        "received_at": RIGHT_AT,
        "last_instant": LAST_NOW,
        "calendar_version": working_calendar().version,
        "limit_is_estimated": False,
        "internal_until": "2026-11-26",
    }


def test_a_limit_that_was_moved_to_a_later_day_is_not_taken_from_the_unit(outcome) -> None:
    later = datetime(2026, 11, 30, 16, 59, 59, tzinfo=UTC)
    _state, found = outcome(receipts=(OPENED, WRONG), limit=ObjectionLimit(last_instant=later))
    assert found.changes["last_instant"] == later
    _state, found = outcome(receipts=(OPENED, WRONG), limit=None)
    assert found.changes["last_instant"] == LAST_NOW


def test_an_estimate_in_the_count_is_told(outcome) -> None:
    off = OffDay(
        date=date(2026, 11, 24), name="Libur", kind=OffDayKind.OTHER, source="SKB", status=OffDayStatus.ESTIMATED
    )
    year = calendar_of(version="2026.9", first_day=date(2026, 1, 1), last_day=date(2026, 12, 31), off_days=[off])
    _state, found = outcome(receipts=(OPENED, WRONG), calendar=year)
    assert (found.changes["limit_is_estimated"], found.changes["calendar_version"]) == (True, "2026.9")


@pytest.mark.parametrize(
    ("filed_at", "in_time"), [(LAST_NOW, True), (datetime(2026, 11, 26, 17, 0, tzinfo=UTC), False)]
)
def test_an_objection_that_was_late_by_the_struck_proof_is_found_in_time(filed_at, in_time, outcome) -> None:
    """II.2.3.s1. Without a proof that is left it waits for one."""
    late = KeptAsLate(id="objection-1", filed_at=filed_at)
    _state, found = outcome(receipts=(OPENED, WRONG), late_objection=late)
    payload = FindInTime(last_instant=LAST_NOW)
    effect = Effect(aggregate=Aggregate.OBJECTION, verb="find_in_time", record_id="objection-1", payload=payload)
    assert found.effects == ((effect,) if in_time else ())
    assert outcome(late_objection=late)[1].effects == ()


REPORT = {"text": "Sudah.", "returned": None}


@pytest.mark.parametrize(
    ("state", "receipts", "follow_ups", "after"),
    [
        (S.RECEIVED, (WRONG,), ({**REPORT, "returned": "Kurang."},), "ISSUED"),
        (S.FOLLOW_UP, (WRONG,), (REPORT,), "FOLLOW_UP"),
        (S.FOLLOW_UP, (OPENED, WRONG), (REPORT,), "FOLLOW_UP"),
        (S.IMPROVED, (WRONG,), (REPORT,), "IMPROVED"),
        (S.NOT_IMPROVED, (WRONG,), (), "ISSUED"),
        (S.NOT_IMPROVED, (OPENED, WRONG), (), "RECEIVED"),
        (S.NOT_IMPROVED, (WRONG,), (REPORT,), "FOLLOW_UP"),
    ],
)
def test_it_stands_where_the_proofs_that_are_left_put_it(state, receipts, follow_ups, after, outcome) -> None:
    """A report that waits stays with the assessor; an improvement stands."""
    assert outcome(state=state, receipts=receipts, follow_ups=follow_ups)[0] == after


@pytest.mark.parametrize("case_state", [CaseState.OPEN, CaseState.HOLD])
def test_that_no_improvement_followed_is_undone_with_the_receipt(case_state, outcome) -> None:
    """It was recorded on days that did not run (II.2.2): the case goes back to this measure, and the unit is told."""
    _state, found = outcome(state=S.NOT_IMPROVED, rung=R.WARNING, case_state=case_state)
    payload = StepBack(rung=R.WARNING, reason="Salah tanggal.")
    assert found.effects == (Effect(aggregate=Aggregate.CASE, verb="set_back", record_id="case-1", payload=payload),)
    assert found.letters[0].details == TOLD | {"undone": True}


def test_a_recommendation_that_waits_and_names_the_receipt_is_void(outcome) -> None:
    """III: it is recommended anew."""
    _state, found = outcome(lkpp_letters_waiting=("letter-1",))
    void = Effect(
        aggregate=Aggregate.DOCUMENT, verb="void", record_id="letter-1", payload=Reason(reason="Salah tanggal.")
    )
    assert found.effects == (void,)


def test_no_action_comes_about_without_a_proof(act, actor) -> None:
    [row] = SANCTIONS.rows_of("strike_receipt")
    striking = act("strike_receipt", actor(Role.DEPUTY), BECAUSE, now=NOW)
    with pytest.raises(AssertionError, match="nothing is proven"):
        row.action(facts_in(S.RECEIVED, receipts=()), striking)


def test_a_re_assessment_goes_on_whatever_is_struck(outcome) -> None:
    """II.2.2.c.s2: it follows the revocation, not its receipt."""
    running = LadderReassessment(id="re-1", sanction_id="record", state="RUNNING")
    ladder = replace(facts_in(S.RECEIVED, rung=R.REVOCATION).ladder, reassessments=(running,))
    assert outcome(rung=R.REVOCATION, ladder=ladder)[1].effects == ()
