"""What each verb of a surveillance takes, and what the team may state in it (II.2.1.f); the rules are in `surveillances`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from domain.assessment_acts import LARGEST_TEAM, AssessmentMethod
from domain.refusals import Refusal
from domain.standards import StandardCode
from domain.surveillance_risk import RiskFactor
from domain.tables import Payload
from domain.text import first_problem, input_problem, text_problem

MOST_FINDINGS, MOST_EVIDENCE = 100, 50
"""How many findings of one surveillance, and files for one finding there may be. *Source*: house rule."""

_YEARS = range(2022, 2100)


class SurveillanceState(StrEnum):
    """The states of one surveillance of one unit."""

    PLANNED = "PLANNED"
    NOTIFIED = "NOTIFIED"
    RUNNING = "RUNNING"
    CONFORM = "CONFORM"
    FINDINGS = "FINDINGS"
    SANCTIONED = "SANCTIONED"
    CLOSED = "CLOSED"
    CANCELLED = "CANCELLED"


UNDER_WAY = frozenset({SurveillanceState.PLANNED, SurveillanceState.NOTIFIED, SurveillanceState.RUNNING})
"""A surveillance that is not concluded yet, nor cancelled."""


class Severity(StrEnum):
    """How grave a finding is. The decree grades nothing: house rule."""

    MINOR = "MINOR"
    MAJOR = "MAJOR"


SEVERITY_LABELS: Mapping[Severity, tuple[str, str]] = {
    Severity.MINOR: ("Minor", "Minor"),
    Severity.MAJOR: ("Mayor", "Major"),
}


@dataclass(frozen=True, kw_only=True)
class PlanSurveillance(Payload):
    """An entry of the yearly programme (II.2.1.f). *Shape*: `factors` are those of the risk-based list that speak for it;
    none means that it is a matter of routine.
    """

    unit_id: str
    year: int
    factors: tuple[RiskFactor, ...]
    reason: str

    def problem(self) -> Refusal | None:
        """A year of four digits, each factor once, and a reason."""
        return first_problem(
            None if self.year in _YEARS else input_problem("year", "tahun 2022 sampai 2099.", "a year 2022 to 2099."),
            _repeated(self.factors, "factors"),
            text_problem(self.reason, field="reason"),
        )


@dataclass(frozen=True, kw_only=True)
class NotifySurveillance(Payload):
    """When, how, by whom and of which standards the unit is surveilled (house rule).

    *Shape*: `declared_ids` is everyone of the team who has declared in writing to be free of conflicting interests.
    """

    begins_on: date
    ends_on: date
    method: AssessmentMethod
    lead_id: str
    member_ids: tuple[str, ...]
    declared_ids: tuple[str, ...]
    standards: tuple[StandardCode, ...]

    @property
    def team(self) -> tuple[str, ...]:
        """The lead first, then the members."""
        return (self.lead_id, *self.member_ids)

    def problem(self) -> Refusal | None:
        """Dates in order, nobody twice or without a declaration, at least one standard and none twice."""
        return first_problem(
            None if self.begins_on <= self.ends_on else _dates_problem(),
            None if len(self.team) <= LARGEST_TEAM else _most("members", LARGEST_TEAM),
            _repeated(self.team, "members"),
            None if set(self.team) <= set(self.declared_ids) else _declaration_problem(),
            None if self.standards else input_problem("standards", "paling sedikit satu standar.", "at least one."),
            _repeated(self.standards, "standards"),
        )


@dataclass(frozen=True, kw_only=True)
class Finding(Payload):
    """One non-conformity: a fact against one criterion, shown by evidence, or by an observation that the team states."""

    standard: StandardCode
    criterion: str
    fact: str
    severity: Severity
    evidence_ids: tuple[str, ...] = ()
    observation: str = ""

    def problem(self) -> Refusal | None:
        """A fact; evidence or an observation; no file twice."""
        return first_problem(
            text_problem(self.fact, field="findings.fact"),
            text_problem(self.observation, field="findings.observation", required=not self.evidence_ids),
            _repeated(self.evidence_ids, "findings.evidence"),
            None if len(self.evidence_ids) <= MOST_EVIDENCE else _most("findings.evidence", MOST_EVIDENCE),
        )


@dataclass(frozen=True, kw_only=True)
class ConcludeConform(Payload):
    """The team found nothing against the standards of its scope (II.2.1.f.p1)."""

    conclusion: str

    def problem(self) -> Refusal | None:
        """A conclusion."""
        return text_problem(self.conclusion, field="conclusion")


@dataclass(frozen=True, kw_only=True)
class ConcludeFindings(Payload):
    """What the team found (II.2.1.f.p2)."""

    findings: tuple[Finding, ...]
    conclusion: str

    def problem(self) -> Refusal | None:
        """One to `MOST_FINDINGS` findings, each sound, and a conclusion."""
        return first_problem(
            None if self.findings else input_problem("findings", "paling sedikit satu temuan.", "at least one."),
            None if len(self.findings) <= MOST_FINDINGS else _most("findings", MOST_FINDINGS),
            *(finding.problem() for finding in self.findings),
            text_problem(self.conclusion, field="conclusion"),
        )


@dataclass(frozen=True, kw_only=True)
class CaseOpened(Payload):
    """Effect of the case that follows the findings, as one must (II.2.1.f.p2). *Shape*: where several do, the one first
    that was opened from them, or in which they were taken up.
    """

    case_ids: tuple[str, ...]


def _repeated(values: tuple[str, ...], field: str) -> Refusal | None:
    """The refusal where a value stands twice."""
    if len(set(values)) == len(values):
        return None
    return input_problem(field, "ada isian yang disebut dua kali.", "something is named twice.")


def _most(field: str, most: int) -> Refusal:
    return input_problem(field, f"paling banyak {most}.", f"at most {most}.")


def _declaration_problem() -> Refusal:
    return input_problem(
        "declared",
        "setiap penilai harus menyatakan bebas benturan kepentingan.",
        "each assessor must have declared to be free of conflicting interests.",
    )


def _dates_problem() -> Refusal:
    return input_problem("endsOn", "tidak boleh sebelum tanggal mulai.", "it must not be before the first day.")
