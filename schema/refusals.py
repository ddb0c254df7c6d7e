"""Refusals as types: one interface, and one object type for each code, all made here."""

import strawberry
from strawberry.annotation import StrawberryAnnotation
from strawberry.types.union import StrawberryUnion

from domain import refusals
from domain.refusal_codes import RefusalCode
from domain.refusal_wordings import WORDINGS
from schema.described import attribute, computed, enumeration, interface_type
from schema.languages import Language, LanguageArgument
from schema.regulation import Clause, decree_clause

enumeration(
    RefusalCode,
    "The stable code of each reason for which an act is not done. It never changes its meaning.",
    **{code.name: WORDINGS[code].wrong_en for code in RefusalCode},
)


@interface_type
class Refusal:
    """Why an act was not done. What was refused changed nothing, and its idempotency key stays free."""

    told: strawberry.Private[refusals.Refusal]
    code: RefusalCode = attribute("The reason. Programs decide by it.")
    clause_id: str = attribute("The clause of the decree that the rule rests on, or HOUSE for a rule of our own.")
    subject: str = attribute(
        "The input field or thing concerned; empty where the refusal speaks of the act as a whole."
    )

    @computed
    def message(self, language: LanguageArgument = Language.ID) -> str:
        """What is wrong."""
        return language.choose(self.told.message_id, self.told.message_en)

    @computed
    def required(self, language: LanguageArgument = Language.ID) -> str:
        """What would have to be true, and so what to do."""
        return language.choose(self.told.required_id, self.told.required_en)

    @computed
    def clause(self) -> Clause | None:
        """The clause of the decree that the rule rests on; null for a rule of our own."""
        return decree_clause(self.told.clause)


def _refusal_type(code: RefusalCode) -> type[Refusal]:
    name = "".join(word.capitalize() for word in code.value.split("_"))
    made = type(name, (Refusal,), {"__doc__": f"Refused: {WORDINGS[code].wrong_en}", "__module__": __name__})
    return strawberry.type(made, description=made.__doc__)


REFUSAL_TYPES: dict[RefusalCode, type[Refusal]] = {code: _refusal_type(code) for code in RefusalCode}
"""The object type of each code."""


def refusal_type(refusal: refusals.Refusal) -> Refusal:
    """The refusal as clients see it."""
    made = REFUSAL_TYPES[refusal.code]
    return made(told=refusal, code=refusal.code, clause_id=refusal.clause, subject=refusal.subject)


def payload(success: type) -> StrawberryUnion:
    """The union of one mutation: its success, or any refusal."""
    name = success.__name__.removesuffix("Success")
    return StrawberryUnion(
        name=f"{name}Payload",
        type_annotations=tuple(StrawberryAnnotation(member) for member in (success, *REFUSAL_TYPES.values())),
        description=f"What `{name[0].lower()}{name[1:]}` gives: its success, or the refusal that says why not.",
    )
