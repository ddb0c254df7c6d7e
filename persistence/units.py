"""Units (pengelola LPSE): their record, and the facts that their guards need."""

from datetime import date

from mongoengine import DictField, StringField

from domain.clock import legal_date
from domain.compliance import CellState
from domain.provider_forms import ProviderForm
from domain.reassessment_acts import ReassessmentState
from domain.standards import StandardCode
from domain.stop_forms import StopForm
from domain.tables import Act
from domain.units import ActivateUnit, CutShort, UnitFacts
from persistence.compliance import cells_of
from persistence.documents import paper_facts
from persistence.objections import is_suspended
from persistence.records import Record
from persistence.standards import binding_standards


class UnitRecord(Record):
    """A unit that runs, or will run, e-procurement for its institution.

    *Shape*: dates as ISO 8601 text; `stop` and `takeover` are empty while the service runs (`domain.unit_acts` says what
    they hold); `document_id` is the letter of reinstatement that waits or was signed last.
    """

    meta = {"collection": "units", "indexes": ["institution_id", ("name", "id"), ("state", "name", "id")]}

    institution_id = StringField(required=True)
    application_id = StringField(required=True)
    name = StringField(required=True)
    form = StringField(required=True)
    unit_form = StringField(required=True)
    management_pattern = StringField(required=True)
    legal_basis_number = StringField(required=True)
    legal_basis_date = StringField(required=True)
    address = StringField(required=True)
    email = StringField(required=True)
    phone = StringField(required=True)
    service_hours = StringField(required=True)
    stop = DictField()
    takeover = DictField()
    reinstatement_from = StringField()
    document_id = StringField()


def unit_facts(record: UnitRecord | None, act: Act) -> UnitFacts:
    """The facts of a unit, or of one that the act registers."""
    if record is None:
        return UnitFacts(state=None, institution_id=getattr(act.payload, "institution_id", None))
    form = act.payload.data.form if isinstance(act.payload, ActivateUnit) else ProviderForm(record.form)
    return UnitFacts(
        state=record.state,
        institution_id=record.institution_id,
        unit_id=record.id,
        cells=cells_of(record.id),
        binding=binding_standards(form, legal_date(act.now)),
        stop_form=StopForm(record.stop["form"]) if record.stop else None,
        sla_state=_sla_state(record.id),
        paper=paper_facts(record.document_id, legal_date(act.now)),
        stop_suspended=is_suspended(record.stop.get("sanction_id")),
        from_day=date.fromisoformat(record.reinstatement_from) if record.reinstatement_from else None,
        cut_short=_cut_short(record.id),
    )


def _cut_short(unit_id: str) -> tuple[CutShort, ...]:
    """The last re-assessment of each revocation, where it was cancelled while standards of it are revoked still."""
    revoked = {code.value for code, state in cells_of(unit_id).items() if state == CellState.REVOKED}
    found = Record._get_db()["reassessments"].find({"unit_id": unit_id}).sort("_id", 1) if revoked else []
    last = {str(each["sanction_id"]): each for each in found}
    return tuple(
        CutShort(
            id=str(each["_id"]),
            sanction_id=sanction_id,
            case_id=str(each["case_id"]),
            attempt=int(each["attempt"]),
            standards=tuple(sorted(StandardCode(code) for code in each["standards"] if code in revoked)),
        )
        for sanction_id, each in last.items()
        if each["state"] == ReassessmentState.CANCELLED and revoked & set(each["standards"])
    )


def _sla_state(unit_id: str) -> str | None:
    """The state of the SLA that is active, else of the newest that is neither void nor superseded."""
    slas = Record._get_db()["slas"]
    found = slas.find({"unit_id": unit_id, "state": {"$nin": ["VOID", "SUPERSEDED"]}}, {"state": 1}).sort("_id", -1)
    states = [str(sla["state"]) for sla in found]
    active = next((state for state in states if state in ("IN_FORCE", "BREACH_REVIEW")), None)
    return active or next(iter(states), None)
