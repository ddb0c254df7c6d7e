"""What becomes of recommendations of LKPP's system whose measure is over before they are signed (III)."""

from domain.aggregates import Aggregate
from domain.clock import Clock
from domain.reasons import Reason
from domain.roles import SYSTEM
from persistence.document_facts import recommendations_over
from persistence.transactions import reaching_database
from services.commands import Command, Done
from services.door import Door

OVER = Reason(reason="tindakan pembinaan yang menjadi dasar rekomendasi ini tidak berlaku lagi")
"""Why such a letter is void."""


class RecommendationService:
    """Acts of the system on recommendations."""

    def __init__(self, *, door: Door, clock: Clock) -> None:
        self._door = door
        self._clock = clock

    @reaching_database()
    def void_over(self) -> int:
        """Makes void what waits for a signature and rests on a measure that is over; returns how many.

        Its signature is refused from that moment on (`domain.sanction_rules.recommendation_over`); where the measure
        comes back with its case, it is recommended anew. *Raises*: `DatabaseUnavailable`.
        """
        commands = (
            Command(aggregate=Aggregate.DOCUMENT, verb="void", actor=SYSTEM, record_id=key, payload=OVER)
            for key in recommendations_over(self._clock.now())
        )
        return sum(isinstance(self._door.perform(command), Done) for command in commands)
