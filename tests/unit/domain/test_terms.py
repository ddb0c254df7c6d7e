"""Terms in months: the day before the same day of a later month is the last."""

from datetime import date

import pytest

from domain.terms import last_day_of_term


@pytest.mark.parametrize(
    ("first_day", "months", "last_day"),
    [
        (date(2026, 11, 22), 24, date(2028, 11, 21)),
        (date(2026, 11, 22), 1, date(2026, 12, 21)),
        (date(2026, 12, 1), 1, date(2026, 12, 31)),
        (date(2026, 1, 1), 12, date(2026, 12, 31)),
        (date(2026, 1, 30), 1, date(2026, 2, 27)),
        (date(2028, 1, 30), 1, date(2028, 2, 28)),
        (date(2028, 2, 29), 12, date(2029, 2, 27)),
        (date(2026, 8, 31), 120, date(2036, 8, 30)),
    ],
)
def test_the_last_day_of_a_term(first_day: date, months: int, last_day: date) -> None:
    assert last_day_of_term(first_day, months) == last_day
