"""Signs and checks a blank page with throw-away keys, so that the first real letter meets a warm process."""

# mypy: disable-error-code="no-untyped-call"

import hashlib
import io
from dataclasses import dataclass
from datetime import UTC, datetime

from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pyhanko.pdf_utils.generic import StreamObject
from pyhanko.pdf_utils.writer import PageObject, PdfFileWriter

from signing import issuing
from signing.blocking import run_blocking
from signing.issuing import Authority
from signing.pades import sign_pades
from signing.pkcs12 import CachedKeyHolder
from signing.port import RecipeName, SigningFailed, SigningIntent
from signing.profile import add_signature_fields
from signing.timestamps import local_timestamper
from signing.trust import TrustAnchors
from signing.validation import inspect_signatures

_FIELD = "Uji"
_NO_ADDRESS = "http://localhost/"


@dataclass(frozen=True)
class _Standing:
    """A clock that stands."""

    instant: datetime

    def now(self) -> datetime:
        return self.instant


def rehearse() -> None:
    """One signature and one check at the highest level. *Raises*: `SigningFailed` where this process cannot do it."""
    now = datetime.now(UTC).replace(microsecond=0)
    root = issuing.root_authority(start=now)
    issuer = issuing.issuing_authority(root, start=now, crl_url=_NO_ADDRESS)
    trust = TrustAnchors.read(
        roots=[_der(root)],
        intermediates=[_der(issuer)],
        crls=[
            issuing.revocation_list(ca, number=1, now=now, revoked={}).public_bytes(Encoding.DER)
            for ca in (root, issuer)
        ],
    )
    signed = run_blocking(lambda: _signed(issuer, trust, now))
    if not inspect_signatures(signed, trust, now).holds:
        raise SigningFailed("a rehearsed signature does not hold: the libraries of this process do not fit together")


async def _signed(issuer: Authority, trust: TrustAnchors, now: datetime) -> bytes:
    page = add_signature_fields(_blank_page(), [_FIELD])
    stamping = issuing.new_key()
    stamp = issuing.timestamping_certificate(issuer, key=stamping.public_key(), start=now, crl_url=_NO_ADDRESS)
    key = issuing.new_key()
    certificate = issuing.signing_certificate(
        issuer,
        name=issuing.authority_name("Uji Awal"),
        key=key.public_key(),
        start=now,
        life=issuing.YEAR,
        crl_url=_NO_ADDRESS,
    )
    result = await sign_pades(
        page,
        SigningIntent(
            document_id=_FIELD,
            field_name=_FIELD,
            signer_id=_FIELD,
            signer_name=_FIELD,
            digest=hashlib.sha256(page).hexdigest(),
            recipe=RecipeName.SINGLE,
            reason=_FIELD,
            location=_FIELD,
            signed_at=now,
        ),
        holder=CachedKeyHolder(key, certificate, chain=[issuer.certificate]),
        timestamper=local_timestamper(
            stamp.public_bytes(Encoding.DER),
            stamping.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption()),
            chain=[_der(issuer)],
            clock=_Standing(now),
        ),
        trust=trust,
        now=now,
    )
    return result.data


def _blank_page() -> bytes:
    writer = PdfFileWriter(stream_xrefs=False)
    content = writer.add_object(StreamObject(stream_data=b""))
    writer.insert_page(PageObject(contents=content, media_box=(0, 0, 100, 100)))
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()


def _der(authority: Authority) -> bytes:
    return authority.certificate.public_bytes(Encoding.DER)
