"""Assessments against domain.md 2.4 (II.2.1.e) as written out here: the whole table, its guards and checks."""

from dataclasses import replace
from datetime import date

import pytest

from domain.assessment_acts import (
    AssessmentMethod,
    AssessmentState,
    AssignAssessors,
    FollowUpAnswer,
    GiveFactualScores,
    GiveScores,
    Improvement,
    Item,
    MoveFollowUpLimit,
    OpenAssessment,
    PrepareDetermination,
    Recommend,
    ReportFactual,
    ReturnedItem,
    ReturnFollowUp,
    StartFactual,
    SubmitFollowUp,
    VerifyFollowUp,
)
from domain.assessment_rules import AssessmentFacts, determinable
from domain.assessment_teams import ReplaceAssessors
from domain.assessments import ASSESSMENTS
from domain.certification import Certified
from domain.document_acts import SignatureFact, SignDocument, SignedPaper
from domain.document_kinds import SignatureKind
from domain.independence import Tie
from domain.papers import PaperFacts
from domain.reasons import Reason
from domain.refusals import Refusal, RefusalCode
from domain.roles import Actor, Role
from domain.scoring import CriterionScore, FrozenCriterion, stored_score
from domain.standards import Requirement, StandardCode

OPEN_STATES = "SELF_DRAFT SELF_SUBMITTED FACTUAL_ASSIGNED FACTUAL_RUNNING FACTUAL_REPORTED RECOMMENDED FOLLOW_UP READY"
ROWS = f"""
open                  | -                | SELF_DRAFT       | HL    | II.2.1.e.1 | -
score_self            | SELF_DRAFT       | SELF_DRAFT       | HL ST | II.2.1.e.1 | -
submit_self           | SELF_DRAFT       | SELF_SUBMITTED   | HL    | II.2.1.e.1 | -
return_self           | SELF_SUBMITTED   | SELF_DRAFT       | RV    | HOUSE      | NOTICE
assign_assessors      | SELF_SUBMITTED   | FACTUAL_ASSIGNED | AD    | II.2.1.e.2 | ASSIGNMENT
start_factual         | FACTUAL_ASSIGNED | FACTUAL_RUNNING  | AS    | II.2.1.e.2 | NOTICE
score_factual         | FACTUAL_RUNNING  | FACTUAL_RUNNING  | AS    | II.2.1.e.2 | -
approve_reading       | FACTUAL_RUNNING  | FACTUAL_RUNNING  | AS    | HOUSE      | -
report_factual        | FACTUAL_RUNNING  | FACTUAL_REPORTED | AS    | II.2.1.e.2 | ASSESSMENT_REPORT
recall_report         | FACTUAL_REPORTED | FACTUAL_RUNNING  | AS    | HOUSE      | -
recommend             | FACTUAL_REPORTED | RECOMMENDED      | RV    | II.2.1.e.3 | RECOMMENDATION
recall_recommendation | RECOMMENDED      | FACTUAL_REPORTED | RV DP | HOUSE      | -
move_follow_up_limit  | RECOMMENDED      | RECOMMENDED      | SY    | HOUSE      | -
move_follow_up_limit  | FOLLOW_UP        | FOLLOW_UP        | SY    | HOUSE      | -
move_follow_up_limit  | READY            | READY            | SY    | HOUSE      | -
no_recommendation     | FACTUAL_REPORTED | READY            | RV    | II.2.1.e.3 | -
submit_follow_up      | RECOMMENDED      | FOLLOW_UP        | HL    | II.2.1.e.4 | -
verify_follow_up      | FOLLOW_UP        | READY            | AS    | HOUSE      | MINUTES
return_follow_up      | FOLLOW_UP        | RECOMMENDED      | AS    | HOUSE      | NOTICE
prepare_determination | READY            | READY            | RV    | II.2.1.e.5 | DETERMINATION
recall_determination  | READY            | READY            | RV DP | HOUSE      | -
determine             | READY            | DETERMINED       | DP    | II.2.1.e.5 | DETERMINATION
replace_team          | FACTUAL_ASSIGNED | FACTUAL_ASSIGNED | AD    | HOUSE      | ASSIGNMENT
replace_team          | FACTUAL_RUNNING  | FACTUAL_RUNNING  | AD    | HOUSE      | ASSIGNMENT
replace_team          | FACTUAL_REPORTED | FACTUAL_RUNNING  | AD    | HOUSE      | ASSIGNMENT
replace_team          | RECOMMENDED      | RECOMMENDED      | AD    | HOUSE      | ASSIGNMENT
replace_team          | FOLLOW_UP        | FOLLOW_UP        | AD    | HOUSE      | ASSIGNMENT
close_without         | {OPEN_STATES}    | CLOSED           | AD    | HOUSE      | NOTICE
"""

S01, S02, S03 = StandardCode.S01, StandardCode.S02, StandardCode.S03
TODAY = date(2026, 11, 22)


def frozen(code: str) -> FrozenCriterion:
    return FrozenCriterion(
        code=code, standard=StandardCode(code[:3]), requirement=Requirement.MANDATORY, text_id="Ada.", text_en="It is."
    )


def score(code: str, points: int | None, *files: str, note: str = "Catatan.") -> CriterionScore:
    return CriterionScore(criterion=code, score=points, note=note, evidence_ids=files)


def by_code(*scores: CriterionScore) -> dict[str, CriterionScore]:
    return {each.criterion: each for each in scores}


def item(number: int, standard: StandardCode, criterion: str | None = None, **more) -> Item:
    return Item(id=str(number), standard=standard, criterion=criterion, text="Perbaiki.", **more)


CRITERIA = (frozen("S01-K1"), frozen("S02-K1"), frozen("S02-K2"))
SELF = by_code(score("S01-K1", 2, "file-1"), score("S02-K1", 2, "file-1"), score("S02-K2", None))
FACTUAL = by_code(score("S01-K1", 2), score("S02-K1", 1, "file-1", note=" Belum teratur. "), score("S02-K2", 2))
SIGNED = SignedPaper(
    sha256="b" * 64,
    size=1000,
    signature=SignatureFact(
        field="Tanda",
        kind=SignatureKind.PERSONAL,
        signer_id="actor",
        signer_name="Sari (DATA CONTOH)",
        certificate_sha256="c" * 64,
        level="B-LT",
        certification="NO_CHANGES",
        signed_at="2026-11-22T03:00:00+00:00",
    ),
)
PAPER = PaperFacts(
    id="doc-1",
    state="AWAITING_SIGNATURE",
    sha256="a" * 64,
    signatories=frozenset({"actor"}),
    office_holders=frozenset({"actor"}),
)
BECAUSE = Reason(reason=" Alasan yang sah. ")
TEAM = AssignAssessors(
    lead_id="lead",
    second_reader_id="reader",
    member_ids=("member",),
    declared_ids=("lead", "reader", "member"),
    begins_on=date(2026, 11, 23),
    ends_on=date(2026, 11, 30),
)
OTHERS = ReplaceAssessors(
    lead_id="member",
    second_reader_id="reader",
    member_ids=("new",),
    declared_ids=("member", "reader", "new"),
    reason=" Ketua tim pindah tugas. ",
)
PAYLOADS = {
    "replace_team": OTHERS,
    "open": OpenAssessment(unit_id="unit-1", standards=(S02, S01)),
    "score_self": GiveScores(scores=(score("S01-K1", 1, "file-2"),)),
    "return_self": BECAUSE,
    "assign_assessors": TEAM,
    "start_factual": StartFactual(on=TODAY, method=AssessmentMethod.ON_SITE, place=" Kantor LPSE. "),
    "score_factual": GiveFactualScores(scores=(score("S02-K1", 0, "file-2"),)),
    "report_factual": ReportFactual(conclusion=" Satu standar terpenuhi. "),
    "recommend": Recommend(items=(Improvement(standard=S02, criterion="S02-K1", text=" Susun jadwal. "),)),
    "move_follow_up_limit": MoveFollowUpLimit(until="2027-01-04"),
    "submit_follow_up": SubmitFollowUp(
        answers=(FollowUpAnswer(item_id="1", action=" Disusun. ", evidence_ids=("file-2",), done_on=TODAY),)
    ),
    "verify_follow_up": VerifyFollowUp(
        note=" Jadwal berjalan. ", place=" Daring ", scores=(score("S02-K1", 2, "file-2"),)
    ),
    "return_follow_up": ReturnFollowUp(items=(ReturnedItem(item_id="1", reason=" Belum berjalan. "),)),
    "prepare_determination": PrepareDetermination(standards=(S01,)),
    "recall_report": BECAUSE,
    "recall_recommendation": BECAUSE,
    "recall_determination": BECAUSE,
    "determine": SignDocument(seen_sha256="a" * 64, signed=SIGNED),
    "close_without": BECAUSE,
}
SEATS = {
    "approve_reading": {"second_reader_id": "actor"},
    "report_factual": {"lead_id": "actor"},
    "recall_report": {"lead_id": "actor"},
}
"""Which seat in the team the actor needs for a verb; otherwise he is an ordinary member."""


def facts_in(state, **changes) -> AssessmentFacts:
    sound = AssessmentFacts(
        state=state,
        institution_id="inst-own",
        unit_id="unit-1",
        unit_state="ACTIVE",
        standards=(S01, S02),
        criteria=CRITERIA,
        cells={S01: "FACTUAL_MET", S02: "GAP", S03: "IMPLEMENTING"},
        certified=Certified(applicable=17),
        self_scores=SELF,
        factual_scores=FACTUAL,
        stored_self=tuple(stored_score(each, by="head", on="2026-11-01") for each in SELF.values()),
        stored_factual=tuple(stored_score(each, by="member", on="2026-11-20") for each in FACTUAL.values()),
        confirmed=frozenset({"file-1", "file-2"}),
        lead_id="lead",
        second_reader_id="reader",
        assessor_ids=("lead", "reader", "member", "actor"),
        known_assessors={"lead": "Lia", "reader": "Rudi", "member": "Mira", "actor": "Sari", "new": "Nila"},
        visit_on=TODAY,
        read_by="reader",
        self_met=frozenset({S01, S02}),
        factual_met=frozenset({S01}),
        items=(item(1, S02, "S02-K1"),),
        follow_up_until=date(2026, 12, 31),
        assignment_state="SIGNED",
        recommendation_state="SIGNED",
        proposed=(S01,),
        prepared_by="reviewer",
        paper=PAPER,
        waiting_papers=("doc-1", "doc-2"),
        report_state="SIGNED",
    )
    return replace(sound, **changes)


def situation(verb, state, role):
    changes = dict(SEATS.get(verb, {}))
    if verb == "prepare_determination":
        changes["paper"] = None
    if verb == "replace_team" and state == "FACTUAL_REPORTED":
        changes |= {"report_id": "doc-4", "report_state": "AWAITING_SIGNATURE"}
    if verb in {"recall_report", "recall_recommendation"}:
        changes |= {"report_id": "doc-4", "report_state": "RETURNED"}
        changes |= {"recommendation_id": "doc-5", "recommendation_state": "RETURNED"}
    return facts_in(state, **changes), PAYLOADS.get(verb)


@pytest.fixture
def book(rule_book):
    return rule_book(ASSESSMENTS, ROWS, situation)


@pytest.fixture
def refused(try_act):
    """Code, clause and subject of the refusal; None where the act is lawful."""

    def attempt(verb, role, *, state, payload=None, who=None, **changes):
        facts = replace(situation(verb, state, role)[0], **changes)
        found = try_act(ASSESSMENTS, facts, verb, who or role, payload or PAYLOADS.get(verb))
        return (found.code, found.clause, found.subject) if isinstance(found, Refusal) else None

    return attempt


# --- the whole table ------------------------------------------------------------------------------------------------


def test_the_table_has_the_rows_of_the_rule_book_and_no_other(book):
    book.verbs_agree()


def test_every_state_is_reached_and_only_final_states_have_no_exit(book):
    book.states_live()
    assert set(ASSESSMENTS.final) == {"DETERMINED", "CLOSED"}


def test_every_verb_in_every_state_by_every_role_is_lawful_or_refused(book):
    """One exception: while a recommendation is open, the determination is refused by it (below)."""
    assert [row.verb for row in ASSESSMENTS.rows if row.otherwise] == ["prepare_determination", "determine"]
    plain = replace(ASSESSMENTS, rows=tuple(replace(row, otherwise=None) for row in ASSESSMENTS.rows))
    replace(book, table=plain).every_combination()


def test_another_institution_sees_no_assessment(book):
    book.strangers_see_nothing()


@pytest.mark.parametrize("state", list(AssessmentState))
@pytest.mark.parametrize(("verb", "role"), [("prepare_determination", Role.REVIEWER), ("determine", Role.DEPUTY)])
def test_nothing_is_determined_while_a_recommendation_is_open(verb, role, state, try_act):
    """Scenario 4: refused while one is open, allowed when none was given (II.2.1.e.5)."""
    items = (item(1, S02, closed_by="reader", closed_on="2026-11-22"), item(2, S02))
    found = try_act(ASSESSMENTS, replace(situation(verb, state, role)[0], items=items), verb, role, PAYLOADS[verb])
    if state == "READY":
        assert not isinstance(found, Refusal)
    elif state in {"RECOMMENDED", "FOLLOW_UP"}:
        assert (found.code, found.clause) == (RefusalCode.RECOMMENDATION_OPEN, "II.2.1.e.5")
        assert found.message_en == "Recommendations are not followed up and verified yet: 2."
    else:
        assert found.code is RefusalCode.WRONG_STATE


# --- opening --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("unit_state", ["PENDING", "STOPPED", "ACCESS_TAKEN", "DISCARDED", None])
def test_only_an_active_unit_assesses_itself(unit_state, refused):
    found = refused("open", Role.UNIT_HEAD, state=None, unit_state=unit_state)
    assert found == (RefusalCode.UNIT_NOT_ACTIVE, "HOUSE", "unit")


def test_a_head_of_another_unit_of_the_institution_sees_none(try_act):
    other = Actor(
        id="other", name="Lain", roles=frozenset({Role.UNIT_HEAD}), institution_id="inst-own", unit_id="unit-2"
    )
    found = try_act(ASSESSMENTS, facts_in(None), "open", other, PAYLOADS["open"])
    assert found.code is RefusalCode.NOT_FOUND


@pytest.mark.parametrize(
    ("cell", "lawful"),
    [
        ("IMPLEMENTING", True),
        ("SELF_MET", True),
        ("FACTUAL_MET", True),
        ("GAP", True),
        ("NOT_APPLICABLE", False),
        ("DETERMINED", False),
        ("FLAGGED", False),
        ("REVOKED", False),
    ],
)
def test_a_standard_is_assessed_until_it_is_determined(cell, lawful, refused):
    """A revoked one is re-assessed instead (II.2.2.c.s2); one whose certificate is over has lapsed."""
    changes = {"cells": {S01: "IMPLEMENTING", S02: cell}}
    found = refused("open", Role.UNIT_HEAD, state=None, **changes)
    assert found == (None if lawful else (RefusalCode.STANDARD_NOT_ASSESSABLE, "HOUSE", "standards"))


def test_a_standard_without_criteria_for_the_unit_is_not_assessed(refused):
    found = refused("open", Role.UNIT_HEAD, state=None, criteria=CRITERIA[:1])
    assert found == (RefusalCode.STANDARD_NOT_ASSESSABLE, "HOUSE", "standards")


def test_there_is_no_second_open_cycle_for_the_same_standard(refused):
    found = refused("open", Role.UNIT_HEAD, state=None, open_standards=frozenset({S02, S03}))
    assert found == (RefusalCode.ASSESSMENT_OPEN, "HOUSE", "standards")
    assert refused("open", Role.UNIT_HEAD, state=None, open_standards=frozenset({S03})) is None


# --- self-assessment ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("scored", "expected"),
    [
        (score("S09-K1", 1, "file-1"), (RefusalCode.INVALID_INPUT, "HOUSE", "scores.criterion")),
        (score("S01-K1", 1, "strange"), (RefusalCode.EVIDENCE_NOT_CONFIRMED, "HOUSE", "strange")),
        (score("S01-K1", 5, "file-1"), (RefusalCode.INVALID_INPUT, "HOUSE", "scores.score")),
        (score("S01-K1", 1), None),
    ],
)
@pytest.mark.parametrize(
    ("verb", "role", "state"),
    [("score_self", Role.UNIT_STAFF, "SELF_DRAFT"), ("score_factual", Role.ASSESSOR, "FACTUAL_RUNNING")],
)
def test_scores_are_of_this_assessment_and_files_are_confirmed(verb, role, state, scored, expected, refused):
    kind = GiveScores if verb == "score_self" else GiveFactualScores
    assert refused(verb, role, state=state, payload=kind(scores=(scored,))) == expected


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"S01-K1": score("S01-K1", 0)}, (RefusalCode.SCORES_INCOMPLETE, "II.2.1.e.1", "scores")),
        ({"S01-K1": score("S01-K1", 0, "file-1")}, None),
        ({"S01-K1": score("S01-K1", None)}, None),
        ({"S01-K1": score("S01-K1", 2, "file-9")}, (RefusalCode.EVIDENCE_NOT_CONFIRMED, "HOUSE", "file-9")),
    ],
)
def test_a_self_assessment_has_a_score_with_evidence_or_a_reason_for_each_criterion(changed, expected, refused):
    """II.2.1.e.1."""
    found = refused("submit_self", Role.UNIT_HEAD, state="SELF_DRAFT", self_scores=SELF | changed)
    assert found == expected


def test_what_is_missing_is_named(try_act):
    scores = by_code(score("S02-K1", 1))
    found = try_act(ASSESSMENTS, facts_in("SELF_DRAFT", self_scores=scores), "submit_self", Role.UNIT_HEAD)
    assert found.slots["missing"] == "S01-K1, S02-K1, S02-K2"


# --- factual assessment ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("tied", ["lead", "reader", "member"])
@pytest.mark.parametrize("tie", list(Tie))
def test_nobody_of_the_team_is_tied_to_the_institution_or_has_mentored_the_unit(tied, tie, refused):
    """II.2.1.e.2 and the separation of duties."""
    found = refused("assign_assessors", Role.ADMIN, state="SELF_SUBMITTED", ties={tied: tie})
    assert found == (RefusalCode.CONFLICT_OF_INTEREST, "HOUSE", "team")


def test_everybody_of_the_team_is_an_assessor(refused):
    known = {"lead": "Lia", "reader": "Rudi"}
    found = refused("assign_assessors", Role.ADMIN, state="SELF_SUBMITTED", known_assessors=known)
    assert found == (RefusalCode.NOT_FOUND, "HOUSE", "team")


@pytest.mark.parametrize(
    ("verb", "state"),
    [
        ("start_factual", "FACTUAL_ASSIGNED"),
        ("score_factual", "FACTUAL_RUNNING"),
        ("verify_follow_up", "FOLLOW_UP"),
        ("return_follow_up", "FOLLOW_UP"),
    ],
)
def test_only_the_team_assesses_and_only_while_it_is_independent(verb, state, refused):
    found = refused(verb, Role.ASSESSOR, state=state, assessor_ids=("lead", "reader"))
    assert found == (RefusalCode.NOT_ASSIGNED, "HOUSE", "record")
    found = refused(verb, Role.ASSESSOR, state=state, ties={"actor": Tie.MENTOR})
    assert found == (RefusalCode.CONFLICT_OF_INTEREST, "HOUSE", "record")


@pytest.mark.parametrize("verb", ["approve_reading", "report_factual"])
def test_a_tie_that_came_later_bars_reading_and_reporting(verb, refused):
    found = refused(verb, Role.ASSESSOR, state="FACTUAL_RUNNING", ties={"actor": Tie.INSTITUTION})
    assert found == (RefusalCode.CONFLICT_OF_INTEREST, "HOUSE", "record")


@pytest.mark.parametrize(
    ("verb", "role", "state"),
    [
        ("report_factual", Role.ASSESSOR, "FACTUAL_RUNNING"),
        ("prepare_determination", Role.REVIEWER, "READY"),
        ("determine", Role.DEPUTY, "READY"),
    ],
)
@pytest.mark.parametrize("tied", ["reader", "member"])
def test_nothing_is_concluded_from_the_work_of_one_who_got_a_tie(verb, role, state, tied, refused) -> None:
    """Everyone who assessed is examined at every conclusion; the way on is another assessment. House rule."""
    found = refused(verb, role, state=state, ties={tied: Tie.INSTITUTION})
    assert found == (RefusalCode.CONFLICT_OF_INTEREST, "HOUSE", "record")


def test_the_assessment_is_announced_for_today_or_later(refused):
    def on(day):
        payload = replace(PAYLOADS["start_factual"], on=day)
        return refused("start_factual", Role.ASSESSOR, state="FACTUAL_ASSIGNED", payload=payload)

    assert on(date(2026, 11, 21)) == (RefusalCode.INVALID_INPUT, "HOUSE", "on")
    assert on(date(2026, 11, 22)) is None


def test_the_second_reader_gives_no_scores_and_nobody_else_reads(refused):
    found = refused("score_factual", Role.ASSESSOR, state="FACTUAL_RUNNING", second_reader_id="actor")
    assert found == (RefusalCode.OWN_WORK, "HOUSE", "record")
    found = refused("approve_reading", Role.ASSESSOR, state="FACTUAL_RUNNING", second_reader_id="reader")
    assert found == (RefusalCode.NOT_ASSIGNED, "HOUSE", "record")


def test_the_lead_reports_each_criterion_scored_and_read(refused):
    def report(**changes):
        return refused("report_factual", Role.ASSESSOR, state="FACTUAL_RUNNING", **changes)

    assert report(lead_id="lead") == (RefusalCode.NOT_ASSIGNED, "HOUSE", "record")
    assert report(read_by=None) == (RefusalCode.READING_MISSING, "HOUSE", "record")
    assert report(visit_on=None) == (RefusalCode.TOO_EARLY, "HOUSE", "record")
    assert report(visit_on=date(2026, 11, 23)) == (RefusalCode.TOO_EARLY, "HOUSE", "record")
    part = {code: each for code, each in FACTUAL.items() if code != "S02-K2"}
    assert report(factual_scores=part) == (RefusalCode.SCORES_INCOMPLETE, "II.2.1.e.2", "scores")
    found = refused("approve_reading", Role.ASSESSOR, state="FACTUAL_RUNNING", factual_scores=part)
    assert found == (RefusalCode.SCORES_INCOMPLETE, "II.2.1.e.2", "scores")


# --- recommendation and follow-up -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("standard", "criterion", "subject"),
    [
        (S02, "S02-K1", None),
        (S02, None, None),
        (S03, None, "items.standard"),
        (S01, "S02-K1", "items.criterion"),
        (S01, "S01-K9", "items.criterion"),
    ],
)
def test_a_recommendation_is_about_what_was_assessed(standard, criterion, subject, refused):
    given = Recommend(items=(Improvement(standard=standard, criterion=criterion, text="Perbaiki."),))
    found = refused("recommend", Role.REVIEWER, state="FACTUAL_REPORTED", payload=given)
    assert found == (None if subject is None else (RefusalCode.INVALID_INPUT, "HOUSE", subject))


@pytest.mark.parametrize(
    ("factual_met", "partial", "expected"),
    [
        ({S01, S02}, False, None),
        ({S01}, True, None),
        ({S01}, False, RefusalCode.NOT_DETERMINABLE),
        (set(), True, RefusalCode.STANDARDS_NOT_MET),
        (set(), False, RefusalCode.STANDARDS_NOT_MET),
    ],
)
def test_without_recommendations_there_is_no_gap_in_what_will_be_determined(factual_met, partial, expected, refused):
    """II.2.1.e.3 says "dapat"; e.5 asks that all three are met."""
    found = refused(
        "no_recommendation",
        Role.REVIEWER,
        state="FACTUAL_REPORTED",
        factual_met=frozenset(factual_met),
        cells={S01: "FACTUAL_MET", S02: "FACTUAL_MET"},
        partial_allowed=partial,
    )
    assert found == (None if expected is None else (expected, "II.2.1.e.5", "record"))


def answer(number: str, **changes) -> FollowUpAnswer:
    given = FollowUpAnswer(item_id=number, action="Sudah.", evidence_ids=("file-1",), done_on=TODAY)
    return replace(given, **changes)


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ([answer("1"), answer("3")], None),
        ([answer("1"), answer("2"), answer("3")], None),
        ([answer("1")], (RefusalCode.ITEM_NOT_ANSWERED, "II.2.1.e.4", "answers")),
        ([answer("1"), answer("3"), answer("9")], (RefusalCode.INVALID_INPUT, "HOUSE", "answers")),
        (
            [answer("1"), answer("3", done_on=date(2026, 11, 23))],
            (RefusalCode.INVALID_INPUT, "HOUSE", "answers.doneOn"),
        ),
        (
            [answer("1"), answer("3", evidence_ids=("strange",))],
            (RefusalCode.EVIDENCE_NOT_CONFIRMED, "HOUSE", "strange"),
        ),
    ],
)
def test_each_open_item_is_followed_up_with_evidence(answers, expected, refused):
    """II.2.1.e.4; an item whose answer stands may be answered again, one that was returned must be."""
    items = (item(1, S01), item(2, S02, action="Sudah."), item(3, S02, action="Sudah.", returned="Belum cukup."))
    given = SubmitFollowUp(answers=tuple(answers))
    assert refused("submit_follow_up", Role.UNIT_HEAD, state="RECOMMENDED", payload=given, items=items) == expected


def test_whoever_leads_or_scored_does_not_close_his_own_finding(refused):
    """Separation of duties: there is always the second reader, who never scores."""

    def verify(**changes):
        return refused("verify_follow_up", Role.ASSESSOR, state="FOLLOW_UP", **changes)

    own = (RefusalCode.OWN_WORK, "HOUSE", "record")
    mine = tuple(stored_score(each, by="actor", on="2026-11-20") for each in FACTUAL.values())
    assert verify(lead_id="actor") == own
    assert verify(stored_factual=mine) == own
    assert verify(stored_factual=mine, items=(item(1, S01),)) == own
    elsewhere = tuple(each for each in mine if each["criterion"] == "S01-K1")
    assert verify(stored_factual=elsewhere) is None
    assert verify(second_reader_id="actor") is None


@pytest.mark.parametrize(
    ("scored", "expected"),
    [
        (score("S02-K2", 2), None),
        (score("S01-K1", 2), (RefusalCode.INVALID_INPUT, "HOUSE", "scores.criterion")),
        (score("S02-K1", 2, "strange"), (RefusalCode.EVIDENCE_NOT_CONFIRMED, "HOUSE", "strange")),
    ],
)
def test_only_what_the_recommendation_concerns_is_scored_anew(scored, expected, refused):
    given = VerifyFollowUp(note="Baik.", place="Daring", scores=(scored,))
    assert refused("verify_follow_up", Role.ASSESSOR, state="FOLLOW_UP", payload=given) == expected


def test_only_items_of_the_recommendation_are_returned(refused):
    given = ReturnFollowUp(items=(ReturnedItem(item_id="7", reason="Belum."),))
    found = refused("return_follow_up", Role.ASSESSOR, state="FOLLOW_UP", payload=given)
    assert found == (RefusalCode.INVALID_INPUT, "HOUSE", "items")


# --- determination --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "self_met", "factual_met", "lawful"),
    [
        ("FACTUAL_MET", True, True, True),
        ("FACTUAL_MET", False, True, False),
        ("FACTUAL_MET", True, False, False),
        ("GAP", True, True, False),
        ("NOT_APPLICABLE", True, True, False),
        ("DETERMINED", True, True, False),
        ("FLAGGED", True, True, False),
        ("REVOKED", True, True, False),
    ],
)
def test_what_is_determined_is_met_by_both_assessments(cell, self_met, factual_met, lawful, refused):
    """II.2.1.e.5."""
    changes = {
        "cells": {S01: cell},
        "self_met": frozenset({S01} if self_met else ()),
        "factual_met": frozenset({S01} if factual_met else ()),
    }
    assert determinable(facts_in("READY", **changes)) == ({S01} if lawful else frozenset())
    refusal = (RefusalCode.NOT_DETERMINABLE, "II.2.1.e.5")
    prepare = refused("prepare_determination", Role.REVIEWER, state="READY", **changes)
    assert prepare == (None if lawful else (*refusal, "standards"))
    determine = refused("determine", Role.DEPUTY, state="READY", **changes)
    assert determine == (None if lawful else (*refusal, "record"))


CLOSED_ITEM = Item(id="1", standard=S01, criterion=None, text="Tetapkan.", closed_by="reader")


@pytest.mark.parametrize(
    ("items", "factual_met", "lawful"),
    [
        ((CLOSED_ITEM,), True, True),
        ((CLOSED_ITEM,), False, False),
        ((replace(CLOSED_ITEM, closed_by=None),), True, False),
        ((CLOSED_ITEM, replace(CLOSED_ITEM, id="2", closed_by=None)), True, False),
        ((replace(CLOSED_ITEM, standard=S02),), True, False),
        ((), True, False),
    ],
    ids=["verified", "still a gap", "not verified", "one of two", "of another standard", "nothing recommended"],
)
def test_a_low_self_score_is_made_good_by_a_verified_follow_up_alone(items, factual_met, lawful, refused):
    """II.2.1.e.5: met by self-assessment, factual assessment and recommendations."""
    changes = {
        "cells": {S01: "FACTUAL_MET"},
        "self_met": frozenset(),
        "factual_met": frozenset({S01} if factual_met else ()),
        "items": items,
    }
    assert determinable(facts_in("READY", **changes)) == ({S01} if lawful else frozenset())
    refusal = (RefusalCode.NOT_DETERMINABLE, "II.2.1.e.5", "standards")
    assert refused("prepare_determination", Role.REVIEWER, state="READY", **changes) == (None if lawful else refusal)


def test_fewer_standards_than_assessed_are_determined_only_where_that_is_configured(refused):
    part = {"partial_allowed": False, "cells": {S01: "FACTUAL_MET", S02: "FACTUAL_MET"}}
    whole = part | {"factual_met": frozenset({S01, S02})}
    refusal = (RefusalCode.NOT_DETERMINABLE, "II.2.1.e.5")
    assert refused("prepare_determination", Role.REVIEWER, state="READY", **whole) == (*refusal, "standards")
    assert refused("determine", Role.DEPUTY, state="READY", **whole) == (*refusal, "record")
    both = PrepareDetermination(standards=(S02, S01))
    assert refused("prepare_determination", Role.REVIEWER, state="READY", payload=both, **whole) is None
    assert refused("determine", Role.DEPUTY, state="READY", proposed=(S01, S02), **whole) is None
    found = refused("prepare_determination", Role.REVIEWER, state="READY", payload=both, **part)
    assert found == (*refusal, "standards")


@pytest.mark.parametrize("report_state", [None, "DRAFT", "AWAITING_SIGNATURE", "VOID"])
def test_the_determination_rests_on_a_signed_report(report_state, refused):
    found = refused("prepare_determination", Role.REVIEWER, state="READY", report_state=report_state)
    assert found == (RefusalCode.REPORT_NOT_SIGNED, "HOUSE", "record")


def test_one_determination_is_prepared_at_a_time_and_only_a_waiting_one_recalled(refused):
    found = refused("prepare_determination", Role.REVIEWER, state="READY", paper=PAPER)
    assert found == (RefusalCode.PAPER_WAITING, "HOUSE", "record")
    for role in (Role.REVIEWER, Role.DEPUTY):
        found = refused("recall_determination", role, state="READY", paper=None)
        assert found == (RefusalCode.PAPER_NOT_READY, "HOUSE", "document")


@pytest.mark.parametrize(
    ("verb", "role", "state", "paper"),
    [
        ("recall_report", Role.ASSESSOR, "FACTUAL_REPORTED", "report_state"),
        ("recall_recommendation", Role.REVIEWER, "RECOMMENDED", "recommendation_state"),
        ("recall_recommendation", Role.DEPUTY, "RECOMMENDED", "recommendation_state"),
    ],
)
def test_what_nobody_has_signed_is_taken_back_and_what_is_signed_stands(verb, role, state, paper, refused):
    for waiting in ("DRAFT", "AWAITING_INITIALS", "AWAITING_SIGNATURE", "RETURNED"):
        assert refused(verb, role, state=state, **{paper: waiting}) is None
    found = refused(verb, role, state=state, **{paper: "SIGNED"})
    assert found == (RefusalCode.PAPER_SIGNED_ALREADY, "HOUSE", "record")


def test_only_its_lead_takes_a_report_back(refused):
    found = refused("recall_report", Role.ASSESSOR, state="FACTUAL_REPORTED", lead_id="lead")
    assert found == (RefusalCode.NOT_ASSIGNED, "HOUSE", "record")


def test_the_deputy_signs_the_paper_that_he_has_seen_and_that_another_prepared(refused):
    def determine(**changes):
        return refused("determine", Role.DEPUTY, state="READY", **changes)

    assert determine(paper=None) == (RefusalCode.PAPER_NOT_READY, "HOUSE", "document")
    assert determine(paper=replace(PAPER, state="DRAFT")) == (RefusalCode.PAPER_NOT_READY, "HOUSE", "document")
    strange = replace(PAPER, signatories=frozenset({"another"}))
    assert determine(paper=strange) == (RefusalCode.NOT_THE_SIGNATORY, "HOUSE", "record")
    assert determine(prepared_by="actor") == (RefusalCode.OWN_WORK, "HOUSE", "record")
    other = replace(PAPER, sha256="d" * 64)
    assert determine(paper=other) == (RefusalCode.DIGEST_MISMATCH, "HOUSE", "sha256")
