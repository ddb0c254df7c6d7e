"""The S3 adapter against a storage that fails in ways that a healthy one does not show."""

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from storage.port import Area, StorageRefused, StorageUnavailable, StoredObject
from storage.s3 import S3Store

PDF = "application/pdf"
Answer = tuple[int, str]


class Scripted(ThreadingHTTPServer):
    """Answers each request with the next status and S3 error code; the last one for ever."""

    def __init__(self, answers: list[Answer]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answers = answers
        self.requests: list[str] = []

    def next(self, request: str) -> Answer:
        self.requests.append(request)
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


class _Handler(BaseHTTPRequestHandler):
    server: Scripted

    def answer(self) -> None:
        self.rfile.read(int(self.headers.get("content-length", 0)))
        status, code = self.server.next(f"{self.command} {self.path}")
        body = f"<Error><Code>{code}</Code><Message>-</Message></Error>".encode() if code else b""
        self.send_response(status)
        self.send_header("content-type", "application/xml")
        self.send_header("content-length", str(len(body)))
        self.send_header("etag", '"abc"')
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    do_GET = do_PUT = do_HEAD = do_DELETE = answer  # noqa: N815

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing: the test reads `requests`."""


@pytest.fixture
def scripted() -> Iterator[Callable[..., tuple[S3Store, Scripted]]]:
    servers: list[Scripted] = []

    def start(*answers: Answer) -> tuple[S3Store, Scripted]:
        server = Scripted(list(answers))
        servers.append(server)
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}).start()
        endpoint = f"127.0.0.1:{server.server_address[1]}"
        return S3Store(endpoint=endpoint, access_key="kunci", secret_key="rahasia", secure=False), server

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


def put_locked(store: S3Store) -> StoredObject:
    return store.put_locked("k", b"x", content_type=PDF, retain_until=datetime.now(UTC) + timedelta(days=1))


def test_a_storage_that_fails_four_times_is_unavailable(scripted: Callable[..., tuple[S3Store, Scripted]]) -> None:
    store, server = scripted((503, "ServiceUnavailable"))
    with pytest.raises(StorageUnavailable):
        store.get(Area.DRAFT, "k")
    assert server.requests == ["GET /pembina-draft/k"] * 4


def test_a_storage_that_fails_once_is_asked_again(scripted: Callable[..., tuple[S3Store, Scripted]]) -> None:
    store, server = scripted((500, "InternalError"), (200, ""))
    assert store.put(Area.DRAFT, "k", b"x", content_type=PDF).etag == "abc"
    assert server.requests == ["PUT /pembina-draft/k"] * 2


def test_a_health_check_is_not_repeated(scripted: Callable[..., tuple[S3Store, Scripted]]) -> None:
    store, server = scripted((500, ""))
    with pytest.raises(StorageUnavailable):
        store.check()
    assert server.requests == ["HEAD /pembina-issued"]


def test_a_conflict_with_another_writer_is_tried_again(scripted: Callable[..., tuple[S3Store, Scripted]]) -> None:
    """AWS answers 409 while another conditional write of the same key is under way."""
    store, server = scripted((409, "ConditionalRequestConflict"), (409, "OperationAborted"), (200, ""))
    assert put_locked(store).key == "k"
    assert server.requests == ["PUT /pembina-issued/k"] * 3


def test_a_conflict_that_does_not_end_is_unavailable(scripted: Callable[..., tuple[S3Store, Scripted]]) -> None:
    store, server = scripted((409, "ConditionalRequestConflict"))
    with pytest.raises(StorageUnavailable):
        put_locked(store)
    assert len(server.requests) == 5


def test_a_bucket_that_another_process_makes_meanwhile_is_accepted(
    scripted: Callable[..., tuple[S3Store, Scripted]],
) -> None:
    missing, made = (404, ""), (409, "BucketAlreadyOwnedByYou")
    store, server = scripted(missing, made, missing, made, missing, made, (404, "ObjectLockConfigurationNotFoundError"))
    with pytest.raises(StorageRefused, match="pembina-issued has no object lock"):
        store.ensure_buckets()
    assert [one.split()[0] for one in server.requests] == ["HEAD", "PUT"] * 3 + ["GET"]


def test_a_bucket_of_somebody_else_is_refused(scripted: Callable[..., tuple[S3Store, Scripted]]) -> None:
    store, _ = scripted((404, ""), (403, "AccessDenied"))
    with pytest.raises(StorageRefused, match="AccessDenied"):
        store.ensure_buckets()


def test_an_endpoint_that_is_no_address_is_refused_at_once() -> None:
    for endpoint in ("", "a b", "http://127.0.0.1:9000", "127.0.0.1:9000/x", "127.0.0.1:"):
        with pytest.raises(StorageRefused, match=r"PEMBINA_S3_\*"):
            S3Store(endpoint=endpoint, access_key="kunci", secret_key="rahasia", secure=False)


def test_what_answers_without_being_s3_is_unavailable(scripted: Callable[..., tuple[S3Store, Scripted]]) -> None:
    store, _ = scripted((418, ""))
    with pytest.raises(StorageUnavailable):
        store.get(Area.DRAFT, "k")
