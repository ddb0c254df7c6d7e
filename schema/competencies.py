"""The technical competency dictionary (II.2.1.c) as clients see it, and what its mutations take and give."""

from datetime import date
from typing import ClassVar

import strawberry

from domain import competencies as domain
from domain.aggregates import Aggregate
from domain.reasons import Reason
from domain.refusals import Refusal
from domain.tables import Payload
from persistence.queries.rows import Row
from schema.acts import KeyedAct, VersionedAct
from schema.described import attribute, computed, input_type, object_type
from schema.documents import Document
from schema.enums import CompetencyState, Position
from schema.languages import Language, LanguageArgument
from schema.lives import Life, base
from schema.nodes import key_of
from schema.refusals import payload


@object_type
class CompetencyLevel:
    """One level of a competency."""

    row: strawberry.Private[Row]
    level: int = attribute("The level, 1 to 5.")

    @computed
    def text(self, language: LanguageArgument = Language.ID) -> str:
        """What someone can do at this level."""
        return language.choose(self.row.text("text_id"), self.row.text("text_en"))


@object_type
class RequiredLevel:
    """What the competency standard of one position asks for (II.2.1.c.2)."""

    position: Position = attribute("The position.")
    level: int = attribute("The least level, 1 to 5.")


@object_type
class Competency(Life):
    """One version of a competency of the dictionary (II.2.1.c.1), with the standard of each position (II.2.1.c.2)."""

    aggregate: ClassVar[Aggregate] = Aggregate.COMPETENCY

    row: strawberry.Private[Row]
    code: str = attribute("Its code, such as KT-01.")
    state: CompetencyState = attribute("Whether it is published.")
    levels: list[CompetencyLevel] = attribute("Its levels, the lowest first.")
    required: list[RequiredLevel] = attribute("The positions whose standard asks for it.")
    valid_from: date = attribute("Its first day.")
    valid_to: date | None = attribute("Its last day; null until a later version is published.")
    reason: str = attribute("Why it was made, and whose text it is.")

    @classmethod
    def of(cls, row: Row) -> "Competency":
        """The competency as clients see it."""
        return cls(
            **base(row),
            row=row,
            code=row.text("code"),
            state=CompetencyState(row.text("state")),
            levels=[CompetencyLevel(row=level, level=level.whole("level")) for level in row.rows("levels")],
            required=[
                RequiredLevel(position=Position(each.text("position")), level=each.whole("level"))
                for each in row.rows("required")
            ],
            valid_from=row.day("valid_from"),
            valid_to=row.day_or_none("valid_to"),
            reason=row.text("reason"),
        )

    @computed
    def name(self, language: LanguageArgument = Language.ID) -> str:
        """Its name."""
        return language.choose(self.row.text("name_id"), self.row.text("name_en"))

    @computed
    def definition(self, language: LanguageArgument = Language.ID) -> str:
        """What it is."""
        return language.choose(self.row.text("definition_id"), self.row.text("definition_en"))

    def covers(self, day: date) -> bool:
        """Whether this version is in force on the day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    def least(self) -> dict[Position, int]:
        """The least level of each position."""
        return {each.position: each.level for each in self.required}


@input_type
class CompetencyLevelInput:
    """One level of a competency."""

    text_id: str = attribute("What someone can do at this level, in Indonesian.")
    text_en: str = attribute("The same in English.")


@input_type
class RequiredLevelInput:
    """What the standard of one position asks for."""

    position: Position = attribute("The position.")
    level: int = attribute("The least level, 1 to 5.")


@input_type
class CompetencyEntryInput:
    """One entry of the dictionary, whole."""

    code: str = attribute("Its code, such as KT-01; that of a draft stays.")
    name_id: str = attribute("Its name in Indonesian, at most 200 characters.")
    name_en: str = attribute("Its name in English.")
    definition_id: str = attribute("What it is, in Indonesian.")
    definition_en: str = attribute("The same in English.")
    levels: list[CompetencyLevelInput] = attribute("Its five levels, the lowest first.")
    required: list[RequiredLevelInput] = attribute("The positions whose standard asks for it.")
    valid_from: date = attribute("Its first day: the day on which the Deputy publishes it, or later.")

    def competency(self, reason: str) -> domain.SetCompetency:
        """The domain's payload."""
        return domain.SetCompetency(
            code=self.code,
            name_id=self.name_id,
            name_en=self.name_en,
            definition_id=self.definition_id,
            definition_en=self.definition_en,
            levels=tuple(
                domain.Level(level=level, text_id=each.text_id, text_en=each.text_en)
                for level, each in enumerate(self.levels, start=1)
            ),
            required={each.position: each.level for each in self.required},
            valid_from=self.valid_from,
            reason=reason,
        )


@input_type
class DraftCompetencyInput(KeyedAct):
    """What `draftCompetency` takes: a new competency, or the next version of one."""

    entry: CompetencyEntryInput = attribute("The competency.")
    reason: str = attribute("Why, in at most 4000 characters. It is recorded.")

    def payload(self) -> Payload | Refusal | None:
        """The domain's payload."""
        return self.entry.competency(self.reason)


@input_type
class CompetencyAct(VersionedAct):
    """An act on a version of a competency."""

    competency: strawberry.ID = attribute("The version of the competency.")

    def record(self) -> str | Refusal:
        """The version's key."""
        return key_of(self.competency, "Competency", field="competency")

    def payload(self) -> Payload | Refusal | None:
        """The domain's payload: nothing more."""
        return None


@input_type
class ReviseCompetencyInput(CompetencyAct):
    """What `reviseCompetency` takes: the draft anew."""

    entry: CompetencyEntryInput = attribute("The competency.")
    reason: str = attribute("Why, in at most 4000 characters. It is recorded.")

    def payload(self) -> Payload | Refusal | None:
        """The domain's payload."""
        return self.entry.competency(self.reason)


@input_type
class PublishCompetencyInput(CompetencyAct):
    """What `publishCompetency` takes."""


@input_type
class DiscardCompetencyInput(CompetencyAct):
    """What `discardCompetency` takes."""

    reason: str = attribute("Why, in at most 4000 characters. It is recorded.")

    def payload(self) -> Payload | Refusal | None:
        """The domain's payload."""
        return Reason(reason=self.reason)


@object_type
class CompetencyChanged:
    """The competency after an act."""

    thing: Competency = attribute("The version as it stands after the act.")
    documents: list[Document] = attribute("The papers that the act ordered: none.")


@object_type
class DraftCompetencySuccess(CompetencyChanged):
    """The competency is drafted; it counts once the Deputy has published it."""


@object_type
class ReviseCompetencySuccess(CompetencyChanged):
    """The draft is revised."""


@object_type
class PublishCompetencySuccess(CompetencyChanged):
    """The competency and the standards that it gives are in force from its first day."""


@object_type
class DiscardCompetencySuccess(CompetencyChanged):
    """The draft is discarded."""


DraftCompetencyPayload = payload(DraftCompetencySuccess)
ReviseCompetencyPayload = payload(ReviseCompetencySuccess)
PublishCompetencyPayload = payload(PublishCompetencySuccess)
DiscardCompetencyPayload = payload(DiscardCompetencySuccess)
