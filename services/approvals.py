"""What becomes of approvals that nobody has signed when the form of their unit ends (I.p2)."""

from domain.aggregates import Aggregate
from domain.clock import Clock
from domain.reasons import Reason
from domain.roles import SYSTEM
from persistence.document_facts import approvals_over
from persistence.transactions import reaching_database
from services.commands import Command, Done
from services.door import Door

OVER = Reason(reason="unit kerja terpisah dari UKPBJ berlaku sampai dengan 31 Desember 2023 (Bab I)")
"""Why such a letter is void."""


class ApprovalService:
    """Acts of the system on approvals."""

    def __init__(self, *, door: Door, clock: Clock) -> None:
        self._door = door
        self._clock = clock

    @reaching_database()
    def void_over(self) -> int:
        """Makes void what waits for a signature that is refused for good; returns how many.

        No agreement follows such an approval either; the application is withdrawn, and another is filed for the UKPBJ.
        *Raises*: `DatabaseUnavailable`.
        """
        commands = (
            Command(aggregate=Aggregate.DOCUMENT, verb="void", actor=SYSTEM, record_id=key, payload=OVER)
            for key in approvals_over(self._clock.now())
        )
        return sum(isinstance(self._door.perform(command), Done) for command in commands)
