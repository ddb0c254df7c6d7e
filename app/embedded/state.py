"""What a data folder remembers between starts: ports and the S3 credentials, readable by their owner only."""

import json
import os
import random
import secrets
import socket
from collections.abc import Collection, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from itertools import chain
from pathlib import Path

from app.embedded.errors import PortTaken, StateUnreadable
from app.embedded.programs import LOOPBACK, PORT_NAMES

FILE_NAME = "embedded.json"
PORT_RANGE = range(20_000, 32_000)
"""Below Linux's ephemeral ports (32768 and up), so that no outgoing connection takes a remembered port."""


@dataclass(frozen=True)
class ServerState:
    """Ports by name (`PORT_NAMES`) and the S3 identity."""

    ports: Mapping[str, int]
    s3_access_key: str
    s3_secret_key: str = field(repr=False)


def load_state(folder: Path, *, asked: Mapping[str, int], shunned: Collection[int] = frozenset()) -> ServerState:
    """The folder's state with ports that are free now: those asked for, else the remembered ones, else new ones.

    *Shape*: `asked` maps names of `PORT_NAMES` to ports; `shunned` are ports not to choose, free or not. The result is
    written back, with file mode 0600.
    *Raises*: `PortTaken` if a port that was asked for is in use; `StateUnreadable` if the file is damaged.
    *Does not check*: that a free port stays free until the server binds it; whoever starts the server sees it.
    """
    state = _read(folder / FILE_NAME) or ServerState({}, secrets.token_hex(10), secrets.token_urlsafe(30))
    state = replace(state, ports=_free_ports(state.ports, asked, shunned))
    _write(folder / FILE_NAME, state)
    return state


def remembered_state(folder: Path) -> ServerState | None:
    """The state of the last start, or None where there was none. *Raises*: `StateUnreadable`."""
    return _read(folder / FILE_NAME)


def is_free(port: int) -> bool:
    """Whether a server could listen on this loopback port now."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
        return True


def _free_ports(remembered: Mapping[str, int], asked: Mapping[str, int], shunned: Collection[int]) -> dict[str, int]:
    for port in asked.values():
        if not is_free(port):
            raise PortTaken(port)
    chosen = dict(asked)
    for name in PORT_NAMES:
        if name not in chosen:
            candidates = chain((remembered[name],) if name in remembered else (), _any_ports())
            unusable = {*chosen.values(), *shunned}
            chosen[name] = next(port for port in candidates if port not in unusable and is_free(port))
    return chosen


def _any_ports() -> Iterator[int]:
    while True:
        yield random.choice(PORT_RANGE)  # noqa: S311 - a port is no secret


def _read(path: Path) -> ServerState | None:
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
        ports = {str(name): int(port) for name, port in stored["ports"].items()}
        return ServerState(ports, str(stored["s3_access_key"]), str(stored["s3_secret_key"]))
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise StateUnreadable(str(path)) from error


def _write(path: Path, state: ServerState) -> None:
    """Replace the file as a whole: a crash leaves the old one or the new one."""
    fresh = path.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(asdict(state), file, indent=2)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
