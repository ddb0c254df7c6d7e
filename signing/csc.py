"""Keys at a remote signing service of the Cloud Signature Consortium; pyHanko speaks to it, this says to whom and with what.

A person's PIN or one-time password authorises one signature, bound to its very hash (SCAL2), and is kept nowhere. The
service is this installation's by an OAuth 2.0 bearer token in a file.

*Source*: CSC API v1.0.4.0, 11.4 (credentials/info), 11.6 (credentials/authorize), 11.9 (signatures/signHash).
"""

# mypy: disable-error-code="no-untyped-call"

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

import aiohttp
from cryptography import x509
from pyhanko.sign.general import SigningError as PyHankoSigningError
from pyhanko.sign.signers.csc_signer import (
    CSCAuthorizationInfo,
    CSCAuthorizationManager,
    CSCCredentialInfo,
    CSCServiceSessionInfo,
    CSCSigner,
    fetch_certs_in_csc_credential,
)
from pyhanko.sign.signers.pdf_cms import Signer as KeyHolder

from signing.keys import RawKey
from signing.port import (
    KeyLocked,
    KeyMissing,
    KeyNotValid,
    ServiceUnavailable,
    SigningError,
    SigningFailed,
    WrongPassphrase,
)
from signing.raw_signatures import require_pair, require_sha256, strong_public_key

_LONGEST_ERROR = 200


class Secret(StrEnum):
    """What the service calls the secret by which a person authorises a signature. *Source*: CSC API, 11.6."""

    PIN = "PIN"
    OTP = "OTP"


@dataclass(frozen=True, kw_only=True)
class CloudKey(RawKey):
    """A credential at a service.

    *Shape*: `url` is what stands before `/csc/v1`; `token_file` holds the bearer token of this installation. With
    `secret_file` the secret is read there (the agency's seal); without it the signer gives it for this one signature.
    """

    url: str
    credential: str
    token_file: Path
    secret: Secret = Secret.PIN
    secret_file: Path | None = None
    timeout_seconds: int = 20

    @property
    def secret_serves_once(self) -> bool:
        """Whether the service asks for a one-time password."""
        return self.secret is Secret.OTP

    @asynccontextmanager
    async def opened(self, passphrase: str | None) -> AsyncIterator[KeyHolder]:
        """See `RawKey.opened`."""
        secret = self._secret(passphrase)
        service = CSCServiceSessionInfo(self.url, self.credential, oauth_token=_read(self.token_file))
        timeout = aiohttp.ClientTimeout(total=self.timeout_seconds)
        async with aiohttp.ClientSession(timeout=timeout) as session:
            with _as_service_errors():
                credential = await fetch_certs_in_csc_credential(session, service, timeout=self.timeout_seconds)
            _require_usable(credential)
            authorization = _Authorization(service, credential, session, {self.secret.value: secret})
            yield _CloudKeyHolder(session, authorization, sign_timeout=self.timeout_seconds)

    def _secret(self, passphrase: str | None) -> str:
        found = _read(self.secret_file) if self.secret_file is not None else passphrase
        if not found:
            raise WrongPassphrase("the service needs its PIN or one-time password")
        return found


class _Authorization(CSCAuthorizationManager):
    """Asks for the activation of one signature over the hashes that are about to be signed."""

    def __init__(
        self,
        service: CSCServiceSessionInfo,
        credential: CSCCredentialInfo,
        session: aiohttp.ClientSession,
        secret: dict[str, str],
    ) -> None:
        super().__init__(service, credential)
        self._session = session
        self._secret = secret

    async def authorize_signature(self, hash_b64s: list[str]) -> CSCAuthorizationInfo:
        """See `CSCAuthorizationManager`. The hashes are always named, also where the service does not ask for it."""
        body = {**self.format_csc_auth_request(hash_b64s=hash_b64s), **self._secret}
        url = self.csc_session_info.endpoint_url("credentials/authorize")
        with _as_service_errors():
            async with self._session.post(url, headers=self.auth_headers, json=body) as answer:
                found = await answer.json()
                if answer.status == 400 and isinstance(found, dict):
                    raise _refusal(found)
                answer.raise_for_status()
            authorized: CSCAuthorizationInfo = self.parse_csc_auth_response(found)
        return authorized


class _CloudKeyHolder(CSCSigner):
    """pyHanko's signer, whose errors say whether the service is away, and whose answer is checked before it is used."""

    async def commit(self) -> None:
        """See `CSCSigner.commit`."""
        with _as_service_errors():
            await super().commit()

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        """The raw signature, of the certificate that the service names."""
        require_sha256(digest_algorithm)
        signature: bytes = await super().async_sign_raw(data, digest_algorithm, dry_run=dry_run)
        if not dry_run:
            require_pair(_certificate(self.auth_manager.credential_info), data=data, signature=signature)
        return signature


_REFUSED: dict[str, tuple[type[SigningError], str]] = {
    "invalid_pin": (WrongPassphrase, "the PIN does not authorise the signature"),
    "invalid_otp": (WrongPassphrase, "the one-time password does not authorise the signature"),
    "pin_locked": (KeyLocked, "the service takes no more PINs for this key"),
    "otp_locked": (KeyLocked, "the service takes no more one-time passwords for this key"),
}
"""A new error for each refusal: one that is kept would keep the frames that raised it, and the PIN in them.

*Source*: CSC API, 11.6, and the words by which services say that they are locked, which the specification leaves open."""


def _refusal(answer: dict[str, Any]) -> Exception:
    """The error of a refused authorisation, by its code; its description is not repeated: it is the service's own text."""
    code = str(answer.get("error"))
    if "locked" in str(answer.get("error_description", "")).lower():
        code = "pin_locked"
    kind, text = _REFUSED.get(code, (SigningFailed, f"the service refused to authorise: {code[:_LONGEST_ERROR]}"))
    return kind(text)


def _require_usable(credential: CSCCredentialInfo) -> None:
    """*Raises*: `KeyNotValid`, `KeyMissing`, by the service's own word on key and certificate (11.4)."""
    status = credential.response_data.get("key", {}).get("status", "enabled")
    if status != "enabled":
        raise KeyMissing("the service has disabled this key")
    if credential.response_data["cert"].get("status", "valid") != "valid":
        raise KeyNotValid("the service says that the certificate is not valid")
    strong_public_key(_certificate(credential))


def _certificate(credential: CSCCredentialInfo) -> x509.Certificate:
    try:
        return x509.load_der_x509_certificate(credential.signing_cert.dump())
    except ValueError as error:
        raise KeyMissing("the certificate that the service names cannot be read") from error


def _read(path: Path) -> str:
    try:
        return path.read_text().strip()
    except (OSError, UnicodeDecodeError) as error:
        raise KeyMissing(f"{path.name}, which the signing service needs, cannot be read") from error


@contextmanager
def _as_service_errors() -> Iterator[None]:
    """A service that is away, or does not take our token, says nothing against signer or letter: the letter waits."""
    try:
        yield
    except PyHankoSigningError as error:  # before ValueError, of which it is one
        cause = error.__cause__
        if isinstance(cause, aiohttp.ClientResponseError) and cause.status == 400:
            raise SigningFailed("the service refused to sign what it had authorised") from error
        raise ServiceUnavailable(
            f"the signing service does not answer as it should: {_told(cause or error)}"
        ) from error
    except (
        aiohttp.ClientError,
        TimeoutError,
        ValueError,
        TypeError,
        AttributeError,
    ) as error:  # no HTTP, or no such JSON
        raise ServiceUnavailable(f"the signing service does not answer as it should: {_told(error)}") from error


def _told(error: BaseException) -> str:
    status = f" {error.status}" if isinstance(error, aiohttp.ClientResponseError) else ""
    return f"{type(error).__name__}{status}"
