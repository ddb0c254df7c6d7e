"""Working days and the five working days of the objection (II.2.3.s1), on the pinned holiday calendar."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.seeds.holidays import calendar_version, working_calendar
from domain.calendar import (
    CountingStart,
    InvalidCountError,
    MalformedCalendarError,
    OffDay,
    OffDayKind,
    OffDayStatus,
    OutsideCalendarError,
    WorkingCalendar,
    add_working_days,
    calendar_of,
    deadline,
    is_working_day,
)
from domain.clock import JAKARTA

CALENDAR = working_calendar()

VECTORS = [
    ("2022-10-03", "2022-10-10", "2022-10-10"),  # Maulid on a Saturday
    ("2022-10-07", "2022-10-14", "2022-10-14"),  # received on Friday
    ("2022-10-08", "2022-10-14", "2022-10-14"),  # received on Saturday
    ("2022-04-26", "2022-05-11", "2022-05-05"),  # Lebaran
    ("2025-03-26", "2025-04-11", "2025-04-04"),  # Nyepi and Lebaran
    ("2026-03-16", "2026-03-30", "2026-03-24"),  # Nyepi and Lebaran
    ("2026-05-12", "2026-05-21", "2026-05-20"),  # Kenaikan
    ("2026-05-25", "2026-06-04", "2026-06-03"),  # Iduladha and Pancasila
    ("2026-08-14", "2026-08-24", "2026-08-24"),  # 17 August on a Monday
    ("2026-12-21", "2026-12-30", "2026-12-29"),  # Natal
    ("2026-12-31", "2027-01-11", "2027-01-11"),  # year end, Isra Mikraj on 5 January
    ("2027-03-04", "2027-03-19", "2027-03-16"),  # dates still estimated
]


def at(day: str, clock: str = "10:00:00") -> datetime:
    return datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=JAKARTA)


def off(day: date, kind: OffDayKind = OffDayKind.NATIONAL) -> OffDay:
    return OffDay(date=day, name="Hari contoh", kind=kind, source="contoh", status=OffDayStatus.OFFICIAL)


def small_calendar(*off_days: OffDay) -> WorkingCalendar:
    return calendar_of(version="contoh", first_day=date(2026, 1, 1), last_day=date(2026, 1, 31), off_days=off_days)


@pytest.mark.parametrize(("received", "with_leave_off", "_with_leave_worked"), VECTORS)
def test_five_working_days_where_joint_leave_is_off(
    received: str, with_leave_off: str, _with_leave_worked: str
) -> None:
    assert deadline(at(received), 5, CALENDAR).last_day == date.fromisoformat(with_leave_off)


@pytest.mark.parametrize(("received", "_with_leave_off", "with_leave_worked"), VECTORS)
def test_five_working_days_where_joint_leave_is_worked(
    received: str, _with_leave_off: str, with_leave_worked: str
) -> None:
    computed = deadline(at(received), 5, CALENDAR, joint_leave_is_off=False)
    assert computed.last_day == date.fromisoformat(with_leave_worked)


def test_a_deadline_names_its_instant_calendar_and_days() -> None:
    computed = deadline(at("2026-12-31"), 5, CALENDAR)
    assert computed.last_instant == datetime(2027, 1, 11, 16, 59, 59, tzinfo=UTC)
    assert computed.last_instant.tzinfo is UTC
    assert computed.calendar_version == calendar_version() == "holidays-0.109-ID-2022-2027"
    assert computed.counted_days == tuple(date(2027, 1, day) for day in (4, 6, 7, 8, 11))
    assert not computed.is_estimated


def test_a_deadline_says_where_it_rests_on_an_estimate() -> None:
    assert deadline(at("2027-03-04"), 5, CALENDAR).is_estimated
    assert not deadline(at("2026-03-16"), 5, CALENDAR).is_estimated


def test_day_zero_is_the_date_in_jakarta_not_in_utc() -> None:
    just_before = datetime(2026, 11, 16, 16, 59, 59, tzinfo=UTC)  # Monday 23:59:59 in Jakarta
    assert deadline(just_before, 5, CALENDAR).last_day == date(2026, 11, 23)
    assert deadline(just_before + timedelta(seconds=1), 5, CALENDAR).last_day == date(2026, 11, 24)


def test_the_last_moment_is_one_for_every_unit_wherever_it_stands() -> None:
    """23:59:59 in Jakarta: for a unit in Jayapura, which counts two hours more, it is the next day already."""
    computed = deadline(datetime(2026, 11, 16, 3, 0, tzinfo=UTC), 5, CALENDAR)
    assert computed.last_instant == datetime(2026, 11, 23, 16, 59, 59, tzinfo=UTC)
    assert computed.last_instant.astimezone(ZoneInfo("Asia/Jayapura")).isoformat() == "2026-11-24T01:59:59+09:00"


@pytest.mark.parametrize(
    ("received", "last_day"), [("2026-11-16", date(2026, 11, 20)), ("2026-11-15", date(2026, 11, 20))]
)
def test_where_the_day_of_receipt_counts_it_counts_only_as_a_working_day(received: str, last_day: date) -> None:
    computed = deadline(at(received), 5, CALENDAR, counting_start=CountingStart.DAY_OF_RECEIPT)
    assert computed.last_day == last_day


@pytest.mark.parametrize("received", ["2021-12-31", "2027-12-27", "2028-01-03"])
def test_a_count_that_leaves_the_known_years_is_refused_not_guessed(received: str) -> None:
    with pytest.raises(OutsideCalendarError, match="knows 2022-01-01 to 2027-12-31"):
        deadline(at(received), 5, CALENDAR)


def test_the_first_day_inside_the_calendar_is_counted_from() -> None:
    assert deadline(at("2022-01-01"), 5, CALENDAR).last_day == date(2022, 1, 7)


def test_the_last_term_inside_the_calendar_is_computed() -> None:
    assert deadline(at("2027-12-23"), 5, CALENDAR).last_day == date(2027, 12, 31)


@pytest.mark.parametrize("working_days", [0, -1])
def test_a_term_below_one_working_day_is_refused(working_days: int) -> None:
    with pytest.raises(InvalidCountError):
        deadline(at("2026-11-16"), working_days, CALENDAR)
    with pytest.raises(InvalidCountError):
        add_working_days(date(2026, 11, 16), working_days, CALENDAR)


def test_an_instant_without_a_zone_is_refused() -> None:
    with pytest.raises(InvalidCountError, match="no time zone"):
        deadline(datetime(2026, 11, 16, 10, 0), 5, CALENDAR)  # noqa: DTZ001 - the bad input itself


@given(
    day=st.dates(date(2022, 1, 1), date(2027, 9, 30)),
    working_days=st.integers(1, 40),
    joint_leave_is_off=st.booleans(),
)
def test_so_many_working_days_lie_between_as_were_counted(
    day: date, working_days: int, joint_leave_is_off: bool
) -> None:
    last_day = add_working_days(day, working_days, CALENDAR, joint_leave_is_off=joint_leave_is_off)
    assert is_working_day(last_day, CALENDAR, joint_leave_is_off=joint_leave_is_off)
    after = (day + timedelta(days=number) for number in range(1, (last_day - day).days + 1))
    worked = [is_working_day(each, CALENDAR, joint_leave_is_off=joint_leave_is_off) for each in after]
    assert sum(worked) == working_days


@given(day=st.dates(date(2022, 1, 1), date(2027, 9, 30)), working_days=st.integers(1, 40))
def test_working_on_joint_leave_never_lengthens_a_term(day: date, working_days: int) -> None:
    strict = add_working_days(day, working_days, CALENDAR, joint_leave_is_off=False)
    assert strict <= add_working_days(day, working_days, CALENDAR)


def test_only_joint_leave_obeys_the_switch() -> None:
    days = [date(2026, 1, 5), date(2026, 1, 6), date(2026, 1, 7)]
    calendar = small_calendar(*(off(day, kind) for day, kind in zip(days, OffDayKind, strict=True)))
    assert [is_working_day(day, calendar) for day in days] == [False, False, False]
    assert [is_working_day(day, calendar, joint_leave_is_off=False) for day in days] == [False, True, False]
    assert not is_working_day(date(2026, 1, 10), calendar, joint_leave_is_off=False)


def test_a_date_listed_twice_is_refused() -> None:
    with pytest.raises(MalformedCalendarError, match="lists 2026-01-05 twice"):
        small_calendar(off(date(2026, 1, 5)), off(date(2026, 1, 5), OffDayKind.OTHER))


def test_a_day_outside_the_coverage_is_refused() -> None:
    with pytest.raises(MalformedCalendarError, match="2026-02-01"):
        small_calendar(off(date(2026, 2, 1)))


def test_a_day_under_another_dates_key_is_refused() -> None:
    with pytest.raises(MalformedCalendarError):
        WorkingCalendar(
            version="contoh",
            first_day=date(2026, 1, 1),
            last_day=date(2026, 1, 31),
            off_days={date(2026, 1, 6): off(date(2026, 1, 5))},
        )


def test_a_calendar_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(MalformedCalendarError, match="ends before it starts"):
        calendar_of(version="contoh", first_day=date(2026, 1, 2), last_day=date(2026, 1, 1), off_days=())


def test_a_calendar_does_not_change_with_the_mapping_it_was_made_from() -> None:
    days = {date(2026, 1, 5): off(date(2026, 1, 5))}
    calendar = WorkingCalendar(version="contoh", first_day=date(2026, 1, 1), last_day=date(2026, 1, 31), off_days=days)
    days.clear()
    assert not is_working_day(date(2026, 1, 5), calendar)
