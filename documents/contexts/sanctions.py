"""The letters of guidance measures (tindakan pembinaan, II.2.2), of LKPP's systems (III), and of reinstatement."""

from dataclasses import dataclass
from datetime import date

from documents.contexts.blocks import (
    Addressee,
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
class Advice:
    """Surat saran/rekomendasi perbaikan, signed by the Deputy (II.2.2.a).

    *Shape*: `improve_days` is an internal limit in working days from the receipt, and never one of the decree; `earlier` may
    be empty.
    """

    letterhead: Letterhead
    reference: Reference
    addressee: Addressee
    operator: Operator
    facts: tuple[Fact, ...]
    earlier: tuple[EarlierLetter, ...]
    asked: tuple[str, ...]
    improve_days: int | None
    signatory: Signatory
    copies: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WarningLetter:
    """Surat teguran, signed by the Deputy (II.2.2.b). *Shape*: as `Advice`; `round` counts from 1 within the case."""

    letterhead: Letterhead
    reference: Reference
    addressee: Addressee
    operator: Operator
    facts: tuple[Fact, ...]
    earlier: tuple[EarlierLetter, ...]
    asked: tuple[str, ...]
    improve_days: int | None
    round: int
    signatory: Signatory
    copies: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Revocation:
    """Keputusan pencabutan sertifikat standarisasi, signed by the Deputy (II.2.2.c); a notice serves it.

    *Shape*: `considerations` go on after "bahwa", without full stop; `standards` are those revoked, `remaining` those
    that stand and may be none; `asked` is what the operator is to do.
    """

    letterhead: Letterhead
    operator: Operator
    considerations: tuple[str, ...]
    facts: tuple[Fact, ...]
    earlier: tuple[EarlierLetter, ...]
    standards: tuple[StandardLine, ...]
    certificate: EarlierLetter | None
    remaining: tuple[StandardLine, ...]
    signatory: Signatory
    asked: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceStop:
    """Surat penghentian layanan SPSE, signed by the Deputy (II.2.2.d).

    *Shape*: `form` in words, as in `pengambilalihan hak akses`; `form_text` says what the form means here; `ground` is
    the door of II.2.2.d in words, as in `tidak dilakukan perbaikan setelah pencabutan sertifikat standarisasi dengan …
    untuk …`; `sla` is the agreement that was breached, `breach` what was confirmed, in the place of `facts`.
    """

    letterhead: Letterhead
    reference: Reference
    addressee: Addressee
    operator: Operator
    facts: tuple[Fact, ...] | None
    breach: tuple[Particular, ...] | None
    earlier: tuple[EarlierLetter, ...]
    asked: tuple[str, ...]
    improve_days: int | None
    form: str
    form_text: str | None
    ground: str
    sla: EarlierLetter | None
    stops_on: date
    signatory: Signatory
    copies: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LkppSystem:
    """Surat rekomendasi penggunaan sistem yang dikelola LKPP, signed by the Deputy (III)."""

    letterhead: Letterhead
    reference: Reference
    addressee: Addressee
    operator: Operator
    sanction: EarlierLetter
    reasons: tuple[str, ...]
    signatory: Signatory
    copies: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reinstatement:
    """Surat pemulihan layanan SPSE, signed by the Deputy; by hand it is a house rule, for the decree is silent.

    *Shape*: `reasons` are whole clauses without full stop; `by_objection` says that the stop was annulled (II.2.3.s3).
    """

    letterhead: Letterhead
    reference: Reference
    addressee: Addressee
    operator: Operator
    stop: EarlierLetter
    reasons: tuple[str, ...]
    from_day: date
    signatory: Signatory
    copies: tuple[str, ...]
    by_objection: bool = False
