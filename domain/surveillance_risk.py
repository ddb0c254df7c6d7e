"""Which units the yearly surveillance should look at first (II.2.1.f): a score computed from facts alone. House rule.

The score is 0 to 1000 and the sum of six parts, each of them a share of its weight, rounded down:

    UNDETERMINED    150  standards that are not determined yet, of those that bind the unit
    FLAGGED         200  standards with a finding of surveillance upon them, of those that bind the unit
    REVOKED         200  standards revoked, of those that bind the unit
    OPEN_FINDINGS   200  open findings and sanctions together; 4 or more give all of the weight
    MONTHS_SINCE    150  whole months since the last surveillance ended; 24 or more, or never, give all
    ASSESSMENT_GAP  100  how far the unit's own scores lie above the factual ones, of 2 at most; nothing where unknown

The decree names no criterion of choice; these weights are configuration of the project, and no rule of LKPP's.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

LARGEST_SCORE = 1_000
ALL_OPEN = 4
"""So many open findings and sanctions give all of their weight."""

ALL_MONTHS = 24
"""So many months without a surveillance give all of their weight. *Units*: months."""

WIDEST_GAP = 200
"""The widest gap that scores of 0 to 2 can have. *Units*: hundredths of a score."""


class RiskFactor(StrEnum):
    """What speaks for surveilling a unit."""

    UNDETERMINED = "UNDETERMINED"
    FLAGGED = "FLAGGED"
    REVOKED = "REVOKED"
    OPEN_FINDINGS = "OPEN_FINDINGS"
    MONTHS_SINCE = "MONTHS_SINCE"
    ASSESSMENT_GAP = "ASSESSMENT_GAP"


WEIGHTS: Mapping[RiskFactor, int] = {
    RiskFactor.UNDETERMINED: 150,
    RiskFactor.FLAGGED: 200,
    RiskFactor.REVOKED: 200,
    RiskFactor.OPEN_FINDINGS: 200,
    RiskFactor.MONTHS_SINCE: 150,
    RiskFactor.ASSESSMENT_GAP: 100,
}
"""The most that each factor gives; together `LARGEST_SCORE`."""


@dataclass(frozen=True, kw_only=True)
class RiskFacts:
    """What is known of one unit. *Shape*: counts of standards, findings and sanctions; `gap` None where no assessment has
    both scores. *Units*: `gap` in hundredths of a score, negative where the factual score is the higher one.
    """

    binding: int
    undetermined: int
    flagged: int
    revoked: int
    open_findings: int
    open_sanctions: int
    last_concluded_on: date | None
    gap: int | None = None


@dataclass(frozen=True, kw_only=True)
class RiskPart:
    """What one factor gave, and of what. *Shape*: `points` 0 to `weight`; the texts say the facts behind it."""

    factor: RiskFactor
    points: int
    weight: int
    text_id: str
    text_en: str


@dataclass(frozen=True, kw_only=True)
class Risk:
    """A unit's score with its parts. *Shape*: the parts in the order of `RiskFactor`, those of no points too."""

    parts: tuple[RiskPart, ...]

    @property
    def score(self) -> int:
        """The sum of the parts, 0 to `LARGEST_SCORE`."""
        return sum(part.points for part in self.parts)

    @property
    def factors(self) -> frozenset[RiskFactor]:
        """The factors that gave points."""
        return frozenset(part.factor for part in self.parts if part.points)


def risk_of(facts: RiskFacts, on: date) -> Risk:
    """The risk of a unit on a day. Pure: the same facts give the same score."""
    months = None if facts.last_concluded_on is None else months_between(facts.last_concluded_on, on)
    return Risk(
        parts=(
            _share(RiskFactor.UNDETERMINED, facts.undetermined, facts.binding, "belum ditetapkan", "not determined"),
            _share(RiskFactor.FLAGGED, facts.flagged, facts.binding, "ditandai temuan", "flagged by a finding"),
            _share(RiskFactor.REVOKED, facts.revoked, facts.binding, "dicabut", "revoked"),
            _open(facts.open_findings, facts.open_sanctions),
            _since(months),
            _gap(facts.gap),
        )
    )


def months_between(first: date, last: date) -> int:
    """Whole months from one day to a later one; 0 where it is not later."""
    months = (last.year - first.year) * 12 + last.month - first.month - (last.day < first.day)
    return max(months, 0)


def _part(factor: RiskFactor, amount: int, of: int, text_id: str, text_en: str) -> RiskPart:
    weight = WEIGHTS[factor]
    points = weight * min(max(amount, 0), of) // of if of else 0
    return RiskPart(factor=factor, points=points, weight=weight, text_id=text_id, text_en=text_en)


def _share(factor: RiskFactor, count: int, binding: int, what_id: str, what_en: str) -> RiskPart:
    return _part(
        factor, count, binding, f"{count} dari {binding} standar {what_id}", f"{count} of {binding} standards {what_en}"
    )


def _open(findings: int, sanctions: int) -> RiskPart:
    return _part(
        RiskFactor.OPEN_FINDINGS,
        findings + sanctions,
        ALL_OPEN,
        f"{findings} temuan dan {sanctions} tindakan pembinaan masih terbuka",
        f"{findings} findings and {sanctions} sanctions are open",
    )


def _since(months: int | None) -> RiskPart:
    if months is None:
        return _part(RiskFactor.MONTHS_SINCE, ALL_MONTHS, ALL_MONTHS, "belum pernah surveillance", "never surveilled")
    return _part(
        RiskFactor.MONTHS_SINCE,
        months,
        ALL_MONTHS,
        f"{months} bulan sejak surveillance terakhir",
        f"{months} months since the last surveillance",
    )


def _gap(gap: int | None) -> RiskPart:
    if gap is None:
        text_id, text_en = "selisih penilaian belum diketahui", "the gap between the assessments is unknown"
        return _part(RiskFactor.ASSESSMENT_GAP, 0, WIDEST_GAP, text_id, text_en)
    sign = "-" if gap < 0 else ""
    number = f"{sign}{abs(gap) // 100},{abs(gap) % 100:02}"
    return _part(
        RiskFactor.ASSESSMENT_GAP,
        gap,
        WIDEST_GAP,
        f"nilai mandiri {number} di atas nilai faktual",
        f"own scores {number.replace(',', '.')} above the factual ones",
    )
