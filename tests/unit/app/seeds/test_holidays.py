"""The seeded calendar: coverage, counts, and the marks that the package writes into names."""

from datetime import date

from app.seeds.holidays import off_days, working_calendar
from domain.calendar import OffDay, OffDayKind, OffDayStatus


def test_the_calendar_covers_the_years_whose_joint_leave_is_known() -> None:
    calendar = working_calendar()
    assert (calendar.first_day, calendar.last_day) == (date(2022, 1, 1), date(2027, 12, 31))
    assert len(calendar.off_days) == len(off_days()) == 155


def test_joint_leave_per_year() -> None:
    leave = [off.date.year for off in off_days() if off.kind is OffDayKind.JOINT_LEAVE]
    assert {year: leave.count(year) for year in range(2022, 2028)} == {
        2022: 4, 2023: 11, 2024: 10, 2025: 11, 2026: 8, 2027: 8
    }  # fmt: skip


def test_days_are_sorted_and_unique() -> None:
    dates = [off.date for off in off_days()]
    assert dates == sorted(set(dates))


def test_an_estimated_date_is_marked_by_status_and_not_by_its_name() -> None:
    estimated = [off for off in off_days() if off.status is OffDayStatus.ESTIMATED]
    assert [(off.date.isoformat(), off.name) for off in estimated] == [
        ("2027-03-10", "Hari Raya Idul Fitri"),
        ("2027-03-11", "Hari kedua dari Hari Raya Idul Fitri"),
        ("2027-05-17", "Hari Raya Idul Adha"),
    ]


def test_one_day_in_full() -> None:
    [leave] = [off for off in off_days() if off.date == date(2026, 12, 24)]
    assert leave == OffDay(
        date=date(2026, 12, 24),
        name="Cuti Bersama Hari Raya Natal",
        kind=OffDayKind.JOINT_LEAVE,
        source="holidays 0.109 (government)",
        status=OffDayStatus.OFFICIAL,
    )
