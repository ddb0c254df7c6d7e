"""Runs the HTTP application with uvicorn, in the foreground or beside a client; addresses are printed, not decided, here."""

import logging
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from starlette.types import ASGIApp

from app.problems import PortTaken

START_SECONDS = 20.0


def check_port(host: str, port: int) -> None:
    """Whether the server can listen there. *Raises*: `PortTaken`."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise PortTaken(host, port) from error


def free_port(host: str = "127.0.0.1") -> int:
    """A port that is free now."""
    with socket.socket() as probe:
        probe.bind((host, 0))
        return int(probe.getsockname()[1])


def serve(application: ASGIApp, *, host: str, port: int) -> None:
    """Serves until Ctrl-C or SIGTERM, then finishes the requests that are under way."""
    uvicorn.Server(_config(application, host=host, port=port)).run()


@contextmanager
def served(application: ASGIApp, *, host: str, port: int) -> Iterator[None]:
    """Serves in a thread of its own while the block runs. *Raises*: `TimeoutError` where it does not start."""
    server = uvicorn.Server(_config(application, host=host, port=port))
    thread = threading.Thread(target=server.run, name="pembina-http")
    thread.start()
    try:
        _await(server, thread)
        yield
    finally:
        server.should_exit = True
        thread.join()


def _config(application: ASGIApp, *, host: str, port: int) -> uvicorn.Config:
    return uvicorn.Config(
        application,
        host=host,
        port=port,
        log_level=logging.WARNING,
        access_log=False,
        timeout_graceful_shutdown=10,
        server_header=False,
    )


def _await(server: uvicorn.Server, thread: threading.Thread) -> None:
    limit = time.monotonic() + START_SECONDS
    while not server.started:
        if not thread.is_alive() or time.monotonic() > limit:
            raise TimeoutError("the HTTP server did not start; its reason stands above")
        time.sleep(0.01)
