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
from datetime import UTC, date, datetime, timedelta

from domain.clock import Clock, legal_date
from domain.documents import DocumentKind, DocumentState, SignatureKind
from domain.slas import ACTIVE_STATES
from domain.standings import Standing, Subject, standing_on
from domain.tables import Aggregate
from domain.verification import CheckResult, FileOrigin
from persistence.documents import DocumentRecord
from persistence.institutions import InstitutionRecord
from persistence.repositories import REPOSITORIES
from persistence.slas import SlaRecord
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
    def verify_bytes(self, data: bytes) -> VerificationReport:
        """The report of a file. *Raises*: `DatabaseUnavailable`, `SigningUnavailable`."""
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
        )

    @reaching_database()
    def verify_digest(self, digest: str) -> VerificationReport:
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
            return self._missing(document)
        return self.verify_bytes(data)

    @reaching_database()
    def verify_code(self, code: str) -> VerificationReport:
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
        )

    def _missing(self, document: DocumentRecord) -> VerificationReport:
        return self._report(
            now=self._ports.clock.now(),
            digest=document.sha256,
            origin=FileOrigin.ISSUED_BY_US,
            genuine=False,
            checks=checks_of_missing(),
            signatures=_recorded_signatures(document),
            document=document,
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
    ) -> VerificationReport:
        present, since = _standing(document, legal_date(now))
        message_id, message_en = message_of(origin=origin, genuine=genuine, standing=present)
        return VerificationReport(
            asked_at=now,
            sha256=digest,
            origin=origin,
            genuine=genuine,
            checks=checks,
            signatures=signatures,
            document=_reported(document),
            standing=present,
            standing_since=since,
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


def _standing(document: DocumentRecord | None, today: date) -> tuple[Standing | None, str | None]:
    if document is None:
        return None, None
    subject, since = _subject(document)
    found = standing_on(
        today,
        kind=DocumentKind(document.kind),
        state=DocumentState(document.state),
        paper_id=document.id,
        subject=subject,
    )
    if found is Standing.EXPIRED and subject.expires_on is not None:
        since = (subject.expires_on + timedelta(days=1)).isoformat()
    return found, since


def _subject(document: DocumentRecord) -> tuple[Subject, str | None]:
    """The thing that the paper speaks of, and since when it is as it is."""
    if document.subject == Aggregate.SLA:
        sla = (
            SlaRecord.objects(id=document.subject_id)
            .only("state", "in_force_since", "document_id", "updated_at", "expires_on")
            .first()
        )
        if sla is None or sla.document_id != document.id:
            return Subject(state=None), None
        subject = Subject(state=sla.state, expires_on=_day(sla.expires_on), paper_id=sla.document_id)
        is_active = sla.state in {state.value for state in ACTIVE_STATES}
        return subject, sla.in_force_since if is_active else legal_date(sla.updated_at).isoformat()
    record = REPOSITORIES[Aggregate(document.subject)].load(document.subject_id)
    changed_on: str | None = getattr(record, "changed_on", None)
    subject = Subject(state=str(record.state) if record else None, expires_on=_day(getattr(record, "expires_on", None)))
    return subject, changed_on or document.dated


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


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
