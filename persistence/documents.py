"""Papers: their record, and the facts that their guards need; the bytes are in object storage."""

from datetime import date
from itertools import islice

from mongoengine import DateTimeField, DictField, IntField, ListField, StringField

from domain.clock import legal_date
from domain.documents import SEALED_KINDS, DocumentFacts, DocumentKind, DocumentState
from domain.papers import PaperFacts
from domain.tables import Act, Aggregate
from domain.units import UnitState
from persistence.configuration import office_holders
from persistence.records import Record


class DocumentRecord(Record):
    """A paper. *Shape*: `facts` is what it prints, frozen; `sha256` that of its present bytes, `prepared_sha256` that of
    the bytes before any signature; `drafted_by` the person whose act ordered it; `code` the 128-bit verification code in
    hexadecimal; `dated` an ISO 8601 date; `status_index` the place of a certificate in the status list; `chain` are the
    steps of its initials, `initials` those given (`domain.initials`), `awaits_step` the next; `presented_at` is when it was
    first presented, however often it was dated anew.
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
            {
                "fields": ["status_index"],
                "unique": True,
                "partialFilterExpression": {"status_index": {"$type": "int"}},
            },
            "sha256",
            "signatures.signed_at",
            ("subject", "subject_id"),
            ("institution_id", "id"),
            ("state", "updated_at", "id"),
            ("updated_at", "id"),
            ("signatories", "state", "id"),
            ("awaits_step", "id"),
            ("drafted_by", "state", "id"),
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
    status_index = IntField()
    code = StringField()
    template_version = StringField()
    template_sha256 = StringField()
    sha256 = StringField()
    prepared_sha256 = StringField()
    size = IntField()
    rendering = DictField()
    signatures = ListField(DictField())
    signed_at = DateTimeField()
    chain = ListField(StringField())
    initials = ListField(DictField())
    awaits_step = StringField()
    presented_at = DateTimeField()
    return_reason = StringField()
    returned_by = StringField()
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
        dated=_day(record.dated),
        voided_numbers=tuple(record.voided_numbers),
        signatories=tuple(record.signatories),
        drafted_by=record.drafted_by,
        office_holders=office_holders(list(record.signatories), legal_date(act.now)),
        signatures=tuple(dict(signature) for signature in record.signatures),
        chain=tuple(record.chain),
        initials=tuple(dict(each) for each in record.initials),
        presented_at=record.presented_at,
        tells_what_is_done=record.kind == DocumentKind.REINSTATEMENT and _runs_already(record.subject_id),
    )


def _runs_already(unit_id: str) -> bool:
    """Whether the unit's service runs: an annulled stop restored it, and its letter of reinstatement only says so."""
    unit = Record._get_db()["units"].find_one({"_id": unit_id}, {"state": 1})
    return unit is not None and unit["state"] == UnitState.ACTIVE


def paper_facts(document_id: str | None, today: date) -> PaperFacts | None:
    """A thing's waiting paper as its guards see it, in the act's own transaction; None where it has none."""
    paper: DocumentRecord | None = DocumentRecord.objects(id=document_id).first() if document_id else None
    if paper is None:
        return None
    return PaperFacts(
        id=paper.id,
        state=paper.state,
        sha256=paper.sha256,
        dated=_day(paper.dated),
        signatories=frozenset(paper.signatories),
        office_holders=office_holders(list(paper.signatories), today),
        initials=tuple(dict(each) for each in paper.initials),
    )


def state_of_paper(document_id: str | None) -> str | None:
    """The state of a paper, or None where there is none."""
    paper = DocumentRecord.objects(id=document_id).only("state").first() if document_id else None
    return str(paper.state) if paper else None


def state_of_newest(subject: Aggregate, subject_id: str, kind: DocumentKind) -> str | None:
    """The state of the newest paper of a kind that speaks of a thing; None where there is none."""
    found = DocumentRecord.objects(subject=subject.value, subject_id=subject_id, kind=kind.value)
    newest = found.order_by("-id").only("state").first()
    return str(newest.state) if newest else None


def signed_papers_of(subject: Aggregate, subject_id: str) -> list[DocumentRecord]:
    """The issued papers that speak of a thing, oldest first, as this thread's transaction sees them."""
    signed = DocumentState.SIGNED.value
    return list(DocumentRecord.objects(subject=subject.value, subject_id=subject_id, state=signed).order_by("id"))


def papers_of_a_past_day(today: date, *, most: int) -> list[str]:
    """Papers without a signature that wait for a person and bear an earlier date, oldest first.

    Left out are those that nobody can sign today: of an official whose term is over.
    """
    unsigned = DocumentRecord.objects(
        state__in=[DocumentState.AWAITING_INITIALS.value, DocumentState.AWAITING_SIGNATURE.value],
        dated__lt=today.isoformat(),
        signatures__0__exists=False,
        kind__nin=sorted(kind.value for kind in SEALED_KINDS),
    )
    found = unsigned.only("id", "signatories").order_by("dated", "id")
    signable = (str(paper.id) for paper in found if office_holders(list(paper.signatories), today))
    return list(islice(signable, most))


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
