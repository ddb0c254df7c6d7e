"""Indonesia's national holidays and joint leave as off days; the working calendar's rules are not here."""

from collections.abc import Iterator
from datetime import date
from importlib.metadata import version

import holidays

from domain.calendar import OffDay, OffDayKind, OffDayStatus, WorkingCalendar, calendar_of

FIRST_YEAR = 2022
LAST_YEAR = 2027
"""The last year whose joint leave is known; a later year would make joint leave look like work."""

_CATEGORIES = {"public": OffDayKind.NATIONAL, "government": OffDayKind.JOINT_LEAVE}
_ESTIMATE_MARK = "(perkiraan)"


def calendar_version() -> str:
    """The version that names this calendar: package, its release, country, years."""
    return f"holidays-{version('holidays')}-ID-{FIRST_YEAR}-{LAST_YEAR}"


def off_days() -> tuple[OffDay, ...]:
    """All off days from 2022 to 2027, by date; where a date is both, the national holiday stands.

    *Source*: the package `holidays`, categories `public` (libur nasional) and `government` (cuti bersama).
    *Does not check*: regional holidays and polling days, which the administrator adds.
    """
    by_date: dict[date, OffDay] = {}
    for category in _CATEGORIES:
        for off_day in _off_days_of(category):
            by_date.setdefault(off_day.date, off_day)
    return tuple(by_date[day] for day in sorted(by_date))


def working_calendar() -> WorkingCalendar:
    """The calendar of all known years, 2022-01-01 to 2027-12-31."""
    return calendar_of(
        version=calendar_version(),
        first_day=date(FIRST_YEAR, 1, 1),
        last_day=date(LAST_YEAR, 12, 31),
        off_days=off_days(),
    )


def _off_days_of(category: str) -> Iterator[OffDay]:
    years = range(FIRST_YEAR, LAST_YEAR + 1)
    release = version("holidays")
    listed = holidays.country_holidays("ID", years=years, categories=(category,), language="id")
    for day, name in listed.items():
        status = OffDayStatus.ESTIMATED if _ESTIMATE_MARK in name else OffDayStatus.OFFICIAL
        yield OffDay(
            date=day,
            name=name.replace(f" {_ESTIMATE_MARK}", ""),
            kind=_CATEGORIES[category],
            source=f"holidays {release} ({category})",
            status=status,
        )
