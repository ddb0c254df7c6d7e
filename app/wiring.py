"""Wires one process: settings in, a running `System` out, and everything stopped again at the end. Tests use it too."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from app.authentication import DEVELOPMENT_ISSUER, Authenticator, DevelopmentIssuer, OidcKeys
from app.clock import DevelopmentClock, RealClock
from app.development_keys import DevelopmentKeys
from app.embedded import embedded_servers
from app.letterhead import LETTERHEAD
from app.seeds.loader import load_seeds
from app.settings import S3Settings, Settings, SettingsError
from app.worker import Worker
from documents.conversion.pool import ConversionPool
from domain.clock import Clock
from persistence.connection import Database, connect
from persistence.outbox import release_claims
from persistence.schema_setup import prepare_database
from services.door import Door
from services.evidence import EvidenceService
from services.issuance import Converter, Issuance, IssuancePorts
from services.letters import LetterWriter
from services.papers import PaperService
from services.slas import SlaService
from services.use_cases import UseCases
from services.verification import VerificationPorts, VerificationService
from signing.development_pki import DevelopmentPki
from signing.pkcs12 import Pkcs12Signer
from signing.pool import SigningPool
from signing.sandbox import InspectionSandbox
from storage.port import ObjectStore
from storage.s3 import S3Store

Progress = Callable[[str], None]


@dataclass(frozen=True, kw_only=True)
class System:
    """Everything of one running process."""

    settings: Settings
    clock: Clock
    database: Database
    store: ObjectStore
    authenticator: Authenticator
    use_cases: UseCases
    issuance: Issuance
    worker: Worker
    pki: DevelopmentPki
    issuer: DevelopmentIssuer | None
    keys: DevelopmentKeys
    converter: ConversionPool
    process_ids: Callable[[], dict[str, list[int]]]


class StepObserver(Protocol):
    """Told after each numbered step of issuing."""

    def __call__(self, document_id: str, step: int) -> None:
        """`step` of the letter is done and recorded."""
        ...


def _unobserved(document_id: str, step: int) -> None:
    """Nobody watches the steps."""


@contextmanager
def running_system(
    settings: Settings,
    *,
    on_progress: Progress = lambda _line: None,
    on_step: StepObserver = _unobserved,
    converter: Callable[[], Converter] | None = None,
) -> Iterator[System]:
    """A system that runs while the block runs.

    `on_step` and `converter` are for tests and measurements; both default to the real thing.
    *Raises*: `SettingsError`, `EmbeddedServerError`, `DatabaseUnavailable`, `StorageError`; then nothing is left running.
    """
    if settings.production:
        raise SettingsError(
            "production signing (PKCS#11, CSC, BSrE) is not built yet: this version signs for tests only"
        )
    with ExitStack() as stack:
        settings = _with_servers(settings, stack, on_progress)
        clock = _clock(settings)
        database = connect(settings.mongodb_uri or "", name=settings.mongodb_name)
        stack.callback(database.client.close)
        on_progress("menyiapkan basis data / preparing the database")
        prepare_database()
        load_seeds(with_samples=not settings.production, on_progress=on_progress)
        store = _store(settings)
        store.ensure_buckets()
        yield _assemble(
            settings, stack, clock=clock, database=database, store=store, on_step=on_step, converter=converter
        )


def _with_servers(settings: Settings, stack: ExitStack, on_progress: Progress) -> Settings:
    if not settings.is_embedded:
        return settings
    on_progress("menjalankan MongoDB dan S3 / starting MongoDB and S3")
    addresses = stack.enter_context(embedded_servers(settings.data, on_progress=on_progress))
    s3 = S3Settings(
        endpoint=addresses.s3_endpoint,
        access_key=addresses.s3_access_key,
        secret_key=addresses.s3_secret_key,
        secure=False,
    )
    return replace(settings, mongodb_uri=addresses.mongodb_uri, s3=s3)


def _clock(settings: Settings) -> Clock:
    if settings.production:
        return RealClock()
    start = datetime.fromisoformat(settings.clock_start) if settings.clock_start else None
    return DevelopmentClock(settings.data / "clock.json", start=start)


def _store(settings: Settings) -> S3Store:
    if settings.s3 is None:
        raise SettingsError("no object storage is set")
    return S3Store(
        endpoint=settings.s3.endpoint,
        access_key=settings.s3.access_key,
        secret_key=settings.s3.secret_key,
        secure=settings.s3.secure,
    )


def _assemble(
    settings: Settings,
    stack: ExitStack,
    *,
    clock: Clock,
    database: Database,
    store: S3Store,
    on_step: StepObserver,
    converter: Callable[[], Converter] | None,
) -> System:
    pki = DevelopmentPki.open(settings.data / "pki", clock, public_url=settings.public_url)
    conversion = ConversionPool(workers=settings.workers)
    stack.callback(conversion.close)
    signing = stack.enter_context(SigningPool(workers=settings.workers))
    sandbox = stack.enter_context(InspectionSandbox(workers=1))
    letters = LetterWriter(LETTERHEAD)
    worker = Worker(database=database, threads=settings.workers)
    door = Door(database=database, clock=clock, letters=letters, on_commit=worker.wake)
    signer = Pkcs12Signer(keys=pki, trust=pki.trust, timestamps=pki.timestamps, clock=clock, run=signing.sign)
    ports = IssuancePorts(
        door=door,
        clock=clock,
        store=store,
        converter=converter() if converter is not None else conversion,
        signer=signer,
        inspector=signing,
        trust=pki.trust,
        public_url=settings.public_url,
        development=not settings.production,
        on_step=on_step,
    )
    issuance = Issuance(ports)
    worker.serve(issuance)
    verification = VerificationService(
        VerificationPorts(
            clock=clock, store=store, inspector=sandbox, trust=pki.trust, development=not settings.production
        )
    )
    issuer = DevelopmentIssuer(settings.data / "keys")
    if settings.is_embedded or settings.broker_url is None:
        release_claims()
    return System(
        settings=settings,
        clock=clock,
        database=database,
        store=store,
        authenticator=_authenticator(settings, issuer),
        use_cases=UseCases(
            door=door,
            slas=SlaService(door=door, issuance=issuance, letters=letters, clock=clock),
            papers=PaperService(door=door, issuance=issuance, store=store),
            evidence=EvidenceService(door=door, store=store),
            verification=verification,
        ),
        issuance=issuance,
        worker=worker,
        pki=pki,
        issuer=issuer,
        keys=DevelopmentKeys(pki=pki, folder=settings.data / "keys"),
        converter=conversion,
        process_ids=lambda: {
            "libreoffice": conversion.process_ids(),
            "signing": sorted(signing.worker_pids),
            "inspection": sorted(sandbox.worker_pids),
        },
    )


def _authenticator(settings: Settings, issuer: DevelopmentIssuer) -> Authenticator:
    if settings.oidc_issuer is not None:
        return Authenticator(
            issuer=settings.oidc_issuer,
            audience=settings.oidc_audience,
            keys=OidcKeys(settings.oidc_issuer),
            roles_claim=settings.oidc_roles_claim,
        )
    return Authenticator(
        issuer=DEVELOPMENT_ISSUER,
        audience=settings.oidc_audience,
        keys=issuer,
        roles_claim=settings.oidc_roles_claim,
    )
