"""Keycloak's realm, read as Keycloak reads it: who signs in with it is who the register knows, with his own roles.

No Keycloak runs here. What it makes of a user is told by `claims_of`, from its documentation: attributes that the user
profile does not declare are dropped, each mapper of the client adds one claim, and `account` stands among the audiences.
"""

import importlib.util
import json
import sys
import time
from collections import UserDict
from pathlib import Path
from types import ModuleType
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from app.authentication import AuthenticationError, Authenticator
from app.seeds.people import people
from app.settings import read_settings
from domain.roles import Actor, Role

REPOSITORY = Path(__file__).parents[3]
FOLDER = REPOSITORY / "docker" / "keycloak"
ISSUER = "https://masuk.contoh.invalid/realms/pembina"
KEY = ec.generate_private_key(ec.SECP256R1())
PEOPLE = {person.id: person for person in people()}


class Published:
    """The issuer's one key."""

    def key(self, key_id: str) -> Any:
        return KEY.public_key() if key_id == "satu" else None


AUTHENTICATOR = Authenticator(
    issuer=ISSUER,
    audience=read_settings({}).oidc_audience,
    keys=Published(),
    roles_claim=read_settings({}).oidc_roles_claim,
)


def read(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((FOLDER / name).read_text(encoding="utf-8"))
    return found


@pytest.fixture
def realm() -> dict[str, Any]:
    return read("pembina-realm.json")


@pytest.fixture(scope="module")
def users() -> dict[str, dict[str, Any]]:
    found = read("pembina-users-0.json")
    assert found["realm"] == "pembina"
    return {user["attributes"]["person_id"][0]: user for user in found["users"]}


def profile_of(realm: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The declared attributes, by name. *Source*: the user profile's configuration, JSON within the component."""
    [component] = realm["components"]["org.keycloak.userprofile.UserProfileProvider"]
    assert component["providerId"] == "declarative-user-profile"
    [text] = component["config"]["kc.user.profile.config"]
    configuration = json.loads(text)
    assert set(configuration) == {"attributes"}  # no unmanagedAttributePolicy: what is not declared is dropped
    return {attribute["name"]: attribute for attribute in configuration["attributes"]}


def mappers_of(realm: dict[str, Any]) -> dict[str, tuple[str, dict[str, str]]]:
    """The mappers of the client for access tokens: by claim, their kind and configuration."""
    [client] = realm["clients"]
    claims = {"oidc-sub-mapper": "sub", "oidc-full-name-mapper": "name", "oidc-audience-mapper": "aud"}
    assert all(one["config"]["access.token.claim"] == "true" for one in client["protocolMappers"])
    return {
        claims.get(one["protocolMapper"]) or one["config"]["claim.name"]: (one["protocolMapper"], one["config"])
        for one in client["protocolMappers"]
    }


def claims_of(realm: dict[str, Any], user: dict[str, Any]) -> dict[str, Any]:
    """What stands in the access token of this user."""
    now, declared = int(time.time()), profile_of(realm)
    kept = {name: values for name, values in user["attributes"].items() if name in declared}
    claims: dict[str, Any] = {"iss": ISSUER, "iat": now, "exp": now + realm["accessTokenLifespan"], "typ": "Bearer"}
    for claim, (kind, how) in mappers_of(realm).items():
        match kind:
            case "oidc-audience-mapper":
                claims[claim] = [how["included.custom.audience"], "account"]
            case "oidc-sub-mapper":
                claims[claim] = str(uuid5(NAMESPACE_URL, user["username"]))
            case "oidc-full-name-mapper":
                claims[claim] = " ".join(filter(None, (user["firstName"], user.get("lastName"))))
            case "oidc-usermodel-realm-role-mapper":
                assert how["multivalued"] == "true"
                claims[claim] = user["realmRoles"]
            case "oidc-usermodel-attribute-mapper" if how["user.attribute"] in kept:
                claims[claim] = kept[how["user.attribute"]][0]
    return claims


def signed_in(realm: dict[str, Any], user: dict[str, Any]) -> Actor:
    return AUTHENTICATOR.actor_of(jwt.encode(claims_of(realm, user), KEY, algorithm="ES256", headers={"kid": "satu"}))


# --- who signs in ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("person", PEOPLE)
def test_every_sample_person_signs_in_as_the_one_of_the_register(
    person: str, realm: dict[str, Any], users: dict[str, dict[str, Any]]
) -> None:
    seed = PEOPLE[person]
    assert signed_in(realm, users[person]) == Actor(
        id=seed.id,
        name=seed.name,
        roles=frozenset({*seed.roles, Role.PUBLIC}),
        institution_id=seed.institution_id,
        unit_id=seed.unit_id,
    )


def test_the_users_are_the_sample_people_and_nobody_else(users: dict[str, dict[str, Any]]) -> None:
    assert list(users) == list(PEOPLE)
    assert len({user["username"] for user in users.values()}) == len(users) == 30
    assert {user["email"] for user in users.values()} == {person.email for person in PEOPLE.values()}


def test_the_first_password_is_the_operators_and_must_be_changed(users: dict[str, dict[str, Any]]) -> None:
    for user in users.values():
        assert user["credentials"] == [{"type": "password", "value": "${KEYCLOAK_SAMPLE_PASSWORD}", "temporary": True}]
        assert user["requiredActions"] == ["UPDATE_PASSWORD"]


def test_an_attribute_that_is_not_declared_would_be_lost(
    realm: dict[str, Any], users: dict[str, dict[str, Any]]
) -> None:
    """That our reading of the realm can see it: a head without his institution is refused, a UUID is nobody."""
    [component] = realm["components"]["org.keycloak.userprofile.UserProfileProvider"]
    component["config"]["kc.user.profile.config"] = [json.dumps({"attributes": [{"name": "username"}]})]
    assert signed_in(realm, users["person-deputy"]).id not in PEOPLE
    with pytest.raises(AuthenticationError, match="needs the claim institution_id"):
        signed_in(realm, users["person-head-kabupaten-contoh-utara"])


# --- the realm ------------------------------------------------------------------------------------------------------


class Watched(UserDict[str, Any]):
    """Claims that remember which of them were asked for."""

    def __init__(self, claims: dict[str, Any]) -> None:
        super().__init__(claims)
        self.asked: set[str] = set()

    def __getitem__(self, name: str) -> Any:
        self.asked.add(name)
        return super().__getitem__(name)

    def get(self, name: str, default: Any = None) -> Any:
        self.asked.add(name)
        return super().get(name, default)


def test_every_claim_that_the_authenticator_reads_has_a_mapper(
    realm: dict[str, Any], users: dict[str, dict[str, Any]]
) -> None:
    claims = Watched(claims_of(realm, users["person-unit-head-kabupaten-contoh-utara"]))
    AUTHENTICATOR._actor(claims)
    assert claims.asked == {"roles", "sub", "name", "person_id", "institution_id", "unit_id"}
    assert set(mappers_of(realm)) == claims.asked | {"aud"}


def test_every_mapped_attribute_is_declared_and_nobody_writes_his_own(realm: dict[str, Any]) -> None:
    """Who could edit them would sign as another, or act for another institution."""
    declared = profile_of(realm)
    mapped = {how["user.attribute"] for _kind, how in mappers_of(realm).values() if "user.attribute" in how}
    assert mapped == {"person_id", "institution_id", "unit_id"}
    assert set(declared) == mapped | {"username", "email", "firstName", "lastName"}
    for attribute in declared.values():
        assert attribute["permissions"] == {"view": ["admin", "user"], "edit": ["admin"]}
        assert attribute["multivalued"] is False
    needed = {name for name, attribute in declared.items() if "required" in attribute}
    assert needed == {"firstName", "person_id"}
    assert all(declared[name]["required"] == {"roles": ["admin"]} for name in needed)


def test_the_realm_holds_exactly_the_roles_that_people_bear(realm: dict[str, Any]) -> None:
    names = [one["name"] for one in realm["roles"]["realm"]]
    assert sorted(names) == sorted({*Role} - {Role.PUBLIC, Role.SYSTEM})
    [client] = realm["clients"]
    assert client["attributes"]["pkce.code.challenge.method"] == "S256"
    switches = ("publicClient", "fullScopeAllowed", "implicitFlowEnabled", "directAccessGrantsEnabled")
    assert [client[name] for name in switches] == [True, True, False, False]
    assert realm["registrationAllowed"] is False
    assert "users" not in realm


def test_the_folder_is_what_the_script_writes() -> None:
    """`make realm`; and nothing that a Keycloak would import besides."""
    files = script().files()
    assert {file: file.read_text(encoding="utf-8") for file in files} == files
    assert sorted(FOLDER.iterdir()) == sorted(files)


def script() -> ModuleType:
    found = importlib.util.spec_from_file_location("realm_files", REPOSITORY / "scripts" / "realm.py")
    assert found is not None
    assert found.loader is not None
    module = importlib.util.module_from_spec(found)
    sys.modules["realm_files"] = module
    found.loader.exec_module(module)
    return module
