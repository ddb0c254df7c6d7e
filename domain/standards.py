"""The 17 standards (II.2.1.b.1) and when one is met; the criteria are reference data that the caller brings."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from fractions import Fraction
from typing import Protocol

from domain.provider_forms import ProviderForm

MINIMUM_MEAN = Fraction(8, 5)
"""The least mean score, 1.6 exactly. *Source*: house rule; the decree sets no passing mark."""


class StandardCode(StrEnum):
    """The standards in the decree's order: S01 is letter a, S17 letter q."""

    S01 = "S01"
    S02 = "S02"
    S03 = "S03"
    S04 = "S04"
    S05 = "S05"
    S06 = "S06"
    S07 = "S07"
    S08 = "S08"
    S09 = "S09"
    S10 = "S10"
    S11 = "S11"
    S12 = "S12"
    S13 = "S13"
    S14 = "S14"
    S15 = "S15"
    S16 = "S16"
    S17 = "S17"

    @property
    def number(self) -> int:
        """The number 1 to 17."""
        return int(self.value[1:])

    @property
    def clause(self) -> str:
        """The clause that names the standard, `II.2.1.b.1.a` to `.q`."""
        return f"II.2.1.b.1.{'abcdefghijklmnopq'[self.number - 1]}"


class Method(StrEnum):
    """How a criterion is assessed: by document, observation, interview (wawancara) or test (uji)."""

    DOCUMENT = "DOCUMENT"
    OBSERVATION = "OBSERVATION"
    INTERVIEW = "INTERVIEW"
    TEST = "TEST"


class Requirement(StrEnum):
    """Whether a criterion is mandatory (wajib) or advised (anjuran)."""

    MANDATORY = "MANDATORY"
    ADVISED = "ADVISED"


REQUIREMENT_LABELS: dict[Requirement, tuple[str, str]] = {
    Requirement.MANDATORY: ("wajib", "mandatory"),
    Requirement.ADVISED: ("anjuran", "advised"),
}


class Applicability(StrEnum):
    """Whom a criterion binds. The decree does not say which standards bind a service provider: house rule."""

    ALL = "ALL"
    SYSTEM_PROVIDER = "SYSTEM_PROVIDER"


class SecurityAspect(StrEnum):
    """What a criterion protects (I.p3). Which criterion protects what is a proposal of our own."""

    CONFIDENTIALITY = "CONFIDENTIALITY"
    INTEGRITY = "INTEGRITY"
    AVAILABILITY = "AVAILABILITY"


class Score(IntEnum):
    """How far a criterion is met: not yet (belum), partly (sebagian), met (memenuhi)."""

    NOT_YET = 0
    PARTLY = 1
    MET = 2


@dataclass(frozen=True, kw_only=True)
class Criterion:
    """One criterion of a standard. *Shape*: `code` is `S01-K1`; `evidence_id` is what shows it, in Indonesian; `aspects`
    are what it protects (I.p3), a proposal of our own.
    """

    code: str
    standard: StandardCode
    text_id: str
    text_en: str
    evidence_id: str
    methods: tuple[Method, ...]
    requirement: Requirement
    applicability: Applicability
    aspects: tuple[SecurityAspect, ...] = ()

    def applies_to(self, form: ProviderForm) -> bool:
        """Whether the criterion binds a unit of that form."""
        return self.applicability is Applicability.ALL or form is ProviderForm.SYSTEM_PROVIDER


class Weighed(Protocol):
    """What deciding looks at in a criterion, whether it stands in the catalogue or is frozen in an assessment."""

    @property
    def code(self) -> str:
        """The criterion's code."""
        ...

    @property
    def requirement(self) -> Requirement:
        """Whether it must be met."""
        ...


@dataclass(frozen=True, kw_only=True)
class Standard:
    """One standard. *Shape*: `name_id` is the decree's; `aliases` the names of the 2014 document, for search only."""

    code: StandardCode
    name_id: str
    name_en: str
    reference: str
    aliases: tuple[str, ...]
    criteria: tuple[Criterion, ...]

    def criteria_for(self, form: ProviderForm) -> tuple[Criterion, ...]:
        """The criteria that bind a unit of that form; none means that the standard is not applicable to it."""
        return tuple(criterion for criterion in self.criteria if criterion.applies_to(form))

    def is_called(self, search: str) -> bool:
        """Whether its code, one of its names, or one of those of 2014 holds every word, in any case."""
        return _holds((self.code, self.name_id, self.name_en, *self.aliases), search)

    def mentions(self, search: str) -> bool:
        """Whether one of its criteria, or a criterion's code, holds every word, in any case."""
        return _holds((text for each in self.criteria for text in (each.code, each.text_id, each.text_en)), search)


def _holds(texts: Iterable[str], search: str) -> bool:
    words = search.casefold().split()
    return any(all(word in text.casefold() for word in words) for text in texts)


class StandardsError(Exception):
    """The family of every error of this module."""


class NoCriteriaError(StandardsError):
    """A standard without criteria is not applicable: it is neither met nor missed."""


class ScoresDoNotMatchError(StandardsError):
    """Scores and criteria are not the same set, or a score is not 0, 1 or 2."""


def met(scores: Mapping[str, int], criteria: Iterable[Weighed], *, minimum_mean: Fraction = MINIMUM_MEAN) -> bool:
    """Whether a standard is met: every mandatory criterion scored 2, and the mean of all at least `minimum_mean`.

    *Shape*: `scores` by criterion code, for exactly the criteria given, which are those that apply to the unit.
    *Raises*: `NoCriteriaError`; `ScoresDoNotMatchError`. *Source*: house rule; the decree sets no passing mark.
    """
    assessed = tuple(criteria)
    if not assessed:
        raise NoCriteriaError("no criterion applies, so there is nothing to meet")
    _check_scores(scores, assessed)
    mandatory = (each for each in assessed if each.requirement is Requirement.MANDATORY)
    if any(scores[each.code] != Score.MET for each in mandatory):
        return False
    return Fraction(sum(scores.values()), len(assessed)) >= minimum_mean


def _check_scores(scores: Mapping[str, int], criteria: tuple[Weighed, ...]) -> None:
    codes = [criterion.code for criterion in criteria]
    if len(set(codes)) != len(codes):
        raise ScoresDoNotMatchError("a criterion is given twice")
    if differing := set(codes) ^ set(scores):
        raise ScoresDoNotMatchError(f"scores and criteria differ in {', '.join(sorted(differing))}")
    for code, score in scores.items():
        if score not in tuple(Score):
            raise ScoresDoNotMatchError(f"{code} is scored {score}, not 0, 1 or 2")
