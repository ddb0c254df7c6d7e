"""The decree as data: every clause and rule stands once, rests on something, and keeps the official words."""

import hashlib

import pytest

from domain.decree import CLAUSES, UnknownClauseError, _clauses, children, cited, clause
from domain.refusals import HOUSE
from domain.regulation import RULES, Force, Party, UnknownRuleError, rule, rules_of

NUMBERS = [*range(1, 12), *range(20, 37), *range(40, 47), *range(50, 53), 60]


def test_the_rules_are_exactly_those_of_the_reading() -> None:
    assert list(RULES) == [f"R-{number:02}" for number in NUMBERS]
    assert len(RULES) == 39


def test_every_rule_rests_on_a_clause_of_the_decree_and_none_on_a_house_rule() -> None:
    assert {each.clause for each in RULES.values()} <= set(CLAUSES) - {HOUSE}


def test_every_clause_with_binding_words_has_a_rule() -> None:
    """Only headings, lead sentences and the 17 names go without a rule of their own."""
    groups = {each.parent for each in CLAUSES.values()}
    without = {
        each.id for each in CLAUSES.values() if each.id not in groups and not rules_of(each.id) and each.id != HOUSE
    }
    assert without == {f"II.2.1.b.1.{letter}" for letter in "abcdefghijklmnopq"}


def test_every_clause_hangs_on_a_clause_above_it() -> None:
    roots = [each.id for each in CLAUSES.values() if each.parent is None]
    assert roots == ["DIKTUM", "I", "II", "III", HOUSE]
    seen: set[str] = set()
    for each in CLAUSES.values():
        assert each.parent is None or each.parent in seen
        seen.add(each.id)


def test_every_clause_says_something_in_both_languages() -> None:
    assert all((each.text_id or each.heading_id) and each.summary_en for each in CLAUSES.values())
    assert all(each.action_id and each.action_en for each in RULES.values())
    points = [point for each in RULES.values() for point in each.undefined]
    assert all(point.text_id and point.text_en for point in points)


def test_the_official_words_are_unchanged() -> None:
    """The digest was taken when each text was compared word for word with the published decree."""
    lines = [f"{each.id}|{each.heading_id}|{each.text_id}" for each in CLAUSES.values() if each.id != HOUSE]
    assert len(lines) == 64
    assert hashlib.sha256("\n".join(lines).encode()).hexdigest() == (
        "10546f6f40ebecd7fef72cb221779594aa8b8581f31a741259a6e37d2f603829"
    )


def test_the_numbers_of_the_decree_stand_in_its_words() -> None:
    assert "5 (lima) hari kerja" in clause("II.2.3.s1").text_id
    assert "31 Desember 2023" in clause("I.p2").text_id


@pytest.mark.parametrize("unknown", ["", "II.2.1.a.5", "II.2", "ii.2.1.a", "II.2.1.a.1 "])
def test_an_unknown_clause_is_an_error(unknown: str) -> None:
    for lookup in (clause, children, rules_of):
        with pytest.raises(UnknownClauseError):
            lookup(unknown)


@pytest.mark.parametrize("unknown", ["", "R-12", "R-1", "r-20"])
def test_an_unknown_rule_is_an_error(unknown: str) -> None:
    with pytest.raises(UnknownRuleError):
        rule(unknown)


def test_a_clause_twice_in_the_table_is_an_error() -> None:
    with pytest.raises(ValueError, match="clause I stands twice"):
        _clauses(("I", "PENDAHULUAN", "", "x"), ("I", "PENDAHULUAN", "", "x"))


def test_children_come_in_the_decrees_order() -> None:
    assert [each.id for each in children("II")] == ["II.2.1", "II.2.2", "II.2.3"]
    assert [each.id for each in children("II.2.1")] == [f"II.2.1.{letter}" for letter in "abcdef"]
    assert len(children("II.2.1.b.1")) == 17
    assert children("II.2.3.s1") == ()


@pytest.mark.parametrize(
    ("citation", "ids"),
    [
        ("II.2.1.a.3", ["II.2.1.a.3"]),
        ("II.2.1.a.3-4", ["II.2.1.a.3", "II.2.1.a.4"]),
        ("II.2.1.a.1; I.p2", ["II.2.1.a.1", "I.p2"]),
        ("II.2.2.b-d", ["II.2.2.b", "II.2.2.c", "II.2.2.d"]),
        ("HOUSE", ["HOUSE"]),
        ("DIKTUM.KESATU", ["DIKTUM.KESATU"]),
    ],
)
def test_a_citation_names_its_clauses(citation: str, ids: list[str]) -> None:
    assert [each.id for each in cited(citation)] == ids


@pytest.mark.parametrize(
    "citation", ["II.2.1.a.4-3", "II.2.1.a.3-3", "II.2.1.a.3-9", "II.2.1.a.1;", "II.2.1.a.1, I.p2"]
)
def test_a_citation_that_names_no_clause_is_an_error(citation: str) -> None:
    with pytest.raises(UnknownClauseError):
        cited(citation)


def test_rules_of_a_clause_include_those_below_it() -> None:
    assert [each.id for each in rules_of("II.2.1.a")] == ["R-20", "R-21", "R-22", "R-23"]
    assert [each.id for each in rules_of("II.2.2.d")] == ["R-44", "R-45", "R-46"]
    assert len(rules_of("II")) == 27


def test_the_right_to_object_belongs_to_the_unit() -> None:
    objection = rule("R-50")
    assert (objection.clause, objection.force, objection.actors) == ("II.2.3.s1", Force.MAY, (Party.UNIT,))
    assert [point.text_en for point in objection.undefined] == [
        "which day is day 1",
        "joint leave",
        "time zone",
        "late filing",
        "whether it suspends the measure",
        "who signs",
    ]


def test_force_is_as_the_decree_words_it() -> None:
    may = [each.id for each in RULES.values() if each.force is Force.MAY]
    assert may == ["R-02", "R-03", "R-32", "R-50", "R-60"]
    assert all("dapat" in clause(each).text_id for each in ("II.2.1.e.3", "II.2.3.s1", "III", "DIKTUM.KEDUA"))
