"""The outlook of a unit on the ladder of guidance measures (II.2.2): it reads, and promises nothing."""

from datetime import date

from domain.ladder import Outlook, outlook
from persistence.ladder import ladder_facts
from persistence.transactions import reaching_database


@reaching_database()
def sanction_outlook(unit_id: str, on: date) -> tuple[Outlook, ...]:
    """For each case of the unit that is not closed, or for the unit without one. *Raises*: `DatabaseUnavailable`."""
    return tuple(outlook(facts, on) for facts in ladder_facts(unit_id))
