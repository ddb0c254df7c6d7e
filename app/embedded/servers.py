"""Start and stop of the embedded servers: a real MongoDB and a real S3 on loopback, with data that stays in a folder.

They trust every process of this machine, as MongoDB has no password and SeaweedFS's inner ports none either: they serve
development, the demo and the tests, and are no production servers.
"""

import shutil
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import KW_ONLY, dataclass, field
from pathlib import Path

from app.embedded.errors import DiskSpaceLow, PortsKeepBeingTaken, PortTaken
from app.embedded.exposure import check_loopback_only, listens
from app.embedded.folder import followed, using_folder
from app.embedded.lock import live_owner, locked_folder
from app.embedded.programs import (
    LOOPBACK,
    MONGOD,
    REPLICA_SET,
    WEED,
    Binaries,
    Program,
    check_platform,
    installed_binaries,
    mongod_program,
    weed_program,
)
from app.embedded.readiness import answers_s3, has_volumes, is_warm, make_primary
from app.embedded.state import ServerState, is_free, load_state, remembered_state
from app.embedded.supervised import RunningServers, start_supervised

MINIMUM_FREE_BYTES = 1 << 30
START_TIMEOUT_SECONDS = 60.0
START_ATTEMPTS = 5
"""How often other ports are tried where another program took one between our choosing and the server's listening."""


@dataclass(frozen=True)
class Addresses:
    """Where the embedded servers answer. *Shape*: `s3_endpoint` is `host:port`; process ids by program name."""

    mongodb_uri: str
    s3_endpoint: str
    s3_access_key: str
    s3_secret_key: str = field(repr=False)
    process_ids: Mapping[str, int]


@contextmanager
def embedded_servers(
    folder: Path,
    *,
    on_progress: Callable[[str], None] = lambda _line: None,
    mongodb_port: int | None = None,
    s3_port: int | None = None,
    minimum_free_bytes: int = MINIMUM_FREE_BYTES,
    timeout_seconds: float = START_TIMEOUT_SECONDS,
    binaries: Binaries | None = None,
) -> Iterator[Addresses]:
    """Run MongoDB and S3 on the data in `folder` while the block runs; they end with this process, however it ends.

    Ports and credentials are those of the last start where the ports are free; a port named here must be free. A port
    of our own choice that is taken meanwhile gives way to another.
    *Raises*: the family of `EmbeddedServerError`; then nothing is left running.
    """
    check_platform()
    folder = followed(folder)
    with using_folder(folder):
        for name in ("mongodb", "objects", "log"):
            (folder / name).mkdir(parents=True, exist_ok=True, mode=0o700)
        _check_space(folder, minimum_free_bytes)
    binaries = binaries or installed_binaries()
    asked = {name: port for name, port in (("mongodb", mongodb_port), ("s3", s3_port)) if port is not None}
    with using_folder(folder), locked_folder(folder) as lock:
        start = _Start(folder, binaries, asked, lock=lock, on_progress=on_progress, timeout_seconds=timeout_seconds)
        servers, state = start.on_free_ports()
    try:
        yield _addresses(servers.process_ids, state)
    finally:
        servers.stop()


def running_servers(folder: Path) -> Addresses | None:
    """The servers that another live process runs on this folder, or None. They end with that process, not with this.

    *Raises*: `DataFolderUnusable`, `StateUnreadable`.
    """
    folder = followed(folder)
    with using_folder(folder):
        state = remembered_state(folder) if live_owner(folder) is not None else None
    if state is None or is_free(state.ports["mongodb"]):
        return None
    return _addresses({}, state)


def _check_space(folder: Path, needed_bytes: int) -> None:
    free_bytes = shutil.disk_usage(folder).free
    if free_bytes < needed_bytes:
        raise DiskSpaceLow(folder=str(folder), free_bytes=free_bytes, needed_bytes=needed_bytes)


@dataclass(frozen=True)
class _Start:
    """One start of both servers, on other ports again where one was taken under our hands."""

    folder: Path
    binaries: Binaries
    asked: Mapping[str, int]
    _: KW_ONLY
    lock: int
    on_progress: Callable[[str], None]
    timeout_seconds: float

    def on_free_ports(self) -> tuple[RunningServers, ServerState]:
        """*Raises*: `PortTaken` for a port that was asked for; `PortsKeepBeingTaken` after `START_ATTEMPTS`."""
        taken: list[int] = []
        while len(taken) < START_ATTEMPTS:
            state = load_state(self.folder, asked=self.asked, shunned=taken)
            try:
                return self._once(state), state
            except PortTaken as error:
                if error.port in self.asked.values():
                    raise
                taken.append(error.port)
                self.on_progress(
                    f"Porta {error.port} direbut program lain; porta lain dicoba / "
                    f"Another program took port {error.port}; other ports are tried"
                )
        raise PortsKeepBeingTaken(taken)

    def _once(self, state: ServerState) -> RunningServers:
        self.on_progress("MongoDB dan penyimpanan objek S3 dimulai / MongoDB and S3 object storage are starting")
        servers = start_supervised(_programs(self.binaries, self.folder, state), lock=self.lock)
        try:
            _await_both(servers, state, on_progress=self.on_progress, timeout_seconds=self.timeout_seconds)
        except BaseException:
            servers.stop()
            raise
        return servers


def _programs(binaries: Binaries, folder: Path, state: ServerState) -> tuple[Program, Program]:
    return (
        mongod_program(binaries.mongod, folder=folder, port=state.ports["mongodb"]),
        weed_program(
            binaries.weed,
            folder=folder,
            ports=state.ports,
            access_key=state.s3_access_key,
            secret_key=state.s3_secret_key,
        ),
    )


def _await_both(
    servers: RunningServers, state: ServerState, *, on_progress: Callable[[str], None], timeout_seconds: float
) -> None:
    """Both start at the same time; MongoDB becomes primary while SeaweedFS comes up."""
    begun = time.monotonic()
    for program, label, ready in _checks(servers.process_ids, state):
        servers.await_ready(program, ready=ready, timeout_seconds=timeout_seconds)
        check_loopback_only(program, servers.process_ids[program])
        on_progress(f"{label}: siap / ready ({time.monotonic() - begun:.1f} s)")


def _checks(process_ids: Mapping[str, int], state: ServerState) -> Iterator[tuple[str, str, Callable[[], bool]]]:
    """By program: what it is called, and whether it is ready. It must itself listen: a stranger may answer on its port,
    and may be another MongoDB.
    """
    mongodb_port, s3_port = state.ports["mongodb"], state.ports["s3"]
    yield (
        MONGOD,
        f"MongoDB {LOOPBACK}:{mongodb_port}",
        lambda: listens(process_ids[MONGOD], mongodb_port) and make_primary(mongodb_port),
    )
    yield (
        WEED,
        f"S3 {LOOPBACK}:{s3_port}",
        lambda: (
            listens(process_ids[WEED], s3_port)
            and answers_s3(port=s3_port, access_key=state.s3_access_key, secret_key=state.s3_secret_key)
            and has_volumes(state.ports["master"])
            and is_warm(state.ports["master"])
        ),
    )


def _addresses(process_ids: Mapping[str, int], state: ServerState) -> Addresses:
    return Addresses(
        mongodb_uri=f"mongodb://{LOOPBACK}:{state.ports['mongodb']}/?replicaSet={REPLICA_SET}",
        s3_endpoint=f"{LOOPBACK}:{state.ports['s3']}",
        s3_access_key=state.s3_access_key,
        s3_secret_key=state.s3_secret_key,
        process_ids=process_ids,
    )
