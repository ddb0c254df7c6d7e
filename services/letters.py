"""What each ordered letter will print: the contexts, filled from the records in the transaction that orders them."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from documents.contexts import (
    Acceptance,
    Addressee,
    Application,
    ApplicationReceipt,
    Approval,
    Attachment,
    CheckedItem,
    CompletionRequest,
    Context,
    IncompleteItem,
    InstallationMinutes,
    Letterhead,
    Party,
    Reference,
    Signatory,
    Sla,
    from_facts,
    to_facts,
)
from documents.sla_clauses import sla_articles
from documents.sla_terms import ContactPoint, ResponseTarget, Service, SlaTerms
from domain.application_acts import ATTACHMENT_LABELS, INSTALLATION_LABELS, AttachmentKind, InstallationItem
from domain.calendar import OutsideCalendarError, add_working_days
from domain.canonical import canonical_digest
from domain.clock import legal_date
from domain.configuration_keys import ConfigurationKey
from domain.documents import DocumentKind, DraftDocument
from domain.institutions import LOCAL_GOVERNMENTS, InstitutionKind
from domain.officials import Official
from domain.roles import Role
from domain.sla_acts import Priority, ProposedTerms, Side
from domain.tables import Act, Aggregate, LetterOrder
from domain.units import ProviderForm
from persistence.applications import ApplicationRecord
from persistence.calendar import current_calendar
from persistence.configuration import setting
from persistence.documents import DocumentRecord
from persistence.evidence import EvidenceRecord
from persistence.institutions import InstitutionRecord
from persistence.personnel import PersonRecord
from persistence.records import Record
from persistence.slas import SlaRecord
from services.offices import deputy_on, institution_signatory, person_named

AGENCY = "Lembaga Kebijakan Pengadaan Barang/Jasa Pemerintah"
SEAL_NAME = "Segel Elektronik LKPP"

PRIORITY_WORDS: dict[Priority, tuple[str, str]] = {
    Priority.CRITICAL: ("Kritis", "Layanan terhenti bagi seluruh Pengguna"),
    Priority.HIGH: ("Tinggi", "Fungsi utama terganggu bagi banyak Pengguna"),
    Priority.MEDIUM: ("Sedang", "Sebagian layanan atau Pengguna terganggu"),
    Priority.LOW: ("Rendah", "Permintaan dan gangguan tanpa dampak luas"),
}


class LetterWriter:
    """Composes the context of each kind of letter. *Shape*: `letterhead` comes from the settings of the installation."""

    def __init__(self, letterhead: Letterhead) -> None:
        self._letterhead = letterhead
        self._writers: Mapping[DocumentKind, Callable[[LetterOrder, Any, Act], tuple[Context, tuple[str, ...]]]] = {
            DocumentKind.APPLICATION_RECEIPT: self._receipt,
            DocumentKind.COMPLETION_REQUEST: self._completion_request,
            DocumentKind.APPROVAL: self._approval,
            DocumentKind.SLA: self._sla,
            DocumentKind.INSTALLATION_MINUTES: self._minutes,
        }

    def compose(self, order: LetterOrder, *, aggregate: Aggregate, record: Record, act: Act) -> DraftDocument:
        """The frozen facts of the letter, with their digest, and the persons who are to sign it. It only reads."""
        kind = DocumentKind(order.kind)
        context, signatories = self._writers[kind](order, record, act)
        facts = to_facts(context)
        return DraftDocument(
            kind=kind,
            institution_id=str(getattr(record, "institution_id", "")),
            subject=aggregate,
            subject_id=str(record.id),
            facts=facts,
            facts_sha256=canonical_digest(facts),
            signatories=signatories,
            drafted_by=order.drafted_by or act.actor.id,
        )

    def agreement(self, *, sla: SlaRecord, terms: ProposedTerms, day: date) -> tuple[dict[str, Any], dict[str, str]]:
        """The canonical clauses of an SLA (everything its paper will print), and who is to sign it for each side."""
        application = ApplicationRecord.objects(id=sla.application_id).get()
        institution = InstitutionRecord.objects(id=sla.institution_id).get()
        deputy = deputy_on(day)
        official = institution_signatory(sla.institution_id, day, unit_id=sla.unit_id)
        printed = self._terms(terms, application)
        context = Sla(
            letterhead=self._letterhead,
            lkpp=Party(body=AGENCY, official=_deputy(deputy), address=", ".join(self._letterhead.address[:1])),
            institution=Party(body=_formal_name(institution), official=_person(official), address=application.address),
            application=_application(application, institution),
            terms=printed,
            articles=sla_articles(printed),
        )
        return dict(to_facts(context)), {Side.LKPP.value: deputy.person_id, Side.INSTITUTION.value: str(official.id)}

    def _terms(self, terms: ProposedTerms, application: ApplicationRecord) -> SlaTerms:
        return SlaTerms(
            form=ProviderForm(application.form),
            validity_months=terms.validity_months,
            availability=terms.availability,
            targets=tuple(
                ResponseTarget(
                    priority=PRIORITY_WORDS[target.priority][0],
                    description=PRIORITY_WORDS[target.priority][1],
                    response_hours=target.response_hours,
                    recovery_hours=target.recovery_hours,
                )
                for target in sorted(terms.targets, key=lambda target: list(Priority).index(target.priority))
            ),
            services=tuple(
                Service(name=s.name, description=s.description, hours=s.hours, target=s.target) for s in terms.services
            ),
            contacts=(self._lkpp_contact(), _unit_contact(application)),
            reporting_months=terms.reporting_months,
            report_due_working_days=terms.report_due_working_days,
            maintenance_notice_working_days=terms.maintenance_notice_working_days,
            breach_answer_working_days=terms.breach_answer_working_days,
            evaluation_months=terms.evaluation_months,
        )

    def _lkpp_contact(self) -> ContactPoint:
        contact = self._letterhead.address[-1]
        telephone, _bar, email = contact.partition("|")
        return ContactPoint(
            party="PIHAK KESATU",
            name="Layanan Bantuan LKPP",
            telephone=telephone.strip() or "-",
            email=email.strip() or "-",
            hours="Senin-Jumat 08.00-16.00 WIB",
        )

    # --- one letter each --------------------------------------------------------------------------------------------

    def _receipt(self, _order: LetterOrder, record: ApplicationRecord, act: Act) -> tuple[Context, tuple[str, ...]]:
        institution = InstitutionRecord.objects(id=record.institution_id).get()
        names = {e.id: e for e in EvidenceRecord.objects(id__in=[a.evidence_id for a in record.attachments])}
        context = ApplicationReceipt(
            letterhead=self._letterhead,
            reference=Reference(nature="Biasa", enclosures="-", subject="Tanda Terima Permohonan Pengelolaan LPSE"),
            addressee=_addressee(institution),
            application=_application(record, institution),
            received_at=act.now,
            attachments=tuple(
                Attachment(name=ATTACHMENT_LABELS[AttachmentKind(a.kind)][0], sha256=names[a.evidence_id].sha256)
                for a in record.attachments
            ),
            signatory=_seal(),
            copies=(f"Kepala {record.unit_name}",),
        )
        return context, ()

    def _completion_request(
        self, order: LetterOrder, record: ApplicationRecord, act: Act
    ) -> tuple[Context, tuple[str, ...]]:
        institution = InstitutionRecord.objects(id=record.institution_id).get()
        context = CompletionRequest(
            letterhead=self._letterhead,
            reference=Reference(
                nature="Biasa", enclosures="-", subject="Permintaan Kelengkapan Permohonan Pengelolaan LPSE"
            ),
            addressee=_addressee(institution),
            application=_application(record, institution),
            received_at=_received_at(record, act),
            items=tuple(
                IncompleteItem(requirement=ATTACHMENT_LABELS[AttachmentKind(item["kind"])][0], reason=item["reason"])
                for item in order.details["items"]
            ),
            answer_until=_answer_until(act),
            signatory=_seal(),
            copies=(f"Kepala {record.unit_name}",),
        )
        return context, ()

    def _approval(self, _order: LetterOrder, record: ApplicationRecord, act: Act) -> tuple[Context, tuple[str, ...]]:
        institution = InstitutionRecord.objects(id=record.institution_id).get()
        deputy = deputy_on(legal_date(act.now))
        context = Approval(
            letterhead=self._letterhead,
            reference=Reference(
                nature="Biasa", enclosures="-", subject="Persetujuan Pengelolaan Layanan Pengadaan Secara Elektronik"
            ),
            addressee=_addressee(institution),
            application=_application(record, institution),
            complete_on=date.fromisoformat(record.completed_on),
            signatory=_deputy(deputy),
            copies=(f"Kepala {record.unit_name}",),
        )
        return context, (deputy.person_id,)

    def _sla(self, _order: LetterOrder, record: SlaRecord, _act: Act) -> tuple[Context, tuple[str, ...]]:
        """The very clauses that both sides agreed on."""
        context = from_facts(DocumentKind.SLA, dict(record.agreement))
        return context, (record.signatories[Side.INSTITUTION.value], record.signatories[Side.LKPP.value])

    def _minutes(self, order: LetterOrder, record: ApplicationRecord, _act: Act) -> tuple[Context, tuple[str, ...]]:
        institution = InstitutionRecord.objects(id=record.institution_id).get()
        sla = SlaRecord.objects(id=record.sla_id).get()
        paper = DocumentRecord.objects(id=sla.document_id).get()
        passed = set(order.details["passed"])
        sides = {a.role: a for a in record.acceptances}
        context = InstallationMinutes(
            letterhead=self._letterhead,
            application=_application(record, institution),
            sla_number=paper.number,
            sla_date=date.fromisoformat(paper.dated),
            location=record.address,
            system_version=order.details["system_version"],
            checklist=tuple(
                CheckedItem(item=INSTALLATION_LABELS[item][0], passed=item.value in passed, note="-")
                for item in InstallationItem
            ),
            lkpp_acceptance=_acceptance("Admin LKPP", sides[Role.ADMIN.value]),
            unit_acceptance=_acceptance("Kepala LPSE", sides[Role.UNIT_HEAD.value]),
            signatory=_seal(),
        )
        return context, ()


def _formal_name(institution: InstitutionRecord) -> str:
    if InstitutionKind(institution.kind) in LOCAL_GOVERNMENTS:
        return f"Pemerintah {institution.name}"
    return str(institution.name)


def _addressee(institution: InstitutionRecord) -> Addressee:
    return Addressee(name=institution.head_office, place=institution.place or "Tempat")


def _application(record: ApplicationRecord, institution: InstitutionRecord) -> Application:
    return Application(
        letter_number=record.letter_number,
        letter_date=date.fromisoformat(record.letter_date),
        institution=_formal_name(institution),
        unit=record.unit_name,
        form=ProviderForm(record.form),
    )


def _received_at(record: ApplicationRecord, act: Act) -> datetime:
    received: datetime = record.submitted_at or act.now
    return received


def _answer_until(act: Act) -> date | None:
    """The internal limit for the completion, where one is configured (not from the decree) and the calendar reaches."""
    days = setting(ConfigurationKey.LIMIT_COMPLETION, legal_date(act.now))
    if not isinstance(days, int):
        return None
    try:
        return add_working_days(legal_date(act.now), days, current_calendar())
    except OutsideCalendarError:
        return None


def _seal() -> Signatory:
    return Signatory(office=AGENCY, name=SEAL_NAME, organisation=AGENCY)


def _deputy(official: Official) -> Signatory:
    return Signatory(office=official.signature_title, name=official.name, organisation=AGENCY)


def _person(person: PersonRecord) -> Signatory:
    return Signatory(
        office=person.office, name=person.name, organisation=person.organisation, identity=person.identity or None
    )


def _acceptance(capacity: str, acceptance: Any) -> Acceptance:
    person = person_named(acceptance.person_id)
    return Acceptance(capacity=capacity, official=_person(person), accepted_at=datetime.fromisoformat(acceptance.at))


def _unit_contact(application: ApplicationRecord) -> ContactPoint:
    return ContactPoint(
        party="PIHAK KEDUA",
        name=f"Helpdesk {application.unit_name}",
        telephone=application.phone,
        email=application.email,
        hours=application.service_hours,
    )
