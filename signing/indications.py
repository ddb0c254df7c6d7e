"""The standard's indication of each signature, from pyHanko's words for it; our own verdict stands beside it, not here."""

from pyhanko.sign.ades.report import AdESPassed, AdESStatus, AdESSubIndic

from domain.verification import SignatureIndication, SubIndication
from signing.report import Ades

_STATUSES = {
    AdESStatus.PASSED: SignatureIndication.TOTAL_PASSED,
    AdESStatus.INDETERMINATE: SignatureIndication.INDETERMINATE,
    AdESStatus.FAILED: SignatureIndication.TOTAL_FAILED,
}

UNREADABLE = Ades(SignatureIndication.TOTAL_FAILED, SubIndication.FORMAT_FAILURE)
"""What cannot be read as one PAdES signature. *Source*: ETSI EN 319 102-1, section 5.2.2 (format checking)."""

NOT_RUN = Ades(SignatureIndication.INDETERMINATE, SubIndication.GENERIC)
"""Where the examination itself broke."""


CONSTRAINED = Ades(SignatureIndication.INDETERMINATE, SubIndication.SIG_CONSTRAINTS_FAILURE)
"""A change that the signature forbids, or a signature that covers no whole revision.

pyHanko's algorithm does not look at what was added after the signature, so it passes a file that was overlaid: our
validation policy constrains it. *Source*: ETSI EN 319 102-1, section 5.2.8 (signature acceptance); ISO 32000-2,
12.8.2.2. That the policy speaks of changes is HOUSE.
"""


def indicated(found: AdESSubIndic, *, intact: bool) -> Ades:
    """The indication, never better than what was found of the bytes.

    *Source*: ETSI EN 319 102-1, section 5.2.7 (cryptographic verification).
    """
    if not intact and found.status is not AdESStatus.FAILED:
        return Ades(SignatureIndication.TOTAL_FAILED, SubIndication.HASH_FAILURE)
    if found is AdESPassed.OK:
        return Ades(SignatureIndication.TOTAL_PASSED, None)
    return Ades(_STATUSES[found.status], SubIndication(found.standard_name))
