"""Mentoring (pendampingan) as technical guidance (bimbingan teknis): the table of II.2.1.d."""

from typing import Any

from domain.aggregates import Aggregate
from domain.clock import legal_date
from domain.document_kinds import DocumentKind
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
    HoldMentoring,
    ReplaceMentors,
    Report,
    RequestMentoring,
    ScheduleMentoring,
)
from domain.reasons import Reason
from domain.refusals import HOUSE, Refusal, RefusalCode, Words, refuse
from domain.roles import Role
from domain.tables import Act, LetterOrder, Outcome, Table, Transition


def _mentors_known(facts: GuidanceFacts, act: Act) -> Refusal | None:
    return guides_known(facts, act.payload.mentor_ids, "mentors")


def _mentors_assess_nothing(facts: GuidanceFacts, act: Act) -> Refusal | None:
    """Who assesses the unit or examines its objection at present does not mentor it: nobody stands on both sides."""
    return _on_one_side(facts, act.payload.mentor_ids, "mentors")


def _successors_assess_nothing(facts: GuidanceFacts, act: Act) -> Refusal | None:
    return _on_one_side(facts, act.payload.guide_ids, act.payload.field)


def _on_one_side(facts: GuidanceFacts, person_ids: tuple[str, ...], subject: str) -> Refusal | None:
    found = next((person for person in person_ids if person in facts.assessing), None)
    if found is None:
        return None
    named = facts.people.get(found, found)
    return refuse(
        RefusalCode.CONFLICT_OF_INTEREST,
        subject=subject,
        person=Words(
            f"{named} (sedang menilai unit atau memeriksa keberatannya)",
            f"{named} (assesses the unit or examines its objection)",
        ),
    )


def _request(facts: GuidanceFacts, act: Act) -> Outcome:
    given: RequestMentoring = act.payload
    return Outcome(changes=requested(facts, act) | {"topic": given.topic.strip()})


def _schedule(_facts: GuidanceFacts, act: Act) -> Outcome:
    given: ScheduleMentoring = act.payload
    return Outcome(
        changes={
            "mentor_ids": list(given.mentor_ids),
            "scheduled_on": given.on.isoformat(),
            "standards": sorted(code.value for code in given.standards),
        }
        | met(given.meeting)
    )


def _hold(_facts: GuidanceFacts, act: Act) -> Outcome:
    given: HoldMentoring = act.payload
    return Outcome(
        changes={
            "held_at": given.held_at,
            "held_on": legal_date(given.held_at).isoformat(),
            "attendance": attended(given.attendance),
            "activities": [
                {"activity": each.activity.strip(), "example": each.example.strip()} for each in given.activities
            ],
        }
    )


def _report(_facts: GuidanceFacts, act: Act) -> Outcome:
    given: Report = act.payload
    return Outcome(
        changes={
            "report": given.text.strip(),
            "reported_by": act.actor.id,
            "reported_on": legal_date(act.now).isoformat(),
        },
        letters=(LetterOrder(kind=DocumentKind.MINUTES, document_id=act.fresh.document),),
    )


_S = GuidanceState
_ADMIN = frozenset({Role.ADMIN})


def _row(verb: str, label_id: str, event: str, **columns: Any) -> Transition[GuidanceFacts]:
    return Transition(verb=verb, label_id=label_id, event=event, **columns)


# fmt: off
MENTORINGS: Table[GuidanceFacts] = Table(
    aggregate=Aggregate.MENTORING,
    label_id="Pendampingan",
    label_en="Mentoring",
    states=GuidanceState,
    final=frozenset({_S.CLOSED, _S.CANCELLED}),
    rows=(
        _row(
            "request", "meminta atau menawarkan pendampingan", "MentoringRequested",
            sources=(None,), targets=(_S.REQUESTED,), roles=UNIT_SIDE | LKPP_SIDE, clause=BY_STANDARDS,
            payload=RequestMentoring, guards=(unit_on_record,), action=_request,
        ),
        _row(
            "schedule", "menjadwalkan pendampingan", "MentoringScheduled",
            sources=(_S.REQUESTED, _S.SCHEDULED), targets=(_S.SCHEDULED,), roles=_ADMIN, clause=BY_STANDARDS,
            payload=ScheduleMentoring, checks=(not_in_the_past, _mentors_known, _mentors_assess_nothing),
            action=_schedule,
        ),
        _row(
            "hold", "mencatat pelaksanaan bimbingan teknis", "MentoringHeld",
            sources=(_S.SCHEDULED,), targets=(_S.HELD,), roles=LKPP_SIDE, clause=BY_WORDS,
            payload=HoldMentoring, guards=(is_guide,), checks=(already_held,), action=_hold,
        ),
        _row(
            "replace_guides", "menugaskan pelapor pengganti pendampingan", "MentoringGuidesReplaced",
            sources=(_S.HELD,), targets=(_S.HELD,), roles=_ADMIN, clause=HOUSE, payload=ReplaceMentors,
            checks=(successors_known, _successors_assess_nothing), action=replaced,
        ),
        _row(
            "report", "melaporkan pendampingan", "MentoringReported",
            sources=(_S.HELD,), targets=(_S.REPORTED,), roles=LKPP_SIDE, clause=BY_WORDS,
            payload=Report, guards=(is_guide,), action=_report, paper=DocumentKind.MINUTES,
        ),
        _row(
            "close", "menutup pendampingan", "MentoringClosed",
            sources=(_S.REPORTED,), targets=(_S.CLOSED,), roles=frozenset({Role.ADMIN, Role.REVIEWER, Role.UNIT_HEAD}),
            clause=HOUSE, action=closed,
        ),
        _row(
            "cancel", "membatalkan pendampingan", "MentoringCancelled",
            sources=(_S.REQUESTED, _S.SCHEDULED), targets=(_S.CANCELLED,),
            roles=frozenset({Role.ADMIN, Role.UNIT_HEAD, Role.INSTITUTION_HEAD}), clause=HOUSE, payload=Reason,
            action=cancelled,
        ),
    ),
)
# fmt: on
