"""Who asks: bearer tokens (RFC 6750) of an OIDC issuer in production, of our own development issuer otherwise."""

import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

import httpx
import jwt
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from starlette.requests import HTTPConnection

from domain.roles import ANONYMOUS, INSTITUTION_ROLES, LKPP_ROLES, SYSTEM, Actor, Role, duties_conflict

ALGORITHMS = ("ES256", "RS256", "PS256", "EdDSA")
"""Asymmetric algorithms only, pinned here and never taken from the token (RFC 8725, section 3.1)."""

DEVELOPMENT_ISSUER = "pembina-development"
PERSON_CLAIM = "person_id"
"""Who the bearer is in the register of people; an issuer whose subjects are the register's ids need not give it."""

_NOBODYS = frozenset({SYSTEM.id, ANONYMOUS.id})
_LEEWAY_SECONDS = 30
_KEYS_LIVE_SECONDS = 300
_REFETCH_AFTER_SECONDS = 10
_TOKEN_ROLES = INSTITUTION_ROLES | LKPP_ROLES


class AuthenticationError(Exception):
    """The token proves nobody. *Shape*: Indonesian and English, without a word of the token."""

    def __init__(self, reason_en: str) -> None:
        super().__init__(f"Token tidak sah. Masuk lagi. / The token is not valid ({reason_en}). Sign in again.")


class DutiesConflict(AuthenticationError):
    """The token gives one person roles that must be apart."""

    def __init__(self) -> None:
        Exception.__init__(
            self,
            "Peran dalam token ini tidak boleh dirangkap satu orang: Deputi tidak merangkap pereviu, penilai, atau "
            "admin; auditor tidak merangkap peran lain. Mintalah admin identitas memisahkannya. / One person may not "
            "bear the roles of this token: the Deputy is not reviewer, assessor or admin as well, and an auditor bears "
            "no other role. Ask who administers identities to part them.",
        )


class KeySource(Protocol):
    """Gives the public keys of one issuer."""

    def key(self, key_id: str) -> Any:
        """The public key named by `kid`, or None."""
        ...


class Authenticator:
    """Turns the Authorization header of a request into an `Actor`."""

    def __init__(self, *, issuer: str, audience: str, keys: KeySource, roles_claim: str) -> None:
        self._issuer = issuer
        self._audience = audience
        self._keys = keys
        self._roles_claim = roles_claim

    def __call__(self, request: HTTPConnection) -> Actor:
        """The actor; anonymous without a token. *Raises*: `AuthenticationError`."""
        header = request.headers.get("authorization")
        if header is None:
            return ANONYMOUS
        scheme, _space, token = header.partition(" ")
        if scheme.lower() != "bearer" or not token:
            raise AuthenticationError("the header is not of the form: Bearer <token>")
        return self.actor_of(token.strip())

    def actor_of(self, token: str) -> Actor:
        """The actor that a token proves. *Raises*: `AuthenticationError`."""
        try:
            claims = self._claims(token)
        except (jwt.PyJWTError, ValueError, TypeError) as error:
            raise AuthenticationError(type(error).__name__) from None
        return self._actor(claims)

    def _claims(self, token: str) -> Mapping[str, Any]:
        header = jwt.get_unverified_header(token)
        if "crit" in header:
            raise AuthenticationError("critical header extensions are not supported")
        if header.get("alg") not in ALGORITHMS:
            raise AuthenticationError("the algorithm is not allowed")
        key_id = header.get("kid")
        key = self._keys.key(key_id) if isinstance(key_id, str) else None
        if key is None:
            raise AuthenticationError("the key is unknown")
        claims: dict[str, Any] = jwt.decode(
            token,
            key=key,
            algorithms=list(ALGORITHMS),
            audience=self._audience,
            issuer=self._issuer,
            leeway=_LEEWAY_SECONDS,
            options={"require": ["exp", "iat", "iss", "aud", "sub"]},
        )
        if not isinstance(claims["iss"], str):
            raise AuthenticationError("the issuer is not text")
        return claims

    def _actor(self, claims: Mapping[str, Any]) -> Actor:
        named = claims.get(self._roles_claim)
        roles = frozenset(role for role in _TOKEN_ROLES if isinstance(named, list) and role.value in named)
        institution, unit = _text(claims.get("institution_id")), _text(claims.get("unit_id"))
        person = _person(claims)
        if roles & INSTITUTION_ROLES and (institution is None or roles & LKPP_ROLES):
            raise AuthenticationError("a role of an institution needs the claim institution_id, and no role of LKPP")
        if duties_conflict(roles):
            raise DutiesConflict
        return Actor(
            id=person,
            name=str(claims.get("name", person)),
            roles=roles | {Role.PUBLIC},
            institution_id=institution if roles & INSTITUTION_ROLES else None,
            unit_id=unit,
        )


def _person(claims: Mapping[str, Any]) -> str:
    """The id in the register of people: the claim `person_id` where the issuer gives one, else the subject.

    *Raises*: `AuthenticationError` for an id that is none, or that only this system bears.
    """
    if not claims["sub"]:
        raise AuthenticationError("the subject is empty")
    person = claims.get(PERSON_CLAIM, claims["sub"])
    if not isinstance(person, str) or not person:
        raise AuthenticationError(f"the claim {PERSON_CLAIM} is not text")
    if person in _NOBODYS:
        raise AuthenticationError("the person is nobody's")
    return person


def _text(claim: object) -> str | None:
    return claim if isinstance(claim, str) and claim else None


class OidcKeys:
    """The keys that an OIDC issuer publishes (OpenID Connect Discovery 1.0, section 4); redirects are not followed."""

    def __init__(self, issuer: str) -> None:
        self._issuer = issuer
        self._keys: dict[str, Any] = {}
        self._fetched = -_KEYS_LIVE_SECONDS * 2.0

    def key(self, key_id: str) -> Any:
        """The key, from a copy at most five minutes old; an unknown id asks again, but not more often than every 10 s."""
        age = time.monotonic() - self._fetched
        if age > _KEYS_LIVE_SECONDS or (key_id not in self._keys and age > _REFETCH_AFTER_SECONDS):
            self._fetch()
        return self._keys.get(key_id)

    def _fetch(self) -> None:
        self._fetched = time.monotonic()
        try:
            with httpx.Client(follow_redirects=False, timeout=5) as client:
                found = _object(client.get(f"{self._issuer.rstrip('/')}/.well-known/openid-configuration"))
                if found["issuer"] != self._issuer:
                    raise AuthenticationError("the issuer's configuration names another issuer")
                published = _object(client.get(keys_address(found, self._issuer)))
            self._keys = {key.key_id: key for key in jwt.PyJWKSet.from_dict(published).keys if key.key_id}
        except (httpx.HTTPError, httpx.InvalidURL, jwt.PyJWTError, KeyError, TypeError, ValueError) as error:
            raise AuthenticationError(f"the issuer's keys cannot be read: {type(error).__name__}") from None


def keys_address(configuration: Mapping[str, Any], issuer: str) -> str:
    """Where the issuer publishes its keys: over https where it is itself reached so.

    *Raises*: `AuthenticationError` for another way; `KeyError` where it names none. *Source*: OpenID Connect Discovery 1.0,
    section 3 (`jwks_uri`).
    """
    address = str(configuration["jwks_uri"])
    if urlsplit(issuer).scheme == "https" and urlsplit(address).scheme != "https":
        raise AuthenticationError("the issuer's keys are not published over https")
    return address


def _object(response: httpx.Response) -> dict[str, Any]:
    """The JSON object of an answer 2xx; a redirect is none. *Raises*: `httpx.HTTPError`, `TypeError`, `ValueError`."""
    found = response.raise_for_status().json()
    if not isinstance(found, dict):
        raise TypeError("the answer is no JSON object")
    return found


class DevelopmentIssuer:
    """Makes and checks tokens with a key of the data folder; refused in production."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "issuer.pem"
        if not self._file.exists():
            _make_key(self._file)
        key = load_pem_private_key(self._file.read_bytes(), password=None)
        if not isinstance(key, ec.EllipticCurvePrivateKey):
            raise AuthenticationError(f"{self._file.name} is not an EC key")
        self._key = key

    def key(self, key_id: str) -> Any:
        """The public key, under its one id."""
        return self._key.public_key() if key_id == "development" else None

    def token(self, actor: Actor, *, audience: str, roles_claim: str, seconds: int = 12 * 3600) -> str:
        """A bearer token for the actor. *Units*: seconds of real time."""
        now = int(time.time())
        claims = {
            "iss": DEVELOPMENT_ISSUER,
            "aud": audience,
            "sub": actor.id,
            "name": actor.name,
            roles_claim: sorted(role.value for role in actor.roles),
            "iat": now,
            "exp": now + seconds,
        }
        if actor.institution_id is not None:
            claims["institution_id"] = actor.institution_id
        if actor.unit_id is not None:
            claims["unit_id"] = actor.unit_id
        return jwt.encode(claims, self._key, algorithm="ES256", headers={"kid": "development"})


def _make_key(file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    pem = ec.generate_private_key(ec.SECP256R1()).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    draft = file.with_suffix(".draft")
    draft.touch(mode=0o600)
    draft.write_bytes(pem)
    draft.replace(file)
