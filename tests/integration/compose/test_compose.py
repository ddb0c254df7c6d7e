"""The compose file, read by Debian's docker-compose: complete, without default secrets, published on loopback only.

What no engine runs here is not claimed: images are not built and containers are not started. SeaweedFS's entry point,
which needs no container, is run for real.
"""

import json
import os
import signal
import subprocess
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from app.embedded.exposure import listening_addresses
from app.embedded.programs import installed_binaries
from domain.roles import Role
from storage.port import Area, ObjectLocked, StorageError
from storage.s3 import S3Store

REPOSITORY = Path(__file__).parents[3]
EXAMPLE = (REPOSITORY / "docker" / "env.example").read_text(encoding="utf-8")
VARIABLES = [line.removesuffix("=") for line in EXAMPLE.splitlines() if line.endswith("=")]
SECRETS = [name for name in VARIABLES if name.endswith(("_PASSWORD", "_KEY"))]


def configuration(tmp_path: Path, variables: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """What docker-compose makes of the file with these variables only, and no `.env`."""
    return subprocess.run(
        [
            "docker-compose",
            "--project-directory",
            str(tmp_path),
            "-f",
            str(REPOSITORY / "docker-compose.yml"),
            "config",
        ],
        env={"PATH": os.environ["PATH"], **variables},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    given = configuration(tmp_path_factory.mktemp("compose"), {name: f"isi-{name.lower()}" for name in VARIABLES})
    assert given.returncode == 0, given.stderr
    read: dict[str, dict[str, Any]] = yaml.safe_load(given.stdout)
    return read["services"]


def test_the_example_names_every_variable_once_and_gives_none_a_value() -> None:
    assert len(VARIABLES) == len(set(VARIABLES)) == 12
    assert len(SECRETS) == 7
    lines = [line for line in EXAMPLE.splitlines() if line and not line.startswith("#")]
    assert lines == [f"{name}=" for name in VARIABLES]


@pytest.mark.parametrize("name", VARIABLES)
@pytest.mark.parametrize("left", [None, ""], ids=["unset", "empty"])
def test_nothing_starts_without_a_value_of_ones_own(tmp_path: Path, name: str, left: str | None) -> None:
    variables = {other: "x" for other in VARIABLES if other != name} | ({} if left is None else {name: left})
    refused = configuration(tmp_path, variables)
    assert refused.returncode != 0
    assert name in refused.stderr


def test_every_part_is_there(services: dict[str, Any]) -> None:
    parts = ["api", "keycloak", "keycloak-database", "mongodb", "mongodb-replica-set", "rabbitmq", "s3", "worker"]
    assert sorted(services) == parts


def test_what_others_wait_for_says_when_it_is_ready(services: dict[str, Any]) -> None:
    waited_for = {
        (name, how["condition"]) for one in services.values() for name, how in one.get("depends_on", {}).items()
    }
    assert waited_for == {
        ("mongodb", "service_healthy"),
        ("mongodb-replica-set", "service_completed_successfully"),
        ("s3", "service_healthy"),
        ("rabbitmq", "service_healthy"),
        ("keycloak-database", "service_healthy"),
    }
    assert all("healthcheck" in services[name] for name, condition in waited_for if condition == "service_healthy")
    assert all("healthcheck" in services[name] for name in ("api", "keycloak"))


def test_only_loopback_is_published(services: dict[str, Any]) -> None:
    published = {name: one["ports"] for name, one in services.items() if "ports" in one}
    assert published == {
        "api": ["127.0.0.1:8000:8000/tcp"],
        "keycloak": ["127.0.0.1:8080:8080/tcp"],
        "s3": ["127.0.0.1:8333:8333/tcp"],
    }


def test_the_application_gets_every_setting_and_says_that_its_keys_are_for_development(
    services: dict[str, Any],
) -> None:
    for name in ("api", "worker"):
        environment = services[name]["environment"]
        assert environment["PEMBINA_ENV"] == "development"
        assert environment["PEMBINA_MONGODB_URI"] == (
            "mongodb://pembina:isi-mongodb_password@mongodb:27017/?replicaSet=pembina&authSource=admin"
        )
        assert sorted(environment) == [
            "PEMBINA_BROKER_URL",
            "PEMBINA_DATA",
            "PEMBINA_ENV",
            "PEMBINA_MONGODB_URI",
            "PEMBINA_OIDC_AUDIENCE",
            "PEMBINA_OIDC_ISSUER",
            "PEMBINA_PUBLIC_URL",
            "PEMBINA_S3_ACCESS_KEY",
            "PEMBINA_S3_ENDPOINT",
            "PEMBINA_S3_PUBLIC_URL",
            "PEMBINA_S3_SECRET_KEY",
            "PEMBINA_S3_SECURE",
        ]


def test_every_file_that_is_mounted_or_copied_exists(services: dict[str, Any]) -> None:
    mounted = [volume.split(":")[0] for one in services.values() for volume in one.get("volumes", [])]
    files = sorted(Path(path).name for path in mounted if path.startswith("/"))
    assert files == ["keycloak", "mongodb-entrypoint.sh", "replica-set.js"]
    assert all((REPOSITORY / "docker" / name).exists() for name in files)
    dockerfile = (REPOSITORY / "docker" / "Dockerfile").read_text(encoding="utf-8")
    targets = {one["build"]["target"] for one in services.values() if "build" in one}
    assert targets == {"api", "worker", "objects"}
    assert all(f"AS {target}\n" in dockerfile for target in targets)


def test_the_realm_holds_exactly_the_roles_that_people_bear() -> None:
    realm = json.loads((REPOSITORY / "docker" / "keycloak" / "pembina-realm.json").read_text(encoding="utf-8"))
    assert {one["name"] for one in realm["roles"]["realm"]} == {*Role} - {Role.PUBLIC, Role.SYSTEM}
    [client] = realm["clients"]
    assert client["attributes"]["pkce.code.challenge.method"] == "S256"
    assert {name: client[name] for name in ("publicClient", "implicitFlowEnabled", "directAccessGrantsEnabled")} == {
        "publicClient": True,
        "implicitFlowEnabled": False,
        "directAccessGrantsEnabled": False,
    }


@pytest.mark.servers
def test_the_storage_container_opens_its_gateway_only(tmp_path: Path) -> None:
    """Its inner parts would let anyone past the object lock. On 127.0.0.2 here, as the outside."""
    process = subprocess.Popen(
        ["bash", str(REPOSITORY / "docker" / "objects-entrypoint.sh")],
        env={
            "PATH": f"{installed_binaries().weed.parent}:{os.environ['PATH']}",
            "PEMBINA_S3_ACCESS_KEY": "kunci",
            "PEMBINA_S3_SECRET_KEY": "rahasia-rahasia",
            "OBJECTS_DATA": str(tmp_path),
            "OBJECTS_ADDRESS": "127.0.0.2",
        },
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        store = S3Store(endpoint="127.0.0.2:8333", access_key="kunci", secret_key="rahasia-rahasia", secure=False)
        make_buckets(store)
        store.put_locked("k", b"isi", content_type="text/plain", retain_until=datetime.now(UTC) + timedelta(days=1))
        with pytest.raises(ObjectLocked):
            store.remove(Area.ISSUED, "k")
        outside = {address for one in session_of(process.pid) for address in listening_addresses(one)}
        assert {one for one in outside if not one.startswith("127.0.0.1:")} == {"127.0.0.2:8333", "127.0.0.2:18333"}
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=20)
    assert session_of(process.pid) == []


def make_buckets(store: S3Store) -> None:
    deadline = time.monotonic() + 20
    while True:
        try:
            return store.ensure_buckets()
        except StorageError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)


def session_of(leader: int) -> list[int]:
    members = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            if os.getsid(int(entry.name)) == leader and int(entry.name) != leader:
                members.append(int(entry.name))
        except ProcessLookupError:
            continue
    return members
