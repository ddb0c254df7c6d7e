"""A line to the real mongod that a test can cut or freeze."""

import re
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any
from uuid import uuid4

import pytest

from app.embedded import Addresses
from persistence.connection import Database, connect
from persistence.schema_setup import prepare_database


class Line:
    """A TCP line to a server that can be cut or frozen in the middle of a conversation."""

    def __init__(self, host: str, port: int) -> None:
        self._target = (host, port)
        self._ends: list[socket.socket] = []
        self._threads: list[threading.Thread] = []
        self._flowing = threading.Event()
        self._flowing.set()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self._start(self._accept)

    def freeze(self) -> None:
        """Takes connections and bytes, and passes none on."""
        self._flowing.clear()

    def cut(self) -> None:
        """Ends every connection and takes no new one."""
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for end in self._ends:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        self.cut()
        self._flowing.set()
        for thread in self._threads:
            thread.join()
        for end in self._ends:
            end.close()

    def _start(self, work: Callable[..., None], *arguments: Any) -> None:
        thread = threading.Thread(target=work, args=arguments)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near, _address = self._listener.accept()
                far = socket.create_connection(self._target)
                self._ends += [near, far]
                self._start(self._pass_on, near, far)
                self._start(self._pass_on, far, near)

    def _pass_on(self, source: socket.socket, target: socket.socket) -> None:
        with suppress(OSError):
            while data := source.recv(65_536):
                self._flowing.wait()
                target.sendall(data)
        with suppress(OSError):
            target.shutdown(socket.SHUT_RDWR)


@pytest.fixture
def line(servers: Addresses) -> Iterator[Line]:
    """A line to the session's mongod."""
    found = re.search(r"//([\d.]+):(\d+)", servers.mongodb_uri)
    assert found is not None
    line = Line(found.group(1), int(found.group(2)))
    yield line
    line.close()


@pytest.fixture
def over_the_line(line: Line) -> Iterator[Database]:
    """A prepared database that is reached over the line alone."""
    database = connect(f"mongodb://127.0.0.1:{line.port}/?directConnection=true", name=f"test-{uuid4().hex[:12]}")
    prepare_database()
    yield database
    database.client.close()
