"""A small process that owns the servers and ends them when its parent ends, however that is; standard library only.

It is run by file name, not imported: `python -I -S supervisor.py`. One line of JSON on standard input says what to run;
afterwards standard input only stays open. Events go to standard output, one JSON object a line.

Why a process of its own: Linux sends a death signal (`PR_SET_PDEATHSIG`) when the *thread* that forked ends, so a
server started by a worker thread would stop with that thread. This process has one thread for its whole life, and
watches its parent by a process descriptor, which knows nothing of threads. If it is itself killed, the death signal
ends the servers.
"""

import ctypes
import json
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable

PR_SET_PDEATHSIG = 1
PARENT_POLL_SECONDS = 0.5
STOPPING_SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


def main() -> int:
    """Run the programs until the parent ends, standard input closes, or a signal asks to stop; then stop them."""
    wake_up, written = os.pipe()
    os.set_blocking(written, False)
    signal.set_wakeup_fd(written, warn_on_full_buffer=False)
    for number in (*STOPPING_SIGNALS, signal.SIGCHLD):
        signal.signal(number, lambda _number, _frame: None)
    order = json.loads(_read_line(0))
    servers = _start(order)
    _tell({"started": {name: process.pid for name, process in servers.items()}})
    _watch(servers, parent=order["parent"], wake_up=wake_up)
    _stop(servers, {one["name"]: one["grace_seconds"] for one in order["programs"]})
    _remove([path for one in order["programs"] for path in one["leavings"]])
    return 0


def _read_line(descriptor: int) -> bytes:
    line = b""
    while not line.endswith(b"\n"):
        byte = os.read(descriptor, 1)
        if not byte:
            raise SystemExit("supervisor: no order on standard input")
        line += byte
    return line


def _start(order: dict[str, object]) -> dict[str, "subprocess.Popen[bytes]"]:
    lock: int = order["lock"]  # type: ignore[assignment]
    programs: list[dict[str, object]] = order["programs"]  # type: ignore[assignment]
    return {str(program["name"]): _start_one(program, lock) for program in programs}


def _start_one(program: dict[str, object], lock: int) -> "subprocess.Popen[bytes]":
    command: list[str] = program["command"]  # type: ignore[assignment]
    environment: dict[str, str] = program["environment"]  # type: ignore[assignment]
    with open(str(program["log"]), "ab") as log:  # noqa: PTH123 - pathlib would double the start time
        return subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            env={**os.environ, **environment},
            pass_fds=(lock,),
            preexec_fn=_tied_to(os.getpid()),  # noqa: PLW1509 - there is one thread
        )


def _tied_to(owner: int) -> Callable[[], None]:
    """What a server does before it becomes itself: ask to be ended with its owner."""
    libc = ctypes.CDLL(None, use_errno=True)

    def tie() -> None:
        signal.set_wakeup_fd(-1)
        libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)
        if os.getppid() != owner:
            os._exit(1)

    return tie


def _watch(servers: dict[str, "subprocess.Popen[bytes]"], *, parent: int, wake_up: int) -> None:
    poll = select.poll()
    poll.register(0, select.POLLIN | select.POLLHUP)
    poll.register(wake_up, select.POLLIN)
    parent_descriptor = _process_descriptor(parent)
    if parent_descriptor is not None:
        poll.register(parent_descriptor, select.POLLIN)
    gone: set[str] = set()
    while os.getppid() == parent:
        ready = {
            descriptor for descriptor, _ in poll.poll(PARENT_POLL_SECONDS * 1000 if parent_descriptor is None else None)
        }
        if ready - {wake_up}:
            return
        if ready and any(number in STOPPING_SIGNALS for number in os.read(wake_up, 1024)):
            return
        _tell_of_ended(servers, gone)


def _process_descriptor(process_id: int) -> int | None:
    """A descriptor that becomes readable when the process ends; none before Linux 5.3 or where it is forbidden."""
    try:
        return os.pidfd_open(process_id)
    except (AttributeError, OSError):
        return None


def _tell_of_ended(servers: dict[str, "subprocess.Popen[bytes]"], gone: set[str]) -> None:
    for name, process in servers.items():
        if name not in gone and process.poll() is not None:
            gone.add(name)
            _tell({"ended": name, "status": process.returncode})


def _stop(servers: dict[str, "subprocess.Popen[bytes]"], grace_seconds: dict[str, float]) -> None:
    """Ask each server to stop, at the same time; kill what has not ended after its grace."""
    for process in servers.values():
        process.terminate()
    begun = time.monotonic()
    for name in sorted(servers, key=grace_seconds.__getitem__):
        try:
            servers[name].wait(timeout=max(0.0, begun + grace_seconds[name] - time.monotonic()))
        except subprocess.TimeoutExpired:
            servers[name].kill()
            servers[name].wait()


def _remove(paths: list[str]) -> None:
    for path in paths:
        if os.path.exists(path):  # noqa: PTH110 - pathlib would double the start time
            os.unlink(path)  # noqa: PTH108


def _tell(event: dict[str, object]) -> None:
    try:
        os.write(1, json.dumps(event).encode() + b"\n")
    except OSError:
        return  # The parent is gone: nobody listens, and the watch will see it.


if __name__ == "__main__":
    sys.exit(main())
