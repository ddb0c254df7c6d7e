"""Sanction cases against the rules of II.2.2 and domain.md 2.6 as written out here."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from domain.case_acts import (
    AdvanceCase,
    CaseState,
    CloseCase,
    CloseReason,
    DismissCase,
    HoldDecision,
    OpenCase,
    OpenForBreach,
    ResumeCase,
    StepBack,
)
from domain.cases import CASE_VERBS, CASES, CaseFacts, CaseOrigin
from domain.compliance import CellVerb, MoveCell, cell_id
from domain.findings import CaseFinding, finding_of
from domain.reasons import Reason
from domain.refusals import Refusal
from domain.roles import Role
from domain.rungs import Rung
from domain.standards import StandardCode
from domain.surveillance_acts import CaseOpened, Severity
from domain.tables import Aggregate, Effect

ROWS = """
open              | -         | OPEN        | RV | II.2.1.f.p2 | -
open_for_breach   | -         | OPEN        | SY | II.2.2.d    | -
record_advice     | OPEN      | OPEN        | SY | II.2.2.a    | ADVICE
record_warning    | OPEN      | OPEN        | SY | II.2.2.b    | WARNING
record_revocation | OPEN      | OPEN        | SY | II.2.2.c.s1 | REVOCATION
record_stop       | OPEN      | OPEN        | SY | II.2.2.d    | SERVICE_STOP
hold              | OPEN      | HOLD        | SY | HOUSE       | -
dismiss           | OPEN      | CLOSED      | DP | HOUSE       | -
resume            | HOLD      | OPEN CLOSED | DP | HOUSE       | -
step_back         | OPEN HOLD | OPEN CLOSED | SY | II.2.3.s3   | -
close             | OPEN HOLD | CLOSED      | SY | HOUSE       | -
"""
NOW = datetime(2026, 11, 22, 17, 30, tzinfo=UTC)
"""Already 23 November in Jakarta."""
S01, S09, S10 = StandardCode.S01, StandardCode.S09, StandardCode.S10
FOUND = CaseFinding(
    standard=S09, criterion="S09-K2", fact=" Tanpa izin. ", severity=Severity.MAJOR, evidence_ids=("evidence-1",)
)
OTHER = CaseFinding(standard=S10, fact="Hak akses tidak ditinjau.", evidence_ids=("evidence-1",))
STATED = OpenCase(unit_id="unit-1", findings=(FOUND, OTHER))
BREACH = OpenForBreach(
    institution_id="inst-own",
    unit_id="unit-1",
    sla_id="sla-1",
    article=6,
    facts="Ketersediaan 91%.",
    evidence_ids=("evidence-1",),
)
ADVANCED = AdvanceCase(sanction_id="sanction-1")
PAYLOADS = {
    "open": STATED,
    "open_for_breach": BREACH,
    **dict.fromkeys(CASE_VERBS.values(), ADVANCED),
    "resume": ResumeCase(decision=HoldDecision.FURTHER_WARNING, reason=" Masih dibina. "),
    "dismiss": DismissCase(reason=" Keliru. "),
    "step_back": StepBack(rung=Rung.WARNING, reason="Dibatalkan."),
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


def facts_in(state, **changes) -> CaseFacts:
    sound = CaseFacts(
        state=state,
        institution_id="inst-own",
        unit_id="unit-1",
        unit_state="ACTIVE",
        criteria={S09: frozenset({"S09-K2"}), S10: frozenset({"S10-K1"})},
        confirmed=frozenset({"evidence-1"}),
        cells={S01: "DETERMINED", S09: "FLAGGED", S10: "FLAGGED"},
        flagged=frozenset({S09}),
    )
    return replace(sound, **changes)


def situation(verb, state, _role):
    return facts_in(state), PAYLOADS.get(verb)


@pytest.fixture
def book(rule_book):
    return rule_book(CASES, ROWS, situation)


@pytest.fixture
def attempt(try_act):
    def act(verb, role, *, state=None, payload=None, **changes):
        return try_act(CASES, facts_in(state, **changes), verb, role, payload or PAYLOADS.get(verb), now=NOW)

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


# --- the whole table ------------------------------------------------------------------------------------------------


def test_the_table_has_the_rows_of_the_rule_book_and_no_other(book) -> None:
    book.verbs_agree()


def test_every_state_is_reached_and_only_the_final_state_has_no_exit(book) -> None:
    book.states_live()
    assert set(CASES.final) == {"CLOSED"}


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
                "criterion": None,
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
    opened = CaseOpened(case_id="record")
    assert result.effects == (
        Effect(aggregate=Aggregate.SURVEILLANCE, verb="lead_to_sanction", record_id="surveillance-1", payload=opened),
    )


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
    assert found == ("REPORT_NOT_SIGNED", "II.2.1.f.p2", "origin")


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
    assert refused("open", Role.REVIEWER, unit_state="STOPPED") == ("SERVICE_NOT_ACTIVE", "II.2.2.a", "unit")
    assert refused("open", Role.REVIEWER, unit_state=None)[0] == "SERVICE_NOT_ACTIVE"


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
        ({"origin": Aggregate.SURVEILLANCE}, "origin"),
        ({"origin": Aggregate.SLA, "origin_id": "x"}, "origin"),
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
        "slot": None,
        "reason": "Dibiarkan.",
    }
    assert result.effects == ()
    assert first_problem_field(replace(leave, reason=" ")) == "reason"


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


def test_a_case_that_improved_closes_what_led_to_it_and_what_hung_on_it(outcome) -> None:
    """Only flags of its own origin are taken away: S10 was flagged by another."""
    _state, result = outcome(
        "close",
        Role.SYSTEM,
        state=CaseState.OPEN,
        origin=replace(SURVEILLANCE, state="SANCTIONED"),
        in_the_making=("draft-1",),
        in_force=("sanction-1",),
    )
    lapsed = Reason(reason="Kasus ditutup: sudah diperbaiki.")
    assert result.effects == (
        Effect(aggregate=Aggregate.SANCTION, verb="lapse", record_id="draft-1", payload=lapsed),
        Effect(aggregate=Aggregate.SANCTION, verb="improve", record_id="sanction-1"),
        Effect(aggregate=Aggregate.SURVEILLANCE, verb="close", record_id="surveillance-1"),
        cleared(S09),
    )


@pytest.mark.parametrize("reason", [CloseReason.STOP_FINAL, CloseReason.DECIDED])
def test_a_case_that_did_not_improve_leaves_flags_and_sanctions(reason, outcome) -> None:
    _state, result = outcome(
        "close",
        Role.SYSTEM,
        state=CaseState.HOLD,
        payload=CloseCase(reason=reason),
        origin=ASSESSMENT,
        in_force=("sanction-1",),
    )
    assert (result.changes["closed_reason"], result.effects) == (reason.value, ())


def test_a_surveillance_that_is_closed_already_is_left(outcome) -> None:
    _state, result = outcome(
        "close", Role.SYSTEM, state=CaseState.OPEN, origin=replace(SURVEILLANCE, state="CLOSED"), flagged=frozenset()
    )
    assert result.effects == ()
