"""What is handed in with each act on a paper, and what a paper keeps of a signature or a further time stamp."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from domain.aggregates import Aggregate
from domain.document_kinds import DocumentKind, SignatureKind
from domain.tables import Payload


@dataclass(frozen=True, kw_only=True)
class DraftDocument(Payload):
    """Effect: a paper begins. Its facts are frozen here.

    *Shape*: `facts` holds JSON values only; `drafted_by` is the person whose act ordered the paper.
    """

    kind: DocumentKind
    institution_id: str
    subject: Aggregate
    subject_id: str
    facts: Mapping[str, Any]
    facts_sha256: str
    signatories: tuple[str, ...]
    drafted_by: str


@dataclass(frozen=True, kw_only=True)
class ReserveNumber(Payload):
    """Number, date and verification code, taken in the same transaction from the counter of their series.

    *Shape*: `voided_number` is the number that the paper bore in a past year; it stays on record. `facts`, with their
    digest, are there where the letter prints its own day, which has moved (`LETTER_DAY`), or a limit that begins with it
    (`LETTER_LIMIT`; `moves_limit` says that this one has), or where another official signs it now, whom `signatories` then
    names. `had_limit` says that the letter was drafted with such a limit, whether or not the calendar reaches it today: it
    is counted again from the next date. `status_index` is the place of a certificate in the status list: a paper that is
    dated anew takes another, so that the credential on the bytes which nobody signed stays without force for ever.
    """

    number: str
    series: str
    sequence: int
    dated: date
    code: str
    template_version: str
    template_sha256: str
    voided_number: str | None = None
    status_index: int | None = None
    facts: Mapping[str, Any] | None = None
    facts_sha256: str | None = None
    moves_limit: bool = False
    signatories: tuple[str, ...] | None = None
    had_limit: bool = False


@dataclass(frozen=True, kw_only=True)
class PresentDocument(Payload):
    """The signing intent: these very bytes are what will be signed. *Shape*: SHA-256 as 64 hexadecimal characters;
    `rendering` says from what the bytes were made, so that they can be made again; `chain` holds the steps of
    the initials that are to be put first (`domain.initials`).
    """

    sha256: str
    size: int
    rendering: Mapping[str, Any] | None = None
    chain: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class SignatureFact:
    """One signature as recorded: who, by which certificate, at which level and certification.

    *Shape*: `office` is the title that the paper prints over the name, such as `Plh. Deputi …`; empty for the agency's seal.
    """

    field: str
    kind: SignatureKind
    signer_id: str
    signer_name: str
    certificate_sha256: str
    level: str
    certification: str
    signed_at: str
    office: str = ""

    def values(self) -> dict[str, str]:
        """The record's fields."""
        return ({"office": self.office} if self.office else {}) | {
            "field": self.field,
            "kind": self.kind.value,
            "signer_id": self.signer_id,
            "signer_name": self.signer_name,
            "certificate_sha256": self.certificate_sha256,
            "level": self.level,
            "certification": self.certification,
            "signed_at": self.signed_at,
        }


@dataclass(frozen=True, kw_only=True)
class SignedPaper(Payload):
    """A paper after a signature: the digest of its new bytes, and the signature. *Units*: `size` in bytes.

    *Shape*: `protected_until` is an ISO 8601 instant, the end of the certificate behind its last document time stamp, and
    `protected_by` names that certificate by serial number and issuer.
    """

    sha256: str
    size: int
    signature: SignatureFact
    protected_until: str | None = None
    protected_by: str | None = None


@dataclass(frozen=True, kw_only=True)
class RenditionFact:
    """An issued paper with a further archive time stamp: the same paper in more bytes. *Shape*: `made_at` ISO 8601."""

    sha256: str
    size: int
    made_at: str
    protected_until: str

    def values(self) -> dict[str, Any]:
        """The record's fields."""
        return {
            "sha256": self.sha256,
            "size": self.size,
            "made_at": self.made_at,
            "protected_until": self.protected_until,
        }


@dataclass(frozen=True, kw_only=True)
class ProtectDocument(Payload):
    """Until when an issued paper is protected. *Shape*: without `rendition` by its time stamps of old, only now recorded."""

    protected_until: str
    rendition: RenditionFact | None = None
    protected_by: str | None = None


@dataclass(frozen=True, kw_only=True)
class SignDocument(Payload):
    """A person signs the paper that has this digest. `signed` is set once the signature is made, validated and stored."""

    seen_sha256: str
    signed: SignedPaper | None = None

    def is_rehearsal(self) -> bool:
        """Without the signed paper nothing may move."""
        return self.signed is None
