"""The words of a verification: the outcome of a check, and whether the bytes are ours; the checks are services'."""

from enum import StrEnum


class CheckResult(StrEnum):
    """The outcome of one check. *Source*: the three indications of ETSI EN 319 102-1, section 5.1.3."""

    PASSED = "PASSED"
    FAILED = "FAILED"
    INDETERMINATE = "INDETERMINATE"


class FileOrigin(StrEnum):
    """Whether the bytes are ours: issued; altered from an issued one as far as can be told; or not ours at all."""

    ISSUED_BY_US = "ISSUED_BY_US"
    NOT_AS_ISSUED = "NOT_AS_ISSUED"
    NOT_ISSUED_BY_US = "NOT_ISSUED_BY_US"
    NO_FILE = "NO_FILE"
