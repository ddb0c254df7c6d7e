"""The signing processes: replaced when killed, limited in time, gone with their parent."""

import hashlib
import logging
import os
import signal
import socket
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import psutil
import pytest
from pyhanko.sign.timestamps import TimeStamper

from domain.clock import Clock
from signing.keys import SigningRequest
from signing.pkcs12 import PersonKey, Pkcs12Keys
from signing.pool import SigningPool
from signing.port import (
    DigestMismatch,
    KeyMissing,
    Level,
    RecipeName,
    SignedPdf,
    SigningFailed,
    SigningUnavailable,
    WrongPassphrase,
)
from signing.report import Problem, SignatureReport
from signing.requests import Failure, InspectionRequest, Ready, answer
from signing.router import RoutedSigner
from signing.structure import Limits
from signing.worker import serve


@pytest.fixture(scope="module")
def pool() -> Iterator[SigningPool]:
    with SigningPool(workers=1, timeout_seconds=20) as pool:
        pool.warm()
        yield pool


def pooled(office: Any, pool: SigningPool) -> RoutedSigner:
    return RoutedSigner(
        directory=Pkcs12Keys(office.pki),
        trust=office.pki.trust,
        timestamps=office.pki.timestamps,
        clock=office.clock,
        run=pool.sign,
    )


def sign(signer: RoutedSigner, office: Any, pdf: bytes, passphrase: str | None = "Kata-Sandi Deputi #1") -> SignedPdf:
    intent = office.intent(pdf, field_name="Penanda", signer_id="deputi", recipe=RecipeName.SINGLE)
    return signer.sign(pdf, intent, passphrase=passphrase)


def wait_until_gone(pids: frozenset[int]) -> bool:
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        if not any(psutil.pid_exists(pid) and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE for pid in pids):
            return True
        time.sleep(0.01)
    return False


def test_errors_come_back_as_they_are(shared_office: Any, pool: SigningPool, one_field: bytes) -> None:
    with pytest.raises(WrongPassphrase, match="does not open"):
        sign(pooled(shared_office, pool), shared_office, one_field, passphrase="salah-9f1c")


def test_no_passphrase_in_what_comes_back_or_in_the_command_line(
    shared_office: Any, pool: SigningPool, one_field: bytes, caplog: pytest.LogCaptureFixture, capfd: Any
) -> None:
    secret = "salah-9f1c77"
    with caplog.at_level(logging.DEBUG), pytest.raises(WrongPassphrase) as refused:
        sign(pooled(shared_office, pool), shared_office, one_field, passphrase=secret)
    (pid,) = pool.worker_pids
    process = psutil.Process(pid)
    shown = [repr(refused.value), caplog.text, *process.cmdline(), *process.environ().values(), *capfd.readouterr()]
    assert secret not in "\n".join(shown)
    assert refused.value.__cause__ is None


def test_a_signature_from_the_pool_holds(shared_office: Any, pool: SigningPool, one_field: bytes) -> None:
    signed = sign(pooled(shared_office, pool), shared_office, one_field)
    report = pool.inspect(signed.data, shared_office.pki.trust(), shared_office.clock.now())
    assert signed.level is Level.B_LTA
    assert report.holds
    assert report == shared_office.inspect(signed.data)


def test_the_pool_seals_without_passphrase(shared_office: Any, pool: SigningPool, one_field: bytes) -> None:
    intent = shared_office.intent(one_field, field_name="Penanda", signer_id="segel", recipe=RecipeName.SEAL)
    signed = pooled(shared_office, pool).sign(one_field, intent, passphrase=None)
    assert shared_office.inspect(signed.data).holds


def test_a_killed_worker_is_replaced_and_the_call_succeeds(
    shared_office: Any, pool: SigningPool, one_field: bytes
) -> None:
    before = pool.worker_pids
    for pid in before:
        os.kill(pid, signal.SIGKILL)
    signed = sign(pooled(shared_office, pool), shared_office, one_field)
    assert shared_office.inspect(signed.data).holds
    assert len(pool.worker_pids) == 1
    assert not before & pool.worker_pids


@dataclass(frozen=True)
class BreakingAuthority:
    """Fails in a way that nobody foresaw."""

    def timestamper(self, clock: Clock) -> TimeStamper:
        raise ZeroDivisionError("rahasia di sini")


def test_unforeseen_errors_are_answered_by_their_name_alone(shared_office: Any, one_field: bytes) -> None:
    request = _request(shared_office, one_field)
    found = answer(replace(request, timestamps=BreakingAuthority()))
    assert found == Failure("SigningFailed", "the signing process failed: ZeroDivisionError")


def _request(office: Any, pdf: bytes) -> SigningRequest:
    seen: list[SigningRequest] = []

    def record(request: SigningRequest) -> SignedPdf:
        seen.append(request)
        raise SigningFailed("diamati")

    signer = RoutedSigner(
        directory=Pkcs12Keys(office.pki),
        trust=office.pki.trust,
        timestamps=office.pki.timestamps,
        clock=office.clock,
        run=record,
    )
    with pytest.raises(SigningFailed, match="diamati"):
        sign(signer, office, pdf)
    return seen[0]


def test_the_answers_of_a_process(shared_office: Any, one_field: bytes, single: SignedPdf) -> None:
    """The same function that the processes run, here in this one."""
    request = _request(shared_office, one_field)
    signed = answer(request)
    assert isinstance(signed, SignedPdf)
    inspection = InspectionRequest(
        single.data, shared_office.pki.trust(), shared_office.clock.now(), Limits(), confined=False
    )
    report = answer(inspection)
    assert isinstance(report, SignatureReport)
    assert report.holds
    assert answer(Ready()) == Ready()
    missing = replace(request, key=PersonKey(Path("/tidak/ada.p12")))
    failure = answer(missing)
    assert isinstance(failure, Failure)
    assert isinstance(failure.error(), KeyMissing)


@pytest.mark.parametrize("kind", ["Signer", "tidak-ada", "dataclass", "SigningIntent"])
def test_an_unknown_failure_is_a_failure_of_signing(kind: str) -> None:
    assert type(Failure(kind, "x").error()) is SigningFailed


def test_serving_ends_when_the_other_end_closes() -> None:
    ours, theirs = socket.socketpair()
    with Connection(ours.detach()) as near, Connection(theirs.detach()) as far, ThreadPoolExecutor(1) as thread:
        served = thread.submit(serve, far)
        near.send(Failure("x", "y"))
        near.poll(5)
        near.recv()
        near.close()
        served.result(5)


def test_a_call_over_its_time_is_ended_and_the_worker_replaced(shared_office: Any, one_field: bytes) -> None:
    request = _request(shared_office, one_field)
    with SigningPool(workers=1, timeout_seconds=1.5) as pool:
        pool.warm()
        before = pool.worker_pids
        stuck = _stopped(before)
        began = time.monotonic()
        with pytest.raises(SigningFailed, match="time limit"):
            pool.sign(request)
        assert time.monotonic() - began < 5
        assert wait_until_gone(stuck)
        pool.warm()
        assert isinstance(pool.sign(request), SignedPdf)


def _stopped(pids: frozenset[int]) -> frozenset[int]:
    for pid in pids:
        os.kill(pid, signal.SIGSTOP)
    return pids


def test_no_free_worker_in_time_is_a_failure(shared_office: Any, one_field: bytes) -> None:
    request = _request(shared_office, one_field)
    with SigningPool(workers=1, timeout_seconds=1) as pool, ThreadPoolExecutor(1) as thread:
        pool.warm()
        _stopped(pool.worker_pids)
        first = thread.submit(pool.sign, request)
        time.sleep(0.2)
        with pytest.raises(SigningUnavailable, match=r"free in time|free too late"):
            pool.sign(request)
        with pytest.raises(SigningFailed):
            first.result()


def test_a_call_that_waited_away_its_time_is_not_at_fault(shared_office: Any, one_field: bytes) -> None:
    """The place came free with little time left: that is a busy system, and says nothing of the letter."""
    request = _request(shared_office, one_field)
    with SigningPool(workers=1, timeout_seconds=2) as pool, ThreadPoolExecutor(1) as thread:
        pool.warm()
        place = pool._places.get()
        waiting = thread.submit(pool.sign, request)
        time.sleep(1.3)
        _stopped(pool.worker_pids)
        pool._places.put(place)
        with pytest.raises(SigningUnavailable, match="free too late"):
            waiting.result()


def test_many_threads_share_the_pool(shared_office: Any, pool: SigningPool, one_field: bytes) -> None:
    signer = pooled(shared_office, pool)
    with ThreadPoolExecutor(6) as threads:
        results = list(threads.map(lambda _: sign(signer, shared_office, one_field).data, range(12)))
    assert len({hashlib.sha256(data).hexdigest() for data in results}) == 12


def test_a_digest_mismatch_is_found_before_a_process_is_asked(shared_office: Any, one_field: bytes) -> None:
    closed = SigningPool(workers=1)
    closed.close()
    intent = shared_office.intent(one_field, field_name="Penanda", signer_id="deputi", recipe=RecipeName.SINGLE)
    with pytest.raises(DigestMismatch):
        pooled(shared_office, closed).sign(one_field + b" ", intent, passphrase=None)


def test_a_closed_pool_refuses(shared_office: Any, one_field: bytes) -> None:
    pool = SigningPool(workers=2)
    pool.warm()
    pids = pool.worker_pids
    pool.close()
    assert wait_until_gone(pids)
    assert pool.worker_pids == frozenset()
    with pytest.raises(SigningFailed, match="stopped"):
        sign(pooled(shared_office, pool), shared_office, one_field)


def test_workers_die_with_their_parent_even_when_it_is_killed(tmp_path: Path) -> None:
    script = tmp_path / "induk.py"
    script.write_text(
        textwrap.dedent(
            """
            import time
            from signing.pool import SigningPool
            pool = SigningPool(workers=2)
            pool.warm()
            print(*pool.worker_pids, flush=True)
            time.sleep(60)
            """
        )
    )
    with subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        pids = frozenset(map(int, parent.stdout.readline().split()))
        parent.kill()
    assert len(pids) == 2
    assert wait_until_gone(pids)


def test_a_worker_outlives_the_thread_that_asked_first(shared_office: Any, one_field: bytes) -> None:
    """The kernel ties a child to the thread that started it, and request threads come and go."""
    request = _request(shared_office, one_field)
    with SigningPool(workers=1) as pool:
        with ThreadPoolExecutor(1) as thread:
            thread.submit(pool.warm).result()
        pids = pool.worker_pids
        time.sleep(0.1)
        assert isinstance(pool.sign(request), SignedPdf)
        assert pool.worker_pids == pids


def test_a_checked_file_with_a_problem_is_a_report(shared_office: Any, pool: SigningPool) -> None:
    report = pool.inspect(b"PK\x03\x04", shared_office.pki.trust(), shared_office.clock.now())
    assert report.problem is Problem.NOT_A_PDF
