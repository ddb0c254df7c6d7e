"""The verification report: what each numbered check found, and beside it what the paper means in law today."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from domain.documents import DocumentKind, SignatureKind
from domain.standings import RevokedStandard, Standing
from domain.verification import CheckResult, FileOrigin
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
class ReportedSignature:
    """One signature, as found in the file, or as recorded where no file was examined.

    *Shape*: `valid` and `trusted` None where it is as recorded: nothing was examined.
    """

    field_name: str
    signer_name: str
    kind: SignatureKind | None
    signed_at: datetime | None
    level: str
    certificate_sha256: str
    valid: bool | None
    trusted: bool | None


@dataclass(frozen=True, kw_only=True)
class ReportedDocument:
    """What anyone may know of an issued paper. *Shape*: `content_sha256` is the canonical digest of what its pages show."""

    id: str
    kind: DocumentKind
    number: str
    dated: str
    code: str
    sha256: str
    institution_name: str
    subject_id: str
    signature_count: int
    content_sha256: str | None = None


@dataclass(frozen=True, kw_only=True)
class VerificationReport:
    """Genuine and in force are two answers, side by side.

    *Shape*: `genuine` None where no file was given, so that the bytes could not be checked (look-up by code or digest);
    `document` None where the paper is not ours or nothing is found; `standing` only with a document, and with it
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
