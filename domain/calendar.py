"""Working days and the deadline calculator; which days are off is reference data that the caller brings."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from types import MappingProxyType

from domain.clock import JAKARTA

ONE_DAY = timedelta(days=1)
LAST_SECOND = time(23, 59, 59)
SATURDAY = 5


class OffDayKind(StrEnum):
    """Why a day is off: national holiday (libur nasional), joint leave (cuti bersama), or another decided day."""

    NATIONAL = "NATIONAL"
    JOINT_LEAVE = "JOINT_LEAVE"
    OTHER = "OTHER"


class OffDayStatus(StrEnum):
    """Whether the date is decided (resmi) or still computed in advance (perkiraan)."""

    OFFICIAL = "OFFICIAL"
    ESTIMATED = "ESTIMATED"


class CountingStart(StrEnum):
    """Which day is day 1: the first working day after the receipt, or the receipt's own day where that is one."""

    NEXT_WORKING_DAY = "NEXT_WORKING_DAY"
    DAY_OF_RECEIPT = "DAY_OF_RECEIPT"


class CalendarError(Exception):
    """The family of every error of this module."""


class MalformedCalendarError(CalendarError):
    """The days do not make a calendar: a date twice, outside the coverage, or under another date's key."""


class OutsideCalendarError(CalendarError):
    """A date that the calendar does not know; an answer would be a guess."""


class InvalidCountError(CalendarError):
    """A count of days below one, an interval that runs backwards, or an instant without a time zone."""


@dataclass(frozen=True, kw_only=True)
class OffDay:
    """One day on which offices are closed, with the source that says so. *Shape*: `name` is Indonesian."""

    date: date
    name: str
    kind: OffDayKind
    source: str
    status: OffDayStatus


@dataclass(frozen=True, kw_only=True)
class WorkingCalendar:
    """The off days of the years that it covers, under one version.

    *Shape*: `first_day` to `last_day` inclusive is what the calendar knows; inside it a day not listed is not off.
    *Raises*: `MalformedCalendarError` at construction. *Does not check*: that the list is complete.
    """

    version: str
    first_day: date
    last_day: date
    off_days: Mapping[date, OffDay]

    def __post_init__(self) -> None:
        """Check the days and lock the mapping."""
        if self.first_day > self.last_day:
            raise MalformedCalendarError(f"calendar {self.version} ends before it starts")
        for day, off_day in self.off_days.items():
            if day != off_day.date or not self.covers(day):
                raise MalformedCalendarError(f"calendar {self.version}: {off_day.name} stands wrongly under {day}")
        object.__setattr__(self, "off_days", MappingProxyType(dict(self.off_days)))

    def covers(self, day: date) -> bool:
        """Whether the calendar knows `day`."""
        return self.first_day <= day <= self.last_day


@dataclass(frozen=True, kw_only=True)
class Deadline:
    """A computed limit; computed once and stored, so it names the calendar and the days that were counted.

    *Shape*: `last_instant` is 23:59:59 of `last_day` in Jakarta, as aware UTC; `counted_days` are day 1
    to the last. `is_estimated` says that a date still estimated lay inside the count.
    """

    last_day: date
    last_instant: datetime
    calendar_version: str
    counted_days: tuple[date, ...]
    is_estimated: bool


def calendar_of(*, version: str, first_day: date, last_day: date, off_days: Iterable[OffDay]) -> WorkingCalendar:
    """The calendar that a list of off days makes. *Raises*: `MalformedCalendarError`, also for a date listed twice."""
    by_date: dict[date, OffDay] = {}
    for off_day in off_days:
        if off_day.date in by_date:
            raise MalformedCalendarError(f"calendar {version} lists {off_day.date} twice")
        by_date[off_day.date] = off_day
    return WorkingCalendar(version=version, first_day=first_day, last_day=last_day, off_days=by_date)


def is_working_day(day: date, calendar: WorkingCalendar, *, joint_leave_is_off: bool = True) -> bool:
    """Whether offices work on `day`: Monday to Friday, and not an off day.

    *Raises*: `OutsideCalendarError`. *Source*: the decree says "hari kerja" (II.2.3) without defining it: house rule.
    """
    if not calendar.covers(day):
        raise OutsideCalendarError(
            f"calendar {calendar.version} knows {calendar.first_day} to {calendar.last_day}, not {day}"
        )
    off_day = calendar.off_days.get(day)
    if off_day is not None and (joint_leave_is_off or off_day.kind is not OffDayKind.JOINT_LEAVE):
        return False
    return day.weekday() < SATURDAY


def add_working_days(
    day: date, working_days: int, calendar: WorkingCalendar, *, joint_leave_is_off: bool = True
) -> date:
    """The `working_days`-th working day after `day`; `day` itself is day 0 and may be off.

    *Raises*: `OutsideCalendarError`; `InvalidCountError` below one day.
    """
    counted = _counted_days(
        day + ONE_DAY, working_days, _Count(calendar=calendar, joint_leave_is_off=joint_leave_is_off)
    )
    return counted[-1]


def deadline(
    received: datetime,
    working_days: int,
    calendar: WorkingCalendar,
    *,
    joint_leave_is_off: bool = True,
    counting_start: CountingStart = CountingStart.NEXT_WORKING_DAY,
) -> Deadline:
    """The limit of a term of working days that starts with a receipt.

    *Shape*: day 0 is the date of `received` (aware) in Jakarta; the term ends at 23:59:59 of the last working day there.
    *Raises*: `OutsideCalendarError` where the receipt or a day of the count is unknown; `InvalidCountError`.
    *Source*: II.2.3.s1 gives the number of days; first day, joint leave and Jakarta are house rules, the decree is silent.
    """
    if received.tzinfo is None:
        raise InvalidCountError("the instant of receipt has no time zone")
    day_zero = received.astimezone(JAKARTA).date()
    starts_at_once = counting_start is CountingStart.DAY_OF_RECEIPT
    count = _Count(calendar=calendar, joint_leave_is_off=joint_leave_is_off)
    count.counts(day_zero)  # an unknown day of receipt is refused, even where the count starts after it
    counted = _counted_days(day_zero if starts_at_once else day_zero + ONE_DAY, working_days, count)
    return Deadline(
        last_day=counted[-1],
        last_instant=datetime.combine(counted[-1], LAST_SECOND, JAKARTA).astimezone(UTC),
        calendar_version=calendar.version,
        counted_days=counted,
        is_estimated=_meets_estimate(day_zero, counted[-1], calendar),
    )


@dataclass(frozen=True, kw_only=True)
class _Count:
    calendar: WorkingCalendar
    joint_leave_is_off: bool

    def counts(self, day: date) -> bool:
        return is_working_day(day, self.calendar, joint_leave_is_off=self.joint_leave_is_off)


def _counted_days(first: date, working_days: int, count: _Count) -> tuple[date, ...]:
    if working_days < 1:
        raise InvalidCountError(f"a term has at least one working day, not {working_days}")
    days = _days_from(first)
    counted: list[date] = []
    while len(counted) < working_days:
        day = next(days)
        if count.counts(day):
            counted.append(day)
    return tuple(counted)


def _days_from(first: date) -> Iterator[date]:
    while True:
        yield first
        first += ONE_DAY


def _meets_estimate(first: date, last: date, calendar: WorkingCalendar) -> bool:
    estimated = (day for day, off in calendar.off_days.items() if off.status is OffDayStatus.ESTIMATED)
    return any(first <= day <= last for day in estimated)
