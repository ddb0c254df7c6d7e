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
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from domain.clock import Clock, legal_date
from domain.configuration_keys import ConfigurationKey
from domain.documents import DocumentKind, DocumentState, SignatureKind
from domain.roles import ANONYMOUS, Actor
from domain.standings import LegalStanding, audience_of, legal_standing
from domain.tables import Aggregate
from domain.verification import CheckResult, FileOrigin
from persistence.configuration import setting
from persistence.documents import DocumentRecord
from persistence.institutions import InstitutionRecord
from persistence.standings import paper_and_subject
from persistence.transactions import reaching_database
from services.checks import Evidence, check_all, checks_of_missing
from services.issuance import Inspector
from services.log_proofs import NOT_LOGGED, LogProof, LogProver
from services.reports import Check, ReportedDocument, ReportedSignature, VerificationReport
from services.verdicts import message_of
from signing.report import Outcome, SignatureFinding, SignatureReport
from signing.trust import TrustAnchors
from storage.keys import issued_key
from storage.port import Area, ObjectMissing, ObjectStore

LOG = logging.getLogger("pembina.verification")


@dataclass(frozen=True, kw_only=True)
class VerificationPorts:
    """What verification works with. *Shape*: `inspector` takes hostile files; `trust` gives roots and current CRLs."""

    clock: Clock
    store: ObjectStore
    inspector: Inspector
    trust: Callable[[], TrustAnchors]
    log: LogProver
    development: bool


class VerificationService:
    """Answers for a file, a SHA-256 or a verification code. An error in a check is a failed check, never an exception."""

    def __init__(self, ports: VerificationPorts) -> None:
        self._ports = ports

    @reaching_database()
    def verify_bytes(self, data: bytes, *, viewer: Actor = ANONYMOUS) -> VerificationReport:
        """The report of a file, its standing as far as the viewer may know it.

        *Raises*: `DatabaseUnavailable`, `SigningUnavailable`.
        """
        now = self._ports.clock.now()
        found = self._ports.inspector.inspect(data, self._ports.trust(), now)
        document, extended = _issued_as(found)
        log = self._ports.log.find(document.id) if document is not None else NOT_LOGGED
        evidence = Evidence(report=found, document=document, extended=extended, log=log)
        checks = check_all(evidence)
        resembled = _resembling(found) if document is None else None
        origin = _origin(evidence, resembled=resembled)
        document = document or resembled
        genuine = origin is FileOrigin.ISSUED_BY_US and all(check.result is CheckResult.PASSED for check in checks)
        return self._report(
            now=now,
            digest=found.sha256,
            origin=origin,
            genuine=genuine,
            checks=checks,
            signatures=_found_signatures(found, document),
            document=document,
            log=log.proofs,
            viewer=viewer,
        )

    @reaching_database()
    def verify_digest(self, digest: str, *, viewer: Actor = ANONYMOUS) -> VerificationReport:
        """The report of the issued paper whose bytes have this SHA-256; its stored bytes are checked anew.

        Where storage has lost them, the report says so: not proven, whatever is recorded.
        *Raises*: `DatabaseUnavailable`, `StorageUnavailable`, `SigningUnavailable`.
        """
        document = _by_digest(digest.lower())
        if document is None:
            return self._nothing(digest.lower())
        try:
            data = self._ports.store.get(Area.ISSUED, issued_key(document.sha256))
        except ObjectMissing as error:
            LOG.error("the issued paper %s (%s) is missing from storage: %s", document.id, document.number, error)
            return self._missing(document, viewer)
        return self.verify_bytes(data, viewer=viewer)

    @reaching_database()
    def verify_code(self, code: str, *, viewer: Actor = ANONYMOUS) -> VerificationReport:
        """What is recorded under a verification code. `genuine` stays open: no file was shown.

        *Raises*: `DatabaseUnavailable`.
        """
        normal = code.strip().lower().replace("-", "")
        document: DocumentRecord | None = DocumentRecord.objects(code=normal, state=DocumentState.SIGNED.value).first()
        if document is None:
            return self._nothing(None)
        return self._report(
            now=self._ports.clock.now(),
            digest=document.sha256,
            origin=FileOrigin.NO_FILE,
            genuine=None,
            checks=(),
            signatures=_recorded_signatures(document),
            document=document,
            viewer=viewer,
        )

    def _missing(self, document: DocumentRecord, viewer: Actor) -> VerificationReport:
        return self._report(
            now=self._ports.clock.now(),
            digest=document.sha256,
            origin=FileOrigin.ISSUED_BY_US,
            genuine=False,
            checks=checks_of_missing(),
            signatures=_recorded_signatures(document),
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
        viewer: Actor = ANONYMOUS,
    ) -> VerificationReport:
        found = _standing(document, legal_date(now), viewer)
        message_id, message_en = message_of(origin=origin, genuine=genuine, standing=found)
        return VerificationReport(
            asked_at=now,
            sha256=digest,
            origin=origin,
            genuine=genuine,
            checks=checks,
            signatures=signatures,
            document=_reported(document),
            standing=found.standing if found else None,
            standing_since=found.since.isoformat() if found and found.since else None,
            standing_by=found.by if found else None,
            revoked_standards=found.revoked if found else (),
            message_id=message_id,
            message_en=message_en,
            development=self._ports.development,
            log=log,
        )


def _by_digest(digest: str) -> DocumentRecord | None:
    found: DocumentRecord | None = DocumentRecord.objects(sha256=digest, state=DocumentState.SIGNED.value).first()
    return found


def _issued_as(found: SignatureReport) -> tuple[DocumentRecord | None, bool]:
    """The issued paper that this file is, or extends; and whether it only extends it."""
    document = _by_digest(found.sha256)
    if document is not None:
        return document, False
    for revision in reversed(found.revisions[:-1]):
        document = _by_digest(revision.sha256)
        if document is not None:
            return document, True
    return None, False


def _origin(evidence: Evidence, *, resembled: DocumentRecord | None) -> FileOrigin:
    if evidence.document is not None:
        return FileOrigin.ISSUED_BY_US if evidence.is_as_issued else FileOrigin.NOT_AS_ISSUED
    return FileOrigin.NOT_AS_ISSUED if resembled is not None else FileOrigin.NOT_ISSUED_BY_US


def _resembling(found: SignatureReport) -> DocumentRecord | None:
    """The issued paper of which the file seems to be an altered copy: the same certificate signed in the same second.

    Of several (one person signed them in one act) the one whose length the file has, or had; then by signatures.
    """
    lengths = {found.length, *(revision.length for revision in found.revisions)}
    candidates = [document for signature in found.signatures for document in _signed_by(signature)]
    return max(candidates, key=lambda d: (d.size in lengths, len(d.signatures) == len(found.signatures)), default=None)


def _signed_by(signature: SignatureFinding) -> list[DocumentRecord]:
    if signature.signing_time is None:
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


def _reported(document: DocumentRecord | None) -> ReportedDocument | None:
    if document is None:
        return None
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
        content_sha256=(document.rendering or {}).get("content_sha256"),
    )


def _recorded_signatures(document: DocumentRecord) -> tuple[ReportedSignature, ...]:
    return tuple(
        ReportedSignature(
            field_name=s["field"],
            signer_name=s["signer_name"],
            kind=SignatureKind(s["kind"]),
            signed_at=datetime.fromisoformat(s["signed_at"]),
            level=s["level"],
            certificate_sha256=s["certificate_sha256"],
            valid=None,
            trusted=None,
        )
        for s in document.signatures
    )


def _found_signatures(found: SignatureReport, document: DocumentRecord | None) -> tuple[ReportedSignature, ...]:
    recorded: Sequence[dict[str, str]] = document.signatures if document is not None else ()
    kinds = {s["certificate_sha256"]: SignatureKind(s["kind"]) for s in recorded}
    return tuple(
        ReportedSignature(
            field_name=s.field_name,
            signer_name=s.signer_name,
            kind=kinds.get(s.certificate_sha256),
            signed_at=s.timestamp_time or s.signing_time,
            level=s.level.value if s.level else "-",
            certificate_sha256=s.certificate_sha256,
            valid=s.holds,
            trusted=s.trust is Outcome.PASSED,
        )
        for s in found.signatures
    )
