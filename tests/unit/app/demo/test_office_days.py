"""The days on which the volume's lives go on: every other Monday at nine, or the next working day."""

from datetime import date, datetime, timedelta

from app.demo.office_days import OfficeDays
from domain.clock import JAKARTA

DAYS = OfficeDays()


def at(year: int, month: int, day: int, hour: int = 9) -> datetime:
    return datetime(year, month, day, hour, tzinfo=JAKARTA)


def test_it_begins_after_the_decree_came_into_force() -> None:
    assert DAYS.begin() == at(2022, 10, 3)


def test_the_first_morning_from_an_instant_on() -> None:
    assert DAYS.from_instant(at(2022, 10, 17)) == at(2022, 10, 17)
    assert DAYS.from_instant(at(2022, 10, 17, 10)) == at(2022, 10, 31)
    assert DAYS.from_instant(at(2022, 1, 1)) == at(2022, 10, 3)


def test_a_holiday_moves_it_to_the_next_working_day() -> None:
    assert DAYS.from_instant(at(2023, 1, 15)) == at(2023, 1, 24)
    assert (date(2023, 1, 23) - date(2022, 10, 3)) % timedelta(days=14) == timedelta(0)
    assert DAYS.after(date(2023, 1, 24), 1) == at(2023, 2, 6)


def test_steps_are_counted_from_the_morning_of_the_day() -> None:
    assert DAYS.after(date(2022, 10, 17), 1) == at(2022, 10, 31)
    assert DAYS.after(date(2022, 10, 20), 2) == at(2022, 11, 14)
