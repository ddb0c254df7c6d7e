"""What the letter of a measure rests on: the measures before it, and of a stop the revocations that hold a standard still."""

from collections.abc import Mapping

from documents.contexts import EarlierLetter
from documents.wording import long_date, numbered
from domain.clock import legal_date
from domain.ladder import LadderFacts, held, rested_on
from domain.rungs import Rung
from domain.standards import StandardCode
from persistence.sanction_records import SanctionRecord
from services.letter_parts import earlier_letter, standard_lines

_AFTER_REVOCATION = "tidak dilakukan perbaikan setelah pencabutan sertifikat standarisasi"


def letter_of_measure(record: SanctionRecord) -> EarlierLetter:
    """The letter that imposed it, with the day of its receipt."""
    received = record.received_at
    return earlier_letter(record.document_id, received_on=legal_date(received) if received else None)


def named(letter: EarlierLetter) -> str:
    """A letter by name, number and date, within a sentence."""
    return f"{letter.name} {numbered(letter.number)} tanggal {long_date(letter.date)}"


def earlier_measures(record: SanctionRecord, facts: LadderFacts) -> tuple[EarlierLetter, ...]:
    """The letters of the measures on which this one rests, oldest first (`ladder.rested_on`)."""
    ids = [each.id for each in rested_on(facts, Rung(record.rung))]
    found = SanctionRecord.objects(id__in=ids, sequence__lt=record.sequence).order_by("sequence")
    return tuple(letter_of_measure(each) for each in found)


def ground_of_stop(facts: LadderFacts) -> str:
    """The door of II.2.2.d in words, with the revocations that were not followed by improvement and the standards that each
    holds still.
    """
    return f"{_AFTER_REVOCATION} {_decisions(held(facts))}"


def _decisions(holding: Mapping[str, frozenset[StandardCode]]) -> str:
    found = SanctionRecord.objects(id__in=sorted(holding)).order_by("sequence")
    return "; dan ".join(
        f"dengan {named(letter_of_measure(each))} untuk {_listed(holding[str(each.id)])}" for each in found
    )


def _listed(codes: frozenset[StandardCode]) -> str:
    return ", ".join(f"{line.name} ({line.code})" for line in standard_lines(codes))
