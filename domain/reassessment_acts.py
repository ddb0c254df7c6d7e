"""What each verb of a re-assessment takes; the rules are in `reassessments`."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from domain.refusals import Refusal, RefusalCode, refuse
from domain.standards import Score, StandardCode
from domain.tables import Payload
from domain.text import LONG, SHORT, first_problem, input_problem, text_problem


class ReassessmentState(StrEnum):
    """The states of a re-assessment (penilaian ulang)."""

    PENDING = "PENDING"
    REQUESTED = "REQUESTED"
    RUNNING = "RUNNING"
    PASSED = "PASSED"
    FAILED = "FAILED"
    CANCELLED = "CANCELLED"


def each_once(values: tuple[str, ...], *, field: str) -> Refusal | None:
    """What is wrong where a value is named twice, or None."""
    if len(set(values)) == len(values):
        return None
    return input_problem(field, "setiap butir hanya disebut satu kali.", "name each item once only.")


@dataclass(frozen=True, kw_only=True)
class BeginReassessment(Payload):
    """Effect: the standards revoked are to be assessed again, all in one record. *Shape*: `attempt` counts from 1.

    After a pass of only some of them the others begin anew with the next attempt, and `previous_id` names the record before.
    """

    institution_id: str
    unit_id: str
    sanction_id: str
    case_id: str
    standards: tuple[StandardCode, ...]
    attempt: int = 1
    previous_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class RequestReassessment(Payload):
    """The unit asks to be assessed again. *Shape*: no `standards` means all; `evidence_ids` show what was improved."""

    improvement: str
    evidence_ids: tuple[str, ...]
    standards: tuple[StandardCode, ...] = ()

    def problem(self) -> Refusal | None:
        """Words, at least one file, each once."""
        return first_problem(
            text_problem(self.improvement, field="improvement", longest=LONG),
            None if self.evidence_ids else _evidence_missing(),
            each_once(self.evidence_ids, field="evidence"),
            each_once(self.standards, field="standards"),
        )


def _evidence_missing() -> Refusal:
    return refuse(RefusalCode.ATTACHMENT_MISSING, missing="bukti perbaikan", subject="evidence")


@dataclass(frozen=True, kw_only=True)
class OpenReassessment(Payload):
    """LKPP opens it on its own motion. *Shape*: no `standards` means all."""

    reason: str
    standards: tuple[StandardCode, ...] = ()

    def problem(self) -> Refusal | None:
        """The reason, and each standard once."""
        return first_problem(
            text_problem(self.reason, field="reason", longest=LONG), each_once(self.standards, field="standards")
        )


@dataclass(frozen=True, kw_only=True)
class AssignReassessors(Payload):
    """Who assesses again, how and when. *Shape*: `lead_id` is not repeated in `member_ids`; the days may be open."""

    lead_id: str
    member_ids: tuple[str, ...]
    method: str
    begins_on: date | None = None
    ends_on: date | None = None

    def problem(self) -> Refusal | None:
        """Each person once, a method, and an end that does not come before the beginning."""
        return first_problem(
            each_once(self.person_ids(), field="members"),
            text_problem(self.method, field="method", longest=SHORT),
            _days_problem(self.begins_on, self.ends_on),
        )

    def person_ids(self) -> tuple[str, ...]:
        """Everyone, the lead first."""
        return (self.lead_id, *self.member_ids)


def _days_problem(begins_on: date | None, ends_on: date | None) -> Refusal | None:
    if begins_on is None or ends_on is None or begins_on <= ends_on:
        return None
    return input_problem("endsOn", "tidak boleh sebelum tanggal mulai.", "must not come before the first day.")


@dataclass(frozen=True, kw_only=True)
class CriterionScore(Payload):
    """What the assessors found for one criterion. *Shape*: `score` 0 to 2, or None where it is not applicable; then `note`
    says why.
    """

    criterion: str
    score: int | None
    note: str = ""
    evidence_ids: tuple[str, ...] = ()

    def problem(self) -> Refusal | None:
        """A score of the scale, or a reason why there is none."""
        return first_problem(
            None if self.score is None or self.score in tuple(Score) else _score_problem(),
            text_problem(self.note, field="scores.note", longest=LONG, required=self.score is None),
            each_once(self.evidence_ids, field="scores.evidence"),
        )


def _score_problem() -> Refusal:
    return input_problem("scores.score", "skor adalah 0, 1, atau 2.", "a score is 0, 1 or 2.")


@dataclass(frozen=True, kw_only=True)
class ScoreReassessment(Payload):
    """Scores of some criteria; one given before is replaced."""

    scores: tuple[CriterionScore, ...]

    def problem(self) -> Refusal | None:
        """At least one score, each criterion once, each score sound."""
        return first_problem(
            None if self.scores else input_problem("scores", "paling sedikit satu skor.", "at least one score."),
            each_once(tuple(score.criterion for score in self.scores), field="scores"),
            *(score.problem() for score in self.scores),
        )


@dataclass(frozen=True, kw_only=True)
class ReportReassessment(Payload):
    """The lead's conclusion: the report (laporan penilaian) says it with every score."""

    conclusion: str
    assessed_on: date

    def problem(self) -> Refusal | None:
        """Text of ordinary length."""
        return text_problem(self.conclusion, field="conclusion", longest=LONG)


@dataclass(frozen=True, kw_only=True)
class Reminder(Payload):
    """One reminder that was sent to the unit."""

    sent_on: date
    text: str

    def problem(self) -> Refusal | None:
        """Text of ordinary length."""
        return text_problem(self.text, field="reminders.text", longest=LONG)


@dataclass(frozen=True, kw_only=True)
class RecordNonCooperation(Payload):
    """The unit does not let itself be assessed again, although it was reminded."""

    reason: str
    reminders: tuple[Reminder, ...] = field(default_factory=tuple)

    def problem(self) -> Refusal | None:
        """The reason, and at least one reminder."""
        return first_problem(
            text_problem(self.reason, field="reason", longest=LONG),
            None if self.reminders else _reminder_missing(),
            *(reminder.problem() for reminder in self.reminders),
        )


def _reminder_missing() -> Refusal:
    return refuse(RefusalCode.ATTACHMENT_MISSING, missing="pengingat tertulis", subject="reminders")
