"""A test marked `unmeasured` is not watched, nor are its processes; every other is, where coverage runs."""

import multiprocessing
import subprocess
import sys

import coverage
import pytest

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
