"""What a production installation reaches over HTTP, on loopback: an OpenID issuer, a time-stamping authority, CRLs."""

import asyncio
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid4, uuid5

import jwt
from asn1crypto import tsp
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec

from domain.roles import Role
from signing.development_pki import DevelopmentPki
from signing.responder import Responder

_EVERYONES = ["default-roles-pembina", "offline_access", "uma_authorization"]
"""The roles that Keycloak gives whoever is in the realm."""

Answer = Callable[[bytes, str], tuple[int, str, bytes]]
"""From the body and the path: status, content type, body."""


class WallClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


@contextmanager
def answering(answer: Answer) -> Iterator[str]:
    """A server on loopback while the block runs."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            length = int(self.headers.get("content-length") or 0)
            status, kind, body = answer(self.rfile.read(length), self.path)
            self.send_response(status)
            self.send_header("content-type", kind)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_POST(self) -> None:
            self.do_GET()

        def log_message(self, *arguments: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


@dataclass
class Authorities:
    """The CA, the TSA and the issuer of one installation. *Shape*: `tsa_answers` False lets the TSA be away, and
    `ocsp_answer` None the responder, of which `asked` counts the questions.
    """

    folder: Path
    address: str = ""
    tsa_answers: bool = True
    stamped: int = 0
    ocsp_answer: Callable[[bytes], bytes] | None = None
    asked: int = 0
    _key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    def open(self, address: str) -> None:
        """Known from now on by this address, which stands in every certificate."""
        self.address = address
        self.pki = DevelopmentPki.open(self.folder / "ca", WallClock(), public_url=address)
        self._stamper = self.pki.timestamper()
        self._guard = threading.Lock()
        self.ocsp_answer = Responder(self.pki, WallClock()).answer

    @property
    def issuing(self) -> x509.Certificate:
        """The certificate of the issuing CA."""
        return self.pki._generations.certificate("issuing")

    def answer(self, body: bytes, path: str) -> tuple[int, str, bytes]:
        """Any request."""
        match path:
            case "/tsa":
                return self._stamp(body)
            case "/crl/root.crl" | "/crl/issuing.crl":
                return 200, "application/pkix-crl", self.pki.current_crls()[path.rpartition("/")[2]]
            case "/ocsp" if self.ocsp_answer is not None:
                self.asked += 1
                return 200, "application/ocsp-response", self.ocsp_answer(body)
            case "/.well-known/openid-configuration":
                return self._json({"issuer": self.address, "jwks_uri": f"{self.address}/jwks"})
            case "/jwks":
                key = json.loads(jwt.algorithms.ECAlgorithm.to_jwk(self._key.public_key()))
                return self._json({"keys": [key | {"kid": "satu", "use": "sig", "alg": "ES256"}]})
            case _:
                return 404, "text/plain", b""

    def token(self, person: str, name: str, role: Role, institution: str | None = None) -> str:
        """An access token of the shape that Keycloak gives it, with the default scopes and the mappers of our realm."""
        now, session = int(time.time()), str(uuid4())
        claims: dict[str, Any] = {
            "exp": now + 3600,
            "iat": now,
            "auth_time": now,
            "jti": f"onrtac:{uuid4()}",
            "iss": self.address,
            "aud": ["pembina", "account"],
            "sub": str(uuid5(NAMESPACE_URL, f"{self.address}/{person}")),
            "typ": "Bearer",
            "azp": "pembina",
            "sid": session,
            "acr": "1",
            "allowed-origins": ["https://pembina.example"],
            "realm_access": {"roles": [*_EVERYONES, role.value]},
            "resource_access": {"account": {"roles": ["manage-account", "manage-account-links", "view-profile"]}},
            "scope": "openid profile email",
            "email_verified": True,
            "name": name,
            "preferred_username": person,
            "given_name": name,
            "person_id": person,
            "roles": [*_EVERYONES, role.value],
        }
        if institution is not None:
            claims["institution_id"] = institution
        return jwt.encode(claims, self._key, algorithm="ES256", headers={"kid": "satu"})

    def _stamp(self, body: bytes) -> tuple[int, str, bytes]:
        if not self.tsa_answers:
            return 503, "text/plain", b"sibuk"
        with self._guard:
            self.stamped += 1
            response = asyncio.run(self._stamper.async_request_tsa_response(tsp.TimeStampReq.load(body)))
        return 200, "application/timestamp-reply", response.dump()

    @staticmethod
    def _json(value: object) -> tuple[int, str, bytes]:
        return 200, "application/json", json.dumps(value).encode()


@contextmanager
def authorities(folder: Path) -> Iterator[Authorities]:
    """All of them behind one address."""
    found = Authorities(folder)
    with answering(found.answer) as address:
        found.open(address)
        yield found
