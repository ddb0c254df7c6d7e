"""The ends of internal limits (HOUSE, never the decree's): by the setting and the working calendar in force on a day."""

from datetime import date

from domain.calendar import OutsideCalendarError, add_working_days
from domain.configuration_keys import ConfigurationKey
from domain.objection_rules import Limit
from domain.rungs import Rung
from persistence.calendar import current_calendar
from persistence.configuration import setting

_OF_RUNG: dict[Rung, ConfigurationKey] = {
    Rung.ADVICE: ConfigurationKey.LIMIT_ADVICE,
    Rung.WARNING: ConfigurationKey.LIMIT_WARNING,
    Rung.REVOCATION: ConfigurationKey.LIMIT_AFTER_REVOCATION,
}
"""Which internal limit a sanction of each rung has; a stop has none."""


def days_of_rung(rung: Rung, day: date) -> int | None:
    """The internal limit of a sanction on this rung by the setting of a day. *Units*: working days; None where none is."""
    key = _OF_RUNG.get(rung)
    value = setting(key, day) if key else None
    return value if isinstance(value, int) else None


def limits_of_rungs(day: date) -> dict[Rung, Limit]:
    """The internal limits of sanctions by their rungs, with whether the calendar reaches a limit that begins on `day`."""
    return {
        rung: Limit(days=days, reached=limit_from(day, key) is not None)
        for rung, key in _OF_RUNG.items()
        if (days := days_of_rung(rung, day)) is not None
    }


def limit_from(day: date, key: ConfigurationKey, *, configured_on: date | None = None) -> date | None:
    """The last day of a limit that begins after `day`; None where none is configured, or the calendar does not reach.

    *Shape*: `configured_on` is the day whose setting says how many working days, where it is not `day` itself.
    """
    days = setting(key, configured_on or day)
    if not isinstance(days, int):
        return None
    try:
        return add_working_days(day, days, current_calendar())
    except (LookupError, OutsideCalendarError):
        return None
