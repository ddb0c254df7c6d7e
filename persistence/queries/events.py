"""Which events of the log are read."""

from collections.abc import Collection
from typing import Any

from persistence.queries.reading import Selection


def events(
    *,
    aggregate: str,
    record_ids: list[str] | None = None,
    actor_id: str | None = None,
    withheld: Collection[str] = (),
) -> Selection:
    """The acts on records of one kind; only those of one actor where he is named, and none by the verbs withheld."""
    conditions: list[dict[str, Any]] = [{"aggregate": aggregate}]
    if record_ids is not None:
        conditions.append({"record_id": {"$in": record_ids}})
    if actor_id is not None:
        conditions.append({"actor_id": actor_id})
    if withheld:
        conditions.append({"verb": {"$nin": sorted(withheld)}})
    return Selection(collection="events", conditions=tuple(conditions))
