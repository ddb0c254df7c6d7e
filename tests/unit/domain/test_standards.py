"""When a standard is met, and the 17 codes (II.2.1.b.1)."""

from fractions import Fraction

import pytest

from domain.decree import clause
from domain.standards import (
    MINIMUM_MEAN,
    Applicability,
    Criterion,
    Method,
    NoCriteriaError,
    Requirement,
    Score,
    ScoresDoNotMatchError,
    Standard,
    StandardCode,
    met,
)
from domain.units import ProviderForm


def criterion(
    number: int,
    requirement: Requirement = Requirement.MANDATORY,
    applicability: Applicability = Applicability.ALL,
) -> Criterion:
    return Criterion(
        code=f"S01-K{number}",
        standard=StandardCode.S01,
        text_id="contoh",
        text_en="sample",
        evidence_id="contoh",
        methods=(Method.DOCUMENT,),
        requirement=requirement,
        applicability=applicability,
    )


def mixed(mandatory: int, advised: int) -> tuple[Criterion, ...]:
    must = tuple(criterion(number) for number in range(1, mandatory + 1))
    should = tuple(criterion(number, Requirement.ADVISED) for number in range(mandatory + 1, mandatory + advised + 1))
    return must + should


def scored(*values: int) -> dict[str, int]:
    return {f"S01-K{number}": value for number, value in enumerate(values, start=1)}


@pytest.mark.parametrize(
    ("mandatory", "advised", "values", "expected"),
    [
        (4, 2, (2, 2, 2, 2, 2, 2), True),
        (4, 2, (2, 2, 2, 2, 1, 1), True),  # mean 10/6
        (4, 2, (2, 2, 2, 2, 2, 0), True),  # mean 10/6
        (4, 2, (2, 2, 2, 2, 1, 0), False),  # mean 9/6
        (4, 2, (2, 2, 2, 1, 2, 2), False),  # a mandatory one only partly
        (4, 2, (2, 2, 2, 0, 2, 2), False),
        (3, 2, (2, 2, 2, 1, 1), True),  # mean exactly 8/5
        (3, 2, (2, 2, 2, 1, 0), False),  # mean 7/5
        (1, 0, (2,), True),
        (0, 5, (2, 2, 2, 2, 0), True),  # mean exactly 8/5, nothing mandatory
        (0, 1, (1,), False),
    ],
)
def test_a_standard_is_met_by_mandatory_criteria_and_mean(
    mandatory: int, advised: int, values: tuple[int, ...], expected: bool
) -> None:
    assert met(scored(*values), mixed(mandatory, advised)) is expected


def test_the_minimum_mean_is_exact_and_configurable() -> None:
    assert Fraction("1.6") == MINIMUM_MEAN
    assert met(scored(2, 2, 2, 1, 0), mixed(3, 2), minimum_mean=Fraction(7, 5))


def test_a_standard_without_applicable_criteria_is_neither_met_nor_missed() -> None:
    with pytest.raises(NoCriteriaError):
        met({}, ())


@pytest.mark.parametrize("scores", [{}, scored(2), scored(2, 2, 2), {"S01-K1": 2, "S02-K2": 2}])
def test_scores_for_other_criteria_are_refused(scores: dict[str, int]) -> None:
    with pytest.raises(ScoresDoNotMatchError, match="differ in"):
        met(scores, mixed(2, 0))


@pytest.mark.parametrize("value", [-1, 3])
def test_a_score_outside_the_scale_is_refused(value: int) -> None:
    with pytest.raises(ScoresDoNotMatchError, match=f"S01-K2 is scored {value}"):
        met(scored(2, value), mixed(2, 0))


def test_a_criterion_given_twice_is_refused() -> None:
    with pytest.raises(ScoresDoNotMatchError, match="twice"):
        met(scored(2), (criterion(1), criterion(1)))


def test_a_service_provider_is_free_of_the_system_providers_criteria() -> None:
    everybody, system_only = criterion(1), criterion(2, applicability=Applicability.SYSTEM_PROVIDER)
    standard = Standard(
        code=StandardCode.S01,
        name_id="contoh",
        name_en="sample",
        reference="",
        aliases=(),
        criteria=(everybody, system_only),
    )
    assert standard.criteria_for(ProviderForm.SYSTEM_PROVIDER) == (everybody, system_only)
    assert standard.criteria_for(ProviderForm.SERVICE_PROVIDER) == (everybody,)


def test_the_seventeen_codes_follow_the_decrees_letters() -> None:
    assert [code.number for code in StandardCode] == list(range(1, 18))
    assert [code.clause[-1] for code in StandardCode] == list("abcdefghijklmnopq")
    assert clause(StandardCode.S12.clause).text_id == "Standar Pengelolaan Kelangsungan Pelayanan;"


def test_the_scale_is_zero_one_two() -> None:
    assert [int(score) for score in Score] == [0, 1, 2]
