"""The letters of an objection to a guidance measure (keberatan, II.2.3)."""

from dataclasses import dataclass
from datetime import date, datetime

from documents.contexts.blocks import (
    Addressee,
    Attachment,
    EarlierLetter,
    Fact,
    Letterhead,
    Operator,
    Particular,
    Reference,
    Signatory,
    StandardLine,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectionReceipt:
    """Tanda terima keberatan, under the agency seal (II.2.3.s1).

    *Shape*: number and date are those of the unit's own letter; `last_instant` is the last moment at which an objection
    is in time; `sanction.received_on` is the receipt from which it was computed.
    """

    letterhead: Letterhead
    reference: Reference
    addressee: Addressee
    operator: Operator
    sanction: EarlierLetter
    objection_number: str
    objection_date: date
    received_at: datetime
    last_instant: datetime
    late: bool
    evidence: tuple[Attachment, ...]
    signatory: Signatory
    copies: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedMeasure:
    """The guidance measure that a change puts in the place of another: the letter of the result is its letter too (II.2.2).

    *Shape*: `name` in the decree's words, `letter` that of II.2.2, as in `b`; `facts` are the findings, `breach` what was
    confirmed of an agreement's breach, one of them empty; `revoked` are the standards that stay revoked; `asked` are
    clauses without "Saudara"; `improve_days` (*units*: working days from the receipt) is an internal limit; `consequence`
    is a whole sentence on what may follow.
    """

    name: str
    letter: str
    facts: tuple[Fact, ...]
    breach: tuple[Particular, ...]
    revoked: tuple[StandardLine, ...]
    asked: tuple[str, ...]
    improve_days: int | None
    consequence: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectionResult:
    """Surat hasil keberatan, signed by the Deputy (II.2.3.s2-s3).

    *Shape*: `decision` is SANCTION_CONFIRMED, SANCTION_CHANGED or SANCTION_ANNULLED, and `decision_text` says in words
    what it means here, as a whole sentence; `hearings` are minutes, label and what came of them; `considerations` and
    `follow_up` are whole sentences; `reinstated` and `follow_up` may be empty; `measure` is what a change puts in place.
    """

    letterhead: Letterhead
    reference: Reference
    addressee: Addressee
    operator: Operator
    sanction: EarlierLetter
    objection_number: str
    objection_date: date
    hearings: tuple[Particular, ...]
    considerations: tuple[str, ...]
    decision: str
    decision_text: str
    reinstated: tuple[StandardLine, ...]
    follow_up: tuple[str, ...]
    signatory: Signatory
    copies: tuple[str, ...]
    measure: ChangedMeasure | None = None
