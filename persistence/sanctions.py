"""Sanctions: the facts that their guards need, read in the act's own transaction."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from domain.aggregates import Aggregate
from domain.calendar import CountingStart, WorkingCalendar
from domain.clock import legal_date
from domain.configuration_keys import ConfigurationKey
from domain.document_kinds import UNSIGNED, DocumentState
from domain.ladder import LadderFacts
from domain.objection_acts import ObjectionState
from domain.reading import is_hidden
from domain.receipts import ObjectionLimit, ObjectionTerm, earliest, receipt_of, without_earliest
from domain.roles import Role
from domain.rungs import Rung
from domain.sanction_acts import PrepareSanction, ProveReceipt, ReplaceSanction, SanctionState
from domain.sanction_facts import CertificateOnRecord, SanctionFacts, SlaOnRecord
from domain.sla_acts import SlaState
from domain.slas import ACTIVE_STATES
from domain.standards import StandardCode
from domain.stop_forms import StopForm
from domain.tables import Act
from persistence.calendar import current_calendar
from persistence.case_records import CaseRecord, found_by, unsettled_in
from persistence.certificates import present_certificate
from persistence.certification import certified
from persistence.compliance import cells_of
from persistence.configuration import setting
from persistence.documents import DocumentRecord, paper_facts, state_of_paper
from persistence.evidence import confirmed_among
from persistence.independence import ties_of, untied_assessor_beside
from persistence.ladder import ladder_of_case
from persistence.limits import days_of_rung
from persistence.objections import ObjectionRecord, drafters_of_decisions, is_suspended, late_objection
from persistence.sanction_records import SanctionRecord
from persistence.slas import SlaRecord
from persistence.units import UnitRecord

_ONCE_IN_FORCE = sorted(
    state.value
    for state in {*ACTIVE_STATES, SlaState.BREACHED, SlaState.SUPERSEDED, SlaState.EXPIRED, SlaState.TERMINATED}
)
_PRESENT_SLA = sorted(state.value for state in {*ACTIVE_STATES, SlaState.BREACHED})


def sanction_facts(record: SanctionRecord | None, act: Act) -> SanctionFacts:
    """The facts of a sanction, or of one that the act drafts or that takes another's place."""
    if record is None:
        return _facts_of_new(act)
    case: CaseRecord = CaseRecord.objects(id=record.case_id).get()
    rung, cells = Rung(record.rung), cells_of(record.unit_id)
    facts = SanctionFacts(
        state=record.state,
        institution_id=None if is_hidden(act.actor, Aggregate.SANCTION, record.state) else record.institution_id,
        unit_id=record.unit_id,
        case_id=record.case_id,
        rung=rung,
        round=record.round,
        sequence=record.sequence,
        ladder=ladder_of_case(case),
        standards=tuple(StandardCode(code) for code in record.standards),
        stop_form=StopForm(record.stop_form) if record.stop_form else None,
        stop_text=record.stop_text,
        remaining=tuple(StandardCode(code) for code in record.remaining),
        held=tuple(StandardCode(code) for code in record.held),
        found=tuple(record.findings),
        open_findings=unsettled_in(case),
        asked=tuple(record.asked),
        author_ids=tuple(record.author_ids),
        drafted_by=record.drafted_by,
        assessor_ids=tuple(dict.fromkeys([*record.assessor_ids, *found_by(case.to_mongo())])),
        document_id=record.document_id,
        paper=paper_facts(record.document_id, legal_date(act.now)),
        announced_at=_announced_at(record),
        receipts=tuple(receipt_of(dict(receipt)) for receipt in record.receipts),
        objection_decided=_objection_decided(record.id),
        suspended=is_suspended(record.id),
        follow_ups=tuple(dict(report) for report in record.follow_ups),
        lkpp_system_ids=tuple(record.lkpp_system_ids),
        cells=cells,
        certificate=_certificate(record.unit_id),
        certified=certified(record.unit_id, cells, legal_date(act.now)),
        sla=(concerned := _sla(record, case)),
        later_sla_id=_later_sla(record.unit_id, concerned),
        terminated_sla_id=record.terminated_sla_id,
        stopped_by=_stopped_by(record.unit_id),
        limit_days=record.limit_days,
        limit=_limit(record),
    )
    return _for_the_act(facts, act)


def _for_the_act(facts: SanctionFacts, act: Act) -> SanctionFacts:
    """With what only some acts need: the days that they count, the files that they name, the assessor who does them."""
    payload, known = act.payload, earliest(facts.receipts)
    if act.verb == "strike_receipt":
        return _for_the_strike(facts, act)
    if known is not None and facts.limit is not None and facts.limit.may_move_at(act.now):
        facts = replace(facts, calendar=_calendar(), term=_term(known.at), late_objection=late_objection(act.record_id))
    named = [*getattr(payload, "evidence_ids", ()), *filter(None, [getattr(payload, "evidence_id", None)])]
    if named:
        facts = replace(facts, confirmed=confirmed_among(named, facts.institution_id))
    if act.actor.has(Role.ASSESSOR) or act.actor.has(Role.REVIEWER):
        facts = replace(facts, ties=ties_of([act.actor.id], facts.institution_id, facts.unit_id))
    if act.actor.has(Role.ASSESSOR):
        facts = replace(
            facts,
            other_assessor=untied_assessor_beside(facts.assessor_ids, facts.institution_id, facts.unit_id),
        )
    if not isinstance(payload, ProveReceipt | PrepareSanction):
        return facts
    received_now = isinstance(payload, ProveReceipt)
    received = payload.at if isinstance(payload, ProveReceipt) else None
    days = facts.limit_days if received_now else days_of_rung(facts.rung, legal_date(act.now))
    late = late_objection(act.record_id) if received_now else None
    return replace(facts, calendar=_calendar(), term=_term(received or act.now), limit_days=days, late_objection=late)


def _for_the_strike(facts: SanctionFacts, act: Act) -> SanctionFacts:
    """With the days that are counted from the proof that is left, and what waits beside."""
    left = without_earliest(facts.receipts)
    waiting = DocumentRecord.objects(id__in=list(facts.lkpp_system_ids), state__in=[state.value for state in UNSIGNED])
    return replace(
        facts,
        calendar=_calendar(),
        term=_term(left.at if left else act.now),
        late_objection=late_objection(act.record_id),
        lkpp_letters_waiting=tuple(str(letter.id) for letter in waiting.only("id").order_by("id")),
    )


def _facts_of_new(act: Act) -> SanctionFacts:
    case_id: str | None = getattr(act.payload, "case_id", None)
    case: CaseRecord | None = CaseRecord.objects(id=case_id).first() if case_id else None
    if case is None:
        return SanctionFacts(state=None, institution_id=None)
    ladder = ladder_of_case(case)
    rung: Rung = act.payload.rung
    facts = SanctionFacts(
        state=None,
        institution_id=case.institution_id,
        unit_id=case.unit_id,
        case_id=case.id,
        rung=rung,
        round=_next_round(ladder, rung),
        sequence=len(ladder.sanctions) + 1,
        ladder=ladder,
        assessor_ids=found_by(case.to_mongo()),
    )
    return _in_place_of(facts, act.payload) if isinstance(act.payload, ReplaceSanction) else facts


def _in_place_of(facts: SanctionFacts, payload: ReplaceSanction) -> SanctionFacts:
    replaced: SanctionRecord = SanctionRecord.objects(id=payload.replaces).get()
    return replace(
        facts,
        round=replaced.round if Rung(replaced.rung) is payload.rung else facts.round,
        drafted_by=replaced.drafted_by,
        author_ids=tuple(dict.fromkeys([*replaced.author_ids, *drafters_of_decisions(payload.replaces)])),
        assessor_ids=tuple(replaced.assessor_ids),
        terminated_sla_id=replaced.terminated_sla_id,
    )


def _next_round(ladder: LadderFacts, rung: Rung) -> int:
    counting = [each for each in ladder.sanctions if each.rung is rung and each.state is not SanctionState.VOID]
    return len(counting) + 1


def _limit(record: SanctionRecord) -> ObjectionLimit | None:
    if record.last_instant is None:
        return None
    return ObjectionLimit(last_instant=record.last_instant, is_estimated=bool(record.limit_is_estimated))


def _announced_at(record: SanctionRecord) -> datetime | None:
    """When the letter that tells of it was signed: of a revocation, the notice that serves it."""
    issued: datetime | None = record.issued_at
    if record.notice_id is None:
        return issued
    notice = DocumentRecord.objects(id=record.notice_id, state=DocumentState.SIGNED.value).only("signed_at").first()
    return notice.signed_at if notice else None


def _objection_decided(sanction_id: str) -> bool:
    decided = ObjectionRecord.objects(sanction_id=sanction_id, state=ObjectionState.DECIDED.value).only("id")
    return decided.first() is not None


def _certificate(unit_id: str) -> CertificateOnRecord | None:
    found = present_certificate(unit_id)
    if found is None:
        return None
    return CertificateOnRecord(
        id=found.id,
        listed=frozenset(StandardCode(code) for code in found.standards),
        revoked=frozenset(StandardCode(code) for code in found.revoked),
        paper=state_of_paper(found.document_id),
    )


def _sla(record: SanctionRecord, case: CaseRecord) -> SlaOnRecord | None:
    """The SLA that a stop concerns: the one breached, the one that it ended, or else the unit's present one."""
    known: str | None = record.terminated_sla_id or case.breach.get("sla_id")
    chosen: dict[str, Any] = {"id": known} if known else {"unit_id": record.unit_id, "state__in": _PRESENT_SLA}
    found = SlaRecord.objects(**chosen).only("id", "state", "created_at").first()
    return SlaOnRecord(id=found.id, state=found.state, succeeded=_succeeded(record.unit_id, found)) if found else None


def _later_sla(unit_id: str, concerned: SlaOnRecord | None) -> str | None:
    """The unit's SLA that binds today where the stop concerns another one."""
    if concerned is None:
        return None
    active = [state.value for state in ACTIVE_STATES]
    found = SlaRecord.objects(unit_id=unit_id, state__in=active, id__ne=concerned.id).only("id").first()
    return str(found.id) if found else None


def _succeeded(unit_id: str, sla: SlaRecord) -> bool:
    """Whether a later agreement of the unit has come into force, whatever became of it."""
    later = SlaRecord.objects(unit_id=unit_id, created_at__gt=sla.created_at, state__in=_ONCE_IN_FORCE)
    return later.only("id").first() is not None


def _stopped_by(unit_id: str) -> str | None:
    unit = UnitRecord.objects(id=unit_id).only("stop").first()
    sanction_id: str | None = unit.stop.get("sanction_id") if unit else None
    return sanction_id


def _calendar() -> WorkingCalendar | None:
    try:
        return current_calendar()
    except LookupError:
        return None


def _term(received: datetime) -> ObjectionTerm:
    """How the term is counted by the settings in force on the day of the receipt."""
    day = legal_date(received)
    return ObjectionTerm(
        working_days=int(str(setting(ConfigurationKey.OBJECTION_WORKING_DAYS, day))),
        counting_start=CountingStart(str(setting(ConfigurationKey.OBJECTION_COUNTING_START, day))),
        joint_leave_is_off=setting(ConfigurationKey.OBJECTION_JOINT_LEAVE_IS_OFF, day) is True,
    )
