"""Service-level agreements: their record, and the facts that their guards need, read in the act's own transaction."""

from datetime import date

from mongoengine import DictField, IntField, ListField, StringField

from domain.clock import legal_date
from domain.configuration_keys import ConfigurationKey
from domain.roles import Role
from domain.sla_acts import Side, SlaState
from domain.slas import ACTIVE_STATES, PaperFacts, SlaFacts
from domain.tables import Act
from persistence.configuration import office_holders, setting
from persistence.documents import DocumentRecord
from persistence.records import Record


class SlaRecord(Record):
    """An SLA. *Shape*: `agreement` is the canonical clauses, `digest` their SHA-256; `signatories` maps side to person."""

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
    reason = StringField()
    breach = DictField()
    breach_answer = StringField()


def sla_facts(record: SlaRecord | None, act: Act) -> SlaFacts:
    """The facts of an SLA, or of one that the act drafts."""
    if record is None:
        return SlaFacts(state=None, institution_id=getattr(act.payload, "institution_id", None))
    today = legal_date(act.now)
    signatory = setting(ConfigurationKey.SLA_INSTITUTION_SIGNATORY, today)
    application = _application(record.application_id)
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
        reviewer_id=application.get("reviewer_id"),
        office_holders=office_holders(list(record.signatories.values()), today),
        validity_months=record.validity_months,
        paper=_paper(record.document_id),
        previous_sla_id=_previous(record),
        breach_answered=bool(record.breach_answer),
        expires_on=date.fromisoformat(record.expires_on) if record.expires_on else None,
    )


def _application(application_id: str) -> dict[str, str | None]:
    found = Record._get_db()["applications"].find_one({"_id": application_id}, {"state": 1, "reviewer_id": 1})
    return dict(found) if found else {}


def _paper(document_id: str | None) -> PaperFacts | None:
    paper = DocumentRecord.objects(id=document_id).first() if document_id else None
    if paper is None:
        return None
    return PaperFacts(id=paper.id, state=paper.state, sha256=paper.sha256, signatures=len(paper.signatures))


def slas_over(today: date) -> list[str]:
    """The SLAs in force whose last day has passed."""
    over = SlaRecord.objects(state=SlaState.IN_FORCE.value, expires_on__lt=today.isoformat()).only("id")
    return [str(sla.id) for sla in over]


def _previous(record: SlaRecord) -> str | None:
    """The unit's SLA that this one would supersede."""
    active = [state.value for state in ACTIVE_STATES]
    found = SlaRecord.objects(unit_id=record.unit_id, state__in=active, id__ne=record.id).only("id").first()
    return str(found.id) if found else None
