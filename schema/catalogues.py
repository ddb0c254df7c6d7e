"""The versions of the standards' criteria (II.2.1.b.1) as clients see them, and what their mutations take and give."""

from datetime import date
from typing import ClassVar

import strawberry

from domain import standards as domain
from domain.aggregates import Aggregate
from domain.catalogues import ChangeCatalogue
from domain.reasons import Reason
from domain.refusals import Refusal
from domain.tables import Payload
from persistence.queries.rows import Row
from schema.acts import KeyedAct, VersionedAct
from schema.context import Info
from schema.described import attribute, computed, input_type, object_type
from schema.documents import Document
from schema.enums import Applicability, CatalogueState, Method, Requirement, SecurityAspect, StandardCode
from schema.languages import Language, LanguageArgument
from schema.lives import Life, base
from schema.nodes import key_of
from schema.refusals import payload
from schema.standards import Standard, of_version

LABEL = ("konfigurasi proyek, bukan teks resmi LKPP", "project configuration, not LKPP's official text")
"""What stands beside all criteria: the decree names the standards and not what they ask for."""


@object_type
class StandardsCatalogue(Life):
    """One version of the criteria of the seventeen standards. A new version does not change what began under this one."""

    aggregate: ClassVar[Aggregate] = Aggregate.CATALOGUE

    row: strawberry.Private[Row]
    state: CatalogueState = attribute("Whether it is published.")
    edition: str = attribute("The version's name, such as 2022.1.")
    valid_from: date = attribute("Its first day.")
    valid_to: date | None = attribute("Its last day; null until a later version is published.")
    reason: str = attribute("Why it was made.")

    @classmethod
    def of(cls, row: Row) -> "StandardsCatalogue":
        """The version as clients see it."""
        return cls(
            **base(row),
            row=row,
            state=CatalogueState(row.text("state")),
            edition=row.text("edition"),
            valid_from=row.day("valid_from"),
            valid_to=row.day_or_none("valid_to"),
            reason=row.text("reason"),
        )

    @computed
    def label(self, language: LanguageArgument = Language.ID) -> str:
        """Whose text the criteria are: a configuration of our own."""
        return language.choose(*LABEL)

    @computed
    async def standards(self, info: Info) -> list[Standard]:
        """The seventeen standards of the decree (II.2.1.b.1.a-q) with this version's criteria."""
        return of_version(await info.context.loaders.standard_rows(), self.row)


@input_type
class CriterionInput:
    """One criterion, new or another word on one that is. The decree names no criteria: house rule."""

    standard: StandardCode = attribute("Its standard: one of the decree's seventeen.")
    code: str = attribute("Its code, such as S01-K1; one that exists is replaced.")
    text_id: str = attribute("What it asks for, in Indonesian, at most 4000 characters.")
    text_en: str = attribute("The same in English.")
    evidence: str = attribute("What shows it, in Indonesian, at most 200 characters.")
    methods: list[Method] = attribute("How it is assessed: at least one way.")
    requirement: Requirement = attribute("Whether it must be met.")
    applicability: Applicability = attribute("Whom it binds.")
    aspects: list[SecurityAspect] = attribute("What it protects (I.p3).")

    def criterion(self) -> domain.Criterion:
        """The domain's criterion."""
        return domain.Criterion(
            code=self.code,
            standard=self.standard,
            text_id=self.text_id,
            text_en=self.text_en,
            evidence_id=self.evidence,
            methods=tuple(dict.fromkeys(self.methods)),
            requirement=self.requirement,
            applicability=self.applicability,
            aspects=tuple(dict.fromkeys(self.aspects)),
        )


@input_type
class DraftCatalogueInput(KeyedAct):
    """What `draftCatalogue` takes: what changes against the version in force."""

    edition: str = attribute("The version's name, at most 20 characters.")
    valid_from: date = attribute("Its first day.")
    changed: list[CriterionInput] = attribute("Criteria that are new, or replace those of the same code.")
    removed: list[str] = attribute("Codes of criteria that are no more. Each standard keeps at least one.")
    reason: str = attribute("Why, in at most 4000 characters. It is recorded.")

    def payload(self) -> Payload | Refusal | None:
        """The domain's payload."""
        return ChangeCatalogue(
            edition=self.edition,
            valid_from=self.valid_from,
            changed=tuple(each.criterion() for each in self.changed),
            removed=tuple(self.removed),
            reason=self.reason,
        )


@input_type
class CatalogueAct(VersionedAct):
    """An act on a version of the criteria."""

    catalogue: strawberry.ID = attribute("The version of the catalogue.")

    def record(self) -> str | Refusal:
        """The version's key."""
        return key_of(self.catalogue, "StandardsCatalogue", field="catalogue")

    def payload(self) -> Payload | Refusal | None:
        """The domain's payload: nothing more."""
        return None


@input_type
class ReviseCatalogueInput(CatalogueAct):
    """What `reviseCatalogue` takes: what changes against the draft."""

    edition: str = attribute("The version's name, at most 20 characters.")
    valid_from: date = attribute("Its first day.")
    changed: list[CriterionInput] = attribute("Criteria that are new, or replace those of the same code.")
    removed: list[str] = attribute("Codes of criteria that are no more. Each standard keeps at least one.")
    reason: str = attribute("Why, in at most 4000 characters. It is recorded.")

    def payload(self) -> Payload | Refusal | None:
        """The domain's payload."""
        return ChangeCatalogue(
            edition=self.edition,
            valid_from=self.valid_from,
            changed=tuple(each.criterion() for each in self.changed),
            removed=tuple(self.removed),
            reason=self.reason,
        )


@input_type
class PublishCatalogueInput(CatalogueAct):
    """What `publishCatalogue` takes."""


@input_type
class DiscardCatalogueInput(CatalogueAct):
    """What `discardCatalogue` takes."""

    reason: str = attribute("Why, in at most 4000 characters. It is recorded.")

    def payload(self) -> Payload | Refusal | None:
        """The domain's payload."""
        return Reason(reason=self.reason)


@object_type
class CatalogueChanged:
    """The version after an act."""

    thing: StandardsCatalogue = attribute("The version as it stands after the act.")
    documents: list[Document] = attribute("The papers that the act ordered: none.")


@object_type
class DraftCatalogueSuccess(CatalogueChanged):
    """The draft holds the criteria in force with the changes. Nothing binds before the Deputy publishes it."""


@object_type
class ReviseCatalogueSuccess(CatalogueChanged):
    """The draft is revised."""


@object_type
class PublishCatalogueSuccess(CatalogueChanged):
    """The version is published: in force from its first day; what began under the one before keeps that one."""


@object_type
class DiscardCatalogueSuccess(CatalogueChanged):
    """The draft is discarded."""


DraftCataloguePayload = payload(DraftCatalogueSuccess)
ReviseCataloguePayload = payload(ReviseCatalogueSuccess)
PublishCataloguePayload = payload(PublishCatalogueSuccess)
DiscardCataloguePayload = payload(DiscardCatalogueSuccess)
