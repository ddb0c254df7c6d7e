"""What the mutations of a unit take and give: its data, its stop carried out in each form (II.2.2.d), and reinstatement."""

from datetime import date

import strawberry

from domain import stop_checklists
from domain import unit_acts as acts
from domain.reasons import Reason
from domain.refusals import Refusal
from domain.tables import Payload
from domain.unit_amendments import AmendUnit
from schema.acts import SigningAct, VersionedAct
from schema.described import attribute, input_type, object_type
from schema.documents import Document
from schema.enums import AccessItem, StopItem
from schema.nodes import key_of
from schema.refusals import payload
from schema.units import Unit


@input_type
class UnitAct(VersionedAct):
    """An act on a unit."""

    unit: strawberry.ID = attribute("The unit.")

    def record(self) -> str | Refusal:
        """The unit's key."""
        return key_of(self.unit, "Unit", field="unit")


@input_type
class AmendUnitInput(UnitAct):
    """What `amendUnit` takes (house rule): what the institution's letter says of its unit from now on."""

    letter_number: str = attribute("The number of the institution's letter, at most 200 characters.")
    letter_date: date = attribute("Its date; not after today.")
    name: str | None = attribute("The unit's name, at most 200 characters; left out, it stays.", default=None)
    legal_basis_number: str | None = attribute(
        "The number of what founded it, at most 200 characters; left out, it stays.", default=None
    )
    legal_basis_date: date | None = attribute("The date of that; not after today; left out, it stays.", default=None)
    address: str | None = attribute("Its address, at most 500 characters; left out, it stays.", default=None)
    email: str | None = attribute("Its address of e-mail; left out, it stays.", default=None)
    phone: str | None = attribute("Its telephone, at most 50 characters; left out, it stays.", default=None)
    service_hours: str | None = attribute("When it serves, at most 200 characters; left out, it stays.", default=None)

    def payload(self) -> Payload | Refusal | None:
        """The domain's payload."""
        return AmendUnit(
            letter_number=self.letter_number,
            letter_date=self.letter_date,
            name=self.name,
            legal_basis_number=self.legal_basis_number,
            legal_basis_date=self.legal_basis_date,
            address=self.address,
            email=self.email,
            phone=self.phone,
            service_hours=self.service_hours,
        )


@input_type
class AccessItemInput:
    """How it went with one item of the checklist."""

    item: AccessItem = attribute("The item.")
    done: bool = attribute("Whether it was taken over.")
    note: str = attribute("What is to be said of it; required where it was not taken over.", default="")


@input_type
class StopItemInput:
    """How it went with one item of the checklist of a stop."""

    item: StopItem = attribute("The item.")
    done: bool = attribute("Whether it was done.")
    note: str = attribute(
        "What is to be said of it; required where it was not done, and of what the letter orders.", default=""
    )


@input_type
class TakeoverParticipantInput:
    """Someone who was present when the stop was carried out."""

    name: str = attribute("The name, at most 200 characters.")
    capacity: str = attribute("In what capacity, at most 200 characters.")


@input_type
class TakeAccessInput(UnitAct):
    """What `takeAccess` takes (II.2.2.d)."""

    place: str = attribute("Where it was done, at most 200 characters.")
    participants: list[TakeoverParticipantInput] = attribute("Who was present: 1 to 20 people.")
    items: list[AccessItemInput] = attribute("Every item of the checklist, once.")

    def payload(self) -> Payload | Refusal | None:
        """The domain's payload."""
        return acts.TakeAccess(
            place=self.place,
            participants=tuple(acts.Participant(name=p.name, capacity=p.capacity) for p in self.participants),
            items=tuple(acts.AccessCheck(item=i.item, done=i.done, note=i.note) for i in self.items),
        )


@input_type
class CarryOutStopInput(UnitAct):
    """What `carryOutStop` takes (II.2.2.d)."""

    place: str = attribute("Where it was done, at most 200 characters.")
    participants: list[TakeoverParticipantInput] = attribute("Who was present: 1 to 20 people.")
    items: list[StopItemInput] = attribute("Every item of the checklist of the stop's form, once (house rule).")

    def payload(self) -> Payload | Refusal | None:
        """The domain's payload."""
        return stop_checklists.CarryOutStop(
            place=self.place,
            participants=tuple(acts.Participant(name=p.name, capacity=p.capacity) for p in self.participants),
            items=tuple(stop_checklists.StopCheck(item=i.item, done=i.done, note=i.note) for i in self.items),
        )


@input_type
class PrepareReinstatementInput(UnitAct):
    """What `prepareReinstatement` takes (house rule)."""

    reasons: list[str] = attribute("Why the service is to be restored: 1 to 10 reasons, printed on the letter.")
    from_day: date = attribute("From which legal date; not before today. The letter is not signed before it.")

    def payload(self) -> Payload | Refusal | None:
        """The domain's payload."""
        return acts.PrepareReinstatement(reasons=tuple(self.reasons), from_day=self.from_day)


@input_type
class RecallReinstatementInput(UnitAct):
    """What `recallReinstatement` takes (house rule)."""

    reason: str = attribute("Why, in at most 4000 characters. It is recorded.")

    def payload(self) -> Payload | Refusal | None:
        """The domain's payload."""
        return Reason(reason=self.reason)


@input_type
class ReinstateUnitInput(SigningAct):
    """What `reinstateUnit` takes (house rule): the Deputy's signature on the letter."""

    unit: strawberry.ID = attribute("The unit.")

    def record(self) -> str | Refusal:
        """The unit's key."""
        return key_of(self.unit, "Unit", field="unit")


@object_type
class UnitChanged:
    """A unit after an act."""

    unit: Unit = attribute("The unit as it stands after the act.")
    documents: list[Document] = attribute("The papers that the act ordered.")


@object_type
class AmendUnitSuccess(UnitChanged):
    """The register says what the letter says; a notice to the institution is ordered."""


@object_type
class TakeAccessSuccess(UnitChanged):
    """LKPP has the access rights; minutes are ordered (II.2.2.d)."""


@object_type
class CarryOutStopSuccess(UnitChanged):
    """The stop was carried out in its form; minutes are ordered (II.2.2.d)."""


@object_type
class PrepareReinstatementSuccess(UnitChanged):
    """The letter is ordered for the Deputy's signature; the service stands still until then."""


@object_type
class RecallReinstatementSuccess(UnitChanged):
    """The letter that waited is void."""


@object_type
class ReinstateUnitSuccess(UnitChanged):
    """The letter is signed; the service runs again."""


AmendUnitPayload = payload(AmendUnitSuccess)
TakeAccessPayload = payload(TakeAccessSuccess)
CarryOutStopPayload = payload(CarryOutStopSuccess)
PrepareReinstatementPayload = payload(PrepareReinstatementSuccess)
RecallReinstatementPayload = payload(RecallReinstatementSuccess)
ReinstateUnitPayload = payload(ReinstateUnitSuccess)
