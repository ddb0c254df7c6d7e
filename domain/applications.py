"""Applications (permohonan): the table of II.2.1.a.1-4 with its actions. Its guards stand in `application_rules`."""

from dataclasses import replace
from typing import Any

from domain import application_rules as rules
from domain.aggregates import Aggregate
from domain.application_acts import (
    AcceptInstallation,
    ApplicationDetails,
    ApplicationState,
    AssignReviewer,
    CreateApplication,
    Resubmit,
    ReviewSheet,
    ReviseApplication,
)
from domain.application_rules import Acceptance, ApplicationFacts
from domain.clock import legal_date
from domain.document_kinds import DocumentKind
from domain.reasons import Reason
from domain.refusals import HOUSE
from domain.roles import Role
from domain.sla_acts import DraftSla
from domain.tables import Act, Effect, LetterOrder, Outcome, Table, Transition
from domain.units import ActivateUnit, ProviderForm, RegisterUnit, UnitData, UnitState

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
    return Outcome(changes={**_handed_to(facts, act.payload.reviewer_id), "review_until": until})


def _reassign(facts: ApplicationFacts, act: Act) -> Outcome:
    """The work goes on under another reviewer; its limit stays, and who had it stays on record."""
    return Outcome(changes=_handed_to(facts, act.payload.reviewer_id))


def _handed_to(facts: ApplicationFacts, reviewer_id: str) -> dict[str, Any]:
    """Who has it now, and who had it before: also who returned it as incomplete. None of them signs for LKPP."""
    had_it = [facts.reviewer_id] if facts.reviewer_id not in {None, reviewer_id} else []
    return {"reviewer_id": reviewer_id, "former_reviewer_ids": [*facts.former_reviewers, *had_it]}


def _same_state(facts: ApplicationFacts, _act: Act) -> str:
    return ApplicationState(facts.state or "")


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
    version, location = act.payload.system_version.strip(), act.payload.location.strip()
    mine = Acceptance(
        role=rules.side(act),
        person_id=act.actor.id,
        at=act.now.isoformat(),
        system_version=version,
        location=location,
    )
    given = [acceptance.values() for acceptance in (*facts.acceptances, mine)]
    changes: dict[str, Any] = {"acceptances": given}
    if not _acceptance_is_last(facts, act):
        return Outcome(changes=changes)
    details = {
        "passed": [item.value for item in act.payload.passed],
        "system_version": version,
        "location": location,
    }
    letter = LetterOrder(kind=DocumentKind.INSTALLATION_MINUTES, document_id=act.fresh.document, details=details)
    changes["installed_on"] = legal_date(act.now).isoformat()
    return Outcome(changes=changes, letters=(letter,), effects=_activate_unit(facts))


def _with_reason(_facts: ApplicationFacts, act: Act) -> Outcome:
    return Outcome(changes={"reason": act.payload.reason.strip()}, reason=act.payload.reason.strip())


def _told(kind: DocumentKind, act: Act, **details: Any) -> tuple[LetterOrder, ...]:
    """The paper that tells the institution of the act, by its verb."""
    return (LetterOrder(kind=kind, document_id=act.fresh.document, details={"about": act.verb, **details}),)


def _lapse(facts: ApplicationFacts, act: Act) -> Outcome:
    return Outcome(letters=_told(DocumentKind.NOTICE, act, days=facts.lapse_after_days))


def _reject(facts: ApplicationFacts, act: Act) -> Outcome:
    letter = LetterOrder(kind=DocumentKind.REJECTION, document_id=act.fresh.document)
    return replace(_with_reason(facts, act), letters=(letter,))


def _fail_installation(facts: ApplicationFacts, act: Act) -> Outcome:
    outcome = _with_reason(facts, act)
    return Outcome(
        changes={**outcome.changes, "acceptances": []},
        letters=_told(DocumentKind.MINUTES, act, reason=outcome.reason, in_force=rules.in_force(facts)),
        reason=outcome.reason,
    )


def _withdraw(facts: ApplicationFacts, act: Act) -> Outcome:
    outcome = _with_reason(facts, act)
    effects = []
    if facts.sla_in_preparation_id is not None:
        sla = facts.sla_in_preparation_id
        effects.append(Effect(aggregate=Aggregate.SLA, verb="void", record_id=sla, payload=act.payload))
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
            guards=(rules.institution_active,), checks=(rules.only_head_authorises, rules.dates_past, rules.unit_own),
            action=_create,
        ),
        _row(
            "revise", "memperbaiki permohonan", "ApplicationRevised",
            sources=(_S.DRAFT,), targets=(_S.DRAFT,), roles=_INSTITUTION, clause=HOUSE, payload=ReviseApplication,
            checks=(rules.only_head_authorises, rules.dates_past, rules.attachments_confirmed), action=_revise,
        ),
        _row(
            "revise", "memperbaiki permohonan", "ApplicationRevised",
            sources=(_S.RETURNED,), targets=(_S.RETURNED,), roles=_INSTITUTION, clause=HOUSE,
            payload=ReviseApplication,
            checks=(rules.only_head_authorises, rules.dates_past, rules.attachments_confirmed), action=_revise,
        ),
        _row(
            "submit", "mengajukan permohonan", "ApplicationSubmitted",
            sources=(_S.DRAFT,), targets=(_S.SUBMITTED,), roles=_INSTITUTION, clause="II.2.1.a.1",
            guards=(rules.institution_active, rules.submitter_authorised, rules.attachments_present, rules.unit_form_allowed),
            action=_submit, paper=DocumentKind.APPLICATION_RECEIPT,
        ),
        _row(
            "assign_reviewer", "menugaskan pereviu", "ReviewerAssigned",
            sources=(_S.SUBMITTED,), targets=(_S.UNDER_REVIEW,), roles=_ADMIN, clause="II.2.1.a.2",
            payload=AssignReviewer, checks=(rules.reviewer_independent,), action=_assign,
        ),
        _row(
            "assign_reviewer", "menugaskan pereviu", "ReviewerAssigned",
            sources=(_S.UNDER_REVIEW, _S.COMPLETE), targets=(_S.UNDER_REVIEW, _S.COMPLETE), roles=_ADMIN,
            clause="II.2.1.a.2", payload=AssignReviewer, checks=(rules.reviewer_independent, rules.another_reviewer),
            choose=_same_state, action=_reassign,
        ),
        _row(
            "request_completion", "meminta kelengkapan", "CompletionRequested",
            sources=(_S.UNDER_REVIEW,), targets=(_S.RETURNED,), roles=_REVIEWER, clause=HOUSE, payload=ReviewSheet,
            guards=(rules.assigned_reviewer,), checks=(rules.something_incomplete,), action=_request_completion,
            paper=DocumentKind.COMPLETION_REQUEST,
        ),
        _row(
            "resubmit", "mengajukan kembali", "ApplicationResubmitted",
            sources=(_S.RETURNED,), targets=(_S.SUBMITTED,), roles=_INSTITUTION, clause=HOUSE, payload=Resubmit,
            guards=(rules.institution_active, rules.submitter_authorised, rules.attachments_present, rules.unit_form_allowed),
            checks=(rules.each_item_answered,),
            action=_resubmit, paper=DocumentKind.APPLICATION_RECEIPT,
        ),
        _row(
            "lapse", "menyatakan gugur", "ApplicationLapsed",
            sources=(_S.RETURNED,), targets=(_S.LAPSED,), roles=_ADMIN, clause=HOUSE, guards=(rules.lapse_due,),
            action=_lapse, paper=DocumentKind.NOTICE,
        ),
        _row(
            "declare_complete", "menyatakan lengkap", "ApplicationDeclaredComplete",
            sources=(_S.UNDER_REVIEW,), targets=(_S.COMPLETE,), roles=_REVIEWER, clause="II.2.1.a.3",
            payload=ReviewSheet, guards=(rules.assigned_reviewer, rules.unit_form_allowed),
            checks=(rules.everything_complete,), action=_declare_complete, paper=DocumentKind.APPROVAL,
        ),
        _row(
            "reject", "menolak permohonan", "ApplicationRejected",
            sources=(_S.UNDER_REVIEW,), targets=(_S.REJECTED,), roles=frozenset({Role.DEPUTY}), clause=HOUSE,
            payload=Reason, guards=(rules.rejection_enabled,), action=_reject, paper=DocumentKind.REJECTION,
        ),
        _row(
            "start_sla", "memulai kesepakatan tingkat layanan", "SlaStarted",
            sources=(_S.COMPLETE,), targets=(_S.SLA_PENDING,), roles=_REVIEWER, clause="II.2.1.a.3",
            guards=(rules.assigned_reviewer, rules.unit_form_allowed, rules.no_other_agreement_begun), action=_start_sla,
        ),
        _row(
            "sla_came_into_force", "kesepakatan mulai berlaku", "ApplicationSlaInForce",
            sources=(_S.SLA_PENDING,), targets=(_S.INSTALL_PENDING, _S.ACTIVE), roles=_SYSTEM, clause="II.2.1.a.3",
            choose=_activate_or_install, action=_sla_came_into_force,
        ),
        _row(
            "start_installation", "memulai instalasi SPSE", "InstallationStarted",
            sources=(_S.INSTALL_PENDING,), targets=(_S.INSTALLING,), roles=frozenset({Role.ADMIN, Role.UNIT_STAFF}),
            clause="II.2.1.a.4", guards=(rules.sla_in_force,), otherwise=rules.sla_in_force,
        ),
        _row(
            "accept_installation", "menerima instalasi SPSE", "InstallationAccepted",
            sources=(_S.INSTALLING,), targets=(_S.INSTALLING, _S.ACTIVE),
            roles=frozenset({Role.ADMIN, Role.UNIT_HEAD}), clause="II.2.1.a.4", payload=AcceptInstallation,
            guards=(rules.sla_in_force, rules.actor_known, rules.not_yet_accepted),
            checks=(rules.checklist_passed, rules.same_version, rules.same_location), choose=_accept_target, action=_accept,
            paper=DocumentKind.INSTALLATION_MINUTES,
        ),
        _row(
            "fail_installation", "menyatakan instalasi gagal", "InstallationFailed",
            sources=(_S.INSTALLING,), targets=(_S.INSTALL_PENDING,), roles=_ADMIN, clause=HOUSE, payload=Reason,
            action=_fail_installation, paper=DocumentKind.MINUTES,
        ),
        _row(
            "withdraw", "menarik permohonan", "ApplicationWithdrawn",
            sources=(_S.DRAFT, _S.SUBMITTED, _S.UNDER_REVIEW, _S.RETURNED, _S.COMPLETE, _S.SLA_PENDING),
            targets=(_S.WITHDRAWN,), roles=_HEAD, clause=HOUSE, payload=Reason, action=_withdraw,
        ),
        _row(
            "withdraw", "menarik permohonan", "ApplicationWithdrawn",
            sources=(_S.INSTALL_PENDING, _S.INSTALLING), targets=(_S.WITHDRAWN,), roles=_HEAD, clause=HOUSE,
            payload=Reason, guards=(rules.agreement_over,), action=_withdraw,
        ),
    ),
)
# fmt: on
