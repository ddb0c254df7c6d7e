"""The one act of signing: a PDF, an intent and whatever holds the key become a PAdES signature at the recipe's level."""

import hashlib
import io
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from asn1crypto import x509
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter, enumerate_sig_fields
from pyhanko.sign.general import SigningError as PyHankoSigningError
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes
from pyhanko.sign.signers.pdf_cms import Signer as KeyHolder
from pyhanko.sign.signers.pdf_signer import (
    DSSContentSettings,
    SigDSSPlacementPreference,
    TimestampDSSContentSettings,
)
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.timestamps.common_utils import TimestampRequestError
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.errors import (
    ExpiredError,
    InsufficientRevinfoError,
    NotYetValidError,
    PathBuildingError,
    PathValidationError,
    RevokedError,
)

from signing.ocsp_requests import ocsp_alone
from signing.port import (
    Certification,
    DigestMismatch,
    KeyNotValid,
    Level,
    RecipeName,
    ServiceUnavailable,
    SignedPdf,
    SigningError,
    SigningFailed,
    SigningIntent,
    TimestampUnavailable,
)
from signing.profile import RECIPES, Recipe
from signing.trust import TrustAnchors, parsed

if TYPE_CHECKING:
    from collections.abc import Iterator

SIGNATURE_ROOM = 1536
"""Bytes for the signature value (512 of RSA-4096), its attributes, and what differs between two tokens of one authority."""

CLOCK_TOLERANCE = timedelta(seconds=1)

_ARCHIVE = DSSContentSettings(
    include_vri=False,
    placement=SigDSSPlacementPreference.TOGETHER_WITH_NEXT_TS,
    next_ts_settings=TimestampDSSContentSettings(include_vri=False, update_before_ts=True),
)
"""Validation data goes into the revision of the document time stamp, so that nothing follows it uncovered."""


def require_digest(pdf: bytes, intent: SigningIntent) -> None:
    """*Raises*: `DigestMismatch` where `pdf` is not what the intent records."""
    if hashlib.sha256(pdf).hexdigest() != intent.digest:
        raise DigestMismatch("the file is not the one whose digest the signing intent records")


async def sign_pades(
    pdf: bytes,
    intent: SigningIntent,
    *,
    holder: KeyHolder,
    timestamper: TimeStamper,
    trust: TrustAnchors,
    now: datetime,
) -> SignedPdf:
    """Sign the intent's field. `holder` is any pyHanko signer: key file, token or remote service.

    *Raises*: `DigestMismatch`, `KeyNotValid`, `TimestampUnavailable`, `SigningFailed`.
    *Source*: ETSI EN 319 142-1, sections 5 and 6.
    """
    require_digest(pdf, intent)
    recipe = RECIPES[intent.recipe]
    with as_signing_errors():
        writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
        _require_field(writer, intent)
        certificate = holder.signing_cert
        if certificate is None:
            raise SigningFailed("the key has no certificate")
        signer = PdfSigner(
            _metadata(intent, recipe, context=validation_context(trust, now)), holder, timestamper=timestamper
        )
        digits = 2 * await _container_size(certificate, holder, timestamper)
        data = await _run(signer, writer, signed_at=intent.signed_at, digits=digits)
    return SignedPdf(
        data=data,
        level=recipe.level,
        certification=recipe.certification,
        certificate_sha256=hashlib.sha256(certificate.dump()).hexdigest(),
        signer_name=str(certificate.subject.native.get("common_name", "")),
        signed_at=intent.signed_at,
    )


def validation_context(trust: TrustAnchors, now: datetime, *, by_later_lists: bool = False) -> ValidationContext:
    """How certificates are judged while signing: our roots only, revocation information required.

    Nothing is fetched but the answers of responders, where the trust asks for them: an answer is younger than `now`, by as
    long as the signing has taken so far. With `by_later_lists`, a list that was issued after that time tells of it too.
    *Source*: RFC 6960, section 4.2.2.1.
    """
    material = parsed(trust)
    fetchers = ocsp_alone(material.crls) if trust.asks_responders else None
    return ValidationContext(
        trust_roots=list(material.roots),
        other_certs=list(material.intermediates),
        crls=list(material.crls),
        moment=now,
        allow_fetching=fetchers is not None,
        fetchers=fetchers,
        revocation_mode="require",
        time_tolerance=CLOCK_TOLERANCE,
        retroactive_revinfo=by_later_lists or fetchers is not None,
    )


def last_authority(pdf: bytes) -> x509.Certificate | None:
    """The certificate behind the last document time stamp; None where the file has none.

    *Raises*: `SigningFailed` where it cannot be read. *Does not check*: that the time stamp holds.
    """
    with as_signing_errors():
        stamps = PdfFileReader(io.BytesIO(pdf)).embedded_timestamp_signatures
        return stamps[-1].signer_cert if stamps else None


def ends_at(certificate: x509.Certificate) -> datetime:
    """When the certificate ends, aware UTC."""
    end: datetime = certificate.not_valid_after
    return end.astimezone(UTC)


def _metadata(intent: SigningIntent, recipe: Recipe, *, context: ValidationContext) -> PdfSignatureMetadata:
    leaves_room = recipe.certification is Certification.FILL_FORMS
    return PdfSignatureMetadata(
        field_name=intent.field_name,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        name=intent.signer_name,
        reason=intent.reason,
        location=intent.location,
        certify=recipe.certification is not Certification.NONE,
        docmdp_permissions=MDPPerm.FILL_FORMS if leaves_room else MDPPerm.NO_CHANGES,
        embed_validation_info=recipe.level in (Level.B_LT, Level.B_LTA),
        use_pades_lta=recipe.level is Level.B_LTA,
        dss_settings=_ARCHIVE,
        validation_context=context,
    )


def _require_field(writer: IncrementalPdfFileWriter, intent: SigningIntent) -> None:
    found = list(enumerate_sig_fields(writer, with_name=intent.field_name))
    if len(found) != 1 or found[0][1] is not None:
        raise SigningFailed("the file has no empty signature field of that name")
    if intent.recipe is RecipeName.SECOND_OF_TWO:
        if "/Lock" not in found[0][2].get_object():
            raise SigningFailed("the closing signature needs a field that locks the document")
        if not any(enumerate_sig_fields(writer, filled_status=True)):
            raise SigningFailed("the second signature cannot come before the first")


async def _container_size(certificate: x509.Certificate, holder: KeyHolder, timestamper: TimeStamper) -> int:
    """Bytes for the signature's container, without a trial signature: the key may live on a token that asks for its PIN.

    The certificates and the token make nearly all of it, so that a chain of large RSA keys finds the room it needs.
    """
    token = await timestamper.async_dummy_response("sha256")
    certificates = [certificate, *holder.cert_registry]
    return sum(len(each.dump()) for each in certificates) + len(token.dump()) + SIGNATURE_ROOM


async def _run(signer: PdfSigner, writer: IncrementalPdfFileWriter, *, signed_at: datetime, digits: int) -> bytes:
    """The steps of `PdfSigner.async_sign_pdf`, which offers no place for a signing time of our own."""
    session = signer.init_signing_session(writer, existing_fields_only=True)
    session.system_time = signed_at
    validation = await session.perform_presign_validation(writer)
    prepared = session.prepare_tbs_document(validation_info=validation, bytes_reserved=digits)
    output = io.BytesIO()
    digest, _ = prepared.digest_tbs_document(output=output)
    signed = await prepared.perform_signature(
        document_digest=digest.document_digest,
        pdf_cms_signed_attrs=PdfCMSSignedAttributes(signing_time=signed_at),
    )
    await signed.post_signature_processing(output)
    return output.getvalue()


@contextmanager
def as_signing_errors() -> "Iterator[None]":
    """pyHanko's errors as ours, by what the signer or the operator can do about them."""
    try:
        yield
    except SigningError:
        raise
    except TimestampRequestError as error:
        raise TimestampUnavailable("the time-stamping authority refused or answered wrongly") from error
    except (PathBuildingError, PathValidationError) as error:
        raise TimestampUnavailable("the time-stamping authority's certificate is not trusted now") from error
    except PyHankoSigningError as error:
        cause = error.__cause__
        if isinstance(cause, InsufficientRevinfoError):
            raise ServiceUnavailable("no current revocation list tells of the signer's certificate") from error
        if isinstance(cause, PathBuildingError | PathValidationError):
            raise KeyNotValid(_why_not_valid(cause)) from error
        raise SigningFailed("the file cannot be signed in this field") from error
    except Exception as error:
        raise SigningFailed("the file cannot be signed") from error


def _why_not_valid(cause: Exception) -> str:
    match cause:
        case RevokedError():
            return "the signer's certificate is revoked"
        case ExpiredError():
            return "the signer's certificate is expired"
        case NotYetValidError():
            return "the signer's certificate is not yet valid"
        case _:
            return "the signer's certificate does not lead to a trusted root"
