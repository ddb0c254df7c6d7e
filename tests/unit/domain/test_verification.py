"""The words of a verification."""

from domain.verification import CheckResult, FileOrigin


def test_a_check_has_the_three_outcomes_of_the_standard() -> None:
    """ETSI EN 319 102-1, section 5.1.3."""
    assert set(CheckResult) == {"PASSED", "FAILED", "INDETERMINATE"}


def test_only_bytes_that_were_issued_are_ours() -> None:
    assert set(FileOrigin) == {"ISSUED_BY_US", "NOT_AS_ISSUED", "NOT_ISSUED_BY_US", "NO_FILE"}
