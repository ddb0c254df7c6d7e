"""The GraphQL application on a real MongoDB, with a clock that stands and a composer that writes nothing."""

import asyncio
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from pymongo import monitoring

from app.embedded import Addresses
from app.graphql import build_schema
from app.graphql_http import GraphQLApplication
from domain.canonical import canonical_digest
from domain.document_acts import DraftDocument
from domain.refusals import RefusalCode, refuse
from domain.roles import ANONYMOUS, Actor, Role
from persistence.applications import ApplicationRecord
from persistence.connection import Database
from persistence.documents import DocumentRecord
from persistence.institutions import InstitutionRecord
from persistence.personnel import PersonRecord
from persistence.slas import SlaRecord
from persistence.units import UnitRecord
from services.calendars import CalendarService
from services.door import Door
from services.officials import OfficialService
from services.use_cases import UseCases
from tests.prepared import empty, prepared_database

NOW = datetime(2023, 10, 2, 3, 0, tzinfo=UTC)
DETAILS = {
    "form": "SYSTEM_PROVIDER",
    "unit_form": "UKPBJ",
    "management_pattern": "DISTRIBUTED",
    "unit_name": "LPSE Contoh",
    "letter_number": "1/CONTOH/2023",
    "letter_date": "2023-09-29",
    "legal_basis_number": "2/CONTOH/2021",
    "legal_basis_date": "2021-03-01",
    "address": "Jalan Contoh 1",
    "email": "lpse@contoh.invalid",
    "phone": "000",
    "service_hours": "08.00-16.00",
}


class Commands(monitoring.CommandListener):
    """Counts what is sent to MongoDB: the command and its collection."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, str]] = []

    def started(self, event: monitoring.CommandStartedEvent) -> None:
        if event.command_name in {"find", "aggregate", "getMore", "count", "insert", "update", "delete"}:
            self.sent.append((event.command_name, str(event.command.get(event.command_name))))

    def succeeded(self, event: monitoring.CommandSucceededEvent) -> None:
        pass

    def failed(self, event: monitoring.CommandFailedEvent) -> None:
        pass


COMMANDS = Commands()
monitoring.register(COMMANDS)


@dataclass
class StandingClock:
    instant: datetime = NOW

    def now(self) -> datetime:
        return self.instant


class PlainLetters:
    """Drafts that print nothing but their order."""

    def compose(self, order: Any, *, aggregate: Any, record: Any, act: Any) -> DraftDocument:
        facts = {"kind": str(order.kind)}
        return DraftDocument(
            kind=order.kind,
            institution_id=record.institution_id,
            subject=aggregate,
            subject_id=record.id,
            facts=facts,
            facts_sha256=canonical_digest(facts),
            signatories=(),
            drafted_by=order.drafted_by or act.actor.id,
        )


class RefusingPapers:
    """Stands for signing: remembers the passphrases that reached it, and refuses."""

    def __init__(self) -> None:
        self.passphrases: list[str] = []

    def sign(self, *, passphrase: str, **_rest: object) -> Any:
        self.passphrases.append(passphrase)
        return refuse(RefusalCode.PASSPHRASE_REFUSED, subject="passphrase")

    sign_for_institution = sign_for_lkpp = sign


def actor(person_id: str, role: Role, institution_id: str | None = None) -> Actor:
    return Actor(id=person_id, name=person_id, roles=frozenset({role}), institution_id=institution_id)


ACTORS = {
    each.id: each
    for each in (
        ANONYMOUS,
        actor("admin", Role.ADMIN),
        actor("deputy", Role.DEPUTY),
        actor("reviewer", Role.REVIEWER),
        actor("reviewer-2", Role.REVIEWER),
        actor("assessor", Role.ASSESSOR),
        actor("assessor-2", Role.ASSESSOR),
        actor("assessor-3", Role.ASSESSOR),
        actor("auditor", Role.AUDITOR),
        actor("head-a", Role.INSTITUTION_HEAD, "inst-a"),
        actor("unit-head-a", Role.UNIT_HEAD, "inst-a"),
        actor("staff-a", Role.UNIT_STAFF, "inst-a"),
        actor("head-b", Role.INSTITUTION_HEAD, "inst-b"),
        actor("unit-head-b", Role.UNIT_HEAD, "inst-b"),
    )
}


@dataclass
class World:
    """One database with its GraphQL application; records are put in directly, by their classes."""

    database: Database
    application: GraphQLApplication
    runner: asyncio.Runner
    papers: RefusingPapers
    clock: StandingClock
    made: Counter[str] = field(default_factory=Counter)
    now: datetime = NOW

    def post(self, body: Any, *, who: str = "anonymous", **options: Any) -> httpx.Response:
        """The response to a JSON body (or to `content`)."""
        content = options.pop("content", None)
        headers = {"authorization": f"Bearer {who}", **options.pop("headers", {})}
        return self.request("POST", headers=headers, **({"content": content} if content else {"json": body}))

    def request(self, method: str, **options: Any) -> httpx.Response:
        async def send() -> httpx.Response:
            transport = httpx.ASGITransport(app=self.application)
            async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
                return await client.request(method, "/graphql", **options)

        return self.runner.run(send())

    def ask(self, query: str, who: str = "anonymous", **variables: Any) -> Any:
        """The data of a request that has no errors."""
        answer = self.post({"query": query, "variables": variables}, who=who).json()
        assert "errors" not in answer, answer["errors"]
        return answer["data"]

    def codes(self, query: str, who: str = "anonymous", **variables: Any) -> list[str]:
        """The codes of the top-level errors."""
        answer = self.post({"query": query, "variables": variables}, who=who).json()
        return [error["extensions"]["code"] for error in answer["errors"]]

    def commands(self, run: Callable[[], object]) -> list[tuple[str, str]]:
        """What `run` sends to MongoDB."""
        COMMANDS.sent.clear()
        run()
        return list(COMMANDS.sent)

    def dump(self) -> Mapping[str, list[Any]]:
        """Everything in the database."""
        stored = self.database.client[self.database.name]
        return {name: list(stored[name].find().sort("_id", 1)) for name in sorted(stored.list_collection_names())}

    def institution(self, key: str, *, name: str = "Kabupaten Contoh", kind: str = "REGENCY", **more: Any) -> str:
        InstitutionRecord(
            id=key,
            kind=kind,
            name=name,
            time_zone="Asia/Jakarta",
            head_office="Bupati",
            active=True,
            sample=True,
            **more,
        ).save(force_insert=True)
        return key

    def person(self, key: str, role: Role, institution_id: str | None = None) -> None:
        PersonRecord(
            id=key,
            name=key,
            roles=[role.value],
            office="Jabatan",
            organisation="LKPP",
            institution_id=institution_id,
            active=True,
        ).save(force_insert=True)

    def unit(self, institution: str, *, at: datetime = NOW, **more: Any) -> str:
        values = {key: value for key, value in DETAILS.items() if not key.startswith("letter_")}
        values |= {"name": values.pop("unit_name"), "application_id": "none"}
        return self._put(UnitRecord, institution, at, values | {"state": "ACTIVE"} | more)

    def application_of(self, institution: str, *, at: datetime = NOW, **more: Any) -> str:
        return self._put(
            ApplicationRecord, institution, at, DETAILS | {"state": "DRAFT", "created_by": "head-a"} | more
        )

    def sla(self, institution: str, *, at: datetime = NOW, **more: Any) -> str:
        values = {"state": "DRAFT", "application_id": "none", "unit_id": "none", "form": "SYSTEM_PROVIDER"}
        return self._put(SlaRecord, institution, at, values | more)

    def document(self, institution: str, *, at: datetime = NOW, **more: Any) -> str:
        values = {"kind": "SLA", "state": "DRAFT", "subject": "SLA", "subject_id": "none", "facts": {"a": 1}}
        return self._put(DocumentRecord, institution, at, values | {"facts_sha256": "0" * 64} | more)

    def _put(self, record_class: Any, institution: str, at: datetime, values: dict[str, Any]) -> str:
        self.made[record_class.__name__] += 1
        key = values.pop("record_id", f"{len(self.made):02}{self.made[record_class.__name__]:022}")
        record_class(id=key, version=1, created_at=at, updated_at=at, institution_id=institution, **values).save(
            force_insert=True
        )
        return key


def authenticate(request: Any) -> Actor:
    """The bearer token is the actor's name."""
    return ACTORS[request.headers["authorization"].removeprefix("Bearer ")]


@pytest.fixture(scope="module")
def stage(servers: Addresses) -> Iterator[World]:
    """One database and application for a file of tests; its collections and indexes are made once."""
    with prepared_database(servers.mongodb_uri) as database:
        yield from _world_on(database)


def _world_on(database: Database) -> Iterator[World]:
    clock = StandingClock()
    door = Door(database=database, clock=clock, letters=PlainLetters())
    papers = RefusingPapers()
    services: dict[str, Any] = {each.name: papers for each in fields(UseCases)}
    application = GraphQLApplication(
        build_schema(),
        use_cases=UseCases(
            **services
            | {"door": door, "calendars": CalendarService(door=door), "officials": OfficialService(door=door)}
        ),
        database=database,
        authenticate=authenticate,
        clock=clock,
        public_url="https://pembina.contoh.invalid",
        development=False,
    )
    with asyncio.Runner() as runner:
        yield World(database=database, application=application, runner=runner, papers=papers, clock=clock)
        runner.run(application.aclose())


@pytest.fixture
def world(stage: World) -> Iterator[World]:
    """The application on an empty database."""
    yield stage
    empty(stage.database)
    stage.made.clear()
    stage.papers.passphrases.clear()
    stage.clock.instant = NOW


@pytest.fixture
def people(world: World) -> World:
    """The world with two institutions and everybody who acts in the tests."""
    world.institution("inst-a", name="Kabupaten Contoh Utara")
    world.institution("inst-b", name="Kabupaten Contoh Selatan")
    for each in ACTORS.values():
        if each is not ANONYMOUS:
            world.person(each.id, next(iter(each.roles)), each.institution_id)
    return world


@pytest.fixture
def later() -> Callable[[int], datetime]:
    """An instant some seconds after the clock's."""
    return lambda seconds: NOW + timedelta(seconds=seconds)
