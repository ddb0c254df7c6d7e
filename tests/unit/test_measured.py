"""What is not to be measured is not watched, nor are its processes; every unit test is, where coverage runs."""

import multiprocessing
import subprocess
import sys

import coverage
import pytest

from tests.measured import BESIDE_UNITS, TESTS, is_measured

WATCHED = "import sys; print(sys.gettrace() is not None)"


@pytest.fixture
def setup_is_watched() -> bool:
    return sys.gettrace() is not None


def in_a_shell() -> bool:
    """Whether a Python process of its own is watched."""
    return {"True\n": True, "False\n": False}[subprocess.check_output([sys.executable, "-c", WATCHED], text=True)]


def in_a_spawned_process() -> bool:
    """Whether a process of `multiprocessing` is."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(sys.gettrace) is not None


@pytest.mark.unmeasured
def test_nothing_watches_a_marked_test(setup_is_watched: bool) -> None:
    assert (setup_is_watched, sys.gettrace(), in_a_shell(), in_a_spawned_process()) == (False, None, False, False)


def test_every_other_is_watched_where_coverage_runs(setup_is_watched: bool) -> None:
    runs = coverage.Coverage.current() is not None
    assert (setup_is_watched, sys.gettrace() is not None, in_a_shell()) == (runs, runs, runs)


def test_what_is_measured_beside_the_unit_tests_is_there() -> None:
    assert [str(module) for module in sorted(BESIDE_UNITS) if not module.is_file()] == []
    assert not any(module.is_relative_to(TESTS / "unit") for module in BESIDE_UNITS)


@pytest.mark.parametrize(
    ("module", "measured"),
    [
        ("unit/test_measured.py", True),
        ("unit/signing/test_attacks.py", True),
        ("integration/storage/test_s3.py", True),
        ("integration/services/test_whole_life.py", False),
        ("e2e/test_kill_steps.py", False),
        ("browser/test_portal.py", False),
    ],
)
def test_only_unit_tests_and_the_listed_are_measured(module: str, measured: bool) -> None:
    assert is_measured(TESTS / module) is measured
