"""Evidence files: their record, and the facts that their guards need; the bytes are in object storage."""

from mongoengine import IntField, StringField

from domain.evidence import EvidenceFacts
from domain.tables import Act
from persistence.institutions import InstitutionRecord
from persistence.records import Record


class EvidenceRecord(Record):
    """An uploaded file. *Shape*: `key` is where the confirmed bytes are kept. *Units*: `size` in bytes."""

    meta = {"collection": "evidence", "indexes": ["institution_id", "sha256"]}

    institution_id = StringField(required=True)
    name = StringField(required=True)
    content_type = StringField(required=True)
    size = IntField(required=True)
    sha256 = StringField(required=True)
    uploaded_by = StringField(required=True)
    key = StringField(required=True)


def evidence_facts(record: EvidenceRecord | None, act: Act) -> EvidenceFacts:
    """The facts of a file, or of one that the act requests."""
    if record is None:
        institution_id = getattr(act.payload, "institution_id", None)
        known = InstitutionRecord.objects(id=institution_id).only("id").first() is not None
        return EvidenceFacts(state=None, institution_id=institution_id, institution_known=known)
    return EvidenceFacts(state=record.state, institution_id=record.institution_id)
