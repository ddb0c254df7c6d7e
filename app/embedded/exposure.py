"""Where a process listens, read from the kernel: the proof that an embedded server cannot be reached from outside."""

import socket
import struct
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from app.embedded.errors import ListensOutside

_LISTEN = "0A"


def check_loopback_only(program: str, process_id: int) -> None:
    """Accept a process that listens on loopback addresses only. *Raises*: `ListensOutside`."""
    outside = sorted(
        address for address in listening_addresses(process_id) if not address.startswith(("127.", "[::1]"))
    )
    if outside:
        raise ListensOutside(program, ", ".join(outside))


def listens(process_id: int, port: int) -> bool:
    """Whether this very process listens on the loopback port; a stranger there, or an ended process, does not count."""
    try:
        return f"127.0.0.1:{port}" in listening_addresses(process_id)
    except OSError:
        return False


def listening_addresses(process_id: int) -> set[str]:
    """The TCP addresses on which a process listens. *Shape*: `127.0.0.1:80`, `[::1]:80`."""
    sockets = _socket_inodes(process_id)
    tables = (("tcp", socket.AF_INET), ("tcp6", socket.AF_INET6))
    return {
        address
        for table, family in tables
        for address, inode in _listeners(Path(f"/proc/{process_id}/net/{table}"), family)
        if inode in sockets
    }


def _socket_inodes(process_id: int) -> set[str]:
    inodes = set()
    for entry in Path(f"/proc/{process_id}/fd").iterdir():
        with suppress(FileNotFoundError):  # A descriptor that was closed meanwhile.
            target = str(entry.readlink())
            if target.startswith("socket:["):
                inodes.add(target[8:-1])
    return inodes


def _listeners(table: Path, family: socket.AddressFamily) -> Iterator[tuple[str, str]]:
    if not table.exists():  # A kernel without IPv6.
        return
    for line in table.read_text(encoding="ascii").splitlines()[1:]:
        fields = line.split()
        if fields[3] == _LISTEN:
            yield _address(fields[1], family), fields[9]


def _address(encoded: str, family: socket.AddressFamily) -> str:
    """Undo the kernel's notation: 32-bit words in host byte order, in hexadecimal (proc(5))."""
    host, _, port = encoded.partition(":")
    words = [int(host[start : start + 8], 16) for start in range(0, len(host), 8)]
    name = socket.inet_ntop(family, struct.pack(f"={len(words)}I", *words))
    return f"[{name}]:{int(port, 16)}" if family == socket.AF_INET6 else f"{name}:{int(port, 16)}"
