"""A whole system behind its GraphQL: real database, storage, letters and worker; the clock moves, papers are plain text."""

import asyncio
import hashlib
import itertools
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any

import httpx

from app.embedded import Addresses
from app.graphql import build_schema
from app.graphql_http import GraphQLApplication
from app.letterhead import HELP_DESK, LETTERHEAD
from app.seeds.loader import all_seeds
from app.worker import Worker
from domain.aggregates import Aggregate
from domain.clock import Clock
from domain.official_terms import AppointOfficial
from domain.officials import Capacity, Office
from domain.roles import ANONYMOUS, SYSTEM, Actor, Role
from persistence.connection import Database
from persistence.institutions import InstitutionRecord
from persistence.personnel import PersonRecord
from persistence.records import insert
from schema.nodes import global_id, split_id
from services.calendars import CalendarService
from services.certificates import CertificateService
from services.commands import Command, Done
from services.door import Door, NoLetters
from services.download_passes import DownloadPasses
from services.evidence import EvidenceService
from services.issuance import Issuance
from services.issuing_parts import IssuancePorts
from services.letters import LetterWriter
from services.log_proofs import LogProver
from services.officials import OfficialService
from services.papers import PaperService
from services.publication import Publication, PublicationPorts
from services.signing_acts import SigningActs
from services.signing_batches import SigningBatches
from services.signing_codes import SigningCodes
from services.signing_parts import PartSigning
from services.slas import SlaService
from services.standards import StandardsService
from services.use_cases import UseCases
from services.verification import VerificationPorts, VerificationService
from signing.log_keys import LogKeys
from signing.notes import new_signer
from signing.parts import PartSigner
from signing.pkcs12 import PersonKey
from storage.port import ObjectStore
from tests.integration.services.plain_issuance import PASSPHRASE, NoLog, PlainInspector, PlainIssuance
from tests.prepared import prepared_database

START = datetime(2022, 10, 3, 3, 0, tzinfo=UTC)
"""Monday, 10.00 in Jakarta, the third day of the decree."""

INSTITUTION = "inst-a"
FILE = Path(__file__).parents[2] / "unit" / "signing" / "letter.pdf"
NOT_COMPARED = frozenset({"locks"})
"""Leases are no record: a refused signature may have held one."""

INPUT_FIELDS = {"SanctionCase": "case", "StandardsCatalogue": "catalogue"}
"""How a mutation names the thing acted on, where it is not the kind itself."""


def person(key: str, role: Role, institution_id: str | None = None) -> Actor:
    return Actor(id=key, name=f"{key.title()} (DATA CONTOH)", roles=frozenset({role}), institution_id=institution_id)


PEOPLE = (
    person("admin", Role.ADMIN),
    person("deputy", Role.DEPUTY),
    person("stand-in", Role.DEPUTY),
    person("stand-in-2", Role.DEPUTY),
    person("reviewer", Role.REVIEWER),
    person("reviewer-2", Role.REVIEWER),
    *(person(f"assessor-{number}", Role.ASSESSOR) for number in (1, 2, 3, 4)),
    person("auditor", Role.AUDITOR),
    person("head", Role.INSTITUTION_HEAD, INSTITUTION),
    person("unit-head", Role.UNIT_HEAD, INSTITUTION),
    person("staff", Role.UNIT_STAFF, INSTITUTION),
    person("stranger", Role.UNIT_HEAD, "inst-b"),
)


class MovingClock:
    """Legal time as the story says. *Shape*: `instant` is aware."""

    def __init__(self) -> None:
        self.instant = START

    def now(self) -> datetime:
        return self.instant


@dataclass(frozen=True)
class Snapshot:
    """Everything stored at one moment of a story, and that moment."""

    collections: Mapping[str, list[dict[str, Any]]]
    instant: datetime
    things: Mapping[str, str]


class Refused(AssertionError):
    """An act of a story that should be done was refused."""


@dataclass(kw_only=True)
class Stage:
    """The system and everybody before it. *Shape*: `things` are the global ids of what a story made, by its own names."""

    database: Database
    clock: Any
    store: ObjectStore
    door: Door
    issuance: Issuance
    worker: Worker
    use_cases: UseCases
    application: GraphQLApplication
    runner: asyncio.Runner
    duties: tuple[Callable[[], int], ...]
    passphrase: str
    things: dict[str, str] = field(default_factory=dict)
    _keys: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    # --- asking -----------------------------------------------------------------------------------------------------

    def ask(self, query: str, who: str = ANONYMOUS.id, **variables: Any) -> dict[str, Any]:
        """The data of a request without errors."""

        async def send() -> httpx.Response:
            transport = httpx.ASGITransport(app=self.application)
            async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
                body = {"query": query, "variables": variables}
                return await client.post("/graphql", json=body, headers={"authorization": f"Bearer {who}"})

        answer = self.runner.run(send()).json()
        assert "errors" not in answer, answer["errors"]
        return dict(answer["data"])

    def look(self, thing: str, fields: str, who: str = "admin") -> Any:
        """Some fields of one thing."""
        kind = _kind(thing)
        return self.ask(f"query($i: ID!) {{ node(id: $i) {{ ... on {kind} {{ {fields} }} }} }}", who, i=thing)["node"]

    def state(self, thing: str) -> str:
        return str(self.look(thing, "state")["state"])

    # --- acting -----------------------------------------------------------------------------------------------------

    def answer(self, mutation: str, who: str, thing: str | None = None, **values: Any) -> dict[str, Any]:
        """What a mutation gives: a success with the thing and its papers, or a refusal with its code, clause and subject."""
        kind = mutation[0].upper() + mutation[1:]
        given = {"idempotencyKey": f"key-{next(self._keys):08}", **values}
        if thing is not None:
            named = _kind(thing)
            given[INPUT_FIELDS.get(named, named[0].lower() + named[1:])] = thing
            given.setdefault("expectedVersion", self.look(thing, "version")["version"])
        query = f"""mutation($i: {kind}Input!) {{ {mutation}(input: $i) {{ __typename
            ... on Refusal {{ code clauseId subject message(language: EN) required(language: EN) }}
            ... on {kind}Success {{ {self._selection(f"{kind}Success")} }} }} }}"""
        return dict(self.ask(query, who, i=given)[mutation])

    def act(self, mutation: str, who: str, thing: str | None = None, **values: Any) -> str:
        """The global id of the thing after an act that was done."""
        answer = self.answer(mutation, who, thing, **values)
        if "code" in answer:
            raise Refused(f"{mutation} by {who}: {answer}")
        [found] = [value["id"] for name, value in answer.items() if isinstance(value, dict)]
        return str(found)

    def refused(self, mutation: str, who: str, thing: str | None = None, **values: Any) -> tuple[str, str, str]:
        """Code, clause and subject of a refusal that changed nothing in the whole database."""
        before = self.stored()
        answer = self.answer(mutation, who, thing, **values)
        assert "code" in answer, f"{mutation} by {who} was done: {answer}"
        after = self.stored()
        assert {name: len(rows) for name, rows in after.items()} == {name: len(rows) for name, rows in before.items()}
        assert after == before
        assert answer["message"]
        assert answer["required"]
        return answer["code"], answer["clauseId"], answer["subject"]

    def sign(self, mutation: str, who: str, thing: str) -> str:
        """An act that is the signature on the paper that waits on the thing."""
        return self.act(mutation, who, thing, **self.signature(thing, who))

    def signature(self, thing: str, who: str) -> dict[str, str]:
        """The input of a signature: the digest of the paper as the signer sees it, and his passphrase."""
        self.papers_made()
        paper = self.look(thing, "document { id sha256 }", who)["document"]
        return {"seenSha256": paper["sha256"] if paper else "0" * 64, "passphrase": self.passphrase}

    def sign_paper(self, document: str, who: str) -> str:
        """A paper that a person signs on its own."""
        self.papers_made()
        seen = self.look(document, "sha256", who)["sha256"]
        return self.act("signDocument", who, document, seenSha256=seen, passphrase=self.passphrase)

    def papers_made(self) -> int:
        """Every paper that was ordered, and those of a past day anew; how many pieces of work it was."""
        done = self.worker.run_due()
        while self.use_cases.papers.date_anew():
            done += self.worker.run_due()
        return done

    def papers(self, thing: str, kind: str, who: str = "admin") -> list[dict[str, Any]]:
        """The papers of a kind about a thing, oldest first."""
        self.worker.run_due()
        found = self.look(thing, "documents(first: 50) { nodes { id kind state number } }", who)["documents"]["nodes"]
        return [paper for paper in found if paper["kind"] == kind]

    def _selection(self, name: str) -> str:
        """The id, version and state of what a success holds."""
        types = self.application.schema._schema.type_map
        parts = []
        for given, described in types[name].fields.items():
            fields = getattr(_bare(described.type), "fields", {})
            wanted = [each for each in ("id", "version", "state", "kind") if each in fields]
            if wanted:
                parts.append(f"{given} {{ {' '.join(wanted)} }}")
            elif not fields:
                parts.append(given)
        if name == "RequestUploadSuccess":
            parts.append("headers { name value }")
        return " ".join(parts)

    # --- what is stored ---------------------------------------------------------------------------------------------

    def stored(self) -> dict[str, list[dict[str, Any]]]:
        """Everything in the database, collection by collection."""
        found = self.database.client[self.database.name]
        names = sorted(set(found.list_collection_names()) - NOT_COMPARED)
        return {name: list(found[name].find().sort("_id")) for name in names}

    def snapshot(self) -> Snapshot:
        """The story so far, to begin there again: once told by acts, it need not be told by each test."""
        self.worker.run_due()
        return Snapshot(collections=self.stored(), instant=self.clock.instant, things=dict(self.things))

    def restore(self, snapshot: Snapshot) -> None:
        """Exactly what was stored then, and that moment."""
        found = self.database.client[self.database.name]
        for name in found.list_collection_names():
            rows = snapshot.collections.get(name, [])
            if list(found[name].find().sort("_id")) == rows:
                continue
            found[name].delete_many({})
            if rows:
                found[name].insert_many(rows)
        self.clock.instant = snapshot.instant
        self.things = dict(snapshot.things)

    def count(self, collection: str) -> int:
        return int(self.database.client[self.database.name][collection].count_documents({}))

    def timers(self) -> int:
        """Everything that the passing of time can bring about, done: how much it was."""
        return self.worker.run_due() + sum(duty() for duty in self.duties)

    # --- evidence ---------------------------------------------------------------------------------------------------

    def uploaded(self, who: str = "staff") -> str:
        """A file that was really uploaded to object storage, and confirmed."""
        data = FILE.read_bytes()
        ticket = self.answer(
            "requestUpload",
            who,
            institution=global_id("Institution", INSTITUTION),
            name="Bukti.pdf",
            contentType="application/pdf",
            size=len(data),
            sha256=hashlib.sha256(data).hexdigest(),
        )
        headers = {each["name"]: each["value"] for each in ticket["headers"]}
        assert httpx.put(ticket["url"], content=data, headers=headers).status_code == 200
        return self.act("confirmUpload", who, ticket["evidence"]["id"])


def _bare(described: Any) -> Any:
    while hasattr(described, "of_type"):
        described = described.of_type
    return described


def _kind(thing: str) -> str:
    split = split_id(thing)
    assert split is not None, thing
    return split[0]


def key_of(thing: str) -> str:
    """The key of a record, by its global id."""
    split = split_id(thing)
    assert split is not None, thing
    return split[1]


def person_id(key: str) -> str:
    return str(global_id("Person", key))


def reference_data(door: Door) -> None:
    """The decree's standards, and the working calendar of 2022 to 2027."""
    for seed in all_seeds(door):
        if seed.name in {"standards", "calendar"}:
            seed.write(seed.rows())


def populate() -> None:
    """Two institutions, and everybody who acts."""
    for institution in (INSTITUTION, "inst-b"):
        insert(
            InstitutionRecord(
                id=institution,
                kind="REGENCY",
                name=f"Kabupaten Contoh {institution[-1].upper()}",
                time_zone="Asia/Jakarta",
                head_office="Bupati",
                active=True,
                sample=True,
            )
        )
    for each in PEOPLE:
        insert(
            PersonRecord(
                id=each.id,
                name=each.name,
                roles=sorted(role.value for role in each.roles),
                office="Jabatan (contoh)",
                organisation="Organisasi (contoh)",
                institution_id=each.institution_id,
                active=True,
            )
        )


def appoint_deputy(door: Door) -> None:
    term = AppointOfficial(
        office=Office.DEPUTY,
        capacity=Capacity.DEFINITIVE,
        person_id="deputy",
        title_id="Deputi (contoh)",
        title_en="Deputy (sample)",
        valid_from=date(2022, 9, 30),
        reason="DATA CONTOH",
        is_sample=True,
    )
    command = Command(aggregate=Aggregate.OFFICIAL, verb="seed", actor=SYSTEM, record_id="deputy-1", payload=term)
    assert isinstance(door.perform(command), Done)


@contextmanager
def open_stage(
    servers: Addresses, store: ObjectStore, *, lacks_key: Callable[[str], bool] = lambda _person_id: False
) -> Iterator[Stage]:
    """A stage on a database of its own while the block runs. *Shape*: `lacks_key` as for `assembled`."""
    with prepared_database(servers.mongodb_uri) as database, _stage_on(database, store, lacks_key) as stage:
        yield stage


@contextmanager
def _stage_on(database: Database, store: ObjectStore, lacks_key: Callable[[str], bool]) -> Iterator[Stage]:
    clock = MovingClock()
    seeding = Door(database=database, clock=clock, letters=NoLetters())
    reference_data(seeding)
    populate()
    appoint_deputy(seeding)
    unused: Any = None
    with asyncio.Runner() as runner:
        stage = assembled(
            database=database,
            clock=clock,
            store=store,
            issuance=lambda door: PlainIssuance(
                IssuancePorts(
                    door=door,
                    clock=clock,
                    store=store,
                    converter=unused,
                    signer=unused,
                    inspector=unused,
                    trust=unused,
                    public_url="https://pembina.contoh.invalid",
                    development=True,
                )
            ),
            verification=VerificationService(
                VerificationPorts(
                    clock=clock,
                    store=store,
                    inspector=PlainInspector(),
                    trust=lambda: unused,
                    log=NoLog(),
                    credential_certificates=tuple,
                    development=True,
                )
            ),
            runner=runner,
            lacks_key=lacks_key,
        )
        try:
            yield stage
        finally:
            runner.run(stage.application.aclose())


def key_files(clock: Clock) -> PartSigner:
    """Everybody signs one paper after another."""
    unused: Any = None
    return PartSigner(
        key_of=lambda person: PersonKey(Path(f"{person}.p12")), trust=unused, timestamps=unused, clock=clock
    )


def assembled(
    *,
    database: Database,
    clock: Clock,
    store: ObjectStore,
    issuance: Callable[[Door], Issuance],
    verification: VerificationService,
    runner: asyncio.Runner,
    passphrase: str = PASSPHRASE,
    actors: Mapping[str, Actor] = MappingProxyType({}),
    lacks_key: Callable[[str], bool] = lambda _person_id: False,
    part_signer: PartSigner | None = None,
) -> Stage:
    """The system of these parts, wired as `app.wiring` does.

    *Shape*: `actors` stand for people of the same name here; `lacks_key` says of an id that it has nothing to sign with;
    without a `part_signer` everybody has a key file.
    """
    signer = part_signer or key_files(clock)
    worker = Worker(database=database, threads=1)
    letters = LetterWriter(LETTERHEAD, HELP_DESK)
    door = Door(database=database, clock=clock, letters=letters, on_commit=worker.wake)
    issuing = issuance(door)
    slas = SlaService(door=door, issuance=issuing, letters=letters, clock=clock)
    duties = (
        slas.expire_due,
        CertificateService(door=door, clock=clock).expire_due,
        StandardsService(door=door, clock=clock).follow_due,
    )
    worker.serve(issuing, duties=duties)
    papers = PaperService(door=door, issuance=issuing, passes=DownloadPasses(key=bytes(32)))
    use_cases = UseCases(
        door=door,
        slas=slas,
        papers=papers,
        signing_batches=SigningBatches(
            papers,
            takes_one_time_secret=signer.takes_code,
            parts=PartSigning(door=door, issuance=issuing, signer=signer),
        ),
        signing_codes=SigningCodes(door=door, signer=signer),
        evidence=EvidenceService(door=door, store=store),
        calendars=CalendarService(door=door),
        officials=OfficialService(door=door, lacks_key=lacks_key),
        log=LogProver(
            Publication(
                PublicationPorts(database=database, store=store, keys=LogKeys(new_signer("contoh.invalid/log")))
            )
        ),
        signing_acts=SigningActs(door=door, issuance=issuing),
        verification=verification,
    )
    known = {each.id: each for each in (*PEOPLE, ANONYMOUS)} | dict(actors)
    application = GraphQLApplication(
        build_schema(),
        use_cases=use_cases,
        database=database,
        clock=clock,
        authenticate=lambda request: known[request.headers["authorization"].removeprefix("Bearer ")],
        public_url="https://pembina.contoh.invalid",
        development=False,
    )
    return Stage(
        database=database,
        clock=clock,
        store=store,
        door=door,
        issuance=issuing,
        worker=worker,
        use_cases=use_cases,
        application=application,
        runner=runner,
        duties=duties,
        passphrase=passphrase,
    )
