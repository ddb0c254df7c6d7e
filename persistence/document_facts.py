"""The facts that the guards of a paper need, and which papers could be signed but for what they rest on."""

from datetime import date, datetime

from domain.aggregates import Aggregate
from domain.certificates import outdated
from domain.clock import legal_date
from domain.document_kinds import UNSIGNED, DocumentKind
from domain.document_rules import DocumentFacts
from domain.refusals import Refusal
from domain.roles import SYSTEM
from domain.sanction_facts import SanctionFacts
from domain.sanction_rules import recommendation_held_up, recommendation_over
from domain.tables import Act, FreshIds
from domain.unit_forms import UnitForm, form_problem
from persistence.configuration import office_holders
from persistence.documents import DocumentRecord, reviewers_of, tells_what_is_done
from persistence.records import Record
from persistence.sanction_records import SanctionRecord
from persistence.sanctions import sanction_facts

_WAITING = sorted(state.value for state in UNSIGNED)


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
        reviewers=reviewers_of(DocumentKind(record.kind), record.subject_id),
        office_holders=office_holders(list(record.signatories), legal_date(act.now), kind=DocumentKind(record.kind)),
        signatures=tuple(dict(signature) for signature in record.signatures),
        renditions=tuple(dict(rendition) for rendition in record.renditions),
        chain=tuple(record.chain),
        initials=tuple(dict(each) for each in record.initials),
        presented_at=record.presented_at,
        tells_what_is_done=tells_what_is_done(record),
        outdated=_outdated(record, act.now),
    )


def recommendations_over(now: datetime) -> list[str]:
    """The recommendations of LKPP's system that wait for a signature, and rest on a measure that is over (III)."""
    waiting = DocumentRecord.objects(kind=DocumentKind.LKPP_SYSTEM.value, state__in=_WAITING)
    found = [
        (str(paper.id), _reading(paper.subject_id, now)) for paper in waiting.only("id", "subject_id").order_by("id")
    ]
    return [paper_id for paper_id, (facts, act) in found if recommendation_over(facts, act) is not None]


def approvals_over(now: datetime) -> list[str]:
    """The approvals that wait for a signature, of units that may not be taken on any more (I.p2)."""
    waiting = DocumentRecord.objects(kind=DocumentKind.APPROVAL.value, state__in=_WAITING)
    papers = [(str(paper.id), paper.subject_id) for paper in waiting.only("id", "subject_id").order_by("id")]
    return [paper_id for paper_id, application_id in papers if _not_taken_on(application_id, now) is not None]


def _outdated(record: DocumentRecord, now: datetime) -> Refusal | None:
    """Why what a paper says no longer holds, by what it rests on as this thread's transaction sees it."""
    if record.kind == DocumentKind.CERTIFICATE:
        return _edition_outdated(record.subject_id, legal_date(now))
    if record.kind == DocumentKind.APPROVAL and record.state in _WAITING:
        return _not_taken_on(record.subject_id, now)
    if record.kind == DocumentKind.LKPP_SYSTEM and record.state in _WAITING:
        return recommendation_held_up(*_reading(record.subject_id, now))
    return None


def _not_taken_on(application_id: str, now: datetime) -> Refusal | None:
    """Why the unit that the application names is not approved any more; one with an agreement was taken on in time."""
    application = Record._get_db()["applications"].find_one({"_id": application_id}, {"unit_form": 1}) or {}
    problem = form_problem(UnitForm(application["unit_form"]), now) if "unit_form" in application else None
    in_force = {"application_id": application_id, "in_force_since": {"$type": "string"}}
    return problem if problem and Record._get_db()["slas"].find_one(in_force, {"_id": 1}) is None else None


def _edition_outdated(certificate_id: str, today: date) -> Refusal | None:
    wanted = {"state": 1, "revoked": 1, "expires_on": 1}
    edition = Record._get_db()["certificates"].find_one({"_id": certificate_id}, wanted)
    return outdated(edition["state"], edition["revoked"], _day(edition.get("expires_on")), today) if edition else None


def _reading(sanction_id: str, now: datetime) -> tuple[SanctionFacts, Act]:
    """A measure as its own guards would see it at that instant."""
    record = SanctionRecord.objects(id=sanction_id).first()
    fresh = FreshIds("", "", "")
    act = Act(verb="recommend_lkpp_system", actor=SYSTEM, payload=None, now=now, record_id=sanction_id, fresh=fresh)
    return sanction_facts(record, act), act


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
