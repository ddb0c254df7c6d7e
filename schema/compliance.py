"""Compliance of a unit with each standard (II.2.1.b.2) as LKPP and the unit's institution see it."""

from datetime import date
from typing import TYPE_CHECKING, Annotated, ClassVar

import strawberry

from domain.aggregates import Aggregate
from persistence.queries.rows import Row
from schema.context import Info
from schema.described import attribute, computed, object_type
from schema.enums import CellState, StandardCode
from schema.lives import Life, base
from schema.standards import Standard

if TYPE_CHECKING:
    from schema.units import Unit


@object_type
class ComplianceCell(Life):
    """One standard of one unit: how far it is met, since when, and by which act (II.2.1.b.2). Its history has every move."""

    aggregate: ClassVar[Aggregate] = Aggregate.COMPLIANCE

    unit_key: strawberry.Private[str]
    state: CellState = attribute("How far the standard is met.")
    code: StandardCode = attribute("The standard.")
    since: date = attribute("The legal date since which it is so.")
    cause: str = attribute("The kind of thing whose act moved it last, such as ASSESSMENT or SANCTION.")
    reason: str | None = attribute("The reason given, where there is one.")

    @classmethod
    def of(cls, row: Row) -> "ComplianceCell":
        """The cell as clients see it."""
        return cls(
            **base(row),
            unit_key=row.text("unit_id"),
            state=CellState(row.text("state")),
            code=StandardCode(row.text("standard")),
            since=row.day("since"),
            cause=row.text("cause"),
            reason=row.text_or_none("reason") or None,
        )

    @computed
    async def standard(self, info: Info) -> Standard | None:
        """The standard itself."""
        return await info.context.loaders.standard(self.code.value)

    @computed
    async def unit(self, info: Info) -> Annotated["Unit", strawberry.lazy("schema.units")] | None:
        """The unit."""
        return await info.context.loaders.unit(self.unit_key)
