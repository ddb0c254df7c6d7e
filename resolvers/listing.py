"""Root queries of lists: one page each, filtered and ordered, within what the viewer may read."""

from resolvers.acting import Info
from resolvers.lists import listed
from schema.applications import Application, ApplicationFilter, ApplicationOrder
from schema.connections import AfterArgument, Connection, FirstArgument, requested
from schema.described import FilterArgument, OrderArgument, object_type, root
from schema.documents import Document, DocumentFilter, DocumentOrder
from schema.institutions import Institution, InstitutionFilter, InstitutionOrder
from schema.outbox import OutboxEntry, OutboxFilter, OutboxOrder
from schema.permissions import (
    Administers,
    KnowsPeople,
    Public,
    ReadsApplications,
    ReadsDocuments,
    ReadsSlas,
    SignedIn,
)
from schema.personnel import Person, PersonFilter, PersonOrder
from schema.slas import Sla, SlaFilter, SlaOrder
from schema.units import Unit, UnitFilter, UnitOrder


@object_type
class ListQueries:
    """What is read in pages."""

    @root(Public)
    async def institutions(
        self,
        info: Info,
        first: FirstArgument,
        after: AfterArgument = None,
        where: FilterArgument[InstitutionFilter] = None,
        order: OrderArgument[InstitutionOrder] = None,
    ) -> Connection[Institution]:
        """The register of institutions (K/L/Pemda), by name unless told otherwise."""
        page = requested(first, after, (order or InstitutionOrder()).order())
        which = (where or InstitutionFilter()).selection()
        return await listed(info.context.reads, which, page, Institution.of)

    @root(Public)
    async def units(
        self,
        info: Info,
        first: FirstArgument,
        after: AfterArgument = None,
        where: FilterArgument[UnitFilter] = None,
        order: OrderArgument[UnitOrder] = None,
    ) -> Connection[Unit]:
        """The register of units (pengelola LPSE), by name unless told otherwise."""
        page = requested(first, after, (order or UnitOrder()).order())
        which = (where or UnitFilter()).selection(info.context.viewer, info.context.today)
        return await listed(info.context.reads, which, page, Unit.of)

    @root(SignedIn, ReadsApplications)
    async def applications(
        self,
        info: Info,
        first: FirstArgument,
        after: AfterArgument = None,
        where: FilterArgument[ApplicationFilter] = None,
        order: OrderArgument[ApplicationOrder] = None,
    ) -> Connection[Application]:
        """Applications (II.2.1.a.1), last changed first unless told otherwise; an institution sees its own."""
        page = requested(first, after, (order or ApplicationOrder()).order())
        which = (where or ApplicationFilter()).selection(info.context.viewer, info.context.today)
        return await listed(info.context.reads, which, page, Application.of)

    @root(SignedIn, ReadsSlas)
    async def slas(
        self,
        info: Info,
        first: FirstArgument,
        after: AfterArgument = None,
        where: FilterArgument[SlaFilter] = None,
        order: OrderArgument[SlaOrder] = None,
    ) -> Connection[Sla]:
        """Service-level agreements (II.2.1.a.3), last changed first unless told otherwise; an institution sees its own."""
        page = requested(first, after, (order or SlaOrder()).order())
        which = (where or SlaFilter()).selection(info.context.viewer, info.context.today)
        return await listed(info.context.reads, which, page, Sla.of)

    @root(SignedIn, ReadsDocuments)
    async def documents(
        self,
        info: Info,
        first: FirstArgument,
        after: AfterArgument = None,
        where: FilterArgument[DocumentFilter] = None,
        order: OrderArgument[DocumentOrder] = None,
    ) -> Connection[Document]:
        """Papers, last changed first unless told otherwise; an institution sees those that concern it."""
        page = requested(first, after, (order or DocumentOrder()).order())
        which = (where or DocumentFilter()).selection(info.context.viewer, info.context.today)
        return await listed(info.context.reads, which, page, Document.of)

    @root(SignedIn, KnowsPeople)
    async def people(
        self,
        info: Info,
        first: FirstArgument,
        after: AfterArgument = None,
        where: FilterArgument[PersonFilter] = None,
        order: OrderArgument[PersonOrder] = None,
    ) -> Connection[Person]:
        """People by name: for LKPP all, for an institution its own and those of LKPP."""
        page = requested(first, after, (order or PersonOrder()).order())
        which = (where or PersonFilter()).selection(info.context.viewer)
        return await listed(info.context.reads, which, page, Person.of)

    @root(SignedIn, Administers)
    async def outbox(
        self,
        info: Info,
        first: FirstArgument,
        after: AfterArgument = None,
        where: FilterArgument[OutboxFilter] = None,
        order: OrderArgument[OutboxOrder] = None,
    ) -> Connection[OutboxEntry]:
        """Work that acts ordered and that is not done: waiting, being done, or dead with its error."""
        page = requested(first, after, (order or OutboxOrder()).order())
        which = (where or OutboxFilter()).selection()
        return await listed(info.context.reads, which, page, OutboxEntry.of)
