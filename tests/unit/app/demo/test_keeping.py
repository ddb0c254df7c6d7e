"""The folder of `--out`: whether it can be used is seen before anything is started."""

from pathlib import Path

import pytest

from app.cli import main
from app.demo.keeping import make_ready
from app.settings import SettingsError


def test_a_new_folder_is_made_and_left_empty(tmp_path: Path) -> None:
    folder = tmp_path / "a" / "b"
    make_ready(folder)
    make_ready(folder)
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("below", ["", "deeper"])
def test_a_file_in_its_place_is_told(tmp_path: Path, below: str) -> None:
    taken = tmp_path / "taken"
    taken.write_bytes(b"mine")
    with pytest.raises(
        SettingsError, match=r"cannot be written to, name another folder: (File exists|Not a directory)$"
    ):
        make_ready(taken / below)
    assert taken.read_bytes() == b"mine"


def test_a_folder_that_takes_no_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"^OUT \(--out\): /proc/self tidak dapat ditulis"):
        make_ready(Path("/proc/self"))


def test_the_demo_starts_nothing_where_its_folder_cannot_be_used(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    taken, data = tmp_path / "taken", tmp_path / "data"
    taken.write_bytes(b"mine")
    assert main(["--data", str(data), "demo", "--once", "--out", str(taken)]) == 1
    assert capsys.readouterr().err.startswith(f"pembina: OUT (--out): {taken} tidak dapat ditulis")
    assert not data.exists()
