"""Units (pengelola LPSE) as clients see them: name, form and service status are public, the rest is not."""

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, ClassVar

import strawberry

from domain.roles import Actor
from domain.tables import Aggregate
from domain.units import unit_form_lapsed
from persistence.queries.reading import Selection
from persistence.queries.rows import Row
from persistence.queries.units import units
from schema.connections import AfterArgument, Connection, FirstArgument, Order, OrderDirection, requested
from schema.context import Info
from schema.described import attribute, computed, enumeration, input_type, object_type
from schema.enums import ManagementPattern, ProviderForm, SlaState, UnitForm, UnitState
from schema.institutions import Institution
from schema.lives import Life
from schema.nodes import key_or_nothing
from schema.permissions import scope_of

if TYPE_CHECKING:
    from schema.applications import Application
    from schema.slas import Sla

_NEWEST = Order(field="_id", descending=True)


@object_type
class UnitContact:
    """Where a unit is reached, and what it rests on."""

    address: str = attribute("Its address.")
    email: str = attribute("Its address of e-mail.")
    phone: str = attribute("Its telephone.")
    service_hours: str = attribute("Its service hours.")
    legal_basis_number: str = attribute("The number of the act that set it up.")
    legal_basis_date: date = attribute("The date of that act.")


@object_type
class Unit(Life):
    """A unit that runs, or will run, e-procurement for its institution (pengelola LPSE, I.p3)."""

    aggregate: ClassVar[Aggregate] = Aggregate.UNIT

    application_key: strawberry.Private[str]
    private_contact: strawberry.Private[UnitContact]
    name: str = attribute("Its name.")
    state: UnitState = attribute("The status of its service.")
    form: ProviderForm = attribute("The form of its service (II.2.1.a).")
    unit_form: UnitForm = attribute("Whether it stands in the UKPBJ (I.p2).")
    management_pattern: ManagementPattern = attribute("Whose infrastructure runs its applications (I.p2).")

    @classmethod
    def of(cls, row: Row) -> "Unit":
        """The unit as clients see it."""
        return cls(
            key=row.id,
            version=row.whole("version"),
            created_at=row.moment("created_at"),
            updated_at=row.moment("updated_at"),
            owner_key=row.text("institution_id"),
            application_key=row.text("application_id"),
            private_contact=_contact(row),
            name=row.text("name"),
            state=UnitState(row.text("state")),
            form=ProviderForm(row.text("form")),
            unit_form=UnitForm(row.text("unit_form")),
            management_pattern=ManagementPattern(row.text("management_pattern")),
        )

    @computed
    def unit_form_lapsed(self, info: Info) -> bool:
        """Whether it stands separate from the UKPBJ though the last day for that, 31 December 2023, has passed (I.p2)."""
        return unit_form_lapsed(self.unit_form, info.context.today)

    @computed
    async def institution(self, info: Info) -> Institution | None:
        """The institution whose unit it is."""
        return await info.context.loaders.institution(self.owner_key)

    @computed
    def contact(self, info: Info) -> UnitContact | None:
        """Where it is reached; null for the public."""
        known = scope_of(info.context.viewer, Aggregate.UNIT).covers(self.owner_key)
        return self.private_contact if known else None

    @computed
    async def application(self, info: Info) -> Annotated["Application", strawberry.lazy("schema.applications")] | None:
        """The application by which it was registered; null for those who may not read it."""
        return await info.context.loaders.application(self.application_key)

    @computed
    async def current_sla(self, info: Info) -> Annotated["Sla", strawberry.lazy("schema.slas")] | None:
        """The service-level agreement that it has now (II.2.1.a.3); null for those who may not read it."""
        return await info.context.loaders.current_sla(self.key)

    @computed
    async def slas(
        self, info: Info, first: FirstArgument, after: AfterArgument = None
    ) -> Connection[Annotated["Sla", strawberry.lazy("schema.slas")]] | None:
        """Its service-level agreements, newest first; null for those who may not read them."""
        if not scope_of(info.context.viewer, Aggregate.SLA).covers(self.owner_key):
            return None
        return await info.context.lists.slas_of(self.key, requested(first, after, _NEWEST))

    @computed
    async def sla_state(self, info: Info) -> SlaState | None:
        """The state of its present service-level agreement, which is public; null where it has none."""
        return await info.context.loaders.sla_state(self.key)


def _contact(row: Row) -> UnitContact:
    return UnitContact(
        address=row.text("address"),
        email=row.text("email"),
        phone=row.text("phone"),
        service_hours=row.text("service_hours"),
        legal_basis_number=row.text("legal_basis_number"),
        legal_basis_date=row.day("legal_basis_date"),
    )


class UnitOrderField(StrEnum):
    """By what units are sorted."""

    NAME = "NAME"
    UPDATED_AT = "UPDATED_AT"


enumeration(UnitOrderField, "By what units are sorted.", NAME="By name.", UPDATED_AT="By their last change.")


@input_type
class UnitOrder:
    """The order of a list of units."""

    field: UnitOrderField = attribute("By what.", default=UnitOrderField.NAME)
    direction: OrderDirection = attribute("In which direction.", default=OrderDirection.ASC)

    def order(self) -> Order:
        """The order of the rows."""
        return Order(field=self.field.value.lower(), descending=self.direction is OrderDirection.DESC)


@input_type
class UnitFilter:
    """Which units; what is left out or null does not restrict."""

    states: list[UnitState] | None = attribute("In these states.", default=None)
    form: ProviderForm | None = attribute("Of this form (II.2.1.a).", default=None)
    institution: strawberry.ID | None = attribute("Of this institution.", default=None)
    unit_form_lapsed: bool | None = attribute(
        "True: only those whose place lapsed after 31 December 2023 (I.p2); false: only others.", default=None
    )

    def selection(self, viewer: Actor, today: date) -> Selection:
        """The rows, on this legal date."""
        return units(
            scope=scope_of(viewer, Aggregate.UNIT),
            states=self.states or (),
            form=self.form,
            institution_id=key_or_nothing(self.institution, "Institution"),
            unit_forms=self._unit_forms(today),
        )

    def _unit_forms(self, today: date) -> list[UnitForm] | None:
        if self.unit_form_lapsed is None:
            return None
        return [form for form in UnitForm if unit_form_lapsed(form, today) is self.unit_form_lapsed]
