"""Who holds an office, and when, as clients see it; and what the mutations of terms of office take and give."""

from datetime import date, datetime
from typing import ClassVar

import strawberry

from domain.aggregates import Aggregate
from domain.official_terms import AppointOfficial, EndTerm
from domain.officials import Official as Entry
from domain.reasons import Reason
from domain.refusals import Refusal
from domain.tables import Payload
from persistence.queries.rows import Row
from schema.acts import KeyedAct, VersionedAct
from schema.context import Info
from schema.described import attribute, computed, input_type, object_type
from schema.documents import Document
from schema.enums import Capacity, DocumentKind, Office, OfficialState
from schema.languages import Language, LanguageArgument
from schema.lives import Life, base
from schema.nodes import key_of
from schema.personnel import Person
from schema.refusals import payload


@object_type
class Official(Life):
    """One person in one office for a time (house rule: the decree names the office, not who follows in it)."""

    aggregate: ClassVar[Aggregate] = Aggregate.OFFICIAL

    entry: strawberry.Private[Entry]
    office: Office = attribute("The office.")
    capacity: Capacity = attribute("How the person signs.")
    state: OfficialState = attribute("What became of the appointment.")
    name: str = attribute("The name as it stands under a signature.")
    valid_from: date = attribute("The first day in office.")
    valid_to: date | None = attribute("The last day in office; null until further notice.")
    reason: str | None = attribute("Why the person was appointed.")
    order_number: str | None = attribute(
        "The number of the letter of assignment (surat perintah); null where none is needed."
    )
    order_date: date | None = attribute("Its date.")
    kinds: list[DocumentKind] = attribute("The kinds of paper that a delegate signs a.n.; empty for all others.")
    own_title: str | None = attribute("The title of his own that a delegate a.n. signs by, under the holder's.")
    revoked_at: datetime | None = attribute("When the delegation was revoked; null where it was not.")

    @classmethod
    def of(cls, row: Row) -> "Official":
        """The term as clients see it."""
        entry = Entry(
            office=Office(row.text("office")),
            capacity=Capacity(row.text("capacity")),
            person_id=row.text("person_id"),
            name=row.text("name"),
            title_id=row.text("title_id"),
            title_en=row.text("title_en"),
            valid_from=row.day("valid_from"),
            valid_to=row.day_or_none("valid_to"),
            kinds=tuple(DocumentKind(kind) for kind in row.texts("kinds")),
            own_title_id=row.text_or_none("own_title_id") or "",
        )
        return cls(
            **base(row),
            entry=entry,
            office=entry.office,
            capacity=entry.capacity,
            state=OfficialState(row.text("state")),
            name=entry.name,
            valid_from=entry.valid_from,
            valid_to=entry.valid_to,
            reason=row.text_or_none("reason"),
            order_number=row.text_or_none("order_number"),
            order_date=row.day_or_none("order_date"),
            kinds=list(entry.kinds),
            own_title=entry.own_title_id or None,
            revoked_at=row.moment_or_none("revoked_at"),
        )

    def serves_on(self, day: date) -> bool:
        """Whether the person holds the office on the day."""
        return self.state is not OfficialState.WITHDRAWN and self.entry.serves_on(day)

    @computed
    def title(self, language: LanguageArgument = Language.ID) -> str:
        """The title; in Indonesian as it stands over the name, with Plt. or a.n. where it is so."""
        return language.choose(self.entry.signature_title, self.entry.title_en)

    @computed
    async def person(self, info: Info) -> Person | None:
        """The person."""
        return await info.context.loaders.person(self.entry.person_id)


@input_type
class AppointOfficialInput(KeyedAct):
    """What `appointOfficial` takes."""

    office: Office = attribute("The office.")
    capacity: Capacity = attribute("How the person signs: in the office, Plt., Plh. or a.n.")
    person: strawberry.ID = attribute("A person of LKPP.")
    title_id: str = attribute("The title in Indonesian, without Plt. or a.n., at most 200 characters.")
    title_en: str = attribute("The title in English, at most 200 characters.")
    valid_from: date = attribute("The first day in office: today or later.")
    valid_to: date | None = attribute("The last day in office; null until further notice.", default=None)
    reason: str = attribute("Why, such as the decision that appoints. It is recorded.")
    order_number: str = attribute(
        "Of a delegation: the number of the letter of assignment (surat perintah).", default=""
    )
    order_date: date | None = attribute("Of a delegation: the date of that letter, today or earlier.", default=None)
    kinds: list[DocumentKind] | None = attribute(
        "Of a delegation a.n.: the kinds of paper; APPROVAL, ASSIGNMENT and RECOMMENDATION may be delegated.",
        default=None,
    )
    own_title_id: str = attribute("Of a delegation a.n.: the delegate's own title in Indonesian.", default="")

    def payload(self) -> AppointOfficial | Refusal:
        """The domain's payload."""
        person = key_of(self.person, "Person", field="person")
        if isinstance(person, Refusal):
            return person
        return AppointOfficial(
            office=self.office,
            capacity=self.capacity,
            person_id=person,
            title_id=self.title_id,
            title_en=self.title_en,
            valid_from=self.valid_from,
            valid_to=self.valid_to,
            reason=self.reason,
            order_number=self.order_number,
            order_date=self.order_date,
            kinds=tuple(dict.fromkeys(self.kinds or ())),
            own_title_id=self.own_title_id,
        )


@input_type
class OfficialAct(VersionedAct):
    """An act on a term of office."""

    official: strawberry.ID = attribute("The term of office.")
    reason: str = attribute("Why, in at most 4000 characters. It is recorded.")

    def record(self) -> str | Refusal:
        """The term's key."""
        return key_of(self.official, "Official", field="official")

    def payload(self) -> Payload | Refusal | None:
        """The domain's payload."""
        return Reason(reason=self.reason)


@input_type
class EndTermInput(OfficialAct):
    """What `endTerm` takes."""

    last_day: date = attribute("The last day in office: today or later.")

    def payload(self) -> Payload | Refusal | None:
        """The domain's payload."""
        return EndTerm(last_day=self.last_day, reason=self.reason)


@input_type
class WithdrawAppointmentInput(OfficialAct):
    """What `withdrawAppointment` takes."""


@input_type
class RevokeDelegationInput(OfficialAct):
    """What `revokeDelegation` takes."""


@object_type
class OfficialChanged:
    """The term of office after an act."""

    thing: Official = attribute("The term of office as it stands after the act.")
    documents: list[Document] = attribute("The papers that the act ordered: none.")


@object_type
class AppointOfficialSuccess(OfficialChanged):
    """The person is appointed, and signs from the first day in office."""


@object_type
class EndTermSuccess(OfficialChanged):
    """The term ends with its last day; from the day after, another can be appointed."""


@object_type
class RevokeDelegationSuccess(OfficialChanged):
    """The delegation is over: the delegate signs nothing more, and papers that name him are made anew."""


@object_type
class WithdrawAppointmentSuccess(OfficialChanged):
    """The appointment is withdrawn before its first day."""


AppointOfficialPayload = payload(AppointOfficialSuccess)
EndTermPayload = payload(EndTermSuccess)
RevokeDelegationPayload = payload(RevokeDelegationSuccess)
WithdrawAppointmentPayload = payload(WithdrawAppointmentSuccess)
