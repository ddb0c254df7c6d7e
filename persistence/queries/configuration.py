"""Which configured values and terms of office are read: those that are not withdrawn."""

from domain.official_terms import OfficialState
from domain.settings import SettingState
from persistence.queries.reading import Selection


def configured_values() -> Selection:
    """Every value that is proposed or approved, of every key."""
    return Selection(collection="configuration", conditions=({"state": {"$ne": SettingState.WITHDRAWN.value}},))


def terms_of_office() -> Selection:
    """Every term of every office."""
    return Selection(collection="officials", conditions=({"state": {"$ne": OfficialState.WITHDRAWN.value}},))
