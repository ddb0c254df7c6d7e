"""Gives a signature that others made what proves it later: a time where it bears none, validation data, and a document time
stamp over all of it.
"""

# mypy: disable-error-code="import-untyped,no-untyped-call"

import io
from collections.abc import Sequence
from datetime import datetime

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.signers.pdf_signer import PdfTimeStamper, TimestampDSSContentSettings
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.validation import EmbeddedPdfSignature
from pyhanko.sign.validation.dss import DocumentSecurityStore, collect_validation_info
from pyhanko_certvalidator import ValidationContext

from signing.pades import as_signing_errors, validation_context
from signing.port import SigningFailed
from signing.signed_fields import is_stamped
from signing.trust import TrustAnchors


async def extended(
    pdf: bytes, *, trust: TrustAnchors, now: datetime, timestamper: TimeStamper, archived: bool
) -> bytes:
    """The file with the validation data of its newest signature, and where it is `archived` a document time stamp after it.

    A signature without a time stamp of its own gets a document time stamp first, which proves when it was there.
    What was there stays, byte for byte. *Raises*: `KeyNotValid`, `TimestampUnavailable`, `SigningFailed`.
    *Source*: ETSI EN 319 142-1, sections 5.4 and 5.5, and table 1 of section 6.3 (either time stamp makes B-T).
    """
    with as_signing_errors():
        signatures = PdfFileReader(io.BytesIO(pdf)).embedded_regular_signatures
        if not signatures:
            raise SigningFailed("the file bears no signature that could be extended")
        newest = [signatures[-1]]
        if not is_stamped(signatures[-1]):
            pdf = await _stamped(pdf, timestamper)
            newest.append(PdfFileReader(io.BytesIO(pdf)).embedded_timestamp_signatures[-1])
        return await proven(
            pdf, newest, context=validation_context(trust, now), timestamper=timestamper if archived else None
        )


def newest_signer(pdf: bytes) -> bytes:
    """The certificate of the newest signature, in DER. *Raises*: `SigningFailed`. *Does not check*: that it holds."""
    with as_signing_errors():
        signatures = PdfFileReader(io.BytesIO(pdf)).embedded_regular_signatures
        if not signatures:
            raise SigningFailed("the file bears no signature that could be extended")
        return bytes(signatures[-1].signer_cert.dump())


async def proven(
    pdf: bytes,
    newest: Sequence[EmbeddedPdfSignature],
    *,
    context: ValidationContext,
    timestamper: TimeStamper | None,
    as_of: ValidationContext | None = None,
) -> bytes:
    """The file with the validation data of these signatures or time stamps of it, and a document time stamp where one is to
    stamp.

    All of it in one revision, so that nothing follows the time stamp uncovered. `as_of` judges what is there where its time
    is another than that of what is added. *Raises*: pyHanko's errors.
    """
    collected = as_of or context
    paths = [path for each in newest for path in await collect_validation_info(each, collected)]
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    DocumentSecurityStore.supply_dss_in_writer(writer, None, paths=paths, validation_context=collected)
    output = io.BytesIO()
    if timestamper is None:
        writer.write(output)
        return output.getvalue()
    await PdfTimeStamper(timestamper).async_timestamp_pdf(
        writer,
        "sha256",
        validation_context=context,
        output=output,
        dss_settings=TimestampDSSContentSettings(include_vri=False, update_before_ts=True),
    )
    return output.getvalue()


async def _stamped(pdf: bytes, timestamper: TimeStamper) -> bytes:
    """The file with a document time stamp in a revision of its own, without validation data."""
    output = io.BytesIO()
    await PdfTimeStamper(timestamper).async_timestamp_pdf(
        IncrementalPdfFileWriter(io.BytesIO(pdf)), "sha256", output=output
    )
    return output.getvalue()
