"""Whether a file that is not proven only lacks what is known of revocation now: then it is judged again when that is there."""

from domain.verification import SubIndication
from signing.report import Coverage, Outcome, SignatureFinding, SignatureReport, TimestampFinding

_MISSING = frozenset({SubIndication.TRY_LATER, SubIndication.REVOCATION_OUT_OF_BOUNDS_NO_POE})
"""The lists or answers at hand are too old, or too few. *Source*: ETSI EN 319 102-1, section 5.1.3 (tables 4 and 5)."""


def lacks_knowledge(report: SignatureReport) -> bool:
    """Whether nothing speaks against the file, and what it lacks to hold is knowledge of revocation.

    The newest time stamp that does not hold decides; what is older rests on it, whatever was found of it meanwhile. Where all
    of them hold, each signature that does not must lack knowledge itself. False for a file that holds.
    """
    if report.problem is not None or not report.signatures or not report.last_revision_covered:
        return False
    stamps = [stamp for stamp in reversed(report.timestamps) if not stamp.holds]
    signatures = [signature for signature in report.signatures if not signature.holds]
    decisive: list[SignatureFinding | TimestampFinding] = [*stamps[:1]] or [*signatures]
    if not decisive or not all(each.ades.sub_indication in _MISSING for each in decisive):
        return False
    is_permitted = all(each.modification_permitted for each in signatures)
    return is_permitted and all(_is_open(each) for each in stamps) and all(_is_open(each) for each in signatures)


def _is_open(found: SignatureFinding | TimestampFinding) -> bool:
    """Intact, and neither proven nor refuted."""
    is_whole = found.integrity is Outcome.PASSED and found.coverage is not Coverage.PARTIAL
    return is_whole and found.trust is not Outcome.FAILED
