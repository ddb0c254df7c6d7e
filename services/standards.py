"""What time brings about for the standards: units follow the version or the value that begins to bind them (II.2.1.b)."""

from collections.abc import Mapping
from datetime import date

from domain.aggregates import Aggregate
from domain.clock import Clock, legal_date
from domain.provider_forms import ProviderForm
from domain.roles import SYSTEM
from domain.standards import StandardCode
from domain.unit_cells import FollowStandards
from persistence.standards import binding_standards
from persistence.standards_followed import changes_behind, changes_known, units_behind
from persistence.transactions import reaching_database
from services.commands import Command, Done
from services.door import Door

CELLS_A_ROUND = 50
"""How many cells of one form a round moves at most: the duties beside it wait no longer than that takes; the rest is next."""


class StandardsService:
    """Acts of the system on what units have to meet."""

    def __init__(self, *, door: Door, clock: Clock, most: int = CELLS_A_ROUND) -> None:
        self._door = door
        self._clock = clock
        self._most = most
        self._in_force: tuple[object, Mapping[ProviderForm, frozenset[StandardCode]]] = (None, {})

    @reaching_database()
    def follow_due(self) -> int:
        """Moves the cells of units that do not follow what binds them today; returns of how many units.

        *Raises*: `DatabaseUnavailable`.
        """
        today = legal_date(self._clock.now())
        return sum(self._follow(form, binding, today) for form, binding in self._binding(today).items())

    def _binding(self, today: date) -> Mapping[ProviderForm, frozenset[StandardCode]]:
        """What binds each form today, read anew only where the day, a version or a value is another."""
        known = (today, changes_known())
        if self._in_force[0] != known:
            self._in_force = (known, {form: binding_standards(form, today) for form in ProviderForm})
        return self._in_force[1]

    def _follow(self, form: ProviderForm, binding: frozenset[StandardCode], today: date) -> int:
        behind = units_behind(form, binding, most=self._most)
        if not behind:
            return 0
        changes = changes_behind(form, frozenset[StandardCode]().union(*behind.values()), today)
        commands = (
            Command(
                aggregate=Aggregate.UNIT,
                verb="follow_standards",
                actor=SYSTEM,
                record_id=unit_id,
                payload=FollowStandards(changes=changes),
            )
            for unit_id in behind
        )
        return sum(isinstance(self._door.perform(command), Done) for command in commands)
