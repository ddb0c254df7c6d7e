"""Assessments (II.2.1.e) as LKPP and the unit's institution see them; the factual scores once they are reported."""

from datetime import date
from typing import TYPE_CHECKING, Annotated, ClassVar

import strawberry

from domain.aggregates import Aggregate
from domain.assessment_acts import AssessmentState as State
from domain.roles import Actor
from persistence.queries.assessments import assessments
from persistence.queries.reading import Selection
from persistence.queries.rows import Row
from schema.certificates import Certificate
from schema.connections import AfterArgument, Connection, FirstArgument, Order, requested
from schema.context import Info, loaded
from schema.described import attribute, computed, input_type, object_type
from schema.enums import AssessmentMethod, AssessmentState, Requirement, StandardCode
from schema.evidence import Evidence
from schema.institutions import Institution
from schema.languages import Language, LanguageArgument
from schema.lives import Life, base
from schema.nodes import key_or_nothing
from schema.permissions import is_lkpp, scope_of
from schema.personnel import Person
from schema.teams import FormerTeam

if TYPE_CHECKING:
    from schema.documents import Document
    from schema.units import Unit

_OLDEST = Order(field="_id")
_BEFORE_REPORT = frozenset({State.SELF_DRAFT, State.SELF_SUBMITTED, State.FACTUAL_ASSIGNED, State.FACTUAL_RUNNING})


def _codes(values: list[str]) -> list[StandardCode]:
    return [StandardCode(value) for value in values]


@object_type
class AssessedCriterion:
    """A criterion as it was when the assessment was opened; a later catalogue changes nothing in it (house rule)."""

    text_id: strawberry.Private[str]
    text_en: strawberry.Private[str]
    code: str = attribute("Its code, such as S09-K3.")
    standard: StandardCode = attribute("Its standard.")
    requirement: Requirement = attribute("Whether it must be met.")

    @computed
    def text(self, language: LanguageArgument = Language.ID) -> str:
        """What it asks for."""
        return language.choose(self.text_id, self.text_en)

    @classmethod
    def of(cls, row: Row) -> "AssessedCriterion":
        """The criterion as clients see it."""
        return cls(
            text_id=row.text("text_id"),
            text_en=row.text("text_en"),
            code=row.text("code"),
            standard=StandardCode(row.text("standard")),
            requirement=Requirement(row.text("requirement")),
        )


@object_type
class AssessedScore:
    """What was said of one criterion in one of the two assessments."""

    evidence_keys: strawberry.Private[list[str]]
    person_key: strawberry.Private[str]
    criterion: str = attribute("The criterion's code.")
    score: int | None = attribute("0 not yet, 1 partly, 2 met; null where it is not applicable: the note says why.")
    note: str = attribute("What was found, or why the criterion is not applicable.")
    given_on: date = attribute("The legal date on which it was given.")

    @classmethod
    def of(cls, row: Row) -> "AssessedScore":
        """The score as clients see it."""
        return cls(
            evidence_keys=row.texts("evidence_ids"),
            person_key=row.text("by"),
            criterion=row.text("criterion"),
            score=row.whole_or_none("score"),
            note=row.text("note"),
            given_on=row.day("on"),
        )

    @computed
    async def evidence(self, info: Info) -> list[Evidence]:
        """The files that it rests on."""
        return await loaded(info.context.loaders.evidence, self.evidence_keys)

    @computed
    async def given_by(self, info: Info) -> Person | None:
        """Who gave it."""
        return await info.context.loaders.person(self.person_key)


@object_type
class AssessmentFinding:
    """What the factual assessment found wanting: a criterion scored below 2."""

    standard: StandardCode = attribute("The standard.")
    criterion: str = attribute("The criterion's code.")
    fact: str = attribute("What was found.")

    @classmethod
    def of(cls, row: Row) -> "AssessmentFinding":
        """The finding as clients see it."""
        return cls(standard=StandardCode(row.text("standard")), criterion=row.text("criterion"), fact=row.text("fact"))


@object_type
class AssessmentItem:
    """One item of the recommendation (II.2.1.e.3) with what became of it (II.2.1.e.4)."""

    evidence_keys: strawberry.Private[list[str]]
    number: str = attribute("Its number within the recommendation; follow-ups name it.")
    standard: StandardCode = attribute("The standard concerned.")
    criterion: str | None = attribute("The criterion concerned; null for the standard as a whole.")
    text: str = attribute("What is recommended.")
    action: str | None = attribute("What the unit did; null before its follow-up.")
    done_on: date | None = attribute("When it was done.")
    returned: str | None = attribute("Why the last follow-up did not do; null where it stands.")
    closed_on: date | None = attribute("When it was verified; null while it is open.")

    @classmethod
    def of(cls, row: Row) -> "AssessmentItem":
        """The item as clients see it."""
        return cls(
            evidence_keys=row.texts("evidence_ids"),
            number=row.text("id"),
            standard=StandardCode(row.text("standard")),
            criterion=row.text_or_none("criterion"),
            text=row.text("text"),
            action=row.text_or_none("action") or None,
            done_on=row.day_or_none("done_on"),
            returned=row.text_or_none("returned") or None,
            closed_on=row.day_or_none("closed_on"),
        )

    @computed
    async def evidence(self, info: Info) -> list[Evidence]:
        """The files of the follow-up."""
        return await loaded(info.context.loaders.evidence, self.evidence_keys)


@object_type
class Assessment(Life):
    """An assessment (penilaian) of chosen standards of one unit: by itself, then by LKPP, up to the determination."""

    aggregate: ClassVar[Aggregate] = Aggregate.ASSESSMENT

    row: strawberry.Private[Row]
    state: AssessmentState = attribute("Where it stands.")
    standards: list[StandardCode] = attribute("The standards assessed, in the decree's order.")
    opened_on: date = attribute("The legal date of its opening.")
    catalogue_edition: str | None = attribute(
        "The edition of the catalogue that its criteria are of (II.2.1.b.1); null where none was published then."
    )
    submitted_on: date | None = attribute("When the self-assessment was submitted last (II.2.1.e.1).")
    self_met: list[StandardCode] = attribute(
        "The standards met by the self-assessment as submitted; a verified follow-up makes up for others."
    )
    begins_on: date | None = attribute("The first day of the assignment, where one is named.")
    ends_on: date | None = attribute("The last day of the assignment, where one is named.")
    visit_on: date | None = attribute("The day of the factual assessment (II.2.1.e.2).")
    method: AssessmentMethod | None = attribute("How the factual assessment is made.")
    place: str | None = attribute("Where it is made.")
    reported_on: date | None = attribute("When the factual assessment was reported (II.2.1.e.2).")
    conclusion: str | None = attribute("What the lead concluded.")
    round: int = attribute("The round of the follow-up, from 1.")
    follow_up_until: date | None = attribute(
        "The internal limit of the follow-up, where one is configured; not from the decree. Nothing follows from its end."
    )
    determined: list[StandardCode] = attribute("The standards determined (II.2.1.e.5).")
    determined_on: date | None = attribute("The legal date of the determination.")
    reason: str | None = attribute("Why it was returned last, or closed.")

    @classmethod
    def of(cls, row: Row) -> "Assessment":
        """The assessment as clients see it."""
        method = row.text_or_none("method")
        return cls(
            **base(row),
            row=row,
            state=AssessmentState(row.text("state")),
            standards=_codes(row.texts("standards")),
            opened_on=row.day("opened_on"),
            catalogue_edition=row.text_or_none("catalogue_edition"),
            submitted_on=row.day_or_none("submitted_on"),
            self_met=_codes(row.texts("self_met")),
            begins_on=row.day_or_none("begins_on"),
            ends_on=row.day_or_none("ends_on"),
            visit_on=row.day_or_none("visit_on"),
            method=AssessmentMethod(method) if method else None,
            place=row.text_or_none("place"),
            reported_on=row.day_or_none("reported_on"),
            conclusion=row.text_or_none("conclusion"),
            round=row.whole("round"),
            follow_up_until=row.day_or_none("follow_up_until"),
            determined=_codes(row.texts("determined")),
            determined_on=row.day_or_none("determined_on"),
            reason=row.text_or_none("reason"),
        )

    @computed
    async def unit(self, info: Info) -> Annotated["Unit", strawberry.lazy("schema.units")] | None:
        """The unit assessed."""
        return await info.context.loaders.unit(self.row.text("unit_id"))

    @computed
    async def institution(self, info: Info) -> Institution | None:
        """The unit's institution."""
        return await info.context.loaders.institution(self.owner_key)

    @computed
    def criteria(self) -> list[AssessedCriterion]:
        """The criteria assessed, as they were at the opening."""
        return [AssessedCriterion.of(row) for row in self.row.rows("criteria")]

    @computed
    def self_scores(self) -> list[AssessedScore]:
        """The self-assessment: what the unit says of each criterion (II.2.1.e.1)."""
        return [AssessedScore.of(row) for row in self.row.rows("self_scores")]

    @computed
    def factual_scores(self, info: Info) -> list[AssessedScore] | None:
        """The factual assessment: what LKPP found of each criterion (II.2.1.e.2); null for others before it is reported."""
        if self.state in _BEFORE_REPORT and not is_lkpp(info.context.viewer):
            return None
        return [AssessedScore.of(row) for row in self.row.rows("factual_scores")]

    @computed
    def factual_met(self) -> list[StandardCode]:
        """The standards met by the factual assessment, with those whose gap a verified follow-up has closed."""
        return _codes(self.row.texts("factual_met"))

    @computed
    def findings(self) -> list[AssessmentFinding]:
        """What the report found wanting; empty before it."""
        return [AssessmentFinding.of(row) for row in self.row.rows("findings")]

    @computed
    def items(self) -> list[AssessmentItem]:
        """The recommendation's items; empty where nothing is recommended."""
        return [AssessmentItem.of(row) for row in self.row.rows("items")]

    @computed
    def verified_scores(self) -> list[AssessedScore]:
        """Scores given when the follow-up was verified; the factual ones stay as they were."""
        return [AssessedScore.of(row) for row in self.row.rows("verified_scores")]

    @computed
    def verification_note(self) -> str | None:
        """What the verification of the follow-up found."""
        return self.row.text_or_none("verification_note")

    @computed
    async def assessors(self, info: Info) -> list[Person]:
        """The team, the lead first, then the second reader."""
        return await loaded(info.context.loaders.person, self.row.texts("assessor_ids"))

    @computed
    async def lead(self, info: Info) -> Person | None:
        """Who leads the team and signs its report."""
        return await self._person(info, "lead_id")

    @computed
    async def second_reader(self, info: Info) -> Person | None:
        """Who reads the scores before they are reported; he gives none (house rule)."""
        return await self._person(info, "second_reader_id")

    @computed
    def former_teams(self, info: Info) -> list[FormerTeam] | None:
        """The teams that were replaced, oldest first; null for those who are not of LKPP."""
        if not is_lkpp(info.context.viewer):
            return None
        return [FormerTeam.of(row) for row in self.row.rows("former_teams")]

    @computed
    async def read_by(self, info: Info) -> Person | None:
        """The second reader who approved the present scores; null before."""
        return await self._person(info, "read_by")

    @computed
    async def verified_by(self, info: Info) -> Person | None:
        """Who verified the follow-up; null before."""
        return await self._person(info, "verified_by")

    @computed
    def proposed(self, info: Info) -> list[StandardCode]:
        """The standards that the prepared determination names; empty for those who are not of LKPP."""
        if not is_lkpp(info.context.viewer):
            return []
        return _codes(self.row.texts("proposed"))

    @computed
    async def certificate(self, info: Info) -> Certificate | None:
        """The edition of the certificate that the determination issued; null before."""
        key = self.row.text_or_none("certificate_id")
        found = None if key is None else await info.context.loaders.life(Aggregate.CERTIFICATE, key)
        return found if isinstance(found, Certificate) else None

    @computed
    async def document(self, info: Info) -> Annotated["Document", strawberry.lazy("schema.documents")] | None:
        """The determination, prepared or signed; null before."""
        key = self.row.text_or_none("document_id")
        return None if key is None else await info.context.loaders.document(key)

    @computed
    async def documents(
        self, info: Info, first: FirstArgument, after: AfterArgument = None
    ) -> Connection[Annotated["Document", strawberry.lazy("schema.documents")]]:
        """All its papers, void ones too, oldest first."""
        return await info.context.lists.documents_of(self.key, requested(first, after, _OLDEST))

    async def _person(self, info: Info, field: str) -> Person | None:
        key = self.row.text_or_none(field)
        return None if key is None else await info.context.loaders.person(key)


@input_type
class AssessmentFilter:
    """Which assessments; what is left out or null does not restrict."""

    states: list[AssessmentState] | None = attribute("In these states.", default=None)
    unit: strawberry.ID | None = attribute("Of this unit.", default=None)
    institution: strawberry.ID | None = attribute("Of this institution.", default=None)
    assessor: strawberry.ID | None = attribute("With this person in the team.", default=None)

    def selection(self, viewer: Actor) -> Selection:
        """The rows, of those that the viewer may read."""
        return assessments(
            scope=scope_of(viewer, Aggregate.ASSESSMENT),
            states=self.states or (),
            unit_id=key_or_nothing(self.unit, "Unit"),
            institution_id=key_or_nothing(self.institution, "Institution"),
            assessor_id=key_or_nothing(self.assessor, "Person"),
        )


@object_type
class AssessmentGap:
    """How far the self-assessment and the factual assessment lie apart: one standard, one unit, one assessor.

    Only criteria that both scored count. A positive gap says that the unit thinks better of itself than the assessor does.
    """

    unit_key: strawberry.Private[str]
    assessment_key: strawberry.Private[str]
    assessor_key: strawberry.Private[str]
    standard: StandardCode = attribute("The standard.")
    criteria: int = attribute("How many criteria were compared.")
    self_mean: float = attribute("The mean self score, 0 to 2.")
    factual_mean: float = attribute("The mean factual score, 0 to 2.")
    gap: float = attribute("The self mean less the factual mean, from -2 to 2.")

    @classmethod
    def of(cls, row: Row) -> "AssessmentGap":
        """The gap as clients see it."""
        count, own, factual = row.whole("criteria"), row.whole("self_sum"), row.whole("factual_sum")
        return cls(
            unit_key=row.text("unit_id"),
            assessment_key=row.text("assessment_id"),
            assessor_key=row.text("assessor_id"),
            standard=StandardCode(row.text("standard")),
            criteria=count,
            self_mean=own / count,
            factual_mean=factual / count,
            gap=(own - factual) / count,
        )

    @computed
    async def unit(self, info: Info) -> Annotated["Unit", strawberry.lazy("schema.units")] | None:
        """The unit."""
        return await info.context.loaders.unit(self.unit_key)

    @computed
    async def assessment(self, info: Info) -> Assessment | None:
        """The assessment."""
        found = await info.context.loaders.life(Aggregate.ASSESSMENT, self.assessment_key)
        return found if isinstance(found, Assessment) else None

    @computed
    async def assessor(self, info: Info) -> Person | None:
        """The assessor who gave the factual scores."""
        return await info.context.loaders.person(self.assessor_key)
