"""Renewal of a file's archive: validation data of its last document time stamp, what is known now of revocation of all who
signed, and a new time stamp over all that was there.
"""

# mypy: disable-error-code="import-untyped,no-untyped-call"

import asyncio
import io
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime

from asn1crypto.x509 import Certificate
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.validation import EmbeddedPdfSignature
from pyhanko.sign.validation.dss import collect_validation_info
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.errors import PathBuildingError, PathValidationError

from signing.blocking import run_blocking
from signing.extension import proven
from signing.pades import as_signing_errors, ends_at, last_authority, validation_context
from signing.port import ProtectionLapsed, RenewalGainsNothing, ServiceUnavailable, SigningFailed
from signing.proven_times import revocations
from signing.request_clock import timestamper_at
from signing.retirement import authority_id, moment_to_judge
from signing.timestamps import TimestampSource
from signing.trust import TrustAnchors, parsed

LONGEST_ASKING_SECONDS = 8.0
"""How long one renewal asks the responders of those who signed; what has been answered by then is kept. *Source*: HOUSE."""

GAINS_NOTHING = "the authority's certificate ends no later than that of the last time stamp"


@dataclass(frozen=True)
class RenewalRequest:
    """A file whose protection is to be renewed, by this authority at this legal time."""

    pdf: bytes = field(repr=False)
    trust: TrustAnchors = field(repr=False)
    timestamps: TimestampSource
    now: datetime


@dataclass(frozen=True)
class RenewedPdf:
    """The file with a new last revision.

    *Shape*: `protected_until` is when the certificate of its newest time stamp ends, `protected_by` its `authority_id`.
    """

    data: bytes = field(repr=False)
    protected_until: datetime
    protected_by: str


def renew(request: RenewalRequest) -> RenewedPdf:
    """The renewed file; what was there stays, byte for byte. Must not be called inside a running event loop.

    *Raises*: `ProtectionLapsed`, `RenewalGainsNothing` once the authority has answered, `TimestampUnavailable`,
    `SigningFailed`, `ServiceUnavailable` where nothing tells of the last time stamp.
    *Source*: ETSI EN 319 142-1, section 5.5; ETSI EN 319 102-1, section 5.6.3 (proof of existence), 5.2.5.4 (freshness).
    """
    last = last_authority(request.pdf)
    if last is None:
        raise SigningFailed("the file has no document time stamp that could be renewed")
    if request.now >= ends_at(last):
        raise ProtectionLapsed(f"the last document time stamp protected the file until {ends_at(last).isoformat()}")
    timestamper = timestamper_at(request.timestamps, request.now)
    data = run_blocking(lambda: _extended(request, timestamper))
    new = last_authority(data)
    if new is None or not data.startswith(request.pdf):
        raise SigningFailed("the renewal does not extend the file by a document time stamp")
    if not _gains(request, last, new):
        raise RenewalGainsNothing(GAINS_NOTHING)
    return RenewedPdf(data, ends_at(new), authority_id(new))


def _gains(request: RenewalRequest, last: Certificate, new: Certificate) -> bool:
    """Whether the new time stamp proves more than the last: for longer, or by a key that stamped this file never before.

    Another key gains although its certificate ends with the same CA, and although it ends sooner where the last one is
    revoked: the earlier one may be retired afterwards (RFC 3161, section 4), or be found compromised.
    """
    if ends_at(new) > ends_at(last):
        return True
    with as_signing_errors():
        stamps = PdfFileReader(io.BytesIO(request.pdf)).embedded_timestamp_signatures
        is_new_key = new.public_key.dump() not in {stamp.signer_cert.public_key.dump() for stamp in stamps}
    return is_new_key and (ends_at(new) == ends_at(last) or any(revocations([last], parsed(request.trust).crls)))


async def _extended(request: RenewalRequest, timestamper: TimeStamper) -> bytes:
    """With the current list of each CA, and, where responders are asked, their answers of now.

    The data of the last time stamp are those of just before its authority was retired, where it was.
    """
    with as_signing_errors():
        reader = PdfFileReader(io.BytesIO(request.pdf))
        *earlier, newest = reader.embedded_timestamp_signatures
        context = validation_context(request.trust, request.now)
        await _ask_again([*reader.embedded_regular_signatures, *earlier], context)
        moment = moment_to_judge(newest.signer_cert, parsed(request.trust).crls, request.now)
        as_of = validation_context(request.trust, moment, by_later_lists=True) if moment < request.now else context
        return await proven(request.pdf, [newest], context=context, timestamper=timestamper, as_of=as_of)


async def _ask_again(signatures: Sequence[EmbeddedPdfSignature], context: ValidationContext) -> None:
    """Collects in `context` what responders say now of who signed and stamped: it is of after the signature, for ever.

    A certificate that has ended, a CA that is gone and a silent responder are no reason to let the protection lapse.
    """
    try:
        async with asyncio.timeout(LONGEST_ASKING_SECONDS):
            for each in signatures:
                with suppress(PathBuildingError, PathValidationError, ServiceUnavailable):
                    await collect_validation_info(each, context)
    except TimeoutError:
        return
