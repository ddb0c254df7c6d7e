"""A whole running system on the session's servers, its clock in November 2026, with switches for what may fail."""

import hashlib
import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx

from app.embedded import Addresses
from app.people import actor_of, person_with
from app.pools import Pools
from app.settings import read_settings
from app.wiring import System, running_system
from domain.aggregates import Aggregate
from domain.application_acts import (
    AcceptInstallation,
    ApplicationDetails,
    AssignReviewer,
    Attachment,
    AttachmentKind,
    CreateApplication,
    InstallationItem,
    ReviewItem,
    ReviewSheet,
    ReviseApplication,
)
from domain.evidence import ConfirmUpload, RequestUpload
from domain.refusals import Refusal
from domain.roles import Actor, Role
from domain.sla_acts import AgreeSla, CatalogueService, Priority, ProposedTerms, ResponseTime
from domain.unit_forms import UnitForm
from domain.units import ManagementPattern, ProviderForm
from persistence.applications import ApplicationRecord
from persistence.documents import DocumentRecord
from persistence.slas import SlaRecord
from services.commands import Command, Done
from services.evidence import UploadTicket
from tests.prepared import borrowed_name

A = Aggregate
INSTITUTION = "inst-kabupaten-contoh-utara"
STARTED = "2026-11-20T09:00+07:00"
EVIDENCE = Path(__file__).parents[2] / "unit" / "signing" / "letter.pdf"
TERMS = ProposedTerms(
    validity_months=24,
    availability="99,5",
    services=(
        CatalogueService(
            name="Aplikasi SPSE", description="Akses bagi seluruh Pengguna", hours="24 jam", target="99,5% per bulan"
        ),
    ),
    targets=tuple(ResponseTime(priority=each, response_hours=1, recovery_hours=4) for each in Priority),
    reporting_months=3,
    report_due_working_days=10,
    maintenance_notice_working_days=3,
    breach_answer_working_days=10,
    evaluation_months=12,
)
DETAILS = ApplicationDetails(
    form=ProviderForm.SYSTEM_PROVIDER,
    unit_form=UnitForm.UKPBJ,
    management_pattern=ManagementPattern.DISTRIBUTED,
    unit_name="LPSE Kabupaten Contoh Utara",
    letter_number="027/118/UKPBJ/2026",
    letter_date=date(2026, 11, 9),
    legal_basis_number="Peraturan Bupati 12/2021",
    legal_basis_date=date(2021, 3, 1),
    address="Jalan Merdeka 10, Kota Contoh",
    email="lpse@contoh.invalid",
    phone="(0299) 000",
    service_hours="Senin-Jumat 08.00-16.00",
)
COMPLETE = ReviewSheet(items=tuple(ReviewItem(kind=kind, complete=True) for kind in AttachmentKind))
INCOMPLETE = ReviewSheet(
    items=(ReviewItem(kind=AttachmentKind.PERSONNEL_LIST, complete=False, reason="SK belum ditandatangani."),)
)
ALL_PASSED = AcceptInstallation(
    passed=tuple(InstallationItem), system_version="SPSE 4.5", location="Pusat data (contoh)"
)


@dataclass
class Switch:
    """What the next call raises instead of working; None lets it through. `only` names the calls concerned."""

    error: Exception | None = None
    only: frozenset[str] = frozenset()

    def check(self, name: str) -> None:
        if self.error is not None and (not self.only or name in self.only):
            raise self.error

    @contextmanager
    def failing(self, error: Exception, *only: str) -> Iterator[None]:
        self.error, self.only = error, frozenset(only)
        yield
        self.error, self.only = None, frozenset()


class Switchable:
    """Something real, each call of which first looks at the switch."""

    def __init__(self, inner: Any, switch: Switch) -> None:
        self._inner = inner
        self._switch = switch

    def __getattr__(self, name: str) -> Any:
        inner = getattr(self._inner, name)

        def call(*arguments: Any, **keywords: Any) -> Any:
            self._switch.check(name)
            return inner(*arguments, **keywords)

        return call


@dataclass
class Town:
    """The running system and its people. *Shape*: `steps` are the steps of issuing as they were done."""

    system: System
    conversion: Switch
    storage: Switch
    steps: list[tuple[str, int]]
    _keys: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def __post_init__(self) -> None:
        self.head, self.unit_head, self.staff, self.deputy, self.admin, self.reviewer = (
            self._actor(role)
            for role in (
                Role.INSTITUTION_HEAD,
                Role.UNIT_HEAD,
                Role.UNIT_STAFF,
                Role.DEPUTY,
                Role.ADMIN,
                Role.REVIEWER,
            )
        )

    def _actor(self, role: Role) -> Actor:
        person = person_with(role, institution_id=INSTITUTION)
        self.system.keys.ensure(person)
        return actor_of(person)

    @property
    def passphrase(self) -> str:
        return self.system.keys.passphrase

    def key(self) -> str:
        return f"key-{next(self._keys)}"

    def attempt(self, aggregate: Aggregate, verb: str, actor: Actor, *given: Any) -> Done | Refusal:
        record_id, payload = (*given, None, None)[:2]
        return self.system.use_cases.door.perform(
            Command(
                aggregate=aggregate,
                verb=verb,
                actor=actor,
                record_id=record_id,
                payload=payload,
                idempotency_key=self.key(),
            )
        )

    def done(self, aggregate: Aggregate, verb: str, actor: Actor, *given: Any) -> Done:
        result = self.attempt(aggregate, verb, actor, *given)
        assert isinstance(result, Done), result
        return result

    def work(self) -> int:
        """Everything that is due, done in this thread."""
        return self.system.worker.run_due()

    def advance(self, **step: float) -> None:
        self.system.clock.advance(timedelta(**step))

    # --- evidence -----------------------------------------------------------------------------------------------------

    def ticket(self, data: bytes, *, name: str = "SK.pdf", content_type: str = "application/pdf") -> UploadTicket:
        ticket = self.system.use_cases.evidence.request_upload(
            actor=self.staff,
            institution_id=INSTITUTION,
            name=name,
            content_type=content_type,
            size=len(data),
            sha256=hashlib.sha256(data).hexdigest(),
            idempotency_key=self.key(),
        )
        assert isinstance(ticket, UploadTicket), ticket
        return ticket

    def put(self, ticket: UploadTicket, data: bytes) -> int:
        return httpx.put(ticket.url, content=data, headers=dict(ticket.headers)).status_code

    def confirm(self, evidence_id: str, **more: Any) -> Done | Refusal:
        given = {"actor": self.staff, "expected_version": 1, "idempotency_key": self.key()} | more
        return self.system.use_cases.evidence.confirm_upload(evidence_id=evidence_id, **given)

    def uploaded(self) -> str:
        data = EVIDENCE.read_bytes()
        ticket = self.ticket(data)
        assert self.put(ticket, data) == 200
        assert isinstance(self.confirm(ticket.done.record_id), Done)
        return ticket.done.record_id

    def recorded(self) -> str:
        """A confirmed file of which only the record exists: for stories that never open it."""
        announced = RequestUpload(
            institution_id=INSTITUTION,
            name="SK.pdf",
            content_type="application/pdf",
            size=100,
            sha256=hashlib.sha256(uuid4().bytes).hexdigest(),
            key=f"{INSTITUTION}/{uuid4().hex}",
        )
        evidence_id = self.done(A.EVIDENCE, "request_upload", self.staff, None, announced).record_id
        self.done(
            A.EVIDENCE, "confirm_upload", self.staff, evidence_id, ConfirmUpload(problem_id=None, problem_en=None)
        )
        return evidence_id

    # --- applications ---------------------------------------------------------------------------------------------------

    def draft(
        self, *, uploaded: bool = False, details: ApplicationDetails = DETAILS, unit_id: str | None = None
    ) -> str:
        created = CreateApplication(institution_id=INSTITUTION, details=details, unit_id=unit_id)
        application_id = self.done(A.APPLICATION, "create", self.head, None, created).record_id
        evidence = self.uploaded if uploaded else self.recorded
        attachments = tuple(Attachment(kind=kind, evidence_id=evidence()) for kind in AttachmentKind)
        self.done(A.APPLICATION, "revise", self.staff, application_id, ReviseApplication(attachments=attachments))
        return application_id

    def submitted(self, **more: Any) -> str:
        application_id = self.draft(**more)
        self.done(A.APPLICATION, "submit", self.head, application_id)
        return application_id

    def complete(self, **more: Any) -> str:
        application_id = self.submitted(**more)
        reviewer = AssignReviewer(reviewer_id=self.reviewer.id)
        self.done(A.APPLICATION, "assign_reviewer", self.admin, application_id, reviewer)
        self.done(A.APPLICATION, "declare_complete", self.reviewer, application_id, COMPLETE)
        return application_id

    def agreed(self, **more: Any) -> str:
        """An SLA that waits for its first signature; its paper is ordered, not yet prepared."""
        application_id = self.complete(**more)
        self.done(A.APPLICATION, "start_sla", self.reviewer, application_id)
        sla_id = str(ApplicationRecord.objects(id=application_id).get().sla_id)
        self.propose(sla_id)
        self.agree(sla_id)
        return sla_id

    def serving(self) -> str:
        """The agreement of a unit that serves."""
        sla_id = self.agreed()
        self.work()
        for verb in ("sign_for_institution", "sign_for_lkpp"):
            assert isinstance(self.sign_sla(verb, sla_id), Done)
        application_id = self.sla(sla_id).application_id
        self.done(A.APPLICATION, "start_installation", self.admin, application_id)
        for actor in (self.admin, self.unit_head):
            self.done(A.APPLICATION, "accept_installation", actor, application_id, ALL_PASSED)
        return sla_id

    def propose(self, sla_id: str) -> Done | Refusal:
        return self.system.use_cases.slas.propose(
            actor=self.reviewer,
            sla_id=sla_id,
            terms=TERMS,
            expected_version=self.sla(sla_id).version,
            idempotency_key=self.key(),
        )

    def agree(self, sla_id: str) -> None:
        for actor in (self.head, self.reviewer):
            self.done(A.SLA, "agree", actor, sla_id, AgreeSla(digest=self.sla(sla_id).digest))

    # --- papers -----------------------------------------------------------------------------------------------------------

    def sla(self, sla_id: str) -> SlaRecord:
        return SlaRecord.objects(id=sla_id).get()

    def paper(self, kind: str, subject_id: str) -> DocumentRecord:
        """The newest paper of this kind about this thing."""
        return DocumentRecord.objects(kind=kind, subject_id=subject_id).order_by("-id").first()

    def sign_sla(self, verb: str, sla_id: str, *, actor: Actor | None = None, **changes: Any) -> Done | Refusal:
        sla = self.sla(sla_id)
        person = actor or (self.head if verb == "sign_for_institution" else self.deputy)
        given = {
            "actor": person,
            "sla_id": sla_id,
            "seen_sha256": DocumentRecord.objects(id=sla.document_id).get().sha256,
            "passphrase": self.passphrase,
            "expected_version": sla.version,
            "idempotency_key": self.key(),
        }
        return getattr(self.system.use_cases.slas, verb)(**(given | changes))

    def sign_paper(self, paper: DocumentRecord, **changes: Any) -> Done | Refusal:
        given = {
            "actor": self.deputy,
            "document_id": paper.id,
            "seen_sha256": paper.sha256,
            "passphrase": self.passphrase,
            "expected_version": paper.version,
            "idempotency_key": self.key(),
        }
        return self.system.use_cases.papers.sign(**(given | changes))

    def bytes_of(self, document_id: str) -> bytes:
        found = self.system.use_cases.papers.stored_at(actor=self.admin, document_id=document_id)
        assert not isinstance(found, Refusal), found
        _document, area, key = found
        return self.system.store.get(area, key)


@contextmanager
def running_town(servers: Addresses, pools: Pools, data: Path) -> Iterator[Town]:
    """A system in a database of its own while the block runs; the processes of `pools` serve the next one too."""
    environment = {
        "PEMBINA_MONGODB_URI": servers.mongodb_uri,
        "PEMBINA_S3_ENDPOINT": servers.s3_endpoint,
        "PEMBINA_S3_ACCESS_KEY": servers.s3_access_key,
        "PEMBINA_S3_SECRET_KEY": servers.s3_secret_key,
        "PEMBINA_S3_SECURE": "false",
        "PEMBINA_CLOCK_START": STARTED,
    }
    conversion, storage = Switch(), Switch()
    steps: list[tuple[str, int]] = []
    with (
        borrowed_name(servers.mongodb_uri) as name,
        running_system(
            read_settings({**environment, "PEMBINA_MONGODB_NAME": name}, data=data),
            pools=pools,
            converter=Switchable(pools.conversion, conversion),
            store=lambda store: Switchable(store, storage),
            on_step=lambda document_id, step: steps.append((document_id, step)),
        ) as system,
    ):
        yield Town(system, conversion, storage, steps)
