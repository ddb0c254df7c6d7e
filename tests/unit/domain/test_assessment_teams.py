"""A team of an assessment that takes the place of another, against the house rule as written out here."""

from dataclasses import replace

import pytest

from domain.assessments import ASSESSMENTS
from domain.independence import Tie
from domain.refusals import RefusalCode
from domain.roles import Role
from domain.tables import LetterOrder
from tests.unit.domain.test_assessments import OTHERS, facts_in, situation

WHEN = {
    "assessor_ids": ["lead", "reader", "member", "actor"],
    "on": "2026-11-22",
    "by": "actor",
    "reason": "Ketua tim pindah tugas.",
}
TIED = {"ties": {"lead": Tie.INSTITUTION}}
SIGNED = {"report_id": "doc-4", "report_state": "SIGNED"}
WAITING = {"report_id": "doc-4", "report_state": "AWAITING_SIGNATURE"}
TEAM = {"lead_id": "member", "second_reader_id": "reader", "assessor_ids": ["member", "reader", "new"]}
WITHDRAWN = {
    "read_by": None,
    "read_on": None,
    "report_id": None,
    "reported_by": None,
    "reported_on": None,
    "conclusion": None,
    "findings": [],
    "factual_met": [],
}


@pytest.fixture
def attempt(try_act):
    def act(verb="replace_team", role=Role.ADMIN, *, state, payload=None, **changes):
        facts, given = situation(verb, state, role)
        return try_act(ASSESSMENTS, replace(facts, **changes), verb, role, payload or given)

    return act


# --- what it does ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", ["FACTUAL_ASSIGNED", "FACTUAL_RUNNING", "FACTUAL_REPORTED"])
def test_another_team_goes_on_with_the_scores_reads_them_anew_and_its_lead_reports(state, outcome, act) -> None:
    found, result = outcome(state=state, assignment_id="doc-3", assignment_state="DRAFT", **WAITING)
    assert found == ("FACTUAL_ASSIGNED" if state == "FACTUAL_ASSIGNED" else "FACTUAL_RUNNING")
    assert result.changes == {**TEAM, **WITHDRAWN, "former_teams": [WHEN], "assignment_id": "fresh-document"}
    assert result.reason == "Ketua tim pindah tugas."
    assert [(each.verb, each.record_id, each.payload.reason) for each in result.effects] == [
        ("void", "doc-3", "Ketua tim pindah tugas."),
        ("void", "doc-4", "Ketua tim pindah tugas."),
    ]
    assert result.letters == (
        LetterOrder(kind="ASSIGNMENT", document_id="fresh-document"),
        LetterOrder(kind="NOTICE", document_id=act("x", None).fresh.of("notice")),
    )


def test_a_unit_that_was_not_told_who_comes_is_told_by_the_letter_alone(outcome) -> None:
    _state, result = outcome(state="FACTUAL_ASSIGNED", visit_on=None)
    assert result.letters == (LetterOrder(kind="ASSIGNMENT", document_id="fresh-document"),)


@pytest.mark.parametrize("state", ["RECOMMENDED", "FOLLOW_UP"])
@pytest.mark.parametrize(("reported_by", "kept"), [("earlier", "earlier"), (None, "lead")])
def test_after_a_recommendation_the_report_stands_as_the_work_of_who_made_it(state, reported_by, kept, outcome) -> None:
    """The decree orders the follow-up (II.2.1.e.4), and who verifies it did not find it (house rule)."""
    before = {"assessor_ids": ["old"], "on": "2026-11-01", "by": "admin", "reason": "x"}
    found, result = outcome(state=state, reported_by=reported_by, former_teams=(before,), **SIGNED)
    assert (found, result.effects) == (state, ())
    assert result.changes == {
        **TEAM,
        "former_teams": [before, WHEN],
        "assignment_id": "fresh-document",
        "reported_by": kept,
    }
    assert [letter.kind for letter in result.letters] == ["ASSIGNMENT"]


# --- what bars it ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        (WAITING, None),
        ({"report_id": None, "report_state": None}, None),
        (SIGNED, (RefusalCode.ALREADY_REPORTED, "HOUSE", "record")),
        ({**SIGNED, **TIED}, None),
        ({**SIGNED, "reported_by": "gone", "ties": {"gone": Tie.MENTOR}}, None),
    ],
)
def test_a_report_that_is_signed_stands_unless_who_assessed_is_tied(changes, expected, refused) -> None:
    assert refused(state="FACTUAL_REPORTED", **changes) == expected


@pytest.mark.parametrize(
    "state", ["FACTUAL_ASSIGNED", "FACTUAL_RUNNING", "FACTUAL_REPORTED", "RECOMMENDED", "FOLLOW_UP"]
)
@pytest.mark.parametrize(
    ("changes", "payload", "code", "subject"),
    [
        ({"ties": {"new": Tie.MENTOR}}, OTHERS, RefusalCode.CONFLICT_OF_INTEREST, "team"),
        ({"known_assessors": {"member": "Mira", "reader": "Rudi"}}, OTHERS, RefusalCode.NOT_FOUND, "team"),
        (
            {"lead_id": "member", "assessor_ids": ("member", "reader", "new")},
            OTHERS,
            RefusalCode.INVALID_INPUT,
            "members",
        ),
        (
            {},
            replace(OTHERS, lead_id="reader", second_reader_id="member"),
            RefusalCode.INVALID_INPUT,
            "secondReader",
        ),
    ],
)
def test_the_team_stands_apart_is_another_and_reads_nothing_of_its_own(
    state, changes, payload, code, subject, refused
) -> None:
    """House rule: nobody reads his own scores, also where he gave them as one of a former team."""
    assert refused(state=state, payload=payload, **changes) == (code, "HOUSE", subject)


@pytest.mark.parametrize("seats", [("lead", "member"), ("new", "reader")])
def test_the_same_people_under_another_lead_or_reader_are_another_team(seats, refused) -> None:
    lead, reader = seats
    assert refused(state="FACTUAL_RUNNING", lead_id=lead, second_reader_id=reader, assessor_ids=OTHERS.team()) is None


@pytest.mark.parametrize(
    ("payload", "field"),
    [
        (OTHERS, None),
        (replace(OTHERS, reason=" "), "reason"),
        (replace(OTHERS, second_reader_id="member"), "members"),
        (replace(OTHERS, member_ids=tuple("abcdefghijkl")), "members"),
        (replace(OTHERS, declared_ids=("member", "new")), "declared"),
    ],
)
def test_what_is_given_of_a_team_is_sound_by_itself(payload, field, first_problem_field) -> None:
    assert first_problem_field(payload) == field


# --- what waits for its letter, and what rests on whom --------------------------------------------------------------


@pytest.mark.parametrize(
    ("verb", "state"),
    [
        ("start_factual", "FACTUAL_ASSIGNED"),
        ("score_factual", "FACTUAL_RUNNING"),
        ("approve_reading", "FACTUAL_RUNNING"),
        ("report_factual", "FACTUAL_RUNNING"),
        ("verify_follow_up", "FOLLOW_UP"),
        ("return_follow_up", "FOLLOW_UP"),
    ],
)
def test_a_new_team_acts_once_its_own_letter_is_signed(verb, state, refused) -> None:
    found = refused(verb, Role.ASSESSOR, state=state, assignment_state="AWAITING_SIGNATURE")
    assert found == (RefusalCode.LETTER_NOT_SIGNED, "HOUSE", "record")


@pytest.mark.parametrize("did", ["read_by", "reported_by"])
def test_nothing_is_determined_from_what_a_former_assessor_with_a_tie_read_or_reported(did, refused) -> None:
    """House rule; who scored is kept by his scores."""
    tied = {did: "gone", "ties": {"gone": Tie.INSTITUTION}}
    for verb, role in (("prepare_determination", Role.REVIEWER), ("determine", Role.DEPUTY)):
        assert refused(verb, role, state="READY", **tied) == (RefusalCode.CONFLICT_OF_INTEREST, "HOUSE", "record")


def test_the_people_whose_work_counts_are_each_named_once() -> None:
    facts = facts_in("READY", read_by="reader", reported_by="earlier", assessor_ids=("lead", "reader"))
    assert facts.assessed_by() == ("lead", "reader", "member", "earlier")
