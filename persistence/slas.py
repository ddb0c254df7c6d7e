"""Service-level agreements: their record, and the facts that their guards need, read in the act's own transaction."""

from datetime import date, datetime, timedelta
from typing import Any

from mongoengine import DictField, IntField, ListField, StringField

from domain.aggregates import Aggregate
from domain.applications import APPLICATIONS
from domain.calendar import CalendarError, Deadline, deadline
from domain.case_acts import CaseState
from domain.clock import legal_date
from domain.configuration_keys import ConfigurationKey
from domain.document_kinds import DocumentKind, DocumentState
from domain.provider_forms import ProviderForm
from domain.receipts import earliest, receipt_of
from domain.roles import Role
from domain.sanction_acts import ProveReceipt
from domain.sla_acts import Side, SlaState
from domain.sla_texts import NamedUnit, unit_named_in
from domain.slas import ACTIVE_STATES, IN_PREPARATION, UNSETTLED, PaperFacts, SlaFacts
from domain.tables import Act
from domain.unit_forms import UnitForm
from persistence.calendar import current_calendar
from persistence.configuration import office_holders, setting
from persistence.documents import DocumentRecord
from persistence.evidence import confirmed_among
from persistence.independence import ties_of
from persistence.personnel import named_reviewer
from persistence.records import Record


class SlaRecord(Record):
    """An SLA. *Shape*: `agreement` is the canonical clauses, `digest` their SHA-256; `signatories` maps side to person;
    `breach` is the last one reported (`domain.sla_breaches`), with the answers to it and the case that it opened.
    """

    meta = {
        "collection": "slas",
        "indexes": [
            ("institution_id", "id"),
            ("unit_id", "state"),
            "application_id",
            ("state", "updated_at", "id"),
            ("updated_at", "id"),
        ],
    }

    application_id = StringField(required=True)
    institution_id = StringField(required=True)
    unit_id = StringField(required=True)
    form = StringField(required=True)
    agreement = DictField()
    digest = StringField()
    agreed_by = ListField(StringField())
    signatories = DictField()
    validity_months = IntField()
    document_id = StringField()
    in_force_since = StringField()
    expires_on = StringField()
    term_told_on = StringField()
    reason = StringField()
    breach = DictField()
    renews_id = StringField()
    renewal_id = StringField()
    reviewer_id = StringField()
    former_reviewer_ids = ListField(StringField())


def sla_facts(record: SlaRecord | None, act: Act) -> SlaFacts:
    """The facts of an SLA, or of one that the act drafts."""
    if record is None:
        return SlaFacts(state=None, institution_id=getattr(act.payload, "institution_id", None))
    today = legal_date(act.now)
    signatory = setting(ConfigurationKey.SLA_INSTITUTION_SIGNATORY, today)
    application = _application(record.application_id)
    limit = _answer_limit(record, act)
    notice = _breach_notice(record)
    return SlaFacts(
        state=record.state,
        institution_id=record.institution_id,
        application_id=record.application_id,
        application_state=application.get("state"),
        unit_form=UnitForm(application["unit_form"]) if "unit_form" in application else None,
        digest=record.digest,
        agreed_sides=frozenset(Side(side) for side in record.agreed_by),
        signatories=dict(record.signatories),
        institution_signatory=Role.UNIT_HEAD if signatory == "UNIT_HEAD" else Role.INSTITUTION_HEAD,
        unit_id=record.unit_id,
        reviewer_id=record.reviewer_id or application.get("reviewer_id"),
        former_reviewers=_former_reviewers(record, application),
        next_reviewer=named_reviewer(act, record.institution_id),
        office_holders=office_holders(list(record.signatories.values()), today, kind=DocumentKind.SLA),
        validity_months=record.validity_months,
        paper=_paper(record.document_id),
        previous_sla_id=_previous(record),
        form=ProviderForm(record.form),
        renews_id=record.renews_id,
        other_in_preparation=_state_of_another(record, IN_PREPARATION),
        overtaken_by=_overtaken_by(record),
        amended_since=_amended_since(record),
        later_sla=_later(record),
        unsettled_breach=_state_of_another(record, UNSETTLED),
        ties=ties_of([act.actor.id], record.institution_id, record.unit_id),
        breach=dict(record.breach),
        answer_until=limit.last_day if limit else None,
        calendar_version=limit.calendar_version if limit else None,
        notice_state=notice.state if notice else None,
        notice_issued_at=notice.signed_at if notice and notice.state == DocumentState.SIGNED else None,
        receipts=tuple(receipt_of(dict(each)) for each in record.breach.get("receipts", ())),
        confirmed_evidence=confirmed_among(_named_evidence(act), record.institution_id),
        breach_answered=bool(record.breach.get("answers")),
        breach_window_over=_window_over(record, today),
        breach_case_closed=_case_closed(record.breach.get("case_id")),
        expires_on=date.fromisoformat(record.expires_on) if record.expires_on else None,
        unit_state=_unit_state(record.unit_id),
        term_notice_days=_notice_days(today),
        is_term_told=bool(record.term_told_on),
    )


def _unit_state(unit_id: str) -> str | None:
    found = Record._get_db()["units"].find_one({"_id": unit_id}, {"state": 1})
    return str(found["state"]) if found else None


def named_unit(sla: SlaRecord) -> NamedUnit:
    """What an agreement says of the unit today: as its application names it until that is decided or over, then as registered.

    So a renewal names it as it is called now. Read as stored: applications and units read agreements.
    """
    said = _stored("applications", sla.application_id)
    is_registered = said["state"] in APPLICATIONS.final
    if is_registered:
        said = _stored("units", sla.unit_id)
    return NamedUnit(
        name=said["name"] if is_registered else said["unit_name"],
        address=said["address"],
        email=said["email"],
        phone=said["phone"],
        service_hours=said["service_hours"],
    )


def _stored(collection: str, record_id: str) -> dict[str, Any]:
    found = Record._get_db()[collection].find_one({"_id": record_id})
    if found is None:
        raise LookupError(f"{collection}: no {record_id}")
    return dict(found)


def _amended_since(record: SlaRecord) -> tuple[str, ...]:
    """Of a renewal that is not in force yet, and whose terms were proposed: how its text names the unit otherwise."""
    if record.renews_id is None or record.state not in IN_PREPARATION or not record.agreement:
        return ()
    return unit_named_in(record.agreement).differing(named_unit(record))


def _application(application_id: str) -> dict[str, Any]:
    fields = {"state": 1, "unit_form": 1, "reviewer_id": 1, "former_reviewer_ids": 1}
    found = Record._get_db()["applications"].find_one({"_id": application_id}, fields)
    return dict(found) if found else {}


def _former_reviewers(record: SlaRecord, application: dict[str, Any]) -> frozenset[str]:
    """Of the agreement, and for a first one of its application, whose last reviewer is one where it was handed over."""
    first = application if record.renews_id is None else {}
    of_application = [*first.get("former_reviewer_ids", ()), first.get("reviewer_id")]
    return frozenset(each for each in (*record.former_reviewer_ids, *of_application) if each)


def _answer_limit(record: SlaRecord, act: Act) -> Deadline | None:
    """The end of the time to answer a breach, by the calendar in force now; None where the terms or the calendar do not give
    it, or nobody received its notice.
    """
    working_days = record.agreement.get("terms", {}).get("breach_answer_working_days")
    received = _received_at(record, act)
    if received is None or working_days is None:
        return None
    try:
        return deadline(received, working_days, current_calendar())
    except (LookupError, CalendarError):
        return None


def _received_at(record: SlaRecord, act: Act) -> datetime | None:
    """When the notice was received: as the act proves, else as is proven; of a breach that is not reported yet, now."""
    if record.state == SlaState.IN_FORCE:
        return act.now
    if isinstance(act.payload, ProveReceipt):
        return act.payload.at or act.now
    proven = earliest(receipt_of(dict(each)) for each in record.breach.get("receipts", ()))
    return proven.at if proven else None


def _breach_notice(record: SlaRecord) -> DocumentRecord | None:
    """The notice that tells the unit of the reported breach."""
    notice_id = record.breach.get("notice_id")
    found: DocumentRecord | None = (
        DocumentRecord.objects(id=notice_id).only("state", "signed_at").first() if notice_id else None
    )
    return found


def _named_evidence(act: Act) -> list[str]:
    own = getattr(act.payload, "evidence_id", None)
    return [*getattr(act.payload, "evidence_ids", ()), *([own] if own else [])]


def breach_told_by(document: DocumentRecord) -> SlaRecord | None:
    """The agreement of whose reported breach this paper tells the unit, while its receipt is not proven and still counts."""
    if document.subject != Aggregate.SLA:
        return None
    sla: SlaRecord | None = SlaRecord.objects(id=document.subject_id, state=SlaState.BREACH_REVIEW.value).first()
    told = sla is not None and sla.breach.get("notice_id") == document.id and not sla.breach.get("receipts")
    return sla if told else None


def _window_over(record: SlaRecord, today: date) -> bool:
    """Whether the last day to answer the reported breach has passed, as it was counted from the receipt."""
    until = record.breach.get("answer_until")
    return until is not None and today > date.fromisoformat(until)


def _case_closed(case_id: str | None) -> bool:
    """Whether the case that the breach opened is closed."""
    case = Record._get_db()["cases"].find_one({"_id": case_id}, {"state": 1}) if case_id else None
    return case is not None and case["state"] == CaseState.CLOSED


def _state_of_another(record: SlaRecord, states: frozenset[SlaState]) -> str | None:
    """The state of another SLA of the unit that is in one of these."""
    among = [state.value for state in states]
    found = SlaRecord.objects(unit_id=record.unit_id, state__in=among, id__ne=record.id).only("state").first()
    return str(found.state) if found else None


def _paper(document_id: str | None) -> PaperFacts | None:
    paper = DocumentRecord.objects(id=document_id).first() if document_id else None
    if paper is None:
        return None
    return PaperFacts(
        id=paper.id,
        state=paper.state,
        sha256=paper.sha256,
        signatures=len(paper.signatures),
        dated=date.fromisoformat(paper.dated) if paper.dated else None,
        initials=tuple(dict(each) for each in paper.initials),
    )


def slas_over(today: date) -> list[str]:
    """The SLAs in force whose last day has passed."""
    over = SlaRecord.objects(state=SlaState.IN_FORCE.value, expires_on__lt=today.isoformat()).only("id")
    return [str(sla.id) for sla in over]


def slas_ending(today: date) -> list[str]:
    """The SLAs in force whose term ends within the configured days, and of which no notice was ordered yet."""
    days = _notice_days(today)
    if days is None:
        return []
    last = (today + timedelta(days=days)).isoformat()
    ending = SlaRecord.objects(
        state=SlaState.IN_FORCE.value, expires_on__gte=today.isoformat(), expires_on__lte=last, term_told_on=None
    ).only("id")
    return [str(sla.id) for sla in ending]


def _notice_days(today: date) -> int | None:
    days = setting(ConfigurationKey.SLA_TERM_NOTICE_DAYS, today)
    return days if isinstance(days, int) else None


def present_agreement(application_id: str) -> SlaRecord | None:
    """An application's agreement in force, be it a renewal of its first; else the last that was, else that in preparation."""
    own = SlaRecord.objects(application_id=application_id).order_by("-id")
    active = own.filter(state__in=[state.value for state in ACTIVE_STATES]).first()
    past = own.filter(state__nin=[state.value for state in IN_PREPARATION])
    found: SlaRecord | None = active or past.first() or own.first()
    return found


def _overtaken_by(record: SlaRecord) -> str | None:
    """Of a renewal: the state of an active agreement that is not the one which it renews; SUPERSEDED where that one was."""
    if record.renews_id is None:
        return None
    own, active = SlaRecord.objects(unit_id=record.unit_id), [state.value for state in ACTIVE_STATES]
    another = own.filter(state__in=active, id__nin=[record.id, record.renews_id]).only("state").first()
    found = another or own.filter(id=record.renews_id, state=SlaState.SUPERSEDED.value).only("state").first()
    return str(found.state) if found else None


def _later(record: SlaRecord) -> str | None:
    """The state of the unit's newest agreement that was begun after this one and came into force; None where there is none."""
    begun_after = SlaRecord.objects(unit_id=record.unit_id, id__gt=record.id, in_force_since__ne=None)
    found = begun_after.order_by("-id").only("state").first()
    return str(found.state) if found else None


def unit_agreement_in_preparation(unit_id: str | None) -> str | None:
    """The state of a unit's agreement that is not in force yet; None where there is none, or no unit yet."""
    if unit_id is None:
        return None
    found = (
        SlaRecord.objects(unit_id=unit_id, state__in=[state.value for state in IN_PREPARATION]).only("state").first()
    )
    return str(found.state) if found else None


def agreement_in_preparation(application_id: str) -> str | None:
    """The id of an application's agreement that is not in force yet; None where there is none."""
    waiting = [state.value for state in IN_PREPARATION]
    found = SlaRecord.objects(application_id=application_id, state__in=waiting).only("id").first()
    return str(found.id) if found else None


def _previous(record: SlaRecord) -> str | None:
    """The unit's SLA that this one would supersede."""
    active = [state.value for state in ACTIVE_STATES]
    found = SlaRecord.objects(unit_id=record.unit_id, state__in=active, id__ne=record.id).only("id").first()
    return str(found.id) if found else None
