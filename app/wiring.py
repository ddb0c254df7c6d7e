"""Wires one process: an installation in, a working `System` out, stopped again at the end. Tests wire through it too."""

import logging
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from app.authentication import DEVELOPMENT_ISSUER, Authenticator, OidcKeys
from app.development_keys import DevelopmentKeys
from app.installation import Installation, Progress, opened_installation, silent
from app.settings import Settings
from app.worker import Carrier, Worker
from documents.conversion.pool import ConversionPool
from documents.conversion.supervision import LibreOffice
from documents.conversion.version import renderer_version
from documents.errors import ConverterMissing
from domain.clock import Clock
from persistence.connection import Database
from persistence.locks import release_leases
from persistence.outbox import release_claims
from services.calendars import CalendarService
from services.certificates import CertificateService
from services.door import Door
from services.evidence import EvidenceService
from services.evidence_packs import EvidencePacks
from services.issuance import Converter, Issuance, IssuancePorts
from services.letters import LetterWriter
from services.offline_bundles import OfflineBundles
from services.papers import PaperService
from services.signing_acts import SigningActs
from services.slas import SlaService
from services.status_lists import StatusListService
from services.use_cases import UseCases
from services.verification import VerificationPorts, VerificationService
from signing.credentials import CredentialIssuer
from signing.development_pki import DevelopmentPki
from signing.pool import SigningPool
from signing.router import RoutedSigner
from signing.sandbox import InspectionSandbox
from storage.port import ObjectStore

LOG = logging.getLogger("pembina")


@dataclass(frozen=True, kw_only=True)
class Pools:
    """The processes beside this one: LibreOffice, signing, and the inspection of strangers' files."""

    libreoffice: LibreOffice
    conversion: ConversionPool
    signing: SigningPool
    inspection: InspectionSandbox

    def warm(self, *, conversion: bool = True) -> None:
        """Starts them now rather than with the first letter. *Raises*: `SigningFailed`, `ConversionError`."""
        starts = [self.signing.warm, self.inspection.warm]
        if conversion:
            starts.append(self._warm_conversion)
        with ThreadPoolExecutor(max_workers=len(starts)) as threads:
            for started in [threads.submit(start) for start in starts]:
                started.result()

    def _warm_conversion(self) -> None:
        """Without LibreOffice the API serves all the same: /health says so, and letters wait."""
        try:
            self.conversion.start()
        except ConverterMissing as error:
            LOG.error("%s", error)

    def process_ids(self) -> dict[str, list[int]]:
        """The processes of each part, for figures of memory."""
        return {
            "libreoffice": self.conversion.process_ids(),
            "signing": sorted(self.signing.worker_pids),
            "inspection": sorted(self.inspection.worker_pids),
        }


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
    statuses: StatusListService
    bundles: OfflineBundles
    evidence_packs: EvidencePacks
    worker: Worker
    carrier: Carrier | None
    pools: Pools
    installation: Installation

    @property
    def pki(self) -> DevelopmentPki:
        """The development PKI. *Raises*: `SettingsError` in production."""
        return self.installation.pki

    @property
    def keys(self) -> DevelopmentKeys:
        """The keys of the invented people. *Raises*: `SettingsError` in production."""
        return self.installation.keys


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
    on_progress: Progress = silent,
    on_step: StepObserver = _unobserved,
    converter: Converter | None = None,
    libreoffice: LibreOffice | None = None,
    store: Callable[[ObjectStore], ObjectStore] = lambda store: store,
) -> Iterator[System]:
    """A system that runs while the block runs; its worker is started by who serves it.

    `on_step`, `converter`, `libreoffice` and `store` are for tests and measurements; they default to the real thing.
    *Raises*: as `opened_installation`.
    """
    with ExitStack() as stack:
        installation = stack.enter_context(opened_installation(settings, on_progress=on_progress))
        pools = _pools(installation.settings, stack, libreoffice=libreoffice or LibreOffice())
        chosen = converter if converter is not None else pools.conversion
        yield _assembled(installation, pools, on_step=on_step, converter=chosen, store=store(installation.store))


def _pools(settings: Settings, stack: ExitStack, *, libreoffice: LibreOffice) -> Pools:
    conversion = ConversionPool(workers=settings.workers, libreoffice=libreoffice)
    stack.callback(conversion.close)
    return Pools(
        libreoffice=libreoffice,
        conversion=conversion,
        signing=stack.enter_context(SigningPool(workers=settings.workers)),
        inspection=stack.enter_context(InspectionSandbox(workers=1)),
    )


def _assembled(
    installation: Installation, pools: Pools, *, on_step: StepObserver, converter: Converter, store: ObjectStore
) -> System:
    settings, clock, material = installation.settings, installation.clock, installation.signing
    carrier = _carrier(settings)
    worker = Worker(
        database=installation.database,
        threads=settings.workers + 1,  # one writes to MongoDB while the others wait for LibreOffice and signatures
        lease=timedelta(seconds=settings.lease_seconds),
        carrier=carrier,
    )
    letters = LetterWriter(installation.agency.letterhead)
    door = Door(database=installation.database, clock=clock, letters=letters, on_commit=worker.wake)
    issuance = Issuance(
        IssuancePorts(
            door=door,
            clock=clock,
            store=store,
            converter=converter,
            signer=RoutedSigner(
                directory=material.directory,
                trust=material.signing_trust,
                timestamps=material.timestamps,
                clock=clock,
                run=pools.signing.sign,
            ),
            inspector=pools.signing,
            trust=material.trust,
            public_url=settings.public_url,
            development=not settings.production,
            credentials=CredentialIssuer(installation.credential_key),
            on_step=on_step,
            renderer=renderer_version(pools.libreoffice.soffice),
        )
    )
    statuses = installation.statuses()
    slas = SlaService(door=door, issuance=issuance, letters=letters, clock=clock)
    certificates = CertificateService(door=door, clock=clock)
    papers = PaperService(door=door, issuance=issuance, store=store)
    worker.serve(issuance, duties=(slas.expire_due, slas.tell_of_terms, certificates.expire_due, papers.date_anew))
    if installation.embedded is not None and settings.broker_url is None:  # nobody else works on these servers
        release_claims()
        release_leases()
    return System(
        settings=settings,
        clock=clock,
        database=installation.database,
        store=store,
        authenticator=_authenticator(installation),
        use_cases=UseCases(
            door=door,
            slas=slas,
            papers=papers,
            evidence=EvidenceService(door=door, store=store),
            calendars=CalendarService(door=door),
            signing_acts=SigningActs(door=door, issuance=issuance),
            verification=VerificationService(
                VerificationPorts(
                    clock=clock,
                    store=store,
                    inspector=pools.inspection,
                    trust=material.trust,
                    development=not settings.production,
                )
            ),
        ),
        issuance=issuance,
        statuses=statuses,
        bundles=installation.bundles(statuses),
        evidence_packs=installation.evidence_packs(door),
        worker=worker,
        carrier=carrier,
        pools=pools,
        installation=installation,
    )


def _carrier(settings: Settings) -> Carrier | None:
    """Celery is imported only where a broker is set: without one it need not even be installed."""
    if settings.broker_url is None:
        return None
    from app.broker import CeleryCarrier

    return CeleryCarrier(settings.broker_url, again_after=timedelta(seconds=settings.carry_again_seconds))


def _authenticator(installation: Installation) -> Authenticator:
    settings = installation.settings
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
        keys=installation.issuer,
        roles_claim=settings.oidc_roles_claim,
    )
