"""What holds a signing key, described so that it can be sent to a signing process, and one request to sign with it."""

from abc import ABC, abstractmethod
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar, Protocol

from pyhanko.sign.signers.pdf_cms import Signer as KeyHolder
from pyhanko.sign.timestamps import TimeStamper

from signing.blocking import InsideEventLoop, require_no_event_loop, run_blocking
from signing.certificate_subjects import CertificateSubject
from signing.pades import require_digest, sign_pades
from signing.port import SignedPdf, SigningFailed, SigningIntent
from signing.request_clock import timestamper_at
from signing.timestamps import TimestampSource
from signing.trust import TrustAnchors


class Key(Protocol):
    """A key file, a token, or an account at a service, as a small frozen value. It holds no secret of a person."""

    @property
    def subject(self) -> CertificateSubject | None:
        """Whom its certificate must name; None for a key of development, which is made for its person."""
        ...

    @property
    def makes_own_field(self) -> bool:
        """Whether the signature comes with a field of its own, so that the paper must bear no empty one."""
        ...

    @property
    def secret_serves_once(self) -> bool:
        """Whether each secret of its person is good for one signature only (a one-time password)."""
        ...

    @property
    def is_missing(self) -> bool:
        """Whether it is known to be missing, without its person's secret and without asking a token or a service."""
        ...

    async def sign(self, request: "SigningRequest", timestamper: TimeStamper) -> SignedPdf:
        """The signed file. *Raises*: the `SigningError` family."""
        ...


@dataclass(frozen=True)
class SigningRequest:
    """All that a signing process needs for one signature; its `repr` shows neither passphrase nor content.

    *Shape*: `passphrase` is the person's secret of this act, whatever its key calls it (passphrase, PIN, TOTP). With a
    `session` the process may keep the key open until that ends (`signing.sessions`).
    """

    pdf: bytes = field(repr=False)
    intent: SigningIntent
    key: Key
    passphrase: str | None = field(repr=False)
    trust: TrustAnchors = field(repr=False)
    timestamps: TimestampSource
    now: datetime
    session: str | None = field(default=None, repr=False)


@dataclass(frozen=True)
class RawKey(ABC):
    """A key that makes raw signatures; pyHanko makes the PAdES signature around them, the same for every kind of key.

    *Shape*: with a `subject`, nothing is signed under a certificate that names another.
    """

    subject: CertificateSubject | None = field(default=None, kw_only=True)
    makes_own_field: ClassVar[bool] = False

    @property
    def secret_serves_once(self) -> bool:
        """Not as a rule: a passphrase or PIN opens the key as often as it is given."""
        return False

    @property
    def is_missing(self) -> bool:
        """Not as a rule: a token or a service knows."""
        return False

    @abstractmethod
    def opened(self, passphrase: str | None) -> AbstractAsyncContextManager[KeyHolder]:
        """The key, open while the block runs. *Raises*: the `SigningError` family."""

    def opened_for(self, request: SigningRequest) -> AbstractAsyncContextManager[KeyHolder]:
        """The same for one request: as a rule its session is of no account, and the key is closed after each signature."""
        return self.opened(request.passphrase)

    async def sign(self, request: SigningRequest, timestamper: TimeStamper) -> SignedPdf:
        """See `Key.sign`."""
        async with self.opened_for(request) as holder:
            if self.subject is not None and holder.signing_cert is not None:
                self.subject.require(holder.signing_cert)
            return await sign_pades(
                request.pdf,
                request.intent,
                holder=holder,
                timestamper=timestamper,
                trust=request.trust,
                now=request.now,
            )


def sign_request(request: SigningRequest) -> SignedPdf:
    """Sign in this process. *Raises*: the `SigningError` family. Must not be called inside a running event loop."""
    require_digest(request.pdf, request.intent)
    try:
        require_no_event_loop()
    except InsideEventLoop as error:
        raise SigningFailed(str(error)) from error
    timestamper = timestamper_at(request.timestamps, request.now)
    return run_blocking(lambda: request.key.sign(request, timestamper))
