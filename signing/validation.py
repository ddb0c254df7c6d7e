"""Checks every signature and document time stamp of a PDF by ETSI EN 319 102-1; knows no records and fetches nothing.

The numbers are those of the verification procedure:
2. every signature field holds a valid signature; 3. each chain leads to a configured root, with revocation information, at the
proven signing time; 4. the certification is read; 5. changes after signing are classed; 6. the last revision is covered.
"""

# mypy: disable-error-code="no-untyped-call"

import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from asn1crypto import x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.ades.report import AdESIndeterminate, AdESPassed, AdESStatus, AdESSubIndic
from pyhanko.sign.diff_analysis import DiffResult
from pyhanko.sign.fields import FieldMDPAction, MDPPerm
from pyhanko.sign.general import extract_certificate_info
from pyhanko.sign.validation.ades import (
    AdESBasicValidationResult,
    AdESLTAValidationResult,
    AdESWithTimeValidationResult,
    ades_lta_validation,
    ades_timestamp_validation,
    ades_with_time_validation,
)
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.generic_cms import extract_tst_data_iter
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.policy_decl import LocalKnowledge
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureStatus, TimestampSignatureStatus

from domain.verification import SubIndication
from signing.blocking import require_no_event_loop, run_blocking
from signing.covered_signatures import Cover, judged_as_covered
from signing.indications import CONSTRAINED, NOT_RUN, UNREADABLE, indicated
from signing.messages import message
from signing.modifications import STRICT_POLICY
from signing.port import Certification, Level
from signing.proven_times import TOO_EARLY_TO_BE_TRUE, in_future, out_of_validity, revocations, revoked_by_then
from signing.report import (
    Ades,
    Coverage,
    Message,
    Modification,
    Outcome,
    Problem,
    SignatureFinding,
    SignatureReport,
    TimestampFinding,
)
from signing.retirement import authority_id, moment_to_judge, stamp_revoked_by_then, was_sound
from signing.signed_fields import (
    SignedField,
    certificate_sha256,
    certification,
    common_name,
    coverage,
    has_plain_container,
    is_stamped,
    read_fields,
)
from signing.structure import Limits, NotExaminable, open_pdf, revisions
from signing.trust import TrustAnchors, parsed
from signing.validation_policy import archived_material, at_time, joined, known_material, signature_spec

FUTURE_TOLERANCE = timedelta(minutes=1)
_DEFAULT_LIMITS = Limits()
_WITHOUT_ITS_CA = {AdESIndeterminate.CERTIFICATE_CHAIN_GENERAL_FAILURE, AdESIndeterminate.NO_POE}
"""What pyHanko 0.38 says of a signature under good time stamps whose CA has ended, or tells nothing any more."""
_StampResult = AdESBasicValidationResult[TimestampSignatureStatus]


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
    except (MemoryError, RecursionError, OSError):  # what the system refuses this process says nothing of the file
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
        self._lists = parsed(trust).crls

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
            result = await self._judged_stamp(embedded, control)
            status = result.api_status
            intact = status is not None and status.intact and status.valid
            time = status.timestamp if status is not None and intact else None
            trust, reasons = _trust_outcome(result.ades_subindic, intact=intact)
            ades = indicated(result.ades_subindic, intact=intact)
            if in_future(time, self._at, FUTURE_TOLERANCE):
                trust, reasons, ades = Outcome.FAILED, [message("TIME_IN_FUTURE")], TOO_EARLY_TO_BE_TRUE
            elif trust is Outcome.PASSED and (wrong := self._stamp_revoked(_chain(embedded, status), time, control)):
                trust, ades = wrong
                reasons.append(message(str(ades.sub_indication)))
            elif coverage(field) is Coverage.PARTIAL and ades.sub_indication is None:
                ades = CONSTRAINED
            return TimestampFinding(
                field_name=field.name,
                authority_name=common_name(embedded),
                certificate_sha256=certificate_sha256(embedded),
                certificate_ends=embedded.signer_cert.not_valid_after.astimezone(UTC),
                timestamp_time=time,
                integrity=Outcome.PASSED if intact else Outcome.FAILED,
                trust=trust,
                coverage=coverage(field),
                covered_length=field.covered_length,
                ades=ades,
                messages=tuple(reasons),
                authority_id=authority_id(embedded.signer_cert),
            )
        except (MemoryError, OSError):
            raise
        except Exception as error:
            return _broken_timestamp(field, message("CHECK_FAILED", detail=type(error).__name__), NOT_RUN)

    async def _judged_stamp(self, embedded: EmbeddedPdfSignature, control: datetime) -> _StampResult:
        """As of `control`; where its authority was retired by then, as of just before. *Source*: RFC 3161, section 4."""
        result = await self._stamp_as_of(embedded, control)
        moment = moment_to_judge(embedded.signer_cert, self._lists, control)
        if result.ades_subindic is not AdESIndeterminate.REVOKED_NO_POE or moment == control:
            return result
        earlier = await self._stamp_as_of(embedded, moment, by_later_lists=True)
        is_good = earlier.ades_subindic is AdESPassed.OK
        return earlier if is_good and self._was_sound(_chain(embedded, earlier.api_status), control) else result

    async def _stamp_as_of(
        self, embedded: EmbeddedPdfSignature, moment: datetime, *, by_later_lists: bool = False
    ) -> _StampResult:
        knowledge = joined(known_material(self._trust), self._archive)
        return await ades_timestamp_validation(
            embedded.signed_data,
            signature_spec(self._trust, knowledge, by_later_lists=by_later_lists).signature_validation_spec,
            embedded.compute_digest,
            timing_info=at_time(moment),
        )

    async def _signature(self, field: SignedField, stamps: list[_Stamped]) -> SignatureFinding:
        embedded = field.embedded
        try:
            if embedded is None:
                return _broken_signature(field, message("FORMAT_FAILURE"))
            if field.gap is None or not has_plain_container(embedded):
                return _broken_signature(field, message("BYTE_RANGE" if field.gap is None else "CMS_SHAPE"))
            return await self._readable_signature(field, embedded, stamps)
        except SignatureValidationError as error:
            return _refused_signature(field, error)
        except (MemoryError, OSError):  # says nothing of the signature: what it would take was refused
            raise
        except Exception as error:
            return _broken_signature(field, message("CHECK_FAILED", detail=type(error).__name__), NOT_RUN)

    async def _readable_signature(
        self, field: SignedField, embedded: EmbeddedPdfSignature, stamps: list[_Stamped]
    ) -> SignatureFinding:
        embedded.compute_integrity_info(STRICT_POLICY)
        covers = [] if is_stamped(embedded) else _covers(field, stamps)
        result = await self._judged(embedded, stamps, covers)
        if result.ades_subindic is not AdESPassed.OK:
            result = await self._judged_as_stamped(field, embedded, stamps) or result
        status = result.api_status
        intact = status is not None and status.intact and status.valid
        reasons: list[Message] = []
        trust, why = _trust_outcome(result.ades_subindic, intact=intact)
        reasons += why
        stamped_at = covers[0].time if covers else _stamp_time(result)
        ades = indicated(result.ades_subindic, intact=intact)
        if in_future(stamped_at, self._at, FUTURE_TOLERANCE):
            trust, ades = Outcome.FAILED, TOO_EARLY_TO_BE_TRUE
            reasons.append(message("TIME_IN_FUTURE"))
        elif trust is Outcome.PASSED and (
            wrong := self._out_of_time(_chain(embedded, status), stamped_at)
            or self._token_revoked(field, embedded, stamped_at, stamps)
        ):
            trust, ades = wrong
            reasons.append(message(str(ades.sub_indication)))
        elif ades.sub_indication is SubIndication.REVOCATION_OUT_OF_BOUNDS_NO_POE and (
            wrong := self._revoked(_chain(embedded, status), stamped_at)
        ):  # pyHanko 0.38 says the same of a signer who was revoked before, and of one of whom no list tells
            trust, ades = wrong
            reasons = [message(str(ades.sub_indication))]
        modification, permitted = _modification(embedded, status_ok=_keeps_docmdp(embedded, status))
        if not permitted:
            reasons.append(message("MODIFIED"))
        if (not permitted or coverage(field) is Coverage.PARTIAL) and ades.sub_indication is None:
            ades = CONSTRAINED
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
            ades=ades,
            messages=tuple(reasons),
            value=bytes(embedded.signer_info["signature"].native),
        )

    async def _judged(
        self, embedded: EmbeddedPdfSignature, stamps: list[_Stamped], covers: list[Cover]
    ) -> AdESBasicValidationResult[PdfSignatureStatus]:
        """First with what holds today, then, where that is not enough, by the archive time stamps (sections 5.5 and 5.6).

        The first way alone would pass a certificate that has expired since, without asking whether it had been revoked.
        With `covers`, by these alone: then it bears no time stamp of its own.
        """
        if covers:
            return await judged_as_covered(self._reader, embedded, covers, trust=self._trust, at=self._at)
        result = await self._as_of(embedded, self._at)
        is_enough = result.ades_subindic is AdESPassed.OK and self._is_current(result)
        if is_enough or not any(stamp.finding.holds for stamp in stamps):
            return result
        specification = signature_spec(self._trust, known_material(self._trust))
        result = await ades_lta_validation(embedded, specification, timing_info=at_time(self._at))
        if result.ades_subindic in _WITHOUT_ITS_CA:
            result = await self._judged_earlier(embedded, stamps) or result
        if result.ades_subindic is not AdESPassed.OK and self._at > datetime.now(UTC):
            return await self._judged_ahead(embedded, stamps) or result
        return result

    async def _as_of(
        self, embedded: EmbeddedPdfSignature, moment: datetime, *, by_later_lists: bool = False
    ) -> AdESWithTimeValidationResult:
        knowledge = joined(known_material(self._trust), self._archive)
        return await ades_with_time_validation(
            embedded.signed_data,
            signature_spec(self._trust, knowledge, by_later_lists=by_later_lists).signature_validation_spec,
            timing_info=at_time(moment),
            raw_digest=embedded.compute_digest(),
            extra_status_kwargs=embedded.summarise_integrity_info(),
            status_cls=PdfSignatureStatus,
        )

    async def _judged_as_stamped(
        self, field: SignedField, embedded: EmbeddedPdfSignature, stamps: list[_Stamped]
    ) -> AdESWithTimeValidationResult | None:
        """Where an authority that stamped the file is revoked: as of the time that the first stamp over the signature proves.

        pyHanko 0.38 asks for a last time stamp that is good today, whatever the reason of a revocation. Ours have been
        judged, each by the next; the signature's own is good as of just before its authority was retired, if it was.
        *Source*: RFC 3161, section 4; ETSI EN 319 102-1, section 5.6.2.3 (proof of existence by a later time stamp).
        """
        authority = _token_authority(embedded)
        authorities = [authority, *(each.field.embedded.signer_cert for each in stamps if each.field.embedded)]
        if authority is None or not any(revocations(filter(None, authorities), self._lists)):
            return None
        control = self._proven_by(field, stamps)
        if control is None:
            return None
        moment = moment_to_judge(authority, self._lists, control)
        result = await self._as_of(embedded, moment, by_later_lists=moment < control)
        chains = (_chain(embedded, result.api_status), _token_chain(authority, result.api_status))
        is_good = result.ades_subindic is AdESPassed.OK
        return result if is_good and all(self._was_sound(chain, control) for chain in chains) else None

    async def _judged_earlier(
        self, embedded: EmbeddedPdfSignature, stamps: list[_Stamped]
    ) -> AdESWithTimeValidationResult | None:
        """The file up to one time stamp, as of the time that the next one proves: where a CA of the signer has ended since, or
        no list of it holds now.

        The next one covers those very bytes, and holds itself by the ones after it. What follows them is judged apart, as
        for any signature. *Source*: ETSI EN 319 102-1, section 5.6.2.3 (proof of existence by a later time stamp).
        """
        name = embedded.field_name
        specification = signature_spec(self._trust, joined(known_material(self._trust), self._archive))
        for stamp, later in reversed(list(pairwise(stamps))):
            proven = later.finding.timestamp_time
            if not later.finding.holds or proven is None:
                return None
            reader = PdfFileReader(io.BytesIO(self._pdf[: stamp.field.covered_length]))
            found = next((each for each in reader.embedded_regular_signatures if each.field_name == name), None)
            if found is None:
                return None
            result = await ades_lta_validation(found, specification, timing_info=at_time(proven))
            if result.ades_subindic is AdESPassed.OK:
                return result
        return None

    async def _judged_ahead(
        self, embedded: EmbeddedPdfSignature, stamps: list[_Stamped]
    ) -> AdESWithTimeValidationResult | None:
        """Where legal time is ahead of this machine's, as a development clock may be: as of the first time stamp over it.

        pyHanko 0.38 slides back from the machine's time, when nothing of the file existed yet.
        *Source*: ETSI EN 319 102-1, section 5.6.2.1.
        """
        covering = (stamp.finding for stamp in stamps if stamp.field.revision > embedded.signed_revision)
        proven = next((found.timestamp_time for found in covering if found.holds), None)
        result = await self._as_of(embedded, proven) if proven is not None else None
        return result if result is not None and result.ades_subindic is AdESPassed.OK else None

    def _proven_by(self, field: SignedField, stamps: list[_Stamped]) -> datetime | None:
        """When the signature is proven to have been there: by the first time stamp over it, else now; None where that fails."""
        covering = next((stamp.finding for stamp in stamps if stamp.field.revision > field.revision), None)
        if covering is None:
            return self._at
        return covering.timestamp_time if covering.holds else None

    def _token_revoked(
        self, field: SignedField, embedded: EmbeddedPdfSignature, said: datetime | None, stamps: list[_Stamped]
    ) -> tuple[Outcome, Ades] | None:
        """Of the signature's own time stamp, what the lists of today tell."""
        authority = _token_authority(embedded)
        if authority is None or said is None:
            return None
        return self._stamp_revoked([authority], said, self._proven_by(field, stamps) or self._at)

    def _stamp_revoked(
        self, chain: list[x509.Certificate], said: datetime | None, control: datetime
    ) -> tuple[Outcome, Ades] | None:
        return stamp_revoked_by_then(chain, self._lists, said=said, control=control)

    def _out_of_time(self, chain: list[x509.Certificate], proven: datetime | None) -> tuple[Outcome, Ades] | None:
        return out_of_validity(chain, proven) or self._revoked(chain, proven)

    def _revoked(self, chain: list[x509.Certificate], proven: datetime | None) -> tuple[Outcome, Ades] | None:
        return revoked_by_then(chain, self._lists, proven)

    def _was_sound(self, chain: list[x509.Certificate], control: datetime) -> bool:
        """By the lists of the file too: a CA tells no more of a revocation when the certificate has ended."""
        return was_sound(chain, [*self._lists, *(found.crl_data for found in self._archive.known_crls)], control)

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


def _stamp_time(result: AdESBasicValidationResult[PdfSignatureStatus]) -> datetime | None:
    """The time of the signature time stamp, where it holds."""
    if isinstance(result, AdESLTAValidationResult):
        found = result.signature_timestamp_status
        stamp = found.api_status if found is not None and found.ades_subindic is AdESPassed.OK else None
    else:
        stamp = result.api_status.timestamp_validity if result.api_status is not None else None
    return stamp.timestamp if stamp is not None and stamp.intact and stamp.valid else None


def _covers(field: SignedField, stamps: Sequence[_Stamped]) -> list[Cover]:
    """The document time stamps over the signature that hold: the first proves when it was there.

    *Source*: ETSI EN 319 142-1, section 6.3, table 1 (B-T); ETSI EN 319 102-1, section 5.6.2.3.
    """
    later = [stamp for stamp in stamps if stamp.field.revision > field.revision and stamp.finding.holds]
    return [Cover(s.field.revision, time) for s in later if (time := s.finding.timestamp_time) is not None]


def _chain(embedded: EmbeddedPdfSignature, status: SignatureStatus | None) -> list[x509.Certificate]:
    path = status.validation_path if status is not None else None
    return [embedded.signer_cert, *(path.iter_certs(include_root=False) if path is not None else ())]


def _token_authority(embedded: EmbeddedPdfSignature) -> x509.Certificate | None:
    """The certificate behind the signature's own time stamp; None where it bears none that can be read."""
    token = next(extract_tst_data_iter(embedded.signer_info, signed=False), None)
    return extract_certificate_info(token).signer_cert if token is not None else None


def _token_chain(authority: x509.Certificate, status: SignatureStatus | None) -> list[x509.Certificate]:
    stamp = status.timestamp_validity if isinstance(status, PdfSignatureStatus) else None
    path = stamp.validation_path if stamp is not None else None
    return [authority, *(path.iter_certs(include_root=False) if path is not None else ())]


def _modification(embedded: EmbeddedPdfSignature, *, status_ok: bool) -> tuple[Modification | None, bool]:
    found = embedded.diff_result
    if found is None:
        return None, False
    if not isinstance(found, DiffResult):
        return Modification.OTHER, False
    return Modification[found.modification_level.name], status_ok


def _keeps_docmdp(embedded: EmbeddedPdfSignature, status: PdfSignatureStatus | None) -> bool:
    """By the whole file, also where the certificate was judged by an earlier state of it."""
    return bool(status is not None and status.docmdp_ok and embedded.summarise_integrity_info()["docmdp_ok"])


def _locks(embedded: EmbeddedPdfSignature) -> bool:
    """Whether the signature locks all fields and permits no change. *Source*: ISO 32000-2, 12.8.2.4 and table 236."""
    lock = embedded.fieldmdp
    return lock is not None and lock.action is FieldMDPAction.ALL and embedded.docmdp_level is MDPPerm.NO_CHANGES


def _archives_revocation(archive: LocalKnowledge, embedded: EmbeddedPdfSignature) -> bool:
    issuer = embedded.signer_cert.issuer.hashable
    listed = {crl.crl_data.issuer.hashable for crl in archive.known_crls}
    return issuer in listed or bool(archive.known_ocsps)


def _refused_signature(field: SignedField, error: SignatureValidationError) -> SignatureFinding:
    """What pyHanko refuses to look at further; its word for it where it has one."""
    found = error.ades_subindication
    if found is None:
        return _broken_signature(field, message("CHECK_FAILED", detail=type(error).__name__), NOT_RUN)
    return _broken_signature(field, message(found.standard_name), indicated(found, intact=True))


def _broken_signature(field: SignedField, reason: Message, ades: Ades = UNREADABLE) -> SignatureFinding:
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
        ades=ades,
        messages=(reason,),
    )


def _broken_timestamp(field: SignedField, reason: Message, ades: Ades = UNREADABLE) -> TimestampFinding:
    return TimestampFinding(
        field_name=field.name,
        authority_name="",
        certificate_sha256="",
        certificate_ends=None,
        timestamp_time=None,
        integrity=Outcome.FAILED,
        trust=Outcome.INDETERMINATE,
        coverage=coverage(field),
        covered_length=field.covered_length,
        ades=ades,
        messages=(reason,),
    )
