"""Real servers for the tests that need them: one set for a session (with pytest-xdist, for each worker)."""

from collections.abc import Iterator
from uuid import uuid4

import pytest

from app.embedded import Addresses, embedded_servers
from app.pools import Pools, running_pools
from app.settings import read_settings
from documents.conversion.supervision import LibreOffice
from storage.s3 import S3Store
from tests.measured import pytest_runtest_protocol as pytest_runtest_protocol


@pytest.fixture(scope="session")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Addresses]:
    """MongoDB and S3, started when a test first asks; about 1.3 s to start and 1.2 s to stop."""
    with embedded_servers(tmp_path_factory.mktemp("servers")) as addresses:
        yield addresses


@pytest.fixture
def mongodb_uri(servers: Addresses) -> str:
    """Where MongoDB answers. Each test takes a database name of its own (`database_name`)."""
    return servers.mongodb_uri


@pytest.fixture
def database_name() -> str:
    """A database that no other test uses."""
    return f"test-{uuid4().hex[:12]}"


@pytest.fixture(scope="session")
def s3(servers: Addresses) -> S3Store:
    """Object storage with its buckets, the issued one under object lock; each test uses keys of its own.

    One set of buckets serves all tests: SeaweedFS keeps a volume for each bucket, and their number is limited.
    """
    store = S3Store(
        endpoint=servers.s3_endpoint,
        access_key=servers.s3_access_key,
        secret_key=servers.s3_secret_key,
        secure=False,
    )
    store.ensure_buckets()
    return store


@pytest.fixture(scope="session")
def pools(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pools]:
    """LibreOffice, signing and inspection: each process starts when a test first asks, and serves every system after."""
    settings = read_settings({"PEMBINA_WORKERS": "1"}, data=tmp_path_factory.mktemp("pools"))
    with running_pools(settings, libreoffice=LibreOffice(), signing_seconds=30) as pools:
        yield pools
