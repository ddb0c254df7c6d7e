"""The compose file, read by Debian's docker-compose: complete, without default secrets, published on loopback only.

What no engine runs here is not claimed: images are not built and containers are not started. SeaweedFS's entry point,
which needs no container, is run for real.
"""

import os
import re
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
from app.settings import SettingsError, read_settings
from storage.port import Area, ObjectLocked, StorageError
from storage.s3 import S3Store

REPOSITORY = Path(__file__).parents[3]
EXAMPLE = (REPOSITORY / "docker" / "env.example").read_text(encoding="utf-8")
VARIABLES = [line.removesuffix("=") for line in EXAMPLE.splitlines() if line.endswith("=")]
SAMPLES = "docker-compose.override.yml"
"""What compose reads by itself, where no file is named."""
SECRETS = [name for name in VARIABLES if name.endswith(("_PASSWORD", "_KEY"))]


def configuration(tmp_path: Path, variables: dict[str, str], *more: str) -> subprocess.CompletedProcess[str]:
    """What docker-compose makes of the file, and of `more` over it, with these variables only, and no `.env`."""
    files = [part for name in ("docker-compose.yml", *more) for part in ("-f", str(REPOSITORY / name))]
    return subprocess.run(
        ["docker-compose", "--project-directory", str(tmp_path), *files, "config"],
        env={"PATH": os.environ["PATH"], **variables},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    given = configuration(
        tmp_path_factory.mktemp("compose"), {name: f"isi-{name.lower()}" for name in VARIABLES}, SAMPLES
    )
    assert given.returncode == 0, given.stderr
    read: dict[str, dict[str, Any]] = yaml.safe_load(given.stdout)
    return read["services"]


def test_the_example_names_every_variable_once_and_gives_none_a_value() -> None:
    assert len(VARIABLES) == len(set(VARIABLES)) == 13
    assert len(SECRETS) == 8
    lines = [line for line in EXAMPLE.splitlines() if line and not line.startswith("#")]
    assert lines == [f"{name}=" for name in VARIABLES]


@pytest.mark.parametrize("name", VARIABLES)
@pytest.mark.parametrize("left", [None, ""], ids=["unset", "empty"])
def test_nothing_starts_without_a_value_of_ones_own(tmp_path: Path, name: str, left: str | None) -> None:
    variables = {other: "x" for other in VARIABLES if other != name} | ({} if left is None else {name: left})
    refused = configuration(tmp_path, variables, SAMPLES)
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
    assert files == ["mongodb-entrypoint.sh", "pembina-realm.json", "pembina-users-0.json", "replica-set.js"]
    assert all(len(list((REPOSITORY / "docker").rglob(name))) == 1 for name in files)
    dockerfile = (REPOSITORY / "docker" / "Dockerfile").read_text(encoding="utf-8")
    targets = {one["build"]["target"] for one in services.values() if "build" in one}
    assert targets == {"api", "worker", "objects"}
    assert all(f"AS {target}\n" in dockerfile for target in targets)


# --- production -----------------------------------------------------------------------------------------------------

PRODUCTION = "docker-compose.production.yml"
PRODUCTION_VARIABLES = {name: f"isi-{name.lower()}" for name in VARIABLES if name != "KEYCLOAK_SAMPLE_PASSWORD"} | {
    "PEMBINA_PUBLIC_URL": "https://pembina.example",
    "PEMBINA_OIDC_ISSUER": "https://masuk.example/realms/pembina",
    "PEMBINA_S3_PUBLIC_URL": "https://berkas.example",
    "PRODUCTION_FILES": "/srv/berkas",
}
ASKED = {"SIGNING_FILE", "AGENCY_FILE", "LOG_KEY_FILE", "CREDENTIAL_KEY_FILE", "OIDC_ISSUER", "PUBLIC_URL"}
"""What production asks for beside the servers."""


@pytest.fixture(scope="module")
def production(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    given = configuration(tmp_path_factory.mktemp("compose"), PRODUCTION_VARIABLES, PRODUCTION)
    assert given.returncode == 0, given.stderr
    read: dict[str, dict[str, Any]] = yaml.safe_load(given.stdout)
    return read["services"]


def test_production_does_not_start_without_a_folder_for_its_files(tmp_path: Path) -> None:
    for left in ({}, {"PRODUCTION_FILES": ""}):
        variables = {name: text for name, text in PRODUCTION_VARIABLES.items() if name != "PRODUCTION_FILES"} | left
        refused = configuration(tmp_path, variables, PRODUCTION)
        assert refused.returncode != 0
        assert "PRODUCTION_FILES" in refused.stderr


@pytest.mark.parametrize("part", ["api", "worker"])
def test_what_compose_gives_in_production_is_what_the_settings_ask_for(production: dict[str, Any], part: str) -> None:
    settings = read_settings(production[part]["environment"])
    assert settings.production
    assert (settings.signing_file, settings.agency_file, settings.log_key_file, settings.credential_key) == (
        Path("/etc/pembina/signing.toml"),
        Path("/etc/pembina/agency.toml"),
        Path("/etc/pembina/log.key"),
        Path("/etc/pembina/credential.pem"),
    )
    assert (settings.log_witnesses_file, settings.workers, settings.lease_seconds) == (None, 2, 180)
    assert settings.public_url == "https://pembina.example"


@pytest.mark.parametrize("part", ["api", "worker"])
@pytest.mark.parametrize("name", sorted(ASKED))
def test_each_of_them_is_needed(production: dict[str, Any], part: str, name: str) -> None:
    environment = {key: text for key, text in production[part]["environment"].items() if key != f"PEMBINA_{name}"}
    with pytest.raises(SettingsError, match=f"PEMBINA_{name}"):
        read_settings(environment)


@pytest.mark.parametrize("part", ["api", "worker"])
def test_every_setting_can_be_given_in_production(production: dict[str, Any], part: str) -> None:
    """By their names in the code: one that is added there must be given here, or be named as one that cannot be."""
    code = (REPOSITORY / "app" / "settings.py").read_text(encoding="utf-8")
    called = re.findall(r'_(?:file|number|choice|required|instant)\(\s*env, "([A-Z0-9_]+)"', code)
    named = {*called, *re.findall(r'env\.get\(f"\{PREFIX\}([A-Z0-9_]+)"', code)}
    assert named >= ASKED
    given = {name.removeprefix("PEMBINA_") for name in production[part]["environment"]}
    assert named - given == {"CLOCK_START", "HOST", "PORT"}  # refused in production; the command of the image
    assert given <= named


@pytest.mark.parametrize("part", ["api", "worker"])
def test_its_files_are_one_folder_that_no_container_writes(production: dict[str, Any], part: str) -> None:
    files = [path for path in production[part]["environment"].values() if path.startswith("/etc/pembina/")]
    assert len(files) == 4
    assert "/srv/berkas:/etc/pembina:ro" in production[part]["volumes"]
    assert production[part]["read_only"] is True


def test_optional_settings_of_production_are_passed_on(tmp_path: Path) -> None:
    more = {
        "PEMBINA_LOG_WITNESSES_FILE": "/etc/pembina/witnesses.toml",
        "PEMBINA_WORKERS": "4",
        "PEMBINA_LEASE_SECONDS": "60",
        "PEMBINA_OIDC_ROLES_CLAIM": "peran",
    }
    given = configuration(tmp_path, PRODUCTION_VARIABLES | more, PRODUCTION)
    settings = read_settings(yaml.safe_load(given.stdout)["services"]["api"]["environment"])
    assert (settings.log_witnesses_file, settings.workers, settings.lease_seconds, settings.oidc_roles_claim) == (
        Path("/etc/pembina/witnesses.toml"),
        4,
        60,
        "peran",
    )


IMPORTED = "/opt/keycloak/data/import/"


def imported(services: dict[str, Any]) -> dict[str, str]:
    """What Keycloak finds at its first start, by its name there."""
    mounts = [volume.split(":") for volume in services["keycloak"]["volumes"]]
    return {target.removeprefix(IMPORTED): Path(source).name for source, target, mode in mounts if mode == "ro"}


def test_production_gets_the_realm_and_no_sample_person(services: dict[str, Any], production: dict[str, Any]) -> None:
    """Nor the database in which the sample people are: they bear roles, and nobody's password is known any more."""
    realm = {"pembina-realm.json": "pembina-realm.json"}
    assert imported(services) == realm | {"pembina-users-0.json": "pembina-users-0.json"}
    assert imported(production) == realm
    assert "KEYCLOAK_SAMPLE_PASSWORD" not in production["keycloak"]["environment"]
    assert services["keycloak-database"]["volumes"] == ["keycloak-samples:/var/lib/postgresql/data:rw"]
    assert production["keycloak-database"]["volumes"] == ["keycloak:/var/lib/postgresql/data:rw"]


def test_compose_adds_the_sample_people_where_no_file_is_named(tmp_path: Path, services: dict[str, Any]) -> None:
    for name in ("docker-compose.yml", SAMPLES):
        (tmp_path / name).write_text((REPOSITORY / name).read_text(encoding="utf-8"), encoding="utf-8")
    given = subprocess.run(
        ["docker-compose", "config"],
        env={"PATH": os.environ["PATH"], **{name: f"isi-{name.lower()}" for name in VARIABLES}},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert imported(yaml.safe_load(given.stdout)["services"]) == imported(services)


def test_the_plain_file_is_development_whatever_the_environment_says(tmp_path: Path) -> None:
    """Without the files of production, a production would not start: it is asked for by its own file."""
    variables = dict.fromkeys(VARIABLES, "x") | {"PEMBINA_ENV": "production"}
    given = configuration(tmp_path, variables, SAMPLES)
    assert yaml.safe_load(given.stdout)["services"]["api"]["environment"]["PEMBINA_ENV"] == "development"


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
