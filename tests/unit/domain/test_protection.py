"""Months in which protection lapses, counted in days of Jakarta."""

from datetime import UTC, date, datetime

import pytest

from domain.protection import MOST_MONTHS, lapse_horizon

TODAY = date(2026, 11, 29)


@pytest.mark.parametrize("months", [-1, MOST_MONTHS + 1, 10**9])
def test_other_months_are_none(months: int) -> None:
    with pytest.raises(ValueError, match="0 to 1200"):
        lapse_horizon(TODAY, months)


@pytest.mark.parametrize(
    ("months", "end"),
    [
        (0, datetime(2026, 11, 29, 17, tzinfo=UTC)),
        (1, datetime(2026, 12, 29, 17, tzinfo=UTC)),
        (12, datetime(2027, 11, 24, 17, tzinfo=UTC)),
        (MOST_MONTHS, datetime(2125, 6, 23, 17, tzinfo=UTC)),
    ],
)
def test_the_last_day_counts_to_its_end(months: int, end: datetime) -> None:
    assert lapse_horizon(TODAY, months) == end
