"""The competency dictionary (II.2.1.c): drafted by the administrator, published by the Deputy with the standards."""

from dataclasses import replace
from datetime import date

import pytest

from domain.aggregates import Aggregate
from domain.competencies import (
    COMPETENCIES,
    CompetencyFacts,
    CompetencyState,
    Level,
    Position,
    SetCompetency,
)
from domain.reasons import Reason
from domain.refusals import RefusalCode
from domain.roles import Role
from domain.versions import SupersedeVersion

ROWS = """
seed      | -         | PUBLISHED  | SY    | II.2.1.c.1 | -
draft     | -         | DRAFT      | AD    | II.2.1.c.1 | -
revise    | DRAFT     | DRAFT      | AD    | II.2.1.c.1 | -
publish   | DRAFT     | PUBLISHED  | DP    | II.2.1.c.2 | -
discard   | DRAFT     | DISCARDED  | AD DP | HOUSE      | -
supersede | PUBLISHED | SUPERSEDED | SY    | HOUSE      | -
"""
TODAY, TOMORROW = date(2026, 11, 22), date(2026, 11, 23)
LEVELS = tuple(Level(level=n, text_id=f"Tingkat {n}", text_en=f"Level {n}") for n in (1, 2, 3, 4, 5))
GIVEN = SetCompetency(
    code="KT-05",
    name_id=" Penanganan gangguan ",
    name_en="Incident handling",
    definition_id="Contoh",
    definition_en="Sample",
    levels=LEVELS,
    required={Position.VERIFIER: 2, Position.HELPDESK: 4},
    valid_from=TOMORROW,
    reason=" Contoh ",
)
READY = CompetencyFacts(
    state="DRAFT",
    code="KT-05",
    valid_from=TOMORROW,
    replaces="version-1",
    current_id="version-1",
    current_from=date(2022, 9, 30),
)


def situation(verb, state, _role):
    payloads = {"discard": Reason(reason="Keliru"), "supersede": SupersedeVersion(last_day=TODAY), "publish": None}
    facts = CompetencyFacts(state=state) if verb == "seed" else replace(READY, state=state)
    return facts, payloads.get(verb, GIVEN)


@pytest.fixture
def book(rule_book):
    return rule_book(COMPETENCIES, ROWS, situation)


def test_the_table_has_the_rows_of_the_rule_book_and_no_other(book) -> None:
    book.verbs_agree()


def test_every_state_is_reached_and_only_final_states_have_no_exit(book) -> None:
    book.states_live()
    assert set(COMPETENCIES.final) == {CompetencyState.SUPERSEDED, CompetencyState.DISCARDED}


def test_every_verb_in_every_state_by_every_role_is_lawful_or_refused(book) -> None:
    book.every_combination()


def test_a_competency_is_stored_with_its_levels_and_the_standard_of_each_position(try_act) -> None:
    """R-26, R-27 (II.2.1.c)."""
    facts = CompetencyFacts(state=None, current_id="version-1")
    found = try_act(COMPETENCIES, facts, "draft", Role.ADMIN, GIVEN)
    assert found.outcome.changes == {
        "code": "KT-05",
        "name_id": "Penanganan gangguan",
        "name_en": "Incident handling",
        "definition_id": "Contoh",
        "definition_en": "Sample",
        "levels": [{"level": n, "text_id": f"Tingkat {n}", "text_en": f"Level {n}"} for n in (1, 2, 3, 4, 5)],
        "required": [{"position": "HELPDESK", "level": 4}, {"position": "VERIFIER", "level": 2}],
        "valid_from": "2026-11-23",
        "reason": "Contoh",
        "changed_by": "actor",
        "replaces": "version-1",
    }
    assert "replaces" not in try_act(COMPETENCIES, READY, "revise", Role.ADMIN, GIVEN).outcome.changes


def test_the_first_dictionary_is_in_force_when_it_is_loaded_and_follows_nothing(try_act) -> None:
    """R-26 (II.2.1.c.1)."""
    found = try_act(COMPETENCIES, CompetencyFacts(state=None), "seed", Role.SYSTEM, GIVEN)
    assert (found.state, found.outcome.changes["replaces"], found.outcome.effects) == ("PUBLISHED", None, ())
    assert found.outcome.changes["required"] == [
        {"position": "HELPDESK", "level": 4},
        {"position": "VERIFIER", "level": 2},
    ]
    again = try_act(COMPETENCIES, CompetencyFacts(state=None, current_id="version-1"), "seed", Role.SYSTEM, GIVEN)
    assert (again.code, again.clause) == (RefusalCode.CONFLICT, "HOUSE")


def test_publishing_ends_the_version_before_on_the_day_before(try_act) -> None:
    [effect] = try_act(COMPETENCIES, READY, "publish", Role.DEPUTY).outcome.effects
    assert (effect.aggregate, effect.verb, effect.record_id) == (Aggregate.COMPETENCY, "supersede", "version-1")
    ended = try_act(COMPETENCIES, replace(READY, state="PUBLISHED"), "supersede", Role.SYSTEM, effect.payload)
    assert ended.outcome.changes == {"valid_to": "2026-11-22"}
    first = replace(READY, replaces=None, current_id=None, current_from=None)
    assert try_act(COMPETENCIES, first, "publish", Role.DEPUTY).outcome.effects == ()


@pytest.mark.parametrize(
    ("changes", "earliest"),
    [
        ({"valid_from": date(2026, 11, 21)}, "2026-11-22"),
        ({"valid_from": None}, "2026-11-22"),
        ({"current_from": TOMORROW}, "2026-11-24"),
    ],
)
def test_a_version_begins_today_or_later_and_after_the_one_before(changes, earliest, try_act) -> None:
    found = try_act(COMPETENCIES, replace(READY, **changes), "publish", Role.DEPUTY)
    assert (found.code, found.clause, found.slots["earliest"]) == (RefusalCode.PAST_DAY, "HOUSE", earliest)


@pytest.mark.parametrize(
    ("replaces", "current"), [("version-1", "version-2"), (None, "version-1"), ("version-1", None)]
)
def test_a_draft_of_an_older_version_is_not_published(replaces, current, try_act) -> None:
    found = try_act(COMPETENCIES, replace(READY, replaces=replaces, current_id=current), "publish", Role.DEPUTY)
    assert (found.code, found.slots) == (
        RefusalCode.CONFLICT,
        {"expected": replaces or "-", "actual": current or "-"},
    )


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"code": "KT-5"}, "code"),
        ({"name_id": " "}, "nameId"),
        ({"name_en": ""}, "nameEn"),
        ({"definition_id": ""}, "definitionId"),
        ({"definition_en": ""}, "definitionEn"),
        ({"reason": ""}, "reason"),
        ({"levels": LEVELS[:4]}, "levels"),
        ({"levels": LEVELS[::-1]}, "levels"),
        ({"levels": (replace(LEVELS[0], text_id=""), *LEVELS[1:])}, "levels.textId"),
        ({"levels": (replace(LEVELS[0], text_en=""), *LEVELS[1:])}, "levels.textEn"),
        ({"required": {Position.HELPDESK: 0}}, "required"),
        ({"required": {Position.HELPDESK: 6}}, "required"),
        ({"required": {Position.HELPDESK: 5}}, None),
        ({"required": {}}, None),
    ],
)
def test_an_entry_is_whole(changes, field, first_problem_field) -> None:
    assert first_problem_field(replace(GIVEN, **changes)) == field


def test_a_draft_keeps_its_code(try_act) -> None:
    found = try_act(COMPETENCIES, READY, "revise", Role.ADMIN, replace(GIVEN, code="KT-06"))
    assert (found.code, found.subject) == (RefusalCode.INVALID_INPUT, "code")


def test_the_dictionary_is_nobodys_own() -> None:
    assert CompetencyFacts(state=None).institution_id is None
