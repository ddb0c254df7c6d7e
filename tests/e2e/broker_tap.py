"""Writes down every command that a Redis gets while the block runs: what was published is seen though it was consumed."""

import base64
import codecs
import json
import re
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

_ARGUMENT = re.compile(rb'"((?:[^"\\]|\\.)*)"')
_PUBLISHING = {b"lpush", b"rpush", b"publish", b"xadd"}


@dataclass
class Tap:
    """The commands, each with its arguments as bytes."""

    commands: list[list[bytes]] = field(default_factory=list)

    def published(self, queue: str) -> list[bytes]:
        """The messages that were put on a queue, each followed by its body as it was before kombu packed it."""
        found = []
        for command, *arguments in self.commands:
            if command.lower() in _PUBLISHING and arguments[:1] == [queue.encode()]:
                found += [part for message in arguments[1:] for part in (message, _body(message))]
        return found

    def with_any(self, secrets: list[bytes]) -> list[bytes]:
        """Every argument, packed or unpacked, in which one of these stands."""
        given = [part for command in self.commands for argument in command for part in (argument, _body(argument))]
        return [part for part in given if any(secret in part for secret in secrets)]


@contextmanager
def tapped(port: int) -> Iterator[Tap]:
    """A connection of its own, with `MONITOR`."""
    tap = Tap()
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.sendall(b"MONITOR\r\n")
        lines = connection.makefile("rb")
        assert lines.readline() == b"+OK\r\n"
        thread = threading.Thread(target=_listen, args=(lines, tap), daemon=True, name="broker-tap")
        thread.start()
        try:
            yield tap
        finally:
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
            thread.join(10)


def _listen(lines: Iterator[bytes], tap: Tap) -> None:
    with suppress(OSError, ValueError):
        for line in lines:
            told = line.partition(b"] ")[2]
            tap.commands.append([codecs.escape_decode(each)[0] for each in _ARGUMENT.findall(told)])


def _body(message: bytes) -> bytes:
    """The body of a message in kombu's envelope; nothing where it is none."""
    try:
        envelope = json.loads(message)
        return base64.b64decode(envelope["body"])
    except (ValueError, KeyError, TypeError):
        return b""
