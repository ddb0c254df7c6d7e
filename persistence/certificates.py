"""Certificates: their record, and the facts that their guards need."""

from datetime import date

from mongoengine import DictField, IntField, ListField, StringField

from domain.certificates import PRESENT, CertificateFacts, CertificateState, outdated
from domain.clock import legal_date
from domain.document_kinds import UNSIGNED, DocumentKind
from domain.standards import StandardCode
from domain.tables import Act
from persistence.documents import DocumentRecord, paper_facts
from persistence.records import Record


class CertificateRecord(Record):
    """One version of a unit's certificate. *Shape*: `standards` maps code to ISO date, `revoked_on` those revoked;
    `edition` counts from 1.
    """

    meta = {
        "collection": "certificates",
        "indexes": [
            {"fields": ["unit_id", "edition"], "unique": True},
            ("state", "issued_on", "id"),
            ("institution_id", "id"),
            ("updated_at", "id"),
        ],
    }

    institution_id = StringField(required=True)
    unit_id = StringField(required=True)
    standards = DictField(required=True)
    revoked = ListField(StringField())
    revoked_on = DictField()
    applicable = IntField(required=True)
    origin = StringField(required=True)
    origin_id = StringField(required=True)
    edition = IntField(required=True)
    previous_id = StringField()
    issued_on = StringField(required=True)
    changed_on = StringField()
    expires_on = StringField()
    document_id = StringField(required=True)


def certificate_facts(record: CertificateRecord | None, act: Act) -> CertificateFacts:
    """The facts of a certificate, or of one that the act issues."""
    if record is None:
        return CertificateFacts(
            state=None,
            institution_id=getattr(act.payload, "institution_id", None),
            unit_id=getattr(act.payload, "unit_id", None),
        )
    return CertificateFacts(
        state=record.state,
        institution_id=record.institution_id,
        unit_id=record.unit_id,
        listed=frozenset(StandardCode(code) for code in record.standards),
        revoked=frozenset(StandardCode(code) for code in record.revoked),
        revoked_on={StandardCode(code): date.fromisoformat(day) for code, day in record.revoked_on.items()},
        expires_on=date.fromisoformat(record.expires_on) if record.expires_on else None,
        paper=paper_facts(record.document_id, legal_date(act.now)),
    )


def present_certificate(unit_id: str) -> CertificateRecord | None:
    """The version that the unit has now, or None."""
    found: CertificateRecord | None = CertificateRecord.objects(
        unit_id=unit_id, state__in=[state.value for state in PRESENT]
    ).first()
    return found


def certificates_over(today: date) -> list[str]:
    """The certificates in force whose last day has passed."""
    states = [CertificateState.ACTIVE.value, CertificateState.PARTLY_REVOKED.value]
    over = CertificateRecord.objects(state__in=states, expires_on__lt=today.isoformat()).only("id")
    return [str(certificate.id) for certificate in over]


def outdated_papers(today: date) -> list[str]:
    """The certificates' papers that could be signed but for their edition, which is no longer what they say."""
    waiting = DocumentRecord.objects(kind=DocumentKind.CERTIFICATE.value, state__in=[each.value for each in UNSIGNED])
    papers = {str(paper.subject_id): str(paper.id) for paper in waiting.only("id", "subject_id").order_by("id")}
    editions = CertificateRecord.objects(id__in=sorted(papers)).only("id", "state", "revoked", "expires_on")
    return [papers[str(each.id)] for each in editions if _is_outdated(each, today)]


def _is_outdated(edition: CertificateRecord, today: date) -> bool:
    last_day = date.fromisoformat(edition.expires_on) if edition.expires_on else None
    return outdated(edition.state, edition.revoked, last_day, today) is not None
