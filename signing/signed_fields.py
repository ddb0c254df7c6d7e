"""Reads signature fields out of a PDF and judges their form alone: byte range, container, kind; no trust here."""

import hashlib
from dataclasses import dataclass

from pyhanko.pdf_utils.generic import DictionaryObject
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter, enumerate_sig_fields
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature, read_certification_data
from pyhanko.sign.validation.status import SignatureCoverageLevel

from signing.port import Certification
from signing.report import Coverage, Problem
from signing.structure import Limits, NotExaminable, overlaps, regular_byte_range

_COVERAGES = {
    SignatureCoverageLevel.ENTIRE_FILE: Coverage.ENTIRE_FILE,
    SignatureCoverageLevel.ENTIRE_REVISION: Coverage.ENTIRE_REVISION,
}
_CERTIFICATIONS = {
    MDPPerm.NO_CHANGES: Certification.NO_CHANGES,
    MDPPerm.FILL_FORMS: Certification.FILL_FORMS,
}


@dataclass(frozen=True)
class SignedField:
    """A filled signature field; `embedded` is `None` where it cannot be read, `gap` where its byte range is irregular."""

    name: str
    embedded: EmbeddedPdfSignature | None
    is_timestamp: bool
    gap: tuple[int, int] | None

    @property
    def revision(self) -> int:
        """The number of the revision that it signs; unreadable fields count as the first."""
        return self.embedded.signed_revision if self.embedded else 0

    @property
    def covered_length(self) -> int:
        """The end of the byte range, 0 where it is irregular."""
        if self.embedded is None or self.gap is None:
            return 0
        return self.gap[1] + int(self.embedded.byte_range[3])


def read_fields(reader: PdfFileReader, pdf: bytes, limits: Limits) -> tuple[list[SignedField], list[str]]:
    """Filled fields in the order of their revisions, and the names of the empty ones.

    Containers that reach into each other lose their `gap`. *Raises*: `NotExaminable` for too many fields.
    """
    filled: list[SignedField] = []
    empty: list[str] = []
    for read_name, value, field in enumerate_sig_fields(reader):
        name = str(read_name)  # pyHanko's own string would carry the whole file with it into a report
        if len(filled) + len(empty) >= limits.signature_fields:
            raise NotExaminable(Problem.TOO_MANY_SIGNATURES)
        if value is None:
            empty.append(name)
        else:
            filled.append(_read_field(reader, pdf, name=name, field=field.get_object(), value=value.get_object()))
    if overlaps([field.gap for field in filled if field.gap]):
        filled = [SignedField(field.name, field.embedded, field.is_timestamp, None) for field in filled]
    return sorted(filled, key=lambda field: field.revision), empty


def _read_field(reader: PdfFileReader, pdf: bytes, *, name: str, field: DictionaryObject, value: object) -> SignedField:
    is_timestamp = isinstance(value, DictionaryObject) and value.get("/Type") == "/DocTimeStamp"
    try:
        embedded = EmbeddedPdfSignature(reader, field, name)
        embedded.compute_digest()
        gap = regular_byte_range(pdf, embedded.byte_range)
    except (MemoryError, OSError):
        raise
    except Exception:
        return SignedField(name, None, is_timestamp, None)
    return SignedField(name, embedded, is_timestamp, gap)


def coverage(field: SignedField) -> Coverage:
    """How much of the file the field covers."""
    if field.embedded is None or field.gap is None:
        return Coverage.PARTIAL
    return _COVERAGES.get(field.embedded.evaluate_signature_coverage(), Coverage.PARTIAL)


def has_plain_container(embedded: EmbeddedPdfSignature) -> bool:
    """Whether the container is a detached PAdES signature of exactly one signer, or a bare time-stamp token.

    *Source*: ETSI EN 319 142-1, section 4.1; ISO 32000-2, 12.8.3.4.
    """
    timestamp = embedded.sig_object_type == "/DocTimeStamp"
    expected = SigSeedSubFilter.ETSI_RFC3161 if timestamp else SigSeedSubFilter.PADES
    content = embedded.signed_data["encap_content_info"]
    detached = content["content"].native is None
    return (
        embedded.sig_object.get("/SubFilter") == expected.value
        and len(embedded.signed_data["signer_infos"]) == 1
        and detached is not timestamp
    )


def certification(reader: PdfFileReader, embedded: EmbeddedPdfSignature) -> Certification:
    """What this signature certifies, where the catalog names it as the certifying one; annotations permitted count as none.

    *Source*: ISO 32000-1, 12.8.4 (Perms) and 12.8.2.2.
    """
    found = read_certification_data(reader)
    if found is None or found.author_sig.container_ref != embedded.sig_object.container_ref:
        return Certification.NONE
    return _CERTIFICATIONS.get(found.permission, Certification.NONE)


def is_stamped(embedded: EmbeddedPdfSignature) -> bool:
    """Whether the signature bears a time stamp of its own, good or not. *Source*: ETSI EN 319 122-1, section 5.3."""
    attributes = embedded.signer_info["unsigned_attrs"]
    return any(attribute["type"].native == "signature_time_stamp_token" for attribute in attributes)


def certificate_sha256(embedded: EmbeddedPdfSignature) -> str:
    """SHA-256 of the signer's certificate, hexadecimal."""
    return hashlib.sha256(embedded.signer_cert.dump()).hexdigest()


def common_name(embedded: EmbeddedPdfSignature) -> str:
    """The common name in the signer's certificate, empty where there is none."""
    name = embedded.signer_cert.subject.native.get("common_name", "")
    return name if isinstance(name, str) else ", ".join(map(str, name))
