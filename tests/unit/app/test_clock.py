"""Legal time of development: kept on disk, shared by every process, and never going back."""

import json
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.clock import ClockError, DevelopmentClock, RealClock, parse_duration, parse_instant

START = datetime(2023, 12, 31, 16, 0, tzinfo=UTC)
A_MOMENT = timedelta(seconds=5)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "data" / "clock.json"


def offset_of(file: Path) -> timedelta:
    return timedelta(microseconds=json.loads(file.read_text())["offset_microseconds"])


def test_real_time_is_now_in_utc() -> None:
    before = datetime.now(UTC)
    now = RealClock().now()
    assert before <= now <= datetime.now(UTC)
    assert now.utcoffset() == timedelta(0)


def test_without_a_start_legal_time_is_real_time(file: Path) -> None:
    clock = DevelopmentClock(file)
    assert offset_of(file) == timedelta(0)
    assert timedelta(0) <= datetime.now(UTC) - clock.now() + A_MOMENT < 2 * A_MOMENT


def test_the_first_start_may_lie_in_the_past_and_a_later_one_does_not_count(file: Path) -> None:
    assert timedelta(0) <= DevelopmentClock(file, start=START).now() - START < A_MOMENT
    again = DevelopmentClock(file, start=datetime(2020, 1, 1, tzinfo=UTC))
    assert timedelta(0) <= again.now() - START < A_MOMENT


def test_advancing_adds_exactly_that_much(file: Path) -> None:
    clock = DevelopmentClock(file, start=START)
    before = offset_of(file)
    now = clock.advance(timedelta(days=5))
    assert offset_of(file) - before == timedelta(days=5)
    assert timedelta(0) <= now - (START + timedelta(days=5)) < A_MOMENT


def test_advancing_to_an_instant_reaches_it(file: Path) -> None:
    clock = DevelopmentClock(file, start=START)
    target = START + timedelta(days=366)
    assert timedelta(0) <= clock.advance_to(target) - target < A_MOMENT


@pytest.mark.parametrize("step", [timedelta(0), timedelta(microseconds=-1), timedelta(days=-5)])
def test_legal_time_only_moves_forward(file: Path, step: timedelta) -> None:
    clock = DevelopmentClock(file, start=START)
    before = file.read_bytes()
    with pytest.raises(ClockError, match=r"^legal time only moves forward$"):
        clock.advance(step)
    with pytest.raises(ClockError, match=r"^legal time only moves forward$"):
        clock.advance_to(START - timedelta(seconds=1))
    assert file.read_bytes() == before


def test_time_that_no_date_can_hold_is_refused(file: Path) -> None:
    clock = DevelopmentClock(file, start=START)
    before = file.read_bytes()
    for step in (timedelta(days=365 * 7_990), timedelta.max):
        with pytest.raises(ClockError, match="year 9999"):
            clock.advance(step)
    assert file.read_bytes() == before


def test_two_clocks_of_one_folder_tell_the_same_time(file: Path) -> None:
    one, other = DevelopmentClock(file, start=START), DevelopmentClock(file)
    one.advance(timedelta(days=3))
    assert timedelta(0) <= other.now() - (START + timedelta(days=3)) < A_MOMENT
    other.advance(timedelta(hours=1))
    assert timedelta(0) <= one.now() - (START + timedelta(days=3, hours=1)) < A_MOMENT


def test_steps_by_many_at_once_all_count(file: Path) -> None:
    """Each clock stands for a process of its own: none takes back what another has added."""
    clocks = [DevelopmentClock(file, start=START) for _ in range(8)]
    before = offset_of(file)

    def ten_steps(clock: DevelopmentClock) -> None:
        for _ in range(10):
            clock.advance(timedelta(hours=1))

    threads = [threading.Thread(target=ten_steps, args=(clock,)) for clock in clocks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert offset_of(file) - before == timedelta(hours=80)
    assert [draft.name for draft in file.parent.glob(".clock-*")] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("5d", timedelta(days=5)),
        ("36h", timedelta(hours=36)),
        ("90m", timedelta(minutes=90)),
        ("30s", timedelta(seconds=30)),
        ("007d", timedelta(days=7)),
    ],
)
def test_a_duration_is_a_number_with_its_unit(text: str, expected: timedelta) -> None:
    assert parse_duration(text) == expected


@pytest.mark.parametrize(
    "text", ["", "d", "5", "5w", "-5d", "0d", "1.5d", "5 d", " 5d", "5D", "²d", "٥d", "5d5h", "9" * 5_000 + "d", "1e3s"]
)
def test_any_other_duration_is_refused(text: str) -> None:
    with pytest.raises(ClockError, match=r"^a duration is a number with d, h, m or s, such as 5d"):
        parse_duration(text)


def test_an_instant_names_its_zone() -> None:
    assert parse_instant("2027-01-04T09:00+07:00") == datetime(2027, 1, 4, 2, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("besok", "besok: bukan waktu ISO 8601 / no such time"),
        ("2027-13-01T00:00Z", "2027-13-01T00:00Z: bukan waktu ISO 8601 / no such time"),
        ("2027-01-04T09:00", "2027-01-04T09:00: sebutkan zona waktu / name the time zone"),
    ],
)
def test_what_is_no_instant_is_told_in_one_line(text: str, why: str) -> None:
    with pytest.raises(ClockError) as refused:
        parse_instant(text)
    assert str(refused.value) == why
