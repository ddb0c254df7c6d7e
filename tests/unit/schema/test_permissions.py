"""Who reads what: every role against every kind of thing."""

import pytest

from domain.aggregates import Aggregate
from domain.reading import LKPP_READERS, log_actor
from domain.roles import ANONYMOUS, SYSTEM, Actor, Role
from persistence.queries.reading import Scope
from schema.permissions import people_scope, scope_of, subjects_of

ALL, OWN, NONE = Scope(), Scope(institution_id="inst-a"), Scope(nothing=True)
INSTITUTION = (Role.UNIT_HEAD, Role.UNIT_STAFF, Role.INSTITUTION_HEAD)
KINDS = tuple(LKPP_READERS)


def viewer(role):
    return Actor(id="x", name="x", roles=frozenset({role}), institution_id="inst-a" if role in INSTITUTION else None)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("role", Role)
def test_each_role_reads_its_scope_of_each_kind(role, kind):
    if role in INSTITUTION:
        expected = OWN
    elif role in {Role.PUBLIC, Role.SYSTEM} or (role is Role.ASSESSOR and kind is Aggregate.APPLICATION):
        expected = NONE
    else:
        expected = ALL
    assert scope_of(viewer(role), kind) == expected


def test_papers_follow_the_things_that_they_speak_of():
    everything = {kind.value for kind in KINDS}
    assert set(subjects_of(viewer(Role.ASSESSOR))) == everything - {"APPLICATION"}
    assert set(subjects_of(viewer(Role.UNIT_STAFF))) == everything
    assert subjects_of(ANONYMOUS) == ()


def test_people_are_known_to_lkpp_and_their_own():
    assert people_scope(viewer(Role.ASSESSOR)) == ALL
    assert people_scope(viewer(Role.UNIT_STAFF)) == OWN
    assert people_scope(ANONYMOUS) == people_scope(SYSTEM) == NONE


def test_an_institution_role_without_institution_reads_nothing():
    lost = Actor(id="x", name="x", roles=frozenset({Role.UNIT_HEAD}))
    assert {scope_of(lost, kind) for kind in KINDS} == {NONE}


def test_the_log_has_its_readers():
    assert log_actor(viewer(Role.AUDITOR)) == (True, None)
    assert log_actor(viewer(Role.INSTITUTION_HEAD)) == (True, None)
    assert log_actor(viewer(Role.REVIEWER)) == (True, "x")
    assert log_actor(viewer(Role.UNIT_STAFF))[0] is False
    assert log_actor(ANONYMOUS)[0] is False


@pytest.mark.parametrize(("scope", "covers"), [(ALL, True), (OWN, True), (NONE, False), (Scope("inst-b"), False)])
def test_a_scope_covers_its_institution(scope, covers):
    assert scope.covers("inst-a") is covers
    assert scope.covers(None) is (scope == ALL)
