"""Who may read what of one institution's things: a house rule, from the actors of the decree's rules."""

from collections.abc import Mapping

from domain.aggregates import Aggregate
from domain.document_kinds import SEALED_KINDS, SIGNED_BY_INSTITUTION, DocumentKind, DocumentState
from domain.roles import INSTITUTION_ROLES, LKPP_ROLES, Actor, Role
from domain.sla_acts import SlaState
from domain.slas import IN_PREPARATION

LKPP_READERS: Mapping[Aggregate, frozenset[Role]] = {
    Aggregate.APPLICATION: LKPP_ROLES - {Role.ASSESSOR},
    Aggregate.SLA: LKPP_ROLES,
    Aggregate.UNIT: LKPP_ROLES,
    Aggregate.DOCUMENT: LKPP_ROLES,
    Aggregate.EVIDENCE: LKPP_ROLES,
    Aggregate.COMPLIANCE: LKPP_ROLES,
    Aggregate.ASSESSMENT: LKPP_ROLES,
    Aggregate.CERTIFICATE: LKPP_ROLES,
    Aggregate.SURVEILLANCE: LKPP_ROLES,
    Aggregate.CASE: LKPP_ROLES,
    Aggregate.SANCTION: LKPP_ROLES,
    Aggregate.OBJECTION: LKPP_ROLES,
    Aggregate.REASSESSMENT: LKPP_ROLES,
    Aggregate.MENTORING: LKPP_ROLES,
    Aggregate.CONSULTATION: LKPP_ROLES,
    Aggregate.MANAGED_SYSTEM: LKPP_ROLES,
    Aggregate.USER_FIGURES: LKPP_ROLES,
    Aggregate.CATALOGUE: LKPP_ROLES,
    Aggregate.SETTING: LKPP_ROLES,
    Aggregate.OFFICIAL: LKPP_ROLES,
    Aggregate.COMPETENCY: LKPP_ROLES,
    Aggregate.PERSONNEL_FILE: LKPP_ROLES,
    Aggregate.CAPACITY_PLAN: LKPP_ROLES,
}
"""LKPP's roles that read every institution's things of a kind. Assessors have no part in applications."""

INTERNAL_STATES: Mapping[Aggregate, frozenset[str]] = {
    Aggregate.SANCTION: frozenset({"DRAFT", "AWAITING_SIGNATURE", "VOID"}),
}
"""The states in which a thing is LKPP's own affair: an institution does not see what was not imposed on it."""

INTERNAL_VERBS: Mapping[Aggregate, frozenset[str]] = {
    Aggregate.DOCUMENT: frozenset({"initial", "return_paper", "resubmit", "reissue"}),
    Aggregate.ASSESSMENT: frozenset(
        {"prepare_determination", "recall_determination", "recall_recommendation", "recall_report", "replace_team"}
    ),
    Aggregate.SURVEILLANCE: frozenset({"replace_team"}),
    Aggregate.SANCTION: frozenset({"draft", "discard", "prepare", "recall", "recommend_lkpp_system", "lapse"}),
    Aggregate.OBJECTION: frozenset({"prepare_decision", "recall_decision"}),
    Aggregate.REASSESSMENT: frozenset({"prepare_pass", "recall_pass", "replace_team"}),
    Aggregate.UNIT: frozenset({"prepare_reinstatement", "recall_reinstatement"}),
    Aggregate.MENTORING: frozenset({"replace_guides"}),
    Aggregate.CONSULTATION: frozenset({"replace_guides"}),
}
"""The acts by which LKPP's people deliberate, before the one that decides: no institution reads them in the log."""

INTERNAL_SUBJECTS = frozenset({Aggregate.SANCTION})
"""Whose papers an institution knows of only once they are signed, those under the agency seal too."""

_LOG_READERS = frozenset({Role.DEPUTY, Role.ADMIN, Role.AUDITOR, Role.UNIT_HEAD, Role.INSTITUTION_HEAD})
_OWN_ACTS_READERS = frozenset({Role.REVIEWER, Role.ASSESSOR})


PUBLIC_PAPERS = frozenset({DocumentKind.DETERMINATION, DocumentKind.CERTIFICATE})
"""The papers that anyone may read once they are issued: they list what the public register lists (house rule)."""


def is_public_paper(kind: DocumentKind, state: DocumentState) -> bool:
    """Whether anyone may read the paper: issued, and of a kind that is public; no draft, and nothing void."""
    return state is DocumentState.SIGNED and kind in PUBLIC_PAPERS


def is_hidden(actor: Actor, aggregate: Aggregate, state: str | None) -> bool:
    """Whether a thing in this state does not exist for the actor, although it concerns his institution."""
    return actor.institution_id is not None and state in INTERNAL_STATES.get(aggregate, frozenset())


def may_read_paper(
    actor: Actor,
    subject: Aggregate,
    institution_id: str | None,
    *,
    kind: DocumentKind,
    state: DocumentState,
    is_signed: bool = False,
) -> bool:
    """Whether a paper exists for the actor: who reads the thing that it speaks of knows of its papers, an institution of
    those that are issued, that wait for one of its own, or for nobody but the agency's seal. What is public, everybody reads.

    *Shape*: `is_signed` says whether it bears a signature; that of an institution's own comes first.
    """
    if is_public_paper(kind, state):
        return True
    if not may_read(actor, subject, institution_id):
        return False
    if actor.institution_id is None or state is DocumentState.SIGNED:
        return True
    if state is DocumentState.VOID:
        return kind in SIGNED_BY_INSTITUTION and is_signed
    return kind in SIGNED_BY_INSTITUTION or (kind in SEALED_KINDS and subject not in INTERNAL_SUBJECTS)


def may_open_paper(actor: Actor, kind: DocumentKind, state: DocumentState) -> bool:
    """Whether the actor, for whom the paper exists, is given its bytes as well: they say that it is signed or sealed, and
    so an institution gets them once they are, or to sign them itself.
    """
    return actor.institution_id is None or state is DocumentState.SIGNED or kind in SIGNED_BY_INSTITUTION


def internal_verbs(actor: Actor, aggregate: Aggregate) -> frozenset[str]:
    """The acts on things of this kind that the actor does not read in the log, whosever they are."""
    return frozenset() if actor.institution_id is None else INTERNAL_VERBS.get(aggregate, frozenset())


def log_actor(actor: Actor) -> tuple[bool, str | None]:
    """Whether the actor reads the log of things that he may read, and whose acts only (None: everybody's).

    The staff of a unit reads no log.
    """
    if actor.roles & _LOG_READERS:
        return True, None
    return bool(actor.roles & _OWN_ACTS_READERS), actor.id


def may_read_act(actor: Actor, aggregate: Aggregate, *, verb: str, actor_id: str) -> bool:
    """Whether the actor, who may read the thing, reads in the log that this verb was done on it, by `actor_id`."""
    reads_log, whose = log_actor(actor)
    return reads_log and whose in {None, actor_id} and verb not in internal_verbs(actor, aggregate)


def told_of_sla(state: SlaState) -> SlaState | None:
    """The state of an agreement as everybody is told it: a report that nobody confirmed is not told (II.2.2.d), nor what is
    being agreed; None where there is nothing to tell.
    """
    if state in IN_PREPARATION:
        return None
    return SlaState.IN_FORCE if state is SlaState.BREACH_REVIEW else state


def may_read(actor: Actor, aggregate: Aggregate, institution_id: str | None) -> bool:
    """Whether the actor reads a thing of this kind that is that institution's: LKPP's readers all, others their own."""
    if actor.roles & LKPP_READERS[aggregate]:
        return True
    return (
        bool(actor.roles & INSTITUTION_ROLES) and institution_id is not None and institution_id == actor.institution_id
    )
