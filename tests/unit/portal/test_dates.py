"""Dates as people read them; the legal day is the day in Jakarta."""

from datetime import UTC, date, datetime

import pytest

from portal.dates import day, day_of, moment
from portal.languages import Text


def test_day_in_words() -> None:
    assert day(date(2026, 8, 17)) == Text("17 Agustus 2026", "17 August 2026")
    assert day(datetime(2026, 8, 16, 17, 0, tzinfo=UTC)) == Text("17 Agustus 2026", "17 August 2026")


def test_moment_names_its_zone() -> None:
    assert moment(datetime(2026, 11, 22, 7, 5, 9, tzinfo=UTC)) == Text(
        "22 November 2026 pukul 14.05.09 WIB", "22 November 2026, 14:05:09 WIB (UTC+7)"
    )


def test_day_of_iso_text() -> None:
    assert day_of("2026-11-20") == date(2026, 11, 20)
    assert day_of("2026-11-20T17:00:00+00:00") == date(2026, 11, 21)
    with pytest.raises(ValueError, match="Invalid isoformat string"):
        day_of("20 November 2026")
