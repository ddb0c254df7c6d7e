"""Papers: their record, and the facts that their guards need; the bytes are in object storage."""

from datetime import date

from mongoengine import DateTimeField, DictField, IntField, ListField, StringField

from domain.clock import legal_date
from domain.documents import DocumentFacts, DocumentKind
from domain.papers import PaperFacts
from domain.tables import Act, Aggregate
from persistence.configuration import office_holders
from persistence.records import Record


class DocumentRecord(Record):
    """A paper. *Shape*: `facts` is what it prints, frozen; `sha256` that of its present bytes, `prepared_sha256` that of
    the bytes before any signature; `drafted_by` the person whose act ordered it; `code` the 128-bit verification code in
    hexadecimal; `dated` an ISO 8601 date.
    """

    meta = {
        "collection": "documents",
        "indexes": [
            {"fields": ["code"], "unique": True, "partialFilterExpression": {"code": {"$type": "string"}}},
            {
                "fields": ["series", "sequence"],
                "unique": True,
                "partialFilterExpression": {"series": {"$type": "string"}},
            },
            "sha256",
            "signatures.signed_at",
            ("subject", "subject_id"),
            ("institution_id", "id"),
            ("state", "updated_at", "id"),
            ("updated_at", "id"),
            ("signatories", "state", "id"),
        ],
    }

    kind = StringField(required=True)
    institution_id = StringField(required=True)
    subject = StringField(required=True)
    subject_id = StringField(required=True)
    facts = DictField(required=True)
    facts_sha256 = StringField(required=True)
    signatories = ListField(StringField())
    drafted_by = StringField()
    number = StringField()
    series = StringField()
    sequence = IntField()
    dated = StringField()
    code = StringField()
    template_version = StringField()
    template_sha256 = StringField()
    sha256 = StringField()
    prepared_sha256 = StringField()
    size = IntField()
    signatures = ListField(DictField())
    signed_at = DateTimeField()
    void_reason = StringField()
    voided_numbers = ListField(StringField())


def document_facts(record: DocumentRecord | None, act: Act) -> DocumentFacts:
    """The facts of a paper, or of one that the act drafts."""
    if record is None:
        return DocumentFacts(state=None, institution_id=getattr(act.payload, "institution_id", None))
    return DocumentFacts(
        state=record.state,
        institution_id=record.institution_id,
        kind=DocumentKind(record.kind),
        subject=(Aggregate(record.subject), record.subject_id),
        sha256=record.sha256,
        number=record.number,
        voided_numbers=tuple(record.voided_numbers),
        signatories=tuple(record.signatories),
        drafted_by=record.drafted_by,
        office_holders=office_holders(list(record.signatories), legal_date(act.now)),
        signatures=tuple(dict(signature) for signature in record.signatures),
    )


def paper_facts(document_id: str | None, today: date) -> PaperFacts | None:
    """A thing's waiting paper as its guards see it, in the act's own transaction; None where it has none."""
    paper: DocumentRecord | None = DocumentRecord.objects(id=document_id).first() if document_id else None
    if paper is None:
        return None
    return PaperFacts(
        id=paper.id,
        state=paper.state,
        sha256=paper.sha256,
        signatories=frozenset(paper.signatories),
        office_holders=office_holders(list(paper.signatories), today),
    )
