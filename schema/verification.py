"""Verification as clients see it: whether a paper is genuine, and beside it whether it is in force; open to everybody."""

from datetime import date, datetime

import strawberry

from domain.document_kinds import DOCUMENT_LABELS
from domain.standings import STANDING_LABELS
from schema.certificates import CertifiedStandard
from schema.context import Info
from schema.described import attribute, computed, object_type
from schema.enums import (
    CheckResult,
    DocumentKind,
    FileOrigin,
    SignatureIndication,
    SignatureKind,
    Standing,
    SubIndication,
)
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
class SignatureReason:
    """Why a signature or time stamp does not hold."""

    text_id: strawberry.Private[str]
    text_en: strawberry.Private[str]
    code: str = attribute("Its stable name, such as HASH_FAILURE.")

    @computed
    def text(self, language: LanguageArgument = Language.ID) -> str:
        """The reason in words."""
        return language.choose(self.text_id, self.text_en)


@object_type
class ReportedSignature:
    """One signature, as found in the file or in the paper that we keep, or as recorded where it could not be examined."""

    field_name: str = attribute("The signature field in the PDF.")
    signer_name: str = attribute("Who signed.")
    office: str | None = attribute(
        "The title under which he signed, as the paper prints it, such as `Plh. Deputi …`; null where it is not on record."
    )
    kind: SignatureKind | None = attribute("A person's, or the agency's seal; null where it is not ours.")
    signed_at: datetime | None = attribute("When it was made.")
    level: str = attribute("The level of the signature (ETSI EN 319 142-1).")
    certificate_sha256: str = attribute("The digest of the signer's certificate.")
    valid: bool | None = attribute(
        "Whether the signature is mathematically valid; null where it could not be examined."
    )
    trusted: bool | None = attribute(
        "Whether its certificate leads to a trusted root; null where it could not be examined."
    )
    indication: SignatureIndication | None = attribute(
        "What the standard's own algorithm says, beside our verdict, which asks for more; null where not examined."
    )
    sub_indication: SubIndication | None = attribute("Why it did not pass; null where it did, or was not examined.")
    reasons: list[SignatureReason] = attribute("Why it does not hold; none where it does.")


@object_type
class ReportedTimestamp:
    """One document time stamp, as found in the file."""

    field_name: str = attribute("The signature field in the PDF.")
    authority_name: str = attribute("The time-stamping authority, as its certificate names it.")
    proven_at: datetime | None = attribute("The time that it proves; null where it proves none.")
    certificate_sha256: str = attribute("The digest of the authority's certificate.")
    valid: bool = attribute("Whether it is intact and trusted.")
    indication: SignatureIndication = attribute("What the standard's own algorithm says.")
    sub_indication: SubIndication | None = attribute("Why it did not pass; null where it did.")
    reasons: list[SignatureReason] = attribute("Why it does not hold; none where it does.")


@object_type
class IssuedDocument:
    """What anyone may know of an issued paper."""

    file_path: strawberry.Private[str | None]
    kind: DocumentKind = attribute("Its kind.")
    number: str = attribute("Its number.")
    dated: str = attribute("The date that it bears: an ISO 8601 date.")
    code: str = attribute("Its verification code.")
    sha256: Sha256 = attribute("The digest of the issued file.")
    institution_name: str = attribute("The institution concerned.")
    signature_count: int = attribute("How many signatures it bears.")
    unit_name: str | None = attribute("The unit, as a certificate or a determination prints it; null for other kinds.")
    standards: list[CertifiedStandard] = attribute(
        "The standards that a certificate or a determination lists, with their dates and present status; none for other kinds."
    )

    @computed
    def path(self, info: Info) -> str | None:
        """Where anyone fetches the file itself, to compare a paper with it; null for a paper that is not public."""
        return None if self.file_path is None else f"{info.context.public_url}{self.file_path}"

    @computed
    def label(self, language: LanguageArgument = Language.ID) -> str:
        """Its kind, in words."""
        return language.choose(*DOCUMENT_LABELS[self.kind])


@object_type
class Credential:
    """What the second QR code of a certificate says, signed by a key of ours. It can be copied onto another paper."""

    number: str = attribute("The number of the certificate.")
    edition: int = attribute("Which version of the unit's certificate it is, from 1.")
    unit_name: str = attribute("The unit; at most 80 characters.")
    institution_name: str = attribute("The unit's institution; at most 80 characters.")
    standards: list[CertifiedStandard] = attribute("The standards, with their dates, and their present status.")
    issued_at: datetime = attribute("When the credential was made.")
    expires_on: date | None = attribute("The last day of the certificate, where it has one.")


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
    checks: list[VerificationCheck] = attribute(
        "The numbered checks: of the file, or for a code or a credential of the paper that we keep."
    )
    signatures: list[ReportedSignature] = attribute("The signatures.")
    timestamps: list[ReportedTimestamp] = attribute("The document time stamps; none where nothing could be examined.")
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
    credential: Credential | None = attribute("What the credential says; null where none was given, or it is not ours.")
    development: bool = attribute("Whether the signatures are tests without legal effect.")

    @computed
    def message(self, language: LanguageArgument = Language.ID) -> str:
        """The answer in one sentence."""
        return language.choose(self.message_id, self.message_en)

    @computed
    def standing_label(self, language: LanguageArgument = Language.ID) -> str | None:
        """The standing in words; null without a paper."""
        return None if self.standing is None else language.choose(*STANDING_LABELS[self.standing])
