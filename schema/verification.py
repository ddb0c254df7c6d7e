"""Verification as clients see it: whether a paper is genuine, and beside it whether it is in force; open to everybody."""

from datetime import datetime

import strawberry

from domain.documents import DOCUMENT_LABELS
from domain.standings import STANDING_LABELS
from schema.described import attribute, computed, object_type
from schema.enums import CheckResult, DocumentKind, FileOrigin, SignatureKind, Standing
from schema.languages import Language, LanguageArgument
from schema.public_log import LogProof
from schema.scalars import Sha256
from schema.standings import RevokedStandard


@object_type
class VerificationCheck:
    """One numbered check; a file is genuine only if all hold."""

    statement_id: strawberry.Private[str]
    statement_en: strawberry.Private[str]
    evidence_id: strawberry.Private[str]
    evidence_en: strawberry.Private[str]
    number: int = attribute("Its number, from 1.")
    code: str = attribute("Its stable name, such as SIGNATURES_VALID.")
    result: CheckResult = attribute("What was found.")

    @computed
    def statement(self, language: LanguageArgument = Language.ID) -> str:
        """The statement that holds where the check passes."""
        return language.choose(self.statement_id, self.statement_en)

    @computed
    def evidence(self, language: LanguageArgument = Language.ID) -> str:
        """What the result rests on."""
        return language.choose(self.evidence_id, self.evidence_en)


@object_type
class ReportedSignature:
    """One signature, as found in the file, or as recorded where no file was examined."""

    field_name: str = attribute("The signature field in the PDF.")
    signer_name: str = attribute("Who signed.")
    kind: SignatureKind | None = attribute("A person's, or the agency's seal; null where it is not ours.")
    signed_at: datetime | None = attribute("When it was made.")
    level: str = attribute("The level of the signature (ETSI EN 319 142-1).")
    certificate_sha256: str = attribute("The digest of the signer's certificate.")
    valid: bool | None = attribute(
        "Whether the signature is mathematically valid; null where it was not examined, as in a look-up by code."
    )
    trusted: bool | None = attribute(
        "Whether its certificate leads to a trusted root; null where it was not examined, as in a look-up by code."
    )


@object_type
class IssuedDocument:
    """What anyone may know of an issued paper."""

    kind: DocumentKind = attribute("Its kind.")
    number: str = attribute("Its number.")
    dated: str = attribute("The date that it bears: an ISO 8601 date.")
    code: str = attribute("Its verification code.")
    sha256: Sha256 = attribute("The digest of the issued file.")
    institution_name: str = attribute("The institution concerned.")
    signature_count: int = attribute("How many signatures it bears.")
    content_sha256: Sha256 | None = attribute(
        "The canonical digest of what its pages show, which another conversion of the same letter has too."
    )

    @computed
    def label(self, language: LanguageArgument = Language.ID) -> str:
        """Its kind, in words."""
        return language.choose(*DOCUMENT_LABELS[self.kind])


@object_type
class VerificationReport:
    """Genuine and in force are two answers, side by side."""

    message_id: strawberry.Private[str]
    message_en: strawberry.Private[str]
    asked_at: datetime = attribute("When it was asked.")
    sha256: str | None = attribute("The digest of the file; null where none was given.")
    origin: FileOrigin = attribute("Whether the bytes are ours.")
    genuine: bool | None = attribute(
        "Whether the file is genuine; null where no file was given, so that none was checked."
    )
    checks: list[VerificationCheck] = attribute("The numbered checks.")
    signatures: list[ReportedSignature] = attribute("The signatures.")
    document: IssuedDocument | None = attribute("The paper; null where it is not ours or nothing was found.")
    standing: Standing | None = attribute("What the paper means in law today; null without a paper.")
    log: list[LogProof] = attribute(
        "Proofs that the public log holds the paper: its issuance, then in the open each change of its standing."
    )
    standing_since: str | None = attribute("Since when; null where that is not known, or not public.")
    standing_by: str | None = attribute(
        "The number of the paper that brought the standing about; null where there is none."
    )
    revoked_standards: list[RevokedStandard] = attribute("The standards that are revoked on the paper.")
    development: bool = attribute("Whether the signatures are tests without legal effect.")

    @computed
    def message(self, language: LanguageArgument = Language.ID) -> str:
        """The answer in one sentence."""
        return language.choose(self.message_id, self.message_en)

    @computed
    def standing_label(self, language: LanguageArgument = Language.ID) -> str | None:
        """The standing in words; null without a paper."""
        return None if self.standing is None else language.choose(*STANDING_LABELS[self.standing])
