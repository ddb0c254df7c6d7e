"""The keys that the signing file names: the agency's seal, and those of people; each kind of key is read here once."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from signing.configuration import Section, SigningFileUnusable
from signing.keys import Key
from signing.pkcs11 import TokenKey
from signing.pkcs12 import PersonKey, SealKey
from signing.port import KeyMissing, RecipeName, SigningIntent
from signing.profile import RECIPES

SIGNER_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.@:-]{0,199}")
"""What an id may hold to stand for `{signer}` in a label or file name: nothing that leads out of a folder."""

Reader = Callable[[Section], Key]


def _pkcs12_person(given: Section) -> Key:
    return PersonKey(given.path("file"))


def _pkcs12_seal(given: Section) -> Key:
    return SealKey(given.path("file"), given.path("passphrase_file"))


def _token(given: Section) -> TokenKey:
    return TokenKey(
        module=given.path("module"),
        token=given.text("token"),
        key=given.text("key"),
        certificate=given.optional_path("certificate"),
        chain=given.paths("chain"),
        pin_file=given.optional_path("pin_file"),
    )


def _token_person(given: Section) -> Key:
    found = _token(given)
    if found.pin_file is not None:
        raise SigningFileUnusable(f"{given.where}: a person gives his PIN himself; pin_file is for the seal")
    return found


def _token_seal(given: Section) -> Key:
    found = _token(given)
    if found.pin_file is None:
        raise SigningFileUnusable(f"{given.where}: pin_file is missing")
    return found


PERSONAL: Mapping[str, Reader] = {"pkcs12": _pkcs12_person, "pkcs11": _token_person}
SEAL: Mapping[str, Reader] = {"pkcs12": _pkcs12_seal, "pkcs11": _token_seal}


@dataclass(frozen=True)
class ConfiguredKeys:
    """A `KeyDirectory` from the tables `[seal]` and `[personal]`.

    People are named by id in `[personal.people.ID]`; what all have in common stands in `[personal]`, where `{signer}`
    stands for the id. Nobody signs with a key of another's table, and no person with the seal.
    """

    seal: Key
    common: Section
    people: Mapping[str, Section]

    @classmethod
    def read(cls, file: Section) -> "ConfiguredKeys":
        """*Raises*: `SigningFileUnusable`; each person's key is read once, so that a mistake shows at the start."""
        personal, seal = file.table("personal"), file.table("seal")
        people = personal.table("people")
        named = {signer: people.table(signer) for signer in people.names()}
        common = Section(
            personal.where, {k: v for k, v in personal.values.items() if k != "people"}, file.folder, set()
        )
        keys = cls(_read(seal, SEAL), common, named)
        for signer in named:
            keys._person(signer)
        if not named:
            keys._person("contoh")
        return keys

    def key_of(self, intent: SigningIntent) -> Key:
        """See `signing.router.KeyDirectory.key_of`."""
        if RECIPES[intent.recipe].sealed_by_agency:
            return self.seal
        try:
            return self._person(intent.signer_id)
        except SigningFileUnusable as error:
            raise KeyMissing("the signing file names no key for this person") from error

    def makes_own_field(self, recipe: RecipeName) -> bool:
        """See `signing.router.KeyDirectory.makes_own_field`."""
        if RECIPES[recipe].sealed_by_agency:
            return self.seal.makes_own_field
        return False

    def _person(self, signer: str) -> Key:
        if not SIGNER_ID.fullmatch(signer):
            raise SigningFileUnusable(f"{self.common.where}.people: an id holds letters, digits and _.@:- only")
        own = self.people.get(signer)
        given = self.common.over(self.common, signer=signer) if own is None else own.over(self.common, signer=signer)
        return _read(given, PERSONAL)


def _read(given: Section, readers: Mapping[str, Reader]) -> Key:
    key = readers[given.choice("kind", tuple(readers))](given)
    given.finish()
    return key
