"""Every class of the attack collection, on a letter with one signature and on an agreement with two: the right verdict."""

import hashlib
import time
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest

from domain.verification import CheckResult
from services.checks import Evidence, check_all
from signing.port import SignedPdf
from signing.report import SignatureReport
from signing.sandbox import InspectionSandbox
from tests.attacks.attack import Attack
from tests.attacks.expected import EXPECTED
from tests.attacks.raw import RAW
from tests.attacks.revisions import REVISIONS

ATTACKS = [*RAW, *REVISIONS]
SECONDS = 15.0


@pytest.fixture(scope="module")
def sandbox() -> Iterator[InspectionSandbox]:
    with InspectionSandbox() as opened:
        opened.warm()
        yield opened


@pytest.fixture(scope="module")
def papers(single: SignedPdf, first_of_two: SignedPdf, two_signed: SignedPdf) -> dict[str, tuple[bytes, Any]]:
    """Each kind of paper: its bytes as issued, and its record."""
    return {
        "one": (single.data, _record(single)),
        "two": (two_signed.data, _record(first_of_two, two_signed)),
    }


def _record(*signed: SignedPdf) -> Any:
    recorded = [
        {"certificate_sha256": s.certificate_sha256, "certification": s.certification.value, "level": s.level.value}
        for s in signed
    ]
    return SimpleNamespace(
        number="1/LKPP-LPSE/III/2026", signatures=recorded, sha256=hashlib.sha256(signed[-1].data).hexdigest()
    )


def _failed(report: SignatureReport, record: Any) -> str:
    """The problem, and the numbers of the checks that do not pass."""
    is_ours = record.sha256 in {report.sha256, *(revision.sha256 for revision in report.revisions)}
    evidence = Evidence(report=report, document=record if is_ours else None, extended=report.sha256 != record.sha256)
    numbers = [str(check.number) for check in check_all(evidence) if check.result is not CheckResult.PASSED]
    return " ".join([*([report.problem.value] if report.problem else []), *numbers])


@pytest.mark.parametrize("kind", ["one", "two"])
def test_the_papers_themselves_are_genuine(
    shared_office: Any, sandbox: InspectionSandbox, papers: dict[str, tuple[bytes, Any]], kind: str
) -> None:
    data, record = papers[kind]
    report = sandbox.inspect(data, shared_office.pki.trust(), shared_office.clock.now())
    assert (_failed(report, record), report.holds) == ("", True)


@pytest.mark.parametrize("kind", ["one", "two"])
@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
def test_an_attack_fails_the_checks_that_it_must(
    shared_office: Any, sandbox: InspectionSandbox, papers: dict[str, tuple[bytes, Any]], attack: Attack, kind: str
) -> None:
    """The sandbox bounds memory by the kernel (1 GiB of addresses) and processor time (10 s)."""
    data, record = papers[kind]
    altered = attack.make(data)
    assert altered != data
    begun = time.monotonic()
    report = sandbox.inspect(altered, shared_office.pki.trust(), shared_office.clock.now())
    assert time.monotonic() - begun < SECONDS
    assert not (report.holds and report.sha256 == record.sha256)
    assert _failed(report, record) == EXPECTED[attack.name][kind == "two"]


def test_each_class_is_expected_once() -> None:
    names = [attack.name for attack in ATTACKS]
    assert sorted(names) == sorted(set(names)) == sorted(EXPECTED)
