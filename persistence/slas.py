"""Service-level agreements: their record, and the facts that their guards need, read in the act's own transaction."""

from mongoengine import DictField, IntField, ListField, StringField

from domain.clock import legal_date
from domain.configuration_keys import ConfigurationKey
from domain.roles import Role
from domain.sla_acts import Side
from domain.slas import ACTIVE_STATES, PaperFacts, SlaFacts
from domain.tables import Act
from persistence.configuration import setting
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
    reason = StringField()
    breach = DictField()
    breach_answer = StringField()


def sla_facts(record: SlaRecord | None, act: Act) -> SlaFacts:
    """The facts of an SLA, or of one that the act drafts."""
    if record is None:
        return SlaFacts(state=None, institution_id=getattr(act.payload, "institution_id", None))
    signatory = setting(ConfigurationKey.SLA_INSTITUTION_SIGNATORY, legal_date(act.now))
    return SlaFacts(
        state=record.state,
        institution_id=record.institution_id,
        application_id=record.application_id,
        application_state=_application_state(record.application_id),
        digest=record.digest,
        agreed_sides=frozenset(Side(side) for side in record.agreed_by),
        signatories=dict(record.signatories),
        institution_signatory=Role.UNIT_HEAD if signatory == "UNIT_HEAD" else Role.INSTITUTION_HEAD,
        paper=_paper(record.document_id),
        previous_sla_id=_previous(record),
        breach_answered=bool(record.breach_answer),
    )


def _application_state(application_id: str) -> str | None:
    found = Record._get_db()["applications"].find_one({"_id": application_id}, {"state": 1})
    return str(found["state"]) if found else None


def _paper(document_id: str | None) -> PaperFacts | None:
    paper = DocumentRecord.objects(id=document_id).first() if document_id else None
    if paper is None:
        return None
    problem = None if paper.signatures else "-"
    return PaperFacts(id=paper.id, state=paper.state, sha256=paper.sha256, first_signature_problem=problem)


def _previous(record: SlaRecord) -> str | None:
    """The unit's SLA that this one would supersede."""
    active = [state.value for state in ACTIVE_STATES]
    found = SlaRecord.objects(unit_id=record.unit_id, state__in=active, id__ne=record.id).only("id").first()
    return str(found.id) if found else None
