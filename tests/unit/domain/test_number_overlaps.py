"""Patterns of two series: whether a number of one can be a number of the other."""

import pytest

from domain.number_overlaps import can_print_alike
from domain.numbering import CERTIFICATE_PATTERN, DECISION_PATTERN, LETTER_PATTERN, SLA_PATTERN

CODES = ("SPJ", "TTK")


def alike(first: str, second: str) -> bool:
    found = can_print_alike(first, second, first_codes=CODES, second_codes=("SLA",))
    assert found is can_print_alike(second, first, first_codes=("SLA",), second_codes=CODES)
    return found


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("{sequence}/{code}/{year}", "{sequence}/SPJ/{year}"),
        ("{sequence}/{code}/{year}", "{sequence}/TTK/{year}"),
        ("{sequence}/{year}", "{sequence}/{year}"),
        ("{sequence}/{year}", "{year}/{sequence}"),
        ("{sequence}{year}", "{year}{sequence}"),
        ("{sequence:04}/{year}", "{sequence}/{year}"),
        ("{sequence}/{month_roman}/{year}", "{sequence}/X/{year}"),
        ("{classification}-{sequence}/{year}", "R-{sequence}/{year}"),
        ("{{{sequence}}}/{year}", "{{{sequence:02}}}/{year}"),
    ],
)
def test_two_patterns_that_can_give_one_number(first: str, second: str) -> None:
    assert alike(first, second) is True


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (LETTER_PATTERN, SLA_PATTERN),
        (LETTER_PATTERN, DECISION_PATTERN),
        (LETTER_PATTERN, CERTIFICATE_PATTERN),
        (SLA_PATTERN, DECISION_PATTERN),
        (SLA_PATTERN, CERTIFICATE_PATTERN),
        (DECISION_PATTERN, CERTIFICATE_PATTERN),
        ("{sequence}/{code}/{year}", "{sequence}/{code}/{year}"),
        ("{sequence}/{code}/{year}", "{sequence}/SPN/{year}"),
        ("{sequence:05}/{year}", "{year}/{sequence}"),
        ("{sequence}/{month_roman}/{year}", "{sequence}/{classification}/{year}"),
        ("{{{sequence}}}/{year}", "{sequence}/{year}"),
    ],
)
def test_two_patterns_that_cannot(first: str, second: str) -> None:
    """The defaults among them; codes of two series differ."""
    assert alike(first, second) is False
