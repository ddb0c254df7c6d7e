"""Checks every signature and document time stamp of a PDF by ETSI EN 319 102-1; knows no records and fetches nothing.

The numbers are those of the verification procedure:
2. every signature field holds a valid signature; 3. each chain leads to a configured root, with revocation information, at the
proven signing time; 4. the certification is read; 5. changes after signing are classed; 6. the last revision is covered.
"""

# mypy: disable-error-code="no-untyped-call"

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.ades.report import AdESPassed, AdESStatus, AdESSubIndic
from pyhanko.sign.diff_analysis import DiffResult
from pyhanko.sign.fields import FieldMDPAction, MDPPerm
from pyhanko.sign.validation.ades import (
    AdESLTAValidationResult,
    AdESWithTimeValidationResult,
    ades_lta_validation,
    ades_timestamp_validation,
    ades_with_time_validation,
)
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.policy_decl import LocalKnowledge
from pyhanko.sign.validation.status import PdfSignatureStatus

from signing.blocking import require_no_event_loop, run_blocking
from signing.messages import message
from signing.modifications import STRICT_POLICY
from signing.port import Certification, Level
from signing.report import (
    Coverage,
    Message,
    Modification,
    Outcome,
    Problem,
    SignatureFinding,
    SignatureReport,
    TimestampFinding,
)
from signing.signed_fields import (
    SignedField,
    certificate_sha256,
    certification,
    common_name,
    coverage,
    has_plain_container,
    read_fields,
)
from signing.structure import Limits, NotExaminable, open_pdf, revisions
from signing.trust import TrustAnchors
from signing.validation_policy import archived_material, at_time, joined, known_material, signature_spec

FUTURE_TOLERANCE = timedelta(minutes=1)
_DEFAULT_LIMITS = Limits()


def inspect_signatures(
    pdf: bytes, trust: TrustAnchors, at: datetime, *, limits: Limits = _DEFAULT_LIMITS
) -> SignatureReport:
    """What the signatures of `pdf` prove at the legal time `at` (aware).

    Never raises for what stands in the file: each check that breaks is FAILED with a reason.
    *Raises*: `InsideEventLoop` only: it blocks, so call it from a thread. Time and memory in `limits` are for the sandbox.
    *Does not check*: whether the document is ours, who should have signed, and how many.
    *Source*: ETSI EN 319 102-1, sections 5.3 to 5.6; ETSI EN 319 142-1.
    """
    require_no_event_loop()
    digest = hashlib.sha256(pdf).hexdigest()
    try:
        reader = open_pdf(pdf, limits)
        found = revisions(pdf, limits)
        inspection = _Inspection(reader, pdf, trust, at)
        fields, empty = read_fields(reader, pdf, limits)
        signatures, timestamps = run_blocking(lambda: inspection.run(fields))
    except NotExaminable as stop:
        return problem_report(pdf, stop.problem)
    except (MemoryError, RecursionError):
        return problem_report(pdf, Problem.TOO_COSTLY)
    except Exception as error:
        return problem_report(pdf, Problem.DAMAGED, detail=type(error).__name__)
    return SignatureReport(
        sha256=digest,
        length=len(pdf),
        signatures=signatures,
        timestamps=timestamps,
        empty_fields=tuple(empty),
        revisions=found,
        last_revision_covered=_covers_file(signatures) or _covers_file(timestamps),
    )


def problem_report(pdf: bytes, problem: Problem, *, detail: str = "") -> SignatureReport:
    """The report of a file that is not examined."""
    return SignatureReport(
        sha256=hashlib.sha256(pdf).hexdigest(),
        length=len(pdf),
        problem=problem,
        problem_message=message(problem, detail=detail),
    )


def _covers_file(findings: Sequence[SignatureFinding | TimestampFinding]) -> bool:
    return any(finding.coverage is Coverage.ENTIRE_FILE and finding.integrity is Outcome.PASSED for finding in findings)


@dataclass(frozen=True)
class _Stamped:
    """A document time stamp beside what was found of it."""

    field: SignedField
    finding: TimestampFinding


class _Inspection:
    """One file at one time."""

    def __init__(self, reader: PdfFileReader, pdf: bytes, trust: TrustAnchors, at: datetime) -> None:
        self._reader = reader
        self._pdf = pdf
        self._trust = trust
        self._at = at
        self._archive = archived_material(reader)

    async def run(self, fields: list[SignedField]) -> tuple[tuple[SignatureFinding, ...], tuple[TimestampFinding, ...]]:
        stamps = await self._timestamps([field for field in fields if field.is_timestamp])
        signatures = [await self._signature(field, stamps) for field in fields if not field.is_timestamp]
        return tuple(signatures), tuple(stamp.finding for stamp in stamps)

    async def _timestamps(self, fields: list[SignedField]) -> list[_Stamped]:
        """Newest first: the newest must hold now, each older one at the time that the next one proves."""
        stamps: list[_Stamped] = []
        control = self._at
        for field in reversed(fields):
            finding = await self._timestamp(field, control)
            stamps.insert(0, _Stamped(field, finding))
            if finding.holds and finding.timestamp_time is not None:
                control = finding.timestamp_time
        return stamps

    async def _timestamp(self, field: SignedField, control: datetime) -> TimestampFinding:
        embedded = field.embedded
        try:
            if embedded is None or field.gap is None or not has_plain_container(embedded):
                return _broken_timestamp(field, message("BYTE_RANGE" if field.gap is None else "CMS_SHAPE"))
            knowledge = joined(known_material(self._trust), self._archive)
            result = await ades_timestamp_validation(
                embedded.signed_data,
                signature_spec(self._trust, knowledge).signature_validation_spec,
                embedded.compute_digest,
                timing_info=at_time(control),
            )
            status = result.api_status
            intact = status is not None and status.intact and status.valid
            time = status.timestamp if status is not None and intact else None
            trust, reasons = _trust_outcome(result.ades_subindic, intact=intact)
            if time is not None and time > self._at + FUTURE_TOLERANCE:
                trust, reasons = Outcome.FAILED, [message("TIME_IN_FUTURE")]
            return TimestampFinding(
                field_name=field.name,
                authority_name=common_name(embedded),
                certificate_sha256=certificate_sha256(embedded),
                timestamp_time=time,
                integrity=Outcome.PASSED if intact else Outcome.FAILED,
                trust=trust,
                coverage=coverage(field),
                covered_length=field.covered_length,
                messages=tuple(reasons),
            )
        except Exception as error:
            return _broken_timestamp(field, message("CHECK_FAILED", detail=type(error).__name__))

    async def _signature(self, field: SignedField, stamps: list[_Stamped]) -> SignatureFinding:
        embedded = field.embedded
        try:
            if embedded is None:
                return _broken_signature(field, message("FORMAT_FAILURE"))
            if field.gap is None or not has_plain_container(embedded):
                return _broken_signature(field, message("BYTE_RANGE" if field.gap is None else "CMS_SHAPE"))
            return await self._readable_signature(field, embedded, stamps)
        except Exception as error:
            return _broken_signature(field, message("CHECK_FAILED", detail=type(error).__name__))

    async def _readable_signature(
        self, field: SignedField, embedded: EmbeddedPdfSignature, stamps: list[_Stamped]
    ) -> SignatureFinding:
        embedded.compute_integrity_info(STRICT_POLICY)
        result = await self._judged(embedded, archived=any(stamp.finding.holds for stamp in stamps))
        status = result.api_status
        intact = status is not None and status.intact and status.valid
        reasons: list[Message] = []
        trust, why = _trust_outcome(result.ades_subindic, intact=intact)
        reasons += why
        stamped_at = _stamp_time(result)
        if stamped_at is not None and stamped_at > self._at + FUTURE_TOLERANCE:
            trust = Outcome.FAILED
            reasons.append(message("TIME_IN_FUTURE"))
        modification, permitted = _modification(embedded, status_ok=bool(status is not None and status.docmdp_ok))
        if not permitted:
            reasons.append(message("MODIFIED"))
        return SignatureFinding(
            field_name=field.name,
            signer_name=common_name(embedded),
            signer_subject=str(embedded.signer_cert.subject.human_friendly),
            certificate_sha256=certificate_sha256(embedded),
            signing_time=embedded.self_reported_timestamp,
            timestamp_time=stamped_at,
            integrity=Outcome.PASSED if intact else Outcome.FAILED,
            trust=trust,
            level=self._level(field, embedded, stamped_at, stamps) if intact and trust is Outcome.PASSED else None,
            certification=certification(self._reader, embedded),
            locks_document=_locks(embedded),
            coverage=coverage(field),
            modification=modification,
            modification_permitted=permitted,
            covered_length=field.covered_length,
            messages=tuple(reasons),
        )

    async def _judged(self, embedded: EmbeddedPdfSignature, *, archived: bool) -> AdESWithTimeValidationResult:
        """First with what holds today, then, where that is not enough, by the archive time stamps (sections 5.5 and 5.6).

        The first way alone would pass a certificate that has expired since, without asking whether it had been revoked.
        """
        known = known_material(self._trust)
        result = await ades_with_time_validation(
            embedded.signed_data,
            signature_spec(self._trust, joined(known, self._archive)).signature_validation_spec,
            timing_info=at_time(self._at),
            raw_digest=embedded.compute_digest(),
            extra_status_kwargs=embedded.summarise_integrity_info(),
            status_cls=PdfSignatureStatus,
        )
        if not archived or (result.ades_subindic is AdESPassed.OK and self._is_current(result)):
            return result
        return await ades_lta_validation(embedded, signature_spec(self._trust, known), timing_info=at_time(self._at))

    def _is_current(self, result: AdESWithTimeValidationResult) -> bool:
        path = result.api_status.validation_path if result.api_status is not None else None
        return path is not None and all(certificate.not_valid_after >= self._at for certificate in path)

    def _level(
        self,
        field: SignedField,
        embedded: EmbeddedPdfSignature,
        stamped_at: datetime | None,
        stamps: list[_Stamped],
    ) -> Level:
        """The level that is proven: each needs the one below. *Source*: ETSI EN 319 142-1, section 6.1."""
        if stamped_at is None:
            return Level.B_B
        if not _archives_revocation(self._archive, embedded):
            return Level.B_T
        later = [stamp for stamp in stamps if stamp.finding.holds and stamp.field.revision > field.revision]
        covered = any("/DSS" in self._reader.get_historical_root(stamp.field.revision) for stamp in later)
        return Level.B_LTA if covered else Level.B_LT


def _trust_outcome(indication: AdESSubIndic, *, intact: bool) -> tuple[Outcome, list[Message]]:
    if not intact:
        code = indication.standard_name if indication.status is AdESStatus.FAILED else "HASH_FAILURE"
        return Outcome.INDETERMINATE, [message(code), message("NOT_EXAMINED")]
    if indication is AdESPassed.OK:
        return Outcome.PASSED, []
    outcome = Outcome.FAILED if indication.status is AdESStatus.FAILED else Outcome.INDETERMINATE
    return outcome, [message(indication.standard_name)]


def _stamp_time(result: AdESWithTimeValidationResult) -> datetime | None:
    """The time of the signature time stamp, where it holds."""
    if isinstance(result, AdESLTAValidationResult):
        found = result.signature_timestamp_status
        stamp = found.api_status if found is not None and found.ades_subindic is AdESPassed.OK else None
    else:
        stamp = result.api_status.timestamp_validity if result.api_status is not None else None
    return stamp.timestamp if stamp is not None and stamp.intact and stamp.valid else None


def _modification(embedded: EmbeddedPdfSignature, *, status_ok: bool) -> tuple[Modification | None, bool]:
    found = embedded.diff_result
    if found is None:
        return None, False
    if not isinstance(found, DiffResult):
        return Modification.OTHER, False
    return Modification[found.modification_level.name], status_ok


def _locks(embedded: EmbeddedPdfSignature) -> bool:
    """Whether the signature locks all fields and permits no change. *Source*: ISO 32000-2, 12.8.2.4 and table 236."""
    lock = embedded.fieldmdp
    return lock is not None and lock.action is FieldMDPAction.ALL and embedded.docmdp_level is MDPPerm.NO_CHANGES


def _archives_revocation(archive: LocalKnowledge, embedded: EmbeddedPdfSignature) -> bool:
    issuer = embedded.signer_cert.issuer.hashable
    listed = {crl.crl_data.issuer.hashable for crl in archive.known_crls}
    return issuer in listed or bool(archive.known_ocsps)


def _broken_signature(field: SignedField, reason: Message) -> SignatureFinding:
    embedded = field.embedded
    name, subject, fingerprint = "", "", ""
    if embedded is not None:
        try:
            name, fingerprint = common_name(embedded), certificate_sha256(embedded)
            subject = str(embedded.signer_cert.subject.human_friendly)
        except Exception:
            name, subject, fingerprint = "", "", ""
    return SignatureFinding(
        field_name=field.name,
        signer_name=name,
        signer_subject=subject,
        certificate_sha256=fingerprint,
        signing_time=None,
        timestamp_time=None,
        integrity=Outcome.FAILED,
        trust=Outcome.INDETERMINATE,
        level=None,
        certification=Certification.NONE,
        locks_document=False,
        coverage=coverage(field),
        modification=None,
        modification_permitted=False,
        covered_length=field.covered_length,
        messages=(reason,),
    )


def _broken_timestamp(field: SignedField, reason: Message) -> TimestampFinding:
    return TimestampFinding(
        field_name=field.name,
        authority_name="",
        certificate_sha256="",
        timestamp_time=None,
        integrity=Outcome.FAILED,
        trust=Outcome.INDETERMINATE,
        coverage=coverage(field),
        covered_length=field.covered_length,
        messages=(reason,),
    )
