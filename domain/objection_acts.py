"""What each verb of an objection takes, and what may be decided on it; the rules are in `objections`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from domain.refusals import Refusal, RefusalCode, Words, refuse
from domain.rungs import Rung
from domain.sanction_acts import MOST_ASKED
from domain.standards import StandardCode
from domain.stop_forms import StopForm
from domain.tables import Payload
from domain.text import LONG, SHORT, first_problem, input_problem, text_problem


class ObjectionState(StrEnum):
    """The states of an objection (keberatan)."""

    LATE = "LATE"
    SUBMITTED = "SUBMITTED"
    EXAMINATION = "EXAMINATION"
    DECIDED = "DECIDED"
    REFUSED_LATE = "REFUSED_LATE"
    WITHDRAWN = "WITHDRAWN"


OPEN_STATES = frozenset({ObjectionState.LATE, ObjectionState.SUBMITTED, ObjectionState.EXAMINATION})
"""The states of an objection that is not settled."""


def holds_up(state: str, *, answered_before: bool) -> bool:
    """Whether nothing escalates while an objection in this state is open.

    A late one is stored and answered, but once an objection on the same sanction was decided, or a late one was refused or
    withdrawn (`answered_before`), another late one holds up nothing until the Deputy accepts it. *Source*: house rule; the
    decree knows one term (II.2.3.s1).
    """
    return state in OPEN_STATES and not (state == ObjectionState.LATE and answered_before)


def answers(state: str, *, late: bool) -> bool:
    """Whether an objection that ended so was an answer after which a further late one holds up nothing."""
    return state in {ObjectionState.DECIDED, ObjectionState.REFUSED_LATE} or (
        state == ObjectionState.WITHDRAWN and late
    )


class ObjectionDecision(StrEnum):
    """What may be decided. The decree says that the result is the basis of what follows (II.2.3.s3): a house rule."""

    SANCTION_CONFIRMED = "SANCTION_CONFIRMED"
    SANCTION_CHANGED = "SANCTION_CHANGED"
    SANCTION_ANNULLED = "SANCTION_ANNULLED"


class HearingKind(StrEnum):
    """By what LKPP follows an objection up: examination (pemeriksaan) or clarification (klarifikasi), II.2.3.s2."""

    EXAMINATION = "EXAMINATION"
    CLARIFICATION = "CLARIFICATION"


HEARING_LABELS: dict[HearingKind, tuple[str, str]] = {
    HearingKind.EXAMINATION: ("pemeriksaan", "examination"),
    HearingKind.CLARIFICATION: ("klarifikasi", "clarification"),
}


def _each_once(values: tuple[str, ...], *, field: str) -> Refusal | None:
    if len(set(values)) == len(values):
        return None
    return input_problem(field, "setiap butir hanya disebut satu kali.", "name each item once only.")


@dataclass(frozen=True, kw_only=True)
class FileObjection(Payload):
    """An objection against one sanction, by letter with evidence (II.2.3.s1).

    *Shape*: number and date are those of the unit's own letter; `grounds` says what is objected to, and why.
    """

    sanction_id: str
    letter_number: str
    letter_date: date
    grounds: str
    evidence_ids: tuple[str, ...]

    def problem(self) -> Refusal | None:
        """A letter, its grounds, and at least one piece of evidence."""
        return first_problem(
            text_problem(self.letter_number, field="letterNumber", longest=SHORT),
            text_problem(self.grounds, field="grounds", longest=LONG),
            None if self.evidence_ids else _evidence_missing(),
            _each_once(self.evidence_ids, field="evidence"),
        )


@dataclass(frozen=True, kw_only=True)
class FindInTime(Payload):
    """The last moment to object as it was counted anew: the objection that was kept as late is in time by it."""

    last_instant: datetime


def _evidence_missing() -> Refusal:
    missing = Words("bukti pendukung keberatan", "evidence that supports the objection")
    return refuse(RefusalCode.ATTACHMENT_MISSING, clause="II.2.3.s1", missing=missing, subject="evidence")


@dataclass(frozen=True, kw_only=True)
class AdmitObjection(Payload):
    """Who examines the objection, and when and where the unit is heard."""

    examiner_id: str
    summoned_at: datetime
    place: str
    agenda: str

    def problem(self) -> Refusal | None:
        """Texts in their length."""
        return first_problem(
            text_problem(self.place, field="place", longest=SHORT),
            text_problem(self.agenda, field="agenda", longest=LONG),
        )


@dataclass(frozen=True, kw_only=True)
class Participant(Payload):
    """Someone who was heard or took part.

    *Shape*: `role` is a word for people, such as `Kepala LPSE`; `of_unit` says that he came for the operator.
    """

    name: str
    role: str
    of_unit: bool = False

    def problem(self) -> Refusal | None:
        """Texts in their length."""
        return first_problem(
            text_problem(self.name, field="participants.name", longest=SHORT),
            text_problem(self.role, field="participants.role", longest=SHORT),
        )

    def values(self) -> dict[str, str | bool]:
        """The record's fields."""
        return {"name": self.name.strip(), "role": self.role.strip(), "of_unit": self.of_unit}


@dataclass(frozen=True, kw_only=True)
class RecordHearing(Payload):
    """What was said at an examination or clarification (II.2.3.s2).

    *Shape*: `participants` are the operator's people and LKPP's, `others` the other parties that were heard; `waiver` is
    how the operator said that it need not be waited for until the time of the summons. A clarification is with the operator
    or another party; without them LKPP's own people examine.
    """

    kind: HearingKind
    held_at: datetime
    place: str
    text: str
    participants: tuple[Participant, ...] = ()
    others: tuple[Participant, ...] = ()
    waiver: str | None = None

    def problem(self) -> Refusal | None:
        """Texts in their length, and somebody was heard; who clarifies is of the operator or another party (II.2.3.s2)."""
        return first_problem(
            text_problem(self.place, field="place", longest=SHORT),
            text_problem(self.text, field="text", longest=LONG),
            None if self.waiver is None else text_problem(self.waiver, field="waiver", longest=LONG),
            None if self.participants or self.others else _nobody_heard(),
            None
            if self.kind is HearingKind.EXAMINATION or self.others or self.unit_is_there()
            else _nobody_clarified(),
            *(person.problem() for person in (*self.participants, *self.others)),
        )

    def unit_is_there(self) -> bool:
        """Whether somebody came for the operator."""
        return any(person.of_unit for person in self.participants)


def _nobody_clarified() -> Refusal:
    return refuse(
        RefusalCode.INVALID_INPUT,
        clause="II.2.3.s2",
        subject="participants",
        field="participants",
        problem_id="klarifikasi dilakukan kepada pengelola (ofUnit) dan/atau pihak lain (others); tanpa mereka catat "
        "pemeriksaan (kind EXAMINATION).",
        problem_en="a clarification is with the operator (ofUnit) or another party (others); without them record an "
        "examination (kind EXAMINATION).",
    )


def _nobody_heard() -> Refusal:
    return input_problem(
        "participants", "paling sedikit satu orang harus didengar.", "at least one person must have been heard."
    )


MOST_SENTENCES = 20
"""The most considerations, or points of follow-up, in one decision."""


@dataclass(frozen=True, kw_only=True)
class PrepareDecision(Payload):
    """A decision as it will be put before the Deputy.

    *Shape*: `considerations` and `follow_up` are whole sentences; `reinstated` are standards of a revocation; a change
    puts a sanction of `rung` (None: the same) in the place of this one, and a stop may take another form; `asked` is what
    the operator is to do under the sanction that a change puts in place.
    """

    decision: ObjectionDecision
    considerations: tuple[str, ...]
    reinstated: tuple[StandardCode, ...] = ()
    follow_up: tuple[str, ...] = ()
    rung: Rung | None = None
    stop_form: StopForm | None = None
    stop_text: str | None = None
    asked: tuple[str, ...] = ()

    def problem(self) -> Refusal | None:
        """At least one consideration; a change says what follows; each standard once; another form of a stop in words."""
        return first_problem(
            _count_problem("considerations", self.considerations, least=1),
            _count_problem("followUp", self.follow_up, least=int(self.decision is ObjectionDecision.SANCTION_CHANGED)),
            *(text_problem(text, field="considerations", longest=LONG) for text in self.considerations),
            *(text_problem(text, field="followUp", longest=LONG) for text in self.follow_up),
            *(text_problem(text, field="asked", longest=LONG) for text in self.asked),
            None if len(self.asked) <= MOST_ASKED else _too_much_asked(),
            _each_once(self.reinstated, field="reinstated"),
            text_problem(
                self.stop_text or "", field="stopText", longest=LONG, required=self.stop_form is StopForm.OTHER
            ),
            None if self.stop_text is None or self.stop_form is StopForm.OTHER else _words_of_no_form(),
        )


def _words_of_no_form() -> Refusal:
    return input_problem(
        "stopText",
        "hanya menerangkan bentuk lainnya (stopForm OTHER).",
        "only tells what another form is (stopForm OTHER).",
    )


def _too_much_asked() -> Refusal:
    return input_problem("asked", f"paling banyak {MOST_ASKED}.", f"at most {MOST_ASKED}.")


def _count_problem(field: str, sentences: tuple[str, ...], *, least: int) -> Refusal | None:
    if least <= len(sentences) <= MOST_SENTENCES:
        return None
    return input_problem(
        field, f"{least} sampai {MOST_SENTENCES} kalimat.", f"from {least} to {MOST_SENTENCES} sentences."
    )


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """The decision that waits for the Deputy, as it is kept.

    *Shape*: as `PrepareDecision`, with who prepared it; `limit_days` (*units*: working days) is the internal limit of the
    sanction that a change puts in place; `revoked` are those standards of the sanction that were revoked when the letter
    was written, and `over` says that nothing was pursued any more in its case then.
    """

    decision: ObjectionDecision
    considerations: tuple[str, ...]
    reinstated: tuple[StandardCode, ...]
    follow_up: tuple[str, ...]
    prepared_by: str
    rung: Rung | None = None
    stop_form: StopForm | None = None
    stop_text: str | None = None
    asked: tuple[str, ...] = ()
    limit_days: int | None = None
    revoked: tuple[StandardCode, ...] = ()
    over: bool = False

    @property
    def regained(self) -> tuple[StandardCode, ...]:
        """The standards that come back with the decision; another was determined again before."""
        return tuple(code for code in self.reinstated if code in self.revoked)

    @property
    def still_revoked(self) -> tuple[StandardCode, ...]:
        """The standards that stay revoked by it."""
        return tuple(code for code in self.revoked if code not in self.reinstated)

    def values(self) -> dict[str, Any]:
        """The record's field: plain values."""
        return {
            "decision": self.decision.value,
            "considerations": list(self.considerations),
            "reinstated": [code.value for code in self.reinstated],
            "follow_up": list(self.follow_up),
            "prepared_by": self.prepared_by,
            "rung": self.rung.value if self.rung else None,
            "stop_form": self.stop_form.value if self.stop_form else None,
            "stop_text": self.stop_text,
            "asked": list(self.asked),
            "limit_days": self.limit_days,
            "revoked": [code.value for code in self.revoked],
            "over": self.over,
        }

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> "Proposal":
        """The proposal that `values` made."""
        return cls(
            decision=ObjectionDecision(values["decision"]),
            considerations=tuple(values["considerations"]),
            reinstated=tuple(StandardCode(code) for code in values["reinstated"]),
            follow_up=tuple(values["follow_up"]),
            prepared_by=values["prepared_by"],
            rung=Rung(values["rung"]) if values["rung"] else None,
            stop_form=StopForm(values["stop_form"]) if values["stop_form"] else None,
            stop_text=values["stop_text"],
            asked=tuple(values.get("asked", ())),
            limit_days=values.get("limit_days"),
            revoked=tuple(StandardCode(code) for code in values.get("revoked", ())),
            over=bool(values.get("over")),
        )
