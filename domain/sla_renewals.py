"""The renewal of an agreement (house rule): what may be renewed, what a renewal takes the place of, and what begins with it."""

from domain.aggregates import Aggregate
from domain.refusals import Refusal, RefusalCode, refuse
from domain.sla_acts import DraftSla, SlaState
from domain.sla_facts import SlaFacts
from domain.tables import Act, Effect, Outcome
from domain.units import STOPPED_STATES, UnitState

# --- guards ---------------------------------------------------------------------------------------------------------


def no_other_in_preparation(facts: SlaFacts, _act: Act) -> Refusal | None:
    """Guard: of a unit one agreement is prepared at a time. House rule."""
    if facts.other_in_preparation is None:
        return None
    return refuse(RefusalCode.ANOTHER_SLA, state=facts.other_in_preparation)


def renews_what_stands(facts: SlaFacts, _act: Act) -> Refusal | None:
    """Guard: a renewal takes the place of what it renews, and of nothing that came after it. House rule."""
    if facts.overtaken_by is None:
        return None
    return refuse(RefusalCode.ANOTHER_SLA, state=facts.overtaken_by)


def says_what_is_registered(facts: SlaFacts, _act: Act) -> Refusal | None:
    """Guard: nobody binds himself to a text that names the unit otherwise than one would that is written today. House rule
    (ADR 98).
    """
    if not facts.amended_since:
        return None
    return refuse(RefusalCode.UNIT_AMENDED, fields=", ".join(facts.amended_since))


def last_of_its_unit(facts: SlaFacts, _act: Act) -> Refusal | None:
    """Guard: what ended is renewed only where no agreement of the unit came after it. House rule."""
    if facts.state == SlaState.IN_FORCE or facts.later_sla is None:
        return None
    return refuse(RefusalCode.ANOTHER_SLA, state=facts.later_sla)


def service_outlived_it(facts: SlaFacts, _act: Act) -> Refusal | None:
    """Guard: an agreement whose term ended is renewed for a unit that runs its service, or that was stopped and may run it
    again: that is no admission (I.p2). House rule.
    """
    if facts.state != SlaState.EXPIRED or facts.unit_state in {UnitState.ACTIVE, *STOPPED_STATES}:
        return None
    return refuse(RefusalCode.SERVICE_NOT_ACTIVE, subject="unit", state=str(facts.unit_state or "-"))


def is_renewal(facts: SlaFacts, _act: Act) -> Refusal | None:
    """Guard: a first agreement is no renewal; it ends with its application. House rule."""
    if facts.renews_id is not None:
        return None
    return refuse(RefusalCode.NOT_A_RENEWAL)


# --- action ---------------------------------------------------------------------------------------------------------


def renew(facts: SlaFacts, act: Act) -> Outcome:
    """A new agreement of the same unit and application; once in force it supersedes this one, where this one is active."""
    if facts.form is None or facts.application_id is None:
        raise AssertionError("an agreement that was in force names its application and form")
    draft = DraftSla(
        application_id=facts.application_id,
        institution_id=facts.institution_id or "",
        unit_id=facts.unit_id or "",
        form=facts.form,
        renews_id=act.record_id,
        reviewer_id=act.actor.id,
    )
    effect = Effect(aggregate=Aggregate.SLA, verb="draft", record_id=act.fresh.sla, payload=draft)
    reason = act.payload.reason.strip()
    return Outcome(changes={"renewal_id": act.fresh.sla}, effects=(effect,), reason=reason)
