"""Plans of capacity building (II.2.1.c.2): each item closes a gap; a plan is completed with what came of every item."""

from dataclasses import replace
from datetime import date

import pytest

from domain.capacity_plans import (
    CAPACITY_PLANS,
    CapacityPlanState,
    CompletePlan,
    ItemResult,
    PlanCapacity,
    PlanFacts,
    PlanItem,
    RevisePlan,
)
from domain.reasons import Reason
from domain.refusals import RefusalCode
from domain.roles import Role

ROWS = """
plan     | -       | PLANNED   | HL | II.2.1.c.2 | -
revise   | PLANNED | PLANNED   | HL | II.2.1.c.2 | -
complete | PLANNED | COMPLETED | HL | II.2.1.c.2 | -
cancel   | PLANNED | CANCELLED | HL | HOUSE      | -
"""
ITEM = PlanItem(
    file_id="file-1", code="KT-05", target_level=3, activity=" Pelatihan ", due=date(2027, 6, 30)
)  # fmt: skip
GIVEN = PlanCapacity(unit_id="unit-1", year=2027, items=(ITEM,))
ITEMS = RevisePlan(items=(ITEM,))
RESULT = ItemResult(file_id="file-1", code="KT-05", achieved=True, note=" Lulus ", evidence_ids=("proof",))
DONE = CompletePlan(results=(RESULT,))
FACTS = PlanFacts(
    state=None,
    institution_id="inst-own",
    unit_id="unit-1",
    year=2027,
    gaps={("file-1", "KT-05"): (2, 4)},
    items=frozenset({("file-1", "KT-05")}),
    evidence={"proof": True},
)
PLANNED = replace(FACTS, state="PLANNED")


def situation(verb, state, _role):
    payload = {"plan": GIVEN, "revise": ITEMS, "complete": DONE, "cancel": Reason(reason="Anggaran")}[verb]
    return replace(FACTS, state=state), payload


@pytest.fixture
def book(rule_book):
    return rule_book(CAPACITY_PLANS, ROWS, situation)


def test_the_table_has_the_rows_of_the_rule_book_and_no_other(book) -> None:
    book.verbs_agree()


def test_every_state_is_reached_and_only_final_states_have_no_exit(book) -> None:
    book.states_live()
    assert set(CAPACITY_PLANS.final) == {CapacityPlanState.COMPLETED, CapacityPlanState.CANCELLED}


def test_every_verb_in_every_state_by_every_role_is_lawful_or_refused(book) -> None:
    book.every_combination()


def test_another_institution_sees_no_plan(book) -> None:
    book.strangers_see_nothing()


def test_an_item_is_stored_with_the_gap_that_it_rests_on(try_act) -> None:
    """R-27 (II.2.1.c.2)."""
    items = [
        {
            "file_id": "file-1",
            "code": "KT-05",
            "held": 2,
            "required": 4,
            "target_level": 3,
            "activity": "Pelatihan",
            "due": "2027-06-30",
        }
    ]
    found = try_act(CAPACITY_PLANS, FACTS, "plan", Role.UNIT_HEAD, GIVEN)
    assert found.outcome.changes == {
        "institution_id": "inst-own",
        "unit_id": "unit-1",
        "year": 2027,
        "items": items,
        "results": [],
    }
    assert try_act(CAPACITY_PLANS, PLANNED, "revise", Role.UNIT_HEAD, ITEMS).outcome.changes == {"items": items}


def test_a_plan_is_completed_with_its_results(try_act) -> None:
    found = try_act(CAPACITY_PLANS, PLANNED, "complete", Role.UNIT_HEAD, DONE)
    assert found.outcome.changes == {
        "results": [
            {"file_id": "file-1", "code": "KT-05", "achieved": True, "note": "Lulus", "evidence_ids": ["proof"]}
        ],
        "completed_on": "2026-11-22",
    }
    cancelled = try_act(CAPACITY_PLANS, PLANNED, "cancel", Role.UNIT_HEAD, Reason(reason=" Anggaran "))
    assert cancelled.outcome.reason == "Anggaran"


@pytest.mark.parametrize(
    ("payload", "field"),
    [
        (RevisePlan(items=()), "items"),
        (RevisePlan(items=(ITEM, ITEM)), "items"),
        (RevisePlan(items=(replace(ITEM, activity=""),)), "items.activity"),
        (RevisePlan(items=(replace(ITEM, target_level=6),)), "items.targetLevel"),
        (CompletePlan(results=(replace(RESULT, note=""),)), "results.note"),
        (CompletePlan(results=(replace(RESULT, evidence_ids=()),)), "results.evidence"),
        (CompletePlan(results=(replace(RESULT, achieved=False, evidence_ids=()),)), None),
        (GIVEN, None),
    ],
)
def test_a_plan_is_whole(payload, field, first_problem_field) -> None:
    assert first_problem_field(payload) == field


@pytest.mark.parametrize(
    ("facts", "changes", "subject"),
    [
        ({}, {"year": 2025}, "year"),
        ({}, {"year": 2032}, "year"),
        ({"twice": True}, {}, "year"),
        ({}, {"items": (replace(ITEM, due=date(2028, 1, 1)),)}, "items.due"),
        ({}, {"items": (replace(ITEM, target_level=2),)}, "items"),
        ({}, {"items": (replace(ITEM, code="KT-01"),)}, "items"),
        ({"gaps": {}}, {"items": (replace(ITEM, target_level=4),)}, "items"),
    ],
)
def test_a_plan_that_will_not_do_is_refused(facts, changes, subject, try_act) -> None:
    found = try_act(CAPACITY_PLANS, replace(FACTS, **facts), "plan", Role.UNIT_HEAD, replace(GIVEN, **changes))
    assert (found.code, found.subject) == (RefusalCode.INVALID_INPUT, subject)


def test_a_revision_stays_in_the_plans_year(try_act) -> None:
    found = try_act(CAPACITY_PLANS, replace(PLANNED, year=2028), "revise", Role.UNIT_HEAD, ITEMS)
    assert (found.code, found.subject) == (RefusalCode.INVALID_INPUT, "items.due")


@pytest.mark.parametrize(
    ("results", "facts", "code"),
    [
        ((), {}, RefusalCode.ITEM_NOT_ANSWERED),
        ((RESULT, replace(RESULT, code="KT-01")), {}, RefusalCode.INVALID_INPUT),
        ((RESULT,), {"evidence": {}}, RefusalCode.EVIDENCE_NOT_CONFIRMED),
    ],
)
def test_every_item_is_answered_and_proven(results, facts, code, try_act) -> None:
    found = try_act(
        CAPACITY_PLANS, replace(PLANNED, **facts), "complete", Role.UNIT_HEAD, CompletePlan(results=results)
    )
    assert found.code is code
