"""Verification: is a paper genuine, and what does it mean in law today? Two answers, side by side.

    verify_bytes(data) -> VerificationReport. Genuine only if all hold:
    1  the digest is that of an issued document, or the file extends one by archive time stamps only
    2  every signature field holds a valid signature, by the recorded certificate, and their count is the recorded one
    3  each chain leads to a configured root, with revocation information, at the proven signing time
    4  certification and level are as recorded
    5  changes after signing are none, or archive time stamps, or the expected counter-signature
    6  the last revision is covered by a signature or document time stamp
    7  the public log holds the document, with an inclusion proof

A file that is not ours gets the same checks, marked as not issued by us.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from hashlib import sha256

from domain.aggregates import Aggregate
from domain.clock import Clock, legal_date
from domain.configuration_keys import ConfigurationKey
from domain.credentials import CredentialClaims
from domain.document_kinds import DocumentKind, DocumentState
from domain.reading import is_public_paper
from domain.roles import ANONYMOUS, Actor
from domain.standings import LegalStanding, audience_of, legal_standing
from domain.transparency import is_public
from domain.verification import CheckResult, FileOrigin
from persistence.configuration import setting
from persistence.documents import DocumentRecord, certificate_at, newest_bytes, signed_paper_of
from persistence.institutions import InstitutionRecord
from persistence.standings import paper_and_subject
from persistence.transactions import reaching_database
from services.certified_papers import certified_by, reported_standards, says_the_same
from services.checks import Evidence, check_all, checks_of_missing, checks_of_unreached
from services.examination import Inspector
from services.kept_reports import KeptReports
from services.log_entries import standing_now
from services.log_proofs import NOT_LOGGED, LogProof, LogProver, Told
from services.reported_signatures import found_signatures, found_timestamps, recorded_signatures
from services.reports import (
    Check,
    ReportedCredential,
    ReportedDocument,
    ReportedSignature,
    ReportedTimestamp,
    VerificationReport,
)
from services.stored_papers import StoredPapers
from services.verdicts import CREDENTIAL_PROBLEMS, CredentialProblem, message_of
from signing.credential_keys import CredentialTrust
from signing.credentials import CredentialForged, CredentialUnproven, CredentialUnreadable, read_credential
from signing.port import SigningUnavailable
from signing.report import SignatureFinding, SignatureReport
from signing.trust import TrustAnchors
from storage.port import ObjectMissing, ObjectStore, StorageError

LOG = logging.getLogger("pembina.verification")


@dataclass(frozen=True, kw_only=True)
class VerificationPorts:
    """What verification works with.

    *Shape*: `inspector` takes hostile files; `trust` gives roots and current CRLs; `credential_certificates` those of all keys
    that may have signed a credential, in DER; `kept` holds what papers were found to prove when they were signed here.
    """

    clock: Clock
    store: ObjectStore
    inspector: Inspector
    trust: Callable[[], TrustAnchors]
    log: LogProver
    credential_certificates: Callable[[], tuple[bytes, ...]]
    development: bool
    kept: KeptReports = field(default_factory=KeptReports)


class VerificationService:
    """Answers for a file, a SHA-256, a verification code or a credential.

    An error in a check is a failed check, never an exception.
    """

    def __init__(self, ports: VerificationPorts) -> None:
        self._ports = ports
        self._stored = StoredPapers(store=ports.store, means=ports, kept=ports.kept)

    @reaching_database()
    def verify_bytes(self, data: bytes, *, viewer: Actor = ANONYMOUS) -> VerificationReport:
        """The report of a file, its standing as far as the viewer may know it.

        *Raises*: `DatabaseUnavailable`, `SigningUnavailable`.
        """
        now = self._ports.clock.now()
        digest = sha256(data).hexdigest()
        issued = _by_digest(digest)
        found = self._stored.report_on(self._newest_of(issued, digest, data), is_ours=issued is not None)
        document, extended = _issued_as(found)
        log = self._ports.log.find(document.id) if document is not None else NOT_LOGGED
        evidence = Evidence(report=found, document=document, extended=extended, log=log, owed=_owed(document))
        checks = check_all(evidence)
        resembled = self._resembling(found) if document is None else None
        origin = _origin(evidence, resembled=resembled)
        document = document or resembled
        genuine = origin is FileOrigin.ISSUED_BY_US and all(check.result is CheckResult.PASSED for check in checks)
        return self._report(
            now=now,
            digest=digest,
            origin=origin,
            genuine=genuine,
            checks=checks,
            signatures=found_signatures(found, document),
            document=document,
            log=log.proofs,
            timestamps=found_timestamps(found),
            viewer=viewer,
        )

    @reaching_database()
    def verify_digest(self, digest: str, *, viewer: Actor = ANONYMOUS) -> VerificationReport:
        """The report of the issued paper whose bytes have this SHA-256; its stored bytes are read and checked.

        Where storage has lost them, the report says so: not proven, whatever is recorded.
        *Raises*: `DatabaseUnavailable`, `StorageUnavailable`, `SigningUnavailable`.
        """
        document = _by_digest(digest.lower())
        if document is None:
            return self._nothing(digest.lower())
        try:
            data = self._stored.newest(document)
        except ObjectMissing:
            return self._missing(document, viewer)
        return self.verify_bytes(data, viewer=viewer)

    @reaching_database()
    def verify_code(self, code: str, *, viewer: Actor = ANONYMOUS) -> VerificationReport:
        """What is recorded under a verification code, with the checks of our stored paper and its proof in the public log.

        `genuine` stays open: no file was shown, and a code can be copied (ADR 9). Where storage or examination is out of
        reach, the record answers, and the checks say that they could not be made.
        *Raises*: `DatabaseUnavailable`.
        """
        normal = code.strip().lower().replace("-", "")
        document: DocumentRecord | None = DocumentRecord.objects(code=normal, state=DocumentState.SIGNED.value).first()
        if document is None:
            return self._nothing(None)
        return self._recorded(document, viewer)

    @reaching_database()
    def verify_credential(self, text: str, *, viewer: Actor = ANONYMOUS) -> VerificationReport:
        """What the second QR code of a certificate says, and what that certificate means today. `genuine` stays open as for a
        code: the text can be copied onto another paper.

        *Raises*: `DatabaseUnavailable`, `SigningError` where our own credential key cannot be read.
        """
        trust = CredentialTrust(self._ports.credential_certificates(), self._ports.trust())
        try:
            claims = read_credential(text, trust, known_at=self._ports.clock.now()).claims
        except CredentialUnreadable:
            return self._no_credential(CredentialProblem.UNREADABLE)
        except CredentialForged:
            return self._no_credential(CredentialProblem.FORGED)
        except CredentialUnproven:
            return self._no_credential(CredentialProblem.UNPROVEN)
        document = certificate_at(claims.status.index)
        if document is None or not says_the_same(claims, document):
            return self._no_credential(CredentialProblem.NOT_ISSUED)
        report = self._recorded(document, viewer)
        return replace(report, credential=_said_by(claims, report))

    def _no_credential(self, problem: CredentialProblem) -> VerificationReport:
        message_id, message_en = CREDENTIAL_PROBLEMS[problem]
        return replace(self._nothing(None), message_id=message_id, message_en=message_en)

    def _recorded(self, document: DocumentRecord, viewer: Actor) -> VerificationReport:
        """What we keep of an issued paper, where no file was shown."""
        now, found = self._ports.clock.now(), None
        log = self._ports.log.find(document.id)
        try:
            found = self._stored.examined(document)
            issued, extended = _issued_as(found)
            known = document if issued is not None and issued.id == document.id else None
            evidence = Evidence(report=found, document=known, extended=extended, log=log, owed=_owed(known))
            checks = check_all(evidence)
        except ObjectMissing:
            checks = checks_of_missing()
        except (StorageError, SigningUnavailable) as error:
            LOG.warning("the stored paper %s cannot be examined now: %s", document.id, error)
            checks = checks_of_unreached()
        return self._report(
            now=now,
            digest=document.sha256,
            origin=FileOrigin.NO_FILE,
            genuine=None,
            checks=checks,
            signatures=found_signatures(found, document) if found else recorded_signatures(document),
            document=document,
            log=log.proofs,
            timestamps=found_timestamps(found) if found else (),
            viewer=viewer,
        )

    def _newest_of(self, issued: DocumentRecord | None, digest: str, data: bytes) -> bytes:
        """The newest rendition of the paper that these bytes are, which begins with them and proves them still; else they."""
        if issued is None or newest_bytes(issued)[0] == digest:
            return data
        try:
            newest = self._stored.newest(issued)
        except ObjectMissing:
            return data
        return newest if newest.startswith(data) else data

    def _resembling(self, found: SignatureReport) -> DocumentRecord | None:
        """The issued paper of which the file is an altered copy: it bears a signature value of our stored file.

        Certificate, second, and any bytes that are public are anybody's to write, and would name papers that he never held.
        """
        values = {signature.value for signature in found.signatures if signature.value}
        candidates = (document for signature in found.signatures for document in _signed_by(signature))
        return self._stored.bearing(values, candidates)

    def _missing(self, document: DocumentRecord, viewer: Actor) -> VerificationReport:
        return self._report(
            now=self._ports.clock.now(),
            digest=document.sha256,
            origin=FileOrigin.ISSUED_BY_US,
            genuine=False,
            checks=checks_of_missing(),
            signatures=recorded_signatures(document),
            document=document,
            viewer=viewer,
        )

    def _nothing(self, digest: str | None) -> VerificationReport:
        return self._report(
            now=self._ports.clock.now(),
            digest=digest,
            origin=FileOrigin.NO_FILE,
            genuine=False if digest is not None else None,
            checks=(),
            signatures=(),
            document=None,
        )

    def _report(
        self,
        *,
        now: datetime,
        digest: str | None,
        origin: FileOrigin,
        genuine: bool | None,
        checks: tuple[Check, ...],
        signatures: tuple[ReportedSignature, ...],
        document: DocumentRecord | None,
        log: tuple[LogProof, ...] = (),
        timestamps: tuple[ReportedTimestamp, ...] = (),
        viewer: Actor = ANONYMOUS,
    ) -> VerificationReport:
        found = _standing(document, legal_date(now), viewer)
        holds = bool(checks) and all(check.result is CheckResult.PASSED for check in checks)
        message_id, message_en = message_of(origin=origin, genuine=genuine, standing=found, stored_holds=holds)
        return VerificationReport(
            asked_at=now,
            sha256=digest,
            origin=origin,
            genuine=genuine,
            checks=checks,
            signatures=signatures,
            document=_reported(document, found),
            standing=found.standing if found else None,
            standing_since=found.since.isoformat() if found and found.since else None,
            standing_by=found.by if found else None,
            revoked_standards=found.revoked if found else (),
            message_id=message_id,
            message_en=message_en,
            development=self._ports.development,
            log=log,
            timestamps=timestamps,
        )


def _by_digest(digest: str) -> DocumentRecord | None:
    return signed_paper_of(digest)


def _issued_as(found: SignatureReport) -> tuple[DocumentRecord | None, bool]:
    """The issued paper that this file is, or extends; and whether it only extends it."""
    document = _by_digest(found.sha256)
    if document is not None:
        return document, document.sha256 != found.sha256
    for revision in reversed(found.revisions[:-1]):
        document = _by_digest(revision.sha256)
        if document is not None:
            return document, True
    return None, False


def _origin(evidence: Evidence, *, resembled: DocumentRecord | None) -> FileOrigin:
    if evidence.document is not None:
        return FileOrigin.ISSUED_BY_US if evidence.is_as_issued else FileOrigin.NOT_AS_ISSUED
    return FileOrigin.NOT_AS_ISSUED if resembled is not None else FileOrigin.NOT_ISSUED_BY_US


def _signed_by(signature: SignatureFinding) -> list[DocumentRecord]:
    """Issued papers that this certificate signed in the second that the file names."""
    if signature.signing_time is None or not signature.value:
        return []
    second = signature.signing_time.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S")
    one = {"certificate_sha256": signature.certificate_sha256, "signed_at": {"$regex": f"^{second}"}}
    return list(
        DocumentRecord.objects(__raw__={"signatures": {"$elemMatch": one}, "state": DocumentState.SIGNED.value})
    )


def _standing(document: DocumentRecord | None, today: date, viewer: Actor) -> LegalStanding | None:
    if document is None:
        return None
    paper, subject = paper_and_subject(document)
    audience = audience_of(viewer, Aggregate(document.subject), document.institution_id)
    public = setting(ConfigurationKey.SANCTIONS_PUBLIC, today) is True
    return legal_standing(today, paper, subject, audience, sanctions_public=public)


def _owed(document: DocumentRecord | None) -> Told | None:
    """What the log must tell of a paper of which it speaks in the open, by what is on record; None for others."""
    if document is None or not is_public(DocumentKind(document.kind)):
        return None
    return standing_now(document)


def _said_by(claims: CredentialClaims, report: VerificationReport) -> ReportedCredential:
    revoked = {each.standard for each in report.revoked_standards}
    return ReportedCredential(
        number=claims.number,
        edition=claims.edition,
        unit_name=claims.unit,
        institution_name=claims.institution,
        standards=reported_standards(claims.standards, revoked),
        issued_at=claims.issued_at,
        expires_on=claims.expires_on,
    )


def _reported(document: DocumentRecord | None, standing: LegalStanding | None) -> ReportedDocument | None:
    if document is None:
        return None
    certified = certified_by(document, {each.standard for each in standing.revoked} if standing else set())
    is_public = is_public_paper(DocumentKind(document.kind), DocumentState(document.state))
    institution = InstitutionRecord.objects(id=document.institution_id).only("name").first()
    return ReportedDocument(
        id=document.id,
        kind=DocumentKind(document.kind),
        number=document.number,
        dated=document.dated,
        code=document.code,
        sha256=document.sha256,
        institution_name=institution.name if institution else document.institution_id,
        subject_id=document.subject_id,
        signature_count=len(document.signatures),
        unit_name=certified.unit_name,
        standards=certified.standards,
        path=f"/documents/{document.id}" if is_public else None,
    )
