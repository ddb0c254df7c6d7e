"""Keys in PKCS#11 tokens (HSM, smart card): opened by a PIN for one signature and closed again; the key never leaves."""

# mypy: disable-error-code="import-untyped,no-untyped-call"

import fcntl
import hashlib
import os
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, asynccontextmanager, contextmanager, nullcontext, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pkcs11
from asn1crypto.algos import DigestInfo
from asn1crypto.core import Null
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from cryptography.x509 import Certificate
from pkcs11.constants import Attribute, ObjectClass, TokenFlag
from pkcs11.exceptions import (
    AttributeSensitive,
    AttributeTypeInvalid,
    PinExpired,
    PinIncorrect,
    PinInvalid,
    PinLenRange,
    PinLocked,
    PKCS11Error,
    UserPinNotInitialized,
)
from pkcs11.mechanisms import Mechanism
from pkcs11.util.ec import encode_ecdsa_signature
from pyhanko.sign.signers.pdf_cms import Signer as KeyHolder

from signing.keys import RawKey
from signing.port import KeyLocked, KeyMissing, ServiceUnavailable, SigningError, WrongPassphrase
from signing.raw_signatures import (
    as_asn1,
    read_certificates,
    require_pair,
    require_sha256,
    store_of,
    strong_public_key,
)

_PATIENCE_SECONDS = 5.0
"""How long a process waits for its turn; a login to SoftHSM2 takes milliseconds."""
_PAUSE_SECONDS = 0.002
_WRONG_PIN = (PinIncorrect, PinInvalid, PinLenRange)


@dataclass(frozen=True, kw_only=True)
class TokenKey(RawKey):
    """A key in a token, by the labels of both.

    *Shape*: `module` is the vendor's library. `certificate` is a file; without it the certificate lies in the token under
    the key's id. `chain` are files of the CAs above it. With `pin_file` the PIN is read there (the agency's seal);
    without it the signer gives it for this one signature.
    """

    module: Path
    token: str
    key: str
    certificate: Path | None = None
    chain: tuple[Path, ...] = ()
    pin_file: Path | None = None

    @asynccontextmanager
    async def opened(self, passphrase: str | None) -> AsyncIterator[KeyHolder]:
        """See `RawKey.opened`. The session is logged in for the block only, and logged out whatever happens."""
        pin = self._pin(passphrase)
        with _as_signing_errors(), _turn(self.module):
            found = _token(self.module, self.token)
            _require_unlocked(found)
            session = _logged_in(self.module, found, pin)
        try:
            with _as_signing_errors():
                holder = self._holder(session, pin)
            yield holder
        finally:
            with _as_signing_errors():
                session.close()

    def _pin(self, passphrase: str | None) -> str:
        if self.pin_file is not None:
            try:
                passphrase = self.pin_file.read_text().strip()
            except OSError as error:
                raise KeyMissing("the file with the PIN of the seal cannot be read") from error
        if not passphrase:
            raise WrongPassphrase("the token needs its PIN")
        try:
            passphrase.encode()
        except UnicodeEncodeError as error:
            raise WrongPassphrase("the PIN does not open the token") from error
        return passphrase

    def _holder(self, session: Any, pin: str) -> "TokenKeyHolder":
        key = _private_key(session, self.key)
        _require_kept_in_token(key)
        files = read_certificates([self.certificate] if self.certificate else [])
        signers = files[0] if files else _certificate_in(session, key)
        return TokenKeyHolder(
            key, signers, chain=[*files[1:], *read_certificates(self.chain)], pin=pin, module=self.module
        )


class TokenKeyHolder(KeyHolder):
    """Signs with a key object of an open session."""

    def __init__(self, key: Any, certificate: Certificate, *, chain: list[Certificate], pin: str, module: Path) -> None:
        super().__init__(signing_cert=as_asn1(certificate), cert_registry=store_of(chain))
        self._key = key
        self._module = module
        self._certificate = certificate
        self._is_elliptic = isinstance(strong_public_key(certificate), EllipticCurvePublicKey)
        self._mechanism = _mechanism(key, elliptic=self._is_elliptic)
        # A key may ask for the PIN again at each signature: PKCS#11 v2.40, 4.9 (CKA_ALWAYS_AUTHENTICATE).
        self._again = {"pin": pin} if _attribute(key, Attribute.ALWAYS_AUTHENTICATE) else {}

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        """The raw signature: ECDSA in DER, or RSA by PKCS#1 v1.5, checked against the certificate before it is used."""
        require_sha256(digest_algorithm)
        with _as_signing_errors(), _turn(self._module) if self._again else nullcontext():
            signature = self._key.sign(_prepared(data, self._mechanism), mechanism=self._mechanism, **self._again)
        if self._is_elliptic:
            signature = encode_ecdsa_signature(signature)
        require_pair(self._certificate, data=data, signature=signature)
        return bytes(signature)


_MECHANISMS = {
    True: (Mechanism.ECDSA, Mechanism.ECDSA_SHA256),
    False: (Mechanism.SHA256_RSA_PKCS, Mechanism.RSA_PKCS),
}
"""What a token must be able to do, the preferred first. *Source*: PKCS#11 v2.40 mechanisms, 2.1 (RSA) and 2.3 (ECDSA)."""


def _mechanism(key: Any, *, elliptic: bool) -> Mechanism:
    offered = key.session.token.slot.get_mechanisms()
    for mechanism in _MECHANISMS[elliptic]:
        if mechanism in offered:
            return mechanism
    raise KeyMissing("the token cannot make signatures with SHA-256 by this kind of key")


def _prepared(data: bytes, mechanism: Mechanism) -> bytes:
    """What the mechanism is given: the data, its digest, or its digest with the name of the algorithm (RFC 8017, 9.2)."""
    digest = hashlib.sha256(data).digest()
    match mechanism:
        case Mechanism.ECDSA:
            return digest
        case Mechanism.RSA_PKCS:
            named = {"algorithm": "sha256", "parameters": Null()}
            return bytes(DigestInfo({"digest_algorithm": named, "digest": digest}).dump())
        case _:
            return data


@contextmanager
def _turn(module: Path) -> Iterator[None]:
    """One process at a time looks for its token and logs in, as far as processes see the same module file.

    SoftHSM2 writes a token's file anew at each login; who reads it in that instant finds no token, or one without PIN. A
    token that answers many at once needs no turns: who does not get his in `_PATIENCE_SECONDS` goes on without.
    """
    with ExitStack() as held:
        with suppress(OSError):
            descriptor = os.open(module, os.O_RDONLY | os.O_CLOEXEC)
            held.callback(os.close, descriptor)
            _lock(descriptor, until=time.monotonic() + _PATIENCE_SECONDS)
        yield


def _lock(descriptor: int, *, until: float) -> None:
    while time.monotonic() < until:
        try:
            return fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(_PAUSE_SECONDS)
    return None


def _token(module: Path, label: str) -> Any:
    """The token of that label. A module lists tokens when it starts; one that came later needs it to start again."""
    library = pkcs11.lib(str(module))
    for attempt in range(2):
        found = list(library.get_tokens(token_label=label))
        if found or attempt:
            break
        library.reinitialize()
    if len(found) != 1:
        raise KeyMissing("several tokens have this label" if found else "there is no token of this label")
    return found[0]


def _require_unlocked(token: Any) -> None:
    if token.flags & TokenFlag.USER_PIN_LOCKED:
        raise KeyLocked("the token's PIN is locked")


def _logged_in(module: Path, token: Any, pin: str) -> Any:
    """A session with the user logged in. What a failed login leaves open is closed by starting the module again."""
    try:
        return token.open(user_pin=pin)
    except PKCS11Error:
        pkcs11.lib(str(module)).reinitialize()
        raise


def _private_key(session: Any, label: str) -> Any:
    """The whole search is read to its end: one that is left half done would reach the token after the session is closed."""
    found = list(session.get_objects({Attribute.CLASS: ObjectClass.PRIVATE_KEY, Attribute.LABEL: label}))
    if len(found) != 1:
        raise KeyMissing("several keys have this label" if found else "there is no key of this label in the token")
    return found[0]


def _require_kept_in_token(key: Any) -> None:
    """A key that can be read out is no better than a file. *Source*: PKCS#11 v2.40, 4.9 (sensitive, extractable)."""
    if _attribute(key, Attribute.SENSITIVE) is False or _attribute(key, Attribute.EXTRACTABLE) is True:
        raise KeyMissing("the key can be taken out of its token, and is not used")


def _certificate_in(session: Any, key: Any) -> Certificate:
    wanted = {Attribute.CLASS: ObjectClass.CERTIFICATE, Attribute.ID: _attribute(key, Attribute.ID) or b""}
    found = list(session.get_objects(wanted))
    if len(found) != 1:
        raise KeyMissing("the token holds no certificate, or several, under the id of the key")
    try:
        return x509.load_der_x509_certificate(found[0][Attribute.VALUE])
    except ValueError as error:
        raise KeyMissing("the certificate in the token cannot be read") from error


def _attribute(key: Any, attribute: Attribute) -> Any:
    """An attribute, `None` where the token does not tell it."""
    try:
        return key[attribute]
    except (AttributeSensitive, AttributeTypeInvalid):
        return None


@contextmanager
def _as_signing_errors() -> Iterator[None]:
    """The token's errors as ours, by what the signer or the operator can do about them."""
    try:
        yield
    except SigningError:
        raise
    except _WRONG_PIN as error:
        raise WrongPassphrase("the PIN does not open the token") from error
    except PinLocked as error:
        raise KeyLocked("the token's PIN is locked") from error
    except (PinExpired, UserPinNotInitialized) as error:
        raise KeyMissing("the token's PIN has expired or was never set") from error
    except (PKCS11Error, RuntimeError) as error:
        raise ServiceUnavailable(f"the token or its module does not work: {type(error).__name__}") from error
