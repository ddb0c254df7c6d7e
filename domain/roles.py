"""Who acts: roles, the actor, and the scope in which a role may act; how a token proves them is elsewhere."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """A role of the decree's actors, and SYSTEM, which only the system's own workers and effects bear."""

    REVIEWER = "REVIEWER"
    ASSESSOR = "ASSESSOR"
    DEPUTY = "DEPUTY"
    ADMIN = "ADMIN"
    UNIT_HEAD = "UNIT_HEAD"
    UNIT_STAFF = "UNIT_STAFF"
    INSTITUTION_HEAD = "INSTITUTION_HEAD"
    AUDITOR = "AUDITOR"
    PUBLIC = "PUBLIC"
    SYSTEM = "SYSTEM"


INSTITUTION_ROLES = frozenset({Role.UNIT_HEAD, Role.UNIT_STAFF, Role.INSTITUTION_HEAD})
"""Roles that act for one institution and see only what is that institution's own."""

LKPP_ROLES = frozenset({Role.REVIEWER, Role.ASSESSOR, Role.DEPUTY, Role.ADMIN, Role.AUDITOR})
"""Roles that see every institution. AUDITOR belongs here for reading only: no transition names it."""

LKPP_ACTORS = LKPP_ROLES - {Role.AUDITOR}
"""Roles that act for LKPP."""

_MUST_NOT_SIGN = frozenset({Role.REVIEWER, Role.ASSESSOR, Role.ADMIN})


def duties_conflict(roles: frozenset[Role]) -> bool:
    """Whether no one person may bear these roles together: who signs prepares nothing, and an auditor only reads.

    *Source*: house rule (separation of duties).
    """
    if Role.AUDITOR in roles and roles - {Role.AUDITOR, Role.PUBLIC}:
        return True
    return Role.DEPUTY in roles and bool(roles & _MUST_NOT_SIGN)


ROLE_LABELS: dict[Role, tuple[str, str]] = {
    Role.REVIEWER: ("pereviu LKPP", "reviewer of LKPP"),
    Role.ASSESSOR: ("penilai LKPP", "assessor of LKPP"),
    Role.DEPUTY: ("Deputi", "the Deputy"),
    Role.ADMIN: ("admin LKPP", "admin of LKPP"),
    Role.UNIT_HEAD: ("kepala LPSE", "head of the LPSE"),
    Role.UNIT_STAFF: ("staf LPSE", "staff of the LPSE"),
    Role.INSTITUTION_HEAD: ("pimpinan K/L/Pemda", "head of the institution"),
    Role.AUDITOR: ("auditor", "auditor"),
    Role.PUBLIC: ("publik", "the public"),
    Role.SYSTEM: ("sistem", "the system"),
}
"""Indonesian and English."""


@dataclass(frozen=True, kw_only=True)
class Actor:
    """The person (or the system) that acts. *Shape*: `institution_id` is set exactly for roles of an institution."""

    id: str
    name: str
    roles: frozenset[Role]
    institution_id: str | None = None
    unit_id: str | None = None
    office: str = ""

    def has(self, role: Role) -> bool:
        """Whether the actor bears `role`."""
        return role in self.roles

    def sees(self, institution_id: str | None) -> bool:
        """Whether a thing of that institution exists for this actor: LKPP and the system see all, others their own."""
        if self.roles & (LKPP_ROLES | {Role.SYSTEM}):
            return True
        return institution_id is not None and institution_id == self.institution_id


SYSTEM = Actor(id="system", name="Pembina", roles=frozenset({Role.SYSTEM}))
"""The actor of effects and of unattended work."""

ANONYMOUS = Actor(id="anonymous", name="Publik", roles=frozenset({Role.PUBLIC}))
"""Anyone without a token."""
