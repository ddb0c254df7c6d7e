"""COSE_Sign1 with ES256 over deterministic CBOR: signed maps, and their strict reading; what they claim stands elsewhere."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

import cbor2
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

Cbor: TypeAlias = "int | str | bytes | list[Cbor] | Mapping[Cbor, Cbor]"

ALGORITHM, KEY_ID, TYPE = 1, 4, 16
"""Header parameters. *Source*: RFC 9052, section 3.1; RFC 9596 (typ)."""
ES256 = -7
COSE_SIGN1_TAG, CWT_TAG = 18, 61
_HALF = 32
_SIGN1_PARTS = 4


class TokenUnsound(ValueError):
    """A signed token is not what it should be: its form, its algorithm or its signature."""


@dataclass(frozen=True)
class SignedMap:
    """A token whose signature is not checked yet. *Shape*: `covered` are the bytes that were signed (RFC 9052, 4.4)."""

    header: Mapping[Cbor, Cbor]
    claims: Mapping[Cbor, Cbor]
    covered: bytes
    signature: bytes

    @property
    def key_id(self) -> bytes:
        """Which key signed. *Raises*: `TokenUnsound` where the header does not say."""
        named = self.header.get(KEY_ID)
        if not isinstance(named, bytes) or not named:
            raise TokenUnsound("the token names no key")
        return named

    def verify(self, key: ec.EllipticCurvePublicKey) -> None:
        """*Raises*: `TokenUnsound` where this key did not sign exactly this."""
        numbers = (int.from_bytes(self.signature[:_HALF], "big"), int.from_bytes(self.signature[_HALF:], "big"))
        try:
            key.verify(encode_dss_signature(*numbers), self.covered, ec.ECDSA(SHA256()))
        except InvalidSignature as error:
            raise TokenUnsound("the signature does not hold") from error


def deterministic(value: object) -> bytes:
    """The one encoding of a value of integers, text, bytes, lists and maps. *Source*: RFC 8949, section 4.2.1."""
    encoded: bytes = cbor2.dumps(value, canonical=True)
    return encoded


def sign_map(claims: Mapping[Cbor, Cbor], *, key: ec.EllipticCurvePrivateKey, key_id: bytes, typ: str | None) -> bytes:
    """A tagged COSE_Sign1 over `claims`: the same claims and key give the same bytes.

    *Source*: RFC 9052, section 4.2; RFC 6979 (deterministic ECDSA); RFC 8392 (the claims of a CWT).
    """
    header: dict[Cbor, Cbor] = {ALGORITHM: ES256, KEY_ID: key_id}
    if typ is not None:
        header[TYPE] = typ
    protected, payload = deterministic(header), deterministic(claims)
    made = key.sign(_covered(protected, payload), ec.ECDSA(SHA256(), deterministic_signing=True))
    first, second = decode_dss_signature(made)
    signature = first.to_bytes(_HALF, "big") + second.to_bytes(_HALF, "big")
    return deterministic(cbor2.CBORTag(COSE_SIGN1_TAG, [protected, {}, payload, signature]))


def read_map(token: bytes, *, typ: str | None) -> SignedMap:
    """The parts of a token, read strictly: one encoding only, ES256 only, no unprotected header.

    *Raises*: `TokenUnsound` for anything else. *Does not check*: the signature.
    """
    parts = _sign1(_value(token))
    protected, unprotected, payload, signature = parts
    if not (isinstance(protected, bytes) and isinstance(payload, bytes) and isinstance(signature, bytes)):
        raise TokenUnsound("a COSE_Sign1 holds byte strings")
    if unprotected != {} or len(signature) != 2 * _HALF:
        raise TokenUnsound("the token has an unprotected header, or a signature of another length")
    header, claims = _value(protected), _value(payload)
    if not isinstance(header, dict) or not isinstance(claims, dict):
        raise TokenUnsound("header and claims are maps")
    if header.get(ALGORITHM) != ES256 or header.get(TYPE) != typ or not set(header) <= {ALGORITHM, KEY_ID, TYPE}:
        raise TokenUnsound("another algorithm, another type of token, or a header that is not known")
    return SignedMap(header, claims, _covered(protected, payload), signature)


def _sign1(value: object) -> list[Cbor]:
    if isinstance(value, cbor2.CBORTag) and value.tag == CWT_TAG:
        value = value.value
    if not isinstance(value, cbor2.CBORTag) or value.tag != COSE_SIGN1_TAG:
        raise TokenUnsound("this is no COSE_Sign1")
    parts = value.value
    if not isinstance(parts, list) or len(parts) != _SIGN1_PARTS:
        raise TokenUnsound("a COSE_Sign1 has four parts")
    return parts


def _value(encoded: bytes) -> object:
    """One CBOR value in its deterministic encoding. Library errors of any kind mean that it is not one."""
    try:
        value = cbor2.loads(encoded)
        if deterministic(value) == encoded:
            return value
    except Exception as error:
        raise TokenUnsound("this is no CBOR") from error
    raise TokenUnsound("the CBOR is not deterministic, or something follows it")


def _covered(protected: bytes, payload: bytes) -> bytes:
    """The Sig_structure. *Source*: RFC 9052, section 4.4."""
    return deterministic(["Signature1", protected, b"", payload])
