"""What is asked of a signing process and what it answers; the process itself is `signing.worker`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from signing.archive import RenewalRequest, RenewedPdf, renew
from signing.confined import inspect_confined
from signing.keys import SigningRequest, sign_request
from signing.parts import AcceptanceRequest, accept_signed
from signing.port import (
    CertificateOfAnother,
    DigestMismatch,
    KeyLocked,
    KeyMissing,
    KeyNotValid,
    OneTimePasswordRefused,
    ProtectionLapsed,
    RenewalGainsNothing,
    ServiceUnavailable,
    SignedPdf,
    SignerNotEnrolled,
    SigningError,
    SigningFailed,
    TimestampUnavailable,
    WrongPassphrase,
)
from signing.rehearsal import rehearse
from signing.report import SignatureReport
from signing.structure import Limits
from signing.trust import TrustAnchors
from signing.validation import inspect_signatures

_KINDS: Mapping[str, type[SigningError]] = {
    kind.__name__: kind
    for kind in (
        CertificateOfAnother,
        DigestMismatch,
        KeyLocked,
        KeyMissing,
        KeyNotValid,
        OneTimePasswordRefused,
        ProtectionLapsed,
        RenewalGainsNothing,
        ServiceUnavailable,
        SignerNotEnrolled,
        SigningFailed,
        TimestampUnavailable,
        WrongPassphrase,
    )
}


@dataclass(frozen=True)
class InspectionRequest:
    """A file to be checked; `confined` in a child of its own, under the limits."""

    pdf: bytes = field(repr=False)
    trust: TrustAnchors = field(repr=False)
    at: datetime
    limits: Limits
    confined: bool


@dataclass(frozen=True)
class Ready:
    """Answered to itself, after a rehearsal: the process is warm."""


@dataclass(frozen=True)
class Failure:
    """An error of the `SigningError` family by name and message; no traceback leaves the process."""

    kind: str
    text: str

    def error(self) -> SigningError:
        """The error itself."""
        return _KINDS.get(self.kind, SigningFailed)(self.text)


@dataclass(frozen=True)
class SessionEnded:
    """Nothing more is signed under this session. It is told, not asked: there is no answer."""

    session: str = field(repr=False)


Request = SigningRequest | AcceptanceRequest | RenewalRequest | InspectionRequest | Ready
Answer = SignedPdf | RenewedPdf | SignatureReport | Failure | Ready


def answer(request: Request) -> Answer:
    """The answer to one request; never raises."""
    try:
        match request:
            case SigningRequest():
                return sign_request(request)
            case AcceptanceRequest():
                return accept_signed(request)
            case RenewalRequest():
                return renew(request)
            case InspectionRequest(confined=True):
                return inspect_confined(request.pdf, request.trust, request.at, request.limits)
            case InspectionRequest():
                return inspect_signatures(request.pdf, request.trust, request.at, limits=request.limits)
            case Ready():
                rehearse()
                return request
    except SigningError as error:
        return Failure(type(error).__name__, str(error))
    except Exception as error:
        return Failure("SigningFailed", f"the signing process failed: {type(error).__name__}")
