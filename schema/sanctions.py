"""Sanctions (tindakan pembinaan, II.2.2) as LKPP sees them, and the unit's institution once they are issued."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, ClassVar, cast

import strawberry

from domain.aggregates import Aggregate
from domain.roles import Actor
from persistence.queries.lives import lives
from persistence.queries.reading import Selection
from persistence.queries.rows import Row
from schema.connections import AfterArgument, Connection, FirstArgument, Order, requested
from schema.context import Info, loaded
from schema.described import attribute, computed, input_type, object_type
from schema.enums import Rung, SanctionState, StandardCode, StopForm
from schema.evidence import Evidence
from schema.lives import Life, base
from schema.nodes import key_or_nothing
from schema.permissions import is_lkpp, scope_of
from schema.personnel import Person
from schema.receipts import ReceiptProof

if TYPE_CHECKING:
    from schema.documents import Document
    from schema.objections import Objection
    from schema.reassessments import Reassessment
    from schema.sanction_cases import SanctionCase
    from schema.units import Unit

_OLDEST = Order(field="_id")


@object_type
class StruckReceipt:
    """That a proof of receipt was recorded wrongly (house rule)."""

    person_key: strawberry.Private[str]
    at: datetime = attribute("When it was struck.")
    reason: str = attribute("Why.")

    @classmethod
    def of(cls, row: Row) -> "StruckReceipt":
        """It as clients see it."""
        return cls(person_key=row.text("by"), at=datetime.fromisoformat(row.text("at")), reason=row.text("reason"))

    @computed
    async def by(self, info: Info) -> Person | None:
        """The Deputy who struck it."""
        return await info.context.loaders.person(self.person_key)


@object_type
class SanctionReceipt(ReceiptProof):
    """One proof that the letter was received (II.2.3.s1); the earliest that was not struck counts."""

    @computed
    def struck(self) -> StruckReceipt | None:
        """That it was struck, so that it proves nothing; null where it was not."""
        struck = self.row.row_or_none("struck")
        return None if struck is None else StruckReceipt.of(struck)


@object_type
class SanctionFollowUp:
    """One report of what the operator did about a sanction (II.2.2)."""

    person_key: strawberry.Private[str]
    evidence_keys: strawberry.Private[list[str]]
    text: str = attribute("What was done.")
    submitted_on: date = attribute("The legal date of the report.")
    returned: str | None = attribute("Why it was returned; null where it was not.")

    @classmethod
    def of(cls, row: Row) -> "SanctionFollowUp":
        """The report as clients see it."""
        return cls(
            person_key=row.text("by"),
            evidence_keys=row.texts("evidence_ids"),
            text=row.text("text"),
            submitted_on=row.day("on"),
            returned=row.text_or_none("returned"),
        )

    @computed
    async def by(self, info: Info) -> Person | None:
        """Who submitted it."""
        return await info.context.loaders.person(self.person_key)

    @computed
    async def evidence(self, info: Info) -> list[Evidence]:
        """The files that show it."""
        return await loaded(info.context.loaders.evidence, self.evidence_keys)


@object_type
class Sanction(Life):
    """One guidance measure (tindakan pembinaan, II.2.2). An institution sees it once it is issued."""

    aggregate: ClassVar[Aggregate] = Aggregate.SANCTION

    row: strawberry.Private[Row]
    state: SanctionState = attribute("Where it stands.")
    rung: Rung = attribute("Which measure it is (II.2.2).")
    round: int = attribute("Which of its rung within the case, from 1.")
    asked: list[str] = attribute("What the operator is to do.")
    standards: list[StandardCode] = attribute("The standards that it revokes; for a revocation only (II.2.2.c).")
    findings: list[str] = attribute("The criteria of the findings that its letter states, such as S09-K1.")
    stop_form: StopForm | None = attribute("In which form the service is stopped; for a stop only (II.2.2.d).")
    stop_text: str | None = attribute("What the form means here, in words.")
    stops_on: date | None = attribute("From which day the letter stops the service: it is signed on that day.")
    issued_on: date | None = attribute("The legal date of its issue.")
    internal_until: date | None = attribute("An internal limit for the improvement; it is not from the decree.")
    received_at: datetime | None = attribute("The earliest proven receipt of the letter that notifies it (II.2.3.s1).")
    last_instant: datetime | None = attribute(
        "The last moment to object: 23:59:59 in Jakarta of the fifth working day after the receipt (II.2.3.s1)."
    )
    calendar_version: str | None = attribute("The version of the working calendar that decided it.")
    limit_is_estimated: bool = attribute("Whether a date that is still an estimate lay in the count.")
    receipts: list[SanctionReceipt] = attribute("Every proof of receipt, in the order of recording.")
    follow_ups: list[SanctionFollowUp] = attribute("What the operator reported, oldest first.")
    verification: str | None = attribute("What the assessor verified, where improvement was accepted.")
    reason: str | None = attribute("The reason of the last act that gave one.")

    @classmethod
    def of(cls, row: Row) -> "Sanction":
        """The sanction as clients see it."""
        form = row.text_or_none("stop_form")
        return cls(
            **base(row),
            row=row,
            state=SanctionState(row.text("state")),
            rung=Rung(row.text("rung")),
            round=row.whole("round"),
            asked=row.texts("asked"),
            standards=[StandardCode(code) for code in row.texts("standards")],
            findings=row.texts("findings"),
            stop_form=None if form is None else StopForm(form),
            stop_text=row.text_or_none("stop_text"),
            stops_on=row.day_or_none("stops_on"),
            issued_on=row.day_or_none("issued_on"),
            internal_until=row.day_or_none("internal_until"),
            received_at=row.moment_or_none("received_at"),
            last_instant=row.moment_or_none("last_instant"),
            calendar_version=row.text_or_none("calendar_version"),
            limit_is_estimated=row.flag("limit_is_estimated"),
            receipts=[SanctionReceipt.of(receipt) for receipt in row.rows("receipts")],
            follow_ups=[SanctionFollowUp.of(report) for report in row.rows("follow_ups")],
            verification=row.text_or_none("verification"),
            reason=row.text_or_none("reason"),
        )

    @computed
    async def case(self, info: Info) -> Annotated["SanctionCase", strawberry.lazy("schema.sanction_cases")] | None:
        """The case that holds it."""
        return cast("SanctionCase | None", await info.context.loaders.life(Aggregate.CASE, self.row.text("case_id")))

    @computed
    async def unit(self, info: Info) -> Annotated["Unit", strawberry.lazy("schema.units")] | None:
        """The unit."""
        return await info.context.loaders.unit(self.row.text("unit_id"))

    @computed
    async def drafted_by(self, info: Info) -> Person | None:
        """Who drafted it; null for those who are not of LKPP."""
        if not is_lkpp(info.context.viewer):
            return None
        return await info.context.loaders.person(self.row.text("drafted_by"))

    @computed
    async def document(self, info: Info) -> Annotated["Document", strawberry.lazy("schema.documents")] | None:
        """Its present letter or decision, to be read and signed; null before it is prepared."""
        key = self.row.text_or_none("document_id")
        return None if key is None else await info.context.loaders.document(key)

    @computed
    async def notice(self, info: Info) -> Annotated["Document", strawberry.lazy("schema.documents")] | None:
        """The notice that serves a revocation; its receipt is the sanction's (II.2.3.s1)."""
        key = self.row.text_or_none("notice_id")
        return None if key is None else await info.context.loaders.document(key)

    @computed
    async def replaced_by(self, info: Info) -> Annotated["Sanction", strawberry.lazy("schema.sanctions")] | None:
        """The sanction that took its place after an objection (II.2.3.s3)."""
        key = self.row.text_or_none("replaced_by")
        found = None if key is None else await info.context.loaders.life(Aggregate.SANCTION, key)
        return cast("Sanction | None", found)

    @computed
    async def objections(
        self, info: Info, first: FirstArgument, after: AfterArgument = None
    ) -> Connection[Annotated["Objection", strawberry.lazy("schema.objections")]]:
        """The objections against it, oldest first (II.2.3)."""
        return await info.context.lists.lives_of(
            Aggregate.OBJECTION, "sanction_id", self.key, requested(first, after, _OLDEST)
        )

    @computed
    async def reassessments(
        self, info: Info, first: FirstArgument, after: AfterArgument = None
    ) -> Connection[Annotated["Reassessment", strawberry.lazy("schema.reassessments")]]:
        """Of a revocation: the re-assessments of what it revoked, oldest first (II.2.2.c.s2)."""
        return await info.context.lists.lives_of(
            Aggregate.REASSESSMENT, "sanction_id", self.key, requested(first, after, _OLDEST)
        )

    @computed
    async def documents(
        self, info: Info, first: FirstArgument, after: AfterArgument = None
    ) -> Connection[Annotated["Document", strawberry.lazy("schema.documents")]]:
        """All its papers, oldest first; an institution sees those that are issued."""
        return await info.context.lists.documents_of(self.key, requested(first, after, _OLDEST))


@input_type
class SanctionFilter:
    """Which sanctions; what is left out or null does not restrict."""

    states: list[SanctionState] | None = attribute("In these states.", default=None)
    rung: Rung | None = attribute("Of this rung (II.2.2).", default=None)
    unit: strawberry.ID | None = attribute("Of this unit.", default=None)
    institution: strawberry.ID | None = attribute("Of this institution.", default=None)

    def selection(self, viewer: Actor) -> Selection:
        """The rows, of those that the viewer may read."""
        return lives(
            Aggregate.SANCTION,
            scope=scope_of(viewer, Aggregate.SANCTION),
            states=self.states or (),
            rung=self.rung,
            unit_id=key_or_nothing(self.unit, "Unit"),
            institution_id=key_or_nothing(self.institution, "Institution"),
        )
