"""Applications (permohonan) as clients see them: LKPP's readers, and the institution its own."""

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, ClassVar

import strawberry

from domain.aggregates import Aggregate
from domain.application_acts import ATTACHMENT_LABELS
from domain.application_rules import required_attachments
from domain.roles import Actor
from persistence.queries.applications import applications
from persistence.queries.reading import Selection
from persistence.queries.rows import Row
from schema.connections import AfterArgument, Connection, FirstArgument, Order, OrderDirection, requested
from schema.context import Info, loaded
from schema.described import attribute, computed, enumeration, input_type, object_type
from schema.enums import ApplicationState, AttachmentKind, ManagementPattern, ProviderForm, Role, UnitForm
from schema.evidence import Evidence
from schema.institutions import Institution
from schema.languages import Language, LanguageArgument
from schema.lives import Life
from schema.nodes import key_or_nothing
from schema.permissions import scope_of
from schema.personnel import Person
from schema.units import Unit

if TYPE_CHECKING:
    from schema.documents import Document
    from schema.slas import Sla

_OLDEST = Order(field="_id")


@object_type
class Attachment:
    """One attachment of an application."""

    evidence_key: strawberry.Private[str]
    kind: AttachmentKind = attribute("What it is.")

    @computed
    def label(self, language: LanguageArgument = Language.ID) -> str:
        """What it is, in words."""
        return language.choose(*ATTACHMENT_LABELS[self.kind])

    @computed
    async def evidence(self, info: Info) -> Evidence | None:
        """The file."""
        return await info.context.loaders.evidence(self.evidence_key)


@object_type
class ReviewItem:
    """What the reviewer found of one attachment (II.2.1.a.2)."""

    kind: AttachmentKind = attribute("The attachment.")
    complete: bool = attribute("Whether it is complete.")
    reason: str = attribute("Why it is not; empty where it is.")


@object_type
class CompletionAnswer:
    """The applicant's answer to one item of a completion request."""

    kind: AttachmentKind = attribute("The item.")
    text: str = attribute("The answer.")


@object_type
class Acceptance:
    """One side's acceptance of the installation (II.2.1.a.4)."""

    person_key: strawberry.Private[str]
    role: Role = attribute("For which side.")

    @computed
    async def person(self, info: Info) -> Person | None:
        """Who accepted."""
        return await info.context.loaders.person(self.person_key)


@object_type
class Application(Life):
    """An institution's application to have its unit run the service (permohonan, II.2.1.a.1)."""

    aggregate: ClassVar[Aggregate] = Aggregate.APPLICATION

    row: strawberry.Private[Row]
    state: ApplicationState = attribute("Where it stands.")
    form: ProviderForm = attribute("The form applied for (II.2.1.a).")
    unit_form: UnitForm = attribute("Whether the unit stands in the UKPBJ (I.p2).")
    management_pattern: ManagementPattern = attribute("Whose infrastructure runs the applications (I.p2).")
    unit_name: str = attribute("The name of the unit.")
    letter_number: str = attribute("The number of the applicant's own letter of application (II.2.1.a.1).")
    letter_date: date = attribute("The date of that letter.")
    legal_basis_number: str = attribute("The number of the act that set the unit up.")
    legal_basis_date: date = attribute("The date of that act.")
    address: str = attribute("The unit's address.")
    email: str = attribute("The unit's address of e-mail.")
    phone: str = attribute("The unit's telephone.")
    service_hours: str = attribute("The unit's service hours.")
    submitted_on: date | None = attribute("The legal date of the last submission (II.2.1.a.1).")
    review_until: date | None = attribute(
        "The internal limit of the review, where one is configured; not from the decree. Nothing follows from its end."
    )
    returned_on: date | None = attribute("The legal date on which completion was last requested.")
    completed_on: date | None = attribute("The legal date on which it was declared complete (II.2.1.a.3).")
    installed_on: date | None = attribute(
        "The legal date on which both sides had accepted the installation (II.2.1.a.4)."
    )
    reason: str | None = attribute(
        "The reason of the last act that gave one: rejection, withdrawal, failed installation."
    )
    requested_items: list[AttachmentKind] = attribute("What the applicant has to complete or answer now.")

    @classmethod
    def of(cls, row: Row) -> "Application":
        """The application as clients see it."""
        return cls(
            key=row.id,
            row=row,
            owner_key=row.text("institution_id"),
            version=row.whole("version"),
            created_at=row.moment("created_at"),
            updated_at=row.moment("updated_at"),
            state=ApplicationState(row.text("state")),
            form=ProviderForm(row.text("form")),
            unit_form=UnitForm(row.text("unit_form")),
            management_pattern=ManagementPattern(row.text("management_pattern")),
            unit_name=row.text("unit_name"),
            letter_number=row.text("letter_number"),
            letter_date=row.day("letter_date"),
            legal_basis_number=row.text("legal_basis_number"),
            legal_basis_date=row.day("legal_basis_date"),
            address=row.text("address"),
            email=row.text("email"),
            phone=row.text("phone"),
            service_hours=row.text("service_hours"),
            submitted_on=row.day_or_none("submitted_on"),
            review_until=row.day_or_none("review_until"),
            returned_on=row.day_or_none("returned_on"),
            completed_on=row.day_or_none("completed_on"),
            installed_on=row.day_or_none("installed_on"),
            reason=row.text_or_none("reason"),
            requested_items=[AttachmentKind(kind) for kind in row.texts("requested_items")],
        )

    @computed
    async def institution(self, info: Info) -> Institution | None:
        """The institution that applies."""
        return await info.context.loaders.institution(self.owner_key)

    @computed
    async def unit(self, info: Info) -> Unit | None:
        """The unit that the application names; a new one is null until the SLA is started (II.2.1.a.3)."""
        key = self.row.text_or_none("unit_id")
        return None if key is None else await info.context.loaders.unit(key)

    @computed
    async def sla(self, info: Info) -> Annotated["Sla", strawberry.lazy("schema.slas")] | None:
        """The service-level agreement; null until it is started (II.2.1.a.3)."""
        key = self.row.text_or_none("sla_id")
        return None if key is None else await info.context.loaders.sla(key)

    @computed
    async def created_by(self, info: Info) -> Person | None:
        """Who began it."""
        return await info.context.loaders.person(self.row.text("created_by"))

    @computed
    async def submitted_by(self, info: Info) -> Person | None:
        """Who last submitted it (II.2.1.a.1)."""
        key = self.row.text_or_none("submitted_by")
        return None if key is None else await info.context.loaders.person(key)

    @computed
    async def reviewer(self, info: Info) -> Person | None:
        """The reviewer to whom it is assigned (II.2.1.a.2)."""
        key = self.row.text_or_none("reviewer_id")
        return None if key is None else await info.context.loaders.person(key)

    @computed
    async def authorised_submitters(self, info: Info) -> list[Person]:
        """Whom the head of the institution has authorised to submit it."""
        return await loaded(info.context.loaders.person, self.row.texts("authorised_submitter_ids"))

    @computed
    def required_attachments(self) -> list[AttachmentKind]:
        """The attachments that an application of this form needs (house rule)."""
        return list(required_attachments(self.form))

    @computed
    def attachments(self) -> list[Attachment]:
        """The attachments."""
        return [
            Attachment(evidence_key=each.text("evidence_id"), kind=AttachmentKind(each.text("kind")))
            for each in self.row.rows("attachments")
        ]

    @computed
    def review_items(self) -> list[ReviewItem]:
        """The reviewer's last review sheet (II.2.1.a.2)."""
        return [
            ReviewItem(
                kind=AttachmentKind(each.text("kind")),
                complete=each.flag("complete"),
                reason=each.text_or_none("reason") or "",
            )
            for each in self.row.rows("review_items")
        ]

    @computed
    def answers(self) -> list[CompletionAnswer]:
        """The applicant's answers to the last completion request."""
        return [
            CompletionAnswer(kind=AttachmentKind(each.text("kind")), text=each.text("text"))
            for each in self.row.rows("answers")
        ]

    @computed
    def acceptances(self) -> list[Acceptance]:
        """Who has accepted the installation so far (II.2.1.a.4)."""
        return [
            Acceptance(person_key=each.text("person_id"), role=Role(each.text("role")))
            for each in self.row.rows("acceptances")
        ]

    @computed
    async def documents(
        self, info: Info, first: FirstArgument, after: AfterArgument = None
    ) -> Connection[Annotated["Document", strawberry.lazy("schema.documents")]]:
        """The papers that speak of it, oldest first."""
        return await info.context.lists.documents_of(self.key, requested(first, after, _OLDEST))


class ApplicationOrderField(StrEnum):
    """By what applications are sorted."""

    UPDATED_AT = "UPDATED_AT"
    CREATED_AT = "CREATED_AT"


enumeration(
    ApplicationOrderField,
    "By what applications are sorted.",
    UPDATED_AT="By their last change.",
    CREATED_AT="By when they were begun.",
)


@input_type
class ApplicationOrder:
    """The order of a list of applications."""

    field: ApplicationOrderField = attribute("By what.", default=ApplicationOrderField.UPDATED_AT)
    direction: OrderDirection = attribute("In which direction.", default=OrderDirection.DESC)

    def order(self) -> Order:
        """The order of the rows."""
        return Order(field=self.field.value.lower(), descending=self.direction is OrderDirection.DESC)


@input_type
class ApplicationFilter:
    """Which applications; what is left out or null does not restrict."""

    states: list[ApplicationState] | None = attribute("In these states.", default=None)
    form: ProviderForm | None = attribute("For this form (II.2.1.a).", default=None)
    institution: strawberry.ID | None = attribute("Of this institution.", default=None)
    reviewer: strawberry.ID | None = attribute("Assigned to this reviewer (II.2.1.a.2).", default=None)
    overdue: bool = attribute("Only those under review whose `reviewUntil` has passed (house rule).", default=False)

    def selection(self, viewer: Actor, today: date) -> Selection:
        """The rows, of those that the viewer may read."""
        return applications(
            scope=scope_of(viewer, Aggregate.APPLICATION),
            states=self.states or (),
            institution_id=key_or_nothing(self.institution, "Institution"),
            reviewer_id=key_or_nothing(self.reviewer, "Person"),
            form=self.form,
            overdue_on=today if self.overdue else None,
        )
