"""What each verb of an assessment takes, and the items of a recommendation; the rules are in `assessments`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from domain.refusals import Refusal
from domain.scoring import MOST_FILES, CriterionScore, scores_problem
from domain.standards import StandardCode
from domain.tables import Payload
from domain.text import LONG, SHORT, first_problem, input_problem, text_problem

MOST_ITEMS = 100
"""The most items of one recommendation. *Source*: house rule."""

LARGEST_TEAM = 12
"""The most persons of one team. *Source*: house rule."""


class AssessmentState(StrEnum):
    """The states of an assessment (penilaian)."""

    SELF_DRAFT = "SELF_DRAFT"
    SELF_SUBMITTED = "SELF_SUBMITTED"
    FACTUAL_ASSIGNED = "FACTUAL_ASSIGNED"
    FACTUAL_RUNNING = "FACTUAL_RUNNING"
    FACTUAL_REPORTED = "FACTUAL_REPORTED"
    RECOMMENDED = "RECOMMENDED"
    FOLLOW_UP = "FOLLOW_UP"
    READY = "READY"
    DETERMINED = "DETERMINED"
    CLOSED = "CLOSED"


ENDED = frozenset({AssessmentState.DETERMINED, AssessmentState.CLOSED})
"""The states in which an assessment is over: the same standards may be assessed anew."""


class AssessmentMethod(StrEnum):
    """How the factual assessment is made: by documents at the desk, or on site. The decree is silent: house rule."""

    DESK = "DESK"
    ON_SITE = "ON_SITE"


METHOD_LABELS: dict[AssessmentMethod, tuple[str, str]] = {
    AssessmentMethod.DESK: ("pemeriksaan dokumen (desk)", "at the desk"),
    AssessmentMethod.ON_SITE: ("pemeriksaan di tempat", "on site"),
}


def _standards_problem(standards: tuple[StandardCode, ...]) -> Refusal | None:
    if standards and len(set(standards)) == len(standards):
        return None
    return input_problem(
        "standards", "paling sedikit satu standar, masing-masing satu kali.", "at least one standard, each once."
    )


def _many_problem(count: int, *, field: str, most: int = MOST_ITEMS) -> Refusal | None:
    return None if 1 <= count <= most else input_problem(field, f"1 sampai {most} butir.", f"1 to {most} items.")


def _twice_problem(names: list[str], *, field: str) -> Refusal | None:
    if len(set(names)) == len(names):
        return None
    return input_problem(field, "satu butir disebut dua kali.", "an item is named twice.")


@dataclass(frozen=True, kw_only=True)
class OpenAssessment(Payload):
    """A cycle for chosen standards of one unit."""

    unit_id: str
    standards: tuple[StandardCode, ...]

    def problem(self) -> Refusal | None:
        """At least one standard, each once."""
        return _standards_problem(self.standards)


@dataclass(frozen=True, kw_only=True)
class GiveScores(Payload):
    """Scores of some criteria; what was said of a criterion before is replaced, what is not named stays."""

    scores: tuple[CriterionScore, ...]

    def problem(self) -> Refusal | None:
        """As `scores_problem`."""
        return scores_problem(self.scores)


@dataclass(frozen=True, kw_only=True)
class GiveFactualScores(GiveScores):
    """The assessors' scores: each with a note of what was found."""

    def problem(self) -> Refusal | None:
        """As `scores_problem`, and a note beside each."""
        return first_problem(
            scores_problem(self.scores),
            *(text_problem(score.note, field="scores.note", longest=LONG) for score in self.scores),
        )


@dataclass(frozen=True, kw_only=True)
class AssignAssessors(Payload):
    """The team. *Shape*: `member_ids` are those beside lead and second reader; `declared_ids` everyone of the team who has
    declared in writing to be free of conflicting interests.
    """

    lead_id: str
    second_reader_id: str
    member_ids: tuple[str, ...] = ()
    declared_ids: tuple[str, ...] = ()
    begins_on: date | None = None
    ends_on: date | None = None

    def team(self) -> tuple[str, ...]:
        """Everyone, the lead first."""
        return (self.lead_id, self.second_reader_id, *self.member_ids)

    def problem(self) -> Refusal | None:
        """Each person once and with a declaration; days in their order."""
        team = self.team()
        if len(set(team)) != len(team) or len(team) > LARGEST_TEAM:
            return input_problem(
                "members",
                f"ketua, pembaca kedua, dan anggota harus orang yang berbeda, paling banyak {LARGEST_TEAM}.",
                f"lead, second reader and members must be different persons, at most {LARGEST_TEAM}.",
            )
        if set(team) - set(self.declared_ids):
            return input_problem(
                "declared",
                "setiap penilai harus menyatakan bebas benturan kepentingan.",
                "each assessor must have declared to be free of conflicting interests.",
            )
        if self.begins_on and self.ends_on and self.ends_on < self.begins_on:
            return input_problem("endsOn", "berakhir sebelum mulai.", "it ends before it begins.")
        return None


@dataclass(frozen=True, kw_only=True)
class StartFactual(Payload):
    """When and how the factual assessment is made. *Shape*: `on` is a legal date; `place` an address or `Daring`."""

    on: date
    method: AssessmentMethod
    place: str

    def problem(self) -> Refusal | None:
        """A place in words."""
        return text_problem(self.place, field="place", longest=SHORT)


@dataclass(frozen=True, kw_only=True)
class ReportFactual(Payload):
    """What the lead concludes."""

    conclusion: str

    def problem(self) -> Refusal | None:
        """Text of ordinary length."""
        return text_problem(self.conclusion, field="conclusion", longest=LONG)


@dataclass(frozen=True, kw_only=True)
class Improvement:
    """One improvement that is recommended, for a standard or one of its criteria."""

    standard: StandardCode
    criterion: str | None
    text: str


@dataclass(frozen=True, kw_only=True)
class Recommend(Payload):
    """Recommendations for improvement (rekomendasi perbaikan)."""

    items: tuple[Improvement, ...]

    def problem(self) -> Refusal | None:
        """At least one item, each with words."""
        return first_problem(
            _many_problem(len(self.items), field="items"),
            *(text_problem(item.text, field="items.text", longest=1_000) for item in self.items),
        )


@dataclass(frozen=True, kw_only=True)
class FollowUpAnswer:
    """What the unit did about one item. *Shape*: `done_on` is a legal date."""

    item_id: str
    action: str
    evidence_ids: tuple[str, ...]
    done_on: date


@dataclass(frozen=True, kw_only=True)
class MoveFollowUpLimit(Payload):
    """Effect: the unsigned recommendation was dated anew. *Shape*: the last day that it says now, ISO; None: it says none."""

    until: str | None


@dataclass(frozen=True, kw_only=True)
class SubmitFollowUp(Payload):
    """The unit's follow-up (tindak lanjut) of a recommendation."""

    answers: tuple[FollowUpAnswer, ...]

    def problem(self) -> Refusal | None:
        """Each item once, with words and at least one file."""
        return first_problem(
            _many_problem(len(self.answers), field="answers"),
            _twice_problem([answer.item_id for answer in self.answers], field="answers"),
            *(text_problem(answer.action, field="answers.action", longest=1_000) for answer in self.answers),
            *(
                _many_problem(len(set(answer.evidence_ids)), field="answers.evidence", most=MOST_FILES)
                for answer in self.answers
            ),
        )


@dataclass(frozen=True, kw_only=True)
class VerifyFollowUp(Payload):
    """What was verified and where. *Shape*: `scores` are those of criteria that the follow-up changed; none is allowed.

    Each is a score: whether a criterion is applicable was said with the second reader's approval, before anything was found
    wanting, and one verifier alone does not waive it afterwards. House rule.
    """

    note: str
    place: str
    scores: tuple[CriterionScore, ...] = ()

    def problem(self) -> Refusal | None:
        """Words and a place; new scores as the factual ones."""
        return first_problem(
            text_problem(self.note, field="note", longest=LONG),
            text_problem(self.place, field="place", longest=SHORT),
            GiveFactualScores(scores=self.scores).problem() if self.scores else None,
            _waived_late() if any(score.score is None for score in self.scores) else None,
        )


def _waived_late() -> Refusal:
    return input_problem(
        "scores.score",
        "verifikasi tindak lanjut memberi skor; kriteria tidak lagi dinyatakan tidak berlaku.",
        "a verification gives scores; no criterion is said to be inapplicable any more.",
    )


@dataclass(frozen=True, kw_only=True)
class ReturnedItem:
    """One item whose follow-up does not do, and why."""

    item_id: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class ReturnFollowUp(Payload):
    """The items that are to be followed up again."""

    items: tuple[ReturnedItem, ...]

    def problem(self) -> Refusal | None:
        """At least one item, each once, with its reason."""
        return first_problem(
            _many_problem(len(self.items), field="items"),
            _twice_problem([item.item_id for item in self.items], field="items"),
            *(text_problem(item.reason, field="items.reason", longest=1_000) for item in self.items),
        )


@dataclass(frozen=True, kw_only=True)
class PrepareDetermination(Payload):
    """The standards that are to be determined."""

    standards: tuple[StandardCode, ...]

    def problem(self) -> Refusal | None:
        """At least one standard, each once."""
        return _standards_problem(self.standards)


@dataclass(frozen=True, kw_only=True)
class Item:
    """One item of a recommendation with what became of it.

    *Shape*: `id` counts from `1`; `done_on` and `closed_on` are ISO 8601 dates; `returned` is why the last answer did not
    do, empty where it stands.
    """

    id: str
    standard: StandardCode
    criterion: str | None
    text: str
    action: str = ""
    evidence_ids: tuple[str, ...] = ()
    done_on: str | None = None
    returned: str = ""
    closed_by: str | None = None
    closed_on: str | None = None

    @property
    def is_answered(self) -> bool:
        """Whether the unit's follow-up stands, verified or not."""
        return bool(self.action) and not self.returned

    @classmethod
    def stored(cls, values: Mapping[str, Any]) -> "Item":
        """From the record's fields."""
        return cls(
            id=values["id"],
            standard=StandardCode(values["standard"]),
            criterion=values["criterion"],
            text=values["text"],
            action=values["action"],
            evidence_ids=tuple(values["evidence_ids"]),
            done_on=values["done_on"],
            returned=values["returned"],
            closed_by=values["closed_by"],
            closed_on=values["closed_on"],
        )

    def values(self) -> dict[str, Any]:
        """The record's fields."""
        return {
            "id": self.id,
            "standard": self.standard.value,
            "criterion": self.criterion,
            "text": self.text,
            "action": self.action,
            "evidence_ids": list(self.evidence_ids),
            "done_on": self.done_on,
            "returned": self.returned,
            "closed_by": self.closed_by,
            "closed_on": self.closed_on,
        }
