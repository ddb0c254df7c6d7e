"""Which working calendars are read: the version in force, and what is proposed in its place."""

from domain.calendars import CalendarState
from persistence.queries.reading import Selection


def calendar_in_force() -> Selection:
    """The one version in force, whole."""
    return Selection(collection="calendars", conditions=({"state": CalendarState.IN_FORCE.value},))


def calendar_proposals() -> Selection:
    """The versions that wait for the Deputy, whole."""
    return Selection(collection="calendars", conditions=({"state": CalendarState.PROPOSED.value},))


def calendar_version(key: str) -> Selection:
    """One version, whatever became of it."""
    return Selection(collection="calendars", conditions=({"_id": key},))
