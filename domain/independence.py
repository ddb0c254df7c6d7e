"""Who may not assess a unit or hear its objection, and why: nobody stands on both sides. House rules."""

from collections.abc import Iterable, Mapping
from enum import StrEnum

from domain.refusals import Refusal, RefusalCode, Words, no_such, refuse


class Tie(StrEnum):
    """What ties a person to a unit: he is of its institution or bound to it, or he has mentored the unit (II.2.1.d)."""

    INSTITUTION = "INSTITUTION"
    MENTOR = "MENTOR"


TIE_LABELS: dict[Tie, tuple[str, str]] = {
    Tie.INSTITUTION: ("terkait dengan instansi", "tied to the institution"),
    Tie.MENTOR: ("pernah mendampingi unit", "has mentored the unit"),
}


def independent(
    ties: Mapping[str, Tie],
    person_ids: Iterable[str],
    subject: str,
    *,
    names: Mapping[str, str] | None = None,
) -> Refusal | None:
    """Why one of these persons may not act on the unit, or None: the first of them, in the order given, who has a tie.

    *Shape*: `ties` and `names` by person id, as `persistence.independence` reads them; `subject` names the input field.
    """
    tied = next((person for person in person_ids if person in ties), None)
    if tied is None:
        return None
    return refuse(RefusalCode.CONFLICT_OF_INTEREST, subject=subject, person=said(tied, ties[tied], names or {}))


def said(person: str, tie: Tie, names: Mapping[str, str]) -> Words:
    """The person with his tie, in both languages, as refusals name him."""
    return Words(*(f"{names.get(person, person)} ({label})" for label in TIE_LABELS[tie]))


def assessors_known(known: Mapping[str, str], person_ids: Iterable[str], subject: str) -> Refusal | None:
    """Why one of these persons is no assessor of LKPP, or None. *Shape*: `known` maps the ids of assessors to names."""
    unknown = next((person for person in person_ids if person not in known), None)
    if unknown is None:
        return None
    return no_such("Penilai", "Assessor", unknown, subject=subject)
