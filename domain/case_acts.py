"""What each verb of a sanction case takes; the rules are in `cases`."""

from dataclasses import dataclass
from enum import StrEnum

from domain.aggregates import Aggregate
from domain.findings import MOST_FINDINGS, CaseFinding
from domain.refusals import Refusal
from domain.rungs import Rung
from domain.standards import StandardCode
from domain.tables import Payload
from domain.text import LONG, first_problem, input_problem, text_problem


class CaseState(StrEnum):
    """The states of a sanction case (kasus pembinaan)."""

    OPEN = "OPEN"
    HOLD = "HOLD"
    CLOSED = "CLOSED"


class CloseReason(StrEnum):
    """How a case ended."""

    IMPROVED = "IMPROVED"
    ANNULLED = "ANNULLED"
    STOP_FINAL = "STOP_FINAL"
    DECIDED = "DECIDED"


class HoldDecision(StrEnum):
    """What the Deputy decides by hand where the decree is silent: one more warning, or to leave it."""

    FURTHER_WARNING = "FURTHER_WARNING"
    LEAVE = "LEAVE"


ORIGINS = frozenset({Aggregate.SURVEILLANCE, Aggregate.ASSESSMENT})
"""What findings may come from, beside being stated in the case itself."""


@dataclass(frozen=True, kw_only=True)
class OpenCase(Payload):
    """A case begins from findings.

    *Shape*: with a surveillance as `origin` the findings are its own and none are given; with an assessment they concern
    standards in which it found a gap; without an origin they are stated here, each with the files that show it.
    """

    unit_id: str
    findings: tuple[CaseFinding, ...] = ()
    origin: Aggregate | None = None
    origin_id: str | None = None

    def problem(self) -> Refusal | None:
        """Findings exactly where no surveillance brings them, each sound; an origin with its id, or evidence.

        *Source*: a measure needs a finding of non-conformity (II.2.2.a), and an objection is examined against what
        shows it (II.2.3.s2); that files must show it is a house rule.
        """
        return first_problem(
            None if (self.origin is None) == (self.origin_id is None) else _origin_problem(),
            None if self.origin is None or self.origin in ORIGINS else _origin_problem(),
            None if self._as_many_as_needed() else _findings_problem(),
            *(finding.problem() for finding in self.findings),
            None if self.origin or all(finding.evidence_ids for finding in self.findings) else _evidence_problem(),
        )

    def _as_many_as_needed(self) -> bool:
        if self.origin is Aggregate.SURVEILLANCE:
            return not self.findings
        return 1 <= len(self.findings) <= MOST_FINDINGS


def _origin_problem() -> Refusal:
    return input_problem(
        "surveillance",
        "sebut surveillance atau penilaian beserta pengenalnya.",
        "name a surveillance or an assessment by its id.",
    )


def _evidence_problem() -> Refusal:
    return input_problem(
        "findings.evidence",
        "temuan tanpa surveillance atau penilaian sebagai asal memerlukan paling sedikit satu berkas bukti.",
        "a finding without a surveillance or an assessment as its origin needs at least one file that shows it.",
    )


def _findings_problem() -> Refusal:
    return input_problem(
        "findings",
        f"1 sampai {MOST_FINDINGS} temuan; temuan surveillance diambil dari surveillance itu sendiri.",
        f"1 to {MOST_FINDINGS} findings; those of a surveillance are taken from the surveillance itself.",
    )


@dataclass(frozen=True, kw_only=True)
class TakeUpFindings(Payload):
    """A surveillance found what this case pursues already: its findings are followed up in it (II.2.1.f.p2)."""

    surveillance_id: str


@dataclass(frozen=True, kw_only=True)
class ShareFindings(Payload):
    """Effect of a surveillance that found what this case pursues too. *Shape*: `assessor_ids` is everyone who found it."""

    surveillance_id: str
    assessor_ids: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class OpenForBreach(Payload):
    """Effect of a breach of the SLA confirmed: the second door to the stop (II.2.2.d)."""

    institution_id: str
    unit_id: str
    sla_id: str
    article: int
    facts: str
    evidence_ids: tuple[str, ...]
    reported_by: str
    found_by: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class AdvanceCase(Payload):
    """Effect of a sanction issued: the case stands on its rung."""

    sanction_id: str


@dataclass(frozen=True, kw_only=True)
class StepBack(Payload):
    """Effect of a sanction annulled or lowered, or of its receipt struck: the case stands on this rung again, also if closed.

    *Shape*: `rung` is None where there is none; `ended` says that on this rung nothing is left to pursue.
    """

    rung: Rung | None
    reason: str
    ended: bool = False


@dataclass(frozen=True, kw_only=True)
class CloseCase(Payload):
    """Effect: the case ends.

    *Shape*: `findings_settled` says that every finding of it was looked at; else the flags of its findings stay.
    """

    reason: CloseReason
    findings_settled: bool = True


@dataclass(frozen=True, kw_only=True)
class NoteDetermination(Payload):
    """Effect: LKPP has determined that the unit meets these standards, of which the case has findings (II.2.1.e.5).

    *Shape*: `cause` and `cause_id` name the assessment or re-assessment, `by` is who signed the determination.
    """

    standards: tuple[StandardCode, ...]
    cause: Aggregate
    cause_id: str
    by: str


@dataclass(frozen=True, kw_only=True)
class SettleFindings(Payload):
    """Effect: an assessor has verified that improvement followed these findings (II.2.2.b-d).

    *Shape*: `criteria` are those of the findings, `sanction_id` the measure whose follow-up showed it, `by` the assessor.
    """

    criteria: tuple[str, ...]
    sanction_id: str
    by: str


@dataclass(frozen=True, kw_only=True)
class DismissCase(Payload):
    """The Deputy ends a case in which no measure counts or is being made, with the reason."""

    reason: str

    def problem(self) -> Refusal | None:
        """The reason."""
        return text_problem(self.reason, field="reason", longest=LONG)


@dataclass(frozen=True, kw_only=True)
class ResumeCase(Payload):
    """The Deputy decides on a case that is held, with the reason."""

    decision: HoldDecision
    reason: str

    def problem(self) -> Refusal | None:
        """The reason."""
        return text_problem(self.reason, field="reason", longest=LONG)
