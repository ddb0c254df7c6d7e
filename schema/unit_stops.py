"""The stop of a unit's service (II.2.2.d) as LKPP and the unit's institution see it; the public sees its status only."""

from datetime import date, datetime

import strawberry

from domain.tables import Aggregate
from persistence.queries.rows import Row
from schema.context import Info
from schema.described import attribute, computed, object_type
from schema.enums import AccessItem, StopForm
from schema.lives import Life
from schema.personnel import Person


@object_type
class TakenAccessItem:
    """One item of the checklist of a takeover."""

    item: AccessItem = attribute("What was looked at.")
    done: bool = attribute("Whether it was taken over.")
    note: str = attribute("The note; never empty where it was not.")


@object_type
class TakeoverParticipant:
    """Someone who was present at a takeover."""

    name: str = attribute("The name.")
    capacity: str = attribute("In what capacity.")


@object_type
class AccessTakeover:
    """The takeover of a unit's access rights (II.2.2.d)."""

    person_key: strawberry.Private[str]
    taken_at: datetime = attribute("When.")
    place: str = attribute("Where.")
    participants: list[TakeoverParticipant] = attribute("Who was present.")
    items: list[TakenAccessItem] = attribute("The checklist. II.2.2.d orders the takeover; the list is a house rule.")

    @classmethod
    def of(cls, row: Row) -> "AccessTakeover":
        """The takeover as clients see it."""
        return cls(
            person_key=row.text("by"),
            taken_at=datetime.fromisoformat(row.text("at")),
            place=row.text("place"),
            participants=[
                TakeoverParticipant(name=person.text("name"), capacity=person.text("capacity"))
                for person in row.rows("participants")
            ],
            items=[
                TakenAccessItem(item=AccessItem(check.text("item")), done=check.flag("done"), note=check.text("note"))
                for check in row.rows("items")
            ],
        )

    @computed
    async def taken_by(self, info: Info) -> Person | None:
        """LKPP's administrator who did it."""
        return await info.context.loaders.person(self.person_key)


@object_type
class UnitStop:
    """How a unit's service was stopped (II.2.2.d)."""

    sanction_key: strawberry.Private[str]
    form: StopForm = attribute("The form.")
    text: str | None = attribute("The words of another form.")
    stopped_on: date = attribute("Since which legal date.")
    takeover: AccessTakeover | None = attribute("The takeover of access rights, once it was done.")

    @classmethod
    def of(cls, row: Row, takeover: Row | None) -> "UnitStop":
        """The stop as clients see it."""
        return cls(
            sanction_key=row.text("sanction_id"),
            form=StopForm(row.text("form")),
            text=row.text_or_none("text"),
            stopped_on=row.day("on"),
            takeover=None if takeover is None else AccessTakeover.of(takeover),
        )

    @computed
    async def sanction(self, info: Info) -> Life | None:
        """The sanction that stopped it."""
        return await info.context.loaders.life(Aggregate.SANCTION, self.sanction_key)
