"""Bearer tokens: what proves nobody, one test for each way to try (RFC 8725); then what a good token proves."""

import base64
import functools
import hashlib
import hmac
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from starlette.requests import HTTPConnection

from app.authentication import (
    DEVELOPMENT_ISSUER,
    AuthenticationError,
    Authenticator,
    DevelopmentIssuer,
    DutiesConflict,
    OidcKeys,
    keys_address,
)
from domain.roles import ANONYMOUS, INSTITUTION_ROLES, LKPP_ROLES, Actor, Role


def encoded(value: object) -> str:
    data = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


@pytest.fixture
def issuer(tmp_path: Path) -> DevelopmentIssuer:
    return DevelopmentIssuer(tmp_path / "keys")


@pytest.fixture
def authenticator(issuer: DevelopmentIssuer) -> Authenticator:
    return Authenticator(issuer=DEVELOPMENT_ISSUER, audience="pembina", keys=issuer, roles_claim="roles")


def claims(**changes: Any) -> dict[str, Any]:
    now = int(time.time())
    sound = {
        "iss": DEVELOPMENT_ISSUER,
        "aud": "pembina",
        "sub": "person-deputy",
        "name": "Ratna (DATA CONTOH)",
        "roles": ["DEPUTY"],
        "iat": now,
        "exp": now + 60,
    }
    return {name: value for name, value in (sound | changes).items() if value is not ...}


@pytest.fixture
def signed(tmp_path: Path, issuer: DevelopmentIssuer):
    """A token signed by the development issuer's own key, whatever its header and claims say."""
    pem = (tmp_path / "keys" / "issuer.pem").read_bytes()

    def sign(header: dict[str, Any] | None = None, **changes: Any) -> str:
        return jwt.api_jws.encode(
            json.dumps(claims(**changes)).encode(),
            pem,
            algorithm="ES256",
            headers={"kid": "development"} | (header or {}),
        )

    return sign


@pytest.fixture
def refused(authenticator: Authenticator):
    """The reason for which a token is refused; it never repeats a word of the token."""

    def attempt(token: str) -> str:
        with pytest.raises(AuthenticationError) as caught:
            authenticator.actor_of(token)
        message = str(caught.value)
        assert message.startswith("Token tidak sah. Masuk lagi. / The token is not valid (")
        assert not any(part and part in message for part in token.split("."))
        return message.partition("(")[2].rpartition(")")[0]

    return attempt


# --- the signature --------------------------------------------------------------------------------------------------


def test_alg_none_proves_nobody(refused) -> None:
    for name in ("none", "None", "NONE", ""):
        token = f"{encoded({'alg': name, 'kid': 'development'})}.{encoded(claims())}."
        assert refused(token) in {"the algorithm is not allowed", "DecodeError"}


def public_pem(issuer: DevelopmentIssuer) -> bytes:
    return issuer._key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def test_a_mac_made_with_the_public_key_proves_nobody(refused, issuer: DevelopmentIssuer) -> None:
    """RFC 8725, section 2.1: the public key is no secret."""
    for name, digest in (("HS256", hashlib.sha256), ("HS384", hashlib.sha384), ("HS512", hashlib.sha512)):
        body = f"{encoded({'alg': name, 'kid': 'development'})}.{encoded(claims())}"
        mac = hmac.new(public_pem(issuer), body.encode(), digest).digest()
        assert refused(f"{body}.{encoded(mac)}") == "the algorithm is not allowed"


def test_a_mac_with_an_empty_key_proves_nobody(refused) -> None:
    body = f"{encoded({'alg': 'HS256', 'kid': 'development'})}.{encoded(claims())}"
    assert refused(f"{body}.{encoded(hmac.new(b'', body.encode(), hashlib.sha256).digest())}") == (
        "the algorithm is not allowed"
    )


def test_a_signature_of_another_key_proves_nobody(refused) -> None:
    stranger = ec.generate_private_key(ec.SECP256R1())
    token = jwt.encode(claims(), stranger, algorithm="ES256", headers={"kid": "development"})
    assert refused(token) == "InvalidSignatureError"


@pytest.mark.parametrize("name", ["RS256", "PS256", "EdDSA"])
def test_an_algorithm_that_does_not_fit_the_key_proves_nobody(name: str, refused) -> None:
    token = f"{encoded({'alg': name, 'kid': 'development'})}.{encoded(claims())}.{encoded(b'x' * 64)}"
    assert refused(token) in {"TypeError", "InvalidKeyError"}


def test_an_altered_claim_proves_nobody(refused, signed) -> None:
    header, _body, signature = signed().split(".")
    assert refused(f"{header}.{encoded(claims(sub='person-admin', roles=['ADMIN']))}.{signature}") == (
        "InvalidSignatureError"
    )


def test_a_psychic_signature_proves_nobody(refused) -> None:
    """All zeros (CVE-2022-21449), and none at all."""
    for signature in (b"\x00" * 64, b""):
        token = f"{encoded({'alg': 'ES256', 'kid': 'development'})}.{encoded(claims())}.{encoded(signature)}"
        assert refused(token) == "InvalidSignatureError"


def test_a_key_inside_the_token_is_not_looked_at(refused) -> None:
    stranger = ec.generate_private_key(ec.SECP256R1())
    own = json.loads(jwt.algorithms.ECAlgorithm.to_jwk(stranger.public_key()))
    for header in ({"jwk": own}, {"jku": "http://127.0.0.1:9/keys"}, {"x5u": "http://127.0.0.1:9/x"}):
        token = jwt.encode(claims(), stranger, algorithm="ES256", headers={"kid": "development", **header})
        assert refused(token) == "InvalidSignatureError"


# --- the header -----------------------------------------------------------------------------------------------------


def test_a_critical_extension_is_refused_even_with_a_good_signature(refused, signed) -> None:
    for crit in (["b64"], [], ["x"], None):
        assert refused(signed({"crit": crit})) in {
            "critical header extensions are not supported",
            "InvalidTokenError",
        }


@pytest.mark.parametrize(
    "kid", ["", "unknown", "../../etc/passwd", "/dev/null", "development\x00", "' OR 1=1 --", "http://127.0.0.1:9/k"]
)
def test_a_key_id_is_a_name_and_never_a_path(kid: str, refused, signed) -> None:
    assert refused(signed({"kid": kid})) == "the key is unknown"


@pytest.mark.parametrize("kid", [["development"], 1, None, {"development": 1}, True])
def test_a_key_id_is_text(kid: object, refused) -> None:
    token = f"{encoded({'alg': 'ES256', 'kid': kid})}.{encoded(claims())}.{encoded(b'x' * 64)}"
    assert refused(token) in {"the key is unknown", "InvalidTokenError", "DecodeError"}


@pytest.mark.parametrize(
    "token",
    [
        "abc",
        "abcd.efgh",
        "abcd.efgh.ijkl.mnop",
        "...",
        "\x00.\x00.\x00",
        "é.é.é",
        encoded(b"[" * 20_000) + "." + encoded({}) + ".x",
    ],
)
def test_what_is_no_token_proves_nobody(token: str, refused) -> None:
    assert refused(token) == "DecodeError"


# --- the claims -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["exp", "iat", "iss", "aud", "sub"])
def test_a_missing_claim_proves_nobody(name: str, refused, signed) -> None:
    assert refused(signed(**{name: ...})) == "MissingRequiredClaimError"


@pytest.mark.parametrize("iss", [[DEVELOPMENT_ISSUER], "https://lain.invalid", "", f"{DEVELOPMENT_ISSUER}/", 5])
def test_the_issuer_is_exactly_ours(iss: object, refused, signed) -> None:
    assert refused(signed(iss=iss)) in {"InvalidIssuerError", "MissingRequiredClaimError"}


@pytest.mark.parametrize(
    "aud",
    [
        *("lain", "", "Pembina", "pembina account", {"pembina": 1}, 5),
        *([], ["account"], ["Pembina", "pembina "], [["pembina"]], ["pembina", 5], ["pembina", None], [{"pembina": 1}]),
    ],
)
def test_a_token_for_others_proves_nobody(aud: object, refused, signed) -> None:
    assert refused(signed(aud=aud)) in {"InvalidAudienceError", "MissingRequiredClaimError"}


@pytest.mark.parametrize("aud", ["pembina", ["pembina"], ["pembina", "account"], ["account", "pembina"]])
def test_an_audience_is_one_name_or_several_of_which_one_is_ours(
    aud: object, signed, authenticator: Authenticator
) -> None:
    """RFC 7519, section 4.1.3: the array is the general form; Keycloak names its own client `account` beside ours."""
    assert authenticator.actor_of(signed(aud=aud)).id == "person-deputy"


def test_a_token_lives_until_its_end_and_half_a_minute(refused, signed, authenticator: Authenticator) -> None:
    assert refused(signed(exp=time.time() - 31)) == "ExpiredSignatureError"
    assert authenticator.actor_of(signed(exp=time.time() - 25)).id == "person-deputy"


@pytest.mark.parametrize("name", ["iat", "nbf"])
def test_a_token_of_the_future_proves_nobody_yet(name: str, refused, signed, authenticator: Authenticator) -> None:
    assert refused(signed(**{name: time.time() + 40})) == "ImmatureSignatureError"
    assert authenticator.actor_of(signed(**{name: time.time() + 25})).id == "person-deputy"


@pytest.mark.parametrize("exp", ["tomorrow", [1], float("inf"), float("nan")])
def test_an_end_that_is_no_time_proves_nobody(exp: object, refused, signed) -> None:
    assert refused(signed(exp=exp)) in {"DecodeError", "ValueError", "TypeError"}


@pytest.mark.parametrize("sub", ["", 5, ["person-deputy"]])
def test_the_subject_is_a_name(sub: object, refused, signed) -> None:
    assert refused(signed(sub=sub)) in {"the subject is empty", "InvalidSubjectError", "MissingRequiredClaimError"}


UUID = "7d1cf0a4-0d53-4f3e-9a5e-2a6f2f1f7c11"


def test_the_person_is_who_the_claim_of_the_register_names(signed, authenticator: Authenticator) -> None:
    """Keycloak's subject is a UUID of its own; the register's ids were there before it."""
    assert authenticator.actor_of(signed(sub=UUID, person_id="person-deputy")).id == "person-deputy"
    assert authenticator.actor_of(signed(sub=UUID, person_id="person-deputy", name=...)).name == "person-deputy"
    assert authenticator.actor_of(signed(sub=UUID)).id == UUID


@pytest.mark.parametrize("person", ["", None, 5, True, ["person-deputy"], ["person-deputy", "person-admin"], {}])
def test_a_person_that_is_no_name_proves_nobody(person: object, refused, signed) -> None:
    """It does not fall back to the subject: the issuer meant somebody, and nobody knows whom."""
    assert refused(signed(sub=UUID, person_id=person)) == "the claim person_id is not text"


@pytest.mark.parametrize("claim", ["sub", "person_id"])
@pytest.mark.parametrize("taken", ["system", "anonymous"])
def test_no_token_bears_the_name_of_the_system_or_of_the_public(claim: str, taken: str, refused, signed) -> None:
    assert refused(signed(**{claim: taken})) == "the person is nobody's"


OWN_INSTITUTION = "a role of an institution needs the claim institution_id, and no role of LKPP"


@pytest.mark.parametrize("role", sorted(INSTITUTION_ROLES))
@pytest.mark.parametrize("institution", [..., None, "", 5, ["inst-a"]])
def test_a_role_of_an_institution_names_its_institution(role: Role, institution: object, refused, signed) -> None:
    assert refused(signed(roles=[role.value], institution_id=institution)) == OWN_INSTITUTION


@pytest.mark.parametrize("role", sorted(LKPP_ROLES))
def test_nobody_is_both_of_an_institution_and_of_lkpp(role: Role, refused, signed) -> None:
    """Separation of duties: who supervises does not run what is supervised."""
    assert refused(signed(roles=["UNIT_HEAD", role.value], institution_id="inst-a")) == OWN_INSTITUTION


@pytest.mark.parametrize(
    "roles",
    [
        ["DEPUTY", "ADMIN"],
        ["DEPUTY", "REVIEWER"],
        ["ASSESSOR", "DEPUTY"],
        ["AUDITOR", "REVIEWER"],
        ["ADMIN", "AUDITOR"],
        ["AUDITOR", "DEPUTY"],
    ],
)
def test_who_signs_prepares_nothing_and_an_auditor_only_reads(
    roles: list[str], signed, authenticator: Authenticator
) -> None:
    """Separation of duties: house rule."""
    with pytest.raises(DutiesConflict) as found:
        authenticator.actor_of(signed(roles=roles))
    indonesian, english = str(found.value).split(" / ")
    assert "tidak boleh dirangkap satu orang" in indonesian
    assert "an auditor bears no other role" in english


@pytest.mark.parametrize("roles", [..., None, "DEPUTY", {"DEPUTY": 1}, [["DEPUTY"]], ["deputy", "ROOT"], ["SYSTEM"], 5])
def test_roles_that_are_not_named_are_not_given(roles: object, signed, authenticator: Authenticator) -> None:
    """SYSTEM above all: no token makes anyone the system."""
    assert authenticator.actor_of(signed(roles=roles)).roles == {Role.PUBLIC}


# --- what a good token proves ---------------------------------------------------------------------------------------


def test_a_token_of_lkpp_names_person_and_roles_and_no_institution(signed, authenticator: Authenticator) -> None:
    actor = authenticator.actor_of(signed(roles=["REVIEWER", "ASSESSOR"], institution_id="inst-a"))
    assert actor == Actor(
        id="person-deputy",
        name="Ratna (DATA CONTOH)",
        roles=frozenset({Role.REVIEWER, Role.ASSESSOR, Role.PUBLIC}),
        institution_id=None,
    )


def test_the_development_issuer_gives_back_the_actor(issuer: DevelopmentIssuer, authenticator: Authenticator) -> None:
    head = Actor(
        id="person-unit-head",
        name="Budi (DATA CONTOH)",
        roles=frozenset({Role.UNIT_HEAD, Role.PUBLIC}),
        institution_id="inst-a",
        unit_id="unit-a",
    )
    assert authenticator.actor_of(issuer.token(head, audience="pembina", roles_claim="roles")) == head
    short = issuer.token(head, audience="pembina", roles_claim="roles", seconds=-31)
    with pytest.raises(AuthenticationError, match="ExpiredSignatureError"):
        authenticator.actor_of(short)


def test_the_key_of_the_development_issuer_is_kept_and_private(tmp_path: Path) -> None:
    first = public_pem(DevelopmentIssuer(tmp_path / "keys"))
    assert public_pem(DevelopmentIssuer(tmp_path / "keys")) == first
    assert (tmp_path / "keys" / "issuer.pem").stat().st_mode & 0o777 == 0o600
    assert [file.name for file in (tmp_path / "keys").iterdir()] == ["issuer.pem"]


def test_a_key_of_another_kind_is_refused(tmp_path: Path) -> None:
    key = rsa.generate_private_key(public_exponent=65_537, key_size=2_048)
    (tmp_path / "issuer.pem").write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    with pytest.raises(AuthenticationError, match=r"issuer\.pem is not an EC key"):
        DevelopmentIssuer(tmp_path)


# --- the request ----------------------------------------------------------------------------------------------------


def request(*values: str) -> HTTPConnection:
    return HTTPConnection({"type": "http", "headers": [(b"authorization", value.encode()) for value in values]})


def test_without_a_header_one_is_anonymous(authenticator: Authenticator) -> None:
    assert authenticator(request()) is ANONYMOUS


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer ", "Basic cGVtYmluYQ==", "bearer:abc", "Token abc"])
def test_another_header_is_refused_and_not_taken_for_none(header: str, authenticator: Authenticator) -> None:
    with pytest.raises(AuthenticationError, match="not of the form: Bearer <token>"):
        authenticator(request(header))


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER", "Bearer "])
def test_a_bearer_token_is_read_from_the_header(scheme: str, signed, authenticator: Authenticator) -> None:
    """RFC 6750, section 2.1; the scheme's name has no case (RFC 9110, section 11.1)."""
    assert authenticator(request(f"{scheme} {signed()}")).id == "person-deputy"


# --- the keys of an OIDC issuer -------------------------------------------------------------------------------------


class Provider:
    """An OIDC issuer on loopback. *Shape*: `pages` maps a path to (status, headers, JSON value or raw bytes)."""

    def __init__(self, address: str) -> None:
        self.issuer = address
        self.asked: list[str] = []
        self.pages: dict[str, tuple[int, dict[str, str], Any]] = {}
        self.key = rsa.generate_private_key(public_exponent=65_537, key_size=2_048)
        self.publish("one")

    def publish(self, kid: str) -> None:
        jwk = jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key(), as_dict=True) | {"kid": kid, "alg": "RS256"}
        self.answer("/.well-known/openid-configuration", {"issuer": self.issuer, "jwks_uri": f"{self.issuer}/keys"})
        self.answer("/keys", {"keys": [jwk]})

    def answer(self, path: str, value: Any, *, status: int = 200, **headers: str) -> None:
        self.pages[path] = (status, headers, value)

    def token(self, kid: str = "one") -> str:
        return jwt.encode(claims(iss=self.issuer), self.key, algorithm="RS256", headers={"kid": kid})


class Handler(BaseHTTPRequestHandler):
    def __init__(self, *args: Any, provider: Provider) -> None:
        self.provider = provider
        super().__init__(*args)

    def do_GET(self) -> None:
        self.provider.asked.append(self.path)
        status, headers, value = self.provider.pages.get(self.path, (404, {}, {}))
        body = value if isinstance(value, bytes) else json.dumps(value).encode()
        self.send_response(status)
        for name, content in headers.items():
            self.send_header(name, content)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args: Any) -> None:
        """Says nothing."""


@contextmanager
def serving(provider_of) -> Iterator[Provider]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), lambda *args: functools.partial(Handler, provider=provider)(*args))
    provider = provider_of(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def provider() -> Iterator[Provider]:
    with serving(Provider) as found:
        yield found


def by(provider: Provider) -> Authenticator:
    return Authenticator(
        issuer=provider.issuer, audience="pembina", keys=OidcKeys(provider.issuer), roles_claim="roles"
    )


def test_keys_are_found_by_discovery_and_kept(provider: Provider) -> None:
    authenticator = by(provider)
    for _ in range(3):
        assert authenticator.actor_of(provider.token()).roles == {Role.DEPUTY, Role.PUBLIC}
    assert provider.asked == ["/.well-known/openid-configuration", "/keys"]


def test_an_issuer_that_ends_with_a_slash_is_compared_as_it_is(provider: Provider) -> None:
    """OpenID Connect Discovery 1.0, sections 4.1 and 4.3."""
    provider.issuer += "/"
    provider.answer(
        "/.well-known/openid-configuration", {"issuer": provider.issuer, "jwks_uri": provider.issuer + "keys"}
    )
    assert by(provider).actor_of(provider.token()).id == "person-deputy"


def test_an_unknown_key_id_does_not_ask_again_at_once(provider: Provider) -> None:
    authenticator = by(provider)
    authenticator.actor_of(provider.token())
    for _ in range(3):
        with pytest.raises(AuthenticationError, match="the key is unknown"):
            authenticator.actor_of(provider.token("two"))
    assert len(provider.asked) == 2


def test_a_new_key_of_the_issuer_is_found_after_a_while(provider: Provider, monkeypatch: pytest.MonkeyPatch) -> None:
    authenticator = by(provider)
    authenticator.actor_of(provider.token())
    provider.publish("two")
    later = time.monotonic() + 11
    monkeypatch.setattr(time, "monotonic", lambda: later)
    assert authenticator.actor_of(provider.token("two")).id == "person-deputy"
    with pytest.raises(AuthenticationError, match="the key is unknown"):
        authenticator.actor_of(provider.token("one"))


@pytest.mark.parametrize("path", ["/.well-known/openid-configuration", "/keys"])
@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_is_not_followed(path: str, status: int, provider: Provider) -> None:
    """Where the issuer points is not where its keys are: each address is asked itself."""
    provider.answer("/elsewhere", provider.pages[path][2])
    provider.answer(path, {}, status=status, Location=f"{provider.issuer}/elsewhere")
    with pytest.raises(AuthenticationError, match="the issuer's keys cannot be read: HTTPStatusError"):
        by(provider).actor_of(provider.token())
    assert "/elsewhere" not in provider.asked


@pytest.mark.parametrize(
    "configuration",
    [
        b"",
        b"<html>",
        [],
        "text",
        {},
        {"issuer": "https://lain.invalid", "jwks_uri": "http://127.0.0.1:9/keys"},
        {"jwks_uri": "http://127.0.0.1:9/keys"},
    ],
)
def test_a_configuration_that_is_not_the_issuers_gives_no_key(configuration: object, provider: Provider) -> None:
    provider.answer("/.well-known/openid-configuration", configuration)
    with pytest.raises(AuthenticationError, match="issuer"):
        by(provider).actor_of(provider.token())
    assert provider.asked == ["/.well-known/openid-configuration"]


@pytest.mark.parametrize("address", [None, 5, "", "keys", "http://[::1", "file:///etc/passwd", "http://\x00"])
def test_an_address_of_keys_that_is_none_gives_no_key(address: object, provider: Provider) -> None:
    provider.answer("/.well-known/openid-configuration", {"issuer": provider.issuer, "jwks_uri": address})
    with pytest.raises(AuthenticationError, match="the issuer's keys cannot be read"):
        by(provider).actor_of(provider.token())


@pytest.mark.parametrize("address", ["http://sso.contoh.id/keys", "HTTP://127.0.0.1/keys", "//sso.contoh.id/keys", ""])
def test_an_issuer_over_https_publishes_its_keys_so_too(address: str) -> None:
    with pytest.raises(AuthenticationError, match="not published over https"):
        keys_address({"jwks_uri": address}, "https://sso.contoh.id/")
    allowed = "https://keys.contoh.id/keys"
    assert keys_address({"jwks_uri": allowed}, "https://sso.contoh.id/") == allowed


@pytest.mark.parametrize("keys", [b"", [], {}, {"keys": []}, {"keys": "x"}, {"keys": [{"kty": "oct", "k": "AA"}]}])
def test_keys_that_are_none_give_no_key(keys: object, provider: Provider) -> None:
    provider.answer("/keys", keys)
    with pytest.raises(AuthenticationError):
        by(provider).actor_of(provider.token())


def test_a_symmetric_key_that_the_issuer_publishes_is_not_used(provider: Provider) -> None:
    secret = encoded(b"rahasia-yang-diterbitkan-semua-orang")
    provider.answer("/keys", {"keys": [{"kty": "oct", "k": secret, "kid": "one", "alg": "HS256"}]})
    token = jwt.encode(
        claims(iss=provider.issuer), "rahasia-yang-diterbitkan-semua-orang", algorithm="HS256", headers={"kid": "one"}
    )
    with pytest.raises(AuthenticationError, match="the algorithm is not allowed"):
        by(provider).actor_of(token)


def test_an_issuer_that_does_not_answer_proves_nobody() -> None:
    with serving(Provider) as gone:
        token = gone.token()
    with pytest.raises(AuthenticationError, match="the issuer's keys cannot be read: ConnectError"):
        by(gone).actor_of(token)
