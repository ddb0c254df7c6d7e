"""Which sanctions the public register lists, where it is configured to show any."""

from domain.sanction_acts import STANDING
from domain.tables import Aggregate
from persistence.queries.lives import lives
from persistence.queries.reading import EVERYTHING, Selection


def sanction_register(*, unit_id: str | None = None, institution_id: str | None = None) -> Selection:
    """Sanctions that were imposed and stand, whoever asks."""
    states = sorted(state.value for state in STANDING)
    return lives(Aggregate.SANCTION, scope=EVERYTHING, states=states, unit_id=unit_id, institution_id=institution_id)
