"""Wires one process: an installation in, a working `System` out, stopped again at the end. Tests wire through it too."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from app.authentication import DEVELOPMENT_ISSUER, Authenticator, OidcKeys
from app.development_keys import DevelopmentKeys
from app.installation import Installation, Progress, opened_installation, silent
from app.log_key import log_witnesses
from app.pools import Pools, running_pools
from app.settings import Settings
from app.worker import Carrier, Worker
from documents.conversion.supervision import LibreOffice
from documents.conversion.version import renderer_version
from domain.clock import Clock
from persistence.connection import Database
from persistence.locks import release_leases
from persistence.outbox import release_claims
from services.approvals import ApprovalService
from services.calendars import CalendarService
from services.certificates import CertificateService
from services.door import Door
from services.evidence import EvidenceService
from services.evidence_packs import EvidencePacks
from services.issuance import Issuance
from services.issuing_parts import Converter, IssuancePorts
from services.kept_reports import KeptReports
from services.letters import LetterWriter
from services.log_proofs import LogProver
from services.officials import OfficialService
from services.offline_bundles import OfflineBundles
from services.papers import PaperService
from services.publication import Publication
from services.recommendations import RecommendationService
from services.signing_acts import SigningActs
from services.signing_batches import SigningBatches
from services.signing_codes import SigningCodes
from services.signing_parts import PartSigning
from services.slas import SlaService
from services.standards import StandardsService
from services.status_lists import StatusListService
from services.use_cases import UseCases
from services.verification import VerificationPorts, VerificationService
from services.witnessing import publishing
from signing.credentials import CredentialIssuer
from signing.development_pki import DevelopmentPki
from signing.parts import PartSigner
from signing.router import RoutedSigner
from storage.port import ObjectStore


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
    publication: Publication

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
    pools: Pools | None = None,
    store: Callable[[ObjectStore], ObjectStore] = lambda store: store,
) -> Iterator[System]:
    """A system that runs while the block runs; its worker is started by who serves it.

    `on_step`, `converter`, `libreoffice`, `pools` and `store` are for tests and measurements; they default to the real thing.
    Pools that are given live on.
    *Raises*: as `opened_installation`.
    """
    with ExitStack() as stack:
        installation = stack.enter_context(opened_installation(settings, on_progress=on_progress))
        pools = pools or stack.enter_context(
            running_pools(
                settings,
                libreoffice=libreoffice or LibreOffice(),
                signing_seconds=installation.signing.limit_seconds,
            )
        )
        chosen = converter if converter is not None else pools.conversion
        yield _assembled(installation, pools, on_step=on_step, converter=chosen, store=store(installation.store))


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
    publication = installation.publication(store)
    prover = LogProver(publication)
    letters = LetterWriter(installation.agency.letterhead, installation.agency.help_desk)
    door = Door(database=installation.database, clock=clock, letters=letters, on_commit=worker.wake)
    kept = KeptReports()
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
            kept=kept,
        )
    )
    parts = PartSigner(
        key_of=material.directory.key_of_person,
        trust=material.signing_trust,
        timestamps=material.timestamps,
        clock=clock,
        accept=pools.signing.accept,
    )
    statuses = installation.statuses()
    slas = SlaService(door=door, issuance=issuance, letters=letters, clock=clock)
    certificates = CertificateService(door=door, clock=clock)
    standards = StandardsService(door=door, clock=clock)
    papers = PaperService(door=door, issuance=issuance, passes=installation.passes())
    archive = installation.archive(door, store=store, signing=pools.signing)
    worker.serve(
        issuance,
        archive=archive,
        duties=(
            slas.expire_due,
            slas.tell_of_terms,
            certificates.expire_due,
            certificates.void_outdated,
            RecommendationService(door=door, clock=clock).void_over,
            ApprovalService(door=door, clock=clock).void_over,
            standards.follow_due,  # after the expiries: what has lapsed may bind no longer
            papers.date_anew,
            *material.duties,  # before the renewals, which need what they make
            archive.order_due,
        ),
        publish=publishing(publication, log_witnesses(settings)),
    )
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
            officials=OfficialService(door=door, lacks_key=installation.lacks_key),
            signing_acts=SigningActs(door=door, issuance=issuance),
            signing_batches=SigningBatches(
                papers,
                sessions=pools.signing,
                takes_one_time_secret=material.directory.takes_one_time_secret,
                parts=PartSigning(door=door, issuance=issuance, signer=parts),
            ),
            signing_codes=SigningCodes(door=door, signer=parts),
            log=prover,
            verification=VerificationService(
                VerificationPorts(
                    clock=clock,
                    store=store,
                    inspector=pools.inspection,
                    trust=material.trust,
                    log=prover,
                    credential_certificates=installation.credential_certificates,
                    development=not settings.production,
                    kept=kept,
                )
            ),
        ),
        issuance=issuance,
        statuses=statuses,
        bundles=installation.bundles(statuses),
        evidence_packs=installation.evidence_packs(door, store=store, log=prover),
        worker=worker,
        carrier=carrier,
        pools=pools,
        installation=installation,
        publication=publication,
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
