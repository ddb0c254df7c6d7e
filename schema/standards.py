"""The 17 standards and their criteria as clients see them: public (II.2.1.b.1)."""

from typing import Annotated

import strawberry

from persistence.queries.rows import Row
from schema.described import attribute, computed, object_type
from schema.enums import Applicability, Method, ProviderForm, Requirement, StandardCode
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

    @classmethod
    def of(cls, row: Row) -> "Criterion":
        """The criterion as clients see it."""
        return cls(
            row=row,
            code=row.text("code"),
            methods=[Method(method) for method in row.texts("methods")],
            requirement=Requirement(row.text("requirement")),
            applicability=Applicability(row.text("applicability")),
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
    def criteria(
        self,
        form: Annotated[ProviderForm | None, strawberry.argument(description="Only those that bind this form.")] = None,
    ) -> list[Criterion]:
        """Its criteria."""
        found = [Criterion.of(row) for row in self.row.rows("criteria")]
        if form in (None, ProviderForm.SYSTEM_PROVIDER):
            return found
        return [criterion for criterion in found if criterion.applicability is Applicability.ALL]
