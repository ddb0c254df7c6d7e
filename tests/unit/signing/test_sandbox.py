"""Files from strangers: whatever they do to their process, the answer is a report."""

import multiprocessing
import os
import signal
import zlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import Any

import psutil
import pytest

from signing.confined import inspect_confined
from signing.port import SignedPdf, SigningUnavailable
from signing.report import Problem, SignatureReport
from signing.sandbox import InspectionSandbox
from signing.structure import Limits
from signing.trust import TrustAnchors

MIB = 1024 * 1024


@pytest.fixture(scope="module")
def sandbox() -> Iterator[InspectionSandbox]:
    with InspectionSandbox() as sandbox:
        sandbox.warm()
        yield sandbox


def test_a_good_file_gets_the_same_report(
    shared_office: Any, sandbox: InspectionSandbox, two_signed: SignedPdf
) -> None:
    report = sandbox.inspect(two_signed.data, shared_office.pki.trust(), shared_office.clock.now())
    assert report == shared_office.inspect(two_signed.data)
    assert report.holds


def test_the_child_is_gone_after_each_file(shared_office: Any, sandbox: InspectionSandbox, single: SignedPdf) -> None:
    for _ in range(3):
        sandbox.inspect(single.data, shared_office.pki.trust(), shared_office.clock.now())
    (pid,) = sandbox.worker_pids
    assert psutil.Process(pid).children() == []


def test_a_killed_process_is_replaced(shared_office: Any, sandbox: InspectionSandbox, single: SignedPdf) -> None:
    (pid,) = sandbox.worker_pids
    os.kill(pid, signal.SIGKILL)
    assert sandbox.inspect(single.data, shared_office.pki.trust(), shared_office.clock.now()).holds


def inflating(size: int) -> bytes:
    """A small file whose cross-reference stream unfolds to `size` bytes."""
    packed = zlib.compress(zlib.compress(b"\0" * size, 9), 9)
    head = b"%PDF-1.7\n1 0 obj\n<< /Type /XRef /Size 9 /W [1 2 1] /Root 2 0 R /Filter [/FlateDecode /FlateDecode] "
    return head + b"/Length %d >>\nstream\n%s\nendstream\nendobj\nstartxref\n9\n%%%%EOF\n" % (len(packed), packed)


@pytest.mark.parametrize(
    ("pdf", "problems"),
    [
        (b"", {Problem.EMPTY}),
        (b"PK\x03\x04 word/document.xml", {Problem.NOT_A_PDF}),
        (b"%PDF-1.7\n" + b"<<" * 300_000 + b"\nstartxref\n9\n%%EOF\n", {Problem.DAMAGED, Problem.TOO_COSTLY}),
        (b"%PDF-1.7\nxref\n0 999999999\n" + b"0" * 1000 + b"\nstartxref\n9\n%%EOF\n", {Problem.DAMAGED}),
        (inflating(400 * MIB), {Problem.DAMAGED, Problem.TOO_COSTLY}),
    ],
    ids=["empty", "docx", "nesting", "huge table", "inflating"],
)
def test_hostile_files_get_a_report(
    shared_office: Any, sandbox: InspectionSandbox, pdf: bytes, problems: set[Problem]
) -> None:
    report = sandbox.inspect(pdf, shared_office.pki.trust(), shared_office.clock.now())
    assert report.problem in problems


def test_a_large_file_does_not_reach_the_process(shared_office: Any) -> None:
    with InspectionSandbox(limits=Limits(size_bytes=1000)) as sandbox:
        report = sandbox.inspect(b"%PDF-" + b"0" * 1000, shared_office.pki.trust(), shared_office.clock.now())
        assert report.problem is Problem.TOO_LARGE
        assert sandbox.worker_pids == frozenset()


@pytest.mark.parametrize(
    "limits",
    [Limits(cpu_seconds=0), Limits(wall_seconds=0.0), Limits(memory_bytes=1 * MIB), Limits(open_files=4)],
    ids=["processor", "wall", "memory", "descriptors"],
)
def test_each_limit_ends_the_check(shared_office: Any, single: SignedPdf, limits: Limits) -> None:
    with InspectionSandbox(limits=limits) as sandbox:
        report = sandbox.inspect(single.data, shared_office.pki.trust(), shared_office.clock.now())
    assert report.problem is Problem.TOO_COSTLY


def test_the_child_holds_no_file_of_its_parent_and_has_its_own_for_itself(
    shared_office: Any, single: SignedPdf
) -> None:
    """A hundred descriptors of the parent count neither against the limit of 64, nor can the child reach them."""
    with multiprocessing.get_context("spawn").Pool(1) as parent:
        report = parent.apply(
            _examined_among_files, (single.data, shared_office.pki.trust(), shared_office.clock.now())
        )
    assert report == shared_office.inspect(single.data)
    assert report.holds


def _examined_among_files(pdf: bytes, trust: TrustAnchors, at: datetime) -> SignatureReport:
    with ExitStack() as held:
        for _ in range(100):
            held.enter_context(Path(os.devnull).open("rb"))
        return inspect_confined(pdf, trust, at, Limits())


def test_a_closed_sandbox_says_nothing_of_the_file(shared_office: Any, single: SignedPdf) -> None:
    """An untouched paper must not be called altered because the system stops."""
    sandbox = InspectionSandbox()
    sandbox.close()
    with pytest.raises(SigningUnavailable, match="stopped"):
        sandbox.inspect(single.data, shared_office.pki.trust(), shared_office.clock.now())


@pytest.mark.parametrize("busy", [True, False])
def test_a_sandbox_that_is_busy_or_stuck_says_nothing_of_the_file(
    busy: bool, shared_office: Any, single: SignedPdf
) -> None:
    one_second_in_all = Limits(wall_seconds=-7.0)
    with InspectionSandbox(limits=one_second_in_all) as sandbox, ThreadPoolExecutor(1) as thread:
        sandbox.warm()
        for pid in sandbox.worker_pids:
            os.kill(pid, signal.SIGSTOP)
        given = (single.data, shared_office.pki.trust(), shared_office.clock.now())
        first = thread.submit(sandbox.inspect, *given) if busy else None
        with pytest.raises(SigningUnavailable):
            sandbox.inspect(*given)
        if first is not None:
            assert isinstance(first.exception(), SigningUnavailable)
