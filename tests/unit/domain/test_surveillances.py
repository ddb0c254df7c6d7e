"""Surveillance against the rules of II.2.1.f as written out here."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from domain.aggregates import Aggregate
from domain.assessment_acts import LARGEST_TEAM, AssessmentMethod
from domain.compliance import CellState
from domain.independence import Tie
from domain.reasons import Reason
from domain.refusals import Refusal, RefusalCode
from domain.roles import Role
from domain.standards import StandardCode
from domain.surveillance_acts import (
    MOST_EVIDENCE,
    MOST_FINDINGS,
    CaseOpened,
    ConcludeConform,
    ConcludeFindings,
    Finding,
    NotifySurveillance,
    PlanSurveillance,
    Severity,
)
from domain.surveillance_risk import RiskFactor, RiskFacts, risk_of
from domain.surveillances import SURVEILLANCES, SurveillanceFacts
from domain.tables import Effect, LetterOrder
from domain.teams import ReplaceTeam

ROWS = """
plan              | -                | PLANNED    | AD | II.2.1.f.p1 | NOTICE
notify            | PLANNED          | NOTIFIED   | AD | HOUSE       | ASSIGNMENT
start             | NOTIFIED         | RUNNING    | AS | II.2.1.f.p1 | -
conclude_conform  | RUNNING          | CONFORM    | AS | II.2.1.f.p1 | ASSESSMENT_REPORT
conclude_findings | RUNNING          | FINDINGS   | AS | II.2.1.f.p2 | ASSESSMENT_REPORT
lead_to_sanction  | FINDINGS         | SANCTIONED | SY | II.2.1.f.p2 | -
reopen_findings   | SANCTIONED       | FINDINGS   | SY | II.2.1.f.p2 | -
close             | SANCTIONED       | CLOSED     | SY | HOUSE       | -
replace_team      | NOTIFIED         | NOTIFIED   | AD | HOUSE       | ASSIGNMENT
replace_team      | RUNNING          | RUNNING    | AD | HOUSE       | ASSIGNMENT
replace_team      | CONFORM          | CONFORM    | AD | HOUSE       | ASSIGNMENT
replace_team      | FINDINGS         | FINDINGS   | AD | HOUSE       | ASSIGNMENT
cancel            | PLANNED NOTIFIED | CANCELLED  | AD | HOUSE       | NOTICE
"""

NOW = datetime(2026, 11, 22, 17, 30, tzinfo=UTC)
"""Already 23 November in Jakarta."""
TODAY = date(2026, 11, 23)
S01, S09, S11 = StandardCode.S01, StandardCode.S09, StandardCode.S11
RISK = risk_of(
    RiskFacts(
        binding=16,
        undetermined=2,
        flagged=0,
        revoked=0,
        open_findings=0,
        open_sanctions=0,
        last_concluded_on=date(2026, 11, 1),
    ),
    TODAY,
)
PLAN = PlanSurveillance(unit_id="unit-1", year=2026, factors=(RiskFactor.UNDETERMINED,), reason=" Dua standar belum. ")
NOTIFY = NotifySurveillance(
    begins_on=TODAY,
    ends_on=date(2026, 11, 25),
    method=AssessmentMethod.ON_SITE,
    lead_id="actor",
    member_ids=("assessor-2",),
    declared_ids=("assessor-2", "actor"),
    standards=(S09, S01),
)
SEEN = Finding(
    standard=S09, criterion="S09-K1", fact=" Pintu terbuka. ", severity=Severity.MAJOR, observation=" Dilihat. "
)
SHOWN = Finding(standard=S09, criterion="S09-K2", fact="Tanpa log.", severity=Severity.MINOR, evidence_ids=("file-1",))
FINDINGS = ConcludeFindings(findings=(SEEN, SHOWN), conclusion=" Belum sesuai. ")
BECAUSE = Reason(reason=" Tim berhalangan. ")
OTHERS = ReplaceTeam(
    lead_id="assessor-2", member_ids=(), declared_ids=("assessor-2",), reason=" Ketua tim pindah tugas. "
)
PAYLOADS = {
    "replace_team": OTHERS,
    "plan": PLAN,
    "notify": NOTIFY,
    "conclude_conform": ConcludeConform(conclusion=" Sesuai. "),
    "conclude_findings": FINDINGS,
    "lead_to_sanction": CaseOpened(case_ids=("case-1", "case-2")),
    "cancel": BECAUSE,
}
NAMES = {"actor": "Contoh Satu", "assessor-2": "Contoh Dua"}
INVALID = RefusalCode.INVALID_INPUT


def facts_in(state, **changes) -> SurveillanceFacts:
    sound = SurveillanceFacts(
        state=state,
        institution_id="inst-own",
        unit_id="unit-1",
        unit_state="ACTIVE",
        risk=RISK,
        year=2026,
        begins_on=date(2026, 11, 20),
        team=("actor", "assessor-2"),
        names=NAMES,
        criteria={S01: frozenset({"S01-K1"}), S09: frozenset({"S09-K1", "S09-K2"}), S11: frozenset()},
        cells={S01: CellState.DETERMINED, S09: CellState.DETERMINED, S11: CellState.NOT_APPLICABLE},
        confirmed=frozenset({"file-1"}),
        assignment_state="SIGNED",
    )
    return replace(sound, **changes)


def situation(verb, state, _role):
    return facts_in(state), PAYLOADS.get(verb)


@pytest.fixture
def book(rule_book):
    return rule_book(SURVEILLANCES, ROWS, situation)


@pytest.fixture
def refused(try_act):
    def attempt(verb, *, state=None, role=Role.ADMIN, payload=None, **changes):
        facts = facts_in(state, **changes)
        found = try_act(SURVEILLANCES, facts, verb, role, payload or PAYLOADS.get(verb), now=NOW)
        return (found.code, found.clause, found.subject) if isinstance(found, Refusal) else None

    return attempt


@pytest.fixture
def outcome(try_act):
    def attempt(verb, *, state=None, role=Role.ADMIN, payload=None, **changes):
        facts = facts_in(state, **changes)
        found = try_act(SURVEILLANCES, facts, verb, role, payload or PAYLOADS.get(verb), now=NOW)
        assert not isinstance(found, Refusal), found
        return found.state, found.outcome

    return attempt


# --- the whole table ------------------------------------------------------------------------------------------------


def test_the_table_has_the_rows_of_the_rule_book_and_no_other(book) -> None:
    book.verbs_agree()


def test_every_state_is_reached_and_only_final_states_have_no_exit(book) -> None:
    book.states_live()
    assert set(SURVEILLANCES.final) == {"CLOSED", "CANCELLED"}


def test_every_verb_in_every_state_by_every_role_is_lawful_or_refused(book) -> None:
    book.every_combination()


def test_findings_are_left_only_by_the_case_that_must_follow() -> None:
    """II.2.1.f.p2: where surveillance finds non-conformity, LKPP gives a measure of guidance."""
    exits = [row for row in SURVEILLANCES.rows if "FINDINGS" in row.sources and row.targets != ("FINDINGS",)]
    assert [(row.verb, row.is_effect, row.targets) for row in exits] == [("lead_to_sanction", True, ("SANCTIONED",))]


# --- plan -----------------------------------------------------------------------------------------------------------


def test_only_a_unit_that_is_known_is_planned(refused) -> None:
    assert refused("plan", unit_id=None) == (RefusalCode.NOT_FOUND, "HOUSE", "unit")


@pytest.mark.parametrize("unit_state", ["PENDING", "STOPPED", "ACCESS_TAKEN", "DISCARDED", None])
def test_only_a_unit_in_service_is_planned(unit_state, refused) -> None:
    assert refused("plan", unit_state=unit_state) == (RefusalCode.WRONG_STATE, "HOUSE", "unit")


def test_the_scope_is_configuration(refused) -> None:
    assert refused("plan", in_scope=False) == (RefusalCode.NOT_CONFIGURED, "HOUSE", "unit")


def test_a_unit_is_not_surveilled_twice_at_once(refused) -> None:
    """A house rule: II.2.1.f sets no frequency."""
    assert refused("plan", under_way=True) == (RefusalCode.ALREADY_PLANNED, "HOUSE", "year")


@pytest.mark.parametrize(("year", "lawful"), [(2025, False), (2026, True), (2027, True), (2028, False)])
def test_the_programme_is_of_this_year_or_the_next(year, lawful, refused) -> None:
    found = refused("plan", payload=replace(PLAN, year=year))
    assert found == (None if lawful else (INVALID, "HOUSE", "year"))


@pytest.mark.parametrize("risk", [RISK, None])
def test_the_reason_is_one_that_the_list_shows(risk, refused) -> None:
    unfounded = replace(PLAN, factors=(RiskFactor.REVOKED,))
    assert refused("plan", payload=unfounded, risk=risk) == (INVALID, "HOUSE", "factors")


def test_a_matter_of_routine_needs_no_factor(outcome) -> None:
    state, found = outcome("plan", payload=replace(PLAN, factors=()), risk=None)
    assert (state, found.changes["factors"], found.changes["risk"], found.changes["score"]) == ("PLANNED", [], [], 0)


def test_a_plan_keeps_what_the_list_said_and_tells_the_unit(outcome) -> None:
    state, found = outcome("plan")
    assert state == "PLANNED"
    first = found.changes["risk"][0]
    assert (first["factor"], first["points"], first["weight"]) == ("UNDETERMINED", 18, 150)
    assert [part["factor"] for part in found.changes["risk"]] == list(RiskFactor)
    assert {name: value for name, value in found.changes.items() if name != "risk"} == {
        "institution_id": "inst-own",
        "unit_id": "unit-1",
        "year": 2026,
        "factors": ["UNDETERMINED"],
        "reason": "Dua standar belum.",
        "score": 18,
        "planned_on": "2026-11-23",
        "planned_by": "actor",
    }
    assert found.letters == (LetterOrder(kind="NOTICE", document_id="fresh-document"),)
    assert (found.effects, found.reason) == ((), "Dua standar belum.")


# --- notify ---------------------------------------------------------------------------------------------------------


def test_the_unit_is_told_beforehand(refused) -> None:
    yesterday = replace(NOTIFY, begins_on=date(2026, 11, 22))
    assert refused("notify", state="PLANNED", payload=yesterday) == (INVALID, "HOUSE", "beginsOn")


def test_it_begins_in_the_year_of_the_programme(refused) -> None:
    assert refused("notify", state="PLANNED", year=2027) == (INVALID, "HOUSE", "beginsOn")


def test_the_team_is_of_assessors(refused) -> None:
    found = refused("notify", state="PLANNED", names={"actor": "Contoh Satu"})
    assert found == (RefusalCode.NOT_FOUND, "HOUSE", "team")


@pytest.mark.parametrize("tie", list(Tie))
@pytest.mark.parametrize("person", ["actor", "assessor-2"])
def test_nobody_of_the_team_is_tied_to_the_unit(person, tie, refused) -> None:
    """Not of the institution, and no mentor of the unit (II.2.1.d)."""
    found = refused("notify", state="PLANNED", ties={person: tie})
    assert found == (RefusalCode.CONFLICT_OF_INTEREST, "HOUSE", "team")


@pytest.mark.parametrize("code", [S11, StandardCode.S12])
def test_the_scope_is_of_standards_that_bind_the_unit(code, refused) -> None:
    found = refused("notify", state="PLANNED", payload=replace(NOTIFY, standards=(S01, code)))
    assert found == (INVALID, "HOUSE", "standards")


def test_a_notice_freezes_the_criteria_and_assigns_the_team(outcome) -> None:
    state, found = outcome("notify", state="PLANNED")
    assert state == "NOTIFIED"
    notice, assignment = found.letters
    assert found.changes == {
        "begins_on": "2026-11-23",
        "ends_on": "2026-11-25",
        "method": "ON_SITE",
        "lead_id": "actor",
        "member_ids": ["assessor-2"],
        "standards": ["S01", "S09"],
        "criteria": {"S01": ["S01-K1"], "S09": ["S09-K1", "S09-K2"]},
        "notified_on": "2026-11-23",
        "assignment_id": assignment.document_id,
    }
    assert (notice.kind, notice.document_id) == ("NOTICE", "fresh-document")
    assert assignment.kind == "ASSIGNMENT"
    assert assignment.document_id not in {"fresh-document", ""}


# --- start and conclude ---------------------------------------------------------------------------------------------


def test_an_assessor_of_the_team_starts(refused, outcome) -> None:
    assert outcome("start", state="NOTIFIED", role=Role.ASSESSOR, team=("assessor-2", "actor")) == (
        "RUNNING",
        outcome("start", state="NOTIFIED", role=Role.ASSESSOR)[1],
    )
    for team in (("assessor-2",), ()):
        found = refused("start", state="NOTIFIED", role=Role.ASSESSOR, team=team)
        assert found == (RefusalCode.NOT_ON_THE_TEAM, "HOUSE", "record")


def test_a_start_says_who_and_when(outcome) -> None:
    _state, found = outcome("start", state="NOTIFIED", role=Role.ASSESSOR)
    assert found.changes == {"started_on": "2026-11-23", "started_by": "actor"}


def test_who_is_missing_from_the_team_is_told_by_name(try_act) -> None:
    facts = facts_in("RUNNING", team=("assessor-2", "assessor-3"))
    found = try_act(SURVEILLANCES, facts, "conclude_conform", Role.ASSESSOR, PAYLOADS["conclude_conform"], now=NOW)
    assert found.required_id == "Yang ditugaskan: Contoh Dua."
    found = try_act(SURVEILLANCES, replace(facts, state="NOTIFIED"), "start", Role.ASSESSOR, now=NOW)
    assert found.required_id == "Yang ditugaskan: Contoh Dua, assessor-3."


def test_a_tie_that_came_after_the_notice_stops_the_start(refused) -> None:
    found = refused("start", state="NOTIFIED", role=Role.ASSESSOR, ties={"assessor-2": Tie.MENTOR})
    assert found == (RefusalCode.CONFLICT_OF_INTEREST, "HOUSE", "record")


@pytest.mark.parametrize(("day", "lawful"), [(24, False), (23, True), (1, True), (None, True)])
def test_nobody_comes_before_the_first_day(day, lawful, refused) -> None:
    begins = None if day is None else date(2026, 11, day)
    found = refused("start", state="NOTIFIED", role=Role.ASSESSOR, begins_on=begins)
    assert found == (None if lawful else (RefusalCode.TOO_EARLY, "HOUSE", "record"))


@pytest.mark.parametrize("verb", ["conclude_conform", "conclude_findings"])
@pytest.mark.parametrize("team", [("assessor-2", "actor"), ()])
def test_the_lead_concludes(verb, team, refused) -> None:
    found = refused(verb, state="RUNNING", role=Role.ASSESSOR, team=team)
    assert found == (RefusalCode.NOT_ON_THE_TEAM, "HOUSE", "record")


def test_a_conform_conclusion_orders_the_report_and_moves_no_cell(outcome) -> None:
    state, found = outcome("conclude_conform", state="RUNNING", role=Role.ASSESSOR)
    assert state == "CONFORM"
    assert found.changes == {
        "findings": [],
        "conclusion": "Sesuai.",
        "concluded_on": "2026-11-23",
        "concluded_by": "actor",
    }
    assert found.letters == (LetterOrder(kind="ASSESSMENT_REPORT", document_id="fresh-document"),)
    assert found.effects == ()


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"standard": S01, "criterion": "S01-K1"}, None),
        ({"standard": StandardCode.S02, "criterion": "S02-K1"}, (INVALID, "HOUSE", "findings.standard")),
        ({"criterion": "S01-K1"}, (INVALID, "HOUSE", "findings.criterion")),
        ({"criterion": ""}, (INVALID, "HOUSE", "findings.criterion")),
        (
            {"evidence_ids": ("file-1", "file-2")},
            (RefusalCode.EVIDENCE_NOT_CONFIRMED, "HOUSE", "findings.evidence"),
        ),
        ({"evidence_ids": ("file-1",), "observation": ""}, None),
        ({"evidence_ids": (), "observation": "Dilihat."}, None),
    ],
)
def test_each_finding_stands_on_a_criterion_of_the_scope_and_on_proof(changed, expected, refused) -> None:
    payload = replace(FINDINGS, findings=(SHOWN, replace(SEEN, **changed)))
    assert refused("conclude_findings", state="RUNNING", role=Role.ASSESSOR, payload=payload) == expected


def test_findings_flag_what_is_determined_and_order_the_report(outcome) -> None:
    """R-36 (II.2.1.f.p2).

    2.3: DETERMINED to FLAGGED by a finding of surveillance; the reason names every criterion once.
    """
    state, found = outcome("conclude_findings", state="RUNNING", role=Role.ASSESSOR)
    assert state == "FINDINGS"
    first, second = found.changes["findings"]
    assert {name: value for name, value in first.items() if name != "id"} == {
        "standard": "S09",
        "criterion": "S09-K1",
        "fact": "Pintu terbuka.",
        "observation": "Dilihat.",
        "evidence_ids": [],
        "severity": "MAJOR",
    }
    assert (second["criterion"], second["evidence_ids"], second["severity"]) == ("S09-K2", ["file-1"], "MINOR")
    assert len({first["id"], second["id"]}) == 2
    assert (found.changes["conclusion"], found.changes["concluded_on"]) == ("Belum sesuai.", "2026-11-23")
    assert found.letters == (LetterOrder(kind="ASSESSMENT_REPORT", document_id="fresh-document"),)
    [flag] = found.effects
    assert (flag.aggregate, flag.verb, flag.record_id) == (Aggregate.COMPLIANCE, "flag", "unit-1-S09")
    moved = flag.payload
    assert (moved.institution_id, moved.unit_id, moved.standard, moved.on) == ("inst-own", "unit-1", S09, TODAY)
    assert (moved.cause, moved.cause_id) == (Aggregate.SURVEILLANCE, "record")
    assert moved.reason == "temuan surveillance pada S09-K1, S09-K2"


@pytest.mark.parametrize("cell", list(CellState))
def test_only_cells_that_stand_determined_are_flagged(cell, outcome) -> None:
    _state, found = outcome("conclude_findings", state="RUNNING", role=Role.ASSESSOR, cells={S09: cell})
    assert len(found.effects) == (cell in {CellState.DETERMINED, CellState.FLAGGED})


# --- what follows, and cancelling -----------------------------------------------------------------------------------


def test_the_case_that_was_opened_is_named(outcome) -> None:
    state, found = outcome("lead_to_sanction", state="FINDINGS", role=Role.SYSTEM)
    assert (state, found.changes) == ("SANCTIONED", {"case_id": "case-1", "case_ids": ["case-1", "case-2"]})


def test_another_case_after_one_that_brought_no_measure_is_named_beside_it(outcome) -> None:
    _state, found = outcome("lead_to_sanction", state="FINDINGS", role=Role.SYSTEM, case_ids=("case-0", "case-2"))
    assert found.changes == {"case_id": "case-1", "case_ids": ["case-0", "case-2", "case-1"]}


def test_a_case_that_ended_without_a_measure_leaves_the_findings_open(outcome) -> None:
    """II.2.1.f.p2: another case must follow."""
    state, found = outcome("reopen_findings", state="SANCTIONED", role=Role.SYSTEM)
    assert (state, found.changes, found.effects) == ("FINDINGS", {"case_id": None}, ())


def test_a_case_closed_closes_it(outcome) -> None:
    assert outcome("close", state="SANCTIONED", role=Role.SYSTEM)[1].changes == {"closed_on": "2026-11-23"}


def test_a_cancelled_one_frees_the_year_and_tells_the_unit(outcome) -> None:
    state, found = outcome("cancel", state="PLANNED")
    assert state == "CANCELLED"
    assert found.changes == {"cancellation": "Tim berhalangan.", "closed_on": "2026-11-23"}
    assert found.letters == (LetterOrder(kind="NOTICE", document_id="fresh-document"),)
    assert (found.effects, found.reason) == ((), "Tim berhalangan.")


def test_a_cancelled_one_voids_the_assignment_that_nobody_signed(outcome) -> None:
    _state, found = outcome("cancel", state="NOTIFIED", assignment_id="doc-1", assignment_state="DRAFT")
    because = Reason(reason="Tim berhalangan.")
    assert found.effects == (Effect(aggregate=Aggregate.DOCUMENT, verb="void", record_id="doc-1", payload=because),)
    _state, found = outcome("cancel", state="NOTIFIED", assignment_id="doc-1", assignment_state="SIGNED")
    assert found.effects == ()


# --- the payloads by themselves -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({}, None),
        ({"year": 2021}, "year"),
        ({"year": 2100}, "year"),
        ({"factors": (RiskFactor.FLAGGED, RiskFactor.FLAGGED)}, "factors"),
        ({"reason": " "}, "reason"),
    ],
)
def test_a_plan_by_itself(changed, field, first_problem_field) -> None:
    assert first_problem_field(replace(PLAN, **changed)) == field


CROWD = tuple(f"assessor-{number}" for number in range(LARGEST_TEAM))


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({}, None),
        ({"ends_on": date(2026, 11, 22)}, "endsOn"),
        ({"ends_on": TODAY}, None),
        ({"member_ids": ("actor",)}, "members"),
        ({"member_ids": CROWD, "declared_ids": ("actor", *CROWD)}, "members"),
        ({"member_ids": CROWD[1:], "declared_ids": ("actor", *CROWD)}, None),
        ({"declared_ids": ("actor",)}, "declared"),
        ({"standards": ()}, "standards"),
        ({"standards": (S01, S01)}, "standards"),
    ],
)
def test_a_notice_by_itself(changed, field, first_problem_field) -> None:
    assert first_problem_field(replace(NOTIFY, **changed)) == field


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({}, None),
        ({"fact": ""}, "findings.fact"),
        ({"observation": ""}, "findings.observation"),
        ({"evidence_ids": ("file-1", "file-1")}, "findings.evidence"),
        ({"evidence_ids": tuple(f"file-{n}" for n in range(MOST_EVIDENCE + 1))}, "findings.evidence"),
    ],
)
def test_a_finding_by_itself(changed, field, first_problem_field) -> None:
    assert first_problem_field(replace(FINDINGS, findings=(SHOWN, replace(SEEN, **changed)))) == field


def test_a_conclusion_by_itself(first_problem_field) -> None:
    assert first_problem_field(replace(FINDINGS, findings=())) == "findings"
    assert first_problem_field(replace(FINDINGS, findings=(SEEN,) * (MOST_FINDINGS + 1))) == "findings"
    assert first_problem_field(replace(FINDINGS, conclusion="")) == "conclusion"
    assert first_problem_field(ConcludeConform(conclusion=" ")) == "conclusion"


# --- another team ---------------------------------------------------------------------------------------------------

WHEN = {
    "assessor_ids": ["actor", "assessor-2"],
    "on": "2026-11-23",
    "by": "actor",
    "reason": "Ketua tim pindah tugas.",
}
CHANGES = {
    "lead_id": "assessor-2",
    "member_ids": [],
    "former_teams": [WHEN],
    "assignment_id": "fresh-document",
}


@pytest.mark.parametrize("state", ["NOTIFIED", "RUNNING"])
def test_another_team_is_assigned_and_the_unit_is_told(state, outcome, act) -> None:
    found_state, found = outcome("replace_team", state=state, assignment_id="doc-1", assignment_state="DRAFT")
    assert (found_state, found.changes, found.reason) == (state, CHANGES, "Ketua tim pindah tugas.")
    notice = act("x", None).fresh.of("notice")
    assert [(each.kind, each.document_id) for each in found.letters] == [
        ("ASSIGNMENT", "fresh-document"),
        ("NOTICE", notice),
    ]
    assert [(each.verb, each.record_id) for each in found.effects] == [("void", "doc-1")]


@pytest.mark.parametrize("state", ["CONFORM", "FINDINGS"])
def test_a_conclusion_whose_report_nobody_signed_is_reported_by_the_new_lead(state, outcome, act) -> None:
    """Without that report no case may be opened from the findings, and its lead is gone."""
    unsigned = {"report_id": "doc-2", "report_state": "AWAITING_SIGNATURE"}
    found_state, found = outcome("replace_team", state=state, **unsigned)
    report = act("x", None).fresh.of("report")
    assert (found_state, found.changes) == (state, CHANGES)
    assert [(each.kind, each.document_id) for each in found.letters] == [
        ("ASSIGNMENT", "fresh-document"),
        ("ASSESSMENT_REPORT", report),
    ]
    assert [(each.verb, each.record_id) for each in found.effects] == [("void", "doc-2")]


@pytest.mark.parametrize(
    ("state", "changes", "expected"),
    [
        ("CONFORM", {"report_id": "doc-2", "report_state": "SIGNED"}, RefusalCode.ALREADY_REPORTED),
        ("FINDINGS", {"report_id": "doc-2", "report_state": "SIGNED"}, RefusalCode.ALREADY_REPORTED),
        ("RUNNING", {"ties": {"assessor-2": Tie.MENTOR}}, RefusalCode.CONFLICT_OF_INTEREST),
        ("NOTIFIED", {"ties": {"actor": Tie.MENTOR}}, None),
        ("RUNNING", {"names": {"actor": "Contoh Satu"}}, RefusalCode.NOT_FOUND),
        ("RUNNING", {"team": ("assessor-2",)}, RefusalCode.INVALID_INPUT),
    ],
)
def test_a_team_is_replaced_while_its_work_is_open_by_one_that_stands_apart(state, changes, expected, refused) -> None:
    found = refused("replace_team", state=state, **changes)
    assert (found and found[:2]) == (expected and (expected, "HOUSE"))


@pytest.mark.parametrize("verb", ["conclude_conform", "conclude_findings"])
def test_a_new_team_concludes_after_its_own_letter_is_signed(verb, refused) -> None:
    found = refused(verb, state="RUNNING", role=Role.ASSESSOR, assignment_state="AWAITING_SIGNATURE")
    assert found == (RefusalCode.LETTER_NOT_SIGNED, "HOUSE", "record")


@pytest.mark.parametrize("verb", ["conclude_conform", "conclude_findings"])
@pytest.mark.parametrize("person", ["actor", "assessor-2"])
@pytest.mark.parametrize("tie", list(Tie))
def test_a_team_with_a_tie_concludes_nothing(verb, person, tie, refused) -> None:
    """House rule: a tie that came after the start; the team is replaced."""
    found = refused(verb, state="RUNNING", role=Role.ASSESSOR, ties={person: tie})
    assert found == (RefusalCode.CONFLICT_OF_INTEREST, "HOUSE", "record")
