"""People as clients see them: name and office; roles and ties only for LKPP. What proves identity never leaves the system."""

from enum import StrEnum

import strawberry

from domain.roles import Actor
from persistence.queries.personnel import personnel
from persistence.queries.reading import Selection
from persistence.queries.rows import Row
from schema.connections import Order, OrderDirection
from schema.context import Info, loaded
from schema.described import attribute, computed, enumeration, input_type, object_type
from schema.enums import Role
from schema.institutions import Institution
from schema.nodes import Node, key_or_nothing
from schema.permissions import is_lkpp, people_scope


@object_type
class Person(Node):
    """Someone who acts in the system, known by name and office."""

    institution_key: strawberry.Private[str | None]
    private_roles: strawberry.Private[list[Role]]
    tied_keys: strawberry.Private[list[str]]
    name: str = attribute("The name.")
    office: str = attribute("The office, as it stands over the name in a signature block.")
    organisation: str = attribute("The organisation in which the office is held.")
    active: bool = attribute("Whether the person still acts here.")

    @classmethod
    def of(cls, row: Row) -> "Person":
        """The person as clients see him."""
        return cls(
            key=row.id,
            institution_key=row.text_or_none("institution_id"),
            private_roles=[Role(role) for role in row.texts("roles")],
            tied_keys=row.texts("tied_institution_ids"),
            name=row.text("name"),
            office=row.text("office"),
            organisation=row.text("organisation"),
            active=row.flag("active"),
        )

    @computed
    async def institution(self, info: Info) -> Institution | None:
        """The institution for which the person acts; null for people of LKPP."""
        if self.institution_key is None:
            return None
        return await info.context.loaders.institution(self.institution_key)

    @computed
    def roles(self, info: Info) -> list[Role] | None:
        """The roles; null for those who are not of LKPP, save for oneself."""
        mine = self.key == info.context.viewer.id
        return self.private_roles if mine or is_lkpp(info.context.viewer) else None

    @computed
    async def tied_institutions(self, info: Info) -> list[Institution] | None:
        """Institutions that the person may not review, assess or hear; null for those who are not of LKPP."""
        if not is_lkpp(info.context.viewer):
            return None
        return await loaded(info.context.loaders.institution, self.tied_keys)


class PersonOrderField(StrEnum):
    """By what people are sorted."""

    NAME = "NAME"


enumeration(PersonOrderField, "By what people are sorted.", NAME="By name.")


@input_type
class PersonOrder:
    """The order of a list of people."""

    field: PersonOrderField = attribute("By what.", default=PersonOrderField.NAME)
    direction: OrderDirection = attribute("In which direction.", default=OrderDirection.ASC)

    def order(self) -> Order:
        """The order of the rows."""
        return Order(field="name", descending=self.direction is OrderDirection.DESC)


@input_type
class PersonFilter:
    """Which people; what is left out or null does not restrict."""

    role: Role | None = attribute("Active people who bear this role.", default=None)
    institution: strawberry.ID | None = attribute("Who act for this institution.", default=None)

    def selection(self, viewer: Actor) -> Selection:
        """The rows, of those whom the viewer may know."""
        institution = key_or_nothing(self.institution, "Institution")
        return personnel(scope=people_scope(viewer), role=self.role, institution_id=institution)
