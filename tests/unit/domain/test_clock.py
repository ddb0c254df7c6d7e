"""Legal dates are dates in Jakarta (UTC+7, no summer time)."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from domain.clock import JAKARTA, legal_date


@pytest.mark.parametrize(
    ("instant", "expected"),
    [
        (datetime(2023, 12, 31, 16, 59, 59, 999_999, tzinfo=UTC), date(2023, 12, 31)),
        (datetime(2023, 12, 31, 17, 0, tzinfo=UTC), date(2024, 1, 1)),
        (datetime(2024, 1, 1, 1, 0, tzinfo=timezone(timedelta(hours=9))), date(2023, 12, 31)),
        (datetime(2024, 2, 29, 0, 0, tzinfo=JAKARTA), date(2024, 2, 29)),
    ],
)
def test_the_legal_date_is_that_of_jakarta(instant, expected) -> None:
    assert legal_date(instant) == expected


def test_jakarta_is_seven_hours_ahead() -> None:
    assert datetime(2026, 7, 1, tzinfo=JAKARTA).utcoffset() == timedelta(hours=7)
    assert datetime(2026, 1, 1, tzinfo=JAKARTA).utcoffset() == timedelta(hours=7)
