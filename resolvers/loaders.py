"""Batched reads of single things for one request, each within what the viewer may read."""

from collections.abc import Awaitable, Callable
from datetime import date
from typing import Generic, TypeVar

from strawberry.dataloader import DataLoader

from domain.aggregates import Aggregate
from domain.roles import Actor
from domain.sla_acts import SlaState
from domain.slas import ACTIVE_STATES, IN_PREPARATION
from domain.standings import Subject
from persistence.queries.applications import applications
from persistence.queries.documents import documents
from persistence.queries.evidence import evidence
from persistence.queries.institutions import institutions
from persistence.queries.lives import lives
from persistence.queries.personnel import personnel
from persistence.queries.reading import EVERYTHING, Reads, Selection
from persistence.queries.rows import Row
from persistence.queries.slas import agreements, current_slas, slas
from persistence.queries.standings import things_spoken_of
from persistence.queries.units import units
from resolvers.lives import SHAPES
from resolvers.standards import StandardsToday
from schema.applications import Application
from schema.documents import Document
from schema.evidence import Evidence
from schema.institutions import Institution
from schema.lives import Life
from schema.permissions import people_scope, scope_of, subjects_of
from schema.personnel import Person
from schema.slas import Article, Sla
from schema.standards import Standard
from schema.units import Unit

T = TypeVar("T")


class ById(Generic[T]):
    """One batched read: all keys asked for in one turn of the event loop become one command."""

    def __init__(self, reads: Reads, selection: Selection, shape: Callable[[Row], T]) -> None:
        self._reads = reads
        self._selection = selection
        self._shape = shape
        self._loader: DataLoader[str, T | None] = DataLoader(load_fn=self._load)

    def load(self, key: str) -> Awaitable[T | None]:
        """The thing, or None where it is unknown or not the viewer's to read."""
        return self._loader.load(key)

    def forget(self) -> None:
        """Reads anew from now on: after an act."""
        self._loader.clear_all()

    async def _load(self, keys: list[str]) -> list[T | None]:
        found = await self._reads.by_ids(self._selection, keys)
        return [self._shape(found[key]) if key in found else None for key in keys]


class RequestLoaders:
    """Fulfils `schema.context.Loaders`."""

    def __init__(self, reads: Reads, viewer: Actor, *, today: Callable[[], date]) -> None:
        sla_scope, papers = scope_of(viewer, Aggregate.SLA), scope_of(viewer, Aggregate.DOCUMENT)
        self._reads = reads
        self._institutions = ById(reads, institutions(), Institution.of)
        self._units = ById(reads, units(scope=scope_of(viewer, Aggregate.UNIT)), Unit.of)
        self._applications = ById(reads, applications(scope=scope_of(viewer, Aggregate.APPLICATION)), Application.of)
        self._slas = ById(reads, slas(scope=sla_scope), Sla.of)
        self._articles = ById(reads, agreements(scope=sla_scope), _articles)
        self._documents = ById(reads, documents(scope=papers, subjects=subjects_of(viewer)), Document.of)
        self._evidence = ById(reads, evidence(scope=scope_of(viewer, Aggregate.EVIDENCE)), Evidence.of)
        self._people = ById(reads, personnel(scope=people_scope(viewer)), Person.of)
        self._standards = StandardsToday(reads, today)
        self._sla_scope = sla_scope
        self._current_slas: DataLoader[str, Row | None] = DataLoader(load_fn=self._load_current_slas)
        self._subjects: DataLoader[Row, Subject] = DataLoader(load_fn=self._load_subjects)
        self._lives = {kind: ById(reads, lives(kind, scope=scope_of(viewer, kind)), of) for kind, of in SHAPES.items()}

    def institution(self, key: str) -> Awaitable[Institution | None]:
        """As the protocol says."""
        return self._institutions.load(key)

    def unit(self, key: str) -> Awaitable[Unit | None]:
        """As the protocol says."""
        return self._units.load(key)

    def application(self, key: str) -> Awaitable[Application | None]:
        """As the protocol says."""
        return self._applications.load(key)

    def sla(self, key: str) -> Awaitable[Sla | None]:
        """As the protocol says."""
        return self._slas.load(key)

    async def current_sla(self, unit_key: str) -> Sla | None:
        """As the protocol says."""
        row = await self._current_slas.load(unit_key)
        return Sla.of(row) if row is not None and self._sla_scope.covers(row.text("institution_id")) else None

    async def sla_state(self, unit_key: str) -> SlaState | None:
        """As the protocol says."""
        row = await self._current_slas.load(unit_key)
        return SlaState(row.text("state")) if row is not None else None

    async def articles(self, sla_key: str) -> list[Article]:
        """As the protocol says."""
        return await self._articles.load(sla_key) or []

    def document(self, key: str) -> Awaitable[Document | None]:
        """As the protocol says."""
        return self._documents.load(key)

    def evidence(self, key: str) -> Awaitable[Evidence | None]:
        """As the protocol says."""
        return self._evidence.load(key)

    def person(self, key: str) -> Awaitable[Person | None]:
        """As the protocol says."""
        return self._people.load(key)

    def standard(self, key: str) -> Awaitable[Standard | None]:
        """As the protocol says."""
        return self._standards.one(key)

    def standards(self) -> Awaitable[list[Standard]]:
        """As the protocol says."""
        return self._standards.all()

    def standard_rows(self) -> Awaitable[list[Row]]:
        """As the protocol says."""
        return self._standards.rows()

    def life(self, aggregate: Aggregate, key: str) -> Awaitable[Life | None]:
        """As the protocol says."""
        return self._lives[aggregate].load(key)

    def subject_of(self, paper: Row) -> Awaitable[Subject]:
        """As the protocol says."""
        return self._subjects.load(paper)

    def forget(self) -> None:
        """Reads everything that an act can have changed anew from now on."""
        self._current_slas.clear_all()
        self._standards.forget()
        for loader in (self._units, self._applications, self._slas, self._articles, self._documents, self._evidence):
            loader.forget()
        self._subjects.clear_all()
        for life in self._lives.values():
            life.forget()

    async def _load_subjects(self, papers: list[Row]) -> list[Subject]:
        found = await self._reads.planned(things_spoken_of(papers))
        return [found[paper.id] for paper in papers]

    async def _load_current_slas(self, unit_keys: list[str]) -> list[Row | None]:
        rows = await self._reads.all(current_slas(scope=EVERYTHING), {"unit_id": {"$in": sorted(set(unit_keys))}})
        present = {row.text("unit_id"): row for row in sorted(rows, key=_how_present)}
        return [present.get(key) for key in unit_keys]


def _how_present(row: Row) -> tuple[bool, bool, str]:
    """Later is more: an active agreement, then one that was in force, then one that is being made; of equals the newest."""
    state = SlaState(row.text("state"))
    return state in ACTIVE_STATES, state not in IN_PREPARATION, row.id


def _articles(row: Row) -> list[Article]:
    return [Article.of(article) for article in row.row("agreement").rows("articles")]
