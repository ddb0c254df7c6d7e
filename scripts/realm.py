"""Writes docker/keycloak/: `make realm`. The realm that production imports, and the sample people, whom it does not."""

import json
from pathlib import Path
from typing import Any

from app.authentication import PERSON_CLAIM
from app.seeds.people import PersonSeed, people
from domain.roles import ROLE_LABELS, Role

FOLDER = Path(__file__).resolve().parent.parent / "docker" / "keycloak"
REALM = "pembina"
PROFILE = "kc.user.profile.config"
OPERATORS_CHOICE = "${KEYCLOAK_SAMPLE_PASSWORD}"
"""Keycloak puts the variable's value there when it imports."""

_ROLES = (
    *(Role.REVIEWER, Role.ASSESSOR, Role.DEPUTY, Role.ADMIN),
    *(Role.UNIT_HEAD, Role.UNIT_STAFF, Role.INSTITUTION_HEAD, Role.AUDITOR),
)
_NAME = {"length": {"max": 255}, "person-name-prohibited-characters": {}}
_ID = {"length": {"max": 255}}

_PROFILE = (
    ("username", "Nama pengguna / user name", {"length": {"min": 3, "max": 255}, "username-prohibited-characters": {}}),
    ("email", "Surel / e-mail", {"email": {}, "length": {"max": 255}}),
    ("firstName", "Nama lengkap dengan gelar / name in full, with titles", _NAME),
    ("lastName", "(kosongkan / leave empty)", _NAME),
    (PERSON_CLAIM, "ID orang dalam berkas lembaga / the person's id in the agency file", _ID),
    ("institution_id", "ID instansi, untuk peran instansi / id of the institution, for its roles", _ID),
    ("unit_id", "ID unit / id of the unit", _ID),
)
"""Name, label, validations. Since Keycloak 24 an attribute that is not declared is dropped without a word."""

_NEEDED = ("firstName", PERSON_CLAIM)
_ATTRIBUTES = (PERSON_CLAIM, "institution_id", "unit_id")


def realm() -> dict[str, Any]:
    """The realm, as `--import-realm` takes it. *Source*: Keycloak's RealmRepresentation."""
    return {
        "realm": REALM,
        "enabled": True,
        "displayName": "Pembina",
        "sslRequired": "external",
        "registrationAllowed": False,
        "bruteForceProtected": True,
        "accessTokenLifespan": 600,
        "internationalizationEnabled": True,
        "supportedLocales": ["id", "en"],
        "defaultLocale": "id",
        "roles": {"realm": [{"name": role.value, "description": ROLE_LABELS[role][0]} for role in _ROLES]},
        "components": {
            "org.keycloak.userprofile.UserProfileProvider": [
                {
                    "providerId": "declarative-user-profile",
                    "subComponents": {},
                    "config": {PROFILE: [json.dumps(_profile(), ensure_ascii=False)]},
                }
            ]
        },
        "clients": [_client()],
    }


def _profile() -> dict[str, Any]:
    """What a user has: seen by himself, edited by administrators alone, for it says who signs, and for whom he acts."""
    return {
        "attributes": [
            {
                "name": name,
                "displayName": label,
                "validations": validations,
                **({"required": {"roles": ["admin"]}} if name in _NEEDED else {}),
                "permissions": {"view": ["admin", "user"], "edit": ["admin"]},
                "multivalued": False,
            }
            for name, label, validations in _PROFILE
        ]
    }


def _client() -> dict[str, Any]:
    return {
        "clientId": "pembina",
        "name": "Pembina",
        "publicClient": True,
        "standardFlowEnabled": True,
        "implicitFlowEnabled": False,
        "directAccessGrantsEnabled": False,
        "fullScopeAllowed": True,
        "redirectUris": ["${PEMBINA_PUBLIC_URL}/*"],
        "webOrigins": ["${PEMBINA_PUBLIC_URL}"],
        "attributes": {"pkce.code.challenge.method": "S256"},
        "protocolMappers": _mappers(),
    }


def _mappers() -> list[dict[str, Any]]:
    """Every claim that `app.authentication` reads, whatever scopes the realm has."""
    text = {"jsonType.label": "String"}
    return [
        _mapper("audience", "oidc-audience-mapper", {"included.custom.audience": "pembina"}),
        _mapper("subject", "oidc-sub-mapper", {}),
        _mapper("name", "oidc-full-name-mapper", {}),
        _mapper("roles", "oidc-usermodel-realm-role-mapper", {"claim.name": "roles", "multivalued": "true", **text}),
        *(
            _mapper(name, "oidc-usermodel-attribute-mapper", {"user.attribute": name, "claim.name": name, **text})
            for name in _ATTRIBUTES
        ),
    ]


def _mapper(name: str, kind: str, settings: dict[str, str]) -> dict[str, Any]:
    return {
        "name": name,
        "protocol": "openid-connect",
        "protocolMapper": kind,
        "config": {**settings, "access.token.claim": "true"},
    }


def users() -> dict[str, Any]:
    """The sample people, as a Keycloak's export has users: whoever signs in first chooses a password of his own."""
    return {"realm": REALM, "users": [_user(person) for person in people()]}


def _user(person: PersonSeed) -> dict[str, Any]:
    known = {PERSON_CLAIM: person.id, "institution_id": person.institution_id, "unit_id": person.unit_id}
    return {
        "username": person.id.removeprefix("person-"),
        "enabled": person.active,
        "emailVerified": True,
        "firstName": person.name,
        "email": person.email,
        "attributes": {name: [value] for name, value in known.items() if value is not None},
        "realmRoles": [f"default-roles-{REALM}", *(role.value for role in person.roles)],
        "requiredActions": ["UPDATE_PASSWORD"],
        "credentials": [{"type": "password", "value": OPERATORS_CHOICE, "temporary": True}],
    }


def files() -> dict[Path, str]:
    """What stands in the folder, by file; Keycloak finds them by these names."""
    contents = {f"{REALM}-realm.json": realm(), f"{REALM}-users-0.json": users()}
    return {FOLDER / name: json.dumps(value, indent=2, ensure_ascii=False) + "\n" for name, value in contents.items()}


if __name__ == "__main__":
    for file, content in files().items():
        file.write_text(content, encoding="utf-8")
