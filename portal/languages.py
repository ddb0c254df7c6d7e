"""The two languages of the pages, and which one a visitor reads; no sentence stands here."""

from dataclasses import dataclass
from enum import StrEnum

from starlette.requests import Request

_READ_INDONESIAN = frozenset({"id", "in", "ms", "jv", "su"})
"""Indonesian (also by its old code), and neighbours whose speakers read it more easily than English."""


class Language(StrEnum):
    """Bahasa Indonesia, or English. *Shape*: the value is the BCP 47 tag, as in HTML's `lang`."""

    ID = "id"
    EN = "en"

    @property
    def other(self) -> "Language":
        """The one that is not this."""
        return Language.EN if self is Language.ID else Language.ID

    def choose(self, indonesian: str, english: str) -> str:
        """The text in this language."""
        return indonesian if self is Language.ID else english


@dataclass(frozen=True)
class Text:
    """The same said in both languages."""

    id: str
    en: str

    def to(self, language: Language) -> str:
        """The text in this language."""
        return language.choose(self.id, self.en)


def language_of(request: Request) -> Language:
    """The language that the address asks for (`?lang=en`), else the one that the browser prefers, else Indonesian."""
    asked = request.query_params.get("lang", "")
    if asked in set(Language):
        return Language(asked)
    return preferred(request.headers.get("accept-language", ""))


def with_language(address: str, language: Language) -> str:
    """The address, asking for a language. *Shape*: a path of ours, with or without a query, without `lang`."""
    return f"{address}{'&' if '?' in address else '?'}lang={language.value}"


def preferred(accept_language: str) -> Language:
    """The language for this header; those who read neither of the two get English, who say nothing Indonesian.

    *Source*: RFC 9110, section 12.5.4.
    """
    for tag in _by_preference(accept_language):
        return Language.ID if tag.split("-")[0] in _READ_INDONESIAN else Language.EN
    return Language.ID


def _by_preference(accept_language: str) -> list[str]:
    """The tags, most wanted first, except those that are refused (q=0) and the wildcard."""
    weighed = []
    for part in accept_language.lower().split(",")[:20]:
        tag, _, parameter = part.strip().partition(";")
        weight = _weight(parameter)
        if tag and tag != "*" and weight > 0:
            weighed.append((tag.strip(), weight))
    ordered = [tag for tag, _ in sorted(weighed, key=lambda item: -item[1])]
    known = [tag for tag in ordered if tag.split("-")[0] in _READ_INDONESIAN | {"en"}]
    return known or ordered


def _weight(parameter: str) -> float:
    name, _, value = parameter.strip().partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        return float(value)
    except ValueError:
        return 0.0
