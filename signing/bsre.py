"""Signatures of the national certification authority (BSrE): a PDF goes to its gateway, and a signed PDF comes back.

The gateway (*Esign Client Service*) runs inside the institution's network, knows persons by their NIK, and takes the
passphrase or the one-time password of this act. What comes back is not believed but examined: our bytes must stand in it
unchanged, followed by exactly one new signature, which our own verifier accepts. Then it gets our validation data and
document time stamp; the level that was reached is the one that is recorded. It never certifies. What is said to the gateway
stands in `signing.gateway`; how several letters go there in one call, in `signing.parts`.
"""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
from asn1crypto import x509
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.sign.timestamps import TimeStamper

from signing.certificate_subjects import CertificateSubject
from signing.extension import extended, newest_signer
from signing.gateway import GATEWAYS, Gateway, GatewaySecret, GatewayVersion
from signing.keys import SigningRequest
from signing.port import (
    Certification,
    KeyMissing,
    Letter,
    Level,
    SignedPdf,
    SigningError,
    SigningFailed,
    SigningUnavailable,
    WrongPassphrase,
)
from signing.profile import RECIPES
from signing.raw_signatures import read_certificates
from signing.report import SignatureFinding
from signing.validation import inspect_signatures

USUAL_FILES, MOST_FILES = 20, 50
"""How many letters go to version 2 of the gateway in one call: unless told otherwise, and at the most."""


@dataclass(frozen=True, kw_only=True)
class GatewayKey:
    """A person's key at the gateway.

    *Shape*: `url` without `/api`; `nik` has 16 digits and is shown nowhere; `account_file` holds `user:password` of this
    installation; with `subject` a signature under a certificate that names another is not taken, and with `certificate` none
    by another one; at most `files_at_once` letters go in one call.
    *Units*: `timeout_seconds` for each request.
    """

    url: str
    nik: str = field(repr=False)
    account_file: Path
    version: GatewayVersion = GatewayVersion.V2
    secret: GatewaySecret = GatewaySecret.PASSPHRASE
    subject: CertificateSubject | None = None
    certificate: Path | None = None
    timeout_seconds: float = 60.0
    files_at_once: int = USUAL_FILES

    @property
    def makes_own_field(self) -> bool:
        """Always: the gateway adds the field that it signs."""
        return True

    @property
    def secret_serves_once(self) -> bool:
        """Whether the gateway asks for a one-time password: it is good for one call, with as many files as it was asked for."""
        return self.secret is GatewaySecret.TOTP

    @property
    def is_missing(self) -> bool:
        """Only the gateway knows."""
        return False

    @property
    def letters_at_once(self) -> int:
        """See `signing.parts.PartKey.letters_at_once`."""
        return self.files_at_once if self.version is GatewayVersion.V2 else 1

    async def sign(self, request: SigningRequest, timestamper: TimeStamper) -> SignedPdf:
        """See `signing.keys.Key.sign`."""
        [signed] = await self.handed([Letter(request.pdf, request.intent)], request.passphrase)
        if isinstance(signed, SigningError):
            raise signed
        return await self.accepted(request, signed, timestamper)

    async def handed(self, letters: Sequence[Letter], given: str | None) -> list[bytes | SigningError]:
        """See `signing.parts.PartKey.handed`. A passphrase, which may be used again, is tried on each letter alone where the
        gateway does not take them together: one that it cannot read leaves the others.
        """
        if not given:
            raise WrongPassphrase("the gateway needs the passphrase or one-time password of the signer")
        async with self._gateway() as gateway:
            await gateway.require_may_sign()
            try:
                return _paired(letters, await gateway.signed(letters, given))
            except SigningUnavailable:
                raise
            except SigningFailed:
                if self.secret_serves_once or len(letters) == 1:
                    raise
            return [await _alone(gateway, letter, given) for letter in letters]

    async def accepted(self, request: SigningRequest, signed: bytes, timestamper: TimeStamper) -> SignedPdf:
        """See `signing.parts.PartKey.accepted`. Whose certificate it is, is asked first."""
        signer = newest_signer(signed)
        self._require_expected(signer)
        data = await extended(
            signed,
            trust=request.trust,
            now=request.now,
            timestamper=timestamper,
            archived=RECIPES[request.intent.recipe].level is Level.B_LTA,
        )
        paper = await asyncio.to_thread(_examined, data, request)  # our verifier runs outside an event loop
        if paper.certificate_sha256 != hashlib.sha256(signer).hexdigest():
            raise SigningFailed("the gateway's file does not bear exactly one signature more")
        return paper

    async def send_code(self, letters: int) -> None:
        """See `signing.parts.PartKey.send_code`."""
        async with self._gateway() as gateway:
            await gateway.require_may_sign()
            await gateway.send_code(letters)

    def _require_expected(self, signer: bytes) -> None:
        if self.subject is not None:
            self.subject.require(x509.Certificate.load(signer))
        if self.certificate is None:
            return
        if read_certificates([self.certificate])[0].public_bytes(Encoding.DER) != signer:
            raise SigningFailed("the gateway signed with another certificate than the one that is this signer's")

    @asynccontextmanager
    async def _gateway(self) -> AsyncIterator[Gateway]:
        try:
            user, separator, password = self.account_file.read_text().strip().partition(":")
        except (OSError, UnicodeDecodeError) as error:
            raise KeyMissing("the file with the account at the gateway cannot be read") from error
        if not separator:
            raise KeyMissing("the file with the account at the gateway is not user:password")
        async with httpx.AsyncClient(base_url=self.url, auth=(user, password), timeout=self.timeout_seconds) as client:
            yield GATEWAYS[self.version](client, nik=self.nik, secret=self.secret)


async def _alone(gateway: Gateway, letter: Letter, given: str) -> bytes | SigningError:
    try:
        return _paired([letter], await gateway.signed([letter], given))[0]
    except SigningError as error:
        return error


def _paired(letters: Sequence[Letter], files: Sequence[bytes]) -> list[bytes | SigningError]:
    """For each letter the file that goes on from its bytes: no client shows in which order the files come back."""
    found: list[bytes | SigningError] = []
    for letter in letters:
        file = next((file for file in files if file.startswith(letter.pdf)), None)
        found.append(file or SigningFailed("the gateway did not leave the letter as it was sent"))
    return found


def _examined(data: bytes, request: SigningRequest) -> SignedPdf:
    """What was reached, by our own verifier. *Raises*: `SigningFailed` where it is not one new signature that holds."""
    before = inspect_signatures(request.pdf, request.trust, request.now)
    found = inspect_signatures(data, request.trust, request.now)
    earlier = [signature.certificate_sha256 for signature in before.signatures]
    if found.problem is not None or [s.certificate_sha256 for s in found.signatures[:-1]] != earlier:
        raise SigningFailed("the gateway's file does not bear exactly one signature more")
    made: SignatureFinding = found.signatures[-1]
    if not made.holds or made.level is None:
        reasons = ", ".join(reason.code for reason in made.messages)
        raise SigningFailed(f"the gateway's signature does not hold: {reasons}")
    if made.certification is not Certification.NONE:
        raise SigningFailed("the gateway certified the letter, which nobody asked for")
    return SignedPdf(
        data=data,
        level=made.level,
        certification=made.certification,
        certificate_sha256=made.certificate_sha256,
        signer_name=made.signer_name,
        signed_at=made.signing_time or request.intent.signed_at,
    )
