"""Ports and credentials that a data folder remembers."""

import json
import stat
from pathlib import Path

import pytest

from app.embedded.errors import StateUnreadable
from app.embedded.programs import PORT_NAMES
from app.embedded.state import PORT_RANGE, load_state


def test_a_new_folder_gets_a_port_for_each_service_and_a_secret_of_its_own(tmp_path: Path) -> None:
    state = load_state(tmp_path, asked={})
    assert set(state.ports) == set(PORT_NAMES)
    assert len(set(state.ports.values())) == len(PORT_NAMES) == 11
    assert all(port in PORT_RANGE for port in state.ports.values())
    assert (len(state.s3_access_key), len(state.s3_secret_key)) == (20, 40)
    assert state.s3_secret_key not in repr(state)
    other = tmp_path / "other"
    other.mkdir()
    assert load_state(other, asked={}).s3_secret_key != state.s3_secret_key


def test_the_next_start_finds_the_same(tmp_path: Path) -> None:
    first = load_state(tmp_path, asked={})
    assert load_state(tmp_path, asked={}) == first
    assert [one.name for one in tmp_path.iterdir()] == ["embedded.json"]
    assert stat.S_IMODE((tmp_path / "embedded.json").stat().st_mode) == 0o600


def test_a_port_that_was_asked_for_is_taken_and_remembered(tmp_path: Path) -> None:
    wish = load_state(tmp_path, asked={}).ports["admin"]
    chosen = load_state(tmp_path, asked={"mongodb": wish}).ports
    assert chosen["mongodb"] == wish
    assert chosen["admin"] != wish
    assert load_state(tmp_path, asked={}).ports == chosen


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"ports": 3}', json.dumps({"ports": {"s3": "x"}, "s3_access_key": ""})]
)
def test_a_damaged_file_is_refused_and_kept(tmp_path: Path, text: str) -> None:
    (tmp_path / "embedded.json").write_text(text, encoding="utf-8")
    with pytest.raises(StateUnreadable):
        load_state(tmp_path, asked={})
    assert (tmp_path / "embedded.json").read_text(encoding="utf-8") == text
