"""A data folder that cannot be used: the command says what is wrong, where, and what to do, and shows no traceback."""

import errno
import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.cli import main
from app.clock import ClockError, DevelopmentClock
from app.embedded import embedded_servers, running_servers
from app.embedded.errors import DataFolderUnusable
from app.embedded.folder import followed, using_folder
from app.embedded.state import load_state
from app.server import free_port

COMMANDS = (
    ("clock", "now"),
    ("token", "--role", "DEPUTY"),
    ("outbox", "revive", "--all"),
    ("serve", "--port", "PORT"),
    ("worker",),
)


@pytest.fixture
def shared() -> Iterator[Path]:
    """A folder that everyone reaches, unlike those of pytest."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o777)
        yield Path(folder)


@pytest.fixture
def oneself() -> Iterator[None]:
    """Somebody who is not root: what only root may touch is refused to him."""
    before = os.geteuid()
    if before == 0:
        os.seteuid(65_534)
    yield
    os.seteuid(before)


def said(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[str, str]:
    """The two sentences of a command that is refused."""
    arguments = [str(free_port()) if word == "PORT" else word for word in words]
    assert main(arguments) == 1
    out, err = capsys.readouterr()
    assert out in {"", "menjalankan MongoDB dan S3 / starting MongoDB and S3\n"}
    indonesian, english = err.splitlines()
    return indonesian.removeprefix("pembina: "), english


# --- refused --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", COMMANDS, ids=lambda words: words[0])
@pytest.mark.parametrize(
    ("folder", "indonesian", "english"),
    [
        ("/proc/tidak-ada", "tidak dapat dibuat di sana", "it cannot be made there"),
        ("/etc/hostname", "bukan folder", "no folder"),
        ("/etc/hostname/data", "bagian dari jalurnya bukan folder", "part of its path is no folder"),
        (f"/tmp/{'a' * 256}", "namanya terlalu panjang", "its name is too long"),
    ],
)
def test_a_folder_that_cannot_be_is_refused_in_two_sentences(
    command: tuple[str, ...], folder: str, indonesian: str, english: str, capsys: pytest.CaptureFixture[str]
) -> None:
    told_id, told_en = said(capsys, "--data", folder, *command)
    assert told_id.startswith(f"Folder data {folder} tidak dapat dipakai: ")
    assert told_en.startswith(f"The data folder {folder} cannot be used: ")
    assert indonesian in told_id
    assert english in told_en
    for told in (told_id, told_en):
        assert "--data" in told
        assert "PEMBINA_DATA" in told
        assert told.endswith(f"sudo chown -R $(id -u) '{folder}'")


def test_the_environment_names_it_just_so(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PEMBINA_DATA", "/etc/hostname")
    assert said(capsys, "clock", "now")[1].startswith("The data folder /etc/hostname cannot be used: it exists already")


def test_links_that_go_round_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a").symlink_to("b")
    (tmp_path / "b").symlink_to("a")
    for command in COMMANDS[:2]:
        _id, english = said(capsys, "--data", str(tmp_path / "a"), *command)
        assert "circle" in english or "exists already and is no folder" in english


@pytest.mark.parametrize("command", COMMANDS[:2], ids=lambda words: words[0])
def test_a_folder_that_is_somebody_elses_is_refused(
    command: tuple[str, ...], shared: Path, oneself: None, capsys: pytest.CaptureFixture[str]
) -> None:
    _as_owner(lambda: shared.chmod(0o555))
    indonesian, english = said(capsys, "--data", str(shared / "data"), *command)
    assert "akses ditolak" in indonesian
    assert "permission denied" in english


def _as_owner(act: Callable[[], object]) -> None:
    """Root does it where the tests are run as root, between two moments of not being root; else oneself."""
    before = os.geteuid()
    os.seteuid(os.getuid())
    act()
    os.seteuid(before)


@pytest.mark.parametrize(
    ("name", "command"),
    [
        ("clock.lock", ("clock", "now")),
        ("clock.json", ("clock", "now")),
        ("embedded.lock", ("token", "--role", "DEPUTY")),
        ("embedded.lock", ("serve", "--port", "PORT")),
    ],
)
def test_what_root_left_in_it_is_named(
    name: str, command: tuple[str, ...], shared: Path, oneself: None, capsys: pytest.CaptureFixture[str]
) -> None:
    """One start as root, the next as oneself."""
    left = shared / name
    _left_by_root(left)
    indonesian, english = said(capsys, "--data", str(shared), *command)
    assert f"akses ditolak ({left})" in indonesian
    assert f"permission denied ({left})" in english


def test_what_root_remembers_of_ports_and_secrets_is_nobody_elses(shared: Path, oneself: None) -> None:
    _left_by_root(shared / "embedded.json")
    with pytest.raises(DataFolderUnusable, match=f"permission denied .{shared}/embedded.json"), using_folder(shared):
        load_state(shared, asked={})


def _left_by_root(file: Path) -> None:
    _as_owner(lambda: file.write_text('{"offset_microseconds": 0}', encoding="utf-8"))
    _as_owner(lambda: file.chmod(0o000))


@pytest.mark.parametrize("name", ["clock.lock", "clock.json", "embedded.lock", "embedded.json"])
def test_a_folder_in_the_place_of_a_file_is_named(name: str, tmp_path: Path) -> None:
    (tmp_path / name).mkdir()
    with pytest.raises(DataFolderUnusable, match=f"a folder stands where a file should be .*{name}"):
        _begin(name, tmp_path)


def _begin(name: str, folder: Path) -> None:
    if name.startswith("clock"):
        DevelopmentClock(folder / "clock.json").now()
        return
    with embedded_servers(folder):
        pass


def test_the_lock_is_looked_at_before_servers_are_shared(tmp_path: Path) -> None:
    (tmp_path / "embedded.lock").mkdir()
    with pytest.raises(DataFolderUnusable, match="a folder stands where a file should be"):
        running_servers(tmp_path)


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EIO])
def test_a_disk_that_fails_while_it_is_written_names_the_folder(number: int, tmp_path: Path) -> None:
    with pytest.raises(DataFolderUnusable, match="disk") as told, using_folder(tmp_path):
        raise OSError(number, os.strerror(number))
    assert f"({tmp_path})" not in str(told.value)


def test_a_reason_that_we_have_no_words_for_is_the_systems_own(tmp_path: Path) -> None:
    with pytest.raises(DataFolderUnusable, match="Too many open files") as told, using_folder(tmp_path):
        raise OSError(errno.EMFILE, os.strerror(errno.EMFILE), str(tmp_path / "x"))
    assert str(told.value).count(f"Too many open files ({tmp_path / 'x'})") == 2


# --- not ours -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("place", ["/usr/bin/tidak-ada", None])
def test_what_is_refused_elsewhere_is_not_blamed_on_the_folder(place: str | None, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError), using_folder(tmp_path):
        raise FileNotFoundError(errno.ENOENT, "x", place)


def test_a_link_to_a_folder_is_followed(tmp_path: Path) -> None:
    (tmp_path / "sungguh").mkdir()
    (tmp_path / "tautan").symlink_to("sungguh")
    assert followed(tmp_path / "tautan" / "data") == tmp_path / "sungguh" / "data"
    with using_folder(tmp_path):
        DevelopmentClock(tmp_path / "tautan" / "clock.json")
    assert (tmp_path / "sungguh" / "clock.json").exists()


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"offset_microseconds": "x"}', '{"offset_microseconds": 1e400}'])
def test_a_damaged_clock_is_named_and_left_alone(text: str, tmp_path: Path) -> None:
    file = tmp_path / "clock.json"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ClockError, match=f"the file {file} is damaged: put back a copy"):
        DevelopmentClock(file).now()
    assert file.read_text(encoding="utf-8") == text
