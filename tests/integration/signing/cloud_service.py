"""A remote signing service by CSC API v1.0.4.0 on loopback: strict about what it is asked, with a key of its own.

It takes a request only as the specification writes it, binds each activation to its hashes (SCAL2), lets it be used once
and not after its time, and locks a PIN after five wrong ones.
"""

import base64
import binascii
import hashlib
import secrets
import time
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, EllipticCurvePrivateKey, generate_private_key
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import Certificate
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

SHA256_OID, ECDSA_SHA256_OID = "2.16.840.1.101.3.4.2.1", "1.2.840.10045.4.3.2"
WRONG_PINS = 5


def new_key() -> EllipticCurvePrivateKey:
    return generate_private_key(SECP256R1())


class Refused(Exception):
    """*Shape*: HTTP status, code and description as the specification has them (10.1)."""

    def __init__(self, status: int, code: str, description: str) -> None:
        super().__init__(description)
        self.answer = JSONResponse({"error": code, "error_description": description}, status_code=status)


@dataclass
class CloudService:
    """One credential. *Shape*: what a test changes makes the service answer otherwise."""

    key: EllipticCurvePrivateKey
    certificates: list[Certificate]
    credential: str = "kredensial-1"
    token: str = "token-pemasangan"
    pin: str = "PIN-awan-4711"
    secret: str = "PIN"
    key_status: str = "enabled"
    certificate_status: str = "valid"
    lifetime: float = 60.0
    wrong: int = 0
    asked: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    answers: dict[str, Response] = field(default_factory=dict)
    delay: float = 0.0
    _activations: dict[str, tuple[tuple[str, ...], float]] = field(default_factory=dict)

    def application(self) -> Starlette:
        names = {
            "credentials/info": self._info,
            "credentials/authorize": self._authorize,
            "signatures/signHash": self._sign,
        }
        return Starlette(routes=[self._route(name, answer) for name, answer in names.items()])

    def _route(self, name: str, answer: Any) -> Route:
        async def serve(request: Request) -> Response:
            try:
                if request.headers.get("authorization") != f"Bearer {self.token}":
                    raise Refused(401, "invalid_token", "The access token is invalid")
                if request.headers.get("content-type") != "application/json":
                    raise Refused(400, "invalid_request", "The body is JSON")
                body = await request.json()
                self.asked.append((name, body))
                if name in self.answers:
                    return self.answers[name]
                if body.get("credentialID") != self.credential:
                    raise Refused(400, "invalid_request", "Invalid parameter credentialID")
                found = answer(body)
            except Refused as refused:
                return refused.answer
            return JSONResponse(found)

        return Route(f"/csc/v1/{name}", serve, methods=["POST"])

    def _info(self, body: dict[str, Any]) -> dict[str, Any]:
        _require_keys(body, {"credentialID", "certificates", "certInfo"})
        if body["certificates"] not in {"none", "single", "chain"}:
            raise Refused(400, "invalid_request", "Invalid parameter certificates")
        ders = [base64.b64encode(each.public_bytes(Encoding.DER)).decode() for each in self.certificates]
        return {
            "key": {"status": self.key_status, "algo": [ECDSA_SHA256_OID], "len": 256, "curve": "1.2.840.10045.3.1.7"},
            "cert": {"status": self.certificate_status, "certificates": ders},
            "authMode": "explicit",
            "SCAL": "2",
            "multisign": 1,
        }

    def _authorize(self, body: dict[str, Any]) -> dict[str, Any]:
        _require_keys(body, {"credentialID", "numSignatures", "hash", self.secret})
        hashes = _hashes(body["hash"])
        if body["numSignatures"] != len(hashes):
            raise Refused(400, "invalid_request", "Invalid parameter numSignatures")
        if self.wrong >= WRONG_PINS:
            raise Refused(400, "invalid_request", "PIN locked")
        if body[self.secret] != self.pin:
            self.wrong += 1
            raise Refused(400, f"invalid_{self.secret.lower()}", f"The {self.secret} is invalid")
        self.wrong = 0
        activation = secrets.token_urlsafe(24)
        self._activations[activation] = (hashes, time.monotonic() + self.lifetime)
        return {"SAD": activation, "expiresIn": int(self.lifetime)}

    def _sign(self, body: dict[str, Any]) -> dict[str, Any]:
        _require_keys(body, {"credentialID", "SAD", "hash", "hashAlgo", "signAlgo"})
        hashes = _hashes(body["hash"])
        allowed, until = self._activations.pop(str(body["SAD"]), ((), 0.0))
        if allowed != hashes or time.monotonic() > until:
            raise Refused(400, "invalid_request", "Invalid parameter SAD")
        if (body["hashAlgo"], body["signAlgo"]) != (SHA256_OID, ECDSA_SHA256_OID):
            raise Refused(400, "invalid_request", "Invalid parameter signAlgo")
        time.sleep(self.delay)
        prehashed = ECDSA(Prehashed(SHA256()))
        return {
            "signatures": [base64.b64encode(self.key.sign(base64.b64decode(h), prehashed)).decode() for h in hashes]
        }


def _require_keys(body: dict[str, Any], keys: set[str]) -> None:
    if body.keys() != keys:
        raise Refused(400, "invalid_request", f"Missing or unknown parameters: {sorted(body.keys() ^ keys)}")


def _hashes(value: Any) -> tuple[str, ...]:
    try:
        if not isinstance(value, list) or not value:
            raise ValueError
        if any(len(base64.b64decode(each, validate=True)) != hashlib.sha256().digest_size for each in value):
            raise ValueError
    except (ValueError, TypeError, binascii.Error) as error:
        raise Refused(400, "invalid_request", "Invalid parameter hash") from error
    return tuple(value)
