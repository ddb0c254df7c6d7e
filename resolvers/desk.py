"""The signing desk of the viewer: one page of it, and its counts."""

from domain.tables import Aggregate
from persistence.queries import desk
from persistence.queries.reading import Selection
from resolvers.acting import Info
from resolvers.lists import listed
from schema.connections import AfterArgument, Connection, FirstArgument, requested
from schema.described import FilterArgument, OrderArgument, object_type, root
from schema.desk import DeskCount, DeskFilter, DeskItem, DeskOrder
from schema.permissions import ReadsDocuments, SignedIn, scope_of, subjects_of


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
        return await listed(info.context.reads, _selection(info, where), page, DeskItem.of)

    @root(SignedIn, ReadsDocuments)
    async def signing_desk_counts(self, info: Info, where: FilterArgument[DeskFilter] = None) -> list[DeskCount]:
        """How many papers wait for the viewer, by what they want of him and by kind (house rule)."""
        pipeline = desk.counts(_selection(info, where), info.context.today)
        return [DeskCount.of(row) for row in await info.context.reads.gathered(desk.COLLECTION, pipeline)]


def _selection(info: Info, where: DeskFilter | None) -> Selection:
    viewer = info.context.viewer
    question = (where or DeskFilter()).question(viewer, info.context.today)
    return desk.desk(question, scope=scope_of(viewer, Aggregate.DOCUMENT), subjects=subjects_of(viewer))
