"""Every rule of the decree has an act that carries it out, or a stated reason why none does."""

import pytest

from domain.decree import CLAUSES
from domain.regulation import RULES, rule
from domain.tables import Aggregate
from domain.trace import REASONS, acts_of, acts_on, cited, traced_acts, untraced
from persistence.repositories import REPOSITORIES

TABLES = tuple(repository.table for repository in REPOSITORIES.values())


def test_no_rule_is_left_without_act_or_reason() -> None:
    assert [each.id for each in untraced(TABLES)] == []


def test_without_the_tables_every_rule_with_an_act_is_left_over() -> None:
    assert {each.id for each in untraced(())} == set(RULES) - set(REASONS)


def test_a_reason_stands_only_where_no_act_rests_on_the_clause_or_a_guard_does_the_work() -> None:
    """R-07 and R-08 share their clause with what guards check."""
    assert set(REASONS) <= set(RULES)
    assert all(all(words) for words in REASONS.values())


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
