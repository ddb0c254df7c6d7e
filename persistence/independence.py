"""Who is tied to a unit, and who is an assessor, as this thread's transaction sees them; the rule is the domain's."""

from collections.abc import Iterable

from domain.independence import Tie
from domain.roles import Role
from persistence.personnel import PersonRecord

MENTORING = ("SCHEDULED", "HELD", "REPORTED", "CLOSED")
"""The states of a mentoring that took place, or is about to: whoever is to mentor a unit is no longer independent of it."""


def ties_of(person_ids: Iterable[str], institution_id: str | None, unit_id: str | None) -> dict[str, Tie]:
    """What ties each of these persons to the unit or its institution; those without a tie are absent."""
    wanted = sorted(set(person_ids))
    mentors = {person: Tie.MENTOR for person in _mentors(unit_id) if person in wanted}
    people = PersonRecord.objects(id__in=wanted).only("institution_id", "tied_institution_ids")
    bound = {
        str(person.id): Tie.INSTITUTION
        for person in people
        if institution_id is not None and institution_id in (person.institution_id, *person.tied_institution_ids)
    }
    return mentors | bound


def assessors_among(person_ids: Iterable[str]) -> dict[str, str]:
    """Those of these persons who are assessors of LKPP now, with their names."""
    found = PersonRecord.objects(id__in=sorted(set(person_ids)), roles=Role.ASSESSOR.value, active=True).only("name")
    return {str(person.id): str(person.name) for person in found}


def names_of(person_ids: Iterable[str]) -> dict[str, str]:
    """The names of these persons, whatever they are today."""
    found = PersonRecord.objects(id__in=sorted(set(person_ids))).only("name")
    return {str(person.id): str(person.name) for person in found}


def untied_assessor_beside(person_ids: Iterable[str], institution_id: str | None, unit_id: str | None) -> bool:
    """Whether there is an assessor other than these who has no tie to the unit."""
    others = PersonRecord.objects(roles=Role.ASSESSOR.value, active=True, id__nin=sorted(set(person_ids))).only("id")
    able = [str(person.id) for person in others]
    return bool(set(able) - ties_of(able, institution_id, unit_id).keys())


def _mentors(unit_id: str | None) -> set[str]:
    """Everyone who has mentored the unit, or is to (II.2.1.d)."""
    named = {"unit_id": unit_id, "state": {"$in": list(MENTORING)}}
    return {str(person) for person in PersonRecord._get_db()["mentorings"].distinct("mentor_ids", named)}
