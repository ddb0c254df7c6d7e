"""What everything that has a life of its own shows: its version, its times, its history and what may be done with it."""

from abc import ABC, abstractmethod
from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar

import strawberry

from domain.aggregates import Aggregate
from persistence.queries.rows import Row
from schema.actions import ActionOffer
from schema.connections import AfterArgument, Connection, FirstArgument, Order, OrderDirection, empty, requested
from schema.context import Info
from schema.described import attribute, computed, enumeration, input_type, interface_type
from schema.events import Event
from schema.nodes import Node
from schema.permissions import scope_of

_IN_TURN = Order(field="version")


class LifeOrderField(StrEnum):
    """By what things that have a life are sorted."""

    UPDATED_AT = "UPDATED_AT"
    CREATED_AT = "CREATED_AT"


enumeration(
    LifeOrderField,
    "By what things that have a life are sorted.",
    UPDATED_AT="By their last change.",
    CREATED_AT="By when they were begun.",
)


@interface_type
class Life(Node, ABC):
    """A thing whose state changes by acts, one after another."""

    aggregate: ClassVar[Aggregate]

    owner_key: strawberry.Private[str]
    version: int = attribute("How many acts changed it, from 1. Give it back as `expectedVersion`.")
    created_at: datetime = attribute("When it was made.")
    updated_at: datetime = attribute("When it last changed.")

    @classmethod
    @abstractmethod
    def of(cls, row: Row) -> "Life":
        """The thing as clients see it; each type has its own."""

    @computed
    async def available_actions(self, info: Info) -> list[ActionOffer]:
        """What the viewer may do with it now, and of each thing that he may not do now, why. Inputs are not looked at."""
        return await info.context.actions(self.aggregate, self.key)

    @computed
    async def history(self, info: Info, first: FirstArgument, after: AfterArgument = None) -> Connection[Event]:
        """The acts that made it what it is, oldest first; only those that the viewer may read."""
        page = requested(first, after, _IN_TURN)
        if not scope_of(info.context.viewer, self.aggregate).covers(self.owner_key):
            return empty(page)
        return await info.context.lists.history_of(self.aggregate, self.key, page)


def base(row: Row) -> dict[str, Any]:
    """The attributes that every `Life` takes from its row. What is no institution's own has an empty `owner_key`."""
    return {
        "key": row.id,
        "owner_key": row.text_or_none("institution_id") or "",
        "version": row.whole("version"),
        "created_at": row.moment("created_at"),
        "updated_at": row.moment("updated_at"),
    }


@input_type
class LifeOrder:
    """The order of a list of things that have a life."""

    field: LifeOrderField = attribute("By what.", default=LifeOrderField.UPDATED_AT)
    direction: OrderDirection = attribute("In which direction.", default=OrderDirection.DESC)

    def order(self) -> Order:
        """The order of the rows."""
        return Order(field=self.field.value.lower(), descending=self.direction is OrderDirection.DESC)
