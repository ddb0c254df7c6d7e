"""Who plays in a unit's life: invented people of LKPP and of the institution, by their ids (DATA CONTOH)."""

import threading
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


class Company:
    """The sessions of everybody, each opened once; for any number of threads.

    *Shape*: `token` gives a person's bearer token by his id.
    """

    def __init__(self, address: str, token: Callable[[str], str], *, passphrase: str) -> None:
        self._address = address
        self._token = token
        self._passphrase = passphrase
        self._sessions: dict[str, ApiClient] = {}
        self._opening = threading.Lock()
        self.public = ApiClient(address)

    def session(self, person_id: str) -> ApiClient:
        """The session of one person."""
        with self._opening:
            if person_id not in self._sessions:
                self._sessions[person_id] = ApiClient(self._address, self._token(person_id))
            return self._sessions[person_id]

    def cast(self, institution_id: str) -> FullCast:
        """Everybody in the life of this institution's unit."""
        people = people_of(institution_id)
        sessions = {part: self.session(person) for part, person in people.items()}
        return FullCast(**sessions, public=self.public, passphrase=self._passphrase)

    def close(self) -> None:
        """Closes all connections."""
        for session in (self.public, *self._sessions.values()):
            session.close()
