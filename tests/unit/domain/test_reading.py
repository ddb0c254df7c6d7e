"""Who reads what: LKPP's readers every institution's things, an institution's people their own, the public nothing."""

import pytest

from domain.documents import DocumentKind, DocumentState
from domain.reading import is_hidden, may_read, may_read_paper
from domain.roles import ANONYMOUS, INSTITUTION_ROLES, LKPP_ROLES, Actor, Role
from domain.tables import Aggregate

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


@pytest.mark.parametrize("state", DocumentState)
@pytest.mark.parametrize(
    ("subject", "kind", "internal"),
    [
        (Aggregate.SANCTION, DocumentKind.ADVICE, True),
        (Aggregate.SANCTION, DocumentKind.NOTICE, True),
        (Aggregate.OBJECTION, DocumentKind.OBJECTION_RESULT, True),
        (Aggregate.OBJECTION, DocumentKind.OBJECTION_RECEIPT, False),
        (Aggregate.SLA, DocumentKind.SLA, False),
    ],
)
def test_a_letter_of_a_sanction_is_lkpps_until_it_is_signed(
    subject: Aggregate, kind: DocumentKind, internal: bool, state: DocumentState
) -> None:
    def reads(actor: Actor, institution_id: str = "inst-a") -> bool:
        return may_read_paper(actor, subject, institution_id, kind=kind, state=state)

    for role in INSTITUTION_ROLES:
        assert reads(person(role, "inst-a")) is (state is DocumentState.SIGNED or not internal)
        assert not reads(person(role, "inst-a"), "inst-b")
    assert reads(person(Role.REVIEWER))
    assert not reads(ANONYMOUS)
