"""Compliance cells against domain.md 2.3 as written out here: moved by effects only, from lawful states only."""

from dataclasses import replace
from datetime import date

import pytest

from domain.aggregates import Aggregate
from domain.compliance import (
    CELLS,
    CERTIFIED,
    CellFacts,
    CellState,
    CellVerb,
    MoveCell,
    cell_id,
    movable,
    move,
    sources_of,
)
from domain.roles import Role
from domain.standards import StandardCode
from domain.tables import Effect

UNDETERMINED = "IMPLEMENTING SELF_MET FACTUAL_MET GAP"
ROWS = f"""
begin         | -                 | IMPLEMENTING   | SY | II.2.1.b.2  | -
exclude       | - {UNDETERMINED}  | NOT_APPLICABLE | SY | HOUSE       | -
include       | NOT_APPLICABLE    | IMPLEMENTING   | SY | II.2.1.b.2  | -
meet_by_self  | {UNDETERMINED}    | SELF_MET       | SY | II.2.1.e.1  | -
miss_by_self  | {UNDETERMINED}    | IMPLEMENTING   | SY | II.2.1.e.1  | -
meet_by_fact  | {UNDETERMINED}    | FACTUAL_MET    | SY | II.2.1.e.2  | -
miss_by_fact  | {UNDETERMINED}    | GAP            | SY | II.2.1.e.2  | -
close_gap     | GAP               | FACTUAL_MET    | SY | II.2.1.e.4  | -
determine     | FACTUAL_MET       | DETERMINED     | SY | II.2.1.e.5  | -
flag          | DETERMINED FLAGGED | FLAGGED       | SY | II.2.1.f.p2 | -
clear         | FLAGGED           | DETERMINED     | SY | HOUSE       | -
revoke        | DETERMINED FLAGGED | REVOKED       | SY | II.2.2.c.s1 | -
redetermine   | REVOKED           | DETERMINED     | SY | II.2.2.c.s2 | -
reinstate     | REVOKED FLAGGED   | DETERMINED     | SY | II.2.3.s3   | -
lapse         | DETERMINED FLAGGED | IMPLEMENTING  | SY | HOUSE       | -
"""
MOVED = MoveCell(
    institution_id="inst-own",
    unit_id="unit-1",
    standard=StandardCode.S09,
    cause=Aggregate.ASSESSMENT,
    cause_id="assessment-1",
    on=date(2026, 11, 22),
    reason="Alasan.",
)
FACTS = CellFacts(state="GAP", institution_id="inst-own", unit_id="unit-1")


@pytest.fixture
def book(rule_book):
    return rule_book(CELLS, ROWS, lambda _verb, state, _role: (replace(FACTS, state=state), MOVED))


def test_the_table_has_the_rows_of_the_rule_book_and_no_other(book):
    book.verbs_agree()
    assert set(CELLS.verbs()) == {verb.value for verb in CellVerb}


def test_every_state_is_reached_and_none_is_final(book):
    book.states_live()
    assert CELLS.final == frozenset()


def test_every_verb_in_every_state_by_every_role_is_lawful_or_refused(book):
    book.every_combination()


def test_a_move_records_what_moved_it_since_when(try_act):
    found = try_act(CELLS, FACTS, "close_gap", Role.SYSTEM, MOVED)
    assert found.state == "FACTUAL_MET"
    assert found.outcome.changes == {
        "institution_id": "inst-own",
        "unit_id": "unit-1",
        "standard": "S09",
        "since": "2026-11-22",
        "cause": "ASSESSMENT",
        "cause_id": "assessment-1",
        "reason": "Alasan.",
    }
    assert found.outcome.reason == "Alasan."


def test_the_effect_names_the_cell_of_unit_and_standard():
    assert cell_id("unit-1", StandardCode.S09) == "unit-1-S09"
    assert move(CellVerb.FLAG, MOVED) == Effect(
        aggregate=Aggregate.COMPLIANCE, verb="flag", record_id="unit-1-S09", payload=MOVED
    )


def test_movable_names_the_standards_in_the_decrees_order():
    cells = {StandardCode.S11: "GAP", StandardCode.S02: "GAP", StandardCode.S03: "DETERMINED"}
    assert movable(CellVerb.CLOSE_GAP, cells) == (StandardCode.S02, StandardCode.S11)
    assert movable(CellVerb.REVOKE, cells) == (StandardCode.S03,)
    assert movable(CellVerb.REDETERMINE, cells) == ()


def test_a_standard_stands_on_the_certificate_while_determined_or_flagged():
    assert set(CERTIFIED) == {CellState.DETERMINED, CellState.FLAGGED}


def test_each_verb_tells_from_which_states_it_moves_a_cell() -> None:
    assert sources_of(CellVerb.BEGIN) == frozenset()
    assert sources_of(CellVerb.FLAG) == {CellState.DETERMINED, CellState.FLAGGED}
