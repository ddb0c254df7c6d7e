"""Signatures as a gateway makes them that asks no time-stamping authority, and what we make of them."""

import asyncio
import io
from datetime import datetime

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.fields import SigSeedSubFilter

from signing.development_pki import DevelopmentPki
from signing.extension import extended
from signing.pkcs12 import open_key


def unstamped(pdf: bytes, pki: DevelopmentPki, subject_id: str, passphrase: str) -> bytes:
    """B-B, in a field of its own."""
    holder = open_key(pki.person_key_path(subject_id).read_bytes(), passphrase=passphrase)
    metadata = PdfSignatureMetadata(field_name="Gerbang", md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES)
    output = io.BytesIO()
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    asyncio.run(PdfSigner(metadata, holder).async_sign_pdf(writer, output=output))
    return output.getvalue()


def extended_by(pki: DevelopmentPki, pdf: bytes, now: datetime, *, archived: bool = True) -> bytes:
    """With the validation data and time stamps of this PKI."""
    made = extended(pdf, trust=pki.trust(), now=now, timestamper=pki.timestamper(), archived=archived)
    return asyncio.run(made)
