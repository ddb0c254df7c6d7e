"""How long the verification of a one-page file takes: its examination by itself, and all that is done with an upload."""

import time

from app.bench.pipeline import KIND, MeasurementFailed
from app.wiring import System
from domain.document_kinds import DocumentState
from domain.verification import CheckResult, FileOrigin
from persistence.documents import DocumentRecord
from services.reports import CheckId, VerificationReport
from signing.validation import inspect_signatures
from storage.keys import issued_key
from storage.port import Area


def measure_examinations(system: System, count: int) -> list[float]:
    """The times of examining at most `count` issued one-page letters in this process: signatures, chains, stamps, changes.

    *Units*: seconds. *Raises*: `MeasurementFailed` where a signature does not hold.
    """
    trust, now = system.installation.trust(), system.clock.now()
    times = []
    for data in _letters(system, count):
        begun = time.monotonic()
        report = inspect_signatures(data, trust, now)
        times.append(time.monotonic() - begun)
        if report.problem is not None or len(report.signatures) != 1:
            raise MeasurementFailed("a letter that was issued does not have one signature")
    return times


def measure_verifications(system: System, count: int) -> list[float]:
    """The times of at most `count` verifications of issued one-page letters, as uploads are verified. *Units*: seconds.

    From the bytes to the report: examined in a child that cannot harm us, found in the records, judged; no HTTP. Each is of
    another letter, as the same one is not examined twice within a minute.
    *Raises*: `MeasurementFailed` where a letter is not found genuine; its entry in the public log may still wait.
    """
    verification = system.use_cases.verification
    times = []
    for data in _letters(system, count):
        begun = time.monotonic()
        report = verification.verify_bytes(data)
        times.append(time.monotonic() - begun)
        if not _holds(report):
            raise MeasurementFailed(f"a letter that was issued is not found genuine: {report.message_en}")
    return times


def _letters(system: System, count: int) -> list[bytes]:
    issued = list(DocumentRecord.objects(kind=KIND.value, state=DocumentState.SIGNED.value).limit(count))
    if not issued:
        raise MeasurementFailed("no letter was issued before")
    return [system.store.get(Area.ISSUED, issued_key(record.sha256)) for record in issued]


def _holds(report: VerificationReport) -> bool:
    others = [check.result for check in report.checks if check.id is not CheckId.PUBLICLY_LOGGED]
    return report.origin is FileOrigin.ISSUED_BY_US and set(others) == {CheckResult.PASSED}
