"""Finds invented people by role, for tokens of development and for the demonstration."""

from domain.roles import INSTITUTION_ROLES, Actor, Role
from persistence.personnel import PersonRecord, holder

DEMONSTRATION_INSTITUTION = "inst-kabupaten-contoh-utara"
"""The invented local government of the demonstration."""


class NobodyFound(Exception):
    """No person has this role there."""


def person_with(role: Role, *, institution_id: str | None = None, unit_id: str | None = None) -> PersonRecord:
    """The first person with the role; of an institution's roles in the given or the demonstration's institution.

    *Raises*: `NobodyFound`.
    """
    wanted = (institution_id or DEMONSTRATION_INSTITUTION) if role in INSTITUTION_ROLES else None
    person = holder(role.value, wanted)
    if person is None:
        raise NobodyFound(f"no person has the role {role.value} in {wanted or 'LKPP'}, unit {unit_id or '-'}")
    return person


def actor_of(person: PersonRecord, *, unit_id: str | None = None) -> Actor:
    """The actor that a token of this person proves."""
    return Actor(
        id=person.id,
        name=person.name,
        roles=frozenset(Role(role) for role in person.roles),
        institution_id=person.institution_id,
        unit_id=unit_id or person.unit_id,
        office=person.office,
    )
