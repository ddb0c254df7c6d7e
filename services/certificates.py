"""What time brings about for certificates, where a term is configured; the rules are the domain's."""

from domain.clock import Clock, legal_date
from domain.roles import SYSTEM
from domain.tables import Aggregate
from persistence.certificates import certificates_over
from persistence.transactions import reaching_database
from services.commands import Command, Done
from services.door import Door


class CertificateService:
    """Acts of the system on certificates."""

    def __init__(self, *, door: Door, clock: Clock) -> None:
        self._door = door
        self._clock = clock

    @reaching_database()
    def expire_due(self) -> int:
        """Ends every certificate whose last day has passed; returns how many. Their standing has said so since that day.

        *Raises*: `DatabaseUnavailable`.
        """
        over = certificates_over(legal_date(self._clock.now()))
        commands = (
            Command(aggregate=Aggregate.CERTIFICATE, verb="expire", actor=SYSTEM, record_id=key) for key in over
        )
        return sum(isinstance(self._door.perform(command), Done) for command in commands)
