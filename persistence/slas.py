"""Service-level agreements: their record, and the facts that their guards need, read in the act's own transaction."""

from datetime import date, timedelta

from mongoengine import DictField, IntField, ListField, StringField

from domain.calendar import CalendarError, Deadline, deadline
from domain.case_acts import CaseState
from domain.clock import legal_date
from domain.configuration_keys import ConfigurationKey
from domain.provider_forms import ProviderForm
from domain.roles import Role
from domain.sla_acts import Side, SlaState
from domain.slas import ACTIVE_STATES, IN_PREPARATION, PaperFacts, SlaFacts
from domain.tables import Act
from persistence.calendar import current_calendar
from persistence.configuration import office_holders, setting
from persistence.documents import DocumentRecord
from persistence.evidence import confirmed_among
from persistence.independence import ties_of
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


def sla_facts(record: SlaRecord | None, act: Act) -> SlaFacts:
    """The facts of an SLA, or of one that the act drafts."""
    if record is None:
        return SlaFacts(state=None, institution_id=getattr(act.payload, "institution_id", None))
    today = legal_date(act.now)
    signatory = setting(ConfigurationKey.SLA_INSTITUTION_SIGNATORY, today)
    application = _application(record.application_id)
    limit = _answer_limit(record, act)
    return SlaFacts(
        state=record.state,
        institution_id=record.institution_id,
        application_id=record.application_id,
        application_state=application.get("state"),
        digest=record.digest,
        agreed_sides=frozenset(Side(side) for side in record.agreed_by),
        signatories=dict(record.signatories),
        institution_signatory=Role.UNIT_HEAD if signatory == "UNIT_HEAD" else Role.INSTITUTION_HEAD,
        unit_id=record.unit_id,
        reviewer_id=record.reviewer_id or application.get("reviewer_id"),
        office_holders=office_holders(list(record.signatories.values()), today),
        validity_months=record.validity_months,
        paper=_paper(record.document_id),
        previous_sla_id=_previous(record),
        form=ProviderForm(record.form),
        renews_id=record.renews_id,
        renewed_state=_state_of(record.renews_id),
        other_in_preparation=_other_in_preparation(record),
        ties=ties_of([act.actor.id], record.institution_id, record.unit_id),
        breach=dict(record.breach),
        answer_until=limit.last_day if limit else None,
        calendar_version=limit.calendar_version if limit else None,
        confirmed_evidence=confirmed_among(getattr(act.payload, "evidence_ids", ()), record.institution_id),
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


def _application(application_id: str) -> dict[str, str | None]:
    found = Record._get_db()["applications"].find_one({"_id": application_id}, {"state": 1, "reviewer_id": 1})
    return dict(found) if found else {}


def _answer_limit(record: SlaRecord, act: Act) -> Deadline | None:
    """The end of the time to answer a breach reported now; None where the terms or the calendar do not give it."""
    working_days = record.agreement.get("terms", {}).get("breach_answer_working_days")
    if record.state != SlaState.IN_FORCE or working_days is None:
        return None
    try:
        return deadline(act.now, working_days, current_calendar())
    except (LookupError, CalendarError):
        return None


def _window_over(record: SlaRecord, today: date) -> bool:
    """Whether the last day to answer the reported breach has passed, as it was counted with the report."""
    until = record.breach.get("answer_until")
    return until is not None and today > date.fromisoformat(until)


def _case_closed(case_id: str | None) -> bool:
    """Whether the case that the breach opened is closed."""
    case = Record._get_db()["cases"].find_one({"_id": case_id}, {"state": 1}) if case_id else None
    return case is not None and case["state"] == CaseState.CLOSED


def _state_of(sla_id: str | None) -> str | None:
    found = SlaRecord.objects(id=sla_id).only("state").first() if sla_id else None
    return str(found.state) if found else None


def _other_in_preparation(record: SlaRecord) -> str | None:
    """The state of another SLA of the unit that is not in force yet."""
    waiting = [state.value for state in IN_PREPARATION]
    found = SlaRecord.objects(unit_id=record.unit_id, state__in=waiting, id__ne=record.id).only("state").first()
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


def _previous(record: SlaRecord) -> str | None:
    """The unit's SLA that this one would supersede."""
    active = [state.value for state in ACTIVE_STATES]
    found = SlaRecord.objects(unit_id=record.unit_id, state__in=active, id__ne=record.id).only("id").first()
    return str(found.id) if found else None
