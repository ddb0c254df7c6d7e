"""Time stamps over HTTP by RFC 3161, from an authority on loopback and from servers that answer wrongly."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

import pytest
from asn1crypto import tsp

from signing.port import TimestampUnavailable
from signing.timestamps import HttpTimestamps

Answer = Callable[[bytes], tuple[int, bytes]]
DIGEST = bytes(range(32))


@contextmanager
def authority(answer: Answer) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            status, body = answer(self.rfile.read(int(self.headers["content-length"])))
            self.send_response(status)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *arguments: object) -> None:
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/tsa"
        finally:
            server.shutdown()
            thread.join()


def stamped(url: str) -> Any:
    return asyncio.run(HttpTimestamps(url, timeout_seconds=5).timestamper(None).async_timestamp(DIGEST, "sha256"))  # type: ignore[arg-type]


def test_an_authority_over_http(letters: Any) -> None:
    here = letters.pki.timestamper()

    def answer(query: bytes) -> tuple[int, bytes]:
        response = asyncio.run(here.async_request_tsa_response(tsp.TimeStampReq.load(query)))
        return 200, response.dump()

    with authority(answer) as url:
        token = stamped(url)
    content = token["content"]["encap_content_info"]["content"].parsed
    assert content["message_imprint"]["hashed_message"].native == DIGEST


@pytest.mark.parametrize(
    "answer",
    [
        lambda query: (503, b"sibuk"),
        lambda query: (200, b""),
        lambda query: (200, b"<html>bukan stempel</html>"),
        lambda query: (302, b""),
    ],
)
def test_wrong_answers_are_no_time_stamps(answer: Answer) -> None:
    with authority(answer) as url, pytest.raises(TimestampUnavailable):
        stamped(url)
