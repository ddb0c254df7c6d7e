"""Institutions (K/L/Pemda) as clients see them: the register is public."""

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import strawberry

from domain.aggregates import Aggregate
from persistence.queries.institutions import institutions
from persistence.queries.reading import Selection
from persistence.queries.rows import Row
from schema.connections import AfterArgument, Connection, FirstArgument, Order, OrderDirection, requested
from schema.context import Info
from schema.described import attribute, computed, enumeration, input_type, object_type
from schema.enums import InstitutionKind
from schema.nodes import Node, printable
from schema.permissions import scope_of

if TYPE_CHECKING:
    from schema.applications import Application
    from schema.units import Unit

_BY_NAME = Order(field="name")
_NEWEST = Order(field="_id", descending=True)


@object_type
class Institution(Node):
    """A ministry, agency or local government, whose unit LKPP guides and supervises."""

    kind: InstitutionKind = attribute("Its kind.")
    name: str = attribute("Its name.")
    region_code: str | None = attribute("The dotted Kemendagri code of a local government; null for others.")
    province_code: str | None = attribute("The code of the province in which a local government lies; null for others.")
    time_zone: str = attribute("The IANA name of its time zone.")
    head_office: str = attribute("The office of its head, in full.")
    active: bool = attribute("Whether it takes part; an inactive one cannot apply (II.2.1.a.1).")
    sample: bool = attribute("Whether it is invented (DATA CONTOH).")

    @classmethod
    def of(cls, row: Row) -> "Institution":
        """The institution as clients see it."""
        return cls(
            key=row.id,
            kind=InstitutionKind(row.text("kind")),
            name=row.text("name"),
            region_code=row.text_or_none("region_code"),
            province_code=row.text_or_none("province_code"),
            time_zone=row.text("time_zone"),
            head_office=row.text("head_office"),
            active=row.flag("active"),
            sample=row.flag("sample"),
        )

    @computed
    async def units(
        self, info: Info, first: FirstArgument, after: AfterArgument = None
    ) -> Connection[Annotated["Unit", strawberry.lazy("schema.units")]]:
        """Its units, by name."""
        return await info.context.lists.units_of(self.key, requested(first, after, _BY_NAME))

    @computed
    async def applications(
        self, info: Info, first: FirstArgument, after: AfterArgument = None
    ) -> Connection[Annotated["Application", strawberry.lazy("schema.applications")]] | None:
        """Its applications, newest first; null for those who may not read them."""
        if not scope_of(info.context.viewer, Aggregate.APPLICATION).covers(self.key):
            return None
        return await info.context.lists.applications_of(self.key, requested(first, after, _NEWEST))


class InstitutionOrderField(StrEnum):
    """By what institutions are sorted."""

    NAME = "NAME"


enumeration(InstitutionOrderField, "By what institutions are sorted.", NAME="By name.")


@input_type
class InstitutionOrder:
    """The order of a list of institutions."""

    field: InstitutionOrderField = attribute("By what.", default=InstitutionOrderField.NAME)
    direction: OrderDirection = attribute("In which direction.", default=OrderDirection.ASC)

    def order(self) -> Order:
        """The order of the rows."""
        return Order(field="name", descending=self.direction is OrderDirection.DESC)


@input_type
class InstitutionFilter:
    """Which institutions; what is left out or null does not restrict."""

    kinds: list[InstitutionKind] | None = attribute("Of these kinds.", default=None)
    search: str | None = attribute("With this text in the name, in capitals or not.", default=None)
    region: str | None = attribute(
        "In this province or region, by its Kemendagri code such as 33 or 33.01.", default=None
    )

    def selection(self) -> Selection:
        """The rows."""
        return institutions(
            kinds=self.kinds or (), search=printable(self.search or ""), region=printable(self.region or "")
        )
