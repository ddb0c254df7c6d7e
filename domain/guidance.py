"""What mentoring and consultation have in common (II.2.1.d): their facts, guards, checks and actions."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from domain.clock import legal_date
from domain.guidance_acts import Attendant, Meeting, ReplaceGuides
from domain.refusals import Refusal, RefusalCode, no_such, refuse
from domain.roles import Role
from domain.tables import Act, Outcome
from domain.text import input_problem
from domain.units import UnitState

BY_STANDARDS = "II.2.1.d.p1"
BY_WORDS = "II.2.1.d.p2"

UNIT_SIDE = frozenset({Role.UNIT_HEAD, Role.UNIT_STAFF, Role.INSTITUTION_HEAD})
LKPP_SIDE = frozenset({Role.REVIEWER, Role.ASSESSOR, Role.ADMIN})
"""Who gives guidance for LKPP. The decree says only that LKPP does."""


@dataclass(frozen=True, kw_only=True)
class GuidanceFacts:
    """What the guards of a mentoring or a consultation may know.

    *Shape*: `guide_ids` are the mentors or consultants on record, or those who report in their place; `people` maps those
    whom the act names, and those on record, who are LKPP's and may guide, to their names; `assessing` are those who assess
    the unit or examine its objection at present; `on` the day that was scheduled.
    """

    state: str | None
    institution_id: str | None
    unit_id: str | None = None
    unit_state: str | None = None
    guide_ids: tuple[str, ...] = ()
    people: Mapping[str, str] = field(default_factory=dict)
    assessing: frozenset[str] = frozenset()
    on: date | None = None


def unit_on_record(facts: GuidanceFacts, _act: Act) -> Refusal | None:
    """Guard: the unit exists and was not discarded; one that is stopped may need guidance all the more."""
    if facts.unit_id is not None and facts.unit_state != UnitState.DISCARDED:
        return None
    return refuse(RefusalCode.NOT_FOUND, what="Unit", subject="unit")


def is_guide(facts: GuidanceFacts, act: Act) -> Refusal | None:
    """Guard: the actor is one of those who were named."""
    if act.actor.id in facts.guide_ids:
        return None
    who = ", ".join(facts.people.get(person, person) for person in facts.guide_ids) or "-"
    return refuse(RefusalCode.NOT_ON_THE_TEAM, who=who, subject=act.record_id)


def guides_known(facts: GuidanceFacts, person_ids: tuple[str, ...], subject: str) -> Refusal | None:
    """Why one of these persons cannot guide for LKPP, or None."""
    unknown = next((person for person in person_ids if person not in facts.people), None)
    if unknown is None:
        return None
    return no_such("Orang LKPP", "Person of LKPP", unknown, subject=subject)


def successors_known(facts: GuidanceFacts, act: Act) -> Refusal | None:
    """Check: those who take over are LKPP's, and not the very same people."""
    given: ReplaceGuides = act.payload
    if set(given.guide_ids) == set(facts.guide_ids):
        return input_problem(given.field, "sama dengan yang sekarang ditugaskan.", "they are assigned already.")
    return guides_known(facts, given.guide_ids, given.field)


def replaced(_facts: GuidanceFacts, act: Act) -> Outcome:
    """Action: others report what those who guided cannot any more; who guided stays on record."""
    given: ReplaceGuides = act.payload
    return Outcome(changes={"successor_ids": list(given.guide_ids)}, reason=given.reason.strip())


def not_in_the_past(_facts: GuidanceFacts, act: Act) -> Refusal | None:
    """Check: what is scheduled is still to come."""
    if act.payload.on >= legal_date(act.now):
        return None
    return input_problem("on", "tidak boleh sebelum hari ini.", "it must not be before today.")


def already_held(facts: GuidanceFacts, act: Act) -> Refusal | None:
    """Check: what is recorded has taken place, and not before the day that was scheduled."""
    if act.payload.held_at > act.now:
        return input_problem("heldAt", "belum terjadi.", "it has not happened yet.")
    if facts.on is None or legal_date(act.payload.held_at) >= facts.on:
        return None
    day = facts.on.isoformat()
    return input_problem("heldAt", f"dijadwalkan pada {day}; jadwalkan kembali.", f"it is scheduled for {day}.")


def requested(facts: GuidanceFacts, act: Act) -> dict[str, Any]:
    """The fields of a new request: whose it is, and on whose motion."""
    return {
        "institution_id": facts.institution_id,
        "unit_id": act.payload.unit_id,
        "standards": sorted(code.value for code in act.payload.standards),
        "requested_by": act.actor.id,
        "requested_on": legal_date(act.now).isoformat(),
        "own_motion": act.actor.institution_id is None,
    }


def met(meeting: Meeting) -> dict[str, Any]:
    """The fields of a meeting."""
    return {"channel": meeting.channel.value, "channel_text": meeting.text.strip()}


def attended(attendance: tuple[Attendant, ...]) -> list[dict[str, str]]:
    """The attendance list as stored; who is not known here has no `person_id`."""
    return [
        {"name": attendant.name.strip(), "role": attendant.role.strip()}
        | ({"person_id": attendant.person_id} if attendant.person_id else {})
        for attendant in attendance
    ]


def closed(_facts: GuidanceFacts, act: Act) -> Outcome:
    """Action: nothing more is to be done."""
    return Outcome(changes={"closed_on": legal_date(act.now).isoformat(), "closed_by": act.actor.id})


def cancelled(_facts: GuidanceFacts, act: Act) -> Outcome:
    """Action: it does not take place, for a reason."""
    reason = act.payload.reason.strip()
    return Outcome(changes={"reason": reason, "closed_on": legal_date(act.now).isoformat()}, reason=reason)
