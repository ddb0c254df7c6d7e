"""Service-level agreements (II.2.1.a.3) as clients see them: LKPP's readers, and the institution its own."""

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, ClassVar

import strawberry

from domain.aggregates import Aggregate
from domain.roles import Actor
from domain.terms import last_day_of_term
from persistence.queries.reading import Selection
from persistence.queries.rows import Row
from persistence.queries.slas import slas
from schema.applications import Application
from schema.connections import AfterArgument, Connection, FirstArgument, Order, OrderDirection, requested
from schema.context import Info
from schema.described import attribute, computed, enumeration, input_type, object_type
from schema.enums import ProviderForm, Side, SlaState
from schema.institutions import Institution
from schema.lives import Life
from schema.nodes import key_or_nothing
from schema.permissions import scope_of
from schema.personnel import Person
from schema.scalars import Sha256
from schema.sla_breaches import SlaBreach
from schema.units import Unit

if TYPE_CHECKING:
    from schema.documents import Document

_OLDEST = Order(field="_id")


@object_type
class ArticleItem:
    """One lettered or numbered line under a clause of the agreement."""

    label: str = attribute("How it is counted, such as a.")
    text: str = attribute("Its words.")


@object_type
class ArticleClause:
    """One clause (ayat) of an article."""

    label: str = attribute("How it is counted, such as (1); empty where the article has a single clause.")
    text: str = attribute("Its words.")
    items: list[ArticleItem] = attribute("The lines under it.")


@object_type
class Article:
    """One article (pasal) of the agreement, in Indonesian, as it will be printed."""

    number: int = attribute("Its number.")
    heading: str = attribute("Its heading.")
    clauses: list[ArticleClause] = attribute("Its clauses.")

    @classmethod
    def of(cls, row: Row) -> "Article":
        """The article as clients see it."""
        clauses = [
            ArticleClause(
                label=clause.text("label"),
                text=clause.text("text"),
                items=[ArticleItem(label=item.text("label"), text=item.text("text")) for item in clause.rows("items")],
            )
            for clause in row.rows("clauses")
        ]
        return cls(number=row.whole("number"), heading=row.text("heading"), clauses=clauses)


@object_type
class Signatory:
    """Who is to sign for one party."""

    person_key: strawberry.Private[str]
    side: Side = attribute("The party.")

    @computed
    async def person(self, info: Info) -> Person | None:
        """The person."""
        return await info.context.loaders.person(self.person_key)


@object_type
class Sla(Life):
    """A service-level agreement between an institution and LKPP (kesepakatan tingkat layanan, II.2.1.a.3)."""

    aggregate: ClassVar[Aggregate] = Aggregate.SLA

    row: strawberry.Private[Row]
    state: SlaState = attribute("Where it stands.")
    form: ProviderForm = attribute("The form of the service (II.2.1.a).")
    digest: Sha256 | None = attribute("SHA-256 of the canonical clauses: what `agreeSla` agrees to. Null before terms.")
    agreed_sides: list[Side] = attribute("The parties that have agreed to the clauses of this digest.")
    validity_months: int | None = attribute("For how many months it holds; null means until ended.")
    in_force_since: date | None = attribute("The legal date on which it came into force (II.2.1.a.3).")
    expires_on: date | None = attribute("Its last day, where it has a term; null before it is in force.")
    reason: str | None = attribute("The reason of the last act that gave one.")
    breach: SlaBreach | None = attribute("The breach that was reported last (II.2.2.d); null where none was.")

    @classmethod
    def of(cls, row: Row) -> "Sla":
        """The agreement as clients see it."""
        digest, breach = row.text_or_none("digest"), row.row_or_none("breach")
        return cls(
            key=row.id,
            row=row,
            owner_key=row.text("institution_id"),
            version=row.whole("version"),
            created_at=row.moment("created_at"),
            updated_at=row.moment("updated_at"),
            state=SlaState(row.text("state")),
            form=ProviderForm(row.text("form")),
            digest=None if digest is None else Sha256(digest),
            agreed_sides=[Side(side) for side in row.texts("agreed_by")],
            validity_months=row.whole_or_none("validity_months"),
            in_force_since=row.day_or_none("in_force_since"),
            expires_on=row.day_or_none("expires_on"),
            reason=row.text_or_none("reason"),
            breach=None if breach is None else SlaBreach.of(breach),
        )

    @computed
    async def application(self, info: Info) -> Application | None:
        """The application from which it came; null for those who may not read it."""
        return await info.context.loaders.application(self.row.text("application_id"))

    @computed
    async def institution(self, info: Info) -> Institution | None:
        """The institution that is a party."""
        return await info.context.loaders.institution(self.owner_key)

    @computed
    async def unit(self, info: Info) -> Unit | None:
        """The unit whose service it covers."""
        return await info.context.loaders.unit(self.row.text("unit_id"))

    @computed
    async def renews(self, info: Info) -> "Sla | None":
        """The agreement that this one renews, or amends by other contents; null for a first one."""
        key = self.row.text_or_none("renews_id")
        return None if key is None else await info.context.loaders.sla(key)

    @computed
    async def renewal(self, info: Info) -> "Sla | None":
        """The agreement that was begun last to renew or amend this one; null where none was."""
        key = self.row.text_or_none("renewal_id")
        return None if key is None else await info.context.loaders.sla(key)

    @computed
    async def articles(self, info: Info) -> list[Article]:
        """The clauses that the parties agree on; empty before terms are proposed."""
        return await info.context.loaders.articles(self.key)

    @computed
    def concept_path(self, info: Info) -> str | None:
        """Where the proposed clauses are served as a PDF marked KONSEP, to be read before agreeing. Null before terms."""
        return None if self.digest is None else f"{info.context.public_url}/slas/{self.key}/concept"

    @computed
    def signatories(self) -> list[Signatory]:
        """Who is to sign for each party."""
        pairs = self.row.row("signatories").pairs()
        return [Signatory(person_key=person, side=Side(side)) for side, person in sorted(pairs)]

    @computed
    async def document(self, info: Info) -> Annotated["Document", strawberry.lazy("schema.documents")] | None:
        """Its present paper; null until both parties have agreed."""
        key = self.row.text_or_none("document_id")
        return None if key is None else await info.context.loaders.document(key)

    @computed
    async def documents(
        self, info: Info, first: FirstArgument, after: AfterArgument = None
    ) -> Connection[Annotated["Document", strawberry.lazy("schema.documents")]]:
        """All its papers, void ones too, oldest first."""
        return await info.context.lists.documents_of(self.key, requested(first, after, _OLDEST))


class SlaOrderField(StrEnum):
    """By what SLAs are sorted."""

    UPDATED_AT = "UPDATED_AT"
    CREATED_AT = "CREATED_AT"


enumeration(
    SlaOrderField,
    "By what SLAs are sorted.",
    UPDATED_AT="By their last change.",
    CREATED_AT="By when they were begun.",
)


@input_type
class SlaOrder:
    """The order of a list of SLAs."""

    field: SlaOrderField = attribute("By what.", default=SlaOrderField.UPDATED_AT)
    direction: OrderDirection = attribute("In which direction.", default=OrderDirection.DESC)

    def order(self) -> Order:
        """The order of the rows."""
        return Order(field=self.field.value.lower(), descending=self.direction is OrderDirection.DESC)


@input_type
class SlaFilter:
    """Which SLAs; what is left out or null does not restrict."""

    states: list[SlaState] | None = attribute("In these states.", default=None)
    institution: strawberry.ID | None = attribute("Of this institution.", default=None)
    ending_within_months: int | None = attribute(
        "Only those in force whose last day comes within so many months, 1 to 120: so that nobody is surprised.",
        default=None,
    )

    def selection(self, viewer: Actor, today: date) -> Selection:
        """The rows, of those that the viewer may read."""
        months = self.ending_within_months
        return slas(
            scope=scope_of(viewer, Aggregate.SLA),
            states=self.states or (),
            institution_id=key_or_nothing(self.institution, "Institution"),
            ending=None if months is None else (today, last_day_of_term(today, max(1, min(months, 120)))),
        )
