"""Work that acts ordered, as LKPP's administrators see it: what waits, and what failed."""

from datetime import datetime
from enum import StrEnum

import strawberry

from persistence.queries.outbox import outbox
from persistence.queries.reading import Selection
from persistence.queries.rows import Row
from schema.connections import Order, OrderDirection
from schema.described import attribute, enumeration, input_type, object_type
from schema.enums import OutboxState

_OWED = (OutboxState.PENDING, OutboxState.CLAIMED, OutboxState.DEAD)


@object_type
class OutboxEntry:
    """One piece of work that is owed: to prepare or issue a paper, to notify."""

    key: strawberry.Private[str]
    topic: str = attribute("What kind of work, such as issue_document.")
    record_key: str = attribute("The key of the thing that it is about.")
    state: OutboxState = attribute("Where it stands.")
    attempts: int = attribute("How often it was tried; looks at a service that did not answer are not counted.")
    error: str | None = attribute("The error of the last attempt.")
    created_at: datetime = attribute("When it was ordered.")
    due_at: datetime = attribute("When it is tried next.")

    @classmethod
    def of(cls, row: Row) -> "OutboxEntry":
        """The entry as clients see it."""
        return cls(
            key=row.id,
            topic=row.text("topic"),
            record_key=row.text("record_id"),
            state=OutboxState(row.text("state")),
            attempts=row.whole("attempts"),
            error=row.text_or_none("error"),
            created_at=row.moment("created_at"),
            due_at=row.moment("due_at"),
        )


class OutboxOrderField(StrEnum):
    """By what outbox entries are sorted."""

    DUE_AT = "DUE_AT"


enumeration(OutboxOrderField, "By what outbox entries are sorted.", DUE_AT="By when they are tried next.")


@input_type
class OutboxOrder:
    """The order of the outbox."""

    field: OutboxOrderField = attribute("By what.", default=OutboxOrderField.DUE_AT)
    direction: OrderDirection = attribute("In which direction.", default=OrderDirection.ASC)

    def order(self) -> Order:
        """The order of the rows."""
        return Order(field="due_at", descending=self.direction is OrderDirection.DESC)


@input_type
class OutboxFilter:
    """Which entries; without states those that wait, are being done, or are dead."""

    states: list[OutboxState] | None = attribute("In these states.", default=None)

    def selection(self) -> Selection:
        """The rows."""
        return outbox(states=self.states or _OWED)
