"""Which institutions are read."""

import re
from collections.abc import Iterable
from typing import Any

from persistence.queries.reading import Selection


def institutions(*, kinds: Iterable[str] = (), search: str = "", region: str = "") -> Selection:
    """Institutions of these kinds, with the text in their name, in the province or region of that Kemendagri code."""
    conditions: list[dict[str, Any]] = []
    if wanted := list(kinds):
        conditions.append({"kind": {"$in": wanted}})
    if search:
        conditions.append({"name": {"$regex": re.escape(search), "$options": "i"}})
    if region:
        conditions.append({"region_code": {"$regex": f"^{re.escape(region)}(?:\\.|$)"}})
    return Selection(collection="institutions", conditions=tuple(conditions))
