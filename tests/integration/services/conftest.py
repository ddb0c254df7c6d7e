"""The office of `office`, on an empty database for each test."""

import pytest

from persistence.connection import Database
from tests.integration.services.office import Office


@pytest.fixture
def office(database: Database, dump) -> Office:
    return Office(database, dump)
