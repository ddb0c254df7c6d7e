"""Who sees what: LKPP and the system everything, an institution its own, the public nothing of the acts."""

import pytest

from domain.roles import (
    ANONYMOUS,
    INSTITUTION_ROLES,
    LKPP_ROLES,
    ROLE_LABELS,
    SYSTEM,
    Actor,
    Role,
    duties_conflict,
)


def person(*roles: Role, institution: str | None = None) -> Actor:
    return Actor(id="p", name="P", roles=frozenset(roles), institution_id=institution)


def test_each_role_acts_for_one_institution_or_for_lkpp_or_for_neither() -> None:
    assert set(INSTITUTION_ROLES) == {"UNIT_HEAD", "UNIT_STAFF", "INSTITUTION_HEAD"}
    assert set(LKPP_ROLES) == {"REVIEWER", "ASSESSOR", "DEPUTY", "ADMIN", "AUDITOR"}
    assert set(Role) - INSTITUTION_ROLES - LKPP_ROLES == {Role.PUBLIC, Role.SYSTEM}
    assert frozenset() == INSTITUTION_ROLES & LKPP_ROLES
    assert set(ROLE_LABELS) == set(Role)


@pytest.mark.parametrize("role", list(Role))
def test_sight_follows_the_role(role) -> None:
    everything = role in LKPP_ROLES or role is Role.SYSTEM
    assert person(role).sees("inst-a") is everything
    assert person(role).sees(None) is everything
    own = person(role, institution="inst-a")
    assert own.sees("inst-a") is True
    assert own.sees("inst-b") is everything
    assert own.sees(None) is everything


def test_an_actor_has_the_roles_that_he_was_given() -> None:
    assert person(Role.DEPUTY).has(Role.DEPUTY)
    assert not person(Role.DEPUTY).has(Role.ADMIN)


def test_the_system_and_the_public_are_nobody_in_particular() -> None:
    assert SYSTEM.roles == {Role.SYSTEM}
    assert ANONYMOUS.roles == {Role.PUBLIC}
    assert not ANONYMOUS.sees("inst-a")


def test_duties_that_must_be_apart() -> None:
    """The Deputy signs and prepares nothing; an auditor writes nothing, whatever else a token says. House rule."""
    conflicts = {
        (first, second)
        for first in Role
        for second in Role
        if first is not second and duties_conflict(frozenset({first, second, Role.PUBLIC}))
    }
    writing = set(Role) - {Role.AUDITOR, Role.PUBLIC}
    expected = {(Role.DEPUTY, other) for other in (Role.REVIEWER, Role.ASSESSOR, Role.ADMIN)}
    expected |= {(Role.AUDITOR, other) for other in writing}
    assert conflicts == expected | {(second, first) for first, second in expected}
    assert not any(duties_conflict(frozenset({role, Role.PUBLIC})) for role in Role)
