"""Units (pengelola LPSE) as clients see them: name, form and service status are public, the rest is not."""

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, ClassVar

import strawberry

from domain.aggregates import Aggregate
from domain.reading import told_of_sla
from domain.roles import Actor
from domain.unit_forms import unit_form_lapsed
from persistence.queries.reading import Selection
from persistence.queries.rows import Row
from persistence.queries.units import units
from schema.connections import (
    LARGEST_PAGE,
    AfterArgument,
    Connection,
    FirstArgument,
    Order,
    OrderDirection,
    requested,
)
from schema.context import Info
from schema.described import attribute, computed, enumeration, input_type, object_type
from schema.enums import ManagementPattern, ProviderForm, SlaState, UnitForm, UnitState
from schema.institutions import Institution
from schema.lives import Life
from schema.nodes import key_or_nothing
from schema.permissions import scope_of
from schema.unit_stops import UnitStop

if TYPE_CHECKING:
    from schema.applications import Application
    from schema.assessments import Assessment
    from schema.capacity_plans import CapacityPlan
    from schema.certificates import Certificate
    from schema.compliance import ComplianceCell
    from schema.documents import Document
    from schema.guidance import Consultation, Mentoring
    from schema.managed_systems import ManagedSystem, UserFigures
    from schema.objections import Objection
    from schema.personnel_files import PersonnelFile
    from schema.reassessments import Reassessment
    from schema.sanction_cases import SanctionCase
    from schema.slas import Sla
    from schema.surveillances import Surveillance

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
    document_key: strawberry.Private[str | None]
    private_contact: strawberry.Private[UnitContact]
    private_stop: strawberry.Private[UnitStop | None]
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
            document_key=row.text_or_none("document_id"),
            private_contact=_contact(row),
            private_stop=_stop(row),
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
    async def compliance(
        self, info: Info
    ) -> list[Annotated["ComplianceCell", strawberry.lazy("schema.compliance")]] | None:
        """Its seventeen standards and how far each is met, in the decree's order; null for those who may not read it."""
        if not scope_of(info.context.viewer, Aggregate.COMPLIANCE).covers(self.owner_key):
            return None
        page = requested(LARGEST_PAGE, None, Order(field="standard"))
        found = await info.context.lists.lives_of(Aggregate.COMPLIANCE, "unit_id", self.key, page)
        return [edge.node for edge in found.edges]

    @computed
    async def assessments(
        self, info: Info, first: FirstArgument, after: AfterArgument = None
    ) -> Connection[Annotated["Assessment", strawberry.lazy("schema.assessments")]] | None:
        """Its assessments (II.2.1.e), newest first; null for those who may not read them."""
        if not scope_of(info.context.viewer, Aggregate.ASSESSMENT).covers(self.owner_key):
            return None
        page = requested(first, after, _NEWEST)
        return await info.context.lists.lives_of(Aggregate.ASSESSMENT, "unit_id", self.key, page)

    @computed
    async def certificates(
        self, info: Info, first: FirstArgument, after: AfterArgument = None
    ) -> Connection[Annotated["Certificate", strawberry.lazy("schema.certificates")]] | None:
        """The versions of its certificate, newest first; null for those who may not read them."""
        if not scope_of(info.context.viewer, Aggregate.CERTIFICATE).covers(self.owner_key):
            return None
        page = requested(first, after, _NEWEST)
        return await info.context.lists.lives_of(Aggregate.CERTIFICATE, "unit_id", self.key, page)

    @computed
    def stop(self, info: Info) -> UnitStop | None:
        """How its service was stopped (II.2.2.d); null while it runs, and for the public, who sees `state`."""
        known = scope_of(info.context.viewer, Aggregate.UNIT).covers(self.owner_key)
        return self.private_stop if known else None

    @computed
    async def document(self, info: Info) -> Annotated["Document", strawberry.lazy("schema.documents")] | None:
        """The letter of reinstatement that waits for the Deputy, or that he signed last; null where there is none."""
        return None if self.document_key is None else await info.context.loaders.document(self.document_key)

    @computed
    async def documents(
        self, info: Info, first: FirstArgument, after: AfterArgument = None
    ) -> Connection[Annotated["Document", strawberry.lazy("schema.documents")]]:
        """The papers of its data, stop and reinstatement that the viewer may read, oldest first."""
        return await info.context.lists.documents_of(self.key, requested(first, after, Order(field="_id")))

    @computed
    async def managed_systems(
        self, info: Info, first: FirstArgument, after: AfterArgument = None
    ) -> Connection[Annotated["ManagedSystem", strawberry.lazy("schema.managed_systems")]] | None:
        """The systems that it manages (I.p1, I.p2), newest first; null for those who may not read them."""
        if not scope_of(info.context.viewer, Aggregate.MANAGED_SYSTEM).covers(self.owner_key):
            return None
        page = requested(first, after, _NEWEST)
        return await info.context.lists.lives_of(Aggregate.MANAGED_SYSTEM, "unit_id", self.key, page)

    @computed
    async def user_figures(
        self, info: Info, first: FirstArgument, after: AfterArgument = None
    ) -> Connection[Annotated["UserFigures", strawberry.lazy("schema.managed_systems")]] | None:
        """Its users registered and verified (I.p2), the newest period first; null for those who may not read them."""
        if not scope_of(info.context.viewer, Aggregate.USER_FIGURES).covers(self.owner_key):
            return None
        page = requested(first, after, Order(field="period", descending=True))
        return await info.context.lists.lives_of(Aggregate.USER_FIGURES, "unit_id", self.key, page)

    @computed
    async def sanction_cases(
        self, info: Info, first: FirstArgument, after: AfterArgument = None
    ) -> Connection[Annotated["SanctionCase", strawberry.lazy("schema.sanction_cases")]] | None:
        """Its sanction cases (II.2.2), newest first; null for those who may not read them."""
        if not scope_of(info.context.viewer, Aggregate.CASE).covers(self.owner_key):
            return None
        page = requested(first, after, _NEWEST)
        return await info.context.lists.lives_of(Aggregate.CASE, "unit_id", self.key, page)

    @computed
    async def surveillances(
        self, info: Info, first: FirstArgument, after: AfterArgument = None
    ) -> Connection[Annotated["Surveillance", strawberry.lazy("schema.surveillances")]] | None:
        """Its surveillances (II.2.1.f), newest first; null for those who may not read them."""
        if not scope_of(info.context.viewer, Aggregate.SURVEILLANCE).covers(self.owner_key):
            return None
        page = requested(first, after, _NEWEST)
        return await info.context.lists.lives_of(Aggregate.SURVEILLANCE, "unit_id", self.key, page)

    @computed
    async def mentorings(
        self, info: Info, first: FirstArgument, after: AfterArgument = None
    ) -> Connection[Annotated["Mentoring", strawberry.lazy("schema.guidance")]] | None:
        """Its mentorings (II.2.1.d), newest first; null for those who may not read them."""
        if not scope_of(info.context.viewer, Aggregate.MENTORING).covers(self.owner_key):
            return None
        page = requested(first, after, _NEWEST)
        return await info.context.lists.lives_of(Aggregate.MENTORING, "unit_id", self.key, page)

    @computed
    async def consultations(
        self, info: Info, first: FirstArgument, after: AfterArgument = None
    ) -> Connection[Annotated["Consultation", strawberry.lazy("schema.guidance")]] | None:
        """Its consultations (II.2.1.d), newest first; null for those who may not read them."""
        if not scope_of(info.context.viewer, Aggregate.CONSULTATION).covers(self.owner_key):
            return None
        page = requested(first, after, _NEWEST)
        return await info.context.lists.lives_of(Aggregate.CONSULTATION, "unit_id", self.key, page)

    @computed
    async def objections(
        self, info: Info, first: FirstArgument, after: AfterArgument = None
    ) -> Connection[Annotated["Objection", strawberry.lazy("schema.objections")]] | None:
        """Its objections against sanctions (II.2.3), newest first; null for those who may not read them."""
        if not scope_of(info.context.viewer, Aggregate.OBJECTION).covers(self.owner_key):
            return None
        page = requested(first, after, _NEWEST)
        return await info.context.lists.lives_of(Aggregate.OBJECTION, "unit_id", self.key, page)

    @computed
    async def reassessments(
        self, info: Info, first: FirstArgument, after: AfterArgument = None
    ) -> Connection[Annotated["Reassessment", strawberry.lazy("schema.reassessments")]] | None:
        """Its re-assessments (II.2.2.c), newest first; null for those who may not read them."""
        if not scope_of(info.context.viewer, Aggregate.REASSESSMENT).covers(self.owner_key):
            return None
        page = requested(first, after, _NEWEST)
        return await info.context.lists.lives_of(Aggregate.REASSESSMENT, "unit_id", self.key, page)

    @computed
    async def personnel(
        self, info: Info, first: FirstArgument, after: AfterArgument = None
    ) -> Connection[Annotated["PersonnelFile", strawberry.lazy("schema.personnel_files")]] | None:
        """Its people with their positions and competencies (II.2.1.c.2), newest first; null for those who may not read
        them.
        """
        if not scope_of(info.context.viewer, Aggregate.PERSONNEL_FILE).covers(self.owner_key):
            return None
        page = requested(first, after, _NEWEST)
        return await info.context.lists.lives_of(Aggregate.PERSONNEL_FILE, "unit_id", self.key, page)

    @computed
    async def capacity_plans(
        self, info: Info, first: FirstArgument, after: AfterArgument = None
    ) -> Connection[Annotated["CapacityPlan", strawberry.lazy("schema.capacity_plans")]] | None:
        """Its plans of capacity building (II.2.1.c.2), newest first; null for those who may not read them."""
        if not scope_of(info.context.viewer, Aggregate.CAPACITY_PLAN).covers(self.owner_key):
            return None
        page = requested(first, after, _NEWEST)
        return await info.context.lists.lives_of(Aggregate.CAPACITY_PLAN, "unit_id", self.key, page)

    @computed
    async def sla_state(self, info: Info) -> SlaState | None:
        """The state of its present service-level agreement; null where it has none. Who may not read the agreement is told
        neither of one that is being agreed nor of a breach that is reported and not confirmed.
        """
        state = await info.context.loaders.sla_state(self.key)
        if state is None or scope_of(info.context.viewer, Aggregate.SLA).covers(self.owner_key):
            return state
        return told_of_sla(state)


def _stop(row: Row) -> UnitStop | None:
    stop = row.row_or_none("stop")
    return None if stop is None else UnitStop.of(stop, row.row_or_none("takeover"), row.row_or_none("carried_out"))


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
