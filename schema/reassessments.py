"""Re-assessments (II.2.2.c) as LKPP and the unit's institution see them; the scores once they are reported."""

from datetime import date
from typing import TYPE_CHECKING, Annotated, ClassVar, cast

import strawberry

from domain.aggregates import Aggregate
from domain.roles import Actor
from persistence.queries.lives import lives
from persistence.queries.reading import Selection
from persistence.queries.rows import Row
from schema.assessments import AssessedCriterion, AssessedScore
from schema.connections import AfterArgument, Connection, FirstArgument, Order, requested
from schema.context import Info, loaded
from schema.described import attribute, computed, input_type, object_type
from schema.enums import AssessmentMethod, ReassessmentState, StandardCode
from schema.evidence import Evidence
from schema.institutions import Institution
from schema.lives import Life, base
from schema.nodes import key_or_nothing
from schema.permissions import is_lkpp, scope_of
from schema.personnel import Person
from schema.teams import FormerTeam

if TYPE_CHECKING:
    from schema.documents import Document
    from schema.sanctions import Sanction
    from schema.units import Unit

_OLDEST = Order(field="_id")


def _codes(values: list[str]) -> list[StandardCode]:
    return [StandardCode(value) for value in values]


@object_type
class NonCooperationReminder:
    """One reminder that was sent."""

    sent_on: date = attribute("When.")
    text: str = attribute("What it said.")


@object_type
class NonCooperation:
    """That the unit did not let itself be assessed again, although it was reminded (house rule)."""

    recorded_on: date = attribute("The legal date on which it was recorded.")
    reason: str = attribute("What happened.")
    reminders: list[NonCooperationReminder] = attribute("The reminders that were sent.")

    @classmethod
    def of(cls, row: Row) -> "NonCooperation":
        """What was recorded."""
        reminders = [
            NonCooperationReminder(sent_on=each.day("sent_on"), text=each.text("text"))
            for each in row.rows("reminders")
        ]
        return cls(recorded_on=row.day("on"), reason=row.text("reason"), reminders=reminders)


@object_type
class Reassessment(Life):
    """A re-assessment (penilaian ulang) of standards that one sanction revoked (II.2.2.c.s2)."""

    aggregate: ClassVar[Aggregate] = Aggregate.REASSESSMENT

    row: strawberry.Private[Row]
    state: ReassessmentState = attribute("Where it stands.")
    standards: list[StandardCode] = attribute("The standards revoked that it is for, in the decree's order.")
    scope: list[StandardCode] = attribute("Those of them that are assessed in this attempt; empty before a request.")
    attempt: int = attribute("Which attempt it is, from 1.")
    began_on: date = attribute("The legal date on which this attempt began.")
    improvement: str | None = attribute("What the unit says it has improved.")
    requested_on: date | None = attribute("When it was requested, or opened by LKPP.")
    lead_was_involved: bool | None = attribute(
        "Whether the lead assessed what led to the revocation, or led an attempt before; another is preferred (house rule)."
    )
    method: AssessmentMethod | None = attribute("How it is made.")
    begins_on: date | None = attribute("The first day of the assignment, where one is named.")
    ends_on: date | None = attribute("The last day of the assignment, where one is named.")
    assessed_on: date | None = attribute("When it was made, by the report.")
    conclusion: str | None = attribute("What the lead concluded.")
    passed_standards: list[StandardCode] = attribute("The standards determined again.")
    remaining_standards: list[StandardCode] = attribute("Those that go on to a further attempt.")
    determined_on: date | None = attribute("The legal date of the new determination.")

    @classmethod
    def of(cls, row: Row) -> "Reassessment":
        """The re-assessment as clients see it."""
        method = row.text_or_none("method")
        return cls(
            **base(row),
            row=row,
            state=ReassessmentState(row.text("state")),
            standards=_codes(row.texts("standards")),
            scope=_codes(row.texts("scope")),
            attempt=row.whole("attempt"),
            began_on=row.day("began_on"),
            improvement=row.text_or_none("improvement"),
            requested_on=row.day_or_none("requested_on"),
            lead_was_involved=row.flag("lead_was_involved") if row.text_or_none("lead_id") else None,
            method=AssessmentMethod(method) if method else None,
            begins_on=row.day_or_none("begins_on"),
            ends_on=row.day_or_none("ends_on"),
            assessed_on=row.day_or_none("assessed_on"),
            conclusion=row.text_or_none("conclusion"),
            passed_standards=_codes(row.texts("passed_standards")),
            remaining_standards=_codes(row.texts("remaining_standards")),
            determined_on=row.day_or_none("determined_on"),
        )

    @computed
    async def unit(self, info: Info) -> Annotated["Unit", strawberry.lazy("schema.units")] | None:
        """The unit that is assessed again."""
        return await info.context.loaders.unit(self.row.text("unit_id"))

    @computed
    async def sanction(self, info: Info) -> Annotated["Sanction", strawberry.lazy("schema.sanctions")] | None:
        """The sanction that revoked the standards."""
        found = await info.context.loaders.life(Aggregate.SANCTION, self.row.text("sanction_id"))
        return cast("Sanction | None", found)

    @computed
    async def institution(self, info: Info) -> Institution | None:
        """The unit's institution."""
        return await info.context.loaders.institution(self.owner_key)

    @computed
    async def previous(self, info: Info) -> Annotated["Reassessment", strawberry.lazy("schema.reassessments")] | None:
        """The re-assessment that left these standards over; null for the first."""
        key = self.row.text_or_none("previous_id")
        found = None if key is None else await info.context.loaders.life(Aggregate.REASSESSMENT, key)
        return found if isinstance(found, Reassessment) else None

    @computed
    async def evidence(self, info: Info) -> list[Evidence]:
        """The evidence of improvement that came with the request."""
        return await loaded(info.context.loaders.evidence, self.row.texts("evidence_ids"))

    @computed
    async def assessors(self, info: Info) -> list[Person]:
        """The team, the lead first."""
        return await loaded(info.context.loaders.person, self.row.texts("assessor_ids"))

    @computed
    async def lead(self, info: Info) -> Person | None:
        """Who leads the team and signs its report."""
        key = self.row.text_or_none("lead_id")
        return None if key is None else await info.context.loaders.person(key)

    @computed
    def former_teams(self, info: Info) -> list[FormerTeam] | None:
        """The teams that were replaced in this attempt, oldest first; null for those who are not of LKPP."""
        if not is_lkpp(info.context.viewer):
            return None
        return [FormerTeam.of(row) for row in self.row.rows("former_teams")]

    @computed
    def catalogue_edition(self) -> str | None:
        """The edition of the catalogue that the criteria are of (II.2.1.b.1); null before the assignment."""
        return self.row.text_or_none("catalogue_edition")

    @computed
    def criteria(self) -> list[AssessedCriterion]:
        """The criteria, as they were at the assignment; empty before."""
        return [AssessedCriterion.of(row) for row in self.row.rows("criteria")]

    @computed
    def scores(self, info: Info) -> list[AssessedScore] | None:
        """What was found of each criterion; null for others than LKPP before it is reported."""
        if self.row.text_or_none("report_id") is None and not is_lkpp(info.context.viewer):
            return None
        return [AssessedScore.of(row) for row in self.row.rows("scores")]

    @computed
    def non_cooperation(self) -> NonCooperation | None:
        """What is recorded where the unit does not cooperate; null otherwise, and after it asks again."""
        recorded = self.row.row("non_cooperation")
        return None if recorded.text_or_none("reason") is None else NonCooperation.of(recorded)

    @computed
    async def report(self, info: Info) -> Annotated["Document", strawberry.lazy("schema.documents")] | None:
        """The lead's report; null before."""
        key = self.row.text_or_none("report_id")
        return None if key is None else await info.context.loaders.document(key)

    @computed
    async def document(self, info: Info) -> Annotated["Document", strawberry.lazy("schema.documents")] | None:
        """The new determination, prepared or signed; null before."""
        key = self.row.text_or_none("document_id")
        return None if key is None else await info.context.loaders.document(key)

    @computed
    async def documents(
        self, info: Info, first: FirstArgument, after: AfterArgument = None
    ) -> Connection[Annotated["Document", strawberry.lazy("schema.documents")]]:
        """All its papers, void ones too, oldest first."""
        return await info.context.lists.documents_of(self.key, requested(first, after, _OLDEST))


@input_type
class ReassessmentFilter:
    """Which re-assessments; what is left out or null does not restrict."""

    states: list[ReassessmentState] | None = attribute("In these states.", default=None)
    unit: strawberry.ID | None = attribute("Of this unit.", default=None)
    institution: strawberry.ID | None = attribute("Of this institution.", default=None)
    assessor: strawberry.ID | None = attribute("With this person in the team.", default=None)

    def selection(self, viewer: Actor) -> Selection:
        """The rows, of those that the viewer may read."""
        return lives(
            Aggregate.REASSESSMENT,
            scope=scope_of(viewer, Aggregate.REASSESSMENT),
            states=self.states or (),
            unit_id=key_or_nothing(self.unit, "Unit"),
            institution_id=key_or_nothing(self.institution, "Institution"),
            assessor_ids=key_or_nothing(self.assessor, "Person"),
        )
