"""The ladder of II.2.2 as data: every rung with every course, and what blocks each rung."""

from dataclasses import replace
from datetime import date

import pytest

from domain.case_acts import CaseState
from domain.decree import clause
from domain.ladder import (
    LADDER,
    Course,
    LadderReassessment,
    blocks,
    goes_no_further,
    held_by,
    rested_on,
    revocable,
    sanction_before,
    standing,
)
from domain.refusals import HOUSE, Words
from domain.rungs import RUNG_LABELS
from domain.sanction_acts import IN_FORCE, IN_THE_MAKING
from domain.settling import settling_blocks
from tests.unit.domain.ladder_cases import LAST, S01, S09, S10, R, S, facts_of, sanction

C = Course
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
        assert (refusal.code.value, refusal.clause) == ("CASE_NOT_OPEN", "HOUSE")


@pytest.mark.parametrize("state", sorted(IN_THE_MAKING))
def test_one_sanction_at_a_time_is_made(state) -> None:
    facts = facts_of(sanction(R.ADVICE, state))
    assert codes(facts, R.ADVICE) == ["SANCTION_UNDERWAY"]
    assert codes(facts, R.ADVICE, making="advice-1") == []


def test_no_rung_without_proven_receipt_of_the_one_before() -> None:
    [refusal] = blocks(facts_of(sanction(R.ADVICE, received_at=None)), R.WARNING)
    assert (refusal.code.value, refusal.clause) == ("RECEIPT_NOT_PROVEN", "HOUSE")


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


def test_a_failure_found_by_who_is_tied_to_the_unit_stops_no_service() -> None:
    """House rule: nobody stands on both sides; the refusal names them and says who must do what."""
    tied = (
        Words("Sari (terkait dengan instansi)", "Sari (tied to the institution)"),
        Words("Budi (pernah mendampingi unit)", "Budi (has mentored the unit)"),
    )
    failed = LadderReassessment(id="1", sanction_id="revocation-1", state="FAILED", report_state="SIGNED", tied=tied)
    climbed = facts_of(*(sanction(rung) for rung in tuple(R)[:3]), reassessments=(failed,))
    [found] = blocks(climbed, R.STOP)
    assert (found.code, found.clause, found.subject) == ("REPORT_NOT_INDEPENDENT", "HOUSE", "reassessment")
    assert found.message_en == (
        "The report of the re-assessment that failed rests on assessors who are not independent any more: "
        "Sari (tied to the institution); Budi (has mentored the unit)."
    )
    assert found.required_en == (
        "An administrator replaces the team; another one scores their criteria anew, and its lead reports and signs."
    )
    free = replace(failed, id="2", tied=())
    assert codes(replace(climbed, reassessments=(failed, free)), R.STOP) == []
    unsigned = replace(free, report_state="AWAITING_SIGNATURE")
    assert codes(replace(climbed, reassessments=(failed, unsigned)), R.STOP) == ["REPORT_NOT_INDEPENDENT"]
    unwilling = replace(free, state="PENDING", non_cooperation=True)
    assert codes(replace(climbed, reassessments=(failed, unwilling)), R.STOP) == []


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


PAIRS = [(before, after) for before in R for after in LADDER[before, C.CHANGED].rungs]


def in_place(before, after, state, **more):
    """The whole ladder below a measure, that measure changed, and `x` on its rung or a lower one in its place."""
    below = [sanction(rung) for rung in R if rung.height < before.height]
    failed = LadderReassessment(id="1", sanction_id="revocation-1", state="FAILED", report_state="SIGNED")
    changed = replace(sanction(before, S.CHANGED), id="changed")
    another = replace(sanction(after, state), id="x", replaces="changed")
    return facts_of(*below, changed, another, reassessments=(failed,), **more)


@pytest.mark.parametrize(("before", "after"), PAIRS)
def test_an_annulled_replacement_takes_the_case_below_its_own_rung_or_ends_it(before, after) -> None:
    """II.2.3.s3: the rung that the ladder names for the measure in place, whatever stood before the change."""
    left = LADDER[after, C.ANNULLED].rungs
    found = sanction_before(in_place(before, after, S.RECEIVED), "x")
    assert (found.rung if found else None) == (left[0] if left else None)
    assert standing(in_place(before, after, S.ANNULLED)) == found


@pytest.mark.parametrize(("before", "after"), PAIRS)
def test_who_wins_an_objection_is_never_nearer_to_the_next_rung_than_who_did_not_object(before, after) -> None:
    """II.2.3.s3: what an annulment leaves, once it is settled, leads to no higher rung than the measure itself would."""
    lost = in_place(before, after, S.NOT_IMPROVED)
    won = in_place(before, after, S.ANNULLED)
    after_losing = [rung.height for rung in R if not blocks(lost, rung)]
    after_winning = [rung.height for rung in R if not blocks(won, rung)]
    assert max(after_winning, default=-1) < max(after_losing, default=len(R))


@pytest.mark.parametrize("after", [R.ADVICE, R.WARNING, R.STOP])
def test_an_annulled_replacement_of_a_stop_for_a_breach_ends_the_case(after) -> None:
    """Nothing was imposed before the stop (II.2.2.d)."""
    changed = replace(sanction(R.STOP, S.CHANGED), id="changed")
    another = replace(sanction(after, S.RECEIVED), id="x", replaces="changed")
    assert sanction_before(facts_of(changed, another, from_breach=True), "x") is None


def test_an_annulled_further_warning_leaves_the_warning_before_it() -> None:
    """It took no other's place: the case stands where it stood."""
    first, second = sanction(R.WARNING), replace(sanction(R.WARNING, S.RECEIVED, round=2), id="x")
    assert sanction_before(facts_of(sanction(R.ADVICE), first, second), "x") == first


def test_an_annulled_further_warning_leaves_the_warning_before_it_also_where_it_was_changed_before() -> None:
    """II.2.3.s3: changed on its own rung it is no lighter, so that without it the case stands where it stood before it."""
    first, changed = sanction(R.WARNING), sanction(R.WARNING, S.CHANGED, round=2)
    own = [
        sanction(R.WARNING, S.CHANGED, id="own-1", replaces="warning-2"),
        sanction(R.WARNING, id="x", replaces="own-1"),
    ]
    assert sanction_before(facts_of(sanction(R.ADVICE), first, changed, *own), "x") == first
    lowered = sanction(R.ADVICE, id="y", replaces="warning-2")
    assert sanction_before(facts_of(sanction(R.ADVICE), first, changed, lowered), "y") is None


def test_what_was_lowered_stays_lowered_where_it_is_changed_on_its_own_rung() -> None:
    """II.2.3.s3: a revocation became a warning and that one another; without it the case stands on the advice."""
    rungs = (sanction(R.ADVICE), sanction(R.WARNING), sanction(R.REVOCATION, S.CHANGED))
    lowered = sanction(R.WARNING, S.CHANGED, id="lowered", replaces="revocation-1")
    facts = facts_of(*rungs, lowered, sanction(R.WARNING, id="x", replaces="lowered"))
    assert sanction_before(facts, "x") == rungs[0]


def test_a_letter_names_what_led_to_it_and_a_stop_every_revocation_that_holds_a_standard() -> None:
    """II.2.2.b-d: also one over which the case stepped back; not one of which everything is regained."""
    first = (sanction(R.ADVICE), sanction(R.WARNING), sanction(R.REVOCATION), sanction(R.STOP, S.CHANGED))
    lowered = sanction(R.WARNING, S.ANNULLED, id="lowered", replaces="stop-1")
    second = (sanction(R.WARNING, round=2), sanction(R.REVOCATION, round=2))
    for state, named in (("FAILED", ["revocation-1"]), ("PASSED", [])):
        again = tuple(
            LadderReassessment(id=f"re-{key}", sanction_id=key, state=found, standards=(code,))
            for key, found, code in (("revocation-1", state, S09), ("revocation-2", "FAILED", S10))
        )
        facts = facts_of(*first, lowered, *second, certified=frozenset({S01}), reassessments=again)
        assert {rung: [each.id for each in rested_on(facts, rung)] for rung in R} == {
            R.ADVICE: ["advice-1"],
            R.WARNING: ["advice-1", "warning-2"],
            R.REVOCATION: ["advice-1", "warning-2", "revocation-2"],
            R.STOP: ["advice-1", *named, "warning-2", "revocation-2"],
        }


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
    received = sanction(R.ADVICE, S.RECEIVED, internal_until=date(2026, 11, 25))
    found = settling_blocks(facts_of(received), received, LAST.replace(day=24))
    assert [(each.code.value, each.slots["day"]) for each in found] == [
        (
            "TOO_EARLY",
            "2026-11-28",
        ),  # the first day on which it may be recorded: the internal limit ends before the term
        ("OBJECTION_TERM_RUNNING", "2026-11-27"),
    ]
    assert settling(after, facts_of(sanction(R.ADVICE, objection_open=True))) == ["OBJECTION_OPEN"]


def test_after_a_revocation_a_re_assessment_that_runs_is_awaited() -> None:
    running = LadderReassessment(id="re", sanction_id="revocation-1", state="RUNNING")
    revoked = sanction(R.REVOCATION, S.RECEIVED)
    facts = facts_of(revoked, reassessments=(running,))
    found = settling_blocks(facts, revoked, LAST.replace(day=28))
    assert [each.code.value for each in found] == ["REASSESSMENT_UNSETTLED"]
    assert settling(LAST.replace(day=28), facts) == []


@pytest.mark.parametrize(
    ("state", "again", "expected"),
    [
        ("REQUESTED", False, ["REASSESSMENT_UNSETTLED"]),
        ("REQUESTED", True, []),
        ("RUNNING", False, ["REASSESSMENT_UNSETTLED"]),
    ],
)
def test_a_request_after_an_attempt_in_vain_holds_up_the_stop_and_not_the_record(state, again, expected) -> None:
    """II.2.2.d: whoever asks again at once after each attempt would else put it off for ever."""
    asked = LadderReassessment(id="re", sanction_id="revocation-1", state=state, asked_again=again)
    for now in (S.RECEIVED, S.NOT_IMPROVED):
        revoked = sanction(R.REVOCATION, now)
        facts = facts_of(sanction(R.ADVICE), sanction(R.WARNING), revoked, reassessments=(asked,))
        if now is S.RECEIVED:
            found = settling_blocks(facts, revoked, LAST.replace(day=28))
            assert [each.code.value for each in found] == expected
        else:
            assert codes(facts, R.STOP) == ["REASSESSMENT_UNSETTLED"]


# --- two revocations in one case ------------------------------------------------------------------------------------


def twice_revoked(earlier, later, **more):
    """The stop after the first revocation was lowered to a warning, and another revocation followed that one.

    *Shape*: `earlier` and `later` are the states of the re-assessments of the two.
    """
    lowered = sanction(R.WARNING, id="warning-2", replaces="stop-1")
    rungs = (*(sanction(rung) for rung in tuple(R)[:3]), sanction(R.STOP, S.CHANGED), lowered)
    both = tuple(
        LadderReassessment(id=f"re-{key}", sanction_id=f"revocation-{key}", state=state, report_state="SIGNED")
        for key, state in ((1, earlier), (2, later))
    )
    second = sanction(R.REVOCATION, more.pop("state", S.NOT_IMPROVED), id="revocation-2")
    return facts_of(*rungs, second, reassessments=both, **more)


@pytest.mark.parametrize(
    ("earlier", "later", "open_", "told"),
    [
        ("FAILED", "FAILED", True, ""),
        ("PENDING", "FAILED", True, ""),
        ("FAILED", "PENDING", False, "FAILED, PENDING"),
        ("RUNNING", "FAILED", False, "RUNNING, FAILED"),
        ("REQUESTED", "PASSED", False, "REQUESTED"),
        ("PENDING", "PASSED", False, "PENDING"),
        ("FAILED", "PASSED", True, ""),
        ("PASSED", "PASSED", False, "PASSED"),
        ("PASSED", "FAILED", True, ""),
    ],
)
def test_a_stop_after_two_revocations_waits_for_every_re_assessment_that_runs(earlier, later, open_, told) -> None:
    """II.2.2.d with II.2.2.c.s2: it rests on the last revocation, or where that one is regained on the one before."""
    found = blocks(twice_revoked(earlier, later), R.STOP)
    assert [each.code.value for each in found] == ([] if open_ else ["REASSESSMENT_UNSETTLED"])
    assert [f"(state: {told})" in each.message_en for each in found] == [True] * len(found)


@pytest.mark.parametrize(("earlier", "later", "no_further"), [("PENDING", "PASSED", False), ("PASSED", "PASSED", True)])
def test_a_case_goes_on_while_a_re_assessment_of_either_revocation_is_left(earlier, later, no_further) -> None:
    """The Deputy decides only where the decree is silent: a revocation that holds a standard may still be stopped upon."""
    assert goes_no_further(twice_revoked(earlier, later)) is no_further


def test_no_improvement_after_two_revocations_is_recorded_while_neither_is_being_assessed_again() -> None:
    day = LAST.replace(day=28)
    running, settled = (twice_revoked(state, "PASSED", state=S.RECEIVED) for state in ("RUNNING", "FAILED"))
    assert [each.code.value for each in settling_blocks(running, running.sanctions[-1], day)] == [
        "REASSESSMENT_UNSETTLED"
    ]
    assert settling_blocks(settled, settled.sanctions[-1], day) == ()


def test_a_case_stands_on_the_revocation_that_was_not_regained() -> None:
    """II.2.2.c.s2, II.2.2.d: after the later one is regained the stop rests on the first; both regained, it stands there."""
    regained_later = twice_revoked("FAILED", "PASSED", state=S.IMPROVED)
    last = standing(regained_later)
    assert last is not None
    assert (last.id, codes(regained_later, R.STOP), codes(regained_later, R.REVOCATION)) == (
        "revocation-1",
        [],
        ["RUNG_NOT_NEXT"],
    )
    both = tuple(
        replace(each, state=S.IMPROVED) if each.rung is R.REVOCATION else each for each in regained_later.sanctions
    )
    last = standing(replace(regained_later, sanctions=both))
    assert last is not None
    assert (last.id, last.state) == ("revocation-2", S.IMPROVED)


@pytest.mark.parametrize(
    ("passed", "flagged", "left"),
    [((), (), {S09}), ((S09,), (), set()), ((S09,), (S09,), {S09}), ((S10,), (), {S09})],
    ids=["none", "regained", "found wanting since", "another"],
)
def test_what_a_case_has_regained_the_same_findings_do_not_take_again(passed, flagged, left) -> None:
    """II.2.2.c: improvement followed, by a re-assessment of LKPP itself."""
    again = LadderReassessment(id="re", sanction_id="revocation-1", state="PASSED", passed=passed)
    assert revocable(facts_of(reassessments=(again,), flagged=frozenset(flagged))) == left


def test_a_revocation_holds_what_it_took_and_what_those_before_its_changes_took() -> None:
    chain = (
        sanction(R.REVOCATION, S.CHANGED, id="a"),
        sanction(R.REVOCATION, S.CHANGED, id="b", replaces="a"),
        sanction(R.REVOCATION, S.RECEIVED, id="c", replaces="b"),
    )
    facts = facts_of(*chain, revoked_by={S01: "a", S09: "c", S10: "elsewhere"})
    assert [held_by(facts, key) for key in ("c", "b", "a", "z")] == [{S01, S09}, {S01}, {S01}, set()]
