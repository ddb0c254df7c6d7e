"""Every rule of the decree has an act that carries it out, or a stated reason why none does."""

from collections import Counter
from dataclasses import replace

import pytest

from domain.aggregates import Aggregate
from domain.decree import CLAUSES
from domain.ladder import LADDER
from domain.refusals import HOUSE
from domain.regulation import RULES, rule
from domain.trace import DOORS, REASONS, SHARED, acts_of, acts_on, cited, traced_acts, untraced
from persistence.repositories import REPOSITORIES

TABLES = tuple(repository.table for repository in REPOSITORIES.values())


def test_no_rule_is_left_without_act_or_reason() -> None:
    assert [each.id for each in untraced(TABLES)] == []


def test_without_the_tables_every_rule_with_an_act_is_left_over() -> None:
    assert {each.id for each in untraced(())} == set(RULES) - set(REASONS)


def test_a_reason_stands_only_where_no_act_carries_the_rule_out() -> None:
    assert set(REASONS) <= set(RULES)
    assert [code for code in REASONS if acts_of(rule(code), TABLES)] == []
    assert all(all(words) for words in REASONS.values())


def test_each_act_on_a_clause_that_several_rules_share_is_one_of_theirs_and_no_other_is_named() -> None:
    """I.p2 with R-06 to R-09, II.2.2.d with R-44 to R-46; whatever shares a clause is told apart."""
    clauses = Counter(each.clause for each in RULES.values())
    shared = {code for code, each in RULES.items() if clauses[each.clause] > 1 and acts_on(each.clause, TABLES)}
    assert shared == set(SHARED)
    for clause in {RULES[code].clause for code in shared}:
        on_it = {(act.aggregate, act.verb) for act in acts_on(clause, TABLES)}
        assert set().union(*(SHARED[code] for code in shared if RULES[code].clause == clause)) == on_it


def test_the_two_doors_of_a_stop_are_carried_out_by_different_acts() -> None:
    """II.2.2.d: no improvement after a revocation, and a breach of the SLA."""
    first, second = ({(act.aggregate, act.verb) for act in acts_of(rule(code), TABLES)} for code in ("R-44", "R-45"))
    assert (Aggregate.SANCTION, "record_no_improvement") in first - second
    assert {(Aggregate.SLA, "report_breach"), (Aggregate.SLA, "confirm_breach")} <= second - first


def test_every_act_of_every_table_stands_in_a_rules_row_or_is_a_house_rule() -> None:
    """From the acts to the rules, effects too: none is lost because its row cites a heading that no rule rests on."""
    carried = {(act.aggregate, act.verb) for each in RULES.values() for act in acts_of(each, TABLES)}
    lost = [
        f"{act.aggregate}.{act.verb}"
        for act in traced_acts(TABLES)
        if (act.aggregate, act.verb) not in carried and HOUSE not in cited(act.clause)
    ]
    assert lost == []


def test_each_clause_that_an_act_cites_has_a_rule_that_the_act_carries_out() -> None:
    """An act upon II.2.1.f.p2 and II.2.2.a stands in the row of each: one row does not stand for the other."""
    astray = [
        f"{act.aggregate}.{act.verb} on {clause}"
        for act in traced_acts(TABLES)
        for clause in cited(act.clause)
        if clause != HOUSE and not any(act in acts_of(each, TABLES) for each in RULES.values() if each.clause == clause)
    ]
    assert astray == []


def test_the_rows_of_one_verb_rest_on_the_same_clauses() -> None:
    """The trace names a verb once: its rows must not differ in what they cite."""
    for table in TABLES:
        for verb in table.verbs():
            assert len({(row.clause, row.clauses) for row in table.rows_of(verb)}) == 1, f"{table.aggregate}.{verb}"


@pytest.mark.parametrize(("code", "door"), DOORS.items())
def test_a_ladder_without_the_step_leaves_its_rule_over(code, door) -> None:
    """II.2.2.a to II.2.2.d."""
    without = {step: leads for step, leads in LADDER.items() if step != door}
    assert [each.id for each in untraced(TABLES, without)] == [code]
    elsewhere = {**LADDER, door: replace(LADDER[door], rungs=())}
    assert [each.id for each in untraced(TABLES, elsewhere)] == [code]


@pytest.mark.parametrize("act", traced_acts(TABLES), ids=lambda act: f"{act.aggregate}-{act.verb}")
def test_every_act_cites_clauses_of_the_decree_or_house(act) -> None:
    assert set(cited(act.clause)) <= set(CLAUSES)


def test_the_rungs_rest_on_their_clauses() -> None:
    """II.2.2.a to II.2.2.d, II.2.3.s1."""
    assert Aggregate.OBJECTION in {act.aggregate for act in acts_of(rule("R-50"), TABLES)}
    assert {"submit", "create"} <= {act.verb for act in acts_on("II.2.1.a.1", TABLES)}
    assert {act.verb for act in acts_on("II.2.1.a", TABLES)} > {act.verb for act in acts_on("II.2.1.a.4", TABLES)}
    assert acts_on("DIKTUM", TABLES) == ()


def test_a_citation_of_several_clauses_counts_for_each() -> None:
    assert cited("II.2.1.a.1; I.p2") == ("II.2.1.a.1", "I.p2")
