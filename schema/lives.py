"""What everything that has a life of its own shows: its version, its times, its history and what may be done with it."""

from datetime import datetime
from typing import ClassVar

import strawberry

from domain.tables import Aggregate
from schema.actions import ActionOffer
from schema.connections import AfterArgument, Connection, FirstArgument, Order, empty, requested
from schema.context import Info
from schema.described import attribute, computed, interface_type
from schema.events import Event
from schema.nodes import Node
from schema.permissions import scope_of

_IN_TURN = Order(field="version")


@interface_type
class Life(Node):
    """A thing whose state changes by acts, one after another."""

    aggregate: ClassVar[Aggregate]

    owner_key: strawberry.Private[str]
    version: int = attribute("How many acts changed it, from 1. Give it back as `expectedVersion`.")
    created_at: datetime = attribute("When it was made.")
    updated_at: datetime = attribute("When it last changed.")

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
