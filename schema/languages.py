"""The two languages in which everything for people is said."""

from enum import StrEnum
from typing import Annotated, TypeAlias

import strawberry

from schema.described import enumeration


class Language(StrEnum):
    """Bahasa Indonesia, or English beside it."""

    ID = "ID"
    EN = "EN"

    def choose(self, indonesian: str, english: str) -> str:
        """The text in this language."""
        return indonesian if self is Language.ID else english


enumeration(Language, "The language of a text for people.", ID="Bahasa Indonesia.", EN="English.")

LanguageArgument: TypeAlias = Annotated[Language, strawberry.argument(description="The language of the text.")]
"""The argument of every field that gives a text for people."""
