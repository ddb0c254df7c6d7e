"""Who reviews: an application and its agreement are given to a reviewer of LKPP who has no tie to the institution.

House rule: II.2.1.a.2 says that LKPP examines, not who of it.
"""

from dataclasses import dataclass

from domain.refusals import Refusal, RefusalCode, no_such, refuse
from domain.text import input_problem

_SUBJECT = "reviewer"


@dataclass(frozen=True, kw_only=True)
class Reviewer:
    """A reviewer of LKPP whom an act names, and whether he is tied to the institution."""

    name: str
    tied: bool


def reviewer_problem(named: Reviewer | None, person_id: str) -> Refusal | None:
    """Why the work cannot be given to him; `named` is None where nobody who reviews has this id."""
    if named is None:
        return no_such("Pereviu", "Reviewer", person_id, subject=_SUBJECT)
    if named.tied:
        return refuse(RefusalCode.CONFLICT_OF_INTEREST, person=named.name, subject=_SUBJECT)
    return None


def same_reviewer(person_id: str, present: str | None) -> Refusal | None:
    """Why nothing is handed over: he has the work already."""
    if person_id != present:
        return None
    return input_problem(_SUBJECT, "pereviu ini sudah ditugaskan.", "this reviewer is assigned already.")
