"""A production installation from the outside: `pembina serve` and `pembina worker` as an operator would start them."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from redis import Redis
from redis.exceptions import RedisError

from app.demo.client import ApiClient
from app.demo.samples import DETAILS
from app.demo.story import Story
from app.demo.telling import Cast, Progress
from app.embedded import Addresses
from app.seeds.institutions import local_governments
from app.seeds.people import DEPUTY_TITLE_ID, LKPP_NAME
from app.server import free_port
from domain.clock import legal_date
from domain.roles import Role
from schema.nodes import global_id
from signing import issuing
from signing.issuing import Authority
from tests.e2e.authorities import Authorities
from tests.e2e.broker_tap import Tap, tapped

ROOT = Path(__file__).parents[2]
INSTITUTION = local_governments()[0]
START_SECONDS = 240.0


@dataclass(frozen=True)
class Person:
    id: str
    name: str
    role: Role
    office: str

    @property
    def institution_id(self) -> str | None:
        return INSTITUTION.id if self.role.value.startswith(("INSTITUTION", "UNIT")) else None


PEOPLE = (
    Person("deputi-01", "Dr. Sekar Wulandari", Role.DEPUTY, DEPUTY_TITLE_ID),
    Person("admin-01", "Bagus Pranata", Role.ADMIN, "Pranata Komputer"),
    Person("pereviu-01", "Laras Kinanti", Role.REVIEWER, "Analis Kebijakan"),
    Person("kepala-01", "H. Rangga Saputra", Role.INSTITUTION_HEAD, INSTITUTION.head_title),
    Person("lpse-01", "Dimas Prakoso", Role.UNIT_HEAD, "Kepala LPSE"),
    Person("staf-01", "Ayu Larasati", Role.UNIT_STAFF, "Admin PPE"),
)
SIGNERS = {person.role: person for person in PEOPLE if person.role in {Role.DEPUTY, Role.INSTITUTION_HEAD}}


def agency_file(folder: Path) -> Path:
    """The letterhead, the help desk and the people, as an operator writes them."""
    rows = [
        '[letterhead]\nagency = "Lembaga Kebijakan Pengadaan Barang/Jasa Pemerintah"\noffice = "Deputi Bidang Uji"\n'
        'address = ["Jalan Produksi Nomor 7, Jakarta"]\nplace = "Jakarta"\n',
        '[help_desk]\nname = "Layanan Bantuan Uji"\ntelephone = "(021) 7007000"\nemail = "bantuan@produksi.invalid"\n'
        'hours = "Hari kerja 07.30 sampai 16.30 WIB"\n',
    ]
    for person in PEOPLE:
        organisation = INSTITUTION.name if person.institution_id else LKPP_NAME
        row = {"id": person.id, "name": person.name, "office": person.office, "organisation": organisation}
        lines = [f'{name} = "{value}"' for name, value in row.items()]
        if person.institution_id:
            lines.append(f'institution_id = "{person.institution_id}"')
        rows.append("\n".join(["[[people]]", f'roles = ["{person.role.value}"]', *lines, ""]))
    file = folder / "agency.toml"
    file.write_text("\n".join(rows), encoding="utf-8")
    return file


def credential_file(folder: Path, given: Authorities) -> Path:
    """The key of credentials, which an operator gets from his CA."""
    key = given.pki.credential_key()
    file = folder / "credential.pem"
    file.write_bytes(
        key.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        + key.certificate.public_bytes(Encoding.PEM)
    )
    return file


def certified(given: Authorities, name: str) -> Authority:
    """A key whose certificate is of this CA, for who keeps keys elsewhere."""
    key = issuing.new_key()
    certificate = issuing.signing_certificate(
        given.pki._generations.authority("issuing"),
        name=issuing.person_name(name=name, title="", organisation="Instansi Contoh", subject_id=name),
        key=key.public_key(),
        start=given.pki._issuing.start(),
        life=timedelta(days=400),
        crl_url=f"{given.address}/crl/issuing.crl",
    )
    return Authority(certificate, key)


def log_key_file(folder: Path) -> Path:
    """The key of the public log, as `pembina log new-key` makes it."""
    file = folder / "log.key"
    if not file.exists():
        command = [sys.executable, "-m", "app.cli", "log", "new-key", str(file), "--name", "pembina.example/log"]
        subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return file


def trust_tables(folder: Path, given: Authorities) -> str:
    """The tables [trust] and [timestamps]; the roots lie beside the signing file."""
    for name in ("root", "issuing"):
        shutil.copy(given.folder / "ca" / f"{name}.pem", folder / f"{name}.pem")
    lists = ", ".join(f'"{given.address}/crl/{name}.crl"' for name in ("root", "issuing"))
    return (
        f'[trust]\nroots = ["root.pem"]\nintermediates = ["issuing.pem"]\nrevocation_lists = [{lists}]\nresponders = "ask"\n\n'
        f'[timestamps]\nurl = "{given.address}/tsa"\n\n'
    )


@dataclass
class Installed:
    """One installation: its folder of files and logs, its environment, and what runs."""

    folder: Path
    environment: Mapping[str, str]
    address: str
    given: Authorities
    redis: Redis
    tap: Tap
    _sessions: dict[str, ApiClient] = field(default_factory=dict)

    def log(self) -> str:
        """All that serve and worker have said."""
        return "".join(file.read_text() for file in sorted(self.folder.glob("*.log")))

    def client(self, person: Person) -> ApiClient:
        """The session of a person."""
        if person.id not in self._sessions:
            token = self.given.token(person.id, person.name, person.role, person.institution_id)
            self._sessions[person.id] = ApiClient(self.address, token)
        return self._sessions[person.id]

    @property
    def public(self) -> ApiClient:
        """A stranger."""
        if "" not in self._sessions:
            self._sessions[""] = ApiClient(self.address)
        return self._sessions[""]

    @property
    def head(self) -> ApiClient:
        """The head of the institution."""
        return self.client(SIGNERS[Role.INSTITUTION_HEAD])

    def paper(self, told: dict[str, object]) -> bytes:
        """An issued paper; its printed address, behind the operator's proxy, is reached here directly."""
        return self.head.download(httpx.URL(str(told["path"])).path)

    def close(self) -> None:
        """Closes every session."""
        for session in self._sessions.values():
            session.close()

    def cast(self, passphrase: str) -> Cast:
        """Everybody of the demonstration's walk, with the tokens of the issuer."""
        clients = {person.role: self.client(person) for person in PEOPLE}
        return Cast(
            institution_head=clients[Role.INSTITUTION_HEAD],
            unit_head=clients[Role.UNIT_HEAD],
            unit_staff=clients[Role.UNIT_STAFF],
            reviewer=clients[Role.REVIEWER],
            admin=clients[Role.ADMIN],
            deputy=clients[Role.DEPUTY],
            public=self.public,
            passphrase=passphrase,
        )

    def appoint(self, admin: ApiClient) -> dict[str, Any]:
        """The Deputy's term of office, as the administrator enters it before the first letter."""
        values = {
            "office": "DEPUTY",
            "capacity": "DEFINITIVE",
            "person": global_id("Person", "deputi-01"),
            "titleId": DEPUTY_TITLE_ID,
            "titleEn": "Deputy",
            "validFrom": legal_date(datetime.now(UTC)).isoformat(),
            "reason": "Keputusan pengangkatan",
            "idempotencyKey": "appoint-deputy-01",
        }
        found = admin.act("appointOfficial", "__typename", values)
        assert isinstance(found, dict), found
        return found

    def mark(self, passphrase: str, *, name: str, told_by: Callable[..., Story] = Story) -> Story:
        """The whole walk, told."""
        story = told_by(self.cast(passphrase), Progress(tell=lambda _line: None), name=name, details=DETAILS)
        story.run()
        return story


def refused_start(environment: Mapping[str, str], data: Path) -> tuple[int, str]:
    """What `pembina serve` says where it does not start."""
    command = [sys.executable, "-m", "app.cli", "--data", str(data), "serve"]
    given = {**os.environ, **environment}
    done = subprocess.run(command, cwd=ROOT, env=given, capture_output=True, text=True, timeout=60, check=False)
    return done.returncode, done.stderr


@contextmanager
def redis_server(folder: Path) -> Iterator[tuple[str, Redis]]:
    """A broker of its own."""
    port = free_port()
    command = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, cwd=folder)
    client = Redis(port=port, protocol=2)
    try:
        limit = time.monotonic() + 20
        while not _pings(client):
            assert time.monotonic() < limit, "Redis does not start"
            time.sleep(0.05)
        yield f"redis://127.0.0.1:{port}/0", client
    finally:
        client.close()
        process.kill()
        process.wait()


def _pings(client: Redis) -> bool:
    try:
        return bool(client.ping())
    except RedisError:
        return False


def environment_of(
    folder: Path, servers: Addresses, given: Authorities, *, database: str, signing: str, port: int, broker: str = ""
) -> dict[str, str]:
    """Every setting of a production installation."""
    signing_file = folder / "signing.toml"
    signing_file.write_text(trust_tables(folder, given) + signing, encoding="utf-8")
    return {
        "PEMBINA_ENV": "production",
        "PEMBINA_PORT": str(port),
        "PEMBINA_PUBLIC_URL": "https://pembina.example",
        "PEMBINA_MONGODB_URI": servers.mongodb_uri,
        "PEMBINA_MONGODB_NAME": database,
        "PEMBINA_S3_ENDPOINT": servers.s3_endpoint,
        "PEMBINA_S3_ACCESS_KEY": servers.s3_access_key,
        "PEMBINA_S3_SECRET_KEY": servers.s3_secret_key,
        "PEMBINA_S3_SECURE": "false",
        "PEMBINA_OIDC_ISSUER": given.address,
        "PEMBINA_SIGNING_FILE": str(signing_file),
        "PEMBINA_AGENCY_FILE": str(agency_file(folder)),
        "PEMBINA_CREDENTIAL_KEY_FILE": str(credential_file(folder, given)),
        "PEMBINA_LOG_KEY_FILE": str(log_key_file(folder)),
        "PEMBINA_BROKER_URL": broker,
        "PEMBINA_WORKERS": "1",
    }


@contextmanager
def installed(
    folder: Path, servers: Addresses, given: Authorities, *, database: str, signing: str
) -> Iterator[Installed]:
    """`pembina serve` and `pembina worker` in production, with a broker between them, until the block ends."""
    port = free_port()
    with ExitStack() as stack:
        broker, redis = stack.enter_context(redis_server(folder))
        tap = stack.enter_context(tapped(redis.connection_pool.connection_kwargs["port"]))
        environment = environment_of(
            folder, servers, given, database=database, signing=signing, port=port, broker=broker
        )
        for command in (["serve"], ["worker"]):
            stack.enter_context(_running(folder, environment, *command))
        address = f"http://127.0.0.1:{port}"
        _await(address, folder)
        found = Installed(folder, environment, address, given, redis, tap)
        stack.callback(found.close)
        yield found


@contextmanager
def _running(folder: Path, environment: Mapping[str, str], *command: str) -> Iterator[None]:
    with (folder / f"{command[0]}.log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "app.cli", "--data", str(folder / f"data-{command[0]}"), *command],
            cwd=ROOT,
            env={**os.environ, **environment},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    try:
        yield
    finally:
        process.terminate()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            raise


def _await(address: str, folder: Path) -> None:
    limit = time.monotonic() + START_SECONDS
    logs = (folder / "serve.log", folder / "worker.log")
    while True:
        try:
            if httpx.get(f"{address}/health").status_code == 200 and "worker ready" in logs[1].read_text():
                return
        except httpx.TransportError:
            pass
        assert time.monotonic() < limit, "\n".join(log.read_text()[-2000:] for log in logs)
        time.sleep(0.2)
