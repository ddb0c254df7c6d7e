"""The signing desk of the viewer: one page of it, and its counts."""

from typing import Annotated, TypeAlias

import strawberry

from domain.aggregates import Aggregate
from domain.documents import DRAFTERS
from domain.officials import kinds_of_signer
from domain.roles import Role
from domain.signing_batches import BatchProgress
from persistence.queries import desk
from persistence.queries.configuration import terms_of_office
from persistence.queries.personnel import present_in_lkpp
from persistence.queries.reading import Selection
from resolvers.acting import Info
from resolvers.lists import listed
from resolvers.refusals import answered
from schema.connections import AfterArgument, Connection, FirstArgument, requested
from schema.described import FilterArgument, OrderArgument, object_type, root
from schema.desk import DeskCount, DeskFilter, DeskItem, DeskOrder
from schema.officials import Official
from schema.permissions import ReadsDocuments, SignedIn, scope_of, subjects_of
from schema.signing_batches import SigningBatch

KeyArgument: TypeAlias = Annotated[str, strawberry.argument(description="The `idempotencyKey` of `signDocuments`.")]


@object_type
class DeskQueries:
    """What waits for the viewer."""

    @root(SignedIn, ReadsDocuments)
    async def signing_desk(
        self,
        info: Info,
        first: FirstArgument,
        after: AfterArgument = None,
        where: FilterArgument[DeskFilter] = None,
        order: OrderArgument[DeskOrder] = None,
    ) -> Connection[DeskItem]:
        """The papers that wait for the viewer's signature or initials, or were returned to him (house rule); the oldest
        first unless told otherwise.
        """
        page = requested(first, after, (order or DeskOrder()).order())
        return await listed(info.context.reads, await _selection(info, where), page, DeskItem.of)

    @root(SignedIn)
    async def signing_batch(self, info: Info, idempotency_key: KeyArgument) -> SigningBatch | None:
        """How far the viewer's batch of that key is (`signDocuments`); null where he has none (house rule)."""
        batches, viewer = info.context.use_cases.signing_batches, info.context.viewer
        found = await answered(lambda: batches.progress(actor=viewer, key=idempotency_key))
        return SigningBatch.of(found) if isinstance(found, BatchProgress) else None

    @root(SignedIn, ReadsDocuments)
    async def signing_desk_counts(self, info: Info, where: FilterArgument[DeskFilter] = None) -> list[DeskCount]:
        """How many papers wait for the viewer, by what they want of him and by kind (house rule)."""
        pipeline = desk.counts(await _selection(info, where), info.context.today)
        return [DeskCount.of(row) for row in await info.context.reads.gathered(desk.COLLECTION, pipeline)]


async def _selection(info: Info, where: DeskFilter | None) -> Selection:
    viewer, today = info.context.viewer, info.context.today
    terms = [Official.of(row).entry for row in await info.context.reads.all(terms_of_office())]
    question = (where or DeskFilter()).question(
        viewer, today, may_sign=kinds_of_signer(viewer.id, terms, today), drafters=await _drafters(info)
    )
    return desk.desk(question, scope=scope_of(viewer, Aggregate.DOCUMENT), subjects=subjects_of(viewer))


async def _drafters(info: Info) -> frozenset[str]:
    """Who submits again what he drafted: asked for the administrator's desk alone, where the papers of all others lie."""
    if not info.context.viewer.has(Role.ADMIN):
        return frozenset()
    return frozenset(row.id for row in await info.context.reads.all(present_in_lkpp(DRAFTERS)))
