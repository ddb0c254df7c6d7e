"""The ends of internal limits (HOUSE, never the decree's): by the setting and the working calendar in force on a day."""

from datetime import date

from domain.calendar import OutsideCalendarError, add_working_days
from domain.configuration_keys import ConfigurationKey
from persistence.calendar import current_calendar
from persistence.configuration import setting


def limit_from(day: date, key: ConfigurationKey) -> date | None:
    """The last day of a limit that begins after `day`; None where none is configured, or the calendar does not reach."""
    days = setting(key, day)
    if not isinstance(days, int):
        return None
    try:
        return add_working_days(day, days, current_calendar())
    except (LookupError, OutsideCalendarError):
        return None
