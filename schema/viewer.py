"""Who asks, as the client sees himself."""

import strawberry

from domain.roles import Actor
from schema.context import Info
from schema.described import attribute, computed, object_type
from schema.enums import Role
from schema.institutions import Institution
from schema.personnel import Person
from schema.units import Unit


@object_type
class Viewer:
    """Who asks."""

    actor: strawberry.Private[Actor]
    name: str = attribute("The name.")
    roles: list[Role] = attribute("The roles.")
    signed_in: bool = attribute("Whether the viewer has proven who he is.")

    @computed
    async def person(self, info: Info) -> Person | None:
        """The person; null for the public, and for who is not in the register of people."""
        return await info.context.loaders.person(self.actor.id)

    @computed
    async def office(self, info: Info) -> str:
        """The office, as the register of people says it; empty where none is known."""
        person = await info.context.loaders.person(self.actor.id)
        return person.office if person is not None else ""

    @computed
    async def institution(self, info: Info) -> Institution | None:
        """The institution for which the viewer acts; null for LKPP and the public."""
        key = self.actor.institution_id
        return None if key is None else await info.context.loaders.institution(key)

    @computed
    async def unit(self, info: Info) -> Unit | None:
        """The unit to which the viewer belongs; null where none is known."""
        key = self.actor.unit_id
        return None if key is None else await info.context.loaders.unit(key)
