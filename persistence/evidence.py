"""Evidence files: their record, and the facts that their guards need; the bytes are in object storage."""

from collections.abc import Iterable

from mongoengine import IntField, StringField

from domain.evidence import EvidenceFacts, EvidenceState
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


def confirmed_among(evidence_ids: Iterable[str], institution_id: str | None) -> frozenset[str]:
    """Those of these files that are confirmed and the institution's own, as this thread's transaction sees them."""
    named = sorted(set(evidence_ids))
    own = EvidenceRecord.objects(id__in=named, institution_id=institution_id, state=EvidenceState.CONFIRMED.value)
    return frozenset(str(file.id) for file in own.only("id")) if named else frozenset()
