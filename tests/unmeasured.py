"""Tests that coverage does not watch: what they run is measured in others, and watching costs them up to half their time.

On Python 3.11 coverage slows every line of Python, that of the libraries too. A test marked `unmeasured` runs from its
first fixture to its last as if nothing measured, and so do the processes that it starts. It counts for no line of the
coverage that `make test` demands; what it asserts is the same.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import spawn
from typing import Any

import pytest
from coverage import Coverage

SUBPROCESS_SETTING = "COVERAGE_PROCESS_CONFIG"
"""By this variable a new Python process knows that it is measured (`patch = ["subprocess"]`)."""
STOWAWAY = "stowaway"
"""Under this name a process that `multiprocessing` starts is told the same."""


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Runs a marked test, its fixtures included, unwatched."""
    if item.get_closest_marker("unmeasured") is None:
        return (yield)
    with _nothing_watching(), _children_unmeasured():
        return (yield)


@contextmanager
def _nothing_watching() -> Iterator[None]:
    """Coverage stands still: pytest-cov's, and the one that a worker of pytest-xdist bears as a measured process."""
    stopped: list[Coverage] = []
    while (watching := Coverage.current()) is not None:
        watching.stop()
        stopped.append(watching)
    try:
        yield
    finally:
        for each in reversed(stopped):
            each.start()


@contextmanager
def _children_unmeasured() -> Iterator[None]:
    """Processes that are started meanwhile are not measured."""
    setting, prepared = os.environ.pop(SUBPROCESS_SETTING, None), spawn.get_preparation_data

    def without_stowaway(name: str) -> dict[str, Any]:
        return {key: value for key, value in prepared(name).items() if key != STOWAWAY}

    spawn.get_preparation_data = without_stowaway
    try:
        yield
    finally:
        spawn.get_preparation_data = prepared
        if setting is not None:
            os.environ[SUBPROCESS_SETTING] = setting
