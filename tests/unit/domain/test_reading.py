"""Who reads what: LKPP's readers every institution's things, an institution's people their own, the public nothing."""

from typing import Any

import pytest

from domain.aggregates import Aggregate
from domain.document_kinds import SEALED_KINDS, DocumentKind, DocumentState
from domain.reading import (
    INTERNAL_VERBS,
    LKPP_READERS,
    PUBLIC_PAPERS,
    is_hidden,
    is_public_paper,
    may_open_paper,
    may_read,
    may_read_act,
    may_read_paper,
    told_of_sla,
)
from domain.roles import ANONYMOUS, INSTITUTION_ROLES, LKPP_ROLES, Actor, Role
from domain.sla_acts import SlaState
from persistence.repositories import REPOSITORIES

KINDS = (Aggregate.APPLICATION, Aggregate.SLA, Aggregate.UNIT, Aggregate.DOCUMENT, Aggregate.EVIDENCE)


def person(role: Role, institution_id: str | None = None) -> Actor:
    return Actor(id="a", name="A", roles=frozenset({role}), institution_id=institution_id)


@pytest.mark.parametrize("kind", KINDS)
def test_an_institution_reads_its_own_and_nobody_elses(kind: Aggregate) -> None:
    for role in INSTITUTION_ROLES:
        assert may_read(person(role, "inst-a"), kind, "inst-a")
        assert not may_read(person(role, "inst-a"), kind, "inst-b")
        assert not may_read(person(role), kind, None)


@pytest.mark.parametrize("kind", KINDS)
def test_the_public_reads_nothing(kind: Aggregate) -> None:
    assert not may_read(ANONYMOUS, kind, "inst-a")


def test_assessors_have_no_part_in_applications() -> None:
    hidden = {kind for kind in KINDS if not may_read(person(Role.ASSESSOR), kind, "inst-a")}
    assert hidden == {Aggregate.APPLICATION}
    for role in LKPP_ROLES - {Role.ASSESSOR}:
        assert all(may_read(person(role), kind, "inst-a") for kind in KINDS)


@pytest.mark.parametrize("state", ["DRAFT", "AWAITING_SIGNATURE", "VOID", "ISSUED", "RECEIVED", "ANNULLED", None])
def test_a_sanction_is_hidden_from_its_institution_until_it_is_issued(state: str | None) -> None:
    internal = state in {"DRAFT", "AWAITING_SIGNATURE", "VOID"}
    for role in INSTITUTION_ROLES:
        assert is_hidden(person(role, "inst-a"), Aggregate.SANCTION, state) is internal
        assert not is_hidden(person(role, "inst-a"), Aggregate.CASE, state)
    for role in LKPP_ROLES:
        assert not is_hidden(person(role), Aggregate.SANCTION, state)


# --- papers ---------------------------------------------------------------------------------------------------------

UNSIGNED_OR_VOID = [state for state in DocumentState if state is not DocumentState.SIGNED]


def reads(actor: Actor, kind: DocumentKind, state: DocumentState, **more: Any) -> bool:
    return may_read_paper(
        actor, more.pop("subject", Aggregate.APPLICATION), more.pop("of", "inst-a"), kind=kind, state=state, **more
    )


@pytest.mark.parametrize("kind", DocumentKind)
@pytest.mark.parametrize("state", DocumentState)
def test_lkpp_reads_papers_in_every_state_and_others_only_their_own_institutions(
    kind: DocumentKind, state: DocumentState
) -> None:
    assert reads(person(Role.REVIEWER), kind, state)
    assert may_open_paper(person(Role.REVIEWER), kind, state)
    assert reads(ANONYMOUS, kind, state) is is_public_paper(kind, state)
    for role in INSTITUTION_ROLES:
        assert reads(person(role, "inst-a"), kind, state, of="inst-b", is_signed=True) is is_public_paper(kind, state)
        assert reads(person(role, "inst-a"), kind, DocumentState.SIGNED)
        assert may_open_paper(person(role, "inst-a"), kind, DocumentState.SIGNED)


@pytest.mark.parametrize("kind", DocumentKind)
@pytest.mark.parametrize("state", DocumentState)
def test_everybody_reads_issued_certificates_and_determinations_and_nothing_else(
    kind: DocumentKind, state: DocumentState
) -> None:
    """House rule: what the public register lists; no draft, nothing void, no other kind."""
    public = state is DocumentState.SIGNED and kind in {DocumentKind.CERTIFICATE, DocumentKind.DETERMINATION}
    assert is_public_paper(kind, state) is public
    assert frozenset({DocumentKind.CERTIFICATE, DocumentKind.DETERMINATION}) == PUBLIC_PAPERS
    for actor in (ANONYMOUS, person(Role.UNIT_STAFF, "inst-b")):
        assert may_read_paper(actor, Aggregate.CERTIFICATE, "inst-a", kind=kind, state=state) is public


@pytest.mark.parametrize("kind", sorted(set(DocumentKind) - {DocumentKind.SLA} - SEALED_KINDS))
@pytest.mark.parametrize("state", UNSIGNED_OR_VOID)
def test_what_lkpp_signs_alone_is_its_own_until_it_is_signed(kind: DocumentKind, state: DocumentState) -> None:
    """An approval, a rejection, a determination, a certificate: their bytes say that they are signed from the first."""
    for role in INSTITUTION_ROLES:
        assert not reads(person(role, "inst-a"), kind, state)
        assert not reads(person(role, "inst-a"), kind, state, is_signed=True)
        assert not may_open_paper(person(role, "inst-a"), kind, state)


@pytest.mark.parametrize("state", UNSIGNED_OR_VOID)
def test_an_institution_reads_the_agreement_that_it_signs(state: DocumentState) -> None:
    """II.2.1.a.3; a void one only where it had signed it."""
    for role in INSTITUTION_ROLES:
        head = person(role, "inst-a")
        is_void = state is DocumentState.VOID
        assert reads(head, DocumentKind.SLA, state, subject=Aggregate.SLA) is not is_void
        assert reads(head, DocumentKind.SLA, state, subject=Aggregate.SLA, is_signed=True)
        assert may_open_paper(head, DocumentKind.SLA, state)


@pytest.mark.parametrize("kind", sorted(SEALED_KINDS))
@pytest.mark.parametrize("state", UNSIGNED_OR_VOID)
def test_what_waits_for_the_seal_alone_is_known_and_not_yet_given(kind: DocumentKind, state: DocumentState) -> None:
    for role in INSTITUTION_ROLES:
        head = person(role, "inst-a")
        assert reads(head, kind, state) is (state is not DocumentState.VOID)
        assert not reads(head, kind, state, subject=Aggregate.SANCTION)
        assert not may_open_paper(head, kind, state)


# --- the log --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("aggregate", INTERNAL_VERBS)
def test_the_internal_verbs_are_verbs_of_lkpps_people_or_effects(aggregate: Aggregate) -> None:
    """What an institution can do itself, or what leaves a state that no later act explains to it, is not kept from it."""
    table = REPOSITORIES[aggregate].table
    for verb in INTERNAL_VERBS[aggregate]:
        rows = table.rows_of(verb)
        assert rows, verb
        assert not any(row.roles & INSTITUTION_ROLES for row in rows), verb


def test_every_act_that_prepares_or_recalls_a_paper_is_internal() -> None:
    """Whatever table it stands in: what was prepared and recalled is no decision."""
    found = {
        (aggregate, row.verb)
        for aggregate, repository in REPOSITORIES.items()
        for row in repository.table.rows
        if row.verb.split("_")[0] in {"prepare", "recall", "return", "initial", "resubmit", "replace", "discard"}
        and aggregate in LKPP_READERS
        and not row.roles & INSTITUTION_ROLES
        and not row.is_effect
        and row.paper != DocumentKind.NOTICE
    }
    told = {(aggregate, verb) for aggregate, verb in found if verb not in INTERNAL_VERBS.get(aggregate, ())}
    assert told == TOLD


TOLD = {(Aggregate.COMPETENCY, "discard"), (Aggregate.CATALOGUE, "discard")}
"""They are no institution's; what is returned to a unit is told to it, by a notice."""

ACTORS = {
    Role.DEPUTY: (True, True),
    Role.ADMIN: (True, True),
    Role.AUDITOR: (True, True),
    Role.REVIEWER: (False, True),
    Role.ASSESSOR: (False, True),
    Role.UNIT_HEAD: (True, True),
    Role.INSTITUTION_HEAD: (True, True),
    Role.UNIT_STAFF: (False, False),
    Role.PUBLIC: (False, False),
    Role.SYSTEM: (False, False),
}
"""Of each role: whether it reads another's act, and its own."""


@pytest.mark.parametrize("role", Role)
def test_each_role_reads_its_part_of_the_log(role: Role) -> None:
    reader = person(role, "inst-a" if role in INSTITUTION_ROLES else None)
    found = tuple(may_read_act(reader, Aggregate.CASE, verb="open", actor_id=who) for who in ("b", "a"))
    assert found == ACTORS[role]


@pytest.mark.parametrize("aggregate", INTERNAL_VERBS)
@pytest.mark.parametrize("role", [Role.DEPUTY, Role.UNIT_HEAD, Role.INSTITUTION_HEAD])
def test_no_institution_reads_lkpps_deliberation(role: Role, aggregate: Aggregate) -> None:
    reader = person(role, "inst-a" if role in INSTITUTION_ROLES else None)
    for row in REPOSITORIES[aggregate].table.rows:
        internal = row.verb in INTERNAL_VERBS[aggregate]
        assert may_read_act(reader, aggregate, verb=row.verb, actor_id="b") is (role is Role.DEPUTY or not internal)


TOLD_OF_SLA = {
    SlaState.IN_FORCE: SlaState.IN_FORCE,
    SlaState.BREACH_REVIEW: SlaState.IN_FORCE,
    SlaState.BREACHED: SlaState.BREACHED,
    SlaState.SUPERSEDED: SlaState.SUPERSEDED,
    SlaState.EXPIRED: SlaState.EXPIRED,
    SlaState.TERMINATED: SlaState.TERMINATED,
    SlaState.VOID: SlaState.VOID,
}


@pytest.mark.parametrize("state", SlaState)
def test_everybody_is_told_of_a_breach_only_once_it_is_confirmed(state: SlaState) -> None:
    """II.2.2.d; as the standing of its paper says."""
    assert told_of_sla(state) == TOLD_OF_SLA.get(state)
