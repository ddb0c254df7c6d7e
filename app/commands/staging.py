"""What both parts of the demonstration need of the running system: who plays, the legal clock they move, the bar."""

from collections.abc import Collection
from datetime import datetime

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from app.clock import ClockError, DevelopmentClock
from app.demo.casting import Company
from app.people import actor_of
from app.wiring import System
from persistence.personnel import PersonRecord


class LegalTime:
    """The development clock, moved in this process; whoever signs has a key from the beginning, and later one that is valid.

    A key that were made once legal time is ahead would begin in the future of programs that ask the wall clock.
    *Shape*: `signers` are ids of people; who signs nothing has no key.
    """

    def __init__(self, system: System, signers: Collection[str]) -> None:
        if not isinstance(system.clock, DevelopmentClock):
            raise ClockError("demonstrasi memerlukan jam pengembangan / the demonstration needs the development clock")
        self._clock = system.clock
        self._system = system
        self._signers = [_person(person_id) for person_id in set(signers)]
        self._give_keys()

    def now(self) -> datetime:
        """The present legal instant, UTC."""
        return self._clock.now()

    def advance_to(self, instant: datetime) -> datetime:
        """Moves legal time forward, for every process on this data folder."""
        now = self._clock.advance_to(instant)
        self._give_keys()
        return now

    def _give_keys(self) -> None:
        for person in self._signers:
            self._system.keys.ensure(person)


def company_of(system: System, address: str) -> Company:
    """Everybody who plays, signed in by the development issuer when first needed."""
    return Company(address, lambda person_id: token_of(system, _person(person_id)), passphrase=system.keys.passphrase)


def token_of(system: System, person: PersonRecord) -> str:
    """A token, and a key for who signs."""
    system.keys.ensure(person)
    settings = system.settings
    return system.installation.issuer.token(
        actor_of(person), audience=settings.oidc_audience, roles_claim=settings.oidc_roles_claim
    )


def progress_bar(console: Console) -> Progress:
    """How far the telling is."""
    columns = (
        SpinnerColumn(),
        BarColumn(20),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.description}"),
    )
    return Progress(*columns, console=console)


def _person(person_id: str) -> PersonRecord:
    person: PersonRecord = PersonRecord.objects(id=person_id).get()
    return person
