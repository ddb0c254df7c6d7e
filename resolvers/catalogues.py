"""The standards and the versions of their criteria (II.2.1.b.1): public to read, drafted and published by LKPP."""

from typing import Annotated

import strawberry

from domain.aggregates import Aggregate
from persistence.queries.lives import lives
from persistence.queries.standards import published_catalogues
from resolvers.acting import Info, begun, on_life
from resolvers.configuration import OnArgument
from resolvers.lists import listed
from schema import catalogues as acts
from schema import refusals
from schema.catalogues import StandardsCatalogue
from schema.connections import AfterArgument, Connection, FirstArgument, requested
from schema.described import InputArgument, OrderArgument, object_type, root
from schema.lives import LifeOrder
from schema.permissions import Public, ReadsCatalogues, SignedIn, scope_of
from schema.standards import Standard, found_by, version_on

SearchArgument = Annotated[
    str | None,
    strawberry.argument(
        description="Only those of which a name, a name of 2014 or a criterion holds all of these words; by name first."
    ),
]


@object_type
class CatalogueQueries:
    """What is read of the standards."""

    @root(Public)
    async def standards(self, info: Info, search: SearchArgument = None) -> list[Standard]:
        """The 17 standards with the criteria in force today (II.2.1.b.1)."""
        found = await info.context.loaders.standards()
        return found if search is None else found_by(found, search)

    @root(Public)
    async def standards_catalogue(self, info: Info, on: OnArgument = None) -> StandardsCatalogue | None:
        """The version of the criteria in force on a day (II.2.1.b.1)."""
        versions = await info.context.reads.all(published_catalogues())
        found = version_on(sorted(versions, key=lambda row: row.day("valid_from")), on or info.context.today)
        return None if found is None else StandardsCatalogue.of(found)

    @root(SignedIn, ReadsCatalogues)
    async def catalogues(
        self,
        info: Info,
        first: FirstArgument,
        after: AfterArgument = None,
        order: OrderArgument[LifeOrder] = None,
    ) -> Connection[StandardsCatalogue]:
        """Every version of the criteria, drafts among them, last changed first unless told otherwise; for LKPP."""
        page = requested(first, after, (order or LifeOrder()).order())
        which = lives(Aggregate.CATALOGUE, scope=scope_of(info.context.viewer, Aggregate.CATALOGUE))
        return await listed(info.context.reads, which, page, StandardsCatalogue.of)


@object_type
class CatalogueMutations:
    """What can be done with the versions of the criteria."""

    @root(SignedIn, graphql_type=acts.DraftCataloguePayload)
    async def draft_catalogue(
        self, info: Info, act: InputArgument[acts.DraftCatalogueInput]
    ) -> acts.DraftCatalogueSuccess | refusals.Refusal:
        """Drafts a new version from the one in force (II.2.1.b.1); the 17 standards themselves are the decree's."""
        return await begun(info, acts.DraftCatalogueSuccess, Aggregate.CATALOGUE, "draft", act)

    @root(SignedIn, graphql_type=acts.ReviseCataloguePayload)
    async def revise_catalogue(
        self, info: Info, act: InputArgument[acts.ReviseCatalogueInput]
    ) -> acts.ReviseCatalogueSuccess | refusals.Refusal:
        """Revises a draft (II.2.1.b.1)."""
        return await on_life(info, acts.ReviseCatalogueSuccess, Aggregate.CATALOGUE, "revise", act)

    @root(SignedIn, graphql_type=acts.PublishCataloguePayload)
    async def publish_catalogue(
        self, info: Info, act: InputArgument[acts.PublishCatalogueInput]
    ) -> acts.PublishCatalogueSuccess | refusals.Refusal:
        """Publishes a draft as LKPP's standards from its first day (II.2.1.b.1)."""
        return await on_life(info, acts.PublishCatalogueSuccess, Aggregate.CATALOGUE, "publish", act)

    @root(SignedIn, graphql_type=acts.DiscardCataloguePayload)
    async def discard_catalogue(
        self, info: Info, act: InputArgument[acts.DiscardCatalogueInput]
    ) -> acts.DiscardCatalogueSuccess | refusals.Refusal:
        """Discards a draft (house rule)."""
        return await on_life(info, acts.DiscardCatalogueSuccess, Aggregate.CATALOGUE, "discard", act)
