"""The keys that the signing file names: the agency's seal, and those of people; each kind of key is read here once."""

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from signing.bsre import MOST_FILES, USUAL_FILES, GatewayKey
from signing.certificate_subjects import CertificateSubject
from signing.configuration import Section, SigningFileUnusable
from signing.csc import CloudKey, Secret
from signing.distinct_keys import have_one_place, have_one_subject, require_distinct
from signing.gateway import GatewaySecret, GatewayVersion
from signing.keys import Key
from signing.pkcs11 import TokenKey
from signing.pkcs12 import PersonKey, SealKey
from signing.port import KeyMissing, RecipeName, SigningIntent
from signing.profile import RECIPES

SIGNER_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.@:-]{0,199}")
"""What an id may hold to stand for `{signer}` in a label or file name: nothing that leads out of a folder."""

NIK_DIGITS = 16

Reader = Callable[[Section], Key]


def _subject(given: Section) -> CertificateSubject:
    name, number = given.optional_text("subject_name"), given.optional_text("subject_serial_number")
    if name is None and number is None:
        raise SigningFileUnusable(
            f"{given.where}: subject_name is missing: whom the certificate names, as its subject's common name says it "
            "(or subject_serial_number)"
        )
    return CertificateSubject(name=name, serial_number=number)


def _pkcs12_person(given: Section) -> Key:
    return PersonKey(given.path("file"), subject=_subject(given))


def _pkcs12_seal(given: Section) -> Key:
    return SealKey(given.path("file"), given.path("passphrase_file"), subject=_subject(given))


def _token(given: Section) -> TokenKey:
    return TokenKey(
        module=given.path("module"),
        token=given.text("token"),
        key=given.text("key"),
        certificate=given.optional_path("certificate"),
        chain=given.paths("chain"),
        pin_file=given.optional_path("pin_file"),
        subject=_subject(given),
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


def _cloud(given: Section) -> CloudKey:
    return CloudKey(
        url=given.address("url"),
        credential=given.text("credential"),
        token_file=given.path("token_file"),
        secret=Secret(given.choice("secret", tuple(Secret), Secret.PIN)),
        secret_file=given.optional_path("secret_file"),
        timeout_seconds=math.ceil(given.seconds("timeout_seconds", 20.0)),
        subject=_subject(given),
    )


def _cloud_person(given: Section) -> Key:
    found = _cloud(given)
    if found.secret_file is not None:
        raise SigningFileUnusable(
            f"{given.where}: a person gives his {found.secret} himself; secret_file is for the seal"
        )
    return found


def _cloud_seal(given: Section) -> Key:
    found = _cloud(given)
    if found.secret_file is None or found.secret is not Secret.PIN:
        raise SigningFileUnusable(
            f"{given.where}: a seal has a secret_file with its PIN: nobody types a password for it"
        )
    return found


def _gateway_person(given: Section) -> Key:
    nik = given.text("nik")
    if not (nik.isascii() and nik.isdecimal() and len(nik) == NIK_DIGITS):
        raise SigningFileUnusable(f"{given.where}: nik has {NIK_DIGITS} digits")
    version = GatewayVersion(given.choice("version", tuple(GatewayVersion), GatewayVersion.V2))
    secret = GatewaySecret(given.choice("secret", tuple(GatewaySecret), GatewaySecret.PASSPHRASE))
    if version is GatewayVersion.V1 and secret is GatewaySecret.TOTP:
        raise SigningFileUnusable(f"{given.where}: one-time passwords (totp) need version v2 of the gateway")
    return GatewayKey(
        url=given.address("url"),
        nik=nik,
        account_file=given.path("account_file"),
        version=version,
        secret=secret,
        certificate=given.optional_path("certificate"),
        timeout_seconds=given.seconds("timeout_seconds", 60.0),
        files_at_once=given.count("files_at_once", USUAL_FILES, most=MOST_FILES),
        subject=_subject(given),
    )


GATEWAY = "bsre"
PEOPLE_TABLE = "personal.people"
_SAMPLES = ("contoh-1", "contoh-2")
PERSONAL: Mapping[str, Reader] = {
    "pkcs12": _pkcs12_person,
    "pkcs11": _token_person,
    "csc": _cloud_person,
    GATEWAY: _gateway_person,
}
SEAL: Mapping[str, Reader] = {"pkcs12": _pkcs12_seal, "pkcs11": _token_seal, "csc": _cloud_seal}
"""The gateway's own seal is not among them: no client shows how it is asked for."""


@dataclass(frozen=True)
class ConfiguredKeys:
    """A `KeyDirectory` from the tables `[seal]` and `[personal]`.

    People are named by id in `[personal.people.ID]`; what all have in common stands in `[personal]`, where `{signer}`
    stands for the id; who has a `kind` of his own has nothing in common with the others. Each key says whom its certificate
    must name, and no two are one. Nobody signs with a key of
    another's table, and no person with the seal. Either all people sign at the gateway or none: a paper gets its empty
    signature fields before it is known who will hold the office.
    """

    seal: Key
    common: Section
    people: Mapping[str, Section]
    at_gateway: bool

    @classmethod
    def read(cls, file: Section) -> "ConfiguredKeys":
        """*Raises*: `SigningFileUnusable`; each person's key is read once, so that a mistake shows at the start."""
        personal, seal = file.table("personal"), file.table("seal")
        people = personal.table("people")
        named = {signer: people.table(signer) for signer in people.names()}
        common = Section(
            personal.where, {k: v for k, v in personal.values.items() if k != "people"}, file.folder, set()
        )
        keys = cls(_read(seal, SEAL), common, named, _are_at_gateway(common, named))
        own = {signer: keys._person(signer) for signer in named}
        if not named:
            keys._person(_SAMPLES[0])
        _require_of_each(common)
        require_distinct({"seal": keys.seal} | own, file.where)
        return keys

    def key_of(self, intent: SigningIntent) -> Key:
        """See `signing.router.KeyDirectory.key_of`."""
        if RECIPES[intent.recipe].sealed_by_agency:
            return self.seal
        return self.key_of_person(intent.signer_id)

    def key_of_person(self, signer_id: str) -> Key:
        """See `signing.router.KeyDirectory.key_of_person`."""
        try:
            return self._person(signer_id)
        except SigningFileUnusable as error:
            raise KeyMissing("the signing file names no key for this person") from error

    def makes_own_field(self, recipe: RecipeName) -> bool:
        """See `signing.router.KeyDirectory.makes_own_field`."""
        return self.seal.makes_own_field if RECIPES[recipe].sealed_by_agency else self.at_gateway

    def lacks_key(self, signer_id: str) -> bool:
        """See `signing.router.KeyDirectory.lacks_key`."""
        try:
            return self._person(signer_id).is_missing
        except SigningFileUnusable:
            return True

    def takes_one_time_secret(self, signer_id: str) -> bool:
        """See `signing.router.KeyDirectory.takes_one_time_secret`."""
        try:
            return self._person(signer_id).secret_serves_once
        except SigningFileUnusable:
            return False

    def slowest_seconds(self) -> float:
        """The longest time limit of a key at a service; 0 where there is none."""
        keys = [self.seal, *(self._person(signer) for signer in (self.people or _SAMPLES))]
        return max(float(getattr(key, "timeout_seconds", 0.0)) for key in keys)

    def _person(self, signer: str) -> Key:
        if not SIGNER_ID.fullmatch(signer):
            raise SigningFileUnusable(f"{self.common.where}.people: an id holds letters, digits and _.@:- only")
        own = self.people.get(signer, self.common)
        given = own.over(own if "kind" in own.values else self.common, signer=signer)
        return _read(given, PERSONAL)


def _require_of_each(common: Section) -> None:
    """What all have in common is no key of one of them. *Raises*: `SigningFileUnusable`."""
    said = {"subject_name", "subject_serial_number"} & common.values.keys()
    samples = Section(
        common.where, common.values if said else {**common.values, "subject_name": "{signer}"}, common.folder, set()
    )
    try:
        one, other = (_read(samples.over(samples, signer=signer), PERSONAL) for signer in _SAMPLES)
    except SigningFileUnusable:
        return  # not whole: each person's own table has the rest, and was read with it
    for is_shared, what in ((have_one_place, "the key"), (have_one_subject, "whom the certificate names")):
        if is_shared(one, other):
            raise SigningFileUnusable(
                f"{common.where}: {what} is the same for all; write {{signer}} in it, or move it to "
                f"[{PEOPLE_TABLE}.ID] of each person"
            )


def _are_at_gateway(common: Section, people: Mapping[str, Section]) -> bool:
    kinds = {given.values.get("kind", common.values.get("kind")) for given in people.values()}
    own = kinds | ({common.values["kind"]} if "kind" in common.values else set())
    if GATEWAY in own and len(own) > 1:
        raise SigningFileUnusable(f"{common.where}: either all people sign at the {GATEWAY} gateway, or none")
    return GATEWAY in own


def _read(given: Section, readers: Mapping[str, Reader]) -> Key:
    key = readers[given.choice("kind", tuple(readers))](given)
    given.finish()
    return key
