"""A key that is opened once for an act of many signatures, in the process that signs, and is forgotten when the act is over.

Whether a key is open is seen from outside: it signs though its file is gone, and signs no more once the act is over.
"""

import gc
import os
import signal
import socket
import time
import weakref
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pytest
from pyhanko.sign.signers.pdf_cms import Signer as KeyHolder

from signing.keys import SigningRequest, sign_request
from signing.pkcs12 import PersonKey, Pkcs12Keys
from signing.pool import SigningPool
from signing.port import KeyMissing, NoSessions, RecipeName, SignedPdf, WrongPassphrase
from signing.requests import Failure
from signing.router import RoutedSigner
from signing.sessions import OPENED, OpenedKeys
from signing.worker import serve
from tests.unit.signing.conftest import PASSPHRASES

PASSPHRASE = PASSPHRASES["deputi"]


@pytest.fixture(scope="module")
def pool() -> Iterator[SigningPool]:
    with SigningPool(workers=1, timeout_seconds=20) as pool:
        pool.warm()
        yield pool


@pytest.fixture
def request_(shared_office: Any, one_field: bytes) -> SigningRequest:
    """One signature of the Deputy's, as it is sent to a signing process."""
    seen: list[SigningRequest] = []

    def record(request: SigningRequest) -> SignedPdf:
        seen.append(request)
        return SignedPdf(b"", *("" for _ in range(4)), shared_office.clock.now())  # type: ignore[arg-type]

    pki, clock = shared_office.pki, shared_office.clock
    signer = RoutedSigner(
        directory=Pkcs12Keys(pki), trust=pki.trust, timestamps=pki.timestamps, clock=clock, run=record
    )
    intent = shared_office.intent(one_field, field_name="Penanda", signer_id="deputi", recipe=RecipeName.SINGLE)
    signer.sign(one_field, intent, passphrase=PASSPHRASE, session="sesi")
    assert (seen[0].session, "sesi" in repr(seen[0])) == ("sesi", False)
    return seen[0]


@contextmanager
def no_file(request: SigningRequest) -> Iterator[None]:
    """The key's file is away while the block runs."""
    assert isinstance(request.key, PersonKey)
    away = request.key.path.with_suffix(".away")
    request.key.path.rename(away)
    try:
        yield
    finally:
        away.rename(request.key.path)


def in_session(request: SigningRequest, session: str | None, passphrase: str | None = PASSPHRASE) -> SigningRequest:
    return replace(request, session=session, passphrase=passphrase)


# --- who is not served ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("passphrase", ["salah", "", None, "Kata-Sandi Deputi #1 ", "\udc80"])
def test_an_open_key_serves_nobody_who_does_not_give_its_passphrase(
    pool: SigningPool, request_: SigningRequest, passphrase: str | None
) -> None:
    with pool.session() as session:
        pool.sign(in_session(request_, session))
        with pytest.raises(WrongPassphrase):
            pool.sign(in_session(request_, session, passphrase))
        with no_file(request_), pytest.raises(KeyMissing):
            pool.sign(in_session(request_, session, passphrase))


def test_an_open_key_serves_no_other_session_and_no_single_signature(
    pool: SigningPool, request_: SigningRequest
) -> None:
    with pool.session() as one, pool.session() as other:
        pool.sign(in_session(request_, one))
        for session in (other, None):
            with no_file(request_), pytest.raises(KeyMissing):
                pool.sign(in_session(request_, session))


def test_another_persons_key_is_opened_by_its_own_passphrase(
    pool: SigningPool, request_: SigningRequest, shared_office: Any
) -> None:
    other = PersonKey(shared_office.pki.person_key_path("kepala"))
    with pool.session() as session:
        pool.sign(in_session(request_, session))
        with pytest.raises(WrongPassphrase):
            pool.sign(replace(in_session(request_, session), key=other))


def test_without_a_session_nothing_stays_open(request_: SigningRequest) -> None:
    sign_request(in_session(request_, None))
    assert not OPENED
    with NoSessions().session() as session:
        assert session is None


def test_a_wrong_passphrase_opens_nothing_that_stays(request_: SigningRequest) -> None:
    with pytest.raises(WrongPassphrase):
        sign_request(in_session(request_, "sesi", "salah"))
    assert not OPENED


# --- who is -----------------------------------------------------------------------------------------------------------


def test_a_key_is_opened_once_for_all_signatures_of_a_session(
    pool: SigningPool, request_: SigningRequest, shared_office: Any
) -> None:
    with pool.session() as session:
        signed = [pool.sign(in_session(request_, session))]
        with no_file(request_):
            signed += [pool.sign(in_session(request_, session)) for _ in range(2)]
    assert [shared_office.inspect(each.data).holds for each in signed] == [True] * 3
    assert len({each.data for each in signed}) == 3


def test_a_killed_process_takes_the_key_with_it_and_the_next_one_opens_it_again(
    pool: SigningPool, request_: SigningRequest
) -> None:
    with pool.session() as session:
        pool.sign(in_session(request_, session))
        for pid in pool.worker_pids:
            os.kill(pid, signal.SIGKILL)
        with no_file(request_), pytest.raises(KeyMissing):
            pool.sign(in_session(request_, session))
        assert isinstance(pool.sign(in_session(request_, session)), SignedPdf)


# --- and for how long -------------------------------------------------------------------------------------------------


def test_the_key_is_forgotten_when_the_session_ends(pool: SigningPool, request_: SigningRequest) -> None:
    with pool.session() as session:
        pool.sign(in_session(request_, session))
    with no_file(request_), pytest.raises(KeyMissing):
        pool.sign(in_session(request_, session))


def test_the_key_is_forgotten_when_the_session_ends_by_an_error(pool: SigningPool, request_: SigningRequest) -> None:
    def interrupted() -> None:
        with pool.session() as session:
            names.append(session)
            pool.sign(in_session(request_, session))
            raise ZeroDivisionError

    names: list[str] = []
    with pytest.raises(ZeroDivisionError):
        interrupted()
    with no_file(request_), pytest.raises(KeyMissing):
        pool.sign(in_session(request_, names[0]))


def test_a_process_that_is_busy_at_the_end_forgets_right_after(pool: SigningPool, request_: SigningRequest) -> None:
    with pool.session() as session:
        pool.sign(in_session(request_, session))
        busy = pool._places.get()
    pool._give_back(busy)
    with no_file(request_), pytest.raises(KeyMissing):
        pool.sign(in_session(request_, session))


def test_what_is_signed_after_the_end_is_forgotten_at_once(pool: SigningPool, request_: SigningRequest) -> None:
    """A thread that was late: its signature is made, and nothing stays open after it."""
    with pool.session() as session:
        pass
    assert isinstance(pool.sign(in_session(request_, session)), SignedPdf)
    with no_file(request_), pytest.raises(KeyMissing):
        pool.sign(in_session(request_, session))


def test_each_process_forgets(request_: SigningRequest) -> None:
    """Signed by two processes at once, the key is open in both, and then in none."""
    with SigningPool(workers=2, timeout_seconds=20) as pool, ThreadPoolExecutor(2) as threads:
        pool.warm()

        def one(session: str) -> bool:
            try:
                return isinstance(pool.sign(in_session(request_, session)), SignedPdf)
            except KeyMissing:
                return False

        with pool.session() as session:
            places = [pool._places.get() for _ in range(2)]
            for place in places:  # each in its turn alone, so that it is known who opens
                pool._places.put(place)
                assert one(session)
                assert pool._places.get() is place
            for place in places:
                pool._places.put(place)
            with no_file(request_):
                assert list(threads.map(one, [session] * 6)) == [True] * 6
        with no_file(request_):
            assert list(threads.map(one, [session] * 6)) == [False] * 6


def test_a_process_that_is_not_told_of_the_end_forgets_by_itself(request_: SigningRequest) -> None:
    ours, theirs = socket.socketpair()
    with Connection(ours.detach()) as near, Connection(theirs.detach()) as far, ThreadPoolExecutor(1) as thread:
        served = thread.submit(serve, far, idle_seconds=0.3)
        near.send(in_session(request_, "sesi"))
        assert isinstance(near.recv(), SignedPdf)
        assert OPENED
        limit = time.monotonic() + 5
        while OPENED and time.monotonic() < limit:
            time.sleep(0.05)
        assert not OPENED
        with no_file(request_):
            near.send(in_session(request_, "sesi"))
            assert near.recv() == Failure("KeyMissing", "there is no key file for this signer")
        near.close()
        served.result(5)
    gc.enable()


def test_a_forgotten_key_is_freed_at_once(request_: SigningRequest) -> None:
    """Nothing else refers to it after a signature, so that OpenSSL clears and frees it without the collector."""
    sign_request(in_session(request_, "sesi"))

    def never() -> KeyHolder:
        raise AssertionError("it is open")

    gc.collect()
    gc.disable()
    try:
        held = weakref.ref(OPENED.holder("sesi", request_.key, PASSPHRASE, opened=never))
        assert held() is not None
        OPENED.forget("sesi")
        assert held() is None
    finally:
        gc.enable()
        OPENED.forget_all()


def test_nothing_that_is_held_shows_the_passphrase(shared_office: Any) -> None:
    opened = OpenedKeys()
    key = PersonKey(Path("/kunci.p12"))
    opened.holder("sesi", key, PASSPHRASE, opened=KeyHolder)
    assert PASSPHRASE not in repr(vars(opened))
    opened.forget("lain")
    assert opened
    opened.forget("sesi")
    assert not opened
