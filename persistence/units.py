"""Units (pengelola LPSE): their record, and the facts that their guards need."""

from datetime import date
from typing import Any

from mongoengine import DictField, StringField

from domain.applications import APPLICATIONS
from domain.assessment_acts import ENDED
from domain.clock import legal_date
from domain.compliance import CellState
from domain.provider_forms import ProviderForm
from domain.reassessment_acts import LIVING, ReassessmentState
from domain.rungs import Rung
from domain.sanction_acts import STANDING, SanctionState
from domain.standards import StandardCode
from domain.stop_forms import StopForm
from domain.tables import Act
from domain.unit_amendments import AMENDED_LABELS
from domain.units import ActivateUnit, CutShort, UnitFacts
from persistence.compliance import cells_of
from persistence.documents import paper_facts
from persistence.objections import is_suspended
from persistence.records import Record
from persistence.standards import binding_standards


class UnitRecord(Record):
    """A unit that runs, or will run, e-procurement for its institution.

    *Shape*: dates as ISO 8601 text; `stop`, `takeover` and `carried_out` are empty while the service runs
    (`domain.unit_acts` and `domain.stop_checklists` say what they hold); `document_id` is the letter of reinstatement that
    waits or was signed last.
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
    carried_out = DictField()
    reinstatement_from = StringField()
    document_id = StringField()


_ENDED_APPLICATIONS = sorted(APPLICATIONS.final)
_ENDED_ASSESSMENTS = sorted(state.value for state in ENDED)


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
        assessed=_assessed(record.id),
        stop_form=StopForm(record.stop["form"]) if record.stop else None,
        stopped_by=record.stop.get("sanction_id"),
        carried_out=_carried_out(record),
        sla_state=_sla_state(record.id),
        paper=paper_facts(record.document_id, legal_date(act.now)),
        stop_suspended=is_suspended(record.stop.get("sanction_id")),
        from_day=date.fromisoformat(record.reinstatement_from) if record.reinstatement_from else None,
        cut_short=_cut_short(record.id),
        data={name: str(getattr(record, name)) for name in AMENDED_LABELS},
        applied_anew=_applied_anew(record.id),
    )


def _applied_anew(unit_id: str) -> str | None:
    """The state of an application of the unit that is neither decided nor over, as stored: applications read units."""
    chosen = {"unit_id": unit_id, "state": {"$nin": _ENDED_APPLICATIONS}}
    found = Record._get_db()["applications"].find_one(chosen, {"state": 1})
    return str(found["state"]) if found else None


def _carried_out(record: UnitRecord) -> tuple[str, ...]:
    """The codes of what was done for the stop, by the checklist of its form."""
    told = record.takeover or record.carried_out
    return tuple(str(check["item"]) for check in told.get("items", ()) if check["done"])


def _cut_short(unit_id: str) -> tuple[CutShort, ...]:
    """The last re-assessment of each revocation that counts, where it was cancelled while standards of it are revoked still
    and no other one is to assess them.
    """
    revoked = {code.value for code, state in cells_of(unit_id).items() if state == CellState.REVOKED}
    found = _reassessments(unit_id) if revoked else []
    left = revoked - {code for each in found if each["state"] in LIVING for code in each["standards"]}
    last = {str(each["sanction_id"]): each for each in found}
    imposed = _revocations_that_count(unit_id) if found else frozenset()
    return tuple(
        CutShort(
            id=str(each["_id"]),
            sanction_id=sanction_id,
            case_id=str(each["case_id"]),
            attempt=int(each["attempt"]),
            standards=tuple(sorted(StandardCode(code) for code in each["standards"] if code in left)),
        )
        for sanction_id, each in last.items()
        if each["state"] == ReassessmentState.CANCELLED and sanction_id in imposed and left & set(each["standards"])
    )


def _assessed(unit_id: str) -> frozenset[StandardCode]:
    """The standards in an open assessment of the unit, as stored: assessments read units, so this module not theirs."""
    chosen = {"unit_id": unit_id, "state": {"$nin": _ENDED_ASSESSMENTS}}
    found = Record._get_db()["assessments"].find(chosen, {"standards": 1})
    return frozenset(StandardCode(code) for each in found for code in each["standards"])


def _reassessments(unit_id: str) -> list[dict[str, Any]]:
    """As stored, the attempts of each revocation in their order: re-assessments read units, so this module not theirs."""
    return list(Record._get_db()["reassessments"].find({"unit_id": unit_id}).sort([("attempt", 1), ("_id", 1)]))


def _revocations_that_count(unit_id: str) -> frozenset[str]:
    """The revocations that were neither annulled nor replaced by another (II.2.3.s3)."""
    counting = sorted(state.value for state in {*STANDING, SanctionState.IMPROVED})
    chosen = {"unit_id": unit_id, "rung": Rung.REVOCATION.value, "state": {"$in": counting}}
    return frozenset(str(each["_id"]) for each in Record._get_db()["sanctions"].find(chosen, {"_id": 1}))


def _sla_state(unit_id: str) -> str | None:
    """The state of the SLA that is active, else of the newest that is neither void nor superseded."""
    slas = Record._get_db()["slas"]
    found = slas.find({"unit_id": unit_id, "state": {"$nin": ["VOID", "SUPERSEDED"]}}, {"state": 1}).sort("_id", -1)
    states = [str(sla["state"]) for sla in found]
    active = next((state for state in states if state in ("IN_FORCE", "BREACH_REVIEW")), None)
    return active or next(iter(states), None)
