"""The personnel of a unit (II.2.1.c.2): entered by the head, proposed by staff for themselves, with evidence."""

from dataclasses import replace
from datetime import date

import pytest

from domain.competencies import Position
from domain.competency_gaps import HeldCompetency
from domain.personnel_files import PERSONNEL_FILES, EnterFile, PersonnelFacts, PersonnelFileState, ReviseFile
from domain.reasons import Reason
from domain.refusals import RefusalCode
from domain.roles import Actor, Role

ROWS = """
enter   | -               | ACTIVE          | HL | II.2.1.c.2 | -
propose | -               | PROPOSED        | ST | II.2.1.c.2 | -
revise  | PROPOSED ACTIVE | PROPOSED ACTIVE | HL | II.2.1.c.2 | -
revise  | PROPOSED        | PROPOSED        | ST | II.2.1.c.2 | -
accept  | PROPOSED        | ACTIVE          | HL | II.2.1.c.2 | -
leave   | PROPOSED ACTIVE | LEFT            | HL | HOUSE      | -
"""
TODAY = date(2026, 11, 22)
HELD = HeldCompetency(code="KT-05", level=2, evidence_ids=("proof",), valid_until=TODAY)
EARLIER = replace(HELD, code="KT-01", valid_until=None)
CONTENTS = ReviseFile(name=" Contoh Pertiwi ", positions=(Position.HELPDESK,), held=(HELD, EARLIER))
GIVEN = EnterFile(
    unit_id="unit-1", person_id="actor", name=CONTENTS.name, positions=CONTENTS.positions, held=CONTENTS.held
)
FACTS = PersonnelFacts(
    state=None,
    institution_id="inst-own",
    unit_id="unit-1",
    person_id="actor",
    dictionary=frozenset({"KT-01", "KT-05"}),
    evidence={"proof": True},
)


def situation(verb, state, _role):
    payload = {"revise": CONTENTS, "leave": Reason(reason="Mutasi"), "accept": None}.get(verb, GIVEN)
    return replace(FACTS, state=state), payload


@pytest.fixture
def book(rule_book):
    return rule_book(PERSONNEL_FILES, ROWS, situation)


def test_the_table_has_the_rows_of_the_rule_book_and_no_other(book) -> None:
    book.verbs_agree()


def test_every_state_is_reached_and_only_the_final_state_has_no_exit(book) -> None:
    book.states_live()
    assert set(PERSONNEL_FILES.final) == {PersonnelFileState.LEFT}


def test_every_verb_in_every_state_by_every_role_is_lawful_or_refused(book) -> None:
    book.every_combination()


def test_another_institution_sees_no_file(book) -> None:
    book.strangers_see_nothing()


def test_the_head_of_another_unit_sees_no_file(try_act) -> None:
    other = Actor(
        id="head", name="Head", roles=frozenset({Role.UNIT_HEAD}), institution_id="inst-own", unit_id="unit-2"
    )
    assert try_act(PERSONNEL_FILES, FACTS, "enter", other, GIVEN).code is RefusalCode.NOT_FOUND


def test_a_file_is_stored_with_its_competencies_by_code(try_act) -> None:
    """R-27 (II.2.1.c.2)."""
    contents = {
        "name": "Contoh Pertiwi",
        "positions": ["HELPDESK"],
        "competencies": [
            {"code": "KT-01", "level": 2, "evidence_ids": ["proof"], "valid_until": None},
            {"code": "KT-05", "level": 2, "evidence_ids": ["proof"], "valid_until": "2026-11-22"},
        ],
    }
    found = try_act(PERSONNEL_FILES, FACTS, "enter", Role.UNIT_HEAD, GIVEN)
    assert found.outcome.changes == {
        "institution_id": "inst-own", "unit_id": "unit-1", "person_id": "actor", **contents
    }  # fmt: skip
    revised = try_act(PERSONNEL_FILES, replace(FACTS, state="ACTIVE"), "revise", Role.UNIT_HEAD, CONTENTS)
    assert (revised.state, revised.outcome.changes) == ("ACTIVE", contents)
    gone = try_act(PERSONNEL_FILES, replace(FACTS, state="ACTIVE"), "leave", Role.UNIT_HEAD, Reason(reason=" Mutasi "))
    assert gone.outcome.reason == "Mutasi"


def test_staff_write_of_nobody_but_themselves(try_act) -> None:
    theirs = replace(GIVEN, person_id="someone")
    found = try_act(PERSONNEL_FILES, FACTS, "propose", Role.UNIT_STAFF, theirs)
    assert (found.code, found.slots["verb"]) == (RefusalCode.NOT_PERMITTED, "mengisi data personel orang lain")
    proposed = replace(FACTS, state="PROPOSED", person_id="someone")
    assert try_act(PERSONNEL_FILES, proposed, "revise", Role.UNIT_STAFF, CONTENTS).code is RefusalCode.NOT_PERMITTED


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": " "}, "name"),
        ({"positions": ()}, "positions"),
        ({"positions": (Position.HELPDESK, Position.HELPDESK)}, "positions"),
        ({"held": (HELD, HELD)}, "competencies"),
        ({"held": (replace(HELD, level=6),)}, "competencies.level"),
        ({"held": (replace(HELD, level=0),)}, "competencies.level"),
        ({"held": (replace(HELD, evidence_ids=()),)}, "competencies.evidence"),
        ({"held": ()}, None),
    ],
)
def test_a_file_is_whole(changes, field, first_problem_field) -> None:
    assert first_problem_field(replace(CONTENTS, **changes)) == field


@pytest.mark.parametrize(
    ("facts", "code", "subject"),
    [
        ({"person_known": False}, RefusalCode.PERSON_UNKNOWN, "person"),
        ({"twice": True}, RefusalCode.INVALID_INPUT, "person"),
        ({"dictionary": frozenset({"KT-01"})}, RefusalCode.INVALID_INPUT, "competencies.code"),
        ({"evidence": {}}, RefusalCode.EVIDENCE_NOT_CONFIRMED, "competencies.evidence"),
        ({"evidence": {"proof": False}}, RefusalCode.EVIDENCE_NOT_CONFIRMED, "competencies.evidence"),
    ],
)
@pytest.mark.parametrize(("verb", "role"), [("enter", Role.UNIT_HEAD), ("propose", Role.UNIT_STAFF)])
def test_an_entry_rests_on_what_is_known_and_proven(facts, code, subject, verb, role, try_act) -> None:
    found = try_act(PERSONNEL_FILES, replace(FACTS, **facts), verb, role, GIVEN)
    assert (found.code, found.subject) == (code, subject)


def test_what_has_run_out_is_not_entered(try_act) -> None:
    old = replace(GIVEN, held=(replace(HELD, valid_until=date(2026, 11, 21)),))
    found = try_act(PERSONNEL_FILES, FACTS, "enter", Role.UNIT_HEAD, old)
    assert (found.code, found.subject) == (RefusalCode.INVALID_INPUT, "competencies.validUntil")


def test_what_has_run_out_in_the_file_stands_in_the_way_of_no_other_change(try_act) -> None:
    """House rule: only what is new or changed must count today; the rest is a gap, and shows as one."""
    out = replace(HELD, valid_until=date(2026, 11, 21))
    facts = replace(FACTS, state="ACTIVE", on_file=frozenset({out, EARLIER}))
    renamed = ReviseFile(name="Contoh Pertiwi, S.Kom.", positions=CONTENTS.positions, held=(out, EARLIER))
    found = try_act(PERSONNEL_FILES, facts, "revise", Role.UNIT_HEAD, renamed)
    assert (found.state, found.outcome.changes["name"]) == ("ACTIVE", "Contoh Pertiwi, S.Kom.")
    for changed in (
        replace(out, level=3),
        replace(out, evidence_ids=("proof", "other")),
        replace(out, valid_until=date(2026, 11, 20)),
        replace(out, code="KT-01"),
    ):
        again = replace(facts, evidence={"proof": True, "other": True})
        found = try_act(PERSONNEL_FILES, again, "revise", Role.UNIT_HEAD, replace(renamed, held=(changed,)))
        assert (found.code, found.subject) == (RefusalCode.INVALID_INPUT, "competencies.validUntil")
    prolonged = replace(renamed, held=(HELD, EARLIER))
    assert try_act(PERSONNEL_FILES, facts, "revise", Role.UNIT_HEAD, prolonged).state == "ACTIVE"
