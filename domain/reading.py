"""Who may read what of one institution's things: a house rule, from the actors of the decree's rules."""

from collections.abc import Mapping

from domain.documents import DocumentKind, DocumentState
from domain.roles import INSTITUTION_ROLES, LKPP_ROLES, Actor, Role
from domain.tables import Aggregate

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

INTERNAL_SUBJECTS = frozenset({Aggregate.SANCTION})
"""Whose papers an institution reads only once they are signed."""

INTERNAL_KINDS = frozenset({DocumentKind.OBJECTION_RESULT})
"""The papers beside them that an institution reads only once they are signed."""


def is_hidden(actor: Actor, aggregate: Aggregate, state: str | None) -> bool:
    """Whether a thing in this state does not exist for the actor, although it concerns his institution."""
    return actor.institution_id is not None and state in INTERNAL_STATES.get(aggregate, frozenset())


def may_read_paper(
    actor: Actor, subject: Aggregate, institution_id: str | None, *, kind: DocumentKind, state: DocumentState
) -> bool:
    """Whether the actor reads a paper: who reads the thing that it speaks of, also before it is signed; a sanction's letter
    and an objection's result are LKPP's until then.
    """
    if not may_read(actor, subject, institution_id):
        return False
    is_internal = subject in INTERNAL_SUBJECTS or kind in INTERNAL_KINDS
    return state is DocumentState.SIGNED or not is_internal or actor.institution_id is None


def may_read(actor: Actor, aggregate: Aggregate, institution_id: str | None) -> bool:
    """Whether the actor reads a thing of this kind that is that institution's: LKPP's readers all, others their own."""
    if actor.roles & LKPP_READERS[aggregate]:
        return True
    return (
        bool(actor.roles & INSTITUTION_ROLES) and institution_id is not None and institution_id == actor.institution_id
    )
