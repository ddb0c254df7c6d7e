"""What each verb of a sanction (tindakan pembinaan, II.2.2) takes; the rules are in `sanctions`."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.receipts import ReceiptChannel
from domain.refusals import Refusal, RefusalCode, refuse
from domain.rungs import Rung
from domain.standards import StandardCode
from domain.stop_forms import StopForm
from domain.tables import Payload
from domain.text import LONG, first_problem, input_problem, text_problem

MOST_ASKED = 30
"""How many things a sanction letter asks for at most."""

MOST_FILES = 50
"""How many pieces of evidence come with one act at most."""


class SanctionState(StrEnum):
    """The states of a sanction."""

    DRAFT = "DRAFT"
    AWAITING_SIGNATURE = "AWAITING_SIGNATURE"
    ISSUED = "ISSUED"
    RECEIVED = "RECEIVED"
    FOLLOW_UP = "FOLLOW_UP"
    IMPROVED = "IMPROVED"
    NOT_IMPROVED = "NOT_IMPROVED"
    CHANGED = "CHANGED"
    ANNULLED = "ANNULLED"
    VOID = "VOID"


IN_THE_MAKING = frozenset({SanctionState.DRAFT, SanctionState.AWAITING_SIGNATURE})
"""The states in which nothing legal has happened yet."""

IN_FORCE = frozenset({SanctionState.ISSUED, SanctionState.RECEIVED, SanctionState.FOLLOW_UP})
"""The states in which the operator is under the sanction."""


STANDING = IN_FORCE | {SanctionState.NOT_IMPROVED}
"""The states of a sanction that was imposed and counts: neither improved, nor taken back, nor another in its place."""


OBJECTIONABLE = frozenset(
    {SanctionState.RECEIVED, SanctionState.FOLLOW_UP, SanctionState.IMPROVED, SanctionState.NOT_IMPROVED}
)
"""The states of a sanction, of any rung, against which an objection may be filed at any time; late ones are kept.

The right is against each measure imposed, so also where the operator followed it at once. Of one without improvement the
term is over, so that an objection to it is late: LKPP decides whether it is heard.
"""


@dataclass(frozen=True, kw_only=True)
class DraftSanction(Payload):
    """A sanction of a case begins at a rung."""

    case_id: str
    rung: Rung


@dataclass(frozen=True, kw_only=True)
class PrepareSanction(Payload):
    """What the letter says beside the facts of the case.

    *Shape*: `asked` is what the operator is to do; `standards` those to be revoked, for a revocation only; `stop_form`,
    and the words of another form, for a stop only.
    """

    asked: tuple[str, ...] = ()
    standards: tuple[StandardCode, ...] = ()
    stop_form: StopForm | None = None
    stop_text: str | None = None

    def problem(self) -> Refusal | None:
        """Texts of ordinary length; each standard once; another form of a stop told in words (II.2.2.d)."""
        return first_problem(
            _count_problem("asked", len(self.asked), MOST_ASKED),
            *(text_problem(each, field="asked", longest=LONG) for each in self.asked),
            None if len(set(self.standards)) == len(self.standards) else _twice("standards"),
            text_problem(self.stop_text or "", field="stopText", longest=LONG, required=False),
            self._form_problem(),
        )

    def _form_problem(self) -> Refusal | None:
        has_text = bool((self.stop_text or "").strip())
        if has_text or self.stop_form is not StopForm.OTHER:
            return None
        return refuse(
            RefusalCode.INVALID_INPUT,
            clause="II.2.2.d",
            subject="stopText",
            field="stopText",
            problem_id="bentuk lainnya harus dijelaskan dengan kata-kata.",
            problem_en="another form must be described in words.",
        )


@dataclass(frozen=True, kw_only=True)
class ProveReceipt(Payload):
    """A proof that the letter was received (II.2.3.s1).

    *Shape*: IN_APP is the actor's own opening, now, without instant and file; the others have both. `at` is aware.
    """

    channel: ReceiptChannel
    at: datetime | None = None
    evidence_id: str | None = None

    def problem(self) -> Refusal | None:
        """Instant and file exactly where the channel is a paper or a message."""
        is_opening = self.channel is ReceiptChannel.IN_APP
        given = (self.at is not None, self.evidence_id is not None)
        if given == ((False, False) if is_opening else (True, True)):
            return None
        field = "receivedAt" if given[0] is is_opening else "evidence"
        return input_problem(
            field,
            "bukti pengiriman atau pos-el memerlukan saat terima dan berkasnya; pembukaan dalam sistem tidak.",
            "a delivery note or e-mail needs the instant of receipt and its file; opening in the system needs neither.",
        )


@dataclass(frozen=True, kw_only=True)
class SubmitFollowUp(Payload):
    """What the operator did about the sanction, with evidence (II.2.2)."""

    text: str
    evidence_ids: tuple[str, ...]

    def problem(self) -> Refusal | None:
        """Words, and at least one file, each once."""
        return first_problem(
            text_problem(self.text, field="text", longest=LONG),
            None if self.evidence_ids else refuse(RefusalCode.ATTACHMENT_MISSING, missing="bukti", subject="evidence"),
            _count_problem("evidence", len(self.evidence_ids), MOST_FILES),
            None if len(set(self.evidence_ids)) == len(self.evidence_ids) else _twice("evidence"),
        )


@dataclass(frozen=True, kw_only=True)
class AcceptImprovement(Payload):
    """What the assessor verified, and how: the minutes say it."""

    verification: str

    def problem(self) -> Refusal | None:
        """Text of ordinary length."""
        return text_problem(self.verification, field="verification", longest=LONG)


@dataclass(frozen=True, kw_only=True)
class AcceptInPart(Payload):
    """What the assessor verified of some findings, and why the report is returned for the others.

    *Shape*: `criteria` are those of the findings that were improved, such as `S09-K1`.
    """

    verification: str
    criteria: tuple[str, ...]
    returned: str

    def problem(self) -> Refusal | None:
        """Both in words; at least one finding, each once."""
        return first_problem(
            text_problem(self.verification, field="verification", longest=LONG),
            text_problem(self.returned, field="reason", longest=LONG),
            None if self.criteria else input_problem("findings", "sebut paling sedikit satu.", "name at least one."),
            None if len(set(self.criteria)) == len(self.criteria) else _twice("findings"),
        )


@dataclass(frozen=True, kw_only=True)
class RecommendLkppSystem(Payload):
    """Why the operator is recommended to use a system that LKPP runs (III)."""

    reasons: tuple[str, ...]

    def problem(self) -> Refusal | None:
        """1 to `MOST_ASKED` reasons of ordinary length."""
        return first_problem(
            None if self.reasons else input_problem("reasons", "paling sedikit satu alasan.", "at least one reason."),
            _count_problem("reasons", len(self.reasons), MOST_ASKED),
            *(text_problem(each, field="reasons", longest=LONG) for each in self.reasons),
        )


@dataclass(frozen=True, kw_only=True)
class ChangeSanction(Payload):
    """Effect of an objection decided: another sanction takes the place of this one, on the same rung or a lower one.

    *Shape*: `standards` are those that stay revoked (of a revocation that remains one); `rung` None means the same;
    `stop_form` None means the same; `asked` is what the operator is to do now, `limit_days` (*units*: working days) the
    internal limit of it; `document_id` is the paper that tells the operator, or None for the same letter.
    """

    reason: str
    standards: tuple[StandardCode, ...] = ()
    rung: Rung | None = None
    stop_form: StopForm | None = None
    stop_text: str | None = None
    asked: tuple[str, ...] = ()
    limit_days: int | None = None
    document_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class ReplaceSanction(Payload):
    """Effect of a sanction changed: the one that takes its place is in force at once, and its receipt is to be proven.

    *Shape*: `asked`, and `limit_days` (*units*: working days), are those of its own rung; `improved` says that the sanction
    in whose place it comes was followed by improvement, so that nothing is left to be done.
    """

    case_id: str
    replaces: str
    rung: Rung
    standards: tuple[StandardCode, ...]
    stop_form: StopForm | None
    stop_text: str | None
    document_id: str
    asked: tuple[str, ...] = ()
    limit_days: int | None = None
    improved: bool = False


def _count_problem(field: str, count: int, most: int) -> Refusal | None:
    return None if count <= most else input_problem(field, f"paling banyak {most}.", f"at most {most}.")


def _twice(field: str) -> Refusal:
    return input_problem(field, "setiap butir hanya disebut satu kali.", "name each item once only.")
