"""What each verb of a re-assessment takes; the rules are in `reassessments`."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from domain.assessment_acts import LARGEST_TEAM, AssessmentMethod
from domain.refusals import Refusal, RefusalCode, Words, refuse
from domain.standards import StandardCode
from domain.tables import Payload
from domain.text import LONG, first_problem, input_problem, text_problem


class ReassessmentState(StrEnum):
    """The states of a re-assessment (penilaian ulang)."""

    PENDING = "PENDING"
    REQUESTED = "REQUESTED"
    RUNNING = "RUNNING"
    PASSED = "PASSED"
    FAILED = "FAILED"
    CANCELLED = "CANCELLED"


LIVING = (
    ReassessmentState.PENDING,
    ReassessmentState.REQUESTED,
    ReassessmentState.RUNNING,
    ReassessmentState.FAILED,
)
"""The states of one that is not over: of a revocation there is never more than one in them."""


def _each_once(values: tuple[str, ...], *, field: str) -> Refusal | None:
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
            _each_once(self.evidence_ids, field="evidence"),
            _each_once(self.standards, field="standards"),
        )


def _evidence_missing() -> Refusal:
    return refuse(
        RefusalCode.ATTACHMENT_MISSING,
        missing=Words("bukti perbaikan", "evidence of the improvement"),
        subject="evidence",
    )


@dataclass(frozen=True, kw_only=True)
class OpenReassessment(Payload):
    """LKPP opens it on its own motion. *Shape*: no `standards` means all."""

    reason: str
    standards: tuple[StandardCode, ...] = ()

    def problem(self) -> Refusal | None:
        """The reason, and each standard once."""
        return first_problem(
            text_problem(self.reason, field="reason", longest=LONG), _each_once(self.standards, field="standards")
        )


@dataclass(frozen=True, kw_only=True)
class AssignReassessors(Payload):
    """Who assesses again, how and when.

    *Shape*: `member_ids` are those beside the lead; `declared_ids` everyone of the team who has declared in writing to be
    free of conflicting interests; the days may be open.
    """

    lead_id: str
    method: AssessmentMethod
    member_ids: tuple[str, ...] = ()
    declared_ids: tuple[str, ...] = ()
    begins_on: date | None = None
    ends_on: date | None = None

    def team(self) -> tuple[str, ...]:
        """Everyone, the lead first."""
        return (self.lead_id, *self.member_ids)

    def problem(self) -> Refusal | None:
        """Each person once and with a declaration; an end that does not come before the beginning."""
        return first_problem(
            _each_once(self.team(), field="members"),
            None if len(self.team()) <= LARGEST_TEAM else _team_problem(),
            None if set(self.team()) <= set(self.declared_ids) else _declaration_problem(),
            _days_problem(self.begins_on, self.ends_on),
        )


def _team_problem() -> Refusal:
    return input_problem("members", f"paling banyak {LARGEST_TEAM} orang.", f"at most {LARGEST_TEAM} persons.")


def _declaration_problem() -> Refusal:
    return input_problem(
        "declared",
        "setiap penilai harus menyatakan bebas benturan kepentingan.",
        "each assessor must have declared to be free of conflicting interests.",
    )


def _days_problem(begins_on: date | None, ends_on: date | None) -> Refusal | None:
    if begins_on is None or ends_on is None or begins_on <= ends_on:
        return None
    return input_problem("endsOn", "tidak boleh sebelum tanggal mulai.", "must not come before the first day.")


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
    """The unit does not let itself be assessed again, although LKPP asked and reminded it."""

    reason: str
    reminders: tuple[Reminder, ...]

    def problem(self) -> Refusal | None:
        """The reason, and at least one reminder."""
        return first_problem(
            text_problem(self.reason, field="reason", longest=LONG),
            None if self.reminders else _reminder_missing(),
            *(reminder.problem() for reminder in self.reminders),
        )


def _reminder_missing() -> Refusal:
    return refuse(
        RefusalCode.ATTACHMENT_MISSING, missing=Words("pengingat tertulis", "a written reminder"), subject="reminders"
    )
