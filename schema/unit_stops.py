"""The stop of a unit's service (II.2.2.d) as LKPP and the unit's institution see it; the public sees its status only."""

from datetime import date, datetime

import strawberry

from domain.aggregates import Aggregate
from persistence.queries.rows import Row
from schema.context import Info
from schema.described import attribute, computed, object_type
from schema.enums import AccessItem, StopForm, StopItem
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
    """Someone who was present when a stop was carried out."""

    name: str = attribute("The name.")
    capacity: str = attribute("In what capacity.")


def _participants(row: Row) -> list[TakeoverParticipant]:
    return [
        TakeoverParticipant(name=person.text("name"), capacity=person.text("capacity"))
        for person in row.rows("participants")
    ]


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
            participants=_participants(row),
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
class CarriedOutItem:
    """One item of the checklist of a stop that takes no access over."""

    item: StopItem = attribute("What was looked at.")
    done: bool = attribute("Whether it was done.")
    note: str = attribute("The note; never empty where it was not, nor of what the letter orders.")


@object_type
class CarriedOutStop:
    """A stop in the form of a revocation, or in another form, as it was carried out (II.2.2.d)."""

    person_key: strawberry.Private[str]
    carried_out_at: datetime = attribute("When.")
    place: str = attribute("Where.")
    participants: list[TakeoverParticipant] = attribute("Who was present.")
    items: list[CarriedOutItem] = attribute(
        "The checklist of the form. II.2.2.d names the form; the list is a house rule."
    )

    @classmethod
    def of(cls, row: Row) -> "CarriedOutStop":
        """It as clients see it."""
        return cls(
            person_key=row.text("by"),
            carried_out_at=datetime.fromisoformat(row.text("at")),
            place=row.text("place"),
            participants=_participants(row),
            items=[
                CarriedOutItem(item=StopItem(check.text("item")), done=check.flag("done"), note=check.text("note"))
                for check in row.rows("items")
            ],
        )

    @computed
    async def carried_out_by(self, info: Info) -> Person | None:
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
    carried_out: CarriedOutStop | None = attribute("How a stop in one of the other forms was carried out, once it was.")

    @classmethod
    def of(cls, row: Row, takeover: Row | None, carried_out: Row | None) -> "UnitStop":
        """The stop as clients see it."""
        return cls(
            sanction_key=row.text("sanction_id"),
            form=StopForm(row.text("form")),
            text=row.text_or_none("text"),
            stopped_on=row.day("on"),
            takeover=None if takeover is None else AccessTakeover.of(takeover),
            carried_out=None if carried_out is None else CarriedOutStop.of(carried_out),
        )

    @computed
    async def sanction(self, info: Info) -> Life | None:
        """The sanction that stopped it."""
        return await info.context.loaders.life(Aggregate.SANCTION, self.sanction_key)
