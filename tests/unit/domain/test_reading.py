"""Who reads what: LKPP's readers every institution's things, an institution's people their own, the public nothing."""

import pytest

from domain.reading import may_read
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
