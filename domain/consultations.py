"""Consultation (konsultasi) online, in person or by other communication: the table of II.2.1.d."""

from typing import Any

from domain.aggregates import Aggregate
from domain.clock import legal_date
from domain.guidance import (
    BY_STANDARDS,
    BY_WORDS,
    LKPP_SIDE,
    UNIT_SIDE,
    GuidanceFacts,
    already_held,
    attended,
    cancelled,
    closed,
    guides_known,
    is_guide,
    met,
    not_in_the_past,
    replaced,
    requested,
    successors_known,
    unit_on_record,
)
from domain.guidance_acts import (
    GuidanceState,
    HoldConsultation,
    ReplaceConsultants,
    Report,
    RequestConsultation,
    ScheduleConsultation,
)
from domain.reasons import Reason
from domain.refusals import HOUSE, Refusal
from domain.roles import Role
from domain.tables import Act, Outcome, Table, Transition


def _consultants_known(facts: GuidanceFacts, act: Act) -> Refusal | None:
    return guides_known(facts, act.payload.consultant_ids, "consultants")


def _is_asked(facts: GuidanceFacts, act: Act) -> Refusal | None:
    """Once people were named to answer, they answer; before, anyone of LKPP who guides."""
    return is_guide(facts, act) if facts.guide_ids else None


def _request(facts: GuidanceFacts, act: Act) -> Outcome:
    given: RequestConsultation = act.payload
    return Outcome(changes=requested(facts, act) | {"question": given.question.strip()} | met(given.meeting))


def _schedule(_facts: GuidanceFacts, act: Act) -> Outcome:
    given: ScheduleConsultation = act.payload
    changes = {"consultant_ids": list(given.consultant_ids), "scheduled_on": given.on.isoformat()}
    return Outcome(changes=changes | met(given.meeting))


def _hold(_facts: GuidanceFacts, act: Act) -> Outcome:
    given: HoldConsultation = act.payload
    return Outcome(
        changes={
            "held_at": given.held_at,
            "held_on": legal_date(given.held_at).isoformat(),
            "attendance": attended(given.attendance),
        }
    )


def _answer(_facts: GuidanceFacts, act: Act) -> Outcome:
    given: Report = act.payload
    return Outcome(
        changes={
            "answer": given.text.strip(),
            "answered_by": act.actor.id,
            "answered_on": legal_date(act.now).isoformat(),
        }
    )


_S = GuidanceState
_ADMIN = frozenset({Role.ADMIN})


def _row(verb: str, label_id: str, event: str, **columns: Any) -> Transition[GuidanceFacts]:
    return Transition(verb=verb, label_id=label_id, event=event, **columns)


# fmt: off
CONSULTATIONS: Table[GuidanceFacts] = Table(
    aggregate=Aggregate.CONSULTATION,
    label_id="Konsultasi",
    label_en="Consultation",
    states=GuidanceState,
    final=frozenset({_S.CLOSED, _S.CANCELLED}),
    rows=(
        _row(
            "request", "mengajukan pertanyaan konsultasi", "ConsultationRequested",
            sources=(None,), targets=(_S.REQUESTED,), roles=UNIT_SIDE | LKPP_SIDE, clause=BY_STANDARDS,
            payload=RequestConsultation, guards=(unit_on_record,), action=_request,
        ),
        _row(
            "schedule", "menjadwalkan konsultasi", "ConsultationScheduled",
            sources=(_S.REQUESTED, _S.SCHEDULED), targets=(_S.SCHEDULED,), roles=_ADMIN, clause=BY_WORDS,
            payload=ScheduleConsultation, checks=(not_in_the_past, _consultants_known), action=_schedule,
        ),
        _row(
            "hold", "mencatat pelaksanaan konsultasi", "ConsultationHeld",
            sources=(_S.SCHEDULED,), targets=(_S.HELD,), roles=LKPP_SIDE, clause=BY_WORDS,
            payload=HoldConsultation, guards=(is_guide,), checks=(already_held,), action=_hold,
        ),
        _row(
            "replace_guides", "menugaskan penjawab pengganti konsultasi", "ConsultationGuidesReplaced",
            sources=(_S.HELD,), targets=(_S.HELD,), roles=_ADMIN, clause=HOUSE, payload=ReplaceConsultants,
            checks=(successors_known,), action=replaced,
        ),
        _row(
            "answer", "menjawab konsultasi", "ConsultationAnswered",
            sources=(_S.REQUESTED, _S.SCHEDULED, _S.HELD), targets=(_S.REPORTED,), roles=LKPP_SIDE, clause=BY_WORDS,
            payload=Report, guards=(_is_asked,), action=_answer,
        ),
        _row(
            "close", "menutup konsultasi", "ConsultationClosed",
            sources=(_S.REPORTED,), targets=(_S.CLOSED,), roles=frozenset({Role.ADMIN, Role.REVIEWER, Role.UNIT_HEAD}),
            clause=HOUSE, action=closed,
        ),
        _row(
            "cancel", "membatalkan konsultasi", "ConsultationCancelled",
            sources=(_S.REQUESTED, _S.SCHEDULED), targets=(_S.CANCELLED,),
            roles=frozenset({Role.ADMIN, Role.UNIT_HEAD, Role.INSTITUTION_HEAD}), clause=HOUSE, payload=Reason,
            action=cancelled,
        ),
    ),
)
# fmt: on
