"""Pages of lists: those at the root, and those that hang on another thing, read together for all parents of a request."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar

from strawberry.dataloader import DataLoader

from domain.aggregates import Aggregate
from domain.reading import internal_verbs, log_actor
from domain.roles import Actor
from persistence.queries.applications import applications
from persistence.queries.documents import documents
from persistence.queries.events import events
from persistence.queries.lives import lives
from persistence.queries.reading import Page, Reads, Selection
from persistence.queries.rows import Row
from persistence.queries.slas import slas
from persistence.queries.units import units
from resolvers.lives import SHAPES
from schema.applications import Application
from schema.connections import Connection, PageRequest, connection
from schema.documents import Document
from schema.events import Event
from schema.permissions import scope_of, subjects_of
from schema.slas import Sla
from schema.units import Unit

N = TypeVar("N")


async def listed(reads: Reads, selection: Selection, request: PageRequest, shape: Callable[[Row], N]) -> Connection[N]:
    """One page of a selection, in one command."""
    return _connection(await reads.page(selection, request.window), reads, selection, request, shape)


def _connection(
    page: Page, reads: Reads, selection: Selection, request: PageRequest, shape: Callable[[Row], N]
) -> Connection[N]:
    field = request.window.sort
    rows = [(shape(row), row.sort_value(field), row.id) for row in page.rows]
    return connection(rows, request=request, more=page.more, counter=lambda: reads.count(selection))


@dataclass(frozen=True)
class Children(Generic[N]):
    """What hangs on a parent: the selection, the field that names the parent, and the type."""

    selection: Selection
    parent: str
    shape: Callable[[Row], N]


class ChildLists(Generic[N]):
    """The pages of one kind of children. First pages of the same size are read for all parents in one command."""

    def __init__(self, reads: Reads, children: Children[N]) -> None:
        self._reads = reads
        self._children = children
        self._loader: DataLoader[tuple[str, PageRequest], Page] = DataLoader(load_fn=self._first_pages)

    async def page(self, parent_key: str, request: PageRequest) -> Connection[N]:
        """The page of one parent."""
        mine = _narrowed(self._children.selection, {self._children.parent: parent_key})
        if request.is_first:
            page = await self._loader.load((parent_key, request))
        else:
            page = await self._reads.page(mine, request.window)
        return _connection(page, self._reads, mine, request, self._children.shape)

    def forget(self) -> None:
        """Reads anew from now on: after an act."""
        self._loader.clear_all()

    async def _first_pages(self, keys: list[tuple[str, PageRequest]]) -> list[Page]:
        found: dict[tuple[str, PageRequest], Page] = {}
        for request in dict.fromkeys(request for _parent, request in keys):
            parents = [parent for parent, asked in keys if asked == request]
            pages = await self._reads.first_of_each(
                self._children.selection, request.window, parent=self._children.parent, parents=parents
            )
            found |= {(parent, request): page for parent, page in pages.items()}
        return [found.get(key, Page()) for key in keys]


def _narrowed(selection: Selection, condition: dict[str, Any]) -> Selection:
    return replace(selection, conditions=(*selection.conditions, condition))


class RequestLists:
    """Fulfils `schema.context.Lists`."""

    def __init__(self, reads: Reads, viewer: Actor) -> None:
        papers = documents(scope=scope_of(viewer, Aggregate.DOCUMENT), subjects=subjects_of(viewer))
        asked = applications(scope=scope_of(viewer, Aggregate.APPLICATION))
        agreed = slas(scope=scope_of(viewer, Aggregate.SLA))
        self._units = ChildLists(
            reads, Children(units(scope=scope_of(viewer, Aggregate.UNIT)), "institution_id", Unit.of)
        )
        self._applications = ChildLists(reads, Children(asked, "institution_id", Application.of))
        self._slas = ChildLists(reads, Children(agreed, "unit_id", Sla.of))
        self._documents = ChildLists(reads, Children(papers, "subject_id", Document.of))
        self._reads, self._viewer = reads, viewer
        self._lives: dict[tuple[Aggregate, str], ChildLists[Any]] = {}
        self._histories = {aggregate: ChildLists(reads, _history(viewer, aggregate)) for aggregate in Aggregate}

    async def units_of(self, institution_key: str, page: PageRequest) -> Connection[Unit]:
        """As the protocol says."""
        return await self._units.page(institution_key, page)

    async def applications_of(self, institution_key: str, page: PageRequest) -> Connection[Application]:
        """As the protocol says."""
        return await self._applications.page(institution_key, page)

    async def slas_of(self, unit_key: str, page: PageRequest) -> Connection[Sla]:
        """As the protocol says."""
        return await self._slas.page(unit_key, page)

    async def documents_of(self, subject_key: str, page: PageRequest) -> Connection[Document]:
        """As the protocol says."""
        return await self._documents.page(subject_key, page)

    async def lives_of(self, aggregate: Aggregate, parent: str, parent_key: str, page: PageRequest) -> Connection[Any]:
        """As the protocol says."""
        if (aggregate, parent) not in self._lives:
            mine = lives(aggregate, scope=scope_of(self._viewer, aggregate))
            self._lives[aggregate, parent] = ChildLists(self._reads, Children(mine, parent, SHAPES[aggregate]))
        return await self._lives[aggregate, parent].page(parent_key, page)

    async def history_of(self, aggregate: Aggregate, key: str, page: PageRequest) -> Connection[Event]:
        """As the protocol says."""
        return await self._histories[aggregate].page(key, page)

    def forget(self) -> None:
        """Reads everything that an act can have changed anew from now on."""
        self._units.forget()
        self._applications.forget()
        self._slas.forget()
        self._documents.forget()
        for kept in (*self._histories.values(), *self._lives.values()):
            kept.forget()


def _history(viewer: Actor, aggregate: Aggregate) -> Children[Event]:
    """As `domain.reading.may_read_act` says, so that the pages and their count tell of no further act."""
    reads_log, actor_id = log_actor(viewer)
    mine = events(
        aggregate=aggregate.value,
        record_ids=None if reads_log else [],
        actor_id=actor_id,
        withheld=internal_verbs(viewer, aggregate),
    )
    return Children(mine, "record_id", Event.of)
