"""Step 2 of issuing: number, date, code and template of a paper for today; what was said of another day moves with it."""

import secrets
from collections.abc import Mapping
from datetime import date

from documents.attachments import CREDENTIAL_KINDS
from documents.facts import Json, freeze
from documents.render import template
from domain.canonical import canonical_digest
from domain.clock import legal_date
from domain.configuration_keys import LIMIT_KEYS, PATTERN_KEYS
from domain.credentials import STATUS_SERIES
from domain.document_acts import ReserveNumber
from domain.document_kinds import LETTER_DAY, LETTER_LIMIT, DocumentKind
from domain.numbering import Classification, LetterNumber, Series, VoidedNumber, renumber_month
from domain.officials import Official
from persistence.configuration import setting
from persistence.counters import next_in
from persistence.documents import DocumentRecord
from persistence.limits import limit_from
from services.issuing_parts import LetterUnsound
from services.letter_parts import deputy_signatory
from services.offices import signatory_anew


def numbered(document: DocumentRecord, today: date) -> ReserveNumber:
    """The number of the letter for today, from inside the transaction that records it."""
    kind = DocumentKind(document.kind)
    pattern = str(setting(PATTERN_KEYS[kind], today))
    voided: str | None = None
    number: LetterNumber | VoidedNumber | None = None
    if document.number is not None:
        number = renumber_month(_kept(document, kind, pattern), on=today)
    if isinstance(number, VoidedNumber):
        voided, number = document.number, None
    if number is None:
        sequence = next_in(Series(kind=kind, year=today.year).key)
        number = LetterNumber(
            kind=kind, sequence=sequence, on=today, classification=Classification.ORDINARY, pattern=pattern
        )
    used = template(kind)
    anew = signatory_anew(document, today)
    moved = _moved(document, kind, today, anew)
    return ReserveNumber(
        number=number.text,
        series=number.series.key,
        sequence=number.sequence,
        dated=today,
        code=document.code or secrets.token_hex(16),
        template_version=str(used.version),
        template_sha256=used.sha256,
        voided_number=voided,
        status_index=next_in(STATUS_SERIES) - 1 if kind in CREDENTIAL_KINDS else None,
        facts=moved,
        facts_sha256=canonical_digest(moved) if moved else None,
        moves_limit=moved is not None and _limit(moved, kind) != _limit(document.facts, kind),
        signatories=(anew.person_id,) if anew else None,
        had_limit=_had_limit(document, kind),
    )


def _moved(document: DocumentRecord, kind: DocumentKind, today: date, anew: Official | None) -> dict[str, Json] | None:
    """The frozen facts with the letter's own day moved to today, the limit that begins with it counted from today, signed
    by who signs now; None where nothing moves.

    A limit keeps the number of working days of the day on which the letter was drafted, and is counted by the calendar of
    now, as every limit is; also where an earlier day was one that the calendar did not reach, so that nothing was printed.
    One that the letter was drafted without stays away.
    """
    facts, day = plain(document.facts), LETTER_DAY.get(kind)
    if not isinstance(facts, dict):
        return None
    moved: dict[str, Json] = {}
    if day is not None and facts.get(day) is not None:
        moved[day] = today.isoformat()
    if _had_limit(document, kind):
        until = limit_from(today, LIMIT_KEYS[kind], configured_on=legal_date(document.created_at))
        moved[LETTER_LIMIT[kind]] = until.isoformat() if until else None
    if anew is not None:
        moved["signatory"] = freeze(deputy_signatory(anew))
    changed = {**facts, **moved}
    return changed if changed != facts else None


def _limit(facts: Mapping[str, object], kind: DocumentKind) -> object:
    """The last day that such a letter prints; None where it prints none."""
    return facts.get(LETTER_LIMIT[kind]) if kind in LETTER_LIMIT else None


def _had_limit(document: DocumentRecord, kind: DocumentKind) -> bool:
    """Whether the letter was drafted with such a limit, whatever it prints now."""
    return bool(document.had_limit) or _limit(document.facts, kind) is not None


def _kept(document: DocumentRecord, kind: DocumentKind, pattern: str) -> LetterNumber:
    return LetterNumber(
        kind=kind,
        sequence=document.sequence,
        on=date.fromisoformat(document.dated),
        classification=Classification.ORDINARY,
        pattern=pattern,
    )


def plain(value: object) -> Json:
    """Frozen facts as plain JSON values, without the record classes' own containers."""
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if value is None or isinstance(value, str | int | bool):
        return value
    raise LetterUnsound(f"frozen facts hold no {type(value).__name__}")
