"""Mentoring and consultation (II.2.1.d) as LKPP and the unit's institution see them."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any, ClassVar

import strawberry

from domain.aggregates import Aggregate
from domain.roles import Actor
from persistence.queries.lives import lives
from persistence.queries.reading import Selection
from persistence.queries.rows import Row
from schema.connections import AfterArgument, Connection, FirstArgument, Order, requested
from schema.context import Info, loaded
from schema.described import attribute, computed, input_type, object_type
from schema.enums import Channel, GuidanceState, StandardCode
from schema.lives import Life, base
from schema.nodes import key_or_nothing
from schema.permissions import scope_of
from schema.personnel import Person

if TYPE_CHECKING:
    from schema.documents import Document
    from schema.units import Unit

_OLDEST = Order(field="_id")


@object_type
class Attendant:
    """Someone who took part, by name and role."""

    person_key: strawberry.Private[str | None]
    name: str = attribute("The name.")
    role: str = attribute("In which capacity.")

    @classmethod
    def of(cls, row: Row) -> "Attendant":
        """The attendant as clients see him."""
        return cls(person_key=row.text_or_none("person_id"), name=row.text("name"), role=row.text("role"))

    @computed
    async def person(self, info: Info) -> Person | None:
        """The person, where he is known here."""
        return None if self.person_key is None else await info.context.loaders.person(self.person_key)


@object_type
class ServiceActivity:
    """One service activity that was recorded, with an example (II.2.1.d.p2)."""

    activity: str = attribute("The activity.")
    example: str = attribute("How it is carried out.")


@object_type
class Mentoring(Life):
    """A mentoring of a unit (pendampingan), as technical guidance (II.2.1.d)."""

    aggregate: ClassVar[Aggregate] = Aggregate.MENTORING

    row: strawberry.Private[Row]
    state: GuidanceState = attribute("Where it stands.")
    topic: str = attribute("What it is about.")
    standards: list[StandardCode] = attribute("The standards by which it is given (II.2.1.d.p1).")
    own_motion: bool = attribute("Whether LKPP offers it of its own motion.")
    channel: Channel | None = attribute("By which channel, once scheduled (II.2.1.d.p2).")
    channel_text: str | None = attribute("The place or link, or the other form of communication.")
    scheduled_on: date | None = attribute("The day that is scheduled.")
    held_at: datetime | None = attribute("When it was held.")
    attendance: list[Attendant] = attribute("Who took part.")
    activities: list[ServiceActivity] = attribute("The service activities that were recorded, with examples.")
    report: str | None = attribute("What came of it.")
    reason: str | None = attribute("Why it was cancelled.")

    @classmethod
    def of(cls, row: Row) -> "Mentoring":
        """The mentoring as clients see it."""
        return cls(
            **_common(row),
            topic=row.text("topic"),
            activities=[
                ServiceActivity(activity=each.text("activity"), example=each.text("example"))
                for each in row.rows("activities")
            ],
            report=row.text_or_none("report"),
        )

    @computed
    async def unit(self, info: Info) -> Annotated["Unit", strawberry.lazy("schema.units")] | None:
        """The unit."""
        return await info.context.loaders.unit(self.row.text("unit_id"))

    @computed
    async def requested_by(self, info: Info) -> Person | None:
        """Who asked for it."""
        return await info.context.loaders.person(self.row.text("requested_by"))

    @computed
    async def mentors(self, info: Info) -> list[Person]:
        """Who mentors. Once it was held, they may not assess the unit nor hear its objection (house rule)."""
        return await loaded(info.context.loaders.person, self.row.texts("mentor_ids"))

    @computed
    async def successors(self, info: Info) -> list[Person]:
        """Who reports in place of those who mentored (house rule); none unless they were replaced."""
        return await loaded(info.context.loaders.person, self.row.texts("successor_ids"))

    @computed
    async def documents(
        self, info: Info, first: FirstArgument, after: AfterArgument = None
    ) -> Connection[Annotated["Document", strawberry.lazy("schema.documents")]]:
        """Its papers, oldest first."""
        return await info.context.lists.documents_of(self.key, requested(first, after, _OLDEST))


@object_type
class Consultation(Life):
    """A consultation (konsultasi): a unit's question on the standards, and LKPP's answer (II.2.1.d)."""

    aggregate: ClassVar[Aggregate] = Aggregate.CONSULTATION

    row: strawberry.Private[Row]
    state: GuidanceState = attribute("Where it stands.")
    question: str = attribute("The question.")
    standards: list[StandardCode] = attribute("The standards that it concerns (II.2.1.d.p1).")
    own_motion: bool = attribute("Whether LKPP began it of its own motion.")
    channel: Channel | None = attribute("By which channel (II.2.1.d.p2).")
    channel_text: str | None = attribute("The place or link, or the other form of communication.")
    scheduled_on: date | None = attribute("The day that is scheduled.")
    held_at: datetime | None = attribute("When people talked.")
    attendance: list[Attendant] = attribute("Who took part.")
    answer: str | None = attribute("The answer.")
    reason: str | None = attribute("Why it was cancelled.")

    @classmethod
    def of(cls, row: Row) -> "Consultation":
        """The consultation as clients see it."""
        return cls(**_common(row), question=row.text("question"), answer=row.text_or_none("answer"))

    @computed
    async def unit(self, info: Info) -> Annotated["Unit", strawberry.lazy("schema.units")] | None:
        """The unit."""
        return await info.context.loaders.unit(self.row.text("unit_id"))

    @computed
    async def requested_by(self, info: Info) -> Person | None:
        """Who asked."""
        return await info.context.loaders.person(self.row.text("requested_by"))

    @computed
    async def consultants(self, info: Info) -> list[Person]:
        """Who was named to answer."""
        return await loaded(info.context.loaders.person, self.row.texts("consultant_ids"))

    @computed
    async def successors(self, info: Info) -> list[Person]:
        """Who answers in place of those who were named (house rule); none unless they were replaced."""
        return await loaded(info.context.loaders.person, self.row.texts("successor_ids"))

    @computed
    async def answered_by(self, info: Info) -> Person | None:
        """Who answered; null before."""
        key = self.row.text_or_none("answered_by")
        return None if key is None else await info.context.loaders.person(key)


def _common(row: Row) -> dict[str, Any]:
    """The attributes that both have."""
    channel = row.text_or_none("channel")
    return base(row) | {
        "row": row,
        "state": GuidanceState(row.text("state")),
        "standards": [StandardCode(code) for code in row.texts("standards")],
        "own_motion": row.flag("own_motion"),
        "channel": None if channel is None else Channel(channel),
        "channel_text": row.text_or_none("channel_text") or None,
        "scheduled_on": row.day_or_none("scheduled_on"),
        "held_at": row.moment_or_none("held_at"),
        "attendance": [Attendant.of(each) for each in row.rows("attendance")],
        "reason": row.text_or_none("reason"),
    }


@input_type
class GuidanceFilter:
    """Which mentorings or consultations; what is left out or null does not restrict."""

    states: list[GuidanceState] | None = attribute("In these states.", default=None)
    unit: strawberry.ID | None = attribute("Of this unit.", default=None)
    institution: strawberry.ID | None = attribute("Of this institution.", default=None)
    standard: StandardCode | None = attribute("Given by this standard.", default=None)

    def selection(self, aggregate: Aggregate, viewer: Actor) -> Selection:
        """The rows of one kind, of those that the viewer may read."""
        return lives(
            aggregate,
            scope=scope_of(viewer, aggregate),
            states=self.states or (),
            unit_id=key_or_nothing(self.unit, "Unit"),
            institution_id=key_or_nothing(self.institution, "Institution"),
            standards=self.standard,
        )
