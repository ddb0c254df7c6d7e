"""Applications: their record, and the facts that their guards need, read in the act's own transaction."""

from datetime import date

from mongoengine import (
    BooleanField,
    DateTimeField,
    DictField,
    EmbeddedDocument,
    EmbeddedDocumentListField,
    ListField,
    StringField,
)

from domain.aggregates import Aggregate
from domain.application_acts import ApplicationDetails, AttachmentKind, ReviseApplication
from domain.application_rules import Acceptance, ApplicationFacts
from domain.clock import legal_date
from domain.configuration_keys import ConfigurationKey
from domain.document_kinds import UNSIGNED, DocumentKind
from domain.roles import Role
from domain.sla_acts import SlaState
from domain.tables import Act
from domain.unit_forms import UnitForm
from domain.units import IN_THE_REGISTER, ManagementPattern, ProviderForm
from persistence.configuration import setting
from persistence.documents import DocumentRecord
from persistence.evidence import confirmed_among
from persistence.institutions import InstitutionRecord
from persistence.limits import limit_from
from persistence.personnel import PersonRecord, named_reviewer
from persistence.records import Record
from persistence.slas import agreement_in_preparation, present_agreement, unit_agreement_in_preparation
from persistence.units import UnitRecord


class AttachmentField(EmbeddedDocument):
    """One attachment of an application."""

    kind = StringField(required=True)
    evidence_id = StringField(required=True)


class ReviewItemField(EmbeddedDocument):
    """One item of the review sheet."""

    kind = StringField(required=True)
    complete = BooleanField(required=True)
    reason = StringField()


class AcceptanceField(EmbeddedDocument):
    """One side's acceptance of the installation."""

    role = StringField(required=True)
    person_id = StringField(required=True)
    at = StringField(required=True)
    system_version = StringField(required=True)
    location = StringField(required=True)


class ApplicationRecord(Record):
    """An application of an institution. *Shape*: dates as ISO 8601 text, in Jakarta."""

    meta = {
        "collection": "applications",
        "indexes": [("institution_id", "id"), ("state", "updated_at", "id"), ("updated_at", "id"), "unit_id"],
    }

    institution_id = StringField(required=True)
    unit_id = StringField()
    sla_id = StringField()
    created_by = StringField(required=True)
    form = StringField(required=True)
    unit_form = StringField(required=True)
    management_pattern = StringField(required=True)
    unit_name = StringField(required=True)
    letter_number = StringField(required=True)
    letter_date = StringField(required=True)
    legal_basis_number = StringField(required=True)
    legal_basis_date = StringField(required=True)
    address = StringField(required=True)
    email = StringField(required=True)
    phone = StringField(required=True)
    service_hours = StringField(required=True)
    authorised_submitter_ids = ListField(StringField())
    attachments = EmbeddedDocumentListField(AttachmentField)
    submitted_on = StringField()
    submitted_at = DateTimeField()
    submitted_by = StringField()
    reviewer_id = StringField()
    former_reviewer_ids = ListField(StringField())
    review_until = StringField()
    review_items = EmbeddedDocumentListField(ReviewItemField)
    requested_items = ListField(StringField())
    answers = ListField(DictField())
    returned_on = StringField()
    completed_on = StringField()
    acceptances = EmbeddedDocumentListField(AcceptanceField)
    installed_on = StringField()
    reason = StringField()


def application_facts(record: ApplicationRecord | None, act: Act) -> ApplicationFacts:
    """The facts of an application, or of one that the act makes."""
    if record is None:
        institution_id = getattr(act.payload, "institution_id", None)
        unit = _unit(getattr(act.payload, "unit_id", None))
        is_known = unit is not None and unit.institution_id == institution_id and unit.state in IN_THE_REGISTER
        return ApplicationFacts(
            state=None,
            institution_id=institution_id,
            institution_active=_active(institution_id),
            unit_id=str(unit.id) if unit is not None and is_known else None,
            unit_known=is_known,
        )
    sla = present_agreement(record.id)
    unit = _unit(record.unit_id)
    return ApplicationFacts(
        state=record.state,
        institution_id=record.institution_id,
        institution_active=_active(record.institution_id),
        form=ProviderForm(record.form),
        unit_form=UnitForm(record.unit_form),
        details=_details(record),
        attachments=_attachments(record, act),
        authorised_submitter_ids=tuple(record.authorised_submitter_ids),
        reviewer_id=record.reviewer_id,
        former_reviewers=tuple(record.former_reviewer_ids),
        next_reviewer=named_reviewer(act, record.institution_id),
        requested_items=tuple(AttachmentKind(kind) for kind in record.requested_items),
        acceptances=tuple(
            Acceptance(
                role=Role(a.role),
                person_id=a.person_id,
                at=a.at,
                system_version=a.system_version,
                location=a.location,
            )
            for a in record.acceptances
        ),
        sla_in_preparation_id=agreement_in_preparation(record.id),
        unit_sla_in_preparation=unit_agreement_in_preparation(record.unit_id),
        sla_state=SlaState(sla.state) if sla else None,
        sla_over=sla is not None and bool(sla.expires_on) and sla.expires_on < legal_date(act.now).isoformat(),
        unit_id=record.unit_id,
        unit_state=unit.state if unit else None,
        pending_approval_id=_pending_approval(record.id),
        actor_known=PersonRecord.objects(id=act.actor.id, active=True).only("id").first() is not None,
        review_until=limit_from(legal_date(act.now), ConfigurationKey.LIMIT_REVIEW),
        returned_on=date.fromisoformat(record.returned_on) if record.returned_on else None,
        lapse_after_days=_whole(setting(ConfigurationKey.APPLICATION_LAPSE_AFTER_DAYS, legal_date(act.now))),
        rejection_enabled=setting(ConfigurationKey.APPLICATION_REJECTION_ENABLED, legal_date(act.now)) is True,
    )


def _unit(unit_id: str | None) -> UnitRecord | None:
    found: UnitRecord | None = (
        UnitRecord.objects(id=unit_id).only("institution_id", "state").first() if unit_id else None
    )
    return found


def _pending_approval(application_id: str) -> str | None:
    """The approval that waits for the Deputy still."""
    waiting = [state.value for state in UNSIGNED]
    found = DocumentRecord.objects(
        subject=Aggregate.APPLICATION.value,
        subject_id=application_id,
        kind=DocumentKind.APPROVAL.value,
        state__in=waiting,
    )
    first = found.only("id").first()
    return str(first.id) if first else None


def _active(institution_id: str | None) -> bool:
    return bool(InstitutionRecord.objects(id=institution_id, active=True).only("id").first())


def _whole(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _details(record: ApplicationRecord) -> ApplicationDetails:
    return ApplicationDetails(
        form=ProviderForm(record.form),
        unit_form=UnitForm(record.unit_form),
        management_pattern=ManagementPattern(record.management_pattern),
        unit_name=record.unit_name,
        letter_number=record.letter_number,
        letter_date=date.fromisoformat(record.letter_date),
        legal_basis_number=record.legal_basis_number,
        legal_basis_date=date.fromisoformat(record.legal_basis_date),
        address=record.address,
        email=record.email,
        phone=record.phone,
        service_hours=record.service_hours,
        authorised_submitter_ids=tuple(record.authorised_submitter_ids),
    )


def _attachments(record: ApplicationRecord, act: Act) -> tuple[tuple[AttachmentKind, str, bool], ...]:
    """The attachments that the act brings, else those on record, each with whether it is confirmed and the institution's."""
    if isinstance(act.payload, ReviseApplication) and act.payload.attachments is not None:
        named = [(a.kind, a.evidence_id) for a in act.payload.attachments]
    else:
        named = [(AttachmentKind(a.kind), a.evidence_id) for a in record.attachments]
    confirmed = confirmed_among((evidence_id for _kind, evidence_id in named), record.institution_id)
    return tuple((kind, evidence_id, evidence_id in confirmed) for kind, evidence_id in named)
