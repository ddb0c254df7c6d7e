"""The verification report: what each numbered check found, and beside it what the paper means in law today."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from domain.document_kinds import DocumentKind, SignatureKind
from domain.standings import RevokedStandard, Standing
from domain.verification import CheckResult, FileOrigin, SignatureIndication, SubIndication
from services.certified_papers import ReportedStandard
from services.log_proofs import LogProof


class CheckId(StrEnum):
    """The numbered checks of a verification; genuine only if all hold."""

    KNOWN_DIGEST = "KNOWN_DIGEST"
    SIGNATURES_VALID = "SIGNATURES_VALID"
    CHAINS_TRUSTED = "CHAINS_TRUSTED"
    CERTIFICATION_AS_RECORDED = "CERTIFICATION_AS_RECORDED"
    NO_OTHER_CHANGES = "NO_OTHER_CHANGES"
    LAST_REVISION_COVERED = "LAST_REVISION_COVERED"
    PUBLICLY_LOGGED = "PUBLICLY_LOGGED"


CHECKS: tuple[tuple[CheckId, str, str], ...] = (
    (CheckId.KNOWN_DIGEST, "Berkas adalah naskah yang kami terbitkan", "The file is a paper that we issued"),
    (
        CheckId.SIGNATURES_VALID,
        "Setiap tanda tangan sah dan jumlahnya benar",
        "Each signature is valid; none is missing",
    ),
    (CheckId.CHAINS_TRUSTED, "Setiap sertifikat menuju akar tepercaya", "Each certificate leads to a trusted root"),
    (CheckId.CERTIFICATION_AS_RECORDED, "Sertifikasi sesuai catatan", "The certification is as recorded"),
    (CheckId.NO_OTHER_CHANGES, "Tidak ada perubahan setelah ditandatangani", "Nothing was changed after signing"),
    (CheckId.LAST_REVISION_COVERED, "Revisi terakhir tercakup", "The last revision is covered"),
    (
        CheckId.PUBLICLY_LOGGED,
        "Naskah tercatat dalam log publik, dengan bukti",
        "The public log holds the paper, with a proof",
    ),
)
"""Number (place in this list, from 1), and the statement that holds where the check passes."""


@dataclass(frozen=True, kw_only=True)
class Check:
    """One numbered check. *Shape*: `number` from 1; the evidence is a sentence in each language."""

    number: int
    id: CheckId
    result: CheckResult
    statement_id: str
    statement_en: str
    evidence_id: str
    evidence_en: str


@dataclass(frozen=True, kw_only=True)
class Reason:
    """Why a signature or time stamp does not hold, by a stable code and in both languages."""

    code: str
    text_id: str
    text_en: str


@dataclass(frozen=True, kw_only=True)
class ReportedSignature:
    """One signature, as found in the file (for a code: that which we keep), or as recorded where it could not be examined.

    *Shape*: `valid`, `trusted` and `indication` None where it is as recorded: nothing was examined. The indication is
    that of the standard's own algorithm, beside our verdict, which asks for more; `sub_indication` None where it passed.
    `office` is the title under which one of ours was made, such as `Plh. Deputi …`, None for others and for the seal.
    *Source*: ETSI EN 319 102-1, section 5.1.3.
    """

    field_name: str
    signer_name: str
    kind: SignatureKind | None
    signed_at: datetime | None
    level: str
    certificate_sha256: str
    valid: bool | None
    trusted: bool | None
    office: str | None = None
    indication: SignatureIndication | None = None
    sub_indication: SubIndication | None = None
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ReportedTimestamp:
    """One document time stamp, as found in the file. *Shape*: `proven_at` None where it proves no time."""

    field_name: str
    authority_name: str
    proven_at: datetime | None
    certificate_sha256: str
    valid: bool
    indication: SignatureIndication
    sub_indication: SubIndication | None
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, kw_only=True)
class ReportedDocument:
    """What anyone may know of an issued paper.

    *Shape*: `unit_name` and `standards` of a certificate and a determination, as they print them; `path` is where anyone
    fetches the file, None for a paper that is not public.
    """

    id: str
    kind: DocumentKind
    number: str
    dated: str
    code: str
    sha256: str
    institution_name: str
    subject_id: str
    signature_count: int
    unit_name: str | None = None
    standards: tuple[ReportedStandard, ...] = ()
    path: str | None = None


@dataclass(frozen=True, kw_only=True)
class ReportedCredential:
    """What the second QR code of a certificate says, where a key of ours signed it. *Shape*: names of at most 80 characters."""

    number: str
    edition: int
    unit_name: str
    institution_name: str
    standards: tuple[ReportedStandard, ...]
    issued_at: datetime
    expires_on: date | None


@dataclass(frozen=True, kw_only=True)
class VerificationReport:
    """Genuine and in force are two answers, side by side.

    *Shape*: `genuine` None where no file was given, so that the bytes could not be checked (look-up by code or digest);
    `document` None where the paper is not ours or nothing is found; where no file was given, `checks` are those of the paper
    that we keep; `credential` only where one was given, and ours; `standing` only with a document, and with it
    since when, by the number of which paper, and which standards are revoked on it, as far as the asker may know.
    """

    asked_at: datetime
    sha256: str | None
    origin: FileOrigin
    genuine: bool | None
    checks: tuple[Check, ...]
    signatures: tuple[ReportedSignature, ...]
    document: ReportedDocument | None
    standing: Standing | None
    standing_since: str | None
    message_id: str
    message_en: str
    development: bool = field(default=False)
    log: tuple[LogProof, ...] = ()
    standing_by: str | None = None
    revoked_standards: tuple[RevokedStandard, ...] = ()
    timestamps: tuple[ReportedTimestamp, ...] = ()
    credential: ReportedCredential | None = None
