"""What coverage watches: the unit tests, and those of the others that reach what no unit test does.

On Python 3.11 coverage slows every line of Python, that of the libraries too, to about half its pace. A test that it does
not watch runs from its first fixture to its last as if nothing measured, and so do the processes that it starts. It counts
for no line of the coverage that `make test` demands; what it asserts is the same.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import spawn
from pathlib import Path
from typing import Any

import pytest
from coverage import Coverage

SUBPROCESS_SETTING = "COVERAGE_PROCESS_CONFIG"
"""By this variable a new Python process knows that it is measured (`patch = ["subprocess"]`)."""
STOWAWAY = "stowaway"
"""Under this name a process that `multiprocessing` starts is told the same."""

TESTS = Path(__file__).parent
BESIDE_UNITS = frozenset(
    TESTS / name
    for name in (
        "e2e/test_lives.py",
        "e2e/test_volume.py",
        "integration/app/test_administration.py",
        "integration/app/test_offline_command.py",
        "integration/app/test_pki_command.py",
        "integration/app/test_seeds.py",
        "integration/app/test_wiring.py",
        "integration/app/test_witness_command.py",
        "integration/documents/test_canonical_content.py",
        "integration/documents/test_conversion.py",
        "integration/graphql/test_acting.py",
        "integration/graphql/test_assessments.py",
        "integration/graphql/test_catalogues.py",
        "integration/graphql/test_competencies.py",
        "integration/graphql/test_delegations.py",
        "integration/graphql/test_deliveries.py",
        "integration/graphql/test_evidence_packs_later.py",
        "integration/graphql/test_guidance.py",
        "integration/graphql/test_objections.py",
        "integration/graphql/test_paging.py",
        "integration/graphql/test_reading.py",
        "integration/graphql/test_revoked_certificate.py",
        "integration/graphql/test_scenarios.py",
        "integration/graphql/test_signing_batches_in_earnest.py",
        "integration/graphql/test_standings.py",
        "integration/graphql/test_surveillances.py",
        "integration/persistence/test_independence.py",
        "integration/persistence/test_log.py",
        "integration/persistence/test_outbox.py",
        "integration/persistence/test_transactions.py",
        "integration/services/test_assessment_papers.py",
        "integration/services/test_house_notices.py",
        "integration/services/test_log_entries.py",
        "integration/services/test_reproduction.py",
        "integration/services/test_stop_letters.py",
        "integration/services/test_surveillance_letters.py",
        "integration/services/test_walk.py",
        "integration/services/test_witnesses.py",
        "integration/signing/test_csc.py",
        "integration/signing/test_pkcs11.py",
        "integration/storage/test_faults.py",
        "integration/storage/test_s3.py",
    )
)
"""The modules that are watched beside `tests/unit/`. Who needs another adds it here: the fewer, the sooner all are done."""


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Runs what is not to be measured, its fixtures included, unwatched."""
    if is_measured(item.path) and item.get_closest_marker("unmeasured") is None:
        return (yield)
    with _nothing_watching(), _children_unmeasured():
        return (yield)


def is_measured(module: Path) -> bool:
    """Whether coverage watches the tests of this module, those marked `unmeasured` apart."""
    return module.is_relative_to(TESTS / "unit") or module in BESIDE_UNITS


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
