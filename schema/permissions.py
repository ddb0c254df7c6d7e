"""Who may read what, and the permission of each root field; a root field without one is a failing test.

*Source*: the actors of the decree's rules; whom a reading is open to beyond them is a house rule.
"""

from strawberry.permission import BasePermission

from domain.aggregates import Aggregate
from domain.reading import LKPP_READERS
from domain.roles import ANONYMOUS, INSTITUTION_ROLES, LKPP_ROLES, Actor
from persistence.queries.reading import Scope
from schema.context import Info
from schema.enums import Role

_NOBODY = Scope(nothing=True)


def scope_of(viewer: Actor, aggregate: Aggregate) -> Scope:
    """Whose things of a kind the viewer reads: all, those of his institution, or none."""
    if viewer.roles & LKPP_READERS[aggregate]:
        return Scope()
    if viewer.roles & INSTITUTION_ROLES and viewer.institution_id is not None:
        return Scope(institution_id=viewer.institution_id)
    return _NOBODY


def people_scope(viewer: Actor) -> Scope:
    """Whom the viewer may know: LKPP everybody, an institution its own and LKPP's, the public nobody."""
    if viewer.roles & LKPP_ROLES:
        return Scope()
    return scope_of(viewer, Aggregate.UNIT)


def subjects_of(viewer: Actor) -> tuple[str, ...]:
    """The kinds of thing whose papers the viewer may read."""
    return tuple(kind.value for kind in Aggregate if kind in LKPP_READERS and not scope_of(viewer, kind).nothing)


def is_lkpp(viewer: Actor) -> bool:
    """Whether the viewer belongs to LKPP, or audits it."""
    return bool(viewer.roles & LKPP_ROLES)


class Public(BasePermission):
    """Open to everybody; stated, so that no field is open by omission."""

    message = "Open to everybody."

    def has_permission(self, source: object, info: Info, **_arguments: object) -> bool:
        """Always."""
        return True


class SignedIn(BasePermission):
    """Open to anyone who has proven who he is."""

    message = "Masuk lebih dahulu. Sign in first: send a bearer token."
    error_extensions = {"code": "UNAUTHENTICATED"}

    def has_permission(self, source: object, info: Info, **_arguments: object) -> bool:
        """Whether the viewer is somebody."""
        return info.context.viewer.id != ANONYMOUS.id


class _Reads(BasePermission):
    """Open to the roles that read things of one kind; each of them sees only those within his scope."""

    message = "Peran Anda tidak membaca data ini. Your role does not read this."
    error_extensions = {"code": "FORBIDDEN"}
    aggregate: Aggregate

    def has_permission(self, source: object, info: Info, **_arguments: object) -> bool:
        """Whether the viewer's scope holds anything at all."""
        return not scope_of(info.context.viewer, self.aggregate).nothing


class ReadsApplications(_Reads):
    """Open to the roles that read applications."""

    aggregate = Aggregate.APPLICATION


class ReadsSlas(_Reads):
    """Open to the roles that read SLAs."""

    aggregate = Aggregate.SLA


class ReadsManagedSystems(_Reads):
    """Open to the roles that read the register of managed systems."""

    aggregate = Aggregate.MANAGED_SYSTEM


class ReadsUserFigures(_Reads):
    """Open to the roles that read user figures."""

    aggregate = Aggregate.USER_FIGURES


class ReadsSurveillances(_Reads):
    """Open to the roles that read surveillances."""

    aggregate = Aggregate.SURVEILLANCE


class ReadsMentorings(_Reads):
    """Open to the roles that read mentorings."""

    aggregate = Aggregate.MENTORING


class ReadsConsultations(_Reads):
    """Open to the roles that read consultations."""

    aggregate = Aggregate.CONSULTATION


class ReadsCases(_Reads):
    """Open to the roles that read sanction cases."""

    aggregate = Aggregate.CASE


class ReadsSanctions(_Reads):
    """Open to the roles that read sanctions."""

    aggregate = Aggregate.SANCTION


class ReadsDocuments(_Reads):
    """Open to the roles that read papers."""

    aggregate = Aggregate.DOCUMENT


class ReadsCatalogues(_Reads):
    """Open to the roles that read every version of the standards' criteria."""

    aggregate = Aggregate.CATALOGUE


class ReadsAssessments(_Reads):
    """Open to the roles that read assessments."""

    aggregate = Aggregate.ASSESSMENT


class ReadsObjections(_Reads):
    """Open to the roles that read objections."""

    aggregate = Aggregate.OBJECTION


class ReadsReassessments(_Reads):
    """Open to the roles that read re-assessments."""

    aggregate = Aggregate.REASSESSMENT


class ReadsPersonnelFiles(_Reads):
    """Open to the roles that read the personnel of units."""

    aggregate = Aggregate.PERSONNEL_FILE


class KnowsPeople(BasePermission):
    """Open to the roles that may know people."""

    message = _Reads.message
    error_extensions = _Reads.error_extensions

    def has_permission(self, source: object, info: Info, **_arguments: object) -> bool:
        """Whether the viewer may know anybody."""
        return not people_scope(info.context.viewer).nothing


class Administers(BasePermission):
    """Open to LKPP's administrators."""

    message = "Hanya untuk admin LKPP. Only for LKPP's administrators."
    error_extensions = {"code": "FORBIDDEN"}

    def has_permission(self, source: object, info: Info, **_arguments: object) -> bool:
        """Whether the viewer is an administrator of LKPP."""
        return info.context.viewer.has(Role.ADMIN)


class OfLkpp(BasePermission):
    """Open to LKPP's people and to auditors."""

    message = _Reads.message
    error_extensions = _Reads.error_extensions

    def has_permission(self, source: object, info: Info, **_arguments: object) -> bool:
        """Whether the viewer belongs to LKPP, or audits it."""
        return is_lkpp(info.context.viewer)
