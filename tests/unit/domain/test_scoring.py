"""Scores of criteria: what is sound, what is missing, and which standards they meet (II.2.1.e.1-2)."""

from fractions import Fraction

import pytest

from domain.refusals import RefusalCode
from domain.scoring import (
    MOST_FILES,
    MOST_SCORES,
    CriterionScore,
    FrozenCriterion,
    evidence_of,
    mean,
    mean_text,
    met_standards,
    replaced,
    score_of,
    scores_problem,
    stored_score,
    unconfirmed,
    unknown_criterion,
    unproven,
    unscored,
    waived,
)
from domain.standards import Applicability, Criterion, Method, Requirement, StandardCode


def frozen(code: str, requirement: Requirement = Requirement.MANDATORY) -> FrozenCriterion:
    return FrozenCriterion(
        code=code, standard=StandardCode(code[:3]), requirement=requirement, text_id="Ada.", text_en="It is."
    )


def score(code: str, points: int | None, *files: str, note: str = "Catatan.") -> CriterionScore:
    return CriterionScore(criterion=code, score=points, note=note, evidence_ids=files)


CRITERIA = (frozen("S01-K1"), frozen("S01-K2", Requirement.ADVISED), frozen("S02-K1"), frozen("S03-K1"))


def test_a_frozen_criterion_is_stored_whole_and_read_again():
    criterion = Criterion(
        code="S01-K1",
        standard=StandardCode.S01,
        text_id="Ada kebijakan.",
        text_en="There is a policy.",
        evidence_id="Dokumen",
        methods=(Method.DOCUMENT,),
        requirement=Requirement.MANDATORY,
        applicability=Applicability.ALL,
    )
    values = FrozenCriterion.of(criterion).values()
    assert values == {
        "code": "S01-K1",
        "standard": "S01",
        "requirement": "MANDATORY",
        "text_id": "Ada kebijakan.",
        "text_en": "There is a policy.",
    }
    assert FrozenCriterion.stored(values) == FrozenCriterion.of(criterion)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        (score("S01-K1", 0), None),
        (score("S01-K1", 2, note=""), None),
        (score("S01-K1", None), None),
        (score("S01-K1", 3), "scores.score"),
        (score("S01-K1", -1), "scores.score"),
        (score("S01-K1", None, note=" "), "scores.note"),
        (score("S01-K1", 1, note="x" * 4_001), "scores.note"),
        (score("S01-K1", 1, "a", "a"), "scores.evidence"),
        (score("S01-K1", 1, *(str(number) for number in range(MOST_FILES + 1))), "scores.evidence"),
        (score("S01-K1", 1, *(str(number) for number in range(MOST_FILES))), None),
    ],
)
def test_a_score_is_of_the_scale_or_has_a_reason(given, field, first_problem_field):
    assert first_problem_field(given) == field


def test_scores_are_some_and_each_criterion_once():
    assert scores_problem((score("S01-K1", 1), score("S01-K2", 1))) is None
    for bad in ((), (score("S01-K1", 1), score("S01-K1", 2)), (score("S01-K1", 1),) * (MOST_SCORES + 1)):
        found = scores_problem(bad, field="answers")
        assert found is not None
        assert (found.code, found.subject) == (RefusalCode.INVALID_INPUT, "answers")
    found = scores_problem((score("S01-K1", 1), score("S01-K2", 9)))
    assert found is not None
    assert found.subject == "scores.score"


def test_a_criterion_that_is_not_assessed_is_named():
    assert unknown_criterion([score("S01-K1", 1)], CRITERIA) is None
    found = unknown_criterion([score("S01-K1", 1), score("S09-K1", 1)], CRITERIA)
    assert found is not None
    assert (found.subject, found.slots["problem_en"]) == (
        "scores.criterion",
        "S09-K1 is no criterion of this assessment.",
    )


def test_a_file_counts_once_it_is_confirmed():
    scores = [score("S01-K1", 1, "a", "b"), score("S01-K2", 1, "b", "c")]
    assert evidence_of(scores) == ("a", "b", "c")
    assert unconfirmed(evidence_of(scores), frozenset({"a", "b", "c"})) is None
    found = unconfirmed(evidence_of(scores), frozenset({"a", "c"}))
    assert found is not None
    assert (found.code, found.subject) == (RefusalCode.EVIDENCE_NOT_CONFIRMED, "b")


def test_what_is_not_scored_and_what_is_not_proven():
    scores = {"S01-K1": score("S01-K1", 2, "a"), "S01-K2": score("S01-K2", 0), "S02-K1": score("S02-K1", None)}
    assert unscored(CRITERIA, scores) == ("S03-K1",)
    assert unproven(CRITERIA, scores) == ("S01-K2",)


def test_a_standard_is_met_by_its_applicable_criteria():
    """Every mandatory criterion 2, the mean at least 1.6; one that is not applicable does not count."""
    scores = {
        "S01-K1": score("S01-K1", 2),
        "S01-K2": score("S01-K2", None),
        "S02-K1": score("S02-K1", 1),
        "S03-K1": score("S03-K1", None),
    }
    assert met_standards(CRITERIA, scores) == {StandardCode.S01}
    assert met_standards(CRITERIA, scores | {"S01-K2": score("S01-K2", 1)}) == set()
    assert met_standards(CRITERIA, {}) == set()


def test_a_standard_whose_mandatory_criteria_are_all_waived_is_not_met():
    """House rule: what nobody looked at is not met, however good the advised criteria are."""
    five = tuple(frozen(f"S01-K{number}") for number in range(1, 6))
    criteria = (*five, frozen("S01-K6", Requirement.ADVISED), frozen("S02-K1", Requirement.ADVISED))
    scores = {each.code: score(each.code, None, note=" Tidak berlaku. ") for each in five}
    scores |= {"S01-K6": score("S01-K6", 2), "S02-K1": score("S02-K1", 2)}
    assert met_standards(criteria, scores) == {StandardCode.S02}, "S02 has no mandatory criterion"
    assert met_standards(criteria, scores | {"S01-K5": score("S01-K5", 1)}) == {StandardCode.S02}
    assert met_standards(criteria, scores | {"S01-K5": score("S01-K5", 2)}) == {StandardCode.S01, StandardCode.S02}


def test_what_is_waived_is_told_with_its_reason():
    scores = {
        "S01-K1": score("S01-K1", 2),
        "S01-K2": score("S01-K2", None, note=" Tidak ada pemasok. "),
        "S02-K1": score("S02-K1", 0),
    }
    assert waived(CRITERIA, scores) == ((CRITERIA[1], "Tidak ada pemasok."),)


def test_the_mean_counts_what_was_scored():
    scores = {"S01-K1": score("S01-K1", 2), "S01-K2": score("S01-K2", 1), "S02-K1": score("S02-K1", None)}
    assert mean(CRITERIA, scores) == Fraction(3, 2)
    assert mean(CRITERIA[2:], scores) is None
    assert [mean_text(value) for value in (None, Fraction(7, 4), Fraction(5, 3), Fraction(0), Fraction(2))] == [
        "-",
        "1,75",
        "1,67",
        "0,00",
        "2,00",
    ]


def test_a_score_is_stored_with_who_gave_it_and_replaces_the_one_before():
    first = stored_score(score("S01-K2", 1, "a", note=" Baik. "), by="person-1", on="2026-11-22")
    assert first == {
        "criterion": "S01-K2",
        "score": 1,
        "note": "Baik.",
        "evidence_ids": ["a"],
        "by": "person-1",
        "on": "2026-11-22",
    }
    assert score_of(first) == score("S01-K2", 1, "a", note="Baik.")
    other = stored_score(score("S01-K1", None), by="person-1", on="2026-11-22")
    second = stored_score(score("S01-K2", 2), by="person-2", on="2026-11-23")
    assert replaced([first], [second, other]) == [other, second]
