"""One door on a real database: two institutions, their people, a clock that the test moves, and letters of no form."""

import hashlib
import itertools
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any

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
from domain.canonical import canonical_digest
from domain.document_acts import DraftDocument, PresentDocument, ReserveNumber, SignatureFact, SignedPaper
from domain.document_kinds import DocumentKind, SignatureKind
from domain.evidence import ConfirmUpload, RequestUpload
from domain.official_terms import AppointOfficial
from domain.officials import Capacity
from domain.officials import Office as OfficeName
from domain.reasons import Reason
from domain.receipts import ReceiptChannel
from domain.refusals import Refusal
from domain.roles import SYSTEM, Actor, Role
from domain.sanction_acts import ProveReceipt
from domain.sla_acts import AgreeSla, CatalogueService, Priority, ProposedTerms, ProposeSla, ResponseTime, SignSla
from domain.sla_texts import UNIT_PARTY
from domain.tables import Act, LetterOrder
from domain.unit_forms import UnitForm
from domain.units import ManagementPattern, ProviderForm
from persistence.connection import Database
from persistence.documents import DocumentRecord
from persistence.institutions import InstitutionRecord
from persistence.personnel import PersonRecord
from persistence.records import Record, insert
from persistence.repositories import REPOSITORIES
from persistence.slas import SlaRecord
from services.commands import Command, Done
from services.door import Door

A = Aggregate
START = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)


@dataclass
class Clock:
    instant: datetime = START

    def now(self) -> datetime:
        return self.instant


class PlainLetters:
    """Letters without a form: only what was ordered. `broken` makes the next one fail."""

    broken = False

    def compose(self, order: LetterOrder, *, aggregate: Aggregate, record: Record, act: Act) -> DraftDocument:
        if self.broken:
            raise LookupError("no letterhead")
        signatories = {DocumentKind.APPROVAL: ("deputy",), DocumentKind.SLA: ("head-a", "deputy")}
        facts = {"kind": str(order.kind), "of": str(record.id)}
        return DraftDocument(
            kind=DocumentKind(order.kind),
            institution_id=record.institution_id,
            subject=aggregate,
            subject_id=str(record.id),
            facts=facts,
            facts_sha256=canonical_digest(facts),
            signatories=signatories.get(DocumentKind(order.kind), ()),
            drafted_by=order.drafted_by or act.actor.id,
        )


def person(person_id: str, role: Role, institution_id: str | None = None) -> Actor:
    return Actor(
        id=person_id,
        name=f"{person_id.title()} (DATA CONTOH)",
        roles=frozenset({role, Role.PUBLIC}),
        institution_id=institution_id,
    )


HEAD, UNIT_HEAD, STAFF = (
    person("head-a", Role.INSTITUTION_HEAD, "inst-a"),
    person("unit-head-a", Role.UNIT_HEAD, "inst-a"),
    person("staff-a", Role.UNIT_STAFF, "inst-a"),
)
STRANGER = person("head-b", Role.INSTITUTION_HEAD, "inst-b")
ADMIN, REVIEWER, DEPUTY = (
    person("admin", Role.ADMIN),
    person("reviewer", Role.REVIEWER),
    person("deputy", Role.DEPUTY),
)

DETAILS = ApplicationDetails(
    form=ProviderForm.SYSTEM_PROVIDER,
    unit_form=UnitForm.UKPBJ,
    management_pattern=ManagementPattern.DISTRIBUTED,
    unit_name="LPSE Kabupaten Contoh",
    letter_number="027/118/UKPBJ/2026",
    letter_date=date(2023, 11, 9),
    legal_basis_number="Peraturan Bupati 12/2021",
    legal_basis_date=date(2021, 3, 1),
    address="Jalan Merdeka 10, Kota Contoh",
    email="lpse@contoh.invalid",
    phone="(0299) 000",
    service_hours="Senin-Jumat 08.00-16.00",
)
TERMS = ProposedTerms(
    validity_months=24,
    availability="99,5",
    services=(CatalogueService(name="Aplikasi SPSE", description="Akses", hours="24 jam", target="99,5%"),),
    targets=tuple(ResponseTime(priority=each, response_hours=1, recovery_hours=4) for each in Priority),
    reporting_months=3,
    report_due_working_days=10,
    maintenance_notice_working_days=3,
    breach_answer_working_days=10,
    evaluation_months=12,
)
AGREEMENT = {
    "articles": ["Pasal 1"],
    "application": {"unit": DETAILS.unit_name},
    "institution": {"address": DETAILS.address},
    "terms": {
        "contacts": [
            {
                "party": UNIT_PARTY,
                "telephone": DETAILS.phone,
                "email": DETAILS.email,
                "hours": DETAILS.service_hours,
            }
        ]
    },
}
"""Of the clauses what is read again: what they say of the unit."""
BECAUSE = Reason(reason="Alasan yang sah.")
COMPLETE = ReviewSheet(items=tuple(ReviewItem(kind=kind, complete=True) for kind in AttachmentKind))
INCOMPLETE = ReviewSheet(
    items=(ReviewItem(kind=AttachmentKind.PERSONNEL_LIST, complete=False, reason="SK belum ditandatangani."),)
)
ALL_PASSED = AcceptInstallation(
    passed=tuple(InstallationItem), system_version="SPSE 4.5", location="Pusat data (contoh)"
)


def signed_by(signer: Actor, data: str) -> SignedPaper:
    return SignedPaper(
        sha256=hashlib.sha256(data.encode()).hexdigest(),
        size=len(data),
        signature=SignatureFact(
            field="Tanda",
            kind=SignatureKind.PERSONAL,
            signer_id=signer.id,
            signer_name=signer.name,
            certificate_sha256=hashlib.sha256(signer.id.encode()).hexdigest(),
            level="B-LT",
            certification="FORM_FILLING",
            signed_at=START.isoformat(),
        ),
    )


@dataclass
class Office:
    """The door and everyone before it. Each act is a real one; what a story needs beforehand is played the same way."""

    database: Database
    dump: Callable[[], dict[str, list[dict[str, Any]]]]
    clock: Clock = field(default_factory=Clock)
    letters: PlainLetters = field(default_factory=PlainLetters)
    commits: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.door = Door(
            database=self.database, clock=self.clock, letters=self.letters, on_commit=lambda: self.commits.append(1)
        )
        self._sequence = itertools.count(1)
        for institution_id, active in (("inst-a", True), ("inst-b", True), ("inst-closed", False)):
            insert(
                InstitutionRecord(
                    id=institution_id,
                    kind="REGENCY",
                    name=f"Kabupaten {institution_id}",
                    time_zone="Asia/Jakarta",
                    head_office="Bupati",
                    active=active,
                    sample=True,
                )
            )
        for person_id, ties in (("reviewer", []), ("tied-reviewer", ["inst-a"])):
            insert(
                PersonRecord(
                    id=person_id,
                    name=person_id.title(),
                    roles=["REVIEWER"],
                    office="Pereviu",
                    organisation="LKPP",
                    tied_institution_ids=ties,
                    active=True,
                )
            )

        for someone in (HEAD, UNIT_HEAD, STAFF, ADMIN, DEPUTY):
            insert(
                PersonRecord(
                    id=someone.id,
                    name=someone.name,
                    roles=sorted(role.value for role in someone.roles - {Role.PUBLIC}),
                    office="Jabatan contoh",
                    organisation="Contoh",
                    institution_id=someone.institution_id,
                    active=True,
                )
            )
        term = AppointOfficial(
            office=OfficeName.DEPUTY,
            capacity=Capacity.DEFINITIVE,
            person_id=DEPUTY.id,
            title_id="Deputi (contoh)",
            title_en="Deputy (sample)",
            valid_from=date(2022, 9, 30),
            reason="DATA CONTOH",
            is_sample=True,
        )
        self.done(A.OFFICIAL, "seed", SYSTEM, "deputy-1", term)
        self.commits.clear()

    # --- one act ----------------------------------------------------------------------------------------------------

    def attempt(
        self,
        aggregate: Aggregate,
        verb: str,
        actor: Actor,
        record_id: str | None = None,
        payload: Any = None,
        **more: Any,
    ) -> Done | Refusal:
        command = Command(aggregate=aggregate, verb=verb, actor=actor, record_id=record_id, payload=payload, **more)
        return self.door.perform(command)

    def done(
        self,
        aggregate: Aggregate,
        verb: str,
        actor: Actor,
        record_id: str | None = None,
        payload: Any = None,
        **more: Any,
    ) -> Done:
        result = self.attempt(aggregate, verb, actor, record_id, payload, **more)
        assert isinstance(result, Done), result
        return result

    def refused(
        self,
        aggregate: Aggregate,
        verb: str,
        actor: Actor,
        record_id: str | None = None,
        payload: Any = None,
        **more: Any,
    ) -> Refusal:
        """The refusal, after the whole database was compared: what was refused changed nothing."""
        before, commits = self.dump(), len(self.commits)
        result = self.attempt(aggregate, verb, actor, record_id, payload, **more)
        assert isinstance(result, Refusal), result
        assert self.dump() == before
        assert len(self.commits) == commits
        return result

    def record(self, aggregate: Aggregate, record_id: str) -> Any:
        return REPOSITORIES[aggregate].record_class.objects(id=record_id).get()

    def states(self) -> dict[str, list[str]]:
        """The state of everything that has a life."""
        return {
            aggregate.value: [record.state for record in repository.record_class.objects(version__gte=1).order_by("id")]
            for aggregate, repository in REPOSITORIES.items()
        }

    # --- what a story needs beforehand --------------------------------------------------------------------------------

    def draft(self, form: ProviderForm = ProviderForm.SYSTEM_PROVIDER, *, unit_id: str | None = None) -> str:
        payload = CreateApplication(institution_id="inst-a", details=replace(DETAILS, form=form), unit_id=unit_id)
        return self.done(A.APPLICATION, "create", HEAD, payload=payload).record_id

    def evidence(self, actor: Actor = STAFF, *, confirmed: bool = True) -> str:
        number = next(self._sequence)
        announced = RequestUpload(
            institution_id=str(actor.institution_id),
            name=f"Berkas {number}.pdf",
            content_type="application/pdf",
            size=100,
            sha256=f"{number:064x}",
            key=f"{actor.institution_id}/{number}",
        )
        evidence_id = self.done(A.EVIDENCE, "request_upload", actor, payload=announced).record_id
        if confirmed:
            sound = ConfirmUpload(problem_id=None, problem_en=None)
            self.done(A.EVIDENCE, "confirm_upload", actor, evidence_id, sound)
        return evidence_id

    def ready_draft(self, form: ProviderForm = ProviderForm.SYSTEM_PROVIDER, *, unit_id: str | None = None) -> str:
        application_id = self.draft(form, unit_id=unit_id)
        attachments = tuple(Attachment(kind=kind, evidence_id=self.evidence()) for kind in AttachmentKind)
        self.done(A.APPLICATION, "revise", STAFF, application_id, ReviseApplication(attachments=attachments))
        return application_id

    def under_review(self, form: ProviderForm = ProviderForm.SYSTEM_PROVIDER, *, unit_id: str | None = None) -> str:
        application_id = self.ready_draft(form, unit_id=unit_id)
        self.done(A.APPLICATION, "submit", HEAD, application_id)
        self.done(A.APPLICATION, "assign_reviewer", ADMIN, application_id, AssignReviewer(reviewer_id="reviewer"))
        return application_id

    def complete(self, form: ProviderForm = ProviderForm.SYSTEM_PROVIDER, *, unit_id: str | None = None) -> str:
        application_id = self.under_review(form, unit_id=unit_id)
        self.done(A.APPLICATION, "declare_complete", REVIEWER, application_id, COMPLETE)
        return application_id

    def started(self, form: ProviderForm = ProviderForm.SYSTEM_PROVIDER) -> tuple[str, str]:
        """An application whose SLA is a draft: both ids."""
        application_id = self.complete(form)
        self.done(A.APPLICATION, "start_sla", REVIEWER, application_id)
        return application_id, str(self.record(A.APPLICATION, application_id).sla_id)

    def ready_to_sign(self, form: ProviderForm = ProviderForm.SYSTEM_PROVIDER) -> tuple[str, str]:
        """An application whose SLA waits for its first signature, its paper presented."""
        application_id, sla_id = self.started(form)
        self.propose(sla_id)
        self.agree(sla_id)
        return application_id, sla_id

    def propose(self, sla_id: str) -> None:
        signatories = {"LKPP": "deputy", "INSTITUTION": "head-a"}
        terms = ProposeSla(terms=TERMS, agreement=AGREEMENT, signatories=signatories)
        self.done(A.SLA, "propose", REVIEWER, sla_id, terms)

    def agree(self, sla_id: str) -> None:
        for actor in (HEAD, REVIEWER):
            self.done(A.SLA, "agree", actor, sla_id, AgreeSla(digest=canonical_digest(AGREEMENT)))
        self.present(self.paper_of(sla_id).id)

    def paper_of(self, sla_id: str) -> DocumentRecord:
        found: DocumentRecord = DocumentRecord.objects(id=SlaRecord.objects(id=sla_id).get().document_id).get()
        return found

    def present(self, document_id: str) -> None:
        """Numbered and presented, as the worker does."""
        number = next(self._sequence)
        reserved = ReserveNumber(
            number=f"{number}/LKPP-LPSE/XI/2026",
            series="SLA/2026",
            sequence=number,
            dated=self.door.today(),
            code=f"{number:032x}",
            template_version="1",
            template_sha256="f" * 64,
        )
        self.done(A.DOCUMENT, "reserve_number", SYSTEM, document_id, reserved)
        bytes_ = PresentDocument(sha256=f"{number:064x}", size=100)
        self.done(A.DOCUMENT, "present", SYSTEM, document_id, bytes_)

    def publish(self, document_id: str) -> None:
        """As the worker does with a paper under the seal."""
        self.present(document_id)
        self.done(A.DOCUMENT, "publish", SYSTEM, document_id, signed_by(SYSTEM, document_id))

    def notice_received(self, sla_id: str) -> None:
        """The notice of the reported breach is issued, and opened by the unit's head."""
        self.publish(self.record(A.SLA, sla_id).breach["notice_id"])
        self.done(A.SLA, "prove_notice_receipt", UNIT_HEAD, sla_id, ProveReceipt(channel=ReceiptChannel.IN_APP))

    def sign(self, sla_id: str, verb: str, signer: Actor, **more: Any) -> Done | Refusal:
        payload = SignSla(seen_sha256=self.paper_of(sla_id).sha256, signed=signed_by(signer, f"{verb} {sla_id}"))
        return self.attempt(A.SLA, verb, signer, sla_id, payload, **more)

    def in_force(self, form: ProviderForm = ProviderForm.SYSTEM_PROVIDER) -> tuple[str, str]:
        application_id, sla_id = self.ready_to_sign(form)
        for verb, signer in (("sign_for_institution", HEAD), ("sign_for_lkpp", DEPUTY)):
            assert isinstance(self.sign(sla_id, verb, signer), Done)
        return application_id, sla_id

    def accept_installation(self, application_id: str) -> None:
        """Installed, and accepted by both sides: the unit is in service."""
        self.done(A.APPLICATION, "start_installation", STAFF, application_id)
        for actor in (ADMIN, UNIT_HEAD):
            self.done(A.APPLICATION, "accept_installation", actor, application_id, ALL_PASSED)
