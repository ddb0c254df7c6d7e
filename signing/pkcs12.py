"""Keys in PKCS#12 files: a personal key is opened for one act and forgotten, the agency's seal once per process."""

# mypy: disable-error-code="import-untyped,no-untyped-call"

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Protocol

from asn1crypto import pkcs12 as asn1_pkcs12
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization.pkcs12 import load_pkcs12
from cryptography.x509 import Certificate
from pyhanko.sign.signers.pdf_cms import Signer as KeyHolder

from signing.keys import Key, RawKey, SigningRequest
from signing.port import KeyMissing, RecipeName, SigningIntent, WrongPassphrase
from signing.profile import RECIPES
from signing.raw_signatures import as_asn1, require_sha256, store_of, strong_public_key
from signing.sessions import OPENED

PrivateKey = EllipticCurvePrivateKey | RSAPrivateKey


@dataclass(frozen=True)
class SealKey(RawKey):
    """The agency's seal: a PKCS#12 file, and the file that holds its passphrase, both readable by the worker only."""

    path: Path
    passphrase_file: Path

    @asynccontextmanager
    async def opened(self, passphrase: str | None) -> AsyncIterator[KeyHolder]:
        """See `RawKey.opened`; no person gives a passphrase for it."""
        yield load_seal(self)


class KeyRing(Protocol):
    """Tells where the keys lie."""

    @property
    def seal_key(self) -> SealKey:
        """The agency's seal."""
        ...

    def person_key_path(self, subject_id: str) -> Path:
        """The PKCS#12 file of a person, whether it exists or not."""
        ...


@dataclass(frozen=True)
class PersonKey(RawKey):
    """A person's PKCS#12 file, opened by his passphrase for one act and forgotten."""

    path: Path

    @property
    def is_missing(self) -> bool:
        """Whether there is no such file."""
        return not self.path.is_file()

    @asynccontextmanager
    async def opened(self, passphrase: str | None) -> AsyncIterator[KeyHolder]:
        """See `RawKey.opened`."""
        yield self._open(passphrase)

    @asynccontextmanager
    async def opened_for(self, request: SigningRequest) -> AsyncIterator[KeyHolder]:
        """See `RawKey.opened_for`. A session derives the file's key from the passphrase once, not for each paper."""
        given = request.passphrase
        if request.session is None:
            yield self._open(given)
        else:
            yield OPENED.holder(request.session, self, given, opened=lambda: self._open(given))

    def _open(self, passphrase: str | None) -> KeyHolder:
        try:
            pkcs12 = self.path.read_bytes()
        except OSError as error:
            raise KeyMissing("there is no key file for this signer") from error
        return open_key(pkcs12, passphrase=passphrase)


class Pkcs12Keys:
    """A `KeyDirectory` of PKCS#12 files alone."""

    def __init__(self, keys: KeyRing) -> None:
        self._keys = keys

    def key_of(self, intent: SigningIntent) -> Key:
        """See `signing.router.KeyDirectory.key_of`."""
        if RECIPES[intent.recipe].sealed_by_agency:
            return self._keys.seal_key
        return self.key_of_person(intent.signer_id)

    def key_of_person(self, signer_id: str) -> Key:
        """See `signing.router.KeyDirectory.key_of_person`."""
        return PersonKey(self._keys.person_key_path(signer_id))

    def makes_own_field(self, recipe: RecipeName) -> bool:
        """Never: a raw key signs the field that the paper bears."""
        return False

    def lacks_key(self, signer_id: str) -> bool:
        """Whether there is no file for this person."""
        return PersonKey(self._keys.person_key_path(signer_id)).is_missing

    def takes_one_time_secret(self, signer_id: str) -> bool:
        """Never: a passphrase opens the file each time."""
        return False


def load_seal(seal: SealKey) -> KeyHolder:
    """The agency's seal, opened once per process and version of its file. *Raises*: `KeyMissing`, `WrongPassphrase`."""
    try:
        return _load_seal(seal, seal.path.stat().st_mtime_ns)
    except OSError as error:
        raise KeyMissing("the agency's seal key or its passphrase file is missing") from error


@lru_cache(maxsize=2)
def _load_seal(seal: SealKey, version: int) -> KeyHolder:
    return open_key(seal.path.read_bytes(), passphrase=seal.passphrase_file.read_text().strip())


def open_key(pkcs12: bytes, *, passphrase: str | None) -> KeyHolder:
    """A pyHanko signer whose key is parsed once, here.

    *Raises*: `KeyMissing` where the bytes are no PKCS#12 with a P-256 or RSA key (2048 bits or more) and its certificate;
    `WrongPassphrase`.
    """
    try:
        _ = asn1_pkcs12.Pfx.load(pkcs12, strict=True)["auth_safe"]["content_type"].native
    except Exception as error:
        raise KeyMissing("the key file is damaged: it is no PKCS#12") from error
    if passphrase is None:
        raise WrongPassphrase("the key needs its passphrase")
    if "\x00" in passphrase:  # it would end OpenSSL's text, and panics in its binding, which no handler below catches
        raise WrongPassphrase("the passphrase does not open the key")
    try:
        store = load_pkcs12(pkcs12, passphrase.encode())
    except Exception as error:
        raise WrongPassphrase("the passphrase does not open the key") from error
    if store.cert is None or not isinstance(store.key, EllipticCurvePrivateKey | RSAPrivateKey):
        raise KeyMissing("the key file holds no P-256 or RSA key with its certificate")
    return CachedKeyHolder(
        store.key, store.cert.certificate, chain=[other.certificate for other in store.additional_certs]
    )


class CachedKeyHolder(KeyHolder):
    """Signs with a key object that stays parsed; pyHanko's own parses it again for each signature."""

    def __init__(self, key: PrivateKey, certificate: Certificate, *, chain: list[Certificate]) -> None:
        if key.public_key() != certificate.public_key():
            raise KeyMissing("the certificate in the key file belongs to another key")
        strong_public_key(certificate)
        super().__init__(signing_cert=as_asn1(certificate), cert_registry=store_of(chain))
        self._key = key

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        """The raw signature: ECDSA in DER, or RSA by PKCS#1 v1.5. *Raises*: `SigningFailed` for another digest."""
        require_sha256(digest_algorithm)
        if isinstance(self._key, EllipticCurvePrivateKey):
            return self._key.sign(data, ECDSA(SHA256()))
        return self._key.sign(data, PKCS1v15(), SHA256())
