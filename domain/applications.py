"""Applications (permohonan): the table of II.2.1.a.1-4 with its facts, guards and actions."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from domain.application_acts import (
    AcceptInstallation,
    ApplicationDetails,
    AssignReviewer,
    AttachmentKind,
    CreateApplication,
    InstallationItem,
    Resubmit,
    ReviewSheet,
    ReviseApplication,
)
from domain.clock import legal_date
from domain.documents import DocumentKind
from domain.reasons import Reason
from domain.refusals import HOUSE, Refusal, RefusalCode, refuse
from domain.roles import Role
from domain.sla_acts import DraftSla, SlaState
from domain.tables import Act, Aggregate, Effect, LetterOrder, Outcome, Table, Transition
from domain.text import input_problem
from domain.units import (
    ActivateUnit,
    ProviderForm,
    RegisterUnit,
    UnitData,
    UnitForm,
    UnitState,
    unit_form_lapsed,
)

EARLIEST_DATE = date(1945, 8, 17)
"""No letter and no legal basis is older. *Source*: house rule."""


class ApplicationState(StrEnum):
    """The states of an application."""

    DRAFT = "DRAFT"
    SUBMITTED = "SUBMITTED"
    UNDER_REVIEW = "UNDER_REVIEW"
    RETURNED = "RETURNED"
    COMPLETE = "COMPLETE"
    SLA_PENDING = "SLA_PENDING"
    INSTALL_PENDING = "INSTALL_PENDING"
    INSTALLING = "INSTALLING"
    ACTIVE = "ACTIVE"
    LAPSED = "LAPSED"
    REJECTED = "REJECTED"
    WITHDRAWN = "WITHDRAWN"


def required_attachments(form: ProviderForm) -> tuple[AttachmentKind, ...]:
    """The attachments that an application of this form needs: the infrastructure statement for a system provider only."""
    every = tuple(AttachmentKind)
    if form is ProviderForm.SYSTEM_PROVIDER:
        return every
    return tuple(kind for kind in every if kind is not AttachmentKind.INFRASTRUCTURE_STATEMENT)


# --- facts and guards -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Acceptance:
    """One side's acceptance of the installation. *Shape*: `at` is an ISO 8601 instant."""

    role: Role
    person_id: str
    at: str
    system_version: str

    def values(self) -> dict[str, str]:
        """The record's fields."""
        return {
            "role": self.role.value,
            "person_id": self.person_id,
            "at": self.at,
            "system_version": self.system_version,
        }


@dataclass(frozen=True, kw_only=True)
class ApplicationFacts:
    """What the guards of an application may know. *Shape*: attachments are (kind, evidence id, confirmed and own)."""

    state: str | None
    institution_id: str | None
    institution_active: bool = True
    form: ProviderForm = ProviderForm.SERVICE_PROVIDER
    unit_form: UnitForm = UnitForm.UKPBJ
    details: ApplicationDetails | None = None
    attachments: tuple[tuple[AttachmentKind, str, bool], ...] = ()
    authorised_submitter_ids: tuple[str, ...] = ()
    reviewer_id: str | None = None
    reviewer_known: bool = True
    reviewer_name: str = ""
    reviewer_tied: bool = False
    requested_items: tuple[AttachmentKind, ...] = ()
    acceptances: tuple[Acceptance, ...] = ()
    sla_id: str | None = None
    sla_state: SlaState | None = None
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


def _institution_active(facts: ApplicationFacts, _act: Act) -> Refusal | None:
    return None if facts.institution_active else refuse(RefusalCode.INSTITUTION_INACTIVE, clause="II.2.1.a.1")


def _only_head_authorises(facts: ApplicationFacts, act: Act) -> Refusal | None:
    details = act.payload.details
    if details is None or act.actor.has(Role.INSTITUTION_HEAD):
        return None
    if set(details.authorised_submitter_ids) == set(facts.authorised_submitter_ids):
        return None
    return refuse(RefusalCode.SUBMITTER_NOT_AUTHORISED, subject="authorisedSubmitters")


def _dates_past(_facts: ApplicationFacts, act: Act) -> Refusal | None:
    details: ApplicationDetails | None = act.payload.details
    today = legal_date(act.now)
    for field, day in (
        (("letterDate", details.letter_date), ("legalBasisDate", details.legal_basis_date)) if details else ()
    ):
        if not EARLIEST_DATE <= day <= today:
            return input_problem(
                field,
                f"harus dari {EARLIEST_DATE.isoformat()} sampai hari ini.",
                f"must be from {EARLIEST_DATE.isoformat()} to today.",
            )
    return None


def _unit_own(facts: ApplicationFacts, act: Act) -> Refusal | None:
    if act.payload.unit_id is None or facts.unit_known:
        return None
    return refuse(RefusalCode.NOT_FOUND, what=f"Unit {act.payload.unit_id[:80]}", subject="unit")


def _attachments_confirmed(facts: ApplicationFacts, _act: Act) -> Refusal | None:
    for _kind, evidence_id, confirmed in facts.attachments:
        if not confirmed:
            return refuse(RefusalCode.EVIDENCE_NOT_CONFIRMED, evidence=evidence_id, subject=evidence_id)
    return None


def _attachments_present(facts: ApplicationFacts, _act: Act) -> Refusal | None:
    present = {kind for kind, _evidence, confirmed in facts.attachments if confirmed}
    missing = [kind for kind in required_attachments(facts.form) if kind not in present]
    if not missing:
        return None
    return refuse(
        RefusalCode.ATTACHMENT_MISSING, clause="II.2.1.a.1", missing=", ".join(missing), subject="attachments"
    )


def _unit_form_allowed(facts: ApplicationFacts, act: Act) -> Refusal | None:
    today = legal_date(act.now)
    if not unit_form_lapsed(facts.unit_form, today):
        return None
    return refuse(RefusalCode.SEPARATE_UNIT_NOT_ALLOWED, clause="I.p2", today=today.isoformat(), subject="unitForm")


def _submitter_authorised(facts: ApplicationFacts, act: Act) -> Refusal | None:
    if act.actor.has(Role.INSTITUTION_HEAD) or act.actor.id in facts.authorised_submitter_ids:
        return None
    return refuse(RefusalCode.SUBMITTER_NOT_AUTHORISED, clause="II.2.1.a.1")


def _reviewer_independent(facts: ApplicationFacts, act: Act) -> Refusal | None:
    if not facts.reviewer_known:
        return refuse(RefusalCode.NOT_FOUND, what=f"Pereviu {act.payload.reviewer_id}", subject="reviewer")
    if facts.reviewer_tied:
        return refuse(RefusalCode.CONFLICT_OF_INTEREST, person=facts.reviewer_name, subject="reviewer")
    return None


def _assigned_reviewer(facts: ApplicationFacts, act: Act) -> Refusal | None:
    if facts.reviewer_id is None or facts.reviewer_id == act.actor.id:
        return None
    return refuse(RefusalCode.NOT_ASSIGNED, clause="II.2.1.a.2")


def _something_incomplete(_facts: ApplicationFacts, act: Act) -> Refusal | None:
    return None if act.payload.incomplete() else refuse(RefusalCode.NOTHING_INCOMPLETE, subject="items")


def _everything_complete(facts: ApplicationFacts, act: Act) -> Refusal | None:
    complete = {item.kind for item in act.payload.items if item.complete}
    missing = [kind for kind in required_attachments(facts.form) if kind not in complete]
    missing += [item.kind for item in act.payload.incomplete() if item.kind not in missing]
    if not missing:
        return None
    return refuse(RefusalCode.ITEMS_INCOMPLETE, clause="II.2.1.a.3", missing=", ".join(missing), subject="items")


def _each_item_answered(facts: ApplicationFacts, act: Act) -> Refusal | None:
    answered = {answer.kind for answer in act.payload.answers}
    missing = [kind for kind in facts.requested_items if kind not in answered]
    if not missing:
        return None
    return refuse(RefusalCode.ITEM_NOT_ANSWERED, missing=", ".join(missing), subject="answers")


def _lapse_due(facts: ApplicationFacts, act: Act) -> Refusal | None:
    if facts.lapse_after_days is None or facts.returned_on is None:
        return refuse(RefusalCode.NOT_CONFIGURED, key="application.lapse_after_days")
    day = facts.returned_on + timedelta(days=facts.lapse_after_days)
    return None if legal_date(act.now) > day else refuse(RefusalCode.TOO_EARLY, day=day.isoformat())


def _rejection_enabled(facts: ApplicationFacts, _act: Act) -> Refusal | None:
    return None if facts.rejection_enabled else refuse(RefusalCode.NOT_CONFIGURED, key="application.rejection_enabled")


def _sla_in_force(facts: ApplicationFacts, _act: Act) -> Refusal | None:
    if facts.sla_state in {SlaState.IN_FORCE, SlaState.BREACH_REVIEW} and not facts.sla_over:
        return None
    state = SlaState.EXPIRED if facts.sla_over else facts.sla_state
    return refuse(RefusalCode.SLA_NOT_IN_FORCE, clause="II.2.1.a.4", state=str(state or "-"))


def _checklist_passed(_facts: ApplicationFacts, act: Act) -> Refusal | None:
    missing = [item for item in InstallationItem if item not in act.payload.passed]
    if not missing:
        return None
    return refuse(RefusalCode.CHECKLIST_NOT_PASSED, clause="II.2.1.a.4", missing=", ".join(missing), subject="passed")


def _same_version(facts: ApplicationFacts, act: Act) -> Refusal | None:
    version = act.payload.system_version.strip()
    for given in facts.acceptances:
        if given.system_version != version:
            return input_problem(
                "systemVersion",
                f"pihak lain menerima versi “{given.system_version}”.",
                f"the other side accepted the version “{given.system_version}”.",
            )
    return None


def _actor_known(facts: ApplicationFacts, act: Act) -> Refusal | None:
    if facts.actor_known:
        return None
    return refuse(RefusalCode.PERSON_UNKNOWN, who=act.actor.name, subject=act.actor.id)


def _side(act: Act) -> Role:
    return Role.ADMIN if act.actor.has(Role.ADMIN) else Role.UNIT_HEAD


def _not_yet_accepted(facts: ApplicationFacts, act: Act) -> Refusal | None:
    given = any(a.role is _side(act) or a.person_id == act.actor.id for a in facts.acceptances)
    return refuse(RefusalCode.ALREADY_GIVEN, clause="II.2.1.a.4") if given else None


# --- actions --------------------------------------------------------------------------------------------------------


def _details_changes(details: ApplicationDetails) -> dict[str, Any]:
    return {
        "form": details.form.value,
        "unit_form": details.unit_form.value,
        "management_pattern": details.management_pattern.value,
        "unit_name": details.unit_name.strip(),
        "letter_number": details.letter_number.strip(),
        "letter_date": details.letter_date.isoformat(),
        "legal_basis_number": details.legal_basis_number.strip(),
        "legal_basis_date": details.legal_basis_date.isoformat(),
        "address": details.address.strip(),
        "email": details.email.strip(),
        "phone": details.phone.strip(),
        "service_hours": details.service_hours.strip(),
        "authorised_submitter_ids": list(details.authorised_submitter_ids),
    }


def _create(_facts: ApplicationFacts, act: Act) -> Outcome:
    changes = {
        "institution_id": act.payload.institution_id,
        "unit_id": act.payload.unit_id,
        "created_by": act.actor.id,
    }
    return Outcome(changes=changes | _details_changes(act.payload.details))


def _revise(_facts: ApplicationFacts, act: Act) -> Outcome:
    changes: dict[str, Any] = {}
    if act.payload.details is not None:
        changes |= _details_changes(act.payload.details)
    if act.payload.attachments is not None:
        changes["attachments"] = [{"kind": a.kind.value, "evidence_id": a.evidence_id} for a in act.payload.attachments]
    return Outcome(changes=changes)


def _submit(_facts: ApplicationFacts, act: Act) -> Outcome:
    return Outcome(
        changes={
            "submitted_on": legal_date(act.now).isoformat(),
            "submitted_at": act.now,
            "submitted_by": act.actor.id,
        },
        letters=(
            LetterOrder(
                kind=DocumentKind.APPLICATION_RECEIPT,
                document_id=act.fresh.document,
                details={"submitted_by": act.actor.name},
            ),
        ),
    )


def _assign(facts: ApplicationFacts, act: Act) -> Outcome:
    until = facts.review_until.isoformat() if facts.review_until else None
    return Outcome(changes={"reviewer_id": act.payload.reviewer_id, "review_until": until})


def _sheet(act: Act) -> list[dict[str, Any]]:
    return [{"kind": i.kind.value, "complete": i.complete, "reason": i.reason.strip()} for i in act.payload.items]


def _request_completion(_facts: ApplicationFacts, act: Act) -> Outcome:
    incomplete = [{"kind": i.kind.value, "reason": i.reason.strip()} for i in act.payload.incomplete()]
    return Outcome(
        changes={
            "review_items": _sheet(act),
            "requested_items": [item["kind"] for item in incomplete],
            "returned_on": legal_date(act.now).isoformat(),
        },
        letters=(
            LetterOrder(
                kind=DocumentKind.COMPLETION_REQUEST, document_id=act.fresh.document, details={"items": incomplete}
            ),
        ),
    )


def _resubmit(facts: ApplicationFacts, act: Act) -> Outcome:
    submitted = _submit(facts, act)
    answers = [{"kind": a.kind.value, "text": a.text.strip()} for a in act.payload.answers]
    return Outcome(
        changes={**submitted.changes, "answers": answers, "requested_items": []},
        letters=submitted.letters,
    )


def _declare_complete(_facts: ApplicationFacts, act: Act) -> Outcome:
    return Outcome(
        changes={"review_items": _sheet(act), "completed_on": legal_date(act.now).isoformat()},
        letters=(LetterOrder(kind=DocumentKind.APPROVAL, document_id=act.fresh.document),),
    )


def _start_sla(facts: ApplicationFacts, act: Act) -> Outcome:
    unit_id, sla_id = facts.unit_id or act.fresh.unit, act.fresh.sla
    register = Effect(
        aggregate=Aggregate.UNIT,
        verb="register",
        record_id=unit_id,
        payload=RegisterUnit(
            application_id=act.record_id, institution_id=_known(facts.institution_id), data=_data(facts)
        ),
    )
    draft = Effect(
        aggregate=Aggregate.SLA,
        verb="draft",
        record_id=sla_id,
        payload=DraftSla(
            application_id=act.record_id,
            institution_id=_known(facts.institution_id),
            unit_id=unit_id,
            form=facts.form,
        ),
    )
    return Outcome(
        changes={"unit_id": unit_id, "sla_id": sla_id},
        effects=(draft,) if facts.unit_id else (register, draft),
    )


def _known(value: str | None) -> str:
    if value is None:
        raise AssertionError("a record that exists names its institution")
    return value


def _data(facts: ApplicationFacts) -> UnitData:
    details = facts.details
    if details is None:
        raise AssertionError("an application that was submitted holds its details")
    return UnitData(
        name=details.unit_name,
        form=details.form,
        unit_form=details.unit_form,
        management_pattern=details.management_pattern,
        legal_basis_number=details.legal_basis_number,
        legal_basis_date=details.legal_basis_date,
        address=details.address,
        email=details.email,
        phone=details.phone,
        service_hours=details.service_hours,
    )


def _activate_or_install(facts: ApplicationFacts, _act: Act) -> str:
    if facts.form is ProviderForm.SYSTEM_PROVIDER:
        return ApplicationState.INSTALL_PENDING
    return ApplicationState.ACTIVE


def _sla_came_into_force(facts: ApplicationFacts, act: Act) -> Outcome:
    state = _activate_or_install(facts, act)
    return Outcome(effects=_activate_unit(facts) if state == ApplicationState.ACTIVE else ())


def _activate_unit(facts: ApplicationFacts) -> tuple[Effect, ...]:
    activate = ActivateUnit(data=_data(facts))
    return (Effect(aggregate=Aggregate.UNIT, verb="activate", record_id=_known(facts.unit_id), payload=activate),)


def _acceptance_is_last(facts: ApplicationFacts, _act: Act) -> bool:
    return len(facts.acceptances) == 1


def _accept_target(facts: ApplicationFacts, act: Act) -> str:
    return ApplicationState.ACTIVE if _acceptance_is_last(facts, act) else ApplicationState.INSTALLING


def _accept(facts: ApplicationFacts, act: Act) -> Outcome:
    version = act.payload.system_version.strip()
    mine = Acceptance(role=_side(act), person_id=act.actor.id, at=act.now.isoformat(), system_version=version)
    given = [acceptance.values() for acceptance in (*facts.acceptances, mine)]
    changes: dict[str, Any] = {"acceptances": given}
    if not _acceptance_is_last(facts, act):
        return Outcome(changes=changes)
    details = {
        "passed": [item.value for item in act.payload.passed],
        "system_version": act.payload.system_version.strip(),
    }
    letter = LetterOrder(kind=DocumentKind.INSTALLATION_MINUTES, document_id=act.fresh.document, details=details)
    changes["installed_on"] = legal_date(act.now).isoformat()
    return Outcome(changes=changes, letters=(letter,), effects=_activate_unit(facts))


def _with_reason(_facts: ApplicationFacts, act: Act) -> Outcome:
    return Outcome(changes={"reason": act.payload.reason.strip()}, reason=act.payload.reason.strip())


def _fail_installation(facts: ApplicationFacts, act: Act) -> Outcome:
    outcome = _with_reason(facts, act)
    return Outcome(changes={**outcome.changes, "acceptances": []}, reason=outcome.reason)


def _withdraw(facts: ApplicationFacts, act: Act) -> Outcome:
    outcome = _with_reason(facts, act)
    effects = []
    if facts.sla_id is not None:
        effects.append(Effect(aggregate=Aggregate.SLA, verb="void", record_id=facts.sla_id, payload=act.payload))
    if facts.pending_approval_id is not None:
        paper = facts.pending_approval_id
        effects.append(Effect(aggregate=Aggregate.DOCUMENT, verb="void", record_id=paper, payload=act.payload))
    if facts.unit_id is not None and facts.unit_state == UnitState.PENDING:
        effects.append(Effect(aggregate=Aggregate.UNIT, verb="discard", record_id=facts.unit_id))
    return Outcome(changes=outcome.changes, reason=outcome.reason, effects=tuple(effects))


# --- the table ------------------------------------------------------------------------------------------------------

_S = ApplicationState
_HEAD = frozenset({Role.INSTITUTION_HEAD})
_INSTITUTION = frozenset({Role.INSTITUTION_HEAD, Role.UNIT_HEAD, Role.UNIT_STAFF})
_REVIEWER = frozenset({Role.REVIEWER})
_ADMIN = frozenset({Role.ADMIN})
_SYSTEM = frozenset({Role.SYSTEM})


def _row(verb: str, label_id: str, event: str, **columns: Any) -> Transition[ApplicationFacts]:
    return Transition(verb=verb, label_id=label_id, event=event, **columns)


# fmt: off
APPLICATIONS: Table[ApplicationFacts] = Table(
    aggregate=Aggregate.APPLICATION,
    label_id="Permohonan",
    label_en="Application",
    states=ApplicationState,
    final=frozenset({_S.ACTIVE, _S.LAPSED, _S.REJECTED, _S.WITHDRAWN}),
    rows=(
        _row(
            "create", "membuat permohonan", "ApplicationCreated",
            sources=(None,), targets=(_S.DRAFT,), roles=_INSTITUTION, clause="II.2.1.a.1", payload=CreateApplication,
            guards=(_institution_active,), checks=(_only_head_authorises, _dates_past, _unit_own), action=_create,
        ),
        _row(
            "revise", "memperbaiki permohonan", "ApplicationRevised",
            sources=(_S.DRAFT,), targets=(_S.DRAFT,), roles=_INSTITUTION, clause=HOUSE, payload=ReviseApplication,
            checks=(_only_head_authorises, _dates_past, _attachments_confirmed), action=_revise,
        ),
        _row(
            "revise", "memperbaiki permohonan", "ApplicationRevised",
            sources=(_S.RETURNED,), targets=(_S.RETURNED,), roles=_INSTITUTION, clause=HOUSE,
            payload=ReviseApplication, checks=(_only_head_authorises, _dates_past, _attachments_confirmed), action=_revise,
        ),
        _row(
            "submit", "mengajukan permohonan", "ApplicationSubmitted",
            sources=(_S.DRAFT,), targets=(_S.SUBMITTED,), roles=_INSTITUTION, clause="II.2.1.a.1",
            guards=(_institution_active, _submitter_authorised, _attachments_present, _unit_form_allowed),
            action=_submit, paper=DocumentKind.APPLICATION_RECEIPT,
        ),
        _row(
            "assign_reviewer", "menugaskan pereviu", "ReviewerAssigned",
            sources=(_S.SUBMITTED,), targets=(_S.UNDER_REVIEW,), roles=_ADMIN, clause="II.2.1.a.2",
            payload=AssignReviewer, checks=(_reviewer_independent,), action=_assign,
        ),
        _row(
            "request_completion", "meminta kelengkapan", "CompletionRequested",
            sources=(_S.UNDER_REVIEW,), targets=(_S.RETURNED,), roles=_REVIEWER, clause=HOUSE, payload=ReviewSheet,
            guards=(_assigned_reviewer,), checks=(_something_incomplete,), action=_request_completion,
            paper=DocumentKind.COMPLETION_REQUEST,
        ),
        _row(
            "resubmit", "mengajukan kembali", "ApplicationResubmitted",
            sources=(_S.RETURNED,), targets=(_S.SUBMITTED,), roles=_INSTITUTION, clause=HOUSE, payload=Resubmit,
            guards=(_institution_active, _submitter_authorised, _attachments_present, _unit_form_allowed),
            checks=(_each_item_answered,),
            action=_resubmit, paper=DocumentKind.APPLICATION_RECEIPT,
        ),
        _row(
            "lapse", "menyatakan gugur", "ApplicationLapsed",
            sources=(_S.RETURNED,), targets=(_S.LAPSED,), roles=_ADMIN, clause=HOUSE, guards=(_lapse_due,),
        ),
        _row(
            "declare_complete", "menyatakan lengkap", "ApplicationDeclaredComplete",
            sources=(_S.UNDER_REVIEW,), targets=(_S.COMPLETE,), roles=_REVIEWER, clause="II.2.1.a.3",
            payload=ReviewSheet, guards=(_assigned_reviewer,), checks=(_everything_complete,), action=_declare_complete,
            paper=DocumentKind.APPROVAL,
        ),
        _row(
            "reject", "menolak permohonan", "ApplicationRejected",
            sources=(_S.UNDER_REVIEW,), targets=(_S.REJECTED,), roles=frozenset({Role.DEPUTY}), clause=HOUSE,
            payload=Reason, guards=(_rejection_enabled,), action=_with_reason,
        ),
        _row(
            "start_sla", "memulai kesepakatan tingkat layanan", "SlaStarted",
            sources=(_S.COMPLETE,), targets=(_S.SLA_PENDING,), roles=_REVIEWER, clause="II.2.1.a.3",
            guards=(_assigned_reviewer,), action=_start_sla,
        ),
        _row(
            "sla_came_into_force", "kesepakatan mulai berlaku", "ApplicationSlaInForce",
            sources=(_S.SLA_PENDING,), targets=(_S.INSTALL_PENDING, _S.ACTIVE), roles=_SYSTEM, clause="II.2.1.a.3",
            choose=_activate_or_install, action=_sla_came_into_force,
        ),
        _row(
            "start_installation", "memulai instalasi SPSE", "InstallationStarted",
            sources=(_S.INSTALL_PENDING,), targets=(_S.INSTALLING,), roles=frozenset({Role.ADMIN, Role.UNIT_STAFF}),
            clause="II.2.1.a.4", guards=(_sla_in_force,), otherwise=_sla_in_force,
        ),
        _row(
            "accept_installation", "menerima instalasi SPSE", "InstallationAccepted",
            sources=(_S.INSTALLING,), targets=(_S.INSTALLING, _S.ACTIVE),
            roles=frozenset({Role.ADMIN, Role.UNIT_HEAD}), clause="II.2.1.a.4", payload=AcceptInstallation,
            guards=(_sla_in_force, _actor_known, _not_yet_accepted),
            checks=(_checklist_passed, _same_version), choose=_accept_target, action=_accept,
            paper=DocumentKind.INSTALLATION_MINUTES,
        ),
        _row(
            "fail_installation", "menyatakan instalasi gagal", "InstallationFailed",
            sources=(_S.INSTALLING,), targets=(_S.INSTALL_PENDING,), roles=_ADMIN, clause=HOUSE, payload=Reason,
            action=_fail_installation,
        ),
        _row(
            "withdraw", "menarik permohonan", "ApplicationWithdrawn",
            sources=(_S.DRAFT, _S.SUBMITTED, _S.UNDER_REVIEW, _S.RETURNED, _S.COMPLETE, _S.SLA_PENDING),
            targets=(_S.WITHDRAWN,), roles=_HEAD, clause=HOUSE, payload=Reason, action=_withdraw,
        ),
    ),
)
# fmt: on
