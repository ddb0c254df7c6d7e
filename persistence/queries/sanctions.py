"""Which sanctions may stand in the public register, where it is configured to show any, and as what letter each counts."""

from dataclasses import replace

from domain.aggregates import Aggregate
from domain.document_kinds import DocumentState
from domain.rungs import Rung
from domain.sanction_acts import STANDING
from domain.sanction_facts import RUNG_PAPERS
from persistence.queries.lives import lives
from persistence.queries.reading import EVERYTHING, Selection
from persistence.queries.rows import Row

_SHOWN = ("unit_id", "institution_id", "rung", "issued_on", "standards", "stop_form")


def imposed_sanctions(*, unit_id: str | None = None, institution_id: str | None = None) -> Selection:
    """Sanctions that were imposed and not taken back, whoever asks. *Does not check*: that they still stand."""
    states = sorted(state.value for state in STANDING)
    found = lives(Aggregate.SANCTION, scope=EVERYTHING, states=states, unit_id=unit_id, institution_id=institution_id)
    return replace(found, only=_SHOWN)


def letter_of(sanction: Row) -> Row:
    """The letter that imposed it, with what its standing is computed from.

    It stands for a paper on record. One that an objection's result imposed has no letter of its own (II.2.3.s3), and counts
    as if it had one: what the result says of a measure is said in public, the result itself is not.
    """
    return Row(
        {
            "_id": sanction.id,
            "kind": RUNG_PAPERS[Rung(sanction.text("rung"))].value,
            "state": DocumentState.SIGNED.value,
            "subject": Aggregate.SANCTION.value,
            "subject_id": sanction.id,
            "institution_id": sanction.text("institution_id"),
            "dated": sanction.text("issued_on"),
        }
    )
