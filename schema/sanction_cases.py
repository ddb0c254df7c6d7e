"""Sanction cases (II.2.2) as LKPP and the unit's institution see them."""

from datetime import date
from functools import partial
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
from schema.enums import CaseState, CloseReason, Rung, Severity, StandardCode
from schema.evidence import Evidence
from schema.lives import Life, base
from schema.nodes import global_id, key_or_nothing
from schema.permissions import scope_of
from schema.personnel import Person

if TYPE_CHECKING:
    from schema.sanctions import Sanction
    from schema.slas import Sla
    from schema.surveillances import Surveillance
    from schema.units import Unit

_FIRST = Order(field="sequence")


@object_type
class FindingSettlement:
    """That a finding is done with: improvement of it was verified, or LKPP has determined that its standard is met."""

    person_key: strawberry.Private[str]
    on: date = attribute("The legal date.")
    thing: strawberry.ID = attribute(
        "The sanction whose follow-up showed it, or the assessment or re-assessment (II.2.1.e.5)."
    )

    @classmethod
    def of(cls, row: Row) -> "FindingSettlement":
        """The settlement as clients see it."""
        kind = row.text("cause").capitalize()
        return cls(person_key=row.text("by"), on=row.day("on"), thing=global_id(kind, row.text("cause_id")))

    @computed
    async def by(self, info: Info) -> Person | None:
        """The assessor who verified it, or who signed the determination."""
        return await info.context.loaders.person(self.person_key)


@object_type
class CaseFinding:
    """One non-conformity with a standard on which a case rests (II.2.2.a)."""

    evidence_keys: strawberry.Private[list[str]]
    standard: StandardCode = attribute("The standard.")
    criterion: str = attribute("The code of the criterion, such as S09-K1.")
    fact: str = attribute("What was found.")
    severity: Severity | None = attribute("How grave it is, where that is graded (house rule).")
    settlement: FindingSettlement | None = attribute("That it is done with; null while it waits for improvement.")

    @classmethod
    def of(cls, row: Row) -> "CaseFinding":
        """The finding as clients see it."""
        severity, settled = row.text_or_none("severity"), row.row_or_none("settled")
        return cls(
            evidence_keys=row.texts("evidence_ids"),
            standard=StandardCode(row.text("standard")),
            criterion=row.text("criterion"),
            fact=row.text("fact"),
            severity=None if severity is None else Severity(severity),
            settlement=None if settled is None else FindingSettlement.of(settled),
        )

    @computed
    async def evidence(self, info: Info) -> list[Evidence]:
        """The files that show it."""
        return await loaded(info.context.loaders.evidence, self.evidence_keys)


@object_type
class CaseBreach:
    """The breach of the SLA that opened a case: the second door to the stop (II.2.2.d)."""

    sla_key: strawberry.Private[str]
    evidence_keys: strawberry.Private[list[str]]
    article: int = attribute("The article of the agreement.")
    facts: str = attribute("What was confirmed.")

    @classmethod
    def of(cls, row: Row) -> "CaseBreach":
        """The breach as clients see it."""
        return cls(
            sla_key=row.text("sla_id"),
            evidence_keys=row.texts("evidence_ids"),
            article=row.whole("article"),
            facts=row.text("facts"),
        )

    @computed
    async def sla(self, info: Info) -> Annotated["Sla", strawberry.lazy("schema.slas")] | None:
        """The agreement."""
        return await info.context.loaders.sla(self.sla_key)

    @computed
    async def evidence(self, info: Info) -> list[Evidence]:
        """The files that show it."""
        return await loaded(info.context.loaders.evidence, self.evidence_keys)


@object_type
class SanctionCase(Life):
    """A case: the sanctions that follow one set of findings, or one breach of the SLA, rung by rung (II.2.2)."""

    aggregate: ClassVar[Aggregate] = Aggregate.CASE

    row: strawberry.Private[Row]
    state: CaseState = attribute("Where it stands.")
    rung: Rung | None = attribute("The last rung that was imposed and counts; null before the first.")
    findings: list[CaseFinding] = attribute("What it rests on; none where a breach of the SLA opened it.")
    breach: CaseBreach | None = attribute("The breach of the SLA that opened it (II.2.2.d).")
    further_warning: bool = attribute("Whether the Deputy has decided that one more warning may be given (house rule).")
    opened_on: date = attribute("The legal date on which it was opened.")
    closed_on: date | None = attribute("The legal date on which it ended.")
    closed_reason: CloseReason | None = attribute("How it ended.")
    reason: str | None = attribute("The reason of the last act that gave one.")

    @classmethod
    def of(cls, row: Row) -> "SanctionCase":
        """The case as clients see it."""
        rung, closed, breach = row.text_or_none("rung"), row.text_or_none("closed_reason"), row.row_or_none("breach")
        return cls(
            **base(row),
            row=row,
            state=CaseState(row.text("state")),
            rung=None if rung is None else Rung(rung),
            findings=[CaseFinding.of(finding) for finding in row.rows("findings")],
            breach=None if breach is None or not breach.text_or_none("sla_id") else CaseBreach.of(breach),
            further_warning=row.flag("further_warning"),
            opened_on=row.day("opened_on"),
            closed_on=row.day_or_none("closed_on"),
            closed_reason=None if closed is None else CloseReason(closed),
            reason=row.text_or_none("reason"),
        )

    @computed
    async def unit(self, info: Info) -> Annotated["Unit", strawberry.lazy("schema.units")] | None:
        """The unit."""
        return await info.context.loaders.unit(self.row.text("unit_id"))

    @computed
    async def surveillance(
        self, info: Info
    ) -> Annotated["Surveillance", strawberry.lazy("schema.surveillances")] | None:
        """The surveillance whose findings it follows (II.2.1.f.p2); null where it rests on something else."""
        if self.row.text_or_none("origin") != Aggregate.SURVEILLANCE:
            return None
        found = await info.context.loaders.life(Aggregate.SURVEILLANCE, self.row.text("origin_id"))
        return cast("Surveillance | None", found)

    @computed
    async def further_surveillances(
        self, info: Info
    ) -> list[Annotated["Surveillance", strawberry.lazy("schema.surveillances")]]:
        """Other surveillances that found the same while it was open (II.2.1.f.p2), in the order in which they came to it."""
        found = await loaded(
            partial(info.context.loaders.life, Aggregate.SURVEILLANCE), self.row.texts("surveillance_ids")
        )
        return cast("list[Surveillance]", found)

    @computed
    async def sanctions(
        self, info: Info, first: FirstArgument, after: AfterArgument = None
    ) -> Connection[Annotated["Sanction", strawberry.lazy("schema.sanctions")]]:
        """Its sanctions, in their order; an institution sees those that were issued."""
        page = requested(first, after, _FIRST)
        return await info.context.lists.lives_of(Aggregate.SANCTION, "case_id", self.key, page)


@input_type
class SanctionCaseFilter:
    """Which cases; what is left out or null does not restrict."""

    states: list[CaseState] | None = attribute("In these states.", default=None)
    unit: strawberry.ID | None = attribute("Of this unit.", default=None)
    institution: strawberry.ID | None = attribute("Of this institution.", default=None)

    def selection(self, viewer: Actor) -> Selection:
        """The rows, of those that the viewer may read."""
        return lives(
            Aggregate.CASE,
            scope=scope_of(viewer, Aggregate.CASE),
            states=self.states or (),
            unit_id=key_or_nothing(self.unit, "Unit"),
            institution_id=key_or_nothing(self.institution, "Institution"),
        )
