"""Signing keys of the invented people, made when they are first needed; one passphrase for all of them, on disk."""

import secrets
from pathlib import Path

from domain.roles import Role
from persistence.personnel import PersonRecord
from signing.development_pki import DevelopmentPki

SIGNING_ROLES = frozenset({Role.DEPUTY, Role.ASSESSOR, Role.INSTITUTION_HEAD, Role.UNIT_HEAD})
"""Who signs papers himself. An administrator never does."""


class DevelopmentKeys:
    """Gives people keys of the development PKI. The passphrase lies in the data folder, readable by its owner only."""

    def __init__(self, *, pki: DevelopmentPki, folder: Path) -> None:
        self._pki = pki
        self._file = folder / "passphrase"

    @property
    def passphrase(self) -> str:
        """The passphrase of every development key; made at first use."""
        if not self._file.exists():
            self._file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            draft = self._file.with_suffix(".draft")
            draft.touch(mode=0o600)
            draft.write_text(f"contoh-{secrets.token_urlsafe(9)}")
            draft.replace(self._file)
        return self._file.read_text()

    def ensure(self, person: PersonRecord) -> None:
        """Makes the key of a person who signs, where it is missing."""
        if SIGNING_ROLES & {Role(role) for role in person.roles}:
            self.give(person)

    def lacks_key(self, person_id: str) -> bool:
        """Whether somebody of this id cannot be given a key; a delegate gets his with the delegation, whatever his role."""
        person = PersonRecord.objects(id=person_id).first()
        if person is not None:
            self.give(person)
        return person is None

    def give(self, person: PersonRecord) -> None:
        """Makes the person's key, where there is none that is valid now."""
        self._pki.issue_person_key(
            subject_id=person.id,
            name=person.name,
            title=person.office,
            organisation=person.organisation,
            passphrase=self.passphrase,
        )
