"""How a type reaches data: the protocols of the request's context; `resolvers/context.py` fulfils them."""

from collections.abc import Awaitable, Callable, Iterable
from datetime import date
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias, TypeVar

import strawberry

from domain.aggregates import Aggregate
from domain.roles import Actor
from domain.standings import Subject
from persistence.queries.rows import Row
from schema.connections import Connection, PageRequest
from schema.enums import SlaState

if TYPE_CHECKING:
    from schema.actions import ActionOffer
    from schema.applications import Application
    from schema.documents import Document
    from schema.events import Event
    from schema.evidence import Evidence
    from schema.institutions import Institution
    from schema.lives import Life
    from schema.personnel import Person
    from schema.slas import Article, Sla
    from schema.standards import Standard
    from schema.units import Unit

T = TypeVar("T")


class Loaders(Protocol):
    """Batched reads, each within what the viewer may read: a foreign thing is None, as an unknown one."""

    def institution(self, key: str) -> "Awaitable[Institution | None]":
        """An institution; they are public."""
        ...

    def unit(self, key: str) -> "Awaitable[Unit | None]":
        """A unit; its public part is public."""
        ...

    def application(self, key: str) -> "Awaitable[Application | None]":
        """An application."""
        ...

    def sla(self, key: str) -> "Awaitable[Sla | None]":
        """A service-level agreement."""
        ...

    def current_sla(self, unit_key: str) -> "Awaitable[Sla | None]":
        """The SLA that a unit has now."""
        ...

    def sla_state(self, unit_key: str) -> Awaitable[SlaState | None]:
        """The state of the SLA that a unit has now, whoever asks."""
        ...

    def articles(self, sla_key: str) -> "Awaitable[list[Article]]":
        """The clauses of an SLA; empty before terms are proposed."""
        ...

    def document(self, key: str) -> "Awaitable[Document | None]":
        """A paper."""
        ...

    def evidence(self, key: str) -> "Awaitable[Evidence | None]":
        """An evidence file."""
        ...

    def person(self, key: str) -> "Awaitable[Person | None]":
        """A person."""
        ...

    def standard(self, key: str) -> "Awaitable[Standard | None]":
        """A standard; they are public."""
        ...

    def standards(self) -> "Awaitable[list[Standard]]":
        """The seventeen standards with the criteria in force today, in the decree's order."""
        ...

    def standard_rows(self) -> Awaitable[list[Row]]:
        """The seventeen standards as they are stored, in the decree's order."""
        ...

    def life(self, aggregate: Aggregate, key: str) -> "Awaitable[Life | None]":
        """A thing of one of the later kinds (compliance, assessments, certificates, sanctions and so on)."""
        ...

    def subject_of(self, paper: Row) -> Awaitable[Subject]:
        """The thing that a paper speaks of, as its legal standing asks for it, whoever asks."""
        ...


class Lists(Protocol):
    """The lists that hang on another thing; first pages are read together for all parents of a request."""

    def units_of(self, institution_key: str, page: PageRequest) -> "Awaitable[Connection[Unit]]":
        """The units of an institution."""
        ...

    def applications_of(self, institution_key: str, page: PageRequest) -> "Awaitable[Connection[Application]]":
        """The applications of an institution."""
        ...

    def slas_of(self, unit_key: str, page: PageRequest) -> "Awaitable[Connection[Sla]]":
        """The SLAs of a unit."""
        ...

    def documents_of(self, subject_key: str, page: PageRequest) -> "Awaitable[Connection[Document]]":
        """The papers that speak of a thing."""
        ...

    def lives_of(
        self, aggregate: Aggregate, parent: str, parent_key: str, page: PageRequest
    ) -> "Awaitable[Connection[Any]]":
        """The things of a later kind whose field `parent` names the parent, such as `unit_id`."""
        ...

    def history_of(self, aggregate: Aggregate, key: str, page: PageRequest) -> "Awaitable[Connection[Event]]":
        """The events of a thing that the viewer may read."""
        ...


class Context(Protocol):
    """The context of one request."""

    @property
    def viewer(self) -> Actor:
        """Who asks."""
        ...

    @property
    def loaders(self) -> Loaders:
        """Single things."""
        ...

    @property
    def lists(self) -> Lists:
        """Lists."""
        ...

    @property
    def today(self) -> date:
        """The legal date of the request."""
        ...

    @property
    def public_url(self) -> str:
        """Where the public pages stand, without a slash at the end."""
        ...

    def actions(self, aggregate: Aggregate, key: str) -> "Awaitable[list[ActionOffer]]":
        """What the viewer may do with a thing, or why not."""
        ...

    def download_url(self, document_key: str) -> Awaitable[str | None]:
        """A short-lived address of a paper's bytes, or None where there are none."""
        ...

    def evidence_url(self, evidence_key: str) -> Awaitable[str | None]:
        """A short-lived address of a confirmed evidence file's bytes, or None where there are none."""
        ...


async def loaded(load: Callable[[str], Awaitable[T | None]], keys: Iterable[str]) -> list[T]:
    """The things of these keys that the viewer may read. All are asked for before the first is awaited: one command."""
    asked = [load(key) for key in keys]
    return [found for each in asked if (found := await each) is not None]


Info: TypeAlias = strawberry.Info[Context, None]
"""What a field's method is given."""
