"""Surveillances (II.2.1.f) as clients see them, and the risk-based list from which a year's programme is made."""

from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Annotated, ClassVar, cast

import strawberry

from domain import surveillance_risk as risk
from domain.aggregates import Aggregate
from domain.roles import Actor
from persistence.queries.lives import lives
from persistence.queries.reading import Selection
from persistence.queries.rows import Row
from schema.connections import AfterArgument, Connection, FirstArgument, Order, requested
from schema.context import Info, loaded
from schema.described import attribute, computed, input_type, object_type
from schema.enums import AssessmentMethod, RiskFactor, Severity, StandardCode, SurveillanceState
from schema.evidence import Evidence
from schema.languages import Language, LanguageArgument
from schema.lives import Life, base
from schema.nodes import key_or_nothing
from schema.permissions import is_lkpp, scope_of
from schema.personnel import Person
from schema.teams import FormerTeam

if TYPE_CHECKING:
    from schema.documents import Document
    from schema.sanction_cases import SanctionCase
    from schema.units import Unit

_OLDEST = Order(field="_id")


@object_type
class RiskPart:
    """What one factor gives to the score of a unit, with the facts behind it (house rule)."""

    text_id: strawberry.Private[str]
    text_en: strawberry.Private[str]
    factor: RiskFactor = attribute("The factor.")
    points: int = attribute("What it gives, 0 to its weight.")
    weight: int = attribute("The most that it could give; the weights of all factors make 1000.")

    @classmethod
    def of(cls, part: risk.RiskPart) -> "RiskPart":
        """The part as clients see it."""
        return cls(
            text_id=part.text_id, text_en=part.text_en, factor=part.factor, points=part.points, weight=part.weight
        )

    @classmethod
    def stored(cls, row: Row) -> "RiskPart":
        """The part as it was when the surveillance was planned."""
        return cls(
            text_id=row.text("text_id"),
            text_en=row.text("text_en"),
            factor=RiskFactor(row.text("factor")),
            points=row.whole("points"),
            weight=row.whole("weight"),
        )

    @computed
    def text(self, language: LanguageArgument = Language.ID) -> str:
        """The facts, in words."""
        return language.choose(self.text_id, self.text_en)


@object_type
class SurveillanceCandidate:
    """A unit that the year's surveillance may look at, with what speaks for it. The score decides nothing (house rule)."""

    unit_key: strawberry.Private[str]
    score: int = attribute("The sum of the parts, 0 to 1000.")
    parts: list[RiskPart] = attribute("What each factor gives.")

    @computed
    async def unit(self, info: Info) -> Annotated["Unit", strawberry.lazy("schema.units")] | None:
        """The unit."""
        return await info.context.loaders.unit(self.unit_key)


@object_type
class SurveillanceFinding:
    """One non-conformity that a surveillance found: it must lead to a sanction (II.2.1.f.p2)."""

    evidence_keys: strawberry.Private[list[str]]
    standard: StandardCode = attribute("The standard.")
    criterion: str = attribute("The code of the criterion, such as S09-K1.")
    fact: str = attribute("What was found.")
    observation: str | None = attribute("What the team saw for itself, where it states that.")
    severity: Severity = attribute("How grave it is.")

    @classmethod
    def of(cls, row: Row) -> "SurveillanceFinding":
        """The finding as clients see it."""
        return cls(
            evidence_keys=row.texts("evidence_ids"),
            standard=StandardCode(row.text("standard")),
            criterion=row.text("criterion"),
            fact=row.text("fact"),
            observation=row.text("observation") or None,
            severity=Severity(row.text("severity")),
        )

    @computed
    async def evidence(self, info: Info) -> list[Evidence]:
        """The files that show it."""
        return await loaded(info.context.loaders.evidence, self.evidence_keys)


@object_type
class Surveillance(Life):
    """The surveillance of one unit in one year (II.2.1.f)."""

    aggregate: ClassVar[Aggregate] = Aggregate.SURVEILLANCE

    row: strawberry.Private[Row]
    state: SurveillanceState = attribute("Where it stands.")
    year: int = attribute("The year of the programme.")
    reason: str = attribute("Why it is in the programme.")
    factors: list[RiskFactor] = attribute("The factors of the risk-based list that spoke for it; none for routine.")
    begins_on: date | None = attribute("Its first day, once the unit was notified.")
    ends_on: date | None = attribute("Its last day, once the unit was notified.")
    method: AssessmentMethod | None = attribute("How it is carried out, once the unit was notified.")
    standards: list[StandardCode] = attribute("Its scope; empty before the notice.")
    started_on: date | None = attribute("The legal date on which the team began.")
    concluded_on: date | None = attribute("The legal date of its conclusion.")
    conclusion: str | None = attribute("What the lead concluded.")
    findings: list[SurveillanceFinding] = attribute("What was found; none where the unit conforms.")
    cancellation: str | None = attribute("Why it was cancelled.")

    @classmethod
    def of(cls, row: Row) -> "Surveillance":
        """The surveillance as clients see it."""
        method = row.text_or_none("method")
        return cls(
            **base(row),
            row=row,
            state=SurveillanceState(row.text("state")),
            year=row.whole("year"),
            reason=row.text("reason"),
            factors=[RiskFactor(factor) for factor in row.texts("factors")],
            begins_on=row.day_or_none("begins_on"),
            ends_on=row.day_or_none("ends_on"),
            method=None if method is None else AssessmentMethod(method),
            standards=[StandardCode(code) for code in row.texts("standards")],
            started_on=row.day_or_none("started_on"),
            concluded_on=row.day_or_none("concluded_on"),
            conclusion=row.text_or_none("conclusion"),
            findings=[SurveillanceFinding.of(finding) for finding in row.rows("findings")],
            cancellation=row.text_or_none("cancellation"),
        )

    @computed
    def score(self, info: Info) -> int | None:
        """The unit's score when it was planned; null for those who are not of LKPP."""
        return self.row.whole("score") if is_lkpp(info.context.viewer) else None

    @computed
    def risk(self, info: Info) -> list[RiskPart] | None:
        """The parts of that score; null for those who are not of LKPP."""
        if not is_lkpp(info.context.viewer):
            return None
        return [RiskPart.stored(part) for part in self.row.rows("risk")]

    @computed
    async def unit(self, info: Info) -> Annotated["Unit", strawberry.lazy("schema.units")] | None:
        """The unit."""
        return await info.context.loaders.unit(self.row.text("unit_id"))

    @computed
    async def lead(self, info: Info) -> Person | None:
        """The lead of the team; null before the notice."""
        key = self.row.text_or_none("lead_id")
        return None if key is None else await info.context.loaders.person(key)

    @computed
    async def members(self, info: Info) -> list[Person]:
        """The others of the team."""
        return await loaded(info.context.loaders.person, self.row.texts("member_ids"))

    @computed
    def former_teams(self, info: Info) -> list[FormerTeam] | None:
        """The teams that were replaced, oldest first; null for those who are not of LKPP."""
        if not is_lkpp(info.context.viewer):
            return None
        return [FormerTeam.of(row) for row in self.row.rows("former_teams")]

    @computed
    async def case(self, info: Info) -> Annotated["SanctionCase", strawberry.lazy("schema.sanction_cases")] | None:
        """The sanction case that was opened from its findings, or in which they were taken up (II.2.1.f.p2); null before."""
        key = self.row.text_or_none("case_id")
        found = None if key is None else await info.context.loaders.life(Aggregate.CASE, key)
        return cast("SanctionCase | None", found)

    @computed
    async def cases(self, info: Info) -> list[Annotated["SanctionCase", strawberry.lazy("schema.sanction_cases")]]:
        """The cases in which its findings are, or were, pursued; it is closed with the last of them (II.2.1.f.p2)."""
        found = await loaded(partial(info.context.loaders.life, Aggregate.CASE), self.row.texts("case_ids"))
        return cast("list[SanctionCase]", found)

    @computed
    async def documents(
        self, info: Info, first: FirstArgument, after: AfterArgument = None
    ) -> Connection[Annotated["Document", strawberry.lazy("schema.documents")]]:
        """Its papers, void ones too, oldest first."""
        return await info.context.lists.documents_of(self.key, requested(first, after, _OLDEST))


@input_type
class SurveillanceFilter:
    """Which surveillances; what is left out or null does not restrict."""

    states: list[SurveillanceState] | None = attribute("In these states.", default=None)
    year: int | None = attribute("Of the programme of this year.", default=None)
    unit: strawberry.ID | None = attribute("Of this unit.", default=None)
    institution: strawberry.ID | None = attribute("Of this institution.", default=None)

    def selection(self, viewer: Actor) -> Selection:
        """The rows, of those that the viewer may read."""
        return lives(
            Aggregate.SURVEILLANCE,
            scope=scope_of(viewer, Aggregate.SURVEILLANCE),
            states=self.states or (),
            year=self.year,
            unit_id=key_or_nothing(self.unit, "Unit"),
            institution_id=key_or_nothing(self.institution, "Institution"),
        )
