"""Scores of criteria (II.2.1.e.1-2): what was given, what is missing, and which standards they meet; the rule is `met`."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from domain.refusals import Refusal, RefusalCode, refuse
from domain.standards import Criterion, Requirement, Score, StandardCode, met
from domain.tables import Payload
from domain.text import LONG, first_problem, input_problem, text_problem

MOST_SCORES = 200
"""The most scores that one act brings: more than the catalogue has criteria."""

MOST_FILES = 10
"""The most evidence files beside one score."""


@dataclass(frozen=True, kw_only=True)
class FrozenCriterion:
    """A criterion as it was when the assessment was opened: a later catalogue changes nothing in it."""

    code: str
    standard: StandardCode
    requirement: Requirement
    text_id: str
    text_en: str

    @classmethod
    def of(cls, criterion: Criterion) -> "FrozenCriterion":
        """The criterion of the catalogue, frozen."""
        return cls(
            code=criterion.code,
            standard=criterion.standard,
            requirement=criterion.requirement,
            text_id=criterion.text_id,
            text_en=criterion.text_en,
        )

    @classmethod
    def stored(cls, values: Mapping[str, str]) -> "FrozenCriterion":
        """From the record's fields."""
        return cls(
            code=values["code"],
            standard=StandardCode(values["standard"]),
            requirement=Requirement(values["requirement"]),
            text_id=values["text_id"],
            text_en=values["text_en"],
        )

    def values(self) -> dict[str, str]:
        """The record's fields."""
        return {
            "code": self.code,
            "standard": self.standard.value,
            "requirement": self.requirement.value,
            "text_id": self.text_id,
            "text_en": self.text_en,
        }


@dataclass(frozen=True, kw_only=True)
class CriterionScore(Payload):
    """What is said of one criterion. *Shape*: `score` 0 to 2, or None where it is not applicable: then `note` is the reason."""

    criterion: str
    score: int | None
    note: str = ""
    evidence_ids: tuple[str, ...] = ()

    def problem(self) -> Refusal | None:
        """A score of the scale, or the reason why there is none; each file once."""
        once = len(set(self.evidence_ids)) == len(self.evidence_ids) <= MOST_FILES
        return first_problem(
            None if self.score is None or self.score in tuple(Score) else _scale_problem(),
            text_problem(self.note, field="scores.note", longest=LONG, required=self.score is None),
            None if once else _files_problem(),
        )


def _scale_problem() -> Refusal:
    return input_problem("scores.score", "skor adalah 0, 1, atau 2.", "a score is 0, 1 or 2.")


def _files_problem() -> Refusal:
    return input_problem(
        "scores.evidence",
        f"paling banyak {MOST_FILES} berkas, masing-masing satu kali.",
        f"at most {MOST_FILES} files, each once.",
    )


Scores = Mapping[str, CriterionScore]
"""Scores by criterion code."""


def scores_problem(scores: tuple[CriterionScore, ...], *, field: str = "scores") -> Refusal | None:
    """The first thing wrong with scores by themselves: one at least, each criterion once, each of them sound."""
    codes = [score.criterion for score in scores]
    if not 1 <= len(codes) <= MOST_SCORES:
        return input_problem(field, f"1 sampai {MOST_SCORES} skor.", f"1 to {MOST_SCORES} scores.")
    if len(set(codes)) != len(codes):
        return input_problem(field, "satu kriteria dinilai dua kali.", "a criterion is scored twice.")
    return first_problem(*(score.problem() for score in scores))


def unknown_criterion(scores: Iterable[CriterionScore], criteria: Iterable[FrozenCriterion]) -> Refusal | None:
    """Why one of the scores has no criterion here, or None."""
    known = {criterion.code for criterion in criteria}
    unknown = next((score.criterion for score in scores if score.criterion not in known), None)
    if unknown is None:
        return None
    return input_problem(
        "scores.criterion",
        f"{unknown[:40]} bukan kriteria penilaian ini.",
        f"{unknown[:40]} is no criterion of this assessment.",
    )


def unconfirmed(evidence_ids: Iterable[str], confirmed: frozenset[str]) -> Refusal | None:
    """Why one of the files does not count, or None. *Shape*: `confirmed` are the institution's own confirmed files."""
    missing = next((each for each in evidence_ids if each not in confirmed), None)
    if missing is None:
        return None
    return refuse(RefusalCode.EVIDENCE_NOT_CONFIRMED, evidence=missing[:80], subject=missing[:80])


def evidence_of(scores: Iterable[CriterionScore]) -> tuple[str, ...]:
    """Every file that the scores name, once."""
    return tuple(dict.fromkeys(file for score in scores for file in score.evidence_ids))


def unscored(criteria: Iterable[FrozenCriterion], scores: Scores) -> tuple[str, ...]:
    """The criteria of which nothing is said yet."""
    return tuple(criterion.code for criterion in criteria if criterion.code not in scores)


def unproven(criteria: Iterable[FrozenCriterion], scores: Scores) -> tuple[str, ...]:
    """The criteria that are scored without any evidence."""
    return tuple(
        criterion.code
        for criterion in criteria
        if criterion.code in scores
        and scores[criterion.code].score is not None
        and not scores[criterion.code].evidence_ids
    )


def met_standards(criteria: Iterable[FrozenCriterion], scores: Scores) -> frozenset[StandardCode]:
    """The standards that the scores meet: judged by the criteria that are applicable; without any, a standard is not met.

    Nor is it where it has mandatory criteria and every one of them is waived: what nobody looked at is not met. House rule.
    """
    frozen = tuple(criteria)
    points = {code: given.score for code, given in scores.items() if given.score is not None}
    groups: dict[StandardCode, list[FrozenCriterion]] = {}
    for criterion in frozen:
        if criterion.code in points:
            groups.setdefault(criterion.standard, []).append(criterion)
    mandatory = {each.standard for each in frozen if each.requirement is Requirement.MANDATORY}
    looked_at = {each.standard for each in frozen if each.requirement is Requirement.MANDATORY and each.code in points}
    return frozenset(
        standard
        for standard, applicable in groups.items()
        if standard not in mandatory - looked_at
        and met({each.code: points[each.code] for each in applicable}, applicable)
    )


def waived(criteria: Iterable[FrozenCriterion], scores: Scores) -> tuple[tuple[FrozenCriterion, str], ...]:
    """The criteria that are said not to be applicable, each with the reason."""
    given = ((criterion, scores.get(criterion.code)) for criterion in criteria)
    return tuple((criterion, score.note.strip()) for criterion, score in given if score and score.score is None)


def mean(criteria: Iterable[FrozenCriterion], scores: Scores) -> Fraction | None:
    """The mean of the scores given to these criteria; None where there is none."""
    given = (scores.get(criterion.code) for criterion in criteria)
    points = [score.score for score in given if score is not None and score.score is not None]
    return Fraction(sum(points), len(points)) if points else None


def mean_text(value: Fraction | None) -> str:
    """A mean as letters print it. *Shape*: `1,75`, or `-` where there is none; rounded half up."""
    if value is None:
        return "-"
    hundredths = (value * 200 + 1) // 2
    return f"{hundredths // 100},{hundredths % 100:02}"


def stored_score(score: CriterionScore, *, by: str, on: str) -> dict[str, Any]:
    """The record's fields of one score: who gave it, on which legal date."""
    return {
        "criterion": score.criterion,
        "score": score.score,
        "note": score.note.strip(),
        "evidence_ids": list(score.evidence_ids),
        "by": by,
        "on": on,
    }


def score_of(values: Mapping[str, Any]) -> CriterionScore:
    """A score from the record's fields."""
    return CriterionScore(
        criterion=values["criterion"],
        score=values["score"],
        note=values["note"],
        evidence_ids=tuple(values["evidence_ids"]),
    )


def replaced(stored: Iterable[Mapping[str, Any]], new: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The stored scores with the new ones in their place, by criterion code."""
    by_code = {values["criterion"]: dict(values) for values in (*stored, *new)}
    return [by_code[code] for code in sorted(by_code)]
