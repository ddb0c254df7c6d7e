"""Sanction cases against the rules of II.2.2 and domain.md 2.6 as written out here."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from domain.aggregates import Aggregate
from domain.case_acts import (
    AdvanceCase,
    CaseState,
    CloseCase,
    CloseReason,
    DismissCase,
    HoldDecision,
    NoteDetermination,
    OpenCase,
    OpenForBreach,
    ResumeCase,
    SettleFindings,
    ShareFindings,
    StepBack,
    TakeUpFindings,
)
from domain.case_findings import FindingsBeside, FollowedSurveillance, PursuingCase
from domain.case_rules import CaseFacts, CaseOrigin
from domain.cases import CASE_VERBS, CASES
from domain.compliance import CellVerb, MoveCell, cell_id
from domain.findings import CaseFinding, finding_of
from domain.independence import Tie
from domain.ladder import LadderFacts, LadderReassessment, LadderSanction
from domain.reasons import Reason
from domain.roles import Role
from domain.rungs import Rung
from domain.sanction_acts import SanctionState
from domain.standards import StandardCode
from domain.surveillance_acts import CaseOpened, Severity
from domain.tables import Effect

ROWS = """
open              | -         | OPEN        | RV | II.2.2.a    | -
open_for_breach   | -         | OPEN        | SY | II.2.2.d    | -
take_up           | OPEN HOLD | OPEN HOLD   | RV | II.2.1.f.p2 | -
share_findings    | OPEN HOLD | OPEN HOLD   | SY | II.2.1.f.p2 | -
record_advice     | OPEN      | OPEN        | SY | II.2.2.a    | ADVICE
record_warning    | OPEN      | OPEN        | SY | II.2.2.b    | WARNING
record_revocation | OPEN      | OPEN        | SY | II.2.2.c.s1 | REVOCATION
record_stop       | OPEN      | OPEN        | SY | II.2.2.d    | SERVICE_STOP
hold              | OPEN      | HOLD        | SY | HOUSE       | -
dismiss           | OPEN      | CLOSED      | DP | HOUSE       | -
resume            | OPEN HOLD | OPEN CLOSED | DP | HOUSE       | -
note_determination | OPEN HOLD CLOSED | OPEN HOLD CLOSED | SY | II.2.1.e.5 | -
settle_findings   | OPEN      | OPEN        | SY | HOUSE       | -
step_back         | OPEN HOLD CLOSED | OPEN CLOSED | SY | II.2.3.s3 | -
set_back          | OPEN HOLD CLOSED | OPEN | SY | HOUSE | -
close             | OPEN HOLD | CLOSED      | SY | HOUSE       | -
"""
NOW = datetime(2026, 11, 22, 17, 30, tzinfo=UTC)
"""Already 23 November in Jakarta."""
S01, S09, S10 = StandardCode.S01, StandardCode.S09, StandardCode.S10
FOUND = CaseFinding(
    standard=S09, criterion="S09-K2", fact=" Tanpa izin. ", severity=Severity.MAJOR, evidence_ids=("evidence-1",)
)
OTHER = CaseFinding(standard=S10, criterion="S10-K1", fact="Hak akses tidak ditinjau.", evidence_ids=("evidence-1",))
STATED = OpenCase(unit_id="unit-1", findings=(FOUND, OTHER))
BREACH = OpenForBreach(
    institution_id="inst-own",
    unit_id="unit-1",
    sla_id="sla-1",
    article=6,
    facts="Ketersediaan 91%.",
    evidence_ids=("evidence-1",),
    reported_by="reporter",
)
ADVANCED = AdvanceCase(sanction_id="sanction-1")
PAYLOADS = {
    "open": STATED,
    "open_for_breach": BREACH,
    "take_up": TakeUpFindings(surveillance_id="surveillance-1"),
    "share_findings": ShareFindings(surveillance_id="surveillance-1", assessor_ids=("lead", "member")),
    **dict.fromkeys(CASE_VERBS.values(), ADVANCED),
    "resume": ResumeCase(decision=HoldDecision.FURTHER_WARNING, reason=" Masih dibina. "),
    "dismiss": DismissCase(reason=" Keliru. "),
    "note_determination": NoteDetermination(
        standards=(S09,), cause=Aggregate.ASSESSMENT, cause_id="assessment-1", by="deputy"
    ),
    "settle_findings": SettleFindings(criteria=("S09-K2",), sanction_id="sanction-1", by="assessor"),
    "step_back": StepBack(rung=Rung.WARNING, reason="Dibatalkan."),
    "set_back": StepBack(rung=Rung.WARNING, reason="Bukti penerimaan dicoret."),
    "close": CloseCase(reason=CloseReason.IMPROVED),
}
SURVEILLANCE = CaseOrigin(
    aggregate=Aggregate.SURVEILLANCE,
    id="surveillance-1",
    state="FINDINGS",
    unit_id="unit-1",
    findings=(FOUND,),
    assessor_ids=("lead", "member"),
    report_state="SIGNED",
)
ASSESSMENT = CaseOrigin(
    aggregate=Aggregate.ASSESSMENT,
    id="assessment-1",
    state="RECOMMENDED",
    unit_id="unit-1",
    gaps=frozenset({S09}),
    report_state="SIGNED",
)

PURSUED = {(S09, "S09-K2"): ("record",)}


def facts_in(state, **changes) -> CaseFacts:
    sound = CaseFacts(
        state=state,
        institution_id="inst-own",
        unit_id="unit-1",
        unit_state="ACTIVE",
        criteria={S09: frozenset({"S09-K2"}), S10: frozenset({"S10-K1"})},
        confirmed=frozenset({"evidence-1"}),
        cells={S01: "DETERMINED", S09: "FLAGGED", S10: "FLAGGED"},
        findings=frozenset({(S09, "S09-K2")}),
    )
    return replace(sound, **changes)


def situation(verb, state, _role):
    needed = {"resume": {"ladder": STUCK}, "take_up": {"origin": SURVEILLANCE, "pursued": PURSUED}}
    return facts_in(state, **needed.get(verb, {})), PAYLOADS.get(verb)


@pytest.fixture
def book(rule_book):
    return rule_book(CASES, ROWS, situation)


@pytest.fixture
def attempt(try_act):
    def act(verb, role, *, state=None, payload=None, **changes):
        return try_act(CASES, facts_in(state, **changes), verb, role, payload or PAYLOADS.get(verb), now=NOW)

    return act


# --- the whole table ------------------------------------------------------------------------------------------------


def test_the_table_has_the_rows_of_the_rule_book_and_no_other(book) -> None:
    book.verbs_agree()


def test_every_state_is_reached_and_none_is_without_exit(book) -> None:
    """A closed case too goes on where an objection takes back the stop that ended it (II.2.3.s3)."""
    book.states_live()
    assert CASES.final == frozenset()


def test_every_verb_in_every_state_by_every_role_is_lawful_or_refused(book) -> None:
    book.every_combination()


# --- opening --------------------------------------------------------------------------------------------------------


def test_a_case_keeps_its_findings_as_stated(outcome) -> None:
    state, result = outcome("open", Role.REVIEWER)
    assert state == "OPEN"
    assert result.effects == ()
    assert result.changes == {
        "institution_id": "inst-own",
        "unit_id": "unit-1",
        "findings": [
            {
                "standard": "S09",
                "criterion": "S09-K2",
                "fact": "Tanpa izin.",
                "severity": "MAJOR",
                "evidence_ids": ["evidence-1"],
            },
            {
                "standard": "S10",
                "criterion": "S10-K1",
                "fact": "Hak akses tidak ditinjau.",
                "severity": None,
                "evidence_ids": ["evidence-1"],
            },
        ],
        "origin": None,
        "origin_id": None,
        "assessor_ids": [],
        "slot": None,
        "opened_by": "actor",
        "opened_on": "2026-11-23",
        "further_warning": False,
    }
    assert [finding_of(values) for values in result.changes["findings"]] == [replace(FOUND, fact="Tanpa izin."), OTHER]


def test_a_case_of_a_surveillance_takes_its_findings_and_sanctions_it(outcome) -> None:
    """II.2.1.f.p2: a finding must lead to a sanction."""
    payload = OpenCase(unit_id="unit-1", origin=Aggregate.SURVEILLANCE, origin_id="surveillance-1")
    _state, result = outcome("open", Role.REVIEWER, payload=payload, origin=SURVEILLANCE)
    assert [finding["standard"] for finding in result.changes["findings"]] == ["S09"]
    assert result.changes["assessor_ids"] == ["lead", "member"]
    assert result.changes["slot"] == "SURVEILLANCE-surveillance-1"
    opened = CaseOpened(case_ids=("record",))
    assert result.effects == (
        Effect(aggregate=Aggregate.SURVEILLANCE, verb="lead_to_sanction", record_id="surveillance-1", payload=opened),
    )


@pytest.mark.parametrize(
    ("origin", "clause"), [(SURVEILLANCE, "II.2.1.f.p2"), (ASSESSMENT, "II.2.2.a"), (None, "II.2.2.a")]
)
def test_the_clause_of_a_case_is_that_of_its_origin(origin, clause, attempt) -> None:
    """R-36, R-40: a measure where a surveillance finds something (II.2.1.f.p2), an advice where anything does (II.2.2.a)."""
    payload = OpenCase(
        unit_id="unit-1",
        findings=() if origin is SURVEILLANCE else (replace(FOUND, evidence_ids=("evidence-1",)),),
        origin=origin and origin.aggregate,
        origin_id=origin and origin.id,
    )
    assert attempt("open", Role.REVIEWER, payload=payload, origin=origin).clause == clause
    assert attempt("open", Role.UNIT_HEAD, payload=payload, origin=origin).clause == clause


@pytest.mark.parametrize("origin", [SURVEILLANCE, ASSESSMENT])
def test_an_origin_leads_to_one_case(origin, refused) -> None:
    """A house rule: the decree asks for a finding, and does not say that it leads to one case only."""
    payload = OpenCase(
        unit_id="unit-1",
        findings=() if origin is SURVEILLANCE else (FOUND,),
        origin=origin.aggregate,
        origin_id=origin.id,
    )
    twice = replace(origin, has_open_case=True)
    expected = ("ORIGIN_WITHOUT_FINDINGS", "HOUSE", "origin")
    assert refused("open", Role.REVIEWER, payload=payload, origin=twice) == expected


def test_a_case_of_an_assessment_concerns_its_gaps(outcome, refused) -> None:
    payload = OpenCase(unit_id="unit-1", findings=(FOUND,), origin=Aggregate.ASSESSMENT, origin_id="assessment-1")
    _state, result = outcome("open", Role.REVIEWER, payload=payload, origin=ASSESSMENT)
    assert (result.changes["origin"], result.effects) == ("ASSESSMENT", ())
    wider = replace(payload, findings=(FOUND, OTHER))
    expected = ("ORIGIN_WITHOUT_FINDINGS", "II.2.2.a", "origin")
    assert refused("open", Role.REVIEWER, payload=wider, origin=ASSESSMENT) == expected


@pytest.mark.parametrize("report_state", [None, "AWAITING_SIGNATURE"])
def test_what_nobody_signed_opens_nothing(report_state, refused) -> None:
    """II.2.1.f.p2: what was found is what the lead's report says."""
    payload = OpenCase(unit_id="unit-1", origin=Aggregate.SURVEILLANCE, origin_id="surveillance-1")
    origin = replace(SURVEILLANCE, report_state=report_state)
    found = refused("open", Role.REVIEWER, payload=payload, origin=origin)
    assert found == ("REPORT_NOT_SIGNED", "HOUSE", "origin")


@pytest.mark.parametrize("state", ["PLANNED", "RUNNING", "CONFORM", "SANCTIONED", "CLOSED"])
def test_a_surveillance_without_findings_that_wait_opens_nothing(state, refused) -> None:
    payload = OpenCase(unit_id="unit-1", origin=Aggregate.SURVEILLANCE, origin_id="surveillance-1")
    found = refused("open", Role.REVIEWER, payload=payload, origin=replace(SURVEILLANCE, state=state))
    assert found == ("ORIGIN_WITHOUT_FINDINGS", "II.2.2.a", "origin")


def test_an_origin_is_the_units_own_and_followed_up_once(refused) -> None:
    payload = OpenCase(unit_id="unit-1", origin=Aggregate.SURVEILLANCE, origin_id="surveillance-1")
    for origin in (None, replace(SURVEILLANCE, unit_id="unit-2")):
        assert refused("open", Role.REVIEWER, payload=payload, origin=origin) == ("NOT_FOUND", "HOUSE", "origin")
    twice = replace(SURVEILLANCE, has_open_case=True)
    assert refused("open", Role.REVIEWER, payload=payload, origin=twice)[0] == "ORIGIN_WITHOUT_FINDINGS"


def test_a_unit_that_is_not_in_service_has_no_new_case(refused) -> None:
    assert refused("open", Role.REVIEWER, unit_id=None) == ("NOT_FOUND", "HOUSE", "unit")
    assert refused("open", Role.REVIEWER, unit_state="STOPPED") == ("SERVICE_NOT_ACTIVE", "HOUSE", "unit")
    assert refused("open", Role.REVIEWER, unit_state=None)[0] == "SERVICE_NOT_ACTIVE"


@pytest.mark.parametrize("tie", list(Tie))
@pytest.mark.parametrize("origin", [SURVEILLANCE, ASSESSMENT, None])
def test_who_is_tied_to_the_unit_opens_no_case_against_it(origin, tie, refused) -> None:
    payload = OpenCase(
        unit_id="unit-1",
        findings=() if origin is SURVEILLANCE else (replace(FOUND, evidence_ids=("evidence-1",)),),
        origin=origin and origin.aggregate,
        origin_id=origin and origin.id,
    )
    given = {"payload": payload, "origin": origin}
    assert refused("open", Role.REVIEWER, ties={"actor": tie}, **given) == ("CONFLICT_OF_INTEREST", "HOUSE", "unit")
    assert refused("open", Role.REVIEWER, ties={"another": tie}, **given) is None


@pytest.mark.parametrize("unit_state", ["STOPPED", "ACCESS_TAKEN"])
def test_what_a_surveillance_found_has_its_case_though_the_service_was_stopped(unit_state, outcome, refused) -> None:
    """II.2.1.f.p2: a finding must lead to a measure; what is stated or found otherwise waits for the service. HOUSE."""
    payload = OpenCase(unit_id="unit-1", origin=Aggregate.SURVEILLANCE, origin_id="surveillance-1")
    state, result = outcome("open", Role.REVIEWER, payload=payload, origin=SURVEILLANCE, unit_state=unit_state)
    assert (state, result.changes["origin_id"]) == ("OPEN", "surveillance-1")
    gap = OpenCase(unit_id="unit-1", findings=(FOUND,), origin=Aggregate.ASSESSMENT, origin_id="assessment-1")
    for other, origin in ((STATED, None), (gap, ASSESSMENT)):
        found = refused("open", Role.REVIEWER, payload=other, origin=origin, unit_state=unit_state)
        assert found == ("SERVICE_NOT_ACTIVE", "HOUSE", "unit")


def test_a_finding_fits_the_unit_and_is_shown_by_confirmed_files(refused) -> None:
    assert refused("open", Role.REVIEWER, criteria={S09: frozenset({"S09-K2"})})[2] == "findings.standard"
    criteria = {S09: frozenset({"S09-K1"}), S10: frozenset({"S10-K1"})}
    assert refused("open", Role.REVIEWER, criteria=criteria)[2] == "findings.criterion"
    expected = ("EVIDENCE_NOT_CONFIRMED", "HOUSE", "findings.evidence")
    assert refused("open", Role.REVIEWER, confirmed=frozenset()) == expected


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({}, None),
        ({"findings": ()}, "findings"),
        ({"findings": (OTHER,) * 101}, "findings"),
        ({"origin": Aggregate.SURVEILLANCE, "origin_id": "x"}, "findings"),
        ({"origin": Aggregate.SURVEILLANCE, "origin_id": "x", "findings": ()}, None),
        ({"origin": Aggregate.SURVEILLANCE}, "surveillance"),
        ({"origin": Aggregate.SLA, "origin_id": "x"}, "surveillance"),
        ({"findings": (FOUND, replace(OTHER, evidence_ids=()))}, "findings.evidence"),
        (
            {
                "findings": (replace(OTHER, evidence_ids=()),),
                "origin": Aggregate.ASSESSMENT,
                "origin_id": "assessment-1",
            },
            None,
        ),
        ({"findings": (replace(OTHER, fact=" "),)}, "findings.fact"),
        ({"findings": (replace(FOUND, criterion="S10-K1"),)}, "findings.criterion"),
        ({"findings": (replace(FOUND, criterion="S09-X"),)}, "findings.criterion"),
    ],
)
def test_what_is_wrong_with_an_opening_by_itself(changes, field, first_problem_field) -> None:
    assert first_problem_field(replace(STATED, **changes)) == field


def test_a_confirmed_breach_opens_a_case_by_the_second_door(outcome) -> None:
    """II.2.2.d."""
    _state, result = outcome("open_for_breach", Role.SYSTEM)
    assert result.changes["breach"] == {
        "sla_id": "sla-1",
        "article": 6,
        "facts": "Ketersediaan 91%.",
        "evidence_ids": ["evidence-1"],
        "reported_by": "reporter",
        "found_by": [],
    }
    assert (result.changes["findings"], result.changes["slot"]) == ([], "SLA-sla-1")
    assert (result.changes["origin"], result.changes["origin_id"]) == ("SLA", "sla-1")


# --- rungs and the Deputy's decision --------------------------------------------------------------------------------


@pytest.mark.parametrize("rung", Rung)
def test_a_case_stands_on_the_rung_that_was_issued(rung, outcome) -> None:
    state, result = outcome(CASE_VERBS[rung], Role.SYSTEM, state=CaseState.OPEN)
    assert (state, result.changes) == ("OPEN", {"rung": rung.value, "further_warning": False})


def test_the_deputy_decides_on_a_held_case(outcome, first_problem_field) -> None:
    state, result = outcome("resume", Role.DEPUTY, state=CaseState.HOLD)
    assert (state, result.changes) == ("OPEN", {"further_warning": True, "reason": "Masih dibina."})
    leave = ResumeCase(decision=HoldDecision.LEAVE, reason="Dibiarkan.")
    state, result = outcome("resume", Role.DEPUTY, state=CaseState.HOLD, payload=leave)
    assert state == "CLOSED"
    assert result.changes == {
        "closed_reason": "DECIDED",
        "closed_on": "2026-11-23",
        "findings_settled": False,
        "slot": None,
        "reason": "Dibiarkan.",
    }
    assert result.effects == ()
    assert first_problem_field(replace(leave, reason=" ")) == "reason"


def stands_on(rung, state=SanctionState.NOT_IMPROVED, **more) -> LadderFacts:
    last = LadderSanction(id="last", rung=rung, state=state)
    given = {"case_state": "OPEN", "unit_state": "ACTIVE", "certified": frozenset({S09}), "concerned": frozenset({S09})}
    return LadderFacts(sanctions=(last,), **(given | more))


STUCK = stands_on(Rung.WARNING, certified=frozenset())
"""Its standards left the certificate after it was recorded that no improvement followed the warning."""


def test_the_deputy_decides_where_an_open_case_can_reach_no_rung(outcome) -> None:
    """House rule; the decree is silent: a standard may lapse, or be superseded, after the warning was settled."""
    state, result = outcome("resume", Role.DEPUTY, state=CaseState.OPEN, ladder=STUCK)
    assert (state, result.changes["further_warning"]) == ("OPEN", True)
    leave = ResumeCase(decision=HoldDecision.LEAVE, reason="Dibiarkan.")
    state, result = outcome("resume", Role.DEPUTY, state=CaseState.OPEN, payload=leave, ladder=STUCK)
    assert (state, result.changes["closed_reason"]) == ("CLOSED", "DECIDED")


def test_after_a_revocation_that_leads_nowhere_the_case_is_left_and_nobody_warned(refused, outcome) -> None:
    nowhere = stands_on(Rung.REVOCATION, unit_state="STOPPED")
    assert refused("resume", Role.DEPUTY, state=CaseState.OPEN, ladder=nowhere) == (
        "INVALID_INPUT",
        "HOUSE",
        "decision",
    )
    leave = ResumeCase(decision=HoldDecision.LEAVE, reason="Layanan sudah dihentikan dalam kasus lain.")
    assert outcome("resume", Role.DEPUTY, state=CaseState.OPEN, payload=leave, ladder=nowhere)[0] == "CLOSED"


@pytest.mark.parametrize(
    "ladder",
    [
        LadderFacts(case_state="OPEN"),
        stands_on(Rung.ADVICE),
        stands_on(Rung.WARNING),
        stands_on(Rung.WARNING, SanctionState.RECEIVED, certified=frozenset()),
        replace(STUCK, further_warning=True),
        stands_on(Rung.REVOCATION, reassessments=(LadderReassessment(id="re", sanction_id="last", state="FAILED"),)),
    ],
    ids=["nothing yet", "a warning follows", "a revocation follows", "in force", "a further warning follows", "a stop"],
)
def test_where_the_ladder_leads_on_the_deputy_does_not_decide_by_hand(ladder, refused) -> None:
    """II.2.2.b-d."""
    assert refused("resume", Role.DEPUTY, state=CaseState.OPEN, ladder=ladder) == ("CASE_GOES_ON", "HOUSE", "case")
    assert refused("resume", Role.DEPUTY, state=CaseState.HOLD, ladder=STUCK) is None


@pytest.mark.parametrize("state", [SanctionState.ISSUED, SanctionState.FOLLOW_UP, SanctionState.NOT_IMPROVED])
def test_a_case_in_which_a_measure_counts_is_not_dismissed(state, refused) -> None:
    """II.2.2.b: one without improvement leads to the next measure, and is no less imposed."""
    found = refused("dismiss", Role.DEPUTY, state=CaseState.OPEN, ladder=stands_on(Rung.ADVICE, state))
    assert found == ("CASE_HAS_MEASURE", "HOUSE", "case")
    gone = stands_on(Rung.ADVICE, SanctionState.ANNULLED)
    assert refused("dismiss", Role.DEPUTY, state=CaseState.OPEN, ladder=gone) is None


def test_a_case_of_a_surveillance_takes_what_no_open_case_pursues_and_shares_the_rest(outcome, refused) -> None:
    """II.2.2: one case for a set of findings; II.2.1.f.p2: the surveillance is over with the last that pursues one of them."""
    payload = OpenCase(unit_id="unit-1", origin=Aggregate.SURVEILLANCE, origin_id="surveillance-1")
    both = replace(SURVEILLANCE, findings=(FOUND, OTHER))
    pursued = {(S09, "S09-K2"): ("case-a", "case-z")}
    _state, result = outcome("open", Role.REVIEWER, payload=payload, origin=both, pursued=pursued)
    assert [finding["standard"] for finding in result.changes["findings"]] == ["S10"]
    shared = ShareFindings(surveillance_id="surveillance-1", assessor_ids=("lead", "member"))
    assert result.effects == (
        Effect(
            aggregate=Aggregate.SURVEILLANCE,
            verb="lead_to_sanction",
            record_id="surveillance-1",
            payload=CaseOpened(case_ids=("record", "case-a", "case-z")),
        ),
        Effect(aggregate=Aggregate.CASE, verb="share_findings", record_id="case-a", payload=shared),
        Effect(aggregate=Aggregate.CASE, verb="share_findings", record_id="case-z", payload=shared),
    )
    found = refused("open", Role.REVIEWER, payload=payload, origin=SURVEILLANCE, pursued=pursued)
    assert found == ("FINDING_PURSUED", "HOUSE", "findings")
    assert refused("open", Role.REVIEWER, pursued=pursued) == ("FINDING_PURSUED", "HOUSE", "findings")


# --- a surveillance that found what is pursued already --------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"origin": None}, ("NOT_FOUND", "HOUSE", "surveillance")),
        ({"origin": replace(SURVEILLANCE, unit_id="unit-2")}, ("NOT_FOUND", "HOUSE", "surveillance")),
        *(
            (
                {"origin": replace(SURVEILLANCE, state=state)},
                ("ORIGIN_WITHOUT_FINDINGS", "HOUSE", "surveillance"),
            )
            for state in ("RUNNING", "CONFORM", "SANCTIONED", "CLOSED")
        ),
        (
            {"origin": replace(SURVEILLANCE, report_state="AWAITING_SIGNATURE")},
            ("REPORT_NOT_SIGNED", "HOUSE", "origin"),
        ),
        ({"findings": frozenset({(S10, "S10-K1")})}, ("INVALID_INPUT", "HOUSE", "surveillance")),
        ({"findings": frozenset({(S09, None)})}, ("INVALID_INPUT", "HOUSE", "surveillance")),
        (
            {"origin": replace(SURVEILLANCE, findings=(FOUND, replace(OTHER, criterion="S10-K1")))},
            ("FINDING_NOT_PURSUED", "II.2.1.f.p2", "surveillance"),
        ),
    ],
)
def test_what_a_case_does_not_take_up(changes, expected, refused) -> None:
    sound = {"origin": SURVEILLANCE, "pursued": PURSUED}
    assert refused("take_up", Role.REVIEWER, state=CaseState.OPEN, **(sound | changes)) == expected


@pytest.mark.parametrize("state", [CaseState.OPEN, CaseState.HOLD])
def test_findings_that_are_pursued_already_are_taken_up_where_they_are_pursued(state, outcome) -> None:
    """II.2.1.f.p2: they are followed by the measure of that case; who found them again settles it no more than who did."""
    two = replace(SURVEILLANCE, findings=(FOUND, replace(OTHER, criterion="S10-K1")))
    pursued = {**PURSUED, (S10, "S10-K1"): ("case-b", "record")}
    now, result = outcome(
        "take_up", Role.REVIEWER, state=state, origin=two, pursued=pursued, assessor_ids=("first", "member")
    )
    changes = {"assessor_ids": ["first", "member", "lead"], "surveillance_ids": ["surveillance-1"]}
    assert (now, result.changes) == (state, changes)
    assert [(each.aggregate.value, each.verb, each.record_id) for each in result.effects] == [
        ("SURVEILLANCE", "lead_to_sanction", "surveillance-1"),
        ("CASE", "share_findings", "case-b"),
    ]
    assert result.effects[0].payload == CaseOpened(case_ids=("record", "case-b"))
    known = {"assessor_ids": ("member",), "surveillance_ids": ("surveillance-0", "surveillance-1")}
    _state, shared = outcome("share_findings", Role.SYSTEM, state=state, **known)
    changes = {"assessor_ids": ["member", "lead"], "surveillance_ids": ["surveillance-0", "surveillance-1"]}
    assert (shared.changes, shared.effects) == (changes, ())


def test_a_case_goes_back_a_rung_or_ends_annulled(outcome) -> None:
    """II.2.3.s3."""
    for before in (CaseState.OPEN, CaseState.HOLD):
        state, result = outcome("step_back", Role.SYSTEM, state=before)
        assert (state, result.changes, result.effects) == ("OPEN", {"rung": "WARNING", "further_warning": False}, ())
    state, result = outcome(
        "step_back", Role.SYSTEM, state=CaseState.OPEN, payload=StepBack(rung=None, reason="Dibatalkan.")
    )
    assert state == "CLOSED"
    assert (result.changes["closed_reason"], result.changes["rung"]) == ("ANNULLED", None)


def test_a_case_that_a_stop_ended_is_open_again_on_the_rung_before(outcome) -> None:
    """II.2.3.s3: it holds its origin again, so that no second case is opened from it."""
    state, result = outcome("step_back", Role.SYSTEM, state=CaseState.CLOSED, free_slot="SURVEILLANCE-surveillance-1")
    assert (state, result.effects) == ("OPEN", ())
    assert result.changes == {
        "rung": "WARNING",
        "further_warning": False,
        "closed_reason": None,
        "closed_on": None,
        "findings_settled": None,
        "slot": "SURVEILLANCE-surveillance-1",
    }


@pytest.mark.parametrize(
    ("payload", "rung", "cleared"),
    [
        (StepBack(rung=None, reason="Dibatalkan."), None, ["clear"]),
        (StepBack(rung=Rung.REVOCATION, reason="Dibatalkan.", ended=True), "REVOCATION", []),
    ],
    ids=["no rung before", "nothing left to pursue"],
)
def test_a_closed_case_stays_closed_and_says_why(payload, rung, cleared, outcome) -> None:
    state, result = outcome("step_back", Role.SYSTEM, state=CaseState.CLOSED, payload=payload)
    assert (state, result.changes["closed_reason"], result.changes["rung"]) == ("CLOSED", "ANNULLED", rung)
    assert [effect.verb for effect in result.effects] == cleared


@pytest.mark.parametrize("before", [CaseState.OPEN, CaseState.HOLD, CaseState.CLOSED])
def test_a_case_goes_back_to_the_measure_whose_receipt_was_struck(before, outcome) -> None:
    """House rule: what the Deputy decided by hand on the days of that receipt is decided anew."""
    state, result = outcome("set_back", Role.SYSTEM, state=before, free_slot="slot-1")
    closed = {"closed_reason": None, "closed_on": None, "findings_settled": None, "slot": "slot-1"}
    stands = {"rung": "WARNING", "further_warning": False}
    assert (state, result.changes) == ("OPEN", stands | (closed if before is CaseState.CLOSED else {}))
    assert (result.reason, result.effects) == ("Bukti penerimaan dicoret.", ())


# --- the end --------------------------------------------------------------------------------------------------------


def cleared(code) -> Effect:
    moved = MoveCell(
        institution_id="inst-own",
        unit_id="unit-1",
        standard=code,
        cause=Aggregate.CASE,
        cause_id="record",
        on=NOW.date().replace(day=23),
        reason="sudah diperbaiki",
    )
    return Effect(
        aggregate=Aggregate.COMPLIANCE, verb=CellVerb.CLEAR.value, record_id=cell_id("unit-1", code), payload=moved
    )


K2, K5, K1 = (S09, "S09-K2"), (S09, "S09-K5"), (S10, "S10-K1")
IMPOSED = stands_on(Rung.ADVICE, SanctionState.FOLLOW_UP)


def watched(*findings, state="SANCTIONED", cases=("record",), flags=(S09, S10), key="surveillance-1"):
    return FollowedSurveillance(
        id=key, state=state, findings=frozenset(findings), case_ids=cases, flags=frozenset(flags)
    )


def another(*findings, key="case-a", **more) -> PursuingCase:
    return PursuingCase(id=key, findings=frozenset(findings), **more)


def beside(*surveillances, cases=()) -> FindingsBeside:
    return FindingsBeside(cases={case.id: case for case in cases}, surveillances=surveillances)


def brought_about(outcome, reason=CloseReason.IMPROVED, *, own=(K2,), ladder=IMPOSED, settled=True, around) -> list:
    """What the end of a case moves: the verb, and the surveillance or the standard."""
    _state, result = outcome(
        "close",
        Role.SYSTEM,
        state=CaseState.OPEN,
        payload=CloseCase(reason=reason, findings_settled=settled),
        findings=frozenset(own),
        ladder=ladder,
        beside=around,
    )
    return [(each.verb, each.record_id.removeprefix("unit-1-")) for each in result.effects]


def test_a_case_that_improved_closes_what_led_to_it_and_what_hung_on_it(outcome) -> None:
    """R-43 (II.2.2.c.s2). Only flags of its own findings are taken away: S10 is none of them."""
    _state, result = outcome(
        "close",
        Role.SYSTEM,
        state=CaseState.OPEN,
        beside=beside(watched(K2)),
        in_the_making=("draft-1",),
        in_force=("sanction-1",),
        ladder=IMPOSED,
    )
    lapsed = Reason(reason="Kasus ditutup: sudah diperbaiki.")
    assert result.effects == (
        Effect(aggregate=Aggregate.SANCTION, verb="lapse", record_id="draft-1", payload=lapsed),
        Effect(aggregate=Aggregate.SANCTION, verb="improve", record_id="sanction-1"),
        Effect(aggregate=Aggregate.SURVEILLANCE, verb="close", record_id="surveillance-1"),
        cleared(S09),
    )
    assert result.changes["findings_settled"] is True


def test_a_surveillance_is_over_whose_finding_was_determined_before_any_measure(outcome) -> None:
    """II.2.1.e.5: no measure follows what LKPP has determined as met; without it, another case must follow (II.2.1.f.p2)."""
    for settled, verb in ((frozenset({K2}), "close"), (frozenset(), "reopen_findings")):
        _state, result = outcome(
            "close",
            Role.SYSTEM,
            state=CaseState.OPEN,
            payload=CloseCase(reason=CloseReason.IMPROVED),
            findings=frozenset({K2}),
            settled=settled,
            ladder=LadderFacts(),
            beside=beside(watched(K2)),
        )
        assert [each.verb for each in result.effects if each.aggregate is Aggregate.SURVEILLANCE] == [verb]


def test_the_end_of_a_case_clears_no_flag_of_a_finding_that_another_open_case_pursues(outcome) -> None:
    """A finding goes with the case that pursues it: S09-K2 with A, S10 with B; the surveillance waits for both."""
    both = watched(K1, K2, cases=("record", "case-a"))
    b_ends = beside(both, cases=[another(K2, is_open=True, imposed=True)])
    assert brought_about(outcome, own=(K1,), around=b_ends) == [("clear", "S10")]
    a_ends = beside(both, cases=[another(K1, imposed=True, settled=True)])
    assert brought_about(outcome, own=(K2,), around=a_ends) == [("close", "surveillance-1"), ("clear", "S09")]


def test_two_findings_on_one_standard_hold_its_flag_together(outcome) -> None:
    """What B pursues of S09 is not settled by A, before or after."""
    both = watched(K2, K5, cases=("record", "case-b"))
    open_still = another(K5, key="case-b", is_open=True, imposed=True)
    assert brought_about(outcome, around=beside(both, cases=[open_still])) == []
    settled = replace(open_still, is_open=False, settled=True)
    expected = [("close", "surveillance-1"), ("clear", "S09")]
    assert brought_about(outcome, around=beside(both, cases=[settled])) == expected
    left = replace(open_still, is_open=False)
    assert brought_about(outcome, around=beside(both, cases=[left])) == [("close", "surveillance-1")]


def test_an_open_case_that_is_no_ones_origin_holds_the_flag_of_its_standard(outcome) -> None:
    by_hand = another((S09, None), key="case-c", is_open=True)
    around = beside(watched(K2), cases=[by_hand])
    assert brought_about(outcome, around=around) == [("close", "surveillance-1")]


def test_what_waits_for_its_case_keeps_its_flag(outcome) -> None:
    """II.2.1.f.p2: the same finding of a surveillance that nobody took up asks for a measure of its own."""
    waiting = watched(K2, state="FINDINGS", cases=(), key="surveillance-2")
    assert brought_about(outcome, around=beside(waiting)) == []
    earlier = watched(K2, K5, state="FINDINGS", cases=(), flags=(), key="surveillance-2")
    assert brought_about(outcome, around=beside(watched(K2), earlier)) == [("close", "surveillance-1")]


def test_another_case_may_take_up_what_an_ended_one_left(outcome) -> None:
    """ADR 0048: the flag that was left is taken away with the case that takes the finding up."""
    over = watched(K2, state="CLOSED", cases=("case-a",))
    left = another(K2, imposed=True)
    assert brought_about(outcome, around=beside(over, cases=[left])) == [("clear", "S09")]
    assert brought_about(outcome, own=(K5,), around=beside(over, cases=[left])) == []
    other_flag = watched(K2, K5, state="CLOSED", cases=("case-a",), flags=(S10,))
    assert brought_about(outcome, own=(K5,), around=beside(other_flag, cases=[left])) == [("clear", "S09")]


def test_a_surveillance_waits_for_its_last_case_and_is_open_again_where_a_finding_had_no_measure(outcome) -> None:
    """II.2.1.f.p2: what was found is followed by a measure, each finding of it."""
    both = watched(K1, K2, cases=("record", "case-a"))
    nothing = LadderFacts(case_state="OPEN")
    dismissed = {"reason": CloseReason.DECIDED, "ladder": nothing}
    a_is_open = beside(both, cases=[another(K1, is_open=True, imposed=True)])
    assert brought_about(outcome, **dismissed, around=a_is_open) == []
    a_is_over = beside(both, cases=[another(K1, imposed=True, settled=True)])
    assert brought_about(outcome, **dismissed, around=a_is_over) == [("reopen_findings", "surveillance-1")]
    a_was_dismissed = beside(both, cases=[another(K1)])
    expected = [("reopen_findings", "surveillance-1"), ("clear", "S09")]
    assert brought_about(outcome, around=a_was_dismissed) == expected


def test_a_passed_reassessment_settles_no_finding_that_it_did_not_look_at(outcome) -> None:
    """II.2.2.c.s2: the case ends, and its flags stay."""
    assert brought_about(outcome, settled=False, around=beside(watched(K2))) == [("close", "surveillance-1")]


@pytest.mark.parametrize("reason", [CloseReason.STOP_FINAL, CloseReason.DECIDED])
def test_a_case_that_did_not_improve_leaves_flags_and_sanctions(reason, outcome) -> None:
    _state, result = outcome(
        "close",
        Role.SYSTEM,
        state=CaseState.HOLD,
        payload=CloseCase(reason=reason),
        in_force=("sanction-1",),
    )
    assert (result.changes["closed_reason"], result.effects) == (reason.value, ())


@pytest.mark.parametrize(
    ("ladder", "verb"),
    [
        (LadderFacts(case_state="OPEN"), "reopen_findings"),
        (stands_on(Rung.ADVICE, SanctionState.VOID), "reopen_findings"),
        (stands_on(Rung.ADVICE, SanctionState.ANNULLED), "close"),
        (stands_on(Rung.ADVICE, SanctionState.CHANGED), "close"),
    ],
    ids=["nothing yet", "a draft discarded", "a measure annulled", "a measure changed"],
)
def test_findings_of_a_surveillance_end_with_a_measure_and_not_without(ladder, verb, outcome) -> None:
    """II.2.1.f.p2: LKPP gives a measure; that one was annulled since is the objection's result (II.2.3.s3)."""
    around = beside(watched(K2))
    state, result = outcome("dismiss", Role.DEPUTY, state=CaseState.OPEN, beside=around, ladder=ladder)
    assert (state, result.changes["closed_reason"], result.changes["slot"]) == ("CLOSED", "DECIDED", None)
    assert [(each.verb, each.record_id) for each in result.effects] == [(verb, "surveillance-1")]


def test_a_case_that_no_surveillance_led_to_is_dismissed_and_nothing_follows(outcome) -> None:
    _state, result = outcome("dismiss", Role.DEPUTY, state=CaseState.OPEN)
    assert result.effects == ()


def test_a_surveillance_that_is_closed_already_is_left(outcome) -> None:
    over = watched(K2, state="CLOSED", flags=())
    assert brought_about(outcome, reason=CloseReason.DECIDED, around=beside(over)) == []


def test_what_nobody_read_is_never_taken_up(act, actor) -> None:
    [row] = CASES.rows_of("take_up")
    with pytest.raises(AssertionError, match="nobody read"):
        row.action(facts_in(CaseState.OPEN, origin=None), act("take_up", actor(Role.REVIEWER), PAYLOADS["take_up"]))
