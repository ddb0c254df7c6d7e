"""Which outbox entries are read."""

from collections.abc import Iterable

from persistence.queries.reading import Selection


def outbox(*, states: Iterable[str]) -> Selection:
    """Work in these states; what it carries is left out."""
    return Selection(collection="outbox", conditions=({"state": {"$in": list(states)}},), hidden=("details",))
