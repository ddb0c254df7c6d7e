"""The systems that units manage, and their users registered and verified (I.p1, I.p2), as LKPP and the institution see them."""

from typing import TYPE_CHECKING, Annotated, ClassVar

import strawberry

from domain.aggregates import Aggregate
from domain.roles import Actor
from persistence.queries.lives import lives
from persistence.queries.reading import Selection
from persistence.queries.rows import Row
from schema.context import Info
from schema.described import attribute, computed, input_type, object_type
from schema.enums import ManagedSystemState, ManagementPattern, SystemKind, UserFiguresState, UserKind
from schema.lives import Life, base
from schema.nodes import key_or_nothing
from schema.permissions import scope_of

if TYPE_CHECKING:
    from schema.units import Unit


@object_type
class ManagedSystem(Life):
    """A system that a unit manages: a component of SPSE, a supporting system, or one for stakeholders (I.p1, I.p2)."""

    aggregate: ClassVar[Aggregate] = Aggregate.MANAGED_SYSTEM

    unit_key: strawberry.Private[str]
    state: ManagedSystemState = attribute("Whether it is managed still.")
    kind: SystemKind = attribute("What it is.")
    name: str = attribute("Its name.")
    pattern: ManagementPattern = attribute("Whose infrastructure runs it (I.p2).")
    location: str | None = attribute("Where that infrastructure stands; null where it is LKPP's and not told.")
    owner: str | None = attribute("Whose that infrastructure is; null where it is LKPP's and not told.")
    developed_for: str | None = attribute("The stakeholders for whom it was developed (I.p2); null for other systems.")

    @classmethod
    def of(cls, row: Row) -> "ManagedSystem":
        """The system as clients see it."""
        return cls(
            **base(row),
            unit_key=row.text("unit_id"),
            state=ManagedSystemState(row.text("state")),
            kind=SystemKind(row.text("kind")),
            name=row.text("name"),
            pattern=ManagementPattern(row.text("pattern")),
            location=row.text_or_none("location") or None,
            owner=row.text_or_none("owner") or None,
            developed_for=row.text_or_none("developed_for") or None,
        )

    @computed
    async def unit(self, info: Info) -> Annotated["Unit", strawberry.lazy("schema.units")] | None:
        """The unit."""
        return await info.context.loaders.unit(self.unit_key)


@object_type
class UserCount:
    """The figures of one kind of user."""

    kind: UserKind = attribute("The kind.")
    registered: int = attribute("How many are registered.")
    verified: int = attribute("How many of them are verified.")


@object_type
class UserFigures(Life):
    """How many users a unit has registered and verified in a year or month (I.p2)."""

    aggregate: ClassVar[Aggregate] = Aggregate.USER_FIGURES

    unit_key: strawberry.Private[str]
    state: UserFiguresState = attribute("Whether they were corrected.")
    period: str = attribute("The year or month, such as 2026 or 2026-03.")
    counts: list[UserCount] = attribute("The figures, kind by kind.")
    reason: str | None = attribute("Why they were corrected last.")

    @classmethod
    def of(cls, row: Row) -> "UserFigures":
        """The figures as clients see them."""
        return cls(
            **base(row),
            unit_key=row.text("unit_id"),
            state=UserFiguresState(row.text("state")),
            period=row.text("period"),
            counts=[
                UserCount(
                    kind=UserKind(count.text("kind")),
                    registered=count.whole("registered"),
                    verified=count.whole("verified"),
                )
                for count in row.rows("counts")
            ],
            reason=row.text_or_none("reason"),
        )

    @computed
    def registered(self) -> int:
        """All users registered, over the kinds."""
        return sum(count.registered for count in self.counts)

    @computed
    def verified(self) -> int:
        """All users verified, over the kinds."""
        return sum(count.verified for count in self.counts)

    @computed
    async def unit(self, info: Info) -> Annotated["Unit", strawberry.lazy("schema.units")] | None:
        """The unit."""
        return await info.context.loaders.unit(self.unit_key)


@input_type
class ManagedSystemFilter:
    """Which systems; what is left out or null does not restrict."""

    states: list[ManagedSystemState] | None = attribute("In these states.", default=None)
    kind: SystemKind | None = attribute("Of this kind (I.p1, I.p2).", default=None)
    pattern: ManagementPattern | None = attribute("Managed in this way (I.p2).", default=None)
    unit: strawberry.ID | None = attribute("Of this unit.", default=None)

    def selection(self, viewer: Actor) -> Selection:
        """The rows, of those that the viewer may read."""
        aggregate = Aggregate.MANAGED_SYSTEM
        return lives(
            aggregate,
            scope=scope_of(viewer, aggregate),
            states=self.states or (),
            kind=self.kind,
            pattern=self.pattern,
            unit_id=key_or_nothing(self.unit, "Unit"),
        )


@input_type
class UserFiguresFilter:
    """Which figures; what is left out or null does not restrict."""

    period: str | None = attribute("Of this year or month, such as 2026 or 2026-03.", default=None)
    unit: strawberry.ID | None = attribute("Of this unit.", default=None)

    def selection(self, viewer: Actor) -> Selection:
        """The rows, of those that the viewer may read."""
        aggregate = Aggregate.USER_FIGURES
        return lives(
            aggregate,
            scope=scope_of(viewer, aggregate),
            period=self.period,
            unit_id=key_or_nothing(self.unit, "Unit"),
        )
