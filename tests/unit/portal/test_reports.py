"""The report's JSON becomes values; what the pages do not know is an error of their own, never a wrong answer."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from domain.document_kinds import SignatureKind
from domain.standings import Standing
from portal.languages import Text
from portal.reports import Finding, Result, UnreadableReport, read_report
from tests.unit.portal import reports


@pytest.mark.parametrize(
    "broken",
    [
        {"origin": "SOMEWHERE", "genuine": None},
        {"standing": "UNHEARD_OF"},
        {"standingSince": "yesterday"},
        {"askedAt": None},
        {"checks": None},
        {"checks": [{"number": 1}]},
        {"signatures": [{"signerName": "A"}]},
        {"document": {}},
        {"document": reports.document(kind="UNHEARD_OF")},
        {"document": reports.document(dated=None)},
    ],
)
def test_unknown_values_are_refused(broken: dict[str, Any]) -> None:
    with pytest.raises(UnreadableReport):
        read_report(reports.genuine(**broken))


def test_missing_names_are_refused() -> None:
    whole = reports.genuine()
    for name in whole:
        with pytest.raises(UnreadableReport):
            read_report({key: value for key, value in whole.items() if key != name})


@pytest.mark.parametrize(
    ("report", "finding"),
    [
        (reports.genuine(), Finding.GENUINE),
        (reports.by_code(), Finding.NOT_SHOWN),
        (reports.not_proven(), Finding.NOT_PROVEN),
        (reports.altered(), Finding.ALTERED),
        (reports.altered(document=None, standing=None), Finding.ALTERED),
        (reports.not_ours(), Finding.NOT_OURS),
        (reports.unknown(), Finding.UNKNOWN),
        (reports.unknown(reports.OTHER_SHA256), Finding.UNKNOWN),
    ],
)
def test_each_case_is_told_apart(report: dict[str, Any], finding: Finding) -> None:
    assert read_report(report).finding is finding


def test_values_are_read_exactly() -> None:
    report = read_report(reports.genuine())
    assert report.asked_at == datetime(2026, 11, 22, 7, 5, 9, tzinfo=UTC)
    assert report.standing is Standing.IN_FORCE
    assert report.standing_since == date(2026, 11, 20)
    assert report.message == Text("Asli. Status hukum: Berlaku.", "Genuine. Legal standing: In force.")
    assert [(check.number, check.result) for check in report.checks] == [(n, Result.PASSED) for n in range(1, 7)]
    assert report.signatures[0].kind is SignatureKind.PERSONAL
    assert report.signatures[0].signed_at == datetime(2026, 11, 20, 2, 11, 40, tzinfo=UTC)
    assert report.document is not None
    assert report.document.kind == Text("Kesepakatan tingkat layanan", "Service-level agreement")
    assert report.document.dated == date(2026, 11, 20)


def test_since_a_moment_is_the_day_in_jakarta() -> None:
    """Legal dates are dates in Jakarta: 18:00 UTC is the next day there."""
    report = read_report(reports.genuine(standingSince="2026-11-20T18:00:00.000Z"))
    assert report.standing_since == date(2026, 11, 21)
