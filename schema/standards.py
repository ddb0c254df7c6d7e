"""The 17 standards and their criteria as clients see them: public (II.2.1.b.1)."""

from datetime import date
from typing import Annotated

import strawberry

from domain import standards as domain
from domain.catalogues import version_at
from persistence.queries.rows import Row
from schema.described import attribute, computed, object_type
from schema.enums import Applicability, Method, ProviderForm, Requirement, SecurityAspect, StandardCode
from schema.languages import Language, LanguageArgument
from schema.nodes import Node
from schema.regulation import Clause


@object_type
class Criterion:
    """One criterion of a standard: a configuration of our own, not LKPP's text."""

    row: strawberry.Private[Row]
    code: str = attribute("Its code, such as S01-K1.")
    methods: list[Method] = attribute("How it is assessed.")
    requirement: Requirement = attribute("Whether it must be met.")
    applicability: Applicability = attribute("Whom it binds.")
    aspects: list[SecurityAspect] = attribute("What it protects (I.p3): a proposal of our own.")

    @classmethod
    def of(cls, row: Row) -> "Criterion":
        """The criterion as clients see it."""
        return cls(
            row=row,
            code=row.text("code"),
            methods=[Method(method) for method in row.texts("methods")],
            requirement=Requirement(row.text("requirement")),
            applicability=Applicability(row.text("applicability")),
            aspects=[SecurityAspect(aspect) for aspect in row.texts("aspects")],
        )

    @computed
    def text(self, language: LanguageArgument = Language.ID) -> str:
        """What it asks for."""
        return language.choose(self.row.text("text_id"), self.row.text("text_en"))

    @computed
    def evidence(self) -> str:
        """What shows it, in Indonesian."""
        return self.row.text("evidence_id")


@object_type
class Standard(Node):
    """One of the 17 standards (II.2.1.b.1)."""

    row: strawberry.Private[Row]
    code: StandardCode = attribute("Its code, in the decree's order.")
    number: int = attribute("Its number, 1 to 17.")
    reference: str | None = attribute("ISO references by clause family: approximate, and ours.")
    official_text: bool = attribute(
        "Whether the criteria are LKPP's official text; false for a configuration of our own."
    )

    @classmethod
    def of(cls, row: Row) -> "Standard":
        """The standard as clients see it."""
        code = StandardCode(row.id)
        return cls(
            key=row.id,
            row=row,
            code=code,
            number=code.number,
            reference=row.text_or_none("reference"),
            official_text=row.flag("official_text"),
        )

    @computed
    def name(self, language: LanguageArgument = Language.ID) -> str:
        """Its name: in Indonesian the decree's."""
        return language.choose(self.row.text("name_id"), self.row.text("name_en"))

    @computed
    def clause(self) -> Clause:
        """The clause that names it."""
        return Clause.of(self.code.clause)

    @computed
    def aliases(self) -> list[str]:
        """Its names in the document of 2014, where they differ; `standards(search:)` finds it by them."""
        return self.row.texts("aliases")

    @computed
    def aspects(self) -> list[SecurityAspect]:
        """What its criteria protect (I.p3): a proposal of our own."""
        protected = {aspect for row in self.row.rows("criteria") for aspect in row.texts("aspects")}
        return [aspect for aspect in SecurityAspect if aspect in protected]

    @computed
    def criteria(
        self,
        form: Annotated[ProviderForm | None, strawberry.argument(description="Only those that bind this form.")] = None,
    ) -> list[Criterion]:
        """Its criteria."""
        found = [Criterion.of(row) for row in self.row.rows("criteria")]
        if form in (None, ProviderForm.SYSTEM_PROVIDER):
            return found
        return [criterion for criterion in found if criterion.applicability is Applicability.ALL]


def standard_of(row: Row) -> domain.Standard:
    """The domain's standard, with the criteria that the row holds."""
    code = StandardCode(row.id)
    return domain.Standard(
        code=code,
        name_id=row.text("name_id"),
        name_en=row.text("name_en"),
        reference=row.text_or_none("reference") or "",
        aliases=tuple(row.texts("aliases")),
        criteria=tuple(_criterion_of(code, criterion) for criterion in row.rows("criteria")),
    )


def _criterion_of(standard: StandardCode, row: Row) -> domain.Criterion:
    return domain.Criterion(
        code=row.text("code"),
        standard=standard,
        text_id=row.text("text_id"),
        text_en=row.text("text_en"),
        evidence_id=row.text("evidence_id"),
        methods=tuple(Method(method) for method in row.texts("methods")),
        requirement=Requirement(row.text("requirement")),
        applicability=Applicability(row.text("applicability")),
        aspects=tuple(SecurityAspect(aspect) for aspect in row.texts("aspects")),
    )


def of_version(rows: list[Row], version: Row | None) -> list[Standard]:
    """The standards with the criteria of a version, or with those that they were loaded with."""
    if version is None:
        return [Standard.of(row) for row in rows]
    criteria = version.rows("criteria")
    return [
        Standard.of(row.having("criteria", [each for each in criteria if each.text("standard") == row.id]))
        for row in rows
    ]


def version_on(versions: list[Row], on: date | None) -> Row | None:
    """The version in force on a day. *Shape*: `versions` in the order of their first days."""
    index = version_at([version.day("valid_from") for version in versions], on)
    return None if index is None else versions[index]


def found_by(standards: list[Standard], search: str) -> list[Standard]:
    """Those that the search finds: first by their names, then by their criteria."""
    told = [(standard, standard_of(standard.row)) for standard in standards]
    called = [standard for standard, known in told if known.is_called(search)]
    return called + [standard for standard, known in told if known.mentions(search) and not known.is_called(search)]
