"""Who plays in a unit's life: invented people of LKPP and of the institution, by their ids (DATA CONTOH)."""

from collections.abc import Callable, Mapping

from app.demo.client import ApiClient
from app.demo.telling import FullCast

OF_LKPP: Mapping[str, str] = {
    "reviewer": "person-reviewer-1",
    "examiner": "person-reviewer-3",
    "admin": "person-admin",
    "deputy": "person-deputy",
    "lead": "person-assessor-1",
    "second_reader": "person-assessor-2",
    "assessor": "person-assessor-3",
}
"""Nobody of them is tied to an institution of the lives. The examiner drafts nothing that he examines."""


def people_of(institution_id: str) -> dict[str, str]:
    """Who plays each part in the life of this institution's unit. *Shape*: id of a person by the part's name."""
    slug = institution_id.removeprefix("inst-")
    return {
        **OF_LKPP,
        "institution_head": f"person-head-{slug}",
        "unit_head": f"person-unit-head-{slug}",
        "unit_staff": f"person-staff-{slug}",
    }


def cast_at(institution_id: str, client: Callable[[str], ApiClient], *, public: ApiClient, passphrase: str) -> FullCast:
    """The whole cast of a life. *Shape*: `client` gives the session of a person by his id."""
    people = people_of(institution_id)
    return FullCast(**{part: client(person) for part, person in people.items()}, public=public, passphrase=passphrase)
