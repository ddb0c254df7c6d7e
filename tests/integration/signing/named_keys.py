"""A directory of keys that a test names itself, for any kind of key."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from signing.keys import Key
from signing.port import KeyMissing, RecipeName, SigningIntent
from signing.profile import RECIPES


@dataclass
class NamedKeys:
    """A `KeyDirectory`. *Shape*: `anybody` signs for who is not among `people`, and as the seal where there is no `seal`."""

    anybody: Key | None = None
    people: Mapping[str, Key] = field(default_factory=dict)
    seal: Key | None = None

    def key_of(self, intent: SigningIntent) -> Key:
        if RECIPES[intent.recipe].sealed_by_agency and self.seal is not None:
            return self.seal
        return self.key_of_person(intent.signer_id)

    def key_of_person(self, signer_id: str) -> Key:
        found = self.people.get(signer_id, self.anybody)
        if found is None:
            raise KeyMissing("the test names no key for this signer")
        return found

    def makes_own_field(self, recipe: RecipeName) -> bool:
        return any(key.makes_own_field for key in (self.anybody, *self.people.values()) if key is not None)

    def takes_one_time_secret(self, signer_id: str) -> bool:
        found = self.people.get(signer_id, self.anybody)
        return found is not None and found.secret_serves_once
