"""The S3 adapter against a real SeaweedFS: locks that hold, leave that binds, and failures in our own words."""

import hashlib
import socket
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import httpx
import pytest
from minio import Minio
from minio.commonconfig import COMPLIANCE
from minio.error import S3Error
from minio.retention import Retention

from app.embedded import Addresses
from storage.keys import evidence_key, issued_key
from storage.port import (
    Area,
    BucketMissing,
    ObjectExists,
    ObjectLocked,
    ObjectMissing,
    ObjectStore,
    StorageError,
    StorageRefused,
    StorageUnavailable,
)
from storage.s3 import S3Store

pytestmark = pytest.mark.servers
PDF = "application/pdf"
MINUTES = timedelta(minutes=5)


@pytest.fixture
def paper() -> tuple[str, bytes]:
    """An issued paper that no other test stores: key and bytes."""
    data = b"%PDF-1.7 " + uuid4().bytes * 20
    return issued_key(hashlib.sha256(data).hexdigest()), data


@pytest.fixture
def evidence() -> str:
    return evidence_key("65f0")


@pytest.fixture
def retain_until() -> datetime:
    return datetime.now(UTC) + timedelta(days=3)


def administrator(servers: Addresses) -> Minio:
    """Somebody with the storage's own credentials and another client: what the lock must withstand."""
    return Minio(
        servers.s3_endpoint,
        access_key=servers.s3_access_key,
        secret_key=servers.s3_secret_key,
        secure=False,
        region="us-east-1",
    )


def store_at(endpoint: str, **other: str) -> S3Store:
    identity = {"access_key": "kunci", "secret_key": "rahasia-rahasia"} | other
    return S3Store(endpoint=endpoint, secure=False, **identity)


@contextmanager
def silent_port() -> Iterator[int]:
    """A port whose connections are accepted by the kernel, and never answered."""
    with socket.create_server(("127.0.0.1", 0), backlog=64) as listener:
        yield listener.getsockname()[1]


def test_the_adapter_is_an_object_store(s3: S3Store) -> None:
    store: ObjectStore = s3
    store.check()


# Locks


def test_a_locked_paper_can_be_neither_removed_nor_unlocked(
    servers: Addresses, s3: S3Store, paper: tuple[str, bytes], retain_until: datetime
) -> None:
    """Not by us, and not by the administrator before its time."""
    key, data = paper
    s3.put_locked(key, data, content_type=PDF, retain_until=retain_until)
    with pytest.raises(ObjectLocked):
        s3.remove(Area.ISSUED, key)
    with pytest.raises(ObjectLocked):
        s3.put(Area.ISSUED, key, b"lain", content_type=PDF)
    client, bucket = administrator(servers), s3.bucket(Area.ISSUED)
    version = client.stat_object(bucket, key).version_id
    with pytest.raises(S3Error, match="AccessDenied"):
        client.remove_object(bucket, key, version_id=version)
    with pytest.raises(S3Error, match="AccessDenied"):
        client.set_object_retention(bucket, key, Retention(COMPLIANCE, datetime.now(UTC) + timedelta(days=1)))
    assert s3.get(Area.ISSUED, key) == data


def test_the_same_bytes_again_are_a_success_and_may_prolong_the_lock(
    servers: Addresses, s3: S3Store, paper: tuple[str, bytes], retain_until: datetime
) -> None:
    """A crash between storing and noting that it was stored is repeated without harm; never with a shorter lock."""
    key, data = paper
    client, bucket = administrator(servers), s3.bucket(Area.ISSUED)
    for days, expected in ((0, 0), (0, 0), (-1, 0), (2, 2)):
        stored = s3.put_locked(key, data, content_type=PDF, retain_until=retain_until + timedelta(days=days))
        assert (stored.key, stored.size) == (key, len(data))
        retention = client.get_object_retention(bucket, key)
        assert retention is not None
        until = retention.retain_until_date.replace(tzinfo=UTC)
        assert (retention.mode, until) == (COMPLIANCE, (retain_until + timedelta(days=expected)).replace(microsecond=0))
    assert len(list(client.list_objects(bucket, prefix=key, include_version=True))) == 1


@pytest.mark.parametrize("other", [b"%PDF-1.7 other", b""], ids=["other", "empty"])
def test_other_bytes_under_a_locked_key_are_refused_and_change_nothing(
    s3: S3Store, paper: tuple[str, bytes], retain_until: datetime, other: bytes
) -> None:
    key, data = paper
    s3.put_locked(key, data, content_type=PDF, retain_until=retain_until)
    for changed in (other, data[:-1] + bytes([data[-1] ^ 1])):
        with pytest.raises(ObjectExists):
            s3.put_locked(key, changed, content_type=PDF, retain_until=retain_until)
    assert s3.get(Area.ISSUED, key) == data


def test_eight_writers_of_one_key_store_it_once(s3: S3Store, servers: Addresses, retain_until: datetime) -> None:
    """Of different bytes exactly one wins; the others learn that they lost."""
    key = issued_key(hashlib.sha256(uuid4().bytes).hexdigest())

    def write(number: int) -> bool:
        try:
            s3.put_locked(key, b"%d" % number * 2000, content_type=PDF, retain_until=retain_until)
        except ObjectExists:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        won = list(pool.map(write, range(8)))
    assert sorted(won) == [False] * 7 + [True]
    assert s3.get(Area.ISSUED, key) == b"%d" % won.index(True) * 2000
    versions = administrator(servers).list_objects(s3.bucket(Area.ISSUED), prefix=key, include_version=True)
    assert len(list(versions)) == 1


def test_eight_writers_of_the_same_bytes_all_succeed(
    s3: S3Store, paper: tuple[str, bytes], retain_until: datetime
) -> None:
    key, data = paper

    def write(_number: int) -> str:
        return s3.put_locked(key, data, content_type=PDF, retain_until=retain_until).etag

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(write, range(8)))) == 1


def test_a_bucket_without_object_lock_is_refused_for_issued_papers(servers: Addresses) -> None:
    prefix = f"polos-{uuid4().hex[:8]}"
    administrator(servers).make_bucket(f"{prefix}-issued")
    identity = {"access_key": servers.s3_access_key, "secret_key": servers.s3_secret_key}
    with pytest.raises(StorageRefused, match="has no object lock"):
        S3Store(endpoint=servers.s3_endpoint, secure=False, bucket_prefix=prefix, **identity).ensure_buckets()


# Bytes


def test_what_is_missing_is_told(s3: S3Store) -> None:
    for read in (
        lambda: s3.get(Area.DRAFT, "tiada"),
        lambda: s3.stat(Area.DRAFT, "tiada"),
        lambda: s3.read_range(Area.DRAFT, "tiada", offset=0, length=4),
    ):
        with pytest.raises(ObjectMissing, match="draft/tiada"):
            read()
    s3.remove(Area.DRAFT, "tiada")


def test_bytes_come_back_as_they_were_stored(s3: S3Store, evidence: str) -> None:
    """Nine MB: more than one of the storage's chunks, and more than the client's public call sends in one part."""
    data = uuid4().bytes * 590_000
    stored = s3.put(Area.EVIDENCE, evidence, data, content_type=PDF)
    assert s3.stat(Area.EVIDENCE, evidence) == stored
    assert (stored.key, stored.size, stored.content_type) == (evidence, 9_440_000, PDF)
    assert stored.etag == hashlib.md5(data).hexdigest()
    assert s3.get(Area.EVIDENCE, evidence) == data
    s3.remove(Area.EVIDENCE, evidence)
    with pytest.raises(ObjectMissing):
        s3.stat(Area.EVIDENCE, evidence)


@pytest.mark.parametrize(
    ("offset", "length", "expected"),
    [
        (0, 4, b"0123"),
        (3, 4, b"3456"),
        (6, 4, b"6789"),
        (8, 100, b"89"),
        (9, 1, b"9"),
        (10, 4, b""),
        (99, 4, b""),
        (0, 0, b""),
        (-1, 4, b""),
    ],
)
def test_ranges(s3: S3Store, offset: int, length: int, expected: bytes) -> None:
    s3.put(Area.DRAFT, "sepuluh", b"0123456789", content_type="text/plain")
    assert s3.read_range(Area.DRAFT, "sepuluh", offset=offset, length=length) == expected


def test_an_empty_object_is_an_object(s3: S3Store, evidence: str) -> None:
    s3.put(Area.EVIDENCE, evidence, b"", content_type="text/plain")
    assert s3.get(Area.EVIDENCE, evidence) == b""
    assert s3.stat(Area.EVIDENCE, evidence).size == 0


# Leave given away


def test_an_upload_by_plain_http_needs_no_more_than_what_was_given(s3: S3Store, evidence: str) -> None:
    given = s3.presign_put(evidence, size=9, content_type=PDF, expires=MINUTES)
    answer = httpx.put(given.url, content=b"%PDF-1.7\n", headers=given.headers)
    assert answer.status_code == 200
    assert s3.get(Area.EVIDENCE, evidence) == b"%PDF-1.7\n"
    assert s3.stat(Area.EVIDENCE, evidence).content_type == PDF


@pytest.mark.parametrize(
    ("content", "changed"),
    [
        (b"%PDF-1.7\n and more", {"content-length": "18"}),
        (b"%PDF", {"content-length": "4"}),
        (b"%PDF-1.7\n", {"content-type": "text/html"}),
        (b"%PDF-1.7\n", {"if-none-match": ""}),
    ],
    ids=["oversized", "undersized", "another type", "overwriting"],
)
def test_an_upload_that_differs_from_what_was_given_is_refused(
    s3: S3Store, evidence: str, content: bytes, changed: dict[str, str]
) -> None:
    given = s3.presign_put(evidence, size=9, content_type=PDF, expires=MINUTES)
    answer = httpx.put(given.url, content=content, headers={**given.headers, **changed})
    assert answer.status_code == 403
    with pytest.raises(ObjectMissing):
        s3.stat(Area.EVIDENCE, evidence)


def test_leave_to_upload_serves_once(s3: S3Store, evidence: str) -> None:
    """So evidence that was confirmed cannot be exchanged with leave that has not run out yet."""
    given = s3.presign_put(evidence, size=9, content_type=PDF, expires=MINUTES)
    assert httpx.put(given.url, content=b"%PDF-1.7\n", headers=given.headers).status_code == 200
    assert httpx.put(given.url, content=b"%PDF-1.6\n", headers=given.headers).status_code == 412
    assert s3.get(Area.EVIDENCE, evidence) == b"%PDF-1.7\n"


def test_leave_for_one_key_opens_no_other_and_runs_out(s3: S3Store, evidence: str) -> None:
    given = s3.presign_put(evidence, size=9, content_type=PDF, expires=MINUTES)
    elsewhere = given.url.replace(evidence, evidence_key("65f1"))
    assert httpx.put(elsewhere, content=b"%PDF-1.7\n", headers=given.headers).status_code == 403
    short = s3.presign_put(evidence, size=9, content_type=PDF, expires=timedelta(seconds=1))
    time.sleep(2.1)
    assert httpx.put(short.url, content=b"%PDF-1.7\n", headers=short.headers).status_code == 403


def test_a_download_carries_its_file_name(s3: S3Store, evidence: str) -> None:
    s3.put(Area.EVIDENCE, evidence, b"isi", content_type=PDF)
    url = s3.presign_get(Area.EVIDENCE, evidence, expires=MINUTES, filename='bukti "é" 1;.pdf')
    answer = httpx.get(url)
    assert (answer.status_code, answer.content, answer.headers["content-type"]) == (200, b"isi", PDF)
    assert answer.headers["content-disposition"] == "attachment; filename*=UTF-8''bukti%20%22%C3%A9%22%201%3B.pdf"
    assert httpx.get(url.replace("X-Amz-Expires=300", "X-Amz-Expires=3000")).status_code == 403


def test_leave_is_made_for_the_address_that_browsers_know(evidence: str) -> None:
    """Inside, the storage has another name than outside; the address is part of what is signed."""
    store = store_at("s3:8333", public_url="https://berkas.contoh.go.id")
    leave = store.presign_put(evidence, size=9, content_type=PDF, expires=MINUTES).url
    assert leave.startswith(f"https://berkas.contoh.go.id/pembina-evidence/{evidence}?")
    download = store.presign_get(Area.ISSUED, "k", expires=MINUTES, filename="k.pdf")
    assert download.startswith("https://berkas.contoh.go.id/pembina-issued/k?")


# Failures


def calls(store: S3Store) -> list[Callable[[], object]]:
    later = datetime.now(UTC) + timedelta(days=1)
    return [
        store.check,
        store.ensure_buckets,
        lambda: store.get(Area.DRAFT, "k"),
        lambda: store.stat(Area.DRAFT, "k"),
        lambda: store.read_range(Area.DRAFT, "k", offset=0, length=1),
        lambda: store.put(Area.DRAFT, "k", b"x", content_type=PDF),
        lambda: store.put_locked("k", b"x", content_type=PDF, retain_until=later),
        lambda: store.remove(Area.DRAFT, "k"),
    ]


def test_a_wrong_secret_is_refused_everywhere(servers: Addresses) -> None:
    store = store_at(servers.s3_endpoint, access_key=servers.s3_access_key)
    for call in calls(store):
        with pytest.raises(StorageRefused, match=r"PEMBINA_S3_\*") as refused:
            call()
        assert servers.s3_secret_key not in str(refused.value)


def test_a_missing_bucket_is_told_by_the_health_check(servers: Addresses) -> None:
    identity = {"access_key": servers.s3_access_key, "secret_key": servers.s3_secret_key}
    with pytest.raises(BucketMissing, match="tiada-issued"):
        S3Store(endpoint=servers.s3_endpoint, secure=False, bucket_prefix="tiada", **identity).check()


def test_a_closed_port_is_unavailable_at_once() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    for call in calls(store_at(f"127.0.0.1:{port}")):
        begun = time.monotonic()
        with pytest.raises(StorageUnavailable, match="tidak dapat dihubungi"):
            call()
        assert time.monotonic() - begun < 1


def test_an_address_that_swallows_everything_is_unavailable_within_four_seconds() -> None:
    """192.0.2.0/24 is nobody's address (RFC 5737)."""
    store = store_at("192.0.2.1:9000")
    with ThreadPoolExecutor(8) as pool:
        begun = time.monotonic()
        failures = [future.exception() for future in [pool.submit(call) for call in calls(store)]]
        assert time.monotonic() - begun < 4
    assert {type(failure) for failure in failures} == {StorageUnavailable}


def test_a_storage_that_hangs_fails_its_health_check_within_two_seconds() -> None:
    with silent_port() as port:
        begun = time.monotonic()
        with pytest.raises(StorageUnavailable):
            store_at(f"127.0.0.1:{port}").check()
        assert time.monotonic() - begun < 2


def test_every_failure_has_a_sentence_in_both_languages(s3: S3Store) -> None:
    with pytest.raises(StorageError) as missing:
        s3.get(Area.DRAFT, "tiada")
    assert str(missing.value) == "Berkas draft/tiada tidak ada. / There is no object draft/tiada."
