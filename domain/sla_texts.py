"""The text of an agreement: what it says of the unit, as it is read out of the canonical clauses again."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

UNIT_PARTY = "PIHAK KEDUA"
"""As an agreement calls the side of the institution and its unit."""


@dataclass(frozen=True, kw_only=True)
class NamedUnit:
    """What an agreement says of the unit."""

    name: str
    address: str
    email: str
    phone: str
    service_hours: str

    def differing(self, other: "NamedUnit") -> tuple[str, ...]:
        """What differs. *Shape*: as `AmendUnitInput` names it."""
        names = {"service_hours": "serviceHours"}
        return tuple(
            names.get(each.name, each.name)
            for each in fields(self)
            if getattr(self, each.name) != getattr(other, each.name)
        )


def unit_named_in(agreement: Mapping[str, Any]) -> NamedUnit:
    """What the text of an agreement, whose terms were proposed, says of the unit."""
    [contact] = [each for each in agreement["terms"]["contacts"] if each["party"] == UNIT_PARTY]
    return NamedUnit(
        name=agreement["application"]["unit"],
        address=agreement["institution"]["address"],
        email=contact["email"],
        phone=contact["telephone"],
        service_hours=contact["hours"],
    )
