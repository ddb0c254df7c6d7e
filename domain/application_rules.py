"""What the guards of an application may know, and the guards and checks of its table (II.2.1.a.1-4); pure."""

from dataclasses import dataclass
from datetime import date, timedelta

from domain.application_acts import ApplicationDetails, AttachmentKind, InstallationItem
from domain.clock import legal_date
from domain.given_dates import dates_problem
from domain.provider_forms import ProviderForm
from domain.refusals import Refusal, RefusalCode, Words, refuse
from domain.reviewers import Reviewer, reviewer_problem, same_reviewer
from domain.roles import Role
from domain.sla_acts import SlaState
from domain.tables import Act
from domain.text import input_problem
from domain.unit_forms import UnitForm, form_problem


def required_attachments(form: ProviderForm) -> tuple[AttachmentKind, ...]:
    """The attachments that an application of this form needs: the infrastructure statement for a system provider only."""
    every = tuple(AttachmentKind)
    if form is ProviderForm.SYSTEM_PROVIDER:
        return every
    return tuple(kind for kind in every if kind is not AttachmentKind.INFRASTRUCTURE_STATEMENT)


@dataclass(frozen=True, kw_only=True)
class Acceptance:
    """One side's acceptance of the installation. *Shape*: `at` is an ISO 8601 instant."""

    role: Role
    person_id: str
    at: str
    system_version: str
    location: str

    def values(self) -> dict[str, str]:
        """The record's fields."""
        return {
            "role": self.role.value,
            "person_id": self.person_id,
            "at": self.at,
            "system_version": self.system_version,
            "location": self.location,
        }


@dataclass(frozen=True, kw_only=True)
class ApplicationFacts:
    """What the guards of an application may know.

    *Shape*: attachments are (kind, evidence id, confirmed and own); `sla_state` is that of the application's present
    agreement: the one in force, be it a renewal, else the last that was; `sla_in_preparation_id` the one not in force yet;
    `unit_sla_in_preparation` is the state of one of the unit's, whichever application's it is.
    """

    state: str | None
    institution_id: str | None
    institution_active: bool = True
    form: ProviderForm = ProviderForm.SERVICE_PROVIDER
    unit_form: UnitForm = UnitForm.UKPBJ
    details: ApplicationDetails | None = None
    attachments: tuple[tuple[AttachmentKind, str, bool], ...] = ()
    authorised_submitter_ids: tuple[str, ...] = ()
    reviewer_id: str | None = None
    former_reviewers: tuple[str, ...] = ()
    next_reviewer: Reviewer | None = None
    requested_items: tuple[AttachmentKind, ...] = ()
    acceptances: tuple[Acceptance, ...] = ()
    sla_state: SlaState | None = None
    sla_in_preparation_id: str | None = None
    unit_sla_in_preparation: str | None = None
    sla_over: bool = False
    unit_id: str | None = None
    unit_known: bool = True
    unit_state: str | None = None
    pending_approval_id: str | None = None
    actor_known: bool = True
    returned_on: date | None = None
    lapse_after_days: int | None = None
    review_until: date | None = None
    rejection_enabled: bool = False


def institution_active(facts: ApplicationFacts, _act: Act) -> Refusal | None:
    """Guard: the institution takes part still. House rule."""
    return None if facts.institution_active else refuse(RefusalCode.INSTITUTION_INACTIVE)


def only_head_authorises(facts: ApplicationFacts, act: Act) -> Refusal | None:
    """Check: who may submit is changed by the institution's head alone."""
    details = act.payload.details
    if details is None or act.actor.has(Role.INSTITUTION_HEAD):
        return None
    if set(details.authorised_submitter_ids) == set(facts.authorised_submitter_ids):
        return None
    return refuse(RefusalCode.SUBMITTER_NOT_AUTHORISED, subject="authorisedSubmitters")


def dates_past(_facts: ApplicationFacts, act: Act) -> Refusal | None:
    """Check: no letter and no legal basis is of a day to come, or older than the republic."""
    details: ApplicationDetails | None = act.payload.details
    if details is None:
        return None
    return dates_problem(legal_date(act.now), letterDate=details.letter_date, legalBasisDate=details.legal_basis_date)


def unit_own(facts: ApplicationFacts, act: Act) -> Refusal | None:
    """Check: the unit named is one of the institution, in the register."""
    if act.payload.unit_id is None or facts.unit_known:
        return None
    return refuse(RefusalCode.NOT_FOUND, what=f"Unit {act.payload.unit_id[:80]}", subject="unit")


def attachments_confirmed(facts: ApplicationFacts, _act: Act) -> Refusal | None:
    """Check: each attachment is a file that was looked at, and the institution's own."""
    for _kind, evidence_id, confirmed in facts.attachments:
        if not confirmed:
            return refuse(RefusalCode.EVIDENCE_NOT_CONFIRMED, evidence=evidence_id, subject=evidence_id)
    return None


def attachments_present(facts: ApplicationFacts, _act: Act) -> Refusal | None:
    """Guard: everything that this form of service needs is attached. House rule: the decree names no attachment."""
    present = {kind for kind, _evidence, confirmed in facts.attachments if confirmed}
    missing = [kind for kind in required_attachments(facts.form) if kind not in present]
    if not missing:
        return None
    return refuse(RefusalCode.ATTACHMENT_MISSING, missing=", ".join(missing), subject="attachments")


def unit_form_allowed(facts: ApplicationFacts, act: Act) -> Refusal | None:
    """Guard: a separate unit is registered no longer than the decree allows (I.p2)."""
    return form_problem(facts.unit_form, act.now)


def no_other_agreement_begun(facts: ApplicationFacts, _act: Act) -> Refusal | None:
    """Guard: of a unit one agreement is prepared at a time, be it another application's or a renewal. House rule."""
    if facts.unit_sla_in_preparation is None:
        return None
    return refuse(RefusalCode.ANOTHER_SLA, state=facts.unit_sla_in_preparation)


def submitter_authorised(facts: ApplicationFacts, act: Act) -> Refusal | None:
    """Guard: the actor heads the institution, or its head named him. House rule: the decree does not say who signs."""
    if act.actor.has(Role.INSTITUTION_HEAD) or act.actor.id in facts.authorised_submitter_ids:
        return None
    return refuse(RefusalCode.SUBMITTER_NOT_AUTHORISED)


def reviewer_independent(facts: ApplicationFacts, act: Act) -> Refusal | None:
    """Check: the reviewer is one, and not tied to the institution."""
    return reviewer_problem(facts.next_reviewer, act.payload.reviewer_id)


def another_reviewer(facts: ApplicationFacts, act: Act) -> Refusal | None:
    """Check: the work is handed to somebody else than who has it. House rule."""
    return same_reviewer(act.payload.reviewer_id, facts.reviewer_id)


def assigned_reviewer(facts: ApplicationFacts, act: Act) -> Refusal | None:
    """Guard: the actor was assigned. House rule: the decree says LKPP, not who of it."""
    if facts.reviewer_id is None or facts.reviewer_id == act.actor.id:
        return None
    return refuse(RefusalCode.NOT_ASSIGNED)


def something_incomplete(_facts: ApplicationFacts, act: Act) -> Refusal | None:
    """Check: a request for completion names something."""
    return None if act.payload.incomplete() else refuse(RefusalCode.NOTHING_INCOMPLETE, subject="items")


def everything_complete(facts: ApplicationFacts, act: Act) -> Refusal | None:
    """Check: every item needed was found complete."""
    complete = {item.kind for item in act.payload.items if item.complete}
    missing = [kind for kind in required_attachments(facts.form) if kind not in complete]
    missing += [item.kind for item in act.payload.incomplete() if item.kind not in missing]
    if not missing:
        return None
    return refuse(RefusalCode.ITEMS_INCOMPLETE, clause="II.2.1.a.3", missing=", ".join(missing), subject="items")


def each_item_answered(facts: ApplicationFacts, act: Act) -> Refusal | None:
    """Check: each item asked for is answered."""
    answered = {answer.kind for answer in act.payload.answers}
    missing = [kind for kind in facts.requested_items if kind not in answered]
    if not missing:
        return None
    return refuse(RefusalCode.ITEM_NOT_ANSWERED, missing=", ".join(missing), subject="answers")


def lapse_due(facts: ApplicationFacts, act: Act) -> Refusal | None:
    """Guard: the configured days since the request have passed."""
    if facts.lapse_after_days is None or facts.returned_on is None:
        return refuse(RefusalCode.NOT_CONFIGURED, key="application.lapse_after_days")
    first = facts.returned_on + timedelta(days=facts.lapse_after_days + 1)
    return None if legal_date(act.now) >= first else refuse(RefusalCode.TOO_EARLY, day=first.isoformat())


def rejection_enabled(facts: ApplicationFacts, _act: Act) -> Refusal | None:
    """Guard: rejection is configured; the decree knows none."""
    return None if facts.rejection_enabled else refuse(RefusalCode.NOT_CONFIGURED, key="application.rejection_enabled")


def agreement_over(facts: ApplicationFacts, _act: Act) -> Refusal | None:
    """Guard: what waits for its installation is withdrawn only when no agreement binds any more. House rule."""
    if not in_force(facts) and facts.sla_state != SlaState.BREACHED:  # a breach may be cured
        return None
    verb = Words("menarik permohonan", "withdraw the application")
    sources = Words("SLA_PENDING, atau SLA yang telah berakhir", "SLA_PENDING, or an agreement that has ended")
    return refuse(RefusalCode.WRONG_STATE, verb=verb, state=str(facts.state), sources=sources)


def in_force(facts: ApplicationFacts) -> bool:
    """Whether an agreement of the application binds today."""
    return facts.sla_state in {SlaState.IN_FORCE, SlaState.BREACH_REVIEW} and not facts.sla_over


def sla_in_force(facts: ApplicationFacts, _act: Act) -> Refusal | None:
    """Guard: the agreement is in force today."""
    if in_force(facts):
        return None
    state = SlaState.EXPIRED if facts.sla_over else facts.sla_state
    return refuse(RefusalCode.SLA_NOT_IN_FORCE, clause="II.2.1.a.4", state=str(state or "-"))


def checklist_passed(_facts: ApplicationFacts, act: Act) -> Refusal | None:
    """Check: every item of the installation passed. House rule: the decree knows the installation, not its acceptance."""
    missing = [item for item in InstallationItem if item not in act.payload.passed]
    if not missing:
        return None
    return refuse(RefusalCode.CHECKLIST_NOT_PASSED, missing=", ".join(missing), subject="passed")


def same_version(facts: ApplicationFacts, act: Act) -> Refusal | None:
    """Check: both sides accept the same version of SPSE."""
    version = act.payload.system_version.strip()
    for given in facts.acceptances:
        if given.system_version != version:
            return input_problem(
                "systemVersion",
                f"pihak lain menerima versi “{given.system_version}”.",
                f"the other side accepted the version “{given.system_version}”.",
            )
    return None


def same_location(facts: ApplicationFacts, act: Act) -> Refusal | None:
    """Check: both sides accept what stands at the same place, which the minutes name."""
    location = act.payload.location.strip()
    for given in facts.acceptances:
        if given.location and given.location != location:
            return input_problem(
                "location",
                f"pihak lain menerima instalasi di “{given.location}”.",
                f"the other side accepted the installation at “{given.location}”.",
            )
    return None


def actor_known(facts: ApplicationFacts, act: Act) -> Refusal | None:
    """Guard: the actor is on record, for the minutes name him."""
    if facts.actor_known:
        return None
    return refuse(RefusalCode.PERSON_UNKNOWN, who=act.actor.name, subject=act.actor.id)


def side(act: Act) -> Role:
    """Whose acceptance the actor's is: LKPP's or the unit's."""
    return Role.ADMIN if act.actor.has(Role.ADMIN) else Role.UNIT_HEAD


def not_yet_accepted(facts: ApplicationFacts, act: Act) -> Refusal | None:
    """Guard: neither this side nor this person has accepted before."""
    given = any(a.role is side(act) or a.person_id == act.actor.id for a in facts.acceptances)
    return refuse(RefusalCode.ALREADY_GIVEN) if given else None
