"""Objections (II.2.3) as LKPP and the unit's institution see them."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, ClassVar, cast

import strawberry

from domain.aggregates import Aggregate
from domain.objection_acts import OPEN_STATES
from domain.roles import Actor
from persistence.queries.lives import lives, overdue
from persistence.queries.reading import Selection
from persistence.queries.rows import Row
from schema.connections import AfterArgument, Connection, FirstArgument, Order, requested
from schema.context import Info, loaded
from schema.described import attribute, computed, input_type, object_type
from schema.enums import HearingKind, ObjectionDecision, ObjectionState, Rung, StandardCode
from schema.evidence import Evidence
from schema.institutions import Institution
from schema.lives import Life, base
from schema.nodes import key_or_nothing
from schema.permissions import is_lkpp, scope_of
from schema.personnel import Person

if TYPE_CHECKING:
    from schema.documents import Document
    from schema.sanctions import Sanction
    from schema.units import Unit

_OLDEST = Order(field="_id")


@object_type
class HearingParticipant:
    """Someone who was heard, or took part."""

    name: str = attribute("The name.")
    role: str = attribute("In what capacity, such as Kepala LPSE.")

    @classmethod
    def of(cls, row: Row) -> "HearingParticipant":
        """The participant as clients see him."""
        return cls(name=row.text("name"), role=row.text("role"))


@object_type
class Hearing:
    """One examination or clarification of an objection (II.2.3.s2)."""

    document_key: strawberry.Private[str]
    kind: HearingKind = attribute("Examination or clarification.")
    held_at: datetime = attribute("When it was held.")
    place: str = attribute("Where.")
    text: str = attribute("What was said.")
    participants: list[HearingParticipant] = attribute("The operator's people and LKPP's.")
    others: list[HearingParticipant] = attribute("Other parties that were deemed necessary to hear.")
    missed_summons: datetime | None = attribute(
        "To when the unit was summoned, where it came to no hearing so far; null where it came or waived it."
    )

    @classmethod
    def of(cls, row: Row) -> "Hearing":
        """The hearing as clients see it."""
        return cls(
            document_key=row.text("document_id"),
            kind=HearingKind(row.text("kind")),
            held_at=row.moment("held_at"),
            place=row.text("place"),
            text=row.text("text"),
            participants=[HearingParticipant.of(each) for each in row.rows("participants")],
            others=[HearingParticipant.of(each) for each in row.rows("others")],
            missed_summons=row.moment_or_none("missed_summons"),
        )

    @computed
    async def minutes(self, info: Info) -> Annotated["Document", strawberry.lazy("schema.documents")] | None:
        """Its minutes."""
        return await info.context.loaders.document(self.document_key)


@object_type
class ObjectionProposal:
    """The decision that was prepared and waits for the Deputy: nothing is decided yet."""

    decision: ObjectionDecision = attribute("What would be decided.")
    considerations: list[str] = attribute("Why.")
    reinstated: list[StandardCode] = attribute("The standards that would be reinstated.")
    follow_up: list[str] = attribute("What would follow.")
    rung: Rung | None = attribute("For a change: the rung of the sanction in its place; null where it stays the same.")
    asked: list[str] = attribute("For a change: what the operator would be asked to do.")

    @classmethod
    def of(cls, row: Row) -> "ObjectionProposal":
        """The proposal as clients see it."""
        rung = row.text_or_none("rung")
        return cls(
            decision=ObjectionDecision(row.text("decision")),
            considerations=row.texts("considerations"),
            reinstated=[StandardCode(code) for code in row.texts("reinstated")],
            follow_up=row.texts("follow_up"),
            rung=None if rung is None else Rung(rung),
            asked=row.texts("asked"),
        )


@object_type
class Objection(Life):
    """An objection (keberatan) of a unit against one sanction (II.2.3)."""

    aggregate: ClassVar[Aggregate] = Aggregate.OBJECTION

    row: strawberry.Private[Row]
    state: ObjectionState = attribute("Where it stands.")
    letter_number: str = attribute("The number of the unit's own letter.")
    letter_date: date = attribute("The date of that letter.")
    grounds: str = attribute("What is objected to, and why.")
    filed_at: datetime = attribute("When it was filed.")
    late: bool = attribute("Whether it was filed after the last instant.")
    last_instant: datetime = attribute(
        "The last instant at which it was in time, as the sanction shows it (II.2.3.s1)."
    )
    late_reason: str | None = attribute("Why the Deputy accepted or refused it although it was late (house rule).")
    result_until: date | None = attribute(
        "The internal limit of the result, where one is configured; not from the decree. Nothing follows from its end."
    )
    summoned_at: datetime | None = attribute("To when the unit was summoned last.")
    decision: ObjectionDecision | None = attribute("What was decided; null before the Deputy has signed (II.2.3.s3).")
    reinstated: list[StandardCode] = attribute("The standards that the decision reinstates.")
    considerations: list[str] = attribute("Why it was decided so; empty before the decision.")
    follow_up: list[str] = attribute("What follows; empty before the decision.")
    decided_on: date | None = attribute("The legal date of the decision.")
    reason: str | None = attribute("Why it was withdrawn.")

    @classmethod
    def of(cls, row: Row) -> "Objection":
        """The objection as clients see it."""
        decision = row.text_or_none("decision")
        return cls(
            **base(row),
            row=row,
            state=ObjectionState(row.text("state")),
            letter_number=row.text("letter_number"),
            letter_date=row.day("letter_date"),
            grounds=row.text("grounds"),
            filed_at=row.moment("filed_at"),
            late=row.flag("late"),
            last_instant=row.moment("last_instant"),
            late_reason=row.text_or_none("late_reason"),
            result_until=row.day_or_none("result_until"),
            summoned_at=row.moment_or_none("summoned_at"),
            decision=None if decision is None else ObjectionDecision(decision),
            reinstated=[StandardCode(code) for code in row.texts("reinstated")],
            considerations=row.texts("considerations"),
            follow_up=row.texts("follow_up"),
            decided_on=row.day_or_none("decided_on"),
            reason=row.text_or_none("reason"),
        )

    @computed
    async def unit(self, info: Info) -> Annotated["Unit", strawberry.lazy("schema.units")] | None:
        """The unit that objects."""
        return await info.context.loaders.unit(self.row.text("unit_id"))

    @computed
    async def sanction(self, info: Info) -> Annotated["Sanction", strawberry.lazy("schema.sanctions")] | None:
        """The sanction objected to."""
        found = await info.context.loaders.life(Aggregate.SANCTION, self.row.text("sanction_id"))
        return cast("Sanction | None", found)

    @computed
    async def institution(self, info: Info) -> Institution | None:
        """The unit's institution."""
        return await info.context.loaders.institution(self.owner_key)

    @computed
    def open(self) -> bool:
        """Whether it is not settled: nothing escalates meanwhile (house rule)."""
        return self.state in OPEN_STATES

    @computed
    def suspends(self) -> bool:
        """Whether it suspends the sanction itself while it is heard: LKPP carries it out no further then.

        Only where that was configured when it was filed (house rule).
        """
        return self.state in OPEN_STATES and self.row.flag("suspends")

    @computed
    async def evidence(self, info: Info) -> list[Evidence]:
        """The evidence that came with it (II.2.3.s1)."""
        return await loaded(info.context.loaders.evidence, self.row.texts("evidence_ids"))

    @computed
    async def filed_by(self, info: Info) -> Person | None:
        """Who filed it."""
        return await info.context.loaders.person(self.row.text("filed_by"))

    @computed
    async def examiner(self, info: Info) -> Person | None:
        """Who examines it; null before."""
        key = self.row.text_or_none("examiner_id")
        return None if key is None else await info.context.loaders.person(key)

    @computed
    def hearings(self) -> list[Hearing]:
        """The examinations and clarifications, oldest first (II.2.3.s2)."""
        return [Hearing.of(row) for row in self.row.rows("hearings")]

    @computed
    def proposal(self, info: Info) -> ObjectionProposal | None:
        """The decision that waits for the Deputy; null for others than LKPP, and where none waits."""
        waiting = self.row.row("proposal")
        if self.decision is not None or not is_lkpp(info.context.viewer) or waiting.text_or_none("decision") is None:
            return None
        return ObjectionProposal.of(waiting)

    @computed
    async def document(self, info: Info) -> Annotated["Document", strawberry.lazy("schema.documents")] | None:
        """The letter of the result, prepared or signed; null before."""
        key = self.row.text_or_none("document_id")
        return None if key is None else await info.context.loaders.document(key)

    @computed
    async def documents(
        self, info: Info, first: FirstArgument, after: AfterArgument = None
    ) -> Connection[Annotated["Document", strawberry.lazy("schema.documents")]]:
        """All its papers, void ones too, oldest first."""
        return await info.context.lists.documents_of(self.key, requested(first, after, _OLDEST))


@input_type
class ObjectionFilter:
    """Which objections; what is left out or null does not restrict."""

    states: list[ObjectionState] | None = attribute("In these states.", default=None)
    unit: strawberry.ID | None = attribute("Of this unit.", default=None)
    institution: strawberry.ID | None = attribute("Of this institution.", default=None)
    examiner: strawberry.ID | None = attribute("Examined by this person.", default=None)
    overdue: bool = attribute("Only those that wait though `resultUntil` has passed (house rule).", default=False)

    def selection(self, viewer: Actor, today: date) -> Selection:
        """The rows, of those that the viewer may read."""
        found = lives(
            Aggregate.OBJECTION,
            scope=scope_of(viewer, Aggregate.OBJECTION),
            states=self.states or (),
            unit_id=key_or_nothing(self.unit, "Unit"),
            institution_id=key_or_nothing(self.institution, "Institution"),
            examiner_id=key_or_nothing(self.examiner, "Person"),
        )
        return overdue(found, "result_until", today, sorted(OPEN_STATES)) if self.overdue else found
