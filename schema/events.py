"""Events: the acts that were done, as their record in the log tells them."""

from datetime import datetime

from persistence.queries.rows import Row
from schema.described import attribute, computed, object_type
from schema.regulation import Clause, decree_clause


@object_type
class Event:
    """One act that was done. It is never changed."""

    name: str = attribute("What happened, such as ApplicationSubmitted.")
    version: int = attribute("The version of the thing after the act.")
    from_state: str | None = attribute("The state before; null where the act made the thing.")
    to_state: str = attribute("The state after.")
    actor_name: str = attribute("Who did it.")
    at: datetime = attribute("The legal instant of the act.")
    clause_id: str = attribute("The clause of the decree on which the act rests, or HOUSE.")
    reason: str | None = attribute("The reason given.")
    index: int | None = attribute("The place in the log; null until the sequencer has given it, a moment later.")

    @classmethod
    def of(cls, row: Row) -> "Event":
        """The event as clients see it."""
        return cls(
            name=row.text("name"),
            version=row.whole("version"),
            from_state=row.text_or_none("from_state"),
            to_state=row.text("to_state"),
            actor_name=row.text("actor_name"),
            at=row.moment("at"),
            clause_id=row.text("clause"),
            reason=row.text_or_none("reason"),
            index=row.whole_or_none("index"),
        )

    @computed
    def clause(self) -> Clause | None:
        """The clause on which the act rests; null for a rule of our own."""
        return decree_clause(self.clause_id)
