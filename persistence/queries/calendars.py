"""Which working calendar is read: the version in force."""

from domain.calendars import CalendarState
from persistence.queries.reading import Selection


def calendar_in_force() -> Selection:
    """The one version in force, whole."""
    return Selection(collection="calendars", conditions=({"state": CalendarState.IN_FORCE.value},))
