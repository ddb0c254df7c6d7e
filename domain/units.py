"""Units that run e-procurement (pengelola LPSE): their forms and the life of their service (I.p2; II.2.1.a; II.2.2.d)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from domain.aggregates import Aggregate
from domain.clock import legal_date
from domain.compliance import CellVerb, MoveCell, move
from domain.document_acts import SignDocument
from domain.document_kinds import DocumentKind
from domain.given_dates import dates_problem
from domain.papers import (
    PaperFacts,
    is_signatory,
    no_paper_waits,
    out_of_date,
    paper_ready,
    paper_waits,
    publish,
    recalled,
    same_paper,
)
from domain.provider_forms import ProviderForm
from domain.reasons import Reason
from domain.reassessment_acts import BeginReassessment
from domain.refusals import HOUSE, Refusal, RefusalCode, Words, refuse
from domain.roles import Role
from domain.standards import StandardCode
from domain.stop_checklists import CHECKLISTS, CarryOutStop, items_problem, undone
from domain.stop_forms import STOP_FORM_LABELS, StopForm
from domain.tables import Act, Effect, LetterOrder, Outcome, Payload, Table, Transition
from domain.text import input_problem
from domain.unit_acts import AnnulStop, PrepareReinstatement, StopService, TakeAccess
from domain.unit_amendments import AmendUnit, nothing_differs
from domain.unit_cells import FollowStandards, StandardChange, cells_due
from domain.unit_forms import UnitForm

__all__ = [
    "UNITS",
    "ActivateUnit",
    "ManagementPattern",
    "ProviderForm",
    "RegisterUnit",
    "UnitData",
    "UnitFacts",
    "UnitState",
]


class ManagementPattern(StrEnum):
    """Whose infrastructure runs the applications: LKPP's (centralised) or the institution's (distributed), I.p2."""

    CENTRALISED = "CENTRALISED"
    DISTRIBUTED = "DISTRIBUTED"


class UnitState(StrEnum):
    """The states of a unit's service."""

    PENDING = "PENDING"
    ACTIVE = "ACTIVE"
    STOPPED = "STOPPED"
    ACCESS_TAKEN = "ACCESS_TAKEN"
    STOP_CARRIED_OUT = "STOP_CARRIED_OUT"
    DISCARDED = "DISCARDED"


STOPPED_STATES = (UnitState.STOPPED, UnitState.ACCESS_TAKEN, UnitState.STOP_CARRIED_OUT)
"""The states in which the service stands still (II.2.2.d)."""

IN_THE_REGISTER = (UnitState.ACTIVE, *STOPPED_STATES)
"""The states in which the public knows a unit, with the status of its service."""


@dataclass(frozen=True, kw_only=True)
class UnitData:
    """What is registered of a unit, taken from its application."""

    name: str
    form: ProviderForm
    unit_form: UnitForm
    management_pattern: ManagementPattern
    legal_basis_number: str
    legal_basis_date: date
    address: str
    email: str
    phone: str
    service_hours: str

    def changes(self) -> dict[str, Any]:
        """The record's fields. *Shape*: plain values, dates as ISO 8601 text."""
        return {
            "name": self.name,
            "form": self.form.value,
            "unit_form": self.unit_form.value,
            "management_pattern": self.management_pattern.value,
            "legal_basis_number": self.legal_basis_number,
            "legal_basis_date": self.legal_basis_date.isoformat(),
            "address": self.address,
            "email": self.email,
            "phone": self.phone,
            "service_hours": self.service_hours,
        }


@dataclass(frozen=True, kw_only=True)
class RegisterUnit(Payload):
    """Effect: the unit of a complete application is registered."""

    application_id: str
    institution_id: str
    data: UnitData


@dataclass(frozen=True, kw_only=True)
class ActivateUnit(Payload):
    """Effect: the unit's service begins, or goes on in the form that its newest application names."""

    data: UnitData


@dataclass(frozen=True, kw_only=True)
class CutShort:
    """A re-assessment that ended with the stop, and the standards of it that are revoked still."""

    id: str
    sanction_id: str
    case_id: str
    attempt: int
    standards: tuple[StandardCode, ...]


@dataclass(frozen=True, kw_only=True)
class UnitFacts:
    """What the guards of a unit may know. *Shape*: `cells` maps each standard to the state of its cell, `binding` are
    the standards of which a criterion binds the form that the act gives the unit, `assessed` those in an open
    assessment; `paper` is the letter of reinstatement, `from_day` the legal date that it names; `sla_state` is the state
    of the SLA that the unit has now; `cut_short` are the re-assessments that the stop cancelled; `stopped_by` is the
    sanction by which the service stands still, `carried_out` the codes of what was done for that, and `stop_suspended`
    says that an objection suspends the stop; `data` is what may be amended, as it is registered, and `applied_anew` the
    state of an application of this unit that is not decided yet.
    """

    state: str | None
    institution_id: str | None
    unit_id: str | None = None
    cells: Mapping[StandardCode, str] = field(default_factory=dict)
    binding: frozenset[StandardCode] = frozenset()
    assessed: frozenset[StandardCode] = frozenset()
    stop_form: StopForm | None = None
    stopped_by: str | None = None
    carried_out: tuple[str, ...] = ()
    sla_state: str | None = None
    paper: PaperFacts | None = None
    from_day: date | None = None
    cut_short: tuple[CutShort, ...] = ()
    stop_suspended: bool = False
    data: Mapping[str, str] = field(default_factory=dict)
    applied_anew: str | None = None


# --- guards and checks ----------------------------------------------------------------------------------------------


def _stopped_by_takeover(facts: UnitFacts, _act: Act) -> Refusal | None:
    if facts.stop_form is StopForm.ACCESS_TAKEOVER:
        return None
    form = Words(*STOP_FORM_LABELS[facts.stop_form]) if facts.stop_form else "-"
    return refuse(RefusalCode.OTHER_STOP_FORM, clause="II.2.2.d", form=form)


def _stopped_otherwise(facts: UnitFacts, _act: Act) -> Refusal | None:
    """A takeover has a verb and a checklist of its own."""
    if facts.stop_form in CHECKLISTS:
        return None
    return refuse(RefusalCode.STOPPED_BY_TAKEOVER, clause="II.2.2.d")


def _items_of_its_form(facts: UnitFacts, act: Act) -> Refusal | None:
    return items_problem(facts.stop_form, act.payload) if facts.stop_form else None


def _stop_not_suspended(facts: UnitFacts, act: Act) -> Refusal | None:
    """No objection suspends the stop, so that it may be carried out further (`objection.suspends`). House rule."""
    return refuse(RefusalCode.SANCTION_SUSPENDED, subject=act.record_id) if facts.stop_suspended else None


def _stopped_by_this(facts: UnitFacts, act: Act) -> Refusal | None:
    """The service stands still by the stop that is taken back, and not by another since."""
    given: AnnulStop = act.payload
    if facts.stopped_by == given.sanction_id:
        return None
    return refuse(
        RefusalCode.WRONG_STATE,
        clause="II.2.3.s3",
        subject=act.record_id,
        verb=Words("membatalkan penghentian layanan SPSE", "annul the stop of the service"),
        state=facts.stopped_by or "-",
        sources=given.sanction_id,
    )


def _sla_in_force(facts: UnitFacts, _act: Act) -> Refusal | None:
    """No service without an agreement, however it comes back."""
    if facts.sla_state in {"IN_FORCE", "BREACH_REVIEW"}:
        return None
    return refuse(RefusalCode.SLA_NOT_IN_FORCE, clause="II.2.1.a.3", state=facts.sla_state or "-")


def _day_has_come(facts: UnitFacts, act: Act) -> Refusal | None:
    """The register changes with the signature, so it is given on the day that the letter names."""
    if facts.from_day is None or legal_date(act.now) >= facts.from_day:
        return out_of_date(facts.from_day, act)
    return refuse(RefusalCode.TOO_EARLY, day=facts.from_day.isoformat())


def _day_not_past(_facts: UnitFacts, act: Act) -> Refusal | None:
    if act.payload.from_day >= legal_date(act.now):
        return None
    return input_problem("fromDay", "tidak boleh sebelum hari ini.", "not before today.")


def _not_applied_anew(facts: UnitFacts, _act: Act) -> Refusal | None:
    """What a later application names would come over the amendment: it is corrected there."""
    return refuse(RefusalCode.APPLICATION_OPEN, state=facts.applied_anew) if facts.applied_anew else None


def _dates_past(_facts: UnitFacts, act: Act) -> Refusal | None:
    given: AmendUnit = act.payload
    return dates_problem(legal_date(act.now), letterDate=given.letter_date, legalBasisDate=given.legal_basis_date)


def _something_differs(facts: UnitFacts, act: Act) -> Refusal | None:
    given: AmendUnit = act.payload
    return None if given.differing(facts.data) else nothing_differs()


# --- actions --------------------------------------------------------------------------------------------------------


def _register(_facts: UnitFacts, act: Act) -> Outcome:
    origin = {"institution_id": act.payload.institution_id, "application_id": act.payload.application_id}
    return Outcome(changes=origin | act.payload.data.changes())


def _activate(facts: UnitFacts, act: Act) -> Outcome:
    """A stopped service comes back by a new application too (house rule)."""
    cells = tuple(_cell_effects(facts, act))
    if facts.state not in STOPPED_STATES:
        return Outcome(changes=act.payload.data.changes(), effects=cells)
    void = recalled(facts, "layanan dimulai lagi melalui permohonan baru")
    return Outcome(changes=act.payload.data.changes() | _RUNNING, effects=(*void, *cells, *_assessed_again(facts, act)))


_RUNNING: dict[str, Any] = {"stop": {}, "takeover": {}, "carried_out": {}, "reinstatement_from": None}
"""What a record no longer says of a service that runs; the events keep it."""


def _amend(facts: UnitFacts, act: Act) -> Outcome:
    """The unit is told what its register said and says now; papers that were issued stay as they are printed."""
    given: AmendUnit = act.payload
    changes = given.differing(facts.data)
    number, day = given.letter_number.strip(), given.letter_date.isoformat()
    letter = LetterOrder(
        kind=DocumentKind.NOTICE,
        document_id=act.fresh.document,
        details={
            "letter_number": number,
            "letter_date": day,
            "amended": [{"field": name, "from": facts.data.get(name, ""), "to": to} for name, to in changes.items()],
        },
    )
    return Outcome(changes=changes, letters=(letter,), reason=f"surat {number} tanggal {day}")


def _stop(facts: UnitFacts, act: Act) -> Outcome:
    """A letter that nobody signed yet, and that tells of the end of an earlier stop, would say now what is not so."""
    given: StopService = act.payload
    void = recalled(facts, "layanan SPSE dihentikan lagi sebelum surat ini ditandatangani")
    paper = {"document_id": None} if void else {}
    return Outcome(changes={"stop": given.values()} | paper, effects=void, reason=STOP_FORM_LABELS[given.form][0])


def _take_access(_facts: UnitFacts, act: Act) -> Outcome:
    return _done_on_the_spot("takeover", act)


def _carry_out_stop(_facts: UnitFacts, act: Act) -> Outcome:
    return _done_on_the_spot("carried_out", act)


def _done_on_the_spot(field_name: str, act: Act) -> Outcome:
    given: TakeAccess | CarryOutStop = act.payload
    told = {
        "items": [check.values() for check in given.items],
        **given.attendance(),
        "by": act.actor.id,
        "at": act.now.isoformat(),
    }
    minutes = LetterOrder(kind=DocumentKind.MINUTES, document_id=act.fresh.document)
    return Outcome(changes={field_name: told}, letters=(minutes,))


def _cells_behind(facts: UnitFacts, act: Act) -> Refusal | None:
    """Something is left to follow: of two workers the second finds it done."""
    if any(True for _ in _due(facts)):
        return None
    return refuse(
        RefusalCode.WRONG_STATE,
        subject=act.record_id,
        verb=Words("menyesuaikan standar yang berlaku", "bring the standards into line"),
        state=Words("sudah sesuai", "in line already"),
        sources=Words("belum sesuai", "not in line"),
    )


def _same_state(facts: UnitFacts, _act: Act) -> str:
    return UnitState(facts.state or "")


def _prepare_reinstatement(facts: UnitFacts, act: Act) -> Outcome:
    given: PrepareReinstatement = act.payload
    reasons = [reason.strip() for reason in given.reasons]
    from_day = given.from_day.isoformat()
    letter = LetterOrder(
        kind=DocumentKind.REINSTATEMENT,
        document_id=act.fresh.document,
        details={"reasons": [*reasons, *_taken_back(facts)], "from_day": from_day},
    )
    return Outcome(
        changes={"document_id": letter.document_id, "reinstatement_from": from_day},
        letters=(letter,),
        reason="; ".join(reasons),
    )


def _taken_back(facts: UnitFacts) -> tuple[str, ...]:
    """What the letter says beside its reasons of what was carried out for the stop."""
    told = undone(facts.carried_out)
    return (told,) if told else ()


def _recall_reinstatement(facts: UnitFacts, act: Act) -> Outcome:
    reason = act.payload.reason.strip()
    changes = {"document_id": None, "reinstatement_from": None}
    return Outcome(changes=changes, effects=recalled(facts, reason), reason=reason)


def _reinstate(facts: UnitFacts, act: Act) -> Outcome:
    return Outcome(changes=_RUNNING, effects=(publish(facts, act), *_assessed_again(facts, act)))


def _assessed_again(facts: UnitFacts, act: Act) -> Iterator[Effect]:
    """What was revoked before the stop is revoked still: with the service its re-assessment begins anew (II.2.2.c.s2)."""
    for ended in facts.cut_short:
        begin = BeginReassessment(
            institution_id=facts.institution_id or "",
            unit_id=act.record_id,
            sanction_id=ended.sanction_id,
            case_id=ended.case_id,
            standards=ended.standards,
            attempt=ended.attempt + 1,
            previous_id=ended.id,
        )
        record_id = act.fresh.of(f"reassessment of {ended.sanction_id}")
        yield Effect(aggregate=Aggregate.REASSESSMENT, verb="begin", record_id=record_id, payload=begin)


def _annul_stop(facts: UnitFacts, act: Act) -> Outcome:
    """The service runs again, and a letter says so; it may be signed for as long as the service runs."""
    given: AnnulStop = act.payload
    reason = given.reason.strip()
    void = recalled(facts, reason)
    if given.replaced:
        return Outcome(changes=_RUNNING | {"document_id": None}, effects=void, reason=reason)
    letter = LetterOrder(
        kind=DocumentKind.REINSTATEMENT,
        document_id=act.fresh.of("restored"),
        details={
            "reasons": [
                f"Penghentian layanan dibatalkan melalui keputusan atas keberatan: {reason}",
                *_taken_back(facts),
            ],
            "from_day": legal_date(act.now).isoformat(),
            "sanction_id": given.sanction_id,
        },
    )
    return Outcome(
        changes=_RUNNING | {"document_id": letter.document_id}, letters=(letter,), effects=void, reason=reason
    )


def _cell_effects(facts: UnitFacts, act: Act) -> Iterator[Effect]:
    """Each standard begins, or is not applicable to the form; a cell that is further on stays as it is (II.2.1.b.2)."""
    for verb, code in _due(facts):
        reason = "" if code in facts.binding else "tidak ada kriteria yang berlaku bagi bentuk ini"
        yield _cell_moved(facts, act, verb, code, cause=(Aggregate.UNIT, act.record_id), reason=reason)


def _due(facts: UnitFacts) -> Iterator[tuple[CellVerb, StandardCode]]:
    return cells_due(binding=facts.binding, cells=facts.cells, assessed=facts.assessed)


def _follow_standards(facts: UnitFacts, act: Act) -> Outcome:
    return Outcome(effects=tuple(_followed(facts, act, verb, code) for verb, code in _due(facts)))


def _followed(facts: UnitFacts, act: Act, verb: CellVerb, code: StandardCode) -> Effect:
    """One cell, with the version or value that changed what binds the unit."""
    given: FollowStandards = act.payload
    change = given.of(code)
    bound = "berlaku" if verb is CellVerb.INCLUDE else "tidak berlaku"
    return _cell_moved(
        facts,
        act,
        verb,
        code,
        cause=(change.cause, change.cause_id) if change else (Aggregate.UNIT, act.record_id),
        reason=f"kriterianya {bound} bagi bentuk ini{_since(change)}",
    )


def _since(change: StandardChange | None) -> str:
    if change is None:
        return ""
    label = "versi katalog" if change.cause is Aggregate.CATALOGUE else "nilai konfigurasi"
    return f" sejak {change.since.isoformat()} menurut {label}"


def _cell_moved(
    facts: UnitFacts, act: Act, verb: CellVerb, code: StandardCode, *, cause: tuple[Aggregate, str], reason: str
) -> Effect:
    moved = MoveCell(
        institution_id=facts.institution_id or "",
        unit_id=act.record_id,
        standard=code,
        cause=cause[0],
        cause_id=cause[1],
        on=legal_date(act.now),
        reason=reason,
    )
    return move(verb, moved)


# --- the table ------------------------------------------------------------------------------------------------------

_S = UnitState
_SYSTEM = frozenset({Role.SYSTEM})
_DEPUTY = frozenset({Role.DEPUTY})


def _row(verb: str, label_id: str, event: str, **columns: Any) -> Transition[UnitFacts]:
    return Transition(verb=verb, label_id=label_id, event=event, **columns)


# fmt: off
UNITS: Table[UnitFacts] = Table(
    aggregate=Aggregate.UNIT,
    label_id="Unit pengelola LPSE",
    label_en="Unit",
    states=UnitState,
    final=frozenset({_S.DISCARDED}),
    rows=(
        _row(
            "register", "mendaftarkan unit", "UnitRegistered",
            sources=(None,), targets=(_S.PENDING,), roles=_SYSTEM, clause="II.2.1.a.3", payload=RegisterUnit,
            action=_register,
        ),
        _row(
            "activate", "memulai layanan unit", "UnitActivated",
            sources=(_S.PENDING, _S.ACTIVE, *STOPPED_STATES), targets=(_S.ACTIVE,), roles=_SYSTEM, clause="II.2.1.a.3",
            payload=ActivateUnit, action=_activate,
        ),
        _row(
            "follow_standards", "menyesuaikan standar yang berlaku", "UnitStandardsFollowed",
            sources=IN_THE_REGISTER, targets=IN_THE_REGISTER, roles=_SYSTEM, clause=HOUSE, payload=FollowStandards,
            guards=(_cells_behind,), choose=_same_state, action=_follow_standards,
        ),
        _row(
            "amend", "mengubah data unit", "UnitAmended",
            sources=IN_THE_REGISTER, targets=IN_THE_REGISTER, roles=frozenset({Role.ADMIN}), clause=HOUSE,
            payload=AmendUnit, guards=(_not_applied_anew,), checks=(_dates_past, _something_differs),
            choose=_same_state, action=_amend, paper=DocumentKind.NOTICE,
        ),
        _row(
            "discard", "menghapus pendaftaran unit", "UnitDiscarded",
            sources=(_S.PENDING,), targets=(_S.DISCARDED,), roles=_SYSTEM, clause=HOUSE,
        ),
        _row(
            "stop", "menghentikan layanan SPSE", "ServiceStopped",
            sources=(_S.ACTIVE,), targets=(_S.STOPPED,), roles=_SYSTEM, clause="II.2.2.d", payload=StopService,
            action=_stop,
        ),
        _row(
            "take_access", "mengambil alih hak akses", "AccessTaken",
            sources=(_S.STOPPED,), targets=(_S.ACCESS_TAKEN,), roles=frozenset({Role.ADMIN}), clause="II.2.2.d",
            payload=TakeAccess, guards=(_stopped_by_takeover, _stop_not_suspended, no_paper_waits), action=_take_access,
            paper=DocumentKind.MINUTES,
        ),
        _row(
            "carry_out_stop", "melaksanakan penghentian layanan", "StopCarriedOut",
            sources=(_S.STOPPED,), targets=(_S.STOP_CARRIED_OUT,), roles=frozenset({Role.ADMIN}), clause="II.2.2.d",
            payload=CarryOutStop, guards=(_stopped_otherwise, _stop_not_suspended, no_paper_waits),
            checks=(_items_of_its_form,), action=_carry_out_stop, paper=DocumentKind.MINUTES,
        ),
        _row(
            "prepare_reinstatement", "menyiapkan pemulihan layanan", "ReinstatementPrepared",
            sources=STOPPED_STATES, targets=STOPPED_STATES, roles=frozenset({Role.REVIEWER, Role.ADMIN}), clause=HOUSE,
            payload=PrepareReinstatement, guards=(no_paper_waits, _sla_in_force), checks=(_day_not_past,),
            choose=_same_state, action=_prepare_reinstatement, paper=DocumentKind.REINSTATEMENT,
        ),
        _row(
            "recall_reinstatement", "menarik konsep pemulihan layanan", "ReinstatementRecalled",
            sources=STOPPED_STATES, targets=STOPPED_STATES, roles=frozenset({Role.REVIEWER, Role.DEPUTY}), clause=HOUSE,
            payload=Reason, guards=(paper_waits,), choose=_same_state, action=_recall_reinstatement,
        ),
        _row(
            "reinstate", "memulihkan layanan SPSE", "ServiceReinstated",
            sources=STOPPED_STATES, targets=(_S.ACTIVE,), roles=_DEPUTY, clause=HOUSE, payload=SignDocument,
            guards=(paper_ready, is_signatory, _sla_in_force, _day_has_come), checks=(same_paper,), action=_reinstate,
            paper=DocumentKind.REINSTATEMENT,
        ),
        _row(
            "annul_stop", "membatalkan penghentian layanan SPSE", "ServiceStopAnnulled",
            sources=STOPPED_STATES, targets=(_S.ACTIVE,), roles=_SYSTEM, clause="II.2.3.s3", payload=AnnulStop,
            checks=(_stopped_by_this,), action=_annul_stop, paper=DocumentKind.REINSTATEMENT,
        ),
    ),
)
# fmt: on
