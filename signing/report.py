"""What a check of signatures found, as plain values; no judgement about our own records stands here."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.verification import SignatureIndication, SubIndication
from signing.port import Certification, Level


class Outcome(StrEnum):
    """The answer of one check. *Source*: ETSI EN 319 102-1, section 5.1.3 (status indications)."""

    PASSED = "PASSED"
    FAILED = "FAILED"
    INDETERMINATE = "INDETERMINATE"


class Coverage(StrEnum):
    """How much of the file the signature's byte range holds."""

    ENTIRE_FILE = "ENTIRE_FILE"
    ENTIRE_REVISION = "ENTIRE_REVISION"
    PARTIAL = "PARTIAL"


class Modification(StrEnum):
    """What was added after the signature, at the most: archive material, further signatures, or anything else."""

    NONE = "NONE"
    LTA_UPDATES = "LTA_UPDATES"
    FORM_FILLING = "FORM_FILLING"
    OTHER = "OTHER"


class Problem(StrEnum):
    """Why a file was not examined at all, or not to its end."""

    EMPTY = "EMPTY"
    NOT_A_PDF = "NOT_A_PDF"
    TRUNCATED = "TRUNCATED"
    DAMAGED = "DAMAGED"
    ENCRYPTED = "ENCRYPTED"
    TOO_LARGE = "TOO_LARGE"
    TOO_MANY_PAGES = "TOO_MANY_PAGES"
    TOO_MANY_SIGNATURES = "TOO_MANY_SIGNATURES"
    TOO_MANY_REVISIONS = "TOO_MANY_REVISIONS"
    HYBRID_XREF = "HYBRID_XREF"
    TOO_COSTLY = "TOO_COSTLY"


@dataclass(frozen=True)
class Message:
    """One reason, with a stable code. *Shape*: `id` is Indonesian, `en` English."""

    code: str
    id: str
    en: str


@dataclass(frozen=True)
class Ades:
    """What the standard's own algorithm says. *Shape*: `sub_indication` is None exactly where it passed.

    *Source*: ETSI EN 319 102-1, section 5.1.3.
    """

    indication: SignatureIndication
    sub_indication: SubIndication | None


@dataclass(frozen=True)
class Revision:
    """A state that the file once had: its first `length` bytes, and their SHA-256 in hexadecimal."""

    length: int
    sha256: str


@dataclass(frozen=True)
class SignatureFinding:
    """One filled signature field.

    *Shape*: `signing_time` is what the signer says, `timestamp_time` what a valid time stamp proves (its own, or where it
    bears none the first of the document over it); both aware.
    `level` is the level that was found proven; `None` where the signature is no PAdES signature or did not hold.
    `certification` is that of a certifying signature, else `NONE`; `locks_document` tells of one that permits no change.
    `modification` is `None` where it could not be examined; `modification_permitted` weighs it against certification and locks.
    `covered_length` is the end of the byte range; `ades` is the standard's indication, beside our own verdict.
    `value` is the signature itself (SignerInfo.signature, RFC 5652 section 5.3), empty where it is unreadable: the one part
    of a signature that nobody makes but its signer, whatever else of the file was altered.
    """

    field_name: str
    signer_name: str
    signer_subject: str
    certificate_sha256: str
    signing_time: datetime | None
    timestamp_time: datetime | None
    integrity: Outcome
    trust: Outcome
    level: Level | None
    certification: Certification
    locks_document: bool
    coverage: Coverage
    modification: Modification | None
    modification_permitted: bool
    covered_length: int
    ades: Ades
    messages: tuple[Message, ...]
    value: bytes = b""

    @property
    def holds(self) -> bool:
        """Whether the signature is intact, trusted, and followed by nothing that it forbids."""
        return (
            self.integrity is Outcome.PASSED
            and self.trust is Outcome.PASSED
            and self.coverage is not Coverage.PARTIAL
            and self.modification_permitted
        )


@dataclass(frozen=True)
class TimestampFinding:
    """One document time stamp; `covered_length` is the end of its byte range.

    *Shape*: `certificate_ends` (aware UTC) is when the authority's certificate ends, and with it what the stamp proves by
    itself; `authority_id` is that of `signing.retirement`; None where the field is unreadable.
    """

    field_name: str
    authority_name: str
    certificate_sha256: str
    certificate_ends: datetime | None
    timestamp_time: datetime | None
    integrity: Outcome
    trust: Outcome
    coverage: Coverage
    covered_length: int
    ades: Ades
    messages: tuple[Message, ...]
    authority_id: str | None = None

    @property
    def holds(self) -> bool:
        """Whether the time stamp is intact and trusted."""
        return (
            self.integrity is Outcome.PASSED and self.trust is Outcome.PASSED and self.coverage is not Coverage.PARTIAL
        )


@dataclass(frozen=True)
class SignatureReport:
    """What was found in one file.

    *Shape*: `signatures` and `timestamps` in the order of their revisions; `empty_fields` are unsigned signature fields;
    `revisions` in ascending length, the last one the whole file.
    """

    sha256: str
    length: int
    problem: Problem | None = None
    problem_message: Message | None = None
    signatures: tuple[SignatureFinding, ...] = ()
    timestamps: tuple[TimestampFinding, ...] = ()
    empty_fields: tuple[str, ...] = ()
    revisions: tuple[Revision, ...] = ()
    last_revision_covered: bool = False

    @property
    def certification(self) -> Certification:
        """What the certifying signature permits, `NONE` without one."""
        certifying = (found.certification for found in self.signatures if found.certification is not Certification.NONE)
        return next(certifying, Certification.NONE)

    @property
    def protected_until(self) -> datetime | None:
        """Until when the last document time stamp proves the file; None where it has none, or none that can be read."""
        return self.timestamps[-1].certificate_ends if self.timestamps else None

    @property
    def protected_by(self) -> str | None:
        """The authority behind the last document time stamp; None as above."""
        return self.timestamps[-1].authority_id if self.timestamps else None

    @property
    def holds(self) -> bool:
        """Whether the file is signed, every signature and time stamp holds, and nothing follows the last of them.

        *Does not check*: who signed, how many should have, and whether the document is ours.
        """
        return (
            self.problem is None
            and bool(self.signatures)
            and all(signature.holds for signature in self.signatures)
            and all(timestamp.holds for timestamp in self.timestamps)
            and self.last_revision_covered
        )
