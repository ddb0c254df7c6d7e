"""Start of the real servers: what it gives, what it remembers, and what it says where it cannot start."""

import json
import os
import re
import shutil
import socket
import stat
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any

import psutil
import pytest
from pymongo import MongoClient

from app.embedded import Addresses, embedded_servers
from app.embedded.errors import (
    DataFolderInUse,
    DiskSpaceLow,
    LibraryMissing,
    ListensOutside,
    PortsKeepBeingTaken,
    PortTaken,
    StartFailed,
    StateUnreadable,
)
from app.embedded.exposure import check_loopback_only, listening_addresses, listens
from app.embedded.programs import Binaries, installed_binaries
from storage.port import Area
from storage.s3 import S3Store

pytestmark = pytest.mark.servers


def store_of(addresses: Addresses) -> S3Store:
    return S3Store(
        endpoint=addresses.s3_endpoint,
        access_key=addresses.s3_access_key,
        secret_key=addresses.s3_secret_key,
        secure=False,
    )


def port_of(addresses: Addresses) -> int:
    return int(addresses.mongodb_uri.split(":")[2].split("/")[0])


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


@contextmanager
def stranger(port: int) -> Iterator[None]:
    """Another program on this port, which speaks no protocol that we know."""
    with socket.create_server(("127.0.0.1", port)) as listener:

        def hang_up() -> None:
            with suppress(OSError):  # The listener is shut down.
                while True:
                    listener.accept()[0].close()

        thread = threading.Thread(target=hang_up)
        thread.start()
        yield
        listener.shutdown(socket.SHUT_RDWR)
        thread.join()


def script(path: Path, text: str) -> Path:
    path.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
    path.chmod(0o755)
    return path


def test_servers_listen_on_loopback_only(servers: Addresses) -> None:
    """SeaweedFS's defaults would open a dozen ports on all addresses."""
    listening = {name: listening_addresses(servers.process_ids[name]) for name in ("mongod", "weed", "supervisor")}
    assert {address.rpartition(":")[0] for addresses in listening.values() for address in addresses} == {"127.0.0.1"}
    assert listening["mongod"] == {f"127.0.0.1:{port_of(servers)}"}
    assert servers.s3_endpoint in listening["weed"]
    assert listening["supervisor"] == set()


def test_a_process_that_listens_elsewhere_is_found() -> None:
    with socket.socket() as listener:
        listener.bind(("0.0.0.0", 0))
        listener.listen(0)
        with pytest.raises(ListensOutside, match=rf"0\.0\.0\.0:{listener.getsockname()[1]}"):
            check_loopback_only("contoh", os.getpid())


def test_transactions_work(servers: Addresses, database_name: str) -> None:
    """Only a replica set has them; an aborted one leaves nothing."""
    with MongoClient[dict[str, Any]](servers.mongodb_uri) as client:
        things = client[database_name]["things"]
        things.insert_one({"_id": 1})
        with client.start_session() as session, session.start_transaction():
            things.insert_one({"_id": 2}, session=session)
            session.abort_transaction()
        assert things.count_documents({}) == 1


def test_the_secret_is_shown_by_no_representation_and_in_no_command_line(servers: Addresses) -> None:
    assert servers.s3_secret_key not in repr(servers)
    command_lines = [psutil.Process(one).cmdline() for one in servers.process_ids.values()]
    assert not any(servers.s3_secret_key in argument for line in command_lines for argument in line)


def test_a_taken_port_is_replaced_and_the_data_is_kept(tmp_path: Path) -> None:
    """Both servers note their own address in their data: the replica set's member, the master's folder."""
    with embedded_servers(tmp_path) as first:
        store_of(first).ensure_buckets()
        store_of(first).put(Area.DRAFT, "kept", b"isi", content_type="text/plain")
        with MongoClient[dict[str, Any]](first.mongodb_uri) as client:
            client["test"]["kept"].insert_one({"value": 1})
    with (
        stranger(port_of(first)),
        stranger(int(first.s3_endpoint.split(":")[1])),
        embedded_servers(tmp_path) as second,
    ):
        assert (second.mongodb_uri, second.s3_endpoint) != (first.mongodb_uri, first.s3_endpoint)
        assert second.s3_secret_key == first.s3_secret_key
        assert store_of(second).get(Area.DRAFT, "kept") == b"isi"
        with MongoClient[dict[str, Any]](second.mongodb_uri, timeoutMS=5000) as client:
            assert client["test"]["kept"].count_documents({"value": 1}) == 1


class Squatter:
    """Another program that takes a port of this folder after it was chosen and before the server listens on it."""

    def __init__(self, folder: Path, *names: str) -> None:
        self._folder = folder
        self._names = list(names)
        self.listeners: list[socket.socket] = []
        self.taken: list[int] = []
        self.lines: list[str] = []

    def __call__(self, line: str) -> None:
        """Hear what the start says: the ports stand in the folder's file when both servers are about to start."""
        self.lines.append(line)
        if line.endswith("are starting") and self._names:
            ports = json.loads((self._folder / "embedded.json").read_text(encoding="utf-8"))["ports"]
            self.taken.append(ports[self._names.pop(0)])
            self.listeners.append(socket.create_server(("127.0.0.1", self.taken[-1])))

    def close(self) -> None:
        for listener in self.listeners:
            listener.close()


@pytest.fixture
def squat() -> Iterator[Callable[..., Squatter]]:
    squatters: list[Squatter] = []

    def ready(folder: Path, *names: str) -> Squatter:
        squatters.append(Squatter(folder, *names))
        return squatters[-1]

    yield ready
    for one in squatters:
        one.close()


@pytest.mark.parametrize("name", ["mongodb", "s3", "master", "filer", "volume", "admin"])
def test_a_port_that_is_taken_after_it_was_chosen_gives_way_to_another(
    tmp_path: Path, squat: Callable[..., Squatter], name: str
) -> None:
    """Each server looks or listens for itself, later than we chose: the start goes on, on other ports."""
    squatter = squat(tmp_path, name)
    with embedded_servers(tmp_path, on_progress=squatter) as addresses:
        store_of(addresses).ensure_buckets()
        ports = json.loads((tmp_path / "embedded.json").read_text(encoding="utf-8"))["ports"]
        assert squatter.taken[0] not in ports.values()
        assert (ports["mongodb"], f"127.0.0.1:{ports['s3']}") == (port_of(addresses), addresses.s3_endpoint)
    first, *_, last = (number for number, line in enumerate(squatter.lines) if line.endswith("are starting"))
    assert (first, squatter.lines[last - 1]) == (
        0,
        f"Porta {squatter.taken[0]} direbut program lain; porta lain dicoba / "
        f"Another program took port {squatter.taken[0]}; other ports are tried",
    )


def test_a_port_that_is_taken_after_the_servers_own_look_gives_way_too(tmp_path: Path) -> None:
    """Go's words for it, by a program that says them once and then is the real one: no listener is quick enough."""
    find_port = "sed -n 's/.*-filer.port=\\([0-9]*\\) .*/\\1/p'"
    weed = script(
        tmp_path / "weed",
        f"""if [ ! -e {tmp_path}/tried ]; then
            echo "$*" | {find_port} > {tmp_path}/tried
            echo "F0101 00:00:00.0 mini.go:1 filer: listen tcp 127.0.0.1:$(cat {tmp_path}/tried): bind: address already in use"
            exit 255
        fi
        exec {installed_binaries().weed} "$@\"""",
    )
    binaries = Binaries(mongod=installed_binaries().mongod, weed=weed)
    with embedded_servers(tmp_path / "var", binaries=binaries) as addresses:
        store_of(addresses).ensure_buckets()
        ports = json.loads((tmp_path / "var" / "embedded.json").read_text(encoding="utf-8"))["ports"]
        assert int((tmp_path / "tried").read_text(encoding="ascii")) not in ports.values()


def test_remembered_ports_give_way_too_and_the_data_is_kept(tmp_path: Path, squat: Callable[..., Squatter]) -> None:
    with embedded_servers(tmp_path) as first, MongoClient[dict[str, Any]](first.mongodb_uri) as client:
        client["test"]["kept"].insert_one({"value": 1})
    squatter = squat(tmp_path, "mongodb", "s3")
    with embedded_servers(tmp_path, on_progress=squatter) as second:
        assert squatter.taken[0] == port_of(first)
        assert port_of(second) not in {port_of(first), *squatter.taken}
        with MongoClient[dict[str, Any]](second.mongodb_uri, timeoutMS=5000) as client:
            assert client["test"]["kept"].count_documents({"value": 1}) == 1


def test_another_mongodb_on_the_chosen_port_is_not_taken_for_ours(tmp_path: Path) -> None:
    """It answers and is primary; but it is another process, and what is ours must not be written there."""
    with ExitStack() as stack:
        strangers: list[Addresses] = []

        def step_in(_line: str) -> None:
            if not strangers:
                port = json.loads((tmp_path / "ours" / "embedded.json").read_text(encoding="utf-8"))["ports"]["mongodb"]
                strangers.append(stack.enter_context(embedded_servers(tmp_path / "stranger", mongodb_port=port)))

        with embedded_servers(tmp_path / "ours", on_progress=step_in) as ours:
            assert listens(ours.process_ids["mongod"], port_of(ours))
            assert listens(strangers[0].process_ids["mongod"], port_of(strangers[0]))
            assert port_of(ours) != port_of(strangers[0])


def test_a_port_that_was_asked_for_and_is_taken_meanwhile_is_refused(
    tmp_path: Path, squat: Callable[..., Squatter]
) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        wish = probe.getsockname()[1]
    with (
        pytest.raises(PortTaken, match=f"127.0.0.1:{wish}"),
        embedded_servers(tmp_path, mongodb_port=wish, on_progress=squat(tmp_path, "mongodb")),
    ):
        raise AssertionError("started on a taken port")


def test_a_machine_that_takes_every_port_is_told(tmp_path: Path, squat: Callable[..., Squatter]) -> None:
    squatter = squat(tmp_path, *["s3"] * 9)
    with (
        pytest.raises(PortsKeepBeingTaken) as raised,
        embedded_servers(tmp_path, on_progress=squatter),
    ):
        raise AssertionError("started on a taken port")
    assert len(set(squatter.taken)) == 5
    assert f"({', '.join(map(str, squatter.taken))})" in raised.value.english
    assert "At each of 5 starts" in raised.value.english
    with embedded_servers(tmp_path) as afterwards:
        store_of(afterwards).ensure_buckets()


def test_progress_names_each_server_in_both_languages(tmp_path: Path) -> None:
    lines: list[str] = []
    with embedded_servers(tmp_path, on_progress=lines.append) as addresses:
        assert [re.sub(r"[\d.]+ s\)", "s)", line) for line in lines] == [
            "MongoDB dan penyimpanan objek S3 dimulai / MongoDB and S3 object storage are starting",
            f"MongoDB 127.0.0.1:{port_of(addresses)}: siap / ready (s)",
            f"S3 {addresses.s3_endpoint}: siap / ready (s)",
        ]
        with pytest.raises(DataFolderInUse, match=f"already used by process {os.getpid()}"), embedded_servers(tmp_path):
            raise AssertionError("two owners of one data folder")
    assert stat.S_IMODE((tmp_path / "embedded.json").stat().st_mode) == 0o600
    ports = json.loads((tmp_path / "embedded.json").read_text(encoding="utf-8"))["ports"].values()
    assert [left for port in ports for left in Path("/tmp").glob(f"seaweedfs-*-{port}.sock")] == []


def test_a_port_that_was_asked_for_and_is_taken_is_refused(tmp_path: Path, taken_port: int) -> None:
    with (
        pytest.raises(PortTaken, match=f"127.0.0.1:{taken_port}"),
        embedded_servers(tmp_path, mongodb_port=taken_port),
    ):
        raise AssertionError("started on a taken port")
    assert not (tmp_path / "embedded.json").exists()


def test_a_full_disk_is_told_before_anything_starts(tmp_path: Path) -> None:
    with (
        pytest.raises(DiskSpaceLow, match="1073741824 MiB"),
        embedded_servers(tmp_path, minimum_free_bytes=1 << 50),
    ):
        raise AssertionError("started without space")


def test_a_missing_library_is_named(tmp_path: Path) -> None:
    """The real dynamic linker speaks: this mongod asks for a library that no machine has."""
    broken = tmp_path / "mongod"
    broken.write_bytes(installed_binaries().mongod.read_bytes().replace(b"libcurl.so.4\0", b"libcurX.so.4\0"))
    broken.chmod(0o755)
    binaries = Binaries(mongod=broken, weed=installed_binaries().weed)
    with (
        pytest.raises(LibraryMissing, match=r"libcurX\.so\.4 is missing.*apt-get install libcurl4"),
        embedded_servers(tmp_path / "var", binaries=binaries),
    ):
        raise AssertionError("started without its library")


def test_a_server_that_never_answers_is_stopped_with_the_tail_of_its_log(tmp_path: Path) -> None:
    silent = script(tmp_path / "mongod", f"echo $$ > {tmp_path}/pid; echo menunggu; exec sleep 300")
    binaries = Binaries(mongod=silent, weed=silent)
    with (
        pytest.raises(StartFailed, match=r"(?s)no answer within 0.5 seconds.*mongod.log\nmenunggu"),
        embedded_servers(tmp_path / "var", binaries=binaries, timeout_seconds=0.5),
    ):
        raise AssertionError("started without an answer")
    assert not psutil.pid_exists(int((tmp_path / "pid").read_text(encoding="ascii")))


def test_damaged_data_is_told_by_the_servers_own_words(tmp_path: Path) -> None:
    (tmp_path / "mongodb").mkdir()
    (tmp_path / "mongodb" / "storage.bson").write_bytes(b"rusak")
    with pytest.raises(StartFailed, match=r"'mongod' did not start: it ended with status"), embedded_servers(tmp_path):
        raise AssertionError("started on damaged data")


def test_a_damaged_state_file_is_named_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "embedded.json").write_text("{", encoding="utf-8")
    with pytest.raises(StateUnreadable, match=re.escape("embedded.json is damaged")), embedded_servers(tmp_path):
        raise AssertionError("started without knowing its credentials")
    assert (tmp_path / "embedded.json").read_text(encoding="utf-8") == "{"


def test_the_run_bit_is_set_again_where_an_installer_lost_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The programs are found among this environment's scripts; here, in a copy of them without the run bit."""
    shutil.copy(installed_binaries().weed, tmp_path / "weed")
    (tmp_path / "weed").chmod(0o600)
    monkeypatch.setattr("sysconfig.get_path", lambda _name: str(tmp_path))
    assert stat.S_IMODE(installed_binaries().weed.stat().st_mode) == 0o700
