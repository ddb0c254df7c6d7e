"""The score of the risk-based list: exact, explained, and the same for the same facts (II.2.1.f; house rule)."""

from dataclasses import replace
from datetime import date

import pytest

from domain.surveillance_risk import LARGEST_SCORE, WEIGHTS, RiskFactor, RiskFacts, months_between, risk_of

TODAY = date(2026, 11, 23)
CALM = RiskFacts(
    binding=17,
    undetermined=0,
    flagged=0,
    revoked=0,
    open_findings=0,
    open_sanctions=0,
    last_concluded_on=TODAY,
    gap=0,
)


def points(**changes) -> dict[str, int]:
    """The factors that gave points, and how many."""
    return {part.factor.value: part.points for part in risk_of(replace(CALM, **changes), TODAY).parts if part.points}


def test_the_weights_make_the_largest_score() -> None:
    assert sum(WEIGHTS.values()) == LARGEST_SCORE == 1_000
    assert list(WEIGHTS) == list(RiskFactor)


def test_a_unit_of_which_nothing_speaks_has_no_score_and_still_every_part() -> None:
    risk = risk_of(CALM, TODAY)
    assert (risk.score, risk.factors) == (0, frozenset())
    assert [part.factor for part in risk.parts] == list(RiskFactor)


def test_a_unit_of_which_everything_speaks_has_the_largest_score() -> None:
    """No unit can be all of it; each part by itself reaches its weight."""
    worst = replace(
        CALM,
        undetermined=17,
        flagged=17,
        revoked=17,
        open_findings=3,
        open_sanctions=1,
        last_concluded_on=None,
        gap=200,
    )
    risk = risk_of(worst, TODAY)
    assert risk.score == LARGEST_SCORE
    assert [(part.points, part.weight) for part in risk.parts] == [(weight, weight) for weight in WEIGHTS.values()]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"undetermined": 1}, {"UNDETERMINED": 8}),
        ({"flagged": 2}, {"FLAGGED": 23}),
        ({"revoked": 17}, {"REVOKED": 200}),
        ({"open_findings": 1}, {"OPEN_FINDINGS": 50}),
        ({"open_findings": 1, "open_sanctions": 2}, {"OPEN_FINDINGS": 150}),
        ({"open_findings": 9}, {"OPEN_FINDINGS": 200}),
        ({"last_concluded_on": date(2026, 10, 24)}, {}),
        ({"last_concluded_on": date(2026, 10, 23)}, {"MONTHS_SINCE": 6}),
        ({"last_concluded_on": date(2025, 11, 23)}, {"MONTHS_SINCE": 75}),
        ({"last_concluded_on": date(2020, 1, 1)}, {"MONTHS_SINCE": 150}),
        ({"last_concluded_on": None}, {"MONTHS_SINCE": 150}),
        ({"gap": 35}, {"ASSESSMENT_GAP": 17}),
        ({"gap": 200}, {"ASSESSMENT_GAP": 100}),
        ({"gap": -50}, {}),
        ({"gap": None}, {}),
        ({"binding": 0, "undetermined": 0}, {}),
    ],
)
def test_each_part_is_a_share_of_its_weight_rounded_down(changes, expected) -> None:
    assert points(**changes) == expected


def test_each_part_says_the_facts_behind_it() -> None:
    facts = replace(
        CALM, undetermined=3, revoked=1, open_findings=2, open_sanctions=1, last_concluded_on=date(2026, 8, 1), gap=-5
    )
    assert [part.text_id for part in risk_of(facts, TODAY).parts] == [
        "3 dari 17 standar belum ditetapkan",
        "0 dari 17 standar ditandai temuan",
        "1 dari 17 standar dicabut",
        "2 temuan dan 1 tindakan pembinaan masih terbuka",
        "3 bulan sejak surveillance terakhir",
        "nilai mandiri -0,05 di atas nilai faktual",
    ]
    unknown = risk_of(replace(facts, last_concluded_on=None, gap=None), TODAY)
    assert [part.text_en for part in unknown.parts] == [
        "3 of 17 standards not determined",
        "0 of 17 standards flagged by a finding",
        "1 of 17 standards revoked",
        "2 findings and 1 sanctions are open",
        "never surveilled",
        "the gap between the assessments is unknown",
    ]
    assert risk_of(replace(facts, gap=120), TODAY).parts[-1].text_en == "own scores 1.20 above the factual ones"


@pytest.mark.parametrize(
    ("first", "last", "months"),
    [
        (date(2026, 1, 31), date(2026, 2, 28), 0),
        (date(2026, 1, 31), date(2026, 3, 31), 2),
        (date(2025, 12, 1), date(2026, 1, 1), 1),
        (date(2026, 11, 24), TODAY, 0),
        (date(2027, 11, 24), TODAY, 0),
    ],
)
def test_months_are_whole(first, last, months) -> None:
    assert months_between(first, last) == months
