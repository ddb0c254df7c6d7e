"""Who forges: keys of a stranger's PKI that bears our names, and misused or lapsed keys of our own; no attack stands here."""

import asyncio
import hashlib
import io
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from asn1crypto import cms
from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter, enumerate_sig_fields
from pyhanko.sign.signers.cms_embedder import PdfCMSEmbedder, SigIOSetup, SigObjSetup
from pyhanko.sign.signers.pdf_byterange import SignatureObject
from pyhanko.sign.signers.pdf_cms import SimpleSigner
from pyhanko.sign.signers.pdf_signer import (
    DSSContentSettings,
    PdfTimeStamper,
    SigDSSPlacementPreference,
    TimestampDSSContentSettings,
)
from pyhanko.sign.timestamps import TimeStamper
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

from signing import issuing
from signing.development_pki import DevelopmentPki
from signing.issuing import YEAR, Authority
from signing.timestamps import local_timestamper
from signing.trust import TrustAnchors, parsed
from tests.attacks.attack import gaps

NAME = {"name": "Ratna Sari (DATA CONTOH)", "title": "Pejabat Contoh", "organisation": "Instansi Contoh"}
STOLEN = "kunci-curian"
CRL_URL = "https://pembina.example/crl/issuing.crl"
DAY = timedelta(days=1)


_ARCHIVE = DSSContentSettings(
    include_vri=False,
    placement=SigDSSPlacementPreference.TOGETHER_WITH_NEXT_TS,
    next_ts_settings=TimestampDSSContentSettings(include_vri=False, update_before_ts=True),
)
"""As our own papers are made: validation data in the revision of the time stamp."""


@dataclass(frozen=True)
class FixedClock:
    """Says one instant."""

    instant: datetime

    def now(self) -> datetime:
        """It."""
        return self.instant


class Adversary:
    """Everything that a forger may hold, at one legal time.

    `ours` is the PKI of the papers, of which he knows every certificate and misuses some keys; his own lies in `folder`
    and bears the same names. On the way in one certificate of ours is revoked (`STOLEN`).
    """

    def __init__(self, *, ours: DevelopmentPki, folder: Path, now: datetime) -> None:
        self.ours = ours
        self.now = now
        self.trust_before = ours.trust()
        self.theirs = DevelopmentPki.open(folder, FixedClock(now), public_url="https://pembina.example")
        self._issuing = _authority(ours, "issuing")
        self.stolen = self._revoked()

    # -- keys ----------------------------------------------------------------------------------------------------------

    def stranger(self) -> SimpleSigner:
        """The Deputy's name, from an authority that has our names."""
        authority = _authority(self.theirs, "issuing")
        root = _authority(self.theirs, "root").certificate
        return holder(self._person(authority, start=self.now - DAY), [authority.certificate, root])

    def self_signed(self) -> SimpleSigner:
        """The Deputy's name, from nobody."""
        key = issuing.new_key()
        name = issuing.person_name(**NAME, subject_id="deputi")
        nobody = Authority(issuing.root_authority(start=self.now - DAY).certificate, key)
        certificate = issuing.signing_certificate(
            nobody, name=name, key=key.public_key(), start=self.now - DAY, life=YEAR, crl_url=CRL_URL
        )
        return holder(Authority(certificate, key), [])

    def below_a_person(self) -> SimpleSigner:
        """A certificate that a person of ours issued, whose own may sign letters and no certificate."""
        person = self._person(self._issuing, start=self.now - DAY)
        return holder(self._person(person, start=self.now - DAY), [person.certificate, self._issuing.certificate])

    def official(self) -> SimpleSigner:
        """Another official of ours, with a good certificate."""
        return holder(self._person(self._issuing, start=self.now - DAY), [self._issuing.certificate])

    def expired(self) -> SimpleSigner:
        """An official whose certificate ended an hour ago."""
        start = self.now - DAY
        return holder(self._person(self._issuing, start=start, life=timedelta(hours=23)), [self._issuing.certificate])

    def not_yet(self, start: timedelta = DAY) -> SimpleSigner:
        """An official whose certificate begins later."""
        return holder(self._person(self._issuing, start=self.now + start), [self._issuing.certificate])

    def mismatched(self) -> SimpleSigner:
        """A good certificate of ours, and another key."""
        return holder(
            Authority(self._person(self._issuing, start=self.now - DAY).certificate, issuing.new_key()),
            [self._issuing.certificate],
        )

    def of_time_stamps(self) -> SimpleSigner:
        """The key of our time stamps, which is for nothing else."""
        return holder(_authority(self.ours, "tsa"), [self._issuing.certificate])

    def of_credentials(self) -> SimpleSigner:
        """The key of our credentials, which signs no letter."""
        key = self.ours.credential_key()
        return holder(Authority(key.certificate, key.key), [self._issuing.certificate])

    # -- time ----------------------------------------------------------------------------------------------------------

    def our_stamps(self, at: datetime | None = None) -> TimeStamper:
        """Our authority, at another time if that is wanted."""
        return self.ours.timestamper(FixedClock(at or self.now))

    def their_stamps(self) -> TimeStamper:
        """An authority of the same name that nobody trusts."""
        return self.theirs.timestamper(FixedClock(self.now))

    def stamps_of_a_person(self) -> TimeStamper:
        """Time stamps by an official's key, whose certificate is not for them (RFC 3161, section 2.3)."""
        person = self._person(self._issuing, start=self.now - DAY)
        key, certificate = _der_key(person.key), person.certificate.public_bytes(Encoding.DER)
        return local_timestamper(certificate, key, chain=[], clock=FixedClock(self.now))

    def _person(self, authority: Authority, *, start: datetime, life: timedelta = YEAR) -> Authority:
        key = issuing.new_key()
        name = issuing.person_name(**NAME, subject_id="deputi")
        certificate = issuing.signing_certificate(
            authority, name=name, key=key.public_key(), start=start, life=life, crl_url=CRL_URL
        )
        return Authority(certificate, key)

    def _revoked(self) -> SimpleSigner:
        path = self.ours.issue_person_key(**NAME, subject_id=STOLEN, passphrase=STOLEN)
        self.ours.revoke(STOLEN, self.now - timedelta(hours=12), "key_compromise")
        found = SimpleSigner.load_pkcs12(str(path), passphrase=STOLEN.encode())
        assert found is not None
        return found


def holder(authority: Authority, chain: list[x509.Certificate]) -> SimpleSigner:
    """A signer who puts this certificate and chain into the container."""
    return SimpleSigner(
        signing_cert=_asn1(authority.certificate),
        signing_key=asn1_keys.PrivateKeyInfo.load(_der_key(authority.key)),
        cert_registry=SimpleCertificateStore.from_certs([_asn1(each) for each in chain]),
    )


def signed(
    pdf: bytes,
    by: SimpleSigner,
    *,
    at: datetime,
    field_name: str | None = None,
    certify: bool = True,
    stamps: TimeStamper | None = None,
    archive: TrustAnchors | None = None,
) -> bytes:
    """`pdf` with one more signature, in its first empty field, or in a new one of this name, at B-LTA with `archive`."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    empty = [name for name, _value, _field in enumerate_sig_fields(writer, filled_status=False)]
    metadata = PdfSignatureMetadata(
        field_name=field_name or str(empty[0]),
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        certify=certify,
        docmdp_permissions=MDPPerm.NO_CHANGES,
        embed_validation_info=archive is not None,
        use_pades_lta=archive is not None,
        dss_settings=_ARCHIVE,
        validation_context=_context(archive, at) if archive is not None else None,
    )
    signer = PdfSigner(metadata, by, timestamper=stamps)
    return asyncio.run(_signed(signer, writer, at, new=field_name is not None))


async def _signed(signer: PdfSigner, writer: IncrementalPdfFileWriter, at: datetime, *, new: bool) -> bytes:
    session = signer.init_signing_session(writer, existing_fields_only=not new)
    session.system_time = at
    validation = await session.perform_presign_validation(writer)
    prepared = session.prepare_tbs_document(validation_info=validation, bytes_reserved=16384)
    output = io.BytesIO()
    digest, _ = prepared.digest_tbs_document(output=output)
    done = await prepared.perform_signature(document_digest=digest.document_digest, pdf_cms_signed_attrs=None)
    await done.post_signature_processing(output)
    return output.getvalue()


def forced(pdf: bytes, by: SimpleSigner, *, at: datetime, field_name: str, stamps: TimeStamper) -> bytes:
    """`pdf` with one more signature in a new field, whatever the earlier signatures forbid."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    steps = PdfCMSEmbedder(new_field_spec=SigFieldSpec(field_name)).write_cms(field_name=field_name, writer=writer)
    next(steps)
    value = SignatureObject(subfilter=SigSeedSubFilter.PADES, timestamp=at, bytes_reserved=16384)
    steps.send(SigObjSetup(sig_placeholder=value))
    prepared, output = steps.send(SigIOSetup(md_algorithm="sha256", in_place=False, output=io.BytesIO()))
    signing = by.async_sign(prepared.document_digest, "sha256", use_pades=True, timestamper=stamps)
    steps.send(asyncio.run(signing))
    return bytes(output.getvalue())


def token(stamps: TimeStamper, data: bytes) -> cms.ContentInfo:
    """A time stamp on these bytes."""
    return asyncio.run(stamps.async_timestamp(hashlib.sha256(data).digest(), "sha256"))


def stamped(pdf: bytes, stamps: TimeStamper, *, field_name: str = "StempelBaru") -> bytes:
    """`pdf` with a document time stamp after it, whose authority nobody asks about."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    output = io.BytesIO()
    PdfTimeStamper(stamps, field_name=field_name).timestamp_pdf(writer, "sha256", output=output)
    return output.getvalue()


def unsigned(pdf: bytes) -> bytes:
    """The paper as it was before its first signature: its fields are empty."""
    return pdf[: pdf.rindex(b"%%EOF", 0, gaps(pdf)[0][0]) + 6]


def first_signed(pdf: bytes) -> bytes:
    """The paper with its first signature alone: no time stamp on the document, no later signature."""
    return pdf[: pdf.index(b"%%EOF", gaps(pdf)[0][1]) + 6]


def _context(trust: TrustAnchors, at: datetime) -> ValidationContext:
    material = parsed(trust)
    return ValidationContext(
        trust_roots=list(material.roots),
        other_certs=list(material.intermediates),
        crls=list(material.crls),
        moment=at,
        allow_fetching=False,
        revocation_mode="require",
    )


def _authority(pki: DevelopmentPki, name: str) -> Authority:
    return pki.generations.authority(pki.generations.newest(name))


def _asn1(certificate: x509.Certificate) -> asn1_x509.Certificate:
    return asn1_x509.Certificate.load(certificate.public_bytes(Encoding.DER))


def _der_key(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
