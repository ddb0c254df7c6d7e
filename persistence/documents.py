"""Papers: their record, and how they are found; the bytes are in object storage."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from itertools import islice
from typing import Any

from mongoengine import BooleanField, DateTimeField, DictField, IntField, ListField, Q, StringField

from domain.aggregates import Aggregate
from domain.document_kinds import SEALED_KINDS, DocumentKind, DocumentState
from domain.officials import OFFICE_KINDS, Office, signers_at
from domain.papers import PaperFacts
from domain.units import UnitState
from persistence.configuration import office_holders, officials
from persistence.records import Record


class DocumentRecord(Record):
    """A paper. *Shape*: `facts` is what it prints, frozen; `sha256` that of its present bytes, `prepared_sha256` that of
    the bytes before any signature; `drafted_by` the person whose act ordered it; `code` the 128-bit verification code in
    hexadecimal; `dated` an ISO 8601 date; `status_index` the place of a certificate in the status list; `chain` are the
    steps of its initials, `initials` those given (`domain.initials`), `awaits_step` the next; `presented_at` is when it was
    first presented, however often it was dated anew; `had_limit` that it was drafted with a limit that begins with its date.
    `sha256` of an issued paper is that of its bytes as issued for ever, `renditions` are the same with further time stamps.
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
            {"fields": ["renditions.sha256"], "sparse": True},
            ("state", "protected_until", "id"),
            ("state", "protected_by"),
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
    had_limit = BooleanField()
    code = StringField()
    template_version = StringField()
    template_sha256 = StringField()
    sha256 = StringField()
    prepared_sha256 = StringField()
    size = IntField()
    rendering = DictField()
    signatures = ListField(DictField())
    signed_at = DateTimeField()
    protected_until = DateTimeField()
    protected_by = StringField()
    renditions = ListField(DictField())
    chain = ListField(StringField())
    initials = ListField(DictField())
    awaits_step = StringField()
    presented_at = DateTimeField()
    return_reason = StringField()
    returned_by = StringField()
    void_reason = StringField()
    voided_numbers = ListField(StringField())


def reviewers_of(kind: DocumentKind, application_id: str) -> frozenset[str]:
    """Who reviewed the application that an approval or a rejection answers, whoever has it now; nobody for other kinds."""
    if kind not in _ANSWERS:
        return frozenset()
    fields = {"reviewer_id": 1, "former_reviewer_ids": 1}
    found = Record._get_db()["applications"].find_one({"_id": application_id}, fields) or {}
    return frozenset(each for each in (found.get("reviewer_id"), *found.get("former_reviewer_ids", ())) if each)


_ANSWERS = frozenset({DocumentKind.APPROVAL, DocumentKind.REJECTION})


def tells_what_is_done(record: DocumentRecord) -> bool:
    """Whether the letter only says what was done already: then its signature is no act (`DocumentFacts`)."""
    return record.kind == DocumentKind.REINSTATEMENT and _runs_already(record.subject_id)


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
        office_holders=office_holders(list(paper.signatories), today, kind=DocumentKind(paper.kind)),
        initials=tuple(dict(each) for each in paper.initials),
    )


def state_of_paper(document_id: str | None) -> str | None:
    """The state of a paper, or None where there is none."""
    paper = DocumentRecord.objects(id=document_id).only("state").first() if document_id else None
    return str(paper.state) if paper else None


def day_of_paper(document_id: str | None) -> str | None:
    """The day that a paper bears. *Shape*: ISO 8601; None where there is none, or it is not made yet."""
    paper = DocumentRecord.objects(id=document_id).only("dated").first() if document_id else None
    return str(paper.dated) if paper is not None and paper.dated else None


def newest_paper(subject: Aggregate, subject_id: str, kind: DocumentKind) -> DocumentRecord | None:
    """Id and state of the newest paper of a kind that speaks of a thing and is not void; None where there is none."""
    found = DocumentRecord.objects(
        subject=subject.value, subject_id=subject_id, kind=kind.value, state__ne=DocumentState.VOID.value
    )
    newest: DocumentRecord | None = found.order_by("-id").only("id", "state").first()
    return newest


def state_of_newest(subject: Aggregate, subject_id: str, kind: DocumentKind) -> str | None:
    """The state of that paper; None where there is none."""
    newest = newest_paper(subject, subject_id, kind)
    return str(newest.state) if newest else None


def signed_papers_of(subject: Aggregate, subject_id: str) -> list[DocumentRecord]:
    """The issued papers that speak of a thing, oldest first, as this thread's transaction sees them."""
    signed = DocumentState.SIGNED.value
    return list(DocumentRecord.objects(subject=subject.value, subject_id=subject_id, state=signed).order_by("id"))


def signed_approvals(unit_id: str) -> list[DocumentRecord]:
    """The issued approvals of a unit's applications, oldest first, as this thread's transaction sees them."""
    applications = Record._get_db()["applications"].distinct("_id", {"unit_id": unit_id})
    signed = DocumentRecord.objects(kind=DocumentKind.APPROVAL.value, state=DocumentState.SIGNED.value)
    return list(signed.filter(subject_id__in=applications).order_by("id"))


def signed_determinations(unit_id: str) -> list[DocumentRecord]:
    """The issued determinations of a unit's standards, oldest first, as this thread's transaction sees them."""
    database = Record._get_db()
    things = [
        {"subject": subject.value, "subject_id": {"$in": database[collection].distinct("_id", {"unit_id": unit_id})}}
        for subject, collection in ((Aggregate.ASSESSMENT, "assessments"), (Aggregate.REASSESSMENT, "reassessments"))
    ]
    determination = {"kind": DocumentKind.DETERMINATION.value, "state": DocumentState.SIGNED.value, "$or": things}
    return list(DocumentRecord.objects(__raw__=determination).order_by("id"))


def signed_measures(aggregate: Aggregate, record_id: str) -> list[DocumentRecord]:
    """The issued papers on a measure, or on those of a case or of a unit, oldest first, as this thread's transaction sees them.

    With the results of objections that put one of them in another's place (II.2.3.s3).
    """
    field = {Aggregate.CASE: "case_id", Aggregate.UNIT: "unit_id", Aggregate.SANCTION: "_id"}[aggregate]
    measures = list(Record._get_db()["sanctions"].find({field: record_id}, {"document_id": 1}))
    about = Q(subject=Aggregate.SANCTION.value, subject_id__in=[measure["_id"] for measure in measures])
    letters = [measure["document_id"] for measure in measures if measure.get("document_id")]
    imposing = Q(kind=DocumentKind.OBJECTION_RESULT.value, id__in=letters)
    return list(DocumentRecord.objects(about | imposing, state=DocumentState.SIGNED.value).order_by("id"))


def papers_to_make_anew(today: date, *, most: int) -> list[str]:
    """Papers without a signature that wait for a person and bear an earlier date, or name an official of LKPP who may not
    sign them today (a delegation ended or revoked, a successor), oldest first.

    Left out are those that nobody can sign today: of an office that is vacant.
    """
    terms = officials(Office.DEPUTY)
    may_sign = {kind: signers_at(kind, terms, today) for kind in OFFICE_KINDS}
    given_up = [
        {"kind": kind.value, "signatories": {"$nin": sorted(people)}} for kind, people in may_sign.items() if people
    ]
    unsigned = DocumentRecord.objects(
        __raw__={
            "state": {"$in": [DocumentState.AWAITING_INITIALS.value, DocumentState.AWAITING_SIGNATURE.value]},
            "signatures.0": {"$exists": False},
            "kind": {"$nin": sorted(kind.value for kind in SEALED_KINDS)},
            "$or": [{"dated": {"$lt": today.isoformat()}}, *given_up],
        }
    )
    found = unsigned.only("id", "kind", "signatories").order_by("dated", "id")
    signable = (str(paper.id) for paper in found if _can_be_signed(paper, today, may_sign))
    return list(islice(signable, most))


def _can_be_signed(paper: DocumentRecord, today: date, may_sign: Mapping[DocumentKind, frozenset[str]]) -> bool:
    kind = DocumentKind(paper.kind)
    if kind in may_sign:
        return bool(may_sign[kind])
    return bool(office_holders(list(paper.signatories), today, kind=kind))


def newest_bytes(paper: DocumentRecord) -> tuple[str, int]:
    """Digest and size of a paper's newest bytes: of its last rendition, else as recorded."""
    if not paper.renditions:
        return paper.sha256, paper.size
    newest = paper.renditions[-1]
    return str(newest["sha256"]), int(newest["size"])


def signed_paper_of(digest: str) -> DocumentRecord | None:
    """The issued paper whose bytes, as issued or of a rendition, have this SHA-256."""
    signed = DocumentRecord.objects(state=DocumentState.SIGNED.value)
    found: DocumentRecord | None = signed.filter(sha256=digest).first()
    return found or signed.filter(__raw__={"renditions.sha256": digest}).first()


def certificate_at(status_index: int) -> DocumentRecord | None:
    """The issued certificate that has this place in the status list."""
    found: DocumentRecord | None = DocumentRecord.objects(
        status_index=status_index, state=DocumentState.SIGNED.value
    ).first()
    return found


def lapsing_before(before: datetime) -> dict[str, Any]:
    """The condition on issued papers that their protection ends before then, or was never recorded."""
    due = [{"protected_until": {"$lt": before}}, {"protected_until": None}]
    return {"state": DocumentState.SIGNED.value, "$or": due}


def papers_to_renew(before: datetime, *, stamped_by: Collection[str] = ()) -> list[DocumentRecord]:
    """Issued papers whose protection ends before then, or was never recorded in full, or is by one of these authorities.

    *Shape*: unrecorded ends first, then the soonest.
    """
    lapsing = lapsing_before(before)
    due = [*lapsing["$or"], {"protected_by": None}, {"protected_by": {"$in": sorted(stamped_by)}}]
    return list(DocumentRecord.objects(__raw__=lapsing | {"$or": due}).order_by("protected_until", "id"))


def newest_stamp() -> tuple[str, datetime, datetime] | None:
    """Of the paper that was signed last: the authority of its last stamp, until when that protects it, when it was signed."""
    stamped = DocumentRecord.objects(state=DocumentState.SIGNED.value, protected_by__ne=None, protected_until__ne=None)
    found = stamped.order_by("-signed_at").only("protected_by", "protected_until", "signed_at").first()
    return (found.protected_by, found.protected_until, found.signed_at) if found is not None else None


def protecting_authorities() -> list[str]:
    """Every authority whose time stamp is the last on an issued paper."""
    return sorted(filter(None, DocumentRecord.objects(state=DocumentState.SIGNED.value).distinct("protected_by")))


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
