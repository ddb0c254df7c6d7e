"""When SeaweedFS may be used: its master answers before any volume server has reported, and S3 before it has bytes."""

import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from app.embedded.readiness import has_volumes, is_warm
from app.server import free_port

NODE = b'{"Topology": {"DataCenters": [{"Id": "a", "Racks": [{"Id": "b", "DataNodes": [{"Url": "127.0.0.1:1"}]}]}]}}'


@pytest.fixture
def master() -> Iterator[Callable[..., int]]:
    """A master that gives one answer to one question; its port."""
    servers: list[HTTPServer] = []

    def answering(body: bytes, *, path: str = "/dir/status", status: int = 200) -> int:
        class Answer(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                assert self.path == path
                self.send_response(status)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *words: object) -> None:
                """Says nothing."""

        servers.append(HTTPServer(("127.0.0.1", 0), Answer))
        threading.Thread(target=servers[-1].serve_forever, kwargs={"poll_interval": 0.01}).start()
        return servers[-1].server_port

    yield answering
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize(
    ("body", "ready"),
    [
        (NODE, True),
        (b'{"Topology": {"DataCenters": null, "Free": 0}}', False),
        (b'{"Topology": {"DataCenters": [{"Id": "a", "Racks": null}]}}', False),
        (b'{"Topology": {"DataCenters": [{"Id": "a", "Racks": [{"Id": "b", "DataNodes": null}]}]}}', False),
        (b"{}", False),
        (b"starting", False),
    ],
)
def test_a_volume_server_must_have_reported(master: Callable[..., int], body: bytes, ready: bool) -> None:
    assert has_volumes(master(body)) is ready


def test_a_master_that_does_not_listen_has_none() -> None:
    assert has_volumes(free_port()) is False


@pytest.mark.parametrize(
    ("status", "body", "ready"),
    [
        (200, b'{"fid": "3,01637037d6", "url": "127.0.0.1:1", "count": 1}', True),
        (503, b'{"error": "master is warming up, topology is still loading"}', False),
        (406, b'{"error": "no free volumes left"}', True),
    ],
    ids=["a place", "warming up", "a full disk"],
)
def test_a_master_that_warms_up_gives_no_places(
    master: Callable[..., int], status: int, body: bytes, ready: bool
) -> None:
    assert is_warm(master(body, path="/dir/assign", status=status)) is ready


def test_a_master_that_does_not_listen_is_not_warm() -> None:
    assert is_warm(free_port()) is False
