"""The ladder of II.2.2 as data: every rung with every course, what blocks each rung, the outlook, and proofs of receipt."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from app.seeds.holidays import working_calendar
from domain.calendar import CountingStart
from domain.case_acts import CaseState
from domain.clock import JAKARTA
from domain.decree import clause
from domain.ladder import (
    LADDER,
    Course,
    LadderFacts,
    LadderReassessment,
    LadderSanction,
    Rung,
    blocks,
    outlook,
    revocable,
    sanction_before,
    settling_blocks,
    standing,
)
from domain.receipts import ObjectionTerm, Receipt, ReceiptChannel, earliest, objection_deadline, receipt_of
from domain.refusals import HOUSE
from domain.rungs import RUNG_LABELS
from domain.sanction_acts import IN_FORCE, IN_THE_MAKING, SanctionState
from domain.standards import StandardCode

CALENDAR = working_calendar()
S01, S09, S10 = StandardCode.S01, StandardCode.S09, StandardCode.S10
R, S, C = Rung, SanctionState, Course
LAST = datetime(2026, 11, 27, 16, 59, 59, tzinfo=UTC)
GONE = {S.VOID, S.ANNULLED, S.CHANGED}

# from, course -> the rungs that may follow; "hold" for the Deputy; nothing where the case ends
NEXT = """
-          FINDING           ADVICE
-          BREACH            STOP
ADVICE     NOT_IMPROVED      WARNING
WARNING    NOT_IMPROVED      REVOCATION
WARNING    NOTHING_CERTIFIED hold
REVOCATION NOT_IMPROVED      STOP
STOP       NOT_IMPROVED
ADVICE     ANNULLED
WARNING    ANNULLED          ADVICE
REVOCATION ANNULLED          WARNING
STOP       ANNULLED          REVOCATION
ADVICE     CHANGED           ADVICE
WARNING    CHANGED           ADVICE WARNING
REVOCATION CHANGED           ADVICE WARNING REVOCATION
STOP       CHANGED           ADVICE WARNING STOP
"""


def sanction(rung, state=S.NOT_IMPROVED, **more) -> LadderSanction:
    given = {"id": f"{rung}-{more.get('round', 1)}".lower(), "received_at": LAST, "last_instant": LAST}
    return LadderSanction(**{**given, "rung": rung, "state": state, **more})


def facts_of(*sanctions, **more) -> LadderFacts:
    given = LadderFacts(
        case_id="case",
        case_state=CaseState.OPEN,
        sanctions=sanctions,
        concerned=frozenset({S09, S10}),
        certified=frozenset({S01, S09}),
        reassessments=(LadderReassessment(id="re", sanction_id="revocation-1", state="FAILED", report_state="SIGNED"),),
        unit_state="ACTIVE",
    )
    return replace(given, **more)


def codes(facts, rung, **more):
    return [refusal.code.value for refusal in blocks(facts, rung, **more)]


def test_every_rung_with_every_course_leads_where_the_rule_book_says() -> None:
    written = {}
    for line in NEXT.strip().splitlines():
        rung, course, *rungs = line.split()
        written[None if rung == "-" else R(rung), C(course)] = rungs
    coded = {key: ["hold"] if step.held else [str(rung) for rung in step.rungs] for key, step in LADDER.items()}
    assert coded == written
    missing = {(rung, course) for rung in (None, *R) for course in C} - set(LADDER)
    assert missing == {
        *((None, course) for course in C if course not in {C.FINDING, C.BREACH}),
        *((rung, course) for rung in R for course in (C.FINDING, C.BREACH)),
        *((rung, C.NOTHING_CERTIFIED) for rung in R if rung is not R.WARNING),
    }
    assert all(step.clause == HOUSE or clause(step.clause).id == step.clause for step in LADDER.values())


def test_rungs_have_their_clause_their_words_and_their_height() -> None:
    assert [rung.clause for rung in R] == ["II.2.2.a", "II.2.2.b", "II.2.2.c.s1", "II.2.2.d"]
    assert [rung.height for rung in R] == [0, 1, 2, 3]
    assert set(RUNG_LABELS) == set(R)


@pytest.mark.parametrize("from_breach", [True, False])
def test_a_case_begins_with_advice_and_one_of_a_breach_with_the_stop(from_breach) -> None:
    facts = facts_of(from_breach=from_breach)
    first = R.STOP if from_breach else R.ADVICE
    assert {rung: codes(facts, rung) for rung in R} == {rung: [] if rung is first else ["RUNG_NOT_NEXT"] for rung in R}


@pytest.mark.parametrize("rung", R)
@pytest.mark.parametrize("state", [state for state in S if state not in IN_THE_MAKING])
def test_a_rung_follows_only_what_stands_without_improvement(rung, state) -> None:
    """Each rung in each state: what follows it is open once it is NOT_IMPROVED, and nothing else ever is."""
    before = {R.ADVICE: (), R.WARNING: (R.ADVICE,), R.REVOCATION: (R.ADVICE, R.WARNING), R.STOP: tuple(R)[:3]}[rung]
    facts = facts_of(*(sanction(each) for each in before), sanction(rung, state))
    open_rungs = {each for each in R if not blocks(facts, each)}
    if state in GONE:
        expected = {rung}
    elif state is S.NOT_IMPROVED:
        expected = set(LADDER[rung, C.NOT_IMPROVED].rungs)
    else:
        expected = set()
    assert open_rungs == expected
    if state in {*IN_FORCE, S.IMPROVED} and rung is not R.STOP:
        follower = LADDER[rung, C.NOT_IMPROVED].rungs[0]
        assert codes(facts, follower)[0] == "RUNG_NOT_SETTLED"


@pytest.mark.parametrize("state", [None, CaseState.HOLD, CaseState.CLOSED])
def test_nothing_is_imposed_in_a_case_that_is_not_open(state) -> None:
    for rung in R:
        [refusal] = blocks(facts_of(case_state=state), rung)
        assert (refusal.code.value, refusal.clause) == ("CASE_NOT_OPEN", rung.clause)


@pytest.mark.parametrize("state", sorted(IN_THE_MAKING))
def test_one_sanction_at_a_time_is_made(state) -> None:
    facts = facts_of(sanction(R.ADVICE, state))
    assert codes(facts, R.ADVICE) == ["SANCTION_UNDERWAY"]
    assert codes(facts, R.ADVICE, making="advice-1") == []


def test_no_rung_without_proven_receipt_of_the_one_before() -> None:
    [refusal] = blocks(facts_of(sanction(R.ADVICE, received_at=None)), R.WARNING)
    assert (refusal.code.value, refusal.clause) == ("RECEIPT_NOT_PROVEN", "II.2.3.s1")


def test_no_rung_while_an_objection_to_any_sanction_of_the_case_is_open() -> None:
    facts = facts_of(sanction(R.ADVICE, objection_open=True), sanction(R.WARNING))
    assert codes(facts, R.REVOCATION) == ["OBJECTION_OPEN"]


def test_a_revocation_needs_a_standard_of_the_findings_on_the_certificate() -> None:
    warned = facts_of(sanction(R.ADVICE), sanction(R.WARNING))
    assert revocable(warned) == {S09}
    without = replace(warned, certified=frozenset({S01}))
    assert codes(without, R.REVOCATION) == ["NOTHING_TO_REVOKE"]
    assert codes(without, R.WARNING) == ["RUNG_NOT_NEXT"]
    assert codes(replace(without, further_warning=True), R.WARNING) == []


@pytest.mark.parametrize(
    ("states", "open_"),
    [
        ((), False),
        ((("FAILED", False),), True),
        ((("PENDING", False),), False),
        ((("PENDING", True),), True),
        ((("REQUESTED", True),), False),
        ((("RUNNING", False),), False),
        ((("PASSED", False),), False),
        ((("CANCELLED", False),), False),
        ((("FAILED", False), ("RUNNING", False)), False),
        ((("PASSED", False), ("FAILED", False)), True),
    ],
)
def test_the_stop_after_a_revocation_waits_for_its_re_assessment(states, open_) -> None:
    """II.2.2.d with II.2.2.c.s2: failed, or non-cooperation recorded, and none running; another sanction's do not count."""
    mine = tuple(
        LadderReassessment(
            id=str(number),
            sanction_id="revocation-1",
            state=state,
            non_cooperation=non_cooperation,
            report_state="SIGNED",
        )
        for number, (state, non_cooperation) in enumerate(states)
    )
    foreign = LadderReassessment(id="foreign", sanction_id="revocation-0", state="FAILED")
    climbed = facts_of(*(sanction(rung) for rung in tuple(R)[:3]), reassessments=(foreign, *mine))
    assert codes(climbed, R.STOP) == ([] if open_ else ["REASSESSMENT_UNSETTLED"])


@pytest.mark.parametrize("report_state", [None, "AWAITING_SIGNATURE"])
def test_a_failure_that_nobody_signed_stops_no_service(report_state) -> None:
    """II.2.2.d with II.2.2.c.s2: the report says that it failed; a unit that does not cooperate has none."""
    failed = LadderReassessment(id="1", sanction_id="revocation-1", state="FAILED", report_state=report_state)
    unwilling = LadderReassessment(id="2", sanction_id="revocation-1", state="PENDING", non_cooperation=True)
    rungs = tuple(sanction(rung) for rung in tuple(R)[:3])
    assert codes(facts_of(*rungs, reassessments=(failed,)), R.STOP) == ["REPORT_NOT_SIGNED"]
    assert codes(facts_of(*rungs, reassessments=(failed, unwilling)), R.STOP) == []


@pytest.mark.parametrize("unit_state", [None, "PENDING", "STOPPED", "ACCESS_TAKEN"])
def test_only_a_service_that_runs_is_stopped(unit_state) -> None:
    assert codes(facts_of(from_breach=True, unit_state=unit_state), R.STOP) == ["SERVICE_NOT_ACTIVE"]


def test_what_stands_is_the_newest_that_counts() -> None:
    advice, warning = sanction(R.ADVICE), sanction(R.WARNING, S.ANNULLED)
    assert standing(facts_of(advice, warning, sanction(R.WARNING, S.DRAFT, round=2))) == advice
    assert standing(facts_of()) is None


@pytest.mark.parametrize("rung", R)
def test_an_annulled_sanction_leaves_the_rung_that_the_ladder_names(rung) -> None:
    rungs = tuple(R)[: rung.height + 1]
    left = LADDER[rung, C.ANNULLED].rungs
    found = sanction_before(facts_of(*(sanction(each) for each in rungs)), f"{rung}-1".lower())
    assert (found.rung if found else None) == (left[0] if left else None)
    assert sanction_before(facts_of(sanction(R.STOP), from_breach=True), "stop-1") is None


# --- when improvement is denied -------------------------------------------------------------------------------------


def settling(instant, facts=None, **more):
    received = sanction(R.ADVICE, S.RECEIVED, **more)
    return [each.code.value for each in settling_blocks(facts or facts_of(received), received, instant)]


def test_no_improvement_is_recorded_only_after_every_limit() -> None:
    assert settling(LAST) == ["OBJECTION_TERM_RUNNING"]
    assert settling(LAST.replace(microsecond=999_000)) == ["OBJECTION_TERM_RUNNING"]
    after = LAST.replace(day=28)
    assert settling(after) == []
    assert settling(after, internal_until=date(2026, 11, 28)) == ["TOO_EARLY"]
    assert settling(after, internal_until=date(2026, 11, 27)) == []
    assert settling(after, received_at=None, last_instant=None) == ["RECEIPT_NOT_PROVEN"]
    assert settling(after, facts_of(sanction(R.ADVICE, objection_open=True))) == ["OBJECTION_OPEN"]


def test_after_a_revocation_a_re_assessment_that_runs_is_awaited() -> None:
    running = LadderReassessment(id="re", sanction_id="advice-1", state="RUNNING")
    assert settling(LAST.replace(day=28), facts_of(reassessments=(running,))) == ["REASSESSMENT_UNSETTLED"]


# --- the outlook ----------------------------------------------------------------------------------------------------


def test_the_outlook_of_a_unit_without_a_case() -> None:
    found = outlook(LadderFacts(unit_state="ACTIVE"), date(2026, 11, 22))
    assert (found.case_id, found.sanction_id, found.last_day_to_object, found.settled_after) == (None, None, None, None)
    assert not found.may_object
    assert [(each.rung, each.possible) for each in found.rungs] == [(rung, False) for rung in R]


@pytest.mark.parametrize(
    ("on", "may_object", "codes_of_warning"),
    [
        (date(2026, 11, 27), True, ["RUNNING", "OBJECTION_TERM_RUNNING", "TOO_EARLY"]),
        (date(2026, 11, 28), False, ["RUNNING", "TOO_EARLY"]),
        (date(2026, 12, 1), False, ["RUNNING", "TOO_EARLY"]),
        (date(2026, 12, 2), False, ["RUNNING"]),
    ],
)
def test_the_outlook_tells_until_when_each_limit_blocks(on, may_object, codes_of_warning) -> None:
    received = sanction(R.ADVICE, S.RECEIVED, internal_until=date(2026, 12, 1))
    found = outlook(facts_of(received), on)
    assert (found.last_day_to_object, found.may_object) == (date(2026, 11, 27), may_object)
    assert found.settled_after == date(2026, 12, 1)
    warning = found.rungs[1]
    told = {each.code.value for each in warning.refusals}
    assert told == {"RUNG_NOT_SETTLED" if code == "RUNNING" else code for code in codes_of_warning}
    assert not warning.possible


def test_the_outlook_of_a_settled_sanction_opens_the_next_rung() -> None:
    found = outlook(facts_of(sanction(R.ADVICE)), date(2026, 12, 1))
    assert [each.possible for each in found.rungs] == [False, True, False, False]
    assert (found.may_object, found.settled_after) == (False, None)


def test_the_outlook_names_no_day_before_the_receipt_is_proven() -> None:
    found = outlook(facts_of(sanction(R.ADVICE, S.ISSUED, received_at=None, last_instant=None)), date(2026, 12, 1))
    assert (found.last_day_to_object, found.may_object, found.settled_after) == (None, False, None)
    told = [each.code.value for each in found.rungs[1].refusals]
    assert told == ["RUNG_NOT_SETTLED", "RECEIPT_NOT_PROVEN"]


# --- receipts -------------------------------------------------------------------------------------------------------

VECTORS = [
    ("2022-10-03", "2022-10-10", "2022-10-10"),
    ("2022-10-07", "2022-10-14", "2022-10-14"),
    ("2022-10-08", "2022-10-14", "2022-10-14"),
    ("2022-04-26", "2022-05-11", "2022-05-05"),
    ("2025-03-26", "2025-04-11", "2025-04-04"),
    ("2026-03-16", "2026-03-30", "2026-03-24"),
    ("2026-05-12", "2026-05-21", "2026-05-20"),
    ("2026-05-25", "2026-06-04", "2026-06-03"),
    ("2026-08-14", "2026-08-24", "2026-08-24"),
    ("2026-12-21", "2026-12-30", "2026-12-29"),
    ("2026-12-31", "2027-01-11", "2027-01-11"),
    ("2027-03-04", "2027-03-19", "2027-03-16"),
]


@pytest.mark.parametrize(("received", "leave_off", "leave_worked"), VECTORS)
def test_the_last_moment_to_object_is_the_end_of_the_fifth_working_day(received, leave_off, leave_worked) -> None:
    """II.2.3.s1, at whatever time of the day the letter was received."""
    calendar = CALENDAR
    for clock in ("00:00:00", "23:59:59"):
        at = datetime.fromisoformat(f"{received}T{clock}").replace(tzinfo=JAKARTA)
        for term, day in (
            (ObjectionTerm(), leave_off),
            (ObjectionTerm(joint_leave_is_off=False), leave_worked),
        ):
            found = objection_deadline(at, term, calendar)
            assert found is not None
            assert found.last_instant == datetime.fromisoformat(f"{day}T23:59:59").replace(tzinfo=JAKARTA)
            assert found.calendar_version == calendar.version


def test_the_day_of_receipt_counts_where_it_is_so_configured() -> None:
    at = datetime(2026, 8, 18, 3, 0, tzinfo=UTC)
    found = objection_deadline(at, ObjectionTerm(counting_start=CountingStart.DAY_OF_RECEIPT), CALENDAR)
    assert found is not None
    assert found.last_day == date(2026, 8, 24)


def test_a_limit_is_not_guessed() -> None:
    at = datetime(2027, 12, 30, tzinfo=UTC)
    assert objection_deadline(at, ObjectionTerm(), CALENDAR) is None
    assert objection_deadline(at, ObjectionTerm(), None) is None


def test_the_earliest_proof_counts_and_is_stored_whole() -> None:
    note = Receipt(channel=ReceiptChannel.DELIVERY_NOTE, at=LAST, by="admin", evidence_id="evidence-1")
    opened = Receipt(channel=ReceiptChannel.IN_APP, at=LAST.replace(day=28), by="head")
    assert earliest([opened, note]) == note
    assert earliest([]) is None
    assert [receipt_of(each.values()) for each in (note, opened)] == [note, opened]
    assert note.values()["at"] == "2026-11-27T16:59:59+00:00"
