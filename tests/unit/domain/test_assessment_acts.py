"""What the acts of an assessment take: what is wrong in each by itself."""

from dataclasses import replace
from datetime import date

import pytest

from domain.assessment_acts import (
    ENDED,
    LARGEST_TEAM,
    METHOD_LABELS,
    MOST_ITEMS,
    AssessmentMethod,
    AssessmentState,
    AssignAssessors,
    FollowUpAnswer,
    GiveFactualScores,
    GiveScores,
    Improvement,
    Item,
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
from domain.scoring import CriterionScore
from domain.standards import StandardCode

S01, S02 = StandardCode.S01, StandardCode.S02
SCORE = CriterionScore(criterion="S01-K1", score=1, note="Catatan.")
BARE = replace(SCORE, note=" ")
TEAM = AssignAssessors(lead_id="a", second_reader_id="b", member_ids=("c",), declared_ids=("a", "b", "c"))
CROWD = tuple(str(number) for number in range(LARGEST_TEAM - 1))
VERIFY = VerifyFollowUp(note="Baik.", place="Daring")
IMPROVE = Improvement(standard=S01, criterion=None, text="Perbaiki.")
ANSWER = FollowUpAnswer(item_id="1", action="Sudah.", evidence_ids=("file",), done_on=date(2026, 11, 22))
RETURNED = ReturnedItem(item_id="1", reason="Belum.")


@pytest.mark.parametrize(
    ("payload", "field"),
    [
        (OpenAssessment(unit_id="unit", standards=(S01, S02)), None),
        (OpenAssessment(unit_id="unit", standards=()), "standards"),
        (OpenAssessment(unit_id="unit", standards=(S01, S01)), "standards"),
        (PrepareDetermination(standards=(S01,)), None),
        (PrepareDetermination(standards=(S01, S01)), "standards"),
        (GiveScores(scores=(SCORE,)), None),
        (GiveScores(scores=(BARE,)), None),
        (GiveScores(scores=()), "scores"),
        (GiveFactualScores(scores=(SCORE,)), None),
        (GiveFactualScores(scores=(BARE,)), "scores.note"),
        (GiveFactualScores(scores=(SCORE, SCORE)), "scores"),
        (TEAM, None),
        (replace(TEAM, second_reader_id="a"), "members"),
        (replace(TEAM, member_ids=("c", "c")), "members"),
        (replace(TEAM, member_ids=CROWD, declared_ids=("a", "b", *CROWD)), "members"),
        (replace(TEAM, member_ids=CROWD[1:], declared_ids=("a", "b", *CROWD)), None),
        (replace(TEAM, declared_ids=("a", "c")), "declared"),
        (replace(TEAM, begins_on=date(2026, 11, 22), ends_on=date(2026, 11, 22)), None),
        (replace(TEAM, begins_on=date(2026, 11, 22), ends_on=date(2026, 11, 21)), "endsOn"),
        (replace(TEAM, begins_on=date(2026, 11, 22)), None),
        (StartFactual(on=date(2026, 11, 22), method=AssessmentMethod.DESK, place="Daring"), None),
        (StartFactual(on=date(2026, 11, 22), method=AssessmentMethod.DESK, place=" "), "place"),
        (ReportFactual(conclusion="Terpenuhi."), None),
        (ReportFactual(conclusion=""), "conclusion"),
        (Recommend(items=(IMPROVE,)), None),
        (Recommend(items=()), "items"),
        (Recommend(items=(IMPROVE,) * (MOST_ITEMS + 1)), "items"),
        (Recommend(items=(replace(IMPROVE, text=" "),)), "items.text"),
        (SubmitFollowUp(answers=(ANSWER,)), None),
        (SubmitFollowUp(answers=()), "answers"),
        (SubmitFollowUp(answers=(ANSWER, ANSWER)), "answers"),
        (SubmitFollowUp(answers=(replace(ANSWER, action=""),)), "answers.action"),
        (SubmitFollowUp(answers=(replace(ANSWER, evidence_ids=()),)), "answers.evidence"),
        (VERIFY, None),
        (replace(VERIFY, note=""), "note"),
        (replace(VERIFY, place=""), "place"),
        (replace(VERIFY, scores=(SCORE,)), None),
        (replace(VERIFY, scores=(BARE,)), "scores.note"),
        (replace(VERIFY, scores=(SCORE, replace(SCORE, criterion="S01-K2", score=None))), "scores.score"),
        (ReturnFollowUp(items=(RETURNED,)), None),
        (ReturnFollowUp(items=()), "items"),
        (ReturnFollowUp(items=(RETURNED, RETURNED)), "items"),
        (ReturnFollowUp(items=(replace(RETURNED, reason=""),)), "items.reason"),
    ],
)
def test_what_is_wrong_by_itself(payload, field, first_problem_field):
    assert first_problem_field(payload) == field


def test_the_team_begins_with_its_lead():
    assert TEAM.team() == ("a", "b", "c")


def test_an_item_is_stored_whole_and_read_again():
    item = Item(
        id="1",
        standard=S02,
        criterion="S02-K1",
        text="Perbaiki.",
        action="Sudah.",
        evidence_ids=("file",),
        done_on="2026-11-22",
        returned="Belum cukup.",
        closed_by="reader",
        closed_on="2026-11-23",
    )
    assert Item.stored(item.values()) == item
    assert (item.is_answered, replace(item, returned="").is_answered, replace(item, action="").is_answered) == (
        False,
        True,
        False,
    )


def test_every_method_has_words_and_two_states_are_the_end():
    assert set(METHOD_LABELS) == set(AssessmentMethod)
    assert set(ENDED) == {AssessmentState.DETERMINED, AssessmentState.CLOSED}
