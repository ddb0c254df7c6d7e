"""What each ordered letter will print: the contexts, filled from the records in the transaction that orders them."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from documents.contexts import (
    Acceptance,
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
    Rejection,
    Sla,
    from_facts,
    to_facts,
)
from documents.sla_clauses import sla_articles
from documents.sla_terms import ContactPoint, HelpDesk, ResponseTarget, Service, SlaTerms
from domain.aggregates import Aggregate
from domain.application_acts import (
    ATTACHMENT_LABELS,
    INSTALLATION_LABELS,
    AttachmentKind,
    InstallationItem,
)
from domain.canonical import canonical_digest
from domain.clock import legal_date
from domain.configuration_keys import ConfigurationKey
from domain.document_acts import DraftDocument
from domain.document_kinds import DocumentKind
from domain.roles import Role
from domain.sla_acts import Priority, ProposedTerms, Side
from domain.sla_texts import UNIT_PARTY, NamedUnit
from domain.tables import Act, LetterOrder
from domain.units import ProviderForm
from persistence.applications import ApplicationRecord
from persistence.documents import DocumentRecord
from persistence.evidence import EvidenceRecord
from persistence.institutions import InstitutionRecord
from persistence.limits import limit_from
from persistence.records import Record
from persistence.slas import SlaRecord, named_unit
from services.letter_parts import (
    AGENCY,
    addressee,
    agreement_of,
    deputy_signatory,
    formal_name,
    person_signatory,
    seal,
)
from services.letters_applications import write_application_notice, write_failed_installation
from services.letters_assessments import write_assignment as write_assessment_assignment
from services.letters_assessments import write_determination as write_assessment_determination
from services.letters_assessments import write_minutes as write_assessment_minutes
from services.letters_assessments import write_notice as write_assessment_notice
from services.letters_assessments import write_recommendation
from services.letters_assessments import write_report as write_assessment_report
from services.letters_certificates import write_certificate
from services.letters_guidance import write_mentoring_minutes
from services.letters_objections import write_minutes as write_objection_minutes
from services.letters_objections import write_notice as write_objection_notice
from services.letters_objections import write_receipt as write_objection_receipt
from services.letters_objections import write_result as write_objection_result
from services.letters_reassessments import write_assignment as write_reassessment_assignment
from services.letters_reassessments import write_determination as write_redetermination
from services.letters_reassessments import write_notice as write_reassessment_notice
from services.letters_reassessments import write_report as write_reassessment_report
from services.letters_sanctions import (
    write_advice,
    write_lkpp_system,
    write_revocation,
    write_sanction_minutes,
    write_sanction_notice,
    write_service_stop,
    write_warning,
)
from services.letters_slas import write_sla_minutes, write_sla_notice
from services.letters_surveillances import write_assignment as write_surveillance_assignment
from services.letters_surveillances import write_notice as write_surveillance_notice
from services.letters_surveillances import write_report as write_surveillance_report
from services.letters_units import write_reinstatement, write_stop_minutes, write_unit_notice
from services.offices import concluder_on, deputy_on, institution_signatory, person_named, signatory_of_order
from services.writing import Writer, Written

PRIORITY_WORDS: dict[Priority, tuple[str, str]] = {
    Priority.CRITICAL: ("Kritis", "Layanan terhenti bagi seluruh Pengguna"),
    Priority.HIGH: ("Tinggi", "Fungsi utama terganggu bagi banyak Pengguna"),
    Priority.MEDIUM: ("Sedang", "Sebagian layanan atau Pengguna terganggu"),
    Priority.LOW: ("Rendah", "Permintaan dan gangguan tanpa dampak luas"),
}


WRITERS: Mapping[tuple[DocumentKind, Aggregate], Writer] = {
    (DocumentKind.NOTICE, Aggregate.APPLICATION): write_application_notice,
    (DocumentKind.MINUTES, Aggregate.APPLICATION): write_failed_installation,
    (DocumentKind.CERTIFICATE, Aggregate.CERTIFICATE): write_certificate,
    (DocumentKind.NOTICE, Aggregate.ASSESSMENT): write_assessment_notice,
    (DocumentKind.ASSIGNMENT, Aggregate.ASSESSMENT): write_assessment_assignment,
    (DocumentKind.ASSESSMENT_REPORT, Aggregate.ASSESSMENT): write_assessment_report,
    (DocumentKind.RECOMMENDATION, Aggregate.ASSESSMENT): write_recommendation,
    (DocumentKind.MINUTES, Aggregate.ASSESSMENT): write_assessment_minutes,
    (DocumentKind.DETERMINATION, Aggregate.ASSESSMENT): write_assessment_determination,
    (DocumentKind.NOTICE, Aggregate.SURVEILLANCE): write_surveillance_notice,
    (DocumentKind.ASSIGNMENT, Aggregate.SURVEILLANCE): write_surveillance_assignment,
    (DocumentKind.ASSESSMENT_REPORT, Aggregate.SURVEILLANCE): write_surveillance_report,
    (DocumentKind.MINUTES, Aggregate.MENTORING): write_mentoring_minutes,
    (DocumentKind.NOTICE, Aggregate.SLA): write_sla_notice,
    (DocumentKind.MINUTES, Aggregate.SLA): write_sla_minutes,
    (DocumentKind.MINUTES, Aggregate.UNIT): write_stop_minutes,
    (DocumentKind.NOTICE, Aggregate.UNIT): write_unit_notice,
    (DocumentKind.REINSTATEMENT, Aggregate.UNIT): write_reinstatement,
    (DocumentKind.OBJECTION_RECEIPT, Aggregate.OBJECTION): write_objection_receipt,
    (DocumentKind.NOTICE, Aggregate.OBJECTION): write_objection_notice,
    (DocumentKind.MINUTES, Aggregate.OBJECTION): write_objection_minutes,
    (DocumentKind.OBJECTION_RESULT, Aggregate.OBJECTION): write_objection_result,
    (DocumentKind.NOTICE, Aggregate.REASSESSMENT): write_reassessment_notice,
    (DocumentKind.ASSIGNMENT, Aggregate.REASSESSMENT): write_reassessment_assignment,
    (DocumentKind.ASSESSMENT_REPORT, Aggregate.REASSESSMENT): write_reassessment_report,
    (DocumentKind.DETERMINATION, Aggregate.REASSESSMENT): write_redetermination,
    (DocumentKind.ADVICE, Aggregate.SANCTION): write_advice,
    (DocumentKind.WARNING, Aggregate.SANCTION): write_warning,
    (DocumentKind.REVOCATION, Aggregate.SANCTION): write_revocation,
    (DocumentKind.SERVICE_STOP, Aggregate.SANCTION): write_service_stop,
    (DocumentKind.LKPP_SYSTEM, Aggregate.SANCTION): write_lkpp_system,
    (DocumentKind.NOTICE, Aggregate.SANCTION): write_sanction_notice,
    (DocumentKind.MINUTES, Aggregate.SANCTION): write_sanction_minutes,
}
"""Who writes the letters of the later subjects, by the kind of paper and the thing that it speaks of."""


class LetterWriter:
    """Composes the context of each kind of letter. *Shape*: letterhead and help desk are the installation's."""

    def __init__(self, letterhead: Letterhead, help_desk: HelpDesk) -> None:
        self._help_desk = help_desk
        self._letterhead = letterhead
        self._writers: Mapping[DocumentKind, Callable[[LetterOrder, Any, Act], Written]] = {
            DocumentKind.APPLICATION_RECEIPT: self._receipt,
            DocumentKind.COMPLETION_REQUEST: self._completion_request,
            DocumentKind.APPROVAL: self._approval,
            DocumentKind.REJECTION: self._rejection,
            DocumentKind.SLA: self._sla,
            DocumentKind.INSTALLATION_MINUTES: self._minutes,
        }

    def compose(self, order: LetterOrder, *, aggregate: Aggregate, record: Record, act: Act) -> DraftDocument:
        """The frozen facts of the letter, with their digest, and the persons who are to sign it. It only reads."""
        kind = DocumentKind(order.kind)
        if (kind, aggregate) in WRITERS:
            context, signatories = WRITERS[kind, aggregate](self._letterhead, order, record, act)
        else:
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
        deputy = concluder_on(day)
        official = institution_signatory(sla.institution_id, day, unit_id=sla.unit_id)
        unit = named_unit(sla)
        printed = self._terms(terms, application, unit)
        context = Sla(
            letterhead=self._letterhead,
            lkpp=Party(body=AGENCY, official=deputy_signatory(deputy), address=", ".join(self._letterhead.address[:1])),
            institution=Party(body=formal_name(institution), official=person_signatory(official), address=unit.address),
            application=replace(_application(application, institution), unit=unit.name),
            terms=printed,
            articles=sla_articles(printed),
        )
        return dict(to_facts(context)), {Side.LKPP.value: deputy.person_id, Side.INSTITUTION.value: str(official.id)}

    def _terms(self, terms: ProposedTerms, application: ApplicationRecord, unit: NamedUnit) -> SlaTerms:
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
            contacts=(self._lkpp_contact(), _unit_contact(unit)),
            reporting_months=terms.reporting_months,
            report_due_working_days=terms.report_due_working_days,
            maintenance_notice_working_days=terms.maintenance_notice_working_days,
            breach_answer_working_days=terms.breach_answer_working_days,
            evaluation_months=terms.evaluation_months,
        )

    def _lkpp_contact(self) -> ContactPoint:
        desk = self._help_desk
        return ContactPoint(
            party="PIHAK KESATU", name=desk.name, telephone=desk.telephone, email=desk.email, hours=desk.hours
        )

    # --- one letter each --------------------------------------------------------------------------------------------

    def _receipt(self, _order: LetterOrder, record: ApplicationRecord, act: Act) -> tuple[Context, tuple[str, ...]]:
        institution = InstitutionRecord.objects(id=record.institution_id).get()
        names = {e.id: e for e in EvidenceRecord.objects(id__in=[a.evidence_id for a in record.attachments])}
        context = ApplicationReceipt(
            letterhead=self._letterhead,
            reference=Reference(nature="Biasa", enclosures="-", subject="Tanda Terima Permohonan Pengelolaan LPSE"),
            addressee=addressee(record.institution_id),
            application=_application(record, institution),
            received_at=act.now,
            attachments=tuple(
                Attachment(name=ATTACHMENT_LABELS[AttachmentKind(a.kind)][0], sha256=names[a.evidence_id].sha256)
                for a in record.attachments
            ),
            signatory=seal(),
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
            addressee=addressee(record.institution_id),
            application=_application(record, institution),
            received_at=_received_at(record, act),
            items=tuple(
                IncompleteItem(requirement=ATTACHMENT_LABELS[AttachmentKind(item["kind"])][0], reason=item["reason"])
                for item in order.details["items"]
            ),
            answer_until=limit_from(legal_date(act.now), ConfigurationKey.LIMIT_COMPLETION),
            signatory=seal(),
            copies=(f"Kepala {record.unit_name}",),
        )
        return context, ()

    def _approval(self, order: LetterOrder, record: ApplicationRecord, act: Act) -> tuple[Context, tuple[str, ...]]:
        institution = InstitutionRecord.objects(id=record.institution_id).get()
        official = signatory_of_order(DocumentKind.APPROVAL, order, act)
        context = Approval(
            letterhead=self._letterhead,
            reference=Reference(
                nature="Biasa", enclosures="-", subject="Persetujuan Pengelolaan Layanan Pengadaan Secara Elektronik"
            ),
            addressee=addressee(record.institution_id),
            application=_application(record, institution),
            complete_on=date.fromisoformat(record.completed_on),
            signatory=deputy_signatory(official),
            copies=(f"Kepala {record.unit_name}",),
        )
        return context, (official.person_id,)

    def _rejection(self, _order: LetterOrder, record: ApplicationRecord, act: Act) -> tuple[Context, tuple[str, ...]]:
        """By the Deputy of today. *Shape*: a rejected application changes no more, so its last change is the rejection."""
        institution = InstitutionRecord.objects(id=record.institution_id).get()
        deputy = deputy_on(legal_date(act.now))
        context = Rejection(
            letterhead=self._letterhead,
            reference=Reference(nature="Biasa", enclosures="-", subject="Penolakan Permohonan Pengelolaan LPSE"),
            addressee=addressee(record.institution_id),
            application=_application(record, institution),
            rejected_on=legal_date(record.updated_at),
            reason=record.reason,
            signatory=deputy_signatory(deputy),
            copies=(f"Kepala {record.unit_name}",),
        )
        return context, (deputy.person_id,)

    def _sla(self, _order: LetterOrder, record: SlaRecord, _act: Act) -> tuple[Context, tuple[str, ...]]:
        """The very clauses that both sides agreed on."""
        context = from_facts(DocumentKind.SLA, dict(record.agreement))
        return context, (record.signatories[Side.INSTITUTION.value], record.signatories[Side.LKPP.value])

    def _minutes(self, order: LetterOrder, record: ApplicationRecord, _act: Act) -> tuple[Context, tuple[str, ...]]:
        institution = InstitutionRecord.objects(id=record.institution_id).get()
        sla = agreement_of(record)
        paper = DocumentRecord.objects(id=sla.document_id).get()
        passed = set(order.details["passed"])
        sides = {a.role: a for a in record.acceptances}
        context = InstallationMinutes(
            letterhead=self._letterhead,
            application=_application(record, institution),
            sla_number=paper.number,
            sla_date=date.fromisoformat(paper.dated),
            location=order.details["location"],
            system_version=order.details["system_version"],
            checklist=tuple(
                CheckedItem(item=INSTALLATION_LABELS[item][0], passed=item.value in passed, note="-")
                for item in InstallationItem
            ),
            lkpp_acceptance=_acceptance("Admin LKPP", sides[Role.ADMIN.value]),
            unit_acceptance=_acceptance("Kepala LPSE", sides[Role.UNIT_HEAD.value]),
            signatory=seal(),
        )
        return context, ()


def _application(record: ApplicationRecord, institution: InstitutionRecord) -> Application:
    return Application(
        letter_number=record.letter_number,
        letter_date=date.fromisoformat(record.letter_date),
        institution=formal_name(institution),
        unit=record.unit_name,
        form=ProviderForm(record.form),
    )


def _received_at(record: ApplicationRecord, act: Act) -> datetime:
    received: datetime = record.submitted_at or act.now
    return received


def _acceptance(capacity: str, acceptance: Any) -> Acceptance:
    person = person_named(acceptance.person_id)
    return Acceptance(
        capacity=capacity, official=person_signatory(person), accepted_at=datetime.fromisoformat(acceptance.at)
    )


def _unit_contact(unit: NamedUnit) -> ContactPoint:
    return ContactPoint(
        party=UNIT_PARTY,
        name=f"Helpdesk {unit.name}",
        telephone=unit.phone,
        email=unit.email,
        hours=unit.service_hours,
    )
