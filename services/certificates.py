"""What time brings about for certificates, where a term is configured; the rules are the domain's."""

from domain.aggregates import Aggregate
from domain.clock import Clock, legal_date
from domain.reasons import Reason
from domain.roles import SYSTEM
from persistence.certificates import certificates_over, outdated_papers
from persistence.transactions import reaching_database
from services.commands import Command, Done
from services.door import Door

OUTDATED = Reason(reason="edisi sertifikat yang disebut naskah ini tidak lagi berlaku sebagaimana tertulis")
"""Why a paper is void that an earlier version of this system left waiting."""


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

    @reaching_database()
    def void_outdated(self) -> int:
        """Makes void what waits for a signature that is refused for good; returns how many.

        The act that overtakes an edition voids its paper itself: this is for papers that waited when it did not do so yet.
        *Raises*: `DatabaseUnavailable`.
        """
        papers = outdated_papers(legal_date(self._clock.now()))
        commands = (
            Command(aggregate=Aggregate.DOCUMENT, verb="void", actor=SYSTEM, record_id=key, payload=OUTDATED)
            for key in papers
        )
        return sum(isinstance(self._door.perform(command), Done) for command in commands)
